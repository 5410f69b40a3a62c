//! The structure tree: how elements nest, and what each must have (ISO 14289-1, 7.1 to 7.9 and 7.18).

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::language;
use crate::Reason;
use crate::object::{get, get_dict, get_name, get_text, locate, resolve};

/// How many elements are read.
const MAX_ELEMENTS: usize = 2_000_000;

/// A structure tree, its elements in the order of the document, so that each stands before its children.
pub(super) struct Tree<'a> {
    pub(super) elements: Vec<Element<'a>>,
    /// The marked content that elements have: the page or form, and the identifier.
    pub(super) content: BTreeSet<(ObjectId, u32)>,
    /// The element that has an annotation.
    pub(super) annotations: BTreeMap<ObjectId, usize>,
    /// Whether there are more elements than are read.
    is_cut: bool,
}

/// Types that only group: what stands in them counts as standing in the element around them. ISO 32000-1 says so of
/// `NonStruct` (14.8.4.2), and veraPDF takes all three in this way; browsers write lists and tables with them.
const GROUPING: [&[u8]; 3] = [b"NonStruct", b"Div", b"Part"];

/// An element of a structure tree.
pub(super) struct Element<'a> {
    pub(super) dict: &'a Dictionary,
    /// The standard type that it stands for.
    pub(super) role: &'a [u8],
    /// The element that it is in, other than those that only group.
    pub(super) parent: Option<usize>,
    /// The elements in it, those that only group left out for what is in them.
    pub(super) kids: Vec<usize>,
}

impl<'a> Tree<'a> {
    /// Reads the tree below its root.
    pub(super) fn read(document: &'a Document, root: &'a Dictionary, pages: &[ObjectId]) -> Self {
        let roles = get_dict(document, root, b"RoleMap");
        let mut tree = Self {
            elements: Vec::new(),
            content: BTreeSet::new(),
            annotations: BTreeMap::new(),
            is_cut: false,
        };
        let pages: BTreeSet<ObjectId> = pages.iter().copied().collect();
        let mut visited = BTreeSet::new();
        // The element that each element is in, whatever its type.
        let mut parents: Vec<Option<usize>> = Vec::new();
        let mut open: Vec<(&Object, Option<usize>, Option<ObjectId>)> =
            below(document, root).iter().rev().map(|kid| (kid, None, None)).collect();
        while let Some((object, parent, page)) = open.pop() {
            let (id, value) = locate(document, object);
            if let (Object::Integer(mcid), Some(page)) = (value, page) {
                tree.content.extend(u32::try_from(*mcid).ok().map(|mcid| (page, mcid)));
                continue;
            }
            let Object::Dictionary(dict) = value else { continue };
            let named = dict.get(b"Pg").ok().and_then(|page| locate(document, page).0);
            let page = named.filter(|page| pages.contains(page)).or(page);
            match get_name(document, dict, b"Type") {
                Some(b"MCR") => {
                    let stream =
                        dict.get(b"Stm").ok().and_then(|stream| locate(document, stream).0);
                    let mcid = get(document, dict, b"MCID").as_i64().ok();
                    let mcid = mcid.and_then(|mcid| u32::try_from(mcid).ok());
                    tree.content.extend(stream.or(page).zip(mcid));
                }
                Some(b"OBJR") => {
                    let target =
                        dict.get(b"Obj").ok().and_then(|target| locate(document, target).0);
                    if let (Some(target), Some(parent)) = (target, parent) {
                        tree.annotations.insert(target, parent);
                    }
                }
                _ => {
                    if tree.elements.len() >= MAX_ELEMENTS
                        || id.is_some_and(|id| !visited.insert(id))
                    {
                        tree.is_cut = true;
                        continue;
                    }
                    let at = tree.elements.len();
                    let role = get_name(document, dict, b"S").unwrap_or_default();
                    let role = standard(document, roles, role);
                    parents.push(parent);
                    let mut above = parent;
                    while let Some(outer) = above {
                        let outer_groups = GROUPING.contains(&tree.elements[outer].role);
                        if !GROUPING.contains(&role) {
                            tree.elements[outer].kids.push(at);
                        }
                        if !outer_groups {
                            break;
                        }
                        above = parents[outer];
                    }
                    tree.elements.push(Element { dict, role, parent: above, kids: Vec::new() });
                    open.extend(
                        below(document, dict).iter().rev().map(|kid| (kid, Some(at), page)),
                    );
                }
            }
        }
        tree
    }

