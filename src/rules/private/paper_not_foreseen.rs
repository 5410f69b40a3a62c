#![doc = include_str!("paper_not_foreseen.md")]

use super::super::facts::{Facts, number};
use super::super::{ENGLAND, Finding, REGULATIONS_2012, Rule, RuleInfo, State};
use super::unforeseen;
use crate::diag::Code;
use crate::model::meeting::Part;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::PrivatePaperNotForeseen,
    duty: "P4",
    summary: "what is exempt in a paper for a public item was foreseen in the plan",
    law: "SI 2012/2089, regs 5 and 9",
    state: State::Checked,
    nations: ENGLAND,
    since: REGULATIONS_2012,
    executive: true,
};

pub(in super::super) struct PaperNotForeseen;

impl Rule for PaperNotForeseen {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for (meeting, line) in facts.executive_items() {
            let Some(issue) = facts.issue(line.issue.as_ref()) else { continue };
            let name = meeting.meeting.as_str();
            if line.part() == Part::Two {
                continue;
            }
            for paper in
                facts.data.papers_of(name).iter().filter(|paper| line.has_number(&paper.number))
            {
                let Some(paragraphs) = paper.withheld() else { continue };
                let lacking = unforeseen(issue, paragraphs.iter().copied());
                if paper.exempt_paragraphs.is_empty() || lacking.is_empty() {
                    continue;
                }
                let message = format!(
                    "`{}`, a paper for item {} of {name}, is exempt under paragraph {}, which {} in the plan did not foresee",
                    paper.name(),
                    number(line),
                    lacking.join(" and "),
                    issue.r#ref.written()
                );
                found.push(
                    Finding::new(&ABOUT, message, &paper.exempt_paragraphs[0].origin)
                        .label(&issue.origin, "the entry in the plan")
                        .hint("correct `private-paragraphs`, or keep the discussion of this paper in public")
                        .of_issue(issue)
                        .of_meeting(meeting),
                );
            }
        }
    }
}
