//! The only place where the stages meet: loads, plans jobs, runs them, counts outcomes.
//!
//! One bad document never stops the others: each job has its own diagnostics, joined in the order
//! of the plan, so that what is printed and made does not depend on how many jobs run at once.

mod batch;
mod build;
mod key;
mod keys;
mod packs;
mod publish;
mod state;

pub use batch::{Outcome, Output, Summary, run};
pub use build::{BuildContext, Built, build, is_up_to_date, orphans, prune, report_orphans};
pub use key::{Common, InputFingerprint, asked};
pub use publish::{Publication, report_differs, results};
pub use state::{CompletedRun, Record, State, Written};

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use chrono::NaiveDate;
use serde::Serialize;

use crate::diag::{Diagnostic, Diagnostics};
use crate::kinds::{self, AnyKind, Subject};
use crate::load;
use crate::merge::{Engine, Merged};
use crate::model::access::{PublicDataset, Records};
use crate::model::bundle::PageNumbers;
use crate::model::dataset::{Dataset, Lost};
use crate::model::glyphs::Coverage;
use crate::model::value::Quarter;
use crate::packs::layout::PackLayout;
use crate::packs::receipt::Receipt;
use crate::papers::Opener;
use crate::parallel;
use crate::store;
use crate::templates::Templates;
use crate::typeset::{self, Base};

/// Where a run reads, and the day that it takes for today.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// The data folder.
    pub data: PathBuf,
    /// A council's own templates.
    pub templates: Option<PathBuf>,
    /// Today.
    pub today: NaiveDate,
    /// What opens the papers of packs; packs can't be made without it.
    pub opener: Option<Opener>,
}

/// What is asked for; everything where nothing is named.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Kinds of document.
    pub kinds: Vec<String>,
    /// Meetings.
    pub meetings: Vec<String>,
    /// Bodies.
    pub bodies: Vec<String>,
    /// Quarters.
    pub periods: Vec<Quarter>,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

/// One document to make.
#[derive(Clone)]
pub struct Job {
    /// The kind.
    pub kind: &'static dyn AnyKind,
    /// What it is about.
    pub subject: Subject,
}

/// A job as it is listed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Listed {
    /// The kind's name.
    pub kind: &'static str,
    /// The meeting or period.
    pub subject: String,
    /// The day, where it is known.
    pub date: Option<NaiveDate>,
    /// The file below the output folder, with forward slashes.
    pub file: String,
}

impl Job {
    /// Returns what messages call it.
    pub fn name(&self) -> String {
        let number = self.subject.number.map(|number| format!(" {number}")).unwrap_or_default();
        format!("{}{number} of {}", self.kind.name(), self.subject.key)
    }

    /// Returns its file below the output folder, part by part.
    pub fn file(&self) -> Vec<String> {
        let mut parts = vec![self.kind.folder().to_owned()];
        parts.extend(self.subject.folder.iter().cloned());
        let number = self.subject.number.map(|number| format!("-{number}")).unwrap_or_default();
        parts.push(format!("{}{number}.pdf", self.kind.stem(&self.subject)));
        parts
    }

    /// Returns where its file is.
    pub fn path(&self, output: &Path) -> PathBuf {
        store::below(output, &self.file().join("/"))
    }

    /// Returns what the document is, the same whenever it is made again.
    fn ident(&self) -> String {
        let number = self.subject.number.map(|number| format!("/{number}")).unwrap_or_default();
        format!("{}/{}{number}", self.kind.name(), self.subject.key)
    }

    /// Returns the job as it is listed.
    pub fn listed(&self) -> Listed {
        Listed {
            kind: self.kind.name(),
            subject: self.subject.key.clone(),
            date: self.subject.date,
            file: self.file().join("/"),
        }
    }
}

/// Everything that jobs share: data, templates, fonts.
pub struct Session {
    base: Base,
    engine: Engine,
    /// The templates of which any part is the council's own.
    overridden: BTreeSet<&'static str>,
    records: Records,
    inputs: Inputs,
    /// How the packs of each meeting are laid out, worked out when first asked for.
    layouts: Mutex<BTreeMap<String, Arc<OnceLock<PackLayout>>>>,
}

/// A document, made.
#[derive(Debug)]
pub struct Product {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What a pack consists of and what it claims.
    pub receipt: Option<Receipt>,
}

impl From<typeset::Document> for Product {
    fn from(document: typeset::Document) -> Self {
        Self { pdf: document.pdf, pages: document.pages, receipt: None }
    }
}

