//! Checks what a document claims: the clauses of PDF/UA-1 that a program can check, as far as cleaning and
//! binding do not fulfil them by themselves. `PDF_UA1.md` and `PDF_A2.md` say of each clause which it is.
//!
//! What is checked is a clean copy, or a finished pack; a claim stands only where nothing is found. What
//! can't be read, or is not understood, is found too: no claim is passed on unseen.

mod cmap;
mod content;
mod font;
mod language;
mod latin;
mod program;
mod seal;
mod structure;
mod table;

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, ObjectId};

pub(crate) use self::language::is_tag as is_language;
pub(crate) use self::seal::seal;
use crate::Reason;
use crate::object::{get_array, get_dict, get_text};

/// Returns what a document's tags, content and fonts have against PDF/UA-1.
pub(crate) fn accessible(document: &Document, pages: &[ObjectId]) -> BTreeSet<Reason> {
    let mut reasons = BTreeSet::new();
    let Ok(catalog) = document.catalog() else { return reasons };
    let Some(root) = get_dict(document, catalog, b"StructTreeRoot") else { return reasons };
    let tree = structure::Tree::read(document, root, pages);
    structure::check(document, &tree, &mut reasons);
    table::check(document, &tree, &mut reasons);
    let used = content::check(document, &tree, pages, &mut reasons);
    font::check(document, &used, &mut reasons);
    reasons
}

/// Returns what the tags below a root have against PDF/UA-1, without the content that they are of.
pub(crate) fn structure(document: &Document, root: &Dictionary) -> BTreeSet<Reason> {
    let mut reasons = BTreeSet::new();
    let tree = structure::Tree::read(document, root, &[]);
    structure::check(document, &tree, &mut reasons);
    table::check(document, &tree, &mut reasons);
    reasons
}

/// Returns what a finished PDF has against PDF/UA-1, as far as its tags, content, links and fonts go; what
/// its metadata and its catalog claim is not looked at.
///
/// # Errors
/// When it can't be read.
pub fn check(pdf: &[u8]) -> anyhow::Result<Vec<Reason>> {
    let document = Document::load_mem(pdf)?;
    let pages: Vec<ObjectId> = document.page_iter().collect();
    let mut reasons = accessible(&document, &pages);
    if document.catalog().is_ok_and(|catalog| !catalog.has(b"StructTreeRoot")) {
        reasons.insert(Reason::new("7.1", "it has no tags"));
    }
    let language =
        document.catalog().ok().and_then(|catalog| get_text(&document, catalog, b"Lang"));
    reasons.extend(language::fault(&language.unwrap_or_default()));
    for page in &pages {
        let Ok(page) = document.get_dictionary(*page) else { continue };
        if !get_array(&document, page, b"Annots").is_empty()
            && crate::object::get_name(&document, page, b"Tabs") != Some(b"S")
        {
            reasons
                .insert(Reason::new("7.18.3", "the links of a page are not in the order of tags"));
        }
    }
    Ok(reasons.into_iter().collect())
}
