//! Workbooks: the cells of a sheet with their names, in whatever types the spreadsheet kept.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, DataType, Reader, Xlsx};

use super::grid::{self, GridCell, GridRow};
use super::{Reading, TableInfo};
use crate::diag::{Cell, Diagnostic, Form, Origin, Source};
use crate::model::node::{Node, column_name};
use crate::model::value::Scalar;

/// Cells that a sheet may have; more is a mistake such as a filled column.
const MOST_CELLS: usize = 2_000_000;

/// An open workbook.
pub(super) type Workbook = Xlsx<Cursor<Vec<u8>>>;

/// Opens a workbook, or reports why it can't be.
pub(super) fn open(reading: &mut Reading<'_>, name: &str, bytes: Vec<u8>) -> Option<Workbook> {
    match calamine::open_workbook_from_rs::<Workbook, _>(Cursor::new(bytes)) {
        Ok(workbook) => Some(workbook),
        Err(error) => {
            let (message, hint) = match error {
                calamine::XlsxError::Password => (
                    "the workbook is protected by a password".to_owned(),
                    "save it without a password",
                ),
                calamine::XlsxError::Zip(_) => (
                    "this is not an Excel workbook, or its end is missing".to_owned(),
                    "save it again as `Excel Workbook (*.xlsx)`, or as CSV",
                ),
                error => (
                    format!("this is not a workbook that can be read ({error})"),
                    "save it again as `Excel Workbook (*.xlsx)`, or as CSV",
                ),
            };
            reading.diags.push(
                Diagnostic::error("file/bad-workbook", message).at(&Origin::file(name)).hint(hint),
            );
            None
        }
    }
}

/// Returns the sheet that holds a table: the one of its name, or else the only one.
pub(super) fn sheet_of(workbook: &Workbook, table: &str) -> Option<String> {
    let names = workbook.sheet_names();
    let named = names.iter().find(|name| column_name(name) == table);
    named.or_else(|| (names.len() == 1).then(|| &names[0])).cloned()
}

/// Reads the rows of a sheet.
pub(super) fn read(
    reading: &mut Reading<'_>,
    table: &TableInfo,
    name: &str,
    workbook: &mut Workbook,
    sheet: &str,
) -> Option<Vec<Node>> {
    let cells = match cells(workbook, sheet) {
        Ok(cells) => cells,
        Err(message) => {
            grid::report(reading.diags, "file/bad-workbook", &message, &Origin::file(name));
            return None;
        }
    };
    let (source, rows) = rows(name, sheet, cells);
    grid::records(reading, table, &Origin::whole(&source), rows)
}

/// Cells by row and column.
type Cells = BTreeMap<(u32, u32), Scalar>;

/// Reads cells one by one, since a sheet with one stray cell in its last row is all but endless.
fn cells(workbook: &mut Workbook, sheet: &str) -> Result<Cells, String> {
    let failed =
        |error: calamine::XlsxError| format!("the sheet `{sheet}` can't be read ({error})");
    let mut reader = workbook.worksheet_cells_reader(sheet).map_err(failed)?;
    let mut cells = Cells::new();
    while let Some(cell) = reader.next_cell().map_err(failed)? {
        let place = cell.get_position();
        if let Some(scalar) = scalar(&Data::from(cell.get_value().clone())) {
            cells.insert(place, scalar);
            if cells.len() > MOST_CELLS {
                return Err(format!("the sheet `{sheet}` has more than {MOST_CELLS} cells"));
            }
        }
    }
    Ok(cells)
}

/// Returns what a cell holds; `None` for an empty one.
fn scalar(data: &Data) -> Option<Scalar> {
    Some(match data {
        Data::Empty => return None,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            if text.trim().is_empty() {
                return None;
            }
            Scalar::Text(text.clone())
        }
        Data::Int(number) => Scalar::Number(number.to_string()),
        // The shortest decimal that gives the same number, never with an exponent.
        Data::Float(number) => Scalar::Number(number.to_string()),
        Data::Bool(truth) => Scalar::Bool(*truth),
        Data::DateTime(date) => match data.as_datetime() {
            Some(at) => Scalar::DateTime(at),
            None => Scalar::Number(date.as_f64().to_string()),
        },
        Data::Error(error) => Scalar::Error(error.to_string()),
        #[expect(unreachable_patterns, reason = "calamine may add kinds of cell")]
        other => Scalar::Text(other.to_string()),
    })
}

/// Returns the sheet as a source whose lines are its rows, and the rows with their places.
fn rows(name: &str, sheet: &str, cells: Cells) -> (Arc<Source>, Vec<GridRow>) {
    let mut text = String::new();
    let mut places: Vec<Cell> = Vec::new();
    let mut spans: Vec<std::ops::Range<usize>> = Vec::new();
    let mut previous: Option<u32> = None;
    for (&(row, column), scalar) in &cells {
        match previous {
            Some(same) if same == row => text.push_str(" | "),
            Some(_) => text.push('\n'),
            None => {}
        }
        previous = Some(row);
        let start = text.len();
        // One character for one, so that a place in the value is a place in the line.
        text.extend(scalar.text().chars().map(|char| if char == '\n' { ' ' } else { char }));
        places.push(Cell { start: u32::try_from(start).unwrap_or(u32::MAX), row, column });
        spans.push(start..text.len());
    }
    let form = Form::Sheet(sheet.to_owned(), places);
    let source = Arc::new(Source { name: name.to_owned(), text, form });
    let mut rows: Vec<GridRow> = Vec::new();
    let mut last: Option<u32> = None;
    for (((row, column), scalar), span) in cells.into_iter().zip(spans) {
        if last != Some(row) {
            let gap = last.map_or(0, |last| row - last - 1);
            if gap > 0 {
                rows.push(GridRow {
                    origin: Origin::new(&source, span.clone()),
                    cells: Vec::new(),
                });
            }
            rows.push(GridRow { origin: Origin::new(&source, span.clone()), cells: Vec::new() });
            last = Some(row);
        }
        let Some(current) = rows.last_mut() else { continue };
        let column = column as usize;
        current.cells.resize_with(column.max(current.cells.len()), || None);
        current.origin = current.origin.clone().to(&span);
        current.cells.push(Some(GridCell { scalar, origin: Origin::new(&source, span) }));
    }
    (source, rows)
}
