//! `desk`: what is due and what is wrong, in a browser on this machine.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::Context;
use chrono::{DateTime, FixedOffset, NaiveDate};
use clap::Args;
use serde::Serialize;

use super::act::ActArgs;
use super::global::Global;
use super::printer::Printer;
use super::{Exit, interrupt};
use crate::desk::{self, DeskOptions, Host};

/// Show what is due and what is wrong in a browser, until Ctrl-C
///
/// The pages are on this machine only and for whoever starts the desk only, and change as the records do. A second start
/// opens the desk that is running.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  orderpaper desk --open
  orderpaper desk --data my-council --open")]
pub(super) struct DeskArgs {
    /// Open it in the browser
    #[arg(long)]
    open: bool,
    /// The port on 127.0.0.1; any that is free unless given
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    port: u16,
    #[command(flatten)]
    act: ActArgs,
}

/// A desk that can be opened, for programs.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct OpenedEvent<'a> {
    desk: &'a str,
    file: String,
}

pub(super) fn run(
    args: &DeskArgs,
    global: &Global,
    today: NaiveDate,
    clock: fn() -> DateTime<FixedOffset>,
    printer: &Printer,
) -> anyhow::Result<Exit> {
    let (act, day) = (args.act.clone(), global.today);
    let moment = move |machine: DateTime<FixedOffset>| {
        act.moment(machine, super::stated_now(day, machine), false)
    };
    // A key that can't be read is told now, and not when something is to be published.
    moment(clock())?;
    let options = DeskOptions {
        run: global.run_options(today),
        is_day_fixed: global.today.is_some(),
        port: args.port,
        clock,
        host: Host {
            moment: Arc::new(moment),
            open: |file| opener::open(file).context("the file could not be opened"),
            end: || interrupt::end_process(Exit::Failed),
        },
    };
    let stop = Arc::new(AtomicBool::new(false));
    interrupt::listen(&stop)?;
    desk::serve(&options, &stop, &|opened| {
        let file = opened.file.display().to_string();
        printer.object(&OpenedEvent { desk: &opened.address, file: file.clone() })?;
        if args.open {
            opener::open(&opened.file).context("the browser could not be opened")?;
            printer.say(&format!("the desk is open at {}", opened.address))?;
        } else {
            printer.line(&file)?;
            printer.say("open this file in your browser within a minute; it is good once")?;
        }
        if !opened.is_joined {
            printer.say("press Ctrl-C to end it")?;
        }
        Ok(())
    })?;
    Ok(Exit::Made)
}
