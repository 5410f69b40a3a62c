//! The progress bar, on a terminal; elsewhere nothing but the lines that results make.

use std::io::{self, IsTerminal};
use std::sync::{Mutex, MutexGuard, PoisonError};

use indicatif::{ProgressBar, ProgressStyle};

use super::global::{Format, Global};

/// The progress bar of a run, which any thread may move.
pub(super) struct Progress {
    /// Whether anybody would see it.
    is_seen: bool,
    bar: Mutex<ProgressBar>,
}

impl Progress {
    /// Returns a hidden bar.
    pub(super) fn new(global: &Global) -> Self {
        let is_seen = io::stderr().is_terminal()
            && !global.no_progress
            && !global.quiet
            && global.format == Format::Human;
        Self { is_seen, bar: Mutex::new(ProgressBar::hidden()) }
    }

    /// Shows a bar for so many documents, where somebody would see it.
    pub(super) fn begin(&self, documents: usize) {
        if !self.is_seen {
            return;
        }
        let bar = ProgressBar::new(documents as u64);
        let style = ProgressStyle::with_template(
            "{bar:24} {pos}/{len} {per_sec:>9} {eta:>4} left  {wide_msg}",
        );
        *self.bar() = bar.with_style(style.expect("the template names only known parts"));
    }

    /// Shows the name of a document that is begun.
    pub(super) fn show(&self, document: &str) {
        self.bar().set_message(document.to_owned());
    }

    /// Counts a document.
    pub(super) fn count(&self) {
        self.bar().inc(1);
    }

    /// Removes the bar from the terminal.
    pub(super) fn clear(&self) {
        self.bar().finish_and_clear();
    }

    fn bar(&self) -> MutexGuard<'_, ProgressBar> {
        self.bar.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
