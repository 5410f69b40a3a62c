//! `publish`: freezes documents for good.

use clap::Args;
use serde::Serialize;

use super::global::Global;
use super::printer::Printer;
use super::{Clock, Exit, global, interrupt, progress};
use crate::diag::{Diagnostics, Severity, plural};
use crate::kinds;
use crate::model::value::{Moment, Quarter};
use crate::pipeline::{
    self, BuildContext, Built, Exposures, InputFingerprint, Job, Outcome, Output, Publication,
    Session, State, TimeLimit,
};
use crate::publish::{self, Step};
use crate::rules::{self, calendar::Calendar};
use crate::store;
use crate::templates::Templates;

/// Freeze the documents of a meeting, a month's plan or a quarter, with a receipt
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
#[command(group(clap::ArgGroup::new("what").required(true).args(["meeting", "plan", "period"])))]
pub(super) struct PublishArgs {
    /// This meeting's documents, such as cabinet-2026-01-13
    #[arg(long, value_name = "MEETING", help_heading = "Which documents")]
    meeting: Option<String>,
    /// The forward plan of this month, such as 2026-03
    #[arg(long, value_name = "MONTH", help_heading = "Which documents")]
    plan: Option<String>,
    /// This quarter's report, such as 2025-26-q3
    #[arg(long, value_name = "PERIOD", value_parser = global::quarter, help_heading = "Which documents")]
    period: Option<Quarter>,
    /// Of these, only this kind; may be repeated
    #[arg(long, value_name = "KIND", value_parser = global::kind, help_heading = "Which documents")]
    kind: Vec<String>,
    /// Publish new versions of documents that have changed; the old ones stay
    #[arg(long, requires = "reason")]
    reissue: bool,
    /// Why, in a sentence that everybody may read
    #[arg(long, value_name = "WORDS", requires = "reissue")]
    reason: Option<String>,
    /// Moment of publication, such as 2026-01-05T14:00; now unless set
    #[arg(long, value_name = "MOMENT", value_parser = global::moment)]
    now: Option<Moment>,
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
    printer: &mut Printer,
) -> anyhow::Result<Exit> {
    let publication = match (&args.meeting, &args.plan, args.period) {
        (Some(meeting), _, _) => Publication::Meeting(meeting.clone()),
        (_, Some(month), _) => Publication::Plan(month.clone()),
        (_, _, Some(quarter)) => Publication::Period(quarter),
        (None, None, None) => unreachable!("the parser asks for one of them"),
    };
    let inputs = global.inputs(clock.today);
    let mut diags = Diagnostics::default();
    let session = Session::open(&mut diags, &inputs, kinds::ALL)?;
    let (about, jobs) = match publication.plan(&session) {
        Err(error) if diags.has_errors() => {
            // What is asked for may be in a row that was refused.
            printer.diagnostics(&diags)?;
            return Err(error);
        }
        planned => planned?,
    };
    let is_asked =
        |job: &Job| args.kind.is_empty() || args.kind.iter().any(|kind| kind == job.kind.name());
    let jobs: Vec<Job> = jobs.into_iter().filter(is_asked).collect();
    let lock = store::lock(&global.output)?;
    let state = State::open(&lock, &global.output)?;
    // What is being published is not in the state, and so not what a killed run left of it.
    store::sweep(&lock, &global.output.join(publish::FOLDER))?;
    let fingerprint = InputFingerprint::take(&inputs, "")?.unsettled();
    let mut earlier = BuildContext { state, fingerprint };
    let exposures = Exposures::find(&session, &global.output)?;
    exposures.report(&mut diags, &global.output);
    exposures.remove_made(&mut earlier.state, &global.output)?;
    exposures.remember(&lock)?;
    let bar = progress::bar(global, jobs.len());
    let ended = |job: &Job, _: &Outcome| {
        bar.set_message(job.name());
        bar.inc(1);
    };
    let stop = interrupt::listen()?;
    let output =
        Output { folder: &global.output, keep_typ: false, stop: Some(&stop), ended: &ended };
    let time = TimeLimit {
        limit: global.time_limit(),
        end: &|diags, built| {
            bar.finish_and_clear();
            let mut printer = printer.clone();
            // Where nobody reads it any more, the process ends all the same.
            print_missing(&mut printer, &jobs, built)
                .and_then(|missing| refuse(&mut printer, diags, &cannot_be_made(missing, &jobs)))
                .ok();
            interrupt::end_process(Exit::Failed)
        },
    };
    let threads = global.threads();
    let built = pipeline::build(&mut diags, &session, &jobs, threads, &output, &mut earlier, &time);
    bar.finish_and_clear();
    let missing = print_missing(printer, &jobs, &built)?;
    let now = args.now.map_or_else(|| clock.now.clone(), global::shown_moment);
    let calendar = Calendar::from_data(session.data());
    let found = rules::check(&mut Diagnostics::default(), session.data(), &calendar, clock.today);
    let found = publication.findings(&session, found);
    for finding in &found {
        diags.push(finding.diagnostic.clone());
    }
    let results = pipeline::results(&diags, &found, &now);
    let is_against_law = diags
        .iter()
        .any(|diagnostic| diagnostic.law.is_some() && diagnostic.severity == Severity::Error);
    if missing > 0 || is_against_law {
        let is_about_access = diags.iter().any(|diagnostic| {
            diagnostic.code.starts_with("access/") && diagnostic.severity == Severity::Error
        });
        let why = if missing > 0 {
            cannot_be_made(missing, &jobs)
        } else if is_about_access {
            "the records do not say clearly what is private; correct them".to_owned()
        } else {
            "the records break a rule of law; correct them, or give the reason in `overrides`"
                .to_owned()
        };
        refuse(printer, &diags, &why)?;
        let was_stopped = built.iter().any(|built| matches!(built.outcome, Outcome::Stopped));
        return Ok(if was_stopped { Exit::Failed } else { Exit::Refused });
    }
    let state = State::open(&lock, &global.output)?;
    let items = publication.items(&session, &jobs, &state, &global.output);
    anyhow::ensure!(
        items.len() == jobs.len(),
        "what was made could not be recorded in `{}`; nothing is published",
        lock.folder().display()
    );
    let sources = publication.sources(&session)?;
    let step = Step { now, reason: args.reason.clone() };
    let frozen = publish::freeze(&global.output, &about, &items, &sources, &results, &step)?;
    for document in &frozen.differs {
        pipeline::report_differs(&mut diags, &document.file, &document.published, &publication);
    }
    let templates = Templates::new(global.templates.as_deref());
    publish::site(&mut diags, &templates, &global.output)?;
    printer.diagnostics(&diags)?;
    for file in &frozen.published {
        let file = file.display().to_string();
        printer.line(&file)?;
        printer.object(&PublishEvent { outcome: "published", file })?;
    }
    let count = frozen.published.len();
    let mut parts = vec![format!("{} published", plural(count, "document", "documents"))];
    if frozen.unchanged > 0 {
        parts.push(format!("{} published before", frozen.unchanged));
    }
    parts.extend(printer.counts(&diags));
    printer.say(&parts.join(", "))?;
    Ok(Exit::Made)
}

/// Prints which documents failed, and returns how many were not made.
fn print_missing(printer: &mut Printer, jobs: &[Job], built: &[Built]) -> anyhow::Result<usize> {
    let mut missing = 0;
    for (job, built) in jobs.iter().zip(built) {
        match &built.outcome {
            Outcome::Made { .. } | Outcome::Unchanged { .. } => continue,
            Outcome::Failed(cause) => printer.failure(&format!("{}: {cause}", job.name()))?,
            Outcome::Refused | Outcome::Stopped => {}
        }
        missing += 1;
    }
    Ok(missing)
}

/// Prints what was found, and why nothing is published.
fn refuse(printer: &mut Printer, diags: &Diagnostics, why: &str) -> anyhow::Result<()> {
    printer.diagnostics(diags)?;
    printer.failure(&format!("nothing is published: {why}"))
}

/// Returns the reason for publishing nothing where documents are missing.
fn cannot_be_made(missing: usize, jobs: &[Job]) -> String {
    format!("{missing} of {} can't be made", plural(jobs.len(), "document", "documents"))
}
