//! Rows of every table that a sheet can hold, made from the tables' declarations: each column with every
//! example that its type gives.

use chrono::{NaiveDate, NaiveTime};
use orderpaper::load::{self, Place, TableInfo};
use orderpaper::model::record::Column;
use orderpaper::model::value::{DateOrPeriod, Flag, Moment, Parse, Scalar, TimeOfDay};
use serde_json::{Map, Value, json};

/// The folder of the quarter.
pub(super) const QUARTER: &str = "performance/2025-26-q3";

/// The folder of the year.
pub(super) const YEAR: &str = "performance/2026-27";

/// The quarters that have a column for results.
const PERIODS: [&str; 2] = ["Q2 2025/26", "Q3 2025/26"];

/// Lines of text, in letters that Windows-1252 and the encoding of old Macs have, with all that CSV has to quote.
const LINES: [&str; 3] =
    ["St Mary’s Café – £5, “late”", "The \"old\" barn; R&D at café", "Naïve… 10% off"];

/// Texts with markup; several lines in one cell.
const TEXTS: [&str; 2] =
    ["It is late, says O’Brien: “£5”.", "Agreed:\n\n- café, first\n- the rest – all of it"];

/// A cell as a spreadsheet holds it.
#[derive(Debug, Clone)]
pub(super) enum Cell {
    /// A text.
    Text(String),
    /// A number, with its format and as that shows it.
    Number { value: f64, format: &'static str, shown: String },
    /// A day.
    Day(NaiveDate),
    /// A day with a time.
    Moment(NaiveDate, NaiveTime),
    /// A time of day.
    Time(NaiveTime),
    /// `TRUE` or `FALSE`.
    Tick(bool),
}

/// A table with rows.
#[derive(Clone)]
pub(super) struct DeclaredTable {
    pub(super) info: &'static TableInfo,
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<Vec<Cell>>,
    /// The same rows as JSON.
    pub(super) twin: Value,
}

impl DeclaredTable {
    /// Returns its file below `data/`, without an ending.
    pub(super) fn file(&self) -> String {
        match self.info.place {
            Place::Period => format!("{QUARTER}/{}", self.info.name),
            Place::Year => format!("{YEAR}/{}", self.info.name),
            _ => self.info.name.to_owned(),
        }
    }
}

/// A column of a sheet, and where JSON has its values.
struct Heading<'a> {
    name: String,
    column: &'a Column,
    place: InJson<'a>,
}

enum InJson<'a> {
    Entry,
    Part(&'a str, &'a str),
    Period,
}

/// Returns every table that a sheet can hold, with rows.
pub(super) fn tables() -> Vec<DeclaredTable> {
    let in_sheets =
        |table: &&TableInfo| matches!(table.place, Place::Root | Place::Period | Place::Year);
    load::tables().iter().filter(in_sheets).map(table).collect()
}

/// Returns a table as a spreadsheet has it, from lines of CSV without quotation marks.
pub(super) fn of_csv(name: &str, text: &str) -> DeclaredTable {
    let info = load::tables().iter().find(|table| table.name == name).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned));
    let headings: Vec<String> = lines.next().unwrap().collect();
    let result = || info.columns.iter().find(|column| column.name == "periods").unwrap();
    let column = |heading: &String| {
        let named = info.columns.iter().find(|column| column.name == *heading);
        named.unwrap_or_else(|| result().inner.iter().find(|part| part.name == "value").unwrap())
    };
    let row = |cells: &mut dyn Iterator<Item = String>| {
        let cells = headings.iter().zip(cells);
        cells.map(|(heading, text)| cell(column(heading), &text)).collect()
    };
    let rows = lines.map(|mut cells| row(&mut cells)).collect();
    DeclaredTable { info, headings, rows, twin: Value::Null }
}

fn table(info: &'static TableInfo) -> DeclaredTable {
    let headings = headings(info);
    let examples: Vec<Vec<String>> =
        headings.iter().map(|heading| examples(heading.column)).collect();
    let most = examples.iter().map(Vec::len).max().unwrap();
    let mut rows = Vec::new();
    let mut twin = Vec::new();
    for at in 0..if info.is_single { 1 } else { most } {
        let texts: Vec<&String> =
            examples.iter().map(|examples| &examples[at % examples.len()]).collect();
        let cells = headings.iter().zip(&texts).map(|(heading, text)| cell(heading.column, text));
        rows.push(cells.collect());
        twin.push(json_row(&headings, &texts));
    }
    let headings = headings.into_iter().map(|heading| heading.name).collect();
    DeclaredTable { info, headings, rows, twin: Value::Array(twin) }
}

