//! The pages of a pack as they are shown: their boxes and labels, every word that is drawn on them
//! and where, what is stamped on them, and where their links and the bookmarks lead.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId, decode_text_string};

use super::font::Font;
use super::{get, resolve};

/// How deep drawings, bookmarks and page trees may be nested.
const MAX_DEPTH: usize = 8;

/// A transformation matrix as content streams give it: `[a b c d e f]`.
pub(crate) type Matrix = [f64; 6];

/// A page.
#[derive(Debug)]
pub(crate) struct Page {
    /// Its number as the catalog's labels give it.
    pub(crate) label: String,
    /// The visible part: left, bottom, right, top, in units of the page.
    pub(crate) visible: [f64; 4],
    /// How far it is turned clockwise when shown, in degrees.
    pub(crate) turned: i64,
    /// The size of a unit, in points.
    pub(crate) unit: f64,
    /// What is stamped on it.
    pub(crate) stamps: Vec<Mark>,
    /// Every word that is drawn on it, one text object a line, artifacts and stamps among them.
    pub(crate) words: String,
    /// Its links.
    pub(crate) links: Vec<Link>,
}

/// A part of what a form draws: words, or a line or background.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    /// Its words; `None` for a line or a background.
    pub(crate) words: Option<String>,
    /// The size of its type, in units of the form.
    pub(crate) size: f64,
    /// From units of the form to those of the page.
    pub(crate) matrix: Matrix,
    /// The points through which it is drawn, in units of the page; of words, where they begin.
    pub(crate) points: Vec<(f64, f64)>,
}

/// A link.
#[derive(Debug)]
pub(crate) struct Link {
    /// Where it is: left, bottom, right, top, in units of the page.
    pub(crate) bounds: [f64; 4],
    /// The position of the page that it leads to, where that is in the same file.
    pub(crate) to: Option<usize>,
    /// The address that it leads to, where it leads out of the file.
    pub(crate) address: String,
    /// Its description for screen readers.
    pub(crate) says: String,
}

/// A bookmark.
#[derive(Debug)]
pub(crate) struct Bookmark {
    /// How many others it stands below.
    pub(crate) level: usize,
    /// Its words.
    pub(crate) title: String,
    /// The position of the page that it leads to.
    pub(crate) to: Option<usize>,
}

/// Returns the matrix that applies `first`, and then `second`.
pub(crate) fn combined(first: Matrix, second: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let (x, y) = land(second, e, f);
    let [p, q, r, s, ..] = second;
    [a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, x, y]
}

/// Returns where a point lands.
pub(crate) fn land([a, b, c, d, e, f]: Matrix, x: f64, y: f64) -> (f64, f64) {
    (a * x + c * y + e, b * x + d * y + f)
}

impl Page {
    /// Returns the words that are stamped on it, each stamp by itself.
    pub(crate) fn stamped(&self) -> Vec<&str> {
        self.stamps.iter().filter_map(|mark| mark.words.as_deref()).collect()
    }

    /// Returns its size as shown, in points.
    pub(crate) fn shown(&self) -> (f64, f64) {
        let [left, bottom, right, top] = self.visible;
        let (width, height) = ((right - left) * self.unit, (top - bottom) * self.unit);
        if self.turned % 180 == 0 { (width, height) } else { (height, width) }
    }

    /// Returns where a point of the page is on the page as shown, in points from its lower left.
    pub(crate) fn seen(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let [left, bottom, right, top] = self.visible;
        let (x, y) = match self.turned {
            0 => (x - left, y - bottom),
            // Turned to the right, what was at the right edge is at the foot.
            90 => (y - bottom, right - x),
            180 => (right - x, top - y),
            270 => (top - y, x - left),
            other => panic!("a page is turned by {other} degrees"),
        };
        (x * self.unit, y * self.unit)
    }
}

/// Returns the pages of a PDF; those of a pack have their stamps.
pub(crate) fn pages(bytes: &[u8]) -> Vec<Page> {
    let document = Document::load_mem(bytes).expect("lopdf opens the file");
    let ids: Vec<ObjectId> = document.page_iter().collect();
    let labels = labels(&document, ids.len());
    let read = |(id, label): (&ObjectId, String)| Page {
        label,
        visible: visible(&document, *id),
        turned: inherited(&document, *id, b"Rotate")
            .map_or(0, |turn| turn.as_i64().expect("a turn is a whole number").rem_euclid(360)),
        unit: inherited(&document, *id, b"UserUnit").map_or(1.0, |unit| number(&document, unit)),
        stamps: stamps(&document, *id),
        words: words(&document, *id),
        links: links(&document, *id, &ids),
    };
    ids.iter().zip(labels).map(read).collect()
}

