#![doc = include_str!("no_period.md")]

use super::super::facts::Facts;
use super::super::{ENGLAND, Finding, Rule, RuleInfo, State};
use crate::diag::Code;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::CallInNoPeriod,
    duty: "CI1",
    summary: "the period of call-in is known",
    law: "Local Government Act 2000, s. 9F, and the council’s constitution",
    state: State::Checked,
    nations: ENGLAND,
    since: None,
    executive: true,
};

pub(in super::super) struct NoPeriod;

impl Rule for NoPeriod {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for decision in &facts.data.decisions {
            let Some(flag) = decision.call_in.as_ref().filter(|flag| flag.0) else { continue };
            if decision.published.is_none()
                || facts.calendar.end_of_call_in(facts.data, decision).is_some()
            {
                continue;
            }
            let message = format!(
                "the decision {} can be called in, but `call-in` gives no period for it",
                decision.r#ref.written()
            );
            found.push(
                Finding::new(&ABOUT, message, &flag.origin)
                    .hint(
                        "add the number of days in the constitution to `call-in` in `council.json`",
                    )
                    .of_decision(decision, facts.day_of(decision)),
            );
        }
    }
}
