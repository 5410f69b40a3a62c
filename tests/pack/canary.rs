//! Nothing exempt is public (DESIGN.md, section 8): a data folder with a different canary word in
//! every exempt field, text, title and file is built whole, and none of these words is in any byte
//! of the published files, however a PDF packs or encodes it. The same search finds them in the
//! restricted files, so that it is known to look in the right places.

use std::collections::BTreeSet;
use std::path::Path;

use orderpaper::diag::{Code, Diagnostic, render_json};

use super::folder::{Built, Folder, MEETING, PUBLIC, RESTRICTED};
use super::search;

const MEETINGS: &str = "\
meeting,body,date,time,venue,published-at
cabinet-2026-02-12,cabinet,2026-02-12,10:00,Mill Lane,2026-02-04
cabinet-2026-03-19,cabinet,2026-03-19,10:00,Mill Lane,2026-03-11
";

const AGENDA: &str = "\
meeting,number,part,title,text,report-of,ask,issue,exempt-paragraphs,exempt-reason,public-summary
cabinet-2026-02-12,1,I,Declarations of interest,,,,,,,
cabinet-2026-02-12,2,II,Offers for a depot,CANARYOLDTEXT,CANARYOLDOFFICER,CANARYOLDASK,,3,In confidence.,Offers were looked at.
cabinet-2026-02-12,3,I,Staff of the boathouse,,,,,,,
cabinet-2026-03-19,1,I,Minutes of the last meeting,,,,,,,
cabinet-2026-03-19,2,I,Lease of the boathouse,A tenant has been found.,Head of Property,Approve the lease.,,,,
cabinet-2026-03-19,3,I,Repairs to the weir,,Head of Property,Agree the order of the work.,,,,
cabinet-2026-03-19,4,II,Purchase of a depot,CANARYTEXT: the price is £1.2m.,CANARYOFFICER,CANARYASK: approve it.,WE26/004,3; 5,It would weaken the Council.,Whether to buy a site.
cabinet-2026-03-19,5,I,Costs of a claim,CANARYLINE,CANARYCLAIMANT,CANARYCLAIM,,5,Legal advice.,A claim was made.
";

const DOCUMENTS: &str = "\
meeting,number,title,kind,file,published-at,late-reason,exempt-paragraphs,exempt-reason,public-summary,supersedes
cabinet-2026-03-19,1,Minutes of 12 February 2026,report,minutes:cabinet-2026-02-12,,,,,,
cabinet-2026-03-19,2,Lease of the boathouse,report,boathouse.dj,,,,,,
cabinet-2026-03-19,2,CANARYOFFERS received,appendix,CANARYFILE.pdf,,,3,In confidence.,Four offers were received.,
cabinet-2026-03-19,3,Repairs to the weir,report,weir.dj,2026-03-13,The survey came late.,,,,
cabinet-2026-03-19,3,CANARYPRICES for the stone,supplement,CANARYSTONE.dj,2026-03-13,CANARYLATE,3,In confidence.,Three firms gave prices.,CANARYREPLACED
cabinet-2026-03-19,4,CANARYREPORT on the purchase,report,CANARYDEPOT.dj,,,3,The seller asked for it.,,
cabinet-2026-03-19,4,CANARYPLAN of the depot,appendix,CANARYMAP.pdf,,,,,,
cabinet-2026-03-19,5,CANARYADVICE on the claim,report,CANARYADVICE.dj,,,,,,
";

const STONE: &str =
    "CANARYLOWEST: £310 a tonne. [The bids](https://thornacre.example/CANARYBIDS)\n";

const DEPOT: &str = "\
# CANARYHEADING

The price is CANARYPRICE.

| CANARYCOLUMN | CANARYSUM |
|--------------|----------:|
| CANARYSITE   |    £1.2m  |
";

const ISSUES: &str = r#"[{
  "ref": "WE26/004", "title": "Purchase of a depot", "maker": ["cabinet"], "due": "2026-03-19",
  "documents": ["CANARYDOCUMENT"], "background-papers": ["CANARYBACKGROUND"],
  "key": "yes", "first-published": "2026-02-04",
  "private-paragraphs": "3", "private-reason": "In confidence.",
  "public-documents": ["Report of the Head of Property"],
  "private-notice": { "published": "2026-03-11", "representations": "None", "response": "None" },
  "custom": [{ "label": "CANARYLABEL", "value": "CANARYVALUE" }]
}]"#;

