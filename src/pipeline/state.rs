//! The state file: what earlier runs made, so that a run makes only what has changed.
//!
//! A line is appended for each document as it is made, so that a run that is killed loses none of its
//! work, and a run keeps none of it in memory; the next run compacts the file. Lines that can't be read
//! are skipped: at worst a document is made once more. The folder is private, because digests of
//! restricted papers are in it.

use std::collections::BTreeMap;
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::key::Key;
use crate::diag::{Code, Diagnostic, Origin, Severity};
use crate::papers;
use crate::store::{self, FileStat, Lock, Readers};

/// The version of the format; increment it when the format changes. Files of other versions are ignored.
const VERSION: u32 = 2;

/// A line of the state file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Line {
    /// The version of the format of the lines that follow.
    Version(u32),
    /// A document that was made.
    Made(Record),
    /// The path of a document below the output folder that a run ended without, because it took too long.
    Hung(String),
    /// The path of a supplied paper, its metadata and the digest of its content.
    Paper(String, FileStat, String),
    /// A run after which all documents that were asked for are up to date.
    #[serde(rename = "complete")]
    CompletedRun(CompletedRun),
}

/// A document that was made, and what it was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Record {
    /// The path of the document below the output folder, with forward slashes.
    pub(super) file: String,
    /// How messages name it.
    pub(super) name: String,
    /// The cache key of what it was made from.
    pub(super) key: Key,
    /// The number of its pages.
    pub(super) pages: usize,
    /// The document itself, and the files that were written beside it.
    pub(super) written: Vec<Written>,
    /// Warnings and notes that were reported while it was made.
    #[serde(rename = "said")]
    pub(super) diagnostics: Vec<CachedDiagnostic>,
}

impl Record {
    /// Returns the SHA-512 of the document itself in hexadecimal, as receipts of publications have it.
    pub(super) fn digest(&self) -> Option<&str> {
        let written = self.written.iter().find(|written| written.file == self.file)?;
        Some(&written.sha512)
    }
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Written {
    /// Its path below the output folder, with forward slashes.
    pub file: String,
    /// Its size and times just after it was written.
    pub stamp: FileStat,
    /// The SHA-512 of its content, in hexadecimal.
    pub sha512: String,
}

/// A warning or note of a document, which holds until the document is made again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct CachedDiagnostic {
    code: String,
    message: String,
    file: Option<String>,
    hints: Vec<String>,
}

/// A run after which all documents that were asked for are up to date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct CompletedRun {
    /// The fingerprint of what it read and of its options.
    #[serde(rename = "ground")]
    pub(super) fingerprint: String,
    /// The documents that were asked for, as paths below the output folder.
    pub(super) files: Vec<String>,
    /// How many errors it reported, all of them findings of law.
    #[serde(default)]
    pub(super) errors: usize,
    /// How many warnings it reported.
    pub(super) warnings: usize,
    /// How many notes it reported.
    pub(super) notes: usize,
}

/// What earlier runs made, as the state file has it.
#[derive(Debug)]
pub(super) struct State {
    file: PathBuf,
    /// When this run began, by the clock of the disk: nanoseconds since 1970.
    begun: u64,
    made: BTreeMap<String, Record>,
    hung: Vec<String>,
    papers: Mutex<BTreeMap<String, (FileStat, String)>>,
    complete: Option<CompletedRun>,
}

impl State {
    /// Returns whether an earlier run left a state file.
    pub(super) fn is_there(output: &Path) -> bool {
        store::is_file(&output.join(store::OWN_FOLDER).join("state"))
    }

    /// Reads the state file, as far as it can be read.
    pub(super) fn open(lock: &Lock) -> Self {
        let mut state = Self::empty(lock.folder().join("state"), lock.taken);
        state.read();
        state
    }

    /// Returns the digests of the documents that were made, by their paths below the output folder. No lock is needed: a
    /// run that writes meanwhile appends lines, and puts a whole file in place of another.
    pub(super) fn digests(output: &Path) -> BTreeMap<String, String> {
        let mut state = Self::empty(output.join(store::OWN_FOLDER).join("state"), 0);
        state.read();
        let made = state.made.into_iter();
        made.filter_map(|(file, record)| Some((file, record.digest()?.to_owned()))).collect()
    }

