//! Values of views that have only one form in print: days and periods, amounts. They are put into the words
//! of a document's language when it is merged, so that views hold no words.

use std::fmt;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::model::performance::Indicator;
use crate::model::value::{
    Bound, DateOrPeriod, Granularity, Measure, MeasureUnit, Money, MoneyUnit, ReportingPeriod,
    between,
};
use crate::words::Words;

/// The name under which a period stands in a view that is serialised. No field is called so.
const PERIOD: &str = "$period";

/// The same for an amount.
const AMOUNT: &str = "$amount";

/// A day or a longer time. Templates get it as a text, such as `13 January 2026` or `Q3 2025/26`.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String")]
pub struct Period(DateOrPeriod);

/// A number with its unit. Templates get it as a text, such as `£2.369m` or `86.1%`.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String")]
pub struct Amount {
    measure: Measure,
    /// Words of its unit that stand before and after it.
    words: [Option<String>; 2],
}

impl From<&DateOrPeriod> for Period {
    fn from(period: &DateOrPeriod) -> Self {
        Self(period.clone())
    }
}

impl From<NaiveDate> for Period {
    fn from(day: NaiveDate) -> Self {
        Self(DateOrPeriod::Day(day))
    }
}

impl From<ReportingPeriod> for Period {
    fn from(period: ReportingPeriod) -> Self {
        Self(period.into())
    }
}

impl From<Measure> for Amount {
    /// The marks beside a measure are not part of the amount.
    fn from(measure: Measure) -> Self {
        let measure = Measure { revised: false, provisional: false, ..measure };
        Self { measure, words: [None, None] }
    }
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self::from(Measure {
            value: money.in_unit(),
            decimals: money.decimals,
            unit: MeasureUnit::Money(money.unit),
            bound: Bound::Exact,
            revised: false,
            provisional: false,
        })
    }
}

impl fmt::Display for Amount {
    /// Shows it as messages do, in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [before, after] = self.words.each_ref().map(Option::as_deref);
        f.write_str(&between(before, &self.measure.to_string(), after))
    }
}

impl Amount {
    /// Returns a figure of an indicator, with the words of its unit.
    pub fn of(indicator: &Indicator, measure: Measure) -> Self {
        let words = [&indicator.words_before, &indicator.words_after]
            .map(|words| words.as_ref().map(ToString::to_string));
        Self { words, ..Self::from(measure) }
    }

    /// Returns a plain number with the decimals that it has.
    pub fn number(value: Decimal) -> Self {
        Self::plain(value, value.scale(), MeasureUnit::Number)
    }

    /// Returns a percentage with the decimals that it has.
    pub fn exact_percent(value: Decimal) -> Self {
        Self::plain(value, value.scale(), MeasureUnit::Percent)
    }

    fn plain(value: Decimal, decimals: u32, unit: MeasureUnit) -> Self {
        let (revised, provisional) = (false, false);
        Self::from(Measure { value, decimals, unit, bound: Bound::Exact, revised, provisional })
    }

    /// Returns a percentage without decimals.
    pub fn percent(value: Decimal) -> Self {
        Self::plain(value, 0, MeasureUnit::Percent)
    }
}

/// A period as it is serialised.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum PlainPeriod {
    Day(NaiveDate),
    /// The first day of the month.
    Month(NaiveDate),
    Days(NaiveDate, NaiveDate),
    /// The first day of the first month, and a day of the last.
    Months(NaiveDate, NaiveDate),
    /// A quarter or a half of a financial year.
    PartOfYear(ReportingPeriod),
    /// The year in whose April it begins.
    FinancialYear(i32),
    Words(String),
}

