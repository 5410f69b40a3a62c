//! What minutes say of each other: which confirmed which, and which corrected which, with links both ways.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{Kind, common};
use super::Minutes;
use crate::merge::Markup;
use crate::model::confirmation::{self, LaterMinute};
use crate::model::dataset::Dataset;
use crate::model::meeting::Meeting;
use crate::model::minutes::{Correction, Minute};
use crate::model::numbering;
use crate::model::record::Located;
use crate::model::value::Slug;

/// A minute of a later meeting of the body.
#[derive(Serialize, JsonSchema)]
pub(super) struct LaterMinuteView {
    /// The day of the later meeting, as an ISO date such as `2026-02-24`, for the `date` helper.
    date: String,
    /// The number of the minute. Absent where it has none.
    minute: Option<String>,
    /// Where its minutes are, seen from the folder of these: a web address without its beginning.
    link: String,
}

/// A correction to minutes.
#[derive(Serialize, JsonSchema)]
pub(super) struct CorrectionView {
    /// The number of the minute or paragraph that is corrected. Absent where none is named.
    minute: Option<String>,
    /// What was corrected.
    text: Markup,
    /// The name of the place of the minute that is corrected, for links inside the document. Absent in the minute
    /// that made the correction, and where none is named.
    pub(super) anchor: Option<String>,
    /// The later minute that made it. Absent in that minute itself.
    by: Option<LaterMinuteView>,
}

/// The minutes of an earlier meeting, as the minute that confirmed or corrected them names them.
#[derive(Serialize, JsonSchema)]
pub(super) struct EarlierMinutesView {
    /// The day of the earlier meeting, as an ISO date such as `2026-01-13`, for the `date` helper.
    date: String,
    /// Where they are, seen from the folder of these minutes: a web address without its beginning.
    link: String,
    /// Whether the minute confirmed them as a correct record.
    confirmed: bool,
    /// Its corrections to them; empty where there are none.
    corrections: Vec<CorrectionView>,
}

/// Returns the name of the place of a minute, by its position.
pub(super) fn anchor(at: usize) -> String {
    format!("minute-{}", at + 1)
}

/// Returns where the minutes of a meeting are, seen from the folder of those of another: each meeting has a folder.
fn link(meeting: &Meeting) -> String {
    format!("../{}/{}.pdf", meeting.meeting.as_str(), Minutes::NAME)
}

pub(super) fn later_minute(data: &Dataset, later: &LaterMinute<'_>) -> LaterMinuteView {
    LaterMinuteView {
        date: common::iso(later.meeting.date.value),
        minute: later.number(data),
        link: link(later.meeting),
    }
}

/// A correction that a later minute made, and the position of the minute that it names.
struct MadeCorrection<'a> {
    later: LaterMinute<'a>,
    row: &'a Correction,
    at: Option<usize>,
}

/// Returns the corrections that later minutes made to those of a meeting. One that names a minute which there is not
/// corrects nothing; it is reported with the minutes that have it.
fn made<'a>(data: &'a Dataset, meeting: &'a Meeting) -> Vec<MadeCorrection<'a>> {
    let numbers = numbering::plain_numbers(data, meeting.meeting.as_str());
    let mut made = Vec::new();
    for later in confirmation::later_minutes(data, meeting) {
        for row in later.corrections_of(meeting.meeting.as_str()) {
            let at = row.minute.as_ref().and_then(|written| {
                let mut numbers = numbers.iter().flatten();
                numbers.position(|number| numbering::is_number_of(number, written))
            });
            if row.minute.is_none() || at.is_some() || numbers.is_none() {
                made.push(MadeCorrection { later, row, at });
            }
        }
    }
    made
}

/// Returns the corrections that later minutes made to those of a meeting.
pub(super) fn of_later(data: &Dataset, meeting: &Meeting) -> Vec<CorrectionView> {
    let view = |MadeCorrection { later, row, at }| CorrectionView {
        by: Some(later_minute(data, &later)),
        anchor: at.map(anchor),
        ..correction(row)
    };
    made(data, meeting).into_iter().map(view).collect()
}

/// Returns the later minutes that corrected the minute of a meeting at a position.
pub(super) fn of_minute(data: &Dataset, meeting: &Meeting, at: usize) -> Vec<LaterMinuteView> {
    let mut of_minute: Vec<LaterMinute<'_>> = Vec::new();
    for correction in made(data, meeting).into_iter().filter(|made| made.at == Some(at)) {
        let later = correction.later;
        let is_same = |other: &LaterMinute<'_>| {
            other.at == later.at && other.meeting.meeting.value == later.meeting.meeting.value
        };
        if !of_minute.iter().any(is_same) {
            of_minute.push(later);
        }
    }
    of_minute.iter().map(|later| later_minute(data, later)).collect()
}

fn correction(correction: &Correction) -> CorrectionView {
    CorrectionView {
        minute: common::string(correction.minute.as_ref()),
        text: Markup::from(&correction.text.0),
        anchor: None,
        by: None,
    }
}

/// Returns the earlier minutes that a minute confirmed or corrected, in the order of their meetings.
pub(super) fn of_earlier(data: &Dataset, minute: &Minute) -> Vec<EarlierMinutesView> {
    if minute.is_exempt() {
        return Vec::new();
    }
    let corrected = minute.corrections.iter().map(|correction| &correction.meeting);
    let named = minute.confirms.iter().chain(corrected);
    let mut meetings: Vec<&Meeting> =
        named.filter_map(|name| data.meeting(name.as_str())).collect();
    meetings.sort_by_key(|meeting| (meeting.date.value, meeting.meeting.as_str()));
    meetings.dedup_by_key(|meeting| meeting.meeting.as_str());
    let view = |meeting: &Meeting| {
        let is_of = |name: &Located<Slug>| name.value == meeting.meeting.value;
        let corrections = minute.corrections.iter().filter(|row| is_of(&row.meeting));
        EarlierMinutesView {
            date: common::iso(meeting.date.value),
            link: link(meeting),
            confirmed: minute.confirms.iter().any(is_of),
            corrections: corrections.map(correction).collect(),
        }
    };
    meetings.into_iter().map(view).collect()
}
