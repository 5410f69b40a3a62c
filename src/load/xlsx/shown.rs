//! Numbers as their cells show them, for the few formats that change what a number says.
//!
//! `0.594` under `0.0%` is 59.4%, and `12` under `0000` is `0012`; so does a spreadsheet write
//! them into a CSV file. Any other format leaves the number as it is held.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::load::cells::{Sense, Shown};

/// Returns how a cell shows a number under a format that is simple enough to be followed exactly.
pub(super) fn displayed(number: &str, format: &str) -> Option<Shown> {
    let value = Decimal::from_str_exact(number).ok()?;
    if let Some(shown) = money(value, format) {
        return Some(shown);
    }
    let mut sections = format.split(';');
    let positive = sections.next()?;
    let section = match sections.next() {
        // The section for negative numbers shows a sign of any form, in ways too many to follow.
        Some(negative) if value.is_sign_negative() => negative.strip_prefix('-')?,
        _ => positive,
    };
    let parts = parts(section)?;
    percent(value, &parts).or_else(|| padded(value, &parts))
}

/// A piece of a format.
#[derive(PartialEq, Eq)]
enum Part {
    /// Words that are printed as they stand.
    Literal(String),
    /// Digits, points, commas and per cent signs.
    Digits(String),
}

/// Returns a format's pieces; `None` where it has more to it than digits and words.
fn parts(format: &str) -> Option<Vec<Part>> {
    let mut parts: Vec<Part> = Vec::new();
    let mut chars = format.chars();
    while let Some(char) = chars.next() {
        match char {
            '"' => {
                let words: String = chars.by_ref().take_while(|char| *char != '"').collect();
                parts.push(Part::Literal(words));
            }
            '\\' => parts.push(Part::Literal(chars.next()?.into())),
            // A colour, such as `[Red]`; conditions and currencies are not followed.
            '[' => {
                let name: String = chars.by_ref().take_while(|char| *char != ']').collect();
                if !name.chars().all(|char| char.is_ascii_alphanumeric()) {
                    return None;
                }
            }
            // A gap as wide as the character after it.
            '_' => drop(chars.next()?),
            '0' | '#' | '.' | ',' | '%' => match parts.last_mut() {
                Some(Part::Digits(digits)) => digits.push(char),
                _ => parts.push(Part::Digits(char.into())),
            },
            '-' | '/' | '(' | ')' | ' ' => parts.push(Part::Literal(char.into())),
            _ => return None,
        }
    }
    Some(parts)
}

fn percent(value: Decimal, parts: &[Part]) -> Option<Shown> {
    let [Part::Digits(digits)] = parts else { return None };
    let digits = digits.strip_suffix('%')?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_plain = whole.ends_with('0')
        && whole.chars().all(|char| matches!(char, '0' | '#' | ','))
        && fraction.chars().all(|char| char == '0');
    if !is_plain {
        return None;
    }
    let exact = value.checked_mul(Decimal::ONE_HUNDRED)?;
    let decimals = u32::try_from(fraction.len()).ok().filter(|decimals| *decimals <= 20)?;
    let mut rounded =
        exact.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    let is_exact = rounded == exact;
    rounded.rescale(decimals);
    Some(Shown { text: format!("{rounded}%"), is_exact, sense: Sense::Any })
}

/// Reads `0000` and `"CR"00`.
fn padded(value: Decimal, parts: &[Part]) -> Option<Shown> {
    let (before, zeros) = match parts {
        [Part::Digits(zeros)] => (String::new(), zeros),
        [words @ .., Part::Digits(zeros)] => {
            let mut before = String::new();
            for part in words {
                let Part::Literal(words) = part else { return None };
                before.push_str(words);
            }
            (before, zeros)
        }
        _ => return None,
    };
    let is_whole = value.normalize().scale() == 0 && !value.is_sign_negative();
    let is_zeros = zeros.chars().all(|char| char == '0');
    // A lone `0` without words is what whole numbers are shown with, and says nothing.
    if !is_whole || !is_zeros || (before.is_empty() && zeros.len() < 2) {
        return None;
    }
    let digits = value.normalize().to_string();
    let text = format!("{before}{digits:0>width$}", width = zeros.len());
    (text != digits).then_some(Shown { text, is_exact: true, sense: Sense::Names })
}

