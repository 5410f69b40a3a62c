//! Tables of cells (CSV and sheets): drops what is not a record, and makes nodes of the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::cells::{Doubt, GridRow, Sense, Shown};
use super::header::{self, Header};
use super::marks::unknown_cell;
use super::text;
use super::totals::{self, Role};
use super::{ReadContext, TableInfo};
use crate::diag::{Code, Diagnostic, Form, Origin, Place, column_letters, noun, plural};
use crate::model::columns::is_blank;
use crate::model::node::{Content, Key, Node};
use crate::model::performance::Rag;
use crate::model::value::{Money, Parse, Reference, ReportingPeriod, Scalar, Slug};

/// The most digits of a number that a spreadsheet keeps.
const MAX_DIGITS: usize = 15;

/// The most cells that one message names.
const MAX_NAMED: usize = 12;

/// Turns a grid into one record for each row below its header.
///
/// Title rows above the header, blank rows and rows of totals are left out, each with a note;
/// totals of money are kept, to be compared with the sums.
pub(super) fn records(
    context: &mut ReadContext<'_>,
    table: &TableInfo,
    whole: &Origin,
    mut rows: Vec<GridRow>,
) -> Option<Vec<Node>> {
    let Some(header) = header::find(context, table, whole, &rows) else {
        unsaved_names(context, &rows);
        return None;
    };
    let mut rows = {
        let below = rows.split_off(header.rows);
        unsaved_names(context, &rows[header.rows - 1..]);
        below
    };
    let cells: Vec<totals::Cells<'_>> = rows.iter().map(|row| named_cells(&header, row)).collect();
    let roles = totals::roles(table, &cells);
    drop(cells);
    let mut odd = Vec::new();
    for (row, role) in rows.iter_mut().zip(roles) {
        row.is_total = matches!(role, Role::Total | Role::OddTotal);
        if role == Role::OddTotal {
            let message = "this row is called a total, but its values are not the sums of the rows above; it is left out";
            odd.push(row.origin.clone());
            context.diags.push(
                Diagnostic::new(Code::FiguresUnknownTotal, message)
                    .at(&row.origin)
                    .hint("correct it, or delete it: totals are computed; if it is a record, fill in its other columns"),
            );
        }
    }
    colours(context, table, &header, &rows);
    let unclear = doubts(context, table, &header, &rows);
    merged(context, &header, &rows, unclear);
    let mut unnamed = UnnamedColumns::new();
    unsaved(context, table, &header, &rows, &mut unnamed);
    let mut nodes = Vec::new();
    for row in rows {
        if row.is_blank() {
            let message = "blank row; it is left out";
            context.diags.push(Diagnostic::new(Code::FileBlankRow, message).at(&row.origin));
        } else if row.is_total && table.money_table.is_none() {
            if !odd.contains(&row.origin) {
                let message = "row of totals; it is left out";
                context.diags.push(Diagnostic::new(Code::FileTotalRow, message).at(&row.origin));
            }
        } else {
            nodes.push(record(context, table, &header, &mut unnamed, row));
        }
    }
    for (at, (cell, count)) in unnamed {
        let letter = column_letters(at);
        let message = match count {
            1 => format!("column {letter} holds a value but has no name"),
            _ => format!("column {letter} holds {count} values but has no name"),
        };
        context.diags.push(
            Diagnostic::new(Code::FileRaggedRow, message)
                .at(&cell)
                .hint("give the column a name, or empty it"),
        );
    }
    Some(nodes)
}

/// Returns the filled cells of a row in columns with names.
fn named_cells<'a>(header: &'a Header, row: &'a GridRow) -> totals::Cells<'a> {
    let cells = row.cells.iter().enumerate().filter_map(|(at, cell)| Some((at, cell.as_ref()?)));
    let filled = cells.filter(|(_, cell)| cell.region.is_none() && !cell.is_empty());
    let named = filled.filter_map(|(at, cell)| Some((header.keys.get(at)?.as_ref()?, cell)));
    named.map(|(key, cell)| (&*key.name, &cell.scalar)).collect()
}

/// What to do about formulas that were never worked out.
const WORK_OUT: &str = "open the workbook in a spreadsheet program and save it there, so that the values of its formulas are \
                        worked out and kept";

/// Reports a name of a column that is a formula without a value.
fn unsaved_names(context: &mut ReadContext<'_>, rows: &[GridRow]) {
    let mut doubts = rows.iter().flat_map(|row| row.doubts.values());
    if let Some((_, origin)) = doubts.find(|(doubt, _)| *doubt == Doubt::Unsaved) {
        let message = "a cell above the rows holds a formula whose value was not saved";
        context
            .diags
            .push(Diagnostic::new(Code::FileUnsavedFormula, message).at(origin).hint(WORK_OUT));
    }
}

