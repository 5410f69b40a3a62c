//! Reserves, what changed the budget and the capital programme, treasury indicators, debts and payments: what can be
//! worked out of their rows, and checks that what is carried forward arrives.

use rust_decimal::{Decimal, RoundingStrategy};

use super::lines::{Claim, compare};
use super::money::{self, Scale, value};
use super::money_rows;
use super::{Context, Faults};
use crate::diag::{Code, Diagnostic, Origin};
use crate::model::dataset::Performance;
use crate::model::performance::{
    Account, BudgetChange, CapitalCause, CapitalChange, Debt, InAccount, MoneyTable, Payments,
    Reserve, TreasuryIndicator, Virement,
};
use crate::model::record::Located;
use crate::model::value::names::is_same;
use crate::model::value::{Bound, Measure, MeasureUnit, Money, PeriodKind, Reading};

/// Amounts of a row, by column.
pub type Amounts = Vec<(&'static str, Option<Money>)>;

/// Whether a limit is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitState {
    /// It is kept.
    Kept,
    /// What it is now exceeds the limit.
    Exceeded,
    /// What it is now falls below the least that it may be.
    Below,
    /// What it is now is not known exactly.
    Unknown,
    /// There is no limit.
    None,
}

impl LimitState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Kept, Self::Exceeded, Self::Below, Self::Unknown, Self::None];

    /// Returns the word that templates use for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Exceeded => "exceeded",
            Self::Below => "below",
            Self::Unknown => "not-known",
            Self::None => "no-limit",
        }
    }

    /// Returns whether a limit is not kept.
    fn is_broken(self) -> bool {
        matches!(self, Self::Exceeded | Self::Below)
    }
}

/// Returns the scale of a table of a period: of all its amounts, also of those that are worked out.
pub fn scale(figures: &Performance, table: MoneyTable) -> Scale {
    let rows = money_rows::rows(figures, table);
    let revised = figures.resources.capital_changes.iter();
    let revised = revised.filter(|_| table == MoneyTable::CapitalChanges);
    let typed: Vec<Money> =
        revised.flat_map(CapitalChange::years).flatten().map(|amount| amount.value).collect();
    let shown: Vec<Money> =
        rows.iter().flat_map(|row| &row.amounts).filter_map(|(_, amount)| *amount).collect();
    Scale::of(shown.iter().chain(&typed))
}

/// Returns what will be in a reserve at the end of the year.
pub fn forecast(reserve: &Reserve) -> Money {
    let paid_in = money::sum([Some(reserve.opening.value), value(&reserve.paid_in)]);
    let with_payments = paid_in.unwrap_or(reserve.opening.value);
    value(&reserve.drawn).map_or(with_payments, |drawn| with_payments - drawn)
}

/// Returns the amounts of a reserve.
pub fn of_reserve(reserve: &Reserve) -> Amounts {
    vec![
        ("opening", Some(reserve.opening.value)),
        ("paid-in", value(&reserve.paid_in)),
        ("drawn", value(&reserve.drawn)),
        ("forecast", Some(forecast(reserve))),
        ("minimum", value(&reserve.minimum)),
    ]
}

/// Returns the amounts of a change of the capital programme.
pub fn of_capital(change: &CapitalChange) -> Amounts {
    let amounts = change.years().map(|amount| amount.map(|amount| amount.value));
    CapitalChange::YEARS.iter().copied().zip(amounts).collect()
}

/// Returns a portfolio's budget as it is now: the sum of its changes.
pub fn revised(change: &BudgetChange) -> Money {
    let changes =
        [&change.growth, &change.inflation, &change.savings, &change.virements, &change.other];
    changes.into_iter().filter_map(value).fold(change.original.value, |sum, amount| sum + amount)
}

/// Returns the amounts of a portfolio's budget.
pub fn of_budget(change: &BudgetChange) -> Amounts {
    vec![
        ("original", Some(change.original.value)),
        ("growth", value(&change.growth)),
        ("inflation", value(&change.inflation)),
        ("savings", value(&change.savings)),
        ("virements", value(&change.virements)),
        ("other", value(&change.other)),
        ("revised", Some(revised(change))),
    ]
}

