//! Results and targets: numbers in the indicator's unit, and marks where one is missing.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::trend::Trend;
use crate::figures::print::NumberFormat;
use crate::merge::{Amount, Period};
use crate::model::performance::{Indicator, Polarity};
use crate::model::rating;
use crate::model::value::{Bound, Measure, Missing, MissingReason, Reading, ReportingPeriod};

/// The most periods that results are shown of: a year, and the same period of the year before.
const MAX_PERIODS: usize = 5;

/// Words for missing results and for marks beside a result, each of which the template must know.
#[cfg(test)]
pub(super) const WORDS: &[&str] = &[
    "suppressed",
    "unavailable",
    "not-applicable",
    "not-due",
    "new-measure",
    "low",
    "pending",
    "not-calculated",
    "revised",
    "provisional",
    "less-than",
    "more-than",
];

/// An indicator's result of one period.
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct ResultView {
    /// The period, such as `Q3 2025/26`.
    period: Period,
    /// Whether it is the period that the report covers, which is the last one.
    current: bool,
    /// The result: `86.1%`, `1,031`, `£1,463,200`, `<1%`; absent where it is missing,
    /// and then `missing` says why.
    text: Option<Amount>,
    /// Why the result is missing: `suppressed`, `unavailable`, `not-applicable`, `not-due`,
    /// `new-measure`, `low`, `pending` or `not-calculated`; absent where there is one, and where the
    /// records have neither a result nor a reason, which is printed blank.
    missing: Option<&'static str>,
    /// Whether the result has been revised since it was first published.
    revised: bool,
    /// Whether the result is provisional, and so may still change.
    provisional: bool,
    /// The height of the result's point in the trend picture, 0 to 1000 upwards; absent where it
    /// can't be drawn, which leaves a gap.
    position: Option<u16>,
    /// Whether results begin again from nothing with this period, so that no line leads to it in the trend picture.
    begins: bool,
}

/// An indicator's target; nothing is present where it has none.
#[derive(Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(in crate::kinds) struct TargetView {
    /// The target for the period, where it is one number.
    text: Option<Amount>,
    /// The target for the whole year, where that for the period is another or there is none.
    year: Option<Amount>,
    /// The lower end of the target band, where the target is a band.
    low: Option<Amount>,
    /// The upper end of the target band, where the target is a band.
    high: Option<Amount>,
    /// The last result that is still rated amber, where the target is one number;
    /// absent where there is no tolerance.
    amber: Option<Amount>,
    /// The lowest result that is still rated amber, where the target is a band; absent
    /// where there is no tolerance.
    amber_low: Option<Amount>,
    /// The highest result that is still rated amber, where the target is a band; absent
    /// where there is no tolerance.
    amber_high: Option<Amount>,
    /// Why the target is missing, by the words of a result's `missing`, such as `pending`; absent
    /// where it is not marked as missing.
    missing: Option<&'static str>,
}

/// A mark that the report uses.
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct NoteView {
    /// What the mark stands for: `revised`, `provisional`, `less-than`, `more-than`, or one of the
    /// words of a result's `missing`.
    kind: &'static str,
}

/// The marks used so far, for the legend.
#[derive(Debug, Default)]
pub(super) struct Notes(BTreeSet<Note>);

/// A mark beside or in place of a result. The order of the variants is that of the legend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Note {
    Revised,
    Provisional,
    LessThan,
    MoreThan,
    Missing(MissingReason),
}

impl Note {
    fn word(self) -> &'static str {
        match self {
            Self::Revised => "revised",
            Self::Provisional => "provisional",
            Self::LessThan => "less-than",
            Self::MoreThan => "more-than",
            Self::Missing(reason) => word(reason),
        }
    }
}

impl Notes {
    /// Adds the marks of a result.
    pub(super) fn add_measure(&mut self, measure: &Measure) {
        match measure.bound {
            Bound::Exact => {}
            Bound::LessThan => drop(self.0.insert(Note::LessThan)),
            Bound::MoreThan => drop(self.0.insert(Note::MoreThan)),
        }
        if measure.revised {
            self.0.insert(Note::Revised);
        }
        if measure.provisional {
            self.0.insert(Note::Provisional);
        }
    }

    /// Adds the mark for a missing result, and returns the word for it.
    pub(super) fn add_missing(&mut self, reason: MissingReason) -> &'static str {
        self.0.insert(Note::Missing(reason));
        word(reason)
    }

    /// Returns the marks in the order of the legend.
    pub(super) fn into_views(self) -> Vec<NoteView> {
        self.0.into_iter().map(|note| NoteView { kind: note.word() }).collect()
    }
}

/// Returns the word that templates use for why a result is missing.
fn word(reason: MissingReason) -> &'static str {
    match reason {
        MissingReason::Suppressed => "suppressed",
        MissingReason::Unavailable => "unavailable",
        MissingReason::NotApplicable => "not-applicable",
        MissingReason::NotDue => "not-due",
        MissingReason::NewMeasure => "new-measure",
        MissingReason::Low => "low",
        MissingReason::Pending => "pending",
        MissingReason::SpreadsheetError => "not-calculated",
    }
}

