//! A period's resources beyond the lines of its budget: reserves, what changed the budget and the capital programme,
//! virements, treasury indicators, debts, and how soon invoices are paid.

use chrono::NaiveDate;

use super::money::{Account, InAccount, in_account};
use crate::record::{Located, Text, choice, record};
use crate::tables::{Readership, tables};
use crate::value::{Money, Reading, Reference, ReportingPeriod};

choice! {
    /// What a reserve is kept for.
    pub enum ReserveKind ("a kind of reserve") {
        /// For whatever may come.
        General = "general" | "unallocated" | "general-balances" | "working-balance",
        /// For a purpose that the council has set.
        Earmarked = "earmarked" | "usable" | "specific",
        /// For a purpose that the law or a giver has set.
        RingFenced = "ring-fenced" | "ringfenced" | "restricted",
    }
}

choice! {
    /// Why a capital programme changes.
    pub enum CapitalCause ("a cause of change of the capital programme") {
        /// As it was approved: what all others are added to.
        Approved = "approved" | "original" | "opening" | "budget",
        /// Brought from the year before.
        CarriedForward = "carried-forward" | "brought-forward" | "carry-forward" | "slippage-from-last-year",
        /// New schemes, or more money for old ones.
        Addition = "addition" | "additions" | "new" | "added",
        /// Less money.
        Reduction = "reduction" | "reductions" | "removed" | "reduced",
        /// Moved between schemes.
        Reallocation = "reallocation" | "reallocations" | "reallocated",
        /// Moved between years.
        Reprofiled = "re-profiled" | "reprofiled" | "re-profiling" | "reprofiling" | "re-phased" | "rephased",
        /// As it is now, as somebody typed it: compared with the sum of all others, and not added to them.
        Revised = "revised" | "latest" | "closing" | "current",
    }
}

impl CapitalCause {
    /// Every cause of which the programme is the sum, in the order of reports.
    pub const SUMMED: [Self; 6] = [
        Self::Approved,
        Self::CarriedForward,
        Self::Addition,
        Self::Reduction,
        Self::Reallocation,
        Self::Reprofiled,
    ];
}

record! {
    /// A reserve.
    pub struct Reserve {
        /// The account, as for lines of the budget.
        open account: Option<Located<Account>>,
        /// What it is called.
        open title: Located<String>,
        /// Whether it is general, earmarked or ring-fenced; earmarked where empty.
        open kind: Option<Located<ReserveKind>>,
        /// What was in it at the beginning of the year.
        open opening: Located<Money>,
        /// What is paid in during the year.
        open paid_in: Option<Located<Money>>,
        /// What is drawn from it during the year, without brackets.
        open drawn: Option<Located<Money>>,
        /// What will be in it at the end of the year: opening, with what is paid in, less what is drawn; worked out where
        /// empty.
        open forecast: Option<Located<Money>>,
        /// The least that the council wants to have in it.
        open minimum: Option<Located<Money>>,
        /// What it is for.
        open purpose: Option<Text>,
    }
}

record! {
    /// A change of the capital programme, by year.
    pub struct CapitalChange {
        /// The account, as for lines of the budget.
        open account: Option<Located<Account>>,
        /// Why: `approved` for what the programme was, `revised` for what somebody typed that it is now.
        open cause: Located<CapitalCause>,
        /// What it is, such as a scheme.
        open title: Located<String>,
        /// The portfolio; of the whole council where empty.
        open portfolio: Option<Located<String>>,
        /// What it is paid from, such as grants, borrowing or receipts.
        open funding: Option<Located<String>>,
        /// In the financial year of the report; reductions in brackets.
        open this_year: Option<Located<Money>>,
        /// In the year after.
        open second_year: Option<Located<Money>>,
        /// In the third year.
        open third_year: Option<Located<Money>>,
        /// In the fourth year.
        open fourth_year: Option<Located<Money>>,
        /// In the fifth year.
        open fifth_year: Option<Located<Money>>,
        /// In all later years together.
        open later_years: Option<Located<Money>>,
        /// What lies behind it.
        open narrative: Option<Text>,
    }
}

record! {
    /// How a portfolio’s budget came to be what it is.
    pub struct BudgetChange {
        /// The account, as for lines of the budget.
        open account: Option<Located<Account>>,
        /// The portfolio.
        open portfolio: Located<String>,
        /// The budget that was approved.
        open original: Located<Money>,
        /// Growth.
        open growth: Option<Located<Money>>,
        /// Inflation.
        open inflation: Option<Located<Money>>,
        /// Savings, in brackets.
        open savings: Option<Located<Money>>,
        /// What was moved to it from other portfolios; in brackets what was moved away.
        open virements: Option<Located<Money>>,
        /// All other changes.
        open other: Option<Located<Money>>,
        /// The budget as it is now: the sum of all these; worked out where empty. It is held against the lines of `finance`.
        open revised: Option<Located<Money>>,
        /// What lies behind it.
        open narrative: Option<Text>,
    }
}

