//! The workbooks that a data folder begins with: a sheet for each table, with every column explained.

mod council;
mod shortcut;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::Context;
use chrono::NaiveDate;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign,
    Workbook, Worksheet,
};

pub use self::council::{
    DATA, NewBody, NewCouncil, OUTPUT, SAMPLE, begin, begin_sample, council_folder, councils,
    councils_folder,
};
pub use self::shortcut::install_shortcut;
use crate::kinds;
use crate::load::{self, Place, TableInfo};
use crate::model::record::Column;
use crate::model::value::{
    Minutes, Money, Parse, Quarter, Reference, ReportingPeriod, Scalar, Slug,
};
use crate::store;

/// The rows of a sheet, below its headings, that show help when a cell is selected.
const ROWS_WITH_HELP: u32 = 500;
/// The number of periods that have a column for results, the latest first.
const PERIOD_COLUMNS: usize = 5;
/// The most characters of the help beside a cell that Excel accepts.
const MAX_MESSAGE_CHARS: usize = 255;
/// The most characters of the title above the help that Excel accepts.
const MAX_TITLE_CHARS: usize = 32;

/// The most characters that the choices of a drop-down list may have in Excel, with the commas between them.
const MAX_CHOICES_CHARS: usize = 255;
/// The most examples that are shown of a column.
const MAX_EXAMPLES: usize = 3;

/// The rows of a table, each with its values by column.
type ExampleRows = Vec<BTreeMap<String, String>>;

/// Rows of an invented council, by table, in which every column has a true value. They agree with each other.
static EXAMPLES: LazyLock<BTreeMap<String, ExampleRows>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("start/examples.json")).expect("a test reads them")
});

/// What the tables of a data folder are for.
#[derive(Debug, Clone)]
pub struct InitOptions {
    /// The folder that the data folder is made in, or that has one, or is one.
    pub folder: PathBuf,
    /// The kinds of document that are to be made, by name; all where it is empty.
    pub kinds: Vec<String>,
    /// The period that figures are for; the last whole quarter before `today` where it is `None`.
    pub period: Option<ReportingPeriod>,
    /// The day to take for today.
    pub today: NaiveDate,
}

