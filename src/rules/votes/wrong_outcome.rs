#![doc = include_str!("wrong_outcome.md")]

use super::super::facts::Facts;
use super::super::{EVERYWHERE, Finding, LOCAL, Rule, RuleInfo, State};
use super::{Ballot, ballots};
use crate::model::body::Role;
use crate::model::meeting::Meeting;
use crate::model::minutes::{CastingVote, MinuteBook, MotionOutcome, Tally};

static ABOUT: RuleInfo = RuleInfo {
    code: "votes/wrong-outcome",
    duty: LOCAL,
    summary: "the numbers of a vote agree with its outcome",
    page: include_str!("wrong_outcome.md"),
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
        for (meeting, book) in facts.minutes() {
            for minute in &book.items {
                for ballot in ballots(minute) {
                    check(found, facts, meeting, book, &ballot);
                }
            }
        }
    }
}

/// Returns whether the minutes say who was in the chair: in a note, or because the body's chair or
/// vice-chair is among those present.
fn names_chair(facts: &Facts<'_>, meeting: &Meeting, book: &MinuteBook) -> bool {
    let chairs = |name: &str| {
        facts.data.members_of(meeting.body.as_str()).any(|seat| {
            matches!(seat.role(), Role::Chair | Role::ViceChair) && seat.is_called(name)
        })
    };
    book.present.iter().any(|attendee| {
        let note = attendee.note.as_ref().map(|note| note.to_lowercase());
        note.is_some_and(|note| note.contains("chair") || note.contains("presid"))
            || chairs(&attendee.name)
    })
}

fn check(
    found: &mut Vec<Finding>,
    facts: &Facts<'_>,
    meeting: &Meeting,
    book: &MinuteBook,
    ballot: &Ballot<'_>,
) {
    let Some(vote) = ballot.vote else { return };
    let [ayes, noes] =
        [&vote.r#for, &vote.against].map(|tally| tally.as_ref().map_or(0, Tally::count));
    let what = format!("a {} at {}", ballot.what, meeting.meeting.value);
    let mut report = |finding: Finding| found.push(finding.of_meeting(meeting));
    if let Some(casting) = &vote.casting {
        if ayes != noes {
            let message = format!(
                "the casting vote was used on {what}, though {ayes} were for and {noes} against"
            );
            report(
                Finding::warning(&ABOUT, message, &casting.origin)
                    .hint("it decides equal votes only; leave it out of `for` and `against`, or correct the numbers"),
            );
        }
        if !names_chair(facts, meeting, book) {
            let message = format!(
                "the casting vote was used on {what}, but nobody is named as being in the chair"
            );
            report(Finding::warning(&ABOUT, message, &casting.origin).hint(
                "name first under `present` whoever was in the chair, with the note `in the chair`",
            ));
        }
    }
    let Some(outcome) = ballot.outcome else { return };
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
        MotionOutcome::Withdrawn | MotionOutcome::Fell => true,
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
    report(
        Finding::error(&ABOUT, message, ballot.place)
            .label(&outcome.origin, "the recorded outcome")
            .hint(hint),
    );
}
