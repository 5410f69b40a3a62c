//! Workbooks: the cells of a sheet with their names, in whatever types the spreadsheet kept.

mod looks;
mod shown;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, DataType, Reader, SheetVisible, Style, Xlsx};

use self::looks::{Bytes, Region, SheetFormatting};
use super::cells::{Doubt, GridCell, GridRow, Shown};
use super::grid;
use super::{ReadContext, TableInfo};
use crate::diag::{Cell, Code, Diagnostic, Form, Origin, Source, column_letters, noun};
use crate::model::columns::decides_access;
use crate::model::node::{Node, column_name};
use crate::model::value::Scalar;

/// The most cells that a sheet may have; more is a mistake such as a filled column.
const MAX_CELLS: usize = 2_000_000;

/// The most places that one message names.
const MAX_NAMED: usize = 12;

/// The rows among which the row of column names is looked for here.
const MAX_TITLE_ROWS: u32 = 50;

/// White, which is no colour to a reader.
const WHITE: u32 = 0x00FF_FFFF;

/// An open workbook.
pub(super) struct Workbook {
    cells: Xlsx<Cursor<Bytes>>,
    /// The file, for what the reader of cells passes over.
    bytes: Bytes,
}

impl Workbook {
    /// Returns the name of a table's sheet as the workbook spells it.
    pub(super) fn sheet(&self, table: &str) -> Option<String> {
        let mut names = self.cells.sheet_names().into_iter();
        names.find(|name| column_name(name) == table || name == table)
    }

    /// Returns the sheet that holds a table: the one of its name, or else the only one.
    pub(super) fn sheet_or_only(&self, table: &str) -> Option<String> {
        let names = self.cells.sheet_names();
        let named = names.iter().find(|name| column_name(name) == table);
        named.or_else(|| (names.len() == 1).then(|| &names[0])).cloned()
    }

    /// Returns the names of all sheets.
    pub(super) fn sheets(&self) -> Vec<String> {
        self.cells.sheet_names()
    }

    /// Returns whether a sheet holds anything; one that can't be read counts as filled.
    pub(super) fn is_filled(&mut self, sheet: &str) -> bool {
        let Ok(mut reader) = self.cells.worksheet_cells_reader(sheet) else { return true };
        loop {
            match reader.next_cell() {
                Ok(Some(cell)) => {
                    let scalar = scalar(&Data::from(cell.get_value().clone()));
                    if scalar.is_some_and(|scalar| !scalar.text().trim().is_empty()) {
                        return true;
                    }
                }
                Ok(None) => return false,
                Err(_) => return true,
            }
        }
    }

    /// Returns whether a sheet is hidden.
    fn is_hidden(&self, sheet: &str) -> bool {
        let mut sheets = self.cells.sheets_metadata().iter();
        sheets.any(|metadata| metadata.name == sheet && metadata.visible != SheetVisible::Visible)
    }
}

/// Opens a workbook, or reports why it can't be.
pub(super) fn open(context: &mut ReadContext<'_>, name: &str, bytes: Vec<u8>) -> Option<Workbook> {
    let bytes: Bytes = bytes.into();
    let (message, hint) = if looks::is_bomb(&bytes) {
        (
            "the workbook unpacks to more than 400 MB".to_owned(),
            "copy the rows that are wanted into a new workbook; delete empty rows that are formatted",
        )
    } else {
        match calamine::open_workbook_from_rs(Cursor::new(Arc::clone(&bytes))) {
            Ok(cells) => return Some(Workbook { cells, bytes }),
            Err(calamine::XlsxError::Password) => {
                ("the workbook is protected by a password".to_owned(), "save it without a password")
            }
            Err(calamine::XlsxError::Zip(_)) => (
                "this is not an Excel workbook, or its end is missing".to_owned(),
                "save it again as `Excel Workbook (*.xlsx)`, or as CSV",
            ),
            Err(error) => (
                format!("this is not a workbook that can be read ({error})"),
                "save it again as `Excel Workbook (*.xlsx)`, or as CSV",
            ),
        }
    };
    context
        .diags
        .push(Diagnostic::new(Code::FileBadWorkbook, message).at(&Origin::file(name)).hint(hint));
    None
}

