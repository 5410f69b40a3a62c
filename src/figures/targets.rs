//! Checks of targets: one that was changed, and the target of a year that is not over.

use super::{Context, Faults};
use crate::diag::{Code, Diagnostic};
use crate::model::performance::Indicator;
use crate::model::rating::{self, Rating, Unrated};

pub(super) fn check(faults: &mut Faults, ctx: &Context<'_>) {
    for indicator in &ctx.figures.indicators {
        changed(faults, ctx, indicator);
        of_the_year(faults, ctx, indicator);
    }
}

/// Warns of a target that is another than in the report of the period before, where nobody is named who agreed that.
fn changed(faults: &mut Faults, ctx: &Context<'_>, indicator: &Indicator) {
    let reported = ctx.before().and_then(|before| before.indicator(indicator.number.value));
    let Some(earlier) = reported else { return };
    let is_changed = rating::is_target_changed_since(Some(earlier), indicator);
    if !is_changed || indicator.target_agreed_by.is_some() {
        return;
    }
    let place = |indicator: &Indicator| {
        indicator
            .target
            .as_ref()
            .map_or(indicator.title.origin.clone(), |target| target.origin.clone())
    };
    let (number, period) = (indicator.number.value, ctx.period.previous());
    let message = match (&earlier.target, &indicator.target) {
        (Some(before), Some(now)) if before.value != now.value => format!(
            "the target of measure {number} was {} in {period} and is {} now, and nothing says who agreed that",
            before.value, now.value
        ),
        _ => format!(
            "measure {number} is held against something else than in {period}, and nothing says who agreed that"
        ),
    };
    faults.push(
        "indicators",
        Diagnostic::new(Code::FiguresTargetChanged, message)
            .at(&place(indicator))
            .label(&place(earlier), "as it was")
            .hint("fill in `target-agreed-by` and `target-agreed-on`, which are printed, or correct the target"),
    );
}

/// Warns of a result that can't be rated, because it accumulates and its target is that of the whole year.
fn of_the_year(faults: &mut Faults, ctx: &Context<'_>, indicator: &Indicator) {
    if rating::rate(indicator, ctx.period) != Rating::NotRated(Unrated::NotComparable) {
        return;
    }
    let (number, period) = (indicator.number.value, ctx.period);
    let place = indicator.target.as_ref().map_or(&indicator.title.origin, |target| &target.origin);
    let hint = match period.closing_quarter() {
        Some(quarter) => {
            format!("fill in `target-q{quarter}`, the target for the end of the period")
        }
        None => "only ends of quarters have targets, `target-q1` to `target-q4`".to_owned(),
    };
    faults.push(
        "indicators",
        Diagnostic::new(
            Code::FiguresYearTarget,
            format!("measure {number} is not rated in {period}: its result is that of the year so far, and its target that of the whole year"),
        )
        .at(place)
        .hint(hint),
    );
}
