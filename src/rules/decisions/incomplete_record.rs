#![doc = include_str!("incomplete_record.md")]

use super::super::facts::Facts;
use super::super::{ENGLAND, Finding, REGULATIONS_2012, Rule, RuleInfo, State};
use super::{executive_blocks, report};
use crate::diag::Code;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::DecisionsIncompleteRecord,
    duty: "D1",
    summary: "the record of a decision at a meeting of the executive has its five blocks",
    law: "SI 2012/2089, reg. 12(2)",
    state: State::Checked,
    nations: ENGLAND,
    since: REGULATIONS_2012,
    executive: true,
};

pub(in super::super) struct IncompleteRecord;

impl Rule for IncompleteRecord {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        let decisions = facts.data.decisions.iter().filter(|decision| decision.meeting.is_some());
        for decision in decisions.filter(|decision| facts.is_executive(decision)) {
            report(found, facts, &ABOUT, decision, &executive_blocks(facts, decision));
        }
    }
}
