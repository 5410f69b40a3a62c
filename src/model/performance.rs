//! A period's performance and resources: indicators, money, risks and commitments.

use chrono::NaiveDate;

use super::programmes::Programme;
use super::record::{Located, Text, choice, record};
use super::value::{DateOrPeriod, Flag, Reading, Reference, ReportingPeriod, Slug};

mod indicator;
mod money;
mod resources;
mod risks;
mod totals;

pub use indicator::{
    Accumulation, Benchmark, Comparison, Frequency, Indicator, PeriodResult, Polarity, RatedBy,
    Readers, Unit,
};
pub use money::{
    Account, CapitalScheme, FinanceLine, InAccount, Lasting, Saving, SavingKind, TableUnit,
};
pub use resources::{
    BudgetChange, CapitalCause, CapitalChange, Debt, Payments, Reserve, ReserveKind, Resources,
    TreasuryIndicator, Virement,
};
pub use risks::{
    Letters, MATRIX_LEVELS, PastScore, Risk, RiskAppetite, RiskMatrix, RiskMatrixSettings,
};
pub use totals::{
    MoneyTable, TOTAL_NAMES, TypedTotal, cause_word, is_name_of_everything, is_name_of_portfolios,
    total_words,
};

/// The name of a period's whole report, which no edition of it may have: both are names of files in one
/// folder.
pub const WHOLE_REPORT: &str = "performance-report";

choice! {
    /// Red, amber, green; blue for done, grey for what is not rated.
    pub enum Rag ("a rating") {
        /// Off target.
        Red = "red" | "r",
        /// Close to target.
        Amber = "amber" | "a" | "yellow",
        /// On target.
        Green = "green" | "g",
        /// Done.
        Blue = "blue" | "b" | "complete",
        /// Not rated, for a reason of the council's.
        Grey = "grey" | "gray" | "x",
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
        /// Reserves, changes of the budget and the capital programme, virements, treasury, debts and payments.
        Resources = "resources" | "reserves" | "treasury",
    }
}

record! {
    /// A period's report: its title, its portfolios and its editions.
    pub struct ReportCard {
        /// The report's title.
        open title: Located<String>,
        /// The period.
        open period: Option<Located<ReportingPeriod>>,
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
        /// The period in plain words, for the summary that the public gets.
        open public_summary: Option<Text>,
        /// What blue stands for as a rating; `Done` where empty.
        open blue_means: Option<Located<String>>,
        /// What grey stands for as a rating; `Not rated` where empty.
        open grey_means: Option<Located<String>>,
        /// Decimals of percentages of measures and commitments, 0 to 2; none where empty.
        open percent_decimals: Option<Located<u32>>,
        /// The unit of amounts in the period's tables of money that give none; that of `council` where empty.
        open money_unit: Option<Located<TableUnit>>,
        /// The sections of the whole report; all that have data where empty.
        open sections: Vec<Located<Section>>,
        /// The editions to make beside the whole report.
        open editions: Vec<Edition>,
        /// The matrix that risks are scored by; that of `council` where empty.
        open risk_matrix: Option<RiskMatrixSettings>,
        /// How much risk of each category the council accepts; that of `council` where empty.
        open risk_appetite: Vec<RiskAppetite>,
        /// The programmes that milestones belong to, where there is no table `programmes`.
        open programmes: Vec<Programme>,
    }
}

/// The most decimals of a percentage of a count.
pub const MAX_PERCENT_DECIMALS: u32 = 2;

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
    /// A portfolio.
    pub struct Portfolio {
        /// Its name, as indicators give it.
        open name: Located<String>,
        /// Who holds it.
        open holder: Option<Located<String>>,
        /// What the period was like.
        open summary: Option<Text>,
        /// Whether it is no portfolio, such as corporate budgets, and is added after their total.
        open non_portfolio: Option<Located<Flag>>,
    }
}

record! {
    /// A measure of the workforce.
    pub struct WorkforceMeasure {
        /// What it measures.
        open title: Located<String>,
        /// The result, or why there is none.
        open value: Located<Reading>,
        /// The result the period before.
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
        /// The priority of the strategy that it serves.
        open priority: Option<Located<String>>,
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
