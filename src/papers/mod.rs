//! Opens supplied papers: each in a short-lived process of this same program, with limits on memory
//! and time, which leaves a clean copy. Copies are cached under a digest of the paper's content, each with a
//! digest, so that one which was damaged or altered is made again.
//!
//! A file made to crash its reader crashes that process only, and the message names the paper.

pub mod installed;
pub mod validator;
pub mod word;

mod libreoffice;
mod picture;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

use anyhow::Context;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use self::validator::Validator;
use crate::pack::clean::{self, Clean};
use crate::pack::words::{self, PageWords};
use crate::pack::{Facts, Limits, Refusal, StoredCopy, isolate};
use crate::parallel::Semaphore;
use crate::store::{self, Readers};

/// The hidden command of this program that opens one paper; only [`Opener`] uses it.
pub const COMMAND: &str = "open-paper";

/// The version of the cache. Raise the number after the slash with any change to `clean` that makes
/// clean copies of the same paper differ, or copies made before it stay in use.
const CACHE_VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "/10");

/// What the names of the files in the cache end in: the clean copy, the words of its pages, the result, and what a Word
/// document says.
const SUFFIXES: [&str; 4] = ["pdf", "words.json", "json", "word.json"];

/// The words of a paper's pages, as a reader finds them; restricted as the paper itself is.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Words {
    /// Those of the paper as it was supplied; empty where the reader can't open it.
    pub before: Vec<PageWords>,
    /// Those of its clean copy.
    pub after: Vec<PageWords>,
}

/// What the process leaves beside the clean copy, as JSON.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct CacheEntry {
    /// The digest of the clean copy.
    copy: String,
    /// The digest of the words of its pages.
    words: String,
    /// The digest of the result, as it is written here.
    result_digest: String,
    /// An [`OpenResult`].
    result: Box<RawValue>,
}

/// What the process that opens a paper does.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Task {
    /// It makes the clean copy of a PDF, of which this was removed before.
    Clean(Vec<String>),
    /// It reads a Word document, and writes another that may be laid out, where a path is given.
    ReadWord(Option<PathBuf>),
    /// It reads a Word document with its tracked changes.
    ReadDraft,
}

/// The result of opening a paper.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum OpenResult {
    /// The paper can be bound.
    Clean(Box<Facts>),
    /// It can't be bound; the clean copy is empty.
    Refused(Refusal),
}

/// Opens papers and caches their clean copies.
#[derive(Debug, Clone)]
pub struct Opener {
    /// The executable of this program.
    pub program: PathBuf,
    /// The folder of clean copies. Those of exempt papers are among them: it must be private.
    pub cache: PathBuf,
    /// The folder for what is needed only until the run ends.
    pub scratch: PathBuf,
    /// The limits for each paper.
    pub limits: Limits,
    /// Limits how many papers are opened at a time; clones share it.
    pub semaphore: Arc<Semaphore>,
    /// Confirms what packs of these papers claim; without it they claim only what our own checks can tell.
    pub validator: Option<Validator>,
    /// Whether Word documents are opened that were not opened before when records are read.
    pub opens_word: bool,
    /// The names of the files in the cache that have what minutes in Word say; clones share it.
    pub minutes: Arc<Mutex<BTreeSet<String>>>,
}

/// The papers that packs are bound from, by the digests of their content.
#[derive(Debug, Clone)]
pub struct PaperSource {
    /// Opens papers, and has the clean copies of those that were opened before.
    pub opener: Opener,
    /// Supplied files by the BLAKE3 digests of their content, in hexadecimal; a file is read only where there
    /// is no clean copy of it.
    pub files: BTreeMap<String, PathBuf>,
}

impl PaperSource {
    /// Opens a supplied paper by the digest of its content.
    ///
    /// # Errors
    /// As [`Opener::open_content`].
    pub fn open(&self, content: &str) -> anyhow::Result<Result<Opened, Refusal>> {
        self.opener.open_content(content, self.files.get(content).map(PathBuf::as_path))
    }
}

