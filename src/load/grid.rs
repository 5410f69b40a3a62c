//! Tables of cells (CSV and sheets): finds the header, drops what is not a record, makes nodes.

use std::collections::BTreeMap;

use super::text;
use super::{Reading, TableInfo};
use crate::diag::{Diagnostic, Diagnostics, Form, Origin};
use crate::model::node::{Content, Key, Node, column_name};
use crate::model::record::nearest;
use crate::model::value::{Parse, Quarter, Scalar};

/// Rows above the header in which titles may stand.
const TITLE_ROWS: usize = 20;

/// A row of cells.
pub(super) struct GridRow {
    /// The place of the whole row.
    pub origin: Origin,
    /// Its cells, first column first; `None` for empty ones.
    pub cells: Vec<Option<GridCell>>,
}

/// A cell with its place.
pub(super) struct GridCell {
    /// What it holds.
    pub scalar: Scalar,
    /// Its place.
    pub origin: Origin,
}

impl GridCell {
    fn text(&self) -> String {
        self.scalar.text().trim().to_owned()
    }
}

impl GridRow {
    fn is_blank(&self) -> bool {
        self.cells.iter().flatten().all(|cell| cell.text().is_empty())
    }

    /// Returns whether the row is a total typed by hand.
    fn is_total(&self) -> bool {
        let first = self.cells.iter().flatten().map(GridCell::text).find(|text| !text.is_empty());
        first.is_some_and(|text| {
            let text = text.to_lowercase();
            let text = text
                .trim_start_matches("grand ")
                .trim_start_matches("sub")
                .trim_start_matches(['-', ' ']);
            text == "total"
                || text == "totals"
                || text.starts_with("total ")
                || text.starts_with("total:")
        })
    }
}

/// Turns a grid into one record for each row below its header.
///
/// Title rows above the header, blank rows and rows of totals are left out, each with a note.
pub(super) fn records(
    reading: &mut Reading<'_>,
    table: &TableInfo,
    whole: &Origin,
    rows: Vec<GridRow>,
) -> Option<Vec<Node>> {
    let columns = table.column_names();
    let Some(at) = header(&columns, table, &rows) else {
        if rows.iter().all(GridRow::is_blank) {
            let message = format!("the table `{}` is empty", table.name);
            reading.diags.push(
                Diagnostic::error("file/empty", message)
                    .at(whole)
                    .hint("write a row of column names, and a row for each record"),
            );
        } else {
            let message = format!("no row holds the column names of the table `{}`", table.name);
            let wanted = columns.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
            reading.diags.push(
                Diagnostic::error("file/no-header", message)
                    .at(&rows
                        .iter()
                        .find(|row| !row.is_blank())
                        .map_or(whole, |row| &row.origin)
                        .clone())
                    .hint(format!("the columns are {}", wanted.join(", "))),
            );
        }
        return None;
    };
    for title in rows[..at].iter().filter(|row| !row.is_blank()) {
        let message = "this row stands above the column names; it is left out";
        reading.diags.push(Diagnostic::note("file/title-row", message).at(&title.origin));
    }
    let keys: Vec<Option<Key>> = rows[at]
        .cells
        .iter()
        .map(|cell| cell.as_ref().filter(|cell| !cell.text().is_empty()))
        .map(|cell| cell.map(|cell| Key::new(&clean_heading(&cell.text()), cell.origin.clone())))
        .collect();
    let faults: Vec<Diagnostic> =
        lacking(table, &keys, &rows[at].origin).into_iter().chain(twice(table, &keys)).collect();
    if !faults.is_empty() {
        faults.into_iter().for_each(|fault| reading.diags.push(fault));
        return None;
    }
    let header =
        Header { width: keys.iter().rposition(Option::is_some).map_or(0, |last| last + 1), keys };
    let mut nameless = BTreeMap::new();
    let mut nodes = Vec::new();
    for row in rows.into_iter().skip(at + 1) {
        if row.is_blank() {
            let message = "blank row; it is left out";
            reading.diags.push(Diagnostic::note("file/blank-row", message).at(&row.origin));
        } else if row.is_total() {
            let message = "row of totals; it is left out, totals are computed";
            reading.diags.push(Diagnostic::note("file/total-row", message).at(&row.origin));
        } else {
            nodes.push(record(reading, table, &header, &mut nameless, row));
        }
    }
    for (at, (cell, count)) in nameless {
        let letter = crate::diag::column_letters(at);
        let message = match count {
            1 => format!("column {letter} holds a value but has no name"),
            _ => format!("column {letter} holds {count} values but has no name"),
        };
        reading.diags.push(
            Diagnostic::error("file/ragged-row", message)
                .at(&cell)
                .hint("give the column a name, or empty it"),
        );
    }
    Some(nodes)
}

/// The row of column names.
struct Header {
    /// The names; `None` where a cell of the row is empty.
    keys: Vec<Option<Key>>,
    /// The cells up to the last name.
    width: usize,
}

/// Columns without a name: by column, their first cell and how many have a value.
type Nameless = BTreeMap<usize, (Origin, usize)>;

