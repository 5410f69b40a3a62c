//! Suppressed values that a reader could work out: from a total and the other parts, or from a
//! percentage and its denominator.

use rust_decimal::Decimal;

use super::{Context, Faults};
use crate::diag::{Diagnostic, Origin};
use crate::model::performance::Indicator;
use crate::model::rating;
use crate::model::record::Located;
use crate::model::value::{MissingReason, Reading};

/// A whole and its parts: each with what it is called and its reading.
pub(super) struct Parts<'a> {
    /// The table.
    pub table: &'static str,
    /// What the whole is called.
    pub name: String,
    /// The whole.
    pub whole: &'a Located<Reading>,
    /// The parts.
    pub parts: Vec<&'a Located<Reading>>,
}

pub(super) fn check(faults: &mut Faults, ctx: &Context<'_>) {
    for indicator in &ctx.own.indicators {
        behind(faults, ctx, indicator);
        for period in &indicator.periods {
            let of = |own: &&Indicator| {
                own.part_of.as_ref().is_some_and(|whole| whole.value == indicator.number.value)
            };
            let parts: Vec<_> = ctx.own.indicators.iter().filter(of).collect();
            let readings: Vec<_> = parts
                .iter()
                .filter_map(|own| rating::result(own, period.label.value))
                .map(|own| &own.value)
                .collect();
            if !parts.is_empty() && readings.len() == parts.len() {
                let name = format!("measure {} in {}", indicator.number.value, period.label.value);
                parts_of(
                    faults,
                    &Parts { table: "indicators", name, whole: &period.value, parts: readings },
                );
            }
        }
    }
    for whole in &ctx.own.workforce {
        let of =
            ctx.own.workforce.iter().filter(|own| {
                own.part_of.as_ref().is_some_and(|name| name.value == whole.title.value)
            });
        let parts: Vec<_> = of.map(|own| &own.value).collect();
        if !parts.is_empty() {
            let name = whole.title.to_string();
            parts_of(faults, &Parts { table: "workforce", name, whole: &whole.value, parts });
        }
    }
}

/// Returns whether a reading is withheld, exactly or by being low.
pub(super) fn is_withheld(reading: &Reading) -> bool {
    matches!(reading, Reading::Missing(own)
        if matches!(own.reason, MissingReason::Suppressed | MissingReason::Low))
}

/// Reports parts that don't add up to their whole, and the one that could be worked out from it.
pub(super) fn parts_of(faults: &mut Faults, own: &Parts<'_>) {
    let Some(whole) = rating::number(&own.whole.value) else { return };
    let shown: Vec<Decimal> =
        own.parts.iter().filter_map(|part| rating::number(&part.value)).collect();
    let withheld: Vec<&&Located<Reading>> =
        own.parts.iter().filter(|part| is_withheld(&part.value)).collect();
    let sum: Decimal = shown.iter().sum();
    match withheld[..] {
        [] if shown.len() == own.parts.len() && sum != whole => {
            let message =
                format!("`{}` is {whole}; its {} parts add up to {sum}", own.name, own.parts.len());
            let first = own.parts.first().map_or(&own.whole.origin, |part| &part.origin);
            faults.push(
                own.table,
                Diagnostic::error("figures/total", message)
                    .at(&own.whole.origin)
                    .label(first, "the first of its parts")
                    .hint("correct the whole or a part"),
            );
        }
        [one] if shown.len() + 1 == own.parts.len() => {
            let message = format!(
                "this value is withheld, yet `{}`, {whole}, less the other parts, {sum}, gives it",
                own.name
            );
            push(faults, own.table, message, &one.origin, &own.whole.origin);
        }
        _ => {}
    }
}

/// Reports a count that is withheld while the figures beside it give it away.
fn behind(faults: &mut Faults, ctx: &Context<'_>, indicator: &Indicator) {
    let (Some(top), Some(bottom)) = (&indicator.numerator, &indicator.denominator) else { return };
    let Some(result) = rating::result(indicator, ctx.quarter) else { return };
    let number = |own: &Located<Reading>| rating::number(&own.value);
    match (number(top), number(bottom), number(&result.value)) {
        (None, Some(bottom), Some(value)) if is_withheld(&top.value) => {
            let message = format!(
                "`numerator` is withheld, yet the result, {value}, of the denominator, {bottom}, gives it"
            );
            push(faults, "indicators", message, &top.origin, &result.value.origin);
        }
        (Some(top), Some(bottom), None) if is_withheld(&result.value.value) => {
            let message = format!(
                "the result is withheld, yet the numerator, {top}, and the denominator, {bottom}, give it"
            );
            let from = &indicator.numerator.as_ref().expect("it was just read").origin;
            push(faults, "indicators", message, &result.value.origin, from);
        }
        _ => {}
    }
}

fn push(faults: &mut Faults, table: &'static str, message: String, at: &Origin, from: &Origin) {
    faults.push(
        table,
        Diagnostic::error("figures/derivable", message)
            .at(at)
            .label(from, "it can be worked out from this")
            .hint("withhold a second value, `[c]`, so that neither can be worked out"),
    );
}
