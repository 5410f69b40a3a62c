//! `list`: the documents that the data calls for.

use chrono::NaiveDate;
use clap::Args;

use super::Exit;
use super::args::{Global, SelectionArgs};
use super::printer::Printer;
use crate::diag::Diagnostics;
use crate::kinds;
use crate::pipeline::{self, Session};

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
    printer: &mut Printer,
) -> anyhow::Result<Exit> {
    let selection = args.selection.selection()?;
    let mut diags = Diagnostics::default();
    let session = Session::open(&mut diags, &global.inputs(today), kinds::ALL)?;
    args.selection.check_names(&diags, session.data())?;
    for job in pipeline::plan(session.data(), &selection) {
        let listed = job.listed();
        printer.line(&format!("{}  {:<20}  {}", listed.date, listed.kind, listed.file))?;
        printer.object(&listed)?;
    }
    if diags.has_errors() {
        let counts = printer.counts(&diags).join(", ");
        printer.say(&format!(
            "{counts}; `orderpaper check` shows them, and documents may be missing here"
        ))?;
        return Ok(Exit::Refused);
    }
    Ok(Exit::Made)
}