/// Returns the bookmarks of a PDF in their order.
pub(crate) fn bookmarks(bytes: &[u8]) -> Vec<Bookmark> {
    fn row(
        document: &Document,
        pages: &[ObjectId],
        parent: &Object,
        level: usize,
        found: &mut Vec<Bookmark>,
    ) {
        assert!(level < MAX_DEPTH, "bookmarks are at most {MAX_DEPTH} deep");
        let mut next = get(document, parent, b"First");
        while let Some(entry) = next {
            let title = get(document, entry, b"Title").expect("a bookmark has a title");
            found.push(Bookmark {
                level,
                title: decode_text_string(title).expect("a title is a text string"),
                to: place(document, entry, pages),
            });
            row(document, pages, entry, level + 1, found);
            next = get(document, entry, b"Next");
        }
    }
    let document = Document::load_mem(bytes).expect("lopdf opens the file");
    let pages: Vec<ObjectId> = document.page_iter().collect();
    let catalog = Object::Dictionary(document.catalog().expect("a PDF has a catalog").clone());
    let mut found = Vec::new();
    if let Some(top) = get(&document, &catalog, b"Outlines") {
        row(&document, &pages, top, 0, &mut found);
    }
    found
}

/// Returns the labels of the pages; a PDF without any counts from 1. Only decimal ones are read.
fn labels(document: &Document, count: usize) -> Vec<String> {
    let catalog = Object::Dictionary(document.catalog().expect("a PDF has a catalog").clone());
    let Some(tree) = get(document, &catalog, b"PageLabels") else {
        return (1..=count).map(|page| page.to_string()).collect();
    };
    let pairs = get(document, tree, b"Nums").and_then(|value| value.as_array().ok());
    let pairs = pairs.expect("labels are in one list");
    let mut labels = vec![String::new(); count];
    for pair in pairs.chunks(2) {
        let [from, style] = pair else { panic!("labels come in pairs") };
        let from = from.as_i64().ok().and_then(|index| usize::try_from(index).ok());
        let from = from.expect("labels begin at a page");
        let style = resolve(document, style);
        let kind = get(document, style, b"S").and_then(|value| value.as_name().ok());
        assert_eq!(kind, Some(&b"D"[..]), "labels are decimal");
        let prefix = get(document, style, b"P").map(|text| decode_text_string(text).expect("text"));
        let first =
            get(document, style, b"St").map_or(1, |start| start.as_i64().expect("a number"));
        for (number, label) in (first..).zip(&mut labels[from..]) {
            *label = format!("{}{number}", prefix.as_deref().unwrap_or_default());
        }
    }
    labels
}

/// Returns a page's value of a key, which may be inherited from a node of the page tree above it.
fn inherited<'a>(document: &'a Document, page: ObjectId, key: &[u8]) -> Option<&'a Object> {
    let mut node = document.get_object(page).expect("a page is an object");
    for _ in 0..MAX_DEPTH {
        if let Some(value) = get(document, node, key) {
            return Some(value);
        }
        node = get(document, node, b"Parent")?;
    }
    panic!("pages are at most {MAX_DEPTH} deep");
}

fn is_named(object: &Object, name: &[u8]) -> bool {
    object.as_name().is_ok_and(|value| value == name)
}

fn number(document: &Document, object: &Object) -> f64 {
    f64::from(resolve(document, object).as_float().expect("a number"))
}

fn numbers<const N: usize>(document: &Document, list: &[Object]) -> [f64; N] {
    let all: Vec<f64> = list.iter().map(|item| number(document, item)).collect();
    <[f64; N]>::try_from(all).expect("as many numbers as expected")
}

/// Returns a rectangle with its corners in order.
fn rectangle(document: &Document, object: &Object) -> [f64; 4] {
    let [a, b, c, d] = numbers(document, object.as_array().expect("a rectangle is a list"));
    [a.min(c), b.min(d), a.max(c), b.max(d)]
}

