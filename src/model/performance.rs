//! A quarter's performance and resources: indicators, money, risks and commitments.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::record::{Located, Text, choice, record};
use super::value::{DateOrPeriod, Flag, Money, Quarter, Reading, Reference, Slug};

mod totals;

pub use totals::{
    MoneyTable, TypedTotal, is_name_of_everything, is_name_of_portfolios, total_words,
};

/// The name of a quarter's whole report, which no edition of it may have: both are names of files in one
/// folder.
pub const WHOLE_REPORT: &str = "performance-report";

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
    /// What an indicator's result of a quarter covers.
    pub enum Accumulation ("a way of adding up") {
        /// The quarter alone, or the state at its end.
        No = "no" | "none" | "quarter",
        /// Everything since April; it begins again with each financial year.
        Year = "year" | "year-to-date" | "cumulative" | "yes",
        /// The twelve months up to the end of the quarter.
        Rolling = "rolling" | "rolling-year" | "12-months",
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
        open title: Located<String>,
        /// The quarter.
        open period: Option<Located<Quarter>>,
        /// Who presents it.
        open report_of: Option<Located<String>>,
        /// The day it was made up to.
        open as_at: Option<Located<NaiveDate>>,
        /// What a reader should know first.
        open headlines: Option<Text>,
        /// Portfolios in the order of the report, each with its cabinet member.
        open portfolios: Vec<Portfolio>,
        /// Council priorities in order.
        open priorities: Vec<Located<String>>,
        /// The quarter in plain words, for the summary that the public gets.
        open public_summary: Option<Text>,
        /// Decimals of percentages of measures and commitments, 0 to 2; none where empty.
        open percent_decimals: Option<Located<u32>>,
        /// The sections of the whole report; all that have data where empty.
        open sections: Vec<Located<Section>>,
        /// The editions to make beside the whole report.
        open editions: Vec<Edition>,
        /// The programmes that milestones belong to.
        open programmes: Vec<Programme>,
    }
}

/// The most decimals of a percentage of a count.
pub const MAX_PERCENT_DECIMALS: u32 = 2;

impl ReportCard {
    /// Returns how many decimals percentages of counts have.
    pub fn percent_decimals(card: Option<&Self>) -> u32 {
        let given = card.and_then(|card| card.percent_decimals.as_ref());
        given.map_or(0, |decimals| decimals.value.min(MAX_PERCENT_DECIMALS))
    }
}

record! {
    /// An edition of the report, for one audience.
    pub struct Edition {
        /// Its name, after which its file is named: `adults-scrutiny`.
        open edition: Located<Slug>,
        /// What it is for; `part` where empty.
        open kind: Option<Located<EditionKind>>,
        /// Its title; that of the report where empty.
        open title: Option<Located<String>>,
        /// Who it is for.
        open audience: Option<Located<String>>,
        /// The committee whose indicators it shows, as they name it.
        open committee: Option<Located<String>>,
        /// The portfolios that it shows; those of the committee's indicators where empty.
        open portfolios: Vec<Located<String>>,
        /// Its sections; all that have data where empty.
        open sections: Vec<Located<Section>>,
        /// Its summary, in place of the headlines.
        open summary: Option<Text>,
    }
}

record! {
    /// A programme of milestones.
    pub struct Programme {
        /// Its name, as milestones give it.
        open name: Located<String>,
        /// The day on which its first hundred days began.
        open start: Option<Located<NaiveDate>>,
        /// What it is for.
        open summary: Option<Text>,
    }
}

record! {
    /// A portfolio.
    pub struct Portfolio {
        /// Its name, as indicators give it.
        open name: Located<String>,
        /// Who holds it.
        open holder: Option<Located<String>>,
        /// What the quarter was like.
        open summary: Option<Text>,
        /// Whether it is no portfolio, such as corporate budgets, and is added after their total.
        open non_portfolio: Option<Located<Flag>>,
    }
}

