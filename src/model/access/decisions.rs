//! Decisions, each with the item on which it was taken and the minutes of that.

use diag::{Code, Diagnostic, Diagnostics};

use super::business::Business;
use super::faults::{contradiction, summary_alone, unknown_item, untraced};
use super::items::{lines_on, minutes_on};
use super::marks::{Cause, Private};
use super::numbers::position;
use crate::columns::MARKS_LAW;
use crate::dataset::Dataset;
use crate::issue::Decision;

impl Business {
    /// Makes the minutes of a private decision private as well, where its item is not.
    pub(super) fn withhold_minutes(
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
        let Some(states) = self.minutes.get_mut(meeting) else { return };
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
    pub(super) fn decision(
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
                Diagnostic::new(
                    Code::AccessUntraced,
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
        // Of an item that was taken in public after all, the minutes are public.
        let is_open = |at: &&usize| {
            let mut states = minutes_on(data, meeting, **at).into_iter().map(|at| &minutes[at]);
            states.clone().next().is_some() && states.all(Option::is_none)
        };
        for item in traced.iter().filter(|at| !is_open(at)).filter_map(|at| items[*at].as_ref()) {
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
}
