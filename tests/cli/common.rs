//! Behaviour that all commands share.

#[cfg(unix)]
use std::process::Stdio;

use snapbox::str;

use crate::support::Case;
use crate::support::case::finished;

const COMMANDS: [&str; 15] = [
    "check",
    "build",
    "watch",
    "publish",
    "withdraw",
    "archive",
    "verify",
    "bind",
    "list",
    "doctor",
    "kinds",
    "explain",
    "init",
    "schema",
    "completions",
];

#[test]
fn help_describes_each_command() {
    let mut shown = String::new();
    for command in COMMANDS {
        let ended = Case::empty().run([command, "--help"]).code(0).stderr_eq(str![]);
        let (text, _) = ended.stdout().split_once("\n\nArguments:").unwrap_or_else(|| {
            ended.stdout().split_once("\n\nOptions:").unwrap_or_else(|| {
                ended.stdout().split_once("\n\nWhich documents:").unwrap_or((ended.stdout(), ""))
            })
        });
        shown.push_str(text);
        shown.push_str("\n\n");
    }
    snapbox::assert_data_eq!(
        shown,
        str![[r#"
Report every fault in the data, and the deadlines still to come

Reads all tables, checks them against the law and looks at every document that they call for;
nothing is written. Of supplied papers it reports what was found when they were opened, and names
those that no build has opened yet.

Usage: orderpaper check [OPTIONS]

Make the documents that the data calls for, or a selection of them

Documents whose records, papers and templates are as they were are not made again.

Usage: orderpaper build [OPTIONS]

Make documents again as files change, until Ctrl-C

Makes what has changed, then waits for files of the data and templates folders to change and makes
what those touch. Faults are shown each time; documents that they don't touch are made.

Usage: orderpaper watch [OPTIONS]

Freeze documents that belong together, such as those of a meeting, with a receipt

Copies them below `published/` in the output folder, where nothing is ever written again: public
ones with an index and a feed that a web server can serve as they are, the others apart. Documents
that came since are added; those that have changed since are left as they were, and reported.

Usage: orderpaper publish [OPTIONS] <--meeting <MEETING>|--plan <MONTH>|--period <PERIOD>|--issue <REF>|--decision <REF>|--body <BODY>|--council>

Take back what was published: it leaves the public folder, and is kept apart

Every version of every public file that holds it goes to `published/restricted`, with public bags
that have it. The page of the publication says what was withdrawn, when and why. Where a paper is
taken back, its packs are published again with a notice on each of its pages, so that no page number
moves. Nothing can call back what was read meanwhile.

Usage: orderpaper withdraw [OPTIONS] --reason <WORDS> <--meeting <MEETING>|--plan <MONTH>|--period <PERIOD>|--issue <REF>|--decision <REF>|--body <BODY>|--council>

Put what was published into bags for an archive, one for each meeting, plan, period and so on

Each bag is a zip (BagIt 1.0, RFC 8493, SHA-512) with the documents, the receipt, the records that
they were made from and a table of metadata, below `archive/` in the output folder. What is not for
publication goes into separate bags. The same publication gives the same bytes on every run.

Usage: orderpaper archive [OPTIONS]

Report whatever is not as it was published or archived

Takes bags, zips of bags, receipts, and folders with receipts in them; all that was published and
archived where nothing is named. Compares digests, looks for files that are missing or do not
belong, for names that do harm where they are unpacked and for zips made to fill a disk, and for
PDFs that do not claim what their receipt says. Nothing is unpacked.

Usage: orderpaper verify [OPTIONS] [PATHS]...

Join PDFs into one that is as accessible as they are; no records are needed

Keeps the tags of tagged PDFs with their alternative texts, table headers and languages, and
bookmarks, links, page labels, layers and pages of every size. Each file is a bookmark. Answers in
forms and marks are drawn as part of their pages; scripts, attachments and reviewers' notes are left
out. Claims PDF/UA-1 where every file does and nothing is found that speaks against it, and says
otherwise which file keeps it from that, and why. The same files give the same bytes.

Usage: orderpaper bind [OPTIONS] --output <FILE> <FILE>...

List the documents that the data calls for, or a selection of them

Usage: orderpaper list [OPTIONS]

Tell what is on this machine, and what to do where something is missing

Before papers are made on a new machine, or where they come out otherwise than expected. Looks at
the program, the records, the bank holidays, the typefaces, LibreOffice, the validator, who may read
what, the output folder and the ledgers. Nothing is made. The exit code is 1 where documents can't
be made or relied on.

Usage: orderpaper doctor [OPTIONS]

List the kinds of document

Usage: orderpaper kinds [OPTIONS]

Print the page of a code, or list the codes

Usage: orderpaper explain [OPTIONS] [CODE]

Write workbooks to begin with, every column explained

Each sheet is a table, with the names of its columns; the first sheet explains them all. A folder
that has tables gets those that it lacks, and no file that is there is changed. `check` says what is
still missing.

Usage: orderpaper init [OPTIONS] <FOLDER>

Print the JSON Schema of a table's rows, or of all tables

Usage: orderpaper schema [OPTIONS] [TABLE]

Print completions for a shell

Usage: orderpaper completions [OPTIONS] <SHELL>


"#]]
    );
}

#[test]
fn help_lists_the_commands() {
    let ended = Case::empty().run(["--help"]).code(0);
    let commands = ended.stdout().split("Options:").next().unwrap().to_owned();
    snapbox::assert_data_eq!(
        commands,
        str![[r#"
Agendas, minutes and performance reports from a council's records, as accessible, archivable PDFs

Usage: orderpaper [OPTIONS] <COMMAND>

Commands:
  check        Report every fault in the data, and the deadlines still to come
  build        Make the documents that the data calls for, or a selection of them
  watch        Make documents again as files change, until Ctrl-C
  publish      Freeze documents that belong together, such as those of a meeting, with a receipt
  withdraw     Take back what was published: it leaves the public folder, and is kept apart
  archive      Put what was published into bags for an archive, one for each meeting, plan, period
               and so on
  verify       Report whatever is not as it was published or archived
  new-key      Make a key to sign acts with, and the public key that proves its signatures
  bind         Join PDFs into one that is as accessible as they are; no records are needed
  compare      List the tracked changes and comments of a Word document that came back
  list         List the documents that the data calls for, or a selection of them
  kinds        List the kinds of document
  explain      Print the page of a code, or list the codes
  desk         Show what is due and what is wrong in a browser, until Ctrl-C
  doctor       Tell what is on this machine, and what to do where something is missing
  draft        Make a draft to begin with: minutes, a report, rows of an agenda, or what a notice
               needs
  export       Print a table of open data, such as decisions; nothing exempt is in it
  import       Bring in what other systems have: the meetings of a modern.gov, or the votes that a
               voting system exported
  fleet        Make the papers of many councils on many machines, where `orderpaper-fleet` is
               installed
  init         Write workbooks to begin with, every column explained
  schema       Print the JSON Schema of a table's rows, or of all tables
  completions  Print completions for a shell
  help         Print this message or the help of the given subcommand(s)


"#]]
    );
}

#[test]
fn the_version_is_printed() {
    Case::empty().run(["-V"]).code(0).stdout_eq(str![[r#"
orderpaper [VERSION]

"#]]);
    Case::empty().run(["--version"]).code(0).stdout_eq(str![[r#"
orderpaper [VERSION] (build [..])

"#]]);
}

/// Whoever runs a fleet installs the other program beside this one.
#[test]
fn a_fleet_that_is_not_installed_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let alone = folder.path().join("orderpaper");
    std::fs::copy(env!("CARGO_BIN_EXE_orderpaper"), &alone).unwrap();
    let mut command = std::process::Command::new(&alone);
    let ended = command.args(["fleet", "work", "--slots", "2"]).env("PATH", "").output().unwrap();
    assert_eq!(ended.status.code(), Some(2));
    let messages = String::from_utf8_lossy(&ended.stderr);
    assert!(messages.contains("`orderpaper-fleet` can't be started"), "{messages}");
}

/// The options and the exit code are those of the other program.
#[cfg(unix)]
#[test]
fn a_fleet_beside_it_gets_its_arguments() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let alone = folder.path().join("orderpaper");
    std::fs::copy(env!("CARGO_BIN_EXE_orderpaper"), &alone).unwrap();
    let other = folder.path().join("orderpaper-fleet");
    snapbox::Data::text("#!/bin/sh\necho \"$@\"\nexit 1\n").write_to_path(&other).unwrap();
    std::fs::set_permissions(&other, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = std::process::Command::new(&alone);
    let ended = command.args(["fleet", "put", "a", "--data", "x", "-h"]).output().unwrap();
    assert_eq!(ended.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&ended.stdout), "put a --data x -h\n");
}

/// However a program ends that started this one and holds its input, it takes it along.
#[test]
fn a_program_that_nobody_waits_for_ends() {
    let case = Case::new();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_orderpaper"));
    // It would watch for ever.
    let mut child = command
        .args(["watch", "--quiet", "--no-progress", "--until-input-ends"])
        .current_dir(case.path(""))
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(child.try_wait().unwrap().is_none(), "its input is still held");
    drop(child.stdin.take());
    assert_eq!(child.wait().unwrap().code(), Some(2));
}

#[test]
fn misuse_exits_with_2() {
    /// Runs with these arguments, and expects the reason on stderr.
    #[track_caller]
    fn check(args: &[&str], reason: &str) {
        Case::new().run(args).code(2).stdout_eq(str![]).stderr_has(reason).not_made(["output"]);
    }
    check(&[], "Usage: orderpaper");
    check(&["bild"], "unrecognized subcommand 'bild'");
    check(&["build", "--kind", "agendas"], "the kinds are agenda, meeting-notice, public-pack");
    check(&["build", "--jobs", "0"], "--jobs");
    check(&["build", "--jobs", "many"], "--jobs");
    check(&["build", "--period", "Q5 2025/26"], "--period");
    check(&["build", "--today", "31/02/2026"], "February 2026 has no day 31");
    check(
        &["build", "--from", "2026-02-02", "--to", "2026-01-01"],
        "--to 2026-01-01 is before --from 2026-02-02",
    );
    check(&["build", "--quiet", "--verbose"], "cannot be used with");
    check(&["build", "--format", "xml"], "[possible values: human, json]");
    check(&["check", "--keep-typ"], "unexpected argument '--keep-typ'");
    check(&["completions"], "<SHELL>");
    check(&["completions", "tcsh"], "possible values");
    check(&["schema", "--manual", "agenda"], "cannot be used with");
}

#[test]
fn a_missing_data_folder_is_refused() {
    for command in ["check", "build", "list"] {
        Case::empty().run([command]).code(2).stdout_eq(str![]).stderr_eq(str![[r#"
error: there is no data folder `data`; name one with --data

"#]]);
    }
    Case::empty().file("data", "").run(["check"]).code(2).stderr_has("data folder `data`");
    Case::new().run(["check", "--data", "records"]).code(2).stderr_has("data folder `records`");
}

#[test]
fn a_missing_templates_folder_is_refused() {
    Case::new()
        .run(["check", "--templates", "ours"])
        .code(2)
        .stderr_has("there is no templates folder `ours`");
}

#[test]
fn messages_name_the_data_folder_as_given() {
    let case = Case::copy_of(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/small/data"));
    let text = case.text("meetings.csv").replace(",2026-02-24,", ",31/02/2026,");
    let moved = Case::empty();
    let mut moved = moved.file("our records/meetings.csv", text);
    for file in case.files("").into_iter().filter(|file| file != "meetings.csv") {
        moved = moved.bytes(&format!("our records/{file}"), case.read(&file));
    }
    moved
        .run(["check", "--data", "our records"])
        .code(1)
        .stderr_has("--> our records/meetings.csv:3:28");
}

#[test]
fn json_output_is_one_object_per_line() {
    let case = Case::new().replace("data/meetings.csv", ",2026-02-24,", ",31/02/2026,").replace(
        "data/council.json",
        "\"nation\"",
        "\"nacion\"",
    );
    for command in ["check", "build"] {
        let ended = case.run([command, "--format", "json"]).code(1).stderr_eq(str![]);
        let lines = ended.json();
        let faults: Vec<_> = lines.iter().filter(|line| line.get("code").is_some()).collect();
        for fault in &faults {
            assert!(fault["message"].is_string() && fault["hints"].is_array(), "{fault}");
            let severity = fault["severity"].as_str().unwrap();
            assert!(["error", "warning", "note"].contains(&severity), "{fault}");
        }
        let find = |code: &str| *faults.iter().find(|fault| fault["code"] == code).unwrap();
        assert_eq!(find("data/bad-value")["severity"], "error");
        assert_eq!(
            find("data/bad-value")["place"],
            serde_json::json!({ "file": "data/meetings.csv", "line": 3, "column": 28 })
        );
        assert_eq!(
            find("data/unknown-column")["place"],
            serde_json::json!({
                "file": "data/council.json", "line": 3, "column": 3, "pointer": "/nacion"
            })
        );
    }
    let lines = case.run(["build", "--format", "json", "--output", "again"]).json();
    let built: Vec<_> = lines.iter().filter(|line| line.get("outcome").is_some()).collect();
    let (made, refused): (Vec<_>, Vec<_>) =
        built.into_iter().partition(|document| document["outcome"] == "made");
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0]["outcome"], "refused");
    assert_eq!(made.len(), 3);
    for document in made {
        let file = document["file"].as_str().unwrap().replace('\\', "/");
        assert!(case.path(&file).is_file(), "{file}");
        assert!(document["pages"].as_u64().unwrap() > 0);
    }
}

#[test]
fn json_reports_failures() {
    let case = Case::new().file("taken/public", "");
    let ended = case.run(["build", "--format", "json", "--output", "taken"]);
    let ended = ended.code(2).stderr_eq(str![]);
    let lines = ended.json();
    assert_eq!(lines.len(), 4);
    for line in lines {
        assert_eq!(line["outcome"], "failed");
        assert!(line["cause"].as_str().unwrap().contains("taken"), "{line}");
    }
}

#[test]
fn colour_is_off_by_default() {
    let case = Case::new().remove("data/council.json");
    case.run(["check"]).code(1).stderr_lacks("\u{1b}");
    case.run(["check", "--color", "always"]).code(1).stderr_has("\u{1b}[");
    case.run(["check", "--colour", "never"]).code(1).stderr_lacks("\u{1b}");
}

/// The reader of the output may stop reading, as `head` does.
#[cfg(unix)]
#[test]
fn a_closed_stdout_is_no_failure() {
    let case = Case::new();
    for args in [
        &["schema"][..],
        &["kinds"],
        &["list"],
        &["build"],
        &["build", "--format", "json"],
        &["completions", "bash"],
        &["--help"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let child =
            case.command().args(args).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
        let output = finished(child);
        let messages = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}: {messages}");
        assert!(!messages.contains("panicked"), "{messages}");
    }
}

/// Messages that nobody can read must not break the program either.
#[cfg(unix)]
#[test]
fn a_closed_stderr_is_no_failure() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let case = Case::new().remove("data/council.json");
    let status = case.command().arg("check").stdout(Stdio::null()).stderr(writer).status().unwrap();
    assert!(status.code().is_some_and(|code| code < 2), "{status}");
}

/// Whatever the operating system says of a failure, people get its words and the names that they gave.
#[test]
fn failures_name_neither_error_numbers_nor_other_folders() {
    let commands: [&[&str]; 17] = [
        &["check", "--data", "missing"],
        &["check", "--data", "data/agenda.csv"],
        &["build", "--templates", "missing"],
        &["build", "--output", "data/agenda.csv"],
        &["build", "--output", "data/agenda.csv/below"],
        &["build", "--validator", "missing/validator"],
        &["build", "--validator", "data/agenda.csv"],
        &["publish", "--meeting", "cabinet-2026-01-13", "--sign-with", "missing.key"],
        &["archive", "--output", "data/agenda.csv"],
        &["verify", "missing"],
        &["verify", "data/agenda.csv"],
        &["bind", "missing.pdf", "-o", "out.pdf"],
        &["bind", "data/agenda.csv", "-o", "out.pdf"],
        &["bind", "data", "-o", "out.pdf"],
        &["new-key", "data/agenda.csv/below"],
        &["init", "data/agenda.csv/below"],
        &["export", "decisions", "--data", "missing"],
    ];
    let machine = std::env::temp_dir().canonicalize().unwrap();
    let outside = [machine.to_str().unwrap(), env!("CARGO_MANIFEST_DIR"), "os error", "panicked"];
    let mut report = String::new();
    for command in commands {
        for format in ["human", "json"] {
            let ended = Case::new().run(command.iter().chain(&["--format", format]));
            let printed = format!("{}{}", ended.stdout(), ended.stderr());
            let is_named = outside.iter().any(|name| printed.contains(name));
            if ended.exit() == Some(0) || is_named {
                report += &format!("{command:?} ({format}): {:?}\n{printed}\n", ended.exit());
            }
        }
    }
    assert!(report.is_empty(), "\n{report}");
}
