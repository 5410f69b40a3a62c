//! Ticks, counts, numbers and lines of text.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::number::{self, bad_suffix};
use super::{Attempt, BadValue, Parse, Parsed, Scalar, Wrong, quoted, tidy};

/// A tick: yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Flag(pub bool);

impl Parse for Flag {
    const WHAT: &'static str = "`yes` or `no`";
    const EXAMPLES: &'static [&'static str] = &["yes", "no", "true", "false", "Y", "N", "1", "0"];
    const CHOICES: &'static [&'static str] = &["yes", "no"];

    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue> {
        let yes = match scalar {
            Scalar::Bool(yes) => Some(*yes),
            Scalar::Text(text) | Scalar::Number(text) => match tidy(text).to_lowercase().as_str() {
                "yes" | "true" | "y" | "1" | "1.0" => Some(true),
                "no" | "false" | "n" | "0" | "0.0" => Some(false),
                // As forward plans head the column.
                "key" | "key decision" => Some(true),
                "non-key" | "non key" | "nonkey" | "not key" | "non-key decision"
                | "non key decision" | "not a key decision" => Some(false),
                _ => None,
            },
            Scalar::DateTime(_) | Scalar::Error(_) => None,
        };
        yes.map(|yes| Parsed::plain(Self(yes))).ok_or_else(|| BadValue {
            hint: Some("write `yes` or `no`".to_owned()),
            ..BadValue::unlike::<Self>(scalar)
        })
    }
}

impl Parse for u32 {
    const WHAT: &'static str = "a count";
    const EXAMPLES: &'static [&'static str] = &["12", "1,234"];

    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue> {
        let attempt = read_decimal(scalar).map(|read| {
            read.and_then(|value| {
                let whole = if value.normalize().scale() == 0 { value.to_u32() } else { None };
                whole.map(Parsed::plain).ok_or_else(|| {
                    Wrong::new(
                        "it is not a whole number from 0 up",
                        "write a whole number, such as `12`",
                    )
                })
            })
        });
        BadValue::finish(scalar, attempt)
    }
}

impl Parse for Decimal {
    const WHAT: &'static str = "a number";
    const EXAMPLES: &'static [&'static str] = &["12.5", "1,234", "-3", "(3)"];

    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue> {
        let attempt: Attempt<Self> = read_decimal(scalar).map(|read| read.map(Parsed::plain));
        let rounded = match scalar {
            Scalar::Number(text) => number::machine(text).filter(|&(_, rounded)| rounded),
            Scalar::Text(_) | Scalar::Bool(_) | Scalar::DateTime(_) | Scalar::Error(_) => None,
        };
        let note =
            rounded.map(|(value, _)| format!("{} rounded to `{value}`", quoted(&scalar.text())));
        BadValue::finish(scalar, attempt).map(|parsed| parsed.and_note(note))
    }
}

impl Parse for String {
    const WHAT: &'static str = "a line of text";
    const EXAMPLES: &'static [&'static str] = &["Approval of the budget", "County Hall"];

    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue> {
        let written = scalar.text();
        let trimmed = written.trim();
        if trimmed.is_empty() || matches!(scalar, Scalar::Error(_)) {
            return Err(BadValue::unlike::<Self>(scalar));
        }
        if matches!(scalar, Scalar::DateTime(_)) {
            let note =
                format!("the spreadsheet holds a date or time, shown as {}", quoted(trimmed));
            return Ok(Parsed::noted(trimmed.to_owned(), note));
        }
        let lines: Vec<&str> =
            trimmed.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect();
        if lines.len() > 1 {
            let line = lines.join(" ");
            let note = format!("{} lines joined into one, {}", lines.len(), quoted(&line));
            return Ok(Parsed::noted(line, note));
        }
        Ok(Parsed::plain(trimmed.to_owned()))
    }
}

