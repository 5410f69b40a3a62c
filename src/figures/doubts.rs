//! Doubts about indicators: targets that any result meets, results out of all proportion, ratings that depend on an earlier
//! result that nobody knows, and benchmarks of measures that are not there.

use rust_decimal::Decimal;

use super::{Context, Faults};
use crate::diag::{Code, Diagnostic, Origin};
use crate::model::performance::{Indicator, Polarity, Unit};
use crate::model::rating::{self, Rating, Unrated};
use crate::model::value::Tolerance;

/// How many times another result a result may be before somebody is asked.
const PROPORTION: i64 = 10;

/// Results below this are too small for their proportion to say anything.
const SMALL: i64 = 20;

pub(super) fn check(faults: &mut Faults, ctx: &Context<'_>) {
    for indicator in &ctx.figures.indicators {
        target_of_nought(faults, ctx, indicator);
        proportion(faults, ctx, indicator);
        comparison(faults, ctx, indicator);
    }
    benchmarks(faults, ctx);
}

/// Asks about a target of nought that any result meets, or of which a share is nothing.
fn target_of_nought(faults: &mut Faults, ctx: &Context<'_>, indicator: &Indicator) {
    let target = indicator.target_at(ctx.period).or(indicator.target.as_ref());
    let is_nought = |target: &&_| rating::number(target).is_some_and(|target| target.is_zero());
    let Some(target) = target.filter(|target| is_nought(&&target.value)) else { return };
    let is_share = indicator.tolerance.as_ref().is_some_and(|tolerance| {
        matches!(tolerance.value, Tolerance::OfTarget(_) | Tolerance::Percent(_))
    });
    let number = indicator.number.value;
    let (message, hint) = if indicator.polarity.value == Polarity::High {
        (
            format!(
                "the target of measure {number} is nought, and more is better: any result meets it"
            ),
            "correct the target, or leave it empty where there is none",
        )
    } else if is_share {
        (
            format!(
                "the target of measure {number} is nought, and so is a share of it: no result is amber"
            ),
            "write the tolerance in the measure's unit, such as `2`",
        )
    } else {
        return;
    };
    faults.push(
        "indicators",
        Diagnostic::new(Code::FiguresTargetNought, message).at(&target.origin).hint(hint),
    );
}

/// Asks about a result that is many times the one that it is compared with, or a small part of it; where there is none,
/// the target.
fn proportion(faults: &mut Faults, ctx: &Context<'_>, indicator: &Indicator) {
    let exact = |period| {
        let result = indicator.result(period)?;
        Some((rating::number(&result.value)?, &result.value.origin, result.value.to_string()))
    };
    let Some((now, place, written)) = exact(ctx.period) else { return };
    let target = || {
        let target = indicator.target_at(ctx.period)?;
        Some((rating::number(&target.value)?, &target.origin, target.value.to_string()))
    };
    let Some((then, other, like)) = exact(indicator.compared_with(ctx.period)).or_else(target)
    else {
        return;
    };
    // That `0.561` may be a fraction is asked about where units are compared.
    if indicator.unit.value == Unit::Percent && now.abs() < Decimal::ONE {
        return;
    }
    let (small, large) = match now.abs() < then.abs() {
        true => (now.abs(), then.abs()),
        false => (then.abs(), now.abs()),
    };
    let is_off = small.checked_mul(Decimal::from(PROPORTION)).is_some_and(|most| most <= large);
    if small.is_zero() || large < Decimal::from(SMALL) || !is_off {
        return;
    }
    let message = format!(
        "measure {} is {written} in {}, out of all proportion to {like}",
        indicator.number.value, ctx.period
    );
    faults.push(
        "indicators",
        Diagnostic::new(Code::FiguresOutOfProportion, message)
            .at(place)
            .label(other, "compared with this")
            .hint(
                "correct the decimal point or the unit; if it is right, accept it in `overrides`",
            ),
    );
}

/// Warns of a rating that depends on an earlier result that nobody knows.
fn comparison(faults: &mut Faults, ctx: &Context<'_>, indicator: &Indicator) {
    if rating::rate(indicator, ctx.period) != Rating::NotRated(Unrated::NoComparison) {
        return;
    }
    let Some(than) = &indicator.red_only_if_worse_than else { return };
    let earlier = indicator.red_is_worse_than(ctx.period);
    let earlier = earlier.map(|earlier| earlier.to_string()).unwrap_or_default();
    let message = format!(
        "measure {} is not rated: it is red only if it is worse than in {earlier}, of which there is no result",
        indicator.number.value
    );
    faults.push(
        "indicators",
        Diagnostic::new(Code::FiguresNoComparison, message)
            .at(&than.origin)
            .hint(format!("add the column `{earlier}` with the result, or leave the cell empty")),
    );
}

/// Reports benchmarks of measures that this period doesn't have.
fn benchmarks(faults: &mut Faults, ctx: &Context<'_>) {
    for benchmark in &ctx.figures.benchmarks {
        let number = &benchmark.indicator;
        if ctx.figures.indicator(number.value).is_some() {
            continue;
        }
        unknown_measure(faults, ctx, "benchmarks", number.value, &number.origin);
    }
}

/// Reports the number of a measure that this period doesn't have.
pub(super) fn unknown_measure(
    faults: &mut Faults,
    ctx: &Context<'_>,
    table: &'static str,
    number: u32,
    place: &Origin,
) {
    let numbers = ctx.figures.indicators.iter().map(|indicator| indicator.number.value);
    let message = format!(
        "there is no measure {number} in {}; the numbers go up to {}",
        ctx.period,
        numbers.max().unwrap_or(0)
    );
    faults.push(
        table,
        Diagnostic::new(Code::FiguresUnknownMeasure, message).at(place).hint("correct the number"),
    );
}
