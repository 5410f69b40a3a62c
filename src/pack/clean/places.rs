//! Where links and bookmarks lead: every named destination becomes the place that it names
//! (ISO 32000-1, 12.3.2), so that names of two reports can't be taken for each other.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::object::{get, get_array, get_dict, get_name, locate, resolve};

/// How many named destinations are kept.
const MAX_NAMES: usize = 100_000;

/// How deep a tree of names is followed.
const MAX_DEPTH: usize = 50;

/// The places of a document.
pub(super) struct Places {
    /// Each page and its number from 0.
    pages: BTreeMap<ObjectId, usize>,
    /// The pages in order.
    order: Vec<ObjectId>,
    /// The named places, each an array that begins with a page.
    pub(super) names: BTreeMap<Vec<u8>, Object>,
}

impl Places {
    /// Returns the places of a document with these pages.
    pub(super) fn of(document: &Document, pages: &[ObjectId]) -> Self {
        let numbered = pages.iter().copied().enumerate().map(|(at, id)| (id, at));
        let mut places =
            Self { pages: numbered.collect(), order: pages.to_vec(), names: BTreeMap::new() };
        let Ok(catalog) = document.catalog() else { return places };
        let mut found = BTreeMap::new();
        if let Some(old) = get_dict(document, catalog, b"Dests") {
            found.extend(
                old.iter().take(MAX_NAMES).map(|(name, place)| (name.clone(), place.clone())),
            );
        }
        if let Some(tree) = get_dict(document, catalog, b"Names")
            && let Ok(tree) = tree.get(b"Dests")
        {
            collect(document, tree, &mut found, &mut BTreeSet::new(), 0);
        }
        let resolved: Vec<_> = found
            .into_iter()
            .filter_map(|(name, value)| Some((name, places.explicit(document, &value)?)))
            .collect();
        places.names.extend(resolved);
        places
    }

    /// Returns whether an object is one of the pages.
    pub(super) fn is_page(&self, id: ObjectId) -> bool {
        self.pages.contains_key(&id)
    }

    /// Returns the page of that number from 0.
    pub(super) fn page(&self, at: usize) -> Option<ObjectId> {
        self.order.get(at).copied()
    }

    /// Returns the number of a page from 0.
    pub(super) fn number(&self, id: ObjectId) -> Option<usize> {
        self.pages.get(&id).copied()
    }

    /// Returns a destination as an array that begins with a page; `None` where it leads nowhere.
    pub(super) fn place(&self, document: &Document, destination: &Object) -> Option<Object> {
        match resolve(document, destination) {
            Object::Name(name) | Object::String(name, _) => self.names.get(name).cloned(),
            _ => self.explicit(document, destination),
        }
    }

    /// Returns the place that an action of going somewhere in this document leads to.
    pub(super) fn of_action(&self, document: &Document, action: &Dictionary) -> Option<Object> {
        if get_name(document, action, b"S") != Some(b"GoTo") {
            return None;
        }
        self.place(document, action.get(b"D").ok()?)
    }

    fn explicit(&self, document: &Document, value: &Object) -> Option<Object> {
        let array = match resolve(document, value) {
            Object::Array(array) => array,
            Object::Dictionary(dict) => get(document, dict, b"D").as_array().ok()?,
            _ => return None,
        };
        let (first, rest) = array.split_first()?;
        let (at, target) = locate(document, first);
        let page = match (at, target) {
            (Some(id), _) if self.is_page(id) => id,
            // Pages by number belong to links between files, but are found inside one.
            (_, Object::Integer(number)) => *self.order.get(usize::try_from(*number).ok()?)?,
            _ => return None,
        };
        let mut place = vec![Object::Reference(page)];
        place.extend(rest.iter().take(5).map(|coordinate| match resolve(document, coordinate) {
            coordinate @ (Object::Name(_) | Object::Integer(_) | Object::Real(_)) => {
                coordinate.clone()
            }
            _ => Object::Null,
        }));
        if place.len() == 1 {
            place.push("Fit".into());
        }
        Some(Object::Array(place))
    }
}

/// Collects the names of a tree.
fn collect(
    document: &Document,
    node: &Object,
    found: &mut BTreeMap<Vec<u8>, Object>,
    visited: &mut BTreeSet<ObjectId>,
    depth: usize,
) {
    let (at, node) = locate(document, node);
    if depth > MAX_DEPTH || at.is_some_and(|id| !visited.insert(id)) {
        return;
    }
    let Ok(node) = node.as_dict() else { return };
    for pair in get_array(document, node, b"Names").chunks_exact(2) {
        if found.len() < MAX_NAMES
            && let Object::String(name, _) = resolve(document, &pair[0])
        {
            found.entry(name.clone()).or_insert_with(|| pair[1].clone());
        }
    }
    for kid in get_array(document, node, b"Kids") {
        collect(document, kid, found, visited, depth + 1);
    }
}
