//! How an indicator's numbers are printed: in its unit, all with the same number of decimals.

use rust_decimal::Decimal;

use crate::model::performance::{Indicator, Unit};
use crate::model::value::{Bound, Measure, MeasureUnit, MoneyUnit, Reading, ReportingPeriod};

/// The unit and the decimals that an indicator's numbers are printed with.
pub struct NumberFormat<'a> {
    indicator: &'a Indicator,
    /// How many decimals are printed.
    pub decimals: u32,
}

impl<'a> NumberFormat<'a> {
    /// Returns the format of an indicator: with the decimals that its row asks for, or else the
    /// most that any result of these periods is written with.
    pub fn of(indicator: &'a Indicator, periods: &[ReportingPeriod]) -> Self {
        let written =
            periods.iter().filter_map(|period| match &indicator.result(*period)?.value.value {
                Reading::Value(measure) => Some(measure.decimals),
                Reading::Missing(_) => None,
            });
        let decimals = match &indicator.decimals {
            Some(decimals) => decimals.value.min(Decimal::MAX_SCALE),
            None => written.max().unwrap_or(0),
        };
        Self { indicator, decimals }
    }

    /// Returns a result in this format: in the indicator's unit where it was written without one,
    /// and with the shared decimals.
    pub fn measure(&self, measure: &Measure) -> Measure {
        let unit = match measure.unit {
            MeasureUnit::Number => self.unit(),
            MeasureUnit::Percent | MeasureUnit::Points | MeasureUnit::Money(_) => measure.unit,
        };
        // The indicator's decimals are those of pounds, and a bound is no more exact than written.
        let in_pounds =
            !matches!(unit, MeasureUnit::Money(money_unit) if money_unit != MoneyUnit::Pounds);
        let decimals = if in_pounds && measure.bound == Bound::Exact {
            self.decimals
        } else {
            measure.decimals
        };
        Measure { unit, decimals, ..*measure }
    }

    /// Returns a target in this format; it gets more decimals rather than being rounded.
    pub fn target(&self, measure: &Measure) -> Measure {
        let shown = self.measure(measure);
        Measure { decimals: shown.decimals.max(measure.value.normalize().scale()), ..shown }
    }

    /// Returns a number in this format; it gets more decimals rather than being rounded.
    pub fn exact(&self, value: Decimal) -> Measure {
        self.number(value, self.decimals.max(value.normalize().scale()))
    }

    /// Returns a number in the indicator's unit, with so many decimals.
    pub fn number(&self, value: Decimal, decimals: u32) -> Measure {
        let unit = self.unit();
        Measure { value, decimals, unit, bound: Bound::Exact, revised: false, provisional: false }
    }

    /// Returns the unit of numbers that are written without one.
    pub fn unit(&self) -> MeasureUnit {
        match self.indicator.unit.value {
            Unit::Percent => MeasureUnit::Percent,
            Unit::Pounds => MeasureUnit::Money(MoneyUnit::Pounds),
            Unit::Number
            | Unit::Days
            | Unit::Weeks
            | Unit::Minutes
            | Unit::PerThousand
            | Unit::PerTenThousand
            | Unit::PerHundredThousand => MeasureUnit::Number,
        }
    }
}
