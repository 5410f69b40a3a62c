//! What papers have in common: the council at their head, the meeting, whom to ask.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::Subject;
use crate::merge::Markup;
use crate::model::body::{Body, Member};
use crate::model::dataset::Dataset;
use crate::model::meeting::{Meeting, Status};
use crate::model::record::{Located, Text};
use crate::model::rich::{Block, Inline};
use crate::model::value::{ExemptParagraph, Flag, Reference, Slug, TimeOfDay, names};

/// The council.
#[derive(Serialize, JsonSchema)]
pub(super) struct CouncilView {
    /// Its name.
    name: String,
    /// Lines of its address.
    address: Vec<String>,
    /// Where its papers are published.
    website: Option<String>,
    /// The file of its crest or logo, below the templates folder.
    logo: Option<String>,
    /// What the crest or logo shows.
    logo_alt: Option<String>,
}

/// The meeting.
#[derive(Serialize, JsonSchema)]
pub(super) struct MeetingView {
    /// Its name in the data.
    id: String,
    /// The body's name.
    body: String,
    /// What sort of meeting, where not an ordinary one.
    title: Option<String>,
    /// The day.
    date: String,
    /// When it begins.
    time: Option<String>,
    /// Where.
    venue: Option<String>,
    /// Whether it will be held as planned.
    going_ahead: bool,
    /// `postponed` or `cancelled`, where it won't be held as planned.
    status: String,
    /// Whether it is broadcast.
    webcast: bool,
}

/// The officer whom to ask.
#[derive(Serialize, JsonSchema)]
pub(super) struct ContactView {
    /// The name.
    name: String,
    /// The post.
    job: Option<String>,
    /// The e-mail address.
    email: Option<String>,
    /// The telephone number.
    telephone: Option<String>,
}

/// Returns the view of the council; `None` when its file was lost, which is reported.
pub(super) fn council(data: &Dataset) -> Option<CouncilView> {
    let council = data.council.as_ref()?;
    Some(CouncilView {
        name: council.name.to_string(),
        address: strings(&council.address),
        website: string(council.website.as_ref()),
        logo: council.logo.as_ref().map(|logo| format!("/{}", logo.file.trim_start_matches('/'))),
        logo_alt: council.logo.as_ref().map(|logo| logo.alt.to_string()),
    })
}

/// Returns the view of a meeting.
pub(super) fn meeting(meeting: &Meeting, body: &Body) -> MeetingView {
    let status = meeting.status();
    MeetingView {
        id: meeting.meeting.to_string(),
        body: body.name.to_string(),
        title: string(meeting.title.as_ref()),
        date: iso(meeting.date.value),
        time: time(meeting.time.as_ref()),
        venue: string(meeting.venue.as_ref()),
        going_ahead: is_going_ahead(meeting),
        status: status.word().to_owned(),
        webcast: meeting.webcast.as_ref().is_some_and(|flag| flag.0),
    }
}

/// Returns whether a meeting was, or is to be, held as planned.
pub(super) fn is_going_ahead(meeting: &Meeting) -> bool {
    !matches!(meeting.status(), Status::Cancelled | Status::Postponed)
}

/// Returns whom to ask about a meeting: the meeting's officer, or the body's, or the council's.
pub(super) fn contact(data: &Dataset, meeting: &Meeting, body: &Body) -> Option<ContactView> {
    if let Some(name) = &meeting.contact_name {
        return Some(ContactView {
            name: name.to_string(),
            job: None,
            email: string(meeting.contact_email.as_ref()),
            telephone: string(meeting.contact_telephone.as_ref()),
        });
    }
    body_contact(data, body)
}

/// Returns whom to ask about a body: its officer, or the council's.
pub(super) fn body_contact(data: &Dataset, body: &Body) -> Option<ContactView> {
    if let Some(name) = &body.contact_name {
        return Some(ContactView {
            name: name.to_string(),
            job: None,
            email: string(body.contact_email.as_ref()),
            telephone: string(body.contact_telephone.as_ref()),
        });
    }
    council_contact(data)
}

/// Returns whom to ask about what is no meeting's: the council's officer.
pub(super) fn council_contact(data: &Dataset) -> Option<ContactView> {
    let contact = data.council.as_ref()?.contact.as_ref()?;
    Some(ContactView {
        name: contact.name.to_string(),
        job: string(contact.job.as_ref()),
        email: string(contact.email.as_ref()),
        telephone: string(contact.telephone.as_ref()),
    })
}

/// Returns the subject of a kind that is made once for a meeting.
pub(super) fn meeting_subject(meeting: &Meeting) -> Subject {
    Subject {
        key: meeting.meeting.to_string(),
        folder: vec![meeting.meeting.to_string()],
        number: None,
        meeting: Some(meeting.meeting.to_string()),
        body: Some(meeting.body.to_string()),
        quarter: None,
        date: Some(meeting.date.value),
        span: None,
        is_wide: false,
    }
}

