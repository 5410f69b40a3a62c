//! Turns any PDF into a clean copy: what binding may rely on, and nothing that could harm a reader.
//!
//! A clean copy has: pages in one row, each with all that it would inherit; content whose brackets
//! close; links as its only annotations, leading to pages of the same file or to web addresses; a
//! structure tree without loops and a parent tree made from it; bookmarks; no names for places but
//! one sorted list; objects numbered from 1. It has no script, no action, no attachment, no form.
//! What is not known to be needed is left out, so that nothing unknown can get through.
//!
//! Everything is read as if it had been made to break the reader: every tree is followed with a
//! bound on its depth and a memory of where it has been.

mod annotations;
mod appearance;
mod bookmarks;
pub(super) mod claims;
mod content;
mod enclose;
mod finish;
mod layers;
mod load;
mod mend;
mod pages;
mod places;
mod roles;
mod scrub;
mod streams;
mod tags;
mod untagged;
mod unused;

use std::collections::BTreeSet;
use std::sync::Arc;

use lopdf::{Dictionary, Document, Object, ObjectId};

use self::annotations::Fate;
use self::content::{Property, Scan};
use self::layers::Layers;
use self::places::Places;
use super::object::{get, get_array, get_dict, get_text};
use super::words::HiddenKind;
use super::{Facts, Limits, Reason, Refusal, check};

pub(super) use self::content::{mcid, paints, whole};
pub(super) use self::enclose::{add_form, page_resources};
pub(super) use self::pages::contents;
pub(super) use self::roles::is_standard;

/// What one stream of structure or content may decompress to, in bytes.
pub(super) const MAX_STREAM_BYTES: usize = 64 * 1024 * 1024;

/// A clean copy.
pub struct Clean {
    /// The objects.
    pub(super) document: Document,
    /// What binding needs to know of it.
    pub facts: Facts,
}

impl Clean {
    /// Writes it, the same bytes on every run.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn write_to(&mut self, mut file: &mut dyn std::io::Write) -> anyhow::Result<()> {
        Ok(self.document.save_to(&mut file)?)
    }

    /// Returns another copy of it.
    pub fn copy(&self) -> Self {
        Self { document: self.document.clone(), facts: self.facts.clone() }
    }

    /// Reads a clean copy back that [`Clean::write_to`] wrote.
    ///
    /// # Errors
    /// When the bytes are not those of a clean copy.
    pub fn read(bytes: &[u8], facts: Facts) -> anyhow::Result<Self> {
        Ok(Self { document: Document::load_mem(bytes)?, facts })
    }
}

/// Makes a clean copy of a PDF that somebody supplied.
///
/// # Errors
/// When it can't be bound, with the cause and what its owner can do.
pub fn document(bytes: Arc<Vec<u8>>, limits: &Limits) -> Result<Clean, Refusal> {
    make(bytes, limits, false)
}

/// Makes a clean copy of a PDF that this program made, whose claims are true and not checked again.
///
/// # Errors
/// As for [`document`].
pub fn trusted_document(bytes: Arc<Vec<u8>>, limits: &Limits) -> Result<Clean, Refusal> {
    make(bytes, limits, true)
}

