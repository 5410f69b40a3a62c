//! The trend picture: results and target as heights in a picture a thousand units high.
//!
//! The scale runs from the least to the greatest of what is drawn, with a margin; it does not start
//! at zero. Results that are missing, or only bounds, have no height: the picture has a gap there.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::performance::{Accumulation, Indicator, Polarity};
use crate::model::rating;
use crate::model::value::ReportingPeriod;

/// Space left above the greatest and below the least value, of the picture's 1000 units.
const MARGIN: u16 = 120;

/// The heights of the target in a trend picture.
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct TrendView {
    /// The height of the target's line, 0 to 1000 upwards; absent unless the target is one number, the same for all
    /// periods.
    target: Option<u16>,
    /// The height of the lower end of the target band, 0 to 1000 upwards; absent unless the target
    /// is a band.
    low: Option<u16>,
    /// The height of the upper end of the target band, 0 to 1000 upwards; absent unless the target
    /// is a band.
    high: Option<u16>,
}

/// The heights of the points and lines of a trend picture, 0 to 1000 upwards.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Trend {
    /// One for each period.
    results: Vec<Option<u16>>,
    /// The target, and the lower and the upper end of the target band.
    lines: [Option<u16>; 3],
}

impl Trend {
    /// Returns the height of the result of the period with this index.
    pub(super) fn position(&self, at: usize) -> Option<u16> {
        self.results.get(at).copied().flatten()
    }

    /// Returns the heights of the target; `None` where no result can be drawn.
    pub(super) fn lines(self) -> Option<TrendView> {
        let [target, low, high] = self.lines;
        self.results.iter().any(Option::is_some).then_some(TrendView { target, low, high })
    }
}

/// Scales an indicator's results of these periods and its target to the height of the picture.
pub(super) fn scale(indicator: &Indicator, periods: &[ReportingPeriod]) -> Trend {
    let result = |period: &ReportingPeriod| rating::number(&indicator.result(*period)?.value);
    let is_one = indicator.accumulation() != Accumulation::Year
        && indicator.profile().iter().all(Option::is_none);
    let has_band = is_one && indicator.polarity.value == Polarity::Band;
    let band = |end: Option<Decimal>| end.filter(|_| has_band);
    let target = match indicator.polarity.value {
        // A line across the picture would say that each period is held against it.
        Polarity::High | Polarity::Low if is_one => indicator.target.as_ref(),
        Polarity::High | Polarity::Low | Polarity::Band | Polarity::None => None,
    };
    let mut values: Vec<Option<Decimal>> = periods.iter().map(result).collect();
    values.extend([
        target.and_then(|target| rating::number(&target.value)),
        band(indicator.band_low.as_ref().map(|low| low.value)),
        band(indicator.band_high.as_ref().map(|high| high.value)),
    ]);
    let mut results = heights(&values);
    let rest = results.split_off(periods.len());
    Trend { results, lines: [rest[0], rest[1], rest[2]] }
}

/// Returns the height of each value, the least at the lower margin and the greatest at the upper;
/// all in the middle where they are equal.
fn heights(values: &[Option<Decimal>]) -> Vec<Option<u16>> {
    let present = || values.iter().copied().flatten();
    let (Some(least), Some(greatest)) = (present().min(), present().max()) else {
        return vec![None; values.len()];
    };
    let height = |value: Decimal| {
        let room = 1000 - 2 * MARGIN;
        let span = greatest.checked_sub(least)?;
        if span.is_zero() {
            return Some(500);
        }
        let share = value.checked_sub(least)?.checked_div(span)?;
        Some(MARGIN + (share * Decimal::from(room)).round().to_u16()?)
    };
    values.iter().map(|value| height((*value)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::indicator;

    #[track_caller]
    fn check(values: &[Option<&str>], expected: &[Option<u16>]) {
        let values: Vec<Option<Decimal>> =
            values.iter().map(|value| value.map(|value| value.parse().unwrap())).collect();
        assert_eq!(heights(&values), expected);
    }

    #[test]
    fn heights_lie_between_the_margins() {
        check(&[Some("0"), Some("50"), Some("100")], &[Some(120), Some(500), Some(880)]);
        check(
            &[Some("-1"), None, Some("1"), Some("0.5")],
            &[Some(120), None, Some(880), Some(690)],
        );
        check(&[Some("7"), Some("7.0")], &[Some(500), Some(500)]);
        check(&[None, Some("7")], &[None, Some(500)]);
        check(&[None], &[None]);
        let (least, greatest) = (Decimal::MIN.to_string(), Decimal::MAX.to_string());
        check(&[Some(&*least), Some(&*greatest)], &[None, None]);
    }

    #[test]
    fn targets_share_the_scale_of_results() {
        let now = ReportingPeriod::quarter(2024, 4).unwrap();
        let periods = [now.previous(), now];
        let trend = scale(&indicator(Polarity::High, "80", "", &["60"]), &periods);
        let lines = [Some(880), None, None];
        assert_eq!(trend, Trend { results: vec![None, Some(120)], lines });
        let trend = scale(&indicator(Polarity::Band, "40 to 60", "", &["50"]), &periods);
        let lines = [None, Some(120), Some(880)];
        assert_eq!(trend, Trend { results: vec![None, Some(500)], lines });
        let trend = scale(&indicator(Polarity::High, "80", "", &["[c]"]), &periods);
        assert_eq!(trend.lines(), None);
    }
}
