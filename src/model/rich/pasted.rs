//! Turns lists and tables as word processors and spreadsheets paste them into Djot, with a map back to the text that
//! was pasted.
//!
//! Word's bullets are characters of symbol fonts, its numbers are words, and the levels of its lists are
//! spaces, or nothing at all. A list that Djot itself reads as it was meant stays as it is. In any other, each
//! line is put on its level by what is certain (its indent, its sign, a number that goes on, words before it
//! that announce a list), and what is not certain is reported.

use std::ops::Range;

use diag::Code;

use super::{Fault, labels};

/// Around the label of an item that Djot has no form for; noncharacters, which no text has.
pub(super) const LABEL: [char; 2] = ['\u{fdd0}', '\u{fdd1}'];

/// The end of a line in a cell of a table.
pub(super) const BREAK: char = '\u{fdd2}';

/// How many lines one row of a table may be pasted as.
const MAX_ROW_LINES: usize = 40;

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

/// What stands before the words of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marker<'a> {
    /// A bullet: its character.
    Bullet(char),
    /// A number or a letter as the author wrote it.
    Label(&'a str),
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
}

/// A list that is open.
#[derive(Debug, Clone, Copy)]
struct Level<'a> {
    indent: usize,
    /// The marker of its last item.
    last: Marker<'a>,
    /// Which of Djot's bullets stands for it.
    sign: char,
}

/// Returns a text as Djot; `None` where it is Djot already.
pub fn as_djot(text: &str) -> Option<Pasted> {
    if !may_be_pasted(text) {
        return None;
    }
    let lines = lines(text);
    let mut writer = Writer { text, ..Writer::default() };
    let mut at = 0;
    let mut fence: Option<&str> = None;
    // Whether nothing blank was copied since a list was written.
    let mut is_after_list = false;
    while at < lines.len() {
        let line = lines[at];
        let words = line.text.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| words.starts_with(mark));
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
        if let Some(count) = row_lines(&lines[at..], is_in_table) {
            writer.row(&lines[at..at + count]);
            at += count;
            continue;
        }
        if line.item.is_some() {
            let count = run(&lines[at..]);
            if is_after_list && !lines[at - 1].text.trim().is_empty() {
                // A word between two lists, such as "and", would swallow the second.
                writer.djot.push('\n');
            }
            let lines = &lines[at..at + count];
            // What follows such a list would be read as a part of its last item.
            let follows_list = writer.last_sign.is_some() && !are_paragraphs(lines);
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
        writer.copy(line);
        at += 1;
    }
    writer.finish()
}

/// Returns whether a text has more than one line, or begins with a sign: others are no lists and no tables.
fn may_be_pasted(text: &str) -> bool {
    text.contains('\n') || bullet(text, false).is_some() || text.contains('\t')
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
    raw.into_iter()
        .map(|(start, text)| {
            let words = text.trim_start();
            let indent = columns(&text[..text.len() - words.len()]);
            let first = words.chars().next();
            let pasted = bullet(text, first.is_some_and(|first| signs.contains(&first)));
            let djot = || djot_item(words);
            let (item, is_foreign) = match pasted {
                Some((glyph, rest)) => (Some((Marker::Bullet(glyph), rest)), true),
                None => djot().map_or((None, false), |(item, foreign)| (Some(item), foreign)),
            };
            Line { start, text, indent, item, is_foreign }
        })
        .collect()
}

/// Returns the letters of symbol fonts that begin more than one of some lines: before one space such a letter may be
/// a word; on two lines it is none.
fn signs<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<char> {
    let (mut once, mut signs) = (Vec::new(), Vec::new());
    for line in lines {
        let mut words = line.trim_start().chars();
        let Some(letter @ ('v' | 'o' | '§' | 'Ø' | '–' | 'q' | 'ü')) = words.next() else {
            continue;
        };
        let is_section = || {
            let rest = words.as_str().trim_start();
            letter == '§' && rest.starts_with(|char: char| char.is_ascii_digit())
        };
        if !words.as_str().starts_with(' ') || is_section() {
            continue;
        }
        if once.contains(&letter) { signs.push(letter) } else { once.push(letter) }
    }
    signs
}

