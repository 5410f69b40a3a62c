//! What rows of issues and decisions are found by, whether or not their council gives them references.

use std::ops::Deref;

use diag::Diagnostics;
use serde_json::Value;

use super::passages::{Passages, Seen};
use super::record::{Field, FromNode, Located};
use super::redact::Redact;
use super::value::{Parse, Reference, Scalar};

/// What a row is found by, and named with in messages: its reference, or a name made of its public columns where
/// the council gives no references.
///
/// A row that was read without a reference has an empty name until [`identify`](Self::identify) gives it one; rows
/// that get none are dropped before anything looks them up.
#[derive(Debug, Clone)]
pub struct Identity {
    name: Located<Reference>,
    is_reference: bool,
}

impl Identity {
    /// Returns the reference, which documents print; `None` where the row has none.
    pub fn reference(&self) -> Option<&Located<Reference>> {
        self.is_reference.then_some(&self.name)
    }

    /// Returns it with this name, which is compared as references are, by its letters and digits; `None` where there
    /// are none in it.
    pub fn identify(&self, name: &str) -> Option<Self> {
        let name = Reference::parse(&Scalar::Text(name.to_owned())).ok()?.value;
        let name = Located { value: name, origin: self.name.origin.clone() };
        Some(Self { name, is_reference: false })
    }
}

impl Deref for Identity {
    type Target = Located<Reference>;

    fn deref(&self) -> &Located<Reference> {
        &self.name
    }
}

impl FromNode for Identity {
    const OPTIONAL: bool = true;

    fn from_node(diags: &mut Diagnostics, field: Field<'_>) -> Option<Self> {
        if field.node.is_some() {
            let name = Located::from_node(diags, field)?;
            return Some(Self { name, is_reference: true });
        }
        let name = Located { value: Reference::default(), origin: field.row.clone() };
        Some(Self { name, is_reference: false })
    }

    fn describe() -> (String, Vec<&'static str>) {
        Located::<Reference>::describe()
    }

    fn schema() -> Value {
        Located::<Reference>::schema()
    }
}

impl Redact for Identity {
    fn redact(&self, _hide: bool) -> Option<Self> {
        None
    }
}

/// The words of a name are those of the columns that it is made of.
impl Passages for Identity {
    fn passages<'a>(&'a self, _field: &'static str, _hide: bool, _seen: Seen<'_, 'a>) {}
}
