#![doc = include_str!("urgency_not_minuted.md")]

use super::super::facts::{Facts, number};
use super::super::minutes::text_of;
use super::super::{BRITAIN, Finding, Rule, RuleInfo, State};
use super::shortfall;
use crate::diag::Code;
use crate::model::bundle::is_added;
use crate::model::minutes::Minute;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::NoticeUrgencyNotMinuted,
    duty: "N4",
    summary: "the minutes say why a late item was urgent",
    law: "Local Government Act 1972, s. 100B(4)",
    state: State::Checked,
    nations: BRITAIN,
    since: None,
    executive: false,
};

pub(in super::super) struct UrgencyNotMinuted;

impl Rule for UrgencyNotMinuted {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for (meeting, _) in facts.meetings() {
            let name = meeting.meeting.as_str();
            let Some(book) = facts.data.minutes.get(name) else { continue };
            for line in facts.data.agenda_of(name).iter().filter(|line| is_added(meeting, line)) {
                let Some(added) = &line.added_at else { continue };
                let published = facts.calendar.publication_day(added.value);
                let is_number = |number: &str| line.has_number(number);
                let minute = book
                    .items
                    .iter()
                    .find(|minute| minute.item.as_ref().is_some_and(|at| is_number(at)));
                let Some(minute) = minute else { continue };
                let Some(shortfall) = shortfall(facts, meeting, &published) else { continue };
                // The reason may be minuted under the item itself, or where urgent matters are taken.
                let says = |minute| {
                    let text = text_of(minute).to_lowercase();
                    text.contains("urgen") && text.contains("circumstance")
                };
                let about_urgent = |minute: &&Minute| {
                    let item = minute.item.as_ref().and_then(|at| facts.data.item(name, at));
                    let title = minute.title.as_ref().or(item.and_then(|line| line.title.as_ref()));
                    title.is_some_and(|title| title.to_lowercase().contains("urgent"))
                };
                if says(minute) || book.items.iter().filter(about_urgent).any(says) {
                    continue;
                }
                let message = format!(
                    "the minutes of {name} give no special circumstances for taking item {}, added late ({})",
                    number(line),
                    shortfall.sum
                );
                found.push(
                    Finding::new(&ABOUT, message, &minute.origin)
                        .label(&added.origin, "added here")
                        .hint("write in the minute that the chair thought it urgent, and what the special circumstances were")
                        .of_meeting(meeting),
                );
            }
        }
    }
}
