//! `verify`: whether what was published or archived is whole.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::Exit;
use super::global::Global;
use super::printer::Printer;
use crate::diag::plural;
use crate::pipeline::{self, Event, PublicKey, Verified, VerifyOptions, VerifyReport};

/// Report whatever is not as it was published or archived
///
/// Takes bags, zips of bags, receipts, and folders with receipts in them; all that was published and
/// archived where nothing is named. Compares digests, looks for files that are missing or do not
/// belong, for names that do harm where they are unpacked and for zips made to fill a disk, and for
/// PDFs that do not claim what their receipt says. Nothing is unpacked.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  orderpaper verify                                          all that was published and archived
  orderpaper verify --key council.pub                        and whether all of it was signed
  orderpaper verify 2026-01-13_cabinet.zip                   a bag
  orderpaper verify output/published/public/cabinet-2026-01-13/receipt.json")]
pub(super) struct VerifyArgs {
    /// Bags, zips, receipts or folders
    paths: Vec<PathBuf>,
    /// Report acts that the private key of this public one did not sign
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    key: Option<PathBuf>,
}

/// What came of one path, for programs.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct VerifyEvent {
    path: String,
    outcome: &'static str,
    files: usize,
    size: u64,
}

pub(super) fn run(args: &VerifyArgs, global: &Global, printer: &Printer) -> anyhow::Result<Exit> {
    let notify = |event: Event<'_>| match event {
        Event::Verified { path, verified, faults } => print(printer, path, verified, faults),
        _ => Ok(()),
    };
    let key = args.key.as_deref().map(PublicKey::read).transpose()?;
    let options = VerifyOptions { output: global.output.clone(), paths: args.paths.clone(), key };
    let VerifyReport { diags, signed } = pipeline::verify(&options, &notify)?;
    printer.diagnostics(&diags)?;
    let signed =
        signed.map(|count| format!("{} signed with this key", plural(count, "act", "acts")));
    let parts: Vec<String> = signed.into_iter().chain(printer.counts(&diags)).collect();
    if !parts.is_empty() {
        printer.say(&parts.join(", "))?;
    }
    Ok(if diags.has_errors() { Exit::Refused } else { Exit::Made })
}

/// Prints what came of one path.
fn print(printer: &Printer, path: &Path, verified: &Verified, faults: usize) -> anyhow::Result<()> {
    let shown = path.display().to_string();
    let files = plural(verified.files, "file", "files");
    printer.line(&match faults {
        0 => format!("{shown}: whole ({files})"),
        _ => format!("{shown}: {}", plural(faults, "fault", "faults")),
    })?;
    printer.object(&VerifyEvent {
        path: shown,
        outcome: if faults == 0 { "whole" } else { "faulty" },
        files: verified.files,
        size: verified.size,
    })
}
