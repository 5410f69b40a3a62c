//! What others found when they looked at the council, and what became of it.

use chrono::{Months, NaiveDate};

use super::performance::Readers;
use super::record::{Located, Text, choice, record};
use super::tables::{Readership, tables};
use super::value::{DateOrPeriod, Reference, Slug};

choice! {
    /// What a review is.
    pub enum ReviewKind ("a kind of review") {
        /// Other councils, by the Local Government Association or among themselves.
        PeerChallenge = "peer-challenge" | "peer-review" | "corporate-peer-challenge",
        /// Internal audit.
        InternalAudit = "internal-audit",
        /// External audit.
        ExternalAudit = "external-audit",
        /// An ombudsman.
        Ombudsman = "ombudsman",
        /// An inspectorate or a regulator.
        Inspection = "inspection" | "regulator",
        /// A committee of the council.
        Scrutiny = "scrutiny" | "task-and-finish" | "scrutiny-review",
    }
}

choice! {
    /// How much a finding matters.
    pub enum Priority ("a priority of a finding") {
        /// It must be dealt with at once.
        Critical = "critical" | "fundamental" | "urgent",
        /// High.
        High = "high" | "major" | "significant",
        /// Medium.
        Medium = "medium" | "moderate",
        /// Low.
        Low = "low" | "minor" | "advisory" | "merits-attention",
    }
}

choice! {
    /// What became of a finding.
    pub enum FindingState ("a state of a finding") {
        /// Nothing has been done yet.
        Open = "open" | "not-started",
        /// It is being seen to.
        InProgress = "in-progress" | "started" | "ongoing",
        /// What was asked for has been done.
        Done = "done" | "complete" | "completed" | "implemented" | "closed",
        /// The council does not accept it, for the reason in its response.
        NotAccepted = "not-accepted" | "rejected" | "declined",
        /// Something else has taken its place.
        Superseded = "superseded" | "replaced" | "no-longer-applies",
    }
}

record! {
    /// A review of the council: an audit, an inspection, a peer challenge.
    pub struct Review {
        /// Its reference, kept as written, by which findings name it.
        open r#ref: Located<Reference>,
        /// Its title: what was looked at.
        open title: Located<String>,
        /// What sort of review it is.
        open kind: Located<ReviewKind>,
        /// Who made it.
        open reviewer: Option<Located<String>>,
        /// The committee that sees to its findings: a body's id.
        open committee: Option<Located<Slug>>,
        /// The first day or month of the work.
        open began: Option<Located<DateOrPeriod>>,
        /// The last day or month of the work; of a peer challenge, the last day on site.
        open ended: Option<Located<DateOrPeriod>>,
        /// The day on which its report was published.
        open report_published: Option<Located<NaiveDate>>,
        /// The day on which the council's action plan was published.
        open plan_published: Option<Located<NaiveDate>>,
        /// The day of the review of progress.
        open progress_review: Option<Located<NaiveDate>>,
        /// Its opinion, in the words of those who made it, such as `Substantial assurance`.
        open opinion: Option<Located<String>>,
        /// What that opinion means, in the words of those who made it.
        open opinion_means: Option<Text>,
        /// What it came to, in a few sentences.
        open summary: Option<Text>,
        /// Who may read of it and of its findings: everybody, or those who work for the council; everybody where empty.
        open readers: Option<Located<Readers>>,
        /// A note for officers.
        restricted note: Option<Text>,
    }
}

impl Readership for Review {
    fn is_internal(&self) -> bool {
        Readers::are_internal(&self.readers)
    }
}

tables! {
    /// Those who looked at the council.
    pub struct Assurance {
        /// Their reviews.
        reviews: Review = "reviews",
    }
}

