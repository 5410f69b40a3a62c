//! Word documents among papers: what they say, and what keeps them from being bound.
//!
//! A document is read only in the process that opens papers; this one takes what that process wrote down.

use std::path::Path;

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::{OpenResult, Opener, SUFFIXES, Task, cache_entry, content_of, digest, refuse};
use crate::pack::Refusal;
use crate::store::{self, Readers};
use crate::word::{self, Document};

/// What the process that opens papers wrote down of a Word document.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct WordPaper {
    /// What it says.
    pub document: Document,
    /// Whether it holds files of other programs, of which only the pictures are printed.
    pub had_files: bool,
    /// How many addresses outside it names besides those of links.
    pub outside: usize,
}

/// A [`WordPaper`] with its digest, by which one is known that was damaged or altered.
#[derive(Debug, Serialize, Deserialize)]
struct Stored {
    digest: String,
    paper: String,
}

/// Returns whether a file's name ends in `.docx`, in capitals or not.
pub fn is_word(paper: &Path) -> bool {
    paper.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("docx"))
}

impl Opener {
    /// Returns what a Word document says whose content has this digest, or why it can't be bound; `None` where it was
    /// not opened before and this opener opens none.
    ///
    /// # Errors
    /// When the paper or the cache can't be read or written, or no process can be started.
    pub fn word(
        &self,
        paper: &Path,
        content: &str,
    ) -> anyhow::Result<Option<Result<WordPaper, Refusal>>> {
        // Marks are in PDFs; what a document says does not depend on the setting.
        let opener = self.with_marks(false);
        if store::size(paper)? > self.limits.size {
            return Ok(Some(Err(self.limits.too_large())));
        }
        let base = opener.cache.join(opener.key(content));
        if let Some(known) = known(&base)? {
            return Ok(Some(known));
        }
        if !self.opens_word {
            return Ok(None);
        }
        store::make_folder(&self.cache, Readers::Owner)?;
        anyhow::ensure!(
            content_of(paper)? == content,
            "`{}` was changed while it was in use; build again",
            paper.display()
        );
        let read = || opener.run(paper, &base, &Task::ReadWord(None));
        if let Some(refusal) = self.semaphore.run(read)? {
            return Ok(Some(Err(refusal)));
        }
        Ok(Some(known(&base)?.unwrap_or_else(|| {
            Err(Refusal::new(
                "crashed the program that reads it",
                "copy its text into a new document",
            ))
        })))
    }
}

impl Opener {
    /// Returns what a Word document says with its tracked changes and comments, or why it can't be read.
    ///
    /// # Errors
    /// When the paper or the cache can't be read or written, or no process can be started.
    pub fn draft(&self, paper: &Path) -> anyhow::Result<Result<Document, Refusal>> {
        if store::size(paper)? > self.limits.size {
            return Ok(Err(self.limits.too_large()));
        }
        store::make_folder(&self.cache, Readers::Owner)?;
        let base = self.cache.join(self.key(&content_of(paper)?));
        if let Some(refusal) = self.run(paper, &base, &Task::ReadDraft)? {
            return Ok(Err(refusal));
        }
        let read = known(&base)?.context("the document was not read")?;
        Ok(read.map(|paper| paper.document))
    }
}

/// Returns what is cached of a Word document: what it says, or why it can't be bound.
fn known(base: &Path) -> anyhow::Result<Option<Result<WordPaper, Refusal>>> {
    if let Some(paper) = cached(base)? {
        return Ok(Some(Ok(paper)));
    }
    let result = cache_entry(base)?.and_then(|entry| entry.opened());
    Ok(match result {
        Some(OpenResult::Refused(refusal)) => Some(Err(refusal)),
        Some(OpenResult::Clean(_)) | None => None,
    })
}

/// Returns what is cached of what a Word document says.
pub(super) fn cached(base: &Path) -> anyhow::Result<Option<WordPaper>> {
    let Some(bytes) = store::read_if_there(&base.with_extension(SUFFIXES[3]))? else {
        return Ok(None);
    };
    let Ok(stored) = serde_json::from_slice::<Stored>(&bytes) else { return Ok(None) };
    if digest(stored.paper.as_bytes()) != stored.digest {
        return Ok(None);
    }
    Ok(serde_json::from_str(&stored.paper).ok())
}

/// Reads a Word document in this process and writes `base.word.json`, and beside it the document without anything that
/// is not printed, where `printable` is its path; of one that can't be bound it writes why.
///
/// # Errors
/// When a file can't be written.
pub(super) fn read_here(bytes: &[u8], base: &Path, printable: Option<&Path>) -> anyhow::Result<()> {
    let document = match word::read(bytes) {
        Ok(document) => document,
        Err(refusal) => return refuse(base, of_paper(refusal)),
    };
    if let Some(refusal) = document.unsettled() {
        return refuse(base, of_paper(refusal));
    }
    let cleaned = match word::printable(bytes) {
        Ok(cleaned) => cleaned,
        Err(refusal) => return refuse(base, of_paper(refusal)),
    };
    let outside = cleaned.outside.len();
    keep(base, &WordPaper { document, had_files: cleaned.had_files, outside })?;
    match printable {
        Some(path) => store::write_for(Readers::Owner, path, &cleaned.bytes)
            .context("the document without comments can't be written"),
        None => Ok(()),
    }
}

/// Reads a Word document with its tracked changes in this process and writes `base.word.json`, or why it can't be read.
///
/// # Errors
/// When a file can't be written.
pub(super) fn read_draft_here(bytes: &[u8], base: &Path) -> anyhow::Result<()> {
    match word::read(bytes) {
        Ok(document) => keep(base, &WordPaper { document, had_files: false, outside: 0 }),
        Err(refusal) => refuse(base, of_paper(refusal)),
    }
}

/// Returns a refusal as that of a paper.
fn of_paper(word::Refusal { cause, hint }: word::Refusal) -> Refusal {
    Refusal::new(cause, hint)
}

/// Writes down what a document says.
fn keep(base: &Path, paper: &WordPaper) -> anyhow::Result<()> {
    let paper = serde_json::to_string(paper).expect("a document is text and numbers");
    let stored = Stored { digest: digest(paper.as_bytes()), paper };
    let stored = serde_json::to_vec(&stored).expect("a document is text and numbers");
    store::write_for(Readers::Owner, &base.with_extension(SUFFIXES[3]), &stored)
}

/// Returns what a printed document lacks of a Word document, in words.
pub fn removed(paper: &WordPaper) -> Vec<String> {
    let document = &paper.document;
    let counted = |count: usize, one: &str, many: &str| match count {
        1 => one.to_owned(),
        _ => format!("{count} {many}"),
    };
    let mut removed = Vec::new();
    if let Some(first) = document.comments.first() {
        let comments = counted(document.comments.len(), "a comment", "comments");
        removed.push(format!("{comments} ({})", first.origin));
    }
    if let Some(first) = document.hidden.first() {
        let hidden = counted(document.hidden.len(), "hidden words", "passages of hidden words");
        removed.push(format!("{hidden} ({})", first.origin));
    }
    for linked in &document.linked {
        removed.push(format!(
            "a picture that is not in the file, `{}` ({})",
            linked.words, linked.origin
        ));
    }
    if paper.had_files {
        removed.push("files of other programs, of which only pictures are printed".to_owned());
    }
    let others = paper.outside.saturating_sub(document.linked.len());
    if others > 0 {
        removed.push(counted(others, "an address outside", "addresses outside"));
    }
    removed
}
