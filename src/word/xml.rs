//! Reads a part of a document into a tree, and writes it again.
//!
//! Names are told apart by the addresses of their namespaces, never by prefixes; those of strict and transitional
//! Office Open XML (ISO 29500) count as the same. Document types and entities are refused, and elements inside
//! each other are bounded, so that whatever walks the tree may recurse.

use quick_xml::XmlVersion;
use quick_xml::escape::{escape, partial_escape};
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use crate::Refusal;

/// How many elements may stand inside each other. Word itself stays below a hundred.
const MAX_DEPTH: usize = 200;

/// How many elements a part may have.
const MAX_ELEMENTS: usize = 3_000_000;

/// The namespace of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ns {
    /// None.
    None,
    /// The text of a document (`w`).
    Word,
    /// Additions to it by Word 2010 (`w14`).
    Word2010,
    /// Names of relationships (`r`).
    Relation,
    /// What some readers know and others don't (`mc`).
    Compatibility,
    /// Drawings (`a`).
    Drawing,
    /// Where drawings stand in a text (`wp`).
    Anchor,
    /// Pictures (`pic`).
    Picture,
    /// Equations (`m`).
    Math,
    /// Drawings of Word 2007 and before (`v`).
    Vml,
    /// What Office adds to these (`o`).
    Office,
    /// Metadata (`dc`).
    Metadata,
    /// Relationships between parts.
    Relationships,
    /// The list of parts.
    ContentTypes,
    /// `xml:space` and the like.
    Xml,
    /// Any other.
    Other,
}

impl Ns {
    fn of(address: &str) -> Self {
        const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/";
        const STRICT: &str = "http://purl.oclc.org/ooxml/";
        let rest = address.strip_prefix(TRANSITIONAL).or_else(|| address.strip_prefix(STRICT));
        // Strict addresses have no year: `…/wordprocessingml/main`.
        let name = rest.map(|rest| rest.replace("/2006", ""));
        match name.as_deref().unwrap_or(address) {
            "wordprocessingml/main" => Self::Word,
            "officeDocument/relationships" => Self::Relation,
            "markup-compatibility" => Self::Compatibility,
            "drawingml/main" => Self::Drawing,
            "drawingml/wordprocessingDrawing" => Self::Anchor,
            "drawingml/picture" => Self::Picture,
            "officeDocument/math" => Self::Math,
            "package/relationships" => Self::Relationships,
            "package/content-types" => Self::ContentTypes,
            "http://schemas.microsoft.com/office/word/2010/wordml" => Self::Word2010,
            "urn:schemas-microsoft-com:vml" => Self::Vml,
            "urn:schemas-microsoft-com:office:office" => Self::Office,
            "http://purl.org/dc/elements/1.1/" => Self::Metadata,
            "http://www.w3.org/XML/1998/namespace" => Self::Xml,
            _ => Self::Other,
        }
    }
}

/// An element.
#[derive(Debug, Clone)]
pub(crate) struct Element {
    pub(crate) ns: Ns,
    /// Its name without prefix.
    pub(crate) name: Box<str>,
    /// Its name as written.
    written: Box<str>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) children: Vec<Node>,
}

/// An attribute; declarations of namespaces are among them.
#[derive(Debug, Clone)]
pub(crate) struct Attribute {
    pub(crate) ns: Ns,
    /// Its name without prefix.
    pub(crate) name: Box<str>,
    /// Its name as written.
    written: Box<str>,
    pub(crate) value: Box<str>,
}

