//! Data as broken as real data is: each fault is one entry of a table, with all that the program
//! reports and the documents that it refuses.
//!
//! Both lists are complete, and a fault is one error at most: a second message where one would do fails the
//! test, and so does a document that is refused although the fault is not in its records, or that no message
//! names.

mod columns;
mod lost;
mod minutes;
mod numbers;
mod references;
mod sheets;
mod tables;
mod texts;
mod values;
pub(crate) mod workbooks;

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::support::Case;

/// The agenda of the meeting that was held.
const HELD: &str = "cabinet-2026-01-13/agenda";
/// The agenda of the meeting that is to come.
const NEXT: &str = "cabinet-2026-02-24/agenda";
/// The minutes of the meeting that was held.
const MINUTES: &str = "cabinet-2026-01-13/minutes";
/// The quarter's performance report.
const REPORT: &str = "performance/2025-26-q3/performance-report";

/// A fault as people make it, with the messages and refusals that it must cause.
struct Fault {
    /// What is wrong.
    name: &'static str,
    /// Puts it into a council's records.
    change: fn(Case) -> Case,
    /// Each diagnostic: severity, code and place, in the order printed.
    says: &'static [&'static str],
    /// The documents that can't be made; all others are.
    refused: &'static [&'static str],
}

/// Builds with each fault, and reports all that is not as expected together.
#[track_caller]
fn check(kinds: &[&str], documents: &[&str], faults: &[Fault]) {
    let mut report = String::new();
    for fault in faults {
        let case = (fault.change)(Case::new());
        let mut args = vec!["build", "-v"];
        args.extend(kinds.iter().flat_map(|kind| ["--kind", *kind]));
        let is_error = |line: &&str| line.starts_with("error");
        let code = i32::from(!fault.refused.is_empty() || fault.says.iter().any(is_error));
        let ended = case.run(args).nothing_half_written();
        let found = diagnostics(ended.stderr());
        let says: Vec<_> = found.iter().map(|found| &*found.says).collect();
        let file = |document: &str| format!("output/public/{document}.pdf");
        let refused: Vec<_> = documents
            .iter()
            .copied()
            .filter(|document| !case.path(&file(document)).is_file())
            .collect();
        let unhelpful = found.iter().any(|found| !found.is_helpful);
        let closing = ended.stderr().lines().last().unwrap_or_default();
        let counted = closing.split(", ").find_map(|part| part.strip_suffix(" refused"));
        let counted: usize = counted.map_or(0, |count| count.parse().unwrap());
        let costs: BTreeSet<_> = found.iter().flat_map(|found| &found.costs).collect();
        let is_explained = costs.len() == counted;
        let is_told_once = found.iter().filter(|found| is_error(&&*found.says)).count() <= 1;
        if says != fault.says
            || refused != fault.refused
            || ended.exit() != Some(code)
            || unhelpful
            || !is_explained
            || !is_told_once
        {
            let name = fault.name;
            let code = ended.exit();
            let mut unhelpful = if unhelpful { "\na message has no hint" } else { "" }.to_owned();
            if !is_explained {
                write!(unhelpful, "\nmessages say that the fault costs {costs:?}").unwrap();
            }
            writeln!(
                report,
                "=== {name}\nsays: &{says:?},\nrefused: &{refused:?},\ncode {code:?}{unhelpful}\n{}{}",
                ended.stdout(),
                ended.stderr()
            )
            .unwrap();
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

/// The parts of a diagnostic that are checked.
struct Found {
    says: String,
    /// The documents that it costs: as messages name them, and those that they only count by their numbers.
    costs: Vec<String>,
    is_helpful: bool,
}

/// Returns the diagnostics of a run.
fn diagnostics(stderr: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for line in stderr.lines() {
        let title = line.split_once("]: ").and_then(|(title, _)| title.split_once('['));
        if let Some((severity @ ("error" | "warning" | "note"), code)) = title {
            let says = format!("{severity}[{code}]");
            found.push(Found { says, costs: Vec::new(), is_helpful: severity == "note" });
        } else if let Some(last) = found.last_mut() {
            let line = line.trim_start();
            if let Some(place) = line.strip_prefix("--> ")
                && last.says.ends_with(']')
            {
                write!(last.says, " {place}").unwrap();
            }
            if let Some(costs) = line.strip_prefix("= not made: ") {
                let (named, more) = costs.split_once(" and ").unwrap_or((costs, "0 more"));
                let more: usize = more.strip_suffix(" more").unwrap().parse().unwrap();
                last.costs.extend(named.split(", ").map(str::to_owned));
                last.costs.extend((0..more).map(|at| at.to_string()));
            }
            last.is_helpful |= line.starts_with("= hint: ");
        }
    }
    found
}
