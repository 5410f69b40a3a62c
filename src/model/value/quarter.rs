//! Quarters and halves of a financial year, `Q3 2023/24` and `H2 2023/24`, and the labels of those years.
//!
//! Financial years run from April to March, so the third quarter is October to December.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::date::{YEARS, split_words};
use super::{Attempt, BadValue, Parse, Parsed, Scalar, Wrong, tidy};

/// A quarter of a financial year; ordered by time, shown as `Q3 2023/24`, serialised as `2023-24-q3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Quarter {
    start_year: i32,
    quarter: u8,
}

impl Quarter {
    /// Makes the given quarter, 1 to 4, of the financial year that begins in April of `start_year`.
    pub fn new(start_year: i32, quarter: u8) -> Option<Self> {
        ((1..=4).contains(&quarter) && YEARS.contains(&start_year))
            .then_some(Self { start_year, quarter })
    }

    /// Returns the quarter that the day is in, for days of the years that [`Self::new`] takes.
    pub fn containing(day: NaiveDate) -> Option<Self> {
        let months = day.month0() + 9;
        let quarter = u8::try_from(months % 12 / 3 + 1).ok()?;
        Self::new(day.year() - i32::from(months < 12), quarter)
    }

    /// Returns the year in whose April the financial year begins.
    pub fn start_year(self) -> i32 {
        self.start_year
    }

    /// Returns the number of the quarter, 1 to 4.
    pub fn number(self) -> u8 {
        self.quarter
    }

    /// Returns the first day of the quarter.
    pub fn first_day(self) -> NaiveDate {
        let months = u32::from(self.quarter - 1) * 3;
        NaiveDate::from_ymd_opt(self.start_year, 4, 1)
            .and_then(|april| april.checked_add_months(Months::new(months)))
            .expect("`new` lets in only years that the calendar has")
    }

    /// Returns the last day of the quarter.
    pub fn last_day(self) -> NaiveDate {
        end_of(self.first_day(), 3).expect("`new` lets in only years that the calendar has")
    }

    /// Returns the quarter before this one.
    pub fn previous(self) -> Self {
        match self.quarter {
            1 => Self { start_year: self.start_year - 1, quarter: 4 },
            quarter => Self { quarter: quarter - 1, ..self },
        }
    }

    /// Returns the same quarter of the year before.
    pub fn year_before(self) -> Self {
        Self { start_year: self.start_year - 1, ..self }
    }

    /// Returns the form for file names and ids: `2023-24-q3`.
    pub fn key(self) -> String {
        format!("{}-{:02}-q{}", self.start_year, (self.start_year + 1) % 100, self.quarter)
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Q{} {}", self.quarter, year_label(self.start_year))
    }
}

impl From<Quarter> for String {
    fn from(quarter: Quarter) -> Self {
        quarter.key()
    }
}

impl TryFrom<String> for Quarter {
    type Error = String;

    fn try_from(key: String) -> Result<Self, String> {
        match Self::parse(&Scalar::Text(key)) {
            Ok(parsed) => Ok(parsed.value),
            Err(bad) => Err(bad.message),
        }
    }
}

impl Parse for Quarter {
    const WHAT: &'static str = "a quarter of a financial year";
    const EXAMPLES: &'static [&'static str] =
        &["Q3 2023/24", "2023/24 Q3", "2023-24-q3", "Quarter 3 2023/24"];

    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue> {
        let attempt = match scalar {
            Scalar::Text(text) => read_quarter(&tidy(text)),
            Scalar::Number(_) | Scalar::Bool(_) | Scalar::DateTime(_) | Scalar::Error(_) => None,
        };
        BadValue::finish(scalar, attempt)
    }
}

/// A half of a financial year; shown as `H1 2023/24`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Half {
    start_year: i32,
    half: u8,
}

impl Half {
    /// Makes the given half, 1 or 2, of the financial year that begins in April of `start_year`.
    pub fn new(start_year: i32, half: u8) -> Option<Self> {
        ((1..=2).contains(&half) && YEARS.contains(&start_year))
            .then_some(Self { start_year, half })
    }

    /// Returns the year in whose April the financial year begins.
    pub fn start_year(self) -> i32 {
        self.start_year
    }

    /// Returns the number of the half, 1 or 2.
    pub fn number(self) -> u8 {
        self.half
    }

    /// Returns the first day of the half.
    pub fn first_day(self) -> NaiveDate {
        self.quarter(1).first_day()
    }

    /// Returns the last day of the half.
    pub fn last_day(self) -> NaiveDate {
        self.quarter(2).last_day()
    }

    /// Returns its first or its second quarter.
    fn quarter(self, number: u8) -> Quarter {
        Quarter { start_year: self.start_year, quarter: (self.half - 1) * 2 + number }
    }
}

impl fmt::Display for Half {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "H{} {}", self.half, year_label(self.start_year))
    }
}

/// Reads `Q3 2023/24` in any order and with any marks.
pub(super) fn read_quarter(text: &str) -> Attempt<Quarter> {
    let read = read_part(text, &["q", "qtr", "quarter"], "Q3")?;
    Some(read.and_then(|(start, number)| {
        Quarter::new(start, number).map(Parsed::plain).ok_or_else(|| {
            Wrong::new(
                format!("there is no quarter {number}"),
                "quarters are 1 to 4, the first from April",
            )
        })
    }))
}

