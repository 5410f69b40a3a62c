//! Joins structure trees: each part's goes under a `Part` tag, with its keys shifted, its identifiers
//! prefixed and its types renamed, so that they do not clash with another part's (ISO 32000-1, 14.7).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::check;
use super::clean::is_standard;
use super::object::{get, get_array, get_dict, get_name, text};
use super::settled::{Settled, Tag};
use super::{Facts, Reason};

/// How many pairs a node of a name tree or number tree has at most.
const PAIRS_PER_NODE: usize = 256;

/// The structure tree of a pack in the making.
#[derive(Default)]
pub(super) struct Forest {
    root: ObjectId,
    document: ObjectId,
    /// References to the tags of the parts, in order.
    parts: Vec<Object>,
    /// The pairs of the parent tree, by ascending key.
    parent_tree: Vec<(Object, Object)>,
    /// The next free key of the parent tree.
    pub(super) next_key: i64,
    /// Elements by identifier.
    ids: BTreeMap<Vec<u8>, ObjectId>,
    /// The role map: custom types of the parts, and the standard type that each stands for.
    roles: BTreeMap<Vec<u8>, Vec<u8>>,
    /// Tags below those of the parts.
    settled: Settled,
    /// What the tags have against PDF/UA-1 as they are bound, each with its part, counted from 0.
    pub(super) against: Vec<(usize, Reason)>,
}

impl Forest {
    /// Adds the `Document` tag above all parts, and reserves a number for the root. Call it first.
    pub(super) fn begin(&mut self, document: &mut Document, language: Option<&str>) {
        self.root = document.new_object_id();
        self.document = document.new_object_id();
        document.objects.insert(self.root, Object::Null);
        let mut element = Dictionary::new();
        element.set("Type", "StructElem");
        element.set("S", "Document");
        element.set("P", self.root);
        if let Some(language) = language {
            element.set("Lang", text(language));
        }
        document.objects.insert(self.document, element.into());
    }

    /// Adds the structure tree at `root`, that of part number `at` (counted from 0), whose objects are
    /// in `document` already; returns the tag around it, an empty one for a part without tags. The tags
    /// below it are moved out of `document` into the settled ones; where the part claims PDF/UA-1, they are
    /// checked before, as they are written, and the part's `pages` must be those that were checked when it was
    /// cleaned.
    pub(super) fn add(
        &mut self,
        document: &mut Document,
        root: Option<ObjectId>,
        at: usize,
        title: &str,
        facts: &Facts,
        pages: &[ObjectId],
    ) -> ObjectId {
        let language = facts.language.as_deref();
        let root =
            root.and_then(|id| document.get_dictionary(id).ok()).cloned().unwrap_or_default();
        if facts.claims.is_accessible() && !facts.claims.is_ours {
            let seal = check::seal(document, pages, &root);
            if facts.claims.checked.as_ref() != Some(&seal) {
                self.against
                    .push((at, Reason::other("its pages are not bound as they were checked")));
            }
        }
        let tree = get_dict(document, &root, b"ParentTree");
        let pairs =
            tree.map(|tree| get_array(document, tree, b"Nums").to_vec()).unwrap_or_default();
        for pair in pairs.chunks_exact(2) {
            let key = pair[0].as_i64().unwrap_or_default() + self.next_key;
            self.parent_tree.push((key.into(), pair[1].clone()));
        }
        self.next_key += get(document, &root, b"ParentTreeNextKey").as_i64().unwrap_or_default();

        let roles: BTreeMap<Vec<u8>, Vec<u8>> = get_dict(document, &root, b"RoleMap")
            .into_iter()
            .flat_map(Dictionary::iter)
            .filter_map(|(role, standard)| Some((role.clone(), standard.as_name().ok()?.to_vec())))
            .collect();
        let renamed = self.merge_roles(&roles);
        let kids: Vec<ObjectId> = get_array(document, &root, b"K")
            .iter()
            .filter_map(|kid| kid.as_reference().ok())
            .collect();
        let is_document = |id: ObjectId| {
            let element = document.get_dictionary(id).ok();
            let role = element.and_then(|tag| get_name(document, tag, b"S")).unwrap_or_default();
            roles.get(role).map_or(role, Vec::as_slice) == b"Document"
        };
        let part = match &*kids {
            // Its `Document` becomes the tag of the part, so that nothing below it has to change.
            [only] if is_document(*only) => *only,
            _ => {
                let part = document.new_object_id();
                let mut element = Dictionary::new();
                element.set("Type", "StructElem");
                let references: Vec<_> = kids.iter().map(|kid| Object::Reference(*kid)).collect();
                if !references.is_empty() {
                    element.set("K", references);
                }
                document.objects.insert(part, element.into());
                for kid in &kids {
                    if let Ok(kid) = document.get_dictionary_mut(*kid) {
                        kid.set("P", part);
                    }
                }
                part
            }
        };
        if let Ok(element) = document.get_dictionary_mut(part) {
            element.set("S", "Part");
            element.set("P", self.document);
            element.set("T", text(title));
            if let Some(language) = language.filter(|_| !element.has(b"Lang")) {
                element.set("Lang", text(language));
            }
        }
        let below = self.rename(document, part, at, &renamed);
        if facts.claims.is_accessible() {
            let mut root = Dictionary::new();
            root.set("K", part);
            root.set("RoleMap", self.role_map());
            let reasons = check::structure(document, &root);
            self.against.extend(reasons.into_iter().map(|reason| (at, reason)));
        }
        for id in below {
            if let Some(element) = document.objects.remove(&id) {
                self.settled.insert(id, Tag::from_object(&element));
            }
        }
        self.parts.push(part.into());
        part
    }

