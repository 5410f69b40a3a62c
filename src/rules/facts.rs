//! What rules look at: the records, the calendar and today, with the look-ups that many of them need.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::NaiveDate;

use super::calendar::Calendar;
use crate::model::body::{Body, BodyType};
use crate::model::council::{Governance, Nation};
use crate::model::dataset::Dataset;
use crate::model::issue::{Decision, Issue};
use crate::model::meeting::{AgendaLine, LineKind, Meeting, Status};
use crate::model::minutes::MinuteBook;
use crate::model::record::Located;
use crate::model::value::Reference;

/// The records, the calendar and today.
pub struct Facts<'a> {
    /// The records.
    pub data: &'a Dataset,
    /// How days are counted.
    pub calendar: &'a Calendar,
    /// Today.
    pub today: NaiveDate,
    /// The nation whose law applies; England where the council does not say.
    pub nation: Nation,
    /// Worked out when first asked for.
    decided: OnceLock<BTreeMap<&'a str, Vec<Decided<'a>>>>,
}

/// A day on which an issue was decided, or is to be.
pub struct Decided<'a> {
    /// The day.
    pub day: NaiveDate,
    /// The meeting, where it is at one.
    pub meeting: Option<&'a Meeting>,
    /// What a message calls it: `the decision CAB10 (25/26)`, or `cabinet-2026-03-10`.
    pub what: String,
}

impl<'a> Facts<'a> {
    /// Gathers the facts.
    pub fn new(data: &'a Dataset, calendar: &'a Calendar, today: NaiveDate) -> Self {
        let nation = data.council.as_ref().and_then(|own| own.nation.as_ref());
        Self {
            data,
            calendar,
            today,
            nation: nation.map_or(Nation::England, |own| own.value),
            decided: OnceLock::new(),
        }
    }

    /// Returns whether the council has an executive, to which the Regulations of 2012 apply.
    pub fn has_executive(&self) -> bool {
        let governance = self.data.council.as_ref().and_then(|own| own.governance.as_ref());
        governance.is_none_or(|own| own.value == Governance::Executive)
    }

    /// Returns the meetings that were or will be held, with their bodies.
    pub fn meetings(&self) -> impl Iterator<Item = (&'a Meeting, &'a Body)> {
        let data = self.data;
        let held = data.meetings.iter();
        let held =
            held.filter(|own| !matches!(own.status(), Status::Cancelled | Status::Postponed));
        held.filter_map(|meeting| Some((meeting, data.body_of(meeting)?)))
    }

    /// Returns the meetings of the executive that were or will be held, with their items.
    pub fn executive_items(&self) -> impl Iterator<Item = (&'a Meeting, &'a AgendaLine)> {
        let data = self.data;
        self.meetings().filter(|(_, body)| body.r#type.value == BodyType::Executive).flat_map(
            |(meeting, _)| {
                let lines = data.agenda_of(meeting.meeting.as_str()).iter();
                lines.filter(|own| own.kind() == LineKind::Item).map(move |line| (meeting, line))
            },
        )
    }

    /// Returns the meetings that have minutes, with those.
    pub fn minutes(&self) -> impl Iterator<Item = (&'a Meeting, &'a MinuteBook)> {
        let data = self.data;
        self.meetings().filter_map(|(meeting, _)| {
            Some((meeting, &**data.minutes.get(meeting.meeting.as_str())?))
        })
    }

