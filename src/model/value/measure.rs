//! Readings of indicators: a measure such as `59.4%` or `£1.2m`, or why there is none.
//!
//! A reading that is missing keeps its reason and what was written, and is never zero; the marks
//! for that are in `missing`. Marks beside a number, `[r]` and `[p]`, are kept with it.

use std::fmt;

use rust_decimal::Decimal;

use super::missing::{Missing, MissingReason, reason_of, spreadsheet_error};
use super::number::{self, bad_suffix};
use super::{Attempt, BadValue, MoneyUnit, Parse, Parsed, Scalar, money, quoted, tidy};

/// What an indicator's cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// A measure.
    Value(Measure),
    /// None, and why.
    Missing(Missing),
}

/// A number with its unit, as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// The number, in the unit: 12 for `12%`, 1.2 for `£1.2m`.
    pub value: Decimal,
    /// Decimals that were written.
    pub decimals: u32,
    /// What it counts.
    pub unit: MeasureUnit,
    /// Whether the number is the value or only a bound of it.
    pub bound: Bound,
    /// Whether it was marked as changed since it was first published, `[r]`.
    pub revised: bool,
    /// Whether it was marked as open to change, `[p]`.
    pub provisional: bool,
}

/// What a measure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeasureUnit {
    /// A plain number: `1,234`.
    Number,
    /// Parts of a hundred: `59.4%`.
    Percent,
    /// Percentage points, the difference of two percentages: `3.0 pp`.
    Points,
    /// Pounds: `£1.2m`.
    Money(MoneyUnit),
}

/// How a measure's number bounds its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// It is the value.
    Exact,
    /// The value is less, `<1%`.
    LessThan,
    /// The value is more, `>95%`.
    MoreThan,
}

impl fmt::Display for Measure {
    /// Shows `12%`, `1,234`, `£1.2m`, `3.0 pp`, `<1%`; a minus is U+2212, except that money below
    /// zero stands in brackets. The marks `[r]` and `[p]` are the template's to show.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.bound {
            Bound::Exact => "",
            Bound::LessThan => "<",
            Bound::MoreThan => ">",
        })?;
        let (digits, negative) = number::grouped(self.value, self.decimals);
        let minus = if negative { "\u{2212}" } else { "" };
        match self.unit {
            MeasureUnit::Number => write!(f, "{minus}{digits}"),
            MeasureUnit::Percent => write!(f, "{minus}{digits}%"),
            MeasureUnit::Points => write!(f, "{minus}{digits} pp"),
            MeasureUnit::Money(unit) if negative => write!(f, "(£{digits}{})", unit.suffix()),
            MeasureUnit::Money(unit) => write!(f, "£{digits}{}", unit.suffix()),
        }
    }
}

/// Returns a number between words of its unit, such as `1,031 kg a household`: with a space, unless a sign stands there, as
/// in `€5` or `20°C`.
pub fn between(before: Option<&str>, number: &str, after: Option<&str>) -> String {
    let is_word = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
    let lead = if is_word(before.chars().last()) { " " } else { "" };
    let trail = if is_word(after.chars().next()) || after.starts_with('(') { " " } else { "" };
    format!("{before}{lead}{number}{trail}{after}")
}

impl fmt::Display for Reading {
    /// Shows the measure, or what was written in its place.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(measure) => measure.fmt(f),
            Self::Missing(missing) => f.write_str(&missing.written),
        }
    }
}

impl Parse for Reading {
    const WHAT: &'static str = "a measure, or a mark for why there is none";
    const EXAMPLES: &'static [&'static str] = &[
        "1,234", "59.4%", "£1.2m", "+3pp", "<1%", "12.3 [r]", "45 [p]", "[c]", "N/A", "<5", "TBC",
    ];

    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue> {
        let attempt = match scalar {
            Scalar::Text(text) => read(&tidy(text)),
            Scalar::Number(text) => read_number(text),
            Scalar::Error(text) => {
                Some(spreadsheet_error(text).map(|error| error.map(Reading::Missing)))
            }
            Scalar::Bool(_) | Scalar::DateTime(_) => None,
        };
        let bare = attempt.is_none();
        BadValue::finish(scalar, attempt).map_err(|mut bad| {
            if bare {
                bad.hint = Some(
                    "write a number with its unit, such as `59.4%`, or why there is none: `[x]` \
                     not available, `[c]` confidential, `[z]` not applicable, `TBC`"
                        .to_owned(),
                );
            }
            bad
        })
    }
}

