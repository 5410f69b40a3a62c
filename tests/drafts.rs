//! Drafts of reports and of what notices need, from the records and back among them.

use std::io::{Cursor, Read};

use crate::support::Case;
use crate::support::docx::{Docx, heading, p, r};
use crate::support::pdf::Pdf;

const REPORT: &str = "output/restricted/drafts/reports/cabinet-2026-03-10/2.docx";

const MEETING: &str = "cabinet-2026-03-10";

/// Returns a council whose Cabinet is to decide on a sluice in public and on a lease in private.
fn council() -> Case {
    Case::empty()
        .file(
            "council.json",
            r#"{ "name": "Ashby Vale Council", "contact": { "name": "Jo Marsh", "telephone": "01632 960001" },
                "nation": "england", "governance": "executive" }"#,
        )
        .file("bodies.csv", "id,name,type\ncabinet,Cabinet,executive\n")
        .file("members.csv", "body,name,role\ncabinet,Councillor Ada Thorne,chair\n")
        .file(
            "meetings.csv",
            "meeting,body,date,time,venue\ncabinet-2026-03-10,cabinet,2026-03-10,10:30,Hall\n",
        )
        .file(
            "agenda.csv",
            "meeting,number,part,title,report-of,ask,issue,exempt-paragraphs,exempt-reason\n\
             cabinet-2026-03-10,1,I,Minutes,,,,,\n\
             cabinet-2026-03-10,2,I,The sluice,Director of Place,That it be mended.,AV1,,\n\
             cabinet-2026-03-10,3,II,The lease,,,,3,The rent is being agreed.\n",
        )
        .file(
            "issues.csv",
            "ref,title,key,due,maker,divisions,lead-members\n\
             AV1,Mend the sluice,yes,10 March 2026,cabinet,Elm; Oak,Ada Thorne\n",
        )
}

/// Returns the paragraphs of a Word document.
fn words(docx: &[u8]) -> Vec<String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut xml = String::new();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let without_tags = |paragraph: &str| {
        let parts =
            paragraph.split('<').filter_map(|part| Some(part.split_once('>')?.1.to_owned()));
        parts.collect::<String>()
    };
    let words = xml.split("</w:p>").map(without_tags).map(|words| words.trim().to_owned());
    words.filter(|words| !words.is_empty()).collect()
}

fn draft<'a>(what: &'a [&'a str], today: &'a str) -> Vec<&'a str> {
    [&["draft"], what, &["--data", ".", "--today", today]].concat()
}

#[test]
fn a_report_is_filled_in_and_comes_back_in_house_style() {
    let case = council();
    let made = case.run(draft(&["report", MEETING, "2"], "2026-02-01")).code(0);
    for expected in [
        "documents/cabinet-2026-03-10/2.docx",
        "cabinet-2026-03-10,2,The sluice,report,cabinet-2026-03-10/2.docx",
    ] {
        assert!(made.stderr().contains(expected), "{}", made.stderr());
    }
    case.run(draft(&["report", MEETING, "2"], "2026-02-01")).code(2);
    let docx = case.read(REPORT);
    let case = case
        .bytes("documents/cabinet-2026-03-10/2.docx", &docx)
        .file(
            "documents.csv",
            "meeting,number,title,kind,file\ncabinet-2026-03-10,2,The sluice,report,cabinet-2026-03-10/2.docx\n",
        );
    let built =
        case.run(["build", "-v", "--data", ".", "--kind", "public-pack", "--today", "2026-02-01"]);
    let built = built.code(0);
    let messages = built.stderr();
    assert!(messages.contains("paragraphs of guidance to the author"), "{messages}");
    assert!(!messages.contains("paper/converted"), "{messages}");
    let text = Pdf::read(&case.read("output/public/cabinet-2026-03-10/public-pack.pdf")).text();
    assert_eq!(text.matches("Lead member").count(), 1, "{text}");
    assert_eq!(
        text.matches("That it be mended.").count(),
        2,
        "on the agenda and in the report\n{text}"
    );
    for expected in ["Wards Elm and Oak", "What else was considered", "Equality"] {
        assert!(text.contains(expected), "{text}");
    }
    assert!(!text.contains("Say what") && !text.contains("DRAFT"), "{text}");
}

