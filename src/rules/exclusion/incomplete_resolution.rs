#![doc = include_str!("incomplete_resolution.md")]

use super::super::facts::{Facts, number};
use super::super::minutes::text_of;
use super::super::{ENGLAND_AND_WALES, Finding, Rule, RuleInfo, State};
use crate::model::meeting::Meeting;
use crate::model::minutes::MinuteBook;

static ABOUT: RuleInfo = RuleInfo {
    code: "exclusion/incomplete-resolution",
    duty: "X1",
    summary: "the resolution that excludes the public names the law, the paragraphs and the public interest",
    page: include_str!("incomplete_resolution.md"),
    law: "Local Government Act 1972, s. 100A(4) and (5)",
    state: State::Checked,
    nations: ENGLAND_AND_WALES,
    since: None,
    executive: false,
};

pub(in super::super) struct IncompleteResolution;

impl Rule for IncompleteResolution {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for (meeting, _) in facts.meetings() {
            if let Some(book) = facts.data.minutes.get(meeting.meeting.as_str()) {
                check_minutes(found, facts, meeting, book);
            }
        }
    }
}

fn check_minutes(
    found: &mut Vec<Finding>,
    facts: &Facts<'_>,
    meeting: &Meeting,
    book: &MinuteBook,
) {
    let name = meeting.meeting.as_str();
    // The resolutions to exclude the public, in minutes before this one.
    let mut resolved = String::new();
    for minute in &book.items {
        let text = text_of(minute);
        let line = minute.item.as_ref().and_then(|at| facts.data.item(name, at));
        // Confidential information needs no resolution (s. 100A(2)).
        let is_confidential = minute.mark.private().is_some_and(|private| private.confidential);
        if !minute.is_exempt() || is_confidential || (minute.item.is_some() && line.is_none()) {
            if is_resolution(&text) {
                resolved.push_str(&text);
            }
            continue;
        }
        // It may stand in the exempt minute itself, before the report is taken.
        let resolved =
            if is_resolution(&text) { format!("{resolved}\n{text}") } else { resolved.clone() };
        let what = match line {
            Some(line) => format!("item {} of {name}", number(line)),
            None => format!("an exempt minute of {name}"),
        };
        if resolved.is_empty() {
            let message = format!("the public was not excluded by resolution before {what}");
            found.push(
                Finding::error(&ABOUT, message, &minute.origin)
                    .hint("minute the resolution under section 100A(4), before the exempt item")
                    .of_meeting(meeting),
            );
            continue;
        }
        let of_line = line.into_iter().flat_map(|line| &line.exempt_paragraphs);
        let paragraphs = minute.exempt_paragraphs.iter().chain(of_line);
        let missing: Vec<String> = paragraphs
            .map(|paragraph| paragraph.value.0)
            .filter(|paragraph| !names_paragraph(&resolved, *paragraph))
            .map(|paragraph| paragraph.to_string())
            .collect();
        if !missing.is_empty() {
            let message = format!(
                "the resolution that excluded the public for {what} does not name paragraph {}",
                missing.join(" and ")
            );
            found.push(
                Finding::error(&ABOUT, message, &minute.origin)
                    .hint("name in the resolution each paragraph of Schedule 12A that applies to the item")
                    .of_meeting(meeting),
            );
        } else if !resolved.to_lowercase().contains("public interest") {
            let message = format!(
                "the resolution that excluded the public for {what} does not weigh the public interest"
            );
            found.push(
                Finding::warning(&ABOUT, message, &minute.origin)
                    .law("Local Government Act 1972, Schedule 12A, paragraph 10")
                    .hint("say that the public interest in keeping it exempt outweighs that in disclosing it")
                    .of_meeting(meeting),
            );
        }
    }
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
