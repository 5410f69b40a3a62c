//! Files on this machine: data folders, private scratch folders, and folders of documents.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::result::Readers;

/// Reads a whole file.
///
/// # Errors
/// Names the path when it can't be read.
pub(crate) fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let context = || format!("failed to read `{}`", path.display());
    let mut content = Vec::new();
    let mut file = fs::File::open(path).with_context(context)?;
    file.read_to_end(&mut content).with_context(context)?;
    Ok(content)
}

/// Reads a text.
///
/// # Errors
/// Names the path when it can't be read or is no text.
pub(crate) fn read_text(path: &Path) -> anyhow::Result<String> {
    String::from_utf8(read(path)?).with_context(|| format!("`{}` is no text", path.display()))
}

/// Returns every file below a folder, as sorted paths relative to it with forward slashes. Hidden files and
/// those that spreadsheet programs lock (`~$…`) are left out, as `orderpaper` reads none of them.
///
/// # Errors
/// When something can't be listed, is a link or no file, or has a name that is no text: nothing is left out
/// unsaid.
pub(crate) fn walk(folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut files = Vec::new();
    let mut open = vec![(folder.to_owned(), String::new())];
    while let Some((path, below)) = open.pop() {
        let context = || format!("failed to list `{}`", path.display());
        for entry in fs::read_dir(&path).with_context(context)? {
            let entry = entry.with_context(context)?;
            let shown = entry.path();
            let shown = shown.display();
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                anyhow::bail!("the name of `{shown}` can't be read as text; give it another one");
            };
            if name.starts_with('.') || name.starts_with("~$") {
                continue;
            }
            let kind = entry.file_type().with_context(context)?;
            if kind.is_dir() {
                open.push((entry.path(), format!("{below}{name}/")));
            } else if kind.is_file() {
                files.push(format!("{below}{name}"));
            } else {
                anyhow::bail!("`{shown}` is a link, or no file; put the file itself in its place");
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Returns a path below a folder from a name with forward slashes.
pub(crate) fn below(folder: &Path, name: &str) -> PathBuf {
    name.split('/').fold(folder.to_owned(), |path, part| path.join(part))
}

/// Writes a file whole or not at all; folders that are missing are made for the same readers.
///
/// # Errors
/// Names the path when it can't be written.
pub(crate) fn write(path: &Path, content: &[u8], readers: Readers) -> anyhow::Result<()> {
    let context = || format!("failed to write `{}`", path.display());
    let folder = path.parent().with_context(context)?;
    make_folder(folder, readers)?;
    let mut file = tempfile::Builder::new()
        .prefix(".orderpaper-")
        .tempfile_in(folder)
        .with_context(context)?;
    file.write_all(content).with_context(context)?;
    set_readers(file.path(), readers, Kind::File).with_context(context)?;
    file.persist(path).with_context(context)?;
    Ok(())
}

/// Makes a folder, and those around it that are missing, for some readers.
///
/// # Errors
/// Names the folder when it can't be made.
pub(crate) fn make_folder(path: &Path, readers: Readers) -> anyhow::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        make_folder(parent, readers)?;
    }
    let context = || format!("failed to make the folder `{}`", path.display());
    match fs::create_dir(path) {
        Ok(()) => set_readers(path, readers, Kind::Folder).with_context(context),
        Err(_) if path.is_dir() => Ok(()),
        Err(error) => Err(error).with_context(context),
    }
}

/// Closes a folder to everybody but its owner.
///
/// # Errors
/// Names the folder when it can't be closed.
pub(crate) fn close(path: &Path) -> anyhow::Result<()> {
    let closed = set_readers(path, Readers::Owner, Kind::Folder);
    closed.with_context(|| format!("failed to close `{}` to others", path.display()))
}

/// Removes a folder with all that is in it, where it is there.
///
/// # Errors
/// Names the folder when something in it can't be removed.
pub(crate) fn remove_folder(path: &Path) -> anyhow::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("failed to remove `{}`", path.display()))
        }
        _ => Ok(()),
    }
}

/// Removes a file, where it is there.
///
/// # Errors
/// Names the file when it can't be removed.
pub(crate) fn remove_file(path: &Path) -> anyhow::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("failed to remove `{}`", path.display()))
        }
        _ => Ok(()),
    }
}

/// Returns whether a folder has nothing in it, or is not there.
pub(crate) fn is_empty(path: &Path) -> bool {
    fs::read_dir(path).map_or(true, |mut entries| entries.next().is_none())
}

/// What readers are set of.
#[derive(Clone, Copy)]
enum Kind {
    File,
    Folder,
}

#[cfg(unix)]
fn set_readers(path: &Path, readers: Readers, kind: Kind) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    let mode = match (readers, kind) {
        (Readers::Everybody, Kind::Folder) => 0o755,
        (Readers::Everybody, Kind::File) => 0o644,
        (Readers::Owner, Kind::Folder) => 0o700,
        (Readers::Owner, Kind::File) => 0o600,
    };
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

/// On Windows a folder is as open as that around it, which its owner decides.
#[cfg(not(unix))]
fn set_readers(_: &Path, _: Readers, _: Kind) -> std::io::Result<()> {
    Ok(())
}
