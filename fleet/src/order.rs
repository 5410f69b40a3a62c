//! What is to be made of a snapshot: by which build, of which day, in which forms and languages.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::name::{BuildId, as_text};

/// What is to be made of a snapshot. Two equal orders of one snapshot give the same bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Order {
    /// The build that makes it.
    pub(crate) build: BuildId,
    /// The day from which deadlines are counted: no worker asks its clock.
    pub(crate) today: NaiveDate,
    /// Whether each document is made as a page of HTML as well.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) html: bool,
    /// Whether each document is made in large print as well.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) large_print: bool,
    /// The languages besides English in which documents are made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) languages: Vec<Language>,
}

/// A language as `orderpaper build --language` takes it, such as `cy`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Language(String);

impl std::str::FromStr for Language {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let is_letter = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
        if text.len() <= 35
            && text.chars().all(is_letter)
            && !text.starts_with('-')
            && !text.is_empty()
        {
            return Ok(Self(text.to_owned()));
        }
        Err(format!("`{text}` is no language; write it as `cy`"))
    }
}

as_text!(Language);

impl Order {
    /// Returns its name beside that of the build, for a council of which so many acts are published, as a part of
    /// subjects and of paths: `2026-01-13-4_html_cy`.
    pub(crate) fn name(&self, acts: usize) -> String {
        let day = match acts {
            0 => self.today.to_string(),
            acts => format!("{}-{acts}", self.today),
        };
        day + &self.forms()
    }

    /// Returns the part of its name that says forms and languages.
    pub(crate) fn forms(&self) -> String {
        let forms = [(self.html, "html"), (self.large_print, "large-print")];
        let forms = forms.into_iter().filter(|(is_asked, _)| *is_asked).map(|(_, name)| name);
        let languages = self.languages.iter().map(|language| language.0.as_str());
        let parts = forms.chain(languages);
        parts.fold(String::new(), |name, part| name + "_" + part)
    }

    /// Returns the options with which `orderpaper` makes its forms and languages.
    pub(crate) fn versions(&self) -> Vec<String> {
        let mut options = Vec::new();
        let forms = [(self.html, "--html"), (self.large_print, "--large-print")];
        options.extend(
            forms.iter().filter(|(is_asked, _)| *is_asked).map(|(_, name)| (*name).to_owned()),
        );
        for language in &self.languages {
            options.extend(["--language".to_owned(), language.0.clone()]);
        }
        options
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn order() -> Order {
        Order {
            build: "0123456789abcdef0123456789abcdef".parse().unwrap(),
            today: NaiveDate::from_ymd_opt(2026, 1, 13).unwrap(),
            html: false,
            large_print: false,
            languages: Vec::new(),
        }
    }

    #[test]
    fn a_name_tells_orders_apart() {
        let plain = order();
        let rich = Order {
            html: true,
            large_print: true,
            languages: vec!["cy".parse().unwrap()],
            ..order()
        };
        assert_eq!(plain.name(0), "2026-01-13");
        assert_eq!(rich.name(4), "2026-01-13-4_html_large-print_cy");
        assert_eq!(rich.versions().join(" "), "--html --large-print --language cy");
    }

    #[test]
    fn languages_are_one_part_of_a_subject() {
        for bad in ["", "cy.x", "cy>", "../x", "-x", "c y", "cy_x"] {
            assert!(bad.parse::<Language>().is_err(), "{bad}");
        }
    }
}
