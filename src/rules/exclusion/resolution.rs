//! A resolution to exclude the public, clause by clause: for which items, and by which paragraphs of the Schedule.

use super::acts::{self, Act};
use super::mentions::{Glossary, Mention, Named, bare_items, bare_paragraphs, mentions};
use super::tokens::{Kind, Span, Token, sentences};

/// A piece of a resolution's text.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    /// Words.
    Prose(String),
    /// The row of a table: its cells, each with the heading of its column.
    Row(Vec<(String, String)>),
}

/// What a minute resolves about excluding the public.
#[derive(Debug, Default)]
pub(super) struct Resolution {
    /// The minute in which it stands, counted from 0.
    at: usize,
    /// Items with the paragraphs for them; none where those for all items apply.
    groups: Vec<(Vec<Named>, Vec<u32>)>,
    /// Items for which the public is not excluded.
    excepted: Vec<Named>,
    /// Paragraphs for all items.
    paragraphs: Vec<u32>,
    /// Whether it is for items that it does not name, too.
    covers_rest: bool,
    /// Whether it is for the item in whose minute it stands.
    covers_own: bool,
    /// All its words, in lower case.
    pub words: String,
}

/// By what an item that was taken is known in resolutions.
#[derive(Debug, Clone, Default)]
pub(super) struct Taken {
    /// Its number on the agenda, as it is compared.
    pub item: Option<String>,
    /// The number of its minute, as it is compared.
    pub minute: Option<String>,
    /// Its minute, counted from 0.
    pub at: usize,
    /// Its position on the agenda.
    pub line: Option<usize>,
}

impl Resolution {
    /// Reads what the minute at a position, counted from 0, resolves; `None` where the public is not excluded, or not
    /// under the law.
    pub(super) fn read(at: usize, pieces: &[Piece], glossary: &Glossary) -> Option<Self> {
        let mut resolution = Self { at, ..Self::default() };
        let mut words = String::new();
        let mut scanner = Scanner::default();
        for piece in pieces {
            match piece {
                Piece::Prose(text) => {
                    words = words + "\n" + text;
                    for sentence in sentences(text) {
                        for clause in acts::clauses(sentence) {
                            scanner.clause(&mut resolution, &clause, glossary);
                        }
                    }
                }
                Piece::Row(cells) => {
                    for (_, cell) in cells {
                        words = words + "\n" + cell;
                    }
                    scanner.row(&mut resolution, cells, glossary);
                }
            }
        }
        resolution.words = words.to_lowercase();
        let is_general = resolution.groups.iter().all(|(named, _)| named.is_empty());
        resolution.covers_rest |= is_general && !resolution.covers_own;
        (scanner.excludes && acts::cites_law(&resolution.words, glossary.nation))
            .then_some(resolution)
    }

    /// Returns it as one that stands in a minute by itself: `this item` is then whichever follows.
    pub(super) fn of_no_item(self) -> Self {
        Self { covers_rest: self.covers_rest || self.covers_own, ..self }
    }

    /// Returns whether it is for an item.
    pub(super) fn covers(&self, taken: &Taken) -> bool {
        let has = |named: &Vec<Named>| named.iter().any(|named| is_meant(named, taken));
        // What is not on the agenda has no number by which it could be named.
        let is_named = self.groups.iter().any(|(named, _)| has(named)) || taken.line.is_none();
        let is_own = self.covers_own && self.at == taken.at;
        (is_named || is_own || self.covers_rest) && !has(&self.excepted)
    }

    /// Returns whether it names a paragraph for an item.
    pub(super) fn names(&self, taken: &Taken, paragraph: u32) -> bool {
        let has = |named: &&(Vec<Named>, Vec<u32>)| {
            named.0.iter().any(|named| is_meant(named, taken)) || taken.line.is_none()
        };
        let groups = self.groups.iter().filter(has);
        let of_item: Vec<u32> = groups.flat_map(|(_, paragraphs)| paragraphs).copied().collect();
        // Paragraphs for all items only sum up those of each item.
        let named = if of_item.is_empty() { &self.paragraphs } else { &of_item };
        named.contains(&paragraph)
    }
}

/// Returns whether named items have an item among them.
fn is_meant(named: &Named, taken: &Taken) -> bool {
    match named {
        Named::Items(span) => taken.item.as_ref().is_some_and(|number| is_in(span, number)),
        Named::Minutes(span) => taken.minute.as_ref().is_some_and(|number| {
            // `CAB 43` and `43/25` may be called `43`.
            let bare = number.trim_start_matches(char::is_alphabetic);
            let bare = bare.split('/').next().unwrap_or_default();
            is_in(span, number) || is_in(span, bare)
        }),
        Named::Title(line) => taken.line == Some(*line),
    }
}