/// A document that this program made, to be bound as a paper.
#[derive(Debug)]
pub struct TypesetPaper {
    /// The bytes of the PDF.
    pub pdf: Vec<u8>,
    /// Whether later runs may have its clean copy from the cache: not where there is something to report of it,
    /// which they would not find.
    pub is_kept: bool,
}

/// A paper that can be bound.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The file of its clean copy.
    copy: PathBuf,
    /// The digest of the clean copy.
    digest: String,
    /// What is known of the clean copy.
    pub facts: Facts,
}

impl Opened {
    /// Returns a paper of which only this is known, for layouts that are tried without papers.
    #[cfg(test)]
    pub(crate) fn of_facts(facts: Facts) -> Self {
        Self { copy: PathBuf::new(), digest: String::new(), facts }
    }
}

impl StoredCopy for Opened {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn read(&self) -> anyhow::Result<Clean> {
        let bytes = store::read_large(&self.copy, u64::MAX)?;
        anyhow::ensure!(
            digest(&bytes) == self.digest,
            "`{}` was altered while it was in use; build again",
            self.copy.display()
        );
        Clean::read(&bytes, self.facts.clone())
    }
}

impl Opener {
    /// Returns an opener with the default limits, which runs at most `at_a_time` processes of `program`,
    /// caches clean copies in `cache`, and keeps in `scratch` what is needed only until the run ends.
    pub fn new(program: PathBuf, cache: PathBuf, scratch: PathBuf, at_a_time: usize) -> Self {
        let semaphore = Arc::new(Semaphore::new(at_a_time));
        let limits = Limits::default();
        Self {
            program,
            cache,
            scratch,
            limits,
            semaphore,
            validator: None,
            opens_word: false,
            minutes: Arc::default(),
        }
    }

    /// Returns an opener that takes marks out of papers, or draws them.
    pub fn with_marks(&self, removes_marks: bool) -> Self {
        let limits = Limits { removes_marks, ..self.limits.clone() };
        Self { limits, ..self.clone() }
    }

    /// Opens a paper; the refusal says what is wrong with it.
    ///
    /// # Errors
    /// When the paper or the folder of copies can't be read or written, or no process can be started.
    pub fn open(&self, paper: &Path) -> anyhow::Result<Result<Opened, Refusal>> {
        self.open_content(&content_of(paper)?, Some(paper))
    }

    /// Opens the paper whose content has this digest: the clean copy in the cache, or `paper`, which need not
    /// be read otherwise.
    ///
    /// # Errors
    /// As [`Self::open`]; also when there is neither a copy nor a file, or the file has other content by now.
    pub fn open_content(
        &self,
        content: &str,
        paper: Option<&Path>,
    ) -> anyhow::Result<Result<Opened, Refusal>> {
        if let Some(paper) = paper
            && store::size(paper)? > self.limits.size
        {
            return Ok(Err(self.limits.too_large()));
        }
        let base = self.cache.join(self.key(content));
        if let Some(cached) = cached(&base)? {
            return Ok(cached);
        }
        let paper =
            paper.with_context(|| format!("there is no paper with the digest {content}"))?;
        anyhow::ensure!(
            content_of(paper)? == content,
            "`{}` was changed while it was in use; build again",
            paper.display()
        );
        if let Some(refusal) = self.semaphore.run(|| self.clean(paper, &base))? {
            return Ok(Err(refusal));
        }
        Ok(cached(&base)?.unwrap_or_else(|| {
            Err(Refusal::new(
                "crashed the program that reads it",
                "open it and print it to a new PDF",
            ))
        }))
    }

    /// Returns what was found in a paper whose content has this digest when it was opened, or why it can't be
    /// bound; `None` where it was not opened. Nothing is opened for it.
    ///
    /// # Errors
    /// When the paper or the folder of copies can't be read.
    pub fn known(
        &self,
        paper: &Path,
        content: &str,
    ) -> anyhow::Result<Option<Result<Facts, Refusal>>> {
        if store::size(paper)? > self.limits.size {
            return Ok(Some(Err(self.limits.too_large())));
        }
        let result =
            cache_entry(&self.cache.join(self.key(content)))?.and_then(|entry| entry.opened());
        Ok(result.map(|result| match result {
            OpenResult::Clean(facts) => Ok(*facts),
            OpenResult::Refused(refusal) => Err(refusal),
        }))
    }

