//! Goes through all that pages draw with (fonts, pictures, patterns) and takes out what a published
//! paper must not hold; notes what speaks against a claim on the way.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::object::{get_dict, get_name, references, walk};

/// Types of objects that resources have no business with.
const STRANGERS: [&[u8]; 15] = [
    b"Catalog",
    b"Pages",
    b"Page",
    b"Annot",
    b"Action",
    b"Filespec",
    b"F",
    b"EmbeddedFile",
    b"StructElem",
    b"StructTreeRoot",
    b"Outlines",
    b"XRef",
    b"ObjStm",
    b"Sig",
    b"Rendition",
];

/// Keys that hold actions, attachments, private data of programs, or pictures for other uses.
const REMOVED: [&[u8]; 13] = [
    b"AA",
    b"OpenAction",
    b"JS",
    b"JavaScript",
    b"EF",
    b"AF",
    b"PieceInfo",
    b"Metadata",
    b"Alternates",
    b"OPI",
    b"Ref",
    b"LastModified",
    b"Subtype2",
];

/// Keys of a stream whose data is in another file.
const OUTSIDE: [&[u8]; 3] = [b"F", b"FFilter", b"FDecodeParms"];

/// What was seen on the way.
#[derive(Default)]
pub(super) struct Seen {
    /// Fonts that are not in the file.
    pub(super) missing_fonts: BTreeSet<String>,
}

/// Scrubs everything below the pages' resources and the drawings; gives streams their keys in the
/// parent tree. Fonts of documents that this program made are as they should be.
pub(super) fn scrub(
    document: &mut Document,
    pages: &[ObjectId],
    drawings: impl Iterator<Item = ObjectId>,
    keys: &BTreeMap<ObjectId, i64>,
    is_ours: bool,
) -> Seen {
    let mut seen = Seen::default();
    let mut visited = BTreeSet::new();
    let mut open: Vec<ObjectId> = drawings.collect();
    for page in pages {
        let taken =
            document.get_dictionary_mut(*page).ok().and_then(|page| page.remove(b"Resources"));
        let mut resources = taken.unwrap_or_else(|| Dictionary::new().into());
        if !matches!(resources, Object::Reference(_) | Object::Dictionary(_)) {
            resources = Dictionary::new().into();
        }
        open.extend(settle(document, &mut resources));
        if let Ok(page) = document.get_dictionary_mut(*page) {
            page.set("Resources", resources);
        }
    }
    while let Some(id) = open.pop() {
        if !visited.insert(id) {
            continue;
        }
        let taken =
            document.objects.get_mut(&id).map(|object| std::mem::replace(object, Object::Null));
        let Some(mut object) = taken else { continue };
        if let Object::Stream(stream) = &mut object {
            for key in OUTSIDE {
                stream.dict.remove(key);
            }
            for key in [b"StructParents".as_slice(), b"StructParent"] {
                if stream.dict.remove(key).is_some()
                    && let Some(number) = keys.get(&id)
                {
                    stream.dict.set(key, *number);
                }
            }
        }
        open.extend(settle(document, &mut object));
        if let Object::Dictionary(dict) = &mut object {
            if !is_ours {
                complete_font(document, dict);
            }
            seen.font(document, dict);
        }
        document.objects.insert(id, object);
    }
    seen
}

/// Cleans an object; returns what it refers to.
fn settle(document: &Document, object: &mut Object) -> Vec<ObjectId> {
    walk(object, &mut |value| {
        let dict = match value {
            Object::Dictionary(dict) => dict,
            Object::Stream(stream) => &mut stream.dict,
            _ => return,
        };
        for key in REMOVED {
            dict.remove(key);
        }
        if dict.get(b"Type").and_then(Object::as_name).is_ok_and(is_stranger) {
            *value = Object::Null;
        }
    });
    let mut found = Vec::new();
    references(object, &mut found);
    let stranger = |id: &ObjectId| match document.objects.get(id) {
        Some(Object::Dictionary(dict)) => {
            dict.get(b"Type").and_then(Object::as_name).is_ok_and(is_stranger)
        }
        Some(Object::Stream(stream)) => {
            stream.dict.get(b"Type").and_then(Object::as_name).is_ok_and(is_stranger)
                || stream
                    .dict
                    .get(b"Subtype")
                    .and_then(Object::as_name)
                    .is_ok_and(|subtype| subtype == b"PS")
        }
        _ => false,
    };
    let strangers: BTreeSet<ObjectId> = found.iter().copied().filter(stranger).collect();
    if !strangers.is_empty() {
        walk(object, &mut |value| {
            if value.as_reference().is_ok_and(|id| strangers.contains(&id)) {
                *value = Object::Null;
            }
        });
        found.retain(|id| !strangers.contains(id));
    }
    found
}

fn is_stranger(name: &[u8]) -> bool {
    STRANGERS.contains(&name)
}

/// Makes a font's dictionary say what readers assume: which glyphs its characters are. Lists of the glyphs in
/// a font are left out; nobody needs them, and wrong ones contradict a claim (ISO 14289-1, 7.21.3 and 7.21.4).
fn complete_font(document: &Document, dict: &mut Dictionary) {
    match get_name(document, dict, b"Type") {
        Some(b"FontDescriptor") => {
            dict.remove(b"CharSet");
            dict.remove(b"CIDSet");
        }
        Some(b"Font") => {
            let is_embedded = get_dict(document, dict, b"FontDescriptor")
                .is_some_and(|descriptor| descriptor.has(b"FontFile2"));
            if get_name(document, dict, b"Subtype") == Some(b"CIDFontType2")
                && is_embedded
                && !dict.has(b"CIDToGIDMap")
            {
                dict.set("CIDToGIDMap", "Identity");
            }
        }
        _ => {}
    }
}

impl Seen {
    /// Notes a font whose letters are not in the file (ISO 19005-2, 6.2.11.4; ISO 14289-1, 7.21.4).
    fn font(&mut self, document: &Document, dict: &Dictionary) {
        if get_name(document, dict, b"Type") != Some(b"Font") {
            return;
        }
        let has_program = || {
            let descriptor = get_dict(document, dict, b"FontDescriptor");
            let keys: [&[u8]; 3] = [b"FontFile", b"FontFile2", b"FontFile3"];
            descriptor.is_some_and(|descriptor| keys.iter().any(|key| descriptor.has(key)))
        };
        let needs_program =
            !matches!(get_name(document, dict, b"Subtype"), Some(b"Type0" | b"Type3") | None);
        if needs_program && !has_program() {
            let name = get_name(document, dict, b"BaseFont").unwrap_or(b"without a name");
            self.missing_fonts.insert(String::from_utf8_lossy(name).into_owned());
        }
    }
}