/// Returns the periods to show, without gaps: from the first that any indicator has a result of up
/// to `now`, [`MAX_PERIODS`] at most.
pub(super) fn periods(indicators: &[&Indicator], now: ReportingPeriod) -> Vec<ReportingPeriod> {
    let labels =
        indicators.iter().flat_map(|indicator| &indicator.periods).map(|result| result.label.value);
    let first = labels.min().unwrap_or(now);
    let back = std::iter::successors(Some(now), |period| Some(period.previous()));
    let mut shown: Vec<ReportingPeriod> =
        back.take(MAX_PERIODS).take_while(|period| *period == now || first <= *period).collect();
    shown.reverse();
    shown
}

/// An indicator's results and target, all printed in one format.
pub(super) struct Figures<'a> {
    indicator: &'a Indicator,
    periods: &'a [ReportingPeriod],
    format: NumberFormat<'a>,
}

impl<'a> Figures<'a> {
    /// Returns the figures of an indicator for these periods.
    pub(super) fn of(indicator: &'a Indicator, periods: &'a [ReportingPeriod]) -> Self {
        Self { indicator, periods, format: NumberFormat::of(indicator, periods) }
    }

    /// Returns the results, the oldest first; a period without a cell has neither a result nor a
    /// reason for that.
    pub(super) fn results(&self, notes: &mut Notes, trend: &Trend) -> Vec<ResultView> {
        let last = self.periods.len() - 1;
        let results = self.periods.iter().enumerate().map(|(at, period)| {
            let blank = ResultView {
                period: (*period).into(),
                current: at == last,
                text: None,
                missing: None,
                revised: false,
                provisional: false,
                position: trend.position(at),
                begins: self.indicator.begins_with(*period),
            };
            let reading = self.indicator.result(*period).map(|result| &result.value.value);
            match reading {
                Some(Reading::Value(measure)) => {
                    notes.add_measure(measure);
                    ResultView {
                        text: Some(self.printed(measure)),
                        revised: measure.revised,
                        provisional: measure.provisional,
                        ..blank
                    }
                }
                Some(Reading::Missing(Missing { reason, .. })) => {
                    ResultView { missing: Some(notes.add_missing(*reason)), ..blank }
                }
                None if self.indicator.is_due(*period) => blank,
                None => {
                    ResultView { missing: Some(notes.add_missing(MissingReason::NotDue)), ..blank }
                }
            }
        });
        results.collect()
    }

    /// Returns the target, with the furthest results that are still amber.
    pub(super) fn target(&self, notes: &mut Notes) -> TargetView {
        let indicator = self.indicator;
        let tolerance = |from: Decimal| {
            let tolerance = indicator.tolerance.as_ref()?.of(from)?;
            (!tolerance.is_zero()).then_some(tolerance)
        };
        let below = |from: Decimal| Some(self.exact(from.checked_sub(tolerance(from)?)?));
        let above = |from: Decimal| Some(self.exact(from.checked_add(tolerance(from)?)?));
        let now = *self.periods.last().expect("the report's period is always shown");
        let target = indicator.target_at(now).map(|target| &target.value);
        let year = indicator.target.as_ref().map(|target| &target.value);
        let year = match year.filter(|year| target != Some(*year)) {
            Some(Reading::Value(measure)) => Some(self.printed_target(measure)),
            Some(Reading::Missing(_)) | None => None,
        };
        match indicator.polarity.value {
            Polarity::None => TargetView::default(),
            Polarity::Band => {
                let (low, high) = (indicator.band_low.as_ref(), indicator.band_high.as_ref());
                TargetView {
                    low: low.map(|limit| self.exact(limit.value)),
                    high: high.map(|limit| self.exact(limit.value)),
                    amber_low: low.and_then(|limit| below(limit.value)),
                    amber_high: high.and_then(|limit| above(limit.value)),
                    ..TargetView::default()
                }
            }
            Polarity::High | Polarity::Low => match target {
                None => TargetView { year, ..TargetView::default() },
                Some(Reading::Missing(Missing { reason, .. })) => {
                    notes.0.insert(Note::Missing(*reason));
                    TargetView { missing: Some(word(*reason)), ..TargetView::default() }
                }
                Some(reading @ Reading::Value(measure)) => {
                    notes.add_measure(measure);
                    let exact = rating::number(reading);
                    TargetView {
                        text: Some(self.printed_target(measure)),
                        year,
                        amber: exact.and_then(|target| match indicator.polarity.value {
                            Polarity::Low => above(target),
                            Polarity::High | Polarity::Band | Polarity::None => below(target),
                        }),
                        ..TargetView::default()
                    }
                }
            },
        }
    }

    /// Formats a result.
    pub(super) fn printed(&self, measure: &Measure) -> Amount {
        Amount::of(self.indicator, self.format.measure(measure))
    }

