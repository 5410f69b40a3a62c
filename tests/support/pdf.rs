//! Reads a PDF back as its readers get it: words in the order of its structure tree, and the tags.
//!
//! A small reader over `lopdf`'s objects, so that the file is tested and not the source that it was
//! made from. It knows the features that our PDFs use and panics with a sentence on anything else:
//! a word that no tag reaches, a character without Unicode, a page that a second reader
//! (`hayro-syntax`) does not count.

mod content;
mod element;
mod font;
pub(crate) mod pages;

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Document, Object, ObjectId, decode_text_string};

pub(crate) use element::{Element, Kid};

/// How deep a structure tree may be, in elements.
const MAX_DEPTH: usize = 100;

/// The text, tags and metadata of a PDF.
pub(crate) struct Pdf {
    /// The top of its structure tree.
    pub(crate) root: Element,
    /// How many pages it has.
    pub(crate) pages: usize,
    /// Its metadata.
    pub(crate) metadata: Metadata,
    /// Its bookmarks, each below the first level indented by two spaces for each level.
    pub(crate) outline: Vec<String>,
}

/// Metadata of a PDF, from its catalog, `Info` and XMP.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Metadata {
    /// The title.
    pub(crate) title: Option<String>,
    /// The author.
    pub(crate) author: Option<String>,
    /// The language of its text.
    pub(crate) language: Option<String>,
    /// The part and level of PDF/A that its XMP claims: `2A`.
    pub(crate) pdf_a: Option<String>,
    /// The part of PDF/UA that its XMP claims: `1`.
    pub(crate) pdf_ua: Option<String>,
}

/// Returns a PDF's text; see [`Pdf::text`].
pub(crate) fn text(bytes: &[u8]) -> String {
    Pdf::read(bytes).text()
}

impl Pdf {
    /// Reads a PDF.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let document = Document::load_mem(bytes).expect("lopdf opens the file");
        let pages = document.page_iter().count();
        let second = hayro_syntax::Pdf::new(bytes.to_vec()).expect("hayro opens the file");
        assert_eq!(second.pages().len(), pages, "two readers count the same pages");
        Self {
            root: tree(&document),
            pages,
            metadata: metadata(&document),
            outline: outline(&document),
        }
    }

    /// Returns its words in the order of the structure tree, a line for each block.
    ///
    /// A list item is its label and its words, indented by two spaces for each list that it stands
    /// in; a row of a table is its cells between bars. Headers, footers and rules are left out.
    pub(crate) fn text(&self) -> String {
        let mut lines = Vec::new();
        self.root.lines(&mut lines, 0);
        lines.join("\n") + "\n"
    }

    /// Returns the same without the words inside pictures.
    pub(crate) fn text_without_pictures(&self) -> String {
        let mut root = self.root.clone();
        root.remove_pictures();
        let mut lines = Vec::new();
        root.lines(&mut lines, 0);
        lines.join("\n") + "\n"
    }

    /// Returns the structure tree as an outline: a line for each element, with the attributes that
    /// matter to readers and the first words.
    pub(crate) fn tags(&self) -> String {
        let mut out = String::new();
        self.root.outline(&mut out, 0);
        out
    }
}

/// Follows references to the object that they end in.
fn resolve<'a>(document: &'a Document, object: &'a Object) -> &'a Object {
    document.dereference(object).expect("every reference leads to an object").1
}

/// Returns the value of a key of a dictionary, where it has it.
fn get<'a>(document: &'a Document, object: &'a Object, key: &[u8]) -> Option<&'a Object> {
    let value = object.as_dict().ok()?.get(key).ok()?;
    Some(resolve(document, value))
}

/// Returns a text of a dictionary, where it has it.
fn string(document: &Document, object: &Object, key: &[u8]) -> Option<String> {
    let value = get(document, object, key)?;
    Some(decode_text_string(value).expect("a text string is PDFDocEncoding or UTF-16"))
}

/// Returns the structure tree with the words of every page in their places.
fn tree(document: &Document) -> Element {
    let catalog = document.catalog().expect("a PDF has a catalog");
    let root = catalog.get(b"StructTreeRoot").expect("a tagged PDF has a structure tree");
    let root = resolve(document, root);
    let mut reader = TreeReader { document, words: BTreeMap::new(), visited: BTreeSet::new() };
    for page in document.page_iter() {
        for (mcid, text) in content::sequences(document, page) {
            reader.words.insert((page, mcid), text);
        }
    }
    let mut kids = Vec::new();
    reader.kids(&mut kids, root, None, 0);
    assert_eq!(reader.words, BTreeMap::new(), "every marked word is in the structure tree");
    match <[Kid; 1]>::try_from(kids) {
        Ok([Kid::Element(element)]) => element,
        _ => panic!("a structure tree has one element at its top"),
    }
}

struct TreeReader<'a> {
    document: &'a Document,
    /// Words that no element has claimed yet, by page and marked-content identifier.
    words: BTreeMap<(ObjectId, i64), String>,
    /// Elements that were read: each may have one parent only.
    visited: BTreeSet<ObjectId>,
}

impl<'a> TreeReader<'a> {
    /// Adds the kids of an object of the tree.
    fn kids(
        &mut self,
        kids: &mut Vec<Kid>,
        parent: &'a Object,
        page: Option<ObjectId>,
        depth: usize,
    ) {
        assert!(depth < MAX_DEPTH, "the structure tree is at most {MAX_DEPTH} deep");
        let Ok(dict) = parent.as_dict() else { panic!("an element is a dictionary") };
        let page = dict.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        let Ok(below) = dict.get(b"K") else { return };
        match resolve(self.document, below) {
            Object::Array(objects) => {
                for object in objects {
                    self.kid(kids, object, page, depth);
                }
            }
            _ => self.kid(kids, below, page, depth),
        }
    }

