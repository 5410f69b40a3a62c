//! Claims of PDF/UA-1: a paper that breaks a clause costs the claim, with the clause in the receipt, and one
//! that holds it does not; and nothing is found in packs that claim it.

use std::collections::BTreeSet;
use std::path::PathBuf;
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
