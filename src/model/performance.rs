//! A quarter's performance and resources: indicators, money, risks and commitments.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::record::{Located, Text, choice, record};
use super::value::{DateOrPeriod, Flag, Money, Quarter, Reading, Reference, Slug};

mod totals;

pub use totals::{MoneyTable, TypedTotal};

choice! {
    /// Which way of an indicator is good.
    pub enum Polarity ("a polarity") {
        /// More is better.
        High = "high" | "higher" | "maximise",
        /// Less is better.
        Low = "low" | "lower" | "minimise",
        /// Within a band is better.
        Band = "band" | "goldilocks",
        /// Neither; the figure is for information.
        None = "none" | "data-only" | "volumetric",
    }
}

choice! {
    /// Red, amber, green; blue for done.
    pub enum Rag ("a rating") {
        /// Off target.
        Red = "red" | "r",
        /// Close to target.
        Amber = "amber" | "a" | "yellow",
        /// On target.
        Green = "green" | "g",
        /// Done.
        Blue = "blue" | "b" | "complete",
    }
}

choice! {
    /// What an indicator counts in.
    pub enum Unit ("a unit") {
        /// Plain numbers.
        Number = "number" | "count",
        /// Percentages.
        Percent = "percent" | "%" | "percentage",
        /// Pounds.
        Pounds = "pounds" | "£",
        /// Days.
        Days = "days",
        /// Weeks.
        Weeks = "weeks",
        /// Minutes.
        Minutes = "minutes",
        /// For every thousand people.
        PerThousand = "per-1,000" | "per-1000" | "rate-per-1,000",
        /// For every ten thousand people.
        PerTenThousand = "per-10,000" | "per-10000" | "rate-per-10,000",
        /// For every hundred thousand people.
        PerHundredThousand = "per-100,000" | "per-100000" | "rate-per-100,000",
    }
}

choice! {
    /// The state of a commitment.
    pub enum CommitmentState ("a state of a commitment") {
        /// Kept.
        Delivered = "delivered" | "done" | "complete" | "completed" | "kept",
        /// Going as planned.
        OnCourse = "on-course" | "on-track" | "in-progress",
        /// Later than planned, or at risk.
        Behind = "behind" | "delayed" | "off-track" | "at-risk",
        /// Not begun.
        NotStarted = "not-started" | "not-begun",
        /// Given up, with the reason in its evidence.
        Dropped = "dropped" | "withdrawn" | "stopped",
    }
}

choice! {
    /// The state of a milestone.
    pub enum MilestoneState ("a state of a milestone") {
        /// Reached.
        Done = "done" | "complete" | "completed" | "delivered" | "reached",
        /// Will be reached in time.
        OnCourse = "on-course" | "on-track" | "in-progress",
        /// May not be reached in time.
        AtRisk = "at-risk" | "behind" | "delayed",
        /// Was not reached in time.
        Missed = "missed" | "overdue",
        /// Not begun.
        NotStarted = "not-started" | "not-begun",
    }
}

choice! {
    /// What an edition of the report is for.
    pub enum EditionKind ("a kind of edition") {
        /// Everything.
        Whole = "whole" | "full",
        /// A committee's or a portfolio's part.
        Part = "part" | "committee" | "portfolio",
        /// The indicators alone, as an annex.
        Indicators = "indicators" | "annex",
        /// Two pages for the public.
        Summary = "summary" | "public",
    }
}

choice! {
    /// A section of the report.
    pub enum Section ("a section of the report") {
        /// The measures.
        Indicators = "indicators" | "measures",
        /// The revenue budget.
        Finance = "finance" | "revenue",
        /// The savings.
        Savings = "savings",
        /// The capital programme.
        Capital = "capital",
        /// The risk registers.
        Risks = "risks",
        /// The workforce.
        Workforce = "workforce",
        /// The strategy's commitments.
        Commitments = "commitments",
        /// The milestones of programmes.
        Milestones = "milestones",
    }
}

