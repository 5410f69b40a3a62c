//! Turns lists and tables as word processors and spreadsheets paste them into Djot, with a map back to the text that
//! was pasted.
//!
//! Word's bullets are characters of symbol fonts, its numbers are words, and the levels of its lists are
//! spaces, or nothing at all. A list that Djot itself reads as it was meant stays as it is. In any other, each
//! line is put on its level by what is certain (its indent, its sign, a number that goes on, words before it
//! that announce a list), and what is not certain is reported.

mod marker;
mod rows;
mod run;
mod writer;

use std::ops::Range;

use self::marker::{Marker, SYMBOLS, bullet, djot_item, is_lone_label, signs};
use self::rows::{has_breaks, is_whole_row, row_lines};
use self::run::{are_paragraphs, needs_help, run};
use self::writer::Writer;
use super::Fault;

/// Around the label of an item that Djot has no form for; noncharacters, which no text has.
pub(super) const LABEL: [char; 2] = ['\u{fdd0}', '\u{fdd1}'];

/// The end of a line in a cell of a table.
pub(super) const BREAK: char = '\u{fdd2}';

/// How many blank lines may stand between two items.
const MAX_GAP: usize = 4;

/// A text that was pasted, as Djot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pasted {
    /// The Djot.
    pub text: String,
    /// How many lines were read as items of lists.
    pub items: usize,
    /// What is not certain; places are those of the text that was pasted.
    pub doubts: Vec<Fault>,
    /// Where parts of the Djot begin, and where in the text that was pasted.
    parts: Vec<(usize, usize)>,
}

impl Pasted {
    /// Returns the place in the text that was pasted of a place in the Djot.
    pub fn original(&self, range: &Range<usize>) -> Range<usize> {
        let of = |at: usize| {
            let after = self.parts.partition_point(|(start, _)| *start <= at);
            after.checked_sub(1).map_or(0, |part| {
                let (start, original) = self.parts[part];
                original + (at - start)
            })
        };
        let start = of(range.start);
        start..of(range.end.saturating_sub(1)).max(start) + 1
    }
}

/// A line of the text.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    /// Where it begins.
    start: usize,
    text: &'a str,
    /// How many columns its first word is from the margin.
    indent: usize,
    /// Its marker and its words, where it is an item.
    item: Option<(Marker<'a>, &'a str)>,
    /// Whether Djot would not read it as an item.
    is_foreign: bool,
    /// What is not certain about its marker.
    doubt: Option<Doubt>,
}

/// What may be wrong about the marker of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doubt {
    /// A letter before one space, which stands only once, beside bullets.
    Letter(char),
    /// A sign that a font of symbols had as something else.
    Symbol(char),
    /// A number alone on its line, whose words stand below it.
    IsAlone,
    /// A number alone on its line, below which no words can be its.
    HasNoWords,
}

/// Returns a text as Djot; `None` where it is Djot already, and nothing about it is in doubt.
pub fn as_djot(text: &str) -> Option<Pasted> {
    if !may_be_pasted(text) {
        return None;
    }
    let lines = lines(text);
    let mut writer = Writer::new(text);
    let mut at = 0;
    let mut fence: Option<&str> = None;
    // Whether nothing blank was copied since a list was written.
    let mut is_after_list = false;
    while at < lines.len() {
        let line = lines[at];
        let words = line.text.trim_start();
        let mark = fence_mark(words);
        if fence.is_some() || mark.is_some() {
            fence = match fence {
                Some(open) if mark == Some(open) => None,
                Some(open) => Some(open),
                None => mark,
            };
            writer.copy(line);
            at += 1;
            continue;
        }
        let is_in_table = at > 0 && is_whole_row(lines[at - 1].text);
        let row = has_breaks(line.text).then_some(1);
        if let Some(count) = row.or_else(|| row_lines(&lines[at..], is_in_table)) {
            writer.row(&lines[at..at + count]);
            at += count;
            continue;
        }
        if line.item.is_some() {
            let count = run(&lines[at..]);
            if is_after_list && !lines[at - 1].text.trim().is_empty() {
                // A word between two lists, such as "and", would swallow the second.
                writer.part_blocks();
            }
            let lines = &lines[at..at + count];
            // What follows such a list would be read as a part of its last item.
            let follows_list = writer.follows_list() && !are_paragraphs(lines);
            match needs_help(lines) || follows_list {
                true => {
                    writer.list(lines);
                    is_after_list = true;
                }
                false => writer.copy_items(lines),
            }
            at += count;
            continue;
        }
        is_after_list &= !line.text.trim().is_empty();
        if line.doubt.is_some() {
            writer.report(&line);
        }
        writer.copy(line);
        at += 1;
    }
    writer.finish()
}

/// Returns what a block of code begins and ends with, where a line does.
fn fence_mark(words: &str) -> Option<&'static str> {
    ["```", "~~~"].into_iter().find(|mark| words.starts_with(mark))
}

