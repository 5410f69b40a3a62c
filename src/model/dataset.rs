//! A council's records as one value: every table, and the look-ups from one table to another.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, OnceLock};

use super::assurance::{Assurance, ReviewFinding};
use super::body::{Body, Member, Officer};
use super::bundle::PublishedBundle;
use super::calendar::{Closure, HolidayList};
use super::complaints::Complaints;
use super::council::Council;
use super::council_tax::CouncilTax;
use super::governance::Governance;
use super::issue::{Decision, FollowUp, Issue, Override, WorkItem};
use super::keys::{by, sitting};
use super::meeting::{AgendaLine, Meeting, Paper, Status};
use super::minutes::{Minute, MinuteBook};
use super::performance::{
    Benchmark, CapitalScheme, Commitment, FinanceLine, Indicator, Milestone, ReportCard, Resources,
    Risk, RiskAppetite, RiskMatrix, RiskMatrixSettings, Saving, TypedTotal, WorkforceMeasure,
};
use super::programmes::Programmes;
use super::record::{Located, Text};
use super::rows::Rows;
use super::strategy::Strategies;
use super::value::{Reference, ReportingPeriod, Slug};
use chrono::NaiveDate;
use diag::Origin;

/// What rows of `documents` that are appendices to minutes, and their files, are called where they are lost: of all
/// papers, minutes need these alone.
pub const MINUTES_APPENDICES: &str = "documents/minutes";

/// A row or file that could not be read, or of which nobody knows who may see it, so that what depends on it
/// can't be made.
#[derive(Debug, Clone)]
pub struct Lost {
    /// The table's name.
    pub table: &'static str,
    /// The meeting, body or period that it belongs to, where that much could be read.
    pub key: Option<String>,
    /// Where it is, for diagnostics.
    pub origin: Origin,
    /// Whether it was read, and is missing only from what the public sees.
    pub for_public_only: bool,
}

