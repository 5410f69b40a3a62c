//! Meetings as a calendar (iCalendar, RFC 5545).

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::London;
use icalendar::{Calendar, Component, Event, EventLike, EventStatus};

use super::{Address, identity, instant};
use crate::export::rows::MeetingRow;

/// A meeting in a calendar.
pub(super) struct Entry<'a> {
    /// The meeting.
    pub meeting: &'a MeetingRow,
    /// The council.
    pub council: &'a str,
    /// When something of it was published last, as receipts have it.
    pub updated: &'a str,
    /// Its page.
    pub page: Option<Address>,
}

/// Returns the calendar of meetings, with a name for people.
pub(super) fn calendar<'a>(name: &str, entries: impl Iterator<Item = Entry<'a>>) -> String {
    let mut calendar = Calendar::new();
    calendar.name(name);
    for entry in entries {
        calendar.push(event(&entry));
    }
    calendar.done().to_string()
}

fn event(Entry { meeting, council, updated, page }: &Entry<'_>) -> Event {
    let mut event = Event::new();
    let title = match &meeting.title {
        Some(title) => format!("{}, {title}", meeting.body_name),
        None => meeting.body_name.clone(),
    };
    let uid = identity(&[council, &meeting.meeting]);
    event.uid(uid.trim_start_matches("urn:uuid:")).summary(&title);
    if let Some(stamp) = instant(updated) {
        event.timestamp(stamp);
        event.last_modified(stamp);
    }
    if let Ok(day) = meeting.date.parse::<NaiveDate>() {
        match meeting.time.as_deref().and_then(|time| at(day, time)) {
            Some(start) => event.starts(start),
            None => event.all_day(day),
        };
    }
    if let Some(venue) = &meeting.venue {
        event.location(venue);
    }
    event.status(match &*meeting.status {
        "cancelled" | "postponed" => EventStatus::Cancelled,
        _ => EventStatus::Confirmed,
    });
    if let Some(page) = page {
        event.url(page.as_str());
    }
    event.done()
}

/// Returns a time of a day by the clocks of the United Kingdom.
fn at(day: NaiveDate, time: &str) -> Option<DateTime<Utc>> {
    let time = NaiveTime::parse_from_str(time, "%H:%M").ok()?;
    let local = London.from_local_datetime(&day.and_time(time)).earliest()?;
    Some(local.with_timezone(&Utc))
}
