//! What rules look at: the records, the calendar and today, with the look-ups that many of them need.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use chrono::NaiveDate;

use super::calendar::Calendar;
use crate::model::body::{Body, BodyType};
use crate::model::council::Nation;
use crate::model::dataset::Dataset;
use crate::model::issue::{Decision, Issue};
use crate::model::meeting::{AgendaLine, LineKind, Meeting};
use crate::model::minutes::{Minute, MinuteBook};
use crate::model::record::Located;
use crate::model::room::Room;
use crate::model::value::Reference;

/// The records, the calendar and today.
pub struct Facts<'a> {
    /// The council's records.
    pub data: &'a Dataset,
    /// Which days count towards a period.
    pub calendar: &'a Calendar,
    /// The day of the run, or that of `--today`.
    pub today: NaiveDate,
    /// The nation whose law applies; England where `council.json` gives none.
    pub nation: Nation,
    /// By the issue's key; worked out when first used.
    decision_days: OnceLock<BTreeMap<&'a str, Vec<DecisionDay<'a>>>>,
    /// Who was in the room, for each of the meetings that have minutes; worked out when first used.
    rooms: OnceLock<Vec<(&'a Meeting, Room<'a>)>>,
    /// The meetings that set a year's council tax, by name.
    tax_meetings: BTreeSet<&'a str>,
}

/// A day on which an issue was decided, or is to be.
pub struct DecisionDay<'a> {
    /// The day of the decision.
    pub day: NaiveDate,
    /// The meeting; `None` where the decision is not taken at one.
    pub meeting: Option<&'a Meeting>,
    /// What a message calls it: `the decision CAB10 (25/26)`, or `cabinet-2026-03-10`.
    pub what: String,
}

impl<'a> Facts<'a> {
    /// Returns the facts, of which only the nation is worked out at once.
    pub fn new(data: &'a Dataset, calendar: &'a Calendar, today: NaiveDate) -> Self {
        let nation = data.council.as_ref().and_then(|council| council.nation.as_ref());
        let cards = data.performance.values().filter_map(|tables| tables.council_tax.card());
        let tax_meetings = cards.filter_map(|card| card.meeting.as_ref());
        Self {
            data,
            calendar,
            today,
            nation: nation.map_or(Nation::England, |nation| nation.value),
            decision_days: OnceLock::new(),
            rooms: OnceLock::new(),
            tax_meetings: tax_meetings.map(|name| name.as_str()).collect(),
        }
    }

    /// Returns whether the data say that a meeting sets a year's council tax.
    pub fn sets_council_tax(&self, meeting: &Meeting) -> bool {
        self.tax_meetings.contains(meeting.meeting.as_str())
    }

    /// Returns whether the council has an executive, to which SI 2012/2089 applies;
    /// assumed where `council.json` does not say.
    pub fn has_executive(&self) -> bool {
        self.data.council.as_ref().is_none_or(|council| council.has_executive())
    }

    /// Returns the meetings that were or will be held, with their bodies: not those cancelled or postponed.
    pub fn meetings(&self) -> impl Iterator<Item = (&'a Meeting, &'a Body)> {
        let data = self.data;
        let held = data.meetings.iter().filter(|meeting| meeting.is_going_ahead());
        held.filter_map(|meeting| Some((meeting, data.body_of(meeting)?)))
    }

    /// Returns the meetings of the executive that were or will be held, with their items.
    pub fn executive_items(&self) -> impl Iterator<Item = (&'a Meeting, &'a AgendaLine)> {
        let data = self.data;
        self.meetings().filter(|(_, body)| body.r#type.value == BodyType::Executive).flat_map(
            |(meeting, _)| {
                let lines = data.agenda_of(meeting.meeting.as_str()).iter();
                lines.filter(|line| line.kind() == LineKind::Item).map(move |line| (meeting, line))
            },
        )
    }

    /// Returns whether the minutes of an item say that nobody was excluded for it: it was not reached, was taken in
    /// public after all, or nobody was there.
    pub fn excluded_nobody(&self, meeting: &Meeting, line: &AgendaLine) -> bool {
        let book = self.data.minutes.get(meeting.meeting.as_str());
        let minutes = book.into_iter().flat_map(|book| &book.items);
        let is_of_line =
            |minute: &&Minute| minute.item.as_ref().is_some_and(|number| line.has_number(number));
        let mut of_line = minutes.filter(is_of_line).peekable();
        of_line.peek().is_some() && of_line.all(|minute| minute.exclusion.is_some())
    }

    /// Returns the meetings that have minutes, with the minutes.
    pub fn minutes(&self) -> impl Iterator<Item = (&'a Meeting, &'a MinuteBook)> {
        let data = self.data;
        self.meetings().filter_map(|(meeting, _)| {
            Some((meeting, &**data.minutes.get(meeting.meeting.as_str())?))
        })
    }

