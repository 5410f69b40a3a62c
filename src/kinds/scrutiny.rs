//! What a body follows up, and what it plans: the tracker and the work programme of a committee
//! (domain notes §3.9).

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::common::{self, ContactView, CouncilView};
use super::{Kind, Subject};
use crate::merge::{Markup, Period};
use crate::model::access::PublicDataset;
use crate::model::body::Body;
use crate::model::dataset::Dataset;
use crate::model::issue::{ItemOutcome, WorkItem};
use crate::model::meeting::Meeting;
use crate::model::numbering;
use crate::model::record::Located;
use crate::model::tracker::{self, Entry};
use crate::model::value::DateOrPeriod;
use crate::model::work_programme;

/// The tracker of what a body follows up.
pub(super) struct ActionTracker;

/// The work programme of a body.
pub(super) struct WorkProgramme;

/// The tracker of what a body asked for.
#[derive(Serialize, JsonSchema)]
pub(super) struct TrackerView {
    /// The council that publishes it: its name, address and logo.
    council: CouncilView,
    /// The body's full name.
    body: String,
    /// The day of the latest news in it, of a meeting or of a row that was brought up to date, as an ISO date such as
    /// `2026-01-13`, for the `date` helper.
    as_at: Option<String>,
    /// The officer to ask: the body's contact, else the council's. Absent where the data name none.
    contact: Option<ContactView>,
    /// How many things that are still to be done are overdue on that day, by the times first given.
    overdue: usize,
    /// How often the times of things that are still to be done were moved to later ones, together.
    slips: usize,
    /// What is still to be done, in order of meetings; empty where there is nothing.
    open: Vec<FollowUpView>,
    /// What has been done, in order of meetings; empty where there is nothing.
    done: Vec<FollowUpView>,
}

/// A resolution, action or recommendation that is followed up.
#[derive(Serialize, JsonSchema)]
pub(super) struct FollowUpView {
    /// The full name of the body that asked for it.
    body: String,
    /// The day of the meeting that asked for it, as an ISO date such as `2026-01-13`, for the
    /// `date` helper.
    date: String,
    /// The number of the minute, as written in the data. Absent where none is given.
    minute: Option<String>,
    /// `resolution`, `action` or `recommendation`.
    kind: &'static str,
    /// What was resolved, asked or recommended.
    text: Markup,
    /// Who is to see to it, as written in the data. Absent where nobody is named.
    owner: Option<String>,
    /// By when, as given first, such as `March 2026`. Absent where no time is given.
    due: Option<Period>,
    /// Whether `due` says how it is meant, as `By 30 June 2026` does, so that no `by` goes before it.
    due_is_worded: bool,
    /// The times that it was moved to since, in order; empty where it was not moved.
    revised: Vec<Period>,
    /// How often it was moved to a later time.
    slips: usize,
    /// Whether it is still to be done though `due` is over, however often it was moved.
    overdue: bool,
    /// Its status in words, such as `In progress`. Absent where none is given, and where it only says that it is
    /// overdue, which `overdue` does.
    status: Option<String>,
    /// What has been done so far. Absent where nothing is recorded.
    progress: Option<Markup>,
}

/// The work programme of a body.
#[derive(Serialize, JsonSchema)]
pub(super) struct ProgrammeView {
    /// The council that publishes it: its name, address and logo.
    council: CouncilView,
    /// The body's full name.
    body: String,
    /// The day of the body's latest meeting that has minutes, as an ISO date such as `2026-01-13`,
    /// for the `date` helper. Absent where none has.
    as_at: Option<String>,
    /// The officer to ask: the body's contact, else the council's. Absent where the data name none.
    contact: Option<ContactView>,
    /// The days and periods that items are planned for, in order; empty where no item has a date.
    times: Vec<TimeView>,
    /// The items that no date is planned for, in the order of the data; empty where there are none.
    undated: Vec<ItemView>,
}

/// A day or period that items are planned for.
#[derive(Serialize, JsonSchema)]
pub(super) struct TimeView {
    /// The day or period, such as `13 January 2026` or `March 2026`.
    when: Period,
    /// The items planned for it, in the order of the data.
    items: Vec<ItemView>,
}

/// An item of a work programme.
#[derive(Serialize, JsonSchema)]
pub(super) struct ItemView {
    /// What the item is.
    item: String,
    /// What scrutiny is to add. Absent where nothing is given.
    purpose: Option<Markup>,
    /// Who leads on it, as written in the data. Absent where nobody is named.
    lead: Option<String>,
    /// What sort of scrutiny it is, such as `preview`, as written in the data. Absent where none is
    /// given.
    kind: Option<String>,
    /// The reference of the issue that it is about, as written in the data. Absent where it names none, or one without
    /// a reference.
    issue: Option<String>,
    /// What became of it. Absent where nothing is known yet.
    outcome: Option<OutcomeView>,
}