/// Returns a debt's amounts by age.
fn ages(debt: &Debt) -> [(&'static str, Option<Money>); 5] {
    [
        ("not-due", value(&debt.not_due)),
        ("to-30-days", value(&debt.to_30_days)),
        ("to-90-days", value(&debt.to_90_days)),
        ("to-a-year", value(&debt.to_a_year)),
        ("over-a-year", value(&debt.over_a_year)),
    ]
}

/// Returns all of a debt: the sum of its ages, or what is given where none is.
pub fn owed(debt: &Debt) -> Option<Money> {
    money::sum(ages(debt).map(|(_, amount)| amount)).or(value(&debt.total))
}

/// Returns the amounts of a debt.
pub fn of_debt(debt: &Debt) -> Amounts {
    ages(debt).into_iter().chain([("total", owed(debt))]).collect()
}

/// Returns what part one amount is of another as a percentage with one decimal; `None` of nothing.
pub fn percentage(part: Money, whole: Money) -> Option<Decimal> {
    ratio(part.pounds, whole.pounds)
}

/// Returns the percentage of a year's invoices that were paid in time, with one decimal; `None` where there were none.
pub fn in_time(payments: &Payments) -> Option<Decimal> {
    ratio(payments.in_time.value.into(), payments.invoices.value.into())
}

fn ratio(part: Decimal, whole: Decimal) -> Option<Decimal> {
    let exact = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?;
    let mut shown = exact.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
    shown.rescale(1);
    Some(shown)
}

/// Returns whether an indicator's limits are kept.
pub fn limit_state(indicator: &TreasuryIndicator) -> LimitState {
    let limits = [&indicator.limit, &indicator.minimum].map(Option::as_ref);
    if limits.iter().all(Option::is_none) {
        return LimitState::None;
    }
    let Some(actual) = exact(&indicator.actual) else { return LimitState::Unknown };
    let [limit, minimum] = limits.map(|limit| limit.map(exact));
    match (limit, minimum) {
        (Some(None), _) | (_, Some(None)) => LimitState::Unknown,
        (Some(Some(limit)), _) if limit.1 < actual.1 => LimitState::Exceeded,
        (_, Some(Some(minimum))) if actual.1 < minimum.1 => LimitState::Below,
        _ => LimitState::Kept,
    }
}

/// Returns an exact figure in pounds, or else in its unit, with what it counts.
fn exact(reading: &Located<Reading>) -> Option<(&'static str, Decimal)> {
    let Reading::Value(Measure { value, unit, bound: Bound::Exact, .. }) = reading.value else {
        return None;
    };
    match unit {
        MeasureUnit::Money(unit) => Some(("money", value.checked_mul(unit.pounds())?)),
        MeasureUnit::Number => Some(("a number", value)),
        MeasureUnit::Percent => Some(("a percentage", value)),
        MeasureUnit::Points => Some(("percentage points", value)),
    }
}

pub(super) fn check(faults: &mut Faults, ctx: &Context<'_>) {
    let resources = &ctx.figures.resources;
    for reserve in &resources.reserves {
        self::reserve(faults, ctx, reserve);
    }
    capital(faults, ctx);
    for change in &resources.budget_changes {
        budget(faults, ctx, change);
    }
    for virement in &resources.virements {
        self::virement(faults, virement);
    }
    for indicator in &resources.treasury {
        treasury(faults, indicator);
    }
    for debt in &resources.debts {
        self::debt(faults, debt);
    }
    for payments in &resources.payments {
        self::payments(faults, payments);
    }
}

/// Reports an amount that is to be written without brackets.
fn not_negative(
    faults: &mut Faults,
    table: &'static str,
    column: &str,
    amount: Option<&Located<Money>>,
) {
    let Some(amount) = amount.filter(|amount| amount.is_negative()) else { return };
    let right = money::shown_like(amount.value, -amount.value);
    let message = format!("`{column}` is {}; it is written without brackets", amount.value);
    let hint = format!("reverse the sign: write `{right}`");
    faults.push(table, Diagnostic::new(Code::FiguresSign, message).at(&amount.origin).hint(hint));
}

fn roll_forward(
    faults: &mut Faults,
    table: &'static str,
    message: String,
    at: &Origin,
    (beside, label): (&Origin, &str),
) {
    faults.push(
        table,
        Diagnostic::new(Code::FiguresRollForward, message)
            .at(at)
            .label(beside, label)
            .hint("correct one of the two: what is carried forward has to arrive"),
    );
}

fn reserve(faults: &mut Faults, ctx: &Context<'_>, reserve: &Reserve) {
    let table = "reserves";
    not_negative(faults, table, "paid-in", reserve.paid_in.as_ref());
    not_negative(faults, table, "drawn", reserve.drawn.as_ref());
    if let Some(typed) = &reserve.forecast {
        let because = "`opening` with `paid-in`, less `drawn`,".to_owned();
        let (column, exact, from) = ("forecast", forecast(reserve), &reserve.opening.origin);
        compare(faults, &Claim { table, column, typed, exact, because, from });
    }
    let earlier = ctx.before().filter(|_| ctx.is_year_begun_before());
    let earlier = earlier.and_then(|before| {
        let is_it = |other: &&Reserve| {
            is_same(&other.title, &reserve.title) && account(*other) == account(reserve)
        };
        before.resources.reserves.iter().find(is_it)
    });
    if let Some(earlier) = earlier
        && !money::agrees(reserve.opening.value, earlier.opening.value)
        && !money::agrees(earlier.opening.value, reserve.opening.value)
    {
        let message = format!(
            "`{}` was opened with {}; the report before gave {}",
            reserve.title.value, reserve.opening.value, earlier.opening.value
        );
        let beside = (&earlier.opening.origin, "as reported before");
        roll_forward(faults, table, message, &reserve.opening.origin, beside);
    }
    if let Some(minimum) = &reserve.minimum
        && forecast(reserve).pounds < minimum.value.pounds
        && reserve.purpose.is_none()
    {
        let message = format!(
            "`{}` will be {}, less than its minimum of {}, and `purpose` says nothing of it",
            reserve.title.value,
            forecast(reserve),
            minimum.value
        );
        faults.push(table, limit(message, &minimum.origin, "say in `purpose` what will be done"));
    }
}

fn limit(message: String, at: &Origin, hint: &'static str) -> Diagnostic {
    Diagnostic::new(Code::FiguresLimit, message).at(at).hint(hint)
}

fn account(row: &impl InAccount) -> Option<Account> {
    row.account().map(|account| account.value)
}

/// Checks that the capital programme is what it was with all that changed it, in each account.
fn capital(faults: &mut Faults, ctx: &Context<'_>) {
    let changes = &ctx.figures.resources.capital_changes;
    let mut accounts: Vec<Option<Account>> = changes.iter().map(account).collect();
    accounts.sort_unstable();
    accounts.dedup();
    for wanted in accounts {
        let rows: Vec<&CapitalChange> =
            changes.iter().filter(|change| account(*change) == wanted).collect();
        capital_of_account(faults, ctx, &rows, wanted);
    }
}

fn capital_of_account(
    faults: &mut Faults,
    ctx: &Context<'_>,
    rows: &[&CapitalChange],
    wanted: Option<Account>,
) {
    let table = "capital-changes";
    let (typed, changes): (Vec<&CapitalChange>, Vec<&CapitalChange>) =
        rows.iter().copied().partition(|row| row.cause.value == CapitalCause::Revised);
    for (at, column) in CapitalChange::YEARS.iter().enumerate() {
        // A revised programme may be typed by funding: each row is that of the changes with the same.
        for row in &typed {
            let Some(amount) = row.years()[at] else { continue };
            let of_row = changes.iter().copied().filter(|change| match &row.funding {
                Some(funding) => {
                    change.funding.as_ref().is_some_and(|given| is_same(given, funding))
                }
                None => typed.len() == 1 || is_same(&change.title, &row.title),
            });
            let given = of_row.map(|change| change.years()[at].map(|amount| amount.value));
            let Some(exact) = money::sum(given) else { continue };
            if !money::agrees(amount.value, exact) {
                let message = format!(
                    "`{column}`: the revised programme is given as {}; what was approved with all its changes is {}",
                    amount.value,
                    money::shown_like(amount.value, exact)
                );
                let first = changes.first().map_or(&row.origin, |change| &change.origin);
                roll_forward(faults, table, message, &amount.origin, (first, "the first of them"));
            }
        }
    }
    let moved: Vec<&CapitalChange> = changes
        .iter()
        .copied()
        .filter(|change| change.cause.value == CapitalCause::Reprofiled)
        .collect();
    let sum = money::sum(
        moved.iter().flat_map(|change| change.years()).map(|amount| Some(amount?.value)),
    );
    if let (Some(sum), Some(first), Some(last)) = (sum, moved.first(), moved.last())
        && !sum.pounds.is_zero()
    {
        let message = format!(
            "what is re-profiled adds up to {sum} over all years; it only moves between them"
        );
        let beside = (&first.origin, "the first that is re-profiled");
        roll_forward(faults, table, message, &last.origin, beside);
    }
    approved(faults, ctx, &changes, wanted);
}

/// Compares what was approved with what the report before gave as approved in the same year.
fn approved(
    faults: &mut Faults,
    ctx: &Context<'_>,
    changes: &[&CapitalChange],
    wanted: Option<Account>,
) {
    let Some(before) = ctx.before().filter(|_| ctx.is_year_begun_before()) else { return };
    let is_approved = |change: &&CapitalChange| {
        change.cause.value == CapitalCause::Approved && account(*change) == wanted
    };
    let earlier: Vec<&CapitalChange> =
        before.resources.capital_changes.iter().filter(is_approved).collect();
    let now: Vec<&CapitalChange> = changes.iter().copied().filter(is_approved).collect();
    let (Some(first), Some(first_earlier)) = (now.first(), earlier.first()) else { return };
    for (at, column) in CapitalChange::YEARS.iter().enumerate() {
        let sum = |rows: &[&CapitalChange]| {
            money::sum(rows.iter().map(|row| row.years()[at].map(|amount| amount.value)))
        };
        let (Some(was), Some(is)) = (sum(&earlier), sum(&now)) else { continue };
        if !money::agrees(is, was) && !money::agrees(was, is) {
            let message = format!(
                "`{column}`: {is} was approved; the report before gave {}",
                money::shown_like(is, was)
            );
            let beside = (&first_earlier.origin, "as reported before");
            roll_forward(faults, "capital-changes", message, &first.origin, beside);
        }
    }
}

fn budget(faults: &mut Faults, ctx: &Context<'_>, change: &BudgetChange) {
    let table = "budget-changes";
    let exact = revised(change);
    if let Some(typed) = &change.revised {
        let because = "`original` with all changes".to_owned();
        let (column, from) = ("revised", &change.original.origin);
        compare(faults, &Claim { table, column, typed, exact, because, from });
    }
    let is_of = |portfolio: &Located<String>, row: Option<Account>| {
        is_same(portfolio, &change.portfolio) && row == account(change)
    };
    let lines = ctx.figures.finance.iter().filter(|line| is_of(&line.portfolio, account(*line)));
    let lines: Vec<_> = lines.collect();
    let total = money::sum(lines.iter().map(|line| value(&line.budget)));
    let is_whole = lines.iter().all(|line| line.budget.is_some());
    if let (Some(total), true, Some(first)) = (total, is_whole, lines.first())
        && !money::agrees(exact, total)
        && !money::agrees(total, exact)
    {
        let message = format!(
            "the budget of `{}` with all changes is {exact}; its lines in `finance` add up to {}",
            change.portfolio.value,
            money::shown_like(exact, total)
        );
        let beside = (&first.origin, "the first of its lines");
        roll_forward(faults, table, message, &change.portfolio.origin, beside);
    }
    let virements = &ctx.figures.resources.virements;
    let of_account = virements.iter().filter(|virement| account(*virement) == account(change));
    let names_portfolios = virements.iter().all(|virement| {
        let known = &ctx.figures.resources.budget_changes;
        let is_known =
            |name: &Located<String>| known.iter().any(|change| is_same(&change.portfolio, name));
        is_known(&virement.from) && is_known(&virement.to)
    });
    if virements.is_empty() || !names_portfolios {
        return;
    }
    let net = of_account.fold(money::zero(change.original.value), |net, virement| {
        let net = match is_same(&virement.to, &change.portfolio) {
            true => net + virement.amount.value,
            false => net,
        };
        match is_same(&virement.from, &change.portfolio) {
            true => net - virement.amount.value,
            false => net,
        }
    });
    if let Some(typed) = &change.virements {
        let because = "what `virements` moves to it, less what it moves away,".to_owned();
        let (column, exact, from) = ("virements", net, &virements[0].origin);
        compare(faults, &Claim { table, column, typed, exact, because, from });
    }
}

fn virement(faults: &mut Faults, virement: &Virement) {
    not_negative(faults, "virements", "amount", Some(&virement.amount));
    if is_same(&virement.from, &virement.to) {
        let message =
            format!("`{}` is moved from `{}` to itself", virement.title.value, virement.from.value);
        roll_forward(
            faults,
            "virements",
            message,
            &virement.to.origin,
            (&virement.from.origin, "from here"),
        );
    }
}

fn treasury(faults: &mut Faults, indicator: &TreasuryIndicator) {
    let actual = exact(&indicator.actual);
    for limit in [&indicator.limit, &indicator.minimum].into_iter().flatten() {
        if let (Some((unit, _)), Some((given, _))) = (actual, exact(limit))
            && unit != given
        {
            let message =
                format!("the limit of `{}` is {given}, and it is {unit}", indicator.title.value);
            faults.push(
                "treasury",
                Diagnostic::new(Code::FiguresTwoUnits, message)
                    .at(&limit.origin)
                    .label(&indicator.actual.origin, "what it is now")
                    .hint("write both in one unit"),
            );
            return;
        }
    }
    if limit_state(indicator).is_broken() && indicator.narrative.is_none() {
        let message = format!(
            "`{}` does not keep its limit, and `narrative` says nothing of it",
            indicator.title.value
        );
        let hint = "say in `narrative` since when, why, and what is done";
        faults.push("treasury", limit(message, &indicator.actual.origin, hint));
    }
}

fn debt(faults: &mut Faults, debt: &Debt) {
    let by_age = money::sum(ages(debt).map(|(_, amount)| amount));
    if let (Some(typed), Some(exact)) = (&debt.total, by_age) {
        let because = "the sum of its ages".to_owned();
        let (table, column, from) = ("debts", "total", &debt.title.origin);
        compare(faults, &Claim { table, column, typed, exact, because, from });
    }
}

fn payments(faults: &mut Faults, payments: &Payments) {
    if payments.year.value.kind() != PeriodKind::Year {
        let message = format!("`{}` is no financial year", payments.year.value);
        let hint = "write the year as `2025/26`";
        faults.push(
            "payments",
            Diagnostic::new(Code::FiguresDates, message).at(&payments.year.origin).hint(hint),
        );
    }
    if payments.invoices.value < payments.in_time.value {
        let message = format!(
            "`in-time` is {}, more than the {} invoices of the year",
            payments.in_time.value, payments.invoices.value
        );
        faults.push(
            "payments",
            Diagnostic::new(Code::FiguresPart, message)
                .at(&payments.in_time.origin)
                .label(&payments.invoices.origin, "the invoices")
                .hint("correct one of the two"),
        );
    } else if let Some(typed) = &payments.percent
        && let (Reading::Value(measure), Some(whole)) = (&typed.value, in_time(payments))
    {
        let part = Decimal::from(payments.in_time.value) * Decimal::ONE_HUNDRED;
        let exact = part / Decimal::from(payments.invoices.value);
        let rounded =
            exact.round_dp_with_strategy(measure.decimals, RoundingStrategy::MidpointAwayFromZero);
        if rounded != measure.value {
            let message = format!(
                "`percent` is {measure}; {} of {} invoices are {whole}%",
                payments.in_time.value, payments.invoices.value
            );
            faults.push(
                "payments",
                Diagnostic::new(Code::FiguresShare, message)
                    .at(&typed.origin)
                    .label(&payments.in_time.origin, "computed from this")
                    .hint("correct one of the two; left empty, it is worked out"),
            );
        }
    }
}
