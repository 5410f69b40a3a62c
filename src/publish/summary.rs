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
use super::site::{FeedEntry, feed_entries};
use super::trees::shown;
use super::{Access, FOLDER};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, plural};
use crate::store::{self, Readers};

/// The file in the private folder.
const FILE: &str = "published.json";

/// The form of the file; one with another is made anew.
const VERSION: u32 = 1;

/// What is kept.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    version: u32,
    /// By the folders of publications below that of all public ones.
    publications: BTreeMap<String, Summary>,
}

/// What the pages of all that is published say of one publication.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Summary {
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
    /// How many documents it has.
    pub documents: usize,
    /// What the feed says of it.
    pub entries: Vec<FeedEntry>,
}

impl Summary {
    /// Returns what the pages say of a publication, whose receipt has this digest.
    fn new(folder: &str, receipt: &Receipt, sha512: String) -> Self {
        Self {
            receipt: sha512,
            publication: receipt.publication.clone(),
            title: receipt.title.clone(),
            council: receipt.council.clone(),
            date: receipt.date,
            documents: receipt.current().len(),
            entries: feed_entries(folder, receipt),
        }
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
    present: Option<(&str, &Receipt)>,
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
        if present.is_some_and(|(present, _)| present == folder) {
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
                let summary = Summary::new(folder, &receipt, file.sha512.clone());
                all.insert(folder.to_owned(), summary);
                is_new = true;
            }
            _ => lost.push(path),
        }
    }
    if let Some((folder, receipt)) = present {
        let sha512 = store::sha512(receipt.text().as_bytes());
        let before = kept.publications.remove(folder);
        is_new |= before.is_none_or(|before| before.receipt != sha512);
        all.insert(folder.to_owned(), Summary::new(folder, receipt, sha512));
    }
    if is_new {
        let kept = Kept { version: VERSION, publications: all };
        let text = serde_json::to_vec(&kept)?;
        store::write_for(Readers::Owner, &path, &text)?;
        all = kept.publications;
    }
    if let Some(first) = lost.first() {
        report(diags, output, first, lost.len());
        return Ok(None);
    }
    Ok(Some(all))
}

/// Reports that the pages of all that is published can't be made, because of receipts that are not as they were
/// published.
fn report(diags: &mut Diagnostics, output: &Path, receipt: &str, count: usize) {
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
