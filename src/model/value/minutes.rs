//! Durations in minutes: `75 mins`, `1 hour 15 minutes`, `1h15`.

use std::fmt;

use diag::plural;

use chrono::Timelike;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Attempt, BadValue, Parse, Parsed, Scalar, Wrong, number, quoted, split_cell, tidy};

/// A duration in whole minutes, at most a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Minutes {
    /// The minutes.
    pub count: u32,
    /// Whether it is written in hours, such as `1 hour 15 minutes`, and not in minutes alone, such as `75 minutes`.
    pub in_hours: bool,
}

impl Minutes {
    /// The longest duration that an item or a meeting may have: a day.
    const MAX: u32 = 24 * 60;
}

impl fmt::Display for Minutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes) = (self.count / 60, self.count % 60);
        match (hours, minutes) {
            _ if !self.in_hours => f.write_str(&counted(self.count, "minute", "minutes")),
            (0, _) => f.write_str(&counted(minutes, "minute", "minutes")),
            (_, 0) => f.write_str(&counted(hours, "hour", "hours")),
            _ => {
                let hours = counted(hours, "hour", "hours");
                write!(f, "{hours} {}", counted(minutes, "minute", "minutes"))
            }
        }
    }
}

/// Returns a number of hours or minutes with its noun.
fn counted(count: u32, one: &str, many: &str) -> String {
    plural(usize::try_from(count).unwrap_or(usize::MAX), one, many)
}

impl Parse for Minutes {
    const WHAT: &'static str = "a duration in minutes";
    const EXAMPLES: &'static [&'static str] =
        &["75", "75 mins", "1 hour 15 minutes", "1h15", "1.5 hours"];

    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue> {
        let attempt = match scalar {
            Scalar::Text(text) => read_duration(text),
            Scalar::Number(text) => number::machine(text)
                .map(|(value, _)| whole_minutes(value, false).map(Parsed::plain)),
            Scalar::DateTime(at) => match split_cell(*at) {
                (None, Some(time)) => {
                    let count = time.hour() * 60 + time.minute();
                    let minutes = Minutes { count, in_hours: true };
                    let note = format!("{} read as {minutes}", quoted(&scalar.text()));
                    Some(Ok(Parsed::noted(minutes, note)))
                }
                (Some(_), _) | (None, None) => None,
            },
            Scalar::Bool(_) | Scalar::Error(_) => None,
        };
        BadValue::finish(scalar, attempt)
    }
}

/// Reads a written duration.
fn read_duration(text: &str) -> Attempt<Minutes> {
    let lower = tidy(text).to_lowercase();
    let (first, unit, rest) = duration_part(&lower)?;
    let rest = rest.strip_prefix("and ").unwrap_or(rest).trim();
    let minutes = match unit {
        "" | "m" | "min" | "mins" | "minute" | "minutes" if rest.is_empty() => first,
        "h" | "hr" | "hrs" | "hour" | "hours" => {
            let more = match duration_part(rest) {
                None if rest.is_empty() => Decimal::ZERO,
                Some((more, "" | "m" | "min" | "mins" | "minute" | "minutes", "")) => more,
                _ => return None,
            };
            if more >= Decimal::from(60) || more > Decimal::ZERO && first.scale() > 0 {
                let hint = "write the minutes alone, such as `75`, or `1 hour 15 minutes`";
                return Some(Err(Wrong::new("its hours and minutes do not add up", hint)));
            }
            first.saturating_mul(Decimal::from(60)).saturating_add(more)
        }
        _ => return None,
    };
    Some(whole_minutes(minutes, unit.starts_with('h')).map(Parsed::plain))
}

/// Splits `15 minutes and more` into number, unit and what follows.
fn duration_part(text: &str) -> Option<(Decimal, &str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let number = Decimal::from_str_exact(digits).ok().filter(|_| !digits.ends_with('.'))?;
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let (unit, rest) = rest.split_at(end);
    Some((number, unit, rest.trim_start_matches(['.', ',', ' '])))
}

/// Refuses minutes that are not whole, or more than a day.
fn whole_minutes(minutes: Decimal, in_hours: bool) -> Result<Minutes, Wrong> {
    let whole = if minutes.normalize().scale() == 0 { minutes.to_u32() } else { None };
    match whole {
        Some(count) if count <= Minutes::MAX => Ok(Minutes { count, in_hours }),
        _ => Err(Wrong::new(
            "it must be a whole number of minutes, at most a day",
            "write a whole number of minutes, such as `75`",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Scalar {
        Scalar::Text(text.to_owned())
    }

    #[track_caller]
    fn check(scalar: &Scalar, expected: &str) {
        let read = match Minutes::parse(scalar) {
            Ok(Parsed { value, note: None }) => value.to_string(),
            Ok(Parsed { value, note: Some(note) }) => format!("{value}; {note}"),
            Err(bad) => bad.message,
        };
        assert_eq!(read, expected);
    }

    #[test]
    fn durations() {
        #[track_caller]
        fn check(written: &str, expected: &str) {
            super::tests::check(&text(written), expected);
        }
        check("75", "75 minutes");
        check("75 mins", "75 minutes");
        check("1 hour 15 minutes", "1 hour 15 minutes");
        check("1 hour and 15 minutes", "1 hour 15 minutes");
        check("1h15", "1 hour 15 minutes");
        check("1h 15m", "1 hour 15 minutes");
        check("1 hr", "1 hour");
        check("2 hrs.", "2 hours");
        check("1.5 hours", "1 hour 30 minutes");
        check("1 minute", "1 minute");
        check("1:15", "expected a duration in minutes, found `1:15`");
        let whole = "(it must be a whole number of minutes, at most a day)";
        check("7.5", &format!("expected a duration in minutes, found `7.5` {whole}"));
        check("25 hours", &format!("expected a duration in minutes, found `25 hours` {whole}"));
    }

    #[test]
    fn duration_cells() {
        let at = |text: &str| Scalar::DateTime(text.parse().unwrap());
        let number = |text: &str| Scalar::Number(text.to_owned());
        check(&at("1899-12-31T01:15:00"), "1 hour 15 minutes; `01:15` read as 1 hour 15 minutes");
        check(&number("75.0"), "75 minutes");
    }

    #[test]
    fn shown_durations_come_back() {
        for count in 0..=Minutes::MAX {
            for in_hours in [false, true] {
                let shown = Minutes { count, in_hours }.to_string();
                assert_eq!(Minutes::parse(&text(&shown)).unwrap().value.count, count, "{shown}");
            }
        }
    }
}