/// Returns whether a text has more than one line, or begins with a sign: others are no lists and no tables.
fn may_be_pasted(text: &str) -> bool {
    text.contains('\n') || bullet(text, false).is_some() || text.contains('\t') || has_breaks(text)
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    let raw = text.split('\n').map(|line| {
        let found = (start, line);
        start += line.len() + 1;
        found
    });
    let raw: Vec<(usize, &str)> = raw.collect();
    let signs = signs(raw.iter().map(|(_, line)| *line));
    let read = raw.into_iter().map(|(start, text)| line(start, text, &signs));
    let mut lines: Vec<Line<'_>> = read.collect();
    read_lone_letters(&mut lines);
    read_lone_labels(lines)
}

/// Reads a line that begins at a place of the text, where these letters are `signs`.
fn line<'a>(start: usize, text: &'a str, signs: &[char]) -> Line<'a> {
    let words = text.trim_start();
    let indent = columns(&text[..text.len() - words.len()]);
    let first = words.chars().next();
    let (item, is_foreign) = match bullet(text, first.is_some_and(|first| signs.contains(&first))) {
        Some((glyph, rest)) => (Some((Marker::Bullet(glyph), rest)), true),
        None => djot_item(words).map_or((None, false), |(item, foreign)| (Some(item), foreign)),
    };
    let doubt = match item {
        Some((Marker::Bullet(glyph), _)) if SYMBOLS.contains(&glyph) => Some(Doubt::Symbol(glyph)),
        _ => None,
    };
    Line { start, text, indent, item, is_foreign, doubt }
}

/// Reads letters before one space as bullets where they stand beside other bullets, of whatever sort; a letter that
/// stands only once may also be a word, and is asked about.
fn read_lone_letters(lines: &mut [Line<'_>]) {
    let found: Vec<Option<(char, &str)>> = lines
        .iter()
        .map(|line| {
            bullet(line.text, true).filter(|(_, words)| line.item.is_none() && !words.is_empty())
        })
        .collect();
    let is_bullet = |line: &Line<'_>, letter: Option<(char, &str)>| {
        letter.is_some() || matches!(line.item, Some((Marker::Bullet(_), _)))
    };
    let written: Vec<(usize, bool)> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.text.trim().is_empty())
        .map(|(at, line)| (at, is_bullet(line, found[at])))
        .collect();
    for (place, &(at, _)) in written.iter().enumerate() {
        let Some((letter, words)) = found[at] else { continue };
        let above = place.checked_sub(1).and_then(|above| written.get(above));
        let mut beside = above.into_iter().chain(written.get(place + 1));
        // Paragraph 5 of an Act, at the start of a line.
        let is_section = letter == '§' && words.starts_with(|char: char| char.is_ascii_digit());
        if !is_section && beside.any(|(_, is_bullet)| *is_bullet) {
            let line = &mut lines[at];
            line.item = Some((Marker::Bullet(letter), words));
            (line.is_foreign, line.doubt) = (true, Some(Doubt::Letter(letter)));
        }
    }
}

/// Joins numbers that stand alone on a line with the words below them, as pages of minutes on the web have them; those
/// below which there are no words of theirs are only marked.
fn read_lone_labels(lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    let mut read: Vec<Line<'_>> = Vec::with_capacity(lines.len());
    let mut is_code = false;
    let mut at = 0;
    while at < lines.len() {
        let mut line = lines[at];
        at += 1;
        is_code ^= fence_mark(line.text.trim_start()).is_some();
        let label = line.text.trim();
        if is_code || !is_lone_label(label) {
            read.push(line);
            continue;
        }
        let is_written = |line: &&Line<'_>| !line.text.trim().is_empty();
        let below = lines[at..].iter().take(MAX_GAP + 1).position(|line| is_written(&line));
        let next = below.map(|gap| (gap, lines[at + gap]));
        match next {
            // As Djot has it.
            Some((0, next)) if next.indent > line.indent => {}
            Some((gap, next)) if is_plain(&next) => {
                line.item = Some((Marker::Label(label), next.text.trim()));
                (line.is_foreign, line.doubt) = (true, Some(Doubt::IsAlone));
                at += gap + 1;
            }
            _ => line.doubt = Some(Doubt::HasNoWords),
        }
        read.push(line);
    }
    read
}

/// Returns whether a line is words and nothing else: no item, no row, no heading, no quote, no code.
fn is_plain(line: &Line<'_>) -> bool {
    let words = line.text.trim();
    line.item.is_none()
        && !is_lone_label(words)
        && !words.starts_with(['#', '>', '|', ':', '^'])
        && fence_mark(words).is_none()
}

/// Returns how wide an indent is; a tab goes to the next multiple of four.
fn columns(indent: &str) -> usize {
    indent.chars().fold(0, |at, char| if char == '\t' { (at / 4 + 1) * 4 } else { at + 1 })
}

#[cfg(test)]
mod tests;