/// Reads what a person wrote.
fn read(text: &str) -> Attempt<Reading> {
    if text.starts_with('#') && text.len() > 1 {
        return Some(spreadsheet_error(text).map(|error| error.map(Reading::Missing)));
    }
    if let Some(reason) = reason_of(&text.to_lowercase()) {
        return Some(Ok(Parsed::plain(Reading::Missing(Missing {
            reason,
            written: text.to_owned(),
        }))));
    }
    if number::is_nought(text) {
        let measure = Measure {
            value: Decimal::ZERO,
            decimals: 0,
            unit: MeasureUnit::Money(MoneyUnit::Pounds),
            bound: Bound::Exact,
            revised: false,
            provisional: false,
        };
        return Some(Ok(Parsed::plain(Reading::Value(measure))));
    }
    let marks = Marks::take(text);
    let (bound, number) = take_bound(marks.rest);
    let amount = match number::amount(number)? {
        Ok(amount) => amount,
        Err(wrong) => return Some(Err(wrong)),
    };
    if bound == Bound::LessThan && amount.suffix.is_empty() && !amount.pound && is_low(amount.value)
    {
        let low = Missing { reason: MissingReason::Low, written: text.to_owned() };
        return Some(Ok(Parsed { value: Reading::Missing(low), note: None }));
    }
    let (unit, value, decimals) = if amount.pound {
        match money::from_amount(&amount, MoneyUnit::Pounds) {
            Ok(money) => (MeasureUnit::Money(money.unit), amount.value, money.decimals),
            Err(wrong) => return Some(Err(wrong)),
        }
    } else {
        let Some(unit) = unit_of(amount.suffix) else {
            let hint = "write a plain number, or `%`, `pp` or a pound sign with it";
            return Some(Err(bad_suffix(amount.suffix, hint)));
        };
        (unit, amount.value, amount.decimals)
    };
    let Marks { revised, provisional, note, .. } = marks;
    let measure = Measure { value, decimals, unit, bound, revised, provisional };
    Some(Ok(Parsed { value: Reading::Value(measure), note }))
}

/// Reads what a program wrote.
fn read_number(text: &str) -> Attempt<Reading> {
    let Some((value, rounded)) = number::machine(text) else {
        let digits = text.contains(|c: char| c.is_ascii_digit());
        return digits.then(|| Err(number::too_long()));
    };
    let measure = Measure {
        value,
        decimals: value.scale(),
        unit: MeasureUnit::Number,
        bound: Bound::Exact,
        revised: false,
        provisional: false,
    };
    let note = rounded.then(|| format!("{} rounded to `{value}`", quoted(text)));
    Some(Ok(Parsed { value: Reading::Value(measure), note }))
}

/// The marks after a number.
struct Marks<'a> {
    rest: &'a str,
    revised: bool,
    provisional: bool,
    note: Option<String>,
}

impl<'a> Marks<'a> {
    /// Takes `[r]`, `(p)` and ` r` off the end of the text.
    fn take(text: &'a str) -> Self {
        let mut marks = Self { rest: text, revised: false, provisional: false, note: None };
        while let Some((rest, letter)) = last_mark(marks.rest) {
            match letter {
                'r' => marks.revised = true,
                'p' if marks.rest.ends_with([']', ')']) => marks.provisional = true,
                'p' => {
                    marks.provisional = true;
                    marks.note =
                        Some(format!("{} read as provisional, not as pence", quoted(text)));
                }
                _ => {
                    marks.provisional = true;
                    marks.note =
                        Some(format!("{} is an estimate, taken as provisional", quoted(text)));
                }
            }
            marks.rest = rest;
        }
        marks
    }
}

/// Splits the last mark off, if it stands after something that ends a measure.
fn last_mark(text: &str) -> Option<(&str, char)> {
    const MARKS: [(&str, char); 9] = [
        ("[r]", 'r'),
        ("[p]", 'p'),
        ("[e]", 'e'),
        ("(r)", 'r'),
        ("(p)", 'p'),
        ("(e)", 'e'),
        (" r", 'r'),
        (" p", 'p'),
        (" e", 'e'),
    ];
    let end = text.get(text.len().checked_sub(3)?..).map(str::to_lowercase);
    let short = text.get(text.len().checked_sub(2)?..).map(str::to_lowercase);
    let (mark, letter) = MARKS
        .into_iter()
        .find(|(mark, _)| [&end, &short].into_iter().any(|tail| tail.as_deref() == Some(mark)))?;
    let rest = text[..text.len() - mark.len()].trim_end();
    rest.contains(|c: char| c.is_ascii_digit()).then_some((rest, letter))
}

/// Takes `<`, `>` or their words off the start of the text.
fn take_bound(text: &str) -> (Bound, &str) {
    const WORDS: [(&str, Bound); 5] = [
        ("<", Bound::LessThan),
        (">", Bound::MoreThan),
        ("less than ", Bound::LessThan),
        ("fewer than ", Bound::LessThan),
        ("more than ", Bound::MoreThan),
    ];
    WORDS
        .into_iter()
        .find_map(|(word, bound)| {
            let start = text.get(..word.len())?;
            start.eq_ignore_ascii_case(word).then(|| (bound, text[word.len()..].trim_start()))
        })
        .unwrap_or((Bound::Exact, text))
}

/// Whether `<` and this number are how small counts are withheld.
fn is_low(value: Decimal) -> bool {
    value.scale() == 0 && value > Decimal::ZERO && value <= Decimal::TEN
}

