//! The command line: one file a command, which parses its arguments, runs a driver of `pipeline`, and prints
//! what came of it.
//!
//! Only this module prints: results to stdout, everything else to stderr.

mod act;
mod archive;
mod args;
mod bind;
mod build;
mod check;
mod compare;
mod completions;
mod desk;
mod doctor;
mod draft;
mod explain;
mod export;
mod fleet;
mod global;
mod import;
mod init;
mod interrupt;
mod kinds;
mod list;
mod new_key;
mod printer;
mod progress;
mod publication;
mod publish;
mod schema;
mod selection;
mod verify;
mod watch;
mod withdraw;

use std::process::ExitCode;

use chrono::{DateTime, FixedOffset, NaiveDate};

pub use args::Arguments;
use args::Command;
use printer::Printer;

use crate::diag::without_error_number;
use crate::pipeline;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All that was asked for was made.
    Made = 0,
    /// Input was refused: at least one error was reported about it.
    Refused = 1,
    /// The tool was misused or could not do its work.
    Failed = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// The time that a run takes for now.
#[derive(Debug, Clone)]
struct Clock {
    /// The day.
    today: NaiveDate,
    /// The day, with the time where it is known: `2026-01-05T14:00`.
    now: String,
    /// The time by the machine's clock.
    machine: DateTime<FixedOffset>,
}

/// Returns the moment that counts as now: the day that somebody names, which has no time, or that of the clock.
fn stated_now(day: Option<NaiveDate>, machine: DateTime<FixedOffset>) -> String {
    let day = day.map(|day| day.to_string());
    day.unwrap_or_else(|| machine.format("%Y-%m-%dT%H:%M").to_string())
}

/// Returns what went wrong, as people are told it: what was tried, and the cause.
pub fn message(error: &anyhow::Error) -> String {
    without_error_number(format!("{error:#}"))
}

/// Runs a command; now is the time of the machine's clock when it begins, unless `--today` says otherwise.
///
/// # Errors
/// When the tool could not do its work, with the path and the act.
pub fn run(arguments: &Arguments, clock: fn() -> DateTime<FixedOffset>) -> anyhow::Result<Exit> {
    let machine = clock();
    let global = &arguments.global;
    if global.until_input_ends {
        interrupt::end_with_input()?;
    }
    printer::log(global);
    let printer = Printer::new(global);
    let begun = machine.naive_local();
    let today = global.today.unwrap_or(begun.date());
    let now = stated_now(global.today, machine);
    match &arguments.command {
        Command::Check(args) => check::run(args, global, today, &printer),
        Command::Build(args) => build::run(args, global, today, &printer),
        Command::Watch(args) => watch::run(args, global, today, &printer),
        Command::Publish(args) => {
            publish::run(args, global, Clock { today, now, machine }, &printer)
        }
        Command::Withdraw(args) => {
            withdraw::run(args, global, Clock { today, now, machine }, &printer)
        }
        Command::Archive(args) => archive::run(args, global, machine, &printer),
        Command::Verify(args) => verify::run(args, global, &printer),
        Command::NewKey(args) => new_key::run(args, &printer),
        Command::Bind(args) => bind::run(args, global, &printer),
        Command::Compare(args) => compare::run(args, &printer),
        Command::List(args) => list::run(args, global, today, &printer),
        Command::Desk(args) => desk::run(args, global, today, clock, &printer),
        Command::Doctor(args) => doctor::run(args, global, today, machine, &printer),
        Command::Draft(args) => draft::run(args, global, today, &printer),
        Command::Export(args) => export::run(args, global, today, &printer),
        Command::Import(args) => import::run(args, global, today, &printer),
        Command::Fleet(args) => fleet::run(args),
        Command::Kinds(args) => kinds::run(args, &printer),
        Command::Explain(args) => explain::run(args, &printer),
        Command::Init(args) => init::run(args, today, &printer),
        Command::Schema(args) => schema::run(args, &printer),
        Command::Completions(args) => completions::run(args, &printer),
        Command::OpenPaper { paper, base, limits, task } => {
            pipeline::open_paper(paper, base, limits, task)?;
            Ok(Exit::Made)
        }
    }
}
