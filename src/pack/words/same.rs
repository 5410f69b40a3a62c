//! Whether a page is the same in two files, so that one reading tells what is on it in both.
//!
//! A reading looks at the content of the page, at the resources with all that they refer to, at the size of
//! the page and at the layers of the file. Where these are equal, a second reading would find what the first
//! did. They are compared as the reader itself sees them, so that no other program's view of the file has to
//! be trusted. Whatever is not plainly equal counts as different; a page is then read twice.

use std::collections::BTreeSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, MaybeRef, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page, Resources};

/// Entries that say nothing about what is drawn. Cleaning removes them or gives them other values.
const IRRELEVANT: [&[u8]; 6] =
    [b"CIDSet", b"Length", b"Metadata", b"PieceInfo", b"StructParent", b"StructParents"];

/// How deep objects nest that are compared.
const MAX_DEPTH: usize = 64;

/// How many objects are compared, in all pages together.
const MAX_OBJECTS: usize = 1_000_000;

/// Compares the pages of two files.
pub(super) struct Comparison<'a> {
    files: [&'a Pdf; 2],
    /// The objects of both files that are known to be equal, or are while the one that refers to them is.
    equal: BTreeSet<[ObjectIdentifier; 2]>,
    /// How many more objects may be compared.
    left: usize,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(before: &'a Pdf, after: &'a Pdf) -> Self {
        let files = [before, after];
        // Layers are known by the numbers of their objects, which differ between files.
        let has_layers = files.iter().any(|file| file.xref().has_optional_content_groups());
        let left = if has_layers { 0 } else { MAX_OBJECTS };
        Self { files, equal: BTreeSet::new(), left }
    }

    /// Returns whether this page of the first file and the one at the same place in the second, counted from 0,
    /// are the same but for the operators that cleaning puts around its content.
    pub(super) fn is_same(&mut self, at: usize, before: &Page<'_>) -> bool {
        let [_, file] = self.files;
        let Some(after) = file.pages().get(at).filter(|_| self.left > 0) else { return false };
        let content = before.page_stream().map(<[u8]>::trim_ascii);
        let is_same = content.is_some()
            && content == after.page_stream().and_then(enclosed)
            && before.render_dimensions() == after.render_dimensions()
            && before.initial_transform(false) == after.initial_transform(false)
            && self.are_resources_equal(before.resources(), after.resources());
        if !is_same {
            // Some were taken as equal only because others seemed to be.
            self.equal.clear();
        }
        is_same
    }

    /// Compares resources, and those that are inherited.
    fn are_resources_equal(&mut self, before: &Resources<'_>, after: &Resources<'_>) -> bool {
        let (before, after) = (levels(before), levels(after));
        before.len() == after.len()
            && before.iter().zip(&after).all(|(before, after)| {
                kinds(before)
                    .into_iter()
                    .zip(kinds(after))
                    .all(|(before, after)| self.are_dicts_equal(before, after, 0))
            })
    }

    fn are_dicts_equal(&mut self, before: &Dict<'_>, after: &Dict<'_>, depth: usize) -> bool {
        let count = |dict: &Dict<'_>| dict.keys().filter(|key| is_relevant(key)).count();
        count(before) == count(after)
            && before.keys().filter(|key| is_relevant(key)).all(|key| {
                match (before.get_raw(&*key), after.get_raw(&*key)) {
                    (Some(before), Some(after)) => self.is_equal(before, after, depth),
                    _ => false,
                }
            })
    }

    fn is_equal(
        &mut self,
        before: MaybeRef<Object<'_>>,
        after: MaybeRef<Object<'_>>,
        depth: usize,
    ) -> bool {
        self.left = self.left.saturating_sub(1);
        if self.left == 0 || depth > MAX_DEPTH {
            return false;
        }
        if let (MaybeRef::Ref(before), MaybeRef::Ref(after)) = (&before, &after)
            && !self.equal.insert([(*before).into(), (*after).into()])
        {
            return true;
        }
        let [first, second] = self.files;
        match (resolve(first, before), resolve(second, after)) {
            (Some(before), Some(after)) => self.are_objects_equal(&before, &after, depth + 1),
            (before, after) => before.is_none() && after.is_none(),
        }
    }

    fn are_objects_equal(&mut self, before: &Object<'_>, after: &Object<'_>, depth: usize) -> bool {
        match (before, after) {
            (Object::Null(_), Object::Null(_)) => true,
            (Object::Boolean(before), Object::Boolean(after)) => before == after,
            (Object::Number(before), Object::Number(after)) => {
                before.as_f32().to_bits() == after.as_f32().to_bits()
            }
            (Object::String(before), Object::String(after)) => before == after,
            (Object::Name(before), Object::Name(after)) => before == after,
            (Object::Dict(before), Object::Dict(after)) => {
                self.are_dicts_equal(before, after, depth)
            }
            (Object::Array(before), Object::Array(after)) => {
                let (mut before, mut after) = (before.raw_iter(), after.raw_iter());
                loop {
                    let is_equal = match (before.next(), after.next()) {
                        (None, None) => return true,
                        (Some(before), Some(after)) => self.is_equal(before, after, depth),
                        _ => false,
                    };
                    if !is_equal {
                        return false;
                    }
                }
            }
            (Object::Stream(before), Object::Stream(after)) => {
                self.are_dicts_equal(before.dict(), after.dict(), depth)
                    && is_data_equal(before, after)
            }
            _ => false,
        }
    }
}

