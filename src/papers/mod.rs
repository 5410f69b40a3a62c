//! Opens supplied papers: each in a short-lived process of this same program, with limits on memory
//! and time, which leaves a clean copy. Copies are cached under a digest of the paper's content.
//!
//! A file made to crash its reader crashes that process only, and the message names the paper.

mod word;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use anyhow::Context;
use serde::{Deserialize, Serialize};

use crate::pack::clean::{self, Clean};
use crate::pack::{Facts, Limits, Refusal, StoredCopy, isolate};
use crate::parallel::Semaphore;
use crate::store;

/// The hidden command of this program that opens one paper; only [`Opener`] uses it.
pub const COMMAND: &str = "open-paper";

/// The version of the cache. Raise the number after the slash with any change to `clean` that makes
/// clean copies of the same paper differ, or copies made before it stay in use.
const CACHE_VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "/3");

/// What the process leaves beside the clean copy, as JSON.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum OpenResult {
    /// The paper can be bound.
    Clean(Facts),
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
    /// The limits for each paper.
    pub limits: Limits,
    /// Limits how many papers are opened at a time; clones share it.
    pub semaphore: Arc<Semaphore>,
}

/// A paper that can be bound.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The file of its clean copy.
    copy: PathBuf,
    /// What is known of the clean copy.
    pub facts: Facts,
}

impl Opened {
    /// Returns a paper of which only this is known, for layouts that are tried without papers.
    #[cfg(test)]
    pub(crate) fn of_facts(facts: Facts) -> Self {
        Self { copy: PathBuf::new(), facts }
    }
}

impl StoredCopy for Opened {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn read(&self) -> anyhow::Result<Clean> {
        Clean::read(&store::read_large(&self.copy, u64::MAX)?, self.facts.clone())
    }
}

impl Opener {
    /// Returns an opener with the default limits, which runs at most `at_a_time` processes of `program`
    /// and keeps clean copies in `cache`.
    pub fn new(program: PathBuf, cache: PathBuf, at_a_time: usize) -> Self {
        let semaphore = Arc::new(Semaphore::new(at_a_time));
        Self { program, cache, limits: Limits::default(), semaphore }
    }

    /// Opens a paper; the refusal says what is wrong with it.
    ///
    /// # Errors
    /// When the paper or the folder of copies can't be read or written, or no process can be started.
    pub fn open(&self, paper: &Path) -> anyhow::Result<Result<Opened, Refusal>> {
        let size = store::size(paper)?;
        if size > self.limits.size {
            return Ok(Err(self.limits.too_large()));
        }
        let base = self.cache.join(self.key(paper)?);
        let (copy, facts) = (base.with_extension("pdf"), base.with_extension("json"));
        if (store::read_if_there(&facts)?.is_none() || !store::is_file(&copy))
            && let Some(refusal) = self.semaphore.run(|| self.clean(paper, &base))?
        {
            return Ok(Err(refusal));
        }
        let Some(result) = store::read_if_there(&facts)? else {
            return Ok(Err(Refusal::new(
                "crashed the program that reads it",
                "open it and print it to a new PDF",
            )));
        };
        let result = serde_json::from_slice(&result)
            .with_context(|| format!("`{}` is damaged; delete it", facts.display()))?;
        Ok(match result {
            OpenResult::Clean(facts) => Ok(Opened { copy, facts }),
            OpenResult::Refused(refusal) => Err(refusal),
        })
    }

    /// Caches the clean copy of a document that this program made, which is safe to read in this
    /// process.
    ///
    /// # Errors
    /// When it can't be cleaned, or the folder of copies can't be written.
    pub fn keep(&self, pdf: Vec<u8>) -> anyhow::Result<Opened> {
        let name = blake3::hash(&pdf).to_hex()[..40].to_owned();
        let copy = self.cache.join(name).with_extension("pdf");
        let mut clean = clean::document(Arc::new(pdf), &self.limits)?;
        if !store::is_file(&copy) {
            store::make_private_folder(&self.cache)?;
            store::write_with(&copy, |file| clean.write_to(file))?;
        }
        Ok(Opened { copy, facts: clean.facts })
    }

    /// Returns the name of a paper's copy: a digest of the cache's version, the limits and the content.
    fn key(&self, paper: &Path) -> anyhow::Result<String> {
        let Limits { memory, seconds, pages, size } = self.limits;
        let mut digest = blake3::Hasher::new();
        digest.update(format!("{CACHE_VERSION} {memory} {seconds} {pages} {size}\n").as_bytes());
        store::read_in_pieces(paper, |piece| {
            digest.update(piece);
        })?;
        Ok(digest.finalize().to_hex()[..40].to_owned())
    }

    /// Makes the clean copy of a paper, of a Word document by way of a PDF; the refusal says why there
    /// is none.
    fn clean(&self, paper: &Path, base: &Path) -> anyhow::Result<Option<Refusal>> {
        store::make_private_folder(&self.cache)?;
        if !word::is_word(paper) {
            return self.run(paper, base);
        }
        let converted = base.with_extension("docx.pdf");
        match word::convert(paper, &converted)? {
            Ok(()) => self.run(&converted, base),
            Err(refusal) => Ok(Some(refusal)),
        }
    }

    /// Opens a paper in another process. The refusal is for a process that failed or ran into a limit;
    /// one that refuses the paper leaves that in its JSON file.
    fn run(&self, paper: &Path, base: &Path) -> anyhow::Result<Option<Refusal>> {
        let limits = serde_json::to_string(&self.limits).expect("limits are numbers");
        let mut command = Command::new(&self.program);
        command.arg(COMMAND).arg(paper).arg(base).arg(limits);
        isolate::run(&mut command, &self.limits)
    }
}

/// Opens one paper in this process and writes `base.pdf` and `base.json`: the work of [`COMMAND`].
/// `limits` is [`Limits`] as JSON.
///
/// # Errors
/// When the limits or the paper can't be read, or the copy can't be written.
pub fn open_here(paper: &Path, base: &Path, limits: &str) -> anyhow::Result<()> {
    let limits: Limits = serde_json::from_str(limits).context("the limits can't be read")?;
    let bytes = store::read_large(paper, limits.size)?;
    let copy = base.with_extension("pdf");
    let result = match clean::document(Arc::new(bytes), &limits) {
        Ok(mut clean) => {
            store::write_with(&copy, |file| clean.write_to(file))?;
            OpenResult::Clean(clean.facts)
        }
        Err(refusal) => {
            // `Opener::open` takes a paper as opened only if both files are there.
            store::write(&copy, b"")?;
            OpenResult::Refused(refusal)
        }
    };
    let result = serde_json::to_vec(&result).expect("the result is numbers and text");
    store::write(&base.with_extension("json"), &result)
}
