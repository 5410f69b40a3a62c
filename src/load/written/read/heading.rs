//! Headings: of items, of further sittings, and those that are labels.

use std::ops::Range;

use super::{Minute, Reader};
use crate::load::written::labels;
use crate::load::written::lines::trimmed;
use crate::load::written::names;
use crate::load::written::record::Record;

/// The heading of a further sitting, in lower case.
pub(in crate::load::written) const FURTHER_SITTING: &str = "further sitting";

/// What stands before the title of business that is on no agenda, where the title alone would be read as the number of
/// an item.
pub(in crate::load::written) const NOT_ON_AGENDA: &str = "Not on the agenda:";

impl Reader<'_, '_> {
    /// Reads a heading; `has_lines` says whether lines without a label follow it.
    pub(super) fn heading(
        &mut self,
        level: usize,
        title: &Range<usize>,
        is_first: bool,
        has_lines: bool,
    ) {
        let words = names::plain(self.words(title));
        let lower = words.to_lowercase();
        if is_first && (level == 1 || lower.starts_with("minutes")) && item(&words).is_none() {
            self.note(title, "the title of the file, which is not printed");
        } else if lower == FURTHER_SITTING {
            self.end_minute();
            self.end_sitting();
            self.sitting = Some(Record::new(&self.origin(title)));
            self.note(title, "a further sitting");
        } else if let (None, Some(label)) = (&self.minute, labels::heading(&words)) {
            self.heading = has_lines.then_some(label);
            self.note_label(title, label);
        } else if self.minute.is_some() && level > self.level {
            // A heading inside the minute is part of its text.
            let start = self.text()[..title.start].rfind('\n').map_or(0, |at| at + 1);
            let line = start..title.end;
            self.paragraph(&line, &line, false);
        } else {
            self.level = level;
            self.begin_minute(title);
        }
    }

    /// Begins the minute of an item, or of business that is on no agenda.
    fn begin_minute(&mut self, title: &Range<usize>) {
        self.end_minute();
        self.end_sitting();
        let mut record = Record::new(&self.origin(title));
        let (named, rest) = match item(self.words(title)) {
            Some((number, rest)) => {
                (Some(title.start + number.start..title.start + number.end), title.start + rest)
            }
            None => (None, title.start),
        };
        let what = match &named {
            Some(number) => {
                self.put(&mut record, "item", number);
                format!("the minute of item {}", names::plain(self.words(number)))
            }
            None => "the minute of business not on the agenda".to_owned(),
        };
        let words = without_prefix(self.text(), trimmed(self.text(), &(rest..title.end)));
        if !words.is_empty() {
            self.put(&mut record, "title", &words);
        }
        self.note(title, &what);
        self.minute = Some(Minute::new(record));
    }

    pub(super) fn end_minute(&mut self) {
        if let Some(minute) = self.minute.take() {
            self.book.push("items", minute.node());
        }
    }

    pub(super) fn end_sitting(&mut self) {
        if let Some(sitting) = self.sitting.take() {
            self.book.push("sittings", sitting.node());
        }
    }
}

/// Returns where the number of an item stands in a heading, and where its title begins.
pub(in crate::load::written) fn item(title: &str) -> Option<(Range<usize>, usize)> {
    if let Some(start) = after_item(title) {
        let whole = start..title.len();
        let parts =
            names::split_once(title, &whole, ':').or_else(|| names::split_once(title, &whole, '–'));
        let (number, rest) = parts.unwrap_or((whole.clone(), title.len()..title.len()));
        return (!number.is_empty()).then_some((number, rest.start));
    }
    let digits = title.bytes().take_while(u8::is_ascii_digit).count();
    let letter = title[digits..].bytes().next().filter(u8::is_ascii_alphabetic).map_or(0, |_| 1);
    let end = digits + letter;
    if digits == 0 || digits > 3 {
        return None;
    }
    let rest = &title[end..];
    let sign = rest.chars().next();
    let is_number = match sign {
        None => true,
        Some('.' | ')' | ':') => rest[1..].is_empty() || rest[1..].starts_with([' ', '\t']),
        // `3 Litter bins`, and not `20 mph limits`.
        Some(' ' | '\t') => rest.trim_start().starts_with(|char: char| char.is_uppercase()),
        Some(_) => false,
    };
    let after = end + sign.filter(|sign| !sign.is_whitespace()).map_or(0, char::len_utf8);
    is_number.then_some((0..end, after))
}

/// Returns where what follows `item` begins.
pub(super) fn after_item(words: &str) -> Option<usize> {
    let first = words.get(.."item ".len())?;
    first
        .eq_ignore_ascii_case("item ")
        .then(|| words.len() - words["item ".len()..].trim_start().len())
}

fn without_prefix(text: &str, title: Range<usize>) -> Range<usize> {
    match text[title.clone()].strip_prefix(NOT_ON_AGENDA) {
        Some(rest) => title.end - rest.trim_start().len()..title.end,
        None => title,
    }
}
