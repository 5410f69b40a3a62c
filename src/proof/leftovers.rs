//! What writing leaves behind: marks of comments, gaps to be filled, instructions of forms, errors of word
//! processors.

use std::sync::LazyLock;

use regex::Regex;

use super::{Remark, before, pattern, quoted};
use crate::diag::Code;

/// What is a leftover wherever it stands, one alternative each. `(?-u:\b)` asks only about ASCII, which is fast.
static CERTAIN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        // The mark of a comment in Word, as it is when a document is copied: [AB1], [AB2R1].
        r"\[[A-Z]{2,3}\d{1,3}(?:R\d{1,3})?\]",
        r"|\?{3,}|£\s?\?+",
        r"|…\.|\.…|……",
        // Brackets with nothing in them, but for boxes to tick.
        r"|\(\s*\)|\[\s*[●•]\s*\]|£\s?\[\s*\]|(?-u:\b)[Nn]o\.?\s?\[\s*\]",
        r"|(?-u:\b)(?i:tbc|tba|tbd|t\.b\.[ac])(?-u:\b)",
        // What is not yet known, in round brackets.
        r"|\(\s*(?i:(?:date|dates|day|time|times|venue|place|location|details|name|names|title|figure|figures|amount|cost|costs|officer|speaker|number|exact [a-z]{3,12}|final [a-z]{3,12})\s+)?(?i:to be (?:confirmed|inserted|added|completed|determined|updated|advised|supplied|announced|arranged|agreed))\s*\)",
        // Instructions in brackets.
        r"|[\[<{(«]\s*(?i:please\s+)?(?i:insert)(?-u:\b)[^\]>})»\n]{0,80}[\]>})»]?",
        r"|[\[<]\s*(?i:to be (?:confirmed|inserted|added|completed|agreed|determined|updated|advised|drafted|supplied)",
        r"|please |add |enter |check |confirm |complete |update |delete |drafting note|dn:|note to |placeholder|xx)",
        r"[^\]>\n]{0,80}[\]>]?",
        r"|[\[<]\s*(?i:date|day|month|name|amount|number|figures?|time|venue|title|ref|reference|officer|address|details",
        r"|text|percentage|job title|(?:number|name|date|title|amount) of [a-z ]{1,40})\s*[\]>]",
        r"|(?i:lorem ipsum|drafting note|delete as appropriate|choose an item\.)",
        r"|(?i:click (?:or tap )?(?:here )?to enter (?:text|a date)\.?)",
        r"|Error! (?i:reference source not found|bookmark not defined|not a valid|no text of specified style)[^.\n]{0,40}",
        r"|#REF!|#VALUE!|#DIV/0!|#NAME\?",
        r"|(?-u:\b)(?:TODO|FIXME)(?-u:\b)",
        r"|«\w{1,40}»|<<[^<>\n]{1,40}>>",
        // An amount without its figure.
        r"|£\s+(?i:million|billion)(?-u:\b)|£\s?[xX]+(?:[.,][xX]+)*(?:k|m|bn)?(?-u:\b)",
        r"|(?-u:\b)[xX]+(?:\.[xX]+)?\s?%|(?-u:\b)[xX]{2}[/.-][xX]{2}(?-u:\b)",
        r"|(?i:minute\s+nos?\.?)[ \t]*(?:$|[,;]|refers(?-u:\b))",
    ))
});

/// A row of full stops, which in a list of contents leads to the number of a page.
static STOPS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\.{4,}(?:[ .]*\d)?"));

/// The square brackets of a gap, or of a box to tick.
static BRACKETS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\[\s+\]"));

/// Letters that stand for words not yet known, or are Roman numbers.
static CROSSES: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?-u:\b)(?:[xX]{2,})(?-u:\b)"));

