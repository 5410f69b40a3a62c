//! "Did you mean": the known name that is most like an unknown one.

/// Returns the candidate most like `found`: one whose words, joined by hyphens, are all among its own, as those of
/// `date` are in `meeting-date`, the longest first; or else the one with the highest Jaro–Winkler similarity above
/// 0.8. `None` where there is none, so that none may have been meant.
pub fn nearest<'a>(found: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let candidates: Vec<&str> = candidates.collect();
    let words: Vec<&str> = found.split(['-', ' ']).collect();
    let similar = candidates
        .iter()
        .map(|&candidate| (strsim::jaro_winkler(found, candidate), candidate))
        .filter(|(score, _)| *score > 0.9)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate);
    let is_part = |candidate: &&&str| candidate.split('-').all(|word| words.contains(&word));
    let part =
        || candidates.iter().filter(is_part).max_by_key(|candidate| candidate.len()).copied();
    similar.or_else(part).or_else(|| likely(found, &candidates))
}

/// Returns the candidate with the highest similarity above 0.8.
fn likely<'a>(found: &str, candidates: &[&'a str]) -> Option<&'a str> {
    candidates
        .iter()
        .copied()
        .map(|candidate| (strsim::jaro_winkler(found, candidate), candidate))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_may_have_been_meant() {
        #[track_caller]
        fn check(found: &str, expected: Option<&str>) {
            let names = ["meeting", "date", "title", "published-at"];
            assert_eq!(nearest(found, names.into_iter()), expected, "{found}");
        }
        check("titles", Some("title"));
        check("date-of-council", Some("date"));
        check("published-at-last", Some("published-at"));
        check("wibble", None);
        assert_eq!(nearest("meeting-date", std::iter::once("date")), Some("date"));
    }
}
