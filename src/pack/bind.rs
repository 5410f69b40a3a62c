//! Joins clean copies into one PDF.
//!
//! Parts are added one at a time, each read only when its turn comes. Its objects move into the pack
//! without being copied, and its tags are serialised at once; so binding needs little more memory than
//! the size of the finished file.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::clean::Clean;
use super::intent::{self, OutputIntent};
use super::label::{JoinedLabels, Label};
use super::number::renumber;
use super::object::{get_array, get_dict, real, rectangle, text, walk};
use super::outline::{self, Bookmark};
use super::pages::{PackPage, Target, top_of};
use super::stamp::{self, Stamps};
use super::tags::Forest;
use super::xmp::{self, Metadata};
use super::{Claims, Facts, Level, Page, Reason};

/// A paper, or the front of a pack.
pub struct Part<'a> {
    /// Its clean copy.
    pub source: Source<'a>,
    /// Its title, for its bookmark and for the tag around its content.
    pub title: String,
    /// The bookmarks that its bookmark goes under, outermost first; consecutive parts that have the
    /// same ones share them.
    pub below: Vec<String>,
    /// Its name in links: `pack:` and this name lead to its first page.
    pub name: String,
    /// How many blank pages come after it.
    pub blanks_after: usize,
}

/// Where a part's clean copy is.
pub enum Source<'a> {
    /// In memory.
    InMemory(Box<Clean>),
    /// Kept by the caller, and read when its turn comes.
    Stored(&'a dyn StoredCopy),
}

/// A clean copy that its caller keeps, so that only one part at a time is in memory.
pub trait StoredCopy {
    /// Returns what is known of the clean copy, without reading it.
    fn facts(&self) -> &Facts;

    /// Reads the clean copy.
    ///
    /// # Errors
    /// When it is no longer there, or no clean copy.
    fn read(&self) -> anyhow::Result<Clean>;
}

impl Source<'_> {
    /// Returns what is known of the clean copy, without reading it.
    pub fn facts(&self) -> &Facts {
        match self {
            Self::InMemory(clean) => &clean.facts,
            Self::Stored(copy) => copy.facts(),
        }
    }
}

/// A pack to bind.
pub struct Plan<'a> {
    /// The title in its metadata.
    pub title: String,
    /// Who publishes it: the author in its metadata.
    pub author: Option<String>,
    /// Its identifier (`dc:identifier`), the same whenever the pack is made again.
    pub ident: Option<String>,
    /// The program that makes it, and its version: `xmp:CreatorTool` and `pdf:Producer`.
    pub producer: String,
    /// The language of what is between the parts, and of parts that state none, such as `en-GB`; a pack without
    /// it claims no PDF/UA.
    pub language: Option<String>,
    /// What links between the parts are called, in that language.
    pub link_words: LinkWords,
    /// The date of creation and change in its metadata.
    pub date: Option<NaiveDate>,
    /// What readers call its pages.
    pub labels: PageLabels,
    /// Whether it may claim PDF/UA-1.
    pub accessible: Grounds,
    /// Whether it may claim PDF/A-2.
    pub archival: Grounds,
    /// Its parts in order.
    pub parts: Vec<Part<'a>>,
    /// A PDF without tags that has one page for each page of the pack, of the size in which that page
    /// is shown, with what is stamped on it. Its links to `pack:` and a name become links in the pack.
    ///
    /// Their output intent says what the colours of the pack mean; without stamps, that of the parts does where
    /// all have the same, and else the pack claims no PDF/A.
    pub stamps: Option<&'a [u8]>,
}

/// On what grounds a pack may claim a standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grounds {
    /// It does not claim it.
    Nothing,
    /// Where our own checks tell that it is true, or this program made all parts.
    Checked,
    /// Where all parts claim it and nothing was found against it. Of PDF/A that is no more than their word: use it
    /// only for a file that a validator judges before anybody has it.
    Claimed,
}

/// What readers call the pages of a pack (ISO 32000-1, 12.4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageLabels {
    /// By numbers from this one on, which is that of the first page.
    Numbered(u32),
    /// As each part calls its own; where it names none, by their places in the pack, counted from 1.
    OfParts,
}

