//! Capital schemes, of each account.

use schemars::JsonSchema;
use serde::Serialize;

use super::money::{SHORT, narrowed, rating, word};
use crate::figures::money::{self, Rows, value};
use crate::figures::{Scope, accounts};
use crate::kinds::common;
use crate::merge::{Amount, Markup, Period};
use crate::model::performance::{CapitalScheme, MoneyTable};
use crate::model::value::Money;

/// Capital schemes of one account, of one portfolio or of all.
#[derive(Serialize, JsonSchema)]
pub(super) struct CapitalView {
    /// The account, as for the revenue budget; absent where the schemes have none.
    account: Option<&'static str>,
    /// The titles of the schemes that lack a budget or this year's forecast, so that totals with them are absent.
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

/// Returns the capital schemes of a portfolio, or of all that the scope covers, by account; empty where there are none.
pub(super) fn capital<'a>(scope: &Scope<'a>, portfolio: Option<&'a str>) -> Vec<CapitalView> {
    let scopes = accounts::scopes(&narrowed(scope, portfolio), MoneyTable::Capital);
    scopes.iter().map(of_account).collect()
}

fn of_account(scope: &Scope<'_>) -> CapitalView {
    let scale = money::capital_scale(scope.all);
    let rows: Vec<&CapitalScheme> = scope.capital().collect();
    let table = Rows::of(&scope.all.capital);
    let show = |sum: Option<Money>| sum.map(|sum| scale.shown(sum).into());
    let total = |column: fn(&CapitalScheme) -> Option<Money>| {
        show(table.total(rows.iter().copied(), column))
    };
    let slippage = table.total(rows.iter().copied(), |scheme| table.slippage(scheme));
    let budget = money::whole_budgets(rows.iter().copied());
    let has_budgets = rows.iter().any(|scheme| scheme.budget.is_some());
    let incomplete = rows
        .iter()
        .filter(|scheme| table.is_incomplete(**scheme) || has_budgets && scheme.budget.is_none());
    let notes = common::lines(rows.iter().map(|scheme| scheme.narrative.as_ref()));
    CapitalView {
        account: word(scope.account),
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
    }
}
