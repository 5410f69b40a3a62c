//! When something falls due or what it covers: a day, month, range, quarter, half, financial year, or the
//! words of someone who does not know yet.
//!
//! The most exact form that fits wins. Words are kept as they are; text with digits that no form
//! fits is refused, since it is most often a date with a slip in it.

use std::fmt;

use chrono::{Datelike, Days, NaiveDate};

use super::date::{self, MONTHS, long_date, month_of, split_words};
use super::quarter::{
    Half, Quarter, end_of, four_digits, read_half, read_quarter, read_year, year_label,
};
use super::{Attempt, BadValue, Parse, Parsed, Scalar, Wrong, is_placeholder, quoted, tidy};

/// A day or a longer time, as exactly as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateOrPeriod {
    /// `5 December 2019`.
    Day(NaiveDate),
    /// `May 2020`.
    Month {
        /// The calendar year.
        year: i32,
        /// The month, 1 to 12.
        month: u32,
    },
    /// `Between 1 April 2019 and 31 March 2020`.
    Range {
        /// The first day of it.
        from: NaiveDate,
        /// The last day of it.
        to: NaiveDate,
        /// What its ends were written as.
        granularity: Granularity,
    },
    /// `Q3 2023/24`.
    Quarter(Quarter),
    /// `H1 2023/24`.
    Half(Half),
    /// `2023/24`.
    FinancialYear {
        /// The year in whose April it begins.
        start: i32,
    },
    /// `Not before 1 May 2026`, `Early 2027`, `May/June 2026`: a time that only its own words give exactly, with the
    /// days that are certain.
    Worded {
        /// The words as written, which papers print.
        words: String,
        /// The first day that it may be; `None` where it gives none.
        from: Option<NaiveDate>,
        /// The last.
        to: Option<NaiveDate>,
    },
    /// `unspecified`, `TBC`: words that no calendar knows.
    Text(String),
}

/// What the ends of a range were written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Granularity {
    /// `1 April 2019`.
    Days,
    /// `April 2019`.
    Months,
}

impl DateOrPeriod {
    /// Returns whether no `by` goes before it: it is given in words of its own, or has a beginning as well as an end.
    pub fn is_worded(&self) -> bool {
        matches!(self, Self::Worded { .. } | Self::Range { .. })
    }

    /// Returns the first day, when there is one.
    pub fn first_day(&self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) => Some(*day),
            Self::Month { year, month } => NaiveDate::from_ymd_opt(*year, *month, 1),
            Self::Range { from, .. } => Some(*from),
            Self::Quarter(quarter) => Some(quarter.first_day()),
            Self::Half(half) => Some(half.first_day()),
            Self::FinancialYear { start } => NaiveDate::from_ymd_opt(*start, 4, 1),
            Self::Worded { from, .. } => *from,
            Self::Text(_) => None,
        }
    }

    /// Returns the last day, when there is one.
    pub fn last_day(&self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) => Some(*day),
            Self::Month { .. } => self.first_day().and_then(|day| end_of(day, 1)),
            Self::Range { to, .. } => Some(*to),
            Self::Quarter(quarter) => Some(quarter.last_day()),
            Self::Half(half) => Some(half.last_day()),
            Self::FinancialYear { .. } => self.first_day().and_then(|day| end_of(day, 12)),
            Self::Worded { to, .. } => *to,
            Self::Text(_) => None,
        }
    }
}

impl fmt::Display for DateOrPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => f.write_str(&long_date(*day)),
            Self::Month { year, month } => f.write_str(&month_label(*year, *month)),
            Self::Range { from, to, granularity: Granularity::Days } => {
                write!(f, "{} to {}", long_date(*from), long_date(*to))
            }
            Self::Range { from, to, granularity: Granularity::Months } => {
                let (from, to) =
                    (month_label(from.year(), from.month()), month_label(to.year(), to.month()));
                write!(f, "{from} to {to}")
            }
            Self::Quarter(quarter) => quarter.fmt(f),
            Self::Half(half) => half.fmt(f),
            Self::FinancialYear { start } => f.write_str(&year_label(*start)),
            Self::Worded { words, .. } | Self::Text(words) => f.write_str(words),
        }
    }
}

