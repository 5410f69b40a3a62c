//! Searches every file below a folder for canary words: names and bytes, the files inside bags,
//! and of PDFs each object with its streams decompressed, strings in either encoding, and the words of
//! pages, tags, bookmarks and metadata.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::path::Path;

use lopdf::content::Content;
use lopdf::{Document, Object, decode_text_string};
use orderpaper::store;
use zip::ZipArchive;

use crate::support::pdf::{Pdf, pages};

/// The beginning of every canary word, in capitals or not.
const BEGINNING: &str = "CANARY";

/// The words that were found, each with its places: `words of public/…/agenda.pdf`.
pub(super) type Found = BTreeMap<String, BTreeSet<String>>;

/// Returns the words that are found below a folder.
pub(super) fn below(folder: &Path) -> Found {
    let mut found = Found::new();
    let files = files(folder);
    assert!(!files.is_empty(), "there is nothing in {}", folder.display());
    for file in files {
        let name = file.to_string_lossy().replace('\\', "/");
        look_in_file(&mut found, &name, &store::read(&folder.join(&file)).unwrap());
    }
    found
}

/// Adds the words of a file, and of the files inside it.
fn look_in_file(found: &mut Found, name: &str, bytes: &[u8]) {
    look(found, name, "name", name);
    look_in_bytes(found, name, "bytes", bytes);
    if bytes.starts_with(b"%PDF") {
        look_in_pdf(found, name, bytes);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let mut bag = ZipArchive::new(Cursor::new(bytes)).unwrap();
        for at in 0..bag.len() {
            let mut entry = bag.by_index(at).unwrap();
            let inner = format!("{name}/{}", entry.name().unwrap());
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            look_in_file(found, &inner, &bytes);
        }
    }
}

/// Returns the words that were found in places of some kind, such as `strings`.
pub(super) fn in_places<'a>(found: &'a Found, kind: &str) -> BTreeSet<&'a str> {
    let is_kind = |place: &String| place.starts_with(&format!("{kind} of "));
    let words = found.iter().filter(|(_, places)| places.iter().any(is_kind));
    words.map(|(word, _)| word.as_str()).collect()
}

/// Returns every file below a folder, hidden ones too.
fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    let mut open = vec![std::path::PathBuf::new()];
    while let Some(below) = open.pop() {
        for entry in std::fs::read_dir(folder.join(&below)).unwrap() {
            let path = below.join(entry.unwrap().file_name());
            if folder.join(&path).is_dir() { open.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

/// Adds the words of a text.
fn look(found: &mut Found, file: &str, kind: &str, text: &str) {
    let text = text.to_uppercase();
    for (at, _) in text.match_indices(BEGINNING) {
        let rest = &text[at..];
        let end = rest.find(|char: char| !char.is_ascii_alphabetic() && char != '-');
        let word = rest[..end.unwrap_or(rest.len())].trim_end_matches('-');
        found.entry(word.to_owned()).or_default().insert(format!("{kind} of {file}"));
    }
}

/// Adds the words of bytes, as they are and as UTF-16.
fn look_in_bytes(found: &mut Found, file: &str, kind: &str, bytes: &[u8]) {
    let text = |bytes: &mut dyn Iterator<Item = &u8>| -> String {
        bytes.map(|byte| if byte.is_ascii() { char::from(*byte) } else { ' ' }).collect()
    };
    look(found, file, kind, &text(&mut bytes.iter()));
    look(found, file, kind, &text(&mut bytes.iter().filter(|byte| **byte != 0)));
}

fn look_in_pdf(found: &mut Found, file: &str, bytes: &[u8]) {
    let mut document = Document::load_mem(bytes).unwrap();
    for object in document.objects.values() {
        look_in_object(found, file, object);
    }
    look_in_object(found, file, &Object::Dictionary(document.trailer.clone()));
    document.decompress();
    let mut plain = Vec::new();
    document.save_to(&mut plain).unwrap();
    look_in_bytes(found, file, "objects", &plain);
    for page in pages::pages(bytes) {
        look(found, file, "words", &page.words);
        look(found, file, "labels", &page.label);
        for link in page.links {
            look(found, file, "links", &link.says);
        }
    }
    let read = Pdf::read(bytes);
    look(found, file, "words", &read.text());
    look(found, file, "tags", &read.tags());
    look(found, file, "bookmarks", &read.outline.join("\n"));
    look(found, file, "metadata", &format!("{:?}", read.metadata));
}

/// Adds the words of an object: of its strings and names, its keys, and its stream.
fn look_in_object(found: &mut Found, file: &str, object: &Object) {
    match object {
        Object::String(string, _) => {
            look_in_bytes(found, file, "strings", string);
            look(found, file, "strings", &decode_text_string(object).unwrap_or_default());
        }
        Object::Name(name) => look_in_bytes(found, file, "names", name),
        Object::Array(all) => all.iter().for_each(|item| look_in_object(found, file, item)),
        Object::Dictionary(dict) => {
            for (key, value) in dict.iter() {
                look_in_bytes(found, file, "names", key);
                look_in_object(found, file, value);
            }
        }
        Object::Stream(stream) => {
            look_in_object(found, file, &Object::Dictionary(stream.dict.clone()));
            let plain = stream.get_plain_content().unwrap_or_else(|_| stream.content.clone());
            look_in_bytes(found, file, "streams", &plain);
            // Strings of what may be content: in hexadecimal they hide from a search for bytes.
            let content =
                Content::decode(&plain).map(|content| content.operations).unwrap_or_default();
            for operand in content.iter().flat_map(|operation| &operation.operands) {
                look_in_object(found, file, operand);
            }
        }
        _ => {}
    }
}