/// Returns whether a number is in a range, or a part of its numbers: `5a` of `5`.
fn is_in(span: &Span, number: &str) -> bool {
    let is_part = |whole: &str| {
        let rest = number.strip_prefix(whole);
        let ends_in_digit = whole.ends_with(|char: char| char.is_ascii_digit());
        rest.is_some_and(|rest| {
            let next = rest.chars().next();
            next.is_none_or(|next| ends_in_digit && !next.is_ascii_digit() && next != '/')
        })
    };
    if is_part(&span.from) || span.to.as_deref().is_some_and(is_part) {
        return true;
    }
    let Some(at) = parts(number) else { return false };
    let is_after = parts(&span.from).is_some_and(|from| from <= at);
    let is_before = span.to.as_deref().and_then(parts).is_some_and(|to| at <= to);
    is_after && (span.is_open || is_before)
}

/// Returns the figures with which a number begins, and what follows.
fn parts(number: &str) -> Option<(u32, &str)> {
    let end = number.find(|char: char| !char.is_ascii_digit()).unwrap_or(number.len());
    Some((number[..end].parse().ok()?, &number[end..]))
}

/// What was read before a clause.
#[derive(Debug, Default)]
struct Scanner {
    /// Whether the public is excluded so far.
    excludes: bool,
    /// Whether a list of items goes on.
    is_list: bool,
    /// The items of the row before.
    row_items: Vec<Named>,
}

impl Scanner {
    /// Adds what a clause resolves.
    fn clause(&mut self, resolution: &mut Resolution, tokens: &[Token], glossary: &Glossary) {
        let act = acts::act_of(tokens);
        match act {
            Some(Act::Excludes) => self.excludes = true,
            // The proposal before it failed.
            Some(Act::Fails) => {
                self.excludes = false;
                *resolution = Resolution { at: resolution.at, ..Resolution::default() };
                return;
            }
            Some(Act::Denies) | None => {}
        }
        let mut found = mentions(tokens, glossary);
        let begins_with_item = matches!(found.first(), Some(Mention::Items { .. }))
            && tokens.first().is_some_and(|token| {
                token.is_any(&["item", "items", "agenda", "minute", "minutes"]) || self.is_list
            });
        // `5 – Lease of the depot – paragraph 3`, below `the following items:`.
        if self.is_list && !begins_with_item && tokens.len() > 1 {
            let named = bare_items(tokens, false, glossary);
            if !named.is_empty() {
                found.retain(|mention| !matches!(mention, Mention::Items { .. }));
                found.insert(0, Mention::Items { named, is_excepted: false });
            }
        }
        let has_paragraphs = found.iter().any(|found| matches!(found, Mention::Paragraphs { .. }));
        let is_of_list = self.is_list && matches!(found.first(), Some(Mention::Items { .. }));
        self.is_list = is_of_list
            || tokens.last().is_some_and(|last| last.kind == Kind::Colon)
            || act == Some(Act::Excludes) && matches!(found.last(), Some(Mention::Rest));
        if act.is_none() && !has_paragraphs && !is_of_list {
            return;
        }
        if act == Some(Act::Denies) {
            let items = found.into_iter().filter_map(|mention| match mention {
                Mention::Items { named, .. } => Some(named),
                Mention::Paragraphs { .. } | Mention::Rest | Mention::Own => None,
            });
            resolution.excepted.extend(items.flatten());
            return;
        }
        add(resolution, found, tokens.iter().any(|token| token.is_any(&["respectively"])));
    }

