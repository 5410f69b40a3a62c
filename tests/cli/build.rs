//! `build`.

use snapbox::str;

use crate::support::Case;

const HELD: &str = "output/public/cabinet-2026-01-13/agenda.pdf";
const NEXT: &str = "output/public/cabinet-2026-02-24/agenda.pdf";
const MINUTES: &str = "output/public/cabinet-2026-01-13/minutes.pdf";
const REPORT: &str = "output/public/performance/2025-26-q3/performance-report.pdf";

#[test]
fn build_makes_every_document() {
    Case::new()
        .run(["build"])
        .code(0)
        .stdout_eq(str![[r#"
output/public/cabinet-2026-01-13/agenda.pdf (2 pages)
output/public/cabinet-2026-02-24/agenda.pdf (1 page)
output/public/cabinet-2026-01-13/minutes.pdf (1 page)
output/public/performance/2025-26-q3/performance-report.pdf (2 pages)

"#]])
        .stderr_eq(str![[r#"
4 documents made

"#]])
        .made([HELD, NEXT, MINUTES, REPORT])
        .nothing_half_written();
}

#[test]
fn a_selection_limits_what_is_built() {
    /// Builds a selection, and expects these documents and no others.
    #[track_caller]
    fn check(args: &[&str], made: &[&str]) {
        let case = Case::new()
            .append("data/bodies.csv", "planning,Planning Committee,regulatory,2\n")
            .append("data/meetings.csv", "planning-2026-02-10,planning,2026-02-10,14:00,,,\n")
            .append("data/agenda.csv", "planning-2026-02-10,1,,Applications,,,,\n");
        case.run(["build"].iter().chain(args)).code(0).nothing_half_written();
        let made: Vec<_> = made.iter().map(|file| file.replace("output/", "")).collect();
        assert_eq!(case.files("output"), made, "{args:?}");
    }
    const PLANNING: &str = "output/public/planning-2026-02-10/agenda.pdf";
    check(&[], &[HELD, MINUTES, NEXT, REPORT, PLANNING]);
    check(&["--meeting", "cabinet-2026-01-13"], &[HELD, MINUTES]);
    check(
        &["--meeting", "cabinet-2026-01-13", "--meeting", "cabinet-2026-02-24"],
        &[HELD, MINUTES, NEXT],
    );
    check(&["--kind", "minutes"], &[MINUTES]);
    check(&["--kind", "minutes", "--kind", "performance-report"], &[MINUTES, REPORT]);
    check(&["--body", "planning"], &[PLANNING]);
    check(&["--body", "cabinet", "--kind", "agenda"], &[HELD, NEXT]);
    check(&["--period", "2025-26-q3"], &[REPORT]);
    check(&["--period", "Q3 2025/26", "--meeting", "cabinet-2026-02-24"], &[NEXT, REPORT]);
    check(&["--from", "2026-02-10"], &[NEXT, PLANNING]);
    check(&["--to", "2026-01-12"], &[REPORT]);
    check(&["--from", "13/01/2026", "--to", "2026-02-10"], &[HELD, MINUTES, PLANNING]);
    check(&["--kind", "minutes", "--from", "2026-03-01"], &[]);
}

#[test]
fn a_selection_without_matches_makes_nothing() {
    Case::new()
        .run(["build", "--from", "2027-01-01"])
        .code(0)
        .stdout_eq(str![])
        .stderr_eq(str![[r#"
0 documents made
nothing that the data calls for matches the selection; `orderpaper list` shows what there is

"#]])
        .not_made(["output"]);
}

#[test]
fn unknown_names_are_refused_with_a_suggestion() {
    let case = Case::new();
    case.run(["build", "--meeting", "cabinet-2026-02-42"]).code(2).stderr_eq(str![[r#"
error: --meeting: nothing in the data is called `cabinet-2026-02-42`; did you mean `cabinet-2026-02-24`?

"#]]);
    case.run(["list", "--body", "Cabinet"]).code(2).stderr_eq(str![[r#"
error: --body: nothing in the data is called `Cabinet`; did you mean `cabinet`?

"#]]);
    case.run(["check", "--period", "2024-25-q1"]).code(2).stderr_eq(str![[r#"
error: --period: nothing in the data is called `2024-25-q1`; did you mean `2025-26-q3`?

"#]]);
    case.run(["build"]).code(0);
}

#[test]
fn keep_typ_keeps_the_merged_source() {
    let case = Case::new();
    case.run(["build", "--keep-typ", "--meeting", "cabinet-2026-01-13"])
        .code(0)
        .nothing_half_written();
    let folder = "public/cabinet-2026-01-13";
    assert_eq!(
        case.files("output"),
        ["agenda.pdf", "agenda.typ", "minutes.pdf", "minutes.typ"]
            .map(|file| format!("{folder}/{file}"))
    );
    assert!(case.text(&format!("output/{folder}/agenda.typ")).contains("Parking charges"));
}

#[test]
fn keep_typ_keeps_the_source_of_a_document_that_fails() {
    let case = Case::new().file("ours/minutes/main.typ.hbs", "= {{meeting.body}}\n#nothing()\n");
    case.run(["build", "--keep-typ", "--templates", "ours", "--kind", "minutes"])
        .code(1)
        .stderr_has("1 refused")
        .nothing_half_written();
    assert_eq!(case.files("output"), ["public/cabinet-2026-01-13/minutes.typ"]);
    let source = case.text("output/public/cabinet-2026-01-13/minutes.typ");
    assert_eq!(source, "= #\"Cabinet\";\n#nothing()\n");
}

#[test]
fn a_library_file_at_its_former_path_is_used_with_a_warning() {
    let house = include_str!("../../templates/lib/pdf/house.typ");
    let larger = house.replace("text-size * 1pt", "text-size * 1.1pt");
    assert_ne!(larger, house);
    let build = |case: &Case| {
        let ended = case.run(["build", "--templates", "ours", "--kind", "agenda"]).code(0);
        (case.read(HELD), ended)
    };
    let case = Case::new().folder("ours");
    let (by_default, ended) = build(&case);
    ended.stderr_lacks("template/old-path");
    // What it imports is found beside it, or in the program.
    let case = case.file("ours/lib/house.typ", &larger);
    let (at_old_path, ended) = build(&case);
    ended
        .stderr_has("warning[template/old-path]: the library for PDFs has moved to `lib/pdf`")
        .stderr_has("--> templates/lib/house.typ")
        .stderr_has("move it to `lib/pdf/house.typ` in your templates folder");
    assert!(at_old_path != by_default);
    let case = case.file("ours/lib/pdf/house.typ", house);
    let (replaced, ended) = build(&case);
    ended.stderr_has("`lib/pdf/house.typ` has taken the place of this file");
    assert!(replaced == by_default);
    let case = case.remove("ours/lib/house.typ").file("ours/lib/pdf/house.typ", &larger);
    let (at_new_path, ended) = build(&case);
    ended.stderr_lacks("template/old-path");
    assert!(at_new_path == at_old_path);
    // A fault is shown in the file that was read.
    let case = case.remove("ours/lib/pdf").file("ours/lib/house.typ", "#let paper(");
    case.run(["build", "--templates", "ours", "--kind", "agenda"])
        .code(1)
        .stderr_has("--> templates/lib/house.typ:1:");
}

#[test]
fn large_print_stands_beside_the_ordinary_document_and_follows_it() {
    const LARGE: &str = "output/public/cabinet-2026-01-13/agenda.large-print.pdf";
    const NEXT_LARGE: &str = "output/public/cabinet-2026-02-24/agenda.large-print.pdf";
    let case = Case::new();
    case.run(["build"]).code(0);
    let ordinary = case.read(HELD);
    case.run(["build", "--kind", "agenda", "--large-print"])
        .code(0)
        .stdout_eq(str![[r#"
output/public/cabinet-2026-01-13/agenda.large-print.pdf (2 pages)
output/public/cabinet-2026-02-24/agenda.large-print.pdf (2 pages)

"#]])
        .stderr_has("2 documents made, 2 unchanged")
        .nothing_half_written();
    assert!(case.read(HELD) == ordinary);
    let listed = case.run(["list", "--kind", "agenda", "--large-print"]).code(0);
    listed.stdout_has("public/cabinet-2026-01-13/agenda.large-print.pdf");
    // It is made again with the ordinary one, whether or not it is asked for again.
    let case = case.replace("data/meetings.csv", "13,10:30,The Guildhall", "13,10:30,The Castle");
    case.run(["build"])
        .code(0)
        .stdout_has(LARGE)
        .stderr_has("3 documents made")
        .stderr_lacks("orphan");
    case.run(["build"]).code(0).stderr_has("0 documents made, 6 unchanged");
    // Whoever deletes it no longer wants it.
    let case = case.remove(NEXT_LARGE);
    case.run(["build"]).code(0).stderr_has("0 documents made, 5 unchanged").not_made([NEXT_LARGE]);
}

#[test]
fn builds_are_reproducible_with_any_number_of_jobs() {
    let build = |jobs: &str| {
        let case = Case::new();
        case.run(["build", "--jobs", jobs]).code(0);
        [HELD, NEXT, MINUTES, REPORT].map(|file| case.read(file))
    };
    let first = build("1");
    assert!(build("1") == first, "the second time");
    assert!(build("2") == first, "with two jobs");
    assert!(build("8") == first, "with eight jobs");
}

#[test]
fn a_second_build_replaces_the_first() {
    let case = Case::new();
    case.run(["build"]).code(0);
    let first = case.read(NEXT);
    let case = case.replace("data/agenda.csv", "Budget for 2026/27", "Budget for 2027/28");
    case.run(["build"]).code(0).nothing_half_written();
    assert!(case.read(NEXT) != first);
    assert_eq!(case.files("output").len(), 4);
}

#[test]
fn a_refused_document_costs_no_other() {
    Case::new()
        .replace("data/agenda.csv", "Budget for 2026/27", "")
        .run(["build", "--kind", "agenda"])
        .code(1)
        .stdout_eq(str![[r#"
output/public/cabinet-2026-01-13/agenda.pdf (2 pages)

"#]])
        .stderr_eq(str![[r#"
error[data/missing-value]: `title` is empty; a numbered item must have it
 --> data/agenda.csv:6:1
  |
6 | cabinet-2026-02-24,2,,,,,,
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = not made: agenda of cabinet-2026-02-24
  = hint: fill in `title`, or set `kind` to what the line is

1 document made, 1 refused, 1 error

"#]])
        .made([HELD])
        .not_made([NEXT])
        .nothing_half_written();
}

#[test]
fn a_refused_document_keeps_its_earlier_version() {
    let case = Case::new();
    case.run(["build"]).code(0);
    let earlier = case.read(NEXT);
    let case = case.replace("data/agenda.csv", "Budget for 2026/27", "");
    case.run(["build"]).code(1).nothing_half_written();
    assert!(case.read(NEXT) == earlier, "an agenda that was published stays");
}

#[test]
fn an_output_folder_that_cannot_be_made_fails_the_run() {
    let ended = Case::new().file("taken", "").run(["build", "--output", "taken/papers"]);
    ended.code(2).stdout_eq(str![]).stderr_has("failed to make the folder `taken/papers`");
}

#[test]
fn a_folder_in_the_way_costs_one_document() {
    let case = Case::new().file(&format!("{NEXT}/inside"), "");
    let ended = case.run(["build"]);
    ended
        .code(2)
        .stderr_has("agenda of cabinet-2026-02-24: failed to write `output/public/cabinet-2026-02-24/agenda.pdf`")
        .stderr_has("3 documents made, 1 failed")
        .made([HELD, MINUTES, REPORT]);
    let inside = format!("{}/inside", NEXT.replace("output/", ""));
    assert!(case.files("output").contains(&inside), "what was in the way is as it was");
    assert_eq!(case.files("output").len(), 4, "nothing is left behind");
}

#[test]
fn what_typst_reports_names_the_template() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/agenda/main.typ.hbs");
    let agenda = std::fs::read_to_string(root).unwrap();
    let build = |words: &str| {
        let case = Case::new().file("ours/agenda/main.typ.hbs", format!("{agenda}\n{words}\n"));
        case.run(["build", "--templates", "ours", "--kind", "agenda"])
    };
    build("#heading-of(\"Business\")")
        .code(1)
        .stderr_has("error[typeset/error]: unknown variable: heading-of");
    build("#text(font: \"Nowhere Sans\")[Words]").code(0).stderr_has("warning[typeset/warning]");
}

#[test]
fn an_agenda_may_begin_with_any_number() {
    for numbers in [
        ["1.1", "1.2"],
        ["7a", "8"],
        ["i.", "ii."],
        ["1.0", "2.0"],
        ["26/14", "26/15"],
        ["A1", "A1.1"],
        ["1", "1(a)(i)"],
        ["Item 1", "Item 2"],
    ] {
        let lines = numbers.map(|number| format!("cabinet-2026-02-24,{number},Parking\n")).concat();
        Case::new()
            .remove("data/minutes/cabinet-2026-01-13.json")
            .file("data/agenda.csv", format!("meeting,number,title\n{lines}"))
            .run(["build", "--kind", "agenda"])
            .code(0)
            .made(["output/public/cabinet-2026-02-24/agenda.pdf"]);
    }
}
