//! Checks of the workforce: percentages of one whole, which add up to 100, and results published
//! before.

use rust_decimal::Decimal;

use super::hidden::is_withheld;
use super::{Context, Faults};
use crate::diag::{Code, Diagnostic};
use crate::model::performance::WorkforceMeasure;
use crate::model::rating;
use crate::model::value::Reading;

pub(super) fn check(faults: &mut Faults, ctx: &Context<'_>) {
    let mut seen: Vec<&str> = Vec::new();
    for measure in &ctx.figures.workforce {
        if let Some(whole) = &measure.share_of
            && !seen.contains(&whole.value.as_str())
        {
            seen.push(&whole.value);
            let is_part = |part: &&WorkforceMeasure| {
                part.share_of.as_ref().is_some_and(|name| name.value == whole.value)
            };
            shares(
                faults,
                &whole.value,
                &ctx.figures.workforce.iter().filter(is_part).collect::<Vec<_>>(),
            );
        }
        published(faults, ctx, measure);
    }
}

/// Reports shares that don't add up to 100, beyond half a unit in the last decimal place of each,
/// which rounding explains; and a single withheld share, which the others give away.
fn shares(faults: &mut Faults, whole: &str, parts: &[&WorkforceMeasure]) {
    let shown: Vec<Decimal> =
        parts.iter().filter_map(|part| rating::number(&part.value.value)).collect();
    let sum: Decimal = shown.iter().sum();
    let withheld: Vec<_> = parts.iter().filter(|part| is_withheld(&part.value.value)).collect();
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return };
    if let ([one], true) = (&withheld[..], shown.len() + 1 == parts.len()) {
        let message = format!(
            "this share of `{whole}` is withheld, but can be worked out: it is 100 less the others, {sum}"
        );
        faults.push(
            "workforce",
            Diagnostic::new(Code::FiguresDerivable, message)
                .at(&one.value.origin)
                .label(&first.value.origin, "one of the others")
                .hint("withhold a second share, `[c]`, so that neither can be worked out"),
        );
    }
    if shown.len() != parts.len() {
        return;
    }
    let decimals = parts.iter().filter_map(|part| match &part.value.value {
        Reading::Value(measure) => Some(measure.decimals),
        Reading::Missing(_) => None,
    });
    let last_place = Decimal::new(1, decimals.min().unwrap_or(0).min(20));
    let allowed = last_place * Decimal::from(parts.len()) / Decimal::TWO;
    if (sum - Decimal::ONE_HUNDRED).abs() <= allowed {
        return;
    }
    let message = format!("the {} shares of `{whole}` add up to {sum}, not to 100", parts.len());
    faults.push(
        "workforce",
        Diagnostic::new(Code::FiguresShare, message)
            .at(&last.value.origin)
            .label(&first.value.origin, "the first of them")
            .hint("correct a share; rounding explains no more than half a unit in the last decimal place of each"),
    );
}

/// Reports a result of the period before that differs from the period before's report and is not marked
/// `[r]`.
fn published(faults: &mut Faults, ctx: &Context<'_>, measure: &WorkforceMeasure) {
    let Some(previous) = &measure.previous else { return };
    let before = ctx.before().and_then(|figures| {
        figures.workforce.iter().find(|other| other.title.value == measure.title.value)
    });
    let (Some(before), Reading::Value(now)) = (before, &previous.value) else { return };
    let Reading::Value(then) = &before.value.value else { return };
    if now.revised || rating::number(&previous.value) == rating::number(&before.value.value) {
        return;
    }
    let message = format!(
        "`previous` is {now}; the report of {} gave {then}, and it is not marked as revised",
        ctx.period.previous()
    );
    faults.push(
        "workforce",
        Diagnostic::new(Code::FiguresRevised, message)
            .at(&previous.origin)
            .label(&before.value.origin, "as published")
            .hint(format!("write `{now} [r]` if it was revised, or correct it")),
    );
}
