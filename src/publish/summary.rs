//! What the pages of all that is published say of each publication, kept in the private folder from act to act,
//! so that an act reads its receipt alone and not those of thousands of others.
//!
//! A summary counts only as long as the ledger has the digest of the receipt that it was made from. It can be
//! made again from that receipt at any time, and nothing but the pages depends on it.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ledger::Known;
use super::receipt::{RECEIPT, Receipt};
use super::site::{FeedEntry, Present, feed_entries, meeting_of, pages_of};
use super::trees::shown;
use super::{Access, FOLDER};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, plural};
use crate::export::rows::MeetingRow;
use crate::store::{self, Readers};

/// The file in the private folder.
const FILE: &str = "published.json";

/// The form of the file; one with another is made anew.
const VERSION: u32 = 2;

/// What is kept.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    version: u32,
    /// By the folders of publications below that of all public ones.
    publications: BTreeMap<String, Summary>,
}

/// What the pages of all that is published say of one publication.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::publish) struct Summary {
    /// The SHA-512 of the receipt that it was made from.
    receipt: String,
    /// The meeting, month or period, as the data names it.
    pub publication: String,
    /// Its name for people.
    pub title: String,
    /// The council.
    pub council: String,
    /// The day that it belongs to.
    pub date: NaiveDate,
    /// The month in which pages list it.
    pub month: String,
    /// The id of the body that it is of, where it is of one.
    pub body: Option<String>,
    /// The meeting, as its documents have it, where it is one.
    pub meeting: Option<MeetingRow>,
    /// When something of it was published last.
    pub updated: String,
    /// How many documents it has.
    pub documents: usize,
    /// Its pages of HTML besides its own, from the top of the site.
    pub pages: Vec<String>,
    /// What the feed says of it.
    pub entries: Vec<FeedEntry>,
}

impl Summary {
    /// Returns what the pages say of a publication, whose receipt has this digest.
    fn new(output: &Path, present: Present<'_>, sha512: String) -> anyhow::Result<Self> {
        let Present { folder, receipt, .. } = present;
        Ok(Self {
            receipt: sha512,
            publication: receipt.publication.clone(),
            title: receipt.title.clone(),
            council: receipt.council.clone(),
            date: receipt.date,
            month: receipt.month(),
            body: receipt.body.clone(),
            meeting: meeting_of(output, present)?,
            updated: receipt.updated().to_owned(),
            documents: receipt.current().iter().filter(|document| document.is_whole()).count(),
            pages: pages_of(folder, receipt),
            entries: feed_entries(folder, receipt),
        })
    }
}

/// Returns what the pages say of all publications, by their folders below that of all public ones; `present` is
/// the one that an act concerns, with its receipt. `None` where a receipt is needed and is not as it was
/// published, which is reported.
///
/// # Errors
/// When something can't be read or written.
pub(super) fn summaries(
    diags: &mut Diagnostics,
    output: &Path,
    known: &Known,
    present: Option<Present<'_>>,
) -> anyhow::Result<Option<BTreeMap<String, Summary>>> {
    let path = output.join(store::OWN_FOLDER).join(FILE);
    let kept = store::read_if_there(&path)?;
    // What can't be read is made again.
    let kept: Option<Kept> = kept.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let mut kept = kept.filter(|kept| kept.version == VERSION).unwrap_or_default();
    let (top, end) = (format!("{FOLDER}/{}/", Access::Open.folder()), format!("/{RECEIPT}"));
    let mut all = BTreeMap::new();
    let mut is_new = false;
    let mut lost = Vec::new();
    for (path, file) in known.below(&top) {
        let Some(folder) = path.strip_prefix(&top).and_then(|path| path.strip_suffix(&end)) else {
            continue;
        };
        if present.is_some_and(|present| present.folder == folder) {
            continue;
        }
        let before = kept.publications.remove(folder);
        if let Some(summary) = before.filter(|before| before.receipt == file.sha512) {
            all.insert(folder.to_owned(), summary);
            continue;
        }
        let bytes = store::read_if_there(&store::below(output, path))?.unwrap_or_default();
        let is_whole = store::sha512(&bytes) == file.sha512;
        match Receipt::parse(&bytes) {
            Ok(receipt) if is_whole => {
                let (rows, receipt) = (BTreeMap::new(), &receipt);
                let of_it = Present { folder, receipt, rows: &rows };
                let summary = Summary::new(output, of_it, file.sha512.clone())?;
                all.insert(folder.to_owned(), summary);
                is_new = true;
            }
            _ => lost.push(path),
        }
    }
    if let Some(present) = present {
        let sha512 = store::sha512(present.receipt.text().as_bytes());
        let before = kept.publications.remove(present.folder);
        is_new |= before.is_none_or(|before| before.receipt != sha512);
        all.insert(present.folder.to_owned(), Summary::new(output, present, sha512)?);
    }
    if is_new {
        let kept = Kept { version: VERSION, publications: all };
        let text = serde_json::to_vec(&kept)?;
        store::write_for(Readers::Owner, &path, &text)?;
        all = kept.publications;
    }
    if let Some(first) = lost.first() {
        report_lost(diags, output, first, lost.len());
        return Ok(None);
    }
    Ok(Some(all))
}

/// Reports that the pages of all that is published can't be made, because of receipts that are not as they were
/// published.
pub(super) fn report_lost(diags: &mut Diagnostics, output: &Path, receipt: &str, count: usize) {
    let more = match count - 1 {
        0 => String::new(),
        more => format!(", nor are {}", plural(more, "other receipt", "other receipts")),
    };
    let message = format!(
        "this receipt is not as it was published{more}; the list of all that is published and the feed are left \
         as they were"
    );
    let hint = "put it back from a bag or a copy, and run `publish` again; `orderpaper verify` says what else is \
                not as it was published";
    let file = shown(&store::below(output, receipt));
    diags.push(Diagnostic::new(Code::PublishPages, message).at(&Origin::file(file)).hint(hint));
}