/// Reads a number without a unit.
fn read_decimal(scalar: &Scalar) -> Option<Result<Decimal, Wrong>> {
    match scalar {
        Scalar::Text(text) => Some(number::amount(&tidy(text))?.and_then(|amount| {
            match (amount.pound, amount.suffix) {
                (false, "") => Ok(amount.value),
                (true, _) => Err(Wrong::new("it is an amount of money", "write the number alone")),
                (false, suffix) => Err(bad_suffix(suffix, "write the number alone")),
            }
        })),
        Scalar::Number(text) => number::machine(text).map(|(value, _)| Ok(value)),
        Scalar::Bool(_) | Scalar::DateTime(_) | Scalar::Error(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use super::*;

    #[track_caller]
    fn check<T: Parse + Debug>(scalar: &Scalar, expected: &str) {
        let read = match T::parse(scalar) {
            Ok(Parsed { value, note: None }) => format!("{value:?}"),
            Ok(Parsed { value, note: Some(note) }) => format!("{value:?}; {note}"),
            Err(bad) => bad.message,
        };
        assert_eq!(read, expected);
    }

    fn text(text: &str) -> Scalar {
        Scalar::Text(text.to_owned())
    }

    fn number(text: &str) -> Scalar {
        Scalar::Number(text.to_owned())
    }

    #[test]
    fn flags() {
        for yes in [text("yes"), text(" Y "), text("TRUE"), number("1"), Scalar::Bool(true)] {
            check::<Flag>(&yes, "Flag(true)");
        }
        check::<Flag>(&text("Key"), "Flag(true)");
        check::<Flag>(&text("Non-key"), "Flag(false)");
        for no in [text("No"), text("n"), text("false"), number("0"), Scalar::Bool(false)] {
            check::<Flag>(&no, "Flag(false)");
        }
        check::<Flag>(&text("x"), "expected `yes` or `no`, found `x`");
        check::<Flag>(&text(""), "expected `yes` or `no`, found an empty cell");
        check::<Flag>(&number("2"), "expected `yes` or `no`, found the number `2`");
    }

    #[test]
    fn counts() {
        check::<u32>(&text("12"), "12");
        check::<u32>(&text("1,234"), "1234");
        check::<u32>(&number("3.0"), "3");
        check::<u32>(
            &text("-3"),
            "expected a count, found `-3` (it is not a whole number from 0 up)",
        );
        check::<u32>(
            &number("3.5"),
            "expected a count, found the number `3.5` (it is not a whole number from 0 up)",
        );
        check::<u32>(
            &text("3 members"),
            "expected a count, found `3 members` (the number is followed by `members`)",
        );
        check::<u32>(&text("three"), "expected a count, found `three`");
        check::<u32>(
            &text("4294967296"),
            "expected a count, found `4294967296` (it is not a whole number from 0 up)",
        );
    }

    #[test]
    fn numbers() {
        check::<Decimal>(&text("12.50"), "12.50");
        check::<Decimal>(&text("(1,234.5)"), "-1234.5");
        check::<Decimal>(&number("1e-3"), "0.001");
        check::<Decimal>(
            &text("12%"),
            "expected a number, found `12%` (the number is followed by `%`)",
        );
        check::<Decimal>(&text("£5"), "expected a number, found `£5` (it is an amount of money)");
    }

    #[test]
    fn lines() {
        check::<String>(&text(" County Hall "), "\"County Hall\"");
        check::<String>(&number("1.50"), "\"1.50\"");
        check::<String>(&Scalar::Bool(false), "\"no\"");
        check::<String>(
            &text("County\r\n Hall"),
            "\"County Hall\"; 2 lines joined into one, `County Hall`",
        );
        check::<String>(
            &Scalar::DateTime("2026-05-10T00:00:00".parse().unwrap()),
            "\"2026-05-10\"; the spreadsheet holds a date or time, shown as `2026-05-10`",
        );
        check::<String>(
            &Scalar::Error("#N/A".into()),
            "expected a line of text, found the spreadsheet error `#N/A`",
        );
    }
}
