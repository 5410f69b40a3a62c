//! Reads what councils really write in their cells: dates, money, measures, references, names.
//!
//! In comes one cell as its file holds it, a [`Scalar`]; out comes a domain value through
//! [`Parse`]. Nothing is guessed: whatever had to be assumed is in [`Parsed::note`], and what could
//! be read in two ways is a [`BadValue`]. Two modules work on text before any cell has a meaning:
//! [`encoding`] turns bytes into text and [`repair`] undoes what copying and pasting did to it.
//!
//! No I/O, no clock, no serde; blank cells are the caller's matter, since only a column knows
//! whether it may be empty.

use std::borrow::Cow;
use std::fmt;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

mod date;
pub mod encoding;
mod exempt;
mod language;
mod measure;
mod measure_parts;
mod minute_form;
mod minutes;
mod missing;
mod moment;
mod money;
pub mod names;
mod number;
mod period;
mod plain;
mod quarter;
mod reference;
mod reference_form;
pub mod repair;
mod reporting_period;
mod score;
mod time;

pub use self::date::{long_date, month_of, weekday_name, weekday_of};
pub use self::exempt::ExemptParagraph;
pub use self::language::Language;
pub use self::measure::{Bound, Measure, MeasureUnit, Reading, between};
pub use self::measure_parts::{DueIn, Rank, Tolerance};
pub use self::minute_form::{MinuteForm, ParagraphForm};
pub use self::minutes::Minutes;
pub use self::missing::{Missing, MissingReason, is_error_value};
pub use self::moment::Moment;
pub use self::money::{Money, MoneyUnit};
pub use self::number::grouped;
pub use self::period::{DateOrPeriod, Granularity};
pub use self::plain::Flag;
pub use self::quarter::{Half, Quarter, year_label};
pub use self::reference::{Reference, Slug};
pub use self::reference_form::ReferenceForm;
pub use self::reporting_period::{PeriodKind, ReportingPeriod};
pub use self::score::{RiskLevel, RiskScore};
pub use self::time::TimeOfDay;

/// One cell as its file holds it, before it means anything.
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    /// Text, as written.
    Text(String),
    /// A number as written (JSON) or its shortest exact decimal (XLSX).
    Number(String),
    /// A truth value of JSON or of a workbook.
    Bool(bool),
    /// A cell that its workbook formats as a date or time.
    DateTime(NaiveDateTime),
    /// A spreadsheet error such as `#DIV/0!`.
    Error(String),
}

impl Scalar {
    /// Returns the cell as a person would read it: `yes` and `no` for truth values, `2026-01-13`,
    /// `2026-01-13 16:00` or `16:00` for cells that hold dates and times.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) | Self::Number(text) | Self::Error(text) => text.into(),
            Self::Bool(true) => "yes".into(),
            Self::Bool(false) => "no".into(),
            Self::DateTime(at) => match split_cell(*at) {
                (Some(date), None) => date.to_string().into(),
                (Some(date), Some(time)) => format!("{date} {}", time.format("%H:%M")).into(),
                (None, time) => time.unwrap_or_default().format("%H:%M").to_string().into(),
            },
        }
    }
}

/// A value read, with what had to be assumed to read it.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed<T> {
    /// The value.
    pub value: T,
    /// What was repaired or assumed, with the original in it; lower case, no full stop.
    pub note: Option<String>,
}

impl<T> Parsed<T> {
    /// A value that says plainly what it is.
    fn plain(value: T) -> Self {
        Self { value, note: None }
    }

    /// A value that needed an assumption.
    fn noted(value: T, note: impl Into<String>) -> Self {
        Self { value, note: Some(note.into()) }
    }

    /// Changes the value and keeps the note.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Parsed<U> {
        Parsed { value: change(self.value), note: self.note }
    }

    /// Adds to what was assumed.
    fn and_note(mut self, note: Option<String>) -> Self {
        self.note = match (self.note.take(), note) {
            (Some(first), Some(second)) => Some(format!("{first}; {second}")),
            (first, second) => first.or(second),
        };
        self
    }
}

/// Why a cell can't be read as the type its column asks for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct BadValue {
    /// What was wanted and what was found; lower case, values in backticks, no full stop.
    pub message: String,
    /// What to do about it, in plain words for an officer.
    pub hint: Option<String>,
}

impl BadValue {
    /// A cell that does not have the form of a `T`.
    fn unlike<T: Parse>(scalar: &Scalar) -> Self {
        let text = scalar.text();
        let is_dash = text.chars().all(|char| matches!(char, '-' | '–' | '—' | ' '));
        let hint = if is_placeholder(&text) {
            "leave the cell empty until it is known".to_owned()
        } else if is_dash && !text.trim().is_empty() {
            // Nobody can tell which is meant.
            "leave the cell empty where there is no value; write `0` where it is nought".to_owned()
        } else {
            let examples: Vec<_> = T::EXAMPLES.iter().take(2).map(|e| format!("`{e}`")).collect();
            format!("write {} such as {}", T::WHAT, examples.join(" or "))
        };
        let message = format!("expected {}, found {}", T::WHAT, Found(scalar));
        Self { message, hint: Some(hint) }
    }

