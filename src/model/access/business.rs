//! Which rows are private: everything belongs to an item of business, and shares its fate.
//!
//! An item is private by its own marks, with the item that it is a part of, or because other marks
//! contradict that it is public. Its papers, minutes, decisions, follow-ups and interests go with it.
//! What belongs to a meeting with private business and can't be traced to an item is withheld. Whatever
//! is withheld for another reason than its own mark is reported.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use diag::{Diagnostic, Diagnostics, Origin};

use super::has_private_item;
use super::marks::{Cause, Private};
use crate::columns::resembles_mark;
use crate::dataset::Dataset;
use crate::issue::{Decision, FollowUp, Issue};
use crate::meeting::{AgendaLine, LineKind, Paper, PaperKind, Part};
use crate::minutes::{Interest, Minute};
use crate::numbering;
use crate::paper_id;
use crate::record::{Located, Text};

/// The law by which exempt information is kept from the public.
const EXEMPT: &str = "Local Government Act 1972, s. 100A and Schedule 12A";

/// A row of the `documents` table: a meeting, and the position among its papers.
pub type PaperRow = (String, usize);

/// The states of the rows of one table of a meeting, in their order; `None` for public ones.
type States = Vec<Option<Private>>;

/// Marks every row as public or private, and reports what is withheld for another reason than its own
/// mark. `same` are groups of papers whose files hold the same bytes.
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
        let is_private = agenda.is_some_and(|lines| has_private_item(lines))
            || states.iter().any(Option::is_some);
        let lines = agenda.map_or(&[][..], |lines| lines);
        for interest in &mut book.interests {
            interest.mark = interest_state(lines, is_private, interest).into();
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
    follow_ups: States,
}

