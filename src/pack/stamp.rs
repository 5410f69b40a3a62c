//! Stamps on the pages of a pack, such as page numbers: drawn upright over each page as a pagination
//! artifact (ISO 32000-1, 14.8.2.2), with links where the stamps have them.

use std::collections::BTreeMap;

use anyhow::Context;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::clean::{add_form, page_resources};
use super::object::{get, get_array, get_dict, real, rectangle, text, walk};
use super::pages::{PackPage, Target};
use super::tags::Forest;

/// The stamps of a pack.
pub(super) struct Stamps {
    /// One for each page of the pack, in order.
    pub(super) pages: Vec<PageStamp>,
    /// The output intent that defines their colours, which becomes the pack's.
    pub(super) intent: Option<Object>,
}

/// What is stamped on a page.
pub(super) struct PageStamp {
    /// The drawing, a form XObject.
    form: ObjectId,
    /// Its links: the rectangle (left, bottom, right, top, on the page as shown), and the name of the
    /// target.
    links: Vec<([f64; 4], String)>,
}

impl Stamps {
    /// Reads the stamps from a PDF that this program made, and moves its objects into the pack.
    pub(super) fn read(pack: &mut Document, bytes: &[u8]) -> anyhow::Result<Self> {
        let mut document = Document::load_mem(bytes).context("failed to read the stamps")?;
        let offset = pack.max_id;
        let pages: Vec<ObjectId> = document.page_iter().collect();
        let intents = document
            .catalog()
            .ok()
            .map(|catalog| get_array(&document, catalog, b"OutputIntents").first().cloned());
        let mut shift = |object: &mut Object| {
            if let Object::Reference((id, _)) = object {
                *id += offset;
            }
        };
        let mut intent = intents.flatten();
        if let Some(intent) = &mut intent {
            walk(intent, &mut shift);
        }
        let mut drawn = Vec::new();
        for page in pages {
            let dict = document.get_dictionary(page)?;
            let bounds =
                rectangle(&document, dict.get(b"MediaBox")?).context("a stamp has no size")?;
            let links = links(&document, dict);
            let resources = page_resources(&document, page);
            let content = document.get_page_content(page);
            drawn.push((bounds, links, resources, content));
        }
        for ((id, generation), mut object) in std::mem::take(&mut document.objects) {
            walk(&mut object, &mut shift);
            pack.objects.insert((id + offset, generation), object);
        }
        pack.max_id += document.max_id;
        let mut stamps = Self { pages: Vec::new(), intent };
        for (bounds, links, resources, content) in drawn {
            let mut resources = Object::Dictionary(resources);
            walk(&mut resources, &mut shift);
            let mut dict = Dictionary::new();
            dict.set("Type", "XObject");
            dict.set("Subtype", "Form");
            dict.set("BBox", bounds.map(real).to_vec());
            dict.set("Resources", resources);
            let mut form = Stream::new(dict, content);
            form.compress().context("failed to compress a stamp")?;
            stamps.pages.push(PageStamp { form: pack.add_object(form), links });
        }
        Ok(stamps)
    }
}

/// Returns the rectangles and target names of the `pack:` links on a page of stamps.
fn links(document: &Document, page: &Dictionary) -> Vec<([f64; 4], String)> {
    let list = get_array(document, page, b"Annots").iter();
    let links = list.filter_map(|annotation| {
        let link = super::object::dict(document, annotation)?;
        let name = pack_name(document, link)?;
        Some((rectangle(document, link.get(b"Rect").ok()?)?, name))
    });
    links.collect()
}

/// Returns the name after `pack:` in the address of a link; `None` for any other address.
pub(super) fn pack_name(document: &Document, link: &Dictionary) -> Option<String> {
    let action = get_dict(document, link, b"A")?;
    let address = get(document, action, b"URI").as_str().ok()?;
    let name = std::str::from_utf8(address).ok()?.strip_prefix("pack:")?;
    Some(name.to_owned())
}

/// Stamps each page.
pub(super) fn apply(
    document: &mut Document,
    forest: &mut Forest,
    pages: &[PackPage],
    targets: &BTreeMap<String, Target>,
    stamps: &Stamps,
) {
    // Each link's tag goes in at the head of its part's tag, so those of the last page go in first.
    for (page, stamp) in pages.iter().zip(&stamps.pages).rev() {
        let mut resources = page_resources(document, page.id);
        let name = add_form(document, &mut resources, stamp.form);
        let matrix = page.geometry.matrix().map(number).join(" ");
        let content =
            format!("/Artifact <</Type /Pagination>> BDC\nq {matrix} cm /{name} Do Q\nEMC\n");
        let content = document.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
        let links = links_of(document, forest, page, targets, stamp);
        let Ok(dict) = document.get_dictionary_mut(page.id) else { continue };
        dict.set("Resources", resources);
        if let Ok(Object::Array(streams)) = dict.get_mut(b"Contents") {
            streams.push(content.into());
        }
        if !links.is_empty() {
            let mut all = match dict.remove(b"Annots") {
                Some(Object::Array(all)) => all,
                _ => Vec::new(),
            };
            all.extend(links);
            dict.set("Annots", all);
            dict.set("Tabs", "S");
        }
    }
}

/// Makes the link annotations of a page's stamp and their tags; links to unknown names are left out.
fn links_of(
    document: &mut Document,
    forest: &mut Forest,
    page: &PackPage,
    targets: &BTreeMap<String, Target>,
    stamp: &PageStamp,
) -> Vec<Object> {
    let mut made = Vec::new();
    for (bounds, name) in &stamp.links {
        let (Some(target), Some(part)) = (targets.get(name), page.part) else { continue };
        let [a, b, c, d, e, f] = page.geometry.matrix();
        let to_user_space = |x: f64, y: f64| (a * x + c * y + e, b * x + d * y + f);
        let ((left, bottom), (right, top)) =
            (to_user_space(bounds[0], bounds[1]), to_user_space(bounds[2], bounds[3]));
        let bounds = [left.min(right), bottom.min(top), left.max(right), bottom.max(top)];
        let id = document.new_object_id();
        let key = forest.add_link(document, part, page.id, id, &target.description);
        let mut link = Dictionary::new();
        link.set("Type", "Annot");
        link.set("Subtype", "Link");
        link.set("Rect", bounds.map(real).to_vec());
        link.set("F", 4);
        link.set("Border", vec![0.into(), 0.into(), 0.into()]);
        link.set("Dest", target.destination.clone());
        link.set("Contents", text(&target.description));
        link.set("StructParent", key);
        document.objects.insert(id, link.into());
        made.push(id.into());
    }
    made
}

/// Returns a number for a content stream, rounded to five decimals.
fn number(value: f64) -> String {
    let text = format!("{value:.5}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
