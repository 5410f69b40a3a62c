//! Works out the cache keys of a run: each from what its document is typeset from, and from what the packs of
//! its meeting are bound from.

use super::key::{BUILD, DIGITS, Key};
use super::state::State;
use super::{Job, Session};
use crate::typeset::Work;

/// A cache key, and the likely cost of making its document.
#[derive(Debug)]
pub(super) struct KeyAndCost {
    pub(super) key: Key,
    /// The bytes of what is shown and bound; only for comparing one document with another.
    pub(super) cost: u64,
}

/// Returns the key of a document; `None` where a paper that it needs is missing. Digests of supplied papers
/// are taken from `state`, where these have not changed.
pub(super) fn key_of(
    session: &Session,
    state: &State,
    job: &Job,
    work: &Work,
) -> Option<KeyAndCost> {
    let (mut papers, mut cost) = (String::new(), work.source.len() as u64);
    if has_papers(job) {
        let inputs = session.pack_inputs(&job.subject.key(), &|path| state.paper(path));
        papers.clone_from(inputs.digest.as_ref()?);
        if job.kind.pack_contents().is_some() {
            cost += inputs.size;
        }
    }
    let key = Key {
        build: BUILD.to_owned(),
        templates: work.templates.clone(),
        work: work.digest().to_hex()[..DIGITS].to_owned(),
        papers,
    };
    Some(KeyAndCost { key, cost })
}

/// Returns whether a document depends on the papers of its meeting.
pub(super) fn has_papers(job: &Job) -> bool {
    job.kind.pack_contents().is_some() || job.kind.shows_page_numbers()
}
