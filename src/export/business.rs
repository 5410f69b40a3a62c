//! Meetings, their agendas and papers, and the members of bodies, as rows.

use std::fmt::Display;

use super::rows::{ItemRow, MeetingRow, MemberRow, PaperRow};
use super::{RowScope, meetings as meetings_of};
use crate::model::access::PublicDataset;
use crate::model::body::Member;
use crate::model::bundle;
use crate::model::meeting::{AgendaLine, LineKind, Meeting, PaperKind, Part};
use crate::model::record::{Located, Text};
use crate::model::roll;
use crate::model::value::TimeOfDay;

/// Returns the rows of meetings.
pub(super) fn meetings(data: &PublicDataset, scope: RowScope<'_>) -> Vec<MeetingRow> {
    meetings_of(data, scope).into_iter().map(|meeting| meeting_row(data, meeting)).collect()
}

fn meeting_row(data: &PublicDataset, meeting: &Meeting) -> MeetingRow {
    let body = data.body_of(meeting);
    let texts = data.council.as_ref().and_then(|council| council.standing_texts.as_ref());
    MeetingRow {
        meeting: meeting.meeting.to_string(),
        body: meeting.body.to_string(),
        body_name: body.map_or_else(|| meeting.body.to_string(), |body| body.name.to_string()),
        title: shown(meeting.title.as_ref()),
        date: meeting.date.to_string(),
        time: time(meeting.time.as_ref()),
        time_text: shown(meeting.time_text.as_ref()),
        venue: shown(meeting.venue.as_ref()),
        status: meeting.status().word().to_owned(),
        new_date: shown(meeting.new_date.as_ref()),
        status_reason: shown(meeting.status_reason.as_ref()),
        webcast: meeting.webcast.as_ref().is_some_and(|flag| flag.0),
        contact: contact(data, meeting),
        attend: plain(texts.and_then(|texts| texts.access.as_ref())),
    }
}

/// Returns whom to ask about a meeting: its own contact, or else that of its body or of the council.
fn contact(data: &PublicDataset, meeting: &Meeting) -> Option<String> {
    let of_meeting = (&meeting.contact_name, &meeting.contact_telephone, &meeting.contact_email);
    let body = data.body_of(meeting);
    let of_body =
        body.map(|body| (&body.contact_name, &body.contact_telephone, &body.contact_email));
    let named = std::iter::once(of_meeting).chain(of_body);
    let given = named.into_iter().find_map(|(name, telephone, email)| {
        Some((name.as_ref()?.to_string(), shown(telephone.as_ref()), shown(email.as_ref())))
    });
    let council = data.council.as_ref().and_then(|council| council.contact.as_ref());
    let of_council = || {
        let contact = council?;
        let (telephone, email) = (shown(contact.telephone.as_ref()), shown(contact.email.as_ref()));
        Some((contact.name.to_string(), telephone, email))
    };
    let (name, telephone, email) = given.or_else(of_council)?;
    let row = roll::officer(data, &name).one();
    let post = row.and_then(|row| shown(row.post.as_ref()));
    let telephone = telephone.or_else(|| shown(row?.telephone.as_ref()));
    let email = email.or_else(|| shown(row?.email.as_ref()));
    let name = row.map_or(name, |row| row.name.to_string());
    let parts = std::iter::once(name).chain([post, telephone, email].into_iter().flatten());
    Some(parts.collect::<Vec<_>>().join(", "))
}

/// Returns the rows of agenda items.
pub(super) fn items(data: &PublicDataset, scope: RowScope<'_>) -> Vec<ItemRow> {
    let lines = meetings_of(data, scope)
        .into_iter()
        .flat_map(|meeting| data.agenda_of(meeting.meeting.as_str()));
    lines.map(item_row).collect()
}

