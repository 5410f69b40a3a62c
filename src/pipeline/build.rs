//! Incremental builds: a document whose cache key is that of an earlier run, and whose files are as that
//! run left them, is not made again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::batch::{self, Outcome, Output, Prepared, Run};
use super::key::InputFingerprint;
use super::keys::{KeyAndCost, has_papers, key_of};
use super::published_versions::PublishedVersions;
use super::state::{CachedDiagnostic, CompletedRun, Record, State, Written};
use super::watchdog::Overdue;
use super::{Job, Session, locked};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, Severity, plural};
use crate::model::bundle;
use crate::parallel;
use crate::store;

/// How many folders are flushed to the disk at one time: each waits for the disk, which can serve
/// several at once.
const FLUSHED_AT_ONCE: usize = 8;

/// How many pages a document is taken to have that was not made before.
const PAGES_OF_NEW: usize = 10;

/// What decides whether a document is up to date: the state that earlier runs left, and the inputs of
/// this one.
pub(super) struct BuildContext {
    /// The documents that earlier runs made.
    pub(super) state: State,
    /// The fingerprint of what this run reads.
    pub(super) fingerprint: InputFingerprint,
}

/// How long one document may take, and what happens otherwise.
pub(super) struct TimeLimit<'a> {
    /// How long it may be merged or typeset. Papers of packs are opened under other limits.
    pub(super) limit: Duration,
    /// Ends the process, because a thread that typesets can't be stopped. It is called from another
    /// thread, with what was found and how each job ended, when all that can be finished is.
    pub(super) end: &'a (dyn Fn(&Diagnostics, &[Built]) + Sync),
}

/// The result of a job.
#[derive(Debug)]
pub struct Built {
    /// How messages name the document.
    pub document: String,
    /// The folder of the documents that it is published with, below that of all publications.
    pub publication: String,
    /// The paths of its files below the output folder, with forward slashes: the document itself, and what is
    /// beside it; none where there is no document.
    pub files: Vec<String>,
    /// How the job ended.
    pub outcome: Outcome,
    /// Why the document was made, or was to be made; `None` where it was up to date.
    pub why: Option<String>,
}

impl Built {
    /// Returns the result of a job that left no file.
    fn new(job: &Job, outcome: Outcome, why: Option<String>) -> Self {
        let (document, publication) = (job.name(), job.publication());
        Self { document, publication, files: Vec::new(), outcome, why }
    }
}

/// Returns the paths of files that were written.
fn files_of(written: &[Written]) -> Vec<String> {
    written.iter().map(|written| written.file.clone()).collect()
}

