//! `check`: every fault in the data and the templates, without making anything.

use chrono::NaiveDate;
use clap::Args;

use super::Exit;
use super::args::{Global, SelectionArgs};
use super::printer::Printer;
use crate::diag::Diagnostics;

/// Report every fault in the data
///
/// Reads all tables and merges every document without setting it; nothing is written.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    selection: SelectionArgs,
}

pub(super) fn run(
    args: &CheckArgs,
    global: &Global,
    today: NaiveDate,
    printer: &mut Printer,
) -> anyhow::Result<Exit> {
    let mut diags = Diagnostics::default();
    let (session, jobs) = args.selection.plan(&mut diags, global, today)?;
    for job in &jobs {
        session.check(&mut diags, job);
    }
    printer.diagnostics(&diags)?;
    let counts = printer.counts(&diags);
    let found = if counts.is_empty() { "no faults".to_owned() } else { counts.join(", ") };
    printer.say(&format!(
        "{}: {found}",
        super::printer::plural(jobs.len(), "document", "documents")
    ))?;
    Ok(if diags.has_errors() { Exit::Refused } else { Exit::Made })
}
