//! `init`: a data folder to begin with, or more tables for one.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::Exit;
use super::global;
use super::printer::Printer;
use crate::diag::noun;
use crate::model::value::ReportingPeriod;
use crate::start::{self, InitOptions};

/// Write workbooks to begin with, every column explained
///
/// Each sheet is a table, with the names of its columns; the first sheet explains them all. A folder that has
/// tables gets those that it lacks, and no file that is there is changed. `check` says what is still missing.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  orderpaper init --kind performance-report wendle     a quarterly report's tables
  orderpaper init wendle                               all tables, or those that are not there yet")]
pub(super) struct InitArgs {
    /// The folder, for tables in `data` below it; a data folder gets them itself
    folder: PathBuf,
    /// Only the tables of this kind of document; may be repeated
    #[arg(long, value_name = "KIND", value_parser = global::kind)]
    kind: Vec<String>,
    /// The period that figures are for, such as 2025-26-q3 or 2025-11; the last whole quarter unless set
    #[arg(long, value_name = "PERIOD", value_parser = global::period)]
    period: Option<ReportingPeriod>,
}

/// A file that was written, for programs.
#[derive(Serialize)]
struct InitEvent<'a> {
    file: String,
    tables: &'a [&'static str],
}

pub(super) fn run(args: &InitArgs, today: NaiveDate, printer: &Printer) -> anyhow::Result<Exit> {
    let InitArgs { folder, kind, period } = args;
    let (folder, kinds, period) = (folder.clone(), kind.clone(), *period);
    let made = start::init(&InitOptions { folder, kinds, period, today }, &mut |path, tables| {
        let file = path.display().to_string();
        printer.line(&format!("{file} ({})", tables.join(", ")))?;
        printer.object(&InitEvent { file, tables })
    })?;
    if !made.kept.is_empty() {
        let kept: Vec<String> =
            made.kept.iter().map(|(table, file)| format!("`{table}` ({file})")).collect();
        printer.say(&format!("left as they are: {}", kept.join(", ")))?;
    }
    if made.workbooks == 0 {
        printer.say("every table is there; nothing was written")?;
        return Ok(Exit::Made);
    }
    for table in made.others {
        printer.say(&format!(
            "`{table}` can't be kept in a sheet: `orderpaper schema --manual` says what its file holds"
        ))?;
    }
    let files = noun(made.workbooks, "the workbook", "the workbooks");
    let data = made.data.display();
    printer.say(&format!("fill in {files}, then: orderpaper check --data {data}"))?;
    Ok(Exit::Made)
}
