//! Who may see a field, and copies of records without what the public may not see.
//!
//! Every field of a [`record!`](macro@crate::record) declares its [`Access`]; [`Redact`] is generated from
//! that, so that nobody has to remember what to remove.

use std::sync::Arc;

use diag::Diagnostics;
use serde_json::Value;

use super::passages::Passages;
use super::record::{Column, Field, FromNode, Located, described_as_inner};

/// Who may see a field of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody, even where its record is private.
    Open,
    /// Everybody, unless its record is private.
    Withheld,
    /// Nobody but those who keep the records.
    Restricted,
}

/// A field of a type that can hold nothing, so that what it held can be removed.
///
/// `Located<T>` is not one of them: a value that every record has can only be [`Withheld`].
pub trait Blank {
    /// Returns the value that holds nothing.
    fn blank() -> Self;

    /// Returns whether this is the value that holds nothing.
    fn is_blank(&self) -> bool;
}

impl<T> Blank for Option<T> {
    fn blank() -> Self {
        None
    }

    fn is_blank(&self) -> bool {
        self.is_none()
    }
}

impl<T> Blank for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }

    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

/// A value that every record has, and that the public does not see where the record is private.
#[derive(Debug, Clone)]
pub enum Withheld<T> {
    /// The value.
    Known(T),
    /// The record is private, and this is what the public sees of it.
    NotPublic,
}

impl<T> Withheld<T> {
    /// Returns the value; `None` where the public may not see it.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::NotPublic => None,
        }
    }
}

impl<T> Blank for Withheld<T> {
    fn blank() -> Self {
        Self::NotPublic
    }

    fn is_blank(&self) -> bool {
        matches!(self, Self::NotPublic)
    }
}

impl<T: FromNode> FromNode for Withheld<T> {
    const ACCEPTS_LIST: bool = T::ACCEPTS_LIST;
    const OPTIONAL: bool = T::OPTIONAL;

    fn from_node(diags: &mut Diagnostics, field: Field<'_>) -> Option<Self> {
        T::from_node(diags, field).map(Self::Known)
    }

    described_as_inner!();
}

/// A value that a record may have, of which the public knows that it has one and not what it is, where
/// the record is private.
#[derive(Debug, Clone)]
pub enum MaybeWithheld<T> {
    /// The record has none.
    Absent,
    /// The value.
    Known(T),
    /// The record is private and has one, and this is what the public sees of it.
    NotPublic,
}

impl<T> MaybeWithheld<T> {
    /// Returns the value; `None` where there is none, or the public may not see it.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Absent | Self::NotPublic => None,
        }
    }

    /// Returns the value for a change, as [`known`](Self::known) does.
    pub fn known_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Absent | Self::NotPublic => None,
        }
    }

    /// Returns whether the record has one, whoever may see it.
    pub fn is_given(&self) -> bool {
        !matches!(self, Self::Absent)
    }
}

impl<T> Blank for MaybeWithheld<T> {
    fn blank() -> Self {
        Self::NotPublic
    }

    /// A value that is absent has nothing to hide.
    fn is_blank(&self) -> bool {
        !matches!(self, Self::Known(_))
    }
}

impl<T: FromNode> FromNode for MaybeWithheld<T> {
    const ACCEPTS_LIST: bool = T::ACCEPTS_LIST;
    const OPTIONAL: bool = true;

    fn from_node(diags: &mut Diagnostics, field: Field<'_>) -> Option<Self> {
        match field.node {
            None => Some(Self::Absent),
            Some(_) => T::from_node(diags, field).map(Self::Known),
        }
    }

    described_as_inner!();
}

impl<T: Redact> Redact for MaybeWithheld<T> {
    fn redact(&self, hide: bool) -> Option<Self> {
        self.known()?.redact(hide).map(Self::Known)
    }
}

/// A value of which a copy for the public can be made, and whose words can then be read through.
pub trait Redact: Passages + Sized {
    /// Returns a copy without what the public may not see; `None` where there is nothing to remove, so
    /// that the value can be shared. `hide` is whether the record that it belongs to is private.
    fn redact(&self, hide: bool) -> Option<Self>;
}

/// A single value has nothing inside it to remove; its field decides.
impl<T: 'static> Redact for Located<T> {
    fn redact(&self, _hide: bool) -> Option<Self> {
        None
    }
}

impl<T: Redact> Redact for Option<T> {
    fn redact(&self, hide: bool) -> Option<Self> {
        self.as_ref()?.redact(hide).map(Some)
    }
}

impl<T: Redact + Clone> Redact for Vec<T> {
    fn redact(&self, hide: bool) -> Option<Self> {
        let first = self.iter().position(|part| part.redact(hide).is_some())?;
        let rest =
            self[first..].iter().map(|part| part.redact(hide).unwrap_or_else(|| part.clone()));
        Some(self[..first].iter().cloned().chain(rest).collect())
    }
}

impl<T: Redact> Redact for Withheld<T> {
    fn redact(&self, hide: bool) -> Option<Self> {
        self.known()?.redact(hide).map(Self::Known)
    }
}

impl<T: Redact> Redact for Box<T> {
    fn redact(&self, hide: bool) -> Option<Self> {
        (**self).redact(hide).map(Self::new)
    }
}

impl<T: Redact> Redact for Arc<T> {
    fn redact(&self, hide: bool) -> Option<Self> {
        (**self).redact(hide).map(Self::new)
    }
}

