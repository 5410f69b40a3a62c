//! The rules of law: each has an accepted case, a refused one and the boundary day.

mod cases;
mod exclusion;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use orderpaper::check::{self, Checked};
use orderpaper::diag::{Code, Diagnostic, Diagnostics, Severity};
use orderpaper::load;
use orderpaper::model::dataset::Dataset;
use orderpaper::model::glyphs::Coverage;
use orderpaper::rules::calendar::Calendar;
use orderpaper::rules::{self, State, coverage};
use snapbox::str;

use self::cases::{CASES, executive};
use crate::support::Case;

/// Headings that the page of every rule has, in this order.
const HEADINGS: [&str; 5] =
    ["## What it checks", "## The law", "## Example", "## How to put it right", "## Not checked"];

/// The day on which records are judged.
const TODAY: &str = "2026-02-20";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Reads records, which must load without errors.
#[track_caller]
fn read(folder: &Path) -> Dataset {
    let coverage = Coverage::new(0x20..0x2_0000);
    let Checked { data, findings } =
        check::records(folder, &coverage, load::MAX_FILE_BYTES, TODAY.parse().unwrap(), None)
            .unwrap();
    let faults: Vec<_> = findings
        .iter()
        .map(|finding| &finding.diagnostic)
        .filter(|diagnostic| diagnostic.severity() == Severity::Error)
        .map(|diagnostic| &diagnostic.message)
        .collect();
    assert!(faults.is_empty(), "{}: {faults:#?}", folder.display());
    data
}

/// Returns the errors and warnings of the rules.
#[track_caller]
fn findings(folder: &Path) -> Vec<Diagnostic> {
    let data = read(folder);
    let mut diags = Diagnostics::default();
    let today = TODAY.parse().unwrap();
    let found = rules::check(&mut diags, &data, &Calendar::from_data(&data), today);
    found.into_iter().for_each(|finding| diags.push(finding.diagnostic));
    diags
        .sorted()
        .into_iter()
        .filter(|diagnostic| diagnostic.severity() > Severity::Note)
        .cloned()
        .collect()
}