/// Reads `H1 2023/24` likewise.
pub(super) fn read_half(text: &str) -> Attempt<Half> {
    let read = read_part(text, &["h", "half"], "H1")?;
    Some(read.and_then(|(start, number)| {
        Half::new(start, number).map(Parsed::plain).ok_or_else(|| {
            Wrong::new(
                format!("there is no half {number}"),
                "halves are 1 and 2, the first from April",
            )
        })
    }))
}

/// Reads the number of a part of a financial year, which follows one of these names, and the year.
fn read_part(text: &str, names: &[&str], example: &str) -> Option<Result<(i32, u8), Wrong>> {
    let words = split_words(text)?;
    let at = words.iter().position(|word| names.contains(&word.to_lowercase().as_str()))?;
    let number: u8 = words.get(at + 1)?.parse().ok()?;
    let mut years = words;
    years.drain(at..at + 2);
    years.retain(|w| !is_year_word(w));
    let [start, end] = years[..] else {
        let hint = format!("write the financial year with it, such as `{example} 2023/24`");
        let digits = years.iter().all(|w| w.bytes().all(|b| b.is_ascii_digit()));
        return digits.then(|| Err(Wrong::new("it does not say which financial year", hint)));
    };
    Some(financial_year(start, end)?.map(|start| (start, number)))
}

/// Reads `2023/24`, `2023-24` and `2023/2024`.
pub(super) fn read_year(text: &str) -> Option<Result<i32, Wrong>> {
    let mut words = split_words(text)?;
    words.retain(|w| !is_year_word(w));
    let [start, end] = words[..] else { return None };
    text.contains(['/', '-', '–']).then(|| financial_year(start, end)).flatten()
}

/// Whether a word only says that a financial year follows.
fn is_year_word(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "of" | "fy" | "financial" | "year")
}

/// Reads two years that must follow each other; `None` when they are not years.
fn financial_year(start: &str, end: &str) -> Option<Result<i32, Wrong>> {
    const HINT: &str = "write two consecutive years, such as `2023/24`";
    let digits = |w: &str| w.bytes().all(|b| b.is_ascii_digit());
    if !digits(start) || !digits(end) {
        return None;
    }
    // `25/26` can be no day and no month; `11/12` might.
    let short = (start.len() == 2 && end.len() == 2).then(|| start.parse::<i32>().ok()).flatten();
    let short = short.filter(|year| *year > 12).map(|year| 2000 + year);
    let Some(year) = four_digits(start).or(short) else {
        return Some(Err(Wrong::new("its first year does not have four digits", HINT)));
    };
    let next = match end.len() {
        2 => (year + 1) % 100,
        4 => year + 1,
        _ => return None,
    };
    if end.parse() == Ok(next) {
        return Some(Ok(year));
    }
    Some(Err(Wrong::new("a financial year is two consecutive years", HINT)))
}

/// Reads a year of the calendar.
pub(super) fn four_digits(word: &str) -> Option<i32> {
    let year = (word.len() == 4).then(|| word.parse().ok()).flatten()?;
    YEARS.contains(&year).then_some(year)
}

/// Returns the last day of so many months from a first day.
pub(super) fn end_of(first: NaiveDate, months: u32) -> Option<NaiveDate> {
    first.checked_add_months(Months::new(months))?.checked_sub_days(Days::new(1))
}

/// Returns `2023/24`.
pub fn year_label(start: i32) -> String {
    format!("{start}/{:02}", (start + 1) % 100)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(text: &str) -> Scalar {
        Scalar::Text(text.to_owned())
    }

    #[test]
    fn quarters() {
        #[track_caller]
        fn check(day: &str, expected: &str, previous: &str) {
            let quarter = Quarter::containing(day.parse().unwrap()).unwrap();
            assert_eq!(quarter.to_string(), expected);
            assert_eq!(quarter.previous().to_string(), previous);
            assert!(quarter.previous() < quarter);
            let day: NaiveDate = day.parse().unwrap();
            assert!(quarter.first_day() <= day && day <= quarter.last_day());
        }
        check("2023-04-01", "Q1 2023/24", "Q4 2022/23");
        check("2023-12-31", "Q3 2023/24", "Q2 2023/24");
        check("2024-01-01", "Q4 2023/24", "Q3 2023/24");
        check("2024-03-31", "Q4 2023/24", "Q3 2023/24");
        assert_eq!(Quarter::new(2023, 0), None);
        assert_eq!(Quarter::new(1999, 4).unwrap().key(), "1999-00-q4");
    }

    proptest! {
        #[test]
        fn quarters_come_back(year in 1800i32..=2198, number in 1u8..=4) {
            let quarter = Quarter::new(year, number).unwrap();
            let shown = Quarter::parse(&text(&quarter.to_string())).unwrap();
            prop_assert_eq!(shown, Parsed::plain(quarter));
            let key = Quarter::parse(&text(&quarter.key())).unwrap();
            prop_assert_eq!(key, Parsed::plain(quarter));
            prop_assert_eq!(Quarter::containing(quarter.first_day()), Some(quarter));
            prop_assert_eq!(Quarter::containing(quarter.last_day()), Some(quarter));
        }
    }
}
