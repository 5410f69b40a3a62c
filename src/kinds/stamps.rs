//! What is stamped on the pages of a pack: their numbers, the item that a paper belongs to, and that
//! a page is not for publication (Local Government Act 1972, s. 100B(5)).

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// The folder of its template.
pub const TEMPLATE: &str = "stamps";

/// The stamps of a pack.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// What the papers are of.
    body: String,
    /// The supplement's number, where it is one.
    supplement: Option<u32>,
    /// Every page in order.
    pages: Vec<Stamp>,
}

/// What is stamped on a page.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Stamp {
    /// Its width as shown, in thousandths of a point.
    pub width: u64,
    /// Its height as shown, in thousandths of a point.
    pub height: u64,
    /// Its number.
    pub number: u32,
    /// The number of the agenda item, on the first page of a paper.
    pub item: Option<String>,
    /// Where a link from it leads: back to the agenda.
    pub link: Option<String>,
    /// Whether it is blank, so that the next paper begins on the right.
    pub blank: bool,
    /// Whether it is not for publication.
    pub exempt: bool,
    /// The paragraphs of Schedule 12A by which it is not.
    pub paragraphs: Vec<String>,
}

/// Returns the view of a pack's stamps.
pub fn view(body: &str, supplement: Option<u32>, pages: Vec<Stamp>) -> Value {
    super::value(View { body: body.to_owned(), supplement, pages })
}
