//! The periods that councils report on: months, quarters, halves and whole financial years.

use std::cmp::Ordering;
use std::fmt;

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::date::YEARS;
use super::period::read_month;
use super::quarter::{Half, Quarter, end_of, read_half, read_quarter, read_year};
use super::{Attempt, BadValue, DateOrPeriod, Parse, Parsed, Scalar, Wrong, tidy};

/// Months of a year.
const YEAR: u8 = 12;

/// How long a reporting period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodKind {
    /// A month of the calendar.
    Month,
    /// A quarter of a financial year.
    Quarter,
    /// A half of a financial year.
    Half,
    /// A financial year, from April.
    Year,
}

impl PeriodKind {
    /// Every kind, the shortest first.
    pub const ALL: [Self; 4] = [Self::Month, Self::Quarter, Self::Half, Self::Year];

    /// Returns the word that templates use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Half => "half-year",
            Self::Year => "year",
        }
    }

    /// Returns how many months it has.
    fn months(self) -> u8 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Half => 6,
            Self::Year => YEAR,
        }
    }
}

/// A period that figures are reported for; ordered by its last day, the shorter first. It is shown as `November 2025`,
/// `Q3 2025/26`, `H1 2025/26` or `2025/26`, and serialised as `2025-11`, `2025-26-q3`, `2025-26-h1` or `2025-26`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ReportingPeriod {
    /// The year in whose April the financial year begins.
    start_year: i32,
    /// Its first month, 0 for April.
    month: u8,
    /// How many months it has.
    months: u8,
}

impl ReportingPeriod {
    /// Returns the period of that kind with that number, from 1, of the financial year that begins in April of
    /// `start_year`.
    fn new(start_year: i32, kind: PeriodKind, number: u8) -> Option<Self> {
        let months = kind.months();
        let month = number.checked_sub(1)?.checked_mul(months)?;
        (month < YEAR && YEARS.contains(&start_year)).then_some(Self { start_year, month, months })
    }

    /// Returns a quarter, 1 to 4, of the financial year that begins in April of `start_year`.
    pub fn quarter(start_year: i32, number: u8) -> Option<Self> {
        Self::new(start_year, PeriodKind::Quarter, number)
    }

    /// Returns how long it is.
    pub fn kind(self) -> PeriodKind {
        let kind = PeriodKind::ALL.into_iter().find(|kind| kind.months() == self.months);
        kind.expect("only these lengths are made")
    }

    /// Returns how many months it has.
    pub fn months(self) -> u8 {
        self.months
    }

    /// Returns the year in whose April its financial year begins.
    pub fn start_year(self) -> i32 {
        self.start_year
    }

    /// Returns its number in the financial year, from 1: of a month, 1 for April.
    pub fn number(self) -> u8 {
        self.month / self.months + 1
    }

    /// Returns the number of the quarter, 1 to 4, with whose last day it ends; `None` where it ends within one.
    pub fn closing_quarter(self) -> Option<u8> {
        let end = self.month + self.months;
        end.is_multiple_of(3).then_some(end / 3)
    }

    /// Returns whether it begins in April and the year goes on after it, so that sums since April begin with it.
    pub fn begins_year(self) -> bool {
        self.month == 0 && self.months < YEAR
    }

    /// Returns whether it ends with March.
    pub fn ends_year(self) -> bool {
        self.month + self.months == YEAR
    }

    /// Returns the first day of its financial year.
    pub fn april(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.start_year, 4, 1)
            .expect("only years that the calendar has are let in")
    }

    /// Returns its first day.
    pub fn first_day(self) -> NaiveDate {
        self.april()
            .checked_add_months(Months::new(self.month.into()))
            .expect("only years that the calendar has are let in")
    }

    /// Returns its last day.
    pub fn last_day(self) -> NaiveDate {
        end_of(self.first_day(), self.months.into())
            .expect("only years that the calendar has are let in")
    }

    /// Returns the period of the same length before it.
    pub fn previous(self) -> Self {
        match self.month.checked_sub(self.months) {
            Some(month) => Self { month, ..self },
            None => Self { month: YEAR - self.months, ..self.year_before() },
        }
    }

    /// Returns the same period of the year before.
    pub fn year_before(self) -> Self {
        Self { start_year: self.start_year - 1, ..self }
    }

    /// Returns the financial year after the one that it lies in; that year itself where the calendar has no other.
    pub fn next_year(self) -> Self {
        let year = |start_year| Self::new(start_year, PeriodKind::Year, 1);
        year(self.start_year + 1).unwrap_or(Self { month: 0, months: YEAR, ..self })
    }

    /// Returns the form for file names and ids: `2025-11`, `2025-26-q3`, `2025-26-h1`, `2025-26`.
    pub fn key(self) -> String {
        let end = self.start_year + 1;
        // `2011-12` may be December.
        let year = match end % 100 {
            1..=12 if self.kind() == PeriodKind::Year => format!("{}-{end}", self.start_year),
            end => format!("{}-{end:02}", self.start_year),
        };
        match self.kind() {
            PeriodKind::Month => self.first_day().format("%Y-%m").to_string(),
            PeriodKind::Quarter => format!("{year}-q{}", self.number()),
            PeriodKind::Half => format!("{year}-h{}", self.number()),
            PeriodKind::Year => year,
        }
    }
}

