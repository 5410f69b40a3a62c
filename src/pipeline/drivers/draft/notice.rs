//! What a notice needs, to begin with: the columns of the issue that make it, with the days that the law asks for.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::report::item_of;
use super::{RunOptions, Session, file_name, meeting_of, rows_of, write_new};
use crate::diag::Diagnostics;
use crate::model::council::DayUnit;
use crate::model::dataset::Dataset;
use crate::model::issue::Issue;
use crate::model::meeting::{AgendaLine, Meeting};
use crate::model::nearest::nearest;
use crate::model::record::FromNode;
use crate::model::value::long_date;
use crate::rules::facts::Facts;
use crate::rules::{self, calendar::Calendar};

/// A notice that an issue may have before it is decided (SI 2012/2089, regs 5 and 9 to 11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// 28 clear days of notice of a key decision, which the forward plan gives.
    KeyDecision,
    /// The second notice that it will be taken in private, five clear working days before.
    PrivateMeeting,
    /// That it can't wait for 28 clear days: five clear working days before.
    GeneralException,
    /// That it can't wait for five clear days either: with the agreement of whoever chairs scrutiny.
    SpecialUrgency,
}

impl NoticeKind {
    /// Returns the clear days that it needs; `None` where it needs none.
    fn clear_days(self) -> Option<(u32, DayUnit)> {
        match self {
            Self::KeyDecision => Some((rules::KEY_DECISION_DAYS, DayUnit::Calendar)),
            Self::PrivateMeeting => Some((rules::SECOND_NOTICE_DAYS, DayUnit::Working)),
            Self::GeneralException => Some((rules::GENERAL_EXCEPTION_DAYS, DayUnit::Working)),
            Self::SpecialUrgency => None,
        }
    }

    /// Returns the column of `issues` that makes it.
    fn column(self) -> &'static str {
        match self {
            Self::KeyDecision => "first-published",
            Self::PrivateMeeting => "private-notice",
            Self::GeneralException => "general-exception",
            Self::SpecialUrgency => "special-urgency",
        }
    }
}

/// What a notice needs, drafted.
#[derive(Debug)]
pub struct DraftedNotice {
    /// Where it is.
    pub path: PathBuf,
    /// Which notice it is.
    pub kind: NoticeKind,
    /// The issue that has it, as its row names it; `None` where `issues` has none yet.
    pub issue: Option<String>,
    /// The columns that are yet to be filled in.
    pub missing: Vec<String>,
    /// From which day the decision can be taken where the notice is published today, with the sum; `None` where the notice
    /// needs no clear days.
    pub earliest: Option<String>,
    /// The day on which it is to be decided, where that is too early for it.
    pub too_early: Option<String>,
}

