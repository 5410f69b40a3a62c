//! Releases: which exempt papers become public, from which day, and that nothing else does.

use orderpaper_model::access::{Audience, PublicDataset};
use serde_json::{Value, json};

use super::{Council, TODAY, check};

/// A council with a public and an exempt item, and papers with these columns; each has its own file.
fn council(papers: &[Value]) -> Value {
    let row = |(at, columns): (usize, &Value)| {
        let mut row =
            json!({ "number": "1", "title": format!("P{at}"), "file": format!("{at}.dj") });
        for (column, value) in columns.as_object().expect("columns are an object") {
            row[column] = value.clone();
        }
        row
    };
    json!({
        "agenda": [{ "number": "1" }, { "number": "2", "exempt-paragraphs": 3, "text": "The bids." }],
        "documents": papers.iter().enumerate().map(row).collect::<Vec<_>>(),
    })
}

const ITEM: &str = "agenda 2: marked 3";

/// Columns of a paper that is exempt, and released on a day.
fn released(day: &str) -> Value {
    json!({ "exempt-paragraphs": 3, "released-on": day, "released-by": "Monitoring Officer" })
}

/// The columns with another value in one of them; a null empties it.
fn with(mut columns: Value, column: &str, value: Value) -> Value {
    columns[column] = value;
    columns
}

/// Returns the titles of a meeting's papers as the public sees them.
fn titles(council: &Council) -> Vec<Option<String>> {
    let data = PublicDataset::of_records(&council.records).records();
    let title =
        |paper: &orderpaper_model::meeting::Paper| paper.title.known().map(ToString::to_string);
    data.papers_of("m").iter().map(title).collect()
}

#[test]
fn a_release_makes_public_from_its_day() {
    for (day, is_public) in
        [("2026-01-13", true), (TODAY, true), ("2026-06-02", false), ("2027-01-01", false)]
    {
        let council = Council::new(&council(&[released(day)]));
        let state =
            if is_public { "documents 1: released, marked 3" } else { "documents 1: marked 3" };
        council.check(&[ITEM, state], &[]);
        assert_eq!(titles(&council), [is_public.then(|| "P0".to_owned())], "{day}");
        let data = PublicDataset::of_records(&council.records).records();
        let paper = &data.papers_of("m")[0];
        assert_eq!(paper.file.known().is_some(), is_public);
        // Before its day, the public learns neither that it will be released nor by whom.
        assert_eq!(paper.released_on.is_some(), is_public);
        assert_eq!(paper.released_by.is_some(), is_public);
        assert_eq!(paper.release().map(|(_, by)| by), is_public.then_some("Monitoring Officer"));
    }
}

#[test]
fn an_unclear_release_releases_nothing() {
    /// Checks one paper: its state, and the code that is reported of it.
    #[track_caller]
    fn check_one(columns: Value, state: &str, found: &[&str]) {
        let council = Council::new(&council(&[columns]));
        let found: Vec<String> = found.iter().map(|code| format!("{code} documents 1")).collect();
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        council.check(&[ITEM, &format!("documents 1: {state}")], &found);
        assert_eq!(titles(&council), [None]);
    }
    let unclear = ["access/unclear-release"];
    check_one(with(released(TODAY), "released-by", Value::Null), "marked 3", &unclear);
    check_one(with(released(TODAY), "released-on", Value::Null), "marked 3", &unclear);
    check_one(released("2026-01-12"), "marked 3", &unclear);
    let confidential = with(released(TODAY), "confidential", json!(true));
    check_one(confidential.clone(), "marked 3 confidential", &unclear);
    let confidential = with(confidential, "exempt-paragraphs", Value::Null);
    check_one(confidential, "marked confidential", &unclear);
    // Nobody knows what this is; that its item is not there is reported elsewhere.
    let unknown = with(released(TODAY), "number", json!("9"));
    check_one(unknown, "marked 3", &[]);
}

