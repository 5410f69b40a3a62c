//! `import`: records from other systems.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde::Serialize;

use super::Exit;
use super::global::Global;
use super::printer::Printer;
use super::progress::Progress;
use crate::diag::plural;
use crate::pipeline::{self, ImportEvent, ImportOptions, ImportSource, QuestionTaken, VotesTaken};

/// Bring in what other systems have: the meetings of a modern.gov, or the votes that a voting system exported
#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    #[command(subcommand)]
    what: What,
}

/// What is brought in.
#[derive(Debug, Subcommand)]
enum What {
    /// Bodies, members, meetings, agendas, papers and minutes from the web service of a modern.gov
    ///
    /// They go into the data folder as tables, minutes as texts, and papers below `documents`. Nothing that is there is changed.
    /// What is restricted comes in with its mark alone. Answers are kept in the hidden folder `.import`, so that a run that was
    /// stopped goes on where it was; one request is made at a time.
    #[command(
        name = "modern.gov",
        after_help = "Examples:
  orderpaper import modern.gov --site https://democracy.example.gov.uk --council \"Ashby Vale Council\" \\
      --body Cabinet --since 2025-04-01 --until 2026-03-31 --data ashby-vale
  orderpaper import modern.gov --folder answers --council \"Ashby Vale Council\" --since 2025-04-01 --until 2026-03-31"
    )]
    ModernGov(ModernGovArgs),
    /// Votes by name into the minutes of a meeting, from a CSV file with the columns member, choice and motion
    ///
    /// `motion` is the number of an item, or the first words of a motion or amendment in the minutes. Names are those of the
    /// members, in any form that is clear. All votes of the file are put in, or none; what the minutes were before is kept, and
    /// the desk can undo it.
    #[command(after_help = "Examples:
  orderpaper import votes council-2026-02-13 votes.csv
  orderpaper import votes council-2026-02-13 votes.csv --item 6")]
    Votes(VotesArgs),
}

/// What of a modern.gov is brought in.
#[derive(Debug, Args)]
struct ModernGovArgs {
    /// The address of the site, or of any of its pages
    #[arg(long, value_name = "URL", required_unless_present = "folder")]
    site: Option<String>,
    /// A folder with answers that were kept: GetCommittees.xml, GetMeeting-123.xml and so on
    #[arg(long, value_name = "DIR", conflicts_with = "site")]
    folder: Option<PathBuf>,
    /// The council's name as papers print it; needed unless the data folder has it
    #[arg(long, value_name = "NAME")]
    council: Option<String>,
    /// A body, by its title or number; all that meet where none is given
    #[arg(long, value_name = "BODY")]
    body: Vec<String>,
    /// The first day, such as 2025-04-01
    #[arg(long, value_name = "DATE")]
    since: NaiveDate,
    /// The last day
    #[arg(long, value_name = "DATE")]
    until: NaiveDate,
}

/// What was brought in, for programs.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct ImportedEvent<'a> {
    bodies: usize,
    meetings: usize,
    agenda_lines: usize,
    papers: usize,
    minutes: usize,
    restricted: &'a [String],
    stayed: Vec<String>,
    left_out: &'a [String],
}

/// How votes are brought in.
#[derive(Debug, Args)]
struct VotesArgs {
    /// The meeting, as `meetings` names it
    meeting: String,
    /// The file with the votes
    file: PathBuf,
    /// The number of the item that rows without a motion are on, such as 5 or 5a
    #[arg(long, value_name = "NUMBER")]
    item: Option<String>,
}

/// A vote that was put into the minutes, for programs.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct VoteEvent<'a> {
    motion: &'a str,
    #[serde(rename = "for")]
    in_favour: usize,
    against: usize,
    abstain: usize,
    not_voting: usize,
    absent: usize,
    replaced: bool,
}

