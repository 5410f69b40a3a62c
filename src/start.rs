//! The workbooks of a new data folder: a sheet for each table, with every column explained.

use std::path::{Path, PathBuf};

use anyhow::Context;
use chrono::NaiveDate;
use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet,
};

use crate::kinds;
use crate::load::{self, Place, TableInfo};
use crate::model::record::Column;
use crate::model::value::{Parse, Quarter, Reference, Slug};
use crate::store;

/// The rows of a sheet, below its headings, that show help when a cell is selected.
const ROWS_WITH_HELP: u32 = 500;
/// The number of quarters that have a column for results, the latest first.
const QUARTER_COLUMNS: usize = 5;
/// The most characters of the help beside a cell that Excel accepts.
const MAX_MESSAGE_CHARS: usize = 255;
/// The most characters of the title above the help that Excel accepts.
const MAX_TITLE_CHARS: usize = 32;

/// What a new data folder is for.
#[derive(Debug, Clone)]
pub struct InitOptions {
    /// The folder that the data folder is made in; new or empty.
    pub folder: PathBuf,
    /// The kinds of document that are to be made, by name; all where it is empty.
    pub kinds: Vec<String>,
    /// The quarter that figures are for; the last whole one before `today` where it is `None`.
    pub quarter: Option<Quarter>,
    /// The day to take for today.
    pub today: NaiveDate,
}

/// A new data folder.
#[derive(Debug)]
pub struct NewFolder {
    /// The data folder.
    pub data: PathBuf,
    /// How many workbooks are in it.
    pub workbooks: usize,
    /// The tables that no sheet can hold.
    pub others: Vec<&'static str>,
}

/// Writes the workbooks for the tables that documents of these kinds may need; `written` is called with the
/// path and the tables of each.
///
/// # Errors
/// When the folder is not empty, when no quarter is before today, when a workbook can't be written, or when
/// `written` fails.
pub fn init(
    options: &InitOptions,
    written: &mut dyn FnMut(&Path, &[&'static str]) -> anyhow::Result<()>,
) -> anyhow::Result<NewFolder> {
    let InitOptions { folder, kinds, quarter, today } = options;
    if store::is_file(folder) || (store::is_folder(folder) && !store::list(folder)?.is_empty()) {
        anyhow::bail!("`{}` already exists and is not empty; name a new folder", folder.display());
    }
    let quarter = quarter.or(Quarter::containing(*today).map(Quarter::previous));
    let Some(quarter) = quarter else { anyhow::bail!("no quarter is before {today}") };
    let (starts, others) = workbooks(&tables_for(kinds), quarter)?;
    for start in &starts {
        let path = start.path.iter().fold(folder.clone(), |path, part| path.join(part));
        store::write(&path, &start.bytes)?;
        written(&path, &start.tables)?;
    }
    Ok(NewFolder { data: folder.join("data"), workbooks: starts.len(), others })
}

/// Returns the tables that documents of these kinds may need; all where none is named.
fn tables_for(wanted: &[String]) -> Vec<&'static str> {
    let kinds = || kinds::ALL.iter().filter(|kind| wanted.iter().any(|name| name == kind.name()));
    let is_quarterly = kinds().any(|kind| kind.needs().contains(&"report"));
    let is_wanted = |table: &&TableInfo| {
        wanted.is_empty()
            || kinds().any(|kind| kind.needs().contains(&table.name))
            || (is_quarterly && table.place == Place::Quarter)
    };
    load::tables().iter().filter(is_wanted).map(|table| table.name).collect()
}

/// A workbook of a new data folder.
struct StarterWorkbook {
    /// Its path below the folder, part by part.
    path: Vec<String>,
    /// The contents of the file.
    bytes: Vec<u8>,
    /// The names of the tables that it has sheets for.
    tables: Vec<&'static str>,
}

/// A column of a sheet: that of a table, a part of one, or a quarter.
struct Heading<'a> {
    name: String,
    column: &'a Column,
    is_required: bool,
}

/// Returns the workbooks for these tables, with quarterly figures up to that quarter, and the names of the
/// tables that no sheet can hold.
fn workbooks(
    tables: &[&str],
    quarter: Quarter,
) -> anyhow::Result<(Vec<StarterWorkbook>, Vec<&'static str>)> {
    let tables_in = |place: Place| -> Vec<&'static TableInfo> {
        let all = load::tables().iter().filter(|table| table.place == place);
        all.filter(|table| tables.contains(&table.name)).collect()
    };
    let folder = || vec!["data".to_owned(), "performance".to_owned(), quarter.key()];
    let files = [
        (Place::Root, vec!["data".to_owned()], "records.xlsx"),
        (Place::Quarter, folder(), "performance.xlsx"),
    ];
    let mut starts = Vec::new();
    for (place, mut path, name) in files {
        let tables = tables_in(place);
        if tables.is_empty() {
            continue;
        }
        path.push(name.to_owned());
        let bytes =
            workbook(&tables, quarter).with_context(|| format!("failed to make `{name}`"))?;
        starts.push(StarterWorkbook {
            path,
            bytes,
            tables: tables.iter().map(|table| table.name).collect(),
        });
    }
    let others =
        [Place::Minutes, Place::Calendar].into_iter().flat_map(tables_in).map(|table| table.name);
    Ok((starts, others.collect()))
}

/// Returns a workbook with a sheet for each table, after one that explains them.
fn workbook(
    tables: &[&TableInfo],
    quarter: Quarter,
) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    let mut book = Workbook::new();
    // A fixed date, so that the bytes are the same on every run.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    explain(book.add_worksheet(), tables, quarter)?;
    for table in tables {
        sheet(book.add_worksheet(), table, quarter)?;
    }
    book.save_to_buffer()
}

