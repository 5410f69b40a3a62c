//! What stands beside an indicator's results: how far off its target is still near, when results are due, and a place
//! among others.

use std::fmt;

use chrono::Datelike;
use rust_decimal::Decimal;

use super::number::{self, bad_suffix};
use super::{
    Attempt, BadValue, Parse, Parsed, ReportingPeriod, Scalar, Wrong, month_of, quoted, tidy,
};

/// How far a result may be from its target and still be near it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tolerance {
    /// So many of the indicator's unit: `2`.
    Units(Decimal),
    /// So many percentage points: `2 points`.
    Points(Decimal),
    /// So many per cent of the target: `5% of target`.
    OfTarget(Decimal),
    /// `5%`, which is of the target, unless the indicator is a percentage itself: then it may be points.
    Percent(Decimal),
}

impl Tolerance {
    /// Returns it in the indicator's unit, for that target.
    pub fn of(self, target: Decimal) -> Option<Decimal> {
        match self {
            Self::Units(number) | Self::Points(number) => Some(number),
            Self::OfTarget(share) | Self::Percent(share) => {
                target.abs().checked_mul(share)?.checked_div(Decimal::ONE_HUNDRED)
            }
        }
    }

    /// Returns the number as it was written.
    pub fn number(self) -> Decimal {
        match self {
            Self::Units(number)
            | Self::Points(number)
            | Self::OfTarget(number)
            | Self::Percent(number) => number,
        }
    }
}

impl fmt::Display for Tolerance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Units(number) => number.fmt(f),
            Self::Points(number) => write!(f, "{number} points"),
            Self::OfTarget(share) => write!(f, "{share}% of the target"),
            Self::Percent(share) => write!(f, "{share}%"),
        }
    }
}

impl Parse for Tolerance {
    const WHAT: &'static str = "a tolerance";
    const EXAMPLES: &'static [&'static str] = &["2", "2 points", "5% of target", "0.5"];

    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue> {
        let attempt = match scalar {
            Scalar::Text(text) => tolerance(&tidy(text)),
            Scalar::Number(_) => {
                return Decimal::parse(scalar).and_then(|number| {
                    let hint =
                        "write how far off the target is still amber, as `2` or `5% of target`";
                    match number.value.is_sign_negative() {
                        true => BadValue::finish(
                            scalar,
                            Some(Err(Wrong::new("a tolerance is not below nought", hint))),
                        ),
                        false => Ok(number.map(Self::Units)),
                    }
                });
            }
            Scalar::Bool(_) | Scalar::DateTime(_) | Scalar::Error(_) => None,
        };
        BadValue::finish(scalar, attempt)
    }
}

fn tolerance(text: &str) -> Attempt<Tolerance> {
    const HINT: &str = "write `2` in the indicator's unit, `2 points`, or `5% of target` for a share of the target";
    let text = text.strip_prefix("+/-").unwrap_or(text).trim_start_matches(['±', '+']);
    let amount = match number::amount(text)? {
        Ok(amount) => amount,
        Err(wrong) => return Some(Err(wrong)),
    };
    if amount.value.is_sign_negative() {
        return Some(Err(Wrong::new("a tolerance is not below nought", HINT)));
    }
    let suffix = amount.suffix.to_lowercase();
    let words: Vec<&str> = suffix.split_whitespace().collect();
    let number = amount.value;
    Some(match words.join(" ").as_str() {
        "" | "units" => Ok(Parsed::plain(Tolerance::Units(number))),
        "points" | "point" | "pp" | "percentage points" | "percentage point" | "% points" => {
            Ok(Parsed::plain(Tolerance::Points(number)))
        }
        "% of target" | "% of the target" | "per cent of target" | "per cent of the target" => {
            Ok(Parsed::plain(Tolerance::OfTarget(number)))
        }
        "%" | "per cent" | "percent" => Ok(Parsed::plain(Tolerance::Percent(number))),
        _ => Err(bad_suffix(amount.suffix, HINT)),
    })
}

/// A time of the year in which a result is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueIn {
    /// A quarter of the financial year, 1 to 4.
    Quarter(u8),
    /// A month of the calendar, 1 to 12.
    Month(u32),
}

impl DueIn {
    /// Returns whether it falls into a period: of a quarter, its last month does.
    pub fn is_in(self, period: ReportingPeriod) -> bool {
        let month = match self {
            Self::Quarter(quarter) => (u32::from(quarter) * 3 + 2) % 12 + 1,
            Self::Month(month) => month,
        };
        let first = period.first_day().month();
        (month + 12 - first) % 12 < u32::from(period.months())
    }
}