/// A council's records.
#[derive(Debug, Clone, Default)]
pub struct Dataset {
    /// The council; absent where its file can't be read, when no document can be made.
    pub council: Option<Council>,
    /// The bodies.
    pub bodies: Vec<Body>,
    /// The seats on the bodies.
    pub members: Rows<Member>,
    /// The officers.
    pub officers: Rows<Officer>,
    /// The meetings, by date, then time, then name.
    pub meetings: Rows<Meeting>,
    /// Agenda lines in order, by meeting.
    pub agenda: Agendas,
    /// Papers in order of rows, by meeting.
    pub papers: BTreeMap<String, Vec<Paper>>,
    /// Reports written as Djot texts, by file below `documents/`.
    pub reports: BTreeMap<String, Text>,
    /// The issues.
    pub issues: Rows<Issue>,
    /// The decisions.
    pub decisions: Rows<Decision>,
    /// The minutes, by meeting.
    pub minutes: BTreeMap<String, Arc<MinuteBook>>,
    /// Resolutions, actions and recommendations that are followed up.
    pub follow_ups: Rows<FollowUp>,
    /// Faults that the council has decided to accept.
    pub overrides: Vec<Override>,
    /// The items of the scrutiny work programme.
    pub work_programme: Vec<WorkItem>,
    /// Reviews of the council.
    pub assurance: Assurance,
    /// Boards, posts and briefings.
    pub governance: Governance,
    /// Strategies, and how services assess themselves.
    pub strategies: Strategies,
    /// Performance data, by period.
    pub performance: BTreeMap<ReportingPeriod, Performance>,
    /// The GOV.UK bank-holiday lists.
    pub holidays: Vec<HolidayList>,
    /// Days on which the council is closed, bank holidays aside.
    pub closures: Vec<Closure>,
    /// Tables whose file exists but has no rows, with the file's place.
    pub empty: Vec<(&'static str, Origin)>,
    /// Rows and files that could not be read.
    pub lost: Vec<Lost>,
    /// The day that is taken for today; `None` where nothing is held against it.
    pub today: Option<NaiveDate>,
    /// What is published of packs, by meeting; it is no part of the records, but of what was made of them.
    pub published: BTreeMap<String, Vec<PublishedBundle>>,
}

/// A period's data.
#[derive(Debug, Clone, Default)]
pub struct Performance {
    /// The report's title, portfolios, sections and editions.
    pub card: Option<ReportCard>,
    /// The indicators, by number.
    pub indicators: Vec<Indicator>,
    /// What others reached, to compare the indicators with.
    pub benchmarks: Vec<Benchmark>,
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
    /// The strategies' commitments.
    pub commitments: Vec<Commitment>,
    /// The milestones.
    pub milestones: Vec<Milestone>,
    /// The findings of reviews.
    pub findings: Vec<ReviewFinding>,
    /// The complaints.
    pub complaints: Vec<Complaints>,
    /// Programmes and their workstreams.
    pub programmes: Programmes,
    /// The year's council tax.
    pub council_tax: CouncilTax,
    /// Reserves, changes of the budget and the capital programme, and the like.
    pub resources: Resources,
    /// Totals typed below the rows of money.
    pub totals: Vec<TypedTotal>,
    /// The matrix that risks are scored by, where the report's card or the council sets it.
    pub risk_matrix: Option<RiskMatrixSettings>,
    /// How much risk of each category the council accepts, by the report's card or else by the council.
    pub risk_appetite: Vec<RiskAppetite>,
}

impl Performance {
    /// Returns the indicator with a number, which is the same in every period.
    pub fn indicator(&self, number: u32) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.number.value == number)
    }

    /// Returns the numbers of the indicators that only members and officers may read.
    pub fn internal(&self) -> impl Iterator<Item = u32> + '_ {
        let internal = self.indicators.iter().filter(|indicator| indicator.is_internal());
        internal.map(|indicator| indicator.number.value)
    }

    /// Returns it without the indicators that only members and officers may read, and without what others say of them; a copy
    /// only where there are any.
    pub fn without_internal(&self) -> Cow<'_, Self> {
        let internal: Vec<u32> = self.internal().collect();
        if internal.is_empty() {
            return Cow::Borrowed(self);
        }
        let is_open = |number: u32| !internal.contains(&number);
        let mut open = self.clone();
        open.indicators.retain(|indicator| is_open(indicator.number.value));
        open.benchmarks.retain(|benchmark| is_open(benchmark.indicator.value));
        for commitment in &mut open.commitments {
            commitment.indicators.retain(|number| is_open(number.value));
        }
        Cow::Owned(open)
    }

    /// Returns what blue stands for as a rating; `None` where the report's card does not say.
    pub fn blue_means(&self) -> Option<&Located<String>> {
        self.card.as_ref().and_then(|card| card.blue_means.as_ref())
    }

    /// Returns what grey stands for as a rating; `None` where the report's card does not say.
    pub fn grey_means(&self) -> Option<&Located<String>> {
        self.card.as_ref().and_then(|card| card.grey_means.as_ref())
    }

    /// Returns the day to which the report of a period goes: that of its card, or else the period's last.
    pub fn as_at(&self, period: ReportingPeriod) -> NaiveDate {
        let card = self.card.as_ref().and_then(|card| card.as_at.as_ref());
        card.map_or(period.last_day(), |date| date.value)
    }

    /// Returns the matrix that risks are scored by.
    pub fn matrix(&self) -> RiskMatrix {
        RiskMatrix::of(self.risk_matrix.as_ref())
    }

    /// Returns whether it has a row that a report can be made of.
    pub fn has_rows(&self) -> bool {
        let Self {
            card: _,
            indicators,
            benchmarks: _,
            finance,
            savings,
            capital,
            risks,
            workforce,
            commitments,
            milestones,
            // Papers on them are made of their own accord.
            findings: _,
            complaints: _,
            programmes: _,
            council_tax: _,
            resources,
            totals: _,
            risk_matrix: _,
            risk_appetite: _,
        } = self;
        let has_money = !(finance.is_empty() && savings.is_empty() && capital.is_empty());
        let has_plans = !(risks.is_empty() && commitments.is_empty() && milestones.is_empty());
        has_money
            || has_plans
            || !resources.is_empty()
            || !(indicators.is_empty() && workforce.is_empty())
    }
}

/// The key of an issue, a meeting and the place of a line on its agenda.
type AgendaEntry = (Box<str>, Box<str>, usize);

/// Agenda lines in order, by meeting. A copy shares them until one of the two changes.
#[derive(Debug, Clone, Default)]
pub struct Agendas {
    by_meeting: BTreeMap<String, Arc<Vec<AgendaLine>>>,
    /// Sorted; built on first use, and again after each change.
    by_issue: OnceLock<Vec<AgendaEntry>>,
}

impl Agendas {
    /// Returns the meetings that have lines on an issue, by name, with the places of those lines.
    fn on(&self, issue: &Reference) -> impl Iterator<Item = (&str, usize)> {
        let index = self.by_issue.get_or_init(|| self.indexed());
        let first = index.partition_point(|(reference, ..)| **reference < *issue.key());
        let same = index[first..].partition_point(|(reference, ..)| **reference == *issue.key());
        index[first..first + same].iter().map(|(_, meeting, at)| (&**meeting, *at))
    }

