//! The structure tree of a supplied PDF, rebuilt (ISO 32000-1, 14.7 and 14.8).
//!
//! The way back from content to tags (the parent tree) is never read: it is made anew from the
//! tree itself, so that a wrong, looping or missing one does no harm. Attribute classes are written
//! into the elements that use them, so that nothing of one report can be taken for another's.

mod links;
mod whole;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::annotations::{Fate, Field};
use super::places::Places;
use super::roles::Roles;
use crate::Reason;
use crate::object::{get, get_dict, get_name, get_text, locate, resolve, text};
use crate::tags::object_reference;

/// How deep a structure tree is followed.
const MAX_DEPTH: usize = 200;

/// How many elements are followed.
const MAX_ELEMENTS: usize = 2_000_000;

/// The largest identifier of marked content that is believed.
const MAX_MCID: u32 = 100_000;

/// What the content of each page has, and what is to be added to it.
pub(super) struct Content<'a> {
    /// The identifiers found on each page; `None` where the content can't be read.
    pub(super) mcids: &'a [Option<BTreeSet<u32>>],
    /// What became of each annotation.
    pub(super) fates: &'a BTreeMap<ObjectId, Fate>,
    /// Identifiers of content that was taken out because nobody sees it.
    pub(super) taken: &'a BTreeMap<ObjectId, BTreeSet<u32>>,
    /// The file as it was supplied.
    pub(super) written: &'a Arc<Vec<u8>>,
}

/// A structure tree, rebuilt.
#[derive(Default)]
pub(super) struct Tags {
    /// The root, where there is one.
    pub(super) root: Option<ObjectId>,
    /// The key of each page, stream or annotation in the parent tree.
    pub(super) keys: BTreeMap<ObjectId, i64>,
    /// Identifiers given to drawings that stand for annotations: page, drawing, identifier, tag.
    pub(super) drawn: BTreeMap<(usize, usize), u32>,
    /// What speaks against PDF/UA-1.
    pub(super) faults: BTreeSet<Reason>,
}

/// Rebuilds the structure tree; its root is `None` where the document has none that can be used.
pub(super) fn rebuild(
    document: &mut Document,
    places: &Places,
    pages: &[ObjectId],
    content: &Content<'_>,
) -> Tags {
    let catalog = document.catalog().ok();
    let Some(old) =
        catalog.and_then(|catalog| get_dict(document, catalog, b"StructTreeRoot")).cloned()
    else {
        return Tags::default();
    };
    let root = document.new_object_id();
    let mut reader = Reader {
        places,
        content,
        roles: Roles::of(document, &old),
        classes: get_dict(document, &old, b"ClassMap").cloned().unwrap_or_default(),
        owners: BTreeMap::new(),
        objects: BTreeMap::new(),
        visited: BTreeSet::new(),
        ids: BTreeSet::new(),
        free: BTreeMap::new(),
        plain_headings: BTreeSet::new(),
        bare_links: BTreeMap::new(),
        rebuilt: BTreeMap::new(),
        related: BTreeMap::new(),
        has_levels: false,
        too_deep: false,
        dropped: 0,
        taken: 0,
        tags: Tags::default(),
        document,
    };
    let kids = reader.kids(&old, root, None, 0);
    if reader.too_deep {
        let mut tags = Tags::default();
        let words = "its tags are nested too deeply to be followed";
        tags.faults.insert(Reason::new("7.1", words));
        return tags;
    }
    if !kids.iter().any(|kid| matches!(kid, Object::Reference(_))) {
        reader.fault("7.1", "its structure tree is empty");
        return reader.tags;
    }
    reader.relate();
    reader.number_headings();
    reader.adopt_links(pages.len());
    reader.settle_bare_links();
    reader.unclaimed();
    reader.finish(root, kids, pages)
}

struct Reader<'a> {
    document: &'a mut Document,
    places: &'a Places,
    content: &'a Content<'a>,
    roles: Roles,
    classes: Dictionary,
    /// The element of each identifier, by the page or stream whose content has it.
    owners: BTreeMap<ObjectId, BTreeMap<u32, ObjectId>>,
    /// The element of each annotation or picture.
    objects: BTreeMap<ObjectId, ObjectId>,
    visited: BTreeSet<ObjectId>,
    ids: BTreeSet<Vec<u8>>,
    /// The next free identifier of pages that got drawings.
    free: BTreeMap<usize, u32>,
    /// Headings without a level.
    plain_headings: BTreeSet<ObjectId>,
    /// Elements of links in which no link stands, and whether one did that was removed.
    bare_links: BTreeMap<ObjectId, bool>,
    /// How many references to annotations were dropped so far.
    dropped: usize,
    /// The element that each was rebuilt as.
    rebuilt: BTreeMap<ObjectId, ObjectId>,
    /// The elements to which each of the rebuilt ones refers (`Ref`), as they were before.
    related: BTreeMap<ObjectId, Vec<ObjectId>>,
    /// Whether it has headings with one.
    has_levels: bool,
    too_deep: bool,
    /// How many pieces of content that was taken out were met so far.
    taken: usize,
    tags: Tags,
}

