//! What a sentence of a resolution mentions: items of business, and paragraphs of the Schedule.

use super::tokens::{Kind, Span, Token, list_at, number_at};
use crate::model::council::Nation;

/// By what items, minutes and paragraphs may be called at a meeting.
#[derive(Debug)]
pub(super) struct Glossary {
    /// The nation whose law applies.
    pub nation: Nation,
    /// The titles of agenda lines as words, with their positions on the agenda.
    pub titles: Vec<(Vec<String>, usize)>,
    /// The numbers of agenda lines, as they are compared.
    pub numbers: Vec<String>,
    /// The numbers of minutes, as they are compared.
    pub minutes: Vec<String>,
    /// The council's categories as words, with the paragraphs for which they stand.
    pub categories: Vec<(Vec<String>, Vec<u32>)>,
}

/// An item of business, or several, as a resolution names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    /// By the numbers of the agenda.
    Items(Span),
    /// By the numbers of the minutes.
    Minutes(Span),
    /// By the title of the line at this position.
    Title(usize),
}

/// Something that a sentence mentions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mention {
    /// Items, or those that are excepted.
    Items { named: Vec<Named>, is_excepted: bool },
    /// Paragraphs of the Schedule, or those that are excepted.
    Paragraphs { numbers: Vec<u32>, is_excepted: bool },
    /// Items that are not named: `the following items`.
    Rest,
    /// The item in whose minute it stands: `this item`.
    Own,
}

/// What a paragraph of the Schedule is called, also where a council has local categories.
const PARAGRAPHS: &[&str] = &["paragraph", "paragraphs", "para", "paras", "category", "categories"];

/// What an item of business is called.
const ITEMS: &[&str] = &["item", "items"];

/// What a minute is called.
const MINUTES: &[&str] = &["minute", "minutes"];

/// The highest number of a paragraph; Scotland's Schedule has the most.
const MAX_PARAGRAPH: u32 = 21;

/// Returns whether a word may lead a list of items or paragraphs.
fn leads(token: &Token) -> bool {
    [PARAGRAPHS, ITEMS, MINUTES].iter().any(|words| token.is_any(words))
}

/// Returns what a sentence mentions, in order.
pub(super) fn mentions(tokens: &[Token], glossary: &Glossary) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    // Items before a bracket with their paragraphs: `items 5 (paragraph 3) and 6`.
    let mut open_list = false;
    while at < tokens.len() {
        let token = &tokens[at];
        if token.is_any(PARAGRAPHS) {
            at = paragraphs(&mut found, tokens, at);
            continue;
        }
        if token.is_any(ITEMS) || token.is_any(MINUTES) {
            let is_minute = token.is_any(MINUTES);
            let is_excepted = is_exception_before(tokens, at);
            let (named, end) =
                items_at(tokens, at + 1, is_minute, token.word.ends_with('s'), glossary);
            if named.is_empty() {
                at += 1;
                continue;
            }
            found.push(Mention::Items { named, is_excepted });
            open_list = token.word.ends_with('s');
            at = excepted_items(&mut found, tokens, end, is_minute, glossary);
            continue;
        }
        if token.kind == Kind::Close
            && open_list
            && matches!(found.last(), Some(Mention::Paragraphs { .. }))
        {
            let (named, end) = items_at(tokens, at + 1, false, true, glossary);
            if !named.is_empty() {
                found.push(Mention::Items { named, is_excepted: false });
                at = end;
                continue;
            }
        }
        if let Some((words, lines)) = title_at(tokens, at, glossary) {
            let is_excepted = is_exception_before(tokens, at);
            // A title behind its number says nothing more.
            if !matches!(found.last(), Some(Mention::Items { named, .. }) if has_one(named, &lines, glossary))
            {
                let named = lines.into_iter().map(Named::Title).collect();
                found.push(Mention::Items { named, is_excepted });
            }
            at += words;
            continue;
        }
        if let Some((words, numbers)) = category_at(tokens, at, glossary) {
            found.push(Mention::Paragraphs { numbers, is_excepted: false });
            at += words;
            continue;
        }
        if is_business_at(tokens, at, REST) {
            found.push(Mention::Rest);
        } else if is_business_at(tokens, at, &["this"]) {
            found.push(Mention::Own);
        }
        at += 1;
    }
    found
}

