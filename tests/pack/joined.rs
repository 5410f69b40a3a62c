//! Source and pack are walked side by side: every element of every source is in the pack, with the
//! same role and the same words; every link leads to the same page as before.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};
use orderpaper::pack::clean::{self, Clean};
use orderpaper::pack::{self, Bound, Grounds, Limits, LinkWords, PageLabels, Part, Plan, Source};
use orderpaper::store;

/// Sources whose elements must all be in the pack unchanged.
pub(crate) const WHOLE: &[&str] = &[
    "typst-a",
    "typst-b",
    "libreoffice-tagged",
    "map-a3-landscape",
    "rotated",
    "appendix-exempt",
    "chromium-tagged",
];

/// Sources that lose content that a pack must not have: fields, notes, actions.
const CLEANED: &[&str] = &["weasyprint-tagged", "messy-catalog"];

pub(crate) fn source(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("papers");
    store::read(&folder.join(name).with_extension("pdf")).unwrap()
}

pub(super) fn cleaned(bytes: &[u8]) -> Clean {
    clean::document(Arc::new(bytes.to_vec()), &Limits::default()).unwrap()
}

/// Returns what links inside a pack are called.
fn link_words() -> LinkWords {
    LinkWords {
        back: "Back to the agenda".to_owned(),
        missing: "Not in this pack".to_owned(),
        place: "{title}, page {page}".to_owned(),
    }
}

/// Returns whether a paper is one that this program could have made.
fn is_ours(name: &str) -> bool {
    name.starts_with("typst") || name.starts_with("map")
}

/// Returns the clean copy of a paper as if this program had made it, where it did.
fn made_or_supplied(name: &str) -> Clean {
    let bytes = Arc::new(source(name));
    let clean = if is_ours(name) { clean::trusted_document } else { clean::document };
    clean(bytes, &Limits::default()).unwrap()
}

/// Returns blank stamps, one for each page of the parts.
fn no_stamps(parts: &[Part<'_>]) -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let node = document.new_object_id();
    let mut kids = Vec::new();
    for page in parts.iter().flat_map(|part| &part.source.facts().pages) {
        let (width, height) = page.shown();
        let mut dict = Dictionary::new();
        dict.set("Type", "Page");
        dict.set("Parent", node);
        #[expect(clippy::cast_possible_truncation, reason = "a page's size")]
        dict.set(
            "MediaBox",
            vec![0.into(), 0.into(), (width as f32).into(), (height as f32).into()],
        );
        kids.push(document.add_object(dict).into());
    }
    let mut pages = Dictionary::new();
    pages.set("Type", "Pages");
    pages.set("Count", i64::try_from(kids.len()).unwrap());
    pages.set("Kids", kids);
    document.objects.insert(node, pages.into());
    let mut catalog = Dictionary::new();
    catalog.set("Type", "Catalog");
    catalog.set("Pages", node);
    let catalog = document.add_object(catalog);
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// Binds some sources with blank stamps.
pub(super) fn bound(names: &[&str]) -> Bound {
    let parts: Vec<Part<'_>> = names
        .iter()
        .enumerate()
        .map(|(at, name)| Part {
            title: format!("Paper {at}"),
            below: vec![format!("{} Item", at + 1)],
            ..part(made_or_supplied(name), &format!("paper/{at}"))
        })
        .collect();
    bind(parts).unwrap()
}

/// Returns a part of a pack.
pub(super) fn part(clean: Clean, name: &str) -> Part<'static> {
    Part {
        source: Source::InMemory(Box::new(clean)),
        title: name.to_owned(),
        below: Vec::new(),
        name: name.to_owned(),
        blanks_after: 0,
    }
}

/// Binds a pack of these parts, with blank stamps.
pub(super) fn bind(parts: Vec<Part<'_>>) -> anyhow::Result<Bound> {
    let stamps = no_stamps(&parts);
    pack::bind(Plan {
        title: "A pack".to_owned(),
        author: Some("Wendleshire County Council".to_owned()),
        ident: Some("test".to_owned()),
        producer: "a test".to_owned(),
        language: Some("en-GB".to_owned()),
        link_words: link_words(),
        date: "2026-03-10".parse().ok(),
        labels: PageLabels::Numbered(1),
        accessible: Grounds::Checked,
        archival: Grounds::Checked,
        parts,
        stamps: Some(&stamps),
    })
}

/// A walk through the structure tree of a PDF.
struct Walk<'a> {
    document: &'a Document,
    pages: BTreeMap<ObjectId, usize>,
    /// The content of each marked sequence, by page or stream.
    sequences: BTreeMap<(ObjectId, i64), String>,
    roles: BTreeMap<Vec<u8>, Vec<u8>>,
    /// Where each named destination leads.
    names: BTreeMap<Vec<u8>, Object>,
    /// The number of the first page of the part that is walked.
    first_page: usize,
    lines: Vec<String>,
    ids: BTreeMap<Vec<u8>, String>,
}

