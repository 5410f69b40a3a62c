//! Money: the revenue budget, savings and the capital programme, each added up by portfolio and group.

use schemars::JsonSchema;
use serde::Serialize;

use super::pictures::{self, BarsView, MonthsView};
use crate::figures::money::{self, Scale};
use crate::figures::{Scope, is_outside};
use crate::kinds::furniture;
use crate::merge::Markup;
use crate::model::performance::{CapitalScheme, FinanceLine, Rag, Saving};
use crate::model::record::Located;
use crate::model::value::Money;

/// Lines of a table below which it stays on one page.
const SHORT: usize = 18;

/// Amounts of the revenue budget as printed; none where no row gives one.
#[derive(Serialize, JsonSchema)]
pub(super) struct AmountsView {
    /// The budget.
    budget: Option<String>,
    /// The forecast.
    forecast: Option<String>,
    /// Pressures.
    pressure: Option<String>,
    /// Mitigations and underspending.
    mitigation: Option<String>,
    /// Forecast less budget; in brackets where less is spent.
    variance: Option<String>,
}

/// A portfolio's amounts.
#[derive(Serialize, JsonSchema)]
pub(super) struct NamedAmountsView {
    /// The portfolio.
    name: String,
    /// Its amounts.
    amounts: AmountsView,
}

/// The revenue budget.
#[derive(Serialize, JsonSchema)]
pub(super) struct FinanceView {
    /// Whether every amount is printed as it is, so that what is printed adds up.
    exact: bool,
    /// The portfolios.
    portfolios: Vec<NamedAmountsView>,
    /// The portfolios together, where there is more than portfolios.
    portfolio_total: Option<AmountsView>,
    /// What is no portfolio.
    others: Vec<NamedAmountsView>,
    /// Everything.
    total: AmountsView,
    /// The picture of the variances; none where nothing varies.
    bars: Option<BarsView>,
    /// The whole budget by portfolio and group.
    sections: Vec<FinanceSectionView>,
}

/// A portfolio's part of the revenue budget.
#[derive(Serialize, JsonSchema)]
pub(super) struct FinanceSectionView {
    /// The portfolio.
    name: String,
    /// Whether its lines, without what is said of them, are few enough to stay on one page.
    short: bool,
    /// Its groups.
    groups: Vec<GroupView>,
    /// All of it.
    total: AmountsView,
}

/// A group of lines.
#[derive(Serialize, JsonSchema)]
pub(super) struct GroupView {
    /// Its name; none where lines stand alone.
    name: Option<String>,
    /// Its lines.
    lines: Vec<LineView>,
    /// Whether it has a total of its own, being one of several.
    has_total: bool,
    /// Whether it is short enough to stay on one page.
    short: bool,
    /// What they come to.
    total: AmountsView,
}

/// A line of the revenue budget.
#[derive(Serialize, JsonSchema)]
pub(super) struct LineView {
    /// What it is.
    title: String,
    /// Its amounts.
    amounts: AmountsView,
    /// Why.
    narrative: Option<Markup>,
}

fn value(own: &Option<Located<Money>>) -> Option<Money> {
    own.as_ref().map(|own| own.value)
}

fn amounts(scale: Scale, lines: &[&FinanceLine]) -> AmountsView {
    let show = |of: fn(&FinanceLine) -> Option<Money>| {
        money::sum(lines.iter().map(|line| of(line))).map(|own| scale.show(own))
    };
    AmountsView {
        budget: show(|own| value(&own.budget)),
        forecast: show(|own| value(&own.forecast)),
        pressure: show(|own| value(&own.pressure)),
        mitigation: show(|own| value(&own.mitigation)),
        variance: show(money::variance),
    }
}

/// Returns names in the order of the report's card, then as they first appear.
pub(super) fn in_order<'a>(
    scope: &Scope<'a>,
    names: impl Iterator<Item = &'a str>,
) -> Vec<&'a str> {
    let card = scope.all.card.as_ref();
    let listed = card.iter().flat_map(|card| &card.portfolios).map(|own| own.name.value.as_str());
    let found: Vec<&str> = names.collect();
    let mut order: Vec<&str> = Vec::new();
    for name in listed.filter(|own| found.contains(own)).chain(found.iter().copied()) {
        if !order.contains(&name) {
            order.push(name);
        }
    }
    order
}

