//! Sums of money as councils write them, `(£0.075m)`, with exact arithmetic and house style.
//!
//! An amount is exact in pounds and remembers how it was written, so that it is printed the same
//! way. Heads of columns such as `£000` come in through [`Money::parse_in`].

use std::fmt;
use std::ops::{Add, Neg, Sub};

use rust_decimal::{Decimal, RoundingStrategy};

use super::number::{self, Amount};
use super::{Attempt, BadValue, Parse, Parsed, Scalar, Wrong, quoted, tidy};

/// Pounds beyond any council's budget; the limit keeps sums of thousands of rows exact.
const MAX_POUNDS: i64 = 1_000_000_000_000_000;
/// Decimals of a pound that are held.
const MAX_DECIMALS: u32 = 10;

/// A sum of money, exact, with the way it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    /// The amount in pounds, exact.
    pub pounds: Decimal,
    /// The unit it is shown in.
    pub unit: MoneyUnit,
    /// Decimals shown, in the unit.
    pub decimals: u32,
    /// How many of the amounts that it comes from were rounded to the penny when they were read.
    pub rounded: u16,
}

/// The unit that an amount is shown in, the finest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MoneyUnit {
    /// `£907,000`.
    Pounds,
    /// `£250k`.
    Thousands,
    /// `£9.23m`.
    Millions,
    /// `£1.2bn`.
    Billions,
}

impl MoneyUnit {
    /// Returns the letters after the number: `k`, `m`, `bn`, or none for pounds.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Pounds => "",
            Self::Thousands => "k",
            Self::Millions => "m",
            Self::Billions => "bn",
        }
    }

    /// Returns how many powers of ten a pound is below the unit.
    fn power(self) -> u32 {
        match self {
            Self::Pounds => 0,
            Self::Thousands => 3,
            Self::Millions => 6,
            Self::Billions => 9,
        }
    }

    /// Returns the pounds in one of the unit.
    pub fn pounds(self) -> Decimal {
        Decimal::from(10u32.pow(self.power()))
    }

    /// Reads what follows a number.
    fn from_suffix(suffix: &str) -> Option<Self> {
        match suffix.to_lowercase().as_str() {
            "" => Some(Self::Pounds),
            "k" | "thousand" => Some(Self::Thousands),
            "m" | "mn" | "million" | "millions" => Some(Self::Millions),
            "bn" | "billion" | "billions" => Some(Self::Billions),
            _ => None,
        }
    }
}

impl Money {
    /// Reads a cell of a column whose head gives a unit (`£000`, `£m`), without rounding; a number written with a
    /// unit keeps that.
    pub fn parse_in(scalar: &Scalar, column: MoneyUnit) -> Result<Parsed<Self>, BadValue> {
        let attempt = match scalar {
            Scalar::Text(text) => read(&tidy(text), column),
            Scalar::Number(text) => read_number(text, column),
            Scalar::Bool(_) | Scalar::DateTime(_) | Scalar::Error(_) => None,
        };
        BadValue::finish(scalar, attempt)
    }

    /// Returns whether a cell holds an amount that gives no unit: neither a pound sign nor `k`, `m` or `bn`. Nought
    /// needs none.
    pub fn lacks_unit(scalar: &Scalar) -> bool {
        match scalar {
            Scalar::Text(text) => match number::amount(&tidy(text)) {
                Some(Ok(amount)) => {
                    !amount.pound && amount.suffix.is_empty() && !amount.value.is_zero()
                }
                Some(Err(_)) | None => false,
            },
            Scalar::Number(text) => {
                number::machine(text).is_some_and(|(value, _)| !value.is_zero())
            }
            Scalar::Bool(_) | Scalar::DateTime(_) | Scalar::Error(_) => false,
        }
    }

    /// Returns the amount in its unit: 9.23 for `£9.23m`.
    pub fn in_unit(self) -> Decimal {
        (self.pounds / self.unit.pounds()).normalize()
    }

