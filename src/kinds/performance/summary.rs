//! A summary of all indicators of the report: how many have which rating, and which ratings
//! changed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::merge::Period;
use crate::model::dataset::Dataset;
use crate::model::performance::{Indicator, Rag};
use crate::model::rating::{self, Rating, Unrated};
use crate::model::value::ReportingPeriod;

/// Words for changes of ratings, each of which the template must know.
#[cfg(test)]
pub(super) const WORDS: &[&str] =
    &["improved", "declined", "target-changed", "first-rated", "no-longer-rated"];

/// The rating of an indicator that has no result due.
const NOT_DUE: Rating = Rating::NotRated(Unrated::NotDue);

/// How many indicators have which rating.
///
/// Percentages are of all indicators, each rounded by itself, so they may not add up to 100.
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct CountsView {
    /// How many indicators there are, rated or not.
    total: usize,
    /// How many of the indicators are rated.
    rated: usize,
    /// The indicators rated green: on target.
    green: ShareView,
    /// The indicators rated amber: off target, but within the tolerance.
    amber: ShareView,
    /// The indicators rated red: off target by more than the tolerance.
    red: ShareView,
    /// The indicators rated blue: done.
    blue: ShareView,
    /// The indicators that are not rated.
    not_rated: ShareView,
    /// Why indicators are not rated, each reason with how many there are; empty where all are rated.
    unrated: Vec<UnratedView>,
}

/// Indicators that are not rated for one reason.
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct UnratedView {
    /// The reason, by the words of an indicator's `rating`.
    reason: &'static str,
    /// How many indicators it keeps from being rated.
    count: usize,
}

/// A part of all indicators.
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct ShareView {
    /// How many indicators have this rating.
    count: usize,
    /// The share of all indicators as a percentage, without the sign: `26`, or `25.7` where the report's card asks
    /// for decimals. `0` where there are no indicators.
    percent: String,
}

/// The ratings of the indicators of a council priority.
#[derive(Serialize, JsonSchema)]
pub(super) struct TallyView {
    /// The name of the council priority; absent for the indicators that serve no priority in
    /// particular.
    name: Option<String>,
    /// How many of the priority's indicators have which rating.
    counts: CountsView,
}

/// An indicator whose rating changed.
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct ChangeView {
    /// The indicator's number, the same in every edition and period.
    number: u32,
    /// The indicator's title: what it measures.
    title: String,
    /// The period of the rating before, where that is not the one before the report's; absent otherwise.
    measured: Option<Period>,
    /// The rating of the period before, by the words of an indicator's `rating`.
    before: &'static str,
    /// The rating of the report's period, by the words of an indicator's `rating`.
    now: &'static str,
    /// How the rating changed: `improved`, `declined`, `target-changed` (the result is held against another target, so
    /// neither), `first-rated` (not rated the period before) or `no-longer-rated`.
    change: &'static str,
    /// Whether the rating now was set in place of the computed one.
    overridden: bool,
}

impl CountsView {
    /// Counts the ratings of some indicators in a period; percentages have so many decimals.
    pub(super) fn of(indicators: &[&Indicator], period: ReportingPeriod, decimals: u32) -> Self {
        let ratings: Vec<Rating> =
            indicators.iter().map(|indicator| rating::rate(indicator, period)).collect();
        Self::of_ratings(&ratings, decimals)
    }

    fn of_ratings(ratings: &[Rating], decimals: u32) -> Self {
        let count_of = |rag| ratings.iter().filter(|rating| **rating == Rating::Rated(rag)).count();
        let colours = [Rag::Green, Rag::Amber, Rag::Red, Rag::Blue].map(count_of);
        let rated = colours.iter().sum();
        let [green, amber, red, blue] = colours;
        let counts = [green, amber, red, blue, ratings.len() - rated];
        let share = |at: usize| ShareView {
            count: counts[at],
            percent: percent(counts[at], ratings.len(), decimals),
        };
        Self {
            total: ratings.len(),
            rated,
            green: share(0),
            amber: share(1),
            red: share(2),
            blue: share(3),
            not_rated: share(4),
            unrated: Unrated::ALL
                .into_iter()
                .map(|reason| UnratedView {
                    reason: reason.word(),
                    count: ratings
                        .iter()
                        .filter(|rating| **rating == Rating::NotRated(reason))
                        .count(),
                })
                .filter(|unrated| unrated.count > 0)
                .collect(),
        }
    }

