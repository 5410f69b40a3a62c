//! What was taken at a meeting: minutes, interests, decisions and follow-ups, each with its item.

use orderpaper_model::access::is_decision_marked;
use serde_json::{Value, json};

use super::{Council, check};

/// A council with two public items and an exempt one, on issues of their own, and `more` tables.
fn council(more: &[(&str, Value)]) -> Value {
    let mut tables = json!({
        "issues": [
            { "ref": "A1", "title": "Charges" },
            { "ref": "A3", "title": "Lease", "private-paragraphs": 3 },
            { "ref": "A4", "title": "Sale", "private-paragraphs": 4 },
        ],
        "agenda": [
            { "number": "1", "title": "Interests" },
            { "number": "2", "title": "Charges", "issue": "A1" },
            { "number": "3", "title": "Lease", "issue": "A3", "exempt-paragraphs": 3, "exempt-reason": "Bids." },
        ],
    });
    for (table, rows) in more {
        tables[*table] = rows.clone();
    }
    tables
}

/// What is private of [`council`] itself.
const PRIVATE: [&str; 3] = ["issues 2: marked 3", "issues 3: marked 4", ITEM];
const ITEM: &str = "agenda 3: marked 3 because Bids.";

#[track_caller]
fn check_more(tables: &Value, private: &[&str], found: &[&str]) {
    let all: Vec<&str> = PRIVATE.iter().chain(private).copied().collect();
    check(tables, &all, found);
}

/// The same council with nothing private on its agenda.
fn open_council(more: &[(&str, Value)]) -> Value {
    let mut tables = council(more);
    let agenda = tables["agenda"].as_array_mut().expect("an agenda is a list");
    agenda.pop();
    tables
}

#[track_caller]
fn check_open(tables: &Value, private: &[&str], found: &[&str]) {
    let all: Vec<&str> = PRIVATE[..2].iter().chain(private).copied().collect();
    check(tables, &all, found);
}

#[test]
fn minutes_go_with_their_items() {
    let minutes = json!({ "items": [
        { "item": "1", "paragraphs": ["None."] },
        { "item": "2", "paragraphs": ["Agreed."], "exempt-paragraphs": 5 },
        { "item": "3", "paragraphs": ["Agreed."], "public-summary": "It was agreed." },
        { "item": "3.", "paragraphs": ["Agreed."], "confidential": true },
        { "title": " lease ", "paragraphs": ["Let."] },
        { "item": "9", "paragraphs": ["Agreed."], "public-summary": "It was agreed." },
    ] });
    check_more(
        &council(&[("minutes", minutes)]),
        &[
            "items 2: marked 5",
            "items 3: inherited 3 because Bids. as It was agreed.",
            "items 4: marked confidential because Bids.",
            "items 5: inherited 3 because Bids.",
            "items 6: untraced as It was agreed.",
        ],
        &[],
    );
}

#[test]
fn minutes_of_what_was_not_taken_in_private_are_public() {
    let minutes = |fields: Value| {
        let mut minute = json!({ "item": "3", "paragraphs": ["Agreed."] });
        for (name, value) in fields.as_object().expect("fields are an object") {
            minute[name] = value.clone();
        }
        json!({
            "interests": [{ "member": "A", "item": "3", "kind": "Personal", "nature": "N" }],
            "items": [minute],
        })
    };
    let decision = json!([decision(json!({ "item": "3" }))]);
    let check = |fields: Value, private: &[&str], found: &[&str]| {
        let tables = [("minutes", minutes(fields)), ("decisions", decision.clone())];
        check_more(&council(&tables), private, found);
    };
    check(json!({ "exclusion": "public" }), &[], &[]);
    check(json!({ "exclusion": "not-reached" }), &[], &[]);
    let withheld = [
        "items 1: inherited 3 because Bids.",
        "interests 1: inherited 3 because Bids.",
        "decisions 1: inherited 3 because Bids.",
    ];
    check(json!({ "exclusion": "none" }), &withheld, &[]);
    check(json!({}), &withheld, &[]);
    // What contradicts it keeps it from the public.
    check(
        json!({ "exclusion": "public", "exempt-paragraphs": 5 }),
        &[
            "items 1: marked 5 because Bids.",
            "interests 1: inherited 3 because Bids.",
            "decisions 1: inherited 5 because Bids.",
        ],
        &["access/contradiction items 1"],
    );
    let summarised = [
        "items 1: inherited 3 because Bids. as A lease.",
        "interests 1: inherited 3 because Bids.",
        "decisions 1: inherited 3 because Bids. as A lease.",
    ];
    check(
        json!({ "exclusion": "public", "public-summary": "A lease." }),
        &summarised,
        &["access/contradiction items 1"],
    );
}

