//! Reviews and their findings: what is overdue, moved and done since the last report; what others may not see; and
//! what is expected of a peer challenge by which day.

use crate::support::Case;
use crate::support::pdf::Pdf;

const REVIEWS: &str =
    "ref,title,kind,committee,ended,report-published,plan-published,progress-review,readers,note\n";
const FINDINGS: &str =
    "ref,review,text,owner,due,revised,extension,state,done-on,readers,committee,note\n";

/// Returns a council with reviews, and with findings of the second and the third quarter.
fn council(reviews: &str, before: &str, now: &str) -> Case {
    let case = Case::empty()
        .file("council.json", r#"{ "name": "Ashby Vale Council" }"#)
        .file(
            "bodies.csv",
            "id,name,type\naudit,Audit Committee,regulatory\nhomes,Homes Committee,scrutiny\n",
        )
        .file("reviews.csv", format!("{REVIEWS}{reviews}"))
        .file("performance/2025-26-q3/findings.csv", format!("{FINDINGS}{now}"));
    match before {
        "" => case,
        rows => case.file("performance/2025-26-q2/findings.csv", format!("{FINDINGS}{rows}")),
    }
}

const AUDIT: &str = "A1,Rents,internal-audit,audit,2025-06-30,2025-07-15,,,,\n";

/// Returns what `check` prints of findings of one period.
fn checked(reviews: &str, before: &str, now: &str) -> String {
    let case = council(reviews, before, now);
    case.run(["check", "--data", ".", "--today", "2026-01-20"]).stderr().to_owned()
}

/// Returns a document's words.
fn text(case: &Case, document: &str) -> String {
    Pdf::read(&case.read(document)).text()
}

#[test]
fn findings_are_overdue_by_the_date_that_was_first_agreed() {
    let case = council(
        AUDIT,
        "A1-1,A1,Sweep the lanes.,Clerk,2025-09-30,,,open,,,,\n\
         A1-2,A1,Count the lamps.,Clerk,2025-12-31,,,open,,,,\n\
         A1-3,A1,Mend the gate.,Clerk,2025-08-31,,,done,2025-08-20,,,\n",
        "A1-1,A1,Sweep the lanes.,Clerk,2025-09-30,2025-11-30; 2026-02-28,2026-04-30,in-progress,,,,\n\
         A1-2,A1,Count the lamps.,Clerk,2025-12-31,,,open,,,,\n\
         A1-3,A1,Mend the gate.,Clerk,2025-08-31,,,done,2025-08-20,,,\n\
         A1-4,A1,Paint the gate.,Clerk,2025-10-31,2025-10-01,,done,2025-10-02,,,\n",
    );
    case.run(["build", "--data", ".", "--kind", "assurance", "--today", "2026-01-20"]).code(0);
    let found = text(&case, "output/public/performance/2025-26-q3/assurance.pdf");
    for expected in [
        "2, of which 1 is overdue",
        "2 times, of 1 finding that is still to be dealt with",
        "92 days over",
        "moved twice",
        "first due 30 September 2025",
        "then 30 November 2025, then 28 February 2026",
        "A1-1 | 30 September 2025 | 28 February 2026 | 30 April 2026",
        "Rents | 4 | 1 | 1 | 1 | 1 | 0",
    ] {
        assert!(found.contains(expected), "{expected}\n{found}");
    }
    let (overdue, rest) = found.split_once("To be dealt with\n").unwrap();
    assert!(overdue.contains("Sweep the lanes.") && !overdue.contains("Count the lamps."));
    // On its last day nothing is overdue.
    assert!(rest.contains("Count the lamps."), "{rest}");
    assert!(rest.contains("Paint the gate.") && !found.contains("Mend the gate."), "{found}");
}

#[test]
fn each_committee_gets_its_findings_and_they_can_be_a_paper() {
    let now = "A1-1,A1,Sweep the lanes.,Clerk,2026-03-31,,,open,,,,\n\
               A1-2,A1,Let the empty homes.,Clerk,2026-03-31,,,open,,,homes,\n";
    let case = council(AUDIT, "", now)
        .file("meetings.csv", "meeting,body,date,time,venue,published-at\naudit-2026-02-10,audit,2026-02-10,18:00,Hall,2026-02-02\n")
        .file("agenda.csv", "meeting,number,title\naudit-2026-02-10,1,Findings\n")
        .file("documents.csv", "meeting,number,title,file\naudit-2026-02-10,1,Findings of the quarter,assurance:2025-26-q3/audit\n");
    case.run(["build", "--data", ".", "--today", "2026-01-20"]).code(0);
    let folder = "output/public/performance/2025-26-q3";
    let whole = text(&case, &format!("{folder}/assurance.pdf"));
    let audit = text(&case, &format!("{folder}/assurance-audit.pdf"));
    let homes = text(&case, &format!("{folder}/assurance-homes.pdf"));
    let has =
        |text: &str| (text.contains("Sweep the lanes."), text.contains("Let the empty homes."));
    assert_eq!(
        [has(&whole), has(&audit), has(&homes)],
        [(true, true), (true, false), (false, true)]
    );
    let pack = text(&case, "output/public/audit-2026-02-10/public-pack.pdf");
    assert_eq!(has(&pack), (true, false), "{pack}");
    // Where one committee sees to all of them, its report is the whole one.
    let one = council(AUDIT, "", "A1-1,A1,Sweep the lanes.,Clerk,2026-03-31,,,open,,,,\n");
    one.run(["build", "--data", "."]).code(0);
    assert!(!one.path(&format!("{folder}/assurance-audit.pdf")).exists());
}

#[test]
fn internal_findings_are_for_members_and_officers_only() {
    let reviews = format!(
        "{AUDIT}A2,Two suppliers zebu,internal-audit,audit,2025-09-30,,,,internal,ocelot\n"
    );
    let case = council(
        &reviews,
        "",
        "A1-1,A1,Sweep the lanes.,Clerk,2026-03-31,,,open,,,,ocelot\n\
         A1-2,A1,Look at zebu.,Clerk,2026-03-31,,,open,,internal,,\n\
         A2-1,A2,Ring zebu.,Clerk,2026-03-31,,,open,,,,\n",
    );
    case.run(["build", "--data", "."]).code(0);
    let folder = "performance/2025-26-q3";
    let public = text(&case, &format!("output/public/{folder}/assurance.pdf"));
    assert!(public.contains("Sweep the lanes."));
    for hidden in ["zebu", "ocelot", "A1-2", "A2"] {
        assert!(!public.contains(hidden), "{hidden}: {public}");
    }
    assert!(public.contains("Rents | 1 | 0 | 0 | 0 | 1 | 0"), "{public}");
    let internal = text(&case, &format!("output/restricted/{folder}/internal-assurance.pdf"));
    for shown in ["Look at zebu.", "Ring zebu.", "Two suppliers zebu", "Not for publication."] {
        assert!(internal.contains(shown), "{shown}: {internal}");
    }
    assert!(!internal.contains("ocelot"), "notes for officers are in no document");
    // Where there is nothing internal, there is one document.
    let open = council(AUDIT, "", "A1-1,A1,Sweep the lanes.,Clerk,2026-03-31,,,open,,,,\n");
    open.run(["build", "--data", "."]).code(0);
    assert!(!open.path("output/restricted/performance").exists());
}

#[test]
fn what_is_expected_of_a_peer_challenge_is_counted_to_the_day() {
    let warnings = |dates: &str, today: &str| {
        let row = format!("P1,Peer challenge,peer-challenge,audit,{dates},,\n");
        let case = council(&row, "", "P1-1,P1,Sweep the lanes.,Clerk,2026-03-31,,,open,,,,\n");
        let found = case.run(["check", "--data", ".", "--today", today]).stderr().to_owned();
        found.matches("assurance/expected").count()
    };
    // Ended, report, plan, review of progress. The last day is in time, the day after it is not.
    assert_eq!(warnings("2025-03-14,2025-06-14,2025-08-14,2026-03-14", "2026-06-01"), 0);
    assert_eq!(warnings("2025-03-14,2025-06-15,2025-08-14,2026-03-14", "2026-06-01"), 1);
    assert_eq!(warnings("2025-03-14,2025-06-14,2025-08-15,2026-03-14", "2026-06-01"), 1);
    assert_eq!(warnings("2025-03-14,2025-06-14,2025-08-14,2026-03-15", "2026-06-01"), 1);
    // What is empty is late the day after its last day.
    assert_eq!(warnings("2025-03-14,,,", "2025-06-14"), 0);
    assert_eq!(warnings("2025-03-14,,,", "2025-06-15"), 1);
    assert_eq!(warnings("2025-03-14,,,", "2025-08-15"), 2);
    assert_eq!(warnings("2025-03-14,,,", "2026-03-15"), 3);
    // A month without that day ends it.
    assert_eq!(warnings("2025-11-30,2026-02-28,,", "2026-03-02"), 0);
    assert_eq!(warnings("2025-11-30,2026-03-01,,", "2026-03-02"), 1);
    // Nothing is expected of other reviews.
    assert!(
        !checked("A1,Rents,internal-audit,audit,2024-06-30,2025-07-15,,,,\n", "", "")
            .contains("assurance/expected")
    );
    let row =
        "P1,Peer challenge,peer-challenge,audit,2025-03-14,2025-06-15,2025-08-14,2026-03-14,,\n";
    let found = checked(row, "", "");
    assert!(found.contains("was due by 14 June 2025, 3 months after its last day, 14 March 2025: it was on 15 June 2025"), "{found}");
}

#[test]
fn doubts_about_findings_are_warnings() {
    let cases = [
        ("assurance/unowned", "", "A1-1,A1,Sweep.,,2026-03-31,,,open,,,,\n"),
        ("assurance/unowned", "", "A1-1,A1,Sweep.,Clerk,,,,in-progress,,,,\n"),
        ("assurance/done-when", "", "A1-1,A1,Sweep.,,,,,done,,,,\n"),
        ("assurance/extension", "", "A1-1,A1,Sweep.,Clerk,2026-03-31,,2026-03-31,open,,,,\n"),
        (
            "assurance/extension",
            "",
            "A1-1,A1,Sweep.,Clerk,2025-09-30,,2026-03-31,done,2025-11-03,,,\n",
        ),
        (
            "assurance/gone",
            "A1-1,A1,Sweep.,Clerk,2026-03-31,,,open,,,,\n",
            "A1-2,A1,Paint.,Clerk,2026-03-31,,,open,,,,\n",
        ),
        (
            "assurance/due-moved",
            "A1-1,A1,Sweep.,Clerk,2025-12-31,,,open,,,,\n",
            "A1-1,A1,Sweep.,Clerk,2026-03-31,,,open,,,,\n",
        ),
    ];
    for (code, before, now) in cases {
        let found = checked(AUDIT, before, now);
        assert!(found.contains(&format!("warning[{code}]")), "{code}: {found}");
        assert_eq!(found.matches("warning[").count(), 1, "{found}");
    }
    let accepted = [
        ("", "A1-1,A1,Sweep.,Clerk,2026-03-31,,2026-04-30,open,,,,\n"),
        ("", "A1-1,A1,Sweep.,,,,,superseded,,,,\n"),
        (
            "A1-1,A1,Sweep.,Clerk,2026-03-31,,,done,2025-09-03,,,\n",
            "A1-2,A1,Paint.,Clerk,2026-03-31,,,open,,,,\n",
        ),
        (
            "A1-1,A1,Sweep.,Clerk,2025-12-31,,,open,,,,\n",
            "A1-1,A1,Sweep.,Clerk,2025-12-31,2026-03-31,,done,,,,\n",
        ),
    ];
    for (before, now) in accepted {
        let found = checked(AUDIT, before, now);
        assert!(found.contains("no faults"), "{before}{now}{found}");
    }
}

#[test]
fn contradictions_of_reviews_and_findings_refuse_the_report() {
    let good = "A1-1,A1,Sweep.,Clerk,2026-03-31,,,open,,,,\n";
    let cases = [
        (AUDIT, "A1-1,A9,Sweep.,Clerk,2026-03-31,,,open,,,,\n", "there is no review `A9`"),
        (AUDIT, "A1-1,A1,Sweep.,Clerk,2026-03-31,,,open,,,lanes,\n", "there is no body `lanes`"),
        (
            AUDIT,
            "A1-1,A1,Sweep.,Clerk,2026-03-31,,,open,2025-11-03,,,\n",
            "`done-on` says when it was done",
        ),
        (AUDIT, "A1-1,A1,Sweep.,Clerk,2026-03-31,,,done,2026-01-03,,,\n", "after 31 December 2025"),
        (AUDIT, &format!("{good}{good}"), "the finding `A1-1` is given twice"),
        (&format!("{AUDIT}{AUDIT}"), good, "the review `A1` is given twice"),
        ("A1,Rents,internal-audit,lanes,2025-06-30,,,,,\n", good, "there is no body `lanes`"),
        (
            "A1,Rents,internal-audit,audit,2025-06-30,2025-06-03,,,,\n",
            good,
            "before it began on 30 June 2025",
        ),
    ];
    for (reviews, now, message) in cases {
        let case = council(reviews, "", now);
        let run = case.run(["build", "--data", ".", "--today", "2026-01-20"]).code(1);
        assert!(run.stderr().contains(message), "{message}: {}", run.stderr());
        assert!(!case.path("output/public/performance/2025-26-q3/assurance.pdf").exists());
    }
}
