//! `doctor`: what is on this machine, whether it is as it should be, and what to do.

use chrono::{DateTime, FixedOffset, NaiveDate};
use clap::Args;

use super::Exit;
use super::global::Global;
use super::printer::Printer;
use crate::diag::plural;
use crate::pipeline::{self, Examined, Health};

/// Tell what is on this machine, and what to do where something is missing
///
/// Before papers are made on a new machine, or where they come out otherwise than expected.
/// Looks at the program, the records, the bank holidays, the typefaces, LibreOffice, the validator,
/// who may read what, the output folder and the ledgers. Nothing is made. The exit code is 1 where
/// documents can't be made or relied on.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  orderpaper doctor                           what is on this machine
  orderpaper doctor --data D --output O       of other folders
  orderpaper doctor --format json             for programs, an object for each part")]
pub(super) struct DoctorArgs {}

pub(super) fn run(
    _args: &DoctorArgs,
    global: &Global,
    today: NaiveDate,
    machine: DateTime<FixedOffset>,
    printer: &Printer,
) -> anyhow::Result<Exit> {
    let examined = pipeline::doctor(&global.run_options(today), machine);
    for part in &examined {
        printer.object(part)?;
        print(printer, part)?;
    }
    let count = |health: Health| examined.iter().filter(|part| part.health == health).count();
    let counts = [
        (Health::Error, "error", "errors"),
        (Health::Warning, "warning", "warnings"),
        (Health::Note, "note", "notes"),
    ];
    let counts = counts.map(|(health, one, many)| (count(health), one, many));
    let parts: Vec<String> = counts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| plural(count, one, many))
        .collect();
    let result = if parts.is_empty() { "nothing is missing".to_owned() } else { parts.join(", ") };
    printer.say(&result)?;
    Ok(if count(Health::Error) > 0 { Exit::Refused } else { Exit::Made })
}

/// Prints a part for people: how it is, what was found, and what to do on a line of its own.
fn print(printer: &Printer, part: &Examined) -> anyhow::Result<()> {
    let Examined { part, health, found, advice, .. } = part;
    let line = format!("{:<8} {part:<14} {found}", health.word());
    let advice = advice.as_ref().map(|advice| format!("{:<23} = {advice}", ""));
    let all: Vec<String> = std::iter::once(line).chain(advice).collect();
    match health {
        // These are printed even where only errors are asked for.
        Health::Error => printer.result(&all.join("\n")),
        Health::Good | Health::Note | Health::Warning => printer.line(&all.join("\n")),
    }
}
