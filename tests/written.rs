//! Minutes that people write as a text: the words of the trade in the forms that councils use, places of faults, and what
//! is not read.

use crate::support::Case;
use crate::support::docx::{Docx, heading, item, level, list, p, r};
use crate::support::pdf::Pdf;

const MINUTES: &str = "\
# Minutes of the Planning Committee

*Present:* Councillors Ada Thorne (in the chair), Bert Oake and Cora Fenn
Apologies for absence: Dan Rush
Officers present:

- Jo Marsh, Head of Planning

## Declarations of interest

- Bert Oake, item 3, Disclosable pecuniary: he owns the barn (left the room)

## 1. Apologies

Apologies are recorded above.

## 2 Minutes

Confirms: planning-2026-01-20

## Item 3: The barn

Left: Bert Oake at 7.05 pm

Ms Marsh introduced the report, which said:

| Point | Size |
|---|---|
| Roof | 12 m |

Moved by Ada Thorne, seconded by Cora Fenn: That permission be granted, subject to:

i. a roof of slate;

   (a) laid by hand; and

ii. a survey of bats.

For (2): Ada Thorne, Cora Fenn
Against: none
The motion was carried.

RESOLVED – that permission be granted as moved.

Action (Jo Marsh): Publish the notice of the decision.
Due: 1 April 2026

## A vote of thanks

Paragraph: Resolved: so the Chair began her thanks.

The meeting ended: 8.10 pm
";

