//! Claims of PDF/UA-1: a paper that breaks a clause costs the claim, with the clause in the receipt, and one
//! that holds it does not; and nothing is found in packs that claim it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use orderpaper::pack::words::{self, PageWords};
use orderpaper::pack::{self, Limits, clean};

use super::joined::{bind, cleaned, part, source};
use crate::support::clauses;

/// The folder that packs which claim PDF/UA-1 are written to, for a validator; it must be there.
const FOLDER: &str = "ORDERPAPER_CLAUSES";

#[test]
fn a_paper_claims_what_it_holds_clause_by_clause() {
    let cases = clauses::all(&source("typst-a"));
    let mut faults = Vec::new();
    for case in &cases {
        let mut clean = cleaned(&case.bytes);
        let mut copy = Vec::new();
        clean.write_to(&mut copy).unwrap();
        let files = [case.bytes.clone(), copy].map(Arc::new);
        let [before, after] = files.each_ref().map(|file| words::read(file).unwrap());
        let both = words::read_both(files).map(Option::unwrap);
        assert_eq!(both[1], after, "{}", case.name);
        let shown = |page: &PageWords| (page.text.clone(), page.letters, page.marks);
        assert!(both[0].iter().map(shown).eq(before.iter().map(shown)), "{}", case.name);
        let is_same = words::compare(&before, &after).is_ok() && before[0].text == after[0].text;
        assert!(is_same, "{}: its page lost something in silence", case.name);
        let against = &clean.facts.claims.against_accessible;
        let is_named = against.iter().any(|reason| reason.clause.as_deref() == Some(case.clause));
        let is_right = if case.holds { against.is_empty() } else { is_named };
        if !is_right {
            let kind = if case.holds { "holds" } else { "breaks" };
            faults.push(format!("{} {kind} {}: {against:?}", case.name, case.clause));
        }
        let parts = vec![part(cleaned(&source("typst-b")), "first"), part(clean, "case")];
        let bound = bind(parts).unwrap();
        assert!(!is_right || bound.accessible == case.holds, "{}", case.name);
        if bound.accessible {
            let found = pack::check(&bound.pdf).unwrap();
            assert!(found.is_empty(), "{}: {found:?}", case.name);
            if let Some(folder) = std::env::var_os(FOLDER) {
                let file = PathBuf::from(folder).join(&case.name).with_extension("pdf");
                std::fs::write(file, &bound.pdf).unwrap();
            }
        }
    }
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), cases.len(), faults.join("\n"));
}

#[test]
fn each_clause_that_is_checked_has_a_paper_that_holds_it_and_one_that_breaks_it() {
    let cases = clauses::all(&source("typst-a"));
    let tried = |holds: bool| -> BTreeSet<&str> {
        cases.iter().filter(|case| case.holds == holds).map(|case| case.clause).collect()
    };
    assert_eq!(tried(true), tried(false));
    // What the pages say.
    let page = include_str!("../../src/pack/PDF_UA1.md");
    let rows = page.lines().filter_map(|line| {
        let [_, clause, _, how, ..] = line.split('|').map(str::trim).collect::<Vec<_>>()[..] else {
            return None;
        };
        how.contains("checked").then_some(clause)
    });
    let listed: BTreeSet<&str> = rows.filter(|clause| *clause != "clause").collect();
    // What the program may say.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pack");
    let mut reported = BTreeSet::new();
    for file in orderpaper::store::walk(&folder).unwrap() {
        let bytes = std::fs::read(folder.join(&file)).unwrap();
        if file.ends_with(".rs") {
            let source = String::from_utf8(bytes).unwrap();
            let clauses = source.split('"').filter(|word| {
                word.starts_with("7.") && word.chars().all(|c| c == '.' || c.is_ascii_digit())
                    || *word == "6.2"
            });
            reported.extend(clauses.map(str::to_owned));
        }
    }
    let reported: BTreeSet<&str> = reported.iter().map(String::as_str).collect();
    assert_eq!(
        reported.difference(&listed).count(),
        0,
        "{reported:?}, and the page has {listed:?}"
    );
    assert_eq!(listed.difference(&tried(false)).count(), 0, "{listed:?}, and {:?}", tried(false));
    assert_eq!(tried(false).difference(&listed).count(), 0, "{:?}, and {listed:?}", tried(false));
}

#[test]
fn tags_are_checked_as_they_are_bound() {
    // What this program made is trusted, and its tags are looked at all the same.
    let mut found = BTreeSet::new();
    for case in clauses::all(&source("typst-a")) {
        let clean = clean::trusted_document(Arc::new(case.bytes), &Limits::default()).unwrap();
        if !clean.facts.claims.is_accessible() {
            continue;
        }
        let bound = bind(vec![part(clean, "case")]).unwrap();
        assert_eq!(bound.accessible, bound.against_accessible.is_empty(), "{}", case.name);
        assert!(!case.holds || bound.accessible, "{}", case.name);
        for (name, reason) in bound.against_accessible {
            assert_eq!(name, "case");
            found.extend(reason.clause.map(String::from));
        }
    }
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(found, ["7.18.4", "7.18.5", "7.2", "7.3", "7.4.2", "7.4.4", "7.5", "7.7"]);
}
