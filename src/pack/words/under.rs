//! Which marked content has its letters in an area of a page, such as that of a link.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hayro_interpret::font::Glyph;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, Paint, PathDrawMode, SoftMask,
    interpret_page,
};
use hayro_syntax::Pdf;
use kurbo::{Affine, BezPath, Point, Rect};

use super::{Reading, letter_text, letter_width};

/// How far from the origin a page may have letters, in user space units.
const FAR: f64 = 1e7;

/// Areas of a page.
pub(crate) struct Areas {
    /// The page, from 0.
    pub(crate) page: usize,
    /// Rectangles in its user space: left, bottom, right, top.
    pub(crate) rectangles: Vec<[f64; 4]>,
}

/// Where letters stand; spaces do not count.
#[derive(Default)]
pub(crate) struct Letters {
    /// How many the marked content with each identifier has in each of the areas.
    pub(crate) under: Vec<BTreeMap<u32, usize>>,
    /// Which marked content has any, by page and identifier, on pages that have areas.
    pub(crate) written: BTreeSet<(usize, u32)>,
}

/// Returns where letters stand on the pages of these areas. Identifiers in drawings that a page shows are not told
/// from those of the page. Nothing is found where the second reader can't open the PDF, or does not find as many
/// pages in it.
pub(crate) fn letters_under(pdf: &Arc<Vec<u8>>, pages: usize, areas: &[Areas]) -> Letters {
    let mut found = Letters { under: vec![BTreeMap::new(); areas.len()], written: BTreeSet::new() };
    let pdf = Pdf::new(Arc::clone(pdf)).ok().filter(|pdf| pdf.pages().len() == pages);
    let Some(pdf) = pdf else { return found };
    let reading = Reading::new(&pdf);
    let mut by_page: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, area) in areas.iter().enumerate() {
        by_page.entry(area.page).or_default().push(at);
    }
    for (number, wanted) in by_page {
        let Some(page) = pdf.pages().get(number) else { continue };
        let rectangle = |at: usize| {
            areas[at].rectangles.iter().map(move |[left, bottom, right, top]| {
                (at, Rect::new(*left, *bottom, *right, *top).abs())
            })
        };
        let areas = wanted.iter().flat_map(|at| rectangle(*at)).collect();
        let mut device = MarkedLetters { page: number, open: Vec::new(), areas, found: &mut found };
        let everything = Rect::new(-FAR, -FAR, FAR, FAR);
        let settings = reading.settings.clone();
        // Without the page's own matrix: places are those of its user space.
        let mut context =
            Context::new(Affine::IDENTITY, everything, &reading.cache, pdf.xref(), settings);
        interpret_page(page, &mut context, &mut device);
    }
    found
}

/// Counts letters in areas.
struct MarkedLetters<'f> {
    page: usize,
    /// The identifier that holds for what is drawn in each sequence that is open; `None` in artifacts, too.
    open: Vec<Option<u32>>,
    /// Rectangles, each with the number of what it belongs to.
    areas: Vec<(usize, Rect)>,
    found: &'f mut Letters,
}

impl<'a> Device<'a> for MarkedLetters<'_> {
    fn begin_marked_content(&mut self, tag: &[u8], mcid: Option<i32>) {
        let mcid = mcid.and_then(|mcid| u32::try_from(mcid).ok());
        let outer = self.open.last().copied().flatten();
        self.open.push(mcid.or(outer).filter(|_| tag != b"Artifact"));
    }
    fn end_marked_content(&mut self) {
        self.open.pop();
    }
    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        let Some(mcid) = self.open.last().copied().flatten() else { return };
        if letter_text(glyph).trim().is_empty() {
            return;
        }
        self.found.written.insert((self.page, mcid));
        let middle = Point::new(letter_width(glyph) / 2.0, 300.0);
        let middle = transform * glyph_transform * middle;
        // Of the rectangles of one link each letter is counted once.
        let mut last = None;
        for (at, area) in &self.areas {
            if last != Some(*at) && area.contains(middle) {
                *self.found.under[*at].entry(mcid).or_default() += 1;
                last = Some(*at);
            }
        }
    }
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
