//! `build`: makes documents.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::global::Global;
use super::printer::Printer;
use super::progress::Progress;
use super::selection::SelectionArgs;
use super::{Exit, interrupt};
use crate::diag::{Diagnostics, plural};
use crate::pipeline::{
    self, BuildOptions, BuildReport, BuildResult, Built, Event, Outcome, Summary, UpToDate,
};

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
    /// Somebody else keeps what earlier runs made: what they are known to have made is not made again where it is
    /// missing
    #[arg(long, hide = true)]
    pub(super) kept_elsewhere: bool,
}

/// How a document came out, for programs.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct BuildEvent<'a> {
    document: &'a str,
    publication: &'a str,
    outcome: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    files: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'a str>,
}

impl BuildArgs {
    /// Returns which documents to make, and how.
    ///
    /// # Errors
    /// When the selection contradicts itself.
    pub(super) fn options(
        &self,
        global: &Global,
        today: NaiveDate,
        printer: &Printer,
    ) -> anyhow::Result<BuildOptions> {
        Ok(BuildOptions {
            run: global.run_options(today),
            selection: self.selection.selection()?,
            keep_typ: self.keep_typ,
            is_kept_elsewhere: self.kept_elsewhere,
            prune: self.prune,
            reports_all: printer.is_json() || global.verbose > 0,
        })
    }
}

pub(super) fn run(
    args: &BuildArgs,
    global: &Global,
    today: NaiveDate,
    printer: &Printer,
) -> anyhow::Result<Exit> {
    let options = args.options(global, today, printer)?;
    let display = BuildDisplay::new(printer, global, args.why);
    let stop = Arc::new(AtomicBool::new(false));
    let notify = |event: Event<'_>| {
        display.show(&event);
        // Until documents are made, Ctrl-C ends the process at once.
        if let Event::Planned { .. } = event { interrupt::listen(&stop) } else { Ok(()) }
    };
    let result = pipeline::build(&options, &notify, &stop)?;
    display.print(&result)
}

/// Shows what a build does, and prints what came of it.
pub(super) struct BuildDisplay<'a> {
    printer: &'a Printer,
    progress: Progress,
    /// Whether to say why each document was made.
    why: bool,
}

impl<'a> BuildDisplay<'a> {
    pub(super) fn new(printer: &'a Printer, global: &Global, why: bool) -> Self {
        Self { printer, progress: Progress::new(global), why }
    }

    /// Shows how far a build is; ends the process where a document hangs.
    pub(super) fn show(&self, event: &Event<'_>) {
        match event {
            Event::Planned { documents } => self.progress.begin(*documents),
            Event::Begun { document } => self.progress.show(document),
            Event::Ended { .. } => self.progress.count(),
            Event::Hung { diags, documents, removed } => {
                // Where nobody reads it any more, the process ends all the same.
                self.print_documents(diags, documents, *removed).ok();
                interrupt::end_process(Exit::Failed)
            }
            _ => {}
        }
    }

    /// Takes the progress bar from the terminal.
    pub(super) fn clear(&self) {
        self.progress.clear();
    }

    /// Prints what came of a build, and returns how the run ended.
    pub(super) fn print(&self, result: &BuildResult) -> anyhow::Result<Exit> {
        match result {
            BuildResult::UpToDate(up_to_date) => {
                self.printer.say(&nothing_to_do(up_to_date))?;
                Ok(Exit::Made)
            }
            BuildResult::Ran(BuildReport { diags, documents, removed }) => {
                self.print_documents(diags, documents, *removed)
            }
        }
    }

    /// Prints faults, documents and how many there are, and returns how the run ended.
    fn print_documents(
        &self,
        diags: &Diagnostics,
        documents: &[Built],
        removed: usize,
    ) -> anyhow::Result<Exit> {
        let printer = self.printer;
        self.progress.clear();
        printer.diagnostics(diags)?;
        for built in documents {
            print(printer, built, self.why)?;
        }
        let summary = Summary::of(documents.iter().map(|built| &built.outcome));
        printer.say(&closing(summary, removed, &printer.counts(diags)))?;
        if summary.stopped > 0 {
            printer.failure("the run was stopped; all documents that were written are whole, and the next run makes the rest")?;
        } else if documents.is_empty() && !diags.has_faults() {
            printer.say("nothing that the data calls for matches the selection; `orderpaper list` shows what there is")?;
        }
        Ok(if summary.failed > 0 || summary.stopped > 0 {
            Exit::Failed
        } else if summary.refused > 0 || diags.has_faults() {
            Exit::Refused
        } else {
            Exit::Made
        })
    }
}

/// Prints how one document came out.
fn print(printer: &Printer, built: &Built, why: bool) -> anyhow::Result<()> {
    let mut event = BuildEvent {
        document: &built.document,
        publication: &built.publication,
        outcome: "refused",
        file: None,
        files: &built.files,
        pages: None,
        why: built.why.as_deref(),
        cause: None,
    };
    match &built.outcome {
        Outcome::Made { file, pages, .. } => {
            let shown = file.display().to_string();
            let why = event.why.filter(|_| why).map(|why| format!(": {why}")).unwrap_or_default();
            let pages_in_words = match pages {
                0 => String::new(),
                _ => format!(" ({})", plural(*pages, "page", "pages")),
            };
            printer.line(&format!("{shown}{pages_in_words}{why}"))?;
            (event.outcome, event.file, event.pages) = ("made", Some(shown), Some(*pages));
        }
        Outcome::Unchanged { file, pages } => {
            let shown = file.display().to_string();
            (event.outcome, event.file, event.pages) = ("unchanged", Some(shown), Some(*pages));
        }
        Outcome::Refused => {}
        Outcome::Failed(cause) => {
            if !printer.is_json() {
                printer.failure(&format!("{}: {cause}", built.document))?;
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
fn nothing_to_do(up_to_date: &UpToDate) -> String {
    let mut parts = vec!["0 documents made".to_owned()];
    parts.push(format!("{} unchanged", up_to_date.documents));
    let UpToDate { errors, warnings, notes, .. } = *up_to_date;
    for (count, one, many) in
        [(errors, "error", "errors"), (warnings, "warning", "warnings"), (notes, "note", "notes")]
    {
        if count > 0 {
            parts.push(plural(count, one, many));
        }
    }
    let pointer =
        if errors + warnings + notes > 0 { "; `orderpaper check` shows them" } else { "" };
    parts.join(", ") + pointer
}
