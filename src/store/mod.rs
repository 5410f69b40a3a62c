//! The only module that opens files: reads, lists, and writes them atomically.

mod digest;
mod lock;
mod readers;
mod stamp;
mod watch;

pub use digest::{Algorithm, Measure, hex, measure, measure_with, sha512, sha512_of};
pub use lock::{Alone, Lock, OWN_FOLDER, alone, lock, scratch_of, sweep, try_writing};
pub use readers::{Readers, is_open_to_everybody, make_folder, wrongly_open};
pub use stamp::{FileStat, stamp};
pub use watch::Watch;

use std::fs;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use unicode_normalization::UnicodeNormalization;

/// The largest input file that is read, in bytes.
pub const MAX_INPUT_BYTES: u64 = 200 * 1024 * 1024;

/// The prefix of the names of temporary files, which become the target when they are complete.
pub const TEMPORARY: &str = ".orderpaper-";

/// Reads a whole file into memory.
///
/// # Errors
/// Names the path when it can't be read, is a folder, or is larger than [`MAX_INPUT_BYTES`].
pub fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    read_large(path, MAX_INPUT_BYTES)
}

/// Reads a whole file of at most `limit` bytes into memory.
///
/// # Errors
/// As [`read`], with this limit instead.
pub fn read_large(path: &Path, limit: u64) -> anyhow::Result<Vec<u8>> {
    let shown = path.display();
    let length = size(path)?;
    if length > limit {
        bail!("`{shown}` is larger than {} MB", limit / 1024 / 1024);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    fs::File::open(path)
        .and_then(|file| file.take(limit).read_to_end(&mut bytes))
        .with_context(|| format!("failed to read `{shown}`"))?;
    Ok(bytes)
}

/// Returns the size of a file in bytes.
///
/// # Errors
/// Names the path when it can't be read or is a folder.
pub fn size(path: &Path) -> anyhow::Result<u64> {
    let shown = path.display();
    let attributes = fs::metadata(path).with_context(|| format!("failed to read `{shown}`"))?;
    if attributes.is_dir() {
        bail!("`{shown}` is a folder; a file is expected");
    }
    Ok(attributes.len())
}

/// Opens a file for reading and seeking.
///
/// # Errors
/// Names the path when it can't be read.
pub fn open(path: &Path) -> anyhow::Result<impl Read + io::Seek + use<>> {
    fs::File::open(path).with_context(|| format!("failed to read `{}`", path.display()))
}

/// Reads a file in pieces of at most 256 KiB, so that memory does not depend on its size.
///
/// # Errors
/// Names the path when it can't be read.
pub fn read_in_pieces(path: &Path, mut take: impl FnMut(&[u8])) -> anyhow::Result<()> {
    let context = || format!("failed to read `{}`", path.display());
    let mut file = fs::File::open(path).with_context(context)?;
    let mut piece = vec![0; 256 * 1024];
    loop {
        match file.read(&mut piece).with_context(context)? {
            0 => return Ok(()),
            length => take(&piece[..length]),
        }
    }
}

/// Reads a file; `None` where it does not exist.
///
/// # Errors
/// As [`read`], also for a link whose target is missing.
pub fn read_if_there(path: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        _ => read(path).map(Some),
    }
}

/// An entry of a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its name, without the folder.
    pub name: String,
    /// Whether it is a folder, or a link to one.
    pub is_folder: bool,
}

/// Lists a folder sorted by name, without hidden files and the lock files of spreadsheet programs
/// (`~$…`).
///
/// # Errors
/// Names the folder when it can't be listed.
pub fn list(folder: &Path) -> anyhow::Result<Vec<Entry>> {
    let shown = folder.display();
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("failed to list `{shown}`"))? {
        let entry = entry.with_context(|| format!("failed to list `{shown}`"))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && !name.starts_with("~$") {
            // A link to a folder counts as the folder.
            entries.push(Entry { name, is_folder: entry.path().is_dir() });
        }
    }
    entries.sort();
    Ok(entries)
}

