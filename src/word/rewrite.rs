//! Writes a document again for a program that lays it out: with saved values in place of fields, without comments,
//! hidden words, files of other programs, and anything that leads outside.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::Refusal;
use crate::fields::{is_safe_link, stays};
use crate::package::{MAX_PICTURE, Package, Relationships, relationships_of};
use crate::styles::{ParagraphFormat, Styles};
use crate::write;
use crate::xml::{Element, Node, Ns};

/// The kinds of parts that stay.
const KEPT: [&str; 19] = [
    "officeDocument",
    "core-properties",
    "styles",
    "numbering",
    "settings",
    "fontTable",
    "font",
    "theme",
    "themeOverride",
    "footnotes",
    "endnotes",
    "header",
    "footer",
    "image",
    "chart",
    "diagramData",
    "diagramLayout",
    "diagramQuickStyle",
    "diagramColors",
];

/// A document that may be laid out by another program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printable {
    /// The bytes of its file.
    pub bytes: Vec<u8>,
    /// Whether files of other programs were taken out; their pictures stay.
    pub had_files: bool,
    /// The addresses outside that were taken out, but for those of links.
    pub outside: BTreeSet<String>,
}

/// Writes a document again, of which only the text stays and what it is shown with.
///
/// # Errors
/// As [`read`](crate::read()).
pub fn printable(bytes: &[u8]) -> Result<Printable, Refusal> {
    rewritten(bytes, false)
}

/// Writes a document again, with or without guidance to its author.
pub(crate) fn rewritten(bytes: &[u8], has_guidance: bool) -> Result<Printable, Refusal> {
    let mut package = Package::open(bytes)?;
    let styles = match package.related("styles")? {
        Some(name) => Styles::read(package.xml(&name)?.as_ref()),
        None => Styles::default(),
    };
    let mut printable = Printable { bytes: Vec::new(), had_files: false, outside: BTreeSet::new() };
    let mut kept = BTreeSet::new();
    let mut parts = BTreeMap::new();
    let mut waiting = vec![(String::new(), String::new())];
    while let Some((name, kind)) = waiting.pop() {
        if !kept.insert(name.to_lowercase()) {
            continue;
        }
        let relationships = package.relationships(&name)?;
        let mut dropped = BTreeSet::new();
        for (id, related) in &relationships {
            let is_link = related.kind == "hyperlink" && is_safe_link(&related.target);
            if related.is_outside && !is_link {
                printable.outside.insert(related.target.clone());
            }
            printable.had_files |= matches!(&*related.kind, "oleObject" | "package" | "control");
            // Pictures in SVG can name others; documents have them in another format, too.
            let is_kept =
                KEPT.contains(&&*related.kind) && !related.target.to_lowercase().ends_with(".svg");
            match (related.is_outside, is_link, is_kept) {
                (true, true, _) => {}
                (false, _, true) if package.has(&related.target) => {
                    waiting.push((related.target.clone(), related.kind.clone()));
                }
                _ => {
                    dropped.insert(id.clone());
                }
            }
        }
        if let Some(mut list) = package.xml(&relationships_of(&name))? {
            list.children.retain(|node| match node {
                Node::Element(entry) => {
                    entry.attribute("Id").is_some_and(|id| !dropped.contains(id))
                }
                Node::Text(_) => false,
            });
            parts.insert(relationships_of(&name), to_bytes(&list));
        }
        if name.is_empty() {
            continue;
        }
        let is_text = matches!(
            &*kind,
            "officeDocument" | "header" | "footer" | "footnotes" | "endnotes" | "settings"
        );
        let is_xml = package.type_of(&name).ends_with("xml");
        let content = if is_xml {
            let Some(mut part) = package.xml(&name)? else { continue };
            let mut cleaner = Cleaner {
                styles: &styles,
                relationships: &relationships,
                dropped: &dropped,
                is_margin: matches!(&*kind, "header" | "footer"),
                is_text,
                has_guidance,
                instructions: instructions(&part),
                begun: 0,
                open: Vec::new(),
            };
            cleaner.clean(&mut part, &ParagraphFormat::default());
            to_bytes(&part)
        } else {
            package.bytes(&name, MAX_PICTURE)?.unwrap_or_default()
        };
        parts.insert(name, content);
    }
    if let Some(mut types) = package.xml("[Content_Types].xml")? {
        types.children.retain(|node| match node {
            Node::Element(entry) => entry
                .attribute("PartName")
                .is_none_or(|part| kept.contains(&part.trim_start_matches('/').to_lowercase())),
            Node::Text(_) => false,
        });
        parts.insert("[Content_Types].xml".to_owned(), to_bytes(&types));
    }
    printable.bytes = zip(&parts).map_err(|_| Refusal::damaged())?;
    Ok(printable)
}

pub(crate) fn zip(parts: &BTreeMap<String, Vec<u8>>) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default())?;
        zip.write_all(content)?;
    }
    Ok(zip.finish()?.into_inner())
}

pub(crate) fn to_bytes(part: &Element) -> Vec<u8> {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
    part.write(&mut text);
    text.into_bytes()
}

/// Returns the instructions of all fields of a part that have a beginning and an end, in the order of beginnings.
fn instructions(part: &Element) -> Vec<String> {
    let (mut all, mut open) = (Vec::<String>::new(), Vec::new());
    part.walk(&mut |element| {
        if element.is("fldChar") {
            match element.attribute("fldCharType") {
                Some("begin") => {
                    open.push(all.len());
                    all.push(String::new());
                }
                Some("end") => {
                    open.pop();
                }
                _ => {}
            }
        } else if let Some(&at) = open.last().filter(|_| element.is("instrText")) {
            all[at].push_str(&element.text());
        }
    });
    all
}