impl Business {
    /// Works out the states of all rows, each table from those that it belongs to.
    fn of(diags: &mut Diagnostics, data: &Dataset, same: &[Vec<PaperRow>]) -> Self {
        let mut business = Self::default();
        for issue in &data.issues {
            let state = issue_state(diags, issue);
            if state.is_some() {
                business.private_issues.insert(issue.r#ref.key().to_owned());
            }
            business.issues.push(state);
        }
        for (meeting, papers) in &data.papers {
            let states = papers.iter().map(marked_paper).collect();
            business.papers.insert(meeting.clone(), states);
        }
        for (meeting, lines) in &*data.agenda {
            let states = business.agenda(diags, meeting, lines, data.papers_of(meeting));
            business.lines.insert(meeting.clone(), states);
        }
        business.inherit_papers(diags, data, same);
        for meeting in data.minutes.keys() {
            let states = business.minutes_of(diags, data, meeting);
            business.minutes.insert(meeting.clone(), states);
        }
        for decision in &data.decisions {
            let state = business.decision(diags, data, decision);
            business.decisions.push(state);
        }
        let mut numbers = BTreeMap::new();
        for follow_up in &data.follow_ups {
            let state = business.follow_up(diags, data, &mut numbers, follow_up);
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
        below_headings(diags, lines, &mut states);
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
                            *state =
                                Some(item.of_part(state.take(), paper.public_summary.as_ref()));
                        }
                    }
                    // That there is no such item was reported; it may have been a private one.
                    None => *state = state.take().or(Some(Private::by(Cause::Untraced))),
                }
            }
            with_reports(diags, papers, states);
            with_replaced(diags, papers, states);
            for (paper, state) in papers.iter().zip(states.iter_mut()) {
                summary_alone(diags, state, paper.public_summary.as_ref());
            }
        }
        for group in same {
            let private = group.iter().find_map(|(meeting, at)| {
                Some((data.papers_of(meeting).get(*at)?, self.papers.get(meeting)?[*at].clone()?))
            });
            let Some((private_paper, private)) = private else { continue };
            for (meeting, at) in group {
                let state = self.papers.get_mut(meeting).and_then(|states| states.get_mut(*at));
                let paper = data.papers_of(meeting).get(*at);
                let (Some(state), Some(paper)) = (state, paper) else { continue };
                if state.is_none() {
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
    }

    /// Returns the states of a meeting's minutes.
    fn minutes_of(&self, diags: &mut Diagnostics, data: &Dataset, meeting: &str) -> States {
        let lines = data.agenda_of(meeting);
        let items = self.lines.get(meeting).map_or(&[][..], Vec::as_slice);
        let Some(book) = data.minutes.get(meeting) else { return States::new() };
        // Where no agenda is in, each minute is business of its own.
        let is_marked = |minute: &Minute| marked_minute(minute).is_some();
        let has_private = !lines.is_empty()
            && (items.iter().any(Option::is_some) || book.items.iter().any(is_marked));
        let mut states: States = Vec::new();
        for minute in &book.items {
            let marked = marked_minute(minute);
            let summary = minute.public_summary.as_ref();
            let at = match &minute.item {
                Some(item) => position(lines, item),
                None => titled(lines, minute),
            };
            let state = match (at, marked) {
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
    }

    /// Returns the state of a decision; makes the minute of an exempt one private as well.
    fn decision(
        &mut self,
        diags: &mut Diagnostics,
        data: &Dataset,
        decision: &Decision,
    ) -> Option<Private> {
        let marked = Private::marked(
            &decision.exempt_paragraphs,
            decision.exempt_reason.as_ref(),
            decision.confidential.as_ref(),
            decision.public_summary.as_ref(),
        );
        let summary = decision.public_summary.as_ref();
        let Some(meeting) = decision.meeting.as_ref().map(|meeting| meeting.as_str()) else {
            let mut state = marked;
            summary_alone(diags, &mut state, summary);
            return state;
        };
        let lines = data.agenda_of(meeting);
        let items = self.lines.get(meeting).map_or(&[][..], Vec::as_slice);
        let traced = self.items_of(data, meeting, decision);
        let minutes: Vec<usize> =
            traced.iter().flat_map(|at| minutes_on(data, meeting, &lines[*at])).collect();
        let of_minutes = self.minutes.get_mut(meeting);
        let mut state = marked.clone();
        if let Some(states) = of_minutes {
            for at in &minutes {
                match (&states[*at], &marked) {
                    (Some(minute), _) => {
                        state = Some(minute.of_part(state, summary));
                    }
                    (None, Some(marked)) if traced.iter().all(|at| items[*at].is_none()) => {
                        let minute = &data.minutes[meeting].items[*at];
                        diags.push(
                            contradiction(
                                "the decision is exempt, and its minute is not; both are withheld"
                                    .to_owned(),
                                &decision.origin,
                                "fill in `exempt-paragraphs` of the item or of the minute, or empty those of the decision",
                            )
                            .label(&minute.origin, "this minute is public"),
                        );
                        let cause = Cause::Contradicted;
                        states[*at] = Some(Private { cause, summary: None, ..marked.clone() });
                    }
                    (None, _) => {}
                }
            }
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
        if state.is_none() && traced.is_empty() && self.has_private_business(meeting) {
            diags.push(untraced("decision", &decision.origin));
            state = Some(Private::by(Cause::Untraced).with(&[], None, summary));
        }
        summary_alone(diags, &mut state, summary);
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
        if let Some(at) = follow_up.item.as_ref().and_then(|item| position(lines, item)) {
            is_traced = true;
            let minutes = minutes_on(data, meeting, &lines[at]);
            let of_minutes = minutes.into_iter().filter_map(|at| states[at].as_ref());
            found = items[at].as_ref().or(of_minutes.into_iter().next());
        }
        let numbers = numbers
            .entry(meeting.to_owned())
            .or_insert_with(|| numbering::plain_numbers(data, meeting));
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

/// Returns the positions of the lines that are on a decision's issue.
fn lines_on(lines: &[AgendaLine], decision: &Decision) -> Vec<usize> {
    let Some(issue) = &decision.issue else { return Vec::new() };
    let is_on_issue = |line: &AgendaLine| {
        line.issue.as_ref().is_some_and(|line_issue| line_issue.value == issue.value)
    };
    (0..lines.len()).filter(|at| is_on_issue(&lines[*at])).collect()
}

/// Returns the state of an issue by its marks.
fn issue_state(diags: &mut Diagnostics, issue: &Issue) -> Option<Private> {
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

/// Returns the state of an agenda line by its marks.
fn marked_line(diags: &mut Diagnostics, line: &AgendaLine) -> Option<Private> {
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
fn marked_paper(paper: &Paper) -> Option<Private> {
    let summary = paper.public_summary.as_ref();
    Private::marked(
        &paper.exempt_paragraphs,
        paper.exempt_reason.as_ref(),
        paper.confidential.as_ref(),
        summary,
    )
}

/// Returns the state of a minute by its marks.
fn marked_minute(minute: &Minute) -> Option<Private> {
    let summary = minute.public_summary.as_ref();
    Private::marked(&minute.exempt_paragraphs, None, minute.confidential.as_ref(), summary)
}

/// Returns the state of an interest: what it is stays out of public papers where it is sensitive, or
/// where its item is private or can't be known.
fn interest_state(lines: &[AgendaLine], is_private: bool, interest: &Interest) -> Option<Private> {
    if interest.sensitive.as_ref().is_some_and(|flag| flag.0) {
        return Some(Private::by(Cause::Marked));
    }
    let item = interest.item.as_ref().and_then(|item| position(lines, item));
    match item {
        Some(at) => lines[at].mark.private().map(Private::inherited),
        None => is_private.then(|| Private::by(Cause::Untraced)),
    }
}

/// Withholds a row that has words for the public in place of others, and nothing that makes it private.
fn summary_alone(diags: &mut Diagnostics, state: &mut Option<Private>, summary: Option<&Text>) {
    let Some(summary) = summary.filter(|_| state.is_none()) else { return };
    diags.push(contradiction(
        "`public-summary` is filled in, and nothing says that this is exempt; it is withheld"
            .to_owned(),
        &summary.origin,
        "fill in `exempt-paragraphs`, or empty `public-summary`",
    ));
    *state = Some(Private::by(Cause::Contradicted).with(&[], None, Some(summary)));
}

/// Withholds lines below a heading of part II whose own `part` is empty, up to the next heading.
fn below_headings(diags: &mut Diagnostics, lines: &[AgendaLine], states: &mut States) {
    let mut heading: Option<&AgendaLine> = None;
    for (line, state) in lines.iter().zip(states) {
        if line.kind() == LineKind::Heading {
            let title = line.title.as_ref();
            let is_part_two = match &line.part {
                Some(part) => part.value == Part::Two,
                None => title.is_some_and(|title| names_part_two(title)),
            };
            heading = is_part_two.then_some(line);
        } else if let Some(heading) = heading
            && line.part.is_none()
            && state.is_none()
        {
            diags.push(
                contradiction(
                    "this line is below the heading of part II, and its `part` is empty; it is withheld"
                        .to_owned(),
                    &line.origin,
                    "fill in `part`: `II`, or `I` where it is taken in public",
                )
                .label(&heading.origin, "the heading"),
            );
            *state = Some(Private::by(Cause::Contradicted));
        }
    }
}

/// Returns whether a heading is that of the business from which the public is excluded.
fn names_part_two(title: &str) -> bool {
    let title = title.to_lowercase();
    let words: Vec<&str> = title.split(|char: char| !char.is_alphanumeric()).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let names: [&[&str]; 11] = [
        &["part", "ii"],
        &["part", "2"],
        &["part", "b"],
        &["exempt", "items"],
        &["exempt", "business"],
        &["exempt", "reports"],
        &["private", "items"],
        &["private", "business"],
        &["confidential", "items"],
        &["confidential", "business"],
        &["not", "for", "publication"],
    ];
    names.iter().any(|name| words.windows(name.len()).any(|part| part == *name))
}

/// Makes the parts of private items private, and what stands below them without a number.
fn sub_items(diags: &mut Diagnostics, lines: &[AgendaLine], states: &mut States) {
    for at in 0..lines.len() {
        if states[at].is_some() {
            continue;
        }
        let line = &lines[at];
        let parent = match (line.kind(), &line.number) {
            (LineKind::Heading, _) => None,
            (_, Some(number)) => parent_of(lines, at, number),
            // Words below an item are about it, unless they say that they are in public.
            (_, None) if line.part.is_none() => at.checked_sub(1),
            (_, None) => None,
        };
        let Some(parent) = parent.filter(|parent| states[*parent].is_some()) else { continue };
        if lines[parent].kind() == LineKind::Heading {
            continue;
        }
        let whole = lines[parent].number.as_ref().map_or("the line above", |number| &number.value);
        diags.push(
            inherited(
                format!("withheld with `{whole}`, to which it belongs"),
                &line.origin,
                "give it the same marks; or a number that is not a part of the private item's",
            )
            .label(&lines[parent].origin, "this is private"),
        );
        states[at] = states[parent].as_ref().map(Private::inherited);
    }
}

/// Returns the position of the item of which another is a part: `2` of `2a`, `2.1` and `2(a)`, `2.1` of
/// `2.1.3`; and of `(a)` the last item with a figure above it.
fn parent_of(lines: &[AgendaLine], at: usize, number: &str) -> Option<usize> {
    let number = folded(number);
    let has_digit = |number: &str| number.contains(|char: char| char.is_ascii_digit());
    let above = lines[..at].iter().enumerate().rev();
    let mut numbered =
        above.filter_map(|(at, line)| Some((at, folded(line.number.as_ref()?)))).peekable();
    if !has_digit(&number) {
        let (parent, _) = numbered.find(|(_, other)| has_digit(other))?;
        return Some(parent);
    }
    // The longest number that it begins with is its nearest whole.
    let all = lines.iter().enumerate().filter(|(other, _)| *other != at);
    let all = all.filter_map(|(at, line)| Some((at, folded(line.number.as_ref()?))));
    let wholes = all.filter(|(_, other)| has_digit(other) && is_part(other, &number));
    wholes.max_by_key(|(_, other)| other.len()).map(|(at, _)| at)
}

/// Returns whether the number `part` is that of a part of `whole`.
fn is_part(whole: &str, part: &str) -> bool {
    let Some(rest) = part.strip_prefix(whole) else { return false };
    let ends_in_digit = whole.ends_with(|char: char| char.is_ascii_digit());
    match rest.chars().next() {
        None => false,
        Some(next) if next.is_ascii_digit() => !ends_in_digit,
        Some(_) => true,
    }
}

/// Returns an item's number as it is compared: lower case, without what people write around it.
fn folded(number: &str) -> String {
    let number = number.trim().to_lowercase();
    let number = number.strip_prefix("item").unwrap_or(&number).trim();
    let number = number.trim_matches(|char: char| !char.is_alphanumeric());
    number.split_whitespace().collect()
}

/// Returns the position of the agenda line with that number, however it is written.
fn position(lines: &[AgendaLine], number: &str) -> Option<usize> {
    lines.iter().position(|line| line.has_number(number)).or_else(|| {
        let wanted = folded(number);
        lines
            .iter()
            .position(|line| line.number.as_ref().is_some_and(|printed| folded(printed) == wanted))
    })
}

/// Returns the position of the one agenda line that has a minute's title.
fn titled(lines: &[AgendaLine], minute: &Minute) -> Option<usize> {
    let wanted = minute.title.as_ref()?.trim().to_lowercase();
    let has_title = |line: &AgendaLine| {
        line.title.as_ref().is_some_and(|title| title.trim().to_lowercase() == wanted)
    };
    let mut found = (0..lines.len()).filter(|at| has_title(&lines[*at]));
    found.next().filter(|_| found.next().is_none())
}

/// Returns whether a minute is that of the resolution by which the public is excluded. It stands between
/// the two parts of a meeting, often on no item of the agenda, and is public.
fn is_exclusion(minute: &Minute) -> bool {
    let title = minute.title.as_ref().map_or("", |title| &title.value).to_lowercase();
    title.starts_with("exclusion of ") && title.contains("public")
}

/// Returns the positions of a meeting's minutes of an agenda item.
fn minutes_on(data: &Dataset, meeting: &str, line: &AgendaLine) -> Vec<usize> {
    let minutes = data.minutes.get(meeting).map_or(&[][..], |book| &book.items);
    let is_on = |minute: &Minute| {
        minute.item.as_ref().is_some_and(|item| {
            line.has_number(item)
                || line.number.as_ref().is_some_and(|number| folded(number) == folded(item))
        })
    };
    (0..minutes.len()).filter(|at| is_on(&minutes[*at])).collect()
}

/// Makes appendices and supplements of private reports private.
fn with_reports(diags: &mut Diagnostics, papers: &[Paper], states: &mut [Option<Private>]) {
    for at in 0..papers.len() {
        let paper = &papers[at];
        if states[at].is_some() || paper.kind() == PaperKind::Report {
            continue;
        }
        let reports: Vec<usize> = (0..papers.len())
            .filter(|other| {
                papers[*other].kind() == PaperKind::Report
                    && folded(&papers[*other].number) == folded(&paper.number)
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

/// Makes papers private that replace a private paper, or are replaced by one.
fn with_replaced(diags: &mut Diagnostics, papers: &[Paper], states: &mut [Option<Private>]) {
    let mut links = Vec::new();
    for (at, paper) in papers.iter().enumerate() {
        let Some(name) = &paper.supersedes else { continue };
        let is_named = |other: &usize| *other != at && paper_id::may_name(name, &papers[*other]);
        links.extend((0..papers.len()).filter(is_named).map(|other| (at, other)));
    }
    // Each round carries a mark one link further along a chain of replacements.
    for _ in 0..links.len() {
        for (first, second) in links.iter().flat_map(|&(a, b)| [(a, b), (b, a)]) {
            if states[first].is_some() || states[second].is_none() {
                continue;
            }
            diags.push(
                inherited(
                    "withheld with the paper that it replaces, or that replaces it".to_owned(),
                    &papers[first].origin,
                    "give both the same `exempt-paragraphs`; a version for the public is a paper of its own, which replaces nothing",
                )
                .label(&papers[second].origin, "this paper is private"),
            );
            states[first] = states[second].as_ref().map(Private::inherited);
        }
    }
}

/// Returns a status that says that its row is private.
fn says_private(status: Option<&Located<String>>) -> Option<&Located<String>> {
    status.filter(|status| resembles_mark(status))
}

/// Returns the error for a row that is private only by its status.
fn status_alone(status: &Located<String>) -> Diagnostic {
    contradiction(
        format!(
            "the status is `{}`, and nothing else says that this is private; it is withheld",
            status.value
        ),
        &status.origin,
        "fill in the column of paragraphs, and write what the status is",
    )
}

fn contradiction(message: String, origin: &Origin, hint: &str) -> Diagnostic {
    Diagnostic::error("access/contradiction", message).at(origin).hint(hint).law(EXEMPT)
}

fn inherited(message: String, origin: &Origin, hint: &str) -> Diagnostic {
    Diagnostic::warning("access/inherited", message).at(origin).hint(hint).law(EXEMPT)
}

/// Returns the error for a row of a meeting with private business that belongs to no known item.
fn untraced(what: &str, origin: &Origin) -> Diagnostic {
    let message = format!(
        "the meeting has private business, and this {what} can't be traced to an item; it is withheld"
    );
    Diagnostic::error("access/untraced", message)
        .at(origin)
        .hint("fill in `item` with the number of the agenda item that it belongs to")
        .law(EXEMPT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_items() {
        for part in ["2a", "2.1", "2(a)", "2/1", "2ab"] {
            assert!(is_part("2", part), "{part}");
        }
        for other in ["2", "20", "20a", "12", "3"] {
            assert!(!is_part("2", other), "{other}");
        }
        assert!(is_part("2.1", "2.1.3") && is_part("2a", "2ai") && is_part("2a", "2a1"));
    }

    #[test]
    fn numbers_are_compared_without_what_is_written_around_them() {
        for number in ["5", "5.", "(5)", " Item 5 ", "item 5."] {
            assert_eq!(folded(number), "5", "{number}");
        }
        assert_eq!(folded("4 (A)"), "4(a");
    }

    #[test]
    fn headings_of_part_two() {
        for title in ["Part II", "PART 2 – EXEMPT", "Exempt items", "Items not for publication"] {
            assert!(names_part_two(title), "{title}");
        }
        for title in ["Part I", "Exempt accommodation", "Exclusion of the press and public"] {
            assert!(!names_part_two(title), "{title}");
        }
    }
}
