//! "Did you mean": the known name that is most like an unknown one.

/// Returns the candidate most like `found`; `None` where none has a Jaro–Winkler similarity above
/// 0.8, so that it may have been meant.
pub fn nearest<'a>(found: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .map(|candidate| (strsim::jaro_winkler(found, candidate), candidate))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
