//! Joins clean copies into one PDF.
//!
//! Parts come one at a time, each read only when it is its turn. Its objects move into the pack without
//! being copied, and its tags become text; so binding needs little more memory than the pack itself has
//! bytes.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::clean::Clean;
use super::number::renumber;
use super::object::{get_array, get_dict, real, rectangle, text, walk};
use super::open::Opened;
use super::outline::{self, Bookmark};
use super::stamp::{self, Stamps};
use super::tags::Forest;
use super::xmp::{self, About};
use super::{Claims, Facts, Level, Page};

/// A paper, or the front of a pack.
pub struct Part<'a> {
    /// Reads it.
    pub source: Source<'a>,
    /// Its title, for bookmarks and for the tag around it.
    pub title: String,
    /// Bookmarks above its own, the highest first; parts that share the first ones share them.
    pub below: Vec<String>,
    /// What links call it: `pack:` and this name lead to its first page.
    pub name: String,
    /// How many blank pages come after it.
    pub blanks_after: usize,
}

/// Where a part's clean copy is.
pub enum Source<'a> {
    /// Here.
    Here(Box<Clean>),
    /// Kept in a file, to be read when it is its turn.
    Stored(&'a Opened),
}

impl Source<'_> {
    /// Returns what is known of the clean copy.
    pub fn facts(&self) -> &Facts {
        match self {
            Self::Here(clean) => &clean.facts,
            Self::Stored(opened) => &opened.facts,
        }
    }
}

/// A pack to bind.
pub struct Plan<'a> {
    /// Its title.
    pub title: String,
    /// Who publishes it.
    pub author: String,
    /// What it is, the same whenever it is made again.
    pub ident: String,
    /// The language of what is between the parts.
    pub language: String,
    /// The date in its metadata.
    pub date: NaiveDate,
    /// The number of its first page.
    pub first_number: u32,
    /// Its parts in order.
    pub parts: Vec<Part<'a>>,
    /// A PDF without tags that has a page for each of the pack's, in the size in which it is shown,
    /// with what is stamped on it. Its links to `pack:` and a name become links of the pack.
    pub stamps: &'a [u8],
}

/// A bound pack.
#[derive(Debug)]
pub struct Bound {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// Whether it claims PDF/UA-1.
    pub accessible: bool,
    /// The level of PDF/A-2 that it claims.
    pub level: Option<Level>,
}

/// The size of a blank page, in points: A4.
pub const BLANK: Page = Page { visible: [0.0, 0.0, 595.276, 841.89], turned: 0, unit: 1.0 };

/// A page of the pack.
pub(super) struct PackPage {
    pub(super) id: ObjectId,
    pub(super) seen: Page,
    /// The tag of the part that it belongs to.
    pub(super) part: Option<ObjectId>,
}

/// A place in the pack that links may name.
pub(super) struct Target {
    /// The destination.
    pub(super) place: Object,
    /// What it is, for those who can't see it.
    pub(super) words: String,
}

/// Binds a pack.
///
/// # Errors
/// When a clean copy can't be read, the stamps don't match the pages, or the result can't be written.
pub fn bind(plan: Plan<'_>) -> anyhow::Result<Bound> {
    let mut pack = Pack {
        document: Document::with_version("1.7"),
        pages: Vec::new(),
        forest: Forest::default(),
        bookmarks: Vec::new(),
        names: BTreeMap::new(),
        layers: Vec::new(),
        hidden: Vec::new(),
        targets: BTreeMap::new(),
        claims: Vec::new(),
        node: (0, 0),
        first_number: plan.first_number,
    };
    pack.node = pack.document.new_object_id();
    pack.forest.begin(&mut pack.document, &plan.language);
    for (at, part) in plan.parts.into_iter().enumerate() {
        pack.add(at, part)?;
    }
    pack.link();
    let stamps = Stamps::read(&mut pack.document, plan.stamps)?;
    anyhow::ensure!(
        stamps.pages.len() == pack.pages.len(),
        "{} pages of stamps for {} pages",
        stamps.pages.len(),
        pack.pages.len()
    );
    stamp::apply(&mut pack.document, &mut pack.forest, &pack.pages, &pack.targets, &stamps);
    let about = About {
        title: plan.title,
        author: plan.author,
        ident: plan.ident,
        language: plan.language,
        date: plan.date,
        accessible: pack.claims.iter().all(Claims::is_accessible),
        level: pack.claims.iter().map(Claims::level).min().flatten(),
    };
    pack.finish(&about, stamps.intent)
}

