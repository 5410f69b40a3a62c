//! Gives a clean copy its shape: a new catalog, one row of pages, objects numbered from 1, and nothing
//! that the catalog does not lead to.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::layers::Layers;
use super::places::Places;
use crate::intent;
use crate::number::renumber;
use crate::object::{get_text, references, resolve, text};
use crate::settled::Settled;

/// The keys of a page that a clean copy keeps.
const PAGE_KEYS: [&str; 12] = [
    "MediaBox",
    "CropBox",
    "BleedBox",
    "TrimBox",
    "ArtBox",
    "Rotate",
    "UserUnit",
    "Resources",
    "Contents",
    "Annots",
    "Tabs",
    "Group",
];

/// Writes the catalog anew, drops what it does not lead to, and numbers the rest from 1.
pub(super) fn finish(
    document: &mut Document,
    page_ids: &[ObjectId],
    places: &Places,
    old: &Dictionary,
    layers: &Layers,
    tags: Option<ObjectId>,
    bookmarks: Option<ObjectId>,
) {
    let node = document.new_object_id();
    for id in page_ids {
        let Ok(old) = document.get_dictionary(*id) else { continue };
        let mut page = Dictionary::new();
        page.set("Type", "Page");
        page.set("Parent", node);
        for key in PAGE_KEYS.iter().copied().chain(["StructParents"]) {
            if let Ok(value) = old.get(key.as_bytes()) {
                let is_value = key == "Resources" || key == "Contents" || key == "Annots";
                let value = if is_value { value } else { resolve(document, value) };
                page.set(key, value.clone());
            }
        }
        if let Ok(turned) = page.get(b"Rotate").and_then(Object::as_i64) {
            page.set("Rotate", turned.rem_euclid(360) / 90 * 90);
        }
        document.objects.insert(*id, page.into());
    }
    let mut root = Dictionary::new();
    root.set("Type", "Pages");
    root.set("Kids", page_ids.iter().map(|id| Object::Reference(*id)).collect::<Vec<_>>());
    root.set("Count", i64::try_from(page_ids.len()).unwrap_or(i64::MAX));
    document.objects.insert(node, root.into());
    let mut catalog = Dictionary::new();
    catalog.set("Type", "Catalog");
    catalog.set("Pages", node);
    if let Some(language) = get_text(document, old, b"Lang") {
        catalog.set("Lang", text(&language));
    }
    if let Some(tags) = tags {
        catalog.set("StructTreeRoot", tags);
        let mut info = Dictionary::new();
        info.set("Marked", true);
        catalog.set("MarkInfo", info);
    }
    if let Some(bookmarks) = bookmarks {
        catalog.set("Outlines", bookmarks);
    }
    if !places.names.is_empty() {
        let pairs = places.names.iter().flat_map(|(name, place)| {
            [Object::String(name.clone(), lopdf::StringFormat::Hexadecimal), place.clone()]
        });
        let mut tree = Dictionary::new();
        tree.set("Names", pairs.collect::<Vec<_>>());
        let mut names = Dictionary::new();
        names.set("Dests", tree);
        catalog.set("Names", names);
    }
    if let Some(intent) = intent::copy(document, old) {
        catalog.set("OutputIntents", vec![intent]);
    }
    let root = document.add_object(catalog);
    document.trailer = Dictionary::new();
    document.trailer.set("Root", root);
    if !layers.all.is_empty()
        && let Some(properties) = layer_properties(document, layers)
        && let Ok(catalog) = document.get_dictionary_mut(root)
    {
        catalog.set("OCProperties", properties);
    }
    document.version = "1.7".to_owned();
    document.reference_table.cross_reference_type = lopdf::xref::XrefType::CrossReferenceTable;
    renumber(document, &mut Settled::new());
}

/// Returns the layers that something belongs to, each as it is first shown (ISO 32000-1, 8.11; ISO 19005-2, 6.9).
fn layer_properties(document: &mut Document, layers: &Layers) -> Option<Dictionary> {
    let mut reached = BTreeSet::new();
    let mut open = Vec::new();
    references(&document.trailer.clone().into(), &mut open);
    while let Some(id) = open.pop() {
        if reached.insert(id)
            && let Some(object) = document.objects.get(&id)
        {
            references(object, &mut open);
        }
    }
    let is_used = |id: &&ObjectId| reached.contains(*id);
    let all: Vec<ObjectId> = layers.all.iter().filter(is_used).copied().collect();
    for id in &all {
        let name =
            document.get_dictionary(*id).ok().and_then(|group| get_text(document, group, b"Name"));
        let mut group = Dictionary::new();
        group.set("Type", "OCG");
        group.set("Name", text(name.as_deref().unwrap_or("Layer")));
        document.objects.insert(*id, group.into());
    }
    if all.is_empty() {
        return None;
    }
    let array = |ids: Vec<ObjectId>| ids.into_iter().map(Object::Reference).collect::<Vec<_>>();
    let mut dict = Dictionary::new();
    dict.set("OCGs", array(all));
    let mut first = Dictionary::new();
    first.set("OFF", array(layers.off.iter().filter(is_used).copied().collect()));
    dict.set("D", first);
    Some(dict)
}

/// Returns what a clean copy must not have, where it has it all the same.
pub(super) fn leftover(document: &Document) -> Option<&'static str> {
    const NEVER: [(&[u8], &str); 6] = [
        (b"JS", "a script"),
        (b"AA", "an action"),
        (b"OpenAction", "an action"),
        (b"EF", "an attached file"),
        (b"XFA", "a form"),
        (b"EmbeddedFiles", "an attached file"),
    ];
    fn has(object: &Object) -> Option<&'static str> {
        let dict = match object {
            Object::Array(items) => return items.iter().find_map(has),
            Object::Dictionary(dict) => dict,
            Object::Stream(stream) => &stream.dict,
            _ => return None,
        };
        let direct = NEVER.iter().find(|(key, _)| dict.has(key)).map(|(_, what)| *what);
        direct.or_else(|| dict.iter().find_map(|(_, value)| has(value)))
    }
    document.objects.values().find_map(has)
}