const MINUTES: &str = r#"{
  "status": "draft",
  "present": ["Edith Larkspur", "Osric Penhale"],
  "items": [
    { "item": "1", "paragraphs": ["There were none."] },
    {
      "item": "2",
      "title": "CANARYMINUTE",
      "movements": [{ "member": "Osric Penhale", "left": "10:40" }],
      "paragraphs": [
        "CANARYSAID",
        {
          "motion": { "text": "CANARYMOTION", "mover": "CANARYMOVER", "outcome": "carried" },
          "resolution": { "formula": "CANARYFORMULA", "text": "CANARYRESOLVED" },
          "actions": [{ "owner": "CANARYOWNER", "text": "CANARYACTION" }]
        }
      ],
      "public-summary": "The Cabinet looked at offers for a depot."
    },
    {
      "item": "3",
      "title": "CANARYSTAFF",
      "paragraphs": ["CANARYNAMES"],
      "exempt-paragraphs": "1",
      "public-summary": "The Cabinet heard about staff."
    }
  ]
}"#;

const DECISIONS: &str = r#"[{
  "ref": "CAB01 (25/26)", "meeting": "cabinet-2026-02-12", "makers": ["cabinet"],
  "published": "2026-02-14", "exempt-paragraphs": "3",
  "decision": "CANARYDECISION", "reasons": "CANARYREASONS", "alternatives": "CANARYALTERNATIVES",
  "interests": "CANARYINTERESTS", "consultees": ["CANARYCONSULTEE"],
  "background-papers": ["CANARYEVIDENCE"], "urgency-basis": "CANARYURGENCY"
}]"#;

const FOLLOW_UPS: &str = "\
meeting,minute,text,kind,owner,due,status,progress
cabinet-2026-02-12,2,CANARYTASK,action,CANARYTASKOWNER,March 2026,In progress,CANARYPROGRESS
";

/// Words that restricted documents show, each in at least one of the packs for members.
const SHOWN: &[&str] = &[
    "CANARYTEXT",
    "CANARYOFFICER",
    "CANARYASK",
    "CANARYLINE",
    "CANARYCLAIMANT",
    "CANARYCLAIM",
    "CANARYOFFERS",
    "CANARYPRICES",
    "CANARYLATE",
    "CANARYREPORT",
    "CANARYPLAN",
    "CANARYLOWEST",
    "CANARYBIDS",
    "CANARYHEADING",
    "CANARYPRICE",
    "CANARYCOLUMN",
    "CANARYSUM",
    "CANARYSITE",
    "CANARYADVICE",
    "CANARYSTATEMENT",
    "CANARYBACKGROUND",
    // What is in the names of files is in receipts.
    "CANARYFILE",
    "CANARYSTONE",
    "CANARYDEPOT",
    "CANARYMAP",
    // These are in the PDF.
    "CANARY-EXEMPT-TITLE",
    "CANARY-EXEMPT-HEADING",
    "CANARY-EXEMPT-TEXT",
    "CANARY-EXEMPT-TABLE",
    "CANARY-EXEMPT-NOTE",
    "CANARY-EXEMPT-ALT",
    "CANARY-EXEMPT-LINK",
    "CANARY-EXEMPT-BOOKMARK",
];

/// Returns the folder in which every exempt field has a different canary word.
fn planted() -> Folder {
    let paper = |name: &str| {
        let papers = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/papers");
        std::fs::read(papers.join(name)).unwrap()
    };
    Folder::new()
        .file("meetings.csv", MEETINGS)
        .file("agenda.csv", AGENDA)
        .file("documents.csv", DOCUMENTS)
        .file("issues.json", ISSUES)
        .file("decisions.json", DECISIONS)
        .file("resolutions.csv", FOLLOW_UPS)
        .file("minutes/cabinet-2026-02-12.json", MINUTES)
        .file("documents/CANARYFILE.pdf", paper("appendix-exempt.pdf"))
        .file("documents/CANARYMAP.pdf", paper("map-a3-landscape.pdf"))
        .file("documents/CANARYSTONE.dj", STONE)
        .file("documents/CANARYDEPOT.dj", DEPOT)
        .file("documents/CANARYADVICE.dj", "CANARYSTATEMENT of the law.")
}

/// Fails where something exempt is published, with every place.
#[track_caller]
fn assert_nothing_is_public(built: &Built) {
    let found = search::below(&built.path("public"));
    assert!(found.is_empty(), "exempt words are published: {found:#?}");
}

#[test]
fn no_published_byte_holds_an_exempt_word() {
    let built = planted().build().whole();
    for file in [
        "public/cabinet-2026-02-12/agenda.pdf",
        "public/cabinet-2026-02-12/minutes.pdf",
        &format!("{PUBLIC}/agenda.pdf"),
        &format!("{PUBLIC}/public-pack.pdf"),
        &format!("{PUBLIC}/supplement-1.pdf"),
        "public/cabinet-2026-02-12/decisions-list.pdf",
        "public/decisions/cab01-25-26/decision-record.pdf",
        "public/forward-plan/2026-02/forward-plan.pdf",
        "public/issues/we26-004/issue-history.pdf",
        "public/issues/we26-004/key-decision-notice.pdf",
        "public/issues/we26-004/private-meeting-notice-28.pdf",
        "public/issues/we26-004/private-meeting-notice-5.pdf",
    ] {
        assert!(built.is_made(file));
    }
    assert_nothing_is_public(&built);
}