impl Parse for DateOrPeriod {
    const WHAT: &'static str = "a date or period";
    const EXAMPLES: &'static [&'static str] = &[
        "5 December 2019",
        "May 2020",
        "Between 1 April 2019 and 31 March 2020",
        "April 2019 to March 2020",
        "Q3 2023/24",
        "H1 2023/24",
        "2023/24",
        "Not before 1 May 2026",
        "w/c 11 May 2026",
        "May/June 2026",
        "Early 2027",
        "TBC",
    ];

    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue> {
        match scalar {
            Scalar::Text(text) => BadValue::finish(scalar, read(&tidy(text))),
            Scalar::DateTime(_) => NaiveDate::parse(scalar).map(|day| {
                // A spreadsheet turns a typed `May 2020` into the first of May without a word.
                let first = (day.value.day() == 1).then(|| {
                    let (day, month) =
                        (long_date(day.value), month_label(day.value.year(), day.value.month()));
                    format!("the cell holds {day}; if the month was meant, type `'{month}`")
                });
                day.map(Self::Day).and_note(first)
            }),
            Scalar::Number(_) => NaiveDate::parse(scalar).map(|day| day.map(Self::Day)),
            Scalar::Bool(_) | Scalar::Error(_) => Err(BadValue::unlike::<Self>(scalar)),
        }
    }
}

/// Reads any of the forms, the most exact first.
fn read(text: &str) -> Attempt<DateOrPeriod> {
    use DateOrPeriod as P;
    date::read(text)
        .map(|read| read.map(|parsed| parsed.map(P::Day)))
        .or_else(|| read_month(text).map(|month| Ok(Parsed::plain(month))))
        .or_else(|| read_quarter(text).map(|read| read.map(|parsed| parsed.map(P::Quarter))))
        .or_else(|| read_half(text).map(|read| read.map(|parsed| parsed.map(P::Half))))
        .or_else(|| {
            read_year(text).map(|read| read.map(|start| Parsed::plain(P::FinancialYear { start })))
        })
        .map(|read| read.map(|parsed| parsed.map(|period| as_written(text, period))))
        .or_else(|| read_worded(text))
        .or_else(|| read_range(text))
        .or_else(|| read_text(text))
}

/// Keeps the words of a quarter, half or financial year whose first year has two digits, as papers do.
fn as_written(text: &str, period: DateOrPeriod) -> DateOrPeriod {
    let is_short = !text.as_bytes().windows(4).any(|digits| digits.iter().all(u8::is_ascii_digit));
    match period {
        DateOrPeriod::Quarter(_) | DateOrPeriod::Half(_) | DateOrPeriod::FinancialYear { .. }
            if is_short =>
        {
            worded(text, period.first_day(), period.last_day())
        }
        _ => period,
    }
}

fn worded(words: &str, from: Option<NaiveDate>, to: Option<NaiveDate>) -> DateOrPeriod {
    DateOrPeriod::Worded { words: words.to_owned(), from, to }
}

/// What stands before a time that is the earliest.
const NOT_BEFORE: &[&str] = &[
    "not before ",
    "no earlier than ",
    "not earlier than ",
    "on or after ",
    "after ",
    "from ",
    "starting ",
];

/// What stands before a time that is the latest.
const NOT_AFTER: &[&str] = &[
    "by the end of ",
    "by end of ",
    "by end ",
    "by ",
    "before ",
    "no later than ",
    "not later than ",
    "on or before ",
    "until ",
];

/// What stands before the Monday of a week.
const WEEK_OF: &[&str] =
    &["w/c ", "wc ", "w/b ", "week commencing ", "week beginning ", "week of "];

