//! The font programs in a file: which glyphs each has, and how wide they are.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};
use read_fonts::ps::cff::CffFontRef;
use read_fonts::ps::cff::charset::Charset;
use read_fonts::ps::string::Sid;
use read_fonts::ps::type1::Type1Font;
use read_fonts::tables::cmap::{CmapSubtable, PlatformId};
use read_fonts::types::GlyphId;
use read_fonts::{FontRef, TableProvider};

use crate::clean::MAX_STREAM_BYTES;
use crate::object::{get, get_dict};

/// The bytes of a font program, and which of the three it is.
pub(super) struct Data {
    bytes: Vec<u8>,
    is_type1: bool,
}

/// A font program.
pub(super) enum Program<'a> {
    /// TrueType, or OpenType with such outlines.
    TrueType(FontRef<'a>),
    /// Compact Font Format, by itself or in OpenType.
    Cff(CffFontRef<'a>),
    /// Type 1, with the glyph of each name.
    Type1(Box<Type1Font>, BTreeMap<String, GlyphId>),
}

/// Returns the stream of a font program in a font descriptor.
pub(super) fn embedded<'a>(document: &'a Document, descriptor: &'a Dictionary) -> Option<Data> {
    [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"].iter().find_map(|key| {
        let Object::Stream(stream) = get(document, descriptor, key) else { return None };
        let bytes = stream.get_plain_content_with_limit(MAX_STREAM_BYTES).ok()?;
        Some(Data { bytes, is_type1: *key == b"FontFile" })
    })
}

/// Returns whether a font descriptor has a font program.
pub(super) fn is_embedded(document: &Document, descriptor: &Dictionary) -> bool {
    let keys: [&[u8]; 3] = [b"FontFile", b"FontFile2", b"FontFile3"];
    keys.iter().any(|key| get_dict(document, descriptor, key).is_some())
}

impl<'a> Program<'a> {
    /// Reads a font program; `None` where it can't be.
    pub(super) fn read(data: &'a Data) -> Option<Self> {
        let bytes = data.bytes.as_slice();
        if data.is_type1 {
            let font = Type1Font::new(bytes).ok()?;
            let names = font.glyph_names().map(|(glyph, name)| (name.to_owned(), glyph)).collect();
            return Some(Self::Type1(Box::new(font), names));
        }
        if let Ok(font) = FontRef::new(bytes) {
            return match font.cff() {
                Ok(cff) => Some(Self::Cff(
                    CffFontRef::new_cff(cff.offset_data().as_bytes(), 0, None).ok()?,
                )),
                Err(_) => Some(Self::TrueType(font)),
            };
        }
        Some(Self::Cff(CffFontRef::new_cff(bytes, 0, None).ok()?))
    }

    /// Returns how many glyphs it has.
    fn count(&self) -> u32 {
        match self {
            Self::TrueType(font) => font.maxp().map_or(0, |table| u32::from(table.num_glyphs())),
            Self::Cff(font) => font.num_glyphs(),
            Self::Type1(font, _) => font.num_glyphs(),
        }
    }

    /// Returns whether it has a glyph.
    pub(super) fn has(&self, glyph: GlyphId) -> bool {
        glyph.to_u32() < self.count()
    }

    /// Returns the width of a glyph in thousandths of the font's size; `None` where it can't be read.
    pub(super) fn width(&self, glyph: GlyphId) -> Option<f64> {
        match self {
            Self::TrueType(font) => {
                let units = f64::from(font.head().ok()?.units_per_em());
                let width = f64::from(font.hmtx().ok()?.advance(glyph)?);
                (units > 0.0).then(|| width * 1000.0 / units)
            }
            Self::Cff(font) => {
                let subfont = font.subfont(font.subfont_index(glyph)?, &[]).ok()?;
                let width = font.evaluate_charstring(&subfont, glyph, &[], &mut Nowhere).ok()?;
                let units = f64::from(font.upem());
                (units > 0.0).then(|| width.map_or(0.0, |width| width.to_f64()) * 1000.0 / units)
            }
            Self::Type1(font, _) => {
                let width = font.evaluate_charstring(glyph, &mut Nowhere).ok()??;
                let units = f64::from(font.upem());
                (units > 0.0).then(|| width.to_f64() * 1000.0 / units)
            }
        }
    }

