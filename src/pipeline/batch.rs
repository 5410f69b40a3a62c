//! Runs jobs: on threads, the heaviest first, each by itself, so that one bad document stops no other.
//!
//! What is printed and made depends on neither the number of threads nor their order. Of a document
//! nothing is kept in memory once it is written, so that a run may have any number of them.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::key::has_papers;
use super::state::Written;
use super::{Job, Product, Session};
use crate::diag::Diagnostics;
use crate::model::access::Audience;
use crate::model::dataset::Dataset;
use crate::store;

/// What a run does with documents, besides making them.
pub struct Output<'a> {
    /// The output folder.
    pub folder: &'a Path,
    /// Whether to leave the merged source beside each document.
    pub keep_typ: bool,
    /// Set from any thread to begin no further document; those begun are finished.
    pub stop: Option<&'a AtomicBool>,
    /// Called as each job ends, from any thread.
    pub ended: &'a (dyn Fn(&Job, &Outcome) + Sync),
}

/// How one job ended.
#[derive(Debug)]
pub enum Outcome {
    /// The document was made.
    Made {
        /// Where it is.
        file: PathBuf,
        /// Its pages.
        pages: usize,
        /// The files that were written: the document, and what goes beside it. For whoever is called
        /// as the job ends; empty afterwards.
        written: Vec<Written>,
    },
    /// It was made before, and nothing that it depends on has changed since.
    Unchanged {
        /// Where it is.
        file: PathBuf,
        /// Its pages.
        pages: usize,
    },
    /// The data or a template refused it.
    Refused,
    /// The tool could not write it, or broke.
    Failed(String),
    /// The run was stopped before it was made.
    Stopped,
}

/// How many documents a run made and refused.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Made and written.
    pub made: usize,
    /// Made before, and still as they should be.
    pub unchanged: usize,
    /// Refused, because of a fault in the data or a template.
    pub refused: usize,
    /// Failed, because the tool could not write them or broke.
    pub failed: usize,
    /// Not begun, because the run was stopped.
    pub stopped: usize,
}

impl Summary {
    /// Counts outcomes.
    pub fn of<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>) -> Self {
        let mut summary = Self::default();
        for outcome in outcomes {
            match outcome {
                Outcome::Made { .. } => summary.made += 1,
                Outcome::Unchanged { .. } => summary.unchanged += 1,
                Outcome::Refused => summary.refused += 1,
                Outcome::Failed(_) => summary.failed += 1,
                Outcome::Stopped => summary.stopped += 1,
            }
        }
        summary
    }
}

/// Makes and writes the documents on `threads` threads; outcomes are in the order of `jobs`.
pub fn run(
    diags: &mut Diagnostics,
    session: &Session,
    jobs: &[Job],
    threads: usize,
    output: &Output<'_>,
) -> Vec<Outcome> {
    let all: Vec<usize> = (0..jobs.len()).collect();
    let mut outcomes = Vec::with_capacity(jobs.len());
    for (own, outcome) in make(session, jobs, &all, threads, output, &|_, _, _| {}) {
        diags.append(own);
        outcomes.push(outcome);
    }
    outcomes
}

/// Makes and writes some of the documents, in this order on `threads` threads; returns what came of
/// them in the order of `jobs`. `ended` is called as each ends, from any thread.
pub(super) fn make(
    session: &Session,
    jobs: &[Job],
    order: &[usize],
    threads: usize,
    output: &Output<'_>,
    ended: &(dyn Fn(usize, &Diagnostics, &Outcome) + Sync),
) -> Vec<(Diagnostics, Outcome)> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for job in order.iter().map(|&at| &jobs[at]).filter(|job| has_papers(job)) {
        *left.entry(&job.subject.key).or_default() += 1;
    }
    let left = Mutex::new(left);
    let results: Mutex<BTreeMap<usize, (Diagnostics, Outcome)>> = Mutex::default();
    let is_stopped = || output.stop.is_some_and(|own| own.load(Ordering::Relaxed));
    let work = |turn: usize| {
        let (at, mut own) = (order[turn], Diagnostics::default());
        let job = &jobs[at];
        let mut outcome = match is_stopped() {
            true => Outcome::Stopped,
            false => attempt(&mut own, session, job, output),
        };
        if matches!(outcome, Outcome::Refused) && is_stopped() {
            // Whoever stops this program by the keyboard stops those that open papers as well.
            (own, outcome) = (Diagnostics::default(), Outcome::Stopped);
        }
        ended(at, &own, &outcome);
        (output.ended)(job, &outcome);
        if let Outcome::Made { written, .. } = &mut outcome {
            // It was written down; of 10,000 documents it would be much to keep.
            *written = Vec::new();
        }
        results.lock().unwrap_or_else(PoisonError::into_inner).insert(at, (own, outcome));
        if has_papers(job) {
            let mut left = left.lock().unwrap_or_else(PoisonError::into_inner);
            let count = left.entry(&job.subject.key).or_default();
            *count = count.saturating_sub(1);
            if *count == 0 {
                session.release(&job.subject.key);
            }
        }
    };
    if order.len() < threads {
        // Fewer documents than cores: one at a time, each with all of Typst's own parallelism.
        (0..order.len()).for_each(work);
    } else {
        share(threads, order.len(), &work);
    }
    results.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().collect()
}

