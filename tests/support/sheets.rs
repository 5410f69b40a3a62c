//! Workbooks, generated from CSV.

use rust_xlsxwriter::Workbook;

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