/// What stands in an element.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// Returns whether it is the element of the text with a name.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.ns == Ns::Word && &*self.name == name
    }

    /// Returns whether it is an element of another namespace.
    pub(crate) fn is_in(&self, ns: Ns, name: &str) -> bool {
        self.ns == ns && &*self.name == name
    }

    /// Returns the elements in it.
    pub(crate) fn elements(&self) -> impl DoubleEndedIterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Returns the first element of the text in it that has a name.
    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.is(name))
    }

    /// Returns an element by the names on the way to it.
    pub(crate) fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// Returns an attribute of the text's namespace, or of none.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let is_named = |attribute: &&Attribute| {
            &*attribute.name == name && matches!(attribute.ns, Ns::Word | Ns::None)
        };
        self.attributes.iter().find(is_named).map(|attribute| &*attribute.value)
    }

    /// Returns an attribute of another namespace.
    pub(crate) fn attribute_in(&self, ns: Ns, name: &str) -> Option<&str> {
        let mut named = self.attributes.iter();
        let is_named = |attribute: &&Attribute| &*attribute.name == name && attribute.ns == ns;
        named.find(is_named).map(|attribute| &*attribute.value)
    }

    /// Returns the value of an element in it, such as `w:val` of `<w:numId w:val="2"/>`.
    pub(crate) fn value_of(&self, name: &str) -> Option<&str> {
        self.child(name)?.attribute("val")
    }

    /// Returns the number that an element in it has as its value.
    pub(crate) fn number_of(&self, name: &str) -> Option<i64> {
        self.value_of(name)?.trim().parse().ok()
    }

    /// Returns whether a property is on, such as `<w:b/>`; `None` where it is not there.
    pub(crate) fn switch(&self, name: &str) -> Option<bool> {
        let element = self.child(name)?;
        Some(!matches!(element.attribute("val"), Some("0" | "false" | "off")))
    }

    /// Calls `visit` with this element and all below it, from the first to the last.
    pub(crate) fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Element)) {
        visit(self);
        self.elements().for_each(|element| element.walk(visit));
    }

    /// Returns whether this element or one below it satisfies a condition.
    pub(crate) fn has(&self, condition: &dyn Fn(&Element) -> bool) -> bool {
        condition(self) || self.elements().any(|element| element.has(condition))
    }

    /// Returns an element of the same namespace with another name, with nothing in it.
    pub(crate) fn empty(&self, name: &str) -> Self {
        let prefix = self.written.split_once(':').map(|(prefix, _)| prefix);
        let written = prefix.map_or(name.to_owned(), |prefix| format!("{prefix}:{name}"));
        Self {
            ns: self.ns,
            name: name.into(),
            written: written.into(),
            attributes: Vec::new(),
            children: Vec::new(),
        }
    }

    /// Says that the blanks at the ends of its text count.
    pub(crate) fn keep_space(&mut self) {
        if self.attribute_in(Ns::Xml, "space").is_none() {
            self.attributes.push(Attribute {
                ns: Ns::Xml,
                name: "space".into(),
                written: "xml:space".into(),
                value: "preserve".into(),
            });
        }
    }

    /// Returns the text in it and in all elements below it.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.collect_text(&mut text);
        text
    }

    fn collect_text(&self, text: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(words) => text.push_str(words),
                Node::Element(element) => element.collect_text(text),
            }
        }
    }

    /// Writes it with all below it.
    pub(crate) fn write(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.written);
        for attribute in &self.attributes {
            out.push(' ');
            out.push_str(&attribute.written);
            out.push_str("=\"");
            out.push_str(&escape(&*attribute.value));
            out.push('"');
        }
        if self.children.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        for child in &self.children {
            match child {
                Node::Text(words) => out.push_str(&partial_escape(words.as_str())),
                Node::Element(element) => element.write(out),
            }
        }
        out.push_str("</");
        out.push_str(&self.written);
        out.push('>');
    }
}