    /// Returns the glyph of a name.
    pub(super) fn named(&self, name: &str) -> Option<GlyphId> {
        match self {
            Self::TrueType(font) => {
                let post = font.post().ok()?;
                let count = u16::try_from(self.count()).ok()?;
                (0..count).find_map(|glyph| {
                    (post.glyph_name(glyph.into()) == Some(name)).then(|| GlyphId::from(glyph))
                })
            }
            Self::Cff(font) => {
                let charset = font.charset()?;
                let mut glyphs = charset.iter();
                glyphs.find_map(|(glyph, sid)| {
                    (font.string(sid) == Some(name.as_bytes())).then_some(glyph)
                })
            }
            Self::Type1(_, names) => names.get(name).copied(),
        }
    }

    /// Returns the glyph of a code in the encoding that the program brings along.
    pub(super) fn encoded(&self, code: u8) -> Option<GlyphId> {
        match self {
            Self::TrueType(_) => None,
            Self::Cff(font) => font.encoding()?.map(code),
            Self::Type1(font, _) => font.encoding()?.map(code),
        }
    }

    /// Returns the glyph of a character identifier.
    pub(super) fn of_cid(&self, cid: u32) -> Option<GlyphId> {
        match self {
            Self::Cff(font) if font.is_cid() => {
                let charset: Charset<'_> = font.charset()?;
                charset.glyph_id(Sid::new(u16::try_from(cid).ok()?)).ok()
            }
            Self::Cff(_) | Self::TrueType(_) => Some(GlyphId::new(cid)),
            Self::Type1(..) => None,
        }
    }

    /// Returns the character maps of a TrueType program: platform, encoding and map.
    pub(super) fn maps(&self) -> Vec<(u16, u16, CmapSubtable<'a>)> {
        let Self::TrueType(font) = self else { return Vec::new() };
        let Ok(table) = font.cmap() else { return Vec::new() };
        let records = table.encoding_records().iter();
        let maps = records.filter_map(|record| {
            let platform = match record.platform_id() {
                PlatformId::Unicode => 0,
                PlatformId::Macintosh => 1,
                PlatformId::ISO => 2,
                PlatformId::Windows => 3,
                _ => 4,
            };
            let map = record.subtable(table.offset_data()).ok()?;
            Some((platform, record.encoding_id(), map))
        });
        maps.collect()
    }
}

/// Returns the glyph of a code in a character map; `None` where it has none.
pub(super) fn glyph(map: &CmapSubtable<'_>, code: u32) -> Option<GlyphId> {
    let glyph = match map {
        CmapSubtable::Format0(map) => {
            let glyph = map.glyph_id_array().get(usize::try_from(code).ok()?)?;
            GlyphId::from(u16::from(*glyph))
        }
        CmapSubtable::Format4(map) => map.map_codepoint(code)?,
        CmapSubtable::Format6(map) => {
            let at = code.checked_sub(u32::from(map.first_code()))?;
            GlyphId::from(map.glyph_id_array().get(usize::try_from(at).ok()?)?.get())
        }
        CmapSubtable::Format12(map) => map.map_codepoint(code)?,
        _ => return None,
    };
    (glyph.to_u32() > 0).then_some(glyph)
}

/// Where outlines go that nobody looks at.
struct Nowhere;

impl read_fonts::ps::cs::CommandSink for Nowhere {
    fn move_to(&mut self, _: read_fonts::types::Fixed, _: read_fonts::types::Fixed) {}
    fn line_to(&mut self, _: read_fonts::types::Fixed, _: read_fonts::types::Fixed) {}
    fn curve_to(
        &mut self,
        _: read_fonts::types::Fixed,
        _: read_fonts::types::Fixed,
        _: read_fonts::types::Fixed,
        _: read_fonts::types::Fixed,
        _: read_fonts::types::Fixed,
        _: read_fonts::types::Fixed,
    ) {
    }
    fn close(&mut self) {}
}
