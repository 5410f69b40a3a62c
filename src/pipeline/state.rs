//! What earlier runs made, so that a run makes only what has changed.
//!
//! A line is added for each document as it is made, so that a run that is killed loses nothing of its
//! work; the next run makes the file short again. What can't be read is passed over: at worst a
//! document is made once more. The folder is private, because digests of restricted papers are in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::key::Key;
use crate::diag::{Diagnostic, Origin, Severity};
use crate::store::{self, Lock, Stamp};

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
    /// A document that was removed: its file below the output folder.
    Gone(String),
    /// A supplied paper, its looks and the digest of its content.
    Paper(String, Stamp, String),
    /// A run that left nothing to do.
    Complete(Complete),
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
    /// What was said while it was made.
    pub said: Vec<Said>,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Written {
    /// Its path below the output folder, with forward slashes.
    pub file: String,
    /// How it looked then.
    pub stamp: Stamp,
    /// The SHA-512 of its content.
    pub sha512: String,
}

/// Something that was said while a document was made, and holds as long as it is not made again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Said {
    code: String,
    is_warning: bool,
    message: String,
    file: Option<String>,
    hints: Vec<String>,
}

/// A run that left nothing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Complete {
    /// The looks of all that it read, and what was asked of it.
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
    /// Whether an earlier run did not come to its end.
    was_killed: bool,
    made: BTreeMap<String, Record>,
    papers: Mutex<BTreeMap<String, (Stamp, String)>>,
    complete: Option<Complete>,
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
        let file = lock.folder().join("state");
        let text = store::read_if_there(&file).ok().flatten().unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let mut state = Self {
            file,
            begun: lock.taken,
            was_killed: false,
            made: BTreeMap::new(),
            papers: Mutex::default(),
            complete: None,
        };
        let mut lines = text.lines().map(serde_json::from_str);
        if matches!(lines.next(), Some(Ok(Line::Version(VERSION)))) {
            lines.flatten().for_each(|line| state.take(line));
        }
        state.was_killed = state.was_killed || !text.ends_with(END);
        if state.was_killed {
            store::sweep(lock, output)?;
        }
        Ok(state)
    }

    fn take(&mut self, line: Line) {
        match line {
            Line::Version(_) => {}
            Line::Made(record) => {
                self.made.insert(record.file.clone(), record);
            }
            Line::Gone(file) => {
                self.made.remove(&file);
            }
            Line::Paper(path, stamp, digest) => {
                self.papers_now().insert(path, (stamp, digest));
            }
            Line::Complete(complete) => self.complete = Some(complete),
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
    pub fn complete(&self) -> Option<&Complete> {
        self.complete.as_ref()
    }

    /// Returns when this run began, by the clock of the disk: nanoseconds since 1970.
    pub fn begun(&self) -> u64 {
        self.begun
    }

    /// Returns the digest of a paper's content, which is read only where its looks have changed.
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

    fn papers_now(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, (Stamp, String)>> {
        self.papers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns what writes documents down as they are made, from any thread.
    pub fn journal(&mut self) -> Journal {
        self.complete = None;
        self.keep("");
        Journal { file: Mutex::new(self.file.clone()) }
    }

    /// Takes over what was written down; what could not be is made once more.
    pub fn take_over(&mut self, _journal: Journal) {
        let text = store::read_if_there(&self.file).ok().flatten().unwrap_or_default();
        let text = String::from_utf8_lossy(&text).into_owned();
        for line in text.lines().filter_map(|line| serde_json::from_str(line).ok()) {
            self.take(line);
        }
    }

    /// Leaves the file short and in order.
    pub fn close(&mut self, complete: Option<Complete>) {
        self.complete = complete;
        self.was_killed = false;
        self.keep(END);
    }

    /// Forgets a document.
    pub fn forget(&mut self, file: &str) {
        self.made.remove(file);
    }

    /// Writes the file anew. That it can't be written costs time and no document.
    fn keep(&self, end: &str) {
        let papers = self.papers_now().clone();
        let lines = std::iter::once(Line::Version(VERSION))
            .chain(self.made.values().cloned().map(Line::Made))
            .chain(
                papers.into_iter().map(|(path, (stamp, digest))| Line::Paper(path, stamp, digest)),
            )
            .chain(self.complete.clone().map(Line::Complete));
        let mut text: String = lines.map(|line| written(&line)).collect();
        text.push_str(end);
        if let Err(error) = store::write_private(&self.file, text.as_bytes()) {
            tracing::warn!("{error:#}");
        }
    }
}

/// The end of a file that was written by a run that came to its end.
const END: &str = "\"end\"\n";

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
        let line = written(&Line::Made(record));
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = store::append(&file, line.as_bytes()) {
            tracing::warn!("{error:#}");
        }
    }
}

/// Names that were read from a file, each kept once: there are as many as the program has codes.
static CODES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

impl Said {
    /// Returns what can be said again; `None` of an error, whose document is made again.
    pub(super) fn of(diagnostic: &Diagnostic) -> Option<Self> {
        Some(Self {
            code: diagnostic.code.to_owned(),
            is_warning: match diagnostic.severity {
                Severity::Error => return None,
                Severity::Warning => true,
                Severity::Note => false,
            },
            message: diagnostic.message.clone(),
            file: diagnostic.origin.as_ref().map(|own| own.source().name.clone()),
            hints: diagnostic.hints.clone(),
        })
    }

    /// Says it again. The file is named, and no place in it: rows may have moved.
    pub(super) fn again(&self, document: &str) -> Diagnostic {
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
