//! Files that people edit, and places in them.
//!
//! A [`Source`] keeps the text of a file as it was read; an [`Origin`] is a span of it. Line,
//! column, spreadsheet cell and JSON pointer are worked out only when a diagnostic is shown, so
//! that every value of a large dataset can carry its origin cheaply.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::marks::Marks;

/// A file that a person can edit, with its text as read.
#[derive(Debug)]
pub struct Source {
    /// The name that messages print, with forward slashes on every system: `data/agenda.csv`.
    pub name: String,
    /// The decoded text; for a sheet, its rows with cells joined by ` | `.
    pub text: String,
    /// The format, which decides how places in it are named.
    pub form: Form,
    marks: OnceLock<Marks>,
}

/// The format of a source: how its places are named, and how its values are quoted.
#[derive(Debug)]
pub enum Form {
    /// Line and column.
    Plain,
    /// Line and column; a value may stand in quotes with doubled quotes inside.
    Csv,
    /// Line, column and pointer; strings have escapes.
    Json,
    /// One sheet of a workbook: its name, and its cells in order of their place in `text`.
    Sheet(String, Vec<Cell>),
    /// A Word document, as text; its paragraphs, each with the byte at which it begins, in order.
    Document(Vec<(usize, DocumentPlace)>),
}

/// A paragraph of a Word document, which has no pages: each program lays them out anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentPlace {
    /// The words of the nearest heading above; `None` before the first.
    pub heading: Option<String>,
    /// The number of the paragraph below that heading, from 1; 0 is the heading itself.
    pub paragraph: usize,
    /// The first words of the paragraph.
    pub first_words: String,
}

impl fmt::Display for DocumentPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.heading {
            Some(heading) if self.paragraph == 0 => write!(f, "at the heading “{heading}”")?,
            Some(heading) => write!(f, "under “{heading}”, paragraph {}", self.paragraph)?,
            None => write!(f, "paragraph {}", self.paragraph)?,
        }
        match self.first_words.is_empty() || self.paragraph == 0 {
            true => Ok(()),
            false => write!(f, " (“{}”)", self.first_words),
        }
    }
}

/// Where the text of a spreadsheet cell begins in the text of its sheet.
#[derive(Debug)]
pub struct Cell {
    /// The byte at which it begins in the sheet's text.
    pub start: u32,
    /// Row, counted from zero.
    pub row: u32,
    /// Column, counted from zero.
    pub column: u32,
}

impl Source {
    /// Returns a source.
    pub fn new(name: impl Into<String>, text: impl Into<String>, form: Form) -> Arc<Self> {
        let (name, text) = (name.into(), text.into());
        Arc::new(Self { name, text, form, marks: OnceLock::new() })
    }

    /// Returns the marks in its text, which are made when a place is first shown.
    fn marks(&self) -> &Marks {
        self.marks.get_or_init(|| Marks::of(&self.text, matches!(self.form, Form::Json)))
    }

    /// Returns a source whose places are lines and columns.
    pub fn plain(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Self::new(name, text, Form::Plain)
    }
}

/// A span of a source in bytes: the place that a value came from. Ordered by file, sheet and
/// position.
#[derive(Clone)]
pub struct Origin {
    source: Arc<Source>,
    start: u32,
    end: u32,
}

/// A place as a person would name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The file as a whole.
    Whole,
    /// Line and column, counted from one; columns count characters.
    Text {
        /// The line.
        line: u32,
        /// The column.
        column: u32,
    },
    /// A cell of a workbook, such as `Indicators!D12`.
    Cell {
        /// The sheet's name.
        sheet: String,
        /// The cell's name, such as `D12`.
        cell: String,
        /// Its row, counted from one.
        row: u32,
    },
    /// A paragraph of a Word document.
    Paragraph {
        /// Which one.
        place: DocumentPlace,
    },
    /// A JSON value: its line and column, and its pointer (RFC 6901).
    Pointer {
        /// The line.
        line: u32,
        /// The column.
        column: u32,
        /// The pointer, such as `/items/2/title`.
        pointer: String,
    },
}