    /// Returns whether any indicator is rated blue, for done.
    pub(super) fn has_blue(&self) -> bool {
        self.blue.count > 0
    }
}

impl TallyView {
    /// Counts the ratings of a priority's indicators in a period.
    pub(super) fn of(
        name: Option<&str>,
        indicators: &[&Indicator],
        period: ReportingPeriod,
        decimals: u32,
    ) -> Self {
        Self { name: name.map(str::to_owned), counts: CountsView::of(indicators, period, decimals) }
    }
}

/// Returns a share as templates print it.
pub(super) fn percent(count: usize, total: usize, decimals: u32) -> String {
    rating::percentage(count, total, decimals).unwrap_or_default().to_string()
}

/// Returns the indicators whose rating changed; `None` where no earlier rating is known.
pub(super) fn changes(
    data: &Dataset,
    indicators: &[&Indicator],
    period: ReportingPeriod,
) -> Option<Vec<ChangeView>> {
    // Where results accumulate, a year that begins compares with none before; nor does a period without a result due.
    let compared = indicators.iter().filter(|indicator| !indicator.begins_with(period));
    let rated = compared.map(|indicator| (indicator, rating::rate(indicator, period)));
    let pairs: Vec<_> = rated
        .filter(|(_, now)| *now != NOT_DUE)
        .map(|(indicator, now)| (indicator, Before::of(data, indicator, period), now))
        .collect();
    if !pairs.iter().any(|(_, before, _)| matches!(before.rating, Rating::Rated(_))) {
        return None;
    }
    let changed = pairs.into_iter().filter_map(|(indicator, before, now)| {
        let Before { rating: before, is_target_changed } = before;
        Some(ChangeView {
            number: indicator.number.value,
            title: indicator.title.to_string(),
            measured: Some(indicator.measured_before(period))
                .filter(|measured| *measured != period.previous())
                .map(Period::from),
            before: before.word(),
            now: now.word(),
            change: change(before, now, is_target_changed)?,
            overridden: indicator.rag_override.is_some(),
        })
    });
    Some(changed.collect())
}

/// Returns the titles of the indicators whose rating changed in this way, such as `improved`.
pub(super) fn titles(changes: Option<&[ChangeView]>, wanted: &str) -> Vec<String> {
    let all = changes.unwrap_or_default().iter();
    all.filter(|change| change.change == wanted).map(|change| change.title.clone()).collect()
}

/// An indicator in the period before.
struct Before {
    rating: Rating,
    is_target_changed: bool,
}

impl Before {
    /// Returns it as in the report of the period in which it was measured before, or else its result then, rated by the
    /// target before, or that of now.
    fn of(data: &Dataset, indicator: &Indicator, now: ReportingPeriod) -> Self {
        let period = indicator.measured_before(now);
        let earlier = reported(data, indicator, period);
        let is_target_changed = rating::is_target_changed_since(earlier, indicator);
        let rating = match earlier {
            Some(earlier) => rating::rate(earlier, period),
            None => {
                let target = indicator.target_before.clone().or(indicator.target.clone());
                rating::compute(&Indicator { target, ..indicator.clone() }, period)
            }
        };
        Self { rating, is_target_changed }
    }
}

/// Returns an indicator as the report of another period has it.
pub(super) fn reported<'a>(
    data: &'a Dataset,
    indicator: &Indicator,
    period: ReportingPeriod,
) -> Option<&'a Indicator> {
    data.performance.get(&period)?.indicator(indicator.number.value)
}