record! {
    /// A quarter's report: its title, its portfolios and its editions.
    pub struct ReportCard {
        /// The report's title.
        pub title: Located<String>,
        /// The quarter.
        pub period: Option<Located<Quarter>>,
        /// Who presents it.
        pub report_of: Option<Located<String>>,
        /// The day it was made up to.
        pub as_at: Option<Located<NaiveDate>>,
        /// What a reader should know first.
        pub headlines: Option<Text>,
        /// Portfolios in the order of the report, each with its cabinet member.
        pub portfolios: Vec<Portfolio>,
        /// Council priorities in order.
        pub priorities: Vec<Located<String>>,
        /// The quarter in plain words, for the summary that the public gets.
        pub public_summary: Option<Text>,
        /// The sections of the whole report; all that have data where empty.
        pub sections: Vec<Located<Section>>,
        /// The editions to make beside the whole report.
        pub editions: Vec<Edition>,
        /// The programmes that milestones belong to.
        pub programmes: Vec<Programme>,
    }
}

record! {
    /// An edition of the report, for one audience.
    pub struct Edition {
        /// Its name, after which its file is named: `adults-scrutiny`.
        pub edition: Located<Slug>,
        /// What it is for; `part` where empty.
        pub kind: Option<Located<EditionKind>>,
        /// Its title; that of the report where empty.
        pub title: Option<Located<String>>,
        /// Who it is for.
        pub audience: Option<Located<String>>,
        /// The committee whose indicators it shows, as they name it.
        pub committee: Option<Located<String>>,
        /// The portfolios that it shows; those of the committee's indicators where empty.
        pub portfolios: Vec<Located<String>>,
        /// Its sections; all that have data where empty.
        pub sections: Vec<Located<Section>>,
        /// Its summary, in place of the headlines.
        pub summary: Option<Text>,
    }
}

record! {
    /// A programme of milestones.
    pub struct Programme {
        /// Its name, as milestones give it.
        pub name: Located<String>,
        /// The day on which its first hundred days began.
        pub start: Option<Located<NaiveDate>>,
        /// What it is for.
        pub summary: Option<Text>,
    }
}

record! {
    /// A portfolio.
    pub struct Portfolio {
        /// Its name, as indicators give it.
        pub name: Located<String>,
        /// Who holds it.
        pub holder: Option<Located<String>>,
        /// What the quarter was like.
        pub summary: Option<Text>,
        /// Whether it is no portfolio, such as corporate budgets, and is added after their total.
        pub non_portfolio: Option<Located<Flag>>,
    }
}

record! {
    /// An indicator, with its results quarter by quarter.
    pub struct Indicator {
        /// Its number, the same in every edition and quarter.
        pub number: Located<u32>,
        /// Its code in the performance system, kept as written.
        pub code: Option<Located<Reference>>,
        /// What it measures.
        pub title: Located<String>,
        /// What it counts in.
        pub unit: Located<Unit>,
        /// Which way is good.
        pub polarity: Located<Polarity>,
        /// Decimals shown; those of the results where empty.
        pub decimals: Option<Located<u32>>,
        /// How often it is measured.
        pub frequency: Option<Located<String>>,
        /// The portfolio it belongs to.
        pub portfolio: Located<String>,
        /// The council priority it serves.
        pub priority: Option<Located<String>>,
        /// The scrutiny committee that looks at it.
        pub committee: Option<Located<String>>,
        /// The target.
        pub target: Option<Located<Reading>>,
        /// How far off the target is still amber, in the indicator's unit.
        pub tolerance: Option<Located<Decimal>>,
        /// The lower end of the target band.
        pub band_low: Option<Located<Decimal>>,
        /// The upper end of the target band.
        pub band_high: Option<Located<Decimal>>,
        /// Results; in a sheet, one column a quarter, headed `Q3 2025/26`.
        pub periods: Vec<PeriodResult>,
        /// What was counted for this quarter's result; must give the result with `denominator`.
        pub numerator: Option<Located<Reading>>,
        /// Out of how many.
        pub denominator: Option<Located<Reading>>,
        /// The number of the indicator that this one is a part of; the parts add up to it.
        pub part_of: Option<Located<u32>>,
        /// The rating that the performance system gives; compared with the computed one.
        pub rag: Option<Located<Rag>>,
        /// The rating in place of the computed one; needs a reason.
        pub rag_override: Option<Located<Rag>>,
        /// Why the computed rating is not used. Printed.
        pub rag_override_reason: Option<Located<String>>,
        /// The rating expected at the end of the year.
        pub forecast: Option<Located<Rag>>,
        /// The result expected at the end of the year, which is rated like any other.
        pub forecast_value: Option<Located<Reading>>,
        /// What lies behind the result.
        pub narrative: Option<Text>,
        /// What is being done.
        pub actions: Option<Text>,
        /// Who agreed the narrative.
        pub agreed_by: Option<Located<String>>,
        /// When the narrative was agreed; it is not published before.
        pub agreed_on: Option<Located<NaiveDate>>,
    }
}