/// Reads a part; the refusal says what is wrong with it.
pub(crate) fn parse(bytes: &[u8]) -> Result<Element, Refusal> {
    // A mark at the beginning tells UTF-16; without one it is UTF-8, as Word writes.
    let (text, _, _) = encoding_rs::UTF_8.decode(bytes);
    let mut reader = NsReader::from_str(&text);
    let mut open: Vec<Element> = Vec::new();
    let mut elements = 0;
    loop {
        let (ns, event) = match reader.read_resolved_event() {
            Ok((ResolveResult::Bound(ns), event)) => (Ns::of(ns.as_ref()), event),
            Ok((ResolveResult::Unbound, event)) => (Ns::None, event),
            Ok((ResolveResult::Unknown(_), event)) => (Ns::Other, event),
            Err(_) => return Err(Refusal::damaged()),
        };
        match event {
            Event::Start(start) => {
                elements += 1;
                if open.len() == MAX_DEPTH || elements > MAX_ELEMENTS {
                    return Err(Refusal::too_deep());
                }
                let element = element(&reader, ns, &start)?;
                open.push(element);
            }
            Event::Empty(start) => {
                elements += 1;
                if elements > MAX_ELEMENTS {
                    return Err(Refusal::too_deep());
                }
                let element = element(&reader, ns, &start)?;
                match open.last_mut() {
                    Some(parent) => parent.children.push(Node::Element(element)),
                    None => return Ok(element),
                }
            }
            Event::End(_) => {
                let Some(element) = open.pop() else { return Err(Refusal::damaged()) };
                match open.last_mut() {
                    Some(parent) => parent.children.push(Node::Element(element)),
                    None => return Ok(element),
                }
            }
            Event::Text(text) => add_text(&mut open, &text.xml10_content()),
            Event::CData(text) => add_text(&mut open, &text.xml10_content()),
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                let char = match &*name {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => reference.resolve_char_ref().ok().flatten(),
                };
                let Some(char) = char else { return Err(Refusal::entities()) };
                add_text(&mut open, char.encode_utf8(&mut [0; 4]));
            }
            Event::DocType(_) => return Err(Refusal::entities()),
            Event::Eof => return Err(Refusal::damaged()),
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
        }
    }
}

fn element(reader: &NsReader<&[u8]>, ns: Ns, start: &BytesStart<'_>) -> Result<Element, Refusal> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| Refusal::damaged())?;
        let (resolved, name) = reader.resolver().resolve_attribute(attribute.key);
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        attributes.push(Attribute {
            ns: match resolved {
                ResolveResult::Bound(ns) => Ns::of(ns.as_ref()),
                ResolveResult::Unbound => Ns::None,
                ResolveResult::Unknown(_) => Ns::Other,
            },
            name: name.into_inner().into(),
            written: attribute.key.into_inner().into(),
            // Words of an entity that nothing declares.
            value: value.map_err(|_| Refusal::entities())?.into(),
        });
    }
    Ok(Element {
        ns,
        name: start.local_name().into_inner().into(),
        written: start.name().into_inner().into(),
        attributes,
        children: Vec::new(),
    })
}

fn add_text(open: &mut [Element], words: &str) {
    let Some(parent) = open.last_mut() else { return };
    match parent.children.last_mut() {
        Some(Node::Text(text)) => text.push_str(words),
        _ => parent.children.push(Node::Text(words.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    #[test]
    fn names_are_known_by_their_namespace() {
        for (address, prefix) in
            [(WORD, "w"), ("http://purl.oclc.org/ooxml/wordprocessingml/main", "x")]
        {
            let text = format!(
                "<{prefix}:p xmlns:{prefix}='{address}'><{prefix}:pStyle {prefix}:val='a&amp;b'/></{prefix}:p>"
            );
            let element = parse(text.as_bytes()).unwrap();
            assert!(element.is("p"));
            assert_eq!(element.value_of("pStyle"), Some("a&b"));
        }
        let other = parse(b"<w:p xmlns:w='urn:other'/>").unwrap();
        assert!(!other.is("p"));
    }

    #[test]
    fn what_is_read_is_written_again() {
        let text = format!("<w:t xmlns:w=\"{WORD}\" xml:space=\"preserve\">a &lt; b<w:tab/></w:t>");
        let mut out = String::new();
        parse(text.as_bytes()).unwrap().write(&mut out);
        assert_eq!(out, text);
    }

    #[test]
    fn hostile_parts_are_refused() {
        let refused = |text: &str| parse(text.as_bytes()).unwrap_err();
        let bomb = "<!DOCTYPE a [<!ENTITY b \"c\"><!ENTITY d \"&b;&b;\">]><a>&d;</a>";
        assert_eq!(refused(bomb), Refusal::entities());
        assert_eq!(refused("<a>&d;</a>"), Refusal::entities());
        assert_eq!(refused("<a b='&d;'/>"), Refusal::entities());
        assert_eq!(refused(&"<a>".repeat(100_000)), Refusal::too_deep());
        assert_eq!(refused("<a>"), Refusal::damaged());
        assert_eq!(refused("no xml"), Refusal::damaged());
    }
}
