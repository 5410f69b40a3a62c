#![doc = include_str!("not_foreseen.md")]

use super::super::facts::{Facts, number};
use super::super::{ENGLAND, Finding, REGULATIONS_2012, Rule, RuleInfo, State};
use super::unforeseen;
use crate::diag::Code;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::PrivateNotForeseen,
    duty: "P4",
    summary: "what is exempt was foreseen in the plan",
    law: "SI 2012/2089, regs 5 and 9",
    state: State::Checked,
    nations: ENGLAND,
    since: REGULATIONS_2012,
    executive: true,
};

pub(in super::super) struct NotForeseen;

impl Rule for NotForeseen {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for (meeting, line) in facts.executive_items() {
            let Some(issue) = facts.issue(line.issue.as_ref()) else { continue };
            if facts.excluded_nobody(meeting, line) {
                continue;
            }
            let name = meeting.meeting.as_str();
            let exempt = line.exempt_paragraphs.iter().map(|paragraph| paragraph.value.0);
            let lacking = unforeseen(issue, exempt);
            if !lacking.is_empty() {
                let message = format!(
                    "item {} of {name} is exempt under paragraph {}, which its entry in the plan, {}, did not foresee",
                    number(line),
                    lacking.join(" and "),
                    issue.r#ref.written()
                );
                found.push(
                    Finding::new(&ABOUT, message, &line.exempt_paragraphs[0].origin)
                        .label(&issue.origin, "the entry in the plan")
                        .hint("correct `private-paragraphs` if the published notice gave it; otherwise use general exception or another meeting")
                        .of_issue(issue)
                        .of_meeting(meeting),
                );
            }
        }
    }
}