    /// Adds up amounts; `None` when there are none, since they would have no unit.
    pub fn total<'a>(amounts: impl IntoIterator<Item = &'a Self>) -> Option<Self> {
        amounts.into_iter().copied().reduce(Self::add)
    }

    /// Whether the amount is below zero.
    pub fn is_negative(self) -> bool {
        self.pounds.is_sign_negative() && !self.pounds.is_zero()
    }

    /// Joins two amounts in the finer of their units, with as many decimals as neither loses.
    fn join(self, other: Self, pounds: Decimal) -> Self {
        let unit = self.unit.min(other.unit);
        let shown = |m: Self| (m.decimals + unit.power()).saturating_sub(m.unit.power());
        Self {
            pounds: pounds.normalize(),
            unit,
            decimals: shown(self).max(shown(other)),
            rounded: self.rounded.saturating_add(other.rounded),
        }
    }
}

impl Add for Money {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        self.join(other, self.pounds.saturating_add(other.pounds))
    }
}

impl Sub for Money {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self.join(other, self.pounds.saturating_sub(other.pounds))
    }
}

impl Neg for Money {
    type Output = Self;

    fn neg(self) -> Self {
        Self { pounds: -self.pounds, ..self }
    }
}

impl fmt::Display for Money {
    /// House style: `£2.369m`, and brackets for what is below zero, `(£0.225m)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (digits, negative) = number::grouped(self.in_unit(), self.decimals);
        let suffix = self.unit.suffix();
        if negative { write!(f, "(£{digits}{suffix})") } else { write!(f, "£{digits}{suffix}") }
    }
}

impl Parse for Money {
    const WHAT: &'static str = "an amount of money";
    const EXAMPLES: &'static [&'static str] =
        &["£907,000", "£9.23m", "(£0.075m)", "-£1,265", "£250k", "£1.2bn", "1265.50"];

    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue> {
        Self::parse_in(scalar, MoneyUnit::Pounds).map(|parsed| to_pence(scalar, parsed))
    }
}

/// Rounds an amount to the penny, the least that there is, so that what is printed can add up.
fn to_pence(scalar: &Scalar, mut parsed: Parsed<Money>) -> Parsed<Money> {
    const PENCE: u32 = 2;
    let money = &mut parsed.value;
    if money.pounds.normalize().scale() > PENCE {
        let half_up = RoundingStrategy::MidpointAwayFromZero;
        money.pounds = money.pounds.round_dp_with_strategy(PENCE, half_up).normalize();
        money.decimals = money.decimals.min(money.unit.power() + PENCE);
        money.rounded = 1;
        let note = format!("{} rounded to the penny", quoted(&scalar.text()));
        parsed.note.get_or_insert(note);
    }
    parsed
}

/// Reads an amount that a person wrote.
pub(super) fn read(text: &str, column: MoneyUnit) -> Attempt<Money> {
    if let Some(sign) = text.chars().find(|c| matches!(c, '$' | '€')) {
        let reason = format!("`{sign}` is not pounds");
        return Some(Err(Wrong::new(reason, "give the amount in pounds sterling")));
    }
    if number::is_nought(text) {
        return Some(Ok(Parsed::plain(Money {
            pounds: Decimal::ZERO,
            unit: column,
            decimals: 0,
            rounded: 0,
        })));
    }
    Some(number::amount(text)?.and_then(|amount| from_amount(&amount, column)).map(Parsed::plain))
}

/// Gives a number its unit.
pub(super) fn from_amount(amount: &Amount<'_>, column: MoneyUnit) -> Result<Money, Wrong> {
    const HINT: &str = "write pounds in full, or with one of `k`, `m` or `bn` after the number";
    let unit = match MoneyUnit::from_suffix(amount.suffix) {
        None => return Err(number::bad_suffix(amount.suffix, HINT)),
        Some(MoneyUnit::Pounds) if column != MoneyUnit::Pounds && amount.pound => {
            let suffix = column.suffix();
            return Err(Wrong::new(
                format!("the column is in £{suffix}, yet the amount has a pound sign and no unit"),
                format!("write the unit, as in `£1{suffix}`, or leave out the pound sign"),
            ));
        }
        Some(MoneyUnit::Pounds) => column,
        Some(unit) => unit,
    };
    let pounds = exact_pounds(amount.value, unit)?;
    // Pence come in pairs, whatever a spreadsheet made of `£1,265.50`.
    let decimals =
        if unit == MoneyUnit::Pounds && amount.decimals == 1 { 2 } else { amount.decimals };
    Ok(Money { pounds, unit, decimals, rounded: 0 })
}