    /// Returns the types of an element's children.
    pub(super) fn kids(&self, element: &Element<'_>) -> impl Iterator<Item = &'a [u8]> {
        element.kids.iter().map(|kid| self.elements[*kid].role)
    }

    /// Returns the type of an element's parent.
    fn parent(&self, element: &Element<'_>) -> &'a [u8] {
        element.parent.map_or(b"", |parent| self.elements[parent].role)
    }
}

/// Returns what stands below an element or the root.
fn below<'a>(document: &'a Document, dict: &'a Dictionary) -> &'a [Object] {
    match dict.get(b"K") {
        Ok(kids) => match resolve(document, kids) {
            Object::Array(list) => list,
            _ => std::slice::from_ref(kids),
        },
        Err(_) => &[],
    }
}

/// Returns the standard type that a type stands for, or the type itself.
fn standard<'a>(document: &'a Document, roles: Option<&'a Dictionary>, role: &'a [u8]) -> &'a [u8] {
    let mut role = role;
    for _ in 0..32 {
        if crate::clean::is_standard(role) {
            break;
        }
        let Some(target) = roles.and_then(|roles| get_name(document, roles, role)) else { break };
        role = target;
    }
    role
}

/// Returns the attributes of an element that belong to an owner such as `Table`.
pub(super) fn attributes<'a>(
    document: &'a Document,
    element: &Element<'a>,
    owner: &[u8],
) -> Vec<&'a Dictionary> {
    let Ok(attributes) = element.dict.get(b"A") else { return Vec::new() };
    let list = match resolve(document, attributes) {
        Object::Array(list) => list.as_slice(),
        _ => std::slice::from_ref(attributes),
    };
    let dicts = list.iter().filter_map(|item| crate::object::dict(document, item));
    dicts.filter(|dict| get_name(document, dict, b"O") == Some(owner)).collect()
}

/// Which elements may stand in which; `None` where there is no rule.
fn allowed_kids(role: &[u8]) -> Option<&'static [&'static [u8]]> {
    Some(match role {
        b"Table" => &[b"TR", b"THead", b"TBody", b"TFoot", b"Caption"],
        b"THead" | b"TBody" | b"TFoot" => &[b"TR"],
        b"TR" => &[b"TH", b"TD"],
        b"L" => &[b"L", b"LI", b"Caption"],
        b"LI" => &[b"Lbl", b"LBody"],
        b"TOC" => &[b"TOC", b"TOCI", b"Caption"],
        _ => return None,
    })
}

/// Which elements an element must stand in; `None` where there is no rule.
fn allowed_parents(role: &[u8]) -> Option<&'static [&'static [u8]]> {
    Some(match role {
        b"TR" => &[b"Table", b"THead", b"TBody", b"TFoot"],
        b"THead" | b"TBody" | b"TFoot" => &[b"Table"],
        b"TH" | b"TD" => &[b"TR"],
        b"LI" => &[b"L"],
        b"LBody" => &[b"LI"],
        b"TOCI" => &[b"TOC"],
        _ => return None,
    })
}

/// Checks how elements nest, and what each has.
pub(super) fn check(document: &Document, tree: &Tree<'_>, reasons: &mut BTreeSet<Reason>) {
    let mut headings = Headings::default();
    let mut notes = BTreeSet::new();
    if tree.is_cut {
        reasons.insert(Reason::new("7.1", "not all of its tags can be followed"));
    }
    for element in &tree.elements {
        nesting(tree, element, reasons);
        captions(tree, element, reasons);
        headings.add(tree, element, reasons);
        let words = |key: &[u8]| get_text(document, element.dict, key);
        if let Some(written) = words(b"Lang") {
            reasons.extend(language::fault(&written));
        }
        let is_described = words(b"Alt").is_some_and(|words| !words.trim().is_empty())
            || element.dict.has(b"ActualText");
        match element.role {
            b"Figure" if !is_described => {
                reasons.insert(Reason::new("7.3", "a picture has no alternative text"));
            }
            b"Formula" if !is_described => {
                reasons.insert(Reason::new("7.7", "a formula has no alternative text"));
            }
            b"Note" => {
                let id = get(document, element.dict, b"ID").as_str().unwrap_or_default();
                if id.is_empty() || !notes.insert(id) {
                    reasons
                        .insert(Reason::new("7.9", "a note has no identifier, or that of another"));
                }
            }
            b"Form" if !has_role(document, element) && !is_one_widget(document, tree, element) => {
                reasons.insert(Reason::new("7.18.4", "the tag of a form's field has no field"));
            }
            role if !crate::clean::is_standard(role) => {
                reasons.insert(Reason::new("7.1", "a tag is not mapped to a standard one"));
            }
            _ => {}
        }
    }
    for (annotation, element) in &tree.annotations {
        let Ok(annotation) = document.get_dictionary(*annotation) else { continue };
        if get_name(document, annotation, b"Subtype") == Some(b"Link")
            && tree.elements[*element].role != b"Link"
        {
            reasons.insert(Reason::new("7.18.5", "a link is in a tag that is not that of a link"));
        }
    }
}

