//! Tags that will not change any more, kept as they will be written.
//!
//! A report of 44 pages with tables has 4,000 tags. As objects they take 20 MB, as text less than one.

use std::collections::BTreeMap;

use lopdf::{Object, ObjectId, Writer};

/// Tags by their number.
pub(super) type Settled = BTreeMap<ObjectId, Tag>;

/// A tag as it will be written.
pub(super) struct Tag {
    /// What is written, without the numbers of what it refers to, which are known last.
    text: Box<[u8]>,
    /// Where in the text a reference belongs, and to what; `None` leads nowhere.
    references: Box<[(usize, Option<ObjectId>)]>,
}

impl Tag {
    /// Returns the tag that an object is.
    pub(super) fn of(object: &Object) -> Self {
        let (mut text, mut references) = (Vec::with_capacity(256), Vec::with_capacity(8));
        take(object, &mut text, &mut references);
        // There are many, so none keeps room for more.
        Self { text: text[..].into(), references: references[..].into() }
    }

    /// Returns what it refers to.
    pub(super) fn references(&self) -> impl Iterator<Item = ObjectId> {
        self.references.iter().filter_map(|(_, id)| *id)
    }

    /// Gives what it refers to new numbers; what has none is referred to no more.
    pub(super) fn renumber(&mut self, numbers: &BTreeMap<ObjectId, ObjectId>) {
        for (_, id) in &mut self.references {
            *id = id.and_then(|old| numbers.get(&old).copied());
        }
    }

    /// Writes it.
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

/// Takes down an object as `lopdf` writes it, its references apart.
fn take(object: &Object, text: &mut Vec<u8>, references: &mut Vec<(usize, Option<ObjectId>)>) {
    match object {
        Object::Reference(id) => references.push((text.len(), Some(*id))),
        Object::Array(items) => {
            text.push(b'[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    part(item, text);
                }
                take(item, text, references);
            }
            text.push(b']');
        }
        Object::Dictionary(dict) => {
            text.extend(b"<<");
            for (key, value) in dict {
                write(&Object::Name(key.clone()), text);
                part(value, text);
                take(value, text, references);
            }
            text.extend(b">>");
        }
        leaf => write(leaf, text),
    }
}

/// Parts an object from what stands before it, where that is needed.
fn part(object: &Object, text: &mut Vec<u8>) {
    if Writer::need_separator(object) {
        text.push(b' ');
    }
}

fn write(object: &Object, to: &mut Vec<u8>) {
    Writer::write_object(to, object).expect("a vector takes whatever is written");
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
        let mut settled = Tag::of(&tag.clone().into());
        assert_eq!(settled.references().map(|id| id.0).collect::<Vec<_>>(), [7, 8, 9]);

        settled.renumber(&BTreeMap::from([((7, 0), (1, 0)), ((9, 0), (12, 0))]));
        tag.set("P", (1, 0));
        tag.set("K", vec![Object::Null, 3.into(), (12, 0).into(), Object::Null]);
        let (mut found, mut wanted) = (Vec::new(), Vec::new());
        settled.write(&mut found);
        Writer::write_object(&mut wanted, &tag.into()).unwrap();
        assert_eq!(String::from_utf8(found), String::from_utf8(wanted));
    }
}
