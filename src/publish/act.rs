//! One act of publishing, withdrawing or archiving: either all of it is done, or nothing.
//!
//! Its files are written beside their places first, then a journal of what is to be renamed and removed, then
//! the line of the ledger. With that line the act is done. What remains, giving the files their names, is
//! finished by the next run where this one is killed; before the line, nothing has happened, and what was
//! written is removed.

use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::ledger::{Entry, Head, Heads, Known, Line, NewLine};
use super::site::Page;
use super::{ARCHIVE, Access, FOLDER};
use crate::store::{self, Lock, Readers};

/// The journal of an act, in the private folder.
const JOURNAL: &str = "act.json";

/// The heads of the ledgers, in the private folder and beside public bags.
pub(super) const HEADS: &str = "ledger-heads.json";

/// The files of an act before it is done.
pub(super) struct Draft<'a> {
    output: &'a Path,
    lock: &'a Lock,
    access: Access,
    moves: Vec<Move>,
    entries: Vec<Entry>,
    removals: Vec<String>,
}

/// A file that gets its name when the act is done; paths are below the output folder.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Move {
    from: String,
    to: String,
}

/// What is left to do once the line is in the ledger.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Journal {
    access: Access,
    /// The line that says that the act is done.
    line: Head,
    moves: Vec<Move>,
    removals: Vec<String>,
}

impl<'a> Draft<'a> {
    /// Begins an act.
    pub(super) fn new(output: &'a Path, lock: &'a Lock, access: Access) -> Self {
        let (moves, entries, removals) = (Vec::new(), Vec::new(), Vec::new());
        Self { output, lock, access, moves, entries, removals }
    }

    /// Adds a file, by its path below the output folder; the content is written by a closure.
    ///
    /// # Errors
    /// Names the path when it can't be written.
    pub(super) fn put_with(
        &mut self,
        to: &str,
        content: impl FnOnce(&mut dyn std::io::Write) -> anyhow::Result<()>,
    ) -> anyhow::Result<&Entry> {
        let entry = self.write(to, content)?;
        self.entries.push(entry);
        Ok(self.entries.last().expect("it was pushed"))
    }

    /// Adds a page, by its path below the output folder, that the act's line does not list: a list of pages does.
    ///
    /// # Errors
    /// As [`Self::put_with`].
    pub(super) fn put_page(&mut self, to: &str, text: &str) -> anyhow::Result<Page> {
        let Entry { size, sha512, .. } =
            self.write(to, |file| Ok(file.write_all(text.as_bytes())?))?;
        Ok(Page { size, sha512 })
    }

    /// Writes a file beside its place.
    fn write(
        &mut self,
        to: &str,
        content: impl FnOnce(&mut dyn std::io::Write) -> anyhow::Result<()>,
    ) -> anyhow::Result<Entry> {
        let (folder, _) = to.rsplit_once('/').unwrap_or_default();
        let from = format!("{folder}/{}act-{}", store::TEMPORARY, self.moves.len());
        let path = store::below(self.output, &from);
        self.moves.push(Move { from, to: to.to_owned() });
        store::write_for_with(self.access.readers(), &path, content)
            .with_context(|| format!("failed to write `{}`", self.output.join(to).display()))?;
        let measure = store::measure(&mut store::open(&path)?)?;
        let sha512 = Digest::parse(&measure.sha512).context("a digest is hexadecimal")?;
        Ok(Entry { file: to.to_owned(), size: measure.size, sha512 })
    }

    /// Adds a file, by its path below the output folder.
    ///
    /// # Errors
    /// As [`Self::put_with`].
    pub(super) fn put(&mut self, to: &str, bytes: &[u8]) -> anyhow::Result<&Entry> {
        self.put_with(to, |file| Ok(file.write_all(bytes)?))
    }

    /// Has a file taken away when the act is done.
    pub(super) fn remove(&mut self, file: &str) {
        self.removals.push(file.to_owned());
    }

    /// Returns whether the act would do nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.removals.is_empty()
    }

    /// Gives the files their names without an act: they are listed, and were lost.
    ///
    /// # Errors
    /// Names the file that can't be written.
    pub(super) fn restore(mut self) -> anyhow::Result<()> {
        for Move { from, to } in std::mem::take(&mut self.moves) {
            let to = store::below(self.output, &to);
            store::rename(&store::below(self.output, &from), &to)?;
            to.parent().map_or(Ok(()), store::settle)?;
        }
        Ok(())
    }

    /// Does the act: `new` is what its line says, but for the files.
    ///
    /// # Errors
    /// When something can't be written. Where the ledger has no line of it, nothing has happened.
    pub(super) fn commit(mut self, known: &mut Known, new: NewLine) -> anyhow::Result<()> {
        let files = std::mem::take(&mut self.entries);
        let line = Line::after(known.head(), new, files, self.removals.clone());
        let journal = Journal {
            access: self.access,
            line: Head { lines: line.line, digest: line.digest() },
            moves: self.moves.clone(),
            removals: self.removals.clone(),
        };
        let path = self.lock.folder().join(JOURNAL);
        let text = serde_json::to_vec(&journal).expect("a journal is text");
        store::write_for(Readers::Owner, &path, &text)?;
        store::settle(self.lock.folder())?;
        if let Err(error) = known.append(self.lock, line) {
            store::remove(&path, self.lock.folder())?;
            return Err(error);
        }
        // What is done is not undone when this is dropped.
        self.moves.clear();
        journal.finish(self.output, self.lock)
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        for Move { from, .. } in &self.moves {
            // What stays is removed by the next run.
            store::remove(&store::below(self.output, from), &self.output.join(FOLDER)).ok();
        }
    }
}