/// Reports formulas without a value, in one message; their rows can't be read. Those of totals are only not
/// compared.
fn unsaved(
    context: &mut ReadContext<'_>,
    table: &TableInfo,
    header: &Header,
    rows: &[GridRow],
    unnamed: &mut UnnamedColumns,
) {
    let mut cells: Vec<&Origin> = Vec::new();
    let mut names: BTreeSet<usize> = BTreeSet::new();
    for row in rows.iter().filter(|row| !row.is_blank()) {
        let unsaved = row.doubts.iter().filter(|(_, (doubt, _))| *doubt == Doubt::Unsaved);
        for (&at, (_, origin)) in unsaved {
            if row.is_total {
                let message = "the formula of this total has no saved value, so it is not compared with its rows";
                context.diags.push(Diagnostic::new(Code::FileTotalRow, message).at(origin));
                continue;
            }
            match header.keys.get(at).and_then(Option::as_ref) {
                // Who may see the row is not known, which has been reported.
                Some(key) if table.decides_access(&key.name) => {}
                Some(_) => {
                    cells.push(origin);
                    names.insert(at);
                }
                None => unnamed.entry(at).or_insert_with(|| (origin.clone(), 0)).1 += 1,
            }
            context.broken.push(row.origin.clone());
        }
    }
    let Some(first) = cells.first() else { return };
    let keys = names.into_iter().filter_map(|at| header.keys[at].as_ref());
    let keys: Vec<String> = keys.map(|key| format!("`{}`", key.name)).collect();
    let places: Vec<String> = cells.iter().take(MAX_NAMED).map(|cell| cell_name(cell)).collect();
    let more = if cells.len() > MAX_NAMED { ", …" } else { "" };
    let message = format!(
        "{}: {} without a saved value: {}{more}",
        keys.join(", "),
        plural(cells.len(), "cell holds a formula", "cells hold formulas"),
        places.join(", ")
    );
    let diagnostic = Diagnostic::new(Code::FileUnsavedFormula, message).at(first).hint(WORK_OUT);
    context.diags.push(diagnostic);
}

/// Returns the name of a cell, such as `D12`.
fn cell_name(origin: &Origin) -> String {
    match origin.place() {
        Place::Cell { cell, .. } => cell,
        Place::Whole | Place::Text { .. } | Place::Pointer { .. } | Place::Paragraph { .. } => {
            origin.to_string()
        }
    }
}

/// Columns without a name: by column, their first cell and how many have a value.
type UnnamedColumns = BTreeMap<usize, (Origin, usize)>;

/// Reports cells that decide who may see their row and can't be known, because of what a sheet does with
/// them. Returns the merged cells among them.
fn doubts(
    context: &mut ReadContext<'_>,
    table: &TableInfo,
    header: &Header,
    rows: &[GridRow],
) -> BTreeSet<Arc<str>> {
    let mut unclear = BTreeSet::new();
    let keys = || header.keys.iter().enumerate().filter_map(|(at, key)| Some((at, key.as_ref()?)));
    for row in rows.iter().filter(|row| row.is_record()) {
        for (at, key) in keys().filter(|(_, key)| table.decides_access(&key.name)) {
            let is_empty = row.cell(at).is_none_or(|cell| cell.is_empty());
            if let Some((doubt, origin)) = row.doubts.get(&at) {
                let why = match doubt {
                    Doubt::Unsaved => "holds a formula whose value was not saved",
                    Doubt::Struck => "is struck through, all of it or in part",
                    Doubt::Comment if is_empty => "is empty but has a comment",
                    Doubt::Comment => continue,
                };
                context.diags.push(unknown_cell(&key.name, why, origin));
                context.withhold(&row.origin);
            }
            let mut regions = row.merged.iter();
            if let Some((_, region, origin)) = regions.find(|(columns, ..)| columns.contains(&at)) {
                if unclear.insert(Arc::clone(region)) {
                    let why = format!("is part of the merged cell {region}");
                    context.diags.push(unknown_cell(&key.name, &why, origin));
                }
                context.withhold(&row.origin);
            }
        }
    }
    unclear
}

