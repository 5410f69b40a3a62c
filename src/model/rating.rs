//! Ratings computed from results: red, amber or green, and the direction of travel.
//!
//! A rating is never read off a spreadsheet's colour. It follows from the result, the target, the
//! tolerance and which way is good; an override needs a reason, which is printed.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::performance::{Indicator, PeriodResult, Polarity, Rag};
use super::value::{Bound, MeasureUnit, Quarter, Reading};

/// How an indicator is rated in a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rating {
    /// By its result.
    Rated(Rag),
    /// It has no target, so it can't be rated.
    NoTarget,
    /// It has no result in this quarter.
    NoResult,
}

/// Whether performance got better since the quarter before, whichever way is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Performance is better.
    Better,
    /// Performance is worse.
    Worse,
    /// The result is the same.
    Same,
    /// The result went up, and neither way is good.
    Up,
    /// The result went down, and neither way is good.
    Down,
    /// There is nothing to compare with.
    Unknown,
}

/// The words of ratings and directions, each of which a template must know.
pub const WORDS: &[&str] = &[
    "red",
    "amber",
    "green",
    "blue",
    "no-target",
    "no-result",
    "better",
    "worse",
    "same",
    "up",
    "down",
    "unknown",
];

impl Rating {
    /// Returns the word that templates use: that of the rating, `no-target` or `no-result`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rated(rag) => rag.word(),
            Self::NoTarget => "no-target",
            Self::NoResult => "no-result",
        }
    }
}

impl Direction {
    /// Returns the word that templates use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Same => "same",
            Self::Up => "up",
            Self::Down => "down",
            Self::Unknown => "unknown",
        }
    }
}

/// Returns an indicator's result of a quarter.
pub fn result(indicator: &Indicator, quarter: Quarter) -> Option<&PeriodResult> {
    indicator.periods.iter().find(|period| period.label.value == quarter)
}

/// Returns the number that a reading stands for in sums and comparisons; money in pounds.
pub fn number(reading: &Reading) -> Option<Decimal> {
    match reading {
        Reading::Value(measure) if measure.bound == Bound::Exact => match measure.unit {
            MeasureUnit::Money(unit) => measure.value.checked_mul(unit.pounds()),
            MeasureUnit::Number | MeasureUnit::Percent | MeasureUnit::Points => Some(measure.value),
        },
        Reading::Value(_) | Reading::Missing(_) => None,
    }
}

/// Rates an indicator in a quarter, by its override where it has one.
pub fn rate(indicator: &Indicator, quarter: Quarter) -> Rating {
    match &indicator.rag_override {
        Some(rag) => Rating::Rated(rag.value),
        None => compute(indicator, quarter),
    }
}

/// Returns the rating expected at the end of the year: that of the result expected, or else as
/// given.
pub fn expected(indicator: &Indicator) -> Option<Rag> {
    let given = indicator.forecast.as_ref().map(|rag| rag.value);
    let Some(value) = indicator.forecast_value.as_ref().and_then(|reading| number(&reading.value))
    else {
        return given;
    };
    match rate_result(indicator, value) {
        Rating::Rated(rag) => Some(rag),
        Rating::NoTarget | Rating::NoResult => given,
    }
}

/// Rates an indicator in a quarter by its result alone.
pub fn compute(indicator: &Indicator, quarter: Quarter) -> Rating {
    let Some(result) = result(indicator, quarter).and_then(|result| number(&result.value)) else {
        return Rating::NoResult;
    };
    rate_result(indicator, result)
}

/// Rates a result by an indicator's target.
fn rate_result(indicator: &Indicator, result: Decimal) -> Rating {
    match shortfall(indicator, result) {
        None => Rating::NoTarget,
        Some(short) if short <= Decimal::ZERO => Rating::Rated(Rag::Green),
        Some(short) => {
            let tolerance =
                indicator.tolerance.as_ref().map_or(Decimal::ZERO, |tolerance| tolerance.value);
            Rating::Rated(if short <= tolerance { Rag::Amber } else { Rag::Red })
        }
    }
}

/// Returns how far a result misses its target: zero or less where it doesn't.
fn shortfall(indicator: &Indicator, result: Decimal) -> Option<Decimal> {
    let target = indicator.target.as_ref().and_then(|target| number(&target.value));
    match indicator.polarity.value {
        Polarity::High => target?.checked_sub(result),
        Polarity::Low => result.checked_sub(target?),
        Polarity::Band => {
            let (low, high) = (indicator.band_low.as_ref()?, indicator.band_high.as_ref()?);
            Some(low.value.checked_sub(result)?.max(result.checked_sub(high.value)?))
        }
        Polarity::None => None,
    }
}