impl<'a> Plan<'a> {
    /// Returns a plan to join files as they are. Each is given with its name, which is its title where its
    /// metadata have none. Languages and page labels are those of the files, and the date is that of the last
    /// change to any of them, so that the same files give the same bytes.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use orderpaper_pack::{Limits, LinkWords, Plan, Source, bind, clean};
    ///
    /// /// Joins files, each given by its name and its bytes.
    /// fn join(files: Vec<(&str, Vec<u8>)>) -> anyhow::Result<Vec<u8>> {
    ///     let mut sources = Vec::new();
    ///     for (name, bytes) in files {
    ///         let copy = clean::document(Arc::new(bytes), &Limits::default())?;
    ///         sources.push((name, Source::InMemory(Box::new(copy))));
    ///     }
    ///     let words = LinkWords {
    ///         back: "Back".to_owned(),
    ///         missing: "Not in this file".to_owned(),
    ///         place: "{title}, page {page}".to_owned(),
    ///     };
    ///     Ok(bind(Plan::of_files("Annual reports", "an example", words, sources))?.pdf)
    /// }
    ///
    /// assert!(join(vec![("report.pdf", b"no PDF".to_vec())]).is_err());
    /// ```
    pub fn of_files(
        title: &str,
        producer: &str,
        link_words: LinkWords,
        files: Vec<(&str, Source<'a>)>,
    ) -> Self {
        let facts = || files.iter().map(|(_, source)| source.facts());
        let language = facts().find_map(|facts| facts.language.clone());
        let date = facts().filter_map(|facts| facts.changed).max();
        let part = |(at, (name, source)): (usize, (&str, Source<'a>))| {
            let title = source.facts().title.clone().unwrap_or_else(|| name.to_owned());
            Part { source, title, below: Vec::new(), name: file_name(at), blanks_after: 0 }
        };
        Self {
            title: title.to_owned(),
            author: None,
            ident: None,
            producer: producer.to_owned(),
            language,
            link_words,
            date,
            labels: PageLabels::OfParts,
            accessible: Grounds::Checked,
            archival: Grounds::Checked,
            parts: files.into_iter().enumerate().map(part).collect(),
            stamps: None,
        }
    }
}

/// Returns the [`Part::name`] of a file of [`Plan::of_files`], counted from 0.
pub fn file_name(at: usize) -> String {
    format!("file/{}", at + 1)
}

/// What the links inside a pack are called, for readers who can't see where they are.
#[derive(Debug, Clone)]
pub struct LinkWords {
    /// A link from a paper to its item in the agenda.
    pub back: String,
    /// A link to a paper that is not in the pack.
    pub missing: String,
    /// A link to a paper, with `{title}` and `{page}` where the title of the paper and the number of its first
    /// page are to stand.
    pub place: String,
}

impl LinkWords {
    /// Returns what a link to a paper is called.
    fn place(&self, title: &str, page: usize) -> String {
        let parts: Vec<String> = self
            .place
            .split("{title}")
            .map(|part| part.replace("{page}", &page.to_string()))
            .collect();
        parts.join(title)
    }
}

/// A bound pack.
#[derive(Debug)]
pub struct Bound {
    /// The finished file.
    pub pdf: Vec<u8>,
    /// How many pages it has, blank ones included.
    pub pages: usize,
    /// Whether it claims PDF/UA-1.
    pub accessible: bool,
    /// The level of PDF/A-2 that it claims.
    pub level: Option<Level>,
    /// What its tags have against PDF/UA-1 as they are bound, each with the name of its part, although that part
    /// claims it.
    pub against_accessible: Vec<(String, Reason)>,
    /// Which parts have colours that mean something else than those of the others, each with its name; nothing
    /// where stamps say what all colours mean.
    pub against_archival: Vec<(String, Reason)>,
}

/// The size of a blank page, in points: A4.
pub const BLANK: Page = Page { visible: [0.0, 0.0, 595.276, 841.89], turned: 0, unit: 1.0 };

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
        hidden_layers: Vec::new(),
        targets: BTreeMap::new(),
        claims: Vec::new(),
        intent: None,
        against_archival: Vec::new(),
        page_tree: (0, 0),
        labels: plan.labels,
        part_labels: JoinedLabels::default(),
        link_words: plan.link_words,
    };
    pack.page_tree = pack.document.new_object_id();
    pack.forest.begin(&mut pack.document, plan.language.as_deref());
    let names: Vec<String> = plan.parts.iter().map(|part| part.name.clone()).collect();
    for (at, part) in plan.parts.into_iter().enumerate() {
        pack.add_part(at, part)?;
    }
    pack.resolve_links();
    let stamps = plan.stamps.map(|bytes| Stamps::read(&mut pack.document, bytes)).transpose()?;
    if let Some(stamps) = &stamps {
        anyhow::ensure!(
            stamps.pages.len() == pack.pages.len(),
            "the stamps have {} pages, and the pack has {}",
            stamps.pages.len(),
            pack.pages.len()
        );
        stamp::apply(&mut pack.document, &mut pack.forest, &pack.pages, &pack.targets, stamps);
    }
    let has_language = plan.language.is_some();
    let level_of = match plan.archival {
        Grounds::Nothing => |_: &Claims| None,
        Grounds::Checked => Claims::level,
        Grounds::Claimed => Claims::claimed_level,
    };
    let level = pack.claims.iter().map(level_of).min().flatten();
    // The output intent of our stamps holds for all pages; without stamps, all parts must have the same.
    let (level, intent, against_archival) = match stamps {
        Some(stamps) => (level, stamps.intent, Vec::new()),
        None => {
            let against = std::mem::take(&mut pack.against_archival);
            let level = level.filter(|_| against.is_empty());
            (
                level,
                pack.intent.take().filter(|_| level.is_some()).map(|found| found.object),
                against,
            )
        }
    };
    let metadata = Metadata {
        title: plan.title,
        author: plan.author,
        ident: plan.ident,
        producer: plan.producer,
        language: plan.language,
        date: plan.date,
        accessible: has_language
            && plan.accessible != Grounds::Nothing
            && pack.forest.against.is_empty()
            && pack.claims.iter().all(Claims::is_accessible),
        level,
    };
    let named = |reasons: Vec<(usize, Reason)>| {
        reasons.into_iter().map(|(part, reason)| (names[part].clone(), reason)).collect()
    };
    let against_accessible = named(std::mem::take(&mut pack.forest.against));
    let against_archival = named(against_archival);
    let bound = pack.finish(&metadata, intent)?;
    Ok(Bound { against_accessible, against_archival, ..bound })
}

