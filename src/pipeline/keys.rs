//! Works out the cache keys of a run: each from what its document is typeset from, and the papers that it
//! binds.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::key::{BUILD, DIGITS, Key};
use super::state::State;
use super::{Job, Session};
use crate::diag::Diagnostics;
use crate::kinds::report;
use crate::model::bundle;
use crate::model::council::SupplementNumbering;
use crate::model::meeting::Paper;
use crate::packs::bind::{Bind, BindBundle, BindPaper};
use crate::store;
use crate::typeset::Work;

/// A cache key, and the likely cost of making its document.
#[derive(Debug)]
pub(super) struct KeyAndCost {
    pub(super) key: Key,
    /// The bytes of what is shown and bound; only for comparing one document with another.
    pub(super) cost: u64,
}

/// The digest of a meeting's papers and their size in bytes; `None` where one is missing.
type Papers = Option<(String, u64)>;

/// Works out the keys of one run, and remembers the digests that several documents share.
pub(super) struct Keys<'a> {
    session: &'a Session,
    state: &'a State,
    /// The papers of each meeting, worked out when a key first needs them.
    meetings: BTreeMap<String, OnceLock<Papers>>,
}

impl<'a> Keys<'a> {
    pub(super) fn new(session: &'a Session, state: &'a State, jobs: &[Job]) -> Self {
        let bound = jobs.iter().filter(|job| has_papers(job));
        let meetings = bound.map(|job| (job.subject.key(), OnceLock::new())).collect();
        Self { session, state, meetings }
    }

    /// Returns the key of a document; `None` where a paper that it needs is missing.
    pub(super) fn of_document(&self, job: &Job, work: &Work) -> Option<KeyAndCost> {
        let (papers, size) = match self.meetings.get(&job.subject.key()) {
            Some(slot) if has_papers(job) => {
                slot.get_or_init(|| self.papers(&job.subject.key())).clone()?
            }
            _ => (String::new(), 0),
        };
        let key = Key {
            build: BUILD.to_owned(),
            templates: work.templates.clone(),
            work: work.digest().to_hex()[..DIGITS].to_owned(),
            papers,
        };
        let bound = if job.kind.pack_contents().is_some() { size } else { 0 };
        Some(KeyAndCost { key, cost: work.source.len() as u64 + bound })
    }

    /// Returns a digest of all that the packs of a meeting are bound from, and the size of their papers;
    /// `None` where a paper is missing.
    fn papers(&self, name: &str) -> Papers {
        let data = self.session.data();
        let meeting = data.meeting(name)?;
        let bundles = bundle::bundles(data, meeting);
        if bundles.is_empty() {
            return Some((String::new(), 0));
        }
        let council = data.council.as_ref();
        let settings = council.and_then(|council| council.packs.as_ref());
        let duplex = settings.and_then(|settings| settings.duplex.as_ref());
        let numbering = settings.and_then(|settings| settings.supplement_numbering.as_ref());
        let continues =
            numbering.is_some_and(|numbering| numbering.value == SupplementNumbering::Continue);
        let mut bind = Bind::new(duplex.is_some_and(|flag| flag.0), continues);
        bind.council = council.map(|council| council.name.value.clone());
        bind.body = data.body_of(meeting).map(|body| body.name.value.clone());
        let mut ignored = Diagnostics::default();
        let packs = self.session.jobs_about(name).iter();
        for job in packs.filter(|job| job.kind.pack_contents().is_some()) {
            let work = self.session.merge_unchecked(&mut ignored, job);
            let digest = work.map(|work| work.digest().to_hex().to_string());
            bind.fronts.push((job.ident(), digest));
        }
        let mut size = 0;
        for bundle in bundles {
            let mut papers = Vec::new();
            for at in bundle.papers {
                let paper = &data.papers_of(name)[at];
                let item = data.item(name, &paper.number);
                let withheld = paper.withheld();
                let (content, length) = self.paper(name, at, paper, withheld.is_some())?;
                size += length;
                papers.push(BindPaper {
                    id: paper.id().to_string(),
                    number: paper.number.to_string(),
                    item: item.and_then(|item| item.title.as_ref()).map(ToString::to_string),
                    title: paper.name().to_owned(),
                    kind: paper.kind().word().to_owned(),
                    withheld: withheld.map(<[u32]>::to_vec),
                    file: paper.file.known()?.to_string(),
                    content,
                });
            }
            let (supplement, published) = (bundle.supplement, bundle.published);
            bind.bundles.push(BindBundle { supplement, published, papers });
        }
        Some((bind.digest().to_hex()[..DIGITS].to_owned(), size))
    }

    /// Returns a digest of a paper, and its size in bytes; `None` where it can't be read or made.
    fn paper(
        &self,
        meeting: &str,
        at: usize,
        paper: &Paper,
        withheld: bool,
    ) -> Option<(String, u64)> {
        let file = &paper.file.known()?.value;
        let records = &self.session.records;
        if let Some((kind, key)) = bundle::generated_document(file) {
            let mut jobs = self.session.jobs_about(key).iter();
            let job = jobs.find(|job| job.kind.name() == kind && !has_papers(job))?;
            let work = self.session.merge(&mut Diagnostics::default(), job)?;
            return Some((work.digest().to_hex().to_string(), work.source.len() as u64));
        }
        if records.all.reports.contains_key(file) {
            let view = if withheld {
                report::view(&records.all, meeting, at)
            } else {
                report::view(&records.public, meeting, at)
            };
            let view = serde_json::to_vec(&view?.into_view()).expect("a view is text and numbers");
            return Some((blake3::hash(&view).to_hex().to_string(), view.len() as u64));
        }
        let path = store::below(&self.session.inputs.data.join("documents"), file);
        let size = store::size(&path).ok()?;
        Some((self.state.paper(&path)?, size))
    }
}

/// Returns whether a document depends on the papers of its meeting.
pub(super) fn has_papers(job: &Job) -> bool {
    job.kind.pack_contents().is_some() || job.kind.shows_page_numbers()
}