/// Reads the unit after a number.
fn unit_of(suffix: &str) -> Option<MeasureUnit> {
    match suffix.to_lowercase().trim_end_matches('.') {
        "" => Some(MeasureUnit::Number),
        "%" | "per cent" | "percent" => Some(MeasureUnit::Percent),
        "pp" | "ppt" | "ppts" | "pps" | "% points" | "%pts" | "percentage point"
        | "percentage points" => Some(MeasureUnit::Points),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a cell and compares what it shows, its marks or its reason, and its note.
    #[track_caller]
    fn check(scalar: &Scalar, expected: &str) {
        let read = match Reading::parse(scalar) {
            Ok(Parsed { value, note }) => {
                let more = match &value {
                    Reading::Missing(missing) => format!(" {:?}", missing.reason),
                    Reading::Value(m) => {
                        let revised = if m.revised { " revised" } else { "" };
                        format!("{revised}{}", if m.provisional { " provisional" } else { "" })
                    }
                };
                format!("{value}{more}{}", note.map(|n| format!("; {n}")).unwrap_or_default())
            }
            Err(bad) => bad.message,
        };
        assert_eq!(read, expected);
    }

    #[track_caller]
    fn text(written: &str, expected: &str) {
        check(&Scalar::Text(written.to_owned()), expected);
    }

    #[test]
    fn measures() {
        text("12%", "12%");
        text("59.4 %", "59.4%");
        text("59.4 per cent", "59.4%");
        text("0.12", "0.12");
        text("1,234", "1,234");
        text("-3", "\u{2212}3");
        text("(3)", "\u{2212}3");
        text("\u{2212}3.0pp", "\u{2212}3.0 pp");
        text("+3pp", "3 pp");
        text("3.0 percentage points", "3.0 pp");
        text("<1%", "<1%");
        text("< 5%", "<5%");
        text(">95%", ">95%");
        text("<50", "<50");
        text("<0.5", "<0.5");
        text("£1.2m", "£1.2m");
        text("(£0.225m)", "(£0.225m)");
        text("<£1m", "<£1m");
        text("£ -", "£0");
        text("0", "0");
        text("0.3333333333333353", "0.3333333333333353");
        text("12.3 [r]", "12.3 revised");
        text("12.3 r", "12.3 revised");
        text("12.3%[R]", "12.3% revised");
        text("45 [p]", "45 provisional");
        text("45 p", "45 provisional; `45 p` read as provisional, not as pence");
        text("45 (p) (r)", "45 revised provisional");
        text("45 [e]", "45 provisional; `45 [e]` is an estimate, taken as provisional");
    }

    #[test]
    fn numbers_of_programs() {
        let number = |n: &str| Scalar::Number(n.to_owned());
        check(&number("0.12"), "0.12");
        check(&number("0.3333333333333353"), "0.3333333333333353");
        check(&number("12.50"), "12.50");
        check(&number("1e3"), "1,000");
        let long = "0.1000000000000000055511151231257827";
        let held = "0.1000000000000000055511151231";
        check(&number(long), &format!("{held}; `{long}` rounded to `{held}`"));
        check(
            &number("1e99"),
            "expected a measure, or a mark for why there is none, found the number `1e99` (it has \
             too many digits)",
        );
    }

    #[test]
    fn missing_readings() {
        for mark in ["*", "**", "c", "[c]", "suppressed"] {
            text(mark, &format!("{mark} Suppressed"));
        }
        for mark in
            ["-", "–", "—", "..", "...", ":", "x", "[x]", "[u]", "[e]", "Data not available"]
        {
            text(mark, &format!("{mark} Unavailable"));
        }
        for mark in ["N/A", "n/a", "z", "[z]", "Not applicable"] {
            text(mark, &format!("{mark} NotApplicable"));
        }
        for mark in ["<5", "< 5", "<10", "fewer than 5", "[low]", "[k]"] {
            text(mark, &format!("{mark} Low"));
        }
        text("Not due", "Not due NotDue");
        text("New measure", "New measure NewMeasure");
        text("TBC", "TBC Pending");
        for error in ["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?"] {
            let note = format!("the spreadsheet error `{error}` is shown as not available");
            text(error, &format!("{error} SpreadsheetError; {note}"));
            check(&Scalar::Error(error.into()), &format!("{error} SpreadsheetError; {note}"));
        }
    }

    #[test]
    fn refused_readings() {
        #[track_caller]
        fn check(written: &str, reason: &str) {
            let message = format!(
                "expected a measure, or a mark for why there is none, found `{written}`{reason}"
            );
            text(written, &message);
        }
        check("#####", " (the column was too narrow for its value)");
        check("12 [x]", " (the number is followed by `[x]`)");
        check("45p", " (the number is followed by `p`)");
        check("1.2m", " (the number is followed by `m`)");
        check("5-10", " (the number is followed by `-10`)");
        check("1.23E+10", " (the sheet shows too few of its digits)");
        check("1 234", " (there is a space in the middle of the number)");
        check("about 5", "");
        check("[p]", "");
        check("nil", "");
        check("≤5", "");
        text("", "expected a measure, or a mark for why there is none, found an empty cell");
    }

    #[test]
    fn shown_measures_come_back() {
        for written in ["12%", "−59.4%", "1,234", "(£1.2m)", "3.0 pp", "<1%", ">95%", "<£1k"] {
            text(written, written);
        }
    }
}
