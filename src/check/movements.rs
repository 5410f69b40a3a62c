//! Members who come and go: nobody leaves twice without returning, or returns without having left.

use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::model::minutes::{MinuteBook, Movement};
use crate::model::room::Room;
use crate::model::value::TimeOfDay;

/// A member who came or went, once.
struct Step<'a> {
    /// Whether they came.
    arrived: bool,
    time: TimeOfDay,
    name: &'a str,
    origin: &'a Origin,
}

/// Checks the movements of a meeting; those of people who are not named as being there are reported elsewhere.
pub(super) fn check(diags: &mut Diagnostics, room: &Room<'_>, book: &MinuteBook) {
    // By the place of the name among those present, which each sitting lists by itself.
    let mut all: Vec<(&Origin, Vec<Step<'_>>)> = Vec::new();
    for (at, minute) in book.items.iter().enumerate() {
        for movement in &minute.movements {
            let Some(present) = room.find(&movement.member, at) else { continue };
            let place = &present.attendee.name.origin;
            match all.iter_mut().find(|(member, _)| *member == place) {
                Some((_, steps)) => steps.extend(steps_of(movement)),
                None => all.push((place, steps_of(movement))),
            }
        }
    }
    all.sort_by_key(|(member, _)| *member);
    for (_, steps) in &all {
        for pair in steps.windows(2) {
            let [before, after] = pair else { continue };
            if before.arrived == after.arrived {
                diags.push(contradiction(before, after));
            } else if after.time < before.time {
                diags.push(backwards(before, after));
            }
        }
    }
}

/// Returns the steps of a movement, in the order of their times.
fn steps_of(movement: &Movement) -> Vec<Step<'_>> {
    let step = |arrived: bool, time: TimeOfDay, origin| Step {
        arrived,
        time,
        name: movement.member.value.as_str(),
        origin,
    };
    let arrived = movement.arrived.as_ref().map(|time| step(true, time.value, &time.origin));
    let left = movement.left.as_ref().map(|time| step(false, time.value, &time.origin));
    let mut steps: Vec<Step<'_>> = arrived.into_iter().chain(left).collect();
    steps.sort_by_key(|step| step.time);
    steps
}

/// Returns the error for somebody who came when they were there, or left when they had gone.
fn contradiction(before: &Step<'_>, after: &Step<'_>) -> Diagnostic {
    let (name, first, second) = (after.name, before.time, after.time);
    let (message, hint) = if after.arrived {
        (
            format!("`{name}` arrived at {second}, and was there already, from {first}"),
            "say under `movements` when they left in between, or remove one of the two",
        )
    } else {
        (
            format!("`{name}` left at {second}, and had left already, at {first}"),
            "say under `movements` when they returned in between, or remove one of the two",
        )
    };
    Diagnostic::new(Code::DataContradiction, message)
        .at(after.origin)
        .label(before.origin, "the time before")
        .hint(hint)
}

/// Returns the error for somebody whose times run backwards.
fn backwards(before: &Step<'_>, after: &Step<'_>) -> Diagnostic {
    let word = |step: &Step<'_>| if step.arrived { "arrived" } else { "left" };
    let message = format!(
        "`{}` {} at {}, and before that {} at {}",
        after.name,
        word(after),
        after.time,
        word(before),
        before.time
    );
    Diagnostic::new(Code::DataContradiction, message)
        .at(after.origin)
        .label(before.origin, "the time before")
        .hint("correct one of the times, or move one to the minute in which it was")
}