#[test]
fn each_case_is_judged_as_expected() {
    let mut report = String::new();
    for case in CASES {
        let records = (case.change)(executive());
        let found = findings(&records.path("data"));
        let of_rule: Vec<&Diagnostic> =
            found.iter().filter(|finding| finding.code().name() == case.code).collect();
        let messages: Vec<&str> = of_rule.iter().map(|finding| finding.message.as_str()).collect();
        let is_right = match case.says {
            None => of_rule.is_empty(),
            Some(says) => messages.iter().any(|message| message.contains(says)),
        };
        let is_whole = |finding: &&Diagnostic| {
            finding.origin.is_some() && !finding.hints.is_empty() && finding.law.is_some()
        };
        if !is_right || !of_rule.iter().all(is_whole) {
            let (code, name) = (case.code, case.name);
            writeln!(report, "{code}: {name}: expected {:?}, found {messages:#?}", case.says)
                .unwrap();
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn every_rule_has_a_page_and_cases() {
    let mut broken = Vec::new();
    let mut codes = BTreeSet::new();
    for rule in rules::ALL {
        let about = rule.about();
        let mut must = |holds: bool, what: &str| {
            if !holds {
                broken.push(format!("`{}`: {what}", about.code));
            }
        };
        must(codes.insert(about.code), "another rule has its code");
        let page = about.code.page();
        let found: Vec<&str> = page.lines().filter(|line| line.starts_with("## ")).collect();
        must(found == HEADINGS, "its page does not have the five headings");
        must(!about.nations.is_empty(), "no nation has it");
        let of_rule = || CASES.iter().filter(|case| case.code == about.code.name());
        if about.state == State::Checked {
            must(of_rule().any(|case| case.says.is_none()), "no case that it accepts");
            must(of_rule().any(|case| case.says.is_some()), "no case that it refuses");
        }
    }
    let known = |code: &str| Code::by_name(code).and_then(rules::by_code).is_some();
    broken.extend(
        CASES
            .iter()
            .filter(|case| !known(case.code))
            .map(|case| format!("`{}`: no rule", case.code)),
    );
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn the_table_of_rules_is_current() {
    let page = root().join("src").join("rules").join("README.md");
    let page = snapbox::Data::read_from(&page, None);
    snapbox::assert_data_eq!(coverage::page(), page.raw());
}

#[test]
fn the_illegal_meeting_breaks_twenty_rules_and_its_legal_twin_none() {
    let folder = |twin: &str| root().join("tests").join("rules").join(twin).join("data");
    let legal: Vec<String> =
        findings(&folder("legal")).into_iter().map(|finding| finding.message).collect();
    assert!(legal.is_empty(), "{legal:#?}");
    let illegal = findings(&folder("illegal"));
    let codes: BTreeSet<&str> = illegal.iter().map(|finding| finding.code().name()).collect();
    assert_eq!(codes.len(), 20, "each fault breaks a different rule: {codes:#?}");
    let mut report = String::new();
    for finding in &illegal {
        assert!(finding.law.is_some() && !finding.hints.is_empty(), "{}", finding.message);
        let origin = finding.origin.as_ref().unwrap();
        let name = origin.source().name.replace('\\', "/");
        let file = name.rsplit_once("/illegal/").map_or(name.as_str(), |(_, below)| below);
        writeln!(
            report,
            "{}[{}] {file}: {}",
            finding.severity().word(),
            finding.code(),
            finding.message
        )
        .unwrap();
    }
    assert_eq!(report.lines().count(), 20, "\n{report}");
    let expected = root().join("tests").join("rules").join("illegal").join("expected.txt");
    snapbox::assert_data_eq!(report, snapbox::Data::read_from(&expected, None).raw());
}

#[test]
fn an_override_turns_a_fault_into_a_note_with_its_reason() {
    let late = || executive().replace("data/meetings.csv", "2026-01-05 14:00", "2026-01-06 14:00");
    late().run(["check"]).code(1).stderr_has("error[notice/late-agenda]");
    let table = |row: &str| {
        late().file("data/overrides.csv", format!("rule,meeting,issue,reason,by,date\n{row}\n"))
    };
    let right = "notice/late-agenda,cabinet-2026-01-13,,The server had failed,Monitoring Officer,2026-01-06";
    table(right)
        .run(["check", "-v"])
        .code(0)
        .stderr_has("; overridden by Monitoring Officer on 6 January 2026: The server had failed");
    table(&right.replace("late-agenda", "late-agnda"))
        .run(["check"])
        .code(1)
        .stderr_has("error[rules/unknown-code]: nothing is reported under `notice/late-agnda`")
        .stderr_has("did you mean `notice/late-agenda`?")
        .stderr_has("error[notice/late-agenda]");
    table(&right.replace("The server had failed", ""))
        .run(["check"])
        .code(1)
        .stderr_has("error[data/missing-value]: `reason` is empty");
    table(&right.replace("cabinet-2026-01-13", ""))
        .run(["check"])
        .code(1)
        .stderr_has("error[rules/override-of-everything]");
    table(&right.replace("01-13,", "02-24,"))
        .run(["check"])
        .code(1)
        .stderr_has("warning[rules/unused-override]");
    table(&right.replace("notice/late-agenda", "access/no-summary"))
        .run(["check"])
        .code(1)
        .stderr_has(
            "error[rules/not-overridable]: `access/no-summary` can't be overridden: it says who",
        )
        .stderr_has("error[notice/late-agenda]");
}

#[test]
fn an_override_of_a_doubt_is_for_its_meeting_only() {
    let doubtful = || {
        executive().file(
            "data/minutes/cabinet-2026-01-13.json",
            r#"{ "present": ["Ruth Abara", "Tom Brennan"], "items": [
                { "item": "1", "paragraphs": ["1. First.\n3. Third."] }, { "item": "2" }] }"#,
        )
    };
    let doubt = "warning[text/list-numbers-out-of-order]";
    doubtful().run(["check"]).stderr_has(doubt);
    let table = |rest: &str| {
        let head = "rule,meeting,issue,period,reason,by,date";
        let row = format!("text/list-numbers-out-of-order,{rest},As moved,Clerk,2026-01-20");
        doubtful().file("data/overrides.csv", format!("{head}\n{row}\n"))
    };
    let ended = table("cabinet-2026-01-13,,").run(["check"]);
    assert!(!ended.stderr().contains("out-of-order"), "{}", ended.stderr());
    for other in ["cabinet-2026-02-24,,", ",AV26/001,", ",,2025-26 Q3"] {
        table(other).run(["check"]).stderr_has(doubt).stderr_has(
            "warning[rules/unused-override]: no fault under `text/list-numbers-out-of-order`",
        );
    }
    table("cabinet-2026-01-13,,")
        .replace("data/overrides.csv", "text/list-numbers-out-of-order", "data/bad-value")
        .run(["check"])
        .stderr_has(
            "error[rules/not-overridable]: `data/bad-value` can't be overridden: it is a fault",
        );
}

#[test]
fn deadlines_are_listed_with_their_day_counts() {
    let case =
        || executive().replace("data/meetings.csv", ",scheduled,2026-02-16 14:00", ",scheduled,");
    case()
        .run(["check", "--today", "2026-02-16"])
        .code(0)
        .stdout_eq(str![[r#"
2026-02-16  publish by                    cabinet-2026-02-24  (publish by Mon 16 Feb; clear days 17, 18, 19, 20, 23 Feb; meeting Tue 24 Feb)

"#]]);
    let ended = case().run(["check", "--today", "2026-02-16", "--format", "json"]).code(0);
    let first = ended.json().into_iter().find(|line| line.get("deadline").is_some()).unwrap();
    assert_eq!(
        first,
        serde_json::json!({
            "date": "2026-02-16",
            "deadline": "publish-by",
            "meeting": "cabinet-2026-02-24",
            "sum": "publish by Mon 16 Feb; clear days 17, 18, 19, 20, 23 Feb; meeting Tue 24 Feb",
        })
    );
}

#[test]
fn deadlines_of_a_postponed_meeting_are_those_before_its_new_day() {
    let case = || {
        executive()
            .replace("data/meetings.csv", "published-at\n", "published-at,new-date\n")
            .replace("data/meetings.csv", "2026-01-05 14:00\n", "2026-01-05 14:00,\n")
            .replace(
                "data/meetings.csv",
                ",scheduled,2026-02-16 14:00\n",
                ",postponed,2026-02-16 14:00,2026-03-03\n",
            )
    };
    let by =
        "2026-02-23  publish by                    cabinet-2026-02-24  (publish by Mon 23 Feb;";
    let missing = "warning[meeting/no-new-row]: cabinet-2026-02-24 is postponed until 3 March 2026";
    let ended = case().run(["check", "--today", "2026-02-20"]).stderr_has(missing).stdout_has(by);
    assert_eq!(ended.stdout().matches("publish by  ").count(), 1, "{}", ended.stdout());

    // With a row for the new day they stand under that row.
    let row = "cabinet-2026-03-03,cabinet,2026-03-03,10:30,The Guildhall,scheduled,,\n";
    let ended = case().append("data/meetings.csv", row).run(["check", "--today", "2026-02-20"]);
    let ended = ended.stderr_lacks("meeting/no-new-row").stdout_has(&by.replace("02-24", "03-03"));
    assert_eq!(ended.stdout().matches("publish by  ").count(), 1, "{}", ended.stdout());
}

#[test]
fn what_is_not_checked_is_noted() {
    let council = |case: Case, fields: &str| {
        case.replace("data/council.json", "\"holidays\"", &format!("{fields}, \"holidays\""))
    };
    let decisions =
        r#"[{ "ref": "CAB01", "date": "2026-01-13", "makers": ["cabinet"], "decision": "Yes." }]"#;
    council(executive(), "\"decision-reference\": \"{prefix}{nn}\"")
        .file("data/decisions.json", decisions)
        .run(["check", "-v"])
        .stderr_has("note[references/next-free]: the next free reference for decisions");
    executive()
        .replace("data/council.json", "\"england\"", "\"wales\"")
        .run(["check", "-v"])
        .stderr_has("note[rules/nation]: the law of `wales` is only partly checked");
    executive()
        .append(
            "data/meetings.csv",
            "cabinet-2035-02-20,cabinet,2035-02-20,10:30,The Guildhall,,\n",
        )
        .run(["check", "-v"])
        .stderr_has("warning[rules/no-bank-holidays]: no bank holidays are known for 2035");
}
