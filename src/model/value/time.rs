//! Times of day: `10.30 am`, `14:00`, `12 noon`.
//!
//! Hours before seven without am or pm are refused: `2.30` is an afternoon for one officer and a
//! night for another.

use std::fmt;

use chrono::{NaiveTime, Timelike};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Attempt, BadValue, Parse, Parsed, Scalar, Wrong, number, quoted, split_cell, tidy};

/// A time of day, such as the start of a meeting; shown as `10.30 am`, `12 noon` or `midnight`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(pub NaiveTime);

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.hour(), self.0.minute()) {
            (0, 0) => f.write_str("midnight"),
            (12, 0) => f.write_str("12 noon"),
            _ => write!(f, "{}", self.0.format("%-I.%M %P")),
        }
    }
}

impl Parse for TimeOfDay {
    const WHAT: &'static str = "a time of day";
    const EXAMPLES: &'static [&'static str] =
        &["10.30 am", "14:00", "2.30pm", "12 noon", "midnight"];

    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue> {
        let attempt = match scalar {
            Scalar::Text(text) => read(text),
            Scalar::Number(text) => read_fraction(text),
            Scalar::DateTime(at) => match split_cell(*at) {
                (None, Some(time)) => Some(Ok(Parsed::plain(time))),
                (Some(date), Some(time)) => {
                    Some(Ok(Parsed::noted(time, format!("the cell's date `{date}` left out"))))
                }
                (_, None) => None,
            },
            Scalar::Bool(_) | Scalar::Error(_) => None,
        };
        BadValue::finish(scalar, attempt.map(|a| a.map(|parsed| parsed.map(TimeOfDay))))
    }
}

/// Reads a written time of day.
pub(super) fn read(text: &str) -> Attempt<NaiveTime> {
    let written = tidy(text);
    let lower = written.to_lowercase();
    if let Some(named) = read_named(&lower) {
        return Some(Ok(named));
    }
    let mut clock = lower.replace("a.m", "am").replace("p.m", "pm");
    if clock.ends_with("m.") {
        clock.pop();
    }
    let (clock, half) = if let Some(clock) = clock.strip_suffix("am") {
        (clock, Some(Half::Morning))
    } else if let Some(clock) = clock.strip_suffix("pm") {
        (clock, Some(Half::Afternoon))
    } else {
        (clock.strip_suffix("hrs").or(clock.strip_suffix("hours")).unwrap_or(&clock), None)
    };
    let Some((hour, minute, second, shape)) = split_clock(clock.trim_end()) else {
        return read_fraction(&written).filter(|_| written.starts_with("0."));
    };
    Some(hour_of_day(&written, hour, half, shape).and_then(|(hour, note)| {
        let time = NaiveTime::from_hms_opt(hour, minute, second).ok_or_else(|| {
            Wrong::new("there is no such minute", "minutes and seconds go up to 59")
        })?;
        Ok(Parsed { value: time, note })
    }))
}

/// Half of the day, as am and pm say it.
#[derive(Clone, Copy, PartialEq)]
enum Half {
    Morning,
    Afternoon,
}

/// How the hour was written, which decides what it may mean.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    /// `10`: an hour alone.
    Hour,
    /// `7.30`, `07.30`, `7:30`.
    Loose { digits: usize },
    /// `02:30`: two digits and a colon, as only 24-hour clocks write it.
    Strict,
}

/// Reads noon and midnight.
fn read_named(lower: &str) -> Option<Parsed<NaiveTime>> {
    let name = lower.strip_prefix("12").unwrap_or(lower);
    let name = name.strip_prefix([':', '.']).and_then(|n| n.strip_prefix("00")).unwrap_or(name);
    match name.trim() {
        "noon" | "midday" => NaiveTime::from_hms_opt(12, 0, 0).map(Parsed::plain),
        "midnight" => {
            Some(Parsed::noted(NaiveTime::MIN, "`midnight` read as 00:00, the start of the day"))
        }
        _ => None,
    }
}

/// Splits `10`, `10.30`, `10:30` and `10:30:00`.
fn split_clock(clock: &str) -> Option<(u32, u32, u32, Shape)> {
    let mark = clock.find(['.', ':']).and_then(|at| clock[at..].chars().next());
    let parts: Vec<&str> = mark.map_or(vec![clock], |mark| clock.split(mark).collect());
    let two_digits = |part: &str| (part.len() == 2).then(|| digits(part)).flatten();
    let hour = parts.first().filter(|hour| (1..=2).contains(&hour.len()))?;
    let shape = match mark {
        None => Shape::Hour,
        Some(':') if hour.len() == 2 => Shape::Strict,
        Some(_) => Shape::Loose { digits: hour.len() },
    };
    match parts.as_slice() {
        [hour] => Some((digits(hour)?, 0, 0, shape)),
        [hour, minute] => Some((digits(hour)?, two_digits(minute)?, 0, shape)),
        // Seconds come after colons only: `10.12.19` is a date.
        [hour, minute, second] if mark == Some(':') => {
            Some((digits(hour)?, two_digits(minute)?, two_digits(second)?, shape))
        }
        _ => None,
    }
}

