//! A shortcut that opens the desk: in the Start menu on Windows, among the applications elsewhere.

use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::store;

/// What a shortcut is called.
const NAME: &str = "Order Paper";

/// Writes a shortcut for the user, in place of an earlier one, and returns its path. It runs a program with arguments,
/// none of which may need the folder in which it is run.
///
/// # Errors
/// When the system has no place for it, or it can't be written.
pub fn install_shortcut(program: &Path, arguments: &[String]) -> anyhow::Result<PathBuf> {
    let folder = dirs::data_dir().context("the system has no folder for a user's shortcuts")?;
    write(&folder, program, arguments)
}

#[cfg(windows)]
fn write(folder: &Path, program: &Path, arguments: &[String]) -> anyhow::Result<PathBuf> {
    // The system's writer of shortcuts; what it gets in variables needs no quotes of a shell.
    const SCRIPT: &str = "$ErrorActionPreference = 'Stop'; \
        $link = (New-Object -ComObject WScript.Shell).CreateShortcut($env:ORDERPAPER_LINK); \
        $link.TargetPath = $env:ORDERPAPER_TARGET; $link.Arguments = $env:ORDERPAPER_ARGUMENTS; \
        $link.WindowStyle = 7; $link.Save()";
    let programs = folder.join("Microsoft").join("Windows").join("Start Menu").join("Programs");
    let path = programs.join(format!("{NAME}.lnk"));
    // A path has no quotes on Windows, and none of these ends with a backslash.
    let arguments: Vec<String> =
        arguments.iter().map(|argument| format!("\"{argument}\"")).collect();
    let ended = std::process::Command::new("powershell.exe")
        .args(["-NoProfile", "-NonInteractive", "-Command", SCRIPT])
        .env("ORDERPAPER_LINK", &path)
        .env("ORDERPAPER_TARGET", program)
        .env("ORDERPAPER_ARGUMENTS", arguments.join(" "))
        .output()
        .context("PowerShell, which writes shortcuts, could not be run")?;
    anyhow::ensure!(
        ended.status.success() && store::is_file(&path),
        "`{}` could not be written: {}",
        path.display(),
        String::from_utf8_lossy(&ended.stderr).trim()
    );
    Ok(path)
}

#[cfg(not(windows))]
fn write(folder: &Path, program: &Path, arguments: &[String]) -> anyhow::Result<PathBuf> {
    let path = folder.join("applications").join("orderpaper.desktop");
    store::write(&path, desktop_entry(program, arguments)?.as_bytes())?;
    Ok(path)
}

/// Returns a desktop entry (freedesktop.org, Desktop Entry Specification 1.5).
#[cfg(not(windows))]
fn desktop_entry(program: &Path, arguments: &[String]) -> anyhow::Result<String> {
    let program = program.to_str().context("the path of the program is no text")?;
    let words = std::iter::once(program).chain(arguments.iter().map(String::as_str));
    let command = words.map(quoted).collect::<anyhow::Result<Vec<_>>>()?.join(" ");
    Ok(format!(
        "[Desktop Entry]\nType=Application\nName={NAME}\nComment=Agendas, minutes and reports\nExec={command}\n\
         Icon=x-office-document\nCategories=Office;\nTerminal=false\n"
    ))
}

/// Returns an argument as a command in a desktop entry has it: quoted, and then escaped as all texts are there.
#[cfg(not(windows))]
fn quoted(argument: &str) -> anyhow::Result<String> {
    anyhow::ensure!(!argument.contains('\n'), "`{argument}` has a line break");
    let mut quoted = String::from("\"");
    for char in argument.chars() {
        match char {
            '"' | '`' | '$' | '\\' => quoted.extend(['\\', char]),
            '%' => quoted.push_str("%%"),
            _ => quoted.push(char),
        }
    }
    quoted.push('"');
    Ok(quoted.replace('\\', "\\\\"))
}

#[cfg(all(test, not(windows)))]
mod tests {
    use super::*;

    #[test]
    fn commands_are_quoted_as_desktop_entries_want_it() {
        assert_eq!(quoted("/home/a b/data").unwrap(), "\"/home/a b/data\"");
        assert_eq!(quoted("50%").unwrap(), "\"50%%\"");
        assert_eq!(quoted("a\"$b").unwrap(), "\"a\\\\\"\\\\$b\"");
        assert_eq!(quoted("a\\b").unwrap(), "\"a\\\\\\\\b\"");
        assert!(quoted("a\nb").is_err());
    }

    #[test]
    fn a_shortcut_takes_the_place_of_an_earlier_one() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), Path::new("/usr/bin/orderpaper"), &["desk".to_owned()]).unwrap();
        let arguments = ["desk", "--open"].map(str::to_owned);
        let path = write(folder.path(), Path::new("/usr/bin/orderpaper"), &arguments).unwrap();
        let text = String::from_utf8(store::read(&path).unwrap()).unwrap();
        assert!(text.starts_with("[Desktop Entry]\nType=Application\n"), "{text}");
        assert!(text.contains("\nExec=\"/usr/bin/orderpaper\" \"desk\" \"--open\"\n"), "{text}");
    }
}