/// Returns the part of a page that is shown: its crop box within its media box.
fn visible(document: &Document, page: ObjectId) -> [f64; 4] {
    let media = inherited(document, page, b"MediaBox").expect("a page has a size");
    let media = rectangle(document, media);
    let crop = inherited(document, page, b"CropBox").map(|value| rectangle(document, value));
    let crop = crop.unwrap_or(media);
    [media[0].max(crop[0]), media[1].max(crop[1]), media[2].min(crop[2]), media[3].min(crop[3])]
}

/// Returns the position of the page that a link or a bookmark leads to, by a
/// destination, an action or a name.
fn place(document: &Document, object: &Object, pages: &[ObjectId]) -> Option<usize> {
    let action = get(document, object, b"A")
        .filter(|action| get(document, action, b"S").is_some_and(|kind| is_named(kind, b"GoTo")));
    let aim = get(document, object, b"Dest");
    let mut aim = aim.or_else(|| get(document, action?, b"D"))?;
    if let Object::String(name, _) = aim {
        let catalog = document.get_object(document.trailer.get(b"Root").ok()?.as_reference().ok()?);
        let tree = get(document, get(document, catalog.ok()?, b"Names")?, b"Dests")?;
        aim = named(document, tree, name).expect("a name that is linked to is known");
        aim = get(document, aim, b"D").unwrap_or(aim);
    }
    let page = aim.as_array().ok()?.first()?.as_reference().ok()?;
    pages.iter().position(|id| *id == page)
}

/// Returns where a name of a name tree leads.
fn named<'a>(document: &'a Document, node: &'a Object, name: &[u8]) -> Option<&'a Object> {
    let list = |key: &[u8]| get(document, node, key).and_then(|value| value.as_array().ok());
    for pair in list(b"Names").into_iter().flat_map(|names| names.chunks_exact(2)) {
        if pair[0].as_str().is_ok_and(|key| key == name) {
            return Some(resolve(document, &pair[1]));
        }
    }
    let mut kids = list(b"Kids").into_iter().flatten();
    kids.find_map(|kid| named(document, resolve(document, kid), name))
}

fn links(document: &Document, page: ObjectId, pages: &[ObjectId]) -> Vec<Link> {
    let page = document.get_object(page).expect("a page is an object");
    let list = get(document, page, b"Annots").and_then(|value| value.as_array().ok());
    let list = list.into_iter().flatten().map(|annotation| resolve(document, annotation));
    let is_link = |annotation: &&Object| {
        get(document, annotation, b"Subtype").is_some_and(|subtype| is_named(subtype, b"Link"))
    };
    let link = |annotation: &Object| Link {
        bounds: rectangle(
            document,
            get(document, annotation, b"Rect").expect("a link is somewhere"),
        ),
        to: place(document, annotation, pages),
        address: get(document, annotation, b"A")
            .and_then(|action| super::string(document, action, b"URI"))
            .unwrap_or_default(),
        says: super::string(document, annotation, b"Contents").unwrap_or_default(),
    };
    list.filter(is_link).map(link).collect()
}

/// Returns what the last content stream of a page draws, which holds nothing but the stamps;
/// nothing where the page was not stamped.
fn stamps(document: &Document, page: ObjectId) -> Vec<Mark> {
    let object = document.get_object(page).expect("a page is an object");
    let contents = get(document, object, b"Contents").and_then(|value| value.as_array().ok());
    let Some(last) = contents.and_then(|streams| streams.last()) else { return Vec::new() };
    let last = resolve(document, last).as_stream().expect("content is a stream");
    let last = last.get_plain_content().expect("its stream is whole");
    let mut marks = Vec::new();
    if String::from_utf8_lossy(&last).contains(" cm /Pack") {
        let resources = get(document, object, b"Resources").expect("a page has resources");
        draw(document, resources, &last, [1.0, 0.0, 0.0, 1.0, 0.0, 0.0], 0, &mut marks);
    }
    marks
}

/// Returns every word that a page draws.
fn words(document: &Document, page: ObjectId) -> String {
    let resources = inherited(document, page, b"Resources").expect("a page has resources");
    let content = document.get_page_content(page);
    let mut marks = Vec::new();
    draw(document, resources, &content, [1.0, 0.0, 0.0, 1.0, 0.0, 0.0], 0, &mut marks);
    let words = marks.into_iter().filter_map(|mark| mark.words);
    words.collect::<Vec<_>>().join("\n")
}

