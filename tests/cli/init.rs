//! `init`: the workbooks of a data folder, and that they lead to documents once filled in.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{DataType, Reader, Xlsx};
use orderpaper::load::{self, Place};
use rust_xlsxwriter::Workbook;
use snapbox::str;
use zip::ZipArchive;

use crate::support::Case;

/// The workbook of a quarter.
const FIGURES: &str = "new/data/performance/2025-26-q3/performance.xlsx";
const YEAR: &str = "new/data/performance/2026-27/year.xlsx";

/// The workbooks, each with the place of its tables.
const BOOKS: [(&str, Place); 3] =
    [(RECORDS, Place::Root), (FIGURES, Place::Period), (YEAR, Place::Year)];
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

/// Returns the column that a heading names, without its unit.
fn column(heading: &str) -> &str {
    heading.split_once(" (").map_or(heading, |(column, _)| column)
}

/// A row's cells, by column.
type Row = BTreeMap<String, String>;

fn row(cells: &[(&str, &str)]) -> Row {
    cells.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Writes rows below the columns of a workbook of `init`, as an officer who fills it in.
#[track_caller]
fn fill(case: Case, file: &str, tables: &[(&str, Vec<Row>)]) -> Case {
    let started = headings(&case.read(file));
    let mut book = Workbook::new();
    for (table, rows) in tables {
        let names = &started[*table];
        let sheet = book.add_worksheet();
        sheet.set_name(*table).unwrap();
        for (at, name) in (0..).zip(names) {
            sheet.write(0, at, name).unwrap();
        }
        for (at_row, cells) in (1..).zip(rows) {
            for (name, value) in cells {
                let at = names.iter().position(|heading| column(heading) == name);
                let at =
                    at.unwrap_or_else(|| panic!("`{table}` has no column `{name}`: {names:?}"));
                sheet.write(at_row, u16::try_from(at).unwrap(), value).unwrap();
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
new/data/performance/2025-26-q3/performance.xlsx (report, indicators, benchmarks, finance, savings, capital, risks, workforce, commitments, milestones, findings, complaints, programmes, workstreams, reserves, capital-changes, budget-changes, virements, treasury, debts, payments)

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
        .stderr_has("the tables `report`, `indicators`, `benchmarks`, `finance`,")
        .stderr_has("add a row for each record");
    let empty = codes.iter().filter(|code| *code == "file/empty-table").count();
    assert!(empty <= 3, "one for each workbook, not for each sheet: {codes:?}");
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
    for table in load::tables() {
        if table.place != Place::Period {
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
    let council = row(&[("name", "Ashby Vale Council"), ("contact-name", "Ines Coldwell")]);
    let case = fill(performance(), RECORDS, &[("council", vec![council])]);
    let report = row(&[("title", "Performance report")]);
    let bins = row(&[
        ("number", "1"),
        ("code", "ENV01"),
        ("title", "Bins emptied on the day"),
        ("portfolio", "Environment"),
        ("unit", "percentage"),
        ("polarity", "high"),
        ("target", "95%"),
        ("Q3 2025/26", "96.2%"),
        ("Q2 2025/26", "94.8%"),
    ]);
    let case = fill(case, FIGURES, &[("report", vec![report]), ("indicators", vec![bins])]);
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
fn tables_are_added_to_a_folder_that_has_some() {
    const MINE: &str = "meeting,number,title\n";
    let case = Case::empty()
        .file("new/data/agenda.csv", MINE)
        .file("new/data/notes.txt", "mine")
        .file("new/data/performance/2025-26 Q3/finance.csv", "portfolio,title\n");
    case.run(["init", "--period", "2025-26-q3", "new"])
        .code(0)
        .stdout_has(
            "new/data/performance/2025-26 Q3/performance.xlsx (report, indicators, benchmarks, savings,",
        )
        .stderr_has("left as they are: `agenda` (agenda.csv), `finance` (finance.csv)");
    assert_eq!(case.text("new/data/agenda.csv"), MINE);
    let sheets = headings(&case.read(RECORDS));
    assert!(sheets.contains_key("meetings") && !sheets.contains_key("agenda"), "{sheets:?}");
    let before = case.files("new");
    case.run(["init", "--period", "2025-26-q3", "new"])
        .code(0)
        .stdout_eq(str![])
        .stderr_has("every table is there; nothing was written");
    assert_eq!(case.files("new"), before);
    // A workbook of the same name stays, whatever is in it.
    let some = Workbook::new().save_to_buffer().unwrap();
    let case = Case::empty().bytes(RECORDS, &some);
    case.run(["init", "--kind", "agenda", "new"]).code(0).stdout_has("new/data/records-2.xlsx (");
    assert!(case.read(RECORDS) == some);
}

#[test]
fn a_data_folder_gets_the_tables_itself() {
    let case = Case::new();
    let before = case.files("data");
    case.run(["init", "--kind", "work-programme", "data"])
        .code(0)
        .stdout_eq(str![[r#"
data/records.xlsx (work-programme)

"#]])
        .stderr_has("left as they are: `council` (council.json), `bodies` (bodies.csv)");
    assert_eq!(case.files("data").len(), before.len() + 1);
    case.run(["check"]).code(0).stderr_has("warning[file/empty-table]");
}

#[test]
fn what_can_not_be_added_to_is_refused() {
    let case = Case::empty().file("new/data/records.xlsx", "no workbook").file("mine", "");
    case.run(["init", "new"]).code(2).stdout_eq(str![]).stderr_eq(str![[r#"
error: `new/data/records.xlsx` can't be opened, so which tables it has is not known: this is not an Excel workbook, or its end is missing

"#]]);
    assert_eq!(case.files("new"), ["data/records.xlsx"]);
    case.run(["init", "mine"]).code(2).stderr_has("`mine` is a file; name a folder");
    case.run(["init", "--kind", "agendas", "other"]).code(2).stderr_has("the kinds are agenda");
}

#[test]
fn closed_values_have_drop_down_lists() {
    let case = Case::empty();
    case.run(["init", "--period", "2025-26-q3", "new"]).code(0);
    let mut count = 0;
    for (file, place) in BOOKS {
        let bytes = case.read(file);
        let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let tables = load::tables().iter().filter(|table| table.place == place);
        // The first sheet explains the others.
        for (at, table) in (2..).zip(tables) {
            let mut xml = String::new();
            let mut part = zip.by_name(&format!("xl/worksheets/sheet{at}.xml")).unwrap();
            part.read_to_string(&mut xml).unwrap();
            for column in &table.columns {
                let list = column.choices.join(",");
                // A choice with a comma would be two.
                if column.choices.is_empty() || list.matches(',').count() >= column.choices.len() {
                    continue;
                }
                count += 1;
                let list = format!("<formula1>\"{list}\"</formula1>");
                assert!(xml.contains(&list), "`{}` of `{}`: {list}", column.name, table.name);
            }
        }
    }
    assert!(count > 20, "{count}");
}

/// Columns whose examples would name a file that the council has to have; minutes are files.
const OF_FILES: [&str; 3] = ["logo-file", "logo-alt", "minutes"];

/// The examples are rows that agree with each other, and each column that takes any words is in one of them.
#[test]
fn examples_pass_the_check() {
    let rows: BTreeMap<String, Vec<Row>> =
        serde_json::from_str(include_str!("../../src/start/examples.json")).unwrap();
    let mut case = Case::empty();
    case.run(["init", "--period", "2025-26-q3", "new"]).code(0);
    let mut missing = Vec::new();
    for (file, place) in BOOKS {
        let started = headings(&case.read(file));
        let mut filled = Vec::new();
        for table in load::tables().iter().filter(|table| table.place == place) {
            let rows = &rows[table.name];
            for name in started[table.name].iter().map(|heading| column(heading)) {
                let of_table = table.columns.iter().find(|known| known.name == name);
                // Examples of other types are true of any column.
                let takes_words = of_table.is_none_or(|column| {
                    column.examples.is_empty() || column.holds.starts_with("a line of text")
                });
                let has_value = rows.iter().any(|row| row.contains_key(name));
                if takes_words && !has_value && !name.starts_with('Q') && !OF_FILES.contains(&name)
                {
                    missing.push(format!("`{name}` of `{}`", table.name));
                }
            }
            filled.push((table.name, rows.clone()));
        }
        case = fill(case, file, &filled);
    }
    assert!(missing.is_empty(), "nothing is shown of {missing:?}");
    for paper in ["budget", "library", "library-2"] {
        let text = format!("# Paper {paper}\n\n## Background papers\n\nNone\n");
        case = case.file(&format!("new/data/documents/{paper}.dj"), text);
    }
    case.run(["check", "--data", "new/data"])
        .code(0)
        .stderr_lacks("error[")
        .stderr_lacks("warning[");
}
