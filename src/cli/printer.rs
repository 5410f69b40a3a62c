//! Everything that is printed passes through here: for people or for programs, in colour or not.

use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use serde::Serialize;

use super::global::{Colour, Format, Global};
use crate::diag::{self, Diagnostics, Severity, Style, plural, without_error_number};

/// Writes results to stdout and everything else to stderr.
pub(super) struct Printer {
    format: Format,
    is_quiet: bool,
    shows_notes: bool,
    choice: ColorChoice,
    style: Style,
}

/// Starts the log that `-vv` shows; without it only warnings of libraries are printed.
pub(super) fn log(global: &Global) {
    let level = match global.verbose {
        0 | 1 => tracing::Level::ERROR,
        2 => tracing::Level::INFO,
        _ => tracing::Level::DEBUG,
    };
    let is_coloured = global.color == Colour::Always
        || (global.color == Colour::Auto && io::stderr().is_terminal());
    // A second call in one process, as tests make, keeps the first log.
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(io::stderr)
        .with_ansi(is_coloured)
        .without_time()
        .try_init()
        .ok();
}

impl Printer {
    pub(super) fn new(global: &Global) -> Self {
        let choice = match global.color {
            Colour::Auto => AutoStream::choice(&io::stderr()),
            Colour::Always => ColorChoice::Always,
            Colour::Never => ColorChoice::Never,
        };
        let is_plain = matches!(choice, ColorChoice::Never);
        Self {
            format: global.format,
            is_quiet: global.quiet,
            shows_notes: global.verbose > 0,
            choice,
            style: if is_plain { Style::Plain } else { Style::Coloured },
        }
    }

    /// Returns whether programs are reading.
    pub(super) fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Prints a line of results for people; programs get [`Self::object`].
    pub(super) fn line(&self, text: &str) -> anyhow::Result<()> {
        if !self.is_json() && !self.is_quiet {
            writeln!(io::stdout().lock(), "{text}")?;
        }
        Ok(())
    }

    /// Prints a line of results that people get quiet or not; programs get [`Self::object`].
    pub(super) fn result(&self, text: &str) -> anyhow::Result<()> {
        if !self.is_json() {
            writeln!(io::stdout().lock(), "{text}")?;
        }
        Ok(())
    }

    /// Prints results that were asked for, quiet or not, such as a schema.
    pub(super) fn text(&self, text: &str) -> anyhow::Result<()> {
        io::stdout().lock().write_all(text.as_bytes())?;
        Ok(())
    }

    /// Prints an object as one line of JSON, for programs.
    pub(super) fn object(&self, object: &impl Serialize) -> anyhow::Result<()> {
        if self.is_json() {
            // Programs get the reason of a failure in the words that people get.
            let line = without_error_number(serde_json::to_string(object)?);
            writeln!(io::stdout().lock(), "{line}")?;
        }
        Ok(())
    }

    /// Prints a sentence that is not a result.
    pub(super) fn say(&self, text: &str) -> anyhow::Result<()> {
        if !self.is_json() && !self.is_quiet {
            writeln!(io::stderr().lock(), "{text}")?;
        }
        Ok(())
    }

    /// Prints a failure of the tool, quiet or not.
    pub(super) fn failure(&self, text: &str) -> anyhow::Result<()> {
        let text = without_error_number(text.to_owned());
        writeln!(io::stderr().lock(), "error: {text}")?;
        Ok(())
    }

    /// Prints diagnostics in order of their places; notes only when asked for.
    pub(super) fn diagnostics(&self, diags: &Diagnostics) -> anyhow::Result<()> {
        if self.is_json() {
            let mut out = io::BufWriter::new(io::stdout().lock());
            for diagnostic in diags.sorted() {
                writeln!(out, "{}", diag::render_json(diagnostic))?;
            }
            out.flush()?;
            return Ok(());
        }
        let least = match (self.is_quiet, self.shows_notes) {
            (true, _) => Severity::Error,
            (false, false) => Severity::Warning,
            (false, true) => Severity::Note,
        };
        let mut out = io::BufWriter::new(AutoStream::new(io::stderr().lock(), self.choice));
        let list = diags.merged();
        for diagnostic in list.iter().filter(|diagnostic| least <= diagnostic.severity()) {
            writeln!(out, "{}\n", diag::render_human(diagnostic, self.style))?;
        }
        out.flush()?;
        Ok(())
    }

    /// Returns how many faults there are, in words: `2 errors, 3 warnings, 12 notes (-v shows them)`.
    pub(super) fn counts(&self, diags: &Diagnostics) -> Vec<String> {
        let mut parts = Vec::new();
        let [errors, warnings, notes] = [Severity::Error, Severity::Warning, Severity::Note]
            .map(|severity| diags.count_different(severity));
        if errors > 0 {
            parts.push(plural(errors, "error", "errors"));
        }
        if warnings > 0 {
            parts.push(plural(warnings, "warning", "warnings"));
        }
        if notes > 0 {
            let hint = if self.shows_notes { "" } else { " (-v shows them)" };
            parts.push(plural(notes, "note", "notes") + hint);
        }
        parts
    }
}
