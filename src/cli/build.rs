//! `build`: makes documents.

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::args::{Global, SelectionArgs};
use super::printer::{Printer, plural};
use super::{Exit, progress};
use crate::diag::Diagnostics;
use crate::pipeline::{self, Job, Outcome, Output, Summary};

/// Make the documents that the data calls for, or a selection of them
#[derive(Debug, Args)]
pub(super) struct BuildArgs {
    #[command(flatten)]
    selection: SelectionArgs,
    /// Leave the merged Typst source beside each document
    #[arg(long)]
    keep_typ: bool,
}

/// How a document came out, for programs.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Built<'a> {
    document: String,
    outcome: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'a str>,
}

pub(super) fn run(
    args: &BuildArgs,
    global: &Global,
    today: NaiveDate,
    printer: &mut Printer,
) -> anyhow::Result<Exit> {
    let mut diags = Diagnostics::default();
    let (session, jobs) = args.selection.plan(&mut diags, global, today)?;
    let bar = progress::bar(global, jobs.len());
    let ended = |job: &Job, _: &Outcome| {
        bar.set_message(job.name());
        bar.inc(1);
    };
    let output = Output { folder: &global.output, keep_typ: args.keep_typ, ended: &ended };
    let outcomes = pipeline::run(&mut diags, &session, &jobs, global.threads(), &output);
    bar.finish_and_clear();
    printer.diagnostics(&diags)?;
    for (job, outcome) in jobs.iter().zip(&outcomes) {
        print(printer, job, outcome)?;
    }
    let summary = Summary::of(&outcomes);
    printer.say(&closing(summary, &printer.counts(&diags)))?;
    if jobs.is_empty() && !diags.has_errors() {
        printer.say("nothing that the data calls for matches the selection; `orderpaper list` shows what there is")?;
    }
    Ok(if summary.failed > 0 {
        Exit::Failed
    } else if summary.refused > 0 || diags.has_errors() {
        Exit::Refused
    } else {
        Exit::Made
    })
}

/// Prints how one document came out.
fn print(printer: &mut Printer, job: &Job, outcome: &Outcome) -> anyhow::Result<()> {
    let mut built =
        Built { document: job.name(), outcome: "refused", file: None, pages: None, cause: None };
    match outcome {
        Outcome::Made { file, pages } => {
            let shown = file.display().to_string();
            printer.line(&format!("{shown} ({})", plural(*pages, "page", "pages")))?;
            (built.outcome, built.file, built.pages) = ("made", Some(shown), Some(*pages));
        }
        Outcome::Refused => {}
        Outcome::Failed(cause) => {
            if !printer.is_json() {
                printer.failure(&format!("{}: {cause}", job.name()))?;
            }
            (built.outcome, built.cause) = ("failed", Some(cause.as_str()));
        }
    }
    printer.object(&built)
}

/// Returns the closing line: `41 documents made, 2 refused, 3 warnings`.
fn closing(summary: Summary, counts: &[String]) -> String {
    let mut parts = vec![format!("{} made", plural(summary.made, "document", "documents"))];
    if summary.refused > 0 {
        parts.push(format!("{} refused", summary.refused));
    }
    if summary.failed > 0 {
        parts.push(format!("{} failed", summary.failed));
    }
    parts.extend_from_slice(counts);
    parts.join(", ")
}