fn has_role(document: &Document, element: &Element<'_>) -> bool {
    attributes(document, element, b"PrintField").iter().any(|dict| dict.has(b"Role"))
}

/// Returns whether an element has one field of a form and nothing else.
fn is_one_widget(document: &Document, tree: &Tree<'_>, element: &Element<'_>) -> bool {
    let [only] = below(document, element.dict) else { return false };
    let object = resolve(document, only).as_dict().ok().and_then(|only| only.get(b"Obj").ok());
    let id = object.and_then(|object| locate(document, object).0);
    let widget = id.filter(|id| tree.annotations.contains_key(id));
    let widget = widget.and_then(|id| document.get_dictionary(id).ok());
    widget.is_some_and(|widget| get_name(document, widget, b"Subtype") == Some(b"Widget"))
}

/// Checks what an element stands in and what stands in it.
fn nesting(tree: &Tree<'_>, element: &Element<'_>, reasons: &mut BTreeSet<Reason>) {
    let name = |role: &[u8]| String::from_utf8_lossy(role).into_owned();
    if let Some(allowed) = allowed_kids(element.role)
        && let Some(kid) = tree.kids(element).find(|kid| !allowed.contains(kid))
    {
        let words = format!("a `{}` tag stands in a `{}` tag", name(kid), name(element.role));
        reasons.insert(Reason::new("7.2", words));
    }
    let parent = tree.parent(element);
    if allowed_parents(element.role).is_some_and(|allowed| !allowed.contains(&parent)) {
        let words = match parent {
            b"" => format!("a `{}` tag stands in no other tag", name(element.role)),
            _ => format!("a `{}` tag stands in a `{}` tag", name(element.role), name(parent)),
        };
        reasons.insert(Reason::new("7.2", words));
    }
    let count = |role: &[u8]| tree.kids(element).filter(|kid| *kid == role).count();
    if element.role == b"Table" {
        if count(b"THead") > 1 || count(b"TFoot") > 1 {
            reasons.insert(Reason::new("7.2", "a table has more than one head or foot"));
        }
        if count(b"THead") + count(b"TFoot") > 0 && count(b"TBody") == 0 {
            reasons.insert(Reason::new("7.2", "a table has a head or a foot, and no body"));
        }
    }
}

/// Checks where captions stand: first in a list or table of contents, first or last in a table.
fn captions(tree: &Tree<'_>, element: &Element<'_>, reasons: &mut BTreeSet<Reason>) {
    let places: Vec<usize> = tree
        .kids(element)
        .enumerate()
        .filter_map(|(at, kid)| (kid == b"Caption").then_some(at))
        .collect();
    let last = element.kids.len().saturating_sub(1);
    let is_right = match (element.role, &*places) {
        (_, []) | (b"L" | b"TOC" | b"Table", [0]) => true,
        (b"Table", [at]) => *at == last,
        (b"L" | b"TOC" | b"Table", _) => false,
        _ => true,
    };
    if !is_right {
        reasons
            .insert(Reason::new("7.2", "a caption is neither the first nor the last in its tag"));
    }
}

/// The headings up to a place in the document.
#[derive(Default)]
struct Headings {
    level: u8,
    has_plain: bool,
    has_levels: bool,
}

impl Headings {
    fn add(&mut self, tree: &Tree<'_>, element: &Element<'_>, reasons: &mut BTreeSet<Reason>) {
        match *element.role {
            [b'H'] => self.has_plain = true,
            [b'H', digit @ b'1'..=b'6'] => {
                let level = digit - b'0';
                if level > self.level + 1 {
                    reasons.insert(Reason::new("7.4.2", "its headings skip a level"));
                }
                self.level = level;
                self.has_levels = true;
            }
            _ => {}
        }
        if self.has_plain && self.has_levels {
            let words = "some of its headings have a level and some have none";
            reasons.insert(Reason::new("7.4.4", words));
        }
        if tree.kids(element).filter(|kid| *kid == b"H").count() > 1 {
            reasons.insert(Reason::new("7.4.4", "a tag has more than one heading without a level"));
        }
    }
}
