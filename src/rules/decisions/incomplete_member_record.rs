#![doc = include_str!("incomplete_member_record.md")]

use super::super::facts::Facts;
use super::super::{ENGLAND, Finding, REGULATIONS_2012, Rule, RuleInfo, State};
use super::{executive_blocks, report};
use crate::diag::Code;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::DecisionsIncompleteMemberRecord,
    duty: "D2",
    summary: "the record of an executive decision by a member or an officer has its five blocks",
    law: "SI 2012/2089, reg. 13",
    state: State::Checked,
    nations: ENGLAND,
    since: REGULATIONS_2012,
    executive: true,
};

pub(in super::super) struct IncompleteMemberRecord;

impl Rule for IncompleteMemberRecord {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for decision in facts.data.decisions.iter().filter(|decision| decision.meeting.is_none()) {
            report(found, facts, &ABOUT, decision, &executive_blocks(facts, decision));
        }
    }
}
