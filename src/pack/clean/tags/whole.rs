//! What is done once the whole of a structure tree has been read: elements refer to each other again, headings
//! get their levels, and the way back from content to tags is made.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{Reader, Tags};
use crate::Reason;

impl Reader<'_> {
    /// Has elements refer to those to which they did before, as far as these are kept: from the number of a
    /// footnote to the note, for example (ISO 32000-2, 14.7.2).
    pub(super) fn relate(&mut self) {
        for (element, others) in std::mem::take(&mut self.related) {
            let others = others.iter().filter_map(|old| self.rebuilt.get(old));
            let others: Vec<Object> = others.map(|new| Object::Reference(*new)).collect();
            if !others.is_empty()
                && let Ok(element) = self.document.get_dictionary_mut(element)
            {
                element.set("Ref", others);
            }
        }
    }

    /// Gives headings without a level that of their section, so that they join with the numbered ones of
    /// other parts: a document may not have both (ISO 14289-1, 7.4.4).
    pub(super) fn number_headings(&mut self) {
        if self.has_levels {
            return;
        }
        let headings = std::mem::take(&mut self.plain_headings);
        let parent = |document: &Document, id: ObjectId| {
            document.get_dictionary(id).ok()?.get(b"P").and_then(Object::as_reference).ok()
        };
        let mut sections = BTreeSet::new();
        for heading in &headings {
            if parent(self.document, *heading).is_some_and(|above| !sections.insert(above)) {
                self.tags.faults.insert(Reason::new(
                    "7.4.4",
                    "a tag has more than one heading without a level",
                ));
            }
        }
        for heading in headings {
            let mut level = 0;
            let mut above = parent(self.document, heading);
            while let Some(id) = above {
                level += usize::from(sections.contains(&id));
                above = parent(self.document, id);
            }
            if let Ok(element) = self.document.get_dictionary_mut(heading) {
                element.set("S", Object::Name(format!("H{}", level.clamp(1, 6)).into_bytes()));
            }
        }
    }

    /// Looks for marked content that no element has.
    pub(super) fn unclaimed(&mut self) {
        for (at, found) in self.content.mcids.iter().enumerate() {
            let (Some(found), Some(page)) = (found, self.places.page(at)) else { continue };
            let owned = self.owners.get(&page);
            if found.iter().any(|mcid| !owned.is_some_and(|owned| owned.contains_key(mcid))) {
                let words = format!("some content of page {} is in no tag", at + 1);
                self.tags.faults.insert(Reason::new("7.1", words));
                return;
            }
        }
    }

    /// Writes the root and the parent tree.
    pub(super) fn finish(mut self, root: ObjectId, kids: Vec<Object>, pages: &[ObjectId]) -> Tags {
        let mut nums = Vec::new();
        let mut key = 0_i64;
        let streams: Vec<ObjectId> =
            self.owners.keys().copied().filter(|owner| !self.places.is_page(*owner)).collect();
        for owner in pages.iter().copied().chain(streams) {
            let Some(owned) = self.owners.get(&owner) else { continue };
            let length = owned.last_key_value().map_or(0, |(mcid, _)| mcid + 1);
            let row: Vec<Object> = (0..length)
                .map(|mcid| {
                    owned.get(&mcid).map_or(Object::Null, |owner| Object::Reference(*owner))
                })
                .collect();
            nums.extend([key.into(), row.into()]);
            self.tags.keys.insert(owner, key);
            key += 1;
        }
        for (object, element) in &self.objects {
            nums.extend([key.into(), Object::Reference(*element)]);
            self.tags.keys.insert(*object, key);
            key += 1;
        }
        let mut tree = Dictionary::new();
        tree.set("Nums", nums);
        let tree = self.document.add_object(tree);
        let mut dict = Dictionary::new();
        dict.set("Type", "StructTreeRoot");
        dict.set("K", kids);
        dict.set("ParentTree", tree);
        dict.set("ParentTreeNextKey", key);
        if !self.roles.used.is_empty() {
            let mut map = Dictionary::new();
            for (role, standard) in &self.roles.used {
                map.set(role.clone(), Object::Name(standard.clone()));
            }
            dict.set("RoleMap", map);
        }
        self.document.objects.insert(root, dict.into());
        self.tags.root = Some(root);
        self.tags
    }
}