record! {
    /// A result of one quarter.
    pub struct PeriodResult {
        /// The quarter.
        pub label: Located<Quarter>,
        /// The result, or why there is none.
        pub value: Located<Reading>,
        /// What was counted.
        pub numerator: Option<Located<Decimal>>,
        /// Out of how many.
        pub denominator: Option<Located<Decimal>>,
    }
}

record! {
    /// A line of the revenue budget.
    pub struct FinanceLine {
        /// The portfolio.
        pub portfolio: Located<String>,
        /// The group of lines that it is added up in.
        pub group: Option<Located<String>>,
        /// What the line is.
        pub title: Located<String>,
        /// The budget of the year.
        pub budget: Option<Located<Money>>,
        /// The forecast of what will be spent.
        pub forecast: Option<Located<Money>>,
        /// Forecast less budget; brackets for less than budget.
        pub variance: Option<Located<Money>>,
        /// What adds to the budget.
        pub pressure: Option<Located<Money>>,
        /// What makes up for it, in brackets. Pressure and mitigation add up to the variance.
        pub mitigation: Option<Located<Money>>,
        /// Why.
        pub narrative: Option<Text>,
    }
}

record! {
    /// A planned saving.
    pub struct Saving {
        /// Its reference, kept as written.
        pub r#ref: Located<Reference>,
        /// What it is.
        pub title: Located<String>,
        /// The portfolio.
        pub portfolio: Located<String>,
        /// What was to be saved.
        pub target: Located<Money>,
        /// What has been; the last month's where empty.
        pub delivered: Option<Located<Money>>,
        /// Delivered by the end of April, since the beginning of the year.
        pub apr: Option<Located<Money>>,
        /// Delivered by the end of May, since the beginning of the year.
        pub may: Option<Located<Money>>,
        /// Delivered by the end of June, since the beginning of the year.
        pub jun: Option<Located<Money>>,
        /// Delivered by the end of July, since the beginning of the year.
        pub jul: Option<Located<Money>>,
        /// Delivered by the end of August, since the beginning of the year.
        pub aug: Option<Located<Money>>,
        /// Delivered by the end of September, since the beginning of the year.
        pub sep: Option<Located<Money>>,
        /// Delivered by the end of October, since the beginning of the year.
        pub oct: Option<Located<Money>>,
        /// Delivered by the end of November, since the beginning of the year.
        pub nov: Option<Located<Money>>,
        /// Delivered by the end of December, since the beginning of the year.
        pub dec: Option<Located<Money>>,
        /// Delivered by the end of January, since the beginning of the year.
        pub jan: Option<Located<Money>>,
        /// Delivered by the end of February, since the beginning of the year.
        pub feb: Option<Located<Money>>,
        /// Delivered by the end of March, since the beginning of the year.
        pub mar: Option<Located<Money>>,
        /// The rating; blue where all of it is delivered.
        pub rag: Option<Located<Rag>>,
        /// What lies behind it.
        pub narrative: Option<Text>,
    }
}

impl Saving {
    /// Returns what was delivered by the end of each month, April first.
    pub fn months(&self) -> [Option<&Located<Money>>; 12] {
        [
            &self.apr, &self.may, &self.jun, &self.jul, &self.aug, &self.sep, &self.oct, &self.nov,
            &self.dec, &self.jan, &self.feb, &self.mar,
        ]
        .map(Option::as_ref)
    }

    /// Returns what has been delivered so far: as given, or else by the last month that has a
    /// figure.
    pub fn so_far(&self) -> Option<&Located<Money>> {
        self.delivered.as_ref().or_else(|| self.months().into_iter().rev().flatten().next())
    }
}

record! {
    /// A capital scheme.
    pub struct CapitalScheme {
        /// Its reference, kept as written.
        pub r#ref: Located<Reference>,
        /// What it is.
        pub title: Located<String>,
        /// The portfolio.
        pub portfolio: Located<String>,
        /// The whole budget.
        pub budget: Option<Located<Money>>,
        /// This year's budget.
        pub year_budget: Option<Located<Money>>,
        /// This year's forecast.
        pub forecast: Option<Located<Money>>,
        /// What moves to later years: this year's budget less its forecast; brackets for spending
        /// brought forward.
        pub slippage: Option<Located<Money>>,
        /// When work starts.
        pub start: Option<Located<DateOrPeriod>>,
        /// When it ends.
        pub finish: Option<Located<DateOrPeriod>>,
        /// The rating for time.
        pub rag_time: Option<Located<Rag>>,
        /// The rating for cost.
        pub rag_cost: Option<Located<Rag>>,
        /// What lies behind it.
        pub narrative: Option<Text>,
    }
}

