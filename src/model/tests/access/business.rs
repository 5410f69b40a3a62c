//! Items of agendas: their marks, their parts, the headings above them, and the issues that they are on.

use orderpaper_model::access::is_issue_marked;
use serde_json::{Value, json};

use super::{Council, check};

/// An agenda whose third item is exempt, with more lines.
fn with_exempt(lines: &Value) -> Value {
    let mut agenda = json!([
        { "number": "1", "title": "Interests" },
        { "number": "2", "title": "Charges" },
        { "number": "3", "title": "Lease", "exempt-paragraphs": 3, "exempt-reason": "Bids." },
    ]);
    let lines = lines.as_array().expect("lines are a list").iter().cloned();
    agenda.as_array_mut().expect("it is a list").extend(lines);
    json!({ "agenda": agenda })
}

#[test]
fn an_item_is_private_by_its_marks() {
    let agenda = json!({ "agenda": [
        { "number": "1", "exempt-paragraphs": [5, 3, 3], "exempt-reason": "Bids.", "public-summary": "A lease." },
        { "number": "2", "exempt-reason": "Bids." },
        { "number": "3", "confidential": true },
        { "number": "4", "part": "II" },
        { "number": "5", "part": "I" },
        { "number": "6", "confidential": false },
    ] });
    check(
        &agenda,
        &[
            "agenda 1: marked 3 5 because Bids. as A lease.",
            "agenda 2: marked because Bids.",
            "agenda 3: marked confidential",
            "agenda 4: marked",
        ],
        &[],
    );
}

#[test]
fn an_item_in_part_two_keeps_its_summary() {
    let agenda =
        json!({ "agenda": [{ "number": "4", "part": "II", "public-summary": "A lease." }] });
    check(&agenda, &["agenda 1: marked as A lease."], &[]);
}

#[test]
fn a_summary_without_a_mark_is_a_contradiction() {
    let agenda = json!({ "agenda": [{ "number": "4", "public-summary": "A lease." }] });
    let found = ["access/contradiction agenda 1"];
    check(&agenda, &["agenda 1: contradicted as A lease."], &found);
}

#[test]
fn a_marked_item_is_not_taken_in_public() {
    let line = |open: bool| json!({ "agenda": [{ "number": "1", "part": "II", "taken-in-public": open }] });
    check(&line(true), &["agenda 1: marked"], &["access/contradiction agenda 1"]);
    check(&line(false), &["agenda 1: marked"], &[]);
    check(&json!({ "agenda": [{ "number": "1", "taken-in-public": true }] }), &[], &[]);
}

#[test]
fn parts_of_a_private_item_are_private_however_they_are_numbered() {
    const EXEMPT: &str = "agenda 3: marked 3 because Bids.";
    for number in ["3a", "3.1", "3(a)", "3/1", "3", "3.", "Item 3a", "03.2", "(a)", "a)", "1)", "b"]
    {
        let agenda = with_exempt(&json!([{ "number": number, "title": "The bids" }]));
        let private = [EXEMPT, "agenda 4: inherited 3 because Bids."];
        let found: Vec<String> = Council::new(&agenda).private();
        assert_eq!(found, private, "`{number}`");
    }
    for number in ["4", "30", "13", "2a", "2.3", "33a"] {
        let agenda = with_exempt(&json!([{ "number": number, "title": "Charges" }]));
        let found = Council::new(&agenda).private();
        assert_eq!(found, [EXEMPT], "`{number}`");
    }
}

#[test]
fn brackets_belong_to_what_stands_above_them() {
    let lines = json!([
        { "number": "(a)", "title": "Bids" },
        { "number": "(i)", "title": "Prices" },
        { "number": "4", "title": "Open" },
        { "number": "(a)", "title": "Open" },
        { "number": "(i)", "title": "Open" },
    ]);
    check(
        &with_exempt(&lines),
        &[
            "agenda 3: marked 3 because Bids.",
            "agenda 4: inherited 3 because Bids.",
            "agenda 5: inherited 3 because Bids.",
        ],
        &["access/inherited agenda 4", "access/inherited agenda 5"],
    );
}