fn make(bytes: Arc<Vec<u8>>, limits: &Limits, is_ours: bool) -> Result<Clean, Refusal> {
    let (mut document, page_ids) = load::load(Arc::clone(&bytes), limits)?;
    let mut facts = Facts::default();
    facts.claims.is_ours = is_ours;
    let mut places = Places::of(&document, &page_ids);
    let catalog = document.catalog().cloned().unwrap_or_default();
    read_catalog(&document, &catalog, &mut facts)?;
    facts.labels = super::label::read(&document, &catalog, page_ids.len());

    for (at, &id) in page_ids.iter().enumerate() {
        let page = document.get_dictionary(id).cloned().unwrap_or_default();
        let (seen, remark) = pages::seen(&document, &page, at)?;
        if remark.is_some()
            && let Ok(page) = document.get_dictionary_mut(id)
        {
            page.set("MediaBox", seen.visible.map(crate::object::real).to_vec());
            page.remove(b"CropBox");
        }
        // A part of the page that is no part of it is what no reader shows.
        let crop =
            page.get(b"CropBox").ok().and_then(|crop| super::object::rectangle(&document, crop));
        let is_elsewhere = crop.is_some_and(|[left, bottom, right, top]| {
            let [a, b, c, d] = seen.visible;
            left.max(a) >= right.min(c) || bottom.max(b) >= top.min(d)
        });
        if is_elsewhere && let Ok(page) = document.get_dictionary_mut(id) {
            page.remove(b"CropBox");
        }
        facts.pages.push(seen);
        facts.damage.extend(remark);
    }
    let layers = Layers::read(&document, &catalog);
    let annotations = annotations::settle(
        &mut document,
        &places,
        &page_ids,
        limits.removes_marks,
        &layers,
        is_ours,
    )?;
    facts.removed.extend(annotations.removed());
    let taken = layers::strip(&mut document, &layers, &page_ids);
    if taken.is_some || annotations.on_layers > 0 {
        facts.removed.push("what is on layers that are off".to_owned());
    }
    facts.hidden.extend(taken.left.first().map(|page| (HiddenKind::Layer, left_on_layer(*page))));
    let scans: Vec<Option<Scan>> = page_ids.iter().map(|id| scan(&document, *id)).collect();
    if !is_ours {
        let drawings = annotations.drawings.values().flatten().map(|drawing| drawing.form);
        unused::strip(&mut document, &page_ids, &scans, drawings);
    }
    let bookmarks = bookmarks::rebuild(&mut document, &places, &mut facts.removed);

    let mcids: Vec<_> =
        scans.iter().map(|scan| scan.as_ref().map(|scan| scan.mcids.clone())).collect();
    let mark = |key: &[u8]| {
        get_dict(&document, &catalog, b"MarkInfo")
            .is_some_and(|info| get(&document, info, key).as_bool().unwrap_or(false))
    };
    let (marked, is_suspect) = (mark(b"Marked"), mark(b"Suspects"));
    let content = tags::Content {
        mcids: &mcids,
        fates: &annotations.fates,
        taken: &taken.mcids,
        written: &bytes,
    };
    let mut tags = tags::rebuild(&mut document, &places, &page_ids, &content);
    drop(bytes);
    facts.tagged = tags.root.is_some();
    let mut covered = BTreeSet::new();
    if !facts.tagged {
        // Readers still find the words of each page, in the order in which they are drawn.
        let is_plain =
            |scan: &Option<Scan>| scan.as_ref().is_some_and(|scan| scan.mcids.is_empty());
        covered = (0..page_ids.len()).filter(|at| is_plain(&scans[*at])).collect();
        let pages: Vec<ObjectId> = covered.iter().map(|at| page_ids[*at]).collect();
        let faults = std::mem::take(&mut tags.faults);
        tags = untagged::tags(&mut document, &pages);
        tags.faults = faults;
    }

    for (at, &page) in page_ids.iter().enumerate() {
        let drawings = annotations.drawings.get(&at).map_or(&[][..], Vec::as_slice);
        let mark = |drawing: usize| tags.drawn.get(&(at, drawing)).copied();
        enclose::enclose(
            &mut document,
            page,
            scans[at].as_ref(),
            covered.contains(&at),
            drawings,
            mark,
        );
        if let Some(key) = tags.keys.get(&page)
            && let Ok(page) = document.get_dictionary_mut(page)
        {
            page.set("StructParents", *key);
        }
    }
    for (&id, fate) in &annotations.fates {
        if let (Fate::Kept { .. }, Some(key)) = (fate, tags.keys.get(&id))
            && let Ok(link) = document.get_dictionary_mut(id)
        {
            link.set("StructParent", *key);
        }
    }
    let drawn = annotations.drawings.values().flatten().map(|drawing| drawing.form);
    let seen = scrub::scrub(&mut document, &page_ids, drawn, &tags.keys, is_ours);

    let against = &mut facts.claims.against_accessible;
    if !facts.tagged {
        against.push(Reason::new("7.1", "it has no tags"));
    } else if !marked {
        against.push(Reason::new("6.2", "it does not declare that it is tagged"));
    }
    against.extend(tags.faults.iter().cloned());
    if facts.tagged {
        if is_suspect {
            against.push(Reason::new("7.1", "it says itself that its tags are suspect"));
        }
        against_content(&scans, against);
        if annotations.has_wordless_link {
            against.push(Reason::new("7.18.5", "a link has no alternative text"));
        }
    }
    for (id, fate) in annotations.fates.iter().filter(|_| facts.tagged) {
        let reason = match fate {
            Fate::Kept { .. } if !tags.keys.contains_key(id) => {
                Reason::new("7.18.5", "a link is in no tag")
            }
            Fate::Drawn { page, drawing, .. } if !tags.drawn.contains_key(&(*page, *drawing)) => {
                let words = format!("a mark or a field on page {} is in no tag", page + 1);
                Reason::new("7.18.1", words)
            }
            _ => continue,
        };
        if !against.contains(&reason) {
            against.push(reason);
        }
    }
    if facts.language.is_none() {
        let written = get_text(&document, &catalog, b"Lang").unwrap_or_default();
        against.push(if written.trim().is_empty() {
            Reason::new("7.2", "it does not state its language")
        } else {
            Reason::new("7.2", format!("its language, `{written}`, is not a tag such as `en-GB`"))
        });
    }
    if let Some(font) = seen.missing_fonts.first() {
        let words = format!("its font `{font}` is not embedded");
        facts.claims.against_archival.push(Reason::new("6.2.11.4.1", words.clone()));
        if !against.iter().any(|reason| reason.reason == words) {
            against.push(Reason::new("7.21.4.1", words));
        }
    }
    if !is_ours {
        // Links and bookmarks lead to the places themselves; names may say more than people see.
        places.names.clear();
    }
    finish::finish(&mut document, &page_ids, &places, &catalog, &layers, tags.root, bookmarks);
    if let Some(what) = finish::leftover(&document) {
        return Err(Refusal::new(
            format!("contains {what} that could not be removed"),
            "print it to a new PDF",
        ));
    }
    if !is_ours {
        facts.damage.extend(streams::check(&mut document)?);
        streams::strip(&mut document);
    }
    if facts.claims.accessible && !is_ours {
        let pages: Vec<ObjectId> = document.page_iter().collect();
        let against = &mut facts.claims.against_accessible;
        for reason in check::accessible(&document, &pages) {
            if !against.contains(&reason) {
                against.push(reason);
            }
        }
        let root = document.catalog().ok();
        let root = root.and_then(|catalog| get_dict(&document, catalog, b"StructTreeRoot"));
        if let Some(root) = root.filter(|_| facts.claims.is_accessible()) {
            facts.claims.checked = Some(check::seal(&document, &pages, root));
        }
    }
    Ok(Clean { document, facts })
}