/// Reads a number that is shown with a pound sign, all its digits in the unit that it is held in: 1200000 under
/// `"£"#,##0,"k"` is £1200000, and 1200 under `"£"#,##0"k"` is £1200k. `None` where parts of the format differ in that.
fn money(value: Decimal, format: &str) -> Option<Shown> {
    let sections = format.split(';').filter(|section| section.contains(['0', '#']));
    let mut suffixes = sections.map(held_in);
    let suffix = suffixes.next()??;
    if !suffixes.all(|other| other == Some(suffix)) {
        return None;
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let text = format!("{sign}£{}{suffix}", value.abs());
    Some(Shown { text, is_exact: true, sense: Sense::Money })
}

/// Returns the suffix of the unit in which a section of a format has its numbers held: none for pounds. `None` where it
/// shows no pound sign, or more than a number with its unit.
fn held_in(section: &str) -> Option<&'static str> {
    let (mut digits, mut words, mut has_pound) = (String::new(), String::new(), false);
    let mut chars = section.chars();
    while let Some(char) = chars.next() {
        match char {
            // Words, a colour, a condition, and the sign of a currency with its country.
            '"' => words.extend(chars.by_ref().take_while(|char| *char != '"')),
            '[' => {
                let name: String = chars.by_ref().take_while(|char| *char != ']').collect();
                has_pound |= name.starts_with("$£");
            }
            // A gap, or a character that is repeated.
            '_' | '*' => drop(chars.next()?),
            '0' | '#' | '.' | ',' | '?' => digits.push(char),
            '\\' => words.push(chars.next()?),
            _ => words.push(char),
        }
    }
    has_pound |= words.contains('£');
    let words = words.to_lowercase();
    let words =
        words.trim_matches(|char| matches!(char, '£' | '-' | '+' | '(' | ')' | ' ' | '\u{a0}'));
    // Each comma behind the digits shows a thousandth.
    let thousandths = digits.len() - digits.trim_end_matches(',').len();
    let shown = match words {
        "" => 0,
        "k" | "000" | "thousand" => 1,
        "m" | "million" => 2,
        "bn" | "billion" => 3,
        _ => return None,
    };
    let suffixes = ["", "k", "m", "bn"];
    let held = usize::checked_sub(shown, thousandths)?;
    has_pound.then(|| suffixes[held])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(number: &str, format: &str, expected: &str) {
        let shown = displayed(number, format).map(|shown| {
            let rounded = if shown.is_exact { "" } else { " rounded" };
            format!("{}{rounded}", shown.text)
        });
        assert_eq!(shown.as_deref().unwrap_or("-"), expected, "{number} under {format}");
    }

    #[test]
    fn percentages() {
        check("0.594", "0.0%", "59.4%");
        check("0.594", "0%", "59% rounded");
        check("0.12", "0%", "12%");
        check("0.12", "0.00%", "12.00%");
        check("1.5", "#,##0%", "150%");
        check("-0.031", "0.0%", "-3.1%");
        check("-0.031", "0.0%;-0.0%", "-3.1%");
        check("-0.031", "0.0%;[Red]-0.0%", "-");
        check("0.031", "0.0%;[Red]-0.0%", "3.1%");
        check("0.54965", "0.0%", "55.0% rounded");
        check("0.5", "0.0#%", "-");
        check("0.5", "0% \"up\"", "-");
        check("0.5", "0.0", "-");
        check("0.5", "General", "-");
    }

    #[test]
    fn money() {
        check("1200000", "\"£\"#,##0.00", "£1200000");
        check("5", "£0000", "£5");
        check(
            "-10000",
            "_-\"£\"* #,##0.00_-;\\-\"£\"* #,##0.00_-;_-\"£\"* \"-\"??_-;_-@_-",
            "-£10000",
        );
        check("-5000", "\"£\"#,##0;[Red](\"£\"#,##0);\"-\"", "-£5000");
        check("500000.5", "[$£-809]#,##0.00", "£500000.5");
        // Commas behind the digits only show thousandths; words without them say what is held.
        check("1234000", "\"£\"#,##0,\"k\"", "£1234000");
        check("1200", "\"£\"#,##0\"k\"", "£1200k");
        check("118.402", "£0.000\"m\"", "£118.402m");
        check("45000", "[>=1000000]\"£\"0.0,,\"m\";\"£\"0,\"k\"", "£45000");
        check("1200", "\"£\"#,##0,", "-");
        check("1200", "\"£\"0.0,,\"m\";\"£\"0\"k\"", "-");
        check("1200", "\"£\"0\" a head\"", "-");
        check("1200", "[$€-2]#,##0", "-");
        check("1200", "+#,##0;-#,##0;0", "-");
    }

    #[test]
    fn references_with_zeros() {
        check("12", "0000", "0012");
        check("2", "\"CR\"00", "CR02");
        check("2", "\\C\\R00", "CR02");
        check("12345", "0000", "-");
        check("12", "0", "-");
        check("12", "#,##0", "-");
        check("1.5", "00", "-");
        check("-2", "00", "-");
        check("2", "00\"x\"", "-");
        check("5", "[$-809]00", "-");
    }
}
