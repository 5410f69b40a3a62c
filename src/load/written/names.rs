//! Names and other short values in a line or a list, and how their signs are kept apart from those of the text.

use std::ops::Range;

use super::lines::{is_item, trimmed};
use crate::model::rich;

/// Returns the entries of a list of names: one for each point of a list, or else those that lines, semicolons or commas
/// keep apart; and whether they were points of a list.
pub(super) fn entries(text: &str, content: &Range<usize>) -> (Vec<Range<usize>>, bool) {
    let mut at = content.start;
    let lines: Vec<Range<usize>> = text[content.clone()]
        .split_inclusive('\n')
        .map(|line| {
            at += line.len();
            trimmed(text, &(at - line.len()..at))
        })
        .filter(|line| !line.is_empty())
        .collect();
    let point = |line: &Range<usize>| is_item(&text[line.clone()]);
    if lines.first().is_some_and(|line| point(line).is_some()) {
        let mut points: Vec<Range<usize>> = Vec::new();
        for line in lines {
            match (point(&line), points.last_mut()) {
                (Some(start), _) => points.push(line.start + start..line.end),
                (None, Some(last)) => last.end = line.end,
                (None, None) => points.push(line),
            }
        }
        return (points, true);
    }
    let mut entries = Vec::new();
    for line in lines {
        let line = without_plural(text, line);
        match has(&text[line.clone()], ';') {
            true => entries.extend(split(text, &line, ';')),
            false => {
                let mut names = split(text, &line, ',');
                if let Some(last) = names.pop() {
                    names.extend(split_and(text, &last));
                }
                entries.extend(names);
            }
        }
    }
    entries.retain(|entry| !entry.is_empty());
    (entries, false)
}

/// Returns a line without `Councillors` in front, which stands for all the names after it.
fn without_plural(text: &str, line: Range<usize>) -> Range<usize> {
    let lower = text[line.clone()].to_ascii_lowercase();
    let plural = ["councillors ", "cllrs ", "cllrs. "];
    match plural.into_iter().find(|plural| lower.starts_with(plural)) {
        Some(plural) => line.start + plural.len()..line.end,
        None => line,
    }
}

/// Returns the last of some names as the two that `and` joins.
fn split_and(text: &str, last: &Range<usize>) -> Vec<Range<usize>> {
    let words = &text[last.clone()];
    let words = words.strip_prefix("and ").unwrap_or(words);
    let start = last.end - words.len();
    match find(words, " and ") {
        Some(at) => vec![
            trimmed(text, &(start..start + at)),
            trimmed(text, &(start + at + " and ".len()..last.end)),
        ],
        None => std::iter::once(start..last.end).collect(),
    }
}

/// Returns the parts of a range that a sign keeps apart, outside brackets and where no backslash stands before it.
pub(super) fn split(text: &str, range: &Range<usize>, sign: char) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = range.start;
    for at in signs(&text[range.clone()], sign) {
        parts.push(trimmed(text, &(start..range.start + at)));
        start = range.start + at + sign.len_utf8();
    }
    parts.push(trimmed(text, &(start..range.end)));
    parts
}

/// Returns the two parts around the first such sign.
pub(super) fn split_once(
    text: &str,
    range: &Range<usize>,
    sign: char,
) -> Option<(Range<usize>, Range<usize>)> {
    let at = range.start + signs(&text[range.clone()], sign).next()?;
    Some((trimmed(text, &(range.start..at)), trimmed(text, &(at + sign.len_utf8()..range.end))))
}

/// Returns what stands before the first such sign, or else all, and what stands after it.
pub(super) fn before_and_after(
    text: &str,
    range: &Range<usize>,
    sign: char,
) -> (Range<usize>, Option<Range<usize>>) {
    match split_once(text, range, sign) {
        Some((before, after)) => (before, Some(after)),
        None => (range.clone(), None),
    }
}

