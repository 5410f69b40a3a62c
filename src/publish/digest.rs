//! Digests as ledgers have them by the hundred thousand: in hexadecimal where they are read and written, and in half
//! the space meanwhile.

use std::fmt;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A SHA-512. It is written as 128 lower-case hexadecimal digits, and read from nothing else.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Digest([u8; 64]);

impl Digest {
    /// Returns the digest that 128 lower-case hexadecimal digits stand for; `None` of any other text.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 128 {
            return None;
        }
        let mut bytes = [0; 64];
        let mut found = 0;
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let (high, low) = (VALUES[usize::from(pair[0])], VALUES[usize::from(pair[1])]);
            found |= high | low;
            *byte = high << 4 | low & 15;
        }
        (found < OTHER).then_some(Self(bytes))
    }

    /// Returns its bytes.
    pub(super) fn bytes(&self) -> &[u8; 64] {
        &self.0
    }

    /// Returns whether it is written as this text.
    pub(super) fn is(&self, text: &str) -> bool {
        Self::parse(text).as_ref() == Some(self)
    }
}

/// What stands in [`VALUES`] for a byte that is no hexadecimal digit in lower case.
const OTHER: u8 = 16;

/// The values of the hexadecimal digits in lower case, by their bytes. Ledgers have tens of millions of digits.
const VALUES: [u8; 256] = {
    let mut values = [OTHER; 256];
    let digits = b"0123456789abcdef";
    let mut value = 0;
    while value < OTHER {
        values[digits[value as usize] as usize] = value;
        value += 1;
    }
    values
};

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::store::hex(&self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Hexadecimal;

        impl Visitor<'_> for Hexadecimal {
            type Value = Digest;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("128 lower-case hexadecimal digits")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Digest, E> {
                Digest::parse(text)
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }

        deserializer.deserialize_str(Hexadecimal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_read_as_it_is_written_and_from_nothing_else() {
        let text = crate::store::sha512(b"agenda");
        let digest = Digest::parse(&text).unwrap();
        assert_eq!(digest.to_string(), text);
        assert!(digest.is(&text));
        let json = serde_json::to_string(&digest).unwrap();
        assert_eq!(json, format!("\"{text}\""));
        assert_eq!(serde_json::from_str::<Digest>(&json).unwrap(), digest);
        for other in [&text[1..], &text.to_uppercase(), &text.replacen(&text[..1], "g", 1), ""] {
            assert_eq!(Digest::parse(other), None, "{other}");
        }
    }
}
