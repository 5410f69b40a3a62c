//! The row of column names: finds it among titles, and joins the two rows that some sheets have.

use super::cells::{GridCell, GridRow};
use super::{ReadContext, TableInfo, votes};
use crate::diag::{Code, Diagnostic, Origin, noun};
use crate::model::columns::looks_like_mark;
use crate::model::nearest::nearest;
use crate::model::node::{Key, column_name};
use crate::model::value::repair;
use crate::model::value::{Minutes, Money, MoneyUnit, Parse, ReportingPeriod, Scalar};

/// Rows above the header in which titles may stand.
const MAX_TITLE_ROWS: usize = 20;

/// The column names.
pub(super) struct Header {
    /// The names; `None` where a cell of the row is empty.
    pub keys: Vec<Option<Key>>,
    /// The cells up to the last name.
    pub width: usize,
    /// How many rows there are up to the last one that holds names.
    pub rows: usize,
}

/// Finds the column names; where none can be used, reports why.
pub(super) fn find(
    context: &mut ReadContext<'_>,
    table: &TableInfo,
    whole: &Origin,
    rows: &[GridRow],
) -> Option<Header> {
    let Some(at) = header_row(table, rows) else {
        context.diags.push(no_header(table, whole, rows));
        return None;
    };
    for title in rows[..at].iter().filter(|row| !row.is_blank()) {
        let message = "this row stands above the column names; it is left out";
        context.diags.push(Diagnostic::new(Code::FileTitleRow, message).at(&title.origin));
    }
    let first = &rows[at];
    let second = rows.get(at + 1).filter(|second| is_second(table, first, second));
    let keys = match second {
        Some(second) => match joined(table, first, second) {
            Ok(keys) => {
                let message = "the column names are in two rows; this one counts only where \
                               the next is empty, and its other words are left out";
                context.diags.push(Diagnostic::new(Code::FileGroupRow, message).at(&first.origin));
                keys
            }
            Err(fault) => {
                context.diags.push(*fault);
                return None;
            }
        },
        None => names(table, first, first.cells.len()),
    };
    let last = second.unwrap_or(first);
    let keys = with_near_names(context, table, keys);
    let faults: Vec<Diagnostic> = missing_columns(table, &keys, &last.origin)
        .into_iter()
        .chain(duplicate_columns(table, &keys))
        .collect();
    if !faults.is_empty() {
        faults.into_iter().for_each(|fault| context.diags.push(fault));
        return None;
    }
    let width = keys.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
    Some(Header { keys, width, rows: at + 1 + usize::from(second.is_some()) })
}

/// Returns which row holds the column names: the first that has enough of them.
fn header_row(table: &TableInfo, rows: &[GridRow]) -> Option<usize> {
    let columns = table.column_names();
    let enough = table.required().min(2);
    rows.iter().take(MAX_TITLE_ROWS).position(|row| {
        let names = row.cells.iter().flatten().map(|cell| name(table, cell));
        let is_column = |name: &String| columns.contains(name) || other_name(table, name).is_some();
        names.filter(is_column).count() >= enough
    })
}

/// Returns the error where no row holds column names.
fn no_header(table: &TableInfo, whole: &Origin, rows: &[GridRow]) -> Diagnostic {
    let Some(row) = rows.iter().find(|row| !row.is_blank()) else {
        let message = format!("the table `{}` is empty", table.name);
        return Diagnostic::new(Code::FileEmpty, message)
            .at(whole)
            .hint("write a row of column names, and a row for each record");
    };
    let message = format!("no row holds the column names of the table `{}`", table.name);
    let columns = table.column_names();
    let wanted: Vec<_> = columns.iter().map(|name| format!("`{name}`")).collect();
    Diagnostic::new(Code::FileNoHeader, message)
        .at(&row.origin)
        .hint(format!("the columns are {}", wanted.join(", ")))
}

/// Returns a heading as column names are written.
fn plain(cell: &GridCell) -> String {
    column_name(&repair::clean(&cell.text()).0)
}

