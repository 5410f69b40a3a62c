//! What is written for spreadsheets to open.

/// Returns a text as a cell that no spreadsheet takes for a formula: one that begins as formulas do gets an
/// apostrophe before it, which spreadsheets hide.
pub fn inert(text: String) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_texts() {
        for (text, cell) in [
            ("a", "a"),
            ("=1+1", "'=1+1"),
            ("-5", "'-5"),
            ("@a", "'@a"),
            ("\t=1", "'\t=1"),
            ("", ""),
        ] {
            assert_eq!(inert(text.to_owned()), cell);
        }
    }
}
