//! Open data: decisions, the forward plan and attendance as rows, of public material only.
//!
//! Rows are built from a [`PublicDataset`], as public documents are, and have one cell for each of
//! their table's columns.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use crate::model::access::PublicDataset;
use crate::model::body::Member;
use crate::model::issue::{Decision, Issue};
use crate::model::meeting::Meeting;
use crate::model::minutes::{Attendee, MinuteBook};
use crate::model::record::{Located, Text};
use crate::model::roll::{self, Names};
use crate::model::room::Room;
use crate::model::value::names::{same_person, without_email};
use crate::model::value::{ExemptParagraph, Flag};
use crate::spreadsheet;

/// A table that can be exported.
pub struct Table {
    /// Its name on the command line.
    pub name: &'static str,
    /// What one row stands for.
    pub doc: &'static str,
    /// Its columns, each with what it holds.
    pub columns: &'static [(&'static str, &'static str)],
    /// The tables of the data that it is made from; rows lost there stop the export.
    pub needs: &'static [&'static str],
    /// Makes its rows, each with a cell for each column.
    cells: fn(&PublicDataset) -> Vec<Vec<Value>>,
}

/// Every table that can be exported.
pub static ALL: &[Table] = &[
    Table {
        name: "decisions",
        doc: "A decision taken. Where it is exempt, only what may be said of it in public.",
        columns: &[
            ("ref", "its reference"),
            ("title", "its title"),
            ("issue", "the reference of its issue"),
            ("meeting", "the meeting at which it was taken"),
            ("date", "the day"),
            ("makers", "who decided, as the data names them"),
            ("key", "whether it is key"),
            ("published", "when it was published"),
            ("call-in", "whether it can be called in"),
            ("call-in-deadline", "the last day for that"),
            ("effective", "the day from which it has effect"),
            ("called-in", "the day on which it was called in"),
            ("exempt", "whether its words are withheld"),
            ("exempt-paragraphs", "the paragraphs of Schedule 12A"),
            ("exempt-reason", "why"),
            ("public-summary", "what may be said of it in public"),
            ("decision", "what was decided, as plain text"),
            ("reasons", "why"),
            ("alternatives", "what else was considered"),
            ("interests", "conflicts of interest declared"),
            ("dispensations", "dispensations granted"),
            ("consultees", "who was consulted"),
            ("background-papers", "background papers"),
            ("urgency-basis", "why it was urgent"),
        ],
        needs: &["meetings", "agenda", "minutes", "issues", "decisions"],
        cells: |data| data.decisions.iter().map(|decision| decision_row(data, decision)).collect(),
    },
    Table {
        name: "plan",
        doc: "An issue of which notice was published.",
        columns: &[
            ("ref", "its reference"),
            ("title", "its title"),
            ("summary", "what it is about, as plain text"),
            ("key", "whether the decision is key"),
            ("reason-key", "why it is key"),
            ("makers", "who decides, as the data names them"),
            ("due", "when it is due, in words"),
            ("due-from", "the first day of that"),
            ("due-to", "the last day of that"),
            ("status", "where it stands"),
            ("divisions", "the divisions that it affects"),
            ("lead-members", "the members who lead on it, as papers print their names"),
            ("portfolio", "the portfolio, where the data gives one"),
            ("priority", "the priority"),
            (
                "contact",
                "the officer to ask: name, post, telephone and e-mail address, as papers print them",
            ),
            ("consultees", "who is consulted"),
            (
                "documents",
                "documents for the decision; where it is private, those that may be listed",
            ),
            ("background-papers", "background papers; none are listed where it is private"),
            ("private", "whether part of it is to be taken in private"),
            ("private-paragraphs", "the paragraphs of Schedule 12A"),
            ("private-reason", "why"),
            ("first-published", "when notice of it was first published"),
        ],
        needs: &["members", "officers", "issues"],
        cells: |data| {
            let published = data.issues.iter().filter(|issue| issue.first_published.is_some());
            let names = Names::executive_first(data);
            published.map(|issue| plan_row(data, &names, issue)).collect()
        },
    },
    Table {
        name: "attendance",
        doc: "A person at a meeting, as the minutes record it.",
        columns: &[
            ("meeting", "the meeting"),
            ("body", "the body's id"),
            ("date", "the day; where it was adjourned, that of the sitting"),
            ("name", "the person, as papers print the name"),
            ("attendance", "`present`, `apologies`, `absent`, `in-attendance` or `officer`"),
            ("substitute-for", "the member whose place was taken"),
            ("remote", "whether the person attended from elsewhere"),
            ("note", "what the minutes add, such as `in the chair`"),
        ],
        needs: &["members", "meetings", "minutes"],
        cells: |data| {
            let books = data
                .meetings
                .iter()
                .filter_map(|meeting| Some((meeting, data.minutes.get(meeting.meeting.as_str())?)));
            books.flat_map(|(meeting, book)| attendance_rows(data, meeting, book)).collect()
        },
    },
];

