#![doc = include_str!("unmarked_key_decision.md")]

use super::super::facts::Facts;
use super::super::{ENGLAND, Finding, REGULATIONS_2012, Rule, RuleInfo, State};
use super::is_set;
use crate::diag::Code;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::PlanUnmarkedKeyDecision,
    duty: "K1",
    summary: "a key decision is marked as key, as in the plan",
    law: "SI 2012/2089, reg. 8(1)",
    state: State::Checked,
    nations: ENGLAND,
    since: REGULATIONS_2012,
    executive: true,
};

pub(in super::super) struct UnmarkedKeyDecision;

impl Rule for UnmarkedKeyDecision {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for decision in facts.data.decisions.iter().filter(|decision| facts.is_executive(decision))
        {
            let day = facts.day_of(decision);
            let issue = facts.issue(decision.issue.as_ref());
            let is_key = is_set(decision.key.as_ref());
            if let Some(issue) = issue
                && let Some(key) = &issue.key
                && key.0 != is_key
            {
                let word = |key: bool| if key { "key" } else { "not key" };
                let message = format!(
                    "the decision {} is {}, yet its entry in the plan, {}, is {}",
                    decision.r#ref.written(),
                    word(is_key),
                    issue.r#ref.written(),
                    word(key.0)
                );
                let place = decision.key.as_ref().map_or(&decision.origin, |flag| &flag.origin);
                found.push(
                    Finding::new(&ABOUT, message, place)
                        .label(&key.origin, "the plan says this")
                        .hint("correct `key` in one of them")
                        .of_decision(decision, day),
                );
            }
        }
    }
}