/// A pack in the making.
struct Pack {
    document: Document,
    pages: Vec<PackPage>,
    forest: Forest,
    bookmarks: Vec<Bookmark>,
    /// Named destinations of the parts, each with a prefix for its part.
    names: BTreeMap<Vec<u8>, Object>,
    /// Optional content groups.
    layers: Vec<Object>,
    /// Those of `layers` that are off when the file is opened.
    hidden_layers: Vec<Object>,
    /// Where links to `pack:` and a name lead, by that name.
    targets: BTreeMap<String, Target>,
    claims: Vec<Claims>,
    /// The output intent of the first part that has one.
    intent: Option<OutputIntent>,
    /// Which parts have another, counted from 0.
    against_archival: Vec<(usize, Reason)>,
    /// The root of the page tree, and parent of all pages.
    page_tree: ObjectId,
    labels: PageLabels,
    /// The labels of all parts so far, by the indices of pages in the pack.
    part_labels: JoinedLabels,
    link_words: LinkWords,
}

impl Pack {
    /// Returns the number of the next page.
    fn next_number(&self) -> usize {
        let first = match self.labels {
            PageLabels::Numbered(first) => first,
            PageLabels::OfParts => 1,
        };
        first as usize + self.pages.len()
    }

    /// Returns the labels of all pages: page indices, each followed by its label dictionary.
    fn page_labels(&self) -> Vec<Object> {
        match self.labels {
            PageLabels::Numbered(first) => Label { first, ..Label::default() }.to_pair().to_vec(),
            PageLabels::OfParts => self.part_labels.to_pairs(),
        }
    }

