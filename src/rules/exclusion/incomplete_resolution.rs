#![doc = include_str!("incomplete_resolution.md")]

use super::super::facts::Facts;
use super::super::{ENGLAND_AND_WALES, Finding, Rule, RuleInfo, State};
use super::exclusions;
use crate::diag::Code;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::ExclusionIncompleteResolution,
    duty: "X1",
    summary: "the resolution that excludes the public names the law and the paragraphs",
    law: "Local Government Act 1972, s. 100A(4) and (5)",
    state: State::Checked,
    nations: ENGLAND_AND_WALES,
    since: None,
    executive: false,
};

pub(in super::super) struct IncompleteResolution;

impl Rule for IncompleteResolution {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for exclusion in exclusions(facts) {
            let missing: Vec<String> = exclusion.missing.iter().map(ToString::to_string).collect();
            let (message, hint) = if exclusion.resolved.is_empty() {
                (
                    format!("the public was not excluded by resolution before {}", exclusion.what),
                    "minute the resolution under section 100A(4), before the exempt item",
                )
            } else if !missing.is_empty() {
                (
                    format!(
                        "the resolution that excluded the public for {} does not name paragraph {}",
                        exclusion.what,
                        missing.join(" and ")
                    ),
                    "name in the resolution each paragraph of Schedule 12A that applies to the item",
                )
            } else {
                continue;
            };
            found.push(
                Finding::new(&ABOUT, message, &exclusion.minute.origin)
                    .hint(hint)
                    .of_meeting(exclusion.meeting),
            );
        }
    }
}