#[test]
fn what_is_to_be_released_or_reviewed_is_exempt_or_withheld() {
    for columns in [
        json!({ "released-on": TODAY, "released-by": "Monitoring Officer" }),
        json!({ "released-on": "2027-01-01" }),
        json!({ "released-by": "Monitoring Officer" }),
        json!({ "review-on": "2027-01-01" }),
    ] {
        // What belongs to it goes with it.
        let council = Council::new(&council(&[columns, json!({ "kind": "appendix" })]));
        council.check(
            &[ITEM, "documents 1: contradicted", "documents 2: contradicted"],
            &["access/contradiction documents 1", "access/inherited documents 2"],
        );
        assert_eq!(titles(&council), [None, None]);
    }
    let reviewed = json!({ "exempt-paragraphs": 3, "review-on": "2027-01-01" });
    let council = Council::new(&council(&[reviewed]));
    council.check(&[ITEM, "documents 1: marked 3"], &[]);
    let paper = &PublicDataset::of_records(&council.records).records().papers_of("m")[0];
    assert!(paper.review_on.is_none(), "the public learns no day of review");
}

#[test]
fn nothing_follows_a_paper_out() {
    let appendix = json!({ "kind": "appendix" });
    let replaced = json!({ "supersedes": "P0" });
    check(
        &council(&[released(TODAY), appendix.clone(), replaced]),
        &[
            ITEM,
            "documents 1: released, marked 3",
            "documents 2: inherited 3",
            "documents 3: inherited 3",
        ],
        &["access/inherited documents 2", "access/inherited documents 3"],
    );
    // Nor does a report follow its appendix, or an item its paper.
    let of_item = json!({ "number": "2" });
    let release =
        json!({ "number": "2", "released-on": TODAY, "released-by": "Cabinet, minute 45" });
    let council = Council::new(&council(&[
        of_item,
        with(release, "kind", json!("appendix")),
        with(released(TODAY), "exempt-paragraphs", Value::Null),
    ]));
    council.check(
        &[
            ITEM,
            "documents 1: inherited 3",
            "documents 2: released, inherited 3",
            "documents 3: contradicted",
        ],
        &["access/contradiction documents 3"],
    );
    assert_eq!(titles(&council), [None, Some("P1".to_owned()), None]);
    let lines = PublicDataset::of_records(&council.records).records().agenda_of("m");
    assert!(lines[1].text.is_none(), "the item stays exempt");
}

#[test]
fn one_file_is_released_under_all_its_names_or_none() {
    let exempt = json!({ "exempt-paragraphs": 3 });
    let papers = council(&[released(TODAY), exempt, released(TODAY), released("2026-06-02")]);
    let states = |first: bool, third: bool| {
        let state = |is_released: bool, at: usize| {
            let released = if is_released { "released, " } else { "" };
            format!("documents {at}: {released}marked 3")
        };
        [state(first, 1), state(false, 2), state(third, 3), state(false, 4)]
    };
    #[track_caller]
    fn check_groups(papers: &Value, same: &[&[usize]], states: [String; 4], found: &[&str]) {
        let council = Council::with(papers, same, |_| ());
        let states: Vec<&str> =
            std::iter::once(ITEM).chain(states.iter().map(String::as_str)).collect();
        council.check(&states, found);
    }
    check_groups(&papers, &[&[0, 2]], states(true, true), &[]);
    let first = ["access/unclear-release documents 1"];
    check_groups(&papers, &[&[0, 1]], states(false, true), &first);
    check_groups(&papers, &[&[3, 0]], states(false, true), &first);
    // What is withheld again withholds others of its files.
    let both = ["access/unclear-release documents 1", "access/unclear-release documents 3"];
    check_groups(&papers, &[&[2, 0], &[0, 1]], states(false, false), &both);
}

#[test]
fn a_row_that_can_not_be_read_whole_is_not_released() {
    let papers = council(&[released(TODAY), released(TODAY)]);
    let lose = |data: &mut orderpaper_model::dataset::Dataset| {
        let origin = data.papers_of("m")[0].origin.clone();
        data.withhold("documents", Some("m".to_owned()), &origin);
    };
    Council::with(&papers, &[], lose)
        .check(&[ITEM, "documents 1: marked 3", "documents 2: released, marked 3"], &[]);
}
