//! Stopping a run by the keyboard: what was begun is finished, and nothing more is begun. And ending one
//! that can't stop by itself.

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
