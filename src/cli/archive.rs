//! `archive`: bags of what was published.

use chrono::{DateTime, FixedOffset, NaiveDate};
use clap::Args;
use serde::Serialize;

use super::Exit;
use super::act::ActArgs;
use super::global::{self, Global, check_days};
use super::printer::Printer;
use crate::diag::plural;
use crate::model::value::ReportingPeriod;
use crate::pipeline::{self, ArchiveSelection, Bagged, Event, Publication};

/// Put what was published into bags for an archive, one for each meeting, plan, period and so on
///
/// Each bag is a zip (BagIt 1.0, RFC 8493, SHA-512) with the documents, the receipt, the records that
/// they were made from and a table of metadata, below `archive/` in the output folder. What is not for
/// publication goes into separate bags. The same publication gives the same bytes on every run.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  orderpaper archive                                everything that was published
  orderpaper archive --year 2026                    of the meetings of a year
  orderpaper archive --meeting cabinet-2026-01-13   of one meeting
  orderpaper archive --from 2025-04-01 --to 2026-03-31")]
pub(super) struct ArchiveArgs {
    /// Only what belongs to days of this year
    #[arg(long, value_name = "YEAR", help_heading = "Which publications")]
    year: Option<i32>,
    /// Only this meeting; may be repeated
    #[arg(long, value_name = "MEETING", help_heading = "Which publications")]
    meeting: Vec<String>,
    /// Only the forward plan of this month; may be repeated
    #[arg(long, value_name = "MONTH", help_heading = "Which publications")]
    plan: Vec<String>,
    /// Only this period; may be repeated
    #[arg(long, value_name = "PERIOD", value_parser = global::period, help_heading = "Which publications")]
    period: Vec<ReportingPeriod>,
    /// Only this issue; may be repeated
    #[arg(long, value_name = "REF", help_heading = "Which publications")]
    issue: Vec<String>,
    /// Only this decision, which was not taken at a meeting; may be repeated
    #[arg(long, value_name = "REF", help_heading = "Which publications")]
    decision: Vec<String>,
    /// Only what is published of this body from time to time; may be repeated
    #[arg(long, value_name = "BODY", help_heading = "Which publications")]
    body: Vec<String>,
    /// Only what is published of the council as a whole
    #[arg(long, help_heading = "Which publications")]
    council: bool,
    /// Only from this day on
    #[arg(long, value_name = "DATE", value_parser = global::date, help_heading = "Which publications")]
    from: Option<NaiveDate>,
    /// Only up to this day
    #[arg(long, value_name = "DATE", value_parser = global::date, help_heading = "Which publications")]
    to: Option<NaiveDate>,
    #[command(flatten)]
    act: ActArgs,
}

/// A bag, for programs.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct ArchiveEvent {
    outcome: &'static str,
    file: String,
    documents: usize,
    size: u64,
}

pub(super) fn run(
    args: &ArchiveArgs,
    global: &Global,
    machine: DateTime<FixedOffset>,
    printer: &Printer,
) -> anyhow::Result<Exit> {
    let ArchiveArgs { year, from, to, .. } = *args;
    check_days(from, to)?;
    let publications = args.meeting.iter().cloned().map(Publication::Meeting);
    let publications = publications.chain(args.plan.iter().cloned().map(Publication::Plan));
    let publications = publications.chain(args.period.iter().copied().map(Publication::Period));
    let publications =
        publications.chain(args.issue.iter().map(|name| Publication::of_issue(name)));
    let decisions = args.decision.iter().map(|name| Publication::of_decision(name));
    let publications = publications.chain(decisions);
    let publications = publications.chain(args.body.iter().cloned().map(Publication::Body));
    let publications = publications.chain(args.council.then_some(Publication::Council));
    let selection = ArchiveSelection { publications: publications.collect(), year, from, to };
    let notify = |event: Event<'_>| match event {
        Event::Bagged(bag) => print(printer, bag),
        _ => Ok(()),
    };
    let now = machine.naive_local().format("%Y-%m-%dT%H:%M").to_string();
    let moment = args.act.moment(machine, now, false)?;
    let (diags, counts) = pipeline::archive(&global.output, &selection, &moment, &notify)?;
    printer.diagnostics(&diags)?;
    if diags.has_errors() {
        printer.failure("nothing is archived: what was published is not as it was")?;
        return Ok(Exit::Refused);
    }
    let mut parts = vec![format!("{} made", plural(counts.made, "bag", "bags"))];
    if counts.unchanged > 0 {
        parts.push(format!("{} unchanged", counts.unchanged));
    }
    printer.say(&parts.join(", "))?;
    Ok(Exit::Made)
}

/// Prints a bag: for people, only one that was made now.
fn print(printer: &Printer, bag: &Bagged) -> anyhow::Result<()> {
    let file = bag.file.display().to_string();
    let (documents, size) = (bag.documents, bag.size);
    if !bag.was_there {
        printer.line(&format!("{file} ({})", plural(documents, "document", "documents")))?;
    }
    let outcome = if bag.was_there { "unchanged" } else { "made" };
    printer.object(&ArchiveEvent { outcome, file, documents, size })
}
