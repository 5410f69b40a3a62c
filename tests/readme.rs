//! The example in README, typed as README says, must work as printed.

use std::path::Path;
use std::process::Command;

use crate::support::case::output;

/// Returns README's files as (path, content): each `Save as` line with the block below it.
fn files() -> Vec<(String, String)> {
    let bytes = orderpaper::store::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"));
    let page = String::from_utf8(bytes.unwrap()).unwrap();
    let mut files = Vec::new();
    for part in page.split("Save as `").skip(1) {
        let (path, rest) = part.split_once('`').unwrap();
        let (_, block) = rest.split_once("```").unwrap();
        let (_, content) = block.split_once('\n').unwrap();
        let (content, _) = content.split_once("```").unwrap();
        files.push((path.to_owned(), content.to_owned()));
    }
    files
}

#[test]
fn the_readme_example_works() {
    let files = files();
    assert_eq!(files.len(), 7, "README's example has seven files");
    let folder = tempfile::tempdir().unwrap();
    let make = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_orderpaper"));
        command.current_dir(folder.path());
        let output =
            output(command.args(["build", "--data", "my-council", "--output", "my-papers", "-v"]));
        let messages = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{messages}");
        // How each line of the minutes was read.
        let is_other = |message: &&str| !message.starts_with("note[minutes/read-as]");
        let others = messages.split("\n\n").filter(is_other).collect::<Vec<_>>().join("\n\n");
        others.replace(", 8 notes", "")
    };
    let papers = folder.path().join("my-papers").join("public").join("cabinet-2026-05-12");
    for (path, content) in &files[..4] {
        let path = path.split('/').fold(folder.path().to_owned(), |path, part| path.join(part));
        orderpaper::store::write(&path, content.as_bytes()).unwrap();
    }
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_orderpaper"));
        command.current_dir(folder.path());
        output(command.args(args).args(["--data", "my-council"]))
    };
    let check = |today: &str| {
        let output = run(&["check", "--today", today, "--output", "my-papers"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    };
    assert_eq!(make(), "1 document made\n");
    check("2026-04-30");
    let publish = ["publish", "--meeting", "cabinet-2026-05-12", "--now", "2026-05-01"];
    let output = run(&[&publish[..], &["--output", "published-papers"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(papers.join("agenda.pdf").is_file());
    for (path, content) in &files[4..] {
        let path = path.split('/').fold(folder.path().to_owned(), |path, part| path.join(part));
        orderpaper::store::write(&path, content.as_bytes()).unwrap();
        if path.ends_with("cabinet-2026-05-12.dj") {
            // The minutes, and the tracker of the action in them.
            assert_eq!(make(), "2 documents made, 1 unchanged\n");
            assert!(papers.join("minutes.pdf").is_file());
        }
    }
    assert_eq!(make(), "2 documents made, 2 unchanged\n");
    assert!(papers.join("public-pack.pdf").is_file());
    check("2026-05-13");
    // In the order of the meeting: the minutes come after it.
    let recorded = |day: &str| {
        let meeting = ["publish", "--meeting", "cabinet-2026-05-12", "--recorded", "--now", day];
        let output = run(&[&meeting[..], &["--output", "in-order"]].concat());
        // How each line of the minutes was read.
        String::from_utf8_lossy(&output.stderr).replace(", 8 notes (-v shows them)", "")
    };
    let minutes = folder.path().join("my-council").join("minutes").join("cabinet-2026-05-12.dj");
    let text = std::fs::read(&minutes).unwrap();
    std::fs::remove_file(&minutes).unwrap();
    assert!(recorded("2026-05-13").contains("error[publish/other-day]"));
    assert_eq!(recorded("2026-05-01"), "5 documents published\n");
    std::fs::write(&minutes, text).unwrap();
    assert_eq!(recorded("2026-05-13"), "2 documents published, 5 published before\n");
}
