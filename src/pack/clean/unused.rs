//! Resources that no content uses: forms, pictures, fonts and layers that nobody sees, and that every program
//! finds (ISO 32000-1, 7.8.3). They are taken out.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::MAX_STREAM_BYTES;
use super::content::Scan;
use crate::object::{get, get_name, locate};
use crate::tokens::{Operation, Operations};

/// The kinds of resources that content names. Whatever else is in resources stays.
const KINDS: [&[u8]; 7] =
    [b"Font", b"XObject", b"ExtGState", b"ColorSpace", b"Pattern", b"Shading", b"Properties"];

/// Colour spaces that are used without being named.
const DEFAULTS: [&[u8]; 3] = [b"DefaultGray", b"DefaultRGB", b"DefaultCMYK"];

/// The names of resources that some content uses, by the positions of their kinds in [`KINDS`].
pub(super) type Names = BTreeSet<(usize, Vec<u8>)>;

/// Adds the resources that an operation names.
pub(super) fn add_names(names: &mut Names, operator: &[u8], operands: &[Object]) {
    let mut add = |kind: &[u8], name: Option<&Object>| {
        if let Some(Object::Name(name)) = name
            && let Some(kind) = KINDS.iter().position(|known| *known == kind)
        {
            names.insert((kind, name.clone()));
        }
    };
    match operator {
        b"Tf" => add(b"Font", operands.first()),
        b"Do" => add(b"XObject", operands.first()),
        b"gs" => add(b"ExtGState", operands.first()),
        b"cs" | b"CS" => add(b"ColorSpace", operands.first()),
        b"scn" | b"SCN" => add(b"Pattern", operands.last()),
        b"sh" => add(b"Shading", operands.first()),
        b"BDC" | b"DP" => add(b"Properties", operands.get(1)),
        b"BI" => {
            let Some(Object::Dictionary(picture)) = operands.first() else { return };
            let space = picture.get(b"CS").or_else(|_| picture.get(b"ColorSpace")).ok();
            match space {
                // An indexed space names the one below it.
                Some(Object::Array(parts)) => {
                    parts.iter().for_each(|part| add(b"ColorSpace", Some(part)));
                }
                space => add(b"ColorSpace", space),
            }
        }
        _ => {}
    }
}

/// A dictionary of resources of one kind: where it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// An object of its own, which others may share.
    Object(ObjectId),
    /// Inside the resources of this object, which may themselves be shared.
    Inside(ObjectId, usize),
}

/// What is used of the resources of one kind.
#[derive(Default)]
struct Used {
    names: BTreeSet<Vec<u8>>,
    /// Whether anything may be used, since some content can't be read.
    all: bool,
}

/// Takes resources out that neither pages nor drawings use; `scans` is what was found on each page, and
/// `drawings` are the forms that stand for annotations.
pub(super) fn strip(
    document: &mut Document,
    pages: &[ObjectId],
    scans: &[Option<Scan>],
    drawings: impl Iterator<Item = ObjectId>,
) {
    let mut finder =
        Finder { document, used: BTreeMap::new(), visited: BTreeSet::new(), open: Vec::new() };
    for (page, scan) in pages.iter().zip(scans) {
        let Some(holder) = finder.holder(*page) else { continue };
        finder.note(holder, scan.as_ref().map(|scan| &scan.names));
    }
    finder.open.extend(drawings.map(|drawing| (drawing, None)));
    while let Some((content, outer)) = finder.open.pop() {
        if finder.visited.insert((content, outer)) {
            finder.follow(content, outer);
        }
    }
    let used = finder.used;
    for (place, used) in used {
        if used.all {
            continue;
        }
        let dict = match place {
            Place::Object(id) => document.get_dictionary_mut(id).ok(),
            Place::Inside(id, kind) => {
                let holder = match document.objects.get_mut(&id) {
                    Some(Object::Dictionary(dict)) => Some(dict),
                    Some(Object::Stream(stream)) => Some(&mut stream.dict),
                    _ => None,
                };
                holder.and_then(|holder| {
                    let resources = match holder.get(b"Resources") {
                        Ok(Object::Dictionary(_)) => {
                            holder.get_mut(b"Resources").ok()?.as_dict_mut().ok()?
                        }
                        // It is the resources themselves.
                        _ => holder,
                    };
                    resources.get_mut(KINDS[kind]).ok()?.as_dict_mut().ok()
                })
            }
        };
        let Some(dict) = dict else { continue };
        let unused: Vec<Vec<u8>> = dict
            .iter()
            .map(|(name, _)| name)
            .filter(|name| !used.names.contains(*name) && !DEFAULTS.contains(&name.as_slice()))
            .cloned()
            .collect();
        for name in unused {
            dict.remove(&name);
        }
    }
}

/// Finds what content uses.
struct Finder<'a> {
    document: &'a Document,
    used: BTreeMap<Place, Used>,
    /// Streams, each with the resources that it uses where it has none of its own.
    visited: BTreeSet<(ObjectId, Option<ObjectId>)>,
    open: Vec<(ObjectId, Option<ObjectId>)>,
}