#[test]
fn a_minute_on_no_item_of_a_meeting_with_private_business_is_withheld() {
    let items = |exempt: Value| {
        json!({ "items": [
            { "title": "Sale", "paragraphs": ["Sold."] },
            { "paragraphs": ["Sold."] },
            { "title": "Exclusion of the press and public", "paragraphs": ["Resolved."] },
            { "title": "Exclusion from the register", "paragraphs": ["Resolved."] },
            { "item": "2", "paragraphs": ["Agreed."], "exempt-paragraphs": exempt },
        ] })
    };
    let withheld = ["items 1: untraced", "items 2: untraced", "items 4: untraced"];
    let found = ["access/untraced items 1", "access/untraced items 4"];
    check_more(&council(&[("minutes", items(Value::Null))]), &withheld, &found);
    // Nothing else is private than one of the minutes.
    let private = [&withheld[..], &["items 5: marked 5"]].concat();
    check_open(&open_council(&[("minutes", items(json!(5)))]), &private, &found);
    check_open(&open_council(&[("minutes", items(Value::Null))]), &[], &[]);
    // Without an agenda each minute is business of itself.
    let mut tables = json!({ "minutes": items(json!(5)) });
    tables["minutes"]["items"][4]["item"] = Value::Null;
    check(&tables, &["items 5: marked 5"], &[]);
}

#[test]
fn a_minute_on_an_item_that_is_not_there_is_withheld_at_any_meeting() {
    let minutes = json!({ "items": [{ "item": "9", "paragraphs": ["Agreed."] }] });
    check_open(&open_council(&[("minutes", minutes)]), &["items 1: untraced"], &[]);
}

#[test]
fn a_title_on_two_lines_is_no_trace() {
    let mut tables = council(&[(
        "minutes",
        json!({ "items": [{ "title": "Charges", "paragraphs": ["Agreed."] }] }),
    )]);
    check_more(&tables, &[], &[]);
    tables["agenda"][0]["title"] = json!("Charges");
    check_more(&tables, &["items 1: untraced"], &["access/untraced items 1"]);
}

#[test]
fn a_minute_with_a_summary_and_no_mark_is_withheld() {
    let minutes = json!({ "items": [{ "item": "2", "paragraphs": ["Agreed."], "public-summary": "Agreed." }] });
    check_more(
        &council(&[("minutes", minutes)]),
        &["items 1: contradicted as Agreed."],
        &["access/contradiction items 1"],
    );
}

#[test]
fn interests_go_with_their_items_and_minutes() {
    let interest =
        |item: Value| json!({ "member": "A", "item": item, "kind": "Personal", "nature": "N" });
    let minutes = json!({
        "interests": [
            interest(json!("1")),
            interest(json!("2")),
            interest(json!("3")),
            interest(json!("9")),
            interest(Value::Null),
            { "member": "A", "item": "1", "kind": "Personal", "nature": "N", "sensitive": true },
            { "member": "A", "item": "1", "kind": "Personal", "nature": "N", "sensitive": false },
        ],
        "items": [{ "item": "2", "paragraphs": ["Agreed."], "exempt-paragraphs": 5 }],
    });
    check_more(
        &council(&[("minutes", minutes)]),
        &[
            "items 1: marked 5",
            "interests 2: inherited 5",
            "interests 3: inherited 3 because Bids.",
            "interests 4: untraced",
            "interests 5: untraced",
            "interests 6: marked",
        ],
        &["access/untraced interests 5"],
    );
    let minutes =
        json!({ "interests": [interest(json!("9")), interest(Value::Null)], "items": [] });
    check_open(&open_council(&[("minutes", minutes.clone())]), &[], &[]);
    let mut exempt = minutes;
    exempt["items"] = json!([{ "item": "2", "paragraphs": ["Agreed."], "confidential": true }]);
    check_open(
        &open_council(&[("minutes", exempt)]),
        &["items 1: marked confidential", "interests 1: untraced", "interests 2: untraced"],
        &["access/untraced interests 2"],
    );
}

/// A decision of the meeting, with these fields.
fn decision(fields: Value) -> Value {
    let mut decision = json!({ "ref": "D1", "meeting": "m", "decision": "Agreed." });
    let fields = fields.as_object().expect("fields are an object").clone();
    decision.as_object_mut().expect("it is an object").extend(fields);
    decision
}

