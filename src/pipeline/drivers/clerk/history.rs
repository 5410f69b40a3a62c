//! Minutes as they were before each step, beside the file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;

use crate::store::{self, Alone};

/// The folder, which is hidden and so is no part of the records.
const FOLDER: &str = ".kept";

/// How many earlier minutes of a meeting are kept; a long meeting has some hundreds of steps.
const MAX_KEPT: usize = 500;

/// How often, and after how long, the lock is tried: a step takes some milliseconds.
const TRIES: (u32, Duration) = (40, Duration::from_millis(50));

/// How many hexadecimal digits tell minutes from others.
const DIGITS: usize = 32;

/// What follows the digest in the name of minutes that were undone.
const UNDONE: &str = "undone";

/// The earlier minutes of a meeting.
pub(super) struct History {
    folder: PathBuf,
}

/// Minutes that are kept.
struct Kept {
    path: PathBuf,
    number: u32,
    /// The digest of the minutes that took their place.
    digest: String,
    /// Whether that was undone, so that these are what it had made.
    is_undone: bool,
}

/// A lock that nobody else has.
pub(super) struct Locked(
    #[expect(dead_code, reason = "it is held until it is dropped")] Option<Alone>,
);

impl History {
    /// Returns the history of minutes in a file.
    pub(super) fn of(path: &Path, meeting: &str) -> Self {
        let parent = path.parent().unwrap_or(path);
        Self { folder: parent.join(FOLDER).join(meeting) }
    }

    /// Waits for a moment until nobody else saves; `None` where somebody goes on. Where the file system does not support
    /// locks, as on some network drives, there is none: files are written as a whole there too.
    ///
    /// # Errors
    /// When the folder can't be made.
    pub(super) fn lock(&self) -> anyhow::Result<Option<Locked>> {
        let path = self.folder.join("lock");
        if !store::is_file(&path) {
            store::write_for_user(&path, b"")?;
        }
        let (tries, pause) = TRIES;
        for _ in 0..tries {
            match store::alone(&path) {
                Ok(Some(alone)) => return Ok(Some(Locked(Some(alone)))),
                Ok(None) => std::thread::sleep(pause),
                Err(error) => {
                    tracing::warn!(%error, "the minutes can't be locked");
                    return Ok(Some(Locked(None)));
                }
            }
        }
        Ok(None)
    }

    /// Saves minutes, and keeps those that were there. What was undone before can't be done again then.
    ///
    /// # Errors
    /// When a file can't be written; the minutes are unchanged then.
    pub(super) fn save(
        &self,
        path: &Path,
        before: Option<&[u8]>,
        after: &[u8],
    ) -> anyhow::Result<()> {
        let kept = self.kept()?;
        if let Some(before) = before {
            let number = kept.iter().map(|kept| kept.number).max().unwrap_or(0) + 1;
            self.keep(number, &digest(after), false, before)?;
        }
        store::write_for_user(path, after)?;
        let steps = kept.iter().filter(|kept| !kept.is_undone).count();
        let surplus = (steps + 1).saturating_sub(MAX_KEPT);
        let old = kept.iter().filter(|kept| !kept.is_undone).take(surplus);
        for kept in old.chain(kept.iter().filter(|kept| kept.is_undone)) {
            store::remove(&kept.path, &self.folder)?;
        }
        Ok(())
    }

    /// Returns whether the minutes that are there were made from those with a digest by this step.
    ///
    /// # Errors
    /// When a file can't be read.
    pub(super) fn is_step(
        &self,
        now: &[u8],
        before: &str,
        step: impl FnOnce(&[u8]) -> Option<Vec<u8>>,
    ) -> anyhow::Result<bool> {
        let Some(kept) = self.find(&digest(now), false)? else { return Ok(false) };
        let bytes = store::read(&kept.path)?;
        Ok(digest(&bytes) == before && step(&bytes).is_some_and(|after| after == now))
    }

    /// Puts back the minutes before the step that made those that are there; `false` where that is not known.
    ///
    /// # Errors
    /// When a file can't be read or written.
    pub(super) fn undo(&self, path: &Path, now: &[u8]) -> anyhow::Result<bool> {
        self.swap(path, now, false)
    }

    /// Puts back the minutes that were undone last, if nothing has changed since; `false` where there are none.
    ///
    /// # Errors
    /// As [`Self::undo`].
    pub(super) fn redo(&self, path: &Path, now: &[u8]) -> anyhow::Result<bool> {
        self.swap(path, now, true)
    }

    fn swap(&self, path: &Path, now: &[u8], is_undone: bool) -> anyhow::Result<bool> {
        let Some(kept) = self.find(&digest(now), is_undone)? else { return Ok(false) };
        let before = store::read(&kept.path)?;
        self.keep(kept.number, &digest(&before), !is_undone, now)?;
        store::write_for_user(path, &before)?;
        store::remove(&kept.path, &self.folder)?;
        Ok(true)
    }

    /// Returns whether the last step can be undone, and whether what was undone can be done again.
    ///
    /// # Errors
    /// When the folder can't be listed.
    pub(super) fn ways(&self, now: &[u8]) -> anyhow::Result<(bool, bool)> {
        let digest = digest(now);
        Ok((self.find(&digest, false)?.is_some(), self.find(&digest, true)?.is_some()))
    }

    /// Returns the newest of those whose place the minutes with a digest took.
    fn find(&self, digest: &str, is_undone: bool) -> anyhow::Result<Option<Kept>> {
        let kept = self.kept()?.into_iter().rev();
        Ok(kept.into_iter().find(|kept| kept.digest == digest && kept.is_undone == is_undone))
    }

    fn keep(&self, number: u32, digest: &str, is_undone: bool, bytes: &[u8]) -> anyhow::Result<()> {
        let ending = if is_undone { UNDONE } else { "before" };
        let path = self.folder.join(format!("{number:06}-{digest}-{ending}.json"));
        store::write_for_user(&path, bytes).context("the minutes before this step can't be kept")
    }

    /// Returns what is kept, the oldest first.
    fn kept(&self) -> anyhow::Result<Vec<Kept>> {
        if !store::is_folder(&self.folder) {
            return Ok(Vec::new());
        }
        let entries = store::list(&self.folder)?.into_iter();
        let kept = entries.filter_map(|entry| {
            let mut parts = entry.name.strip_suffix(".json")?.split('-');
            let number = parts.next()?.parse().ok()?;
            let (digest, ending) = (parts.next()?.to_owned(), parts.next()?);
            let path = self.folder.join(&entry.name);
            Some(Kept { path, number, digest, is_undone: ending == UNDONE })
        });
        let mut kept: Vec<Kept> = kept.collect();
        kept.sort_by_key(|kept| kept.number);
        Ok(kept)
    }
}

/// Returns what tells minutes from others.
pub(super) fn digest(bytes: &[u8]) -> String {
    let mut digest = store::sha512(bytes);
    digest.truncate(DIGITS);
    digest
}
