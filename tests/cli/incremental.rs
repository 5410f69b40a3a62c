//! What a second run makes again, and what it leaves unchanged.

use snapbox::str;

use crate::support::Case;
use crate::support::case::TODAY;

const AGENDA: &str = "output/public/cabinet-2026-01-13/agenda.pdf";
const NEXT: &str = "output/public/cabinet-2026-02-24/agenda.pdf";

/// A case that was built.
fn built() -> Case {
    let case = Case::new();
    case.run(["build"]).code(0).stderr_has("4 documents made");
    case
}

/// Sets the modification times of the data an hour back, so that file metadata is trusted.
fn aged(case: &Case) {
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(3600);
    for file in case.files("data") {
        let file = std::fs::File::options().append(true).open(case.path(&format!("data/{file}")));
        file.unwrap().set_modified(long_ago).unwrap();
    }
}

/// Builds again, and expects these documents to be made, with the reason, and no others.
#[track_caller]
fn check(case: &Case, args: &[&str], made: &[(&str, &str)]) {
    let ended = case.run(["build", "--format", "json"].iter().chain(args)).code(0);
    let found: Vec<_> = ended
        .json()
        .iter()
        .filter(|line| line["outcome"] == "made")
        .map(|line| (line["file"].as_str().unwrap().replace('\\', "/"), line["why"].to_string()))
        .collect();
    let made: Vec<_> =
        made.iter().map(|(file, why)| ((*file).to_owned(), format!("\"{why}\""))).collect();
    assert_eq!(found, made);
    ended.nothing_half_written();
}

