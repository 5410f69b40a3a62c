//! Pictures of figures: the place of each part, in thousandths of the picture, and the values from which the
//! template describes it for readers who can't see it.

use chrono::{Datelike, Months, NaiveDate};
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use schemars::JsonSchema;
use serde::Serialize;

use crate::figures::money::Scale;
use crate::figures::savings::{self, Savings};
use crate::merge::Amount;
use crate::model::performance::Milestone;
use crate::model::value::Money;

/// Returns a part of a whole in thousandths, 0 to 1000; 0 where the whole is nothing.
fn share(part: Decimal, whole: Decimal) -> u16 {
    let share =
        part.checked_mul(Decimal::ONE_THOUSAND).and_then(|product| product.checked_div(whole));
    share.map_or(0, |share| share.round().to_u16().unwrap_or(1000).min(1000))
}

/// Returns a part of a whole as a percentage without decimals, `67%`; `None` where the whole is
/// nothing.
pub(in crate::kinds) fn percent(part: Money, whole: Money) -> Option<Amount> {
    let share = (part.pounds * Decimal::ONE_HUNDRED).checked_div(whole.pounds)?;
    let share = share.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    Some(Amount::percent(share.normalize()))
}

/// Bars to the right for what is above the budget, and to the left for what is below.
#[derive(Serialize, JsonSchema)]
pub(super) struct BarsView {
    /// The variance of all budgets together.
    total: VarianceView,
    /// The bars, one for each portfolio or budget outside the portfolios.
    rows: Vec<BarView>,
}

/// A bar of the variance of one budget.
#[derive(Serialize, JsonSchema)]
pub(super) struct BarView {
    /// The name of the portfolio, or of the budget outside the portfolios.
    name: String,
    /// The variance; in brackets where less is spent.
    amount: Amount,
    /// The same for the picture's description.
    variance: VarianceView,
    /// The length of the bar in thousandths of half the picture; the longest bar has 1000.
    length: u16,
    /// Whether the bar goes to the right: the forecast is not below the budget.
    over: bool,
}

/// A variance without its sign.
#[derive(Serialize, JsonSchema)]
pub(super) struct VarianceView {
    /// How far the forecast is from the budget; absent where it is on budget.
    size: Option<Amount>,
    /// Whether the forecast is below the budget.
    under: bool,
}

/// Returns the picture of these variances; `None` where all are nothing.
pub(super) fn bars(scale: Scale, variances: &[(&str, Money)], total: Money) -> Option<BarsView> {
    let longest = variances.iter().map(|(_, amount)| amount.pounds.abs()).max()?;
    if longest.is_zero() {
        return None;
    }
    let variance = |amount: Money| VarianceView {
        size: (!amount.pounds.is_zero())
            .then(|| scale.shown(if amount.is_negative() { -amount } else { amount }).into()),
        under: amount.is_negative(),
    };
    let rows = variances.iter().map(|(name, amount)| BarView {
        name: (*name).to_owned(),
        amount: scale.shown(*amount).into(),
        variance: variance(*amount),
        length: share(amount.pounds.abs(), longest),
        over: !amount.is_negative(),
    });
    Some(BarsView { total: variance(total), rows: rows.collect() })
}

/// Columns of what was delivered by the end of each month, and a line for the target.
#[derive(Serialize, JsonSchema)]
pub(in crate::kinds) struct MonthsView {
    /// The share of the target that is saved now, such as `67%`; absent where the target is nothing.
    percent: Option<Amount>,
    /// The twelve months of the financial year, April first; months to come have no amounts.
    columns: Vec<MonthView>,
    /// The height of the target's line, in thousandths of the picture.
    target: u16,
    /// The titles of savings that have delivered something and give no months, so that only the last month has a sum.
    without_months: Vec<String>,
}

/// A month of the financial year.
#[derive(Serialize, JsonSchema)]
pub(in crate::kinds) struct MonthView {
    /// The first day of the month as an ISO date, for the `date` helper.
    month: String,
    /// The sum saved from April to the end of the month; absent where no saving has an amount, as in months to come, and
    /// where a saving gives no months. That of the last is the sum delivered so far.
    delivered: Option<Amount>,
    /// The height of the month's column, in thousandths of the picture; absent where `delivered`
    /// is.
    height: Option<u16>,
    /// The share of the target saved by the end of the month, such as `67%`; absent where `delivered` is,
    /// and where the target is nothing.
    percent: Option<Amount>,
}

/// Returns the picture of what these savings delivered by month of the financial year that begins on the day
/// `april`; `None` where no months are given, or a saving doesn't say what it has delivered.
pub(super) fn months(
    scale: Scale,
    april: NaiveDate,
    savings: &Savings<'_>,
    target: Money,
) -> Option<MonthsView> {
    let mut totals = savings::by_month(savings);
    let now = (*totals.last()?)?;
    totals.resize(12, None);
    let highest =
        totals.iter().flatten().map(|amount| amount.pounds).chain([target.pounds]).max()?;
    // A little room above the highest.
    let top = highest * Decimal::new(108, 2);
    let firsts = (0..12).map_while(|month| april.checked_add_months(Months::new(month)));
    let columns = firsts.zip(&totals).map(|(month, total)| MonthView {
        month: month.to_string(),
        delivered: total.map(|amount| scale.shown(amount).into()),
        height: total.map(|amount| share(amount.pounds.max(Decimal::ZERO), top)),
        percent: total.and_then(|amount| percent(amount, target)),
    });
    let percent = percent(now, target);
    let without = savings::without_months(savings).map(|saving| saving.title.to_string());
    Some(MonthsView {
        percent,
        columns: columns.collect(),
        target: share(target.pounds, top),
        without_months: without.collect(),
    })
}

