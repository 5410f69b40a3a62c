#![doc = include_str!("unaccounted.md")]

use super::super::facts::Facts;
use super::super::{EVERYWHERE, Finding, LOCAL, Rule, RuleInfo, State};
use super::{ballots, listed, missing, named};
use crate::diag::Code;
use crate::model::minutes::{Tally, Vote};
use crate::model::room::Room;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::VotesUnaccounted,
    duty: LOCAL,
    summary: "a vote accounts for every member in the room",
    law: "the council’s standing orders on votes",
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
        for ballot in ballots(facts) {
            let meeting = ballot.meeting;
            // Budget meetings are checked by `votes/unnamed-budget-vote`.
            if meeting.budget_meeting.as_ref().is_some_and(|flag| flag.0) {
                continue;
            }
            let (room, at) = (ballot.room, ballot.minute);
            let Some(vote) = ballot.question.vote else { continue };
            let is_named = named(vote).next().is_some();
            let is_counted = |tally: &Tally| tally.names().is_none() && tally.count() > 0;
            let is_partly_counted = vote.sides().any(|(_, tally)| is_counted(tally));
            let message = match (is_named, is_partly_counted) {
                (true, true) => None,
                (true, false) => of_names(room, at, vote),
                (false, _) => of_numbers(room, at, vote),
            };
            let Some(message) = message else { continue };
            let what = ballot.question.what;
            let message = format!("a {what} at {} {message}", meeting.meeting.value);
            let hint = if is_named {
                "name them under `for`, `against`, `abstain` or `not-voting`, or say under `movements` who was out"
            } else {
                "give the others under `abstain` or `not-voting`, or say under `movements` who was out"
            };
            let finding = Finding::new(&ABOUT, message, ballot.place());
            found.push(finding.hint(hint).of_meeting(meeting));
        }
    }
}

/// Returns whom a vote by name does not name.
fn of_names(room: &Room<'_>, at: usize, vote: &Vote) -> Option<String> {
    let missing = missing(room, at, vote);
    (!missing.is_empty()).then(|| {
        format!(
            "names {} of {} members present; missing: {}",
            named(vote).count(),
            room.present(at).len(),
            listed(&missing)
        )
    })
}

/// Returns how many a vote by numbers does not count.
fn of_numbers(room: &Room<'_>, at: usize, vote: &Vote) -> Option<String> {
    let counted: usize = vote.sides().map(|(_, tally)| tally.count()).sum();
    let voters = room.voters(at, false).len();
    (counted < voters).then(|| format!("counts {counted} of {voters} members who may vote"))
}