impl<'a> Walk<'a> {
    fn new(document: &'a Document) -> Self {
        let pages: BTreeMap<ObjectId, usize> =
            document.page_iter().enumerate().map(|(at, id)| (id, at)).collect();
        let mut sequences = BTreeMap::new();
        for &page in pages.keys() {
            let content = document.get_page_content(page);
            sequences_of(document, page, &content, properties(document, page), &mut sequences);
        }
        for (&id, object) in &document.objects {
            if let Object::Stream(stream) = object
                && stream.dict.has(b"StructParents")
            {
                let content = stream.get_plain_content().unwrap();
                sequences_of(document, id, &content, Dictionary::new(), &mut sequences);
            }
        }
        let mut walk = Self {
            document,
            pages,
            sequences,
            roles: BTreeMap::new(),
            names: names(document),
            first_page: 0,
            lines: Vec::new(),
            ids: BTreeMap::new(),
        };
        let root = walk.root();
        if let Some(map) = walk.dict(&root, b"RoleMap") {
            for (custom, standard) in map.iter() {
                walk.roles.insert(custom.clone(), standard.as_name().unwrap().to_vec());
            }
        }
        walk
    }

    fn resolve(&self, object: &'a Object) -> &'a Object {
        self.document.dereference(object).map_or(object, |(_, target)| target)
    }

    fn get(&self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        dict.get(key).ok().map(|value| self.resolve(value))
    }

    fn dict(&self, dict: &Dictionary, key: &[u8]) -> Option<Dictionary> {
        let value = dict.get(key).ok()?;
        self.document.dereference(value).ok()?.1.as_dict().ok().cloned()
    }

    fn root(&self) -> Dictionary {
        let catalog = self.document.catalog().unwrap();
        self.dict(catalog, b"StructTreeRoot").unwrap_or_default()
    }

    fn role(&self, element: &'a Dictionary) -> String {
        let mut role = self.get(element, b"S").unwrap().as_name().unwrap();
        while let Some(next) = self.roles.get(role) {
            role = next;
        }
        String::from_utf8_lossy(role).into_owned()
    }

    fn page_of(&self, element: &Dictionary) -> Option<ObjectId> {
        element.get(b"Pg").ok()?.as_reference().ok().filter(|id| self.pages.contains_key(id))
    }

    /// Adds a line for an element and each below it.
    fn element(&mut self, element: &'a Dictionary, page: Option<ObjectId>, depth: usize) {
        let page = self.page_of(element).or(page);
        let role = self.role(element);
        let mut line = format!("{}{role}", "  ".repeat(depth));
        for key in ["Alt", "ActualText", "E", "T"] {
            if let Some(words) = self.get(element, key.as_bytes()) {
                let words = lopdf::decode_text_string(words).unwrap();
                line.push_str(&format!(" {key}={words}"));
            }
        }
        if let Some(Object::String(id, _)) = self.get(element, b"ID") {
            self.ids.insert(id.clone(), format!("{role}{}", self.lines.len()));
        }
        let headers = self.headers(element);
        self.lines.push(line);
        if !headers.is_empty() {
            self.lines.push(format!("headers {headers:?}"));
        }
        self.kids(element, page, depth);
    }

    /// Returns the identifiers of an element's header cells.
    fn headers(&self, element: &'a Dictionary) -> Vec<String> {
        let lists = match self.get(element, b"A") {
            Some(Object::Array(list)) => list.iter().map(|object| self.resolve(object)).collect(),
            Some(one) => vec![one],
            None => Vec::new(),
        };
        let mut found = Vec::new();
        for attributes in lists.into_iter().filter_map(|object| object.as_dict().ok()) {
            if let Some(Object::Array(ids)) = self.get(attributes, b"Headers") {
                let ids = ids.iter().map(|id| String::from_utf8_lossy(id.as_str().unwrap()));
                found.extend(ids.map(|id| {
                    id.rsplit_once("part").map_or(id.to_string(), |(_, rest)| {
                        rest.split_once('.').map_or(rest, |(_, rest)| rest).to_owned()
                    })
                }));
            }
        }
        found
    }

    fn kids(&mut self, element: &'a Dictionary, page: Option<ObjectId>, depth: usize) {
        let list = match self.get(element, b"K") {
            Some(Object::Array(list)) => list.iter().collect(),
            Some(_) => vec![element.get(b"K").unwrap()],
            None => Vec::new(),
        };
        for kid in list {
            match self.resolve(kid) {
                Object::Integer(mcid) => self.words(page.unwrap(), *mcid, depth),
                Object::Dictionary(child) => {
                    let page = self.page_of(child).or(page);
                    match child.get(b"Type").and_then(Object::as_name).ok() {
                        Some(b"MCR") => {
                            let stream = child.get(b"Stm").and_then(Object::as_reference).ok();
                            let mcid = self.get(child, b"MCID").unwrap().as_i64().unwrap();
                            self.words(stream.or(page).unwrap(), mcid, depth);
                        }
                        Some(b"OBJR") => self.link(child, depth),
                        _ => self.element(child, page, depth + 1),
                    }
                }
                _ => {}
            }
        }
    }

    fn words(&mut self, owner: ObjectId, mcid: i64, depth: usize) {
        // A source may name content that it does not have; the pack leaves such names out.
        if let Some(words) = self.sequences.get(&(owner, mcid)) {
            let page = self.pages.get(&owner).map(|page| page - self.first_page);
            self.lines.push(format!("{}= {page:?} {words}", "  ".repeat(depth)));
        }
    }

    /// Adds a line for a link: where it stands and where it leads.
    fn link(&mut self, reference: &'a Dictionary, depth: usize) {
        let Some(Object::Dictionary(link)) = self.get(reference, b"Obj") else { return };
        let action = link.get(b"A").ok().map(|value| self.resolve(value).as_dict().unwrap());
        let uri =
            action.and_then(|action| self.get(action, b"URI")).map(|uri| uri.as_str().unwrap());
        let place = link.get(b"Dest").ok().or_else(|| action?.get(b"D").ok());
        let lands = match (place, uri) {
            (Some(place), _) => format!("{:?}", self.landing(place)),
            (None, Some(uri)) => String::from_utf8_lossy(uri).into_owned(),
            (None, None) => return,
        };
        self.lines.push(format!("{}-> {lands}", "  ".repeat(depth)));
    }

    /// Returns the page, counted in the part, that a destination leads to.
    fn landing(&self, place: &'a Object) -> Option<usize> {
        let place = match self.resolve(place) {
            Object::String(name, _) | Object::Name(name) => self.names.get(name)?,
            place => place,
        };
        let place = match place {
            Object::Dictionary(dict) => dict.get(b"D").ok()?,
            place => place,
        };
        let page = place.as_array().ok()?.first()?.as_reference().ok()?;
        self.pages.get(&page).map(|page| page - self.first_page)
    }

    /// Returns the elements at the top of the tree.
    fn top(&self) -> Vec<&'a Dictionary> {
        let catalog = self.document.catalog().unwrap();
        let root = catalog.get(b"StructTreeRoot").unwrap();
        let root = self.resolve(root).as_dict().unwrap();
        self.below(root)
    }