/// Returns the columns of a table that no sheet can have.
pub(super) fn without_cells(info: &'static TableInfo) -> Vec<&'static Column> {
    let parts = info.parts.values().map(|(whole, _)| whole.as_str());
    let in_parts: Vec<&str> = parts.collect();
    let headings: Vec<String> = headings(info).into_iter().map(|heading| heading.name).collect();
    let columns = info.columns.iter().filter(|column| !headings.contains(&column.name));
    let is_period = |column: &&Column| info.has_periods && column.name == "periods";
    columns.filter(|column| !in_parts.contains(&&*column.name) && !is_period(column)).collect()
}

fn headings(info: &'static TableInfo) -> Vec<Heading<'static>> {
    let mut headings = Vec::new();
    for column in &info.columns {
        if info.has_periods && column.name == "periods" {
            let value = column.inner.iter().find(|part| part.name == "value").unwrap();
            headings.extend(PERIODS.map(|period| Heading {
                name: period.to_owned(),
                column: value,
                place: InJson::Period,
            }));
        } else if column.is_object() {
            let parts = info.parts.iter().filter(|(_, (whole, _))| *whole == column.name);
            headings.extend(parts.filter_map(|(name, (whole, part))| {
                let column = column.inner.iter().find(|inner| inner.name == *part).unwrap();
                let place = InJson::Part(whole, part);
                column.inner.is_empty().then(|| Heading { name: name.clone(), column, place })
            }));
        } else if column.inner.is_empty() || !column.examples.is_empty() {
            headings.push(Heading { name: column.name.clone(), column, place: InJson::Entry });
        }
    }
    headings
}

/// Returns the texts that a column is given, in turn.
fn examples(column: &Column) -> Vec<String> {
    if column.holds.starts_with("a line of text") {
        return LINES.map(str::to_owned).to_vec();
    }
    if column.examples.is_empty() {
        assert!(
            column.holds.starts_with("text with light markup"),
            "`{}` has no example",
            column.name
        );
        return TEXTS.map(str::to_owned).to_vec();
    }
    column.examples.iter().map(|example| (*example).to_owned()).collect()
}

fn json_row(headings: &[Heading<'_>], texts: &[&String]) -> Value {
    let mut row = Map::new();
    for (heading, text) in headings.iter().zip(texts) {
        match heading.place {
            InJson::Entry => {
                row.insert(heading.name.clone(), json!(text));
            }
            InJson::Part(whole, part) => row.entry(whole).or_insert(json!({}))[part] = json!(text),
            InJson::Period => {
                let periods = row.entry("periods").or_insert(json!([])).as_array_mut().unwrap();
                periods.push(json!({ "label": heading.name, "value": text }));
            }
        }
    }
    Value::Object(row)
}

/// Returns what a spreadsheet holds where somebody types a text into a cell.
fn cell(column: &Column, text: &str) -> Cell {
    let scalar = Scalar::Text(text.to_owned());
    let holds = &*column.holds;
    if [NaiveDate::WHAT, Moment::WHAT, DateOrPeriod::WHAT].contains(&holds)
        && let Ok(moment) = Moment::parse(&scalar)
    {
        let Moment { date, time } = moment.value;
        return time.map_or(Cell::Day(date), |time| Cell::Moment(date, time));
    }
    if holds == TimeOfDay::WHAT {
        return Cell::Time(TimeOfDay::parse(&scalar).unwrap().value.0);
    }
    if holds == Flag::WHAT {
        return Cell::Tick(Flag::parse(&scalar).unwrap().value.0);
    }
    let number = |text: &str| text.replace(',', "").parse::<f64>().ok();
    let (value, format) = if let Some(share) = text.strip_suffix('%') {
        (number(share).map(|value| value / 100.0), "0.0%")
    } else if text.contains('£') {
        (number(&text.replace('£', "")), "\"£\"#,##0")
    } else if text.contains(',') {
        (number(text), "#,##0")
    } else if text.contains(".50") {
        (number(text), "0.00")
    } else {
        (number(text), "General")
    };
    // Marks such as `1` for yes, and paragraphs, are numbers in sheets too.
    match value {
        Some(value) => Cell::Number { value, format, shown: text.to_owned() },
        None => Cell::Text(text.to_owned()),
    }
}
