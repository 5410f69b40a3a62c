//! Freezes documents, archives what was frozen, and verifies either: files in, files out.
//!
//! What is published is copied below `published/` and named in a receipt. No file there is ever
//! written again: a correction is a new file beside the old one. Every step writes its files first and
//! the receipt last, so that a run which is killed has published nothing or all of its step. Nothing
//! here knows what a meeting is; whoever calls says what belongs together.

mod bag;
mod bags;
mod freeze;
mod names;
mod receipt;
mod site;
mod verify;
mod zip;

pub use bag::{Bagged, archive};
pub use freeze::{Differs, Frozen, Item, Step, freeze};
pub use receipt::{Access, Document, Paper, RECEIPT, Receipt, RuleResult, Source, all, published};
pub use site::{pages, site};
pub use verify::{Verified, verify};

use chrono::NaiveDate;

/// The folder of what is published, below the output folder.
pub const FOLDER: &str = "published";

/// The folder of bags below the output folder.
pub const ARCHIVE: &str = "archive";

/// What is published together: a meeting, a month's plan, a quarter.
#[derive(Debug, Clone)]
pub struct About {
    /// The meeting, month or quarter, as the data names it.
    pub publication: String,
    /// Its folder below `published/public` and `published/restricted`, part by part.
    pub folder: Vec<String>,
    /// Its name for people.
    pub title: String,
    /// The council.
    pub council: String,
    /// The day that it belongs to.
    pub date: NaiveDate,
    /// Until when it must be open to inspection.
    pub inspect_until: Option<NaiveDate>,
    /// The words of its language.
    pub wording: Wording,
}

/// What receipts say in words, in the language of the documents.
#[derive(Debug, Clone)]
pub struct Wording {
    /// The rights in what everybody may read.
    pub open_rights: String,
    /// The rights in what is not for publication.
    pub closed_rights: String,
    /// What takes the place of the reason why a rule was overridden, where everybody reads.
    pub reason_on_record: String,
}
