//! Findings that the council has overridden: each becomes a note that gives the reason.

use super::{ALL, Finding, by_code};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::dataset::Dataset;
use crate::model::issue::Override;
use crate::model::nearest::nearest;
use crate::model::value::long_date;

/// Turns findings that a row of `overrides` covers into notes; warns of rows that cover none.
pub(super) fn apply(diags: &mut Diagnostics, data: &Dataset, found: &mut [Finding]) {
    for row in &data.overrides {
        if !is_usable(diags, row) {
            continue;
        }
        let mut is_used = false;
        for finding in found.iter_mut().filter(|finding| concerns(row, finding)) {
            is_used = true;
            let why =
                format!("{} on {}: {}", row.by.value, long_date(row.date.value), row.reason.value);
            finding.diagnostic.override_by(&why);
            finding.overridden = Some(why);
        }
        if !is_used {
            let message = format!("no fault under `{}` matches this override", row.rule.value);
            diags.push(
                Diagnostic::new(Code::RulesUnusedOverride, message)
                    .at(&row.rule.origin)
                    .hint("remove the row, or correct its `meeting` or `issue`"),
            );
        }
    }
}

/// Returns whether an override names a rule, a meeting or issue, and a reason; reports what is missing.
fn is_usable(diags: &mut Diagnostics, row: &Override) -> bool {
    let code = Code::by_name(&row.rule.value);
    let Some(code) = code.filter(|code| by_code(*code).is_some()) else {
        let near = nearest(&row.rule.value, ALL.iter().map(|rule| rule.about().code.name()));
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`orderpaper explain` lists the rules".to_owned(),
        };
        diags.push(
            Diagnostic::new(
                Code::RulesUnknownCode,
                format!("there is no rule `{}`", row.rule.value),
            )
            .at(&row.rule.origin)
            .hint(hint),
        );
        return false;
    };
    if !code.is_overridable() {
        diags.push(
            Diagnostic::new(
                Code::RulesNotOverridable,
                format!("`{}` can't be overridden: it says who may see something", row.rule.value),
            )
            .at(&row.rule.origin)
            .hint("remove the row, and correct what is reported"),
        );
        return false;
    }
    if row.meeting.is_none() && row.issue.is_none() {
        diags.push(
            Diagnostic::new(
                Code::RulesOverrideOfEverything,
                "an override names neither `meeting` nor `issue`",
            )
            .at(&row.origin)
            .hint("fill in `meeting` or `issue`; a rule can't be switched off altogether"),
        );
        return false;
    }
    if row.reason.value.trim().is_empty() {
        diags.push(
            Diagnostic::new(Code::DataMissingValue, "an override without a reason")
                .at(&row.reason.origin)
                .hint("fill in `reason`"),
        );
        return false;
    }
    true
}

/// Returns whether an override covers a finding: same rule, and the meeting and issue that it gives.
fn concerns(row: &Override, finding: &Finding) -> bool {
    finding.diagnostic.code().name() == row.rule.value
        && row
            .meeting
            .as_ref()
            .is_none_or(|meeting| finding.meeting.as_deref() == Some(meeting.value.as_str()))
        && row
            .issue
            .as_ref()
            .is_none_or(|issue| finding.references.iter().any(|key| key == issue.key()))
}
