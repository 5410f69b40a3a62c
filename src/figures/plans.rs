//! Promises and milestones: measures that exist, hundred-day periods, and days that are past.

use chrono::{Days, NaiveDate};

use super::{Context, Faults};
use crate::diag::Diagnostic;
use crate::model::performance::{Milestone, MilestoneState};

pub(super) fn check(faults: &mut Faults, ctx: &Context<'_>) {
    for commitment in &ctx.own.commitments {
        for number in &commitment.indicators {
            if ctx.own.indicators.iter().all(|own| own.number.value != number.value) {
                let message = format!(
                    "there is no measure {} in {}; the numbers go up to {}",
                    number.value,
                    ctx.quarter,
                    ctx.own.indicators.iter().map(|own| own.number.value).max().unwrap_or(0)
                );
                faults.push(
                    "commitments",
                    Diagnostic::error("figures/unknown-measure", message)
                        .at(&number.origin)
                        .hint("correct the number"),
                );
            }
        }
    }
    for milestone in &ctx.own.milestones {
        hundred_days(faults, ctx, milestone);
        past(faults, ctx, milestone);
    }
}

/// Returns the first and the last day of a programme's hundred days, counted from 1.
pub fn span(start: NaiveDate, number: u32) -> Option<(NaiveDate, NaiveDate)> {
    let before = u64::from(number.checked_sub(1)?) * 100;
    let first = start.checked_add_days(Days::new(before))?;
    Some((first, first.checked_add_days(Days::new(99))?))
}

fn hundred_days(faults: &mut Faults, ctx: &Context<'_>, milestone: &Milestone) {
    let Some(number) = &milestone.hundred_days else { return };
    let programmes = ctx.own.card.iter().flat_map(|card| &card.programmes);
    let start = programmes
        .filter(|own| own.name.value == milestone.programme.value)
        .find_map(|own| own.start.as_ref());
    let Some(start) = start else { return };
    let Some((first, last)) = span(start.value, number.value) else { return };
    let outside = milestone.due.first_day().is_some_and(|day| last < day)
        || milestone.due.last_day().is_some_and(|day| day < first);
    if outside {
        let message = format!(
            "`{}` is due {}; hundred days {} of the programme are {first} to {last}",
            milestone.title, milestone.due.value, number.value
        );
        faults.push(
            "milestones",
            Diagnostic::error("figures/hundred-days", message)
                .at(&number.origin)
                .label(&milestone.due.origin, "due")
                .label(&start.origin, "the programme's first day")
                .hint("correct the date or the number of the hundred days"),
        );
    }
}

/// Reports milestones whose state the calendar contradicts.
fn past(faults: &mut Faults, ctx: &Context<'_>, milestone: &Milestone) {
    let card = ctx.own.card.as_ref().and_then(|card| card.as_at.as_ref());
    let as_at = card.map_or(ctx.quarter.last_day(), |own| own.value);
    let is_past = milestone.due.last_day().is_some_and(|day| day < as_at);
    let is_to_come = milestone.due.first_day().is_some_and(|day| as_at < day);
    let wrong = match milestone.state.value {
        MilestoneState::Missed if is_to_come => Some("missed, yet still to come"),
        MilestoneState::OnCourse | MilestoneState::NotStarted | MilestoneState::AtRisk
            if is_past =>
        {
            Some("neither reached nor missed, yet past")
        }
        _ => None,
    };
    if let Some(what) = wrong {
        let message = format!(
            "`{}` is {what}: it was due {}, and the report goes to {as_at}",
            milestone.title, milestone.due.value
        );
        faults.push(
            "milestones",
            Diagnostic::error("figures/milestone", message)
                .at(&milestone.state.origin)
                .label(&milestone.due.origin, "due")
                .hint("set `state` to what has become of it, or correct `due`"),
        );
    }
}
