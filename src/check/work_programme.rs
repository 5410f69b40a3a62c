//! Work programmes: issues that there are not, and what rows say became of their items against agendas and minutes.

use super::references::unknown_issue;
use super::{Blocks, Findings};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::model::dataset::Dataset;
use crate::model::issue::{ItemOutcome, WorkItem};
use crate::model::record::Located;
use crate::model::value::long_date;
use crate::model::work_programme::{self, Considered};

/// Checks the items of all work programmes.
pub(super) fn check(found: &mut Findings, data: &Dataset) {
    let lost = ["meetings", "agenda"].iter().any(|table| data.unread(table).next().is_some());
    for item in &data.work_programme {
        let mut diags = Diagnostics::default();
        let unknown = item.issue.as_ref().and_then(|issue| unknown_issue(data, issue));
        let has_issue = unknown.is_none();
        unknown.into_iter().for_each(|unknown| diags.push(unknown));
        lacking(&mut diags, item);
        if has_issue && !lost {
            outcome(&mut diags, data, item);
        }
        found.add(diags, Blocks::of("work-programme", item.body.as_str()));
    }
}

/// Warns of items that were dropped or moved where nothing says why, or to when.
fn lacking(diags: &mut Diagnostics, item: &WorkItem) {
    let Some(outcome) = &item.outcome else {
        if let Some(moved_to) = &item.moved_to {
            let message = format!("`{}` has `moved-to`, and `outcome` is empty", item.item.value);
            diags.push(contradiction(message, &moved_to.origin).hint("set `outcome` to `moved`"));
        }
        return;
    };
    let is_moved = outcome.value == ItemOutcome::Moved;
    if let Some(moved_to) = item.moved_to.as_ref().filter(|_| !is_moved) {
        let message =
            format!("`{}` was {}, and `moved-to` is filled in", item.item.value, outcome.word());
        diags.push(
            contradiction(message, &moved_to.origin)
                .label(&outcome.origin, "the outcome")
                .hint("correct `outcome`, or empty `moved-to`"),
        );
    }
    let is_taken = outcome.value == ItemOutcome::Taken;
    let mut missing = Vec::new();
    if is_moved && item.moved_to.is_none() {
        missing.push("moved-to");
    }
    if !is_taken && item.why.as_ref().is_none_or(|why| why.0.is_empty()) {
        missing.push("why");
    }
    if !missing.is_empty() {
        let columns = missing.join("` and `");
        let message = format!(
            "`{}` was {}, and `{columns}` {} empty",
            item.item.value,
            outcome.word(),
            if missing.len() == 1 { "is" } else { "are" }
        );
        diags.push(
            Diagnostic::new(Code::WorkProgrammeNoReason, message)
                .at(&outcome.origin)
                .hint(format!("fill in `{columns}`")),
        );
    }
}

/// Warns of an outcome that agendas contradict.
fn outcome(diags: &mut Diagnostics, data: &Dataset, item: &WorkItem) {
    let Some(outcome) = &item.outcome else { return };
    let considered = work_programme::considered(data, item);
    let message = match (outcome.value, considered) {
        (ItemOutcome::Taken, None) => not_taken(data, item),
        (ItemOutcome::Taken, Some(on)) if !on.is_held(data) => Some(format!(
            "`{}` is said to have been taken, and the meeting that has it on its agenda is on {} and not yet held",
            item.item.value,
            long_date(on.meeting.date.value)
        )),
        (ItemOutcome::Dropped, Some(on)) => Some(on_agenda(item, outcome, on)),
        (ItemOutcome::Moved, Some(on)) if !on.later => Some(on_agenda(item, outcome, on)),
        (ItemOutcome::Taken | ItemOutcome::Moved, Some(_))
        | (ItemOutcome::Moved | ItemOutcome::Dropped, None) => None,
    };
    if let Some(message) = message {
        diags.push(contradiction(message, &outcome.origin).hint(
            "correct `outcome` or `issue`; where the issue is on an agenda of the body, `outcome` may be left empty",
        ));
    }
}

/// Returns what is wrong with an item that is said to have been taken and is on no agenda.
fn not_taken(data: &Dataset, item: &WorkItem) -> Option<String> {
    let (title, body) = (&item.item.value, item.body.as_str());
    if let Some(issue) = &item.issue {
        let issue = issue.written();
        return Some(format!(
            "`{title}` is said to have been taken, and no agenda of `{body}` at or after that time has the issue {issue}"
        ));
    }
    // Without an issue, only whether the body met then can be told.
    let (first, last) = work_programme::near(item)?;
    let is_in_time = |day| first <= day && day <= last;
    let mut meetings = data.meetings.iter().filter(|meeting| meeting.body.as_str() == body);
    let met = meetings.any(|meeting| {
        is_in_time(meeting.date.value)
            && meeting.is_going_ahead()
            && (data.today.is_none_or(|today| meeting.date.value <= today)
                || work_programme::is_held(data, meeting))
    });
    (!met).then(|| {
        format!("`{title}` is said to have been taken, and `meetings` has no meeting of `{body}` about that time that has been held")
    })
}

/// Returns what is wrong with an item that was not taken as planned and is on an agenda.
fn on_agenda(item: &WorkItem, outcome: &Located<ItemOutcome>, on: Considered<'_>) -> String {
    format!(
        "`{}` is said to have been {}, and its issue is on the agenda of {} on {}",
        item.item.value,
        outcome.word(),
        on.meeting.meeting.value,
        long_date(on.meeting.date.value)
    )
}

fn contradiction(message: String, place: &Origin) -> Diagnostic {
    Diagnostic::new(Code::WorkProgrammeContradicted, message).at(place)
}
