//! The register of a body's exempt papers: why each is not for publication, when that is to be reviewed, and
//! which were released.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::common::{self, ContactView, CouncilView, ExemptView, ReleaseView};
use super::{Kind, Subject};
use crate::model::body::Body;
use crate::model::dataset::Dataset;
use crate::model::meeting::{Meeting, Paper};

/// The register of a body's exempt papers.
pub(super) struct ExemptRegister;

/// The register of a body's exempt papers.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council that keeps it: its name, address and logo.
    council: CouncilView,
    /// The body's full name.
    body: String,
    /// The day of the latest meeting with a paper in it, as an ISO date such as `2026-01-13`, for the `date`
    /// helper.
    as_at: Option<String>,
    /// The officer to ask: the body's contact, else the council's. Absent where the data name none.
    contact: Option<ContactView>,
    /// The papers that are not for publication: first those with a day of review, in order of these, then the
    /// others, in order of meetings. Empty where all were released.
    withheld: Vec<PaperView>,
    /// The papers that were released to the public, in order of days; empty where none was.
    released: Vec<PaperView>,
}

/// A paper that is, or was, not for publication.
#[derive(Serialize, JsonSchema)]
pub(super) struct PaperView {
    /// The day of the meeting that considered it, as an ISO date, for the `date` helper.
    date: String,
    /// The number of its agenda item, as written in the data.
    item: String,
    /// The paper's title.
    title: String,
    /// What it is called in public, such as `Appendix B`. Absent where it has no such label.
    label: Option<String>,
    /// Why it is not for publication, or was not.
    exempt: ExemptView,
    /// The day on which its exemption is to be reviewed, as an ISO date, for the `date` helper. Absent where none
    /// is given.
    review_on: Option<String>,
    /// When and by whom it was released. Absent where it has not been.
    released: Option<ReleaseView>,
}

impl Kind for ExemptRegister {
    const NAME: &'static str = "exempt-register";
    const SUMMARY: &'static str =
        "a body's exempt papers, why, and when to review each; not public";
    const NEEDS: &'static [&'static str] =
        &["council", "bodies", "meetings", "agenda", "issues", "documents"];
    const SPANS_MEETINGS: bool = true;
    type Audience = Dataset;
    type View = View;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        let bodies = data.bodies.iter().filter_map(|body| {
            // What is withheld only until somebody has decided calls for no register.
            let is_decided = |(_, paper): &(&Meeting, &Paper)| {
                paper.mark.private().is_some_and(|private| !private.is_undecided())
            };
            let papers = exempt_papers(data, body).filter(is_decided);
            let last = papers.map(|(meeting, _)| meeting.date.value).max()?;
            Some(Subject::Body { body: body.id.to_string(), as_at: last })
        });
        bodies.collect()
    }

    fn view(&self, data: &Dataset, subject: &Subject) -> Option<View> {
        let body = data.body(subject.body()?)?;
        let mut papers: Vec<(&Meeting, &Paper)> = exempt_papers(data, body).collect();
        papers.sort_by_key(|(meeting, paper)| {
            let review = paper.review_on.as_ref().map_or(NaiveDate::MAX, |day| day.value);
            (paper.release().map(|(day, _)| day), review, meeting.date.value)
        });
        let (released, withheld): (Vec<_>, Vec<_>) =
            papers.into_iter().partition(|(_, paper)| paper.release().is_some());
        let views = |list: Vec<(&Meeting, &Paper)>| {
            list.into_iter().filter_map(|(meeting, paper)| paper_view(meeting, paper)).collect()
        };
        Some(View {
            council: common::councils(data, body)?,
            body: body.name.to_string(),
            as_at: subject.date().map(common::iso),
            contact: common::body_contact(data, body),
            withheld: views(withheld),
            released: views(released),
        })
    }
}

/// Returns the papers of a body's meetings that are exempt, or were until they were released.
fn exempt_papers<'a>(
    data: &'a Dataset,
    body: &'a Body,
) -> impl Iterator<Item = (&'a Meeting, &'a Paper)> {
    let meetings = data.meetings.iter().filter(|meeting| meeting.body.as_str() == body.id.as_str());
    meetings.flat_map(|meeting| {
        let papers = data.papers_of(meeting.meeting.as_str()).iter();
        papers.filter(|paper| paper.is_exempt()).map(move |paper| (meeting, paper))
    })
}

fn paper_view(meeting: &Meeting, paper: &Paper) -> Option<PaperView> {
    Some(PaperView {
        date: common::iso(meeting.date.value),
        item: paper.number.to_string(),
        title: paper.title.known()?.to_string(),
        label: common::string(paper.label.as_ref()),
        exempt: ExemptView::new(paper.mark.private()?),
        review_on: paper.review_on.as_ref().map(|day| common::iso(day.value)),
        released: ReleaseView::of(paper),
    })
}
