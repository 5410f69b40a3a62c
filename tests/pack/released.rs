//! Exempt papers that are released: a supplement of their own has them, and every other document of the meeting
//! keeps its bytes.

use std::collections::{BTreeMap, BTreeSet};

use super::folder::{Built, Folder, PUBLIC, RESTRICTED};
use super::search;
use crate::support::pdf::text;

/// The folder with these columns of its exempt papers: the offers, the late prices, and the depot's report; each
/// has other words that nobody may see before its release.
fn folder(offers: &str, stone: &str, depot: &str) -> Folder {
    let rows = format!(
        "meeting,number,title,kind,file,published-at,late-reason,exempt-paragraphs,exempt-reason,public-summary,review-on,released-on,released-by\n\
         cabinet-2026-03-19,2,Lease of the boathouse,report,boathouse.dj,,,,,,,,\n\
         cabinet-2026-03-19,2,CANARYOFFERS: the offers received,appendix,offers.dj,,,3,The offers were made in confidence.,Four offers were received.,{offers}\n\
         cabinet-2026-03-19,3,Repairs to the weir,report,weir.dj,2026-03-13,The survey was finished on 12 March.,,,,,,\n\
         cabinet-2026-03-19,3,CANARYSTONE: prices for the stone,supplement,stone.dj,2026-03-13,CANARYLATE: the last price came on 12 March.,3,The prices were given in confidence.,Three firms gave prices.,{stone}\n\
         cabinet-2026-03-19,4,CANARYDEPOT: purchase,report,depot.dj,,,3,The seller asked for confidence.,,{depot}\n"
    );
    Folder::new()
        .file("documents.csv", rows)
        .file("documents/offers.dj", "CANARYBIDS of four firms.\n")
        .file("documents/stone.dj", "CANARYTONNE costs £310.\n")
        .file("documents/depot.dj", "CANARYPRICE is £1.2m.\n")
}

const NONE: &str = ",,";
const RELEASE: &str = ",2026-04-01,the Monitoring Officer";
const REVIEWED: &str = "2026-12-01,,";
const WRITTEN: [&str; 3] = ["agenda", "public-pack", "supplement-1"];

/// The documents of a folder, by their files, but for the register, which says what is to be released.
fn documents(built: &Built) -> BTreeMap<String, Vec<u8>> {
    let files = built.outcomes.keys().filter(|file| !file.contains("exempt-register"));
    files.map(|file| (file.clone(), built.read(file))).collect()
}

/// The canary words in a folder below the output folder.
fn words(built: &Built, folder: &str) -> BTreeSet<String> {
    search::below(&built.path(folder)).into_keys().collect()
}

#[test]
fn a_release_adds_a_supplement_and_changes_nothing_else() {
    let none = documents(&folder(NONE, NONE, NONE).build_on("2026-04-02").whole());
    let built = folder(RELEASE, RELEASE, REVIEWED).build_on("2026-03-31").whole();
    assert_eq!(words(&built, "public"), BTreeSet::new(), "the day has not come");
    assert!(documents(&built) == none, "a release that has not come changes a document");
    let built = folder(RELEASE, RELEASE, REVIEWED).build_on("2026-04-01").whole();
    let mut all = documents(&built);
    let added = all.remove(&format!("{PUBLIC}/supplement-2.pdf")).expect("it is made");
    assert_eq!(all.keys().collect::<Vec<_>>(), none.keys().collect::<Vec<_>>());
    for (file, bytes) in &none {
        assert!(all[file] == *bytes, "{file} changed by a release");
    }
    let released = ["CANARYBIDS", "CANARYLATE", "CANARYOFFERS", "CANARYSTONE", "CANARYTONNE"]
        .map(str::to_owned);
    assert_eq!(words(&built, "public"), BTreeSet::from(released), "nothing but what was released");
    for document in WRITTEN {
        let words = text(&built.read(&format!("{PUBLIC}/{document}.pdf")));
        assert!(!words.contains("CANARY"), "{document}:\n{words}");
    }
    let words = text(&added);
    for expected in [
        "Cabinet: supplement 2 with papers that were released",
        "Released on Wednesday 1 April 2026 by the Monitoring Officer.",
        "When the meeting considered this, it was not for publication by virtue of paragraph 3",
        "CANARYBIDS of four firms.",
    ] {
        assert!(words.contains(expected), "it does not say `{expected}`:\n{words}");
    }
    assert!(
        !words.contains("*Not for publication*") && !words.contains("Agenda Item 4"),
        "{words}"
    );
}

#[test]
fn the_register_says_what_is_reviewed_and_what_was_released() {
    let built = folder(RELEASE, NONE, REVIEWED).build_on("2026-04-01").whole();
    let register = built.read("restricted/bodies/cabinet/exempt-register.pdf");
    let words = text(&register);
    let (withheld, released) = words.split_once("Released by").expect("it has two tables");
    for (expected, part) in [
        ("CANARYDEPOT: purchase", withheld),
        ("1 December 2026", withheld),
        ("CANARYSTONE: prices for the stone", withheld),
        ("No day", withheld),
        ("CANARYOFFERS: the offers received", released),
        ("1 April 2026", released),
    ] {
        assert!(part.contains(expected), "`{expected}` is not where it should be:\n{words}");
    }
    assert!(built.outcomes.keys().all(|file| !file.contains("members-supplement-2")));
    assert!(built.is_made(&format!("{RESTRICTED}/members-pack.pdf")));
}