#[test]
fn roman_parts_belong_to_the_letter_above_them() {
    let agenda = json!({ "agenda": [
        { "number": "1" },
        { "number": "(a)", "exempt-paragraphs": 3 },
        { "number": "(i)" },
        { "number": "(ii)" },
        { "number": "(b)" },
        { "number": "(c)", "exempt-paragraphs": 3 },
        { "number": "(d)" },
    ] });
    // The second is below the first, which is no whole of it.
    check(
        &agenda,
        &["agenda 2: marked 3", "agenda 3: inherited 3", "agenda 6: marked 3"],
        &["access/inherited agenda 3"],
    );
}

#[test]
fn parts_of_a_letter_may_be_letters() {
    let agenda = json!({ "agenda": [
        { "number": "A" },
        { "number": "B", "exempt-paragraphs": 3 },
        { "number": "B.c" },
        { "number": "C" },
    ] });
    check(
        &agenda,
        &["agenda 2: marked 3", "agenda 3: inherited 3"],
        &["access/inherited agenda 3"],
    );
}

#[test]
fn all_numbers_may_be_in_brackets() {
    let agenda = json!({ "agenda": [
        { "number": "(1)" },
        { "number": "(2)", "exempt-paragraphs": 3 },
        { "number": "(2a)" },
        { "number": "(3)" },
    ] });
    check(
        &agenda,
        &["agenda 2: marked 3", "agenda 3: inherited 3"],
        &["access/inherited agenda 3"],
    );
}

#[test]
fn items_may_have_letters_or_roman_numbers() {
    let letters = json!({ "agenda": [
        { "number": "A" },
        { "number": "B.1.2" },
        { "number": "B.1" },
        { "number": "B", "exempt-paragraphs": 3 },
        { "number": "BA" },
        { "number": "C" },
        { "number": "C.1", "confidential": true },
        { "number": "a" },
        { "number": "D" },
    ] });
    check(
        &letters,
        &[
            "agenda 2: inherited 3",
            "agenda 3: inherited 3",
            "agenda 4: marked 3",
            "agenda 7: marked confidential",
            "agenda 8: inherited confidential",
        ],
        &["access/inherited agenda 3", "access/inherited agenda 8", "access/inherited agenda 2"],
    );
    let roman = json!({ "agenda": [
        { "number": "I" },
        { "number": "IV", "exempt-paragraphs": 3 },
        { "number": "IVa" },
        { "number": "IVa.1" },
        { "number": "V" },
        { "number": "Va" },
        { "number": "IVx" },
    ] });
    check(
        &roman,
        &["agenda 2: marked 3", "agenda 3: inherited 3", "agenda 4: inherited 3"],
        &["access/inherited agenda 3", "access/inherited agenda 4"],
    );
}

#[test]
fn words_below_a_private_item_are_about_it() {
    let lines = json!([
        { "kind": "comment", "text": "The bids are close." },
        { "kind": "comment", "text": "Very close." },
        { "kind": "comment", "part": "I", "text": "The press may come in." },
        { "kind": "heading", "title": "Close of the meeting" },
        { "kind": "comment", "text": "Tea is served." },
    ]);
    check(
        &with_exempt(&lines),
        &[
            "agenda 3: marked 3 because Bids.",
            "agenda 4: inherited 3 because Bids.",
            "agenda 5: inherited 3 because Bids.",
        ],
        &["access/inherited agenda 4", "access/inherited agenda 5"],
    );
}

#[test]
fn words_on_top_of_an_agenda_are_public() {
    let agenda = json!({ "agenda": [
        { "kind": "comment", "text": "Welcome." },
        { "number": "1", "exempt-paragraphs": 3 },
    ] });
    check(&agenda, &["agenda 2: marked 3"], &[]);
}

