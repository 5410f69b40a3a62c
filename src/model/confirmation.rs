//! What later meetings did with minutes: which minute confirmed them, and which corrected them. It is recorded once, in
//! the later minute.

use super::dataset::Dataset;
use super::meeting::Meeting;
use super::minutes::{Correction, Minute, MinuteBook, MinutesStatus};
use super::numbering;

/// A minute of a later meeting of the same body.
#[derive(Clone, Copy)]
pub struct LaterMinute<'a> {
    /// The later meeting.
    pub meeting: &'a Meeting,
    /// Its minutes.
    pub book: &'a MinuteBook,
    /// The position of the minute among them.
    pub at: usize,
}

impl<'a> LaterMinute<'a> {
    /// Returns the minute.
    pub fn minute(&self) -> &'a Minute {
        &self.book.items[self.at]
    }

    /// Returns its number, as other papers print it; `None` where it has none, or none that can be known.
    pub fn number(&self, data: &Dataset) -> Option<String> {
        let body = data.body_of(self.meeting)?;
        let number = numbering::plain_number(data, self.meeting, body, self.book, self.at)?;
        Some(number).filter(|number| !number.is_empty())
    }

    /// Returns its corrections to the minutes of a meeting.
    pub fn corrections_of(&self, meeting: &str) -> impl Iterator<Item = &'a Correction> {
        let all = self.minute().corrections.iter();
        all.filter(move |correction| correction.meeting.as_str() == meeting)
    }
}

/// Returns the minutes of later meetings of the same body, in order.
pub fn later_minutes<'a>(
    data: &'a Dataset,
    meeting: &'a Meeting,
) -> impl Iterator<Item = LaterMinute<'a>> {
    let later = data.meetings.iter().filter(|later| {
        later.body.value == meeting.body.value && later.date.value > meeting.date.value
    });
    let books =
        later.filter_map(|later| Some((later, &**data.minutes.get(later.meeting.as_str())?)));
    books.flat_map(|(meeting, book)| {
        (0..book.items.len()).map(move |at| LaterMinute { meeting, book, at })
    })
}

/// Returns the minute that confirmed the minutes of a meeting as a correct record.
pub fn confirmed_by<'a>(data: &'a Dataset, meeting: &'a Meeting) -> Option<LaterMinute<'a>> {
    later_minutes(data, meeting).find(|later| {
        let mut confirms = later.minute().confirms.iter();
        confirms.any(|confirmed| confirmed.value == meeting.meeting.value)
    })
}

/// Returns whether the minutes of a meeting have yet to be agreed: neither their `status` nor a later minute says that
/// they were.
pub fn is_draft(data: &Dataset, meeting: &Meeting, book: &MinuteBook) -> bool {
    let is_confirmed =
        book.status.as_ref().is_some_and(|status| status.value == MinutesStatus::Confirmed);
    !is_confirmed && confirmed_by(data, meeting).is_none()
}