/// Notes what merged cells stand for, once each, and warns of those that cover other columns; not those of `seen`,
/// which have been reported.
fn merged(
    context: &mut ReadContext<'_>,
    header: &Header,
    rows: &[GridRow],
    mut seen: BTreeSet<Arc<str>>,
) {
    for (columns, region, origin) in
        rows.iter().filter(|row| row.is_record()).flat_map(|row| &row.merged)
    {
        let keys = header.keys.get(columns.clone()).unwrap_or_default();
        let names: Vec<&str> = keys.iter().flatten().map(|key| &*key.name).collect();
        let [first, covered @ ..] = &names[..] else { continue };
        if covered.is_empty() || !seen.insert(Arc::clone(region)) {
            continue;
        }
        let listed: Vec<String> = covered.iter().map(|name| format!("`{name}`")).collect();
        let message = format!(
            "{region} is one merged cell; it is read as `{first}`, and {} {} empty",
            listed.join(", "),
            noun(covered.len(), "is", "are"),
        );
        context.diags.push(Diagnostic::new(Code::FileMergedAcross, message).at(origin).hint(
            "split the cell and write a value into each; delete the row if it is only a heading",
        ));
    }
    let has_region = |row: &&GridRow| row.cells.iter().flatten().any(|cell| cell.region.is_some());
    let rows = rows.iter().filter(has_region).filter(|row| row.is_record());
    for cell in rows.flat_map(|row| row.cells.iter().flatten()) {
        if let Some(region) = cell.region.as_ref().filter(|region| seen.insert(Arc::clone(region)))
        {
            let message = format!("{region} is one merged cell; each of its rows has its value");
            context.diags.push(Diagnostic::new(Code::FileMerged, message).at(&cell.origin));
        }
    }
}

/// Reports cells that convey something by colour alone, which is neither read nor accessible.
///
/// Rows in one colour are bands for the eye, and so is a column in one colour that is no rating.
fn colours(context: &mut ReadContext<'_>, table: &TableInfo, header: &Header, rows: &[GridRow]) {
    if rows.iter().all(|row| row.fills.is_empty()) {
        return;
    }
    for (at, key) in header.keys.iter().enumerate() {
        let Some(key) = key else { continue };
        let is_rating = table.holds::<Rag>(&key.name);
        let is_mark = table.decides_access(&key.name);
        let mut unclear = Vec::new();
        let mut first = None;
        let mut count = 0;
        let mut colours: BTreeSet<Option<u32>> = BTreeSet::new();
        for row in rows.iter().filter(|row| row.is_record()) {
            let fill = row.fills.get(&at);
            colours.insert(fill.map(|(colour, _)| *colour));
            let Some((colour, origin)) = fill else { continue };
            let is_empty = row.cell(at).is_none_or(|cell| cell.is_empty());
            let is_band = (0..header.width)
                .all(|at| row.fills.get(&at).is_some_and(|(other, _)| other == colour));
            if is_empty && !is_band {
                first.get_or_insert(origin);
                count += 1;
                if is_rating {
                    context.broken.push(row.origin.clone());
                }
                if is_mark {
                    unclear.push(row.origin.clone());
                }
            }
        }
        let Some(origin) = first.filter(|_| is_rating || colours.len() > 1) else { continue };
        unclear.iter().for_each(|row| context.withhold(row));
        let more = match count {
            1 => String::new(),
            2 => ", and so is another of this column".to_owned(),
            _ => format!(", and so are {} others of this column", count - 1),
        };
        if is_mark {
            let why = format!("is empty but coloured{more}");
            context.diags.push(unknown_cell(&key.name, &why, origin));
            continue;
        }
        let message = format!("`{}` is empty but coloured{more}; colours are not read", key.name);
        context.diags.push(if is_rating {
            Diagnostic::new(Code::DataColourOnly, message)
                .at(origin)
                .hint("write what the colour means, `red`, `amber` or `green`, into each cell")
        } else {
            Diagnostic::new(Code::DataColouredCell, message)
                .at(origin)
                .hint("if the colour says something, write it in words; if not, remove it")
        });
    }
}

