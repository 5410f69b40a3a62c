//! `kinds`: the kinds of document.

use clap::Args;
use serde::Serialize;

use super::Exit;
use super::printer::Printer;
use crate::kinds;

/// List the kinds of document
#[derive(Debug, Args)]
pub(super) struct KindsArgs {}

#[derive(Serialize)]
struct Listed {
    kind: &'static str,
    summary: &'static str,
}

pub(super) fn run(_: &KindsArgs, printer: &mut Printer) -> anyhow::Result<Exit> {
    for kind in kinds::ALL {
        printer.line(&format!("{:<24}  {}", kind.name(), kind.summary()))?;
        printer.object(&Listed { kind: kind.name(), summary: kind.summary() })?;
    }
    Ok(Exit::Made)
}