/// Adds the leftovers in some words.
pub(super) fn find(found: &mut Vec<Remark>, words: &str) {
    let has = |sign: u8| words.as_bytes().contains(&sign);
    if words.bytes().any(is_sign) || has_word(words.as_bytes()) {
        for at in CERTAIN.find_iter(words) {
            found.push(remark(at.range(), at.as_str()));
        }
    }
    if words.contains("....") {
        let stops = STOPS.find_iter(words).filter(|at| at.as_str().ends_with('.'));
        found.extend(stops.map(|at| remark(at.range(), at.as_str())));
    }
    if has(b'[') {
        let gaps = BRACKETS.find_iter(words).filter(|at| is_gap(words, at.start(), at.end()));
        for at in gaps.map(|at| at.range()).collect::<Vec<_>>() {
            if !found.iter().any(|known| known.range.contains(&at.start)) {
                found.push(remark(at.clone(), &words[at]));
            }
        }
    }
    if has(b'x') || has(b'X') {
        let crosses = CROSSES.find_iter(words).filter(|at| !is_roman(words, at.start(), at.end()));
        for at in crosses.map(|at| at.range()).collect::<Vec<_>>() {
            if !found.iter().any(|known| known.range.contains(&at.start)) {
                found.push(remark(at.clone(), &words[at]));
            }
        }
    }
}

/// Returns whether a byte may belong to a leftover that has a sign in it.
pub(super) fn is_sign(byte: u8) -> bool {
    matches!(byte, b'[' | b'?' | b'(' | b'<' | b'{' | b'#' | b'!' | b'%' | 0xC2 | 0xE2)
}

/// Returns whether a text may have one of the leftovers that have none of these signs: words, crosses, rows of stops.
pub(super) fn has_word(bytes: &[u8]) -> bool {
    let is_first = |three: &[u8]| {
        let [a, b, c] = [three[0] | 0x20, three[1] | 0x20, three[2] | 0x20];
        match a {
            b't' => b == b'b' || three[1] == b'.' && c == b'b' || three == b"TOD",
            b'l' => [b, c] == *b"or",
            b'c' => [b, c] == *b"li" || [b, c] == *b"ho",
            b'd' => [b, c] == *b"ra" || [b, c] == *b"el",
            b'f' => three == b"FIX",
            b'm' => [b, c] == *b"in",
            b'.' => three == b"...",
            b'x' => b == b'x',
            _ => false,
        }
    };
    bytes.windows(3).any(is_first)
        || bytes.len() > 1 && bytes[bytes.len() - 2..].eq_ignore_ascii_case(b"xx")
}

fn remark(range: std::ops::Range<usize>, words: &str) -> Remark {
    Remark {
        code: Code::TextLeftover,
        message: format!("{} looks like something left over from writing", quoted(words)),
        hint: "fill in what is missing, or take it out",
        range,
    }
}

/// Returns whether empty brackets stand in a sentence, as a gap does, and not beside an answer to be ticked.
fn is_gap(words: &str, start: usize, end: usize) -> bool {
    let last = before(words, start).split_whitespace().next_back().unwrap_or_default();
    let next = words[end..].split_whitespace().next().unwrap_or_default();
    let is_answer = |word: &str| {
        let word = word.trim_matches(|char: char| !char.is_alphanumeric());
        word.eq_ignore_ascii_case("yes") || word.eq_ignore_ascii_case("no")
    };
    let goes_on = last.chars().next_back().is_some_and(|char| char.is_lowercase() || char == '£');
    goes_on && !is_answer(last) && !is_answer(next)
}

/// Returns whether `xx` or `XX` is a number: a label, or after the name of a part.
fn is_roman(words: &str, start: usize, end: usize) -> bool {
    let crosses = &words[start..end];
    let next = words[end..].chars().next();
    let last = words[..start].chars().next_back();
    if crosses.len() > 3 {
        return false;
    }
    if last == Some('(') || next == Some(')') || last == Some('.') || last == Some('-') {
        return true;
    }
    let line = words[..start].rfind('\n').map_or(0, |at| at + 1);
    if words[line..start].trim().is_empty() && next == Some('.') {
        return true;
    }
    let name = words[..start].split_whitespace().next_back().unwrap_or_default();
    let parts = [
        "paragraph",
        "paragraphs",
        "section",
        "point",
        "clause",
        "part",
        "item",
        "and",
        "or",
        "to",
    ];
    let is_name =
        name.starts_with(|char: char| char.is_uppercase()) && !words[line..start].trim().is_empty();
    is_name || parts.contains(&&*name.to_lowercase())
}
