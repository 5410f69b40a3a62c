//! Every declared table as other programs write it gives the records that its plain twin gives.

mod declared;
mod generated;
mod text;

use std::fmt::Write;

use orderpaper::diag::{Diagnostic, Diagnostics, Severity, column_letters};
use orderpaper::load::{self, Place};
use orderpaper::model::glyphs::Coverage;

use self::declared::{Cell, DeclaredTable, QUARTER, YEAR, tables};
use self::generated::{GENERATORS, Generator};
use self::text::{PROGRAMS, Program};
use crate::formats::{TABLES, documents};
use crate::support::Case;

/// What was read of a folder.
struct Read {
    /// All records, without their places.
    records: String,
    /// Warnings and errors, each with its place.
    faults: Vec<Diagnostic>,
}

fn read(case: &Case) -> Read {
    let mut diags = Diagnostics::default();
    let coverage = Coverage::new(0x20..0x2_0000);
    let data =
        load::read(&mut diags, &case.path("data"), &coverage, load::MAX_FILE_BYTES, None).unwrap();
    let is_place = |line: &&str| line.trim_start().starts_with("origin: ");
    let records: Vec<String> =
        format!("{data:#?}").lines().filter(|line| !is_place(line)).map(str::to_owned).collect();
    let faults = diags.into_vec().into_iter();
    let faults = faults.filter(|diag| diag.severity() != Severity::Note).collect();
    Read { records: records.join("\n"), faults }
}

/// Returns the tables in a folder, each in a file of its own.
fn folder(
    tables: &[DeclaredTable],
    ending: &str,
    save: impl Fn(&DeclaredTable) -> Vec<u8>,
) -> Case {
    let file = |case: Case, table: &DeclaredTable| {
        case.bytes(&format!("data/{}.{ending}", table.file()), save(table))
    };
    tables.iter().fold(Case::empty(), file)
}

/// Returns the tables in two workbooks.
fn workbooks(tables: &[DeclaredTable], generator: &Generator) -> Case {
    let book = |place: Place| {
        let tables: Vec<_> = tables.iter().filter(|table| table.info.place == place).collect();
        generator.workbook(&tables)
    };
    Case::empty()
        .bytes("data/records.xlsx", book(Place::Root))
        .bytes(&format!("data/{QUARTER}/figures.xlsx"), book(Place::Period))
        .bytes(&format!("data/{YEAR}/figures.xlsx"), book(Place::Year))
}

/// Returns the first lines in which records differ, and the messages that the twin has not.
fn differences(name: &str, twin: &Read, found: &Read) -> String {
    let mut report = String::new();
    let messages = |read: &Read| -> Vec<String> {
        let of = |diag: &Diagnostic| {
            format!("{}[{}]: {}", diag.severity().word(), diag.code(), diag.message)
        };
        read.faults.iter().map(of).collect()
    };
    let (expected, more) = (messages(twin), messages(found));
    for (message, diag) in
        more.iter().zip(&found.faults).filter(|(more, _)| !expected.contains(more))
    {
        writeln!(report, "{name}: {message} {:?}", diag.origin).unwrap();
    }
    let mut table = "";
    let lines = twin.records.lines().zip(found.records.lines());
    let mut count = 0;
    for (expected, line) in lines {
        if expected.starts_with("    ") && !expected.starts_with("     ") {
            table = expected.trim();
        }
        if expected != line && count < 6 {
            count += 1;
            writeln!(report, "{name}: {table} expected {}, found {}", expected.trim(), line.trim())
                .unwrap();
        }
    }
    if twin.records.lines().count() != found.records.lines().count() {
        writeln!(report, "{name}: not as many values").unwrap();
    }
    report
}

fn twin(tables: &[DeclaredTable]) -> Read {
    let twin = read(&folder(tables, "json", |table| table.twin.to_string().into_bytes()));
    let errors = twin.faults.iter().filter(|diag| diag.severity() == Severity::Error);
    let errors: Vec<_> = errors.map(|diag| &diag.message).collect();
    assert!(errors.is_empty(), "each example is true: {errors:?}");
    assert!(twin.records.contains("\n    lost: [],"), "every row was read");
    twin
}

