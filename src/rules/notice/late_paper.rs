#![doc = include_str!("late_paper.md")]

use super::super::facts::{Facts, number};
use super::super::{BRITAIN, Finding, Rule, RuleInfo, State};
use super::{open_papers, shortfall};
use crate::diag::Code;
use crate::model::bundle::is_late;
use crate::model::meeting::PaperStatus;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::NoticeLatePaper,
    duty: "N3",
    summary: "each report open five clear days before, or a reason why it was late",
    law: "Local Government Act 1972, s. 100B(3)",
    state: State::Checked,
    nations: BRITAIN,
    since: None,
    executive: false,
};

pub(in super::super) struct LatePaper;

impl Rule for LatePaper {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for (meeting, _) in facts.meetings() {
            let name = meeting.meeting.as_str();
            for paper in facts.data.papers_of(name) {
                let Some(moment) = &paper.published_at else { continue };
                let line = facts.data.item(name, &paper.number);
                let is_urgent = line.is_some_and(|line| line.urgency_reason.is_some());
                if paper.late_reason.is_some()
                    || is_urgent
                    || matches!(paper.status(), PaperStatus::Withdrawn | PaperStatus::Separate)
                    || !is_late(meeting, paper)
                {
                    continue;
                }
                let published = facts.calendar.publication_day(moment.value);
                let Some(shortfall) = shortfall(facts, meeting, &published) else { continue };
                let message = format!(
                    "`{}`, a paper for item {} of {name}, is late without a reason: {} ({})",
                    paper.name(),
                    line.map_or(paper.number.value.as_str(), number),
                    shortfall.given,
                    shortfall.sum
                );
                found.push(
                    Finding::new(&ABOUT, message, &moment.origin)
                        .law(open_papers(facts.nation))
                        .hint("fill in `late-reason`; the chair must agree to take it")
                        .of_meeting(meeting),
                );
            }
        }
    }
}
