//! The bookmarks of a supplied PDF, rebuilt: a tree without loops whose items lead to pages.

use std::collections::BTreeSet;

use lopdf::{Document, Object, ObjectId};

use super::places::Places;
use crate::object::{get, get_dict, get_text, locate};
use crate::outline::{self, Bookmark};

/// How many bookmarks are kept.
const MAX_BOOKMARKS: usize = 20_000;

/// How deep they nest; deeper ones stand beside their parents.
const MAX_DEPTH: usize = 32;

/// Writes the bookmarks anew and returns their root, where there are any.
pub(super) fn rebuild(
    document: &mut Document,
    places: &Places,
    removed: &mut Vec<String>,
) -> Option<ObjectId> {
    let mut reader = Reader { document, places, visited: BTreeSet::new() };
    let root = get_dict(document, document.catalog().ok()?, b"Outlines")?;
    let bookmarks = reader.below(root.get(b"First").ok()?, 0);
    if reader.visited.len() >= MAX_BOOKMARKS {
        removed.push(format!("bookmarks after the first {MAX_BOOKMARKS}"));
    }
    outline::write(document, &bookmarks)
}

struct Reader<'a> {
    document: &'a Document,
    places: &'a Places,
    visited: BTreeSet<ObjectId>,
}

impl Reader<'_> {
    /// Returns a row of bookmarks and what is below each.
    fn below(&mut self, first: &Object, depth: usize) -> Vec<Bookmark> {
        let mut row = Vec::new();
        let mut next = Some(first.clone());
        while let Some(object) = next.take() {
            let (Some(id), Object::Dictionary(item)) = locate(self.document, &object) else {
                break;
            };
            if self.visited.len() >= MAX_BOOKMARKS || !self.visited.insert(id) {
                break;
            }
            let title = get_text(self.document, item, b"Title").unwrap_or_default();
            let is_open = outline::is_open(self.document, item);
            let place =
                item.get(b"Dest").ok().and_then(|dest| self.places.place(self.document, dest));
            let place = place.or_else(|| {
                let action = get(self.document, item, b"A").as_dict().ok()?;
                self.places.of_action(self.document, action)
            });
            let mut below = match item.get(b"First") {
                Ok(first) if depth < MAX_DEPTH => self.below(first, depth + 1),
                _ => Vec::new(),
            };
            // A bookmark that leads nowhere and says nothing is no loss; one above others stays.
            if place.is_some() || !below.is_empty() {
                let place = place.or_else(|| below.first().and_then(|first| first.place.clone()));
                row.push(Bookmark { title, place, below, is_open });
            } else {
                row.append(&mut below);
            }
            next = item.get(b"Next").ok().cloned();
        }
        row
    }
}