/// Returns the word that templates use for a change of rating; `None` where it did not change.
fn change(before: Rating, now: Rating, is_target_changed: bool) -> Option<&'static str> {
    let rank = |rating| match rating {
        Rating::Rated(Rag::Red) => Some(0),
        Rating::Rated(Rag::Amber) => Some(1),
        Rating::Rated(Rag::Green) => Some(2),
        Rating::Rated(Rag::Blue) => Some(3),
        Rating::Rated(Rag::Grey) | Rating::NotRated(_) => None,
    };
    match (rank(before), rank(now)) {
        (Some(before), Some(now)) if before != now && is_target_changed => Some("target-changed"),
        (Some(before), Some(now)) if before < now => Some("improved"),
        (Some(before), Some(now)) if now < before => Some("declined"),
        (None, Some(_)) => Some("first-rated"),
        (Some(_), None) => Some("no-longer-rated"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::performance::{Accumulation, Polarity};
    use crate::model::testing::indicator;

    const RED: Rating = Rating::Rated(Rag::Red);
    const AMBER: Rating = Rating::Rated(Rag::Amber);
    const GREEN: Rating = Rating::Rated(Rag::Green);
    const NO_RESULT: Rating = Rating::NotRated(Unrated::NoResult);

    #[track_caller]
    fn check(ratings: &[Rating], expected: [(usize, &str); 5]) {
        let counts = CountsView::of_ratings(ratings, 0);
        let shares = [&counts.green, &counts.amber, &counts.red, &counts.blue, &counts.not_rated];
        assert_eq!(shares.map(|share| (share.count, &*share.percent)), expected);
        assert_eq!(shares.iter().map(|share| share.count).sum::<usize>(), counts.total);
    }

    #[test]
    fn counts_add_up_and_percentages_are_rounded() {
        check(&[], [(0, "0"); 5]);
        check(&[GREEN, AMBER, RED], [(1, "33"), (1, "33"), (1, "33"), (0, "0"), (0, "0")]);
        check(
            &[GREEN, GREEN, Rating::NotRated(Unrated::NoTarget), NO_RESULT, RED, RED, RED],
            [(2, "29"), (0, "0"), (3, "43"), (0, "0"), (2, "29")],
        );
        check(&[Rating::Rated(Rag::Blue)], [(0, "0"), (0, "0"), (0, "0"), (1, "100"), (0, "0")]);
    }

    #[test]
    fn changes_are_named() {
        #[track_caller]
        fn check(before: Rating, now: Rating, expected: Option<&str>) {
            assert_eq!(change(before, now, false), expected);
            let is_moved = matches!(expected, Some("improved" | "declined"));
            let expected = if is_moved { Some("target-changed") } else { expected };
            assert_eq!(change(before, now, true), expected);
        }
        check(RED, AMBER, Some("improved"));
        check(GREEN, AMBER, Some("declined"));
        check(AMBER, AMBER, None);
        check(NO_RESULT, GREEN, Some("first-rated"));
        check(GREEN, NO_RESULT, Some("no-longer-rated"));
        check(NO_RESULT, Rating::NotRated(Unrated::NoTarget), None);
    }

    #[test]
    fn earlier_ratings_are_those_reported_then() {
        let now = ReportingPeriod::quarter(2025, 1).unwrap();
        let mut data = Dataset::default();
        let measure = indicator(Polarity::High, "80", "", &["70", "90"]);
        let earlier_ratings = |data: &Dataset| {
            changes(data, &[&measure], now)
                .map(|list| list.iter().map(|change| change.before).collect())
        };
        assert_eq!(earlier_ratings(&data), Some(vec!["red"]));
        let reported = indicator(Polarity::High, "75", "5", &["70"]);
        data.performance.entry(now.previous()).or_default().indicators.push(reported);
        assert_eq!(earlier_ratings(&data), Some(vec!["amber"]));
        // That the target was raised is neither improvement nor decline.
        assert_eq!(changes(&data, &[&measure], now).unwrap()[0].change, "target-changed");
        // Nor is that a new year began.
        let mut so_far = measure.clone();
        so_far.accumulates = Some(crate::model::testing::at(Accumulation::Year));
        assert_eq!(changes(&data, &[&so_far], now), None);
        let fresh = indicator(Polarity::High, "80", "", &["[x]", "90"]);
        assert_eq!(changes(&Dataset::default(), &[&fresh], now), None);
    }
}