#[test]
fn unchanged_documents_are_not_made_again() {
    let case = built();
    let before: Vec<_> = ["made", "again"]
        .map(|_| {
            case.run(["build"]).code(0).stdout_eq(str![]).stderr_eq(str![[r#"
0 documents made, 4 unchanged

"#]]);
            std::fs::metadata(case.path(AGENDA)).unwrap().modified().unwrap()
        })
        .into();
    assert_eq!(before[0], before[1]);
}

#[test]
fn records_are_not_read_while_file_metadata_is_unchanged() {
    let case = built();
    aged(&case);
    case.run(["build"]).code(0);
    case.run(["build", "-vv"]).code(0).stderr_has("0 documents made, 4 unchanged");
    // The records have no fault, so that only a run which does not read them repeats these warnings.
    let case = case.replace("output/.orderpaper/state", r#""warnings":0"#, r#""warnings":7"#);
    case.run(["build"]).code(0).stderr_eq(str![[r#"
0 documents made, 4 unchanged, 7 warnings; `orderpaper check` shows them

"#]]);
    // A change that keeps the size and sets mtime back is seen by ctime, which can't be set.
    let case = case.replace("data/agenda.csv", "Budget for 2026/27", "Budget for 2027/28");
    aged(&case);
    check(&case, &[], &[(NEXT, "its records have changed")]);
    case.run(["build"]).code(0).stderr_has("0 documents made, 4 unchanged");
    let case = case.remove(AGENDA);
    case.run(["build"]).code(0).stderr_has("1 document made, 3 unchanged").made([AGENDA]);
}

#[test]
fn a_copy_of_the_program_makes_nothing_again_of_data_that_were_moved() {
    let case = built();
    std::fs::rename(case.path("data"), case.path("moved")).unwrap();
    let program = case.path("copy").with_extension(std::env::consts::EXE_EXTENSION);
    std::fs::copy(env!("CARGO_BIN_EXE_orderpaper"), &program).unwrap();
    let ended = std::process::Command::new(program)
        .args(["build", "--data", "moved", "--today", TODAY])
        .current_dir(case.path(""))
        .output()
        .unwrap();
    let stderr = String::from_utf8(ended.stderr).unwrap();
    assert!(stderr.contains("0 documents made, 4 unchanged"), "{stderr}");
}

#[test]
fn a_change_rebuilds_only_what_it_affects() {
    let case = built().replace("data/agenda.csv", "Budget for 2026/27", "Budget for 2027/28");
    check(&case, &[], &[(NEXT, "its records have changed")]);
    check(&case, &[], &[]);
    // The order of rows changes no document.
    let text = case.text("data/meetings.csv");
    let (head, rows) = text.split_once('\n').unwrap();
    let mut rows: Vec<_> = rows.lines().collect();
    rows.reverse();
    let case = case.file("data/meetings.csv", format!("{head}\n{}\n", rows.join("\n")));
    check(&case, &[], &[]);
}

#[test]
fn why_prints_the_reason() {
    let case = built().replace("data/agenda.csv", "Budget for 2026/27", "Budget for 2027/28");
    case.run(["build", "--why"]).code(0).stdout_eq(str![[r#"
output/public/cabinet-2026-02-24/agenda.pdf (1 page): its records have changed

"#]]);
    let case = case.remove(NEXT);
    case.run(["build", "--why"]).code(0).stdout_eq(str![[r#"
output/public/cabinet-2026-02-24/agenda.pdf (1 page): `public/cabinet-2026-02-24/agenda.pdf` is missing

"#]]);
}

#[test]
fn missing_and_altered_files_are_made_again() {
    let case = built();
    let whole = case.read(AGENDA);
    let mut broken = whole.clone();
    *broken.last_mut().unwrap() ^= 1;
    let case = case.bytes(AGENDA, &broken).remove(NEXT);
    let expected = [
        (AGENDA, "`public/cabinet-2026-01-13/agenda.pdf` was altered"),
        (NEXT, "`public/cabinet-2026-02-24/agenda.pdf` is missing"),
    ];
    check(&case, &[], &expected);
    assert!(case.read(AGENDA) == whole);
    // A file that was copied away and back looks newer, and is the same.
    let case = case.bytes(AGENDA, &whole);
    check(&case, &[], &[]);
}

#[test]
fn what_somebody_else_keeps_is_not_made_again() {
    let case =
        built().remove(NEXT).replace("data/agenda.csv", "2026-01-13,1,,Dec", "2026-01-13,1,,A dec");
    let lines = case.run(["build", "--kept-elsewhere", "--format", "json"]).code(0).json();
    let outcome = |path: &str| {
        let of = lines.iter().find(|line| line["file"] == path).unwrap_or_else(|| panic!("{path}"));
        of["outcome"].as_str().unwrap().to_owned()
    };
    assert_eq!(outcome(NEXT), "unchanged", "it is not in the folder");
    assert_eq!(outcome(AGENDA), "made", "its records have changed");
}

#[test]
fn changed_templates_rebuild_documents() {
    let case = built().file("ours/lib/pdf/unused.typ", "// nothing\n");
    let all = case.run(["build", "--templates", "ours", "--format", "json"]).code(0).json();
    assert!(all.iter().all(|line| line["why"] == "the templates have changed"), "{all:?}");
    check(&case, &["--templates", "ours"], &[]);
    // The day counts where a template asks for it, and only there.
    check(&case, &["--templates", "ours", "--today", "2026-03-16"], &[]);
    let case = case.file("ours/lib/pdf/unused.typ", "#datetime.today()\n");
    let day = |day: &str| {
        let ended = case.run(["build", "--templates", "ours", "--today", day, "--format", "json"]);
        ended.code(0).json().iter().filter(|line| line["outcome"] == "made").count()
    };
    assert_eq!(["2026-03-16", "2026-03-16", "2026-03-17"].map(day), [4, 0, 4]);
}

#[test]
fn keep_typ_rebuilds_documents_without_a_source() {
    let case = built();
    let why = "its source was asked for";
    let minutes = ["--keep-typ", "--kind", "minutes"];
    check(&case, &minutes, &[("output/public/cabinet-2026-01-13/minutes.pdf", why)]);
    check(&case, &minutes, &[]);
}

#[test]
fn refused_documents_are_tried_again_every_run() {
    let case = Case::new().replace("data/agenda.csv", "Budget for 2026/27", "");
    for made in ["3 documents made, 1 refused", "0 documents made, 3 unchanged, 1 refused"] {
        case.run(["build"]).code(1).stderr_has("error[data/missing-value]").stderr_has(made);
    }
    let case =
        case.replace("data/agenda.csv", "cabinet-2026-02-24,2,,,", "cabinet-2026-02-24,2,,Budget,");
    check(&case, &[], &[(NEXT, "it was not made before")]);
}

#[test]
fn orphaned_documents_are_reported_and_pruned() {
    let case = built();
    let without = |text: String| {
        text.lines()
            .filter(|row| !row.starts_with("cabinet-2026-02-24"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let (meetings, agenda) = (case.text("data/meetings.csv"), case.text("data/agenda.csv"));
    let case = case.file("data/meetings.csv", without(meetings) + "\n");
    let case = case.file("data/agenda.csv", without(agenda) + "\n");
    case.run(["build", "--kind", "minutes"]).code(0).stderr_eq(str![[r#"
warning[build/orphan]: the data no longer calls for this document
--> output/public/cabinet-2026-02-24/agenda.pdf
 = hint: `orderpaper build --prune` removes it

0 documents made, 1 unchanged, 1 warning

"#]]);
    // A record that can't be read may call for it.
    let broken = Case::new().append("data/meetings.csv", "x,cabinet,31/02/2026,,,,\n");
    broken.run(["build", "--prune"]).code(1).stderr_lacks("removed");
    let case = case.bytes(NEXT, "somebody's own");
    case.run(["build", "--prune"])
        .code(0)
        .stderr_has("warning[build/altered]")
        .stderr_has("has been altered since it was made")
        .made([NEXT]);
    let case = case.remove(NEXT);
    case.run(["build", "--prune"]).code(0).stderr_has("3 unchanged, 1 removed");
    case.run(["build", "--prune"]).code(0).stderr_eq(str![[r#"
0 documents made, 3 unchanged

"#]]);
}

#[test]
fn pruning_removes_files_and_empty_folders() {
    let case = built();
    let keep = |text: String| {
        text.lines().filter(|row| !row.contains("2026-02-24")).collect::<Vec<_>>().join("\n") + "\n"
    };
    let (meetings, agenda) = (case.text("data/meetings.csv"), case.text("data/agenda.csv"));
    let case = case.file("data/meetings.csv", keep(meetings)).file("data/agenda.csv", keep(agenda));
    case.run(["build", "--prune"])
        .code(0)
        .stderr_has("1 removed")
        .not_made([NEXT, "output/public/cabinet-2026-02-24"]);
    assert!(case.path("output/public/cabinet-2026-01-13").is_dir());
}

#[test]
fn the_state_is_private_and_can_be_lost() {
    let case = built();
    assert!(case.path("output/.orderpaper/state").is_file());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &str| std::fs::metadata(case.path(path)).unwrap().permissions().mode();
        assert_eq!(mode("output/.orderpaper") & 0o777, 0o700);
        assert_eq!(mode("output/.orderpaper/state") & 0o777, 0o600);
    }
    // Documents are made even when it is damaged.
    for state in ["", "{", "{\"version\":99}\n", "\u{0}\u{0}", "{\"version\":1}\n{\"made\":{}}\n"] {
        let case = built().file("output/.orderpaper/state", state);
        case.run(["build"]).code(0).stderr_has("4 documents made");
    }
}
