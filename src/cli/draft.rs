//! `draft`: files to begin with.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use super::Exit;
use super::global::Global;
use super::printer::Printer;
use crate::diag::plural;
use crate::pipeline::{self, DraftForm, DraftOptions};

/// Make a draft to begin with: minutes, or rows of an agenda
///
/// A draft goes into `output/restricted/drafts/`, or where --to says, and takes the place of no other file. Nothing
/// builds or publishes it: once it is written, put it among the records.
#[derive(Debug, Args)]
pub(super) struct DraftArgs {
    #[command(subcommand)]
    what: What,
}

/// What is drafted.
#[derive(Debug, Subcommand)]
enum What {
    /// Minutes: who may have been there and the items of the agenda, or the minutes that are there as JSON
    #[command(after_help = "Examples:
  orderpaper draft minutes cabinet-2026-01-13
  orderpaper draft minutes cabinet-2026-01-13 --as docx --to minutes.docx")]
    Minutes(MinutesArgs),
    /// Rows of an agenda, as CSV: minutes to confirm, actions that are due, what the plan of decisions and the work programme
    /// say is due, and the next meeting
    #[command(after_help = "Examples:
  orderpaper draft agenda cabinet-2026-03-10")]
    Agenda(AgendaArgs),
}

/// How rows of an agenda are drafted.
#[derive(Debug, Args)]
struct AgendaArgs {
    /// The meeting, as `meetings` names it
    meeting: String,
    /// The file that is made
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// How minutes are drafted.
#[derive(Debug, Args)]
struct MinutesArgs {
    /// The meeting, as `meetings` names it
    meeting: String,
    /// The form of the draft
    #[arg(long = "as", value_enum, default_value_t = Form::Text)]
    form: Form,
    /// The file that is made
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// A form of minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A Word document with the same lines
    Docx,
    /// A text with headings and lines such as `Present:`
    Text,
    /// JSON, as programs write it
    Json,
}

/// A draft that was made, for programs.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct DraftEvent {
    draft: String,
    place: String,
}

pub(super) fn run(
    args: &DraftArgs,
    global: &Global,
    today: NaiveDate,
    printer: &Printer,
) -> anyhow::Result<Exit> {
    match &args.what {
        What::Minutes(args) => minutes(args, global, today, printer),
        What::Agenda(args) => agenda(args, global, today, printer),
    }
}

fn agenda(
    args: &AgendaArgs,
    global: &Global,
    today: NaiveDate,
    printer: &Printer,
) -> anyhow::Result<Exit> {
    let run = global.run_options(today);
    let (path, count) = pipeline::draft_agenda(&run, &args.meeting, args.to.as_deref())?;
    let draft = path.display().to_string();
    printer.line(&draft)?;
    printer.object(&DraftEvent { draft, place: "agenda.csv".to_owned() })?;
    printer.say(&format!(
        "{}; put those that the meeting is to have among the rows of `agenda`, and see to their numbers; standing items need no row",
        plural(count, "row", "rows")
    ))?;
    Ok(Exit::Made)
}

fn minutes(
    args: &MinutesArgs,
    global: &Global,
    today: NaiveDate,
    printer: &Printer,
) -> anyhow::Result<Exit> {
    let MinutesArgs { meeting, form, to } = args;
    let form = match form {
        Form::Docx => DraftForm::Word,
        Form::Text => DraftForm::Text,
        Form::Json => DraftForm::Json,
    };
    let run = global.run_options(today);
    let data = run.data.display().to_string();
    let options = DraftOptions { run, meeting: meeting.clone(), form, to: to.clone() };
    let drafted = pipeline::draft_minutes(&options)?;
    let draft = drafted.path.display().to_string();
    printer.line(&draft)?;
    printer.object(&DraftEvent { draft, place: drafted.place.clone() })?;
    let (place, check) = (&drafted.place, "run `orderpaper check -v` to see how each line is read");
    printer.say(&match drafted.is_of_minutes {
        true => format!(
            "these are the minutes that are there; put the file into `{data}` as `{place}` in place of the JSON file, and {check}"
        ),
        false => format!(
            "take out who was not there, write below the headings, put the file into `{data}` as `{place}`, and {check}"
        ),
    })?;
    Ok(Exit::Made)
}