impl From<Quarter> for ReportingPeriod {
    fn from(quarter: Quarter) -> Self {
        let kind = PeriodKind::Quarter;
        Self {
            start_year: quarter.start_year(),
            month: (quarter.number() - 1) * kind.months(),
            months: kind.months(),
        }
    }
}

impl From<Half> for ReportingPeriod {
    fn from(half: Half) -> Self {
        let kind = PeriodKind::Half;
        Self {
            start_year: half.start_year(),
            month: (half.number() - 1) * kind.months(),
            months: kind.months(),
        }
    }
}

impl From<ReportingPeriod> for DateOrPeriod {
    fn from(period: ReportingPeriod) -> Self {
        let (start, first) = (period.start_year, period.first_day());
        match period.kind() {
            PeriodKind::Month => Self::Month { year: first.year(), month: first.month() },
            PeriodKind::Quarter => Self::Quarter(
                Quarter::new(start, period.number()).expect("the same quarters are let in"),
            ),
            PeriodKind::Half => {
                Self::Half(Half::new(start, period.number()).expect("the same halves are let in"))
            }
            PeriodKind::Year => Self::FinancialYear { start },
        }
    }
}

impl Ord for ReportingPeriod {
    fn cmp(&self, other: &Self) -> Ordering {
        let place =
            |period: &Self| (period.start_year, period.month + period.months, period.months);
        place(self).cmp(&place(other))
    }
}

impl PartialOrd for ReportingPeriod {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for ReportingPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        DateOrPeriod::from(*self).fmt(f)
    }
}

impl From<ReportingPeriod> for String {
    fn from(period: ReportingPeriod) -> Self {
        period.key()
    }
}

impl TryFrom<String> for ReportingPeriod {
    type Error = String;

    fn try_from(key: String) -> Result<Self, String> {
        match Self::parse(&Scalar::Text(key)) {
            Ok(parsed) => Ok(parsed.value),
            Err(bad) => Err(bad.message),
        }
    }
}

impl Parse for ReportingPeriod {
    const WHAT: &'static str = "a reporting period";
    const EXAMPLES: &'static [&'static str] =
        &["Q3 2023/24", "2023-24-q3", "November 2023", "2023-11", "H1 2023/24", "2023/24"];

    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue> {
        let attempt = match scalar {
            Scalar::Text(text) => read(&tidy(text)),
            // A spreadsheet turns a typed `Nov 2025` into the first of that month.
            Scalar::DateTime(at) if at.day() == 1 => {
                month_of(at.year(), at.month()).map(|month| Ok(Parsed::plain(month)))
            }
            Scalar::Number(_) | Scalar::Bool(_) | Scalar::DateTime(_) | Scalar::Error(_) => None,
        };
        BadValue::finish(scalar, attempt)
    }
}

/// Reads any of the forms.
fn read(text: &str) -> Attempt<ReportingPeriod> {
    let plain = |period: Option<ReportingPeriod>| period.map(|period| Ok(Parsed::plain(period)));
    iso_month(text)
        .map(|read| read.map(Parsed::plain))
        .or_else(|| match read_month(text)? {
            DateOrPeriod::Month { year, month } => plain(month_of(year, month)),
            _ => None,
        })
        .or_else(|| {
            read_quarter(text).map(|read| read.map(|quarter| quarter.map(ReportingPeriod::from)))
        })
        .or_else(|| read_half(text).map(|read| read.map(|half| half.map(ReportingPeriod::from))))
        .or_else(|| match read_year(text)? {
            Ok(start) => plain(ReportingPeriod::new(start, PeriodKind::Year, 1)),
            Err(wrong) => Some(Err(wrong)),
        })
}

