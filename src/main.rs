//! Parses the arguments, asks the clock, runs, and ends the process. No other module does any of these, but
//! `cli` ends the process where a document hangs.

use std::io::{self, Write};
use std::process::ExitCode;

use chrono::{DateTime, FixedOffset};
use clap::Parser;
use mimalloc::MiMalloc;
use orderpaper::cli::{self, Arguments, Exit};

#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match cli::run(&arguments, now) {
        Ok(exit) => exit.into(),
        Err(error) if is_broken_pipe(&error) => Exit::Made.into(),
        Err(error) => {
            // A closed stderr must not panic.
            writeln!(io::stderr(), "error: {}", cli::message(&error)).ok();
            Exit::Failed.into()
        }
    }
}

/// Returns the time by the machine's clock.
#[expect(clippy::disallowed_methods, reason = "the one place that asks the clock")]
fn now() -> DateTime<FixedOffset> {
    chrono::Local::now().fixed_offset()
}

/// Returns whether whoever was reading our output has gone, which is no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io_error = cause.downcast_ref::<io::Error>();
        io_error.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}