/// Reads a number that a program wrote, which says nothing of the decimals that people saw.
fn read_number(text: &str, unit: MoneyUnit) -> Attempt<Money> {
    let (value, _) = number::machine(text)?;
    let exact = value.normalize();
    let held = exact.round_dp(MAX_DECIMALS - unit.power().min(MAX_DECIMALS));
    let money = match exact_pounds(held, unit) {
        Ok(pounds) => pounds,
        Err(wrong) => return Some(Err(wrong)),
    };
    let shown = if unit == MoneyUnit::Pounds { 2 } else { 3 };
    let decimals = match (unit, exact.scale()) {
        (MoneyUnit::Pounds, 1) => 2,
        (_, scale) => scale.min(shown),
    };
    let money = Money { pounds: money, unit, decimals, rounded: 0 };
    let mut parsed = Parsed::plain(money);
    if exact.scale() > shown {
        parsed.note = Some(format!("{} shown as `{money}`", quoted(text)));
    }
    Some(Ok(parsed))
}

/// Turns a number of units into exact pounds of a size that sums can't lose.
fn exact_pounds(value: Decimal, unit: MoneyUnit) -> Result<Decimal, Wrong> {
    let pounds = value.checked_mul(unit.pounds()).ok_or_else(number::too_long)?.normalize();
    if pounds.abs() >= Decimal::from(MAX_POUNDS) || pounds.scale() > MAX_DECIMALS {
        return Err(number::too_long());
    }
    Ok(pounds)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(text: &str) -> Scalar {
        Scalar::Text(text.to_owned())
    }

    /// Reads the cell and compares pounds and house style; or the message of the refusal.
    #[track_caller]
    fn check_in(unit: MoneyUnit, scalar: &Scalar, expected: &str) {
        let read = match Money::parse_in(scalar, unit) {
            Ok(Parsed { value, note: None }) => format!("{} {value}", value.pounds),
            Ok(Parsed { value, note: Some(note) }) => format!("{} {value} {note}", value.pounds),
            Err(bad) => bad.message,
        };
        assert_eq!(read, expected);
    }

    #[track_caller]
    fn check(written: &str, expected: &str) {
        check_in(MoneyUnit::Pounds, &text(written), expected);
    }

    #[track_caller]
    fn refused(written: &str, reason: &str) {
        check(written, &format!("expected an amount of money, found `{written}`{reason}"));
    }

    #[test]
    fn written_amounts() {
        check("£9.23m", "9230000 £9.23m");
        check("£14.1m", "14100000 £14.1m");
        check("£0.150m", "150000 £0.150m");
        check("(£0.075m)", "-75000 (£0.075m)");
        check("£(0.075)m", "-75000 (£0.075m)");
        check("-£1,265", "-1265 (£1,265)");
        check("−£5", "-5 (£5)");
        check("£2,357,617,222.50", "2357617222.5 £2,357,617,222.50");
        check("£907,000", "907000 £907,000");
        check("£250k", "250000 £250k");
        check("0.5m", "500000 £0.5m");
        check("£ 1.2 m", "1200000 £1.2m");
        check("£\u{a0}1.2\u{a0}M", "1200000 £1.2m");
        check("£1.2 million", "1200000 £1.2m");
        check("£1.2bn", "1200000000 £1.2bn");
        check("1265.50", "1265.5 £1,265.50");
        check("1265.5", "1265.5 £1,265.50");
        check("0", "0 £0");
        check("(0.00)", "0 £0.00");
        check("£-", "0 £0");
        check("£ -   ", "0 £0");
        check("-£\u{a0}", "0 £0");
        check("£\u{a0}–", "0 £0");
        check_in(MoneyUnit::Thousands, &text(" £ - "), "0 £0k");
    }

    #[test]
    fn refused_amounts() {
        refused("1,26,5", " (its commas do not mark thousands)");
        refused("£1.2mk", " (the number is followed by `mk`)");
        refused("£1.2 m bn", " (the number is followed by `m bn`)");
        refused("£250k - £500k", " (the number is followed by `k - £500k`)");
        refused("1 265", " (there is a space in the middle of the number)");
        refused("12%", " (the number is followed by `%`)");
        refused("1.23E+10", " (the sheet shows too few of its digits)");
        refused("€5", " (`€` is not pounds)");
        refused("9999999999999999", " (it has too many digits)");
        refused("£0.12345678901", " (it has too many digits)");
        refused("nil", "");
        refused("-", "");
        refused("£", "");
        refused("££-", "");
        check("", "expected an amount of money, found an empty cell");
    }

    #[test]
    fn numbers_of_programs() {
        let number = |n: &str| Scalar::Number(n.to_owned());
        check_in(MoneyUnit::Pounds, &number("1265.5"), "1265.5 £1,265.50");
        check_in(MoneyUnit::Pounds, &number("1.23E+10"), "12300000000 £12,300,000,000");
        check_in(
            MoneyUnit::Pounds,
            &number("1265.333333"),
            "1265.333333 £1,265.33 `1265.333333` shown as `£1,265.33`",
        );
        check_in(MoneyUnit::Thousands, &number("907"), "907000 £907k");
        check_in(MoneyUnit::Millions, &number("-0.225"), "-225000 (£0.225m)");
        check_in(
            MoneyUnit::Pounds,
            &Scalar::Bool(true),
            "expected an amount of money, found the tick `yes`",
        );
    }

    #[test]
    fn units_of_columns() {
        check_in(MoneyUnit::Thousands, &text("(907)"), "-907000 (£907k)");
        check_in(MoneyUnit::Thousands, &text("£9.23m"), "9230000 £9.23m");
        check_in(
            MoneyUnit::Millions,
            &text("£907,000"),
            "expected an amount of money, found `£907,000` (the column is in £m, \
             yet the amount has a pound sign and no unit)",
        );
    }

    #[test]
    fn amounts_that_lack_a_unit() {
        for bare in ["118.4", "1,200,000", "(84)", "-3"] {
            assert!(Money::lacks_unit(&text(bare)), "{bare}");
        }
        for clear in ["£118.4", "118.4m", "(£84k)", "0", "0.00", "£ -", "-", "TBC", ""] {
            assert!(!Money::lacks_unit(&text(clear)), "{clear}");
        }
        assert!(Money::lacks_unit(&Scalar::Number("4.22".to_owned())));
        assert!(!Money::lacks_unit(&Scalar::Number("0".to_owned())));
    }

    #[test]
    fn sums() {
        #[track_caller]
        fn check(amounts: &[&str], expected: &str) {
            let read = |a: &&str| Money::parse(&text(a)).unwrap().value;
            let amounts: Vec<Money> = amounts.iter().map(read).collect();
            assert_eq!(Money::total(&amounts).unwrap().to_string(), expected);
        }
        check(&["£2.369m", "(£0.225m)"], "£2.144m");
        check(&["£5.201m", "-£0.981m"], "£4.220m");
        check(&["£14.1m", "£0.150m"], "£14.250m");
        check(&["£1.2m", "£907,000"], "£2,107,000");
        check(&["£1.2345m", "£1k"], "£1,235.5k");
        check(&["£0.10", "£0.20"], "£0.30");
        check(&["£1m", "(£1m)"], "£0m");
        assert_eq!(Money::total(&[]), None);
        let five = Money::parse(&text("£5m")).unwrap().value;
        assert_eq!((five - five - five).to_string(), "(£5m)");
        assert_eq!((-five).to_string(), "(£5m)");
    }

    proptest! {
        #[test]
        fn house_style_comes_back(
            digits in -999_999_999_999i64..=999_999_999_999,
            decimals in 0u32..=4,
            unit in prop::sample::select(vec![
                MoneyUnit::Pounds, MoneyUnit::Thousands, MoneyUnit::Millions,
            ]),
        ) {
            let value = Decimal::new(digits, decimals + 3);
            let decimals = if unit == MoneyUnit::Pounds { value.scale() } else { decimals + 3 };
            let pounds = (value * unit.pounds()).normalize();
            let money = Money { pounds, unit, decimals, rounded: 0 };
            let read = Money::parse_in(&text(&money.to_string()), MoneyUnit::Pounds).unwrap();
            prop_assert_eq!(read, Parsed::plain(money));
        }

        #[test]
        fn any_number_is_shown(number in any::<f64>()) {
            let number = Scalar::Number(number.to_string());
            if let Ok(money) = Money::parse(&number) {
                let again = Money::parse(&text(&money.value.to_string()));
                prop_assert!(again.is_ok());
            }
        }
    }
}