#[test]
fn lines_below_the_heading_of_part_two_are_withheld_up_to_another_part() {
    let agenda = json!({ "agenda": [
        { "kind": "heading", "title": "Part II" },
        { "number": "1" },
        { "kind": "heading", "title": "Property" },
        { "number": "2" },
        { "number": "3", "part": "II", "exempt-paragraphs": 3 },
        { "number": "4", "part": "I" },
        { "kind": "heading", "title": "Part I" },
        { "number": "5" },
    ] });
    check(
        &agenda,
        &["agenda 2: contradicted", "agenda 4: contradicted", "agenda 5: marked 3"],
        &["access/contradiction agenda 2", "access/contradiction agenda 4"],
    );
}

#[test]
fn a_heading_is_that_of_part_two_by_its_part_its_marks_or_the_councils_label() {
    let below = |heading: Value, council: Value| json!({ "council": [council], "agenda": [heading, { "number": "1" }] });
    let council = json!({ "name": "Example", "part-labels": ["White papers", "Pink papers"] });
    let none = json!({ "name": "Example" });
    for (heading, council) in [
        (json!({ "kind": "heading", "title": "Property", "part": "II" }), &none),
        (json!({ "kind": "heading", "title": "Property", "exempt-paragraphs": 3 }), &none),
        (json!({ "kind": "heading", "title": "Pink papers" }), &council),
        (json!({ "number": "9", "title": "Part II" }), &none),
        (json!({ "title": "Pink papers" }), &council),
        (json!({ "title": "Exempt items" }), &none),
    ] {
        let private = Council::new(&below(heading.clone(), council.clone())).private();
        assert_eq!(private.last().expect("one is private"), "agenda 2: contradicted", "{heading}");
    }
    for heading in [
        json!({ "kind": "heading", "title": "Property" }),
        json!({ "kind": "heading", "title": "White papers" }),
        json!({ "kind": "heading", "title": "Pink papers", "part": "I" }),
        json!({ "title": "Pink papers", "part": "I" }),
    ] {
        let private = Council::new(&below(heading.clone(), council.clone())).private();
        assert_eq!(private, Vec::<String>::new(), "{heading}");
    }
}

#[test]
fn an_exempt_item_with_such_a_title_is_no_heading() {
    let agenda = json!({ "agenda": [
        { "number": "1", "title": "Exempt report", "exempt-paragraphs": 3 },
        { "number": "2", "title": "Charges" },
    ] });
    check(&agenda, &["agenda 1: marked 3"], &[]);
}

#[test]
fn an_item_on_a_private_issue_is_withheld_unless_somebody_has_decided() {
    let council = |line: Value| {
        json!({
            "issues": [{ "ref": "A1", "title": "Sale", "private-paragraphs": 3 }],
            "agenda": [line],
            "documents": [
                { "number": "1", "title": "Report", "file": "a.pdf", "exempt-paragraphs": 3 },
                { "number": "2", "title": "Report", "file": "b.pdf" },
            ],
        })
    };
    let issue = "issues 1: marked 3";
    let paper = "documents 1: marked 3";
    let two = json!({ "number": "2", "issue": "A1" });
    check(
        &council(two),
        &[issue, "agenda 1: contradicted", paper, "documents 2: contradicted"],
        &["access/contradiction agenda 1"],
    );
    let open = json!({ "number": "2", "issue": "A1", "taken-in-public": true });
    check(&council(open), &[issue, paper], &[]);
    // The item is public, and its exempt paper tells why the issue is private.
    let with_paper = json!({ "number": "1", "issue": "A1" });
    let private = Council::new(&council(with_paper)).private();
    assert_eq!(private[..2], [issue, paper]);
    let marked = json!({ "number": "2", "issue": "A1", "part": "II" });
    let private = Council::new(&council(marked)).private();
    assert_eq!(private[..2], [issue, "agenda 1: marked"]);
}