/// Returns whether the data of two streams are equal before they are decoded.
fn is_data_equal(before: &Stream<'_>, after: &Stream<'_>) -> bool {
    before.raw_data() == after.raw_data()
}

/// Returns what stands between the operators that cleaning puts around the content of a page; `None` where
/// there is more than that.
fn enclosed(content: &[u8]) -> Option<&[u8]> {
    let inner = content.strip_prefix(b"q\n")?.trim_ascii_end().strip_suffix(b"\nQ")?;
    Some(inner.trim_ascii())
}

fn is_relevant(key: &[u8]) -> bool {
    !IRRELEVANT.contains(&key)
}

fn resolve<'a>(file: &'a Pdf, object: MaybeRef<Object<'a>>) -> Option<Object<'a>> {
    match object {
        MaybeRef::Ref(id) => file.xref().get(id.into()),
        MaybeRef::NotRef(object) => Some(object),
    }
}

/// Returns resources and those that are inherited, without levels that have none.
fn levels<'r, 'a>(resources: &'r Resources<'a>) -> Vec<&'r Resources<'a>> {
    std::iter::successors(Some(resources), |resources| resources.parent())
        .filter(|resources| kinds(resources).iter().any(|kind| !kind.is_empty()))
        .collect()
}

/// Returns the resources of each kind.
fn kinds<'r, 'a>(resources: &'r Resources<'a>) -> [&'r Dict<'a>; 7] {
    let Resources {
        ext_g_states,
        fonts,
        properties,
        color_spaces,
        x_objects,
        patterns,
        shadings,
        ..
    } = resources;
    [ext_g_states, fonts, properties, color_spaces, x_objects, patterns, shadings]
}

#[cfg(test)]
mod tests {
    use lopdf::{Dictionary, Document};

    use super::*;

    /// Returns a file of one page with a drawing that a resource refers to; its objects are numbered from
    /// `first` on.
    fn file(first: u32, content: &str, drawing: &str, entry: (&str, i64)) -> Pdf {
        let mut document = Document::with_version("1.7");
        document.max_id = first;
        let mut form = Dictionary::new();
        form.set("Subtype", "Form");
        form.set("Resources", Dictionary::new());
        form.set(entry.0, entry.1);
        let form = lopdf::Stream::new(form, drawing.as_bytes().to_vec());
        let form = document.add_object(form.with_compression(false));
        let mut forms = Dictionary::new();
        forms.set("Drawing", form);
        let mut resources = Dictionary::new();
        resources.set("XObject", forms);
        let content = lopdf::Stream::new(Dictionary::new(), content.as_bytes().to_vec());
        let content = document.add_object(content);
        let mut page = Dictionary::new();
        page.set("Type", "Page");
        page.set("MediaBox", vec![0.into(), 0.into(), 100.into(), 100.into()]);
        page.set("Resources", resources);
        page.set("Contents", content);
        let page = document.add_object(page);
        let mut pages = Dictionary::new();
        pages.set("Type", "Pages");
        pages.set("Count", 1);
        pages.set("Kids", vec![lopdf::Object::Reference(page)]);
        let pages = document.add_object(pages);
        let mut catalog = Dictionary::new();
        catalog.set("Type", "Catalog");
        catalog.set("Pages", pages);
        let catalog = document.add_object(catalog);
        document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        Pdf::new(bytes).unwrap()
    }

    #[test]
    fn a_page_is_the_same_where_all_that_is_drawn_is() {
        let before = file(0, "/Drawing Do", "0 0 9 9 re f", ("StructParents", 1));
        for (after, is_same) in [
            (file(7, "q\n /Drawing Do \nQ\n", "0 0 9 9 re f", ("StructParents", 8)), true),
            (file(7, "/Drawing Do", "0 0 9 9 re f", ("StructParents", 8)), false),
            (file(7, "q\n /Drawing Do Q \nQ\n", "0 0 9 9 re f", ("StructParents", 8)), false),
            (file(7, "q\n /Drawing Do \nQ\n", "0 0 8 8 re f", ("StructParents", 8)), false),
            (file(7, "q\n /Drawing Do \nQ\n", "0 0 9 9 re f", ("FormType", 1)), false),
        ] {
            let mut comparison = Comparison::new(&before, &after);
            assert_eq!(comparison.is_same(0, &before.pages()[0]), is_same);
            assert_eq!(comparison.is_same(0, &before.pages()[0]), is_same, "the second time");
        }
    }
}
