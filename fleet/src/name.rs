//! Names that become parts of subjects and of paths in the store: of councils, and of what is made once.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Has a type be read from the text that its `FromStr` takes, and written as that text.
macro_rules! as_text {
    ($name:ident) => {
        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

pub(crate) use as_text;

/// The name of a council in the store and on the queue, such as `exampleshire`.
///
/// Lower-case letters, digits and hyphens, so that it is one part of a subject and of a path, and nothing in it
/// has a meaning there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Council(String);

/// The most letters of a council's name.
const MAX_NAME: usize = 63;

impl FromStr for Council {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let is_letter = |letter: char| matches!(letter, 'a'..='z' | '0'..='9' | '-');
        let is_name = !text.is_empty()
            && text.len() <= MAX_NAME
            && text.chars().all(is_letter)
            && !text.starts_with('-')
            && !text.ends_with('-');
        if is_name {
            return Ok(Self(text.to_owned()));
        }
        Err(format!(
            "`{text}` is no name of a council; use at most {MAX_NAME} lower-case letters, digits and \
             hyphens, such as `exampleshire`"
        ))
    }
}

as_text!(Council);

/// The name of a snapshot or a run: a ULID, which sorts by the time at which it was made and tells nothing of
/// what it names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Ulid(String);

/// The digits of ULIDs (Crockford's base 32).
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many digits a ULID has.
const LENGTH: usize = 26;

/// How many bits of a ULID are random; the others are the milliseconds since 1970.
const RANDOM_BITS: u32 = 80;

impl Ulid {
    /// Returns a new one of this moment, in milliseconds since 1970; after `last`, whatever the clock says.
    pub(crate) fn new(millis: u64, random: u128, last: Option<&Self>) -> Self {
        let number = (u128::from(millis) << RANDOM_BITS) | (random & ((1 << RANDOM_BITS) - 1));
        let number = last.map_or(number, |last| number.max(last.number().saturating_add(1)));
        let digit = |at: usize| {
            let digit = (number >> (5 * (LENGTH - 1 - at))) & 31;
            DIGITS[usize::try_from(digit).expect("below 32")]
        };
        Self((0..LENGTH).map(|at| char::from(digit(at))).collect())
    }

    fn number(&self) -> u128 {
        self.0.bytes().fold(0, |number, letter| {
            let digit = DIGITS.iter().position(|digit| *digit == letter).expect("checked");
            (number << 5) | digit as u128
        })
    }
}

impl FromStr for Ulid {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let is_ulid = text.len() == LENGTH
            && text.bytes().all(|letter| DIGITS.contains(&letter))
            // The first digit has only three bits.
            && text.as_bytes()[0] <= b'7';
        if is_ulid { Ok(Self(text.to_owned())) } else { Err(format!("`{text}` is no ULID")) }
    }
}

as_text!(Ulid);

/// The id of a build of `orderpaper`: 32 digits of a digest of all that its documents' bytes depend on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct BuildId(String);

impl FromStr for BuildId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let is_digit = |letter: u8| matches!(letter, b'0'..=b'9' | b'a'..=b'f');
        if text.len() == 32 && text.bytes().all(is_digit) {
            return Ok(Self(text.to_owned()));
        }
        Err(format!("`{text}` is no id of a build; `orderpaper --version` prints it"))
    }
}

as_text!(BuildId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_no_letters_with_a_meaning() {
        for good in ["exampleshire", "north-example", "a", "4"] {
            assert!(good.parse::<Council>().is_ok(), "{good}");
        }
        for bad in ["", "Example", "a.b", "a>", "*", "a b", "../x", "-a", "a-", "é", "a/b"] {
            assert!(bad.parse::<Council>().is_err(), "{bad}");
        }
        assert!("a".repeat(64).parse::<Council>().is_err());
    }

    #[test]
    fn ulids_sort_by_time_and_never_go_back() {
        let early = Ulid::new(1_000, 7, None);
        let late = Ulid::new(2_000, 0, None);
        assert!(early < late);
        let after = Ulid::new(500, 3, Some(&late));
        assert!(late < after, "a clock that went back");
        assert_eq!(after.to_string().parse(), Ok(after.clone()));
        assert_eq!(early.to_string(), "00000000Z80000000000000007");
    }

    #[test]
    fn ulids_are_read_strictly() {
        for bad in [
            "",
            "000000000Z800000000000000",
            "8ZZZZZZZZZZZZZZZZZZZZZZZZZ",
            "../000000000000000000000I",
        ] {
            assert!(bad.parse::<Ulid>().is_err(), "{bad}");
        }
    }
}
