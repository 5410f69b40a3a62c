//! Asks a validator on this machine whether a finished PDF is what it claims to be.
//!
//! The validator is a program that is called as veraPDF's command line is: `PATH --version`, whose first line is
//! its name and version, and `PATH --format text --flavour 2a FILE`. It confirms a claim by ending with code 0 and
//! printing a line that begins with `PASS`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::Context;

use super::installed::run;
use crate::store::{self, Readers};

/// How long it may take to say its version, or to judge one PDF; a pack of 500 pages takes it half a minute.
const TIME_LIMIT: Duration = Duration::from_secs(300);

/// A validator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Validator {
    program: PathBuf,
    /// Its name and version, as it says them: `veraPDF 1.28.1`.
    pub name: String,
}

/// What a validator says of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The claim is true.
    Confirmed,
    /// The claim is false.
    Refuted,
    /// It failed, or took too long.
    Undecided,
}

impl Validator {
    /// Returns the validator that is this program.
    ///
    /// # Errors
    /// When it can't be run, or does not say its version.
    pub fn find(program: &Path) -> anyhow::Result<Self> {
        let context = || format!("failed to run the validator `{}`", program.display());
        let output =
            run(Command::new(program).arg("--version"), TIME_LIMIT).with_context(context)?;
        let output = output.filter(|output| output.status.success()).with_context(|| {
            format!("`{} --version` failed; is it a validator?", program.display())
        })?;
        let text = String::from_utf8_lossy(&output.stdout);
        let name = text.lines().map(str::trim).find(|line| !line.is_empty());
        let name = name.with_context(|| {
            format!("`{} --version` says nothing; is it a validator?", program.display())
        })?;
        Ok(Self { program: program.to_owned(), name: name.to_owned() })
    }

    /// Judges a PDF by a flavour such as `ua1` or `2a`. The PDF is written to a private folder in `scratch` until
    /// that is done.
    ///
    /// # Errors
    /// When the PDF can't be written, or the validator not be run.
    pub fn judge(&self, scratch: &Path, pdf: &[u8], flavour: &str) -> anyhow::Result<Verdict> {
        let folder = store::scratch_folder(scratch)?;
        let file = folder.path().join("pack.pdf");
        store::write_for(Readers::Owner, &file, pdf)?;
        let mut command = Command::new(&self.program);
        command.args(["--format", "text", "--flavour", flavour]).arg(&file);
        let output = run(&mut command, TIME_LIMIT)
            .with_context(|| format!("failed to run the validator `{}`", self.program.display()))?;
        let Some(output) = output else { return Ok(Verdict::Undecided) };
        let text = String::from_utf8_lossy(&output.stdout);
        let says = |word: &str| text.lines().any(|line| line.trim_start().starts_with(word));
        Ok(match (output.status.success(), says("PASS"), says("FAIL")) {
            (true, true, false) => Verdict::Confirmed,
            (_, _, true) => Verdict::Refuted,
            _ => Verdict::Undecided,
        })
    }
}
