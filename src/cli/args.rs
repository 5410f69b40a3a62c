//! The command line as a whole: which commands there are, and the options that all of them take.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use super::global::Global;
use crate::pipeline;

/// The version, and the id of the build: programs with the same id make the same bytes of the same records.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (build ", env!("ORDERPAPER_BUILD"), ")");

/// Make agendas, minutes and performance reports from a council's records
#[derive(Debug, Parser)]
#[command(name = "orderpaper", version, long_version = VERSION, about, max_term_width = 100)]
pub struct Arguments {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Check(super::check::CheckArgs),
    Build(super::build::BuildArgs),
    Watch(super::watch::WatchArgs),
    Publish(super::publish::PublishArgs),
    Withdraw(super::withdraw::WithdrawArgs),
    Archive(super::archive::ArchiveArgs),
    Verify(super::verify::VerifyArgs),
    NewKey(super::new_key::NewKeyArgs),
    Bind(super::bind::BindArgs),
    Compare(super::compare::CompareArgs),
    List(super::list::ListArgs),
    Kinds(super::kinds::KindsArgs),
    Explain(super::explain::ExplainArgs),
    Desk(super::desk::DeskArgs),
    Doctor(super::doctor::DoctorArgs),
    Draft(super::draft::DraftArgs),
    Export(super::export::ExportArgs),
    Import(super::import::ImportArgs),
    Fleet(super::fleet::FleetArgs),
    Init(super::init::InitArgs),
    Schema(super::schema::SchemaArgs),
    Completions(super::completions::CompletionsArgs),
    /// Open one paper under limits; the program runs this itself
    #[command(name = pipeline::OPEN_PAPER, hide = true)]
    OpenPaper {
        /// The paper
        paper: PathBuf,
        /// Where its clean copy goes, without an ending
        base: PathBuf,
        /// What it may cost, as JSON
        limits: String,
        /// What else is known of it, as JSON
        task: String,
    },
}
