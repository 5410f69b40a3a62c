//! Decisions that a body is told of because it did not take them: those under special urgency, which the executive
//! reports to the Council (SI 2012/2089, reg. 19), and those by officers.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::common::{self, ContactView, CouncilView, MeetingView};
use super::decisions::{self, DecisionView};
use super::makers::{self, LeadView};
use super::{Kind, Subject};
use crate::diag::Diagnostic;
use crate::merge::Markup;
use crate::model::access::PublicDataset;
use crate::model::body::{BodyType, Role};
use crate::model::dataset::Dataset;
use crate::model::issue::{Decision, Issue, SpecialUrgency};
use crate::model::meeting::Meeting;
use crate::model::since::{self, Since};

/// The report of the executive to the Council on decisions under special urgency.
pub(super) struct SpecialUrgencyReport;

/// The decisions by officers since a body last met.
pub(super) struct OfficerDecisions;

/// The decisions under special urgency of which a meeting of the Council is told.
#[derive(Serialize, JsonSchema)]
pub(super) struct UrgencyReportView {
    /// The council that publishes it: its name, address and logo.
    council: CouncilView,
    /// The meeting to which the report goes.
    meeting: MeetingView,
    /// The officer to ask: the meeting's contact, else the body's, else the council's. Absent where the data name none.
    contact: Option<ContactView>,
    /// Whoever is in the chair of the executive, whose report it is. Absent where the data name nobody.
    leader: Option<LeadView>,
    /// The day of the Council's meeting before, from which on decisions are told, as an ISO date such as `2026-01-13`,
    /// for the `date` helper. Absent where the data have none.
    since: Option<String>,
    /// The decisions, in order of days; empty where there was none and the report says so.
    decisions: Vec<UrgentDecisionView>,
}

/// A decision that was agreed as urgent.
#[derive(Serialize, JsonSchema)]
pub(super) struct UrgentDecisionView {
    /// The decision, as its record has it.
    decision: DecisionView,
    /// What the matter is on which it was made. Absent where the issue has no summary.
    matter: Option<Markup>,
    /// Who agreed that the decision was urgent, and in what office.
    agreed_by: String,
    /// The day on which they agreed, as an ISO date such as `2026-01-13`, for the `date` helper.
    agreed_on: String,
    /// Why it was urgent and could not reasonably be deferred.
    why: Markup,
}

/// The decisions by officers of which a meeting is told.
#[derive(Serialize, JsonSchema)]
pub(super) struct OfficersView {
    /// The council that publishes it: its name, address and logo.
    council: CouncilView,
    /// The meeting to which the list goes.
    meeting: MeetingView,
    /// The officer to ask: the meeting's contact, else the body's, else the council's. Absent where the data name none.
    contact: Option<ContactView>,
    /// The day of the body's meeting before, from which on decisions are told, as an ISO date such as `2026-01-13`,
    /// for the `date` helper. Absent where the data have none.
    since: Option<String>,
    /// The decisions, in order of days; empty where there was none and the list says so.
    decisions: Vec<DecisionView>,
}

impl Kind for SpecialUrgencyReport {
    const NAME: &'static str = "special-urgency-report";
    const SUMMARY: &'static str =
        "what the executive tells the Council of decisions that were agreed as urgent";
    const NEEDS: &'static [&'static str] = decisions::NEEDS;
    const SPANS_MEETINGS: bool = true;
    type Audience = PublicDataset;
    type View = UrgencyReportView;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        if !since::reports_urgency(data) {
            return Vec::new();
        }
        let urgent = since::urgent_decisions(data);
        let days: Vec<NaiveDate> = urgent.iter().map(|(day, ..)| *day).collect();
        let meetings = since::council_meetings(data);
        meetings_told(data, Self::NAME, meetings, &days)
    }

    fn unmet(&self, data: &PublicDataset, _subject: &Subject) -> Vec<Diagnostic> {
        let of_urgent = data.decisions.iter().filter(|decision| {
            let issue = decision.issue.as_ref().and_then(|issue| data.issue(issue));
            issue.is_some_and(|issue| issue.special_urgency.is_some())
        });
        of_urgent.filter_map(decisions::no_date).collect()
    }

    fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<UrgencyReportView> {
        let meeting = data.meeting(&subject.meeting()?.name)?;
        let body = data.body_of(meeting)?;
        let since = Since::last_meeting(data, meeting);
        let urgent = since::urgent_decisions(data).into_iter();
        let reported = urgent.filter(|(day, ..)| since.has(*day));
        Some(UrgencyReportView {
            council: common::councils(data, body)?,
            meeting: common::meeting(meeting, body),
            contact: common::contact(data, meeting, body),
            leader: leader(data),
            since: since.last.map(common::iso),
            decisions: reported
                .filter_map(|(_, decision, issue)| urgent_view(data, decision, issue))
                .collect(),
        })
    }
}

