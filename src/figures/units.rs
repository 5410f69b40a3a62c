//! Two units in one column: a bare number among millions is nearly always millions, and is read as
//! pounds.

use super::{Context, Faults};
use crate::diag::Diagnostic;
use crate::model::record::Located;
use crate::model::value::{Money, MoneyUnit};

/// Amounts below this are too small for a column of thousands or millions.
const SMALL: i64 = 1000;

pub(super) fn check(faults: &mut Faults, ctx: &Context<'_>) {
    let own = ctx.own;
    for (column, amounts) in [
        ("budget", own.finance.iter().map(|line| line.budget.as_ref()).collect::<Vec<_>>()),
        ("forecast", own.finance.iter().map(|line| line.forecast.as_ref()).collect()),
        ("variance", own.finance.iter().map(|line| line.variance.as_ref()).collect()),
        ("pressure", own.finance.iter().map(|line| line.pressure.as_ref()).collect()),
        ("mitigation", own.finance.iter().map(|line| line.mitigation.as_ref()).collect()),
    ] {
        one(faults, "finance", column, &amounts);
    }
    for (column, amounts) in [
        ("target", own.savings.iter().map(|saving| Some(&saving.target)).collect::<Vec<_>>()),
        ("delivered", own.savings.iter().map(|saving| saving.delivered.as_ref()).collect()),
    ] {
        one(faults, "savings", column, &amounts);
    }
    for (column, amounts) in [
        ("budget", own.capital.iter().map(|scheme| scheme.budget.as_ref()).collect::<Vec<_>>()),
        ("year-budget", own.capital.iter().map(|scheme| scheme.year_budget.as_ref()).collect()),
        ("forecast", own.capital.iter().map(|scheme| scheme.forecast.as_ref()).collect()),
        ("slippage", own.capital.iter().map(|scheme| scheme.slippage.as_ref()).collect()),
    ] {
        one(faults, "capital", column, &amounts);
    }
}

/// Checks one column.
fn one(
    faults: &mut Faults,
    table: &'static str,
    column: &str,
    amounts: &[Option<&Located<Money>>],
) {
    let amounts = || amounts.iter().copied().flatten().filter(|own| !own.pounds.is_zero());
    let is_large = |own: &&Located<Money>| own.unit != MoneyUnit::Pounds;
    if amounts().filter(is_large).count() * 2 < amounts().count() {
        return;
    }
    let Some(like) = amounts().find(is_large) else { return };
    for small in amounts().filter(|own| own.unit == MoneyUnit::Pounds) {
        if rust_decimal::Decimal::from(SMALL) <= small.pounds.abs() {
            continue;
        }
        let unit = like.unit.suffix();
        let meant = Money { pounds: small.pounds * like.unit.pounds(), ..like.value };
        let message = format!(
            "`{column}`: {} in a column of amounts in £{unit}, such as {}",
            small.value, like.value
        );
        let meant = super::money::like(meant, meant);
        faults.push(
            table,
            Diagnostic::error("figures/two-units", message)
                .at(&small.origin)
                .label(&like.origin, format!("an amount in £{unit}"))
                .hint(format!(
                    "if it is {meant}, write that; every amount without a unit is read as pounds"
                )),
        );
    }
}
