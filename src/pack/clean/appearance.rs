//! Draws fields of forms and marks as readers do where a file does not say how they look, or says it of another
//! answer (ISO 32000-1, 12.5.6 and 12.7.3.3).

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::annotations::inherited;
use crate::object::{
    dict, get, get_array, get_dict, get_name, get_text, number, real, rectangle, resolve,
};
use crate::tokens::Operations;

/// The size of letters where a field leaves it open, and the largest that is chosen then, in points.
const USUAL_SIZE: f64 = 12.0;

/// The distance between an edge and what stands within it, in points.
const PADDING: f64 = 2.0;

/// The bits of fields: several lines, a password, cells of one letter, buttons.
const MULTILINE: i64 = 1 << 12;
const PASSWORD: i64 = 1 << 13;
const COMB: i64 = 1 << 24;
const RADIO: i64 = 1 << 15;
const PUSH: i64 = 1 << 16;

/// Why something is not drawn.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Undrawn {
    /// Readers show nothing of it either.
    Nothing,
    /// Its words are in letters that can't be written with its font.
    Words,
}

/// A form XObject in the making, in the space of the page.
struct Canvas {
    content: String,
    resources: Dictionary,
}

/// Where text stands in its rectangle.
struct TextBox {
    bounds: [f64; 4],
    is_multiline: bool,
    /// How many cells of one letter it has.
    cells: Option<usize>,
    /// 0 to the left, 1 in the middle, 2 to the right.
    justified: i64,
}

/// Draws a field with its answer; returns the form XObject, whose space is that of the page.
pub(super) fn field(document: &mut Document, widget: &Dictionary) -> Result<ObjectId, Undrawn> {
    let bounds = widget.get(b"Rect").ok().and_then(|bounds| rectangle(document, bounds));
    let bounds = bounds.ok_or(Undrawn::Nothing)?;
    let [width, height] = [bounds[2] - bounds[0], bounds[3] - bounds[1]];
    if width <= 0.0 || height <= 0.0 {
        return Err(Undrawn::Nothing);
    }
    let mut canvas = Canvas { content: String::new(), resources: Dictionary::new() };
    let line = canvas.frame(document, widget, bounds);
    let kind = inherited(document, widget, b"FT").and_then(|kind| kind.as_name().ok());
    let flags =
        inherited(document, widget, b"Ff").and_then(|flags| flags.as_i64().ok()).unwrap_or(0);
    let inner = [bounds[0] + line, bounds[1] + line, bounds[2] - line, bounds[3] - line];
    match kind {
        Some(b"Btn") if flags & PUSH != 0 => {
            let caption =
                get_dict(document, widget, b"MK").and_then(|look| get_text(document, look, b"CA"));
            if let Some(caption) = caption {
                let text_box =
                    TextBox { bounds: inner, is_multiline: false, cells: None, justified: 1 };
                canvas.text(document, widget, &caption, &text_box)?;
            }
        }
        Some(b"Btn") if is_chosen(document, widget) => canvas.tick(inner, flags & RADIO != 0),
        Some(b"Tx" | b"Ch") if flags & PASSWORD == 0 => {
            let answer = answer(document, widget).unwrap_or_default();
            let most = inherited(document, widget, b"MaxLen").and_then(|most| most.as_i64().ok());
            let cells = most.and_then(|most| usize::try_from(most).ok());
            let text_box = TextBox {
                bounds: inner,
                is_multiline: flags & MULTILINE != 0 && kind == Some(b"Tx")
                    || answer.contains('\n'),
                cells: cells.filter(|cells| flags & COMB != 0 && *cells > 0),
                justified: inherited(document, widget, b"Q")
                    .and_then(|justified| justified.as_i64().ok())
                    .unwrap_or(0),
            };
            if !answer.is_empty() {
                canvas.text(document, widget, &answer, &text_box)?;
            }
        }
        _ => {}
    }
    canvas.finish(document, bounds).ok_or(Undrawn::Nothing)
}

