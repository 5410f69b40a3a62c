//! What is installed on this machine that papers are opened with, or confirmed by: LibreOffice, the typefaces that
//! Word documents ask for, a validator. Nothing here decides what is done with a paper.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use process_control::{ChildExt, Control, Output};

use super::libreoffice;
use crate::store;

/// How long a program may take to say its version, or which typefaces there are; LibreOffice takes longest.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// The typefaces that Word documents ask for most, each with those of the same widths: with another in its place,
/// lines and pages break elsewhere than in Word.
const TYPEFACES: [(&str, &[&str]); 4] = [
    ("Arial", &["Arial", "Liberation Sans", "Arimo"]),
    ("Calibri", &["Calibri", "Carlito"]),
    ("Cambria", &["Cambria", "Caladea"]),
    ("Times New Roman", &["Times New Roman", "Liberation Serif", "Tinos"]),
];

/// LibreOffice, as it is installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibreOffice {
    /// Its executable.
    pub program: PathBuf,
    /// Its name and version, as it says them, without the digest of its build: `LibreOffice 7.4.7.2`; `None` where it
    /// does not run.
    pub version: Option<String>,
}

impl LibreOffice {
    /// Returns the one that converts Word documents; `None` where there is none.
    pub fn find() -> Option<Self> {
        let program = libreoffice::program()?;
        Some(Self { version: Self::version(&program), program })
    }

    /// Returns what it says of itself. It would leave a profile in the user's folders, and so gets another.
    fn version(program: &Path) -> Option<String> {
        let folder = store::temporary_folder().ok()?;
        let mut command = Command::new(program);
        command.args(["--headless", "--version"]).env("HOME", folder.path());
        let output = run(&mut command, TIME_LIMIT).ok()??;
        let text = String::from_utf8_lossy(&output.stdout);
        let words: Vec<&str> = text.split_whitespace().take(2).collect();
        words.first().is_some_and(|name| *name == "LibreOffice").then(|| words.join(" "))
    }
}

/// Returns the typefaces of Word documents in whose place LibreOffice sets others, of other widths; none where
/// nobody can say, as outside Linux.
pub fn replaced_typefaces() -> Vec<&'static str> {
    let is_replaced = |name: &str, alike: &[&str]| -> Option<bool> {
        let mut command = Command::new("fc-match");
        let output = run(command.args(["--format", "%{family}", name]), TIME_LIMIT).ok()??;
        let found = String::from_utf8_lossy(&output.stdout).into_owned();
        // Names of one typeface in several languages stand side by side.
        let is_alike = found.split(',').any(|family| alike.contains(&family.trim()));
        (output.status.success() && !found.is_empty()).then_some(!is_alike)
    };
    let replaced = TYPEFACES.iter().filter(|(name, alike)| is_replaced(name, alike) == Some(true));
    replaced.map(|(name, _)| *name).collect()
}

/// Returns veraPDF where it is on the `PATH`.
pub fn vera_pdf() -> Option<PathBuf> {
    let names: &[&str] = if cfg!(windows) { &["verapdf.bat"] } else { &["verapdf"] };
    let mut programs =
        folders_of_programs().into_iter().flat_map(|folder| programs_in(&folder, names));
    programs.find(|program| store::is_file(program))
}

/// Returns the folders of the `PATH`.
pub(super) fn folders_of_programs() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).collect()
}

/// Returns the paths that programs of these names have in a folder.
pub(super) fn programs_in(folder: &Path, names: &[&str]) -> Vec<PathBuf> {
    names.iter().map(|name| folder.join(name)).collect()
}

/// Runs a program to its end; `None` where it takes longer than it may.
pub(super) fn run(command: &mut Command, limit: Duration) -> anyhow::Result<Option<Output>> {
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?
        .controlled_with_output()
        .time_limit(limit)
        .terminate_for_timeout()
        .wait()?;
    Ok(child)
}
