//! What stands on the pages of a supplied PDF besides their content: links stay, forms and marks
//! become part of the page, all else goes (ISO 32000-1, 12.5; ISO 19005-2, 6.3).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::appearance::{self, Undrawn};
use super::layers::Layers;
use super::places::Places;
use crate::Refusal;
use crate::object::{
    get, get_array, get_dict, get_name, get_text, locate, number, rectangle, text,
};

/// The bit that has an annotation printed.
const PRINT: i64 = 4;

/// The bits that keep an annotation from being seen: invisible, hidden, no view.
const UNSEEN: i64 = 1 | 2 | 32;

/// The bit that keeps an annotation upright on a turned page.
const NO_ROTATE: i64 = 16;

/// What can't be drawn, and is no field.
const UNDRAWN: &str = "marks without an appearance";

/// What became of an annotation.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Fate {
    /// It is a link and stays.
    Kept {
        /// The page, from 0.
        page: usize,
    },
    /// It is drawn as part of its page.
    Drawn {
        /// The page, from 0.
        page: usize,
        /// Which of the page's drawings.
        drawing: usize,
        /// What it was, where a field of a form.
        field: Option<Field>,
        /// What its author wrote about it, where a mark.
        words: Option<String>,
    },
    /// It is gone.
    Removed,
}

/// A field of a form, as the tag of a form that can't be filled in describes it
/// (ISO 32000-1, 14.8.5.6).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    /// `rb`, `cb`, `pb` or `tv`.
    pub(super) role: &'static str,
    /// Whether a box or a button is chosen.
    pub(super) checked: Option<bool>,
    /// What it asks.
    pub(super) words: Option<String>,
    /// The answer, where it is a text.
    pub(super) answer: Option<String>,
}

/// What is drawn in place of an annotation.
pub(super) struct Drawing {
    /// Its appearance, a form XObject.
    pub(super) form: ObjectId,
    /// Where it is put.
    pub(super) matrix: [f64; 6],
}

/// What became of the annotations of all pages.
#[derive(Default)]
pub(super) struct Outcome {
    /// By annotation.
    pub(super) fates: BTreeMap<ObjectId, Fate>,
    /// What is to be drawn, by page.
    pub(super) drawings: BTreeMap<usize, Vec<Drawing>>,
    /// How many of each kind were removed.
    removed: BTreeMap<&'static str, usize>,
    /// Whether a link has no alternative text.
    pub(super) has_wordless_link: bool,
    /// Whether marks are taken out.
    removes_marks: bool,
    /// Whether this program made the document.
    is_ours: bool,
    /// How many stand on layers that are off.
    pub(super) on_layers: usize,
}

/// Goes through the annotations of every page and rewrites the pages' lists.
///
/// # Errors
/// When words are marked for redaction and are still in the file.
pub(super) fn settle(
    document: &mut Document,
    places: &Places,
    pages: &[ObjectId],
    removes_marks: bool,
    layers: &Layers,
    is_ours: bool,
) -> Result<Outcome, Refusal> {
    let mut outcome = Outcome { removes_marks, is_ours, ..Outcome::default() };
    for (at, &page) in pages.iter().enumerate() {
        let Ok(dict) = document.get_dictionary(page) else { continue };
        let list = get_array(document, dict, b"Annots").to_vec();
        let mut kept = Vec::new();
        for object in list {
            let (id, value) = locate(document, &object);
            let Object::Dictionary(annotation) = value else { continue };
            let annotation = annotation.clone();
            let id = id.unwrap_or_else(|| document.add_object(annotation.clone()));
            let id = match outcome.fates.get(&id) {
                None => id,
                Some(Fate::Kept { page } | Fate::Drawn { page, .. }) if *page != at => {
                    // It stands on another page, too; this one gets a copy.
                    document.add_object(annotation.clone())
                }
                Some(_) => continue,
            };
            let membership = annotation.get(b"OC").ok();
            if membership.is_some_and(|membership| layers.hides(document, membership)) {
                outcome.on_layers += 1;
                outcome.fates.insert(id, Fate::Removed);
                continue;
            }
            let fate = settle_one(document, places, &mut outcome, at, id, &annotation)?;
            if matches!(fate, Fate::Kept { .. }) {
                kept.push(Object::Reference(id));
            }
            outcome.fates.insert(id, fate);
        }
        let dict = document.get_dictionary_mut(page).expect("a page is a dictionary");
        if kept.is_empty() {
            dict.remove(b"Annots");
        } else {
            dict.set("Annots", kept);
            dict.set("Tabs", "S");
        }
    }
    Ok(outcome)
}