    /// Returns the words of the clean copy of a paper whose content has this digest, page by page; none where it was
    /// not opened, or was refused.
    ///
    /// # Errors
    /// When they can't be read.
    pub fn known_words(&self, content: &str) -> anyhow::Result<Vec<PageWords>> {
        let path = self.cache.join(self.key(content)).with_extension(SUFFIXES[1]);
        let Some(words) = store::read_if_there(&path)? else { return Ok(Vec::new()) };
        let words: Words =
            serde_json::from_slice(&words).context("the words of a paper can't be read")?;
        Ok(words.after)
    }

    /// Returns the clean copy of a document that this program makes, which is safe to read in this process:
    /// the one in the cache that has this key, or of the document that `make` makes; `None` where it makes
    /// none. The key says all that the document is made from.
    ///
    /// # Errors
    /// When the document can't be cleaned, or the cache or the scratch folder can't be read or written.
    pub fn typeset(
        &self,
        key: &str,
        make: impl FnOnce() -> Option<TypesetPaper>,
    ) -> anyhow::Result<Option<Opened>> {
        let base = self.typeset_folder().join(self.key(key));
        if let Some(Ok(opened)) = cached(&base)? {
            return Ok(Some(opened));
        }
        let Some(TypesetPaper { pdf, is_kept }) = make() else { return Ok(None) };
        let mut clean = clean::trusted_document(Arc::new(pdf), &self.limits)?;
        let mut bytes = Vec::new();
        clean.write_to(&mut bytes)?;
        let (base, digest) =
            (if is_kept { base } else { self.scratch.join(self.key(key)) }, digest(&bytes));
        let copy = base.with_extension("pdf");
        store::write_for(Readers::Owner, &copy, &bytes)?;
        if is_kept {
            keep(
                &base,
                digest.clone(),
                &Words::default(),
                &OpenResult::Clean(Box::new(clean.facts.clone())),
            )?;
        }
        Ok(Some(Opened { copy, digest, facts: clean.facts }))
    }

    /// Returns the folder of the clean copies of documents that this program made.
    fn typeset_folder(&self) -> PathBuf {
        self.cache.join("typeset")
    }

    /// Returns the words of a supplied paper's pages, before and after it was cleaned; none, or nothing, of one
    /// that this program made.
    ///
    /// # Errors
    /// When they can't be read.
    pub fn words(opened: &Opened) -> anyhow::Result<Option<Words>> {
        let path = opened.copy.with_extension(SUFFIXES[1]);
        let Some(words) = store::read_if_there(&path)? else { return Ok(None) };
        Ok(Some(serde_json::from_slice(&words).context("the words of a paper can't be read")?))
    }

    /// Returns whether there are no clean copies.
    ///
    /// # Errors
    /// When the cache can't be listed.
    pub fn is_empty(&self) -> anyhow::Result<bool> {
        Ok(!store::is_folder(&self.cache) || store::list(&self.cache)?.is_empty())
    }

    /// Removes all clean copies but those of supplied papers whose content has one of these BLAKE3 digests,
    /// in hexadecimal, and of documents that this program made from one of these keys; all of the latter
    /// stay where no keys are given.
    ///
    /// # Errors
    /// When the cache can't be listed, or a copy can't be removed.
    pub fn retain(
        &self,
        contents: &BTreeSet<String>,
        typeset: Option<&BTreeSet<String>>,
    ) -> anyhow::Result<()> {
        let typeset = typeset.map(|keys| (self.typeset_folder(), keys));
        for (folder, kept) in [Some((self.cache.clone(), contents)), typeset].into_iter().flatten()
        {
            // A setting decides which of both is in use.
            let keys = kept.iter().flat_map(|content| {
                [false, true].map(|removes_marks| self.with_marks(removes_marks).key(content))
            });
            let kept: BTreeSet<String> =
                keys.flat_map(|key| SUFFIXES.map(|suffix| format!("{key}.{suffix}"))).collect();
            self.retain_in(&folder, &kept)?;
        }
        self.retain_minutes()?;
        self.retain_pictures(contents)
    }

