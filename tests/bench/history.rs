//! Ten thousand issues with their history: twenty years of a large council, checked in one go.
//!
//! Each issue is announced, is on the agenda of a meeting, is minuted, decided and followed up.

use std::fmt::Write as _;
use std::path::Path;

use chrono::{Days, NaiveDate};

/// Issues, and as many decisions, agenda items, minutes and follow-ups.
const ISSUES: usize = 10_000;

/// Issues that a meeting takes; there is a meeting every fortnight.
const ITEMS: usize = 20;

/// Members of the council; the first ten are its executive.
const MEMBERS: usize = 60;

/// Words of which names and titles are made.
const WORDS: [&str; 12] = [
    "Ashby", "Brook", "Castle", "Dale", "Elm", "Ferry", "Grange", "Heath", "Island", "Junction",
    "Kiln", "Lock",
];

/// Writes the data folder.
pub(crate) fn write(folder: &Path) {
    let put = |name: &str, text: &str| {
        orderpaper::store::write(&folder.join(name), text.as_bytes()).expect("data can be written");
    };
    put("council.json", COUNCIL);
    put("bodies.csv", "id,name,type\ncouncil,Full Council,council\ncabinet,Cabinet,executive\n");
    put("members.csv", &members());
    put("meetings.csv", &meetings());
    put("agenda.csv", &agenda());
    put("issues.csv", &issues());
    put("decisions.json", &decisions());
    put("resolutions.csv", &follow_ups());
    for meeting in 0..ISSUES / ITEMS {
        orderpaper::store::write(
            &folder.join("minutes").join(name(meeting) + ".json"),
            minutes(meeting).as_bytes(),
        )
        .expect("data can be written");
    }
}

const COUNCIL: &str = r#"{
  "name": "Invented County Council", "nation": "england", "governance": "executive",
  "address": ["County Hall", "Castle Street"], "holidays": "england-and-wales",
  "minute-numbering": { "number": "{n}.", "paragraph": "{n}.{p}", "reset": "municipal-year" },
  "contact": { "name": "Ada Example", "email": "democracy@invented.example.gov.uk" },
  "proper-officer": { "name": "Bo Example", "title": "Chief Executive" }
}
"#;

/// Returns a word by its number.
fn word(at: usize) -> &'static str {
    WORDS[at % WORDS.len()]
}

/// Returns the name of a member.
fn member(at: usize) -> String {
    format!("{} {}-{}", word(at * 5), word(at), word(at / WORDS.len() + 3))
}

/// Returns the day of a meeting: every second Tuesday.
fn day(meeting: usize) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2006, 5, 16).expect("a day");
    first + Days::new(14 * meeting as u64)
}

/// Returns the name of a meeting.
fn name(meeting: usize) -> String {
    format!("cabinet-{}", day(meeting))
}

fn members() -> String {
    let mut text = "body,name,display-name,role,office\n".to_owned();
    for at in 0..MEMBERS {
        let name = member(at);
        writeln!(text, "council,{name},Councillor {name},,").expect("memory");
    }
    for at in 0..10 {
        let (name, word) = (member(at), word(at));
        let role = if at == 0 { "chair" } else { "" };
        writeln!(text, "cabinet,{name},Councillor {name},{role},Cabinet Member for {word}")
            .expect("memory");
    }
    text
}

fn meetings() -> String {
    let mut text = "meeting,body,date,time,venue,status,published-at,end-time\n".to_owned();
    for at in 0..ISSUES / ITEMS {
        let (name, day) = (name(at), day(at));
        let published = day - Days::new(8);
        writeln!(
            text,
            "{name},cabinet,{day},10:30,Committee Room {},held,{published} 14:00,12:15",
            at % 3
        )
        .expect("memory");
    }
    text
}

fn agenda() -> String {
    let mut text = "meeting,order,number,title,text,ask,issue\n".to_owned();
    for meeting in 0..ISSUES / ITEMS {
        let name = name(meeting);
        writeln!(text, "{name},1,1,Declarations of interest,,,").expect("memory");
        for item in 0..ITEMS {
            let issue = meeting * ITEMS + item;
            writeln!(
                text,
                "{name},{0},{0},{1},The report of the Director sets out the choices.,\
                 The Cabinet is asked to agree what the report recommends.,{2}",
                item + 2,
                title(issue),
                reference(issue)
            )
            .expect("memory");
        }
    }
    text
}

/// Returns the reference of an issue.
fn reference(issue: usize) -> String {
    format!("IN{:02}/{:03}", 6 + issue / 500, issue % 500)
}

/// Returns the title of an issue.
fn title(issue: usize) -> String {
    format!("{} {} works: phase {}", word(issue), word(issue / 12), issue / 144 + 1)
}

