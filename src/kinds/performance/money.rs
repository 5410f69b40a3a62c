//! The revenue budget of each account, added up by portfolio and by group.

use schemars::JsonSchema;
use serde::Serialize;

use super::pictures::{self, BarsView};
use crate::figures::money::{self, Rows, Scale, value};
use crate::figures::{Scope, accounts, is_outside};
use crate::kinds::common;
use crate::merge::{Amount, Markup};
use crate::model::performance::{Account, FinanceLine, MoneyTable, Rag};
use crate::model::record::Located;
use crate::model::value::Money;

/// A table with fewer printed lines than this is kept on one page; one with more would leave too much of a page empty.
pub(super) const SHORT: usize = 10;

/// Amounts of the revenue budget; each is absent where no row gives one.
#[derive(Serialize, JsonSchema)]
pub(super) struct AmountsView {
    /// The budget of the year, such as `£2.369m`; absent where no line gives one.
    budget: Option<Amount>,
    /// The forecast of spending for the year; absent where no line gives one.
    forecast: Option<Amount>,
    /// The pressures, which add to spending,; absent where no line gives one.
    pressure: Option<Amount>,
    /// The mitigations and underspending, which offset pressures,, in brackets; absent
    /// where no line gives one.
    mitigation: Option<Amount>,
    /// The forecast less the budget; in brackets where less is spent; absent where it
    /// can't be worked out.
    variance: Option<Amount>,
}

/// A portfolio's amounts.
#[derive(Serialize, JsonSchema)]
pub(super) struct NamedAmountsView {
    /// The portfolio's name, or that of a budget outside the portfolios.
    name: String,
    /// The sums of its lines.
    amounts: AmountsView,
}

/// The revenue budget of one account.
#[derive(Serialize, JsonSchema)]
pub(super) struct FinanceView {
    /// The account: `general-fund`, `housing-revenue-account`, `schools-grant`, `collection-fund` or `capital`; absent
    /// where the lines have none. Nothing is added up across accounts.
    account: Option<&'static str>,
    /// The titles of the lines that lack their budget or their forecast, so that totals with them are absent.
    incomplete: Vec<String>,
    /// The sums of each portfolio, in the order of the report's card, then of the data.
    portfolios: Vec<NamedAmountsView>,
    /// The sums of all portfolios together; absent where there are no budgets outside them, since
    /// they are then the `total`.
    portfolio_total: Option<AmountsView>,
    /// The sums of each budget outside the portfolios, such as corporate budgets.
    others: Vec<NamedAmountsView>,
    /// The sums of all lines, of portfolios and others.
    total: AmountsView,
    /// Whether there are several portfolios or others, so that the total is another row than theirs.
    has_total: bool,
    /// The picture of the variances; absent where no budget varies.
    bars: Option<BarsView>,
    /// The lines of the budget by portfolio and group, in the order of the report's card, then of
    /// the data.
    sections: Vec<FinanceSectionView>,
}

/// A portfolio's part of the revenue budget of one account.
#[derive(Serialize, JsonSchema)]
pub(super) struct FinanceSectionView {
    /// The account, as for the whole budget.
    account: Option<&'static str>,
    /// The titles of the lines that lack their budget or their forecast, so that totals with them are absent.
    incomplete: Vec<String>,
    /// The portfolio's name, or that of a budget outside the portfolios.
    name: String,
    /// Whether the lines, without their narrative, are few enough for their table to stay on one
    /// page.
    short: bool,
    /// The lines by group, in the order of the data.
    groups: Vec<GroupView>,
    /// The sums of all lines of the portfolio.
    total: AmountsView,
}

/// A group of lines of the revenue budget.
#[derive(Serialize, JsonSchema)]
pub(super) struct GroupView {
    /// The group's name; absent for lines without a group, and for a single group that is called as
    /// its portfolio.
    name: Option<String>,
    /// The group's lines, in the order of the data.
    lines: Vec<LineView>,
    /// Whether the group needs a line with its total: it has a name, and the portfolio has lines
    /// outside it.
    has_total: bool,
    /// Whether the lines with their narrative are few enough for their table to stay on one page.
    short: bool,
    /// The sums of the group's lines.
    total: AmountsView,
}

