//! Open data: meetings with their business, decisions, the forward plan, members and who attended, as rows of
//! public material only.
//!
//! Rows are built from a [`PublicDataset`], as public documents are. [`rows`] declares the tables; `export`
//! prints all rows of one, and publishing freezes with a document those that the document tells of.

mod business;
mod decisions;
mod minutes;
pub mod rows;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::model::access::PublicDataset;
use crate::model::meeting::Meeting;
use crate::spreadsheet;

/// Rows of one table.
pub trait Row: Serialize + JsonSchema {
    /// The table's name on the command line and in the names of files.
    const TABLE: &'static str;
    /// What one row stands for.
    const DOC: &'static str;
    /// Its columns in order, each with what it holds.
    const COLUMNS: &'static [(&'static str, &'static str)];
}

/// Of which records rows are wanted.
#[derive(Debug, Clone, Copy)]
pub enum RowScope<'a> {
    /// All of them.
    All,
    /// Those of a meeting, by its name, and of the papers that were published together: in the supplement with
    /// that number, or with the agenda.
    Meeting {
        /// The meeting.
        name: &'a str,
        /// The supplement; `None` for what was published with the agenda.
        supplement: Option<u32>,
    },
    /// A decision, by its reference.
    Decision(&'a str),
    /// Issues, by their references.
    Issues(&'a [String]),
}

/// A table of open data.
pub struct Table {
    /// Its name on the command line and in the names of files.
    pub name: &'static str,
    /// What one row stands for.
    pub doc: &'static str,
    /// Its columns in order, each with what it holds.
    pub columns: &'static [(&'static str, &'static str)],
    /// The tables of the data that it is made from; rows lost there stop the export.
    pub needs: &'static [&'static str],
    /// Makes its rows.
    make: fn(&PublicDataset, RowScope<'_>) -> Vec<Value>,
}

impl Table {
    const fn new<R: Row>(
        needs: &'static [&'static str],
        make: fn(&PublicDataset, RowScope<'_>) -> Vec<Value>,
    ) -> Self {
        Self { name: R::TABLE, doc: R::DOC, columns: R::COLUMNS, needs, make }
    }

    /// Returns its rows as objects, whose names are those of the columns.
    pub fn rows(&self, data: &PublicDataset, scope: RowScope<'_>) -> Vec<Value> {
        (self.make)(data, scope)
    }
}

/// The table of which any document of a meeting has a row.
pub const MEETINGS: &str = <rows::MeetingRow as Row>::TABLE;

/// Every table of open data.
pub static ALL: &[Table] = &[
    Table::new::<rows::MeetingRow>(&["bodies", "officers", "meetings"], |data, scope| {
        objects(business::meetings(data, scope))
    }),
    Table::new::<rows::ItemRow>(&["meetings", "agenda"], |data, scope| {
        objects(business::items(data, scope))
    }),
    Table::new::<rows::PaperRow>(&["meetings", "agenda", "documents"], |data, scope| {
        objects(business::papers(data, scope))
    }),
    Table::new::<rows::MotionRow>(&["bodies", "members", "meetings", "minutes"], |data, scope| {
        objects(minutes::motions(data, scope))
    }),
    Table::new::<rows::VoteRow>(&["bodies", "members", "meetings", "minutes"], |data, scope| {
        objects(minutes::votes(data, scope))
    }),
    Table::new::<rows::AttendanceRow>(&["members", "meetings", "minutes"], |data, scope| {
        objects(minutes::attendance(data, scope))
    }),
    Table::new::<rows::DecisionRow>(
        &["meetings", "agenda", "minutes", "issues", "decisions"],
        |data, scope| objects(decisions::decisions(data, scope)),
    ),
    Table::new::<rows::PlanRow>(&["members", "officers", "issues"], |data, scope| {
        objects(decisions::plan(data, scope))
    }),
    Table::new::<rows::MemberRow>(&["bodies", "members"], |data, scope| {
        objects(business::members(data, scope))
    }),
];

/// Returns the table with that name.
pub fn named(name: &str) -> Option<&'static Table> {
    ALL.iter().find(|table| table.name == name)
}

/// Returns rows as JSON: a list of objects.
pub fn json(rows: &[Value]) -> String {
    serde_json::to_string_pretty(rows).expect("cells are words and lists") + "\n"
}

/// Returns rows of a table as CSV (RFC 4180), with the columns' names above them; lists are separated by `; `.
pub fn csv(table: &Table, rows: &[Value]) -> String {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let names = table.columns.iter().map(|(name, _)| *name);
    writer.write_record(names.clone()).expect("memory takes whatever is written");
    for row in rows {
        let cells = names.clone().map(|name| cell(&row[name]));
        writer.write_record(cells).expect("each row has a cell for each column");
    }
    let bytes = writer.into_inner().expect("memory takes whatever is written");
    String::from_utf8(bytes).expect("cells are text")
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

/// Returns rows as objects, with a member for each column.
fn objects<R: Row>(rows: Vec<R>) -> Vec<Value> {
    let object = |row: R| -> Map<String, Value> {
        match serde_json::to_value(row) {
            Ok(Value::Object(cells)) => cells,
            // A struct of words and lists is an object.
            _ => Map::new(),
        }
    };
    rows.into_iter().map(|row| Value::Object(object(row))).collect()
}

/// Returns the meetings of which rows are wanted.
fn meetings<'a>(data: &'a PublicDataset, scope: RowScope<'_>) -> Vec<&'a Meeting> {
    match scope {
        RowScope::All => data.meetings.iter().collect(),
        RowScope::Meeting { name, .. } => data.meeting(name).into_iter().collect(),
        RowScope::Decision(_) | RowScope::Issues(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the names that a row has as an object.
    fn names<R: Row + Default>() -> (&'static str, Vec<String>) {
        let object = objects(vec![R::default()]).pop().expect("it was put in");
        (R::TABLE, object.as_object().expect("it is an object").keys().cloned().collect())
    }

    #[test]
    fn columns_are_those_of_the_rows() {
        use super::rows::*;
        let all = [
            names::<MeetingRow>(),
            names::<ItemRow>(),
            names::<PaperRow>(),
            names::<MotionRow>(),
            names::<VoteRow>(),
            names::<AttendanceRow>(),
            names::<DecisionRow>(),
            names::<PlanRow>(),
            names::<MemberRow>(),
        ];
        assert_eq!(all.len(), ALL.len());
        for (table, (name, names)) in ALL.iter().zip(all) {
            let columns: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
            assert_eq!((table.name, columns), (name, names.iter().map(String::as_str).collect()));
            assert!(table.columns.iter().all(|(_, doc)| !doc.is_empty()), "{name}");
        }
    }
}
