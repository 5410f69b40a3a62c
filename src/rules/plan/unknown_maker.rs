#![doc = include_str!("unknown_maker.md")]

use std::collections::BTreeMap;

use super::super::facts::Facts;
use super::super::{ENGLAND, Finding, REGULATIONS_2012, Rule, RuleInfo, State};
use crate::diag::Code;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::PlanUnknownMaker,
    duty: "K2",
    summary: "whoever takes a key decision is recorded, with name and title",
    law: "SI 2012/2089, reg. 9(1)",
    state: State::Checked,
    nations: ENGLAND,
    since: REGULATIONS_2012,
    executive: true,
};

pub(in super::super) struct UnknownMaker;

impl Rule for UnknownMaker {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        // Whether each maker is known; the same few people decide thousands of issues.
        let mut somebody: BTreeMap<&str, bool> = BTreeMap::new();
        for issue in facts.data.issues.iter().filter(|issue| issue.is_key()) {
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
                found.push(
                    Finding::new(&ABOUT, message, &maker.origin)
                        .hint("the entry must give the person's name and title, or the body's name and members: add them to `members`, with `office`")
                        .of_entry(issue),
                );
            }
        }
    }
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
