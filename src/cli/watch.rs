//! `watch`: makes documents again as the files that they come from change.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::build::{BuildArgs, BuildDisplay};
use super::global::Global;
use super::printer::Printer;
use super::{Exit, interrupt};
use crate::pipeline::{self, Event};

/// Files that one line names.
const MAX_NAMED: usize = 4;

/// Make documents again as files change, until Ctrl-C
///
/// Makes what has changed, then waits for files of the data and templates folders to change and makes
/// what those touch. Faults are shown each time; documents that they don't touch are made.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  orderpaper watch                                  everything
  orderpaper watch --meeting cabinet-2026-01-13     one meeting's documents")]
pub(super) struct WatchArgs {
    #[command(flatten)]
    build: BuildArgs,
}

/// What has changed, for programs.
#[derive(Serialize)]
struct Changed<'a> {
    changed: &'a [String],
}

pub(super) fn run(
    args: &WatchArgs,
    global: &Global,
    today: NaiveDate,
    printer: &Printer,
) -> anyhow::Result<Exit> {
    let options = args.build.options(global, today, printer)?;
    let display = BuildDisplay::new(printer, global, args.build.why);
    let stop = Arc::new(AtomicBool::new(false));
    interrupt::listen(&stop)?;
    pipeline::watch(
        &options,
        &|event| match event {
            Event::Round(result) => match result.and_then(|result| display.print(&result)) {
                Ok(_) => Ok(()),
                Err(error) => printer.failure(&format!("{error:#}")),
            },
            Event::Waiting => printer.say("waiting for changes; press Ctrl-C to stop"),
            Event::Changed(files) => {
                let files: Vec<_> = files.iter().map(|path| path.display().to_string()).collect();
                printer.object(&Changed { changed: &files })?;
                printer.say(&change_notice(&files))
            }
            other => {
                display.show(&other);
                Ok(())
            }
        },
        &stop,
    )?;
    Ok(Exit::Made)
}

/// Returns the line that begins a round.
fn change_notice(names: &[String]) -> String {
    let more = names.len().saturating_sub(MAX_NAMED);
    let mut line = format!("\nchanged: {}", names[..names.len() - more].join(", "));
    if more > 0 {
        line.push_str(&format!(" and {more} more"));
    }
    line
}
