//! Follow-ups: what was asked at a meeting, by its item or its minute.

use std::collections::BTreeMap;

use diag::{Code, Diagnostic, Diagnostics};

use super::business::Business;
use super::faults::{status_alone, unknown_item, untraced};
use super::items::minutes_on;
use super::marks::{Cause, Private};
use super::numbers::position;
use super::words::says_private;
use crate::dataset::Dataset;
use crate::issue::FollowUp;
use crate::numbering;

impl Business {
    /// Returns the state of a follow-up. `numbers` are the numbers of minutes that are known already.
    pub(super) fn follow_up(
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
                    Diagnostic::new(
                        Code::AccessUnknownMinute,
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
