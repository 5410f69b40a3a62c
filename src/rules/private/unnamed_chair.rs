#![doc = include_str!("unnamed_chair.md")]

use super::super::facts::{Facts, number};
use super::super::plan::unnamed_chair::names_chair;
use super::super::{ENGLAND, Finding, REGULATIONS_2012, Rule, RuleInfo, State};
use super::urgent_items;
use crate::diag::Code;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::PrivateUnnamedChair,
    duty: "P3",
    summary: "a private item at short notice was agreed by a chair",
    law: "SI 2012/2089, reg. 5(6) and (7)",
    state: State::Checked,
    nations: ENGLAND,
    since: REGULATIONS_2012,
    executive: true,
};

pub(in super::super) struct UnnamedChair;

impl Rule for UnnamedChair {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for (meeting, line, issue, urgency) in urgent_items(facts) {
            let what = format!("item {} of {}", number(line), meeting.meeting.value);
            if !names_chair(urgency) {
                let message = format!(
                    "{what} is private at short notice, agreed by `{}`, who is not named as a chair",
                    urgency.agreed_by.value
                );
                found.push(
                    Finding::new(&ABOUT, message, &urgency.agreed_by.origin)
                        .hint("the chair of scrutiny must agree, or failing that the chair or vice-chair of the council: add their office")
                        .of_issue(issue)
                        .of_meeting(meeting),
                );
            }
        }
    }
}
