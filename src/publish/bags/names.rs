//! The names of files in manifests, and which files they are: as they stand or with `%` encoded, in either
//! form of Unicode, and, where nothing else is possible, in other capitals.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use super::super::names::{composed, folded};
use super::declaration::Version;

/// How `%` is read in names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// `%0A`, `%0D` and `%25` are a line break, a return and `%` (RFC 8493, 2.1.3).
    Encoded,
    /// `%` is `%`, as in bags before 1.0.
    Literal,
}

impl Reading {
    /// Returns how a version of the standard reads `%`.
    pub(super) fn of(version: Version) -> Self {
        if version == Version::V1_0 { Self::Encoded } else { Self::Literal }
    }

    /// Returns the other one.
    pub(super) fn other(self) -> Self {
        match self {
            Self::Encoded => Self::Literal,
            Self::Literal => Self::Encoded,
        }
    }

    /// Returns the name that is written so.
    pub(super) fn read(self, written: &str) -> String {
        if self == Self::Literal {
            return written.to_owned();
        }
        let mut pieces = written.split('%');
        let mut name = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let code = piece.get(..2).map(str::to_ascii_uppercase);
            let letter = match code.as_deref() {
                Some("0A") => '\n',
                Some("0D") => '\r',
                Some("25") => '%',
                _ => {
                    name.push('%');
                    name.push_str(piece);
                    continue;
                }
            };
            name.push(letter);
            name.push_str(&piece[2..]);
        }
        name
    }
}

/// How a name was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// The file has this name, perhaps in another form of Unicode.
    Same(&'a str),
    /// The file's name differs in capitals.
    OtherCase(&'a str),
}

/// The files of a bag, by their names. No two of them are one on a system that takes capitals and small
/// letters, or both forms of Unicode, for the same.
pub(super) struct Files<'a> {
    names: BTreeSet<&'a str>,
    by_folded: BTreeMap<String, &'a str>,
}

impl<'a> Files<'a> {
    pub(super) fn new(names: impl Iterator<Item = &'a str>) -> Self {
        let names: BTreeSet<&str> = names.collect();
        let by_folded = names.iter().map(|name| (folded(name), *name)).collect();
        Self { names, by_folded }
    }

    /// Returns the file that a name stands for.
    pub(super) fn find(&self, name: &str) -> Option<Found<'a>> {
        if let Some(found) = self.names.get(name) {
            return Some(Found::Same(found));
        }
        let found = *self.by_folded.get(&folded(name))?;
        let is_same = found.nfc().eq(composed(name).chars());
        Some(if is_same { Found::Same(found) } else { Found::OtherCase(found) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn per_cent_in_either_reading() {
        #[track_caller]
        fn check(written: &str, encoded: &str) {
            assert_eq!(Reading::Encoded.read(written), encoded);
            assert_eq!(Reading::Literal.read(written), written);
        }
        check("data/a", "data/a");
        check("data/50%25", "data/50%");
        check("data/50%", "data/50%");
        check("data/%7Ea%2", "data/%7Ea%2");
        check("a%0Ab%0dc%0D", "a\nb\rc\r");
        check("%%25%2525", "%%%25");
        check("%é25", "%é25");
        assert_eq!(Reading::of(Version::V1_0), Reading::Encoded);
        assert_eq!(Reading::of(Version::V0_97), Reading::Encoded.other());
    }

    #[test]
    fn names_in_other_forms() {
        let composed = "data/Caf\u{e9}";
        let apart = "data/Cafe\u{301}";
        let files = Files::new([composed, "data/plain"].into_iter());
        assert_eq!(files.find(composed), Some(Found::Same(composed)));
        assert_eq!(files.find(apart), Some(Found::Same(composed)));
        assert_eq!(files.find("data/CAFE\u{301}"), Some(Found::OtherCase(composed)));
        assert_eq!(files.find("data/Plain"), Some(Found::OtherCase("data/plain")));
        assert_eq!(files.find("data/Cafe"), None);
        let files = Files::new([apart].into_iter());
        assert_eq!(files.find(composed), Some(Found::Same(apart)));
    }
}