/// Returns how wide an indent is; a tab goes to the next multiple of four.
fn columns(indent: &str) -> usize {
    indent.chars().fold(0, |at, char| if char == '\t' { (at / 4 + 1) * 4 } else { at + 1 })
}

/// Splits a line into its bullet and its words. A letter counts as a bullet before a tab or two spaces; before one
/// space only where it `is_sign`.
pub(super) fn bullet(line: &str, is_sign: bool) -> Option<(char, &str)> {
    let line = line.trim_start();
    let glyph = line.chars().next()?;
    let one_space = match glyph {
        '·' | '•' | '●' | '▪' | '■' | '□' | '○' | '◦' | '‣' | '➢' | '➤' | '❖' | '❑'
        | '\u{f0b7}' | '\u{f0a7}' | '\u{f0d8}' | '\u{f076}' | '\u{f06f}' | '\u{f0fc}'
        | '\u{f071}' | '\u{f06e}' => true,
        'Ø' | 'v' | '§' | 'o' | 'q' | 'ü' | '–' => is_sign,
        _ => return None,
    };
    let rest = &line[glyph.len_utf8()..];
    let words = rest.trim();
    let gap = &rest[..rest.len() - rest.trim_start().len()];
    let is_wide = gap.contains(['\t', '\u{a0}']) || gap.chars().count() > 1;
    (!words.is_empty() && (is_wide || one_space && !gap.is_empty())).then_some((glyph, words))
}

/// Splits a line into a marker that Djot knows, or a number of another form, and its words; and returns whether
/// it is of another form, or is followed by a tab.
fn djot_item(words: &str) -> Option<((Marker<'_>, &str), bool)> {
    let (marker, rest) = words.split_once([' ', '\t'])?;
    let is_tabbed = words[marker.len()..].starts_with('\t');
    let item = rest.trim();
    if item.is_empty() {
        return None;
    }
    if let "-" | "*" | "+" = marker {
        let sign = marker.chars().next()?;
        return Some(((Marker::Bullet(sign), item), is_tabbed));
    }
    let form = Form::of(marker)?;
    Some(((Marker::Label(marker), item), is_tabbed || form != Form::Djot))
}

/// The form of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// One that Djot reads.
    Djot,
    /// `(aa)`, `bb)`.
    Double,
    /// `1.1`, `2.3.1`.
    Levels,
}

