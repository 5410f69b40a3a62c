//! Which rows are private: everything belongs to an item of business, and shares its fate.
//!
//! An item is private by its marks, with the item that it is a part of, or because other marks
//! contradict that it is public. Its papers, minutes, decisions, follow-ups and interests go with it.
//! What belongs to a meeting with private business and can't be traced to an item is withheld. Whatever
//! is withheld for another reason than its mark is reported. A release concerns one paper, and is looked at last,
//! so that nothing follows its paper out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use diag::{Diagnostics, Origin};

use super::faults::{contradiction, summary_alone, untraced};
use super::items::{below_headings, sub_items};
use super::marks::{Cause, Mark, Private};
use super::minutes::interest_state;
use super::releases::released;
use super::row_marks::{issue_state, marked_decision, marked_line, marked_paper};
use crate::dataset::Dataset;
use crate::meeting::{AgendaLine, Paper};
use crate::minutes::MinuteBook;

/// A row of the `documents` table: a meeting, and the position among its papers.
pub type PaperRow = (String, usize);

/// The states of the rows of one table of a meeting, in their order; `None` for public ones.
pub(super) type States = Vec<Option<Private>>;

/// Marks every row as public or private, and reports what is withheld for another reason than its mark.
/// `same` are groups of papers whose files hold the same bytes; on `today` depends which are released.
pub fn mark(diags: &mut Diagnostics, data: &mut Dataset, same: &[Vec<PaperRow>], today: NaiveDate) {
    let business = Business::of(diags, data, same);
    let released = released(diags, data, &business.papers, same, today);
    let Business { issues, lines, papers, minutes, decisions, follow_ups, .. } = business;
    data.issues.update(|at, issue| issue.mark = issues[at].clone().into());
    data.decisions.update(|at, decision| decision.mark = decisions[at].clone().into());
    data.follow_ups.update(|at, follow_up| follow_up.mark = follow_ups[at].clone().into());
    for (meeting, agenda) in data.agenda.iter_mut() {
        let states = lines.get(meeting).map_or(&[][..], Vec::as_slice);
        for (line, state) in Arc::make_mut(agenda).iter_mut().zip(states) {
            line.mark = state.clone().into();
        }
    }
    for (meeting, rows) in &mut data.papers {
        let states = papers.get(meeting).map_or(&[][..], Vec::as_slice);
        for (at, (paper, state)) in rows.iter_mut().zip(states).enumerate() {
            paper.mark = match state.clone().map(Arc::new) {
                None => Mark::Public,
                Some(private) if released.contains(&(meeting.clone(), at)) => {
                    Mark::Released(private)
                }
                Some(private) => Mark::Private(private),
            };
        }
    }
    for (meeting, book) in &mut data.minutes {
        let states = minutes.get(meeting).map_or(&[][..], Vec::as_slice);
        let agenda = data.agenda.get(meeting);
        let book = Arc::make_mut(book);
        for (minute, state) in book.items.iter_mut().zip(states) {
            minute.mark = state.clone().into();
        }
        let lines = agenda.map_or(&[][..], |lines| lines);
        let is_private =
            lines.iter().any(AgendaLine::is_exempt) || states.iter().any(Option::is_some);
        let MinuteBook { interests, items, .. } = book;
        for interest in interests {
            if is_private && interest.item.is_none() {
                diags.push(untraced("interest", &interest.origin));
            }
            interest.mark = interest_state(lines, items, is_private, interest).into();
        }
    }
}

/// The states of all rows that can be private.
#[derive(Default)]
pub(super) struct Business {
    pub(super) issues: States,
    /// The keys of the issues that are private.
    pub(super) private_issues: BTreeSet<String>,
    pub(super) lines: BTreeMap<String, States>,
    pub(super) papers: BTreeMap<String, States>,
    pub(super) minutes: BTreeMap<String, States>,
    pub(super) decisions: States,
    /// The keys of the issues of private agenda lines.
    pub(super) of_private_lines: BTreeSet<String>,
    /// The meetings of private decisions.
    pub(super) of_private_decisions: BTreeSet<String>,
    /// The lines of private decisions: their meetings, and their positions on the agenda.
    pub(super) decided_in_private: BTreeSet<(String, usize)>,
    pub(super) follow_ups: States,
}

/// Rows whose marks nobody can know, which was reported when they were read.
pub(super) struct Unclear<'a> {
    rows: BTreeSet<&'a Origin>,
    /// Tables of which that is so for every row.
    tables: BTreeSet<&'static str>,
}

impl<'a> Unclear<'a> {
    pub(super) fn of(data: &'a Dataset) -> Self {
        let lost = || data.lost.iter().filter(|lost| lost.for_public_only);
        Self {
            rows: lost().map(|lost| &lost.origin).collect(),
            tables: lost()
                .filter(|lost| lost.origin.range().is_none() && lost.key.is_none())
                .map(|lost| lost.table)
                .collect(),
        }
    }

    /// Returns the state of a row whose mark nobody can know; `None` of any other.
    pub(super) fn row(&self, table: &str, origin: &Origin) -> Option<Private> {
        let is_unclear = self.tables.contains(table) || self.rows.contains(origin);
        is_unclear.then(|| Private::by(Cause::Untraced))
    }
}