struct Pack {
    document: Document,
    pages: Vec<PackPage>,
    forest: Forest,
    bookmarks: Vec<Bookmark>,
    names: BTreeMap<Vec<u8>, Object>,
    layers: Vec<Object>,
    hidden: Vec<Object>,
    targets: BTreeMap<String, Target>,
    claims: Vec<Claims>,
    /// The node above all pages.
    node: ObjectId,
    first_number: u32,
}

impl Pack {
    /// Returns the number printed on the next page.
    fn next_number(&self) -> usize {
        self.first_number as usize + self.pages.len()
    }

    /// Adds a part after those that are there.
    fn add(&mut self, at: usize, part: Part<'_>) -> anyhow::Result<()> {
        let Clean { mut document, facts } = match part.source {
            Source::Here(clean) => *clean,
            Source::Stored(opened) => opened.read()?,
        };
        let offset = self.document.max_id;
        let keys = self.forest.next_key;
        let mut shift = |object: &mut Object| match object {
            Object::Reference((id, _)) => *id += offset,
            Object::Dictionary(dict) => shift_keys(dict, keys),
            Object::Stream(stream) => shift_keys(&mut stream.dict, keys),
            _ => {}
        };
        let mut bookmarks = outline::read(&document);
        let mut catalog: Object = document.catalog()?.clone().into();
        walk(&mut catalog, &mut shift);
        for ((id, generation), mut object) in std::mem::take(&mut document.objects) {
            walk(&mut object, &mut shift);
            self.document.objects.insert((id + offset, generation), object);
        }
        self.document.max_id += document.max_id;
        drop(document);
        let catalog = catalog.as_dict().cloned()?;
        shift_places(&mut bookmarks, &mut shift);

        let title = part.title;
        let tags = catalog.get(b"StructTreeRoot").and_then(Object::as_reference).ok();
        let language = facts.language.as_deref();
        let element = self.forest.add(&mut self.document, tags, at, &title, language);
        let first_number = self.next_number();
        let first = self.pages.len();
        let node = self.document.get_dictionary(catalog.get(b"Pages")?.as_reference()?)?;
        let kids: Vec<ObjectId> = get_array(&self.document, node, b"Kids")
            .iter()
            .filter_map(|kid| kid.as_reference().ok())
            .collect();
        anyhow::ensure!(kids.len() == facts.pages.len(), "a clean copy lost a page");
        for (id, seen) in kids.into_iter().zip(&facts.pages) {
            self.document.get_dictionary_mut(id)?.set("Parent", self.node);
            self.pages.push(PackPage { id, seen: *seen, part: Some(element) });
        }
        let place = top(&self.pages[first]);
        let words = format!("{title}, page {first_number}");
        self.targets.insert(part.name, Target { place: place.clone(), words });
        if let [only] = &mut *bookmarks
            && only.title.trim().eq_ignore_ascii_case(title.trim())
        {
            // Its own first heading is its title again.
            bookmarks = std::mem::take(&mut only.below);
        }
        let bookmark = Bookmark { title, place: Some(place), below: bookmarks };
        hang(&mut self.bookmarks, &part.below, bookmark);

        for pair in names(&self.document, &catalog).chunks_exact(2) {
            if let [Object::String(name, _), place] = pair {
                let mut full_name = format!("part{}/", at + 1).into_bytes();
                full_name.extend(name);
                self.names.insert(full_name, place.clone());
            }
        }
        if let Some(layers) = get_dict(&self.document, &catalog, b"OCProperties") {
            self.layers.extend_from_slice(get_array(&self.document, layers, b"OCGs"));
            if let Some(first) = get_dict(&self.document, layers, b"D") {
                self.hidden.extend_from_slice(get_array(&self.document, first, b"OFF"));
            }
        }
        self.claims.push(facts.claims);
        for _ in 0..part.blanks_after {
            self.blank();
        }
        Ok(())
    }