/// Returns the name that a heading gives, without its unit.
fn name(table: &TableInfo, cell: &GridCell) -> String {
    let name = plain(cell);
    let without_unit = unit(table, &name).map(|(column, _)| column);
    let without_unit = without_unit.or_else(|| without_minutes(table, &name));
    without_unit.map(str::to_owned).unwrap_or(name)
}

/// Returns the column of durations that a heading such as `duration-(minutes)` names.
fn without_minutes<'a>(table: &TableInfo, heading: &'a str) -> Option<&'a str> {
    let bare = heading.trim_end_matches(')');
    let bare = ["minutes", "mins", "min"].iter().find_map(|unit| bare.strip_suffix(unit))?;
    let column = bare.trim_end_matches(['-', '(', '[', ',', ':']);
    table.holds::<Minutes>(column).then_some(column)
}

/// Splits a heading such as `budget-(£k)` into a column of money and its unit.
fn unit<'a>(table: &TableInfo, heading: &'a str) -> Option<(&'a str, MoneyUnit)> {
    let (column, unit) = heading.rsplit_once('£')?;
    let column = column.trim_end_matches(['-', '(', '[', ',', ':']);
    let unit = match unit.trim_matches([')', ']', '\'', '’', '-']) {
        "" => MoneyUnit::Pounds,
        "k" | "000" | "000s" | "thousand" | "thousands" => MoneyUnit::Thousands,
        "m" | "mn" | "million" | "millions" => MoneyUnit::Millions,
        "bn" | "billion" | "billions" => MoneyUnit::Billions,
        _ => return None,
    };
    table.holds::<Money>(column).then_some((column, unit))
}

/// Returns the cell of a column, where something stands in it.
fn filled(row: &GridRow, column: usize) -> Option<&GridCell> {
    row.cell(column).filter(|cell| !cell.is_empty())
}

/// Returns the names in the cells of a row.
fn names(table: &TableInfo, row: &GridRow, width: usize) -> Vec<Option<Key>> {
    let key = |cell: &GridCell| Key {
        unit: unit(table, &plain(cell)).map(|(_, unit)| unit),
        ..Key::new(&name(table, cell), cell.origin.clone())
    };
    (0..width).map(|at| filled(row, at).map(key)).collect()
}

/// Returns whether a table has that column, or takes it for the results of a period.
fn is_known(table: &TableInfo, name: &str) -> bool {
    let is_column =
        table.columns.iter().any(|column| column.name == name) || table.parts.contains_key(name);
    is_column
        || other_name(table, name).is_some()
        || (table.has_periods && ReportingPeriod::parse(&Scalar::Text(name.to_owned())).is_ok())
}

/// Returns the column that another name of it means.
fn other_name(table: &TableInfo, name: &str) -> Option<&'static str> {
    let known = OTHER_NAMES.iter().find(|(of, other, _)| *of == table.name && *other == name);
    known.map(|(_, _, column)| *column)
}

/// Returns whether the row below the first one with column names holds names as well.
fn is_second(table: &TableInfo, first: &GridRow, second: &GridRow) -> bool {
    if second.is_blank() {
        return false;
    }
    // A heading merged with the cell below it, which a sheet shows as one.
    let reaches_down = |(at, cell): (usize, &Option<GridCell>)| {
        let merged = cell.as_ref().filter(|cell| cell.region.is_some());
        merged.is_some_and(|cell| first.cell(at).is_some_and(|above| above.origin == cell.origin))
    };
    if second.cells.iter().enumerate().any(reaches_down) {
        return true;
    }
    let cells: Vec<&GridCell> =
        second.cells.iter().flatten().filter(|cell| !cell.is_empty()).collect();
    let known = cells.iter().filter(|cell| is_known(table, &name(table, cell))).count();
    if known >= 2 && known * 2 >= cells.len() {
        return true;
    }
    // Words under a heading that spans several columns, and nothing where every record has some.
    let is_empty = |row: &GridRow, at: usize| row.cell(at).is_none_or(|cell| cell.is_empty());
    let has_unnamed =
        (0..second.cells.len()).any(|at| is_empty(first, at) && !is_empty(second, at));
    let is_needed = |cell: &GridCell| {
        let name = name(table, cell);
        table.columns.iter().any(|column| column.required && column.name == name)
    };
    has_unnamed
        && (0..first.cells.len())
            .filter(|&at| first.cell(at).is_some_and(is_needed))
            .all(|at| is_empty(second, at))
}

