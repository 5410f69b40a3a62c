//! Papers: with their items, their reports, those that they replace, and those that have the same file.

use serde_json::{Value, json};

use super::{Council, check};

/// A council with a public and an exempt item, and papers: number, title, kind, paragraph, what it replaces.
fn council(papers: &[[&str; 5]]) -> Value {
    let row = |[number, title, kind, paragraph, supersedes]: &[&str; 5]| {
        let or_null = |text: &str| if text.is_empty() { Value::Null } else { json!(text) };
        json!({
            "number": number, "title": title, "kind": kind, "file": format!("{title}.pdf"),
            "exempt-paragraphs": or_null(paragraph), "supersedes": or_null(supersedes),
        })
    };
    let papers: Vec<Value> = papers.iter().map(row).collect();
    json!({
        "agenda": [
            { "number": "1" },
            { "number": "2", "exempt-paragraphs": 3, "exempt-reason": "Bids.", "public-summary": "A lease." },
        ],
        "documents": papers,
    })
}

const ITEM: &str = "agenda 2: marked 3 because Bids. as A lease.";

#[test]
fn papers_go_with_their_items() {
    check(
        &council(&[
            ["1", "A", "report", "", ""],
            ["2", "B", "report", "", ""],
            ["2", "C", "report", "5", ""],
            ["Item 2.", "D", "appendix", "", ""],
            ["9", "E", "report", "", ""],
        ]),
        &[
            ITEM,
            "documents 2: inherited 3 because Bids. as A lease.",
            "documents 3: marked 5 because Bids. as A lease.",
            "documents 4: inherited 3 because Bids. as A lease.",
            "documents 5: untraced",
        ],
        &[],
    );
}

#[test]
fn a_paper_of_a_confidential_item_keeps_its_paragraph() {
    let tables = json!({
        "agenda": [{ "number": "1", "confidential": true }],
        "documents": [
            { "number": "1", "title": "A", "file": "a.pdf", "exempt-paragraphs": 4, "public-summary": "A plan." },
            { "number": "1", "title": "B", "file": "b.pdf" },
            { "number": "1", "title": "C", "file": "c.pdf", "confidential": true, "exempt-reason": "Law." },
        ],
    });
    check(
        &tables,
        &[
            "agenda 1: marked confidential",
            "documents 1: marked 4 as A plan.",
            "documents 2: inherited confidential",
            "documents 3: marked confidential because Law.",
        ],
        &[],
    );
}

#[test]
fn appendices_and_supplements_go_with_the_report_above_them() {
    check(
        &council(&[
            ["1", "Open", "report", "", ""],
            ["1", "OpenA", "appendix", "", ""],
            ["1", "Closed", "report", "3", ""],
            ["1", "ClosedA", "appendix", "", ""],
            ["1.", "ClosedS", "supplement", "", ""],
            ["1", "Late", "report", "", ""],
            ["1", "LateA", "appendix", "", ""],
        ]),
        &[ITEM, "documents 3: marked 3", "documents 4: inherited 3", "documents 5: inherited 3"],
        &["access/inherited documents 4", "access/inherited documents 5"],
    );
}

#[test]
fn reports_of_other_items_pass_nothing_on() {
    check(
        &council(&[
            ["1", "Open", "report", "", ""],
            ["2", "Closed", "report", "", ""],
            ["1", "OpenA", "appendix", "", ""],
        ]),
        &[ITEM, "documents 2: inherited 3 because Bids. as A lease."],
        &[],
    );
}

#[test]
fn an_appendix_above_all_reports_goes_with_any_of_them() {
    check(
        &council(&[
            ["1", "OpenA", "appendix", "", ""],
            ["1", "Open", "report", "", ""],
            ["1", "Closed", "report", "3", ""],
        ]),
        &[ITEM, "documents 1: inherited 3", "documents 3: marked 3"],
        &["access/inherited documents 1"],
    );
}

#[test]
fn an_exempt_appendix_leaves_its_report_public() {
    check(
        &council(&[["1", "Open", "report", "", ""], ["1", "Closed", "appendix", "3", ""]]),
        &[ITEM, "documents 2: marked 3"],
        &[],
    );
}

#[test]
fn replacements_pass_it_on_either_way() {
    check(
        &council(&[
            ["1", "Old", "report", "", ""],
            ["1", "New", "report", "3", "Old"],
            ["1", "Newest", "report", "", "New"],
            ["1", "NewestA", "appendix", "", ""],
            ["1", "Other", "report", "", ""],
        ]),
        &[
            ITEM,
            "documents 1: inherited 3",
            "documents 2: marked 3",
            "documents 3: inherited 3",
            "documents 4: inherited 3",
        ],
        &[
            "access/inherited documents 1",
            "access/inherited documents 3",
            "access/inherited documents 4",
        ],
    );
}

#[test]
fn what_replaces_a_paper_that_is_not_there_may_replace_a_private_one() {
    let papers = [
        ["1", "New", "report", "", "Odl"],
        ["1", "NewA", "appendix", "", ""],
        ["2", "Closed", "report", "", ""],
    ];
    check(
        &council(&papers),
        &[
            ITEM,
            "documents 1: untraced",
            "documents 2: untraced",
            "documents 3: inherited 3 because Bids. as A lease.",
        ],
        &["access/inherited documents 2"],
    );
    // Where no paper is private, none can be meant.
    check(&council(&papers[..2]), &[ITEM], &[]);
}

#[test]
fn a_paper_replaces_no_paper_of_its_title_that_is_itself() {
    check(
        &council(&[["1", "Plan", "report", "", "Plan"], ["1", "Map", "report", "3", ""]]),
        &[ITEM, "documents 2: marked 3"],
        &[],
    );
}

#[test]
fn one_file_is_private_under_all_its_names() {
    let papers = council(&[
        ["1", "Open", "report", "", ""],
        ["1", "Copy", "report", "", ""],
        ["1", "CopyA", "appendix", "", ""],
        ["1", "Closed", "report", "3", ""],
    ]);
    Council::with(&papers, &[&[0, 0], &[1, 3]], |_| ()).check(
        &[ITEM, "documents 2: contradicted 3", "documents 3: inherited 3", "documents 4: marked 3"],
        &["access/contradiction documents 2", "access/inherited documents 3"],
    );
    // Papers that are public, or private without this, are no contradiction.
    Council::with(&papers, &[&[0, 1], &[3, 3]], |_| ())
        .check(&[ITEM, "documents 4: marked 3"], &[]);
}

#[test]
fn a_summary_without_a_mark_withholds_a_paper() {
    let tables = json!({
        "agenda": [{ "number": "1" }],
        "documents": [{ "number": "1", "title": "A", "file": "a.pdf", "public-summary": "A plan." }],
    });
    check(
        &tables,
        &["documents 1: contradicted as A plan."],
        &["access/contradiction documents 1"],
    );
}

#[test]
fn a_marked_paper_of_an_item_that_is_withheld_stays_marked() {
    let tables = json!({
        "agenda": [{ "number": "1", "public-summary": "A plan." }],
        "documents": [
            { "number": "1", "title": "A", "file": "a.pdf" },
            { "number": "1", "title": "B", "file": "b.pdf", "exempt-paragraphs": 1 },
        ],
    });
    check(
        &tables,
        &[
            "agenda 1: contradicted as A plan.",
            "documents 1: contradicted as A plan.",
            "documents 2: marked 1 as A plan.",
        ],
        &["access/contradiction agenda 1"],
    );
}
