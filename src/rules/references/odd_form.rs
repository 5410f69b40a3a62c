#![doc = include_str!("odd_form.md")]

use super::super::facts::Facts;
use super::super::{EVERYWHERE, Finding, LOCAL, Rule, RuleInfo, State};
use crate::diag::Code;
use crate::model::record::Located;
use crate::model::value::{Reference, ReferenceForm};

static ABOUT: RuleInfo = RuleInfo {
    code: Code::ReferencesOddForm,
    duty: LOCAL,
    summary: "references match the council’s pattern",
    law: "the council’s practice",
    state: State::Checked,
    nations: EVERYWHERE,
    since: None,
    executive: false,
};

pub(in super::super) struct OddForm;

impl Rule for OddForm {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        let Some(council) = &facts.data.council else { return };
        let issues = facts.data.issues.iter().filter_map(|issue| issue.r#ref.reference());
        let decisions =
            facts.data.decisions.iter().filter_map(|decision| decision.r#ref.reference());
        check(found, "issue", council.issue_reference.as_ref(), issues);
        check(found, "decision", council.decision_reference.as_ref(), decisions);
    }
}

fn check<'a>(
    found: &mut Vec<Finding>,
    what: &str,
    form: Option<&Located<ReferenceForm>>,
    references: impl Iterator<Item = &'a Located<Reference>> + Clone,
) {
    let Some(form) = form else { return };
    for reference in references.clone().filter(|reference| !form.fits(reference)) {
        let free = form.next_free(references.clone().map(|other| &other.value));
        let hint = match free.as_slice() {
            [] => "correct it, or the pattern".to_owned(),
            free => {
                let free: Vec<String> = free.iter().map(|next| format!("`{next}`")).collect();
                format!("correct it, or the pattern; the next free one is {}", free.join(" or "))
            }
        };
        let message = format!(
            "the reference `{}` of {} {what} does not match the pattern `{}`",
            reference.written(),
            if what == "issue" { "an" } else { "a" },
            form.written()
        );
        found.push(
            Finding::new(&ABOUT, message, &reference.origin)
                .label(&form.origin, "the pattern")
                .hint(hint)
                .of_reference(reference),
        );
    }
}
