#![doc = include_str!("incomplete_resolution.md")]

use super::super::facts::Facts;
use super::super::{EVERYWHERE, Finding, Rule, RuleInfo, State};
use super::{Standing, exclusions, law};
use crate::diag::Code;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::ExclusionIncompleteResolution,
    duty: "X1",
    summary: "the resolution that excludes the public names the law and the paragraphs",
    law: "Local Government Act 1972, s. 100A(4) and (5)",
    state: State::Checked,
    nations: EVERYWHERE,
    since: None,
    executive: false,
};

pub(in super::super) struct IncompleteResolution;

impl Rule for IncompleteResolution {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        let nation = facts.nation.exemption_law();
        for exclusion in exclusions(facts) {
            let (message, hint) = match &exclusion.standing {
                Standing::Unresolved => (
                    format!("the public was not excluded by resolution before {}", exclusion.what),
                    format!("minute the resolution under {}, before the exempt item", nation.section),
                ),
                Standing::OfOthers => (
                    format!(
                        "the public was excluded by resolution for other items, and not for {}",
                        exclusion.what
                    ),
                    "name the item in the resolution, if it was so resolved; where nobody was excluded for it, fill in `exclusion` of its minute".to_owned(),
                ),
                Standing::Resolved { missing, .. } if !missing.is_empty() => {
                    let missing: Vec<String> = missing.iter().map(ToString::to_string).collect();
                    (
                        format!(
                            "the resolution that excluded the public for {} does not name paragraph {}",
                            exclusion.what,
                            missing.join(" and ")
                        ),
                        format!("name in the resolution each paragraph of {} that applies to the item", nation.schedule),
                    )
                }
                Standing::Resolved { .. } => continue,
            };
            found.push(
                Finding::new(&ABOUT, message, &exclusion.minute.origin)
                    .hint(hint)
                    .law(law(facts, exclusion.meeting))
                    .of_meeting(exclusion.meeting),
            );
        }
    }
}
