//! What a draft of a report is filled in with, from the agenda and the forward plan.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde_json::Value;

use super::common::{self, ContactView};
use super::makers;
use crate::model::council::Council;
use crate::model::dataset::Dataset;
use crate::model::meeting::{AgendaLine, Meeting, Paper, PaperKind};
use crate::model::record::Located;
use crate::model::value::long_date;

/// The draft of a report. Everything is a text, and empty where nothing is known of it.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council's name.
    council: String,
    /// The full name of the body that meets, such as `Cabinet`.
    body: String,
    /// The day of the meeting, such as `13 January 2026`.
    date: String,
    /// Where the meeting is held.
    venue: String,
    /// The number of the agenda item, such as `4` or `4a`.
    number: String,
    /// The title of the agenda item.
    item: String,
    /// The title of the report: that of its row in `documents`, else the item's.
    title: String,
    /// Whose report it is, such as `Director of Finance`.
    report_of: String,
    /// The names of the members who lead on it.
    lead_members: String,
    /// The electoral divisions that it affects; empty where the council has wards.
    divisions: String,
    /// The wards that it affects; empty where the council has divisions.
    wards: String,
    /// The reference of the key decision, or its title where it has none; empty where it is not key.
    key_decision: String,
    /// The officer to ask, with post, e-mail address and telephone number.
    contact: String,
    /// The paragraphs of the Schedule by which the item is exempt, such as `3, 5`.
    exempt_paragraphs: String,
    /// Why it is exempt.
    exempt_reason: String,
    /// What the body is asked to do, a line for each paragraph.
    recommendations: String,
}

/// Returns the schema of what a draft of a report is filled in with.
pub fn schema() -> Schema {
    super::schema::<View>()
}

/// Returns what the draft of a report on an item of a meeting is filled in with, by its names.
pub fn values(data: &Dataset, meeting: &Meeting, line: &AgendaLine) -> BTreeMap<String, String> {
    let Ok(Value::Object(fields)) = serde_json::to_value(view(data, meeting, line)) else {
        return BTreeMap::new();
    };
    let text = |value: Value| value.as_str().unwrap_or_default().to_owned();
    fields.into_iter().map(|(name, value)| (name, text(value))).collect()
}

/// Returns the row of the report on an item of a meeting; `None` where `documents` has none.
pub fn paper<'a>(data: &'a Dataset, meeting: &Meeting, line: &AgendaLine) -> Option<&'a Paper> {
    let mut papers = data.papers_of(meeting.meeting.as_str()).iter();
    papers.find(|paper| paper.kind() == PaperKind::Report && line.has_number(&paper.number))
}

fn view(data: &Dataset, meeting: &Meeting, line: &AgendaLine) -> View {
    let text = |text: Option<&Located<String>>| common::string(text).unwrap_or_default();
    let issue = line.issue.as_ref().and_then(|reference| data.issue(reference));
    let body = data.body_of(meeting);
    let item = text(line.title.as_ref());
    let title = paper(data, meeting, line).and_then(|paper| paper.title.known());
    let areas = issue.map(|issue| common::strings(&issue.divisions).join(", ")).unwrap_or_default();
    let has_wards = data.council.as_ref().is_some_and(Council::has_wards);
    let (divisions, wards) =
        if has_wards { (String::new(), areas) } else { (areas, String::new()) };
    let leads = issue.map(|issue| makers::leads(data, &issue.lead_members)).unwrap_or_default();
    let key = issue.filter(|issue| issue.is_key());
    let contact = issue
        .and_then(|issue| ContactView::of_text(data, issue.contact.as_ref()))
        .or_else(|| common::contact(data, meeting, body?));
    let paragraphs: Vec<String> =
        line.exempt_paragraphs.iter().map(|paragraph| paragraph.value.to_string()).collect();
    View {
        council: data.council.as_ref().map(|council| council.name.to_string()).unwrap_or_default(),
        body: body.map(|body| body.name.to_string()).unwrap_or_default(),
        date: long_date(meeting.date.value),
        venue: text(meeting.venue.as_ref()),
        number: text(line.number.as_ref()),
        title: title.map_or_else(|| item.clone(), |title| title.value.clone()),
        item,
        report_of: text(line.report_of.as_ref()),
        lead_members: leads.into_iter().map(|lead| lead.name).collect::<Vec<_>>().join(", "),
        divisions,
        wards,
        key_decision: key.map(|issue| issue.r#ref.written().to_owned()).unwrap_or_default(),
        contact: contact.map(ContactView::in_a_line).unwrap_or_default(),
        exempt_paragraphs: paragraphs.join(", "),
        exempt_reason: text(line.exempt_reason.as_ref()),
        recommendations: line
            .ask
            .as_ref()
            .map(|ask| ask.0.plain_text().trim().to_owned())
            .unwrap_or_default(),
    }
}
