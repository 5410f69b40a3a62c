//! `draft`: files to begin with.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use super::Exit;
use super::global::Global;
use super::printer::Printer;
use crate::diag::plural;
use crate::pipeline::{self, DraftForm, DraftOptions, NoticeKind, ReportRow};

/// Make a draft to begin with: minutes, a report, rows of an agenda, or what a notice needs
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
    /// The report on an item: the council's template in Word, filled in from the agenda and the forward plan
    #[command(after_help = "Examples:
  orderpaper draft report cabinet-2026-03-10 5")]
    Report(ReportArgs),
    /// What a notice of a decision to come needs: the columns of its issue, with the days that the law asks for
    #[command(after_help = "Examples:
  orderpaper draft notice WE26/004
  orderpaper draft notice cabinet-2026-03-10/5 --kind general-exception")]
    Notice(NoticeArgs),
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

/// How a report is drafted.
#[derive(Debug, Args)]
struct ReportArgs {
    /// The meeting, as `meetings` names it
    meeting: String,
    /// The number of the agenda item, such as 5 or 5a
    item: String,
    /// The form of the draft
    #[arg(long = "as", value_enum, default_value_t = ReportForm::Docx)]
    form: ReportForm,
    /// The file that is made
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// A form of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportForm {
    /// A Word document
    Docx,
}

/// How a notice is drafted.
#[derive(Debug, Args)]
struct NoticeArgs {
    /// The reference or title of the issue, or a meeting and the number of an item: cabinet-2026-03-10/5
    subject: String,
    /// The notice; where it is not given, the one for which there is time before the decision
    #[arg(long, value_enum)]
    kind: Option<Notice>,
    /// The file that is made
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// A notice of a decision to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Notice {
    /// 28 clear days of notice of a key decision
    KeyDecision,
    /// The second notice of private business, five clear days before
    PrivateMeeting,
    /// That a key decision can't wait for 28 clear days
    GeneralException,
    /// That a key decision can't wait for five clear days
    SpecialUrgency,
}

impl From<Notice> for NoticeKind {
    fn from(notice: Notice) -> Self {
        match notice {
            Notice::KeyDecision => Self::KeyDecision,
            Notice::PrivateMeeting => Self::PrivateMeeting,
            Notice::GeneralException => Self::GeneralException,
            Notice::SpecialUrgency => Self::SpecialUrgency,
        }
    }
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
        What::Report(args) => report(args, global, today, printer),
        What::Notice(args) => notice(args, global, today, printer),
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

fn report(
    args: &ReportArgs,
    global: &Global,
    today: NaiveDate,
    printer: &Printer,
) -> anyhow::Result<Exit> {
    let ReportArgs { meeting, item, form: ReportForm::Docx, to } = args;
    let run = global.run_options(today);
    let data = run.data.display().to_string();
    let drafted = pipeline::draft_report(&run, meeting, item, to.as_deref())?;
    let draft = drafted.path.display().to_string();
    let place = drafted.place;
    printer.line(&draft)?;
    printer.object(&DraftEvent { draft, place: place.clone() })?;
    let row = match drafted.row {
        ReportRow::Names => String::new(),
        ReportRow::NamesOther(file) => {
            format!(
                "; the row of this report in `documents` names `{file}`: name the new file there"
            )
        }
        ReportRow::Missing(row) => {
            format!(", and add this row to `documents`:\n{}", row.trim_end())
        }
    };
    printer.say(&format!(
        "write below the headings, and put the file into `{data}` as `{place}`{row}"
    ))?;
    Ok(Exit::Made)
}

fn notice(
    args: &NoticeArgs,
    global: &Global,
    today: NaiveDate,
    printer: &Printer,
) -> anyhow::Result<Exit> {
    let NoticeArgs { subject, kind, to } = args;
    let run = global.run_options(today);
    let kind = kind.map(NoticeKind::from);
    let drafted = pipeline::draft_notice(&run, subject, kind, to.as_deref())?;
    let draft = drafted.path.display().to_string();
    printer.line(&draft)?;
    printer.object(&DraftEvent { draft, place: "issues".to_owned() })?;
    let row = match &drafted.issue {
        Some(issue) => format!("put these columns into the row `{issue}` of `issues`"),
        None => "put this row into `issues`".to_owned(),
    };
    let missing = match drafted.missing.is_empty() {
        true => String::new(),
        false => format!(", and fill in {}", drafted.missing.join(", ")),
    };
    let earliest = match &drafted.earliest {
        Some(earliest) => {
            format!("published today, it lets the decision be taken on {earliest} or later")
        }
        None => "whoever chairs scrutiny has to agree before the decision is taken".to_owned(),
    };
    printer.say(&format!("{row}{missing}; {earliest}"))?;
    if let Some(day) = drafted.too_early {
        let instead = match drafted.kind {
            NoticeKind::PrivateMeeting => "",
            _ => ", or give notice of general exception or of special urgency",
        };
        printer.say(&format!("that is too late for {day}: take it later{instead}"))?;
    }
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
