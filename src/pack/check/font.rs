//! Fonts: whether each is in the file with the glyphs that are shown, as wide as the file says, and says
//! which letters they are (ISO 14289-1, 7.21).

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Encoding, Object};
use read_fonts::types::GlyphId;

use super::cmap::{CMap, Code, Collection};
use super::content::{UsedFont, UsedFonts};
use super::program::{Program, embedded, glyph, is_embedded};
use crate::Reason;
use crate::object::{get, get_array, get_dict, get_name, number, resolve};

/// How far a width may be from that in the font program, in thousandths of the font's size.
const TOLERANCE: f64 = 1.0;

/// The flag of fonts whose characters are not those of the Latin alphabet.
const SYMBOLIC: i64 = 4;

/// Checks all fonts that are used.
pub(super) fn check(document: &Document, used: &UsedFonts<'_>, reasons: &mut BTreeSet<Reason>) {
    for used in used.values() {
        let name = get_name(document, used.font, b"BaseFont").unwrap_or(b"without a name");
        let name: String = String::from_utf8_lossy(name).chars().take(60).collect();
        let mut check = Check { document, name, reasons };
        match get_name(document, used.font, b"Subtype") {
            Some(b"Type0") => check.composite(used),
            Some(b"Type3") => check.drawn(used),
            _ => check.simple(used),
        }
    }
}

struct Check<'a, 'r> {
    document: &'a Document,
    /// The name of the font.
    name: String,
    reasons: &'r mut BTreeSet<Reason>,
}

/// What a code of a font shows.
struct Shown {
    /// Its glyph; `None` where the program has none for it.
    glyph: Option<GlyphId>,
    /// How wide the file says that it is.
    width: Option<f64>,
    is_visible: bool,
}

