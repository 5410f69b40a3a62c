//! Tags that will not change any more, kept in the form in which they are written.
//!
//! A report of 44 pages with tables has 4,000 tags. As objects they take 20 MB, and less than 1 MB
//! serialised.

use std::collections::BTreeMap;

use lopdf::{Object, ObjectId, Writer};

/// Settled tags by object number.
pub(super) type Settled = BTreeMap<ObjectId, Tag>;

/// A serialised tag.
pub(super) struct Tag {
    /// The bytes to write, without the references, as object numbers are only known at the end.
    text: Box<[u8]>,
    /// At which byte of `text` a reference belongs, and to what; `None` is written as null.
    references: Box<[(usize, Option<ObjectId>)]>,
}

impl Tag {
    /// Serialises a tag.
    pub(super) fn from_object(object: &Object) -> Self {
        let (mut text, mut references) = (Vec::with_capacity(256), Vec::with_capacity(8));
        serialise(object, &mut text, &mut references);
        // Exact size: there are thousands of tags, so spare capacity would add up.
        Self { text: text[..].into(), references: references[..].into() }
    }

    /// Returns the numbers of the objects that it refers to.
    pub(super) fn references(&self) -> impl Iterator<Item = ObjectId> {
        self.references.iter().filter_map(|(_, id)| *id)
    }

    /// Gives its references new object numbers; a reference to an object without one becomes null.
    pub(super) fn renumber(&mut self, numbers: &BTreeMap<ObjectId, ObjectId>) {
        for (_, id) in &mut self.references {
            *id = id.and_then(|old| numbers.get(&old).copied());
        }
    }

    /// Appends the tag as it stands in the file, references included.
    pub(super) fn write(&self, to: &mut Vec<u8>) {
        let mut done = 0;
        for (at, id) in &self.references {
            to.extend(&self.text[done..*at]);
            write(&id.map_or(Object::Null, Object::Reference), to);
            done = *at;
        }
        to.extend(&self.text[done..]);
    }
}

/// Writes an object as `lopdf` does, but leaves out its references and adds them to `references`.
fn serialise(object: &Object, text: &mut Vec<u8>, references: &mut Vec<(usize, Option<ObjectId>)>) {
    match object {
        Object::Reference(id) => references.push((text.len(), Some(*id))),
        Object::Array(items) => {
            text.push(b'[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    separate(item, text);
                }
                serialise(item, text, references);
            }
            text.push(b']');
        }
        Object::Dictionary(dict) => {
            text.extend(b"<<");
            for (key, value) in dict {
                write(&Object::Name(key.clone()), text);
                separate(value, text);
                serialise(value, text, references);
            }
            text.extend(b">>");
        }
        leaf => write(leaf, text),
    }
}

/// Adds a space before an object that needs one to separate it from what precedes it.
fn separate(object: &Object, text: &mut Vec<u8>) {
    if Writer::need_separator(object) {
        text.push(b' ');
    }
}

fn write(object: &Object, to: &mut Vec<u8>) {
    Writer::write_object(to, object).expect("writing to a vector can't fail");
}

#[cfg(test)]
mod tests {
    use lopdf::Dictionary;

    use super::*;

    #[test]
    fn a_tag_is_written_as_lopdf_writes_it() {
        let mut cell = Dictionary::new();
        cell.set("O", "Table");
        cell.set("Headers", vec![Object::string_literal("a(b"), 2.into(), Object::Real(0.5)]);
        let mut tag = Dictionary::new();
        tag.set("Type", "StructElem");
        tag.set("P", (7, 0));
        tag.set("K", vec![Object::Reference((8, 0)), 3.into(), (9, 0).into(), Object::Null]);
        tag.set("A", vec![cell.clone().into(), cell.into()]);
        let mut serialised = Tag::from_object(&tag.clone().into());
        assert_eq!(serialised.references().map(|id| id.0).collect::<Vec<_>>(), [7, 8, 9]);

        serialised.renumber(&BTreeMap::from([((7, 0), (1, 0)), ((9, 0), (12, 0))]));
        tag.set("P", (1, 0));
        tag.set("K", vec![Object::Null, 3.into(), (12, 0).into(), Object::Null]);
        let (mut found, mut wanted) = (Vec::new(), Vec::new());
        serialised.write(&mut found);
        Writer::write_object(&mut wanted, &tag.into()).unwrap();
        assert_eq!(String::from_utf8(found), String::from_utf8(wanted));
    }
}
