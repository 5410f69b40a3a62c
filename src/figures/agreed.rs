//! Commentary (an indicator's narrative and actions) that nobody has agreed yet: it is left out of
//! what is published, and a warning lists it.

use super::{Context, Faults};
use crate::diag::{Code, Diagnostic};
use crate::model::performance::Indicator;

/// Returns whether an indicator's narrative and actions may be published: `agreed-on` has a date.
pub fn is_agreed(indicator: &Indicator) -> bool {
    indicator.agreed_on.is_some()
}

pub(super) fn check(faults: &mut Faults, ctx: &Context<'_>) {
    for indicator in ctx.figures.indicators.iter().filter(|indicator| !is_agreed(indicator)) {
        let Some(text) = indicator.narrative.as_ref().or(indicator.actions.as_ref()) else {
            continue;
        };
        let number = indicator.number.value;
        let by = indicator.agreed_by.as_ref();
        let by = by.map(|name| format!(" by {}", name.value)).unwrap_or_default();
        faults.push(
            "indicators",
            Diagnostic::new(
                Code::FiguresNotAgreed,
                format!("the commentary on measure {number} has not been agreed{by}; the report leaves it out"),
            )
            .at(&text.origin)
            .hint("fill in `agreed-on` once it is agreed"),
        );
    }
}
