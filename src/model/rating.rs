//! Ratings computed from results: red, amber or green, and the direction of travel.
//!
//! A rating is never read off a spreadsheet's colour. It follows from the result, the target, the
//! tolerance and which way is good; an override needs a reason, which is printed.

use std::cmp::Ordering;

use rust_decimal::{Decimal, RoundingStrategy};

use super::performance::{Indicator, Polarity, Rag, RatedBy};
use super::record::Located;
use super::value::{Bound, MeasureUnit, MissingReason, Reading, ReportingPeriod};

/// How an indicator is rated in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rating {
    /// By its result, or by what is expected; never grey.
    Rated(Rag),
    /// It is not rated.
    NotRated(Unrated),
}

/// Why an indicator is not rated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unrated {
    /// Neither way is good: its figure is for information.
    ForInformation,
    /// It has no target.
    NoTarget,
    /// Its target is that of the whole year, which is not over.
    NotComparable,
    /// It is red only if it is worse than before, and nothing is known of before.
    NoComparison,
    /// Its result, or what is expected, is to be confirmed.
    Awaited,
    /// No result applies.
    NotApplicable,
    /// No result is due in this period.
    NotDue,
    /// It has no exact result in this period.
    NoResult,
    /// The council has decided to give it no rating.
    Grey,
}

impl Unrated {
    /// Every reason, in the order in which reports list them.
    pub const ALL: [Self; 9] = [
        Self::ForInformation,
        Self::NoTarget,
        Self::NotComparable,
        Self::NoComparison,
        Self::Awaited,
        Self::NotApplicable,
        Self::NotDue,
        Self::NoResult,
        Self::Grey,
    ];

    /// Returns the word that templates use.
    pub fn word(self) -> &'static str {
        match self {
            Self::ForInformation => "for-information",
            Self::NoTarget => "no-target",
            Self::NotComparable => "not-comparable",
            Self::NoComparison => "no-comparison",
            Self::Awaited => "awaited",
            Self::NotApplicable => "not-applicable",
            Self::NotDue => "not-due",
            Self::NoResult => "no-result",
            Self::Grey => "grey",
        }
    }
}

/// Whether performance got better since the period before, whichever way is good.
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

/// The words of ratings and directions, each of which a template must know, but for those of [`Unrated::ALL`].
pub const WORDS: &[&str] =
    &["red", "amber", "green", "blue", "better", "worse", "same", "up", "down", "unknown"];

