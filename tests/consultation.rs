//! Meetings at which issues are consulted on: the plan prints their days, and `check` notices those that don't fit.

use crate::support::Case;
use crate::support::pdf::Pdf;

/// Returns a council with an issue that is consulted on at these meetings.
fn council(consulted_at: &str, due: &str) -> Case {
    Case::empty()
        .file("council.json", r#"{ "name": "Ashby Vale Council", "contact": { "name": "Ines Coldwell" } }"#)
        .file("bodies.csv", "id,name,type\nscrutiny,Scrutiny Committee,scrutiny\ncabinet,Cabinet,executive\n")
        .file(
            "meetings.csv",
            "meeting,body,date,time,venue,status,new-date,status-reason\n\
             scrutiny-2026-01-20,scrutiny,2026-01-20,19:00,Hall,held,,\n\
             scrutiny-2026-02-17,scrutiny,2026-02-17,19:00,Hall,postponed,2026-02-24,Snow\n\
             scrutiny-2026-02-24,scrutiny,2026-02-24,19:00,Hall,scheduled,,\n\
             scrutiny-2026-03-17,scrutiny,2026-03-17,19:00,Hall,cancelled,,No business\n",
        )
        .file(
            "issues.csv",
            format!("ref,title,key,maker,due,first-published,consulted-at\nAV/1,Lamps,yes,cabinet,{due},2026-01-05,{consulted_at}\n"),
        )
}

/// Returns what `check` prints.
fn checked(consulted_at: &str, due: &str) -> String {
    let case = council(consulted_at, due);
    case.run(["check", "--data", ".", "--today", "2026-01-10"]).stderr().to_owned()
}

#[test]
fn the_plan_prints_the_days_of_meetings() {
    let case =
        council("scrutiny-2026-01-20; scrutiny-2026-02-17; scrutiny-2026-03-17", "April 2026");
    case.run(["build", "--data", ".", "--kind", "forward-plan", "--today", "2026-01-10"]);
    let found = Pdf::read(&case.read("output/public/forward-plan/2026-01/forward-plan.pdf")).text();
    for expected in [
        "Scrutiny Committee on Tuesday 20 January 2026",
        "Scrutiny Committee on Tuesday 17 February 2026 (postponed to 24 February 2026)",
        "Scrutiny Committee on Tuesday 17 March 2026 (cancelled)",
    ] {
        assert!(found.contains(expected), "{expected}\n{found}");
    }
}

#[test]
fn meetings_that_are_moved_or_cancelled_are_noticed() {
    let code = "warning[consultation/not-held]";
    let moved = checked("scrutiny-2026-02-17", "April 2026");
    assert!(
        moved.contains(code) && moved.contains("name `scrutiny-2026-02-24`, its new day"),
        "{moved}"
    );
    let cancelled = checked("scrutiny-2026-03-17", "April 2026");
    assert!(
        cancelled.contains(code) && cancelled.contains("that meeting is cancelled"),
        "{cancelled}"
    );
    let held = checked("scrutiny-2026-01-20; scrutiny-2026-02-24", "April 2026");
    assert!(!held.contains("consultation/"), "{held}");
    let unknown = checked("scrutiny-2026-04-20", "April 2026");
    assert!(unknown.contains("error[data/unknown-reference]: there is no meeting"), "{unknown}");
}

#[test]
fn meetings_after_the_decision_are_noticed() {
    let code = "warning[consultation/too-late]";
    let late = checked("scrutiny-2026-02-24", "23 February 2026");
    assert!(
        late.contains(code) && late.contains("the decision is due by 23 February 2026"),
        "{late}"
    );
    for due in ["24 February 2026", "February 2026", "TBC"] {
        let found = checked("scrutiny-2026-02-24", due);
        assert!(!found.contains("consultation/"), "{found}");
    }
    let case = council("scrutiny-2026-02-24", "April 2026").file(
        "decisions.csv",
        "ref,issue,date,makers,decision\nD1,AV/1,2026-02-02,Cabinet,That it be lit.\n",
    );
    let taken = case.run(["check", "--data", ".", "--today", "2026-01-10"]).stderr().to_owned();
    assert!(taken.contains(code) && taken.contains("the decision was taken on"), "{taken}");
}
