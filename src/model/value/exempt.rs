//! Paragraphs of Schedule 12A, by which papers are kept from the public.

use std::fmt;

use rust_decimal::prelude::ToPrimitive;

use super::{BadValue, Parse, Parsed, Scalar, number, tidy};

/// The number of a paragraph of Schedule 12A; whether a nation has it is checked elsewhere.
///
/// A cell that holds anything else loses its whole row, and with it every document that might have
/// shown what was to be withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExemptParagraph(pub u32);

impl fmt::Display for ExemptParagraph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Parse for ExemptParagraph {
    const WHAT: &'static str = "a paragraph of the Schedule of exempt information, such as 3: 1 to 7 in England, 12 to 18 in Wales";
    const EXAMPLES: &'static [&'static str] = &["3", "paragraph 3"];

    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue> {
        let number = match scalar {
            Scalar::Text(text) => {
                let text = tidy(text).to_lowercase();
                let words = ["paragraph", "para.", "para"];
                let number = words.iter().find_map(|word| text.strip_prefix(word));
                number.unwrap_or(&text).trim().parse().ok()
            }
            Scalar::Number(text) => number::machine(text)
                .map(|(value, _)| value.normalize())
                .filter(|value| value.scale() == 0)
                .and_then(|value| value.to_u32()),
            Scalar::Bool(_) | Scalar::DateTime(_) | Scalar::Error(_) => None,
        };
        number.map(|number| Parsed::plain(Self(number))).ok_or_else(|| BadValue {
            hint: Some("write its number, such as `3`; separate several by `;`".to_owned()),
            ..BadValue::unlike::<Self>(scalar)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs() {
        #[track_caller]
        fn check(scalar: &Scalar, expected: &str) {
            let read = match ExemptParagraph::parse(scalar) {
                Ok(read) => read.value.to_string(),
                Err(bad) => bad.message,
            };
            let expected = match expected.parse::<u32>() {
                Ok(_) => expected.to_owned(),
                Err(_) => format!("expected {}, found {expected}", ExemptParagraph::WHAT),
            };
            assert_eq!(read, expected);
        }
        let text = |text: &str| Scalar::Text(text.to_owned());
        check(&text(" 3 "), "3");
        check(&text("Paragraph 3"), "3");
        check(&text("para 14"), "14");
        check(&Scalar::Number("3.0".into()), "3");
        check(&text("three"), "`three`");
        check(&text("3, 5"), "`3, 5`");
        check(&text("1,2"), "`1,2`");
        check(&text("-3"), "`-3`");
        check(&text("3.5"), "`3.5`");
        check(&Scalar::Number("3.5".into()), "the number `3.5`");
        check(&Scalar::Bool(true), "the tick `yes`");
    }
}
