//! Records of decisions.

mod incomplete_member_record;
mod incomplete_officer_record;
mod incomplete_record;

pub(super) use incomplete_member_record::IncompleteMemberRecord;
pub(super) use incomplete_officer_record::IncompleteOfficerRecord;
pub(super) use incomplete_record::IncompleteRecord;

use super::facts::{Facts, joined};
use super::{Finding, RuleInfo};
use crate::model::issue::Decision;
use crate::model::record::Text;

/// Reports the blocks that the record of a decision lacks.
fn report(
    found: &mut Vec<Finding>,
    facts: &Facts<'_>,
    about: &'static RuleInfo,
    decision: &Decision,
    blocks: &[(&'static str, bool)],
) {
    let missing: Vec<&str> =
        blocks.iter().filter_map(|(name, is_given)| (!is_given).then_some(*name)).collect();
    if missing.is_empty() {
        return;
    }
    let message =
        format!("the record of decision {} lacks {}", decision.r#ref.written(), joined(&missing));
    found.push(
        Finding::new(about, message, &decision.origin)
            .hint("fill in each block; write `None` where there is nothing to say")
            .of_decision(decision, facts.day_of(decision)),
    );
}

/// Returns whether a block is filled in.
fn is_filled_in(text: Option<&Text>) -> bool {
    text.is_some_and(|text| !text.value.0.is_empty())
}

/// Returns the blocks that SI 2012/2089, regs 12(2) and 13 require of an executive decision, and whether
/// each is filled in.
fn executive_blocks(facts: &Facts<'_>, decision: &Decision) -> [(&'static str, bool); 5] {
    [
        ("the date", facts.day_of(decision).is_some()),
        ("reasons", is_filled_in(decision.reasons.as_ref())),
        ("alternatives considered and rejected", is_filled_in(decision.alternatives.as_ref())),
        ("interests declared", is_filled_in(decision.interests.as_ref())),
        ("dispensations", is_filled_in(decision.dispensations.as_ref())),
    ]
}
