//! Programmes of change and their workstreams, as they stood at the end of a period: over the milestones of the same
//! period.

use chrono::NaiveDate;

use super::performance::Rag;
use super::record::{Located, Text, record};
use super::tables::{Readership, tables};
use super::value::names::is_same;
use super::value::{Money, Reference, Slug};

record! {
    /// A programme of change.
    pub struct Programme {
        /// Its name, as milestones give it.
        open name: Located<String>,
        /// The day on which its first hundred days began.
        open start: Option<Located<NaiveDate>>,
        /// What it is for.
        open summary: Option<Text>,
        /// Who leads it.
        open lead: Option<Located<String>>,
        /// The id of the board that it answers to.
        open board: Option<Located<Slug>>,
        /// The committee that looks at it: a body's id.
        open committee: Option<Located<Slug>>,
        /// What it may cost, as agreed; the budgets of its workstreams add up to it.
        open budget: Option<Located<Money>>,
        /// What has been spent of it.
        open spent: Option<Located<Money>>,
        /// What it is to bring.
        open benefit: Option<Text>,
        /// How it stands.
        open rating: Option<Located<Rag>>,
        /// What was done since the last report.
        open last: Option<Text>,
        /// What is to be done next.
        open next: Option<Text>,
        /// The numbers of the indicators that show what it brings.
        open measures: Vec<Located<u32>>,
        /// The references of the savings that it makes.
        open savings: Vec<Located<Reference>>,
        /// The references of its risks.
        open risks: Vec<Located<Reference>>,
        /// A note for officers.
        restricted note: Option<Text>,
    }
}

impl Readership for Programme {}

record! {
    /// A workstream of a programme.
    pub struct Workstream {
        /// The programme.
        open programme: Located<String>,
        /// Its name, as milestones give it.
        open name: Located<String>,
        /// Who leads it.
        open lead: Option<Located<String>>,
        /// What it may cost, as agreed.
        open budget: Option<Located<Money>>,
        /// What has been spent of it.
        open spent: Option<Located<Money>>,
        /// What it is to bring.
        open benefit: Option<Text>,
        /// How it stands.
        open rating: Option<Located<Rag>>,
        /// What was done since the last report.
        open last: Option<Text>,
        /// What is to be done next.
        open next: Option<Text>,
        /// A note for officers.
        restricted note: Option<Text>,
    }
}

impl Readership for Workstream {}

tables! {
    /// Programmes as they stood at the end of a period.
    pub struct Programmes {
        /// The programmes; those of the report's card as well.
        programmes: Programme = "programmes",
        /// Their workstreams.
        workstreams: Workstream = "workstreams",
    }
}

impl Programme {
    /// Returns whether it says how it is getting on, and not only what it is called and when it began.
    fn tells(&self) -> bool {
        self.lead.is_some()
            || self.board.is_some()
            || self.rating.is_some()
            || self.budget.is_some()
            || self.last.is_some()
            || self.next.is_some()
    }
}

impl Programmes {
    /// Returns the programme of that name.
    pub fn programme(&self, name: &str) -> Option<&Programme> {
        self.programmes.iter().find(|programme| is_same(&programme.name, name))
    }

    /// Returns the workstreams of a programme, in order of rows.
    pub fn workstreams_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Workstream> {
        self.workstreams.iter().filter(move |workstream| is_same(&workstream.programme, name))
    }

    /// Returns the programmes that say how they are getting on, in order of rows.
    pub fn reported(&self) -> impl Iterator<Item = &Programme> {
        self.programmes.iter().filter(|programme| {
            programme.tells() || self.workstreams_of(&programme.name).next().is_some()
        })
    }
}