/// Makes and writes the documents that are not up to date, on `threads` threads; results are in the
/// order of `jobs`. Where a document exceeds the time limit, the process is ended; the next run makes all
/// others first.
pub(super) fn make_outdated(
    diags: &mut Diagnostics,
    session: &Session,
    jobs: &[Job],
    threads: usize,
    output: &Output<'_>,
    context: &mut BuildContext,
    time: &TimeLimit<'_>,
) -> Vec<Built> {
    let BuildContext { state, fingerprint } = context;
    let planned = plan(diags, session, jobs, threads, output, state, time);
    let mut built: BTreeMap<usize, Built> = BTreeMap::new();
    let mut keyed = BTreeMap::new();
    let mut todo = Vec::new();
    let mut prepared = BTreeMap::new();
    for (at, Planned { prepared: merged, key, why }) in planned.into_iter().enumerate() {
        let job = &jobs[at];
        let found = merged.as_ref().map(|merged| merged.diags.clone()).unwrap_or_default();
        if let Some(why) = why {
            todo.push(Todo { at, cost: key.as_ref().map_or(0, |key| key.cost), why });
            keyed.insert(at, (key, found));
            prepared.extend(merged.map(|merged| (at, merged)));
            continue;
        }
        let record =
            state.record(&job.file().join("/")).expect("a document that is up to date was made");
        diags.append(found);
        let replayed = record.diagnostics.iter().filter_map(|cached| cached.replay(&record.name));
        replayed.for_each(|diagnostic| diags.push(diagnostic));
        let outcome = Outcome::Unchanged { file: job.path(output.folder), pages: record.pages };
        (output.ended)(job, &outcome);
        let files = files_of(&record.written);
        built.insert(at, Built { files, ..Built::new(job, outcome, None) });
    }
    let to_make: BTreeSet<String> = todo.iter().map(|todo| jobs[todo.at].subject.key()).collect();
    session.release_planned(|meeting| to_make.contains(meeting));
    let pages = |todo: &Todo| {
        let record = state.record(&jobs[todo.at].file().join("/"));
        record.map_or(PAGES_OF_NEW, |record| record.pages)
    };
    session.renderer.prepare_for(todo.iter().map(pages).sum());
    let order = order(jobs, &todo, state.hung());
    let report = Mutex::new(Report { diags, built, todo });
    let files: Mutex<BTreeMap<usize, Vec<String>>> = Mutex::default();
    let made = batch::Results::default();
    let journal = state.journal();
    let published = PublishedVersions::find(jobs, output.folder);
    let folders: Mutex<BTreeSet<_>> = Mutex::default();
    let ended = |at: usize, diags: &Diagnostics, outcome: &Outcome| {
        let Outcome::Made { file, pages, written } = outcome else { return };
        locked(&files).insert(at, files_of(written));
        let folder = file.parent().map(Path::to_owned);
        locked(&folders).extend(folder);
        let Some((Some(keyed), planned)) = keyed.get(&at) else { return };
        if diags.has_errors() {
            return;
        }
        let job = &jobs[at];
        // What planning reports is found anew by the next run, and so is not cached.
        let is_planned =
            |found: &Diagnostic| planned.iter().any(|other| other.message == found.message);
        let record = Record {
            file: job.file().join("/"),
            name: job.name(),
            key: keyed.key.clone(),
            pages: *pages,
            written: written.clone(),
            diagnostics: diags
                .iter()
                .filter(|found| !is_planned(found))
                .filter_map(CachedDiagnostic::of)
                .collect(),
        };
        published.add_made(at, &record);
        journal.add_made(record);
    };
    let hung: &(dyn Fn(&[Overdue]) + Sync) = &|overdue| {
        let (mut report, mut made) = (locked(&report), locked(&made));
        for Overdue { at, template } in overdue {
            journal.add_hung(jobs[*at].file().join("/"));
            let outcome = Outcome::Failed(too_long(template, time.limit));
            made.insert(*at, (Diagnostics::default(), outcome));
        }
        flush_all(&locked(&folders));
        let built = report.finish(&mut made, &mut locked(&files), jobs);
        (time.end)(&*report.diags, &built);
    };
    let waits_for = |at: usize, other: usize| hangs_with(&jobs[at], &jobs[other]);
    let prepared = Mutex::new(prepared);
    let prepare = |at: usize| {
        let prepared = locked(&prepared).remove(&at);
        prepared.unwrap_or_else(|| Prepared::new(session, &jobs[at]))
    };
    session.renderer.watchdog.watch(time.limit, &waits_for, hung, || {
        let run = Run { session, jobs, threads, output, prepare: &prepare, ended: &ended };
        run.make(&order, &made);
    });
    let mut report = report.into_inner().unwrap_or_else(PoisonError::into_inner);
    let built = report.finish(&mut locked(&made), &mut locked(&files), jobs);
    let diags = report.diags;
    flush_all(&folders.into_inner().unwrap_or_else(PoisonError::into_inner));
    published.report(diags, jobs, state);
    let is_complete = built
        .iter()
        .all(|built| matches!(built.outcome, Outcome::Made { .. } | Outcome::Unchanged { .. }));
    let is_up_to_date = is_complete && !diags.has_faults() && fingerprint.is_settled(state.begun());
    let complete = is_up_to_date.then(|| CompletedRun {
        fingerprint: fingerprint.digest.clone(),
        files: jobs.iter().map(|job| job.file().join("/")).collect(),
        errors: diags.count_different(Severity::Error),
        warnings: diags.count_different(Severity::Warning),
        notes: diags.count_different(Severity::Note),
    });
    journal.close(complete);
    for Overdue { at, template } in session.renderer.watchdog.overdue() {
        diags.push(slow(&jobs[at], &template, time.limit));
    }
    built
}

/// What a build will report.
struct Report<'a> {
    /// What was found in the documents that are up to date, and before them.
    diags: &'a mut Diagnostics,
    /// The documents that are up to date.
    built: BTreeMap<usize, Built>,
    /// The documents that are to be made.
    todo: Vec<Todo>,
}

impl Report<'_> {
    /// Returns the results in the order of the jobs, and adds what was found to `diags`; documents that
    /// are not in `made` were stopped.
    fn finish(
        &mut self,
        made: &mut BTreeMap<usize, (Diagnostics, Outcome)>,
        files: &mut BTreeMap<usize, Vec<String>>,
        jobs: &[Job],
    ) -> Vec<Built> {
        let mut built = std::mem::take(&mut self.built);
        for Todo { at, why, .. } in self.todo.drain(..) {
            let (found, outcome) =
                made.remove(&at).unwrap_or((Diagnostics::default(), Outcome::Stopped));
            self.diags.append(found);
            let files = files.remove(&at).unwrap_or_default();
            built.insert(at, Built { files, ..Built::new(&jobs[at], outcome, Some(why)) });
        }
        built.into_values().collect()
    }
}