impl Journal {
    /// Does what is left to do.
    fn finish(&self, output: &Path, lock: &Lock) -> anyhow::Result<()> {
        let mut folders: Vec<PathBuf> = Vec::new();
        for Move { from, to } in &self.moves {
            let (from, to) = (store::below(output, from), store::below(output, to));
            if store::is_file(&from) {
                store::rename(&from, &to)?;
            }
            folders.extend(to.parent().map(Path::to_owned));
        }
        folders.sort();
        folders.dedup();
        folders.iter().try_for_each(|folder| store::settle(folder))?;
        let root = output.join(FOLDER).join(self.access.folder());
        for file in &self.removals {
            store::remove(&store::below(output, file), &root)?;
        }
        remember(output, lock, self.access, &self.line)?;
        store::remove(&lock.folder().join(JOURNAL), lock.folder())
    }
}

/// Finishes the act of a run that was killed, if its line is in the ledger; returns whether there was one. It
/// must be called before temporary files are removed.
///
/// # Errors
/// When something can't be read or written.
pub fn recover(output: &Path, lock: &Lock) -> anyhow::Result<bool> {
    let path = lock.folder().join(JOURNAL);
    let Some(bytes) = store::read_if_there(&path)? else { return Ok(false) };
    let journal: Journal = serde_json::from_slice(&bytes)
        .with_context(|| format!("`{}` is damaged", path.display()))?;
    let known: Known = Known::read(output, journal.access)?;
    if known.had(&journal.line) {
        journal.finish(output, lock)?;
        return Ok(true);
    }
    for Move { from, .. } in &journal.moves {
        store::remove(&store::below(output, from), &output.join(FOLDER))?;
    }
    store::remove(&path, lock.folder())?;
    Ok(false)
}

/// Returns whether a run was killed in the middle of an act, so that the next has to finish it.
pub(super) fn is_unfinished(output: &Path) -> bool {
    store::is_file(&output.join(store::OWN_FOLDER).join(JOURNAL))
}

/// Keeps the head of a ledger where a cut ledger does not reach: in the private folder, and that of the public
/// one beside the bags as well.
fn remember(output: &Path, lock: &Lock, access: Access, head: &Head) -> anyhow::Result<()> {
    let path = lock.folder().join(HEADS);
    let mut heads = read_heads(&path)?.unwrap_or_default();
    match access {
        Access::Open => heads.public = head.clone(),
        Access::Closed => heads.restricted = Some(head.clone()),
    }
    store::write_for(Readers::Owner, &path, &encode(&heads))?;
    let bags = output.join(ARCHIVE).join(Access::Open.folder());
    if store::is_folder(&bags) {
        let heads = Heads { restricted: None, ..heads };
        store::write_for(Readers::Everybody, &bags.join(HEADS), &encode(&heads))?;
    }
    Ok(())
}

fn encode(heads: &Heads) -> Vec<u8> {
    serde_json::to_vec_pretty(heads).expect("heads are text and numbers")
}

/// Returns the heads in a file; `None` where it is missing.
fn read_heads(path: &Path) -> anyhow::Result<Option<Heads>> {
    let Some(bytes) = store::read_if_there(path)? else { return Ok(None) };
    let heads = serde_json::from_slice(&bytes);
    heads.map(Some).with_context(|| format!("`{}` is damaged", path.display()))
}

/// Returns the heads that are kept beside the trees, each with the file that it is in.
///
/// # Errors
/// Names the file that can't be read.
pub(super) fn kept_heads(output: &Path) -> anyhow::Result<Vec<(PathBuf, Heads)>> {
    let bags = output.join(ARCHIVE).join(Access::Open.folder());
    let folders = [output.join(store::OWN_FOLDER), bags];
    let mut kept = Vec::new();
    for path in folders.map(|folder| folder.join(HEADS)) {
        kept.extend(read_heads(&path)?.map(|heads| (path, heads)));
    }
    Ok(kept)
}
