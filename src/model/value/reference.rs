//! References that people write in ten ways, and ids that become file names.
//!
//! `CAB05 (24/25)`, `CAB05(24/25)` and `cab05_24-25` are one reference: it is printed as it was
//! written and compared by its key.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use super::{BadValue, Found, Parse, Parsed, Scalar, Wrong, number, quoted, tidy};

/// A published reference, such as `CAB05 (24/25)`; equal, ordered and hashed by its key. The default is
/// empty, as none that is read is.
#[derive(Debug, Clone, Default)]
pub struct Reference {
    written: String,
    key: String,
}

impl Reference {
    /// Returns the reference as it was written, trimmed.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// Returns its letters and digits in capitals, with `-` between their groups: `CAB05-24-25`.
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl PartialEq for Reference {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Reference {}

impl PartialOrd for Reference {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Reference {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

impl Hash for Reference {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl Parse for Reference {
    const WHAT: &'static str = "a reference";
    const EXAMPLES: &'static [&'static str] = &["CAB05 (24/25)", "OKD23 21-22", "H&I02 19/20"];

    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue> {
        const RETYPE: &str = "format the column as text and type the reference again";
        let text = match scalar {
            Scalar::Text(text) | Scalar::Number(text) => text.trim(),
            Scalar::DateTime(_) => {
                let wrong = Wrong::new("a spreadsheet mistakes some references for dates", RETYPE);
                return Err(BadValue::wrong::<Self>(scalar, wrong));
            }
            Scalar::Bool(_) | Scalar::Error(_) => return Err(BadValue::unlike::<Self>(scalar)),
        };
        let key = join_groups(text, |c| c.to_uppercase());
        if key.is_empty() {
            return Err(BadValue::unlike::<Self>(scalar));
        }
        if is_shortened(text) {
            return Err(BadValue::wrong::<Self>(scalar, number::shortened()));
        }
        let reference = Self { written: text.to_owned(), key };
        if matches!(scalar, Scalar::Number(_)) && text.contains('.') {
            let note = format!("{} is held as a number, which may have lost a zero", quoted(text));
            return Ok(Parsed::noted(reference, note));
        }
        Ok(Parsed::plain(reference))
    }
}

/// An id that is safe in file names and links: `cabinet-2026-01-13`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

impl Slug {
    /// The most characters that an id may have.
    pub const MAX_LEN: usize = 80;

    /// Takes text that is an id already.
    pub fn new(text: &str) -> Option<Self> {
        let legal = text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        let starts = text.starts_with(|c: char| c.is_ascii_alphanumeric());
        (legal && starts && text.len() <= Self::MAX_LEN && !is_device(text))
            .then(|| Self(text.to_owned()))
    }

    /// Makes the nearest id of any text; `None` when it has neither a letter nor a digit that can
    /// stand in one.
    pub fn nearest(text: &str) -> Option<Self> {
        let ascii: String = text.chars().map(|c| if c.is_ascii() { c } else { ' ' }).collect();
        let mut text = join_groups(&ascii.replace('\'', ""), |c| c.to_lowercase());
        text.truncate(Self::MAX_LEN);
        let text = text.trim_end_matches('-');
        Self::new(text).or_else(|| Self::new(&format!("{text}-1")))
    }

    /// Returns the id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Parse for Slug {
    const WHAT: &'static str = "an id of lower-case letters, digits and hyphens";
    const EXAMPLES: &'static [&'static str] = &["cabinet-2026-01-13", "cab05-24-25"];

    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue> {
        let text = scalar.text();
        let text = text.trim();
        let slug = match scalar {
            Scalar::Text(_) | Scalar::Number(_) => Self::new(text),
            Scalar::Bool(_) | Scalar::DateTime(_) | Scalar::Error(_) => None,
        };
        if slug.is_none() && is_shortened(text) {
            return Err(BadValue::wrong::<Self>(scalar, number::shortened()));
        }
        slug.map(Parsed::plain).ok_or_else(|| {
            let mut message = format!("expected {}, found {}", Self::WHAT, Found(scalar));
            if is_device(text) {
                message.push_str(" (Windows reserves this name)");
            } else if text.len() > Self::MAX_LEN {
                message.push_str(" (it has more than 80 characters)");
            }
            let nearest = Self::nearest(&tidy(text));
            let advice = nearest
                .map_or("write an id such as `cabinet-2026-01-13`".to_owned(), |slug| {
                    format!("write `{slug}`, and the same wherever it is referred to")
                });
            BadValue { message, hint: Some(advice) }
        })
    }
}

/// Whether a spreadsheet has shortened the text, as `1.23E+10`.
fn is_shortened(text: &str) -> bool {
    number::amount(text)
        .is_some_and(|read| read.is_err_and(|wrong| wrong.reason == number::shortened().reason))
}

/// Joins the groups of letters and digits with hyphens, each character changed.
fn join_groups<I: Iterator<Item = char>>(text: &str, change: impl Fn(char) -> I) -> String {
    let groups = text.split(|c: char| !c.is_alphanumeric()).filter(|group| !group.is_empty());
    let groups: Vec<String> =
        groups.map(|group| group.chars().flat_map(&change).collect()).collect();
    groups.join("-")
}

/// Whether Windows has a device of that name, in whatever case.
fn is_device(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let numbered = name.strip_prefix("com").or(name.strip_prefix("lpt"));
    matches!(name.as_str(), "con" | "prn" | "aux" | "nul")
        || numbered.is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(scalar: &Scalar, expected: &str) {
        let read = match Reference::parse(scalar) {
            Ok(Parsed { value, note }) => {
                let note = note.map(|n| format!("; {n}")).unwrap_or_default();
                format!("{value} {}{note}", value.key())
            }
            Err(bad) => bad.message,
        };
        assert_eq!(read, expected);
    }

    #[test]
    fn references() {
        let text = |text: &str| Scalar::Text(text.to_owned());
        check(&text(" CAB05 (24/25) "), "CAB05 (24/25) CAB05-24-25");
        check(&text("CAB05(24/25)"), "CAB05(24/25) CAB05-24-25");
        check(&text("CAB05 (24-25)"), "CAB05 (24-25) CAB05-24-25");
        check(&text("cab05_24/25"), "cab05_24/25 CAB05-24-25");
        check(&text("OKD23 21-22"), "OKD23 21-22 OKD23-21-22");
        check(&text("FP05(21/22)"), "FP05(21/22) FP05-21-22");
        check(&text("CAB02_20/21"), "CAB02_20/21 CAB02-20-21");
        check(&text("H&I02 19/20"), "H&I02 19/20 H-I02-19-20");
        check(&text("CR01"), "CR01 CR01");
        check(&text("—"), "expected a reference, found `—`");
        check(&text(" "), "expected a reference, found an empty cell");
        check(
            &text("1.23E+10"),
            "expected a reference, found `1.23E+10` (the sheet shows too few of its digits)",
        );
        check(&Scalar::Number("45".into()), "45 45");
        check(
            &Scalar::Number("10.1".into()),
            "10.1 10-1; `10.1` is held as a number, which may have lost a zero",
        );
        check(
            &Scalar::DateTime("2025-05-24T00:00:00".parse().unwrap()),
            "expected a reference, found the date `2025-05-24` (a spreadsheet mistakes \
             some references for dates)",
        );
    }

    #[test]
    fn references_are_one_by_key() {
        let read = |t: &str| Reference::parse(&Scalar::Text(t.into())).unwrap().value;
        assert_eq!(read("CAB05 (24/25)"), read("cab05_24-25"));
        assert!(read("CAB05 (24/25)") < read("CAB06 (24/25)"));
        let set = std::collections::BTreeSet::from([read("a 1"), read("A1"), read("A-1")]);
        assert_eq!(set.len(), 2);
    }

    #[test]
    fn slugs() {
        #[track_caller]
        fn check(written: &str, nearest: Option<&str>) {
            let read = Slug::parse(&Scalar::Text(written.to_owned()));
            match (read, nearest) {
                (Ok(slug), None) => assert_eq!(slug.value.as_str(), written),
                (Err(bad), Some(nearest)) => {
                    let hint =
                        format!("write `{nearest}`, and the same wherever it is referred to");
                    assert_eq!(bad.hint.unwrap(), hint);
                }
                (read, _) => panic!("{written}: {read:?}"),
            }
        }
        check("cabinet-2026-01-13", None);
        check("9a", None);
        check("com", None);
        check("com10", None);
        check("Cabinet 13 January", Some("cabinet-13-january"));
        check("-cabinet", Some("cabinet"));
        check("../cabinet", Some("cabinet"));
        check("children's_services", Some("childrens-services"));
        check("con", Some("con-1"));
        check("COM1", Some("com1-1"));
        check(&"a".repeat(81), Some(&"a".repeat(80)));
        let shortened = Slug::parse(&Scalar::Text("1.23E+10".into())).unwrap_err();
        assert!(shortened.message.ends_with("(the sheet shows too few of its digits)"));
        let none = Slug::parse(&Scalar::Text("é".into())).unwrap_err();
        assert_eq!(none.hint.unwrap(), "write an id such as `cabinet-2026-01-13`");
    }
}
