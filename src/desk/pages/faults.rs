//! Views of what was found.

use schemars::JsonSchema;
use serde::Serialize;

use super::Frame;
use crate::desk::rows::{RowCell, row_of};
use crate::diag::{Place, Severity, Style, render_human};
use crate::pipeline::Fault;

/// Something that was found, in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FaultRow {
    /// Its place among all that was found.
    number: usize,
    /// Whether it keeps a document from being made.
    error: bool,
    /// What it is.
    message: String,
    /// The file. Absent where it is in none.
    file: Option<String>,
    /// The place in the file: a cell such as `Sheet1!D12`, or a line. Absent where it is the whole file.
    place: Option<String>,
}

/// All that was found.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Faults {
    /// What all pages share.
    pub(super) frame: Frame,
    /// What was found, errors first.
    pub(super) faults: Vec<FaultRow>,
}

/// Something that was found.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FaultPage {
    /// What all pages share.
    frame: Frame,
    /// What lists show of it.
    fault: FaultRow,
    /// Its code, such as `data/bad-value`.
    code: String,
    /// What to do, a sentence each.
    hints: Vec<String>,
    /// The law that asks for it. Absent where none does.
    law: Option<String>,
    /// The documents that can't be made because of it.
    costs: Vec<String>,
    /// The cells of its row that are filled in; none where it is in no table.
    row: Vec<CellView>,
    /// The place with the lines around it, as the command line prints it.
    excerpt: String,
}

/// A cell of a row.
#[derive(Debug, Serialize, JsonSchema)]
struct CellView {
    /// The heading of its column; empty where it has none.
    heading: String,
    /// What it holds.
    text: String,
    /// Whether it is where something was found.
    marked: bool,
}

/// Returns what lists show of something that was found, by its place among all.
pub(super) fn fault_row((number, fault): (usize, &Fault)) -> FaultRow {
    let origin = fault.diagnostic.origin.as_ref();
    FaultRow {
        number,
        error: fault.diagnostic.severity() == Severity::Error,
        message: fault.diagnostic.message.clone(),
        file: origin.map(|origin| origin.source().name.clone()),
        place: origin.and_then(|origin| match origin.place() {
            Place::Whole => None,
            Place::Text { line, .. } => Some(line.to_string()),
            Place::Cell { sheet, cell, .. } => Some(format!("{sheet}!{cell}")),
            Place::Paragraph { place } => Some(place.to_string()),
            Place::Pointer { line, .. } => Some(line.to_string()),
        }),
    }
}

/// Returns the page of something that was found.
pub(super) fn fault(frame: Frame, number: usize, fault: &Fault) -> FaultPage {
    let diagnostic = &fault.diagnostic;
    FaultPage {
        frame,
        fault: fault_row((number, fault)),
        code: diagnostic.code().name().to_owned(),
        hints: diagnostic.hints.clone(),
        law: diagnostic.law.map(str::to_owned),
        costs: diagnostic.costs.clone(),
        row: diagnostic.origin.iter().flat_map(row_of).map(cell).collect(),
        excerpt: render_human(diagnostic, Style::Plain),
    }
}

fn cell(cell: RowCell) -> CellView {
    CellView { heading: cell.heading, text: cell.text, marked: cell.is_marked }
}