record! {
    /// An indicator, with its results quarter by quarter.
    pub struct Indicator {
        /// Its number, the same in every edition and quarter.
        open number: Located<u32>,
        /// Its code in the performance system, kept as written.
        open code: Option<Located<Reference>>,
        /// What it measures.
        open title: Located<String>,
        /// What it counts in.
        open unit: Located<Unit>,
        /// Which way is good.
        open polarity: Located<Polarity>,
        /// Decimals shown; those of the results where empty.
        open decimals: Option<Located<u32>>,
        /// How often it is measured.
        open frequency: Option<Located<String>>,
        /// What a result covers: the quarter (`no`), the year so far (`year`), or twelve months (`rolling`); `no` where
        /// empty.
        open accumulates: Option<Located<Accumulation>>,
        /// The portfolio it belongs to.
        open portfolio: Located<String>,
        /// The council priority it serves.
        open priority: Option<Located<String>>,
        /// The scrutiny committee that looks at it.
        open committee: Option<Located<String>>,
        /// The target; of an indicator that accumulates, that of the whole year.
        open target: Option<Located<Reading>>,
        /// The target for the end of June, where it is another than `target`.
        open target_q1: Option<Located<Reading>>,
        /// The target for the end of September, where it is another than `target`.
        open target_q2: Option<Located<Reading>>,
        /// The target for the end of December, where it is another than `target`.
        open target_q3: Option<Located<Reading>>,
        /// The target for the end of March, where it is another than `target`.
        open target_q4: Option<Located<Reading>>,
        /// The target before it was changed this quarter; that of the quarter before, by its report, where empty.
        open target_before: Option<Located<Reading>>,
        /// Who agreed to change the target. Printed.
        open target_agreed_by: Option<Located<String>>,
        /// When that was agreed. Printed.
        open target_agreed_on: Option<Located<NaiveDate>>,
        /// How far off the target is still amber, in the indicator's unit.
        open tolerance: Option<Located<Decimal>>,
        /// The lower end of the target band.
        open band_low: Option<Located<Decimal>>,
        /// The upper end of the target band.
        open band_high: Option<Located<Decimal>>,
        /// Results; in a sheet, one column a quarter, headed `Q3 2025/26`.
        open periods: Vec<PeriodResult>,
        /// What was counted for this quarter's result; must give the result with `denominator`.
        open numerator: Option<Located<Reading>>,
        /// Out of how many.
        open denominator: Option<Located<Reading>>,
        /// The number of the indicator that this one is a part of; the parts add up to it.
        open part_of: Option<Located<u32>>,
        /// The rating that the performance system gives; compared with the computed one.
        open rag: Option<Located<Rag>>,
        /// The rating in place of the computed one; needs a reason.
        open rag_override: Option<Located<Rag>>,
        /// Why the computed rating is not used. Printed.
        open rag_override_reason: Option<Located<String>>,
        /// The rating expected at the end of the year.
        open forecast: Option<Located<Rag>>,
        /// The result expected at the end of the year, which is rated like any other.
        open forecast_value: Option<Located<Reading>>,
        /// What lies behind the result.
        open narrative: Option<Text>,
        /// What is being done.
        open actions: Option<Text>,
        /// Who agreed the narrative.
        open agreed_by: Option<Located<String>>,
        /// When the narrative was agreed; it is not published before.
        open agreed_on: Option<Located<NaiveDate>>,
    }
}

impl Indicator {
    /// Returns what a result covers.
    pub fn accumulation(&self) -> Accumulation {
        self.accumulates.as_ref().map_or(Accumulation::No, |accumulates| accumulates.value)
    }

    /// Returns the targets for the ends of the quarters, April's first, where they are others than the target.
    pub fn profile(&self) -> [Option<&Located<Reading>>; 4] {
        [&self.target_q1, &self.target_q2, &self.target_q3, &self.target_q4].map(Option::as_ref)
    }

    /// Returns the target that a quarter's result is held against. Of an indicator that accumulates, the target of
    /// the whole year is that of its last quarter only.
    pub fn target_at(&self, quarter: Quarter) -> Option<&Located<Reading>> {
        let of_quarter = self.profile()[usize::from(quarter.number()) - 1];
        let of_year = || self.target.as_ref().filter(|_| self.is_comparable(quarter));
        of_quarter.or_else(of_year)
    }

