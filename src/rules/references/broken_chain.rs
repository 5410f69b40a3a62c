#![doc = include_str!("broken_chain.md")]

use std::collections::BTreeSet;

use super::super::facts::{Facts, number};
use super::super::{About, EVERYWHERE, Finding, OWN, Rule, State};
use crate::diag::Diagnostics;
use crate::model::issue::{Decision, FollowUp};
use crate::model::meeting::{AgendaLine, Meeting};
use crate::model::numbering;

static ABOUT: About = About {
    code: "references/broken-chain",
    duty: OWN,
    summary: "plan entry, agenda item, minute, decision and action join up",
    page: include_str!("broken_chain.md"),
    law: "the council’s own practice",
    state: State::Checked,
    nations: EVERYWHERE,
    since: None,
    executive: false,
};

pub(in super::super) struct BrokenChain;

impl Rule for BrokenChain {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for decision in &facts.data.decisions {
            of_decision(found, facts, decision);
        }
        for (meeting, book) in facts.minutes() {
            let name = meeting.meeting.as_str();
            let lines = facts.data.agenda_of(name).iter();
            for line in lines.filter(|own| own.issue.is_some() && !own.is_exempt()) {
                let is_own = |at: &String| line.has_number(at);
                if book.items.iter().any(|own| own.item.as_ref().is_some_and(|at| is_own(at))) {
                    continue;
                }
                let message = format!(
                    "item {} of {name} has {}, and the minutes of {name} have no minute of it",
                    number(line),
                    line.issue.as_ref().map_or("", |own| own.written())
                );
                found.push(
                    Finding::warning(&ABOUT, message, &line.origin)
                        .label(&book.origin, "the minutes")
                        .hint("add the minute, or correct its `item`")
                        .of_meeting(meeting),
                );
            }
        }
        follow_ups(found, facts);
    }
}

/// Checks a decision against its entry in the plan, and its meeting's agenda and minutes.
fn of_decision(found: &mut Vec<Finding>, facts: &Facts<'_>, decision: &Decision) {
    let Some(issue) = facts.issue(decision.issue.as_ref()) else { return };
    let name = decision.r#ref.written();
    let day = facts.day_of(decision);
    let is_planned = |maker: &str| issue.maker.iter().any(|own| own.value == maker);
    if let Some(maker) = decision.makers.iter().find(|own| !is_planned(own))
        && !issue.maker.is_empty()
    {
        let planned: Vec<&str> = issue.maker.iter().map(|own| &*own.value).collect();
        let message = format!(
            "the decision {name} was taken by `{}`; its entry in the plan, {}, gives `{}`",
            maker.value,
            issue.r#ref.written(),
            planned.join("; ")
        );
        found.push(
            Finding::warning(&ABOUT, message, &maker.origin)
                .label(&issue.maker[0].origin, "the plan")
                .hint("correct `makers` of the decision or `maker` of the entry")
                .of_decision(decision, day),
        );
    }
    let Some(meeting) = decision.meeting.as_ref().and_then(|own| facts.meeting(own.as_str()))
    else {
        return;
    };
    let lines = facts.data.agenda_of(meeting.meeting.as_str());
    let is_own =
        |line: &&AgendaLine| line.issue.as_ref().is_some_and(|own| own.value == issue.r#ref.value);
    if lines.is_empty() || lines.iter().any(|line| is_own(&line)) {
        return;
    }
    let place = decision.meeting.as_ref().map_or(&decision.origin, |own| &own.origin);
    let message = format!(
        "the decision {name} on {} was taken at {}, on whose agenda no item has that issue",
        issue.r#ref.written(),
        meeting.meeting.value
    );
    found.push(
        Finding::warning(&ABOUT, message, place)
            .hint("fill in `issue` of the item on the agenda, or correct the decision")
            .of_decision(decision, day),
    );
}

/// Checks that what is followed up comes from a minute that is there.
fn follow_ups(found: &mut Vec<Finding>, facts: &Facts<'_>) {
    let by_meeting: BTreeSet<&str> =
        facts.data.follow_ups.iter().map(|own| own.meeting.as_str()).collect();
    for name in by_meeting {
        let Some(meeting) = facts.meeting(name) else { continue };
        let Some(book) = facts.data.minutes.get(name) else { continue };
        let Some(body) = facts.data.body_of(meeting) else { continue };
        // Numbers that can't be known are reported with the minutes.
        let unsaid = &mut Diagnostics::default();
        let Some(numbers) = numbering::of(unsaid, facts.data, meeting, body, book) else {
            continue;
        };
        for follow_up in facts.data.follow_ups_of(name) {
            let is_known =
                |minute: &str| numbers.iter().any(|own| numbering::is_of(&own.plain, minute));
            if follow_up.minute.as_ref().is_none_or(|own| is_known(own)) {
                continue;
            }
            let known: Vec<&str> = numbers.iter().map(|own| own.plain.as_str()).collect();
            found.push(no_minute(meeting, follow_up, &known));
        }
    }
}

fn no_minute(meeting: &Meeting, follow_up: &FollowUp, known: &[&str]) -> Finding {
    let minute = follow_up.minute.as_ref();
    let place = minute.map_or(&follow_up.origin, |own| &own.origin);
    let message = format!(
        "minute {} of {} is followed up, and there is none of that number",
        minute.map_or("", |own| &own.value),
        meeting.meeting.value
    );
    let hint = match known {
        [first, .., last] => format!("its minutes are {first} to {last}"),
        [only] => format!("its only minute is {only}"),
        [] => "its minutes are empty".to_owned(),
    };
    Finding::warning(&ABOUT, message, place).hint(hint).of_meeting(meeting)
}