/// Drafts what a notice of an issue needs, by the reference or title of the issue, or by a meeting and the number of an item:
/// `cabinet-2026-03-10/5`. Without a kind it is the notice that the days to the decision leave.
///
/// # Errors
/// When there is no such issue, meeting or item, or the file is there already.
pub fn draft_notice(
    run: &RunOptions,
    subject: &str,
    kind: Option<NoticeKind>,
    to: Option<&Path>,
) -> anyhow::Result<DraftedNotice> {
    let mut diags = Diagnostics::default();
    let session = Session::open(&mut diags, &run.inputs()?, &[])?;
    let data = &session.records.all;
    let (issue, item) = find(data, subject)?;
    let calendar = Calendar::from_data(data);
    let facts = Facts::new(data, &calendar, run.today);
    let day = match (item, issue) {
        (Some((meeting, _)), _) => Some(meeting.date.value),
        (None, Some(issue)) => facts
            .decision_days()
            .get(issue.r#ref.key())
            .and_then(|days| days.iter().map(|day| day.day).filter(|day| run.today <= *day).min()),
        (None, None) => None,
    };
    let is_late = |kind: NoticeKind| {
        kind.clear_days().zip(day).is_some_and(|((wanted, unit), day)| {
            calendar.shortfall(run.today, day, wanted, unit).is_some()
        })
    };
    let by_days = || {
        let kinds = [NoticeKind::KeyDecision, NoticeKind::GeneralException];
        kinds.into_iter().find(|kind| !is_late(*kind)).unwrap_or(NoticeKind::SpecialUrgency)
    };
    let kind = kind.unwrap_or_else(by_days);
    let today = run.today.to_string();
    let cells = cells(data, issue, item, kind, &today);
    let missing = cells.iter().filter(|(_, value)| value.is_empty());
    let missing = missing.map(|(column, _)| column.clone()).collect();
    let is_json = data.issues.iter().any(|issue| issue.origin.source().name.ends_with(".json"));
    let (ending, bytes) = if is_json {
        ("json", as_json(kind, cells))
    } else {
        let (columns, row): (Vec<String>, Vec<String>) = cells.into_iter().unzip();
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        ("csv", rows_of(&columns, [row]))
    };
    let name = format!("{}-{}.{ending}", file_name(subject), kind.column());
    let path = write_new(run, to, &["notices", &name], bytes.as_bytes())?;
    let earliest = kind.clear_days().map(|(wanted, unit)| {
        let computed = calendar.earliest(run.today, wanted, unit);
        format!("{} ({})", long_date(computed.day), computed.sum)
    });
    Ok(DraftedNotice {
        path,
        kind,
        issue: issue.map(|issue| issue.r#ref.written().to_owned()),
        missing,
        earliest,
        too_early: day.filter(|_| is_late(kind)).map(long_date),
    })
}

/// An item of a meeting's agenda.
type Item<'a> = (&'a Meeting, &'a AgendaLine);

/// Finds the issue that is named, or the item and the issue that it carries forward.
fn find<'a>(
    data: &'a Dataset,
    subject: &str,
) -> anyhow::Result<(Option<&'a Issue>, Option<Item<'a>>)> {
    let is_named = |issue: &&Issue| {
        let names = [issue.r#ref.written(), &issue.title.value];
        names.iter().any(|name| name.eq_ignore_ascii_case(subject.trim()))
    };
    if let Some(issue) = data.issues.iter().find(is_named) {
        return Ok((Some(issue), None));
    }
    if let Some((meeting, number)) = subject.split_once('/')
        && data.meeting(meeting).is_some()
    {
        let meeting = meeting_of(data, meeting)?;
        let line = item_of(data, meeting, number)?;
        let issue = line.issue.as_ref().and_then(|reference| data.issue(reference));
        return Ok((issue, Some((meeting, line))));
    }
    let names = data.issues.iter().map(|issue| issue.r#ref.written());
    let hint = nearest(subject, names).map(|known| format!("; did you mean `{known}`?"));
    anyhow::bail!(
        "there is no issue `{subject}`, nor an item of that name, such as `cabinet-2026-03-10/5`{}",
        hint.unwrap_or_default()
    )
}

/// Returns the cells of the issue that make the notice, each with its column; empty where somebody has to fill them in.
fn cells(
    data: &Dataset,
    issue: Option<&Issue>,
    item: Option<Item<'_>>,
    kind: NoticeKind,
    today: &str,
) -> Vec<(String, String)> {
    let mut cells: Vec<(String, String)> = Vec::new();
    let mut add = |column: &str, value: &str| cells.push((column.to_owned(), value.to_owned()));
    match issue {
        Some(issue) => match issue.r#ref.reference() {
            Some(reference) => add("ref", reference.written()),
            None => add("title", &issue.title),
        },
        // A new one, as far as the agenda knows it.
        None => {
            let (title, maker, due) = item.map_or(("", "", String::new()), |(meeting, line)| {
                let title = line.title.as_ref().map_or("", |title| title.value.as_str());
                (title, meeting.body.as_str(), long_date(meeting.date.value))
            });
            let has_form =
                data.council.as_ref().is_some_and(|council| council.issue_reference.is_some());
            if has_form {
                add("ref", "");
            }
            add("title", title);
            add("summary", "");
            add("reason-key", "");
            add("maker", maker);
            add("due", &due);
            add("contact", "");
        }
    }
    if issue.is_none_or(|issue| !issue.is_key()) && kind != NoticeKind::PrivateMeeting {
        add("key", "yes");
    }
    let columns = Issue::columns();
    for column in columns.iter().filter(|column| column.name == kind.column()) {
        if column.inner.is_empty() {
            add(&column.name, today);
        }
        for part in &column.inner {
            let is_today = part.name == "published";
            add(&format!("{}-{}", column.name, part.name), if is_today { today } else { "" });
        }
    }
    cells
}

/// Returns cells as an object of JSON, in which the parts of a column are an object.
fn as_json(kind: NoticeKind, cells: Vec<(String, String)>) -> String {
    let (mut object, mut parts) = (Map::new(), Map::new());
    let start = format!("{}-", kind.column());
    for (column, value) in cells {
        match column.strip_prefix(&start) {
            Some(part) => parts.insert(part.to_owned(), Value::String(value)),
            None => object.insert(column, Value::String(value)),
        };
    }
    if !parts.is_empty() {
        object.insert(kind.column().to_owned(), Value::Object(parts));
    }
    format!("{:#}\n", Value::Object(object))
}
