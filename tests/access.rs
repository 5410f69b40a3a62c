//! What must not reach the public whatever an officer wrote where: each case puts a secret word into a place,
//! and no public document, name of a file or open data may hold it.

use crate::support::Case;
use crate::support::pdf::Pdf;

/// The word that nobody outside may read.
const SECRET: &str = "SECRETWORD";

/// Builds, and returns all that the public can read: words, bookmarks and names of files.
fn public(case: &Case) -> String {
    case.run(["build"]).nothing_half_written();
    let mut words = String::new();
    for file in case.files("output/public") {
        words.push_str(&file);
        if file.ends_with(".pdf") {
            let pdf = Pdf::read(&case.read(&format!("output/public/{file}")));
            words.push_str(&pdf.text());
            words.push_str(&pdf.outline.join("\n"));
            words.push_str(&pdf.metadata.title.clone().unwrap_or_default());
        }
    }
    words + case.run(["export", "decisions", "--as", "csv"]).stdout()
}

#[track_caller]
fn check_withheld(case: &Case, code: &str) {
    case.run(["check"]).code(1).stderr_has(code);
    let words = public(case);
    assert!(!words.contains(SECRET), "{words}");
}

#[test]
fn a_column_that_looks_like_a_mark_and_is_none_refuses_its_rows() {
    for name in [
        "exempt-paragraph",
        "Exempt Paragraph(s)",
        "Schedule 12A",
        "Confidential?",
        "Not for publication",
        "ex\u{435}mpt",
        "Part 2",
    ] {
        let case = Case::new()
            .replace(
                "data/agenda.csv",
                "exempt-paragraphs,exempt-reason",
                &format!("{name},exempt-reason"),
            )
            .replace(
                "data/agenda.csv",
                "3,II,Lease of the old library",
                &format!("3,,{SECRET} lease"),
            )
            .replace(
                "data/agenda.csv",
                ",3,The figures would help those who bid against the Council.",
                ",3,",
            );
        check_withheld(&case, "access/unknown-mark");
    }
}

#[test]
fn an_ordinary_column_is_only_ignored() {
    for name in ["comment", "Accommodation", "Partner", "Exemptions policy", "Part of town"] {
        let case = Case::new().replace(
            "data/agenda.csv",
            "title,text,issue",
            &format!("title,{name},issue"),
        );
        case.run(["check"]).code(0).stderr_has("data/unknown-column");
    }
}

/// The small council with an action that follows up a minute, and an exempt minute of that number.
fn with_follow_up(minute: &str) -> Case {
    Case::new()
        .replace(
            "data/minutes/cabinet-2026-01-13.json",
            "\n  ]\n}",
            ",\n    { \"item\": \"3\", \"number\": \"33.\", \"paragraphs\": [\"Let.\"],\n      \
             \"exempt-paragraphs\": [3], \"public-summary\": \"The lease was agreed.\" }\n  ]\n}",
        )
        .file(
            "data/resolutions.csv",
            format!("meeting,minute,text,kind,status\ncabinet-2026-01-13,{minute},Tell {SECRET}.,action,Open\n"),
        )
}

#[test]
fn an_action_of_an_exempt_minute_is_withheld_however_its_number_is_written() {
    for minute in ["33", "33.", "(33)", "Minute 33", "33.1", "", "99"] {
        let words = public(&with_follow_up(minute));
        assert!(!words.contains(SECRET), "{minute}: {words}");
    }
    assert!(public(&with_follow_up("32")).contains(SECRET), "minute 32 is public");
}

#[test]
fn an_action_of_private_business_is_withheld_while_the_minutes_are_not_in() {
    let case = with_follow_up("32").remove("data/minutes/cabinet-2026-01-13.json");
    let words = public(&case);
    assert!(!words.contains(SECRET), "{words}");
}
