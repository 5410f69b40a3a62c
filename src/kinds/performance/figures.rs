//! Results and targets as printed: numbers in the indicator's unit, marks for what is missing.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::trend::Trend;
use crate::figures::print::Print;
use crate::model::performance::{Indicator, Polarity};
use crate::model::rating;
use crate::model::value::{Bound, Measure, Missing, MissingReason, Quarter, Reading};

/// How many quarters are shown at most.
const SHOWN: usize = 5;

/// Why a result is missing and what marks stand beside one, as the template knows them.
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

/// A quarter's result.
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct ResultView {
    /// The quarter.
    quarter: String,
    /// Whether it is the quarter that the report is about.
    current: bool,
    /// The result as printed: `86.1%`, `1,031`, `£1,463,200`, `<1%`; none where it is missing.
    text: Option<String>,
    /// Why it is missing: `suppressed`, `unavailable`, `not-applicable`, `not-due`,
    /// `new-measure`, `low`, `pending` or `not-calculated`.
    missing: Option<&'static str>,
    /// Whether it changed since it was first published.
    revised: bool,
    /// Whether it is open to change.
    provisional: bool,
    /// Its height in the trend picture, 0 to 1000; none where it can't be drawn.
    position: Option<u16>,
}

/// A target.
#[derive(Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct TargetView {
    /// The target as printed, where it is one number.
    text: Option<String>,
    /// The lower end of the target band as printed.
    low: Option<String>,
    /// The upper end of the target band as printed.
    high: Option<String>,
    /// The last result that is still rated amber, where the target is one number.
    amber: Option<String>,
    /// The lowest result that is still rated amber, where the target is a band.
    amber_low: Option<String>,
    /// The highest result that is still rated amber, where the target is a band.
    amber_high: Option<String>,
    /// Why the target is missing, by the words for results.
    missing: Option<&'static str>,
}

/// A mark that the report uses.
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct NoteView {
    /// `revised`, `provisional`, `less-than`, `more-than`, or why a result is missing.
    kind: &'static str,
}

/// What marks have been used so far.
#[derive(Debug, Default)]
pub(super) struct Notes(BTreeSet<Note>);

/// A mark; in the order of the legend.
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
    /// Takes up the marks of a result.
    pub(super) fn of_measure(&mut self, measure: &Measure) {
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

    /// Takes up why a result is missing, and returns the word for it.
    pub(super) fn of_missing(&mut self, reason: MissingReason) -> &'static str {
        self.0.insert(Note::Missing(reason));
        word(reason)
    }

    /// Returns the legend.
    pub(super) fn into_views(self) -> Vec<NoteView> {
        self.0.into_iter().map(|note| NoteView { kind: note.word() }).collect()
    }
}

/// Returns the word for why a result is missing.
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

/// Returns the quarters to show: up to `now`, from the first that any indicator has, five at most.
pub(super) fn quarters(indicators: &[&Indicator], now: Quarter) -> Vec<Quarter> {
    let labels = indicators.iter().flat_map(|own| &own.periods).map(|own| own.label.value);
    let first = labels.min().unwrap_or(now);
    let back = std::iter::successors(Some(now), |quarter| Some(quarter.previous()));
    let mut shown: Vec<Quarter> =
        back.take(SHOWN).take_while(|quarter| *quarter == now || first <= *quarter).collect();
    shown.reverse();
    shown
}

/// An indicator's numbers, with the decimals that they share.
pub(super) struct Figures<'a> {
    indicator: &'a Indicator,
    quarters: &'a [Quarter],
    print: Print<'a>,
}

impl<'a> Figures<'a> {
    /// Takes an indicator's results of some quarters.
    pub(super) fn of(indicator: &'a Indicator, quarters: &'a [Quarter]) -> Self {
        Self { indicator, quarters, print: Print::of(indicator, quarters) }
    }

    /// Returns the results, the oldest first; a quarter without a cell is one not available.
    pub(super) fn results(&self, notes: &mut Notes, trend: &Trend) -> Vec<ResultView> {
        let last = self.quarters.len() - 1;
        let results = self.quarters.iter().enumerate().map(|(at, quarter)| {
            let blank = ResultView {
                quarter: quarter.to_string(),
                current: at == last,
                text: None,
                missing: None,
                revised: false,
                provisional: false,
                position: trend.position(at),
            };
            let reading = rating::result(self.indicator, *quarter).map(|own| &own.value.value);
            match reading {
                Some(Reading::Value(measure)) => {
                    notes.of_measure(measure);
                    ResultView {
                        text: Some(self.print.measure(measure).to_string()),
                        revised: measure.revised,
                        provisional: measure.provisional,
                        ..blank
                    }
                }
                Some(Reading::Missing(Missing { reason, .. })) => {
                    ResultView { missing: Some(notes.of_missing(*reason)), ..blank }
                }
                None => {
                    notes.0.insert(Note::Missing(MissingReason::Unavailable));
                    ResultView { missing: Some(word(MissingReason::Unavailable)), ..blank }
                }
            }
        });
        results.collect()
    }

