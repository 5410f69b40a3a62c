//! What may be typed, and what it means; nothing here does anything.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::diag::Diagnostics;
use crate::kinds::{self, AnyKind};
use crate::model::dataset::Dataset;
use crate::model::record::nearest;
use crate::model::value::{Moment, Parse, Quarter, Scalar};
use crate::papers::{self, Opener};
use crate::pipeline::{self, Inputs, Job, Selection, Session};

/// Make agendas, minutes and performance reports from a council's records
#[derive(Debug, Parser)]
#[command(name = "orderpaper", version, about, max_term_width = 100)]
pub struct Arguments {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Check(super::check::CheckArgs),
    Build(super::build::BuildArgs),
    Watch(super::watch::WatchArgs),
    Publish(super::publish::PublishArgs),
    Archive(super::archive::ArchiveArgs),
    Verify(super::verify::VerifyArgs),
    List(super::list::ListArgs),
    Kinds(super::kinds::KindsArgs),
    Explain(super::explain::ExplainArgs),
    Export(super::export::ExportArgs),
    Init(super::init::InitArgs),
    Schema(super::schema::SchemaArgs),
    Completions(super::completions::CompletionsArgs),
    /// Open one paper under limits; the program runs this itself
    #[command(name = papers::COMMAND, hide = true)]
    OpenPaper {
        /// The paper
        paper: PathBuf,
        /// Where its clean copy goes, without an ending
        base: PathBuf,
        /// What it may cost, as JSON
        limits: String,
    },
}

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
    /// Returns where a run reads.
    pub(super) fn inputs(&self, today: NaiveDate) -> Inputs {
        let program = std::env::current_exe().ok();
        let cache = self.output.join("restricted").join(".papers");
        let opener = program.map(|program| Opener::new(program, cache, self.threads()));
        let (data, templates) = (self.data.clone(), self.templates.clone());
        Inputs { data, templates, today, opener }
    }

    /// Returns how many documents to make at the same time.
    pub(super) fn threads(&self) -> usize {
        let processors = std::thread::available_parallelism();
        self.jobs.or(processors.ok()).map_or(1, NonZeroUsize::get)
    }
}

/// Options that select documents; all of them where none is given.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which documents")]
pub(super) struct SelectionArgs {
    /// Only this meeting's, such as cabinet-2026-01-13; may be repeated
    #[arg(long, value_name = "MEETING")]
    meeting: Vec<String>,
    /// Only this kind, as listed by `orderpaper kinds`; may be repeated
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Vec<String>,
    /// Only this body's; may be repeated
    #[arg(long, value_name = "BODY")]
    body: Vec<String>,
    /// Only this quarter's, such as 2025-26-q3; may be repeated
    #[arg(long, value_name = "PERIOD", value_parser = quarter)]
    period: Vec<Quarter>,
    /// Only from this day on
    #[arg(long, value_name = "DATE", value_parser = date)]
    from: Option<NaiveDate>,
    /// Only up to this day
    #[arg(long, value_name = "DATE", value_parser = date)]
    to: Option<NaiveDate>,
}

impl SelectionArgs {
    /// Returns the selection.
    ///
    /// # Errors
    /// When the days are the wrong way round.
    pub(super) fn selection(&self) -> anyhow::Result<Selection> {
        if let (Some(from), Some(to)) = (self.from, self.to)
            && to < from
        {
            anyhow::bail!("--to {to} is before --from {from}");
        }
        Ok(Selection {
            kinds: self.kind.clone(),
            meetings: self.meeting.clone(),
            bodies: self.body.clone(),
            periods: self.period.clone(),
            from: self.from,
            to: self.to,
        })
    }
}

impl SelectionArgs {
    /// Returns whether nothing is selected, so that all of it is meant.
    pub(super) fn is_everything(&self) -> bool {
        self.meeting.is_empty()
            && self.kind.is_empty()
            && self.body.is_empty()
            && self.period.is_empty()
            && self.from.is_none()
            && self.to.is_none()
    }

    /// Returns the kinds that are asked for.
    pub(super) fn kinds(&self) -> Vec<&'static dyn AnyKind> {
        let is_asked = |kind: &&dyn AnyKind| self.kind.iter().any(|name| name == kind.name());
        kinds::ALL.iter().copied().filter(|kind| self.kind.is_empty() || is_asked(kind)).collect()
    }

    /// Loads the data, and the templates of the kinds that are to be merged, and plans the documents
    /// that are asked for.
    ///
    /// # Errors
    /// When the data can't be opened, or the selection contradicts itself or the data.
    pub(super) fn plan(
        &self,
        diags: &mut Diagnostics,
        global: &Global,
        today: NaiveDate,
        merged: &[&'static dyn AnyKind],
    ) -> anyhow::Result<(Session, Vec<Job>)> {
        let selection = self.selection()?;
        let session = Session::open(diags, &global.inputs(today), merged)?;
        self.check_names(diags, session.data())?;
        let jobs = pipeline::plan(session.data(), &selection);
        Ok((session, jobs))
    }

    /// Refuses names that nothing in the data has: a slip of the pen must not make nothing and
    /// report success. Names may be missing where rows were refused, which is then reported.
    ///
    /// # Errors
    /// When a meeting, body or quarter is not in the data.
    fn check_names(&self, diags: &Diagnostics, data: &Dataset) -> anyhow::Result<()> {
        if diags.has_errors() {
            return Ok(());
        }
        let meetings: Vec<&str> =
            data.meetings.iter().map(|meeting| meeting.meeting.as_str()).collect();
        let bodies: Vec<&str> = data.bodies.iter().map(|body| body.id.as_str()).collect();
        let quarters: Vec<String> = data.performance.keys().map(|quarter| quarter.key()).collect();
        let quarters: Vec<&str> = quarters.iter().map(String::as_str).collect();
        let periods: Vec<String> = self.period.iter().map(|quarter| quarter.key()).collect();
        for (option, asked, known) in [
            ("meeting", &self.meeting, meetings),
            ("body", &self.body, bodies),
            ("period", &periods, quarters),
        ] {
            if let Some(name) = asked.iter().find(|name| !known.contains(&name.as_str())) {
                let near = nearest(name, known.iter().copied());
                let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                anyhow::bail!("--{option}: nothing in the data is called `{name}`{near}");
            }
        }
        Ok(())
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

/// Returns a moment as receipts have it: `2026-01-05`, or `2026-01-05T14:00`.
pub(super) fn shown_moment(moment: Moment) -> String {
    let time = moment.time.map(|time| time.format("T%H:%M").to_string()).unwrap_or_default();
    format!("{}{time}", moment.date)
}

pub(super) fn quarter(text: &str) -> Result<Quarter, String> {
    read(text)
}

pub(super) fn kind(text: &str) -> Result<String, String> {
    if kinds::named(text).is_some() {
        return Ok(text.to_owned());
    }
    let names: Vec<&str> = kinds::ALL.iter().map(|kind| kind.name()).collect();
    Err(format!("the kinds are {}", names.join(", ")))
}
