//! `withdraw`: what is taken back is served no more, and everything else stays where it was.

use super::publish::{MEETING, args, council, late, published};
use crate::support::Case;
use crate::support::pdf;

const OPEN: &str = "output/published/public/cabinet-2026-03-19";
const CLOSED: &str = "output/published/restricted/cabinet-2026-03-19";
const BAG: &str = "output/archive/public/2026-03-19_cabinet.zip";

/// Arguments of taking something of the meeting back.
fn withdraw<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let why = ["--reason", "It was published by mistake.", "--private-reason", "PRIVATEWORDS"];
    args(&[&["withdraw", "--meeting", MEETING, "--now", "2026-03-14"], &why[..], more].concat())
}

fn receipt(case: &Case, folder: &str) -> serde_json::Value {
    serde_json::from_slice(&case.read(&format!("{folder}/receipt.json"))).unwrap()
}

/// Asserts that a word is in no public file: in no name, page, receipt, bag, ledger, or page of a PDF.
#[track_caller]
fn assert_is_not_served(case: &Case, word: &str) {
    for folder in ["output/published/public", "output/archive/public"] {
        for file in case.files(folder) {
            let bytes = case.read(&format!("{folder}/{file}"));
            let has =
                |bytes: &[u8]| bytes.windows(word.len()).any(|found| found == word.as_bytes());
            assert!(!file.contains(word) && !has(&bytes), "{folder}/{file} has {word}");
            if file.ends_with(".pdf") {
                assert!(!pdf::text(&bytes).contains(word), "{folder}/{file} has {word}");
            }
            if file.ends_with(".zip") {
                let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
                for at in 0..zip.len() {
                    let mut file = zip.by_index(at).unwrap();
                    let name = file.name().unwrap().into_owned();
                    let mut bytes = Vec::new();
                    std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
                    let is_pdf = name.ends_with(".pdf");
                    let text = if is_pdf { pdf::text(&bytes) } else { String::new() };
                    assert!(!has(&bytes) && !text.contains(word), "{name} in {folder} has {word}");
                }
            }
        }
    }
}

#[test]
fn a_paper_is_withdrawn_from_its_pack_and_no_page_moves() {
    let case = published();
    case.run(["archive"]).code(0);
    let before = receipt(&case, OPEN);
    // The title of the appendix is no longer the public's.
    let case = case.replace(
        "input/documents.csv",
        "cabinet-2026-03-19,2,A: plan of the site,appendix,plan.pdf,,,,,,",
        "cabinet-2026-03-19,2,A: plan of the site,appendix,plan.pdf,,,,3,It is in confidence.,A plan.",
    );
    let ended = case.run(withdraw(&["--document", "2-plan"]));
    ended
        .code(0)
        .stdout_has("cabinet-2026-03-19/public-pack.pdf (withdrawn)")
        .stdout_has("cabinet-2026-03-19/source/public-pack.json (withdrawn)")
        .stdout_has("cabinet-2026-03-19/agenda.pdf (withdrawn)")
        .stdout_has("output/archive/restricted/withdrawn/2026-03-19_cabinet.zip (moved)")
        .stdout_has("cabinet-2026-03-19/public-pack-v2.pdf")
        .stdout_has("cabinet-2026-03-19/agenda-v2.pdf")
        .stderr_has("1 public bag moved");
    for gone in ["public-pack.pdf", "agenda.pdf", "source/public-pack.json"] {
        assert!(!case.path(&format!("{OPEN}/{gone}")).exists(), "{gone}");
        assert!(case.path(&format!("{CLOSED}/withdrawn/{gone}")).is_file(), "{gone}");
    }
    assert!(!case.path(BAG).exists());
    let after = receipt(&case, OPEN);
    let pack = |receipt: &serde_json::Value, version: u64| {
        let documents = receipt["documents"].as_array().unwrap().clone();
        let mut packs = documents.into_iter().filter(|document| {
            document["document"] == "public-pack" && document["version"] == version
        });
        packs.next().unwrap()
    };
    let (old, new) = (pack(&before, 1), pack(&after, 2));
    assert_eq!(old["pages"], new["pages"]);
    let pages = |pack: &serde_json::Value| -> Vec<(u64, u64)> {
        let papers = pack["papers"].as_array().unwrap().iter();
        papers
            .map(|paper| (paper["first"].as_u64().unwrap(), paper["last"].as_u64().unwrap()))
            .collect()
    };
    assert_eq!(pages(&old), pages(&new));
    let text = pdf::text(&case.read(&format!("{OPEN}/public-pack-v2.pdf")));
    assert!(
        text.contains("It was withdrawn on Saturday 14 March 2026: It was published by mistake."),
        "{text}"
    );
    let page = case.text(&format!("{OPEN}/index.html"));
    assert!(page.contains("<h2>Withdrawn</h2>"), "{page}");
    assert!(page.contains("Item 2: a paper, page"), "{page}");
    case.run(["archive"]).code(0).stdout_has(BAG);
    for word in ["plan of the site", "2-plan", "PRIVATEWORDS"] {
        assert_is_not_served(&case, word);
    }
    assert!(case.text("output/published/restricted/ledger.jsonl").contains("PRIVATEWORDS"));
    case.run(["verify"]).code(0);
    // It does not come back by itself, and everything else goes on.
    let day = args(&["publish", "--meeting", MEETING, "--now", "2026-03-15"]);
    case.run(day).code(0).stderr_has("0 documents published");
    assert_is_not_served(&case, "plan of the site");
    case.run(["verify"]).code(0);
}

