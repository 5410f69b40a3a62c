//! Fixtures and readers for several groups of tests.

pub(crate) mod boxes;
pub(crate) mod case;
pub(crate) mod clauses;
#[allow(dead_code, reason = "the builder serves the tests of the reader, too")]
#[path = "../../src/word/tests/docx.rs"]
pub(crate) mod docx;
pub(crate) mod hostile;
pub(crate) mod html;
pub(crate) mod pdf;
pub(crate) mod sheets;

pub(crate) use case::Case;

use orderpaper::papers::Opener;

/// Returns an opener of papers that caches its clean copies in `cache`, with scratch
/// folders beside it, and runs two at a time.
pub(crate) fn opener(cache: &std::path::Path) -> Opener {
    let scratch = cache.with_extension("scratch");
    Opener::new(env!("CARGO_BIN_EXE_orderpaper").into(), cache.to_owned(), scratch, 2)
}

/// Returns an act of somebody at this moment, such as `2026-01-05T14:00`, entered some time later.
pub(crate) fn act_moment(now: &str) -> orderpaper::pipeline::ActMoment {
    let clock = chrono::DateTime::parse_from_rfc3339("2026-06-01T09:00:00+01:00").unwrap();
    orderpaper::pipeline::ActMoment {
        by: "Ada Example".to_owned(),
        clock,
        now: now.to_owned(),
        recorded: false,
        key: None,
    }
}
