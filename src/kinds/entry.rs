//! An entry of the forward plan: what must be public of a decision before it is taken.

use schemars::JsonSchema;
use serde::Serialize;

use super::furniture::{self, ExemptView};
use super::makers::{self, LeadView, MakerView};
use crate::merge::Markup;
use crate::model::access::PublicDataset;
use crate::model::dataset::Dataset;
use crate::model::issue::Issue;
use crate::model::record::Located;

/// An entry.
#[derive(Serialize, JsonSchema)]
pub(super) struct EntryView {
    /// Its reference, as written.
    pub(super) reference: String,
    /// What links to it are made of.
    anchor: String,
    /// Its title.
    title: String,
    /// What it is about.
    summary: Option<Markup>,
    /// Whether the decision is key.
    key: bool,
    /// Why it is key.
    reason_key: Vec<String>,
    /// Who decides.
    pub(super) makers: Vec<MakerView>,
    /// Whether several decide jointly.
    is_joint: bool,
    /// When the decision is due, in words.
    due: Option<String>,
    /// Whether it is due on a day; else in a month or a longer time.
    is_due_on_day: bool,
    /// The portfolio that it belongs to.
    pub(super) portfolio: Option<String>,
    /// The priority that it serves.
    pub(super) priority: Option<String>,
    /// The divisions that it affects.
    divisions: Vec<String>,
    /// The members who lead on it.
    leads: Vec<LeadView>,
    /// The officer whom to ask.
    contact: Option<String>,
    /// The Democratic Services officer whom to ask.
    democratic_contact: Option<String>,
    /// Who is consulted.
    consultees: ListView,
    /// When and where consultation happens.
    consultation: Vec<String>,
    /// How to make representations.
    representations: Option<Markup>,
    /// Documents that the decision maker will have.
    documents: ListView,
    /// Background papers.
    background_papers: ListView,
    /// That part of it will be taken in private, and why.
    private: Option<ExemptView>,
    /// When notice of it was first published.
    first_published: Option<String>,
    /// The reference of the issue that it carries on from.
    follows: Option<String>,
    /// Fields of the council's own.
    custom: Vec<CustomView>,
}

/// A list that may say that there is nothing in it.
#[derive(Serialize, JsonSchema)]
pub(super) struct ListView {
    /// Its entries.
    list: Vec<String>,
    /// Whether it says that there is none.
    none: bool,
}

/// A field of the council's own.
#[derive(Serialize, JsonSchema)]
pub(super) struct CustomView {
    /// What it is called.
    label: String,
    /// What it holds.
    value: String,
}

impl ListView {
    fn of(list: &[Located<String>]) -> Self {
        let none = !list.is_empty() && furniture::has_none(list);
        Self { list: if none { Vec::new() } else { furniture::strings(list) }, none }
    }
}

/// Returns the view of an issue as an entry.
pub(super) fn view(data: &PublicDataset, issue: &Issue) -> EntryView {
    let makers = makers::of(data, &issue.maker);
    EntryView {
        reference: issue.r#ref.written().to_owned(),
        anchor: anchor(issue),
        title: issue.title.to_string(),
        summary: furniture::markup(issue.summary.as_ref()),
        key: issue.is_key(),
        reason_key: furniture::strings(&issue.reason_key),
        is_joint: makers.len() > 1,
        makers,
        due: issue.due.as_ref().map(ToString::to_string),
        is_due_on_day: issue
            .due
            .as_ref()
            .is_some_and(|due| due.first_day().is_some() && due.first_day() == due.last_day()),
        portfolio: portfolio(data, issue),
        priority: furniture::string(issue.priority.as_ref()),
        divisions: furniture::strings(&issue.divisions),
        leads: makers::leads(data, &issue.lead_members),
        contact: furniture::string(issue.contact.as_ref()),
        democratic_contact: furniture::string(issue.democratic_contact.as_ref()),
        consultees: ListView::of(&issue.consultees),
        consultation: furniture::strings(&issue.consultation),
        representations: furniture::markup(issue.representations.as_ref()),
        documents: ListView::of(&issue.documents),
        background_papers: ListView::of(&issue.background_papers),
        private: issue.is_private().then(|| {
            ExemptView::of(&issue.private_paragraphs, issue.private_reason.as_ref(), None)
        }),
        first_published: issue.first_published.as_ref().map(|own| furniture::iso(own.value)),
        follows: issue.follows.as_ref().map(|own| own.written().to_owned()),
        custom: issue
            .custom
            .iter()
            .map(|own| CustomView { label: own.label.to_string(), value: own.value.to_string() })
            .collect(),
    }
}

/// Returns what links to an entry are made of.
pub(super) fn anchor(issue: &Issue) -> String {
    format!("entry-{}", issue.r#ref.key())
}

/// Returns the portfolio of an issue: its own, or the office of the first member who leads.
pub(super) fn portfolio(data: &Dataset, issue: &Issue) -> Option<String> {
    let lead = || makers::leads(data, &issue.lead_members).into_iter().find_map(|own| own.office);
    furniture::string(issue.portfolio.as_ref()).or_else(lead)
}
