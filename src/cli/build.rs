//! `build`: makes documents.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::global::Global;
use super::printer::Printer;
use super::selection::SelectionArgs;
use super::{Exit, interrupt, progress};
use crate::diag::Diagnostics;
use crate::diag::plural;
use crate::pipeline::{
    self, BuildContext, Built, CompletedRun, Exposures, InputFingerprint, Job, Outcome, Output,
    State, Summary, TimeLimit,
};
use crate::store;

/// Make the documents that the data calls for, or a selection of them
///
/// Documents whose records, papers and templates are as they were are not made again.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  orderpaper build                                  everything that has changed
  orderpaper build --meeting cabinet-2026-01-13     one meeting's documents
  orderpaper build --why                            and why each was made
  orderpaper build --kind agenda --large-print      every agenda, in large print too
  orderpaper build --prune                          and without those no longer needed")]
pub(super) struct BuildArgs {
    #[command(flatten)]
    pub(super) selection: SelectionArgs,
    /// Leave the merged Typst source beside each document
    #[arg(long)]
    pub(super) keep_typ: bool,
    /// Say why each document was made
    #[arg(long)]
    pub(super) why: bool,
    /// Remove documents of earlier runs that the data no longer calls for
    #[arg(long)]
    pub(super) prune: bool,
}

/// How a document came out, for programs.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct BuildEvent<'a> {
    document: String,
    outcome: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'a str>,
}

pub(super) fn run(
    args: &BuildArgs,
    global: &Global,
    today: NaiveDate,
    printer: &mut Printer,
) -> anyhow::Result<Exit> {
    once(args, global, today, printer, None)
}

/// Makes documents once; `stop` ends it between two of them, the keyboard where `None`.
pub(super) fn once(
    args: &BuildArgs,
    global: &Global,
    today: NaiveDate,
    printer: &mut Printer,
    stop: Option<&Arc<AtomicBool>>,
) -> anyhow::Result<Exit> {
    let inputs = global.inputs(today);
    let asked = pipeline::asked(&args.selection.selection()?, args.keep_typ);
    let mut known = None;
    if State::is_there(&global.output) {
        let lock = store::lock(&global.output)?;
        let state = State::open(&lock, &global.output)?;
        known = Some((lock, state));
    }
    let before = InputFingerprint::take(&inputs, &asked);
    let is_brief = !printer.is_json() && global.verbose == 0 && !args.prune;
    if is_brief
        && let (Some((_, state)), Ok(fingerprint)) = (&known, &before)
        && let Some(complete) = pipeline::is_up_to_date(state, fingerprint, &global.output)
    {
        printer.say(&nothing_to_do(complete))?;
        return Ok(Exit::Made);
    }
    let mut diags = Diagnostics::default();
    let kinds = args.selection.kinds();
    let (session, jobs) = args.selection.plan(&mut diags, global, today, &kinds)?;
    if jobs.is_empty() && known.is_none() {
        printer.diagnostics(&diags)?;
        return end(printer, &diags, &[], 0);
    }
    let (lock, state) = match known {
        Some(known) => known,
        None => {
            let lock = store::lock(&global.output)?;
            let state = State::open(&lock, &global.output)?;
            (lock, state)
        }
    };
    let jobs = pipeline::add_large_print(jobs, &state, &global.output);
    let fingerprint = before?.confirmed(InputFingerprint::take(&inputs, &asked)?);
    let mut earlier = BuildContext { state, fingerprint };
    let exposures = Exposures::find(&session, &global.output)?;
    exposures.remove_made(&mut earlier.state, &global.output)?;
    let mut removed = 0;
    let orphans = pipeline::orphans(&session, &earlier.state, &diags);
    exposures.report(&mut diags, &global.output);
    exposures.remember(&lock)?;
    if args.prune {
        removed = pipeline::prune(&mut diags, &mut earlier.state, &orphans, &global.output)?;
    } else {
        pipeline::report_orphans(&mut diags, &orphans, &global.output);
    }
    if args.selection.is_everything() {
        pipeline::drop_unused_copies(&session, &earlier.state)?;
    }
    let bar = progress::bar(global, jobs.len());
    let ended = |job: &Job, _: &Outcome| {
        bar.set_message(job.name());
        bar.inc(1);
    };
    let stop = stop.map_or_else(interrupt::listen, |stop| Ok(Arc::clone(stop)))?;
    let output = Output {
        folder: &global.output,
        keep_typ: args.keep_typ,
        stop: Some(&stop),
        ended: &ended,
    };
    let print_all = |printer: &mut Printer, diags: &Diagnostics, built: &[Built]| {
        bar.finish_and_clear();
        printer.diagnostics(diags)?;
        for (job, built) in jobs.iter().zip(built) {
            print(printer, job, built, args.why)?;
        }
        end(printer, diags, built, removed)
    };
    let time = TimeLimit {
        limit: global.time_limit(),
        end: &|diags, built| {
            // Where nobody reads it any more, the process ends all the same.
            print_all(&mut printer.clone(), diags, built).ok();
            interrupt::end_process(Exit::Failed)
        },
    };
    let threads = global.threads();
    let built = pipeline::build(&mut diags, &session, &jobs, threads, &output, &mut earlier, &time);
    print_all(printer, &diags, &built)
}

