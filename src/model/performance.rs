//! A quarter's performance and resources: indicators, money, risks and promises.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::record::{Located, Text, choice, record};
use super::value::{DateOrPeriod, Flag, Money, Quarter, Reading, Reference};

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

record! {
    /// What a quarter's report says of itself.
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
        /// The rating in place of the computed one; needs a reason.
        pub rag_override: Option<Located<Rag>>,
        /// Why the computed rating is not used. Printed.
        pub rag_override_reason: Option<Located<String>>,
        /// What is expected at the end of the year.
        pub forecast: Option<Located<Rag>>,
        /// What lies behind the result.
        pub narrative: Option<Text>,
        /// What is being done.
        pub actions: Option<Text>,
        /// Who agreed the narrative.
        pub agreed_by: Option<Located<String>>,
        /// When the narrative was agreed.
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
        /// The budget.
        pub budget: Option<Located<Money>>,
        /// The forecast outturn.
        pub forecast: Option<Located<Money>>,
        /// Forecast less budget; brackets for less than budget.
        pub variance: Option<Located<Money>>,
        /// A pressure.
        pub pressure: Option<Located<Money>>,
        /// What makes up for it.
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
        /// What has been.
        pub delivered: Option<Located<Money>>,
        /// The rating.
        pub rag: Option<Located<Rag>>,
        /// What lies behind it.
        pub narrative: Option<Text>,
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
        /// What moves to later years.
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
        /// The register it stands in, such as `corporate`.
        pub register: Option<Located<String>>,
        /// What brings it about.
        pub cause: Option<Text>,
        /// What follows from it.
        pub consequence: Option<Text>,
        /// Who owns it.
        pub owner: Option<Located<String>>,
        /// The score before anything was done, 1 to 25.
        pub initial: Option<Located<u32>>,
        /// The score last quarter.
        pub previous: Option<Located<u32>>,
        /// The score now.
        pub current: Located<u32>,
        /// The score aimed at.
        pub target: Option<Located<u32>>,
        /// What is being done.
        pub actions: Option<Text>,
        /// Whether it was escalated this quarter.
        pub escalated: Option<Located<Flag>>,
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
        /// What lies behind it.
        pub narrative: Option<Text>,
    }
}

record! {
    /// A promise of a strategy: a "we will" statement.
    pub struct Commitment {
        /// Its reference, kept as written.
        pub r#ref: Located<Reference>,
        /// What was promised.
        pub text: Located<String>,
        /// The portfolio.
        pub portfolio: Option<Located<String>>,
        /// What shows that it was kept.
        pub evidence: Option<Text>,
        /// How it stands, such as `Delivered`.
        pub state: Located<String>,
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
        /// How it stands.
        pub state: Located<String>,
    }
}