    /// Adds a part's role map to that of the pack; returns new names for the types that are standard
    /// ones, or that another part maps to a different standard type.
    fn merge_roles(&mut self, roles: &BTreeMap<Vec<u8>, Vec<u8>>) -> BTreeMap<Vec<u8>, Vec<u8>> {
        let mut renamed = BTreeMap::new();
        for (role, standard) in roles {
            let mut name = role.clone();
            let mut count = 1;
            while self.roles.get(&name).is_some_and(|taken| taken != standard) || is_standard(&name)
            {
                count += 1;
                name = [role.as_slice(), format!(".{count}").as_bytes()].concat();
            }
            self.roles.insert(name.clone(), standard.clone());
            if name != *role {
                renamed.insert(role.clone(), name);
            }
        }
        renamed
    }

    /// Prefixes the identifiers of a part's elements and renames their types; returns the elements below its
    /// tag.
    fn rename(
        &mut self,
        document: &mut Document,
        part: ObjectId,
        at: usize,
        renamed: &BTreeMap<Vec<u8>, Vec<u8>>,
    ) -> Vec<ObjectId> {
        let prefix = format!("part{}.", at + 1).into_bytes();
        let mut open = vec![part];
        let mut below = Vec::new();
        while let Some(id) = open.pop() {
            let Ok(element) = document.get_dictionary_mut(id) else { continue };
            match element.get(b"K") {
                Ok(Object::Array(kids)) => {
                    open.extend(kids.iter().filter_map(|kid| kid.as_reference().ok()));
                }
                Ok(Object::Reference(kid)) => open.push(*kid),
                _ => {}
            }
            if let Ok(Object::String(identifier, _)) = element.get_mut(b"ID") {
                identifier.splice(0..0, prefix.iter().copied());
                self.ids.insert(identifier.clone(), id);
            }
            if let Ok(attributes) = element.get_mut(b"A") {
                prefix_headers(attributes, &prefix);
            }
            let role = element.get(b"S").and_then(Object::as_name).ok();
            if let Some(name) = role.and_then(|role| renamed.get(role)).cloned() {
                element.set("S", Object::Name(name));
            }
            if id != part {
                below.push(id);
            }
        }
        below
    }

    /// Returns the role map of the parts so far.
    fn role_map(&self) -> Dictionary {
        let mut map = Dictionary::new();
        for (role, standard) in &self.roles {
            map.set(role.clone(), Object::Name(standard.clone()));
        }
        map
    }

