//! What became of the items of a work programme: what agendas and minutes of the body tell of the issue that an item is
//! joined to, or else what its row says.

use chrono::{Days, NaiveDate};

use super::dataset::Dataset;
use super::issue::WorkItem;
use super::meeting::{AgendaLine, Meeting, Status};
use super::minutes::{Minute, MinuteBook, NoExclusion};
use super::numbering;

/// How many days before or after the time for which an item is planned a meeting may be, so that the item is still taken
/// as planned.
const NEAR_DAYS: u64 = 14;

/// What the records tell of an item: the meeting of the body that has its issue on the agenda.
#[derive(Clone, Copy)]
pub struct Considered<'a> {
    /// The meeting.
    pub meeting: &'a Meeting,
    /// The line of its agenda.
    pub line: &'a AgendaLine,
    /// Whether it was later than planned.
    pub later: bool,
}

impl Considered<'_> {
    /// Returns whether the meeting has been held.
    pub fn is_held(&self, data: &Dataset) -> bool {
        is_held(data, self.meeting)
    }

    /// Returns the number of the minute; `None` where there are no minutes yet, or none of the item.
    pub fn minute(&self, data: &Dataset) -> Option<String> {
        let (_, at) = minute_of(data, self.meeting, self.line)?;
        let numbers = numbering::plain_numbers(data, self.meeting.meeting.as_str())?;
        numbers.into_iter().nth(at).filter(|number| !number.is_empty())
    }
}

/// Returns whether a meeting has been held: by its status, or because it has minutes.
pub fn is_held(data: &Dataset, meeting: &Meeting) -> bool {
    matches!(meeting.status(), Status::Held | Status::Adjourned)
        || data.minutes.contains_key(meeting.meeting.as_str())
}

/// Returns the first and the last day on which an item is taken as planned; `None` where it has no date.
pub fn near(item: &WorkItem) -> Option<(NaiveDate, NaiveDate)> {
    let date = item.date.as_ref()?;
    let first = date.first_day().or(date.last_day())?;
    let last = date.last_day().or(date.first_day())?;
    let days = Days::new(NEAR_DAYS);
    Some((first.checked_sub_days(days)?, last.checked_add_days(days)?))
}

/// Returns the meeting at which an item was considered, or is to be, as agendas tell it: one in or near the time that it is
/// planned for, or else the first one after. Of an item without a date, the last one that there is.
///
/// A line whose minute says that the item was not reached does not count.
pub fn considered<'a>(data: &'a Dataset, item: &WorkItem) -> Option<Considered<'a>> {
    let is_reached = |meeting: &Meeting, line: &AgendaLine| {
        let minute = minute_of(data, meeting, line).map(|(minute, _)| minute);
        let exclusion = minute.and_then(|minute| minute.exclusion.as_ref());
        exclusion.is_none_or(|exclusion| exclusion.value != NoExclusion::NotReached)
    };
    let lines = data.lines_on(item.issue.as_ref()?).into_iter().filter(|(meeting, line)| {
        meeting.body.value == item.body.value
            && meeting.is_going_ahead()
            && is_reached(meeting, line)
    });
    let lines: Vec<Considered<'a>> =
        lines.map(|(meeting, line)| Considered { meeting, line, later: false }).collect();
    let Some((first, last)) = near(item) else { return lines.last().copied() };
    let day = |line: &&Considered<'_>| line.meeting.date.value;
    let in_time = lines.iter().filter(|line| first <= day(line) && day(line) <= last);
    let planned = |line: &&Considered<'_>| {
        let day = day(line);
        let (first, last) = (first + Days::new(NEAR_DAYS), last - Days::new(NEAR_DAYS));
        (first - day).num_days().max((day - last).num_days()).max(0)
    };
    let near = in_time.min_by_key(planned).copied();
    let later = lines.iter().find(|line| last < day(line));
    near.or(later.map(|line| Considered { later: true, ..*line }))
}

/// Returns the minute of a line of an agenda, with its position.
fn minute_of<'a>(
    data: &'a Dataset,
    meeting: &Meeting,
    line: &AgendaLine,
) -> Option<(&'a Minute, usize)> {
    let book: &MinuteBook = data.minutes.get(meeting.meeting.as_str())?;
    let is_of = |minute: &Minute| minute.item.as_ref().is_some_and(|item| line.has_number(item));
    let at = book.items.iter().position(is_of)?;
    Some((&book.items[at], at))
}
