//! The minute of one item as a paper of a later meeting.

use crate::support::Case;
use crate::support::pdf::Pdf;

/// Returns a council of which a paper names an extract.
fn council(file: &str) -> Case {
    Case::empty()
        .file("council.json", r#"{ "name": "Ashby Vale Council", "minute-numbering": { "number": "{n}." } }"#)
        .file("bodies.csv", "id,name,type\nscrutiny,Scrutiny Committee,scrutiny\ncabinet,Cabinet,executive\n")
        .file("members.csv", "body,name,role\nscrutiny,Odo Finch,chair\nscrutiny,Lettice Marr,member\n")
        .file(
            "meetings.csv",
            "meeting,body,date,time,venue,status,published-at\n\
             scrutiny-2026-01-20,scrutiny,2026-01-20,19:00,Hall,held,2026-01-12\n\
             cabinet-2026-02-10,cabinet,2026-02-10,19:00,Hall,scheduled,2026-02-02\n",
        )
        .file(
            "agenda.csv",
            "meeting,number,part,title,report-of,exempt-paragraphs,exempt-reason\n\
             scrutiny-2026-01-20,4,,The second quarter,Director of Lanes,,\n\
             scrutiny-2026-01-20,5.1,,Lamps,,,\n\
             scrutiny-2026-01-20,6,II,Land,,3,The owner asked.\n\
             cabinet-2026-02-10,1,,The second quarter,,,\n",
        )
        .file(
            "minutes/scrutiny-2026-01-20.json",
            r#"{ "first-number": 7, "present": ["Odo Finch", "Lettice Marr"],
                "interests": [
                    { "member": "Lettice Marr", "item": "4", "kind": "Personal", "nature": "She lives in a lane." },
                    { "member": "Odo Finch", "item": "5.1", "kind": "Personal", "nature": "He sells lamps." }],
                "items": [
                    { "item": "4", "paragraphs": ["Three lanes were late.", { "resolution": { "text": "That lanes be swept." } }] },
                    { "item": "5.1", "paragraphs": ["All were lit."] },
                    { "item": "6", "paragraphs": ["zebu"], "public-summary": "Land was considered." } ] }"#,
        )
        .file(
            "documents.csv",
            format!("meeting,number,title,file\ncabinet-2026-02-10,1,What scrutiny said,{file}\n"),
        )
}

const FOLDER: &str = "output/public/scrutiny-2026-01-20";

#[test]
fn a_minute_by_itself_is_a_paper_of_another_meeting() {
    let case = council("minute-extract:scrutiny-2026-01-20/4");
    case.run(["build", "--data", ".", "--today", "2026-02-02"]);
    let alone = Pdf::read(&case.read(&format!("{FOLDER}/minute-extract-4.pdf"))).text();
    let pack = Pdf::read(&case.read("output/public/cabinet-2026-02-10/public-pack.pdf")).text();
    for found in [&alone, &pack] {
        for expected in [
            "Scrutiny Committee: extract of the minutes",
            "Tuesday 20 January 2026",
            "Director of Lanes",
            "7. The second quarter",
            "Three lanes were late.",
            "That lanes be swept.",
            "Lettice Marr",
            "She lives in a lane.",
        ] {
            assert!(found.contains(expected), "{expected}\n{found}");
        }
        for other in ["All were lit.", "He sells lamps.", "zebu", "Land was considered."] {
            assert!(!found.contains(other), "{other}\n{found}");
        }
    }
}

#[test]
fn numbers_of_items_may_have_a_point() {
    let case = council("minute-extract:scrutiny-2026-01-20/5.1");
    case.run(["build", "--data", ".", "--today", "2026-02-02"]);
    let alone = Pdf::read(&case.read(&format!("{FOLDER}/minute-extract-5-1.pdf"))).text();
    assert!(alone.contains("8. Lamps") && alone.contains("All were lit."), "{alone}");
}

#[test]
fn extracts_are_made_only_where_a_paper_asks_for_them() {
    let case = council("");
    case.run(["build", "--data", ".", "--kind", "minute-extract", "--today", "2026-02-02"]);
    assert!(!case.path(FOLDER).exists());
}

#[test]
fn there_is_no_extract_of_an_exempt_minute_nor_of_none() {
    for item in ["6", "9"] {
        let case = council(&format!("minute-extract:scrutiny-2026-01-20/{item}"));
        case.run(["build", "--data", ".", "--today", "2026-02-02"]).code(1).stderr_has(&format!(
            "the records call for no `minute-extract:scrutiny-2026-01-20/{item}`"
        ));
        assert!(!case.path(&format!("{FOLDER}/minute-extract-{item}.pdf")).exists());
    }
}
