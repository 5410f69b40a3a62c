#![doc = include_str!("unaccounted.md")]

use super::super::facts::Facts;
use super::super::{EVERYWHERE, Finding, LOCAL, Rule, RuleInfo, State};
use super::{ballots, listed, missing, named, sides};
use crate::diag::Code;
use crate::model::minutes::Tally;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::VotesUnaccounted,
    duty: LOCAL,
    summary: "a recorded vote names every member present",
    law: "the council’s standing orders on recorded votes",
    state: State::Checked,
    nations: EVERYWHERE,
    since: None,
    executive: false,
};

pub(in super::super) struct Unaccounted;

impl Rule for Unaccounted {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for (meeting, book) in facts.minutes() {
            // Budget meetings are checked by `votes/unnamed-budget-vote`.
            if meeting.budget_meeting.as_ref().is_some_and(|flag| flag.0) {
                continue;
            }
            for (at, minute) in book.items.iter().enumerate() {
                for ballot in ballots(minute) {
                    let Some(vote) = ballot.vote else { continue };
                    let is_counted = |tally: &Tally| tally.names().is_none() && tally.count() > 0;
                    let is_partly_counted =
                        sides(vote).into_iter().any(|(_, tally)| tally.is_some_and(is_counted));
                    if is_partly_counted || named(vote).next().is_none() {
                        continue;
                    }
                    let missing = missing(facts, meeting, book, at, vote);
                    if missing.is_empty() {
                        continue;
                    }
                    let message = format!(
                        "a {} at {} names {} of {} members present; missing: {}",
                        ballot.what,
                        meeting.meeting.value,
                        named(vote).count(),
                        book.present.len(),
                        listed(&missing)
                    );
                    found.push(
                        Finding::new(&ABOUT, message, ballot.place)
                            .hint("name them under `for`, `against`, `abstain` or `not-voting`, or say under `movements` who was out")
                            .of_meeting(meeting),
                    );
                }
            }
        }
    }
}
