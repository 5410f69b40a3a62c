//! Requests in minutes that are tracked nowhere.

use crate::support::Case;

/// Returns what `check` prints of a resolution, with rows of the work programme, of the tracker and of later agendas.
fn checked(resolution: &str, planned: &str, tracked: &str, later: &str) -> String {
    let case = Case::empty()
        .file("council.json", r#"{ "name": "Ashby Vale Council", "minute-numbering": { "number": "{n}." } }"#)
        .file("bodies.csv", "id,name,type\nscrutiny,Scrutiny Committee,scrutiny\nhomes,Homes Committee,scrutiny\n")
        .file(
            "meetings.csv",
            "meeting,body,date,time,venue,status\n\
             scrutiny-2026-01-20,scrutiny,2026-01-20,19:00,Hall,held\n\
             scrutiny-2026-03-17,scrutiny,2026-03-17,19:00,Hall,scheduled\n",
        )
        .file(
            "agenda.csv",
            format!("meeting,number,title\nscrutiny-2026-01-20,1,Repairs of lanes\nscrutiny-2026-01-20,2,Baths\n{later}"),
        )
        .file(
            "minutes/scrutiny-2026-01-20.json",
            format!(
                r#"{{ "first-number": 7, "present": ["Odo Finch"], "items": [
                    {{ "item": "1", "paragraphs": [{{ "resolution": {{ "formula": "Resolved – that the Committee", "text": "{resolution}" }} }}] }},
                    {{ "item": "2", "paragraphs": ["They were warm."] }} ] }}"#
            ),
        )
        .file("work-programme.csv", format!("body,date,item\n{planned}"))
        .file("resolutions.csv", format!("meeting,minute,text\nscrutiny-2026-01-20,8,Heat the baths.\n{tracked}"));
    case.run(["check", "--data", ".", "--today", "2026-02-02"]).stderr().to_owned()
}

const CODE: &str = "warning[minutes/untracked-request]";
const REQUEST: &str =
    r"1. notes the report; and\n2. requests a further report on the kerbs of Mill Lane in June.";

#[test]
fn a_request_that_is_tracked_nowhere_is_reported() {
    let found = checked(REQUEST, "", "", "");
    for expected in [
        CODE,
        "the Scrutiny Committee asked for something in minute 7 that is in neither its work programme nor its tracker",
        "‘requests a further report on the kerbs of Mill Lane in June.’",
        "minutes/scrutiny-2026-01-20.json",
        "`meeting` scrutiny-2026-01-20 and `minute` 7",
    ] {
        assert!(found.contains(expected), "{expected}\n{found}");
    }
    assert_eq!(found.matches(CODE).count(), 1, "{found}");
    // Another committee's programme, an item that is past, and one on something else do not help.
    let planned = "homes,June 2026,Kerbs of Mill Lane\nscrutiny,December 2025,Kerbs of Mill Lane\nscrutiny,June 2026,Kerbs in town\n";
    assert!(checked(REQUEST, planned, "", "").contains(CODE));
}

#[test]
fn a_request_that_is_tracked_is_not() {
    assert!(!checked(REQUEST, "scrutiny,June 2026,Mill Lane: its kerbs\n", "", "").contains(CODE));
    assert!(!checked(REQUEST, "scrutiny,TBC,Kerbs in Mill Lane\n", "", "").contains(CODE));
    // A follow-up of the minute counts, whatever it says; one of another minute where it is about the same.
    assert!(!checked(REQUEST, "", "scrutiny-2026-01-20,7,See to it.\n", "").contains(CODE));
    assert!(
        !checked(REQUEST, "", "scrutiny-2026-01-20,8,Report on kerbs in Mill Lane.\n", "")
            .contains(CODE)
    );
    let later = "scrutiny-2026-03-17,1,Kerbs of Mill Lane\n";
    assert!(!checked(REQUEST, "", "", later).contains(CODE));
    assert!(!checked("notes the report, and thanks its author.", "", "", "").contains(CODE));
}

#[test]
fn a_request_without_a_subject_is_about_its_item() {
    let request = "asks for an update in June.";
    assert!(checked(request, "", "", "").contains(CODE));
    assert!(!checked(request, "scrutiny,June 2026,Repairs of lanes\n", "", "").contains(CODE));
}

#[test]
fn nothing_is_reported_where_a_council_tracks_nothing() {
    let case = Case::empty()
        .file("council.json", r#"{ "name": "Ashby Vale Council" }"#)
        .file("bodies.csv", "id,name,type\nscrutiny,Scrutiny Committee,scrutiny\n")
        .file("meetings.csv", "meeting,body,date,status\nscrutiny-2026-01-20,scrutiny,2026-01-20,held\n")
        .file(
            "minutes/scrutiny-2026-01-20.json",
            r#"{ "first-number": 7, "items": [{ "title": "Lamps", "paragraphs": ["Resolved – that the Committee asks for a further report on lamps."] }] }"#,
        );
    let found = case.run(["check", "--data", ".", "--today", "2026-02-02"]).stderr().to_owned();
    assert!(!found.contains(CODE), "{found}");
    let tracking = case.file("work-programme.csv", "body,date,item\nscrutiny,June 2026,Baths\n");
    let found = tracking.run(["check", "--data", ".", "--today", "2026-02-02"]).stderr().to_owned();
    assert!(found.contains(CODE), "{found}");
}