    /// Formats a target, with more decimals rather than rounding it.
    pub(super) fn printed_target(&self, measure: &Measure) -> Amount {
        Amount::of(self.indicator, self.format.target(measure))
    }

    /// Formats a number, with more decimals rather than rounding it.
    fn exact(&self, value: Decimal) -> Amount {
        Amount::of(self.indicator, self.format.exact(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::performance::Polarity::{Band, High, Low};
    use crate::model::performance::Unit;
    use crate::model::testing::{at, indicator};
    use crate::model::value::{Parse, Scalar};

    fn q(number: u8) -> ReportingPeriod {
        ReportingPeriod::quarter(2024, number).unwrap()
    }

    /// Returns the amount that is written so.
    fn amount(written: &str) -> Option<Amount> {
        match Reading::parse(&Scalar::Text(written.to_owned())).unwrap().value {
            Reading::Value(measure) => Some(measure.into()),
            Reading::Missing(_) => None,
        }
    }

    /// Checks one result: the amount, or the word for why it is missing, and then the words of the legend.
    #[track_caller]
    fn check(unit: Unit, decimals: Option<u32>, written: &str, expected: &str) {
        let mut measure = indicator(High, "80", "", &[written]);
        measure.unit = at(unit);
        measure.decimals = decimals.map(at);
        let (periods, mut notes) = ([q(4)], Notes::default());
        let trend = super::super::trend::scale(&measure, &periods);
        let results = Figures::of(&measure, &periods).results(&mut notes, &trend);
        let [one] = &results[..] else { panic!("one period was asked for") };
        let (result, legend) = expected.split_once(' ').unwrap_or((expected, ""));
        let shown = one.text.as_ref().map(ToString::to_string);
        assert_eq!(shown.as_deref().or(one.missing), Some(result));
        let kinds: Vec<_> = notes.into_views().iter().map(|note| note.kind).collect();
        assert_eq!(kinds.join(" "), legend);
    }

    #[test]
    fn results_are_printed_in_the_indicators_unit() {
        check(Unit::Percent, Some(1), "84", "84.0%");
        check(Unit::Percent, Some(1), "84.95%", "85.0%");
        check(Unit::Percent, None, "70.1% [p]", "70.1% provisional");
        check(Unit::Percent, Some(1), "<1%", "<1% less-than");
        check(Unit::Number, Some(0), "2104300", "2,104,300");
        check(Unit::Number, None, "66 [r]", "66 revised");
        check(Unit::Pounds, Some(0), "1388000", "£1,388,000");
        check(Unit::Pounds, Some(0), "£1.25m", "£1.25m");
        check(Unit::Days, Some(1), "-3", "\u{2212}3.0");
        check(Unit::Days, Some(1), "[c]", "suppressed suppressed");
        check(Unit::Days, Some(1), "<5", "low low");
        check(Unit::Days, Some(1), "#DIV/0!", "not-calculated not-calculated");
    }

    #[track_caller]
    fn check_target(indicator: &Indicator, expected: TargetView) {
        let periods = [q(4)];
        assert_eq!(Figures::of(indicator, &periods).target(&mut Notes::default()), expected);
    }

    #[test]
    fn targets_say_where_amber_ends() {
        let none = TargetView::default;
        check_target(
            &indicator(High, "85", "2.25", &["83.2"]),
            TargetView { text: amount("85.0%"), amber: amount("82.75%"), ..none() },
        );
        check_target(
            &indicator(Low, "10", "1", &["83"]),
            TargetView { text: amount("10%"), amber: amount("11%"), ..none() },
        );
        check_target(
            &indicator(Low, "10", "0", &["83"]),
            TargetView { text: amount("10%"), ..none() },
        );
        check_target(
            &indicator(Band, "40 to 60", "5", &["50"]),
            TargetView {
                low: amount("40%"),
                high: amount("60%"),
                amber_low: amount("35%"),
                amber_high: amount("65%"),
                ..none()
            },
        );
        check_target(
            &indicator(High, "TBC", "5", &["50"]),
            TargetView { missing: Some("pending"), ..none() },
        );
        check_target(&indicator(Polarity::None, "", "", &["50"]), none());
    }

    #[test]
    fn quarters_run_without_gaps_up_to_the_report() {
        let one = [indicator(High, "80", "", &["1"])];
        let shown =
            |now| periods(&[&one[0]], now).iter().map(|period| period.key()).collect::<Vec<_>>();
        assert_eq!(shown(q(4)), ["2024-25-q4"]);
        assert_eq!(shown(q(4).previous()), ["2024-25-q3"]);
        let later = ReportingPeriod::quarter(2025, 2).unwrap();
        assert_eq!(shown(later), ["2024-25-q4", "2025-26-q1", "2025-26-q2"]);
        let latest = ReportingPeriod::quarter(2030, 1).unwrap();
        assert_eq!(shown(latest).len(), MAX_PERIODS);
    }
}
