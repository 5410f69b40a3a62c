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

/// Whatever the data calls for belongs to one publication, so that all of them together are everything.
#[test]
fn publications_divide_the_list() {
    let all = Case::new().run(["list", "--format", "json"]).code(0).json();
    let mut publications: Vec<String> = all.iter().map(publication).collect();
    publications.sort();
    publications.dedup();
    assert_eq!(
        publications,
        ["cabinet-2026-01-13", "cabinet-2026-02-24", "performance/2025-26-q3"]
    );
    let mut parts = Vec::new();
    for name in &publications {
        let part =
            Case::new().run(["list", "--publication", name, "--format", "json"]).code(0).json();
        assert!(part.iter().all(|listed| publication(listed) == *name), "{part:?}");
        parts.extend(part);
    }
    let files = |listed: &[serde_json::Value]| {
        let mut files: Vec<String> =
            listed.iter().map(|listed| listed["file"].to_string()).collect();
        files.sort();
        files
    };
    assert_eq!(files(&parts), files(&all));
}

fn publication(listed: &serde_json::Value) -> String {
    listed["publication"].as_str().unwrap().to_owned()
}

#[test]
fn a_publication_that_the_data_do_not_have_is_refused() {
    Case::new()
        .run(["list", "--publication", "performance/2025-26-q4"])
        .code(2)
        .stdout_eq(str![])
        .stderr_has("--publication: nothing in the data is called `performance/2025-26-q4`; did you mean `performance/2025-26-q3`?");
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
            "publication": "cabinet-2026-01-13",
        })
    );
}