impl Origin {
    /// Returns the span `range` of `source`; a span past the end is cut to fit.
    pub fn new(source: &Arc<Source>, range: Range<usize>) -> Self {
        let limit = source.text.len();
        let clamp = |at: usize| u32::try_from(at.min(limit)).unwrap_or(u32::MAX);
        Self { source: Arc::clone(source), start: clamp(range.start), end: clamp(range.end) }
    }

    /// Returns the file as a whole.
    pub fn whole(source: &Arc<Source>) -> Self {
        Self { source: Arc::clone(source), start: u32::MAX, end: u32::MAX }
    }

    /// Returns the whole of a file by its name, for a file that could not be read.
    pub fn file(name: impl Into<String>) -> Self {
        Self::whole(&Source::plain(name, ""))
    }

    /// Returns the place extended to the end of `range`.
    pub fn to(mut self, range: &Range<usize>) -> Self {
        self.end = u32::try_from(range.end).unwrap_or(u32::MAX);
        self
    }

    /// Returns the source in which this is a place.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Returns the span in bytes, or `None` for the file as a whole.
    pub fn range(&self) -> Option<Range<usize>> {
        (self.start != u32::MAX).then_some(self.start as usize..self.end as usize)
    }

    /// Returns whether this place lies inside `other`, in the same source.
    pub fn is_within(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.source, &other.source)
            && other.start <= self.start
            && self.end <= other.end
    }

    /// Returns the place of part of this value: `chars` counts characters of the value as decoded.
    ///
    /// Quotes and escapes of the file are allowed for; a part past the end gives the whole value.
    pub fn within(&self, chars: Range<usize>) -> Self {
        let Some(range) = self.range() else { return self.clone() };
        let raw = &self.source.text[range.clone()];
        let starts = match self.source.form {
            Form::Json => json_starts(raw),
            Form::Csv => csv_starts(raw),
            Form::Plain | Form::Sheet(..) | Form::Document(_) => plain_starts(raw),
        };
        let (Some(&start), length) = (starts.get(chars.start), chars.len()) else {
            return self.clone();
        };
        let end = starts.get(chars.start + length).or(starts.last()).copied().unwrap_or(start);
        Self::new(&self.source, range.start + start..range.start + end.max(start))
    }

    /// Returns the place of a part of this value by its words, of which `before` like them stand before it; the whole
    /// value where the file writes them otherwise.
    pub fn of_part(&self, part: &str, before: usize) -> Self {
        let Some(range) = self.range() else { return self.clone() };
        let raw = &self.source.text[range.clone()];
        let found = raw.match_indices(part).nth(before).or_else(|| raw.match_indices(part).last());
        let found = found.map(|(at, part)| range.start + at..range.start + at + part.len());
        found.map_or_else(|| self.clone(), |range| Self::new(&self.source, range))
    }

    /// Returns the place as a person would name it. The first of a source reads all of its text, so this is only
    /// for diagnostics that are shown.
    pub fn place(&self) -> Place {
        let Some(range) = self.range() else { return Place::Whole };
        let (text, at) = (&*self.source.text, range.start);
        match &self.source.form {
            Form::Plain | Form::Csv => {
                let (line, column) = self.source.marks().line_column(text, at);
                Place::Text { line, column }
            }
            Form::Json => {
                let (line, column) = self.source.marks().line_column(text, at);
                Place::Pointer { line, column, pointer: self.source.marks().pointer(text, at) }
            }
            Form::Document(paragraphs) => {
                let after = paragraphs.partition_point(|(start, _)| *start <= at);
                let Some((_, place)) = after.checked_sub(1).and_then(|at| paragraphs.get(at))
                else {
                    return Place::Whole;
                };
                Place::Paragraph { place: place.clone() }
            }
            Form::Sheet(sheet, cells) => {
                let after = cells.partition_point(|cell| cell.start as usize <= at);
                let Some(cell) = after.checked_sub(1).and_then(|at| cells.get(at)) else {
                    return Place::Whole;
                };
                let name = format!("{}{}", column_letters(cell.column as usize), cell.row + 1);
                Place::Cell { sheet: sheet.clone(), cell: name, row: cell.row + 1 }
            }
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source.name)?;
        match self.place() {
            Place::Whole => Ok(()),
            Place::Text { line, column } => write!(f, ":{line}:{column}"),
            Place::Cell { sheet, cell, .. } => write!(f, " {sheet}!{cell}"),
            Place::Paragraph { place } => write!(f, ", {place}"),
            Place::Pointer { line, column, pointer } if pointer.is_empty() => {
                write!(f, ":{line}:{column}")
            }
            Place::Pointer { line, column, pointer } => write!(f, ":{line}:{column} ({pointer})"),
        }
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for Origin {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Origin {}

impl PartialOrd for Origin {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Origin {
    fn cmp(&self, other: &Self) -> Ordering {
        let sheet = |origin: &Self| match &origin.source.form {
            Form::Sheet(name, _) => Some(name.clone()),
            Form::Plain | Form::Csv | Form::Json | Form::Document(_) => None,
        };
        // A whole file sorts before its parts.
        let key = |origin: &Self| (origin.start.wrapping_add(1), origin.end);
        if Arc::ptr_eq(&self.source, &other.source) {
            return key(self).cmp(&key(other));
        }
        let names = self.source.name.cmp(&other.source.name);
        names.then_with(|| sheet(self).cmp(&sheet(other))).then_with(|| key(self).cmp(&key(other)))
    }
}

/// Returns a column's letters: 0 is `A`, 26 is `AA`.
pub fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or_default()));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// Returns the byte at which each character begins, and the end of the last one.
fn plain_starts(raw: &str) -> Vec<usize> {
    raw.char_indices().map(|(at, _)| at).chain([raw.len()]).collect()
}

/// Returns the byte at which each decoded character of a JSON string begins in its raw text, and
/// its end.
fn json_starts(raw: &str) -> Vec<usize> {
    let Some(inner) = raw.strip_prefix('"') else { return plain_starts(raw) };
    let mut starts = Vec::new();
    let mut chars = inner.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => {
                starts.push(at + 1);
                break;
            }
            '\\' => {
                starts.push(at + 1);
                let Some((_, 'u')) = chars.next() else { continue };
                let code = inner.get(at + 2..at + 6);
                chars.nth(3);
                // The second half of a surrogate pair is not a separate character.
                if code.is_some_and(|code| {
                    matches!(code.as_bytes()[..2], [b'd' | b'D', b'c'..=b'f' | b'C'..=b'F'])
                }) {
                    starts.pop();
                }
            }
            _ => starts.push(at + 1),
        }
    }
    starts
}

