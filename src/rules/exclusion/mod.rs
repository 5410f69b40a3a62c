//! Excluding the public.

mod incomplete_resolution;
mod no_public_interest;
mod wording;

pub(super) use incomplete_resolution::IncompleteResolution;
pub(super) use no_public_interest::NoPublicInterest;

use super::facts::{Facts, number};
use crate::model::meeting::Meeting;
use crate::model::minutes::Minute;

use self::wording::{agreed_words, excludes_public, names_paragraph};

/// An exempt minute, with what excluded the public before it.
struct Exclusion<'a> {
    meeting: &'a Meeting,
    minute: &'a Minute,
    /// What messages call it: `item 3 of cabinet-2026-01-13`.
    what: String,
    /// The resolutions that exclude the public, up to this minute; empty where there are none.
    resolved: String,
    /// The paragraphs of the Schedule by which it is exempt, and which these do not name.
    missing: Vec<u32>,
}

/// Returns the exempt minutes of all meetings, but those of confidential information, which needs no
/// resolution (s. 100A(2)), and those that say why nobody was excluded.
fn exclusions<'a>(facts: &Facts<'a>) -> Vec<Exclusion<'a>> {
    let mut found = Vec::new();
    for (meeting, _) in facts.meetings() {
        let name = meeting.meeting.as_str();
        let Some(book) = facts.data.minutes.get(name) else { continue };
        let mut before = String::new();
        for minute in &book.items {
            let text = agreed_words(minute);
            let line = minute.item.as_ref().and_then(|at| facts.data.item(name, at));
            let is_confidential = minute.mark.private().is_some_and(|private| private.confidential);
            if !minute.is_exempt()
                || is_confidential
                || minute.exclusion.is_some()
                || (minute.item.is_some() && line.is_none())
            {
                if excludes_public(&text) {
                    before.push_str(&text);
                }
                continue;
            }
            // It may stand in the exempt minute itself, before the report is taken.
            let resolved =
                if excludes_public(&text) { format!("{before}\n{text}") } else { before.clone() };
            let what = match line {
                Some(line) => format!("item {} of {name}", number(line)),
                None => format!("an exempt minute of {name}"),
            };
            let of_line = line.into_iter().flat_map(|line| &line.exempt_paragraphs);
            let paragraphs = minute.exempt_paragraphs.iter().chain(of_line);
            let missing = paragraphs
                .map(|paragraph| paragraph.value.0)
                .filter(|paragraph| {
                    !names_paragraph(&resolved, *paragraph)
                        && !names_category(facts, &resolved, *paragraph)
                })
                .collect();
            found.push(Exclusion { meeting, minute, what, resolved, missing });
        }
    }
    found
}

/// Returns whether a text names a category of the council's own that stands for a paragraph.
fn names_category(facts: &Facts<'_>, text: &str, paragraph: u32) -> bool {
    let words = |text: &str| -> String {
        let text = text.to_lowercase();
        let words = text.split(|char: char| !char.is_alphanumeric());
        words.filter(|word| !word.is_empty()).flat_map(|word| [" ", word]).collect::<String>() + " "
    };
    let text = words(text);
    let categories = facts.data.council.iter().flat_map(|council| &council.exempt_categories);
    categories.into_iter().any(|category| {
        let stands_for = category.paragraphs.iter().any(|known| known.value.0 == paragraph);
        stands_for && text.contains(&words(&category.name))
    })
}