    /// Returns a state that knows nothing.
    fn empty(file: PathBuf, begun: u64) -> Self {
        Self {
            file,
            begun,
            made: BTreeMap::new(),
            hung: Vec::new(),
            papers: Mutex::default(),
            complete: None,
        }
    }

    /// Reads the file line by line.
    fn read(&mut self) {
        let Ok(file) = store::open(&self.file) else { return };
        let mut lines = io::BufReader::new(file).split(b'\n').map_while(Result::ok);
        let first = lines.next().and_then(|line| serde_json::from_slice(&line).ok());
        if !matches!(first, Some(Line::Version(VERSION))) {
            return;
        }
        // A line that a killed run left half written is none.
        lines
            .filter_map(|line| serde_json::from_slice(&line).ok())
            .for_each(|line| self.take(line));
    }

    fn take(&mut self, line: Line) {
        match line {
            Line::Version(_) => {}
            Line::Made(record) => {
                self.hung.retain(|file| *file != record.file);
                self.made.insert(record.file.clone(), record);
            }
            Line::Hung(hung) => {
                self.hung.retain(|file| *file != hung);
                self.hung.push(hung);
            }
            Line::Paper(path, stamp, digest) => {
                self.cached_papers().insert(path, (stamp, digest));
            }
            Line::CompletedRun(complete) => self.complete = Some(complete),
        }
    }

    /// Returns how a document was made, by its path below the output folder.
    pub(super) fn record(&self, file: &str) -> Option<&Record> {
        self.made.get(file)
    }

    /// Returns all documents that earlier runs made, in order of their paths.
    pub(super) fn records(&self) -> impl Iterator<Item = &Record> {
        self.made.values()
    }

    /// Returns the documents that earlier runs ended without, because they took too long, as paths below
    /// the output folder; the latest is the last.
    pub(super) fn hung(&self) -> &[String] {
        &self.hung
    }

    /// Returns the last run, where it was completed.
    pub(super) fn complete(&self) -> Option<&CompletedRun> {
        self.complete.as_ref()
    }

    /// Returns when this run began, by the clock of the disk: nanoseconds since 1970.
    pub(super) fn begun(&self) -> u64 {
        self.begun
    }

    /// Returns the digest of a paper's content, which is read only where the size or times of the file have
    /// changed.
    ///
    /// # Errors
    /// When the file is missing or can't be read.
    pub(super) fn paper(&self, path: &Path) -> anyhow::Result<String> {
        let name = path.to_string_lossy().into_owned();
        let stamp = store::stamp(path)?;
        if let Some((old, digest)) = self.cached_papers().get(&name)
            && Some(*old) == stamp
        {
            return Ok(digest.clone());
        }
        let digest = papers::content_of(path)?;
        if let Some(stamp) = stamp.filter(|stamp| stamp.is_settled(self.begun)) {
            self.cached_papers().insert(name, (stamp, digest.clone()));
        }
        Ok(digest)
    }

