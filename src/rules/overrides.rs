//! Faults that the council has decided to live with: each becomes a note that gives the reason.

use super::{ALL, Finding, named};
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::model::dataset::Dataset;
use crate::model::issue::Override;
use crate::model::record::nearest;
use crate::model::value::long_date;

/// Turns the findings that the council's overrides are about into notes.
pub(super) fn apply(diags: &mut Diagnostics, data: &Dataset, found: &mut [Finding]) {
    for own in &data.overrides {
        if !is_usable(diags, own) {
            continue;
        }
        let mut is_used = false;
        for finding in found.iter_mut().filter(|finding| concerns(own, finding)) {
            is_used = true;
            let diagnostic = &mut finding.diagnostic;
            diagnostic.severity = Severity::Note;
            diagnostic.hints.clear();
            let why =
                format!("{} on {}: {}", own.by.value, long_date(own.date.value), own.reason.value);
            diagnostic.message = format!("{}; let pass by {why}", diagnostic.message);
            finding.overridden = Some(why);
        }
        if !is_used {
            let message = format!("there is no fault of `{}` here to let pass", own.rule.value);
            diags.push(
                Diagnostic::warning("rules/unused-override", message)
                    .at(&own.rule.origin)
                    .hint("remove the row, or correct its `meeting` or `issue`"),
            );
        }
    }
}

/// Returns whether an override names a rule and what it is about; reports where it does not.
fn is_usable(diags: &mut Diagnostics, own: &Override) -> bool {
    if named(&own.rule.value).is_none() {
        let near = nearest(&own.rule.value, ALL.iter().map(|rule| rule.about().code));
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`orderpaper explain` lists the rules".to_owned(),
        };
        diags.push(
            Diagnostic::error(
                "rules/unknown-code",
                format!("there is no rule `{}`", own.rule.value),
            )
            .at(&own.rule.origin)
            .hint(hint),
        );
        return false;
    }
    if own.meeting.is_none() && own.issue.is_none() {
        diags.push(
            Diagnostic::error(
                "rules/override-of-everything",
                "an override names neither `meeting` nor `issue`",
            )
            .at(&own.origin)
            .hint("say whose fault is let pass; a rule can't be switched off altogether"),
        );
        return false;
    }
    if own.reason.value.trim().is_empty() {
        diags.push(
            Diagnostic::error("data/missing-value", "an override without a reason")
                .at(&own.reason.origin)
                .hint("fill in `reason`"),
        );
        return false;
    }
    true
}

/// Returns whether an override is about a finding.
fn concerns(own: &Override, finding: &Finding) -> bool {
    finding.diagnostic.code == own.rule.value
        && own
            .meeting
            .as_ref()
            .is_none_or(|meeting| finding.meeting.as_deref() == Some(meeting.value.as_str()))
        && own
            .issue
            .as_ref()
            .is_none_or(|issue| finding.references.iter().any(|key| key == issue.key()))
}
