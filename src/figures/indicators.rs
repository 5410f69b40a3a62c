//! Checks of indicators: ratings, the counts behind percentages and rates, and results published
//! before.

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Context, Faults};
use crate::diag::{Code, Diagnostic, Origin};
use crate::model::dataset::Performance;
use crate::model::performance::{Indicator, PeriodResult, Unit};
use crate::model::rating::{self, Rating};
use crate::model::record::Located;
use crate::model::value::{Bound, Measure, MissingReason, Reading, ReportingPeriod};

pub(super) fn check(faults: &mut Faults, ctx: &Context<'_>) {
    for indicator in &ctx.figures.indicators {
        rated(faults, ctx, indicator);
        counted(faults, ctx, indicator);
        for past in indicator.periods.iter().filter(|past| past.label.value < ctx.period) {
            published(faults, ctx, indicator, past);
        }
    }
}

/// Reports a rating from the performance system (`rag`) that the target contradicts, unless it is
/// overridden.
fn rated(faults: &mut Faults, ctx: &Context<'_>, indicator: &Indicator) {
    let Some(typed) = &indicator.rag else { return };
    let Rating::Rated(computed) = rating::compute(indicator, ctx.period) else { return };
    if computed == typed.value || indicator.rag_override.is_some() {
        return;
    }
    let result = indicator.result(ctx.period);
    let shown = result.map(|result| result.value.to_string()).unwrap_or_default();
    let tolerance =
        indicator.tolerance.as_ref().map(|tolerance| format!(", tolerance {}", tolerance.value));
    let target = match (indicator.target_at(ctx.period), &indicator.band_low, &indicator.band_high)
    {
        (Some(target), _, _) => format!("the target {}", target.value),
        (None, Some(low), Some(high)) => format!("the band {} to {}", low.value, high.value),
        _ => "its target".to_owned(),
    };
    let message = format!(
        "measure {} is given as {}; {shown} against {target}{} is {}",
        indicator.number.value,
        typed.value.word(),
        tolerance.unwrap_or_default(),
        computed.word()
    );
    faults.push(
        "indicators",
        Diagnostic::new(Code::FiguresRating, message)
            .at(&typed.origin)
            .label(result.map_or(&indicator.origin, |result| &result.value.origin), "the result")
            .hint("correct the result or the target, or give `rag-override` with its reason"),
    );
}

/// Reports a result that its numerator and denominator contradict, of this period or an earlier
/// one.
fn counted(faults: &mut Faults, ctx: &Context<'_>, indicator: &Indicator) {
    let exact = |reading: &Option<Located<Reading>>| {
        reading
            .as_ref()
            .and_then(|reading| Some((rating::number(&reading.value)?, reading.origin.clone())))
    };
    let now = indicator.result(ctx.period);
    if let (Some(top), Some(bottom), Some(result)) =
        (exact(&indicator.numerator), exact(&indicator.denominator), now)
    {
        ratio(faults, indicator, result, &top, &bottom);
    }
    for past in &indicator.periods {
        if let (Some(top), Some(bottom)) = (&past.numerator, &past.denominator) {
            let (top, bottom) =
                ((top.value, top.origin.clone()), (bottom.value, bottom.origin.clone()));
            ratio(faults, indicator, past, &top, &bottom);
        }
    }
}

/// Returns the factor that makes numerator ÷ denominator a result in that unit: 100 for per cent,
/// 1,000 for a rate per 1,000; `None` for units that are no ratio.
fn factor(unit: Unit) -> Option<Decimal> {
    match unit {
        Unit::Percent => Some(Decimal::ONE_HUNDRED),
        Unit::PerThousand => Some(Decimal::ONE_THOUSAND),
        Unit::PerTenThousand => Some(Decimal::from(10_000)),
        Unit::PerHundredThousand => Some(Decimal::from(100_000)),
        Unit::Number | Unit::Pounds | Unit::Days | Unit::Weeks | Unit::Minutes => None,
    }
}

