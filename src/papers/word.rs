//! Word documents among papers: what they say, and what keeps them from being bound.
//!
//! A document is read only in the process that opens papers; this one takes what that process wrote down.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::picture::{self, Drawn};
use super::{OpenResult, Opener, SUFFIXES, Task, cache_entry, content_of, digest, refuse};
use crate::pack::Refusal;
use crate::store::{self, Readers};
use crate::word::{self, Block, Document};

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
    /// Its pictures, drawn anew; `None` of one that can't be read.
    pub pictures: Vec<Option<DrawnPicture>>,
}

/// A picture of a Word document that was drawn anew. Its file is in [`Opener::pictures`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct DrawnPicture {
    /// The name of its file: the BLAKE3 digest of its content in hexadecimal, and `.png` or `.jpg`.
    pub file: String,
    /// Its width on the page, in points.
    pub width: u32,
}

/// Returns the folder of the pictures of Word documents, below the folder of clean copies.
fn pictures_of(cache: &Path) -> PathBuf {
    cache.join("pictures")
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
        self.semaphore.run(|| opener.read_word(paper, &base, &Task::ReadWord(None))).map(Some)
    }

    /// Reads a document in another process, which leaves what it says, or why it refuses it, at `base`.
    fn read_word(
        &self,
        document: &Path,
        base: &Path,
        task: &Task,
    ) -> anyhow::Result<Result<WordPaper, Refusal>> {
        if let Some(refusal) = self.run(document, base, task)? {
            return Ok(Err(refusal));
        }
        Ok(known(base)?.unwrap_or_else(|| {
            Err(Refusal::new(
                "crashed the program that reads it",
                "copy its text into a new document",
            ))
        }))
    }

    /// Returns what minutes in Word say that have this path and content, or why they can't be read. What was read is kept
    /// where papers are opened, and elsewhere the document is read whenever it is asked for.
    ///
    /// # Errors
    /// When the cache can't be read or written, or no process can be started.
    pub fn minutes(
        &self,
        minutes: &Path,
        bytes: &[u8],
    ) -> anyhow::Result<Result<Document, word::Refusal>> {
        let content = digest(bytes);
        let key = self.key(&format!("minutes {content}"));
        let (folder, name) = (self.minutes_folder(), format!("{key}.{}", SUFFIXES[3]));
        self.minutes.lock().unwrap_or_else(PoisonError::into_inner).insert(name);
        if let Some(paper) = cached(&folder.join(&key))? {
            return Ok(Ok(paper.document));
        }
        let temporary = store::temporary_folder()?;
        let base = temporary.path().join(&key);
        let read = self.semaphore.run(|| self.read_word(minutes, &base, &Task::ReadDraft))?;
        anyhow::ensure!(
            content_of(minutes)? == content,
            "`{}` was changed while it was in use",
            minutes.display()
        );
        if let Ok(paper) = &read
            && self.opens_word
        {
            store::make_folder(&folder, Readers::Owner)?;
            keep(&folder.join(&key), paper)?;
        }
        Ok(read.map(|paper| paper.document).map_err(of_document))
    }

    fn minutes_folder(&self) -> PathBuf {
        self.cache.join("minutes")
    }

    /// Removes what is kept of minutes in Word but for those that were read.
    ///
    /// # Errors
    /// When the cache can't be listed, or a file can't be removed.
    pub(super) fn retain_minutes(&self) -> anyhow::Result<()> {
        let kept = self.minutes.lock().unwrap_or_else(PoisonError::into_inner);
        self.retain_in(&self.minutes_folder(), &kept)
    }

    /// Returns the folder of the pictures of Word documents, each called by its digest.
    pub fn pictures(&self) -> PathBuf {
        pictures_of(&self.cache)
    }

    /// Removes all pictures of Word documents but those of papers whose content has one of these digests.
    ///
    /// # Errors
    /// When the cache can't be read, or a picture can't be removed.
    pub(super) fn retain_pictures(&self, contents: &BTreeSet<String>) -> anyhow::Result<()> {
        let folder = self.pictures();
        if !store::is_folder(&folder) {
            return Ok(());
        }
        let opener = self.with_marks(false);
        let mut kept = BTreeSet::new();
        for content in contents {
            let paper = cached(&opener.cache.join(opener.key(content)))?;
            let pictures = paper.into_iter().flat_map(|paper| paper.pictures).flatten();
            kept.extend(pictures.map(|picture| picture.file));
        }
        self.retain_in(&folder, &kept)
    }

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
        let read = self.read_word(paper, &base, &Task::ReadDraft)?;
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
    let paper: Option<WordPaper> = serde_json::from_str(&stored.paper).ok();
    let folder = pictures_of(base.parent().unwrap_or(base));
    let is_whole = |paper: &WordPaper| {
        paper.pictures.iter().flatten().all(|picture| store::is_file(&folder.join(&picture.file)))
    };
    Ok(paper.filter(is_whole))
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
    let pictures = draw(bytes, &document, &pictures_of(base.parent().unwrap_or(base)))?;
    keep(base, &WordPaper { document, had_files: cleaned.had_files, outside, pictures })?;
    match printable {
        Some(path) => store::write_for(Readers::Owner, path, &cleaned.bytes)
            .context("the document without comments can't be written"),
        None => Ok(()),
    }
}

/// Draws the pictures of a document into a folder.
fn draw(
    bytes: &[u8],
    document: &Document,
    folder: &Path,
) -> anyhow::Result<Vec<Option<DrawnPicture>>> {
    let mut pictures = Vec::new();
    for of_document in &document.pictures {
        let supplied = word::picture(bytes, &of_document.part).ok();
        let drawn = supplied
            .and_then(|supplied| picture::draw(&supplied, of_document.width, of_document.cut));
        let Some(Drawn { bytes, ending, width }) = drawn else {
            pictures.push(None);
            continue;
        };
        let file = format!("{}.{ending}", blake3::hash(&bytes).to_hex());
        store::make_folder(folder, Readers::Owner)?;
        store::write_for(Readers::Owner, &folder.join(&file), &bytes)?;
        pictures.push(Some(DrawnPicture { file, width }));
    }
    Ok(pictures)
}

/// Reads a Word document with its tracked changes in this process and writes `base.word.json`, or why it can't be read.
///
/// # Errors
/// When a file can't be written.
pub(super) fn read_draft_here(bytes: &[u8], base: &Path) -> anyhow::Result<()> {
    match word::read(bytes) {
        Ok(document) => {
            keep(base, &WordPaper { document, had_files: false, outside: 0, pictures: Vec::new() })
        }
        Err(refusal) => refuse(base, of_paper(refusal)),
    }
}

/// Returns a refusal as that of a document.
fn of_document(Refusal { cause, hint }: Refusal) -> word::Refusal {
    word::Refusal { cause, hint }
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
    let is_guidance = |block: &&Block| block.style.as_deref() == Some(word::write::GUIDANCE);
    let mut guidance = document.blocks.iter().filter(is_guidance);
    if let Some(first) = guidance.next() {
        let paragraphs = counted(1 + guidance.count(), "a paragraph", "paragraphs");
        removed.push(format!("{paragraphs} of guidance to the author ({})", first.origin));
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
