//! Decisions that a body is told of at its meetings: those taken since the one before (SI 2012/2089, reg. 19).

use chrono::{Months, NaiveDate};

use super::body::{Body, BodyType};
use super::council::{Council, Nation};
use super::dataset::Dataset;
use super::issue::{Decision, Issue};
use super::meeting::Meeting;

/// The days of which a meeting is told.
#[derive(Debug, Clone, Copy)]
pub struct Since {
    /// The day of the body's meeting before; `None` for the first that is known. What was decided on it could not be
    /// reported to it.
    pub last: Option<NaiveDate>,
    /// The day of the meeting, of which its next one is told.
    pub until: NaiveDate,
}

impl Since {
    /// Returns the days of which a meeting is told.
    pub fn last_meeting(data: &Dataset, meeting: &Meeting) -> Self {
        let before = data.previous_meeting(meeting);
        Self { last: before.map(|before| before.date.value), until: meeting.date.value }
    }

    /// Returns whether a day is one of them.
    pub fn has(self, day: NaiveDate) -> bool {
        day < self.until && self.last.is_none_or(|last| last <= day)
    }
}

/// Returns whether the executive of an English council must tell the Council of decisions under special urgency; England
/// and an executive are assumed where `council.json` does not say.
pub fn reports_urgency(data: &Dataset) -> bool {
    let Some(council) = &data.council else { return false };
    let nation = council.nation.as_ref().map_or(Nation::England, |nation| nation.value);
    nation == Nation::England && council.has_executive()
}

/// Returns whether a decision is the executive's: of a council that has one, at a meeting of the executive or at none.
pub fn is_executive(data: &Dataset, decision: &Decision) -> bool {
    let has_executive = data.council.as_ref().is_some_and(Council::has_executive);
    let meeting = decision.meeting.as_ref().and_then(|name| data.meeting(name.as_str()));
    let body = meeting.and_then(|meeting| data.body_of(meeting));
    has_executive && body.is_none_or(|body| body.r#type.value == BodyType::Executive)
}

/// Returns the executive decisions that were agreed as urgent (SI 2012/2089, reg. 11), each with its day and its issue,
/// in order of days.
pub fn urgent_decisions(data: &Dataset) -> Vec<(NaiveDate, &Decision, &Issue)> {
    let with_issue = data.decisions.iter().filter_map(|decision| {
        let issue = data.issue(decision.issue.as_ref()?)?;
        Some((data.day_of(decision)?, decision, issue))
    });
    let is_urgent = |(_, decision, issue): &(NaiveDate, &Decision, &Issue)| {
        issue.special_urgency.is_some() && is_executive(data, decision)
    };
    let mut urgent: Vec<_> = with_issue.filter(is_urgent).collect();
    urgent.sort_by_key(|(day, ..)| *day);
    urgent
}

/// Returns the meetings of the full Council that were or will be held, in order.
pub fn council_meetings(data: &Dataset) -> impl Iterator<Item = &Meeting> {
    data.meetings.iter().filter(|meeting| {
        let body = data.body_of(meeting);
        let is_council = body.is_some_and(|body| body.r#type.value == BodyType::Council);
        is_council && meeting.is_going_ahead()
    })
}

/// Returns the last day by which a decision under special urgency must have been reported to the Council: there is a
/// report at least once a year.
pub fn report_due(day: NaiveDate) -> Option<NaiveDate> {
    day.checked_add_months(Months::new(12))
}

/// Returns whether a body is told of decisions by officers: the first executive body of a council that has an
/// executive, or else the full Council.
pub fn hears_of_officers(data: &Dataset, body: &Body) -> bool {
    let has_executive = data.council.as_ref().is_none_or(Council::has_executive);
    let listening = if has_executive { BodyType::Executive } else { BodyType::Council };
    let first = data.bodies.iter().find(|other| other.r#type.value == listening);
    first.is_some_and(|first| first.id.value == body.id.value)
}