/// What stands before a time of which only a part, or no exact day, is meant.
const ROUGHLY: &[&str] = &[
    "early in ",
    "late in ",
    "early ",
    "mid ",
    "mid-",
    "late ",
    "beginning of ",
    "start of ",
    "end of ",
    "about ",
    "around ",
    "circa ",
    "provisionally ",
    "expected ",
];

/// Reads times that people give in words, with the days that are certain.
fn read_worded(text: &str) -> Attempt<DateOrPeriod> {
    let lower = text.to_lowercase();
    // Cutting by length holds only while lower case has the same bytes, as English has.
    if lower.len() != text.len() {
        return None;
    }
    let after = |starts: &[&str]| {
        let start = starts.iter().find(|start| lower.starts_with(**start))?;
        text.get(start.len()..).map(str::trim)
    };
    let read = |rest: &str| match read_known(rest)? {
        Ok(period) => Some(Ok(period)),
        Err(wrong) => Some(Err(wrong)),
    };
    let days = |rest: &str, keep: fn(DateOrPeriod) -> (Option<NaiveDate>, Option<NaiveDate>)| {
        read(rest).map(|read| {
            read.map(|period| {
                let (from, to) = keep(period);
                Parsed::plain(worded(text, from, to))
            })
        })
    };
    if let Some(rest) = after(WEEK_OF) {
        return days(rest, |day| {
            let from = day.first_day();
            (from, from.and_then(|from| from.checked_add_days(Days::new(6))))
        });
    }
    after(NOT_BEFORE)
        .and_then(|rest| days(rest, |period| (period.first_day(), None)))
        .or_else(|| {
            after(NOT_AFTER).and_then(|rest| days(rest, |period| (None, period.last_day())))
        })
        .or_else(|| {
            let rest = after(ROUGHLY)?;
            days(rest, |period| (period.first_day(), period.last_day()))
        })
        .or_else(|| read_months(text, &lower))
        .or_else(|| {
            // `May 2020 by Cabinet`, `12 May 2026 (provisional)`.
            let at = [" by ", " (", ", subject to ", " subject to ", " at "]
                .iter()
                .find_map(|joint| lower.find(joint))?;
            let period = read_known(text.get(..at)?.trim())?.ok()?;
            let has_digits = text.get(at..)?.contains(|char: char| char.is_ascii_digit());
            (!has_digits)
                .then(|| Ok(Parsed::plain(worded(text, period.first_day(), period.last_day()))))
        })
}

/// Reads a time that a calendar knows, and years of the calendar, which only words qualify.
fn read_known(text: &str) -> Option<Result<DateOrPeriod, Wrong>> {
    let of_year = four_digits(text).and_then(|year| {
        let (from, to) =
            (NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?);
        Some(Ok(DateOrPeriod::Range { from, to, granularity: Granularity::Days }))
    });
    of_year
        .or_else(|| date::read(text).map(|read| read.map(|day| DateOrPeriod::Day(day.value))))
        .or_else(|| read_month(text).map(Ok))
        .or_else(|| {
            read_quarter(text).map(|read| read.map(|read| DateOrPeriod::Quarter(read.value)))
        })
        .or_else(|| read_half(text).map(|read| read.map(|read| DateOrPeriod::Half(read.value))))
        .or_else(|| {
            read_year(text).map(|read| read.map(|start| DateOrPeriod::FinancialYear { start }))
        })
}