/// Returns the record of a row.
fn record(
    context: &mut ReadContext<'_>,
    table: &TableInfo,
    header: &Header,
    unnamed: &mut UnnamedColumns,
    row: GridRow,
) -> Node {
    // A spreadsheet leaves out empty cells; a line of CSV that is short has lost something.
    let is_strict = matches!(row.origin.source().form, Form::Csv);
    let mut entries = Vec::new();
    let mut periods = Vec::new();
    let cells = row.cells.len();
    let wanted = header.keys.len();
    let surplus = row.cells.iter().skip(wanted).flatten().find(|cell| !cell.is_empty());
    let message = format!("the row has {cells} cells; the row of column names has {wanted}");
    if let (Some(cell), true) = (surplus, is_strict) {
        context.diags.push(Diagnostic::new(Code::FileRaggedRow, message).at(&cell.origin).hint(
            "put quotation marks round a text that has the separator in it, or name the column",
        ));
        context.broken.push(row.origin.clone());
    } else if let Some(mark) = missing_mark(table, header, cells).filter(|_| is_strict) {
        let message =
            format!("{message}; it ends before `{}`, so nobody knows who may see it", mark.name);
        context.diags.push(
            Diagnostic::new(Code::FileRaggedRow, message)
                .at(&row.origin)
                .hint("add the missing separators at the end of the row, one for each empty cell"),
        );
        context.withhold(&row.origin);
    } else if is_strict && (cells < header.width || wanted < cells) {
        let hint = if wanted < cells {
            "put quotation marks round a text that has the separator in it"
        } else {
            "check that no separator is missing; missing cells count as empty"
        };
        context
            .diags
            .push(Diagnostic::new(Code::FileUnevenRow, message).at(&row.origin).hint(hint));
    }
    let broken = context.broken.len();
    for (at, cell) in row.cells.into_iter().enumerate() {
        let key = header.keys.get(at).and_then(Option::as_ref);
        let is_mark = key.is_some_and(|key| table.decides_access(&key.name));
        // A mark of blanks is not an empty cell.
        let holds_mark = |text: &str| is_mark && is_blank(text);
        let cell = cell.filter(|cell| !cell.is_empty() || holds_mark(&cell.scalar.text()));
        // What a formula comes to is not known, whatever number its program put there.
        let is_unsaved = row.doubts.get(&at).is_some_and(|(doubt, _)| *doubt == Doubt::Unsaved);
        let Some(cell) = cell.filter(|_| !is_unsaved) else { continue };
        let Some(key) = header.keys.get(at).cloned().flatten() else {
            if is_strict && wanted <= at {
                continue;
            }
            unnamed.entry(at).or_insert_with(|| (cell.origin.clone(), 0)).1 += 1;
            context.broken.push(row.origin.clone());
            continue;
        };
        let scalar = scalar(context, table, &key, cell.scalar, cell.shown, &cell.origin);
        let node = text::node(context, scalar, cell.origin);
        match table.has_periods.then(|| ReportingPeriod::parse(&Scalar::Text(key.name.to_string())))
        {
            Some(Ok(_)) => periods.push(period(&key, node)),
            _ => match table.parts.get(&*key.name) {
                Some((whole, part)) => add_part(&mut entries, key, whole, part, node),
                None => entries.push((key, node)),
            },
        }
    }
    if context.broken.len() > broken {
        // The cell may stand in another row, merged with this one's.
        context.broken.push(row.origin.clone());
    }
    if !periods.is_empty() {
        let key = Key::new("periods", row.origin.clone());
        let content = Content::List(periods);
        entries.push((key, Node { origin: row.origin.clone(), content }));
    }
    Node { origin: row.origin, content: Content::Record(entries) }
}

/// Returns the first column that decides who may see a row, behind the row's last cell.
fn missing_mark<'a>(table: &TableInfo, header: &'a Header, cells: usize) -> Option<&'a Key> {
    let mut missing = header.keys.iter().skip(cells).flatten();
    missing.find(|key| table.decides_access(&key.name))
}

/// Puts a cell into the object that it is a part of.
fn add_part(entries: &mut Vec<(Key, Node)>, key: Key, whole: &str, part: &str, node: Node) {
    let entry = (Key::new(part, key.origin.clone()), node);
    let object = entries.iter_mut().find(|(other, _)| *other.name == *whole);
    if let Some((_, Node { content: Content::Record(parts), .. })) = object {
        parts.push(entry);
        return;
    }
    let origin = entry.1.origin.clone();
    let object = Node { origin, content: Content::Record(vec![entry]) };
    entries.push((Key::new(whole, key.origin), object));
}

/// Returns what a cell says: the number that it holds, or what it shows in its place.
fn scalar(
    context: &mut ReadContext<'_>,
    table: &TableInfo,
    key: &Key,
    scalar: Scalar,
    shown: Option<Shown>,
    origin: &Origin,
) -> Scalar {
    let Scalar::Number(number) = &scalar else { return scalar };
    let is_reference = table.holds::<Reference>(&key.name) || table.holds::<Slug>(&key.name);
    if is_reference && number.chars().filter(char::is_ascii_digit).count() > MAX_DIGITS {
        let message = format!(
            "`{}`: `{number}` is held as a number, of which a spreadsheet keeps only {MAX_DIGITS} digits",
            key.name
        );
        context.diags.push(
            Diagnostic::new(Code::DataLostDigits, message)
                .at(origin)
                .hint("format the column as text and type the reference again"),
        );
        context.broken.push(origin.clone());
        return scalar;
    }
    let Some(shown) = shown else { return scalar };
    let is_meant = match shown.sense {
        Sense::Any => true,
        Sense::Names => is_reference || table.holds::<String>(&key.name),
        Sense::Money => table.holds::<Money>(&key.name),
    };
    if !is_meant {
        return scalar;
    }
    if shown.sense == Sense::Names || !shown.is_exact {
        let message = format!("`{number}` read as `{}`, as its cell shows it", shown.text);
        context.diags.push(Diagnostic::new(Code::DataReadAs, message).at(origin));
    }
    Scalar::Text(shown.text)
}

/// Returns a result under a column headed with its period, as JSON would write it.
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