impl<'a> Check<'a, '_> {
    fn fault(&mut self, clause: &'static str, words: &str) {
        self.reasons.insert(Reason::new(clause, format!("its font `{}` {words}", self.name)));
    }

    /// Checks the glyphs that a program shows.
    fn glyphs(&mut self, program: &Program<'_>, shown: impl Iterator<Item = Shown>) {
        for Shown { glyph, width, is_visible } in shown {
            let Some(glyph) = glyph.filter(|glyph| glyph.to_u32() > 0 && program.has(*glyph))
            else {
                self.fault("7.21.4.1", "has no glyph for some letters that are shown");
                return;
            };
            if !is_visible {
                continue;
            }
            let Some(width) = width else {
                self.fault("7.21.5", "does not say how wide some letters are");
                return;
            };
            let found = program.width(glyph);
            if found.is_none_or(|found| (found - width).abs() > TOLERANCE) {
                self.fault("7.21.5", "has glyphs of other widths than the file says");
                return;
            }
        }
    }

    /// Checks the text of a code.
    fn text(&mut self, text: Option<&[u16]>) {
        match text {
            None | Some([]) => {
                self.fault("7.21.7", "does not say which letters some of its codes are");
            }
            Some(text) if text.iter().any(|unit| matches!(unit, 0 | 0xFEFF | 0xFFFE)) => {
                self.fault("7.21.7", "gives codes the text of no letter");
            }
            Some(_) => {}
        }
    }

    /// Reads the map from codes to text.
    fn read_texts(&mut self, font: &Dictionary) -> Option<CMap> {
        match get(self.document, font, b"ToUnicode") {
            Object::Stream(stream) => {
                let map = CMap::read(self.document, stream);
                if map.is_none() {
                    self.fault("7.21.7", "has a map to letters that can't be read");
                }
                map
            }
            _ => None,
        }
    }

    /// Checks a font of many characters.
    fn composite(&mut self, used: &UsedFont<'a>) {
        let document = self.document;
        let below = get_array(document, used.font, b"DescendantFonts");
        let Some(inner) = below.first().and_then(|font| crate::object::dict(document, font)) else {
            return self.fault("7.21.3.1", "has no glyphs");
        };
        let encoding = match get(document, used.font, b"Encoding") {
            Object::Name(name) if matches!(name.as_slice(), b"Identity-H" | b"Identity-V") => None,
            Object::Stream(stream) => {
                let Some(map) = self.encoding(inner, stream) else { return };
                Some(map)
            }
            // One of the maps for Chinese, Japanese and Korean that readers have.
            _ => {
                return self
                    .fault("7.21.3.3", "has a character map that only a validator can check");
            }
        };
        let descriptor = get_dict(document, inner, b"FontDescriptor");
        let data = descriptor.and_then(|descriptor| embedded(document, descriptor));
        let is_visible = !used.visible.is_empty();
        let Some(data) = data else {
            if is_visible {
                self.fault("7.21.4.1", "is not embedded");
            }
            return;
        };
        let Some(program) = Program::read(&data) else {
            return self.fault("7.21.4.1", "is embedded in a form that can't be read");
        };
        let glyphs = match get(document, inner, b"CIDToGIDMap") {
            Object::Stream(stream) => {
                let Ok(map) = stream.get_plain_content_with_limit(2 * 65_536) else {
                    return self.fault("7.21.3.2", "has a map to its glyphs that can't be read");
                };
                Some(map)
            }
            Object::Name(name) if name == b"Identity" => None,
            Object::Null if get_name(document, inner, b"Subtype") != Some(b"CIDFontType2") => None,
            _ => return self.fault("7.21.3.2", "has no map to its glyphs"),
        };
        let Some(codes) = self.codes(used, encoding.as_ref()) else { return };
        let widths = cid_widths(document, inner);
        let default = inner.get(b"DW").ok().and_then(|width| number(document, width));
        let cid = |code: Code| encoding.as_ref().map_or(code.1, |map| map.cid(code));
        if codes.keys().any(|code| cid(*code) == 0) {
            self.fault("7.21.8", "shows the glyph of undefined characters");
        }
        let shown = codes.iter().map(|(code, is_visible)| {
            let cid = cid(*code);
            let glyph = match &glyphs {
                Some(map) => {
                    let at = usize::try_from(cid).unwrap_or(usize::MAX).saturating_mul(2);
                    let pair = map.get(at..at.saturating_add(2));
                    pair.map(|pair| GlyphId::from(u16::from_be_bytes([pair[0], pair[1]])))
                }
                None => program.of_cid(cid),
            };
            let width = widths.get(&cid).copied().or(default).unwrap_or(1000.0);
            Shown { glyph, width: Some(width), is_visible: *is_visible }
        });
        self.glyphs(&program, shown);
        let texts = self.read_texts(used.font);
        for code in codes.keys() {
            self.text(texts.as_ref().and_then(|map| map.text(*code)));
        }
    }

    /// Reads the character map of a font; `None` where it can't be checked, after saying so.
    fn encoding(&mut self, inner: &Dictionary, stream: &lopdf::Stream) -> Option<CMap> {
        let document = self.document;
        let Some(map) = CMap::read(document, stream) else {
            self.fault("7.21.3.3", "has a character map that can't be read");
            return None;
        };
        if map.has_base {
            self.fault("7.21.3.3", "has a character map that only a validator can check");
            return None;
        }
        let mode = get(document, &stream.dict, b"WMode").as_i64().unwrap_or(0);
        if (mode == 1) != map.is_vertical {
            self.fault("7.21.3.3", "has a character map that contradicts itself");
        }
        let name = get_name(document, &stream.dict, b"CMapName");
        let of_map = Collection::read(document, &stream.dict);
        let of_font = Collection::read(document, inner);
        let is_same = match (&of_map, &of_font) {
            _ if matches!(name, Some(b"Identity-H" | b"Identity-V")) => true,
            (Some(map), Some(font)) => {
                map.registry == font.registry
                    && map.ordering == font.ordering
                    && font.supplement <= map.supplement
            }
            _ => false,
        };
        if !is_same {
            self.fault("7.21.3.1", "has characters of another collection than its character map");
        }
        Some(map)
    }

    /// Returns the codes that are shown, and whether each can be seen.
    fn codes(&mut self, used: &UsedFont<'_>, map: Option<&CMap>) -> Option<BTreeMap<Code, bool>> {
        let mut codes = BTreeMap::new();
        for (strings, is_visible) in [(&used.invisible, false), (&used.visible, true)] {
            for text in strings {
                let split = match map {
                    Some(map) => map.codes(text),
                    None => Some(
                        text.chunks(2)
                            .map(|pair| {
                                (2, pair.iter().fold(0, |code, byte| code << 8 | u32::from(*byte)))
                            })
                            .collect(),
                    ),
                };
                let Some(split) = split else {
                    self.fault("7.21.7", "shows codes that its character map does not have");
                    return None;
                };
                codes.extend(split.into_iter().map(|code| (code, is_visible)));
            }
        }
        Some(codes)
    }

    /// Checks a font of up to 256 characters.
    fn simple(&mut self, used: &UsedFont<'a>) {
        let document = self.document;
        let codes = single_bytes(used);
        let descriptor = get_dict(document, used.font, b"FontDescriptor");
        let is_symbolic = descriptor.is_some_and(|descriptor| {
            get(document, descriptor, b"Flags").as_i64().unwrap_or(0) & SYMBOLIC != 0
        });
        let is_true_type = get_name(document, used.font, b"Subtype") == Some(b"TrueType");
        let encoding = SimpleEncoding::read(document, used.font);
        let data = descriptor.and_then(|descriptor| embedded(document, descriptor));
        let has_program = descriptor.is_some_and(|descriptor| is_embedded(document, descriptor));
        if !has_program {
            if codes.values().any(|is_visible| *is_visible) {
                self.fault("7.21.4.1", "is not embedded");
            }
            return;
        }
        let program = data.as_ref().and_then(Program::read);
        let Some(program) = program else {
            return self.fault("7.21.4.1", "is embedded in a form that can't be read");
        };
        if is_true_type {
            self.true_type(&program, &encoding, is_symbolic);
        }
        let first = get(document, used.font, b"FirstChar").as_i64().unwrap_or(0);
        let widths = get_array(document, used.font, b"Widths");
        let missing = descriptor.and_then(|descriptor| descriptor.get(b"MissingWidth").ok());
        let missing = missing.and_then(|width| number(document, width));
        let width = |code: u8| {
            let at = usize::try_from(i64::from(code) - first).ok();
            let width = at.and_then(|at| widths.get(at)).and_then(|width| number(document, width));
            width.or(missing)
        };
        if codes.keys().any(|code| encoding.name(*code) == Some(b".notdef".as_slice())) {
            self.fault("7.21.8", "shows the glyph of undefined characters");
        }
        let glyph_of = |code: u8| match (&program, is_symbolic) {
            (Program::TrueType(_), true) => symbolic(&program, code),
            (Program::TrueType(_), false) => encoding.latin(document, &program, code),
            _ => match encoding.glyph_name(code) {
                Some(name) => program.named(&name),
                None => program.encoded(code),
            },
        };
        let shown = codes.iter().map(|(code, is_visible)| Shown {
            glyph: glyph_of(*code),
            width: width(*code),
            is_visible: *is_visible,
        });
        self.glyphs(&program, shown);
        self.simple_texts(used.font, codes.keys().copied(), &encoding);
    }

    /// Checks that each code of a simple font has a text.
    fn simple_texts(
        &mut self,
        font: &Dictionary,
        codes: impl Iterator<Item = u8>,
        encoding: &SimpleEncoding<'_>,
    ) {
        let texts = self.read_texts(font);
        for code in codes {
            let mapped = texts.as_ref().and_then(|map| map.text((1, code.into())));
            let named = || encoding.text(self.document, code);
            let text = mapped.map(<[u16]>::to_vec).or_else(named);
            self.text(text.as_deref());
        }
    }

    /// Checks the encoding of a TrueType font (ISO 14289-1, 7.21.6).
    fn true_type(
        &mut self,
        program: &Program<'_>,
        encoding: &SimpleEncoding<'_>,
        is_symbolic: bool,
    ) {
        let maps = program.maps();
        let has_symbols = maps.iter().any(|(platform, id, _)| (*platform, *id) == (3, 0));
        if is_symbolic {
            if encoding.is_given {
                self.fault("7.21.6", "is one of symbols and has an encoding");
            }
            if maps.len() != 1 && !has_symbols {
                self.fault("7.21.6", "is one of symbols without their map");
            }
            return;
        }
        if !matches!(encoding.base, Some(b"WinAnsiEncoding" | b"MacRomanEncoding")) {
            self.fault("7.21.6", "has none of the encodings for its kind");
        }
        if maps.len() <= usize::from(has_symbols) {
            self.fault("7.21.6", "has no map from letters to glyphs");
        }
        if !encoding.names.is_empty() {
            let has_unicode = maps.iter().any(|(platform, id, _)| (*platform, *id) == (3, 1));
            let is_known = |name: &&[u8]| text_of_name(self.document, name).is_some();
            if !has_unicode || !encoding.names.values().all(|name| is_known(&&**name)) {
                self.fault("7.21.6", "has an encoding with glyphs that are no letters");
            }
        }
    }

    /// Checks a font whose glyphs are drawn in the file.
    fn drawn(&mut self, used: &UsedFont<'a>) {
        let document = self.document;
        let codes = single_bytes(used);
        let encoding = SimpleEncoding::read(document, used.font);
        let glyphs = get_dict(document, used.font, b"CharProcs");
        let first = get(document, used.font, b"FirstChar").as_i64().unwrap_or(0);
        let widths = get_array(document, used.font, b"Widths");
        for (code, is_visible) in &codes {
            let glyph = encoding.name(*code).and_then(|name| glyphs?.get(name).ok());
            let Some(Object::Stream(glyph)) = glyph.map(|glyph| resolve(document, glyph)) else {
                self.fault("7.21.4.1", "has no glyph for some letters that are shown");
                continue;
            };
            let at = usize::try_from(i64::from(*code) - first).ok();
            let width = at.and_then(|at| widths.get(at)).and_then(|width| number(document, width));
            let found = drawn_width(glyph);
            let is_same = width.zip(found).is_some_and(|(a, b)| (a - b).abs() <= TOLERANCE);
            if *is_visible && !is_same {
                self.fault("7.21.5", "has glyphs of other widths than the file says");
            }
        }
        self.simple_texts(used.font, codes.keys().copied(), &encoding);
    }
}