/// Returns what replaces a field in a copy for the public, by its [`Access`]; `None` where it stays.
#[doc(hidden)]
#[macro_export]
macro_rules! redacted_field {
    (open, $value:expr, $hide:expr) => {
        $crate::redact::Redact::redact($value, $hide)
    };
    (withheld, $value:expr, $hide:expr) => {
        if $hide {
            (!$crate::redact::Blank::is_blank($value)).then($crate::redact::Blank::blank)
        } else {
            $crate::redact::Redact::redact($value, false)
        }
    };
    (restricted, $value:expr, $hide:expr) => {
        (!$crate::redact::Blank::is_blank($value)).then($crate::redact::Blank::blank)
    };
}

/// Returns the [`Access`] of a field's word.
#[doc(hidden)]
#[macro_export]
macro_rules! access {
    (open) => {
        $crate::redact::Access::Open
    };
    (withheld) => {
        $crate::redact::Access::Withheld
    };
    (restricted) => {
        $crate::redact::Access::Restricted
    };
}

#[cfg(test)]
mod tests {
    use diag::{Diagnostics, Origin};

    use super::*;
    use crate::access::Mark;
    use crate::node::{Content, Key, Node};
    use crate::record::record;
    use crate::value::Scalar;

    record! {
        /// A part of a row.
        struct Inner {
            /// For everybody.
            open name: Located<String>,
            /// For none of the public.
            restricted note: Option<Located<String>>,
        }
    }

    record! {
        /// A row.
        struct Row: Mark {
            /// For everybody.
            open number: Located<String>,
            /// For everybody while the row is public.
            withheld title: Withheld<Located<String>>,
            /// Parts.
            open parts: Vec<Inner>,
        }
    }

    record! {
        /// A row with parts in every form that has something inside.
        struct Whole: Mark {
            /// One that may be missing.
            open one: Option<Box<Inner>>,
            /// One that every row has.
            withheld each: Withheld<Inner>,
            /// One of which the public knows that there is one.
            withheld given: MaybeWithheld<Inner>,
            /// Any number.
            withheld list: Vec<Inner>,
        }
    }

    fn text(text: &str) -> Node {
        Node {
            origin: Origin::file("row"),
            content: Content::Scalar(Scalar::Text(text.to_owned())),
        }
    }

    fn object(entries: &[(&str, Node)]) -> Node {
        let key = |name: &str| Key::new(name, Origin::file("row"));
        let entries = entries.iter().map(|(name, node)| (key(name), node.clone()));
        Node { origin: Origin::file("row"), content: Content::Record(entries.collect()) }
    }

    fn row(part: &[(&str, Node)]) -> Row {
        let node = object(&[
            ("number", text("4")),
            ("title", text("Land")),
            ("parts", Node { content: Content::List(vec![object(part)]), ..text("") }),
        ]);
        let field = Field { node: Some(&node), row: &node.origin, column: "row" };
        Row::from_node(&mut Diagnostics::default(), field).unwrap()
    }

    #[test]
    fn a_public_row_without_restricted_fields_is_shared() {
        let row = Row { mark: Mark::Public, ..row(&[("name", text("A"))]) };
        assert!(row.redact(false).is_none());
    }

    #[test]
    fn restricted_fields_go_wherever_they_are_and_nothing_else_does() {
        let row = Row { mark: Mark::Public, ..row(&[("name", text("A")), ("note", text("B"))]) };
        let shown = row.redact(false).unwrap();
        assert_eq!(shown.title.known().unwrap().value, "Land");
        assert!(shown.parts[0].note.is_none());
        assert_eq!(shown.parts[0].name.value, "A");
    }

    #[test]
    fn restricted_fields_go_from_parts_in_every_form() {
        let part = || object(&[("name", text("A")), ("note", text("B"))]);
        let list = Node { content: Content::List(vec![part()]), ..text("") };
        let node = object(&[("one", part()), ("each", part()), ("given", part()), ("list", list)]);
        let field = Field { node: Some(&node), row: &node.origin, column: "row" };
        let mut row = Whole::from_node(&mut Diagnostics::default(), field).unwrap();
        row.mark = Mark::Public;
        assert!(row.given.known_mut().is_some());
        let shown = row.redact(false).unwrap();
        assert!(shown.one.unwrap().note.is_none());
        assert!(shown.each.known().unwrap().note.is_none());
        assert!(shown.given.known().unwrap().note.is_none());
        assert!(shown.list[0].note.is_none());
    }

    #[test]
    fn what_is_hidden_has_nothing_more_to_hide() {
        let part = object(&[("name", text("A"))]);
        let node = object(&[("each", part.clone()), ("given", part)]);
        let field = Field { node: Some(&node), row: &node.origin, column: "row" };
        let row = Whole::from_node(&mut Diagnostics::default(), field).unwrap();
        let shown = row.redact(false).unwrap();
        assert!(shown.each.known().is_none() && shown.given.is_given());
        assert!(shown.redact(false).is_none(), "the copy is shared");
    }

    #[test]
    fn a_row_whose_mark_is_not_known_is_private() {
        let shown = row(&[("name", text("A"))]).redact(false).unwrap();
        assert_eq!(shown.number.value, "4");
        assert!(shown.title.known().is_none());
    }
}
