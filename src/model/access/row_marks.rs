//! What the marks of a row say of it, before anything is known of what it belongs to.

use diag::Diagnostics;

use super::faults::{contradiction, status_alone};
use super::marks::{Cause, Private};
use super::words::says_private;
use crate::issue::{Decision, Issue};
use crate::meeting::{AgendaLine, Paper, Part};
use crate::minutes::Minute;

/// Returns the state of an issue by its marks.
pub(super) fn issue_state(diags: &mut Diagnostics, issue: &Issue) -> Option<Private> {
    let marked = Private::marked(
        &issue.private_paragraphs,
        issue.private_reason.as_ref(),
        issue.confidential.as_ref(),
        None,
    );
    let marked =
        marked.or_else(|| issue.private_notice.as_ref().map(|_| Private::by(Cause::Marked)));
    marked.or_else(|| {
        let status = says_private(issue.status.as_ref())?;
        diags.push(status_alone(status));
        Some(Private::by(Cause::Contradicted))
    })
}

/// Returns whether an issue's row says that it is private.
pub fn is_issue_marked(issue: &Issue) -> bool {
    issue_state(&mut Diagnostics::default(), issue).is_some()
}

/// Returns whether a decision's row says that it is exempt or confidential.
pub fn is_decision_marked(decision: &Decision) -> bool {
    marked_decision(decision).is_some()
}

/// Returns the state of an agenda line by its marks.
pub(super) fn marked_line(diags: &mut Diagnostics, line: &AgendaLine) -> Option<Private> {
    let summary = line.public_summary.as_ref();
    let marked = Private::marked(
        &line.exempt_paragraphs,
        line.exempt_reason.as_ref(),
        line.confidential.as_ref(),
        summary,
    );
    let in_part_two = || {
        let private = Private::by(Cause::Marked).with(&[], None, summary);
        (line.part() == Part::Two).then_some(private)
    };
    let state = marked.or_else(in_part_two);
    if let Some(flag) = line.taken_in_public.as_ref().filter(|flag| flag.0 && state.is_some()) {
        diags.push(contradiction(
            "`taken-in-public` says yes, and the item is marked as private; it is withheld"
                .to_owned(),
            &flag.origin,
            "empty one of the two",
        ));
    }
    state
}

/// Returns the state of a paper by its row's marks.
pub(super) fn marked_paper(paper: &Paper) -> Option<Private> {
    let summary = paper.public_summary.as_ref();
    Private::marked(
        &paper.exempt_paragraphs,
        paper.exempt_reason.as_ref(),
        paper.confidential.as_ref(),
        summary,
    )
}

/// Returns the state of a decision by its row's marks.
pub(super) fn marked_decision(decision: &Decision) -> Option<Private> {
    Private::marked(
        &decision.exempt_paragraphs,
        decision.exempt_reason.as_ref(),
        decision.confidential.as_ref(),
        decision.public_summary.as_ref(),
    )
}

/// Returns the state of a minute by its marks.
pub(super) fn marked_minute(minute: &Minute) -> Option<Private> {
    let summary = minute.public_summary.as_ref();
    Private::marked(&minute.exempt_paragraphs, None, minute.confidential.as_ref(), summary)
}
