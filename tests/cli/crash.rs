//! Runs that are stopped, killed, hung, out of disk space or without permission leave whole files, old
//! or new, and the next run finishes their work.

use std::process::Stdio;
use std::time::Duration;

use snapbox::str;

use crate::support::Case;
use crate::support::case::{finished, output, wait_until};

/// How many runs are killed; `ORDERPAPER_KILLS=200` kills more.
#[cfg(unix)]
const KILLS: u64 = 8;

/// A council with enough meetings that a run takes a while.
fn many(meetings: usize) -> Case {
    let mut case = Case::new();
    for at in 0..meetings {
        let meeting = format!("cabinet-2027-{:02}-{:02}", 1 + at / 28, 1 + at % 28);
        let date = &meeting["cabinet-".len()..];
        case = case
            .append("data/meetings.csv", &format!("{meeting},cabinet,{date},10:30,Hall,,\n"))
            .append("data/agenda.csv", &format!("{meeting},1,,Apologies,,,,\n"));
    }
    case
}

#[cfg(unix)]
#[test]
fn a_run_killed_at_any_moment_leaves_whole_files_and_the_next_finishes() {
    let kills = std::env::var("ORDERPAPER_KILLS").ok().and_then(|count| count.parse().ok());
    let case = many(60);
    let expected = many(60);
    expected.run(["build", "--jobs", "2"]).code(0);
    let files = expected.files("output");
    let mut moment = 7_919;
    for kill in 0..kills.unwrap_or(KILLS) {
        let mut run = case.command();
        run.args(["build", "--jobs", "2", "--quiet", "--today", "2026-03-15"]);
        let mut run = run.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Any moment of the run, and the same moments every time that the test is run.
        moment = moment * 48_271 % 2_147_483_647;
        std::thread::sleep(Duration::from_millis(moment % 250));
        run.kill().unwrap();
        run.wait().unwrap();
        for file in case.files("output").iter().filter(|file| file.ends_with(".pdf")) {
            let path = format!("output/{file}");
            assert!(case.read(&path) == expected.read(&path), "{file} after kill {kill}");
        }
        if kill % 3 == 2 {
            // Old files exist, and new ones are to replace them.
            let ended = case.run(["build", "--jobs", "2", "--quiet"]);
            ended.code(0).nothing_half_written();
            for file in files.iter().skip(usize::try_from(kill).unwrap() % 3).step_by(3) {
                std::fs::write(case.path(&format!("output/{file}")), "spoiled").unwrap();
            }
            case.run(["build", "--jobs", "2", "--quiet"]).code(0);
            std::fs::remove_dir_all(case.path("output")).unwrap();
        }
    }
    case.run(["build"]).code(0).nothing_half_written();
    assert_eq!(case.files("output"), files);
    for file in &files {
        let path = format!("output/{file}");
        assert!(case.read(&path) == expected.read(&path), "{file} in the end");
    }
}

