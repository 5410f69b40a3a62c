#![doc = include_str!("short_notice.md")]

use super::super::facts::{DecisionDay, Facts};
use super::super::{ENGLAND, Finding, REGULATIONS_2012, Rule, RuleInfo, State};
use super::{is_set, is_urgent};
use crate::diag::{Code, plural};
use crate::model::council::DayUnit;
use crate::model::issue::Issue;
use crate::model::value::long_date;

/// Clear days between the publication of an entry and the decision; every day counts.
pub const MIN_CLEAR_DAYS: u32 = 28;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::PlanShortNotice,
    duty: "K2",
    summary: "a key decision is announced twenty-eight clear days before",
    law: "SI 2012/2089, reg. 9",
    state: State::Checked,
    nations: ENGLAND,
    since: REGULATIONS_2012,
    executive: true,
};

pub(in super::super) struct ShortNotice;

impl Rule for ShortNotice {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        let decision_days = facts.decision_days();
        for issue in facts.data.issues.iter().filter(|issue| issue.is_key()) {
            // General exception and special urgency have separate rules.
            if issue.general_exception.is_some() || is_urgent(issue) {
                continue;
            }
            for decision_day in decision_days.get(issue.r#ref.key()).into_iter().flatten() {
                let unit = DayUnit::Calendar;
                let Some(published) = &issue.first_published else {
                    found.extend(unannounced(facts, issue, decision_day));
                    continue;
                };
                let Some(given) = facts.calendar.shortfall(
                    published.value,
                    decision_day.day,
                    MIN_CLEAR_DAYS,
                    unit,
                ) else {
                    continue;
                };
                let message = format!(
                    "key decision {} was announced {} before {}; {MIN_CLEAR_DAYS} are needed ({})",
                    issue.r#ref.written(),
                    plural(given.count(), "clear day", "clear days"),
                    decision_day.what,
                    given.sum("published", "decision")
                );
                let first = facts.calendar.earliest(published.value, MIN_CLEAR_DAYS, unit);
                let finding = Finding::new(&ABOUT, message, &published.origin)
                    .hint(format!(
                        "decide on {} or later, or use general exception (`general-exception`) or special urgency (`special-urgency`)",
                        long_date(first.day)
                    ))
                    .of_issue(issue)
                    .on_decision_day(decision_day);
                found.push(finding);
            }
        }
        for decision in facts.data.decisions.iter().filter(|decision| facts.is_executive(decision))
        {
            if is_set(decision.key.as_ref()) && decision.issue.is_none() {
                let message = format!(
                    "key decision {} names no entry of the forward plan",
                    decision.r#ref.written()
                );
                found.push(
                    Finding::new(&ABOUT, message, &decision.origin)
                        .hint("fill in `issue`; an urgent decision needs an entry too, which says who agreed to it")
                        .of_decision(decision, facts.day_of(decision)),
                );
            }
        }
    }
}

/// Returns a finding if a key decision should have been announced by now and has no date for it.
fn unannounced(
    facts: &Facts<'_>,
    issue: &Issue,
    decision_day: &DecisionDay<'_>,
) -> Option<Finding> {
    let by = facts.calendar.latest_publication(decision_day.day, MIN_CLEAR_DAYS, DayUnit::Calendar);
    if facts.today <= by.day {
        return None;
    }
    let message = format!(
        "nothing says when key decision {} was announced, and {} is near or past ({})",
        issue.r#ref.written(),
        decision_day.what,
        by.sum
    );
    Some(
        Finding::new(&ABOUT, message, &issue.origin)
        .hint("fill in `first-published`; where it was not announced, use general exception (`general-exception`) or special urgency (`special-urgency`)")
        .of_issue(issue)
        .on_decision_day(decision_day),
    )
}
