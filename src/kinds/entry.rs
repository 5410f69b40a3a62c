//! An entry of the forward plan: what must be published about a decision before it is taken.

use schemars::JsonSchema;
use serde::Serialize;

use super::common::{self, ContactView, CustomView, ExemptView};
use super::makers::{self, LeadView, MakerView};
use crate::merge::{Markup, Period};
use crate::model::access::PublicDataset;
use crate::model::dataset::Dataset;
use crate::model::issue::Issue;
use crate::model::meeting::Status;
use crate::model::record::Located;
use crate::model::value::Slug;

/// An entry of the forward plan: one issue that is to be decided.
#[derive(Serialize, JsonSchema)]
pub(super) struct EntryView {
    /// The issue's reference, as written in the data. Absent where the council gives none.
    pub(super) reference: Option<String>,
    /// The label of this entry in the document, such as `entry-` and the reference, for Typst's
    /// `label` and links to it.
    anchor: String,
    /// The issue's title.
    title: String,
    /// What the issue is about. Absent where no summary is given.
    summary: Option<Markup>,
    /// Whether a key decision is to be taken; false where the data don't say.
    key: bool,
    /// Why the decision is key, one reason an entry; empty where none is given.
    reason_key: Vec<String>,
    /// Who is to decide: bodies, members or officers, in the order of the data; empty where nobody
    /// is named.
    pub(super) makers: Vec<MakerView>,
    /// Whether several are to decide jointly.
    is_joint: bool,
    /// When the decision is due: a day, a month, a range or a quarter. Absent where it is
    /// not known.
    due: Option<Period>,
    /// Whether `due` is a single day; false where it is a longer period or not known.
    is_due_on_day: bool,
    /// The portfolio that the issue belongs to; the office of the first lead member where none is
    /// given. Absent where neither is known.
    pub(super) portfolio: Option<String>,
    /// The council's priority that the issue serves. Absent where none is given.
    pub(super) priority: Option<String>,
    /// The electoral divisions or wards that it affects; empty where none is named.
    divisions: Vec<String>,
    /// The members who lead on it; empty where none is named.
    leads: Vec<LeadView>,
    /// The officer to ask about the issue. Absent where none is named.
    contact: Option<ContactView>,
    /// The Democratic Services officer to ask. Absent where none is named.
    democratic_contact: Option<ContactView>,
    /// Who is to be consulted before the decision.
    consultees: ListView,
    /// When and where consultation takes place, one line an entry; empty where nothing is given.
    consultation: Vec<String>,
    /// The meetings at which it is consulted on, in the order of the data; empty where none is named.
    consulted_at: Vec<ConsultedView>,
    /// How to make representations, and by when. Absent where nothing is given.
    representations: Option<Markup>,
    /// The documents that the decision maker will consider; only those that may be listed in public
    /// where part of the business is private.
    documents: ListView,
    /// The background papers; nothing is shown of them where part of the business is private.
    background_papers: ListView,
    /// Why part of the business is to be taken in private. Absent where all of it is to be public.
    private: Option<ExemptView>,
    /// The day on which notice of the issue was first published, as an ISO date such as
    /// `2026-01-13`, for the `date` helper. Absent where it has not been.
    first_published: Option<String>,
    /// The reference of the issue that this one carries on from, or its title where it has none, as
    /// written. Absent where there is none.
    follows: Option<String>,
    /// The council's additional fields for the issue, in order; empty where there are none, and
    /// where part of the business is private.
    custom: Vec<CustomView>,
}

/// A meeting at which an issue is consulted on.
#[derive(Serialize, JsonSchema)]
pub(super) struct ConsultedView {
    /// The full name of the body that meets.
    body: String,
    /// The day of the meeting, as an ISO date such as `2026-01-13`, for the `date` helper.
    date: String,
    /// Whether it is to be, or was, held as planned; false where it is postponed or cancelled.
    going_ahead: bool,
    /// Whether it is cancelled.
    cancelled: bool,
    /// The day to which it is postponed, as an ISO date, for the `date` helper. Absent where it is not, and where the
    /// day is not known yet.
    new_date: Option<String>,
}

