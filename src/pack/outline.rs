//! Bookmarks (ISO 32000-1, 12.3.3).

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::object::text;

/// A bookmark and those below it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bookmark {
    /// The text that readers show.
    pub(super) title: String,
    /// The explicit destination, an array that begins with a page; without it, nothing opens.
    pub(super) place: Option<Object>,
    /// Its children.
    pub(super) below: Vec<Bookmark>,
    /// Whether its children are shown when the file is opened, as far as it is shown itself.
    pub(super) is_open: bool,
}

/// Writes bookmarks into a document and returns their root; `None` where there are none.
pub(super) fn write(document: &mut Document, bookmarks: &[Bookmark]) -> Option<ObjectId> {
    if bookmarks.is_empty() {
        return None;
    }
    let root = document.new_object_id();
    let (first, last, count) = write_level(document, root, bookmarks)?;
    let mut dict = Dictionary::new();
    dict.set("Type", "Outlines");
    dict.set("First", first);
    dict.set("Last", last);
    dict.set("Count", count);
    document.objects.insert(root, dict.into());
    Some(root)
}

/// Writes bookmarks that have one parent, and those below them; returns the first, the last, and how many of all
/// these are shown where the parent is open.
fn write_level(
    document: &mut Document,
    parent: ObjectId,
    bookmarks: &[Bookmark],
) -> Option<(ObjectId, ObjectId, i64)> {
    let mut shown = i64::try_from(bookmarks.len()).unwrap_or(i64::MAX);
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
        if let Some((first, last, count)) = write_level(document, ids[at], &bookmark.below) {
            item.set("First", first);
            item.set("Last", last);
            item.set("Count", if bookmark.is_open { count } else { -count });
            shown += if bookmark.is_open { count } else { 0 };
        }
        document.objects.insert(ids[at], item.into());
    }
    Some((*ids.first()?, *ids.last()?, shown))
}

/// Returns the bookmarks of a clean copy; only a clean copy has no loops among them.
pub(super) fn read(document: &Document) -> Vec<Bookmark> {
    let root = document.catalog().ok().and_then(|catalog| catalog.get(b"Outlines").ok());
    let root = root.and_then(|root| document.get_dictionary(root.as_reference().ok()?).ok());
    root.map(|root| children(document, root)).unwrap_or_default()
}

/// Returns whether a bookmark says that those below it are shown.
pub(super) fn is_open(document: &Document, item: &Dictionary) -> bool {
    super::object::get(document, item, b"Count").as_i64().is_ok_and(|count| count > 0)
}

fn children(document: &Document, parent: &Dictionary) -> Vec<Bookmark> {
    let mut siblings = Vec::new();
    let mut next = parent.get(b"First").ok();
    while let Some(item) =
        next.and_then(|item| document.get_dictionary(item.as_reference().ok()?).ok())
    {
        siblings.push(Bookmark {
            title: super::object::get_text(document, item, b"Title").unwrap_or_default(),
            place: item.get(b"Dest").ok().cloned(),
            below: children(document, item),
            is_open: is_open(document, item),
        });
        next = item.get(b"Next").ok();
    }
    siblings
}
