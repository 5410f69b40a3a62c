//! Claims of PDF/UA-1: a paper that breaks a clause costs the claim, with the clause in the receipt, and one
//! that holds it does not; and nothing is found in packs that claim it.

use std::path::PathBuf;

use orderpaper::pack;

use super::joined::{bind, cleaned, part, source};
use crate::support::clauses;

/// The folder that packs which claim PDF/UA-1 are written to, for a validator; it must be there.
const FOLDER: &str = "ORDERPAPER_CLAUSES";

#[test]
fn a_paper_claims_what_it_holds_clause_by_clause() {
    let cases = clauses::all(&source("typst-a"));
    let mut faults = Vec::new();
    for case in &cases {
        let clean = cleaned(&case.bytes);
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
