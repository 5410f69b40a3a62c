//! Who may read what runs write. `.ci/permissions.py` shows the same as another user.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use super::publish::{MEETING, args, council};
use crate::support::Case;

/// Returns the path of a folder and of everything below it, relative to `root`, with its mode and whether it
/// is a folder.
fn modes(root: &Path, below: &str) -> Vec<(String, u32, bool)> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::from(below)];
    while let Some(path) = open.pop() {
        let metadata = fs::metadata(root.join(&path)).unwrap();
        let mode = metadata.permissions().mode() & 0o777;
        found.push((path.to_str().unwrap().to_owned(), mode, metadata.is_dir()));
        if metadata.is_dir() {
            let entries = fs::read_dir(root.join(&path)).unwrap();
            open.extend(entries.map(|entry| path.join(entry.unwrap().file_name())));
        }
    }
    found
}

/// Checks that what is restricted is closed to others, and that everything else is open to them.
#[track_caller]
fn check(case: &Case) {
    let found = modes(&case.path(""), "output");
    for (path, mode, is_folder) in &found {
        let is_closed = path.split('/').any(|part| part == "restricted" || part == ".orderpaper");
        let wanted = match (is_closed, is_folder) {
            (true, true) => 0o700,
            (true, false) => 0o600,
            (false, true) => 0o755,
            (false, false) => 0o644,
        };
        assert_eq!(*mode, wanted, "{path} has {mode:o}, not {wanted:o}");
    }
    for part in ["public", "restricted", "published", "archive", ".orderpaper"] {
        let start = format!("output/{part}/");
        assert!(found.iter().any(|(path, ..)| path.starts_with(&start)), "nothing is in {part}");
    }
}

#[test]
fn readers_do_not_depend_on_the_umask() {
    for umask in ["umask 000", "umask 077"] {
        let case = council();
        case.run_after(umask, args(&["publish", "--meeting", MEETING])).code(0);
        case.run_after(umask, args(&["archive"])).code(0);
        check(&case);
    }
}

#[test]
fn the_next_run_closes_and_opens_what_was_left_otherwise() {
    let case = council();
    case.run(args(&["publish", "--meeting", MEETING])).code(0);
    case.run(args(&["archive"])).code(0);
    for (mode, folder) in [(0o777, "output/restricted"), (0o755, "output/published/restricted")] {
        for (path, _, _) in modes(&case.path(""), folder) {
            fs::set_permissions(case.path(&path), fs::Permissions::from_mode(mode)).unwrap();
        }
    }
    for folder in ["output/public", "output"] {
        fs::set_permissions(case.path(folder), fs::Permissions::from_mode(0o700)).unwrap();
    }
    case.run(args(&["build"])).code(0);
    check(&case);
}

#[test]
fn what_a_killed_run_left_in_its_scratch_folder_is_removed() {
    let case = council().file("output/.orderpaper/scratch/.tmpA/exempt.pdf", "SECRETWORDS");
    case.run(args(&["build"])).code(0).not_made(["output/.orderpaper/scratch"]);
}

#[test]
fn links_in_the_templates_folder_are_refused() {
    let case = council().file("elsewhere/main.typ.hbs", "{{x}}").folder("ours/agenda");
    symlink(case.path("ours"), case.path("link")).unwrap();
    case.run(args(&["build", "--templates", "link"])).code(0);
    symlink("../../elsewhere/main.typ.hbs", case.path("ours/agenda/main.typ.hbs")).unwrap();
    case.run(args(&["build", "--templates", "ours"]))
        .code(2)
        .stderr_has("`ours/agenda/main.typ.hbs` is a link")
        .stderr_has("put a copy of what it leads to in its place");
}