impl Outcome {
    /// Returns what was removed, in words.
    pub(super) fn removed(&self) -> impl Iterator<Item = String> {
        self.removed.iter().map(|(what, count)| format!("{what} ({count})"))
    }

    fn remove(&mut self, what: &'static str) -> Fate {
        *self.removed.entry(what).or_default() += 1;
        Fate::Removed
    }
}

fn settle_one(
    document: &mut Document,
    places: &Places,
    outcome: &mut Outcome,
    page: usize,
    id: ObjectId,
    annotation: &Dictionary,
) -> Result<Fate, Refusal> {
    let subtype = get_name(document, annotation, b"Subtype").unwrap_or_default().to_vec();
    let flags = get(document, annotation, b"F").as_i64().unwrap_or(0);
    let what = match &*subtype {
        b"Link" => {
            let Some(link) = link(document, places, annotation, outcome.is_ours) else {
                return Ok(outcome.remove("links to other files or programs"));
            };
            outcome.has_wordless_link |= !link.has(b"Contents");
            document.objects.insert(id, link.into());
            return Ok(Fate::Kept { page });
        }
        b"Redact" => {
            return Err(Refusal::new(
                format!(
                    "has words on page {} that are marked for redaction but are still in the file",
                    page + 1
                ),
                "apply the redactions in the program that marked them, then save it again",
            ));
        }
        b"Text" => "reviewers' notes",
        b"Popup" => return Ok(Fate::Removed),
        b"FileAttachment" => "attached files",
        b"Sound" | b"Movie" | b"Screen" | b"RichMedia" | b"3D" => "sounds, films or models",
        b"TrapNet" | b"PrinterMark" => "printers' marks",
        b"Widget" => UNDRAWN,
        _ if outcome.removes_marks => "marks",
        _ => UNDRAWN,
    };
    let is_drawn = what == UNDRAWN;
    if flags & UNSEEN != 0 {
        return Ok(Fate::Removed);
    }
    if !is_drawn {
        return Ok(outcome.remove(what));
    }
    let is_field = subtype == b"Widget";
    let appearance = drawing(document, annotation);
    let is_stale = is_field && is_stale(document, annotation, appearance.as_ref());
    let made = match appearance {
        Some(drawing) if !is_stale => Ok(drawing),
        _ => {
            let form = if is_field {
                appearance::field(document, annotation)
            } else {
                appearance::mark(document, annotation)
            };
            form.map(|form| Drawing { form, matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0] })
        }
    };
    let mut drawing = match made {
        Ok(drawing) => drawing,
        Err(Undrawn::Nothing) if is_field => return Ok(Fate::Removed),
        Err(Undrawn::Nothing) => return Ok(outcome.remove(what)),
        Err(Undrawn::Words) => {
            return Err(Refusal::new(
                format!("has an answer or a note on page {} that can't be drawn", page + 1),
                "open it and print it to a new PDF once",
            ));
        }
    };
    if flags & NO_ROTATE != 0 {
        let turned = places.page(page).map_or(0, |page| turned(document, page));
        drawing.matrix = upright(annotation, document, drawing.matrix, turned);
    }
    let drawings = outcome.drawings.entry(page).or_default();
    drawings.push(drawing);
    let drawing = drawings.len() - 1;
    let field = is_field.then(|| field(document, annotation));
    let words = get_text(document, annotation, b"Contents");
    let words = words.filter(|words| field.is_none() && !words.trim().is_empty());
    Ok(Fate::Drawn { page, drawing, field, words })
}

