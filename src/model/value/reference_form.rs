//! Forms of references: `{prefix}{nn} ({my})` reads `CAB05 (25/26)`, and gives the next free one.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{BadValue, Parse, Parsed, Reference, Scalar, Wrong, quoted};

/// The form that a council's references have.
///
/// Like references themselves it is compared by letters and digits only, so that `CAB05(25/26)` and
/// `cab05_25-26` have the form of `CAB05 (25/26)`.
#[derive(Debug, Clone)]
pub struct ReferenceForm {
    written: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// Letters and digits as they stand, in capitals.
    Fixed(String),
    /// One or more signs or spaces.
    Break,
    /// Letters, each with a separate series.
    Prefix,
    /// The running number, of at least so many digits.
    Number(usize),
    /// A year, of so many digits.
    Year(usize),
}

/// A reference taken apart.
#[derive(Debug)]
struct ReferenceParts {
    /// All of the key but the number.
    series: String,
    number: u32,
    /// Where the number stands among the letters and digits.
    at: Range<usize>,
}

impl ReferenceForm {
    /// Returns the form as it was written.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// Returns whether a reference has this form, by its letters and digits.
    pub fn fits(&self, reference: &Reference) -> bool {
        self.take_apart(reference.key()).is_some()
    }

    /// Returns the next free reference of each series, in the order of the series.
    ///
    /// It is written as the last one taken is, with the number after it.
    pub fn next_free<'a>(&self, taken: impl Iterator<Item = &'a Reference>) -> Vec<String> {
        let mut last: BTreeMap<String, (ReferenceParts, &Reference)> = BTreeMap::new();
        for reference in taken {
            let Some(parts) = self.take_apart(reference.key()) else { continue };
            let is_later =
                last.get(&parts.series).is_none_or(|(other, _)| other.number < parts.number);
            if is_later {
                last.insert(parts.series.clone(), (parts, reference));
            }
        }
        last.values().filter_map(|(parts, reference)| after(parts, reference)).collect()
    }

    /// Returns the next free reference of the series that one belongs to.
    pub fn next_of<'a>(
        &self,
        taken: impl Iterator<Item = &'a Reference>,
        one: &Reference,
    ) -> Option<String> {
        let series = self.take_apart(one.key())?.series;
        let of_series = |reference: &&Reference| {
            self.take_apart(reference.key()).is_some_and(|parts| parts.series == series)
        };
        self.next_free(taken.filter(of_series)).pop()
    }

    fn take_apart(&self, key: &str) -> Option<ReferenceParts> {
        let mut rest = key;
        let mut series = String::new();
        let mut found = None;
        // Letters and digits passed so far.
        let mut at = 0;
        for part in &self.parts {
            let count = match part {
                Part::Break => {
                    rest = rest.strip_prefix('-')?;
                    series.push('-');
                    continue;
                }
                Part::Fixed(words) => rest.starts_with(words.as_str()).then_some(words.len())?,
                Part::Prefix => {
                    let count = rest.bytes().take_while(u8::is_ascii_uppercase).count();
                    (count > 0).then_some(count)?
                }
                Part::Number(least) => {
                    let count = rest.bytes().take_while(u8::is_ascii_digit).count();
                    (*least <= count).then_some(count)?
                }
                Part::Year(digits) => {
                    let count = rest.bytes().take(*digits).filter(u8::is_ascii_digit).count();
                    (count == *digits).then_some(count)?
                }
            };
            let (matched, after) = rest.split_at_checked(count)?;
            if matches!(part, Part::Number(_)) {
                found = Some((matched.parse().ok()?, at..at + count));
                series.push('#');
            } else {
                series.push_str(matched);
            }
            at += count;
            rest = after;
        }
        let (number, at) = found.filter(|_| rest.is_empty())?;
        Some(ReferenceParts { series, number, at })
    }
}

/// Returns the reference after one, with its number written at the same width.
fn after(parts: &ReferenceParts, reference: &Reference) -> Option<String> {
    let written = reference.written();
    let signs = written.char_indices().filter(|(_, sign)| sign.is_alphanumeric());
    let places: Vec<usize> =
        signs.skip(parts.at.start).take(parts.at.len()).map(|(at, _)| at).collect();
    let (first, last) = (places.first()?, places.last()?);
    let number = parts.number.checked_add(1)?;
    let width = parts.at.len();
    Some(format!("{}{number:0width$}{}", &written[..*first], &written[last + 1..]))
}

