//! `import`: records from other systems.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde::Serialize;

use super::Exit;
use super::global::Global;
use super::printer::Printer;
use crate::pipeline::{self, QuestionTaken, VotesTaken};

/// Bring in what other systems have: the votes that a voting system exported
#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    #[command(subcommand)]
    what: What,
}

/// What is brought in.
#[derive(Debug, Subcommand)]
enum What {
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
        What::Votes(args) => votes(args, global, today, printer),
    }
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