impl Form {
    fn of(marker: &str) -> Option<Self> {
        let inner = marker.strip_prefix('(').unwrap_or(marker);
        let is_open = inner.len() < marker.len();
        let inner =
            inner.strip_suffix(')').or_else(|| inner.strip_suffix('.').filter(|_| !is_open));
        let parts = |number: &str| {
            let mut parts = number.split('.');
            parts.all(|part| {
                (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
            })
        };
        if !is_open {
            let number = marker.strip_suffix('.').unwrap_or(marker);
            if number.contains('.') && parts(number) {
                return Some(Self::Levels);
            }
        }
        let number = inner?;
        let is_letter = |b: u8| b.is_ascii_alphabetic();
        if (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit()) {
            return Some(Self::Djot);
        }
        match number.as_bytes() {
            [letter] if is_letter(*letter) => Some(Self::Djot),
            letters if letters.len() <= 6 && letters.iter().all(|b| b"ivxlc".contains(b)) => {
                Some(Self::Djot)
            }
            letters if letters.len() <= 6 && letters.iter().all(|b| b"IVXLC".contains(b)) => {
                Some(Self::Djot)
            }
            [first, second] if first == second && is_letter(*first) => Some(Self::Double),
            _ => None,
        }
    }
}

/// Returns how many lines belong to the run of items that begins with the first: items, blank lines between
/// them, and lines that go on with an item.
fn run(lines: &[Line<'_>]) -> usize {
    let mut count = 1;
    let mut gap = 0;
    let mut last = lines[0];
    for (at, line) in lines.iter().enumerate().skip(1) {
        if line.text.trim().is_empty() {
            gap += 1;
            if gap > MAX_GAP {
                break;
            }
            continue;
        }
        // Over more than a blank line, a list goes on only where it is announced, or has the same signs.
        let goes_on = match (line.item, last.item) {
            (Some((next, _)), Some((marker, words))) => {
                gap < 2
                    || announces(words)
                    || is_same_form(marker, next)
                    || is_back(&lines[..at], next)
            }
            _ => false,
        };
        if goes_on {
            (count, gap, last) = (at + 1, 0, *line);
        } else if gap == 0 && line.item.is_none() && line.text.starts_with([' ', '\t']) {
            count = at + 1;
        } else {
            break;
        }
    }
    count
}

/// Returns whether an item with this marker goes on with a list of some line before.
fn is_back(lines: &[Line<'_>], next: Marker<'_>) -> bool {
    lines.iter().filter_map(|line| line.item).any(|(marker, _)| match (marker, next) {
        (Marker::Bullet(a), Marker::Bullet(b)) => a == b,
        (Marker::Label(a), Marker::Label(b)) => labels::continues(&[a], &[b]),
        (Marker::Bullet(_), Marker::Label(_)) | (Marker::Label(_), Marker::Bullet(_)) => false,
    })
}

fn is_same_form(a: Marker<'_>, b: Marker<'_>) -> bool {
    match (a, b) {
        (Marker::Bullet(a), Marker::Bullet(b)) => a == b,
        (Marker::Label(a), Marker::Label(b)) => goes_on(a, b),
        (Marker::Bullet(_), Marker::Label(_)) | (Marker::Label(_), Marker::Bullet(_)) => false,
    }
}

/// Returns whether words announce a list, as those that end in a colon do.
fn announces(words: &str) -> bool {
    let words = words.trim_end().trim_end_matches(['-', '–', '—', ' ']);
    words.ends_with(':') || words.ends_with(" that")
}

/// Returns whether Djot would not read a run of lines as it was meant: it has signs or numbers of other forms, or a
/// list begins inside an item without an indent.
fn needs_help(lines: &[Line<'_>]) -> bool {
    let items: Vec<&Line<'_>> = lines.iter().filter(|line| line.item.is_some()).collect();
    let Some(first) = items.first() else { return false };
    // A paragraph that begins with its number is a paragraph.
    if items.len() == 1
        && matches!(first.item, Some((Marker::Label(label), _)) if Form::of(label) != Some(Form::Djot))
    {
        return false;
    }
    if are_paragraphs(lines) {
        return false;
    }
    if items.iter().any(|line| line.is_foreign || line.text.starts_with('\t')) {
        return true;
    }
    (1..items.len()).any(|at| {
        let (above, line) = (items[at - 1], items[at]);
        let (Some((before, words)), Some((next, _))) = (above.item, line.item) else {
            return false;
        };
        let is_between = |other: &&Line<'_>| above.start < other.start && other.start < line.start;
        let has_gap = || lines.iter().filter(is_between).any(|line| line.text.trim().is_empty());
        // The numbers go on after what stands between them.
        let goes_on_later = || {
            let mut later = items[at + 1..].iter().filter_map(|line| line.item);
            matches!(before, Marker::Label(_))
                && later.any(|(marker, _)| is_same_form(before, marker))
        };
        above.indent == line.indent
            && !is_same_form(before, next)
            && is_start(next)
            && (announces(words) || !has_gap() || goes_on_later())
    })
}

/// Returns whether all items are paragraphs that begin with numbers such as `25.1`.
fn are_paragraphs(lines: &[Line<'_>]) -> bool {
    let is_numbered = |marker: Marker<'_>| matches!(marker, Marker::Label(label) if Form::of(label) == Some(Form::Levels));
    lines.iter().filter_map(|line| line.item).all(|(marker, _)| is_numbered(marker))
}

/// Returns whether a list may begin with this marker.
fn is_start(marker: Marker<'_>) -> bool {
    match marker {
        Marker::Bullet(_) => true,
        Marker::Label(label) => {
            let number = label.trim_matches(['(', ')', '.']);
            ["1", "a", "i", "aa"].iter().any(|first| number.eq_ignore_ascii_case(first))
                || number.ends_with(".1")
        }
    }
}

/// Returns whether a label follows another in the same list.
fn goes_on(before: &str, next: &str) -> bool {
    match (Form::of(before), Form::of(next)) {
        (Some(Form::Djot), Some(Form::Djot)) => labels::continues(&[before], &[next]),
        (Some(Form::Levels), Some(Form::Levels)) => {
            let split = |label: &str| {
                let label = label.trim_end_matches('.');
                label
                    .rsplit_once('.')
                    .map(|(above, last)| (above.to_owned(), last.parse::<u32>().ok()))
            };
            let (Some((above, last)), Some((same, number))) = (split(before), split(next)) else {
                return false;
            };
            above == same && last < number
        }
        (Some(Form::Double), Some(Form::Double)) => {
            let letter = |label: &str| label.trim_matches(['(', ')', '.']).bytes().next();
            letter(before) < letter(next) && before.starts_with('(') == next.starts_with('(')
        }
        // After (z) comes (aa).
        (Some(Form::Djot), Some(Form::Double)) => {
            before.trim_matches(['(', ')', '.']).eq_ignore_ascii_case("z")
                && next.trim_matches(['(', ')', '.']).eq_ignore_ascii_case("aa")
        }
        _ => false,
    }
}

/// Returns whether a number such as `1.2` is one below another such as `1.`.
fn is_below(above: Marker<'_>, next: Marker<'_>) -> bool {
    let (Marker::Label(above), Marker::Label(next)) = (above, next) else { return false };
    if Form::of(next) != Some(Form::Levels) {
        return false;
    }
    let above = above.trim_matches(['(', ')', '.']);
    next.trim_end_matches('.').rsplit_once('.').is_some_and(|(start, _)| start == above)
}

/// Returns whether a line is a row of a table, from its first bar to its last.
fn is_whole_row(line: &str) -> bool {
    let line = line.trim();
    line.len() > 1 && line.starts_with('|') && line.ends_with('|')
}

/// Returns how many lines a row of a table was pasted as, where it was more than one. Only below another row is a line
/// with one bar the beginning of a row.
fn row_lines(lines: &[Line<'_>], is_in_table: bool) -> Option<usize> {
    let first = lines[0].text.trim();
    let bars = if is_in_table { 1 } else { 2 };
    if !first.starts_with('|') || is_whole_row(first) || first.matches('|').count() < bars {
        return None;
    }
    for (at, line) in lines.iter().enumerate().take(MAX_ROW_LINES).skip(1) {
        let text = line.text.trim();
        if text.starts_with('|') && text.len() > 1 {
            return None;
        }
        if text.ends_with('|') {
            return Some(at + 1);
        }
    }
    None
}

/// Writes the Djot.
#[derive(Default)]
struct Writer<'a> {
    text: &'a str,
    djot: String,
    parts: Vec<(usize, usize)>,
    items: usize,
    rows: usize,
    /// What stands for the bullets of the list before, where nothing is between.
    last_sign: Option<char>,
    doubts: Vec<Fault>,
    /// The number of the last paragraph that began with one such as `25.1`.
    last_number: Option<&'a str>,
    /// Whether paragraphs were put apart.
    is_parted: bool,
}

impl<'a> Writer<'a> {
    /// Copies a line as it is.
    fn copy(&mut self, line: Line<'a>) {
        if !line.text.trim().is_empty() {
            self.last_sign = None;
        }
        self.parts.push((self.djot.len(), line.start));
        self.djot.push_str(line.text);
        self.djot.push('\n');
    }

    /// Writes a part of the text in its place.
    fn part(&mut self, part: &'a str) {
        let start = part.as_ptr().addr() - self.text.as_ptr().addr();
        self.parts.push((self.djot.len(), start));
        self.djot.push_str(part);
    }

    /// Writes what stands for the markers at a place of the text.
    fn sign(&mut self, sign: &str, at: usize) {
        self.parts.push((self.djot.len(), at));
        self.djot.push_str(sign);
    }

    /// Writes the lines of a row of a table as one.
    fn row(&mut self, lines: &[Line<'a>]) {
        if self.rows == 0
            && let Some(first) = lines.first()
        {
            let start = first.start + first.text.len() - first.text.trim_start().len();
            self.doubts.push(Fault {
                code: Code::TextJoinedRow,
                message: format!(
                    "a row of a table that stands on {} lines is read as one",
                    lines.len()
                ),
                hint: Some("look at the table, or write each row on one line".to_owned()),
                range: start..first.start + first.text.trim_end().len(),
            });
        }
        self.rows += 1;
        self.last_sign = None;
        for (at, line) in lines.iter().enumerate() {
            // A backslash breaks a line, which the end of this one does.
            let words = line.text.trim();
            let words = words.strip_suffix('\\').unwrap_or(words).trim_end();
            if words.is_empty() {
                continue;
            }
            if at > 0 && words != "|" {
                self.sign(&BREAK.to_string(), line.start);
            }
            match line.item {
                Some((Marker::Bullet(_), item)) if at > 0 => {
                    self.sign("• ", line.start);
                    self.part(item);
                }
                _ => self.part(words),
            }
        }
        self.djot.push('\n');
    }

    /// Writes a list, each item on its level.
    fn list(&mut self, lines: &[Line<'a>]) {
        let mut levels: Vec<Level<'a>> = Vec::new();
        let mut last: Option<(usize, &str)> = None;
        let before_all = self.last_sign.take();
        for (at, line) in lines.iter().enumerate() {
            let Some((marker, item)) = line.item else {
                if let Some((level, _)) = last.filter(|_| !line.text.trim().is_empty()) {
                    self.sign(&"  ".repeat(level + 1), line.start);
                    self.part(line.text.trim());
                    self.djot.push('\n');
                }
                continue;
            };
            let before = last.map_or("", |(_, words)| words);
            let depth = self.depth(&levels, line, marker, before, &lines[at + 1..]);
            let is_new = depth >= levels.len() || !is_one_list(levels[depth].last, marker);
            let sign = match levels.get(depth) {
                Some(level) if !is_new => level.sign,
                Some(Level { sign: '+', .. }) if matches!(marker, Marker::Label(_)) => '*',
                Some(_) | None if matches!(marker, Marker::Label(_)) => '+',
                Some(_) | None => '-',
            };
            // Two lists are not one, even where nothing parts them.
            let sign = match (before_all, levels.is_empty(), marker) {
                (Some(before), true, Marker::Label(label)) => {
                    if is_start(marker) {
                        self.doubt(line, label);
                    }
                    if before == '+' { '*' } else { '+' }
                }
                _ => sign,
            };
            levels.truncate(depth);
            levels.push(Level { indent: line.indent, last: marker, sign });
            let is_first = self.djot.is_empty() || self.djot.ends_with("\n\n");
            if !is_first && (is_new || last.is_none_or(|(level, _)| level != depth)) {
                self.djot.push('\n');
            }
            self.sign(&format!("{}{sign} ", "  ".repeat(depth)), line.start);
            if let Marker::Label(label) = marker {
                self.djot.push(LABEL[0]);
                self.part(label);
                self.djot.push(LABEL[1]);
            }
            self.part(item);
            self.djot.push('\n');
            self.items += 1;
            last = Some((depth, item));
        }
        self.djot.push('\n');
        self.last_sign = levels.first().map(|level| level.sign);
    }

    /// Copies a run of items as they are. Paragraphs that begin with numbers which go on are kept apart, also where
    /// no blank line is between them.
    fn copy_items(&mut self, lines: &[Line<'a>]) {
        for line in lines {
            if let Some((Marker::Label(label), _)) = line.item.filter(|_| are_paragraphs(lines)) {
                let follows = self.last_number.is_some_and(|last| goes_on(last, label));
                if follows && !self.djot.ends_with("\n\n") {
                    self.djot.push('\n');
                    self.is_parted = true;
                }
                self.last_number = Some(label);
            }
            self.copy(*line);
        }
    }

    /// Reports a list of which nobody can tell whether it is inside the item above.
    fn doubt(&mut self, line: &Line<'a>, label: &str) {
        let start = line.start + line.text.len() - line.text.trim_start().len();
        self.doubts.push(Fault {
            code: Code::TextListNesting,
            message: format!(
                "`{label}` may begin a list inside the item above, or go on beside it; it is printed beside it"
            ),
            hint: Some(
                "indent the lines of an inner list, end the words that announce it with a colon, or put a paragraph \
                 between two lists"
                    .to_owned(),
            ),
            range: start..start + label.len(),
        });
    }

    /// Returns the level of an item, and reports where it is not certain.
    fn depth(
        &mut self,
        levels: &[Level<'a>],
        line: &Line<'a>,
        marker: Marker<'a>,
        before: &str,
        rest: &[Line<'a>],
    ) -> usize {
        let Some(top) = levels.last() else { return 0 };
        let is_label = matches!(marker, Marker::Label(_));
        // A number that goes on belongs to the list that it goes on with, wherever it stands.
        let goes_on_with = |level: &Level<'_>| match (level.last, marker) {
            (Marker::Label(last), Marker::Label(next)) => goes_on(last, next),
            (Marker::Bullet(last), Marker::Bullet(next)) => {
                last == next && level.indent == line.indent
            }
            _ => false,
        };
        let deeper_start = line.indent > top.indent && is_start(marker) && is_label;
        if !deeper_start && let Some(level) = levels.iter().rposition(goes_on_with) {
            return level;
        }
        if let Some(level) = levels.iter().rposition(|level| is_below(level.last, marker)) {
            return level + 1;
        }
        if line.indent > top.indent && (line.indent - top.indent > 1) {
            return levels.len();
        }
        if line.indent < top.indent {
            let same = |level: &Level<'_>| matches!((level.last, marker), (Marker::Bullet(a), Marker::Bullet(b)) if a == b);
            if let Some(level) =
                levels.iter().rposition(|level| same(level) && level.indent <= line.indent + 1)
            {
                return level;
            }
            if let Some(level) = levels
                .iter()
                .rposition(|level| level.indent <= line.indent && is_one_list(level.last, marker))
            {
                return level;
            }
        }
        let is_same_sign =
            matches!((top.last, marker), (Marker::Bullet(a), Marker::Bullet(b)) if a == b);
        if is_same_sign {
            return levels.len() - 1;
        }
        if let Some(level) = levels.iter().rposition(|level| matches!((level.last, marker), (Marker::Bullet(a), Marker::Bullet(b)) if a == b)) {
            return level;
        }
        // Another sign without a number is a level further in, as Word has them; a number is where it is announced,
        // or where the list around it goes on later.
        let resumes = || {
            let later = rest.iter().filter_map(|line| line.item).map(|(marker, _)| marker);
            let is_next = |marker: Marker<'_>| match (top.last, marker) {
                (Marker::Label(last), Marker::Label(next)) => goes_on(last, next),
                (Marker::Bullet(last), Marker::Bullet(next)) => last == next,
                _ => false,
            };
            later.into_iter().any(is_next)
        };
        if is_start(marker) && (!is_label || announces(before) || resumes()) {
            return levels.len();
        }
        let label = match marker {
            Marker::Label(label) => label,
            Marker::Bullet(_) => return levels.len() - 1,
        };
        self.doubt(line, label);
        levels.len() - 1
    }

    /// Returns the whole, or `None` where everything was copied.
    fn finish(mut self) -> Option<Pasted> {
        if self.items + self.rows == 0 && !self.is_parted {
            return None;
        }
        let end = self.djot.trim_end_matches('\n').len();
        self.djot.truncate(end);
        if self.text.ends_with('\n') {
            self.djot.push('\n');
        }
        let Self { djot: text, items, doubts, parts, .. } = self;
        Some(Pasted { text, items, doubts, parts })
    }
}

/// Returns whether two markers may stand in one list.
fn is_one_list(a: Marker<'_>, b: Marker<'_>) -> bool {
    match (a, b) {
        (Marker::Bullet(a), Marker::Bullet(b)) => a == b,
        (Marker::Label(a), Marker::Label(b)) => goes_on(a, b) || labels::is_same_form(a, b),
        (Marker::Bullet(_), Marker::Label(_)) | (Marker::Label(_), Marker::Bullet(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows Djot with labels in round brackets.
    #[track_caller]
    fn check(text: &str, expected: &str) -> Pasted {
        let pasted = as_djot(text).unwrap_or_else(|| panic!("nothing was read as pasted: {text}"));
        let shown = pasted.text.replace(LABEL[0], "<").replace(LABEL[1], ">").replace(BREAK, "\\n");
        assert_eq!(shown, expected);
        // Every place leads back to the same letters, where they were copied.
        for (at, char) in pasted.text.char_indices().filter(|(_, char)| char.is_alphabetic()) {
            let original = pasted.original(&(at..at + char.len_utf8()));
            assert!(text[original.start..].starts_with(char), "{at} {char}");
        }
        pasted
    }

    #[test]
    fn signs_of_word_become_levels() {
        check("·\tone\n·\ttwo", "- one\n- two");
        check("• one\n• two\n", "- one\n- two\n");
        check("Agreed:\n·  one\n·  two\nNext", "Agreed:\n\n- one\n- two\n\nNext");
        check("v\tone\nØ\u{a0}two", "- one\n\n  - two");
        check("o one\no two", "- one\n- two");
        check("·  one\n   goes on\n·  two", "- one\n  goes on\n- two");
        check(
            "·  one\no  under\n§  deeper\no  under\n·  two",
            "- one\n\n  - under\n\n    - deeper\n\n  - under\n\n- two",
        );
    }

    #[test]
    fn numbered_paragraphs_stay_apart() {
        check("1.1\tFirst\n1.2\tSecond", "1.1\tFirst\n\n1.2\tSecond");
        check(
            "25.1 First\ngoes on\n25.2 Second\n25.3 Third",
            "25.1 First\ngoes on\n\n25.2 Second\n\n25.3 Third",
        );
        assert_eq!(as_djot("It costs\n1.5 million pounds, or\n7.5 million euros"), None);
    }

    #[test]
    fn the_same_sign_further_in_is_a_level() {
        check(
            "  • Roads\n  • Schools – after the review:\n    • Heads: met\n    • Staff: heard\n  • Parks",
            "- Roads\n- Schools – after the review:\n\n  - Heads: met\n  - Staff: heard\n\n- Parks",
        );
    }

    #[test]
    fn a_list_that_is_announced_is_inside() {
        check(
            "·        Roads\n·        Aims: -\n\n \n\nv  Fewer holes\n\nv  Longer lives\n\n \n\nNext",
            "- Roads\n- Aims: -\n\n  - Fewer holes\n  - Longer lives\n\n\n \n\nNext",
        );
        check(
            "i.   Supports the plan and asks for:\n\na)   more money\n\nb)   less noise\n\nii.  Thanks the clerk",
            "+ <i.>Supports the plan and asks for:\n\n  + <a)>more money\n  + <b)>less noise\n\n+ <ii.>Thanks the clerk",
        );
    }

    #[test]
    fn a_list_among_numbers_that_go_on_is_inside() {
        let nested = "+ <i.>one\n\n  + <a)>in\n  + <b)>in\n\n+ <ii.>two";
        check("i. one\na) in\nb) in\nii. two", nested);
        check("i. one\n\na) in\n\nb) in\n\nii. two", nested);
        let pasted = check("1. one\n2. two\na) three", "+ <1.>one\n+ <2.>two\n\n* <a)>three");
        assert_eq!((pasted.doubts.len(), pasted.doubts[0].code), (1, Code::TextListNesting));
    }

    #[test]
    fn numbers_of_levels_and_double_letters_are_labels() {
        check(
            "1. Roads\n1.1 Repairs\n1.2 Signs\n2. Parks",
            "+ <1.>Roads\n\n  + <1.1>Repairs\n  + <1.2>Signs\n\n+ <2.>Parks",
        );
        check("(z) one\n(aa) two\n(bb) three", "+ <(z)>one\n+ <(aa)>two\n+ <(bb)>three");
        check("1.\tone\n2.\ttwo", "+ <1.>one\n+ <2.>two");
        check(
            "1.\tone:\n\t(a)\tin\n\t(b)\tin\n2.\ttwo",
            "+ <1.>one:\n\n  + <(a)>in\n  + <(b)>in\n\n+ <2.>two",
        );
    }

    #[test]
    fn what_is_not_certain_is_reported() {
        let pasted = check("·\tone\n·\ttwo\n1.\tthree", "- one\n- two\n\n+ <1.>three");
        let doubt = &pasted.doubts[0];
        assert_eq!((doubt.code, doubt.range.clone()), (Code::TextListNesting, 14..16));
        let pasted = check(
            "i.  Asks for:\n\na)  money\n\n \n\n  1. That it be sent\n\n \n\n  1. Thanks\nand\n  1. More",
            "+ <i.>Asks for:\n\n  + <a)>money\n\n\n \n\n* <1.>That it be sent\n\n\n \n\n+ <1.>Thanks\n\nand\n\n  1. More",
        );
        assert_eq!(pasted.doubts.len(), 2);
    }

    #[test]
    fn rows_of_tables_keep_their_lines() {
        let pasted = check(
            "| Library | Notes |\n|---|---|\n| A | first\nsecond |\n| B | - one\n- two |",
            "| Library | Notes |\n|---|---|\n| A | first\\nsecond |\n| B | - one\\n• two |",
        );
        assert_eq!((pasted.doubts.len(), pasted.doubts[0].code), (1, Code::TextJoinedRow));
        check("| a | b |\n|---|---|\n| one\ntwo | c |", "| a | b |\n|---|---|\n| one\\ntwo | c |");
        check(
            "| a | b |\n|---|---|\n| one\\\ntwo | c |",
            "| a | b |\n|---|---|\n| one\\ntwo | c |",
        );
        assert_eq!(as_djot("| one\ntwo |"), None);
    }

    #[test]
    fn djot_stays_as_it_is() {
        for text in [
            "",
            "one\ntwo",
            "o one",
            "v the council",
            "§ 5 of the Act",
            "·",
            "- one\n- two",
            "1. one\n\n   a) in\n   b) in\n\n2. two",
            "1. one\n2. two\n\n(a) three",
            "25.1 The Committee heard\n\n25.2 The Committee thanked",
            "| a | b |\n|---|---|\n| c | d |",
            "```\n·  code\n```",
            "A. Smith spoke.\nB. Jones did not.",
        ] {
            assert_eq!(as_djot(text), None, "{text}");
        }
    }
}