    fn indexed(&self) -> Vec<AgendaEntry> {
        let of_meeting = |(meeting, lines): (&String, &Arc<Vec<AgendaLine>>)| {
            let keys = lines.iter().enumerate().filter_map(|(at, line)| {
                let issue = line.issue.as_ref()?;
                Some((issue.key().into(), meeting.as_str().into(), at))
            });
            keys.collect::<Vec<_>>()
        };
        let mut index: Vec<_> = self.by_meeting.iter().flat_map(of_meeting).collect();
        index.sort_unstable();
        index
    }
}

impl Deref for Agendas {
    type Target = BTreeMap<String, Arc<Vec<AgendaLine>>>;

    fn deref(&self) -> &Self::Target {
        &self.by_meeting
    }
}

impl DerefMut for Agendas {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.by_issue.take();
        &mut self.by_meeting
    }
}

impl Dataset {
    /// Returns the meeting with that name, which is its `meeting` column.
    pub fn meeting(&self, name: &str) -> Option<&Meeting> {
        self.meetings.with(by::MEETING, name).next()
    }

    /// Returns the meeting of the same body on the new day of one that is postponed or adjourned.
    pub fn meeting_on_new_day(&self, meeting: &Meeting) -> Option<&Meeting> {
        let new_date = meeting.new_date.as_ref()?.value;
        self.meetings.iter().find(|next| {
            next.body.value == meeting.body.value
                && next.date.value == new_date
                && next.meeting.value != meeting.meeting.value
                && next.is_going_ahead()
        })
    }