/// Returns the scale of a quarter's revenue budget, the same in every edition.
fn finance_scale(scope: &Scope<'_>) -> Scale {
    let lines = scope.all.finance.iter();
    let amounts = lines.flat_map(|own| {
        [&own.budget, &own.forecast, &own.variance, &own.pressure, &own.mitigation]
    });
    Scale::of(amounts.flatten().map(|own| &own.value))
}

/// Returns the revenue budget; `None` where there is none.
pub(super) fn finance(scope: &Scope<'_>) -> Option<FinanceView> {
    let scale = finance_scale(scope);
    let lines: Vec<&FinanceLine> = scope.finance().collect();
    if lines.is_empty() {
        return None;
    }
    let listed = scope.all.card.as_ref().map_or(&[][..], |card| &card.portfolios);
    let names = in_order(scope, lines.iter().map(|own| own.portfolio.value.as_str()));
    let of = |name: &str| -> Vec<&FinanceLine> {
        lines.iter().copied().filter(|own| own.portfolio.value == name).collect()
    };
    let named = |is_wanted: bool| -> Vec<NamedAmountsView> {
        let own = names.iter().filter(|name| is_outside(listed, name) == is_wanted);
        own.map(|name| NamedAmountsView {
            name: (*name).to_owned(),
            amounts: amounts(scale, &of(name)),
        })
        .collect()
    };
    let others = named(true);
    let inside: Vec<&FinanceLine> =
        lines.iter().copied().filter(|own| !is_outside(listed, &own.portfolio)).collect();
    let variances = names
        .iter()
        .filter_map(|name| Some((*name, money::sum(of(name).into_iter().map(money::variance))?)));
    let variances: Vec<(&str, Money)> = variances.collect();
    let total = money::sum(lines.iter().map(|line| money::variance(line)));
    Some(FinanceView {
        exact: scale.is_exact,
        portfolios: named(false),
        portfolio_total: (!others.is_empty()).then(|| amounts(scale, &inside)),
        others,
        total: amounts(scale, &lines),
        bars: total.and_then(|total| pictures::bars(scale, &variances, total)),
        sections: names.iter().map(|name| section(scope, scale, name, &of(name))).collect(),
    })
}

/// Returns a portfolio's part of the revenue budget; `None` where it has none.
pub(super) fn finance_of(scope: &Scope<'_>, name: &str) -> Option<FinanceSectionView> {
    let lines: Vec<&FinanceLine> =
        scope.finance().filter(|own| own.portfolio.value == name).collect();
    (!lines.is_empty()).then(|| section(scope, finance_scale(scope), name, &lines))
}

fn section(
    scope: &Scope<'_>,
    scale: Scale,
    name: &str,
    lines: &[&FinanceLine],
) -> FinanceSectionView {
    let mut groups: Vec<(Option<&str>, Vec<&FinanceLine>)> = Vec::new();
    for line in lines {
        let group = line.group.as_ref().map(|own| own.value.as_str());
        match groups.iter_mut().find(|(name, _)| *name == group) {
            Some((_, own)) => own.push(line),
            None => groups.push((group, vec![line])),
        }
    }
    let count = groups.len();
    let is_split = count > 1;
    let groups = groups.into_iter().map(|(group, lines)| GroupView {
        name: group.filter(|group| is_split || *group != name).map(str::to_owned),
        has_total: is_split && group.is_some(),
        short: lines.len() + super::lines(lines.iter().map(|own| own.narrative.as_ref())) < SHORT,
        total: amounts(scale, &lines),
        lines: lines
            .into_iter()
            .map(|line| LineView {
                title: line.title.to_string(),
                amounts: amounts(scale, &[line]),
                narrative: super::text(scope, line.narrative.as_ref()),
            })
            .collect(),
    });
    FinanceSectionView {
        name: name.to_owned(),
        short: lines.len() + 2 * count < 32,
        groups: groups.collect(),
        total: amounts(scale, lines),
    }
}

