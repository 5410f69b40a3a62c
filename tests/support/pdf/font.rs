//! Fonts as readers need them: from codes to Unicode.

use std::collections::BTreeMap;

use lopdf::{Document, Object};

use super::get;

/// The map from the two-byte codes of a font to Unicode.
#[derive(Debug, Default)]
pub(crate) struct Font {
    unicode: BTreeMap<u16, String>,
}

impl Font {
    /// Reads a font, which must be a composite one with `Identity-H` and a `ToUnicode` map.
    pub(crate) fn read(document: &Document, font: &Object) -> Self {
        let encoding = get(document, font, b"Encoding").and_then(|value| value.as_name().ok());
        assert_eq!(encoding, Some(&b"Identity-H"[..]), "a font has two-byte codes");
        let map = get(document, font, b"ToUnicode").and_then(|value| value.as_stream().ok());
        let map = map.expect("a font has a `ToUnicode` map").get_plain_content();
        let map = String::from_utf8_lossy(&map.expect("its stream is whole")).into_owned();
        Self { unicode: parse(&map) }
    }

    /// Returns the text of a string of codes; a code without a meaning is U+FFFD.
    pub(crate) fn decode(&self, codes: &[u8]) -> String {
        let codes = codes.chunks(2).map(|pair| match *pair {
            [high, low] => u16::from_be_bytes([high, low]),
            _ => panic!("a string has whole codes"),
        });
        codes.map(|code| self.unicode.get(&code).map_or("\u{FFFD}", String::as_str)).collect()
    }
}

/// Reads the `bfchar` sections of a character map, the only ones that our PDFs have.
fn parse(map: &str) -> BTreeMap<u16, String> {
    assert!(!map.contains("beginbfrange"), "ranges of codes are not read");
    let mut unicode = BTreeMap::new();
    let map = map.replace(['<', '>'], " ");
    let mut words = map.split_ascii_whitespace();
    while words.any(|word| word == "beginbfchar") {
        while let Some(code) = words.next().filter(|word| *word != "endbfchar") {
            let target = words.next().expect("a code has a target");
            let text = String::from_utf16(&units(target)).expect("targets are UTF-16");
            unicode.insert(number(code), text);
        }
    }
    unicode
}

fn number(hex: &str) -> u16 {
    u16::from_str_radix(hex, 16).expect("a code has two bytes")
}

fn units(hex: &str) -> Vec<u16> {
    let quads = hex.as_bytes().chunks(4);
    quads.map(|quad| number(str::from_utf8(quad).expect("hexadecimal is ASCII"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_the_characters_of_the_map() {
        let map = "2 beginbfchar\n<0001> <0057>\n<0002> <D83DDE00>\nendbfchar\n\
                   1 beginbfchar\n<0010> <00660066>\nendbfchar";
        let font = Font { unicode: parse(map) };
        assert_eq!(font.decode(&[0, 1, 0, 2, 0, 0x10, 0, 9]), "W😀ff\u{FFFD}");
    }
}
