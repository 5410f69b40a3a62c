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
    let page = include_str!("../../src/pack/PDF_UA1.md");
    assert_eq!(tried(false), rows(page, "checked"));
    // What the program may report is on one of the pages: PDF/A-2 has no clause 7, and of PDF/UA-1 only 6.2 is
    // checked of those that begin with 6.
    let (accessible, archival) =
        (rows(page, ""), rows(include_str!("../../src/pack/PDF_A2.md"), ""));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pack");
    let mut reported = BTreeSet::new();
    for file in orderpaper::store::walk(&folder).unwrap() {
        if file.extension().is_some_and(|extension| extension == "rs") {
            let source = orderpaper::store::read(&folder.join(&file)).unwrap();
            let source = String::from_utf8(source).unwrap();
            let calls = source.split('(').map(str::trim_start);
            let clauses = calls.filter_map(|inside| inside.strip_prefix('"')?.split('"').next());
            let is_number = |word: &&str| {
                word.starts_with(['6', '7'])
                    && word.contains('.')
                    && word.chars().all(|c| c == '.' || c.is_ascii_digit())
            };
            reported.extend(clauses.filter(is_number).map(str::to_owned));
        }
    }
    for clause in &reported {
        let is_archival = clause.starts_with("6.") && clause != "6.2";
        let page = if is_archival { &archival } else { &accessible };
        assert!(page.contains(&**clause), "{clause}: {page:?}");
    }
    assert!(reported.len() > 20, "{reported:?}");
}

/// Returns the clauses of the rows of a page that say this of how they are fulfilled.
fn rows<'a>(page: &'a str, how: &str) -> BTreeSet<&'a str> {
    let rows = page.lines().filter_map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, clause, _, found, _, _] = cells[..] else { return None };
        (found.contains(how) && clause.contains(char::is_numeric)).then_some(clause)
    });
    rows.collect()
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
