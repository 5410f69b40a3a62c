//! Draws fields of forms and marks as readers do where a file does not say how they look, or says it of another
//! answer (ISO 32000-1, 12.5.6 and 12.7.3.3).

mod draw;
mod font;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use self::draw::{
    border, colour, colour_operator, dashes, ellipse, inset, lines, numbers, operator, over_words,
    square,
};
use self::font::Font;
use super::annotations::inherited;
use crate::object::{
    get, get_array, get_dict, get_name, get_text, number, real, rectangle, resolve,
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
