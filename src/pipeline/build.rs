//! Makes what has changed: documents whose key is that of an earlier run, and whose files are as that
//! run left them, are not made again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::batch::{self, Outcome, Output};
use super::key::{Common, InputFingerprint};
use super::keys::{KeyAndCost, Keys};
use super::publish::Frozen;
use super::state::{CachedDiagnostic, CompletedRun, Record, State, Written};
use super::{Job, Session};
use crate::diag::{Diagnostic, Diagnostics, Origin, Severity};
use crate::parallel;
use crate::store;

/// Folders that are settled at one time: each waits for the disk, which does many at once.
const SETTLED_AT_ONCE: usize = 8;

/// What a run knows of earlier runs, and what all its documents have in common.
pub struct BuildContext {
    /// What they made.
    pub state: State,
    /// What all keys of this run have in common.
    pub common: Common,
    /// The fingerprint of what this run reads.
    pub ground: InputFingerprint,
}

/// What came of a job.
#[derive(Debug)]
pub struct Built {
    /// How it ended.
    pub outcome: Outcome,
    /// Why it was made, where it was made or tried.
    pub why: Option<String>,
}

/// Makes and writes the documents that have changed, on `threads` threads; what came of them is in
/// the order of `jobs`.
pub fn build(
    diags: &mut Diagnostics,
    session: &Session,
    jobs: &[Job],
    threads: usize,
    output: &Output<'_>,
    earlier: &mut BuildContext,
) -> Vec<Built> {
    let BuildContext { state, common, ground } = earlier;
    let planned = plan(session, jobs, threads, output, state, common);
    let mut results: BTreeMap<usize, Built> = BTreeMap::new();
    let mut keyed = BTreeMap::new();
    let mut todo = Vec::new();
    for (at, Planned { seen, key, why }) in planned.into_iter().enumerate() {
        let job = &jobs[at];
        if let Some(why) = why {
            todo.push(Todo { at, cost: key.as_ref().map_or(0, |key| key.cost), why });
            keyed.insert(at, (key, seen));
            continue;
        }
        let record = state.record(&job.file().join("/")).expect("what is unchanged was made");
        diags.append(seen);
        record.diagnostics.iter().for_each(|cached| diags.push(cached.replay(&record.name)));
        let outcome = Outcome::Unchanged { file: job.path(output.folder), pages: record.pages };
        (output.ended)(job, &outcome);
        results.insert(at, Built { outcome, why: None });
    }
    let order = order(jobs, &todo);
    let mut whys: BTreeMap<usize, String> =
        todo.into_iter().map(|todo| (todo.at, todo.why)).collect();
    let journal = state.journal();
    let frozen = Frozen::of(jobs, output.folder);
    let folders: Mutex<BTreeSet<_>> = Mutex::default();
    let ended = |at: usize, diags: &Diagnostics, outcome: &Outcome| {
        let Outcome::Made { file, pages, written } = outcome else { return };
        let folder = file.parent().map(Path::to_owned);
        folders.lock().unwrap_or_else(PoisonError::into_inner).extend(folder);
        let Some((Some(keyed), seen)) = keyed.get(&at) else { return };
        if diags.has_errors() {
            return;
        }
        let job = &jobs[at];
        let is_seen =
            |found: &Diagnostic| seen.iter().any(|earlier| earlier.message == found.message);
        let record = Record {
            file: job.file().join("/"),
            name: job.name(),
            key: keyed.key.clone(),
            pages: *pages,
            written: written.clone(),
            diagnostics: diags
                .iter()
                .filter(|found| !is_seen(found))
                .filter_map(CachedDiagnostic::of)
                .collect(),
        };
        frozen.made(at, &record);
        journal.made(record);
    };
    let made = batch::make(session, jobs, &order, threads, output, &ended);
    for (at, (found, outcome)) in whys.keys().copied().collect::<Vec<_>>().into_iter().zip(made) {
        diags.append(found);
        results.insert(at, Built { outcome, why: whys.remove(&at) });
    }
    settle_all(&folders.into_inner().unwrap_or_else(PoisonError::into_inner));
    frozen.report(diags, jobs, state);
    let results: Vec<Built> = results.into_values().collect();
    let is_whole = results
        .iter()
        .all(|built| matches!(built.outcome, Outcome::Made { .. } | Outcome::Unchanged { .. }));
    let is_up_to_date = is_whole && !diags.has_errors() && ground.is_settled(state.begun());
    let complete = is_up_to_date.then(|| CompletedRun {
        ground: ground.digest.clone(),
        files: jobs.iter().map(|job| job.file().join("/")).collect(),
        warnings: diags.count_faults(Severity::Warning),
        notes: diags.count_faults(Severity::Note),
    });
    journal.close(complete);
    results
}

/// Makes sure that the files of folders have their names.
fn settle_all(folders: &BTreeSet<PathBuf>) {
    let folders: Vec<_> = folders.iter().collect();
    let settled = parallel::map(SETTLED_AT_ONCE, folders.len(), |at| store::settle(folders[at]));
    for error in settled.into_iter().filter_map(Result::err) {
        tracing::warn!("{error:#}");
    }
}

