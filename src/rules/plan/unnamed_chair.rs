#![doc = include_str!("unnamed_chair.md")]

use super::super::facts::Facts;
use super::super::{ENGLAND, Finding, REGULATIONS_2012, Rule, RuleInfo, State};
use crate::diag::Code;
use crate::model::issue::SpecialUrgency;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::PlanUnnamedChair,
    duty: "K5",
    summary: "special urgency was agreed by a chair",
    law: "SI 2012/2089, reg. 11",
    state: State::Checked,
    nations: ENGLAND,
    since: REGULATIONS_2012,
    executive: true,
};

pub(in super::super) struct UnnamedChair;

impl Rule for UnnamedChair {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for issue in facts.data.issues.iter().filter(|issue| issue.is_key()) {
            let Some(urgency) = &issue.special_urgency else { continue };
            if !names_chair(urgency) {
                let message = format!(
                    "special urgency for {} was agreed by `{}`, who is not named as a chair",
                    issue.r#ref.written(),
                    urgency.agreed_by.value
                );
                found.push(
                    Finding::new(&ABOUT, message, &urgency.agreed_by.origin)
                        .hint("the chair of scrutiny must agree, or failing that the chair or vice-chair of the council: add their office")
                        .of_issue(issue)
                        .on(urgency.agreed_on.value),
                );
            }
        }
    }
}

/// Returns whether whoever agreed is named with an office that may agree under SI 2012/2089, reg. 11.
pub(in super::super) fn names_chair(urgency: &SpecialUrgency) -> bool {
    // "Chair", "Chairman", "Vice-Chairwoman", "Mayor", and the like.
    let by = urgency.agreed_by.value.to_lowercase();
    by.contains("chair") || by.contains("mayor")
}
