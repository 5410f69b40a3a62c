//! Dates as officers, minute books and spreadsheets write them.
//!
//! The day always comes before the month, unless the year comes first. A weekday that is written is
//! checked. A date with a time is a [`Moment`](super::Moment); ranges, quarters and words belong to
//! [`DateOrPeriod`](super::DateOrPeriod).

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Attempt, Parsed, TimeOfDay, Wrong, number, quoted, tidy};

/// Day numbers of 1 January 1990 and 31 December 2100 in a spreadsheet.
const SERIALS: std::ops::RangeInclusive<u64> = 32_874..=73_415;

/// Years that a council's records may fall in; others are typing errors.
pub(super) const YEARS: std::ops::RangeInclusive<i32> = 1800..=2199;

/// The names of the months, January first.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Returns the date as papers print it: `5 December 2019`.
pub fn long_date(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), MONTHS[date.month0() as usize], date.year())
}

/// Returns a date, and the time where there is one: `5 December 2019, 4.00 pm`.
pub(super) fn with_time(date: NaiveDate, time: Option<NaiveTime>) -> String {
    let time = time.map(|time| format!(", {}", TimeOfDay(time))).unwrap_or_default();
    long_date(date) + &time
}

/// Reads a date in any of its forms.
pub(super) fn read(text: &str) -> Attempt<NaiveDate> {
    let text = tidy(text).replace(['\u{2010}', '\u{2011}'], "-");
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return read_serial(&text).map(|read| read.map(|parsed| parsed.map(|(date, _)| date)));
    }
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let Some(weekday) = weekday_of(&text[..end]) else {
        return read_digits(&text).or_else(|| read_words(&text));
    };
    let rest = text[end..].trim_start_matches([' ', ',', '.', '-']);
    let read = read_digits(rest).or_else(|| read_words(rest))?;
    Some(read.and_then(|parsed| check_weekday(parsed, weekday)))
}

/// Reads the day number of a spreadsheet, whose fraction is the time.
pub(super) fn read_serial(text: &str) -> Attempt<(NaiveDate, Option<NaiveTime>)> {
    let (value, _) = number::machine(text)?;
    let days = value.trunc().to_u64().filter(|days| SERIALS.contains(days))?;
    let date = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))?;
    let fraction = value.fract();
    let time = if fraction.is_zero() {
        None
    } else {
        let seconds = (fraction * Decimal::from(86_400)).round().to_u32()?;
        Some(NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0)?)
    };
    let shown = with_time(date, time);
    let note = format!("{} read as {shown} (a spreadsheet's day number)", quoted(text));
    Some(Ok(Parsed::noted((date, time), note)))
}

/// Refuses a date that falls on another weekday than the one written.
fn check_weekday(parsed: Parsed<NaiveDate>, weekday: Weekday) -> Result<Parsed<NaiveDate>, Wrong> {
    let (date, right) = (long_date(parsed.value), parsed.value.weekday());
    if right == weekday {
        return Ok(parsed);
    }
    let (right, weekday) = (weekday_name(right), weekday_name(weekday));
    Err(Wrong::new(
        format!("{date} is a {right}, not a {weekday}"),
        format!("check the date in the diary; write `{right} {date}` if the date is right"),
    ))
}

/// Reads `2026-01-13`, `05/12/2019` and `5.12.19`.
fn read_digits(text: &str) -> Attempt<NaiveDate> {
    let mark = text.chars().find(|c| matches!(c, '/' | '.' | '-'))?;
    let parts: Vec<&str> = text.split(mark).map(str::trim).collect();
    let [first, second, third] = parts[..] else { return None };
    if parts.iter().any(|p| p.is_empty() || p.bytes().any(|b| !b.is_ascii_digit())) {
        return None;
    }
    Some(match (first.len(), second.len(), third.len()) {
        (4, 1..=2, 1..=2) => compose(text, first, number_of(second), number_of(third)),
        (1..=2, 1..=2, 2 | 4) => compose(text, third, number_of(second), number_of(first)),
        _ => return None,
    })
}

