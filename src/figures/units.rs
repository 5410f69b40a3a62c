//! Checks of the units in a column of money: a small amount in pounds among millions is nearly always meant as
//! millions. Amounts without any unit are refused where they are read.

use super::{Context, Faults};
use crate::diag::{Code, Diagnostic};
use crate::model::record::Located;
use crate::model::value::{Money, MoneyUnit};

/// Amounts in pounds below this are suspicious in a column of thousands or millions.
const SMALL: i64 = 1000;

pub(super) fn check(faults: &mut Faults, ctx: &Context<'_>) {
    let figures = ctx.figures;
    for (column, amounts) in [
        ("budget", figures.finance.iter().map(|line| line.budget.as_ref()).collect::<Vec<_>>()),
        ("forecast", figures.finance.iter().map(|line| line.forecast.as_ref()).collect()),
        ("variance", figures.finance.iter().map(|line| line.variance.as_ref()).collect()),
        ("pressure", figures.finance.iter().map(|line| line.pressure.as_ref()).collect()),
        ("mitigation", figures.finance.iter().map(|line| line.mitigation.as_ref()).collect()),
    ] {
        check_column(faults, "finance", column, &amounts);
    }
    for (column, amounts) in [
        ("target", figures.savings.iter().map(|saving| Some(&saving.target)).collect::<Vec<_>>()),
        ("delivered", figures.savings.iter().map(|saving| saving.delivered.as_ref()).collect()),
    ] {
        check_column(faults, "savings", column, &amounts);
    }
    for (column, amounts) in [
        ("budget", figures.capital.iter().map(|scheme| scheme.budget.as_ref()).collect::<Vec<_>>()),
        ("year-budget", figures.capital.iter().map(|scheme| scheme.year_budget.as_ref()).collect()),
        ("forecast", figures.capital.iter().map(|scheme| scheme.forecast.as_ref()).collect()),
        ("slippage", figures.capital.iter().map(|scheme| scheme.slippage.as_ref()).collect()),
    ] {
        check_column(faults, "capital", column, &amounts);
    }
}

/// Checks one column: small amounts in pounds where at least half of the amounts have a larger
/// unit.
fn check_column(
    faults: &mut Faults,
    table: &'static str,
    column: &str,
    amounts: &[Option<&Located<Money>>],
) {
    let amounts = || amounts.iter().copied().flatten().filter(|amount| !amount.pounds.is_zero());
    let is_large = |amount: &&Located<Money>| amount.unit != MoneyUnit::Pounds;
    if amounts().filter(is_large).count() * 2 < amounts().count() {
        return;
    }
    let Some(like) = amounts().find(is_large) else { return };
    for small in amounts().filter(|amount| amount.unit == MoneyUnit::Pounds) {
        if rust_decimal::Decimal::from(SMALL) <= small.pounds.abs() {
            continue;
        }
        let unit = like.unit.suffix();
        let meant = Money { pounds: small.pounds * like.unit.pounds(), ..like.value };
        let message = format!(
            "`{column}`: {} in a column of amounts in £{unit}, such as {}",
            small.value, like.value
        );
        let meant = super::money::shown_like(meant, meant);
        faults.push(
            table,
            Diagnostic::new(Code::FiguresTwoUnits, message)
                .at(&small.origin)
                .label(&like.origin, format!("an amount in £{unit}"))
                .hint(format!(
                    "if it is {meant}, write that; if it is pounds, write the whole column in pounds"
                )),
        );
    }
}
