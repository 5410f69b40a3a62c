//! Sums of money, and the unit and decimals that a table shows them in.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::model::performance::{CapitalScheme, FinanceLine};
use crate::model::value::{Money, MoneyUnit};

/// Returns how many decimals are shown at most: pence, and thousandths of larger units.
fn max_decimals(unit: MoneyUnit) -> u32 {
    match unit {
        MoneyUnit::Pounds => 2,
        MoneyUnit::Thousands | MoneyUnit::Millions | MoneyUnit::Billions => 3,
    }
}

/// The unit and decimals that all amounts of a table are shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    unit: MoneyUnit,
    decimals: u32,
    /// Whether no amount has to be rounded to be shown, so that the shown amounts add up.
    pub is_exact: bool,
}

impl Scale {
    /// Returns the scale of some amounts: the unit that most of them are written in, and the
    /// decimals that they need, up to thousandths (pence for pounds).
    pub fn of<'a>(amounts: impl IntoIterator<Item = &'a Money>) -> Self {
        let amounts: Vec<Money> =
            amounts.into_iter().copied().filter(|amount| !amount.pounds.is_zero()).collect();
        let mut units: BTreeMap<MoneyUnit, usize> = BTreeMap::new();
        for amount in &amounts {
            *units.entry(amount.unit).or_default() += 1;
        }
        // Among equally frequent ones the coarsest.
        let unit = units.into_iter().max_by_key(|(_, count)| *count);
        let unit = unit.map_or(MoneyUnit::Millions, |(unit, _)| unit);
        let needed = |amount: &Money| (amount.pounds / unit.pounds()).normalize().scale();
        let written =
            amounts.iter().filter(|amount| amount.unit == unit).map(|amount| amount.decimals).max();
        let most_needed = amounts.iter().map(needed).max().unwrap_or(0);
        let decimals = most_needed.max(written.unwrap_or(0)).min(max_decimals(unit));
        Self { unit, decimals, is_exact: most_needed <= decimals }
    }

    /// Returns an amount as it is shown: in this unit and with these decimals.
    pub fn shown(self, amount: Money) -> Money {
        Money { unit: self.unit, decimals: self.decimals, ..amount }
    }

    /// Returns the unit that amounts are shown in.
    pub fn unit(self) -> MoneyUnit {
        self.unit
    }
}

/// Returns a line's variance: forecast less budget, or else pressure plus mitigation, or else the
/// variance that is given.
pub fn variance(line: &FinanceLine) -> Option<Money> {
    let by_forecast = line
        .forecast
        .as_ref()
        .zip(line.budget.as_ref())
        .map(|(forecast, budget)| forecast.value - budget.value);
    by_forecast
        .or_else(|| net_pressure(line))
        .or(line.variance.as_ref().map(|variance| variance.value))
}

/// Two amounts of a row whose difference a table shows: budget and forecast of a line, or of a scheme's year.
pub trait Compared {
    /// Returns both, where they are given.
    fn pair(&self) -> [Option<Money>; 2];
}

impl Compared for FinanceLine {
    fn pair(&self) -> [Option<Money>; 2] {
        [&self.budget, &self.forecast].map(|amount| amount.as_ref().map(|amount| amount.value))
    }
}

impl Compared for CapitalScheme {
    fn pair(&self) -> [Option<Money>; 2] {
        [&self.year_budget, &self.forecast].map(|amount| amount.as_ref().map(|amount| amount.value))
    }
}

/// The rows of a period's table, which say whether a row may lack one of two amounts that are compared.
#[derive(Debug, Clone, Copy)]
pub struct Rows {
    /// Whether any row has both.
    compares: bool,
}

impl Rows {
    /// Returns those of a whole table.
    pub fn of<T: Compared>(rows: &[T]) -> Self {
        Self { compares: rows.iter().any(|row| row.pair().iter().all(Option::is_some)) }
    }

    /// Returns whether a row has one of the two amounts and lacks the other, which other rows have. Nobody knows then
    /// what it varies by, nor what a total with it is.
    pub fn is_incomplete<T: Compared>(self, row: &T) -> bool {
        let [first, second] = row.pair();
        self.compares && first.is_some() != second.is_some()
    }

    /// Returns the sum of a column; `None` where no row has it, or a row that is incomplete lacks it.
    pub fn total<'a, T: Compared + 'a>(
        self,
        rows: impl IntoIterator<Item = &'a T>,
        column: impl Fn(&T) -> Option<Money>,
    ) -> Option<Money> {
        let mut total = None;
        for row in rows {
            match column(row) {
                Some(amount) => total = Some(total.map_or(amount, |total| total + amount)),
                None if self.is_incomplete(row) => return None,
                None => {}
            }
        }
        total
    }

