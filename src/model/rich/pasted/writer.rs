//! Writes what was pasted as Djot, each item on its level.

use diag::Code;

use super::super::Fault;
use super::marker::{Marker, goes_on, is_below, is_lone_label, is_one_list, is_start};
use super::rows::at_breaks;
use super::run::{announces, are_paragraphs};
use super::{BREAK, Doubt, LABEL, Line, Pasted};

/// A list that is open.
#[derive(Debug, Clone, Copy)]
struct Level<'a> {
    indent: usize,
    /// The marker of its last item.
    last: Marker<'a>,
    /// Which of Djot's bullets stands for it.
    sign: char,
}

/// Writes the Djot.
#[derive(Default)]
pub(super) struct Writer<'a> {
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
    /// The numbers of lists that have one item, and where they stand.
    single: Vec<(&'a str, usize)>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, ..Self::default() }
    }

    /// Returns whether a list was written, and nothing stands after it that would keep another apart.
    pub(super) fn follows_list(&self) -> bool {
        self.last_sign.is_some()
    }

    /// Puts a blank line between two blocks.
    pub(super) fn part_blocks(&mut self) {
        self.djot.push('\n');
    }

    /// Copies a line as it is.
    pub(super) fn copy(&mut self, line: Line<'a>) {
        let words = line.text.trim();
        // A word between two lists joins them.
        let is_joint = ["and", "or", "and/or"].iter().any(|word| word.eq_ignore_ascii_case(words));
        if !words.is_empty() && !is_joint {
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
    pub(super) fn row(&mut self, lines: &[Line<'a>]) {
        if self.rows == 0
            && lines.len() > 1
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
        let is_item = |line: Option<&Line<'_>>| {
            line.is_some_and(|line| matches!(line.item, Some((Marker::Bullet(_), _))))
        };
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
                    self.cells(item, is_item(lines.get(at + 1)));
                }
                _ => self.cells(words, is_item(lines.get(at + 1))),
            }
        }
        self.djot.push('\n');
    }

    /// Writes the cells that stand on a line, of which the last may begin a list that goes on below.
    fn cells(&mut self, words: &'a str, goes_on: bool) {
        let last = words.rfind('|').map_or(0, |bar| bar + 1);
        let (before, cell) = words.split_at(last);
        let item = cell.trim_start().strip_prefix(['-', '*', '+', '•', '·', '▪']);
        let item = item.filter(|item| goes_on && item.starts_with([' ', '\t']));
        for (at, part) in
            at_breaks(if item.is_some() { before } else { words }).into_iter().enumerate()
        {
            if at > 0 {
                self.djot.push(BREAK);
            }
            self.part(part);
        }
        if let Some(item) = item {
            self.djot.push_str(" • ");
            self.part(item.trim_start());
        }
    }

    /// Writes a list, each item on its level.
    pub(super) fn list(&mut self, lines: &[Line<'a>]) {
        let mut levels: Vec<Level<'a>> = Vec::new();
        let mut last: Option<(usize, &str)> = None;
        let before_all = self.last_sign.take();
        for (at, line) in lines.iter().enumerate() {
            self.report(line);
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
        self.note_single(lines);
    }

    /// Remembers the number of a list that has no other.
    fn note_single(&mut self, lines: &[Line<'a>]) {
        let mut items = lines.iter().filter(|line| line.item.is_some());
        if let (Some(line), None) = (items.next(), items.next())
            && let Some((Marker::Label(label), _)) = line.item
            && is_start(Marker::Label(label))
            && is_lone_label(label)
        {
            self.single.push((label, line.start + line.text.len() - line.text.trim_start().len()));
        }
    }

    /// Reports what is in doubt about the marker of a line; of several such letters only the first.
    pub(super) fn report(&mut self, line: &Line<'_>) {
        let Some(doubt) = line.doubt else { return };
        let marker = line.text.trim_start();
        let start = line.start + line.text.len() - marker.len();
        let (code, message, hint, length) = match doubt {
            Doubt::Letter(letter) => (
                Code::TextLostSymbol,
                format!("a lone `{letter}` at the start of a line is read as a bullet"),
                "write `- ` for a bullet; if it is a word, join it to the line above",
                letter.len_utf8(),
            ),
            Doubt::Symbol(letter) => (
                Code::TextLostSymbol,
                format!(
                    "`{letter}`, which was a box or a ring of a symbol font, is read as a bullet"
                ),
                "write `- ` for a bullet; for a box to tick write `☐`, and `☑` where it is ticked",
                letter.len_utf8(),
            ),
            Doubt::IsAlone => (
                Code::TextLoneNumber,
                format!(
                    "`{}` stands alone on its line; it is printed before the words below it",
                    marker.trim_end()
                ),
                "write the number and its words on one line",
                marker.trim_end().len(),
            ),
            Doubt::HasNoWords => (
                Code::TextLoneNumber,
                format!("`{}` stands alone on its line, without words", marker.trim_end()),
                "write its words after it, or remove it",
                marker.trim_end().len(),
            ),
        };
        if self.doubts.iter().any(|fault| fault.message == message) {
            return;
        }
        let range = start..start + length;
        self.doubts.push(Fault { code, message, hint: Some(hint.to_owned()), range });
    }

    /// Reports numbers with which lists of one item begin again: what the author counted was lost.
    fn report_restarts(&mut self) {
        for at in 1..self.single.len() {
            let (label, start) = self.single[at];
            let is_again = self.single[..at].iter().any(|(other, _)| *other == label);
            if !is_again || self.doubts.iter().any(|fault| fault.range.start == start) {
                continue;
            }
            self.doubts.push(Fault {
                code: Code::TextListNesting,
                message: format!(
                    "`{label}` stands before a list of one item again; the numbers of one list may have been lost"
                ),
                hint: Some("write the numbers as they are to be printed".to_owned()),
                range: start..start + label.len(),
            });
        }
        self.doubts.sort_by_key(|fault| fault.range.start);
    }

    /// Copies a run of items as they are. Paragraphs that begin with numbers which go on are kept apart, also where
    /// no blank line is between them.
    pub(super) fn copy_items(&mut self, lines: &[Line<'a>]) {
        for line in lines {
            if let Some((Marker::Label(label), _)) = line.item.filter(|_| are_paragraphs(lines)) {
                let follows = self.last_number.is_some_and(|last| goes_on(last, label));
                if follows && !self.djot.ends_with("\n\n") {
                    self.djot.push('\n');
                    self.is_parted = true;
                }
                self.last_number = Some(label);
            }
            self.report(line);
            self.copy(*line);
        }
        self.note_single(lines);
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
    pub(super) fn finish(mut self) -> Option<Pasted> {
        self.report_restarts();
        if self.items + self.rows == 0 && !self.is_parted && self.doubts.is_empty() {
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