    /// Adds what the row of a table resolves.
    fn row(
        &mut self,
        resolution: &mut Resolution,
        cells: &[(String, String)],
        glossary: &Glossary,
    ) {
        let tokens = |cell: &str| -> Vec<Token> { sentences(cell).concat() };
        let head = |cell: &(String, String)| cell.0.to_lowercase();
        let has_word = |cell: &(String, String), words: &[&str]| {
            let head = head(cell);
            words.iter().any(|word| head.contains(word))
        };
        let mut items: Vec<Named> = Vec::new();
        let mut paragraphs: Vec<u32> = Vec::new();
        let mut has_items = false;
        for cell in cells {
            let words = tokens(&cell.1);
            let is_of_paragraphs = has_word(cell, &["paragraph", "para", "category", "categories"]);
            if is_of_paragraphs {
                paragraphs.extend(bare_paragraphs(&words));
                continue;
            }
            let is_of_items = has_word(cell, &["item", "minute", "agenda", "number", "no."])
                || head(cell).trim() == "no";
            if is_of_items {
                has_items = true;
                let is_minute = has_word(cell, &["minute"]) && !has_word(cell, &["item"]);
                items.extend(bare_items(&words, is_minute, glossary));
            }
            for mention in mentions(&words, glossary) {
                match mention {
                    Mention::Items { named, .. } if items.is_empty() => items = named,
                    Mention::Items { .. } | Mention::Rest | Mention::Own => {}
                    Mention::Paragraphs { numbers, .. } => paragraphs.extend(numbers),
                }
            }
        }
        let is_blank = cells.iter().all(|cell| {
            has_word(cell, &["paragraph", "para", "category", "categories"])
                || cell.1.trim().is_empty()
        });
        if items.is_empty() && has_items && is_blank {
            // A merged cell: as above.
            items.clone_from(&self.row_items);
        }
        self.row_items.clone_from(&items);
        if !items.is_empty() {
            // Items that are named are all that is meant.
            resolution.covers_rest = false;
            resolution.groups.push((items, paragraphs));
        } else {
            resolution.paragraphs.extend(paragraphs);
        }
    }
}

/// Adds the items and paragraphs of a clause, each item with its paragraphs.
fn add(resolution: &mut Resolution, found: Vec<Mention>, is_respective: bool) {
    let mut events: Vec<(Vec<Named>, Vec<u32>)> = Vec::new();
    // In the order in which they stand: items alone, or paragraphs alone.
    for mention in found {
        match mention {
            Mention::Rest => resolution.covers_rest = true,
            Mention::Own => resolution.covers_own = true,
            Mention::Items { named, is_excepted: true } => resolution.excepted.extend(named),
            Mention::Items { named, is_excepted: false } => match events.last_mut() {
                Some((items, paragraphs)) if paragraphs.is_empty() => items.extend(named),
                _ => events.push((named, Vec::new())),
            },
            Mention::Paragraphs { numbers, is_excepted: true } => {
                if let Some((_, paragraphs)) = events.last_mut() {
                    paragraphs.retain(|number| !numbers.contains(number));
                }
            }
            Mention::Paragraphs { numbers, is_excepted: false } => match events.last_mut() {
                Some((items, paragraphs)) if items.is_empty() => paragraphs.extend(numbers),
                _ => events.push((Vec::new(), numbers)),
            },
        }
    }
    let is_items = |event: &(Vec<Named>, Vec<u32>)| !event.0.is_empty();
    let items = events.iter().filter(|event| is_items(event)).count();
    if items > 0 {
        // Items that are named are all that is meant.
        resolution.covers_rest = false;
    }
    if items == 0 {
        resolution.paragraphs.extend(events.into_iter().flat_map(|(_, paragraphs)| paragraphs));
        return;
    }
    if is_respective && let Some(pairs) = respective(&events) {
        resolution.groups.extend(pairs);
        return;
    }
    let ends_with_items = events.last().is_some_and(is_items);
    let begins_with_items = events.first().is_some_and(is_items);
    let mut groups: Vec<(Vec<Named>, Vec<u32>)> = Vec::new();
    if !begins_with_items && ends_with_items {
        // Paragraphs stand before their items.
        let mut paragraphs = Vec::new();
        for event in events {
            if is_items(&event) {
                groups.push((event.0, std::mem::take(&mut paragraphs)));
            } else {
                paragraphs = event.1;
            }
        }
    } else {
        // They stand behind them. What comes first sums them up.
        let mut first = Vec::new();
        for event in events {
            if is_items(&event) {
                groups.push(event);
            } else {
                match groups.last_mut() {
                    Some((_, paragraphs)) => paragraphs.extend(event.1),
                    None => first = event.1,
                }
            }
        }
        match groups.as_mut_slice() {
            [(_, paragraphs)] if paragraphs.is_empty() => paragraphs.extend(first),
            _ => resolution.paragraphs.extend(first),
        }
    }
    resolution.groups.extend(groups);
}

/// Returns each of the items with its paragraph, where there are as many of both.
fn respective(events: &[(Vec<Named>, Vec<u32>)]) -> Option<Vec<(Vec<Named>, Vec<u32>)>> {
    let items: Vec<&Named> = events.iter().flat_map(|(items, _)| items).collect();
    let paragraphs: Vec<u32> =
        events.iter().flat_map(|(_, paragraphs)| paragraphs).copied().collect();
    let pairs = items.iter().zip(&paragraphs);
    (items.len() == paragraphs.len())
        .then(|| pairs.map(|(item, paragraph)| (vec![(*item).clone()], vec![*paragraph])).collect())
}
