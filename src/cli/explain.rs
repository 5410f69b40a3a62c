//! `explain`: what a code means, and how to put right what it reports.

use clap::Args;

use super::Exit;
use super::printer::Printer;
use crate::manual;

/// Print the page of a code, or list the codes
#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The code, such as data/bad-value or notice/late-agenda; all are listed where none is given
    code: Option<String>,
}

pub(super) fn run(args: &ExplainArgs, printer: &Printer) -> anyhow::Result<Exit> {
    let Some(code) = &args.code else {
        for entry in manual::codes() {
            printer
                .line(&format!("{:<35}  {:<7}  {}", entry.code, entry.severity, entry.meaning))?;
            printer.object(&entry)?;
        }
        return Ok(Exit::Made);
    };
    let page = manual::code_page(code)?;
    if printer.is_json() {
        printer.object(&page)?;
    } else {
        printer.text(&page.page)?;
    }
    Ok(Exit::Made)
}
