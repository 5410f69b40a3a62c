#![doc = include_str!("urgency_not_minuted.md")]

use super::super::facts::{Facts, number};
use super::super::minutes::text_of;
use super::super::{About, BRITAIN, Finding, Rule, State};
use super::short;
use crate::model::bundle::is_added;
use crate::model::minutes::Minute;

static ABOUT: About = About {
    code: "notice/urgency-not-minuted",
    duty: "N4",
    summary: "the minutes say why a late item was urgent",
    page: include_str!("urgency_not_minuted.md"),
    law: "Local Government Act 1972, s. 100B(4)",
    state: State::Checked,
    nations: BRITAIN,
    since: None,
    executive: false,
};

pub(in super::super) struct UrgencyNotMinuted;

impl Rule for UrgencyNotMinuted {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for (meeting, _) in facts.meetings() {
            let name = meeting.meeting.as_str();
            let Some(book) = facts.data.minutes.get(name) else { continue };
            for line in facts.data.agenda_of(name).iter().filter(|own| is_added(meeting, own)) {
                let Some(added) = &line.added_at else { continue };
                let published = facts.calendar.published(added.value);
                let own = |number: &str| line.has_number(number);
                let minute =
                    book.items.iter().find(|one| one.item.as_ref().is_some_and(|at| own(at)));
                let Some(minute) = minute else { continue };
                let Some(short) = short(facts, meeting, &published) else { continue };
                // The reason may stand under its own item, or where urgent matters are taken.
                let says = |one| {
                    let text = text_of(one).to_lowercase();
                    text.contains("urgen") && text.contains("circumstance")
                };
                let about_urgent = |one: &&Minute| {
                    let item = one.item.as_ref().and_then(|at| facts.data.item(name, at));
                    let title = one.title.as_ref().or(item.and_then(|own| own.title.as_ref()));
                    title.is_some_and(|own| own.to_lowercase().contains("urgent"))
                };
                if says(minute) || book.items.iter().filter(about_urgent).any(says) {
                    continue;
                }
                let message = format!(
                    "the minutes of {name} give no special circumstances for taking item {}, added late ({})",
                    number(line),
                    short.sum
                );
                found.push(
                    Finding::warning(&ABOUT, message, &minute.origin)
                        .label(&added.origin, "added here")
                        .hint("write in the minute that the chair thought it urgent, and what the special circumstances were")
                        .of_meeting(meeting),
                );
            }
        }
    }
}
