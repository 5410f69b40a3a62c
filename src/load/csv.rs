//! CSV: any encoding and separator that spreadsheets write, with the place of every field.

use super::cells::{GridCell, GridRow};
use super::grid;
use super::{ReadContext, TableInfo};
use crate::diag::{Code, Diagnostic, Form, Origin, Source};
use crate::model::node::{Node, column_name};
use crate::model::value::Scalar;

/// Reads the rows of a CSV text.
pub(super) fn read(
    context: &mut ReadContext<'_>,
    table: &TableInfo,
    name: &str,
    text: String,
) -> Option<Vec<Node>> {
    let source = Source::new(name, text, Form::Csv);
    let whole = Origin::whole(&source);
    let (body, named) = separator_line(&source.text);
    let separator = named.unwrap_or_else(|| guess_separator(table, &source.text[body..]));
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(&source.text.as_bytes()[body..]);
    let mut rows = Vec::new();
    let mut is_clear = true;
    let mut record = ::csv::StringRecord::new();
    while reader
        .read_record(&mut record)
        .expect("text in memory can be read, and its rows may have any number of cells")
    {
        let start =
            body + record.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(0));
        let fields = fields(&source.text, start, separator);
        if let Some(quote) = fields.unclosed {
            let origin = Origin::new(&source, quote..quote + 1);
            context.diags.push(
                Diagnostic::new(Code::FileUnclosedQuote, "this quotation mark is never closed")
                    .at(&origin)
                    .hint("close it, or double it if it is part of the text"),
            );
            // All that follows the mark is in one cell, so nobody knows which rows are lost.
            return None;
        }
        if let Some(quote) = fields.stray {
            context.diags.push(stray_quote(&Origin::new(&source, quote..quote + 1)));
            is_clear = false;
            let is_one_line = !source.text[fields.start..fields.end].contains(['\r', '\n']);
            if is_one_line {
                continue;
            }
            // The rows that follow may be parts of the same cell.
            return None;
        }
        let spans = (fields.spans.len() == record.len()).then_some(fields.spans);
        let origin = Origin::new(&source, fields.start..fields.end);
        let cells = record.iter().enumerate().map(|(at, text)| {
            let origin = match &spans {
                Some(spans) => Origin::new(&source, spans[at].clone()),
                None => origin.clone(),
            };
            (!text.is_empty()).then(|| GridCell::new(Scalar::Text(text.to_owned()), origin))
        });
        rows.push(GridRow { cells: cells.collect(), ..GridRow::new(origin) });
    }
    // Nobody knows where the cells of such a row end, so the table is whole or absent.
    if is_clear { grid::records(context, table, &whole, rows) } else { None }
}

/// Returns the error for a quotation mark that stands where none can.
fn stray_quote(origin: &Origin) -> Diagnostic {
    let message = "this quotation mark neither begins nor ends its cell and is not doubled, so where the cell ends is \
                   not known";
    Diagnostic::new(Code::FileStrayQuote, message).at(origin).hint(
        "double each quotation mark inside a cell (`\"\"`), and put one before and behind the whole cell; or save \
         the table from a spreadsheet, which does so",
    )
}

/// Returns where the table begins behind a line such as `sep=;`, and the separator it names.
fn separator_line(text: &str) -> (usize, Option<u8>) {
    let line = text.split_inclusive(['\r', '\n']).next().unwrap_or_default();
    match line.trim_end().strip_prefix("sep=").map(str::as_bytes) {
        Some(&[separator]) => (line.len(), Some(separator)),
        _ => (0, None),
    }
}

/// Returns the separator by which some early line names the most columns of the table.
fn guess_separator(table: &TableInfo, text: &str) -> u8 {
    let columns = table.column_names();
    let score = |separator: u8| {
        let count = |line: &str| {
            let names = line
                .split(char::from(separator))
                .map(|name| column_name(name.trim().trim_matches('"')));
            names.filter(|name| columns.contains(name)).count()
        };
        text.lines().take(20).map(count).max().unwrap_or(0)
    };
    let mut best = b',';
    for separator in [b';', b'\t', b'|'] {
        if score(separator) > score(best) {
            best = separator;
        }
    }
    best
}

