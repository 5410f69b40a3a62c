//! The font that an answer is written with.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object};

use super::Undrawn;
use crate::clean::annotations::inherited;
use crate::object::{dict, get, get_array, get_dict, get_name, number};

/// A font to write an answer with.
pub(super) struct Font {
    pub(super) object: Object,
    dict: Dictionary,
    /// The letters of the codes from 1 up.
    extra: Vec<char>,
}

/// Letters that the encoding of Windows lacks, and that Helvetica has wherever Latin is written: those of Welsh,
/// and of Central Europe.
const OTHER_LETTERS: [(char, &str); 52] = [
    ('Ŵ', "Wcircumflex"),
    ('ŵ', "wcircumflex"),
    ('Ŷ', "Ycircumflex"),
    ('ŷ', "ycircumflex"),
    ('Ẁ', "Wgrave"),
    ('ẁ', "wgrave"),
    ('Ẃ', "Wacute"),
    ('ẃ', "wacute"),
    ('Ẅ', "Wdieresis"),
    ('ẅ', "wdieresis"),
    ('Ỳ', "Ygrave"),
    ('ỳ', "ygrave"),
    ('Ą', "Aogonek"),
    ('ą', "aogonek"),
    ('Ć', "Cacute"),
    ('ć', "cacute"),
    ('Ę', "Eogonek"),
    ('ę', "eogonek"),
    ('Ł', "Lslash"),
    ('ł', "lslash"),
    ('Ń', "Nacute"),
    ('ń', "nacute"),
    ('Ś', "Sacute"),
    ('ś', "sacute"),
    ('Ź', "Zacute"),
    ('ź', "zacute"),
    ('Ż', "Zdotaccent"),
    ('ż', "zdotaccent"),
    ('Č', "Ccaron"),
    ('č', "ccaron"),
    ('Ď', "Dcaron"),
    ('ď', "dcaron"),
    ('Ě', "Ecaron"),
    ('ě', "ecaron"),
    ('Ň', "Ncaron"),
    ('ň', "ncaron"),
    ('Ř', "Rcaron"),
    ('ř', "rcaron"),
    ('Ť', "Tcaron"),
    ('ť', "tcaron"),
    ('Ů', "Uring"),
    ('ů', "uring"),
    ('Ő', "Ohungarumlaut"),
    ('ő', "ohungarumlaut"),
    ('Ű', "Uhungarumlaut"),
    ('ű', "uhungarumlaut"),
    ('Ă', "Abreve"),
    ('ă', "abreve"),
    ('Ş', "Scedilla"),
    ('ş', "scedilla"),
    ('Ā', "Amacron"),
    ('ā', "amacron"),
];

/// Returns the letter to write for one that only spaces or joins otherwise.
fn plain(letter: char) -> char {
    match letter {
        '\t' | '\u{a0}' | '\u{2007}' | '\u{202f}' => ' ',
        '\u{2010}' | '\u{2011}' => '-',
        letter => letter,
    }
}

impl Font {
    /// Returns the font that a field names, where it can write the text, otherwise Helvetica.
    pub(super) fn choose(
        document: &Document,
        annotation: &Dictionary,
        name: &[u8],
        text: &str,
    ) -> Result<Self, Undrawn> {
        let form =
            document.catalog().ok().and_then(|catalog| get_dict(document, catalog, b"AcroForm"));
        let of = |resources: Option<&Object>| {
            let fonts = get_dict(document, dict(document, resources?)?, b"Font")?;
            let object = fonts.get(name).ok()?;
            let dict = dict(document, object)?.clone();
            Some(Self { object: object.clone(), dict, extra: Vec::new() })
        };
        let named = of(inherited(document, annotation, b"DR"));
        let shared = || of(form.and_then(|form| form.get(b"DR").ok()));
        let plain: String = text.chars().filter(|letter| !letter.is_control()).collect();
        let named = named.or_else(shared).filter(|font| font.encode(document, &plain).is_ok());
        let font = match named {
            Some(font) => font,
            None => Self::usual(&plain)?,
        };
        font.encode(document, &plain).map(|_| font)
    }

    /// Returns Helvetica, with codes for the letters of a text that the encoding of Windows lacks.
    fn usual(text: &str) -> Result<Self, Undrawn> {
        let is_extra = |letter: &char| {
            let text = plain(*letter).to_string();
            encoding_rs::WINDOWS_1252.encode(&text).2
        };
        let extra: BTreeSet<char> = text.chars().filter(is_extra).collect();
        let names: Option<Vec<&str>> = extra
            .iter()
            .map(|letter| OTHER_LETTERS.iter().find(|(other, _)| other == letter))
            .map(|found| found.map(|(_, name)| *name))
            .collect();
        let names = names.filter(|names| names.len() < 32).ok_or(Undrawn::Words)?;
        let mut dict = Dictionary::new();
        dict.set("Type", "Font");
        dict.set("Subtype", "Type1");
        dict.set("BaseFont", "Helvetica");
        if names.is_empty() {
            dict.set("Encoding", "WinAnsiEncoding");
        } else {
            let mut differences: Vec<Object> = vec![1.into()];
            differences.extend(names.into_iter().map(Object::from));
            let mut encoding = Dictionary::new();
            encoding.set("Type", "Encoding");
            encoding.set("BaseEncoding", "WinAnsiEncoding");
            encoding.set("Differences", differences);
            dict.set("Encoding", encoding);
        }
        Ok(Self { object: dict.clone().into(), dict, extra: extra.into_iter().collect() })
    }

