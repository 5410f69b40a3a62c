//! A period's money: lines of the revenue budget, savings and capital schemes.

use super::Rag;
use crate::record::{Located, Text, record};
use crate::value::{DateOrPeriod, Money, Reference};

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
