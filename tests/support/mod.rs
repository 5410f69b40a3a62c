//! What several groups of tests need.

pub(crate) mod case;
pub(crate) mod pdf;

pub(crate) use case::Case;
