//! Keys of a row that are no columns of its table: reported with the nearest known name, and refused where
//! they look like a mark of what is private.

use diag::{Diagnostic, Diagnostics};

use super::nearest::nearest;
use super::node::{Content, Node};

/// Reports keys of `row` that no column has, or that it has twice; `false` where it has one twice,
/// since nobody knows which of the two is meant, or has one that looks like a mark of what is private.
pub fn report_keys(diags: &mut Diagnostics, row: &Node, columns: &[String]) -> bool {
    let Content::Record(entries) = &row.content else { return true };
    let mut is_clear = true;
    for (at, (key, _)) in entries.iter().enumerate() {
        if columns.iter().any(|column| key.is(column)) {
            let earlier = entries[..at].iter().find(|(earlier, _)| earlier.is(&key.name));
            if let Some((earlier, _)) = earlier {
                let message = format!("`{}` is given twice", key.name);
                diags.push(
                    Diagnostic::error("data/duplicate-column", message)
                        .at(&key.origin)
                        .label(&earlier.origin, "first given here")
                        .hint("keep one of the two"),
                );
                is_clear = false;
            }
        } else if let Some(mark) = mistaken_mark(&key.name, columns) {
            let message = format!(
                "`{}` looks like a mark of what is private, and is not one; the row is refused",
                key.name
            );
            let near = nearest(&key.name, columns.iter().map(String::as_str));
            let name = near.unwrap_or(mark);
            diags.push(
                Diagnostic::error("access/unknown-mark", message)
                    .at(&key.origin)
                    .hint(format!(
                        "call the column `{name}`, or give it a name without such a word"
                    ))
                    .law("Local Government Act 1972, s. 100A and Schedule 12A"),
            );
            is_clear = false;
        } else {
            let mut diagnostic = Diagnostic::warning(
                "data/unknown-column",
                format!("`{}` is not a known column; it is ignored", key.name),
            )
            .at(&key.origin);
            diagnostic = match nearest(&key.name, columns.iter().map(String::as_str)) {
                Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
                None => diagnostic.hint("`orderpaper schema` lists the columns of each table"),
            };
            diags.push(diagnostic);
        }
    }
    is_clear
}

/// Returns the column by which rows with these columns are marked as not for the public, where an unknown
/// column looks like a mark.
fn mistaken_mark<'a>(name: &str, columns: &'a [String]) -> Option<&'a str> {
    let marks = ["exempt-paragraphs", "private-paragraphs"];
    let mut columns = columns.iter().map(String::as_str);
    columns.find(|column| marks.contains(column)).filter(|_| resembles_mark(name))
}

/// Returns whether an unknown column has a word by which people mark what is private: `Exempt`,
/// `exempt-paragraph`, `Schedule 12A`, `Not for publication`. Letters that only look like others are
/// taken for those, and whatever stands between words for a space.
pub(crate) fn resembles_mark(name: &str) -> bool {
    let folded: String = name
        .chars()
        .flat_map(char::to_lowercase)
        .map(|char| match char {
            // Cyrillic and Greek letters that look like Latin ones.
            'а' | 'α' => 'a',
            'е' | 'ε' => 'e',
            'і' | 'ι' => 'i',
            'о' | 'ο' => 'o',
            'р' | 'ρ' => 'p',
            'с' => 'c',
            'т' | 'τ' => 't',
            'х' | 'χ' => 'x',
            char if char.is_alphanumeric() => char,
            _ => ' ',
        })
        .collect();
    let words: Vec<&str> = folded.split_whitespace().collect();
    let phrases: [&[&str]; 9] = [
        &["exempt"],
        &["exemption"],
        &["private"],
        &["confidential"],
        &["restricted"],
        &["12a"],
        &["part", "ii"],
        &["part", "2"],
        &["not", "for", "publication"],
    ];
    phrases.iter().any(|phrase| words.windows(phrase.len()).any(|part| part == *phrase))
}
