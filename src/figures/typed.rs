//! Checks of figures that somebody typed into a text beside words that the data has a figure for:
//! `9 measures are red`, `24 (74%) green`, `an overspending of £4.2m`, `4.4 days (measure 21)`.
//!
//! Only numbers close to such words are compared; others are left to the author. A figure is held against all that its
//! sentence may speak of: the text's part of the period, portfolios, priorities and committees that it names, and the
//! period before. It is false only where it is that of none of them.

use std::cell::LazyCell;

use rust_decimal::Decimal;

use super::{Context, Faults, Scope, money, names};
use crate::diag::{Code, Diagnostic, Origin};
use crate::model::performance::Indicator;
use crate::model::rating;
use crate::model::record::Located;
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

/// Where a text is, and which paper it is in.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    /// The table that is wrong if the text is.
    pub table: &'static str,
    /// The place of the text.
    pub origin: &'a Origin,
    /// Whether it is in the period's report itself. In other papers a figure may be that of another time or matter, so
    /// that one which differs is doubtful and not false; nor are figures that they name filled in.
    pub in_report: bool,
}

/// A sentence of a text, with what a diagnostic on it needs.
struct Place<'a> {
    source: Source<'a>,
    sentence: &'a str,
}

impl Place<'_> {
    /// Returns how hints quote the sentence.
    fn excerpt(&self) -> String {
        self.sentence.chars().take(80).collect()
    }
}

