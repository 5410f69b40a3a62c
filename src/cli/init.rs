//! `init`: a data folder to begin with.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::Exit;
use super::global;
use super::printer::Printer;
use crate::diag::noun;
use crate::kinds;
use crate::model::value::Quarter;
use crate::{load, start, store};

/// Write workbooks to begin with, every column explained
///
/// Each sheet is a table, with the names of its columns; the first sheet explains them all. `check` says
/// what is still missing.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  orderpaper init --kind performance-report wendle     a quarterly report's tables
  orderpaper init wendle                               all tables")]
pub(super) struct InitArgs {
    /// The folder, which is new or empty
    folder: PathBuf,
    /// Only the tables of this kind of document; may be repeated
    #[arg(long, value_name = "KIND", value_parser = global::kind)]
    kind: Vec<String>,
    /// The quarter that figures are for, such as 2025-26-q3; the last whole one unless set
    #[arg(long, value_name = "QUARTER", value_parser = global::quarter)]
    period: Option<Quarter>,
}

/// A file that was written, for programs.
#[derive(Serialize)]
struct InitEvent<'a> {
    file: String,
    tables: &'a [&'static str],
}

pub(super) fn run(
    args: &InitArgs,
    today: NaiveDate,
    printer: &mut Printer,
) -> anyhow::Result<Exit> {
    let folder = &args.folder;
    if store::is_file(folder) || (store::is_folder(folder) && !store::list(folder)?.is_empty()) {
        anyhow::bail!("`{}` already exists and is not empty; name a new folder", folder.display());
    }
    let quarter = args.period.or(Quarter::containing(today).map(Quarter::previous));
    let Some(quarter) = quarter else { anyhow::bail!("no quarter is before {today}") };
    let (starts, others) = start::workbooks(&tables(&args.kind), quarter)?;
    for start in &starts {
        let path = start.path.iter().fold(folder.clone(), |path, part| path.join(part));
        store::write(&path, &start.bytes)?;
        let file = path.display().to_string();
        printer.line(&format!("{file} ({})", start.tables.join(", ")))?;
        printer.object(&InitEvent { file, tables: &start.tables })?;
    }
    for table in others {
        printer.say(&format!(
            "`{table}` can't be kept in a sheet: `orderpaper schema {table}` says what its file holds"
        ))?;
    }
    let data = folder.join("data");
    printer.say(&next(&data, &starts))?;
    Ok(Exit::Made)
}

/// Returns the tables that documents of these kinds may need; all where none is named.
fn tables(wanted: &[String]) -> Vec<&'static str> {
    let kinds = || kinds::ALL.iter().filter(|kind| wanted.iter().any(|name| name == kind.name()));
    let is_quarterly = kinds().any(|kind| kind.needs().contains(&"report"));
    let is_wanted = |table: &&load::TableInfo| {
        wanted.is_empty()
            || kinds().any(|kind| kind.needs().contains(&table.name))
            || (is_quarterly && table.place == load::Place::Quarter)
    };
    load::tables().iter().filter(is_wanted).map(|table| table.name).collect()
}

/// Returns what to do next.
fn next(data: &Path, starts: &[start::StarterWorkbook]) -> String {
    let files = noun(starts.len(), "the workbook", "the workbooks");
    format!("fill in {files}, then: orderpaper check --data {}", data.display())
}