    /// Returns whether a quarter's result may be held against the target, or the band, of the year.
    pub fn is_comparable(&self, quarter: Quarter) -> bool {
        self.accumulation() != Accumulation::Year || quarter.number() == 4
    }

    /// Returns whether results begin again from nothing with a quarter.
    pub fn begins_with(&self, quarter: Quarter) -> bool {
        self.accumulation() == Accumulation::Year && quarter.number() == 1
    }

    /// Returns the quarter whose result covers as much, with which a quarter's is compared.
    pub fn compared_with(&self, quarter: Quarter) -> Quarter {
        match self.accumulation() {
            Accumulation::Year => quarter.year_before(),
            Accumulation::No | Accumulation::Rolling => quarter.previous(),
        }
    }
}

record! {
    /// A result of one quarter.
    pub struct PeriodResult {
        /// The quarter.
        open label: Located<Quarter>,
        /// The result, or why there is none.
        open value: Located<Reading>,
        /// What was counted.
        open numerator: Option<Located<Decimal>>,
        /// Out of how many.
        open denominator: Option<Located<Decimal>>,
    }
}

record! {
    /// A line of the revenue budget.
    pub struct FinanceLine {
        /// The portfolio.
        open portfolio: Located<String>,
        /// The group of lines that it is added up in.
        open group: Option<Located<String>>,
        /// What the line is.
        open title: Located<String>,
        /// The budget of the year.
        open budget: Option<Located<Money>>,
        /// The forecast of what will be spent.
        open forecast: Option<Located<Money>>,
        /// Forecast less budget; brackets for less than budget.
        open variance: Option<Located<Money>>,
        /// What adds to the budget.
        open pressure: Option<Located<Money>>,
        /// What makes up for it, in brackets. Pressure and mitigation add up to the variance.
        open mitigation: Option<Located<Money>>,
        /// Why.
        open narrative: Option<Text>,
    }
}

record! {
    /// A planned saving.
    pub struct Saving {
        /// Its reference, kept as written.
        open r#ref: Located<Reference>,
        /// What it is.
        open title: Located<String>,
        /// The portfolio.
        open portfolio: Located<String>,
        /// What was to be saved.
        open target: Located<Money>,
        /// What has been; the last month's where empty.
        open delivered: Option<Located<Money>>,
        /// Delivered by the end of April, since the beginning of the year.
        open apr: Option<Located<Money>>,
        /// Delivered by the end of May, since the beginning of the year.
        open may: Option<Located<Money>>,
        /// Delivered by the end of June, since the beginning of the year.
        open jun: Option<Located<Money>>,
        /// Delivered by the end of July, since the beginning of the year.
        open jul: Option<Located<Money>>,
        /// Delivered by the end of August, since the beginning of the year.
        open aug: Option<Located<Money>>,
        /// Delivered by the end of September, since the beginning of the year.
        open sep: Option<Located<Money>>,
        /// Delivered by the end of October, since the beginning of the year.
        open oct: Option<Located<Money>>,
        /// Delivered by the end of November, since the beginning of the year.
        open nov: Option<Located<Money>>,
        /// Delivered by the end of December, since the beginning of the year.
        open dec: Option<Located<Money>>,
        /// Delivered by the end of January, since the beginning of the year.
        open jan: Option<Located<Money>>,
        /// Delivered by the end of February, since the beginning of the year.
        open feb: Option<Located<Money>>,
        /// Delivered by the end of March, since the beginning of the year.
        open mar: Option<Located<Money>>,
        /// The rating; blue where all of it is delivered.
        open rag: Option<Located<Rag>>,
        /// What lies behind it.
        open narrative: Option<Text>,
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
        open r#ref: Located<Reference>,
        /// What it is.
        open title: Located<String>,
        /// The portfolio.
        open portfolio: Located<String>,
        /// The whole budget.
        open budget: Option<Located<Money>>,
        /// This year's budget.
        open year_budget: Option<Located<Money>>,
        /// This year's forecast.
        open forecast: Option<Located<Money>>,
        /// What moves to later years: this year's budget less its forecast; brackets for spending
        /// brought forward.
        open slippage: Option<Located<Money>>,
        /// When work starts.
        open start: Option<Located<DateOrPeriod>>,
        /// When it ends.
        open finish: Option<Located<DateOrPeriod>>,
        /// The rating for time.
        open rag_time: Option<Located<Rag>>,
        /// The rating for cost.
        open rag_cost: Option<Located<Rag>>,
        /// What lies behind it.
        open narrative: Option<Text>,
    }
}