/// Returns the name, with forward slashes, of a file below a folder as the folder spells it: an accented letter may be
/// one character or two, and a Mac writes it otherwise than Windows. A name that is not there stays as it is.
pub fn spelled(folder: &Path, name: &str) -> String {
    if name.is_ascii() {
        return name.to_owned();
    }
    let mut spelled: Vec<String> = Vec::new();
    for part in name.split('/') {
        let parent = spelled.iter().fold(folder.to_owned(), |path, part| path.join(part));
        let is_same = |entry: &Entry| entry.name.nfc().eq(part.nfc());
        let found = match parent.join(part).exists() {
            true => None,
            false => list(&parent).ok().and_then(|entries| entries.into_iter().find(is_same)),
        };
        spelled.push(found.map_or_else(|| part.to_owned(), |entry| entry.name));
    }
    spelled.join("/")
}

/// Returns a path below a folder from a name with forward slashes, on every system.
pub fn below(folder: &Path, name: &str) -> PathBuf {
    name.split('/').fold(folder.to_owned(), |path, part| path.join(part))
}

/// Returns whether `path` is a folder or a link to one.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Returns whether `path` is a file or a link to one.
pub fn is_file(path: &Path) -> bool {
    path.is_file()
}

/// Returns whether `path` is itself a link, to a file or a folder; on Windows a junction is one too.
pub fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.file_type().is_symlink())
}

/// Returns whether a path is below a folder by its name only: a link, or a folder that is one, leads out of it.
pub fn leads_out(path: &Path, folder: &Path) -> bool {
    match (fs::canonicalize(path), fs::canonicalize(folder)) {
        (Ok(path), Ok(folder)) => !path.starts_with(folder),
        _ => false,
    }
}

