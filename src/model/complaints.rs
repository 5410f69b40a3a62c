//! Complaints of a period: what they were about, which were upheld, what was put right and what was learned.

use super::record::{Located, Text, record};
use super::value::Slug;
use super::value::names::is_same;

record! {
    /// Complaints about a service in a period, of one theme.
    pub struct Complaints {
        /// The service.
        open service: Located<String>,
        /// What they were about, such as `Charges`; the whole service where empty.
        open theme: Option<Located<String>>,
        /// How many were decided; not known where empty.
        open count: Option<Located<u32>>,
        /// How many of these were upheld, in whole or in part.
        open upheld: Option<Located<u32>>,
        /// How many the ombudsman decided.
        open ombudsman: Option<Located<u32>>,
        /// How many of those the ombudsman upheld.
        open ombudsman_upheld: Option<Located<u32>>,
        /// What was put right for those who complained.
        open remedy: Option<Text>,
        /// What was learned, and what is done otherwise now.
        open learning: Option<Text>,
        /// The committee that sees to the service: a body's id.
        open committee: Option<Located<Slug>>,
        /// A note for officers.
        restricted note: Option<Text>,
    }
}

impl Complaints {
    /// Returns whether another row is about the same theme of the same service.
    pub fn is_of_same(&self, other: &Self) -> bool {
        let is_theme_same = match (&self.theme, &other.theme) {
            (Some(one), Some(another)) => is_same(one, another),
            (one, another) => one.is_none() && another.is_none(),
        };
        is_same(&self.service, &other.service) && is_theme_same
    }
}
