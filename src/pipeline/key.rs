//! What a document is made from, as digests: two documents with the same key are the same bytes.
//!
//! A key is worked out from the view, before anything is merged or set. Papers that are bound count
//! by their content, so that nothing is opened either.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::state::State;
use super::{Inputs, Job, Session};
use crate::diag::Diagnostics;
use crate::kinds::report;
use crate::model::bundle::{self, PageNumbers};
use crate::model::meeting::Paper;
use crate::store;
use crate::templates::Templates;

/// What a document is made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Key {
    /// The program.
    program: String,
    /// The templates, fonts and pictures, and the day where templates ask for it.
    templates: String,
    /// What the document shows.
    view: String,
    /// The papers of its meeting, where it binds them or shows their pages.
    papers: String,
}

impl Key {
    /// Returns what differs from an earlier key, for people.
    pub fn differs(&self, earlier: &Self) -> Option<&'static str> {
        [
            (&self.view, &earlier.view, "its records have changed"),
            (&self.papers, &earlier.papers, "the papers of its meeting have changed"),
            (&self.templates, &earlier.templates, "the templates have changed"),
            (&self.program, &earlier.program, "the program has changed"),
        ]
        .into_iter()
        .find_map(|(now, then, why)| (now != then).then_some(why))
    }
}

/// What all keys of a run have in common.
#[derive(Debug, Clone)]
pub struct Common {
    program: String,
    templates: String,
}

impl Common {
    /// Works out what all keys have in common.
    ///
    /// # Errors
    /// When a council's own templates can't be read.
    pub fn new(inputs: &Inputs) -> anyhow::Result<Self> {
        let templates = Templates::new(inputs.templates.as_deref());
        let mut digest = blake3::Hasher::new();
        let mut asks_the_day = false;
        for (path, bytes) in templates.all()? {
            add(&mut digest, path.as_bytes());
            add(&mut digest, &bytes);
            let is_text = path.ends_with(".typ") || path.ends_with(".hbs");
            let says = |word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
            // Typst's `datetime.today()`, whatever name `datetime` was given.
            asks_the_day |= is_text && says(b"today") && says(b"datetime");
        }
        if asks_the_day {
            add(&mut digest, inputs.today.to_string().as_bytes());
        }
        Ok(Self { program: program(inputs), templates: short(&digest) })
    }
}

/// Returns which program this is: its version, and the size and time of its file.
fn program(inputs: &Inputs) -> String {
    let path = inputs.opener.as_ref().map(|opener| opener.program.as_path());
    let stamp = path.and_then(|path| store::stamp(path).ok().flatten());
    let (size, modified) = stamp.map(|stamp| (stamp.size, stamp.modified)).unwrap_or_default();
    format!("{} {size} {modified}", env!("CARGO_PKG_VERSION"))
}

/// A fingerprint of what a run reads (from file metadata) and of what is asked of it: where it is that of the
/// last run and every document is there, the run is up to date, and reads no record.
#[derive(Debug, Clone)]
pub struct InputFingerprint {
    /// A digest of it all.
    pub digest: String,
    /// When the newest file of it was changed: nanoseconds since 1970.
    newest: u64,
}

impl InputFingerprint {
    /// Takes the fingerprint. To be done before anything is read, so that what is changed meanwhile
    /// counts as changed afterwards.
    ///
    /// # Errors
    /// When a folder can't be listed.
    pub fn take(inputs: &Inputs, asked: &str) -> anyhow::Result<Self> {
        let mut digest = blake3::Hasher::new();
        let mut newest = 0;
        add(&mut digest, program(inputs).as_bytes());
        add(&mut digest, inputs.today.to_string().as_bytes());
        add(&mut digest, asked.as_bytes());
        for folder in [Some(&inputs.data), inputs.templates.as_ref()].into_iter().flatten() {
            add(&mut digest, folder.to_string_lossy().as_bytes());
            for file in store::walk(folder)? {
                let Some(stamp) = store::stamp(&folder.join(&file))? else { continue };
                newest = newest.max(stamp.modified);
                let metadata = format!("{} {} {}", stamp.size, stamp.modified, stamp.changed);
                add(&mut digest, file.to_string_lossy().as_bytes());
                add(&mut digest, metadata.as_bytes());
            }
        }
        Ok(Self { digest: short(&digest), newest })
    }

