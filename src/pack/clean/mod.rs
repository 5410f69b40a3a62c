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
mod bookmarks;
mod claims;
mod content;
mod pages;
mod places;
mod scrub;
mod tags;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream};

use self::annotations::{Drawing, Fate};
use self::content::{Property, Scan};
use self::places::Places;
use super::object::{
    get, get_array, get_dict, get_name, get_text, locate, references, resolve, walk,
};
use super::{Facts, Limits, Refusal};

pub(super) use self::tags::STANDARD;

/// What one stream of structure or content may decompress to, in bytes.
const LARGEST_STREAM: usize = 64 * 1024 * 1024;

/// The keys of a page that a clean copy keeps.
const PAGE_KEYS: [&str; 12] = [
    "MediaBox",
    "CropBox",
    "BleedBox",
    "TrimBox",
    "ArtBox",
    "Rotate",
    "UserUnit",
    "Resources",
    "Contents",
    "Annots",
    "Tabs",
    "Group",
];

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

/// Makes a clean copy of a PDF.
///
/// # Errors
/// When it can't be bound, with the cause and what its owner can do.
pub fn document(bytes: Arc<Vec<u8>>, limits: &Limits) -> Result<Clean, Refusal> {
    let (mut document, page_ids) = load(bytes, limits)?;
    let mut facts = Facts::default();
    let places = Places::of(&document, &page_ids);
    let catalog = document.catalog().cloned().unwrap_or_default();
    read_catalog(&document, &catalog, &mut facts)?;

    for (at, &id) in page_ids.iter().enumerate() {
        let page = document.get_dictionary(id).cloned().unwrap_or_default();
        let (seen, remark) = pages::seen(&document, &page, at)?;
        facts.pages.push(seen);
        facts.removed.extend(remark);
    }
    let annotations = annotations::settle(&mut document, &places, &page_ids)?;
    facts.removed.extend(annotations.removed());
    let scans: Vec<Option<Scan>> = page_ids.iter().map(|id| scan(&document, *id)).collect();
    let bookmarks = bookmarks::rebuild(&mut document, &places, &mut facts.removed);

    let mcids: Vec<_> = scans.iter().map(|own| own.as_ref().map(|own| own.mcids.clone())).collect();
    let marked = get_dict(&document, &catalog, b"MarkInfo")
        .is_some_and(|own| get(&document, own, b"Marked").as_bool().unwrap_or(false));
    let own = tags::Content { mcids: &mcids, fates: &annotations.fates };
    let mut tags = tags::rebuild(&mut document, &places, &page_ids, &own);
    facts.tagged = tags.root.is_some();
    let mut covered = BTreeSet::new();
    if !facts.tagged {
        // Readers still find the words of each page, in the order in which they are drawn.
        let is_plain = |scan: &Option<Scan>| {
            scan.as_ref().is_some_and(|own| own.mcids.is_empty() && !own.is_cut)
        };
        covered = (0..page_ids.len()).filter(|at| is_plain(&scans[*at])).collect();
        let pages: Vec<ObjectId> = covered.iter().map(|at| page_ids[*at]).collect();
        let faults = std::mem::take(&mut tags.faults);
        tags = tags::for_untagged(&mut document, &pages);
        tags.faults = faults;
    }

    for (at, &page) in page_ids.iter().enumerate() {
        let drawings = annotations.drawings.get(&at).map_or(&[][..], Vec::as_slice);
        let mark = |drawing: usize| tags.drawn.get(&(at, drawing)).copied();
        enclose(&mut document, page, scans[at].as_ref(), covered.contains(&at), drawings, mark);
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
    let drawn = annotations.drawings.values().flatten().map(|own| own.form);
    let seen = scrub::scrub(&mut document, &page_ids, drawn, &tags.keys);

    let against = &mut facts.claims.against_accessible;
    against.extend(tags.faults.iter().cloned());
    if !facts.tagged {
        against.insert(0, "it has no tags".to_owned());
    } else if !marked {
        against.push("it does not say that it is tagged".to_owned());
    }
    if facts.tagged {
        against_content(&scans, against);
        if annotations.has_wordless_link {
            against.push("a link has no words for those who can't see it".to_owned());
        }
    }
    let is_untagged_link =
        |(id, fate): (&ObjectId, &Fate)| matches!(fate, Fate::Kept { .. }) && !tags.keys.contains_key(id);
    if facts.tagged && annotations.fates.iter().any(is_untagged_link) {
        against.push("a link is in no tag".to_owned());
    }
    if facts.language.is_none() {
        against.push("it does not say what language it is in".to_owned());
    }
    if let Some(font) = seen.missing_fonts.first() {
        let words = format!("its font `{font}` is not in the file");
        against.push(words.clone());
        facts.claims.against_archival.push(words);
    }
    finish(&mut document, &page_ids, &places, &catalog, tags.root, bookmarks);
    if let Some(what) = leftover(&document) {
        return Err(Refusal::new(
            format!("holds {what} that could not be taken out"),
            "print it to a new PDF",
        ));
    }
    Ok(Clean { document, facts })
}

/// Opens a PDF and finds its pages.
fn load(bytes: Arc<Vec<u8>>, limits: &Limits) -> Result<(Document, Vec<ObjectId>), Refusal> {
    let broken = |cause: String| Refusal::new(cause, "open it and print it to a new PDF");
    if bytes.len() as u64 > limits.size {
        return Err(too_large(limits));
    }
    let start = &bytes[..bytes.len().min(1024)];
    if !start.windows(5).any(|own| own == b"%PDF-") {
        return Err(Refusal::new("is not a PDF", "save it as PDF, or name the right file"));
    }
    let open = |force_reconstruct| {
        let options = LoadOptions {
            max_decompressed_size: Some(LARGEST_STREAM),
            force_reconstruct,
            ..LoadOptions::default()
        };
        Document::load_mem_with_options(&bytes, options)
    };
    let mut last = None;
    let expected = hayro_syntax::Pdf::new(Arc::clone(&bytes)).ok().map(|own| own.pages().len());
    for force in [false, true] {
        let mut document = match open(force) {
            Ok(document) => document,
            Err(error) => {
                if matches!(error, lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_)) {
                    return Err(password());
                }
                last = Some(format!("is broken ({error})"));
                continue;
            }
        };
        if document.is_encrypted() && !document.was_encrypted() {
            return Err(password());
        }
        let pages = pages::list(&mut document, limits.pages)?;
        if pages.is_empty() {
            last = Some("has no pages that can be read".to_owned());
        } else if expected.is_some_and(|expected| expected != pages.len() && expected > 0) {
            last = Some(format!(
                "is broken: one reader finds {} pages in it, another {}",
                pages.len(),
                expected.unwrap_or_default()
            ));
        } else {
            return Ok((document, pages));
        }
    }
    Err(broken(last.unwrap_or_else(|| "is broken".to_owned())))
}

