//! An answer as a tree: elements with their attributes, words and children, whatever encoding it is in.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// How many elements may stand inside each other, and how many there may be in all.
const MOST: (usize, usize) = (64, 500_000);

/// An element; its name is in lower case and without a prefix.
#[derive(Debug, Default)]
pub(super) struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    children: Vec<Self>,
}

impl Element {
    /// Returns the first child with a name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Returns every element with a name, at any depth.
    pub(super) fn find<'a>(&'a self, name: &'a str) -> Vec<&'a Self> {
        let mut found = Vec::new();
        let mut open = vec![self];
        while let Some(element) = open.pop() {
            if element.name == name {
                found.push(element);
            }
            open.extend(element.children.iter().rev());
        }
        found
    }

    /// Returns the words of a child; nothing where it has none. Words are escaped twice in these answers.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.child(name).and_then(|child| plain(&child.text))
    }

    /// Returns the words of a child as they stand, which may be HTML.
    pub(super) fn markup(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.trim()).filter(|text| !text.is_empty())
    }

    /// Returns an attribute; nothing where it is empty.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let value = self.attributes.iter().find(|(known, _)| known == name);
        value.and_then(|(_, value)| plain(value))
    }

    /// Returns whether a child says `True`; `None` where it says neither.
    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        match self.text(name)?.to_lowercase().as_str() {
            "true" | "1" | "yes" => Some(true),
            "false" | "0" | "no" => Some(false),
            _ => None,
        }
    }
}

/// Returns words on one line, with what is still escaped in them as it reads.
fn plain(text: &str) -> Option<String> {
    let text = unescaped(text);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// Returns a text with its entities, also those of HTML, as they read; one that is none stays.
pub(super) fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest[1..].find(';').filter(|end| *end <= 12).map(|end| &rest[1..=end]);
        match name.and_then(|name| Some((name, character(name)?))) {
            Some((name, characters)) => {
                plain.push_str(&characters);
                rest = &rest[name.len() + 2..];
            }
            None => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain + rest
}

fn character(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|char| *char != '\0').map(String::from);
    }
    quick_xml::escape::resolve_html5_entity(name).map(str::to_owned)
}

/// Reads an answer.
///
/// # Errors
/// What it is instead, in words.
pub(super) fn read(bytes: &[u8]) -> Result<Element, String> {
    let text = decoded(bytes);
    let start = text.trim_start().get(..64).unwrap_or(text.trim_start()).to_lowercase();
    if start.starts_with("<!doctype html") || start.starts_with("<html") {
        return Err("it answered with a page for people, not with data".to_owned());
    }
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    let mut open = vec![Element::default()];
    let mut count = 0;
    loop {
        let event =
            reader.read_event().map_err(|error| format!("its answer is broken: {error}"))?;
        match event {
            Event::Start(start) => {
                count += 1;
                if MOST.0 < open.len() || MOST.1 < count {
                    return Err("its answer is too large".to_owned());
                }
                open.push(element(&start));
            }
            Event::Empty(start) => {
                count += 1;
                let element = element(&start);
                last(&mut open).children.push(element);
            }
            Event::End(_) => close(&mut open),
            Event::Text(text) => last(&mut open).text.push_str(&text.xml10_content()),
            Event::CData(text) => last(&mut open).text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                let words = character(&name).unwrap_or_else(|| format!("&{name};"));
                last(&mut open).text.push_str(&words);
            }
            Event::Eof if open.len() == 1 => {
                let root = open.pop().unwrap_or_default();
                if root.children.is_empty() {
                    return Err("its answer is empty".to_owned());
                }
                return Ok(root);
            }
            Event::Eof => return Err("its answer ends in the middle".to_owned()),
            Event::DocType(_) | Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
        }
    }
}

fn last(open: &mut [Element]) -> &mut Element {
    open.last_mut().expect("the root stays open to the end")
}

fn close(open: &mut Vec<Element>) {
    // A tag that closes nothing is passed over.
    if 1 < open.len()
        && let Some(element) = open.pop()
    {
        last(open).children.push(element);
    }
}

fn element(start: &BytesStart<'_>) -> Element {
    let name = start.local_name().as_ref().to_lowercase();
    let mut attributes = start.attributes();
    let attributes = attributes.with_checks(false).flatten().map(|attribute| {
        let key = attribute.key.local_name().as_ref().to_lowercase();
        (key, unescaped(&attribute.value))
    });
    Element { name, attributes: attributes.collect(), ..Element::default() }
}

/// Decodes an answer: by its mark, by what it says of itself where that fits, and else as UTF-8 or Windows-1252.
fn decoded(bytes: &[u8]) -> String {
    let head = String::from_utf8_lossy(bytes.get(..200).unwrap_or(bytes)).to_lowercase();
    let named = head.split_once("encoding=").and_then(|(_, rest)| {
        let rest = rest.trim_start_matches(['"', '\'']);
        let end = rest.find(['"', '\'', '?', '>'])?;
        Encoding::for_label(&rest.as_bytes()[..end])
    });
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let named = marked.or(named).unwrap_or(UTF_8);
    let (text, _, is_wrong) = named.decode(bytes);
    if is_wrong { WINDOWS_1252.decode(bytes).0.into_owned() } else { text.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_unescaped_twice_and_stand_on_one_line() {
        let root = read(b"<A:Root><Title>St Mary&amp;#39;s &amp;amp; All\r\n Saints&#13;&#10;</Title><No/></A:Root>").unwrap();
        let root = root.child("root").unwrap();
        assert_eq!(root.text("title").unwrap(), "St Mary's & All Saints");
        assert_eq!(root.text("no"), None);
    }

    #[test]
    fn encodings_are_those_that_fit() {
        let latin = b"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><r><t>Caf\xe9</t></r>";
        let wrong = b"<?xml version=\"1.0\" encoding=\"utf-8\"?><r><t>Caf\xe9 \x96 10</t></r>";
        let of = |bytes: &[u8]| read(bytes).unwrap().child("r").unwrap().text("t").unwrap();
        assert_eq!(of(latin), "Café");
        assert_eq!(of(wrong), "Café – 10");
    }

    #[test]
    fn what_is_no_data_is_said() {
        assert!(read(b"\n<!DOCTYPE html><p>Error").unwrap_err().contains("page for people"));
        assert!(read(b"<r><t>half").unwrap_err().contains("ends in the middle"));
        assert!(read(b"").unwrap_err().contains("empty"));
    }
}
