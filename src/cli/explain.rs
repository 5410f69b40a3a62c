//! `explain`: what a rule of law checks, and how to put a fault right.

use clap::Args;

use super::Exit;
use super::printer::Printer;
use crate::manual;

/// Print the page of a rule of law, or list the rules
#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The rule, such as notice/late-agenda; all are listed where none is given
    code: Option<String>,
}

pub(super) fn run(args: &ExplainArgs, printer: &Printer) -> anyhow::Result<Exit> {
    let Some(code) = &args.code else {
        for rule in manual::rules() {
            printer.line(&format!("{:<34}  {}", rule.rule, rule.summary))?;
            printer.object(&rule)?;
        }
        return Ok(Exit::Made);
    };
    let page = manual::rule_page(code)?;
    if printer.is_json() {
        printer.object(&page)?;
    } else {
        printer.text(page.page)?;
    }
    Ok(Exit::Made)
}