#[test]
fn tables_of_every_program_have_the_same_records() {
    let tables = tables();
    let twin = twin(&tables);
    let mut report = String::new();
    for program in &PROGRAMS {
        let found = read(&folder(&tables, "csv", |table| program.save(table)));
        report += &differences(program.name, &twin, &found);
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn workbooks_of_report_generators_have_the_same_records() {
    let tables = tables();
    let twin = twin(&tables);
    let mut report = String::new();
    for generator in &GENERATORS {
        let found = read(&workbooks(&tables, generator));
        report += &differences(generator.name, &twin, &found);
    }
    assert!(report.is_empty(), "\n{report}");
}

/// Minutes, and columns that hold lists of records, have no cells: a cell holds one value, or several between semicolons,
/// and a record in a list has several of its own. They are written as JSON, which programs save in the same encodings.
#[test]
fn json_of_every_program_has_the_same_records() {
    let files = ["minutes/cabinet-2026-01-13.json", "council.json"];
    let expected = read(&Case::new());
    let mut report = String::new();
    for program in &PROGRAMS {
        let case = files.iter().fold(Case::new(), |case, file| {
            let text = case.text(&format!("data/{file}"));
            case.bytes(&format!("data/{file}"), program.encoded(&text))
        });
        report += &differences(program.name, &expected, &read(&case));
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn columns_without_cells_hold_lists_of_records_and_say_so() {
    for table in load::tables() {
        for column in declared::without_cells(table) {
            assert!(!column.inner.is_empty(), "`{}` of `{}` has no cell", column.name, table.name);
            if table.place != Place::Root {
                continue;
            }
            let text = format!("{}\nx\n", column.name);
            let found = read(&Case::empty().file(&format!("data/{}.csv", table.name), &text));
            let is_named = found.faults.iter().any(|fault| !fault.hints.is_empty());
            assert!(is_named, "`{}` of `{}` vanishes from a sheet", column.name, table.name);
        }
    }
}

#[test]
fn tables_of_every_program_make_the_same_documents() {
    let expected = documents(&Case::new());
    let tables: Vec<(String, DeclaredTable)> = TABLES
        .iter()
        .map(|path| {
            let text = Case::new().text(&format!("data/{path}.csv"));
            ((*path).to_owned(), declared::of_csv(path.rsplit('/').next().unwrap(), &text))
        })
        .collect();
    let case = |ending: &str, save: &dyn Fn(&DeclaredTable) -> Vec<u8>| {
        tables.iter().fold(Case::new(), |case, (path, table)| {
            let case = case.remove(&format!("data/{path}.csv"));
            case.bytes(&format!("data/{path}.{ending}"), save(table))
        })
    };
    for program in &PROGRAMS {
        assert!(
            documents(&case("csv", &|table| program.save(table))) == expected,
            "{}",
            program.name
        );
    }
    for generator in &GENERATORS {
        let case = case("xlsx", &|table| generator.workbook(&[table]));
        assert!(documents(&case) == expected, "{}", generator.name);
    }
}

/// Each column in turn, in all tables at once.
#[test]
fn formulas_without_a_value_are_named_in_every_column() {
    let tables = tables();
    let widest = tables.iter().map(|table| table.headings.len()).max().unwrap();
    let mut report = String::new();
    for column in 0..widest {
        let generator = GENERATORS[0].without_values(column);
        let found = read(&workbooks(&tables, &generator));
        let places: Vec<String> =
            found.faults.iter().map(|diag| format!("{:?}", diag.origin)).collect();
        for table in tables.iter().filter(|table| column < table.headings.len()) {
            let cell = format!("{}!{}2", table.info.name, column_letters(column));
            if !places.iter().any(|place| place.contains(&cell)) {
                writeln!(report, "`{}` of `{}`", table.headings[column], table.info.name).unwrap();
            }
        }
    }
    assert!(report.is_empty(), "nothing is reported of\n{report}");
}

/// Returns the tables and columns of which a change of cells is not reported although it changes a record.
fn unreported(change: impl Fn(&mut Vec<Cell>, usize), program: &Program) -> String {
    let mut report = String::new();
    for table in tables() {
        let plain = |table: &DeclaredTable| {
            read(&folder(std::slice::from_ref(table), "csv", |table| program.save(table)))
        };
        let twin = plain(&DeclaredTable { ..table.clone() });
        for column in 0..table.headings.len() {
            let mut changed = table.clone();
            for row in &mut changed.rows {
                change(row, column);
            }
            let found = plain(&changed);
            if found.records != twin.records && found.faults.len() <= twin.faults.len() {
                writeln!(report, "`{}` of `{}`", table.headings[column], table.info.name).unwrap();
            }
        }
    }
    report
}

#[test]
fn errors_of_spreadsheets_are_named_in_every_column() {
    for error in ["#N/A", "#REF!", "########"] {
        let report =
            unreported(|row, column| row[column] = Cell::Text(error.to_owned()), &PROGRAMS[0]);
        assert!(report.is_empty(), "nothing is reported of {error} in\n{report}");
    }
}

/// As spreadsheets on the Continent write numbers: a comma before decimals, a point between thousands.
#[test]
fn decimal_commas_are_named_in_every_column() {
    let swap = |row: &mut Vec<Cell>, column: usize| {
        let Cell::Number { shown, .. } = &mut row[column] else { return };
        let swapped = shown.chars().map(|char| match char {
            ',' => '.',
            '.' => ',',
            _ => char,
        });
        *shown = swapped.collect();
    };
    let report = unreported(swap, &PROGRAMS[1]);
    assert!(report.is_empty(), "nothing is reported in\n{report}");
}
