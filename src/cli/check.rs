//! `check`: prints every fault, and the days that are still to come.

use chrono::{NaiveDate, TimeDelta};
use clap::Args;
use serde::Serialize;

use super::Exit;
use super::global::Global;
use super::printer::Printer;
use super::selection::SelectionArgs;
use crate::diag::plural;
use crate::pipeline::{self, Deadline};

/// Deadlines nearer than this are always shown.
const SOON: TimeDelta = TimeDelta::days(366);

/// Report every fault in the data, and the deadlines still to come
///
/// Reads all tables, checks them against the law and looks at every document that they call for;
/// nothing is written. Of supplied papers it reports what was found when they were opened, and names
/// those that no build has opened yet.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    selection: SelectionArgs,
}

pub(super) fn run(
    args: &CheckArgs,
    global: &Global,
    today: NaiveDate,
    printer: &Printer,
) -> anyhow::Result<Exit> {
    let checked = pipeline::check(&global.run_options(today), &args.selection.selection()?)?;
    printer.diagnostics(&checked.diags)?;
    let mut later = 0;
    for deadline in &checked.deadlines {
        printer.object(deadline)?;
        if deadline.date - today <= SOON || global.verbose > 0 {
            printer.line(&line(deadline))?;
        } else {
            later += 1;
        }
    }
    if later > 0 {
        let later = plural(later, "day", "days");
        printer.say(&format!(
            "{later} more than a year away, such as ends of inspection (-v shows them)"
        ))?;
    }
    report_unopened(&checked.unopened, printer, global.verbose > 0)?;
    let counts = printer.counts(&checked.diags);
    let found = if counts.is_empty() { "no faults".to_owned() } else { counts.join(", ") };
    printer.say(&format!("{}: {found}", plural(checked.documents, "document", "documents")))?;
    let exit = if checked.diags.has_errors() { Exit::Refused } else { Exit::Made };
    // The system takes all memory back at once; letting go of each record takes longer.
    std::mem::forget(checked);
    Ok(exit)
}

/// The most papers that are named unless more is asked for.
const MAX_NAMED: usize = 5;

/// Papers of which nothing is known, as JSON.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Unopened<'a> {
    unopened: &'a str,
}

/// Names the papers that no build has opened yet.
fn report_unopened(files: &[String], printer: &Printer, names_all: bool) -> anyhow::Result<()> {
    for file in files {
        printer.object(&Unopened { unopened: file })?;
    }
    if files.is_empty() {
        return Ok(());
    }
    let shown = if names_all { files.len() } else { MAX_NAMED.min(files.len()) };
    let names: Vec<String> = files[..shown].iter().map(|file| format!("`{file}`")).collect();
    let more = match files.len() - shown {
        0 => String::new(),
        more => format!(" and {more} more (-v names them)"),
    };
    printer.say(&format!(
        "{} not opened yet, so nothing is known of what is in them: {}{more}; `orderpaper build` opens them",
        plural(files.len(), "paper", "papers"),
        names.join(", ")
    ))
}

/// Returns a deadline as people read it: the day, what, whose, and the sum.
fn line(deadline: &Deadline) -> String {
    let of = [&deadline.meeting, &deadline.reference];
    let of: Vec<&str> = of.into_iter().flatten().map(String::as_str).collect();
    let what = deadline.deadline.words();
    format!("{}  {what:<28}  {}  ({})", deadline.date, of.join(", "), deadline.sum)
}
