#![doc = include_str!("unaccounted.md")]

use super::super::facts::Facts;
use super::super::{EVERYWHERE, Finding, LOCAL, Rule, RuleInfo, State};
use super::unnamed_budget_vote::is_on_budget;
use super::{Count, counts, listed};
use crate::diag::Code;
use crate::model::council::Nation;
use crate::model::minutes::{CHOICE, ELECTION, Tally};

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
        for count in counts(facts) {
            let meeting = count.meeting;
            // Votes on the budget are checked by `votes/unnamed-budget-vote`, in England.
            let is_budget = facts.nation == Nation::England
                && is_on_budget(facts, meeting, count.room, count.minute);
            if is_budget && count.what != ELECTION {
                continue;
            }
            let is_named = count.named().next().is_some();
            let is_counted = |tally: &Tally| tally.names().is_none() && tally.count() > 0;
            let is_partly_counted = count.sides.iter().any(|(_, tally)| is_counted(tally));
            let message = match (is_named, is_partly_counted) {
                (true, true) => of_both(&count),
                (true, false) => of_names(&count),
                (false, _) => of_numbers(&count),
            };
            let Some(message) = message else { continue };
            let message = format!("a {} at {} {message}", count.what, meeting.meeting.value);
            let sides = if matches!(count.what, ELECTION | CHOICE) {
                "`abstain` or `not-voting`"
            } else {
                "`for`, `against`, `abstain` or `not-voting`"
            };
            let hint = if is_named {
                format!("name them under {sides}, or say under `movements` who was out")
            } else {
                "give the others under `abstain` or `not-voting`, or say under `movements` who was out"
                    .to_owned()
            };
            let finding = Finding::new(&ABOUT, message, count.origin);
            found.push(finding.hint(hint).of_meeting(meeting));
        }
    }
}

/// Returns whom a vote by name does not name.
fn of_names(count: &Count<'_, '_>) -> Option<String> {
    let missing = count.missing();
    (!missing.is_empty()).then(|| {
        format!(
            "names {} of {} members present; missing: {}",
            count.named().count(),
            count.room.present(count.minute).len(),
            listed(&missing)
        )
    })
}

/// Returns how many a vote by numbers does not count.
fn of_numbers(count: &Count<'_, '_>) -> Option<String> {
    let counted: usize = count.sides.iter().map(|(_, tally)| tally.count()).sum();
    let voters = count.room.voters(count.minute, false).len();
    (counted < voters).then(|| format!("counts {counted} of {voters} members who may vote"))
}

/// Returns how many a vote that names some and counts others leaves out.
fn of_both(count: &Count<'_, '_>) -> Option<String> {
    let counted: usize = count.sides.iter().map(|(_, tally)| tally.count()).sum();
    let voters = count.room.voters(count.minute, false).len();
    (counted < voters)
        .then(|| format!("names and counts {counted} of {voters} members who may vote"))
}