/// Does so many pieces of work on plain threads; each takes the next as it becomes free.
pub(super) fn share(threads: usize, pieces: usize, work: &(dyn Fn(usize) + Sync)) {
    let next = AtomicUsize::new(0);
    let take = || {
        while let Some(piece) =
            Some(next.fetch_add(1, Ordering::Relaxed)).filter(|&piece| piece < pieces)
        {
            work(piece);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, pieces.max(1)) {
            // Typst runs on rayon, and a waiting rayon thread steals the next piece of work, so
            // that documents nest and none is ever let go. A pool of one keeps each to itself.
            scope.spawn(|| match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
                Ok(pool) => pool.install(take),
                Err(_) => take(),
            });
        }
    });
}

/// Makes and writes one document; a panic is caught and told as a failure of this one.
fn attempt(diags: &mut Diagnostics, session: &Session, job: &Job, output: &Output<'_>) -> Outcome {
    let result = panic::catch_unwind(AssertUnwindSafe(|| write(diags, session, job, output)));
    match result {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(error)) => Outcome::Failed(format!("{error:#}")),
        Err(cause) => {
            let said = panic_text(&*cause);
            Outcome::Failed(format!("the program broke while making this ({said})"))
        }
    }
}

fn write(
    diags: &mut Diagnostics,
    session: &Session,
    job: &Job,
    output: &Output<'_>,
) -> anyhow::Result<Outcome> {
    let file = job.path(output.folder);
    if job.kind.folder() == Dataset::FOLDER {
        store::make_private_folder(&output.folder.join(Dataset::FOLDER))?;
    }
    let mut own = Diagnostics::default();
    let mut written = Vec::new();
    let mut put = |ending: &str, bytes: &[u8]| {
        let file = file.with_extension(ending);
        store::write(&file, bytes)?;
        let stamp = store::stamp(&file)?;
        let stamp = stamp.ok_or_else(|| anyhow::anyhow!("`{}` has gone", file.display()))?;
        let name = job.file().join("/");
        let name = format!("{}.{ending}", name.trim_end_matches(".pdf"));
        written.push(Written { file: name, stamp, sha512: store::sha512(bytes) });
        anyhow::Ok(())
    };
    let document = if output.keep_typ && job.kind.binds().is_none() {
        let merged = session.merge(&mut own, job);
        if let Some(merged) = &merged {
            put("typ", merged.source.text.as_bytes())?;
        }
        merged.and_then(|merged| session.set(&mut own, job, &merged)).map(Product::from)
    } else {
        session.make(&mut own, job)
    };
    for diagnostic in own.into_vec() {
        let is_named = diagnostic.subject.is_some();
        diags.push(if is_named { diagnostic } else { diagnostic.about(job.name()) });
    }
    let Some(document) = document else { return Ok(Outcome::Refused) };
    tracing::info!(document = job.name(), pages = document.pages, "made");
    put("pdf", &document.pdf)?;
    if let Some(receipt) = &document.receipt {
        let receipt =
            serde_json::to_string_pretty(receipt).expect("a receipt is words and numbers");
        put("json", (receipt + "\n").as_bytes())?;
    }
    Ok(Outcome::Made { file, pages: document.pages, written })
}

/// Returns what a panic said.
fn panic_text(cause: &(dyn Any + Send)) -> &str {
    let text = cause.downcast_ref::<&str>().copied();
    text.or_else(|| cause.downcast_ref::<String>().map(String::as_str)).unwrap_or("no reason given")
}