/// Returns whether two paths lead to the same file; a path that leads nowhere is the same as no other.
pub fn is_same(one: &Path, other: &Path) -> bool {
    match (fs::canonicalize(one), fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// Returns the path, relative to `folder`, of a link below it, with the exceptions of [`list`]; `None`
/// where there is none.
///
/// # Errors
/// Names the folder when it can't be listed.
pub fn find_link(folder: &Path) -> anyhow::Result<Option<PathBuf>> {
    let mut open = vec![PathBuf::new()];
    while let Some(below) = open.pop() {
        for entry in list(&folder.join(&below))? {
            let path = below.join(&entry.name);
            if is_link(&folder.join(&path)) {
                return Ok(Some(path));
            }
            if entry.is_folder {
                open.push(path);
            }
        }
    }
    Ok(None)
}

/// Returns every file below `folder`, as sorted paths relative to it, with the exceptions of
/// [`list`]; links are followed.
///
/// # Errors
/// Names the folder when it can't be listed.
pub fn walk(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut open = vec![PathBuf::new()];
    while let Some(below) = open.pop() {
        for entry in list(&folder.join(&below))? {
            let path = below.join(&entry.name);
            if entry.is_folder { open.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}

/// An entry of [`census`]: a file, hidden or not, or a link, which is not followed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Its path below the folder, with forward slashes.
    pub name: String,
    /// Its size in bytes; `None` for anything but a regular file, such as a link.
    pub size: Option<u64>,
}

/// Returns everything below a folder except folders, hidden files included, sorted by path. Unlike
/// [`walk`] it leaves nothing out, so that `verify` finds extra files.
///
/// # Errors
/// Names the folder when it can't be listed.
pub fn census(folder: &Path) -> anyhow::Result<Vec<Found>> {
    let mut found = Vec::new();
    visit(folder, &mut |_, files| {
        found.extend(files);
        Ok(())
    })?;
    found.sort();
    Ok(found)
}

/// Visits a folder and every folder below it, those whose names sort first before others, with the paths of the
/// folders and the files that lie in it. Nothing is left out, and no more than one path down is in memory.
///
/// # Errors
/// Names the folder when it can't be listed; those of `each`.
pub fn visit(folder: &Path, each: &mut VisitFolder<'_>) -> anyhow::Result<()> {
    let mut open = vec![(folder.to_owned(), String::new())];
    while let Some((folder, below)) = open.pop() {
        let context = || format!("failed to list `{}`", folder.display());
        let (mut folders, mut files) = (Vec::new(), Vec::new());
        for entry in fs::read_dir(&folder).with_context(context)? {
            let entry = entry.with_context(context)?;
            let name = format!("{below}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().with_context(context)?;
            if kind.is_dir() {
                folders.push((name, entry.path()));
            } else {
                let size =
                    entry.metadata().ok().filter(|_| kind.is_file()).map(|metadata| metadata.len());
                files.push(Found { name, size });
            }
        }
        folders.sort();
        files.sort();
        let names: Vec<String> = folders.iter().map(|(name, _)| name.clone()).collect();
        each(&names, files)?;
        open.extend(folders.into_iter().rev().map(|(name, path)| (path, name + "/")));
    }
    Ok(())
}

/// Who is called by [`visit`]: with the paths of folders in a folder, and with its files.
pub type VisitFolder<'a> = dyn FnMut(&[String], Vec<Found>) -> anyhow::Result<()> + 'a;

/// Writes a file atomically: to a temporary file beside it, which is synced to the disk and then
/// renamed. Folders are created as needed. The umask decides who may read it, so this is for files of the
/// user, such as the workbooks to begin with; whatever a run makes is written by [`write_for`].
///
/// # Errors
/// Names the path when the folder can't be created or the file can't be written; no temporary file
/// is left behind, and an existing file is unchanged.
pub fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let folder = folder_of(path)?;
    fs::create_dir_all(folder)
        .with_context(|| format!("failed to make the folder `{}`", folder.display()))?;
    let mut builder = temporary();
    set_mode(&mut builder, 0o666);
    write_as(path, &builder, |file| Ok(file.write_all(bytes)?), |_| Ok(()))
}

/// Writes the one file that the user asked for by its name, as [`write()`].
///
/// # Errors
/// As [`write()`].
pub fn write_for_user(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    write(path, bytes)
}

/// Writes a file atomically, as [`write()`], and sets who may read it; folders that are missing get the
/// same readers.
///
/// # Errors
/// As [`write()`].
pub fn write_for(readers: Readers, path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    write_for_with(readers, path, |file| Ok(file.write_all(bytes)?))
}

/// Writes a file as [`write_for`], from a closure that writes the content.
///
/// # Errors
/// As [`write()`], and any error of `content`.
pub fn write_for_with(
    readers: Readers,
    path: &Path,
    content: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let folder = folder_of(path)?;
    readers::create(folder, readers)
        .with_context(|| format!("failed to make the folder `{}`", folder.display()))?;
    write_as(path, &temporary(), content, |file| readers::set_file_readers(file, readers))
}

fn folder_of(path: &Path) -> anyhow::Result<&Path> {
    path.parent().with_context(|| format!("`{}` names no file", path.display()))
}

/// Returns a builder of temporary files, which only their owner can read.
fn temporary() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
    builder
}

fn write_as(
    path: &Path,
    temporary: &tempfile::Builder<'_, '_>,
    content: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
    set_readers: impl FnOnce(&fs::File) -> io::Result<()>,
) -> anyhow::Result<()> {
    let context = || format!("failed to write `{}`", path.display());
    let mut file = temporary.tempfile_in(folder_of(path)?).with_context(context)?;
    let mut buffered = io::BufWriter::with_capacity(256 * 1024, &mut file);
    content(&mut buffered).with_context(context)?;
    buffered.flush().with_context(context)?;
    drop(buffered);
    file.as_file().sync_all().with_context(context)?;
    set_readers(file.as_file()).with_context(context)?;
    file.persist(path).map_err(|error| error.error).with_context(context)?;
    Ok(())
}

/// Appends to a file, which is created for its owner alone if it is missing. This is not atomic.
///
/// # Errors
/// Names the path when it can't be written; part of the bytes may have been written.
pub fn append(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let context = || format!("failed to write `{}`", path.display());
    let file = private().create(true).append(true).open(path);
    file.and_then(|mut file| file.write_all(bytes)).with_context(context)
}

/// Writes bytes behind the first `length` bytes of a file, and syncs it to the disk: what a killed run left
/// behind them is cut off. A file that is missing is created for its readers. Where it fails, the file ends
/// after `length` bytes as before.
///
/// # Errors
/// Names the path when it is shorter, or can't be written.
pub fn append_after(
    readers: Readers,
    path: &Path,
    length: u64,
    bytes: &[u8],
) -> anyhow::Result<()> {
    let context = || format!("failed to write `{}`", path.display());
    if length == 0 {
        return write_for(readers, path, bytes);
    }
    let mut file = fs::OpenOptions::new().write(true).open(path).with_context(context)?;
    let found = file.metadata().with_context(context)?.len();
    anyhow::ensure!(length <= found, "`{}` was cut off while it was read", path.display());
    let mut append = || {
        file.set_len(length)?;
        file.seek(io::SeekFrom::End(0))?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    let appended = append();
    if appended.is_err() {
        // A disk that is full still lets a file end earlier.
        file.set_len(length).and_then(|()| file.sync_all()).ok();
    }
    appended.with_context(context)
}

/// Gives a file another name on the same disk; a file that has the name already is replaced.
///
/// # Errors
/// Names the new path when it can't be had.
pub fn rename(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::rename(from, to).with_context(|| format!("failed to write `{}`", to.display()))
}

/// Removes a file, if it exists, and then the folders around it that are empty, up to but not
/// including `root`.
///
/// # Errors
/// Names the path when it exists and can't be removed.
pub fn remove(path: &Path, root: &Path) -> anyhow::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("failed to remove `{}`", path.display()));
        }
        _ => {}
    }
    for folder in path.ancestors().skip(1).take_while(|folder| *folder != root) {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}

/// Syncs a folder to the disk, so that renamed files keep their names even if the power fails.
///
/// # Errors
/// Names the folder when the disk reports an error.
#[cfg(unix)]
pub fn settle(folder: &Path) -> anyhow::Result<()> {
    fs::File::open(folder)
        .and_then(|folder| folder.sync_all())
        .with_context(|| format!("failed to write `{}`", folder.display()))
}

/// Does nothing outside Unix: NTFS keeps a journal of names, and has no call to sync a folder.
///
/// # Errors
/// Never.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature as on Unix")]
pub fn settle(_folder: &Path) -> anyhow::Result<()> {
    Ok(())
}

/// Creates a temporary folder in `parent`, which only its owner may open, and which is removed with its
/// content when it is dropped. Its path is absolute.
///
/// # Errors
/// Names `parent` when nothing can be created in it.
pub fn scratch_folder(parent: &Path) -> anyhow::Result<tempfile::TempDir> {
    make_folder(parent, Readers::Owner)?;
    let context = || format!("failed to make a temporary folder in `{}`", parent.display());
    let mut builder = tempfile::Builder::new();
    set_mode(&mut builder, 0o700);
    std::path::absolute(parent).and_then(|parent| builder.tempdir_in(parent)).with_context(context)
}

/// Creates a folder as [`scratch_folder`] does, where the system keeps temporary files: for runs that have no
/// output folder.
///
/// # Errors
/// Names the system's folder when nothing can be created in it.
pub fn temporary_folder() -> anyhow::Result<tempfile::TempDir> {
    let parent = std::env::temp_dir();
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
    set_mode(&mut builder, 0o700);
    builder
        .tempdir_in(&parent)
        .with_context(|| format!("failed to make a temporary folder in `{}`", parent.display()))
}

/// Sets the mode, less the umask, with which temporary files and folders are created.
#[cfg(unix)]
fn set_mode(builder: &mut tempfile::Builder<'_, '_>, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(mode));
}

/// Does nothing outside Unix: on Windows the folder decides who may read what is in it.
#[cfg(not(unix))]
fn set_mode(_builder: &mut tempfile::Builder<'_, '_>, _mode: u32) {}

/// Returns how a file is opened that is created, where it is missing, for its owner alone.
#[cfg(unix)]
fn private() -> fs::OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = fs::OpenOptions::new();
    options.mode(0o600);
    options
}

/// Returns how a file is opened that may be created; on Windows the folder decides who may read it.
#[cfg(not(unix))]
fn private() -> fs::OpenOptions {
    fs::OpenOptions::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_that_fails_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("report.pdf");
        fs::create_dir_all(target.join("in-the-way")).unwrap();
        assert!(write(&target, b"new").is_err());
        let names: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(names.len(), 1, "only the folder that was in the way");
    }

    #[test]
    fn a_folder_is_not_read_as_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let error = read(folder.path()).unwrap_err().to_string();
        assert!(error.contains("is a folder"), "{error}");
    }
}
