//! Reads Djot into a [`Rich`].
//!
//! The `jotdown` crate says where each part begins and ends; the words themselves are always taken
//! from the source, so that its typography (curled quotes, dashes) never reaches a paper. What we
//! have no place for (raw code, pictures, footnotes …) is kept as plain words and reported.
//!
//! Djot reads `CAB02_20 and CAB03_20` as emphasis. References are everywhere in council papers and
//! emphasis inside a word is not, so `_` and `*` between two letters or digits are hidden from
//! `jotdown`: it reads a copy of the text, equally long, in which they are letters.

mod blocks;
mod words;

use std::collections::BTreeSet;
use std::ops::Range;

use jotdown::{AttributeKind, Attributes, Event, OffsetIter, Parser};

use super::{Block, Fault, Inline, Item, List, ListKind, MAX_DEPTH, Rich, limits, lines};
use diag::Code;

/// Stands for `_` and `*` inside a word: a letter, but neither a Roman digit nor a likely word.
const HIDDEN: char = 'q';

/// Reads `text`, which is Djot. The faults come in the order of the text.
///
/// ```
/// # use orderpaper_model::rich::parse;
/// let (rich, faults) = parse("Resolved - that\n\n(a) the report be *noted*; and\n(b) it be sent.");
/// assert_eq!(rich.plain_text(), "Resolved - that\nthe report be noted; and\nit be sent.");
/// assert!(faults.is_empty());
/// ```
pub fn parse(text: &str) -> (Rich, Vec<Fault>) {
    if is_plain(text) {
        let words = vec![Inline::Text(text.to_owned())];
        return (Rich { blocks: vec![Block::Paragraph(words)] }, Vec::new());
    }
    read(text)
}

/// The longest text that [`is_plain`] looks at, in bytes; longer ones may have too many quotes.
const MAX_PLAIN_LEN: usize = 4_000;

/// Returns whether a text is one line in which nothing has a meaning but its words, as most are. It
/// begins with a word, which is no number of a list.
fn is_plain(text: &str) -> bool {
    let after_word = text.trim_start_matches(char::is_alphanumeric);
    text.len() <= MAX_PLAIN_LEN
        && text.starts_with(char::is_alphabetic)
        && !after_word.starts_with(['.', ')'])
        && !text.ends_with(char::is_whitespace)
        && !text.bytes().any(is_mark)
}

/// Returns whether a byte may have a meaning in Djot wherever it stands in a line.
fn is_mark(byte: u8) -> bool {
    matches!(
        byte,
        b'\n'
            | b'\r'
            | b'\t'
            | b'*'
            | b'_'
            | b'^'
            | b'~'
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b'<'
            | b'>'
            | b'`'
            | b'$'
            | b'\\'
            | b'|'
    )
}

/// Reads any text.
fn read(text: &str) -> (Rich, Vec<Fault>) {
    if let Some(fault) = limits::refusal(text) {
        return (Rich { blocks: source_blocks(text, 0) }, vec![fault]);
    }
    let hidden = hide_inside_words(text);
    let shadow = hidden.as_deref().unwrap_or(text);
    let mut reader = Reader {
        text,
        shadow,
        events: Parser::new(shadow).into_offset_iter(),
        faults: Vec::new(),
        inside_words: BTreeSet::new(),
        depth: 0,
        quotes: 0,
        notes: Vec::new(),
    };
    if hidden.is_some() {
        reader.note_hidden_emphasis();
    }
    let (mut blocks, _) = reader.blocks();
    blocks.extend(reader.footnotes());
    let mut faults = reader.faults;
    faults.sort_by_key(|fault| fault.range.start);
    (Rich { blocks }, faults)
}

/// The text, what is left of its events, and what was found so far.
struct Reader<'a> {
    text: &'a str,
    /// `text` with some characters hidden; equally long.
    shadow: &'a str,
    events: OffsetIter<'a>,
    faults: Vec<Fault>,
    /// Where emphasis inside a word has been reported.
    inside_words: BTreeSet<usize>,
    /// How many lists, quotes and tables are open.
    depth: usize,
    /// How many quotes are open.
    quotes: usize,
    /// The footnotes, in the order in which they are referred to.
    notes: Vec<Footnote>,
}

/// A footnote.
struct Footnote {
    /// What stands between `[^` and `]`.
    name: String,
    /// Whether anything refers to it.
    is_referred_to: bool,
    /// Where it begins, and what it says; `None` where the text has none of this name.
    content: Option<(Range<usize>, Vec<Block>)>,
}

impl<'a> Reader<'a> {
    /// Returns the place among the footnotes of the one with a name.
    fn note(&mut self, name: &str) -> usize {
        let known = self.notes.iter().position(|note| note.name == name);
        known.unwrap_or_else(|| {
            self.notes.push(Footnote {
                name: name.to_owned(),
                is_referred_to: false,
                content: None,
            });
            self.notes.len() - 1
        })
    }

    /// Returns whether the text has a footnote of that name.
    fn has_note(&self, name: &str) -> bool {
        let is_note = |line: &str| {
            let rest =
                line.trim_start().strip_prefix("[^").and_then(|rest| rest.strip_prefix(name));
            rest.is_some_and(|rest| rest.starts_with("]:"))
        };
        self.text.lines().any(is_note)
    }

