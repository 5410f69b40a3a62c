//! How papers are printed: sizes of type, times, durations, members, places and numbers.

use crate::support::Case;
use crate::support::pdf::{self, Pdf, pages};

/// Returns a council with a committee of so many members, which meets once. `settings` are of the council.
fn council(members: usize, settings: &str) -> Case {
    let members: String = (1..=members)
        .map(|at| {
            format!(
                "parks,Ada Finch-Marlowe {at},Councillor Ada Finch-Marlowe {at},,01632 960{at:03}\n"
            )
        })
        .collect();
    Case::empty()
        .file("council.json", format!(r#"{{ "name": "Ashby Vale Council"{settings} }}"#))
        .file("bodies.csv", "id,name,type\nparks,Parks Committee,regulatory\n")
        .file(
            "members.csv",
            format!(
                "body,name,display-name,role,telephone\n{members}parks,Odo Brand,Mr Odo Brand,co-opted,01632 960999\n"
            ),
        )
        .file(
            "meetings.csv",
            "meeting,body,date,time,venue,status\nparks-2026-01-13,parks,2026-01-13,2 pm,\"Council Chamber, Mill Lane\",held\n",
        )
        .file(
            "agenda.csv",
            "meeting,number,title,text,clock-time,duration\n\
             parks-2026-01-13,1,Lamps,All of them are lit.,2.10 pm,90\n\
             parks-2026-01-13,2,Lanes,,3.40 pm,1 hour 15 minutes\n",
        )
        .file(
            "minutes/parks-2026-01-13.json",
            r#"{ "first-number": 4, "present": ["Ada Finch-Marlowe 2", "Ada Finch-Marlowe 1", "Odo Brand"],
                "apologies": ["Ada Finch-Marlowe 3"], "items": [{ "item": "1", "paragraphs": ["All were lit."] }] }"#,
        )
}

fn made(case: &Case, kind: &str) -> Vec<u8> {
    case.run(["build", "--data", ".", "--kind", kind, "--today", "2026-03-02"]);
    case.read(&format!("output/public/parks-2026-01-13/{kind}.pdf"))
}

fn words(bytes: &[u8]) -> String {
    Pdf::read(bytes).text().replace('\n', " ")
}

#[track_caller]
fn has(words: &str, expected: &str) {
    assert!(words.contains(expected), "{expected}\n{words}");
}

#[test]
fn text_is_12_points_unless_the_council_wants_less() {
    let size = |settings: &str| {
        let pdf = made(&council(3, settings), "agenda");
        let runs = pages::sizes_of_type(&pdf);
        let run = runs.into_iter().find(|(_, words)| words.contains("All of them"));
        run.expect("the text is printed").0
    };
    for (settings, expected) in [
        ("", 12.0),
        (r#", "print": { "text-size": "11" }"#, 11.0),
        (r#", "print": { "text-size": 10 }"#, 10.0),
    ] {
        assert!((size(settings) - expected).abs() < 0.01, "{settings}: {}", size(settings));
    }
}

#[test]
fn tables_keep_their_captions_however_wide_they_are_and_in_large_print() {
    let wide = format!(
        "|Lane{}\n|--{}|\n|Mill Lane{}\n\n^ What was spent",
        "|Expenditure".repeat(9),
        "|--".repeat(9),
        "|£1,234,567".repeat(9)
    );
    let narrow = "|Lane|Cost|\n|--|--|\n|Mill Lane|£1|\n\n^ What was saved";
    let minutes = serde_json::json!({ "first-number": 4, "present": ["Ada Finch-Marlowe 2"], "items": [
        { "item": "1", "paragraphs": [format!("Seen.\n\n{wide}"), format!("Heard.\n\n{narrow}")] },
    ] });
    let case = council(3, "").file("minutes/parks-2026-01-13.json", minutes.to_string());
    case.run([
        "build",
        "--data",
        ".",
        "--kind",
        "minutes",
        "--large-print",
        "--today",
        "2026-03-02",
    ])
    .code(0);
    for form in ["minutes.pdf", "minutes.large-print.pdf"] {
        let pdf = case.read(&format!("output/public/parks-2026-01-13/{form}"));
        has(&words(&pdf), "What was spent");
        has(&words(&pdf), "What was saved");
    }
}

#[test]
fn no_type_is_smaller_than_9_points_in_words_and_tables() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kinds/action-tracker/basic/input");
    let case = Case::copy_of(data);
    case.run(["build", "--data", ".", "--kind", "action-tracker"]);
    let pdf = case.read("output/public/bodies/scrutiny/action-tracker.pdf");
    assert!(9.0 <= pages::smallest_type(&pdf), "{}", pages::smallest_type(&pdf));
}

#[test]
fn times_stand_below_titles_or_in_the_margin() {
    let below = words(&made(&council(3, ""), "agenda"));
    has(&below, "1 Lamps 2.10 pm · 90 minutes");
    let margin = words(&made(&council(3, r#", "print": { "agenda-times": "margin" }"#), "agenda"));
    has(&margin, "2.10 pm 1 Lamps 90 minutes");
}

#[test]
fn durations_are_printed_as_they_were_typed() {
    let agenda = words(&made(&council(3, ""), "agenda"));
    has(&agenda, "90 minutes");
    has(&agenda, "1 hour 15 minutes");
}

#[test]
fn a_title_that_members_share_is_said_once() {
    for members in [3, 40] {
        let case = council(members, "");
        let agenda = words(&made(&case, "agenda"));
        assert_eq!(agenda.matches("Councillor").count(), 1, "{agenda}");
        has(&agenda, "Councillors: ");
        has(&agenda, "Mr Odo Brand (co-opted)");
        let minutes = words(&made(&case, "minutes"));
        has(
            &minutes,
            "Present: Councillors Ada Finch-Marlowe 2; Ada Finch-Marlowe 1; Mr Odo Brand",
        );
        has(&minutes, "Apologies: Councillor Ada Finch-Marlowe 3");
    }
}

#[test]
fn forty_members_stand_in_columns_and_no_line_breaks_a_name() {
    let pdf = made(&council(40, ""), "agenda");
    let drawn: Vec<String> =
        pages::sizes_of_type(&pdf).into_iter().map(|(_, words)| words).collect();
    for at in 1..=40 {
        let name = format!("Ada Finch-Marlowe {at}");
        assert!(drawn.iter().any(|run| run.trim() == name), "{name} in {drawn:?}");
        let telephone = format!("01632 960{at:03}");
        assert!(drawn.iter().any(|run| run.contains(&telephone)), "{telephone} in {drawn:?}");
    }
    let is_whole = |page: &pages::Page| {
        (1..=40).all(|at| page.words.contains(&format!("Ada Finch-Marlowe {at}")))
    };
    assert!(pages::pages(&pdf).iter().any(is_whole), "the list is on one page");
}

#[test]
fn places_have_the_words_that_they_need() {
    let agenda = words(&made(&council(3, ""), "agenda"));
    has(&agenda, "on Tuesday 13 January 2026 in the Council Chamber, Mill Lane.");
    let hall =
        council(3, "").replace("meetings.csv", "\"Council Chamber, Mill Lane\"", "Mill Hall");
    has(&words(&made(&hall, "minutes")), "on Tuesday 13 January 2026 at Mill Hall.");
}

#[test]
fn the_signature_is_on_a_page_with_the_last_minute() {
    // With more and more lines before it, the signature must come to the head of a page at some point.
    for lines in (20..60).step_by(2) {
        let lines: Vec<String> = (0..lines).map(|at| format!("Line {at} was read.")).collect();
        let items = serde_json::json!([
            { "item": "1", "paragraphs": lines },
            { "item": "2", "paragraphs": ["The lanes were walked."] },
        ]);
        let minutes =
            serde_json::json!({ "first-number": 4, "present": ["Odo Brand"], "items": items });
        let case = council(3, "").file("minutes/parks-2026-01-13.json", minutes.to_string());
        let pdf = made(&case, "minutes");
        let all = pages::pages(&pdf);
        let last = all.last().expect("minutes have a page");
        has(&last.words, "The lanes were walked.");
    }
}

#[test]
fn histories_keep_the_numbers_of_paragraphs_and_name_their_last_event() {
    let case = council(3, "")
        .file("issues.csv", "ref,title,first-published\nAV/1,Lamps,2025-12-01\n")
        .file(
            "agenda.csv",
            "meeting,number,title,issue\nparks-2026-01-13,1,Lamps,AV/1\n",
        )
        .file(
            "decisions.csv",
            "ref,issue,meeting,makers,key,published,called-in,decision,reasons,alternatives\n\
             D1,AV/1,parks-2026-01-13,parks,no,2026-01-14,2026-01-19,Yes.,Why not.,None.\n",
        )
        .file(
            "minutes/parks-2026-01-13.json",
            r#"{ "first-number": 4, "present": ["Odo Brand"], "items": [{ "item": "1", "paragraphs": [
                "It was dark.", { "motion": { "text": "That it be lit.", "mover": "Odo Brand" } }, "It was lit." ] }] }"#,
        );
    case.run(["build", "--data", ".", "--kind", "issue-history", "--today", "2026-03-02"]);
    let history = words(&case.read("output/public/issues/av-1/issue-history.pdf"));
    has(&history, "4.1 It was dark.");
    // The motion is left out, and its number with it.
    has(&history, "4.3 It was lit.");
    has(&history, "Up to Monday 19 January 2026");
}

#[test]
fn groups_of_the_plan_are_in_the_order_of_the_priorities() {
    let case = council(3, r#", "forward-plan": { "group-by": "priority" }"#)
        .file("strategies.csv", "strategy,years\nVale strategy,2024 to 2027\n")
        .file(
            "priorities.csv",
            "strategy,priority,order\nVale strategy,Air,2\nVale strategy,Water,1\n",
        )
        .file(
            "issues.csv",
            "ref,title,summary,key,maker,due,priority,first-published,contact\n\
             AV/1,Trees,Trees.,yes,parks,March 2026,Air,2026-01-01,Odo Brand\n\
             AV/2,Wells,Wells.,yes,parks,March 2026,Water,2026-01-01,Odo Brand\n\
             AV/3,Zoos,Zoos.,yes,parks,March 2026,Apes,2026-01-01,Odo Brand\n",
        );
    case.run(["build", "--data", ".", "--kind", "forward-plan", "--today", "2026-03-02"]);
    let files = case.files("output/public/forward-plan");
    let file =
        files.iter().find(|file| file.ends_with("forward-plan.pdf")).expect("a plan is made");
    let plan = pdf::text(&case.read(&format!("output/public/forward-plan/{file}")));
    let at = |group: &str| {
        plan.find(&format!("\n{group}\n")).unwrap_or_else(|| panic!("{group}\n{plan}"))
    };
    assert!(at("Water") < at("Air") && at("Air") < at("Apes"), "{plan}");
}