    fn cached_papers(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, (FileStat, String)>> {
        self.papers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Compacts the file, and returns the journal to which documents are appended as they are made,
    /// from any thread. This state does not learn of them: open it again for that. Digests of papers
    /// are written now, because no key is worked out afterwards.
    pub(super) fn journal(&self) -> Journal {
        let made = self.made.values().cloned().map(Line::Made);
        // After the documents that were made: a document may have been made once, and hang now.
        let hung = self.hung.iter().cloned().map(Line::Hung);
        let papers = self.cached_papers().clone().into_iter();
        let papers = papers.map(|(path, (stamp, digest))| Line::Paper(path, stamp, digest));
        let lines = std::iter::once(Line::Version(VERSION)).chain(made).chain(hung).chain(papers);
        warn(store::write_for_with(Readers::Owner, &self.file, |file| {
            for line in lines {
                file.write_all(encode(&line).as_bytes())?;
            }
            Ok(())
        }));
        Journal { file: Mutex::new(self.file.clone()) }
    }

    /// Removes a document from the state, not from the output folder.
    pub(super) fn forget(&mut self, file: &str) {
        self.made.remove(file);
        self.hung.retain(|hung| hung != file);
    }
}

/// The digests of supplied papers' content, as the state file of an output folder has them. The file is only read,
/// so that this needs no lock.
#[derive(Debug, Default)]
pub(super) struct KnownContents(BTreeMap<String, (FileStat, String)>);

impl KnownContents {
    /// Reads what the file says of papers; nothing where there is none, or it has another version.
    pub(super) fn read(output: &Path) -> Self {
        let path = output.join(store::OWN_FOLDER).join("state");
        let Ok(file) = store::open(&path) else { return Self::default() };
        let mut lines = io::BufReader::new(file).split(b'\n').map_while(Result::ok);
        let first = lines.next().and_then(|line| serde_json::from_slice(&line).ok());
        if !matches!(first, Some(Line::Version(VERSION))) {
            return Self::default();
        }
        let papers = lines.filter(|line| line.starts_with(b"{\"paper\":"));
        let papers = papers.filter_map(|line| match serde_json::from_slice(&line) {
            Ok(Line::Paper(path, stamp, digest)) => Some((path, (stamp, digest))),
            Ok(_) | Err(_) => None,
        });
        Self(papers.collect())
    }

    /// Returns the digest of a paper's content, which is read only where the size or times of the file have
    /// changed.
    ///
    /// # Errors
    /// When the file can't be read.
    pub(super) fn of(&self, path: &Path) -> anyhow::Result<String> {
        let known = self.0.get(&*path.to_string_lossy());
        match known.filter(|(stamp, _)| store::stamp(path).is_ok_and(|now| now == Some(*stamp))) {
            Some((_, digest)) => Ok(digest.clone()),
            None => papers::content_of(path),
        }
    }
}

/// Logs a failure to write the state: it costs the next run time, and no document.
fn warn(result: anyhow::Result<()>) {
    if let Err(error) = result {
        tracing::warn!("{error:#}");
    }
}

fn encode(line: &Line) -> String {
    serde_json::to_string(line).expect("text and numbers") + "\n"
}

/// The state file of a run, to which documents are appended as they are made.
#[derive(Debug)]
pub(super) struct Journal {
    /// The path of the file; one thread at a time appends a line, and nothing is kept in memory.
    file: Mutex<PathBuf>,
}

impl Journal {
    /// Appends a document that was made.
    pub(super) fn add_made(&self, record: Record) {
        self.add(encode(&Line::Made(record)).as_bytes());
    }

    /// Appends that the run ends without a document, because it takes too long; the next run makes it
    /// last.
    pub(super) fn add_hung(&self, file: String) {
        self.add(encode(&Line::Hung(file)).as_bytes());
    }

    /// Appends the result of the run, where it was completed.
    pub(super) fn close(self, complete: Option<CompletedRun>) {
        if let Some(run) = complete {
            self.add(encode(&Line::CompletedRun(run)).as_bytes());
        }
    }

    fn add(&self, lines: &[u8]) {
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        warn(store::append(&file, lines));
    }
}

impl CachedDiagnostic {
    /// Returns a warning or note in the form in which it is stored; `None` of an error, because a
    /// document with errors is never up to date.
    pub(super) fn of(diagnostic: &Diagnostic) -> Option<Self> {
        (diagnostic.severity() < Severity::Error).then(|| Self {
            code: diagnostic.code().name().to_owned(),
            message: diagnostic.message.clone(),
            file: diagnostic.origin.as_ref().map(|origin| origin.source().name.clone()),
            hints: diagnostic.hints.clone(),
        })
    }

    /// Returns the diagnostic again, for a document that was not made again; `None` where it has a code that
    /// only another version knows. It names the file and no place in it, because rows may have moved.
    pub(super) fn replay(&self, document: &str) -> Option<Diagnostic> {
        let code = Code::by_name(&self.code)?;
        let mut diagnostic = Diagnostic::new(code, &*self.message).about(document);
        if let Some(file) = &self.file {
            diagnostic = diagnostic.at(&Origin::file(file));
        }
        diagnostic.hints.clone_from(&self.hints);
        Some(diagnostic)
    }
}
