//! `export`: open data, of public material only.

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::Exit;
use super::global::Global;
use super::printer::Printer;
use crate::diag::Diagnostics;
use crate::export;
use crate::pipeline::Session;

/// Print decisions, the forward plan or attendance as open data; nothing exempt is in it
#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// What to print: decisions, plan or attendance
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
    printer: &mut Printer,
) -> anyhow::Result<Exit> {
    let table = export::named(&args.table).expect("the parser lets in only names of tables");
    let mut diags = Diagnostics::default();
    let session = Session::open(&mut diags, &global.inputs(today), &[])?;
    let mut lost = session.data().lost.iter();
    if let Some(lost) = lost.find(|lost| table.needs.contains(&lost.table)) {
        // What was refused may have said that something else is exempt.
        printer.diagnostics(&diags)?;
        let why = match lost.for_public_only {
            true => format!("nobody knows who may see part of `{}`", lost.table),
            false => format!("part of `{}` was refused", lost.table),
        };
        printer.failure(&format!("nothing is exported, because {why}"))?;
        return Ok(Exit::Refused);
    }
    let text = match args.form {
        Form::Csv => String::from_utf8(table.csv(session.public())?)?,
        Form::Json => table.json(session.public()),
    };
    printer.text(&text)?;
    Ok(Exit::Made)
}

fn table(text: &str) -> Result<String, String> {
    if export::named(text).is_some() {
        return Ok(text.to_owned());
    }
    let names: Vec<&str> = export::ALL.iter().map(|table| table.name).collect();
    Err(format!("the tables are {}", names.join(", ")))
}