impl Business {
    /// Works out the states of all rows, each table from those that it belongs to.
    fn of(diags: &mut Diagnostics, data: &Dataset, same: &[Vec<PaperRow>]) -> Self {
        let mut business = Self::default();
        let unclear = Unclear::of(data);
        for issue in &data.issues {
            let state = issue_state(diags, issue);
            let state = state.or_else(|| unclear.row("issues", &issue.origin));
            if state.is_some() {
                business.private_issues.insert(issue.r#ref.key().to_owned());
            }
            business.issues.push(state);
        }
        for (meeting, papers) in &data.papers {
            let state = |paper: &Paper| {
                marked_paper(paper).or_else(|| unclear.row("documents", &paper.origin))
            };
            let states = papers.iter().map(state).collect();
            business.papers.insert(meeting.clone(), states);
        }
        let has_lost_issues = data.unread("issues").next().is_some();
        let labels = data.council.as_ref().map_or(&[][..], |council| &council.part_labels);
        let part_two = labels.get(1).map(|label| label.value.as_str());
        for (meeting, lines) in &*data.agenda {
            let papers = data.papers_of(meeting);
            let mut states = business.agenda(diags, meeting, lines, papers, part_two);
            for (line, state) in lines.iter().zip(&mut states).filter(|(_, state)| state.is_none())
            {
                // An issue whose row was refused may be a private one.
                let issue = line.issue.as_ref().filter(|issue| data.issue(&issue.value).is_none());
                let is_lost = issue.is_some() && has_lost_issues;
                *state = unclear
                    .row("agenda", &line.origin)
                    .or_else(|| is_lost.then(|| Private::by(Cause::Untraced)));
            }
            let issues = lines.iter().zip(&states);
            let issues = issues.filter_map(|(line, state)| state.as_ref().and(line.issue.as_ref()));
            business.of_private_lines.extend(issues.map(|issue| issue.key().to_owned()));
            business.lines.insert(meeting.clone(), states);
        }
        business.inherit_papers(diags, data, same);
        for meeting in data.minutes.keys() {
            let states = business.minutes_of(diags, data, meeting);
            business.minutes.insert(meeting.clone(), states);
        }
        let marked: States = data
            .decisions
            .iter()
            .map(|decision| {
                marked_decision(decision).or_else(|| unclear.row("decisions", &decision.origin))
            })
            .collect();
        for (decision, marked) in data.decisions.iter().zip(&marked) {
            if let Some(marked) = marked {
                business.withhold_minutes(diags, data, decision, marked);
                let meeting = decision.meeting.as_ref().map(ToString::to_string);
                business.of_private_decisions.extend(meeting);
            }
        }
        business.withhold_corrections(diags, data);
        for (decision, marked) in data.decisions.iter().zip(marked) {
            let state = business.decision(diags, data, decision, marked);
            business.decisions.push(state);
        }
        let mut numbers = BTreeMap::new();
        for follow_up in &data.follow_ups {
            let state = business.follow_up(diags, data, &mut numbers, follow_up);
            let state = state.or_else(|| unclear.row("resolutions", &follow_up.origin));
            business.follow_ups.push(state);
        }
        business
    }

    /// Returns the states of a meeting's agenda.
    fn agenda(
        &self,
        diags: &mut Diagnostics,
        meeting: &str,
        lines: &[AgendaLine],
        papers: &[Paper],
        part_two: Option<&str>,
    ) -> States {
        let papers = papers.iter().zip(self.papers.get(meeting).into_iter().flatten());
        let private_papers: Vec<&str> = papers
            .filter(|(_, state)| state.is_some())
            .map(|(paper, _)| paper.number.as_str())
            .collect();
        let mut states: States = lines.iter().map(|line| marked_line(diags, line)).collect();
        sub_items(diags, lines, &mut states);
        for (line, state) in lines.iter().zip(&mut states).filter(|(_, state)| state.is_none()) {
            let Some(issue) = &line.issue else { continue };
            let is_announced = self.private_issues.contains(issue.key());
            let is_open = line.taken_in_public.as_ref().is_some_and(|flag| flag.0);
            let has_private_paper = private_papers.iter().any(|number| line.has_number(number));
            if is_announced && !is_open && !has_private_paper {
                diags.push(contradiction(
                    format!(
                        "`{}` is, or may be, taken in private, but neither this item nor a paper for it is; the item is withheld",
                        issue.written()
                    ),
                    &issue.origin,
                    "fill in `exempt-paragraphs` of the item or of its paper; or `taken-in-public` with `yes`",
                ));
                *state = Some(Private::by(Cause::Contradicted));
            }
        }
        below_headings(diags, lines, part_two, &mut states);
        sub_items(diags, lines, &mut states);
        for (line, state) in lines.iter().zip(&mut states) {
            summary_alone(diags, state, line.public_summary.as_ref());
        }
        states
    }

    /// Returns whether any business of a meeting is private.
    pub(super) fn has_private_business(&self, meeting: &str) -> bool {
        let tables = [self.lines.get(meeting), self.minutes.get(meeting)];
        tables.into_iter().flatten().flatten().any(Option::is_some)
            || self.of_private_decisions.contains(meeting)
    }
}
