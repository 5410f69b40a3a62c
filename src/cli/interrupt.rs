//! Stopping a run by the keyboard: what was begun is finished, and nothing more is begun. And ending one
//! that can't stop by itself, or that nobody waits for any more.

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use super::Exit;

/// Listens for Ctrl-C, and for the system's own way to say so; `stop` is set then. The second time ends
/// the program at once, which leaves no half-written file either.
///
/// # Errors
/// When the system lets nobody listen.
pub(super) fn listen(stop: &Arc<AtomicBool>) -> anyhow::Result<()> {
    for signal in [SIGINT, SIGTERM] {
        // In this order: the first signal only sets the flag, the second finds it set.
        let code = Exit::Failed as i32;
        flag::register_conditional_shutdown(signal, code, Arc::clone(stop))?;
        flag::register(signal, Arc::clone(stop))?;
    }
    Ok(())
}

/// Ends the process when its standard input ends, on a thread that waits for that. A program that started this
/// one and holds the other end of its input takes it along however it ends, by a signal that nobody can
/// handle too. What is on the input is passed over.
///
/// # Errors
/// When the system has no thread left.
pub(super) fn end_with_input() -> anyhow::Result<()> {
    let wait = || {
        io::copy(&mut io::stdin().lock(), &mut io::sink()).ok();
        end_process(Exit::Failed)
    };
    std::thread::Builder::new().name("input".to_owned()).spawn(wait)?;
    Ok(())
}

/// Ends the process while other threads are still at work: whoever waits for a document that hangs would
/// never return. The system releases the lock of the output folder.
#[expect(
    clippy::exit,
    clippy::disallowed_methods,
    reason = "a thread that typesets can't be stopped"
)]
pub(super) fn end_process(exit: Exit) -> ! {
    std::process::exit(exit as i32)
}