/// Returns whether a field has an answer that its appearance does not show: readers then draw it themselves.
fn is_stale(document: &Document, widget: &Dictionary, drawing: Option<&Drawing>) -> bool {
    let is_text = inherited(document, widget, b"FT")
        .is_some_and(|kind| matches!(kind.as_name(), Ok(b"Tx" | b"Ch")));
    if !is_text || appearance::answer(document, widget).is_none() {
        return false;
    }
    let catalog = document.catalog().ok();
    let form = catalog.and_then(|catalog| get_dict(document, catalog, b"AcroForm"));
    let is_asked_for =
        form.is_some_and(|form| get(document, form, b"NeedAppearances").as_bool().unwrap_or(false));
    let form = drawing.and_then(|drawing| document.objects.get(&drawing.form));
    let shows_text = form
        .and_then(|form| form.as_stream().ok())
        .is_some_and(|form| appearance::shows_text(document, form));
    is_asked_for || !shows_text
}

/// Returns by how much a page is turned clockwise when it is shown.
fn turned(document: &Document, page: ObjectId) -> i64 {
    let page = document.get_dictionary(page).ok();
    page.and_then(|page| get(document, page, b"Rotate").as_i64().ok()).unwrap_or(0).rem_euclid(360)
}

/// Returns the place of a drawing that stays upright on a turned page: it is turned back about its upper left
/// corner (ISO 32000-1, 12.5.3).
fn upright(
    annotation: &Dictionary,
    document: &Document,
    matrix: [f64; 6],
    turned: i64,
) -> [f64; 6] {
    let bounds = annotation.get(b"Rect").ok().and_then(|bounds| rectangle(document, bounds));
    let (Some([x, _, _, y]), Some((cos, sin))) = (
        bounds,
        match turned {
            90 => Some((0.0, 1.0)),
            180 => Some((-1.0, 0.0)),
            270 => Some((0.0, -1.0)),
            _ => None,
        },
    ) else {
        return matrix;
    };
    let turn = |(a, b): (f64, f64)| (a * cos - b * sin, a * sin + b * cos);
    let [a, b, c, d, e, f] = matrix;
    let ((a, b), (c, d), (e, f)) = (turn((a, b)), turn((c, d)), turn((e - x, f - y)));
    [a, b, c, d, e + x, f + y]
}

/// Returns a link with nothing but what a link needs; `None` where it leads out of the pack in a
/// way that a published paper must not. One of ours (`is_ours`) may lead to others beside it.
fn link(
    document: &Document,
    places: &Places,
    annotation: &Dictionary,
    is_ours: bool,
) -> Option<Dictionary> {
    let mut link = Dictionary::new();
    link.set("Type", "Annot");
    link.set("Subtype", "Link");
    let bounds = rectangle(document, annotation.get(b"Rect").ok()?)?;
    link.set("Rect", bounds.map(crate::object::real).to_vec());
    link.set("F", PRINT);
    frame(document, annotation, &mut link);
    if let Ok(quads) = get(document, annotation, b"QuadPoints").as_array() {
        let quads: Option<Vec<f64>> =
            quads.iter().take(800).map(|corner| number(document, corner)).collect();
        if let Some(quads) = quads {
            link.set("QuadPoints", quads.into_iter().map(crate::object::real).collect::<Vec<_>>());
        }
    }
    if let Some(words) =
        get_text(document, annotation, b"Contents").filter(|words| !words.is_empty())
    {
        link.set("Contents", text(&words));
    }
    let action = get_dict(document, annotation, b"A");
    let place = annotation.get(b"Dest").ok().and_then(|dest| places.place(document, dest));
    let place = place.or_else(|| places.of_action(document, action?));
    if let Some(place) = place {
        link.set("Dest", place);
        return Some(link);
    }
    let action = action?;
    let address = get(document, action, b"URI").as_str().ok()?;
    let is_address = get_name(document, action, b"S") == Some(b"URI");
    if !is_address || !(is_harmless(address) || is_ours && address.starts_with(b"../")) {
        return None;
    }
    let mut action = Dictionary::new();
    action.set("S", "URI");
    action.set("URI", Object::string_literal(address));
    link.set("A", action);
    Some(link)
}