    /// Adds part number `at`, counted from 0, after those before it.
    fn add_part(&mut self, at: usize, part: Part<'_>) -> anyhow::Result<()> {
        let Clean { mut document, facts } = match part.source {
            Source::InMemory(clean) => *clean,
            Source::Stored(copy) => copy.read()?,
        };
        let offset = self.document.max_id;
        let key_offset = self.forest.next_key;
        let mut shift = |object: &mut Object| match object {
            Object::Reference((id, _)) => *id += offset,
            Object::Dictionary(dict) => shift_keys(dict, key_offset),
            Object::Stream(stream) => shift_keys(&mut stream.dict, key_offset),
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
        shift_destinations(&mut bookmarks, &mut shift);

        let title = part.title;
        let node = self.document.get_dictionary(catalog.get(b"Pages")?.as_reference()?)?;
        let kids: Vec<ObjectId> = get_array(&self.document, node, b"Kids")
            .iter()
            .filter_map(|kid| kid.as_reference().ok())
            .collect();
        anyhow::ensure!(kids.len() == facts.pages.len(), "a clean copy lacks some of its pages");
        let tags = catalog.get(b"StructTreeRoot").and_then(Object::as_reference).ok();
        let element = self.forest.add(&mut self.document, tags, at, &title, &facts, &kids);
        self.add_intent(at, &catalog);
        let first_number = self.next_number();
        let first = self.pages.len();
        self.part_labels.add(first, &facts.labels);
        for (id, geometry) in kids.into_iter().zip(&facts.pages) {
            self.document.get_dictionary_mut(id)?.set("Parent", self.page_tree);
            self.pages.push(PackPage { id, geometry: *geometry, part: Some(element) });
        }
        let top = top_of(&self.pages[first]);
        let description = self.link_words.place(&title, first_number);
        self.targets.insert(part.name, Target { destination: top.clone(), description });
        let mut is_open = false;
        if let [only] = &mut *bookmarks
            && only.title.trim().eq_ignore_ascii_case(title.trim())
        {
            // A single top heading that repeats the part's title.
            is_open = only.is_open;
            bookmarks = std::mem::take(&mut only.below);
        }
        let bookmark = Bookmark { title, place: Some(top), below: bookmarks, is_open };
        insert_bookmark(&mut self.bookmarks, &part.below, bookmark);

        for pair in named_destinations(&self.document, &catalog).chunks_exact(2) {
            if let [Object::String(name, _), destination] = pair {
                let mut unique_name = format!("part{}/", at + 1).into_bytes();
                unique_name.extend(name);
                self.names.insert(unique_name, destination.clone());
            }
        }
        if let Some(layers) = get_dict(&self.document, &catalog, b"OCProperties") {
            self.layers.extend_from_slice(get_array(&self.document, layers, b"OCGs"));
            if let Some(default) = get_dict(&self.document, layers, b"D") {
                self.hidden_layers.extend_from_slice(get_array(&self.document, default, b"OFF"));
            }
        }
        self.claims.push(facts.claims);
        for _ in 0..part.blanks_after {
            self.add_blank();
        }
        Ok(())
    }

    /// Notes what a part's colours mean, and whether they mean something else than those of the parts before it.
    fn add_intent(&mut self, at: usize, catalog: &Dictionary) {
        let Some(found) = intent::read(&self.document, catalog) else { return };
        match &self.intent {
            None => self.intent = Some(found),
            Some(first) if !first.is_same(&found) => {
                self.against_archival.push((
                    at,
                    Reason::new(
                        "6.2.3",
                        "its colours are meant for another output condition than those before it",
                    ),
                ));
            }
            Some(_) => {}
        }
    }

    /// Adds a page without content; any words on it are stamped.
    fn add_blank(&mut self) {
        let [left, bottom, right, top] = BLANK.visible;
        let mut page = Dictionary::new();
        page.set("Type", "Page");
        page.set("Parent", self.page_tree);
        page.set("MediaBox", [left, bottom, right, top].map(real).to_vec());
        page.set("Resources", Dictionary::new());
        page.set("Contents", Vec::<Object>::new());
        let id = self.document.add_object(page);
        self.pages.push(PackPage { id, geometry: BLANK, part: None });
    }

    /// Turns links to `pack:` and a name into links inside the pack, and makes a target of the first
    /// link to each name, so that papers can link back to the agenda.
    fn resolve_links(&mut self) {
        let mut sources = Vec::new();
        for page in &self.pages {
            let Ok(dict) = self.document.get_dictionary(page.id) else { continue };
            let links: Vec<ObjectId> = get_array(&self.document, dict, b"Annots")
                .iter()
                .filter_map(|annotation| annotation.as_reference().ok())
                .collect();
            for id in links {
                let Ok(link) = self.document.get_dictionary(id) else { continue };
                let Some(name) = stamp::pack_name(&self.document, link) else { continue };
                let bounds = link.get(b"Rect").ok().cloned();
                let target = self.targets.get(&name);
                let destination =
                    target.map_or_else(|| top_of(page), |target| target.destination.clone());
                let description =
                    target.map_or(&self.link_words.missing, |target| &target.description);
                let description = text(description);
                if target.is_some()
                    && let Some(bounds) = bounds.and_then(|rect| rectangle(&self.document, &rect))
                {
                    sources.push((name, page.id, bounds));
                }
                let Ok(link) = self.document.get_dictionary_mut(id) else { continue };
                link.remove(b"A");
                link.set("Dest", destination);
                link.set("Contents", description);
            }
        }
        for (name, page, [left, _, _, top]) in sources {
            let destination = vec![
                Object::Reference(page),
                "XYZ".into(),
                real((left - 10.0).max(0.0)),
                real(top + 20.0),
                Object::Null,
            ];
            let description = self.link_words.back.clone();
            let target = Target { destination: destination.into(), description };
            self.targets.entry(format!("agenda/{name}")).or_insert(target);
        }
    }

    /// Adds the catalog and what it refers to, and then writes the file.
    fn finish(mut self, metadata: &Metadata, intent: Option<Object>) -> anyhow::Result<Bound> {
        let label_pairs = self.page_labels();
        let document = &mut self.document;
        let mut catalog = Dictionary::new();
        catalog.set("Type", "Catalog");
        let mut page_tree = Dictionary::new();
        page_tree.set("Type", "Pages");
        page_tree.set("Count", i64::try_from(self.pages.len())?);
        let kids: Vec<Object> = self.pages.iter().map(|page| Object::Reference(page.id)).collect();
        page_tree.set("Kids", kids);
        document.objects.insert(self.page_tree, page_tree.into());
        catalog.set("Pages", self.page_tree);
        if let Some(language) = &metadata.language {
            catalog.set("Lang", text(language));
        }
        let mut marked = Dictionary::new();
        marked.set("Marked", true);
        catalog.set("MarkInfo", marked);
        let (tags, mut settled) = self.forest.finish(document);
        catalog.set("StructTreeRoot", tags);
        if let Some(root) = outline::write(document, &self.bookmarks) {
            catalog.set("Outlines", root);
            catalog.set("PageMode", "UseOutlines");
        }
        let mut labels = Dictionary::new();
        labels.set("Nums", label_pairs);
        catalog.set("PageLabels", labels);
        if !self.names.is_empty() {
            let pairs = self.names.into_iter().map(|(name, destination)| {
                (Object::String(name, lopdf::StringFormat::Hexadecimal), destination)
            });
            let tree = super::tags::tree(document, b"Names", pairs.collect());
            let mut names = Dictionary::new();
            names.set("Dests", tree);
            catalog.set("Names", names);
        }
        if !self.layers.is_empty() {
            let mut default = Dictionary::new();
            default.set("Name", text("Layers"));
            default.set("Order", self.layers.clone());
            default.set("OFF", self.hidden_layers);
            let mut layers = Dictionary::new();
            layers.set("OCGs", self.layers);
            layers.set("D", default);
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
        let packet = Stream::new(packet, xmp::packet(metadata).into_bytes());
        catalog.set("Metadata", document.add_object(packet.with_compression(false)));
        let root = document.add_object(catalog);
        let info = document.add_object(xmp::info(metadata));
        document.trailer.set("Root", root);
        document.trailer.set("Info", info);
        renumber(document, &mut settled);
        let id = Object::String(
            xmp::file_identifier(document, metadata).to_vec(),
            lopdf::StringFormat::Hexadecimal,
        );
        document.trailer.set("ID", vec![id.clone(), id]);
        let pdf = super::save::save(self.document, settled)?;
        let pages = self.pages.len();
        let (accessible, level) = (metadata.accessible, metadata.level);
        let (against_accessible, against_archival) = (Vec::new(), Vec::new());
        Ok(Bound { pdf, pages, accessible, level, against_accessible, against_archival })
    }
}

/// Adds an offset to the keys by which content and annotations are found in the parent tree.
fn shift_keys(dict: &mut Dictionary, offset: i64) {
    for key in [b"StructParents".as_slice(), b"StructParent"] {
        if let Ok(Object::Integer(number)) = dict.get_mut(key) {
            *number += offset;
        }
    }
}

fn shift_destinations(bookmarks: &mut [Bookmark], shift: &mut impl FnMut(&mut Object)) {
    for bookmark in bookmarks {
        if let Some(destination) = &mut bookmark.place {
            walk(destination, shift);
        }
        shift_destinations(&mut bookmark.below, shift);
    }
}

/// Returns the named destinations of a clean copy: each name, followed by its destination.
fn named_destinations(document: &Document, catalog: &Dictionary) -> Vec<Object> {
    let names = get_dict(document, catalog, b"Names");
    let tree = names.and_then(|names| get_dict(document, names, b"Dests"));
    tree.map(|root| get_array(document, root, b"Names").to_vec()).unwrap_or_default()
}

/// Adds a bookmark at the end of those under `parents`, outermost first. A parent that is not the last
/// bookmark of its level is made, and leads to the same place as the bookmark.
fn insert_bookmark(siblings: &mut Vec<Bookmark>, parents: &[String], bookmark: Bookmark) {
    let Some((title, rest)) = parents.split_first() else {
        siblings.push(bookmark);
        return;
    };
    if siblings.last().is_none_or(|last| last.title != *title) {
        let place = bookmark.place.clone();
        let title = title.clone();
        siblings.push(Bookmark { title, place, below: Vec::new(), is_open: false });
    }
    let last = siblings.last_mut().expect("one was just made");
    insert_bookmark(&mut last.below, rest, bookmark);
}
