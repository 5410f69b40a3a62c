//! Narrative that nobody has agreed: left out of what is published, and listed here.

use super::{Context, Faults};
use crate::diag::Diagnostic;
use crate::model::performance::Indicator;

/// Returns whether an indicator's narrative may be published: it has a day on which it was agreed.
pub fn is_agreed(indicator: &Indicator) -> bool {
    indicator.agreed_on.is_some()
}

pub(super) fn check(faults: &mut Faults, ctx: &Context<'_>) {
    for indicator in ctx.own.indicators.iter().filter(|own| !is_agreed(own)) {
        let Some(text) = indicator.narrative.as_ref().or(indicator.actions.as_ref()) else {
            continue;
        };
        let number = indicator.number.value;
        let by = indicator.agreed_by.as_ref();
        let by = by.map(|own| format!(" by {}", own.value)).unwrap_or_default();
        faults.push(
            "indicators",
            Diagnostic::warning(
                "figures/not-agreed",
                format!("what is said of measure {number} is not agreed{by}; the report is made without it"),
            )
            .at(&text.origin)
            .hint("fill in `agreed-on` when it is"),
        );
    }
}
