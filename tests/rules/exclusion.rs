//! Resolutions to exclude the public, in the manner of councils: each that the rule must understand, and those that
//! it must refuse.

use super::cases::{exclusion, executive};
use super::findings;

/// Wordings that cite the law and paragraph 3, by which the item is exempt.
const UNDERSTOOD: &[&str] = &[
    r#"Resolved – that, under section 100A(4) of the Local Government Act 1972, the public be excluded for the following item, as it involves the likely disclosure of exempt information as defined in paragraph 3 of Part 1 of Schedule 12A, and that the public interest in maintaining the exemption outweighs that in disclosing it."#,
    r#"That the press and public be excluded from the meeting under Section 100(A)(4) of the Act, on the grounds of paragraph 3."#,
    r#"It was agreed to exclude the press and public (s.100A(4), Local Government Act 1972; Schedule 12A, paragraphs 1, 2 and 3)."#,
    r#"RESOLVED: Under S 100 A (4) the public were asked to leave the meeting, by virtue of paragraphs 1 to 3 of Part 1 of Schedule 12A."#,
    r#"The Committee moved into private session under Section 100A of the Local Government Act 1972, excluding the press and public, because of paragraph three of Schedule 12A."#,
    r#"That members of the public leave the meeting during the next item in accordance with the Local Government Act 1972, Schedule 12A, Part 1, para 3."#,
    r#"That under Regulation 4(2)(b) of the Local Authorities (Executive Arrangements) (Meetings and Access to Information) (England) Regulations 2012 the public be excluded, paragraph 3 of Schedule 12A applying."#,
    r#"Regulation 4 of SI 2012/2089: the public to be excluded, as exempt information in category 3 would be disclosed."#,
    r#"That the public be excluded for the reasons in paragraphs (2) and (3) of Schedule 12A to the Local Government Act 1972."#,
    r#"Exclusion of the press and public: agreed under Schedule 12A, paragraphs 2 & 3."#,
    r#"Exclusion of press and public – that the meeting go into private under section 100A(4) since exempt information under paragraphs 1-4 of Schedule 12A would be disclosed."#,
    r#"That, pursuant to section 100A(4), the press and the public be excluded: paragraph number 3 (financial or business affairs)."#,
    r#"That the public, including the press, be excluded; section 100A(2) and (4) of the Local Government Act 1972 and Paragraphs 3 and 5 of Part I of Schedule 12A."#,
    r#"That, under Sec. 100A (4), the press and public be required to withdraw from the meeting: Para. 3, Schedule 12A."#,
    r#"The Board excluded the public in line with s100A(4) of the Local Government Act 1972 (categories 1, 3 and 7)."#,
    r#"That the public be excluded under section 100A(4) of the Local Government Act 1972 as paragraphs one and three of Schedule 12A apply."#,
    r#"That the public be excluded from item 3 under section 100A(4): exempt paragraph 1 (individuals) and exempt paragraph 3 (business affairs)."#,
    r#"Motion to exclude the public and press under 100A(4) of the 1972 Act, paragraph nos. 2 and 3 of Schedule 12A, was agreed."#,
    r#"That the public not be admitted to the rest of the meeting, under section 100A(4), for the reason in paragraph 3."#,
    r#"That the meeting be closed to the public under section 100A(4) of the Local Government Act 1972 (Schedule 12A para 3)."#,
    r#"That the remaining business be considered in private, the press and public being excluded under Schedule 12A, paragraphs 3 and 4."#,
    r#"The public were excluded under section 100A(4). The exemption is that of paragraphs 3 or 5 of Schedule 12A."#,
    r#"That, by section 100A(4) and Schedule 12A as amended by SI 2006/88, paragraph 3, the public be excluded."#,
    r#"That the press and public be excluded in terms of section 100A(4) of the Local Government Act 1972, information of the descriptions in paragraphs 1, 2, 3, and 5 being likely to be disclosed."#,
    r#"Under section 100A(4) the public be excluded:\n\n| Item | Paragraph |\n| --- | --- |\n| 3 | 3 |\n| 4 | 1 and 2 |"#,
];

