//! A report that was written as a text: the standard head, what the author wrote, and the background
//! papers (Local Government Act 1972, s. 100D).

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::furniture::{self, ContactView, CouncilView, MeetingView};
use crate::merge::Markup;
use crate::model::bundle;
use crate::model::dataset::Dataset;
use crate::model::meeting::PaperKind;

/// The folder of its template.
pub const TEMPLATE: &str = "report";

/// A report or an appendix.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council.
    council: CouncilView,
    /// The meeting that it goes to.
    meeting: MeetingView,
    /// The number of the agenda item.
    number: String,
    /// The title of the agenda item.
    item: Option<String>,
    /// Its own title.
    title: String,
    /// Whether it is the report on its item; else an appendix or an addendum.
    is_report: bool,
    /// Whether it is an appendix.
    is_appendix: bool,
    /// Whose report it is.
    report_of: Option<String>,
    /// What the body is asked to do.
    ask: Option<Markup>,
    /// Whom to ask.
    contact: Option<ContactView>,
    /// Whether it is not for publication.
    exempt: bool,
    /// The paragraphs of Schedule 12A by which it is not.
    paragraphs: Vec<String>,
    /// Why the public interest is better served so.
    exempt_reason: Option<String>,
    /// The matter that it carries forward, where the agenda names one.
    issue: Option<IssueView>,
    /// What the author wrote.
    body: Markup,
}

/// A matter.
#[derive(Serialize, JsonSchema)]
pub(super) struct IssueView {
    /// Its reference.
    reference: String,
    /// Whether the decision is key.
    key: bool,
    /// The divisions that it affects.
    divisions: Vec<String>,
    /// The members who lead on it.
    lead_members: Vec<String>,
    /// The officer whom to ask.
    contact: Option<String>,
    /// The background papers.
    background_papers: Vec<String>,
}

/// Returns the view of a paper of a meeting, by its position; `None` where it has no text.
pub fn view(data: &Dataset, meeting: &str, paper: usize) -> Option<Value> {
    let meeting = data.meeting(meeting)?;
    let body = data.body_of(meeting)?;
    let paper = data.papers_of(meeting.meeting.as_str()).get(paper)?;
    let text = data.reports.get(&paper.file.as_ref()?.value)?;
    let line = data.item(meeting.meeting.as_str(), &paper.number);
    let withheld = bundle::withheld(data, meeting.meeting.as_str(), paper);
    let is_report = paper.kind() == PaperKind::Report;
    let reason = paper.exempt_reason.as_ref();
    let reason = reason.or_else(|| line.and_then(|own| own.exempt_reason.as_ref()));
    let reference = line.and_then(|own| own.issue.as_ref()).filter(|_| is_report);
    let issue = reference.and_then(|own| data.issue(own));
    Some(super::value(View {
        council: furniture::council(data)?,
        meeting: furniture::meeting(meeting, body),
        number: paper.number.to_string(),
        item: furniture::string(line.and_then(|own| own.title.as_ref())),
        title: paper.title.to_string(),
        is_report,
        is_appendix: paper.kind() == PaperKind::Appendix,
        report_of: furniture::string(line.and_then(|own| own.report_of.as_ref())),
        ask: furniture::markup(line.and_then(|own| own.ask.as_ref())).filter(|_| is_report),
        contact: furniture::contact(data, meeting, body),
        exempt: withheld.is_some(),
        exempt_reason: furniture::string(reason.filter(|_| withheld.is_some())),
        paragraphs: withheld.unwrap_or_default().iter().map(ToString::to_string).collect(),
        issue: issue.map(|own| IssueView {
            reference: own.r#ref.written().to_owned(),
            key: own.key.as_ref().is_some_and(|own| own.0),
            divisions: furniture::strings(&own.divisions),
            lead_members: furniture::strings(&own.lead_members),
            contact: furniture::string(own.contact.as_ref()),
            background_papers: furniture::strings(&own.background_papers)
                .into_iter()
                .filter(|own| !own.eq_ignore_ascii_case("none"))
                .collect(),
        }),
        body: Markup::from(&text.0),
    }))
}
