//! Reads and writes numbers as people set them: `(£1,265.50m)`. The base of money and measures.
//!
//! In comes text, out come an exact [`Decimal`], the decimals that were written and what follows
//! the number. What the suffix means is the caller's to say.

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Wrong, quoted};

/// A signed number with what stands around it.
#[derive(Debug)]
pub(super) struct Amount<'a> {
    /// The number, negative when it has a minus or stands in brackets.
    pub(super) value: Decimal,
    /// Decimals that were written.
    pub(super) decimals: u32,
    /// Whether a pound sign stands before it.
    pub(super) pound: bool,
    /// What follows it, trimmed and without the closing bracket.
    pub(super) suffix: &'a str,
}

/// Reads `-£1,265`, `(£0.075m)`, `£(0.075)m`, `12%`; `None` when no number begins the text.
pub(super) fn amount(text: &str) -> Option<Result<Amount<'_>, Wrong>> {
    let (mut signs, mut negative, mut open, mut pound) = (0, false, false, false);
    let mut chars = text.chars();
    let rest = loop {
        let rest = chars.as_str();
        match chars.next()? {
            ' ' => {}
            '-' | '\u{2010}'..='\u{2013}' | '\u{2212}' => (signs, negative) = (signs + 1, true),
            '+' => signs += 1,
            '(' if !open => (signs, negative, open) = (signs + 1, true, true),
            '£' if !pound => pound = true,
            '0'..='9' | '.' => break rest,
            _ => return None,
        }
    };
    let end = rest.find(|c: char| !matches!(c, '0'..='9' | ',' | '.')).unwrap_or(rest.len());
    let (digits, suffix) = rest.split_at(end);
    if !digits.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if signs > 1 {
        let hint = "write one minus sign or one pair of brackets, not both";
        return Some(Err(Wrong::new("it has two signs", hint)));
    }
    let suffix = match close(suffix.trim(), open) {
        Ok(suffix) => suffix,
        Err(wrong) => return Some(Err(wrong)),
    };
    if is_exponent(suffix) {
        return Some(Err(shortened()));
    }
    Some(magnitude(digits).map(|(value, decimals)| Amount {
        value: if negative && !value.is_zero() { -value } else { value },
        decimals,
        pound,
        suffix,
    }))
}

/// Returns whether this is nought as accounting formats of spreadsheets show it: `£-`, `£ -`. A dash alone is a
/// mark for what is missing.
pub(super) fn is_nought(text: &str) -> bool {
    let signs = text.trim_start_matches('(').trim_end_matches(')').chars().filter(|c| *c != ' ');
    let [mut pounds, mut dashes] = [0, 0];
    for sign in signs {
        match sign {
            '£' => pounds += 1,
            '-' | '\u{2010}'..='\u{2014}' | '\u{2212}' => dashes += 1,
            _ => return false,
        }
    }
    pounds == 1 && dashes > 0
}

/// Takes the closing bracket from what follows a number: at its start, `(0.075)m`, or its end.
fn close(suffix: &str, open: bool) -> Result<&str, Wrong> {
    let closed = suffix.strip_prefix(')').or_else(|| suffix.strip_suffix(')'));
    match (open, closed) {
        (true, Some(suffix)) if !suffix.contains(')') => Ok(suffix.trim()),
        (false, None) if !suffix.contains(')') => Ok(suffix),
        _ => Err(Wrong::new(
            "its brackets do not pair",
            "put the whole amount in one pair of brackets",
        )),
    }
}

/// Reads unsigned digits with their thousands separators and decimal point.
fn magnitude(digits: &str) -> Result<(Decimal, u32), Wrong> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if fraction.contains('.') || digits.ends_with('.') {
        return Err(Wrong::new(
            "its decimal point is out of place",
            "write one decimal point, with digits after it",
        ));
    }
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default().len();
    let grouped = !whole.contains(',') || (1..=3).contains(&first) && groups.all(|g| g.len() == 3);
    if !grouped || fraction.contains(',') {
        return Err(Wrong::new(
            "its commas do not mark thousands",
            "put commas every three digits, or leave them out",
        ));
    }
    // Without its leading zeros, which `Decimal` would count towards its 28 digits.
    let whole = whole.replace(',', "");
    let number = format!("0{}.{fraction}", whole.trim_start_matches('0'));
    let value = Decimal::from_str_exact(number.trim_end_matches('.')).map_err(|_| too_long())?;
    Ok((value, value.scale()))
}

/// Reads a number as a program writes it, exponent and all; whether it had to be rounded comes
/// second. `None` when it is no number or longer than a [`Decimal`].
pub(super) fn machine(text: &str) -> Option<(Decimal, bool)> {
    let text = text.trim();
    let mut value = Decimal::from_str_exact(text)
        .or_else(|_| Decimal::from_scientific(text))
        .map(|value| (value, false))
        .or_else(|_| text.parse().map(|value| (value, true)))
        .ok()?;
    if value.0.is_zero() {
        value.0.set_sign_positive(true);
    }
    Some(value)
}

