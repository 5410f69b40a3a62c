//! Who may read what is written: a web server everything public, and nobody but the owner what is
//! restricted, whatever the umask is.
//!
//! Whoever writes says who the readers are. A folder that is missing gets the readers of what is written
//! in it, so that one which nobody thought of is closed where it holds anything restricted.

use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::Context;

use super::{OWN_FOLDER, below};
use crate::parallel;

/// Who may read a file or a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Every user of the machine, such as that of a web server: folders 0755, files 0644.
    Everybody,
    /// The user who runs the program: folders 0700, files 0600; on Windows also the system and
    /// administrators.
    Owner,
}

/// The folders below an output folder that have different readers, the restricted ones first, so that
/// these are closed before what they are in is opened.
const FOLDERS: [(&str, Readers); 7] = [
    (OWN_FOLDER, Readers::Owner),
    ("restricted", Readers::Owner),
    ("published/restricted", Readers::Owner),
    ("archive/restricted", Readers::Owner),
    ("public", Readers::Everybody),
    ("published/public", Readers::Everybody),
    ("archive/public", Readers::Everybody),
];

/// The folders on the way to those. They have nothing else in them, and so show nothing else.
const PARENTS: [&str; 2] = ["published", "archive"];

/// What may be in an output folder that is opened to everybody: a folder with anything else in it, such as
/// somebody's home, is left as it is.
const KNOWN: [&str; 7] =
    [OWN_FOLDER, "public", "restricted", "published", "archive", ".gitignore", ".gitkeep"];

/// From how many entries on those of a folder are set on all processors.
const MANY: usize = 256;

/// Creates a folder, and those around it that are missing, and sets who may read it. At no moment may
/// others read it.
///
/// # Errors
/// Names the folder when it can't be created or its permissions can't be set.
pub fn make_folder(path: &Path, readers: Readers) -> anyhow::Result<()> {
    let context = || format!("failed to make the folder `{}`", path.display());
    if let Some(created) = create(path, readers).with_context(context)? {
        close_to_others(&created, readers);
    }
    set_readers(path, readers).with_context(context)?;
    Ok(())
}

/// Creates the folders of a path that are missing; returns the first of them, which the others are in.
pub(super) fn create(path: &Path, readers: Readers) -> io::Result<Option<PathBuf>> {
    if path.as_os_str().is_empty() || path.is_dir() {
        return Ok(None);
    }
    let first = path.parent().map_or(Ok(None), |parent| create(parent, readers))?;
    match create_one(path, readers) {
        Ok(()) => Ok(Some(first.unwrap_or_else(|| path.to_owned()))),
        // Another thread was faster.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(first),
        Err(error) => Err(error),
    }
}

/// Closes whatever is restricted in an output folder, and lets everybody read what is public: an earlier
/// version, a copy or another program may have left it otherwise. To be called by the run that has the lock.
///
/// # Errors
/// Names the folder or file whose permissions can't be set.
pub(super) fn set_output_readers(output: &Path) -> anyhow::Result<()> {
    for (name, readers) in FOLDERS {
        let folder = below(output, name);
        if folder.is_dir() {
            set_readers_below(&folder, readers)?;
        }
    }
    for folder in PARENTS.map(|name| output.join(name)).iter().filter(|folder| folder.is_dir()) {
        make_folder(folder, Readers::Everybody)?;
    }
    if has_only_known(output)? {
        make_folder(output, Readers::Everybody)?;
    }
    Ok(())
}

/// Returns the folders of an output folder that other readers can open than should, or can't: those that the next
/// run sets right. Outside Unix nobody looks.
pub fn wrongly_open(output: &Path) -> Vec<(PathBuf, Readers)> {
    let folders = FOLDERS.iter().map(|(name, readers)| (below(output, name), *readers));
    folders.filter(|(folder, readers)| folder.is_dir() && is_wrong(folder, *readers)).collect()
}

