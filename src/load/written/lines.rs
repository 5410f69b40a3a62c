//! The lines of a text, put together to headings and to entries: a label, if there is one, with what it holds.

use std::ops::Range;

use super::labels::{self, Mark};

/// A part of the text, by bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A heading.
    Heading {
        /// 1 for the highest.
        level: usize,
        /// Its words.
        title: Range<usize>,
    },
    /// What a label holds, or a paragraph.
    Entry {
        /// Its label; `None` for a paragraph.
        mark: Option<Mark>,
        /// Its first line.
        line: Range<usize>,
        /// What it holds, to the end of its last line.
        content: Range<usize>,
    },
}

/// Takes a text apart.
pub(super) fn parts(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut at = 0;
    let mut is_after_blank = true;
    for whole in text.split_inclusive('\n') {
        let line = whole.trim_end();
        let range = at..at + line.len();
        at += whole.len();
        if line.is_empty() {
            is_after_blank = true;
            continue;
        }
        let is_indented = line.starts_with("  ") || line.starts_with('\t');
        let open = match parts.last_mut() {
            Some(Part::Entry { content, .. }) => Some(content),
            _ => None,
        };
        let is_open = open.is_some();
        let after_blank = std::mem::replace(&mut is_after_blank, false);
        if !is_indented {
            if let Some((level, title)) = heading(line) {
                parts.push(Part::Heading {
                    level,
                    title: range.start + title.start..range.start + title.end,
                });
                continue;
            }
            let mark = labels::mark(line);
            let goes_on =
                is_open && (!after_blank || is_of_paragraph(line)) && !labels::is_outcome(line);
            if mark.is_some() || !goes_on {
                let start = range.start + mark.as_ref().map_or(0, |mark| mark.content);
                let content = start..range.end.max(start);
                parts.push(Part::Entry { mark, line: range, content });
                continue;
            }
        }
        match open {
            Some(content) => content.end = range.end,
            None => {
                let start = range.end - line.trim_start().len();
                let (line, content) = (range.clone(), start..range.end);
                parts.push(Part::Entry { mark: None, line, content });
            }
        }
    }
    for part in &mut parts {
        if let Part::Entry { content, .. } = part {
            *content = trimmed(text, content);
        }
    }
    parts
}

/// Returns the level and the words of a heading.
fn heading(line: &str) -> Option<(usize, Range<usize>)> {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    let title = words.trim();
    let is_heading = level > 0 && words.starts_with(' ') && !title.is_empty();
    let start = line.len() - words.trim_start().len();
    is_heading.then(|| (level, start..start + title.len()))
}

/// Returns whether a line after a blank one belongs to the paragraph above: it begins a list, a table or a quotation.
fn is_of_paragraph(line: &str) -> bool {
    is_item(line).is_some() || line.starts_with(['|', '>', '^'])
}

/// Returns where the words of a list item begin, in bytes of its line.
pub(super) fn is_item(line: &str) -> Option<usize> {
    let start = line.len() - line.trim_start().len();
    let bare = &line[start..];
    if let Some(rest) = bare.strip_prefix(['-', '*', '+', '•']) {
        return rest.starts_with([' ', '\t']).then(|| line.len() - rest.trim_start().len());
    }
    let (label, rest) = bare.split_once([' ', '\t'])?;
    let inner = label.strip_suffix(['.', ')'])?;
    let inner = inner.strip_prefix('(').unwrap_or(inner);
    let is_number = inner.bytes().all(|byte| byte.is_ascii_digit()) && inner.len() <= 3;
    let is_letter = inner.len() == 1 && inner.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_roman = inner.len() <= 5 && inner.bytes().all(|byte| b"ivxlcIVXLC".contains(&byte));
    let is_label = !inner.is_empty() && (is_number || is_letter || is_roman);
    is_label.then(|| line.len() - rest.trim_start().len())
}

/// Returns a range of the text without blanks around it.
pub(super) fn trimmed(text: &str, range: &Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.end - part.trim_start().len();
    start..start + part.trim().len()
}

/// Returns the pieces of what an entry holds: what stands between blank lines, where the next does not begin indented.
/// Each is given as it is read, without the two spaces by which all its lines are indented, and with its place.
pub(super) fn pieces(text: &str, content: &Range<usize>) -> Vec<(String, Range<usize>)> {
    if content.is_empty() {
        return Vec::new();
    }
    let before = text[..content.start].rsplit('\n').next().unwrap_or_default();
    // Where the first line has words before it, its indent says nothing.
    let is_whole_line = before.trim().is_empty();
    let is_bare_item =
        is_whole_line && before.is_empty() && is_of_paragraph(&text[content.clone()]);
    let later = || text[content.clone()].split('\n').skip(1).filter(|line| !line.trim().is_empty());
    let is_indented = !is_bare_item
        && (later().next().is_some() || !before.is_empty())
        && later().all(|line| line.starts_with("  ") || line.starts_with('\t'));
    let mut pieces: Vec<(String, Range<usize>)> = Vec::new();
    let mut at = content.start;
    let mut is_after_blank = false;
    for (number, whole) in text[content.clone()].split_inclusive('\n').enumerate() {
        let range = at..at + whole.len();
        at = range.end;
        let line = whole.trim_end();
        if line.is_empty() {
            is_after_blank = true;
            continue;
        }
        let indent = match number > 0 && is_indented {
            true if line.starts_with('\t') => 1,
            true => 2,
            false => 0,
        };
        let words = &line[indent..];
        let end = range.start + line.len();
        match pieces.last_mut() {
            Some((piece, place)) if !is_after_blank || words.starts_with([' ', '\t']) => {
                piece.push_str(if is_after_blank { "\n\n" } else { "\n" });
                piece.push_str(words);
                place.end = end;
            }
            _ => pieces.push((words.to_owned(), range.start + indent..end)),
        }
        is_after_blank = false;
    }
    pieces
}
