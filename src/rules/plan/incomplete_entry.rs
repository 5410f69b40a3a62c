#![doc = include_str!("incomplete_entry.md")]

use super::super::facts::{Facts, joined};
use super::super::{ENGLAND, Finding, REGULATIONS_2012, Rule, RuleInfo, State};
use crate::diag::Code;
use crate::model::issue::Issue;
use crate::model::value::DateOrPeriod;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::PlanIncompleteEntry,
    duty: "K2",
    summary: "the plan's entry for a key decision gives every detail that the law requires",
    law: "SI 2012/2089, reg. 9(1)",
    state: State::Checked,
    nations: ENGLAND,
    since: REGULATIONS_2012,
    executive: true,
};

pub(in super::super) struct IncompleteEntry;

impl Rule for IncompleteEntry {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for issue in facts.data.issues.iter().filter(|issue| issue.is_key()) {
            let missing = missing(issue);
            let place = issue.key.as_ref().map_or(&issue.origin, |flag| &flag.origin);
            if !missing.is_empty() {
                let message = format!(
                    "the entry for key decision {} lacks {}",
                    issue.r#ref.written(),
                    joined(&missing)
                );
                found.push(
                    Finding::new(&ABOUT, message, place)
                        .hint("fill in what is missing; write `None` where there are no documents")
                        .of_entry(issue),
                );
            }
        }
    }
}

/// Returns the columns of an entry that are empty.
fn missing(issue: &Issue) -> Vec<&'static str> {
    let no_date = issue.due.as_ref().is_none_or(|due| matches!(due.value, DateOrPeriod::Text(_)));
    [
        ("`maker`", issue.maker.is_empty()),
        ("`due`", no_date),
        ("`documents`", issue.documents.is_empty()),
        ("`contact`", issue.contact.is_none()),
    ]
    .into_iter()
    .filter_map(|(name, is_missing)| is_missing.then_some(name))
    .collect()
}
