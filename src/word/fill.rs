//! Fills in a document that has places for values, such as `{{title}}`.

use std::collections::{BTreeMap, BTreeSet};

use crate::Refusal;
use crate::package::{MAX_PICTURE, Package, Relationship, Relationships};
use crate::rewrite::{rewritten, to_bytes, zip};
use crate::xml::{Element, Node};

/// A document that is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The bytes of its file.
    pub bytes: Vec<u8>,
    /// The names in it that are no name of a value.
    pub unknown: BTreeSet<String>,
}

/// Puts values in the place of their names in double braces, in the text, its headers and footers and the title. A
/// paragraph or a row of a table that has names, and of whose values none says anything, is left out. Comments, macros and
/// what leads outside are left out as well.
///
/// # Errors
/// As [`read`](crate::read()).
pub fn fill(bytes: &[u8], values: &BTreeMap<String, String>) -> Result<Filled, Refusal> {
    let mut package = Package::open(bytes)?;
    let document = package.document.clone();
    let mut texts = texts(package.relationships("")?);
    texts.extend(self::texts(package.relationships(&document)?));
    texts.insert(document);
    let mut filler = Filler { values, unknown: BTreeSet::new() };
    let mut parts = BTreeMap::new();
    for name in package.names.clone() {
        let content = if texts.contains(&name) {
            let Some(mut part) = package.xml(&name)? else { continue };
            filler.fill(&mut part);
            to_bytes(&part)
        } else {
            package.bytes(&name, MAX_PICTURE)?.unwrap_or_default()
        };
        parts.insert(name, content);
    }
    let filled = zip(&parts).map_err(|_| Refusal::damaged())?;
    Ok(Filled { bytes: rewritten(&filled, true)?.bytes, unknown: filler.unknown })
}

/// Returns the names of the parts among these that may have places for values.
fn texts(parts: Relationships) -> BTreeSet<String> {
    let is_text = |part: &Relationship| {
        !part.is_outside && matches!(&*part.kind, "core-properties" | "header" | "footer")
    };
    parts.into_values().filter(is_text).map(|part| part.target).collect()
}

/// Puts values in the place of their names in double braces in a text; names without a value stay.
pub fn fill_text(text: &str, values: &BTreeMap<String, String>) -> String {
    Filler { values, unknown: BTreeSet::new() }.filled(text)
}

struct Filler<'a> {
    values: &'a BTreeMap<String, String>,
    unknown: BTreeSet<String>,
}

impl Filler<'_> {
    fn fill(&mut self, element: &mut Element) {
        let (is_body, is_text) = (element.is("body"), element.is("t"));
        let mut kept = Vec::with_capacity(element.children.len());
        for mut node in std::mem::take(&mut element.children) {
            match &mut node {
                Node::Element(child) => {
                    let is_part =
                        is_body && child.is("p") && child.at(&["pPr", "sectPr"]).is_none()
                            || child.is("tr");
                    if is_part && self.says_nothing(&child.text()) {
                        continue;
                    }
                    if child.is("p") {
                        self.paragraph(child);
                    }
                    self.fill(child);
                    // A table without rows is no table.
                    if child.is("tbl") && child.child("tr").is_none() {
                        continue;
                    }
                }
                // A property, such as the title; words of a text are in paragraphs.
                Node::Text(words) if !is_text => *words = self.filled(words),
                Node::Text(_) => {}
            }
            kept.push(node);
        }
        element.children = kept;
        if element.is("r") {
            break_lines(element);
        }
    }

    /// Fills in the words of a paragraph, in whichever runs a name begins and ends.
    fn paragraph(&mut self, paragraph: &mut Element) {
        let mut texts = Vec::new();
        collect(paragraph, &mut texts);
        let whole: String = texts.iter().map(|text| text.text()).collect();
        let mut places = places(&whole).peekable();
        if places.peek().is_none() {
            return;
        }
        // What each text has at the end.
        let mut words: Vec<String> = vec![String::new(); texts.len()];
        let ends: Vec<usize> = texts
            .iter()
            .scan(0, |end, text| {
                *end += text.text().len();
                Some(*end)
            })
            .collect();
        let text_at = |at: usize| ends.iter().position(|end| at < *end).unwrap_or(0);
        let mut at = 0;
        let keep = |from: usize, to: usize, words: &mut Vec<String>| {
            for (start, char) in whole[from..to].char_indices() {
                words[text_at(from + start)].push(char);
            }
        };
        for (range, name) in places {
            keep(at, range.start, &mut words);
            words[text_at(range.start)].push_str(&self.value(name));
            at = range.end;
        }
        keep(at, whole.len(), &mut words);
        for (text, words) in texts.into_iter().zip(words) {
            text.children = vec![Node::Text(words)];
            text.keep_space();
        }
    }

    /// Returns whether a text has names, and none of the values says anything.
    fn says_nothing(&self, text: &str) -> bool {
        let mut names = places(text).map(|(_, name)| name).peekable();
        let is_empty = |name: &str| self.values.get(name).is_some_and(String::is_empty);
        names.peek().is_some() && names.all(is_empty)
    }

    fn filled(&mut self, text: &str) -> String {
        let (mut filled, mut at) = (String::new(), 0);
        for (range, name) in places(text) {
            filled.push_str(&text[at..range.start]);
            filled.push_str(&self.value(name));
            at = range.end;
        }
        filled + &text[at..]
    }

    /// Returns the value with a name; the name in its braces where there is none.
    fn value(&mut self, name: &str) -> String {
        if let Some(value) = self.values.get(name) {
            return value.clone();
        }
        self.unknown.insert(name.to_owned());
        format!("{{{{{name}}}}}")
    }
}

/// Returns the places for values in a text, each with its name.
fn places(text: &str) -> impl Iterator<Item = (std::ops::Range<usize>, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text[from..].find("{{")?;
        let end = start + text[start..].find("}}")? + 2;
        from = end;
        Some((start..end, text[start + 2..end - 2].trim()))
    })
}

/// Adds the texts of a paragraph, but for those of paragraphs in it.
fn collect<'a>(element: &'a mut Element, texts: &mut Vec<&'a mut Element>) {
    for node in &mut element.children {
        let Node::Element(child) = node else { continue };
        if child.is("t") {
            texts.push(child);
        } else if !child.is("p") {
            collect(child, texts);
        }
    }
}

/// Makes the ends of lines in the words of a run ends of lines of the text.
fn break_lines(run: &mut Element) {
    let has_lines = |node: &Node| match node {
        Node::Element(child) => child.is("t") && child.text().contains('\n'),
        Node::Text(_) => false,
    };
    if !run.children.iter().any(has_lines) {
        return;
    }
    for node in std::mem::take(&mut run.children) {
        match node {
            Node::Element(text) if text.is("t") => {
                for (at, line) in text.text().split('\n').enumerate() {
                    if at > 0 {
                        run.children.push(Node::Element(text.empty("br")));
                    }
                    let mut part = text.clone();
                    part.children = vec![Node::Text(line.to_owned())];
                    run.children.push(Node::Element(part));
                }
            }
            node => run.children.push(node),
        }
    }
}
