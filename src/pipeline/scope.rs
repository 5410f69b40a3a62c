//! Whom a selection concerns: what is found about anybody else is not reported with it.

use std::collections::BTreeSet;

use super::{Job, Selection, Session};
use crate::check::{About, Finding};
use crate::kinds::Subject;
use crate::model::issue::{Decision, Issue};
use crate::model::value::Quarter;

/// Meetings, bodies, quarters and references that a selection concerns.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// Whether it concerns everything.
    is_everything: bool,
    meetings: BTreeSet<String>,
    bodies: BTreeSet<String>,
    quarters: BTreeSet<Quarter>,
    /// Keys of the references of issues and decisions.
    references: BTreeSet<String>,
    /// Keys of the references of issues on the agendas of the meetings. They are concerned by faults of an
    /// issue's row, such as of who may see it, but not by what the law asks of its entry in the plan.
    on_agendas: BTreeSet<String>,
}

impl Scope {
    /// Returns the scope of a selection, and of the documents that it matches.
    pub(super) fn of_selection(session: &Session, selection: &Selection, jobs: &[Job]) -> Self {
        if selection.is_everything() {
            return Self { is_everything: true, ..Self::default() };
        }
        let mut scope = Self::default();
        scope.meetings.extend(selection.meetings.iter().cloned());
        scope.bodies.extend(selection.bodies.iter().cloned());
        scope.quarters.extend(selection.periods.iter().copied());
        scope.add_jobs(session, jobs);
        scope
    }

    /// Returns the scope of a meeting, or of a quarter, and of the documents about it.
    pub(super) fn of_documents(session: &Session, jobs: &[Job]) -> Self {
        let mut scope = Self::default();
        scope.add_jobs(session, jobs);
        scope
    }

    /// Returns the scope of some issues.
    pub(super) fn of_issues<'a>(issues: impl Iterator<Item = &'a Issue>) -> Self {
        let references = issues.map(|issue| issue.r#ref.key().to_owned()).collect();
        Self { references, ..Self::default() }
    }

    fn add_jobs(&mut self, session: &Session, jobs: &[Job]) {
        let data = session.data();
        for Job { subject, .. } in jobs {
            if let Some(meeting) = subject.meeting() {
                self.meetings.insert(meeting.name.clone());
                self.bodies.extend(meeting.body.clone());
            }
            match subject {
                Subject::Meeting(_) | Subject::Supplement { .. } => {}
                Subject::Quarter { quarter, .. } | Subject::Edition { quarter, .. } => {
                    self.quarters.insert(*quarter);
                }
                Subject::Month { .. } => {
                    self.references.extend(data.issues.iter().map(key_of_issue));
                }
                Subject::Issue { issue, .. } => {
                    let issue = data.issue_written(&issue.reference);
                    self.references.extend(issue.map(key_of_issue));
                    let Some(issue) = issue else { continue };
                    // Its history shows what each meeting made of it.
                    let meetings = data.lines_on(&issue.r#ref).into_iter();
                    self.meetings.extend(meetings.map(|(at, _)| at.meeting.to_string()));
                    self.references.extend(data.decisions_on(&issue.r#ref).map(key_of_decision));
                }
                Subject::Decision { decision, .. } => {
                    let decision = data.decision_written(&decision.reference);
                    self.references.extend(decision.map(key_of_decision));
                }
                Subject::Body { body, .. } => {
                    self.bodies.insert(body.clone());
                    let meetings = data.meetings.iter();
                    let meetings = meetings.filter(|meeting| meeting.body.as_str() == body);
                    self.meetings.extend(meetings.map(|meeting| meeting.meeting.to_string()));
                }
            }
        }
        let lines = self.meetings.iter().flat_map(|meeting| data.agenda_of(meeting));
        let issues = lines.filter_map(|line| line.issue.as_ref());
        self.on_agendas.extend(issues.map(|issue| issue.key().to_owned()));
    }

    /// Returns whether a finding concerns it; what is about nobody concerns everybody.
    pub(super) fn concerns(&self, finding: &Finding) -> bool {
        let Finding { diagnostic, about, .. } = finding;
        let is_fault_of_row =
            |key: &String| !diagnostic.code().is_rule() && self.on_agendas.contains(key);
        let is_in = |about: &About| match about {
            About::Meeting(name) => self.meetings.contains(name),
            About::Body(id) => self.bodies.contains(id),
            About::Quarter(quarter) => self.quarters.contains(quarter),
            About::Reference(key) => self.references.contains(key) || is_fault_of_row(key),
        };
        self.is_everything || about.is_empty() || about.iter().any(is_in)
    }
}

fn key_of_issue(issue: &Issue) -> String {
    issue.r#ref.key().to_owned()
}

fn key_of_decision(decision: &Decision) -> String {
    decision.r#ref.key().to_owned()
}
