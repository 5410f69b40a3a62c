//! `export`: open data, of public material only, and files for another system.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use super::build::BuildDisplay;
use super::global::{Global, one_of};
use super::printer::Printer;
use super::{Exit, interrupt};
use crate::diag::plural;
use crate::manual;
use crate::pipeline::{
    self, BuildResult, Event, ExportForm, ExportRefusal, Exported, UploadOptions, UploadResult,
};

/// Print a table of open data, such as decisions; nothing exempt is in it
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct ExportArgs {
    #[command(subcommand)]
    files: Option<Files>,
    /// What to print: meetings, agenda-items, papers, motions, votes, attendance, decisions, plan or members
    #[arg(value_parser = table, required = true)]
    table: Option<String>,
    /// How to print it
    #[arg(long = "as", value_enum, default_value_t = Form::Csv)]
    form: Form,
}

/// A form of open data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Rows of cells, lists separated by semicolons
    Csv,
    /// A list of objects
    Json,
}

/// Files for another system.
#[derive(Debug, Subcommand)]
enum Files {
    /// A meeting's agenda, packs and minutes as files to be put into a modern.gov, in the folders public and restricted
    ///
    /// They have the names that modern.gov gives to such documents, and each folder has a list of its files, manifest.csv.
    #[command(
        name = "modern.gov",
        after_help = "Examples:
  orderpaper export modern.gov cabinet-2026-01-13 --to upload"
    )]
    ModernGov(ModernGovArgs),
}

/// What is to be put into a modern.gov.
#[derive(Debug, Args)]
struct ModernGovArgs {
    /// The meeting, as `meetings` names it
    meeting: String,
    /// The folder that is filled
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

/// A file to be put into a modern.gov, for programs.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct UploadEvent<'a> {
    file: &'a str,
    kind: &'a str,
    bytes: usize,
    sha512: &'a str,
}

pub(super) fn run(
    args: &ExportArgs,
    global: &Global,
    today: NaiveDate,
    printer: &Printer,
) -> anyhow::Result<Exit> {
    let form = match args.form {
        Form::Csv => ExportForm::Csv,
        Form::Json => ExportForm::Json,
    };
    match (&args.files, &args.table) {
        (Some(Files::ModernGov(args)), _) => modern_gov(args, global, today, printer),
        (None, Some(table)) => print(table, form, global, today, printer),
        (None, None) => anyhow::bail!("name a table, or `modern.gov`"),
    }
}

fn modern_gov(
    args: &ModernGovArgs,
    global: &Global,
    today: NaiveDate,
    printer: &Printer,
) -> anyhow::Result<Exit> {
    let ModernGovArgs { meeting, to } = args;
    let (meeting, folder) = (meeting.clone(), to.clone());
    let options = UploadOptions { run: global.run_options(today), meeting, folder };
    let display = BuildDisplay::new(printer, global, false);
    let stop = Arc::new(AtomicBool::new(false));
    let notify = |event: Event<'_>| {
        display.show(&event);
        if let Event::Planned { .. } = event { interrupt::listen(&stop) } else { Ok(()) }
    };
    let result = pipeline::upload(&options, &notify, &stop)?;
    display.clear();
    match result {
        UploadResult::Filled(files) => {
            for file in &files {
                printer.line(&file.file)?;
                printer.object(&UploadEvent {
                    file: &file.file,
                    kind: file.kind,
                    bytes: file.bytes,
                    sha512: &file.digest,
                })?;
            }
            printer.say(&format!(
                "{} in {}; put those in `public` into modern.gov as public, and those in `restricted` as restricted",
                plural(files.len(), "file", "files"),
                to.display()
            ))?;
            Ok(Exit::Made)
        }
        UploadResult::Refused(report) => {
            display.print(&BuildResult::Ran(*report))?;
            printer
                .failure("no file is exported, because a document of the meeting was not made")?;
            Ok(Exit::Refused)
        }
    }
}

fn print(
    table: &str,
    form: ExportForm,
    global: &Global,
    today: NaiveDate,
    printer: &Printer,
) -> anyhow::Result<Exit> {
    match pipeline::export(&global.run_options(today), table, form)? {
        Exported::Text(text) => {
            printer.text(&text)?;
            Ok(Exit::Made)
        }
        Exported::Refused(ExportRefusal { diags, table, is_unclear }) => {
            printer.diagnostics(&diags)?;
            let why = match is_unclear {
                true => format!("nobody knows who may see part of `{table}`"),
                false => format!("part of `{table}` was refused"),
            };
            printer.failure(&format!("nothing is exported, because {why}"))?;
            Ok(Exit::Refused)
        }
    }
}

fn table(text: &str) -> Result<String, String> {
    one_of(text, "tables", manual::exported_tables())
}
