//! `init`: the workbooks of a new data folder, and that they lead to documents once filled in.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataType, Reader, Xlsx};
use rust_xlsxwriter::Workbook;
use snapbox::str;

use crate::support::Case;

/// The workbook of a quarter.
const FIGURES: &str = "new/data/performance/2025-26-q3/performance.xlsx";
/// The workbook of all other records.
const RECORDS: &str = "new/data/records.xlsx";

/// What is reported of a table without rows.
const EMPTY: [&str; 2] = ["file/empty-table", "file/no-rows"];

fn performance() -> Case {
    let case = Case::empty();
    case.run(["init", "--kind", "performance-report", "--period", "2025-26-q3", "new"]).code(0);
    case
}

/// Returns the names of the columns of each sheet.
fn headings(bytes: &[u8]) -> BTreeMap<String, Vec<String>> {
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheets = book.sheet_names();
    let columns = |sheet: String| {
        let cells = book.worksheet_range(&sheet).unwrap();
        let first = cells.rows().next().unwrap_or_default();
        let names = first.iter().filter_map(|cell| cell.as_string()).collect();
        (sheet, names)
    };
    sheets.into_iter().map(columns).collect()
}

/// The rows of a table, each with its cells by column.
type Table<'a> = (&'a str, &'a [&'a [(&'a str, &'a str)]]);

/// Writes rows below the columns of a workbook of `init`, as an officer who fills it in.
#[track_caller]
fn fill(case: Case, file: &str, rows: &[Table<'_>]) -> Case {
    let started = headings(&case.read(file));
    let mut book = Workbook::new();
    for (table, rows) in rows {
        let names = &started[*table];
        let sheet = book.add_worksheet();
        sheet.set_name(*table).unwrap();
        for (at, name) in (0..).zip(names) {
            sheet.write(0, at, name).unwrap();
        }
        for (row, cells) in (1..).zip(rows.iter()) {
            for (name, value) in cells.iter() {
                let at = names.iter().position(|column| column == name);
                let at =
                    at.unwrap_or_else(|| panic!("`{table}` has no column `{name}`: {names:?}"));
                sheet.write(row, u16::try_from(at).unwrap(), *value).unwrap();
            }
        }
    }
    case.bytes(file, book.save_to_buffer().unwrap())
}

#[test]
fn init_lists_its_workbooks_and_the_next_step() {
    Case::empty()
        .run(["init", "--kind", "performance-report", "new"])
        .code(0)
        .stdout_eq(str![[r#"
new/data/records.xlsx (council)
new/data/performance/2025-26-q3/performance.xlsx (report, indicators, finance, savings, capital, risks, workforce, commitments, milestones)

"#]])
        .stderr_eq(str![[r#"
fill in the workbooks, then: orderpaper check --data new/data

"#]]);
}

#[test]
fn check_accepts_every_column_and_asks_for_rows() {
    let case = performance();
    let ended = case.run(["check", "--data", "new/data", "--format", "json"]);
    let codes: Vec<String> = ended
        .json()
        .into_iter()
        .filter_map(|line| line.get("code").and_then(|code| code.as_str()).map(str::to_owned))
        .collect();
    // The only fault of the sheets is that they are empty.
    assert!(codes.iter().all(|code| EMPTY.contains(&&**code)), "{codes:?}");
    case.run(["check", "--data", "new/data"])
        .stderr_has(
            "error[file/no-rows]: the table `council` has no row\n--> new/data/records.xlsx",
        )
        .stderr_has("the tables `report`, `indicators`, `finance`,")
        .stderr_has("add a row for each record");
    let empty = codes.iter().filter(|code| *code == "file/empty-table").count();
    assert!(empty <= 2, "one for each workbook, not for each sheet: {codes:?}");
}

#[test]
fn every_column_is_explained() {
    let case = performance();
    let mut book = Xlsx::new(Cursor::new(case.read(FIGURES))).unwrap();
    let about = book.worksheet_range("About").unwrap();
    let rows: Vec<Vec<String>> = about
        .rows()
        .map(|row| row.iter().map(|cell| cell.as_string().unwrap_or_default()).collect())
        .collect();
    for table in orderpaper::load::tables() {
        if table.place != orderpaper::load::Place::Quarter {
            continue;
        }
        for column in
            table.columns.iter().filter(|column| !column.is_object() && column.name != "periods")
        {
            let row = rows.iter().find(|row| row[0] == table.name && row[1] == column.name);
            let row = row.unwrap_or_else(|| panic!("`{}` of `{}`", column.name, table.name));
            assert_eq!(row[2] == "yes", column.required, "{row:?}");
            assert!(!row[3].is_empty() && !row[4].is_empty(), "{row:?}");
        }
    }
}

#[test]
fn init_covers_every_table() {
    let case = Case::empty();
    case.run(["init", "new"]).code(0).stderr_has(
        "`minutes` can't be kept in a sheet: `orderpaper schema --manual` says what its file holds",
    );
    let ended = case.run(["check", "--data", "new/data", "--format", "json"]);
    for line in ended.json() {
        assert!(EMPTY.contains(&line["code"].as_str().unwrap()), "{line}");
    }
    let records = headings(&case.read(RECORDS));
    assert!(records["issues"].contains(&"private-notice-published".to_owned()));
    assert!(records["council"].contains(&"contact-name".to_owned()));
    assert_eq!(records["meetings"][..2], ["meeting", "body"], "what is needed comes first");
}

#[test]
fn filled_in_workbooks_make_the_report() {
    let council: &[(&str, &str)] =
        &[("name", "Ashby Vale Council"), ("contact-name", "Ines Coldwell")];
    let case = fill(performance(), RECORDS, &[("council", &[council])]);
    let report: &[(&str, &str)] = &[("title", "Performance report")];
    let bins: &[(&str, &str)] = &[
        ("number", "1"),
        ("code", "ENV01"),
        ("title", "Bins emptied on the day"),
        ("portfolio", "Environment"),
        ("unit", "percentage"),
        ("polarity", "high"),
        ("target", "95%"),
        ("Q3 2025/26", "96.2%"),
        ("Q2 2025/26", "94.8%"),
    ];
    let case = fill(case, FIGURES, &[("report", &[report]), ("indicators", &[bins])]);
    case.run(["check", "--data", "new/data"]).code(0);
    case.run(["build", "--data", "new/data"])
        .code(0)
        .stdout_has("output/public/performance/2025-26-q3/performance-report.pdf");
}

#[test]
fn init_is_reproducible() {
    let (one, other) = (performance(), performance());
    assert_eq!(one.files("new"), other.files("new"));
    for file in [RECORDS, FIGURES] {
        assert!(one.read(file) == other.read(file), "{file}");
    }
}

#[test]
fn a_folder_that_is_not_empty_is_left_alone() {
    let case = Case::empty().file("new/agenda.csv", "mine");
    case.run(["init", "new"]).code(2).stdout_eq(str![]).stderr_eq(str![[r#"
error: `new` already exists and is not empty; name a new folder

"#]]);
    assert_eq!(case.files("new"), ["agenda.csv"]);
    case.run(["init", "--kind", "agendas", "other"]).code(2).stderr_has("the kinds are agenda");
}