/// Reads the rows of a sheet.
pub(super) fn read(
    context: &mut ReadContext<'_>,
    table: &TableInfo,
    name: &str,
    workbook: &mut Workbook,
    sheet: &str,
) -> Option<Vec<Node>> {
    let formatting = looks::sheet_formatting(&workbook.bytes, sheet, table.has_marks);
    let cells = match cells(workbook, sheet, &formatting) {
        Ok(cells) => cells,
        Err(message) => {
            context.diags.push(
                Diagnostic::new(Code::FileBadWorkbook, message)
                    .at(&Origin::file(name))
                    .hint("open the workbook in a spreadsheet program, save it there, and look whether all is there"),
            );
            return None;
        }
    };
    let located = LocatedSheet::new(name, sheet, cells);
    let is_refused = table.has_marks && !context.reads_hidden;
    if workbook.is_hidden(sheet) {
        let (origin, name) = (Origin::whole(&located.source), format!("the sheet `{sheet}`"));
        report_hidden(context, is_refused, &origin, &name, 1);
        if is_refused {
            located.filled().for_each(|(_, cell)| context.withhold(&located.origin(cell)));
        }
    }
    // Rows of a sheet without any mark are public, hidden or not.
    hidden(context, is_refused && located.names_mark(), &located, &formatting);
    comments(context, &located, &formatting);
    let source = Arc::clone(&located.source);
    grid::records(context, table, &Origin::whole(&source), located.rows(&formatting.merged))
}

/// Reports that `count` rows, columns or sheets are hidden; an error where that keeps rows from the
/// public.
fn report_hidden(
    context: &mut ReadContext<'_>,
    is_refused: bool,
    origin: &Origin,
    name: &str,
    count: usize,
) {
    let is = noun(count, "is", "are");
    let diagnostic = if is_refused {
        Diagnostic::new(
            Code::FileHidden,
            format!("{name} {is} hidden, so nobody knows who may see what is there"),
        )
        .hint("unhide it and check what it holds, or delete it; `\"hidden-cells\": \"read\"` in `council.json` has hidden cells read")
    } else {
        let it = noun(count, "it is", "they are");
        Diagnostic::new(Code::FileHiddenRead, format!("{name} {is} hidden; {it} read all the same"))
            .hint("unhide it and check that what it holds may be published; delete what may not")
    };
    context.diags.push(diagnostic.at(origin));
}

/// Reports rows and columns that are hidden and yet hold something.
fn hidden(
    context: &mut ReadContext<'_>,
    is_refused: bool,
    located: &LocatedSheet,
    formatting: &SheetFormatting,
) {
    let is_hidden =
        |column: &u32| formatting.hidden_columns.iter().any(|columns| columns.contains(column));
    let filled = || located.filled();
    let rows: BTreeSet<u32> = filled()
        .map(|(&(row, _), _)| row)
        .filter(|row| formatting.hidden_rows.contains(row))
        .collect();
    let columns: BTreeSet<u32> =
        filled().map(|(&(_, column), _)| column).filter(is_hidden).collect();
    let letters = |column: u32| column_letters(column as usize);
    for (numbers, one, many, names, at) in [
        (&rows, "row", "rows", ranges(&rows, |row| (row + 1).to_string()), true),
        (&columns, "column", "columns", ranges(&columns, letters), false),
    ] {
        let Some(first) = numbers.first() else { continue };
        let name = format!("{} {names}", noun(numbers.len(), one, many));
        let place =
            filled().find(|((row, column), _)| if at { row == first } else { column == first });
        let origin =
            place.map_or_else(|| Origin::whole(&located.source), |(_, cell)| located.origin(cell));
        report_hidden(context, is_refused, &origin, &name, numbers.len());
    }
    if is_refused {
        // A hidden column concerns every row, whether it holds something there or not.
        let is_withheld = |row: &u32| rows.contains(row) || !columns.is_empty();
        for (_, cell) in filled().filter(|((row, _), _)| is_withheld(row)) {
            context.withhold(&located.origin(cell));
        }
    }
}