fn decided(fields: Value) -> (&'static str, Value) {
    ("decisions", json!([decision(fields)]))
}

#[test]
fn a_decision_goes_with_its_item() {
    for public in [json!({ "item": "1" }), json!({ "item": "2." }), json!({ "issue": "A1" })] {
        check_more(&council(&[decided(public)]), &[], &[]);
    }
    for private in [json!({ "item": "3" }), json!({ "item": "(3)" }), json!({ "issue": "A3" })] {
        let found = ["decisions 1: inherited 3 because Bids."];
        check_more(&council(&[decided(private)]), &found, &[]);
    }
    let marked = json!({
        "item": "3", "exempt-paragraphs": 5, "exempt-reason": "Law.", "public-summary": "Agreed.",
    });
    let found = ["decisions 1: marked 5 because Law. as Agreed."];
    check_more(&council(&[decided(marked)]), &found, &[]);
    let summed_up = json!({ "item": "3", "public-summary": "Agreed." });
    let found = ["decisions 1: inherited 3 because Bids. as Agreed."];
    check_more(&council(&[decided(summed_up)]), &found, &[]);
}

#[test]
fn a_decision_that_leads_to_no_item_of_a_meeting_with_private_business_is_withheld() {
    check_more(
        &council(&[decided(json!({ "public-summary": "Agreed." }))]),
        &["decisions 1: untraced as Agreed."],
        &["access/untraced decisions 1"],
    );
    check_more(
        &council(&[decided(json!({ "item": "9", "public-summary": "Agreed." }))]),
        &["decisions 1: untraced as Agreed."],
        &["access/untraced decisions 1"],
    );
    check_open(&open_council(&[decided(json!({}))]), &[], &[]);
    check_open(
        &open_council(&[decided(json!({ "item": "9" }))]),
        &["decisions 1: untraced"],
        &["access/untraced decisions 1"],
    );
}

#[test]
fn a_decision_of_an_unknown_meeting_or_of_an_item_without_a_meeting_is_withheld() {
    let unknown = json!({ "meeting": "x" });
    check_more(&council(&[decided(unknown)]), &["decisions 1: untraced"], &[]);
    let without = json!({ "meeting": null, "date": "2026-01-13", "item": "2" });
    check_more(
        &council(&[decided(without)]),
        &["decisions 1: untraced"],
        &["access/untraced decisions 1"],
    );
    let outside = json!({ "meeting": null, "date": "2026-01-13" });
    check_more(&council(&[decided(outside)]), &[], &[]);
}

#[test]
fn a_decision_on_several_items_of_one_issue_is_traced_where_they_agree() {
    let mut tables = council(&[decided(json!({ "issue": "A1" }))]);
    tables["agenda"][0]["issue"] = json!("A1");
    check_more(&tables, &[], &[]);
    tables["agenda"][2]["issue"] = json!("A1");
    check_more(&tables, &["decisions 1: untraced"], &["access/untraced decisions 1"]);
    tables["agenda"][0]["issue"] = Value::Null;
    tables["agenda"][1]["issue"] = Value::Null;
    check_more(&tables, &["decisions 1: inherited 3 because Bids."], &[]);
}

#[test]
fn an_item_and_an_issue_that_disagree_are_a_contradiction() {
    let fields = json!({ "item": "2", "issue": "A3" });
    check_more(
        &council(&[decided(fields)]),
        &["decisions 1: contradicted 3 because Bids."],
        &["access/contradiction decisions 1"],
    );
}

#[test]
fn a_decision_on_a_private_issue_outside_the_meeting_is_withheld_unless_somebody_has_decided() {
    let outside = |issue: &str, open: bool| {
        let fields = json!({
            "meeting": null, "date": "2026-01-13", "issue": issue, "taken-in-public": open,
        });
        council(&[decided(fields)])
    };
    for issue in ["A3", "A4"] {
        check_more(
            &outside(issue, false),
            &["decisions 1: contradicted"],
            &["access/contradiction decisions 1"],
        );
        check_more(&outside(issue, true), &[], &[]);
    }
    check_more(&outside("A1", false), &[], &[]);
    // An issue is private as well where its item was taken in private.
    let mut tables = outside("A1", false);
    tables["agenda"][1]["part"] = json!("II");
    let found = Council::new(&tables).private();
    assert_eq!(found.last().expect("some are private"), "decisions 1: contradicted");
}

