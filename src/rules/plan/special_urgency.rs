#![doc = include_str!("special_urgency.md")]

use super::super::facts::Facts;
use super::super::{ENGLAND, Finding, REGULATIONS_2012, Rule, RuleInfo, State};
use crate::diag::Code;
use crate::model::value::long_date;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::PlanSpecialUrgency,
    duty: "K5",
    summary: "a key decision under special urgency comes after the agreement to it",
    law: "SI 2012/2089, reg. 11",
    state: State::Checked,
    nations: ENGLAND,
    since: REGULATIONS_2012,
    executive: true,
};

pub(in super::super) struct SpecialUrgency;

impl Rule for SpecialUrgency {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        let decision_days = facts.decision_days();
        for issue in facts.data.issues.iter().filter(|issue| issue.is_key()) {
            let Some(urgency) = &issue.special_urgency else { continue };
            let agreed = &urgency.agreed_on;
            let name = issue.r#ref.written();
            for decision_day in decision_days.get(issue.r#ref.key()).into_iter().flatten() {
                if agreed.value <= decision_day.day {
                    continue;
                }
                let message = format!(
                    "special urgency for {name} was agreed on {}, after {} on {}",
                    long_date(agreed.value),
                    decision_day.what,
                    long_date(decision_day.day)
                );
                found.push(
                    Finding::new(&ABOUT, message, &agreed.origin)
                        .hint("agreement must come first; correct `agreed-on`")
                        .of_issue(issue)
                        .on_decision_day(decision_day),
                );
            }
        }
    }
}