    /// Adds the tag of a link on a page, in a paragraph at the head of the part's tag; returns the key
    /// of its annotation in the parent tree. `description` is its alternate description.
    pub(super) fn add_link(
        &mut self,
        document: &mut Document,
        part: ObjectId,
        page: ObjectId,
        annotation: ObjectId,
        description: &str,
    ) -> i64 {
        let key = self.next_key;
        self.next_key += 1;
        let paragraph = document.new_object_id();
        let link = document.new_object_id();
        let element = link_element(annotation, page, paragraph, description);
        document.objects.insert(link, element.into());
        let mut element = Dictionary::new();
        element.set("Type", "StructElem");
        element.set("S", "P");
        element.set("P", part);
        element.set("Pg", page);
        element.set("K", link);
        document.objects.insert(paragraph, element.into());
        if let Ok(part) = document.get_dictionary_mut(part) {
            let mut kids = match part.remove(b"K") {
                Some(Object::Array(kids)) => kids,
                Some(kid) => vec![kid],
                None => Vec::new(),
            };
            kids.insert(0, paragraph.into());
            part.set("K", kids);
        }
        self.parent_tree.push((key.into(), link.into()));
        key
    }

    /// Adds the root to the document; returns its number, and the settled tags.
    pub(super) fn finish(mut self, document: &mut Document) -> (ObjectId, Settled) {
        if let Ok(element) = document.get_dictionary_mut(self.document) {
            element.set("K", std::mem::take(&mut self.parts));
        }
        let mut root = Dictionary::new();
        root.set("Type", "StructTreeRoot");
        root.set("K", vec![Object::Reference(self.document)]);
        let pairs = std::mem::take(&mut self.parent_tree);
        root.set("ParentTree", tree(document, b"Nums", pairs));
        root.set("ParentTreeNextKey", self.next_key);
        if !self.ids.is_empty() {
            let pairs = std::mem::take(&mut self.ids)
                .into_iter()
                .map(|(id, element)| (Object::string_literal(id), element.into()));
            root.set("IDTree", tree(document, b"Names", pairs.collect()));
        }
        if !self.roles.is_empty() {
            root.set("RoleMap", self.role_map());
        }
        document.objects.insert(self.root, root.into());
        (self.root, self.settled)
    }
}

/// Prefixes the identifiers of header cells that a table cell refers to.
fn prefix_headers(attributes: &mut Object, prefix: &[u8]) {
    match attributes {
        Object::Array(list) => list.iter_mut().for_each(|item| prefix_headers(item, prefix)),
        Object::Dictionary(dict) => {
            if let Ok(Object::Array(list)) = dict.get_mut(b"Headers") {
                for header in list {
                    if let Object::String(id, _) = header {
                        id.splice(0..0, prefix.iter().copied());
                    }
                }
            }
        }
        _ => {}
    }
}

/// Adds a name tree or number tree (ISO 32000-1, 7.9.6 and 7.9.7) of sorted pairs; returns its root.
/// `kind` is the key of the pairs, `Names` or `Nums`; more than [`PAIRS_PER_NODE`] go into child
/// nodes.
pub(super) fn tree(document: &mut Document, kind: &[u8], pairs: Vec<(Object, Object)>) -> ObjectId {
    let flat = |pairs: &[(Object, Object)]| -> Vec<Object> {
        pairs.iter().flat_map(|(key, value)| [key.clone(), value.clone()]).collect()
    };
    let mut root = Dictionary::new();
    if pairs.len() <= PAIRS_PER_NODE {
        root.set(kind, flat(&pairs));
    } else {
        let mut kids = Vec::new();
        for chunk in pairs.chunks(PAIRS_PER_NODE) {
            let mut node = Dictionary::new();
            let limits = [chunk.first(), chunk.last()]
                .map(|pair| pair.expect("no chunk is empty").0.clone());
            node.set("Limits", limits.to_vec());
            node.set(kind, flat(chunk));
            kids.push(Object::Reference(document.add_object(node)));
        }
        root.set("Kids", kids);
    }
    document.add_object(root)
}

/// Returns a reference to a link, a field or a mark from its element.
pub(super) fn object_reference(annotation: ObjectId, page: ObjectId) -> Dictionary {
    let mut reference = Dictionary::new();
    reference.set("Type", "OBJR");
    reference.set("Obj", annotation);
    reference.set("Pg", page);
    reference
}

/// Returns the element of a link, which is described with these words.
pub(super) fn link_element(
    link: ObjectId,
    page: ObjectId,
    parent: ObjectId,
    description: &str,
) -> Dictionary {
    let mut element = Dictionary::new();
    element.set("Type", "StructElem");
    element.set("S", "Link");
    element.set("P", parent);
    element.set("Pg", page);
    element.set("Alt", text(description));
    element.set("K", object_reference(link, page));
    element
}