/// Returns the answer in a field, as readers show it.
pub(super) fn answer(document: &Document, widget: &Dictionary) -> Option<String> {
    let value = inherited(document, widget, b"V")?;
    let options = inherited(document, widget, b"Opt").and_then(|list| list.as_array().ok());
    let shown = |value: &Object| -> Option<String> {
        let plain = match resolve(document, value) {
            value @ Object::String(..) => lopdf::decode_text_string(value).ok()?,
            Object::Stream(stream) => {
                let text = stream.get_plain_content_with_limit(1024 * 1024).ok()?;
                lopdf::decode_text_string(&Object::string_literal(text)).ok()?
            }
            _ => return None,
        };
        // Where options have a value and a text, the text is shown.
        let text = options.into_iter().flatten().find_map(|option| {
            let pair = resolve(document, option).as_array().ok()?;
            let [value, text] = pair.get(..2)? else { return None };
            let value = lopdf::decode_text_string(resolve(document, value)).ok()?;
            if value != plain {
                return None;
            }
            lopdf::decode_text_string(resolve(document, text)).ok()
        });
        Some(text.unwrap_or(plain))
    };
    let text = match value {
        Object::Array(list) => {
            let texts: Vec<String> = list.iter().filter_map(shown).collect();
            texts.join("\n")
        }
        value => shown(value)?,
    };
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Some(text).filter(|text| !text.trim().is_empty())
}

/// Returns whether a box is ticked, or a button chosen.
pub(super) fn is_chosen(document: &Document, widget: &Dictionary) -> bool {
    let state = get_name(document, widget, b"AS");
    let value = || inherited(document, widget, b"V").and_then(|value| value.as_name().ok());
    state.or_else(value).is_some_and(|state| state != b"Off")
}

/// Returns whether the drawing of a field shows any text.
pub(super) fn shows_text(document: &Document, form: &Stream) -> bool {
    let mut open = vec![(form, 0)];
    while let Some((form, depth)) = open.pop() {
        let Ok(content) = form.get_plain_content_with_limit(super::MAX_STREAM_BYTES) else {
            continue;
        };
        let forms = get_dict(document, &form.dict, b"Resources")
            .and_then(|resources| get_dict(document, resources, b"XObject"));
        for operation in Operations::new(&content) {
            let has_letters = |object: &Object| {
                object.as_str().is_ok_and(|text| text.iter().any(|byte| *byte != b' '))
            };
            match operation.operator {
                b"Tj" | b"'" | b"\"" if operation.operands.iter().any(has_letters) => return true,
                b"TJ" => {
                    let list = operation.operands.first().and_then(|list| list.as_array().ok());
                    if list.is_some_and(|list| list.iter().any(has_letters)) {
                        return true;
                    }
                }
                b"Do" if depth < 4 => {
                    let name = operation.operands.first().and_then(|name| name.as_name().ok());
                    let inner = name.and_then(|name| forms?.get(name).ok());
                    if let Some(Object::Stream(inner)) = inner.map(|inner| resolve(document, inner))
                    {
                        open.push((inner, depth + 1));
                    }
                }
                _ => {}
            }
        }
    }
    false
}

