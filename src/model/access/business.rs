//! Which rows are private: everything belongs to an item of business, and shares its fate.
//!
//! An item is private by its marks, with the item that it is a part of, or because other marks
//! contradict that it is public. Its papers, minutes, decisions, follow-ups and interests go with it.
//! What belongs to a meeting with private business and can't be traced to an item is withheld. Whatever
//! is withheld for another reason than its mark is reported.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use diag::{Diagnostic, Diagnostics, Origin};

use super::faults::{contradiction, status_alone, summary_alone, unknown_item, untraced};
use super::items::{below_headings, line_of, lines_on, minutes_on, sub_items};
use super::marks::{Cause, Mark, Private};
use super::numbers::position;
use super::papers::{replacements, with_replaced, with_reports};
use super::row_marks::{issue_state, marked_decision, marked_line, marked_minute, marked_paper};
use super::words::{is_exclusion, says_private};
use crate::columns::MARKS_LAW;
use crate::dataset::Dataset;
use crate::issue::{Decision, FollowUp};
use crate::meeting::{AgendaLine, Paper};
use crate::minutes::{Interest, Minute, MinuteBook};
use crate::numbering;
use crate::paper_id;

/// A row of the `documents` table: a meeting, and the position among its papers.
pub type PaperRow = (String, usize);

/// The states of the rows of one table of a meeting, in their order; `None` for public ones.
type States = Vec<Option<Private>>;

