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
    let case = Case::new()
        .file(
            "data/members.csv",
            "body,name,display-name,role\ncabinet,Ruth Abara,Councillor Ruth Abara,chair\n\
             cabinet,Tom Brennan,Alderman Tom Brennan,\ncabinet,Cerys Dunmore,,\ncabinet,Yusuf Eden,,\n",
        )
        .replace(
            "data/minutes/cabinet-2026-01-13.json",
            "\"apologies\"",
            "\"sittings\": [{ \"date\": \"2026-01-20\", \"from\": \"2\", \"present\": [\"R Abara\", \"Cllr Brennan\", \"Cerys Dunmore\"] }], \"apologies\"",
        );
    let ended = case.run(["export", "attendance"]).code(0);
    ended.stdout_eq(str![[r#"
meeting,body,date,name,attendance,substitute-for,remote,note
cabinet-2026-01-13,cabinet,2026-01-13,Councillor Ruth Abara,present,,no,in the chair
cabinet-2026-01-13,cabinet,2026-01-13,Alderman Tom Brennan,present,,no,
cabinet-2026-01-13,cabinet,2026-01-13,Cerys Dunmore,present,,no,
cabinet-2026-01-13,cabinet,2026-01-13,Yusuf Eden,apologies,,no,
cabinet-2026-01-13,cabinet,2026-01-20,Councillor Ruth Abara,present,,no,
cabinet-2026-01-13,cabinet,2026-01-20,Alderman Tom Brennan,present,,no,
cabinet-2026-01-13,cabinet,2026-01-20,Cerys Dunmore,present,,no,

"#]]);
    let rows = case.run(["export", "attendance", "--as", "json"]).code(0);
    let rows: serde_json::Value = serde_json::from_str(rows.stdout()).unwrap();
    assert_eq!(rows[1]["name"], "Alderman Tom Brennan");
    assert_eq!(rows[1]["remote"], false);
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
    Case::new().run(["export", "ballots"]).code(2).stdout_eq(str![""]);
}
