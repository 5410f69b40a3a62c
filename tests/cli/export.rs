//! `export`.

use snapbox::str;

use crate::support::Case;

/// A council with one public decision, and one that is exempt.
fn council() -> Case {
    Case::copy_of(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kinds/decisions-list/basic/input"))
}

#[test]
fn decisions_are_exported_as_csv() {
    let ended = council().run(["export", "decisions", "--data", "."]).code(0);
    let text = ended.stdout();
    assert!(
        text.starts_with("ref,title,issue,meeting,date,makers,key,published,call-in,"),
        "{text}"
    );
    assert!(
        text.contains("TD13(26),Paddling pool at Long Eddon: repair or removal,TD 7/26,"),
        "{text}"
    );
    assert!(text.contains("The wall will be rebuilt before the summer."), "{text}");
    assert!(!text.contains("SECRETWORDS"), "{text}");
}

#[test]
fn decisions_are_exported_as_json() {
    let ended = council().run(["export", "decisions", "--as", "json", "--data", "."]).code(0);
    let rows: serde_json::Value = serde_json::from_str(ended.stdout()).unwrap();
    assert_eq!(rows[0]["exempt"], true);
    assert_eq!(rows[0]["decision"], serde_json::Value::Null);
    assert_eq!(rows[1]["makers"], serde_json::json!(["cabinet"]));
}

#[test]
fn attendance_is_exported_as_csv() {
    let ended = Case::new().run(["export", "attendance"]).code(0);
    assert!(ended.stdout().starts_with("meeting,body,date,name,attendance,substitute-for,note\n"));
    assert!(ended.stdout().lines().count() > 1);
}

#[test]
fn a_refused_record_stops_the_export() {
    council()
        .replace(
            "decisions.json",
            "\"2026-02-11\",\n    \"key\": true",
            "\"31/02/2026\",\n    \"key\": true",
        )
        .run(["export", "decisions", "--data", "."])
        .code(1)
        .stdout_eq(str![""]);
}

#[test]
fn a_mark_that_is_not_read_stops_the_export() {
    council()
        .replace("agenda.csv", ",exempt-paragraphs,", ",exempt-paragraph,")
        .run(["export", "decisions", "--data", "."])
        .code(1)
        .stdout_eq(str![""])
        .stderr_has("nothing is exported, because nobody knows who may see part of `agenda`");
}

#[test]
fn an_unknown_export_is_refused() {
    Case::new().run(["export", "votes"]).code(2).stdout_eq(str![""]);
}
