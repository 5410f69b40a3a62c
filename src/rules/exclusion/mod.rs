//! Excluding the public.

mod acts;
mod incomplete_resolution;
mod mentions;
mod no_public_interest;
mod resolution;
mod tokens;
mod wording;

pub(super) use incomplete_resolution::IncompleteResolution;
pub(super) use no_public_interest::NoPublicInterest;

use super::facts::{Facts, number};
use crate::model::body::BodyType;
use crate::model::council::Nation;
use crate::model::meeting::{AgendaLine, LineKind, Meeting};
use crate::model::minutes::Minute;
use crate::model::numbering;

use self::mentions::Glossary;
use self::resolution::{Resolution, Taken};
use self::wording::agreed_words;

/// An exempt minute, with what excluded the public before it.
struct Exclusion<'a> {
    meeting: &'a Meeting,
    minute: &'a Minute,
    /// What messages call it: `item 3 of cabinet-2026-01-13`.
    what: String,
    /// How it stands with resolutions that exclude the public.
    standing: Standing,
}

/// How an exempt minute stands with the resolutions up to it.
enum Standing {
    /// None excludes the public.
    Unresolved,
    /// Those that there are exclude it for other items.
    OfOthers,
    /// The public was excluded for it.
    Resolved {
        /// The paragraphs of the Schedule by which it is exempt, and which the resolutions do not name for it.
        missing: Vec<u32>,
        /// Whether they weigh the public interest.
        weighs_interest: bool,
    },
}

/// Returns the exempt minutes of all meetings, but those of confidential information, which needs no
/// resolution (s. 100A(2)), and those that say why nobody was excluded.
fn exclusions<'a>(facts: &Facts<'a>) -> Vec<Exclusion<'a>> {
    let mut found = Vec::new();
    for (meeting, _) in facts.meetings() {
        let name = meeting.meeting.as_str();
        let Some(book) = facts.data.minutes.get(name) else { continue };
        if book.items.iter().any(|minute| needs_resolution(facts, meeting, minute)) {
            exclusions_of(&mut found, facts, meeting, &book.items);
        }
    }
    found
}

/// Adds the exempt minutes of a meeting.
fn exclusions_of<'a>(
    found: &mut Vec<Exclusion<'a>>,
    facts: &Facts<'a>,
    meeting: &'a Meeting,
    minutes: &'a [Minute],
) {
    let name = meeting.meeting.as_str();
    let lines = facts.data.agenda_of(name);
    let glossary = glossary(facts, meeting, lines);
    let mut before: Vec<Resolution> = Vec::new();
    for (at, minute) in minutes.iter().enumerate() {
        // It may stand in the exempt minute itself, before the report is taken.
        let resolution = Resolution::read(at, &agreed_words(minute), &glossary);
        if !needs_resolution(facts, meeting, minute) {
            before.extend(resolution.map(Resolution::of_no_item));
            continue;
        }
        before.extend(resolution);
        let line = minute.item.as_ref().and_then(|item| facts.data.item(name, item));
        let taken = Taken {
            item: line.and_then(|line| line.number.as_ref()).map(|number| key(number)),
            minute: glossary.minutes.get(at).cloned(),
            at,
            line: line.and_then(|line| lines.iter().position(|other| std::ptr::eq(other, line))),
        };
        let what = match line {
            Some(line) => format!("item {} of {name}", number(line)),
            None => format!("an exempt minute of {name}"),
        };
        let covering: Vec<&Resolution> =
            before.iter().filter(|resolution| resolution.covers(&taken)).collect();
        let of_line = line.into_iter().flat_map(|line| &line.exempt_paragraphs);
        let paragraphs = minute.exempt_paragraphs.iter().chain(of_line);
        let paragraphs = paragraphs.map(|paragraph| paragraph.value.0);
        let is_named =
            |number: &u32| covering.iter().any(|resolution| resolution.names(&taken, *number));
        let standing = match (before.is_empty(), covering.is_empty()) {
            (true, _) => Standing::Unresolved,
            (false, true) => Standing::OfOthers,
            (false, false) => Standing::Resolved {
                missing: paragraphs.filter(|number| !is_named(number)).collect(),
                weighs_interest: covering
                    .iter()
                    .any(|resolution| resolution.words.contains("public interest")),
            },
        };
        found.push(Exclusion { meeting, minute, what, standing });
    }
}

/// Returns whether the public must have been excluded by a resolution for a minute.
fn needs_resolution(facts: &Facts<'_>, meeting: &Meeting, minute: &Minute) -> bool {
    let is_confidential = minute.mark.private().is_some_and(|private| private.confidential);
    // An item that is not on the agenda is reported with the minutes.
    let is_unknown = minute
        .item
        .as_ref()
        .is_some_and(|item| facts.data.item(meeting.meeting.as_str(), item).is_none());
    minute.is_exempt() && !is_confidential && minute.exclusion.is_none() && !is_unknown
}

/// Returns the law by which a meeting excludes the public, as diagnostics cite it.
fn law(facts: &Facts<'_>, meeting: &Meeting) -> &'static str {
    let body = facts.data.body_of(meeting);
    let is_executive = body.is_some_and(|body| body.r#type.value == BodyType::Executive);
    if is_executive && facts.has_executive() && facts.nation == Nation::England {
        return "SI 2012/2089, reg. 4; Local Government Act 1972, s. 100A(4) and (5), Schedule 12A";
    }
    facts.nation.exemption_law().resolution
}

/// Returns a number of an item or a minute as it is compared: `5a` for `5(a).`
fn key(number: &str) -> String {
    let kept = number.chars().filter(|char| char.is_alphanumeric() || matches!(char, '.' | '/'));
    kept.collect::<String>().trim_end_matches('.').to_lowercase()
}

/// Returns by what items, minutes and paragraphs may be called at a meeting.
fn glossary(facts: &Facts<'_>, meeting: &Meeting, lines: &[AgendaLine]) -> Glossary {
    let words = |text: &str| -> Vec<String> {
        let tokens = tokens::sentences(text).concat().into_iter();
        tokens.map(|token| token.word).filter(|word| !word.is_empty()).collect()
    };
    let title = |(at, line): (usize, &AgendaLine)| {
        // Resolutions may mention what is taken in public, too.
        let is_meant = line.kind() == LineKind::Item && line.is_exempt();
        let title = line.title.as_ref().filter(|_| is_meant)?;
        let title = words(title);
        // One word may stand for anything, and a resolution quotes the title of its item.
        let is_telling = title.len() > 1 && !title.iter().any(|word| word.starts_with("exclu"));
        is_telling.then_some((title, at))
    };
    let categories = facts.data.council.iter().flat_map(|council| &council.exempt_categories);
    let numbers = lines
        .iter()
        .map(|line| line.number.as_ref().map_or_else(String::new, |number| key(number)));
    Glossary {
        nation: facts.nation,
        titles: lines.iter().enumerate().filter_map(title).collect(),
        numbers: numbers.collect(),
        minutes: numbering::plain_numbers(facts.data, meeting.meeting.as_str())
            .unwrap_or_default()
            .iter()
            .map(|number| key(number))
            .collect(),
        categories: categories
            .map(|category| {
                let paragraphs = category.paragraphs.iter().map(|paragraph| paragraph.value.0);
                (words(&category.name), paragraphs.collect())
            })
            .collect(),
    }
}
