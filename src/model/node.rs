//! A table's content with the place of every value, before it is interpreted.
//!
//! CSV rows, JSON objects and spreadsheet rows all become a [`Node`]; records are read from nodes
//! by [`record`](mod@super::record). A node does not tell which file format it came from.

use std::sync::Arc;

use super::value::{MoneyUnit, Scalar};
use diag::Origin;

/// A value with its place.
#[derive(Debug, Clone)]
pub struct Node {
    /// Where it is in its file.
    pub origin: Origin,
    /// What it holds.
    pub content: Content,
}

/// What a place of a file holds.
#[derive(Debug, Clone)]
pub enum Content {
    /// An empty cell, `null`, or nothing but spaces.
    Missing,
    /// One value.
    Scalar(Scalar),
    /// A JSON array.
    List(Vec<Node>),
    /// A row or JSON object, in the order written.
    Record(Vec<(Key, Node)>),
}

/// A column's heading or a JSON key, with its place.
#[derive(Debug, Clone)]
pub struct Key {
    /// The name as a column is called: lower case, words joined by hyphens.
    pub name: Arc<str>,
    /// Where the heading or key is.
    pub origin: Origin,
    /// The unit of amounts that the heading of a column gives, as in `budget (£000)`.
    pub unit: Option<MoneyUnit>,
}

impl Key {
    /// Returns the key for a heading: `Published At`, `published_at` and `published-at` are one.
    pub fn new(heading: &str, origin: Origin) -> Self {
        Self { name: column_name(heading).into(), origin, unit: None }
    }

    /// Returns whether this is the name; most names differ in their first letter.
    pub fn is(&self, name: &str) -> bool {
        self.name.as_bytes().first() == name.as_bytes().first() && *self.name == *name
    }
}

/// Returns the name that a heading stands for: lower case, words joined by hyphens.
pub fn column_name(heading: &str) -> String {
    let is_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_joined = !heading.starts_with('-') && !heading.ends_with('-');
    if heading.bytes().all(is_name) && is_joined && !heading.contains("--") {
        return heading.to_owned();
    }
    let words = heading.split(|char: char| char.is_whitespace() || matches!(char, '_' | '-'));
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

impl Node {
    /// Returns the entry with that name; `None` where it is empty, or this is not a record.
    pub fn get(&self, name: &str) -> Option<&Self> {
        let Content::Record(entries) = &self.content else { return None };
        let (_, node) = entries.iter().find(|(key, _)| key.is(name))?;
        (!node.is_missing()).then_some(node)
    }

    /// Returns whether it is empty: no value, or nothing but spaces.
    pub fn is_missing(&self) -> bool {
        match &self.content {
            Content::Missing => true,
            Content::Scalar(Scalar::Text(text)) => text.trim().is_empty(),
            Content::Scalar(_) | Content::List(_) | Content::Record(_) => false,
        }
    }

    /// Returns the value as a person would read it in its cell; `None` unless it is one value.
    pub fn text(&self) -> Option<String> {
        match &self.content {
            Content::Scalar(scalar) => Some(scalar.text().into_owned()),
            Content::Missing | Content::List(_) | Content::Record(_) => None,
        }
    }

    /// Returns the kind of content with its article, for messages: `a number`, `a list`.
    pub fn what(&self) -> &'static str {
        match &self.content {
            Content::Missing => "nothing",
            Content::Scalar(Scalar::Text(_)) => "text",
            Content::Scalar(Scalar::Number(_)) => "a number",
            Content::Scalar(Scalar::Bool(_)) => "true or false",
            Content::Scalar(Scalar::DateTime(_)) => "a date",
            Content::Scalar(Scalar::Error(_)) => "a spreadsheet error",
            Content::List(_) => "a list",
            Content::Record(_) => "an object",
        }
    }

    /// Calls `visit` with every text below this node.
    pub fn each_text(&self, visit: &mut impl FnMut(&Origin, &str)) {
        match &self.content {
            Content::Scalar(Scalar::Text(text)) => visit(&self.origin, text),
            Content::Missing | Content::Scalar(_) => {}
            Content::List(nodes) => nodes.iter().for_each(|node| node.each_text(visit)),
            Content::Record(entries) => {
                entries.iter().for_each(|(_, node)| node.each_text(visit));
            }
        }
    }
}
