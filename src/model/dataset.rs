//! Everything that a run knows: the tables, and how their rows belong together.

use std::collections::BTreeMap;

use super::body::{Body, Member};
use super::calendar::{Closure, HolidayList};
use super::council::Council;
use super::issue::{Decision, FollowUp, Issue, Override, WorkItem};
use super::meeting::{AgendaLine, Meeting, Paper};
use super::minutes::MinuteBook;
use super::performance::{
    CapitalScheme, Commitment, FinanceLine, Indicator, Milestone, ReportCard, Risk, Saving,
    WorkforceMeasure,
};
use super::record::RichText;
use super::value::{Quarter, Reference};
use crate::diag::Origin;

/// A row or file that could not be read, so that what depends on it can't be made.
#[derive(Debug, Clone)]
pub struct Lost {
    /// The table.
    pub table: &'static str,
    /// The meeting, body or period that it belongs to, where that much could be read.
    pub key: Option<String>,
    /// Its place.
    pub origin: Origin,
}

/// A council's records.
#[derive(Debug, Clone, Default)]
pub struct Dataset {
    /// The council; absent where its file can't be read, when no document can be made.
    pub council: Option<Council>,
    /// The bodies.
    pub bodies: Vec<Body>,
    /// The seats on them.
    pub members: Vec<Member>,
    /// The meetings, by date, then time, then name.
    pub meetings: Vec<Meeting>,
    /// Agenda lines in order, by meeting.
    pub agenda: BTreeMap<String, Vec<AgendaLine>>,
    /// Papers in order of rows, by meeting.
    pub papers: BTreeMap<String, Vec<Paper>>,
    /// Reports written as Djot texts, by file below `documents/`.
    pub reports: BTreeMap<String, RichText>,
    /// The issues.
    pub issues: Vec<Issue>,
    /// The decisions.
    pub decisions: Vec<Decision>,
    /// The minutes, by meeting.
    pub minutes: BTreeMap<String, MinuteBook>,
    /// What is followed up.
    pub follow_ups: Vec<FollowUp>,
    /// Faults that the council has decided to live with.
    pub overrides: Vec<Override>,
    /// What scrutiny plans.
    pub work_programme: Vec<WorkItem>,
    /// The quarters.
    pub performance: BTreeMap<Quarter, Performance>,
    /// Bank holidays.
    pub holidays: Vec<HolidayList>,
    /// The council's own closure days.
    pub closures: Vec<Closure>,
    /// Tables that are there and have no rows.
    pub empty: Vec<(&'static str, Origin)>,
    /// What could not be read.
    pub lost: Vec<Lost>,
}

/// A quarter's data.
#[derive(Debug, Clone, Default)]
pub struct Performance {
    /// What the report says of itself.
    pub card: Option<ReportCard>,
    /// The indicators, by number.
    pub indicators: Vec<Indicator>,
    /// The revenue budget.
    pub finance: Vec<FinanceLine>,
    /// The savings.
    pub savings: Vec<Saving>,
    /// The capital schemes.
    pub capital: Vec<CapitalScheme>,
    /// The risks.
    pub risks: Vec<Risk>,
    /// The workforce.
    pub workforce: Vec<WorkforceMeasure>,
    /// The promises.
    pub commitments: Vec<Commitment>,
    /// The milestones.
    pub milestones: Vec<Milestone>,
}

impl Dataset {
    /// Returns the meeting of that name.
    pub fn meeting(&self, name: &str) -> Option<&Meeting> {
        self.meetings.iter().find(|meeting| meeting.meeting.as_str() == name)
    }

    /// Returns the body of that id.
    pub fn body(&self, id: &str) -> Option<&Body> {
        self.bodies.iter().find(|body| body.id.as_str() == id)
    }

    /// Returns the body that holds a meeting.
    pub fn body_of(&self, meeting: &Meeting) -> Option<&Body> {
        self.body(meeting.body.as_str())
    }

    /// Returns the seats on a body, in order of rows.
    pub fn members_of<'a>(&'a self, body: &'a str) -> impl Iterator<Item = &'a Member> {
        self.members.iter().filter(move |member| member.body.as_str() == body)
    }

    /// Returns the lines of a meeting's agenda, in order.
    pub fn agenda_of(&self, meeting: &str) -> &[AgendaLine] {
        self.agenda.get(meeting).map_or(&[], Vec::as_slice)
    }

    /// Returns the papers of a meeting.
    pub fn papers_of(&self, meeting: &str) -> &[Paper] {
        self.papers.get(meeting).map_or(&[], Vec::as_slice)
    }

    /// Returns the agenda item of that number.
    pub fn item(&self, meeting: &str, number: &str) -> Option<&AgendaLine> {
        self.agenda_of(meeting).iter().find(|line| line.has_number(number))
    }

    /// Returns the issue of that reference.
    pub fn issue(&self, reference: &Reference) -> Option<&Issue> {
        self.issues.iter().find(|issue| issue.r#ref.value == *reference)
    }

    /// Records that something could not be read.
    pub fn lose(&mut self, table: &'static str, key: Option<String>, origin: &Origin) {
        self.lost.push(Lost { table, key, origin: origin.clone() });
    }

    /// Returns whether something of a table was lost that surely belonged to a meeting or period:
    /// its own row or file, or the whole table.
    pub fn has_lost(&self, table: &str, key: &str) -> bool {
        self.lost.iter().filter(|lost| lost.table == table).any(|lost| match &lost.key {
            Some(own) => own == key,
            None => lost.origin.range().is_none(),
        })
    }

    /// Returns the names of meetings whose own rows were lost, among those that others give.
    pub fn lost_meetings<'a>(
        &self,
        names: impl Iterator<Item = &'a String>,
    ) -> impl Iterator<Item = &'a String> {
        names.filter(|name| self.meeting(name).is_none() && self.has_lost("meetings", name))
    }

    /// Returns what is lost of a table for a meeting or period; rows whose key is unknown count for all.
    pub fn lost_of<'a>(&'a self, table: &'a str, key: &'a str) -> impl Iterator<Item = &'a Lost> {
        self.lost.iter().filter(move |lost| {
            lost.table == table && lost.key.as_deref().is_none_or(|own| own == key)
        })
    }
}
