//! Runs jobs on threads, each job by itself, so that one bad document stops no other. While some threads
//! make documents, as many others write those that are made.
//!
//! What is printed and made depends on neither the number of threads nor their order. Nothing of a
//! document is kept in memory once it is written, so that a run may have any number of documents.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};

use super::keys::has_papers;
use super::state::Written;
use super::{Job, Product, Receipt, Session, locked};
use crate::diag::Diagnostics;
use crate::model::access::AudienceName;
use crate::store::{self, Readers};
use crate::typeset::SharedWork;

/// Where and how a run writes documents.
pub struct Output<'a> {
    /// The output folder.
    pub folder: &'a Path,
    /// Whether to leave the merged source beside each document.
    pub keep_typ: bool,
    /// Whether somebody else keeps what earlier runs made, so that what is not in the folder counts as made.
    pub is_kept_elsewhere: bool,
    /// Set from any thread to begin no further document; those begun are finished.
    pub stop: Option<&'a AtomicBool>,
    /// Called as a document is begun that is to be made, from any thread.
    pub begun: &'a (dyn Fn(&Job) + Sync),
    /// Called as each job ends, from any thread.
    pub ended: &'a (dyn Fn(&Job, &Outcome) + Sync),
}

/// How one job ended.
#[derive(Debug)]
pub enum Outcome {
    /// The document was made.
    Made {
        /// The path of the PDF.
        file: PathBuf,
        /// The number of its pages.
        pages: usize,
        /// The files that were written: the document, and those beside it. Filled only for the callback
        /// as the job ends, and empty afterwards.
        written: Vec<Written>,
    },
    /// The document is up to date: it was made before, and nothing that it depends on has changed since.
    Unchanged {
        /// The path of the PDF.
        file: PathBuf,
        /// The number of its pages.
        pages: usize,
    },
    /// The document was refused, because of a fault in the data or a template.
    Refused,
    /// The document could not be written, or the program crashed; the text says why.
    Failed(String),
    /// The run was stopped before the document was made.
    Stopped,
}

/// How many documents of a run had which outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Made and written.
    pub made: usize,
    /// Made before, and up to date.
    pub unchanged: usize,
    /// Refused, because of a fault in the data or a template.
    pub refused: usize,
    /// Failed, because they could not be written or the program crashed.
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

/// Makes the documents on `threads` threads, and writes them on as many; outcomes are in the order of
/// `jobs`.
pub fn run(
    diags: &mut Diagnostics,
    session: &Session,
    jobs: &[Job],
    threads: usize,
    output: &Output<'_>,
) -> Vec<Outcome> {
    let all: Vec<usize> = (0..jobs.len()).collect();
    let results = Results::default();
    let prepare = |at: usize| Prepared::new(session, &jobs[at]);
    let run = Run { session, jobs, threads, output, prepare: &prepare, ended: &|_, _, _| {} };
    run.make(&all, &results);
    let mut outcomes = Vec::with_capacity(jobs.len());
    for (found, outcome) in
        results.into_inner().unwrap_or_else(PoisonError::into_inner).into_values()
    {
        diags.append(found);
        outcomes.push(outcome);
    }
    outcomes
}

/// The results of the jobs that have ended, by their indexes: what was found while each was made, and how
/// it ended.
pub(super) type Results = Mutex<BTreeMap<usize, (Diagnostics, Outcome)>>;

/// A document that was merged: what it is typeset from, or `None` where it is refused.
pub(super) struct Prepared {
    /// What was found in its records.
    pub(super) diags: Diagnostics,
    pub(super) work: Option<SharedWork>,
}

impl Prepared {
    /// Merges a document; a panic is left to the caller.
    pub(super) fn new(session: &Session, job: &Job) -> Self {
        let mut found = Diagnostics::default();
        let work = session.merge(&mut found, job);
        let mut diags = Diagnostics::default();
        add_about(&mut diags, found, job);
        Self { diags, work }
    }
}

/// Adds what was found while a document was made, each with its name unless it has another.
fn add_about(diags: &mut Diagnostics, found: Diagnostics, job: &Job) {
    for diagnostic in found.into_vec() {
        let is_named = diagnostic.subject.is_some();
        diags.push(if is_named { diagnostic } else { diagnostic.about(job.name()) });
    }
}

