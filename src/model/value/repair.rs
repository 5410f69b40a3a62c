//! Undoes what copying, pasting and wrong encodings did to text, and says what it undid.
//!
//! [`clean`] is for every cell. It touches neither words nor HTML; lists that were pasted are read by
//! [`pasted`](crate::rich::pasted).

use std::borrow::Cow;
use std::ops::Range;

use diag::plural;
use encoding_rs::{MACINTOSH, WINDOWS_1252};

use super::encoding::is_likely;

/// Something that was undone in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repair {
    /// What was undone.
    pub kind: RepairKind,
    /// How often.
    pub count: usize,
}

/// What can be undone in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RepairKind {
    /// Characters read in the wrong encoding, such as `Â£` for `£`.
    Mojibake,
    /// Spaces that don't break, made plain.
    NonBreakingSpace,
    /// Characters without width, removed.
    Invisible,
    /// Marks that turn the direction of words around, removed: what is read would not be what is written.
    Direction,
    /// Control characters, removed.
    Control,
    /// Manual line, column and page breaks of Word, made plain line breaks.
    LineBreak,
}

impl Repair {
    /// Returns what was done, for a message: `2 non-breaking spaces made plain`.
    pub fn describe(&self) -> String {
        let count = |one, many| plural(self.count, one, many);
        match self.kind {
            RepairKind::Mojibake => count("garbled character", "garbled characters") + " put right",
            RepairKind::NonBreakingSpace => {
                count("non-breaking space", "non-breaking spaces") + " made plain"
            }
            RepairKind::Invisible => {
                count("invisible character", "invisible characters") + " removed"
            }
            RepairKind::Direction => {
                count("mark of direction", "marks of direction")
                    + ", which would reorder words, removed"
            }
            RepairKind::Control => count("control character", "control characters") + " removed",
            RepairKind::LineBreak => {
                count("manual line break", "manual line breaks") + " made plain"
            }
        }
    }
}

/// Cleans the text of a cell. Line ends become `\n` without a mention, since every file of Windows
/// has the others.
pub fn clean(text: &str) -> (Cow<'_, str>, Vec<Repair>) {
    if text.bytes().all(|b| matches!(b, b' '..=b'~' | b'\n' | b'\t')) {
        return (text.into(), Vec::new());
    }
    let (text, garbled) = ungarble(text);
    let [mut spaces, mut invisible, mut direction, mut control, mut breaks] = [0; 5];
    let mut changed = false;
    let mut kept = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let (count, plain) = match c {
            '\r' => {
                changed = true;
                if chars.peek() != Some(&'\n') {
                    kept.push('\n');
                }
                continue;
            }
            '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}' => (&mut breaks, Some('\n')),
            '\u{a0}' | '\u{2007}' | '\u{202f}' => (&mut spaces, Some(' ')),
            // The last two choose between a picture and a plain form of the character before.
            // Noncharacters mean something only inside this program.
            '\u{200b}'
            | '\u{feff}'
            | '\u{ad}'
            | '\u{2060}'
            | '\u{fe0e}'
            | '\u{fe0f}'
            | '\u{fdd0}'..='\u{fdef}' => (&mut invisible, None),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => (&mut direction, None),
            c if c.is_control() && c != '\n' && c != '\t' => (&mut control, None),
            _ => {
                kept.push(c);
                continue;
            }
        };
        changed = true;
        *count += 1;
        kept.extend(plain);
    }
    let counts = [
        (RepairKind::Mojibake, garbled),
        (RepairKind::NonBreakingSpace, spaces),
        (RepairKind::Invisible, invisible),
        (RepairKind::Direction, direction),
        (RepairKind::Control, control),
        (RepairKind::LineBreak, breaks),
    ];
    let done = counts.into_iter().filter(|&(_, count)| count > 0);
    let repairs = done.map(|(kind, count)| Repair { kind, count }).collect();
    (if changed { kept.into() } else { text }, repairs)
}

/// Undoes UTF-8 that was read as Windows-1252, Latin-1 or Macintosh, up to three times over, and counts the characters
/// that come out of it.
fn ungarble(text: &str) -> (Cow<'_, str>, usize) {
    let mut text = Cow::Borrowed(text);
    let mut count = 0;
    for _ in 0..3 {
        let Some(Ungarbled { text: better, made, used }) = ungarble_once(&text) else { break };
        // What was garbled twice was counted once for each part of it.
        count = count.max(used) - used + made;
        text = Cow::Owned(better);
    }
    (text, count)
}

/// Text after one wrong reading was undone.
struct Ungarbled {
    text: String,
    /// Characters put right.
    made: usize,
    /// Garbled characters that they were made of.
    used: usize,
}