fn item_row(line: &AgendaLine) -> ItemRow {
    let private = line.mark.private();
    ItemRow {
        meeting: line.meeting.to_string(),
        number: shown(line.number.as_ref()),
        kind: match line.kind() {
            LineKind::Item => "item",
            LineKind::Heading => "heading",
            LineKind::TitleOnly => "title-only",
            LineKind::Comment => "comment",
        }
        .to_owned(),
        part: match line.part() {
            Part::One => "public",
            Part::Two => "private",
        }
        .to_owned(),
        title: shown(line.title.as_ref()),
        text: plain(line.text.as_ref()),
        report_of: shown(line.report_of.as_ref()),
        ask: plain(line.ask.as_ref()),
        clock_time: time(line.clock_time.as_ref()),
        exempt: private.is_some(),
        exempt_paragraphs: private.map(|private| private.paragraphs.clone()).unwrap_or_default(),
        exempt_reason: shown(private.and_then(|private| private.reason.as_ref())),
        public_summary: plain(private.and_then(|private| private.summary.as_ref())),
        issue: shown(line.issue.as_ref()),
    }
}

/// Returns the rows of papers that are published for meetings, in the order of the packs.
pub(super) fn papers(data: &PublicDataset, scope: RowScope<'_>) -> Vec<PaperRow> {
    let is_wanted = |supplement: Option<u32>| match scope {
        RowScope::Meeting { supplement: wanted, .. } => supplement == wanted,
        RowScope::All | RowScope::Decision(_) | RowScope::Issues(_) => true,
    };
    let mut rows = Vec::new();
    for meeting in meetings_of(data, scope) {
        let papers = data.papers_of(meeting.meeting.as_str());
        let bundles = bundle::bundles(data, meeting);
        for bundle in bundles.into_iter().filter(|bundle| is_wanted(bundle.supplement)) {
            let papers = bundle.papers.iter().map(|at| &papers[*at]);
            rows.extend(papers.filter_map(|paper| {
                if paper.mark.is_private() {
                    return None;
                }
                Some(PaperRow {
                    meeting: meeting.meeting.to_string(),
                    item: paper.number.to_string(),
                    id: paper.id().as_str().to_owned(),
                    title: paper.title.known()?.value.clone(),
                    label: shown(paper.label.as_ref()),
                    kind: match paper.kind() {
                        PaperKind::Report => "report",
                        PaperKind::Appendix => "appendix",
                        PaperKind::Supplement => "supplement",
                        PaperKind::MinutesAppendix => return None,
                    }
                    .to_owned(),
                    supplement: bundle.supplement,
                    released: paper.release().map(|(day, _)| day.to_string()),
                })
            }));
        }
    }
    rows
}

/// Returns the rows of seats.
pub(super) fn members(data: &PublicDataset, scope: RowScope<'_>) -> Vec<MemberRow> {
    let rows = |members: Vec<&Member>| members.into_iter().map(member_row).collect();
    match scope {
        RowScope::All => rows(data.members.iter().collect()),
        RowScope::Meeting { name, .. } => {
            let body = data.meeting(name).map(|meeting| meeting.body.as_str());
            rows(body.into_iter().flat_map(|body| data.members_of(body)).collect())
        }
        RowScope::Decision(_) | RowScope::Issues(_) => Vec::new(),
    }
}

fn member_row(member: &Member) -> MemberRow {
    MemberRow {
        body: member.body.to_string(),
        name: member.printed().to_owned(),
        role: member.role().word().to_owned(),
        office: shown(member.office.as_ref()),
        authority: shown(member.authority.as_ref()),
        party: shown(member.party.as_ref()),
        division: shown(member.division.as_ref()),
        email: shown(member.email.as_ref()),
        telephone: shown(member.telephone.as_ref()),
        votes: member.votes(),
    }
}

/// Returns a value as it is printed.
pub(super) fn shown<T: Display>(value: Option<&Located<T>>) -> Option<String> {
    value.map(|value| value.value.to_string())
}

/// Returns a text without its marks, but with the labels of its lists.
pub(super) fn plain(text: Option<&Text>) -> Option<String> {
    text.map(|text| text.0.labelled_text())
}

/// Returns a time by the clock: `18:30`.
fn time(time: Option<&Located<TimeOfDay>>) -> Option<String> {
    time.map(|time| time.value.0.format("%H:%M").to_string())
}
