#![doc = include_str!("no_second_notice.md")]

use super::super::facts::{Facts, number};
use super::super::plan::is_urgent;
use super::super::{ENGLAND, Finding, REGULATIONS_2012, Rule, RuleInfo, State};
use super::private_items;
use crate::diag::{Code, plural};
use crate::model::council::DayUnit;
use crate::model::value::long_date;

/// Clear working days between the second notice and the meeting.
pub const MIN_CLEAR_DAYS: u32 = 5;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::PrivateNoSecondNotice,
    duty: "P2",
    summary: "a second notice five clear days before, with representations and the reply to them",
    law: "SI 2012/2089, reg. 5(4) and (5)",
    state: State::Checked,
    nations: ENGLAND,
    since: REGULATIONS_2012,
    executive: true,
};

pub(in super::super) struct NoSecondNotice;

impl Rule for NoSecondNotice {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for (meeting, line) in private_items(facts) {
            let Some(issue) = facts.issue(line.issue.as_ref()).filter(|issue| !is_urgent(issue))
            else {
                continue;
            };
            let what = format!("item {} of {}", number(line), meeting.meeting.value);
            let unit = DayUnit::Working;
            let by = facts.calendar.latest_publication(meeting.date.value, MIN_CLEAR_DAYS, unit);
            let Some(second) = &issue.private_notice else {
                if by.day < facts.today {
                    let message = format!("no second notice of {what} is recorded ({})", by.sum);
                    found.push(
                        Finding::new(&ABOUT, message, &issue.origin)
                            .label(&line.origin, "taken in private here")
                            .hint("fill in `private-notice`: when it was published, the representations and the response")
                            .of_issue(issue)
                            .of_meeting(meeting),
                    );
                }
                continue;
            };
            let notice = &second.published;
            let day = meeting.date.value;
            if let Some(given) = facts.calendar.shortfall(notice.value, day, MIN_CLEAR_DAYS, unit) {
                let message = format!(
                    "the second notice of {what} gives {}; {MIN_CLEAR_DAYS} are needed ({})",
                    plural(given.count(), "clear day", "clear days"),
                    given.sum("notice", "meeting")
                );
                found.push(
                    Finding::new(&ABOUT, message, &notice.origin)
                        .hint(format!(
                            "publish it by {}, or take the item later",
                            long_date(by.day)
                        ))
                        .of_issue(issue)
                        .of_meeting(meeting),
                );
            }
        }
    }
}
