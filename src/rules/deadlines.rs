//! What is still to be done for each meeting, and by when.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::calendar::{Calendar, INSPECTION_YEARS, years_beginning_with};
use super::facts::Facts;
use super::{KEY_DECISION_DAYS, SECOND_NOTICE_DAYS};
use crate::model::body::BodyType;
use crate::model::council::{DayUnit, Nation};
use crate::model::dataset::Dataset;
use crate::model::meeting::{Meeting, Part, Status};

/// What must, or may, be done on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeadlineKind {
    /// A key decision must be announced in the plan.
    AnnounceBy,
    /// The agenda, or the summons, must be published.
    PublishBy,
    /// The second notice of a private item must be published.
    SecondNoticeBy,
    /// An announced decision can be taken.
    DecideFrom,
    /// In Wales, the note of the meeting must be published.
    NoteBy,
    /// The last day of call-in.
    CallInEnds,
    /// The last day on which background papers must be open to inspection.
    InspectBackgroundUntil,
    /// The last day on which minutes and reports must be open to inspection.
    InspectUntil,
}

impl DeadlineKind {
    /// Returns it in words, as `check` lists it.
    pub fn words(self) -> &'static str {
        match self {
            Self::AnnounceBy => "announce by",
            Self::PublishBy => "publish by",
            Self::SecondNoticeBy => "second private notice by",
            Self::DecideFrom => "decide not before",
            Self::NoteBy => "note of the meeting by",
            Self::CallInEnds => "call-in ends",
            Self::InspectBackgroundUntil => "background papers open until",
            Self::InspectUntil => "papers open until",
        }
    }
}

/// A day that is still to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Deadline {
    /// The last day for it; for `decide not before`, the first.
    pub date: NaiveDate,
    /// What falls due.
    pub deadline: DeadlineKind,
    /// The meeting; absent for a decision that was not taken at one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting: Option<String>,
    /// The reference of the issue or decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// How the day was worked out, in words.
    pub sum: String,
}

