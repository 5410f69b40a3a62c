//! Trackers: what minutes say is in them without being typed again, dates that slip, and what stays private.

use crate::support::Case;
use crate::support::pdf::Pdf;

const MINUTES: &str = r#"{ "first-number": 7, "present": ["Odo Finch"], "items": [
    { "item": "1", "paragraphs": [{ "text": "All were lit.", "actions": [
        { "owner": "Clerk", "text": "Write to the owners of Mill Lane about the lamps, and to their tenants.", "due": "2 February 2026" },
        { "owner": "Surveyor", "text": "Count the lamps again.", "due": "January 2026" } ] }] },
    { "item": "2", "paragraphs": [{ "text": "PRIVATEWORDS", "actions": [
        { "owner": "PRIVATEWORDS", "text": "PRIVATEWORDS exchange contracts.", "due": "3 February 2026" } ] }] } ] }"#;

const COLUMNS: &str = "meeting,minute,text,kind,owner,due,revised,status,progress,updated\n";

/// Returns a council whose committee met once, with rows of its tracker.
fn council(rows: &str) -> Case {
    Case::empty()
        .file("council.json", r#"{ "name": "Ashby Vale Council", "minute-numbering": { "number": "{n}." } }"#)
        .file("bodies.csv", "id,name,type\nscrutiny,Scrutiny Committee,scrutiny\n")
        .file(
            "meetings.csv",
            "meeting,body,date,time,venue,status\nscrutiny-2026-01-20,scrutiny,2026-01-20,19:00,Hall,held\n",
        )
        .file(
            "agenda.csv",
            "meeting,number,part,title,exempt-paragraphs,exempt-reason\n\
             scrutiny-2026-01-20,1,,Lamps,,\nscrutiny-2026-01-20,2,II,Land,3,The owner asked.\n",
        )
        .file("minutes/scrutiny-2026-01-20.json", MINUTES)
        .file("resolutions.csv", format!("{COLUMNS}{rows}"))
}

/// Returns the words of the tracker in one line.
fn text(rows: &str) -> String {
    let case = council(rows);
    case.run(["build", "--data", ".", "--kind", "action-tracker", "--today", "2026-03-02"]);
    let pdf = Pdf::read(&case.read("output/public/bodies/scrutiny/action-tracker.pdf"));
    pdf.text().replace('\n', " ")
}

#[track_caller]
fn has(rows: &str, expected: &[&str]) {
    let found = text(rows);
    for expected in expected {
        assert!(found.contains(expected), "{expected}\n{found}");
    }
}

#[track_caller]
fn warns(rows: &str, expected: bool) {
    let found =
        council(rows).run(["check", "--data", ".", "--today", "2026-03-02"]).stderr().to_owned();
    assert_eq!(found.contains("tracker/similar-action"), expected, "{found}");
}

#[test]
fn actions_of_minutes_are_in_the_tracker_without_a_row() {
    has(
        "",
        &[
            "To be done 2",
            "7 20 January 2026 | Action Write to the owners of Mill Lane about the lamps, and to their tenants. | Clerk by 2 February 2026",
            "Action Count the lamps again. | Surveyor by January 2026",
        ],
    );
}

#[test]
fn a_row_that_repeats_an_action_is_one_with_it() {
    for row in [
        // The very words, whatever the marks and capitals.
        "scrutiny-2026-01-20,7,COUNT the lamps again,action,Surveyor,,,In progress,Half are counted.,\n",
        "scrutiny-2026-01-20,7.,Count the lamps again.,,,,,In progress,Half are counted.,\n",
        // The same person and time, in words like these.
        "scrutiny-2026-01-20,7,Have the lamps counted again,action,Surveyor,January 2026,,In progress,Half are counted.,\n",
    ] {
        let found = text(row);
        assert_eq!(found.matches("lamps again").count(), 1, "{found}");
        assert!(found.contains("To be done 2") && found.contains("Half are counted."), "{found}");
        warns(row, false);
    }
    // A shortened one, with the words of the minutes printed.
    let shortened =
        "scrutiny-2026-01-20,7,Write to the owners about the lamps,action,Clerk,,,Done,Written.,\n";
    has(
        shortened,
        &[
            "To be done 1",
            "Done 1",
            "about the lamps, and to their tenants. | Clerk by 2 February 2026 | Done Written.",
        ],
    );
}

#[test]
fn a_row_of_another_minute_or_kind_stands_beside_the_action() {
    has("scrutiny-2026-01-20,7,Count the stars.,action,Surveyor,,,,,\n", &["To be done 3"]);
    has(
        "scrutiny-2026-01-20,7,That lamps be counted again.,resolution,Surveyor,,,,,\n",
        &["To be done 3"],
    );
}

#[test]
fn a_row_that_is_only_like_an_action_is_reported_and_kept() {
    let row =
        "scrutiny-2026-01-20,7,Write about lamps of Mill Street,action,Mayor,,,In progress,,\n";
    has(row, &["To be done 3", "Write about lamps of Mill Street"]);
    warns(row, true);
}

#[test]
fn both_dates_are_shown_and_slips_counted() {
    has(
        "scrutiny-2026-01-20,7,Count the lamps again.,action,Surveyor,,February 2026; April 2026,In progress,,\n",
        &[
            "Dates moved 2 times",
            "first due January 2026 then February 2026 then April 2026 moved twice",
        ],
    );
    // A later date in the place of the first counts as one that was moved, an earlier one does not.
    has(
        "scrutiny-2026-01-20,7,Count the lamps again.,action,Surveyor,5 March 2026,4 March 2026,,,\n",
        &["first due January 2026 then 5 March 2026 then 4 March 2026 moved once"],
    );
}

#[test]
fn overdue_is_judged_by_the_first_date() {
    let row = |updated: &str| {
        format!(
            "scrutiny-2026-01-20,7,Count the lamps again.,action,Surveyor,,April 2026,Overdue,,{updated}\n"
        )
    };
    // On the day of the meeting the month is not over.
    let found = text(&row(""));
    assert!(found.contains("As at Tuesday 20 January 2026"), "{found}");
    assert!(!found.contains("of which 1 is overdue"), "{found}");
    // The Surveyor's is over whatever was agreed since; the Clerk's is due on the day itself.
    has(
        &row("2 February 2026"),
        &[
            "As at Monday 2 February 2026",
            "To be done 2, of which 1 is overdue by the date that was first given",
            "moved once | Overdue",
        ],
    );
    let done =
        "scrutiny-2026-01-20,7,Count the lamps again.,action,Surveyor,,,Done,,2 March 2026\n";
    has(done, &["To be done 1, of which 1 is overdue"]);
}

#[test]
fn an_action_of_a_private_minute_stays_out() {
    for rows in [
        "",
        "scrutiny-2026-01-20,8,PRIVATEWORDS exchange contracts.,action,PRIVATEWORDS,,,PRIVATEWORDS,PRIVATEWORDS,\n",
    ] {
        let found = text(rows);
        assert!(!found.contains("PRIVATEWORDS") && found.contains("To be done 2"), "{found}");
    }
}
