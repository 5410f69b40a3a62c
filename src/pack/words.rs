//! What a reader finds on each page: its words, and how much else is painted on it.
//!
//! A second reader than the one that cleans papers looks at them, before and after, so that a page which lost
//! something can't pass unseen.

mod same;
mod under;

use std::collections::BTreeMap;
use std::sync::Arc;

use hayro_cmap::BfString;
use hayro_interpret::font::Glyph;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache,
    InterpreterSettings, Paint, PathDrawMode, SoftMask, TransformExt, interpret_page,
};
use hayro_syntax::Pdf;
use hayro_syntax::page::Page;
use kurbo::{Affine, BezPath, Point, Rect, Shape};
use serde::{Deserialize, Serialize};

use self::same::Comparison;
pub(crate) use self::under::{Areas, letters_under};
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
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PageWords {
    /// Its text in the order in which it is drawn, with a space where a word ends and a line feed where a
    /// line does.
    pub text: String,
    /// How many letters are shown, those of unknown text included.
    pub letters: usize,
    /// How many lines, areas and pictures are painted.
    pub marks: usize,
    /// Words of it that nobody sees.
    #[serde(default)]
    pub hidden: Vec<HiddenText>,
    /// Words near its upper and its lower edge, where headers, footers and stamps stand.
    #[serde(default)]
    pub edges: Vec<EdgeRun>,
}

/// Words in a line near the upper or the lower edge of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EdgeRun {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub bounds: EdgeBounds,
}

/// Left, top, right and bottom, as parts of the width and the height of the page as it is shown, from its upper
/// left corner.
pub type EdgeBounds = [f64; 4];

/// How far from the edge of a page words are taken to be near it, in points: 20 mm.
const EDGE: f64 = 56.7;

/// How many runs of words near its edges are kept of a page.
const MAX_EDGE_RUNS: usize = 200;

/// Returns whether pages bear numbers of their own: near the edges of most of them there is a number that grows by
/// one from page to page.
pub fn is_numbered(pages: &[PageWords]) -> bool {
    let mut found: BTreeMap<i64, usize> = BTreeMap::new();
    for (at, page) in (0_i64..).zip(pages) {
        let numbers = page.edges.iter().flat_map(|run| {
            run.text.split(|char: char| !char.is_ascii_digit()).filter_map(|digits| {
                (1..=4).contains(&digits.len()).then(|| digits.parse::<i64>().ok()).flatten()
            })
        });
        let offsets: std::collections::BTreeSet<i64> = numbers.map(|number| number - at).collect();
        for offset in offsets {
            *found.entry(offset).or_default() += 1;
        }
    }
    let most = found.values().max().copied().unwrap_or(0);
    most >= 2 && most * 3 >= pages.len() * 2
}

/// Words on a page that nobody sees, although programs find them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HiddenText {
    /// Why they are not seen.
    pub kind: HiddenKind,
    /// The words.
    pub text: String,
}

/// Why words are not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HiddenKind {
    /// They are drawn in no colour, and a picture fills the page: what a scanner recognised in it.
    Recognised,
    /// They are drawn in no colour.
    Invisible,
    /// They are drawn in the colour of what is behind them.
    SameColour,
    /// They are under an area that was filled later.
    Covered,
    /// They are outside the page, or outside what is shown of a drawing.
    Outside,
    /// They are on a layer that is off.
    Layer,
}

impl HiddenKind {
    /// Returns where the words are, for messages: `under a filled area`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Recognised => "recognised by a scanner, behind the picture of the page",
            Self::Invisible => "invisible",
            Self::SameColour => "in the colour of the paper behind them",
            Self::Covered => "under a filled area",
            Self::Outside => "outside of what is shown of the page",
            Self::Layer => "on a layer that is off",
        }
    }
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

/// How much of hidden words a message quotes, in characters.
const EXCERPT: usize = 60;

/// Returns what to say of the words of a document that nobody sees: the first of each kind, with its page and
/// an excerpt.
pub fn hidden(pages: &[PageWords]) -> Vec<(HiddenKind, String)> {
    let mut found = BTreeMap::new();
    for (page, number) in pages.iter().zip(1..) {
        for run in &page.hidden {
            let excerpt: String = run.text.chars().take(EXCERPT).collect();
            let words = run.kind.words();
            found.entry(run.kind).or_insert_with(|| {
                format!("has words on page {number} that are {words}: `{excerpt}`")
            });
        }
    }
    found.into_iter().collect()
}

