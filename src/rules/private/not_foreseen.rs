#![doc = include_str!("not_foreseen.md")]

use std::collections::BTreeSet;

use super::super::facts::{Facts, number};
use super::super::{ENGLAND, Finding, REGULATIONS_2012, Rule, RuleInfo, State};
use crate::model::meeting::Part;

static ABOUT: RuleInfo = RuleInfo {
    code: "private/not-foreseen",
    duty: "P4",
    summary: "what is exempt was foreseen in the plan",
    page: include_str!("not_foreseen.md"),
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
            let name = meeting.meeting.as_str();
            let planned: BTreeSet<u32> =
                issue.private_paragraphs.iter().map(|paragraph| paragraph.value.0).collect();
            let lacks = |paragraphs: &[u32]| -> Vec<String> {
                let lacks = paragraphs.iter().filter(|paragraph| !planned.contains(paragraph));
                lacks.map(ToString::to_string).collect()
            };
            let exempt: Vec<u32> =
                line.exempt_paragraphs.iter().map(|paragraph| paragraph.value.0).collect();
            let lacking = lacks(&exempt);
            if !lacking.is_empty() {
                let message = format!(
                    "item {} of {name} is exempt under paragraph {}, which its entry in the plan, {}, did not foresee",
                    number(line),
                    lacking.join(" and "),
                    issue.r#ref.written()
                );
                found.push(
                    Finding::error(&ABOUT, message, &line.exempt_paragraphs[0].origin)
                        .label(&issue.origin, "the entry in the plan")
                        .hint("correct `private-paragraphs` if the published notice gave it; otherwise use general exception or another meeting")
                        .of_issue(issue)
                        .of_meeting(meeting),
                );
            }
            if line.part() == Part::Two {
                continue;
            }
            for paper in
                facts.data.papers_of(name).iter().filter(|paper| line.has_number(&paper.number))
            {
                let Some(paragraphs) = paper.withheld() else { continue };
                let lacking = lacks(paragraphs);
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
                    Finding::warning(&ABOUT, message, &paper.exempt_paragraphs[0].origin)
                        .label(&issue.origin, "the entry in the plan")
                        .hint("correct `private-paragraphs`, or keep the discussion of this paper in public")
                        .of_issue(issue)
                        .of_meeting(meeting),
                );
            }
        }
    }
}
