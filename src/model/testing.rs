//! Records for tests, here and in the modules that show records: made in one place, so that a new column is
//! added once.

use diag::Origin;

use crate::performance::{Indicator, PeriodResult, Polarity, Unit};
use crate::record::Located;
use crate::value::{Parse, ReportingPeriod, Scalar};

/// Returns a value that stands in a file called `test`.
pub fn at<T>(value: T) -> Located<T> {
    Located { value, origin: Origin::file("test") }
}

/// Reads a value that is written correctly.
pub fn read<T: Parse>(text: &str) -> T {
    T::parse(&Scalar::Text(text.to_owned())).expect("a value of the test").value
}

/// Returns an indicator in per cent, with results from Q4 2024/25 on; a band is `40 to 60`.
pub fn indicator(polarity: Polarity, target: &str, tolerance: &str, results: &[&str]) -> Indicator {
    let mut period = read::<ReportingPeriod>("Q4 2024/25");
    let mut periods = Vec::new();
    for result in results {
        periods.push(PeriodResult {
            origin: Origin::file("test"),
            label: at(period),
            value: at(read(result)),
            numerator: None,
            denominator: None,
        });
        period = read("Q1 2025/26");
    }
    let band = target.split_once(" to ");
    Indicator {
        origin: Origin::file("test"),
        number: at(1),
        code: None,
        title: at("Title".to_owned()),
        unit: at(Unit::Percent),
        polarity: at(polarity),
        decimals: None,
        words_before: None,
        words_after: None,
        readers: None,
        frequency: None,
        due_in: Vec::new(),
        accumulates: None,
        portfolio: at("Portfolio".to_owned()),
        priority: None,
        committee: None,
        target: (band.is_none() && !target.is_empty()).then(|| at(read(target))),
        target_q1: None,
        target_q2: None,
        target_q3: None,
        target_q4: None,
        target_before: None,
        target_agreed_by: None,
        target_agreed_on: None,
        tolerance: (!tolerance.is_empty()).then(|| at(read(tolerance))),
        red_only_if_worse_than: None,
        rated_by: None,
        band_low: band.map(|(low, _)| at(read(low))),
        band_high: band.map(|(_, high)| at(read(high))),
        periods,
        numerator: None,
        denominator: None,
        part_of: None,
        rag: None,
        rag_override: None,
        rag_override_reason: None,
        forecast: None,
        forecast_value: None,
        narrative: None,
        actions: None,
        agreed_by: None,
        agreed_on: None,
    }
}
