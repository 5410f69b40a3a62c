//! What is written beside a pack for programs and for the record.

use serde::Serialize;

use super::layout::PlacedPaper;
use crate::model::meeting::Paper;

/// What a pack consists of and what it claims.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Receipt {
    /// The document.
    pub document: String,
    /// The meeting.
    pub meeting: String,
    /// How many pages it has.
    pub pages: usize,
    /// The number of its first page.
    pub first_page: u32,
    /// Whether it claims PDF/UA-1.
    pub pdf_ua: Option<u8>,
    /// The part and level of PDF/A that it claims.
    pub pdf_a: Option<String>,
    /// Its papers.
    pub papers: Vec<PaperReceipt>,
    /// A digest of the PDF (BLAKE3).
    pub digest: String,
}

/// A paper in a pack.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PaperReceipt {
    /// The number of the agenda item.
    item: String,
    /// Its title.
    title: String,
    /// Its file.
    file: String,
    /// Its first page.
    first: u32,
    /// Its last page.
    last: u32,
    /// Why it keeps the pack from claiming PDF/UA-1.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    against_pdf_ua: Vec<String>,
    /// Why it keeps the pack from claiming PDF/A-2.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    against_pdf_a: Vec<String>,
}

/// Returns what a pack's receipt says of a paper.
pub fn paper_receipt(papers: &[Paper], placed: &PlacedPaper) -> PaperReceipt {
    let paper = &papers[placed.paper];
    let claims = &placed.opened.facts.claims;
    let reasons = |holds: bool, found: &[String], claim: &str| match (holds, found) {
        (true, _) => Vec::new(),
        (false, []) => vec![format!("it does not claim to be {claim}")],
        (false, found) => found.to_vec(),
    };
    PaperReceipt {
        item: paper.number.to_string(),
        title: paper.title.to_string(),
        file: paper.file.as_ref().map(ToString::to_string).unwrap_or_default(),
        first: placed.range.first,
        last: placed.range.last,
        against_pdf_ua: reasons(claims.is_accessible(), &claims.against_accessible, "PDF/UA-1"),
        against_pdf_a: reasons(claims.level().is_some(), &claims.against_archival, "PDF/A"),
    }
}
