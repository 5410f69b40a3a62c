//! Whom a selection concerns: what is found about anybody else is not reported with it.

use std::collections::BTreeSet;

use super::{Job, Selection, Session};
use crate::check::{About, Finding};
use crate::kinds::Subject;
use crate::model::issue::Issue;

/// Whom a selection concerns.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// Whether it concerns everything.
    is_everything: bool,
    about: BTreeSet<About>,
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
        scope.about.extend(selection.meetings.iter().cloned().map(About::Meeting));
        scope.about.extend(selection.bodies.iter().cloned().map(About::Body));
        scope.about.extend(selection.periods.iter().copied().map(About::Period));
        scope.add_jobs(session, jobs);
        scope
    }

    /// Returns the scope of a meeting, or of a period, and of the documents about it.
    pub(super) fn of_documents(session: &Session, jobs: &[Job]) -> Self {
        let mut scope = Self::default();
        scope.add_jobs(session, jobs);
        scope
    }

    /// Returns the scope of some issues.
    pub(super) fn of_issues<'a>(issues: impl Iterator<Item = &'a Issue>) -> Self {
        let about = issues.map(|issue| About::reference(&issue.r#ref)).collect();
        Self { about, ..Self::default() }
    }

    fn add_jobs(&mut self, session: &Session, jobs: &[Job]) {
        let data = session.data();
        for Job { subject, .. } in jobs {
            self.about.extend(About::of_subject(data, subject));
            match subject {
                Subject::Meeting(_)
                | Subject::Supplement { .. }
                | Subject::Minute { .. }
                | Subject::Decision { .. } => {
                    self.about.extend(subject.body().map(|body| About::Body(body.to_owned())));
                }
                Subject::Period { .. } | Subject::Edition { .. } | Subject::Council { .. } => {}
                Subject::Month { .. } => {
                    self.about
                        .extend(data.issues.iter().map(|issue| About::reference(&issue.r#ref)));
                }
                Subject::Issue { issue, .. } => {
                    let Some(issue) = data.issue_written(&issue.reference) else { continue };
                    // Its history shows what each meeting made of it.
                    let meetings = data.lines_on(&issue.r#ref).into_iter();
                    let meetings = meetings.map(|(at, _)| About::Meeting(at.meeting.to_string()));
                    self.about.extend(meetings);
                    let decisions = data.decisions_on(&issue.r#ref);
                    self.about.extend(decisions.map(|decision| About::reference(&decision.r#ref)));
                }
                Subject::Body { body, .. } => {
                    let meetings = data.meetings.iter();
                    let meetings = meetings.filter(|meeting| meeting.body.as_str() == body);
                    self.about.extend(
                        meetings.map(|meeting| About::Meeting(meeting.meeting.to_string())),
                    );
                }
            }
        }
        let meetings = self.about.iter().filter_map(|about| match about {
            About::Meeting(name) => Some(name),
            About::Body(_) | About::Period(_) | About::Reference(_) => None,
        });
        let issues = meetings.flat_map(|meeting| data.agenda_of(meeting));
        let issues = issues.filter_map(|line| line.issue.as_ref());
        self.on_agendas.extend(issues.map(|issue| issue.key().to_owned()));
    }

    /// Returns whether a finding concerns it; what is about nobody concerns everybody.
    pub(super) fn concerns(&self, finding: &Finding) -> bool {
        let Finding { diagnostic, about, .. } = finding;
        let is_fault_of_row = |about: &About| match about {
            About::Reference(key) => !diagnostic.code().is_rule() && self.on_agendas.contains(key),
            About::Meeting(_) | About::Body(_) | About::Period(_) => false,
        };
        let is_in = |about: &About| self.about.contains(about) || is_fault_of_row(about);
        self.is_everything || about.is_empty() || about.iter().any(is_in)
    }
}