record! {
    /// Budget that was moved from one portfolio to another.
    pub struct Virement {
        /// The account, as for lines of the budget.
        open account: Option<Located<Account>>,
        /// Its reference, kept as written.
        open r#ref: Option<Located<Reference>>,
        /// What for.
        open title: Located<String>,
        /// The portfolio, or the line of the budget, that it was taken from.
        open from: Located<String>,
        /// The one that it was given to.
        open to: Located<String>,
        /// How much.
        open amount: Located<Money>,
        /// Who approved it.
        open approved_by: Option<Located<String>>,
        /// The day.
        open approved_on: Option<Located<NaiveDate>>,
    }
}

record! {
    /// A treasury or prudential indicator.
    pub struct TreasuryIndicator {
        /// What it is, such as the operational boundary.
        open title: Located<String>,
        /// What it belongs to, such as borrowing, investment or affordability.
        open group: Option<Located<String>>,
        /// What it is now, or why it is not known.
        open actual: Located<Reading>,
        /// The limit that it may not exceed.
        open limit: Option<Located<Reading>>,
        /// The limit that it may not fall below.
        open minimum: Option<Located<Reading>>,
        /// What lies behind it; needed where a limit is not kept.
        open narrative: Option<Text>,
    }
}

record! {
    /// What is owed to the council, by age.
    pub struct Debt {
        /// The account, as for lines of the budget.
        open account: Option<Located<Account>>,
        /// What is owed for, such as care or rents.
        open title: Located<String>,
        /// The portfolio; of the whole council where empty.
        open portfolio: Option<Located<String>>,
        /// What is not due yet.
        open not_due: Option<Located<Money>>,
        /// What has been due for 30 days or less.
        open to_30_days: Option<Located<Money>>,
        /// For 31 to 90 days.
        open to_90_days: Option<Located<Money>>,
        /// For 91 to 365 days.
        open to_a_year: Option<Located<Money>>,
        /// For longer than a year.
        open over_a_year: Option<Located<Money>>,
        /// All of it; worked out where empty.
        open total: Option<Located<Money>>,
        /// What lies behind it.
        open narrative: Option<Text>,
    }
}

record! {
    /// How soon invoices were paid in a year.
    pub struct Payments {
        /// The financial year.
        open year: Located<ReportingPeriod>,
        /// How many invoices were paid.
        open invoices: Located<u32>,
        /// How many of them within the time that was agreed, or within 30 days.
        open in_time: Located<u32>,
        /// The percentage that were paid in time, as somebody typed it, to be compared; worked out where empty.
        open percent: Option<Located<Reading>>,
        /// The interest that was owed for those that were late.
        open interest_owed: Option<Located<Money>>,
        /// The interest that was paid.
        open interest_paid: Option<Located<Money>>,
        /// What lies behind it.
        open narrative: Option<Text>,
    }
}

tables! {
    /// A period’s resources beyond the lines of its budget.
    pub struct Resources {
        /// The reserves.
        reserves: Reserve = "reserves",
        /// What changed the capital programme.
        capital_changes: CapitalChange = "capital-changes",
        /// What changed the budget.
        budget_changes: BudgetChange = "budget-changes",
        /// The virements.
        virements: Virement = "virements",
        /// The treasury and prudential indicators.
        treasury: TreasuryIndicator = "treasury",
        /// What is owed to the council.
        debts: Debt = "debts",
        /// How soon invoices were paid.
        payments: Payments = "payments",
    }
}

in_account!(Reserve, CapitalChange, BudgetChange, Virement, Debt);

impl Readership for Reserve {}
impl Readership for CapitalChange {}
impl Readership for BudgetChange {}
impl Readership for Virement {}
impl Readership for TreasuryIndicator {}
impl Readership for Debt {}
impl Readership for Payments {}

impl Resources {
    /// Returns whether there are no rows of any table.
    pub fn is_empty(&self) -> bool {
        self.origins().is_empty()
    }
}

impl CapitalChange {
    /// The columns of its amounts, in the order of years.
    pub const YEARS: &'static [&'static str] =
        &["this-year", "second-year", "third-year", "fourth-year", "fifth-year", "later-years"];

    /// Returns the amounts of the years, as [`CapitalChange::YEARS`] names them.
    pub fn years(&self) -> [Option<&Located<Money>>; 6] {
        [
            &self.this_year,
            &self.second_year,
            &self.third_year,
            &self.fourth_year,
            &self.fifth_year,
            &self.later_years,
        ]
        .map(Option::as_ref)
    }
}
