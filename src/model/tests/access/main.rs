//! Which rows of a small council are private, why, and what is reported of them.
//!
//! The council's tables stand in JSON, by their names. Rows belong to the meeting `m` unless they name
//! another; messages and expectations call a row by its table and its position in it, such as `agenda 2`.

mod business;
mod papers;
mod public;
mod releases;
mod taken;
mod titles;

use std::collections::BTreeMap;
use std::sync::Arc;

use diag::{Diagnostics, Origin};
use orderpaper_model::access::{self, Cause, Mark, PaperRow, Records};
use orderpaper_model::body::Body;
use orderpaper_model::dataset::Dataset;
use orderpaper_model::meeting::{AgendaLine, Meeting, Paper};
use orderpaper_model::minutes::MinuteBook;
use orderpaper_model::node::{Content, Key, Node};
use orderpaper_model::record::{Field, FromNode, Text};
use orderpaper_model::value::Scalar;
use serde_json::{Value, json};

/// The name of the meeting to which rows belong that name none.
const MEETING: &str = "m";

/// The day on which rows are marked; what is released on it is public.
const TODAY: &str = "2026-06-01";

/// A council whose rows have been marked.
struct Council {
    records: Records,
    diags: Diagnostics,
}

impl Council {
    /// Reads a council from its tables, and marks its rows.
    fn new(tables: &Value) -> Self {
        Self::with(tables, &[], |_| ())
    }

    /// The same with groups of papers, by their positions, that have one file; `change` is made to the
    /// records before they are marked.
    fn with(tables: &Value, same: &[&[usize]], change: impl FnOnce(&mut Dataset)) -> Self {
        let mut data = dataset(tables);
        change(&mut data);
        let mut diags = Diagnostics::default();
        let row = |at: &usize| -> PaperRow { (MEETING.to_owned(), *at) };
        let same: Vec<Vec<PaperRow>> =
            same.iter().map(|group| group.iter().map(row).collect()).collect();
        access::mark(&mut diags, &mut data, &same, TODAY.parse().expect("it is a day"));
        Self { records: Records::new(data), diags }
    }

    /// Checks which rows are private, with what is known of them, and what is reported: a code and a row.
    #[track_caller]
    fn check(&self, private: &[&str], found: &[&str]) {
        let reported: Vec<String> = self
            .diags
            .iter()
            .map(|found| {
                let origin = found.origin.as_ref().expect("faults of access have a place");
                format!("{} {}", found.code(), origin.source().name)
            })
            .collect();
        assert_eq!(self.private(), private);
        assert_eq!(reported, found);
    }

    /// Returns the private rows, with what is known of them.
    fn private(&self) -> Vec<String> {
        let data = &self.records.all;
        let mut rows: Vec<(String, &Mark)> = Vec::new();
        let name = |origin: &Origin| origin.source().name.clone();
        rows.extend(data.issues.iter().map(|row| (name(&row.origin), &row.mark)));
        for lines in data.agenda.values() {
            rows.extend(lines.iter().map(|row| (name(&row.origin), &row.mark)));
        }
        for papers in data.papers.values() {
            rows.extend(papers.iter().map(|row| (name(&row.origin), &row.mark)));
        }
        for book in data.minutes.values() {
            rows.extend(book.items.iter().map(|row| (name(&row.origin), &row.mark)));
            rows.extend(book.interests.iter().map(|row| (name(&row.origin), &row.mark)));
        }
        rows.extend(data.decisions.iter().map(|row| (name(&row.origin), &row.mark)));
        rows.extend(data.follow_ups.iter().map(|row| (name(&row.origin), &row.mark)));
        let described = |(name, mark): &(String, &Mark)| Some(format!("{name}: {}", words(mark)?));
        rows.iter().filter_map(described).collect()
    }
}

/// Returns what is known of a private row; `None` for a public one.
fn words(mark: &Mark) -> Option<String> {
    let private = mark.private()?;
    let mut words = match private.cause {
        Cause::Marked => "marked",
        Cause::Inherited => "inherited",
        Cause::Untraced => "untraced",
        Cause::Contradicted => "contradicted",
    }
    .to_owned();
    if mark.is_released() {
        words = format!("released, {words}");
    }
    for paragraph in &private.paragraphs {
        words += &format!(" {paragraph}");
    }
    if private.confidential {
        words += " confidential";
    }
    if let Some(reason) = &private.reason {
        words += &format!(" because {}", reason.value);
    }
    if let Some(summary) = &private.summary {
        words += &format!(" as {}", text(summary));
    }
    Some(words)
}