pub(super) fn run(
    args: &ImportArgs,
    global: &Global,
    today: NaiveDate,
    printer: &Printer,
) -> anyhow::Result<Exit> {
    match &args.what {
        What::ModernGov(args) => modern_gov(args, global, today, printer),
        What::Votes(args) => votes(args, global, today, printer),
    }
}

fn modern_gov(
    args: &ModernGovArgs,
    global: &Global,
    today: NaiveDate,
    printer: &Printer,
) -> anyhow::Result<Exit> {
    let ModernGovArgs { site, folder, council, body, since, until } = args;
    let source = match (site, folder) {
        (Some(site), _) => ImportSource::Site(site.clone()),
        (None, Some(folder)) => ImportSource::Folder(folder.clone()),
        (None, None) => anyhow::bail!("give --site or --folder"),
    };
    let data = global.run_options(today).data;
    let options = ImportOptions {
        data: data.clone(),
        source,
        council: council.clone(),
        bodies: body.clone(),
        since: *since,
        until: *until,
        today,
    };
    let progress = Progress::new(global);
    let imported = pipeline::import(&options, &mut |event| match event {
        ImportEvent::Found(meetings) => progress.begin(meetings),
        ImportEvent::Meeting(meeting) => progress.show(meeting),
        ImportEvent::Done => progress.count(),
    });
    progress.clear();
    let imported = imported?;
    let [bodies, meetings, agenda_lines, papers, minutes] = imported.counts;
    let stayed = imported.stayed.iter().map(|file| file.display().to_string());
    let stayed: Vec<String> = stayed.collect();
    for what in &imported.left_out {
        printer.say(what)?;
    }
    for file in &stayed {
        printer.say(&format!("{file} was there already, and stays as it is"))?;
    }
    printer.line(&format!(
        "{}, {}, {}, {}, minutes of {}; {} restricted",
        plural(bodies, "body", "bodies"),
        plural(meetings, "meeting", "meetings"),
        plural(agenda_lines, "line of agendas", "lines of agendas"),
        plural(papers, "paper", "papers"),
        plural(minutes, "meeting", "meetings"),
        imported.restricted.len(),
    ))?;
    printer.object(&ImportedEvent {
        bodies,
        meetings,
        agenda_lines,
        papers,
        minutes,
        restricted: &imported.restricted,
        stayed,
        left_out: &imported.left_out,
    })?;
    printer.say(&format!(
        "they are in {}; `orderpaper check` says what they lack, and `orderpaper build` makes their papers",
        data.display()
    ))?;
    Ok(Exit::Made)
}

fn votes(
    args: &VotesArgs,
    global: &Global,
    today: NaiveDate,
    printer: &Printer,
) -> anyhow::Result<Exit> {
    let run = global.run_options(today);
    let VotesArgs { meeting, file, item } = args;
    match pipeline::import_votes(&run, meeting, file, item.as_deref())? {
        VotesTaken::Saved { file, questions, diags } => {
            printer.diagnostics(&diags)?;
            for question in &questions {
                let QuestionTaken { motion, counts, absent, replaced } = question;
                let [in_favour, against, abstain, not_voting] = *counts;
                let (absent, replaced) = (*absent, *replaced);
                let instead = if replaced { ", in place of the vote that was there" } else { "" };
                printer.line(&format!(
                    "{motion}: {in_favour} for, {against} against, {abstain} abstaining, {not_voting} not voting{instead}"
                ))?;
                printer.object(&VoteEvent {
                    motion,
                    in_favour,
                    against,
                    abstain,
                    not_voting,
                    absent,
                    replaced,
                })?;
            }
            printer.say(&format!(
                "they are in {file}; how each motion ended is yours to say there, since majorities differ"
            ))?;
            Ok(Exit::Made)
        }
        VotesTaken::Refused(diags) => {
            printer.diagnostics(&diags)?;
            printer.failure("no vote is put into the minutes")?;
            Ok(Exit::Refused)
        }
    }
}
