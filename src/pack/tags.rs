//! Joins structure trees: each part's below a tag of its own, with keys, identifiers and types that
//! can't be taken for another part's (ISO 32000-1, 14.7).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::clean::is_standard;
use super::object::{get, get_array, get_dict, get_name, text};
use super::settled::{Settled, Tag};

/// How many pairs a node of a tree of names or numbers has.
const NODE: usize = 256;

/// The structure tree of a pack in the making.
#[derive(Default)]
pub(super) struct Forest {
    root: ObjectId,
    document: ObjectId,
    /// Tags of the parts.
    parts: Vec<Object>,
    /// The parent tree.
    numbers: Vec<(Object, Object)>,
    /// The next free key of the parent tree.
    pub(super) next_key: i64,
    /// Elements by identifier.
    ids: BTreeMap<Vec<u8>, ObjectId>,
    /// Types of the parts' own, and the standard type of each.
    roles: BTreeMap<Vec<u8>, Vec<u8>>,
    /// Tags below those of the parts, as they will be written.
    settled: Settled,
}

impl Forest {
    /// Takes the places of the root and of the tag above all parts.
    pub(super) fn begin(&mut self, document: &mut Document, language: &str) {
        self.root = document.new_object_id();
        self.document = document.new_object_id();
        document.objects.insert(self.root, Object::Null);
        let mut element = Dictionary::new();
        element.set("Type", "StructElem");
        element.set("S", "Document");
        element.set("P", self.root);
        element.set("Lang", text(language));
        document.objects.insert(self.document, element.into());
    }

