#![doc = include_str!("no_public_interest.md")]

use super::super::facts::Facts;
use super::super::{ENGLAND_AND_WALES, Finding, Rule, RuleInfo, State};
use super::{Standing, exclusions};
use crate::diag::Code;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::ExclusionNoPublicInterest,
    duty: "X1",
    summary: "the resolution that excludes the public weighs the public interest",
    law: "Local Government Act 1972, Schedule 12A (in England, paragraph 10)",
    state: State::Checked,
    nations: ENGLAND_AND_WALES,
    since: None,
    executive: false,
};

pub(in super::super) struct NoPublicInterest;

impl Rule for NoPublicInterest {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for exclusion in exclusions(facts) {
            // What lacks more is reported as incomplete.
            let Standing::Resolved { missing, weighs_interest: false } = &exclusion.standing else {
                continue;
            };
            if !missing.is_empty() {
                continue;
            }
            let message = format!(
                "the resolution that excluded the public for {} does not weigh the public interest",
                exclusion.what
            );
            found.push(
                Finding::new(&ABOUT, message, &exclusion.minute.origin)
                    .hint("say that the public interest in keeping it exempt outweighs that in disclosing it")
                    .law(facts.nation.exemption_law().public_interest)
                    .of_meeting(exclusion.meeting),
            );
        }
    }
}
