#![doc = include_str!("exempt_words.md")]

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Code;
use rust_decimal::Decimal;

use super::super::facts::Facts;
use super::super::minutes::text_of;
use super::super::{ENGLAND, Finding, REGULATIONS_2012, Rule, RuleInfo, State};
use super::sums::sums;
use crate::model::value::{Money, MoneyUnit};

static ABOUT: RuleInfo = RuleInfo {
    code: Code::PlanExemptWords,
    duty: "K3",
    summary: "the plan discloses nothing that is exempt",
    law: "SI 2012/2089, reg. 9(3)",
    state: State::Checked,
    nations: ENGLAND,
    since: REGULATIONS_2012,
    executive: true,
};

pub(in super::super) struct ExemptWords;

impl Rule for ExemptWords {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        let data = facts.data;
        // The sums of money in exempt decisions, minutes and agenda texts, by issue.
        let mut secret: BTreeMap<&str, BTreeSet<Decimal>> = BTreeMap::new();
        for decision in
            data.decisions.iter().filter(|decision| !decision.exempt_paragraphs.is_empty())
        {
            if let (Some(issue), Some(text)) =
                (facts.issue(decision.issue.as_ref()), decision.decision.known())
            {
                let amounts = secret.entry(issue.r#ref.key()).or_default();
                amounts.extend(sums(&text.0.plain_text()));
            }
        }
        for (meeting, lines) in data.agenda.iter() {
            for line in lines.iter().filter(|line| line.is_exempt()) {
                let Some(issue) = facts.issue(line.issue.as_ref()) else { continue };
                let amounts = secret.entry(issue.r#ref.key()).or_default();
                for text in line.text.iter().chain(&line.ask) {
                    amounts.extend(sums(&text.value.0.plain_text()));
                }
                let book = data.minutes.get(meeting);
                for minute in book.into_iter().flat_map(|book| &book.items) {
                    let is_of_line = minute.item.as_ref().is_some_and(|at| line.has_number(at));
                    if is_of_line && minute.is_exempt() {
                        amounts.extend(sums(&text_of(minute)));
                    }
                }
            }
        }
        for issue in data.issues.iter().filter(|issue| !issue.private_paragraphs.is_empty()) {
            let Some(secret) = secret.get(issue.r#ref.key()) else { continue };
            let mut public = vec![(issue.title.value.clone(), &issue.title.origin)];
            public.extend(
                issue.summary.iter().map(|summary| (summary.value.0.plain_text(), &summary.origin)),
            );
            let lines = issue.documents.iter().chain(&issue.private_reason);
            public.extend(lines.map(|line| (line.value.clone(), &line.origin)));
            for (text, place) in public {
                for sum in sums(&text).intersection(secret) {
                    let unit = MoneyUnit::Pounds;
                    let sum = Money { pounds: *sum, unit, decimals: 0, rounded: 0 };
                    let message = format!(
                        "the plan's entry {} gives {sum}, which is exempt elsewhere in the records",
                        issue.r#ref.written()
                    );
                    found.push(
                        Finding::new(&ABOUT, message, place)
                            .hint("leave the sum out of the entry, or make it public everywhere")
                            .of_issue(issue),
                    );
                }
            }
        }
    }
}