/// A run: what is made, and what happens on the way.
pub(super) struct Run<'a> {
    pub(super) session: &'a Session,
    pub(super) jobs: &'a [Job],
    /// How many threads make documents; as many write them.
    pub(super) threads: usize,
    pub(super) output: &'a Output<'a>,
    /// Gives what a document is typeset from, by its index among the jobs.
    pub(super) prepare: &'a (dyn Fn(usize) -> Prepared + Sync),
    /// Called as each job ends, from any thread, with its index, what was found and how it ended.
    pub(super) ended: &'a (dyn Fn(usize, &Diagnostics, &Outcome) + Sync),
}

impl Run<'_> {
    /// Makes the documents whose indexes are in `order`, in that order. The result of each goes to `results`
    /// as it ends.
    pub(super) fn make(&self, order: &[usize], results: &Results) {
        let Self { session, jobs, threads, output, prepare, ended } = *self;
        let mut left: BTreeMap<String, usize> = BTreeMap::new();
        for job in order.iter().map(|&at| &jobs[at]).filter(|job| has_papers(job)) {
            *left.entry(job.subject.key()).or_default() += 1;
        }
        let left = Mutex::new(left);
        let make = |turn: usize| {
            let at = order[turn];
            let job = &jobs[at];
            session.renderer.watchdog.begin(at);
            let rendered = RenderedDocument::make(at, session, job, output, prepare);
            session.renderer.watchdog.made();
            if has_papers(job) {
                let mut left = locked(&left);
                let count = left.entry(job.subject.key()).or_default();
                *count = count.saturating_sub(1);
                if *count == 0 {
                    session.release_layout(&job.subject.key());
                }
            }
            rendered
        };
        let write = |rendered: RenderedDocument| {
            let (at, diags, mut outcome) = rendered.write(jobs, output);
            ended(at, &diags, &outcome);
            (output.ended)(&jobs[at], &outcome);
            if let Outcome::Made { written, .. } = &mut outcome {
                // The state file has them; for 10,000 documents they would take much memory.
                *written = Vec::new();
            }
            locked(results).insert(at, (diags, outcome));
            session.renderer.watchdog.finish(at);
        };
        if order.len() < threads {
            // Fewer documents than cores: one at a time, each with all the parallelism of Typst.
            (0..order.len()).map(make).for_each(write);
        } else {
            write_on_threads(threads, &write, |queue| {
                share(threads, order.len(), &|turn| queue(make(turn)));
            });
        }
    }
}

/// Writes documents on separate threads while `work` makes others, so that none waits for the disk: to
/// flush a file takes about as long as to typeset a page.
///
/// The queue has no buffer: a document is handed over only when a writer is free, so that finished
/// documents do not pile up in memory. A large one is written by the thread that made it.
fn write_on_threads(
    threads: usize,
    write: &(dyn Fn(RenderedDocument) + Sync),
    work: impl FnOnce(&WriteQueue<'_>),
) {
    let (sender, receiver) = mpsc::sync_channel::<RenderedDocument>(0);
    let receiver = Arc::new(Mutex::new(receiver));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let receiver = Arc::clone(&receiver);
            let next = move || receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
            scope.spawn(move || std::iter::from_fn(|| next().ok()).for_each(write));
        }
        // Only the writers hold the receiver. If all of them panic, sending fails, and no thread waits
        // for ever.
        drop(receiver);
        work(&|rendered: RenderedDocument| {
            if LARGE <= rendered.size() {
                write(rendered);
            } else if let Err(refused) = sender.send(rendered) {
                write(refused.0);
            }
        });
        drop(sender);
    });
}

/// Takes a rendered document, and returns once a writer has taken it or it is written.
type WriteQueue<'a> = dyn Fn(RenderedDocument) + Sync + 'a;

/// The size from which a document is written by the thread that made it, in bytes.
const LARGE: usize = 8 * 1024 * 1024;

/// Calls `work` for each number below `pieces` on plain threads; each takes the next as it becomes free.
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
            // that documents would nest and stay in memory. A pool of one thread prevents that.
            scope.spawn(|| match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
                Ok(pool) => pool.install(take),
                Err(_) => take(),
            });
        }
    });
}

