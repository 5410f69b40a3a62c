//! Footnotes and endnotes: what they say, and how they are numbered.

use std::collections::BTreeMap;

use crate::Refusal;
use crate::numbering::number;
use crate::package::{Package, Relationships};
use crate::xml::Element;

/// The notes of a document: at the feet of pages, and at the end.
#[derive(Debug, Default)]
pub(crate) struct Notes([Sort; 2]);

#[derive(Debug, Default)]
struct Sort {
    /// Notes that nothing referred to yet, by their ids.
    notes: BTreeMap<String, Element>,
    /// What their part names.
    relationships: Relationships,
    /// The number of the next.
    next: u32,
    /// The form of numbers.
    format: String,
    /// Whether the numbers depend on pages or sections.
    restarts: bool,
}

impl Notes {
    pub(crate) fn read(package: &mut Package<'_>, body: &Element) -> Result<Self, Refusal> {
        let settings = match package.related("settings")? {
            Some(name) => package.xml(&name)?,
            None => None,
        };
        let mut sort = |kind: &str, element: &str, properties: &str, format: &str| {
            let mut sort = Sort { next: 1, format: format.to_owned(), ..Sort::default() };
            if let Some(name) = package.related(kind)? {
                sort.relationships = package.relationships(&name)?;
                let part = package.xml(&name)?;
                let all = part.iter().flat_map(Element::elements).filter(|note| note.is(element));
                // Others are the lines above notes.
                let all =
                    all.filter(|note| matches!(note.attribute("type"), None | Some("normal")));
                sort.notes = all
                    .filter_map(|note| Some((note.attribute("id")?.to_owned(), note.clone())))
                    .collect();
            }
            let mut formats = Vec::new();
            formats.extend(settings.as_ref().and_then(|settings| settings.child(properties)));
            body.walk(&mut |section| {
                if section.is("sectPr") {
                    formats.extend(section.child(properties));
                }
            });
            for properties in formats {
                if let Some(format) = properties.value_of("numFmt") {
                    sort.format = format.to_owned();
                }
                if let Some(start) = properties.number_of("numStart") {
                    sort.next = start.try_into().unwrap_or(1);
                }
                sort.restarts |=
                    properties.value_of("numRestart").is_some_and(|when| when != "continuous");
            }
            Ok(sort)
        };
        let feet = sort("footnotes", "footnote", "footnotePr", "decimal")?;
        Ok(Self([feet, sort("endnotes", "endnote", "endnotePr", "lowerRoman")?]))
    }

    /// Returns a note that is referred to, and its number: the label given, or the next, which is `None` where it
    /// can't be known. A note is returned once.
    pub(crate) fn take(
        &mut self,
        is_endnote: bool,
        id: &str,
        label: Option<String>,
    ) -> Option<(Element, Option<String>)> {
        let sort = &mut self.0[usize::from(is_endnote)];
        let note = sort.notes.remove(id)?;
        let label = label.or_else(|| {
            let count = sort.next;
            sort.next = count.saturating_add(1);
            number(count, &sort.format).filter(|_| !sort.restarts)
        });
        Some((note, label))
    }

    /// Returns what the part of notes names.
    pub(crate) fn relationships(&self, is_endnote: bool) -> &Relationships {
        &self.0[usize::from(is_endnote)].relationships
    }
}