/// Cleans one part.
struct Cleaner<'a> {
    styles: &'a Styles,
    relationships: &'a Relationships,
    /// The ids of relationships that were taken out.
    dropped: &'a BTreeSet<String>,
    is_margin: bool,
    /// Whether it is a part of the text.
    is_text: bool,
    /// Whether guidance to the author stays.
    has_guidance: bool,
    /// The instructions of its fields.
    instructions: Vec<String>,
    /// How many of them have begun.
    begun: usize,
    /// The fields that are open: whether each stays, and whether its saved value has begun.
    open: Vec<(bool, bool)>,
}

impl Cleaner<'_> {
    fn clean(&mut self, element: &mut Element, format: &ParagraphFormat) {
        let dropped = self.dropped;
        element.attributes.retain(|attribute| {
            attribute.ns != Ns::Relation || !dropped.contains(&*attribute.value)
        });
        let is_body = element.is("body");
        for node in std::mem::take(&mut element.children) {
            match node {
                Node::Text(text) => element.children.push(Node::Text(text)),
                Node::Element(child) => self.keep(&mut element.children, child, format, is_body),
            }
        }
    }

    /// Adds what stays of an element.
    fn keep(
        &mut self,
        kept: &mut Vec<Node>,
        mut element: Element,
        format: &ParagraphFormat,
        is_in_body: bool,
    ) {
        if !self.is_text {
            self.clean(&mut element, format);
            kept.push(Node::Element(element));
            return;
        }
        match (element.ns, &*element.name) {
            (
                Ns::Word,
                "commentRangeStart" | "commentRangeEnd" | "commentReference" | "annotationRef"
                | "altChunk" | "subDoc" | "control" | "attachedTemplate" | "mailMerge"
                | "updateFields" | "dataBinding" | "trackRevisions",
            )
            | (Ns::Office, "OLEObject") => {}
            (Ns::Word, name) if name.ends_with("Change") => {}
            (Ns::Word, "fldChar") => {
                if self.field_char(&element) {
                    kept.push(Node::Element(element));
                }
            }
            (Ns::Word, "instrText") => {
                if self.open.iter().all(|(stays, _)| *stays) {
                    kept.push(Node::Element(element));
                }
            }
            (Ns::Word, "fldSimple") => {
                let stays = stays(element.attribute("instr").unwrap_or_default(), self.is_margin);
                self.clean(&mut element, format);
                match stays {
                    true => kept.push(Node::Element(element)),
                    false => kept.extend(element.children),
                }
            }
            (Ns::Word, "hyperlink") => {
                let id = element.attribute_in(Ns::Relation, "id").map(str::to_owned);
                let is_dropped = id.is_some_and(|id| {
                    self.dropped.contains(&id) || !self.relationships.contains_key(&id)
                });
                self.clean(&mut element, format);
                match is_dropped {
                    true => kept.extend(element.children),
                    false => kept.push(Node::Element(element)),
                }
            }
            (Ns::Word, "p") => {
                let format = self.styles.paragraph(element.child("pPr"));
                let mark = element.at(&["pPr", "rPr"]);
                let is_hidden =
                    mark.is_some_and(|mark| self.styles.run(&format, Some(mark)).is_hidden());
                self.clean(&mut element, &format);
                let has_section = element.at(&["pPr", "sectPr"]).is_some();
                let is_guidance = format
                    .style
                    .as_deref()
                    .is_some_and(|style| self.styles.name_of(style) == Some(write::GUIDANCE));
                let is_empty =
                    !element.elements().any(|child| child.is("r") || child.is("hyperlink"));
                let is_out = is_guidance && !self.has_guidance || is_hidden && is_empty;
                if !(is_out && is_in_body && !has_section) {
                    kept.push(Node::Element(element));
                }
            }
            (Ns::Word, "r") => {
                let is_hidden = self.styles.run(format, element.child("rPr")).is_hidden();
                self.clean_run(&mut element, format, is_hidden);
                if element.elements().any(|child| !child.is("rPr")) {
                    kept.push(Node::Element(element));
                }
            }
            (Ns::Word, "tr") if is_hidden_row(&element) => {}
            _ => {
                self.clean(&mut element, format);
                kept.push(Node::Element(element));
            }
        }
    }

    /// Cleans a run, of which nothing is shown while an instruction is open, or where it is hidden.
    fn clean_run(&mut self, run: &mut Element, format: &ParagraphFormat, is_hidden: bool) {
        for node in std::mem::take(&mut run.children) {
            let Node::Element(child) = node else { continue };
            let is_frame = child.is("rPr") || child.is("fldChar") || child.is("instrText");
            let is_shown = self.open.iter().all(|(stays, is_result)| *stays || *is_result);
            if is_frame || is_shown && !is_hidden {
                self.keep(&mut run.children, child, format, false);
            }
        }
    }

    /// Opens, continues or closes a field; returns whether its sign stays.
    fn field_char(&mut self, element: &Element) -> bool {
        match element.attribute("fldCharType") {
            Some("begin") => {
                let instruction = self.instructions.get(self.begun).map(String::as_str);
                self.begun += 1;
                let stays = stays(instruction.unwrap_or_default(), self.is_margin);
                let is_inside = self.open.iter().any(|(stays, is_result)| !stays && !is_result);
                let stays = stays && !is_inside;
                self.open.push((stays, false));
                stays
            }
            Some("separate") => self.open.last_mut().is_some_and(|field| {
                field.1 = true;
                field.0
            }),
            Some("end") => self.open.pop().is_some_and(|(stays, _)| stays),
            _ => false,
        }
    }
}

fn is_hidden_row(row: &Element) -> bool {
    row.child("trPr").and_then(|properties| properties.switch("hidden")) == Some(true)
}
