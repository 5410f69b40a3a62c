//! Decisions and the forward plan, as rows.

use std::fmt::Display;

use super::RowScope;
use super::business::{plain, shown};
use super::rows::{DecisionRow, PlanRow};
use crate::model::access::PublicDataset;
use crate::model::issue::{Decision, Issue};
use crate::model::record::Located;
use crate::model::roll::{self, Names};
use crate::model::value::Flag;
use crate::model::value::names::without_email;

/// Returns the rows of decisions.
pub(super) fn decisions(data: &PublicDataset, scope: RowScope<'_>) -> Vec<DecisionRow> {
    let is_wanted = |decision: &&Decision| match scope {
        RowScope::All => true,
        RowScope::Meeting { name, .. } => {
            decision.meeting.as_ref().is_some_and(|meeting| meeting.as_str() == name)
        }
        RowScope::Decision(reference) => decision.r#ref.written() == reference,
        RowScope::Issues(_) => false,
    };
    let decisions = data.decisions.iter().filter(is_wanted);
    decisions.map(|decision| decision_row(data, decision)).collect()
}

fn decision_row(data: &PublicDataset, decision: &Decision) -> DecisionRow {
    let meeting = decision.meeting.as_ref().and_then(|name| data.meeting(name.as_str()));
    let issue = decision.issue.as_ref().and_then(|reference| data.issue(&reference.value));
    let date = decision.date.as_ref().or(meeting.map(|meeting| &meeting.date));
    let title = decision.title.as_ref().or(issue.map(|issue| &issue.title));
    let private = decision.mark.private();
    DecisionRow {
        reference: shown(decision.r#ref.reference()),
        title: shown(title),
        issue: shown(decision.issue.as_ref()),
        meeting: shown(decision.meeting.as_ref()),
        date: shown(date),
        makers: list(&decision.makers),
        key: flag(decision.key.as_ref()),
        published: shown(decision.published.as_ref()),
        call_in: flag(decision.call_in.as_ref()),
        call_in_deadline: shown(decision.call_in_deadline.as_ref()),
        effective: shown(decision.effective.as_ref()),
        called_in: shown(decision.called_in.as_ref()),
        exempt: private.is_some(),
        exempt_paragraphs: private.map(|private| private.paragraphs.clone()).unwrap_or_default(),
        exempt_reason: shown(private.and_then(|private| private.reason.as_ref())),
        public_summary: plain(private.and_then(|private| private.summary.as_ref())),
        decision: plain(decision.decision.known()),
        reasons: plain(decision.reasons.as_ref()),
        alternatives: plain(decision.alternatives.as_ref()),
        interests: plain(decision.interests.as_ref()),
        dispensations: plain(decision.dispensations.as_ref()),
        consultees: list(&decision.consultees),
        background_papers: list(&decision.background_papers),
        urgency_basis: shown(decision.urgency_basis.as_ref()),
    }
}

/// Returns the rows of the forward plan.
pub(super) fn plan(data: &PublicDataset, scope: RowScope<'_>) -> Vec<PlanRow> {
    let is_wanted = |issue: &&Issue| match scope {
        RowScope::All => issue.first_published.is_some(),
        RowScope::Issues(wanted) => wanted.iter().any(|wanted| wanted == issue.r#ref.written()),
        RowScope::Meeting { .. } | RowScope::Decision(_) => false,
    };
    let names = Names::executive_first(data);
    let issues = data.issues.iter().filter(is_wanted);
    issues.map(|issue| plan_row(data, &names, issue)).collect()
}

fn plan_row(data: &PublicDataset, names: &Names<'_>, issue: &Issue) -> PlanRow {
    let due = issue.due.as_ref();
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string());
    let lead = |lead: &Located<String>| names.printed(without_email(lead).0);
    let paragraphs = issue.private_paragraphs.iter().map(|paragraph| paragraph.value.0);
    PlanRow {
        reference: shown(issue.r#ref.reference()),
        title: issue.title.to_string(),
        summary: plain(issue.summary.as_ref()),
        key: flag(issue.key.as_ref()),
        reason_key: list(&issue.reason_key),
        makers: list(&issue.maker),
        due: shown(due),
        due_from: day(due.and_then(|due| due.first_day())),
        due_to: day(due.and_then(|due| due.last_day())),
        status: shown(issue.status.as_ref()),
        divisions: list(&issue.divisions),
        lead_members: issue.lead_members.iter().map(lead).collect(),
        portfolio: shown(issue.portfolio.as_ref()),
        priority: shown(issue.priority.as_ref()),
        contact: issue.contact.as_ref().map(|text| contact(data, text)),
        consultees: list(&issue.consultees),
        documents: list(&issue.documents),
        background_papers: list(&issue.background_papers),
        private: issue.is_private(),
        private_paragraphs: paragraphs.collect(),
        private_reason: shown(issue.private_reason.as_ref()),
        first_published: shown(issue.first_published.as_ref()),
    }
}

/// Returns an officer whom a text names as papers print them, from the row of `officers`; without one, the text as it
/// stands.
fn contact(data: &PublicDataset, text: &str) -> String {
    let Some(row) = roll::officer(data, text).one() else { return text.to_owned() };
    let details = [&row.post, &row.telephone, &row.email];
    let known = details.into_iter().flatten().map(|detail| detail.value.as_str());
    std::iter::once(row.name.as_str()).chain(known).collect::<Vec<_>>().join(", ")
}

fn list<T: Display>(values: &[Located<T>]) -> Vec<String> {
    values.iter().map(|value| value.value.to_string()).collect()
}

fn flag(value: Option<&Located<Flag>>) -> Option<bool> {
    value.map(|flag| flag.0)
}
