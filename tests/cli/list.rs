//! `list`.

use snapbox::str;

use crate::support::Case;

#[test]
fn documents_are_listed_in_order() {
    Case::new()
        .run(["list"])
        .code(0)
        .stdout_eq(str![[r#"
2026-01-13  agenda                    public/cabinet-2026-01-13/agenda.pdf
2026-02-24  agenda                    public/cabinet-2026-02-24/agenda.pdf
2026-01-13  minutes                   public/cabinet-2026-01-13/minutes.pdf
2025-12-31  performance-report        public/performance/2025-26-q3/performance-report.pdf

"#]])
        .stderr_eq(str![]);
}

#[test]
fn a_selection_limits_the_list() {
    Case::new()
        .run(["list", "--kind", "minutes"])
        .code(0)
        .stdout_eq(str![[r#"
2026-01-13  minutes                   public/cabinet-2026-01-13/minutes.pdf

"#]])
        .stderr_eq(str![]);
}

#[test]
fn faults_are_counted() {
    Case::new()
        .replace("data/meetings.csv", ",2026-02-24,", ",31/02/2026,")
        .run(["list", "--kind", "agenda"])
        .code(1)
        .stdout_eq(str![[r#"
2026-01-13  agenda                    public/cabinet-2026-01-13/agenda.pdf
unknown     agenda                    public/cabinet-2026-02-24/agenda.pdf

"#]])
        .stderr_eq(str![[r#"
1 error; `orderpaper check` shows them, and documents may be missing from this list

"#]]);
}

#[test]
fn documents_are_listed_as_json() {
    let lines = Case::new().run(["list", "--format", "json"]).code(0).json();
    assert_eq!(lines.len(), 4);
    assert_eq!(
        lines[0],
        serde_json::json!({
            "kind": "agenda",
            "subject": "cabinet-2026-01-13",
            "date": "2026-01-13",
            "file": "public/cabinet-2026-01-13/agenda.pdf",
        })
    );
}
