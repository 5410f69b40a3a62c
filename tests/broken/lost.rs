//! Documents whose records are lost are refused and counted, not passed over in silence.

use crate::support::Case;

/// Builds and compares the closing line.
#[track_caller]
fn check(case: &Case, closing: &str) {
    let ended = case.run(["build"]).code(1).nothing_half_written();
    assert_eq!(ended.stderr().lines().last(), Some(closing));
}

#[test]
fn a_lost_table_refuses_its_documents() {
    let case = Case::new().file("data/agenda.csv", "no names\n");
    check(&case, "1 document made, 3 refused, 1 error");
    let case = Case::new().file("data/agenda.json", "[]");
    check(&case, "1 document made, 3 refused, 1 error");
    let case = Case::new().file("data/meetings.csv", "no names\n");
    check(&case, "1 document made, 3 refused, 1 error");
    let case = Case::new().file("data/minutes/cabinet-2026-01-13.json", "{");
    check(&case, "3 documents made, 1 refused, 1 error");
    let case = Case::new().file("data/performance/2025-26-q3/indicators.csv", "no names\n");
    check(&case, "3 documents made, 1 refused, 1 error");
}

#[test]
fn a_lost_row_refuses_its_documents() {
    let case = Case::new().replace("data/meetings.csv", ",2026-01-13,", ",31/02/2026,");
    check(&case, "2 documents made, 2 refused, 1 error");
    let listed = case.run(["list"]).code(1);
    listed
        .stdout_has("unknown     minutes                   public/cabinet-2026-01-13/minutes.pdf");
    let case = Case::new().replace("data/bodies.csv", ",executive,", ",excutive,");
    check(&case, "1 document made, 3 refused, 1 error");
    let agenda = Case::new().text("data/agenda.csv");
    let lines = agenda.replace("\ncabinet-2026-02-24,1", "\ncabinet-2026-02-24,,II");
    let lines = lines.replace("\ncabinet-2026-02-24,2,", "\ncabinet-2026-02-24,,III");
    check(
        &Case::new().file("data/agenda.csv", lines),
        "3 documents made, 1 refused, 4 errors, 1 warning",
    );
}

/// A meeting that never had an agenda is not counted as refused when a row of another one is lost.
#[test]
fn documents_that_were_never_due_are_not_counted() {
    let row = "cabinet-2026-06-02,cabinet,2026-06-02,10:30,The Guildhall,,\n";
    let case = Case::new().append("data/meetings.csv", row);
    let case = case.replace("data/agenda.csv", "cabinet-2026-02-24,1,,", "cabinet-2026-02-24,1,X,");
    check(&case, "3 documents made, 1 refused, 1 error");
}
