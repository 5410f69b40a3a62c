//! Object numbers: consecutive from 1, so that the cross-reference table has no gaps.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Document, Object, ObjectId};

use super::object::{references, walk};
use super::settled::Settled;

/// Drops objects and settled tags that can't be reached from the trailer, and numbers all others from
/// 1, in the order of their old numbers. References to what was dropped become null.
pub(super) fn renumber(document: &mut Document, settled: &mut Settled) {
    let mut reached = BTreeSet::new();
    let mut open = Vec::new();
    references(&document.trailer.clone().into(), &mut open);
    while let Some(id) = open.pop() {
        if reached.contains(&id) {
            continue;
        }
        if let Some(object) = document.objects.get(&id) {
            references(object, &mut open);
        } else if let Some(tag) = settled.get(&id) {
            open.extend(tag.references());
        } else {
            continue;
        }
        reached.insert(id);
    }
    let numbered = (1_u32..).zip(&reached).map(|(new, old)| (*old, (new, 0)));
    let numbers: BTreeMap<ObjectId, ObjectId> = numbered.collect();
    let mut change = |object: &mut Object| {
        if let Object::Reference(id) = object {
            *object = numbers.get(id).map_or(Object::Null, |new| Object::Reference(*new));
        }
    };
    let mut trailer = Object::Dictionary(std::mem::take(&mut document.trailer));
    walk(&mut trailer, &mut change);
    if let Object::Dictionary(trailer) = trailer {
        document.trailer = trailer;
    }
    let old = std::mem::take(&mut document.objects);
    for (id, mut object) in old {
        if let Some(new) = numbers.get(&id) {
            walk(&mut object, &mut change);
            document.objects.insert(*new, object);
        }
    }
    for (id, mut tag) in std::mem::take(settled) {
        if let Some(new) = numbers.get(&id) {
            tag.renumber(&numbers);
            settled.insert(*new, tag);
        }
    }
    document.max_id = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
}
