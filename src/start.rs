//! What a new data folder begins with: workbooks with a sheet for each table, every column explained.

use anyhow::Context;
use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet,
};

use crate::load::{self, Place, TableInfo};
use crate::model::record::Column;
use crate::model::value::{Parse, Quarter, Reference, Slug};

/// Rows of a sheet in which a cell that is chosen says what belongs there.
const ROWS: u32 = 500;
/// The quarters that results are asked for, the last one first.
const QUARTERS: usize = 5;
/// The most characters that a spreadsheet shows beside a cell.
const LONGEST_MESSAGE: usize = 255;
/// The most characters of the title above them.
const LONGEST_TITLE: usize = 32;

/// A file to begin with.
#[derive(Debug)]
pub struct Start {
    /// Its path below the folder, part by part.
    pub path: Vec<String>,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// The tables that it holds.
    pub tables: Vec<&'static str>,
}

/// A column as a sheet has it.
struct Heading<'a> {
    name: String,
    column: &'a Column,
    is_required: bool,
}

/// Returns the workbooks for these tables, whose quarterly figures are of that quarter; and the tables
/// that no sheet can hold.
///
/// # Errors
/// When a workbook can't be made.
pub fn workbooks(
    tables: &[&str],
    quarter: Quarter,
) -> anyhow::Result<(Vec<Start>, Vec<&'static str>)> {
    let of = |place: Place| -> Vec<&'static TableInfo> {
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
        let tables = of(place);
        if tables.is_empty() {
            continue;
        }
        path.push(name.to_owned());
        let bytes =
            workbook(&tables, quarter).with_context(|| format!("failed to make `{name}`"))?;
        starts.push(Start { path, bytes, tables: tables.iter().map(|own| own.name).collect() });
    }
    let others = [Place::Minutes, Place::Calendar].into_iter().flat_map(of).map(|own| own.name);
    Ok((starts, others.collect()))
}

/// Returns a workbook with a sheet for each table, after one that explains them.
fn workbook(
    tables: &[&TableInfo],
    quarter: Quarter,
) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    let mut book = Workbook::new();
    // The same bytes whenever it is made.
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
    let heading = wrapped.clone().set_bold();
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
        sheet.write_with_format(4, at as u16, name, &heading)?;
    }
    sheet.set_freeze_panes(5, 0)?;
    let mut row = 5;
    for table in tables {
        // What no sheet can hold is explained all the same.
        let others = table.columns.iter().filter(|own| is_json_only(table, own));
        let others = others.map(|column| Heading {
            name: column.name.clone(),
            column,
            is_required: column.required,
        });
        for own in headings(table, quarter).into_iter().chain(others) {
            let cells = [
                table.name.to_owned(),
                own.name,
                if own.is_required { "yes" } else { "" }.to_owned(),
                plain(&own.column.doc),
                plain(&own.column.holds),
                own.column.examples.join("; "),
            ];
            for (at, cell) in cells.iter().enumerate() {
                sheet.write_with_format(row, at as u16, cell, &wrapped)?;
            }
            row += 1;
        }
    }
    Ok(())
}

/// Writes the sheet of a table: the names of its columns, and what belongs in a cell that is chosen.
fn sheet(
    sheet: &mut Worksheet,
    table: &TableInfo,
    quarter: Quarter,
) -> Result<(), rust_xlsxwriter::XlsxError> {
    sheet.set_name(table.name)?;
    sheet.set_freeze_panes(1, 0)?;
    let text = Format::new().set_num_format("@");
    for (at, own) in headings(table, quarter).iter().enumerate() {
        let at = at as u16;
        let format = Format::new().set_align(FormatAlign::Top);
        let format = if own.is_required { format.set_bold() } else { format };
        sheet.write_with_format(0, at, &own.name, &format)?;
        sheet.set_column_width(at, (own.name.chars().count() as f64 + 4.0).clamp(12.0, 40.0))?;
        // As text, a reference keeps its zeros and is not taken for a date.
        if [Reference::WHAT, Slug::WHAT].contains(&&*own.column.holds) {
            sheet.set_column_format(at, &text)?;
        }
        let last = if table.is_single { 1 } else { ROWS };
        let title: String = own.name.chars().take(LONGEST_TITLE).collect();
        let says = DataValidation::new()
            .allow_any_value()
            .set_input_title(title)?
            .set_input_message(message(own))?;
        sheet.add_data_validation(1, at, last, at, &says)?;
    }
    Ok(())
}

/// Returns the columns of a table that a sheet can have, those that are needed first.
fn headings(table: &TableInfo, quarter: Quarter) -> Vec<Heading<'_>> {
    let mut headings = Vec::new();
    for column in &table.columns {
        if table.has_periods && column.name == "periods" {
            let quarters = std::iter::successors(Some(quarter), |own| Some(own.previous()));
            headings.extend(quarters.take(QUARTERS).map(|own| Heading {
                name: own.to_string(),
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
    headings.sort_by_key(|own| !own.is_required);
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

/// Returns what a spreadsheet says beside a cell.
fn message(own: &Heading<'_>) -> String {
    let mut said = plain(&own.column.doc);
    let examples = own.column.examples.iter().take(3).copied().collect::<Vec<_>>().join("; ");
    if !examples.is_empty() {
        said.push_str(&format!(" Such as: {examples}"));
    }
    if said.chars().count() > LONGEST_MESSAGE {
        said = said.chars().take(LONGEST_MESSAGE - 1).collect::<String>() + "…";
    }
    said
}

/// Returns words without the marks of code.
fn plain(words: &str) -> String {
    words.replace('`', "")
}