impl Rating {
    /// Returns the word that templates use: that of the rating, or of the reason why there is none.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rated(rag) => rag.word(),
            Self::NotRated(why) => why.word(),
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

/// Rates an indicator in a period, by its override where it has one.
pub fn rate(indicator: &Indicator, period: ReportingPeriod) -> Rating {
    match indicator.rag_override.as_ref().map(|rag| rag.value) {
        Some(Rag::Grey) => Rating::NotRated(Unrated::Grey),
        Some(rag) => Rating::Rated(rag),
        None => compute(indicator, period),
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
    match rate_result(indicator, &Goal::of_year(indicator), value, Direction::Unknown) {
        Rating::Rated(rag) => Some(rag),
        Rating::NotRated(_) => given,
    }
}

/// Rates an indicator in a period without its override: by its result, or by what is expected at the end of the year
/// where its row asks for that.
pub fn compute(indicator: &Indicator, period: ReportingPeriod) -> Rating {
    if indicator.rated_by() == RatedBy::Forecast {
        return match expected(indicator) {
            Some(Rag::Grey) => Rating::NotRated(Unrated::Grey),
            Some(rag) => Rating::Rated(rag),
            None => Rating::NotRated(Unrated::Awaited),
        };
    }
    if indicator.polarity.value == Polarity::None {
        return Rating::NotRated(Unrated::ForInformation);
    }
    let reading = indicator.result(period).map(|result| &result.value.value);
    let Some(result) = reading.and_then(number) else {
        return Rating::NotRated(why_no_result(indicator, period, reading));
    };
    let earlier = indicator.red_is_worse_than(period);
    let movement = earlier.map(|earlier| moved(indicator, earlier, period));
    let goal = Goal::of(indicator, period);
    rate_result(indicator, &goal, result, movement.unwrap_or(Direction::Unknown))
}

/// Returns why an indicator has no exact result in a period, of which `reading` says what there is.
fn why_no_result(
    indicator: &Indicator,
    period: ReportingPeriod,
    reading: Option<&Reading>,
) -> Unrated {
    match reading {
        Some(Reading::Missing(missing)) => match missing.reason {
            MissingReason::Pending => Unrated::Awaited,
            MissingReason::NotApplicable => Unrated::NotApplicable,
            MissingReason::NotDue => Unrated::NotDue,
            MissingReason::Suppressed
            | MissingReason::Unavailable
            | MissingReason::NewMeasure
            | MissingReason::Low
            | MissingReason::SpreadsheetError => Unrated::NoResult,
        },
        Some(Reading::Value(_)) => Unrated::NoResult,
        None if indicator.is_due(period) => Unrated::NoResult,
        None => Unrated::NotDue,
    }
}

/// What a result is held against.
struct Goal {
    /// The target; money in pounds.
    target: Option<Decimal>,
    /// The lower and the upper end of the target band.
    band: Option<(Decimal, Decimal)>,
    /// Whether there is one, of the whole year, which is not over.
    is_of_year: bool,
}

impl Goal {
    /// Returns what results of a whole year are held against.
    fn of_year(indicator: &Indicator) -> Self {
        let band = indicator.band_low.as_ref().zip(indicator.band_high.as_ref());
        let last = indicator.profile()[3].or(indicator.target.as_ref());
        Self {
            target: target_of(last),
            band: band.map(|(low, high)| (low.value, high.value)),
            is_of_year: false,
        }
    }

    /// Returns what the result of a period is held against.
    fn of(indicator: &Indicator, period: ReportingPeriod) -> Self {
        let year = Self::of_year(indicator);
        let target = target_of(indicator.target_at(period));
        match indicator.is_comparable(period) {
            true => Self { target, ..year },
            false => {
                let is_of_year = year.target.or(year.band.map(|(low, _)| low)).is_some();
                Self { target, band: None, is_of_year: is_of_year && target.is_none() }
            }
        }
    }
}

/// Returns a target as a number.
fn target_of(target: Option<&Located<Reading>>) -> Option<Decimal> {
    target.and_then(|target| number(&target.value))
}

/// Rates a result by an indicator's target; `movement` is how it compares with the earlier result on which red depends,
/// where it does.
fn rate_result(indicator: &Indicator, goal: &Goal, result: Decimal, movement: Direction) -> Rating {
    let Some((short, target)) = shortfall(indicator, goal, result) else {
        return Rating::NotRated(match indicator.polarity.value {
            Polarity::None => Unrated::ForInformation,
            _ if goal.is_of_year => Unrated::NotComparable,
            _ => Unrated::NoTarget,
        });
    };
    if short <= Decimal::ZERO {
        return Rating::Rated(Rag::Green);
    }
    let tolerance = indicator.tolerance.as_ref().and_then(|tolerance| tolerance.of(target));
    if short <= tolerance.unwrap_or_default() {
        return Rating::Rated(Rag::Amber);
    }
    match (indicator.red_only_if_worse_than.is_some(), movement) {
        (false, _) | (true, Direction::Worse) => Rating::Rated(Rag::Red),
        (true, Direction::Unknown) => Rating::NotRated(Unrated::NoComparison),
        (true, _) => Rating::Rated(Rag::Amber),
    }
}

/// Returns how far a result misses its target, zero or less where it doesn't, and the target or end of the band that it
/// misses.
fn shortfall(indicator: &Indicator, goal: &Goal, result: Decimal) -> Option<(Decimal, Decimal)> {
    let target = goal.target;
    match indicator.polarity.value {
        Polarity::High => Some((target?.checked_sub(result)?, target?)),
        Polarity::Low => Some((result.checked_sub(target?)?, target?)),
        Polarity::Band => {
            let (low, high) = goal.band?;
            let (below, above) = (low.checked_sub(result)?, result.checked_sub(high)?);
            Some(if above < below { (below, low) } else { (above, high) })
        }
        Polarity::None => None,
    }
}

/// Compares a period with the latest one whose result covers as much: the one measured before it, or that of the year
/// before where results accumulate over the year.
pub fn direction(indicator: &Indicator, period: ReportingPeriod) -> Direction {
    moved(indicator, indicator.compared_with(period), period)
}

/// Compares the results of two periods.
fn moved(indicator: &Indicator, earlier: ReportingPeriod, period: ReportingPeriod) -> Direction {
    let at = |period| indicator.result(period).and_then(|result| number(&result.value));
    let (Some(before), Some(now)) = (at(earlier), at(period)) else {
        return Direction::Unknown;
    };
    let short =
        |result| shortfall(indicator, &Goal::of_year(indicator), result).map(|(short, _)| short);
    let order = match indicator.polarity.value {
        Polarity::High => now.cmp(&before),
        Polarity::Low => before.cmp(&now),
        // Inside the band one place is as good as another.
        Polarity::Band => match (short(before), short(now)) {
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

/// Returns whether results are held against something else than in the report of the period before, in which the
/// indicator is `earlier`, or than its row says of before.
pub fn is_target_changed_since(earlier: Option<&Indicator>, now: &Indicator) -> bool {
    let typed = now.target_before.as_ref().zip(now.target.as_ref());
    typed.is_some_and(|(before, now)| before.value != now.value)
        || earlier.is_some_and(|earlier| is_target_changed(earlier, now))
}

/// Returns whether results are held against something else than before: another target, profile, tolerance or band, or
/// the other way is good. A rating that changed then says nothing of performance.
fn is_target_changed(earlier: &Indicator, now: &Indicator) -> bool {
    let goal = |indicator: &Indicator| {
        let targets = indicator.profile().into_iter().chain([indicator.target.as_ref()]);
        let targets: Vec<Option<Decimal>> = targets.map(target_of).collect();
        let band = [&indicator.band_low, &indicator.band_high]
            .map(|value| value.as_ref().map(|value| value.value));
        let tolerance = indicator.tolerance.as_ref().map(|tolerance| tolerance.value);
        let red = indicator.red_only_if_worse_than.as_ref().map(|than| than.value);
        (indicator.polarity.value, targets, band, tolerance, red)
    };
    goal(earlier) != goal(now)
}

/// Returns a count as a percentage of a total, with so many decimals: rounded by itself, half away from zero, so that
/// the percentages of one total need not add up to 100. `None` of nothing.
pub fn percentage(count: usize, total: usize, decimals: u32) -> Option<Decimal> {
    let exact = Decimal::from(count).checked_mul(Decimal::ONE_HUNDRED)?;
    let exact = exact.checked_div(Decimal::from(total))?;
    let mut rounded =
        exact.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(decimals);
    Some(rounded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::performance::Accumulation;
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
        check(None, "80%", "2", "10%", Rating::NotRated(Unrated::ForInformation));
        check(High, "", "", "10%", Rating::NotRated(Unrated::NoTarget));
        check(High, "80%", "2", "[c]", Rating::NotRated(Unrated::NoResult));
        check(High, "80%", "2", "<1%", Rating::NotRated(Unrated::NoResult));
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

    #[test]
    fn results_that_accumulate_are_held_against_their_own_quarter() {
        let year = read::<ReportingPeriod>("Q1 2025/26");
        let mut sickness = indicator(Polarity::Low, "8.5", "", &["8.9", "2.24"]);
        sickness.accumulates = Some(at(Accumulation::Year));
        // Nobody knows how much of the year's target a first period may use up.
        assert_eq!(rate(&sickness, year), Rating::NotRated(Unrated::NotComparable));
        assert_eq!(rate(&sickness, year.previous()), Rating::Rated(Rag::Red));
        // The year before begins again from nothing, so that a lower number is no improvement.
        assert_eq!(direction(&sickness, year), Direction::Unknown);
        sickness.target_q1 = Some(at(read("2.1")));
        assert_eq!(rate(&sickness, year), Rating::Rated(Rag::Red));
        sickness.tolerance = Some(at(read("0.2")));
        assert_eq!(rate(&sickness, year), Rating::Rated(Rag::Amber));
        sickness.forecast_value = Some(at(read("8.96")));
        assert_eq!(expected(&sickness), Some(Rag::Red));
        sickness.accumulates = Some(at(Accumulation::Rolling));
        assert_eq!(direction(&sickness, year), Direction::Better);
    }

    #[test]
    fn a_year_so_far_is_compared_with_the_year_before() {
        let mut collected = indicator(Polarity::High, "97%", "", &["97.2%", "27.8%"]);
        collected.accumulates = Some(at(Accumulation::Year));
        let mut earlier = collected.periods[1].clone();
        earlier.label = at(read("Q1 2024/25"));
        earlier.value = at(read("28.1%"));
        collected.periods.push(earlier);
        assert_eq!(direction(&collected, read("Q1 2025/26")), Direction::Worse);
        assert_eq!(rate(&collected, read("Q4 2024/25")), Rating::Rated(Rag::Green));
    }

    #[test]
    fn targets_that_changed() {
        let before = indicator(Polarity::High, "80%", "2", &["79%"]);
        assert!(!is_target_changed(&before, &before.clone()));
        assert!(!is_target_changed(&before, &indicator(Polarity::High, "80.0%", "2.0", &["70%"])));
        assert!(is_target_changed(&before, &indicator(Polarity::High, "75%", "2", &["79%"])));
        assert!(is_target_changed(&before, &indicator(Polarity::High, "80%", "5", &["79%"])));
        assert!(is_target_changed(&before, &indicator(Polarity::Low, "80%", "2", &["79%"])));
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
    fn percentages_are_rounded_each_by_itself() {
        #[track_caller]
        fn check(counts: &[usize], decimals: u32, expected: &[&str]) {
            let total = counts.iter().sum();
            let shares = counts.iter().map(|count| percentage(*count, total, decimals));
            let shares: Vec<String> = shares.map(|share| share.unwrap().to_string()).collect();
            assert_eq!(shares, expected);
        }
        check(&[1, 1, 1], 0, &["33", "33", "33"]);
        check(&[14, 2, 9, 7, 3], 1, &["40.0", "5.7", "25.7", "20.0", "8.6"]);
        check(&[1, 7], 0, &["13", "88"]);
        check(&[5, 0], 1, &["100.0", "0.0"]);
        assert_eq!(percentage(0, 0, 0), None);
    }
}
