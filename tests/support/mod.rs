//! What several groups of tests need.

pub(crate) mod case;
pub(crate) mod hostile;
pub(crate) mod pdf;
pub(crate) mod sheets;

pub(crate) use case::Case;

use orderpaper::pack::open::Opener;

/// Returns what opens papers, and keeps its clean copies in `cache`.
pub(crate) fn opener(cache: &std::path::Path) -> Opener {
    Opener::new(env!("CARGO_BIN_EXE_orderpaper").into(), cache.to_owned(), 2)
}