/// Returns the refusal of a file that is too large.
pub(super) fn too_large(limits: &Limits) -> Refusal {
    Refusal::new(
        format!("is larger than {} MB", limits.size / super::MEGABYTE),
        "make its pictures smaller, or split it into several papers",
    )
}

fn password() -> Refusal {
    Refusal::new(
        "is protected by a password",
        "ask its author for a copy without one, or save it without protection",
    )
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
    facts.language = get_text(document, catalog, b"Lang").filter(|own| !own.trim().is_empty());
    let info =
        document.trailer.get(b"Info").ok().and_then(|own| super::object::dict(document, own));
    let old_title = info.and_then(|own| get_text(document, own, b"Title"));
    facts.title = claimed.title.or(old_title).filter(|own| !own.trim().is_empty());
    if let Some(form) = get_dict(document, catalog, b"AcroForm")
        && form.has(b"XFA")
    {
        if get(document, catalog, b"NeedsRendering").as_bool().unwrap_or(false) {
            return Err(Refusal::new(
                "is a dynamic XFA form, which only its own program can show",
                "open it in that program and print it to a PDF",
            ));
        }
        facts.removed.push("the XFA copy of its form".to_owned());
    }
    let names = get_dict(document, catalog, b"Names");
    let named = |key: &[u8]| names.is_some_and(|own| own.has(key));
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
        let profile = intent.and_then(|own| get_dict(document, own, b"DestOutputProfile"));
        if profile.is_some_and(|own| matches!(get(document, own, b"N"), Object::Integer(4))) {
            let words = "its colours are those of a printing press (CMYK)".to_owned();
            facts.claims.against_archival.push(words);
            break;
        }
    }
    Ok(())
}

