//! Keys of a row that are no columns of its table: reported with the nearest known name. And the columns that
//! decide who may see a row, what only resembles them, and what can't be read in them.

use diag::{Code, Diagnostic, Diagnostics};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::nearest::nearest;
use super::node::{Content, Node};

/// Columns by which a row, or a record inside it, is kept from the public.
const MARKS: [&str; 4] = ["exempt-paragraphs", "private-paragraphs", "confidential", "sensitive"];

/// The law by which rows are kept from the public, for messages about their marks; that of the council's nation takes
/// its place once it is known (`ExemptionLaw::marks`).
pub const MARKS_LAW: &str = "Local Government Act 1972, s. 100A and Schedule 12A; in Scotland, Local Government \
                             (Scotland) Act 1973, s. 50A and Schedule 7A; in Northern Ireland, Local Government Act \
                             (Northern Ireland) 2014, s. 42 and Schedule 6";

/// Returns whether a column decides who may see a row, in a table with marks ([`has_mark`]). A sheet
/// may head it as a part of such a column: `private-notice-published`.
pub fn decides_access(column: &str) -> bool {
    MARKS.contains(&column)
        || matches!(
            column,
            "exempt-reason"
                | "private-reason"
                | "private-notice"
                | "part"
                | "taken-in-public"
                | "released-on"
                | "released-by"
        )
        || column.starts_with("private-notice-")
}

/// Returns whether rows with these columns can be marked as not for the public.
pub fn has_mark<'a>(mut columns: impl Iterator<Item = &'a str>) -> bool {
    columns.any(|column| MARKS.contains(&column))
}

/// Returns whether a column that is unknown in its table is taken for a mark of what is private: the
/// table has marks, and it resembles one, or is one in another table.
pub fn is_mistaken_mark<'a>(name: &str, columns: impl Iterator<Item = &'a str>) -> bool {
    has_mark(columns) && looks_like_mark(name)
}

/// Returns whether a name differs from that of a mark by a slip or two of the keyboard.
fn is_misspelt_mark(name: &str) -> bool {
    const LONG: [&str; 6] = [
        "exempt-paragraphs",
        "exempt-reason",
        "private-paragraphs",
        "private-reason",
        "confidential",
        "taken-in-public",
    ];
    LONG.iter().any(|mark| strsim::osa_distance(name, mark) <= 2)
}

/// Returns whether a name is that of a mark, or resembles one.
pub fn looks_like_mark(name: &str) -> bool {
    decides_access(name) || resembles_mark(name) || is_misspelt_mark(name)
}

/// Reports keys of `row` that no column has, or that it has twice; `false` where it has one twice,
/// since nobody knows which of the two is meant.
pub fn report_keys(diags: &mut Diagnostics, row: &Node, columns: &[String]) -> bool {
    let Content::Record(entries) = &row.content else { return true };
    let mut is_clear = true;
    let names = || columns.iter().map(String::as_str);
    for (at, (key, _)) in entries.iter().enumerate() {
        if columns.iter().any(|column| key.is(column)) {
            let earlier = entries[..at].iter().find(|(earlier, _)| earlier.is(&key.name));
            if let Some((earlier, _)) = earlier {
                let message = format!("`{}` is given twice", key.name);
                diags.push(
                    Diagnostic::new(Code::DataDuplicateColumn, message)
                        .at(&key.origin)
                        .label(&earlier.origin, "first given here")
                        .hint("keep one of the two"),
                );
                is_clear = false;
            }
        } else if is_mistaken_mark(&key.name, names()) {
            let message = format!(
                "`{}` looks like a mark of what is private, but no such column is read; nothing \
                 public is made of its table",
                key.name
            );
            let marks = || names().filter(|column| decides_access(column));
            let mark = nearest(&key.name, marks()).or_else(|| marks().next()).unwrap_or_default();
            diags.push(
                Diagnostic::new(Code::AccessUnknownMark, message)
                    .at(&key.origin)
                    .hint(format!(
                        "call the column `{mark}`, or give it a name without such a word"
                    ))
                    .law(MARKS_LAW),
            );
        } else {
            let mut diagnostic = Diagnostic::new(
                Code::DataUnknownColumn,
                format!("`{}` is not a known column; it is ignored", key.name),
            )
            .at(&key.origin);
            diagnostic = match nearest(&key.name, names()) {
                Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
                None => {
                    diagnostic.hint("`orderpaper schema --manual` lists the columns of each table")
                }
            };
            diags.push(diagnostic);
        }
    }
    is_clear
}

/// Returns whether a name has a word by which people mark what is private: `Exempt?`, `exempt-paragraph`,
/// `exemptParagraphs`, `Schedule 12A`, `Not for publication`. Letters that only look like others are
/// taken for those, and whatever stands between words for a space.
pub(crate) fn resembles_mark(name: &str) -> bool {
    const PHRASES: [&[&str]; 3] = [&["part", "ii"], &["part", "2"], &["not", "for", "publication"]];
    let folded = fold(name);
    let words: Vec<&str> = folded.split_whitespace().collect();
    words.iter().any(|word| is_joined_mark(word, false))
        || PHRASES.iter().any(|phrase| {
            words.windows(phrase.len()).any(|part| part == *phrase)
                || words.contains(&&*phrase.concat())
        })
}

