//! Works out the labels of lists as Word shows them, from `numbering.xml` (ISO 29500-1, 17.9).

use std::collections::{BTreeMap, BTreeSet};

use crate::Label;
use crate::styles::Styles;
use crate::xml::{Element, Ns};

/// How many levels a list has.
const LEVELS: usize = 9;

/// The largest number that a list counts to.
const MAX_NUMBER: u32 = 100_000;

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    /// Definitions by their ids.
    definitions: BTreeMap<String, Definition>,
    lists: BTreeMap<String, List>,
    /// What was counted, by the ids of definitions: lists with the same definition go on counting.
    counts: BTreeMap<String, [Option<u32>; LEVELS]>,
    /// The lists and levels that were used.
    used: BTreeSet<(String, usize)>,
}

#[derive(Debug, Default)]
struct Definition {
    levels: [Option<Level>; LEVELS],
    /// The style that has the levels in place of this.
    link: Option<String>,
}

#[derive(Debug, Default)]
struct List {
    definition: String,
    /// Levels in place of those of the definition.
    levels: [Option<Level>; LEVELS],
    /// The numbers at which levels begin when the list is first used.
    starts: [Option<u32>; LEVELS],
}

#[derive(Debug, Clone)]
struct Level {
    start: u32,
    format: String,
    text: String,
    /// The level below which it begins again, from 1; 0 for never, `None` for any higher one.
    restart: Option<usize>,
    /// Whether the numbers of higher levels are shown in digits.
    is_legal: bool,
    /// The style whose paragraphs are on this level.
    style: Option<String>,
}

/// What stands before a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Labelled {
    /// Nothing.
    No,
    /// A label on a level.
    Yes(usize, Label),
    /// A number that is not computed, as Word and other programs differ, or its form is not known.
    Unknown(usize),
}

impl Numbering {
    pub(crate) fn read(part: Option<&Element>) -> Self {
        let mut numbering = Self::default();
        let Some(part) = part else { return numbering };
        for element in part.elements() {
            if let Some(id) =
                element.attribute("abstractNumId").filter(|_| element.is("abstractNum"))
            {
                let link = element.value_of("numStyleLink").map(str::to_owned);
                let mut definition = Definition { link, ..Definition::default() };
                for level in element.elements().filter(|level| level.is("lvl")) {
                    if let Some(at) = index(level) {
                        definition.levels[at] = Some(read_level(level));
                    }
                }
                numbering.definitions.insert(id.to_owned(), definition);
            } else if let Some(id) = element.attribute("numId").filter(|_| element.is("num")) {
                let mut list = List {
                    definition: element.value_of("abstractNumId").unwrap_or_default().to_owned(),
                    ..List::default()
                };
                for change in element.elements().filter(|change| change.is("lvlOverride")) {
                    let Some(at) = index(change) else { continue };
                    list.starts[at] =
                        change.number_of("startOverride").and_then(|start| start.try_into().ok());
                    list.levels[at] = change.child("lvl").map(read_level);
                }
                numbering.lists.insert(id.to_owned(), list);
            }
        }
        numbering
    }

    /// Counts a paragraph of a list, and returns what stands before it. A level that is not given is that of its
    /// style.
    pub(crate) fn count(
        &mut self,
        styles: &Styles,
        list: &str,
        level: Option<usize>,
        style: Option<&str>,
    ) -> Labelled {
        // 0 takes a paragraph out of the list of its style.
        let Some(settings) = self.lists.get(list) else { return Labelled::No };
        let id = self.definition(styles, &settings.definition);
        let Some(definition) = self.definitions.get(&id) else { return Labelled::No };
        let levels: [Option<&Level>; LEVELS] = std::array::from_fn(|at| {
            settings.levels[at].as_ref().or(definition.levels[at].as_ref())
        });
        let of_style = || {
            style.and_then(|style| {
                levels.iter().position(|level| {
                    level.is_some_and(|level| level.style.as_deref() == Some(style))
                })
            })
        };
        let at = level.or_else(of_style).unwrap_or(0).min(LEVELS - 1);
        let Some(level) = levels[at] else { return Labelled::No };
        let counts = self.counts.entry(id).or_default();
        let is_first = self.used.insert((list.to_owned(), at));
        let next = match (settings.starts[at].filter(|_| is_first), counts[at]) {
            (Some(start), _) => start,
            (None, Some(count)) => count.saturating_add(1).min(MAX_NUMBER),
            (None, None) => settings.starts[at].unwrap_or(level.start),
        };
        counts[at] = Some(next);
        for below in at + 1..LEVELS {
            let restart = levels[below].and_then(|level| level.restart);
            if restart.is_none_or(|restart| at < restart) {
                counts[below] = None;
            }
        }
        if level.format == "bullet" {
            return Labelled::Yes(at, Label::Bullet);
        }
        match label(&levels, counts, at) {
            Some(label) if label.is_empty() => Labelled::No,
            Some(label) => Labelled::Yes(at, Label::Number(label)),
            None => Labelled::Unknown(at),
        }
    }