fn issues() -> String {
    let mut text = "ref,title,summary,key,reason-key,maker,due,status,divisions,lead-members,\
                    contact,consultees,representations,documents,background-papers,\
                    first-published\n"
        .to_owned();
    for at in 0..ISSUES {
        let due = day(at / ITEMS);
        let (key, reason) = if at % 4 == 0 { ("yes", "Affects two divisions") } else { ("no", "") };
        writeln!(
            text,
            "{},{},\"To decide how the works at {} are let, by which month they end and what is \
             spent on them.\n\nThe *second* phase follows in the next year.\",{key},{reason},\
             cabinet,{due},Decided,{} North; {} South,{},\"Officer {}, 01632 960{:03}\",\
             Residents; Parish councils,Write to the officer named as contact.,\
             Report of the Director,None,{}",
            reference(at),
            title(at),
            word(at + 1),
            word(at),
            word(at + 2),
            member(at % 10),
            word(at + 3),
            at % 1000,
            due - Days::new(35),
        )
        .expect("memory");
    }
    text
}

fn decisions() -> String {
    let rows = (0..ISSUES).map(|at| {
        let meeting = day(at / ITEMS);
        let (key, call_in) = (at % 4 == 0, at % 4 == 0);
        format!(
            r#"{{
    "ref": "D{at:05}", "issue": "{}", "meeting": "{}", "makers": ["cabinet"],
    "published": "{}", "key": {key}, "call-in": {call_in}, "effective": "{}",
    "decision": ["The Cabinet agreed:", "1. to let the works at {} as one contract;\n2. to spend no more than £{}m on them; and\n3. to ask for a report when they end."],
    "reasons": "One contract costs less than several, and the roads are closed for a shorter time.",
    "alternatives": "Several contracts were rejected, because nobody could answer for the whole.",
    "interests": "None", "dispensations": "None",
    "consultees": ["Residents", "Parish councils"], "background-papers": ["None"]
  }}"#,
            reference(at),
            name(at / ITEMS),
            meeting + Days::new(2),
            meeting + Days::new(10),
            word(at + 1),
            at % 9 + 1,
        )
    });
    format!("[\n  {}\n]\n", rows.collect::<Vec<_>>().join(",\n  "))
}

fn follow_ups() -> String {
    let mut text = "meeting,minute,text,kind,owner,due,status,progress\n".to_owned();
    for at in 0..ISSUES {
        let (meeting, item) = (at / ITEMS, at % ITEMS);
        let status = if at % 3 == 0 { "Done" } else { "In progress" };
        writeln!(
            text,
            "{},{},Report to the Cabinet when the works at {} end.,action,Director of {},{},\
             {status},\"- Contract let\n- Works begun\"",
            name(meeting),
            first_minute(meeting) + item + 1,
            word(at + 1),
            word(at),
            day(meeting) + Days::new(90),
        )
        .expect("memory");
    }
    text
}

/// Returns the number of a meeting's first minute; numbers restart at the meeting in May or after.
fn first_minute(meeting: usize) -> usize {
    use chrono::Datelike;
    let year = |at: usize| day(at).year() - i32::from(day(at).month() < 5);
    let before = (0..meeting).rev().take_while(|&at| year(at) == year(meeting)).count();
    before * (ITEMS + 1) + 1
}

fn minutes(meeting: usize) -> String {
    let present: Vec<String> = (0..10).map(|at| format!("\"{}\"", member(at))).collect();
    let side = |members: std::ops::Range<usize>| {
        members.map(|at| format!("\"{}\"", member(at))).collect::<Vec<_>>().join(", ")
    };
    let items = (0..ITEMS).map(|item| {
        let issue = meeting * ITEMS + item;
        let vote = match item {
            0 => format!(r#", "vote": {{ "for": [{}], "against": [{}] }}"#, side(0..7), side(7..9)),
            _ => String::new(),
        };
        format!(
            r#"{{ "item": "{}", "paragraphs": [
      "The Cabinet Member introduced the report on the works at {}. Members asked how long the roads would be closed, and were told that it would be for six weeks.",
      {{ "resolution": {{ "formula": "Resolved –", "text": "1. That the works be let as one contract.\n2. That no more than £{}m be spent." }}{vote} }}
    ] }}"#,
            item + 2,
            word(issue + 1),
            issue % 9 + 1,
        )
    });
    format!(
        r#"{{
  "meeting": "{}", "status": "confirmed", "present": [{}],
  "items": [
    {{ "item": "1", "paragraphs": ["There were none."] }},
    {}
  ]
}}
"#,
        name(meeting),
        present.join(", "),
        items.collect::<Vec<_>>().join(",\n    "),
    )
}
