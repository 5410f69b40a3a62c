//! Money: the revenue budget, savings and the capital programme, each added up by portfolio, and
//! the revenue budget also by group.

use schemars::JsonSchema;
use serde::Serialize;

use super::pictures::{self, BarsView, MonthsView};
use crate::figures::money::{self, Rows, Scale};
use crate::figures::{Scope, is_outside};
use crate::kinds::common;
use crate::merge::{Amount, Markup, Period};
use crate::model::performance::{CapitalScheme, FinanceLine, Rag, Saving};
use crate::model::record::Located;
use crate::model::value::Money;

/// A table with fewer printed lines than this is kept on one page.
const SHORT: usize = 18;

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

/// The revenue budget.
#[derive(Serialize, JsonSchema)]
pub(super) struct FinanceView {
    /// Whether every amount is printed without rounding, so that printed amounts add up; where not,
    /// a note should say that they are rounded.
    exact: bool,
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
    /// The picture of the variances; absent where no budget varies.
    bars: Option<BarsView>,
    /// The lines of the budget by portfolio and group, in the order of the report's card, then of
    /// the data.
    sections: Vec<FinanceSectionView>,
}

/// A portfolio's part of the revenue budget.
#[derive(Serialize, JsonSchema)]
pub(super) struct FinanceSectionView {
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

fn value(amount: &Option<Located<Money>>) -> Option<Money> {
    amount.as_ref().map(|amount| amount.value)
}

/// How the amounts of a period's revenue budget are added up and printed, the same in every edition.
#[derive(Clone, Copy)]
struct Budget {
    scale: Scale,
    rows: Rows,
}

impl Budget {
    fn of(scope: &Scope<'_>) -> Self {
        let lines = scope.all.finance.iter();
        let amounts = lines.flat_map(|line| {
            [&line.budget, &line.forecast, &line.variance, &line.pressure, &line.mitigation]
        });
        let scale = Scale::of(amounts.flatten().map(|amount| &amount.value));
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

/// Returns the revenue budget that the scope covers; `None` where it has no lines.
pub(super) fn finance(scope: &Scope<'_>) -> Option<FinanceView> {
    let budget = Budget::of(scope);
    let lines: Vec<&FinanceLine> = scope.finance().collect();
    if lines.is_empty() {
        return None;
    }
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
    Some(FinanceView {
        exact: budget.scale.is_exact,
        incomplete: budget.incomplete(&lines),
        portfolios: named(false),
        portfolio_total: (!others.is_empty()).then(|| budget.totals(&inside)),
        others,
        total: budget.totals(&lines),
        bars: total.and_then(|total| pictures::bars(budget.scale, &variances, total)),
        sections: names.iter().map(|name| section(scope, budget, name, &lines_of(name))).collect(),
    })
}

/// Returns a portfolio's part of the revenue budget; `None` where it has no lines.
pub(super) fn finance_of(scope: &Scope<'_>, name: &str) -> Option<FinanceSectionView> {
    let lines: Vec<&FinanceLine> =
        scope.finance().filter(|line| line.portfolio.value == name).collect();
    (!lines.is_empty()).then(|| section(scope, Budget::of(scope), name, &lines))
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
        short: lines.len() + super::lines(lines.iter().map(|line| line.narrative.as_ref())) < SHORT,
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
        name: name.to_owned(),
        short: lines.len() + 2 * count < 32,
        groups: groups.collect(),
        total: budget.totals(lines),
    }
}

/// Savings, of one portfolio or of all.
#[derive(Serialize, JsonSchema)]
pub(super) struct SavingsView {
    /// Whether every amount is printed without rounding, so that printed amounts add up.
    exact: bool,
    /// Whether the savings with their narrative are few enough for their table to stay on one page.
    short: bool,
    /// The savings, in the order of the data.
    rows: Vec<SavingView>,
    /// The sum that is to be saved in the year,.
    target: Amount,
    /// The sum that has been saved so far,.
    delivered: Amount,
    /// The sum that is still to be saved,; in brackets where more was saved than
    /// planned.
    left: Amount,
    /// The share of the target that has been saved,, such as `67%`; absent where the
    /// target is nothing.
    percent: Option<Amount>,
    /// The savings by rating, `green`, `amber`, `red`, `blue` and `not-rated`, in this order;
    /// ratings that none has are left out.
    ratings: Vec<RatingView>,
    /// The picture of the sums saved by the end of each month; absent where no months are given.
    months: Option<MonthsView>,
}

/// The savings with one rating.
#[derive(Serialize, JsonSchema)]
pub(super) struct RatingView {
    /// The rating: `green`, `amber`, `red`, `blue` (delivered) or `not-rated`.
    rating: &'static str,
    /// How many savings have this rating.
    count: usize,
    /// The sum that these savings are to save in the year,.
    target: Amount,
    /// The sum that these savings have saved so far,.
    delivered: Amount,
}

/// A planned saving.
#[derive(Serialize, JsonSchema)]
pub(super) struct SavingView {
    /// The saving's reference as written.
    reference: String,
    /// The saving's title: what changes to save money.
    title: String,
    /// The name of the portfolio that the saving belongs to.
    portfolio: String,
    /// The amount that is to be saved in the year,.
    target: Amount,
    /// The amount that has been saved so far,; absent where none is given.
    delivered: Option<Amount>,
    /// The amount that is still to be saved,; absent where `delivered` is.
    left: Option<Amount>,
    /// The rating: `green`, `amber`, `red`, `blue` (delivered) or `not-rated`.
    rating: &'static str,
    /// What lies behind the figures; absent where nothing is written.
    narrative: Option<Markup>,
}

fn rating(rag: Option<&Located<Rag>>) -> &'static str {
    rag.map_or("not-rated", |rag| rag.word())
}

/// Returns the savings of a portfolio, or of all that the scope covers; `None` where there are
/// none.
pub(super) fn savings(scope: &Scope<'_>, portfolio: Option<&str>) -> Option<SavingsView> {
    let all = scope.all.savings.iter();
    let scale = Scale::of(all.flat_map(|saving| {
        [Some(&saving.target), saving.delivered.as_ref()]
            .into_iter()
            .chain(saving.months())
            .flatten()
            .map(|amount| &amount.value)
    }));
    let is_wanted = |saving: &&Saving| {
        scope.has(Some(&saving.portfolio))
            && portfolio.is_none_or(|name| saving.portfolio.value == name)
    };
    let rows: Vec<&Saving> = scope.all.savings.iter().filter(is_wanted).collect();
    let so_far = |saving: &Saving| saving.so_far().map(|amount| amount.value);
    let april = scope.period.april();
    let target = money::sum(rows.iter().map(|saving| Some(saving.target.value)))?;
    let delivered =
        money::sum(rows.iter().map(|saving| so_far(saving))).unwrap_or(money::zero(target));
    let ratings = ["green", "amber", "red", "blue", "not-rated"].into_iter().filter_map(|word| {
        let rated: Vec<&&Saving> =
            rows.iter().filter(|saving| rating(saving.rag.as_ref()) == word).collect();
        let target = money::sum(rated.iter().map(|saving| Some(saving.target.value)))?;
        let done =
            money::sum(rated.iter().map(|saving| so_far(saving))).unwrap_or(money::zero(target));
        Some(RatingView {
            rating: word,
            count: rated.len(),
            target: scale.shown(target).into(),
            delivered: scale.shown(done).into(),
        })
    });
    let notes = super::lines(rows.iter().map(|saving| saving.narrative.as_ref()));
    Some(SavingsView {
        exact: scale.is_exact,
        short: rows.len() + notes < SHORT,
        ratings: ratings.collect(),
        months: pictures::months(scale, april, &rows, target),
        target: scale.shown(target).into(),
        delivered: scale.shown(delivered).into(),
        left: scale.shown(target - delivered).into(),
        percent: pictures::percent(delivered, target),
        rows: rows
            .iter()
            .map(|saving| SavingView {
                reference: saving.r#ref.written().to_owned(),
                title: saving.title.to_string(),
                portfolio: saving.portfolio.to_string(),
                target: scale.shown(saving.target.value).into(),
                delivered: so_far(saving).map(|amount| scale.shown(amount).into()),
                left: so_far(saving).map(|done| scale.shown(saving.target.value - done).into()),
                rating: rating(saving.rag.as_ref()),
                narrative: super::text(scope, saving.narrative.as_ref()),
            })
            .collect(),
    })
}

/// Capital schemes, of one portfolio or of all.
#[derive(Serialize, JsonSchema)]
pub(super) struct CapitalView {
    /// Whether every amount is printed without rounding, so that printed amounts add up.
    exact: bool,
    /// The titles of the schemes that lack this year's budget or its forecast, so that totals with them are absent.
    incomplete: Vec<String>,
    /// Whether the schemes with their narrative are few enough for their table to stay on one page.
    short: bool,
    /// The schemes, in the order of the data.
    rows: Vec<SchemeView>,
    /// The sum of the schemes' whole budgets, over all years,; absent where none is
    /// given.
    budget: Option<Amount>,
    /// The sum of the schemes' budgets for this year,; absent where none is given.
    year_budget: Option<Amount>,
    /// The sum of the schemes' forecasts for this year,; absent where none is given.
    forecast: Option<Amount>,
    /// The sum of spending that moves to later years,; in brackets where it is brought
    /// forward; absent where none is known.
    slippage: Option<Amount>,
}

/// A capital scheme.
#[derive(Serialize, JsonSchema)]
pub(super) struct SchemeView {
    /// The scheme's reference as written.
    reference: String,
    /// The scheme's title: what is built or bought.
    title: String,
    /// The name of the portfolio that the scheme belongs to.
    portfolio: String,
    /// The scheme's whole budget, over all years,; absent where none is given.
    budget: Option<Amount>,
    /// The scheme's budget for this year,; absent where none is given.
    year_budget: Option<Amount>,
    /// The scheme's forecast for this year,; absent where none is given.
    forecast: Option<Amount>,
    /// The spending that moves to later years,; in brackets where it is brought forward;
    /// absent where it is not known.
    slippage: Option<Amount>,
    /// When work starts: a date, a month or a period, such as `April 2025`; absent where
    /// the data doesn't say.
    start: Option<Period>,
    /// When work finishes, as for `start`; absent where the data doesn't say.
    finish: Option<Period>,
    /// The rating for time: `green`, `amber`, `red`, `blue` (done) or `not-rated`.
    time: &'static str,
    /// The rating for cost: `green`, `amber`, `red`, `blue` (done) or `not-rated`.
    cost: &'static str,
    /// What lies behind the figures; absent where nothing is written.
    narrative: Option<Markup>,
}

/// Returns the capital schemes of a portfolio, or of all that the scope covers; `None` where there
/// are none.
pub(super) fn capital(scope: &Scope<'_>, portfolio: Option<&str>) -> Option<CapitalView> {
    let all = scope.all.capital.iter();
    let scale = Scale::of(
        all.flat_map(|scheme| {
            [&scheme.budget, &scheme.year_budget, &scheme.forecast, &scheme.slippage]
        })
        .flatten()
        .map(|amount| &amount.value),
    );
    let is_wanted = |scheme: &&CapitalScheme| {
        scope.has(Some(&scheme.portfolio))
            && portfolio.is_none_or(|name| scheme.portfolio.value == name)
    };
    let rows: Vec<&CapitalScheme> = scope.all.capital.iter().filter(is_wanted).collect();
    if rows.is_empty() {
        return None;
    }
    let table = Rows::of(&scope.all.capital);
    let show = |sum: Option<Money>| sum.map(|sum| scale.shown(sum).into());
    let total = |column: fn(&CapitalScheme) -> Option<Money>| {
        show(table.total(rows.iter().copied(), column))
    };
    let slippage = table.total(rows.iter().copied(), |scheme| table.slippage(scheme));
    let budget = money::sum(rows.iter().map(|scheme| value(&scheme.budget)));
    let incomplete = rows.iter().filter(|scheme| table.is_incomplete(**scheme));
    let notes = super::lines(rows.iter().map(|scheme| scheme.narrative.as_ref()));
    Some(CapitalView {
        exact: scale.is_exact,
        short: rows.len() * 2 + notes < SHORT,
        incomplete: incomplete.map(|scheme| scheme.title.to_string()).collect(),
        budget: show(budget),
        year_budget: total(|scheme| value(&scheme.year_budget)),
        forecast: total(|scheme| value(&scheme.forecast)),
        slippage: show(slippage),
        rows: rows
            .iter()
            .map(|scheme| SchemeView {
                reference: scheme.r#ref.written().to_owned(),
                title: scheme.title.to_string(),
                portfolio: scheme.portfolio.to_string(),
                budget: value(&scheme.budget).map(|amount| scale.shown(amount).into()),
                year_budget: value(&scheme.year_budget).map(|amount| scale.shown(amount).into()),
                forecast: value(&scheme.forecast).map(|amount| scale.shown(amount).into()),
                slippage: table.slippage(scheme).map(|amount| scale.shown(amount).into()),
                start: scheme.start.as_ref().map(|start| Period::from(&start.value)),
                finish: scheme.finish.as_ref().map(|finish| Period::from(&finish.value)),
                time: rating(scheme.rag_time.as_ref()),
                cost: rating(scheme.rag_cost.as_ref()),
                narrative: super::text(scope, scheme.narrative.as_ref()),
            })
            .collect(),
    })
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
