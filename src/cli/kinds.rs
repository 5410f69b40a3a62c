//! `kinds`: the kinds of document.

use clap::Args;

use super::Exit;
use super::printer::Printer;
use crate::manual;

/// List the kinds of document
#[derive(Debug, Args)]
pub(super) struct KindsArgs {}

pub(super) fn run(_: &KindsArgs, printer: &Printer) -> anyhow::Result<Exit> {
    for info in manual::kinds() {
        printer.line(&format!("{:<24}  {}", info.kind, info.summary))?;
        printer.object(&info)?;
    }
    Ok(Exit::Made)
}