/// What a reading of pages looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// Words and marks.
    Shown,
    /// Words that nobody sees, too.
    Hidden,
}

/// Returns what is on each page of a PDF, without its annotations; `None` where the second reader can't open
/// it.
pub fn read(pdf: &Arc<Vec<u8>>) -> Option<Vec<PageWords>> {
    let pdf = Pdf::new(Arc::clone(pdf)).ok()?;
    Some(Reading::new(&pdf).pages(Depth::Hidden))
}

/// Returns what is on each page of a paper, without words that nobody sees, and what is on each of its clean
/// copy, as [`read`] does. A page that is the same in both files is read once.
pub fn read_both(files: [Arc<Vec<u8>>; 2]) -> [Option<Vec<PageWords>>; 2] {
    let [before, after] = files.map(|pdf| Pdf::new(pdf).ok());
    let words = after.as_ref().map(|pdf| Reading::new(pdf).pages(Depth::Hidden));
    let shown = before.as_ref().map(|pdf| {
        let reading = Reading::new(pdf);
        let mut comparison = after.as_ref().map(|after| Comparison::new(pdf, after));
        let pages = pdf.pages().iter().enumerate().map(|(at, page)| {
            let known = words.as_ref().and_then(|words| words.get(at));
            let is_same = |_: &&PageWords| {
                comparison.as_mut().is_some_and(|comparison| comparison.is_same(at, page))
            };
            match known.filter(is_same) {
                Some(PageWords { text, letters, marks, .. }) => {
                    let (letters, marks) = (*letters, *marks);
                    PageWords { text: text.clone(), letters, marks, ..PageWords::default() }
                }
                None => reading.page(page, Depth::Shown),
            }
        });
        pages.collect()
    });
    [shown, words]
}

/// Reads pages of a file.
struct Reading<'a> {
    pdf: &'a Pdf,
    cache: InterpreterCache<'a>,
    settings: InterpreterSettings,
}

impl<'a> Reading<'a> {
    fn new(pdf: &'a Pdf) -> Self {
        let settings = InterpreterSettings {
            font_resolver: Arc::new(|_| Some((Arc::new(EMPTY_FONT), 0))),
            render_annotations: false,
            ..InterpreterSettings::default()
        };
        Self { pdf, cache: InterpreterCache::new(), settings }
    }

    fn pages(&self, depth: Depth) -> Vec<PageWords> {
        self.pdf.pages().iter().map(|page| self.page(page, depth)).collect()
    }

    fn page(&self, page: &Page<'a>, depth: Depth) -> PageWords {
        let (width, height) = page.render_dimensions();
        let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let transform = page.initial_transform(false).to_kurbo();
        let settings = self.settings.clone();
        let mut context = Context::new(transform, bounds, &self.cache, self.pdf.xref(), settings);
        let mut reader = Reader::new(bounds, depth);
        interpret_page(page, &mut context, &mut reader);
        reader.finish()
    }
}

/// Returns the text of a glyph.
fn letter_text(glyph: &Glyph<'_>) -> String {
    match glyph.as_unicode() {
        Some(BfString::Char(letter)) => letter.to_string(),
        Some(BfString::String(text)) => text,
        None => char::REPLACEMENT_CHARACTER.to_string(),
    }
}

/// Returns the width of a glyph in thousandths of the size of its font; that of a drawn one is not known.
fn letter_width(glyph: &Glyph<'_>) -> f64 {
    match glyph {
        Glyph::Outline(glyph) => f64::from(glyph.advance_width().unwrap_or(500.0)),
        Glyph::Type3(_) => 0.0,
    }
}

/// How far colours may differ, each part from 0 to 1, and still be the same to the eye.
const SAME_COLOUR: f32 = 0.04;

/// Which part of the page a picture must fill to be that of a scanned page.
const SCANNED_PART: f64 = 0.7;

/// How many letters and areas of a page are compared.
const MAX_COMPARED: usize = 20_000;

/// A letter in its place.
struct Letter {
    text: String,
    middle: Point,
    kind: Option<HiddenKind>,
}

/// An area that is painted.
struct Area {
    bounds: Rect,
    /// Its colour; `None` where it can't be known.
    colour: Option<[f32; 3]>,
}

/// Reads a page as if it were drawn.
struct Reader {
    page: PageWords,
    bounds: Rect,
    depth: Depth,
    /// Where the next letter of the same word would begin.
    next: Option<Point>,
    letters: Vec<Letter>,
    areas: Vec<Area>,
    /// What is shown of each drawing that is open.
    clips: Vec<Rect>,
    /// Whether each group that is open is drawn as it is.
    groups: Vec<bool>,
    is_masked: bool,
    is_blended: bool,
    /// Whether a picture fills the page.
    is_scan: bool,
    /// The last run of words near an edge.
    last_edge: Option<Rect>,
}