    /// Adds the tree of part number `at`, whose objects are in `document` already, and returns the
    /// tag around it. A part without tags gets an empty one. The tags below it leave `document`.
    pub(super) fn add(
        &mut self,
        document: &mut Document,
        root: Option<ObjectId>,
        at: usize,
        title: &str,
        language: Option<&str>,
    ) -> ObjectId {
        let root =
            root.and_then(|id| document.get_dictionary(id).ok()).cloned().unwrap_or_default();
        let tree = get_dict(document, &root, b"ParentTree");
        let pairs =
            tree.map(|tree| get_array(document, tree, b"Nums").to_vec()).unwrap_or_default();
        for pair in pairs.chunks_exact(2) {
            let key = pair[0].as_i64().unwrap_or_default() + self.next_key;
            self.numbers.push((key.into(), pair[1].clone()));
        }
        self.next_key += get(document, &root, b"ParentTreeNextKey").as_i64().unwrap_or_default();

        let roles: BTreeMap<Vec<u8>, Vec<u8>> = get_dict(document, &root, b"RoleMap")
            .into_iter()
            .flat_map(Dictionary::iter)
            .filter_map(|(own, standard)| Some((own.clone(), standard.as_name().ok()?.to_vec())))
            .collect();
        let renamed = self.rename(&roles);
        let kids: Vec<ObjectId> = get_array(document, &root, b"K")
            .iter()
            .filter_map(|kid| kid.as_reference().ok())
            .collect();
        let is_document = |id: ObjectId| {
            let element = document.get_dictionary(id).ok();
            let own = element.and_then(|own| get_name(document, own, b"S")).unwrap_or_default();
            roles.get(own).map_or(own, Vec::as_slice) == b"Document"
        };
        let part = match &*kids {
            // Its own top becomes the tag of the part, so that nothing below it has to change.
            [only] if is_document(*only) => *only,
            _ => {
                let part = document.new_object_id();
                let mut element = Dictionary::new();
                element.set("Type", "StructElem");
                let own = kids.iter().map(|kid| Object::Reference(*kid)).collect::<Vec<_>>();
                if !own.is_empty() {
                    element.set("K", own);
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
        self.settle(document, part, at, &renamed);
        if let Ok(element) = document.get_dictionary_mut(part) {
            element.set("S", "Part");
            element.set("P", self.document);
            element.set("T", text(title));
            if let Some(language) = language.filter(|_| !element.has(b"Lang")) {
                element.set("Lang", text(language));
            }
        }
        self.parts.push(part.into());
        part
    }

    /// Takes up a part's own types; returns new names for those that mean something else here.
    fn rename(&mut self, roles: &BTreeMap<Vec<u8>, Vec<u8>>) -> BTreeMap<Vec<u8>, Vec<u8>> {
        let mut renamed = BTreeMap::new();
        for (own, standard) in roles {
            let mut name = own.clone();
            let mut count = 1;
            while self.roles.get(&name).is_some_and(|taken| taken != standard) || is_standard(&name)
            {
                count += 1;
                name = [own.as_slice(), format!(".{count}").as_bytes()].concat();
            }
            self.roles.insert(name.clone(), standard.clone());
            if name != *own {
                renamed.insert(own.clone(), name);
            }
        }
        renamed
    }

    /// Gives the elements of a part identifiers of its own, and types their new names; those below
    /// its tag are settled then.
    fn settle(
        &mut self,
        document: &mut Document,
        part: ObjectId,
        at: usize,
        renamed: &BTreeMap<Vec<u8>, Vec<u8>>,
    ) {
        let prefix = format!("part{}.", at + 1).into_bytes();
        let mut open = vec![part];
        while let Some(id) = open.pop() {
            let Ok(element) = document.get_dictionary_mut(id) else { continue };
            match element.get(b"K") {
                Ok(Object::Array(kids)) => {
                    open.extend(kids.iter().filter_map(|kid| kid.as_reference().ok()));
                }
                Ok(Object::Reference(kid)) => open.push(*kid),
                _ => {}
            }
            if let Ok(Object::String(own, _)) = element.get_mut(b"ID") {
                own.splice(0..0, prefix.iter().copied());
                self.ids.insert(own.clone(), id);
            }
            if let Ok(attributes) = element.get_mut(b"A") {
                headers(attributes, &prefix);
            }
            let role = element.get(b"S").and_then(Object::as_name).ok();
            if let Some(name) = role.and_then(|own| renamed.get(own)).cloned() {
                element.set("S", Object::Name(name));
            }
            if id != part
                && let Some(element) = document.objects.remove(&id)
            {
                self.settled.insert(id, Tag::from_object(&element));
            }
        }
    }

    /// Adds a link on a page: a paragraph of its own at the head of the part's tag.
    pub(super) fn add_link(
        &mut self,
        document: &mut Document,
        part: ObjectId,
        page: ObjectId,
        annotation: ObjectId,
        words: &str,
    ) -> i64 {
        let key = self.next_key;
        self.next_key += 1;
        let paragraph = document.new_object_id();
        let link = document.new_object_id();
        let mut reference = Dictionary::new();
        reference.set("Type", "OBJR");
        reference.set("Obj", annotation);
        reference.set("Pg", page);
        let mut element = Dictionary::new();
        element.set("Type", "StructElem");
        element.set("S", "Link");
        element.set("P", paragraph);
        element.set("Pg", page);
        element.set("Alt", text(words));
        element.set("K", reference);
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
        self.numbers.push((key.into(), link.into()));
        key
    }

    /// Writes the root; returns it, and the tags that were settled.
    pub(super) fn finish(self, document: &mut Document) -> (ObjectId, Settled) {
        if let Ok(element) = document.get_dictionary_mut(self.document) {
            element.set("K", self.parts);
        }
        let mut root = Dictionary::new();
        root.set("Type", "StructTreeRoot");
        root.set("K", vec![Object::Reference(self.document)]);
        root.set("ParentTree", tree(document, b"Nums", self.numbers));
        root.set("ParentTreeNextKey", self.next_key);
        if !self.ids.is_empty() {
            let pairs = self
                .ids
                .into_iter()
                .map(|(id, element)| (Object::string_literal(id), element.into()));
            root.set("IDTree", tree(document, b"Names", pairs.collect()));
        }
        if !self.roles.is_empty() {
            let mut map = Dictionary::new();
            for (own, standard) in self.roles {
                map.set(own, Object::Name(standard));
            }
            root.set("RoleMap", map);
        }
        document.objects.insert(self.root, root.into());
        (self.root, self.settled)
    }
}

/// Puts a prefix before the identifiers of header cells.
fn headers(attributes: &mut Object, prefix: &[u8]) {
    match attributes {
        Object::Array(list) => list.iter_mut().for_each(|own| headers(own, prefix)),
        Object::Dictionary(dict) => {
            if let Ok(Object::Array(list)) = dict.get_mut(b"Headers") {
                for own in list {
                    if let Object::String(id, _) = own {
                        id.splice(0..0, prefix.iter().copied());
                    }
                }
            }
        }
        _ => {}
    }
}

/// Writes sorted pairs as a tree of names or numbers (ISO 32000-1, 7.9.6 and 7.9.7), split where
/// they are many.
pub(super) fn tree(document: &mut Document, kind: &[u8], pairs: Vec<(Object, Object)>) -> ObjectId {
    let flat = |pairs: &[(Object, Object)]| -> Vec<Object> {
        pairs.iter().flat_map(|(key, value)| [key.clone(), value.clone()]).collect()
    };
    let mut root = Dictionary::new();
    if pairs.len() <= NODE {
        root.set(kind, flat(&pairs));
    } else {
        let mut kids = Vec::new();
        for own in pairs.chunks(NODE) {
            let mut node = Dictionary::new();
            let limits =
                [own.first(), own.last()].map(|own| own.expect("no chunk is empty").0.clone());
            node.set("Limits", limits.to_vec());
            node.set(kind, flat(own));
            kids.push(Object::Reference(document.add_object(node)));
        }
        root.set("Kids", kids);
    }
    document.add_object(root)
}
