//! The same rows as CSV, JSON and XLSX make the same documents, byte for byte.

use serde_json::{Map, Value, json};

use crate::support::Case;
use crate::support::sheets::workbook;

const DOCUMENTS: [&str; 4] = [
    "cabinet-2026-01-13/agenda",
    "cabinet-2026-02-24/agenda",
    "cabinet-2026-01-13/minutes",
    "performance/2025-26-q3/performance-report",
];

/// Every table of the small council that is in CSV.
pub(crate) const TABLES: [&str; 7] = [
    "bodies",
    "members",
    "meetings",
    "agenda",
    "documents",
    "issues",
    "performance/2025-26-q3/indicators",
];

/// Returns the rows of a CSV text without quotation marks as JSON.
fn json_of(text: &str) -> String {
    let mut lines = text.lines().map(|line| line.split(','));
    let names: Vec<&str> = lines.next().unwrap().collect();
    let row = |cells: std::str::Split<'_, char>| {
        let mut row = Map::new();
        let mut periods = Vec::new();
        for (&name, cell) in names.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            if name.starts_with('Q') {
                periods.push(json!({ "label": name, "value": cell }));
            } else {
                row.insert(name.to_owned(), cell.into());
            }
        }
        if !periods.is_empty() {
            row.insert("periods".to_owned(), periods.into());
        }
        Value::Object(row)
    };
    Value::Array(lines.map(row).collect()).to_string()
}

/// Returns the bytes of the documents that a council's records make.
#[track_caller]
pub(crate) fn documents(case: &Case) -> Vec<Vec<u8>> {
    case.run(["build"]).code(0).nothing_half_written();
    DOCUMENTS.map(|document| case.read(&format!("output/public/{document}.pdf"))).to_vec()
}

#[test]
fn rows_mean_the_same_in_every_format() {
    let expected = documents(&Case::new());
    for table in TABLES {
        let csv = format!("data/{table}.csv");
        let case = Case::new();
        let text = case.text(&csv);
        let case = case.remove(&csv).file(&format!("data/{table}.json"), json_of(&text));
        assert!(documents(&case) == expected, "`{table}` as JSON");
        let sheet = table.rsplit('/').next().unwrap();
        let case = Case::new().remove(&csv);
        let case = case.bytes(&format!("data/{table}.xlsx"), workbook(&[(sheet, &text)]));
        assert!(documents(&case) == expected, "`{table}` as XLSX");
    }
}