#[test]
fn a_council_may_have_a_template_of_its_own_in_word() {
    let template = |words: &str| {
        Docx::new(&(heading(1, &r("{{council}}")) + &p(&r(words)) + &p(&r("Areas: {{divisions}}"))))
            .bytes()
    };
    let case = council().bytes("look/drafts/report.docx", template("To {{body}} on {{date}}"));
    let with = |what: &[&'static str]| [what, &["--templates", "look"]].concat();
    case.run(draft(&with(&["report", MEETING, "2", "--to", "own.docx"]), "2026-02-01")).code(0);
    assert_eq!(
        words(&case.read("own.docx")),
        ["Ashby Vale Council", "To Cabinet on 10 March 2026"]
    );
    let case = case.bytes("look/drafts/report.docx", template("To {{chamber}}"));
    let shown = case.run(draft(&with(&["report", MEETING, "2", "--to", "b.docx"]), "2026-02-01"));
    let shown = shown.code(2);
    assert!(
        shown.stderr().contains("`drafts/report.docx` has `{{chamber}}`"),
        "{}",
        shown.stderr()
    );
    assert!(!case.path("b.docx").exists());
    let shown = case.run(draft(&["report", MEETING, "4"], "2026-02-01")).code(2);
    assert!(shown.stderr().contains("no item `4`; its items are 1, 2, 3"), "{}", shown.stderr());
}

#[test]
fn the_days_that_are_left_say_which_notice_it_is() {
    let case = council();
    for (today, name, expected, message) in [
        (
            "2026-02-09",
            "first-published",
            "ref,first-published\r\nAV1,2026-02-09\r\n",
            "it lets the decision be taken on 10 March 2026",
        ),
        (
            "2026-02-10",
            "general-exception",
            "ref,general-exception-published,general-exception-informed,general-exception-informed-on,\
             general-exception-reason\r\nAV1,2026-02-10,,,\r\n",
            "fill in general-exception-informed, general-exception-informed-on, general-exception-reason",
        ),
        (
            "2026-03-03",
            "special-urgency",
            "ref,special-urgency-published,special-urgency-agreed-by,special-urgency-agreed-on,\
             special-urgency-reason\r\nAV1,2026-03-03,,,\r\n",
            "has to agree before the decision is taken",
        ),
    ] {
        let made = case.run(draft(&["notice", "av1"], today)).code(0);
        assert!(made.stderr().contains(message), "{}", made.stderr());
        let path = format!("output/restricted/drafts/notices/av1-{name}.csv");
        assert_eq!(String::from_utf8(case.read(&path)).unwrap(), expected);
    }
    let late = ["notice", "AV1", "--kind", "general-exception", "--to", "late.csv"];
    let late = case.run(draft(&late, "2026-03-06")).code(0);
    assert!(late.stderr().contains("too late for 10 March 2026"), "{}", late.stderr());
    let unknown = case.run(draft(&["notice", "AV2"], "2026-03-06")).code(2);
    assert!(unknown.stderr().contains("did you mean `AV1`?"), "{}", unknown.stderr());
}

#[test]
fn a_drafted_notice_can_be_put_among_the_records() {
    let case = council();
    let item = ["notice", "cabinet-2026-03-10/1", "--to", "row.csv"];
    case.run(draft(&item, "2026-02-02")).code(0);
    let row = String::from_utf8(case.read("row.csv")).unwrap();
    assert_eq!(
        row,
        "title,summary,reason-key,maker,due,contact,key,first-published\r\n\
         Minutes,,,cabinet,10 March 2026,,yes,2026-02-02\r\n"
    );
    let case = case.file("issues.csv", &row);
    case.run(["build", "--data", ".", "--kind", "key-decision-notice", "--today", "2026-02-02"])
        .code(0);
    // Where the issues are JSON, so is the draft.
    let case = council().file(
        "issues.json",
        r#"[{ "ref": "AV1", "title": "Mend the sluice", "key": "yes", "maker": ["cabinet"] }]"#,
    );
    std::fs::remove_file(case.path("issues.csv")).unwrap();
    let private = ["notice", "AV1", "--kind", "private-meeting", "--to", "private.json"];
    case.run(draft(&private, "2026-02-02")).code(0);
    let json: serde_json::Value = serde_json::from_slice(&case.read("private.json")).unwrap();
    let parts =
        serde_json::json!({ "published": "2026-02-02", "representations": "", "response": "" });
    assert_eq!(json, serde_json::json!({ "ref": "AV1", "private-notice": parts }));
}

#[test]
fn drafted_minutes_exclude_the_public_before_exempt_items() {
    let drafted = |case: &Case, name: &str| {
        case.run(draft(&["minutes", MEETING, "--to", name], "2026-03-11")).code(0);
        String::from_utf8(case.read(name)).unwrap()
    };
    let case = council();
    let text = drafted(&case, "a.dj");
    let resolution = "## Exclusion of the press and public\n\nResolution: That, under section 100A(4) of the \
        Local Government Act 1972, the press and public be excluded from the meeting for item 3 (paragraph 3),";
    assert!(text.contains(resolution), "{text}");
    let resolution = text.find("Resolution:").unwrap();
    assert!(resolution < text.find("## 3. The lease").unwrap(), "{text}");
    // The law finds nothing wrong with it.
    let case = case.file("minutes/cabinet-2026-03-10.dj", &text);
    let checked = case.run(["check", "--data", ".", "--today", "2026-03-11"]);
    assert!(!checked.stderr().contains("exclusion/"), "{}", checked.stderr());
    // A council has words of its own.
    let case = council().file(
        "council.json",
        r#"{ "name": "Ashby Vale Council", "standing-texts": { "exclusion": "That everybody leave." } }"#,
    );
    let text = drafted(&case, "b.dj");
    assert!(text.contains("Resolution: That everybody leave (item 3 (paragraph 3)).\n"), "{text}");
}
