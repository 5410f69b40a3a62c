//! The receipt of a pack: a JSON file beside it, for other programs and for the record.

use serde::Serialize;

use super::bind::{PaperEntry, Release};
use super::layout::PlacedPaper;
use crate::pack::Reason;

/// The papers of a pack, and the standards that it claims to meet.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Receipt {
    /// How messages name the document.
    pub document: String,
    /// The name of the meeting.
    pub meeting: String,
    /// The number of pages.
    pub pages: usize,
    /// The number of the first page, which differs from 1 in a continued supplement or an exempt pack.
    pub first_page: u32,
    /// The part of PDF/UA that it claims, 1; `None` where it claims none.
    pub pdf_ua: Option<u8>,
    /// The part and level of PDF/A that it claims, such as `2a`.
    pub pdf_a: Option<String>,
    /// The validator that confirmed what it claims, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validator: Option<String>,
    /// What it might claim and does not because the validator did not confirm it, with the reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unconfirmed: Vec<String>,
    /// The papers in the order in which they are bound.
    pub papers: Vec<PaperReceipt>,
    /// The BLAKE3 digest of the PDF, in hexadecimal.
    pub digest: String,
}

/// A paper in a pack.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PaperReceipt {
    /// The id of the paper.
    id: String,
    /// The number of the agenda item.
    item: String,
    /// The title of the paper.
    title: String,
    /// The file, or the generated document, that `documents.csv` names.
    file: String,
    /// The number of the first page.
    first: u32,
    /// The number of the last page.
    last: u32,
    /// How it came to be public, where it was exempt.
    #[serde(skip_serializing_if = "Option::is_none")]
    released: Option<Release>,
    /// Why it keeps the pack from claiming PDF/UA-1, with the clauses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    against_pdf_ua: Vec<String>,
    /// Why it keeps the pack from claiming PDF/A-2, with the clauses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    against_pdf_a: Vec<String>,
}

impl Receipt {
    /// Returns the ids of its papers.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.papers.iter().map(|paper| paper.id.as_str())
    }
}

/// Returns the entry of a paper in the receipt of its pack; `against` is what was found against PDF/UA-1 when it
/// was bound, and `is_archival` whether the pack claims PDF/A.
pub fn paper_receipt(
    paper: &PaperEntry,
    placed: &PlacedPaper,
    against: &[&Reason],
    is_archival: bool,
) -> PaperReceipt {
    let claims = &placed.opened.facts.claims;
    let accessible = claims.why_not_accessible();
    PaperReceipt {
        id: placed.id.to_string(),
        item: paper.number.clone(),
        title: paper.title.clone(),
        file: paper.file.clone(),
        first: placed.range.first,
        last: placed.range.last,
        released: paper.released.clone(),
        against_pdf_ua: accessible
            .iter()
            .chain(against.iter().copied())
            .map(ToString::to_string)
            .collect(),
        against_pdf_a: match is_archival {
            true => Vec::new(),
            false => claims.why_not_archival().iter().map(ToString::to_string).collect(),
        },
    }
}
