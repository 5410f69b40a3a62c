//! Papers: which belong to which, and what they pass on.

use diag::Diagnostics;

use super::faults::inherited;
use super::marks::Private;
use super::numbers::folded;
use crate::meeting::{Paper, PaperKind};
use crate::paper_id;

/// Makes appendices and supplements of private reports private; returns whether there were any.
pub(super) fn with_reports(
    diags: &mut Diagnostics,
    papers: &[Paper],
    states: &mut [Option<Private>],
) -> bool {
    let mut is_changed = false;
    if states.iter().all(Option::is_none) {
        return is_changed;
    }
    let numbers: Vec<String> = papers.iter().map(|paper| folded(&paper.number)).collect();
    for at in 0..papers.len() {
        let paper = &papers[at];
        if states[at].is_some() || paper.kind() == PaperKind::Report {
            continue;
        }
        let reports: Vec<usize> = (0..papers.len())
            .filter(|other| {
                papers[*other].kind() == PaperKind::Report && numbers[*other] == numbers[at]
            })
            .collect();
        // It belongs to the report above it; where there is none above, to any of them.
        let above = reports.iter().copied().rfind(|report| *report < at);
        let reports = above.map_or(reports, |above| vec![above]);
        let Some(report) = reports.into_iter().find(|report| states[*report].is_some()) else {
            continue;
        };
        diags.push(
            inherited(
                "withheld with the report that it belongs to".to_owned(),
                &paper.origin,
                "give it the same `exempt-paragraphs`; if it may be published, set `kind` to `report`",
            )
            .label(&papers[report].origin, "this report is private"),
        );
        states[at] = states[report].as_ref().map(Private::inherited);
        is_changed = true;
    }
    is_changed
}

/// Returns which papers of a meeting replace which: the positions of both.
pub(super) fn replacements(papers: &[Paper]) -> Vec<(usize, usize)> {
    let mut links = Vec::new();
    for (at, paper) in papers.iter().enumerate() {
        let Some(name) = &paper.supersedes else { continue };
        let is_named = |other: &usize| *other != at && paper_id::may_name(name, &papers[*other]);
        links.extend((0..papers.len()).filter(is_named).map(|other| (at, other)));
    }
    links
}

/// Makes papers private that replace a private paper, or are replaced by one; returns whether there were
/// any.
pub(super) fn with_replaced(
    diags: &mut Diagnostics,
    papers: &[Paper],
    replacements: &[(usize, usize)],
    states: &mut [Option<Private>],
) -> bool {
    let mut is_changed = false;
    for (first, second) in replacements.iter().flat_map(|&(a, b)| [(a, b), (b, a)]) {
        if states[first].is_some() || states[second].is_none() {
            continue;
        }
        diags.push(
            inherited(
                "withheld with the paper that it replaces, or that replaces it".to_owned(),
                &papers[first].origin,
                "give both the same `exempt-paragraphs`; a version for the public is a separate paper, which replaces nothing",
            )
            .label(&papers[second].origin, "this paper is private"),
        );
        states[first] = states[second].as_ref().map(Private::inherited);
        is_changed = true;
    }
    is_changed
}
