//! Sums of money, and the unit and decimals that a table shows them in.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::savings;
use crate::model::dataset::Performance;
use crate::model::performance::{CapitalScheme, FinanceLine, Saving};
use crate::model::record::Located;
use crate::model::value::{Money, MoneyUnit};

/// Returns how many decimals are shown unless amounts are written with more: pence, and thousandths of larger units.
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
}

impl Scale {
    /// Returns the scale of some amounts: the unit that most of them are written in, or a finer one where an amount
    /// would have to be rounded, with the decimals that they are written with and need. So shown amounts add up.
    pub fn of<'a>(amounts: impl IntoIterator<Item = &'a Money>) -> Self {
        let amounts: Vec<Money> =
            amounts.into_iter().copied().filter(|amount| !amount.pounds.is_zero()).collect();
        let mut units: BTreeMap<MoneyUnit, usize> = BTreeMap::new();
        for amount in &amounts {
            *units.entry(amount.unit).or_default() += 1;
        }
        // Among equally frequent ones the coarsest.
        let most = units.into_iter().max_by_key(|(_, count)| *count);
        let most = most.map_or(MoneyUnit::Millions, |(unit, _)| unit);
        let needed = |unit: MoneyUnit| {
            let scale = |amount: &Money| (amount.pounds / unit.pounds()).normalize().scale();
            amounts.iter().map(scale).max().unwrap_or(0)
        };
        let written = |unit: MoneyUnit| {
            let written = amounts.iter().filter(|amount| amount.unit == unit);
            written.map(|amount| amount.decimals).max().unwrap_or(0)
        };
        let finer = [MoneyUnit::Billions, MoneyUnit::Millions, MoneyUnit::Thousands];
        let is_shown_whole =
            |unit: &MoneyUnit| needed(*unit) <= max_decimals(*unit).max(written(*unit));
        let mut units = finer.into_iter().filter(|unit| *unit <= most);
        let unit = units.find(is_shown_whole).unwrap_or(MoneyUnit::Pounds);
        let mut decimals = needed(unit).max(written(unit));
        if unit == MoneyUnit::Pounds && decimals == 1 {
            decimals = 2;
        }
        Self { unit, decimals }
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

/// Returns the scale of a period's revenue budget, the same in tables and texts.
pub fn finance_scale(figures: &Performance) -> Scale {
    let amounts = figures.finance.iter().flat_map(|line| {
        [&line.budget, &line.forecast, &line.variance, &line.pressure, &line.mitigation]
    });
    Scale::of(amounts.flatten().map(|amount| &amount.value))
}

/// Returns the scale of a period's savings, the same in tables and texts.
pub fn savings_scale(figures: &Performance) -> Scale {
    let amounts = figures.savings.iter().flat_map(|saving| {
        let given = [Some(&saving.target), saving.delivered.as_ref()];
        let parts = saving.parts().map(|(_, amount)| Some(amount));
        given.into_iter().chain(saving.months()).chain(parts).flatten()
    });
    Scale::of(amounts.map(|amount| &amount.value))
}

/// Returns the scale of a period's capital programme, the same in tables and texts.
pub fn capital_scale(figures: &Performance) -> Scale {
    let amounts = figures.capital.iter().flat_map(|scheme| {
        [&scheme.budget, &scheme.year_budget, &scheme.forecast, &scheme.slippage]
    });
    Scale::of(amounts.flatten().map(|amount| &amount.value))
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

/// Two amounts of a row whose difference a table shows: budget and forecast of a line, or of a scheme's year; target
/// and what is delivered of a saving.
pub trait Compared {
    /// The columns of the two.
    const COLUMNS: [&'static str; 2];

    /// Returns both, where they are given.
    fn pair(&self) -> [Option<Money>; 2];

    /// Returns their difference, where the row gives it in another way.
    fn difference(&self) -> Option<Money>;
}

impl Compared for FinanceLine {
    const COLUMNS: [&'static str; 2] = ["budget", "forecast"];

    fn pair(&self) -> [Option<Money>; 2] {
        [&self.budget, &self.forecast].map(value)
    }

    fn difference(&self) -> Option<Money> {
        variance(self)
    }
}

impl Compared for CapitalScheme {
    const COLUMNS: [&'static str; 2] = ["year-budget", "forecast"];

    fn pair(&self) -> [Option<Money>; 2] {
        [&self.year_budget, &self.forecast].map(value)
    }

    fn difference(&self) -> Option<Money> {
        slippage(self)
    }
}

impl Compared for Saving {
    const COLUMNS: [&'static str; 2] = ["target", "delivered"];

    fn pair(&self) -> [Option<Money>; 2] {
        let done = if self.is_pressure() { savings::amount(self) } else { savings::so_far(self) };
        [Some(self.target.value), done]
    }

    fn difference(&self) -> Option<Money> {
        None
    }
}

/// The rows of a period's table, which say whether a row may lack one of two amounts that are compared.
#[derive(Debug, Clone, Copy)]
pub struct Rows {
    /// Whether there are amounts of both, in one row or in several.
    compares: bool,
}

impl Rows {
    /// Returns those of a whole table.
    pub fn of<T: Compared>(rows: &[T]) -> Self {
        let has = |at: usize| rows.iter().any(|row| row.pair()[at].is_some());
        Self { compares: has(0) && has(1) }
    }

    /// Returns the first column that a row lacks, where it has the other of two amounts or their difference, and the
    /// table has both. Nobody knows then what it varies by, nor what a total with it is.
    pub fn lacks<T: Compared>(self, row: &T) -> Option<&'static str> {
        let pair = row.pair();
        let is_used = pair.iter().any(Option::is_some) || row.difference().is_some();
        let missing = pair.iter().position(Option::is_none);
        missing.filter(|_| self.compares && is_used).map(|at| T::COLUMNS[at])
    }

    /// Returns whether a row lacks one of the two amounts, as [`Rows::lacks`] says.
    pub fn is_incomplete<T: Compared>(self, row: &T) -> bool {
        self.lacks(row).is_some()
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

/// Returns the whole budgets of schemes together; `None` where a scheme lacks it and others have it.
pub fn whole_budgets<'a>(schemes: impl IntoIterator<Item = &'a CapitalScheme>) -> Option<Money> {
    let budgets: Option<Vec<Money>> =
        schemes.into_iter().map(|scheme| value(&scheme.budget)).collect();
    sum(budgets?.into_iter().map(Some))
}

/// Returns the schemes of a table that lack their whole budget, which others have.
pub fn without_budget(schemes: &[CapitalScheme]) -> impl Iterator<Item = &CapitalScheme> {
    let has_any = schemes.iter().any(|scheme| scheme.budget.is_some());
    schemes.iter().filter(move |scheme| has_any && scheme.budget.is_none())
}

/// Returns the amount of a cell.
pub fn value(amount: &Option<Located<Money>>) -> Option<Money> {
    amount.as_ref().map(|amount| amount.value)
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
    is_equal(typed, exact) || typed.to_string() == shown.to_string()
}

/// Returns whether two amounts are the same, but for what reading them rounded to the penny.
pub fn is_equal(one: Money, other: Money) -> bool {
    let half_pennies = Decimal::from(one.rounded.saturating_add(other.rounded));
    (one.pounds - other.pounds).abs() <= Decimal::new(5, 3) * half_pennies
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
        fn check(amounts: &[&str], shown: &[&str]) {
            let amounts: Vec<Money> = amounts.iter().map(|text| money(text)).collect();
            let scale = Scale::of(&amounts);
            let found: Vec<String> =
                amounts.iter().map(|amount| scale.shown(*amount).to_string()).collect();
            assert_eq!(found, shown);
        }
        check(&["£2.369m", "(£0.225m)"], &["£2.369m", "(£0.225m)"]);
        check(&["£2.3m", "£907,000", "£1.25m"], &["£2.300m", "£0.907m", "£1.250m"]);
        // Nothing is rounded, so that what is shown adds up.
        let pence = ["£2,300,000.00", "£907,500.40", "£1,200,000.00"];
        check(&["£2.3m", "£907,500.40", "£1.2m"], &pence);
        check(&["£2.3m", "£907,500", "£1.2m"], &["£2,300.0k", "£907.5k", "£1,200.0k"]);
        check(&["£2.36912m", "£1.2m"], &["£2.36912m", "£1.20000m"]);
        check(&["£75,000", "£1,265.50"], &["£75,000.00", "£1,265.50"]);
        check(&["£0", "£250k"], &["£0k", "£250k"]);
        check(&[], &[]);
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
        // Thirds of a pound were rounded to the penny.
        let thirds = ["£0.333333", "£0.333333", "£0.333333"].map(|third| Some(money(third)));
        assert!(agrees(money("£1"), sum(thirds).unwrap()));
        assert!(!agrees(money("£1.02"), sum(thirds).unwrap()));
    }
}
