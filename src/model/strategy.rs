//! Strategies: their priorities, and what was done for them in which year; what a service is proud of and what it has
//! to develop, against the statements of a framework; and the evidence for all of these.

use chrono::NaiveDate;

use super::performance::Readers;
use super::record::{Located, Text, choice, record};
use super::tables::{Readership, tables};
use super::value::{DateOrPeriod, Parse, Reference, Scalar, Slug};

choice! {
    /// Why something was chosen as a strength or as something to develop.
    pub enum Ground ("a ground") {
        /// An analysis, such as of compliance with the law.
        Analysis = "analysis",
        /// What staff said.
        Staff = "staff",
        /// Complaints, and compliments.
        Complaints = "complaints",
        /// What people who use the service said.
        People = "people" | "customers" | "residents",
        /// The strategy hangs on it.
        Strategy = "strategy",
        /// It has come on in the last years.
        Progress = "progress" | "good-progress",
    }
}

record! {
    /// A strategy.
    pub struct Strategy {
        /// Its title, as commitments give it.
        open strategy: Located<String>,
        /// The years that it is for, as they are written: `2024 to 2027`.
        open years: Option<Located<String>>,
        /// What it is to come to.
        open ambition: Option<Text>,
        /// How it was made, and with whom.
        open summary: Option<Text>,
        /// Who answers for it.
        open owner: Option<Located<String>>,
        /// The committee that looks at it: a body's id.
        open committee: Option<Located<Slug>>,
        /// The day on which this account of it was last brought up to date.
        open updated: Option<Located<NaiveDate>>,
        /// A note for officers.
        restricted note: Option<Text>,
    }
}

impl Readership for Strategy {}

record! {
    /// A priority of a strategy.
    pub struct StrategyPriority {
        /// The strategy.
        open strategy: Located<String>,
        /// Its name, as indicators and commitments give it.
        open priority: Located<String>,
        /// Its place among the priorities, from 1; that of its row where empty.
        open order: Option<Located<u32>>,
        /// What it means, in the words of the strategy.
        open words: Option<Text>,
        /// What is to be done for it next.
        open next: Option<Text>,
        /// A note for officers.
        restricted note: Option<Text>,
    }
}

impl Readership for StrategyPriority {}

record! {
    /// Something that was done for a strategy.
    pub struct Achievement {
        /// The strategy.
        open strategy: Located<String>,
        /// The priority that it serves; the whole strategy where empty.
        open priority: Option<Located<String>>,
        /// The year in which it was done, such as `2025/26` or `2025`.
        open year: Located<String>,
        /// What it is about, in a word or two; what stands before the achievements of the year where empty.
        open heading: Option<Located<String>>,
        /// What was done.
        open text: Option<Text>,
        /// The heading of the achievement of the same year that it is a part of.
        open below: Option<Located<String>>,
        /// A note for officers.
        restricted note: Option<Text>,
    }
}

impl Readership for Achievement {}

impl Achievement {
    /// Returns its year as all ways of writing it have it in common: `2022/23` for `2022-23`.
    pub fn year_key(&self) -> String {
        let year = self.year.trim();
        match DateOrPeriod::parse(&Scalar::Text(year.to_owned())) {
            Ok(period) if period.value.first_day().is_some() => period.value.to_string(),
            _ => year.to_lowercase(),
        }
    }

    /// Returns whether its year begins after a day, so that a paper of that day can't know it.
    pub fn is_after(&self, day: NaiveDate) -> bool {
        let year = self.year.trim();
        let first = match year.parse() {
            Ok(calendar_year) => NaiveDate::from_ymd_opt(calendar_year, 1, 1),
            Err(_) => DateOrPeriod::parse(&Scalar::Text(year.to_owned()))
                .ok()
                .and_then(|period| period.value.first_day()),
        };
        first.is_some_and(|first| day < first)
    }
}

record! {
    /// A statement of a framework against which a service assesses itself.
    pub struct Statement {
        /// Its reference, kept as written, by which evidence names it.
        open r#ref: Option<Located<Reference>>,
        /// The framework.
        open framework: Option<Located<String>>,
        /// The theme, which is a chapter of the assessment; empty for the words with which the whole begins.
        open theme: Option<Located<String>>,
        /// The title of the quality statement; empty for the words with which a theme begins.
        open title: Option<Located<String>>,
        /// The statement itself, in the words of the framework.
        open statement: Option<Text>,
        /// How the service rates itself, in words.
        open rating: Option<Located<String>>,
        /// What the service says of itself.
        open summary: Option<Text>,
        /// The committee that looks at it: a body's id.
        open committee: Option<Located<Slug>>,
        /// Who may read it: everybody, or those who work for the council; everybody where empty.
        open readers: Option<Located<Readers>>,
        /// A note for officers.
        restricted note: Option<Text>,
    }
}

impl Readership for Statement {
    fn is_internal(&self) -> bool {
        Readers::are_internal(&self.readers)
    }
}

record! {
    /// Something that a service is proud of.
    pub struct Strength {
        /// Its reference, kept as written, by which evidence names it.
        open r#ref: Option<Located<Reference>>,
        /// The theme, as statements give it.
        open theme: Located<String>,
        /// What it is.
        open text: Text,
        /// Why it was chosen.
        open grounds: Vec<Located<Ground>>,
        /// The committee that looks at it: a body's id.
        open committee: Option<Located<Slug>>,
        /// Who may read it: everybody, or those who work for the council; everybody where empty.
        open readers: Option<Located<Readers>>,
        /// A note for officers.
        restricted note: Option<Text>,
    }
}

