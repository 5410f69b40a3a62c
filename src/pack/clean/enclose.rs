//! Closes the content of a page, so that nothing of it reaches what is drawn after it.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::annotations::Drawing;
use super::content::Scan;
use super::pages;
use crate::object::get_dict;

/// Closes a page's content so that nothing of it reaches what is added later, and adds the
/// drawings that stand for its annotations.
pub(super) fn enclose(
    document: &mut Document,
    page: ObjectId,
    scan: Option<&Scan>,
    covered: bool,
    drawings: &[Drawing],
    mark: impl Fn(usize) -> Option<u32>,
) {
    let Ok(dict) = document.get_dictionary(page) else { return };
    let mut streams: Vec<Object> =
        pages::contents(document, dict).into_iter().map(Object::Reference).collect();
    let none = Scan::default();
    let scan = scan.unwrap_or(&none);
    let mut before = String::new();
    before.push_str(&"/Span BMC\n".repeat(scan.stray_ends.min(10_000)));
    if covered {
        before.push_str("/P <</MCID 0>> BDC\n");
    }
    before.push_str(&"q\n".repeat(1 + scan.stray_restores.min(10_000)));
    let mut after = format!("{}\n", scan.closing);
    after.push_str(&"EMC\n".repeat(scan.open_marks.min(10_000)));
    after.push_str(&"Q\n".repeat(1 + scan.open_saves.min(10_000)));
    let mut resources: Option<Dictionary> = None;
    for (at, drawing) in drawings.iter().enumerate() {
        let resources = resources.get_or_insert_with(|| page_resources(document, page));
        let name = add_form(document, resources, drawing.form);
        let matrix = drawing.matrix.map(|number| format!("{number:.4}")).join(" ");
        let begin = match mark(at) {
            Some(mcid) => format!("/Span <</MCID {mcid}>> BDC"),
            None => "/Artifact BMC".to_owned(),
        };
        after.push_str(&format!("{begin}\nq {matrix} cm /{name} Do Q\nEMC\n"));
    }
    if covered {
        after.push_str("EMC\n");
    }
    let stream = |text: String| Stream::new(Dictionary::new(), text.into_bytes());
    let first = document.add_object(stream(before));
    let last = document.add_object(stream(after));
    streams.insert(0, first.into());
    streams.push(last.into());
    let dict = document.get_dictionary_mut(page).expect("a page is a dictionary");
    dict.set("Contents", streams);
    if let Some(resources) = resources {
        dict.set("Resources", resources);
    }
}

/// Returns a page's own copy of its resources.
pub(crate) fn page_resources(document: &Document, page: ObjectId) -> Dictionary {
    let page = document.get_dictionary(page).ok();
    page.and_then(|page| get_dict(document, page, b"Resources")).cloned().unwrap_or_default()
}

/// Adds a form to a page's resources under a name that is free, and returns the name.
pub(crate) fn add_form(document: &Document, resources: &mut Dictionary, form: ObjectId) -> String {
    let mut forms = get_dict(document, resources, b"XObject").cloned().unwrap_or_default();
    let free = (0..).map(|at| format!("Pack{at}")).find(|name| !forms.has(name.as_bytes()));
    let name = free.expect("numbers do not end");
    forms.set(name.as_str(), form);
    resources.set("XObject", forms);
    name
}
