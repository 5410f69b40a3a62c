#![doc = include_str!("incomplete_entry.md")]

use std::collections::BTreeMap;

use super::super::facts::{Facts, joined};
use super::super::{ENGLAND, Finding, REGULATIONS_2012, Rule, RuleInfo, State};
use crate::model::issue::Issue;
use crate::model::value::DateOrPeriod;

static ABOUT: RuleInfo = RuleInfo {
    code: "plan/incomplete-entry",
    duty: "K2",
    summary: "the plan's entry for a key decision gives every detail that the law requires",
    page: include_str!("incomplete_entry.md"),
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
        // Whether each maker is known; the same few people decide thousands of issues.
        let mut somebody: BTreeMap<&str, bool> = BTreeMap::new();
        for issue in facts.data.issues.iter().filter(|issue| issue.is_key()) {
            let missing = missing(issue);
            let place = issue.key.as_ref().map_or(&issue.origin, |flag| &flag.origin);
            let day = issue.first_published.as_ref().map(|date| date.value);
            let dated = |finding: Finding| match day {
                Some(day) => finding.on(day).of_issue(issue),
                None => finding.of_issue(issue),
            };
            if !missing.is_empty() {
                let message = format!(
                    "the entry for key decision {} lacks {}",
                    issue.r#ref.written(),
                    joined(&missing)
                );
                found
                    .push(dated(Finding::error(&ABOUT, message, place).hint(
                        "fill in what is missing; write `None` where there are no documents",
                    )));
            }
            for maker in &issue.maker {
                let body = facts.data.body(&maker.value);
                let message = match body {
                    Some(body) if facts.data.members_of(body.id.as_str()).next().is_none() => {
                        format!(
                            "`{}` decides {}, but its members are not recorded",
                            body.name.value,
                            issue.r#ref.written()
                        )
                    }
                    Some(_) => continue,
                    None if *somebody
                        .entry(&maker.value)
                        .or_insert_with(|| is_somebody(facts, &maker.value)) =>
                    {
                        continue;
                    }
                    None => format!(
                        "`{}` decides {}, but nobody with that name or office is recorded",
                        maker.value,
                        issue.r#ref.written()
                    ),
                };
                found.push(dated(
                    Finding::warning(&ABOUT, message, &maker.origin).hint(
                        "the entry must give the person's name and title, or the body's name and members: add them to `members`, with `office`",
                    ),
                ));
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

/// Returns whether `members` has that person or office, or the words name an officer's post.
fn is_somebody(facts: &Facts<'_>, maker: &str) -> bool {
    let posts = ["Director", "Chief", "Head of", "Officer", "Manager"];
    posts.iter().any(|post| maker.contains(post))
        || facts.data.members.iter().any(|member| {
            member.office.as_ref().is_some_and(|office| office.value.contains(maker))
                || member.is_called(maker)
        })
}
