//! Who may write to an output folder: one run at a time.

use std::fs::{self, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::{TEMPORARY, make_private_folder, stamp};

/// The folder below the output folder in which a run keeps what is nobody else's business. Digests of
/// restricted papers are in it: it must be private, and is.
pub const OWN_FOLDER: &str = ".orderpaper";

/// The right to write to an output folder, until it is dropped or the process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    _file: fs::File,
    folder: PathBuf,
    /// When it was taken, by the clock of the disk: nanoseconds since 1970.
    pub taken: u64,
}

impl Lock {
    /// Returns the private folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

/// Takes the right to write to an output folder, which is made where there is none.
///
/// # Errors
/// Names the folder when another run has the right, or when nothing can be written there.
pub fn lock(output: &Path) -> anyhow::Result<Lock> {
    let folder = output.join(OWN_FOLDER);
    make_private_folder(&folder)?;
    let path = folder.join("lock");
    let context = || format!("failed to write `{}`", path.display());
    let mut file = fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .with_context(context)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => bail!(
            "another run is writing to `{}`; wait until it has ended, or name another folder with \
             --output",
            output.display()
        ),
        // Some network drives know no locks; what is written is whole there as well.
        Err(TryLockError::Error(error)) => tracing::warn!(%error, "the folder can't be locked"),
    }
    // Writing tells the time, where there is room to write.
    file.set_len(0).and_then(|()| file.write_all(b"\n")).ok();
    let taken = stamp(&path)?.map_or(0, |stamp| stamp.modified);
    Ok(Lock { _file: file, folder, taken })
}

/// Removes what runs that were killed left of files that they were writing. Only whoever has the lock
/// may do so: what others are writing looks the same.
///
/// # Errors
/// Names what can't be listed or removed.
pub fn sweep(_lock: &Lock, output: &Path) -> anyhow::Result<()> {
    let mut open: Vec<_> =
        Some(output.to_owned()).into_iter().filter(|folder| folder.is_dir()).collect();
    while let Some(folder) = open.pop() {
        let context = || format!("failed to list `{}`", folder.display());
        for entry in fs::read_dir(&folder).with_context(context)? {
            let entry = entry.with_context(context)?;
            let (path, kind) = (entry.path(), entry.file_type().with_context(context)?);
            if kind.is_dir() {
                open.push(path);
            } else if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
                fs::remove_file(&path)
                    .with_context(|| format!("failed to remove `{}`", path.display()))?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{self, walk};

    #[test]
    fn one_run_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("papers");
        let first = lock(&output).unwrap();
        let error = lock(&output).unwrap_err().to_string();
        assert!(error.starts_with("another run is writing to `"), "{error}");
        drop(first);
        lock(&output).unwrap();
    }

    #[test]
    fn what_a_killed_run_left_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let lock = lock(folder.path()).unwrap();
        store::write(&folder.path().join("public").join("agenda.pdf"), b"whole").unwrap();
        for left in ["public/.orderpaper-x1", ".orderpaper/.orderpaper-x2"] {
            store::append(&folder.path().join(left), b"ha").unwrap();
        }
        sweep(&lock, folder.path()).unwrap();
        assert_eq!(walk(folder.path()).unwrap(), [Path::new("public").join("agenda.pdf")]);
        let entries: Vec<_> = fs::read_dir(lock.folder()).unwrap().collect();
        assert_eq!(entries.len(), 1, "the lock and nothing else");
    }
}