impl Reader {
    fn new(bounds: Rect, depth: Depth) -> Self {
        Self {
            page: PageWords::default(),
            bounds,
            depth,
            next: None,
            letters: Vec::new(),
            areas: Vec::new(),
            clips: Vec::new(),
            groups: Vec::new(),
            is_masked: false,
            is_blended: false,
            is_scan: false,
            last_edge: None,
        }
    }

    /// Adds the text of a letter that begins at a place, so wide and so large.
    fn add(&mut self, text: &str, start: Point, end: Point, size: f64) {
        if let Some(expected) = self.next {
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
        self.next = Some(end);
    }

    /// Adds a letter near an edge of the page to the run that it continues, or begins another.
    fn add_to_edges(&mut self, text: &str, letter: Rect, size: f64) {
        let scale = |rect: Rect| {
            let (width, height) = (self.bounds.width().max(1.0), self.bounds.height().max(1.0));
            // The page is read with its lower left corner at the origin.
            [rect.x0 / width, 1.0 - rect.y1 / height, rect.x1 / width, 1.0 - rect.y0 / height]
        };
        match self.last_edge {
            Some(last)
                if (last.y0 - letter.y0).abs() < size * 0.5
                    && (letter.x0 - last.x1).abs() < size * 1.5 =>
            {
                let run = self.page.edges.last_mut().expect("a letter was added before");
                if letter.x0 - last.x1 > size * 0.2 {
                    run.text.push(' ');
                }
                run.text.push_str(text);
                let all = last.union(letter);
                run.bounds = scale(all);
                self.last_edge = Some(all);
            }
            _ if self.page.edges.len() < MAX_EDGE_RUNS => {
                let (text, bounds) = (text.to_owned(), scale(letter));
                self.page.edges.push(EdgeRun { text, bounds });
                self.last_edge = Some(letter);
            }
            _ => self.last_edge = None,
        }
    }

    /// Returns what is shown at present.
    fn visible(&self) -> Rect {
        self.clips.last().map_or(self.bounds, |clip| clip.intersect(self.bounds))
    }

    /// Returns whether what is painted is seen as it is.
    fn is_plain(&self) -> bool {
        !self.is_masked && !self.is_blended && self.groups.iter().all(|is_plain| *is_plain)
    }

    /// Returns why a letter is not seen where it is painted.
    fn hidden(&self, middle: Point, paint: &Paint<'_>, mode: &GlyphDrawMode) -> Option<HiddenKind> {
        if matches!(mode, GlyphDrawMode::Invisible) {
            return Some(HiddenKind::Invisible);
        }
        if !self.visible().inflate(1.0, 1.0).contains(middle) {
            return Some(HiddenKind::Outside);
        }
        let Paint::Color(colour) = paint else { return None };
        let [red, green, blue, opacity] = colour.to_rgba().components();
        if !self.is_plain() {
            return None;
        }
        if opacity < 0.02 {
            return Some(HiddenKind::Invisible);
        }
        let behind = self.areas.iter().rev().find(|area| area.bounds.contains(middle));
        let behind = behind.map_or(Some([1.0; 3]), |area| area.colour)?;
        let is_same = behind
            .iter()
            .zip([red, green, blue])
            .all(|(behind, colour)| (behind - colour).abs() < SAME_COLOUR);
        is_same.then_some(HiddenKind::SameColour)
    }

    /// Notes an area that is filled.
    fn fill(&mut self, path: &BezPath, transform: Affine, paint: &Paint<'_>) {
        let path = transform * path.clone();
        let bounds = path.bounding_box();
        let is_box = (path.area().abs() - bounds.area()).abs() <= bounds.area() * 0.01;
        let bounds = bounds.intersect(self.visible());
        if bounds.area() <= 0.0 || self.areas.len() >= MAX_COMPARED {
            return;
        }
        let colour = match paint {
            Paint::Color(colour) => Some(colour.to_rgba().components()),
            Paint::Pattern(_) => None,
        };
        let colour = colour.filter(|[.., opacity]| *opacity > 0.99 && is_box && self.is_plain());
        if colour.is_some() {
            let covered = self
                .letters
                .iter_mut()
                .filter(|letter| letter.kind.is_none() && bounds.contains(letter.middle));
            covered.for_each(|letter| letter.kind = Some(HiddenKind::Covered));
        }
        let colour = colour.map(|[red, green, blue, _]| [red, green, blue]);
        self.areas.push(Area { bounds, colour });
    }

    /// Returns the page, with the words that are not seen in runs.
    fn finish(mut self) -> PageWords {
        let visible: Vec<(&str, Point)> = self
            .letters
            .iter()
            .filter(|letter| letter.kind.is_none())
            .map(|letter| (&*letter.text, letter.middle))
            .collect();
        // What is seen in the same place all the same: drawn twice, below an area and on it.
        let is_seen = |letter: &Letter| {
            let is_same = |(text, middle): &(&str, Point)| {
                *text == letter.text && middle.distance(letter.middle) < 2.0
            };
            visible.len() < MAX_COMPARED && visible.iter().any(is_same)
        };
        let mut last = None;
        for letter in &self.letters {
            let kind = match letter.kind.filter(|_| !is_seen(letter)) {
                Some(HiddenKind::Invisible) if self.is_scan => Some(HiddenKind::Recognised),
                kind => kind,
            };
            if let Some(kind) = kind {
                match self.page.hidden.last_mut() {
                    Some(run) if last == Some(kind) => run.text.push_str(&letter.text),
                    _ => self.page.hidden.push(HiddenText { kind, text: letter.text.clone() }),
                }
            }
            // Spaces may stand anywhere.
            if kind.is_some() || !letter.text.trim().is_empty() {
                last = kind;
            }
        }
        self.page.hidden.retain(|run| run.text.chars().any(char::is_alphanumeric));
        self.page
    }
}

impl<'a> Device<'a> for Reader {
    fn set_soft_mask(&mut self, mask: Option<SoftMask<'a>>) {
        self.is_masked = mask.is_some();
    }
    fn set_blend_mode(&mut self, mode: BlendMode) {
        self.is_blended = mode != BlendMode::default();
    }
    fn draw_path(
        &mut self,
        path: &BezPath,
        transform: Affine,
        paint: &Paint<'a>,
        mode: &PathDrawMode,
    ) {
        self.page.marks += 1;
        if self.depth == Depth::Hidden && matches!(mode, PathDrawMode::Fill(_)) {
            self.fill(path, transform, paint);
        }
    }
    fn push_clip_path(&mut self, clip: &ClipPath) {
        if self.depth == Depth::Shown {
            return;
        }
        self.clips.push(clip.path.bounding_box().intersect(self.visible()));
    }
    fn push_transparency_group(
        &mut self,
        opacity: f32,
        mask: Option<SoftMask<'a>>,
        mode: BlendMode,
    ) {
        self.groups.push(opacity > 0.99 && mask.is_none() && mode == BlendMode::default());
    }
    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        paint: &Paint<'a>,
        mode: &GlyphDrawMode,
    ) {
        self.page.letters += 1;
        let (text, width) = (letter_text(glyph), letter_width(glyph));
        let place = transform * glyph_transform;
        let (start, end) = (place * Point::ZERO, place * Point::new(width, 0.0));
        let size = (place * Point::new(0.0, 1000.0)).distance(start);
        self.add(&text, start, end, size);
        if self.depth == Depth::Shown {
            return;
        }
        let middle = place * Point::new(width / 2.0, 300.0);
        // A drawn glyph sets its colours itself.
        let kind = match glyph {
            Glyph::Outline(_) => self.hidden(middle, paint, mode),
            Glyph::Type3(_) => None,
        };
        let is_near = middle.y < EDGE || middle.y > self.bounds.height() - EDGE;
        if is_near && kind.is_none() && !text.trim().is_empty() {
            let corner = |x: f64, y: f64| place * Point::new(x, y);
            let bounds = Rect::from_points(corner(0.0, -250.0), corner(width, 800.0));
            self.add_to_edges(&text, bounds, size);
        }
        self.letters.push(Letter { text, middle, kind });
    }
    fn draw_image(&mut self, image: Image<'a, '_>, transform: Affine) {
        self.page.marks += 1;
        if self.depth == Depth::Shown {
            return;
        }
        let size = Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let bounds = transform.transform_rect_bbox(size).intersect(self.visible());
        self.is_scan |= bounds.area() >= self.bounds.area() * SCANNED_PART;
        if self.areas.len() < MAX_COMPARED {
            self.areas.push(Area { bounds, colour: None });
        }
    }
    fn pop_clip_path(&mut self) {
        self.clips.pop();
    }
    fn pop_transparency_group(&mut self) {
        self.groups.pop();
    }
}
