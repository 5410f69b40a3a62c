//! Private folders in which a worker lays out snapshots and has documents made.
//!
//! Each worker has one of its own, which it holds locked; what a killed worker left is removed by the next that
//! starts beside it.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use anyhow::Context;

use crate::disk;
use crate::known::{self, Known};
use crate::layout::{self, Making};
use crate::manifest::{DATA, TEMPLATES};
use crate::name::{Council, Ulid};
use crate::plan::Plan;
use crate::publish;
use crate::result::Readers;
use crate::run::Part;
use crate::store::{Store, check_digest, digest_of};
use crate::tree::STATE;

/// How the folders of workers begin.
const PREFIX: &str = "worker-";

/// The file that a worker holds locked.
const LOCK: &str = "lock";

/// How many snapshots a slot keeps laid out: the councils of a run take turns, and so do their snapshots.
const KEPT: usize = 4;

/// The folder of this worker; it is removed with all that is in it when the worker ends.
#[derive(Debug)]
pub(crate) struct Scratch {
    folder: tempfile::TempDir,
    _lock: File,
}

impl Scratch {
    /// Makes a folder below `parent`, and removes those of workers that are gone.
    ///
    /// # Errors
    /// When it can't be made.
    pub(crate) fn open(parent: &Path) -> anyhow::Result<Self> {
        disk::make_folder(parent, Readers::Owner)?;
        sweep(parent)?;
        let context = || format!("failed to make a folder in `{}`", parent.display());
        let folder =
            tempfile::Builder::new().prefix(PREFIX).tempdir_in(parent).with_context(context)?;
        disk::close(folder.path())?;
        let lock = File::create(folder.path().join(LOCK)).with_context(context)?;
        lock.lock().with_context(context)?;
        Ok(Self { folder, _lock: lock })
    }

    /// Returns the place for one job at a time.
    pub(crate) fn slot(&self, number: usize) -> Slot {
        Slot { folder: self.folder.path().join(format!("slot-{number}")), kept: VecDeque::new() }
    }
}

/// Removes the folders of workers that are gone.
fn sweep(parent: &Path) -> anyhow::Result<()> {
    let context = || format!("failed to list `{}`", parent.display());
    for entry in fs::read_dir(parent).with_context(context)? {
        let entry = entry.with_context(context)?;
        if !entry.file_name().to_string_lossy().starts_with(PREFIX) {
            continue;
        }
        // A worker that has just made its folder may not have its lock yet; it has no lock file then either.
        let Ok(lock) = File::open(entry.path().join(LOCK)) else { continue };
        if lock.try_lock().is_ok() {
            disk::remove_folder(&entry.path())?;
        }
    }
    Ok(())
}

/// The place for one job at a time, with the snapshots that were laid out last.
#[derive(Debug)]
pub(crate) struct Slot {
    folder: PathBuf,
    kept: VecDeque<Rc<SnapshotFolder>>,
}

/// A snapshot that is laid out, and a folder for what is made of it.
#[derive(Debug, Clone)]
pub(crate) struct SnapshotFolder {
    root: PathBuf,
    has_templates: bool,
    /// What is known of what earlier orders made; nothing where no order is to be made.
    known: Arc<Known>,
}

impl Slot {
    /// Lays a snapshot out, unless it is still there.
    ///
    /// # Errors
    /// When it can't be read from the store, or its files are not what its manifest says.
    pub(crate) async fn lay_out(
        &mut self,
        store: &Store,
        council: &Council,
        snapshot: &Ulid,
    ) -> anyhow::Result<Rc<SnapshotFolder>> {
        let root = self.folder.join(format!("{council}-{snapshot}"));
        if let Some(kept) = self.kept_at(&root) {
            return Ok(kept);
        }
        let laid_out = self.begin(store, council, snapshot, root).await?;
        Ok(self.keep(laid_out))
    }

    /// Lays a snapshot out in which an order is to be made, with the receipts of what is published, of which the
    /// plan says which these are, and with what is known of earlier orders.
    ///
    /// # Errors
    /// As [`Slot::lay_out`].
    pub(crate) async fn lay_out_for(
        &mut self,
        (store, published): (&Store, &Store),
        part: &Part,
        making: &Making,
        plan: &Plan,
    ) -> anyhow::Result<Rc<SnapshotFolder>> {
        let Part { council, snapshot, .. } = part;
        // An order is part of the name: other days and acts have other receipts.
        let order = &digest_of(making.plan().as_ref().as_bytes())[..16];
        let root = self.folder.join(format!("{council}-{snapshot}-{order}"));
        if let Some(kept) = self.kept_at(&root) {
            return Ok(kept);
        }
        let mut laid_out = self.begin(store, council, snapshot, root).await?;
        publish::lay_out_files(published, council, &plan.receipts, &laid_out.output()).await?;
        laid_out.known = Arc::new(known::of_plan(store, plan.known.as_deref()).await?);
        Ok(self.keep(laid_out))
    }