/// Returns the byte at which each decoded character of a CSV field begins in its raw text, and its
/// end.
fn csv_starts(raw: &str) -> Vec<usize> {
    let Some(inner) = raw.strip_prefix('"') else { return plain_starts(raw) };
    let mut starts = Vec::new();
    let mut chars = inner.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        starts.push(at + 1);
        if char == '"' && chars.next_if(|&(_, next)| next == '"').is_none() {
            break;
        }
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_in_a_spreadsheet() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(column_letters(column), name);
        }
    }

    #[track_caller]
    fn check_within(form: Form, raw: &str, chars: Range<usize>, expected: &str) {
        let source = Source::new("x", raw, form);
        let part = Origin::new(&source, 0..raw.len()).within(chars);
        assert_eq!(&raw[part.range().expect("a span")], expected);
    }

    #[test]
    fn parts_of_a_value_are_found_behind_quotes_and_escapes() {
        check_within(Form::Json, r#""a\nb\u00e9c""#, 2..3, "b");
        check_within(Form::Json, r#""a\nb\u00e9c""#, 3..4, r"\u00e9");
        check_within(Form::Json, r#""\ud83d\ude00x""#, 1..2, "x");
        check_within(Form::Csv, r#""a ""b"" c""#, 3..4, "b");
        check_within(Form::Csv, "plain", 1..3, "la");
        check_within(Form::Plain, "é!", 1..2, "!");
    }

    #[test]
    fn places_sort_by_file_then_position() {
        let source = Source::plain("a.csv", "one\ntwo");
        let (whole, first, second) =
            (Origin::whole(&source), Origin::new(&source, 0..3), Origin::new(&source, 4..7));
        assert!(whole < first && first < second && second < Origin::file("b.csv"));
        assert_eq!(second.to_string(), "a.csv:2:1");
    }
}