    /// A cell that has the form of a `T` and yet can't be one.
    fn wrong<T: Parse>(scalar: &Scalar, wrong: Wrong) -> Self {
        let Wrong { reason, hint } = wrong;
        let message = format!("expected {}, found {} ({reason})", T::WHAT, Found(scalar));
        Self { message, hint: Some(hint) }
    }

    /// Turns an attempt that no other can follow into what [`Parse::parse`] returns.
    fn finish<T: Parse>(scalar: &Scalar, attempt: Attempt<T>) -> Result<Parsed<T>, Self> {
        match attempt {
            Some(Ok(parsed)) => Ok(parsed),
            Some(Err(wrong)) => Err(Self::wrong::<T>(scalar, wrong)),
            None => Err(Self::unlike::<T>(scalar)),
        }
    }
}

/// A type that a cell can be read as.
pub trait Parse: Sized {
    /// The type with its article, for messages and the column manual: `a date`.
    const WHAT: &'static str;
    /// Texts that it reads, the plainest first, for the column manual.
    const EXAMPLES: &'static [&'static str];
    /// The values that there are, the plainest way to write each, where they are few and known; empty where not.
    const CHOICES: &'static [&'static str] = &[];

    /// Reads one cell that is not blank.
    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue>;
}

/// An attempt to read text in one form: `None` when the text has another form, so that the next may
/// try; an error when it has this form and can't be right.
type Attempt<T> = Option<Result<Parsed<T>, Wrong>>;

/// What is wrong with text of the right form.
#[derive(Debug)]
struct Wrong {
    /// The cause, as it stands in brackets at the end of a message.
    reason: String,
    /// What to do about it.
    hint: String,
}

impl Wrong {
    fn new(reason: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { reason: reason.into(), hint: hint.into() }
    }
}

/// A cell as a message names it.
struct Found<'a>(&'a Scalar);

impl fmt::Display for Found<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.text();
        match self.0 {
            Scalar::Text(_) if text.trim().is_empty() => f.write_str("an empty cell"),
            Scalar::Text(_) => f.write_str(&quoted(&text)),
            Scalar::Number(_) => write!(f, "the number {}", quoted(&text)),
            Scalar::Bool(_) => write!(f, "the tick {}", quoted(&text)),
            Scalar::DateTime(at) => match split_cell(*at) {
                (Some(_), _) => write!(f, "the date {}", quoted(&text)),
                (None, _) => write!(f, "the time {}", quoted(&text)),
            },
            Scalar::Error(_) => write!(f, "the spreadsheet error {}", quoted(&text)),
        }
    }
}

/// Puts text into backticks for a message: on one line, and no longer than a line.
fn quoted(text: &str) -> String {
    const MAX_CHARS: usize = 60;
    let line = tidy(text);
    if line.chars().count() <= MAX_CHARS {
        return format!("`{line}`");
    }
    let start: String = line.chars().take(MAX_CHARS).collect();
    format!("`{}…`", start.trim_end())
}

/// Returns the text trimmed, with each run of white space as one space.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the text stands for a value that nobody has yet.
fn is_placeholder(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "tbc",
        "tba",
        "tbd",
        "to be confirmed",
        "to be announced",
        "to be agreed",
        "to be determined",
        "unspecified",
        "not specified",
        "unknown",
        "not known",
        "not yet known",
        "n/a",
        "none",
        "pending",
        "various",
    ];
    let text = tidy(text).to_lowercase();
    WORDS.contains(&text.trim_end_matches('.'))
}