impl Readership for Strength {
    fn is_internal(&self) -> bool {
        Readers::are_internal(&self.readers)
    }
}

record! {
    /// Something that a service has to develop.
    pub struct Development {
        /// Its reference, kept as written, by which evidence names it.
        open r#ref: Option<Located<Reference>>,
        /// The theme, as statements give it.
        open theme: Located<String>,
        /// What it is.
        open text: Text,
        /// Why it was chosen.
        open grounds: Vec<Located<Ground>>,
        /// What is to be done.
        open action: Option<Text>,
        /// Who sees to it.
        open owner: Option<Located<String>>,
        /// By when.
        open due: Option<Located<DateOrPeriod>>,
        /// The committee that looks at it: a body's id.
        open committee: Option<Located<Slug>>,
        /// Who may read it: everybody, or those who work for the council; everybody where empty.
        open readers: Option<Located<Readers>>,
        /// A note for officers.
        restricted note: Option<Text>,
    }
}

impl Readership for Development {
    fn is_internal(&self) -> bool {
        Readers::are_internal(&self.readers)
    }
}

record! {
    /// What shows that a statement, a strength or a development is as somebody says. Each row names one thing or
    /// several, which the assessment shows as they stand in the period's tables.
    pub struct Evidence {
        /// The reference of the statement, strength or development.
        open r#for: Located<Reference>,
        /// The numbers of indicators.
        open measures: Vec<Located<u32>>,
        /// The references of commitments.
        open commitments: Vec<Located<Reference>>,
        /// The references of risks.
        open risks: Vec<Located<Reference>>,
        /// The references of decisions.
        open decisions: Vec<Located<Reference>>,
        /// Minutes, each as its meeting and its number: `cabinet-2026-01-13/25`.
        open minutes: Vec<Located<String>>,
        /// The references of reviews.
        open reviews: Vec<Located<Reference>>,
        /// What else shows it, in words.
        open words: Option<Text>,
        /// Who may read it: everybody, or those who work for the council; everybody where empty.
        open readers: Option<Located<Readers>>,
        /// A note for officers.
        restricted note: Option<Text>,
    }
}

impl Readership for Evidence {
    fn is_internal(&self) -> bool {
        Readers::are_internal(&self.readers)
    }
}

tables! {
    /// Strategies, and how a service assesses itself.
    pub struct Strategies {
        /// The strategies.
        strategies: Strategy = "strategies",
        /// Their priorities.
        priorities: StrategyPriority = "priorities",
        /// What was done for them.
        achievements: Achievement = "achievements",
        /// The statements of frameworks.
        statements: Statement = "statements",
        /// What services are proud of.
        strengths: Strength = "strengths",
        /// What they have to develop.
        developments: Development = "developments",
        /// What shows it.
        evidence: Evidence = "evidence",
    }
}

/// Whatever evidence may be for.
#[derive(Debug, Clone, Copy)]
pub enum Claim<'a> {
    /// A statement of a framework.
    Statement(&'a Statement),
    /// A strength.
    Strength(&'a Strength),
    /// Something to develop.
    Development(&'a Development),
}

impl Claim<'_> {
    /// Returns whether only members and officers may read it.
    pub fn is_internal(self) -> bool {
        match self {
            Self::Statement(row) => row.is_internal(),
            Self::Strength(row) => row.is_internal(),
            Self::Development(row) => row.is_internal(),
        }
    }
}

impl Strategies {
    /// Returns what everybody may see; of evidence, only that for what everybody may see.
    pub fn open(&self) -> Self {
        let mut open = self.public();
        open.evidence
            .retain(|row| self.claim(&row.r#for).is_some_and(|claim| !claim.is_internal()));
        open
    }

    /// Returns the priorities of a strategy, in their order.
    pub fn priorities_of<'a>(&'a self, strategy: &str) -> Vec<&'a StrategyPriority> {
        let mut rows: Vec<(u32, &StrategyPriority)> = Vec::new();
        for row in self.priorities.iter().filter(|row| *row.strategy.value == *strategy) {
            // Without an order, a row keeps its place after the one above it.
            let above = rows.last().map_or(0, |(order, _)| *order);
            rows.push((row.order.as_ref().map_or(above, |order| order.value), row));
        }
        rows.sort_by_key(|(order, _)| *order);
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// Returns what was done for a strategy, in order of rows.
    pub fn achievements_of<'a>(
        &'a self,
        strategy: &'a str,
    ) -> impl Iterator<Item = &'a Achievement> {
        self.achievements.iter().filter(move |row| row.strategy.value == strategy)
    }

    /// Returns the claim with a reference.
    pub fn claim(&self, reference: &Reference) -> Option<Claim<'_>> {
        let is_it = |known: &Option<Located<Reference>>| {
            known.as_ref().is_some_and(|known| known.key() == reference.key())
        };
        let statement = self.statements.iter().find(|row| is_it(&row.r#ref));
        let strength = || self.strengths.iter().find(|row| is_it(&row.r#ref));
        let development = || self.developments.iter().find(|row| is_it(&row.r#ref));
        statement
            .map(Claim::Statement)
            .or_else(|| strength().map(Claim::Strength))
            .or_else(|| development().map(Claim::Development))
    }

    /// Returns whether there is nothing to assess.
    pub fn assesses_nothing(&self) -> bool {
        self.statements.is_empty() && self.strengths.is_empty() && self.developments.is_empty()
    }
}
