//! The sample's quarter shows what every column is for, and is consistent.

use std::collections::BTreeSet;
use std::path::Path;

use calamine::{Reader, Xlsx};
use orderpaper::load::{self, Place, TableInfo};
use serde_json::Value;

/// Returns the text of a file of the sample, whose files are written as different programs write them.
fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xff, 0xfe, rest @ ..] => {
            let units = rest.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
            String::from_utf16(&units.collect::<Vec<_>>()).unwrap()
        }
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// Returns the names of the columns of a table that have a value in the sample's quarter.
fn filled(table: &TableInfo) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/performance/2025-26-q3");
    let file = |ending: &str| folder.join(format!("{}.{ending}", table.name));
    let mut rows: Vec<Vec<String>> = Vec::new();
    if file("json").exists() {
        let card: Value = serde_json::from_slice(&std::fs::read(file("json")).unwrap()).unwrap();
        return card.as_object().unwrap().keys().cloned().collect();
    } else if file("csv").exists() {
        let text = decoded(&std::fs::read(file("csv")).unwrap());
        let separator = [',', ';', '\t'].into_iter().max_by_key(|char| text.matches(*char).count());
        let mut reader = csv::ReaderBuilder::new();
        let reader = reader.delimiter(separator.unwrap() as u8).flexible(true).has_headers(false);
        let mut reader = reader.from_reader(text.as_bytes());
        for record in reader.records() {
            rows.push(record.unwrap().iter().map(str::to_owned).collect());
        }
    } else {
        let mut book: Xlsx<_> = calamine::open_workbook(file("xlsx")).unwrap();
        let (_, sheet) = book.worksheets().swap_remove(0);
        rows.extend(
            sheet.rows().map(|row| row.iter().map(|cell| cell.to_string()).collect::<Vec<_>>()),
        );
    }
    let names = table.column_names();
    // `Year budget (£m)` is `year-budget`.
    let name = |cell: &str| {
        let words = cell.split(" (").next().unwrap_or_default();
        words.to_lowercase().replace(' ', "-")
    };
    let is_head =
        |row: &Vec<String>| row.iter().filter(|cell| names.contains(&name(cell))).count() > 2;
    let at = rows.iter().position(is_head).expect("a row has the names of columns");
    let is_filled = |column: usize| {
        rows[at + 1..].iter().any(|row| row.get(column).is_some_and(|cell| !cell.is_empty()))
    };
    let head = rows[at].iter().enumerate();
    head.filter(|(column, _)| is_filled(*column)).map(|(_, cell)| name(cell)).collect()
}

#[test]
fn the_quarter_of_the_sample_uses_every_column() {
    let tables = load::tables().iter().filter(|table| table.place == Place::Period);
    let mut unused = Vec::new();
    for table in tables {
        let filled = filled(table);
        let columns = table.columns.iter().map(|column| column.name.as_str());
        // Columns of results are headed with their periods.
        let columns = columns.filter(|name| !(table.has_periods && *name == "periods"));
        // These hold for every report, and stand in `council.json`.
        let columns = columns.filter(|name| !["risk-matrix", "risk-appetite"].contains(name));
        // The table of that name has more of them.
        let columns = columns.filter(|name| *name != "programmes");
        // Months that are to come.
        let columns = columns.filter(|name| !["jan", "feb", "mar"].contains(name));
        unused.extend(
            columns
                .filter(|name| !filled.contains(*name))
                .map(|name| format!("{}: {name}", table.name)),
        );
    }
    assert!(unused.is_empty(), "{unused:#?}");
}