/// Checks the figures in a text; those of ratings and money only where it is about a part of the period,
/// `scope`, and not about one measure.
pub(super) fn check<'a>(
    faults: &mut Faults,
    ctx: &Context<'a>,
    source: Source<'_>,
    plain: &str,
    scope: Option<&Scope<'a>>,
) {
    for sentence in sentences(plain) {
        let place = Place { source, sentence };
        let words: Vec<&str> = sentence.split_whitespace().map(bare).collect();
        measures(faults, ctx, &place, &words);
        if let Some(scope) = scope {
            ratings(faults, ctx, &place, scope, &words);
            amounts(faults, ctx, &place, scope, &words);
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
    if !place.source.in_report {
        return doubtful(faults, place, message);
    }
    let sentence = place.excerpt();
    let hint = match name {
        Some(name) => format!("correct it in “{sentence}”, or write {name}, which is filled in"),
        None => format!("correct it in “{sentence}”"),
    };
    let diagnostic = Diagnostic::new(code, message).at(place.source.origin).hint(hint);
    faults.push(place.source.table, diagnostic);
}

/// Warns of a figure that may be of something else than the sentence names.
fn doubtful(faults: &mut Faults, place: &Place<'_>, message: String) {
    let sentence = place.excerpt();
    faults.push(
        place.source.table,
        Diagnostic::new(Code::FiguresDoubtful, message).at(place.source.origin).hint(format!(
            "say in “{sentence}” which measures or which time is meant, or accept it in `overrides`"
        )),
    );
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
    /// How both compare with what they count.
    bound: Bound,
}

/// How a figure of a text compares with what it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    Exactly,
    MoreThan,
    AtLeast,
    LessThan,
    AtMost,
    /// Roughly, or all others: left to the author.
    Open,
}

impl Bound {
    /// Returns what the words before a figure say, the last word first.
    fn of(before: &[String]) -> Self {
        let is = |words: &[&str]| {
            before.iter().zip(words).filter(|(a, b)| a == b).count() == words.len()
        };
        const OPEN: [&str; 9] =
            ["but", "about", "around", "nearly", "almost", "roughly", "some", "for", "over"];
        if is(&["than", "more", "no"]) || is(&["to", "up"]) || is(&["most", "at"]) {
            Self::AtMost
        } else if is(&["than", "fewer", "no"])
            || is(&["than", "less", "no"])
            || is(&["least", "at"])
        {
            Self::AtLeast
        } else if is(&["than", "more"]) {
            Self::MoreThan
        } else if is(&["than", "fewer"]) || is(&["than", "less"]) || is(&["under"]) {
            Self::LessThan
        } else if before.first().is_some_and(|word| OPEN.contains(&word.as_str())) {
            Self::Open
        } else {
            Self::Exactly
        }
    }

    /// Returns whether a figure with this bound is true of an actual one.
    fn is_true<T: PartialOrd>(self, figure: T, actual: T) -> bool {
        match self {
            Self::Exactly => actual == figure,
            Self::MoreThan => figure < actual,
            Self::AtLeast => figure <= actual,
            Self::LessThan => actual < figure,
            Self::AtMost => actual <= figure,
            Self::Open => true,
        }
    }
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
            let mut nearest = before.next().copied().unwrap_or_default();
            let mut rest = before.clone();
            // `2 (40%) of 5 rated measures are red`: five is the number of all.
            if count(nearest).is_some()
                && rest.next().is_some_and(|word| word.eq_ignore_ascii_case("of"))
                && let Some(earlier) = rest.next().copied()
                && (count(earlier).is_some() || percent(earlier).is_some())
            {
                nearest = earlier;
                before = rest;
            }
            let (number, share) = match percent(nearest) {
                Some(share) => {
                    let mut rest = before.clone();
                    let number = rest.next().and_then(|earlier| count(earlier));
                    if number.is_some() {
                        before = rest;
                    }
                    (number, Some(share))
                }
                None => (count(nearest), None),
            };
            let earlier: Vec<String> = before.take(3).map(|word| word.to_lowercase()).collect();
            if number.is_some() || share.is_some() {
                all.push(Self { ratings, number, share, bound: Bound::of(&earlier) });
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

/// What a sentence may speak of: the part of the period that its text is about, another part that it names, or the part as
/// it was in the period before.
struct Candidate<'a> {
    /// How a message calls it; `None` for the text's part.
    name: Option<String>,
    scope: Scope<'a>,
    /// Whether it is the period before.
    is_then: bool,
}

/// Words that say that a sentence speaks of an earlier time.
const PAST: [&str; 6] = ["last", "previous", "before", "ago", "earlier", "then"];

/// Words that say that a sentence speaks of another time, or of what is not yet so.
const ELSEWHEN: [&str; 14] = [
    "year", "expected", "expect", "forecast", "will", "would", "should", "could", "target", "aim",
    "plan", "hope", "since", "until",
];

/// What a part of a period's measures is named after.
type PartName = fn(&Indicator) -> Option<&Located<String>>;

/// Returns what a sentence may speak of, the text's part first.
fn candidates<'a>(
    ctx: &Context<'a>,
    scope: &Scope<'a>,
    sentence: &str,
    is_elsewhen: bool,
) -> Vec<Candidate<'a>> {
    let lower = sentence.to_lowercase();
    let mut found = vec![Candidate { name: None, scope: scope.clone(), is_then: false }];
    let all = &ctx.figures.indicators;
    let portfolio: PartName = |indicator| Some(&indicator.portfolio);
    let parts: [PartName; 3] = [
        portfolio,
        |indicator| indicator.priority.as_ref(),
        |indicator| indicator.committee.as_ref(),
    ];
    for (at, part) in parts.into_iter().enumerate() {
        let is_portfolio = at == 0;
        let lines = ctx.figures.finance.iter().map(|line| &line.portfolio);
        let names = all.iter().filter_map(part).chain(lines.filter(|_| is_portfolio));
        for name in names.map(|name| name.value.as_str()) {
            let is_named = !name.is_empty() && lower.contains(&name.to_lowercase());
            if !is_named || found.iter().any(|known| known.name.as_deref() == Some(name)) {
                continue;
            }
            let is_in =
                |indicator: &&Indicator| part(indicator).is_some_and(|listed| listed.value == name);
            let part = Scope {
                indicators: all.iter().filter(is_in).collect(),
                portfolios: is_portfolio.then(|| vec![name]),
                ..scope.clone()
            };
            found.push(Candidate { name: Some(name.to_owned()), scope: part, is_then: false });
        }
    }
    if is_elsewhen && let Some(before) = ctx.before() {
        let period = ctx.period.previous();
        let then = match scope.portfolios.as_deref() {
            None => Some(Scope::whole(period, before)),
            Some([portfolio]) => Some(Scope::portfolio(period, before, portfolio)),
            Some(_) => None,
        };
        found.extend(then.map(|scope| Candidate {
            name: Some(period.to_string()),
            scope,
            is_then: true,
        }));
    }
    found
}