/// Returns the width that the drawing of a glyph begins with (ISO 32000-1, 9.6.5).
fn drawn_width(glyph: &lopdf::Stream) -> Option<f64> {
    let content = glyph.get_plain_content_with_limit(crate::clean::MAX_STREAM_BYTES).ok()?;
    let first = crate::tokens::Operations::new(&content).next()?;
    let is_width = matches!(first.operator, b"d0" | b"d1");
    first.operands.first().filter(|_| is_width)?.as_float().ok().map(f64::from)
}

/// Returns the codes of a font of single bytes, and whether each can be seen.
fn single_bytes(used: &UsedFont<'_>) -> BTreeMap<u8, bool> {
    let mut codes = BTreeMap::new();
    for (strings, is_visible) in [(&used.invisible, false), (&used.visible, true)] {
        codes.extend(strings.iter().flatten().map(|code| (*code, is_visible)));
    }
    codes
}

/// Returns the widths of a composite font's glyphs (ISO 32000-1, 9.7.4.3).
fn cid_widths(document: &Document, font: &Dictionary) -> BTreeMap<u32, f64> {
    let mut widths = BTreeMap::new();
    let mut list = get_array(document, font, b"W").iter().map(|item| resolve(document, item));
    let whole = |object: &Object| object.as_i64().ok().and_then(|cid| u32::try_from(cid).ok());
    while let Some(first) = list.next() {
        let (Some(first), Some(next)) = (whole(first), list.next()) else { break };
        if let Object::Array(each) = next {
            let each = each.iter().filter_map(|width| number(document, width));
            widths.extend((first..).zip(each));
        } else if let (Some(last), Some(width)) = (whole(next), list.next()) {
            let Some(width) = number(document, width) else { break };
            widths.extend((first..=last.min(65_535)).map(|cid| (cid, width)));
        }
    }
    widths
}