impl EntryView {
    /// Returns whether it names an officer to ask.
    pub(super) fn has_contact(&self) -> bool {
        self.contact.is_some()
    }
}

/// A list that may say that there is nothing in it.
#[derive(Serialize, JsonSchema)]
pub(super) struct ListView {
    /// The entries, in order; empty where none is given, and where `none` is true.
    list: Vec<String>,
    /// Whether the data say that there are none, by the entry `None`; false where they say nothing.
    none: bool,
}

impl ListView {
    fn new(list: &[Located<String>]) -> Self {
        let none = !list.is_empty() && common::lists_none(list);
        Self { list: if none { Vec::new() } else { common::strings(list) }, none }
    }
}

/// Returns the view of an issue as an entry.
pub(super) fn view(data: &PublicDataset, issue: &Issue) -> EntryView {
    let makers = makers::views(data, &issue.maker);
    EntryView {
        reference: issue.r#ref.reference().map(|reference| reference.written().to_owned()),
        anchor: anchor(issue),
        title: issue.title.to_string(),
        summary: common::markup(issue.summary.as_ref()),
        key: issue.is_key(),
        reason_key: common::strings(&issue.reason_key),
        is_joint: makers.len() > 1,
        makers,
        due: issue.due.as_ref().map(|due| Period::from(&due.value)),
        is_due_on_day: issue
            .due
            .as_ref()
            .is_some_and(|due| due.first_day().is_some() && due.first_day() == due.last_day()),
        portfolio: portfolio(data, issue),
        priority: common::string(issue.priority.as_ref()),
        divisions: common::strings(&issue.divisions),
        leads: makers::leads(data, &issue.lead_members),
        contact: ContactView::of_text(data, issue.contact.as_ref()),
        democratic_contact: ContactView::of_text(data, issue.democratic_contact.as_ref()),
        consultees: ListView::new(&issue.consultees),
        consultation: common::strings(&issue.consultation),
        consulted_at: issue.consulted_at.iter().filter_map(|name| consulted(data, name)).collect(),
        representations: common::markup(issue.representations.as_ref()),
        documents: ListView::new(issue.listed_documents()),
        background_papers: ListView::new(&issue.background_papers),
        private: issue.mark.private().map(ExemptView::new),
        first_published: issue.first_published.as_ref().map(|date| common::iso(date.value)),
        follows: issue.follows.as_ref().map(|reference| match data.issue(reference) {
            Some(earlier) if earlier.r#ref.reference().is_none() => earlier.title.to_string(),
            _ => reference.written().to_owned(),
        }),
        custom: common::custom(&issue.custom),
    }
}

/// Returns the view of a meeting at which an issue is consulted on; one that there is not is reported.
fn consulted(data: &Dataset, name: &Slug) -> Option<ConsultedView> {
    let meeting = data.meeting(name.as_str())?;
    let status = meeting.status();
    let new_date = meeting.new_date.as_ref().filter(|_| status == Status::Postponed);
    Some(ConsultedView {
        body: data.body_of(meeting)?.name.to_string(),
        date: common::iso(meeting.date.value),
        going_ahead: meeting.is_going_ahead(),
        cancelled: status == Status::Cancelled,
        new_date: new_date.map(|date| common::iso(date.value)),
    })
}

/// Returns the label of an entry in a document, for links to it.
pub(super) fn anchor(issue: &Issue) -> String {
    format!("entry-{}", issue.r#ref.key())
}

/// Returns the portfolio of an issue; where none is given, the first office of its lead members.
pub(super) fn portfolio(data: &Dataset, issue: &Issue) -> Option<String> {
    let lead =
        || makers::leads(data, &issue.lead_members).into_iter().find_map(|member| member.office);
    common::string(issue.portfolio.as_ref()).or_else(lead)
}