    fn kid(
        &mut self,
        kids: &mut Vec<Kid>,
        object: &'a Object,
        page: Option<ObjectId>,
        depth: usize,
    ) {
        if let Ok(id) = object.as_reference() {
            assert!(self.visited.insert(id), "an element has one parent");
        }
        let kid = resolve(self.document, object);
        if let Object::Integer(mcid) = kid {
            kids.push(Kid::Words(self.claim(page, *mcid)));
            return;
        }
        let name = |key: &[u8]| get(self.document, kid, key).and_then(|value| value.as_name().ok());
        match name(b"Type") {
            Some(b"MCR") => {
                let pg = kid.as_dict().and_then(|dict| dict.get(b"Pg"));
                let page = pg.and_then(Object::as_reference).ok().or(page);
                let mcid = get(self.document, kid, b"MCID").and_then(|mcid| mcid.as_i64().ok());
                let mcid = mcid.expect("a marked-content reference has a number");
                kids.push(Kid::Words(self.claim(page, mcid)));
            }
            Some(b"OBJR") => {
                let target = get(self.document, kid, b"Obj").expect("an object reference has one");
                let action = get(self.document, target, b"A");
                let url = action.and_then(|action| string(self.document, action, b"URI"));
                kids.push(Kid::Target(url.unwrap_or_default()));
            }
            _ => {
                let role = name(b"S").expect("an element has a type");
                let mut element = Element {
                    role: String::from_utf8_lossy(role).into_owned(),
                    attributes: self.attributes(kid),
                    kids: Vec::new(),
                };
                self.kids(&mut element.kids, kid, page, depth + 1);
                kids.push(Kid::Element(element));
            }
        }
    }

    /// Returns the words of a marked-content sequence, which only one element may hold.
    fn claim(&mut self, page: Option<ObjectId>, mcid: i64) -> String {
        let page = page.expect("marked content is on a page");
        self.words.remove(&(page, mcid)).unwrap_or_else(|| {
            panic!("marked content {mcid} of page {page:?} is there, and in one element")
        })
    }

    /// Returns the attributes of an element that matter to readers, by name.
    fn attributes(&self, element: &Object) -> BTreeMap<&'static str, String> {
        let mut attributes = BTreeMap::new();
        let texts = [("Alt", "alt"), ("ActualText", "actual"), ("Lang", "lang"), ("T", "title")];
        for (key, name) in texts {
            attributes
                .extend(string(self.document, element, key.as_bytes()).map(|text| (name, text)));
        }
        let listed = get(self.document, element, b"A");
        let owners: Vec<&Object> = match listed {
            Some(Object::Array(owners)) => {
                owners.iter().map(|owner| resolve(self.document, owner)).collect()
            }
            single => single.into_iter().collect(),
        };
        let names = [
            ("Scope", "scope"),
            ("ListNumbering", "numbering"),
            ("ColSpan", "columns"),
            ("RowSpan", "rows"),
            ("Placement", "placement"),
            ("TextDecorationType", "decoration"),
        ];
        for (key, name) in names {
            for owner in &owners {
                match get(self.document, owner, key.as_bytes()) {
                    Some(Object::Name(word)) => {
                        attributes.insert(name, String::from_utf8_lossy(word).into_owned());
                    }
                    Some(Object::Integer(number)) => {
                        attributes.insert(name, number.to_string());
                    }
                    _ => {}
                }
            }
        }
        attributes
    }
}

fn metadata(document: &Document) -> Metadata {
    let info = document.trailer.get(b"Info").ok().map(|info| resolve(document, info));
    let of_info = |key| info.and_then(|info| string(document, info, key));
    let catalog = Object::Dictionary(document.catalog().expect("a PDF has a catalog").clone());
    let xmp = get(document, &catalog, b"Metadata").and_then(|value| value.as_stream().ok());
    let xmp = xmp.expect("an archivable PDF has XMP metadata").get_plain_content();
    let xmp = String::from_utf8(xmp.expect("its stream is whole")).expect("XMP is UTF-8");
    let claim = |name: &str| {
        let (_, after) = xmp.split_once(&format!("<{name}>"))?;
        Some(after.split_once("</")?.0.to_owned())
    };
    let part = claim("pdfaid:part");
    Metadata {
        title: of_info(b"Title"),
        author: of_info(b"Author"),
        language: string(document, &catalog, b"Lang"),
        pdf_a: part.map(|part| part + &claim("pdfaid:conformance").unwrap_or_default()),
        pdf_ua: claim("pdfuaid:part"),
    }
}

fn outline(document: &Document) -> Vec<String> {
    let catalog = document.catalog().expect("a PDF has a catalog");
    let mut titles = Vec::new();
    let mut visited = BTreeSet::new();
    // Entries still to be read, the next one last.
    let top = catalog.get(b"Outlines").ok().map(|top| resolve(document, top));
    let first = |entry: &Object| entry.as_dict().ok()?.get(b"First").ok()?.as_reference().ok();
    let mut open: Vec<(ObjectId, usize)> =
        top.and_then(first).into_iter().map(|id| (id, 0)).collect();
    while let Some((id, level)) = open.pop() {
        assert!(visited.insert(id), "a bookmark stands in one place");
        let entry = document.get_object(id).expect("a bookmark is an object");
        let title = string(document, entry, b"Title").expect("a bookmark has a title");
        titles.push(format!("{}{title}", "  ".repeat(level)));
        let dict = entry.as_dict().expect("a bookmark is a dictionary");
        let next = dict.get(b"Next").and_then(Object::as_reference).ok();
        open.extend(next.map(|id| (id, level)));
        open.extend(first(entry).map(|id| (id, level + 1)));
    }
    titles
}
