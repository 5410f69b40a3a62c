//! Rows of an agenda to begin with: what the records say is due at a meeting, and its agenda does not have yet.

use crate::model::dataset::Dataset;
use crate::model::issue::{Issue, WorkItem};
use crate::model::meeting::{AgendaLine, Meeting};
use crate::model::tracker;
use crate::model::value::{long_date, names};
use crate::model::work_programme::{considered, near};

/// The columns of the rows, which are those of `agenda`.
const COLUMNS: [&str; 7] =
    ["meeting", "number", "title", "text", "report-of", "issue", "next-meeting"];

/// The title of the item in which the minutes of the meeting before are confirmed.
const MINUTES: &str = "Minutes of the last meeting";

/// The title of the item of actions that are due.
const ACTIONS: &str = "Actions that are due";

/// The title of the item that says when the body next meets.
const NEXT_MEETING: &str = "Date of the next meeting";

/// A row.
#[derive(Debug, Default)]
struct Row {
    title: String,
    text: String,
    report_of: String,
    issue: String,
    next_meeting: bool,
}

/// Returns the rows as CSV for a spreadsheet, with how many there are. Standing items are in no row: every agenda has them.
pub(super) fn rows(data: &Dataset, meeting: &Meeting) -> (String, usize) {
    let lines = data.agenda_of(meeting.meeting.as_str());
    let rows: Vec<Row> = minutes(data, meeting, lines)
        .into_iter()
        .chain(actions(data, meeting))
        .chain(issues(data, meeting, lines))
        .chain(work_items(data, meeting))
        .chain(next_meeting(data, meeting, lines))
        .collect();
    // After the numbers that the agenda has.
    let numbers =
        lines.iter().filter_map(|line| line.number.as_ref()?.trim_end_matches('.').parse().ok());
    let first = numbers.max().unwrap_or(0_u32) + 1;
    let count = rows.len();
    let cells = (first..).zip(rows).map(|(number, row)| {
        let next_meeting = if row.next_meeting { "yes" } else { "" };
        let Row { title, text, report_of, issue, .. } = row;
        let (meeting, number) = (meeting.meeting.to_string(), number.to_string());
        vec![meeting, number, title, text, report_of, issue, next_meeting.to_owned()]
    });
    (super::rows_of(&COLUMNS, cells), count)
}

fn has_title(lines: &[AgendaLine], words: &str) -> bool {
    lines
        .iter()
        .any(|line| line.title.as_ref().is_some_and(|title| title.to_lowercase().contains(words)))
}

/// Returns the item of the minutes of the meeting before, where no minutes say that they were confirmed.
fn minutes(data: &Dataset, meeting: &Meeting, lines: &[AgendaLine]) -> Option<Row> {
    let before = super::unconfirmed(data, meeting)?;
    (!has_title(lines, "minutes")).then(|| Row {
        title: MINUTES.to_owned(),
        text: long_date(before.date.value),
        ..Row::default()
    })
}

/// Returns the item of the actions of the body that are due on the day of the meeting and are not done.
fn actions(data: &Dataset, meeting: &Meeting) -> Option<Row> {
    let earlier = data
        .meetings
        .iter()
        .filter(|other| *other.body == *meeting.body && other.begins() < meeting.begins());
    let due: Vec<String> = earlier
        .flat_map(|earlier| tracker::entries(data, earlier))
        .filter(|entry| !entry.is_done() && entry.due().is_over(meeting.date.value))
        .filter_map(|entry| {
            let text = entry.text()?.value.0.plain_text();
            let owner = entry.owner().map(|owner| format!("{}: ", owner.value)).unwrap_or_default();
            Some(format!("• {owner}{}", text.replace('\n', " ")))
        })
        .collect();
    (!due.is_empty()).then(|| Row {
        title: ACTIONS.to_owned(),
        text: due.join("\n"),
        ..Row::default()
    })
}

/// Returns the items of the issues that the body is to decide at the time of the meeting.
fn issues(data: &Dataset, meeting: &Meeting, lines: &[AgendaLine]) -> Vec<Row> {
    let day = meeting.date.value;
    let body = data.body_of(meeting);
    let is_maker = |maker: &str| {
        let maker = maker.trim().to_lowercase();
        body.is_some_and(|body| body.id.as_str() == maker || body.name.to_lowercase() == maker)
    };
    let is_due = |issue: &&Issue| {
        let due = issue.due.as_ref();
        let first = due.and_then(|due| due.first_day());
        let last = due.and_then(|due| due.last_day());
        let is_near =
            first.is_some_and(|first| first <= day) && last.is_some_and(|last| day <= last);
        is_near
            && issue.maker.iter().any(|maker| is_maker(maker))
            && data.decisions_on(&issue.r#ref).next().is_none()
            && !lines.iter().any(|line| {
                line.issue.as_ref().is_some_and(|named| named.key() == issue.r#ref.key())
            })
    };
    let row = |issue: &Issue| Row {
        title: issue.title.to_string(),
        issue: issue.r#ref.written().to_owned(),
        ..Row::default()
    };
    data.issues.iter().filter(is_due).map(row).collect()
}

/// Returns the items of the work programme of the body that are planned for the time of the meeting.
fn work_items(data: &Dataset, meeting: &Meeting) -> Vec<Row> {
    let day = meeting.date.value;
    let is_due = |item: &&WorkItem| {
        let is_near = near(item).is_some_and(|(first, last)| first <= day && day <= last);
        *item.body == *meeting.body
            && is_near
            && item.outcome.is_none()
            && considered(data, item).is_none()
    };
    let row = |item: &WorkItem| Row {
        title: item.item.to_string(),
        report_of: item
            .lead
            .as_ref()
            .map(|lead| names::without_email(lead).0.to_owned())
            .unwrap_or_default(),
        issue: item.issue.as_ref().map(|issue| issue.written().to_owned()).unwrap_or_default(),
        ..Row::default()
    };
    data.work_programme.iter().filter(is_due).map(row).collect()
}

/// Returns the item that says when the body next meets, where that is known.
fn next_meeting(data: &Dataset, meeting: &Meeting, lines: &[AgendaLine]) -> Option<Row> {
    let is_told = lines.iter().any(AgendaLine::says_next_meeting);
    (!is_told && data.next_meeting(meeting).is_some()).then(|| Row {
        title: NEXT_MEETING.to_owned(),
        next_meeting: true,
        ..Row::default()
    })
}
