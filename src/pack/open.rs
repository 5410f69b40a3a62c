//! Opens supplied papers: each in a short-lived process of this same program, which has bounded
//! memory and time and leaves a clean copy. Copies are kept by the paper's content.
//!
//! A file made to break its reader breaks that process only, and the paper is refused by name.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::Context;
use process_control::{ChildExt, Control};
use serde::{Deserialize, Serialize};

use super::clean::{self, Clean};
use super::{Facts, Limits, MEGABYTE, Refusal, word};
use crate::parallel::Semaphore;
use crate::store;

/// The command of this program that opens one paper; nobody types it.
pub const COMMAND: &str = "open-paper";

/// What the process takes of the address space before it opens anything: its own code, and room that
/// its allocator sets aside.
const ITSELF: u64 = 128 * MEGABYTE;

/// Changes whenever clean copies of the same paper come out differently: raise the number with any
/// change of `clean`, or copies made before it stay in use.
const EDITION: &str = concat!(env!("CARGO_PKG_VERSION"), "/1");

/// What the process leaves beside the clean copy.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Outcome {
    /// The paper can be bound.
    Clean(Facts),
    /// It can't.
    Refused(Refusal),
}

/// Opens papers.
#[derive(Debug, Clone)]
pub struct Opener {
    /// This program.
    pub program: PathBuf,
    /// The folder of clean copies. Those of exempt papers are among them: it must be private.
    pub cache: PathBuf,
    /// What a paper may cost.
    pub limits: Limits,
    /// How many are opened at a time, whoever asks.
    pub semaphore: Arc<Semaphore>,
}

/// A paper that can be bound.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Its clean copy.
    copy: PathBuf,
    /// What is known of it.
    pub facts: Facts,
}

impl Opened {
    /// Reads the clean copy.
    ///
    /// # Errors
    /// When it is no longer there.
    pub fn read(&self) -> anyhow::Result<Clean> {
        Clean::read(&store::read_large(&self.copy, u64::MAX)?, self.facts.clone())
    }
}

impl Opener {
    /// Returns what has `program` open papers, so many at a time, and keeps clean copies in `cache`.
    pub fn new(program: PathBuf, cache: PathBuf, at_a_time: usize) -> Self {
        let semaphore = Arc::new(Semaphore::new(at_a_time));
        Self { program, cache, limits: Limits::default(), semaphore }
    }

    /// Opens a paper; the refusal says what is wrong with it.
    ///
    /// # Errors
    /// When the paper or the folder of copies can't be read or written, or no process can be begun.
    pub fn open(&self, paper: &Path) -> anyhow::Result<Result<Opened, Refusal>> {
        let size = store::size(paper)?;
        if size > self.limits.size {
            return Ok(Err(clean::too_large(&self.limits)));
        }
        let base = self.cache.join(self.key(paper)?);
        let (copy, facts) = (base.with_extension("pdf"), base.with_extension("json"));
        if (store::read_if_there(&facts)?.is_none() || !store::is_file(&copy))
            && let Some(refusal) = self.semaphore.run(|| self.clean(paper, &base))?
        {
            return Ok(Err(refusal));
        }
        let Some(outcome) = store::read_if_there(&facts)? else {
            return Ok(Err(Refusal::new(
                "broke the program that reads it",
                "open it and print it to a new PDF",
            )));
        };
        let outcome = serde_json::from_slice(&outcome).with_context(|| {
            format!("`{}` is not what was written there; delete it", facts.display())
        })?;
        Ok(match outcome {
            Outcome::Clean(facts) => Ok(Opened { copy, facts }),
            Outcome::Refused(refusal) => Err(refusal),
        })
    }

    /// Keeps the clean copy of a document of our own, which is no danger and needs no process.
    ///
    /// # Errors
    /// When the folder of copies can't be written.
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

    /// Returns the name of a paper's copy: a digest of its content and of what it may cost.
    fn key(&self, paper: &Path) -> anyhow::Result<String> {
        let Limits { memory, seconds, pages, size } = self.limits;
        let mut digest = blake3::Hasher::new();
        digest.update(format!("{EDITION} {memory} {seconds} {pages} {size}\n").as_bytes());
        store::read_in_pieces(paper, |piece| {
            digest.update(piece);
        })?;
        Ok(digest.finalize().to_hex()[..40].to_owned())
    }

    /// Leaves the clean copy of a paper, or says why there is none.
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

    /// Has another process open a paper; the refusal is that of a process which did not end well.
    fn run(&self, paper: &Path, base: &Path) -> anyhow::Result<Option<Refusal>> {
        let limits = serde_json::to_string(&self.limits).expect("limits are numbers");
        let mut child = Command::new(&self.program)
            .arg(COMMAND)
            .arg(paper)
            .arg(base)
            .arg(limits)
            // One thread: less memory, and the same copy on every machine.
            .env("RAYON_NUM_THREADS", "1")
            // Little room taken in advance, since it counts against the limit (both in KB).
            .env("MIMALLOC_ARENA_RESERVE", "65536")
            .env("MIMALLOC_ARENA_MAX_OBJECT_SIZE", "1024")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("failed to run `{}`", self.program.display()))?;
        let seconds = self.limits.seconds;
        let control =
            child.controlled().time_limit(Duration::from_secs(seconds)).terminate_for_timeout();
        #[cfg(any(target_os = "linux", target_os = "android", windows))]
        let control = control.memory_limit(
            usize::try_from(self.limits.memory.saturating_add(ITSELF)).unwrap_or(usize::MAX),
        );
        let is_done = match control.wait() {
            Ok(status) => status.map(|status| status.success()),
            // Windows limits no process that has come to its end already.
            Err(error) => match ended(&mut child) {
                Some(status) => Some(status.success()),
                None => {
                    child.kill().ok();
                    return Err(error).context("failed to wait for the program that reads papers");
                }
            },
        };
        let hint = "open it and print it to a new PDF, or make its pictures smaller";
        Ok(match is_done {
            None => {
                Some(Refusal::new(format!("takes longer than {seconds} seconds to read"), hint))
            }
            Some(true) => None,
            Some(false) => Some(Refusal::new(
                format!(
                    "needs more than {} MB of memory, or breaks the program that reads it",
                    self.limits.memory / MEGABYTE
                ),
                hint,
            )),
        })
    }
}

/// Returns how a process ended that has ended, or is about to.
fn ended(child: &mut Child) -> Option<ExitStatus> {
    (0..100).find_map(|_| {
        let status = child.try_wait().ok().flatten();
        if status.is_none() {
            thread::sleep(Duration::from_millis(10));
        }
        status
    })
}

/// Opens one paper in this process and leaves `base.pdf` and `base.json`: what [`COMMAND`] does.
///
/// # Errors
/// When the paper can't be read or the copy can't be written.
pub fn open_here(paper: &Path, base: &Path, limits: &str) -> anyhow::Result<()> {
    let limits: Limits = serde_json::from_str(limits).context("these are no limits")?;
    let bytes = store::read_large(paper, limits.size)?;
    let copy = base.with_extension("pdf");
    let outcome = match clean::document(Arc::new(bytes), &limits) {
        Ok(mut clean) => {
            store::write_with(&copy, |file| clean.write_to(file))?;
            Outcome::Clean(clean.facts)
        }
        Err(refusal) => {
            // Both files are looked for before a paper is opened again.
            store::write(&copy, b"")?;
            Outcome::Refused(refusal)
        }
    };
    let outcome = serde_json::to_vec(&outcome).expect("an outcome is numbers and words");
    store::write(&base.with_extension("json"), &outcome)
}