    /// Removes all files in a folder of the cache but those with these names.
    fn retain_in(&self, folder: &Path, kept: &BTreeSet<String>) -> anyhow::Result<()> {
        if !store::is_folder(folder) {
            return Ok(());
        }
        for entry in store::list(folder)? {
            if !entry.is_folder && !kept.contains(&entry.name) {
                store::remove(&folder.join(&entry.name), &self.cache)?;
            }
        }
        Ok(())
    }

    /// Returns the name of a paper's copy: a digest of the cache's version, the limits, and the digest of
    /// its content, or what it is made from.
    fn key(&self, content: &str) -> String {
        let Limits { memory, seconds, pages, size, removes_marks } = self.limits;
        let all =
            format!("{CACHE_VERSION} {memory} {seconds} {pages} {size} {removes_marks}\n{content}");
        digest(all.as_bytes())[..KEY_LENGTH].to_owned()
    }

    /// Makes the clean copy of a paper, of a Word document by way of a PDF; the refusal says why there
    /// is none.
    fn clean(&self, paper: &Path, base: &Path) -> anyhow::Result<Option<Refusal>> {
        store::make_folder(&self.cache, Readers::Owner)?;
        if !word::is_word(paper) {
            return self.run(paper, base, &Task::Clean(Vec::new()));
        }
        let folder = store::scratch_folder(&self.scratch)?;
        let name = paper.file_name().unwrap_or("paper.docx".as_ref());
        let printable = folder.path().join(name);
        if let Some(refusal) = self.run(paper, base, &Task::ReadWord(Some(printable.clone())))? {
            return Ok(Some(refusal));
        }
        // Without a document to be laid out, the process has written why.
        let Some(printed) = word::cached(base)?.filter(|_| store::is_file(&printable)) else {
            return Ok(None);
        };
        match libreoffice::convert(&printable, folder.path(), &self.limits)? {
            Ok(converted) => self.run(&converted, base, &Task::Clean(word::removed(&printed))),
            Err(refusal) => Ok(Some(refusal)),
        }
    }

    /// Opens a paper in another process. The refusal is for a process that failed or ran into a limit;
    /// one that refuses the paper leaves that in its JSON file.
    fn run(&self, paper: &Path, base: &Path, task: &Task) -> anyhow::Result<Option<Refusal>> {
        let limits = serde_json::to_string(&self.limits).expect("limits are numbers");
        let task = serde_json::to_string(task).expect("paths of the program are Unicode");
        let mut command = Command::new(&self.program);
        command.arg(COMMAND).arg(paper).arg(base).arg(limits).arg(task);
        isolate::run(&mut command, &self.limits)
    }
}

/// Opens one paper in this process and writes `base.pdf` and `base.json`, or of a Word document `base.word.json`: the
/// work of [`COMMAND`]. `limits` is [`Limits`] as JSON, and `task` says what is to be done with it.
///
/// # Errors
/// When the limits or the paper can't be read, or the copy can't be written.
pub fn open_here(paper: &Path, base: &Path, limits: &str, task: &str) -> anyhow::Result<()> {
    let limits: Limits = serde_json::from_str(limits).context("the limits can't be read")?;
    let task: Task = serde_json::from_str(task).context("the task can't be read")?;
    let bytes = store::read_large(paper, limits.size)?;
    let removed = match task {
        Task::Clean(removed) => removed,
        Task::ReadWord(printable) => return word::read_here(&bytes, base, printable.as_deref()),
        Task::ReadDraft => return word::read_draft_here(&bytes, base),
    };
    let copy = base.with_extension("pdf");
    let mut words = Words::default();
    let result = match clean::document(Arc::new(bytes), &limits) {
        Ok(mut clean) => {
            store::write_for_with(Readers::Owner, &copy, |file| clean.write_to(file))?;
            clean.facts.removed.splice(0..0, removed);
            OpenResult::Clean(Box::new(clean.facts))
        }
        Err(refusal) => OpenResult::Refused(refusal),
    };
    let result = if let OpenResult::Clean(mut facts) = result {
        // Only now, when the paper is known to be within its limits and what cleaning took is free again.
        let file = |path: &Path| anyhow::Ok(Arc::new(store::read_large(path, u64::MAX)?));
        let [before, after] =
            words::read_both([file(paper)?, file(&copy)?]).map(Option::unwrap_or_default);
        words = Words { before, after };
        facts.hidden.extend(words::hidden(&words.after));
        facts.is_numbered = words::is_numbered(&words.after);
        let bounds = |page: &PageWords| page.edges.iter().map(|run| run.bounds).collect();
        facts.edges = words.after.iter().map(bounds).collect();
        match words::compare(&words.before, &words.after) {
            Ok(()) => OpenResult::Clean(facts),
            Err(refusal) => OpenResult::Refused(refusal),
        }
    } else {
        result
    };
    match result {
        OpenResult::Refused(refusal) => refuse(base, refusal),
        OpenResult::Clean(_) => keep(base, content_of(&copy)?, &words, &result),
    }
}

