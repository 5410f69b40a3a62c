//! The lock of an output folder: only one run at a time may write to it.

use std::fs::{self, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::{TEMPORARY, make_private_folder, stamp};

/// The folder below the output folder for the private state of runs. It contains digests of
/// restricted papers, so only its owner may enter it.
pub const OWN_FOLDER: &str = ".orderpaper";

/// The lock of an output folder, held until it is dropped or the process ends, in whatever way.
#[derive(Debug)]
pub struct Lock {
    _file: fs::File,
    folder: PathBuf,
    /// When it was taken, by the clock of the disk: nanoseconds since 1970; 0 where that is not
    /// known.
    pub taken: u64,
}

impl Lock {
    /// Returns the path of the private folder ([`OWN_FOLDER`]).
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

/// Locks an output folder, which is created if it is missing.
///
/// Where the file system does not support locks, as on some network drives, the run goes on without
/// one.
///
/// # Errors
/// Names the folder when another run has the lock, or when nothing can be written in the folder.
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
        // Some network drives do not support locks; single files are written atomically there too.
        Err(TryLockError::Error(error)) => tracing::warn!(%error, "the folder can't be locked"),
    }
    // The file's new modification time is the time by the disk's clock, unless the disk is full.
    file.set_len(0).and_then(|()| file.write_all(b"\n")).ok();
    let taken = stamp(&path)?.map_or(0, |stamp| stamp.modified);
    Ok(Lock { _file: file, folder, taken })
}

/// Removes the temporary files of runs that were killed, everywhere below `output`. It takes the
/// lock as a parameter because the temporary files of a run that is still writing look the same.
///
/// # Errors
/// Names the folder that can't be listed, or the file that can't be removed.
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