/// Returns the table with that name.
pub fn named(name: &str) -> Option<&'static Table> {
    ALL.iter().find(|table| table.name == name)
}

impl Table {
    /// Returns its rows as JSON: a list of objects.
    pub fn json(&self, data: &PublicDataset) -> String {
        let names = self.columns.iter().map(|(name, _)| (*name).to_owned());
        let object = |row: Vec<Value>| Value::Object(names.clone().zip(row).collect::<Map<_, _>>());
        let rows: Vec<Value> = (self.cells)(data).into_iter().map(object).collect();
        serde_json::to_string_pretty(&rows).expect("cells are words and lists") + "\n"
    }

    /// Returns its rows as CSV, with the columns' names above them; lists are separated by `; `.
    ///
    /// # Errors
    /// Never in practice: only memory is written to.
    pub fn csv(&self, data: &PublicDataset) -> anyhow::Result<Vec<u8>> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(self.columns.iter().map(|(name, _)| name))?;
        for row in (self.cells)(data) {
            writer.write_record(row.iter().map(cell))?;
        }
        Ok(writer.into_inner()?)
    }
}

/// Returns a value as a cell of a CSV file, guarded against being read as a formula.
fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(cell).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    };
    spreadsheet::inert(text)
}

fn decision_row(data: &PublicDataset, decision: &Decision) -> Vec<Value> {
    let meeting = decision.meeting.as_ref().and_then(|name| data.meeting(name.as_str()));
    let issue = decision.issue.as_ref().and_then(|reference| data.issue(&reference.value));
    let date = decision.date.as_ref().or(meeting.map(|meeting| &meeting.date));
    let title = decision.title.as_ref().or(issue.map(|issue| &issue.title));
    let private = decision.mark.private();
    vec![
        optional(decision.r#ref.reference()),
        optional(title),
        optional(decision.issue.as_ref()),
        optional(decision.meeting.as_ref()),
        optional(date),
        list(&decision.makers),
        flag(decision.key.as_ref()),
        optional(decision.published.as_ref()),
        flag(decision.call_in.as_ref()),
        optional(decision.call_in_deadline.as_ref()),
        optional(decision.effective.as_ref()),
        optional(decision.called_in.as_ref()),
        private.is_some().into(),
        private.map(|private| private.paragraphs.clone()).unwrap_or_default().into(),
        optional(private.and_then(|private| private.reason.as_ref())),
        plain_text(private.and_then(|private| private.summary.as_ref())),
        plain_text(decision.decision.known()),
        plain_text(decision.reasons.as_ref()),
        plain_text(decision.alternatives.as_ref()),
        plain_text(decision.interests.as_ref()),
        plain_text(decision.dispensations.as_ref()),
        list(&decision.consultees),
        list(&decision.background_papers),
        optional(decision.urgency_basis.as_ref()),
    ]
}

fn plan_row(data: &PublicDataset, names: &Names<'_>, issue: &Issue) -> Vec<Value> {
    let day =
        |day: Option<chrono::NaiveDate>| day.map_or(Value::Null, |day| day.to_string().into());
    let due = issue.due.as_ref();
    vec![
        optional(issue.r#ref.reference()),
        issue.title.to_string().into(),
        plain_text(issue.summary.as_ref()),
        flag(issue.key.as_ref()),
        list(&issue.reason_key),
        list(&issue.maker),
        optional(due),
        day(due.and_then(|due| due.first_day())),
        day(due.and_then(|due| due.last_day())),
        optional(issue.status.as_ref()),
        list(&issue.divisions),
        issue
            .lead_members
            .iter()
            .map(|lead| Value::from(names.printed(without_email(lead).0)))
            .collect(),
        optional(issue.portfolio.as_ref()),
        optional(issue.priority.as_ref()),
        issue.contact.as_ref().map_or(Value::Null, |text| contact(data, text).into()),
        list(&issue.consultees),
        list(&issue.documents),
        list(&issue.background_papers),
        issue.is_private().into(),
        paragraphs(&issue.private_paragraphs),
        optional(issue.private_reason.as_ref()),
        optional(issue.first_published.as_ref()),
    ]
}

/// Returns an officer whom a text names as papers print them, from the row of `officers`; without one, the text as it
/// stands.
fn contact(data: &PublicDataset, text: &str) -> String {
    let Some(row) = roll::officer(data, text).one() else { return text.to_owned() };
    let details = [&row.post, &row.telephone, &row.email];
    let known = details.into_iter().flatten().map(|detail| detail.value.as_str());
    std::iter::once(row.name.as_str()).chain(known).collect::<Vec<_>>().join(", ")
}

fn attendance_rows(data: &PublicDataset, meeting: &Meeting, book: &MinuteBook) -> Vec<Vec<Value>> {
    let names = Names::of_body(data, meeting.body.as_str());
    let room = Room::new(data, meeting, book);
    // Whom the minutes call by an office alone, the members' table may name.
    let holder = |name: &str| {
        let seat = room.seat(name).filter(|_| names.seat(name).is_none());
        seat.map(Member::printed)
    };
    let day = meeting.date.value;
    let first: [(NaiveDate, &str, &[Attendee]); 5] = [
        (day, "present", &book.present),
        (day, "apologies", &book.apologies),
        (day, "absent", &book.absent),
        (day, "in-attendance", &book.in_attendance),
        (day, "officer", &book.officers),
    ];
    let later = book.sittings.iter().flat_map(|sitting| {
        let day = sitting.date.value;
        let groups: [(NaiveDate, &str, &[Attendee]); 3] = [
            (day, "present", &sitting.present),
            (day, "apologies", &sitting.apologies),
            (day, "absent", &sitting.absent),
        ];
        groups
    });
    let row = |(day, attendance, person): (NaiveDate, &str, &Attendee)| {
        let mut substitutes = book.substitutes.iter();
        let substitute = substitutes.find(|other| same_person(&other.name, &person.name));
        let substitute = substitute.filter(|_| attendance == "present");
        vec![
            meeting.meeting.to_string().into(),
            meeting.body.to_string().into(),
            day.to_string().into(),
            holder(&person.name).map_or_else(|| names.printed(&person.name), str::to_owned).into(),
            attendance.into(),
            substitute.map_or(Value::Null, |row| names.printed(&row.r#for).into()),
            person.is_remote().into(),
            optional(person.note.as_ref()),
        ]
    };
    let people = first.into_iter().chain(later).flat_map(|(day, attendance, people)| {
        people.iter().map(move |person| (day, attendance, person))
    });
    people.map(row).collect()
}

fn optional<T: std::fmt::Display>(value: Option<&Located<T>>) -> Value {
    value.map_or(Value::Null, |value| value.to_string().into())
}

fn list<T: std::fmt::Display>(values: &[Located<T>]) -> Value {
    values.iter().map(|value| Value::from(value.to_string())).collect()
}

fn flag(value: Option<&Located<Flag>>) -> Value {
    value.map_or(Value::Null, |flag| flag.0.into())
}

fn plain_text(value: Option<&Text>) -> Value {
    value.map_or(Value::Null, |text| text.0.plain_text().into())
}

fn paragraphs(values: &[Located<ExemptParagraph>]) -> Value {
    values.iter().map(|paragraph| Value::from(paragraph.value.0)).collect()
}
