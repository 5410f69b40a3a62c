//! The pages of a pack, and the places in it that links may lead to.

use lopdf::{Object, ObjectId};

use super::Page;
use super::object::real;

/// A page of the pack.
pub(super) struct PackPage {
    pub(super) id: ObjectId,
    pub(super) geometry: Page,
    /// The tag of the part that it belongs to; blank pages belong to none.
    pub(super) part: Option<ObjectId>,
}

/// A place in the pack that links may name.
pub(super) struct Target {
    /// The explicit destination, an array that begins with a page.
    pub(super) destination: Object,
    /// The alternate description that screen readers give of links to it.
    pub(super) description: String,
}

/// Returns the destination at the upper left corner of a page as it is shown.
pub(super) fn top_of(page: &PackPage) -> Object {
    let [_, _, c, d, e, f] = page.geometry.matrix();
    let (_, height) = page.geometry.shown();
    let (x, y) = (c * height + e, d * height + f);
    vec![Object::Reference(page.id), "XYZ".into(), real(x), real(y), Object::Null].into()
}