impl Session {
    /// Loads the data and the templates of the kinds asked for; faults go to `diags`.
    ///
    /// Where a council has templates of its own, all are loaded whatever is asked for, so that each
    /// fault in them is told.
    ///
    /// # Errors
    /// When the data folder can't be listed, or a council's own template can't be read.
    pub fn open(
        diags: &mut Diagnostics,
        inputs: &Inputs,
        kinds: &[&'static dyn AnyKind],
    ) -> anyhow::Result<Self> {
        if let Some(folder) = &inputs.templates
            && !store::is_folder(folder)
        {
            anyhow::bail!("there is no templates folder `{}`", folder.display());
        }
        if !store::is_folder(&inputs.data) {
            anyhow::bail!(
                "there is no data folder `{}`; name one with --data",
                inputs.data.display()
            );
        }
        let templates = Templates::new(inputs.templates.as_deref());
        let base = Base::new(&templates)?;
        let overridden = own_templates(&templates)?;
        // Parsing templates takes as long as reading the data, and neither needs the other.
        let (data, engine) = std::thread::scope(|scope| {
            let parsing = scope.spawn(|| {
                let mut found = Diagnostics::default();
                let mut named: BTreeMap<_, _> =
                    kinds.iter().map(|kind| (kind.template(), kind.schema())).collect();
                if !overridden.is_empty()
                    || kinds
                        .iter()
                        .any(|kind| kind.pack_contents().is_some() || kind.shows_page_numbers())
                {
                    // The numbers of a pack depend on the fronts of all packs of its meeting, and
                    // its papers may be documents of other kinds.
                    named.extend(kinds::ALL.iter().map(|kind| (kind.template(), kind.schema())));
                    named.extend(
                        kinds::auxiliary_templates().map(|(name, _, schema)| (name, schema)),
                    );
                }
                let engine = Engine::new(&mut found, &templates, named.into_iter());
                (found, engine)
            });
            let data = load::dataset(diags, &inputs.data, base.coverage());
            let (found, engine) = parsing.join().expect("parsing a template does not panic");
            diags.append(found);
            (data, engine)
        });
        let (data, engine) = (data?, engine?);
        let records = Records::new(data);
        let (inputs, layouts) = (inputs.clone(), Mutex::default());
        Ok(Self { base, engine, overridden, records, inputs, layouts })
    }

    /// Returns the data.
    pub fn data(&self) -> &Dataset {
        &self.records.all
    }

    /// Returns what the public may see of the data.
    pub fn public(&self) -> &PublicDataset {
        &self.records.public
    }

    /// Returns the characters that documents can print.
    pub fn coverage(&self) -> &Coverage {
        self.base.coverage()
    }

    /// Lets go of how the packs of a meeting are laid out.
    fn release(&self, meeting: &str) {
        self.layouts.lock().unwrap_or_else(PoisonError::into_inner).remove(meeting);
    }

    /// Makes one document, in memory; `None` when it is refused, with the reason in `diags`.
    pub fn make(&self, diags: &mut Diagnostics, job: &Job) -> Option<Product> {
        if let Some(binds) = job.kind.pack_contents() {
            return packs::make(self, diags, job, binds);
        }
        let merged = self.merge(diags, job)?;
        Some(self.set(diags, job, &merged)?.into())
    }

    /// Sets a merged document; `None` when it is refused, with the reason in `diags`.
    fn set(
        &self,
        diags: &mut Diagnostics,
        job: &Job,
        merged: &Merged,
    ) -> Option<typeset::Document> {
        let options = typeset::Options {
            ident: job.ident(),
            date: job.subject.date?,
            today: self.inputs.today,
            form: typeset::Form::Document,
        };
        typeset::document(diags, &self.base, merged, &options)
    }

    /// Finds what would refuse a document, without making it.
    ///
    /// A template of the program's own shows every view (a test proves it), so that only a council's
    /// own is merged; page numbers in packs are left out.
    fn check(&self, diags: &mut Diagnostics, job: &Job) {
        if self.check_lost(diags, job).is_none() {
            return;
        }
        if self.overridden.contains(job.kind.template()) {
            self.merge_numbered(diags, job, &PageNumbers::new());
        } else {
            job.kind.check(diags, &self.records, &job.subject);
        }
    }

    /// Merges one document; `None` when it is refused, with the reason in `diags`. The pages of papers
    /// are known only when the papers have been opened and laid out, which takes its time.
    pub fn merge(&self, diags: &mut Diagnostics, job: &Job) -> Option<Merged> {
        self.check_lost(diags, job)?;
        let numbers = match job.kind.shows_page_numbers() && self.inputs.opener.is_some() {
            true => packs::numbers(self, diags, job),
            false => PageNumbers::new(),
        };
        self.merge_numbered(diags, job, &numbers)
    }

    /// Refuses a document whose data was lost in part.
    fn check_lost(&self, diags: &mut Diagnostics, job: &Job) -> Option<()> {
        let mut is_whole = true;
        for table in job.kind.needs() {
            if let Some(lost) = self.lost(table, &job.subject) {
                is_whole = false;
                let message =
                    format!("not made, because a record of `{table}` that it may need was refused");
                diags.push(
                    Diagnostic::error("build/incomplete", message)
                        .at(&lost.origin)
                        .about(job.name())
                        .hint("correct what is reported for that record, then build again"),
                );
            }
        }
        is_whole.then_some(())
    }

    /// Merges one document that shows these page numbers.
    fn merge_numbered(
        &self,
        diags: &mut Diagnostics,
        job: &Job,
        numbers: &PageNumbers,
    ) -> Option<Merged> {
        let view = job.kind.view(diags, &self.records, &job.subject, numbers)?;
        let coverage = self.base.coverage();
        self.engine.merge(diags, coverage, job.kind.template(), &job.subject.key, view)
    }

    /// Returns a record of a table that was lost and that a subject may need.
    fn lost(&self, table: &str, subject: &Subject) -> Option<&Lost> {
        let concerns = |key: &String| {
            subject.spans_meetings
                || *key == subject.key
                || subject.quarter.is_some_and(|quarter| quarter.key() == *key)
                || subject.meeting.as_ref() == Some(key)
                || subject.body.as_ref() == Some(key)
        };
        self.records
            .all
            .lost
            .iter()
            .find(|lost| lost.table == table && lost.key.as_ref().is_none_or(concerns))
    }
}

/// Returns the templates of kinds, and of what else is in packs, of which any part is the council's own.
fn own_templates(templates: &Templates) -> anyhow::Result<BTreeSet<&'static str>> {
    const ENDING: &str = ".hbs";
    let sheets = kinds::auxiliary_templates();
    let all = kinds::ALL.iter().map(|kind| kind.template()).chain(sheets.map(|(name, ..)| name));
    if templates.has_own("lib", ENDING)? {
        return Ok(all.collect());
    }
    let mut overridden = BTreeSet::new();
    for name in all {
        if templates.has_own(name, ENDING)? {
            overridden.insert(name);
        }
    }
    Ok(overridden)
}

