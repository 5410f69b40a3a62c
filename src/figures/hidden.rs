//! Suppressed values that a reader could work out: from a total and the other parts, or from a
//! percentage and its denominator.

use rust_decimal::Decimal;

use super::{Context, Faults};
use crate::diag::{Code, Diagnostic, Origin};
use crate::model::performance::Indicator;
use crate::model::rating;
use crate::model::record::Located;
use crate::model::value::{MissingReason, Reading};

/// A whole and the parts that add up to it.
pub(super) struct Breakdown<'a> {
    /// The name of their table, such as `indicators`.
    pub table: &'static str,
    /// The name of the whole, for messages: `measure 3 in Q2 2025/26`.
    pub name: String,
    /// The reading of the whole.
    pub whole: &'a Located<Reading>,
    /// The readings of the parts, at least one.
    pub parts: Vec<&'a Located<Reading>>,
}

pub(super) fn check(faults: &mut Faults, ctx: &Context<'_>) {
    for indicator in &ctx.figures.indicators {
        withheld_count(faults, ctx, indicator);
        for past in &indicator.periods {
            let is_part = |part: &&Indicator| {
                part.part_of.as_ref().is_some_and(|whole| whole.value == indicator.number.value)
            };
            let parts: Vec<_> = ctx.figures.indicators.iter().filter(is_part).collect();
            let readings: Vec<_> = parts
                .iter()
                .filter_map(|part| part.result(past.label.value))
                .map(|result| &result.value)
                .collect();
            if !parts.is_empty() && readings.len() == parts.len() {
                let name = format!("measure {} in {}", indicator.number.value, past.label.value);
                check_breakdown(
                    faults,
                    &Breakdown { table: "indicators", name, whole: &past.value, parts: readings },
                );
            }
        }
    }
    for whole in &ctx.figures.workforce {
        let measures = ctx.figures.workforce.iter().filter(|measure| {
            measure.part_of.as_ref().is_some_and(|name| name.value == whole.title.value)
        });
        let parts: Vec<_> = measures.map(|measure| &measure.value).collect();
        if !parts.is_empty() {
            let name = whole.title.to_string();
            check_breakdown(
                faults,
                &Breakdown { table: "workforce", name, whole: &whole.value, parts },
            );
        }
    }
}

/// Returns whether a reading is withheld: suppressed, `[c]`, or too low to be shown, `[low]`.
pub(super) fn is_withheld(reading: &Reading) -> bool {
    matches!(reading, Reading::Missing(missing)
        if matches!(missing.reason, MissingReason::Suppressed | MissingReason::Low))
}

/// Reports parts that don't add up to their whole, and a single withheld part: the whole less the
/// other parts gives it away.
pub(super) fn check_breakdown(faults: &mut Faults, breakdown: &Breakdown<'_>) {
    let Some(whole) = rating::number(&breakdown.whole.value) else { return };
    let shown: Vec<Decimal> =
        breakdown.parts.iter().filter_map(|part| rating::number(&part.value)).collect();
    let withheld: Vec<&&Located<Reading>> =
        breakdown.parts.iter().filter(|part| is_withheld(&part.value)).collect();
    let sum: Decimal = shown.iter().sum();
    match withheld[..] {
        [] if shown.len() == breakdown.parts.len() && sum != whole => {
            let message = format!(
                "`{}` is {whole}; its {} parts add up to {sum}",
                breakdown.name,
                breakdown.parts.len()
            );
            let first =
                breakdown.parts.first().map_or(&breakdown.whole.origin, |part| &part.origin);
            faults.push(
                breakdown.table,
                Diagnostic::new(Code::FiguresTotal, message)
                    .at(&breakdown.whole.origin)
                    .label(first, "the first of its parts")
                    .hint("correct the whole or a part"),
            );
        }
        [one] if shown.len() + 1 == breakdown.parts.len() => {
            let message = format!(
                "this value is withheld, but can be worked out: `{}` is {whole}, and the other parts add up to {sum}",
                breakdown.name
            );
            push(faults, breakdown.table, message, &one.origin, &breakdown.whole.origin);
        }
        _ => {}
    }
}

/// Reports a numerator or a result that is withheld, while the two other figures give it away.
fn withheld_count(faults: &mut Faults, ctx: &Context<'_>, indicator: &Indicator) {
    let (Some(top), Some(bottom)) = (&indicator.numerator, &indicator.denominator) else { return };
    let Some(result) = indicator.result(ctx.period) else { return };
    let number = |figure: &Located<Reading>| rating::number(&figure.value);
    match (number(top), number(bottom), number(&result.value)) {
        (None, Some(bottom), Some(value)) if is_withheld(&top.value) => {
            let message = format!(
                "`numerator` is withheld, but can be worked out from the result, {value}, and the denominator, {bottom}"
            );
            push(faults, "indicators", message, &top.origin, &result.value.origin);
        }
        (Some(top), Some(bottom), None) if is_withheld(&result.value.value) => {
            let message = format!(
                "the result is withheld, but can be worked out from the numerator, {top}, and the denominator, {bottom}"
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
        Diagnostic::new(Code::FiguresDerivable, message)
            .at(at)
            .label(from, "it can be worked out from this")
            .hint("withhold a second value, `[c]`, so that neither can be worked out"),
    );
}
