//! `orderpaper-fleet`: makes the papers of many councils on many machines.
//!
//! Parses the arguments, asks the clock, runs, and ends the process. `ARCHITECTURE.md` beside this folder says how
//! everything meets.

mod args;
mod attempts;
mod cli;
mod disk;
mod gather;
mod health;
mod known;
mod layout;
mod manifest;
mod message;
mod name;
mod order;
mod plan;
mod planning;
mod program;
mod publish;
mod put;
mod queue;
mod report;
mod result;
mod run;
mod scratch;
mod serve;
mod settings;
mod status;
mod store;
mod tree;
mod users;
mod work;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = match parse() {
        Ok(arguments) => arguments,
        Err(exit) => return exit,
    };
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the clock")]
    let now = chrono::Local::now().fixed_offset();
    // Both clients take the library for TLS from here; it can't be set before.
    rustls::crypto::ring::default_provider().install_default().ok();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let ended = runtime
        .map_err(anyhow::Error::from)
        .and_then(|runtime| runtime.block_on(cli::run(arguments, now)));
    match ended {
        Ok(exit) => exit.into(),
        Err(error) => failed(&error),
    }
}

/// Returns the arguments; the exit code where there are none to run.
fn parse() -> Result<args::Arguments, ExitCode> {
    let parsed = args::Arguments::try_parse();
    // Help needs no settings. Before any other error, since that of an empty value has not the variable's name.
    if parsed.as_ref().err().is_none_or(clap::Error::use_stderr)
        && let Err(error) = settings::check(std::env::vars_os())
    {
        return Err(failed(&error));
    }
    parsed.map_err(|error| error.exit())
}

/// Prints an error, and returns the exit code for it.
fn failed(error: &anyhow::Error) -> ExitCode {
    // A closed stderr must not panic.
    writeln!(io::stderr(), "error: {error:#}").ok();
    cli::Exit::Failed.into()
}

/// Does something that takes long, while the queue and the store are waited for.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
) -> anyhow::Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(anyhow::anyhow!(error).context("a task broke off")),
    }
}
