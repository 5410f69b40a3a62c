//! What earlier runs made, so that a run makes only what has changed.
//!
//! A line is added for each document as it is made, so that a run that is killed loses nothing of its
//! work, and keeps none of it in memory; the next run makes the file short again. What can't be read is
//! passed over: at worst a document is made once more. The folder is private, because digests of
//! restricted papers are in it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::key::Key;
use crate::diag::{Diagnostic, Origin, Severity};
use crate::store::{self, FileStat, Lock};

/// Changes with the form of what is kept; files of another form are passed over.
const VERSION: u32 = 1;

/// A line of the file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Line {
    /// The form of the lines that follow.
    Version(u32),
    /// A document that was made.
    Made(Record),
    /// A supplied paper, its metadata and the digest of its content.
    Paper(String, FileStat, String),
    /// A run that left nothing to do.
    CompletedRun(CompletedRun),
}

/// A document as it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Record {
    /// Its file below the output folder, with forward slashes.
    pub file: String,
    /// What messages call it.
    pub name: String,
    /// What it was made from.
    pub key: Key,
    /// Its pages.
    pub pages: usize,
    /// Itself, and what was written beside it.
    pub written: Vec<Written>,
    /// Warnings and notes that were reported as it was made.
    #[serde(rename = "said")]
    pub diagnostics: Vec<CachedDiagnostic>,
}

impl Record {
    /// Returns the SHA-512 of the document itself.
    pub fn digest(&self) -> Option<&str> {
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
    /// How it looked then.
    pub stamp: FileStat,
    /// The SHA-512 of its content.
    pub sha512: String,
}

/// A diagnostic of a document, which holds as long as the document is not made again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct CachedDiagnostic {
    code: String,
    is_warning: bool,
    message: String,
    file: Option<String>,
    hints: Vec<String>,
}

/// A run that left nothing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct CompletedRun {
    /// The fingerprint of what it read and of what was asked of it.
    pub ground: String,
    /// The documents that it called for, as files below the output folder.
    pub files: Vec<String>,
    /// Its warnings.
    pub warnings: usize,
    /// Its notes.
    pub notes: usize,
}

/// What earlier runs made.
#[derive(Debug)]
pub struct State {
    file: PathBuf,
    /// When this run began, by the clock of the disk.
    begun: u64,
    made: BTreeMap<String, Record>,
    papers: Mutex<BTreeMap<String, (FileStat, String)>>,
    complete: Option<CompletedRun>,
}

impl State {
    /// Returns whether there is anything to know of earlier runs.
    pub fn is_there(output: &Path) -> bool {
        store::is_file(&output.join(store::OWN_FOLDER).join("state"))
    }

    /// Reads what earlier runs made, and removes what those left that were killed.
    ///
    /// # Errors
    /// When the files of the output folder can't be listed.
    pub fn open(lock: &Lock, output: &Path) -> anyhow::Result<Self> {
        let mut state = Self {
            file: lock.folder().join("state"),
            begun: lock.taken,
            made: BTreeMap::new(),
            papers: Mutex::default(),
            complete: None,
        };
        if !state.read() {
            store::sweep(lock, output)?;
        }
        Ok(state)
    }

    /// Reads the file line by line; returns whether the last run came to its end.
    fn read(&mut self) -> bool {
        let Ok(file) = store::open(&self.file) else { return false };
        let mut lines = io::BufReader::new(file).split(b'\n').map_while(Result::ok);
        let first = lines.next().and_then(|line| serde_json::from_slice(&line).ok());
        if !matches!(first, Some(Line::Version(VERSION))) {
            return false;
        }
        let mut is_ended = false;
        for line in lines {
            is_ended = line == END;
            if let Ok(line) = serde_json::from_slice(&line) {
                self.take(line);
            }
        }
        is_ended
    }

    fn take(&mut self, line: Line) {
        match line {
            Line::Version(_) => {}
            Line::Made(record) => {
                self.made.insert(record.file.clone(), record);
            }
            Line::Paper(path, stamp, digest) => {
                self.papers_now().insert(path, (stamp, digest));
            }
            Line::CompletedRun(complete) => self.complete = Some(complete),
        }
    }

    /// Returns how a document was made, by its file below the output folder.
    pub fn record(&self, file: &str) -> Option<&Record> {
        self.made.get(file)
    }