/// Adds the paragraphs of the list that the word at a position leads, and returns where it ends.
fn paragraphs(found: &mut Vec<Mention>, tokens: &[Token], at: usize) -> usize {
    let is_excepted = is_exception_before(tokens, at);
    let (spans, mut end) = list_at(tokens, after_plural(tokens, at + 1), true, &|_| false, &leads);
    let numbers = numbers_of(&spans);
    if numbers.is_empty() {
        return at + 1;
    }
    found.push(Mention::Paragraphs { numbers, is_excepted });
    if let Some(next) = exception_at(tokens, end) {
        let (spans, after) = list_at(tokens, next, true, &|_| false, &leads);
        let numbers = numbers_of(&spans);
        if !numbers.is_empty() {
            found.push(Mention::Paragraphs { numbers, is_excepted: true });
            end = after;
        }
    }
    end
}

/// Returns the paragraphs of a cell below a heading that is that of paragraphs: its numbers, with the word or without.
pub(super) fn bare_paragraphs(tokens: &[Token]) -> Vec<u32> {
    let start = tokens
        .iter()
        .position(|token| number_at(std::slice::from_ref(token), 0, &|_| false).is_some());
    start.map_or_else(Vec::new, |start| {
        numbers_of(&list_at(tokens, start, true, &|_| false, &leads).0)
    })
}

/// Returns the items of a cell below a heading that is that of items: its numbers, with the word or without.
pub(super) fn bare_items(tokens: &[Token], is_minute: bool, glossary: &Glossary) -> Vec<Named> {
    let start = usize::from(tokens.first().is_some_and(|token| token.is_any(&["agenda"])));
    let start = start + usize::from(tokens.get(start).is_some_and(leads));
    items_at(tokens, start, is_minute, true, glossary).0
}

/// Returns the items of the list that begins at a position, and where it ends.
fn items_at(
    tokens: &[Token],
    start: usize,
    is_minute: bool,
    is_plural: bool,
    glossary: &Glossary,
) -> (Vec<Named>, usize) {
    let known = if is_minute { &glossary.minutes } else { &glossary.numbers };
    // A letter alone, as in `item a`, may be a word.
    let is_known =
        |word: &str| word.chars().count() > 1 && known.iter().any(|number| number == word);
    let start = after_plural(tokens, start);
    let is_plural = is_plural || start > 0 && tokens[start - 1].kind == Kind::Close;
    let (spans, end) = list_at(tokens, start, is_plural, &is_known, &leads);
    let named = spans.into_iter().map(if is_minute { Named::Minutes } else { Named::Items });
    (named.collect(), end)
}

/// Adds the items that are excepted from those before a position, and returns where their list ends.
fn excepted_items(
    found: &mut Vec<Mention>,
    tokens: &[Token],
    at: usize,
    is_minute: bool,
    glossary: &Glossary,
) -> usize {
    let Some(next) = exception_at(tokens, at) else { return at };
    let (named, end) = items_at(tokens, next, is_minute, true, glossary);
    if named.is_empty() {
        return at;
    }
    found.push(Mention::Items { named, is_excepted: true });
    end
}

/// Returns the position after `(s)`.
fn after_plural(tokens: &[Token], at: usize) -> usize {
    match tokens.get(at..) {
        Some([open, s, close, ..])
            if open.kind == Kind::Open && s.word == "s" && close.kind == Kind::Close =>
        {
            at + 3
        }
        _ => at,
    }
}

/// Returns the numbers of paragraphs in spans.
fn numbers_of(spans: &[Span]) -> Vec<u32> {
    let mut numbers = Vec::new();
    for span in spans {
        let parsed = |text: &str| -> Option<u32> {
            text.trim_end_matches(char::is_alphabetic)
                .parse()
                .ok()
                .filter(|number| *number <= MAX_PARAGRAPH)
        };
        let Some(from) = parsed(&span.from) else { continue };
        let to = span.to.as_deref().map_or(Some(from), parsed).unwrap_or(from);
        numbers.extend(from..=to.max(from));
    }
    numbers
}

/// Words between an exception and what is excepted.
const FILLERS: &[&str] =
    &["for", "in", "respect", "of", "during", "the", "agenda", "exempt", "to", "that"];