/// Reads `5 December 2019`, `the 19th of July, 2019`, `04th-Jun-2026` and `July 19, 2019`.
fn read_words(text: &str) -> Attempt<NaiveDate> {
    let mut words = split_words(text)?;
    let is_joint = |w: &str| matches!(w, "of" | "the" | "on" | "st" | "nd" | "rd" | "th");
    words.retain(|word| !is_joint(&word.to_lowercase()));
    let (day, month, year) = match words[..] {
        [day, month, year] if is_day(day) => (day, month_of(month)?, year),
        [month, day, year] if is_day(day) => (day, month_of(month)?, year),
        [day, month] if is_day(day) => (day, month_of(month)?, ""),
        [month, day] if is_day(day) => (day, month_of(month)?, ""),
        _ => return None,
    };
    if year.is_empty() {
        let hint = "write day, month and year, such as `13 January 2026`";
        return Some(Err(Wrong::new("it has no year, or no day", hint)));
    }
    if !matches!(year.len(), 2 | 4) || number_of(year).is_none() {
        return None;
    }
    Some(compose(text, year, Some(month), number_of(day)))
}

/// Splits text into runs of digits and of letters; `None` when it holds anything else.
pub(super) fn split_words(text: &str) -> Option<Vec<&str>> {
    let kind = |c: char| match c {
        '0'..='9' => Some(1),
        c if c.is_alphabetic() => Some(2),
        ' ' | ',' | '.' | '-' | '–' | '/' | '\'' | '’' | '(' | ')' => Some(0),
        _ => None,
    };
    let mut words = Vec::new();
    let mut start = 0;
    let mut last = 0;
    for (at, c) in text.char_indices() {
        let kind = kind(c)?;
        if kind != last {
            if last != 0 {
                words.push(&text[start..at]);
            }
            (start, last) = (at, kind);
        }
    }
    if last != 0 {
        words.push(&text[start..]);
    }
    Some(words)
}

/// Puts the parts of a date together, the year as digits of which two may be missing.
fn compose(
    written: &str,
    year: &str,
    month: Option<u32>,
    day: Option<u32>,
) -> Result<Parsed<NaiveDate>, Wrong> {
    let (month, day) = (month.unwrap_or_default(), day.unwrap_or_default());
    let century = if year.len() == 2 { 2000 } else { 0 };
    let year_number = year.parse::<i32>().unwrap_or_default() + century;
    if !(1..=12).contains(&month) {
        let swapped = NaiveDate::from_ymd_opt(year_number, day, month).map(long_date);
        let advice = "write the day before the month, such as `13/01/2026`".to_owned();
        return Err(Wrong::new(
            format!("there is no month {month}; the day comes first"),
            swapped.map_or(advice, |date| format!("write `{date}` if that is meant")),
        ));
    }
    let name = MONTHS[month as usize - 1];
    let Some(date) = NaiveDate::from_ymd_opt(year_number, month, day) else {
        return Err(Wrong::new(
            format!("{name} {year_number} has no day {day}"),
            "check the day and the month",
        ));
    };
    let date = in_range(date)?;
    if century == 0 {
        return Ok(Parsed::plain(date));
    }
    Ok(Parsed::noted(date, format!("{} read as {}", quoted(written), long_date(date))))
}

/// Refuses dates outside [`YEARS`].
pub(super) fn in_range(date: NaiveDate) -> Result<NaiveDate, Wrong> {
    if YEARS.contains(&date.year()) {
        return Ok(date);
    }
    let reason = format!("the year {} is out of range", date.year());
    Err(Wrong::new(reason, "check the year and write all four digits of it"))
}

/// Returns the number of a month by its name or at least three letters of it.
pub fn month_of(word: &str) -> Option<u32> {
    let index = MONTHS.iter().position(|name| begins(name, word))?;
    u32::try_from(index + 1).ok()
}

/// Returns a weekday by its name or at least three letters of it.
pub fn weekday_of(word: &str) -> Option<Weekday> {
    use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    if word.eq_ignore_ascii_case("weds") {
        return Some(Wed);
    }
    [Mon, Tue, Wed, Thu, Fri, Sat, Sun].into_iter().find(|&day| begins(weekday_name(day), word))
}