/// Splits a workbook's date cell into what it really holds: a date, a time, or both.
///
/// Workbooks count days from the end of 1899, so a cell of that date holds a time and no date; and
/// binary fractions of a day end up a hair off, so the time is the nearest second.
fn split_cell(at: NaiveDateTime) -> (Option<NaiveDate>, Option<NaiveTime>) {
    let at = match at.and_utc().timestamp_subsec_millis() {
        0..500 => at,
        _ => at.checked_add_signed(chrono::TimeDelta::seconds(1)).unwrap_or(at),
    };
    let time = at.time().with_nanosecond(0).unwrap_or_default();
    if at.year() < 1900 || at.date() == NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or_default() {
        return (None, Some(time));
    }
    (Some(at.date()), (time != NaiveTime::MIN).then_some(time))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads the cell as everything there is; only a panic fails.
    fn read_all(scalar: &Scalar) {
        fn read<T: Parse>(scalar: &Scalar) {
            if let Err(bad) = T::parse(scalar) {
                assert!(!bad.message.ends_with('.'), "{}", bad.message);
                assert!(!bad.message.is_empty());
            }
        }
        read::<NaiveDate>(scalar);
        read::<Moment>(scalar);
        read::<DateOrPeriod>(scalar);
        read::<Quarter>(scalar);
        read::<ReportingPeriod>(scalar);
        read::<Tolerance>(scalar);
        read::<DueIn>(scalar);
        read::<Rank>(scalar);
        read::<TimeOfDay>(scalar);
        read::<Minutes>(scalar);
        read::<Money>(scalar);
        read::<Reading>(scalar);
        read::<Reference>(scalar);
        read::<Slug>(scalar);
        read::<Flag>(scalar);
        read::<u32>(scalar);
        read::<rust_decimal::Decimal>(scalar);
        read::<String>(scalar);
        for unit in [MoneyUnit::Thousands, MoneyUnit::Billions] {
            Money::parse_in(scalar, unit).ok();
        }
    }

    /// Text made of the pieces that the parsers look for, so that they get past the first test.
    fn pieces() -> impl Strategy<Value = String> {
        const PIECES: &[&str] = &[
            " ",
            " ",
            "/",
            "-",
            ".",
            ",",
            ":",
            "£",
            "(",
            ")",
            "%",
            "<",
            "-",
            "−",
            "–",
            "0",
            "1",
            "2",
            "12",
            "19",
            "31",
            "2026",
            "2023/24",
            "43804",
            "99999999999999999999999999999",
            "E+10",
            "m",
            "bn",
            "k",
            "pm",
            "am",
            "noon",
            "May",
            "January",
            "Thursday",
            "th",
            "Q3",
            "to",
            "between",
            "and",
            "T00:00",
            "[r]",
            "[c]",
            "*",
            "pp",
            "r",
            "p",
            "#N/A",
            "hour",
            "mins",
            "é",
            "\u{a0}",
            "\u{f0b7}",
            "Ø",
            "\t",
            "\n",
            "Â",
            "â€™",
            "[",
            "]",
            "Cllr",
            "OBE",
            "",
        ];
        prop::collection::vec(prop::sample::select(PIECES), 0..9).prop_map(|p| p.concat())
    }

    #[test]
    fn examples_are_read() {
        #[track_caller]
        fn check<T: Parse>() {
            assert!(T::EXAMPLES.len() >= 2, "{} needs examples", T::WHAT);
            for example in T::EXAMPLES {
                let read = T::parse(&Scalar::Text((*example).to_owned()));
                assert!(read.is_ok(), "{}: {example}: {:?}", T::WHAT, read.err());
            }
        }
        check::<NaiveDate>();
        check::<Moment>();
        check::<DateOrPeriod>();
        check::<Quarter>();
        check::<ReportingPeriod>();
        check::<Tolerance>();
        check::<DueIn>();
        check::<Rank>();
        check::<TimeOfDay>();
        check::<Minutes>();
        check::<Money>();
        check::<Reading>();
        check::<Reference>();
        check::<Slug>();
        check::<Flag>();
        check::<u32>();
        check::<rust_decimal::Decimal>();
        check::<String>();
    }

    #[test]
    fn cells_read_as_people_read_them() {
        #[track_caller]
        fn check(scalar: Scalar, text: &str, found: &str) {
            assert_eq!(scalar.text(), text);
            assert_eq!(Found(&scalar).to_string(), found);
        }
        fn at(text: &str) -> Scalar {
            Scalar::DateTime(text.parse().unwrap())
        }
        check(Scalar::Text("  a\nb ".into()), "  a\nb ", "`a b`");
        check(Scalar::Text(" \n".into()), " \n", "an empty cell");
        check(Scalar::Text("x".repeat(99)), &"x".repeat(99), &format!("`{}…`", "x".repeat(60)));
        check(Scalar::Number("1.50".into()), "1.50", "the number `1.50`");
        check(Scalar::Bool(true), "yes", "the tick `yes`");
        check(at("2026-01-13T00:00:00"), "2026-01-13", "the date `2026-01-13`");
        check(at("2026-01-13T15:59:59.999"), "2026-01-13 16:00", "the date `2026-01-13 16:00`");
        check(at("1899-12-31T10:30:00"), "10:30", "the time `10:30`");
        check(Scalar::Error("#REF!".into()), "#REF!", "the spreadsheet error `#REF!`");
    }

    #[test]
    fn every_date_cell_is_read() {
        for at in [NaiveDateTime::MIN, NaiveDateTime::MAX, NaiveDateTime::default()] {
            read_all(&Scalar::DateTime(at));
        }
        read_all(&Scalar::Bool(true));
        read_all(&Scalar::Error("#N/A".into()));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            read_all(&Scalar::Text(text.clone()));
            read_all(&Scalar::Number(text));
        }

        #[test]
        fn no_likely_text_panics(text in pieces()) {
            read_all(&Scalar::Text(text.clone()));
            read_all(&Scalar::Number(text.clone()));
            names::person_key(&text);
            repair::clean(&text);
            crate::rich::pasted::as_djot(&text);
        }

        #[test]
        fn iso_dates_come_back(days in -62_091i32..84_005) {
            let date = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap()
                + chrono::TimeDelta::days(days.into());
            let read = NaiveDate::parse(&Scalar::Text(date.to_string())).unwrap();
            prop_assert_eq!(read, Parsed::plain(date));
            let read = NaiveDate::parse(&Scalar::Text(long_date(date))).unwrap();
            prop_assert_eq!(read, Parsed::plain(date));
        }
    }
}
