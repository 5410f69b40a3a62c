//! Reviews and their findings: what they name, dates that can't be, what is missing of a finding that is still to be
//! dealt with, what changed that should stay, and what is expected of a peer challenge by which day.

use chrono::NaiveDate;

use super::references::{body, doubles, row};
use super::{Blocks, Findings};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::model::assurance::{Expected, FindingState, Review, ReviewFinding};
use crate::model::dataset::{Dataset, Performance};
use crate::model::record::Located;
use crate::model::value::{Reference, ReportingPeriod, long_date};

/// Checks the reviews, and each period's findings.
pub(super) fn check(found: &mut Findings, data: &Dataset) {
    let mut diags = Diagnostics::default();
    let reviews = &data.assurance.reviews;
    doubles(&mut diags, "review", reviews.iter().map(|review| named(&review.r#ref)));
    for review in reviews {
        dates(&mut diags, review);
        body(&mut diags, data, review.committee.as_ref());
        expectations(&mut diags, review, data.today);
    }
    found.add(diags, Blocks::all("reviews"));
    for (period, performance) in &data.performance {
        let mut diags = Diagnostics::default();
        let findings = &performance.findings;
        doubles(&mut diags, "finding", findings.iter().map(|finding| named(&finding.r#ref)));
        let as_at = performance.as_at(*period);
        let before = data.findings_before(*period);
        for finding in findings {
            names(&mut diags, data, finding);
            state(&mut diags, finding, as_at);
            lacking(&mut diags, finding, before.is_some());
        }
        if let Some((before, earlier)) = before {
            changes(&mut diags, (before, &earlier.findings), (*period, performance));
        }
        found.add(diags, Blocks::of("findings", period.key()));
    }
}

/// Returns a reference as [`doubles`] takes it.
fn named(reference: &Located<Reference>) -> (&str, &str, &Origin) {
    (reference.key(), reference.written(), &reference.origin)
}

/// Reports days of a review that can't follow each other.
fn dates(diags: &mut Diagnostics, review: &Review) {
    let Some(began) = review.began.as_ref().or(review.ended.as_ref()) else { return };
    let Some(first) = began.first_day() else { return };
    let day = |date: &Option<Located<NaiveDate>>| {
        date.as_ref().map(|date| (date.value, date.origin.clone()))
    };
    let ended = review.ended.as_ref();
    let later = [
        ("ended", ended.and_then(|date| Some((date.last_day()?, date.origin.clone())))),
        ("report-published", day(&review.report_published)),
        ("plan-published", day(&review.plan_published)),
        ("progress-review", day(&review.progress_review)),
    ];
    for (column, date) in later {
        let Some((date, origin)) = date.filter(|(date, _)| *date < first) else { continue };
        let message = format!(
            "`{column}` of the review `{}` is {}, before it began on {}",
            review.r#ref.written(),
            long_date(date),
            long_date(first)
        );
        diags.push(
            Diagnostic::new(Code::DataContradiction, message)
                .at(&origin)
                .label(&began.origin, "the work")
                .hint("correct one of the two days"),
        );
    }
}

/// Warns of what is expected of a peer challenge and was done late, or is late.
fn expectations(diags: &mut Diagnostics, review: &Review, today: Option<NaiveDate>) {
    let Some(ended) = &review.ended else { return };
    for expected in review.expectations().iter().filter(|expected| expected.is_late(today)) {
        let (what, column, place) = match expected.what {
            Expected::Report => ("report", "report-published", &review.report_published),
            Expected::Plan => ("action plan", "plan-published", &review.plan_published),
            Expected::ProgressReview => {
                ("review of progress", "progress-review", &review.progress_review)
            }
        };
        let became = match expected.done {
            Some(done) => format!("it was on {}", long_date(done)),
            None => format!("`{column}` is empty"),
        };
        let message = format!(
            "the {what} of the peer challenge `{}` was due by {}, {} months after its last day, {}: {became}",
            review.r#ref.written(),
            long_date(expected.by),
            expected.months,
            long_date(expected.ended),
        );
        let diagnostic = Diagnostic::new(Code::AssuranceExpected, message)
            .hint(format!("fill in or correct `{column}`; if it is late, say so to the committee"));
        diags.push(match place {
            Some(place) => {
                diagnostic.at(&place.origin).label(&ended.origin, "the last day of the work")
            }
            None => diagnostic.at(&ended.origin),
        });
    }
}

/// Reports reviews and committees that a finding names and that there are not.
fn names(diags: &mut Diagnostics, data: &Dataset, finding: &ReviewFinding) {
    if data.unread("reviews").next().is_none() {
        row(diags, "review", &finding.review, &data.assurance.reviews, |review| &review.r#ref);
    }
    body(diags, data, finding.committee.as_ref());
}

/// Reports a state that the days of a finding contradict.
fn state(diags: &mut Diagnostics, finding: &ReviewFinding, as_at: NaiveDate) {
    let name = finding.r#ref.written();
    if let Some(done) = &finding.done_on {
        let wrong = if finding.is_live() {
            Some(format!("`{name}` is {}, but `done-on` says when it was done", word(finding)))
        } else if as_at < done.value {
            let (done, as_at) = (long_date(done.value), long_date(as_at));
            Some(format!("`{name}` was done on {done}, after {as_at}, to which the report goes"))
        } else {
            None
        };
        if let Some(message) = wrong {
            diags.push(
                Diagnostic::new(Code::DataContradiction, message)
                    .at(&done.origin)
                    .label(&finding.state.origin, "its state")
                    .hint("correct `state` or `done-on`"),
            );
        }
    }
    if let Some(extension) = &finding.extension {
        let now = finding.now_due().and_then(|due| due.last_day());
        let wrong = if !finding.is_live() {
            Some(format!("more time is asked for `{name}`, which is {}", word(finding)))
        } else if extension.last_day().zip(now).is_some_and(|(asked, now)| asked <= now) {
            let now = finding.now_due().map(|due| due.value.to_string()).unwrap_or_default();
            Some(format!(
                "`{name}` is due {now}, and {} is asked for, which is no later",
                extension.value
            ))
        } else {
            None
        };
        if let Some(message) = wrong {
            diags.push(
                Diagnostic::new(Code::AssuranceExtension, message)
                    .at(&extension.origin)
                    .label(&finding.state.origin, "its state")
                    .hint("correct or empty `extension`; a date that was agreed belongs into `revised`"),
            );
        }
    }
}

/// Returns the state of a finding as its column has it.
fn word(finding: &ReviewFinding) -> String {
    format!("`{}`", finding.state.value.word())
}

/// Warns of what a finding lacks that somebody is to see to, and of one that was done nobody knows when.
fn lacking(diags: &mut Diagnostics, finding: &ReviewFinding, has_before: bool) {
    let name = finding.r#ref.written();
    let missing = match (&finding.owner, &finding.due) {
        (Some(_), Some(_)) => None,
        (None, Some(_)) => Some("`owner` is empty"),
        (Some(_), None) => Some("`due` is empty"),
        (None, None) => Some("`owner` and `due` are empty"),
    };
    if let Some(missing) = missing.filter(|_| finding.is_live()) {
        let message = format!("`{name}` is still to be dealt with, and {missing}");
        diags.push(
            Diagnostic::new(Code::AssuranceUnowned, message)
                .at(&finding.origin)
                .hint("say who sees to it, and by when it was first agreed to be done"),
        );
    }
    let is_done = finding.state.value == FindingState::Done;
    if is_done && finding.done_on.is_none() && !has_before {
        let message = format!("nobody can tell whether `{name}` was done since the last report");
        diags.push(
            Diagnostic::new(Code::AssuranceDoneWhen, message)
                .at(&finding.state.origin)
                .hint("fill in `done-on`, the day on which it was done"),
        );
    }
}

/// Warns of findings that are no longer there although they were not dealt with, and of first dates that moved.
fn changes(
    diags: &mut Diagnostics,
    (before, earlier): (ReportingPeriod, &[ReviewFinding]),
    (period, performance): (ReportingPeriod, &Performance),
) {
    for old in earlier {
        let same = |finding: &&ReviewFinding| finding.r#ref.key() == old.r#ref.key();
        let name = old.r#ref.written();
        let Some(new) = performance.findings.iter().find(same) else {
            if old.is_live() && !performance.findings.is_empty() {
                let message = format!(
                    "`{name}` was still to be dealt with in {before}, and is missing in {period}"
                );
                diags.push(
                    Diagnostic::new(Code::AssuranceGone, message).at(&old.origin).hint(format!(
                        "add it to the findings of {period}, with what became of it"
                    )),
                );
            }
            continue;
        };
        let (Some(was), Some(now)) = (&old.due, &new.due) else { continue };
        if was.value != now.value {
            let message = format!(
                "`{name}` was first due {} in {before}, and {} in {period}",
                was.value, now.value
            );
            diags.push(
                Diagnostic::new(Code::AssuranceDueMoved, message)
                    .at(&now.origin)
                    .label(&was.origin, "before")
                    .hint(
                        "leave `due` as it was first agreed; a later date belongs into `revised`",
                    ),
            );
        }
    }
}
