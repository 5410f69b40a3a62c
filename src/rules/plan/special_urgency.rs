#![doc = include_str!("special_urgency.md")]

use super::super::facts::Facts;
use super::super::{About, ENGLAND, Finding, REGULATIONS_2012, Rule, State};
use crate::model::issue::SpecialUrgency as Agreement;
use crate::model::value::long_date;

static ABOUT: About = About {
    code: "plan/special-urgency",
    duty: "K5",
    summary: "special urgency: who agreed, when, and why it could not wait",
    page: include_str!("special_urgency.md"),
    law: "SI 2012/2089, reg. 11",
    state: State::Checked,
    nations: ENGLAND,
    since: REGULATIONS_2012,
    executive: true,
};

pub(in super::super) struct SpecialUrgency;

impl Rule for SpecialUrgency {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        let decided = facts.decided();
        for issue in facts.data.issues.iter().filter(|own| own.is_key()) {
            let Some(urgency) = &issue.special_urgency else { continue };
            let agreed = &urgency.agreed_on;
            let name = issue.r#ref.written();
            if !names_chair(urgency) {
                let message = format!(
                    "special urgency for {name} was agreed by `{}`, who is not named as a chair",
                    urgency.agreed_by.value
                );
                found.push(
                    Finding::warning(&ABOUT, message, &urgency.agreed_by.origin)
                        .hint("the chair of scrutiny agrees, or else the chair or vice-chair of the council: add the office")
                        .of_issue(issue)
                        .on(agreed.value),
                );
            }
            for own in decided.get(issue.r#ref.key()).into_iter().flatten() {
                if agreed.value <= own.day {
                    continue;
                }
                let message = format!(
                    "special urgency for {name} was agreed on {}, after {} on {}",
                    long_date(agreed.value),
                    own.what,
                    long_date(own.day)
                );
                found.push(
                    Finding::error(&ABOUT, message, &agreed.origin)
                        .hint("agreement must come first; correct `agreed-on`")
                        .of_issue(issue)
                        .decided(own),
                );
            }
        }
    }
}

/// Returns whether the one who agreed is named with an office that may agree.
pub(in super::super) fn names_chair(urgency: &Agreement) -> bool {
    // "Chair", "Chairman", "Vice-Chairwoman", "Mayor", or the provost's like.
    let by = urgency.agreed_by.value.to_lowercase();
    by.contains("chair") || by.contains("mayor")
}