/// Reads `May/June 2026`, `May or June 2026`, `May, June or July 2026` and `Dec 2026/Jan 2027`.
fn read_months(text: &str, lower: &str) -> Attempt<DateOrPeriod> {
    let joints = ["/", " or ", " and ", " & ", "-", "–"];
    let (first, last) = joints.into_iter().find_map(|joint| {
        let (first, rest) = lower.split_once(joint)?;
        // Of more than two months, the days are those from the first to the last.
        let (middle, last) =
            rest.rsplit_once(joint).map_or((None, rest), |(middle, last)| (Some(middle), last));
        let (first, before) =
            first.split_once(", ").map_or((first, None), |(first, before)| (first, Some(before)));
        let is_month =
            |text: &str| month_of(text.trim()).is_some() || read_month(text.trim()).is_some();
        let are_months = |texts: Option<&str>, joint: &str| {
            texts.is_none_or(|texts| texts.split(joint).all(is_month))
        };
        // Two months with their years and a dash are a range.
        let is_range = matches!(joint, "-" | "–") && read_month(first.trim()).is_some();
        let is_list =
            !is_range && is_month(first) && are_months(middle, joint) && are_months(before, ", ");
        Some((first.trim(), read_month(last.trim())?)).filter(|_| is_list)
    })?;
    let DateOrPeriod::Month { year, month } = last else { return None };
    let (from_year, from_month) = match read_month(first) {
        Some(DateOrPeriod::Month { year, month }) => (year, month),
        // Without a year, it is the last of that name before the other.
        _ => month_of(first).map(|first| (if first <= month { year } else { year - 1 }, first))?,
    };
    if (year, month) < (from_year, from_month) {
        return Some(Err(Wrong::new("it ends before it begins", "write the earlier month first")));
    }
    let from = NaiveDate::from_ymd_opt(from_year, from_month, 1);
    let to = DateOrPeriod::Month { year, month }.last_day();
    Some(Ok(Parsed::plain(worded(text, from, to))))
}

/// Reads `May 2020` and `05/2020`.
pub(super) fn read_month(text: &str) -> Option<DateOrPeriod> {
    let words = split_words(text)?;
    let [month, year] = words[..] else { return None };
    let month = match month.parse::<u32>() {
        Ok(month)
            if text.contains('/') && (1..=12).contains(&month) && month_of(year).is_none() =>
        {
            month
        }
        Ok(_) => return None,
        Err(_) => month_of(month)?,
    };
    Some(DateOrPeriod::Month { year: four_digits(year)?, month })
}

/// Reads two dates or months with what joins them.
fn read_range(text: &str) -> Attempt<DateOrPeriod> {
    let lower = text.to_lowercase();
    // Cutting by length holds only while lower case has the same bytes, as English has.
    let text = if lower.len() == text.len() { text } else { &lower };
    let (body, joints): (&str, &[&str]) = if lower.starts_with("between ") {
        (text.get("between ".len()..)?, &[" and "])
    } else {
        let body = if lower.starts_with("from ") { text.get("from ".len()..)? } else { text };
        (body, &[" to ", " until ", " – ", " - ", "–"])
    };
    let lower = body.to_lowercase();
    let (first, last) = joints.iter().find_map(|joint| {
        let at = lower.find(joint)?;
        Some((body.get(..at)?, body.get(at + joint.len()..)?))
    })?;
    match (read_end(first), read_end(last)) {
        (None, None) => None,
        (Some(Err(wrong)), _) | (_, Some(Err(wrong))) => Some(Err(wrong)),
        (Some(Ok(first)), Some(Ok(last))) => Some(join(first, last)),
        (None, Some(Ok(_))) => Some(Err(bad_end(first))),
        (Some(Ok(_)), None) => Some(Err(bad_end(last))),
    }
}

/// Reads one end of a range.
fn read_end(text: &str) -> Attempt<DateOrPeriod> {
    let month = read_month(text).map(|month| Ok(Parsed::plain(month)));
    month.or_else(|| date::read(text).map(|read| read.map(|day| day.map(DateOrPeriod::Day))))
}

/// Refuses a range for one of its ends.
fn bad_end(end: &str) -> Wrong {
    Wrong::new(
        format!("one end of the range is {}", quoted(end)),
        "write both ends in full, with their years, such as `1 April 2019 to 31 March 2020`",
    )
}