/// Returns the documents that the data calls for and the selection lets through, in order.
pub fn plan(data: &Dataset, selection: &Selection) -> Vec<Job> {
    let is_asked = |kind: &&dyn AnyKind| {
        selection.kinds.is_empty() || selection.kinds.iter().any(|name| name == kind.name())
    };
    let kinds: Vec<_> = kinds::ALL.iter().copied().filter(is_asked).collect();
    let jobs = parallel::map(parallel::processors(), kinds.len(), |at| {
        let mut subjects = kinds[at].subjects(data);
        subjects.retain(|subject| selection.lets_through(subject));
        subjects.into_iter().map(|subject| Job { kind: kinds[at], subject }).collect::<Vec<_>>()
    });
    jobs.into_iter().flatten().collect()
}

impl Selection {
    fn lets_through(&self, subject: &Subject) -> bool {
        let among = |list: &[String], name: Option<&String>| {
            list.is_empty() || name.is_some_and(|name| list.contains(name))
        };
        let is_meeting = subject.quarter.is_none();
        let first = subject.span.map(|(first, _)| first).or(subject.date);
        let last = subject.span.map(|(_, last)| last).or(subject.date);
        let asks_meetings = !self.meetings.is_empty() || !self.bodies.is_empty();
        let by_name = match (asks_meetings, self.periods.is_empty()) {
            (false, true) => true,
            (true, true) => is_meeting,
            (false, false) => !is_meeting,
            (true, false) => true,
        };
        by_name
            && (!is_meeting
                || among(&self.meetings, subject.meeting.as_ref())
                    && among(&self.bodies, subject.body.as_ref()))
            && (self.periods.is_empty()
                || subject.quarter.is_none_or(|quarter| self.periods.contains(&quarter)))
            && self.from.is_none_or(|from| last.is_none_or(|last| from <= last))
            && self.to.is_none_or(|to| first.is_none_or(|first| first <= to))
    }
}

/// Jobs that a thread checks before it takes others.
const CHECKED_TOGETHER: usize = 16;

/// Finds what would refuse the documents, on `threads` threads; faults are in the order of `jobs`.
pub fn check(diags: &mut Diagnostics, session: &Session, jobs: &[Job], threads: usize) {
    let groups: Vec<&[Job]> = jobs.chunks(CHECKED_TOGETHER).collect();
    let found = parallel::map(threads, groups.len(), |at| {
        let mut found = Diagnostics::default();
        for job in groups[at] {
            session.check(&mut found, job);
        }
        found
    });
    found.into_iter().for_each(|found| diags.append(found));
}