/// A line of the revenue budget.
#[derive(Serialize, JsonSchema)]
pub(super) struct LineView {
    /// The line's title, such as the name of a service.
    title: String,
    /// The line's amounts.
    amounts: AmountsView,
    /// Why the forecast differs from the budget; absent where nothing is written.
    narrative: Option<Markup>,
}

/// Returns the word that templates use for an account.
pub(super) fn word(account: Option<Account>) -> Option<&'static str> {
    account.map(Account::word)
}

/// Returns a part of a scope: what belongs to a portfolio of it, or all where none is asked for.
pub(super) fn narrowed<'a>(scope: &Scope<'a>, portfolio: Option<&'a str>) -> Scope<'a> {
    match portfolio {
        Some(name) if scope.has(Some(name)) => {
            Scope { portfolios: Some(vec![name]), ..scope.clone() }
        }
        Some(_) | None => scope.clone(),
    }
}

/// How the amounts of a period's revenue budget are added up and printed, the same in every edition.
#[derive(Clone, Copy)]
struct Budget {
    scale: Scale,
    rows: Rows,
}

impl Budget {
    fn of(scope: &Scope<'_>) -> Self {
        let scale = money::finance_scale(scope.all);
        Self { scale, rows: Rows::of(&scope.all.finance) }
    }

    fn variances(self, lines: &[&FinanceLine]) -> Option<Money> {
        self.rows.total(lines.iter().copied(), |line| self.rows.variance(line))
    }

    /// Returns the sums of some lines; those that need an amount which a line lacks are absent.
    fn totals(self, lines: &[&FinanceLine]) -> AmountsView {
        let show = |sum: Option<Money>| sum.map(|sum| self.scale.shown(sum).into());
        let total = |column: fn(&FinanceLine) -> Option<Money>| {
            show(self.rows.total(lines.iter().copied(), column))
        };
        // That nothing presses on a line, or makes up for it, is no amount that it lacks.
        let sum = |column: fn(&FinanceLine) -> Option<Money>| {
            show(money::sum(lines.iter().map(|line| column(line))))
        };
        AmountsView {
            budget: total(|line| value(&line.budget)),
            forecast: total(|line| value(&line.forecast)),
            pressure: sum(|line| value(&line.pressure)),
            mitigation: sum(|line| value(&line.mitigation)),
            variance: show(self.variances(lines)),
        }
    }

    /// Returns the titles of the lines that lack their budget or their forecast.
    fn incomplete(self, lines: &[&FinanceLine]) -> Vec<String> {
        let lines = lines.iter().filter(|line| self.rows.is_incomplete(**line));
        lines.map(|line| line.title.to_string()).collect()
    }
}

/// Returns names of portfolios, each once: in the order of the report's card, then as they first
/// appear.
pub(super) fn in_order<'a>(
    scope: &Scope<'a>,
    names: impl Iterator<Item = &'a str>,
) -> Vec<&'a str> {
    let card = scope.all.card.as_ref();
    let listed = card
        .iter()
        .flat_map(|card| &card.portfolios)
        .map(|portfolio| portfolio.name.value.as_str());
    let found: Vec<&str> = names.collect();
    let mut order: Vec<&str> = Vec::new();
    for name in listed.filter(|name| found.contains(name)).chain(found.iter().copied()) {
        if !order.contains(&name) {
            order.push(name);
        }
    }
    order
}

/// Returns the revenue budget that the scope covers, by account; empty where it has no lines.
pub(super) fn finance(scope: &Scope<'_>) -> Vec<FinanceView> {
    accounts::scopes(scope, MoneyTable::Finance).iter().map(of_account).collect()
}