/// Prints how many documents there are, and returns how the run ended.
fn end(
    printer: &mut Printer,
    diags: &Diagnostics,
    built: &[Built],
    removed: usize,
) -> anyhow::Result<Exit> {
    let summary = Summary::of(built.iter().map(|built| &built.outcome));
    printer.say(&closing(summary, removed, &printer.counts(diags)))?;
    if summary.stopped > 0 {
        printer.failure("the run was stopped; all documents that were written are whole, and the next run makes the rest")?;
    } else if built.is_empty() && !diags.has_errors() {
        printer.say("nothing that the data calls for matches the selection; `orderpaper list` shows what there is")?;
    }
    Ok(if summary.failed > 0 || summary.stopped > 0 {
        Exit::Failed
    } else if summary.refused > 0 || diags.has_errors() {
        Exit::Refused
    } else {
        Exit::Made
    })
}

/// Prints how one document came out.
fn print(printer: &mut Printer, job: &Job, built: &Built, why: bool) -> anyhow::Result<()> {
    let mut event = BuildEvent {
        document: job.name(),
        outcome: "refused",
        file: None,
        pages: None,
        why: built.why.as_deref(),
        cause: None,
    };
    match &built.outcome {
        Outcome::Made { file, pages, .. } => {
            let shown = file.display().to_string();
            let why = event.why.filter(|_| why).map(|why| format!(": {why}")).unwrap_or_default();
            printer.line(&format!("{shown} ({}){why}", plural(*pages, "page", "pages")))?;
            (event.outcome, event.file, event.pages) = ("made", Some(shown), Some(*pages));
        }
        Outcome::Unchanged { file, pages } => {
            let shown = file.display().to_string();
            (event.outcome, event.file, event.pages) = ("unchanged", Some(shown), Some(*pages));
        }
        Outcome::Refused => {}
        Outcome::Failed(cause) => {
            if !printer.is_json() {
                printer.failure(&format!("{}: {cause}", job.name()))?;
            }
            (event.outcome, event.cause) = ("failed", Some(cause.as_str()));
        }
        Outcome::Stopped => event.outcome = "stopped",
    }
    printer.object(&event)
}

/// Returns the closing line: `41 documents made, 2 refused, 3 warnings`.
fn closing(summary: Summary, removed: usize, counts: &[String]) -> String {
    let mut parts = vec![format!("{} made", plural(summary.made, "document", "documents"))];
    for (count, what) in [
        (summary.unchanged, "unchanged"),
        (removed, "removed"),
        (summary.refused, "refused"),
        (summary.failed, "failed"),
        (summary.stopped, "not begun"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    }
    parts.extend_from_slice(counts);
    parts.join(", ")
}

/// Returns the closing line of a run that had nothing to do, and looked at no record.
fn nothing_to_do(complete: &CompletedRun) -> String {
    let mut parts = vec!["0 documents made".to_owned()];
    parts.push(format!("{} unchanged", complete.files.len()));
    let (warnings, notes) = (complete.warnings, complete.notes);
    if warnings > 0 {
        parts.push(plural(warnings, "warning", "warnings") + " (-v shows them)");
    }
    if notes > 0 {
        parts.push(plural(notes, "note", "notes") + " (-v shows them)");
    }
    parts.join(", ")
}