    /// Adds a blank page; what it says is stamped on it.
    fn blank(&mut self) {
        let [left, bottom, right, top] = BLANK.visible;
        let mut page = Dictionary::new();
        page.set("Type", "Page");
        page.set("Parent", self.node);
        page.set("MediaBox", [left, bottom, right, top].map(real).to_vec());
        page.set("Resources", Dictionary::new());
        page.set("Contents", Vec::<Object>::new());
        let id = self.document.add_object(page);
        self.pages.push(PackPage { id, seen: BLANK, part: None });
    }

    /// Turns links to `pack:` and a name into links inside the pack, and keeps where each stands,
    /// so that papers can link back.
    fn link(&mut self) {
        let mut back = Vec::new();
        for page in &self.pages {
            let Ok(dict) = self.document.get_dictionary(page.id) else { continue };
            let links: Vec<ObjectId> = get_array(&self.document, dict, b"Annots")
                .iter()
                .filter_map(|link| link.as_reference().ok())
                .collect();
            for id in links {
                let Ok(link) = self.document.get_dictionary(id) else { continue };
                let Some(name) = stamp::pack_name(&self.document, link) else { continue };
                let bounds = link.get(b"Rect").ok().cloned();
                let target = self.targets.get(&name);
                let place = target.map_or_else(|| top(page), |target| target.place.clone());
                let words = target.map_or("Not in this pack", |target| &target.words);
                let words = text(words);
                if target.is_some()
                    && let Some(bounds) =
                        bounds.and_then(|bounds| rectangle(&self.document, &bounds))
                {
                    back.push((name, page.id, bounds));
                }
                let Ok(link) = self.document.get_dictionary_mut(id) else { continue };
                link.remove(b"A");
                link.set("Dest", place);
                link.set("Contents", words);
            }
        }
        for (name, page, [left, _, _, top]) in back {
            let place = vec![
                Object::Reference(page),
                "XYZ".into(),
                real((left - 10.0).max(0.0)),
                real(top + 20.0),
                Object::Null,
            ];
            let words = "Back to the agenda".to_owned();
            let target = Target { place: place.into(), words };
            self.targets.entry(format!("agenda/{name}")).or_insert(target);
        }
    }

