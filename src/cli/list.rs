//! `list`: the documents that the data calls for.

use chrono::NaiveDate;
use clap::Args;

use super::Exit;
use super::global::Global;
use super::printer::Printer;
use super::selection::SelectionArgs;
use crate::pipeline;

/// List the documents that the data calls for, or a selection of them
#[derive(Debug, Args)]
pub(super) struct ListArgs {
    #[command(flatten)]
    selection: SelectionArgs,
}

pub(super) fn run(
    args: &ListArgs,
    global: &Global,
    today: NaiveDate,
    printer: &Printer,
) -> anyhow::Result<Exit> {
    let listing = pipeline::list(&global.run_options(today), &args.selection.selection()?)?;
    for listed in listing.documents {
        let date = listed.date.map_or("unknown".to_owned(), |date| date.to_string());
        printer.line(&format!("{date:<10}  {:<24}  {}", listed.kind, listed.file))?;
        printer.object(&listed)?;
    }
    if listing.diags.has_faults() {
        let counts = printer.counts(&listing.diags).join(", ");
        printer.say(&format!(
            "{counts}; `orderpaper check` shows them, and documents may be missing from this list"
        ))?;
        return Ok(Exit::Refused);
    }
    Ok(Exit::Made)
}
