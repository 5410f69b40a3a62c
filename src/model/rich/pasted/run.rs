//! Which lines belong together as items, and whether Djot reads them as they were meant.

use super::super::labels;
use super::marker::{Form, Marker, is_below, is_same_form, is_start};
use super::{Doubt, Line, MAX_GAP};

/// Returns how many lines belong to the run of items that begins with the first: items, blank lines between
/// them, and lines that go on with an item.
pub(super) fn run(lines: &[Line<'_>]) -> usize {
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
                    || may_announce(marker, words, next)
                    || is_same_form(marker, next)
                    || is_back(&lines[..at], next)
                    || is_part(&lines[..at], next)
            }
            _ => false,
        };
        if goes_on {
            (count, gap, last) = (at + 1, 0, *line);
        } else if gap == 0
            && line.item.is_none()
            && (line.text.starts_with([' ', '\t']) || last.doubt == Some(Doubt::IsAlone))
        {
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

/// Returns whether a number such as `25.1` is below that of some line before.
fn is_part(lines: &[Line<'_>], next: Marker<'_>) -> bool {
    lines.iter().filter_map(|line| line.item).any(|(marker, _)| is_below(marker, next))
}

/// Words after which a sentence can't end: what follows is a part of it.
const OPEN_ENDS: [&str; 14] = [
    "that",
    "to",
    "by",
    "for",
    "with",
    "of",
    "from",
    "including",
    "include",
    "includes",
    "namely",
    "are",
    "be",
    "follows",
];

/// Words of a name that begin with a small letter.
const SMALL_WORDS: [&str; 8] = ["the", "of", "and", "for", "on", "in", "its", "this"];

/// Returns whether words announce a list, as those that end in a colon do, or in the middle of a sentence: `Resolved
/// – that the Committee`.
pub(super) fn announces(words: &str) -> bool {
    let words = words.trim_end().trim_end_matches(['-', '–', '—', ' ']);
    if words.ends_with(':') {
        return true;
    }
    let mut last = words.split_whitespace().rev().peekable();
    if last.peek().is_some_and(|word| OPEN_ENDS.contains(word)) {
        return true;
    }
    let is_name = |word: &&str| {
        word.starts_with(char::is_uppercase) && word.ends_with(char::is_alphanumeric)
            || SMALL_WORDS.contains(word)
    };
    let named = last.by_ref().take(MAX_NAME).skip_while(is_name);
    named.take(1).any(|word| word.eq_ignore_ascii_case("that"))
}

/// How many words the name of those who resolve may have, with the word before it.
const MAX_NAME: usize = 10;

/// Returns whether a numbered paragraph whose sentence has no end may be followed by a list that belongs to it.
fn may_announce(marker: Marker<'_>, words: &str, next: Marker<'_>) -> bool {
    let (Marker::Label(label), Marker::Label(_)) = (marker, next) else { return false };
    let is_end = |char: char| matches!(char, '.' | '!' | '?' | ';' | ',' | ')' | '’' | '”' | '"');
    Form::of(label) == Some(Form::Levels) && is_start(next) && !words.trim_end().ends_with(is_end)
}

/// Returns whether Djot would not read a run of lines as it was meant: it has signs or numbers of other forms, or a
/// list begins inside an item without an indent.
pub(super) fn needs_help(lines: &[Line<'_>]) -> bool {
    let items: Vec<&Line<'_>> = lines.iter().filter(|line| line.item.is_some()).collect();
    let Some(first) = items.first() else { return false };
    if items.iter().any(|line| line.doubt.is_some()) {
        return true;
    }
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
pub(super) fn are_paragraphs(lines: &[Line<'_>]) -> bool {
    let is_numbered = |marker: Marker<'_>| matches!(marker, Marker::Label(label) if Form::of(label) == Some(Form::Levels));
    lines.iter().filter_map(|line| line.item).all(|(marker, _)| is_numbered(marker))
}