/// Returns whether one of a sentence's words is among these.
fn has_word(words: &[&str], wanted: &[&str]) -> bool {
    words.iter().any(|word| wanted.contains(&&*word.to_lowercase()))
}

/// Returns whether a sentence speaks of another time, or of what is not yet so.
fn is_elsewhen(words: &[&str]) -> bool {
    has_word(words, &PAST) || has_word(words, &ELSEWHEN)
}

/// What came of comparing a figure of a sentence with what the sentence may speak of.
enum Verdict {
    /// It is that of something that the sentence speaks of.
    True,
    /// It is that of nothing.
    False,
    /// The sentence names something of which it is not true, or may speak of something that the data doesn't have.
    Doubtful,
}

/// Holds a figure against each candidate, of which the first is the text's part.
fn verdict<'a>(
    candidates: &[Candidate<'a>],
    is_open: bool,
    is_true: impl Fn(&Scope<'a>) -> bool,
) -> Verdict {
    let (whole, named) = candidates.split_first().expect("the text's part is always one");
    let is_of_named = named.iter().any(|candidate| is_true(&candidate.scope));
    let names_none = named.iter().all(|candidate| candidate.is_then);
    match (is_true(&whole.scope), is_of_named) {
        (_, true) => Verdict::True,
        (true, false) if names_none || is_open => Verdict::True,
        (true, false) => Verdict::Doubtful,
        (false, false) if is_open => Verdict::Doubtful,
        (false, false) => Verdict::False,
    }
}

/// Checks counts and percentages that stand before `green`, `amber` and `red`, or several of them together.
fn ratings<'a>(
    faults: &mut Faults,
    ctx: &Context<'a>,
    place: &Place<'_>,
    scope: &Scope<'a>,
    words: &[&str],
) {
    let given = Counted::all(words);
    if given.is_empty() {
        return;
    }
    // Green may be a colour; it is a rating beside another, a percentage, or a word for measures.
    let is_about_measures = words.iter().any(|word| {
        let word = word.to_lowercase();
        word.starts_with("measure") || word.starts_with("indicator") || word.starts_with("rat")
    });
    let is_alone = given.len() < 2 && given.iter().all(|counted| counted.ratings.len() < 2);
    if is_alone && !is_about_measures && given.iter().all(|counted| counted.share.is_none()) {
        return;
    }
    let is_elsewhen = is_elsewhen(words);
    let candidates = candidates(ctx, scope, place.sentence, is_elsewhen);
    // Of how many measures a sentence says that it speaks: of none that the data has, if of another number.
    let totals: Vec<usize> = candidates
        .iter()
        .flat_map(|candidate| {
            let counts = candidate.scope.ratings();
            [counts.iter().sum::<usize>(), counts[..4].iter().sum()]
        })
        .collect();
    let of = words.windows(2).filter(|pair| pair[0].eq_ignore_ascii_case("of"));
    let is_of_others = of.filter_map(|pair| count(pair[1])).any(|total| !totals.contains(&total));
    for counted in &given {
        let name = counted.name();
        let actual_in = |scope: &Scope<'_>| -> usize {
            let counts = scope.ratings();
            counted.ratings.iter().map(|at| counts[*at]).sum()
        };
        let share_in = |scope: &Scope<'_>, share: Decimal| {
            let counts = scope.ratings();
            let (total, rated): (usize, usize) = (counts.iter().sum(), counts[..4].iter().sum());
            let of = |all| rating::percentage(actual_in(scope), all, share.scale());
            [of(total), of(rated)]
        };
        let is_count_true = |scope: &Scope<'_>| {
            counted.number.is_none_or(|number| counted.bound.is_true(number, actual_in(scope)))
        };
        let is_share_true = |scope: &Scope<'_>| {
            counted.share.is_none_or(|share| {
                let mut exact = share_in(scope, share).into_iter().flatten();
                exact.any(|exact| counted.bound.is_true(share, exact))
            })
        };
        let is_true = |scope: &Scope<'a>| is_count_true(scope) && is_share_true(scope);
        // The message speaks of the part that is named, where there is one.
        let nearest = candidates.get(1).unwrap_or(&candidates[0]);
        let of = nearest.name.as_ref().map(|name| format!(" of `{name}`")).unwrap_or_default();
        let (actual, total) =
            (actual_in(&nearest.scope), nearest.scope.ratings().iter().sum::<usize>());
        let (code, figure, message) = match (counted.number, counted.share) {
            (Some(number), _) if !is_count_true(&nearest.scope) => (
                Code::FiguresCount,
                "count",
                format!(
                    "the text says {number} {name}; {actual} of {total} measures{of} are {name}"
                ),
            ),
            (_, Some(share)) => {
                let [exact, _] = share_in(&nearest.scope, share);
                (
                    Code::FiguresShare,
                    "percent",
                    format!(
                        "the text says {share}% {name}; {actual} of {total} measures{of} is {}%",
                        exact.unwrap_or_default()
                    ),
                )
            }
            _ => continue,
        };
        let figure = counted.figure(figure);
        match verdict(&candidates, is_elsewhen || is_of_others, is_true) {
            Verdict::True => {}
            Verdict::False => wrong(faults, place, code, message, figure.as_deref()),
            Verdict::Doubtful => doubtful(faults, place, message),
        }
    }
}

