#![doc = include_str!("wrong_outcome.md")]

use super::super::facts::Facts;
use super::super::{EVERYWHERE, Finding, LOCAL, Rule, RuleInfo, State};
use super::{Ballot, ballots};
use crate::diag::Code;
use crate::model::minutes::{CastingVote, MotionOutcome, Tally};

static ABOUT: RuleInfo = RuleInfo {
    code: Code::VotesWrongOutcome,
    duty: LOCAL,
    summary: "the numbers of a vote agree with its outcome",
    law: "Local Government Act 1972, Schedule 12, para. 39",
    state: State::Checked,
    nations: EVERYWHERE,
    since: None,
    executive: false,
};

pub(in super::super) struct WrongOutcome;

impl Rule for WrongOutcome {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for ballot in ballots(facts) {
            check(found, &ballot);
        }
    }
}

fn check(found: &mut Vec<Finding>, ballot: &Ballot<'_, '_>) {
    let Ballot { meeting, question, .. } = ballot;
    let Some(vote) = question.vote else { return };
    let [ayes, noes] =
        [&vote.r#for, &vote.against].map(|tally| tally.as_ref().map_or(0, Tally::count));
    let what = format!("a {} at {}", question.what, meeting.meeting.value);
    let Some(outcome) = question.outcome else { return };
    // A casting vote counts as one more for its side.
    let (for_it, against_it) = match vote.casting.as_ref().map(|casting| casting.value) {
        Some(CastingVote::For) => (ayes + 1, noes),
        Some(CastingVote::Against) => (ayes, noes + 1),
        None => (ayes, noes),
    };
    let is_consistent = match outcome.value {
        MotionOutcome::Carried => for_it > against_it,
        // Without a casting vote, equal votes lose the motion.
        MotionOutcome::Lost => for_it <= against_it,
        MotionOutcome::Withdrawn
        | MotionOutcome::Fell
        | MotionOutcome::Accepted
        | MotionOutcome::Altered => true,
    };
    if is_consistent {
        return;
    }
    let is_equal = for_it == against_it && vote.casting.is_none();
    let hint = if is_equal {
        "say under `casting` how the chair's casting vote was used, or correct `outcome`"
    } else {
        "correct the numbers or `outcome`"
    };
    let message = format!(
        "{what} is recorded as {}, with {ayes} for and {noes} against",
        outcome.value.word()
    );
    found.push(
        Finding::new(&ABOUT, message, ballot.place())
            .label(&outcome.origin, "the recorded outcome")
            .hint(hint)
            .of_meeting(meeting),
    );
}
