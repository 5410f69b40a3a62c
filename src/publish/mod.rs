//! Freezes documents, archives what was frozen, and verifies either: files in, files out.
//!
//! What is published is copied below `published/` and named in a receipt, and every act is a line of a ledger.
//! No file there is ever written again: a correction is a new file beside the old one. An act writes its files
//! beside their places first and the line of the ledger last, so that a run which is killed has published
//! nothing, or all of it. Nothing here knows what a meeting is; whoever calls says what belongs together.

mod act;
mod bag;
mod bags;
mod decide;
mod digest;
mod freeze;
mod inspect;
mod ledger;
mod names;
mod receipt;
mod sign;
mod site;
mod summary;
mod trees;
mod verify;
mod withdraw;
mod zip;

pub use act::recover;
pub use bag::{Archiving, Bagged, archive};
pub use decide::{Item, RecordLink};
pub use freeze::{Content, Differs, Due, Frozen, Publishing, Step, freeze, preview};
pub use ledger::{ActMoment, Head, Heads, files as ledger_files};
pub use receipt::{
    Access, Document, Paper, RECEIPT, Receipt, RuleResult, Source, Withdrawal, WithdrawnPaper,
    published,
};
pub use sign::{PublicKey, SecretKey, check_signatures, new_key};
pub use site::{Tables, pages};
pub use trees::{LedgerState, Trees, is_before, ledger_state};
pub use verify::{Notify, Verified, verify, verify_all};
pub use withdraw::{TakenBack, Withdrawn, withdraw};

use chrono::NaiveDate;

/// The folder of what is published, below the output folder.
pub const FOLDER: &str = "published";

/// The folder of bags below the output folder.
pub const ARCHIVE: &str = "archive";

/// What is published together: a meeting, a month's plan, a period.
#[derive(Debug, Clone)]
pub struct About {
    /// The meeting, month or period, as the data names it.
    pub publication: String,
    /// Its folder below `published/public` and `published/restricted`, part by part.
    pub folder: Vec<String>,
    /// Its name for people.
    pub title: String,
    /// The council.
    pub council: String,
    /// The web address at which what is published is served.
    pub website: Option<String>,
    /// The id of the body that it is of, where it is of one.
    pub body: Option<String>,
    /// The day that it belongs to.
    pub date: NaiveDate,
    /// Until when it must be open to inspection.
    pub inspect_until: Option<NaiveDate>,
    /// The words of its language.
    pub wording: Wording,
}

impl About {
    /// Returns where acts that concern it are seen on the site.
    fn place(&self) -> site::Place {
        Receipt::new(self, Access::Open).place()
    }

    /// Returns its folder in a tree, below the output folder.
    pub fn folder_in(&self, access: Access) -> String {
        [&[FOLDER.to_owned(), access.folder().to_owned()], &self.folder[..]].concat().join("/")
    }
}

/// The folder of the templates of the site.
pub const SITE: &str = "site";

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