    /// Returns the fingerprint of inputs that were fingerprinted before and after they were read; it is never
    /// settled where a file was changed meanwhile.
    pub fn confirmed(self, after: Self) -> Self {
        let newest = if self.digest == after.digest { after.newest } else { u64::MAX };
        Self { newest, ..after }
    }

    /// Returns it as one that no later run may rely on.
    pub fn unsettled(self) -> Self {
        Self { newest: u64::MAX, ..self }
    }

    /// Returns whether any later change of the files will show, seen from `now` on.
    pub fn is_settled(&self, now: u64) -> bool {
        store::FileStat { size: 0, modified: self.newest, changed: 0 }.is_settled(now)
    }
}

/// A key, and the cost that its document is likely to have.
#[derive(Debug)]
pub(super) struct KeyAndCost {
    pub(super) key: Key,
    /// In bytes of what is shown and bound; good for comparing, and for nothing else.
    pub(super) cost: u64,
}

/// The papers of a meeting, as digest and size; `None` where one is missing.
type Papers = Option<(String, u64)>;

/// Works out the keys of one run.
pub(super) struct Keys<'a> {
    session: &'a Session,
    common: &'a Common,
    state: &'a State,
    /// Every document that the data calls for, by what it is about; asked for by packs only.
    subjects: OnceLock<BTreeMap<String, Vec<Job>>>,
    /// The papers of each meeting.
    meetings: BTreeMap<String, OnceLock<Papers>>,
}

impl<'a> Keys<'a> {
    pub(super) fn new(
        session: &'a Session,
        common: &'a Common,
        state: &'a State,
        jobs: &[Job],
    ) -> Self {
        let bound = jobs.iter().filter(|job| has_papers(job));
        let meetings = bound.map(|job| (job.subject.key.clone(), OnceLock::new())).collect();
        Self { session, common, state, subjects: OnceLock::new(), meetings }
    }

    /// Returns every document that the data calls for about a meeting or period.
    fn about(&self, key: &str) -> &[Job] {
        let subjects = self.subjects.get_or_init(|| {
            let mut subjects: BTreeMap<String, Vec<Job>> = BTreeMap::new();
            for job in super::plan(self.session.data(), &super::Selection::default()) {
                subjects.entry(job.subject.key.clone()).or_default().push(job);
            }
            subjects
        });
        subjects.get(key).map_or(&[], Vec::as_slice)
    }

    /// Returns the key of a job; `None` where the document will be refused. What there is to say of
    /// its records goes to `diags`.
    pub(super) fn of(&self, diags: &mut Diagnostics, job: &Job) -> Option<KeyAndCost> {
        self.session.check_lost(diags, job)?;
        let view = self.view(diags, job)?;
        let (papers, size) = match self.meetings.get(&job.subject.key) {
            Some(slot) if has_papers(job) => {
                slot.get_or_init(|| self.papers(&job.subject.key)).clone()?
            }
            _ => (String::new(), 0),
        };
        let mut digest = blake3::Hasher::new();
        add(&mut digest, job.ident().as_bytes());
        add(
            &mut digest,
            job.subject.date.map(|date| date.to_string()).unwrap_or_default().as_bytes(),
        );
        add(&mut digest, &view);
        let Common { program, templates } = self.common.clone();
        let key = Key { program, templates, view: short(&digest), papers };
        let bound = if job.kind.pack_contents().is_some() { size } else { 0 };
        Some(KeyAndCost { key, cost: view.len() as u64 + bound })
    }

    /// Returns what a document shows, without the numbers of pages.
    fn view(&self, diags: &mut Diagnostics, job: &Job) -> Option<Vec<u8>> {
        let records = &self.session.records;
        let view = job.kind.view(diags, records, &job.subject, &PageNumbers::new())?;
        Some(bytes(&view))
    }

