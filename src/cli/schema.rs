//! `schema`: what each table may hold.

use clap::Args;

use super::Exit;
use super::printer::Printer;
use crate::manual;

/// Print the JSON Schema of a table's rows, or of all tables
#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// The table, such as meetings; all of them where none is named
    table: Option<String>,
    /// Print the manual of the columns as Markdown instead
    #[arg(long, conflicts_with = "table")]
    manual: bool,
}

pub(super) fn run(args: &SchemaArgs, printer: &Printer) -> anyhow::Result<Exit> {
    if args.manual {
        printer.text(&manual::data_page())?;
        return Ok(Exit::Made);
    }
    let schema = match &args.table {
        None => manual::schemas(),
        Some(table) => manual::schema(table)?,
    };
    printer.text(&(serde_json::to_string_pretty(&schema)? + "\n"))?;
    Ok(Exit::Made)
}