/// Reads a page's content; `None` where it can't be.
fn scan(document: &Document, page: ObjectId) -> Option<Scan> {
    let page = document.get_dictionary(page).ok()?;
    let mut content = Vec::new();
    for id in pages::contents(document, page) {
        let Some(Object::Stream(stream)) = document.objects.get(&id) else { continue };
        let left = LARGEST_STREAM.checked_sub(content.len())?;
        content.extend(stream.get_plain_content_with_limit(left).ok()?);
        content.push(b'\n');
    }
    let resources = get_dict(document, page, b"Resources");
    let properties = resources.and_then(|own| get_dict(document, own, b"Properties"));
    let forms = resources.and_then(|own| get_dict(document, own, b"XObject"));
    let is_tagged = |name: &[u8]| {
        let form = forms.and_then(|own| get_dict(document, own, name));
        form.is_some_and(|own| own.has(b"StructParents"))
    };
    let property = |name: &[u8]| {
        let own = properties.and_then(|own| get_dict(document, own, name));
        let mcid = own.and_then(|own| get(document, own, b"MCID").as_i64().ok());
        Property { mcid: mcid.and_then(|mcid| u32::try_from(mcid).ok()) }
    };
    Some(content::scan(&content, property, is_tagged))
}

/// Adds what the content of pages says against PDF/UA-1.
fn against_content(scans: &[Option<Scan>], against: &mut Vec<String>) {
    type Check = fn(&Scan) -> bool;
    let checks: [(Check, &str); 3] = [
        (|own| own.paints_outside, "some content of page {} is in no tag"),
        (|own| own.has_twins, "two pieces of content of page {} have one number"),
        (|own| own.is_cut, "the content of page {} is cut off"),
    ];
    for (check, words) in checks {
        if let Some(at) = scans.iter().position(|own| own.as_ref().is_some_and(check)) {
            let words = words.replace("{}", &(at + 1).to_string());
            if !against.contains(&words) {
                against.push(words);
            }
        }
    }
    if let Some(at) = scans.iter().position(Option::is_none) {
        against.push(format!("the content of page {} can't be read", at + 1));
    }
}

/// Closes a page's content so that nothing of it reaches what is added later, and adds the
/// drawings that stand for its annotations.
fn enclose(
    document: &mut Document,
    page: ObjectId,
    scan: Option<&Scan>,
    covered: bool,
    drawings: &[Drawing],
    mark: impl Fn(usize) -> Option<u32>,
) {
    let Ok(dict) = document.get_dictionary(page) else { return };
    let mut streams: Vec<Object> =
        pages::contents(document, dict).into_iter().map(Object::Reference).collect();
    let none = Scan::default();
    let scan = scan.unwrap_or(&none);
    let mut before = String::new();
    before.push_str(&"/Span BMC\n".repeat(scan.stray_ends.min(10_000)));
    if covered {
        before.push_str("/P <</MCID 0>> BDC\n");
    }
    before.push_str(&"q\n".repeat(1 + scan.stray_restores.min(10_000)));
    let mut after = "\n".to_owned();
    after.push_str(&"EMC\n".repeat(scan.open_marks.min(10_000)));
    after.push_str(&"Q\n".repeat(1 + scan.open_saves.min(10_000)));
    let mut resources: Option<Dictionary> = None;
    for (at, drawing) in drawings.iter().enumerate() {
        let own = resources.get_or_insert_with(|| page_resources(document, page));
        let name = add_form(document, own, drawing.form);
        let matrix = drawing.matrix.map(|own| format!("{own:.4}")).join(" ");
        let begin = match mark(at) {
            Some(mcid) => format!("/Span <</MCID {mcid}>> BDC"),
            None => "/Artifact BMC".to_owned(),
        };
        after.push_str(&format!("{begin}\nq {matrix} cm /{name} Do Q\nEMC\n"));
    }
    if covered {
        after.push_str("EMC\n");
    }
    let stream = |text: String| Stream::new(Dictionary::new(), text.into_bytes());
    let first = document.add_object(stream(before));
    let last = document.add_object(stream(after));
    streams.insert(0, first.into());
    streams.push(last.into());
    let dict = document.get_dictionary_mut(page).expect("a page is a dictionary");
    dict.set("Contents", streams);
    if let Some(resources) = resources {
        dict.set("Resources", resources);
    }
}

