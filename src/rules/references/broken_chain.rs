#![doc = include_str!("broken_chain.md")]

use super::super::facts::{Facts, number};
use super::super::{EVERYWHERE, Finding, LOCAL, Rule, RuleInfo, State};
use crate::diag::Code;
use crate::model::issue::Decision;
use crate::model::meeting::AgendaLine;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::ReferencesBrokenChain,
    duty: LOCAL,
    summary: "plan entry, agenda item, minute and decision are linked",
    law: "the council’s practice",
    state: State::Checked,
    nations: EVERYWHERE,
    since: None,
    executive: false,
};

pub(in super::super) struct BrokenChain;

impl Rule for BrokenChain {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for decision in &facts.data.decisions {
            check_decision(found, facts, decision);
        }
        for (meeting, book) in facts.minutes() {
            let name = meeting.meeting.as_str();
            let lines = facts.data.agenda_of(name).iter();
            for line in lines.filter(|line| line.issue.is_some() && !line.is_exempt()) {
                let is_of_line = |at: &String| line.has_number(at);
                if book
                    .items
                    .iter()
                    .any(|minute| minute.item.as_ref().is_some_and(|at| is_of_line(at)))
                {
                    continue;
                }
                let message = format!(
                    "item {} of {name} has {}, but the minutes of {name} have no minute for it",
                    number(line),
                    line.issue.as_ref().map_or("", |issue| issue.written())
                );
                found.push(
                    Finding::new(&ABOUT, message, &line.origin)
                        .label(&book.origin, "the minutes")
                        .hint("add the minute, or correct its `item`")
                        .of_meeting(meeting),
                );
            }
        }
    }
}

/// Checks a decision against its entry in the plan, and its meeting's agenda and minutes.
fn check_decision(found: &mut Vec<Finding>, facts: &Facts<'_>, decision: &Decision) {
    let Some(issue) = facts.issue(decision.issue.as_ref()) else { return };
    let name = decision.r#ref.written();
    let day = facts.day_of(decision);
    let is_planned = |name: &str| issue.maker.iter().any(|maker| maker.value == name);
    if let Some(maker) = decision.makers.iter().find(|maker| !is_planned(maker))
        && !issue.maker.is_empty()
    {
        let planned: Vec<&str> = issue.maker.iter().map(|maker| &*maker.value).collect();
        let message = format!(
            "the decision {name} was taken by `{}`; its entry in the plan, {}, gives `{}`",
            maker.value,
            issue.r#ref.written(),
            planned.join("; ")
        );
        found.push(
            Finding::new(&ABOUT, message, &maker.origin)
                .label(&issue.maker[0].origin, "the plan")
                .hint("correct `makers` of the decision or `maker` of the entry")
                .of_decision(decision, day),
        );
    }
    let Some(meeting) =
        decision.meeting.as_ref().and_then(|meeting| facts.meeting(meeting.as_str()))
    else {
        return;
    };
    let lines = facts.data.agenda_of(meeting.meeting.as_str());
    let has_issue = |line: &&AgendaLine| {
        line.issue.as_ref().is_some_and(|reference| reference.value == issue.r#ref.value)
    };
    if lines.is_empty() || lines.iter().any(|line| has_issue(&line)) {
        return;
    }
    let place = decision.meeting.as_ref().map_or(&decision.origin, |cell| &cell.origin);
    let message = format!(
        "the decision {name} on {} was taken at {}, whose agenda has no item for that issue",
        issue.r#ref.written(),
        meeting.meeting.value
    );
    found.push(
        Finding::new(&ABOUT, message, place)
            .hint("fill in `issue` of the item on the agenda, or correct the decision")
            .of_decision(decision, day),
    );
}
