//! Sums, shares and ratings of a period's figures, and checks of what somebody typed against them.
//!
//! [`reconcile`] compares whatever is given twice: totals with their rows, variances with
//! budgets, ratings with targets, results with those published before, figures in texts with the
//! tables. Each contradiction is a diagnostic with both figures and both places, and since nobody
//! knows which of the two is right, the period's report is not made. All arithmetic is decimal.
//!
//! What reports show is worked out in this module as well: sums ([`money`]), shares and ratings
//! ([`crate::model::rating`]), and the figures that a text may name ([`names`]).

pub mod accounts;
mod agreed;
pub mod council_tax;
mod doubts;
mod hidden;
mod indicators;
mod lines;
pub mod money;
mod money_rows;
pub mod names;
mod parts;
mod plans;
pub mod print;
pub mod resources;
mod risks;
pub mod savings;
mod shares;
mod targets;
pub mod texts;
mod totals;
mod typed;
mod units;

pub use agreed::is_agreed;
pub use plans::hundred_days;

use crate::diag::Diagnostic;
use crate::model::dataset::{Dataset, Performance};
use crate::model::performance::{
    Account, CapitalScheme, FinanceLine, InAccount, Indicator, MAX_PERCENT_DECIMALS, Portfolio,
    Rag, Saving,
};
use crate::model::rating::{self, Rating};
use crate::model::value::ReportingPeriod;

/// Compares the figures of every period. Returns each contradiction with its period and the table that is
/// wrong.
pub fn reconcile(data: &Dataset) -> Vec<(ReportingPeriod, &'static str, Diagnostic)> {
    let mut found = Vec::new();
    for (&period, figures) in &data.performance {
        let mut faults = Faults::default();
        let ctx = Context { data, period, figures };
        units::check(&mut faults, &ctx);
        accounts::check(&mut faults, &ctx);
        lines::check(&mut faults, &ctx);
        totals::check(&mut faults, &ctx);
        indicators::check(&mut faults, &ctx);
        targets::check(&mut faults, &ctx);
        doubts::check(&mut faults, &ctx);
        hidden::check(&mut faults, &ctx);
        shares::check(&mut faults, &ctx);
        risks::check(&mut faults, &ctx);
        plans::check(&mut faults, &ctx);
        // What the public reads speaks of the measures that it may see.
        let open = figures.without_internal();
        texts::check(&mut faults, &Context { figures: &open, ..ctx });
        texts::check_papers(&mut faults, &Context { figures: &open, ..ctx });
        texts::check_internal(&mut faults, &ctx);
        agreed::check(&mut faults, &ctx);
        resources::check(&mut faults, &ctx);
        council_tax::check(&mut faults, &ctx);
        found.extend(faults.found.into_iter().map(|(table, fault)| (period, table, fault)));
    }
    found
}

/// A period's figures, with those of other periods to compare them with.
struct Context<'a> {
    /// The data of all periods.
    data: &'a Dataset,
    /// The period that is checked.
    period: ReportingPeriod,
    /// The figures of that period.
    figures: &'a Performance,
}

impl<'a> Context<'a> {
    /// Returns the figures of the period before.
    fn before(&self) -> Option<&'a Performance> {
        self.data.performance.get(&self.period.previous())
    }

    /// Returns whether the period before is of the same financial year.
    fn is_year_begun_before(&self) -> bool {
        self.period.previous().start_year() == self.period.start_year()
    }
}

/// Contradictions found so far, each with the name of the table that is wrong: `indicators`.
#[derive(Default)]
struct Faults {
    found: Vec<(&'static str, Diagnostic)>,
}

impl Faults {
    fn push(&mut self, table: &'static str, diagnostic: Diagnostic) {
        self.found.push((table, diagnostic));
    }
}

/// The part of a period's figures that a text or an edition covers.
#[derive(Clone)]
pub struct Scope<'a> {
    /// The period.
    pub period: ReportingPeriod,
    /// All figures of the period, whatever the part.
    pub all: &'a Performance,
    /// The indicators of the part.
    pub indicators: Vec<&'a Indicator>,
    /// The names of the portfolios of the part; `None` for the whole period.
    pub portfolios: Option<Vec<&'a str>>,
    /// The account of the part's money; `None` for money of all accounts, which is never added up.
    pub account: Option<Account>,
}