/// Marks every row as public or private, and reports what is withheld for another reason than its mark.
/// `same` are groups of papers whose files hold the same bytes.
pub fn mark(diags: &mut Diagnostics, data: &mut Dataset, same: &[Vec<PaperRow>]) {
    let business = Business::of(diags, data, same);
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
        for (paper, state) in rows.iter_mut().zip(states) {
            paper.mark = state.clone().into();
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
struct Business {
    issues: States,
    /// The keys of the issues that are private.
    private_issues: BTreeSet<String>,
    lines: BTreeMap<String, States>,
    papers: BTreeMap<String, States>,
    minutes: BTreeMap<String, States>,
    decisions: States,
    /// The keys of the issues of private agenda lines.
    of_private_lines: BTreeSet<String>,
    /// The meetings of private decisions.
    of_private_decisions: BTreeSet<String>,
    /// The lines of private decisions: their meetings, and their positions on the agenda.
    decided_in_private: BTreeSet<(String, usize)>,
    follow_ups: States,
}

/// Rows whose marks nobody can know, which was reported when they were read.
struct Unclear<'a> {
    rows: BTreeSet<&'a Origin>,
    /// Tables of which that is so for every row.
    tables: BTreeSet<&'static str>,
}

impl<'a> Unclear<'a> {
    fn of(data: &'a Dataset) -> Self {
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
    fn row(&self, table: &str, origin: &Origin) -> Option<Private> {
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
        for (line, state) in lines.iter().zip(&mut states).filter(|(_, state)| state.is_none()) {
            let Some(issue) = &line.issue else { continue };
            let is_announced = self.private_issues.contains(issue.key());
            let is_open = line.taken_in_public.as_ref().is_some_and(|flag| flag.0);
            let has_private_paper = private_papers.iter().any(|number| line.has_number(number));
            if is_announced && !is_open && !has_private_paper {
                diags.push(contradiction(
                    format!(
                        "`{}` is to be taken in private, but neither this item nor a paper for it is; the item is withheld",
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

    /// Makes papers private with their items, with the reports that they belong to, with those that they
    /// replace, and with other rows of the same file.
    fn inherit_papers(&mut self, diags: &mut Diagnostics, data: &Dataset, same: &[Vec<PaperRow>]) {
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
            let mut is_changed = false;
            for (meeting, papers) in &data.papers {
                let Some(states) = self.papers.get_mut(meeting) else { continue };
                is_changed |= with_reports(diags, papers, states);
                is_changed |= with_replaced(diags, papers, &replaced[meeting], states);
            }
            for group in same {
                is_changed |= self.with_same_file(diags, data, group);
            }
            if !is_changed {
                break;
            }
        }
        for (meeting, papers) in &data.papers {
            let Some(states) = self.papers.get_mut(meeting) else { continue };
            if states.iter().all(Option::is_none) {
                continue;
            }
            for (paper, state) in papers.iter().zip(states.iter_mut()) {
                // That there is no such paper was reported; a private one may be meant.
                let is_lost = paper.supersedes.as_ref().is_some_and(|name| {
                    !papers.iter().any(|other| paper_id::may_name(name, other))
                });
                if is_lost {
                    *state = state.take().or(Some(Private::by(Cause::Untraced)));
                }
            }
        }
        for (meeting, papers) in &data.papers {
            let states = self.papers.get_mut(meeting).into_iter().flatten();
            for (paper, state) in papers.iter().zip(states) {
                summary_alone(diags, state, paper.public_summary.as_ref());
            }
        }
    }

    /// Makes papers private that have the file of a private one; returns whether there were any.
    fn with_same_file(
        &mut self,
        diags: &mut Diagnostics,
        data: &Dataset,
        group: &[PaperRow],
    ) -> bool {
        let private = group.iter().find_map(|(meeting, at)| {
            Some((data.papers_of(meeting).get(*at)?, self.papers.get(meeting)?[*at].clone()?))
        });
        let Some((private_paper, private)) = private else { return false };
        let mut is_changed = false;
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
            is_changed = true;
        }
        is_changed
    }

    /// Returns the states of a meeting's minutes.
    fn minutes_of(&self, diags: &mut Diagnostics, data: &Dataset, meeting: &str) -> States {
        let lines = data.agenda_of(meeting);
        let items = self.lines.get(meeting).map_or(&[][..], Vec::as_slice);
        let Some(book) = data.minutes.get(meeting) else { return States::new() };
        // Where no agenda is in, each minute is separate business.
        let is_marked = |minute: &Minute| marked_minute(minute).is_some();
        let has_private = !lines.is_empty()
            && (items.iter().any(Option::is_some) || book.items.iter().any(is_marked));
        let mut states: States = Vec::new();
        for minute in &book.items {
            let marked = marked_minute(minute);
            let summary = minute.public_summary.as_ref();
            let state = match (line_of(lines, minute), marked) {
                (Some(at), marked) => match &items[at] {
                    Some(item) => Some(item.of_part(marked, summary)),
                    None => marked,
                },
                (None, Some(marked)) => Some(marked),
                // An item that can't be found is reported with the minutes; it may be a private one.
                (None, None) if minute.item.is_some() => Some(Private::by(Cause::Untraced)),
                (None, None) if has_private && !is_exclusion(minute) => {
                    // A minute without a title either is reported with the minutes.
                    if minute.title.is_some() {
                        diags.push(untraced("minute", &minute.origin));
                    }
                    Some(Private::by(Cause::Untraced))
                }
                (None, None) => None,
            };
            let mut state = state.map(|state| state.with(&[], None, summary));
            summary_alone(diags, &mut state, summary);
            states.push(state);
        }
        states
    }

    /// Returns whether any business of a meeting is private.
    fn has_private_business(&self, meeting: &str) -> bool {
        let tables = [self.lines.get(meeting), self.minutes.get(meeting)];
        tables.into_iter().flatten().flatten().any(Option::is_some)
            || self.of_private_decisions.contains(meeting)
    }

    /// Makes the minutes of a private decision private as well, where its item is not.
    fn withhold_minutes(
        &mut self,
        diags: &mut Diagnostics,
        data: &Dataset,
        decision: &Decision,
        marked: &Private,
    ) {
        let Some(meeting) = decision.meeting.as_ref().map(|meeting| meeting.as_str()) else {
            return;
        };
        let traced = self.items_of(data, meeting, decision);
        self.decided_in_private.extend(traced.iter().map(|at| (meeting.to_owned(), *at)));
        if traced.is_empty()
            && !data.agenda_of(meeting).is_empty()
            && !self.has_private_business(meeting)
        {
            // Nobody knows which of the minutes is that of this decision.
            diags.push(untraced("decision", &decision.origin));
            for state in self.minutes.get_mut(meeting).into_iter().flatten() {
                *state = state.take().or(Some(Private::by(Cause::Untraced)));
            }
            return;
        }
        let items = self.lines.get(meeting).map_or(&[][..], Vec::as_slice);
        let Some(states) = self.minutes.get_mut(meeting) else { return };
        if traced.iter().any(|at| items[*at].is_some()) {
            return;
        }
        for at in traced.iter().flat_map(|at| minutes_on(data, meeting, *at)) {
            if states[at].is_some() {
                continue;
            }
            diags.push(
                contradiction(
                    "the decision is exempt, and its minute is not; both are withheld".to_owned(),
                    &decision.origin,
                    "fill in `exempt-paragraphs` of the item or of the minute, or empty those of the decision",
                )
                .label(&data.minutes[meeting].items[at].origin, "this minute is public"),
            );
            let cause = Cause::Contradicted;
            states[at] = Some(Private { cause, summary: None, ..marked.clone() });
        }
    }

    /// Returns the state of a decision, which its row gives as `state`.
    fn decision(
        &self,
        diags: &mut Diagnostics,
        data: &Dataset,
        decision: &Decision,
        mut state: Option<Private>,
    ) -> Option<Private> {
        let summary = decision.public_summary.as_ref();
        let meeting = decision.meeting.as_ref().map(|meeting| meeting.as_str());
        let lines = meeting.map_or(&[][..], |meeting| data.agenda_of(meeting));
        let is_unknown = meeting.is_some_and(|meeting| data.meeting(meeting).is_none());
        if let Some(item) = decision.item.as_ref().filter(|_| meeting.is_none()) {
            diags.push(
                Diagnostic::error(
                    "access/untraced",
                    "the decision names an item and no meeting; it is withheld",
                )
                .at(&item.origin)
                .hint("fill in `meeting`")
                .law(MARKS_LAW),
            );
        }
        if is_unknown || (meeting.is_none() && decision.item.is_some()) {
            // That there is no such meeting was reported; it may have been one with private business.
            state = state.or(Some(Private::by(Cause::Untraced)));
        }
        let is_open = decision.taken_in_public.as_ref().is_some_and(|flag| flag.0);
        if let Some(meeting) = meeting.filter(|_| !lines.is_empty()) {
            state = self.decision_at(diags, data, decision, meeting, state);
        }
        let is_private =
            |key: &str| self.private_issues.contains(key) || self.of_private_lines.contains(key);
        if let Some(issue) = &decision.issue
            && state.is_none()
            && is_private(issue.key())
            && lines_on(lines, decision).is_empty()
            && !is_open
        {
            diags.push(contradiction(
                format!(
                    "`{}` is, or is to be, taken in private, and this decision on it is not marked; it is withheld",
                    issue.written()
                ),
                &decision.origin,
                "fill in `exempt-paragraphs`; or `taken-in-public` with `yes`",
            ));
            state = Some(Private::by(Cause::Contradicted));
        }
        summary_alone(diags, &mut state, summary);
        state
    }

    /// Returns the state of a decision of a meeting whose agenda is in.
    fn decision_at(
        &self,
        diags: &mut Diagnostics,
        data: &Dataset,
        decision: &Decision,
        meeting: &str,
        mut state: Option<Private>,
    ) -> Option<Private> {
        let summary = decision.public_summary.as_ref();
        let lines = data.agenda_of(meeting);
        let items = self.lines.get(meeting).map_or(&[][..], Vec::as_slice);
        let minutes = self.minutes.get(meeting).map_or(&[][..], Vec::as_slice);
        let traced = self.items_of(data, meeting, decision);
        let of_minutes = traced.iter().flat_map(|at| minutes_on(data, meeting, *at));
        for minute in of_minutes.filter_map(|at| minutes[at].as_ref()) {
            state = Some(minute.of_part(state, summary));
        }
        if decision.item.is_some() && traced.iter().all(|at| items[*at].is_none()) {
            let on_issue = lines_on(lines, decision);
            if let Some(at) = on_issue.into_iter().find(|at| items[*at].is_some()) {
                diags.push(
                    contradiction(
                        "the decision's `item` is public, and its issue was taken in private; it is withheld"
                            .to_owned(),
                        &decision.origin,
                        "correct `item` or `issue`",
                    )
                    .label(&lines[at].origin, "the item on the issue"),
                );
                let cause = Cause::Contradicted;
                state = state.or(items[at].clone().map(|item| Private { cause, ..item }));
            }
        }
        for item in traced.iter().filter_map(|at| items[*at].as_ref()) {
            state = Some(item.of_part(state, summary));
        }
        if let Some(item) = decision.item.as_ref().filter(|_| traced.is_empty()) {
            diags.push(unknown_item(meeting, item));
            state = state.or(Some(Private::by(Cause::Untraced).with(&[], None, summary)));
        } else if state.is_none() && traced.is_empty() && self.has_private_business(meeting) {
            diags.push(untraced("decision", &decision.origin));
            state = Some(Private::by(Cause::Untraced).with(&[], None, summary));
        }
        state
    }

    /// Returns the positions of the agenda items on which a decision was taken; none where that can't be
    /// known.
    fn items_of(&self, data: &Dataset, meeting: &str, decision: &Decision) -> Vec<usize> {
        let lines = data.agenda_of(meeting);
        if let Some(item) = &decision.item {
            return position(lines, item).into_iter().collect();
        }
        let on_issue = lines_on(lines, decision);
        // Where several items are on the issue, they tell only if they agree.
        let items = self.lines.get(meeting).map_or(&[][..], Vec::as_slice);
        let private = on_issue.iter().filter(|at| items[**at].is_some()).count();
        if private == 0 || private == on_issue.len() { on_issue } else { Vec::new() }
    }

    /// Returns the state of a follow-up. `numbers` are the numbers of minutes that are known already.
    fn follow_up(
        &self,
        diags: &mut Diagnostics,
        data: &Dataset,
        numbers: &mut BTreeMap<String, Option<Vec<String>>>,
        follow_up: &FollowUp,
    ) -> Option<Private> {
        let marked = Private::marked(
            &follow_up.exempt_paragraphs,
            None,
            follow_up.confidential.as_ref(),
            None,
        );
        if marked.is_some() {
            return marked;
        }
        if let Some(status) = says_private(follow_up.status.as_ref()) {
            diags.push(status_alone(status));
            return Some(Private::by(Cause::Contradicted));
        }
        let meeting = follow_up.meeting.as_str();
        let lines = data.agenda_of(meeting);
        let items = self.lines.get(meeting).map_or(&[][..], Vec::as_slice);
        let states = self.minutes.get(meeting).map_or(&[][..], Vec::as_slice);
        let mut is_traced = false;
        let mut found = None;
        if let Some(item) = follow_up.item.as_ref().filter(|_| !lines.is_empty()) {
            let Some(at) = position(lines, item) else {
                diags.push(unknown_item(meeting, item));
                return Some(Private::by(Cause::Untraced));
            };
            is_traced = true;
            let mut of_minutes =
                minutes_on(data, meeting, at).into_iter().filter_map(|at| states[at].as_ref());
            found = items[at].as_ref().or_else(|| of_minutes.next());
            if found.is_none() && self.decided_in_private.contains(&(meeting.to_owned(), at)) {
                return Some(Private::by(Cause::Contradicted));
            }
        }
        let numbers = follow_up.minute.as_ref().and_then(|_| {
            let numbers = numbers.entry(meeting.to_owned());
            numbers.or_insert_with(|| numbering::plain_numbers(data, meeting)).as_ref()
        });
        if let (Some(number), Some(numbers)) = (&follow_up.minute, numbers) {
            let mut from = (0..numbers.len())
                .filter(|at| numbering::is_number_of(&numbers[*at], number))
                .peekable();
            if from.peek().is_none() {
                diags.push(
                    Diagnostic::error(
                        "access/unknown-minute",
                        format!("`{meeting}` has no minute `{}`", number.value),
                    )
                    .at(&number.origin)
                    .hint(match numbers.as_slice() {
                        [first, .., last] => format!("its minutes are {first} to {last}"),
                        [only] => format!("its only minute is {only}"),
                        [] => "its minutes are empty".to_owned(),
                    }),
                );
            }
            for at in from {
                is_traced = true;
                found = found.or(states[at].as_ref());
            }
        }
        if let Some(private) = found {
            return Some(private.inherited());
        }
        if !is_traced && self.has_private_business(meeting) {
            diags.push(untraced("follow-up", &follow_up.origin));
            return Some(Private::by(Cause::Untraced));
        }
        None
    }
}

/// Returns the state of an interest: what it is stays out of public papers where it is sensitive, or
/// where its item or the minute of that is private or can't be known.
fn interest_state(
    lines: &[AgendaLine],
    minutes: &[Minute],
    is_private: bool,
    interest: &Interest,
) -> Option<Private> {
    if interest.sensitive.as_ref().is_some_and(|flag| flag.0) {
        return Some(Private::by(Cause::Marked));
    }
    let Some(at) = interest.item.as_ref().and_then(|item| position(lines, item)) else {
        return is_private.then(|| Private::by(Cause::Untraced));
    };
    let of_item = minutes.iter().filter(|minute| line_of(lines, minute) == Some(at));
    let marks = std::iter::once(&lines[at].mark).chain(of_item.map(|minute| &minute.mark));
    marks.filter_map(Mark::private).map(Private::inherited).next()
}