/// Where the only paper of a pack was taken back, the notices are all that the next version has.
#[test]
fn a_supplement_of_one_paper_keeps_its_number_and_pages() {
    let rows = format!(
        "meeting,number,title,kind,file,published-at,late-reason\n\
         {MEETING},2,Lease of the boathouse,report,boathouse.dj,,\n\
         {MEETING},3,Repairs to the weir,report,weir.dj,2026-03-13,The survey came late.\n"
    );
    let case = council().file("input/documents.csv", rows);
    case.run(args(&["publish", "--meeting", MEETING])).code(0);
    case.run(late(&[])).code(0);
    let supplement = |version: u64| {
        let receipt = receipt(&case, OPEN);
        let documents = receipt["documents"].as_array().unwrap().clone();
        let of = |document: &&serde_json::Value| {
            document["document"] == "supplement-1" && document["version"] == version
        };
        documents.iter().find(of).unwrap().clone()
    };
    let before = supplement(1);
    let papers: Vec<_> = before["papers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|paper| paper["id"].as_str().unwrap().to_owned())
        .collect();
    let named = papers.iter().flat_map(|id| ["--document", id]);
    case.run(withdraw(&named.collect::<Vec<_>>()))
        .code(0)
        .stdout_has("cabinet-2026-03-19/supplement-1-v2.pdf");
    let after = supplement(2);
    assert_eq!((&before["pages"], &before["first-page"]), (&after["pages"], &after["first-page"]));
    let text = pdf::text(&case.read(&format!("{OPEN}/supplement-1-v2.pdf")));
    for words in [
        "The papers of this supplement were withdrawn.",
        "It was withdrawn on Saturday 14 March 2026",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    case.run(["verify"]).code(0);
    case.run(args(&["publish", "--meeting", MEETING, "--now", "2026-03-15"]))
        .code(0)
        .stderr_has("0 documents published");
}

#[test]
fn a_paper_with_a_public_title_is_named_on_the_page() {
    let case = published();
    case.run(withdraw(&["--document", "2-boathouse"]))
        .code(0)
        .stdout_has("cabinet-2026-03-19/public-pack-v2.pdf");
    let page = case.text(&format!("{OPEN}/index.html"));
    assert!(page.contains("Item 2: Lease of the boathouse, page"), "{page}");
    assert!(case.path(&format!("{OPEN}/agenda.pdf")).is_file(), "the agenda has its title alone");
    case.run(["verify"]).code(0);
    case.run(late(&[])).code(2).stderr_has("is before the last act");
}

#[test]
fn a_meeting_is_withdrawn_and_can_be_published_again() {
    let case = published();
    case.run(["archive"]).code(0);
    case.run(withdraw(&[])).code(0).stderr_has("15 files withdrawn, 1 public bag moved");
    let left: Vec<String> = case.files(OPEN);
    assert_eq!(left, ["index.html", "receipt.json"]);
    let page = case.text(&format!("{OPEN}/index.html"));
    assert_eq!(page.matches("withdrawn on <time").count(), 3, "{page}");
    let feed = case.text("output/published/public/feed.xml");
    assert_eq!(feed.matches("<entry>").count(), 0, "{feed}");
    case.run(["verify"]).code(0);
    case.run(["archive"]).code(0);
    case.run(["verify"]).code(0);
    let publish = ["publish", "--meeting", MEETING, "--now", "2026-03-15"];
    case.run(args(&publish))
        .code(0)
        .stderr_has("0 documents published, 3 published before, 9 withdrawn before");
    let again = ["--reissue", "--reason", "It was right after all.", "--kind", "agenda"];
    case.run(args(&[&publish[..], &again].concat()))
        .code(0)
        .stdout_has("cabinet-2026-03-19/agenda-v2.pdf");
    assert!(!case.path(&format!("{OPEN}/agenda.pdf")).exists());
    case.run(["verify"]).code(0);
}

#[test]
fn what_is_not_published_is_not_withdrawn() {
    let case = published();
    case.run(withdraw(&["--document", "minutes"]))
        .code(2)
        .stderr_has("`minutes` is neither a document of `cabinet-2026-03-19` (agenda, public-pack, supplement-1)");
    let other = ["withdraw", "--plan", "2026-03", "--reason", "It was wrong."];
    case.run(args(&other)).code(2).stderr_has("nothing is published of `forward-plan-2026-03`");
    let agenda = format!("{OPEN}/agenda.pdf");
    let bytes = [case.read(&agenda), b"x".to_vec()].concat();
    let case = case.bytes(&agenda, bytes);
    case.run(withdraw(&[]))
        .code(1)
        .stderr_has("error[publish/lost]")
        .stderr_has("nothing is withdrawn: what was published before is not as it was");
    assert!(case.path(&format!("{OPEN}/agenda.pdf")).is_file());
}
