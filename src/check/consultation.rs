//! Meetings at which an issue is consulted on: those that there are not, those that are not held, and those that come too
//! late for the decision.

use super::Findings;
use super::references::is_meeting;
use crate::diag::{Code, Diagnostic};
use crate::model::dataset::Dataset;
use crate::model::issue::Issue;
use crate::model::meeting::{Meeting, Status};
use crate::model::value::long_date;

/// Checks the meetings that issues name in `consulted-at`.
pub(super) fn check(found: &mut Findings, data: &Dataset) {
    for issue in &data.issues {
        for name in &issue.consulted_at {
            if !is_meeting(found, data, name, Vec::new()) {
                continue;
            }
            let Some(meeting) = data.meeting(name.as_str()) else { continue };
            let diagnostic = not_held(data, issue, meeting).or_else(|| late(data, issue, meeting));
            if let Some(diagnostic) = diagnostic {
                found.push(diagnostic.at(&name.origin).label(&meeting.origin, "the meeting"), None);
            }
        }
    }
}

/// Returns the warning for a meeting that is cancelled or moved.
fn not_held(data: &Dataset, issue: &Issue, meeting: &Meeting) -> Option<Diagnostic> {
    if meeting.is_going_ahead() {
        return None;
    }
    let (name, status) = (meeting.meeting.as_str(), meeting.status());
    let message = format!(
        "{} is to be consulted on at {name}, on {}, and that meeting is {}",
        issue.r#ref.written(),
        long_date(meeting.date.value),
        status.word()
    );
    let hint = match data.meeting_on_new_day(meeting) {
        Some(next) => format!(
            "name `{}`, its new day, if the issue is consulted on then",
            next.meeting.as_str()
        ),
        None if status == Status::Postponed => {
            "name the meeting on its new day, if the issue is consulted on then".to_owned()
        }
        None => "name another meeting, or take it out".to_owned(),
    };
    Some(Diagnostic::new(Code::ConsultationNotHeld, message).hint(hint))
}

/// Returns the warning for a meeting after the day on which the decision was taken or is due.
fn late(data: &Dataset, issue: &Issue, meeting: &Meeting) -> Option<Diagnostic> {
    let taken = data.decisions_on(&issue.r#ref).filter_map(|decision| data.day_of(decision)).min();
    let due = || issue.due.as_ref().and_then(|due| due.last_day());
    let (day, what) = match taken {
        Some(day) => (day, "the decision was taken on"),
        None => (due()?, "the decision is due by"),
    };
    if meeting.date.value <= day {
        return None;
    }
    let message = format!(
        "{} is to be consulted on at {}, on {}, and {what} {}",
        issue.r#ref.written(),
        meeting.meeting.as_str(),
        long_date(meeting.date.value),
        long_date(day)
    );
    Some(
        Diagnostic::new(Code::ConsultationTooLate, message)
            .hint("name an earlier meeting, or correct when the decision is due"),
    )
}
