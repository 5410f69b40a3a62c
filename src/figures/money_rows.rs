//! The rows of every table of money alike: which account and portfolio each belongs to, and its amounts by column.

use super::{money, resources};
use crate::diag::Origin;
use crate::model::dataset::Performance;
use crate::model::performance::{Account, CapitalCause, CapitalChange, InAccount, MoneyTable};
use crate::model::record::Located;
use crate::model::value::Money;

/// A row of a table of money.
pub(super) struct Row<'a> {
    /// The account, where it has one.
    pub(super) account: Option<&'a Located<Account>>,
    /// The portfolio; `None` where it belongs to the whole council.
    pub(super) portfolio: Option<&'a str>,
    /// The group of rows that it is added up in, where it is in one.
    pub(super) group: Option<&'a str>,
    /// What it is.
    pub(super) title: &'a Located<String>,
    /// Where it stands.
    pub(super) origin: &'a Origin,
    /// Whether it takes away from savings: a total may leave pressures out, or add them up as well.
    pub(super) is_pressure: bool,
    /// Its amounts, by column; those that can be worked out are there.
    pub(super) amounts: Vec<(&'static str, Option<Money>)>,
}

impl Row<'_> {
    /// Returns the amount of a column.
    pub(super) fn amount(&self, column: &str) -> Option<Money> {
        self.amounts.iter().find(|(name, _)| *name == column).and_then(|(_, amount)| *amount)
    }
}

/// Returns a row without a group, which is no pressure.
fn row<'a>(
    row: &'a impl InAccount,
    (portfolio, title): (Option<&'a Located<String>>, &'a Located<String>),
    origin: &'a Origin,
    amounts: Vec<(&'static str, Option<Money>)>,
) -> Row<'a> {
    let portfolio = portfolio.map(|name| name.value.as_str());
    let account = row.account();
    Row { account, portfolio, group: None, title, origin, is_pressure: false, amounts }
}

/// Returns the rows of a table, in its order.
pub(super) fn rows(figures: &Performance, table: MoneyTable) -> Vec<Row<'_>> {
    let value = money::value;
    let resources = &figures.resources;
    match table {
        MoneyTable::Finance => {
            let lines = figures.finance.iter().map(|line| {
                let amounts = vec![
                    ("budget", value(&line.budget)),
                    ("forecast", value(&line.forecast)),
                    ("variance", money::variance(line)),
                    ("pressure", value(&line.pressure)),
                    ("mitigation", value(&line.mitigation)),
                ];
                let group = line.group.as_ref().map(|group| group.value.as_str());
                let names = (Some(&line.portfolio), &line.title);
                Row { group, ..row(line, names, &line.origin, amounts) }
            });
            lines.collect()
        }
        MoneyTable::Savings => {
            let savings = figures.savings.iter().map(|saving| {
                let amounts = vec![
                    ("target", Some(saving.target.value)),
                    ("delivered", saving.so_far().map(|amount| amount.value)),
                ];
                let is_pressure = saving.is_pressure();
                let names = (Some(&saving.portfolio), &saving.title);
                Row { is_pressure, ..row(saving, names, &saving.origin, amounts) }
            });
            savings.collect()
        }
        MoneyTable::Capital => {
            let schemes = figures.capital.iter().map(|scheme| {
                let amounts = vec![
                    ("budget", value(&scheme.budget)),
                    ("year-budget", value(&scheme.year_budget)),
                    ("forecast", value(&scheme.forecast)),
                    ("slippage", money::slippage(scheme)),
                ];
                let names = (Some(&scheme.portfolio), &scheme.title);
                row(scheme, names, &scheme.origin, amounts)
            });
            schemes.collect()
        }
        MoneyTable::Reserves => {
            let reserves = resources.reserves.iter().map(|reserve| {
                let amounts = resources::of_reserve(reserve);
                row(reserve, (None, &reserve.title), &reserve.origin, amounts)
            });
            reserves.collect()
        }
        MoneyTable::CapitalChanges => {
            resources.capital_changes.iter().map(capital_change).collect()
        }
        MoneyTable::BudgetChanges => {
            let changes = resources.budget_changes.iter().map(|change| {
                let names = (Some(&change.portfolio), &change.portfolio);
                row(change, names, &change.origin, resources::of_budget(change))
            });
            changes.collect()
        }
        MoneyTable::Virements => {
            let virements = resources.virements.iter().map(|virement| {
                let amounts = vec![("amount", Some(virement.amount.value))];
                row(virement, (None, &virement.title), &virement.origin, amounts)
            });
            virements.collect()
        }
        MoneyTable::Debts => {
            let debts = resources.debts.iter().map(|debt| {
                let names = (debt.portfolio.as_ref(), &debt.title);
                row(debt, names, &debt.origin, resources::of_debt(debt))
            });
            debts.collect()
        }
    }
}

/// Returns a change of the capital programme. What somebody typed as the programme that comes of all changes is in no total.
fn capital_change(change: &CapitalChange) -> Row<'_> {
    let amounts = match change.cause.value {
        CapitalCause::Revised => Vec::new(),
        _ => resources::of_capital(change),
    };
    let names = (change.portfolio.as_ref(), &change.title);
    let group = Some(change.cause.value.word());
    Row { group, ..row(change, names, &change.origin, amounts) }
}