#[test]
fn a_decision_goes_with_the_minute_of_its_item() {
    let minutes =
        json!({ "items": [{ "item": "2", "paragraphs": ["Agreed."], "exempt-paragraphs": 5 }] });
    check_more(
        &council(&[("minutes", minutes), decided(json!({ "item": "2" }))]),
        &["items 1: marked 5", "decisions 1: inherited 5"],
        &[],
    );
}

#[test]
fn an_exempt_decision_withholds_its_minute() {
    let minutes = json!({ "items": [
        { "item": "1", "paragraphs": ["None."] },
        { "item": "2", "paragraphs": ["Agreed."] },
        { "item": "2", "paragraphs": ["And more."], "exempt-paragraphs": 7 },
    ] });
    let exempt = json!({
        "item": "2", "exempt-paragraphs": 5, "exempt-reason": "Law.", "public-summary": "Agreed.",
    });
    let action =
        json!([{ "item": "2", "text": "Tell them." }, { "item": "1", "text": "Tell them." }]);
    check_open(
        &open_council(&[("minutes", minutes), decided(exempt), ("resolutions", action)]),
        &[
            "items 2: contradicted 5 because Law.",
            "items 3: marked 7",
            "decisions 1: marked 5 because Law. as Agreed.",
            "resolutions 1: inherited 5 because Law.",
        ],
        &["access/contradiction decisions 1"],
    );
}

#[test]
fn an_exempt_decision_of_an_exempt_item_contradicts_nothing() {
    let minutes = json!({ "items": [{ "item": "3", "paragraphs": ["Let."] }] });
    let exempt = json!({ "item": "3", "exempt-paragraphs": 3, "exempt-reason": "Bids." });
    check_more(
        &council(&[("minutes", minutes), decided(exempt)]),
        &["items 1: inherited 3 because Bids.", "decisions 1: marked 3 because Bids."],
        &[],
    );
}

#[test]
fn an_exempt_decision_that_leads_nowhere_withholds_all_minutes() {
    let minutes = json!({ "items": [
        { "item": "1", "paragraphs": ["None."] },
        { "item": "2", "paragraphs": ["Agreed."] },
    ] });
    let exempt = json!({ "confidential": true });
    check_open(
        &open_council(&[("minutes", minutes.clone()), decided(exempt.clone())]),
        &["items 1: untraced", "items 2: untraced", "decisions 1: marked confidential"],
        &["access/untraced decisions 1"],
    );
    // Where the meeting has private business, the decision was on that.
    check_more(
        &council(&[("minutes", minutes.clone()), decided(exempt.clone())]),
        &["decisions 1: marked confidential"],
        &[],
    );
    // Without an agenda nothing is known of which business it was.
    let mut tables = json!({ "minutes": minutes, "decisions": [decision(exempt)] });
    tables["minutes"]["items"] = json!([{ "title": "Charges", "paragraphs": ["Agreed."] }]);
    check(&tables, &["decisions 1: marked confidential"], &[]);
}

#[test]
fn a_private_decision_makes_the_meeting_one_with_private_business() {
    let rows = json!([
        decision(json!({ "item": "2", "confidential": true })),
        decision(json!({ "ref": "D2" })),
        decision(json!({ "ref": "D3", "item": "1" })),
    ]);
    check_open(
        &open_council(&[("decisions", rows), ("resolutions", json!([{ "text": "Tell." }]))]),
        &["decisions 1: marked confidential", "decisions 2: untraced", "resolutions 1: untraced"],
        &["access/untraced decisions 2", "access/untraced resolutions 1"],
    );
}

#[test]
fn an_action_of_an_item_decided_in_private_is_withheld_before_the_minutes_are_in() {
    let rows = json!([{ "item": "2", "text": "Tell." }, { "item": "1", "text": "Tell." }]);
    let exempt = decided(json!({ "item": "2", "confidential": true }));
    check_open(
        &open_council(&[exempt, ("resolutions", rows)]),
        &["decisions 1: marked confidential", "resolutions 1: contradicted"],
        &[],
    );
}

#[test]
fn a_decision_is_marked_by_its_row() {
    let rows = json!([
        decision(json!({ "exempt-paragraphs": 3 })),
        decision(json!({ "exempt-reason": "Bids." })),
        decision(json!({ "confidential": true })),
        decision(json!({ "public-summary": "Agreed." })),
    ]);
    let data = super::dataset(&json!({ "decisions": rows }));
    let marked = data.decisions.iter().map(is_decision_marked);
    assert_eq!(marked.collect::<Vec<_>>(), [true, true, true, false]);
}