impl<'a> Scope<'a> {
    /// Returns a scope that covers the whole period.
    pub fn whole(period: ReportingPeriod, all: &'a Performance) -> Self {
        let indicators = all.indicators.iter().collect();
        Self { period, all, indicators, portfolios: None, account: None }
    }

    /// Returns a scope that covers one portfolio.
    pub fn portfolio(period: ReportingPeriod, all: &'a Performance, name: &'a str) -> Self {
        let indicators =
            all.indicators.iter().filter(|indicator| indicator.portfolio.value == name).collect();
        Self { period, all, indicators, portfolios: Some(vec![name]), account: None }
    }

    /// Returns whether it covers rows of that portfolio. Rows without a portfolio belong to the
    /// whole period only.
    pub fn has(&self, portfolio: Option<&str>) -> bool {
        match (&self.portfolios, portfolio) {
            (None, _) => true,
            (Some(list), Some(name)) => list.contains(&name),
            (Some(_), None) => false,
        }
    }

    /// Returns how many decimals percentages of counts have.
    pub fn percent_decimals(&self) -> u32 {
        let card = self.all.card.as_ref();
        let given = card.and_then(|card| card.percent_decimals.as_ref());
        given.map_or(0, |decimals| decimals.value.min(MAX_PERCENT_DECIMALS))
    }

    /// Returns whether it covers money of that row's account.
    pub fn has_account(&self, row: &impl InAccount) -> bool {
        self.account
            .is_none_or(|wanted| row.account().is_some_and(|account| account.value == wanted))
    }

    /// Returns the lines of the revenue budget that it covers.
    pub fn finance(&self) -> impl Iterator<Item = &'a FinanceLine> {
        let lines = self.all.finance.iter().filter(|line| self.has(Some(&line.portfolio)));
        lines.filter(|line| self.has_account(*line))
    }

    /// Returns the savings, incomes and pressures that it covers.
    pub fn savings(&self) -> impl Iterator<Item = &'a Saving> {
        let savings = self.all.savings.iter().filter(|saving| self.has(Some(&saving.portfolio)));
        savings.filter(|saving| self.has_account(*saving))
    }

    /// Returns the capital schemes that it covers.
    pub fn capital(&self) -> impl Iterator<Item = &'a CapitalScheme> {
        let schemes = self.all.capital.iter().filter(|scheme| self.has(Some(&scheme.portfolio)));
        schemes.filter(|scheme| self.has_account(*scheme))
    }

    /// Returns how many of its indicators are green, amber, red, blue and not rated, in this order.
    pub fn ratings(&self) -> [usize; 5] {
        let ratings: Vec<Rating> =
            self.indicators.iter().map(|indicator| rating::rate(indicator, self.period)).collect();
        let count_of = |rag| ratings.iter().filter(|rating| **rating == Rating::Rated(rag)).count();
        let [green, amber, red, blue] = [Rag::Green, Rag::Amber, Rag::Red, Rag::Blue].map(count_of);
        [green, amber, red, blue, ratings.len() - green - amber - red - blue]
    }
}

/// Returns whether a name belongs to budgets outside the portfolios, such as corporate budgets
/// (`non-portfolio` on the report's card), which are added after the portfolios' total.
pub fn is_outside(portfolios: &[Portfolio], name: &str) -> bool {
    portfolios.iter().any(|portfolio| {
        portfolio.name.value == name && portfolio.non_portfolio.as_ref().is_some_and(|flag| flag.0)
    })
}