impl Reader<'_> {
    fn fault(&mut self, clause: &'static str, words: &'static str) {
        self.tags.faults.insert(Reason::new(clause, words));
    }

    /// Returns the kids of an element, rebuilt.
    fn kids(
        &mut self,
        from: &Dictionary,
        parent: ObjectId,
        page: Option<ObjectId>,
        depth: usize,
    ) -> Vec<Object> {
        let Ok(below) = from.get(b"K") else { return Vec::new() };
        let list = match resolve(self.document, below) {
            Object::Array(list) => list.clone(),
            _ => vec![below.clone()],
        };
        list.iter().filter_map(|kid| self.kid(kid, parent, page, depth)).collect()
    }

    fn kid(
        &mut self,
        object: &Object,
        parent: ObjectId,
        page: Option<ObjectId>,
        depth: usize,
    ) -> Option<Object> {
        let (at, value) = locate(self.document, object);
        match value {
            Object::Integer(mcid) => {
                let mcid = u32::try_from(*mcid).ok();
                self.claim(page?, mcid?, parent).then(|| object_of(mcid))?
            }
            Object::Dictionary(dict) => {
                let dict = dict.clone();
                let own_page = self.page(&dict).or(page);
                match get_name(self.document, &dict, b"Type") {
                    Some(b"MCR") => self.marked(&dict, own_page, page, parent),
                    Some(b"OBJR") => self.object(&dict, own_page, parent),
                    _ => {
                        if at.is_some_and(|id| !self.visited.insert(id)) {
                            self.fault("7.1", "an element of its structure tree is in two places");
                            return None;
                        }
                        let element = self.element(&dict, parent, own_page, depth + 1)?;
                        self.rebuilt.extend(at.map(|old| (old, element)));
                        Some(Object::Reference(element))
                    }
                }
            }
            _ => None,
        }
    }

    /// Returns the page that an element names.
    fn page(&self, dict: &Dictionary) -> Option<ObjectId> {
        let (id, _) = locate(self.document, dict.get(b"Pg").ok()?);
        id.filter(|id| self.places.is_page(*id))
    }

    /// Notes who has a piece of marked content; `false` where it isn't there or is another's.
    fn claim(&mut self, owner: ObjectId, mcid: u32, element: ObjectId) -> bool {
        if mcid > MAX_MCID {
            return false;
        }
        if self.content.taken.get(&owner).is_some_and(|taken| taken.contains(&mcid)) {
            self.taken += 1;
            return false;
        }
        let found = self.places.number(owner).and_then(|at| self.content.mcids[at].as_ref());
        if found.is_some_and(|found| !found.contains(&mcid)) {
            return false;
        }
        let taken = self.owners.entry(owner).or_default();
        if taken.contains_key(&mcid) {
            self.fault("7.1", "a piece of its content has two tags");
            return false;
        }
        taken.insert(mcid, element);
        true
    }

    /// Returns a reference to marked content on another page, or in a form XObject.
    fn marked(
        &mut self,
        dict: &Dictionary,
        page: Option<ObjectId>,
        element_page: Option<ObjectId>,
        parent: ObjectId,
    ) -> Option<Object> {
        let page = page?;
        let mcid = u32::try_from(get(self.document, dict, b"MCID").as_i64().ok()?).ok()?;
        let stream = dict.get(b"Stm").ok().map(|stream| locate(self.document, stream));
        let stream = match stream {
            Some((Some(id), Object::Stream(_))) => Some(id),
            Some(_) => return None,
            None => None,
        };
        if !self.claim(stream.unwrap_or(page), mcid, parent) {
            return None;
        }
        if stream.is_none() && element_page == Some(page) {
            return object_of(Some(mcid));
        }
        let mut reference = Dictionary::new();
        reference.set("Type", "MCR");
        reference.set("Pg", page);
        reference.set("MCID", i64::from(mcid));
        if let Some(stream) = stream {
            reference.set("Stm", stream);
        }
        Some(reference.into())
    }

    /// Returns a reference to an annotation or a picture.
    fn object(
        &mut self,
        dict: &Dictionary,
        page: Option<ObjectId>,
        parent: ObjectId,
    ) -> Option<Object> {
        let (id, target) = locate(self.document, dict.get(b"Obj").ok()?);
        let (id, is_stream) = (id?, matches!(target, Object::Stream(_)));
        match self.content.fates.get(&id) {
            Some(Fate::Removed) => {
                self.dropped += 1;
                None
            }
            Some(Fate::Drawn { page, drawing, .. }) => {
                let (page, drawing) = (*page, *drawing);
                if self.tags.drawn.contains_key(&(page, drawing)) {
                    return None;
                }
                let found = self.content.mcids[page].as_ref()?;
                let next = found.last().map_or(0, |last| last + 1);
                let free = self.free.entry(page).or_insert(next);
                let mcid = *free;
                *free += 1;
                let owner = self.places.page(page)?;
                self.owners.entry(owner).or_default().insert(mcid, parent);
                self.tags.drawn.insert((page, drawing), mcid);
                let mut reference = Dictionary::new();
                reference.set("Type", "MCR");
                reference.set("Pg", owner);
                reference.set("MCID", i64::from(mcid));
                Some(reference.into())
            }
            None if !is_stream => {
                self.dropped += 1;
                None
            }
            Some(Fate::Kept { .. }) | None => {
                if self.objects.insert(id, parent).is_some() {
                    self.fault("7.18.5", "a link has two tags");
                    return None;
                }
                Some(object_reference(id, page?).into())
            }
        }
    }

    /// Rebuilds an element and all below it.
    fn element(
        &mut self,
        old: &Dictionary,
        parent: ObjectId,
        page: Option<ObjectId>,
        depth: usize,
    ) -> Option<ObjectId> {
        if depth > MAX_DEPTH || self.visited.len() > MAX_ELEMENTS {
            self.too_deep = true;
            return None;
        }
        let own_type = get_name(self.document, old, b"S")?.to_vec();
        let id = self.document.new_object_id();
        // Taken now, so that elements come before those below them.
        self.document.objects.insert(id, Object::Null);
        let mut role = self.roles.role(&own_type);
        self.tags.faults.extend(role.fault.take());
        self.has_levels |= matches!(*role.standard, [b'H', b'1'..=b'6']);
        if role.standard == b"H" {
            self.plain_headings.insert(id);
        }
        let drawn = self.drawn(old);
        let (taken, dropped) = (self.taken, self.dropped);
        let kids = self.kids(old, id, page, depth);
        let is_elsewhere = old.has(b"Pg") && self.page(old).is_none();
        let was_taken = self.taken > taken;
        if kids.is_empty()
            && (is_elsewhere || was_taken || (role.standard == b"Form" && old.has(b"K")))
        {
            // What it says was on a page that is no longer there, or on a layer that is off, or its field was
            // not to be seen.
            self.document.objects.remove(&id);
            return None;
        }
        if role.standard == b"Link" && !self.has_link(&kids) {
            self.bare_links.insert(id, self.dropped > dropped);
        }
        let mut element = Dictionary::new();
        element.set("Type", "StructElem");
        element.set("S", Object::Name(role.name.clone()));
        element.set("P", parent);
        if let Some(page) = page {
            element.set("Pg", page);
        }
        for key in ["T", "Lang", "Alt", "E", "ActualText"] {
            if let Some(words) = get_text(self.document, old, key.as_bytes()) {
                element.set(key, text(&words));
            }
        }
        if role.standard == b"Note" && !old.has(b"ID") {
            // A note is told from others by its identifier (ISO 14289-1, 7.9).
            element.set("ID", Object::string_literal(format!("note-{}", id.0)));
        } else if let Ok(name) = get(self.document, old, b"ID").as_str() {
            if self.ids.insert(name.to_vec()) {
                element.set("ID", get(self.document, old, b"ID").clone());
            } else {
                self.fault("7.9", "two elements of its structure tree have the same identifier");
            }
        }
        if let Ok(list) = old.get(b"Ref") {
            let list = match resolve(self.document, list) {
                Object::Array(list) => list.as_slice(),
                _ => std::slice::from_ref(list),
            };
            let list = list.iter().filter_map(|other| locate(self.document, other).0).collect();
            self.related.insert(id, list);
        }
        let mut attributes = self.attributes(old);
        if let Some((field, words)) = drawn {
            let words = field.as_ref().map_or(words, |field| field.words.clone());
            let answer = field.as_ref().and_then(|field| field.answer.clone());
            let (role_wanted, clause) =
                if field.is_some() { ("Form", "7.18.4") } else { ("Annot", "7.18.1") };
            if role.standard != role_wanted.as_bytes() {
                self.fault(clause, "a field or a mark is in a tag that is not that of one");
            }
            if let Some(field) = field {
                attributes.push(print_field(&field).into());
            }
            let given = get_text(self.document, &element, b"Alt");
            let label = given.filter(|words| !words.trim().is_empty()).or(words);
            element.remove(b"Alt");
            match (label, answer) {
                // Words for a tag take the place of what is in it, so that they must have the answer, too.
                (Some(label), Some(answer)) => {
                    element.set("Alt", text(&format!("{label}: {answer}")));
                }
                (Some(label), None) => element.set("Alt", text(&label)),
                (None, _) => self.fault("7.18.1", "a field or a mark has no description"),
            }
        }
        match attributes.len() {
            0 => {}
            1 => element.set("A", attributes.remove(0)),
            _ => element.set("A", attributes),
        }
        if !kids.is_empty() {
            element.set("K", if kids.len() == 1 { kids[0].clone() } else { kids.into() });
        }
        self.document.objects.insert(id, element.into());
        Some(id)
    }

    /// Returns what an element's drawn annotation was: the field of a form, or a mark and the words of it;
    /// `None` where it has none.
    fn drawn(&self, old: &Dictionary) -> Option<(Option<Field>, Option<String>)> {
        let below = old.get(b"K").ok()?;
        let list = match resolve(self.document, below) {
            Object::Array(list) => list.as_slice(),
            _ => std::slice::from_ref(below),
        };
        list.iter().find_map(|kid| {
            let dict = resolve(self.document, kid).as_dict().ok()?;
            let (id, _) = locate(self.document, dict.get(b"Obj").ok()?);
            match self.content.fates.get(&id?)? {
                Fate::Drawn { field, words, .. } => Some((field.clone(), words.clone())),
                Fate::Kept { .. } | Fate::Removed => None,
            }
        })
    }

    /// Returns an element's attributes, those of its classes first.
    fn attributes(&self, old: &Dictionary) -> Vec<Object> {
        let mut found = Vec::new();
        let list = |object: &Object| match resolve(self.document, object) {
            Object::Array(list) => list.clone(),
            one => vec![one.clone()],
        };
        if let Ok(classes) = old.get(b"C") {
            for class in list(classes) {
                let name = resolve(self.document, &class).as_name().ok();
                let Some(attributes) = name.and_then(|name| self.classes.get(name).ok()) else {
                    continue;
                };
                found.extend(list(attributes));
            }
        }
        if let Ok(attributes) = old.get(b"A") {
            found.extend(list(attributes));
        }
        let plain = found.iter().filter_map(|attributes| self.plain(attributes, 0));
        plain.filter(|attributes| attributes.as_dict().is_ok()).collect()
    }

    /// Returns a copy of a value that refers to nothing.
    fn plain(&self, object: &Object, depth: usize) -> Option<Object> {
        if depth > 4 {
            return None;
        }
        Some(match resolve(self.document, object) {
            Object::Array(list) => list
                .iter()
                .filter_map(|item| self.plain(item, depth + 1))
                .collect::<Vec<_>>()
                .into(),
            Object::Dictionary(dict) => {
                let mut plain = Dictionary::new();
                for (key, value) in dict {
                    if let Some(value) = self.plain(value, depth + 1) {
                        plain.set(key.clone(), value);
                    }
                }
                plain.into()
            }
            Object::Stream(stream) => self.plain(&stream.dict.clone().into(), depth)?,
            Object::Null | Object::Reference(_) => return None,
            value => value.clone(),
        })
    }
}

fn object_of(mcid: Option<u32>) -> Option<Object> {
    mcid.map(|mcid| i64::from(mcid).into())
}

/// Returns the attributes of a field that can't be filled in any more.
fn print_field(field: &Field) -> Dictionary {
    let mut dict = Dictionary::new();
    dict.set("O", "PrintField");
    dict.set("Role", field.role);
    if let Some(checked) = field.checked {
        dict.set("checked", if checked { "on" } else { "off" });
    }
    if let Some(words) = &field.words {
        dict.set("Desc", text(words));
    }
    dict
}
