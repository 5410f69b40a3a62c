//! Runs the process that opens a supplied PDF, with limits on its memory and its time.
//!
//! A file made to crash its reader then crashes that process only. Which program that is, and where it
//! leaves the clean copy, is the caller's affair: the process calls [`clean::document`](crate::clean::document)
//! and writes down what comes of it.

use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::Context;
use process_control::{ChildExt, Control};

use crate::{Limits, MEGABYTE, Refusal};

/// The address space that a process takes before it opens anything, in bytes: its code, and what its
/// allocator reserves.
const BASELINE_MEMORY: u64 = 128 * MEGABYTE;

/// Runs a command that opens one paper, and waits for its end. The refusal is for a process that failed or
/// ran into a limit; `None` says that it ended well.
///
/// Memory is limited on Linux, Android and Windows; macOS has no such limit.
///
/// # Errors
/// When the command can't be started, or not waited for.
pub fn run(command: &mut Command, limits: &Limits) -> anyhow::Result<Option<Refusal>> {
    let mut child = command
        // One thread: less memory, and the same copy on every machine.
        .env("RAYON_NUM_THREADS", "1")
        // Reserve little memory in advance, as it counts towards the limit (both in KB).
        .env("MIMALLOC_ARENA_RESERVE", "65536")
        .env("MIMALLOC_ARENA_MAX_OBJECT_SIZE", "1024")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("failed to run `{}`", command.get_program().display()))?;
    let seconds = limits.seconds;
    let control =
        child.controlled().time_limit(Duration::from_secs(seconds)).terminate_for_timeout();
    #[cfg(any(target_os = "linux", target_os = "android", windows))]
    let control = control.memory_limit(
        usize::try_from(limits.memory.saturating_add(BASELINE_MEMORY)).unwrap_or(usize::MAX),
    );
    let is_success = match control.wait() {
        Ok(status) => status.map(|status| status.success()),
        // Windows refuses to limit a process that has ended already.
        Err(error) => match exit_status(&mut child) {
            Some(status) => Some(status.success()),
            None => {
                child.kill().ok();
                return Err(error).context("failed to wait for the program that reads papers");
            }
        },
    };
    let refused = |message| {
        Refusal::new(message, "open it and print it to a new PDF, or make its pictures smaller")
    };
    let memory = limits.memory / MEGABYTE;
    Ok(match is_success {
        None => Some(refused(format!("takes longer than {seconds} seconds to read"))),
        Some(true) => None,
        Some(false) => Some(refused(format!(
            "needs more than {memory} MB of memory, or crashes the program that reads it"
        ))),
    })
}

/// Returns the exit status of a process that has ended, or that ends within a second.
fn exit_status(child: &mut Child) -> Option<ExitStatus> {
    (0..100).find_map(|_| {
        let status = child.try_wait().ok().flatten();
        if status.is_none() {
            thread::sleep(Duration::from_millis(10));
        }
        status
    })
}
