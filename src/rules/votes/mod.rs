//! Votes: those that the law requires by name, and whether what is recorded of them is consistent.

mod odd_casting_vote;
mod unaccounted;
mod unnamed_budget_vote;
mod wrong_outcome;

pub(super) use odd_casting_vote::OddCastingVote;
pub(super) use unaccounted::Unaccounted;
pub(super) use unnamed_budget_vote::UnnamedBudgetVote;
pub(super) use wrong_outcome::WrongOutcome;

use super::facts::Facts;
use crate::diag::Origin;
use crate::model::body::Role;
use crate::model::meeting::Meeting;
use crate::model::minutes::{Minute, MinuteBook, MotionOutcome, Tally, Vote};
use crate::model::record::Located;
use crate::model::value::names;

/// The most names that a message lists.
const MAX_NAMED: usize = 5;

/// A vote, or the place where one should be.
struct Ballot<'a> {
    /// What messages call it: `vote`, `motion` or `amendment`.
    what: &'static str,
    vote: Option<&'a Vote>,
    /// How it ended, where that is recorded.
    outcome: Option<&'a Located<MotionOutcome>>,
    place: &'a Origin,
}

/// Returns the votes of all minutes, and the motions that were settled without one, with their meetings.
fn all_ballots<'a>(
    facts: &Facts<'a>,
) -> impl Iterator<Item = (&'a Meeting, &'a MinuteBook, Ballot<'a>)> {
    facts.minutes().flat_map(|(meeting, book)| {
        let ballots = book.items.iter().flat_map(ballots);
        ballots.map(move |ballot| (meeting, book, ballot))
    })
}

/// Returns the votes of a minute, and the motions that were settled without one.
fn ballots(minute: &Minute) -> Vec<Ballot<'_>> {
    let is_settled = |outcome: Option<MotionOutcome>| {
        matches!(outcome, Some(MotionOutcome::Carried | MotionOutcome::Lost))
    };
    let mut list = Vec::new();
    for paragraph in &minute.paragraphs {
        if let Some(vote) = &paragraph.vote {
            list.push(Ballot {
                what: "vote",
                vote: Some(vote),
                outcome: None,
                place: &vote.origin,
            });
        }
        let Some(motion) = &paragraph.motion else { continue };
        for amendment in &motion.amendments {
            let vote = amendment.vote.as_ref();
            if vote.is_some() || is_settled(amendment.outcome.as_ref().map(|outcome| outcome.value))
            {
                let place = vote.map_or(&amendment.origin, |vote| &vote.origin);
                list.push(Ballot {
                    what: "amendment",
                    vote,
                    outcome: amendment.outcome.as_ref(),
                    place,
                });
            }
        }
        let vote = motion.vote.as_ref();
        if vote.is_some() || is_settled(motion.outcome.as_ref().map(|outcome| outcome.value)) {
            let place = vote.map_or(&motion.origin, |vote| &vote.origin);
            list.push(Ballot { what: "motion", vote, outcome: motion.outcome.as_ref(), place });
        }
    }
    list
}

/// Returns the sides of a vote, by the names of their columns.
fn sides(vote: &Vote) -> [(&'static str, Option<&Tally>); 4] {
    [
        ("for", vote.r#for.as_ref()),
        ("against", vote.against.as_ref()),
        ("abstain", vote.abstain.as_ref()),
        ("not-voting", vote.not_voting.as_ref()),
    ]
}

/// Returns everyone whom a vote names, on any side.
fn named(vote: &Vote) -> impl Iterator<Item = &str> {
    let names = sides(vote).into_iter().filter_map(|(_, tally)| tally?.names());
    names.flatten().map(|name| name.value.as_str())
}

/// Returns the members who could have voted and whom a vote by name does not name.
fn missing<'a>(
    facts: &Facts<'_>,
    meeting: &Meeting,
    book: &'a MinuteBook,
    at: usize,
    vote: &Vote,
) -> Vec<&'a str> {
    let is_named = |name: &str| named(vote).any(|other| names::same_person(name, other));
    expected_voters(facts, meeting, book, at).into_iter().filter(|name| !is_named(name)).collect()
}

/// Returns names as a message lists them: at most [`MAX_NAMED`], then `…`.
fn listed(names: &[&str]) -> String {
    let more = if names.len() > MAX_NAMED { ", …" } else { "" };
    names.iter().take(MAX_NAMED).copied().collect::<Vec<_>>().join(", ") + more
}

/// Returns the members who were in the room and may vote when a minute was taken.
fn expected_voters<'a>(
    facts: &Facts<'_>,
    meeting: &Meeting,
    book: &'a MinuteBook,
    at: usize,
) -> Vec<&'a str> {
    let body = meeting.body.as_str();
    let may_vote = |name: &str| {
        let seat = facts.data.members_of(body).find(|seat| seat.is_called(name));
        seat.is_none_or(|seat| seat.votes() && seat.role() != Role::Vacancy)
    };
    // A member who came or went during the minute itself may have missed the vote.
    let was_in = |name: &str| {
        let mut is_in = true;
        for (index, minute) in book.items.iter().enumerate() {
            for movement in &minute.movements {
                let is_same = names::same_person(&movement.member, name);
                if is_same && index < at {
                    is_in = movement.left.is_none();
                }
                if is_same && index == at {
                    return false;
                }
                if is_same && index > at && movement.arrived.is_some() && movement.left.is_none() {
                    return false;
                }
            }
        }
        is_in
    };
    let names = book.present.iter().map(|attendee| attendee.name.value.as_str());
    names.filter(|name| may_vote(name) && was_in(name)).collect()
}