    /// Returns how a footnote is numbered: as the author wrote it where all are numbers, or else counted.
    fn note_number(&self, at: usize) -> String {
        let names = self.text.split("[^").skip(1).filter_map(|rest| rest.split_once(']'));
        let is_number = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit());
        match names.map(|(name, _)| name).all(is_number) {
            true => self.notes[at].name.clone(),
            false => (at + 1).to_string(),
        }
    }

    /// Returns the footnotes as a list, to be printed after the text, and reports those that lead nowhere.
    fn footnotes(&mut self) -> Option<Block> {
        let mut items = Vec::new();
        let numbers: Vec<String> = (0..self.notes.len()).map(|at| self.note_number(at)).collect();
        for (note, number) in std::mem::take(&mut self.notes).into_iter().zip(numbers) {
            let Some((range, blocks)) = note.content else { continue };
            items.push(Item { label: Some(number), blocks });
            if !note.is_referred_to {
                let message = "nothing in the text refers to this footnote".to_owned();
                let hint = "write `[^name]` where it belongs, or remove it";
                self.fault(Code::TextFootnote, message, hint, range);
            }
        }
        let list = List { kind: ListKind::Ordered, tight: true, items };
        (!list.items.is_empty()).then_some(Block::List(list))
    }

    /// Counts one more level, or reports that there are too many.
    fn enter(&mut self, range: &Range<usize>) -> bool {
        if self.depth == MAX_DEPTH {
            let message = format!("more than {MAX_DEPTH} lists or quotes inside each other");
            let line = range.start..range.start + self.rest_of_line(range.start).len();
            self.fault(Code::TextTooDeep, message, "write it as separate paragraphs", line);
            return false;
        }
        self.depth += 1;
        true
    }

    /// Keeps as plain words the block that starts at `range`, and reports it.
    fn refuse(
        &mut self,
        blocks: &mut Vec<Block>,
        code: Code,
        message: &str,
        hint: &str,
        range: Range<usize>,
    ) {
        let line = range.start..range.start + self.rest_of_line(range.start).len();
        self.fault(code, message.to_owned(), hint, line);
        self.keep_source(blocks, range);
    }

    /// Keeps as plain words the block that starts at `range`.
    fn keep_source(&mut self, blocks: &mut Vec<Block>, range: Range<usize>) {
        let end = self.skip();
        blocks.extend(source_blocks(&self.text[range.start..end], self.quotes));
    }

    /// Passes over the rest of what has just begun; returns where it ends.
    fn skip(&mut self) -> usize {
        let mut open = 1_usize;
        for (event, range) in self.events.by_ref() {
            match event {
                Event::Start(..) => open += 1,
                Event::End(_) => open -= 1,
                _ => {}
            }
            if open == 0 {
                return range.end;
            }
        }
        self.text.len()
    }
    fn rest_of_line(&self, start: usize) -> &'a str {
        self.text[start..].lines().next().unwrap_or("").trim_end()
    }

    fn warn_block_attributes(&mut self, attributes: &Attributes<'_>, range: &Range<usize>) {
        let line = self.rest_of_line(range.start).len();
        self.warn_attributes(attributes, range.start..range.end.min(range.start + line));
    }

    fn warn_attributes(&mut self, attributes: &Attributes<'_>, range: Range<usize>) {
        if let Some(code) = attributes_code(attributes) {
            self.warn_left_out(code, range);
        }
    }

    fn warn_left_out(&mut self, code: Code, range: Range<usize>) {
        let message = "what is in these braces is left out".to_owned();
        self.fault(code, message, "remove it, or write `\\{` for a plain brace", range);
    }

    fn fault(&mut self, code: Code, message: String, hint: &str, range: Range<usize>) {
        self.faults.push(Fault { code, message, hint: Some(hint.to_owned()), range });
    }
}

/// Returns a copy of `text` in which `_` and `*` between letters or digits are [`HIDDEN`].
fn hide_inside_words(text: &str) -> Option<String> {
    let mut hidden = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find(['_', '*']) {
        let start = at + found;
        let mark = &text[start..=start];
        let after = text[start..].trim_start_matches(mark);
        at = text.len() - after.len();
        let before = text[..start].chars().next_back();
        if before.is_some_and(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric) {
            hidden.push_str(&text[copied..start]);
            hidden.extend(std::iter::repeat_n(HIDDEN, at - start));
            copied = at;
        }
    }
    (copied > 0).then(|| hidden + &text[copied..])
}

/// Returns the name of the fault of attributes that are not empty.
fn attributes_code(attributes: &Attributes<'_>) -> Option<Code> {
    if attributes.is_empty() {
        return None;
    }
    let comment = attributes.iter().all(|(kind, _)| matches!(kind, AttributeKind::Comment));
    Some(if comment { Code::TextCommentLeftOut } else { Code::TextAttributesIgnored })
}

/// Makes paragraphs of source text that stands inside `quotes` quotes.
fn source_blocks(source: &str, quotes: usize) -> Vec<Block> {
    let source: Vec<&str> = source_lines(source, quotes).collect();
    source
        .split(|line| line.is_empty())
        .filter(|paragraph| !paragraph.is_empty())
        .map(|paragraph| Block::Paragraph(lines(paragraph.iter().copied())))
        .collect()
}

/// Makes one line of source text that stands inside `quotes` quotes.
fn one_line(source: &str, quotes: usize) -> String {
    source_lines(source, quotes).collect::<Vec<_>>().join(" ")
}

/// Returns the lines of `source` without what marks them as part of a quote.
fn source_lines(source: &str, quotes: usize) -> impl Iterator<Item = &str> {
    source.lines().enumerate().map(move |(number, line)| {
        // The first line begins after the marks.
        let quotes = if number == 0 { 0 } else { quotes };
        (0..quotes).fold(line.trim(), |line, _| line.strip_prefix('>').unwrap_or(line).trim_start())
    })
}

#[cfg(test)]
mod tests;