/// Returns the words of a text.
fn text(text: &Text) -> String {
    text.value.0.plain_text().trim().to_owned()
}

/// Returns the records in a council's tables.
fn dataset(tables: &Value) -> Dataset {
    let mut tables = tables.clone();
    let defaults = json!({
        "bodies": [{ "id": "b", "name": "Board", "type": "committee" }],
        "meetings": [{ "meeting": MEETING, "body": "b", "date": "2026-01-13" }],
    });
    for (table, rows) in defaults.as_object().expect("it is an object") {
        if tables.get(table).is_none() {
            tables[table] = rows.clone();
        }
    }
    let mut data = Dataset {
        bodies: rows::<Body>(&tables, "bodies"),
        meetings: shared::<Meeting>(&tables, "meetings").into(),
        issues: shared(&tables, "issues").into(),
        decisions: shared(&tables, "decisions").into(),
        follow_ups: shared(&tables, "resolutions").into(),
        council: rows(&tables, "council").into_iter().next(),
        ..Dataset::default()
    };
    let mut agendas: BTreeMap<String, Vec<AgendaLine>> = BTreeMap::new();
    for line in rows::<AgendaLine>(&tables, "agenda") {
        agendas.entry(line.meeting.to_string()).or_default().push(line);
    }
    data.agenda.extend(agendas.into_iter().map(|(meeting, lines)| (meeting, Arc::new(lines))));
    for paper in rows::<Paper>(&tables, "documents") {
        data.papers.entry(paper.meeting.to_string()).or_default().push(paper);
    }
    if let Some(minutes) = tables.get("minutes") {
        let book: MinuteBook = read("minutes", &node("minutes", minutes));
        data.minutes.insert(MEETING.to_owned(), Arc::new(book));
    }
    data
}

/// Returns the rows of a table as large tables keep them.
fn shared<T: FromNode>(tables: &Value, table: &str) -> Vec<Arc<T>> {
    rows(tables, table).into_iter().map(Arc::new).collect()
}

/// Returns the rows of a table.
fn rows<T: FromNode>(tables: &Value, table: &str) -> Vec<T> {
    let rows = tables.get(table).and_then(Value::as_array).into_iter().flatten();
    let row = |(at, row): (usize, &Value)| {
        let mut row = row.clone();
        let has_meeting = matches!(table, "agenda" | "documents" | "resolutions");
        if has_meeting && row.get("meeting").is_none() {
            row["meeting"] = json!(MEETING);
        }
        let name = format!("{table} {}", at + 1);
        read(&name, &node(&name, &row))
    };
    rows.enumerate().map(row).collect()
}

#[track_caller]
fn read<T: FromNode>(name: &str, node: &Node) -> T {
    let mut diags = Diagnostics::default();
    let field = Field { node: Some(node), row: &node.origin, column: name };
    let value = T::from_node(&mut diags, field);
    let messages: Vec<_> = diags.iter().map(|found| &found.message).collect();
    value.unwrap_or_else(|| panic!("{name} can't be read: {messages:?}"))
}

/// Returns a value as a node; the objects in a list are named by their positions.
fn node(name: &str, value: &Value) -> Node {
    let content = match value {
        Value::Null => Content::Missing,
        Value::Bool(flag) => Content::Scalar(Scalar::Bool(*flag)),
        Value::Number(number) => Content::Scalar(Scalar::Number(number.to_string())),
        Value::String(text) => Content::Scalar(Scalar::Text(text.clone())),
        Value::Array(parts) => Content::List(
            (1..).zip(parts).map(|(at, part)| node(&format!("{name} {at}"), part)).collect(),
        ),
        Value::Object(entries) => {
            let entry = |(key, value): (&String, &Value)| {
                let inner = if value.is_array() { key.as_str() } else { name };
                (Key::new(key, Origin::file(name)), node(inner, value))
            };
            Content::Record(entries.iter().map(entry).collect())
        }
    };
    Node { origin: Origin::file(name), content }
}

/// Checks a council's rows; see [`Council::check`].
#[track_caller]
fn check(tables: &Value, private: &[&str], found: &[&str]) {
    Council::new(tables).check(private, found);
}