impl<'a> Finder<'a> {
    /// Returns the object that holds the resources of a page, a form, a pattern or a font: the resources, or
    /// what they are in; `None` where it has none.
    fn holder(&self, owner: ObjectId) -> Option<ObjectId> {
        let dict = crate::object::dict(self.document, self.document.objects.get(&owner)?)?;
        let (id, resources) = locate(self.document, dict.get(b"Resources").ok()?);
        resources.as_dict().ok()?;
        Some(id.unwrap_or(owner))
    }

    /// Returns the resources that an object holds.
    fn resources(&self, holder: ObjectId) -> Option<&'a Dictionary> {
        let dict = crate::object::dict(self.document, self.document.objects.get(&holder)?)?;
        match dict.get(b"Resources") {
            Ok(Object::Dictionary(resources)) => Some(resources),
            _ => Some(dict),
        }
    }

    /// Notes what some content uses of the resources that `holder` holds: these names, or anything.
    fn note(&mut self, holder: ObjectId, names: Option<&Names>) {
        let Some(resources) = self.resources(holder) else { return };
        for (at, kind) in KINDS.iter().enumerate() {
            let Ok(entry) = resources.get(kind) else { continue };
            let (id, value) = locate(self.document, entry);
            let Ok(dict) = value.as_dict() else { continue };
            let place = id.map_or(Place::Inside(holder, at), Place::Object);
            let is_used = |name: &Vec<u8>| {
                names.is_none_or(|names| {
                    names.contains(&(at, name.clone())) || DEFAULTS.contains(&name.as_slice())
                })
            };
            let entries: Vec<_> = dict.iter().filter(|(name, _)| is_used(name)).collect();
            let used = self.used.entry(place).or_default();
            used.all |= names.is_none();
            used.names.extend(entries.iter().map(|(name, _)| (*name).clone()));
            entries.iter().for_each(|(_, value)| self.add(value, holder, kind));
        }
    }

    /// Adds the content that a resource consists of.
    fn add(&mut self, value: &'a Object, holder: ObjectId, kind: &[u8]) {
        let (Some(id), value) = locate(self.document, value) else { return };
        match (kind, value) {
            (b"XObject" | b"Pattern", Object::Stream(_)) => self.open.push((id, Some(holder))),
            (b"Font", Object::Dictionary(font)) if font.has(b"CharProcs") => {
                let outer = self.holder(id).unwrap_or(holder);
                let glyphs = get(self.document, font, b"CharProcs").as_dict().ok();
                let glyphs = glyphs.into_iter().flatten();
                let glyphs = glyphs.filter_map(|(_, glyph)| locate(self.document, glyph).0);
                self.open.extend(glyphs.map(|glyph| (glyph, Some(outer))));
            }
            (b"ExtGState", Object::Dictionary(state)) => {
                let mask = get(self.document, state, b"SMask").as_dict().ok();
                let group = mask.and_then(|mask| locate(self.document, mask.get(b"G").ok()?).0);
                self.open.extend(group.map(|group| (group, Some(holder))));
            }
            _ => {}
        }
    }

    /// Notes what a form, a pattern or a glyph uses: of its own resources, or of those of whatever draws it.
    fn follow(&mut self, id: ObjectId, outer: Option<ObjectId>) {
        let Some(Object::Stream(stream)) = self.document.objects.get(&id) else { return };
        if get_name(self.document, &stream.dict, b"Subtype") == Some(b"Image") {
            return;
        }
        let Some(holder) = self.holder(id).or(outer) else { return };
        let content = stream.get_plain_content_with_limit(MAX_STREAM_BYTES).ok();
        let names = content.map(|content| {
            let mut names = Names::new();
            for Operation { operator, operands } in Operations::new(&content) {
                add_names(&mut names, operator, &operands);
            }
            names
        });
        self.note(holder, names.as_ref());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(content: &str) -> Vec<String> {
        let mut names = Names::new();
        for Operation { operator, operands } in Operations::new(content.as_bytes()) {
            add_names(&mut names, operator, &operands);
        }
        let shown = |(kind, name): &(usize, Vec<u8>)| {
            let (kind, name) =
                (String::from_utf8_lossy(KINDS[*kind]), String::from_utf8_lossy(name));
            format!("{kind} {name}")
        };
        names.iter().map(shown).collect()
    }

    #[test]
    fn every_operator_that_names_a_resource_is_known() {
        assert_eq!(
            names(
                "/F 1 Tf /X Do /G gs /C cs /D CS /P scn 1 /Q SCN /S sh /OC /L BDC /T /M DP EMC 1 scn"
            ),
            [
                "Font F",
                "XObject X",
                "ExtGState G",
                "ColorSpace C",
                "ColorSpace D",
                "Pattern P",
                "Pattern Q",
                "Shading S",
                "Properties L",
                "Properties M"
            ]
        );
        assert_eq!(
            names("BI /W 1 /CS /A ID x EI BI /CS [/I /B 1 (ab)] ID x EI"),
            ["ColorSpace A", "ColorSpace B", "ColorSpace I"]
        );
    }
}
