//! What a body follows up, and what it plans: the tracker and the work programme of a committee
//! (domain notes §3.9).

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::furniture::{self, ContactView, CouncilView};
use super::{Kind, Subject};
use crate::diag::Diagnostics;
use crate::merge::Markup;
use crate::model::access::PublicDataset;
use crate::model::body::Body;
use crate::model::bundle::PageNumbers;
use crate::model::dataset::Dataset;
use crate::model::issue::{FollowUp, FollowUpKind, WorkItem};
use crate::model::meeting::Meeting;
use crate::model::numbering;

/// What a body follows up.
pub(super) struct ActionTracker;

/// What a body plans.
pub(super) struct WorkProgramme;

/// A tracker.
#[derive(Serialize, JsonSchema)]
pub(super) struct TrackerView {
    /// The council.
    council: CouncilView,
    /// The body's name.
    body: String,
    /// The body's last meeting in it.
    as_at: Option<String>,
    /// Whom to ask.
    contact: Option<ContactView>,
    /// What has yet to be done, in order of meetings.
    open: Vec<FollowUpView>,
    /// What has been done.
    done: Vec<FollowUpView>,
}

/// Something followed up.
#[derive(Serialize, JsonSchema)]
pub(super) struct FollowUpView {
    /// The body that asked for it.
    body: String,
    /// The day of its meeting.
    date: String,
    /// The number of the minute.
    minute: Option<String>,
    /// `resolution`, `action` or `recommendation`.
    kind: &'static str,
    /// What was resolved or asked.
    text: Markup,
    /// Who sees to it.
    owner: Option<String>,
    /// By when, in words.
    due: Option<String>,
    /// How it stands.
    status: Option<String>,
    /// What has been done.
    progress: Option<Markup>,
}

/// A work programme.
#[derive(Serialize, JsonSchema)]
pub(super) struct ProgrammeView {
    /// The council.
    council: CouncilView,
    /// The body's name.
    body: String,
    /// The body's last meeting.
    as_at: Option<String>,
    /// Whom to ask.
    contact: Option<ContactView>,
    /// Its items by the time for which they are planned, in order.
    times: Vec<TimeView>,
    /// Items for which no time is planned.
    undated: Vec<ItemView>,
}

/// A time for which items are planned.
#[derive(Serialize, JsonSchema)]
pub(super) struct TimeView {
    /// The day or period, in words.
    when: String,
    /// The items.
    items: Vec<ItemView>,
}

/// An item of a work programme.
#[derive(Serialize, JsonSchema)]
pub(super) struct ItemView {
    /// What it is.
    item: String,
    /// What scrutiny will add.
    purpose: Option<Markup>,
    /// Who leads on it.
    lead: Option<String>,
    /// What sort of scrutiny it is.
    kind: Option<String>,
}

impl Kind for ActionTracker {
    const NAME: &'static str = "action-tracker";
    const SUMMARY: &'static str = "what a committee asked for, and what has become of it";
    const NEEDS: &'static [&'static str] =
        &["council", "bodies", "meetings", "agenda", "minutes", "resolutions"];
    type Sees = PublicDataset;
    type View = TrackerView;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        let bodies = data.bodies.iter().filter_map(|body| {
            let last = follow_ups(data, body).map(|(meeting, _)| meeting.date.value).max()?;
            Some(body_subject(body, last))
        });
        bodies.collect()
    }

    fn view(
        &self,
        _diags: &mut Diagnostics,
        data: &PublicDataset,
        subject: &Subject,
        _pages: &PageNumbers,
    ) -> Option<TrackerView> {
        let body = data.body(&subject.key)?;
        let mut own: Vec<(&Meeting, &FollowUp)> = follow_ups(data, body).collect();
        own.sort_by_key(|(meeting, _)| meeting.date.value);
        let (done, open): (Vec<_>, Vec<_>) = own.into_iter().partition(|(_, own)| is_done(own));
        let views = |list: Vec<(&Meeting, &FollowUp)>| {
            list.into_iter().map(|(meeting, own)| view(data, meeting, own)).collect()
        };
        Some(TrackerView {
            council: furniture::council(data)?,
            body: body.name.to_string(),
            as_at: subject.date.map(furniture::iso),
            contact: furniture::body_contact(data, body),
            open: views(open),
            done: views(done),
        })
    }

    /// A tracker shows what there is, whatever it says.
    fn check(&self, _diags: &mut Diagnostics, _data: &PublicDataset, _subject: &Subject) {}
}

