//! `schema`: what each table may hold.

use clap::Args;

use super::Exit;
use super::printer::Printer;
use crate::{load, manual};

/// Print the JSON Schema of a table's rows, or of all tables
#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// The table, such as meetings; all of them where none is named
    table: Option<String>,
    /// Print the manual of the columns as Markdown instead
    #[arg(long, conflicts_with = "table")]
    manual: bool,
}

pub(super) fn run(args: &SchemaArgs, printer: &mut Printer) -> anyhow::Result<Exit> {
    if args.manual {
        printer.text(&manual::data_page())?;
        return Ok(Exit::Made);
    }
    let schema = match &args.table {
        None => manual::schemas(),
        Some(name) => match load::tables().iter().find(|table| table.name == *name) {
            Some(table) => (table.schema)(),
            None => {
                let names: Vec<&str> = load::tables().iter().map(|table| table.name).collect();
                anyhow::bail!("there is no table `{name}`; the tables are {}", names.join(", "));
            }
        },
    };
    printer.text(&(serde_json::to_string_pretty(&schema)? + "\n"))?;
    Ok(Exit::Made)
}