/// Draws a mark as its entries describe it.
pub(super) fn mark(document: &mut Document, mark: &Dictionary) -> Result<ObjectId, Undrawn> {
    let bounds = mark.get(b"Rect").ok().and_then(|bounds| rectangle(document, bounds));
    let mut bounds = bounds.ok_or(Undrawn::Nothing)?;
    let mut canvas = Canvas { content: String::new(), resources: Dictionary::new() };
    let subtype = get_name(document, mark, b"Subtype").unwrap_or_default().to_vec();
    let colour = colour(document, mark, b"C");
    let fill = colour_operator(document, mark, b"IC", false);
    let line = border(document, mark, 1.0);
    canvas.see_through(document, mark, subtype == b"Highlight");
    let stroke = colour.as_deref().and_then(|colour| operator(colour, true));
    let black = || "0 G".to_owned();
    let numbers = |key: &[u8]| numbers(document, mark, key);
    let margin = line / 2.0 + 1.0;
    let paths: Vec<String> = match &*subtype {
        b"Square" | b"Circle" => {
            let differences = numbers(b"RD");
            let [left, bottom, right, top] =
                <[f64; 4]>::try_from(differences).unwrap_or([line / 2.0; 4]);
            let inner = [bounds[0] + left, bounds[1] + bottom, bounds[2] - right, bounds[3] - top];
            vec![if subtype == b"Square" { square(inner) } else { ellipse(inner) }]
        }
        b"Line" => vec![lines(&numbers(b"L"), false)],
        b"Polygon" => vec![lines(&numbers(b"Vertices"), true)],
        b"PolyLine" => vec![lines(&numbers(b"Vertices"), false)],
        b"Ink" => {
            let strokes = get_array(document, mark, b"InkList").iter();
            let strokes = strokes.filter_map(|stroke| resolve(document, stroke).as_array().ok());
            let points = |stroke: &Vec<Object>| -> Vec<f64> {
                stroke.iter().filter_map(|point| number(document, point)).collect()
            };
            strokes.map(|stroke| lines(&points(stroke), false)).collect()
        }
        b"Highlight" | b"Underline" | b"StrikeOut" | b"Squiggly" => {
            let quads = numbers(b"QuadPoints");
            let quads = if quads.len() < 8 {
                vec![
                    bounds[0], bounds[3], bounds[2], bounds[3], bounds[0], bounds[1], bounds[2],
                    bounds[1],
                ]
            } else {
                quads
            };
            quads.chunks_exact(8).map(|quad| over_words(&subtype, quad)).collect()
        }
        b"FreeText" => {
            let line = if mark.has(b"BS") || mark.has(b"Border") { line } else { 1.0 };
            let background = colour.as_deref().and_then(|colour| operator(colour, false));
            if let Some(background) = background {
                canvas.content.push_str(&format!("{background} {} f\n", square(bounds)));
            }
            if line > 0.0 && background_or_border(document, mark) {
                let inner = inset(bounds, line / 2.0);
                canvas.content.push_str(&format!("0 G {line:.2} w {} S\n", square(inner)));
            }
            let words = get_text(document, mark, b"Contents").unwrap_or_default();
            let words = words.replace("\r\n", "\n").replace('\r', "\n");
            if !words.trim().is_empty() {
                let text_box = TextBox {
                    bounds: inset(bounds, line.max(1.0)),
                    is_multiline: true,
                    cells: None,
                    justified: get(document, mark, b"Q").as_i64().unwrap_or(0),
                };
                canvas.text(document, mark, &words, &text_box)?;
            }
            Vec::new()
        }
        _ => Vec::new(),
    };
    for path in paths.iter().filter(|path| !path.is_empty()) {
        if subtype == b"Highlight" {
            let colour = colour.as_deref().and_then(|colour| operator(colour, false));
            let colour = colour.unwrap_or_else(|| "1 1 0 rg".to_owned());
            canvas.content.push_str(&format!("{colour} {path} f\n"));
            continue;
        }
        let is_area = matches!(&*subtype, b"Square" | b"Circle" | b"Polygon");
        let fill = fill.as_deref().filter(|_| is_area);
        let paint = match (fill, line > 0.0 && (stroke.is_some() || !is_area || fill.is_none())) {
            (Some(_), true) => "B",
            (Some(_), false) => "f",
            (None, true) => "S",
            (None, false) => continue,
        };
        let colours =
            format!("{} {}", stroke.clone().unwrap_or_else(black), fill.unwrap_or_default());
        canvas.content.push_str(&format!(
            "{colours} {line:.2} w {} {path} {paint}\n",
            dashes(document, mark)
        ));
    }
    if subtype != b"FreeText" {
        // Lines may reach over the rectangle by half their width.
        bounds = [bounds[0] - margin, bounds[1] - margin, bounds[2] + margin, bounds[3] + margin];
    }
    canvas.finish(document, bounds).ok_or(Undrawn::Nothing)
}

fn background_or_border(document: &Document, mark: &Dictionary) -> bool {
    mark.has(b"BS") || mark.has(b"Border") || colour(document, mark, b"C").is_some()
}

/// Returns a rectangle that is smaller on all sides.
fn inset(bounds: [f64; 4], by: f64) -> [f64; 4] {
    [bounds[0] + by, bounds[1] + by, bounds[2] - by, bounds[3] - by]
}

/// Returns the numbers in an array.
fn numbers(document: &Document, from: &Dictionary, key: &[u8]) -> Vec<f64> {
    let list = get_array(document, from, key).iter();
    list.take(100_000).filter_map(|item| number(document, item)).collect()
}

/// Returns a colour; `None` where it is transparent.
fn colour(document: &Document, from: &Dictionary, key: &[u8]) -> Option<Vec<f64>> {
    Some(numbers(document, from, key)).filter(|colour| !colour.is_empty())
}

