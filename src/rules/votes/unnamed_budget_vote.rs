#![doc = include_str!("unnamed_budget_vote.md")]

use super::super::facts::{Facts, joined};
use super::super::{ENGLAND, Finding, Rule, RuleInfo, State};
use super::{Ballot, Count, ballots, counts, listed};
use crate::diag::Code;
use crate::model::meeting::Meeting;
use crate::model::minutes::{ELECTION, Minute, Tally};
use crate::model::room::Room;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::VotesUnnamedBudgetVote,
    duty: "V1",
    summary: "votes on the budget and council tax are recorded by name",
    law: "SI 2001/3384, Schedule 2, paras 15 and 16, inserted by SI 2014/165",
    state: State::Checked,
    nations: ENGLAND,
    since: Some((2014, 2, 25)),
    executive: false,
};

pub(in super::super) struct UnnamedBudgetVote;

impl Rule for UnnamedBudgetVote {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for Ballot { meeting, room, minute, question } in ballots(facts) {
            if question.vote.is_some() || !is_on_budget(facts, meeting, room, minute) {
                continue;
            }
            let (what, name) = (question.what, &meeting.meeting.value);
            let message =
                format!("a {what} on the budget at {name} was settled without a named vote");
            found.push(
                Finding::new(&ABOUT, message, question.origin)
                    .hint("give `for`, `against` and `abstain` as lists of names")
                    .of_meeting(meeting),
            );
        }
        for count in counts(facts) {
            // Whom the meeting elects is no matter of the budget.
            if count.what != ELECTION
                && is_on_budget(facts, count.meeting, count.room, count.minute)
            {
                check(found, &count);
            }
        }
    }
}

/// Returns whether votes of a minute, counted from 0, are on the budget: the meeting sets it, and the minute is about
/// it, or none says that it is and so any may be.
pub(super) fn is_on_budget(
    facts: &Facts<'_>,
    meeting: &Meeting,
    room: &Room<'_>,
    minute: usize,
) -> bool {
    let items = &room.book().items;
    let is_budget = |minute: &Minute| is_budget(facts, meeting, minute);
    let is_flagged = meeting.budget_meeting.as_ref().is_some_and(|flag| flag.0);
    (is_flagged || facts.sets_council_tax(meeting))
        && (is_budget(&items[minute]) || !items.iter().any(is_budget))
}

/// Returns whether a minute is about the budget or council tax.
fn is_budget(facts: &Facts<'_>, meeting: &Meeting, minute: &Minute) -> bool {
    let item = minute.item.as_ref();
    let line = item.and_then(|at| facts.data.item(meeting.meeting.as_str(), at));
    let title = minute.title.as_ref().or(line.and_then(|line| line.title.as_ref()));
    let title = title.map(|title| title.to_lowercase()).unwrap_or_default();
    ["budget", "council tax", "precept"].iter().any(|word| title.contains(word))
}

fn check(found: &mut Vec<Finding>, count: &Count<'_, '_>) {
    let (meeting, what, place) = (count.meeting, count.what, count.origin);
    let name = &meeting.meeting.value;
    // Nought needs no names.
    let is_counted = |tally: &Tally| matches!(tally, Tally::Count(count) if count.value > 0);
    let counted: Vec<String> = count
        .sides
        .iter()
        .filter(|(_, tally)| is_counted(tally))
        .map(|(side, tally)| format!("`{side}` {}", tally.count()))
        .collect();
    if !counted.is_empty() {
        let counted: Vec<&str> = counted.iter().map(String::as_str).collect();
        let message =
            format!("a {what} on the budget at {name} gives numbers only: {}", joined(&counted));
        found.push(
            Finding::new(&ABOUT, message, place)
                .hint("name every member on each side")
                .of_meeting(meeting),
        );
        return;
    }
    let missing = count.missing();
    if missing.is_empty() {
        return;
    }
    let named = count.named().count();
    let present = count.room.present(count.minute).len();
    let listed = listed(&missing);
    let message = format!(
        "a {what} on the budget at {name} names {named} of {present} members present; missing: {listed}"
    );
    found.push(
        Finding::new(&ABOUT, message, place)
            .hint("name each member present under `for`, `against`, `abstain` or `not-voting`, or say under `movements` who was out")
            .of_meeting(meeting),
    );
}
