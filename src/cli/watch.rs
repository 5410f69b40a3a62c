//! `watch`: makes documents again as the files that they come from change.

use std::path::Path;
use std::sync::atomic::Ordering;

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::build::{self, BuildArgs};
use super::global::Global;
use super::printer::Printer;
use super::{Exit, interrupt};
use crate::store::Watch;

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
    printer: &mut Printer,
) -> anyhow::Result<Exit> {
    let stop = interrupt::listen()?;
    let folders: Vec<&Path> = [Some(&global.data), global.templates.as_ref()]
        .into_iter()
        .flatten()
        .map(|folder| &**folder)
        .collect();
    let mut watch = Watch::begin(&folders, &global.output);
    loop {
        // What stops one run, such as a folder that is away, may be mended before the next.
        if let Err(error) = build::once(&args.build, global, today, printer, Some(&stop)) {
            printer.failure(&format!("{error:#}"))?;
        }
        if stop.load(Ordering::Relaxed) {
            return Ok(Exit::Made);
        }
        printer.say("waiting for changes; press Ctrl-C to stop")?;
        let Some(changed) = watch.wait(&stop) else { return Ok(Exit::Made) };
        let names: Vec<String> = changed.iter().map(|path| path.display().to_string()).collect();
        printer.object(&Changed { changed: &names })?;
        printer.say(&change_notice(&names))?;
    }
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