/// Returns a time in words: `120 seconds`.
fn seconds(time: Duration) -> String {
    plural(usize::try_from(time.as_secs()).unwrap_or(usize::MAX), "second", "seconds")
}

/// Returns why a document that hangs was not made, and what to do about it.
fn too_long(template: &str, limit: Duration) -> String {
    let seconds = seconds(limit);
    format!(
        "it takes longer than {seconds} with the template `{template}`; look for a loop in \
         `templates/{template}` or `templates/lib` that may not end, and in its records for a text that is \
         very long, or allow more with --max-seconds. The next run makes all others first"
    )
}

/// Returns the warning about a document that was made, but in more time than it may take, so that the run
/// was stopped.
fn slow(job: &Job, template: &str, limit: Duration) -> Diagnostic {
    let seconds = seconds(limit);
    let message = format!(
        "took longer than {seconds} with the template `{template}`, so no others were begun"
    );
    Diagnostic::new(Code::BuildSlow, message)
        .about(job.name())
        .hint("build again for the others, and allow more with --max-seconds")
}

/// Returns whether a document hangs where another does: it is that one, or it needs the layout of the same
/// packs.
fn hangs_with(job: &Job, other: &Job) -> bool {
    job.file() == other.file()
        || has_papers(job) && has_papers(other) && job.subject.key() == other.subject.key()
}

/// Flushes folders to the disk, so that the names of new files survive a loss of power.
fn flush_all(folders: &BTreeSet<PathBuf>) {
    let folders: Vec<_> = folders.iter().collect();
    let flushed = parallel::map(FLUSHED_AT_ONCE, folders.len(), |at| store::settle(folders[at]));
    for error in flushed.into_iter().filter_map(Result::err) {
        tracing::warn!("{error:#}");
    }
}

/// Returns the last completed run, where its inputs are those of this one and the files that it made
/// have not been touched: all documents are up to date.
pub(super) fn is_up_to_date<'a>(
    state: &'a State,
    fingerprint: &InputFingerprint,
    output: &Path,
) -> Option<&'a CompletedRun> {
    let complete = state.complete().filter(|run| run.fingerprint == fingerprint.digest)?;
    let is_kept = |file: &String| {
        let record = state.record(file);
        record.is_some_and(|record| record.written.iter().all(|file| is_untouched(file, output)))
    };
    complete.files.iter().all(is_kept).then_some(complete)
}

/// Returns whether a file has the size and times that it had when it was written.
fn is_untouched(written: &Written, output: &Path) -> bool {
    let stamp = store::stamp(&store::below(output, &written.file));
    stamp.is_ok_and(|stamp| stamp == Some(written.stamp))
}

/// Whether a document is to be made.
struct Planned {
    /// What it is typeset from; `None` where an earlier run ended without it, so that it is merged when all
    /// others are made.
    prepared: Option<Prepared>,
    /// Its cache key; `None` where it will be refused, or is not merged yet.
    key: Option<KeyAndCost>,
    /// Why it is to be made; `None` where it is up to date.
    why: Option<String>,
}

/// Merges all documents, and works out which are to be made, on `threads` threads. Where one takes longer
/// than the time limit, the process is ended.
fn plan(
    diags: &Diagnostics,
    session: &Session,
    jobs: &[Job],
    threads: usize,
    output: &Output<'_>,
    state: &State,
    time: &TimeLimit<'_>,
) -> Vec<Planned> {
    let planned: Mutex<BTreeMap<usize, Planned>> = Mutex::default();
    let hung: &(dyn Fn(&[Overdue]) + Sync) = &|overdue| {
        let journal = state.journal();
        let stopped = |job: &Job| Built::new(job, Outcome::Stopped, None);
        let mut built: Vec<Built> = jobs.iter().map(stopped).collect();
        for Overdue { at, template } in overdue {
            journal.add_hung(jobs[*at].file().join("/"));
            built[*at].outcome = Outcome::Failed(too_long(template, time.limit));
        }
        (time.end)(diags, &built);
    };
    let waits_for = |at: usize, other: usize| hangs_with(&jobs[at], &jobs[other]);
    session.renderer.watchdog.watch(time.limit, &waits_for, hung, || {
        batch::share(threads, jobs.len(), &|at| {
            session.renderer.watchdog.begin(at);
            let plan = plan_one(session, &jobs[at], output, state);
            session.renderer.watchdog.made();
            session.renderer.watchdog.finish(at);
            locked(&planned).insert(at, plan);
        });
    });
    planned.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().collect()
}

