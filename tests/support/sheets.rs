//! Workbooks, generated from CSV.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::Workbook;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Returns a workbook with these sheets, each from lines of CSV without quotation marks; every cell
/// is text, as in a sheet pasted from elsewhere.
pub(crate) fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, lines) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, line) in (0..).zip(lines.lines()) {
            for (column, cell) in (0..).zip(line.split(',')).filter(|(_, cell)| !cell.is_empty()) {
                sheet.write(row, column, cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// Returns a workbook with `found`, which must be in the XML of its first sheet exactly once, replaced.
#[track_caller]
pub(crate) fn edited(book: &[u8], found: &str, by: &str) -> Vec<u8> {
    let mut parts = ZipArchive::new(Cursor::new(book)).unwrap();
    let mut copy = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..parts.len() {
        let mut part = parts.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            let text = String::from_utf8(bytes).unwrap();
            assert_eq!(text.matches(found).count(), 1, "{text}");
            bytes = text.replace(found, by).into_bytes();
        }
        copy.start_file(name, SimpleFileOptions::default()).unwrap();
        copy.write_all(&bytes).unwrap();
    }
    copy.finish().unwrap().into_inner()
}
