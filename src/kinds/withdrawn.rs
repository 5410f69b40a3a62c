//! The notice that stands on the pages of a paper that was taken back after it was published.

use schemars::JsonSchema;
use serde::Serialize;

use super::Shown;
use super::common::{self, CouncilView, MeetingView};
use crate::model::access::PublicDataset;
use crate::model::bundle::{PageRange, WithdrawnPaper};
use crate::model::meeting::Meeting;

/// The folder of the template for notices.
pub const TEMPLATE: &str = "withdrawn";

/// The notice in place of a paper.
#[derive(Serialize, JsonSchema)]
pub struct View {
    /// The council: its name, address and logo.
    council: CouncilView,
    /// The meeting that the paper went to.
    meeting: MeetingView,
    /// The number of the agenda item.
    number: String,
    /// The numbers of the pages that the paper had: the notice stands on each of them.
    pages: Vec<u32>,
    /// The day on which it was taken back, as an ISO date, for the `date` helper.
    day: String,
    /// Why, in a sentence.
    reason: String,
}

/// Returns the notice in place of a paper; `None` where the records do not give the council or the body.
pub fn view(
    data: &PublicDataset,
    meeting: &Meeting,
    paper: &WithdrawnPaper,
    range: &PageRange,
) -> Option<Shown> {
    let body = data.body_of(meeting)?;
    Some(Shown::to::<PublicDataset>(View {
        council: common::councils(data, body)?,
        meeting: common::meeting(meeting, body),
        number: paper.item.clone(),
        pages: (range.first..=range.last).collect(),
        day: common::iso(paper.day),
        reason: paper.reason.clone(),
    }))
}
