//! Work programmes: what became of their items by agendas and minutes, what rows say of the others, and what contradicts.

use crate::support::Case;
use crate::support::pdf::Pdf;

const COLUMNS: &str = "body,date,item,issue,outcome,moved-to,why\n";

/// Returns a council with a committee, its meetings and its work programme.
fn council(rows: &str) -> Case {
    Case::empty()
        .file("council.json", r#"{ "name": "Ashby Vale Council", "minute-numbering": { "number": "{n}." } }"#)
        .file("bodies.csv", "id,name,type\nscrutiny,Scrutiny Committee,scrutiny\ncabinet,Cabinet,executive\n")
        .file(
            "meetings.csv",
            "meeting,body,date,time,venue,status\n\
             scrutiny-2026-01-20,scrutiny,2026-01-20,19:00,Hall,held\n\
             cabinet-2026-02-03,cabinet,2026-02-03,19:00,Hall,held\n\
             scrutiny-2026-02-17,scrutiny,2026-02-17,19:00,Hall,cancelled\n\
             scrutiny-2026-03-17,scrutiny,2026-03-17,19:00,Hall,scheduled\n",
        )
        .file(
            "agenda.csv",
            "meeting,number,part,title,issue,exempt-paragraphs,exempt-reason\n\
             scrutiny-2026-01-20,1,,Lamps,AV/1,,\n\
             scrutiny-2026-01-20,2,,Lanes,AV/2,,\n\
             scrutiny-2026-01-20,3,II,Land,AV/6,3,The owner asked.\n\
             cabinet-2026-02-03,1,,Gates,AV/3,,\n\
             scrutiny-2026-02-17,1,,Gates,AV/3,,\n\
             scrutiny-2026-03-17,1,,Walls,AV/4,,\n",
        )
        .file(
            "minutes/scrutiny-2026-01-20.json",
            r#"{ "first-number": 7, "present": ["Odo Finch"], "items": [
                { "item": "1", "paragraphs": ["All were lit."] },
                { "item": "2", "exclusion": "not-reached", "paragraphs": ["The item was not reached."] } ] }"#,
        )
        .file("issues.csv", "ref,title\nAV/1,Lamps\nAV/2,Lanes\nAV/3,Gates\nAV/4,Walls\nAV/5,Wells\nAV/6,Land\n")
        .file("work-programme.csv", format!("{COLUMNS}{rows}"))
}

/// Returns what `check` prints of a work programme.
fn checked(rows: &str) -> String {
    council(rows).run(["check", "--data", ".", "--today", "2026-03-02"]).stderr().to_owned()
}

fn text(rows: &str) -> String {
    let case = council(rows);
    case.run(["build", "--data", ".", "--kind", "work-programme", "--today", "2026-03-02"]);
    Pdf::read(&case.read("output/public/bodies/scrutiny/work-programme.pdf")).text()
}

#[test]
fn what_became_of_an_item_is_told_by_agendas_and_minutes() {
    let found = text(
        "scrutiny,20 January 2026,The lamps,AV/1,,,\n\
         scrutiny,10 February 2026,Lamps again,AV/1,,,\n\
         scrutiny,January 2026,The walls,AV/4,moved,March 2026,The mason was ill.\n\
         scrutiny,17 March 2026,Walls on the day,AV/4,,,\n\
         scrutiny,January 2026,The lanes,AV/2,,,\n\
         scrutiny,February 2026,The gates,AV/3,,,\n\
         scrutiny,January 2026,The land,AV/6,,,\n",
    );
    for expected in [
        "The lamps (AV/1) Taken on 20 January 2026, minute 7.",
        // It was on the agenda three weeks before, which is not near enough.
        "Lamps again (AV/1) |",
        "The walls (AV/4) Moved to 17 March 2026. The mason was ill.",
        "Walls on the day (AV/4) On the agenda of 17 March 2026.",
        // It was not reached, another body had it, its meeting was cancelled, or the public may not know.
        "The lanes (AV/2) |",
        "The gates (AV/3) |",
        "The land (AV/6) |",
    ] {
        assert!(found.replace('\n', " ").contains(expected), "{expected}\n{found}");
    }
}

#[test]
fn rows_say_what_became_of_items_that_are_on_no_agenda() {
    let found = text(
        "scrutiny,January 2026,Ponds,,taken,,\n\
         scrutiny,January 2026,Wells,AV/5,moved,June 2026,The survey was late.\n\
         scrutiny,TBC,Kerbs,,dropped,,Another council did it.\n",
    );
    for expected in [
        "Ponds Taken.",
        "Wells (AV/5) Moved to June 2026. The survey was late.",
        "Kerbs Dropped. Another council did it.",
    ] {
        assert!(found.replace('\n', " ").contains(expected), "{expected}\n{found}");
    }
}

#[test]
fn outcomes_that_agendas_contradict_are_reported() {
    let code = "warning[work-programme/contradicted]";
    for (row, message) in [
        (
            "January 2026,Wells,AV/5,taken,,",
            "no agenda of `scrutiny` at or after that time has the issue AV/5",
        ),
        ("March 2026,Walls,AV/4,taken,,", "is on 17 March 2026 and not yet held"),
        (
            "June 2026,Ponds,,taken,,",
            "`meetings` has no meeting of `scrutiny` about that time that has been held",
        ),
        ("January 2026,Lamps,AV/1,dropped,,No time.", "is on the agenda of scrutiny-2026-01-20"),
        (
            "January 2026,Lamps,AV/1,moved,June 2026,No time.",
            "is on the agenda of scrutiny-2026-01-20",
        ),
        ("January 2026,Ponds,,,June 2026,No time.", "has `moved-to`, and `outcome` is empty"),
        ("TBC,Ponds,,dropped,June 2026,No time.", "was dropped, and `moved-to` is filled in"),
    ] {
        let found = checked(&format!("scrutiny,{row}\n"));
        assert!(found.contains(code) && found.contains(message), "{row}\n{found}");
    }
    for row in [
        "January 2026,Lamps,AV/1,taken,,",
        "February 2026,Walls,AV/4,moved,March 2026,No time.",
        "January 2026,Ponds,,taken,,",
        "TBC,Ponds,,dropped,,No time.",
    ] {
        let found = checked(&format!("scrutiny,{row}\n"));
        assert!(!found.contains("work-programme/"), "{row}\n{found}");
    }
}

#[test]
fn items_are_not_dropped_or_moved_without_a_reason() {
    for (row, missing) in [
        ("TBC,Ponds,,dropped,,", "was dropped, and `why` is empty"),
        ("January 2026,Ponds,,moved,June 2026,", "was moved, and `why` is empty"),
        ("January 2026,Ponds,,moved,,No time.", "was moved, and `moved-to` is empty"),
        ("January 2026,Ponds,,moved,,", "was moved, and `moved-to` and `why` are empty"),
    ] {
        let found = checked(&format!("scrutiny,{row}\n"));
        let code = "warning[work-programme/no-reason]";
        assert!(found.contains(code) && found.contains(missing), "{row}\n{found}");
    }
}

#[test]
fn an_item_names_an_issue_that_there_is() {
    let found = checked("scrutiny,January 2026,Ponds,AV/9,,,\n");
    assert!(found.contains("error[data/unknown-reference]: there is no issue `AV/9`"), "{found}");
}
