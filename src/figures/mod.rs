//! What a quarter's figures come to, and where what somebody typed contradicts them.
//!
//! [`reconcile`] compares everything that is given twice: totals with their rows, variances with
//! budgets, ratings with targets, results with those published before, figures in texts with the
//! tables. Each contradiction is a diagnostic with both figures and both places, and since nobody
//! knows which of the two is right, the quarter's report is not made. All arithmetic is decimal.
//!
//! What reports show is worked out here as well: sums ([`money`]), shares and ratings
//! ([`crate::model::rating`]), and the figures that a text may name ([`names`]).

mod agreed;
mod hidden;
mod indicators;
mod lines;
pub mod money;
pub mod names;
mod plans;
pub mod print;
mod risks;
mod shares;
pub mod texts;
mod totals;
mod typed;
mod units;

pub use agreed::is_agreed;
pub use plans::span as hundred_days;

use crate::diag::{Diagnostic, Diagnostics, Origin, Severity};
use crate::model::dataset::{Dataset, Performance};
use crate::model::performance::{FinanceLine, Indicator, Portfolio, Rag};
use crate::model::rating::{self, Rating};
use crate::model::value::Quarter;

/// Compares the figures of every quarter; what contradicts another is reported, and its table lost.
pub fn reconcile(diags: &mut Diagnostics, data: &mut Dataset) {
    let mut lost: Vec<(&'static str, Quarter, Origin)> = Vec::new();
    for (&quarter, own) in &data.performance {
        let mut faults = Faults::default();
        let ctx = Context { data, quarter, own };
        units::check(&mut faults, &ctx);
        lines::check(&mut faults, &ctx);
        totals::check(&mut faults, &ctx);
        indicators::check(&mut faults, &ctx);
        hidden::check(&mut faults, &ctx);
        shares::check(&mut faults, &ctx);
        risks::check(&mut faults, &ctx);
        plans::check(&mut faults, &ctx);
        texts::check(&mut faults, &ctx);
        agreed::check(&mut faults, &ctx);
        for (table, diagnostic) in faults.found {
            if diagnostic.severity == Severity::Error
                && let Some(origin) = &diagnostic.origin
            {
                lost.push((table, quarter, origin.clone()));
            }
            diags.push(diagnostic);
        }
    }
    for (table, quarter, origin) in lost {
        data.lose(table, Some(quarter.key()), &origin);
    }
}

/// A quarter's figures, with those of other quarters to compare them with.
struct Context<'a> {
    /// Everything.
    data: &'a Dataset,
    /// The quarter.
    quarter: Quarter,
    /// Its figures.
    own: &'a Performance,
}

impl<'a> Context<'a> {
    /// Returns the figures of the quarter before.
    fn before(&self) -> Option<&'a Performance> {
        self.data.performance.get(&self.quarter.previous())
    }
}

/// Contradictions found so far, each with the table that it stands in.
#[derive(Default)]
struct Faults {
    found: Vec<(&'static str, Diagnostic)>,
}

impl Faults {
    fn push(&mut self, table: &'static str, diagnostic: Diagnostic) {
        self.found.push((table, diagnostic));
    }
}

/// The part of a quarter's figures that a text or an edition is about.
#[derive(Clone)]
pub struct Scope<'a> {
    /// The quarter.
    pub quarter: Quarter,
    /// All figures of the quarter.
    pub all: &'a Performance,
    /// Its indicators.
    pub indicators: Vec<&'a Indicator>,
    /// Its portfolios; all of them where `None`.
    pub portfolios: Option<Vec<&'a str>>,
}

impl<'a> Scope<'a> {
    /// Returns the whole quarter.
    pub fn whole(quarter: Quarter, all: &'a Performance) -> Self {
        Self { quarter, all, indicators: all.indicators.iter().collect(), portfolios: None }
    }

    /// Returns what belongs to a portfolio.
    pub fn portfolio(quarter: Quarter, all: &'a Performance, name: &'a str) -> Self {
        let indicators = all.indicators.iter().filter(|own| own.portfolio.value == name).collect();
        Self { quarter, all, indicators, portfolios: Some(vec![name]) }
    }

    /// Returns whether rows of that portfolio belong to it; rows without one belong to the whole.
    pub fn has(&self, portfolio: Option<&str>) -> bool {
        match (&self.portfolios, portfolio) {
            (None, _) => true,
            (Some(list), Some(name)) => list.contains(&name),
            (Some(_), None) => false,
        }
    }

    /// Returns its lines of the revenue budget.
    pub fn finance(&self) -> impl Iterator<Item = &'a FinanceLine> {
        self.all.finance.iter().filter(|own| self.has(Some(&own.portfolio)))
    }

    /// Returns how many of its indicators are green, amber, red, blue and not rated.
    pub fn ratings(&self) -> [usize; 5] {
        let ratings: Vec<Rating> =
            self.indicators.iter().map(|own| rating::rate(own, self.quarter)).collect();
        let of = |rag| ratings.iter().filter(|own| **own == Rating::Rated(rag)).count();
        let [green, amber, red, blue] = [Rag::Green, Rag::Amber, Rag::Red, Rag::Blue].map(of);
        [green, amber, red, blue, ratings.len() - green - amber - red - blue]
    }
}

/// Returns whether a portfolio of that name is no portfolio, but added after their total.
pub fn is_outside(portfolios: &[Portfolio], name: &str) -> bool {
    portfolios
        .iter()
        .any(|own| own.name.value == name && own.non_portfolio.as_ref().is_some_and(|flag| flag.0))
}
