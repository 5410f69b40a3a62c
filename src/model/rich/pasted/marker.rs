//! What stands before the words of an item: bullets, numbers, letters.

use super::super::labels;

/// Bullets of symbol fonts that are boxes and rings in other fonts' places: what they were, nobody can tell.
pub(super) const SYMBOLS: [char; 2] = ['¨', 'Ÿ'];

/// What stands before the words of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marker<'a> {
    /// A bullet: its character.
    Bullet(char),
    /// A number or a letter as the author wrote it.
    Label(&'a str),
}

/// Returns the letters of symbol fonts that begin more than one of some lines: before one space such a letter may be
/// a word; on two lines it is none.
pub(super) fn signs<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<char> {
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
        glyph if SYMBOLS.contains(&glyph) => false,
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
pub(super) fn djot_item(words: &str) -> Option<((Marker<'_>, &str), bool)> {
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
pub(super) enum Form {
    /// One that Djot reads.
    Djot,
    /// `(aa)`, `bb)`.
    Double,
    /// `1.1`, `2.3.1`.
    Levels,
}

impl Form {
    pub(super) fn of(marker: &str) -> Option<Self> {
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

pub(super) fn is_same_form(a: Marker<'_>, b: Marker<'_>) -> bool {
    match (a, b) {
        (Marker::Bullet(a), Marker::Bullet(b)) => a == b,
        (Marker::Label(a), Marker::Label(b)) => goes_on(a, b),
        (Marker::Bullet(_), Marker::Label(_)) | (Marker::Label(_), Marker::Bullet(_)) => false,
    }
}

/// Returns whether a list may begin with this marker.
pub(super) fn is_start(marker: Marker<'_>) -> bool {
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
pub(super) fn goes_on(before: &str, next: &str) -> bool {
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
pub(super) fn is_below(above: Marker<'_>, next: Marker<'_>) -> bool {
    let (Marker::Label(above), Marker::Label(next)) = (above, next) else { return false };
    if Form::of(next) != Some(Form::Levels) {
        return false;
    }
    let above = above.trim_matches(['(', ')', '.']);
    next.trim_end_matches('.').rsplit_once('.').is_some_and(|(start, _)| start == above)
}

/// Returns whether two markers may stand in one list.
pub(super) fn is_one_list(a: Marker<'_>, b: Marker<'_>) -> bool {
    match (a, b) {
        (Marker::Bullet(a), Marker::Bullet(b)) => a == b,
        (Marker::Label(a), Marker::Label(b)) => goes_on(a, b) || labels::is_same_form(a, b),
        (Marker::Bullet(_), Marker::Label(_)) | (Marker::Label(_), Marker::Bullet(_)) => false,
    }
}

/// Returns whether a line is nothing but the number or letter of an item.
pub(super) fn is_lone_label(line: &str) -> bool {
    let is_closed = line.ends_with(['.', ')']);
    match Form::of(line) {
        // Without a stop it may be an amount.
        Some(Form::Levels | Form::Djot | Form::Double) => is_closed,
        None => false,
    }
}
