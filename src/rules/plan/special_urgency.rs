#![doc = include_str!("special_urgency.md")]

use super::super::facts::Facts;
use super::super::{ENGLAND, Finding, REGULATIONS_2012, Rule, RuleInfo, State};
use crate::model::issue::SpecialUrgency as Agreement;
use crate::model::value::long_date;

static ABOUT: RuleInfo = RuleInfo {
    code: "plan/special-urgency",
    duty: "K5",
    summary: "special urgency: who agreed, when, and why it could not wait",
    page: include_str!("special_urgency.md"),
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
            if !names_chair(urgency) {
                let message = format!(
                    "special urgency for {name} was agreed by `{}`, who is not named as a chair",
                    urgency.agreed_by.value
                );
                found.push(
                    Finding::warning(&ABOUT, message, &urgency.agreed_by.origin)
                        .hint("the chair of scrutiny must agree, or failing that the chair or vice-chair of the council: add their office")
                        .of_issue(issue)
                        .on(agreed.value),
                );
            }
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
                    Finding::error(&ABOUT, message, &agreed.origin)
                        .hint("agreement must come first; correct `agreed-on`")
                        .of_issue(issue)
                        .on_decision_day(decision_day),
                );
            }
        }
    }
}

/// Returns whether whoever agreed is named with an office that may agree under SI 2012/2089, reg. 11.
pub(in super::super) fn names_chair(urgency: &Agreement) -> bool {
    // "Chair", "Chairman", "Vice-Chairwoman", "Mayor", and the like.
    let by = urgency.agreed_by.value.to_lowercase();
    by.contains("chair") || by.contains("mayor")
}