/// Warns of comments, which no table has a place for.
fn comments(context: &mut ReadContext<'_>, located: &LocatedSheet, formatting: &SheetFormatting) {
    let mut places = formatting.comments.iter();
    let Some(first) = places.next().and_then(|place| located.cells.get(place)) else { return };
    let name =
        |&(row, column): &(u32, u32)| format!("{}{}", column_letters(column as usize), row + 1);
    let named: Vec<String> = formatting.comments.iter().take(MAX_NAMED).map(name).collect();
    let message = match formatting.comments.len() {
        1 => "the cell has a comment, which is not read".to_owned(),
        count if count > MAX_NAMED => {
            format!("{count} cells have comments, which are not read: {}, …", named.join(", "))
        }
        count => format!("{count} cells have comments, which are not read: {}", named.join(", ")),
    };
    context
        .diags
        .push(Diagnostic::new(Code::FileComment, message).at(&located.origin(first)).hint(
        "write what the paper needs into a column, such as `narrative`; then delete the comment",
    ));
}

/// Returns numbers as people name them: `5 to 7, 12`.
fn ranges(numbers: &BTreeSet<u32>, name: impl Fn(u32) -> String) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let more = if runs.len() > MAX_NAMED { ", …" } else { "" };
    let runs = runs.into_iter().take(MAX_NAMED).map(|(first, last)| match last - first {
        0 => name(first),
        1 => format!("{}, {}", name(first), name(last)),
        _ => format!("{} to {}", name(first), name(last)),
    });
    runs.collect::<Vec<_>>().join(", ") + more
}

/// A cell that holds a value, a colour or a comment.
#[derive(Default)]
struct SheetCell {
    /// What it holds.
    scalar: Option<Scalar>,
    /// How it shows its number, where that says more than the number.
    shown: Option<Shown>,
    /// The colour it is filled with.
    fill: Option<u32>,
    /// Why nobody can tell what it says.
    doubt: Option<Doubt>,
    /// Its place in the text made of the sheet.
    span: std::ops::Range<usize>,
}

impl SheetCell {
    /// Returns whether it holds something other than blanks.
    fn is_filled(&self) -> bool {
        self.scalar.as_ref().is_some_and(|scalar| !scalar.text().trim().is_empty())
    }
}

/// Cells by row and column.
type Cells = BTreeMap<(u32, u32), SheetCell>;

