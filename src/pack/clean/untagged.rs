//! Tags for pages that have none: readers find the words in the order in which they are drawn.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::tags::Tags;

/// Makes tags for pages that have none: a paragraph for each page, so that
/// readers find the words in the order in which they are drawn.
pub(super) fn tags(document: &mut Document, pages: &[ObjectId]) -> Tags {
    let mut tags = Tags::default();
    let root = document.new_object_id();
    document.objects.insert(root, Object::Null);
    let (mut kids, mut nums) = (Vec::new(), Vec::new());
    for page in pages {
        let mut element = Dictionary::new();
        element.set("Type", "StructElem");
        element.set("S", "P");
        element.set("P", root);
        element.set("Pg", *page);
        element.set("K", 0);
        let element = document.add_object(element);
        let key = i64::try_from(kids.len()).unwrap_or(i64::MAX);
        kids.push(Object::Reference(element));
        nums.extend([key.into(), Object::Array(vec![Object::Reference(element)])]);
        tags.keys.insert(*page, key);
    }
    if kids.is_empty() {
        document.objects.remove(&root);
        return tags;
    }
    let next = i64::try_from(kids.len()).unwrap_or(i64::MAX);
    let mut tree = Dictionary::new();
    tree.set("Nums", nums);
    let tree = document.add_object(tree);
    let mut dict = Dictionary::new();
    dict.set("Type", "StructTreeRoot");
    dict.set("K", kids);
    dict.set("ParentTree", tree);
    dict.set("ParentTreeNextKey", next);
    document.objects.insert(root, dict.into());
    tags.root = Some(root);
    tags
}