impl Kind for WorkProgramme {
    const NAME: &'static str = "work-programme";
    const SUMMARY: &'static str = "what a committee plans to look into, and why";
    const NEEDS: &'static [&'static str] = &["council", "bodies", "work-programme"];
    type Sees = PublicDataset;
    type View = ProgrammeView;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        let bodies = data.bodies.iter().filter_map(|body| {
            work(data, body).next()?;
            let meetings = data.meetings.iter().filter(|own| own.body.as_str() == body.id.as_str());
            let held = meetings.filter(|own| data.minutes.contains_key(own.meeting.as_str()));
            let held = held.map(|own| own.date.value).max();
            let planned = work(data, body).filter_map(|own| own.date.as_ref()?.first_day()).min();
            Some(body_subject(body, held.or(planned).unwrap_or_default()))
        });
        bodies.collect()
    }

    fn view(
        &self,
        _diags: &mut Diagnostics,
        data: &PublicDataset,
        subject: &Subject,
        _pages: &PageNumbers,
    ) -> Option<ProgrammeView> {
        let body = data.body(&subject.key)?;
        let mut items: Vec<&WorkItem> = work(data, body).collect();
        items.sort_by_key(|own| {
            let date = own.date.as_ref();
            (date.and_then(|own| own.first_day()), date.and_then(|own| own.last_day()))
        });
        let mut times: Vec<TimeView> = Vec::new();
        let mut undated = Vec::new();
        for own in items {
            let item = ItemView {
                item: own.item.to_string(),
                purpose: furniture::markup(own.purpose.as_ref()),
                lead: furniture::string(own.lead.as_ref()),
                kind: furniture::string(own.kind.as_ref()),
            };
            match own.date.as_ref().filter(|own| own.first_day().is_some()) {
                None => undated.push(item),
                Some(date) => match times.iter_mut().find(|own| own.when == date.to_string()) {
                    Some(time) => time.items.push(item),
                    None => times.push(TimeView { when: date.to_string(), items: vec![item] }),
                },
            }
        }
        let met = data.minutes.keys().filter_map(|name| data.meeting(name));
        let met =
            met.filter(|own| own.body.as_str() == subject.key).map(|own| own.date.value).max();
        Some(ProgrammeView {
            council: furniture::council(data)?,
            body: body.name.to_string(),
            as_at: met.map(furniture::iso),
            contact: furniture::body_contact(data, body),
            times,
            undated,
        })
    }
}

/// Returns the subject of a kind that is made once for a body.
fn body_subject(body: &Body, date: NaiveDate) -> Subject {
    Subject {
        key: body.id.to_string(),
        folder: vec!["bodies".to_owned(), body.id.to_string()],
        number: None,
        meeting: None,
        body: Some(body.id.to_string()),
        quarter: None,
        date: Some(date),
        span: None,
        is_wide: true,
    }
}

/// Returns what a body follows up, with the meetings that asked for it.
fn follow_ups<'a>(
    data: &'a Dataset,
    body: &'a Body,
) -> impl Iterator<Item = (&'a Meeting, &'a FollowUp)> {
    let with_meeting = |own: &'a FollowUp| Some((data.meeting(own.meeting.as_str())?, own));
    let all = data.follow_ups.iter().filter_map(with_meeting);
    all.filter(move |(meeting, _)| meeting.body.as_str() == body.id.as_str())
}

/// Returns what is followed up of a minute of that number.
pub(super) fn of_minute(data: &Dataset, meeting: &Meeting, number: &str) -> Vec<FollowUpView> {
    let own = data
        .follow_ups_of(meeting.meeting.as_str())
        .filter(|own| own.minute.as_ref().is_some_and(|own| numbering::is_of(number, own)));
    own.map(|own| view(data, meeting, own)).collect()
}

fn work<'a>(data: &'a Dataset, body: &'a Body) -> impl Iterator<Item = &'a WorkItem> {
    data.work_programme.iter().filter(|own| own.body.as_str() == body.id.as_str())
}

/// Returns whether the status of something says that nothing is left to do.
fn is_done(own: &FollowUp) -> bool {
    const WORDS: [&str; 6] = ["done", "complete", "completed", "closed", "implemented", "finished"];
    own.status.as_ref().is_some_and(|own| WORDS.contains(&&*own.trim().to_lowercase()))
}

fn view(data: &Dataset, meeting: &Meeting, own: &FollowUp) -> FollowUpView {
    FollowUpView {
        body: data.body_of(meeting).map(|own| own.name.to_string()).unwrap_or_default(),
        date: furniture::iso(meeting.date.value),
        minute: furniture::string(own.minute.as_ref()),
        kind: own.kind.as_ref().map_or(FollowUpKind::Resolution, |own| own.value).word(),
        text: Markup::from(&own.text.0),
        owner: furniture::string(own.owner.as_ref()),
        due: own.due.as_ref().map(ToString::to_string),
        status: furniture::string(own.status.as_ref()),
        progress: furniture::markup(own.progress.as_ref()),
    }
}