/// Returns the names of two rows: the second's, and the first's where the second is empty. Names
/// that mean something only together with the row above are refused.
fn joined(
    table: &TableInfo,
    first: &GridRow,
    second: &GridRow,
) -> Result<Vec<Option<Key>>, Box<Diagnostic>> {
    let width = first.cells.len().max(second.cells.len());
    let lower = names(table, second, width);
    let upper = names(table, first, width);
    let named = lower.iter().flatten().filter(|key| is_known(table, &key.name)).count();
    let is_whole_row = named * 2 >= lower.iter().flatten().count();
    for (at, key) in lower.iter().enumerate() {
        let Some(key) = key else { continue };
        let is_twice = lower[..at].iter().flatten().any(|earlier| earlier.name == key.name);
        let covers = upper[at]
            .as_ref()
            .is_some_and(|above| above.name != key.name && is_known(table, &above.name));
        if is_twice || (!is_known(table, &key.name) && (covers || !is_whole_row)) {
            let message = format!(
                "the column names are in two rows, and `{}` is not clear without the row above",
                second.cell(at).map(GridCell::text).unwrap_or_default()
            );
            return Err(Box::new(
                Diagnostic::new(Code::FileTwoRowHeader, message)
                    .at(&key.origin)
                    .label(&first.origin, "the names begin here")
                    .hint("write one row of column names, each complete, such as `Q3 2025/26`, and delete the row above it"),
            ));
        }
    }
    Ok(lower.into_iter().zip(upper).map(|(lower, upper)| lower.or(upper)).collect())
}

/// Returns the error where columns that every row must have are missing.
fn missing_columns(table: &TableInfo, keys: &[Option<Key>], header: &Origin) -> Option<Diagnostic> {
    let has = |name: &str| keys.iter().flatten().any(|key| *key.name == *name);
    let required = table.columns.iter().filter(|column| column.required);
    let required = required.map(|column| &*column.name);
    // What each row would lack is reported once, for its column.
    let unless = NEEDED_UNLESS.iter().filter(|(name, _, other)| *name == table.name && !has(other));
    let required = required.chain(unless.map(|(_, column, _)| *column));
    let missing: Vec<&str> = required.filter(|name| !has(name)).collect();
    let first = missing.first()?;
    let names = missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let noun = noun(missing.len(), "column", "columns");
    let columns = table.column_names();
    let unknown =
        keys.iter().flatten().filter(|key| columns.iter().all(|column| **column != *key.name));
    let unknown: Vec<&Key> = unknown.collect();
    // A heading that says more than the column's name, such as `Meeting date`, or one like it.
    let longer = |key: &&&Key| nearest(&key.name, std::iter::once(*first)).is_some();
    let near = unknown.iter().find(longer).map(|key| &*key.name);
    let near = near.or_else(|| nearest(first, unknown.iter().map(|key| &*key.name)));
    let hint = match near {
        Some(near) => format!("rename the column `{near}` to `{first}`"),
        None => {
            format!("add {names}; `orderpaper schema --manual` says what each column holds")
        }
    };
    let message = format!("the table `{}` lacks the {noun} {names}", table.name);
    Some(Diagnostic::new(Code::FileNoColumn, message).at(header).hint(hint))
}

/// Columns that every row of a table needs unless another column says otherwise.
const NEEDED_UNLESS: [(&str, &str, &str); 2] =
    [("agenda", "number", "kind"), ("agenda", "title", "kind")];

/// What a row of a table is called, in names of columns that say it besides: `Meeting Date`, `Item No`.
const ROW_WORDS: [(&str, &[&str]); 13] = [
    ("bodies", &["body", "committee"]),
    ("members", &["member", "councillor"]),
    ("officers", &["officer"]),
    ("meetings", &["meeting"]),
    ("agenda", &["agenda", "item"]),
    ("documents", &["document", "paper"]),
    ("issues", &["issue"]),
    ("decisions", &["decision"]),
    ("indicators", &["indicator", "measure"]),
    ("savings", &["saving"]),
    ("risks", &["risk"]),
    ("milestones", &["milestone"]),
    (votes::TABLE, &["name", "councillor", "delegate", "voter", "vote", "title", "text"]),
];

