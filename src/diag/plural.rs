//! Numbers with their nouns, in messages and documents.

/// Returns a number with its noun: `1 document`, `2 documents`.
///
/// ```
/// use orderpaper_diag::plural;
///
/// assert_eq!(plural(1, "entry", "entries"), "1 entry");
/// assert_eq!(plural(0, "entry", "entries"), "0 entries");
/// ```
pub fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", noun(count, one, many))
}

/// Returns the noun for a number that is printed elsewhere.
pub fn noun<'a>(count: usize, one: &'a str, many: &'a str) -> &'a str {
    if count == 1 { one } else { many }
}
