//! `draft`: files to begin with, so that nobody begins with an empty page: minutes, rows of an agenda, reports and
//! what a notice needs.
//!
//! A draft is no document: nothing builds, publishes or archives it, and it is restricted until somebody puts it among the
//! records.

mod agenda;
mod minutes;
mod notice;
mod report;

use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::Value;

use super::RunOptions;
use crate::diag::Diagnostics;
use crate::load::written;
use crate::model::confirmation;
use crate::model::dataset::Dataset;
use crate::model::meeting::Meeting;
use crate::model::nearest::nearest;
use crate::model::value::{Language, long_date};
use crate::pipeline::Session;
use crate::spreadsheet;
use crate::store::{self, Readers};
use crate::templates::Templates;
use crate::word::write::Frame;

pub use self::notice::{DraftedNotice, NoticeKind, draft_notice};
pub use self::report::{DraftedReport, ReportRow, draft_report};

/// What stands at the head of each page of a draft in Word.
const DRAFT: &str = "DRAFT";

/// The form of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftForm {
    /// A Word document.
    Word,
    /// A text that people write.
    Text,
    /// JSON, as programs write it.
    Json,
}

impl DraftForm {
    /// Returns the ending of its file.
    fn ending(self) -> &'static str {
        match self {
            Self::Word => "docx",
            Self::Text => "dj",
            Self::Json => "json",
        }
    }
}

/// What is to be drafted.
#[derive(Debug, Clone)]
pub struct DraftOptions {
    /// The run.
    pub run: RunOptions,
    /// The meeting, as the data names it.
    pub meeting: String,
    /// The form of the draft.
    pub form: DraftForm,
    /// Where it goes; `None` for the drafts below the output folder.
    pub to: Option<PathBuf>,
}

/// What came of a draft.
#[derive(Debug)]
pub struct Drafted {
    /// Where it is.
    pub path: PathBuf,
    /// Where it has to be put, once it is written, from the data folder: `minutes/cabinet-2026-01-13.dj`.
    pub place: String,
    /// Whether the meeting has minutes already, whose words these are.
    pub is_of_minutes: bool,
}

/// Drafts the minutes of a meeting: from its agenda and the members of its body, or from the minutes that are there as JSON.
///
/// # Errors
/// When there is no such meeting, its file is there already, or something can't be read or written.
pub fn draft_minutes(options: &DraftOptions) -> anyhow::Result<Drafted> {
    let DraftOptions { run, meeting, form, to } = options;
    let mut diags = Diagnostics::default();
    let session = Session::open(&mut diags, &run.inputs()?, &[])?;
    let data = &session.records.all;
    let found = meeting_of(data, meeting)?;
    let file = run.data.join("minutes").join(format!("{meeting}.json"));
    let kept = store::read_if_there(&file)?;
    let is_of_minutes = kept.is_some();
    let json = match kept {
        Some(bytes) => String::from_utf8(bytes)
            .with_context(|| format!("`{}` is not in UTF-8", file.display()))?,
        None => {
            let json = minutes_of_agenda(data, found, run.templates.as_deref())?;
            serde_json::to_string_pretty(&json)? + "\n"
        }
    };
    let body = data.body_of(found).map_or(meeting.as_str(), |body| body.name.as_str());
    let title = format!("{body}, {}", long_date(found.date.value));
    let mut text = |json: String| {
        let json = match serde_json::from_str(&json) {
            Ok(value) => minutes::with_titles(data, meeting, value).to_string(),
            // What is wrong with it is said where it is read.
            Err(_) => json,
        };
        written::of_json(&mut diags, &file.to_string_lossy(), json, &title)
            .with_context(|| format!("`{}` can't be read as JSON", file.display()))
    };
    let bytes = match form {
        DraftForm::Json => json.into_bytes(),
        DraftForm::Text => text(json)?.into_bytes(),
        DraftForm::Word => {
            let text = text(json)?;
            let frame = Frame { title, header: DRAFT.to_owned(), language: language() };
            written::word(&frame, &text)
        }
    };
    let name = format!("{meeting}.{}", form.ending());
    let path = write_new(run, to.as_deref(), &["minutes", &name], &bytes)?;
    Ok(Drafted { path, place: format!("minutes/{name}"), is_of_minutes })
}

