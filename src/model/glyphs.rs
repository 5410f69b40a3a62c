//! Which characters can be printed, and the substitutes for those that can't.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Characters that the fonts can print.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    /// Ranges of code points, both ends included, sorted and apart.
    ranges: Vec<(u32, u32)>,
    /// Those below 128, a bit each.
    ascii: u128,
}

impl Coverage {
    /// Returns the coverage of these code points, in any order.
    ///
    /// Left out, whatever the fonts say, are private-use characters, which PDF/A-2a forbids
    /// (ISO 19005-2, 6.2.11.7.3), and invisible controls, which would hide or reorder words.
    pub fn new(points: impl Iterator<Item = u32>) -> Self {
        let mut points: Vec<u32> = points.filter(|&point| !is_never_printed(point)).collect();
        points.sort_unstable();
        points.dedup();
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for &point in &points {
            match ranges.last_mut() {
                Some(last) if last.1 + 1 == point => last.1 = point,
                _ => ranges.push((point, point)),
            }
        }
        let ascii = points.iter().filter(|&&point| point < 128);
        let ascii = ascii.fold(1 << b'\n' | 1 << b'\t', |bits, point| bits | 1 << point);
        Self { ranges, ascii }
    }

    /// Returns the same with those of these code points that are symbols, of a typeface that is for nothing else.
    pub fn with_symbols(self, points: impl Iterator<Item = u32>) -> Self {
        let symbols = points.filter(|&point| is_symbol(point));
        let ranges = self.ranges.iter().flat_map(|&(start, end)| start..=end);
        Self::new(ranges.chain(symbols).collect::<Vec<_>>().into_iter())
    }

    /// Returns whether `char` can be printed; line breaks and tabs always can.
    pub fn has(&self, char: char) -> bool {
        let point = u32::from(char);
        if char.is_ascii() {
            return self.ascii >> point & 1 == 1;
        }
        let after = self.ranges.partition_point(|(start, _)| *start <= point);
        after.checked_sub(1).is_some_and(|at| point <= self.ranges[at].1)
    }

    /// Returns whether all of a text can be printed.
    pub fn has_all(&self, text: &str) -> bool {
        let is_known = |byte: u8| byte.is_ascii() && self.ascii >> byte & 1 == 1;
        text.bytes().all(is_known) || text.chars().all(|char| self.has(char))
    }

    /// Returns every character that can be printed, in order.
    pub fn chars(&self) -> impl Iterator<Item = char> {
        self.ranges.iter().flat_map(|&(start, end)| (start..=end).filter_map(char::from_u32))
    }

    /// Returns what has the same meaning as a character that can't be printed, in characters that can: `2` for `₂`,
    /// `IV` for `Ⅳ`, nothing for a mark of direction. Raised characters have none, since `10⁷` is not `107`.
    pub fn equivalent(&self, char: char) -> Option<String> {
        let equivalent = match char {
            '\u{2010}' | '\u{2011}' => "-".to_owned(),
            '✅' => "✔".to_owned(),
            '❌' | '❎' => "✘".to_owned(),
            '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FEFF}'
            | '\u{AD}' => String::new(),
            '\u{2070}'..='\u{207F}' | '\u{B2}' | '\u{B3}' | '\u{B9}' => return None,
            _ => std::iter::once(char).nfkd().collect(),
        };
        // An accent that stands for itself is none over the letter beside it.
        if equivalent.starts_with(' ') && equivalent.trim_start().starts_with(is_combining_mark) {
            return None;
        }
        let is_other = !equivalent.contains(char);
        (is_other && self.has_all(&equivalent)).then_some(equivalent)
    }

    /// Returns `text` with each character that can't be printed as its equivalent, or as its number: `[U+1F600]`.
    pub fn substitute<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.has_all(text) {
            return text.into();
        }
        let printed = text.chars().map(|char| {
            if self.has(char) {
                return char.to_string();
            }
            let equivalent = self.equivalent(char);
            equivalent.unwrap_or_else(|| format!("[U+{:04X}]", u32::from(char)))
        });
        printed.collect::<String>().into()
    }
}

/// Returns whether a code point is an arrow, a technical sign, a box, a tick or another picture that is no letter,
/// digit or punctuation.
fn is_symbol(point: u32) -> bool {
    matches!(point, 0x2190..=0x23FF | 0x2500..=0x27BF | 0x27F0..=0x29FF | 0x2B00..=0x2BFF)
}

/// Returns whether a code point is kept off the page even where a font has a glyph for it.
fn is_never_printed(point: u32) -> bool {
    matches!(
        point,
        0..=0x1F | 0x7F..=0x9F | 0xAD | 0x34F | 0x61C | 0x115F..=0x1160 | 0x17B4..=0x17B5
            | 0x180B..=0x180F | 0x200B..=0x200D | 0x2028..=0x202E | 0x2060..=0x206F | 0x3164
            | 0xE000..=0xF8FF | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFF
            | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0000..
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fonts_lack_is_printed_as_its_number() {
        let coverage = Coverage::new("abc é\u{E000}".chars().map(u32::from));
        assert_eq!(coverage.substitute("a é b"), "a é b");
        assert_eq!(coverage.substitute("a😀\u{E000}c"), "a[U+1F600][U+E000]c");
        let coverage = Coverage::new("0123CO-IV bac".chars().map(u32::from));
        assert_eq!(coverage.substitute("CO₂ Ⅳ① a\u{2011}b\u{200E}"), "CO2 IV1 a-b");
        assert_eq!(coverage.substitute("10⁷"), "10[U+2077]");
        let accents = Coverage::new("a\u{308} b".chars().map(u32::from));
        assert_eq!(accents.substitute("ä ¨ b"), "a\u{308} [U+00A8] b");
        let coverage = coverage.with_symbols("✓ж₂".chars().map(u32::from));
        assert_eq!(coverage.substitute("✓ж₂"), "✓[U+0436]2");
        let coverage = Coverage::new("abc é\u{E000}".chars().map(u32::from));
        assert!(coverage.has('\n') && !coverage.has('z'));
        assert_eq!(coverage.chars().collect::<String>(), " abcé");
    }
}
