//! The only module that opens files: reading, listing, and writing whole or not at all.

mod digest;
mod lock;
mod stamp;
mod watch;

pub use digest::{Measure, measure, sha512, sha512_of};
pub use lock::{Lock, OWN_FOLDER, lock, sweep};
pub use stamp::{FileStat, stamp};
pub use watch::Watch;

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// The largest input that is read, in bytes.
pub const MAX_INPUT_BYTES: u64 = 200 * 1024 * 1024;

/// How the names of files begin that are being written.
const TEMPORARY: &str = ".orderpaper-";

/// Reads a file whole.
///
/// # Errors
/// Names the path when it can't be read, is not a file, or is larger than [`MAX_INPUT_BYTES`].
pub fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    read_large(path, MAX_INPUT_BYTES)
}

/// Reads a file whole that may have up to `most` bytes.
///
/// # Errors
/// As [`read`].
pub fn read_large(path: &Path, most: u64) -> anyhow::Result<Vec<u8>> {
    let shown = path.display();
    let length = size(path)?;
    if length > most {
        bail!("`{shown}` is larger than {} MB", most / 1024 / 1024);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    fs::File::open(path)
        .and_then(|file| file.take(most).read_to_end(&mut bytes))
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
        bail!("`{shown}` is a folder; a file is wanted");
    }
    Ok(attributes.len())
}

/// Opens a file for whoever reads it in places.
///
/// # Errors
/// Names the path when it can't be read.
pub fn open(path: &Path) -> anyhow::Result<impl Read + io::Seek + use<>> {
    fs::File::open(path).with_context(|| format!("failed to read `{}`", path.display()))
}

/// Reads a file piece by piece, so that its size needs no memory.
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

/// Reads a file if it is there.
///
/// # Errors
/// As [`read`], but an absent file is `None`.
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
    /// Whether it is a folder itself.
    pub is_folder: bool,
}

/// Lists a folder in order of names; hidden files and spreadsheet lock files are left out.
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

/// Returns the path below a folder that has this name with forward slashes.
pub fn below(folder: &Path, name: &str) -> PathBuf {
    name.split('/').fold(folder.to_owned(), |path, part| path.join(part))
}

/// Returns whether there is a folder at `path`.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Returns whether there is a file at `path`.
pub fn is_file(path: &Path) -> bool {
    path.is_file()
}

/// Returns every file below `folder`, as paths relative to it, in order.
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

/// What is below a folder, hidden things among it, and links that are not followed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Its path below the folder, with forward slashes.
    pub name: String,
    /// Its size in bytes; `None` of what is neither a file nor a folder, such as a link.
    pub size: Option<u64>,
}

/// Returns everything below a folder that is no folder, in order.
///
/// # Errors
/// Names the folder when it can't be listed.
pub fn census(folder: &Path) -> anyhow::Result<Vec<Found>> {
    let mut found = Vec::new();
    let mut open = vec![(folder.to_owned(), String::new())];
    while let Some((folder, below)) = open.pop() {
        let context = || format!("failed to list `{}`", folder.display());
        for entry in fs::read_dir(&folder).with_context(context)? {
            let entry = entry.with_context(context)?;
            let name = format!("{below}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().with_context(context)?;
            if kind.is_dir() {
                open.push((entry.path(), name + "/"));
            } else {
                let size =
                    entry.metadata().ok().filter(|_| kind.is_file()).map(|metadata| metadata.len());
                found.push(Found { name, size });
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Writes a file whole or not at all: to a temporary file beside it, which then takes its name.
///
/// # Errors
/// Names the path when the folder can't be made or the file can't be written; nothing is left
/// behind, and a file that was there before is as it was.
pub fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    write_with(path, |file| Ok(file.write_all(bytes)?))
}

/// Writes a file whole or not at all, for its owner's eyes alone.
///
/// # Errors
/// As [`write()`].
pub fn write_private(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    write_private_with(path, |file| Ok(file.write_all(bytes)?))
}

/// Writes a file whole or not at all, for its owner's eyes alone, piece by piece.
///
/// # Errors
/// As [`write()`], and whatever `content` returns.
pub fn write_private_with(
    path: &Path,
    content: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    write_as(path, content, |_| Ok(()))
}

/// Writes a file whole or not at all, piece by piece.
///
/// # Errors
/// As [`write()`], and whatever `content` returns.
pub fn write_with(
    path: &Path,
    content: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    write_as(path, content, allow_reading)
}

fn write_as(
    path: &Path,
    content: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
    open_up: impl FnOnce(&fs::File) -> io::Result<()>,
) -> anyhow::Result<()> {
    let shown = path.display();
    let folder = path.parent().with_context(|| format!("`{shown}` names no file"))?;
    fs::create_dir_all(folder)
        .with_context(|| format!("failed to make the folder `{}`", folder.display()))?;
    let context = || format!("failed to write `{shown}`");
    let mut file =
        tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(folder).with_context(context)?;
    let mut buffered = io::BufWriter::with_capacity(256 * 1024, &mut file);
    content(&mut buffered).with_context(context)?;
    buffered.flush().with_context(context)?;
    drop(buffered);
    file.as_file().sync_all().with_context(context)?;
    open_up(file.as_file()).with_context(context)?;
    file.persist(path).map_err(|error| error.error).with_context(context)?;
    Ok(())
}

/// Adds to the end of a file, which is made where there is none.
///
/// # Errors
/// Names the path when it can't be written; part of the bytes may have been.
pub fn append(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let context = || format!("failed to write `{}`", path.display());
    let file = fs::OpenOptions::new().create(true).append(true).open(path);
    file.and_then(|mut file| file.write_all(bytes)).with_context(context)
}

/// Removes a file, and the folders around it up to `root` that are empty then.
///
/// # Errors
/// Names the path when it is there and can't be removed.
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

/// Makes sure that the files of a folder have their names even if the power fails now.
///
/// # Errors
/// Names the folder when the disk refuses.
#[cfg(unix)]
pub fn settle(folder: &Path) -> anyhow::Result<()> {
    fs::File::open(folder)
        .and_then(|folder| folder.sync_all())
        .with_context(|| format!("failed to write `{}`", folder.display()))
}

/// Makes sure that the files of a folder have their names even if the power fails now; NTFS keeps a
/// journal of names, and has no call for it.
///
/// # Errors
/// None.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature as on Unix")]
pub fn settle(_folder: &Path) -> anyhow::Result<()> {
    Ok(())
}

/// Makes a folder for files that are gone when it is dropped.
///
/// # Errors
/// When the system has no room for it.
pub fn scratch_folder() -> anyhow::Result<tempfile::TempDir> {
    tempfile::Builder::new()
        .prefix("orderpaper-")
        .tempdir()
        .context("failed to make a temporary folder")
}

/// Makes a folder that only its owner may enter.
///
/// # Errors
/// Names the folder when it can't be made.
pub fn make_private_folder(path: &Path) -> anyhow::Result<()> {
    let context = || format!("failed to make the folder `{}`", path.display());
    fs::create_dir_all(path).with_context(context)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o700)).with_context(context)?;
    }
    Ok(())
}

/// Temporary files are private; published ones are for everybody (on Windows the folder decides).
#[cfg(unix)]
fn allow_reading(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

/// Temporary files are private; published ones are for everybody (on Windows the folder decides).
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature as on Unix")]
fn allow_reading(_file: &fs::File) -> io::Result<()> {
    Ok(())
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
