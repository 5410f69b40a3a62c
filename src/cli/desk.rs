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
use crate::desk::{self, DeskOptions, Host, Opened};
use crate::pipeline::RunOptions;
use crate::start;

/// Show what is due and what is wrong in a browser, until Ctrl-C
///
/// The pages are on this machine only and for whoever starts the desk only, and change as the records do. A second start
/// opens the desk that is running.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  orderpaper desk --open
  orderpaper desk --data my-council --open
  orderpaper desk --data my-council --install-shortcut")]
pub(super) struct DeskArgs {
    /// Open it in the browser
    #[arg(long)]
    open: bool,
    /// Write a shortcut that opens it, in the Start menu or among the applications, and end
    #[arg(long, conflicts_with_all = ["open", "port"])]
    install_shortcut: bool,
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

/// A shortcut that was written, for programs.
#[derive(Serialize)]
struct ShortcutEvent {
    shortcut: String,
}

pub(super) fn run(
    args: &DeskArgs,
    global: &Global,
    today: NaiveDate,
    clock: fn() -> DateTime<FixedOffset>,
    printer: &Printer,
) -> anyhow::Result<Exit> {
    if args.install_shortcut {
        return install_shortcut(args, &global.run_options(today), printer);
    }
    let (act, day) = (args.act.clone(), global.today);
    let moment = move |machine: DateTime<FixedOffset>| {
        act.moment(machine, super::stated_now(day, machine), false)
    };
    // A key that can't be read is told now, and not when something is to be published.
    moment(clock())?;
    let mut options = DeskOptions {
        run: global.run_options(today),
        is_day_fixed: global.today.is_some(),
        port: args.port,
        clock,
        host: Host {
            moment: Arc::new(moment),
            open: |file| opener::open(file).context("the file could not be opened"),
            end: || interrupt::end_process(Exit::Failed),
        },
        councils: start::councils_folder(),
    };
    let stop = Arc::new(AtomicBool::new(false));
    interrupt::listen(&stop)?;
    let opened = |opened: &Opened| {
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
    };
    while let Some(council) = desk::serve(&options, &stop, &opened)? {
        options.run.data = council.join(start::DATA);
        options.run.output = council.join(start::OUTPUT);
    }
    Ok(Exit::Made)
}

/// Writes a shortcut that opens the desk of these folders, wherever it is run.
fn install_shortcut(args: &DeskArgs, run: &RunOptions, printer: &Printer) -> anyhow::Result<Exit> {
    let program = std::env::current_exe().context("the program does not know where it is")?;
    let mut arguments = vec!["desk".to_owned(), "--open".to_owned()];
    let folders = [
        ("--data", Some(&run.data)),
        ("--output", Some(&run.output)),
        ("--templates", run.templates.as_ref()),
        ("--sign-with", args.act.sign_with.as_ref()),
    ];
    for (option, path) in folders.into_iter().filter_map(|(option, path)| Some((option, path?))) {
        let path = std::path::absolute(path)
            .with_context(|| format!("`{}` is no path", path.display()))?
            .into_os_string()
            .into_string();
        let path = path.map_err(|path| anyhow::anyhow!("`{}` is no text", path.display()))?;
        arguments.extend([option.to_owned(), path]);
    }
    if let Some(by) = &args.act.by {
        arguments.extend(["--by".to_owned(), by.clone()]);
    }
    let path = start::install_shortcut(&program, &arguments)?;
    let shortcut = path.display().to_string();
    printer.line(&shortcut)?;
    printer.object(&ShortcutEvent { shortcut })?;
    printer.say("the desk is now among your programs, as Order Paper")?;
    Ok(Exit::Made)
}