    /// Returns the new day of a postponed meeting, where it has no row.
    pub fn new_day_without_row<'a>(&self, meeting: &'a Meeting) -> Option<&'a Located<NaiveDate>> {
        let new_date = meeting.new_date.as_ref()?;
        let is_moved = meeting.status() == Status::Postponed && meeting.date.value < new_date.value;
        (is_moved && self.meeting_on_new_day(meeting).is_none()).then_some(new_date)
    }

    /// Returns the periods that a report can be made of, in their order.
    pub fn reported(&self) -> impl Iterator<Item = (ReportingPeriod, &Performance)> {
        let reported = self.performance.iter().filter(|(_, tables)| tables.has_rows());
        reported.map(|(period, tables)| (*period, tables))
    }

    /// Returns the latest period that a report can be made of; of those that end on one day, the last in order.
    pub fn latest_reported(&self) -> Option<(ReportingPeriod, &Performance)> {
        self.reported().max_by_key(|(period, _)| (period.last_day(), *period))
    }

    /// Returns the last period that ended before another and has what is looked for.
    pub fn last_before(
        &self,
        period: ReportingPeriod,
        has: impl Fn(&Performance) -> bool,
    ) -> Option<(ReportingPeriod, &Performance)> {
        let earlier = self
            .performance
            .iter()
            .filter(|(earlier, tables)| earlier.last_day() < period.last_day() && has(tables));
        let last = earlier.max_by_key(|(earlier, _)| (earlier.last_day(), **earlier));
        last.map(|(earlier, tables)| (*earlier, tables))
    }

    /// Returns the last period before one that has findings of reviews.
    pub fn findings_before(
        &self,
        period: ReportingPeriod,
    ) -> Option<(ReportingPeriod, &Performance)> {
        self.last_before(period, |tables| !tables.findings.is_empty())
    }

    /// Returns the body with that id.
    pub fn body(&self, id: &str) -> Option<&Body> {
        self.bodies.iter().find(|body| body.id.as_str() == id)
    }

    /// Returns the body that holds a meeting; `None` where its row was lost.
    pub fn body_of(&self, meeting: &Meeting) -> Option<&Body> {
        self.body(meeting.body.as_str())
    }

    /// Returns the seats on a body, in order of rows.
    pub fn members_of<'a>(&'a self, body: &str) -> impl Iterator<Item = &'a Member> + use<'a> {
        self.members.with(by::BODY, body)
    }

    /// Returns the seats of a person, by [`names::person_key`](super::value::names::person_key), in order of rows.
    pub fn seats_of<'a>(&'a self, person: &str) -> impl Iterator<Item = &'a Member> + use<'a> {
        self.members.with(by::PERSON, person)
    }

    /// Returns the officers whose names have that key, by [`names::person_key`](super::value::names::person_key), in order of rows.
    pub fn officers_called<'a>(&'a self, key: &str) -> impl Iterator<Item = &'a Officer> + use<'a> {
        self.officers.with(by::OFFICER, key)
    }

    /// Returns the officers who hold a post, in order of rows.
    pub fn officers_in<'a>(&'a self, post: &str) -> impl Iterator<Item = &'a Officer> + use<'a> {
        self.officers.with(by::POST, &post.trim().to_lowercase())
    }

    /// Returns the lines of a meeting's agenda, in order.
    pub fn agenda_of(&self, meeting: &str) -> &[AgendaLine] {
        self.agenda.get(meeting).map_or(&[], |lines| lines)
    }

    /// Returns the meeting at which the body of a meeting next meets: its first one after that which is neither
    /// postponed nor cancelled.
    pub fn next_meeting(&self, meeting: &Meeting) -> Option<&Meeting> {
        let (key, body) = sitting(meeting);
        self.meetings.after(by::SITTING, &key, body)
    }

    /// Returns the meeting at which the body of a meeting met last: its last one before that which was neither postponed
    /// nor cancelled.
    pub fn previous_meeting(&self, meeting: &Meeting) -> Option<&Meeting> {
        let (key, body) = sitting(meeting);
        self.meetings.before(by::SITTING, &key, body)
    }

    /// Returns the day on which a decision was taken; its meeting's where it gives none.
    pub fn day_of(&self, decision: &Decision) -> Option<NaiveDate> {
        let meeting = decision.meeting.as_ref().and_then(|name| self.meeting(name.as_str()));
        decision.date.as_ref().map(|date| date.value).or(meeting.map(|meeting| meeting.date.value))
    }

    /// Returns whether a paper of a meeting is the document with this name, such as `minutes:cabinet-2026-02-03`.
    pub fn has_paper(&self, meeting: &str, document: &str) -> bool {
        let mut files = self.papers_of(meeting).iter().filter_map(|paper| paper.file.known());
        files.any(|file| file.value == document)
    }

    /// Returns the papers of a meeting, in order of rows.
    pub fn papers_of(&self, meeting: &str) -> &[Paper] {
        self.papers.get(meeting).map_or(&[], Vec::as_slice)
    }

    /// Returns the paper of the same meeting that a paper replaces, by the id or the title that its row
    /// gives; `None` where it gives none, or one that no other paper has.
    pub fn superseded(&self, paper: &Paper) -> Option<&Paper> {
        let name = paper.supersedes.as_ref()?.trim();
        let papers = self.papers_of(paper.meeting.as_str());
        let others = || papers.iter().filter(|other| other.origin != paper.origin);
        let has_id = |other: &&Paper| {
            other.id.as_ref().is_some_and(|id| id.as_str().eq_ignore_ascii_case(name))
        };
        let has_title = |other: &&Paper| {
            other.title.known().is_some_and(|title| title.trim().eq_ignore_ascii_case(name))
        };
        let has_label = |other: &&Paper| {
            other.label.as_ref().is_some_and(|label| label.trim().eq_ignore_ascii_case(name))
        };
        let found = others().find(has_id).or_else(|| others().find(has_title));
        found.or_else(|| others().find(has_label))
    }

    /// Returns the agenda item with that number, with or without a full stop.
    pub fn item(&self, meeting: &str, number: &str) -> Option<&AgendaLine> {
        self.agenda_of(meeting).iter().find(|line| line.has_number(number))
    }

    /// Returns the title of a minute of a meeting; the agenda item's where it has none.
    pub fn title_of<'a>(
        &'a self,
        meeting: &str,
        minute: &'a Minute,
    ) -> Option<&'a Located<String>> {
        let line = minute.item.as_ref().and_then(|item| self.item(meeting, item));
        minute.title.as_ref().or(line.and_then(|line| line.title.as_ref()))
    }

    /// Returns the issue with that reference, however it is written.
    pub fn issue(&self, reference: &Reference) -> Option<&Issue> {
        self.issues.with(by::REFERENCE, reference.key()).next()
    }

    /// Returns the issue whose reference is written exactly like this.
    pub fn issue_written(&self, reference: &str) -> Option<&Issue> {
        self.issues.with(by::WRITTEN, reference).next()
    }

    /// Returns the issues that carry on from one.
    pub fn issues_after<'a>(
        &'a self,
        issue: &Reference,
    ) -> impl Iterator<Item = &'a Issue> + use<'a> {
        self.issues.with(by::ISSUE, issue.key())
    }

    /// Returns the decision with that reference, however it is written.
    pub fn decision(&self, reference: &Reference) -> Option<&Decision> {
        self.decisions.with(by::REFERENCE, reference.key()).next()
    }

    /// Returns the decision whose reference is written exactly like this.
    pub fn decision_written(&self, reference: &str) -> Option<&Decision> {
        self.decisions.with(by::WRITTEN, reference).next()
    }

    /// Returns the decisions on an issue, in order of rows.
    pub fn decisions_on<'a>(
        &'a self,
        issue: &Reference,
    ) -> impl Iterator<Item = &'a Decision> + use<'a> {
        self.decisions.with(by::ISSUE, issue.key())
    }

    /// Returns the decisions of a meeting, in order of rows.
    pub fn decisions_of<'a>(
        &'a self,
        meeting: &str,
    ) -> impl Iterator<Item = &'a Decision> + use<'a> {
        self.decisions.with(by::DECIDED_AT, meeting)
    }

    /// Returns the follow-ups of a meeting, in order of rows.
    pub fn follow_ups_of<'a>(
        &'a self,
        meeting: &str,
    ) -> impl Iterator<Item = &'a FollowUp> + use<'a> {
        self.follow_ups.with(by::MEETING, meeting)
    }

    /// Returns the meetings at which an issue is on the agenda, with its lines, in order.
    pub fn lines_on(&self, issue: &Reference) -> Vec<(&Meeting, &AgendaLine)> {
        let line = |(name, line): (&str, usize)| {
            let at = self.meetings.places(by::MEETING, name).next()?;
            Some((at, line, self.meetings.get(at)?, self.agenda_of(name).get(line)?))
        };
        let mut lines: Vec<_> = self.agenda.on(issue).filter_map(line).collect();
        lines.sort_by_key(|(meeting, line, ..)| (*meeting, *line));
        lines.into_iter().map(|(_, _, meeting, line)| (meeting, line)).collect()
    }

    /// Records that a row or file could not be read; `key` is the meeting, body or period that it
    /// belongs to, where that is known.
    pub fn lose(&mut self, table: &'static str, key: Option<String>, origin: &Origin) {
        self.lose_as(table, key, origin, false);
    }

    /// Records that nobody knows who may see a row that was read: no public document that may show it
    /// can be made. `key` is as for [`Self::lose`].
    pub fn withhold(&mut self, table: &'static str, key: Option<String>, origin: &Origin) {
        self.lose_as(table, key, origin, true);
    }

    fn lose_as(
        &mut self,
        table: &'static str,
        key: Option<String>,
        origin: &Origin,
        for_public_only: bool,
    ) {
        // Of papers of which nothing is known, any may be an appendix to minutes.
        let of_minutes = table.starts_with("documents").then_some(MINUTES_APPENDICES);
        for table in [Some(table), of_minutes].into_iter().flatten() {
            let (key, origin) = (key.clone(), origin.clone());
            self.lost.push(Lost { table, key, origin, for_public_only });
        }
    }

    /// Takes back that minutes lack the papers at a place: they are known to be no appendices to minutes.
    pub fn spare_minutes(&mut self, origin: &Origin) {
        self.lost.retain(|lost| lost.table != MINUTES_APPENDICES || lost.origin != *origin);
    }

    /// Returns what of a table could not be read.
    pub fn unread<'a>(&'a self, table: &'a str) -> impl Iterator<Item = &'a Lost> {
        self.lost.iter().filter(move |lost| lost.table == table && !lost.for_public_only)
    }

    /// Returns whether data of a table that certainly belonged to a meeting or period was lost: a
    /// row or file with that key, or the whole table.
    pub fn has_lost(&self, table: &str, key: &str) -> bool {
        self.unread(table).any(|lost| match &lost.key {
            Some(lost_key) => lost_key == key,
            None => lost.origin.range().is_none(),
        })
    }

    /// Returns those of `names` whose meetings are missing because their rows were lost.
    pub fn lost_meetings<'a>(
        &self,
        names: impl Iterator<Item = &'a String>,
    ) -> impl Iterator<Item = &'a String> {
        names.filter(|name| self.meeting(name).is_none() && self.has_lost("meetings", name))
    }

    /// Returns what could not be read of a table for a meeting or period; rows whose key is unknown, or could
    /// not be read itself, count for every one.
    pub fn lost_of<'a>(&'a self, table: &'a str, key: &'a str) -> impl Iterator<Item = &'a Lost> {
        let may_be = move |lost: &str| lost == key || Slug::new(lost).is_none();
        self.unread(table).filter(move |lost| lost.key.as_deref().is_none_or(may_be))
    }
}