/// Makes a range of its two ends.
fn join(
    first: Parsed<DateOrPeriod>,
    last: Parsed<DateOrPeriod>,
) -> Result<Parsed<DateOrPeriod>, Wrong> {
    let is_month = |end: &DateOrPeriod| matches!(end, DateOrPeriod::Month { .. });
    let months = is_month(&first.value) && is_month(&last.value);
    let granularity = if months { Granularity::Months } else { Granularity::Days };
    match (first.value.first_day(), last.value.last_day()) {
        (Some(from), Some(to)) if from <= to => {
            let range = DateOrPeriod::Range { from, to, granularity };
            Ok(first.map(|_| range).and_note(last.note))
        }
        _ => Err(Wrong::new("it ends before it begins", "write the earlier end first")),
    }
}

/// Keeps words: those for nothing known, and others with a note, unless they hold digits that some
/// calendar ought to have understood.
fn read_text(text: &str) -> Attempt<DateOrPeriod> {
    let words = || DateOrPeriod::Text(text.to_owned());
    if is_placeholder(text) {
        return Some(Ok(Parsed::plain(words())));
    }
    let season = ["spring ", "summer ", "autumn ", "winter "].iter().find_map(|season| {
        let lower = text.to_lowercase();
        lower.strip_prefix(season).and_then(four_digits)
    });
    let plain = text.contains(char::is_alphabetic) && !text.contains(|c: char| c.is_ascii_digit());
    (plain || season.is_some()).then(|| {
        Ok(Parsed::noted(words(), format!("{} kept as words; it gives no dates", quoted(text))))
    })
}

