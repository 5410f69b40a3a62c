//! Names issues and decisions whose council gives no references, and drops those that need a reference or can't be
//! named. Only columns that the public sees go into a name.

use super::{Blocks, Findings};
use crate::diag::{Code, Diagnostic, Origin};
use crate::model::dataset::Dataset;
use crate::model::identity::Identity;
use crate::model::issue::{Decision, Issue};
use crate::model::record::Located;
use crate::model::value::ReferenceForm;

/// Names every row that has no reference.
pub(super) fn identify(found: &mut Findings, data: &mut Dataset) {
    let council = data.council.as_ref();
    let issue_form = council.and_then(|council| council.issue_reference.clone());
    let decision_form = council.and_then(|council| council.decision_reference.clone());

    if issue_form.is_none() {
        data.issues.replace(|issue| {
            let named = is_unnamed(&issue.r#ref).then(|| issue.r#ref.identify(&issue.title))??;
            Some(Issue { r#ref: named, ..issue.clone() })
        });
    }
    let hint = "fill in `ref`, or a title with letters or digits";
    let refused = data.issues.iter().filter(|issue| is_unnamed(&issue.r#ref));
    let refused: Vec<Origin> = refused.map(|issue| issue.origin.clone()).collect();
    data.issues.retain(|issue| !is_unnamed(&issue.r#ref));
    report(found, data, "issues", refused, issue_form.as_ref(), hint);

    let mut decisions = std::mem::take(&mut data.decisions);
    if decision_form.is_none() {
        decisions.replace(|decision| {
            let name = is_unnamed(&decision.r#ref).then(|| decision_name(data, decision))??;
            Some(Decision { r#ref: decision.r#ref.identify(&name)?, ..decision.clone() })
        });
    }
    let hint = "fill in `ref`; or `title`, `issue` or `item`, by which it is told from others";
    let refused = decisions.iter().filter(|decision| is_unnamed(&decision.r#ref));
    let refused: Vec<Origin> = refused.map(|decision| decision.origin.clone()).collect();
    decisions.retain(|decision| !is_unnamed(&decision.r#ref));
    data.decisions = decisions;
    report(found, data, "decisions", refused, decision_form.as_ref(), hint);
}

fn is_unnamed(identity: &Identity) -> bool {
    identity.key().is_empty()
}

/// Returns the name of a decision without a reference: its title, the issue's, or its item, with the meeting or day.
/// `None` where it has none of these.
fn decision_name(data: &Dataset, decision: &Decision) -> Option<String> {
    let issue = decision.issue.as_ref();
    let issue_title = issue.map(|reference| match data.issue(reference) {
        Some(issue) => issue.title.as_str(),
        None => reference.written(),
    });
    let title = decision.title.as_ref().map(|title| title.as_str()).or(issue_title);
    let item = || decision.item.as_ref().map(|item| format!("item {}", item.value));
    let name = title.map(str::to_owned).or_else(item)?;
    let meeting = decision.meeting.as_ref().map(ToString::to_string);
    let day = || decision.date.as_ref().map(|date| date.value.to_string());
    Some(match meeting.or_else(day) {
        Some(taken) => format!("{name} ({taken})"),
        None => name,
    })
}

/// Reports rows without a reference that are dropped.
fn report(
    found: &mut Findings,
    data: &mut Dataset,
    table: &'static str,
    rows: Vec<Origin>,
    form: Option<&Located<ReferenceForm>>,
    hint: &str,
) {
    for origin in rows {
        let message = "`ref` is empty; a reference is needed";
        let mut diagnostic = Diagnostic::new(Code::DataMissingValue, message).at(&origin);
        diagnostic = match form {
            Some(form) => diagnostic.label(&form.origin, "their pattern").hint("fill in `ref`"),
            None => diagnostic.hint(hint),
        };
        found.push(diagnostic, Blocks::all(table));
        data.lose(table, None, &origin);
    }
}