/// Returns what to say where columns that every row must have are not there.
fn lacking(table: &TableInfo, keys: &[Option<Key>], header: &Origin) -> Option<Diagnostic> {
    let has = |name: &str| keys.iter().flatten().any(|key| *key.name == *name);
    let required = table.columns.iter().filter(|column| column.required);
    let lacking: Vec<&str> =
        required.map(|column| &*column.name).filter(|name| !has(name)).collect();
    let first = lacking.first()?;
    let names = lacking.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let noun = if lacking.len() == 1 { "column" } else { "columns" };
    let columns = table.column_names();
    let strangers =
        keys.iter().flatten().filter(|key| columns.iter().all(|own| **own != *key.name));
    let hint = match nearest(first, strangers.map(|key| &*key.name)) {
        Some(near) => format!("call the column `{near}` by the name `{first}`"),
        None => format!("`orderpaper schema {}` says what belongs there", table.name),
    };
    let message = format!("the table `{}` lacks the {noun} {names}", table.name);
    Some(Diagnostic::error("file/no-column", message).at(header).hint(hint))
}

/// Returns what to say of columns given twice: nobody knows which of the two is meant.
fn twice(table: &TableInfo, keys: &[Option<Key>]) -> Vec<Diagnostic> {
    let columns = table.column_names();
    let mut faults = Vec::new();
    for (at, key) in keys.iter().enumerate() {
        let Some(key) = key.as_ref().filter(|key| columns.iter().any(|own| **own == *key.name))
        else {
            continue;
        };
        if let Some(earlier) = keys[..at].iter().flatten().find(|own| own.name == key.name) {
            let message = format!("the column `{}` is given twice", key.name);
            faults.push(
                Diagnostic::error("data/duplicate-column", message)
                    .at(&key.origin)
                    .label(&earlier.origin, "first given here")
                    .hint("keep one of the two"),
            );
        }
    }
    faults
}

/// Returns the record of a row.
fn record(
    reading: &mut Reading<'_>,
    table: &TableInfo,
    header: &Header,
    nameless: &mut Nameless,
    row: GridRow,
) -> Node {
    // A spreadsheet leaves out empty cells; a line of CSV that is short has lost something.
    let is_strict = matches!(row.origin.source().form, Form::Csv);
    let mut entries = Vec::new();
    let mut periods = Vec::new();
    let cells = row.cells.len();
    let wanted = header.keys.len();
    let surplus = row.cells.iter().skip(wanted).flatten().find(|cell| !cell.text().is_empty());
    let message = format!("the row has {cells} cells; the row of column names has {wanted}");
    if let (Some(cell), true) = (surplus, is_strict) {
        reading.diags.push(Diagnostic::error("file/ragged-row", message).at(&cell.origin).hint(
            "put quotation marks round a text that has the separator in it, or name the column",
        ));
        reading.broken.push(row.origin.clone());
    } else if is_strict && (cells < header.width || wanted < cells) {
        let hint = if wanted < cells {
            "put quotation marks round a text that has the separator in it"
        } else {
            "check that no separator is missing; the cells that are not there count as empty"
        };
        reading
            .diags
            .push(Diagnostic::warning("file/ragged-row", message).at(&row.origin).hint(hint));
    }
    for (at, cell) in row.cells.into_iter().enumerate() {
        let Some(cell) = cell.filter(|cell| !cell.text().is_empty()) else { continue };
        let Some(key) = header.keys.get(at).cloned().flatten() else {
            if is_strict && wanted <= at {
                continue;
            }
            nameless.entry(at).or_insert_with(|| (cell.origin.clone(), 0)).1 += 1;
            reading.broken.push(row.origin.clone());
            continue;
        };
        let node = text::node(reading, cell.scalar, cell.origin);
        match table.has_periods.then(|| Quarter::parse(&Scalar::Text(key.name.to_string()))) {
            Some(Ok(_)) => periods.push(period(&key, node)),
            _ => entries.push((key, node)),
        }
    }
    if !periods.is_empty() {
        let key = Key::new("periods", row.origin.clone());
        let content = Content::List(periods);
        entries.push((key, Node { origin: row.origin.clone(), content }));
    }
    Node { origin: row.origin, content: Content::Record(entries) }
}

/// Returns a result under a column headed with its quarter, as JSON would write it.
fn period(key: &Key, value: Node) -> Node {
    let label = Content::Scalar(Scalar::Text(key.name.to_string()));
    let label = Node { origin: key.origin.clone(), content: label };
    let origin = value.origin.clone();
    let entries = vec![
        (Key::new("label", key.origin.clone()), label),
        (Key::new("value", origin.clone()), value),
    ];
    Node { origin, content: Content::Record(entries) }
}

/// Returns which row holds the column names: the first that has enough of them.
fn header(columns: &[String], table: &TableInfo, rows: &[GridRow]) -> Option<usize> {
    let score = |row: &GridRow| {
        let names =
            row.cells.iter().flatten().map(|cell| column_name(&clean_heading(&cell.text())));
        names.filter(|name| columns.contains(name)).count()
    };
    let enough = table.required().min(2);
    let candidates = rows.iter().take(TITLE_ROWS).enumerate();
    candidates
        .map(|(at, row)| (at, score(row)))
        .find(|(_, score)| *score >= enough)
        .map(|(at, _)| at)
}

fn clean_heading(text: &str) -> String {
    crate::model::value::repair::clean(text).0.into_owned()
}

/// Returns a text short enough for a message.
pub(super) fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// Reports faults of a grid's rows that are already known; see [`Reading`].
pub(super) fn report(diags: &mut Diagnostics, code: &'static str, message: &str, origin: &Origin) {
    diags.push(Diagnostic::error(code, message).at(origin));
}
