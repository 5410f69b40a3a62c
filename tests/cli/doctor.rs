//! `doctor`: what it says of a machine on which something is missing, and how it ends.

use serde_json::Value;

use super::publish::{args, published};
use crate::support::Case;
use crate::support::case::{TODAY, output};

/// A machine on which only these programs are installed.
struct Machine<'a> {
    case: &'a Case,
    /// What `doctor` ended with.
    code: i32,
    parts: Vec<Value>,
}

impl<'a> Machine<'a> {
    /// Runs `doctor` where programs are looked for in the folder `bin` alone.
    fn examine(case: &'a Case, more: &[&str]) -> Self {
        let mut command = case.command();
        command.env("PATH", case.path("bin")).args(["doctor", "--format", "json"]).args(more);
        if !more.contains(&"--today") {
            command.args(["--today", TODAY]);
        }
        let ended = output(&mut command);
        let text = String::from_utf8(ended.stdout).unwrap();
        let parts = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        Self { case, code: ended.status.code().unwrap(), parts }
    }

    /// Expects that a part is so, that `found` and `advice` have these words, and that advice is given wherever
    /// something is not good.
    #[track_caller]
    fn has(self, part: &str, health: &str, found: &str, advice: &str) -> Self {
        let all = &self.parts;
        let examined = all.iter().find(|examined| examined["part"] == part);
        let examined = examined.unwrap_or_else(|| panic!("{part} was not examined: {all:?}"));
        assert_eq!(examined["health"], health, "{examined}");
        let says = |field: &str, words: &str| {
            let text = examined[field].as_str().unwrap_or_default();
            assert!(text.contains(words), "`{words}` is not in the {field} of {examined}");
        };
        says("found", found);
        says("advice", advice);
        assert_eq!(examined["advice"].is_string(), health != "good", "{examined}");
        self
    }

    #[track_caller]
    fn value(self, part: &str, value: &str) -> Self {
        let of_part = |examined: &&Value| examined["part"] == part;
        assert_eq!(self.parts.iter().find(of_part).unwrap()["value"], value);
        self
    }

    #[track_caller]
    fn code(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{:?}", self.parts);
        self
    }

    /// Expects that nothing was left in the case's folder but what is given.
    #[track_caller]
    fn leaves(self, names: &[&str]) {
        let entries = std::fs::read_dir(self.case.path("")).unwrap();
        let mut found: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        found.sort();
        assert_eq!(found, names);
    }
}

#[test]
fn a_machine_without_other_programs_makes_papers() {
    let case = Case::new();
    Machine::examine(&case, &[])
        .code(0)
        .has("program", "good", "Order Paper 0.1.0 (build ", "")
        .has("records", "good", "`data` can be read, with ", "")
        .value("records", "0")
        .has("bank-holidays", "good", "known until 28 December 2027", "")
        .value("bank-holidays", "2027-12-28")
        .has("typefaces", "good", "DejaVu Sans Mono, Noto Sans", "")
        .has("libreoffice", "note", "not installed", "install LibreOffice Writer")
        .has("validator", "note", "none", "install veraPDF")
        .has("output", "good", "`output` can be made", "")
        .has("ledgers", "good", "nothing was published yet", "")
        .leaves(&["data"]);
}

#[test]
fn people_read_a_line_for_each_part_and_what_to_do() {
    let case = Case::new();
    let ended = case.run(["doctor", "--today", "2028-01-02"]).code(1);
    ended
        .stdout_has("error    bank-holidays  known until 28 December 2027 only, so days of notice")
        .stdout_has("                        = save https://www.gov.uk/bank-holidays.json as")
        .stdout_has("good     records        `data` can be read")
        .stderr_has("1 error");
    // Only errors.
    let quiet = case.run(["doctor", "--today", "2028-01-02", "--quiet"]).code(1);
    assert!(quiet.stdout().starts_with("error    bank-holidays"), "{}", quiet.stdout());
    assert_eq!(quiet.stdout().lines().count(), 2);
}

#[test]
fn holidays_that_end_soon_are_found_in_time() {
    let case = Case::new();
    Machine::examine(&case, &["--today", "2027-05-01"]).code(0).has(
        "bank-holidays",
        "good",
        "",
        "",
    );
    Machine::examine(&case, &["--today", "2027-09-01"]).code(0).has(
        "bank-holidays",
        "warning",
        "before long",
        "calendar/bank-holidays.json",
    );
    // Those that the council adds count.
    let more = r#"{"england-and-wales":{"division":"england-and-wales","events":[
        {"title":"New Year’s Day","date":"2029-01-01","notes":"","bunting":true}]}}"#;
    let case = case.file("data/calendar/bank-holidays.json", more);
    Machine::examine(&case, &["--today", "2027-09-01"])
        .has("bank-holidays", "good", "known until 1 January 2029", "")
        .value("bank-holidays", "2029-01-01");
}