/// Some savings.
#[derive(Serialize, JsonSchema)]
pub(super) struct SavingsView {
    /// Whether every amount is printed as it is.
    exact: bool,
    /// Whether they are few enough to stay on one page.
    short: bool,
    /// The savings.
    rows: Vec<SavingView>,
    /// What was to be saved in all.
    target: String,
    /// What has been.
    delivered: String,
    /// What is still to be.
    left: String,
    /// What has been, in a hundred of what was to be; none where nothing was to be.
    percent: Option<String>,
    /// How many have which rating: `green`, `amber`, `red`, `blue`, `not-rated`, without those of none.
    ratings: Vec<RatingView>,
    /// What was delivered month by month; none where no months are given.
    months: Option<MonthsView>,
}

/// How many rows have a rating, and what they come to.
#[derive(Serialize, JsonSchema)]
pub(super) struct RatingView {
    /// `green`, `amber`, `red`, `blue` or `not-rated`.
    rating: &'static str,
    /// How many.
    count: usize,
    /// What was to be saved by them.
    target: String,
    /// What has been.
    delivered: String,
}

/// A saving.
#[derive(Serialize, JsonSchema)]
pub(super) struct SavingView {
    /// Its reference.
    reference: String,
    /// What it is.
    title: String,
    /// Its portfolio.
    portfolio: String,
    /// What was to be saved.
    target: String,
    /// What has been.
    delivered: Option<String>,
    /// What is still to be.
    left: Option<String>,
    /// The rating: `green`, `amber`, `red`, `blue` or `not-rated`.
    rating: &'static str,
    /// What lies behind it.
    narrative: Option<Markup>,
}

fn rating(own: Option<&Located<Rag>>) -> &'static str {
    own.map_or("not-rated", |own| own.word())
}

/// Returns the savings of some portfolios, or of one; `None` where there are none.
pub(super) fn savings(scope: &Scope<'_>, portfolio: Option<&str>) -> Option<SavingsView> {
    let all = scope.all.savings.iter();
    let scale = Scale::of(all.flat_map(|own| {
        [Some(&own.target), own.delivered.as_ref()]
            .into_iter()
            .chain(own.months())
            .flatten()
            .map(|own| &own.value)
    }));
    let is_own = |own: &&Saving| {
        scope.has(Some(&own.portfolio)) && portfolio.is_none_or(|name| own.portfolio.value == name)
    };
    let rows: Vec<&Saving> = scope.all.savings.iter().filter(is_own).collect();
    let so_far = |own: &Saving| own.so_far().map(|own| own.value);
    let target = money::sum(rows.iter().map(|own| Some(own.target.value)))?;
    let delivered =
        money::sum(rows.iter().map(|own| so_far(own))).unwrap_or(money::nothing(target));
    let ratings = ["green", "amber", "red", "blue", "not-rated"].into_iter().filter_map(|word| {
        let of: Vec<&&Saving> =
            rows.iter().filter(|own| rating(own.rag.as_ref()) == word).collect();
        let target = money::sum(of.iter().map(|own| Some(own.target.value)))?;
        let done = money::sum(of.iter().map(|own| so_far(own))).unwrap_or(money::nothing(target));
        Some(RatingView {
            rating: word,
            count: of.len(),
            target: scale.show(target),
            delivered: scale.show(done),
        })
    });
    let notes = super::lines(rows.iter().map(|own| own.narrative.as_ref()));
    Some(SavingsView {
        exact: scale.is_exact,
        short: rows.len() + notes < SHORT,
        ratings: ratings.collect(),
        months: pictures::months(scale, &rows, target),
        target: scale.show(target),
        delivered: scale.show(delivered),
        left: scale.show(target - delivered),
        percent: pictures::percent(delivered, target),
        rows: rows
            .iter()
            .map(|own| SavingView {
                reference: own.r#ref.written().to_owned(),
                title: own.title.to_string(),
                portfolio: own.portfolio.to_string(),
                target: scale.show(own.target.value),
                delivered: so_far(own).map(|own| scale.show(own)),
                left: so_far(own).map(|done| scale.show(own.target.value - done)),
                rating: rating(own.rag.as_ref()),
                narrative: super::text(scope, own.narrative.as_ref()),
            })
            .collect(),
    })
}