/// Returns a month of the calendar.
fn month_of(year: i32, month: u32) -> Option<ReportingPeriod> {
    let from_april = u8::try_from((month + 8) % 12).ok()?;
    let start_year = if month < 4 { year - 1 } else { year };
    ReportingPeriod::new(start_year, PeriodKind::Month, from_april + 1)
}

/// Reads `2025-11`, and refuses what may be a financial year as well, such as `2011-12`.
fn iso_month(text: &str) -> Option<Result<ReportingPeriod, Wrong>> {
    let (year, month) = text.split_once('-')?;
    let is_number =
        |text: &str, length| text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    if !is_number(year, 4) || !is_number(month, 2) {
        return None;
    }
    let (year, month) = (year.parse::<i32>().ok()?, month.parse::<u32>().ok()?);
    let period = month_of(year, month).filter(|_| (1..=12).contains(&month))?;
    let is_year = u32::try_from((year + 1) % 100) == Ok(month);
    Some(match is_year {
        true => Err(Wrong::new(
            "it may be a month or a financial year",
            format!("write `{period}` or `{year}/{month:02}`"),
        )),
        false => Ok(period),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<ReportingPeriod, String> {
        let read = ReportingPeriod::parse(&Scalar::Text(text.to_owned()));
        read.map(|parsed| parsed.value).map_err(|bad| bad.message)
    }

    #[test]
    fn every_form_is_read_and_every_key_leads_back() {
        #[track_caller]
        fn check(written: &str, key: &str, shown: &str, days: [&str; 2]) {
            let period = read(written).unwrap();
            assert_eq!((period.key().as_str(), period.to_string().as_str()), (key, shown));
            assert_eq!([period.first_day(), period.last_day()].map(|day| day.to_string()), days);
            assert_eq!(read(&period.key()), Ok(period));
            assert_eq!(read(&period.to_string()), Ok(period));
        }
        check("November 2025", "2025-11", "November 2025", ["2025-11-01", "2025-11-30"]);
        check("2026-02", "2026-02", "February 2026", ["2026-02-01", "2026-02-28"]);
        check("2025/26 Q3", "2025-26-q3", "Q3 2025/26", ["2025-10-01", "2025-12-31"]);
        check("H2 2025/26", "2025-26-h2", "H2 2025/26", ["2025-10-01", "2026-03-31"]);
        check("2025-26-h1", "2025-26-h1", "H1 2025/26", ["2025-04-01", "2025-09-30"]);
        check("2025-26", "2025-26", "2025/26", ["2025-04-01", "2026-03-31"]);
        check("2011/12", "2011-2012", "2011/12", ["2011-04-01", "2012-03-31"]);
    }

    #[test]
    fn what_is_no_period_or_may_be_two_is_refused() {
        for text in ["5 December 2025", "Early 2026", "TBC", "2011-12", "2025-13", "Q5 2025/26"] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(read("2011-12").unwrap_err().contains("may be a month or a financial year"));
    }

    #[test]
    fn periods_follow_each_other() {
        #[track_caller]
        fn check(period: &str, previous: &str, year_before: &str) {
            let period = read(period).unwrap();
            assert_eq!(period.previous(), read(previous).unwrap());
            assert_eq!(period.year_before(), read(year_before).unwrap());
            assert!(period.previous() < period && period.year_before() <= period.previous());
        }
        check("April 2025", "March 2025", "April 2024");
        check("January 2026", "December 2025", "January 2025");
        check("Q1 2025/26", "Q4 2024/25", "Q1 2024/25");
        check("H1 2025/26", "H2 2024/25", "H1 2024/25");
        check("2025/26", "2024/25", "2024/25");
        // Reports that are made up to the same day: the shorter first.
        let ordered = ["November 2025", "December 2025", "Q3 2025/26", "March 2026", "2025/26"];
        assert!(ordered.map(|text| read(text).unwrap()).is_sorted());
    }

    #[test]
    fn ends_of_quarters_and_years() {
        let ends = |text: &str| {
            let period = read(text).unwrap();
            (period.closing_quarter(), period.begins_year(), period.ends_year())
        };
        assert_eq!(ends("April 2025"), (None, true, false));
        assert_eq!(ends("June 2025"), (Some(1), false, false));
        assert_eq!(ends("Q1 2025/26"), (Some(1), true, false));
        assert_eq!(ends("H1 2025/26"), (Some(2), true, false));
        assert_eq!(ends("H2 2025/26"), (Some(4), false, true));
        assert_eq!(ends("2025/26"), (Some(4), false, true));
    }
}