/// Reads what the catalog says of the whole document.
fn read_catalog(
    document: &Document,
    catalog: &Dictionary,
    facts: &mut Facts,
) -> Result<(), Refusal> {
    let claimed = claims::read(document);
    facts.claims.accessible = claimed.accessible;
    facts.claims.archival = claimed.archival;
    facts.language = get_text(document, catalog, b"Lang").filter(|tag| check::is_language(tag));
    let info =
        document.trailer.get(b"Info").ok().and_then(|info| super::object::dict(document, info));
    let old_title = info.and_then(|info| get_text(document, info, b"Title"));
    let dated = |key: &[u8]| claims::day(&get_text(document, info?, key)?);
    facts.changed =
        claimed.changed.or_else(|| dated(b"ModDate")).or_else(|| dated(b"CreationDate"));
    facts.title = claimed.title.or(old_title).filter(|title| !title.trim().is_empty());
    if let Some(form) = get_dict(document, catalog, b"AcroForm")
        && form.has(b"XFA")
    {
        if get(document, catalog, b"NeedsRendering").as_bool().unwrap_or(false) {
            return Err(Refusal::new(
                "is a dynamic XFA form, which only the program that made it can show",
                "open it in that program and print it to a PDF",
            ));
        }
        facts.removed.push("the XFA copy of its form".to_owned());
    }
    let names = get_dict(document, catalog, b"Names");
    let named = |key: &[u8]| names.is_some_and(|names| names.has(key));
    if named(b"EmbeddedFiles") || catalog.has(b"AF") || catalog.has(b"Collection") {
        facts.removed.push("attached files".to_owned());
    }
    // One that only says what is shown first is no loss.
    let acts_when_opened = get_dict(document, catalog, b"OpenAction").is_some();
    if named(b"JavaScript") || catalog.has(b"AA") || acts_when_opened {
        facts.removed.push("scripts and actions".to_owned());
    }
    for intent in get_array(document, catalog, b"OutputIntents") {
        let intent = super::object::dict(document, intent);
        let profile = intent.and_then(|intent| get_dict(document, intent, b"DestOutputProfile"));
        if profile.is_some_and(|profile| matches!(get(document, profile, b"N"), Object::Integer(4)))
        {
            let words = "its colours are for printing presses (CMYK)";
            facts.claims.against_archival.push(Reason::new("6.2.3", words));
            break;
        }
    }
    Ok(())
}

