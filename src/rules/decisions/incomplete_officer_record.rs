#![doc = include_str!("incomplete_officer_record.md")]

use super::super::facts::Facts;
use super::super::{ENGLAND, Finding, Rule, RuleInfo, State};
use super::{is_filled_in, report};
use crate::diag::Code;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::DecisionsIncompleteOfficerRecord,
    duty: "D3",
    summary: "the record of an officer’s other decision gives date, reasons and alternatives",
    law: "SI 2014/2095, reg. 7(3)",
    state: State::Checked,
    nations: ENGLAND,
    since: Some((2014, 8, 6)),
    executive: false,
};

pub(in super::super) struct IncompleteOfficerRecord;

impl Rule for IncompleteOfficerRecord {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        if facts.has_executive() {
            return;
        }
        for decision in facts.data.decisions.iter().filter(|decision| decision.meeting.is_none()) {
            let blocks = [
                ("the date", decision.date.is_some()),
                ("reasons", is_filled_in(decision.reasons.as_ref())),
                (
                    "alternatives considered and rejected",
                    is_filled_in(decision.alternatives.as_ref()),
                ),
            ];
            report(found, facts, &ABOUT, decision, &blocks);
        }
    }
}