/// A data folder with the tables that were added to it.
#[derive(Debug)]
pub struct NewFolder {
    /// The data folder.
    pub data: PathBuf,
    /// How many workbooks were written.
    pub workbooks: usize,
    /// The tables that were there before, and stay as they are, each with its file.
    pub kept: Vec<(&'static str, String)>,
    /// The tables that no sheet can hold.
    pub others: Vec<&'static str>,
}

/// Writes the workbooks for the tables that documents of these kinds may need and that the folder does not have;
/// `written` is called with the path and the tables of each. No file that is there is changed.
///
/// # Errors
/// When the folder is a file, or has a workbook that can't be opened, when no quarter is before today, when a workbook
/// can't be written, or when `written` fails.
pub fn init(
    options: &InitOptions,
    written: &mut dyn FnMut(&Path, &[&'static str]) -> anyhow::Result<()>,
) -> anyhow::Result<NewFolder> {
    let InitOptions { folder, kinds, period, today } = options;
    if store::is_file(folder) {
        anyhow::bail!("`{}` is a file; name a folder", folder.display());
    }
    let quarter = || Quarter::containing(*today).map(|now| ReportingPeriod::from(now).previous());
    let Some(period) = period.or_else(quarter) else {
        anyhow::bail!("no quarter is before {today}")
    };
    // A folder that has tables is a data folder itself.
    let is_data = !load::tables_in(folder, Place::Root)?.is_empty();
    let data = if is_data { folder.clone() } else { folder.join("data") };
    let wanted = tables_for(kinds);
    let mut made = NewFolder { data, workbooks: 0, kept: Vec::new(), others: Vec::new() };
    for (place, folder, name) in [
        (Place::Root, made.data.clone(), "records"),
        (Place::Period, period_folder(&made.data, period)?, "performance"),
        (Place::Year, period_folder(&made.data, period.next_year())?, "year"),
    ] {
        let held = load::tables_in(&folder, place)?;
        let tables = load::tables().iter().filter(|table| table.place == place);
        let tables = tables.filter(|table| wanted.contains(&table.name));
        let (kept, missing): (Vec<&TableInfo>, Vec<&TableInfo>) =
            tables.partition(|table| held.contains_key(table.name));
        made.kept.extend(kept.iter().map(|table| (table.name, held[table.name].clone())));
        if missing.is_empty() {
            continue;
        }
        let bytes =
            workbook(&missing, period).with_context(|| format!("failed to make `{name}.xlsx`"))?;
        let path = free_path(&folder, name);
        store::write(&path, &bytes)?;
        made.workbooks += 1;
        written(&path, &missing.iter().map(|table| table.name).collect::<Vec<_>>())?;
    }
    let is_other = |table: &&TableInfo| matches!(table.place, Place::Minutes | Place::Calendar);
    let others = load::tables().iter().filter(is_other).map(|table| table.name);
    made.others.extend(others.filter(|name| wanted.contains(name)));
    Ok(made)
}

/// The endings of papers.
const PAPERS: [&str; 3] = ["pdf", "docx", "dj"];

/// Keeps a paper of a meeting with the documents of a data folder, under a name that every system can have; returns its path
/// below the documents, as a row of `documents` names it.
///
/// # Errors
/// When it is no paper, when there is one of that name, or when it can't be written.
pub fn keep_paper(data: &Path, meeting: &str, name: &str, bytes: &[u8]) -> anyhow::Result<String> {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let ending = ending.to_lowercase();
    anyhow::ensure!(
        PAPERS.contains(&ending.as_str()),
        "`{name}` is neither a PDF nor a Word document (.docx)"
    );
    anyhow::ensure!(!bytes.is_empty(), "`{name}` is empty");
    let stem = Slug::nearest(stem).map_or_else(|| "paper".to_owned(), |stem| stem.to_string());
    let file = format!("{meeting}/{stem}.{ending}");
    let path = store::below(&data.join("documents"), &file);
    anyhow::ensure!(
        store::stamp(&path)?.is_none(),
        "`documents/{file}` is there already; give the file another name, or put it there yourself"
    );
    store::write(&path, bytes)?;
    Ok(file)
}

/// Returns whether a data folder has any table.
///
/// # Errors
/// When it can't be read.
pub fn has_records(data: &Path) -> anyhow::Result<bool> {
    Ok(store::is_folder(data) && !load::tables_in(data, Place::Root)?.is_empty())
}

/// Returns the folder of a period, as it is called where there is one.
fn period_folder(data: &Path, period: ReportingPeriod) -> anyhow::Result<PathBuf> {
    let folder = data.join("performance");
    let is_period = |name: &str| {
        ReportingPeriod::parse(&Scalar::Text(name.to_owned()))
            .is_ok_and(|parsed| parsed.value == period)
    };
    let entries = if store::is_folder(&folder) { store::list(&folder)? } else { Vec::new() };
    let named = entries.into_iter().find(|entry| entry.is_folder && is_period(&entry.name));
    Ok(folder.join(named.map_or_else(|| period.key(), |entry| entry.name)))
}

/// Returns the path of a workbook that is not there yet: `records.xlsx`, or else `records-2.xlsx`.
fn free_path(folder: &Path, name: &str) -> PathBuf {
    let names = (1..).map(|number| match number {
        1 => format!("{name}.xlsx"),
        _ => format!("{name}-{number}.xlsx"),
    });
    let mut paths = names.map(|name| folder.join(name));
    paths
        .find(|path| !store::is_file(path) && !store::is_folder(path))
        .expect("a folder has fewer files than there are numbers")
}

/// Returns the tables that documents of these kinds may need; all where none is named.
fn tables_for(wanted: &[String]) -> Vec<&'static str> {
    let kinds = || kinds::ALL.iter().filter(|kind| wanted.iter().any(|name| name == kind.name()));
    let has_report = kinds().any(|kind| kind.needs().contains(&"report"));
    // Of a period that is reported on, whatever any report shows.
    let is_reported = |needs: &[&str], table: &TableInfo| {
        table.place == Place::Period && needs.contains(&"report") && needs.contains(&table.name)
    };
    let is_wanted = |table: &&TableInfo| {
        wanted.is_empty()
            || kinds().any(|kind| kind.needs().contains(&table.name))
            || (has_report && kinds::ALL.iter().any(|kind| is_reported(kind.needs(), table)))
    };
    load::tables().iter().filter(is_wanted).map(|table| table.name).collect()
}

/// A column of a sheet: that of a table, a part of one, or a period.
struct Heading<'a> {
    name: String,
    /// What the heading says of the unit that a number without one has.
    unit: &'static str,
    column: &'a Column,
    is_required: bool,
    /// Values that it may have, which are true of the column.
    examples: Vec<String>,
}

impl<'a> Heading<'a> {
    fn new(table: &TableInfo, name: String, column: &'a Column, is_required: bool) -> Self {
        let unit = match &*column.holds {
            Money::WHAT => " (£)",
            Minutes::WHAT => " (minutes)",
            _ => "",
        };
        let examples = examples(table, &name, column);
        Self { name, unit, column, is_required, examples }
    }
}

/// Returns values of a column: those of the invented council, or else those of its type, where any column may hold
/// them.
fn examples(table: &TableInfo, name: &str, column: &Column) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let is_period = column.name == "periods";
    for row in EXAMPLES.get(table.name).into_iter().flatten() {
        for (heading, value) in row.iter().filter(|(_, value)| !value.is_empty()) {
            let is_of_column = if is_period {
                ReportingPeriod::parse(&Scalar::Text(heading.clone())).is_ok()
            } else {
                heading == name
            };
            if is_of_column && !found.contains(value) {
                found.push(value.clone());
            }
        }
    }
    if found.is_empty() && !column.holds.starts_with(String::WHAT) {
        found.extend(column.examples.iter().map(|example| (*example).to_owned()));
    }
    found.truncate(MAX_EXAMPLES);
    found
}

