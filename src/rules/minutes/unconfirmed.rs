#![doc = include_str!("unconfirmed.md")]

use super::super::facts::Facts;
use super::super::{ENGLAND_AND_WALES, Finding, Rule, RuleInfo, State};
use crate::diag::Code;
use crate::model::confirmation;
use crate::model::meeting::{Meeting, Status};

static ABOUT: RuleInfo = RuleInfo {
    code: Code::MinutesUnconfirmed,
    duty: "M1",
    summary: "minutes are signed at the same or the next suitable meeting",
    law: "Local Government Act 1972, Schedule 12, para. 41",
    state: State::Checked,
    nations: ENGLAND_AND_WALES,
    since: None,
    executive: false,
};

pub(in super::super) struct Unconfirmed;

impl Rule for Unconfirmed {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for (name, book) in &facts.data.minutes {
            let is_draft = |meeting: &&Meeting| confirmation::is_draft(facts.data, meeting, book);
            let Some(meeting) = facts.meeting(name).filter(is_draft) else { continue };
            let is_extraordinary = |title: &str| title.to_lowercase().contains("extraordinary");
            let next = facts.data.meetings.iter().find(|later| {
                later.body.value == meeting.body.value
                    && matches!(later.status(), Status::Held | Status::Adjourned)
                    && meeting.date.value < later.date.value
                    && later.title.as_ref().is_none_or(|title| !is_extraordinary(title))
                    && facts.data.minutes.contains_key(later.meeting.as_str())
            });
            let Some(next) = next else { continue };
            let message = format!(
                "the minutes of {name} are still a draft, though {} has been held since",
                next.meeting.value
            );
            let place = book.status.as_ref().map_or(&book.origin, |status| &status.origin);
            found.push(
                Finding::new(&ABOUT, message, place)
                    .label(&next.meeting.origin, "the next meeting")
                    .hint("once they are signed, name them under `confirms` in the minute that agreed them, or set their `status` to `confirmed`")
                    .of_meeting(meeting),
            );
        }
    }
}
