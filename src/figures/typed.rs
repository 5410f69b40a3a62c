//! Checks of figures that somebody typed into a text beside words that the data has a figure for:
//! `9 measures are red`, `24 (74%) green`, `an overspending of £4.2m`, `4.4 days (measure 21)`.
//!
//! Only numbers close to such words are compared; others are left to the author.

use rust_decimal::Decimal;

use super::{Context, Faults, Scope, money, names};
use crate::diag::{Code, Diagnostic};
use crate::model::rating;
use crate::model::record::Text;
use crate::model::value::{Money, Parse, Reading, Scalar};

/// Words that may stand between a count and the rating that it counts, in lower case.
const FILLER_WORDS: [&str; 16] = [
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

/// Numbers that may be written as words, from 0 on.
const NUMBER_WORDS: [&str; 13] = [
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// A sentence of a text, with what a diagnostic on it needs.
struct Place<'a> {
    table: &'static str,
    text: &'a Text,
    sentence: &'a str,
}

/// Checks the figures in a text; those of ratings and money only where it is about a part of the quarter,
/// `scope`, and not about one measure.
pub(super) fn check(
    faults: &mut Faults,
    ctx: &Context<'_>,
    table: &'static str,
    text: &Text,
    plain: &str,
    scope: Option<&Scope<'_>>,
) {
    for sentence in sentences(plain) {
        let place = Place { table, text, sentence };
        let words: Vec<&str> = sentence.split_whitespace().map(bare).collect();
        measures(faults, ctx, &place, &words);
        if let Some(scope) = scope {
            ratings(faults, &place, scope, &words);
            amounts(faults, &place, scope, &words);
        }
    }
}

/// Splits a text into sentences, at line ends and after a full stop with a space.
fn sentences(plain: &str) -> Vec<&str> {
    plain.lines().flat_map(|line| line.split_inclusive(". ")).map(str::trim).collect()
}

/// Returns a word without the punctuation around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|char: char| matches!(char, '(' | ')' | ',' | ';' | ':' | '.' | '“' | '”'))
}

/// Parses a whole number, in digits or as a word up to twelve.
fn count(word: &str) -> Option<usize> {
    let lower = word.to_lowercase();
    NUMBER_WORDS.iter().position(|known| *known == lower).or_else(|| lower.parse().ok())
}

/// Parses a percentage, such as `74.5%`.
fn percent(word: &str) -> Option<Decimal> {
    word.strip_suffix('%')?.parse().ok()
}

/// Reports a figure of a text that differs from the data. `name` is the figure to name instead, in
/// backticks; `None` where texts can't name it.
fn wrong(faults: &mut Faults, place: &Place<'_>, code: Code, message: String, name: Option<&str>) {
    let sentence: String = place.sentence.chars().take(80).collect();
    let hint = match name {
        Some(name) => format!("correct it in “{sentence}”, or write {name}, which is filled in"),
        None => format!("correct it in “{sentence}”"),
    };
    faults.push(place.table, Diagnostic::new(code, message).at(&place.text.origin).hint(hint));
}

/// The ratings that texts count, and their places in [`Scope::ratings`].
const RATINGS: [(&str, usize); 3] = [("green", 0), ("amber", 1), ("red", 2)];

/// Returns the place of the rating that a word names.
fn rating_of(word: &str) -> Option<usize> {
    let lower = word.to_lowercase();
    RATINGS.iter().find(|(colour, _)| *colour == lower).map(|(_, at)| *at)
}

/// Measures of one rating, or of one of some, and what a text says how many they are: `24 (74%) green`, `54 (59.3%)
/// are green or amber`.
struct Counted {
    /// The ratings.
    ratings: Vec<usize>,
    number: Option<usize>,
    share: Option<Decimal>,
}

impl Counted {
    /// Returns what a text says of the ratings that it names.
    fn all(words: &[&str]) -> Vec<Self> {
        let is_joint =
            |word: &str| matches!(word.to_lowercase().as_str(), "or" | "and" | "&" | "/");
        let mut all = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let start = at;
            at += 1;
            let Some(first) = rating_of(words[start]) else { continue };
            let mut ratings = vec![first];
            loop {
                // `green or amber`; and what stood before a comma, as in `green, amber or red`.
                let gap = usize::from(words.get(at).is_some_and(|word| is_joint(word)));
                let Some(next) = words.get(at + gap).and_then(|word| rating_of(word)) else {
                    break;
                };
                ratings.push(next);
                at += gap + 1;
            }
            let mut before = words[..start]
                .iter()
                .rev()
                .skip_while(|earlier| FILLER_WORDS.contains(&&*earlier.to_lowercase()));
            let nearest = before.next().copied().unwrap_or_default();
            let (number, share) = match percent(nearest) {
                Some(share) => (before.next().and_then(|earlier| count(earlier)), Some(share)),
                None => (count(nearest), None),
            };
            if number.is_some() || share.is_some() {
                all.push(Self { ratings, number, share });
            }
        }
        all
    }

    /// Returns how a message calls the ratings: `green or amber`.
    fn name(&self) -> String {
        let names: Vec<&str> = self.ratings.iter().map(|at| RATINGS[*at].0).collect();
        names.join(" or ")
    }

    /// Returns the figure that a text may name instead, `count` or `percent`.
    fn figure(&self, what: &str) -> Option<String> {
        let mut ratings = self.ratings.clone();
        ratings.sort_unstable();
        let names = match ratings[..] {
            [one] => RATINGS[one].0,
            [0, 1] => "green-and-amber",
            [1, 2] => "amber-and-red",
            _ => return None,
        };
        Some(format!("`{{{names}-{what}}}`"))
    }
}