/// Returns the subject for a meeting of which only the name is left.
pub(super) fn lost_meeting_subject(name: &str) -> Subject {
    Subject {
        key: name.to_owned(),
        folder: vec![name.to_owned()],
        number: None,
        meeting: Some(name.to_owned()),
        body: None,
        quarter: None,
        date: None,
        span: None,
        is_wide: false,
    }
}

/// Returns the subject of a kind that is made once for each record of a reference, in a folder of its
/// own; `at` tells apart references of which no letter can stand in a file's name.
pub(super) fn reference_subject(
    group: &str,
    at: usize,
    reference: &Reference,
    date: Option<NaiveDate>,
) -> Subject {
    let key = reference.key();
    let folder = Slug::nearest(key).map(|own| own.to_string()).unwrap_or_default();
    // Where letters are left out, two references may be left with the same name.
    let is_whole = key.is_ascii() && key.len() <= Slug::LONGEST;
    let folder = if is_whole { folder } else { format!("no-{}-{folder}", at + 1) };
    let folder = folder.trim_end_matches('-').to_owned();
    Subject {
        key: reference.written().to_owned(),
        folder: vec![group.to_owned(), folder],
        number: None,
        meeting: None,
        body: None,
        quarter: None,
        date,
        span: None,
        is_wide: true,
    }
}

/// How something is exempt.
#[derive(Serialize, JsonSchema)]
pub(super) struct ExemptView {
    /// The paragraphs of Schedule 12A.
    paragraphs: Vec<String>,
    /// Why the public interest is better served so.
    reason: Option<String>,
    /// What may be said in public.
    summary: Option<Markup>,
}

impl ExemptView {
    /// Returns how something is exempt.
    pub(super) fn of(
        paragraphs: &[Located<ExemptParagraph>],
        reason: Option<&Located<String>>,
        summary: Option<&Text>,
    ) -> Self {
        let numbers: BTreeSet<u32> = paragraphs.iter().map(|own| own.value.0).collect();
        Self {
            paragraphs: numbers.iter().map(ToString::to_string).collect(),
            reason: string(reason),
            summary: markup(summary),
        }
    }
}

/// Finds names as papers print them.
pub(super) struct Names<'a> {
    data: &'a Dataset,
    body: &'a str,
}

impl<'a> Names<'a> {
    /// Returns the names of a body's members, and of the council's after them.
    pub(super) fn of(data: &'a Dataset, body: &'a str) -> Self {
        Self { data, body }
    }

    /// Returns the seat of a person; the body's own seats come first.
    pub(super) fn seat(&self, name: &str) -> Option<&'a Member> {
        let key = names::person_key(name);
        let own = self.data.seats_of(&key).find(|own| own.body.as_str() == self.body);
        own.or_else(|| self.data.seats_of(&key).next())
    }

    /// Returns a name as papers print it; as given where it is no member's.
    pub(super) fn printed(&self, name: &str) -> String {
        self.seat(name).map_or(name, Member::printed).to_owned()
    }
}

/// Returns a date for the `date` helper.
pub(super) fn iso(date: NaiveDate) -> String {
    date.to_string()
}

/// Returns a time for the `time` helper.
pub(super) fn time(time: Option<&Located<TimeOfDay>>) -> Option<String> {
    time.map(|time| time.0.format("%H:%M:%S").to_string())
}

/// Returns a text, where there is one.
pub(super) fn string(text: Option<&Located<String>>) -> Option<String> {
    text.map(|text| text.value.clone())
}

/// Returns `yes` or `no`, where that is known.
pub(super) fn yes_or_no(flag: Option<&Located<Flag>>) -> Option<&'static str> {
    flag.map(|flag| if flag.0 { "yes" } else { "no" })
}

/// Returns whether these are no entries, or say that there are none.
pub(super) fn has_none(list: &[Located<String>]) -> bool {
    list.iter().all(|own| is_none(own))
}

/// Returns whether a text with markup says that there is none.
pub(super) fn says_none(text: &Text) -> bool {
    match text.0.blocks.first() {
        // Most say something, in a word that is longer.
        Some(Block::Paragraph(words)) if starts_long(words) => false,
        _ => is_none(&text.0.plain_text()),
    }
}

/// Returns whether words begin with more than could say that there is none.
fn starts_long(words: &[Inline]) -> bool {
    matches!(words.first(), Some(Inline::Text(text)) if text.trim().trim_end_matches('.').len() > 4)
}

/// Returns whether a text says that there is none.
pub(super) fn is_none(text: &str) -> bool {
    text.trim().trim_end_matches('.').eq_ignore_ascii_case("none")
}

/// Returns texts.
pub(super) fn strings(texts: &[Located<String>]) -> Vec<String> {
    texts.iter().map(|text| text.value.clone()).collect()
}

/// Returns a text with markup, where there is one.
pub(super) fn markup(text: Option<&Text>) -> Option<Markup> {
    text.map(|text| Markup::from(&text.0)).filter(|_| text.is_some_and(|text| !text.0.is_empty()))
}