#[test]
fn a_decision_with_a_summary_and_no_mark_is_withheld() {
    check_more(
        &council(&[decided(json!({ "item": "2", "public-summary": "Agreed." }))]),
        &["decisions 1: contradicted as Agreed."],
        &["access/contradiction decisions 1"],
    );
}

#[test]
fn a_follow_up_is_private_by_its_marks_or_its_status() {
    let rows = json!([
        { "item": "2", "text": "Tell.", "exempt-paragraphs": [5] },
        { "item": "2", "text": "Tell.", "confidential": "yes" },
        { "item": "2", "text": "Tell.", "status": "In progress (exempt)" },
        { "item": "2", "text": "Tell.", "status": "In progress" },
    ]);
    check_open(
        &open_council(&[("resolutions", rows)]),
        &[
            "resolutions 1: marked 5",
            "resolutions 2: marked confidential",
            "resolutions 3: contradicted",
        ],
        &["access/contradiction resolutions 3"],
    );
}

#[test]
fn a_follow_up_goes_with_its_item_or_its_minute() {
    let minutes = json!({ "first-number": 30, "items": [
        { "item": "1", "paragraphs": ["None."] },
        { "item": "2", "paragraphs": ["Agreed."], "exempt-paragraphs": 5 },
        { "item": "3", "paragraphs": ["Let."] },
    ] });
    let rows = json!([
        { "item": "1", "text": "Tell." },
        { "item": "2", "text": "Tell." },
        { "item": "3", "text": "Tell." },
        { "item": "9", "text": "Tell." },
        { "minute": "30", "text": "Tell." },
        { "minute": "(31)", "text": "Tell." },
        { "minute": "Minute 32.1", "text": "Tell." },
        { "minute": "3", "text": "Tell." },
        { "text": "Tell." },
        { "item": "1", "minute": "32", "text": "Tell." },
        { "item": "3", "minute": "30", "text": "Tell." },
    ]);
    check_more(
        &council(&[("minutes", minutes), ("resolutions", rows)]),
        &[
            "items 2: marked 5",
            "items 3: inherited 3 because Bids.",
            "resolutions 2: inherited 5",
            "resolutions 3: inherited 3 because Bids.",
            "resolutions 4: untraced",
            "resolutions 6: inherited 5",
            "resolutions 7: inherited 3 because Bids.",
            "resolutions 8: untraced",
            "resolutions 9: untraced",
            "resolutions 10: inherited 3 because Bids.",
            "resolutions 11: inherited 3 because Bids.",
        ],
        &[
            "access/untraced resolutions 4",
            "access/unknown-minute resolutions 8",
            "access/untraced resolutions 8",
            "access/untraced resolutions 9",
        ],
    );
}

#[test]
fn the_minutes_that_there_are_stand_in_the_message() {
    let hint = |items: Value| {
        let minutes = json!({ "first-number": 30, "items": items });
        let rows = json!([{ "minute": "7", "text": "Tell." }]);
        let council = Council::new(&open_council(&[("minutes", minutes), ("resolutions", rows)]));
        let found =
            council.diags.iter().find(|found| found.code() == diag::Code::AccessUnknownMinute);
        found.expect("there is no such minute").hints.join(" ")
    };
    let minute = json!({ "item": "1", "paragraphs": ["None."] });
    assert_eq!(hint(json!([])), "its minutes are empty");
    assert_eq!(hint(json!([minute])), "its only minute is 30");
    assert_eq!(hint(json!([minute, minute])), "its minutes are 30 to 31");
}

#[test]
fn a_follow_up_of_a_meeting_without_an_agenda_is_traced_by_its_minute_alone() {
    let minutes = json!({ "first-number": 30, "items": [
        { "title": "Lease", "paragraphs": ["Let."], "exempt-paragraphs": 5 },
        { "title": "Charges", "paragraphs": ["Agreed."] },
    ] });
    let rows = json!([
        { "item": "1", "minute": "31", "text": "Tell." },
        { "item": "1", "minute": "30", "text": "Tell." },
        { "item": "1", "text": "Tell." },
    ]);
    check(
        &json!({ "minutes": minutes, "resolutions": rows }),
        &["items 1: marked 5", "resolutions 2: inherited 5", "resolutions 3: untraced"],
        &["access/untraced resolutions 3"],
    );
}