/// Returns a council whose committee met twice, with minutes of the second as they are given.
fn council(file: &str, minutes: impl AsRef<[u8]>) -> Case {
    Case::empty()
        .file("council.json", r#"{ "name": "Ashby Vale Council", "minute-numbering": { "number": "{n}." } }"#)
        .file("bodies.csv", "id,name,type\nplanning,Planning Committee,regulatory\n")
        .file(
            "members.csv",
            "body,name,role\nplanning,Councillor Ada Thorne,chair\nplanning,Councillor Bert Oake,member\n\
             planning,Councillor Cora Fenn,member\nplanning,Councillor Dan Rush,member\n",
        )
        .file(
            "meetings.csv",
            "meeting,body,date,time,venue,status\nplanning-2026-01-20,planning,2026-01-20,19:00,Hall,held\n\
             planning-2026-02-17,planning,2026-02-17,19:00,Hall,held\n",
        )
        .file(
            "agenda.csv",
            "meeting,number,title\nplanning-2026-01-20,1,Apologies\nplanning-2026-02-17,1,Apologies\n\
             planning-2026-02-17,2,Minutes\nplanning-2026-02-17,3,The barn\n",
        )
        .file(
            "minutes/planning-2026-01-20.json",
            r#"{ "first-number": 1, "present": ["Ada Thorne"], "items": [{ "item": "1", "paragraphs": ["None."] }] }"#,
        )
        .bytes(file, minutes)
}

fn written(minutes: &str) -> Case {
    council("minutes/planning-2026-02-17.dj", minutes)
}

#[test]
fn minutes_are_read_in_the_forms_that_councils_use() {
    let case = written(MINUTES);
    case.run(["build", "--data", ".", "--kind", "minutes", "--today", "2026-03-02"]).code(0);
    let text = Pdf::read(&case.read("output/public/planning-2026-02-17/minutes.pdf")).text();
    for expected in [
        "Councillor Ada Thorne (in the chair)",
        "Dan Rush",
        "Jo Marsh, Head of Planning",
        "he owns the barn (left the room)",
        "7.05 pm",
        "Roof | 12 m",
        "i. a roof of slate;",
        "(a) laid by hand; and",
        "ii. a survey of bats.",
        "Moved by Councillor Ada Thorne",
        "RESOLVED",
        "that permission be granted as moved.",
        "Publish the notice of the decision.",
        "1 April 2026",
        "A vote of thanks",
        "Resolved: so the Chair began her thanks.",
        "8.10 pm",
        "20 January 2026",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    let rows =
        case.run(["export", "votes", "--data", ".", "--today", "2026-03-02"]).stdout().to_owned();
    assert!(rows.contains("Cora Fenn"), "{rows}");
}

#[test]
fn how_each_line_was_read_is_shown_on_request() {
    let case = written(MINUTES);
    let shown =
        case.run(["check", "--data", ".", "--today", "2026-03-02", "-v"]).stderr().to_owned();
    for expected in [
        "minutes/read-as",
        "this was read as `Apologies:`",
        "this was read as the minute of item 3",
        "this was read as `Resolved:`",
        "this was read as a paragraph",
        "planning-2026-02-17.dj:21",
    ] {
        assert!(shown.contains(expected), "{expected}\n{shown}");
    }
    let quiet = case.run(["check", "--data", ".", "--today", "2026-03-02"]).stderr().to_owned();
    assert!(!quiet.contains("minutes/read-as"), "{quiet}");
}

#[track_caller]
fn reports(minutes: &str, expected: &[&str]) {
    let case = written(minutes);
    let shown = case.run(["check", "--data", ".", "--today", "2026-03-02"]).stderr().to_owned();
    for expected in expected {
        assert!(shown.contains(expected), "{expected}\n{shown}");
    }
}

#[test]
fn what_belongs_to_nothing_is_reported_at_its_line() {
    let minutes = |words: &str| {
        format!("# Minutes\n\nPresent: Ada Thorne\n{words}\n## 1. Apologies\n\nNone.\n")
    };
    reports(
        &minutes("\nThe meeting began late.\n"),
        &["minutes/not-read", "planning-2026-02-17.dj:5", "before the heading of the first item"],
    );
    for (line, expected) in [
        ("Outcome: carried", "no motion stands before it"),
        ("Due: 1 April 2026", "no action stands before it"),
        ("Elected: Ada Thorne", "no election stands before it"),
        ("Vote: it was close", "it is no count of votes"),
    ] {
        let words = format!("{}\n{line}\n", minutes(""));
        reports(&words, &["minutes/not-read", "planning-2026-02-17.dj:9", expected]);
    }
}

#[test]
fn faults_of_written_minutes_point_to_their_lines() {
    for (words, expected) in [
        ("Moved: Ada Thorne\nSeconded: Cora Fenn\n", "`text` is empty; text is needed"),
        ("Action: count the lamps\n", "`owner` is empty"),
        (
            "For (3): Ada Thorne, Cora Fenn\n",
            "says 3 in its brackets, and 2 names stand after them",
        ),
        ("Left: Bert Oake at noonish\n", "noonish"),
        ("Number: 4\nNumber: 5\n", "number"),
    ] {
        let text = format!("Present: Ada Thorne\n\n## 1. Apologies\n\n{words}");
        let shown = written(&text)
            .run(["check", "--data", ".", "--today", "2026-03-02"])
            .stderr()
            .to_owned();
        assert!(shown.contains(expected) && shown.contains("2026-02-17.dj:5"), "{words}\n{shown}");
        assert!(shown.contains("error"), "{shown}");
    }
}

#[test]
fn minutes_in_two_files_are_refused() {
    let case = written("Present: Ada Thorne\n\n## 1. Apologies\n\nNone.\n").file(
        "minutes/planning-2026-02-17.json",
        r#"{ "present": ["Ada Thorne"], "items": [{ "item": "1", "paragraphs": ["None."] }] }"#,
    );
    let made =
        case.run(["build", "--data", ".", "--kind", "minutes", "--today", "2026-03-02"]).code(1);
    assert!(made.stderr().contains("are given twice"), "{}", made.stderr());
    assert!(!case.path("output/public/planning-2026-02-17/minutes.pdf").exists());
}

#[test]
fn a_publication_takes_the_text_of_the_minutes_with_it() {
    let case = written(MINUTES);
    let day = ["--data", ".", "--today", "2026-03-02", "--by", "Clerk"];
    let publish = ["publish", "--meeting", "planning-2026-02-17", "--kind", "minutes"];
    case.run(publish.iter().chain(&day).copied()).code(0);
    let receipts = case.read("output/published/restricted/planning-2026-02-17/receipt.json");
    let receipts = String::from_utf8_lossy(&receipts).into_owned();
    assert!(receipts.contains("minutes/planning-2026-02-17.dj"), "{receipts}");
}

#[test]
fn a_draft_has_the_members_and_the_agenda_and_overwrites_nothing() {
    let case = council("council-notes.txt", "");
    let draft = ["draft", "minutes", "planning-2026-02-17", "--data", ".", "--today", "2026-02-17"];
    let made = case.run(draft).code(0);
    assert!(made.stderr().contains("minutes/planning-2026-02-17.dj"), "{}", made.stderr());
    let path = "output/restricted/drafts/minutes/planning-2026-02-17.dj";
    let text = String::from_utf8(case.read(path)).unwrap();
    for expected in [
        "- Councillor Ada Thorne (in the chair)\n- Councillor Bert Oake\n",
        "## 1. Apologies\n",
        "## 2. Minutes\n\nConfirms: planning-2026-01-20\n",
        "## 3. The barn\n",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    case.run(draft).code(2);
    assert_eq!(case.read(path), text.as_bytes());
    let in_word = draft.into_iter().chain(["--as", "docx"]);
    case.run(in_word.clone()).code(0);
    let docx = case.read("output/restricted/drafts/minutes/planning-2026-02-17.docx");
    let case = case.bytes("minutes/planning-2026-02-17.docx", &docx);
    case.run(["build", "--data", ".", "--kind", "minutes", "--today", "2026-03-02"]).code(0);
    std::fs::remove_file(case.path("minutes/planning-2026-02-17.docx")).unwrap();
    // Put among the records, it is minutes that can be made.
    let case = case.file("minutes/planning-2026-02-17.dj", text);
    case.run(["build", "--data", ".", "--kind", "minutes", "--today", "2026-03-02"]).code(0);
}

#[test]
fn headings_may_have_the_numbers_of_minutes() {
    let minutes = "Present: Ada Thorne\n\n## 41. Apologies\n\nNone.\n\n## 42. Minutes\n\nAgreed.\n\n## 43. The barn\n\nSeen.\n";
    let case = council("minutes/planning-2026-02-17.dj", minutes);
    case.run(["build", "--data", ".", "--kind", "minutes", "--today", "2026-03-02"]).code(0);
    let pdf = Pdf::read(&case.read("output/public/planning-2026-02-17/minutes.pdf")).text();
    assert!(pdf.contains("41. Apologies") && pdf.contains("43. The barn"), "{pdf}");
    // A number that is given besides is followed, and told.
    let case = council("minutes/planning-2026-02-17.dj", format!("First number: 7\n\n{minutes}"));
    let built =
        case.run(["build", "--data", ".", "--kind", "minutes", "--today", "2026-03-02"]).code(0);
    assert!(
        built.stderr().contains("begin with 41, and the first number is given as 7"),
        "{}",
        built.stderr()
    );
    // Where the titles are others, nothing is guessed.
    let other = minutes.replace("43. The barn", "43. The byre");
    let case = council("minutes/planning-2026-02-17.dj", other);
    let built =
        case.run(["build", "--data", ".", "--kind", "minutes", "--today", "2026-03-02"]).code(1);
    assert!(built.stderr().contains("with the number `43`"), "{}", built.stderr());
}

#[test]
fn minutes_that_are_there_can_be_had_as_a_text() {
    let case = council("notes.txt", "");
    let draft = [
        "draft",
        "minutes",
        "planning-2026-01-20",
        "--to",
        "old.dj",
        "--data",
        ".",
        "--today",
        "2026-02-17",
    ];
    case.run(draft).code(0);
    let text = String::from_utf8(case.read("old.dj")).unwrap();
    assert!(text.contains("First number: 1\n") && text.contains("None."), "{text}");
    let unknown = case
        .run(["draft", "minutes", "planing-2026-01-20", "--data", ".", "--today", "2026-02-17"])
        .code(2);
    assert!(
        unknown.stderr().contains("did you mean `planning-2026-01-20`?"),
        "{}",
        unknown.stderr()
    );
}

/// Returns minutes in Word, with these paragraphs below the heading of the barn.
fn in_word(words: &str) -> Docx {
    let levels = level(0, 1, "decimal", "%1.", "")
        + &level(1, 1, "decimal", "%1.%2", "")
        + &level(2, 1, "lowerLetter", "(%3)", "");
    let cell = |words: &str| format!("<w:tc>{}</w:tc>", p(words));
    let row = |label: &str, names: &str| format!("<w:tr>{}{}</w:tr>", cell(label), cell(names));
    let attendance = format!(
        "<w:tbl>{}{}</w:tbl>",
        row("Present", "Councillors Ada Thorne (in the chair), Bert Oake and Cora Fenn"),
        row("Apologies:", "Councillor Dan Rush")
    );
    let body = [
        p("Ashby Vale Council"),
        p("Minutes of the meeting of the Planning Committee held in the Hall"),
        attendance,
        heading(1, "1. Apologies"),
        item(1, 1, "Apologies are recorded above."),
        heading(1, "3. The barn"),
        words.to_owned(),
        p("The meeting ended: 8.10 pm"),
    ];
    Docx::new(&body.concat()).word("numbering", &list(1, &levels))
}

#[test]
fn minutes_in_word_are_read_as_texts_are() {
    let bold = r#"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>RESOLVED</w:t></w:r><w:r><w:t xml:space="preserve"> – that permission be granted.</w:t></w:r></w:p>"#;
    let words = [
        p(
            "Moved by Councillor Ada Thorne, seconded by Councillor Cora Fenn: That permission be granted, subject to:",
        ),
        item(1, 2, "a roof of slate; and"),
        item(1, 2, "a survey of bats."),
        p("For (3): Ada Thorne, Bert Oake and Cora Fenn"),
        p("The motion was carried."),
        bold.to_owned(),
        p("Action (Jo Marsh): Publish the notice."),
        format!("<w:p>{}</w:p>", r("Due: 1 April 2026")),
    ];
    let docx = in_word(&words.concat());
    let case = council("minutes/planning-2026-02-17.docx", docx.bytes());
    case.run(["build", "--data", ".", "--kind", "minutes", "--today", "2026-03-02"]).code(0);
    let text = Pdf::read(&case.read("output/public/planning-2026-02-17/minutes.pdf")).text();
    for expected in [
        "Councillor Ada Thorne (in the chair)",
        "Councillor Dan Rush",
        "Moved by Councillor Ada Thorne, seconded by Councillor Cora Fenn",
        "(a) a roof of slate; and",
        "(b) a survey of bats.",
        "The motion was carried.",
        "that permission be granted.",
        "Publish the notice.",
        "8.10 pm",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

#[test]
fn faults_of_minutes_in_word_point_to_heading_and_paragraph() {
    let check = |words: &str| {
        let case = council("minutes/planning-2026-02-17.docx", in_word(words).bytes());
        case.run(["check", "--data", ".", "--today", "2026-03-02"]).stderr().to_owned()
    };
    let shown = check(&(p("Words.") + &p("Left: Bert Oake at noonish")));
    assert!(
        shown.contains("planning-2026-02-17.docx, under “3. The barn”, paragraph 2 (“Left: Bert Oake at noonish”)"),
        "{shown}"
    );
    let changed =
        r#"<w:p><w:ins w:id="1" w:author="A"><w:r><w:t>New words.</w:t></w:r></w:ins></w:p>"#;
    let shown = check(changed);
    assert!(
        shown.contains("minutes/unreadable")
            && shown.contains("accept or reject the changes in Word"),
        "{shown}"
    );
    let case = council("minutes/planning-2026-02-17.docx", "no archive");
    let shown = case.run(["check", "--data", ".", "--today", "2026-03-02"]).code(1);
    assert!(shown.stderr().contains("minutes/unreadable"), "{}", shown.stderr());
}

#[test]
fn a_draft_of_an_agenda_has_what_is_due_and_not_there_yet() {
    let case = council("council-notes.txt", "")
        .file(
            "meetings.csv",
            "meeting,body,date,time,venue,status\nplanning-2026-01-20,planning,2026-01-20,19:00,Hall,held\n\
             planning-2026-02-17,planning,2026-02-17,19:00,Hall,\nplanning-2026-03-17,planning,2026-03-17,19:00,Hall,\n",
        )
        .file("agenda.csv", "meeting,number,title\nplanning-2026-02-17,1,Apologies\n")
        .file(
            "minutes/planning-2026-01-20.json",
            r#"{ "first-number": 1, "present": ["Ada Thorne"], "items": [{ "title": "Lamps", "paragraphs": [{ "text": "Seen.",
                "actions": [{ "owner": "Clerk", "text": "Count the lamps.", "due": "2 February 2026" },
                            { "owner": "Clerk", "text": "Paint the lamps.", "due": "2 March 2026" }] }] }] }"#,
        )
        .file(
            "issues.csv",
            "ref,title,due,maker,first-published\nPL1,Mend the sluice,February 2026,Planning Committee,2026-01-05\n\
             PL2,Move the weir,June 2026,Planning Committee,2026-01-05\n",
        )
        .file(
            "work-programme.csv",
            "body,date,item,lead\nplanning,February 2026,The state of the bridges,Jo Marsh\nplanning,May 2026,Roofs,Jo Marsh\n",
        );
    let draft = ["draft", "agenda", "planning-2026-02-17", "--data", ".", "--today", "2026-02-01"];
    let made = case.run(draft).code(0);
    assert!(made.stderr().contains("5 rows; put those"), "{}", made.stderr());
    let rows =
        String::from_utf8(case.read("output/restricted/drafts/agenda/planning-2026-02-17.csv"));
    let rows = rows.unwrap();
    let expected = [
        "meeting,number,title,text,report-of,issue,next-meeting",
        "planning-2026-02-17,2,Minutes of the last meeting,20 January 2026,,,",
        "planning-2026-02-17,3,Actions that are due,• Clerk: Count the lamps.,,,",
        "planning-2026-02-17,4,Mend the sluice,,,PL1,",
        "planning-2026-02-17,5,The state of the bridges,,Jo Marsh,,",
        "planning-2026-02-17,6,Date of the next meeting,,,,yes",
        "",
    ];
    assert_eq!(rows, expected.join("\r\n"));
    case.run(draft).code(2);
    // The rows can be put among those of the agenda.
    let case = case.file("agenda.csv", &rows);
    case.run(["build", "--data", ".", "--kind", "agenda", "--today", "2026-02-01"]).code(0);
}
