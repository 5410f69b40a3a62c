//! A digest of what was checked, by which binding tells that it is still what is bound.

use std::collections::{BTreeMap, VecDeque};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::structure::Tree;
use crate::clean::contents;

/// Entries that binding changes: keys of the parent tree. The length of a stream follows from its data.
const CHANGED: [&[u8]; 3] = [b"Length", b"StructParent", b"StructParents"];

/// Returns the digest of the content of pages, of all that it is drawn with, fonts and their programs among it,
/// and of which of its pieces are tagged: all that [`content`](super::content) and [`font`](super::font) read.
/// It does not depend on how objects are numbered.
pub(crate) fn seal(document: &Document, pages: &[ObjectId], root: &Dictionary) -> String {
    let mut seal = Seal {
        digest: blake3::Hasher::new(),
        numbers: pages.iter().copied().zip(0..).collect(),
        open: VecDeque::new(),
    };
    for id in pages {
        let Ok(page) = document.get_dictionary(*id) else { continue };
        for stream in contents(document, page) {
            seal.add(&Object::Reference(stream));
        }
        seal.add(page.get(b"Resources").unwrap_or(&Object::Null));
    }
    while let Some(id) = seal.open.pop_front() {
        seal.add(document.objects.get(&id).unwrap_or(&Object::Null));
    }
    let tree = Tree::read(document, root, pages);
    // By the order in which pages and drawings were met, which is the same whatever their numbers are.
    let mut pieces: Vec<(Option<u64>, u32)> = tree
        .content
        .iter()
        .map(|(owner, mcid)| (seal.numbers.get(owner).copied(), *mcid))
        .collect();
    pieces.sort_unstable();
    for (owner, mcid) in pieces {
        seal.bytes(b'c', &owner.unwrap_or(u64::MAX).to_le_bytes());
        seal.bytes(b'c', &mcid.to_le_bytes());
    }
    seal.digest.finalize().to_hex().to_string()
}

struct Seal {
    digest: blake3::Hasher,
    /// The pages and objects that were met, in that order.
    numbers: BTreeMap<ObjectId, u64>,
    /// Those that are still to be added.
    open: VecDeque<ObjectId>,
}

impl Seal {
    /// Adds some bytes, and of what kind they are.
    fn bytes(&mut self, kind: u8, bytes: &[u8]) {
        self.digest.update(&[kind]).update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    }

    /// Adds an object; what it refers to is added later, once.
    fn add(&mut self, object: &Object) {
        match object {
            Object::Null => self.bytes(b'0', b""),
            Object::Boolean(value) => self.bytes(b'b', &[u8::from(*value)]),
            Object::Integer(value) => self.bytes(b'i', &value.to_le_bytes()),
            Object::Real(value) => self.bytes(b'r', &value.to_le_bytes()),
            Object::Name(name) => self.bytes(b'n', name),
            Object::String(text, _) => self.bytes(b's', text),
            Object::Array(items) => {
                self.bytes(b'a', &(items.len() as u64).to_le_bytes());
                items.iter().for_each(|item| self.add(item));
            }
            Object::Dictionary(dict) => self.add_dict(dict),
            Object::Stream(stream) => {
                self.add_dict(&stream.dict);
                self.bytes(b't', &stream.content);
            }
            Object::Reference(id) => {
                let next = self.numbers.len() as u64;
                let number = *self.numbers.entry(*id).or_insert_with(|| {
                    self.open.push_back(*id);
                    next
                });
                self.bytes(b'o', &number.to_le_bytes());
            }
        }
    }

    fn add_dict(&mut self, dict: &Dictionary) {
        let mut entries: Vec<(&Vec<u8>, &Object)> =
            dict.iter().filter(|(key, _)| !CHANGED.contains(&key.as_slice())).collect();
        entries.sort_unstable_by_key(|(key, _)| *key);
        self.bytes(b'd', &(entries.len() as u64).to_le_bytes());
        for (key, value) in entries {
            self.bytes(b'k', key);
            self.add(value);
        }
    }
}
