//! Papers: which belong to which, and what they pass on.

use std::collections::BTreeMap;

use diag::Diagnostics;

use super::business::{Business, PaperRow};
use super::faults::{contradiction, inherited, summary_alone};
use super::marks::{Cause, Private};
use super::numbers::{folded, position};
use super::releases::unmarked;
use crate::dataset::Dataset;
use crate::meeting::{Paper, PaperKind};
use crate::paper_id;

impl Business {
    /// Makes papers private with their items, with the reports that they belong to, with those that they
    /// replace, and with other rows of the same file.
    pub(super) fn inherit_papers(
        &mut self,
        diags: &mut Diagnostics,
        data: &Dataset,
        same: &[Vec<PaperRow>],
    ) {
        for (meeting, papers) in &data.papers {
            let lines = data.agenda_of(meeting);
            let items = self.lines.get(meeting).map_or(&[][..], Vec::as_slice);
            let Some(states) = self.papers.get_mut(meeting) else { continue };
            for (paper, state) in papers.iter().zip(states.iter_mut()) {
                match position(lines, &paper.number) {
                    Some(at) => {
                        if let Some(item) = &items[at] {
                            let summary = paper.public_summary.as_ref();
                            *state = Some(item.of_part(state.take(), summary));
                        }
                    }
                    // That there is no such item was reported; it may have been a private one.
                    None => *state = state.take().or(Some(Private::by(Cause::Untraced))),
                }
            }
        }
        let replaced: BTreeMap<&String, Vec<(usize, usize)>> =
            data.papers.iter().map(|(meeting, papers)| (meeting, replacements(papers))).collect();
        // What one paper passes on, the next passes on in its turn.
        loop {
            let before = self.private_papers();
            for (meeting, papers) in &data.papers {
                let Some(states) = self.papers.get_mut(meeting) else { continue };
                with_lost(papers, states);
                with_reports(diags, papers, states);
                with_replaced(diags, papers, &replaced[meeting], states);
            }
            for group in same {
                self.with_same_file(diags, data, group);
            }
            if self.private_papers() != before {
                continue;
            }
            // Only once nothing else makes it private: what is to be reviewed or released is exempt, or its row
            // lacks a mark.
            for (meeting, papers) in &data.papers {
                let states = self.papers.get_mut(meeting).into_iter().flatten();
                papers.iter().zip(states).for_each(|(paper, state)| unmarked(diags, paper, state));
            }
            if self.private_papers() == before {
                break;
            }
        }
        for (meeting, papers) in &data.papers {
            let states = self.papers.get_mut(meeting).into_iter().flatten();
            for (paper, state) in papers.iter().zip(states) {
                summary_alone(diags, state, paper.public_summary.as_ref());
            }
        }
    }

    /// Returns how many papers are private so far.
    fn private_papers(&self) -> usize {
        self.papers.values().flatten().flatten().count()
    }

    /// Makes papers private that have the file of a private one.
    fn with_same_file(&mut self, diags: &mut Diagnostics, data: &Dataset, group: &[PaperRow]) {
        let private = group.iter().find_map(|(meeting, at)| {
            Some((data.papers_of(meeting).get(*at)?, self.papers.get(meeting)?[*at].clone()?))
        });
        let Some((private_paper, private)) = private else { return };
        for (meeting, at) in group {
            let state = self.papers.get_mut(meeting).and_then(|states| states.get_mut(*at));
            let paper = data.papers_of(meeting).get(*at);
            let (Some(state), Some(paper)) = (state, paper) else { continue };
            if state.is_some() {
                continue;
            }
            diags.push(
                contradiction(
                    "its file is that of a paper that is not for publication; it is withheld"
                        .to_owned(),
                    &paper.origin,
                    "give both rows the same `exempt-paragraphs`, or move the exempt part to a separate file",
                )
                .label(&private_paper.origin, "the same file is private here"),
            );
            *state = Some(Private { cause: Cause::Contradicted, ..private.clone() });
        }
    }
}

/// Makes papers private of a meeting with private ones that replace a paper which is not there: that was
/// reported, and a private one may be meant.
fn with_lost(papers: &[Paper], states: &mut [Option<Private>]) {
    if states.iter().all(Option::is_none) {
        return;
    }
    for (paper, state) in papers.iter().zip(states).filter(|(_, state)| state.is_none()) {
        let is_lost = paper
            .supersedes
            .as_ref()
            .is_some_and(|name| !papers.iter().any(|other| paper_id::may_name(name, other)));
        if is_lost {
            *state = Some(Private::by(Cause::Untraced));
        }
    }
}

/// Makes appendices and supplements of private reports private.
fn with_reports(diags: &mut Diagnostics, papers: &[Paper], states: &mut [Option<Private>]) {
    if states.iter().all(Option::is_none) {
        return;
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
    }
}

/// Returns which papers of a meeting replace which: the positions of both.
fn replacements(papers: &[Paper]) -> Vec<(usize, usize)> {
    let mut links = Vec::new();
    for (at, paper) in papers.iter().enumerate() {
        let Some(name) = &paper.supersedes else { continue };
        let is_named = |other: &usize| *other != at && paper_id::may_name(name, &papers[*other]);
        links.extend((0..papers.len()).filter(is_named).map(|other| (at, other)));
    }
    links
}

/// Makes papers private that replace a private paper, or are replaced by one.
fn with_replaced(
    diags: &mut Diagnostics,
    papers: &[Paper],
    replacements: &[(usize, usize)],
    states: &mut [Option<Private>],
) {
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
    }
}