/// What became of an item of a work programme.
#[derive(Serialize, JsonSchema)]
pub(super) struct OutcomeView {
    /// What it is: `taken`, `on-agenda` where its meeting is still to be held, `moved` or `dropped`.
    what: &'static str,
    /// The day of the meeting that has it on its agenda, as an ISO date such as `2026-01-13`, for the `date` helper.
    /// Absent where no agenda has it, and only its row says what became of it.
    date: Option<String>,
    /// Whether that meeting has been held.
    held: bool,
    /// The number of the minute. Absent where there are no minutes yet.
    minute: Option<String>,
    /// To when it was moved, as its row says. Absent where an agenda tells it.
    to: Option<Period>,
    /// Why it was moved or dropped. Absent where nothing is written.
    why: Option<Markup>,
}

impl Kind for ActionTracker {
    const NAME: &'static str = "action-tracker";
    const SUMMARY: &'static str = "what a committee asked for, and what has become of it";
    const NEEDS: &'static [&'static str] =
        &["council", "bodies", "meetings", "agenda", "minutes", "resolutions"];
    const SPANS_MEETINGS: bool = true;
    type Audience = PublicDataset;
    type View = TrackerView;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        let bodies = data
            .bodies
            .iter()
            .filter_map(|body| Some(body_subject(body, tracker::as_at(data, body.id.as_str())?)));
        bodies.collect()
    }

    fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<TrackerView> {
        let body = data.body(subject.body()?)?;
        let as_at = subject.date();
        let mut meetings: Vec<&Meeting> = data.meetings.iter().collect();
        meetings.retain(|meeting| meeting.body.as_str() == body.id.as_str());
        meetings.sort_by_key(|meeting| meeting.date.value);
        let entries = meetings.iter().flat_map(|meeting| {
            tracker::entries(data, meeting).into_iter().map(|entry| (*meeting, entry))
        });
        let (done, open): (Vec<_>, Vec<_>) = entries.partition(|(_, entry)| entry.is_done());
        let views = |list: Vec<(&Meeting, Entry<'_>)>| -> Vec<FollowUpView> {
            list.into_iter()
                .filter_map(|(meeting, entry)| follow_up_view(data, meeting, &entry, as_at))
                .collect()
        };
        let open = views(open);
        Some(TrackerView {
            council: common::councils(data, body)?,
            body: body.name.to_string(),
            as_at: as_at.map(common::iso),
            contact: common::body_contact(data, body),
            overdue: open.iter().filter(|entry| entry.overdue).count(),
            slips: open.iter().map(|entry| entry.slips).sum(),
            open,
            done: views(done),
        })
    }
}

impl Kind for WorkProgramme {
    const NAME: &'static str = "work-programme";
    const SUMMARY: &'static str = "what a committee plans to look into, and why";
    const NEEDS: &'static [&'static str] =
        &["council", "bodies", "meetings", "agenda", "minutes", "issues", "work-programme"];
    const SPANS_MEETINGS: bool = true;
    type Audience = PublicDataset;
    type View = ProgrammeView;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        let bodies = data.bodies.iter().filter_map(|body| {
            work_items(data, body).next()?;
            let meetings =
                data.meetings.iter().filter(|meeting| meeting.body.as_str() == body.id.as_str());
            let held =
                meetings.filter(|meeting| data.minutes.contains_key(meeting.meeting.as_str()));
            let held = held.map(|meeting| meeting.date.value).max();
            let planned =
                work_items(data, body).filter_map(|item| item.date.as_ref()?.first_day()).min();
            Some(body_subject(body, held.or(planned).unwrap_or_default()))
        });
        bodies.collect()
    }

    fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<ProgrammeView> {
        let body = data.body(subject.body()?)?;
        let mut items: Vec<&WorkItem> = work_items(data, body).collect();
        items.sort_by_key(|item| {
            let date = item.date.as_ref();
            (date.and_then(|period| period.first_day()), date.and_then(|period| period.last_day()))
        });
        let mut times: Vec<TimeView> = Vec::new();
        let mut undated = Vec::new();
        for planned in items {
            let item = ItemView {
                item: planned.item.to_string(),
                purpose: common::markup(planned.purpose.as_ref()),
                lead: common::string(planned.lead.as_ref()),
                kind: common::string(planned.kind.as_ref()),
                issue: issue_of(data, planned),
                outcome: outcome_view(data, planned),
            };
            match planned.date.as_ref().filter(|period| period.first_day().is_some()) {
                None => undated.push(item),
                Some(date) => {
                    let when = Period::from(&date.value);
                    match times.iter_mut().find(|time| time.when == when) {
                        Some(time) => time.items.push(item),
                        None => times.push(TimeView { when, items: vec![item] }),
                    }
                }
            }
        }
        let met = data.minutes.keys().filter_map(|name| data.meeting(name));
        let met = met
            .filter(|meeting| meeting.body.as_str() == body.id.as_str())
            .map(|meeting| meeting.date.value)
            .max();
        Some(ProgrammeView {
            council: common::councils(data, body)?,
            body: body.name.to_string(),
            as_at: met.map(common::iso),
            contact: common::body_contact(data, body),
            times,
            undated,
        })
    }
}

