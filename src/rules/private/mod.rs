//! Notice that a meeting of the executive, or part of it, will be held in private.

mod no_agreement;
mod no_second_notice;
mod not_foreseen;
mod paper_not_foreseen;
mod short_notice;
mod unnamed_chair;

pub(super) use no_agreement::NoAgreement;
pub(super) use no_second_notice::NoSecondNotice;
pub(super) use not_foreseen::NotForeseen;
pub(super) use paper_not_foreseen::PaperNotForeseen;
pub(super) use short_notice::ShortNotice;
pub(super) use unnamed_chair::UnnamedChair;

use std::collections::BTreeSet;

use super::facts::Facts;
use crate::model::issue::Issue;
use crate::model::meeting::{AgendaLine, Meeting, Part};

/// Returns the items that the executive takes, or will take, with the public excluded: those in part
/// two of the agenda or with an exempt paragraph.
fn private_items<'a>(facts: &Facts<'a>) -> impl Iterator<Item = (&'a Meeting, &'a AgendaLine)> {
    facts
        .executive_items()
        .filter(|(_, line)| line.part() == Part::Two || !line.exempt_paragraphs.is_empty())
}

/// Returns the paragraphs by which the plan foresees that an issue will be private.
fn planned_paragraphs(issue: &Issue) -> BTreeSet<u32> {
    issue.private_paragraphs.iter().map(|paragraph| paragraph.value.0).collect()
}