/// Some capital schemes.
#[derive(Serialize, JsonSchema)]
pub(super) struct CapitalView {
    /// Whether every amount is printed as it is.
    exact: bool,
    /// Whether they are few enough to stay on one page.
    short: bool,
    /// The schemes.
    rows: Vec<SchemeView>,
    /// Their budgets in all.
    budget: Option<String>,
    /// Their budgets of this year.
    year_budget: Option<String>,
    /// Their forecasts of this year.
    forecast: Option<String>,
    /// What moves to later years.
    slippage: Option<String>,
}

/// A capital scheme.
#[derive(Serialize, JsonSchema)]
pub(super) struct SchemeView {
    /// Its reference.
    reference: String,
    /// What it is.
    title: String,
    /// Its portfolio.
    portfolio: String,
    /// The whole budget.
    budget: Option<String>,
    /// This year's budget.
    year_budget: Option<String>,
    /// This year's forecast.
    forecast: Option<String>,
    /// What moves to later years; in brackets what is brought forward.
    slippage: Option<String>,
    /// When work starts, in words.
    start: Option<String>,
    /// When it ends.
    finish: Option<String>,
    /// The rating for time.
    time: &'static str,
    /// The rating for cost.
    cost: &'static str,
    /// What lies behind it.
    narrative: Option<Markup>,
}

/// Returns the capital schemes of some portfolios, or of one; `None` where there are none.
pub(super) fn capital(scope: &Scope<'_>, portfolio: Option<&str>) -> Option<CapitalView> {
    let all = scope.all.capital.iter();
    let scale = Scale::of(
        all.flat_map(|own| [&own.budget, &own.year_budget, &own.forecast, &own.slippage])
            .flatten()
            .map(|own| &own.value),
    );
    let is_own = |own: &&CapitalScheme| {
        scope.has(Some(&own.portfolio)) && portfolio.is_none_or(|name| own.portfolio.value == name)
    };
    let rows: Vec<&CapitalScheme> = scope.all.capital.iter().filter(is_own).collect();
    if rows.is_empty() {
        return None;
    }
    let total = |of: fn(&CapitalScheme) -> Option<Money>| {
        money::sum(rows.iter().map(|own| of(own))).map(|own| scale.show(own))
    };
    let notes = super::lines(rows.iter().map(|own| own.narrative.as_ref()));
    Some(CapitalView {
        exact: scale.is_exact,
        short: rows.len() * 2 + notes < SHORT,
        budget: total(|own| value(&own.budget)),
        year_budget: total(|own| value(&own.year_budget)),
        forecast: total(|own| value(&own.forecast)),
        slippage: total(money::slippage),
        rows: rows
            .iter()
            .map(|own| SchemeView {
                reference: own.r#ref.written().to_owned(),
                title: own.title.to_string(),
                portfolio: own.portfolio.to_string(),
                budget: value(&own.budget).map(|own| scale.show(own)),
                year_budget: value(&own.year_budget).map(|own| scale.show(own)),
                forecast: value(&own.forecast).map(|own| scale.show(own)),
                slippage: money::slippage(own).map(|own| scale.show(own)),
                start: own.start.as_ref().map(ToString::to_string),
                finish: own.finish.as_ref().map(ToString::to_string),
                time: rating(own.rag_time.as_ref()),
                cost: rating(own.rag_cost.as_ref()),
                narrative: super::text(scope, own.narrative.as_ref()),
            })
            .collect(),
    })
}

/// Returns the names of all portfolios that anything of a scope belongs to, in the report's order.
pub(super) fn portfolios<'a>(scope: &Scope<'a>) -> Vec<&'a str> {
    let all = scope.all;
    let names = scope.indicators.iter().map(|own| own.portfolio.value.as_str());
    let finance = scope.finance().map(|own| own.portfolio.value.as_str());
    let savings = all.savings.iter().map(|own| own.portfolio.value.as_str());
    let capital = all.capital.iter().map(|own| own.portfolio.value.as_str());
    let found: Vec<&str> = names
        .chain(finance)
        .chain(savings)
        .chain(capital)
        .filter(|own| scope.has(Some(own)))
        .collect();
    in_order(scope, found.into_iter())
}

/// Returns a string of the view for a located one.
pub(super) fn string(own: Option<&Located<String>>) -> Option<String> {
    furniture::string(own)
}
