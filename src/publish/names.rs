//! Names in archives that would do harm where they are unpacked.

use std::collections::btree_map::{BTreeMap, Entry};

use unicode_normalization::UnicodeNormalization;

/// Names that Windows gives to devices, whatever their ending.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Returns why a name is not safe on every system; `None` where it is.
pub(super) fn harmful_name(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        return Some("is empty");
    }
    let mut letters = name.chars();
    let is_drive = letters.next().is_some_and(|letter| letter.is_ascii_alphabetic())
        && letters.next() == Some(':');
    if name.starts_with(['/', '\\']) || is_drive {
        return Some("is absolute");
    }
    if name.contains('\\') {
        return Some("has a backslash, which Windows takes for a folder");
    }
    if name.chars().any(|char| char.is_control() || char == '\u{fffd}') {
        return Some("has a character that can't be printed");
    }
    if name.contains([':', '*', '?', '"', '<', '>', '|']) {
        return Some("has a character that Windows does not allow");
    }
    for part in name.split('/') {
        if part == ".." {
            return Some("leads out of its folder");
        }
        if part.is_empty() || part == "." {
            return Some("has a part that names nothing");
        }
        if part.ends_with(['.', ' ']) {
            return Some("has a part that ends with a full stop or a space, which Windows drops");
        }
        let stem = part.split('.').next().unwrap_or_default().trim_end().to_lowercase();
        let is_port = |prefix: &str| {
            let number = stem.strip_prefix(prefix).unwrap_or_default();
            let mut digits = number.chars();
            matches!((digits.next(), digits.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
        };
        if DEVICES.contains(&&*stem) || is_port("com") || is_port("lpt") {
            return Some("is a device of Windows");
        }
    }
    None
}

/// Returns the pairs of names that are one on systems which take capitals and small letters, or both forms of
/// Unicode, for the same.
pub(super) fn collisions<'a>(names: impl Iterator<Item = &'a str>) -> Vec<(&'a str, &'a str)> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut pairs = Vec::new();
    for name in names {
        match seen.entry(folded(name)) {
            Entry::Occupied(first) => pairs.push((*first.get(), name)),
            Entry::Vacant(entry) => {
                entry.insert(name);
            }
        }
    }
    pairs
}

/// Returns a name with its letters composed (Unicode's form C).
pub(super) fn composed(name: &str) -> String {
    name.nfc().collect()
}

/// Returns what names have in common that some systems do not tell apart.
pub(super) fn folded(name: &str) -> String {
    composed(&composed(name).to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_do_harm() {
        for name in [
            "",
            "/etc/passwd",
            "\\\\server\\x",
            "C:/x",
            "c:x",
            "../x",
            "data/../../x",
            "data//x",
            "data/./x",
            "data\\x",
            "data/x\n",
            "data/x\u{0}",
            "data/a:b",
            "data/a?",
            "data/con",
            "data/NUL.pdf",
            "data/com1.txt",
            "data/LPT9",
            "data/COM¹",
            "data/x.",
            "data/x ",
            "data/aux .pdf",
            "data/",
        ] {
            assert!(harmful_name(name).is_some(), "{name:?}");
        }
        for name in [
            "data/a.pdf",
            "data/2026-01-13_cabinet_agenda.pdf",
            "data/é (1).pdf",
            "data/console.pdf",
            "data/com.pdf",
            "data/com10.pdf",
            "bagit.txt",
            "data/..a",
        ] {
            assert_eq!(harmful_name(name), None, "{name:?}");
        }
    }

    #[test]
    fn names_that_are_one_on_other_systems() {
        let names = ["data/A.pdf", "data/b.pdf", "data/a.pdf", "data/É", "data/é", "data/e\u{301}"];
        let pairs = collisions(names.into_iter());
        let expected =
            [("data/A.pdf", "data/a.pdf"), ("data/É", "data/é"), ("data/É", "data/e\u{301}")];
        assert_eq!(pairs, expected);
    }
}
