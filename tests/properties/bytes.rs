//! Files that are not records, or are damaged, are reported and break nothing.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use orderpaper::check;
use orderpaper::diag::{Style, render_human};
use orderpaper::load;
use orderpaper::store;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestCaseResult;

use super::{COVERED, try_with};

/// Files of the sample, each to be damaged.
const FILES: [&str; 7] = [
    "agenda.csv",
    "members.csv",
    "meetings.csv",
    "council.json",
    "issues.json",
    "minutes/cabinet-2026-01-13.json",
    "performance/2025-26-q3/indicators.xlsx",
];

/// Loads a folder with one file, and renders every diagnostic.
fn load_bytes(file: &str, bytes: &[u8]) -> TestCaseResult {
    let folder = tempfile::tempdir().unwrap();
    let path = file.split('/').fold(folder.path().to_owned(), |path, part| path.join(part));
    store::write(&path, bytes).unwrap();
    let today = "2026-02-20".parse().unwrap();
    let checked = check::records(folder.path(), &COVERED.0, load::MAX_FILE_BYTES, today, None);
    prop_assert!(checked.is_ok());
    // A diagnostic can be rendered, wherever in the bytes its place is.
    for finding in checked.iter().flat_map(|checked| &checked.findings) {
        render_human(&finding.diagnostic, Style::Plain);
    }
    Ok(())
}

#[test]
fn arbitrary_bytes_do_not_break_the_loader() {
    let bytes = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        "[a-z0-9,;\"\n\r{}\\[\\]:. -]{0,200}".prop_map(String::into_bytes),
    ];
    try_with(8, (select(&FILES[..]), bytes), |(file, bytes)| load_bytes(file, &bytes));
}

#[test]
fn damaged_files_do_not_break_the_loader() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let spoil = (
        select(&FILES[..]),
        any::<prop::sample::Index>(),
        prop::collection::vec(any::<u8>(), 0..4),
        0..40_usize,
    );
    let read = Mutex::new(BTreeMap::new());
    try_with(2, spoil, |(file, at, put, cut)| {
        let mut read = read.lock().unwrap();
        let whole: &Vec<u8> =
            read.entry(file).or_insert_with(|| store::read(&data.join(file)).unwrap());
        let mut bytes = whole.clone();
        let at = at.index(bytes.len());
        let end = bytes.len().min(at + cut);
        bytes.splice(at..end, put);
        load_bytes(file, &bytes)
    });
}
