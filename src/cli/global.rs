//! The options that every command takes, and how days, periods and kinds are typed.

use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;
use std::time::Duration;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use crate::manual;
use crate::model::value::{Moment, Parse, ReportingPeriod, Scalar};
use crate::pipeline::{MEGABYTE, RunOptions};

/// Options that every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options for every command")]
pub(super) struct Global {
    /// Folder with the council's records
    #[arg(long, global = true, value_name = "DIR", default_value = "data")]
    pub(super) data: PathBuf,
    /// Folder with templates, images and fonts of your own, each in place of the default at its path
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) templates: Option<PathBuf>,
    /// Folder for the documents
    #[arg(long, global = true, value_name = "DIR", default_value = "output")]
    pub(super) output: PathBuf,
    /// Day to take for today, such as 2026-01-13
    #[arg(long, global = true, value_name = "DATE", value_parser = date)]
    pub(super) today: Option<NaiveDate>,
    /// Documents to make at the same time; as many as there are processors unless set
    #[arg(long, short, global = true, value_name = "N")]
    pub(super) jobs: Option<NonZeroUsize>,
    /// Seconds for which one document may be typeset before the run is ended
    #[arg(long, global = true, value_name = "N", default_value = "120")]
    pub(super) max_seconds: NonZeroU32,
    /// Megabytes that one file of the records may have; larger ones are refused
    #[arg(long, global = true, value_name = "N", default_value = "64")]
    pub(super) max_megabytes: NonZeroU32,
    /// Program called as veraPDF is, to confirm what packs and joined files claim of PDF/A and PDF/UA
    #[arg(long, global = true, value_name = "PATH")]
    pub(super) validator: Option<PathBuf>,
    /// Write for people, or one JSON object a line on stdout for programs
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    pub(super) format: Format,
    /// When to use colour; the variable `NO_COLOR` is obeyed
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, alias = "colour")]
    pub(super) color: Colour,
    /// Print only errors
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Print notes too; twice, what the program is doing
    #[arg(long, short, global = true, action = clap::ArgAction::Count)]
    pub(super) verbose: u8,
    /// Never draw a progress bar
    #[arg(long, global = true)]
    pub(super) no_progress: bool,
    /// End when standard input does: whoever started the program has gone
    #[arg(long, global = true, hide = true)]
    pub(super) until_input_ends: bool,
}

/// Who reads what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// People
    Human,
    /// Programs
    Json,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Global {
    /// Returns how many documents are made, or files opened, at the same time.
    pub(super) fn threads(&self) -> usize {
        let processors = std::thread::available_parallelism();
        self.jobs.or(processors.ok()).map_or(1, NonZeroUsize::get)
    }

    /// Returns where a run reads and writes, and within which limits.
    pub(super) fn run_options(&self, today: NaiveDate) -> RunOptions {
        RunOptions {
            data: self.data.clone(),
            templates: self.templates.clone(),
            output: self.output.clone(),
            today,
            program: std::env::current_exe().ok(),
            validator: self.validator.clone(),
            threads: self.threads(),
            time_limit: Duration::from_secs(self.max_seconds.get().into()),
            max_file_bytes: u64::from(self.max_megabytes.get()) * MEGABYTE,
        }
    }
}

fn read<T: Parse>(text: &str) -> Result<T, String> {
    T::parse(&Scalar::Text(text.to_owned())).map(|parsed| parsed.value).map_err(|bad| bad.message)
}

pub(super) fn date(text: &str) -> Result<NaiveDate, String> {
    read(text)
}

pub(super) fn moment(text: &str) -> Result<Moment, String> {
    read(text)
}

pub(super) fn period(text: &str) -> Result<ReportingPeriod, String> {
    read(text)
}

pub(super) fn kind(text: &str) -> Result<String, String> {
    one_of(text, "kinds", manual::kinds().map(|info| info.kind))
}

/// Returns a name that is one of these.
pub(super) fn one_of(
    text: &str,
    plural: &str,
    names: impl Iterator<Item = &'static str>,
) -> Result<String, String> {
    let names: Vec<&str> = names.collect();
    if names.contains(&text) {
        return Ok(text.to_owned());
    }
    Err(format!("the {plural} are {}", names.join(", ")))
}

/// Refuses a last day before the first.
pub(super) fn check_days(from: Option<NaiveDate>, to: Option<NaiveDate>) -> anyhow::Result<()> {
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        anyhow::bail!("--to {to} is before --from {from}");
    }
    Ok(())
}