/// Reads cells one by one, since a sheet with one stray cell in its last row is all but endless.
fn cells(
    workbook: &mut Workbook,
    sheet: &str,
    formatting: &SheetFormatting,
) -> Result<Cells, String> {
    let failed =
        |error: calamine::XlsxError| format!("the sheet `{sheet}` can't be read ({error})");
    let mut reader = workbook.cells.worksheet_cells_reader(sheet).map_err(failed)?;
    let styles = reader.styles().to_vec();
    let mut cells = Cells::new();
    // Rows and columns are formatted to the end of the sheet; only rows that hold something matter.
    let mut blank: Vec<((u32, u32), u32)> = Vec::new();
    let mut is_blank_row = true;
    let mut last = 0;
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(failed)? {
        let place = cell.get_position();
        let style = styles.get(style);
        if place.0 != last {
            keep_coloured(&mut cells, &mut blank, is_blank_row);
            (last, is_blank_row) = (place.0, true);
        }
        let fill = style.and_then(colour);
        match (scalar(&Data::from(cell.get_value().clone())), fill) {
            (Some(scalar), fill) => {
                let is_struck = style
                    .and_then(|style| style.font.as_ref())
                    .is_some_and(|font| font.has_strikethrough());
                let doubt = is_struck.then_some(Doubt::Struck);
                let shown = match (&scalar, style.and_then(|style| style.number_format.as_ref())) {
                    (Scalar::Number(number), Some(format)) => {
                        shown::displayed(number, &format.format_code)
                    }
                    _ => None,
                };
                let scalar = Some(scalar);
                let cell = SheetCell { scalar, shown, fill, doubt, span: 0..0 };
                is_blank_row &= !cell.is_filled();
                // Only one of them would be read.
                if cells.insert(place, cell).is_some_and(|earlier| earlier.is_filled()) {
                    let name = format!("{}{}", column_letters(place.1 as usize), place.0 + 1);
                    return Err(format!("the sheet `{sheet}` has two cells called {name}"));
                }
            }
            (None, Some(fill)) => blank.push((place, fill)),
            (None, None) => {}
        }
        if cells.len() + blank.len() + formatting.unsaved.len() > MAX_CELLS {
            return Err(format!("the sheet `{sheet}` has more than {MAX_CELLS} cells"));
        }
    }
    keep_coloured(&mut cells, &mut blank, is_blank_row);
    for (places, doubt) in [
        (&formatting.comments, Doubt::Comment),
        (&formatting.struck, Doubt::Struck),
        (&formatting.unsaved, Doubt::Unsaved),
    ] {
        for place in places {
            let cell = cells.entry(*place).or_default();
            // Whatever a cell's text looks like counts for more than a comment beside it.
            if doubt != Doubt::Comment || cell.doubt.is_none() {
                cell.doubt = Some(doubt);
            }
        }
    }
    Ok(cells)
}

/// Keeps the coloured cells of a row that holds something.
fn keep_coloured(cells: &mut Cells, blank: &mut Vec<((u32, u32), u32)>, is_blank_row: bool) {
    let coloured = blank.drain(..).filter(|_| !is_blank_row);
    cells.extend(
        coloured
            .map(|(place, fill)| (place, SheetCell { fill: Some(fill), ..SheetCell::default() })),
    );
}

/// Returns the one colour that a cell is filled with, white left out.
fn colour(style: &Style) -> Option<u32> {
    let fill = style.fill.as_ref()?;
    if fill.pattern != calamine::FillPattern::Solid {
        return None;
    }
    Some(fill.foreground_color?.to_argb() & WHITE).filter(|colour| *colour != WHITE)
}