/// Checks amounts beside words such as `overspending`: `an overspending of £4.2m`.
fn amounts<'a>(
    faults: &mut Faults,
    ctx: &Context<'a>,
    place: &Place<'_>,
    scope: &Scope<'a>,
    words: &[&str],
) {
    const NAMED: [(&[&str], &str); 4] = [
        (&["overspend", "overspending", "overspent", "underspend", "underspending"], "variance"),
        (&["slippage"], "slippage"),
        (&["pressures"], "pressures"),
        (&["mitigations"], "mitigations"),
    ];
    // A sentence that names a line of the budget, or a group of them, may speak of that.
    let lower = place.sentence.to_lowercase();
    let lines = scope.all.finance.iter().map(|line| line.title.value.to_lowercase());
    let groups = scope.all.finance.iter().filter_map(|line| line.group.as_ref());
    let mut parts = lines.chain(groups.map(|group| group.value.to_lowercase()));
    if parts.any(|name| lower.contains(&name)) {
        return;
    }
    let scope = &names::of_sentence(scope, place.sentence);
    // Money is forecast: only words for the past speak of another time.
    let is_past = has_word(words, &PAST);
    let candidates = LazyCell::new(|| candidates(ctx, scope, place.sentence, is_elsewhen(words)));
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
        let turned = |exact: Money| {
            if exact.is_negative() != typed.is_negative() { -exact } else { exact }
        };
        let exact_in = |scope: &Scope<'_>| names::exact_sum(scope, name).map(turned);
        // All portfolios together, without the budgets outside them.
        let in_portfolios = ["portfolio-variance", "non-portfolio-variance"]
            .into_iter()
            .filter(|_| *name == "variance" && lower.contains("portfolio"))
            .filter_map(|sum| names::exact_sum(scope, sum).map(turned));
        if in_portfolios.clone().any(|exact| money::agrees(typed, exact)) {
            continue;
        }
        // Nothing is known of an amount that no part has.
        let nearest = candidates.iter().rev().find_map(|candidate| exact_in(&candidate.scope));
        let Some(nearest) = nearest else { continue };
        let is_true =
            |scope: &Scope<'a>| exact_in(scope).is_some_and(|exact| money::agrees(typed, exact));
        let message = format!(
            "the text says {typed} beside `{}`; the figures come to {}",
            known[0],
            money::shown_like(typed, nearest)
        );
        match verdict(&candidates, is_past, is_true) {
            Verdict::True => {}
            Verdict::False => {
                wrong(faults, place, Code::FiguresAmount, message, Some(&format!("`{{{name}}}`")));
            }
            Verdict::Doubtful => doubtful(faults, place, message),
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
                format!("the text names measure {number}, which {} doesn't have", ctx.period);
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
        let results = indicator.periods.iter().map(|result| &result.value).chain(&indicator.target);
        if results.clone().any(|result| rating::number(&result.value) == Some(value)) {
            continue;
        }
        let Some(now) = indicator.result(ctx.period) else { continue };
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