/// Returns whether every user of the machine gets into a folder; `None` where there is none, and outside Unix, where
/// nobody looks.
pub fn is_open_to_everybody(folder: &Path) -> Option<bool> {
    let folder = fs::canonicalize(folder).ok()?;
    let mode = mode_of(&folder)?;
    // Whoever may not pass a folder gets into none below it.
    let mut above = folder.ancestors().skip(1).filter_map(mode_of);
    Some(mode & 0o005 != 0 && above.all(|mode| mode & 0o001 != 0))
}

/// Returns whether a folder has other readers than it should.
fn is_wrong(folder: &Path, readers: Readers) -> bool {
    mode_of(folder).is_some_and(|mode| match readers {
        Readers::Everybody => mode & 0o755 != 0o755,
        Readers::Owner => mode & 0o077 != 0,
    })
}

/// Returns the mode of a file or folder; `None` where there is none.
#[cfg(unix)]
fn mode_of(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    Some(fs::metadata(path).ok()?.permissions().mode())
}

/// Returns nothing outside Unix.
#[cfg(not(unix))]
fn mode_of(_path: &Path) -> Option<u32> {
    None
}

/// Returns whether an output folder has nothing in it but what runs write.
fn has_only_known(output: &Path) -> anyhow::Result<bool> {
    let context = || format!("failed to list `{}`", output.display());
    for entry in fs::read_dir(output).with_context(context)? {
        let name = entry.with_context(context)?.file_name();
        if !KNOWN.iter().any(|known| name == *known) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Sets who may read a folder and what is below it. What is in a folder that was as it should be is not looked at:
/// nobody else gets into one that is closed, whatever is in it, and decades of publications are in one.
fn set_readers_below(folder: &Path, readers: Readers) -> anyhow::Result<()> {
    let context = || format!("failed to set who may read `{}`", folder.display());
    let was_set = !set_readers(folder, readers).with_context(context)?;
    if was_set {
        return Ok(());
    }
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = entries.with_context(context)?;
    let set = |at: usize| -> anyhow::Result<()> {
        let entry = &entries[at];
        // A link is neither of these, and is left alone.
        let kind = entry.file_type().with_context(context)?;
        if kind.is_dir() {
            set_readers_below(&entry.path(), readers)?;
        } else if kind.is_file() {
            set_readers(&entry.path(), readers).with_context(context)?;
        }
        Ok(())
    };
    // Only a folder of thousands, such as that of all that is published, is worth the threads.
    let threads = if entries.len() < MANY { 1 } else { parallel::processors() };
    parallel::map(threads, entries.len(), set).into_iter().collect()
}

#[cfg(unix)]
fn create_one(path: &Path, readers: Readers) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    let mode = match readers {
        Readers::Everybody => 0o755,
        Readers::Owner => 0o700,
    };
    fs::DirBuilder::new().mode(mode).create(path)?;
    // The umask may have taken something from it.
    set_readers(path, readers).map(|_| ())
}

#[cfg(not(unix))]
fn create_one(path: &Path, _readers: Readers) -> io::Result<()> {
    fs::create_dir(path)
}

/// Sets who may read a file or folder; returns whether that was to be changed. What everybody may read keeps
/// permissions that go further, such as a group's to write.
#[cfg(unix)]
fn set_readers(path: &Path, readers: Readers) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = fs::metadata(path)?;
    let mode = metadata.permissions().mode() & 0o7777;
    let wanted = match (readers, metadata.is_dir()) {
        (Readers::Everybody, true) => mode | 0o755,
        (Readers::Everybody, false) => mode | 0o644,
        (Readers::Owner, true) => 0o700,
        (Readers::Owner, false) => 0o600,
    };
    if mode != wanted {
        fs::set_permissions(path, fs::Permissions::from_mode(wanted))?;
    }
    Ok(mode != wanted)
}

/// Changes nothing outside Unix: on Windows a folder is closed as it is created, and decides who may read
/// what is in it.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature as on Unix")]
fn set_readers(_path: &Path, _readers: Readers) -> io::Result<bool> {
    Ok(false)
}

/// Does nothing on Unix, where the mode of a folder closes it.
#[cfg(unix)]
fn close_to_others(_path: &Path, _readers: Readers) {}