/// Checks counts and percentages that stand before `green`, `amber` and `red`, or several of them together.
fn ratings(faults: &mut Faults, place: &Place<'_>, scope: &Scope<'_>, words: &[&str]) {
    let counts = scope.ratings();
    let total: usize = counts.iter().sum();
    let rated: usize = counts[..4].iter().sum();
    let given = Counted::all(words);
    // Green may be a colour; it is a rating beside another, a percentage, or a word for measures.
    let is_about_measures = words.iter().any(|word| {
        let word = word.to_lowercase();
        word.starts_with("measure") || word.starts_with("indicator") || word.starts_with("rat")
    });
    let is_alone = given.len() < 2 && given.iter().all(|counted| counted.ratings.len() < 2);
    if is_alone && !is_about_measures && given.iter().all(|counted| counted.share.is_none()) {
        return;
    }
    for counted in &given {
        let name = counted.name();
        let actual = counted.ratings.iter().map(|at| counts[*at]).sum();
        if let Some(number) = counted.number.filter(|number| *number != actual) {
            let message =
                format!("the text says {number} {name}; {actual} of {total} measures are {name}");
            let figure = counted.figure("count");
            wrong(faults, place, Code::FiguresCount, message, figure.as_deref());
        }
        let Some(share) = counted.share else { continue };
        let share_in = |all: usize| rating::percentage(actual, all, share.scale());
        if ![share_in(total), share_in(rated)].contains(&Some(share)) {
            let message = format!(
                "the text says {share}% {name}; {actual} of {total} measures is {}%",
                share_in(total).unwrap_or_default()
            );
            let figure = counted.figure("percent");
            wrong(faults, place, Code::FiguresShare, message, figure.as_deref());
        }
    }
}

/// Checks amounts beside words such as `overspending`: `an overspending of £4.2m`.
fn amounts(faults: &mut Faults, place: &Place<'_>, scope: &Scope<'_>, words: &[&str]) {
    const NAMED: [(&[&str], &str); 4] = [
        (&["overspend", "overspending", "overspent", "underspend", "underspending"], "variance"),
        (&["slippage"], "slippage"),
        (&["pressures"], "pressures"),
        (&["mitigations"], "mitigations"),
    ];
    // A sentence that names a line of the budget speaks of that.
    let lower = place.sentence.to_lowercase();
    let lines = scope.all.finance.iter().map(|line| line.title.value.to_lowercase());
    let groups = scope.all.finance.iter().filter_map(|line| line.group.as_ref());
    let portfolios = scope.all.finance.iter().map(|line| line.portfolio.value.to_lowercase());
    let mut parts = lines.chain(groups.map(|group| group.value.to_lowercase())).chain(portfolios);
    if parts.any(|name| lower.contains(&name)) {
        return;
    }
    for (at, word) in words.iter().enumerate() {
        let Some(typed) = word.starts_with(['£', '(']).then(|| amount(word)).flatten() else {
            continue;
        };
        let near =
            words[at.saturating_sub(4)..at].iter().rev().chain(words[at + 1..].iter().take(1));
        let name = near.map(|neighbour| neighbour.to_lowercase()).find_map(|neighbour| {
            NAMED.iter().find(|(known, _)| known.contains(&neighbour.as_str()))
        });
        let Some((known, name)) = name else { continue };
        let Some(exact) = names::exact_sum(scope, name) else { continue };
        let exact = match exact.is_negative() != typed.is_negative() {
            true => -exact,
            false => exact,
        };
        if !money::agrees(typed, exact) {
            let message = format!(
                "the text says {typed} beside `{}`; the figures come to {}",
                known[0],
                money::shown_like(typed, exact)
            );
            wrong(faults, place, Code::FiguresAmount, message, Some(&format!("`{{{name}}}`")));
        }
    }
}

fn amount(word: &str) -> Option<Money> {
    Money::parse(&Scalar::Text(word.to_owned())).ok().map(|parsed| parsed.value)
}

/// Checks the number before a reference to a measure: `4.4 days (measure 21)`.
fn measures(faults: &mut Faults, ctx: &Context<'_>, place: &Place<'_>, words: &[&str]) {
    for (at, pair) in words.windows(2).enumerate() {
        let is_aside = place
            .sentence
            .split_whitespace()
            .nth(at)
            .is_some_and(|word| word.starts_with("(measure"));
        let (true, Ok(number)) = (is_aside && pair[0] == "measure", pair[1].parse::<u32>()) else {
            continue;
        };
        let Some(indicator) = ctx.figures.indicator(number) else {
            let message =
                format!("the text names measure {number}, which {} doesn't have", ctx.quarter);
            wrong(faults, place, Code::FiguresUnknownMeasure, message, None);
            continue;
        };
        // The number must stand close by, and must not be that of another measure.
        let near = &words[at.saturating_sub(4)..at];
        let near = match near.iter().rposition(|word| word.starts_with("measure")) {
            Some(other) => near.get(other + 2..).unwrap_or_default(),
            None => near,
        };
        let figure = near.iter().rev().find_map(|word| {
            let read = Reading::parse(&Scalar::Text((*word).to_owned())).ok()?;
            rating::number(&read.value).map(|value| (value, *word))
        });
        let Some((value, written)) = figure else { continue };
        let results = indicator.periods.iter().map(|period| &period.value).chain(&indicator.target);
        if results.clone().any(|result| rating::number(&result.value) == Some(value)) {
            continue;
        }
        let Some(now) = rating::result(indicator, ctx.quarter) else { continue };
        let message = format!(
            "the text says {written} of measure {number}; its result is {}",
            now.value.value
        );
        wrong(faults, place, Code::FiguresResult, message, None);
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