/// Returns the subject of a kind that is made once for a body.
fn body_subject(body: &Body, date: NaiveDate) -> Subject {
    Subject::Body { body: body.id.to_string(), as_at: date }
}

/// Returns what is followed up from the minute with this number, as it stood on a day.
pub(super) fn follow_ups_of_minute(
    data: &PublicDataset,
    meeting: &Meeting,
    number: &str,
    as_at: Option<NaiveDate>,
) -> Vec<FollowUpView> {
    let of_minute = |entry: &Entry<'_>| {
        entry.minute.as_ref().is_some_and(|written| numbering::is_number_of(number, written))
    };
    tracker::entries(data, meeting)
        .iter()
        .filter(|entry| of_minute(entry))
        .filter_map(|entry| follow_up_view(data, meeting, entry, as_at))
        .collect()
}

fn work_items<'a>(data: &'a Dataset, body: &'a Body) -> impl Iterator<Item = &'a WorkItem> {
    data.work_programme.iter().filter(|item| item.body.as_str() == body.id.as_str())
}

/// Returns the reference of the issue that an item is about.
fn issue_of(data: &Dataset, item: &WorkItem) -> Option<String> {
    let reference = item.issue.as_ref()?;
    let known = data.issue(reference).map(|issue| issue.r#ref.reference().is_some());
    known.unwrap_or(true).then(|| reference.written().to_owned())
}

/// Returns what became of an item: what agendas tell, or else what its row says.
fn outcome_view(data: &Dataset, item: &WorkItem) -> Option<OutcomeView> {
    let typed = item.outcome.as_ref().map(|outcome| outcome.value);
    let why = || common::markup(item.why.as_ref());
    if let Some(on) = work_programme::considered(data, item) {
        let held = on.is_held(data);
        let what = match (on.later, held) {
            (true, _) => "moved",
            (false, true) => "taken",
            (false, false) => "on-agenda",
        };
        return Some(OutcomeView {
            what,
            date: Some(common::iso(on.meeting.date.value)),
            held,
            minute: on.minute(data),
            to: None,
            why: why().filter(|_| on.later && typed == Some(ItemOutcome::Moved)),
        });
    }
    Some(OutcomeView {
        what: typed?.word(),
        date: None,
        held: false,
        minute: None,
        to: item.moved_to.as_ref().map(|date| Period::from(&date.value)),
        why: why(),
    })
}

/// Returns the view of an entry as it stood on a day; `None` where its words are withheld.
fn follow_up_view(
    data: &PublicDataset,
    meeting: &Meeting,
    entry: &Entry<'_>,
    as_at: Option<NaiveDate>,
) -> Option<FollowUpView> {
    let due = entry.due();
    let overdue = !entry.is_done() && as_at.is_some_and(|day| due.is_over(day));
    let row = entry.follow_up;
    let status = row.and_then(|row| row.status.as_ref());
    let is_told =
        |status: &&Located<String>| overdue && status.trim().eq_ignore_ascii_case("overdue");
    Some(FollowUpView {
        body: data.body_of(meeting).map(|body| body.name.to_string()).unwrap_or_default(),
        date: common::iso(meeting.date.value),
        minute: entry.minute.clone(),
        kind: entry.kind().word(),
        text: Markup::from(&entry.text()?.0),
        owner: common::string(entry.owner()),
        due: due.original.map(Period::from),
        due_is_worded: due.original.is_some_and(DateOrPeriod::is_worded),
        revised: due.revised.iter().map(|time| Period::from(*time)).collect(),
        slips: due.slips,
        overdue,
        status: common::string(status.filter(|status| !is_told(status))),
        progress: common::markup(row.and_then(|row| row.progress.as_ref())),
    })
}
