//! `withdraw`: takes back what was published.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::Args;
use serde::Serialize;

use super::act::ActArgs;
use super::global::Global;
use super::printer::Printer;
use super::publication::PublicationArgs;
use super::{Clock, Exit, global, publish};
use crate::diag::plural;
use crate::model::value::Moment;
use crate::pipeline::{self, WithdrawOptions, WithdrawReport};

/// Take back what was published: it leaves the public folder, and is kept apart
///
/// Every version of every public file that holds it goes to `published/restricted`, with public bags that
/// have it. The page of the publication says what was withdrawn, when and why. Where a paper is taken
/// back, its packs are published again with a notice on each of its pages, so that no page number moves.
/// Nothing can call back what was read meanwhile.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  orderpaper withdraw --meeting cabinet-2026-01-13 --reason \"It was published too early.\"
  orderpaper withdraw --meeting cabinet-2026-01-13 --document 4a-tenders \\
      --reason \"It is not for publication.\" --private-reason \"It has a bidder's price.\"")]
pub(super) struct WithdrawArgs {
    #[command(flatten)]
    what: PublicationArgs,
    /// Of these, only this document, such as public-pack, or this paper by its id in receipt.json; may be
    /// repeated
    #[arg(long, value_name = "NAME", help_heading = "Which documents")]
    document: Vec<String>,
    /// Why, in a sentence that everybody may read
    #[arg(long, value_name = "WORDS")]
    reason: String,
    /// Why, for the restricted ledger alone
    #[arg(long, value_name = "WORDS")]
    private_reason: Option<String>,
    /// Moment of the withdrawal, such as 2026-01-05T14:00; now unless set
    #[arg(long, value_name = "MOMENT", value_parser = global::moment)]
    now: Option<Moment>,
    #[command(flatten)]
    act: ActArgs,
}

/// A file that was taken back, for programs.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct WithdrawEvent {
    outcome: &'static str,
    file: String,
}

pub(super) fn run(
    args: &WithdrawArgs,
    global: &Global,
    clock: Clock,
    printer: &Printer,
) -> anyhow::Result<Exit> {
    let now = args.now.as_ref().map_or(clock.now, pipeline::shown_moment);
    let options = WithdrawOptions {
        run: global.run_options(clock.today),
        publication: args.what.publication(),
        documents: args.document.clone(),
        reason: args.reason.clone(),
        private_reason: args.private_reason.clone(),
        moment: args.act.moment(clock.machine, now, false)?,
    };
    let stop = Arc::new(AtomicBool::new(false));
    let WithdrawReport { diags, taken, again } = pipeline::withdraw(&options, &|_| Ok(()), &stop)?;
    printer.diagnostics(&diags)?;
    let Some(taken) = taken else {
        printer.failure("nothing is withdrawn: what was published before is not as it was")?;
        return Ok(Exit::Refused);
    };
    for (outcome, files) in [("withdrawn", &taken.files), ("moved", &taken.bags)] {
        for file in files {
            let file = file.display().to_string();
            printer.line(&format!("{file} ({outcome})"))?;
            printer.object(&WithdrawEvent { outcome, file })?;
        }
    }
    let bags = taken.bags.len();
    let moved = (bags > 0).then(|| format!("{} moved", plural(bags, "public bag", "public bags")));
    let withdrawn = format!("{} withdrawn", plural(taken.files.len(), "file", "files"));
    let parts: Vec<String> = std::iter::once(withdrawn).chain(moved).collect();
    printer.say(&parts.join(", "))?;
    again.map_or(Ok(Exit::Made), |report| publish::print_report(printer, report))
}