    fn below(&self, element: &'a Dictionary) -> Vec<&'a Dictionary> {
        let list: Vec<&Object> = match self.get(element, b"K") {
            Some(Object::Array(list)) => list.iter().collect(),
            Some(one) => vec![one],
            None => Vec::new(),
        };
        list.into_iter().filter_map(|kid| self.resolve(kid).as_dict().ok()).collect()
    }
}

/// Returns the property lists that a page's content may name.
fn properties(document: &Document, page: ObjectId) -> Dictionary {
    let resolve =
        |object: &Object| document.dereference(object).map(|(_, target)| target.clone()).ok();
    let page = document.get_dictionary(page).unwrap();
    let resources = page.get(b"Resources").ok().and_then(resolve);
    let lists = resources
        .and_then(|resources| resources.as_dict().ok()?.get(b"Properties").ok().and_then(resolve));
    lists.and_then(|lists| lists.as_dict().ok().cloned()).unwrap_or_default()
}

/// Adds what is shown in each marked sequence of some content.
fn sequences_of(
    document: &Document,
    owner: ObjectId,
    content: &[u8],
    properties: Dictionary,
    found: &mut BTreeMap<(ObjectId, i64), String>,
) {
    let mut open: Vec<Option<i64>> = Vec::new();
    for operation in Content::decode(content).unwrap().operations {
        match &*operation.operator {
            "BMC" => open.push(None),
            "BDC" => {
                let list = match &operation.operands[1] {
                    Object::Name(name) => properties.get(name).ok().and_then(|list| {
                        document.dereference(list).ok()?.1.as_dict().ok().cloned()
                    }),
                    inline => inline.as_dict().ok().cloned(),
                };
                let mcid = list.and_then(|list| list.get(b"MCID").ok()?.as_i64().ok());
                if let Some(mcid) = mcid {
                    found.entry((owner, mcid)).or_default();
                }
                open.push(mcid);
            }
            "EMC" => {
                open.pop();
            }
            "Tj" | "TJ" | "'" | "\"" | "Do" | "re" => {
                if let Some(mcid) = open.iter().rev().find_map(|mcid| *mcid) {
                    let words = found.entry((owner, mcid)).or_default();
                    words.push_str(&format!("{:?}", operation.operands));
                }
            }
            _ => {}
        }
    }
}

/// Returns every named destination of a PDF.
fn names(document: &Document) -> BTreeMap<Vec<u8>, Object> {
    fn collect(document: &Document, node: &Object, found: &mut BTreeMap<Vec<u8>, Object>) {
        let Ok((_, Object::Dictionary(node))) = document.dereference(node) else { return };
        let list = |key: &[u8]| {
            let list = node.get(key).ok().and_then(|value| document.dereference(value).ok());
            list.and_then(|(_, list)| list.as_array().ok().cloned()).unwrap_or_default()
        };
        for pair in list(b"Names").chunks_exact(2) {
            let place = document.dereference(&pair[1]).unwrap().1.clone();
            found.insert(pair[0].as_str().unwrap().to_vec(), place);
        }
        for kid in list(b"Kids") {
            collect(document, &kid, found);
        }
    }
    let mut found = BTreeMap::new();
    let catalog = document.catalog().unwrap();
    if let Ok(old) = catalog.get(b"Dests")
        && let Ok((_, Object::Dictionary(old))) = document.dereference(old)
    {
        for (name, place) in old {
            found.insert(name.clone(), document.dereference(place).unwrap().1.clone());
        }
    }
    if let Ok(tree) = catalog.get(b"Names")
        && let Ok((_, Object::Dictionary(tree))) = document.dereference(tree)
        && let Ok(tree) = tree.get(b"Dests")
    {
        collect(document, tree, &mut found);
    }
    found
}

/// Returns a line for each element, marked sequence and link of a source.
fn lines_of_source(document: &Document) -> Vec<String> {
    let mut walk = Walk::new(document);
    let top = walk.top();
    let top = match &*top {
        [only] if walk.role(only) == "Document" => walk.below(only),
        _ => top,
    };
    for element in top {
        walk.element(element, None, 0);
    }
    walk.lines
}

/// Returns the same lines for each part of a pack.
fn lines_of_pack(document: &Document, pages: &[usize]) -> Vec<Vec<String>> {
    let mut walk = Walk::new(document);
    let top = walk.top();
    let parts = walk.below(top[0]);
    assert_eq!(parts.len(), pages.len());
    let mut all = Vec::new();
    for (part, pages) in parts.into_iter().zip(pages) {
        assert_eq!(walk.role(part), "Part");
        for element in walk.below(part) {
            walk.element(element, None, 0);
        }
        all.push(std::mem::take(&mut walk.lines));
        walk.first_page += pages;
    }
    all
}

/// Checks that the parent tree leads from each marked sequence to the element that has it.
fn assert_parent_tree_is_right(document: &Document) {
    let walk = Walk::new(document);
    let root = walk.root();
    let mut numbers = BTreeMap::new();
    let mut open = vec![walk.dict(&root, b"ParentTree").unwrap()];
    while let Some(node) = open.pop() {
        for kid in node.get(b"Kids").and_then(Object::as_array).into_iter().flatten() {
            open.push(document.get_dictionary(kid.as_reference().unwrap()).unwrap().clone());
        }
        for pair in node
            .get(b"Nums")
            .and_then(Object::as_array)
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .chunks(2)
        {
            let twice = numbers.insert(pair[0].as_i64().unwrap(), pair[1].clone());
            assert!(twice.is_none(), "a key of the parent tree is there twice");
        }
    }
    let next = root.get(b"ParentTreeNextKey").unwrap().as_i64().unwrap();
    assert!(numbers.keys().all(|key| (0..next).contains(key)));
    let mut seen = 0;
    for (id, object) in &document.objects {
        let dict = match object {
            Object::Dictionary(dict) => dict,
            Object::Stream(stream) => &stream.dict,
            _ => continue,
        };
        if let Ok(key) = dict.get(b"StructParents").and_then(Object::as_i64) {
            let row = numbers[&key].as_array().unwrap();
            for (mcid, element) in row.iter().enumerate() {
                let Ok(element) = element.as_reference() else { continue };
                let element = document.get_dictionary(element).unwrap();
                let kids = format!("{:?}", element.get(b"K").unwrap());
                let mcid = i64::try_from(mcid).unwrap();
                assert!(kids.contains(&mcid.to_string()), "{id:?} {mcid}: {kids}");
                seen += 1;
            }
        }
        if let Ok(key) = dict.get(b"StructParent").and_then(Object::as_i64) {
            let element = document.get_dictionary(numbers[&key].as_reference().unwrap()).unwrap();
            let kids = format!("{:?}", element.get(b"K").unwrap());
            assert!(kids.contains(&format!("{} 0 R", id.0)), "{id:?}: {kids}");
            seen += 1;
        }
    }
    assert!(seen > 0);
}

/// Checks that a pack has every element, every word and every link of some tagged sources, which are its parts
/// in order.
#[track_caller]
pub(crate) fn assert_tags_are_kept(pack: &[u8], names: &[&str], sources: &[Vec<u8>]) {
    let document = Document::load_mem(pack).unwrap();
    let sources: Vec<Document> =
        sources.iter().map(|source| Document::load_mem(source).unwrap()).collect();
    let pages: Vec<usize> = sources.iter().map(|source| source.page_iter().count()).collect();
    assert_eq!(document.page_iter().count(), pages.iter().sum::<usize>());
    let parts = lines_of_pack(&document, &pages);
    for ((name, source), part) in names.iter().zip(&sources).zip(&parts) {
        let expected = lines_of_source(source);
        assert!(expected.len() > 5, "`{name}` has {} lines", expected.len());
        if expected != *part {
            let at = expected.iter().zip(part).position(|(a, b)| a != b).unwrap_or(0);
            panic!(
                "`{name}` differs at line {at} of {} and {}:\n{:#?}\n{:#?}",
                expected.len(),
                part.len(),
                &expected[at.saturating_sub(3)..(at + 4).min(expected.len())],
                &part[at.saturating_sub(3).min(part.len())..(at + 4).min(part.len())]
            );
        }
    }
    assert_parent_tree_is_right(&document);
}

#[track_caller]
fn assert_whole(names: &[&str]) {
    let pack = bound(names);
    let sources: Vec<Vec<u8>> = names.iter().map(|name| source(name)).collect();
    assert_tags_are_kept(&pack.pdf, names, &sources);
    let document = Document::load_mem(&pack.pdf).unwrap();
    assert_eq!(pack.pages, document.page_iter().count());
    let sources = sources.iter().map(|source| Document::load_mem(source).unwrap());
    let sources: Vec<Document> = sources.collect();
    // The names of places in supplied papers may say more than people see.
    let ours = names.iter().zip(&sources).filter(|(name, _)| is_ours(name));
    let all_names: usize = ours.map(|(_, source)| self::names(source).len()).sum();
    assert_eq!(self::names(&document).len(), all_names, "no named place of ours is lost");
}

#[test]
fn two_parts_keep_everything() {
    assert_whole(&WHOLE[..2]);
}

#[test]
fn five_parts_keep_everything() {
    assert_whole(&WHOLE[..5]);
}

#[test]
fn twenty_parts_keep_everything() {
    let all: Vec<&str> = WHOLE.iter().copied().cycle().take(20).collect();
    assert_whole(&all);
}

#[test]
fn cleaned_sources_keep_their_words() {
    for name in CLEANED {
        let pack = bound(&["typst-a", name]);
        let document = Document::load_mem(&pack.pdf).unwrap();
        let original = Document::load_mem(&source(name)).unwrap();
        let pages = [2, original.page_iter().count()];
        let part = &lines_of_pack(&document, &pages)[1];
        let only_words = |lines: &[String]| -> Vec<String> {
            let words = lines.iter().filter(|line| line.trim_start().starts_with("= "));
            words.map(|line| line.trim_start().to_owned()).collect()
        };
        let (expected, found) = (only_words(&lines_of_source(&original)), only_words(part));
        for line in &expected {
            assert!(found.contains(line), "`{name}` lost {line}");
        }
        assert_parent_tree_is_right(&document);
    }
}

#[test]
fn the_same_pack_is_the_same_bytes() {
    assert_eq!(bound(&WHOLE[..4]).pdf, bound(&WHOLE[..4]).pdf);
}

#[test]
fn papers_of_ours_say_themselves_what_their_colours_mean() {
    let files = ["typst-a", "typst-b"]
        .map(|name| (name, Source::InMemory(Box::new(made_or_supplied(name)))));
    let plan = Plan::of_files("Two papers", "a test", link_words(), files.into());
    let pack = pack::bind(plan).unwrap();
    assert_eq!((pack.accessible, pack.level.map(|level| level.letter())), (true, Some("A")));
    let document = Document::load_mem(&pack.pdf).unwrap();
    let intents = document.catalog().unwrap().get(b"OutputIntents").unwrap().as_array().unwrap();
    assert_eq!(intents.len(), 1);
}

#[test]
fn a_pack_claims_what_its_weakest_part_does() {
    let claims = |names: &[&str]| {
        let pack = bound(names);
        (pack.accessible, pack.level.map(|level| level.letter()))
    };
    assert_eq!(claims(&["typst-a", "typst-b", "map-a3-landscape"]), (true, Some("A")));
    // Whether a supplied paper is PDF/A, only a validator can tell.
    assert_eq!(claims(&["typst-a", "libreoffice-tagged"]), (true, None));
    let facts = cleaned(&source("typst-a")).facts;
    assert_eq!((facts.claims.is_accessible(), facts.claims.level()), (true, None));
    assert_eq!(facts.claims.claimed_level().map(|level| level.letter()), Some("A"));
    // WeasyPrint leaves the number at the foot of a page out of the tags.
    let reasons = |name: &str| -> Vec<String> {
        let claims = cleaned(&source(name)).facts.claims;
        claims.against_accessible.iter().map(ToString::to_string).collect()
    };
    let of_weasyprint = reasons("weasyprint-tagged");
    let wanted = "some content of page 1 is in no tag (clause 7.1)";
    assert!(of_weasyprint.iter().any(|reason| reason == wanted), "{of_weasyprint:?}");
    assert_eq!(claims(&["typst-a", "weasyprint-tagged"]), (false, None));
    // A paper that is bound otherwise than it was checked.
    let mut changed = cleaned(&source("typst-a"));
    assert!(changed.facts.claims.checked.is_some());
    changed.facts.claims.checked = cleaned(&source("typst-b")).facts.claims.checked;
    let pack = bind(vec![part(changed, "changed")]).unwrap();
    let (name, reason) = &pack.against_accessible[0];
    assert!(!pack.accessible && name == "changed");
    assert_eq!(reason.to_string(), "its pages are not bound as they were checked");
    // LibreOffice leaves the link back from a footnote untagged; it gets a tag.
    assert_eq!(claims(&["typst-a", "libreoffice-footnote"]), (true, None));
    assert_eq!(claims(&["typst-a", "untagged"]), (false, None));
    assert_eq!(claims(&["typst-a", "scan"]), (false, None));
    assert_eq!(reasons("untagged")[0], "it has no tags (clause 7.1)");
}