    /// Writes the catalog and all that hangs on it, and then the file.
    fn finish(mut self, about: &About, intent: Option<Object>) -> anyhow::Result<Bound> {
        let document = &mut self.document;
        let mut catalog = Dictionary::new();
        catalog.set("Type", "Catalog");
        let mut node = Dictionary::new();
        node.set("Type", "Pages");
        node.set("Count", i64::try_from(self.pages.len())?);
        let kids: Vec<Object> = self.pages.iter().map(|page| Object::Reference(page.id)).collect();
        node.set("Kids", kids);
        document.objects.insert(self.node, node.into());
        catalog.set("Pages", self.node);
        catalog.set("Lang", text(&about.language));
        let mut marked = Dictionary::new();
        marked.set("Marked", true);
        catalog.set("MarkInfo", marked);
        let (tags, mut settled) = self.forest.finish(document);
        catalog.set("StructTreeRoot", tags);
        if let Some(root) = outline::write(document, &self.bookmarks) {
            catalog.set("Outlines", root);
            catalog.set("PageMode", "UseOutlines");
        }
        let mut label = Dictionary::new();
        label.set("S", "D");
        label.set("St", i64::from(self.first_number));
        let mut labels = Dictionary::new();
        labels.set("Nums", vec![0.into(), label.into()]);
        catalog.set("PageLabels", labels);
        if !self.names.is_empty() {
            let pairs = self.names.into_iter().map(|(name, place)| {
                (Object::String(name, lopdf::StringFormat::Hexadecimal), place)
            });
            let tree = super::tags::tree(document, b"Names", pairs.collect());
            let mut names = Dictionary::new();
            names.set("Dests", tree);
            catalog.set("Names", names);
        }
        if !self.layers.is_empty() {
            let mut first = Dictionary::new();
            first.set("Name", text("Layers"));
            first.set("Order", self.layers.clone());
            first.set("OFF", self.hidden);
            let mut layers = Dictionary::new();
            layers.set("OCGs", self.layers);
            layers.set("D", first);
            catalog.set("OCProperties", layers);
        }
        if let Some(intent) = intent {
            catalog.set("OutputIntents", vec![intent]);
        }
        let mut preferences = Dictionary::new();
        preferences.set("DisplayDocTitle", true);
        catalog.set("ViewerPreferences", preferences);
        let mut packet = Dictionary::new();
        packet.set("Type", "Metadata");
        packet.set("Subtype", "XML");
        let packet = Stream::new(packet, xmp::packet(about).into_bytes());
        catalog.set("Metadata", document.add_object(packet.with_compression(false)));
        let root = document.add_object(catalog);
        let info = document.add_object(xmp::info(about));
        document.trailer.set("Root", root);
        document.trailer.set("Info", info);
        renumber(document, &mut settled);
        let id = Object::String(
            xmp::identity(document, about).to_vec(),
            lopdf::StringFormat::Hexadecimal,
        );
        document.trailer.set("ID", vec![id.clone(), id]);
        let pdf = super::save::save(self.document, settled)?;
        let pages = self.pages.len();
        Ok(Bound { pdf, pages, accessible: about.accessible, level: about.level })
    }
}

/// Adds to the keys that lead from content to the parent tree.
fn shift_keys(dict: &mut Dictionary, by: i64) {
    for key in [b"StructParents".as_slice(), b"StructParent"] {
        if let Ok(Object::Integer(number)) = dict.get_mut(key) {
            *number += by;
        }
    }
}

fn shift_places(bookmarks: &mut [Bookmark], shift: &mut impl FnMut(&mut Object)) {
    for bookmark in bookmarks {
        if let Some(place) = &mut bookmark.place {
            walk(place, shift);
        }
        shift_places(&mut bookmark.below, shift);
    }
}

/// Returns the names and places of a clean copy, in pairs.
fn names(document: &Document, catalog: &Dictionary) -> Vec<Object> {
    let names = get_dict(document, catalog, b"Names");
    let dests = names.and_then(|names| get_dict(document, names, b"Dests"));
    dests.map(|dests| get_array(document, dests, b"Names").to_vec()).unwrap_or_default()
}

/// Returns the destination at the top of a page as it is shown.
pub(super) fn top(page: &PackPage) -> Object {
    let [_, _, c, d, e, f] = page.seen.placed();
    let (_, height) = page.seen.shown();
    let (x, y) = (c * height + e, d * height + f);
    vec![Object::Reference(page.id), "XYZ".into(), real(x), real(y), Object::Null].into()
}

/// Hangs a bookmark below those of these titles, making what is missing.
fn hang(row: &mut Vec<Bookmark>, below: &[String], bookmark: Bookmark) {
    let Some((title, rest)) = below.split_first() else {
        row.push(bookmark);
        return;
    };
    if row.last().is_none_or(|last| last.title != *title) {
        row.push(Bookmark {
            title: title.clone(),
            place: bookmark.place.clone(),
            below: Vec::new(),
        });
    }
    let last = row.last_mut().expect("one was just made");
    hang(&mut last.below, rest, bookmark);
}