/// Gives a link the frame that it has, and how it shows that it is chosen (ISO 32000-1, 12.5.2, 12.5.4 and
/// 12.5.6.5). One that says nothing of a frame has none, as in common readers.
fn frame(document: &Document, annotation: &Dictionary, link: &mut Dictionary) {
    let numbers = |object: &Object| -> Option<Vec<Object>> {
        let list = crate::object::resolve(document, object).as_array().ok()?;
        let numbers = list.iter().take(MAX_DASHES).map(|item| number(document, item));
        numbers.map(|number| number.map(crate::object::real)).collect()
    };
    let listed = |key: &[u8]| annotation.get(key).ok().and_then(numbers);
    let style = get_dict(document, annotation, b"BS").and_then(|old| {
        let mut style = Dictionary::new();
        if let Some(width) = number(document, get(document, old, b"W")) {
            style.set("W", crate::object::real(width));
        }
        if let Some(name @ (b"S" | b"D" | b"B" | b"I" | b"U")) = get_name(document, old, b"S") {
            style.set("S", Object::Name(name.to_vec()));
        }
        if let Some(dashes) = old.get(b"D").ok().and_then(numbers) {
            style.set("D", dashes);
        }
        (!style.is_empty()).then_some(style)
    });
    let dashes = get_array(document, annotation, b"Border").get(3).map(numbers);
    let border = get_array(document, annotation, b"Border").get(..3).and_then(|border| {
        let border = border.iter().map(|item| number(document, item).map(crate::object::real));
        border.collect::<Option<Vec<Object>>>()
    });
    // A style takes the place of a border; older readers know only the border.
    let border = border.map(|mut border| {
        border.extend(dashes.flatten().map(Object::Array));
        border
    });
    let none = || vec![0.into(), 0.into(), 0.into()];
    if let Some(border) = border.or_else(|| style.is_none().then(none)) {
        link.set("Border", border);
    }
    if let Some(style) = style {
        link.set("BS", style);
    }
    if let Some(colour) = listed(b"C").filter(|colour| matches!(colour.len(), 0 | 1 | 3 | 4)) {
        link.set("C", colour);
    }
    if let Some(shows @ (b"N" | b"I" | b"O" | b"P")) = get_name(document, annotation, b"H") {
        link.set("H", Object::Name(shows.to_vec()));
    }
}

/// How many lengths the dashes of a frame have at most.
const MAX_DASHES: usize = 16;

/// Returns whether an address is one that a published paper may lead to.
fn is_harmless(address: &[u8]) -> bool {
    let start: Vec<u8> = address.iter().take(8).map(u8::to_ascii_lowercase).collect();
    let schemes: [&[u8]; 5] = [b"http://", b"https://", b"mailto:", b"tel:", b"pack:"];
    schemes.iter().any(|scheme| start.starts_with(scheme))
}

