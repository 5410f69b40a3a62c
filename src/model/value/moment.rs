//! Moments of publication: a day and perhaps a time, `04th-Jun-2026 14.00`.
//!
//! The forms of the date are those of `date`, the forms of the time those of `time`; here they are
//! told apart. A moment with its offset from UTC is turned into the time of the United Kingdom; any other time zone
//! is refused, since a council's clock has only one.

use std::fmt;

use chrono::{DateTime, NaiveDate, NaiveTime};
use chrono_tz::Europe::London;

use super::date::{self, in_range};
use super::{Attempt, BadValue, Parse, Parsed, Scalar, Wrong, quoted, split_cell, tidy, time};

/// When something was done, such as published: a day and, where it was recorded, the time of it.
///
/// Times are local, and a time of exactly 00:00 counts as not recorded, since that is how programs
/// write a date alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// The day.
    pub date: NaiveDate,
    /// The time of day, when it is known.
    pub time: Option<NaiveTime>,
}

impl fmt::Display for Moment {
    /// Shows `5 January 2026` or `5 January 2026, 4.00 pm`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&date::with_time(self.date, self.time))
    }
}

impl Parse for Moment {
    const WHAT: &'static str = "a date, with a time or without";
    const EXAMPLES: &'static [&'static str] = &[
        "2026-01-05 16:00",
        "05/01/2026 4.30 pm",
        "2026-01-05T16:00",
        "04th-Jun-2026 14.00",
        "5 January 2026",
    ];

    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue> {
        BadValue::finish(scalar, read_scalar(scalar))
    }
}

/// A day alone: a time beside it is left out, with a note.
impl Parse for NaiveDate {
    const WHAT: &'static str = "a date";
    const EXAMPLES: &'static [&'static str] = &[
        "2026-01-13",
        "13/01/2026",
        "13 January 2026",
        "Tuesday, 13th January, 2026",
        "13th-Jan-2026",
        "13.1.26",
    ];

    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue> {
        let attempt = read_scalar(scalar).map(|attempt| {
            attempt.map(|parsed| {
                let note =
                    parsed.value.time.map(|t| format!("the time `{}` left out", t.format("%H:%M")));
                parsed.map(|moment| moment.date).and_note(note)
            })
        });
        BadValue::finish(scalar, attempt)
    }
}

/// Reads any cell as a day and perhaps its time.
fn read_scalar(scalar: &Scalar) -> Attempt<Moment> {
    match scalar {
        Scalar::Text(text) => read_moment(&tidy(text)),
        Scalar::Number(text) => date::read_serial(text).map(|read| read.map(moment_of)),
        Scalar::DateTime(at) => {
            let (date, time) = split_cell(*at);
            let date = date?;
            Some(in_range(date).map(|date| Parsed::plain(Moment { date, time })))
        }
        Scalar::Bool(_) | Scalar::Error(_) => None,
    }
}

/// Returns a spreadsheet's day and time as a moment.
fn moment_of(serial: Parsed<(NaiveDate, Option<NaiveTime>)>) -> Parsed<Moment> {
    serial.map(|(date, time)| Moment { date, time })
}

/// Reads a date alone, then every split into a date and a time, in either order.
fn read_moment(text: &str) -> Attempt<Moment> {
    if let Some(moment) = read_zoned(text) {
        return Some(moment);
    }
    if let Some(date) = date::read(text) {
        return Some(date.map(|parsed| parsed.map(|date| Moment { date, time: None })));
    }
    let marks = text.char_indices().filter(|&(_, c)| matches!(c, ' ' | 'T'));
    marks.map(|(at, _)| (&text[..at], &text[at + 1..])).find_map(|(first, last)| {
        let (first, last) = (trim_joint(first), trim_joint(last));
        read_pair(first, last).or_else(|| read_pair(last, first).filter(Result::is_ok))
    })
}

