//! The languages that a document's words can be in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language as a BCP 47 tag (RFC 5646): a language of two or three letters, and a region where the
/// language is spelt in several ways, such as `en-GB` or `cy`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Language {
    language: String,
    region: Option<String>,
}

impl Language {
    /// Returns the language itself in lower case, such as `en`.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Returns the region in capitals, such as `GB`, where the tag has one.
    pub fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    /// Returns whether it is the language of the templates in the program.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl Default for Language {
    /// The English of the United Kingdom, in which the templates in the program are written.
    fn default() -> Self {
        Self { language: "en".to_owned(), region: Some("GB".to_owned()) }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.language)?;
        self.region.iter().try_for_each(|region| write!(f, "-{region}"))
    }
}

impl FromStr for Language {
    type Err = String;

    /// Reads a tag, in letters of either case.
    fn from_str(tag: &str) -> Result<Self, String> {
        let are_letters = |part: &str, lengths: &[usize]| {
            lengths.contains(&part.len()) && part.chars().all(|char| char.is_ascii_alphabetic())
        };
        let (language, region) = match tag.split_once('-') {
            Some((language, region)) => (language, Some(region)),
            None => (tag, None),
        };
        let is_tag =
            are_letters(language, &[2, 3]) && region.is_none_or(|region| are_letters(region, &[2]));
        if !is_tag {
            return Err(format!("`{tag}` is not the tag of a language, such as `cy` or `en-GB`"));
        }
        Ok(Self {
            language: language.to_ascii_lowercase(),
            region: region.map(str::to_ascii_uppercase),
        })
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.to_string()
    }
}

impl TryFrom<String> for Language {
    type Error = String;

    fn try_from(tag: String) -> Result<Self, String> {
        tag.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_in_either_case() {
        for (written, tag) in [("cy", "cy"), ("EN-gb", "en-GB"), ("gla", "gla")] {
            assert_eq!(written.parse::<Language>().unwrap().to_string(), tag);
        }
        for wrong in ["", "welsh", "e", "en-", "en-GBR", "cy.typ", "../cy"] {
            assert!(wrong.parse::<Language>().is_err(), "{wrong}");
        }
    }
}
