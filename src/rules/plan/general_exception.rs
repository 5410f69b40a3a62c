#![doc = include_str!("general_exception.md")]

use super::super::facts::Facts;
use super::super::{ENGLAND, Finding, REGULATIONS_2012, Rule, RuleInfo, State};
use super::is_urgent;
use crate::diag::{Code, plural};
use crate::model::council::DayUnit;
use crate::model::value::long_date;

/// Clear working days between the notice and the decision.
pub const MIN_CLEAR_DAYS: u32 = 5;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::PlanGeneralException,
    duty: "K4",
    summary: "general exception: five clear days after notice to scrutiny, with reasons",
    law: "SI 2012/2089, reg. 10",
    state: State::Checked,
    nations: ENGLAND,
    since: REGULATIONS_2012,
    executive: true,
};

pub(in super::super) struct GeneralException;

impl Rule for GeneralException {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        let decision_days = facts.decision_days();
        for issue in facts.data.issues.iter().filter(|issue| issue.is_key()) {
            let Some(notice) = issue.general_exception.as_ref().filter(|_| !is_urgent(issue))
            else {
                continue;
            };
            // Days run from when both had been done: scrutiny informed, and the notice published.
            let notice = [&notice.informed_on, &notice.published];
            let Some(notice) = notice.into_iter().max_by_key(|date| date.value) else { continue };
            let name = issue.r#ref.written();
            for decision_day in decision_days.get(issue.r#ref.key()).into_iter().flatten() {
                let unit = DayUnit::Working;
                let Some(given) =
                    facts.calendar.shortfall(notice.value, decision_day.day, MIN_CLEAR_DAYS, unit)
                else {
                    continue;
                };
                let first = facts.calendar.earliest(notice.value, MIN_CLEAR_DAYS, unit);
                let message = format!(
                    "notice of general exception for {name} was given {} before {}; {MIN_CLEAR_DAYS} are needed ({})",
                    plural(given.count(), "clear day", "clear days"),
                    decision_day.what,
                    given.sum("notice", "decision")
                );
                let finding = Finding::new(&ABOUT, message, &notice.origin)
                    .hint(format!(
                        "decide on {} or later, or ask for agreement to special urgency",
                        long_date(first.day)
                    ))
                    .of_issue(issue)
                    .on_decision_day(decision_day);
                found.push(finding);
            }
        }
    }
}
