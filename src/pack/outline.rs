//! Bookmarks (ISO 32000-1, 12.3.3).

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::object::text;

/// A bookmark and those below it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bookmark {
    /// Its words.
    pub(super) title: String,
    /// The destination, an array that begins with a page.
    pub(super) place: Option<Object>,
    /// Those below it.
    pub(super) below: Vec<Bookmark>,
}

/// Writes bookmarks into a document, closed below the first level, and returns their root.
pub(super) fn write(document: &mut Document, bookmarks: &[Bookmark]) -> Option<ObjectId> {
    if bookmarks.is_empty() {
        return None;
    }
    let root = document.new_object_id();
    let (first, last, count) = row(document, root, bookmarks)?;
    let mut dict = Dictionary::new();
    dict.set("Type", "Outlines");
    dict.set("First", first);
    dict.set("Last", last);
    dict.set("Count", count);
    document.objects.insert(root, dict.into());
    Some(root)
}

/// Writes a row of bookmarks; returns the first, the last, and how many there are.
fn row(
    document: &mut Document,
    parent: ObjectId,
    bookmarks: &[Bookmark],
) -> Option<(ObjectId, ObjectId, i64)> {
    let ids: Vec<ObjectId> = bookmarks.iter().map(|_| document.new_object_id()).collect();
    for (at, bookmark) in bookmarks.iter().enumerate() {
        let mut item = Dictionary::new();
        item.set("Title", text(&bookmark.title));
        item.set("Parent", parent);
        if let Some(place) = &bookmark.place {
            item.set("Dest", place.clone());
        }
        if at > 0 {
            item.set("Prev", ids[at - 1]);
        }
        if let Some(next) = ids.get(at + 1) {
            item.set("Next", *next);
        }
        if let Some((first, last, count)) = row(document, ids[at], &bookmark.below) {
            item.set("First", first);
            item.set("Last", last);
            item.set("Count", -count);
        }
        document.objects.insert(ids[at], item.into());
    }
    let count = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    Some((*ids.first()?, *ids.last()?, count))
}

/// Returns the bookmarks of a clean copy.
pub(super) fn read(document: &Document) -> Vec<Bookmark> {
    let root = document.catalog().ok().and_then(|catalog| catalog.get(b"Outlines").ok());
    let root = root.and_then(|root| document.get_dictionary(root.as_reference().ok()?).ok());
    root.map(|root| below(document, root)).unwrap_or_default()
}

fn below(document: &Document, parent: &Dictionary) -> Vec<Bookmark> {
    let mut row = Vec::new();
    let mut next = parent.get(b"First").ok();
    while let Some(item) =
        next.and_then(|next| document.get_dictionary(next.as_reference().ok()?).ok())
    {
        row.push(Bookmark {
            title: super::object::get_text(document, item, b"Title").unwrap_or_default(),
            place: item.get(b"Dest").ok().cloned(),
            below: below(document, item),
        });
        next = item.get(b"Next").ok();
    }
    row
}