/// Returns the glyph of a code in a TrueType font of symbols (ISO 32000-1, 9.6.6.4).
fn symbolic(program: &Program<'_>, code: u8) -> Option<GlyphId> {
    let code = u32::from(code);
    let maps = program.maps();
    let symbols = maps.iter().filter(|(platform, id, _)| (*platform, *id) == (3, 0));
    let others = maps.iter().filter(|(platform, id, _)| (*platform, *id) != (3, 0));
    symbols.chain(others).find_map(|(_, _, map)| {
        [code, 0xF000 + code, 0xF100 + code, 0xF200 + code]
            .iter()
            .find_map(|code| glyph(map, *code))
    })
}

/// How the codes of a simple font are encoded.
struct SimpleEncoding<'a> {
    is_given: bool,
    /// The encoding that it begins with, where it names one.
    base: Option<&'a [u8]>,
    /// The names of glyphs by which it differs.
    names: BTreeMap<u8, &'a [u8]>,
}

impl<'a> SimpleEncoding<'a> {
    fn read(document: &'a Document, font: &'a Dictionary) -> Self {
        let mut names = BTreeMap::new();
        let object = get(document, font, b"Encoding");
        let base = match object {
            Object::Name(name) => Some(name.as_slice()),
            Object::Dictionary(dict) => {
                let mut code = 0_u32;
                for item in get_array(document, dict, b"Differences") {
                    match resolve(document, item) {
                        Object::Integer(next) => code = u32::try_from(*next).unwrap_or(0),
                        Object::Name(name) => {
                            if let Ok(code) = u8::try_from(code) {
                                names.insert(code, name.as_slice());
                            }
                            code = code.saturating_add(1);
                        }
                        _ => {}
                    }
                }
                get_name(document, dict, b"BaseEncoding")
            }
            _ => None,
        };
        Self { is_given: *object != Object::Null, base, names }
    }