/// Undoes one wrong reading; `None` when there is nothing to undo.
fn ungarble_once(text: &str) -> Option<Ungarbled> {
    let mut better = String::with_capacity(text.len());
    let (mut made, mut used) = (0, 0);
    let mut rest = text;
    while let Some(at) = rest.find(|c| LEADS.iter().any(|(leads, ..)| leads.contains(c))) {
        better.push_str(&rest[..at]);
        rest = &rest[at..];
        let lead = rest.chars().next()?;
        let (read, length) = garbled(rest).unwrap_or((lead, lead.len_utf8()));
        if length > lead.len_utf8() {
            made += 1;
            used += rest[..length].chars().count();
        }
        better.push(read);
        rest = &rest[length..];
    }
    better.push_str(rest);
    (made > 0).then_some(Ungarbled { text: better, made, used })
}

/// Gives the byte that a character was read from.
type ByteOf = fn(char) -> Option<u8>;

/// The characters that the first byte of UTF-8 was wrongly read as, with the number of bytes that such UTF-8 has, and
/// the code page in which it was read.
///
/// Only those that lead to Latin letters, punctuation, symbols and emoji: `É”` may well be the end
/// of a quotation, and never a phonetic sign.
const LEADS: [(&str, usize, ByteOf); 8] = [
    ("ÂÃÄÅ", 2, byte_of_windows),
    ("âï", 3, byte_of_windows),
    ("ð", 4, byte_of_windows),
    ("ÂÃÄÅ", 2, byte_of_latin),
    ("âï", 3, byte_of_latin),
    ("¬√ƒ≈", 2, byte_of_mac),
    ("‚Ô", 3, byte_of_mac),
    ("\u{f8ff}", 4, byte_of_mac),
];

fn byte_of_windows(c: char) -> Option<u8> {
    byte_in(WINDOWS_1252, c)
}

fn byte_of_mac(c: char) -> Option<u8> {
    byte_in(MACINTOSH, c)
}

fn byte_of_latin(c: char) -> Option<u8> {
    u8::try_from(u32::from(c)).ok()
}

fn byte_in(page: &'static encoding_rs::Encoding, c: char) -> Option<u8> {
    let mut buffer = [0; 4];
    let (bytes, _, is_unmappable) = page.encode(c.encode_utf8(&mut buffer));
    match (&*bytes, is_unmappable) {
        (&[byte], false) => Some(byte),
        _ => None,
    }
}

/// Reads the first characters of `text` as the bytes of one character, with their length in `text`.
fn garbled(text: &str) -> Option<(char, usize)> {
    let lead = text.chars().next()?;
    let mut readings = LEADS.iter().filter(|(leads, ..)| leads.contains(lead));
    readings.find_map(|(_, needed, byte_of)| {
        let letters: String = text.chars().take(*needed).collect();
        let bytes = letters.chars().map(byte_of).collect::<Option<Vec<u8>>>()?;
        let mut chars = std::str::from_utf8(&bytes).ok()?.chars();
        let read = chars.next().filter(|c| !c.is_control())?;
        chars.next().is_none().then_some((read, letters.len()))
    })
}

/// Returns the first word of a text in which letters were lost or exchanged, with what is wrong with it: a mark for a
/// letter that no program could read, or a letter of another code page.
///
/// What `clean` puts right is not among them.
pub fn damaged_word(text: &str) -> Option<(Range<usize>, char)> {
    if text.is_ascii() && !text.contains('?') {
        return None;
    }
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    let (at, char) = loop {
        let (at, char) = chars.next()?;
        let after = chars.peek().map_or(' ', |(_, after)| *after);
        if char == '?' && is_replaced(text, at, before) {
            break (at, char);
        }
        // Quotation marks and dashes of a Mac, read as those of Windows.
        let is_exchanged = matches!(char, 'Õ' | 'Ò' | 'Ó' | 'Ô' | 'Ð' | 'Ñ' | 'Ž' | 'Š' | '\u{9d}')
            && (before.is_lowercase() || after.is_lowercase())
            && !is_likely(before, char, after)
            && (before.is_alphabetic() || char != 'Š' && char != 'Ž');
        if char == char::REPLACEMENT_CHARACTER || is_exchanged {
            break (at, char);
        }
        before = char;
    };
    Some((word_around(text, at), char))
}

/// Returns where the word stands that a place is in, between spaces of any kind.
fn word_around(text: &str, at: usize) -> Range<usize> {
    let start = text[..at]
        .rfind(char::is_whitespace)
        .map_or(0, |space| space + text[space..].chars().next().map_or(1, char::len_utf8));
    start..text[at..].find(char::is_whitespace).map_or(text.len(), |end| at + end)
}