    /// Returns a digest of all that the packs of a meeting are made from, and its size; `None` where
    /// a paper is missing.
    fn papers(&self, name: &str) -> Papers {
        let data = self.session.data();
        let meeting = data.meeting(name)?;
        let bundles = bundle::bundles(data, meeting);
        if bundles.is_empty() {
            return Some((String::new(), 0));
        }
        let mut digest = blake3::Hasher::new();
        let mut size = 0;
        let council = data.council.as_ref();
        let settings = council.and_then(|council| council.packs.as_ref());
        let duplex =
            settings.and_then(|settings| settings.duplex.as_ref()).map(|settings| settings.0);
        let numbering = settings.and_then(|settings| settings.supplement_numbering.as_ref());
        let numbering = numbering.map(|numbering| numbering.value);
        let council = council.map(|council| council.name.value.clone());
        let body = data.body_of(meeting).map(|body| body.name.value.clone());
        add(&mut digest, format!("{duplex:?} {numbering:?} {council:?} {body:?}").as_bytes());
        // Where one pack of a meeting has a longer front, all have other numbers.
        let mut ignored = Diagnostics::default();
        for job in self.about(name).iter().filter(|job| job.kind.pack_contents().is_some()) {
            add(&mut digest, job.ident().as_bytes());
            add(&mut digest, &self.view(&mut ignored, job).unwrap_or_default());
        }
        for bundle in bundles {
            add(&mut digest, format!("{:?} {:?}", bundle.supplement, bundle.published).as_bytes());
            for at in bundle.papers {
                let paper = &data.papers_of(name)[at];
                let line = data.item(name, &paper.number);
                let title = line.and_then(|line| line.title.as_ref()).map(ToString::to_string);
                let withheld = bundle::withheld(data, name, paper);
                let (kind, heading) = (paper.kind(), paper.title.to_string());
                let row = format!(
                    "{at} {:?} {title:?} {heading:?} {kind:?} {withheld:?}",
                    paper.number.value
                );
                add(&mut digest, row.as_bytes());
                let (content, length) = self.paper(name, at, paper, withheld.is_some())?;
                add(&mut digest, content.as_bytes());
                size += length;
            }
        }
        Some((short(&digest), size))
    }

    /// Returns a digest of a paper, and its size.
    fn paper(
        &self,
        meeting: &str,
        at: usize,
        paper: &Paper,
        withheld: bool,
    ) -> Option<(String, u64)> {
        let file = &paper.file.as_ref()?.value;
        let records = &self.session.records;
        if let Some((kind, key)) = bundle::generated_document(file) {
            let mut jobs = self.about(key).iter();
            let job = jobs.find(|job| job.kind.name() == kind && !has_papers(job))?;
            let document = self.of(&mut Diagnostics::default(), job)?;
            return Some((document.key.view, document.cost));
        }
        if records.all.reports.contains_key(file) {
            let view = if withheld {
                report::view(&records.all, meeting, at)
            } else {
                report::view(&records.public, meeting, at)
            };
            let view = bytes(&view?);
            return Some((blake3::hash(&view).to_hex().to_string(), view.len() as u64));
        }
        let folder = self.session.inputs.data.join("documents");
        let path = file.split('/').fold(folder, |path, part| path.join(part));
        let size = store::size(&path).ok()?;
        Some((format!("{file} {}", self.state.paper(&path)?), size))
    }
}

/// Returns whether a document depends on the papers of its meeting.
pub(super) fn has_papers(job: &Job) -> bool {
    job.kind.pack_contents().is_some() || job.kind.shows_page_numbers()
}

/// Adds a part to a digest, so that no other parts can give the same.
fn add(digest: &mut blake3::Hasher, part: &[u8]) {
    digest.update(&(part.len() as u64).to_le_bytes());
    digest.update(part);
}

/// Returns a digest in words, long enough that no two are the same by chance.
fn short(digest: &blake3::Hasher) -> String {
    digest.finalize().to_hex()[..40].to_owned()
}

fn bytes(view: &Value) -> Vec<u8> {
    serde_json::to_vec(view).expect("a view is words and numbers")
}

/// Returns what is asked of a run, as far as the documents depend on it.
pub fn asked(selection: &super::Selection, keep_typ: bool) -> String {
    format!("{selection:?} {keep_typ}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        let parts = |parts: &[&str]| {
            let mut digest = blake3::Hasher::new();
            parts.iter().for_each(|part| add(&mut digest, part.as_bytes()));
            short(&digest)
        };
        assert_ne!(parts(&["ab", "c"]), parts(&["a", "bc"]));
        assert_ne!(parts(&["ab"]), parts(&["ab", ""]));
        assert_eq!(parts(&["ab", "c"]), parts(&["ab", "c"]));
    }
}