/// Returns the words that pages draw, each run with its size in points.
pub(crate) fn sizes_of_type(bytes: &[u8]) -> Vec<(f64, String)> {
    let document = Document::load_mem(bytes).expect("lopdf opens the file");
    let mut marks = Vec::new();
    for page in document.page_iter() {
        let resources = inherited(&document, page, b"Resources").expect("a page has resources");
        let content = document.get_page_content(page);
        draw(&document, resources, &content, [1.0, 0.0, 0.0, 1.0, 0.0, 0.0], 0, &mut marks);
    }
    let sized = |mark: Mark| Some((mark.size * mark.matrix[3].abs(), mark.words?));
    let sizes = marks.into_iter().filter_map(sized);
    sizes.filter(|(_, words)| !words.trim().is_empty()).collect()
}

/// Returns the size of the smallest type that any page draws, in points.
pub(crate) fn smallest_type(bytes: &[u8]) -> f64 {
    sizes_of_type(bytes).into_iter().map(|(size, _)| size).fold(f64::INFINITY, f64::min)
}

/// Adds what a content stream draws.
fn draw(
    document: &Document,
    resources: &Object,
    content: &[u8],
    matrix: Matrix,
    depth: usize,
    marks: &mut Vec<Mark>,
) {
    assert!(depth < MAX_DEPTH, "drawings are at most {MAX_DEPTH} deep");
    let nothing = Dictionary::new();
    let list = |key: &[u8]| get(document, resources, key).and_then(|value| value.as_dict().ok());
    let fonts = list(b"Font").unwrap_or(&nothing).iter();
    let fonts: BTreeMap<&[u8], Font> = fonts
        .map(|(name, font)| (&**name, Font::read(document, resolve(document, font))))
        .collect();
    let content = Content::decode(content).expect("content can be read");
    let (mut matrix, mut saved) = (matrix, Vec::new());
    let (mut font, mut path) = (None, Vec::new());
    for operation in &content.operations {
        let operands = &operation.operands;
        match &*operation.operator {
            "q" => saved.push((matrix, font)),
            "Q" => (matrix, font) = saved.pop().expect("a state was saved"),
            "cm" => matrix = combined(numbers(document, operands), matrix),
            "m" | "l" => {
                let [x, y] = numbers(document, operands);
                path.push(land(matrix, x, y));
            }
            "f" | "B" | "S" | "f*" | "B*" | "s" | "b" | "b*" | "n" => {
                let points = std::mem::take(&mut path);
                marks.push(Mark { words: None, size: 0.0, matrix, points });
            }
            "BT" => {
                let words = Some(String::new());
                marks.push(Mark { words, size: 0.0, matrix, points: Vec::new() });
            }
            "Tf" => {
                let name = operands[0].as_name().expect("a font has a name");
                font = fonts.get(name).map(|font| (font, number(document, &operands[1])));
            }
            "Tm" => {
                let mark = marks.last_mut().expect("text is begun first");
                mark.matrix = combined(numbers(document, operands), matrix);
            }
            "Tj" | "TJ" => {
                let (face, size) = font.expect("a font is set before words");
                let mark = marks.last_mut().expect("text is begun first");
                mark.size = size;
                mark.points.push(land(mark.matrix, 0.0, 0.0));
                super::content::show(mark.words.get_or_insert_default(), face, operands);
            }
            "Do" => {
                let name = operands[0].as_name().expect("a drawing has a name");
                let form = list(b"XObject").and_then(|forms| forms.get(name).ok());
                let form = resolve(document, form.expect("a drawing is found by name"));
                let stream = form.as_stream().expect("a drawing is a stream");
                if !stream.dict.get(b"Subtype").is_ok_and(|subtype| is_named(subtype, b"Form")) {
                    continue;
                }
                let placed = get(document, form, b"Matrix").and_then(|value| value.as_array().ok());
                let placed =
                    placed.map_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0], |value| numbers(document, value));
                let form_resources =
                    stream.dict.get(b"Resources").map(|value| resolve(document, value));
                draw(
                    document,
                    form_resources.unwrap_or(resources),
                    &stream.get_plain_content().expect("its stream is whole"),
                    combined(placed, matrix),
                    depth + 1,
                    marks,
                );
            }
            _ => {}
        }
    }
}
