//! The lock of an output folder: only one run at a time may write to it.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::{Context, bail};

use super::{Readers, TEMPORARY, make_folder, private, readers, stamp};

/// The folder below the output folder for the private state of runs. It contains digests of
/// restricted papers, so only its owner may enter it.
pub const OWN_FOLDER: &str = ".orderpaper";

/// Returns the folder for what a run needs only until it ends, below an output folder. It is emptied when a
/// run begins, so that nothing of one that was killed stays, and when it ends.
pub fn scratch_of(output: &Path) -> PathBuf {
    output.join(OWN_FOLDER).join("scratch")
}

/// What the file of a lock says once its run has ended.
const ENDED: &[u8] = b"ended\n";

/// How often, and after how many milliseconds, a folder is tried to be removed: a program that a killed run
/// started may still be writing in it.
const REMOVALS: (u32, u64) = (5, 100);

/// The lock of an output folder, held until it is dropped or the process ends, in whatever way.
#[derive(Debug)]
pub struct Lock {
    file: fs::File,
    folder: PathBuf,
    scratch: PathBuf,
    /// When it was taken, by the clock of the disk: nanoseconds since 1970; 0 where that is not
    /// known.
    pub taken: u64,
    /// Whether the run before was killed, so that temporary files of it may be left.
    pub is_after_kill: bool,
}

impl Lock {
    /// Returns the path of the private folder ([`OWN_FOLDER`]).
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        empty_scratch(&self.scratch);
        // Where it can't be written, the next run looks for what this one left, and finds nothing.
        set_content(&mut self.file, ENDED).ok();
    }
}

/// What only one process has at a time, until it drops it or ends.
pub struct Alone(#[expect(dead_code, reason = "it is held, and let go when it is dropped")] File);

/// Takes what only one process has at a time, by a file that is made where there is none; `None` where another has it.
///
/// # Errors
/// When the file can't be made.
pub fn alone(path: &Path) -> anyhow::Result<Option<Alone>> {
    let context = || format!("failed to open `{}`", path.display());
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .with_context(context)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Alone(file))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error).with_context(context),
    }
}

/// Writes a file to a folder and removes it again; returns whether files there can be locked, which is not so on
/// some network drives.
///
/// # Errors
/// Names the folder when nothing can be written there.
pub fn try_writing(folder: &Path) -> anyhow::Result<bool> {
    let context = || format!("failed to write to `{}`", folder.display());
    let mut file =
        tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(folder).with_context(context)?;
    file.write_all(ENDED).with_context(context)?;
    Ok(file.as_file().try_lock().is_ok())
}

/// Locks an output folder, which is created if it is missing. Everybody may then read what is public in it,
/// and only the owner what is restricted; what a killed run left in its scratch folder is removed.
///
/// Where the file system does not support locks, as on some network drives, the run goes on without
/// one.
///
/// # Errors
/// Names the folder when another run has the lock, or when nothing can be written in the folder.
pub fn lock(output: &Path) -> anyhow::Result<Lock> {
    let folder = output.join(OWN_FOLDER);
    if !output.is_dir() {
        make_folder(output, Readers::Everybody)?;
    }
    make_folder(&folder, Readers::Owner)?;
    let path = folder.join("lock");
    let context = || format!("failed to write `{}`", path.display());
    let mut options = private();
    options.create(true).truncate(false).read(true).write(true);
    let mut file = options.open(&path).with_context(context)?;
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
    let mut before = Vec::new();
    (&file).take(ENDED.len() as u64 + 1).read_to_end(&mut before).with_context(context)?;
    // The file's new modification time is the time by the disk's clock, unless the disk is full.
    set_content(&mut file, b"\n").ok();
    let taken = stamp(&path)?.map_or(0, |stamp| stamp.modified);
    let scratch = scratch_of(output);
    empty_scratch(&scratch);
    readers::set_output_readers(output)?;
    Ok(Lock { file, folder, scratch, taken, is_after_kill: before != ENDED })
}

/// Replaces what is in the file of a lock.
fn set_content(file: &mut fs::File, content: &[u8]) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(content)
}

/// Removes the scratch folder. It is private, so that a failure costs space on the disk only until the next
/// run.
fn empty_scratch(folder: &Path) {
    let (times, pause) = REMOVALS;
    for _ in 0..times {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                tracing::warn!(%error, "`{}` can't be removed", folder.display());
                thread::sleep(Duration::from_millis(pause));
            }
            _ => return,
        }
    }
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
        assert!(first.is_after_kill, "nobody knows what is left");
        let error = lock(&output).unwrap_err().to_string();
        assert!(error.starts_with("another run is writing to `"), "{error}");
        drop(first);
        assert!(!lock(&output).unwrap().is_after_kill);
    }

    #[test]
    fn what_a_killed_run_left_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let lock = lock(folder.path()).unwrap();
        let agenda = folder.path().join("public").join("agenda.pdf");
        store::write_for(Readers::Everybody, &agenda, b"whole").unwrap();
        for left in ["public/.orderpaper-x1", ".orderpaper/.orderpaper-x2"] {
            store::append(&folder.path().join(left), b"ha").unwrap();
        }
        sweep(&lock, folder.path()).unwrap();
        assert_eq!(walk(folder.path()).unwrap(), [Path::new("public").join("agenda.pdf")]);
        let entries: Vec<_> = fs::read_dir(lock.folder()).unwrap().collect();
        assert_eq!(entries.len(), 1, "the lock and nothing else");
    }

    #[test]
    fn scratch_folders_last_as_long_as_their_run() {
        let root = tempfile::tempdir().unwrap();
        let left = scratch_of(root.path()).join("tmp").join("paper.pdf");
        store::write_for(Readers::Owner, &left, b"exempt").unwrap();
        let lock = lock(root.path()).unwrap();
        assert!(!left.exists(), "a killed run left it");
        let scratch = store::scratch_folder(&scratch_of(root.path())).unwrap();
        assert!(scratch.path().is_absolute() && scratch.path().is_dir());
        drop(lock);
        assert!(!scratch_of(root.path()).exists());
    }
}
