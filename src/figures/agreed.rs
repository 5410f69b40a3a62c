//! Commentary (an indicator's narrative and actions) that nobody has agreed yet: it is left out of
//! what is published, and a warning lists it.

use chrono::NaiveDate;

use super::{Context, Faults};
use crate::diag::{Code, Diagnostic};
use crate::model::dataset::Dataset;
use crate::model::performance::Indicator;
use crate::model::value::long_date;

/// Returns whether an indicator's narrative and actions may be published: `agreed-on` has a date, which is not to come.
pub fn is_agreed(data: &Dataset, indicator: &Indicator) -> bool {
    let is_to_come = |day: NaiveDate| data.today.is_some_and(|today| today < day);
    indicator.agreed_on.as_ref().is_some_and(|on| !is_to_come(on.value))
}

pub(super) fn check(faults: &mut Faults, ctx: &Context<'_>) {
    let waiting = ctx.figures.indicators.iter().filter(|indicator| !is_agreed(ctx.data, indicator));
    for indicator in waiting {
        let Some(text) = indicator.narrative.as_ref().or(indicator.actions.as_ref()) else {
            continue;
        };
        let number = indicator.number.value;
        let by = indicator.agreed_by.as_ref();
        let by = by.map(|name| format!(" by {}", name.value)).unwrap_or_default();
        let (message, hint) = match &indicator.agreed_on {
            None => (
                format!(
                    "the commentary on measure {number} has not been agreed{by}; the report leaves it out"
                ),
                "fill in `agreed-on` once it is agreed",
            ),
            Some(on) => (
                format!(
                    "the commentary on measure {number} is agreed on {}, a day to come; until then the report leaves it out",
                    long_date(on.value)
                ),
                "correct `agreed-on`, or make the report once that day has come",
            ),
        };
        faults.push(
            "indicators",
            Diagnostic::new(Code::FiguresNotAgreed, message).at(&text.origin).hint(hint),
        );
    }
}
