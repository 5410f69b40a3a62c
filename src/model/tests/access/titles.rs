//! Words that say that something is private, and ordinary words that only sound like it.

use serde_json::json;

use super::Council;

/// Returns whether the line below one with such a title is withheld.
fn is_heading_of_part_two(title: &str) -> bool {
    let agenda = json!({ "agenda": [{ "kind": "heading", "title": title }, { "number": "1" }] });
    !Council::new(&agenda).private().is_empty()
}

#[test]
fn headings_of_part_two() {
    for title in [
        "Part II",
        "PART 2 – EXEMPT",
        "Part B (private)",
        "Part Two",
        "Exempt items",
        "Items not for publication",
        "Closed session",
        "Closed business",
        "Confidential",
        "In camera",
        "Rhan 2",
        "Rhan II: eitemau eithriedig",
        "Excluded items",
        "Restricted papers",
        "Schedule 12A business",
        "Pt II",
    ] {
        assert!(is_heading_of_part_two(title), "{title}");
    }
    for title in [
        "Part I",
        "Part 1 – public",
        "Exempt accommodation",
        "Confidential reporting policy",
        "Exclusion of the press and public",
        "Part 2: highways programme",
        "Private rented sector",
        "Closed roads",
        "The public",
        "",
    ] {
        assert!(!is_heading_of_part_two(title), "{title}");
    }
}

#[test]
fn the_heading_of_the_first_part_ends_the_second() {
    for (title, ends) in [
        ("Part I", true),
        ("Part 1: reports", true),
        ("Part A", true),
        ("Public business", true),
        ("Open business", true),
        ("Public items", true),
        ("Part", false),
        ("Property", false),
        ("The public business", false),
    ] {
        let agenda = json!({ "agenda": [
            { "kind": "heading", "title": "Part II" },
            { "kind": "heading", "title": title },
            { "number": "1" },
        ] });
        assert_eq!(Council::new(&agenda).private().is_empty(), ends, "{title}");
    }
}

#[test]
fn statuses() {
    let is_private = |status: &str| {
        let issues = json!({ "issues": [{ "ref": "A1", "title": "Sale", "status": status }] });
        !Council::new(&issues).private().is_empty()
    };
    for status in [
        "Exempt",
        "In progress (exempt)",
        "In progress – exempt",
        "In progress - exempt",
        "In progress: not for publication",
        "Open; confidential",
        "Open, private",
        "[Part 2]",
    ] {
        assert!(is_private(status), "{status}");
    }
    for status in ["Exempt from call-in", "Part 2 complete", "Restricted by budget", "Open"] {
        assert!(!is_private(status), "{status}");
    }
}

#[test]
fn the_resolution_to_exclude_the_public_is_public() {
    for (title, is_public) in [
        ("Exclusion of the press and public", true),
        ("Excluding the public from the meeting", true),
        ("Resolution to exclude the press and public", true),
        ("Exclusion of the press", false),
        ("Public lavatories", false),
        ("Exclusion of the public from Mill Lane", false),
        ("The public", false),
    ] {
        let tables = json!({
            "agenda": [{ "number": "3", "title": "Lease", "exempt-paragraphs": 3 }],
            "minutes": { "items": [{ "title": title, "paragraphs": ["Resolved."] }] },
        });
        let council = Council::new(&tables);
        let is_withheld = council.private().iter().any(|row| row.starts_with("items"));
        assert_eq!(!is_withheld, is_public, "{title}");
    }
}
