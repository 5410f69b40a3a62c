#![doc = include_str!("early_effect.md")]

use super::super::facts::Facts;
use super::super::{ENGLAND, Finding, Rule, RuleInfo, State};
use crate::diag::Code;
use crate::model::value::long_date;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::CallInEarlyEffect,
    duty: "CI1",
    summary: "a decision open to call-in does not take effect until call-in ends",
    law: "Local Government Act 2000, s. 9F, and the council’s constitution",
    state: State::Checked,
    nations: ENGLAND,
    since: None,
    executive: true,
};

pub(in super::super) struct EarlyEffect;

impl Rule for EarlyEffect {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for decision in &facts.data.decisions {
            let name = decision.r#ref.written();
            let day = facts.day_of(decision);
            if let (Some(published), Some(taken)) = (&decision.published, day)
                && published.value < taken
            {
                let message = format!(
                    "the decision {name} was published on {}, before it was taken on {}",
                    long_date(published.value),
                    long_date(taken)
                );
                found.push(
                    Finding::new(&ABOUT, message, &published.origin)
                        .hint("correct `published`, or the day of the decision")
                        .of_decision(decision, day),
                );
                continue;
            }
            if decision.call_in.as_ref().is_none_or(|flag| !flag.0) {
                continue;
            }
            if decision.published.is_none() {
                continue;
            }
            // `call-in/no-period` reports where the period is not known.
            let Some(end) = facts.calendar.end_of_call_in(facts.data, decision) else { continue };
            if let Some(deadline) = decision.call_in_deadline.as_ref()
                && deadline.value < end.deadline
            {
                let message = format!(
                    "the decision {name} is recorded as open to call-in until {}, which is too early ({})",
                    long_date(deadline.value),
                    end.sum
                );
                found.push(
                    Finding::new(&ABOUT, message, &deadline.origin)
                        .hint(format!(
                            "leave `call-in-deadline` empty, or write {}",
                            long_date(end.deadline)
                        ))
                        .of_decision(decision, day),
                );
            }
            let Some(effective) = &decision.effective else { continue };
            if effective.value < end.effective {
                let message = format!(
                    "the decision {name} takes effect on {}, before call-in has ended ({})",
                    long_date(effective.value),
                    end.sum
                );
                found.push(
                    Finding::new(&ABOUT, message, &effective.origin)
                        .hint(format!(
                            "carry it out from {}, or set `call-in` to `no` where the constitution exempts it",
                            long_date(end.effective)
                        ))
                        .of_decision(decision, day),
                );
            }
        }
    }
}
