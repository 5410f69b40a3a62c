#![doc = include_str!("odd_casting_vote.md")]

use super::super::facts::Facts;
use super::super::{EVERYWHERE, Finding, LOCAL, Rule, RuleInfo, State};
use super::{Ballot, ballots};
use crate::diag::Code;
use crate::model::body::{Member, Role};
use crate::model::minutes::Tally;
use crate::model::room::Room;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::VotesOddCastingVote,
    duty: LOCAL,
    summary: "a casting vote decides equal votes, and is that of somebody in the chair",
    law: "Local Government Act 1972, Schedule 12, para. 39",
    state: State::Checked,
    nations: EVERYWHERE,
    since: None,
    executive: false,
};

pub(in super::super) struct OddCastingVote;

impl Rule for OddCastingVote {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for ballot in ballots(facts) {
            check(found, &ballot);
        }
    }
}

/// Returns whether the minutes say who was in the chair: in a note, or because the body's chair or
/// vice-chair is among those present.
fn names_chair(room: &Room<'_>, minute: usize) -> bool {
    room.present(minute).iter().any(|present| {
        let note = present.attendee.note.as_ref().map(|note| note.to_lowercase());
        let chairs = |seat: &Member| matches!(seat.role(), Role::Chair | Role::ViceChair);
        note.is_some_and(|note| note.contains("chair") || note.contains("presid"))
            || present.seat.is_some_and(chairs)
            || room.is_office(&present.attendee.name)
    })
}

fn check(found: &mut Vec<Finding>, ballot: &Ballot<'_, '_>) {
    let Ballot { meeting, room, minute, question } = ballot;
    let Some(vote) = question.vote else { return };
    let Some(casting) = &vote.casting else { return };
    let [ayes, noes] =
        [&vote.r#for, &vote.against].map(|tally| tally.as_ref().map_or(0, Tally::count));
    let what = format!("a {} at {}", question.what, meeting.meeting.value);
    let mut report = |message: String, hint: &str| {
        let finding = Finding::new(&ABOUT, message, &casting.origin);
        found.push(finding.hint(hint).of_meeting(meeting));
    };
    if ayes != noes {
        let message = format!(
            "the casting vote was used on {what}, though {ayes} were for and {noes} against"
        );
        report(
            message,
            "it decides equal votes only; leave it out of `for` and `against`, or correct the numbers",
        );
    }
    if !names_chair(room, *minute) {
        let message = format!(
            "the casting vote was used on {what}, but nobody is named as being in the chair"
        );
        report(
            message,
            "name first under `present` whoever was in the chair, with the note `in the chair`",
        );
    }
}
