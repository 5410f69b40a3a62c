#![doc = include_str!("unconfirmed.md")]

use super::super::facts::Facts;
use super::super::{About, ENGLAND_AND_WALES, Finding, Rule, State};
use crate::model::meeting::Status;
use crate::model::minutes::MinutesStatus;

static ABOUT: About = About {
    code: "minutes/unconfirmed",
    duty: "M1",
    summary: "minutes are signed at the same or the next suitable meeting",
    page: include_str!("unconfirmed.md"),
    law: "Local Government Act 1972, Schedule 12, para. 41",
    state: State::Checked,
    nations: ENGLAND_AND_WALES,
    since: None,
    executive: false,
};

pub(in super::super) struct Unconfirmed;

impl Rule for Unconfirmed {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for (name, book) in &facts.data.minutes {
            let is_draft = book.status.as_ref().is_none_or(|own| own.value == MinutesStatus::Draft);
            let Some(meeting) = facts.meeting(name).filter(|_| is_draft) else { continue };
            let is_extraordinary = |title: &str| title.to_lowercase().contains("extraordinary");
            let next = facts.data.meetings.iter().find(|own| {
                own.body.value == meeting.body.value
                    && own.status() == Status::Held
                    && meeting.date.value < own.date.value
                    && own.title.as_ref().is_none_or(|title| !is_extraordinary(title))
                    && facts.data.minutes.contains_key(own.meeting.as_str())
            });
            let Some(next) = next else { continue };
            let message = format!(
                "the minutes of {name} are still a draft, though {} was held after it",
                next.meeting.value
            );
            let place = book.status.as_ref().map_or(&book.origin, |own| &own.origin);
            found.push(
                Finding::warning(&ABOUT, message, place)
                    .label(&next.meeting.origin, "the next meeting")
                    .hint("set `status` to `confirmed` once they are signed")
                    .of_meeting(meeting),
            );
        }
    }
}