/// Returns where the first of some words or signs stands, in capitals or not, and where it ends; the first of several
/// that begin at the same place.
pub(super) fn first_of(text: &str, wanted: &[&str]) -> Option<(usize, usize)> {
    // Whatever the letters are, bytes stay where they are.
    let lower = text.to_ascii_lowercase();
    let found = wanted.iter().filter_map(|words| Some((lower.find(words)?, words.len())));
    found.min_by_key(|(at, _)| *at).map(|(at, length)| (at, at + length))
}

/// Returns an entry and what stands in brackets at its end.
pub(super) fn brackets(text: &str, range: &Range<usize>) -> (Range<usize>, Option<Range<usize>>) {
    let words = &text[range.clone()];
    let Some(inner) = words.strip_suffix(')').filter(|inner| !inner.ends_with('\\')) else {
        return (range.clone(), None);
    };
    let mut depth = 1;
    for (at, char) in inner.char_indices().rev() {
        if inner[..at].ends_with('\\') {
            continue;
        }
        match char {
            ')' => depth += 1,
            '(' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let start = range.start + at;
            let note = trimmed(text, &(start + 1..range.start + inner.len()));
            return (trimmed(text, &(range.start..start)), Some(note));
        }
    }
    (range.clone(), None)
}

fn has(words: &str, sign: char) -> bool {
    signs(words, sign).next().is_some()
}

/// Returns where words stand outside brackets.
fn find(words: &str, wanted: &str) -> Option<usize> {
    signs(words, ' ').find(|at| words[*at..].starts_with(wanted))
}

/// Returns where a sign stands outside brackets, without a backslash before it.
fn signs(words: &str, sign: char) -> impl Iterator<Item = usize> + '_ {
    let mut depth = 0_usize;
    let mut is_escaped = false;
    words.char_indices().filter_map(move |(at, char)| {
        if std::mem::take(&mut is_escaped) {
            return None;
        }
        match char {
            '\\' => is_escaped = true,
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (char == sign && depth == 0).then_some(at)
    })
}

/// Returns words without markup, and without the backslashes that take signs as they are.
pub(super) fn plain(words: &str) -> String {
    let words = words.trim();
    let is_marked = words.contains(['*', '_', '{', '[', '^', '~', '`']);
    let read = match is_marked && is_item(words).is_none() {
        true => rich::parse(&words.replace("\\–", "–").replace("\\•", "•")).0.plain_text(),
        false => without_backslashes(words),
    };
    read.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_backslashes(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    let mut chars = words.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            // A line that was broken by hand.
            '\\' if chars.peek().is_none_or(|next| *next == '\n') => {}
            '\\' => {
                let sign = |next: &char| next.is_ascii_punctuation() || matches!(next, '–' | '•');
                plain.push(chars.next_if(sign).unwrap_or('\\'));
            }
            _ => plain.push(char),
        }
    }
    plain
}

/// Returns words with backslashes before all signs that keep values apart.
pub(super) fn escaped(words: &str) -> String {
    with_backslashes(words, &[',', ';', ':', '(', ')', '–'])
}

/// Returns words that are read as they are where they are all that a line holds.
pub(super) fn literal(words: &str) -> String {
    with_backslashes(words, &[])
}

fn with_backslashes(words: &str, signs: &[char]) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut escaped = String::with_capacity(words.len());
    for char in words.chars() {
        if matches!(char, '\\' | '*' | '_') || signs.contains(&char) {
            escaped.push('\\');
        }
        escaped.push(char);
    }
    // What looks like a point of a list is none.
    if let Some(start) = is_item(&escaped) {
        let marker = escaped[..start].trim_end();
        let sign = marker.find(['(', '-', '+', '•', '.', ')']).unwrap_or(0);
        escaped.insert(sign, '\\');
    }
    escaped
}

/// Returns the entries that points of a list, lines or semicolons keep apart, and no commas.
pub(super) fn lines(text: &str, content: &Range<usize>) -> Vec<Range<usize>> {
    if is_item(&text[content.clone()]).is_some() {
        return entries(text, content).0;
    }
    let mut at = content.start;
    let lines = text[content.clone()].split_inclusive('\n').map(|line| {
        at += line.len();
        at - line.len()..at
    });
    let parts = lines.flat_map(|line| split(text, &line, ';'));
    parts.filter(|part| !part.is_empty()).collect()
}
