//! The types of structure elements: the standard ones, and what a document's own stand for
//! (ISO 32000-1, 14.7.3 and 14.8.4).

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document};

use crate::Reason;
use crate::object::{get_dict, resolve};

/// The standard types of ISO 32000-1, 14.8.4.
pub(crate) const STANDARD: &[&str] = &[
    "Document",
    "Part",
    "Art",
    "Sect",
    "Div",
    "BlockQuote",
    "Caption",
    "TOC",
    "TOCI",
    "Index",
    "NonStruct",
    "Private",
    "P",
    "H",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "L",
    "LI",
    "Lbl",
    "LBody",
    "Table",
    "TR",
    "TH",
    "TD",
    "THead",
    "TBody",
    "TFoot",
    "Span",
    "Quote",
    "Note",
    "Reference",
    "BibEntry",
    "Code",
    "Link",
    "Annot",
    "Ruby",
    "RB",
    "RT",
    "RP",
    "Warichu",
    "WT",
    "WP",
    "Figure",
    "Formula",
    "Form",
];

/// Types that are standard ones in PDF 2.0 only (ISO 32000-2, 14.8.4), and the nearest of those in [`STANDARD`].
const NEWER: &[(&str, &str)] = &[
    ("Aside", "Div"),
    ("DocumentFragment", "Div"),
    ("Em", "Span"),
    ("FENote", "Note"),
    ("Strong", "Span"),
    ("Sub", "Span"),
    ("Title", "P"),
];

/// Returns whether a type is a standard one.
pub(crate) fn is_standard(role: &[u8]) -> bool {
    STANDARD.iter().any(|standard| standard.as_bytes() == role)
}

/// What a document's own types stand for.
#[derive(Default)]
pub(super) struct Roles {
    /// Each own type, and what it is mapped to.
    map: BTreeMap<Vec<u8>, Vec<u8>>,
    /// The own types that elements have, and the standard type of each.
    pub(super) used: BTreeMap<Vec<u8>, Vec<u8>>,
}

/// The type of an element.
pub(super) struct Role {
    /// As it is written.
    pub(super) name: Vec<u8>,
    /// The standard type that it stands for.
    pub(super) standard: Vec<u8>,
    /// What speaks against PDF/UA-1.
    pub(super) fault: Option<Reason>,
}

impl Roles {
    /// Reads the role map below a structure tree's root.
    pub(super) fn of(document: &Document, root: &Dictionary) -> Self {
        let map = get_dict(document, root, b"RoleMap");
        let pairs = map.into_iter().flat_map(Dictionary::iter).filter_map(|(name, value)| {
            let target = resolve(document, value).as_name().ok()?;
            Some((name.clone(), target.to_vec()))
        });
        Self { map: pairs.collect(), used: BTreeMap::new() }
    }

    /// Returns the type to write for one of the document's.
    pub(super) fn role(&mut self, name: &[u8]) -> Role {
        let role = |name: &[u8], standard: &[u8], fault: Option<Reason>| Role {
            name: name.to_vec(),
            standard: standard.to_vec(),
            fault,
        };
        if is_standard(name) {
            let is_changed = self.map.contains_key(name);
            let fault =
                is_changed.then(|| Reason::new("7.1", "it gives a standard tag another meaning"));
            return role(name, name, fault);
        }
        let mut next = name;
        let mut seen = BTreeSet::new();
        while let Some(target) = self.map.get(next) {
            if !seen.insert(next) {
                break;
            }
            next = target;
            if is_standard(next) {
                self.used.insert(name.to_vec(), next.to_vec());
                return role(name, next, None);
            }
        }
        let written = String::from_utf8_lossy(name);
        let fault = format!("its tag `{written}` is not mapped to a standard tag");
        let fault = Some(Reason::new("7.1", fault));
        if let Some((_, nearest)) = NEWER.iter().find(|(newer, _)| *newer == written) {
            self.used.insert(name.to_vec(), nearest.as_bytes().to_vec());
            return role(name, nearest.as_bytes(), fault);
        }
        role(b"NonStruct", b"NonStruct", fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newer_types_stand_for_the_nearest_older_ones() {
        let mut roles = Roles::default();
        let role = roles.role(b"Em");
        assert_eq!((&*role.name, &*role.standard), (&b"Em"[..], &b"Span"[..]));
        assert!(role.fault.is_some() && roles.used[&b"Em".to_vec()] == b"Span");
        assert!(NEWER.iter().all(|(newer, nearest)| {
            !is_standard(newer.as_bytes()) && is_standard(nearest.as_bytes())
        }));
    }
}
