//! Excluding the public.

mod incomplete_resolution;
mod no_public_interest;

pub(super) use incomplete_resolution::IncompleteResolution;
pub(super) use no_public_interest::NoPublicInterest;

use super::facts::{Facts, number};
use super::minutes::text_of;
use crate::model::meeting::Meeting;
use crate::model::minutes::Minute;

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
/// resolution (s. 100A(2)).
fn exclusions<'a>(facts: &Facts<'a>) -> Vec<Exclusion<'a>> {
    let mut found = Vec::new();
    for (meeting, _) in facts.meetings() {
        let name = meeting.meeting.as_str();
        let Some(book) = facts.data.minutes.get(name) else { continue };
        let mut before = String::new();
        for minute in &book.items {
            let text = text_of(minute);
            let line = minute.item.as_ref().and_then(|at| facts.data.item(name, at));
            let is_confidential = minute.mark.private().is_some_and(|private| private.confidential);
            if !minute.is_exempt() || is_confidential || (minute.item.is_some() && line.is_none()) {
                if is_resolution(&text) {
                    before.push_str(&text);
                }
                continue;
            }
            // It may stand in the exempt minute itself, before the report is taken.
            let resolved =
                if is_resolution(&text) { format!("{before}\n{text}") } else { before.clone() };
            let what = match line {
                Some(line) => format!("item {} of {name}", number(line)),
                None => format!("an exempt minute of {name}"),
            };
            let of_line = line.into_iter().flat_map(|line| &line.exempt_paragraphs);
            let paragraphs = minute.exempt_paragraphs.iter().chain(of_line);
            let missing = paragraphs
                .map(|paragraph| paragraph.value.0)
                .filter(|paragraph| !names_paragraph(&resolved, *paragraph))
                .collect();
            found.push(Exclusion { meeting, minute, what, resolved, missing });
        }
    }
    found
}

/// Returns whether a minute holds a resolution to exclude the public.
fn is_resolution(text: &str) -> bool {
    let text = text.replace(' ', "").to_lowercase();
    text.contains("100a(4)") || (text.contains("2012/2089") && text.contains("exclu"))
}

/// Returns whether a text names a paragraph of the Schedule: its number after the word.
fn names_paragraph(text: &str, paragraph: u32) -> bool {
    let text = text.to_lowercase();
    text.match_indices("paragraph").any(|(at, _)| {
        let rest = text[at..].trim_start_matches("paragraphs").trim_start_matches("paragraph");
        let end = rest.find(|c: char| !(c.is_ascii_digit() || " ,and&".contains(c)));
        let list = &rest[..end.unwrap_or(rest.len())];
        list.split(|c: char| !c.is_ascii_digit()).any(|number| number.parse() == Ok(paragraph))
    })
}

#[cfg(test)]
mod tests {
    use super::names_paragraph;

    #[test]
    fn paragraphs_are_named() {
        assert!(names_paragraph("as defined in paragraph 3 of Part 1", 3));
        assert!(names_paragraph("paragraphs 1, 2 and 5 of Schedule 12A", 5));
        assert!(!names_paragraph("paragraph 3 of Part 1 of Schedule 12A", 1));
        assert!(!names_paragraph("Schedule 12A, 3", 3));
        assert!(!names_paragraph("paragraph 13", 3));
    }
}
