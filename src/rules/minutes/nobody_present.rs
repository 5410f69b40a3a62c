#![doc = include_str!("nobody_present.md")]

use super::super::facts::Facts;
use super::super::{ENGLAND_AND_WALES, Finding, Rule, RuleInfo, State};
use crate::diag::Code;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::MinutesNobodyPresent,
    duty: "M2",
    summary: "minutes name the members present",
    law: "Local Government Act 1972, Schedule 12, para. 40",
    state: State::Checked,
    nations: ENGLAND_AND_WALES,
    since: None,
    executive: false,
};

pub(in super::super) struct NobodyPresent;

impl Rule for NobodyPresent {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for (name, book) in &facts.data.minutes {
            let Some(meeting) = facts.meeting(name) else { continue };
            let body = facts.data.body_of(meeting);
            let quorum = body.and_then(|body| body.quorum.as_ref());
            let (present, counting) = (book.present.len(), facts.room(meeting, book).quorate());
            let of_them = match counting == present {
                true => String::new(),
                false => format!(", of whom {counting} count as members there in person"),
            };
            let message = match quorum {
                _ if present == 0 => format!("the minutes of {name} name nobody present"),
                Some(quorum) if counting < quorum.value as usize => format!(
                    "the minutes of {name} name {present} present{of_them}; the quorum is {}",
                    quorum.value
                ),
                Some(_) | None => continue,
            };
            found.push(
                Finding::new(&ABOUT, message, &book.origin)
                    .hint("list under `present` every member who attended")
                    .of_meeting(meeting),
            );
        }
    }
}