/// Writes down why a paper can't be bound.
fn refuse(base: &Path, refusal: Refusal) -> anyhow::Result<()> {
    // `cached` takes a paper as opened only if all files are there.
    store::write_for(Readers::Owner, &base.with_extension("pdf"), b"")?;
    keep(base, digest(b""), &Words::default(), &OpenResult::Refused(refusal))
}

/// Writes the words of a paper, and `base.json`, with which the clean copy beside it counts as complete; `copy` is
/// its digest.
fn keep(base: &Path, copy: String, words: &Words, result: &OpenResult) -> anyhow::Result<()> {
    let words = serde_json::to_vec(words).expect("words are text and numbers");
    store::write_for(Readers::Owner, &base.with_extension(SUFFIXES[1]), &words)?;
    let result = serde_json::value::to_raw_value(result).expect("the result is numbers and text");
    let result_digest = digest(result.get().as_bytes());
    let entry = CacheEntry { copy, words: digest(&words), result_digest, result };
    let entry = serde_json::to_vec(&entry).expect("the entry is text");
    store::write_for(Readers::Owner, &base.with_extension("json"), &entry)
}

impl CacheEntry {
    /// Returns the result; `None` where it was damaged or altered.
    fn opened(&self) -> Option<OpenResult> {
        let result = self.result.get();
        (digest(result.as_bytes()) == self.result_digest)
            .then(|| serde_json::from_str(result).ok())
            .flatten()
    }
}

/// Returns what the process that opened a paper left beside the clean copy, where it did and this can be read.
fn cache_entry(base: &Path) -> anyhow::Result<Option<CacheEntry>> {
    let entry = store::read_if_there(&base.with_extension("json"))?;
    Ok(entry.and_then(|entry| serde_json::from_slice(&entry).ok()))
}

/// Returns what is cached of a paper; `None` where it was not opened yet, or where what is cached was damaged
/// or altered.
fn cached(base: &Path) -> anyhow::Result<Option<Result<Opened, Refusal>>> {
    let Some(entry) = cache_entry(base)? else { return Ok(None) };
    let copy = base.with_extension("pdf");
    let words = base.with_extension(SUFFIXES[1]);
    let is_intact = store::is_file(&copy)
        && store::is_file(&words)
        && content_of(&words)? == entry.words
        && content_of(&copy)? == entry.copy;
    Ok(entry.opened().filter(|_| is_intact).map(|result| match result {
        OpenResult::Clean(facts) => Ok(Opened { copy, digest: entry.copy, facts: *facts }),
        OpenResult::Refused(refusal) => Err(refusal),
    }))
}

/// The length of a file's name in the cache: enough of a digest that no two are the same by chance.
const KEY_LENGTH: usize = 40;

/// Returns the BLAKE3 digest of some bytes, in hexadecimal.
fn digest(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// Returns the BLAKE3 digest of a file's content, in hexadecimal; in bounded memory.
///
/// # Errors
/// When the file can't be read.
pub fn content_of(path: &Path) -> anyhow::Result<String> {
    let mut digest = blake3::Hasher::new();
    store::read_in_pieces(path, |piece| {
        digest.update(piece);
    })?;
    Ok(digest.finalize().to_hex().to_string())
}