/// Merges a document, and works out whether it is to be made.
fn plan_one(session: &Session, job: &Job, output: &Output<'_>, state: &State) -> Planned {
    if state.hung().contains(&job.file().join("/")) {
        let why = Some("it could not be made before".to_owned());
        return Planned { prepared: None, key: None, why };
    }
    let mut prepared = Prepared::new(session, job);
    let key = prepared.work.as_ref().and_then(|work| key_of(session, state, job, work));
    let why = why(job, key.as_ref(), output, state);
    if why.is_none() {
        prepared.work = None;
    }
    Planned { prepared: Some(prepared), key, why }
}

/// Returns why a document is to be made; `None` where it is up to date.
fn why(
    job: &Job,
    keyed: Option<&KeyAndCost>,
    output: &Output<'_>,
    state: &State,
) -> Option<String> {
    let Some(keyed) = keyed else {
        return Some("it could not be made before".to_owned());
    };
    let Some(record) = state.record(&job.file().join("/")) else {
        return Some("it was not made before".to_owned());
    };
    if let Some(why) = keyed.key.differs(&record.key) {
        return Some(why.to_owned());
    }
    let keeps_source = record.written.iter().any(|written| written.file.ends_with(".typ"));
    if output.keep_typ && job.kind.pack_contents().is_none() && !keeps_source {
        return Some("its source was asked for".to_owned());
    }
    let is_elsewhere = |written: &&Written| {
        output.is_kept_elsewhere && !store::is_file(&store::below(output.folder, &written.file))
    };
    let mut looked_at = record.written.iter().filter(|written| !is_elsewhere(written));
    looked_at.find_map(|written| altered(written, output.folder))
}

/// Returns what has happened to a file since it was written; `None` where its content is the same.
fn altered(written: &Written, output: &Path) -> Option<String> {
    if is_untouched(written, output) {
        return None;
    }
    let path = store::below(output, &written.file);
    if !store::is_file(&path) {
        return Some(format!("`{}` is missing", written.file));
    }
    let is_same = store::sha512_of(&path).is_ok_and(|digest| digest == written.sha512);
    (!is_same).then(|| format!("`{}` was altered", written.file))
}

/// A document to be made, by its index among the jobs.
struct Todo {
    at: usize,
    cost: u64,
    why: String,
}

/// Returns the order in which jobs are begun: the costliest first, so that no long one is left for the
/// end. Packs of one meeting are kept apart, because the second would wait while the first is laid out. Its
/// agenda comes before them: it needs the same layout and nothing else, and is what people wait for.
/// Documents in `hung`, without which earlier runs ended, come last, the latest at the very end.
fn order(jobs: &[Job], todo: &[Todo], hung: &[String]) -> Vec<usize> {
    let find = |file: &String| {
        todo.iter().map(|todo| &jobs[todo.at]).find(|job| job.file().join("/") == *file)
    };
    let hung: Vec<&Job> = hung.iter().filter_map(find).collect();
    let mut costliest: Vec<&Todo> = todo.iter().collect();
    costliest.sort_by_key(|todo| std::cmp::Reverse(todo.cost));
    let is_pack = |todo: &&Todo| jobs[todo.at].kind.pack_contents().is_some();
    let packs = todo.iter().filter(is_pack).map(|todo| (jobs[todo.at].subject.key(), 0));
    let mut packs: BTreeMap<String, usize> = packs.collect();
    let mut order: Vec<(usize, bool, usize, usize, usize)> = Vec::new();
    for (rank, todo) in costliest.into_iter().enumerate() {
        let job = &jobs[todo.at];
        // The first packs of all meetings come first, then the second ones, then all other documents.
        let (is_other, turn) = match packs.get_mut(&job.subject.key()) {
            Some(count) if job.kind.pack_contents().is_some() => {
                *count += 1;
                (false, *count)
            }
            Some(_) if job.kind.shows_page_numbers() => (false, 0),
            Some(_) | None => (true, 0),
        };
        let last = hung.iter().rposition(|other| hangs_with(job, other)).map_or(0, |at| at + 1);
        order.push((last, is_other, turn, rank, todo.at));
    }
    order.sort_unstable();
    order.into_iter().map(|(.., at)| at).collect()
}

