//! Notice that a meeting of the executive, or part of it, will be held in private.

mod no_agreement;
mod no_second_notice;
mod not_foreseen;
mod paper_not_foreseen;
mod short_notice;
mod unnamed_chair;

pub use no_second_notice::MIN_CLEAR_DAYS as SECOND_NOTICE_DAYS;

pub(super) use no_agreement::NoAgreement;
pub(super) use no_second_notice::NoSecondNotice;
pub(super) use not_foreseen::NotForeseen;
pub(super) use paper_not_foreseen::PaperNotForeseen;
pub(super) use short_notice::ShortNotice;
pub(super) use unnamed_chair::UnnamedChair;

use std::collections::BTreeSet;

use super::facts::Facts;
use crate::model::issue::{Issue, SpecialUrgency};
use crate::model::meeting::{AgendaLine, Meeting, Part};

/// Returns the items that the executive takes, or will take, with the public excluded: those in part
/// two of the agenda or with an exempt paragraph, but for which the minutes don't say that nobody was excluded.
fn private_items<'a>(facts: &Facts<'a>) -> impl Iterator<Item = (&'a Meeting, &'a AgendaLine)> {
    facts
        .executive_items()
        .filter(|(_, line)| line.part() == Part::Two || !line.exempt_paragraphs.is_empty())
        .filter(|(meeting, line)| !facts.excluded_nobody(meeting, line))
}

/// Returns the private items that were agreed to be urgent. Key decisions are left to the rules of the plan on
/// special urgency, which ask the same.
fn urgent_items<'a>(
    facts: &Facts<'a>,
) -> impl Iterator<Item = (&'a Meeting, &'a AgendaLine, &'a Issue, &'a SpecialUrgency)> {
    private_items(facts).filter_map(|(meeting, line)| {
        let issue = facts.issue(line.issue.as_ref()).filter(|issue| !issue.is_key())?;
        Some((meeting, line, issue, issue.special_urgency.as_ref()?))
    })
}

/// Returns those of some paragraphs by which the plan does not foresee that an issue will be private.
fn unforeseen(issue: &Issue, paragraphs: impl Iterator<Item = u32>) -> Vec<String> {
    let planned: BTreeSet<u32> =
        issue.private_paragraphs.iter().map(|paragraph| paragraph.value.0).collect();
    paragraphs
        .filter(|paragraph| !planned.contains(paragraph))
        .map(|paragraph| paragraph.to_string())
        .collect()
}
