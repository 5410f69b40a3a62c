//! Records in the shapes in which councils publish them load without a diagnostic.

use orderpaper::check::{self, Checked};
use orderpaper::diag::{Style, render_human};
use orderpaper::model::glyphs::Coverage;
use orderpaper::model::issue::Issue;
use orderpaper::model::record::Located;
use orderpaper::model::value::DateOrPeriod;
use orderpaper::store;

/// Loads a data folder with these files and returns its one issue; nothing may be reported.
#[track_caller]
fn issue(files: &[(&str, &str)]) -> Issue {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        store::write(&folder.path().join(name), text.as_bytes()).unwrap();
    }
    // Fonts are not tested here, so all characters are covered.
    let everything = Coverage::new(0x20..0x2_0000);
    let today = "2026-02-20".parse().unwrap();
    let Checked { data, findings } =
        check::records(folder.path(), &everything, u64::MAX, today).unwrap();
    let found = findings.iter().map(|finding| &finding.diagnostic);
    let reported: Vec<_> = found.map(|diagnostic| render_human(diagnostic, Style::Plain)).collect();
    assert!(reported.is_empty(), "{}", reported.join("\n\n"));
    data.issues.get(0).expect("the folder has an issue").clone()
}

/// Returns texts without their places in the file.
fn texts(list: &[Located<String>]) -> Vec<&str> {
    list.iter().map(|text| text.value.as_str()).collect()
}

const COUNCIL: (&str, &str) = ("council.json", r#"{ "name": "Thornacre District Council" }"#);

const BODIES: (&str, &str) = (
    "bodies.csv",
    "id,name,type\ncabinet,Cabinet,executive\nscrutiny,Housing Scrutiny Committee,scrutiny\n",
);

/// Checks the entry of a forward plan, which is the same in every format.
#[track_caller]
fn check(issue: &Issue) {
    assert_eq!(issue.r#ref.written(), "TH/19-07");
    assert_eq!(issue.title.value, "Home repairs: next steps");
    let summary = issue.summary.as_ref().unwrap();
    assert_eq!(summary.0.blocks.len(), 3, "three paragraphs");
    assert!(issue.key.as_ref().unwrap().0);
    assert_eq!(texts(&issue.reason_key), ["Affects more than 1 division"]);
    assert_eq!(issue.due.as_ref().unwrap().value, DateOrPeriod::Month { year: 2026, month: 5 });
    assert_eq!(texts(&issue.maker), ["cabinet"]);
    assert_eq!(issue.status.as_ref().unwrap().value, "For Determination");
    assert_eq!(texts(&issue.divisions), ["(All Divisions)"]);
    assert_eq!(
        texts(&issue.lead_members),
        ["Councillor Ines Okafor-Lyle ines.okafor-lyle@thornacre.example"]
    );
    assert_eq!(
        issue.contact.as_ref().unwrap().value,
        "Jonas Weir, Head of Housing Improvement Email: jonas.weir@thornacre.example Tel: 01632 960377."
    );
    assert_eq!(issue.first_published.as_ref().unwrap().to_string(), "2025-12-05");
    assert_eq!(
        texts(&issue.consultation),
        ["Cabinet on 14 January 2026", "Housing Scrutiny Committee on 15 January 2026"]
    );
    assert_eq!(
        texts(&issue.consultees),
        ["Housing Scrutiny Committee – 15 January 2026 (on the trial), or three of its members"]
    );
    assert_eq!(issue.democratic_contact.as_ref().unwrap().value, "Maud Tredwell Tel: 01632 960301");
    assert!(issue.representations.is_some());
    assert_eq!(texts(&issue.background_papers), ["None"]);
}

#[test]
fn a_plan_entry_in_json_loads() {
    let issue = issue(&[COUNCIL, BODIES, ("issues.json", include_str!("seeds/issues.json"))]);
    check(&issue);
    let custom: Vec<_> =
        issue.custom.iter().map(|field| (field.label.as_str(), field.value.as_str())).collect();
    assert_eq!(custom, [("Priority4", "A Dry Home for Everybody")]);
}

#[test]
fn the_same_entry_in_csv_loads() {
    check(&issue(&[COUNCIL, BODIES, ("issues.csv", include_str!("seeds/issues.csv"))]));
}
