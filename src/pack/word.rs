//! Turns Word documents into tagged PDFs with LibreOffice, where it is installed.
//!
//! LibreOffice runs with a profile of its own, so that a copy which is open on the screen is not
//! disturbed, and is stopped with all it started when it takes too long. Its exit code says nothing;
//! the PDF is there or not.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::Context;
use process_control::{ChildExt, Control};

use super::Refusal;
use crate::store;

/// How long LibreOffice may take, in seconds; its first start takes longest.
const SECONDS: u64 = 90;

/// What LibreOffice is asked for: PDF/A-2 and PDF/UA, with tags and bookmarks.
const FILTER: &str = concat!(
    r#"pdf:writer_pdf_Export:{"PDFUACompliance":{"type":"boolean","value":"true"},"#,
    r#""SelectPdfVersion":{"type":"long","value":"2"},"#,
    r#""UseTaggedPDF":{"type":"boolean","value":"true"},"#,
    r#""ExportBookmarks":{"type":"boolean","value":"true"}}"#,
);

/// Returns whether a file's name is that of a Word document.
pub(super) fn is_word(paper: &Path) -> bool {
    paper.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("docx"))
}

/// Turns a Word document into a PDF.
///
/// # Errors
/// When the document can't be read or the PDF can't be written; the refusal says what is wrong with
/// the document, or that LibreOffice isn't there.
pub(super) fn convert(paper: &Path, pdf: &Path) -> anyhow::Result<Result<(), Refusal>> {
    if !is_document(&store::read(paper)?) {
        return Ok(Err(Refusal::new(
            "is not a Word document, whatever its name says",
            "open it in Word and save it again, best of all as PDF",
        )));
    }
    let Some(program) = program() else {
        return Ok(Err(Refusal::new(
            "is a Word document, and LibreOffice, which turns it into a PDF, is not installed here",
            "save it as PDF in Word, with document structure tags, or install LibreOffice",
        )));
    };
    let folder = store::scratch_folder()?;
    let profile = folder.path().join("profile");
    let mut command = Command::new(&program);
    command
        .args(["--headless", "--norestore", "--nolockcheck"])
        .arg(format!("-env:UserInstallation={}", address(&profile)))
        .args(["--convert-to", FILTER])
        .arg("--outdir")
        .arg(folder.path())
        .arg(paper)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    own_group(&mut command);
    let mut child =
        command.spawn().with_context(|| format!("failed to run `{}`", program.display()))?;
    let id = child.id();
    let status = child
        .controlled()
        .time_limit(Duration::from_secs(SECONDS))
        .wait()
        .context("failed to wait for LibreOffice")?;
    if status.is_none() {
        stop(id);
        return Ok(Err(Refusal::new(
            format!("takes LibreOffice longer than {SECONDS} seconds to turn into a PDF"),
            "save it as PDF in Word, with document structure tags",
        )));
    }
    let name = paper.with_extension("pdf");
    let made = folder.path().join(name.file_name().unwrap_or(OsStr::new("paper.pdf")));
    let Some(bytes) = store::read_if_there(&made)? else {
        return Ok(Err(Refusal::new(
            "could not be turned into a PDF by LibreOffice",
            "save it as PDF in Word, with document structure tags",
        )));
    };
    store::write(pdf, &bytes)?;
    Ok(Ok(()))
}

/// Returns whether bytes are a Word document: LibreOffice would print any others as text.
fn is_document(bytes: &[u8]) -> bool {
    let archive = zip::ZipArchive::new(std::io::Cursor::new(bytes));
    archive.is_ok_and(|archive| {
        archive.index_for_name("[Content_Types].xml").is_some()
            && archive.index_for_name("word/document.xml").is_some()
    })
}

/// Returns where LibreOffice is: on the path, or where Windows and macOS have it.
fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).collect::<Vec<_>>().into_iter();
    let usual = ["ProgramFiles", "ProgramFiles(x86)"].iter().filter_map(std::env::var_os);
    let usual = usual.map(|folder| PathBuf::from(folder).join("LibreOffice").join("program"));
    let mac = PathBuf::from("/Applications/LibreOffice.app/Contents/MacOS");
    let names: &[&str] =
        if cfg!(windows) { &["soffice.com", "soffice.exe"] } else { &["soffice", "libreoffice"] };
    folders
        .chain(usual)
        .chain([mac])
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|program| store::is_file(program))
}

/// Returns a folder as the address of a file, as LibreOffice wants it.
fn address(folder: &Path) -> String {
    let path = folder.to_string_lossy().replace('\\', "/");
    let path = path.replace('%', "%25").replace(' ', "%20").replace('#', "%23");
    format!("file://{}{path}", if path.starts_with('/') { "" } else { "/" })
}

/// Puts a program and all that it starts into a group, so that they can be stopped together.
#[cfg(unix)]
fn own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

/// Puts a program and all that it starts into a group; on Windows every program has its tree.
#[cfg(not(unix))]
fn own_group(_command: &mut Command) {}

/// Stops a program and all that it started.
fn stop(id: u32) {
    let mut command = if cfg!(windows) {
        let mut command = Command::new("taskkill");
        command.args(["/T", "/F", "/PID", &id.to_string()]);
        command
    } else {
        let mut command = Command::new("kill");
        command.args(["-KILL", "--", &format!("-{id}")]);
        command
    };
    // Where nothing is left to stop, nothing has to be.
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().ok();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_an_address() {
        assert_eq!(address(Path::new("/tmp/a b")), "file:///tmp/a%20b");
        assert_eq!(address(Path::new("C:\\Temp\\x")), "file:///C:/Temp/x");
    }

    #[test]
    fn only_a_word_document_is_one() {
        assert!(!is_document(b"PK\x03\x04 not a zip"));
        assert!(!is_document(b"words"));
    }
}