/// Adds after each document its versions in other forms and languages, where an earlier run made them and they
/// are still there: they must not go on showing what the records no longer say.
pub(super) fn add_versions(
    session: &Session,
    jobs: Vec<Job>,
    state: &State,
    output: &Path,
) -> Vec<Job> {
    let planned: BTreeSet<_> = jobs.iter().map(Job::file).collect();
    let is_kept = |version: &Job| {
        state.record(&version.file().join("/")).is_some()
            && !planned.contains(&version.file())
            && store::is_file(&version.path(output))
    };
    jobs.into_iter()
        .flat_map(|job| {
            let versions = if job.is_original() { session.versions(&job) } else { Vec::new() };
            std::iter::once(job).chain(versions.into_iter().filter(is_kept))
        })
        .collect()
}

/// Returns the documents of earlier runs that the data no longer calls for; none where records were
/// refused, because these may call for them.
pub(super) fn orphans(session: &Session, state: &State) -> Vec<Record> {
    if session.has_faults() {
        return Vec::new();
    }
    let needed: BTreeSet<String> = session
        .all_jobs()
        .flat_map(|job| session.versions(job))
        .map(|version| version.file().join("/"))
        .collect();
    state.records().filter(|record| !needed.contains(&record.file)).cloned().collect()
}

/// Removes cached clean copies of papers that no meeting has any longer, or whose file is gone or has
/// changed, after a run that worked out what all packs are made from. Where records were refused, which may
/// name papers, every file below `documents/` counts as a paper, and every document that this program made.
///
/// # Errors
/// When the cache or the folder can't be listed, or a copy can't be removed.
pub(super) fn drop_unused_copies(session: &Session, state: &State) -> anyhow::Result<()> {
    let Some(opener) = &session.inputs.opener else { return Ok(()) };
    if opener.is_empty()? {
        return Ok(());
    }
    let folder = session.inputs.data.join("documents");
    let data = session.data();
    let papers = data.meetings.iter().flat_map(|meeting| data.papers_of(meeting.meeting.as_str()));
    let mut files: BTreeSet<PathBuf> = papers
        .filter_map(|paper| paper.file.known())
        .filter(|file| bundle::generated_document(&file.value).is_none())
        .map(|file| store::below(&folder, &file.value))
        .collect();
    let is_complete = !session.has_faults();
    if !is_complete && store::is_folder(&folder) {
        files.extend(store::walk(&folder)?.iter().map(|file| folder.join(file)));
    }
    let contents = files.iter().filter_map(|file| state.paper(file).ok()).collect();
    let typeset = locked(&session.copies).clone();
    opener.retain(&contents, is_complete.then_some(&typeset))
}

/// Reports documents that the data no longer calls for, where they are still in the output folder.
pub(super) fn report_orphans(diags: &mut Diagnostics, orphans: &[Record], output: &Path) {
    for orphan in orphans {
        let path = store::below(output, &orphan.file);
        if store::is_file(&path) {
            let message = "the data no longer calls for this document".to_owned();
            diags.push(
                Diagnostic::new(Code::BuildOrphan, message)
                    .at(&Origin::file(shown(output, &orphan.file)))
                    .hint("`orderpaper build --prune` removes it"),
            );
        }
    }
}

/// Returns the path of an output file as messages name it, with forward slashes.
fn shown(output: &Path, file: &str) -> String {
    format!("{}/{file}", output.display()).replace('\\', "/")
}

/// Removes documents that the data no longer calls for, and returns how many; one that was altered since
/// it was made is left, and reported.
///
/// # Errors
/// When a file can't be removed.
pub(super) fn prune(
    diags: &mut Diagnostics,
    state: &mut State,
    orphans: &[Record],
    output: &Path,
) -> anyhow::Result<usize> {
    let mut removed = 0;
    for orphan in orphans {
        let is_gone = |written: &Written| !store::is_file(&store::below(output, &written.file));
        let changed = orphan
            .written
            .iter()
            .find(|written| !is_gone(written) && altered(written, output).is_some());
        if let Some(changed) = changed {
            let shown = shown(output, &changed.file);
            let message =
                format!("`{shown}` has been altered since it was made, and is not removed");
            diags.push(
                Diagnostic::new(Code::BuildAltered, message)
                    .at(&Origin::file(shown))
                    .hint("remove it yourself if it is not needed"),
            );
            continue;
        }
        for written in &orphan.written {
            store::remove(&store::below(output, &written.file), output)?;
        }
        state.forget(&orphan.file);
        removed += 1;
    }
    Ok(removed)
}
