//! A period's indicators against their units, bands, targets and the report's list of portfolios.

use std::collections::BTreeMap;

use super::{Blocks, Findings};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::model::dataset::Dataset;
use crate::model::nearest::nearest;
use crate::model::performance::{Frequency, Indicator, Polarity, RatedBy, Unit};
use crate::model::record::Located;
use crate::model::value::{MeasureUnit, Reading, Tolerance};

/// Checks the indicators of every period.
pub(super) fn check(found: &mut Findings, data: &Dataset) {
    for (period, performance) in &data.performance {
        let listed = performance.card.as_ref().map_or(&[][..], |card| &card.portfolios);
        for indicator in &performance.indicators {
            let portfolio = &indicator.portfolio;
            if !listed.is_empty() && listed.iter().all(|known| *known.name != **portfolio) {
                let message = format!("`report` lists no portfolio `{}`", portfolio.value);
                let near = nearest(portfolio, listed.iter().map(|known| &**known.name));
                let hint = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "add it to `portfolios`; it comes last in the report".to_owned(),
                };
                let diagnostic = Diagnostic::new(Code::DataUnlistedPortfolio, message);
                found.push(diagnostic.at(&portfolio.origin).hint(hint), None);
            }
            let mut diags = Diagnostics::default();
            if indicator.polarity.value == Polarity::Band
                && (indicator.band_low.is_none() || indicator.band_high.is_none())
            {
                diags.push(
                    Diagnostic::new(
                        Code::DataMissingValue,
                        "polarity `band` needs `band-low` and `band-high`",
                    )
                    .at(&indicator.polarity.origin)
                    .hint("fill in both, or write `high` or `low` if more or less is better"),
                );
            }
            if let (Some(low), Some(high)) = (&indicator.band_low, &indicator.band_high)
                && low.value > high.value
            {
                let message =
                    format!("`band-low` {} is above `band-high` {}", low.value, high.value);
                diags.push(
                    Diagnostic::new(Code::DataContradiction, message)
                        .at(&low.origin)
                        .hint("swap the two"),
                );
            }
            if let Some(rag) = &indicator.rag_override
                && indicator.rag_override_reason.is_none()
            {
                diags.push(
                    Diagnostic::new(
                        Code::DataMissingValue,
                        "`rag-override` needs `rag-override-reason`",
                    )
                    .at(&rag.origin)
                    .hint("say why the computed rating is not used; the reason is printed"),
                );
            }
            if let Some(what) = &indicator.rated_by
                && what.value == RatedBy::Forecast
                && indicator.forecast_value.is_none()
                && indicator.forecast.is_none()
            {
                diags.push(
                    Diagnostic::new(
                        Code::DataMissingValue,
                        "`rated-by` is `forecast`, and nothing is expected",
                    )
                    .at(&what.origin)
                    .hint("fill in `forecast-value`, what is expected at the end of the year"),
                );
            }
            let results = indicator.periods.iter().map(|result| &result.value);
            let targets = indicator.profile().into_iter().flatten();
            let targets = targets.chain(&indicator.target).chain(&indicator.target_before);
            for reading in results.chain(targets) {
                unit(&mut diags, indicator.unit.value, reading);
            }
            tolerance(&mut diags, indicator);
            frequency(&mut diags, indicator);
            let mut seen: BTreeMap<_, &Origin> = BTreeMap::new();
            for result in &indicator.periods {
                if let Some(first) = seen.insert(result.label.value, &result.label.origin) {
                    let message = format!("{} is given twice", result.label.value);
                    diags.push(
                        Diagnostic::new(Code::DataDuplicate, message)
                            .at(&result.label.origin)
                            .label(first, "first given here")
                            .hint("keep one result for each period"),
                    );
                }
            }
            found.add(diags, Blocks::of("indicators", period.key()));
        }
    }
}

/// Refuses a tolerance that may be in two units, or in another than the indicator's.
fn tolerance(diags: &mut Diagnostics, indicator: &Indicator) {
    let Some(tolerance) = &indicator.tolerance else { return };
    let is_percentage = indicator.unit.value == Unit::Percent;
    let number = tolerance.number();
    let fault = match tolerance.value {
        Tolerance::Percent(_) if is_percentage => Some((
            Code::DataAmbiguous,
            format!("`{number}%` may be {number} percentage points, or {number}% of the target"),
            format!("write `{number} points` or `{number}% of target`"),
        )),
        Tolerance::Points(_) if !is_percentage => Some((
            Code::DataContradiction,
            format!(
                "a tolerance in points is one of percentages; the unit is `{}`",
                indicator.unit.word()
            ),
            "correct `unit`, or write the tolerance in that unit or as `5% of target`".to_owned(),
        )),
        Tolerance::Units(_)
        | Tolerance::Points(_)
        | Tolerance::OfTarget(_)
        | Tolerance::Percent(_) => None,
    };
    if let Some((code, message, hint)) = fault {
        diags.push(Diagnostic::new(code, message).at(&tolerance.origin).hint(hint));
    }
}

/// Refuses a frequency that does not say when results are due.
fn frequency(diags: &mut Diagnostics, indicator: &Indicator) {
    let Some(frequency) = &indicator.frequency else { return };
    if frequency.value == Frequency::Other && indicator.due_in.is_empty() {
        diags.push(
            Diagnostic::new(
                Code::DataMissingValue,
                "the frequency `other` doesn't say when a result is due",
            )
            .at(&frequency.origin)
            .hint("fill in `due-in` with the quarters or months, such as `Q2; Q4` or `September`"),
        );
    }
}

/// Refuses a result or target in another unit than the indicator's.
fn unit(diags: &mut Diagnostics, unit: Unit, reading: &Located<Reading>) {
    let Reading::Value(measure) = &reading.value else { return };
    let fits = match measure.unit {
        MeasureUnit::Number => true,
        MeasureUnit::Percent | MeasureUnit::Points => unit == Unit::Percent,
        MeasureUnit::Money(_) => unit == Unit::Pounds,
    };
    if fits {
        if unit == Unit::Percent {
            percent(diags, reading);
        }
        return;
    }
    let message = format!("`{measure}` is not in the indicator's unit, `{}`", unit.word());
    diags.push(
        Diagnostic::new(Code::DataContradiction, message)
            .at(&reading.origin)
            .hint("correct `unit`, or write the figure in that unit"),
    );
}

/// Refuses a bare fraction where a percentage is wanted: `0.594` may be 0.594% or 59.4%.
fn percent(diags: &mut Diagnostics, reading: &Located<Reading>) {
    let Reading::Value(measure) = &reading.value else { return };
    let is_fraction = measure.unit == MeasureUnit::Number
        && !measure.value.is_zero()
        && measure.value.abs() < rust_decimal::Decimal::ONE;
    if is_fraction {
        let value = measure.value;
        let hundredfold = (value * rust_decimal::Decimal::ONE_HUNDRED).normalize();
        diags.push(
            Diagnostic::new(
                Code::DataAmbiguous,
                format!("`{value}` may be {value}% or {hundredfold}%"),
            )
            .at(&reading.origin)
            .hint(format!("write `{value}%` or `{hundredfold}%` as text")),
        );
    }
}