/// Returns the days still to come, the earliest first.
pub fn deadlines(data: &Dataset, calendar: &Calendar, today: NaiveDate) -> Vec<Deadline> {
    let facts = Facts::new(data, calendar, today);
    let mut list = Vec::new();
    for (meeting, body) in facts.meetings() {
        let is_to_come = meeting.status() == Status::Scheduled && today <= meeting.date.value;
        if is_to_come {
            let is_out = meeting.published_at.as_ref().is_some_and(|moment| moment.date < today);
            let summons = Summons { meeting, day: meeting.date.value, is_out };
            add_before(&mut list, &facts, &summons, body.r#type.value);
        } else if facts.nation != Nation::NorthernIreland {
            add_after(&mut list, &facts, meeting);
        }
    }
    for meeting in &data.meetings {
        if let (Some(new_day), Some(body)) =
            (data.new_day_without_row(meeting), data.body_of(meeting))
        {
            let summons = Summons { meeting, day: new_day.value, is_out: false };
            add_before(&mut list, &facts, &summons, body.r#type.value);
        }
    }
    for decision in &data.decisions {
        let Some(end) = calendar.end_of_call_in(data, decision) else { continue };
        list.push(Deadline {
            date: end.deadline,
            deadline: DeadlineKind::CallInEnds,
            meeting: decision.meeting.as_ref().map(ToString::to_string),
            reference: Some(decision.r#ref.written().to_owned()),
            sum: end.sum,
        });
    }
    add_announcements(&mut list, &facts);
    list.retain(|deadline| today <= deadline.date);
    for deadline in &mut list {
        deadline.doubt_unknown_years(&facts);
    }
    list.sort_by(|a, b| {
        let key = |deadline: &Deadline| {
            (deadline.date, deadline.deadline, deadline.meeting.clone(), deadline.reference.clone())
        };
        key(a).cmp(&key(b))
    });
    list
}

impl Deadline {
    /// Says in the sum which of its years have bank holidays that nobody knows yet.
    fn doubt_unknown_years(&mut self, facts: &Facts<'_>) {
        let is_of_years = matches!(
            self.deadline,
            DeadlineKind::InspectBackgroundUntil | DeadlineKind::InspectUntil
        );
        if is_of_years {
            return;
        }
        let meeting = self.meeting.as_ref().and_then(|name| facts.meeting(name));
        let new_day =
            |meeting: &Meeting| facts.data.new_day_without_row(meeting).map(|day| day.value);
        let days = meeting.map(|meeting| new_day(meeting).unwrap_or(meeting.date.value));
        let days = days.into_iter().chain([self.date]);
        let unknown: BTreeSet<i32> =
            days.map(|day| day.year()).filter(|year| !facts.calendar.knows_year(*year)).collect();
        for year in unknown {
            self.sum += &format!("; no bank holidays are known for {year}");
        }
    }
}

/// Adds the last day to announce each key decision of which no notice has been given.
fn add_announcements(list: &mut Vec<Deadline>, facts: &Facts<'_>) {
    if facts.nation != Nation::England || !facts.has_executive() {
        return;
    }
    for issue in facts.data.issues.iter().filter(|issue| issue.is_key()) {
        let has_notice = issue.first_published.is_some()
            || issue.general_exception.is_some()
            || issue.special_urgency.is_some();
        let first = issue.due.as_ref().and_then(|due| due.first_day());
        let Some(first) = first.filter(|_| !has_notice) else { continue };
        let by = facts.calendar.latest_publication(first, KEY_DECISION_DAYS, DayUnit::Calendar);
        list.push(Deadline {
            date: by.day,
            deadline: DeadlineKind::AnnounceBy,
            meeting: None,
            reference: Some(issue.r#ref.written().to_owned()),
            sum: by.sum,
        });
    }
}

/// A meeting that is to come, on its day; of one that is postponed, on the new day.
struct Summons<'a> {
    meeting: &'a Meeting,
    day: NaiveDate,
    /// Whether its agenda, for that day, is published.
    is_out: bool,
}

/// Adds the days that fall before a meeting.
fn add_before(
    list: &mut Vec<Deadline>,
    facts: &Facts<'_>,
    &Summons { meeting, day, is_out }: &Summons<'_>,
    body: BodyType,
) {
    let name = meeting.meeting.to_string();
    if let Some(wanted) = facts.notice_days().filter(|_| !is_out) {
        let by = facts.calendar.latest_publication(day, wanted, DayUnit::Working);
        list.push(Deadline {
            date: by.day,
            deadline: DeadlineKind::PublishBy,
            meeting: Some(name.clone()),
            reference: None,
            sum: by.sum,
        });
    }
    if body != BodyType::Executive || facts.nation != Nation::England || !facts.has_executive() {
        return;
    }
    // An issue may be on the agenda with several items.
    let mut issues = BTreeMap::new();
    for line in facts.data.agenda_of(name.as_str()) {
        if let Some(issue) = facts.issue(line.issue.as_ref()) {
            let is_private = line.part() == Part::Two || !line.exempt_paragraphs.is_empty();
            issues.entry(issue.r#ref.key()).or_insert((issue, false)).1 |= is_private;
        }
    }
    for (issue, is_private) in issues.into_values() {
        let reference = Some(issue.r#ref.written().to_owned());
        let is_urgent = issue.general_exception.is_some() || issue.special_urgency.is_some();
        if let Some(published) = issue.first_published.as_ref()
            && (issue.is_key() || is_private)
            && !is_urgent
        {
            let first =
                facts.calendar.earliest(published.value, KEY_DECISION_DAYS, DayUnit::Calendar);
            list.push(Deadline {
                date: first.day,
                deadline: DeadlineKind::DecideFrom,
                meeting: Some(name.clone()),
                reference: reference.clone(),
                sum: first.sum,
            });
        }
        let is_out = issue
            .private_notice
            .as_ref()
            .is_some_and(|notice| notice.published.value < facts.today);
        if is_private && !is_out {
            let by = facts.calendar.latest_publication(day, SECOND_NOTICE_DAYS, DayUnit::Working);
            list.push(Deadline {
                date: by.day,
                deadline: DeadlineKind::SecondNoticeBy,
                meeting: Some(name.clone()),
                reference,
                sum: by.sum,
            });
        }
    }
}

/// Adds the days that fall after a meeting.
fn add_after(list: &mut Vec<Deadline>, facts: &Facts<'_>, meeting: &Meeting) {
    let day = meeting.date.value;
    let name = meeting.meeting.to_string();
    let mut add = |deadline, computed: super::calendar::ComputedDay| {
        list.push(Deadline {
            date: computed.day,
            deadline,
            meeting: Some(name.clone()),
            reference: None,
            sum: computed.sum,
        });
    };
    if facts.nation == Nation::Wales {
        add(DeadlineKind::NoteBy, facts.calendar.within(day, 7, DayUnit::Working));
    }
    add(DeadlineKind::InspectBackgroundUntil, years_beginning_with(day, 4));
    add(DeadlineKind::InspectUntil, years_beginning_with(day, INSPECTION_YEARS));
}