/// Returns what to say of content of a layer that is off and could not be taken out of a page, counted from 1, or
/// of a drawing (0).
fn left_on_layer(page: usize) -> String {
    let place = if page == 0 { "in a drawing".to_owned() } else { format!("on page {page}") };
    format!("has content {place} that is {}", HiddenKind::Layer.words())
}

/// Reads a page's content; `None` where it can't be.
fn scan(document: &Document, page: ObjectId) -> Option<Scan> {
    let page = document.get_dictionary(page).ok()?;
    let mut content = Vec::new();
    for id in pages::contents(document, page) {
        let Some(Object::Stream(stream)) = document.objects.get(&id) else { continue };
        let left = MAX_STREAM_BYTES.checked_sub(content.len())?;
        content.extend(stream.get_plain_content_with_limit(left).ok()?);
        content.push(b'\n');
    }
    let resources = get_dict(document, page, b"Resources");
    let properties = resources.and_then(|resources| get_dict(document, resources, b"Properties"));
    let forms = resources.and_then(|resources| get_dict(document, resources, b"XObject"));
    let is_tagged = |name: &[u8]| {
        let form = forms.and_then(|forms| get_dict(document, forms, name));
        form.is_some_and(|form| form.has(b"StructParents"))
    };
    let property = |name: &[u8]| {
        let property = properties.and_then(|properties| get_dict(document, properties, name));
        let mcid = property.and_then(|property| get(document, property, b"MCID").as_i64().ok());
        Property { mcid: mcid.and_then(|mcid| u32::try_from(mcid).ok()) }
    };
    Some(content::scan(&content, property, is_tagged))
}

/// Adds what the content of pages says against PDF/UA-1.
fn against_content(scans: &[Option<Scan>], against: &mut Vec<Reason>) {
    type Check = fn(&Scan) -> bool;
    let checks: [(Check, &str); 3] = [
        (|scan| scan.paints_outside, "some content of page {} is in no tag"),
        (|scan| scan.has_twins, "two pieces of content of page {} have the same number"),
        (|scan| !scan.closing.is_empty(), "the content of page {} is cut off"),
    ];
    for (check, words) in checks {
        if let Some(at) = scans.iter().position(|scan| scan.as_ref().is_some_and(check)) {
            let reason = Reason::new("7.1", words.replace("{}", &(at + 1).to_string()));
            if !against.contains(&reason) {
                against.push(reason);
            }
        }
    }
    if let Some(at) = scans.iter().position(Option::is_none) {
        against.push(Reason::new("7.1", format!("the content of page {} can't be read", at + 1)));
    }
}
