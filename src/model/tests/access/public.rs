//! What of the records the public sees.

use std::sync::Arc;

use diag::Origin;
use orderpaper_model::access::{Audience, Mark, Private, PublicDataset};
use orderpaper_model::dataset::{Dataset, Performance};
use orderpaper_model::performance::Polarity;
use orderpaper_model::record::{Located, RichText};
use orderpaper_model::rich::Rich;
use orderpaper_model::testing;
use serde_json::{Value, json};

use super::Council;

fn council() -> Value {
    json!({
        "council": [{ "name": "Example" }],
        "issues": [
            { "ref": "A1", "title": "Charges", "consultees": "Residents" },
            { "ref": "A2", "title": "Lease", "consultees": "Bidders", "private-paragraphs": 3 },
        ],
        "agenda": [
            { "number": "1", "issue": "A1", "text": "The charges." },
            { "number": "2", "issue": "A2", "text": "The bids.", "exempt-paragraphs": 3 },
            { "number": "3", "issue": "A1", "text": "The staff.", "exempt-paragraphs": 1 },
        ],
        "documents": [
            { "number": "1", "title": "Report", "file": "a.dj" },
            { "number": "2", "title": "Bids", "file": "b.dj" },
            { "number": "3", "title": "Staff" },
        ],
        "minutes": {
            "interests": [{ "member": "A", "item": "2", "kind": "Personal", "nature": "A bidder" }],
            "items": [
                { "item": "1", "paragraphs": ["Agreed."] },
                { "item": "2", "paragraphs": ["Let."] },
            ],
        },
        "decisions": [
            { "ref": "D1", "meeting": "m", "item": "1", "decision": "Agreed." },
            { "ref": "D2", "meeting": "m", "item": "2", "decision": "Let." },
        ],
        "resolutions": [
            { "item": "1", "text": "Tell them." },
            { "item": "2", "text": "Tell the bidder." },
        ],
    })
}

fn public(council: &Council) -> &Dataset {
    PublicDataset::of_records(&council.records).records()
}

#[test]
fn private_rows_keep_their_open_columns_and_nothing_else() {
    let council = Council::new(&council());
    let data = public(&council);
    let agenda = data.agenda_of("m");
    assert!(agenda[0].text.is_some() && agenda[0].issue.is_some());
    assert!(agenda[1].text.is_none() && agenda[2].text.is_none());
    // That its issue was to be taken in private was published; that of the other was not.
    assert!(agenda[1].issue.is_some() && agenda[2].issue.is_none());
    let papers = data.papers_of("m");
    assert!(papers[0].title.known().is_some() && papers[0].file.known().is_some());
    assert!(papers[1].title.known().is_none() && papers[1].file.known().is_none());
    assert!(papers[1].file.is_given() && !papers[2].file.is_given());
    let minutes = &data.minutes["m"];
    assert_eq!(minutes.items[0].paragraphs.len(), 1);
    assert_eq!(minutes.items[1].paragraphs.len(), 0);
    assert!(minutes.interests[0].nature.known().is_none());
    let known: Vec<bool> =
        data.decisions.iter().map(|decision| decision.decision.known().is_some()).collect();
    assert_eq!(known, [true, false]);
    let consultees: Vec<usize> = data.issues.iter().map(|issue| issue.consultees.len()).collect();
    assert_eq!(consultees, [1, 0]);
    // Nothing is said of a private follow-up, not even that there is one.
    let follow_ups: Vec<bool> =
        data.follow_ups.iter().map(|row| row.text.known().is_some()).collect();
    assert_eq!(follow_ups, [true]);
    assert_eq!((data.bodies.len(), data.meetings.len()), (1, 1));
    assert!(data.council.is_some());
}

#[test]
fn those_who_keep_the_records_see_all_of_them() {
    let council = Council::new(&council());
    let all = Dataset::of_records(&council.records).records();
    assert!(all.agenda_of("m")[1].text.is_some());
    assert_eq!(all.follow_ups.len(), 2);
    assert_eq!((Dataset::NAME.folder(), PublicDataset::NAME.folder()), ("restricted", "public"));
}

#[test]
fn only_texts_of_public_papers_are_public() {
    let council = Council::with(&council(), &[], |data| {
        for file in ["a.dj", "b.dj", "c.dj"] {
            let value = RichText(Arc::new(Rich::plain("Words.")));
            let text = Located { value, origin: Origin::file(file) };
            data.reports.insert(file.to_owned(), text);
        }
    });
    let files: Vec<&String> = public(&council).reports.keys().collect();
    assert_eq!(files, ["a.dj"]);
}

#[test]
fn figures_are_public() {
    let period = testing::read("Q3 2025/26");
    let council = Council::with(&council(), &[], |data| {
        let indicator = testing::indicator(Polarity::High, "90", "5", &["91"]);
        let figures = Performance { indicators: vec![indicator], ..Performance::default() };
        data.performance.insert(period, figures);
    });
    assert_eq!(public(&council).performance[&period].indicators.len(), 1);
}

#[test]
fn what_was_lost_is_known_to_all() {
    let council = Council::with(&council(), &[], |data| {
        data.lose("issues", None, &Origin::file("issues 9"));
        data.empty.push(("closures", Origin::file("closures")));
    });
    assert_eq!((public(&council).lost.len(), public(&council).empty.len()), (1, 1));
}

#[test]
fn a_row_that_nobody_has_marked_is_private_and_undecided() {
    assert!(Mark::default().is_private());
    assert!(Mark::default().private().is_some_and(Private::is_undecided));
    assert!(!Mark::Public.is_private() && Mark::Public.private().is_none());
}

#[test]
fn no_law_is_named_for_what_nobody_has_marked() {
    let tables = json!({ "agenda": [
        { "number": "1", "public-summary": "A lease." },
        { "number": "2", "part": "II" },
        { "number": "3", "exempt-paragraphs": 3 },
        { "number": "4", "confidential": true },
    ] });
    let council = Council::new(&tables);
    let agenda = council.records.all.agenda_of("m");
    let undecided: Vec<bool> = agenda
        .iter()
        .map(|line| line.mark.private().expect("all are private").is_undecided())
        .collect();
    assert_eq!(undecided, [true, false, false, false]);
}
