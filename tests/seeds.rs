//! Records in the shapes in which councils publish them load without a diagnostic.

use orderpaper::check::{self, Checked};
use orderpaper::diag::{Style, render_human};
use orderpaper::model::glyphs::Coverage;
use orderpaper::model::issue::Issue;
use orderpaper::model::record::Located;
use orderpaper::model::rich::{Block, Item, plain_line};
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
        check::records(folder.path(), &everything, u64::MAX, today, None).unwrap();
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

/// Shows blocks with a line for each paragraph and item, items indented by two spaces for each level; several blanks
/// between words are one.
fn outline(blocks: &[Block], depth: usize, lines: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(content) => {
                let line = plain_line(content);
                let words: Vec<&str> = line.split_whitespace().collect();
                lines.push("  ".repeat(depth) + &words.join(" "));
            }
            Block::Heading { content, .. } => lines.push("# ".to_owned() + &plain_line(content)),
            Block::List(list) => {
                for Item { label, blocks } in &list.items {
                    let first = lines.len();
                    outline(blocks, depth + 1, lines);
                    let label = label.as_deref().unwrap_or("-");
                    let item = lines[first].trim_start().to_owned();
                    lines[first] = format!("{}{label} {item}", "  ".repeat(depth));
                }
            }
            Block::Table(_) | Block::Quote(_) | Block::Picture(_) => lines.push("?".to_owned()),
        }
    }
}

/// Puts a text as it was pasted into the summary of an issue, and checks its outline and what is reported of it: codes,
/// lines in the file and the words there.
#[track_caller]
fn pasted(text: &str, expected: &[&str], reported: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let cell = text.replace('"', "\"\"");
    let rows = format!("ref,title,summary\nTH/19-07,Home repairs,\"{cell}\"\n");
    for (name, text) in [COUNCIL, BODIES, ("issues.csv", &rows)] {
        store::write(&folder.path().join(name), text.as_bytes()).unwrap();
    }
    let everything = Coverage::new(0x20..0x2_0000);
    let today = "2026-02-20".parse().unwrap();
    let Checked { data, findings } =
        check::records(folder.path(), &everything, u64::MAX, today, None).unwrap();
    let mut lines = Vec::new();
    let issue = data.issues.get(0).expect("the folder has an issue");
    outline(&issue.summary.as_ref().unwrap().0.blocks, 0, &mut lines);
    assert_eq!(lines, expected);
    let found = findings.iter().map(|finding| &finding.diagnostic);
    let found = found.filter(|found| found.severity() != orderpaper::diag::Severity::Note);
    let found: Vec<String> = found
        .map(|found| {
            let origin = found.origin.as_ref().unwrap();
            let words = &origin.source().text[origin.range().unwrap()];
            format!("{}: {}", found.code(), words.chars().take(12).collect::<String>())
        })
        .collect();
    assert_eq!(found, reported);
}

#[test]
fn a_plan_entry_pasted_as_a_page_is_its_paragraphs() {
    pasted(
        "Issue details\n\nRepairs \u{2013} what comes next\n\n\u{a0}\n\nThe Cabinet will be asked to agree.\u{a0} It met.\n\n\n\nDecision due: May 2026 by Cabinet\n\nBackground papers\n\n  \u{2022} None",
        &[
            "Issue details",
            "Repairs – what comes next",
            "The Cabinet will be asked to agree. It met.",
            "Decision due: May 2026 by Cabinet",
            "Background papers",
            "- None",
        ],
        &[],
    );
}

#[test]
fn minutes_pasted_as_a_page_keep_their_levels() {
    pasted(
        "14.\u{a0}\u{a0}\u{a0}\u{a0} \n\nRepairs\n\n\u{a0}\n\n14.1\u{a0}\u{a0} The Director told the Panel: -\n\n\u{a0}\n\n\u{b7}\u{a0}\u{a0}\u{a0} Repairs were late\n\n\u{b7}\u{a0}\u{a0}\u{a0} The plan has these aims: -\n\n\u{a0}\n\nv\u{a0} Fewer calls\n\nv\u{a0} Warmer homes\n\n\u{a0}\n\n14.2\u{a0}\u{a0} Resolved \u{2013} that the Panel\n\n\u{a0}\n\ni.\u{a0}\u{a0}\u{a0} Supports the plan, and adds:\n\n\u{a0}\n\na)\u{a0}\u{a0} Money must be found\n\nb)\u{a0}\u{a0}\u{a0} Tenants must be asked\n\n\u{a0}\n\n  1. That it be sent to all\n\n\u{a0}\n\n  1. Asks for figures\nand\n  1. Thanks the tenants",
        &[
            "14. Repairs",
            "  14.1 The Director told the Panel: -",
            "    - Repairs were late",
            "    - The plan has these aims: -",
            "      - Fewer calls",
            "      - Warmer homes",
            "  14.2 Resolved – that the Panel",
            "    i. Supports the plan, and adds:",
            "      a) Money must be found",
            "      b) Tenants must be asked",
            "1. That it be sent to all",
            "1. Asks for figures",
            "and",
            "1. Thanks the tenants",
        ],
        &[
            "text/lone-number: 14.",
            "text/list-nesting: 1.",
            "text/list-nesting: 1.",
            "text/list-nesting: 1.",
        ],
    );
}

#[test]
fn a_web_page_pasted_keeps_bullets_inside_bullets() {
    pasted(
        "In 2025 we began:\n\n  \u{2022} Homes \u{2013} a new plan\n  \u{2022} Repairs \u{2013} after the review we have:\n    \u{2022} Calls - one number\n    \u{2022} Vans \u{2013} new ones\n  \u{2022} Gardens \u{2013} a trial\n\nLast updated: 19 January 2026",
        &[
            "In 2025 we began:",
            "- Homes – a new plan",
            "- Repairs – after the review we have:",
            "  - Calls - one number",
            "  - Vans – new ones",
            "- Gardens – a trial",
            "Last updated: 19 January 2026",
        ],
        &[],
    );
}

#[test]
fn lines_of_a_pdf_that_were_paragraphs_are_reported() {
    pasted(
        "- Our aims\n- Our ways\nLeadership\nOur team is strong and meets each week to look at how many repairs are late.\n- More training\nGovernance\nThe board has seven members, and all of them come.",
        &[
            "- Our aims",
            "- Our ways Leadership Our team is strong and meets each week to look at how many repairs are late.",
            "- More training Governance The board has seven members, and all of them come.",
        ],
        &["text/joined-lines: Leadership", "text/joined-lines: Governance"],
    );
}

#[test]
fn a_resolution_pasted_as_a_page_keeps_its_numbers() {
    pasted(
        "RESOLVED\n\nFor the reasons set out in the report: -\n\n\u{a0}\n\nThat approval be given to\n\n  1. Repair the homes.\n  2. Ask the tenants.\n  3. Report in May.",
        &[
            "RESOLVED",
            "For the reasons set out in the report: -",
            "That approval be given to",
            "1. Repair the homes.",
            "2. Ask the tenants.",
            "3. Report in May.",
        ],
        &[],
    );
}