/// Whether a number goes on as `E+10`.
fn is_exponent(suffix: &str) -> bool {
    let Some(power) = suffix.strip_prefix(['E', 'e']) else { return false };
    power.trim_start_matches(['+', '-']).starts_with(|c: char| c.is_ascii_digit())
}

/// Refuses `1.23E+10`, whose other digits are gone.
pub(super) fn shortened() -> Wrong {
    Wrong::new(
        "the sheet shows too few of its digits",
        "widen the column or format it as a plain number in the spreadsheet, then export again",
    )
}

/// Refuses a number that no exact arithmetic here can hold.
pub(super) fn too_long() -> Wrong {
    Wrong::new("it has too many digits", "check the number; at most 28 digits can be held exactly")
}

/// Refuses what follows a number.
pub(super) fn bad_suffix(suffix: &str, hint: &str) -> Wrong {
    let reason = if suffix.starts_with(|c: char| c.is_ascii_digit()) {
        "there is a space in the middle of the number".to_owned()
    } else {
        format!("the number is followed by {}", quoted(suffix))
    };
    Wrong::new(reason, hint)
}

/// Returns the size of `value` with thousands separators and exactly `decimals` decimals, half
/// rounded away from zero, and whether a sign is still due after rounding.
pub fn grouped(value: Decimal, decimals: u32) -> (String, bool) {
    let rounded = value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    let digits = rounded.abs().to_string();
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if decimals > 0 {
        let width = decimals.min(Decimal::MAX_SCALE) as usize;
        text.push_str(&format!(".{fraction:0<width$}"));
    }
    (text, rounded.is_sign_negative() && !rounded.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let read = match amount(text) {
            None => "no number".to_owned(),
            Some(Err(wrong)) => wrong.reason,
            Some(Ok(a)) => {
                format!("{}{}|{}", if a.pound { "£" } else { "" }, a.value, a.suffix)
            }
        };
        assert_eq!(read, expected, "{text}");
    }

    #[test]
    fn amounts() {
        check("12", "12|");
        check("12.50 %", "12.50|%");
        check("1,234,567.5", "1234567.5|");
        check("(£0.075m)", "£-0.075|m");
        check("£(0.075)m", "£-0.075|m");
        check("£ 1.2 m", "£1.2|m");
        check("−£5", "£-5|");
        check("£-5", "£-5|");
        check("- 5", "-5|");
        check("+3pp", "3|pp");
        check("-0.0", "0.0|");
        check(".5", "0.5|");
        check("007", "7|");
        check("1,26,5", "its commas do not mark thousands");
        check("1234,567", "its commas do not mark thousands");
        check("1.234,5", "its commas do not mark thousands");
        check("1.2.3", "its decimal point is out of place");
        check("5.", "its decimal point is out of place");
        check("-(5)", "it has two signs");
        check("(5", "its brackets do not pair");
        check("5)", "its brackets do not pair");
        check("(5)m)", "its brackets do not pair");
        check("1.23E+10", "the sheet shows too few of its digits");
        check("99999999999999999999999999999999", "it has too many digits");
        check("0.33333333333333333333333333333", "it has too many digits");
        check("..", "no number");
        check("-", "no number");
        check("££5", "no number");
        check("c. 5", "no number");
        check("", "no number");
    }

    #[test]
    fn machine_numbers() {
        #[track_caller]
        fn check(text: &str, expected: Option<(&str, bool)>) {
            let read = machine(text).map(|(value, rounded)| (value.to_string(), rounded));
            assert_eq!(
                read,
                expected.map(|(value, rounded)| (value.to_owned(), rounded)),
                "{text}"
            );
        }
        check("0.3333333333333353", Some(("0.3333333333333353", false)));
        check("1.20", Some(("1.20", false)));
        check("1.23E+10", Some(("12300000000", false)));
        check("1e3", Some(("1000", false)));
        check("-0.0", Some(("0.0", false)));
        check(
            "0.1000000000000000055511151231257827",
            Some(("0.1000000000000000055511151231", true)),
        );
        check("1e99", None);
        check("NaN", None);
        check("", None);
    }

    #[test]
    fn numbers_are_set() {
        #[track_caller]
        fn check(value: &str, decimals: u32, expected: &str, negative: bool) {
            let value: Decimal = value.parse().unwrap();
            assert_eq!(grouped(value, decimals), (expected.to_owned(), negative));
        }
        check("1234567.5", 2, "1,234,567.50", false);
        check("-999", 0, "999", true);
        check("-0.004", 2, "0.00", false);
        check("0.125", 2, "0.13", false);
        check("1000", 0, "1,000", false);
        check("123456", 1, "123,456.0", false);
    }
}
