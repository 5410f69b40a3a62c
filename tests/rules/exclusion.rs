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
    for reason in ["none", "not-reached", "public"] {
        let exclusion =
            format!("\"public-summary\": \"A lease was agreed.\", \"exclusion\": \"{reason}\"");
        let case = exclusion_of(&exclusion);
        let found = findings(&case.path("data"));
        assert!(
            found.iter().all(|finding| finding.code().group() != "exclusion"),
            "{reason}: {found:#?}"
        );
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