    /// Returns the meetings that have minutes, with who was in the room.
    pub fn rooms(&self) -> &[(&'a Meeting, Room<'a>)] {
        self.rooms.get_or_init(|| {
            let rooms = self.minutes();
            rooms.map(|(meeting, book)| (meeting, Room::new(self.data, meeting, book))).collect()
        })
    }

    /// Returns the meeting with that name.
    pub fn meeting(&self, name: &str) -> Option<&'a Meeting> {
        self.data.meeting(name)
    }

    /// Returns the issue with that reference.
    pub fn issue(&self, reference: Option<&Located<Reference>>) -> Option<&'a Issue> {
        self.data.issue(&reference?.value)
    }

    /// Returns the body at whose meeting a decision was taken.
    pub fn body_of(&self, decision: &Decision) -> Option<&'a Body> {
        self.data.body_of(self.meeting(decision.meeting.as_ref()?.as_str())?)
    }

    /// Returns the day of a decision: its date, or else that of its meeting.
    pub fn day_of(&self, decision: &Decision) -> Option<NaiveDate> {
        let meeting = decision.meeting.as_ref().and_then(|name| self.meeting(name.as_str()));
        decision.date.as_ref().map(|date| date.value).or(meeting.map(|meeting| meeting.date.value))
    }

    /// Returns whether a decision is the executive's, whether taken at its meeting, by a member or
    /// by an officer.
    pub fn is_executive(&self, decision: &Decision) -> bool {
        self.has_executive()
            && match &decision.meeting {
                Some(_) => {
                    let body = self.body_of(decision);
                    body.is_some_and(|body| body.r#type.value == BodyType::Executive)
                }
                None => true,
            }
    }

    /// Returns whether an issue is for the executive to decide: no other body is among its makers.
    pub fn is_for_executive(&self, issue: &Issue) -> bool {
        let bodies = issue.maker.iter().filter_map(|maker| self.data.body(&maker.value));
        self.has_executive()
            && bodies.into_iter().all(|body| body.r#type.value == BodyType::Executive)
    }

    /// Returns whether a meeting that has an issue on its agenda is the one to decide it.
    ///
    /// An issue may be discussed before it is decided: a meeting counts if its body is among the
    /// makers, and its day among those on which the decision is due.
    pub fn is_decided_at(&self, issue: &Issue, meeting: &Meeting) -> bool {
        let is_maker = issue.maker.is_empty()
            || issue.maker.iter().any(|maker| maker.value == meeting.body.as_str());
        let day = meeting.date.value;
        let is_due = issue.due.as_ref().is_none_or(|due| {
            due.first_day().is_none_or(|first| first <= day)
                && due.last_day().is_none_or(|last| day <= last)
        });
        is_maker && is_due
    }

    /// Returns the days on which each issue was or will be decided, by the issue's key: those of its
    /// decisions and of agenda items, or else a single day that the plan gives.
    pub fn decision_days(&self) -> &BTreeMap<&'a str, Vec<DecisionDay<'a>>> {
        self.decision_days.get_or_init(|| self.find_decision_days())
    }

    fn find_decision_days(&self) -> BTreeMap<&'a str, Vec<DecisionDay<'a>>> {
        let mut days: BTreeMap<&str, Vec<DecisionDay<'_>>> = BTreeMap::new();
        for decision in &self.data.decisions {
            if let Some(issue) = self.issue(decision.issue.as_ref())
                && let Some(day) = self.day_of(decision)
            {
                let meeting =
                    decision.meeting.as_ref().and_then(|name| self.meeting(name.as_str()));
                let what = format!("the decision {}", decision.r#ref.written());
                days.entry(issue.r#ref.key()).or_default().push(DecisionDay { day, meeting, what });
            }
        }
        for (meeting, line) in self.executive_items() {
            if let Some(issue) = self.issue(line.issue.as_ref())
                && self.is_decided_at(issue, meeting)
            {
                let known = days.entry(issue.r#ref.key()).or_default();
                if known.iter().all(|decision_day| decision_day.day != meeting.date.value) {
                    let what = format!("item {} of {}", number(line), meeting.meeting.value);
                    known.push(DecisionDay {
                        day: meeting.date.value,
                        meeting: Some(meeting),
                        what,
                    });
                }
            }
        }
        for issue in &self.data.issues {
            if let Some(due) = &issue.due
                && let Some(day) = due.first_day().filter(|day| due.last_day() == Some(*day))
                && !days.contains_key(issue.r#ref.key())
            {
                let what = "the day in the plan".to_owned();
                days.entry(issue.r#ref.key()).or_default().push(DecisionDay {
                    day,
                    meeting: None,
                    what,
                });
            }
        }
        days
    }

    /// Returns the clear working days of notice that a meeting needs; `None` for Northern Ireland, whose
    /// rule is not in the catalogue.
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
    line.number.as_ref().map_or("without a number", |number| &number.value)
}

/// Returns words as a list: `reasons, alternatives and interests`.
pub fn joined(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}
