//! Figures that somebody typed into a text beside a name that the data knows: `9 measures are red`,
//! `24 (74%) green`, `an overspending of £4.2m`, `4.4 days (measure 21)`.
//!
//! Only what stands close to such a name is compared; other numbers are the author's.

use rust_decimal::Decimal;

use super::texts::About;
use super::{Context, Faults, Scope, money, names};
use crate::diag::Diagnostic;
use crate::model::rating;
use crate::model::record::Text;
use crate::model::value::{Money, Parse, Reading, Scalar};

/// Words that may stand between a count and the rating that it counts.
const BETWEEN: [&str; 16] = [
    "measure",
    "measures",
    "indicator",
    "indicators",
    "kpis",
    "are",
    "is",
    "were",
    "was",
    "now",
    "rated",
    "as",
    "of",
    "the",
    "them",
    "our",
];

/// Numbers that are written as words.
const WORDS: [&str; 13] = [
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// A text and where it stands.
struct Place<'a> {
    table: &'static str,
    text: &'a Text,
    sentence: &'a str,
}

pub(super) fn check(
    faults: &mut Faults,
    ctx: &Context<'_>,
    table: &'static str,
    text: &Text,
    plain: &str,
    about: &About<'_>,
) {
    for sentence in sentences(plain) {
        let place = Place { table, text, sentence };
        let words: Vec<&str> = sentence.split_whitespace().map(bare).collect();
        measures(faults, ctx, &place, &words);
        if let About::Part(scope) = about {
            ratings(faults, &place, scope, &words);
            amounts(faults, &place, scope, &words);
        }
    }
}

/// Splits a text where sentences end.
fn sentences(plain: &str) -> Vec<&str> {
    plain.lines().flat_map(|line| line.split_inclusive(". ")).map(str::trim).collect()
}

/// Returns a word without the marks around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|char: char| matches!(char, '(' | ')' | ',' | ';' | ':' | '.' | '“' | '”'))
}

/// Returns the whole number that a word is.
fn count(word: &str) -> Option<usize> {
    let lower = word.to_lowercase();
    WORDS.iter().position(|own| *own == lower).or_else(|| lower.parse().ok())
}

/// Returns the percentage that a word is.
fn percent(word: &str) -> Option<Decimal> {
    word.strip_suffix('%')?.parse().ok()
}

/// Reports a figure of a text with what the data has in its place.
fn wrong(faults: &mut Faults, place: &Place<'_>, code: &'static str, message: String, name: &str) {
    let sentence: String = place.sentence.chars().take(80).collect();
    faults.push(
        place.table,
        Diagnostic::error(code, message)
            .at(&place.text.origin)
            .hint(format!("correct it in “{sentence}”, or write {name}, which is filled in")),
    );
}

/// Checks counts and percentages before `green`, `amber` and `red`.
fn ratings(faults: &mut Faults, place: &Place<'_>, scope: &Scope<'_>, words: &[&str]) {
    const RATINGS: [(&str, usize); 3] = [("green", 0), ("amber", 1), ("red", 2)];
    let counts = scope.ratings();
    let total: usize = counts.iter().sum();
    let rated: usize = counts[..4].iter().sum();
    let whole = rating::percentages(&counts);
    let mut given: Vec<(usize, Option<usize>, Option<Decimal>)> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let lower = word.to_lowercase();
        let Some((_, rating)) = RATINGS.iter().find(|(own, _)| *own == lower) else { continue };
        let mut before =
            words[..at].iter().rev().skip_while(|own| BETWEEN.contains(&&*own.to_lowercase()));
        let nearest = before.next().copied().unwrap_or_default();
        let (number, share) = match percent(nearest) {
            Some(share) => (before.next().and_then(|own| count(own)), Some(share)),
            None => (count(nearest), None),
        };
        if number.is_some() || share.is_some() {
            given.push((*rating, number, share));
        }
    }
    // Green may be a colour; it is a rating beside another, a percentage, or a word for measures.
    let is_about_measures = words.iter().any(|own| {
        let own = own.to_lowercase();
        own.starts_with("measure") || own.starts_with("indicator") || own.starts_with("rat")
    });
    if given.len() < 2 && !is_about_measures && given.iter().all(|(_, _, share)| share.is_none()) {
        return;
    }
    for (rating, number, share) in &given {
        let (name, own) = (RATINGS[*rating].0, counts[*rating]);
        if let Some(number) = number.filter(|number| *number != own) {
            let message =
                format!("the text says {number} {name}; {own} of {total} measures are {name}");
            wrong(faults, place, "figures/count", message, &format!("`{{{name}-count}}`"));
        }
        if let Some(share) = share {
            let of = |all: usize| {
                let exact = Decimal::from(own * 100).checked_div(Decimal::from(all))?;
                Some(exact.round_dp_with_strategy(
                    share.scale(),
                    rust_decimal::RoundingStrategy::MidpointAwayFromZero,
                ))
            };
            let is_right = *share == Decimal::from(whole[*rating])
                || of(total) == Some(*share)
                || of(rated) == Some(*share);
            if !is_right {
                let message = format!(
                    "the text says {share}% {name}; {own} of {total} measures is {}%",
                    whole[*rating]
                );
                wrong(faults, place, "figures/share", message, &format!("`{{{name}-percent}}`"));
            }
        }
    }
    let shares: Vec<Decimal> = given.iter().filter_map(|(_, _, share)| *share).collect();
    let numbers: usize = given.iter().filter_map(|(_, number, _)| *number).sum();
    let sum: Decimal = shares.iter().sum();
    if shares.len() == given.len()
        && 2 < given.len()
        && [total, rated].contains(&numbers)
        && sum != Decimal::ONE_HUNDRED
    {
        let message =
            format!("the {} percentages of the text add up to {sum}; a whole is 100", shares.len());
        wrong(faults, place, "figures/share", message, "`{green-percent}` and the others");
    }
}

