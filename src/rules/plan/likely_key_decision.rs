#![doc = include_str!("likely_key_decision.md")]

use super::super::facts::Facts;
use super::super::{ENGLAND, Finding, REGULATIONS_2012, Rule, RuleInfo, State};
use super::is_set;
use super::sums::sums;
use crate::diag::Code;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::PlanLikelyKeyDecision,
    duty: "K1",
    summary: "what looks like a key decision is marked as key",
    law: "SI 2012/2089, reg. 8(1)",
    state: State::Checked,
    nations: ENGLAND,
    since: REGULATIONS_2012,
    executive: true,
};

pub(in super::super) struct LikelyKeyDecision;

impl Rule for LikelyKeyDecision {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        let threshold = facts.data.council.as_ref();
        let threshold = threshold.and_then(|council| council.key_decision_threshold.as_ref());
        for decision in facts.data.decisions.iter().filter(|decision| facts.is_executive(decision))
        {
            let day = facts.day_of(decision);
            let issue = facts.issue(decision.issue.as_ref());
            // That the plan says that it is key is reported by `plan/unmarked-key-decision`.
            let is_planned = is_set(issue.and_then(|issue| issue.key.as_ref()));
            let Some(threshold) = threshold else { break };
            if is_set(decision.key.as_ref()) || is_planned {
                continue;
            }
            let Some(text) = decision.decision.known() else { continue };
            if sums(&text.0.plain_text()).iter().any(|sum| threshold.value.pounds <= *sum) {
                let message = format!(
                    "the decision {} names a sum of {} or more and is not key",
                    decision.r#ref.written(),
                    threshold.value
                );
                found.push(
                    Finding::new(&ABOUT, message, &text.origin)
                        .label(&threshold.origin, "the council's threshold")
                        .hint("set `key` to `yes`, unless the sum is not what the decision spends or saves")
                        .of_decision(decision, day),
                );
            }
        }
        for issue in facts.data.issues.iter().filter(|issue| facts.is_for_executive(issue)) {
            if issue.is_key() || issue.maker.is_empty() {
                continue;
            }
            let everywhere = |division: &str| {
                division.to_lowercase().contains("all divisions")
                    || division.to_lowercase().contains("all wards")
            };
            let count = issue.divisions.len();
            let is_wide = issue.divisions.iter().any(|division| everywhere(&division.value));
            if count < 2 && !is_wide {
                continue;
            }
            let how_many =
                if is_wide { "every division".to_owned() } else { format!("{count} divisions") };
            let message =
                format!("the issue {} affects {how_many} and is not key", issue.r#ref.written());
            let place = issue.key.as_ref().map_or(&issue.origin, |flag| &flag.origin);
            found.push(
                Finding::new(&ABOUT, message, place)
                    .hint("set `key` to `yes`, unless the effect on the communities there is not significant")
                    .of_entry(issue),
            );
        }
    }
}