/// Wordings that lack something.
const DEFECTIVE: &[&str] = &[
    // No law.
    r#"That the press and public be excluded, by paragraph 3."#,
    // No paragraph.
    r#"That, under section 100A(4), the press and public be excluded."#,
    // Another paragraph.
    r#"That, under section 100A(4), the public be excluded by paragraphs 1, 2 and 5 of Schedule 12A."#,
    // Not excluded.
    r#"That the public be not excluded under section 100A(4), paragraph 3 of Schedule 12A."#,
    // Only the report's words.
    r#"The report is exempt under section 100A(4) and paragraph 3 of Schedule 12A."#,
];

fn is_refused(words: &str) -> bool {
    let case = exclusion(executive(), words);
    let found = findings(&case.path("data"));
    found.iter().any(|finding| finding.code().name() == "exclusion/incomplete-resolution")
}

#[test]
fn resolutions_in_any_usual_wording_are_understood() {
    let refused: Vec<_> = UNDERSTOOD.iter().filter(|words| is_refused(words)).collect();
    assert!(refused.is_empty(), "{refused:#?}");
    assert!(UNDERSTOOD.len() >= 25);
}

#[test]
fn defective_resolutions_are_refused() {
    let accepted: Vec<_> = DEFECTIVE.iter().filter(|words| !is_refused(words)).collect();
    assert!(accepted.is_empty(), "{accepted:#?}");
}