/// Returns how an annotation looks now (ISO 32000-1, 12.5.5).
fn drawing(document: &mut Document, annotation: &Dictionary) -> Option<Drawing> {
    let bounds = rectangle(document, annotation.get(b"Rect").ok()?)?;
    let appearances = get_dict(document, annotation, b"AP")?;
    let normal = appearances.get(b"N").ok()?;
    let (mut form, mut value) = locate(document, normal);
    if let Object::Dictionary(states) = value {
        let state = get_name(document, annotation, b"AS")?;
        (form, value) = locate(document, states.get(state).ok()?);
    }
    let (form, Object::Stream(stream)) = (form?, value) else { return None };
    let size = stream.dict.get(b"BBox").ok().and_then(|bounds| rectangle(document, bounds));
    let is_boxed = size.is_some();
    let size = size.unwrap_or([0.0, 0.0, bounds[2] - bounds[0], bounds[3] - bounds[1]]);
    let matrix: Vec<f64> = get_array(document, &stream.dict, b"Matrix")
        .iter()
        .filter_map(|entry| number(document, entry))
        .collect();
    let matrix = <[f64; 6]>::try_from(matrix).unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    let [a, b, c, d, e, f] = matrix;
    let corners = [(size[0], size[1]), (size[2], size[1]), (size[0], size[3]), (size[2], size[3])];
    let corners = corners.map(|(x, y)| (a * x + c * y + e, b * x + d * y + f));
    let least = |of: fn(&(f64, f64)) -> f64| corners.iter().map(of).fold(f64::INFINITY, f64::min);
    let most =
        |of: fn(&(f64, f64)) -> f64| corners.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    let (left, bottom) = (least(|point| point.0), least(|point| point.1));
    let (width, height) = (most(|point| point.0) - left, most(|point| point.1) - bottom);
    if width <= 0.0 || height <= 0.0 {
        return None;
    }
    let (across, up) = ((bounds[2] - bounds[0]) / width, (bounds[3] - bounds[1]) / height);
    let matrix = [across, 0.0, 0.0, up, bounds[0] - left * across, bounds[1] - bottom * up];
    let resources = shared_resources(document);
    let form_id = form;
    let Some(Object::Stream(Stream { dict, .. })) = document.objects.get_mut(&form_id) else {
        return None;
    };
    dict.set("Type", "XObject");
    dict.set("Subtype", "Form");
    if !is_boxed {
        dict.set("BBox", size.map(crate::object::real).to_vec());
    }
    if !dict.has(b"Resources")
        && let Some(resources) = resources
    {
        dict.set("Resources", resources);
    }
    Some(Drawing { form: form_id, matrix })
}

/// Returns the resources that all fields of a form share.
fn shared_resources(document: &Document) -> Option<Object> {
    let form = get_dict(document, document.catalog().ok()?, b"AcroForm")?;
    form.get(b"DR").ok().cloned()
}

/// Returns a value of a field, or of the nearest parent that has it.
pub(super) fn inherited<'a>(
    document: &'a Document,
    annotation: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Object> {
    let mut next = Some(annotation);
    for _ in 0..8 {
        let dict = next?;
        if dict.has(key) {
            return Some(get(document, dict, key));
        }
        next = get_dict(document, dict, b"Parent");
    }
    None
}

/// Returns what a field is; keys that it lacks are those of its parents.
fn field(document: &Document, annotation: &Dictionary) -> Field {
    let inherited = |key: &[u8]| inherited(document, annotation, key);
    let flags = inherited(b"Ff").and_then(|flags| flags.as_i64().ok()).unwrap_or(0);
    let kind = inherited(b"FT").and_then(|kind| kind.as_name().ok()).unwrap_or_default();
    let chosen = Some(appearance::is_chosen(document, annotation));
    let (role, checked) = match kind {
        b"Btn" if flags & (1 << 16) != 0 => ("pb", None),
        b"Btn" if flags & (1 << 15) != 0 => ("rb", chosen),
        b"Btn" => ("cb", chosen),
        _ => ("tv", None),
    };
    let words = inherited(b"TU").and_then(|words| lopdf::decode_text_string(words).ok());
    let words = words.filter(|words| !words.trim().is_empty());
    let answer = appearance::answer(document, annotation).filter(|_| role == "tv");
    Field { role, checked, words, answer }
}
