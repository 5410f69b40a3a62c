//! Links that are in no tag: each gets one where its words are, or goes into the tag that was made for it.
//!
//! LibreOffice leaves the links back from footnotes untagged; pdfkit makes tags for links inside a document, and puts
//! neither the links nor always their words into them.

use std::collections::BTreeSet;

use lopdf::{Object, ObjectId};

use super::super::super::words::{Areas, letters_under};
use super::Reader;
use crate::clean::annotations::Fate;
use crate::object::{get_array, get_text, number, rectangle};
use crate::tags::{link_element, object_reference};

impl Reader<'_> {
    /// Gives links that are in no tag one. A link goes into the tag of a link that has none, where its words are
    /// in it, or beside it and it has no words; of others, those inside the document get a tag behind the words
    /// under them, or below the last element of their page.
    pub(super) fn adopt_links(&mut self, pages: usize) {
        let can_be_tagged = |((id, _), _): &((ObjectId, ObjectId), Areas)| {
            !self.bare_links.is_empty() || self.words_of_new_tag(*id).is_some()
        };
        let fates = self.content.fates.iter();
        let mut untagged: Vec<((ObjectId, ObjectId), Areas)> =
            fates.filter_map(|(id, fate)| self.untagged(*id, fate)).filter(can_be_tagged).collect();
        if untagged.is_empty() {
            return;
        }
        // In the order of reading, as far as places tell it: from the top of each page, and from the left.
        let place = |areas: &Areas| {
            let [left, _, _, top] = areas.rectangles.first().copied().unwrap_or_default();
            (areas.page, -top, left)
        };
        untagged.sort_by(|(_, first), (_, second)| {
            let (first, second) = (place(first), place(second));
            let by_place = first.1.total_cmp(&second.1).then(first.2.total_cmp(&second.2));
            first.0.cmp(&second.0).then(by_place)
        });
        let (links, areas): (Vec<_>, Vec<_>) = untagged.into_iter().unzip();
        let found = letters_under(self.content.written, pages, &areas);
        // Identifiers that content of drawings has, too: whose letters were found is not known.
        let shared: BTreeSet<u32> = self
            .owners
            .iter()
            .filter(|(owner, _)| !self.places.is_page(**owner))
            .flat_map(|(_, owned)| owned.keys().copied())
            .collect();
        // The elements that have words in them.
        let owner = |(page, mcid): &(usize, u32)| {
            self.owners.get(&self.places.page(*page)?)?.get(mcid).copied()
        };
        let mut wordy = BTreeSet::new();
        for element in found.written.iter().filter_map(owner) {
            self.above(element).take_while(|above| wordy.insert(*above)).for_each(drop);
        }
        let mut made = BTreeSet::new();
        for ((id, page), letters) in links.into_iter().zip(found.under) {
            let owned = self.owners.get(&page);
            let mut content: Vec<(usize, u32, ObjectId)> = letters
                .into_iter()
                .filter(|(mcid, _)| !shared.contains(mcid))
                .filter_map(|(mcid, count)| Some((count, mcid, *owned?.get(&mcid)?)))
                .collect();
            // Most letters first; then in the order of identifiers.
            content.sort_by_key(|(count, mcid, _)| (std::cmp::Reverse(*count), *mcid));
            let bare = content.iter().find_map(|(_, _, element)| {
                self.above(*element).find(|above| self.bare_links.contains_key(above))
            });
            let bare = bare.or_else(|| self.wordless_beside(content.first()?.2, &wordy));
            if let Some(bare) = bare {
                let reference = object_reference(id, page);
                self.insert_kid(bare, None, reference.into(), &made);
                self.objects.insert(id, bare);
                continue;
            }
            let Some(words) = self.words_of_new_tag(id) else { continue };
            let last = owned.and_then(|owned| owned.last_key_value());
            let place = match content.first() {
                Some((_, mcid, element)) => Some((*mcid, *element)),
                None => last.map(|(mcid, element)| (*mcid, *element)),
            };
            let Some((mcid, element)) = place else { continue };
            let (parent, before) = self.outside_of_links(element, page, mcid);
            let element = link_element(id, page, parent, &words);
            let element = self.document.add_object(element);
            let before = before.filter(|_| !content.is_empty());
            self.insert_kid(parent, before, element.into(), &made);
            made.insert(element);
            self.objects.insert(id, element);
        }
    }

    /// Returns what a new tag for a link says; `None` where it gets none, because it leads out of the document or
    /// is not described.
    fn words_of_new_tag(&self, link: ObjectId) -> Option<String> {
        let link = self.document.get_dictionary(link).ok().filter(|link| link.has(b"Dest"))?;
        get_text(self.document, link, b"Contents")
    }

    /// Returns the first tag of a link that has neither a link nor words, and stands in an element or beside it.
    fn wordless_beside(&self, element: ObjectId, wordy: &BTreeSet<ObjectId>) -> Option<ObjectId> {
        let mut near = self.above(element).take(2);
        near.find_map(|around| {
            let kids = self.kids_of(around).iter().filter_map(|kid| kid.as_reference().ok());
            let mut bare = kids.filter(|kid| self.bare_links.contains_key(kid));
            bare.find(|kid| !wordy.contains(kid) && !self.has_link(self.kids_of(*kid)))
        })
    }

    /// Makes tags of links that were removed those of plain words; what never had a link stays as it is.
    pub(super) fn settle_bare_links(&mut self) {
        for (id, was_removed) in std::mem::take(&mut self.bare_links) {
            if was_removed
                && !self.has_link(self.kids_of(id))
                && let Ok(element) = self.document.get_dictionary_mut(id)
            {
                element.set("S", "Span");
            }
        }
    }

    /// Returns a link that is in no tag, its page, and the areas that it covers there; `None` for anything else.
    fn untagged(&self, id: ObjectId, fate: &Fate) -> Option<((ObjectId, ObjectId), Areas)> {
        let Fate::Kept { page: at } = fate else { return None };
        if self.objects.contains_key(&id) {
            return None;
        }
        let page = self.places.page(*at)?;
        let link = self.document.get_dictionary(id).ok()?;
        let corners: Vec<f64> = get_array(self.document, link, b"QuadPoints")
            .iter()
            .filter_map(|corner| number(self.document, corner))
            .collect();
        let quads = corners.chunks_exact(8).map(|quad| {
            let mut bounds = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
            for corner in quad.chunks_exact(2) {
                bounds[0] = bounds[0].min(corner[0]);
                bounds[1] = bounds[1].min(corner[1]);
                bounds[2] = bounds[2].max(corner[0]);
                bounds[3] = bounds[3].max(corner[1]);
            }
            bounds
        });
        let mut rectangles: Vec<[f64; 4]> = quads.collect();
        if rectangles.is_empty() {
            rectangles.extend(rectangle(self.document, link.get(b"Rect").ok()?));
        }
        Some(((id, page), Areas { page: *at, rectangles }))
    }

    /// Returns an element and those that it is in, innermost first.
    fn above(&self, element: ObjectId) -> impl Iterator<Item = ObjectId> {
        let parent = |id: &ObjectId| {
            let element = self.document.get_dictionary(*id).ok()?;
            element.get(b"P").and_then(Object::as_reference).ok()
        };
        std::iter::successors(Some(element), parent).take(super::MAX_DEPTH + 2)
    }

    /// Returns the element that a new link goes into so that it stands in no other link, and the kid of it after
    /// which it goes: the content with this identifier, or what that is in.
    fn outside_of_links(
        &self,
        element: ObjectId,
        page: ObjectId,
        mcid: u32,
    ) -> (ObjectId, Option<Object>) {
        let is_link = |id: ObjectId| {
            let element = self.document.get_dictionary(id).ok();
            let role = element.and_then(|element| element.get(b"S").and_then(Object::as_name).ok());
            role.is_some_and(|role| {
                self.roles.used.get(role).map_or(role, Vec::as_slice) == b"Link"
            })
        };
        let chain: Vec<ObjectId> = self.above(element).collect();
        let outermost = chain.iter().rposition(|id| is_link(*id));
        if let Some(at) = outermost
            && let Some(outside) = chain.get(at + 1)
        {
            return (*outside, Some(Object::Reference(chain[at])));
        }
        let is_content = |kid: &&Object| match kid {
            Object::Integer(number) => *number == i64::from(mcid),
            Object::Dictionary(kid) => {
                kid.has_type(b"MCR")
                    && !kid.has(b"Stm")
                    && kid.get(b"Pg").and_then(Object::as_reference).is_ok_and(|id| id == page)
                    && crate::clean::mcid(kid.get(b"MCID").ok()) == Some(mcid)
            }
            _ => false,
        };
        (element, self.kids_of(element).iter().find(is_content).cloned())
    }

    /// Returns the kids of an element that was rebuilt.
    fn kids_of(&self, element: ObjectId) -> &[Object] {
        let kids = self.document.get_dictionary(element).and_then(|element| element.get(b"K"));
        match kids {
            Ok(Object::Array(kids)) => kids,
            Ok(one) => std::slice::from_ref(one),
            Err(_) => &[],
        }
    }

    /// Adds a kid to an element, after another of its kids and the elements that were made there before, or at
    /// the end.
    fn insert_kid(
        &mut self,
        element: ObjectId,
        after: Option<Object>,
        kid: Object,
        made: &BTreeSet<ObjectId>,
    ) {
        let mut kids = self.kids_of(element).to_vec();
        let is_made = |kid: &&Object| kid.as_reference().is_ok_and(|id| made.contains(&id));
        let place = after.and_then(|after| kids.iter().position(|kid| *kid == after));
        let place = place.map(|at| at + 1 + kids[at + 1..].iter().take_while(is_made).count());
        kids.insert(place.unwrap_or(kids.len()), kid);
        if let Ok(element) = self.document.get_dictionary_mut(element) {
            element.set("K", kids);
        }
    }

    /// Returns whether a link is among these kids, or stands somewhere below one of them.
    pub(super) fn has_link(&self, kids: &[Object]) -> bool {
        let mut open = vec![kids];
        while let Some(kids) = open.pop() {
            if kids.iter().any(|kid| kid.as_dict().is_ok_and(|kid| kid.has_type(b"OBJR"))) {
                return true;
            }
            let elements = kids.iter().filter_map(|kid| kid.as_reference().ok());
            open.extend(elements.map(|element| self.kids_of(element)));
        }
        false
    }
}