    /// Returns all documents that were made.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.made.values()
    }

    /// Returns the last run that left nothing to do, while nothing was done since.
    pub fn complete(&self) -> Option<&CompletedRun> {
        self.complete.as_ref()
    }

    /// Returns when this run began, by the clock of the disk: nanoseconds since 1970.
    pub fn begun(&self) -> u64 {
        self.begun
    }

    /// Returns the digest of a paper's content, which is read only where its metadata have changed.
    pub(super) fn paper(&self, path: &Path) -> Option<String> {
        let name = path.to_string_lossy().into_owned();
        let stamp = store::stamp(path).ok()??;
        if let Some((old, digest)) = self.papers_now().get(&name)
            && *old == stamp
        {
            return Some(digest.clone());
        }
        let mut digest = blake3::Hasher::new();
        store::read_in_pieces(path, |piece| {
            digest.update(piece);
        })
        .ok()?;
        let digest = digest.finalize().to_hex().to_string();
        if stamp.is_settled(self.begun) {
            self.papers_now().insert(name, (stamp, digest.clone()));
        }
        Some(digest)
    }

    fn papers_now(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, (FileStat, String)>> {
        self.papers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes the file short, and returns what writes documents down there as they are made, from any
    /// thread. Whoever wants to know of these opens the state again. Papers are looked at before, for
    /// the keys of what is to be made.
    pub fn journal(&mut self) -> Journal {
        self.complete = None;
        let made = self.made.values().cloned().map(Line::Made);
        let papers = self.papers_now().clone().into_iter();
        let papers = papers.map(|(path, (stamp, digest))| Line::Paper(path, stamp, digest));
        let lines = std::iter::once(Line::Version(VERSION)).chain(made).chain(papers);
        warn(store::write_private_with(&self.file, |file| {
            for line in lines {
                file.write_all(written(&line).as_bytes())?;
            }
            Ok(())
        }));
        Journal { file: Mutex::new(self.file.clone()) }
    }

    /// Forgets a document.
    pub fn forget(&mut self, file: &str) {
        self.made.remove(file);
    }
}

/// The last line of a file that was written by a run that came to its end.
const END: &[u8] = b"\"end\"";

/// That something can't be written down costs time and no document.
fn warn(result: anyhow::Result<()>) {
    if let Err(error) = result {
        tracing::warn!("{error:#}");
    }
}

fn written(line: &Line) -> String {
    serde_json::to_string(line).expect("words and numbers") + "\n"
}

/// Writes documents down as they are made.
#[derive(Debug)]
pub struct Journal {
    /// One thread at a time adds a line. Nothing of it is kept in memory.
    file: Mutex<PathBuf>,
}

impl Journal {
    /// Writes a document down.
    pub fn made(&self, record: Record) {
        self.add(written(&Line::Made(record)).as_bytes());
    }

    /// Writes down how the run ended.
    pub fn close(self, complete: Option<CompletedRun>) {
        let complete = complete.map(|run| written(&Line::CompletedRun(run))).unwrap_or_default();
        self.add(&[complete.as_bytes(), END, b"\n"].concat());
    }

    fn add(&self, lines: &[u8]) {
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        warn(store::append(&file, lines));
    }
}

/// Names that were read from a file, each kept once: there are as many as the program has codes.
static CODES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

impl CachedDiagnostic {
    /// Returns a diagnostic that can be replayed; `None` of an error, whose document is made again.
    pub(super) fn of(diagnostic: &Diagnostic) -> Option<Self> {
        Some(Self {
            code: diagnostic.code.to_owned(),
            is_warning: match diagnostic.severity {
                Severity::Error => return None,
                Severity::Warning => true,
                Severity::Note => false,
            },
            message: diagnostic.message.clone(),
            file: diagnostic.origin.as_ref().map(|origin| origin.source().name.clone()),
            hints: diagnostic.hints.clone(),
        })
    }

    /// Replays it. The file is named, and no place in it: rows may have moved.
    pub(super) fn replay(&self, document: &str) -> Diagnostic {
        let mut codes = CODES.lock().unwrap_or_else(PoisonError::into_inner);
        let code = codes.get(&*self.code).copied().unwrap_or_else(|| {
            let kept: &'static str = self.code.clone().leak();
            codes.insert(kept);
            kept
        });
        let severity = if self.is_warning { Severity::Warning } else { Severity::Note };
        let mut diagnostic = Diagnostic::new(severity, code, &*self.message).about(document);
        if let Some(file) = &self.file {
            diagnostic = diagnostic.at(&Origin::file(file));
        }
        diagnostic.hints.clone_from(&self.hints);
        diagnostic
    }
}