/// Returns the last run that came to its end, where its inputs are those of this one and all that it made is
/// as it left it: everything is up to date.
pub fn is_up_to_date<'a>(
    state: &'a State,
    ground: &InputFingerprint,
    output: &Path,
) -> Option<&'a CompletedRun> {
    let complete = state.complete().filter(|run| run.ground == ground.digest)?;
    let is_there = |file: &String| {
        let record = state.record(file);
        record
            .is_some_and(|record| record.written.iter().all(|record| is_untouched(record, output)))
    };
    complete.files.iter().all(is_there).then_some(complete)
}

/// Returns whether the metadata of a file are those that it had when it was written.
fn is_untouched(written: &Written, output: &Path) -> bool {
    let stamp = store::stamp(&store::below(output, &written.file));
    stamp.is_ok_and(|now| now == Some(written.stamp))
}

/// Whether a job is to be done.
struct Planned {
    /// What its records gave rise to.
    seen: Diagnostics,
    /// Its key; `None` where it will be refused.
    key: Option<KeyAndCost>,
    /// Why it is to be made; `None` where it was.
    why: Option<String>,
}

/// Works out which jobs are to be done.
fn plan(
    session: &Session,
    jobs: &[Job],
    threads: usize,
    output: &Output<'_>,
    state: &State,
    common: &Common,
) -> Vec<Planned> {
    let keys = Keys::new(session, common, state, jobs);
    let planned: Mutex<BTreeMap<usize, Planned>> = Mutex::default();
    batch::share(threads, jobs.len(), &|at| {
        let mut seen = Diagnostics::default();
        let job = &jobs[at];
        let key = keys.of(&mut seen, job);
        let mut named = Diagnostics::default();
        seen.into_vec().into_iter().for_each(|diagnostic| named.push(diagnostic.about(job.name())));
        let why = why(job, key.as_ref(), output, state);
        let plan = Planned { seen: named, key, why };
        planned.lock().unwrap_or_else(PoisonError::into_inner).insert(at, plan);
    });
    planned.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().collect()
}

/// Returns why a document is to be made; `None` where it need not be.
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
    record.written.iter().find_map(|written| altered(written, output.folder))
}

/// Returns what has become of a file since it was written; `None` where nothing has.
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

/// A job to be done.
struct Todo {
    at: usize,
    cost: u64,
    why: String,
}

/// Returns the order in which jobs are begun: the heaviest first, so that no long one is left for the
/// end. Packs of one meeting are kept apart, because the second waits while the first is laid out.
fn order(jobs: &[Job], todo: &[Todo]) -> Vec<usize> {
    let mut heavy: Vec<&Todo> = todo.iter().collect();
    heavy.sort_by_key(|todo| std::cmp::Reverse(todo.cost));
    let mut turns: BTreeMap<&str, usize> = BTreeMap::new();
    let mut order: Vec<(bool, usize, usize, usize)> = Vec::new();
    for (rank, todo) in heavy.into_iter().enumerate() {
        let job = &jobs[todo.at];
        let first_pack = if job.kind.pack_contents().is_some() {
            let count = turns.entry(&job.subject.key).or_default();
            *count += 1;
            *count
        } else {
            0
        };
        order.push((first_pack == 0, first_pack, rank, todo.at));
    }
    order.sort_unstable();
    order.into_iter().map(|(_, _, _, at)| at).collect()
}

/// Returns the documents that were made before and that nothing in the data calls for any more;
/// none where records were refused, which may call for them.
pub fn orphans(session: &Session, state: &State, diags: &Diagnostics) -> Vec<Record> {
    if diags.has_errors() || !session.data().lost.is_empty() {
        return Vec::new();
    }
    let all = super::plan(session.data(), &super::Selection::default());
    let called: BTreeSet<String> = all.iter().map(|job| job.file().join("/")).collect();
    state.records().filter(|record| !called.contains(&record.file)).cloned().collect()
}

/// Reports documents that nothing in the data calls for any more.
pub fn report_orphans(diags: &mut Diagnostics, orphans: &[Record], output: &Path) {
    for orphan in orphans {
        let path = store::below(output, &orphan.file);
        if store::is_file(&path) {
            let message = "this document is no longer needed by the data".to_owned();
            diags.push(
                Diagnostic::warning("build/orphan", message)
                    .at(&Origin::file(shown(output, &orphan.file)))
                    .hint("`orderpaper build --prune` removes it"),
            );
        }
    }
}

/// Returns how messages name a file below the output folder: with forward slashes.
fn shown(output: &Path, file: &str) -> String {
    format!("{}/{file}", output.display()).replace('\\', "/")
}

/// Removes documents that nothing calls for; one that was altered since is left, and told.
///
/// # Errors
/// When a file can't be removed.
pub fn prune(
    diags: &mut Diagnostics,
    state: &mut State,
    orphans: &[Record],
    output: &Path,
) -> anyhow::Result<usize> {
    let mut removed = 0;
    for orphan in orphans {
        let gone = |written: &Written| !store::is_file(&store::below(output, &written.file));
        let changed = orphan
            .written
            .iter()
            .find(|written| !gone(written) && altered(written, output).is_some());
        if let Some(changed) = changed {
            let shown = shown(output, &changed.file);
            let message = format!("`{shown}` was altered since it was made, and is not removed");
            diags.push(
                Diagnostic::warning("build/altered", message)
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
