#![doc = include_str!("pecuniary_interest.md")]

use super::super::facts::Facts;
use super::super::{ENGLAND, Finding, LOCAL, Rule, RuleInfo, State};
use super::barred_votes;
use crate::diag::Code;
use crate::model::room::Bar;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::VotesPecuniaryInterest,
    duty: LOCAL,
    summary: "nobody votes on an item in which they have a disclosable pecuniary interest, unless a dispensation allows it",
    law: "Localism Act 2011, ss. 31(4), 33",
    state: State::Checked,
    nations: ENGLAND,
    since: Some((2012, 7, 1)),
    executive: false,
};

pub(in super::super) struct PecuniaryInterest;

impl Rule for PecuniaryInterest {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        barred_votes(found, facts, |name, bar| {
            let Bar::Pecuniary(interest) = bar else { return None };
            let message = format!(
                "`{}` voted on an item in which they have a disclosable pecuniary interest",
                name.value
            );
            let finding = Finding::new(&ABOUT, message, &name.origin);
            Some(finding.label(&interest.origin, "declared here").hint(
                "correct the vote; where a dispensation was granted, set `dispensation` of the interest to `yes`",
            ))
        });
    }
}