/// Returns `May 2020`.
fn month_label(year: i32, month: u32) -> String {
    let name = month.checked_sub(1).and_then(|index| MONTHS.get(index as usize)).unwrap_or(&"");
    format!("{name} {year}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Scalar {
        Scalar::Text(text.to_owned())
    }

    /// Reads a cell and compares what it shows, its days and its note, or the refusal's message.
    #[track_caller]
    fn check(written: &str, expected: &str) {
        let read = match DateOrPeriod::parse(&text(written)) {
            Ok(Parsed { value, note }) => {
                let days = value.first_day().zip(value.last_day());
                let days = days.map(|(first, last)| format!(" {first} {last}")).unwrap_or_default();
                let note = note.map(|note| format!("; {note}")).unwrap_or_default();
                format!("{value}{days}{note}")
            }
            Err(bad) => bad.message,
        };
        assert_eq!(read, expected);
    }

    #[track_caller]
    fn refused(written: &str, reason: &str) {
        check(written, &format!("expected a date or period, found `{written}`{reason}"));
    }

    #[test]
    fn periods() {
        check("05/12/2019", "5 December 2019 2019-12-05 2019-12-05");
        check("May 2020", "May 2020 2020-05-01 2020-05-31");
        check("January, 2024", "January 2024 2024-01-01 2024-01-31");
        check("02/2024", "February 2024 2024-02-01 2024-02-29");
        check(
            "Between 1 April 2019 and 31 March 2020",
            "1 April 2019 to 31 March 2020 2019-04-01 2020-03-31",
        );
        check("April 2019 to March 2020", "April 2019 to March 2020 2019-04-01 2020-03-31");
        check("from Apr 2019 until Mar 2020", "April 2019 to March 2020 2019-04-01 2020-03-31");
        check("01/04/2019 - 31/03/2020", "1 April 2019 to 31 March 2020 2019-04-01 2020-03-31");
        check("1 April 2019–31 March 2020", "1 April 2019 to 31 March 2020 2019-04-01 2020-03-31");
        check("Q3 2023/24", "Q3 2023/24 2023-10-01 2023-12-31");
        check("2023/24 Q3", "Q3 2023/24 2023-10-01 2023-12-31");
        check("2025-26-q3", "Q3 2025/26 2025-10-01 2025-12-31");
        check("Quarter 4 of 2023/24", "Q4 2023/24 2024-01-01 2024-03-31");
        check("2023/24", "2023/24 2023-04-01 2024-03-31");
        check("FY 2023–24", "2023/24 2023-04-01 2024-03-31");
        check("1999/2000", "1999/00 1999-04-01 2000-03-31");
        check("unspecified", "unspecified");
        check("TBC", "TBC");
        check(
            "After the summer",
            "After the summer; `After the summer` kept as words; it gives no dates",
        );
        check("Autumn 2026", "Autumn 2026; `Autumn 2026` kept as words; it gives no dates");
        check("Not before 1 May 2026", "Not before 1 May 2026");
        check("w/c 11 May 2026", "w/c 11 May 2026 2026-05-11 2026-05-17");
        check("May/June 2026", "May/June 2026 2026-05-01 2026-06-30");
        check("December or January 2027", "December or January 2027 2026-12-01 2027-01-31");
        check("Dec 2026/Jan 2027", "Dec 2026/Jan 2027 2026-12-01 2027-01-31");
        check(
            "November/December/January 2027",
            "November/December/January 2027 2026-11-01 2027-01-31",
        );
        check("May, June or July 2026", "May, June or July 2026 2026-05-01 2026-07-31");
        check("Early 2027", "Early 2027 2027-01-01 2027-12-31");
        check("Late May 2026", "Late May 2026 2026-05-01 2026-05-31");
        check("May 2020 by Cabinet", "May 2020 by Cabinet 2020-05-01 2020-05-31");
        check("12 May 2026 (provisional)", "12 May 2026 (provisional) 2026-05-12 2026-05-12");
        check("Q3 23/24", "Q3 23/24 2023-10-01 2023-12-31");
        check("25/26", "25/26 2025-04-01 2026-03-31");
    }

    #[test]
    fn open_ends() {
        let read = |written: &str| DateOrPeriod::parse(&text(written)).unwrap().value;
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
        let from = read("On or after 1 May 2026");
        assert_eq!((from.first_day(), from.last_day()), (day(2026, 5, 1), None));
        let by = read("By 30 June 2026");
        assert_eq!((by.first_day(), by.last_day()), (None, day(2026, 6, 30)));
        let by = read("By end of June 2026");
        assert_eq!(by.last_day(), day(2026, 6, 30));
    }

    #[test]
    fn refused_periods() {
        refused("2023/25", " (a financial year is two consecutive years)");
        refused("2025-12", " (a financial year is two consecutive years)");
        refused("Q3 2023/25", " (a financial year is two consecutive years)");
        refused("Q5 2023/24", " (there is no quarter 5)");
        refused("Q3 2023", " (it does not say which financial year)");
        refused("Q3", " (it does not say which financial year)");
        refused("Q3 23/25", " (a financial year is two consecutive years)");
        refused("11/12", " (its first year does not have four digits)");
        refused("By 31 February 2026", " (February 2026 has no day 31)");
        refused("May 2020 to April 2020", " (it ends before it begins)");
        refused("Jan 2027/Dec 2026", " (it ends before it begins)");
        refused("April to June 2020", " (one end of the range is `April`)");
        refused("Between 1 May 2020 and 31/02/2021", " (February 2021 has no day 31)");
        refused("May-20", " (it has no year, or no day)");
        refused("01/13/2026", " (there is no month 13; the day comes first)");
        refused("5 Decmber 2019", "");
        refused("2026", "");
        refused("-", "");
        check("", "expected a date or period, found an empty cell");
    }

    #[test]
    fn a_month_that_a_workbook_took_for_a_day() {
        let cell = Scalar::DateTime("2020-05-01T00:00:00".parse().unwrap());
        let note = DateOrPeriod::parse(&cell).unwrap().note.unwrap();
        assert_eq!(note, "the cell holds 1 May 2020; if the month was meant, type `'May 2020`");
    }
}