/// Returns minutes of a meeting to begin with, as JSON, in which all members are present; the folder is that of a council's
/// templates.
///
/// # Errors
/// When a council's template can't be read.
pub(super) fn minutes_of_agenda(
    data: &Dataset,
    meeting: &Meeting,
    templates: Option<&Path>,
) -> anyhow::Result<Value> {
    let exclusion = Templates::new(templates).get(minutes::EXCLUSION)?.unwrap_or_default();
    Ok(minutes::of_agenda(data, meeting, &String::from_utf8_lossy(&exclusion)))
}

/// Drafts rows of a meeting's agenda: the minutes to confirm, actions that are due, what the plan of decisions and the work
/// programme say is due, and the next meeting, in so far as the agenda does not have them. Returns where they are, and how
/// many.
///
/// # Errors
/// As [`draft_minutes`].
pub fn draft_agenda(
    run: &RunOptions,
    meeting: &str,
    to: Option<&Path>,
) -> anyhow::Result<(PathBuf, usize)> {
    let mut diags = Diagnostics::default();
    let session = Session::open(&mut diags, &run.inputs()?, &[])?;
    let data = &session.records.all;
    let (rows, count) = agenda::rows(data, meeting_of(data, meeting)?);
    let name = format!("{meeting}.csv");
    Ok((write_new(run, to, &["agenda", &name], rows.as_bytes())?, count))
}

/// Returns the meeting with that name.
pub(super) fn meeting_of<'a>(data: &'a Dataset, name: &str) -> anyhow::Result<&'a Meeting> {
    if let Some(found) = data.meeting(name) {
        return Ok(found);
    }
    let names = data.meetings.iter().map(|known| known.meeting.as_str());
    let hint = nearest(name, names).map(|known| format!("; did you mean `{known}`?"));
    anyhow::bail!("there is no meeting `{name}`{}", hint.unwrap_or_default())
}

/// Returns the language of drafts.
fn language() -> String {
    Language::default().to_string()
}

/// Returns a name of the records, such as the number of an item or a reference, as a file may be called.
fn file_name(name: &str) -> String {
    name.to_lowercase()
        .chars()
        .map(|char| if char.is_alphanumeric() { char } else { '-' })
        .collect()
}

/// Returns rows of a table as CSV for a spreadsheet, below the names of their columns.
fn rows_of(columns: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(columns).expect("memory takes whatever is written");
    for row in rows {
        let cells = row.into_iter().map(spreadsheet::inert);
        writer.write_record(cells).expect("each row has a cell for each column");
    }
    let bytes = writer.into_inner().expect("memory takes whatever is written");
    String::from_utf8(bytes).expect("cells are text")
}

/// Writes a draft where nothing is: to a file that is named, or else to one below the folder of drafts.
fn write_new(
    run: &RunOptions,
    to: Option<&Path>,
    below: &[&str],
    bytes: &[u8],
) -> anyhow::Result<PathBuf> {
    let folder = run.output.join("restricted").join("drafts");
    let path = to.map_or_else(|| folder.join(below.iter().collect::<PathBuf>()), Path::to_owned);
    anyhow::ensure!(
        !store::is_file(&path),
        "`{}` is there already, and a draft never takes the place of another file; name another with `--to`",
        path.display()
    );
    store::write_for(Readers::Owner, &path, bytes)?;
    Ok(path)
}

/// Returns the meeting before one, where its minutes have yet to be agreed.
fn unconfirmed<'a>(data: &'a Dataset, meeting: &Meeting) -> Option<&'a Meeting> {
    let before = data.previous_meeting(meeting)?;
    let book = data.minutes.get(before.meeting.as_str())?;
    confirmation::is_draft(data, before, book).then_some(before)
}
