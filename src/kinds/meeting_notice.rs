//! The notice that a meeting will not be held on its day, or goes on on another.

use schemars::JsonSchema;
use serde::Serialize;

use super::common::{self, ContactView, CouncilView, MeetingView};
use super::{Kind, MeetingSubject, Subject};
use crate::model::access::PublicDataset;
use crate::model::meeting::Status;

/// The notice that a meeting is cancelled, postponed or adjourned.
pub(super) struct MeetingNotice;

/// The notice that a meeting is cancelled, postponed or adjourned.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council that publishes it: its name, address and logo.
    council: CouncilView,
    /// The meeting, with the day on which it was to be held, and the new one where there is one.
    meeting: MeetingView,
    /// Why. Absent where no reason is given.
    reason: Option<String>,
    /// The meeting of the same body on the new day. Absent where the data have none.
    next: Option<MeetingView>,
    /// The day on which the notice was, or is to be, published, as an ISO date such as `2026-01-13`, for the `date`
    /// helper. Absent where none is given.
    published: Option<String>,
    /// The officer to ask: the meeting's contact, else the body's, else the council's. Absent where the data name
    /// none.
    contact: Option<ContactView>,
    /// The name of the proper officer, in whose name it is published. Absent where the council's data name none.
    officer: Option<String>,
    /// That officer's post, such as `Chief Executive`. Absent where `officer` is.
    officer_title: Option<String>,
}

impl Kind for MeetingNotice {
    const NAME: &'static str = "meeting-notice";
    const SUMMARY: &'static str = "notice that a meeting is cancelled, postponed or adjourned";
    const NEEDS: &'static [&'static str] = &["council", "bodies", "officers", "meetings"];
    const ANNOUNCES_CHANGE: bool = true;
    type Audience = PublicDataset;
    type View = View;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        let meetings = data.meetings.iter().filter(|meeting| {
            matches!(meeting.status(), Status::Cancelled | Status::Postponed | Status::Adjourned)
        });
        meetings.map(|meeting| Subject::Meeting(MeetingSubject::from(meeting))).collect()
    }

    fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<View> {
        let meeting = data.meeting(&subject.meeting()?.name)?;
        let body = data.body_of(meeting)?;
        let officer = data.council.as_ref()?.proper_officer.as_ref();
        Some(View {
            council: common::councils(data, body)?,
            meeting: common::meeting(meeting, body),
            reason: common::string(meeting.status_reason.as_ref()),
            next: data.meeting_on_new_day(meeting).map(|next| common::meeting(next, body)),
            published: meeting.status_at.as_ref().map(|at| common::iso(at.date)),
            contact: common::contact(data, meeting, body),
            officer: officer.map(|officer| officer.name.to_string()),
            officer_title: officer.map(|officer| officer.title.to_string()),
        })
    }
}
