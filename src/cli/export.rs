//! `export`: open data, of public material only.

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::Exit;
use super::global::{Global, one_of};
use super::printer::Printer;
use crate::manual;
use crate::pipeline::{self, ExportForm, ExportRefusal, Exported};

/// Print a table of open data, such as decisions; nothing exempt is in it
#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// What to print: meetings, agenda-items, papers, motions, votes, attendance, decisions, plan or members
    #[arg(value_parser = table)]
    table: String,
    /// How to print it
    #[arg(long = "as", value_enum, default_value_t = Form::Csv)]
    form: Form,
}

/// A form of open data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Rows of cells, lists separated by semicolons
    Csv,
    /// A list of objects
    Json,
}

pub(super) fn run(
    args: &ExportArgs,
    global: &Global,
    today: NaiveDate,
    printer: &Printer,
) -> anyhow::Result<Exit> {
    let form = match args.form {
        Form::Csv => ExportForm::Csv,
        Form::Json => ExportForm::Json,
    };
    match pipeline::export(&global.run_options(today), &args.table, form)? {
        Exported::Text(text) => {
            printer.text(&text)?;
            Ok(Exit::Made)
        }
        Exported::Refused(ExportRefusal { diags, table, is_unclear }) => {
            printer.diagnostics(&diags)?;
            let why = match is_unclear {
                true => format!("nobody knows who may see part of `{table}`"),
                false => format!("part of `{table}` was refused"),
            };
            printer.failure(&format!("nothing is exported, because {why}"))?;
            Ok(Exit::Refused)
        }
    }
}

fn table(text: &str) -> Result<String, String> {
    one_of(text, "tables", manual::exported_tables())
}
