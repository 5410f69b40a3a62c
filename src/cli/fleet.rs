//! `fleet`: starts `orderpaper-fleet`, a program of its own, where it is installed.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;
use clap::Args;

use super::Exit;

/// What the other program is called.
const PROGRAM: &str = if cfg!(windows) { "orderpaper-fleet.exe" } else { "orderpaper-fleet" };

/// Make the papers of many councils on many machines, where `orderpaper-fleet` is installed
#[derive(Debug, Args)]
#[command(disable_help_flag = true)]
pub(super) struct FleetArgs {
    /// What `orderpaper-fleet` takes; `orderpaper fleet help` lists it
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

pub(super) fn run(args: &FleetArgs) -> anyhow::Result<Exit> {
    let this = std::env::current_exe().ok();
    let beside = this.map(|program| program.with_file_name(PROGRAM));
    let program = beside.filter(|path| path.is_file()).unwrap_or_else(|| PathBuf::from(PROGRAM));
    let status = Command::new(&program).args(&args.arguments).status().with_context(|| {
        format!(
            "`{}` can't be started; it is a program of its own, and is not part of this one",
            program.display()
        )
    })?;
    Ok(match status.code() {
        Some(0) => Exit::Made,
        Some(1) => Exit::Refused,
        Some(_) | None => Exit::Failed,
    })
}
