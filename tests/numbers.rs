//! Numbers of items, minutes and paragraphs come out as the council writes them.

use crate::support::Case;
use crate::support::pdf::{self, Pdf};

/// Numbers as councils write them.
const NUMBERS: [&str; 12] =
    ["1.1", "7a", "i.", "26/14", "(a)", "12)", "A.1", "5.10", "007", "IV", "3.2.1.", "PL 14"];

/// What stands behind a number, in every text.
const WORDS: &str = "Bandstand in the park";

/// A correction of a minute that there is not corrects nothing, and is printed nowhere.
#[test]
fn corrections_of_minutes_that_are_not_there_are_not_printed() {
    let input = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kinds/minutes/corrected-later/input");
    let file = "minutes/planning-2026-02-17.json";
    let case = Case::copy_of(input).replace(file, "\"32.1\"", "\"99\"");
    let ended = case.run(["build", "--data", ".", "--kind", "minutes"]).code(1);
    ended.stderr_has("error[data/unknown-reference]");
    let minutes = pdf::text(&case.read("output/public/planning-2026-01-20/minutes.pdf"));
    assert!(!minutes.contains("1948"), "{minutes}");
    assert!(minutes.contains("Councillor Calloway arrived at 2.10 pm."), "{minutes}");
}

/// Corrections lead from one PDF to the other, and inside the earlier one to the minute and back.
#[test]
fn corrections_have_links_both_ways() {
    let input = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kinds/minutes/corrected-later/input");
    let case = Case::copy_of(input);
    case.run(["build", "--data", ".", "--kind", "minutes"]).code(0);
    let links = |meeting: &str| {
        let pdf = case.read(&format!("output/public/{meeting}/minutes.pdf"));
        let pages = pdf::pages::pages(&pdf);
        let links = pages.into_iter().flat_map(|page| page.links);
        links.map(|link| (link.address, link.to)).collect::<Vec<_>>()
    };
    let leads_to = |links: &[(String, Option<usize>)], address: &str| {
        links.iter().any(|(other, _)| other == address)
    };
    let earlier = links("planning-2026-01-20");
    assert!(leads_to(&earlier, "../planning-2026-02-17/minutes.pdf"), "{earlier:?}");
    assert!(earlier.iter().any(|(_, page)| page.is_some()), "{earlier:?}");
    let later = links("planning-2026-02-17");
    assert!(leads_to(&later, "../planning-2026-01-20/minutes.pdf"), "{later:?}");
}

/// Returns the meeting whose first item has the number at a position.
fn meeting(at: usize) -> String {
    format!("parks-2026-01-{:02}", at + 5)
}

/// Returns a council with a meeting for each number, whose agenda, report and minutes begin with it.
fn records() -> Case {
    let mut meetings = "meeting,body,date,time,venue,status\n".to_owned();
    let mut agenda = "meeting,number,title\n".to_owned();
    let mut papers = "meeting,number,title,file\n".to_owned();
    let mut case = Case::empty()
        .file(
            "data/council.json",
            r#"{ "name": "Ashby Vale Council", "nation": "england", "governance": "committee" }"#,
        )
        .file("data/bodies.csv", "id,name,type\nparks,Parks Committee,regulatory\n")
        .file("data/members.csv", "body,name\nparks,Ruth Abara\n");
    let lines: Vec<String> = NUMBERS.iter().map(|number| format!("{number} {WORDS}.")).collect();
    for (at, number) in NUMBERS.iter().enumerate() {
        let meeting = meeting(at);
        let day = &meeting["parks-".len()..];
        meetings += &format!("{meeting},parks,{day},2 pm,The Guildhall,held\n");
        agenda += &format!("{meeting},{number},{WORDS}\n");
        papers += &format!("{meeting},{number},Report,report.dj\n");
        let minutes = serde_json::json!({
            "present": ["Ruth Abara"],
            "items": [{ "item": number, "number": number, "paragraphs": lines }],
        });
        case = case.file(&format!("data/minutes/{meeting}.json"), minutes.to_string());
    }
    case.file("data/meetings.csv", meetings)
        .file("data/agenda.csv", agenda)
        .file("data/documents.csv", papers)
        .file("data/documents/report.dj", lines.join("\n\n"))
}

/// Returns a text without its line breaks.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn numbers_of_items_minutes_and_paragraphs_come_out_as_they_are_written() {
    let case = records();
    let kinds = ["--kind", "agenda", "--kind", "minutes", "--kind", "public-pack"];
    case.run([&["build"], &kinds[..]].concat()).code(0).stderr_lacks("error");
    let mut headings = Vec::new();
    for (at, number) in NUMBERS.iter().enumerate() {
        let file = |kind: &str| case.read(&format!("output/public/{}/{kind}.pdf", meeting(at)));
        for kind in ["agenda", "minutes"] {
            let read = Pdf::read(&file(kind));
            let wanted = format!("{number} {WORDS}");
            assert!(words(&read.text()).contains(&wanted), "{kind} {number}\n{}", read.text());
            // The level of a heading does not depend on the form of its number.
            let tags = read.tags();
            let heading = tags
                .lines()
                .find(|line| line.trim_start().starts_with('H') && line.contains(&wanted));
            let heading = heading.unwrap_or_else(|| panic!("{kind} {number}\n{tags}"));
            headings.push((kind, heading.trim_start()[..2].to_owned()));
        }
        for kind in ["minutes", "public-pack"] {
            let text = words(&pdf::text(&file(kind)));
            for number in NUMBERS {
                let wanted = format!("{number} {WORDS}.");
                assert!(text.contains(&wanted), "{kind}: {wanted}\n{text}");
            }
        }
    }
    headings.sort();
    headings.dedup();
    assert_eq!(headings.len(), 2, "{headings:?}");
}

#[test]
fn forms_of_minute_numbers_know_the_day() {
    let form = "{prefix}{n}-{d}-{dd}-{m}-{mm}-{yy}-{yyyy}-{my}";
    let case = Case::new().replace(
        "data/council.json",
        "\"nation\"",
        &format!(
            r#""minute-numbering": {{ "number": "{form}", "paragraph": "{form}:{{p}}" }}, "nation""#
        ),
    );
    let case = case.replace("data/bodies.csv", "id,", "minute-prefix,id,").replace(
        "data/bodies.csv",
        "\ncabinet,",
        "\nCAB/,cabinet,",
    );
    case.run(["build", "--kind", "minutes"]).code(0);
    let text = pdf::text(&case.read("output/public/cabinet-2026-01-13/minutes.pdf"));
    for number in ["CAB/31-13-13-1-01-26-2026-25/26 ", "CAB/32-13-13-1-01-26-2026-25/26:2 "] {
        assert!(words(&text).contains(number), "{text}");
    }
}

#[test]
fn a_name_in_braces_that_is_not_known_is_an_error() {
    for (form, name) in
        [("{n}/{year}", "{year}"), ("{n}/{DD}", "{DD}"), ("{n}{", "{"), ("{n}{p}", "{p}")]
    {
        let form = format!(r#""minute-numbering": {{ "number": "{form}" }}, "nation""#);
        let case = Case::new().replace("data/council.json", "\"nation\"", &form);
        case.run(["check"]).code(1).stderr_has("error[data/bad-value]").stderr_has(name);
        let case = Case::new().replace("data/bodies.csv", "id,", "minute-number,id,").replace(
            "data/bodies.csv",
            "\ncabinet,",
            "\n{n}{month},cabinet,",
        );
        case.run(["check"]).code(1).stderr_has("data/bodies.csv:2:1").stderr_has("{month}");
    }
}
