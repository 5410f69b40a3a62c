//! Reports that were written in Word: those that a text can carry become texts, as if they had been written in Djot, and
//! of the others it is said what keeps them from it.

mod rich;

use std::sync::Arc;

use super::Inputs;
use super::state::KnownContents;
use crate::check::{About, Finding};
use crate::diag::{Code, Diagnostic, Origin, Severity};
use crate::model::bundle;
use crate::model::dataset::Dataset;
use crate::model::glyphs::Coverage;
use crate::model::meeting::PaperStatus;
use crate::model::record::{Located, RichText};
use crate::papers::Opener;
use crate::papers::word::{self, WordPaper};
use crate::parallel;
use crate::store;

/// A Word document that a row of papers names.
struct NamedFile {
    meeting: String,
    title: String,
    file: Located<String>,
}

/// Reads the Word documents among the papers, in the process that opens papers, and adds to the records those that are
/// set in house style; what was found of them goes to `findings`. Those that can't be read here are left to
/// whoever binds them.
pub(super) fn add_reports(
    inputs: &Inputs,
    coverage: &Coverage,
    data: &mut Dataset,
    findings: &mut Vec<Finding>,
) {
    let Some(opener) = &inputs.opener else { return };
    let is_refused = |origin: &Origin| {
        findings.iter().map(|finding| &finding.diagnostic).any(|found| {
            found.severity() == Severity::Error && found.origin.as_ref() == Some(origin)
        })
    };
    // One whose name leads out of the folder, or is a link, is not followed.
    let mut files = named_files(data);
    files.retain(|file| !is_refused(&file.file.origin));
    if files.is_empty() {
        return;
    }
    let known = inputs.published.as_ref().map(|packs| KnownContents::read(&packs.output));
    let known = known.unwrap_or_default();
    let read = parallel::map(parallel::processors(), files.len(), |at| {
        let path = store::below(&inputs.data.join("documents"), &files[at].file.value);
        read(opener, &known, &path).ok().flatten()
    });
    for (file, paper) in files.into_iter().zip(read) {
        let Some(paper) = paper else { continue };
        let origin = file.file.origin.clone();
        let taken_out = taken_out(&file.file.value, &paper);
        let found = match rich::report(paper, &file.title, coverage) {
            Ok(text) => {
                let shown = format!("{}/documents/{}", inputs.data.display(), file.file.value);
                let text = Located {
                    value: RichText(Arc::new(text)),
                    origin: Origin::file(shown.replace(std::path::MAIN_SEPARATOR, "/")),
                };
                data.reports.insert(file.file.value.clone(), text);
                taken_out
            }
            Err(reasons) => Some(converted(&file.file.value, &reasons)),
        };
        findings.extend(found.map(|found| Finding {
            diagnostic: found.at(&origin),
            blocks: Vec::new(),
            about: vec![About::Meeting(file.meeting)],
            overridden: None,
        }));
    }
}

/// Returns the Word documents that rows name, each once.
fn named_files(data: &Dataset) -> Vec<NamedFile> {
    let mut files: Vec<NamedFile> = Vec::new();
    for (meeting, papers) in &data.papers {
        for paper in papers.iter().filter(|paper| paper.status() == PaperStatus::Final) {
            let Some(file) = paper.file.known() else { continue };
            let is_word = word::is_word(file.value.as_ref());
            let is_known = files.iter().any(|known| known.file.value == file.value);
            if is_word && !is_known && bundle::generated_document(&file.value).is_none() {
                let title = paper.title.known().map(ToString::to_string).unwrap_or_default();
                files.push(NamedFile { meeting: meeting.clone(), title, file: file.clone() });
            }
        }
    }
    files
}

/// Reads a document; `None` of one that is refused, which is reported where it is bound, and of one that was not opened
/// and is not to be.
fn read(
    opener: &Opener,
    known: &KnownContents,
    path: &std::path::Path,
) -> anyhow::Result<Option<WordPaper>> {
    let content = known.of(path)?;
    Ok(opener.word(path, &content)?.and_then(Result::ok))
}

/// Returns what is not printed of a document in house style.
fn taken_out(file: &str, paper: &WordPaper) -> Option<Diagnostic> {
    let mut removed = word::removed(paper);
    let margins = &paper.document.margins;
    if !margins.is_empty() {
        removed.push(format!("headers and footers (“{}”)", margins.join("”, “")));
    }
    let message = format!("removed from `{file}`: {}", removed.join("; "));
    (!removed.is_empty()).then(|| Diagnostic::new(Code::PackTakenOut, message))
}

/// Returns why a document is not set in house style.
fn converted(file: &str, reasons: &[String]) -> Diagnostic {
    let first = reasons.first().map_or("", String::as_str);
    let more = match reasons.len() {
        0 | 1 => String::new(),
        2 => ", and for one more reason".to_owned(),
        count => format!(", and for {} more reasons", count - 1),
    };
    let message = format!(
        "`{file}` is not set in house style, because {first}{more}; LibreOffice converts it"
    );
    Diagnostic::new(Code::PaperConverted, message)
        .hint("have its author replace these by words, tables and pictures with alternative text")
}
