#![doc = include_str!("no_urgency_reason.md")]

use super::super::facts::{Facts, number};
use super::super::{BRITAIN, Finding, Rule, RuleInfo, State};
use super::{open_papers, shortfall};
use crate::diag::Code;
use crate::model::bundle::is_added;
use crate::model::council::Nation;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::NoticeNoUrgencyReason,
    duty: "N4",
    summary: "an item added late says why it is urgent",
    law: "Local Government Act 1972, s. 100B(4)",
    state: State::Checked,
    nations: BRITAIN,
    since: None,
    executive: false,
};

pub(in super::super) struct NoUrgencyReason;

impl Rule for NoUrgencyReason {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for (meeting, _) in facts.meetings() {
            for line in facts.data.agenda_of(meeting.meeting.as_str()) {
                let Some(added) = line.added_at.as_ref().filter(|_| is_added(meeting, line)) else {
                    continue;
                };
                let published = facts.calendar.publication_day(added.value);
                let Some(shortfall) = shortfall(facts, meeting, &published) else { continue };
                let has_reason =
                    line.urgency_reason.as_ref().is_some_and(|reason| !reason.is_empty());
                if has_reason {
                    continue;
                }
                let message = format!(
                    "item {} of {} was added late without a reason for urgency: {} ({})",
                    number(line),
                    meeting.meeting.value,
                    shortfall.given,
                    shortfall.sum
                );
                let law = match facts.nation {
                    Nation::Scotland => open_papers(facts.nation),
                    Nation::England | Nation::Wales | Nation::NorthernIreland => ABOUT.law,
                };
                found.push(
                    Finding::new(&ABOUT, message, &added.origin)
                        .law(law)
                        .hint("fill in `urgency-reason` with the special circumstances, or take the item at another meeting")
                        .of_meeting(meeting),
                );
            }
        }
    }
}
