//! What several groups of tests need.

pub(crate) mod case;
pub(crate) mod pdf;
pub(crate) mod sheets;

pub(crate) use case::Case;
