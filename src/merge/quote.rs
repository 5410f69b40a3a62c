//! Typst string literals: the only form in which data reaches Typst.
//!
//! A markup escaper would have to know every character that Typst's markup gives a meaning to. A
//! string literal has only its quotation mark and its backslash, so data can't become markup or
//! code, whatever it holds.

/// Returns a string literal for code position: `"…"`.
pub fn literal(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for char in text.chars() {
        match char {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            char => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}

/// Returns a string literal for markup position: `#"…";`.
///
/// The semicolon ends the expression, so that what follows can't call a method on it.
pub fn content(text: &str) -> String {
    format!("#{};", literal(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_quotes_backslashes_and_line_ends_change() {
        assert_eq!(literal("a \"b\" \\ c\nd"), r#""a \"b\" \\ c\nd""#);
        assert_eq!(content("#[x].len()"), "#\"#[x].len()\";");
    }
}
