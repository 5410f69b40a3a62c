//! Percentages of one whole, which add up to 100; and figures of the workforce published before.

use rust_decimal::Decimal;

use super::hidden::is_withheld;
use super::{Context, Faults};
use crate::diag::Diagnostic;
use crate::model::performance::WorkforceMeasure;
use crate::model::rating;
use crate::model::value::Reading;

pub(super) fn check(faults: &mut Faults, ctx: &Context<'_>) {
    let mut seen: Vec<&str> = Vec::new();
    for measure in &ctx.own.workforce {
        if let Some(whole) = &measure.share_of
            && !seen.contains(&whole.value.as_str())
        {
            seen.push(&whole.value);
            let is_part = |own: &&WorkforceMeasure| {
                own.share_of.as_ref().is_some_and(|own| own.value == whole.value)
            };
            shares(
                faults,
                &whole.value,
                &ctx.own.workforce.iter().filter(is_part).collect::<Vec<_>>(),
            );
        }
        published(faults, ctx, measure);
    }
}

/// Reports shares that don't add up to a hundred, beyond what rounding each of them explains.
fn shares(faults: &mut Faults, whole: &str, parts: &[&WorkforceMeasure]) {
    let shown: Vec<Decimal> =
        parts.iter().filter_map(|own| rating::number(&own.value.value)).collect();
    let sum: Decimal = shown.iter().sum();
    let withheld: Vec<_> = parts.iter().filter(|own| is_withheld(&own.value.value)).collect();
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return };
    if let ([one], true) = (&withheld[..], shown.len() + 1 == parts.len()) {
        let message = format!(
            "this share of `{whole}` is withheld, yet 100 less the others, {sum}, gives it"
        );
        faults.push(
            "workforce",
            Diagnostic::error("figures/derivable", message)
                .at(&one.value.origin)
                .label(&first.value.origin, "one of the others")
                .hint("withhold a second share, `[c]`, so that neither can be worked out"),
        );
    }
    if shown.len() != parts.len() {
        return;
    }
    let decimals = parts.iter().filter_map(|own| match &own.value.value {
        Reading::Value(measure) => Some(measure.decimals),
        Reading::Missing(_) => None,
    });
    let last_place = Decimal::new(1, decimals.min().unwrap_or(0).min(20));
    let allowed = last_place * Decimal::from(parts.len()) / Decimal::TWO;
    if (sum - Decimal::ONE_HUNDRED).abs() <= allowed {
        return;
    }
    let message =
        format!("the {} shares of `{whole}` add up to {sum}; a whole is 100", parts.len());
    faults.push(
        "workforce",
        Diagnostic::error("figures/share", message)
            .at(&last.value.origin)
            .label(&first.value.origin, "the first of them")
            .hint("correct a share; rounding each of them explains a difference of no more than half its last place"),
    );
}

/// Reports a result of last quarter that is not what last quarter's report gave.
fn published(faults: &mut Faults, ctx: &Context<'_>, measure: &WorkforceMeasure) {
    let Some(previous) = &measure.previous else { return };
    let before = ctx
        .before()
        .and_then(|own| own.workforce.iter().find(|own| own.title.value == measure.title.value));
    let (Some(before), Reading::Value(now)) = (before, &previous.value) else { return };
    let Reading::Value(then) = &before.value.value else { return };
    if now.revised || rating::number(&previous.value) == rating::number(&before.value.value) {
        return;
    }
    let message = format!(
        "`previous` is {now}; the report of {} gave {then}, and it is not marked as revised",
        ctx.quarter.previous()
    );
    faults.push(
        "workforce",
        Diagnostic::error("figures/revised", message)
            .at(&previous.origin)
            .label(&before.value.origin, "as published")
            .hint(format!("write `{now} [r]` if it was revised, or correct it")),
    );
}
