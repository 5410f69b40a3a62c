#![doc = include_str!("from_elsewhere.md")]

use super::super::facts::Facts;
use super::super::{ENGLAND, Finding, LOCAL, Rule, RuleInfo, State};
use super::barred_votes;
use crate::diag::Code;
use crate::model::room::Bar;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::VotesFromElsewhere,
    duty: LOCAL,
    summary: "only members who are there in person vote",
    law: "Local Government Act 1972, Schedule 12, para. 39",
    state: State::Checked,
    nations: ENGLAND,
    since: None,
    executive: false,
};

pub(in super::super) struct FromElsewhere;

impl Rule for FromElsewhere {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        barred_votes(found, facts, |name, bar| {
            let Bar::Remote(attendee) = bar else { return None };
            let message = format!("`{}` voted, but attended from elsewhere", name.value);
            let finding = Finding::new(&ABOUT, message, &name.origin);
            Some(
                finding
                    .label(&attendee.name.origin, "marked as `remote` here")
                    .hint("correct the vote; whoever was in the room is not `remote`"),
            )
        });
    }
}