/// Other names of columns, by table: those of systems whose files are read.
const OTHER_NAMES: [(&str, &str, &str); 9] = [
    (votes::TABLE, "councillor", "member"),
    (votes::TABLE, "name", "member"),
    (votes::TABLE, "delegate", "member"),
    (votes::TABLE, "voter", "member"),
    (votes::TABLE, "vote", "choice"),
    (votes::TABLE, "response", "choice"),
    (votes::TABLE, "question", "motion"),
    (votes::TABLE, "item", "motion"),
    (votes::TABLE, "agenda-item", "motion"),
];

/// Returns names of columns in which one that says no more than the name of a column, and what a row of the table is,
/// is that column: `Meeting Date` is `date` in the table of meetings. It is so only where one column alone may be
/// meant that no other heading names; and never where it decides who may see a row.
fn with_near_names(
    context: &mut ReadContext<'_>,
    table: &TableInfo,
    keys: Vec<Option<Key>>,
) -> Vec<Option<Key>> {
    let row = ROW_WORDS.iter().find(|(name, _)| *name == table.name);
    let row = row.map_or(&[][..], |(_, words)| *words);
    let is_set = |name: &str| keys.iter().flatten().any(|key| *key.name == *name);
    let meant = |key: &Key| -> Option<String> {
        if let Some(column) = other_name(table, &key.name).filter(|column| !is_set(column)) {
            return Some(column.to_owned());
        }
        if row.is_empty() || is_known(table, &key.name) || looks_like_mark(&key.name) {
            return None;
        }
        let words: Vec<&str> = key.name.split('-').map(whole_word).collect();
        let fits = |name: &&str| {
            let mut parts = name.split('-');
            let rest = words.iter().filter(|word| !name.split('-').any(|part| part == **word));
            let mut rest = rest.peekable();
            parts.all(|part| words.contains(&part))
                && rest.peek().is_some()
                && rest.all(|word| row.contains(word))
                && !table.decides_access(name)
        };
        let mut fitting = table.columns.iter().map(|column| &*column.name).filter(fits);
        let name = fitting.next()?;
        (fitting.next().is_none() && !is_set(name)).then(|| name.to_owned())
    };
    let found: Vec<Option<String>> = keys.iter().map(|key| meant(key.as_ref()?)).collect();
    let is_single = |name: &str| found.iter().flatten().filter(|other| *other == name).count() == 1;
    let mut named = keys.clone();
    for (key, name) in named.iter_mut().zip(&found) {
        let (Some(key), Some(name)) = (key, name) else { continue };
        if is_single(name) {
            let message = format!("the column `{}` is read as `{name}`", key.name);
            context.diags.push(Diagnostic::new(Code::DataReadAs, message).at(&key.origin));
            *key = Key::new(name, key.origin.clone());
        }
    }
    named
}

/// Returns the whole of a word that people shorten.
fn whole_word(word: &str) -> &str {
    match word.trim_end_matches(['.', ':']) {
        "no" | "nr" | "num" | "#" => "number",
        whole => whole,
    }
}

/// Returns the errors for columns given twice, as it is not known which of the two is meant.
fn duplicate_columns(table: &TableInfo, keys: &[Option<Key>]) -> Vec<Diagnostic> {
    let columns = table.column_names();
    let mut faults = Vec::new();
    for (at, key) in keys.iter().enumerate() {
        let Some(key) =
            key.as_ref().filter(|key| columns.iter().any(|column| **column == *key.name))
        else {
            continue;
        };
        if let Some(earlier) = keys[..at].iter().flatten().find(|earlier| earlier.name == key.name)
        {
            let message = format!("the column `{}` is given twice", key.name);
            faults.push(
                Diagnostic::new(Code::DataDuplicateColumn, message)
                    .at(&key.origin)
                    .label(&earlier.origin, "first given here")
                    .hint("keep one of the two"),
            );
        }
    }
    faults
}
