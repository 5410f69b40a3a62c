#![doc = include_str!("no_background_papers.md")]

use super::super::facts::Facts;
use super::super::{ENGLAND_AND_WALES, Finding, Rule, RuleInfo, State};
use crate::diag::Code;
use crate::model::meeting::PaperKind;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::RecordsNoBackgroundPapers,
    duty: "N6",
    summary: "a report lists its background papers",
    law: "Local Government Act 1972, s. 100D(1)",
    state: State::Checked,
    nations: ENGLAND_AND_WALES,
    since: None,
    executive: false,
};

pub(in super::super) struct NoBackgroundPapers;

impl Rule for NoBackgroundPapers {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for (meeting, _) in facts.meetings() {
            let name = meeting.meeting.as_str();
            for paper in facts.data.papers_of(name) {
                let Some(file) = paper.file.known() else { continue };
                let Some(report) = facts.data.reports.get(&file.value) else { continue };
                if paper.kind() != PaperKind::Report || paper.is_exempt() {
                    continue;
                }
                if report.0.plain_text().to_lowercase().contains("background paper") {
                    continue;
                }
                let message =
                    format!("the report `{}` does not list its background papers", paper.name());
                found.push(
                    Finding::new(&ABOUT, message, &file.origin)
                        .hint("end the report with a section `Background papers`; write `None` where there are none")
                        .of_meeting(meeting),
                );
            }
        }
    }
}