/// Writes the sheet that explains every column of the others.
fn explain(
    sheet: &mut Worksheet,
    tables: &[&TableInfo],
    quarter: Quarter,
) -> Result<(), rust_xlsxwriter::XlsxError> {
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let bold = wrapped.clone().set_bold();
    let title = Format::new().set_bold().set_font_size(14);
    sheet.set_name("About")?;
    sheet.write_with_format(0, 0, "What goes where", &title)?;
    for (at, line) in [
        "Each sheet is a table: one row for each record, below the names of the columns. Leave the names as they are; columns that you don't need may be deleted, unless they are needed. This sheet is not read.",
        "Then run `orderpaper check`, which says what is missing or wrong, and in which cell.",
    ]
    .into_iter()
    .enumerate()
    {
        sheet.merge_range(1 + at as u32, 0, 1 + at as u32, 5, line, &wrapped)?;
    }
    sheet.set_row_height(1, 32)?;
    for (at, (name, width)) in [
        ("Sheet", 16.0),
        ("Column", 28.0),
        ("Needed", 9.0),
        ("What it means", 60.0),
        ("What it holds", 34.0),
        ("Such as", 40.0),
    ]
    .into_iter()
    .enumerate()
    {
        sheet.set_column_width(at as u16, width)?;
        sheet.write_with_format(4, at as u16, name, &bold)?;
    }
    sheet.set_freeze_panes(5, 0)?;
    let mut row = 5;
    for table in tables {
        // Columns that only JSON can hold are explained as well.
        let others = table.columns.iter().filter(|column| is_json_only(table, column));
        let others = others.map(|column| Heading {
            name: column.name.clone(),
            column,
            is_required: column.required,
        });
        for heading in headings(table, quarter).into_iter().chain(others) {
            let cells = [
                table.name.to_owned(),
                heading.name,
                if heading.is_required { "yes" } else { "" }.to_owned(),
                plain(&heading.column.doc),
                plain(&heading.column.holds),
                heading.column.examples.join("; "),
            ];
            for (at, cell) in cells.iter().enumerate() {
                sheet.write_with_format(row, at as u16, cell, &wrapped)?;
            }
            row += 1;
        }
    }
    Ok(())
}

/// Writes the sheet of a table: the names of its columns, and help for the selected cell.
fn sheet(
    sheet: &mut Worksheet,
    table: &TableInfo,
    quarter: Quarter,
) -> Result<(), rust_xlsxwriter::XlsxError> {
    sheet.set_name(table.name)?;
    sheet.set_freeze_panes(1, 0)?;
    let text = Format::new().set_num_format("@");
    for (at, heading) in headings(table, quarter).iter().enumerate() {
        let at = at as u16;
        let format = Format::new().set_align(FormatAlign::Top);
        let format = if heading.is_required { format.set_bold() } else { format };
        sheet.write_with_format(0, at, &heading.name, &format)?;
        sheet
            .set_column_width(at, (heading.name.chars().count() as f64 + 4.0).clamp(12.0, 40.0))?;
        // As text, a reference keeps its zeros and is not taken for a date.
        if [Reference::WHAT, Slug::WHAT].contains(&&*heading.column.holds) {
            sheet.set_column_format(at, &text)?;
        }
        let last = if table.is_single { 1 } else { ROWS_WITH_HELP };
        let title: String = heading.name.chars().take(MAX_TITLE_CHARS).collect();
        let help = DataValidation::new()
            .allow_any_value()
            .set_input_title(title)?
            .set_input_message(message(heading))?;
        sheet.add_data_validation(1, at, last, at, &help)?;
    }
    Ok(())
}

/// Returns the columns of a table that a sheet can hold, required ones first.
fn headings(table: &TableInfo, quarter: Quarter) -> Vec<Heading<'_>> {
    let mut headings = Vec::new();
    for column in &table.columns {
        if table.has_periods && column.name == "periods" {
            let quarters = std::iter::successors(Some(quarter), |quarter| Some(quarter.previous()));
            headings.extend(quarters.take(QUARTER_COLUMNS).map(|quarter| Heading {
                name: quarter.to_string(),
                column,
                is_required: false,
            }));
        } else if column.is_object() {
            let parts = column.inner.iter().filter(|part| part.inner.is_empty());
            headings.extend(parts.map(|part| Heading {
                name: format!("{}-{}", column.name, part.name),
                column: part,
                is_required: false,
            }));
        } else if !is_json_only(table, column) {
            headings.push(Heading {
                name: column.name.clone(),
                column,
                is_required: column.required,
            });
        }
    }
    headings.sort_by_key(|heading| !heading.is_required);
    headings
}

/// Returns whether a column holds a list of objects, which only JSON can.
fn is_json_only(table: &TableInfo, column: &Column) -> bool {
    let is_period = table.has_periods && column.name == "periods";
    !is_period
        && !column.is_object()
        && !column.inner.is_empty()
        && column.holds.starts_with("a list")
}

/// Returns the help beside a cell: what the column means, with examples.
fn message(heading: &Heading<'_>) -> String {
    let mut text = plain(&heading.column.doc);
    let examples = heading.column.examples.iter().take(3).copied().collect::<Vec<_>>().join("; ");
    if !examples.is_empty() {
        text.push_str(&format!(" Such as: {examples}"));
    }
    if text.chars().count() > MAX_MESSAGE_CHARS {
        text = text.chars().take(MAX_MESSAGE_CHARS - 1).collect::<String>() + "…";
    }
    text
}

/// Returns text without backticks, which a spreadsheet would show.
fn plain(words: &str) -> String {
    words.replace('`', "")
}