fn ratio(
    faults: &mut Faults,
    indicator: &Indicator,
    result: &PeriodResult,
    (top, _): &(Decimal, Origin),
    (bottom, place): &(Decimal, Origin),
) {
    let Some(factor) = factor(indicator.unit.value) else { return };
    let Reading::Value(Measure { value, decimals, bound: Bound::Exact, .. }) = result.value.value
    else {
        return;
    };
    let Some(exact) = top.checked_mul(factor).and_then(|product| product.checked_div(*bottom))
    else {
        let message =
            format!("{top} out of {bottom} gives no result, but {} is given", *result.value);
        faults.push(
            "indicators",
            Diagnostic::new(Code::FiguresRatio, message)
                .at(&result.value.origin)
                .label(place, "the denominator")
                .hint("write why there is no result, such as `[z]`, or correct the denominator"),
        );
        return;
    };
    let shown = exact.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    if shown == value {
        return;
    }
    let percent = if indicator.unit.value == Unit::Percent { "%" } else { "" };
    let message =
        format!("the result is {}; {top} out of {bottom} is {shown}{percent}", *result.value);
    faults.push(
        "indicators",
        Diagnostic::new(Code::FiguresRatio, message)
            .at(&result.value.origin)
            .label(place, "computed from this")
            .hint("correct the result, the numerator or the denominator"),
    );
}

/// Returns a period's result as it was last published: the one in the latest report before this
/// one that has it, with that report's period.
fn earlier<'a>(
    ctx: &Context<'a>,
    number: u32,
    period: ReportingPeriod,
) -> Option<(ReportingPeriod, &'a PeriodResult)> {
    let before = ctx.data.performance.range(period..ctx.period).rev();
    before.into_iter().find_map(|(at, report): (&ReportingPeriod, &Performance)| {
        let indicator = report.indicator(number)?;
        Some((*at, indicator.result(period)?))
    })
}

/// Reports an earlier period's result that differs from what was published and is not marked
/// `[r]`, and one that is withheld in one report but not in the other.
fn published(faults: &mut Faults, ctx: &Context<'_>, indicator: &Indicator, past: &PeriodResult) {
    let number = indicator.number.value;
    let Some((at, before)) = earlier(ctx, number, past.label.value) else { return };
    let period = past.label.value;
    let is_withheld = |reading: &Reading| matches!(reading, Reading::Missing(missing) if missing.reason == MissingReason::Suppressed);
    match (&past.value.value, &before.value.value) {
        (Reading::Value(now), Reading::Value(then)) => {
            if same(now, then) || now.revised {
                return;
            }
            let message = format!(
                "measure {number} in {period} is {now} here; the report of {at} gave {then}, and it is not marked as revised"
            );
            faults.push(
                "indicators",
                Diagnostic::new(Code::FiguresRevised, message)
                    .at(&past.value.origin)
                    .label(&before.value.origin, "as published")
                    .hint(format!("write `{now} [r]` if it was revised, or correct it")),
            );
        }
        (now, then)
            if is_withheld(now) != is_withheld(then) && (is_number(now) || is_number(then)) =>
        {
            let (current_state, published_state) = if is_withheld(now) {
                ("withheld here", format!("the report of {at} gave {then}"))
            } else {
                ("given here", format!("the report of {at} withheld it"))
            };
            let message = format!(
                "measure {number} in {period} is {current_state}, as {now}; {published_state}"
            );
            faults.push(
                "indicators",
                Diagnostic::new(Code::FiguresDerivable, message)
                    .at(&past.value.origin)
                    .label(&before.value.origin, "as published")
                    .hint("keep a result withheld once it has been: write `[c]`"),
            );
        }
        _ => {}
    }
}

fn is_number(reading: &Reading) -> bool {
    matches!(reading, Reading::Value(_))
}

/// Returns whether two results are equal once rounded to the decimals that both are written with.
fn same(a: &Measure, b: &Measure) -> bool {
    let number = |measure: &Measure| {
        rating::number(&Reading::Value(Measure { bound: Bound::Exact, ..*measure }))
    };
    let (Some(first), Some(second)) = (number(a), number(b)) else { return true };
    let decimals = a.decimals.min(b.decimals);
    let round = |value: Decimal| {
        value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
    };
    a.bound == b.bound && (first == second || a.unit == b.unit && round(first) == round(second))
}
