//! `verify`: whether what was published or archived is whole.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::Exit;
use super::global::Global;
use super::printer::Printer;
use crate::diag::plural;
use crate::pipeline::{self, Event, Verified};

/// Report whatever is not as it was published or archived
///
/// Takes bags, zips of bags, receipts, and folders with receipts in them; all that was published and
/// archived where nothing is named. Compares digests, looks for files that are missing or do not
/// belong, for names that do harm where they are unpacked and for zips made to fill a disk, and for
/// PDFs that do not claim what their receipt says. Nothing is unpacked.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  orderpaper verify                                          all that was published and archived
  orderpaper verify 2026-01-13_cabinet.zip                   a bag
  orderpaper verify output/published/public/cabinet-2026-01-13/receipt.json")]
pub(super) struct VerifyArgs {
    /// Bags, zips, receipts or folders
    paths: Vec<PathBuf>,
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
    let diags = pipeline::verify(&global.output, &args.paths, &notify)?;
    printer.diagnostics(&diags)?;
    let counts = printer.counts(&diags);
    if !counts.is_empty() {
        printer.say(&counts.join(", "))?;
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