/// Returns a page's own copy of its resources.
pub(super) fn page_resources(document: &Document, page: ObjectId) -> Dictionary {
    let page = document.get_dictionary(page).ok();
    page.and_then(|own| get_dict(document, own, b"Resources")).cloned().unwrap_or_default()
}

/// Adds a form to a page's resources under a name that is free, and returns the name.
pub(super) fn add_form(document: &Document, resources: &mut Dictionary, form: ObjectId) -> String {
    let mut forms = get_dict(document, resources, b"XObject").cloned().unwrap_or_default();
    let free = (0..).map(|at| format!("Pack{at}")).find(|name| !forms.has(name.as_bytes()));
    let name = free.expect("numbers do not end");
    forms.set(name.as_str(), form);
    resources.set("XObject", forms);
    name
}

/// Writes the catalog anew, drops what it does not lead to, and numbers the rest from 1.
fn finish(
    document: &mut Document,
    page_ids: &[ObjectId],
    places: &Places,
    old: &Dictionary,
    tags: Option<ObjectId>,
    bookmarks: Option<ObjectId>,
) {
    let node = document.new_object_id();
    for id in page_ids {
        let Ok(old) = document.get_dictionary(*id) else { continue };
        let mut page = Dictionary::new();
        page.set("Type", "Page");
        page.set("Parent", node);
        for key in PAGE_KEYS.iter().copied().chain(["StructParents"]) {
            if let Ok(value) = old.get(key.as_bytes()) {
                let is_value = key == "Resources" || key == "Contents" || key == "Annots";
                let value = if is_value { value } else { resolve(document, value) };
                page.set(key, value.clone());
            }
        }
        if let Ok(turned) = page.get(b"Rotate").and_then(Object::as_i64) {
            page.set("Rotate", turned.rem_euclid(360) / 90 * 90);
        }
        document.objects.insert(*id, page.into());
    }
    let mut root = Dictionary::new();
    root.set("Type", "Pages");
    root.set("Kids", page_ids.iter().map(|id| Object::Reference(*id)).collect::<Vec<_>>());
    root.set("Count", i64::try_from(page_ids.len()).unwrap_or(i64::MAX));
    document.objects.insert(node, root.into());
    let mut catalog = Dictionary::new();
    catalog.set("Type", "Catalog");
    catalog.set("Pages", node);
    if let Some(language) = get_text(document, old, b"Lang") {
        catalog.set("Lang", super::object::text(&language));
    }
    if let Some(tags) = tags {
        catalog.set("StructTreeRoot", tags);
        let mut info = Dictionary::new();
        info.set("Marked", true);
        catalog.set("MarkInfo", info);
    }
    if let Some(bookmarks) = bookmarks {
        catalog.set("Outlines", bookmarks);
    }
    if !places.names.is_empty() {
        let pairs = places.names.iter().flat_map(|(name, place)| {
            [Object::String(name.clone(), lopdf::StringFormat::Hexadecimal), place.clone()]
        });
        let mut tree = Dictionary::new();
        tree.set("Names", pairs.collect::<Vec<_>>());
        let mut names = Dictionary::new();
        names.set("Dests", tree);
        catalog.set("Names", names);
    }
    if let Some(layers) = layers(document, old) {
        catalog.set("OCProperties", layers);
    }
    let root = document.add_object(catalog);
    document.trailer = Dictionary::new();
    document.trailer.set("Root", root);
    document.version = "1.7".to_owned();
    document.reference_table.cross_reference_type = lopdf::xref::XrefType::CrossReferenceTable;
    renumber(document);
}