record! {
    /// A risk.
    pub struct Risk {
        /// Its reference, kept as written.
        open r#ref: Located<Reference>,
        /// What might happen.
        open title: Located<String>,
        /// The register it is in, such as `corporate`.
        open register: Option<Located<String>>,
        /// What brings it about.
        open cause: Option<Text>,
        /// What follows from it.
        open consequence: Option<Text>,
        /// Who owns it.
        open owner: Option<Located<String>>,
        /// The portfolio.
        open portfolio: Option<Located<String>>,
        /// The score before anything was done, 1 to 25.
        open initial: Option<Located<u32>>,
        /// The score last quarter.
        open previous: Option<Located<u32>>,
        /// The score now.
        open current: Located<u32>,
        /// The score aimed at.
        open target: Option<Located<u32>>,
        /// How likely it is now, 1 to 5; times `impact` it is the score.
        open likelihood: Option<Located<u32>>,
        /// How much it would matter now, 1 to 5.
        open impact: Option<Located<u32>>,
        /// How likely it was last quarter.
        open previous_likelihood: Option<Located<u32>>,
        /// How much it would have mattered last quarter.
        open previous_impact: Option<Located<u32>>,
        /// Earlier scores; in a sheet, one column a quarter, headed `Q3 2025/26`.
        open periods: Vec<PastScore>,
        /// What is being done.
        open actions: Option<Text>,
        /// Whether it was escalated to the corporate register this quarter.
        open escalated: Option<Located<Flag>>,
        /// Whether it was handed back to its directorate this quarter.
        open de_escalated: Option<Located<Flag>>,
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
        open label: Located<Quarter>,
        /// The score.
        open value: Located<u32>,
    }
}

record! {
    /// A measure of the workforce.
    pub struct WorkforceMeasure {
        /// What it measures.
        open title: Located<String>,
        /// The result, or why there is none.
        open value: Located<Reading>,
        /// The result last quarter.
        open previous: Option<Located<Reading>>,
        /// The target.
        open target: Option<Located<Reading>>,
        /// The title of the measure that this one is a part of; the parts add up to it.
        open part_of: Option<Located<String>>,
        /// What this one is a percentage of; the percentages of one whole add up to 100.
        open share_of: Option<Located<String>>,
        /// What lies behind it.
        open narrative: Option<Text>,
    }
}

record! {
    /// A commitment of a strategy: a "we will" statement.
    pub struct Commitment {
        /// Its reference, kept as written.
        open r#ref: Located<Reference>,
        /// What the strategy commits the council to.
        open text: Located<String>,
        /// The strategy that made it.
        open strategy: Option<Located<String>>,
        /// The portfolio.
        open portfolio: Option<Located<String>>,
        /// Who answers for it.
        open owner: Option<Located<String>>,
        /// The numbers of the indicators that show it.
        open indicators: Vec<Located<u32>>,
        /// What shows that it was delivered.
        open evidence: Option<Text>,
        /// Its state.
        open state: Located<CommitmentState>,
    }
}

record! {
    /// A milestone of a programme.
    pub struct Milestone {
        /// The programme.
        open programme: Located<String>,
        /// The workstream.
        open workstream: Option<Located<String>>,
        /// What is to be reached.
        open title: Located<String>,
        /// By when.
        open due: Located<DateOrPeriod>,
        /// Which hundred days of the programme it belongs to, from 1.
        open hundred_days: Option<Located<u32>>,
        /// Who answers for it.
        open owner: Option<Located<String>>,
        /// The portfolio.
        open portfolio: Option<Located<String>>,
        /// Its state.
        open state: Located<MilestoneState>,
    }
}
