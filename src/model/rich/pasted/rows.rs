//! Rows of tables that stand on several lines.

use super::Line;

/// How many lines one row of a table may be pasted as.
const MAX_ROW_LINES: usize = 40;

/// How web pages end a line.
const BREAKS: [&str; 4] = ["<br>", "<br/>", "<br />", "<BR>"];

/// Returns whether a line is a row of a table, from its first bar to its last.
pub(super) fn is_whole_row(line: &str) -> bool {
    let line = line.trim();
    line.len() > 1 && line.starts_with('|') && line.ends_with('|')
}

/// Returns whether a line is a row in whose cells lines end as those of web pages do.
pub(super) fn has_breaks(line: &str) -> bool {
    is_whole_row(line) && BREAKS.iter().any(|sign| line.contains(sign))
}

/// Splits a part of a row where lines end as those of web pages do.
pub(super) fn at_breaks(mut part: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let first = |part: &str| {
        let found = BREAKS.iter().filter_map(|sign| Some((part.find(sign)?, sign.len())));
        found.min()
    };
    while let Some((at, length)) = first(part) {
        parts.push(part[..at].trim_end());
        part = part[at + length..].trim_start();
    }
    parts.push(part);
    parts
}

/// Returns how many lines a row of a table was pasted as, where it was more than one. Only below another row, or above
/// the line of dashes, is a line with one bar the beginning of a row.
pub(super) fn row_lines(lines: &[Line<'_>], is_in_table: bool) -> Option<usize> {
    let first = lines[0].text.trim();
    if !first.starts_with('|') || is_whole_row(first) {
        return None;
    }
    let is_certain = is_in_table || first.matches('|').count() > 1;
    for (at, line) in lines.iter().enumerate().take(MAX_ROW_LINES).skip(1) {
        let text = line.text.trim();
        if text.starts_with('|') && text.len() > 1 {
            return None;
        }
        if text.ends_with('|') {
            let is_head = || lines.get(at + 1).is_some_and(|next| is_rule(next.text));
            return (is_certain || is_head()).then_some(at + 1);
        }
    }
    None
}

/// Returns whether a line is the line of dashes below the names of columns.
fn is_rule(line: &str) -> bool {
    is_whole_row(line) && line.trim().chars().all(|char| matches!(char, '|' | '-' | ':' | ' '))
}
