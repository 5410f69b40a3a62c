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
use crate::model::minutes::{Minute, MinuteBook, MotionOutcome, Tally, Vote};
use crate::model::record::Located;
use crate::model::room::{Bar, Present, Room};

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

/// Reports the votes of members whom the law bars from voting, where `report` makes a finding of the name in the
/// vote and of the reason.
fn barred_votes<'a>(
    found: &mut Vec<Finding>,
    facts: &Facts<'a>,
    report: impl Fn(&Located<String>, Bar<'a>) -> Option<Finding>,
) {
    for (meeting, book) in facts.minutes() {
        let room = facts.room(meeting, book);
        for (at, minute) in book.items.iter().enumerate() {
            let ballots = ballots(minute).into_iter();
            let names = ballots.filter_map(|ballot| ballot.vote).flat_map(votes_of);
            for name in names {
                let bar = room.find(name).and_then(|present| room.bar(present, at));
                let finding = bar.and_then(|bar| report(name, bar));
                found.extend(finding.map(|finding| finding.of_meeting(meeting)));
            }
        }
    }
}

/// Returns whom a vote names for, against or abstaining: whoever does not vote is no matter.
fn votes_of(vote: &Vote) -> impl Iterator<Item = &Located<String>> {
    let voting = [vote.r#for.as_ref(), vote.against.as_ref(), vote.abstain.as_ref()];
    voting.into_iter().filter_map(|tally| tally?.names()).flatten()
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
        for part in &motion.parts {
            let (vote, outcome) = (part.vote.as_ref(), part.outcome.as_ref());
            if vote.is_some() || is_settled(outcome.map(|outcome| outcome.value)) {
                let place = vote.map_or(&part.origin, |vote| &vote.origin);
                list.push(Ballot { what: "part of a motion", vote, outcome, place });
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
fn named(vote: &Vote) -> impl Iterator<Item = &Located<String>> {
    sides(vote).into_iter().filter_map(|(_, tally)| tally?.names()).flatten()
}

/// Returns the members who could have voted and whom a vote by name does not name.
fn missing<'a>(room: &Room<'a>, at: usize, vote: &Vote) -> Vec<&'a str> {
    let named: Vec<_> = named(vote).filter_map(|name| room.find(name)).collect();
    let is_named = |present: &Present<'_>| {
        named.iter().any(|named| std::ptr::eq(named.attendee, present.attendee))
    };
    let expected = room.voters(at, false).into_iter().filter(|present| !is_named(present));
    expected.map(|present| present.attendee.name.value.as_str()).collect()
}

/// Returns names as a message lists them: at most [`MAX_NAMED`], then `…`.
fn listed(names: &[&str]) -> String {
    let more = if names.len() > MAX_NAMED { ", …" } else { "" };
    names.iter().take(MAX_NAMED).copied().collect::<Vec<_>>().join(", ") + more
}