impl Parse for ReferenceForm {
    const WHAT: &'static str = "a form of references";
    const EXAMPLES: &'static [&'static str] = &["{prefix}{nn} ({my})", "WE{yy}/{nnn}"];

    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue> {
        const NAMES: &str = "write `{n}`, `{nn}` or `{nnn}` for the number; `{prefix}` for letters, `{yy}` or `{yyyy}` for the year, `{my}` for the municipal year";
        let Scalar::Text(text) = scalar else { return Err(BadValue::unlike::<Self>(scalar)) };
        let text = text.trim();
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(sign) = rest.chars().next() {
            if let Some(after) = rest.strip_prefix('{') {
                let Some((name, after)) = after.split_once('}') else {
                    return Err(BadValue::wrong::<Self>(
                        scalar,
                        Wrong::new("a brace is not closed", NAMES),
                    ));
                };
                match name {
                    "prefix" => parts.push(Part::Prefix),
                    "yy" => parts.push(Part::Year(2)),
                    "yyyy" => parts.push(Part::Year(4)),
                    "my" => parts.extend([Part::Year(2), Part::Break, Part::Year(2)]),
                    "n" | "nn" | "nnn" | "nnnn" => parts.push(Part::Number(name.len())),
                    _ => {
                        let what = format!("{} has no meaning", quoted(&format!("{{{name}}}")));
                        return Err(BadValue::wrong::<Self>(scalar, Wrong::new(what, NAMES)));
                    }
                }
                rest = after;
            } else if sign.is_alphanumeric() {
                let end = rest.find(|char: char| !char.is_alphanumeric()).unwrap_or(rest.len());
                parts.push(Part::Fixed(rest[..end].to_uppercase()));
                rest = &rest[end..];
            } else {
                let end = rest.find(|char: char| char.is_alphanumeric() || char == '{');
                if !parts.is_empty() && parts.last() != Some(&Part::Break) {
                    parts.push(Part::Break);
                }
                rest = &rest[end.unwrap_or(rest.len())..];
            }
        }
        if parts.last() == Some(&Part::Break) {
            parts.pop();
        }
        if parts.iter().filter(|part| matches!(part, Part::Number(_))).count() != 1 {
            let wrong = Wrong::new("it needs one place for the number", NAMES);
            return Err(BadValue::wrong::<Self>(scalar, wrong));
        }
        Ok(Parsed::plain(Self { written: text.to_owned(), parts }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str) -> ReferenceForm {
        ReferenceForm::parse(&Scalar::Text(text.to_owned())).unwrap().value
    }

    fn reference(text: &str) -> Reference {
        Reference::parse(&Scalar::Text(text.to_owned())).unwrap().value
    }

    #[track_caller]
    fn next(of: &str, taken: &[&str], expected: &[&str]) {
        let taken: Vec<Reference> = taken.iter().map(|text| reference(text)).collect();
        assert_eq!(form(of).next_free(taken.iter()), expected);
    }

    #[test]
    fn what_fits() {
        let fits = |of: &str, text: &str| form(of).fits(&reference(text));
        for text in ["CAB05 (25/26)", "CAB05(25/26)", "cab05_25-26", "HWY123 (25/26)"] {
            assert!(fits("{prefix}{nn} ({my})", text), "{text}");
        }
        for text in ["CAB5 (25/26)", "CAB05 (2025)", "CAB05", "CAB05 (25/26) A", "05 (25/26)"] {
            assert!(!fits("{prefix}{nn} ({my})", text), "{text}");
        }
        assert!(fits("WE{yy}/{nnn}", "WE26/002"));
        assert!(!fits("WE{yy}/{nnn}", "WD26/002"));
        assert!(fits("KD-{yyyy}-{n}", "KD-2026-7"));
    }

    #[test]
    fn what_is_free() {
        next(
            "{prefix}{nn} ({my})",
            &["CAB09 (25/26)", "CAB07(25/26)", "HWY05 25-26"],
            &["CAB10 (25/26)", "HWY06 25-26"],
        );
        next(
            "{prefix}{nn} ({my})",
            &["CAB25 (25/26)", "CAB03 (26/27)"],
            &["CAB26 (25/26)", "CAB04 (26/27)"],
        );
        next("WE{yy}/{n}", &["WE26/26"], &["WE26/27"]);
        next("{n}", &["99", "7"], &["100"]);
        next("WE{yy}/{n}", &["elsewhere"], &[]);
        let taken = ["CAB09 (25/26)", "HWY05 (25/26)"].map(reference);
        let form = form("{prefix}{nn} ({my})");
        assert_eq!(
            form.next_of(taken.iter(), &reference("hwy01 (25/26)")).as_deref(),
            Some("HWY06 (25/26)")
        );
        assert_eq!(form.next_of(taken.iter(), &reference("LIB01 (25/26)")), None);
    }

    #[test]
    fn what_is_no_form() {
        let fault =
            |text: &str| ReferenceForm::parse(&Scalar::Text(text.to_owned())).unwrap_err().message;
        assert!(fault("CAB").contains("it needs one place for the number"), "{}", fault("CAB"));
        assert!(fault("{n}{nn}").contains("it needs one place for the number"));
        assert!(fault("CAB{n} ({yy/yy})").contains("`{yy/yy}` has no meaning"));
        assert!(fault("CAB{n").contains("a brace is not closed"));
    }
}