#[cfg(unix)]
#[test]
fn a_killed_run_keeps_its_finished_documents() {
    let case = many(60);
    let mut run = case.command();
    run.args(["build", "--jobs", "1", "--quiet", "--today", "2026-03-15"]);
    let mut run = run.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    wait_until(|| case.files("output").len() >= 20);
    run.kill().unwrap();
    run.wait().unwrap();
    let made = case.files("output").iter().filter(|file| file.ends_with(".pdf")).count();
    let ended =
        case.run(["build", "--jobs", "1", "--format", "json"]).code(0).nothing_half_written();
    let unchanged = ended.json().iter().filter(|line| line["outcome"] == "unchanged").count();
    // The last may have been written and not yet recorded.
    assert!((made - 1..=made).contains(&unchanged), "{unchanged} of {made}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_finishes_documents_already_begun() {
    let case = many(200);
    let mut run = case.command();
    run.args(["build", "--jobs", "2", "--today", "2026-03-15"]);
    let run = run.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    wait_until(|| case.files("output").len() >= 5);
    let kill = format!("kill -INT {}", run.id());
    assert!(std::process::Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    let ended = finished(run);
    let messages = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(2), "{messages}");
    assert!(messages.contains("error: the run was stopped"), "{messages}");
    assert!(messages.contains(" not begun"), "{messages}");
    let made = String::from_utf8(ended.stdout).unwrap().lines().count();
    assert_eq!(case.files("output").len(), made, "exactly the documents that were listed exist");
    case.run(["build"])
        .code(0)
        .stderr_has(&format!("{} documents made, {made} unchanged", 204 - made))
        .nothing_half_written();
}

#[test]
fn concurrent_runs_do_not_share_an_output_folder() {
    let case = many(200);
    let mut first = case.command();
    first.args(["build", "--jobs", "1", "--quiet", "--today", "2026-03-15"]);
    let first = first.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    wait_until(|| !case.files("output").is_empty());
    case.run(["build"]).code(2).stdout_eq(str![]).stderr_eq(str![[r#"
error: another run is writing to `output`; wait until it has ended, or name another folder with --output

"#]]);
    // Commands that only read may run, and so may a build into another folder.
    case.run(["check"]).code(0);
    case.run(["build", "--kind", "minutes", "--output", "ours"]).code(0);
    assert!(finished(first).status.success());
    case.run(["build"]).code(0).nothing_half_written();
}

#[test]
fn an_unwritable_file_costs_no_other() {
    let case = many(20);
    let in_the_way = "output/public/cabinet-2027-01-07/agenda.pdf";
    std::fs::create_dir_all(case.path(in_the_way).join("folder")).unwrap();
    case.run(["build", "--jobs", "2"])
        .code(2)
        .stderr_has(&format!("failed to write `{in_the_way}`"))
        .stderr_has("23 documents made, 1 failed")
        .nothing_half_written();
    std::fs::remove_dir_all(case.path(in_the_way)).unwrap();
    case.run(["build", "--jobs", "2"])
        .code(0)
        .stderr_has("1 document made, 23 unchanged")
        .nothing_half_written();
}

/// A template with a loop that takes hours, which no thread can be made to leave.
#[test]
fn a_document_that_hangs_ends_the_run_and_comes_last_afterwards() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/minutes/main.typ.hbs");
    let endless = "\n#for a in range(100000) { for b in range(100000) {} }\n";
    let template = std::fs::read_to_string(root).unwrap() + endless;
    let case = Case::new().file("ours/minutes/main.typ.hbs", template);
    let hangs = "minutes of cabinet-2026-01-13: it takes longer than 3 seconds with the template \
                 `minutes`; look for a loop in `templates/minutes`";
    let options = ["--templates", "ours", "--max-seconds", "3"];
    let build = |jobs| {
        let kinds = ["build", "--kind", "agenda", "--kind", "minutes", "--jobs", jobs];
        case.run(kinds.into_iter().chain(options)).code(2).stderr_has(hangs).nothing_half_written()
    };
    // The costliest documents come first: an agenda, the minutes, the other agenda.
    build("1").stderr_has("1 document made, 1 failed, 1 not begun");
    build("1").stderr_has("1 document made, 1 unchanged, 1 failed");
    // With fewer documents than threads they are made one by one.
    build("8").stderr_has("0 documents made, 2 unchanged, 1 failed");
    let publish = ["publish", "--meeting", "cabinet-2026-01-13"];
    case.run(publish.into_iter().chain(options))
        .code(2)
        .stderr_has(hangs)
        .stderr_has("error: nothing is published: 2 of 4 documents can't be made");
    case.run(["build"]).code(0).stderr_has("5 documents made").nothing_half_written();
}

/// A disk that is full: no file may grow beyond a block.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_whole_files() {
    let case = Case::new();
    case.run_after("trap '' XFSZ; ulimit -f 1", ["build", "--jobs", "1"])
        .code(2)
        .stdout_eq(str![])
        .stderr_has("failed to write `output/public/cabinet-2026-01-13/agenda.pdf`")
        .stderr_has("0 documents made, 4 failed")
        .nothing_half_written();
    assert_eq!(case.files("output"), [""; 0]);
    case.run(["build"]).code(0).stderr_has("4 documents made").nothing_half_written();
    let before: Vec<_> =
        case.files("output").iter().map(|file| case.read(&format!("output/{file}"))).collect();
    let case = case.replace("data/council.json", "Ashby Vale Council", "Elsewhere Council");
    case.run_after("trap '' XFSZ; ulimit -f 1", ["build"]).code(2).nothing_half_written();
    let after: Vec<_> =
        case.files("output").iter().map(|file| case.read(&format!("output/{file}"))).collect();
    assert!(before == after, "earlier documents are unchanged");
    case.run(["build"]).code(0).stderr_has("4 documents made").nothing_half_written();
}

/// An output folder without write permission. Root may write everywhere, so the test runs the
/// program as `nobody` where it runs as root.
#[cfg(unix)]
#[test]
fn a_read_only_output_folder_is_left_unchanged() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    let case = Case::new();
    case.run(["build"]).code(0);
    let files = case.files("output");
    let case = case.replace("data/council.json", "Ashby Vale Council", "Elsewhere Council");
    let mut run = case.command();
    if std::fs::metadata(case.path("output")).unwrap().uid() == 0 {
        let program = case.path("program");
        std::fs::copy(env!("CARGO_BIN_EXE_orderpaper"), &program).unwrap();
        std::fs::set_permissions(case.path(""), PermissionsExt::from_mode(0o755)).unwrap();
        run = std::process::Command::new(program);
        run.current_dir(case.path("")).uid(65_534).gid(65_534);
    }
    for folder in ["output", "output/.orderpaper"] {
        std::fs::set_permissions(case.path(folder), PermissionsExt::from_mode(0o555)).unwrap();
    }
    let ended = output(run.args(["build", "--today", "2026-03-15"]));
    let messages = String::from_utf8(ended.stderr).unwrap();
    for folder in ["output", "output/.orderpaper"] {
        std::fs::set_permissions(case.path(folder), PermissionsExt::from_mode(0o755)).unwrap();
    }
    assert_eq!(ended.status.code(), Some(2), "{messages}");
    assert!(messages.contains("output/.orderpaper"), "{messages}");
    assert_eq!(case.files("output"), files);
    case.run(["build"]).code(0).stderr_has("4 documents made").nothing_half_written();
}
