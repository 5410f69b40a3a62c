//! What readers call pages: `iv` or `A-12` (ISO 32000-1, 12.4.2).

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object};
use serde::{Deserialize, Serialize};

use super::object::{get, get_array, get_name, get_text, locate, text};

/// How many labels are read; each begins a run of pages.
const MAX_LABELS: usize = 10_000;

/// How deep the tree of labels is followed.
const MAX_DEPTH: usize = 50;

/// The labels of a page and of those after it, up to the next label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The index of the page, counted from 0.
    pub page: usize,
    /// How its number is written: `D` for decimal, `R` and `r` for Roman numerals, `A` and `a` for letters;
    /// `None` where it has none.
    pub style: Option<char>,
    /// What stands before the number.
    pub prefix: String,
    /// The number of the page.
    pub first: u32,
}

impl Default for Label {
    /// The label of the first page of a file that names none.
    fn default() -> Self {
        Self { page: 0, style: Some('D'), prefix: String::new(), first: 1 }
    }
}

impl Label {
    /// Returns the index of the page and the label dictionary, as they stand in the number tree.
    pub(super) fn to_pair(&self) -> [Object; 2] {
        let mut dict = Dictionary::new();
        if let Some(style) = self.style {
            dict.set("S", Object::Name(style.to_string().into_bytes()));
            dict.set("St", i64::from(self.first));
        }
        if !self.prefix.is_empty() {
            dict.set("P", text(&self.prefix));
        }
        [i64::try_from(self.page).unwrap_or(i64::MAX).into(), dict.into()]
    }
}

/// The labels of parts one after the other.
#[derive(Default)]
pub(super) struct JoinedLabels {
    labels: Vec<Label>,
    /// Whether the last label is that of parts which do not name their pages.
    is_counting: bool,
}

impl JoinedLabels {
    /// Adds the labels of a part whose first page has this index. Pages of a part without labels have their
    /// numbers in the pack, as readers show them where no part has labels.
    pub(super) fn add(&mut self, start: usize, labels: &[Label]) {
        if labels.is_empty() && !self.is_counting {
            let first = u32::try_from(start).unwrap_or(u32::MAX).saturating_add(1);
            self.labels.push(Label { page: start, first, ..Label::default() });
        }
        self.is_counting = labels.is_empty();
        let shifted =
            labels.iter().map(|label| Label { page: label.page + start, ..label.clone() });
        self.labels.extend(shifted);
    }

    /// Returns page indices, each followed by its label dictionary.
    pub(super) fn to_pairs(&self) -> Vec<Object> {
        self.labels.iter().flat_map(Label::to_pair).collect()
    }
}

/// Returns the labels of a document of so many pages, the first of them that of its first page; none where it
/// names none.
pub(super) fn read(document: &Document, catalog: &Dictionary, pages: usize) -> Vec<Label> {
    let mut found = BTreeMap::new();
    if let Ok(tree) = catalog.get(b"PageLabels") {
        collect(document, tree, &mut found, &mut BTreeSet::new(), 0);
    }
    found.retain(|page, _| *page < pages);
    if !found.is_empty() {
        found.entry(0).or_insert_with(Label::default);
    }
    found.into_values().collect()
}

/// Collects the labels of a number tree, by the indices of their pages.
fn collect(
    document: &Document,
    node: &Object,
    found: &mut BTreeMap<usize, Label>,
    visited: &mut BTreeSet<lopdf::ObjectId>,
    depth: usize,
) {
    let (at, node) = locate(document, node);
    if depth > MAX_DEPTH || at.is_some_and(|id| !visited.insert(id)) {
        return;
    }
    let Ok(node) = node.as_dict() else { return };
    for pair in get_array(document, node, b"Nums").chunks_exact(2) {
        let page = pair[0].as_i64().ok().and_then(|page| usize::try_from(page).ok());
        let label = super::object::dict(document, &pair[1]);
        if let (Some(page), Some(label)) = (page, label)
            && found.len() < MAX_LABELS
        {
            found.entry(page).or_insert_with(|| one(document, label, page));
        }
    }
    for kid in get_array(document, node, b"Kids") {
        collect(document, kid, found, visited, depth + 1);
    }
}

/// Reads a label dictionary.
fn one(document: &Document, label: &Dictionary, page: usize) -> Label {
    let style = get_name(document, label, b"S").and_then(|name| match name {
        [style @ (b'D' | b'R' | b'r' | b'A' | b'a')] => Some(char::from(*style)),
        _ => None,
    });
    let first =
        get(document, label, b"St").as_i64().ok().and_then(|first| u32::try_from(first).ok());
    let prefix = get_text(document, label, b"P").unwrap_or_default();
    Label { page, style, prefix, first: first.filter(|first| *first > 0).unwrap_or(1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the labels of a file of 20 pages whose catalog has these.
    fn of(pairs: Vec<Object>) -> Vec<Label> {
        let mut tree = Dictionary::new();
        tree.set("Nums", pairs);
        let mut catalog = Dictionary::new();
        catalog.set("PageLabels", tree);
        read(&Document::new(), &catalog, 20)
    }

    #[test]
    fn labels_are_read_as_they_are_written() {
        let roman = Label { style: Some('r'), ..Label::default() };
        let annex = Label { page: 4, style: Some('D'), prefix: "A-".to_owned(), first: 3 };
        let cover = Label { page: 9, style: None, prefix: "Back".to_owned(), first: 1 };
        let all = vec![roman, annex, cover];
        assert_eq!(of(all.iter().flat_map(Label::to_pair).collect()), all);
    }

    #[test]
    fn what_makes_no_sense_is_left_out() {
        let beyond = Label { page: 20, ..Label::default() };
        assert_eq!(of(beyond.to_pair().to_vec()), []);
        let mut dict = Dictionary::new();
        dict.set("S", "Z");
        dict.set("St", -4);
        let odd = Label { page: 2, style: None, prefix: String::new(), first: 1 };
        // Pages before the first label have numbers.
        assert_eq!(of(vec![2.into(), dict.into()]), [Label::default(), odd]);
    }
}