/// Where a record and its fields stand.
struct Fields {
    start: usize,
    end: usize,
    spans: Vec<std::ops::Range<usize>>,
    /// A quotation mark that is never closed.
    unclosed: Option<usize>,
    /// A quotation mark inside a cell that is not doubled, or whose fellow is lost.
    stray: Option<usize>,
}

/// Returns the places of the record that begins at or after `start`.
fn fields(text: &str, start: usize, separator: u8) -> Fields {
    let bytes = text.as_bytes();
    let is_end = |byte: u8| matches!(byte, b'\r' | b'\n');
    let mut at = start;
    while at < bytes.len() && is_end(bytes[at]) {
        at += 1;
    }
    let mut record = Fields { start: at, end: at, spans: Vec::new(), unclosed: None, stray: None };
    loop {
        let begin = at;
        if bytes.get(at) == Some(&b'"') {
            at += 1;
            loop {
                match bytes.get(at) {
                    None => {
                        record.unclosed = Some(begin);
                        break;
                    }
                    Some(b'"') if bytes.get(at + 1) == Some(&b'"') => at += 2,
                    Some(b'"') => {
                        at += 1;
                        break;
                    }
                    Some(_) => at += 1,
                }
            }
        }
        let rest = at;
        while at < bytes.len() && bytes[at] != separator && !is_end(bytes[at]) {
            at += 1;
        }
        let stray = if begin < rest {
            // Where the cell has grown over a line end, the mark that ends it is what is lost.
            let has_grown = text[begin..rest].contains(['\r', '\n']);
            (rest < at).then_some(if has_grown { begin } else { rest - 1 })
        } else {
            lonely_quote(&text[begin..at]).map(|quote| begin + quote)
        };
        record.stray = record.stray.or(stray);
        record.spans.push(begin..at);
        record.end = at;
        if bytes.get(at) == Some(&separator) {
            at += 1;
        } else {
            return record;
        }
    }
}

/// Returns a quotation mark at the beginning or the end of a cell that is not in quotation marks, where the one that
/// belongs to it is lost. Inches stand behind a number.
fn lonely_quote(cell: &str) -> Option<usize> {
    if cell.matches('"').count() != 1 {
        return None;
    }
    let cell_end = cell.trim_end();
    let is_inches = cell_end.trim_end_matches('"').ends_with(|char: char| char.is_ascii_digit());
    let quote = cell.find('"')?;
    let is_outside = cell.trim_start().starts_with('"') || cell_end.ends_with('"') && !is_inches;
    is_outside.then_some(quote)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let fields = fields(text, 0, b',');
        let found: Vec<_> = fields.spans.into_iter().map(|span| &text[span]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn fields_have_their_places() {
        check("a,b,c\nd", &["a", "b", "c"]);
        check("\r\na,\"b,\"\"\n\",\r\n", &["a", "\"b,\"\"\n\"", ""]);
        check("", &[""]);
    }

    #[test]
    fn quotation_marks_that_are_lost() {
        #[track_caller]
        fn check(text: &str, expected: Option<usize>) {
            assert_eq!(fields(text, 0, b',').stray, expected, "{text}");
        }
        check("1,\"Apologies \"for\" absence\",x", Some(13));
        check("1,\"Fees\\\" and charges\",x", Some(8));
        check("1,Apologies for absence\",x", Some(23));
        check("1, \"Apologies, for absence\",x", Some(3));
        check("1,\"Apologies,x\n2,\"Minutes\",y", Some(2));
        check("1,The \"Budget\" for 2026,x", None);
        check("1,A screen of 24\",x", None);
        check("1,\"A \"\"B\"\" C\",\"\"\"D\"\"\"", None);
    }

    #[test]
    fn a_separator_line_is_obeyed() {
        assert_eq!(separator_line("sep=;\r\na;b"), (6, Some(b';')));
        assert_eq!(separator_line("separate,b"), (0, None));
    }
}
