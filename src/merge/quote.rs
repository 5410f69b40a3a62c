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
            // Typst prints no tab at all, and the words on both sides would become one.
            '\t' => quoted.push(' '),
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

/// Returns the text of words with values that [`content`] has quoted among them, where there is no other
/// markup. In the words, line ends with the blanks around them count as one blank, and those at both ends of the
/// text as nothing.
pub fn joined(markup: &str) -> Option<String> {
    let mut text = String::with_capacity(markup.len());
    let mut rest = markup.trim();
    loop {
        let (words, after) =
            rest.split_once('#').map_or((rest, None), |(words, after)| (words, Some(after)));
        let mut lines = words.split('\n');
        text.push_str(lines.next().unwrap_or_default());
        for line in lines {
            text.truncate(text.trim_end_matches([' ', '\r']).len());
            text.push(' ');
            text.push_str(line.trim_start_matches(' '));
        }
        let Some(after) = after else { return Some(text) };
        let mut chars = after.strip_prefix('"')?.chars();
        loop {
            match chars.next()? {
                '"' => break,
                '\\' => text.push(match chars.next()? {
                    'n' => '\n',
                    'r' => '\r',
                    char => char,
                }),
                char => text.push(char),
            }
        }
        rest = chars.as_str().strip_prefix(';')?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_values_are_joined() {
        let value = "a \"b\" \\ #c; \n";
        let markup = format!("\n  Bars of\n  {}: {}; last\n", content(value), content("£1m"));
        assert_eq!(joined(&markup).unwrap(), format!("Bars of {value}: £1m; last"));
        assert_eq!(joined("#strong[x]"), None);
    }

    #[test]
    fn only_quotes_backslashes_line_ends_and_tabs_change() {
        assert_eq!(literal("Budget\t£5"), "\"Budget £5\"");
        assert_eq!(literal("a \"b\" \\ c\nd"), r#""a \"b\" \\ c\nd""#);
        assert_eq!(content("#[x].len()"), "#\"#[x].len()\";");
    }
}
