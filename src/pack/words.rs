//! What a reader finds on each page: its words, and how much else is painted on it.
//!
//! A second reader than the one that cleans papers looks at them, before and after, so that a page which lost
//! something can't pass unseen.

use std::sync::Arc;

use hayro_cmap::BfString;
use hayro_interpret::font::Glyph;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache,
    InterpreterSettings, Paint, PathDrawMode, SoftMask, TransformExt, interpret_page,
};
use kurbo::{Affine, BezPath, Point, Rect};
use serde::{Deserialize, Serialize};

use super::Refusal;

/// A font of one empty glyph in Compact Font Format, in place of fonts that are not in a paper: the words are
/// wanted, not their looks. The bytes are the header, the name `A`, the place of the glyphs, no strings, no
/// subroutines, and the glyph.
const EMPTY_FONT: &[u8] = &[
    1, 0, 4, 1, // header
    0, 1, 1, 1, 2, b'A', // names
    0, 1, 1, 1, 7, 29, 0, 0, 0, 25, 17, // top dictionaries
    0, 0, // strings
    0, 0, // subroutines
    0, 1, 1, 1, 2, 14, // glyphs
];

/// What a reader finds on a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageWords {
    /// Its text in the order in which it is drawn, with a space where a word ends and a line feed where a
    /// line does.
    pub text: String,
    /// How many letters are shown, those of unknown text included.
    pub letters: usize,
    /// How many lines, areas and pictures are painted.
    pub marks: usize,
}

impl PageWords {
    /// Returns whether there is nothing on the page.
    pub fn is_blank(&self) -> bool {
        self.letters == 0 && self.marks == 0
    }
}

/// Finds a page that lost words or marks between two readings.
///
/// # Errors
/// The refusal names the page.
pub fn compare(before: &[PageWords], after: &[PageWords]) -> Result<(), Refusal> {
    let mut pages = before.iter().zip(after).zip(1..);
    let lost = pages.find_map(|((before, after), number)| {
        let (old, new) = (before.letters, after.letters);
        if new < old {
            Some(format!("has a page {number} that would lose {} of its {old} letters", old - new))
        } else if after.marks < before.marks {
            Some(format!("has a page {number} that would lose lines, areas or pictures"))
        } else {
            None
        }
    });
    lost.map_or(Ok(()), |cause| Err(Refusal::new(cause, "open it and print it to a new PDF")))
}

/// Returns what is on each page of a PDF, without its annotations; `None` where the second reader can't open
/// it.
pub fn read(pdf: &Arc<Vec<u8>>) -> Option<Vec<PageWords>> {
    let pdf = hayro_syntax::Pdf::new(Arc::clone(pdf)).ok()?;
    let cache = InterpreterCache::new();
    let settings = InterpreterSettings {
        font_resolver: Arc::new(|_| Some((Arc::new(EMPTY_FONT), 0))),
        render_annotations: false,
        ..InterpreterSettings::default()
    };
    let pages = pdf.pages().iter().map(|page| {
        let (width, height) = page.render_dimensions();
        let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let transform = page.initial_transform(false).to_kurbo();
        let mut context = Context::new(transform, bounds, &cache, pdf.xref(), settings.clone());
        let mut reader = Reader::default();
        interpret_page(page, &mut context, &mut reader);
        reader.page
    });
    Some(pages.collect())
}

/// Reads a page as if it were drawn.
#[derive(Default)]
struct Reader {
    page: PageWords,
    /// Where the next letter of the same word would begin, and the size of letters there.
    next: Option<(Point, f64)>,
}

impl Reader {
    /// Adds the text of a letter that begins at a place, so wide and so large.
    fn add(&mut self, text: &str, start: Point, end: Point, size: f64) {
        if let Some((expected, _)) = self.next {
            let (across, up) = (start.x - expected.x, start.y - expected.y);
            let is_line = up.abs() > size * 0.5;
            let is_word = across.abs() > size * 0.2;
            let ends = |last: char| self.page.text.ends_with(last);
            if is_line && !ends('\n') {
                self.page.text.push('\n');
            } else if is_word && !is_line && !ends(' ') && !ends('\n') {
                self.page.text.push(' ');
            }
        }
        self.page.text.push_str(text);
        self.next = Some((end, size));
    }
}

impl<'a> Device<'a> for Reader {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {
        self.page.marks += 1;
    }
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        self.page.letters += 1;
        let text = match glyph.as_unicode() {
            Some(BfString::Char(letter)) => letter.to_string(),
            Some(BfString::String(text)) => text,
            None => char::REPLACEMENT_CHARACTER.to_string(),
        };
        let width = match glyph {
            Glyph::Outline(glyph) => f64::from(glyph.advance_width().unwrap_or(500.0)),
            Glyph::Type3(_) => 0.0,
        };
        let place = transform * glyph_transform;
        let (start, end) = (place * Point::ZERO, place * Point::new(width, 0.0));
        let size = (place * Point::new(0.0, 1000.0)).distance(start);
        self.add(&text, start, end, size);
    }
    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {
        self.page.marks += 1;
    }
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