#[test]
fn no_open_publication_or_archive_holds_an_exempt_word() {
    let meetings = ["cabinet-2026-02-12", MEETING];
    // Every rule is overridden, for a reason that must stay private.
    let mut overrides = "rule,meeting,reason,by,date\n".to_owned();
    let codes = orderpaper::rules::ALL.iter().map(|rule| rule.about().code);
    for code in codes.filter(|code| code.is_overridable()) {
        for meeting in meetings {
            overrides.push_str(&format!("{code},{meeting},CANARYWHY,CANARYWHO,2026-02-01\n"));
        }
    }
    let folder = planted().file("overrides.csv", overrides);
    let case = folder.case();
    let [held, coming] = meetings;
    for (meeting, day) in [(held, "2026-02-04"), (coming, "2026-03-11"), (coming, "2026-03-13")] {
        case.run(["publish", "--data", "input", "--meeting", meeting, "--now", day]).code(0);
    }
    case.run(["archive"]).code(0);
    for public in ["output/published/public", "output/archive/public"] {
        let found = search::below(&case.path(public));
        assert!(found.is_empty(), "exempt words are in `{public}`: {found:#?}");
    }
    for restricted in ["output/published/restricted", "output/archive/restricted"] {
        let found = search::below(&case.path(restricted));
        for word in ["CANARYCOLUMN", "CANARYWHY"] {
            assert!(found.contains_key(word), "the search finds `{word}` in `{restricted}`");
        }
    }
}

#[test]
fn the_search_finds_every_exempt_word_in_restricted_packs() {
    let built = planted().build().whole();
    for pack in ["exempt-pack", "members-pack", "members-supplement-1"] {
        assert!(built.is_made(&format!("{RESTRICTED}/{pack}.pdf")));
    }
    let found = search::below(&built.path(RESTRICTED));
    let missing: Vec<_> = SHOWN.iter().filter(|word| !found.contains_key(**word)).collect();
    assert!(missing.is_empty(), "{missing:?} are not in the restricted documents");
    let has = |kind: &str, word: &str| {
        let words = search::in_places(&found, kind);
        assert!(words.contains(word), "`{word}` is not among the {kind}: {words:?}");
    };
    has("bookmarks", "CANARYREPORT");
    has("bookmarks", "CANARY-EXEMPT-BOOKMARK");
    has("strings", "CANARYBIDS");
    has("strings", "CANARY-EXEMPT-ALT");
    has("words", "CANARYSUM");
    has("words", "CANARY-EXEMPT-TEXT");
    has("tags", "CANARY-EXEMPT-ALT");
    has("bytes", "CANARYSTONE");
}

#[test]
fn the_search_finds_words_hidden_in_supplied_papers() {
    let folder = planted();
    let found = search::below(&folder.case().path("input/documents"));
    let has = |kind: &str, word: &str| {
        let words = search::in_places(&found, kind);
        assert!(words.contains(word), "`{word}` is not among the {kind}: {words:?}");
    };
    has("name", "CANARYFILE");
    has("metadata", "CANARY-EXEMPT-TITLE");
    has("metadata", "CANARY-EXEMPT-AUTHOR");
    has("strings", "CANARY-EXEMPT-INFO");
    has("strings", "CANARY-EXEMPT-FIELD");
    has("strings", "CANARY-EXEMPT-NAME");
    has("streams", "CANARY-EXEMPT-XMP");
    has("objects", "CANARY-EXEMPT-KEYWORD");
    has("labels", "CANARY-EXEMPT-LABEL");
    // A string in UTF-16, and its hexadecimal digits in a stream of content.
    let file = folder.case().path("input/documents/hidden.pdf");
    let mut document =
        lopdf::Document::load(folder.case().path("input/documents/CANARYMAP.pdf")).unwrap();
    let units = |word: &str| -> Vec<u8> {
        let units = word.encode_utf16().flat_map(u16::to_be_bytes);
        [0xFE, 0xFF].into_iter().chain(units).collect()
    };
    let wide = lopdf::Object::String(units("CANARYWIDE"), lopdf::StringFormat::Hexadecimal);
    document.add_object(wide);
    let digits: String = units("CANARYDIGITS").iter().map(|byte| format!("{byte:02X}")).collect();
    let content = format!("/Span <</ActualText <{digits}>>> BDC EMC").into_bytes();
    let mut stream = lopdf::Stream::new(lopdf::Dictionary::new(), content.repeat(8));
    stream.compress().unwrap();
    document.add_object(stream);
    document.save(&file).unwrap();
    let found = search::below(&folder.case().path("input/documents"));
    let strings = search::in_places(&found, "strings");
    assert!(strings.is_superset(&BTreeSet::from(["CANARYWIDE", "CANARYDIGITS"])), "{strings:?}");
}

