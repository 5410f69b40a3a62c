//! Savings, of each account: their targets, what has been delivered, and what takes away from it.

use schemars::JsonSchema;
use serde::Serialize;

use super::money::{SHORT, narrowed, rating, word};
use super::pictures::{self, MonthsView};
use crate::figures::money::{self, Scale};
use crate::figures::savings::{self, Savings};
use crate::figures::{Scope, accounts};
use crate::kinds::common;
use crate::merge::{Amount, Markup};
use crate::model::performance::{MoneyTable, Saving};
use crate::model::value::Money;

/// Savings of one account, of one portfolio or of all.
#[derive(Serialize, JsonSchema)]
pub(in crate::kinds) struct SavingsView {
    /// The account, as for the revenue budget; absent where the savings have none.
    account: Option<&'static str>,
    /// Whether the savings with their narrative are few enough for their table to stay on one page.
    short: bool,
    /// The savings and incomes, in the order of the data.
    rows: Vec<SavingView>,
    /// The pressures, which take away from what is saved, in the order of the data; they are in no sum of savings.
    pressure_rows: Vec<SavingView>,
    /// The titles of the savings that don't say what they have delivered, so that totals with it are absent.
    incomplete: Vec<String>,
    /// Whether any saving is rated in parts, so that it may be counted with several ratings.
    has_parts: bool,
    /// The sum that is to be saved in the year; absent where there are pressures only.
    target: Option<Amount>,
    /// The sum that has been saved so far; absent where a saving doesn't say so.
    delivered: Option<Amount>,
    /// The sum of the pressures, in brackets; absent where there are none.
    pressure: Option<Amount>,
    /// The sum that is still to be saved: the target less what is delivered, and less the pressures, which add to it; in
    /// brackets where more was saved than planned. Absent where `delivered` is.
    left: Option<Amount>,
    /// The share of the target that has been saved, such as `67%`; absent where the target is nothing, or `delivered` is
    /// absent.
    percent: Option<Amount>,
    /// The part of the target that is saved this year only; absent where no saving is marked so.
    one_off: Option<Amount>,
    /// The savings by rating, `green`, `amber`, `red`, `blue` and `not-rated`, in this order;
    /// ratings that none has are left out.
    ratings: Vec<RatingView>,
    /// The picture of the sums saved by the end of each month; absent where no months are given.
    months: Option<MonthsView>,
}

/// The savings with one rating.
#[derive(Serialize, JsonSchema)]
pub(in crate::kinds) struct RatingView {
    /// The rating: `green`, `amber`, `red`, `blue` (delivered) or `not-rated`.
    rating: &'static str,
    /// How many savings have this rating, all of them or in part.
    count: usize,
    /// The sum that these savings are to save in the year; of those in parts, only the part.
    target: Amount,
    /// The sum that these savings have saved so far; absent where nobody knows which part of a saving it belongs to.
    delivered: Option<Amount>,
}

/// A planned saving, an income, or a pressure.
#[derive(Serialize, JsonSchema)]
pub(in crate::kinds) struct SavingView {
    /// The saving's reference as written.
    reference: String,
    /// The saving's title: what changes to save money.
    title: String,
    /// The name of the portfolio that the saving belongs to.
    portfolio: String,
    /// Whether it is a `saving`, an `income` or a `pressure`.
    kind: &'static str,
    /// Whether it is `lasting` or `one-off`; absent where the data doesn't say.
    lasting: Option<&'static str>,
    /// The amount that is to be saved in the year; of a pressure, what was planned for, in brackets.
    target: Amount,
    /// The amount that has been saved so far, of a pressure what has come about; absent where none is given.
    delivered: Option<Amount>,
    /// The amount that is still to be saved; absent where `delivered` is.
    left: Option<Amount>,
    /// The rating of the whole: `green`, `amber`, `red`, `blue` (delivered) or `not-rated`.
    rating: &'static str,
    /// Its parts by rating, which add up to the target; empty where it is rated as a whole.
    parts: Vec<PartView>,
    /// What lies behind the figures; absent where nothing is written.
    narrative: Option<Markup>,
}

/// A part of a saving with one rating.
#[derive(Serialize, JsonSchema)]
pub(in crate::kinds) struct PartView {
    /// The rating: `green`, `amber`, `red` or `blue` (delivered).
    rating: &'static str,
    /// The part of the target that has it.
    amount: Amount,
}

/// Returns the savings of a portfolio, or of all that the scope covers, by account; empty where there are none.
pub(super) fn savings<'a>(scope: &Scope<'a>, portfolio: Option<&'a str>) -> Vec<SavingsView> {
    let scopes = by_account(&narrowed(scope, portfolio));
    scopes.iter().map(|scope| view(scope, &Savings::of(scope))).collect()
}

/// Returns the accounts that have savings, each as a scope.
pub(super) fn by_account<'a>(scope: &Scope<'a>) -> Vec<Scope<'a>> {
    accounts::scopes(scope, MoneyTable::Savings)
}

/// Returns the view of some savings of one account.
pub(super) fn view(scope: &Scope<'_>, savings: &Savings<'_>) -> SavingsView {
    let scale = money::savings_scale(scope.all);
    let april = scope.period.april();
    let (target, delivered) = (savings.target(), savings.delivered());
    let shown = |sum: Option<Money>| sum.map(|sum| scale.shown(sum).into());
    let ratings = savings.by_rating().into_iter().map(|rated| RatingView {
        rating: rated.rating.map_or("not-rated", |rag| rag.word()),
        count: rated.count,
        target: scale.shown(rated.target).into(),
        delivered: shown(rated.delivered),
    });
    let views = |rows: &[&Saving]| rows.iter().map(|row| saving_view(scope, scale, row)).collect();
    let all = savings.rows.iter().chain(&savings.pressures);
    let notes = common::lines(all.map(|saving| saving.narrative.as_ref()));
    SavingsView {
        account: word(scope.account),
        short: savings.rows.len() + savings.pressures.len() + notes < SHORT,
        ratings: ratings.collect(),
        months: target.and_then(|target| pictures::months(scale, april, savings, target)),
        incomplete: savings.incomplete().map(|saving| saving.title.to_string()).collect(),
        has_parts: savings.rows.iter().any(|saving| saving.parts().next().is_some()),
        target: shown(target),
        delivered: shown(delivered),
        pressure: shown(savings.pressure()),
        left: shown(savings.left()),
        percent: delivered.zip(target).and_then(|(done, target)| pictures::percent(done, target)),
        one_off: shown(savings.one_off()),
        rows: views(&savings.rows),
        pressure_rows: views(&savings.pressures),
    }
}

fn saving_view(scope: &Scope<'_>, scale: Scale, saving: &Saving) -> SavingView {
    let done = savings::so_far(saving);
    let parts = saving.parts().filter(|(_, amount)| !amount.pounds.is_zero());
    SavingView {
        reference: saving.r#ref.written().to_owned(),
        title: saving.title.to_string(),
        portfolio: saving.portfolio.to_string(),
        kind: saving.kind.as_ref().map_or("saving", |kind| kind.word()),
        lasting: saving.lasting.as_ref().map(|lasting| lasting.word()),
        target: scale.shown(saving.target.value).into(),
        delivered: done.map(|amount| scale.shown(amount).into()),
        left: done.map(|done| scale.shown(saving.target.value - done).into()),
        rating: rating(saving.rag.as_ref()),
        parts: parts
            .map(|(rag, amount)| PartView {
                rating: rag.word(),
                amount: scale.shown(amount.value).into(),
            })
            .collect(),
        narrative: super::text(scope, saving.narrative.as_ref()),
    }
}