record! {
    /// A risk.
    pub struct Risk {
        /// Its reference, kept as written.
        pub r#ref: Located<Reference>,
        /// What might happen.
        pub title: Located<String>,
        /// The register it is in, such as `corporate`.
        pub register: Option<Located<String>>,
        /// What brings it about.
        pub cause: Option<Text>,
        /// What follows from it.
        pub consequence: Option<Text>,
        /// Who owns it.
        pub owner: Option<Located<String>>,
        /// The portfolio.
        pub portfolio: Option<Located<String>>,
        /// The score before anything was done, 1 to 25.
        pub initial: Option<Located<u32>>,
        /// The score last quarter.
        pub previous: Option<Located<u32>>,
        /// The score now.
        pub current: Located<u32>,
        /// The score aimed at.
        pub target: Option<Located<u32>>,
        /// How likely it is now, 1 to 5; times `impact` it is the score.
        pub likelihood: Option<Located<u32>>,
        /// How much it would matter now, 1 to 5.
        pub impact: Option<Located<u32>>,
        /// How likely it was last quarter.
        pub previous_likelihood: Option<Located<u32>>,
        /// How much it would have mattered last quarter.
        pub previous_impact: Option<Located<u32>>,
        /// Earlier scores; in a sheet, one column a quarter, headed `Q3 2025/26`.
        pub periods: Vec<PastScore>,
        /// What is being done.
        pub actions: Option<Text>,
        /// Whether it was escalated to the corporate register this quarter.
        pub escalated: Option<Located<Flag>>,
        /// Whether it was handed back to its directorate this quarter.
        pub de_escalated: Option<Located<Flag>>,
    }
}

impl Risk {
    /// Returns whether it is in the corporate register; an empty cell means yes.
    pub fn is_corporate(&self) -> bool {
        self.register.as_ref().is_none_or(|register| register.to_lowercase().contains("corporate"))
    }
}

record! {
    /// A risk's score of an earlier quarter.
    pub struct PastScore {
        /// The quarter.
        pub label: Located<Quarter>,
        /// The score.
        pub value: Located<u32>,
    }
}

record! {
    /// A measure of the workforce.
    pub struct WorkforceMeasure {
        /// What it measures.
        pub title: Located<String>,
        /// The result, or why there is none.
        pub value: Located<Reading>,
        /// The result last quarter.
        pub previous: Option<Located<Reading>>,
        /// The target.
        pub target: Option<Located<Reading>>,
        /// The title of the measure that this one is a part of; the parts add up to it.
        pub part_of: Option<Located<String>>,
        /// What this one is a percentage of; the percentages of one whole add up to 100.
        pub share_of: Option<Located<String>>,
        /// What lies behind it.
        pub narrative: Option<Text>,
    }
}

record! {
    /// A commitment of a strategy: a "we will" statement.
    pub struct Commitment {
        /// Its reference, kept as written.
        pub r#ref: Located<Reference>,
        /// What the strategy commits the council to.
        pub text: Located<String>,
        /// The strategy that made it.
        pub strategy: Option<Located<String>>,
        /// The portfolio.
        pub portfolio: Option<Located<String>>,
        /// Who answers for it.
        pub owner: Option<Located<String>>,
        /// The numbers of the indicators that show it.
        pub indicators: Vec<Located<u32>>,
        /// What shows that it was delivered.
        pub evidence: Option<Text>,
        /// Its state.
        pub state: Located<CommitmentState>,
    }
}

record! {
    /// A milestone of a programme.
    pub struct Milestone {
        /// The programme.
        pub programme: Located<String>,
        /// The workstream.
        pub workstream: Option<Located<String>>,
        /// What is to be reached.
        pub title: Located<String>,
        /// By when.
        pub due: Located<DateOrPeriod>,
        /// Which hundred days of the programme it belongs to, from 1.
        pub hundred_days: Option<Located<u32>>,
        /// Who answers for it.
        pub owner: Option<Located<String>>,
        /// The portfolio.
        pub portfolio: Option<Located<String>>,
        /// Its state.
        pub state: Located<MilestoneState>,
    }
}
