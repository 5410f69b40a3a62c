//! `build`: makes the documents that the data calls for, or a selection of them.

use std::sync::atomic::AtomicBool;

use super::plan::plan_in;
use super::{Making, Notify, OutputFolder, RunOptions};
use crate::diag::Diagnostics;
use crate::pipeline::build::{
    BuildContext, Built, add_versions, drop_unused_copies, is_up_to_date, orphans, prune,
    report_orphans,
};
use crate::pipeline::exposure::Exposures;
use crate::pipeline::key::{InputFingerprint, asked};
use crate::pipeline::packs::proof_read_papers;
use crate::pipeline::renderer::KeptRenderer;
use crate::pipeline::{Inputs, Selection, Session};
use crate::store::Lock;

/// Which documents to make, and how.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// Where to read and write.
    pub run: RunOptions,
    /// The documents that are asked for.
    pub selection: Selection,
    /// Whether to leave the merged source beside each document.
    pub keep_typ: bool,
    /// Whether somebody else keeps what earlier runs made: what the state file knows counts as made where it is not in
    /// the output folder.
    pub is_kept_elsewhere: bool,
    /// Whether to remove documents of earlier runs that the data no longer calls for.
    pub prune: bool,
    /// Whether to report every document and diagnostic even where nothing has changed; the records are
    /// then read.
    pub reports_all: bool,
}

/// What came of a build.
#[derive(Debug)]
pub enum BuildResult {
    /// Nothing had changed, and no record was read.
    UpToDate(UpToDate),
    /// The records were read.
    Ran(BuildReport),
}

/// What the last run found, after which nothing has changed.
#[derive(Debug, Clone, Copy)]
pub struct UpToDate {
    /// How many documents are up to date.
    pub documents: usize,
    /// How many errors the run reported, none of which refused a document.
    pub errors: usize,
    /// How many warnings it reported.
    pub warnings: usize,
    /// How many notes it reported.
    pub notes: usize,
}

/// What was made of the records.
#[derive(Debug, Default)]
pub struct BuildReport {
    /// Everything that was found.
    pub diags: Diagnostics,
    /// The documents that were asked for, in the order of the plan.
    pub documents: Vec<Built>,
    /// How many documents of earlier runs were removed.
    pub removed: usize,
}

/// Makes the documents that are not up to date; once `stop` is set, no further one is begun.
///
/// # Errors
/// When the records can't be opened or do not have what the selection names, when nothing can be written in
/// the output folder or another run writes to it, or when `notify` fails.
pub fn build(
    options: &BuildOptions,
    notify: &Notify<'_>,
    stop: &AtomicBool,
) -> anyhow::Result<BuildResult> {
    build_with(&mut KeptRenderer::default(), options, notify, stop)
}

/// The same, with the renderer of an earlier build with these options, as long as the templates are as they
/// were; `kept` has one for the next afterwards.
///
/// # Errors
/// As [`build`].
pub(super) fn build_with(
    kept: &mut KeptRenderer,
    options: &BuildOptions,
    notify: &Notify<'_>,
    stop: &AtomicBool,
) -> anyhow::Result<BuildResult> {
    let BuildOptions { run, selection, keep_typ, .. } = options;
    let (inputs, asked) = (run.inputs_to_make()?, asked(selection, *keep_typ));
    let known = OutputFolder::open_known(&run.output)?;
    let before = InputFingerprint::take(&inputs, &asked);
    if let Some(up_to_date) = find_up_to_date(options, known.as_ref(), before.as_ref().ok()) {
        return Ok(BuildResult::UpToDate(up_to_date));
    }
    let mut diags = Diagnostics::default();
    let session = open(&mut diags, &inputs, selection, kept, known.as_ref())?;
    let jobs = plan_in(&mut diags, &session, selection)?;
    if jobs.is_empty() && known.is_none() {
        return Ok(BuildResult::Ran(BuildReport { diags, ..BuildReport::default() }));
    }
    let folder = known.map_or_else(|| OutputFolder::open(&run.output), Ok)?;
    let fingerprint = before?.confirmed(InputFingerprint::take(&inputs, &asked)?);
    let (lock, mut context) = folder.into_context(fingerprint);
    let jobs = add_versions(&session, jobs, &context.state, &run.output);
    let removed = clear_away(&mut diags, &session, &mut context, &lock, options)?;
    let (keep_typ, is_kept_elsewhere) = (*keep_typ, options.is_kept_elsewhere);
    let making = Making { run, keep_typ, is_kept_elsewhere, removed, notify, stop };
    let documents = making.make(&mut diags, &session, &jobs, &mut context)?;
    diags.append(proof_read_papers(&session, &run.output, &jobs)?);
    if selection.is_everything() {
        drop_unused_copies(&session, &context.state)?;
    }
    Ok(BuildResult::Ran(BuildReport { diags, documents, removed }))
}

/// Opens the records, with the renderer that is kept where the templates are as they were.
fn open(
    diags: &mut Diagnostics,
    inputs: &Inputs,
    selection: &Selection,
    kept: &mut KeptRenderer,
    known: Option<&OutputFolder>,
) -> anyhow::Result<Session> {
    // Whatever is wrong with the folder is found when it is read.
    let templates = InputFingerprint::take_templates(inputs).ok();
    let renderer = templates.as_ref().and_then(|templates| kept.get(templates));
    let session = Session::open_with(diags, inputs, &selection.asked_kinds(), renderer)?;
    if let Some(templates) = templates {
        kept.keep(&templates, known.map_or(0, |folder| folder.state.begun()), &session.renderer);
    }
    Ok(session)
}

/// Returns what the last run found, where nothing has changed since and no more is to be reported.
fn find_up_to_date(
    options: &BuildOptions,
    known: Option<&OutputFolder>,
    fingerprint: Option<&InputFingerprint>,
) -> Option<UpToDate> {
    if options.reports_all || options.prune {
        return None;
    }
    let complete = is_up_to_date(&known?.state, fingerprint?, &options.run.output)?;
    let (errors, warnings, notes) = (complete.errors, complete.warnings, complete.notes);
    Some(UpToDate { documents: complete.files.len(), errors, warnings, notes })
}

/// Removes what must not stay in the output folder: files that show what has become private, and documents
/// that the data no longer calls for where that is asked for. Returns how many documents were removed; what stays is reported.
fn clear_away(
    diags: &mut Diagnostics,
    session: &Session,
    context: &mut BuildContext,
    lock: &Lock,
    options: &BuildOptions,
) -> anyhow::Result<usize> {
    let (output, state) = (&options.run.output, &mut context.state);
    let exposures = Exposures::find(session, output)?;
    exposures.remove_made(state, output)?;
    let orphans = orphans(session, state);
    exposures.report(diags, output);
    exposures.remember(session, lock)?;
    let removed = if options.prune {
        prune(diags, state, &orphans, output)?
    } else {
        report_orphans(diags, &orphans, output);
        0
    };
    Ok(removed)
}