/// Returns a workbook with a sheet for each table, after one that explains them.
fn workbook(
    tables: &[&TableInfo],
    period: ReportingPeriod,
) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    let mut book = Workbook::new();
    // A fixed date, so that the bytes are the same on every run.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    explain(book.add_worksheet(), tables, period)?;
    for table in tables {
        sheet(book.add_worksheet(), table, period)?;
    }
    book.save_to_buffer()
}

/// Writes the sheet that explains every column of the others.
fn explain(
    sheet: &mut Worksheet,
    tables: &[&TableInfo],
    period: ReportingPeriod,
) -> Result<(), rust_xlsxwriter::XlsxError> {
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let bold = wrapped.clone().set_bold();
    let title = Format::new().set_bold().set_font_size(14);
    sheet.set_name("About")?;
    sheet.write_with_format(0, 0, "What goes where", &title)?;
    for (at, line) in [
        "Each sheet is a table: one row for each record, below the names of the columns. Leave the names as they are; columns that you don't need may be deleted, unless they are needed. This sheet is not read. Its examples are of an invented council, and of one piece.",
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
        let others =
            others.map(|column| Heading::new(table, column.name.clone(), column, column.required));
        for heading in headings(table, period).into_iter().chain(others) {
            let cells = [
                table.name.to_owned(),
                heading.name,
                if heading.is_required { "yes" } else { "" }.to_owned(),
                plain(&heading.column.doc),
                plain(&heading.column.holds),
                heading.examples.join("; "),
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
    period: ReportingPeriod,
) -> Result<(), rust_xlsxwriter::XlsxError> {
    sheet.set_name(table.name)?;
    sheet.set_freeze_panes(1, 0)?;
    let text = Format::new().set_num_format("@");
    for (at, heading) in headings(table, period).iter().enumerate() {
        let at = at as u16;
        let format = Format::new().set_align(FormatAlign::Top);
        let format = if heading.is_required { format.set_bold() } else { format };
        let shown = format!("{}{}", heading.name, heading.unit);
        sheet.write_with_format(0, at, &shown, &format)?;
        sheet.set_column_width(at, (shown.chars().count() as f64 + 4.0).clamp(12.0, 40.0))?;
        // As text, a reference keeps its zeros and is not taken for a date.
        if [Reference::WHAT, Slug::WHAT].contains(&&*heading.column.holds) {
            sheet.set_column_format(at, &text)?;
        }
        let last = if table.is_single { 1 } else { ROWS_WITH_HELP };
        let title: String = heading.name.chars().take(MAX_TITLE_CHARS).collect();
        let choices = heading.column.choices;
        let chars = choices.iter().map(|choice| choice.chars().count() + 1).sum::<usize>();
        // A comma separates the choices of a list.
        let has_list = !choices.is_empty()
            && chars <= MAX_CHOICES_CHARS
            && choices.iter().all(|choice| !choice.contains(','));
        let help = DataValidation::new();
        let help = if has_list {
            // What else is read, such as `Key`, can be typed all the same.
            help.allow_list_strings(choices)?
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_message(
                    "This is not one of the list; `check` says whether it is read.",
                )?
        } else {
            help.allow_any_value()
        };
        let help = help.set_input_title(title)?.set_input_message(message(heading))?;
        sheet.add_data_validation(1, at, last, at, &help)?;
    }
    Ok(())
}

/// Returns the columns of a table that a sheet can hold, required ones first.
fn headings(table: &TableInfo, period: ReportingPeriod) -> Vec<Heading<'_>> {
    let mut headings = Vec::new();
    for column in &table.columns {
        if table.has_periods && column.name == "periods" {
            let periods = std::iter::successors(Some(period), |period| Some(period.previous()));
            let periods = periods.take(PERIOD_COLUMNS);
            headings.extend(
                periods.map(|period| Heading::new(table, period.to_string(), column, false)),
            );
        } else if column.is_object() {
            let parts = column.inner.iter().filter(|part| part.inner.is_empty());
            headings.extend(parts.map(|part| {
                let name = format!("{}-{}", column.name, part.name);
                Heading::new(table, name, part, false)
            }));
        } else if !is_json_only(table, column) {
            headings.push(Heading::new(table, column.name.clone(), column, column.required));
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
    if !heading.examples.is_empty() {
        text.push_str(&format!(" Such as: {}", heading.examples.join("; ")));
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