    /// Returns the folder of this path, where it is laid out.
    fn kept_at(&mut self, root: &Path) -> Option<Rc<SnapshotFolder>> {
        let at = self.kept.iter().position(|kept| kept.root == root)?;
        let kept = self.kept.remove(at)?;
        self.kept.push_back(Rc::clone(&kept));
        Some(kept)
    }

    fn keep(&mut self, laid_out: SnapshotFolder) -> Rc<SnapshotFolder> {
        let laid_out = Rc::new(laid_out);
        self.kept.push_back(Rc::clone(&laid_out));
        laid_out
    }

    async fn begin(
        &mut self,
        store: &Store,
        council: &Council,
        snapshot: &Ulid,
        root: PathBuf,
    ) -> anyhow::Result<SnapshotFolder> {
        while self.kept.len() >= KEPT {
            if let Some(oldest) = self.kept.pop_front() {
                disk::remove_folder(&oldest.root)?;
            }
        }
        // What is left of an attempt that broke off.
        disk::remove_folder(&root)?;
        SnapshotFolder::lay_out(store, council, snapshot, root).await
    }
}

impl SnapshotFolder {
    async fn lay_out(
        store: &Store,
        council: &Council,
        snapshot: &Ulid,
        root: PathBuf,
    ) -> anyhow::Result<Self> {
        let manifest = store.manifest(council, snapshot).await?;
        let has_templates = manifest.has_templates();
        let folder = Self { root, has_templates, known: Arc::default() };
        for path in [folder.data(), folder.output(), folder.temporary()] {
            disk::make_folder(&path, Readers::Owner)?;
        }
        let files = manifest.files().iter().map(|file| (layout::blob(council, &file.digest), file));
        let write = |file: &crate::manifest::SnapshotFile, content: Vec<u8>| {
            check_digest(&file.path, &content, &file.digest)?;
            disk::write(&disk::below(&folder.root, &file.path), &content, Readers::Owner)
        };
        store.get_all(files, write).await?;
        Ok(folder)
    }

    /// The council's records.
    pub(crate) fn data(&self) -> PathBuf {
        self.root.join(DATA)
    }

    /// The council's templates, where it has any.
    pub(crate) fn templates(&self) -> Option<PathBuf> {
        self.has_templates.then(|| self.root.join(TEMPLATES))
    }

    /// Where documents are made.
    pub(crate) fn output(&self) -> PathBuf {
        self.root.join("output")
    }

    /// Where `orderpaper` keeps what earlier runs made.
    pub(crate) fn state(&self) -> PathBuf {
        self.output().join(STATE).join("state")
    }

    /// What is known of what earlier orders made.
    pub(crate) fn known(&self) -> &Known {
        &self.known
    }

    /// Where programs put what they need for a moment.
    pub(crate) fn temporary(&self) -> PathBuf {
        self.root.join("tmp")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_goes_with_its_worker_and_that_of_a_killed_one_with_the_next() {
        let parent = tempfile::tempdir().unwrap();
        let path = |scratch: &Scratch| scratch.folder.path().to_owned();
        let first = Scratch::open(parent.path()).unwrap();
        let second = Scratch::open(parent.path()).unwrap();
        assert!(path(&first).exists(), "a worker at work keeps its folder");
        let ended = path(&second);
        drop(second);
        assert!(!ended.exists());
        // A killed worker: its folder stays, and nobody holds the lock.
        let killed = parent.path().join("worker-killed");
        fs::create_dir(&killed).unwrap();
        File::create(killed.join(LOCK)).unwrap();
        let third = Scratch::open(parent.path()).unwrap();
        assert!(!killed.exists());
        assert!(path(&first).exists() && path(&third).exists());
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_reads_it() {
        use std::os::unix::fs::PermissionsExt;
        let parent = tempfile::tempdir().unwrap();
        let scratch = Scratch::open(&parent.path().join("new")).unwrap();
        for path in [parent.path().join("new"), scratch.folder.path().to_owned()] {
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
        }
    }
}