/// The result of a job, before its files are written.
struct RenderedDocument {
    /// The index of the job.
    at: usize,
    /// What was found while it was made.
    diags: Diagnostics,
    /// The files that are written already.
    written: Vec<Written>,
    /// The files that are still to be written: the extension and the content of each.
    files: Vec<(&'static str, Vec<u8>)>,
    /// Those whose records the files were made from.
    audience: AudienceName,
    /// The outcome, if the files can be written.
    outcome: Outcome,
}

impl RenderedDocument {
    /// Returns the result of a job that has nothing to write, such as a refused one.
    fn without_files(at: usize, outcome: Outcome) -> Self {
        Self {
            at,
            diags: Diagnostics::default(),
            written: Vec::new(),
            files: Vec::new(),
            audience: AudienceName::Restricted,
            outcome,
        }
    }

    /// Makes one document, in memory; a panic is caught and reported as a failure of this document.
    fn make(
        at: usize,
        session: &Session,
        job: &Job,
        output: &Output<'_>,
        prepare: &dyn Fn(usize) -> Prepared,
    ) -> Self {
        let is_stopped = || {
            output.stop.is_some_and(|stop| stop.load(Ordering::Relaxed))
                || !session.renderer.watchdog.overdue().is_empty()
        };
        let mut rendered = Self::without_files(at, Outcome::Stopped);
        if is_stopped() {
            return rendered;
        }
        (output.begun)(job);
        let made = AssertUnwindSafe(|| make_one(&mut rendered, session, job, output, prepare(at)));
        match panic::catch_unwind(made) {
            // Ctrl-C reaches the processes that open papers as well, so their papers seem refused.
            Ok(Ok(None)) if is_stopped() => return Self::without_files(at, Outcome::Stopped),
            Ok(Ok(None)) => rendered.outcome = Outcome::Refused,
            Ok(Ok(Some(product))) => {
                let (file, pages) = (job.path(output.folder), product.pages);
                rendered.audience = product.audience;
                rendered.files.push((job.form.ending(), product.bytes));
                rendered
                    .files
                    .extend(product.receipt.map(|receipt| ("json", receipt_json(&receipt))));
                rendered.outcome = Outcome::Made { file, pages, written: Vec::new() };
            }
            Ok(Err(error)) => rendered.outcome = Outcome::Failed(format!("{error:#}")),
            Err(cause) => rendered.outcome = crashed(&*cause),
        }
        rendered
    }

    /// Returns how many bytes are still to be written.
    fn size(&self) -> usize {
        self.files.iter().map(|(_, bytes)| bytes.len()).sum()
    }

