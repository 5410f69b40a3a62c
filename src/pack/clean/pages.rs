//! The pages of a supplied PDF in order, each with what it inherits (ISO 32000-1, 7.7.3).

use std::collections::BTreeSet;
use std::rc::Rc;

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::object::{get, get_array, get_dict, get_name, number, rectangle, resolve};
use crate::{Page, Refusal};

/// How deep a tree of pages is followed.
const MAX_DEPTH: usize = 1_000;

/// The longest side of a page, in points: 14,400 units of 1/72 inch, each up to 75,000 units.
const MAX_SIDE: f64 = 14_400.0 * 10.0;

/// The keys that a page inherits.
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];

/// What a page inherits: positions in [`INHERITED`], and values.
type Inherited = Vec<(usize, Object)>;

/// Returns the pages in order, with everything inherited written into each; a page that stands
/// twice in the tree becomes two.
///
/// # Errors
/// When there are more pages than `most`, or fewer than the file says because some are missing.
pub(super) fn list(document: &mut Document, most: usize) -> Result<Vec<ObjectId>, Unlisted> {
    let mut found: Vec<(ObjectId, Inherited)> = Vec::new();
    let mut visited = BTreeSet::new();
    let mut is_missing = false;
    let root = document.catalog().ok().and_then(|catalog| catalog.get(b"Pages").ok());
    let mut open: Vec<(Object, Inherited, Rc<[ObjectId]>)> =
        root.map(|root| (root.clone(), Vec::new(), Rc::from([]))).into_iter().collect();
    while let Some((object, inherited, above)) = open.pop() {
        let id = match object {
            Object::Reference(id) => id,
            // It should be an object by itself, and readers show it all the same.
            Object::Dictionary(dict) => document.add_object(dict),
            _ => continue,
        };
        let Ok(node) = document.get_dictionary(id) else {
            is_missing = true;
            continue;
        };
        let mut attributes = inherited;
        for (at, key) in INHERITED.iter().enumerate() {
            if let Ok(value) = node.get(key) {
                attributes.retain(|(of, _)| *of != at);
                attributes.push((at, value.clone()));
            }
        }
        let is_node = get_name(document, node, b"Type") != Some(b"Page") && node.has(b"Kids");
        if is_node {
            if above.len() >= MAX_DEPTH || above.contains(&id) {
                continue;
            }
            // A few such nodes may mean more pages than anybody can count; or a page was lost.
            if !visited.insert(id) {
                return Err(Unlisted::Broken(Refusal::new(
                    "is broken: part of its tree of pages is in it twice",
                    "open it and print it to a new PDF",
                )));
            }
            let below: Rc<[ObjectId]> = [&*above, &[id]].concat().into();
            for kid in get_array(document, node, b"Kids").iter().rev() {
                open.push((kid.clone(), attributes.clone(), Rc::clone(&below)));
            }
        } else {
            found.push((id, attributes));
            if found.len() > most {
                return Err(Unlisted::TooMany(Refusal::new(
                    format!("has more than {most} pages"),
                    "split it into several papers",
                )));
            }
        }
    }
    if let Some(counted) = counted(document).filter(|counted| is_missing && *counted > found.len())
    {
        let cause = if counted <= document.objects.len() {
            format!("is broken: it has only {} of its {counted} pages", found.len())
        } else {
            "is broken: some of its pages are missing".to_owned()
        };
        return Err(Unlisted::Broken(Refusal::new(cause, "ask its author for a complete copy")));
    }
    let mut pages = Vec::new();
    for (id, inherited) in found {
        let Ok(page) = document.get_dictionary(id) else { continue };
        let mut page = page.clone();
        for (at, value) in inherited {
            page.set(INHERITED[at], value);
        }
        let is_twin = !visited.insert(id);
        if is_twin {
            // Its tags and its fields are those of the first.
            page.remove(b"Annots");
            pages.push(document.add_object(page));
        } else {
            document.objects.insert(id, page.into());
            pages.push(id);
        }
    }
    Ok(pages)
}

/// Why the pages of a file can't be listed.
pub(super) enum Unlisted {
    /// There are more than may be.
    TooMany(Refusal),
    /// Their tree is broken, at least as the file was read.
    Broken(Refusal),
}

/// Returns how many pages the file says it has.
fn counted(document: &Document) -> Option<usize> {
    let catalog = document.catalog().ok()?;
    let root = get_dict(document, catalog, b"Pages")?;
    usize::try_from(get(document, root, b"Count").as_i64().ok()?).ok()
}

/// Returns how a page is seen.
///
/// # Errors
/// When its size can't be.
pub(super) fn seen(
    document: &Document,
    page: &Dictionary,
    at: usize,
) -> Result<(Page, Option<String>), Refusal> {
    let unit = page.get(b"UserUnit").ok().and_then(|unit| number(document, unit));
    let unit = unit.filter(|unit| (0.01..=1000.0).contains(unit)).unwrap_or(1.0);
    let media = page.get(b"MediaBox").ok().and_then(|bounds| rectangle(document, bounds));
    let crop = page.get(b"CropBox").ok().and_then(|bounds| rectangle(document, bounds));
    let has_area = |bounds: &[f64; 4]| bounds[2] - bounds[0] >= 1.0 && bounds[3] - bounds[1] >= 1.0;
    let media = media.filter(has_area);
    let mut remark = None;
    let media = media.unwrap_or_else(|| {
        remark = Some(format!("has no size for page {}; A4 is assumed", at + 1));
        [0.0, 0.0, 595.276, 841.89]
    });
    let common = crop.map(|crop| {
        let [a, b, c, d] = crop;
        [a.max(media[0]), b.max(media[1]), c.min(media[2]), d.min(media[3])]
    });
    let visible = common.filter(has_area).unwrap_or(media);
    let turned = page.get(b"Rotate").ok().and_then(|angle| number(document, angle)).unwrap_or(0.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 359")]
    let turned = ((turned % 360.0 + 360.0) % 360.0) as u16;
    let page = Page { visible, turned: turned / 90 * 90, unit };
    let (width, height) = page.shown();
    if width > MAX_SIDE || height > MAX_SIDE {
        return Err(Refusal::new(
            format!("has a page {} that is {:.0} metres long", at + 1, width.max(height) / 2835.0),
            "print it to a PDF of an ordinary paper size",
        ));
    }
    Ok((page, remark))
}

/// Returns the streams of a page's content, in order.
pub(crate) fn contents(document: &Document, page: &Dictionary) -> Vec<ObjectId> {
    let Ok(contents) = page.get(b"Contents") else { return Vec::new() };
    let is_stream = |id: &ObjectId| matches!(document.objects.get(id), Some(Object::Stream(_)));
    let reference = |object: &Object| {
        let (at, value) = crate::object::locate(document, object);
        at.filter(|_| matches!(value, Object::Stream(_)))
    };
    match resolve(document, contents) {
        Object::Array(items) => items.iter().filter_map(reference).filter(is_stream).collect(),
        _ => reference(contents).into_iter().collect(),
    }
}