#[test]
fn folders_that_are_missing_or_broken_are_found() {
    Machine::examine(&Case::empty(), &[])
        .code(0)
        .has("records", "note", "there is no folder `data`", "`orderpaper init data`")
        .has("bank-holidays", "good", "2027", "")
        .has("typefaces", "good", "Noto Sans", "")
        .leaves(&[]);
    let case = Case::new().replace("data/meetings.csv", ",2026-02-24,", ",31/02/2026,");
    Machine::examine(&case, &[]).code(0).has("records", "warning", "1 error", "`orderpaper check`");
    Machine::examine(&case, &["--templates", "ours"]).code(1).has(
        "records",
        "error",
        "no templates folder `ours`",
        "",
    );
    let case = Case::new().file("taken", "a file");
    Machine::examine(&case, &["--output", "taken"])
        .code(1)
        .has("output", "error", "failed to write to `taken`", "--output")
        .leaves(&["data", "taken"]);
    Machine::examine(&case, &["--output", "taken/below"]).code(1).has(
        "output",
        "error",
        "failed to write to `taken`",
        "--output",
    );
}

#[test]
fn a_validator_that_does_not_run_is_an_error() {
    let case = Case::new();
    Machine::examine(&case, &["--validator", "nowhere"]).code(1).has(
        "validator",
        "error",
        "failed to run the validator `nowhere`",
        "--validator",
    );
}

#[test]
fn ledgers_are_looked_at() {
    let folders = ["--data", "input", "--today", "2026-03-11"];
    let case = published();
    Machine::examine(&case, &folders).code(0).has("ledgers", "good", "2 acts in the public", "");
    let ledger = "output/published/public/ledger.jsonl";
    let text = case.text(ledger);
    let (first, _) = text.split_once('\n').unwrap();
    let case = case.file(ledger, format!("{first}\n"));
    Machine::examine(&case, &folders)
        .code(1)
        .has("ledgers", "error", "its end was cut off", "`orderpaper verify`")
        .has("output", "good", "`output` can be written to", "");
    let case = case.file(ledger, text.replacen("\"clock\":\"20", "\"clock\":\"29", 1));
    Machine::examine(&case, &folders).code(1).has("ledgers", "error", "ledger.jsonl`", "a copy");
    case.run(args(&["verify"])).code(1);
}

#[cfg(unix)]
mod unix {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;

    use super::*;

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    /// Installs a program that prints something.
    fn install(case: &Case, name: &str, prints: &str) {
        let script = format!("#!/bin/sh\necho '{prints}'\n");
        let (from, to) = (case.path("script"), case.path("bin").join(name));
        fs::create_dir_all(case.path("bin")).unwrap();
        fs::write(&from, script).unwrap();
        // Copied by another process, so that no other test's child holds the program open for writing.
        let mut command = std::process::Command::new("cp");
        assert!(output(command.args([&from, &to])).status.success());
        fs::remove_file(from).unwrap();
        set_mode(&to, 0o755);
    }

    #[test]
    fn programs_are_found_with_their_versions() {
        let case = Case::new();
        install(&case, "soffice", "LibreOffice 24.8.1.2 87fa9aec1a63e70835390b81c40bb8993f1d4ff6");
        install(&case, "verapdf", "veraPDF 1.28.1");
        Machine::examine(&case, &[])
            .code(0)
            .has("libreoffice", "good", "LibreOffice 24.8.1.2, `", "")
            .value("libreoffice", "LibreOffice 24.8.1.2")
            .has("validator", "note", "confirms nothing", "--validator ");
        let program = case.path("bin").join("verapdf");
        Machine::examine(&case, &["--validator", program.to_str().unwrap()])
            .has("validator", "good", "veraPDF 1.28.1 confirms", "")
            .value("validator", "veraPDF 1.28.1");
        install(&case, "fc-match", "DejaVu Sans,DejaVu Sans Condensed");
        Machine::examine(&case, &[]).code(0).has(
            "libreoffice",
            "warning",
            "it has no Arial or Calibri",
            "fonts-liberation",
        );
        install(&case, "soffice", "");
        Machine::examine(&case, &[]).code(0).has(
            "libreoffice",
            "warning",
            "does not say its version",
            "",
        );
    }

    #[test]
    fn folders_that_others_may_open_are_found() {
        let case = Case::new();
        case.run(["build"]).code(0);
        fs::create_dir_all(case.path("output/restricted")).unwrap();
        set_mode(&case.path("output/restricted"), 0o700);
        set_mode(&case.path("data"), 0o755);
        set_mode(&case.path(""), 0o700);
        Machine::examine(&case, &[]).has("privacy", "good", "not every user", "").has(
            "permissions",
            "good",
            "is closed to others",
            "",
        );
        // The folder of the case was closed, and so what is in it.
        set_mode(&case.path(""), 0o755);
        set_mode(&case.path("output/restricted"), 0o755);
        set_mode(&case.path("output/public"), 0o700);
        let machine = Machine::examine(&case, &[]).code(1);
        let of_permissions = |health: &str| {
            let part = |part: &&Value| part["part"] == "permissions" && part["health"] == health;
            machine.parts.iter().find(part).unwrap()["found"].as_str().unwrap().to_owned()
        };
        assert!(of_permissions("error").contains("output/restricted`, with what is not for"));
        assert!(of_permissions("warning").contains("can't open `output/public`"));
        machine.has("privacy", "warning", "may read `data`", "chmod o= data");
        set_mode(&case.path("data"), 0o750);
        case.run(["build"]).code(0);
        Machine::examine(&case, &[]).code(0).has("privacy", "good", "", "").has(
            "permissions",
            "good",
            "",
            "",
        );
    }
}