    /// Returns text in the codes of the font.
    pub(super) fn encode(&self, document: &Document, text: &str) -> Result<Vec<u8>, Undrawn> {
        let text: String = text.chars().map(plain).collect();
        if !self.extra.is_empty() {
            let code = |letter: char| {
                let extra = self.extra.iter().position(|extra| *extra == letter);
                let text = letter.to_string();
                let (bytes, _, has_failed) = encoding_rs::WINDOWS_1252.encode(&text);
                let code = bytes.first().copied().filter(|byte| !has_failed && *byte >= 0x20);
                extra.and_then(|at| u8::try_from(at + 1).ok()).or(code)
            };
            return text.chars().map(code).collect::<Option<Vec<u8>>>().ok_or(Undrawn::Words);
        }
        let is_simple = matches!(
            get_name(document, &self.dict, b"Subtype"),
            Some(b"Type1" | b"TrueType" | b"MMType1")
        );
        let is_subset = get_name(document, &self.dict, b"BaseFont")
            .is_some_and(|name| name.get(6) == Some(&b'+'));
        let is_latin = match get(document, &self.dict, b"Encoding") {
            Object::Name(name) => name == b"WinAnsiEncoding" || name == b"PDFDocEncoding",
            Object::Dictionary(dict) => !get_array(document, dict, b"Differences").is_empty(),
            _ => false,
        };
        if !is_simple || is_subset || !is_latin {
            return Err(Undrawn::Words);
        }
        if let Object::Name(_) = get(document, &self.dict, b"Encoding") {
            let (bytes, _, has_failed) = encoding_rs::WINDOWS_1252.encode(&text);
            let is_plain = bytes.iter().all(|byte| *byte >= 0x20);
            return (!has_failed && is_plain).then(|| bytes.into_owned()).ok_or(Undrawn::Words);
        }
        let encoding = self.dict.get_font_encoding(document).map_err(|_| Undrawn::Words)?;
        let bytes = encoding.string_to_bytes(&text);
        // Letters that the encoding lacks are left out by the library.
        let back = encoding.bytes_to_string(&bytes).unwrap_or_default();
        if back == text { Ok(bytes) } else { Err(Undrawn::Words) }
    }

    /// Returns the width of text, for letters of one point.
    pub(super) fn width(&self, document: &Document, text: &str) -> f64 {
        let first = get(document, &self.dict, b"FirstChar").as_i64().unwrap_or(0);
        let widths = get_array(document, &self.dict, b"Widths");
        let bytes = self.encode(document, text).unwrap_or_default();
        let width = |byte: &u8| {
            let at = usize::try_from(i64::from(*byte) - first).ok();
            let width = at.and_then(|at| widths.get(at)).and_then(|width| number(document, width));
            width.filter(|width| *width > 0.0).unwrap_or_else(|| usual_width(*byte)) / 1000.0
        };
        bytes.iter().map(width).sum()
    }

    /// Returns a line as lines that are no wider than that, for letters of one point.
    pub(super) fn wrap(&self, document: &Document, line: &str, room: f64) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in line.split(' ') {
            let last = lines.last_mut().expect("there is one");
            let longer = if last.is_empty() { word.to_owned() } else { format!("{last} {word}") };
            if last.is_empty() || self.width(document, &longer) <= room {
                *last = longer;
            } else {
                lines.push(word.to_owned());
            }
        }
        lines
    }
}

/// Returns about how wide a letter of Helvetica is, in thousandths of its size.
fn usual_width(byte: u8) -> f64 {
    match byte {
        b'i' | b'j' | b'l' | b'\'' => 222.0,
        b' ' | b'!' | b',' | b'.' | b'/' | b':' | b';' | b'I' | b'f' | b't' | b'[' | b']' => 278.0,
        b'r' | b'(' | b')' | b'-' => 333.0,
        b'm' | b'M' => 833.0,
        b'w' | b'A' | b'B' | b'E' | b'K' | b'P' | b'S' | b'V' | b'X' | b'Y' => 690.0,
        b'W' => 944.0,
        b'C' | b'D' | b'H' | b'N' | b'R' | b'U' | b'G' | b'O' | b'Q' => 740.0,
        b'c' | b'k' | b's' | b'v' | b'x' | b'y' | b'z' | b'J' => 500.0,
        _ => 556.0,
    }
}