/// An amount as it is serialised.
#[derive(Serialize, Deserialize)]
struct PlainAmount {
    value: String,
    decimals: u32,
    unit: PlainUnit,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bound: Option<PlainBound>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum PlainUnit {
    Number,
    Percent,
    Points,
    Pounds,
    Thousands,
    Millions,
    Billions,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum PlainBound {
    LessThan,
    MoreThan,
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let plain = match &self.0 {
            DateOrPeriod::Day(day) => PlainPeriod::Day(*day),
            DateOrPeriod::Month { .. } => {
                let first = self.0.first_day().expect("a month that was read has a first day");
                PlainPeriod::Month(first)
            }
            DateOrPeriod::Range { from, to, granularity: Granularity::Days } => {
                PlainPeriod::Days(*from, *to)
            }
            DateOrPeriod::Range { from, to, granularity: Granularity::Months } => {
                PlainPeriod::Months(*from, *to)
            }
            DateOrPeriod::Quarter(quarter) => PlainPeriod::PartOfYear((*quarter).into()),
            DateOrPeriod::Half(half) => PlainPeriod::PartOfYear((*half).into()),
            DateOrPeriod::FinancialYear { start } => PlainPeriod::FinancialYear(*start),
            DateOrPeriod::Worded { words, .. } | DateOrPeriod::Text(words) => {
                PlainPeriod::Words(words.clone())
            }
        };
        let mut object = serializer.serialize_struct("Period", 1)?;
        object.serialize_field(PERIOD, &plain)?;
        object.end()
    }
}

impl From<PlainPeriod> for DateOrPeriod {
    fn from(plain: PlainPeriod) -> Self {
        use chrono::Datelike;
        match plain {
            PlainPeriod::Day(day) => Self::Day(day),
            PlainPeriod::Month(first) => Self::Month { year: first.year(), month: first.month() },
            PlainPeriod::Days(from, to) => Self::Range { from, to, granularity: Granularity::Days },
            PlainPeriod::Months(from, to) => {
                Self::Range { from, to, granularity: Granularity::Months }
            }
            PlainPeriod::PartOfYear(period) => period.into(),
            PlainPeriod::FinancialYear(start) => Self::FinancialYear { start },
            PlainPeriod::Words(words) => Self::Text(words),
        }
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let plain = PlainAmount {
            value: self.measure.value.to_string(),
            decimals: self.measure.decimals,
            unit: match self.measure.unit {
                MeasureUnit::Number => PlainUnit::Number,
                MeasureUnit::Percent => PlainUnit::Percent,
                MeasureUnit::Points => PlainUnit::Points,
                MeasureUnit::Money(MoneyUnit::Pounds) => PlainUnit::Pounds,
                MeasureUnit::Money(MoneyUnit::Thousands) => PlainUnit::Thousands,
                MeasureUnit::Money(MoneyUnit::Millions) => PlainUnit::Millions,
                MeasureUnit::Money(MoneyUnit::Billions) => PlainUnit::Billions,
            },
            bound: match self.measure.bound {
                Bound::Exact => None,
                Bound::LessThan => Some(PlainBound::LessThan),
                Bound::MoreThan => Some(PlainBound::MoreThan),
            },
            before: self.words[0].clone(),
            after: self.words[1].clone(),
        };
        let mut object = serializer.serialize_struct("Amount", 1)?;
        object.serialize_field(AMOUNT, &plain)?;
        object.end()
    }
}

impl PlainAmount {
    fn words(self, words: &Words) -> Option<String> {
        let measure = Measure {
            value: self.value.parse().ok()?,
            decimals: self.decimals,
            unit: match self.unit {
                PlainUnit::Number => MeasureUnit::Number,
                PlainUnit::Percent => MeasureUnit::Percent,
                PlainUnit::Points => MeasureUnit::Points,
                PlainUnit::Pounds => MeasureUnit::Money(MoneyUnit::Pounds),
                PlainUnit::Thousands => MeasureUnit::Money(MoneyUnit::Thousands),
                PlainUnit::Millions => MeasureUnit::Money(MoneyUnit::Millions),
                PlainUnit::Billions => MeasureUnit::Money(MoneyUnit::Billions),
            },
            bound: match self.bound {
                None => Bound::Exact,
                Some(PlainBound::LessThan) => Bound::LessThan,
                Some(PlainBound::MoreThan) => Bound::MoreThan,
            },
            revised: false,
            provisional: false,
        };
        let number = words.measure(&measure);
        Some(between(self.before.as_deref(), &number, self.after.as_deref()))
    }
}

/// Puts the periods and amounts of a serialised view into words, wherever they stand in it.
pub(super) fn put_into_words(view: &mut Value, words: &Words) {
    match view {
        Value::Object(entries) if entries.len() == 1 => {
            let text = match entries.iter_mut().next() {
                Some((name, value)) if name == PERIOD => {
                    let plain = serde_json::from_value::<PlainPeriod>(value.take());
                    plain.ok().map(|plain| words.period(&plain.into()))
                }
                Some((name, value)) if name == AMOUNT => {
                    let plain = serde_json::from_value::<PlainAmount>(value.take());
                    plain.ok().and_then(|amount| amount.words(words))
                }
                Some((_, value)) => return put_into_words(value, words),
                None => return,
            };
            *view = Value::String(text.expect("views serialise what this module gave them"));
        }
        Value::Object(entries) => {
            entries.values_mut().for_each(|entry| put_into_words(entry, words));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| put_into_words(item, words)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Diagnostics;
    use crate::model::performance::Polarity;
    use crate::model::testing::{at, indicator, read};
    use crate::model::value::Language;
    use crate::model::value::{Parse, Reading, Scalar};
    use crate::templates::Templates;

    /// Serialises a value and returns its words.
    fn words(value: impl Serialize) -> String {
        let templates = Templates::new(None);
        let words = Words::read(&mut Diagnostics::default(), &templates, &Language::default());
        let mut view = serde_json::json!({ "shown": [value] });
        put_into_words(&mut view, &words.unwrap().unwrap());
        view["shown"][0].as_str().unwrap().to_owned()
    }

    #[test]
    fn every_period_is_printed_as_it_was_read() {
        for written in DateOrPeriod::EXAMPLES {
            let period = DateOrPeriod::parse(&Scalar::Text((*written).to_owned())).unwrap().value;
            assert_eq!(words(Period::from(&period)), period.to_string());
        }
    }

    #[test]
    fn amounts_stand_between_the_words_of_their_unit() {
        let mut indicator = indicator(Polarity::Low, "", "", &[]);
        indicator.words_before = Some(at("about".to_owned()));
        indicator.words_after = Some(at("kg a household".to_owned()));
        let Reading::Value(measure) = read("1,031") else { panic!("it is a number") };
        let amount = Amount::of(&indicator, measure);
        assert_eq!(words(amount.clone()), "about 1,031 kg a household");
        assert_eq!(amount.to_string(), words(amount));
        indicator.words_before = Some(at("€".to_owned()));
        indicator.words_after = Some(at("°C".to_owned()));
        assert_eq!(words(Amount::of(&indicator, measure)), "€1,031°C");
    }

    #[test]
    fn every_amount_is_printed_as_it_was_read() {
        for written in [
            "£907,000",
            "£9.23m",
            "(£0.075m)",
            "£250k",
            "£1.2bn",
            "-3pp",
            "-1,234",
            "59.4%",
            "<1%",
            ">95%",
        ] {
            let reading = Reading::parse(&Scalar::Text(written.to_owned())).unwrap().value;
            let Reading::Value(measure) = reading else { panic!("`{written}` is a measure") };
            assert_eq!(words(Amount::from(measure)), measure.to_string());
        }
    }
}
