//! Converts Word documents to tagged PDFs with LibreOffice, where it is installed.
//!
//! LibreOffice runs with a separate profile, so that it does not disturb a window which the user has
//! open, and is stopped with all processes it started when it takes too long. Its exit code is no sign
//! of success; only the PDF is.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::Context;
use process_control::{ChildExt, Control};
use url::Url;

use super::installed::{folders_of_programs, programs_in};
use crate::pack::{Limits, MEGABYTE, Refusal};
use crate::store;

/// How long LibreOffice may take, in seconds; its first start takes longest.
const TIME_LIMIT: u64 = 90;

/// The address space that LibreOffice takes before it opens anything, in bytes.
#[cfg(any(target_os = "linux", target_os = "android", windows))]
const BASELINE_MEMORY: u64 = 4 * 1024 * MEGABYTE;

/// The variables that name the folder for temporary files, on Unix and on Windows.
const TEMPORARY: [&str; 3] = ["TMPDIR", "TEMP", "TMP"];

/// The export filter and its options: PDF/A-2 and PDF/UA, with tags and bookmarks.
const FILTER: &str = concat!(
    r#"pdf:writer_pdf_Export:{"PDFUACompliance":{"type":"boolean","value":"true"},"#,
    r#""SelectPdfVersion":{"type":"long","value":"2"},"#,
    r#""UseTaggedPDF":{"type":"boolean","value":"true"},"#,
    r#""ExportBookmarks":{"type":"boolean","value":"true"}}"#,
);

/// Converts a Word document to a PDF in `folder`, an absolute path, and returns the PDF's path. The refusal
/// says what is wrong with the document, or that LibreOffice is not installed.
///
/// LibreOffice writes whatever it needs in the folder too, which must be private and is to be removed.
///
/// # Errors
/// When LibreOffice can't be run.
pub(super) fn convert(
    paper: &Path,
    folder: &Path,
    limits: &Limits,
) -> anyhow::Result<Result<PathBuf, Refusal>> {
    let Some(program) = program() else {
        return Ok(Err(Refusal::new(
            "is a Word document, and LibreOffice, which converts it to PDF, is not installed",
            "save it as PDF in Word, with document structure tags, or install LibreOffice",
        )));
    };
    let profile = folder.join("profile");
    let mut command = Command::new(&program);
    command
        .args(["--headless", "--norestore", "--nolockcheck"])
        .arg(format!("-env:UserInstallation={}", file_url(&profile)?))
        .args(["--convert-to", FILTER])
        .arg("--outdir")
        .arg(folder)
        .arg(paper)
        .envs(TEMPORARY.map(|variable| (variable, folder)))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    start_in_group(&mut command);
    let mut child =
        command.spawn().with_context(|| format!("failed to run `{}`", program.display()))?;
    let id = child.id();
    let control = child.controlled().time_limit(Duration::from_secs(TIME_LIMIT));
    #[cfg(any(target_os = "linux", target_os = "android", windows))]
    let control = control.memory_limit(
        usize::try_from(limits.memory.saturating_add(BASELINE_MEMORY)).unwrap_or(usize::MAX),
    );
    let status = control.wait().context("failed to wait for LibreOffice")?;
    if status.is_none() {
        stop_group(id);
        return Ok(Err(Refusal::new(
            format!("takes LibreOffice longer than {TIME_LIMIT} seconds to convert to PDF"),
            "save it as PDF in Word, with document structure tags",
        )));
    }
    let name = paper.with_extension("pdf");
    let made = folder.join(name.file_name().unwrap_or(OsStr::new("paper.pdf")));
    if !store::is_file(&made) {
        return Ok(Err(Refusal::new(
            "could not be converted to PDF by LibreOffice",
            "save it as PDF in Word, with document structure tags",
        )));
    }
    Ok(Ok(made))
}

/// Returns the executable of LibreOffice: the first on the `PATH`, or the one where its installer puts
/// it on Windows and macOS.
pub(super) fn program() -> Option<PathBuf> {
    let windows = ["ProgramFiles", "ProgramFiles(x86)"].iter().filter_map(std::env::var_os);
    let windows = windows.map(|folder| PathBuf::from(folder).join("LibreOffice").join("program"));
    let mac = PathBuf::from("/Applications/LibreOffice.app/Contents/MacOS");
    let names: &[&str] =
        if cfg!(windows) { &["soffice.com", "soffice.exe"] } else { &["soffice", "libreoffice"] };
    folders_of_programs()
        .into_iter()
        .chain(windows)
        .chain([mac])
        .flat_map(|folder| programs_in(&folder, names))
        .find(|program| store::is_file(program))
}

/// Returns the `file:` URL of a folder, which LibreOffice takes in place of a path.
fn file_url(folder: &Path) -> anyhow::Result<String> {
    let url = Url::from_file_path(folder);
    let url =
        url.map_err(|()| anyhow::anyhow!("`{}` is not an absolute path", folder.display()))?;
    Ok(url.into())
}

/// Has a program start in a new process group, so that it and all that it starts can be stopped
/// together.
#[cfg(unix)]
fn start_in_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

/// Does nothing: Windows keeps the tree of processes by itself.
#[cfg(not(unix))]
fn start_in_group(_command: &mut Command) {}

/// Stops a program that began with [`start_in_group`], and all that it started.
fn stop_group(id: u32) {
    let mut command = if cfg!(windows) {
        let mut command = Command::new("taskkill");
        command.args(["/T", "/F", "/PID", &id.to_string()]);
        command
    } else {
        let mut command = Command::new("kill");
        command.args(["-KILL", "--", &format!("-{id}")]);
        command
    };
    // It fails where all of them have ended already.
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().ok();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_becomes_a_file_url() {
        let (folder, url) = if cfg!(windows) {
            ("C:\\Temp\\a b", "file:///C:/Temp/a%20b")
        } else {
            ("/tmp/a b#c", "file:///tmp/a%20b%23c")
        };
        assert_eq!(file_url(Path::new(folder)).unwrap(), url);
        assert!(file_url(Path::new("not/whole")).is_err());
    }
}
