//! A record that is put together piece by piece.

use std::sync::Arc;

use crate::diag::Origin;
use crate::model::node::{Content, Key, Node};

/// An object of the tree, as it grows.
#[derive(Debug)]
pub(super) struct Record {
    origin: Origin,
    entries: Vec<(Key, Node)>,
}

impl Record {
    /// Begins a record at a place.
    pub(super) fn new(origin: &Origin) -> Self {
        Self { origin: origin.clone(), entries: Vec::new() }
    }

    /// Returns where it begins.
    pub(super) fn origin(&self) -> Origin {
        self.origin.clone()
    }

    /// Gives a column its value; one that is given twice is there twice, as in JSON.
    pub(super) fn set(&mut self, name: &str, origin: &Origin, value: Node) {
        let name: Arc<str> = name.into();
        self.entries.push((Key { name, origin: origin.clone(), unit: None }, value));
    }

    /// Adds a value to the list in a column.
    pub(super) fn push(&mut self, name: &str, value: Node) {
        if let Some((_, Node { content: Content::List(list), .. })) =
            self.entries.iter_mut().find(|(key, _)| key.is(name))
        {
            list.push(value);
            return;
        }
        let origin = value.origin.clone();
        let list = Node { origin: origin.clone(), content: Content::List(vec![value]) };
        self.set(name, &origin, list);
    }

    /// Puts a value in front of the list in a column.
    pub(super) fn push_first(&mut self, name: &str, value: Node) {
        self.push(name, value);
        if let Some((_, Node { content: Content::List(list), .. })) =
            self.entries.iter_mut().find(|(key, _)| key.is(name))
        {
            list.rotate_right(1);
        }
    }

    /// Returns whether it has no columns yet.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns whether a column has a value.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|(key, _)| key.is(name))
    }

    /// Returns the record as a node.
    pub(super) fn node(self) -> Node {
        Node { origin: self.origin, content: Content::Record(self.entries) }
    }

    /// Returns the value of the only column where that is `name`, or else the record.
    pub(super) fn only(mut self, name: &str) -> Node {
        match self.entries.as_slice() {
            [(key, _)] if key.is(name) => self.entries.remove(0).1,
            _ => self.node(),
        }
    }
}