#[test]
fn a_part_of_a_private_item_contradicts_nothing() {
    let tables = json!({
        "issues": [{ "ref": "A1", "title": "Sale", "private-paragraphs": 3 }],
        "agenda": [
            { "number": "3", "exempt-paragraphs": 3 },
            { "number": "3a", "issue": "A1" },
            { "number": "4", "issue": "A1" },
            { "number": "4a" },
        ],
    });
    check(
        &tables,
        &[
            "issues 1: marked 3",
            "agenda 1: marked 3",
            "agenda 2: inherited 3",
            "agenda 3: contradicted",
            "agenda 4: contradicted",
        ],
        &[
            "access/inherited agenda 2",
            "access/contradiction agenda 3",
            "access/inherited agenda 4",
        ],
    );
}

#[test]
fn an_issue_is_private_by_its_marks_its_notice_or_its_status() {
    let notice =
        json!({ "published": "2026-01-05", "representations": "None", "response": "None" });
    let issues = json!({ "issues": [
        { "ref": "A1", "title": "Sale", "private-reason": "Bids." },
        { "ref": "A2", "title": "Sale", "private-notice": notice },
        { "ref": "A3", "title": "Sale", "confidential": "yes" },
        { "ref": "A4", "title": "Sale", "status": "Exempt" },
        { "ref": "A5", "title": "Sale", "status": "For determination" },
    ] });
    let data = super::dataset(&issues);
    let marked: Vec<bool> = data.issues.iter().map(is_issue_marked).collect();
    assert_eq!(marked, [true, true, true, true, false]);
    check(
        &issues,
        &[
            "issues 1: marked because Bids.",
            "issues 2: marked",
            "issues 3: marked confidential",
            "issues 4: contradicted",
        ],
        &["access/contradiction issues 4"],
    );
}

#[test]
fn rows_whose_marks_nobody_can_know_are_withheld() {
    let tables = json!({
        "issues": [{ "ref": "A1", "title": "Sale" }, { "ref": "A2", "title": "Park" }],
        "agenda": [{ "number": "1", "issue": "A1" }, { "number": "2", "issue": "A2" }],
    });
    let council = Council::with(&tables, &[], |data| {
        let origin = data.issues.get(0).expect("there is one").origin.clone();
        data.withhold("issues", Some("A1".to_owned()), &origin);
    });
    council.check(
        &["issues 1: untraced", "agenda 1: contradicted"],
        &["access/contradiction agenda 1"],
    );
    // Another row of the table that could not be read at all may be that of the item's issue.
    let agenda = json!({ "agenda": [{ "number": "1", "issue": "A9" }, { "number": "2" }] });
    let lost = Council::with(&agenda, &[], |data| {
        let origin = diag::Origin::file("issues 7");
        data.lose("issues", None, &origin);
    });
    lost.check(&["agenda 1: untraced"], &[]);
    check(&agenda, &[], &[]);
}

#[test]
fn a_table_whose_marks_nobody_can_know_is_withheld() {
    let tables = json!({
        "issues": [{ "ref": "A1", "title": "Sale" }],
        "agenda": [{ "number": "1" }],
        "documents": [{ "number": "1", "title": "Report", "file": "a.pdf" }],
        "decisions": [{ "ref": "D1", "date": "2026-01-13", "decision": "Sell." }],
        "resolutions": [{ "text": "Sell.", "item": "1" }],
    });
    for (table, private) in [
        ("issues", "issues 1"),
        ("agenda", "agenda 1"),
        ("documents", "documents 1"),
        ("decisions", "decisions 1"),
        ("resolutions", "resolutions 1"),
    ] {
        let council = Council::with(&tables, &[], |data| {
            data.withhold(table, None, &diag::Origin::file(table));
        });
        let rows = council.private();
        assert!(rows.iter().any(|row| row == &format!("{private}: untraced")), "{table}: {rows:?}");
        // Of one meeting's rows alone, the others are known.
        let council = Council::with(&tables, &[], |data| {
            data.withhold(table, Some("other".to_owned()), &diag::Origin::file(table));
        });
        assert_eq!(council.private(), Vec::<String>::new(), "{table}");
    }
}
