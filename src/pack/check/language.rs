//! Language tags (ISO 14289-1, 7.2; RFC 3066).

use crate::Reason;

/// Returns whether a text is formed like a language tag, such as `en-GB`.
pub(crate) fn is_tag(text: &str) -> bool {
    let is_short = |part: &str| (1..=8).contains(&part.len());
    let mut parts = text.split('-');
    let is_language =
        |part: &str| is_short(part) && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_subtag =
        |part: &str| is_short(part) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    parts.next().is_some_and(is_language) && parts.all(is_subtag)
}

/// Returns what is wrong with the value of a `Lang` entry.
pub(super) fn fault(text: &str) -> Option<Reason> {
    (!is_tag(text)).then(|| {
        let shown: String = text.chars().take(30).filter(|c| !c.is_control()).collect();
        Reason::new("7.2", format!("`{shown}` is not the tag of a language, such as `en-GB`"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_have_parts_of_letters_and_digits() {
        for tag in ["en", "en-GB", "cy", "zh-Hant-TW", "x-klingon", "de-1996"] {
            assert!(is_tag(tag), "{tag}");
        }
        for tag in ["", "en_GB", "english-", "abcdefghi", "e n", "1a", "en--GB"] {
            assert!(!is_tag(tag), "{tag}");
        }
    }
}