/// Returns a name in lower-case Latin letters and digits, with spaces for all else.
fn fold(name: &str) -> String {
    let letters = name.nfkd().filter(|&char| !is_combining_mark(char) && !is_invisible(char));
    let lower = letters.flat_map(char::to_lowercase);
    lower.map(look_alike).map(|char| if char.is_alphanumeric() { char } else { ' ' }).collect()
}

/// Returns the Latin letter that a letter of another script looks like.
fn look_alike(char: char) -> char {
    match char {
        'а' | 'α' | 'ɑ' => 'a',
        'с' | 'ς' => 'c',
        'ԁ' => 'd',
        'е' | 'ε' | 'ҽ' => 'e',
        'ɡ' => 'g',
        'һ' => 'h',
        'і' | 'ι' | 'ı' | 'ӏ' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'м' | 'μ' => 'm',
        'п' | 'η' => 'n',
        'о' | 'ο' | 'օ' => 'o',
        'р' | 'ρ' => 'p',
        'г' => 'r',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' => 'u',
        'ѵ' | 'ν' => 'v',
        'х' | 'χ' => 'x',
        'у' => 'y',
        _ => char,
    }
}

/// Returns whether a word is a mark alone or is written together with other such words, as in
/// `exemptparagraphs`; `follows_mark` tells whether one of the marks stands before it.
fn is_joined_mark(word: &str, follows_mark: bool) -> bool {
    const MARK_WORDS: [&str; 6] =
        ["exempt", "exemption", "private", "confidential", "restricted", "12a"];
    const OTHER_WORDS: [&str; 17] = [
        "business",
        "flag",
        "has",
        "information",
        "is",
        "item",
        "items",
        "notice",
        "paper",
        "paragraph",
        "paragraphs",
        "part",
        "reason",
        "reasons",
        "report",
        "schedule",
        "status",
    ];
    if word.is_empty() {
        return follows_mark;
    }
    let rest = |part: &&str| word.strip_prefix(*part);
    MARK_WORDS.iter().filter_map(rest).any(|rest| is_joined_mark(rest, true))
        || OTHER_WORDS.iter().filter_map(rest).any(|rest| is_joined_mark(rest, follows_mark))
}

/// Returns whether a text holds nothing that a reader can see; an empty one does not count.
pub fn is_blank(text: &str) -> bool {
    let is_unseen = |char: char| char.is_whitespace() || char.is_control() || is_invisible(char);
    !text.is_empty() && text.chars().all(is_unseen)
}

/// Returns whether a character has no shape: Unicode's `Default_Ignorable_Code_Point`, and the blank of
/// Braille.
fn is_invisible(char: char) -> bool {
    matches!(
        char,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fff8}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::column_name;

    #[track_caller]
    fn check(heading: &str, expected: bool) {
        let columns = ["title", "exempt-paragraphs", "exempt-reason"];
        let found = is_mistaken_mark(&column_name(heading), columns.into_iter());
        assert_eq!(found, expected, "{heading}");
    }

    #[test]
    fn names_that_resemble_marks() {
        for heading in [
            "Exempt?",
            "Exempt Paragraph(s)",
            "exemptParagraphs",
            "ExemptParagraph",
            "exempt\u{2011}paragraphs",
            "is_exempt",
            "isPrivate",
            "confidential?",
            "RESTRICTED",
            "12A",
            "Schedule 12A",
            "schedule12a",
            "Part II",
            "Part \u{2161}",
            "part 2",
            "partII",
            "Not for publication",
            // Of another table.
            "part",
            "private-reason",
            "taken-in-public",
            // Cyrillic, Greek, full width, mathematical bold; a soft hyphen; an accent.
            "\u{435}xempt",
            "Ε\u{445}empt",
            "\u{ff25}\u{ff58}\u{ff45}\u{ff4d}\u{ff50}\u{ff54}",
            "\u{1d404}\u{1d431}\u{1d41e}\u{1d426}\u{1d429}\u{1d42d}",
            "12\u{410}",
            "ex\u{ad}empt",
            "exémpt",
        ] {
            check(heading, true);
        }
    }

    #[test]
    fn ordinary_names() {
        for heading in [
            "exemplary",
            "privately-run",
            "Exemptions policy",
            "Partner",
            "Part of town",
            "part 20",
            "restrictions",
            "112a",
            "comment",
        ] {
            check(heading, false);
        }
        assert!(!is_mistaken_mark("exempt", ["title", "narrative"].into_iter()));
    }

    #[test]
    fn blanks_hold_nothing_to_see() {
        for text in [" ", "\u{a0}", "\u{200b}", "\u{feff} \u{ad}", "\u{2800}", "\u{3164}\n"] {
            assert!(is_blank(text), "{text:?}");
        }
        for text in ["", "3", "\u{200b}3", "-"] {
            assert!(!is_blank(text), "{text:?}");
        }
    }
}
