//! A period's money: lines of the revenue budget, savings and capital schemes.

use super::Rag;
use crate::record::{Located, Text, choice, record};
use crate::value::{DateOrPeriod, Money, MoneyUnit, Reference};

choice! {
    /// The unit of amounts that give none.
    pub enum TableUnit ("a unit of money") {
        /// Pounds.
        Pounds = "pounds" | "£",
        /// Thousands of pounds.
        Thousands = "thousands" | "£000" | "£000s" | "£k" | "£'000",
        /// Millions of pounds.
        Millions = "millions" | "£m" | "£mn",
    }
}

choice! {
    /// An account that money belongs to. The law keeps them apart, so nothing is added up across them.
    pub enum Account ("an account") {
        /// The general fund.
        GeneralFund = "general-fund" | "gf" | "general" | "general-fund-(gf)",
        /// The housing revenue account.
        Housing = "housing-revenue-account" | "hra" | "housing" | "housing-revenue-account-(hra)",
        /// The dedicated schools grant.
        Schools = "schools-grant" | "dsg" | "schools" | "dedicated-schools-grant" | "schools-grant-(dsg)"
            | "dedicated-schools-grant-(dsg)",
        /// The collection fund, of council tax and business rates.
        Collection = "collection-fund" | "collection",
        /// Capital.
        Capital = "capital" | "capital-account" | "capital-programme",
    }
}

impl Account {
    /// Every account, in the order of reports.
    pub const ALL: [Self; 5] =
        [Self::GeneralFund, Self::Housing, Self::Schools, Self::Collection, Self::Capital];

    /// Returns what stands before the names of its figures in texts: `{hra-budget}`.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::GeneralFund => "general-fund",
            Self::Housing => "hra",
            Self::Schools => "schools",
            Self::Collection => "collection-fund",
            Self::Capital => "capital-account",
        }
    }
}

/// A row of money, which may belong to an account.
pub trait InAccount {
    /// Returns the account, where the row gives one.
    fn account(&self) -> Option<&Located<Account>>;
}

macro_rules! in_account {
    ($($record:ident),*) => {
        $(impl InAccount for $record {
            fn account(&self) -> Option<&Located<Account>> {
                self.account.as_ref()
            }
        })*
    };
}
pub(super) use in_account;
in_account!(FinanceLine, Saving, CapitalScheme);

choice! {
    /// What a row of savings is.
    pub enum SavingKind ("a kind of saving") {
        /// Less spending.
        Saving = "saving" | "reduction" | "efficiency",
        /// More income.
        Income = "income" | "additional-income",
        /// Spending that takes away from what is saved.
        Pressure = "pressure" | "growth",
    }
}

choice! {
    /// How long a saving lasts.
    pub enum Lasting ("how long a saving lasts") {
        /// For good.
        Lasting = "lasting" | "yes" | "recurring" | "ongoing" | "on-going" | "permanent",
        /// This year only.
        OneOff = "one-off" | "no" | "non-recurring" | "temporary",
    }
}

impl From<TableUnit> for MoneyUnit {
    fn from(unit: TableUnit) -> Self {
        match unit {
            TableUnit::Pounds => Self::Pounds,
            TableUnit::Thousands => Self::Thousands,
            TableUnit::Millions => Self::Millions,
        }
    }
}

record! {
    /// A line of the revenue budget.
    pub struct FinanceLine {
        /// The account; totals are by account, and never across. All lines have one, or none has.
        open account: Option<Located<Account>>,
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
        /// The account, as for lines of the budget.
        open account: Option<Located<Account>>,
        /// Its reference, kept as written.
        open r#ref: Located<Reference>,
        /// What it is.
        open title: Located<String>,
        /// The portfolio.
        open portfolio: Located<String>,
        /// Whether it is a saving, an income or a pressure, which takes away from what is saved; a saving where empty.
        open kind: Option<Located<SavingKind>>,
        /// Whether it is lasting or one-off.
        open lasting: Option<Located<Lasting>>,
        /// What was to be saved; of a pressure, what was planned for, in brackets.
        open target: Located<Money>,
        /// What has been; the last month's where empty. Of a pressure, what has come about, in brackets.
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
        /// The part of the target that is rated red. The four parts add up to the target.
        open red: Option<Located<Money>>,
        /// The part that is rated amber.
        open amber: Option<Located<Money>>,
        /// The part that is rated green.
        open green: Option<Located<Money>>,
        /// The part that is delivered.
        open blue: Option<Located<Money>>,
        /// The rating of the whole; blue where all of it is delivered.
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

    /// Returns what has been delivered so far: by the last month that has a figure, or else as given. Where both are
    /// given, that of the month is no less exact.
    pub fn so_far(&self) -> Option<&Located<Money>> {
        self.months().into_iter().rev().flatten().next().or(self.delivered.as_ref())
    }

    /// Returns whether it is a pressure, which takes away from what is saved.
    pub fn is_pressure(&self) -> bool {
        self.kind.as_ref().is_some_and(|kind| kind.value == SavingKind::Pressure)
    }

    /// Returns its parts by rating, those that are given.
    pub fn parts(&self) -> impl Iterator<Item = (Rag, &Located<Money>)> {
        let parts = [
            (Rag::Green, &self.green),
            (Rag::Amber, &self.amber),
            (Rag::Red, &self.red),
            (Rag::Blue, &self.blue),
        ];
        parts.into_iter().filter_map(|(rag, amount)| Some((rag, amount.as_ref()?)))
    }
}

record! {
    /// A capital scheme.
    pub struct CapitalScheme {
        /// The account, as for lines of the budget.
        open account: Option<Located<Account>>,
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