    /// Returns the definition that one stands for.
    fn definition(&self, styles: &Styles, id: &str) -> String {
        let link = self.definitions.get(id).and_then(|definition| definition.link.as_deref());
        let list =
            link.and_then(|style| styles.list_of(style)).and_then(|list| self.lists.get(list));
        list.map_or_else(|| id.to_owned(), |list| list.definition.clone())
    }
}

/// Returns the label of a level: its text, in which `%1` stands for the number of the first level.
fn label(
    levels: &[Option<&Level>; LEVELS],
    counts: &[Option<u32>; LEVELS],
    at: usize,
) -> Option<String> {
    let labelled = levels[at]?;
    let mut label = String::new();
    let mut chars = labelled.text.chars().peekable();
    while let Some(char) = chars.next() {
        let digit = chars.peek().and_then(|next| next.to_digit(10)).filter(|digit| *digit > 0);
        let (Some(digit), '%') = (digit, char) else {
            label.push(char);
            continue;
        };
        chars.next();
        let of = digit as usize - 1;
        // A list that begins below its first level has no number there: programs differ in what they show.
        let (level, count) = (levels[of]?, counts[of]?);
        let format = if labelled.is_legal && of != at { "decimal" } else { &level.format };
        label.push_str(&number(count, format)?);
    }
    Some(label.trim().to_owned())
}

/// Returns a number in a form (ISO 29500-1, 17.18.59); `None` where the form is not known.
pub(crate) fn number(count: u32, format: &str) -> Option<String> {
    Some(match format {
        "decimal" => count.to_string(),
        "decimalZero" => format!("{count:02}"),
        "lowerLetter" => letters(count),
        "upperLetter" => letters(count).to_uppercase(),
        "lowerRoman" => roman(count),
        "upperRoman" => roman(count).to_uppercase(),
        "ordinal" => format!("{count}{}", ordinal_ending(count)),
        "none" | "bullet" => String::new(),
        _ => return None,
    })
}

/// Returns letters as Word counts with them: after z follow aa, bb.
fn letters(count: u32) -> String {
    let Some(before) = count.checked_sub(1) else { return String::new() };
    let letter = char::from(b'a' + u8::try_from(before % 26).unwrap_or_default());
    std::iter::repeat_n(letter, (before / 26 + 1).min(50) as usize).collect()
}

pub(crate) fn roman(count: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut rest = count;
    let mut roman = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            roman.push_str(sign);
            rest -= value;
        }
    }
    roman
}

fn ordinal_ending(count: u32) -> &'static str {
    match (count % 100, count % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

fn read_level(element: &Element) -> Level {
    let restart = element.number_of("lvlRestart").and_then(|restart| restart.try_into().ok());
    Level {
        start: element.number_of("start").and_then(|start| start.try_into().ok()).unwrap_or(0),
        // What only later versions of Word know has no form that is known here.
        format: if element.elements().any(|child| child.ns == Ns::Compatibility) {
            "custom".to_owned()
        } else {
            element.value_of("numFmt").unwrap_or("decimal").to_owned()
        },
        text: element.value_of("lvlText").unwrap_or_default().to_owned(),
        restart,
        is_legal: element.switch("isLgl") == Some(true),
        style: element.value_of("pStyle").map(str::to_owned),
    }
}

/// Returns the place of a level.
fn index(element: &Element) -> Option<usize> {
    let level: usize = element.attribute("ilvl")?.parse().ok()?;
    (level < LEVELS).then_some(level)
}
