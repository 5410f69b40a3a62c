//! The progress bar, on a terminal; elsewhere nothing but the lines that results make.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressStyle};

use super::global::{Format, Global};

/// Returns a bar for so many documents; a hidden one where nobody would see it.
pub(super) fn bar(global: &Global, documents: usize) -> ProgressBar {
    let is_seen = io::stderr().is_terminal()
        && !global.no_progress
        && !global.quiet
        && global.format == Format::Human;
    if !is_seen {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(documents as u64);
    let style =
        ProgressStyle::with_template("{bar:24} {pos}/{len} {per_sec:>9} {eta:>4} left  {wide_msg}");
    bar.with_style(style.expect("the template names only known parts"))
}