    /// Returns the name that the file gives the glyph of a code.
    fn name(&self, code: u8) -> Option<&'a [u8]> {
        self.names.get(&code).copied()
    }

    /// Returns the name of the glyph of a code; `None` where the font program says which it is.
    fn glyph_name(&self, code: u8) -> Option<String> {
        if let Some(name) = self.name(code) {
            return Some(String::from_utf8_lossy(name).into_owned());
        }
        let letter = self.letter(code)?;
        super::latin::name(letter)
    }

    /// Returns the letter of a code in the encoding that this one begins with.
    fn letter(&self, code: u8) -> Option<char> {
        let table = match self.base? {
            b"WinAnsiEncoding" => encoding_rs::WINDOWS_1252,
            b"MacRomanEncoding" => encoding_rs::MACINTOSH,
            _ => return None,
        };
        let (text, _) = table.decode_without_bom_handling(std::slice::from_ref(&code));
        let letter = text.chars().next()?;
        Some(match letter {
            '\u{a0}' => ' ',
            '\u{ad}' => '-',
            letter if letter.is_control() => return None,
            letter => letter,
        })
    }

    /// Returns the text of a code, in UTF-16.
    fn text(&self, document: &Document, code: u8) -> Option<Vec<u16>> {
        if let Some(name) = self.name(code) {
            return text_of_name(document, name);
        }
        let letter = self.letter(code)?;
        Some(letter.encode_utf16(&mut [0; 2]).to_vec())
    }

    /// Returns the glyph of a code in a TrueType font of letters (ISO 32000-1, 9.6.6.4).
    fn latin(&self, document: &Document, program: &Program<'_>, code: u8) -> Option<GlyphId> {
        let text = self.text(document, code)?;
        let [letter] = *text.as_slice() else { return None };
        let maps = program.maps();
        let find = |wanted: (u16, u16)| {
            maps.iter().find(|(platform, id, _)| (*platform, *id) == wanted).map(|(_, _, map)| map)
        };
        if let Some(map) = find((3, 1)) {
            let found = glyph(map, letter.into());
            // What the encoding calls space and hyphen may be the no-break space and the soft hyphen.
            return found.or_else(|| match letter {
                0x20 => glyph(map, 0xA0),
                0x2D => glyph(map, 0xAD),
                _ => None,
            });
        }
        if let Some(map) = find((1, 0)) {
            let letter = char::from_u32(letter.into())?.to_string();
            let (bytes, _, has_failed) = encoding_rs::MACINTOSH.encode(&letter);
            if let (false, [code]) = (has_failed, &*bytes) {
                return glyph(map, u32::from(*code));
            }
        }
        program.named(&super::latin::name(char::from_u32(letter.into())?)?)
    }
}

/// Returns the text of a glyph's name, in UTF-16; `None` where it is not that of a letter.
fn text_of_name(document: &Document, name: &[u8]) -> Option<Vec<u16>> {
    let name = std::str::from_utf8(name).ok()?;
    let by_number = name.strip_prefix("uni").filter(|digits| digits.len() == 4);
    let by_number = by_number.or_else(|| name.strip_prefix('u').filter(|digits| digits.len() >= 4));
    if let Some(code) = by_number.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
        return Some(char::from_u32(code)?.encode_utf16(&mut [0; 2]).to_vec());
    }
    // The library's list of names can be reached by way of an encoding only; the code 1 has no other letter.
    let mut encoding = Dictionary::new();
    encoding.set("Type", "Encoding");
    encoding.set("Differences", vec![1.into(), Object::Name(name.into())]);
    let mut font = Dictionary::new();
    font.set("Type", "Font");
    font.set("Subtype", "Type1");
    font.set("Encoding", encoding);
    let encoding: Encoding<'_> = font.get_font_encoding(document).ok()?;
    let text = encoding.bytes_to_string(&[1]).ok()?;
    Some(text.encode_utf16().collect()).filter(|units: &Vec<u16>| !units.is_empty())
}
