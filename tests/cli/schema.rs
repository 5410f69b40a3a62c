//! `schema`.

use serde_json::Value;
use snapbox::str;

use crate::support::Case;

#[track_caller]
fn schema(args: &[&str]) -> Value {
    let ended = Case::empty().run(args).code(0).stderr_eq(str![]);
    serde_json::from_str(ended.stdout()).unwrap()
}

#[test]
fn one_table_has_a_schema() {
    let meetings = schema(&["schema", "meetings"]);
    assert_eq!(meetings["type"], "object");
    assert_eq!(meetings["required"], serde_json::json!(["meeting", "body", "date"]));
    let venue = &meetings["properties"]["venue"];
    assert_eq!(venue["description"], "Where it is held.");
}

#[test]
fn every_table_has_a_schema() {
    let all = schema(&["schema"]).to_string();
    for table in orderpaper::load::tables() {
        let doc = table.doc.trim().lines().next().unwrap();
        assert!(all.contains(&doc.replace('"', "\\\"")), "{}", table.name);
        assert_eq!(schema(&["schema", table.name])["type"], "object", "{}", table.name);
    }
}

#[test]
fn an_unknown_table_is_refused() {
    Case::empty()
        .run(["schema", "meeting"])
        .code(2)
        .stdout_eq(str![])
        .stderr_has("there is no table `meeting`; the tables are council, bodies, members, ");
}

#[test]
fn the_manual_is_printed() {
    let ended = Case::empty().run(["schema", "--manual"]).code(0);
    assert_eq!(ended.stdout(), orderpaper::manual::data_page());
}
