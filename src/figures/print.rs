//! An indicator's numbers as they are printed: its unit, and the decimals that they share.

use rust_decimal::Decimal;

use crate::model::performance::{Indicator, Unit};
use crate::model::rating;
use crate::model::value::{Bound, Measure, MeasureUnit, MoneyUnit, Quarter, Reading};

/// How an indicator's numbers are printed.
pub struct Print<'a> {
    indicator: &'a Indicator,
    /// Decimals shown.
    pub decimals: u32,
}

impl<'a> Print<'a> {
    /// Takes the indicator's own decimals, or those of its results in some quarters.
    pub fn of(indicator: &'a Indicator, quarters: &[Quarter]) -> Self {
        let written = quarters.iter().filter_map(|quarter| {
            match &rating::result(indicator, *quarter)?.value.value {
                Reading::Value(measure) => Some(measure.decimals),
                Reading::Missing(_) => None,
            }
        });
        let decimals = match &indicator.decimals {
            Some(own) => own.value.min(Decimal::MAX_SCALE),
            None => written.max().unwrap_or(0),
        };
        Self { indicator, decimals }
    }

    /// Returns a result with the indicator's unit, where it was written without, and decimals.
    pub fn measure(&self, measure: &Measure) -> Measure {
        let unit = match measure.unit {
            MeasureUnit::Number => self.unit(),
            MeasureUnit::Percent | MeasureUnit::Points | MeasureUnit::Money(_) => measure.unit,
        };
        // The indicator's decimals are those of pounds, and a bound is no more exact than written.
        let in_pounds = !matches!(unit, MeasureUnit::Money(own) if own != MoneyUnit::Pounds);
        let decimals = if in_pounds && measure.bound == Bound::Exact {
            self.decimals
        } else {
            measure.decimals
        };
        Measure { unit, decimals, ..*measure }
    }

    /// Returns a target, which is never rounded.
    pub fn target(&self, measure: &Measure) -> Measure {
        let shown = self.measure(measure);
        Measure { decimals: shown.decimals.max(measure.value.normalize().scale()), ..shown }
    }

    /// Returns a number of the indicator that is never rounded.
    pub fn exact(&self, value: Decimal) -> Measure {
        self.number(value, self.decimals.max(value.normalize().scale()))
    }

    /// Returns a number of the indicator with these decimals.
    pub fn number(&self, value: Decimal, decimals: u32) -> Measure {
        let unit = self.unit();
        Measure { value, decimals, unit, bound: Bound::Exact, revised: false, provisional: false }
    }

    /// Returns the unit of numbers that are written without.
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