/// Compares a quarter with the one before it.
pub fn direction(indicator: &Indicator, quarter: Quarter) -> Direction {
    let at = |quarter| result(indicator, quarter).and_then(|result| number(&result.value));
    let (Some(before), Some(now)) = (at(quarter.previous()), at(quarter)) else {
        return Direction::Unknown;
    };
    let order = match indicator.polarity.value {
        Polarity::High => now.cmp(&before),
        Polarity::Low => before.cmp(&now),
        // Inside the band one place is as good as another.
        Polarity::Band => match (shortfall(indicator, before), shortfall(indicator, now)) {
            (Some(before), Some(now)) => before.max(Decimal::ZERO).cmp(&now.max(Decimal::ZERO)),
            _ => return Direction::Unknown,
        },
        Polarity::None => {
            return match now.cmp(&before) {
                Ordering::Less => Direction::Down,
                Ordering::Equal => Direction::Same,
                Ordering::Greater => Direction::Up,
            };
        }
    };
    match order {
        Ordering::Less => Direction::Worse,
        Ordering::Equal => Direction::Same,
        Ordering::Greater => Direction::Better,
    }
}

/// Returns whole percentages of counts that add up to 100, by largest remainders.
///
/// Each is rounded down, and what is then missing from 100 goes to the largest remainders; equal
/// remainders are served in order. All counts zero gives all zero.
pub fn percentages(counts: &[usize]) -> Vec<usize> {
    let total: usize = counts.iter().sum();
    if total == 0 {
        return vec![0; counts.len()];
    }
    let mut shares: Vec<usize> = counts.iter().map(|count| count * 100 / total).collect();
    let missing = 100 - shares.iter().sum::<usize>();
    let mut order: Vec<usize> = (0..counts.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(counts[at] * 100 % total));
    for &at in order.iter().take(missing) {
        shares[at] += 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at, indicator, read};

    #[track_caller]
    fn check(polarity: Polarity, target: &str, tolerance: &str, result: &str, expected: Rating) {
        let indicator = indicator(polarity, target, tolerance, &[result]);
        assert_eq!(rate(&indicator, read("Q4 2024/25")), expected);
    }

    #[test]
    fn ratings_follow_target_tolerance_and_polarity() {
        use Polarity::{Band, High, Low, None};
        let (red, amber, green) =
            (Rating::Rated(Rag::Red), Rating::Rated(Rag::Amber), Rating::Rated(Rag::Green));
        check(High, "80%", "2", "80%", green);
        check(High, "80%", "2", "79.9%", amber);
        check(High, "80%", "2", "78%", amber);
        check(High, "80%", "2", "77.9%", red);
        check(High, "80%", "", "79.9%", red);
        check(Low, "10%", "1", "10%", green);
        check(Low, "10%", "1", "11%", amber);
        check(Low, "10%", "1", "11.1%", red);
        check(Band, "40 to 60", "5", "40", green);
        check(Band, "40 to 60", "5", "35", amber);
        check(Band, "40 to 60", "5", "66", red);
        check(None, "80%", "2", "10%", Rating::NoTarget);
        check(High, "", "", "10%", Rating::NoTarget);
        check(High, "80%", "2", "[c]", Rating::NoResult);
        check(High, "80%", "2", "<1%", Rating::NoResult);
        check(High, "£1,450,000", "", "£1.5m", green);
        check(Low, "£0.9m", "", "£950k", red);
    }

    #[test]
    fn what_is_expected_is_rated_like_any_result() {
        #[track_caller]
        fn check(target: &str, given: Option<Rag>, value: &str, expected: Option<Rag>) {
            let mut indicator = indicator(Polarity::High, target, "2", &["70%"]);
            indicator.forecast = given.map(at);
            indicator.forecast_value = (!value.is_empty()).then(|| at(read(value)));
            assert_eq!(super::expected(&indicator), expected);
        }
        check("80%", None, "79%", Some(Rag::Amber));
        check("80%", Some(Rag::Red), "81%", Some(Rag::Green));
        check("80%", Some(Rag::Red), "TBC", Some(Rag::Red));
        check("80%", Some(Rag::Red), "", Some(Rag::Red));
        check("80%", None, "", None);
    }

    #[track_caller]
    fn check_direction(polarity: Polarity, target: &str, results: [&str; 2], expected: Direction) {
        let indicator = indicator(polarity, target, "", &results);
        assert_eq!(direction(&indicator, read("Q1 2025/26")), expected);
    }

    #[test]
    fn direction_means_performance_not_the_number() {
        use Polarity::{Band, High, Low, None};
        check_direction(High, "80%", ["70%", "75%"], Direction::Better);
        check_direction(Low, "10%", ["12%", "15%"], Direction::Worse);
        check_direction(Low, "10%", ["12%", "12.0%"], Direction::Same);
        check_direction(Band, "40 to 60", ["45", "59"], Direction::Same);
        check_direction(Band, "40 to 60", ["70", "61"], Direction::Better);
        check_direction(None, "", ["5", "9"], Direction::Up);
        check_direction(High, "80%", ["*", "75%"], Direction::Unknown);
    }

    #[test]
    fn percentages_add_up_to_a_hundred() {
        assert_eq!(percentages(&[24, 3, 6]), [73, 9, 18]);
        assert_eq!(percentages(&[1, 1, 1]), [34, 33, 33]);
        assert_eq!(percentages(&[0, 0]), [0, 0]);
        for counts in [[5, 7, 11, 2], [1, 0, 0, 6], [30, 30, 30, 1]] {
            assert_eq!(percentages(&counts).iter().sum::<usize>(), 100);
        }
    }
}