impl Assurance {
    /// Returns the review with a reference.
    pub fn review(&self, reference: &Reference) -> Option<&Review> {
        self.reviews.iter().find(|review| review.r#ref.key() == reference.key())
    }

    /// Returns whether everybody may read a finding: it and its review are not internal.
    pub fn is_public(&self, finding: &ReviewFinding) -> bool {
        !finding.is_internal()
            && self.review(&finding.review).is_some_and(|review| !review.is_internal())
    }
}

record! {
    /// What a review found, and what became of it by the end of the period.
    pub struct ReviewFinding {
        /// Its reference, kept as written, the same in every period.
        open r#ref: Located<Reference>,
        /// The reference of the review.
        open review: Located<Reference>,
        /// What was found, and what is to be done.
        open text: Text,
        /// How much it matters, by the review.
        open priority: Option<Located<Priority>>,
        /// What the council answered.
        open response: Option<Text>,
        /// Who sees to it.
        open owner: Option<Located<String>>,
        /// By when it was to be done, as first agreed; it stays, whatever is agreed later.
        open due: Option<Located<DateOrPeriod>>,
        /// The later dates that were agreed since, each after the one before.
        open revised: Vec<Located<DateOrPeriod>>,
        /// The later date that is asked for now, and not agreed yet.
        open extension: Option<Located<DateOrPeriod>>,
        /// Why more time is asked for.
        open extension_reason: Option<Text>,
        /// What became of it.
        open state: Located<FindingState>,
        /// The day on which it was done.
        open done_on: Option<Located<NaiveDate>>,
        /// What has been done.
        open progress: Option<Text>,
        /// What shows that it was done.
        open evidence: Option<Text>,
        /// The committee that sees to it, where it is another than the review's: a body's id.
        open committee: Option<Located<Slug>>,
        /// Who may read it: everybody, or those who work for the council; everybody where empty.
        open readers: Option<Located<Readers>>,
        /// A note for officers.
        restricted note: Option<Text>,
    }
}

impl Readership for ReviewFinding {
    fn is_internal(&self) -> bool {
        Readers::are_internal(&self.readers)
    }
}

impl ReviewFinding {
    /// Returns whether something is still to be done.
    pub fn is_live(&self) -> bool {
        matches!(self.state.value, FindingState::Open | FindingState::InProgress)
    }

    /// Returns the last day by which it was to be done, as first agreed.
    pub fn first_due(&self) -> Option<NaiveDate> {
        self.due.as_ref()?.last_day()
    }

    /// Returns whether it is still to be done on a day, though it was first agreed that it would be by then.
    pub fn is_overdue(&self, day: NaiveDate) -> bool {
        self.is_live() && self.first_due().is_some_and(|due| due < day)
    }

    /// Returns the committee that sees to it: its own, or else the review's.
    pub fn committee<'a>(&'a self, review: Option<&'a Review>) -> Option<&'a Located<Slug>> {
        self.committee.as_ref().or_else(|| review.and_then(|review| review.committee.as_ref()))
    }
}

/// What is expected within so many months of a peer challenge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// The publication of its report.
    Report,
    /// The publication of the council's action plan.
    Plan,
    /// The review of progress.
    ProgressReview,
}

/// What is expected of a peer challenge by a day. It is the practice of the sector and no duty under any law: councils
/// that take part in the Local Government Association's programme agree to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expectation {
    /// What is expected.
    pub what: Expected,
    /// The last day of the work, from which months are counted.
    pub ended: NaiveDate,
    /// Within how many months.
    pub months: u32,
    /// The last day for it: that of the same number in the month, or the month's last where it has none.
    pub by: NaiveDate,
    /// When it was done.
    pub done: Option<NaiveDate>,
}

impl Expectation {
    /// Returns whether it was done late, or is late on a day and not done.
    pub fn is_late(&self, today: Option<NaiveDate>) -> bool {
        self.done.or(today).is_some_and(|day| self.by < day)
    }
}

impl Review {
    /// Returns what is expected of it by which days: of a peer challenge whose last day is known.
    pub fn expectations(&self) -> Vec<Expectation> {
        let ended = self.ended.as_ref().filter(|_| self.kind.value == ReviewKind::PeerChallenge);
        let Some(DateOrPeriod::Day(ended)) = ended.map(|ended| ended.value.clone()) else {
            return Vec::new();
        };
        let expected = [
            (Expected::Report, 3, &self.report_published),
            (Expected::Plan, 5, &self.plan_published),
            (Expected::ProgressReview, 12, &self.progress_review),
        ];
        let expectation = |(what, months, done): (_, u32, &Option<Located<NaiveDate>>)| {
            let by = ended.checked_add_months(Months::new(months))?;
            let done = done.as_ref().map(|done| done.value);
            Some(Expectation { what, ended, months, by, done })
        };
        expected.into_iter().filter_map(expectation).collect()
    }
}

impl ReviewFinding {
    /// Returns by when it is to be done, as agreed last.
    pub fn now_due(&self) -> Option<&Located<DateOrPeriod>> {
        self.revised.last().or(self.due.as_ref())
    }

    /// Returns how often its date was moved to a later one.
    pub fn slips(&self) -> usize {
        let dates = self.due.iter().chain(&self.revised).map(|date| date.last_day());
        let dates: Vec<Option<NaiveDate>> = dates.collect();
        dates.windows(2).filter(|pair| pair[0] < pair[1]).count()
    }
}