    /// Returns the meeting of that name.
    pub fn meeting(&self, name: &str) -> Option<&'a Meeting> {
        self.data.meeting(name)
    }

    /// Returns the issue of that reference.
    pub fn issue(&self, reference: Option<&Located<Reference>>) -> Option<&'a Issue> {
        self.data.issue(&reference?.value)
    }

    /// Returns the body at whose meeting a decision was taken.
    pub fn body_of(&self, decision: &Decision) -> Option<&'a Body> {
        self.data.body_of(self.meeting(decision.meeting.as_ref()?.as_str())?)
    }

    /// Returns the day of a decision.
    pub fn day_of(&self, decision: &Decision) -> Option<NaiveDate> {
        let meeting = decision.meeting.as_ref().and_then(|own| self.meeting(own.as_str()));
        decision.date.as_ref().map(|own| own.value).or(meeting.map(|own| own.date.value))
    }

    /// Returns whether a decision is the executive's: its own, a member's or an officer's.
    pub fn is_executive(&self, decision: &Decision) -> bool {
        self.has_executive()
            && match &decision.meeting {
                Some(_) => {
                    let body = self.body_of(decision);
                    body.is_some_and(|own| own.r#type.value == BodyType::Executive)
                }
                None => true,
            }
    }

    /// Returns whether an issue is for the executive to decide.
    pub fn is_for_executive(&self, issue: &Issue) -> bool {
        let bodies = issue.maker.iter().filter_map(|own| self.data.body(&own.value));
        self.has_executive()
            && bodies.into_iter().all(|own| own.r#type.value == BodyType::Executive)
    }

    /// Returns the items that an issue is on the agenda with, to be decided there.
    ///
    /// An issue may be talked about before it is decided: an item counts where the body is one of
    /// those that decide, and the day is one on which the decision is due.
    pub fn is_decided_at(&self, issue: &Issue, meeting: &Meeting) -> bool {
        let is_maker = issue.maker.is_empty()
            || issue.maker.iter().any(|own| own.value == meeting.body.as_str());
        let day = meeting.date.value;
        let is_due = issue.due.as_ref().is_none_or(|due| {
            due.first_day().is_none_or(|first| first <= day)
                && due.last_day().is_none_or(|last| day <= last)
        });
        is_maker && is_due
    }

    /// Returns when each issue was decided or is to be, by the issue's key: as its decisions say, or
    /// else the agendas of meetings, or else a day in the plan.
    pub fn decided(&self) -> &BTreeMap<&'a str, Vec<Decided<'a>>> {
        self.decided.get_or_init(|| self.find_decided())
    }

    fn find_decided(&self) -> BTreeMap<&'a str, Vec<Decided<'a>>> {
        let mut decided: BTreeMap<&str, Vec<Decided<'_>>> = BTreeMap::new();
        for decision in &self.data.decisions {
            if let Some(issue) = self.issue(decision.issue.as_ref())
                && let Some(day) = self.day_of(decision)
            {
                let meeting = decision.meeting.as_ref().and_then(|own| self.meeting(own.as_str()));
                let what = format!("the decision {}", decision.r#ref.written());
                decided.entry(issue.r#ref.key()).or_default().push(Decided { day, meeting, what });
            }
        }
        for (meeting, line) in self.executive_items() {
            if let Some(issue) = self.issue(line.issue.as_ref())
                && self.is_decided_at(issue, meeting)
            {
                let found = decided.entry(issue.r#ref.key()).or_default();
                if found.iter().all(|own| own.day != meeting.date.value) {
                    let what = format!("item {} of {}", number(line), meeting.meeting.value);
                    found.push(Decided { day: meeting.date.value, meeting: Some(meeting), what });
                }
            }
        }
        for issue in &self.data.issues {
            if let Some(due) = &issue.due
                && let Some(day) = due.first_day().filter(|day| due.last_day() == Some(*day))
                && !decided.contains_key(issue.r#ref.key())
            {
                let what = "the day in the plan".to_owned();
                decided.entry(issue.r#ref.key()).or_default().push(Decided {
                    day,
                    meeting: None,
                    what,
                });
            }
        }
        decided
    }

    /// Returns the clear days of notice that a meeting needs, and the law that says so; `None` where
    /// no rule is known.
    pub fn notice_days(&self) -> Option<u32> {
        match self.nation {
            Nation::England => Some(5),
            Nation::Wales | Nation::Scotland => Some(3),
            Nation::NorthernIreland => None,
        }
    }
}

/// Returns an item's number as messages give it.
pub fn number(line: &AgendaLine) -> &str {
    line.number.as_ref().map_or("without a number", |own| &own.value)
}

/// Returns words as a list: `reasons, alternatives and interests`.
pub fn joined(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// Returns a number with its noun: `1 clear day`, `4 clear days`.
pub fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