/// Reads a moment with its offset from UTC, as programs write it (RFC 3339), and returns it by the clocks of the United
/// Kingdom: `2026-05-11T23:00:00.000Z` is midnight of 12 May.
fn read_zoned(text: &str) -> Option<Result<Parsed<Moment>, Wrong>> {
    let zoned = DateTime::parse_from_rfc3339(text).ok()?;
    let local = zoned.with_timezone(&London).naive_local();
    let date = match in_range(local.date()) {
        Ok(date) => date,
        Err(wrong) => return Some(Err(wrong)),
    };
    let time = Some(local.time()).filter(|time| *time != NaiveTime::MIN);
    let shown = date::with_time(date, time);
    let note = format!("{} read as {shown}, by the clocks of the United Kingdom", quoted(text));
    Some(Ok(Parsed::noted(Moment { date, time }, note)))
}

/// Drops what joins a date and a time.
fn trim_joint(text: &str) -> &str {
    let text = text.trim().trim_end_matches(',');
    let text = text.strip_suffix(" at").or(text.strip_suffix(" on")).unwrap_or(text);
    text.strip_prefix("at ").or(text.strip_prefix("on ")).unwrap_or(text).trim_end_matches(',')
}

/// Reads a date and a time that stand apart.
fn read_pair(date: &str, time: &str) -> Attempt<Moment> {
    let is_zoned = has_zone(time);
    let clock = time.split_once('.').filter(|(c, f)| c.matches(':').count() == 2 && f.len() >= 3);
    let time = clock.map_or(time, |(clock, _)| clock);
    let at = time::read(time);
    if at.is_none() && !is_zoned {
        return None;
    }
    let date = match date::read(date)? {
        Ok(date) => date,
        Err(wrong) => return Some(Err(wrong)),
    };
    if is_zoned {
        let hint = "write the time as the clock in the council's offices shows it";
        return Some(Err(Wrong::new("it has a time zone", hint)));
    }
    Some(at?.map(|time| {
        let at = Some(time.value).filter(|&at| at != NaiveTime::MIN);
        let note = time.note.filter(|_| at.is_some());
        date.map(|date| Moment { date, time: at }).and_note(note)
    }))
}

/// Whether a time ends as `16:00Z` or `16:00+01:00` do.
fn has_zone(time: &str) -> bool {
    time.contains(':')
        && time.starts_with(|c: char| c.is_ascii_digit())
        && (time.ends_with('Z') || time.contains('+') || time.ends_with("UTC"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Scalar {
        Scalar::Text(text.to_owned())
    }

    #[track_caller]
    fn check(scalar: &Scalar, expected: &str) {
        let read = match Moment::parse(scalar) {
            Ok(Parsed { value, note: None }) => value.to_string(),
            Ok(Parsed { value, note: Some(note) }) => format!("{value}; {note}"),
            Err(bad) => bad.message,
        };
        assert_eq!(read, expected);
    }

    #[test]
    fn moments() {
        check(&text("2026-01-05 16:00"), "5 January 2026, 4.00 pm");
        check(&text("2026-01-05T16:00"), "5 January 2026, 4.00 pm");
        check(&text("2026-01-05T16:00:30.123"), "5 January 2026, 4.00 pm");
        check(&text("04th-Jun-2026 14.00"), "4 June 2026, 2.00 pm");
        check(&text("05/01/2026 4.30 pm"), "5 January 2026, 4.30 pm");
        check(&text("Monday 5 January 2026 at 4.30 pm"), "5 January 2026, 4.30 pm");
        check(&text("5 January 2026, 12 noon"), "5 January 2026, 12 noon");
        check(&text("4.30 pm on 5 January 2026"), "5 January 2026, 4.30 pm");
        check(&text("5 January 2026"), "5 January 2026");
        check(&text("2026-01-05T00:00:00"), "5 January 2026");
        check(
            &Scalar::Number("46027.5".into()),
            "5 January 2026, 12 noon; `46027.5` read as 5 January 2026, 12 noon (a spreadsheet's \
             day number)",
        );
        check(&Scalar::DateTime("2026-01-05T16:00:00".parse().unwrap()), "5 January 2026, 4.00 pm");
        check(
            &text("05/01/2026 4.30"),
            "expected a date, with a time or without, found `05/01/2026 4.30` (it could be morning \
             or afternoon)",
        );
        check(
            &text("01/13/2026 16:00"),
            "expected a date, with a time or without, found `01/13/2026 16:00` (there is no month \
             13; the day comes first)",
        );
    }
}
