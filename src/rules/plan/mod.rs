//! Key decisions and the forward plan.

mod exempt_words;
mod general_exception;
mod incomplete_entry;
mod likely_key_decision;
mod short_notice;
mod special_urgency;
mod sums;
mod unknown_maker;
mod unmarked_key_decision;
pub(super) mod unnamed_chair;

pub use general_exception::MIN_CLEAR_DAYS as GENERAL_EXCEPTION_DAYS;
pub use short_notice::MIN_CLEAR_DAYS as KEY_DECISION_DAYS;

pub(super) use exempt_words::ExemptWords;
pub(super) use general_exception::GeneralException;
pub(super) use incomplete_entry::IncompleteEntry;
pub(super) use likely_key_decision::LikelyKeyDecision;
pub(super) use short_notice::ShortNotice;
pub(super) use special_urgency::SpecialUrgency;
pub(super) use unknown_maker::UnknownMaker;
pub(super) use unmarked_key_decision::UnmarkedKeyDecision;
pub(super) use unnamed_chair::UnnamedChair;

use crate::model::issue::Issue;
use crate::model::record::Located;
use crate::model::value::Flag;

/// Returns whether a flag is filled in with `yes`.
fn is_set(flag: Option<&Located<Flag>>) -> bool {
    flag.is_some_and(|flag| flag.0)
}

/// Returns whether an issue is decided under special urgency, whatever other notice was given.
pub(super) fn is_urgent(issue: &Issue) -> bool {
    issue.special_urgency.is_some()
}
