//! Votes: those that the law requires by name, and whether what is recorded of them is consistent.

mod from_elsewhere;
mod odd_casting_vote;
mod pecuniary_interest;
mod unaccounted;
mod unnamed_budget_vote;
mod wrong_outcome;

pub(super) use from_elsewhere::FromElsewhere;
pub(super) use odd_casting_vote::OddCastingVote;
pub(super) use pecuniary_interest::PecuniaryInterest;
pub(super) use unaccounted::Unaccounted;
pub(super) use unnamed_budget_vote::UnnamedBudgetVote;
pub(super) use wrong_outcome::WrongOutcome;

use super::Finding;
use super::facts::Facts;
use crate::diag::Origin;
use crate::model::meeting::Meeting;
use crate::model::minutes::{Minute, MotionOutcome, Paragraph, Question, Tally};
use crate::model::record::Located;
use crate::model::room::{Bar, Present, Room};

/// The most names that a message lists.
const MAX_NAMED: usize = 5;

/// A vote, or a motion that was settled without one, in the minute at a position counted from 0.
struct Ballot<'f, 'a> {
    meeting: &'a Meeting,
    room: &'f Room<'a>,
    minute: usize,
    question: Question<'a>,
}

impl Ballot<'_, '_> {
    /// Returns the place of the vote, or where one should be.
    fn place(&self) -> &Origin {
        self.question.vote.map_or(self.question.origin, |vote| &vote.origin)
    }
}

/// A vote that was taken: on a question, or in a round of an election or a choice.
struct Count<'f, 'a> {
    meeting: &'a Meeting,
    room: &'f Room<'a>,
    minute: usize,
    /// What messages call it: `motion`, `round of an election`.
    what: &'static str,
    /// Its sides, by the names of their columns; those of a round by its nominees.
    sides: Vec<(&'a str, &'a Tally)>,
    /// Where it is.
    origin: &'a Origin,
}

impl<'a> Count<'_, 'a> {
    /// Returns everyone whom it names, on any side.
    fn named(&self) -> impl Iterator<Item = &'a Located<String>> {
        self.sides.iter().filter_map(|(_, tally)| tally.names()).flatten()
    }

    /// Returns the members who could have voted and whom it does not name.
    fn missing(&self) -> Vec<&'a str> {
        let (room, at) = (self.room, self.minute);
        let named: Vec<_> = self.named().filter_map(|name| room.find(name, at)).collect();
        let is_named = |present: &Present<'_>| {
            named.iter().any(|named| std::ptr::eq(named.attendee, present.attendee))
        };
        let expected = room.voters(at, false).into_iter().filter(|present| !is_named(present));
        expected.map(|present| present.attendee.name.value.as_str()).collect()
    }
}

/// Returns the votes that were taken, of all minutes.
fn counts<'f, 'a>(facts: &'f Facts<'a>) -> impl Iterator<Item = Count<'f, 'a>> {
    facts.rooms().iter().flat_map(|(meeting, room)| {
        let minutes = room.book().items.iter().enumerate();
        minutes.flat_map(move |(minute, row)| {
            let paragraphs = row.paragraphs.iter();
            paragraphs.flat_map(Paragraph::counts).map(move |(what, sides, origin)| Count {
                meeting,
                room,
                minute,
                what,
                sides,
                origin,
            })
        })
    })
}

/// Returns the votes of all minutes, and the motions that were settled without one.
fn ballots<'f, 'a>(facts: &'f Facts<'a>) -> impl Iterator<Item = Ballot<'f, 'a>> {
    facts.rooms().iter().flat_map(|(meeting, room)| {
        let minutes = room.book().items.iter().enumerate();
        minutes.flat_map(move |(minute, row)| {
            settled(row).map(move |question| Ballot { meeting, room, minute, question })
        })
    })
}

/// Reports the votes of members whom the law bars from voting, where `report` makes a finding of the name in the
/// vote and of the reason.
fn barred_votes<'a>(
    found: &mut Vec<Finding>,
    facts: &Facts<'a>,
    report: impl Fn(&Located<String>, Bar<'a>) -> Option<Finding>,
) {
    for Count { meeting, room, minute, sides, .. } in counts(facts) {
        // Whoever does not vote is no matter.
        let names = sides.into_iter().filter(|(side, _)| *side != "not-voting");
        for name in names.filter_map(|(_, tally)| tally.names()).flatten() {
            let bar = room.find(name, minute).and_then(|present| room.bar(present, minute));
            let finding = bar.and_then(|bar| report(name, bar));
            found.extend(finding.map(|finding| finding.of_meeting(meeting)));
        }
    }
}

/// Returns the votes of a minute, and the motions that were settled without one.
fn settled(minute: &Minute) -> impl Iterator<Item = Question<'_>> {
    let is_settled = |question: &Question<'_>| {
        let outcome = question.outcome.map(|outcome| outcome.value);
        question.vote.is_some()
            || matches!(outcome, Some(MotionOutcome::Carried | MotionOutcome::Lost))
    };
    minute.paragraphs.iter().flat_map(|paragraph| paragraph.questions()).filter(is_settled)
}

/// Returns names as a message lists them: at most [`MAX_NAMED`], then `…`.
fn listed(names: &[&str]) -> String {
    let more = if names.len() > MAX_NAMED { ", …" } else { "" };
    names.iter().take(MAX_NAMED).copied().collect::<Vec<_>>().join(", ") + more
}
