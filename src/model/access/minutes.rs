//! Minutes, and the interests that are declared at a meeting.

use diag::Diagnostics;

use super::business::{Business, States};
use super::faults::{contradiction, summary_alone, untraced};
use super::items::line_of;
use super::marks::{Cause, Mark, Private};
use super::numbers::position;
use super::row_marks::marked_minute;
use super::words::is_exclusion;
use crate::dataset::Dataset;
use crate::meeting::AgendaLine;
use crate::minutes::{Correction, Interest, Minute, NoExclusion};
use crate::numbering;

impl Business {
    /// Returns the states of a meeting's minutes.
    pub(super) fn minutes_of(
        &self,
        diags: &mut Diagnostics,
        data: &Dataset,
        meeting: &str,
    ) -> States {
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
                    Some(item) => of_private_item(diags, minute, item, marked),
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
}

/// Returns the state of the minute of a private item, which has these marks: private with it, but where the minute
/// says that the item was not reached, or was taken in public after all.
fn of_private_item(
    diags: &mut Diagnostics,
    minute: &Minute,
    item: &Private,
    marked: Option<Private>,
) -> Option<Private> {
    let summary = minute.public_summary.as_ref();
    let is_marked = marked.is_some();
    let state = item.of_part(marked, summary);
    let Some(exclusion) = minute.exclusion.as_ref().filter(|exclusion| exclusion.is_open()) else {
        return Some(state);
    };
    // Marks that contradict each other were reported, and nobody knows yet what the item is.
    if matches!(item.cause, Cause::Untraced | Cause::Contradicted) {
        return Some(state);
    }
    let (what, hint) = if is_marked {
        ("the minute is marked as exempt or confidential", "empty one of the two")
    } else if item.confidential && exclusion.value == NoExclusion::Public {
        (
            "confidential information may not be disclosed",
            "correct `exclusion`, or `confidential` of the item",
        )
    } else if summary.is_some() {
        (
            "`public-summary` is filled in",
            "empty `public-summary`, and write what may be said under `paragraphs`",
        )
    } else {
        return None;
    };
    let message = format!(
        "`exclusion` says `{}`, so that the minute would be public, and {what}; it is withheld",
        exclusion.value.word()
    );
    diags.push(contradiction(message, &exclusion.origin, hint));
    Some(state)
}

impl Business {
    /// Withholds public minutes that correct private ones, or may.
    pub(super) fn withhold_corrections(&mut self, diags: &mut Diagnostics, data: &Dataset) {
        for (meeting, book) in &data.minutes {
            for (at, minute) in book.items.iter().enumerate() {
                let mut corrections = minute.corrections.iter();
                let found = corrections.find(|row| self.corrects_private(data, row));
                let states = self.minutes.get_mut(meeting).and_then(|states| states.get_mut(at));
                let (Some(correction), Some(mark @ None)) = (found, states) else {
                    continue;
                };
                diags.push(contradiction(
                    format!(
                        "this corrects a private minute of {}, or may, and is not private; its minute is withheld",
                        correction.meeting.value
                    ),
                    &correction.origin,
                    "give the number of the minute that is corrected; where that is private, record the correction in a minute with its marks",
                ));
                *mark = Some(Private::by(Cause::Contradicted));
            }
        }
    }

    /// Returns whether what a correction corrects is private, or may be.
    fn corrects_private(&self, data: &Dataset, correction: &Correction) -> bool {
        let meeting = correction.meeting.as_str();
        let states = self.minutes.get(meeting).map_or(&[][..], Vec::as_slice);
        if !self.has_private_business(meeting) {
            return false;
        }
        let numbers = numbering::plain_numbers(data, meeting);
        let (Some(number), Some(numbers)) = (&correction.minute, numbers) else { return true };
        let mut corrected = numbers
            .iter()
            .zip(states)
            .filter(|(minute, _)| numbering::is_number_of(minute, number))
            .peekable();
        corrected.peek().is_none() || corrected.any(|(_, state)| state.is_some())
    }
}

/// Returns the state of an interest: what it is stays out of public papers where it is sensitive, or
/// where its item or the minute of that is private or can't be known.
pub(super) fn interest_state(
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
    // An item that was taken in public after all has public minutes.
    let is_open = of_item.clone().count() > 0 && of_item.clone().all(|minute| !minute.is_exempt());
    let of_line = (!is_open).then_some(&lines[at].mark);
    let marks = of_line.into_iter().chain(of_item.map(|minute| &minute.mark));
    marks.filter_map(Mark::private).map(Private::inherited).next()
}
