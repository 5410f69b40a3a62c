//! `check`.

use snapbox::str;

use crate::support::Case;

#[test]
fn sound_records_pass() {
    Case::new().run(["check"]).code(0).stdout_eq(str![""]).stderr_eq(str![[r#"
2 days more than a year away, such as ends of inspection (-v shows them)
4 documents: no faults

"#]]);
}

#[test]
fn a_fault_shows_its_place_its_line_and_a_hint() {
    Case::new()
        .replace("data/meetings.csv", ",2026-02-24,", ",31/02/2026,")
        .run(["check"])
        .code(1)
        .stdout_eq(str![""])
        .stderr_eq(str![[r#"
error[data/bad-value]: `date`: expected a date, found `31/02/2026` (February 2026 has no day 31)
 --> data/meetings.csv:3:28
  |
3 | cabinet-2026-02-24,cabinet,31/02/2026,10:30,The Guildhall,scheduled,2026-02-16 14:00
  |                            ^^^^^^^^^^
  |
  = not made: agenda of cabinet-2026-02-24
  = hint: check the day and the month

2 days more than a year away, such as ends of inspection (-v shows them)
4 documents: 1 error

"#]]);
}

#[test]
fn a_fault_lists_the_documents_that_it_costs_once() {
    Case::new()
        .replace("data/bodies.csv", ",2\n", ",two\n")
        .run(["check"])
        .code(1)
        .stdout_eq(str![])
        .stderr_eq(str![[r#"
error[data/bad-value]: `quorum`: expected a count, found `two`
 --> data/bodies.csv:2:27
  |
2 | cabinet,Cabinet,executive,two
  |                           ^^^
  |
  = not made: agenda of cabinet-2026-01-13, agenda of cabinet-2026-02-24, minutes of cabinet-2026-01-13
  = hint: write a count such as `12` or `1,234`

4 documents: 1 error

"#]]);
    Case::new()
        .replace("data/council.json", "\"england\",", "\"england\",,")
        .run(["check"])
        .code(1)
        .stderr_eq(str![[r#"
error[file/bad-json]: a name in quotation marks is expected here
 --> data/council.json:3:23 (/nation)
  |
3 |   "nation": "england",,
  |                       ^
  |
  = not made: agenda of cabinet-2026-01-13, agenda of cabinet-2026-02-24, minutes of cabinet-2026-01-13 and 1 more
  = hint: look here, and just before this place, for a comma, quotation mark or bracket that is missing or one too many

2 days more than a year away, such as ends of inspection (-v shows them)
4 documents: 1 error

"#]]);
}

#[test]
fn a_selection_limits_what_is_checked() {
    Case::new().run(["check", "--meeting", "cabinet-2026-02-24"]).code(0).stderr_eq(str![[r#"
1 document: no faults

"#]]);
}

#[test]
fn check_writes_nothing() {
    let case = Case::new();
    case.run(["check"]).code(0).not_made(["output"]);
}

#[test]
fn verbose_prints_notes() {
    let case =
        Case::new().replace("data/agenda.csv", "Budget for 2026/27", "Budget\u{a0}for 2026/27");
    case.run(["check"]).code(0).stderr_eq(str![[r#"
2 days more than a year away, such as ends of inspection (-v shows them)
4 documents: 1 note (-v shows them)

"#]]);
    case.run(["check", "-v"]).code(0).stderr_eq(str![[r#"
note[text/repaired]: 1 non-breaking space made plain
 --> data/agenda.csv:6:23
  |
6 | cabinet-2026-02-24,2,,Budget for 2026/27,,,,
  |                       ^^^^^^^^^^^^^^^^^^

4 documents: 1 note

"#]]);
}

#[test]
fn quiet_prints_errors_only() {
    let case = Case::new().replace("data/agenda.csv", ",text,", ",txet,");
    case.run(["check"]).code(0).stderr_has("warning[data/unknown-column]");
    case.run(["check", "--quiet"]).code(0).stdout_eq(str![]).stderr_eq(str![]);
    let case = case.remove("data/council.json");
    case.run(["check", "--quiet"]).code(1).stderr_has("error[file/missing]");
}

#[test]
fn faults_in_a_councils_templates_are_reported() {
    #[track_caller]
    fn check(file: &str, text: &str, fault: &str) {
        let case = Case::new().file(&format!("ours/{file}"), text);
        for command in ["check", "build"] {
            case.run([command, "--templates", "ours"]).code(1).stderr_has(fault);
        }
    }
    // No document of this kind is called for.
    check("work-programme/main.typ.hbs", "{{nope}}", "error[template/unknown-name]");
    check("lib/makers.typ.hbs", "{{#each}}", "error[template/syntax]");
    // Only merging tells that the value is no date.
    check("agenda/main.typ.hbs", "{{date council.name}}", "error[template/render]");
    check("agenda/main.typ.hbs", "{{{council.name}}}", "error[template/raw]");
    check("agenda/main.typ.hbs", "{{dat council.name}}", "error[template/unknown-helper]");
    check("agenda/main.typ.hbs", "{{> lib/adress}}", "error[template/unknown-partial]");
    check("lib/call-in.typ.hbs", "{{> lib/call-in}}", "`lib/call-in` includes itself");
    check("agenda/main.typ.hbs", "{{#each council}}{{/each}}", "error[template/not-a-list]");
}

#[test]
fn a_template_that_is_no_text_is_reported() {
    let case = Case::new().bytes("ours/agenda/main.typ.hbs", b"caf\xe9");
    case.run(["check", "--templates", "ours"])
        .code(1)
        .stderr_has("error[template/encoding]: the template is not UTF-8");
}
