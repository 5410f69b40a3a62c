//! Votes: those that the law wants by name, and whether what is recorded of them can be true.

mod unaccounted;
mod unnamed_budget_vote;
mod wrong_outcome;

pub(super) use unaccounted::Unaccounted;
pub(super) use unnamed_budget_vote::UnnamedBudgetVote;
pub(super) use wrong_outcome::WrongOutcome;

use super::facts::Facts;
use crate::diag::Origin;
use crate::model::body::Role;
use crate::model::meeting::Meeting;
use crate::model::minutes::{Minute, MinuteBook, Outcome, Tally, Vote};
use crate::model::record::Located;
use crate::model::value::names;

/// Names that a message lists.
const LISTED: usize = 5;

/// A vote, or the place where one should be.
struct Ballot<'a> {
    /// What it is a vote on, in a word.
    what: &'static str,
    vote: Option<&'a Vote>,
    /// How it ended, where that is said.
    outcome: Option<&'a Located<Outcome>>,
    place: &'a Origin,
}

/// Returns the votes of a minute, and the motions that were settled without one.
fn ballots(minute: &Minute) -> Vec<Ballot<'_>> {
    let is_settled =
        |outcome: Option<Outcome>| matches!(outcome, Some(Outcome::Carried | Outcome::Lost));
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
        for own in &motion.amendments {
            let vote = own.vote.as_ref();
            if vote.is_some() || is_settled(own.outcome.as_ref().map(|own| own.value)) {
                let place = vote.map_or(&own.origin, |vote| &vote.origin);
                list.push(Ballot { what: "amendment", vote, outcome: own.outcome.as_ref(), place });
            }
        }
        let vote = motion.vote.as_ref();
        if vote.is_some() || is_settled(motion.outcome.as_ref().map(|own| own.value)) {
            let place = vote.map_or(&motion.origin, |vote| &vote.origin);
            list.push(Ballot { what: "motion", vote, outcome: motion.outcome.as_ref(), place });
        }
    }
    list
}

/// Returns the sides of a vote, as their columns are called.
fn sides(vote: &Vote) -> [(&'static str, Option<&Tally>); 4] {
    [
        ("for", vote.r#for.as_ref()),
        ("against", vote.against.as_ref()),
        ("abstain", vote.abstain.as_ref()),
        ("not-voting", vote.not_voting.as_ref()),
    ]
}

/// Returns everybody whom a vote names.
fn named(vote: &Vote) -> impl Iterator<Item = &str> {
    let names = sides(vote).into_iter().filter_map(|(_, tally)| tally?.names());
    names.flatten().map(|own| own.value.as_str())
}

/// Returns the members who could have voted and whom a vote by name does not name.
fn missing<'a>(
    facts: &Facts<'_>,
    meeting: &Meeting,
    book: &'a MinuteBook,
    at: usize,
    vote: &Vote,
) -> Vec<&'a str> {
    let is_named = |own: &str| named(vote).any(|other| names::same_person(own, other));
    expected(facts, meeting, book, at).into_iter().filter(|own| !is_named(own)).collect()
}

/// Returns names as a message lists them.
fn listed(names: &[&str]) -> String {
    let more = if names.len() > LISTED { ", …" } else { "" };
    names.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ") + more
}

/// Returns the members who were in the room and may vote when a minute was taken.
fn expected<'a>(
    facts: &Facts<'_>,
    meeting: &Meeting,
    book: &'a MinuteBook,
    at: usize,
) -> Vec<&'a str> {
    let body = meeting.body.as_str();
    let may_vote = |name: &str| {
        let seat = facts.data.members_of(body).find(|own| own.is_called(name));
        seat.is_none_or(|own| own.votes() && own.role() != Role::Vacancy)
    };
    // Whoever came or went during the minute itself may have missed the vote.
    let was_in = |name: &str| {
        let mut is_in = true;
        for (own, minute) in book.items.iter().enumerate() {
            for movement in &minute.movements {
                let is_same = names::same_person(&movement.member, name);
                if is_same && own < at {
                    is_in = movement.left.is_none();
                }
                if is_same && own == at {
                    return false;
                }
                if is_same && own > at && movement.arrived.is_some() && movement.left.is_none() {
                    return false;
                }
            }
        }
        is_in
    };
    let names = book.present.iter().map(|own| own.name.value.as_str());
    names.filter(|own| may_vote(own) && was_in(own)).collect()
}
