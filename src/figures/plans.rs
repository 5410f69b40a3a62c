//! Checks of commitments and milestones: numbers of measures, hundred-day periods, and states that
//! the calendar contradicts.

use chrono::{Days, NaiveDate};

use super::doubts::unknown_measure;
use super::{Context, Faults};
use crate::diag::{Code, Diagnostic};
use crate::model::performance::{Milestone, MilestoneState};

pub(super) fn check(faults: &mut Faults, ctx: &Context<'_>) {
    for commitment in &ctx.figures.commitments {
        for number in &commitment.indicators {
            if ctx.figures.indicator(number.value).is_none() {
                unknown_measure(faults, ctx, "commitments", number.value, &number.origin);
            }
        }
    }
    for milestone in &ctx.figures.milestones {
        check_hundred_days(faults, ctx, milestone);
        check_state(faults, ctx, milestone);
    }
}

/// Returns the first and the last day of one of a programme's hundred-day periods, numbered from 1.
/// `None` for number 0, and where the calendar ends.
pub fn hundred_days(start: NaiveDate, number: u32) -> Option<(NaiveDate, NaiveDate)> {
    let before = u64::from(number.checked_sub(1)?) * 100;
    let first = start.checked_add_days(Days::new(before))?;
    Some((first, first.checked_add_days(Days::new(99))?))
}

fn check_hundred_days(faults: &mut Faults, ctx: &Context<'_>, milestone: &Milestone) {
    let Some(number) = &milestone.hundred_days else { return };
    let programme = ctx.figures.programmes.programme(&milestone.programme);
    let Some(start) = programme.and_then(|programme| programme.start.as_ref()) else { return };
    let Some((first, last)) = hundred_days(start.value, number.value) else { return };
    let outside = milestone.due.first_day().is_some_and(|day| last < day)
        || milestone.due.last_day().is_some_and(|day| day < first);
    if outside {
        let message = format!(
            "`{}` is due {}; hundred-day period {} of the programme runs from {first} to {last}",
            milestone.title, milestone.due.value, number.value
        );
        faults.push(
            "milestones",
            Diagnostic::new(Code::FiguresHundredDays, message)
                .at(&number.origin)
                .label(&milestone.due.origin, "due")
                .label(&start.origin, "the programme's first day")
                .hint("correct `due` or `hundred-days`"),
        );
    }
}

/// Reports milestones whose state the calendar contradicts.
fn check_state(faults: &mut Faults, ctx: &Context<'_>, milestone: &Milestone) {
    let as_at = ctx.figures.as_at(ctx.period);
    let is_past = milestone.due.last_day().is_some_and(|day| day < as_at);
    let is_to_come = milestone.due.first_day().is_some_and(|day| as_at < day);
    let wrong = match milestone.state.value {
        MilestoneState::Missed if is_to_come => Some("marked as missed, but is not due yet"),
        MilestoneState::OnCourse | MilestoneState::NotStarted | MilestoneState::AtRisk
            if is_past =>
        {
            Some("neither reached nor missed, but its date has passed")
        }
        _ => None,
    };
    if let Some(what) = wrong {
        let message = format!(
            "`{}` is {what}: `due` is {}, and the report is made up to {as_at}",
            milestone.title, milestone.due.value
        );
        faults.push(
            "milestones",
            Diagnostic::new(Code::FiguresMilestone, message)
                .at(&milestone.state.origin)
                .label(&milestone.due.origin, "due")
                .hint("correct `state` or `due`"),
        );
    }
}