/// Returns the layers of a drawing, each as it is first shown (ISO 32000-1, 8.11; ISO 19005-2, 6.9).
fn layers(document: &mut Document, old: &Dictionary) -> Option<Dictionary> {
    let own = get_dict(document, old, b"OCProperties")?.clone();
    let group = |document: &Document, object: &Object| {
        let (id, value) = locate(document, object);
        let dict = value.as_dict().ok()?;
        (get_name(document, dict, b"Type") == Some(b"OCG")).then_some(id?)
    };
    let all: Vec<ObjectId> =
        get_array(document, &own, b"OCGs").iter().filter_map(|id| group(document, id)).collect();
    let shown = get_dict(document, &own, b"D").cloned().unwrap_or_default();
    let list = |key: &[u8]| -> BTreeSet<ObjectId> {
        get_array(document, &shown, key).iter().filter_map(|id| group(document, id)).collect()
    };
    let (on, mut off) = (list(b"ON"), list(b"OFF"));
    if get_name(document, &shown, b"BaseState") == Some(b"OFF") {
        off.extend(all.iter().filter(|id| !on.contains(*id)));
    }
    for id in &all {
        let name =
            document.get_dictionary(*id).ok().and_then(|own| get_text(document, own, b"Name"));
        let mut group = Dictionary::new();
        group.set("Type", "OCG");
        group.set("Name", super::object::text(name.as_deref().unwrap_or("Layer")));
        document.objects.insert(*id, group.into());
    }
    if all.is_empty() {
        return None;
    }
    let array = |ids: Vec<ObjectId>| ids.into_iter().map(Object::Reference).collect::<Vec<_>>();
    let mut dict = Dictionary::new();
    dict.set("OCGs", array(all));
    let mut first = Dictionary::new();
    first.set("OFF", array(off.into_iter().collect()));
    dict.set("D", first);
    Some(dict)
}

/// Drops objects that nothing leads to and numbers the others from 1, in the order they had.
pub(super) fn renumber(document: &mut Document) {
    let mut reached = BTreeSet::new();
    let mut open = Vec::new();
    references(&document.trailer.clone().into(), &mut open);
    while let Some(id) = open.pop() {
        if let Some(object) = document.objects.get(&id)
            && reached.insert(id)
        {
            references(object, &mut open);
        }
    }
    let numbered = (1_u32..).zip(&reached).map(|(new, old)| (*old, (new, 0)));
    let numbers: BTreeMap<ObjectId, ObjectId> = numbered.collect();
    let mut change = |object: &mut Object| {
        if let Object::Reference(id) = object {
            *object = numbers.get(id).map_or(Object::Null, |new| Object::Reference(*new));
        }
    };
    let mut trailer = Object::Dictionary(std::mem::take(&mut document.trailer));
    walk(&mut trailer, &mut change);
    if let Object::Dictionary(trailer) = trailer {
        document.trailer = trailer;
    }
    let old = std::mem::take(&mut document.objects);
    for (id, mut object) in old {
        if let Some(new) = numbers.get(&id) {
            walk(&mut object, &mut change);
            document.objects.insert(*new, object);
        }
    }
    document.max_id = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
}

/// Returns what a clean copy must not have, where it has it all the same.
fn leftover(document: &Document) -> Option<&'static str> {
    const NEVER: [(&[u8], &str); 6] = [
        (b"JS", "a script"),
        (b"AA", "an action"),
        (b"OpenAction", "an action"),
        (b"EF", "an attached file"),
        (b"XFA", "a form"),
        (b"EmbeddedFiles", "an attached file"),
    ];
    fn has(object: &Object) -> Option<&'static str> {
        let dict = match object {
            Object::Array(items) => return items.iter().find_map(has),
            Object::Dictionary(dict) => dict,
            Object::Stream(stream) => &stream.dict,
            _ => return None,
        };
        let own = NEVER.iter().find(|(key, _)| dict.has(key)).map(|(_, what)| *what);
        own.or_else(|| dict.iter().find_map(|(_, value)| has(value)))
    }
    document.objects.values().find_map(has)
}
