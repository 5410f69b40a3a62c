//! Tables: whether the cells of each fill its rows and columns, and whether each has its headers
//! (ISO 14289-1, 7.2 and 7.5).

use std::collections::BTreeSet;

use lopdf::{Document, Object};

use super::structure::{Element, Tree, attributes};
use crate::Reason;
use crate::object::{get, get_name, resolve};

/// How many rows or columns a cell is believed to span.
const MAX_SPAN: i64 = 10_000;

/// How many places a table has at most.
const MAX_PLACES: usize = 4_000_000;

/// A cell in the grid of its table.
struct Cell<'a> {
    is_header: bool,
    rows: std::ops::Range<usize>,
    columns: std::ops::Range<usize>,
    /// The direction in which a header applies: `Row`, `Column` or `Both`.
    scope: Option<&'a [u8]>,
    /// The identifiers of its headers.
    headers: Vec<&'a [u8]>,
}

/// Checks all tables.
pub(super) fn check(document: &Document, tree: &Tree<'_>, reasons: &mut BTreeSet<Reason>) {
    let is_header = |element: &&Element<'_>| element.role == b"TH";
    let ids = tree.elements.iter().filter(is_header);
    let ids: BTreeSet<&[u8]> =
        ids.filter_map(|header| get(document, header.dict, b"ID").as_str().ok()).collect();
    for element in tree.elements.iter().filter(|element| element.role == b"Table") {
        let rows = rows(tree, element);
        match grid(document, tree, &rows) {
            Some(cells) => headers(&cells, &ids, reasons),
            None => {
                let words = "the cells of a table do not fill its rows and columns";
                reasons.insert(Reason::new("7.2", words));
            }
        }
    }
}

/// Returns the rows of a table.
fn rows<'t, 'a>(tree: &'t Tree<'a>, table: &Element<'a>) -> Vec<&'t Element<'a>> {
    let mut rows = Vec::new();
    for kid in &table.kids {
        let kid = &tree.elements[*kid];
        match kid.role {
            b"TR" => rows.push(kid),
            b"THead" | b"TBody" | b"TFoot" => {
                let inner = kid.kids.iter().map(|row| &tree.elements[*row]);
                rows.extend(inner.filter(|row| row.role == b"TR"));
            }
            _ => {}
        }
    }
    rows
}

/// Returns the cells of a table in their places; `None` where two overlap, or they leave gaps.
fn grid<'a>(
    document: &'a Document,
    tree: &Tree<'a>,
    rows: &[&Element<'a>],
) -> Option<Vec<Cell<'a>>> {
    let mut cells = Vec::new();
    let mut taken: Vec<Vec<bool>> = vec![Vec::new(); rows.len()];
    let mut width = None;
    for (row, element) in rows.iter().enumerate() {
        let mut column = 0;
        for kid in &element.kids {
            let kid = &tree.elements[*kid];
            if !matches!(kid.role, b"TH" | b"TD") {
                continue;
            }
            while taken[row].get(column) == Some(&true) {
                column += 1;
            }
            let cell = cell(document, kid, row, column)?;
            if cell.rows.end > rows.len()
                || width.is_some_and(|width| cell.columns.end > width)
                || cell.columns.end.checked_mul(rows.len())? > MAX_PLACES
            {
                return None;
            }
            for places in &mut taken[cell.rows.clone()] {
                if places.len() < cell.columns.end {
                    places.resize(cell.columns.end, false);
                }
                if places[cell.columns.clone()].iter().any(|place| *place) {
                    return None;
                }
                places[cell.columns.clone()].fill(true);
            }
            column = cell.columns.end;
            cells.push(cell);
        }
        let width = *width.get_or_insert(taken[row].len());
        if taken[row].len() != width || taken[row].iter().any(|place| !place) {
            return None;
        }
    }
    Some(cells)
}

/// Returns a cell whose upper left corner is in that row and column.
fn cell<'a>(
    document: &'a Document,
    element: &Element<'a>,
    row: usize,
    column: usize,
) -> Option<Cell<'a>> {
    let attributes = attributes(document, element, b"Table");
    let find = |key: &[u8]| attributes.iter().find(|dict| dict.has(key)).copied();
    let span = |key: &[u8]| {
        let span = find(key).map_or(Ok(1), |dict| get(document, dict, key).as_i64());
        usize::try_from(span.ok()?.clamp(1, MAX_SPAN)).ok()
    };
    let headers = find(b"Headers").map(|dict| get(document, dict, b"Headers"));
    let headers = match headers {
        Some(Object::Array(list)) => list.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    Some(Cell {
        is_header: element.role == b"TH",
        rows: row..row + span(b"RowSpan")?,
        columns: column..column + span(b"ColSpan")?,
        scope: find(b"Scope").and_then(|dict| get_name(document, dict, b"Scope")),
        headers: headers
            .iter()
            .filter_map(|header| resolve(document, header).as_str().ok())
            .collect(),
    })
}

/// Checks that each cell of a table with headers has one: by identifier, or in its row or column.
fn headers(cells: &[Cell<'_>], ids: &BTreeSet<&[u8]>, reasons: &mut BTreeSet<Reason>) {
    if !cells.iter().any(|cell| cell.is_header) {
        return;
    }
    let (mut rows, mut columns) = (BTreeSet::new(), BTreeSet::new());
    for header in cells.iter().filter(|cell| cell.is_header) {
        if matches!(header.scope, Some(b"Row" | b"Both")) {
            rows.extend(header.rows.clone());
        }
        if matches!(header.scope, Some(b"Column" | b"Both")) {
            columns.extend(header.columns.clone());
        }
    }
    for cell in cells.iter().filter(|cell| !cell.is_header) {
        if cell.headers.iter().any(|id| !ids.contains(id)) {
            let words = "a cell of a table names a header that is not there";
            reasons.insert(Reason::new("7.5", words));
        } else if cell.headers.is_empty()
            && cell.rows.clone().all(|row| !rows.contains(&row))
            && cell.columns.clone().all(|column| !columns.contains(&column))
        {
            let words = "a header of a table does not say which cells it is for";
            reasons.insert(Reason::new("7.5", words));
        }
    }
}
