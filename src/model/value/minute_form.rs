//! Forms of the numbers of minutes and of their paragraphs: `{n}/{yy}`, `{n}.{p}`.

use super::{BadValue, Parse, Parsed, Scalar, Wrong, quoted};

/// What a form may name, but for the paragraph.
const NAMES: [&str; 9] = ["n", "prefix", "d", "dd", "m", "mm", "yy", "yyyy", "my"];

const HINT: &str = "write `{n}` for the number, `{prefix}` for the body's letters, `{d}`, `{dd}`, `{m}`, `{mm}`, `{yy}` and \
                    `{yyyy}` for the day, month and year of the meeting, `{my}` for the municipal year, and in the form \
                    of paragraphs `{p}` for the paragraph";

/// The form of a minute's number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinuteForm(String);

/// The form of the number of a minute's paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParagraphForm(String);

impl MinuteForm {
    /// Returns the form as it was written.
    pub fn written(&self) -> &str {
        &self.0
    }
}

impl ParagraphForm {
    /// Returns the form as it was written; `none` where paragraphs have no numbers.
    pub fn written(&self) -> &str {
        &self.0
    }
}

impl Parse for MinuteForm {
    const WHAT: &'static str = "a form of the numbers of minutes";
    const EXAMPLES: &'static [&'static str] = &["{n}.", "{n}/{yy}", "{prefix}{n}", "{dd}/{mm}/{n}"];

    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue> {
        read::<Self>(scalar, |name| NAMES.contains(&name)).map(|text| Parsed::plain(Self(text)))
    }
}

impl Parse for ParagraphForm {
    const WHAT: &'static str = "a form of the numbers of paragraphs";
    const EXAMPLES: &'static [&'static str] = &["{n}.{p}", "{p}.", "none"];

    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue> {
        let is_name = |name: &str| name == "p" || NAMES.contains(&name);
        read::<Self>(scalar, is_name).map(|text| Parsed::plain(Self(text)))
    }
}

/// Returns a form in which all names are known.
fn read<T: Parse>(scalar: &Scalar, is_name: impl Fn(&str) -> bool) -> Result<String, BadValue> {
    let Scalar::Text(text) = scalar else { return Err(BadValue::unlike::<T>(scalar)) };
    let text = text.trim();
    let wrong = |reason: String| BadValue::wrong::<T>(scalar, Wrong::new(reason, HINT));
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let Some(inner) = rest[at..].strip_prefix('{') else {
            return Err(wrong("a brace is not opened".to_owned()));
        };
        let Some((name, after)) = inner.split_once('}') else {
            return Err(wrong("a brace is not closed".to_owned()));
        };
        if !is_name(name) {
            return Err(wrong(format!("{} has no meaning here", quoted(&format!("{{{name}}}")))));
        }
        rest = after;
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_braces_are_known() {
        let is_read = |text: &str| MinuteForm::parse(&Scalar::Text(text.into())).is_ok();
        for form in
            ["{n}.", "{prefix} {n}/{my}", "{d}.{m}.{yyyy}/{n}", "{dd}{mm}{yy}-{n}", "Minute {n}"]
        {
            assert!(is_read(form), "{form}");
        }
        for form in ["{day}/{n}", "{n", "n}", "{}", "{n}.{p}", "{N}"] {
            assert!(!is_read(form), "{form}");
        }
        assert!(ParagraphForm::parse(&Scalar::Text("{n}.{p}".into())).is_ok());
        assert!(ParagraphForm::parse(&Scalar::Text("{n}.{q}".into())).is_err());
    }
}