/// Reads plain digits.
fn digits(text: &str) -> Option<u32> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// Decides the hour of the day, or refuses to.
fn hour_of_day(
    written: &str,
    hour: u32,
    half: Option<Half>,
    shape: Shape,
) -> Result<(u32, Option<String>), Wrong> {
    match (half, shape) {
        (Some(_), _) if !(1..=12).contains(&hour) => {
            Err(Wrong::new("with am or pm the hour is 1 to 12", "write `2.30 pm` or `14:30`"))
        }
        (Some(Half::Morning), _) if hour == 12 => {
            Ok((0, Some(format!("{} read as just after midnight", quoted(written)))))
        }
        (Some(Half::Afternoon), _) if hour < 12 => Ok((hour + 12, None)),
        (Some(_), _) => Ok((hour, None)),
        (None, Shape::Hour) => Err(Wrong::new(
            "it is an hour without minutes, am or pm",
            format!("write `{hour} am`, `{hour} pm` or the 24-hour time such as `14:00`"),
        )),
        (None, _) if hour > 23 => {
            Err(Wrong::new("there is no such hour", "write `00:00` or `midnight` for midnight"))
        }
        (None, Shape::Loose { .. }) if hour < 7 => Err(Wrong::new(
            "it could be morning or afternoon",
            "add am or pm, or write the 24-hour time such as `02:30` or `14:30`",
        )),
        (None, Shape::Loose { digits: 1 }) => {
            Ok((hour, Some(format!("{} read as {hour} in the morning", quoted(written)))))
        }
        (None, Shape::Loose { .. } | Shape::Strict) => Ok((hour, None)),
    }
}

/// Reads a spreadsheet's fraction of a day: 0.4375 is 10:30.
pub(super) fn read_fraction(text: &str) -> Attempt<NaiveTime> {
    let (value, _) = number::machine(text)?;
    if value.is_sign_negative() || value >= Decimal::ONE {
        return (value.scale() > 0).then(|| {
            Err(Wrong::new(
                "the spreadsheet holds it as a plain number",
                "format the cell as text and type the time again, as in `10.30 am`",
            ))
        });
    }
    let seconds = (value * Decimal::from(86_400)).round().to_u32()?;
    let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0)?;
    let note = format!("{} read as {} (a fraction of a day)", quoted(text), time.format("%H:%M"));
    Some(Ok(Parsed::noted(time, note)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Scalar {
        Scalar::Text(text.to_owned())
    }

    /// Reads a cell and compares the value, its note after `;`, or the refusal's message.
    #[track_caller]
    fn check<T: Parse + fmt::Display>(scalar: &Scalar, expected: &str) {
        let read = match T::parse(scalar) {
            Ok(Parsed { value, note: None }) => value.to_string(),
            Ok(Parsed { value, note: Some(note) }) => format!("{value}; {note}"),
            Err(bad) => bad.message,
        };
        assert_eq!(read, expected);
    }

    #[test]
    fn times() {
        #[track_caller]
        fn check(written: &str, expected: &str) {
            super::tests::check::<TimeOfDay>(&text(written), expected);
        }
        check("10.30 am", "10.30 am");
        check("10:30", "10.30 am");
        check("2.30pm", "2.30 pm");
        check("2.30 p.m.", "2.30 pm");
        check("11.45 AM", "11.45 am");
        check("12 noon", "12 noon");
        check("12.00 noon", "12 noon");
        check("noon", "12 noon");
        check("12 pm", "12 noon");
        check("midnight", "midnight; `midnight` read as 00:00, the start of the day");
        check("12.15am", "12.15 am; `12.15am` read as just after midnight");
        check("14.00", "2.00 pm");
        check("14.00 hrs", "2.00 pm");
        check("10am", "10.00 am");
        check("10.30", "10.30 am");
        check("10:30:00", "10.30 am");
        check("07.30", "7.30 am");
        check("7.30", "7.30 am; `7.30` read as 7 in the morning");
        check("02:30", "2.30 am");
        check("00:00", "midnight");
        check("0.4375", "10.30 am; `0.4375` read as 10:30 (a fraction of a day)");
    }

    #[test]
    fn refused_times() {
        #[track_caller]
        fn check(written: &str, reason: &str) {
            let message = format!("expected a time of day, found `{written}`{reason}");
            super::tests::check::<TimeOfDay>(&text(written), &message);
        }
        check("2.30", " (it could be morning or afternoon)");
        check("02.30", " (it could be morning or afternoon)");
        check("2:30", " (it could be morning or afternoon)");
        check("10", " (it is an hour without minutes, am or pm)");
        check("14.30 pm", " (with am or pm the hour is 1 to 12)");
        check("24:00", " (there is no such hour)");
        check("10.75", " (there is no such minute)");
        check("10.5", "");
        check("10.12.19", "");
        check("half past ten", "");
        check("10.30 am - 12.30 pm", "");
    }

    #[test]
    fn time_cells() {
        let at = |text: &str| Scalar::DateTime(text.parse().unwrap());
        let number = |text: &str| Scalar::Number(text.to_owned());
        check::<TimeOfDay>(&at("1899-12-31T10:30:00"), "10.30 am");
        check::<TimeOfDay>(
            &at("2026-01-13T10:30:00"),
            "10.30 am; the cell's date `2026-01-13` left out",
        );
        check::<TimeOfDay>(
            &at("2026-01-13T00:00:00"),
            "expected a time of day, found the date `2026-01-13`",
        );
        check::<TimeOfDay>(&number("0.5"), "12 noon; `0.5` read as 12:00 (a fraction of a day)");
        check::<TimeOfDay>(
            &number("10.3"),
            "expected a time of day, found the number `10.3` (the spreadsheet holds it as a plain \
             number)",
        );
    }

    #[test]
    fn shown_times_come_back() {
        for minute in 0..24 * 60 {
            let time = NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap();
            let shown = TimeOfDay(time).to_string();
            assert_eq!(TimeOfDay::parse(&text(&shown)).unwrap().value.0, time, "{shown}");
        }
    }
}
