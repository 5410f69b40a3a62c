//! Decisions that bodies are told of: those under special urgency, which are reported to the Council, and those by
//! officers, which are reported to the executive.

use crate::support::Case;
use crate::support::pdf::Pdf;

/// Returns a council with two meetings of the Council and two of the Cabinet, and with decisions.
fn council(nation: &str, decisions: &str) -> Case {
    Case::empty()
        .file("council.json", format!(r#"{{ "name": "Ashby Vale Council", "nation": "{nation}", "contact": {{ "name": "Ines Coldwell" }} }}"#))
        .file("bodies.csv", "id,name,type\ncouncil,Council,council\ncabinet,Cabinet,executive\nlanes,Lanes Committee,executive\n")
        .file("members.csv", "body,name,role,office\ncabinet,Odo Finch,leader,Leader of the Council\ncabinet,Lettice Marr,member,Cabinet Member for Lanes\n")
        .file(
            "meetings.csv",
            "meeting,body,date,time,venue,status\n\
             council-2025-12-09,council,2025-12-09,19:00,Hall,held\n\
             cabinet-2026-01-06,cabinet,2026-01-06,19:00,Hall,held\n\
             lanes-2026-01-20,lanes,2026-01-20,19:00,Hall,held\n\
             council-2026-02-10,council,2026-02-10,19:00,Hall,scheduled\n\
             cabinet-2026-02-17,cabinet,2026-02-17,19:00,Hall,scheduled\n",
        )
        .file(
            "issues.json",
            r#"[
  { "ref": "AV/1", "title": "Mill Bridge", "summary": "The bridge leans.", "key": "yes", "maker": ["Cabinet Member for Lanes"],
    "special-urgency": { "published": "2025-12-08", "agreed-by": "Dilip Marsh, Chair of Scrutiny", "agreed-on": "2025-12-08", "reason": "It leans more each day." } },
  { "ref": "AV/3", "title": "Wall", "summary": "The wall leans too.", "key": "yes", "maker": ["Cabinet Member for Lanes"],
    "documents": ["ocelot"], "private-paragraphs": [3], "private-reason": "The builder asked.",
    "special-urgency": { "published": "2025-12-08", "agreed-by": "Dilip Marsh, Chair of Scrutiny", "agreed-on": "2025-12-08", "reason": "Lorries pass." } },
  { "ref": "AV/2", "title": "Salt", "key": "no", "maker": ["Cabinet Member for Lanes"] }
]"#,
        )
        .file("decisions.csv", format!("ref,issue,title,date,makers,decision,reasons,alternatives,interests,dispensations,exempt-paragraphs,exempt-reason,public-summary\n{decisions}"))
}

/// Returns a row of a decision; its words are `zebu` where it is exempt.
fn decision(reference: &str, issue: &str, date: &str, maker: &str, paragraph: &str) -> String {
    let words = if paragraph.is_empty() { "That it be mended." } else { "zebu" };
    let public =
        if paragraph.is_empty() { "," } else { "The builder asked.,It will be mended soon." };
    format!(
        "{reference},{issue},Of {reference},{date},{maker},{words},{words},{words},None,None,{paragraph},{public}\n"
    )
}

/// Returns the documents of a kind that are made.
fn made(case: &Case, kind: &str) -> Vec<String> {
    case.run(["build", "--data", ".", "--kind", kind, "--today", "2026-02-01"]).code(0);
    let public = case.path("output/public");
    let folders = [
        "council-2025-12-09",
        "council-2026-02-10",
        "cabinet-2026-01-06",
        "cabinet-2026-02-17",
        "lanes-2026-01-20",
    ];
    let has = |folder: &&str| public.join(folder).join(format!("{kind}.pdf")).exists();
    folders.into_iter().filter(has).map(str::to_owned).collect()
}

fn text(case: &Case, document: &str) -> String {
    Pdf::read(&case.read(&format!("output/public/{document}"))).text()
}

const MEMBER: &str = "Cabinet Member for Lanes";

#[test]
fn the_council_is_told_of_each_decision_under_special_urgency_once() {
    let rows = [
        decision("D1", "AV/1", "2025-12-08", MEMBER, ""),
        // On the day of a meeting nothing is reported to it.
        decision("D2", "AV/1", "2025-12-09", MEMBER, ""),
        decision("D3", "AV/3", "2026-02-09", MEMBER, "3"),
        decision("D4", "AV/1", "2026-02-10", MEMBER, ""),
        decision("D5", "AV/2", "2026-01-10", MEMBER, ""),
    ];
    let case = council("england", &rows.concat());
    let kind = "special-urgency-report";
    assert_eq!(made(&case, kind), ["council-2025-12-09", "council-2026-02-10"]);
    let first = text(&case, "council-2025-12-09/special-urgency-report.pdf");
    assert!(first.contains("Of D1") && !first.contains("Of D2"), "{first}");
    let second = text(&case, "council-2026-02-10/special-urgency-report.pdf");
    for expected in [
        "the meeting of 9 December 2025",
        "Odo Finch, Leader of the Council",
        "Of D2",
        "Lettice Marr (Cabinet Member for Lanes)",
        "The bridge leans.",
        "That it be mended.",
        "It leans more each day.",
        "Agreed by Dilip Marsh, Chair of Scrutiny on Monday 8 December 2025",
        "Of D3",
        "It will be mended soon.",
        "Lorries pass.",
    ] {
        assert!(second.contains(expected), "{expected}\n{second}");
    }
    for other in ["Of D1", "Of D4", "Of D5", "zebu", "ocelot"] {
        assert!(!second.contains(other), "{other}\n{second}");
    }
}

#[test]
fn only_english_councils_with_an_executive_report_special_urgency() {
    let rows = decision("D2", "AV/1", "2026-01-09", MEMBER, "");
    assert_eq!(made(&council("england", &rows), "special-urgency-report"), ["council-2026-02-10"]);
    assert!(made(&council("wales", &rows), "special-urgency-report").is_empty());
    let committees = r#"{ "name": "Ashby Vale Council", "governance": "committee" }"#;
    let case = council("england", &rows).file("council.json", committees);
    assert!(made(&case, "special-urgency-report").is_empty());
}

#[test]
fn a_report_that_is_a_paper_says_that_there_was_none() {
    let case = council("england", "")
        .file("agenda.csv", "meeting,number,title\ncouncil-2026-02-10,1,Urgent decisions\n")
        .file("documents.csv", "meeting,number,title,file\ncouncil-2026-02-10,1,Urgent decisions,special-urgency-report:council-2026-02-10\n");
    assert_eq!(made(&case, "special-urgency-report"), ["council-2026-02-10"]);
    let found = text(&case, "council-2026-02-10/special-urgency-report.pdf");
    let none = "No executive decision was taken under special urgency since the meeting of Tuesday 9 December 2025.";
    assert!(found.contains(none), "{found}");
    case.run(["build", "--data", ".", "--kind", "public-pack", "--today", "2026-02-01"]).code(0);
    assert!(text(&case, "council-2026-02-10/public-pack.pdf").contains(none));
}

#[test]
fn decisions_that_no_meeting_of_the_council_heard_of_in_a_year_are_reported() {
    let checked = |date: &str, today: &str| {
        let case = council("england", &decision("D2", "AV/1", date, MEMBER, ""));
        case.run(["check", "--data", ".", "--today", today]).stderr().to_owned()
    };
    let code = "warning[decision/urgency-not-reported]";
    let late = checked("2026-02-10", "2027-02-11");
    assert!(
        late.contains(code) && late.contains("D2 was taken under special urgency on"),
        "{late}"
    );
    // The year is not over yet.
    assert!(!checked("2026-02-10", "2027-02-10").contains(code));
    // The Council met.
    assert!(!checked("2026-02-09", "2027-02-11").contains(code));
    let wales = council("wales", &decision("D2", "AV/1", "2026-02-10", MEMBER, ""));
    let wales = wales.run(["check", "--data", ".", "--today", "2027-02-11"]).stderr().to_owned();
    assert!(!wales.contains(code), "{wales}");
}

#[test]
fn the_executive_is_told_of_decisions_by_officers() {
    let rows = [
        decision("D1", "", "2026-01-06", "Clerk of Works", ""),
        decision("D2", "", "2026-02-16", "Director of Lanes", "1"),
        decision("D3", "", "2026-02-17", "Clerk of Works", ""),
        decision("D4", "", "2026-01-10", MEMBER, ""),
    ];
    let case = council("england", &rows.concat());
    assert_eq!(made(&case, "officer-decisions"), ["cabinet-2026-02-17"]);
    let found = text(&case, "cabinet-2026-02-17/officer-decisions.pdf");
    for expected in [
        "Of D1",
        "Clerk of Works",
        "That it be mended.",
        "Of D2",
        "Director of Lanes",
        "It will be mended soon.",
    ] {
        assert!(found.contains(expected), "{expected}\n{found}");
    }
    for other in ["Of D3", "Of D4", "zebu"] {
        assert!(!found.contains(other), "{other}\n{found}");
    }
    let committees = r#"{ "name": "Ashby Vale Council", "governance": "committee" }"#;
    let case = council("england", &rows[0]).file("council.json", committees);
    assert_eq!(made(&case, "officer-decisions"), ["council-2026-02-10"]);
}
