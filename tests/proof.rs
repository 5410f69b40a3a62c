//! The proof-reader finds every fault in sentences that have one, and none in those that have none. The sentences
//! stand in `proof/`, each with the place where it is put: the text of an agenda, minutes, or a report.

use orderpaper::check::{self, Checked};
use orderpaper::diag::Code;
use orderpaper::model::glyphs::Coverage;
use orderpaper::store;
use serde_json::{Value, json};

use crate::support::Case;

/// The codes of the proof-reader.
const CODES: [Code; 5] = [
    Code::TextLeftover,
    Code::TextWrongDay,
    Code::TextNoSuchMeeting,
    Code::TextDeadReference,
    Code::TextPersonalData,
];

/// What the proof-reader says of a sentence: codes, and the words at their places.
type Remarks = Vec<(String, String)>;

/// Reads a folder of records with a sentence in a place.
fn read(place: &str, sentence: &str) -> Remarks {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| {
        store::write(&folder.path().join(name), text.as_bytes()).unwrap();
    };
    write(
        "council.json",
        json!({
            "name": "Thornacre District Council",
            "address": ["Town Hall", "1 Market Square", "Thornacre TH1 1AA"],
            "contact": { "name": "Maud Tredwell", "email": "democratic.services@thornacre.example", "telephone": "01632 960300" },
            "minute-numbering": { "number": "{n}", "paragraph": "{n}.{p}", "reset": "meeting" },
        })
        .to_string(),
    );
    write(
        "bodies.csv",
        "id,name,type\ncabinet,Cabinet,executive\nhousing,Housing Scrutiny Committee,scrutiny\n"
            .into(),
    );
    write(
        "members.csv",
        "body,name,email,telephone\ncabinet,Ines Okafor-Lyle,ines.okafor.lyle@gmail.com,07700 900555\n"
            .into(),
    );
    write(
        "meetings.csv",
        "meeting,body,date,time,venue,status\n\
         cabinet-2026-02-03,cabinet,2026-02-03,10:00,Town Hall,held\n\
         cabinet-2026-03-03,cabinet,2026-03-03,10:00,Town Hall,held\n\
         housing-2026-03-09,housing,2026-03-09,10:00,Town Hall,held\n\
         cabinet-2026-04-07,cabinet,2026-04-07,10:00,Town Hall,held\n\
         cabinet-2026-04-21,cabinet,2026-04-21,10:00,Town Hall,cancelled\n\
         cabinet-2026-05-12,cabinet,2026-05-12,10:00,Town Hall,scheduled\n\
         housing-2026-05-18,housing,2026-05-18,10:00,Town Hall,scheduled\n\
         cabinet-2026-06-16,cabinet,2026-06-16,10:00,Town Hall,scheduled\n"
            .into(),
    );
    let text = |wanted: &str| if place == wanted { sentence } else { "Nothing." };
    write(
        "agenda.json",
        json!([{ "meeting": "cabinet-2026-05-12", "number": "1", "title": "Business", "text": text("agenda") }])
            .to_string(),
    );
    let paragraph = |text: &str| -> Value { text.into() };
    write(
        "minutes/cabinet-2026-05-12.json",
        json!({ "items": [
            { "title": "Opening", "paragraphs": [paragraph("The Chair opened the meeting.")] },
            { "title": "Business", "paragraphs": [paragraph(text("minutes")), paragraph("Noted.")] },
        ] })
        .to_string(),
    );
    write(
        "documents.csv",
        "meeting,number,title,kind,file\ncabinet-2026-05-12,1,Business,report,business.dj\n".into(),
    );
    write(
        "documents/business.dj",
        format!(
            "# Summary\n\n{}\n\nTable 1: Fees\n\n| Year | Fee |\n|---|---|\n| 2025 | £5 |\n\nFigure 1: Demand\n\n# Background papers\n\nNone\n",
            text("report")
        ),
    );
    let everything = Coverage::new(0x20..0x2_0000);
    let today = "2026-05-20".parse().unwrap();
    let Checked { findings, .. } =
        check::records(folder.path(), &everything, u64::MAX, today, None).unwrap();
    let found = findings.iter().map(|finding| &finding.diagnostic);
    let found = found.filter(|diagnostic| CODES.contains(&diagnostic.code()));
    found
        .map(|diagnostic| {
            let origin = diagnostic.origin.as_ref().expect("a remark has a place");
            let range = origin.range().expect("it is in a file");
            (diagnostic.code().to_string(), origin.source().text[range].to_owned())
        })
        .collect()
}