    /// Writes the files; returns the index of the job, what was found, and the outcome.
    fn write(self, jobs: &[Job], output: &Output<'_>) -> (usize, Diagnostics, Outcome) {
        let Self { at, diags, written: earlier, files, audience, mut outcome } = self;
        let job = &jobs[at];
        let all = AssertUnwindSafe(|| {
            let files = files
                .iter()
                .map(|(extension, bytes)| write(job, output, audience, extension, bytes));
            earlier.into_iter().map(Ok).chain(files).collect::<anyhow::Result<Vec<_>>>()
        });
        match (panic::catch_unwind(all), &mut outcome) {
            (Ok(Ok(all)), Outcome::Made { written, .. }) => *written = all,
            (Ok(Ok(_)), _) => {}
            (Ok(Err(error)), _) => outcome = Outcome::Failed(format!("{error:#}")),
            (Err(cause), _) => outcome = crashed(&*cause),
        }
        (at, diags, outcome)
    }
}

/// Makes one document, and reports its faults in `rendered`. A merged source that is to be kept is
/// written before it is typeset, so that it can be looked at even if Typst fails.
fn make_one(
    rendered: &mut RenderedDocument,
    session: &Session,
    job: &Job,
    output: &Output<'_>,
    prepared: Prepared,
) -> anyhow::Result<Option<Product>> {
    rendered.diags = prepared.diags;
    let Some(work) = prepared.work else { return Ok(None) };
    if output.keep_typ && job.kind.pack_contents().is_none() {
        let source = work.source.as_bytes();
        rendered.written.push(write(job, output, work.audience, "typ", source)?);
    }
    let mut diags = Diagnostics::default();
    let product = session.finish(&mut diags, job, &work);
    add_about(&mut rendered.diags, diags, job);
    if let Some(product) = &product {
        tracing::info!(document = job.name(), pages = product.pages, "made");
    }
    Ok(product)
}

/// Writes one file of a document that was made from an audience's records, and returns its path, its metadata
/// and the digest of its content.
///
/// # Errors
/// When it can't be written, or would be written where others than its audience read.
fn write(
    job: &Job,
    output: &Output<'_>,
    audience: AudienceName,
    extension: &str,
    bytes: &[u8],
) -> anyhow::Result<Written> {
    anyhow::ensure!(
        audience == job.kind.audience(),
        "{} was made from records that its readers may not see",
        job.name()
    );
    let readers = match audience {
        AudienceName::Public => Readers::Everybody,
        AudienceName::Restricted => Readers::Owner,
    };
    store::make_folder(&output.folder.join(audience.folder()), readers)?;
    let file = job.path(output.folder).with_extension(extension);
    store::write_for(readers, &file, bytes)?;
    let stamp = store::stamp(&file)?;
    let stamp = stamp
        .ok_or_else(|| anyhow::anyhow!("`{}` disappeared after it was written", file.display()))?;
    let name = job.file().join("/");
    let stem = name.rsplit_once('.').map_or(&*name, |(stem, _)| stem);
    let name = format!("{stem}.{extension}");
    Ok(Written { file: name, stamp, sha512: store::sha512(bytes) })
}

/// Returns a pack's receipt as indented JSON.
fn receipt_json(receipt: &Receipt) -> Vec<u8> {
    let text = serde_json::to_string_pretty(receipt).expect("a receipt is text and numbers");
    (text + "\n").into_bytes()
}

/// Returns the outcome of a job that panicked.
fn crashed(cause: &(dyn Any + Send)) -> Outcome {
    let text = cause.downcast_ref::<&str>().copied();
    let message = text.or_else(|| cause.downcast_ref::<String>().map(String::as_str));
    let message = message.unwrap_or("no reason given");
    Outcome::Failed(format!("the program crashed while making this document ({message})"))
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    /// Returns a document of `size` bytes that is to be written.
    fn rendered(at: usize, size: usize) -> RenderedDocument {
        RenderedDocument {
            files: vec![("pdf", vec![0; size])],
            ..RenderedDocument::without_files(at, Outcome::Refused)
        }
    }

    #[test]
    fn each_document_is_written_once_and_a_large_one_by_its_maker() {
        let made: Mutex<BTreeMap<usize, thread::ThreadId>> = Mutex::default();
        let written: Mutex<Vec<(usize, thread::ThreadId)>> = Mutex::default();
        let me = || thread::current().id();
        let size = |at: usize| if at.is_multiple_of(10) { LARGE } else { 10 };
        let write = |rendered: RenderedDocument| written.lock().unwrap().push((rendered.at, me()));
        write_on_threads(2, &write, |queue| {
            share(2, 50, &|at| {
                made.lock().unwrap().insert(at, me());
                queue(rendered(at, size(at)));
            });
        });
        let (made, mut written) = (made.into_inner().unwrap(), written.into_inner().unwrap());
        written.sort_by_key(|(at, _)| *at);
        assert_eq!(written.iter().map(|(at, _)| *at).collect::<Vec<_>>(), Vec::from_iter(0..50));
        for (at, thread) in written {
            assert_eq!(made[&at] == thread, size(at) == LARGE, "{at}");
        }
    }

    #[test]
    fn failing_writers_do_not_deadlock() {
        let (sender, receiver) = mpsc::channel();
        std::thread::spawn(move || {
            let result = panic::catch_unwind(|| {
                let write = |rendered: RenderedDocument| {
                    assert!(2 < rendered.at, "panic at {}", rendered.at);
                };
                write_on_threads(1, &write, |queue| (0..20).for_each(|at| queue(rendered(at, 10))));
            });
            sender.send(result.is_err()).unwrap();
        });
        let has_panicked = receiver.recv_timeout(std::time::Duration::from_secs(60));
        assert_eq!(has_panicked, Ok(true), "a deadlock where nothing was received");
    }
}
