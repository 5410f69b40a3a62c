#![doc = include_str!("short_notice.md")]

use super::super::facts::{Facts, number};
use super::super::plan::is_urgent;
use super::super::{ENGLAND, Finding, REGULATIONS_2012, Rule, RuleInfo, State};
use super::private_items;
use crate::diag::{Code, plural};
use crate::model::council::DayUnit;
use crate::model::value::long_date;

/// Clear days between the notice and the meeting; every day counts.
const MIN_CLEAR_DAYS: u32 = 28;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::PrivateShortNotice,
    duty: "P1",
    summary: "a private item is announced twenty-eight clear days before, with reasons",
    law: "SI 2012/2089, reg. 5(2) and (3)",
    state: State::Checked,
    nations: ENGLAND,
    since: REGULATIONS_2012,
    executive: true,
};

pub(in super::super) struct ShortNotice;

impl Rule for ShortNotice {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for (meeting, line) in private_items(facts) {
            let what = format!("item {} of {}", number(line), meeting.meeting.value);
            let Some(issue) = facts.issue(line.issue.as_ref()) else {
                let message = format!("{what} is private, but no notice of that is recorded");
                found.push(
                    Finding::new(&ABOUT, message, &line.origin)
                        .hint("fill in `issue`, with `private-paragraphs`, `private-reason` and `first-published` in its entry")
                        .of_meeting(meeting),
                );
                continue;
            };
            if issue.private_reason.is_none() {
                let message =
                    format!("notice of {what} gives no reason for its being held in private");
                found.push(
                    Finding::new(&ABOUT, message, &issue.origin)
                        .hint("fill in `private-reason`")
                        .of_issue(issue)
                        .of_meeting(meeting),
                );
            }
            if is_urgent(issue) {
                continue;
            }
            let Some(published) = &issue.first_published else {
                let message = format!("nothing says when notice of {what} was published");
                found.push(
                    Finding::new(&ABOUT, message, &issue.origin)
                        .hint("fill in `first-published`")
                        .of_issue(issue)
                        .of_meeting(meeting),
                );
                continue;
            };
            let unit = DayUnit::Calendar;
            let day = meeting.date.value;
            let Some(given) = facts.calendar.shortfall(published.value, day, MIN_CLEAR_DAYS, unit)
            else {
                continue;
            };
            let first = facts.calendar.earliest(published.value, MIN_CLEAR_DAYS, unit);
            let message = format!(
                "{what} is private and was announced {} before; {MIN_CLEAR_DAYS} are needed ({})",
                plural(given.count(), "clear day", "clear days"),
                given.sum("notice", "meeting")
            );
            found.push(
                Finding::new(&ABOUT, message, &published.origin)
                    .hint(format!(
                        "take it on {} or later, or ask the chair of scrutiny to agree (`special-urgency`)",
                        long_date(first.day)
                    ))
                    .of_issue(issue)
                    .of_meeting(meeting),
            );
        }
    }
}