#[test]
fn every_fault_is_found_at_its_place() {
    let mut missed = Vec::new();
    let faulty = include_str!("proof/faulty.txt");
    assert!(faulty.lines().count() >= 60);
    for line in faulty.lines() {
        let [code, place, sentence]: [&str; 3] =
            line.splitn(3, " | ").collect::<Vec<_>>().try_into().unwrap();
        let found = read(place, sentence);
        let code = format!("text/{code}");
        let is_found = found.iter().any(|(name, words)| {
            *name == code && sentence.contains(words.as_str()) && words.len() < sentence.len()
                || *name == code && sentence == words
        });
        let is_only = found.iter().all(|(name, _)| *name == code);
        if !is_found || !is_only {
            missed.push(format!("{line}\n    {found:?}"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn nothing_is_said_of_sentences_without_a_fault() {
    let mut alarms = Vec::new();
    let clean = include_str!("proof/clean.txt");
    assert!(clean.lines().count() >= 200);
    for line in clean.lines() {
        let (place, sentence) = line.split_once(" | ").unwrap();
        let found = read(place, sentence);
        if !found.is_empty() {
            alarms.push(format!("{line}\n    {found:?}"));
        }
    }
    assert!(alarms.is_empty(), "{}", alarms.join("\n"));
}

/// Returns a PDF of one page with these lines in a font that every reader has.
fn paper(lines: &[&str]) -> Vec<u8> {
    use lopdf::{Document, Object, Stream, dictionary};
    let mut pdf = Document::with_version("1.7");
    let font = pdf.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
    });
    let shown: String = lines
        .iter()
        .map(|line| format!("({}) Tj 0 -20 Td ", line.replace('(', "\\(").replace(')', "\\)")))
        .collect();
    let content = format!("BT /F1 12 Tf 72 500 Td {shown}ET");
    let content = pdf.add_object(Stream::new(dictionary! {}, content.into_bytes()));
    let pages = pdf.new_object_id();
    let page = pdf.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
    });
    pdf.objects.insert(
        pages,
        Object::Dictionary(
            dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 },
        ),
    );
    let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    pdf.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn supplied_papers_are_read_and_what_is_found_may_be_accepted() {
    let lines = [
        "The cost is [insert cost], as page 47 says.",
        "Ask Ms Orrin on 07700 900123 about it.",
        "The hearing is on Monday 12 May 2026.",
    ];
    let case = Case::empty()
        .file(
            "data/council.json",
            r#"{ "name": "Thornacre District Council", "nation": "england" }"#,
        )
        .file("data/bodies.csv", "id,name,type\ncabinet,Cabinet,executive\n")
        .file(
            "data/meetings.csv",
            "meeting,body,date,time,venue\ncabinet-2026-05-12,cabinet,2026-05-12,10:00,Town Hall\n",
        )
        .file("data/agenda.csv", "meeting,number,title\ncabinet-2026-05-12,1,Roads\n")
        .file(
            "data/documents.csv",
            "meeting,number,title,kind,file\ncabinet-2026-05-12,1,Roads,report,roads.pdf\n",
        )
        .bytes("data/documents/roads.pdf", paper(&lines));
    // Nothing is known of a paper that nobody has opened.
    case.run(["check"]).stderr_lacks("text/");
    case.run(["build", "--kind", "public-pack"]).stderr_has("text/leftover");
    let found = |case: &Case| {
        let found = case.run(["check", "--format", "json"]).json();
        let found = found
            .iter()
            .filter(|line| line["code"].as_str().is_some_and(|code| code.starts_with("text/")));
        let found =
            found.map(|line| format!("{}[{}]", line["severity"], line["code"]).replace('"', ""));
        let mut found: Vec<String> = found.collect();
        found.sort();
        found
    };
    assert_eq!(
        found(&case),
        [
            "warning[text/dead-reference]",
            "warning[text/leftover]",
            "warning[text/personal-data]",
            "warning[text/wrong-day]",
        ]
    );
    let case = case.file(
        "data/overrides.csv",
        "rule,meeting,reason,by,date\n\
         text/personal-data,cabinet-2026-05-12,She agreed in writing.,Ada Example,2026-05-01\n",
    );
    assert_eq!(
        found(&case),
        [
            "note[text/personal-data]",
            "warning[text/dead-reference]",
            "warning[text/leftover]",
            "warning[text/wrong-day]",
        ]
    );
}