    /// Returns a line's variance, as [`variance`]; `None` where the line is incomplete.
    pub fn variance(self, line: &FinanceLine) -> Option<Money> {
        variance(line).filter(|_| !self.is_incomplete(line))
    }

    /// Returns a scheme's slippage, as [`slippage`]; `None` where the scheme is incomplete.
    pub fn slippage(self, scheme: &CapitalScheme) -> Option<Money> {
        slippage(scheme).filter(|_| !self.is_incomplete(scheme))
    }
}

/// Returns a line's pressure plus its mitigation, which is negative; `None` where neither is given.
pub fn net_pressure(line: &FinanceLine) -> Option<Money> {
    Money::total(line.pressure.iter().chain(&line.mitigation).map(|amount| &amount.value))
}

/// Returns a scheme's slippage: this year's budget less its forecast, or else the
/// slippage that is given.
pub fn slippage(scheme: &CapitalScheme) -> Option<Money> {
    let computed = scheme
        .year_budget
        .as_ref()
        .zip(scheme.forecast.as_ref())
        .map(|(budget, forecast)| budget.value - forecast.value);
    computed.or(scheme.slippage.as_ref().map(|slippage| slippage.value))
}

/// Returns the sum of the amounts that are given; `None` where none is.
pub fn sum(amounts: impl IntoIterator<Item = Option<Money>>) -> Option<Money> {
    amounts.into_iter().flatten().reduce(|sum, amount| sum + amount)
}

/// Returns £0 in the unit and decimals of another amount.
pub fn zero(like: Money) -> Money {
    Money { pounds: Decimal::ZERO, ..like }
}

/// Returns whether a typed amount equals an exact one, rounded to the typed amount's unit and
/// decimals.
pub fn agrees(typed: Money, exact: Money) -> bool {
    let shown = Money { unit: typed.unit, decimals: typed.decimals, ..exact };
    typed.pounds == exact.pounds || typed.to_string() == shown.to_string()
}

/// Formats an exact amount in the unit of a typed one, for messages; with further decimals where it
/// needs them, as far as that unit allows.
pub fn shown_like(typed: Money, exact: Money) -> String {
    let scale = (exact.pounds / typed.unit.pounds()).normalize().scale();
    let decimals = typed.decimals.max(scale.min(max_decimals(typed.unit)));
    Money { unit: typed.unit, decimals, ..exact }.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::{Parse, Scalar};

    fn money(text: &str) -> Money {
        Money::parse(&Scalar::Text(text.to_owned())).unwrap().value
    }

    #[test]
    fn tables_show_one_unit() {
        #[track_caller]
        fn check(amounts: &[&str], shown: &[&str], is_exact: bool) {
            let amounts: Vec<Money> = amounts.iter().map(|text| money(text)).collect();
            let scale = Scale::of(&amounts);
            let found: Vec<String> =
                amounts.iter().map(|amount| scale.shown(*amount).to_string()).collect();
            assert_eq!(found, shown);
            assert_eq!(scale.is_exact, is_exact);
        }
        check(&["£2.369m", "(£0.225m)"], &["£2.369m", "(£0.225m)"], true);
        check(&["£2.3m", "£907,000", "£1.25m"], &["£2.300m", "£0.907m", "£1.250m"], true);
        check(&["£2.3m", "£907,500.40", "£1.2m"], &["£2.300m", "£0.908m", "£1.200m"], false);
        check(&["£75,000", "£1,265.50"], &["£75,000.00", "£1,265.50"], true);
        check(&["£0", "£250k"], &["£0k", "£250k"], true);
        check(&[], &[], true);
    }

    #[test]
    fn sums_are_exact_and_keep_their_decimals() {
        let total = sum(["£2.369m", "(£0.225m)"].map(|text| Some(money(text))));
        assert_eq!(total.unwrap().to_string(), "£2.144m");
        let net = money("£5.201m") - money("£0.981m");
        assert_eq!(net.to_string(), "£4.220m");
        assert_eq!(sum([None, None]), None);
    }

    #[test]
    fn a_typed_amount_agrees_as_far_as_it_is_written() {
        assert!(agrees(money("£4.2m"), money("£4.220m")));
        assert!(!agrees(money("£4.3m"), money("£4.220m")));
        assert!(agrees(money("£45,500"), money("£45,500")));
        assert!(!agrees(money("£0.225m"), money("(£0.225m)")));
    }
}