/// Returns the operator that sets a colour, to stroke or to fill.
fn operator(colour: &[f64], is_stroke: bool) -> Option<String> {
    let name = match (colour.len(), is_stroke) {
        (1, true) => "G",
        (1, false) => "g",
        (3, true) => "RG",
        (3, false) => "rg",
        (4, true) => "K",
        (4, false) => "k",
        _ => return None,
    };
    let parts: Vec<String> = colour.iter().map(|part| format!("{part:.3}")).collect();
    Some(format!("{} {name}", parts.join(" ")))
}

fn colour_operator(
    document: &Document,
    from: &Dictionary,
    key: &[u8],
    is_stroke: bool,
) -> Option<String> {
    operator(&colour(document, from, key)?, is_stroke)
}

/// Returns the width of an annotation's border, in points.
fn border(document: &Document, annotation: &Dictionary, usual: f64) -> f64 {
    let style = get_dict(document, annotation, b"BS");
    let width =
        style.and_then(|style| style.get(b"W").ok()).and_then(|width| number(document, width));
    let old = get_array(document, annotation, b"Border").get(2);
    let width = width.or_else(|| old.and_then(|width| number(document, width)));
    width.unwrap_or(usual).clamp(0.0, 100.0)
}

/// Returns the operator that sets the dashes of an annotation's lines, where it has any.
fn dashes(document: &Document, annotation: &Dictionary) -> String {
    let style = get_dict(document, annotation, b"BS");
    let is_dashed =
        style.is_some_and(|style| get_name(document, style, b"S") == Some(b"D".as_slice()));
    let dashes = style.filter(|_| is_dashed).map(|style| numbers(document, style, b"D"));
    match dashes {
        None => String::new(),
        Some(dashes) if dashes.is_empty() => "[3] 0 d".to_owned(),
        Some(dashes) => {
            let dashes: Vec<String> = dashes.iter().map(|dash| format!("{dash:.2}")).collect();
            format!("[{}] 0 d", dashes.join(" "))
        }
    }
}

fn square([left, bottom, right, top]: [f64; 4]) -> String {
    let (width, height) = ((right - left).max(0.0), (top - bottom).max(0.0));
    format!("{left:.2} {bottom:.2} {width:.2} {height:.2} re")
}

fn ellipse([left, bottom, right, top]: [f64; 4]) -> String {
    // How far the handles of a curve stand from its ends, for a quarter of a circle.
    const HANDLE: f64 = 0.552_285;
    let (x, y) = (f64::midpoint(left, right), f64::midpoint(bottom, top));
    let (a, b) = ((right - left) / 2.0, (top - bottom) / 2.0);
    let (p, q) = (a * HANDLE, b * HANDLE);
    let curve = |points: [f64; 6]| {
        let points: Vec<String> = points.iter().map(|point| format!("{point:.2}")).collect();
        format!("{} c", points.join(" "))
    };
    format!(
        "{:.2} {y:.2} m {} {} {} {} h",
        x + a,
        curve([x + a, y + q, x + p, y + b, x, y + b]),
        curve([x - p, y + b, x - a, y + q, x - a, y]),
        curve([x - a, y - q, x - p, y - b, x, y - b]),
        curve([x + p, y - b, x + a, y - q, x + a, y]),
    )
}

/// Returns lines from point to point.
fn lines(points: &[f64], is_closed: bool) -> String {
    let mut path = String::new();
    for (at, point) in points.chunks_exact(2).enumerate() {
        let operator = if at == 0 { "m" } else { "l" };
        path.push_str(&format!("{:.2} {:.2} {operator} ", point[0], point[1]));
    }
    if points.len() == 2 {
        // A dot.
        path.push_str(&format!("{:.2} {:.2} l ", points[0] + 0.1, points[1]));
    }
    if is_closed && !path.is_empty() {
        path.push('h');
    }
    path
}

/// Returns what marks the words in a quadrilateral: its area, or a line below or through it. Its corners are
/// the upper ones from left to right, then the lower ones, as programs write them.
fn over_words(subtype: &[u8], quad: &[f64]) -> String {
    let point = |at: usize| (quad[2 * at], quad[2 * at + 1]);
    let ((ax, ay), (bx, by), (cx, cy), (dx, dy)) = (point(0), point(1), point(2), point(3));
    let between = |part: f64| {
        let along = |low: f64, high: f64| low + (high - low) * part;
        [along(cx, ax), along(cy, ay), along(dx, bx), along(dy, by)]
    };
    match subtype {
        b"Highlight" => lines(&[ax, ay, bx, by, dx, dy, cx, cy], true),
        b"StrikeOut" => lines(&between(0.45), false),
        b"Underline" => lines(&between(0.08), false),
        _ => {
            let [x1, y1, x2, y2] = between(0.08);
            let steps = ((x2 - x1).hypot(y2 - y1) / 2.0).clamp(2.0, 2_000.0).round();
            let mut points = Vec::new();
            let mut at = 0.0;
            while at <= steps {
                let lift = if at % 2.0 < 1.0 { -0.8 } else { 0.8 };
                points.extend([x1 + (x2 - x1) * at / steps, y1 + (y2 - y1) * at / steps + lift]);
                at += 1.0;
            }
            lines(&points, false)
        }
    }
}