impl Kind for OfficerDecisions {
    const NAME: &'static str = "officer-decisions";
    const SUMMARY: &'static str =
        "the decisions that officers have taken since the executive last met";
    const NEEDS: &'static [&'static str] = decisions::NEEDS;
    const SPANS_MEETINGS: bool = true;
    type Audience = PublicDataset;
    type View = OfficersView;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        let of_officers = of_officers(data);
        let days: Vec<NaiveDate> = of_officers.iter().map(|(day, _)| *day).collect();
        let Some(body) = data.bodies.iter().find(|body| since::hears_of_officers(data, body))
        else {
            return Vec::new();
        };
        let meetings = data
            .meetings
            .iter()
            .filter(|meeting| meeting.body.value == body.id.value && meeting.is_going_ahead());
        meetings_told(data, Self::NAME, meetings, &days)
    }

    fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<OfficersView> {
        let meeting = data.meeting(&subject.meeting()?.name)?;
        let body = data.body_of(meeting)?;
        let since = Since::last_meeting(data, meeting);
        let reported = of_officers(data).into_iter().filter(|(day, _)| since.has(*day));
        Some(OfficersView {
            council: common::councils(data, body)?,
            meeting: common::meeting(meeting, body),
            contact: common::contact(data, meeting, body),
            since: since.last.map(common::iso),
            decisions: reported
                .filter_map(|(_, decision)| decisions::view(data, decision))
                .collect(),
        })
    }
}

/// Returns those meetings that are told of a decision taken on one of these days, and those that have the document
/// among their papers, so that it says that there was none.
fn meetings_told<'a>(
    data: &Dataset,
    kind: &str,
    meetings: impl Iterator<Item = &'a Meeting>,
    days: &[NaiveDate],
) -> Vec<Subject> {
    let is_told = |meeting: &&Meeting| {
        let since = Since::last_meeting(data, meeting);
        let name = meeting.meeting.as_str();
        days.iter().any(|day| since.has(*day)) || data.has_paper(name, &format!("{kind}:{name}"))
    };
    meetings.filter(is_told).map(|meeting| Subject::Meeting(meeting.into())).collect()
}

/// Returns the decisions by officers, with their days, in order of days.
fn of_officers(data: &Dataset) -> Vec<(NaiveDate, &Decision)> {
    let is_officers = |decision: &&Decision| {
        decisions::is_officers(decision, &makers::views(data, &decision.makers))
    };
    let of_officers = data.decisions.iter().filter(is_officers);
    let mut of_officers: Vec<(NaiveDate, &Decision)> =
        of_officers.filter_map(|decision| Some((data.day_of(decision)?, decision))).collect();
    of_officers.sort_by_key(|(day, _)| *day);
    of_officers
}

/// Returns the member in the chair of the executive.
fn leader(data: &Dataset) -> Option<LeadView> {
    let executive = data.bodies.iter().find(|body| body.r#type.value == BodyType::Executive)?;
    let mut seats = data.members_of(executive.id.as_str());
    let leader = seats.find(|seat| seat.role() == Role::Chair)?;
    makers::leads(data, std::slice::from_ref(&leader.name)).into_iter().next()
}

/// Returns the view of a decision under special urgency.
fn urgent_view(
    data: &PublicDataset,
    decision: &Decision,
    issue: &Issue,
) -> Option<UrgentDecisionView> {
    let SpecialUrgency { agreed_by, agreed_on, reason, .. } = issue.special_urgency.as_ref()?;
    Some(UrgentDecisionView {
        decision: decisions::view(data, decision)?,
        matter: common::markup(issue.summary.as_ref()),
        agreed_by: agreed_by.to_string(),
        agreed_on: common::iso(agreed_on.value),
        why: Markup::from(&reason.0),
    })
}
