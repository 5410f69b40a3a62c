//! Words with which people say that something is private, outside the columns for it: headings, titles and
//! statuses.

use crate::columns::resembles_mark;
use crate::minutes::Minute;
use crate::record::Located;

/// Returns whether a heading is that of the business from which the public is excluded, and says nothing
/// else.
pub(super) fn names_part_two(title: &str) -> bool {
    const NAMES: [&[&str]; 18] = [
        &["excluded"],
        &["restricted"],
        &["12a"],
        &["closed", "business"],
        &["part", "ii"],
        &["part", "2"],
        &["part", "two"],
        &["part", "b"],
        &["pt", "ii"],
        &["rhan", "ii"],
        &["rhan", "2"],
        &["eithriedig"],
        &["in", "camera"],
        &["exempt"],
        &["private"],
        &["confidential"],
        &["closed", "session"],
        &["not", "for", "publication"],
    ];
    let words = words_of(title);
    NAMES.iter().any(|name| words.windows(name.len()).any(|part| part == *name))
        && words.iter().all(|word| is_word_of_marks(word))
}

/// Returns whether a heading is that of the business in public.
pub(super) fn names_part_one(title: &str) -> bool {
    const NAMES: [&[&str]; 6] = [
        &["part", "i"],
        &["part", "1"],
        &["part", "a"],
        &["public", "business"],
        &["open", "business"],
        &["public", "items"],
    ];
    let words = words_of(title);
    NAMES
        .iter()
        .any(|name| words.len() >= name.len() && words.iter().zip(*name).all(|(a, b)| a == b))
}

/// Returns a text's words in lower case.
pub(super) fn words_of(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let words = text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// Returns whether a word is one of those with which people say that something is private.
pub(super) fn is_word_of_marks(word: &str) -> bool {
    const WORDS: [&str; 61] = [
        "are",
        "containing",
        "discussion",
        "which",
        "be",
        "camera",
        "considered",
        "eitemau",
        "eithriedig",
        "exclusion",
        "matters",
        "pt",
        "report",
        "rhan",
        "taken",
        "to",
        "two",
        "appendix",
        "appendices",
        "papers",
        "paper",
        "ymlaen",
        "y",
        "12a",
        "a",
        "act",
        "agenda",
        "and",
        "as",
        "b",
        "business",
        "by",
        "closed",
        "confidential",
        "excluded",
        "exempt",
        "for",
        "from",
        "ii",
        "in",
        "information",
        "is",
        "item",
        "items",
        "not",
        "of",
        "paragraph",
        "paragraphs",
        "part",
        "press",
        "private",
        "public",
        "publication",
        "reports",
        "restricted",
        "schedule",
        "session",
        "the",
        "under",
        "virtue",
        "with",
    ];
    WORDS.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns whether a minute is that of the resolution by which the public is excluded. It stands between
/// the two parts of a meeting, often on no item of the agenda, and is public.
pub(super) fn is_exclusion(minute: &Minute) -> bool {
    const WORDS: [&str; 12] = [
        "exclusion",
        "excluding",
        "of",
        "the",
        "press",
        "and",
        "public",
        "from",
        "meeting",
        "resolution",
        "to",
        "exclude",
    ];
    let title = minute.title.as_ref().map_or("", |title| &title.value);
    let words = words_of(title);
    words.iter().any(|word| word.starts_with("exclu"))
        && words.iter().any(|word| word == "public")
        && words.iter().all(|word| WORDS.contains(&word.as_str()))
}

/// Returns a status of which a part says that its row is private, and nothing else: `Exempt`, `In progress
/// (exempt)`, but not `Exempt from call-in`.
pub(super) fn says_private(status: Option<&Located<String>>) -> Option<&Located<String>> {
    let says_so = |status: &&Located<String>| {
        let status = status.replace(" - ", "–");
        let mut parts = status.split(['(', ')', '[', ']', '–', '—', ':', ';', ',']);
        parts.any(|part| {
            resembles_mark(part) && words_of(part).iter().all(|word| is_word_of_marks(word))
        })
    };
    status.filter(says_so)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_part_two() {
        for title in ["Part II", "PART 2 – EXEMPT", "Exempt items", "Items not for publication"] {
            assert!(names_part_two(title), "{title}");
        }
        for title in [
            "Part I",
            "Exempt accommodation",
            "Exclusion of the press and public",
            "Part 2: highways programme",
            "Private rented sector",
        ] {
            assert!(!names_part_two(title), "{title}");
        }
        assert!(names_part_one("Part I – Public business") && !names_part_one("Property"));
    }

    #[test]
    fn statuses_that_say_so() {
        let says = |status: &str| {
            let status = crate::testing::at(status.to_owned());
            says_private(Some(&status)).is_some()
        };
        for status in
            ["Exempt", "Exempt – in progress", "In progress (exempt)", "Not for publication"]
        {
            assert!(says(status), "{status}");
        }
        for status in ["Exempt from call-in", "Part 2 complete", "Restricted by budget", "Done"] {
            assert!(!says(status), "{status}");
        }
    }
}