/// Returns a weekday's name.
pub fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// Whether a name begins with the word, of three letters or more.
fn begins(name: &str, word: &str) -> bool {
    word.len() >= 3 && name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Whether the word can be the day of a month.
fn is_day(word: &str) -> bool {
    word.len() <= 2 && number_of(word).is_some()
}

/// Reads plain digits.
fn number_of(word: &str) -> Option<u32> {
    word.bytes().all(|b| b.is_ascii_digit()).then(|| word.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::super::{Parse, Scalar};
    use super::*;

    fn text(text: &str) -> Scalar {
        Scalar::Text(text.to_owned())
    }

    /// Reads a cell and compares the date, its note after `;`, or the refusal's message.
    #[track_caller]
    fn date(scalar: &Scalar, expected: &str) {
        let read = match NaiveDate::parse(scalar) {
            Ok(Parsed { value, note: None }) => value.to_string(),
            Ok(Parsed { value, note: Some(note) }) => format!("{value}; {note}"),
            Err(bad) => bad.message,
        };
        assert_eq!(read, expected);
    }

    #[test]
    fn dates() {
        date(&text("2026-01-13"), "2026-01-13");
        date(&text("2026/1/13"), "2026-01-13");
        date(&text("05/12/2019"), "2019-12-05");
        date(&text("5 / 12 / 2019"), "2019-12-05");
        date(&text("5.12.19"), "2019-12-05; `5.12.19` read as 5 December 2019");
        date(&text("5 December 2019"), "2019-12-05");
        date(&text("5\u{a0}December\u{a0}2019"), "2019-12-05");
        date(&text("the 5th of December 2019"), "2019-12-05");
        date(&text("Friday, 19th July, 2019"), "2019-07-19");
        date(&text("Fri 19 July 2019"), "2019-07-19");
        date(&text("Weds. 1 Jan. 2020"), "2020-01-01");
        date(&text("July 19, 2019"), "2019-07-19");
        date(&text("04th-Jun-2026"), "2026-06-04");
        date(&text("Tue 13/01/2026"), "2026-01-13");
        date(&text("4-Sept-2026"), "2026-09-04");
        date(&text("5-Dec-19"), "2019-12-05; `5-Dec-19` read as 5 December 2019");
        date(&text("2026-01-13T00:00:00"), "2026-01-13");
        date(&text("2026-01-13 00:00:00.000"), "2026-01-13");
        date(&text("2026-01-13 16:00"), "2026-01-13; the time `16:00` left out");
        let read = "2019-12-05; `43804` read as 5 December 2019 (a spreadsheet's day number)";
        date(&text("43804"), read);
        date(&Scalar::Number("43804".into()), read);
        date(&Scalar::DateTime("2026-01-13T00:00:00".parse().unwrap()), "2026-01-13");
    }

    #[test]
    fn refused_dates() {
        #[track_caller]
        fn check(written: &str, reason: &str) {
            date(&text(written), &format!("expected a date, found `{written}`{reason}"));
        }
        check("01/13/2026", " (there is no month 13; the day comes first)");
        check("31/02/2026", " (February 2026 has no day 31)");
        check("29 February 2026", " (February 2026 has no day 29)");
        check("Thursday, 19th July, 2019", " (19 July 2019 is a Friday, not a Thursday)");
        check("Wed 13/01/2026", " (13 January 2026 is a Tuesday, not a Wednesday)");
        check("13 January 0226", " (the year 226 is out of range)");
        check("13 January", " (it has no year, or no day)");
        check("May-20", " (it has no year, or no day)");
        check("2026-01-13T16:00 UTC", " (it has a time zone)");
        check("May 2020", "");
        check("5/12.2019", "");
        check("20260113", "");
        check("1 2/12/2019", "");
        check("5 Decmber 2019", "");
        check("TBC", "");
        date(&text(" "), "expected a date, found an empty cell");
        date(
            &Scalar::DateTime("1899-12-31T10:30:00".parse().unwrap()),
            "expected a date, found the time `10:30`",
        );
        date(&Scalar::Number("12".into()), "expected a date, found the number `12`");
        date(
            &Scalar::Error("#REF!".into()),
            "expected a date, found the spreadsheet error `#REF!`",
        );
    }

    #[test]
    fn hints_help() {
        #[track_caller]
        fn check(written: &str, hint: &str) {
            assert_eq!(NaiveDate::parse(&text(written)).unwrap_err().hint.unwrap(), hint);
        }
        check("01/13/2026", "write `13 January 2026` if that is meant");
        check("unspecified", "leave the cell empty until it is known");
        check("soon", "write a date such as `2026-01-13` or `13/01/2026`");
        check(
            "Thursday 19 July 2019",
            "check the date in the diary; write `Friday 19 July 2019` if the date is right",
        );
    }
}
