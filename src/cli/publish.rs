//! `publish`: freezes documents for good.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::Args;
use serde::Serialize;

use super::act::ActArgs;
use super::global::Global;
use super::printer::Printer;
use super::progress::Progress;
use super::publication::PublicationArgs;
use super::{Clock, Exit, global, interrupt};
use crate::diag::{Diagnostics, plural};
use crate::model::value::{Language, Moment};
use crate::pipeline::{
    self, Built, Event, Frozen, NotPublished, Outcome, PublishOptions, PublishReport,
};

/// Freeze documents that belong together, such as those of a meeting, with a receipt
///
/// Copies them below `published/` in the output folder, where nothing is ever written again: public
/// ones with an index and a feed that a web server can serve as they are, the others apart. Documents
/// that came since are added; those that have changed since are left as they were, and reported.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  orderpaper publish --meeting cabinet-2026-01-13
  orderpaper publish --plan 2026-03
  orderpaper publish --meeting cabinet-2026-01-13 --kind agenda \\
      --reissue --reason \"The room has changed.\"")]
pub(super) struct PublishArgs {
    #[command(flatten)]
    what: PublicationArgs,
    /// Of these, only this kind; may be repeated
    #[arg(long, value_name = "KIND", value_parser = global::kind, help_heading = "Which documents")]
    kind: Vec<String>,
    /// Each in large print as well: 18 points, in one column
    #[arg(long, help_heading = "Which documents")]
    large_print: bool,
    /// PDFs alone, without the page of HTML that is published beside each
    #[arg(long, help_heading = "Which documents")]
    pdf_only: bool,
    /// In this language as well, such as cy; may be repeated
    #[arg(long, value_name = "LANGUAGE", help_heading = "Which documents")]
    language: Vec<Language>,
    /// Publish new versions of documents that have changed; the old ones stay
    #[arg(long, requires = "reason")]
    reissue: bool,
    /// Why, in a sentence that everybody may read
    #[arg(long, value_name = "WORDS", requires = "reissue")]
    reason: Option<String>,
    /// Moment of publication, such as 2026-01-05T14:00; now unless set
    #[arg(long, value_name = "MOMENT", value_parser = global::moment)]
    now: Option<Moment>,
    /// Enter what was published elsewhere at that moment; receipt, ledger and page say so
    #[arg(long, requires = "now")]
    recorded: bool,
    #[command(flatten)]
    act: ActArgs,
}

/// A document that was published, for programs.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct PublishEvent {
    outcome: &'static str,
    file: String,
}

pub(super) fn run(
    args: &PublishArgs,
    global: &Global,
    clock: Clock,
    printer: &Printer,
) -> anyhow::Result<Exit> {
    let now = args.now.as_ref().map_or(clock.now, pipeline::shown_moment);
    let options = PublishOptions {
        run: global.run_options(clock.today),
        publication: args.what.publication(),
        kinds: args.kind.clone(),
        documents: Vec::new(),
        large_print: args.large_print,
        html: !args.pdf_only,
        languages: args.language.clone(),
        moment: args.act.moment(clock.machine, now, args.recorded)?,
        reason: args.reason.clone(),
        consent: pipeline::Consent::Given,
    };
    let progress = Progress::new(global);
    let stop = Arc::new(AtomicBool::new(false));
    let notify = |event: Event<'_>| {
        match event {
            Event::Planned { documents } => {
                progress.begin(documents);
                interrupt::listen(&stop)?;
            }
            Event::Begun { document } => progress.show(document),
            Event::Ended { .. } => progress.count(),
            Event::Hung { diags, documents, .. } => {
                progress.clear();
                if let Some(refusal) = NotPublished::for_missing(documents) {
                    // Where nobody reads it any more, the process ends all the same.
                    print_refusal(printer, diags, documents, &refusal).ok();
                }
                interrupt::end_process(Exit::Failed)
            }
            _ => {}
        }
        Ok(())
    };
    let report = pipeline::publish(&options, &notify, &stop);
    progress.clear();
    print_report(printer, report?)
}

/// Prints what came of publishing.
pub(super) fn print_report(printer: &Printer, report: PublishReport) -> anyhow::Result<Exit> {
    let PublishReport { diags, documents, result } = report;
    match result {
        Ok(frozen) => print_frozen(printer, &diags, &frozen),
        Err(NotPublished::Unknown(error)) => {
            printer.diagnostics(&diags)?;
            Err(error)
        }
        Err(refusal) => {
            print_refusal(printer, &diags, &documents, &refusal)?;
            let was_stopped =
                documents.iter().any(|built| matches!(built.outcome, Outcome::Stopped));
            Ok(if was_stopped { Exit::Failed } else { Exit::Refused })
        }
    }
}

/// Prints what was found and published.
fn print_frozen(printer: &Printer, diags: &Diagnostics, frozen: &Frozen) -> anyhow::Result<Exit> {
    printer.diagnostics(diags)?;
    for file in &frozen.published {
        let file = file.display().to_string();
        printer.line(&file)?;
        printer.object(&PublishEvent { outcome: "published", file })?;
    }
    for file in &frozen.restored {
        let file = file.display().to_string();
        printer.say(&format!("{file} was missing, and is restored"))?;
        printer.object(&PublishEvent { outcome: "restored", file })?;
    }
    let count = frozen.published.len();
    let mut parts = vec![format!("{} published", plural(count, "document", "documents"))];
    if frozen.unchanged > 0 {
        parts.push(format!("{} published before", frozen.unchanged));
    }
    if frozen.withdrawn > 0 {
        parts.push(format!("{} withdrawn before", frozen.withdrawn));
    }
    parts.extend(printer.counts(diags));
    printer.say(&parts.join(", "))?;
    Ok(Exit::Made)
}

/// Prints which documents failed, what was found, and why nothing is published.
fn print_refusal(
    printer: &Printer,
    diags: &Diagnostics,
    documents: &[Built],
    refusal: &NotPublished,
) -> anyhow::Result<()> {
    for built in documents {
        if let Outcome::Failed(cause) = &built.outcome {
            printer.failure(&format!("{}: {cause}", built.document))?;
        }
    }
    printer.diagnostics(diags)?;
    printer.failure(&format!("nothing is published: {refusal}"))
}