/// Closes a new restricted folder by an access control list, which what is created in it inherits: only the
/// user, the system and administrators may open it. The last two are named by their identifiers, since their
/// names depend on the language of Windows.
#[cfg(not(unix))]
fn close_to_others(path: &Path, readers: Readers) {
    if readers != Readers::Owner {
        return;
    }
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let user = variable("USERNAME").unwrap_or_default();
    let user = variable("USERDOMAIN").map_or(user.clone(), |domain| format!("{domain}\\{user}"));
    let mut command = std::process::Command::new("icacls");
    command.arg(path).args(["/inheritance:r", "/grant:r"]);
    command.args([&*user, "*S-1-5-18", "*S-1-5-32-544"].map(|who| format!("{who}:(OI)(CI)F")));
    let is_closed = command.output().is_ok_and(|output| output.status.success());
    if !is_closed {
        // At this level it is shown without being asked for.
        tracing::error!(
            "`icacls` could not restrict who may open `{}`; set its permissions yourself, as what is in \
             it is not for publication",
            path.display()
        );
    }
}

/// Lets its readers read a file that was created for its owner alone.
#[cfg(unix)]
pub(super) fn set_file_readers(file: &fs::File, readers: Readers) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = match readers {
        Readers::Everybody => 0o644,
        Readers::Owner => 0o600,
    };
    file.set_permissions(fs::Permissions::from_mode(mode))
}

/// Does nothing outside Unix: on Windows the folder decides who may read a file.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature as on Unix")]
pub(super) fn set_file_readers(_file: &fs::File, _readers: Readers) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::store::{lock, write_for};

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn missing_folders_get_the_readers_of_what_is_in_them() {
        let root = tempfile::tempdir().unwrap();
        let file = |name: &str| below(root.path(), name);
        write_for(Readers::Everybody, &file("a/b/agenda.pdf"), b"x").unwrap();
        write_for(Readers::Owner, &file("c/d/agenda.pdf"), b"x").unwrap();
        let modes = ["a", "a/b", "a/b/agenda.pdf", "c", "c/d", "c/d/agenda.pdf"];
        let modes = modes.map(|name| mode(&file(name)));
        assert_eq!(modes, [0o755, 0o755, 0o644, 0o700, 0o700, 0o600]);
    }

    #[test]
    fn a_run_closes_and_opens_what_it_finds() {
        let root = tempfile::tempdir().unwrap();
        let output = root.path().join("papers");
        let file = |name: &str| below(&output, name);
        for folder in ["restricted/m", "published/public/m"] {
            fs::create_dir_all(file(folder)).unwrap();
            fs::File::create(file(folder).join("agenda.pdf")).unwrap();
        }
        for (name, mode) in [
            ("restricted/m/agenda.pdf", 0o644),
            ("restricted/m", 0o755),
            ("restricted", 0o777),
            ("published/public/m/agenda.pdf", 0o600),
            ("published/public/m", 0o700),
            ("published/public", 0o700),
            ("published", 0o700),
            ("", 0o700),
        ] {
            set_mode(&file(name), mode);
        }
        drop(lock(&output).unwrap());
        for (name, wanted) in [
            ("", 0o755),
            (OWN_FOLDER, 0o700),
            (".orderpaper/lock", 0o600),
            ("restricted", 0o700),
            ("restricted/m", 0o700),
            ("restricted/m/agenda.pdf", 0o600),
            ("published", 0o755),
            ("published/public", 0o755),
            ("published/public/m", 0o755),
            ("published/public/m/agenda.pdf", 0o644),
        ] {
            assert_eq!(mode(&file(name)), wanted, "{name}");
        }
    }

    #[test]
    fn a_folder_with_other_files_is_not_opened() {
        let root = tempfile::tempdir().unwrap();
        fs::File::create(root.path().join("diary.txt")).unwrap();
        set_mode(root.path(), 0o700);
        drop(lock(root.path()).unwrap());
        assert_eq!(mode(root.path()), 0o700);
    }
}