#[test]
fn categories_of_a_council_stand_for_paragraphs() {
    let is_refused = |categories: &str| {
        let words = "That, under section 100A(4), the public be excluded: Commercial matters.";
        let case = exclusion(executive(), words).replace(
            "data/council.json",
            "\"holidays\"",
            &format!("\"exempt-categories\": [{categories}], \"holidays\""),
        );
        let found = findings(&case.path("data"));
        found.iter().any(|finding| finding.code().name() == "exclusion/incomplete-resolution")
    };
    assert!(is_refused(""));
    assert!(is_refused(r#"{ "name": "Commercial", "paragraphs": [1] }"#));
    assert!(is_refused(r#"{ "name": "Comm", "paragraphs": [3] }"#));
    assert!(!is_refused(r#"{ "name": "Commercial", "paragraphs": [3, 5] }"#));
}

#[test]
fn no_resolution_is_asked_for_where_nobody_was_excluded() {
    for (reason, summary) in [
        ("none", "\"public-summary\": \"A lease was agreed.\", "),
        ("not-reached", ""),
        ("public", ""),
    ] {
        let exclusion = format!("{summary}\"exclusion\": \"{reason}\"");
        // Notice that it would be private was too late, and gave another paragraph.
        let late = |case: crate::support::Case| {
            case.replace("data/issues.csv", "2026-01-13,Decided,3,", "2026-01-13,Decided,1,")
                .replace("data/issues.csv", "2025-12-01,2026-01-05", "2026-01-09,2026-01-09")
        };
        let of = |case: crate::support::Case| {
            let found = findings(&late(case).path("data")).into_iter();
            let codes = found.map(|finding| finding.code().name());
            codes
                .filter(|code| {
                    ["exclusion/", "private/"].iter().any(|group| code.starts_with(group))
                })
                .collect()
        };
        let found: Vec<&str> = of(exclusion_of(&exclusion));
        assert!(found.is_empty(), "{reason}: {found:#?}");
        let summary = "\"public-summary\": \"A lease was agreed.\"";
        let found: Vec<&str> = of(exclusion_of(summary));
        let expected = [
            "exclusion/incomplete-resolution",
            "private/no-second-notice",
            "private/not-foreseen",
            "private/short-notice",
        ];
        assert!(expected.iter().all(|code| found.contains(code)), "{found:#?}");
    }
}

/// Returns the records with these fields of the exempt minute, and no resolution.
fn exclusion_of(fields: &str) -> crate::support::Case {
    exclusion(executive(), "None left.").replace(
        "data/minutes/cabinet-2026-01-13.json",
        "\"public-summary\": \"A lease was agreed.\"",
        fields,
    )
}

/// Wordings that name items, with the agenda’s 4 (exempt by paragraph 1) beside 3 (by paragraph 3), and for which of the
/// two the rule asks for more.
const BY_ITEM: &[(&str, &[&str])] = &[
    // Items with their paragraphs, in words.
    (
        "That, under section 100A(4), the public be excluded for item 3 (paragraph 3) and item 4 (paragraph 1).",
        &[],
    ),
    (
        "That, under section 100A(4), the public be excluded for items 3 (paragraph 3) and 4 (paragraph 1).",
        &[],
    ),
    ("That, under section 100A(4), the public be excluded for item 5 (paragraph 3).", &["3", "4"]),
    (
        "That, under section 100A(4), the public be excluded for item 5 (paragraph 3) and item 3 (paragraph 1), and item 4 (paragraph 1).",
        &["3"],
    ),
    (
        "That, under section 100A(4), the public be excluded for item 3 (paragraph 1) and item 4 (paragraph 3).",
        &["3", "4"],
    ),
    (
        "That, under section 100A(4), the public be excluded by paragraph 3 for item 3, and by paragraph 1 for item 4.",
        &[],
    ),
    (
        "That, under section 100A(4), the public be excluded by paragraph 1 for item 3, and by paragraph 3 for item 4.",
        &["3", "4"],
    ),
    (
        "That, under section 100A(4), the public be excluded for items 3 and 4, by paragraphs 3 and 1 of Schedule 12A respectively.",
        &[],
    ),
    (
        "That, under section 100A(4), the public be excluded for items 3 and 4, by paragraphs 1 and 3 of Schedule 12A respectively.",
        &["3", "4"],
    ),
    (
        "That, under section 100A(4), the public be excluded during items 3 to 5, which involve paragraphs 1 to 3 of Schedule 12A.",
        &[],
    ),
    (
        "That, under section 100A(4), the public be excluded during items 5–9, which involve paragraphs 1 to 3 of Schedule 12A.",
        &["3", "4"],
    ),
    (
        "That, under section 100A(4), the public be excluded from item 3 onwards: paragraphs 1 and 3.",
        &[],
    ),
    (
        "That, under section 100A(4), the public be excluded for agenda items 7 and 9, as defined in paragraphs 1 and 3.",
        &["3", "4"],
    ),
    (
        "That, under section 100A(4), the public be excluded for agenda item no. 3, as defined in paragraphs 1 and 3.",
        &["4"],
    ),
    // A list, below what leads to it.
    (
        "That, under section 100A(4), the public be excluded for the following items:\\n\\n- Item 3: paragraph 3\\n- Item 4: paragraph 1",
        &[],
    ),
    (
        "That, under section 100A(4), the public be excluded for the following items:\\n\\n- Item 3: paragraph 1\\n- Item 4: paragraph 3",
        &["3", "4"],
    ),
    (
        "That, under Schedule 12A, paragraphs 1 and 3, the public be excluded for these items:\\n\\n- Item 3 (paragraph 3)\\n- Item 5 (paragraph 1)",
        &["4"],
    ),
    // By their titles.
    (
        "That, under section 100A(4), the public be excluded for Lease of the old library (paragraph 3) and Staffing of the depot (paragraph 1).",
        &[],
    ),
    (
        "That, under section 100A(4), the public be excluded for Lease of the old library (paragraph 1) and Staffing of the depot (paragraph 3).",
        &["3", "4"],
    ),
    (
        "That, under section 100A(4), the public be excluded for the item Staffing of the depot, by paragraphs 1 and 3.",
        &["3"],
    ),
    // Tables.
    (
        "That, under section 100A(4), the public be excluded:\\n\\n| Item | Paragraph |\\n| --- | --- |\\n| 3 | 3 |\\n| 4 | 1 and 2 |",
        &[],
    ),
    (
        "That, under section 100A(4), the public be excluded:\\n\\n| Item | Paragraph |\\n| --- | --- |\\n| 3 | 1 |\\n| 4 | 3 |",
        &["3", "4"],
    ),
    (
        "That, under section 100A(4), the public be excluded:\\n\\n| Paragraph | Agenda item |\\n| --- | --- |\\n| 3 | 3 |\\n| 1 | 4. Staffing |",
        &[],
    ),
    (
        "That, under section 100A(4), the public be excluded:\\n\\n| Agenda item | Reason |\\n| --- | --- |\\n| 3 | Paragraph 3 (business affairs) |\\n| 4 | Paragraph 3 |",
        &["4"],
    ),
    (
        "That, under section 100A(4), the public be excluded:\\n\\n| Subject | Paragraphs |\\n| --- | --- |\\n| Lease of the old library | 3 |\\n| Staffing of the depot | 3 |",
        &["4"],
    ),
    (
        "That, under section 100A(4), the public be excluded:\\n\\n| Item | Paragraph |\\n| --- | --- |\\n| 3 to 5 | 1 to 3 |",
        &[],
    ),
    (
        "That, under section 100A(4), the public be excluded:\\n\\n| Item | Paragraph |\\n| --- | --- |\\n| 7 to 9 | 1 to 3 |",
        &["3", "4"],
    ),
    (
        "That, under section 100A(4), the public be excluded for the following items:\\n\\n| Item | Paragraph |\\n| --- | --- |\\n| 7 | 3 |\\n| 3 | 3 |",
        &["4"],
    ),
    (
        "That, under Schedule 12A, paragraphs 1 and 3, the public be excluded for item 3 (paragraph 1).",
        &["3", "4"],
    ),
    // Exceptions and refusals.
    (
        "That, under section 100A(4), the public be excluded for items 3 to 6 other than item 4, by paragraphs 1 to 3.",
        &["4"],
    ),
    (
        "That, under section 100A(4), the public be excluded for items 3 to 6, by paragraphs 1 to 7 other than 3.",
        &["3"],
    ),
    (
        "That, under section 100A(4), the public be excluded for item 4 (paragraph 1), but not be excluded for item 3 (paragraph 3).",
        &["3"],
    ),
    (
        "It was moved that, under section 100A(4), the public be excluded for items 3 and 4 (paragraphs 1 and 3). On a vote, the motion was lost.",
        &["3", "4"],
    ),
    // Minutes instead of items: these begin with 1.
    (
        "That, under section 100A(4), the public be excluded for minutes 2 and 3, by paragraphs 1 and 3.",
        &[],
    ),
    (
        "That, under section 100A(4), the public be excluded for minute 3, by paragraphs 1 and 3.",
        &["3"],
    ),
    // What is not named.
    (
        "That, under section 100A(4), the public be excluded for the rest of the meeting, by paragraphs 1 and 3.",
        &[],
    ),
    (
        "Item 1 was taken. That, under section 100A(4), the public be excluded for the following items, by paragraphs 1 and 3.",
        &[],
    ),
];

#[test]
fn resolutions_are_matched_to_the_items_that_they_name() {
    let mut report = String::new();
    for (words, expected) in BY_ITEM {
        let case = exclusion(executive(), words)
            .replace(
                "data/minutes/cabinet-2026-01-13.json",
                "\"public-summary\": \"A lease was agreed.\" }",
                "\"public-summary\": \"A lease was agreed.\" }, \
                 { \"item\": \"4\", \"paragraphs\": [\"Agreed.\"], \"public-summary\": \"Posts were agreed.\" }",
            )
            .replace(
                "data/minutes/cabinet-2026-01-13.json",
                "\"items\"",
                "\"first-number\": 1, \"items\"",
            )
            .replace(
                "data/agenda.csv",
                "bid against the Council.\n",
                "bid against the Council.\ncabinet-2026-01-13,4,II,Staffing of the depot,,,1,\n",
            );
        let found = findings(&case.path("data"));
        let found =
            found.iter().filter(|found| found.code().name() == "exclusion/incomplete-resolution");
        let found: Vec<&str> = found.map(|found| found.message.as_str()).collect();
        let is_right = found.len() == expected.len()
            && expected.iter().all(|item| {
                let item = format!("item {item} of cabinet-2026-01-13");
                found.iter().any(|found| found.contains(&item))
            });
        if !is_right {
            report += &format!("{words}\n  expected {expected:?}, found {found:#?}\n");
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn a_resolution_in_the_minute_of_its_item_is_for_that() {
    let words = |second: &str| {
        let own = "Under section 100A(4) the public was excluded for this item (paragraph 3).";
        let case = exclusion(executive(), "None left.")
            .replace("data/minutes/cabinet-2026-01-13.json", "\"Agreed.\"", &format!("\"{own}\""))
            .replace(
                "data/minutes/cabinet-2026-01-13.json",
                "\"public-summary\": \"A lease was agreed.\" }",
                &format!(
                    "\"public-summary\": \"A lease was agreed.\" }}, \
                     {{ \"item\": \"4\", \"paragraphs\": [\"{second}\"], \"public-summary\": \"Another.\" }}"
                ),
            )
            .replace(
                "data/agenda.csv",
                "bid against the Council.\n",
                "bid against the Council.\ncabinet-2026-01-13,4,II,Lease of the depot,,,3,\n",
            );
        let found = findings(&case.path("data"));
        let found =
            found.iter().filter(|found| found.code().name() == "exclusion/incomplete-resolution");
        found.map(|found| found.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        words("Agreed."),
        [
            "the public was excluded by resolution for other items, and not for item 4 of cabinet-2026-01-13"
        ]
    );
    let own = "Under section 100A(4) the public was excluded for this item (paragraph 3).";
    assert!(words(own).is_empty());
}

#[test]
fn each_nation_has_its_own_law() {
    let executive_law =
        "SI 2012/2089, reg. 4; Local Government Act 1972, s. 100A(4) and (5), Schedule 12A";
    for (nation, paragraph, words, law) in [
        (
            "england",
            "3",
            "Under section 100A(4) the public be excluded, by paragraph 3.",
            executive_law,
        ),
        (
            "wales",
            "14",
            "Under section 100A(4) the public be excluded, by paragraph 14 of Part 4 of Schedule 12A.",
            "Local Government Act 1972, s. 100A(4) and (5), Schedule 12A",
        ),
        (
            "scotland",
            "3",
            "Under section 50A(4) of the Local Government (Scotland) Act 1973 the public be excluded, by paragraph 3 of \
             Schedule 7A.",
            "Local Government (Scotland) Act 1973, s. 50A(4) and (5), Schedule 7A",
        ),
        (
            "northern-ireland",
            "3",
            "Under section 42(4) of the Local Government Act (Northern Ireland) 2014 the public be excluded: paragraph \
             3 of Schedule 6.",
            "Local Government Act (Northern Ireland) 2014, s. 42(4) and (5), Schedule 6",
        ),
    ] {
        let case = |words: &str| {
            exclusion(executive(), words)
                .replace("data/council.json", "\"england\"", &format!("\"{nation}\""))
                .replace("data/agenda.csv", ",AV26/003,3,", &format!(",AV26/003,{paragraph},"))
                .replace("data/issues.csv", "Decided,3,", &format!("Decided,{paragraph},"))
        };
        let found = |words: &str| {
            let found = findings(&case(words).path("data")).into_iter();
            found
                .filter(|found| found.code().name() == "exclusion/incomplete-resolution")
                .collect::<Vec<_>>()
        };
        assert!(found(words).is_empty(), "{nation}: {:#?}", found(words));
        let refused = found("The public be excluded, as the report is exempt.");
        assert_eq!(refused[0].law, Some(law), "{nation}");
    }
}
