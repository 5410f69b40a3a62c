#![doc = include_str!("no_agreement.md")]

use super::super::facts::{Facts, number};
use super::super::{ENGLAND, Finding, REGULATIONS_2012, Rule, RuleInfo, State};
use super::urgent_items;
use crate::diag::Code;
use crate::model::value::long_date;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::PrivateNoAgreement,
    duty: "P3",
    summary: "a private item at short notice only with the agreement of the chair of scrutiny",
    law: "SI 2012/2089, reg. 5(6) and (7)",
    state: State::Checked,
    nations: ENGLAND,
    since: REGULATIONS_2012,
    executive: true,
};

pub(in super::super) struct NoAgreement;

impl Rule for NoAgreement {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for (meeting, line, issue, urgency) in urgent_items(facts) {
            let what = format!("item {} of {}", number(line), meeting.meeting.value);
            let agreed = &urgency.agreed_on;
            if meeting.date.value < agreed.value {
                let message = format!(
                    "{what} was agreed to be urgent on {}, after the meeting",
                    long_date(agreed.value)
                );
                found.push(
                    Finding::new(&ABOUT, message, &agreed.origin)
                        .hint("agreement must come first; correct `agreed-on`")
                        .of_issue(issue)
                        .of_meeting(meeting),
                );
            }
        }
    }
}