impl fmt::Display for DueIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quarter(number) => write!(f, "Q{number}"),
            Self::Month(month) => {
                let name =
                    usize::try_from(*month).ok().and_then(|at| super::date::MONTHS.get(at - 1));
                f.write_str(name.unwrap_or(&""))
            }
        }
    }
}

impl Parse for DueIn {
    const WHAT: &'static str = "a quarter or a month";
    const EXAMPLES: &'static [&'static str] = &["Q2", "September"];

    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue> {
        let attempt = match scalar {
            Scalar::Text(text) => due_in(&tidy(text)).map(|due| Ok(Parsed::plain(due))),
            Scalar::Number(_) | Scalar::Bool(_) | Scalar::DateTime(_) | Scalar::Error(_) => None,
        };
        BadValue::finish(scalar, attempt)
    }
}

fn due_in(text: &str) -> Option<DueIn> {
    let lower = text.to_lowercase();
    let rest = ["quarter", "q"].iter().find_map(|name| lower.strip_prefix(name));
    let quarter = rest.and_then(|rest| rest.trim().parse::<u8>().ok());
    match quarter {
        Some(number) => (1..=4).contains(&number).then_some(DueIn::Quarter(number)),
        None => month_of(text).map(DueIn::Month),
    }
}

/// A place among others: `12 of 33`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rank {
    /// The place, 1 for the best.
    pub place: u32,
    /// How many there are.
    pub of: u32,
}

impl fmt::Display for Rank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.place, self.of)
    }
}

impl Parse for Rank {
    const WHAT: &'static str = "a place among others";
    const EXAMPLES: &'static [&'static str] = &["12 of 33", "3rd of 16", "12/33"];

    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue> {
        let attempt = match scalar {
            Scalar::Text(text) => rank(&tidy(text)),
            Scalar::Number(_) | Scalar::Bool(_) | Scalar::DateTime(_) | Scalar::Error(_) => None,
        };
        BadValue::finish(scalar, attempt)
    }
}

fn rank(text: &str) -> Attempt<Rank> {
    let lower = text.to_lowercase();
    let (place, of) = lower
        .split_once(" out of ")
        .or_else(|| lower.split_once(" of "))
        .or_else(|| lower.split_once('/'))?;
    let place = place.trim();
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| place.strip_suffix(end));
    let (place, of) =
        (digits.unwrap_or(place).parse::<u32>().ok()?, of.trim().parse::<u32>().ok()?);
    Some(match (1..=of).contains(&place) {
        true => Ok(Parsed::plain(Rank { place, of })),
        false => Err(Wrong::new(
            format!("there is no place {place} among {of}"),
            format!("correct {}, such as `12 of 33`", quoted(text)),
        )),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: Parse>(text: &str) -> Result<T, String> {
        let read = T::parse(&Scalar::Text(text.to_owned()));
        read.map(|parsed| parsed.value).map_err(|bad| bad.message)
    }

    #[test]
    fn tolerances_are_in_units_or_shares_of_the_target() {
        let number = |text: &str| text.parse::<Decimal>().unwrap();
        let of =
            |text: &str, target: &str| read::<Tolerance>(text).unwrap().of(number(target)).unwrap();
        assert_eq!(of("2.5", "80"), number("2.5"));
        assert_eq!(of("2 points", "80"), number("2"));
        assert_eq!(of("+/-5 pp", "80"), number("5"));
        assert_eq!(of("5% of target", "80"), number("4"));
        assert_eq!(of("10%", "-200"), number("20"));
        assert!(read::<Tolerance>("-5").is_err() && read::<Tolerance>("5 apples").is_err());
        assert!(Tolerance::parse(&Scalar::Number("-5".to_owned())).is_err());
    }

    #[test]
    fn results_are_due_in_quarters_and_months() {
        let period = |text: &str| read::<ReportingPeriod>(text).unwrap();
        let is_in = |due: &str, text: &str| read::<DueIn>(due).unwrap().is_in(period(text));
        assert!(is_in("Q2", "Q2 2025/26") && !is_in("Q2", "Q1 2025/26"));
        assert!(is_in("Q2", "H1 2025/26") && !is_in("Q2", "August 2025"));
        assert!(is_in("September", "Q2 2025/26") && is_in("Sept", "September 2025"));
        assert!(is_in("January", "H2 2025/26") && is_in("March", "2025/26"));
        assert!(read::<DueIn>("Q5").is_err() && read::<DueIn>("soon").is_err());
    }

    #[test]
    fn ranks_are_places_among_so_many() {
        assert_eq!(read("12 of 33"), Ok(Rank { place: 12, of: 33 }));
        assert_eq!(read("3rd out of 16"), Ok(Rank { place: 3, of: 16 }));
        assert!(read::<Rank>("34 of 33").unwrap_err().contains("no place 34 among 33"));
        assert!(read::<Rank>("first").is_err());
    }
}