impl Canvas {
    /// Draws the background and the border of a field; returns the width of the border.
    fn frame(&mut self, document: &Document, widget: &Dictionary, bounds: [f64; 4]) -> f64 {
        let Some(look) = get_dict(document, widget, b"MK") else { return 1.0 };
        if let Some(background) = colour_operator(document, look, b"BG", false) {
            self.content.push_str(&format!("{background} {} f\n", square(bounds)));
        }
        let line = border(document, widget, 1.0);
        if let Some(colour) = colour_operator(document, look, b"BC", true).filter(|_| line > 0.0) {
            let style = get_dict(document, widget, b"BS");
            let style = style.and_then(|style| get_name(document, style, b"S"));
            let path = match style {
                Some(b"U") => lines(
                    &[bounds[0], bounds[1] + line / 2.0, bounds[2], bounds[1] + line / 2.0],
                    false,
                ),
                _ => square(inset(bounds, line / 2.0)),
            };
            let dashes = dashes(document, widget);
            self.content.push_str(&format!("q {colour} {line:.2} w {dashes} {path} S Q\n"));
        }
        line.max(1.0)
    }

    /// Draws a tick, or the dot of a button.
    fn tick(&mut self, bounds: [f64; 4], is_dot: bool) {
        let (x, y) = (f64::midpoint(bounds[0], bounds[2]), f64::midpoint(bounds[1], bounds[3]));
        let half = ((bounds[2] - bounds[0]).min(bounds[3] - bounds[1]) / 2.0).max(0.5);
        if is_dot {
            let by = half / 2.0;
            self.content
                .push_str(&format!("0 g {} f\n", ellipse([x - by, y - by, x + by, y + by])));
        } else {
            let points = [
                x - half * 0.6,
                y,
                x - half * 0.15,
                y - half * 0.5,
                x + half * 0.65,
                y + half * 0.6,
            ];
            let width = (half / 4.0).max(0.5);
            let path = lines(&points, false);
            self.content.push_str(&format!("q 0 G {width:.2} w {path} S Q\n"));
        }
    }

    /// Lets what is below a mark be seen through it.
    fn see_through(&mut self, document: &Document, mark: &Dictionary, multiplies: bool) {
        let opacity = mark.get(b"CA").ok().and_then(|opacity| number(document, opacity));
        if opacity.is_none() && !multiplies {
            return;
        }
        let mut state = Dictionary::new();
        state.set("Type", "ExtGState");
        if multiplies {
            state.set("BM", "Multiply");
        }
        if let Some(opacity) = opacity {
            state.set("CA", real(opacity.clamp(0.0, 1.0)));
            state.set("ca", real(opacity.clamp(0.0, 1.0)));
        }
        let mut states = Dictionary::new();
        states.set("Mark", state);
        self.resources.set("ExtGState", states);
        self.content.push_str("/Mark gs\n");
    }