/// Returns whether the words before a position except what follows: `other than item`.
fn is_exception_before(tokens: &[Token], at: usize) -> bool {
    let mut before = tokens[..at].iter().rev().skip_while(|token| token.is_any(FILLERS));
    let (last, earlier) = (before.next(), before.next());
    let is_pair = |pairs: &[(&str, &str)]| {
        pairs.iter().any(|(first, second)| {
            earlier.is_some_and(|token| token.is_any(&[first]))
                && last.is_some_and(|token| token.is_any(&[second]))
        })
    };
    last.is_some_and(|token| token.is_any(&["except", "excepting", "exception", "save", "without"]))
        || is_pair(&[
            ("other", "than"),
            ("but", "not"),
            ("and", "not"),
            ("apart", "from"),
            ("aside", "from"),
        ])
}

/// Returns the position after the words of an exception that begin at a position, where a number follows.
fn exception_at(tokens: &[Token], at: usize) -> Option<usize> {
    const EXCEPTIONS: &[&[&str]] = &[
        &["other", "than"],
        &["with", "the", "exception", "of"],
        &["apart", "from"],
        &["but", "not"],
        &["except"],
        &["save"],
    ];
    let at = at + usize::from(tokens.get(at).is_some_and(|token| token.kind == Kind::Comma));
    let rest = &tokens[at.min(tokens.len())..];
    let words = EXCEPTIONS.iter().find(|words| begins_with(rest, words))?;
    let next = at + words.len();
    let next = next + usize::from(tokens.get(next).is_some_and(|token| token.is_any(&["for"])));
    number_at(tokens, next, &|_| false).map(|_| next)
}

/// Returns whether tokens begin with these words.
pub(super) fn begins_with<T: AsRef<str>>(tokens: &[Token], words: &[T]) -> bool {
    tokens.len() >= words.len()
        && tokens
            .iter()
            .zip(words)
            .all(|(token, word)| token.word == word.as_ref() && token.kind == Kind::Word)
}

/// Returns how many words at a position are the title of agenda lines, and the positions of these.
fn title_at(tokens: &[Token], at: usize, glossary: &Glossary) -> Option<(usize, Vec<usize>)> {
    let titles =
        glossary.titles.iter().filter(|(words, _)| title_length(&tokens[at..], words).is_some());
    let longest = titles.map(|(words, _)| words).max_by_key(|words| words.len())?;
    let length = title_length(&tokens[at..], longest)?;
    let lines = glossary.titles.iter().filter(|(words, _)| words == longest).map(|(_, line)| *line);
    Some((length, lines.collect()))
}

/// Returns how many tokens at the beginning are the words of a title, with the marks between them.
fn title_length(tokens: &[Token], words: &[String]) -> Option<usize> {
    let mut rest = words.iter();
    let mut wanted = rest.next()?;
    for (at, token) in tokens.iter().enumerate() {
        if token.kind != Kind::Word {
            if at == 0 {
                return None;
            }
            continue;
        }
        if token.word != *wanted {
            return None;
        }
        match rest.next() {
            Some(next) => wanted = next,
            None => return Some(at + 1),
        }
    }
    None
}

/// Returns whether named items have one of these lines among them.
fn has_one(named: &[Named], lines: &[usize], glossary: &Glossary) -> bool {
    lines.iter().any(|line| {
        let number = glossary.numbers.get(*line).map(String::as_str);
        named.iter().any(|named| match named {
            Named::Items(span) => number.is_some_and(|number| span.from == number),
            Named::Minutes(_) => false,
            Named::Title(other) => other == line,
        })
    })
}

/// Returns how many words at a position name a local category, and its paragraphs.
fn category_at(tokens: &[Token], at: usize, glossary: &Glossary) -> Option<(usize, Vec<u32>)> {
    let categories = glossary.categories.iter();
    let found = categories
        .filter_map(|(words, paragraphs)| Some((title_length(&tokens[at..], words)?, paragraphs)))
        .max_by_key(|(length, _)| *length)?;
    Some((found.0, found.1.clone()))
}

/// What stands before business that is not named.
const REST: &[&str] = &["following", "next", "remaining", "remainder", "rest", "below", "these"];

/// Returns whether words at a position mean business without naming it, led by one of these words: `the following
/// items`, `the rest of the meeting`.
fn is_business_at(tokens: &[Token], at: usize, leads: &[&str]) -> bool {
    const BUSINESS: &[&str] = &[
        "item", "items", "business", "matter", "matters", "report", "reports", "agenda", "meeting",
        "part",
    ];
    let mut near = tokens[at + 1..].iter().take(4);
    tokens[at].is_any(leads) && near.any(|token| token.is_any(BUSINESS))
}
