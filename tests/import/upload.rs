//! Documents of a meeting as files to be put into a modern.gov.

use crate::support::Case;
use crate::support::pdf::Pdf;

/// A word that stands only in what is exempt.
const CANARY: &str = "Quillhanger";

fn council() -> Case {
    Case::empty()
        .file("council.json", r#"{ "name": "Ashby Vale Council", "nation": "england", "governance": "executive" }"#)
        .file("bodies.csv", "id,name,type\ncabinet,Cabinet: Vale/Mill,executive\n")
        .file("members.csv", "body,name,role\ncabinet,Ada Thorne,chair\n")
        .file(
            "meetings.csv",
            "meeting,body,date,time,venue\ncabinet-2026-06-02,cabinet,2026-06-02,14:00,Hall\n",
        )
        .file(
            "agenda.csv",
            format!(
                "meeting,number,part,title,text,exempt-paragraphs,exempt-reason\n\
                 cabinet-2026-06-02,1,I,The sluice,To mend it.,,\n\
                 cabinet-2026-06-02,2,II,The lease,{CANARY} asks for more.,3,The rent is being agreed.\n"
            ),
        )
        .file(
            "documents.csv",
            "meeting,number,title,file,exempt-paragraphs,exempt-reason\n\
             cabinet-2026-06-02,1,Sluice,sluice.dj,,\n\
             cabinet-2026-06-02,2,Lease,lease.dj,3,The rent is being agreed.\n",
        )
        .file("documents/sluice.dj", "The sluice leaks.\n")
        .file("documents/lease.dj", format!("{CANARY} offers £1.\n"))
}

const EXPORT: [&str; 7] =
    ["export", "modern.gov", "cabinet-2026-06-02", "--to", "upload", "--data", "."];

#[test]
fn what_is_public_is_apart_from_what_is_restricted() {
    let case = council();
    let ended = case.run(EXPORT).code(0);
    let stem = "02nd-Jun-2026 14.00 Cabinet Vale Mill.pdf";
    let mut files = case.files("upload");
    files.sort();
    for (folder, name) in [
        ("public", "Agenda frontsheet"),
        ("public", "Public reports pack"),
        ("restricted", "Members’ reports pack"),
        ("restricted", "Restricted reports pack"),
    ] {
        assert!(files.contains(&format!("{folder}/{name} {stem}")), "{files:?}");
    }
    assert!(ended.stdout().contains("public/Public reports pack"), "{}", ended.stdout());
    for file in files.iter().filter(|file| file.starts_with("public/")) {
        let bytes = case.read(&format!("upload/{file}"));
        let is_pdf = bytes.starts_with(b"%PDF");
        let words =
            if is_pdf { Pdf::read(&bytes).text() } else { String::from_utf8(bytes).unwrap() };
        assert!(!words.contains(CANARY), "{file}");
        assert!(is_pdf || !words.contains("estricted"), "{words}");
    }
    let manifest = case.text("upload/public/manifest.csv");
    assert_eq!(manifest.lines().count(), 3, "{manifest}");
    // Once more with the same bytes; and what is there otherwise stays.
    case.run(EXPORT).code(0);
    let other = case.replace("documents/sluice.dj", "leaks", "drips");
    other.run(EXPORT).code(2).stderr_has("is there already with other content");
}

#[test]
fn nothing_is_exported_where_a_document_is_refused() {
    let case = council().replace("documents.csv", "sluice.dj", "gone.dj");
    case.run(EXPORT).code(1).stderr_has("no file is exported");
    assert!(!case.path("upload").exists());
    let case = council();
    case.run(["export", "modern.gov", "cabinet-2026-06-03", "--to", "upload", "--data", "."])
        .code(2)
        .stderr_has("there is no meeting `cabinet-2026-06-03`; did you mean `cabinet-2026-06-02`?");
}