fn of_account(scope: &Scope<'_>) -> FinanceView {
    let budget = Budget::of(scope);
    let lines: Vec<&FinanceLine> = scope.finance().collect();
    let listed = scope.all.card.as_ref().map_or(&[][..], |card| &card.portfolios);
    let names = in_order(scope, lines.iter().map(|line| line.portfolio.value.as_str()));
    let lines_of = |name: &str| -> Vec<&FinanceLine> {
        lines.iter().copied().filter(|line| line.portfolio.value == name).collect()
    };
    let named = |is_wanted: bool| -> Vec<NamedAmountsView> {
        let wanted = names.iter().filter(|name| is_outside(listed, name) == is_wanted);
        wanted
            .map(|name| NamedAmountsView {
                name: (*name).to_owned(),
                amounts: budget.totals(&lines_of(name)),
            })
            .collect()
    };
    let others = named(true);
    let inside: Vec<&FinanceLine> =
        lines.iter().copied().filter(|line| !is_outside(listed, &line.portfolio)).collect();
    let variances =
        names.iter().filter_map(|name| Some((*name, budget.variances(&lines_of(name))?)));
    let variances: Vec<(&str, Money)> = variances.collect();
    let total = budget.variances(&lines);
    FinanceView {
        account: word(scope.account),
        incomplete: budget.incomplete(&lines),
        portfolios: named(false),
        portfolio_total: (!others.is_empty()).then(|| budget.totals(&inside)),
        others,
        total: budget.totals(&lines),
        bars: total.and_then(|total| pictures::bars(budget.scale, &variances, total)),
        sections: names.iter().map(|name| section(scope, budget, name, &lines_of(name))).collect(),
        has_total: 1 < names.len(),
    }
}

/// Returns a portfolio's part of the revenue budget, by account; empty where it has no lines.
pub(super) fn finance_of<'a>(scope: &Scope<'a>, name: &'a str) -> Vec<FinanceSectionView> {
    let scopes = accounts::scopes(&narrowed(scope, Some(name)), MoneyTable::Finance);
    let section = |scope: &Scope<'_>| {
        section(scope, Budget::of(scope), name, &scope.finance().collect::<Vec<_>>())
    };
    scopes.iter().map(section).collect()
}

fn section(
    scope: &Scope<'_>,
    budget: Budget,
    name: &str,
    lines: &[&FinanceLine],
) -> FinanceSectionView {
    let mut groups: Vec<(Option<&str>, Vec<&FinanceLine>)> = Vec::new();
    for line in lines {
        let group = line.group.as_ref().map(|name| name.value.as_str());
        match groups.iter_mut().find(|(name, _)| *name == group) {
            Some((_, members)) => members.push(line),
            None => groups.push((group, vec![line])),
        }
    }
    let count = groups.len();
    let is_split = count > 1;
    let groups = groups.into_iter().map(|(group, lines)| GroupView {
        name: group.filter(|group| is_split || *group != name).map(str::to_owned),
        has_total: is_split && group.is_some(),
        short: lines.len() + common::lines(lines.iter().map(|line| line.narrative.as_ref()))
            < SHORT,
        total: budget.totals(&lines),
        lines: lines
            .into_iter()
            .map(|line| LineView {
                title: line.title.to_string(),
                amounts: budget.totals(&[line]),
                narrative: super::text(scope, line.narrative.as_ref()),
            })
            .collect(),
    });
    FinanceSectionView {
        account: word(scope.account),
        incomplete: budget.incomplete(lines),
        name: name.to_owned(),
        short: lines.len() + 2 * count < SHORT,
        groups: groups.collect(),
        total: budget.totals(lines),
    }
}

/// Returns the word that templates use for a rating.
pub(super) fn rating(rag: Option<&Located<Rag>>) -> &'static str {
    rag.map_or("not-rated", |rag| rag.word())
}

/// Returns the names of all portfolios with indicators or money in a scope, in the report's order.
pub(super) fn portfolios<'a>(scope: &Scope<'a>) -> Vec<&'a str> {
    let all = scope.all;
    let names = scope.indicators.iter().map(|indicator| indicator.portfolio.value.as_str());
    let finance = scope.finance().map(|line| line.portfolio.value.as_str());
    let savings = all.savings.iter().map(|saving| saving.portfolio.value.as_str());
    let capital = all.capital.iter().map(|scheme| scheme.portfolio.value.as_str());
    let found: Vec<&str> = names
        .chain(finance)
        .chain(savings)
        .chain(capital)
        .filter(|name| scope.has(Some(name)))
        .collect();
    in_order(scope, found.into_iter())
}

/// Returns the text of a cell, without its place.
pub(super) fn string(text: Option<&Located<String>>) -> Option<String> {
    common::string(text)
}
