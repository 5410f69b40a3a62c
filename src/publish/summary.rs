//! What the pages of all that is published say of each publication, kept in the private folder from act to act,
//! so that an act reads its receipt alone and not those of thousands of others.
//!
//! A summary counts only as long as the ledger has the digest of the receipt that it was made from. It can be
//! made again from that receipt at any time, and nothing but the pages depends on it. Those of a month are in a
//! file of their own, so that an act writes no others.

use std::collections::{BTreeMap, BTreeSet};
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
use crate::parallel;
use crate::store::{self, Readers};

/// The folder in the private folder, with a file for each month.
const KEPT: &str = "published";

/// The form of the files; one with another is made anew.
const VERSION: u32 = 2;

/// What a file has.
#[derive(Deserialize)]
struct Kept {
    version: u32,
    /// By the folders of publications below that of all public ones.
    publications: BTreeMap<String, Summary>,
}

/// What is written to a file.
#[derive(Serialize)]
struct Month<'a> {
    version: u32,
    publications: BTreeMap<&'a str, &'a Summary>,
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
    let (mut kept, mut changed) = read(output)?;
    let (top, end) = (format!("{FOLDER}/{}/", Access::Open.folder()), format!("/{RECEIPT}"));
    let mut all = BTreeMap::new();
    let mut lost = Vec::new();
    for (path, file) in known.below(&top) {
        let Some(folder) = path.strip_prefix(&top).and_then(|path| path.strip_suffix(&end)) else {
            continue;
        };
        if present.is_some_and(|present| present.folder == folder) {
            continue;
        }
        let before = kept.remove(folder);
        match before {
            Some(summary) if file.sha512.is(&summary.receipt) => {
                all.insert(folder.to_owned(), summary);
                continue;
            }
            before => changed.extend(before.map(|before| before.month)),
        }
        let bytes = store::read_if_there(&store::below(output, path))?.unwrap_or_default();
        let sha512 = store::sha512(&bytes);
        let is_whole = file.sha512.is(&sha512);
        match Receipt::parse(&bytes) {
            Ok(receipt) if is_whole => {
                let (rows, receipt) = (BTreeMap::new(), &receipt);
                let of_it = Present { folder, receipt, rows: &rows };
                let summary = Summary::new(output, of_it, sha512)?;
                changed.insert(summary.month.clone());
                all.insert(folder.to_owned(), summary);
            }
            _ => lost.push(path),
        }
    }
    if let Some(present) = present {
        let sha512 = store::sha512(present.receipt.text().as_bytes());
        let before = kept.remove(present.folder);
        if before.as_ref().is_none_or(|before| before.receipt != sha512) {
            changed.extend([present.receipt.month()]);
            changed.extend(before.map(|before| before.month));
        }
        all.insert(present.folder.to_owned(), Summary::new(output, present, sha512)?);
    }
    // What is kept of publications that no ledger has is of no use.
    changed.extend(kept.into_values().map(|summary| summary.month));
    write(output, &all, &changed)?;
    if let Some(first) = lost.first() {
        report_lost(diags, output, first, lost.len());
        return Ok(None);
    }
    Ok(Some(all))
}

/// Returns what is kept, and the months whose files have to be written anew.
fn read(output: &Path) -> anyhow::Result<(BTreeMap<String, Summary>, BTreeSet<String>)> {
    let folder = output.join(store::OWN_FOLDER).join(KEPT);
    let (mut all, mut changed) = (BTreeMap::new(), BTreeSet::new());
    if !store::is_folder(&folder) {
        return Ok((all, changed));
    }
    let mut files = store::list(&folder)?;
    files.retain(|file| !file.is_folder);
    let months = parallel::map(parallel::processors(), files.len(), |at| {
        let bytes = store::read_if_there(&folder.join(&files[at].name))?;
        // What can't be read is made again.
        let kept: Option<Kept> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        anyhow::Ok(kept.filter(|kept| kept.version == VERSION))
    });
    for (file, kept) in files.iter().zip(months) {
        let month = file.name.trim_end_matches(".json");
        for (publication, summary) in kept?.into_iter().flat_map(|kept| kept.publications) {
            if summary.month == month {
                all.insert(publication, summary);
            } else {
                changed.insert(month.to_owned());
            }
        }
    }
    Ok((all, changed))
}

/// Writes what is kept of some months.
fn write(
    output: &Path,
    all: &BTreeMap<String, Summary>,
    months: &BTreeSet<String>,
) -> anyhow::Result<()> {
    let folder = output.join(store::OWN_FOLDER).join(KEPT);
    for month in months {
        let path = folder.join(format!("{month}.json"));
        let of_month = all.iter().filter(|(_, summary)| summary.month == *month);
        let publications: BTreeMap<&str, &Summary> =
            of_month.map(|(publication, summary)| (publication.as_str(), summary)).collect();
        if publications.is_empty() {
            store::remove(&path, &folder)?;
        } else {
            let text = serde_json::to_vec(&Month { version: VERSION, publications })?;
            store::write_for(Readers::Owner, &path, &text)?;
        }
    }
    Ok(())
}

/// Reports that the pages of a list, by its path below the output folder, are not made anew, because it is not as it was
/// published.
pub(super) fn report_unproved(diags: &mut Diagnostics, output: &Path, list: &str) {
    let message =
        "this list of pages is not as it was published; the pages in it are left as they were";
    let hint = "put it back from a copy, and run `publish` again; `orderpaper verify` says what else is not as it \
                was published";
    let file = shown(&store::below(output, list));
    diags.push(Diagnostic::new(Code::PublishPages, message).at(&Origin::file(file)).hint(hint));
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