/// Checks amounts beside `overspending` and the like.
fn amounts(faults: &mut Faults, place: &Place<'_>, scope: &Scope<'_>, words: &[&str]) {
    const NAMED: [(&[&str], &str); 4] = [
        (&["overspend", "overspending", "overspent", "underspend", "underspending"], "variance"),
        (&["slippage"], "slippage"),
        (&["pressures"], "pressures"),
        (&["mitigations"], "mitigations"),
    ];
    // A sentence that names a line of the budget speaks of that.
    let lower = place.sentence.to_lowercase();
    let lines = scope.all.finance.iter().map(|own| own.title.value.to_lowercase());
    let groups = scope.all.finance.iter().filter_map(|own| own.group.as_ref());
    let portfolios = scope.all.finance.iter().map(|own| own.portfolio.value.to_lowercase());
    let mut parts = lines.chain(groups.map(|own| own.value.to_lowercase())).chain(portfolios);
    if parts.any(|own| lower.contains(&own)) {
        return;
    }
    for (at, word) in words.iter().enumerate() {
        let Some(typed) = word.starts_with(['£', '(']).then(|| amount(word)).flatten() else {
            continue;
        };
        let near =
            words[at.saturating_sub(4)..at].iter().rev().chain(words[at + 1..].iter().take(1));
        let name = near
            .map(|own| own.to_lowercase())
            .find_map(|own| NAMED.iter().find(|(known, _)| known.contains(&own.as_str())));
        let Some((known, name)) = name else { continue };
        let Some(exact) = names::exact(scope, name) else { continue };
        let exact = match exact.is_negative() != typed.is_negative() {
            true => -exact,
            false => exact,
        };
        if !money::agrees(typed, exact) {
            let message = format!(
                "the text says {typed} beside `{}`; the figures come to {}",
                known[0],
                money::like(typed, exact)
            );
            wrong(faults, place, "figures/amount", message, &format!("`{{{name}}}`"));
        }
    }
}

fn amount(word: &str) -> Option<Money> {
    Money::parse(&Scalar::Text(word.to_owned())).ok().map(|parsed| parsed.value)
}

/// Checks the number before `(measure 21)`.
fn measures(faults: &mut Faults, ctx: &Context<'_>, place: &Place<'_>, words: &[&str]) {
    for (at, pair) in words.windows(2).enumerate() {
        let is_aside = place
            .sentence
            .split_whitespace()
            .nth(at)
            .is_some_and(|own| own.starts_with("(measure"));
        let (true, Ok(number)) = (is_aside && pair[0] == "measure", pair[1].parse::<u32>()) else {
            continue;
        };
        let Some(own) = ctx.own.indicators.iter().find(|own| own.number.value == number) else {
            let message =
                format!("the text names measure {number}, which {} doesn't have", ctx.quarter);
            wrong(faults, place, "figures/unknown-measure", message, "the number of a measure");
            continue;
        };
        // The number must stand close by, and must not be that of another measure.
        let near = &words[at.saturating_sub(4)..at];
        let near = match near.iter().rposition(|own| own.starts_with("measure")) {
            Some(other) => near.get(other + 2..).unwrap_or_default(),
            None => near,
        };
        let figure = near.iter().rev().find_map(|word| {
            let read = Reading::parse(&Scalar::Text((*word).to_owned())).ok()?;
            rating::number(&read.value).map(|value| (value, *word))
        });
        let Some((value, written)) = figure else { continue };
        let results = own.periods.iter().map(|own| &own.value).chain(&own.target);
        if results.clone().any(|own| rating::number(&own.value) == Some(value)) {
            continue;
        }
        let Some(now) = rating::result(own, ctx.quarter) else { continue };
        let message = format!(
            "the text says {written} of measure {number}; its result is {}",
            now.value.value
        );
        wrong(faults, place, "figures/result", message, "the result");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_numbers_where_they_are() {
        assert_eq!(count("Ten"), Some(10));
        assert_eq!(count("24"), Some(24));
        assert_eq!(count("bins"), None);
        assert_eq!(percent("74.5%"), Some(Decimal::new(745, 1)));
        assert_eq!(bare("(74%),"), "74%");
        assert_eq!(sentences("One. Two 2.5 m\nThree"), ["One.", "Two 2.5 m", "Three"]);
    }
}