#[test]
fn public_summaries_replace_exempt_words() {
    let built = planted().build().whole();
    let words = |file: &str| crate::support::pdf::text(&built.read(file));
    let agenda = words(&format!("{PUBLIC}/agenda.pdf"));
    for summary in ["Four offers were received.", "Whether to buy a site.", "A claim was made."] {
        assert!(agenda.contains(summary), "the agenda does not say `{summary}`:\n{agenda}");
    }
    let cover = words(&format!("{PUBLIC}/supplement-1.pdf"));
    assert!(cover.contains("Three firms gave prices."), "{cover}");
    let pack = words(&format!("{PUBLIC}/public-pack.pdf"));
    for summary in ["The Cabinet looked at offers for a depot.", "The Cabinet heard about staff."] {
        assert!(pack.contains(summary), "the minutes in the pack do not say `{summary}`:\n{pack}");
    }
}

/// Slips in exemptions: the file, the old text and the new text.
const SLIPS: [(&str, &str, &str); 6] = [
    ("documents.csv", ",3,In confidence.,Four", ",99,In confidence.,Four"),
    ("documents.csv", ",3,In confidence.,Four", ",three,In confidence.,Four"),
    ("documents.csv", ",3,In confidence.,Four", ",,In confidence.,Four"),
    ("documents.csv", "19,2,CANARYOFFERS", "19,9,CANARYOFFERS"),
    ("agenda.csv", "19,4,II,", "19,4,III,"),
    ("agenda.csv", ",5,Legal advice.,", ",,Legal advice.,"),
];

#[test]
fn a_slip_in_an_exemption_publishes_nothing_exempt() {
    for (file, found, by) in SLIPS {
        let built = planted().replace(file, found, by).build();
        assert!(built.diags.has_errors(), "`{by}` is no fault");
        assert!(built.is_made("public/cabinet-2026-02-12/agenda.pdf"));
        assert_nothing_is_public(&built);
    }
}

/// Returns whether a message is about a public document.
fn is_about_the_public(diagnostic: &&Diagnostic) -> bool {
    let subject = diagnostic.subject.as_deref().unwrap_or_default();
    ["agenda", "public-pack", "supplement", "minutes"].iter().any(|kind| subject.starts_with(kind))
}

#[test]
fn messages_about_public_documents_name_no_exempt_paper() {
    let paper = |name: &str| {
        let papers = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/papers");
        std::fs::read(papers.join(name)).unwrap()
    };
    let built = Folder::new()
        .replace("documents.csv", "SECRETWORDS: the offers received", "CANARYOFFERS received")
        .replace("documents.csv", "SECRETWORDS-offers.dj", "CANARYFILE.pdf")
        .file("documents/CANARYFILE.pdf", paper("untagged.pdf"))
        .file("documents/plan.pdf", paper("messy-catalog.pdf"))
        .build()
        .whole();
    // Those who make the packs for members are told; of a public paper, all are.
    for pack in ["exempt-pack", "members-pack"] {
        let subject = format!("{pack} of {MEETING}");
        let is_told = built.diags.iter().any(|diagnostic| {
            diagnostic.code() == Code::PackNoPdfUa
                && diagnostic.subject.as_ref() == Some(&subject)
                && diagnostic.message.contains("`CANARYFILE.pdf`")
        });
        assert!(is_told, "{pack}:\n{}", built.messages());
    }
    built.message("pack/taken-out", &format!("public-pack of {MEETING}"));
    let public: Vec<_> = built.diags.iter().filter(is_about_the_public).map(render_json).collect();
    assert!(!public.is_empty());
    for message in public {
        assert!(!message.contains("CANARY"), "{message}");
    }
}

#[cfg(unix)]
#[test]
fn restricted_documents_are_private_to_their_owner() {
    use std::os::unix::fs::PermissionsExt;
    let built = planted().build().whole();
    let mode = |below: &str| std::fs::metadata(built.path(below)).unwrap().permissions().mode();
    assert_eq!(mode("restricted") & 0o777, 0o700);
    assert_eq!(mode("restricted/.papers") & 0o777, 0o700);
    assert_ne!(mode("public") & 0o777, 0o700, "the public can read what is published");
}