    /// Returns the target, and from where to where a result off it is still amber.
    pub(super) fn target(&self, notes: &mut Notes) -> TargetView {
        let own = self.indicator;
        let tolerance = own.tolerance.as_ref().map(|own| own.value).filter(|own| !own.is_zero());
        let below = |from: Decimal| Some(self.exact(from.checked_sub(tolerance?)?));
        let above = |from: Decimal| Some(self.exact(from.checked_add(tolerance?)?));
        match own.polarity.value {
            Polarity::None => TargetView::default(),
            Polarity::Band => {
                let (low, high) = (own.band_low.as_ref(), own.band_high.as_ref());
                TargetView {
                    low: low.map(|own| self.exact(own.value)),
                    high: high.map(|own| self.exact(own.value)),
                    amber_low: low.and_then(|own| below(own.value)),
                    amber_high: high.and_then(|own| above(own.value)),
                    ..TargetView::default()
                }
            }
            Polarity::High | Polarity::Low => match own.target.as_ref().map(|own| &own.value) {
                None => TargetView::default(),
                Some(Reading::Missing(Missing { reason, .. })) => {
                    notes.0.insert(Note::Missing(*reason));
                    TargetView { missing: Some(word(*reason)), ..TargetView::default() }
                }
                Some(reading @ Reading::Value(measure)) => {
                    notes.of_measure(measure);
                    let shown = self.print.target(measure);
                    let exact = rating::number(reading);
                    TargetView {
                        text: Some(shown.to_string()),
                        amber: exact.and_then(|target| match own.polarity.value {
                            Polarity::Low => above(target),
                            Polarity::High | Polarity::Band | Polarity::None => below(target),
                        }),
                        ..TargetView::default()
                    }
                }
            },
        }
    }

    /// Returns a number of the indicator that is never rounded.
    fn exact(&self, value: Decimal) -> String {
        self.print.exact(value).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::performance::Polarity::{Band, High, Low};
    use crate::model::performance::Unit;
    use crate::model::rating::tests::{at, indicator};

    fn q(number: u8) -> Quarter {
        Quarter::new(2024, number).unwrap()
    }

    /// Prints one result, its marks after it and the legend last.
    #[track_caller]
    fn check(unit: Unit, decimals: Option<u32>, written: &str, expected: &str) {
        let mut own = indicator(High, "80", "", &[written]);
        own.unit = at(unit);
        own.decimals = decimals.map(at);
        let (quarters, mut notes) = ([q(4)], Notes::default());
        let trend = super::super::trend::scale(&own, &quarters);
        let results = Figures::of(&own, &quarters).results(&mut notes, &trend);
        let [one] = &results[..] else { panic!("one quarter was asked for") };
        let text = one.text.as_deref().or(one.missing).unwrap_or_default();
        let notes: String =
            notes.into_views().iter().map(|note| format!(" {}", note.kind)).collect();
        assert_eq!(format!("{text}{notes}"), expected);
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
    fn check_target(own: &Indicator, expected: TargetView) {
        let quarters = [q(4)];
        assert_eq!(Figures::of(own, &quarters).target(&mut Notes::default()), expected);
    }

    #[test]
    fn targets_say_where_amber_ends() {
        let text = |text: &str| Some(text.to_owned());
        let none = TargetView::default;
        check_target(
            &indicator(High, "85", "2.25", &["83.2"]),
            TargetView { text: text("85.0%"), amber: text("82.75%"), ..none() },
        );
        check_target(
            &indicator(Low, "10", "1", &["83"]),
            TargetView { text: text("10%"), amber: text("11%"), ..none() },
        );
        check_target(
            &indicator(Low, "10", "0", &["83"]),
            TargetView { text: text("10%"), ..none() },
        );
        check_target(
            &indicator(Band, "40 to 60", "5", &["50"]),
            TargetView {
                low: text("40%"),
                high: text("60%"),
                amber_low: text("35%"),
                amber_high: text("65%"),
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
    fn quarters_run_without_gaps_to_the_reports_own() {
        let one = [indicator(High, "80", "", &["1"])];
        let shown = |now| quarters(&[&one[0]], now).iter().map(|own| own.key()).collect::<Vec<_>>();
        assert_eq!(shown(q(4)), ["2024-25-q4"]);
        assert_eq!(shown(q(4).previous()), ["2024-25-q3"]);
        let later = Quarter::new(2025, 2).unwrap();
        assert_eq!(shown(later), ["2024-25-q4", "2025-26-q1", "2025-26-q2"]);
        let latest = Quarter::new(2030, 1).unwrap();
        assert_eq!(shown(latest).len(), SHOWN);
    }
}