/// A programme's milestones along a line of months.
#[derive(Serialize, JsonSchema)]
pub(in crate::kinds) struct TimelineView {
    /// The first day of the first month along the line as an ISO date, for the `date` helper.
    first: String,
    /// The first day of the last month along the line, likewise.
    last: String,
    /// The months along the line, each with the place where it begins.
    months: Vec<TickView>,
    /// The programme's hundred-day periods, each with the place where it begins; empty where the
    /// programme has no first day.
    hundreds: Vec<HundredDaysView>,
    /// The milestones that have a date, each with its place.
    marks: Vec<MarkView>,
    /// The place of the day that the report is made up to, in thousandths of the line from the
    /// left; absent where it lies outside the line.
    today: Option<u16>,
}

/// A month on the line.
#[derive(Serialize, JsonSchema)]
pub(in crate::kinds) struct TickView {
    /// The first day of the month as an ISO date, for the `date` helper.
    month: String,
    /// The place where it begins, in thousandths of the line from the left.
    at: u16,
}

/// A hundred-day period on the line.
#[derive(Serialize, JsonSchema)]
pub(in crate::kinds) struct HundredDaysView {
    /// The number of the period, from 1.
    number: u32,
    /// The place where it begins, in thousandths of the line from the left.
    at: u16,
}

/// A milestone on the line.
#[derive(Serialize, JsonSchema)]
pub(in crate::kinds) struct MarkView {
    /// The milestone's number in the table below the picture, from 1.
    number: usize,
    /// The place of the milestone, in thousandths of the line from the left.
    at: u16,
    /// The row that the mark is drawn in, from 0, so that marks don't cover each other.
    row: usize,
    /// The state of the milestone: `done`, `on-course`, `at-risk`, `missed` or `not-started`.
    state: &'static str,
}

/// Returns a programme's timeline; `None` where no milestone has a date.
pub(super) fn timeline(
    start: Option<NaiveDate>,
    milestones: &[&Milestone],
    as_at: NaiveDate,
) -> Option<TimelineView> {
    let due = |milestone: &Milestone| milestone.due.last_day().or(milestone.due.first_day());
    let days: Vec<NaiveDate> = milestones.iter().filter_map(|milestone| due(milestone)).collect();
    let first = days.iter().copied().chain(start).min()?.with_day(1)?;
    let last = days.iter().copied().max()?.with_day(1)?.checked_add_months(Months::new(1))?;
    let length = Decimal::from((last - first).num_days());
    let at = |day: NaiveDate| share(Decimal::from((day - first).num_days().max(0)), length);
    let mut ticks = Vec::new();
    let mut month = first;
    while month < last {
        ticks.push(TickView { month: month.to_string(), at: at(month) });
        month = month.checked_add_months(Months::new(1))?;
    }
    let hundreds = start.into_iter().flat_map(|start| {
        (1..).map_while(move |number| {
            let (from, _) = crate::figures::hundred_days(start, number)?;
            (from < last).then_some((number, from))
        })
    });
    let hundreds =
        hundreds.map(|(number, from)| HundredDaysView { number, at: at(from) }).collect();
    let mut marks: Vec<MarkView> = Vec::new();
    for (index, milestone) in milestones.iter().enumerate() {
        let Some(at) = due(milestone).map(at) else { continue };
        // Two marks need some 28 thousandths between them.
        let is_free =
            |row: &usize| marks.iter().all(|other| other.row != *row || 34 < other.at.abs_diff(at));
        let row = (0..).find(is_free).unwrap_or(0);
        marks.push(MarkView { number: index + 1, at, row, state: milestone.state.word() });
    }
    let today = (first <= as_at && as_at < last).then(|| at(as_at));
    let (first, last) = (first.to_string(), last.checked_sub_months(Months::new(1))?.to_string());
    Some(TimelineView { first, last, months: ticks, hundreds, marks, today })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::{Parse, Scalar};

    fn money(text: &str) -> Money {
        Money::parse(&Scalar::Text(text.to_owned())).unwrap().value
    }

    #[test]
    fn bars_are_as_long_as_their_amounts_and_say_so() {
        let rows = [("Homes", money("£2.144m")), ("Parks", money("(£1.072m)"))];
        let total = money("£1.072m");
        let scale = Scale::of([&rows[0].1, &rows[1].1]);
        let bars = bars(scale, &rows, total).unwrap();
        let lengths: Vec<_> = bars.rows.iter().map(|bar| (bar.length, bar.over)).collect();
        assert_eq!(lengths, [(1000, true), (500, false)]);
        assert!(!bars.rows[0].variance.under && bars.rows[1].variance.under);
        assert_eq!(bars.rows[1].variance.size, Some(money("£1.072m").into()));
    }

    #[test]
    fn shares_are_thousandths() {
        assert_eq!(share(Decimal::ONE, Decimal::from(3)), 333);
        assert_eq!(share(Decimal::ONE, Decimal::ZERO), 0);
        let third = Amount::percent(Decimal::from(33));
        assert_eq!(percent(money("£1m"), money("£3m")), Some(third));
        assert_eq!(percent(money("£1m"), money("£0")), None);
    }
}