/// Returns what a cell holds; `None` for an empty one.
fn scalar(data: &Data) -> Option<Scalar> {
    Some(match data {
        Data::Empty => return None,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            // Blanks are kept, since they are no empty cell where a mark belongs.
            if text.is_empty() {
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

/// A sheet as a source whose lines are its rows.
struct LocatedSheet {
    source: Arc<Source>,
    cells: Cells,
}

impl LocatedSheet {
    fn new(name: &str, sheet: &str, mut cells: Cells) -> Self {
        let mut text = String::new();
        let mut places: Vec<Cell> = Vec::new();
        let mut previous: Option<u32> = None;
        for (&(row, column), cell) in &mut cells {
            match previous {
                Some(same) if same == row => text.push_str(" | "),
                Some(_) => text.push('\n'),
                None => {}
            }
            previous = Some(row);
            let start = text.len();
            if let Some(scalar) = &cell.scalar {
                // One character for one, so that a place in the value is a place in the line.
                text.extend(
                    scalar.text().chars().map(|char| if char == '\n' { ' ' } else { char }),
                );
            }
            places.push(Cell { start: u32::try_from(start).unwrap_or(u32::MAX), row, column });
            cell.span = start..text.len();
        }
        let form = Form::Sheet(sheet.to_owned(), places);
        Self { source: Source::new(name, text, form), cells }
    }

    /// Returns the cells that hold something.
    fn filled(&self) -> impl Iterator<Item = (&(u32, u32), &SheetCell)> {
        self.cells.iter().filter(|(_, cell)| cell.is_filled())
    }

    /// Returns whether a column of the sheet says who may see its rows.
    fn names_mark(&self) -> bool {
        self.filled().any(|((row, _), cell)| {
            *row < MAX_TITLE_ROWS
                && cell
                    .scalar
                    .as_ref()
                    .is_some_and(|scalar| decides_access(&column_name(&scalar.text())))
        })
    }

    fn origin(&self, cell: &SheetCell) -> Origin {
        Origin::new(&self.source, cell.span.clone())
    }

    /// Returns the rows that hold something, with a blank one for each gap between them. What a
    /// cell merged with those below it holds stands in all of their rows.
    fn rows(self, merged: &[Region]) -> Vec<GridRow> {
        let mut rows: Vec<GridRow> = Vec::new();
        // The row of the sheet that each is; `None` for gaps.
        let mut numbers: BTreeMap<u32, usize> = BTreeMap::new();
        let is_held = |cell: &SheetCell| cell.is_filled() || cell.doubt == Some(Doubt::Unsaved);
        let held = self.cells.iter().filter(|(_, cell)| is_held(cell));
        let held: BTreeSet<u32> = held.map(|(&(row, _), _)| row).collect();
        for ((row, column), cell) in self.cells {
            if !held.contains(&row) {
                continue;
            }
            let origin = Origin::new(&self.source, cell.span.clone());
            if !numbers.contains_key(&row) {
                let last = numbers.last_key_value().map(|(last, _)| *last);
                if last.is_some_and(|last| last + 1 < row) {
                    rows.push(GridRow::new(origin.clone()));
                }
                numbers.insert(row, rows.len());
                rows.push(GridRow::new(origin.clone()));
            }
            let Some(current) = rows.last_mut() else { continue };
            if let Some(fill) = cell.fill {
                current.fills.insert(column as usize, (fill, origin.clone()));
            }
            if let Some(doubt) = cell.doubt {
                current.doubts.insert(column as usize, (doubt, origin.clone()));
            }
            let Some(scalar) = cell.scalar else { continue };
            if current.is_blank() {
                current.origin = origin.clone();
            }
            current.origin = current.origin.clone().to(&cell.span);
            let cell = GridCell { shown: cell.shown, ..GridCell::new(scalar, origin) };
            current.put(column as usize, cell);
        }
        let mut left = MAX_CELLS;
        for region in merged.iter().filter(|region| region.rows.start() <= region.rows.end()) {
            let column = *region.columns.start() as usize;
            let first = numbers.get(region.rows.start()).and_then(|at| rows[*at].cell(column));
            let Some(first) = first.filter(|cell| !cell.is_empty()).cloned() else { continue };
            let columns = column..=*region.columns.end() as usize;
            for (row, &at) in numbers.range(region.rows.clone()) {
                let Some(rest) = left.checked_sub(1) else { return rows };
                left = rest;
                let covered = (columns.clone(), Arc::clone(&region.name), first.origin.clone());
                rows[at].merged.push(covered);
                let is_below = row > region.rows.start();
                if is_below && rows[at].cell(column).is_none_or(|cell| cell.is_empty()) {
                    let region = Some(Arc::clone(&region.name));
                    rows[at].put(column, GridCell { region, ..first.clone() });
                }
            }
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_numbers_are_named_by_their_ends() {
        let name = |numbers: &[u32]| {
            ranges(&numbers.iter().copied().collect(), |number| number.to_string())
        };
        assert_eq!(name(&[5]), "5");
        assert_eq!(name(&[5, 6]), "5, 6");
        assert_eq!(name(&[5, 6, 7, 12]), "5 to 7, 12");
    }
}