/// Returns whether a question mark stands where no question ends, so that it may have taken the place of another
/// character: `caf?s`, `Caf?? costs`, `?5`.
fn is_replaced(text: &str, at: usize, before: char) -> bool {
    let rest = text[at..].trim_start_matches('?');
    let count = text.len() - at - rest.len();
    let word = &text[word_around(text, at)];
    // The address of a web page may have one before its last part.
    if word.contains("://") || word.contains('=') || word.starts_with("www.") || count > 2 {
        return false;
    }
    let next = rest.chars().next().unwrap_or(' ');
    let goes_on = || {
        let words = rest.trim_start_matches([' ', '\t']);
        words.len() < rest.len() && words.starts_with(char::is_lowercase)
    };
    let is_inside = before.is_alphabetic() && next.is_lowercase();
    let is_end = before.is_lowercase() && count == 2 && goes_on();
    let is_pound = !before.is_alphanumeric() && before != '?' && count < 3 && next.is_ascii_digit();
    is_inside || is_end || is_pound
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str, repairs: &[&str]) {
        let (cleaned, done) = clean(text);
        assert_eq!(cleaned, expected);
        assert_eq!(done.iter().map(Repair::describe).collect::<Vec<_>>(), repairs);
    }

    #[test]
    fn cleaned_text() {
        check("Plain\ttext\n", "Plain\ttext\n", &[]);
        check("£5 – it’s ŵ é", "£5 – it’s ŵ é", &[]);
        check("5\u{a0}May\u{a0}2020", "5 May 2020", &["2 non-breaking spaces made plain"]);
        check("10\u{202f}000\u{2007}", "10 000 ", &["2 non-breaking spaces made plain"]);
        check("\u{feff}so\u{ad}ft\u{200b}\u{2060}", "soft", &["4 invisible characters removed"]);
        check(
            "pay \u{202e}fdp\u{202c} \u{2068}now\u{2069}",
            "pay fdp now",
            &["4 marks of direction, which would reorder words, removed"],
        );
        // These say where a word of another script belongs, and reorder nothing else.
        check("\u{5d0}\u{200f}! \u{200e}A", "\u{5d0}\u{200f}! \u{200e}A", &[]);
        check("a\u{7}b\u{0}", "ab", &["2 control characters removed"]);
        check("a\u{b}b", "a\nb", &["1 manual line break made plain"]);
        check("a\r\nb\rc\n", "a\nb\nc\n", &[]);
        check("&nbsp;<p>", "&nbsp;<p>", &[]);
    }

    #[test]
    fn garbled_text() {
        check("Â£5", "£5", &["1 garbled character put right"]);
        check("itâ€™s 4â€“5", "it’s 4–5", &["2 garbled characters put right"]);
        check("â€œyesâ€\u{9d}", "“yes”", &["2 garbled characters put right"]);
        check("cafÃ© tÅ·", "café tŷ", &["2 garbled characters put right"]);
        check("Ã¢â‚¬â„¢", "’", &["1 garbled character put right"]);
        check("Ã‚Â£5", "£5", &["1 garbled character put right"]);
        check("Ã‚Â£5 Â£6 Â£7", "£5 £6 £7", &["3 garbled characters put right"]);
        check("ï‚·\titem", "\u{f0b7}\titem", &["1 garbled character put right"]);
        check(
            "Â\u{a0}5",
            " 5",
            &["1 garbled character put right", "1 non-breaking space made plain"],
        );
        check("Tom‚Äôs caf√© ‚Äì ¬£5", "Tom’s café – £5", &["4 garbled characters put right"]);
        check("it\u{e2}\u{80}\u{99}s", "it’s", &["1 garbled character put right"]);
        check("√16 = 4 ≈ 4", "√16 = 4 ≈ 4", &[]);
        check("“CAFÉ”", "“CAFÉ”", &[]);
        check("TÂN’", "TÂN’", &[]);
        check("LLÂ’N", "LLÂ’N", &[]);
        check("â’r gath", "â’r gath", &[]);
        check("naïve Ä", "naïve Ä", &[]);
    }

    #[test]
    fn damaged_words() {
        #[track_caller]
        fn check(text: &str, expected: Option<&str>) {
            assert_eq!(damaged_word(text).map(|(word, _)| &text[word]), expected, "{text}");
        }
        check("the committeeÕs view", Some("committeeÕs"));
        check("so it is caf\u{fffd} hours", Some("caf\u{fffd}"));
        check("SiŽn reports", Some("SiŽn"));
        check("Òhours of opening", Some("Òhours"));
        check("the caf?s view", Some("caf?s"));
        // Spaces of more than one byte end words as well.
        check("\u{2000}https://a.example/?b=c", None);
        check("a\u{2008}caf?s", Some("caf?s"));
        check("Caf?? costs ?5", Some("Caf??"));
        check("It costs ?5.20", Some("?5.20"));
        check("the Council?s view", Some("Council?s"));
        for text in [
            "Is it open? Yes",
            "Is it open?",
            "What would it cost?!",
            "Really?? Yes",
            "worth ??? over its term",
            "see https://example.gov.uk/page?id and www.example.gov.uk/a?b",
            "“Is it open?” he asked",
            "(open?) and closed",
            "Why? because it is",
        ] {
            check(text, None);
        }
        for text in ["Žižek, Škoda", "Óscar Núñez", "ÔL-Y-CASTELL", "Sgwâr", "café", "plain"]
        {
            check(text, None);
        }
    }

    proptest! {
        #[test]
        fn clean_text_is_clean(text in any::<String>()) {
            let (once, _) = clean(&text);
            let (twice, _) = clean(&once);
            let odd = |c: char| c.is_control() && c != '\n' && c != '\t';
            prop_assert!(!twice.contains(odd));
        }
    }
}
