//! What is written for spreadsheets to open.

/// Returns a text as a cell that no spreadsheet takes for a formula: one that begins as formulas do gets an
/// apostrophe before it, which spreadsheets hide. Blanks, control characters and marks that nobody sees, such as those
/// of direction, count for nothing: programs drop them before they look.
pub fn inert(text: String) -> String {
    let first = text.chars().find(|char| !is_passed_over(*char));
    let is_formula = text.starts_with(['\t', '\r'])
        || first.is_some_and(|first| {
            // Wide forms of the same signs are typed with keyboards for Chinese and Japanese.
            matches!(first, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
        });
    if is_formula { format!("'{text}") } else { text }
}

/// Returns whether programs may pass over a character at the beginning of a cell.
fn is_passed_over(char: char) -> bool {
    char.is_whitespace() || char.is_control() || is_unseen(char)
}

/// Returns whether a character shows nothing: marks of direction, joiners, and others of no width (Unicode, `Cf`).
pub fn is_unseen(char: char) -> bool {
    matches!(
        char,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
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
            (" \u{a0}=1", "' \u{a0}=1"),
            ("\u{202e}=1", "'\u{202e}=1"),
            ("\u{feff}\u{200b}+1", "'\u{feff}\u{200b}+1"),
            ("\u{1}@a", "'\u{1}@a"),
            ("＝1", "'＝1"),
            ("a =1", "a =1"),
            ("", ""),
        ] {
            assert_eq!(inert(text.to_owned()), cell);
        }
    }
}
