//! Finds what stands beside the text of a document: tracked changes, comments, hidden words and linked pictures, also
//! in text boxes and whatever else blocks can't say.

use std::collections::{BTreeMap, BTreeSet};

use crate::blocks::{Reader, shorten};
use crate::inlines::plain;
use crate::styles::ParagraphFormat;
use crate::xml::{Element, Ns};
use crate::{Change, ChangeKind, Comment, Document, Found, Origin, Refusal};

/// How many letters of hidden words, and of what a comment is about, are kept.
const MAX_WORDS: usize = 200;

/// What was found so far.
#[derive(Debug, Default)]
pub(crate) struct Scanner {
    /// The comments whose words have begun and not ended, by their ids.
    open: BTreeSet<String>,
    /// What comments are about, by their ids.
    anchors: BTreeMap<String, (String, Origin)>,
    /// Whether nothing stands between the last change and what follows.
    is_adjacent: bool,
    /// Whether nothing stands between the last hidden words and what follows.
    is_hidden: bool,
}

impl Reader<'_> {
    /// Scans a paragraph or a part, all below it included.
    pub(crate) fn scan(&mut self, element: &Element) {
        self.scanner.is_adjacent = false;
        self.scanner.is_hidden = false;
        let format = self.styles.paragraph(element.child("pPr").filter(|_| element.is("p")));
        self.scan_in(element, &format, None);
    }

    /// Notes changes of a table's row and of its cells.
    pub(crate) fn note_row_changes(&mut self, row: &Element) {
        self.scanner.is_adjacent = false;
        for properties in row.elements().filter(|child| child.is("trPr") || child.is("tblPrEx")) {
            self.scan_properties(properties);
        }
        for cell in row.elements().filter(|child| child.is("tc")) {
            cell.elements()
                .filter(|child| child.is("tcPr"))
                .for_each(|cell| self.scan_properties(cell));
        }
    }

    fn scan_properties(&mut self, properties: &Element) {
        let format = ParagraphFormat::default();
        self.scan_in(properties, &format, None);
    }

    fn scan_in(&mut self, element: &Element, format: &ParagraphFormat, change: Option<usize>) {
        for child in element.elements() {
            if let Some(kind) = change_kind(child) {
                let index = self.note_change(kind, child);
                if kind.is_of_words() {
                    self.scan_in(child, format, Some(index));
                }
                continue;
            }
            match (child.ns, &*child.name) {
                (Ns::Word, "p") => {
                    let format = self.styles.paragraph(child.child("pPr"));
                    self.scan_in(child, &format, change);
                }
                (Ns::Word, "r") => {
                    let looks = self.styles.run(format, child.child("rPr"));
                    let words: String = child
                        .elements()
                        .filter(|part| part.is("t") || part.is("delText"))
                        .map(Element::text)
                        .collect();
                    self.note_words(&words, looks.is_hidden(), change);
                    self.scan_in(child, format, change);
                }
                (Ns::Word, "commentRangeStart") => {
                    if let Some(id) = child.attribute("id") {
                        self.scanner.open.insert(id.to_owned());
                        let anchor = (String::new(), self.origin.clone());
                        self.scanner.anchors.entry(id.to_owned()).or_insert(anchor);
                    }
                }
                (Ns::Word, "commentRangeEnd") => {
                    if let Some(id) = child.attribute("id") {
                        self.scanner.open.remove(id);
                    }
                }
                (Ns::Word, "commentReference") => {
                    if let Some(id) = child.attribute("id") {
                        let anchor = (String::new(), self.origin.clone());
                        self.scanner.anchors.entry(id.to_owned()).or_insert(anchor);
                    }
                }
                _ => {
                    self.note_link(child);
                    self.scan_in(child, format, change);
                }
            }
        }
    }

    fn note_change(&mut self, kind: ChangeKind, element: &Element) -> usize {
        let attribute = |name| element.attribute(name).map(str::to_owned);
        let change = Change {
            kind,
            author: attribute("author").unwrap_or_default(),
            date: attribute("date"),
            words: String::new(),
            origin: self.origin.clone(),
        };
        let is_same = self.document.changes.last().is_some_and(|last| {
            let looks_same = last.kind == kind && last.author == change.author;
            looks_same
                && last.origin == change.origin
                && (self.scanner.is_adjacent || !kind.is_of_words())
        });
        if !is_same {
            self.document.changes.push(change);
        }
        self.scanner.is_adjacent = true;
        self.document.changes.len() - 1
    }

    fn note_words(&mut self, words: &str, is_hidden: bool, change: Option<usize>) {
        if words.is_empty() {
            return;
        }
        match change.and_then(|change| self.document.changes.get_mut(change)) {
            Some(change) => change.words.push_str(words),
            None => self.scanner.is_adjacent = false,
        }
        for id in &self.scanner.open {
            if let Some((about, _)) = self.scanner.anchors.get_mut(id)
                && about.len() < MAX_WORDS
            {
                about.push_str(words);
            }
        }
        if is_hidden && !words.trim().is_empty() {
            match self.document.hidden.last_mut().filter(|_| self.scanner.is_hidden) {
                Some(hidden) => hidden.words.push_str(words),
                None => {
                    let found = Found { words: words.to_owned(), origin: self.origin.clone() };
                    self.document.hidden.push(found);
                }
            }
        }
        self.scanner.is_hidden = is_hidden;
    }

    /// Notes a picture that is not in the file.
    fn note_link(&mut self, element: &Element) {
        let names: &[&str] = match (element.ns, &*element.name) {
            (Ns::Drawing, "blip") => &["link", "embed"],
            (Ns::Vml, "imagedata" | "fill") => &["href", "id", "pict"],
            _ => return,
        };
        let ids = names.iter().filter_map(|name| element.attribute_in(Ns::Relation, name));
        let outside =
            ids.filter_map(|id| self.relationships.get(id)).find(|related| related.is_outside);
        if let Some(related) = outside {
            let found = Found { words: related.target.clone(), origin: self.origin.clone() };
            if !self.document.linked.contains(&found) {
                self.document.linked.push(found);
            }
        }
    }

    /// Reads the comments.
    pub(crate) fn comments(&mut self) -> Result<(), Refusal> {
        let Some(name) = self.package.related("comments")? else { return Ok(()) };
        let Some(part) = self.package.xml(&name)? else { return Ok(()) };
        let mut comments = Vec::new();
        for element in part.elements().filter(|element| element.is("comment")) {
            let Document { beyond, changes, hidden, pictures, .. } = &self.document;
            let before = (beyond.len(), changes.len(), hidden.len(), pictures.len());
            self.in_cell += 1;
            let blocks = self.blocks(element);
            self.in_cell -= 1;
            // What a comment holds besides words is of no matter.
            self.document.beyond.truncate(before.0);
            self.document.changes.truncate(before.1);
            self.document.hidden.truncate(before.2);
            self.document.pictures.truncate(before.3);
            let id = element.attribute("id").unwrap_or_default();
            let (about, origin) = self.scanner.anchors.get(id).cloned().unwrap_or_default();
            comments.push(Comment {
                author: element.attribute("author").unwrap_or_default().to_owned(),
                date: element.attribute("date").map(str::to_owned),
                words: plain(&blocks?),
                about: shorten(about.trim(), MAX_WORDS),
                origin,
            });
        }
        self.document.comments = comments;
        for hidden in &mut self.document.hidden {
            hidden.words = shorten(hidden.words.trim(), MAX_WORDS);
        }
        Ok(())
    }
}

/// Returns what was done, where an element is a tracked change.
fn change_kind(element: &Element) -> Option<ChangeKind> {
    if element.ns != Ns::Word {
        return None;
    }
    Some(match &*element.name {
        "ins" | "cellIns" => ChangeKind::Insertion,
        "del" | "cellDel" | "cellMerge" => ChangeKind::Deletion,
        "moveFrom" => ChangeKind::MovedFrom,
        "moveTo" => ChangeKind::MovedTo,
        name if name.ends_with("Change") => ChangeKind::Formatting,
        _ => return None,
    })
}
