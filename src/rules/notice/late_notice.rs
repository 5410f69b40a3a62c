#![doc = include_str!("late_notice.md")]

use super::super::calendar::short_date;
use super::super::facts::Facts;
use super::super::{BRITAIN, Finding, Rule, RuleInfo, State};
use super::shortfall;
use crate::diag::Code;
use crate::model::council::Nation;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::NoticeLateNotice,
    duty: "N1",
    summary: "public notice of time and place, five clear days before a meeting",
    law: "Local Government Act 1972, s. 100A(6)(a); SI 2012/2089, reg. 6",
    state: State::Checked,
    nations: BRITAIN,
    since: None,
    executive: false,
};

pub(in super::super) struct LateNotice;

impl Rule for LateNotice {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for (meeting, _) in facts.meetings() {
            let Some(notice) = &meeting.notice_at else { continue };
            let given = facts.calendar.publication_day(notice.value);
            let is_at_once =
                meeting.convened_at.as_ref().is_some_and(|date| given.day <= date.value);
            let Some(shortfall) = shortfall(facts, meeting, &given).filter(|_| !is_at_once) else {
                continue;
            };
            let message = format!(
                "public notice of {} gives {} ({})",
                meeting.meeting.value, shortfall.given, shortfall.sum
            );
            let law = match facts.nation {
                Nation::Scotland => "Local Government (Scotland) Act 1973, s. 50B",
                Nation::England | Nation::Wales | Nation::NorthernIreland => ABOUT.law,
            };
            found.push(
                Finding::new(&ABOUT, message, &notice.origin)
                    .law(law)
                    .hint(format!("give notice by {}, or move the meeting; where it was convened at shorter notice, fill in `convened-at`", short_date(shortfall.by)))
                    .of_meeting(meeting),
            );
        }
    }
}