    /// Draws text in the font of a field or a mark.
    fn text(
        &mut self,
        document: &Document,
        annotation: &Dictionary,
        text: &str,
        text_box: &TextBox,
    ) -> Result<(), Undrawn> {
        let appearance = Appearance::read(document, annotation);
        let font = Font::choose(document, annotation, &appearance.font, text)?;
        let bounds = text_box.bounds;
        let (width, height) = (bounds[2] - bounds[0], bounds[3] - bounds[1]);
        let room = (width - 2.0 * PADDING).max(1.0);
        let plain: Vec<&str> = text.lines().collect();
        let size = match appearance.size {
            size if size > 0.0 => size,
            _ if text_box.is_multiline => USUAL_SIZE,
            _ => {
                let longest = font.width(document, text).max(0.001);
                (height - 2.0).min(USUAL_SIZE).min(room / longest).max(4.0)
            }
        };
        let lines: Vec<String> = if text_box.is_multiline {
            plain.iter().flat_map(|line| font.wrap(document, line, room / size)).collect()
        } else {
            vec![plain.join(" ")]
        };
        let mut fonts = Dictionary::new();
        fonts.set("Answer", font.object.clone());
        self.resources.set("Font", fonts);
        let colour = &appearance.colour;
        self.content
            .push_str(&format!("q {} W n\nBT {colour} /Answer {size:.2} Tf\n", square(bounds)));
        let step = size * 1.15;
        let first = if text_box.is_multiline && lines.len() > 1 {
            bounds[3] - PADDING - size
        } else {
            f64::midpoint(bounds[1], bounds[3]) - size * 0.35
        };
        for (at, line) in lines.iter().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "a field has few lines")]
            let up = first - step * at as f64;
            if let Some(cells) = text_box.cells {
                #[expect(clippy::cast_precision_loss, reason = "a field has few cells")]
                let cell = width / cells as f64;
                for (at, letter) in line.chars().take(cells).enumerate() {
                    let letter = letter.to_string();
                    #[expect(clippy::cast_precision_loss, reason = "a field has few cells")]
                    let middle = bounds[0] + cell * (at as f64 + 0.5);
                    let left = middle - font.width(document, &letter) * size / 2.0;
                    self.show(&font.encode(document, &letter)?, left, up);
                }
                continue;
            }
            let free = room - font.width(document, line) * size;
            let left = match text_box.justified {
                1 => bounds[0] + PADDING + free.max(0.0) / 2.0,
                2 => bounds[0] + PADDING + free.max(0.0),
                _ => bounds[0] + PADDING,
            };
            self.show(&font.encode(document, line)?, left, up);
        }
        self.content.push_str("ET Q\n");
        Ok(())
    }

    fn show(&mut self, bytes: &[u8], left: f64, up: f64) {
        let digits: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        self.content.push_str(&format!("1 0 0 1 {left:.2} {up:.2} Tm <{digits}> Tj\n"));
    }

    /// Adds it to the document; `None` where nothing was drawn.
    fn finish(self, document: &mut Document, bounds: [f64; 4]) -> Option<ObjectId> {
        let is_empty = self.content.lines().all(|line| line.is_empty() || line.ends_with("gs"));
        if is_empty {
            return None;
        }
        let mut form = Dictionary::new();
        form.set("Type", "XObject");
        form.set("Subtype", "Form");
        form.set("BBox", bounds.map(real).to_vec());
        form.set("Resources", self.resources);
        Some(document.add_object(Stream::new(form, self.content.into_bytes())))
    }
}

/// What the default appearance of a field or a mark says (ISO 32000-1, 12.7.3.3).
struct Appearance {
    /// The name of its font.
    font: Vec<u8>,
    /// The size of its letters in points; 0 where it is left open.
    size: f64,
    /// The operator that sets its colour.
    colour: String,
}

impl Appearance {
    fn read(document: &Document, annotation: &Dictionary) -> Self {
        let mut found = Self { font: Vec::new(), size: 0.0, colour: "0 g".to_owned() };
        let form =
            document.catalog().ok().and_then(|catalog| get_dict(document, catalog, b"AcroForm"));
        let text = inherited(document, annotation, b"DA")
            .or_else(|| form.map(|form| get(document, form, b"DA")))
            .and_then(|text| text.as_str().ok())
            .unwrap_or_default();
        for operation in Operations::new(text) {
            let numbers: Vec<f64> =
                operation.operands.iter().filter_map(|operand| number(document, operand)).collect();
            match operation.operator {
                b"Tf" => {
                    let name = operation.operands.first().and_then(|name| name.as_name().ok());
                    found.font = name.unwrap_or_default().to_vec();
                    found.size = numbers.first().copied().unwrap_or(0.0).clamp(0.0, 200.0);
                }
                b"g" | b"rg" | b"k" => {
                    found.colour = operator(&numbers, false).unwrap_or(found.colour);
                }
                _ => {}
            }
        }
        found
    }
}

/// A font to write an answer with.
struct Font {
    object: Object,
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
    fn choose(
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
    fn encode(&self, document: &Document, text: &str) -> Result<Vec<u8>, Undrawn> {
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
    fn width(&self, document: &Document, text: &str) -> f64 {
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
    fn wrap(&self, document: &Document, line: &str, room: f64) -> Vec<String> {
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
