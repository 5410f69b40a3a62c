//! What was published, as Atom feeds (RFC 4287): one of all, and one of each body.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::receipt::{Document, Receipt};
use super::super::summary::Summary;
use super::{address, identity, moment};
use crate::model::form::Form;

/// Documents that a feed tells of, the newest first.
const FEED: usize = 200;

/// A feed.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Feed {
    /// The council.
    council: String,
    /// The body whose papers it tells of. Absent from that of all.
    body: Option<String>,
    /// The way from the feed to the top of the site: `../../` from that of a body, nothing from that of all.
    up: String,
    /// What the feed is, for good.
    id: String,
    /// When something was published last.
    updated: String,
    /// The documents, the newest first.
    entries: Vec<FeedEntry>,
}

/// A document in a feed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(in super::super) struct FeedEntry {
    /// What the entry is, for good.
    id: String,
    /// Its title.
    title: String,
    /// What it belongs to.
    publication: String,
    /// Its address from the top of the site.
    address: String,
    /// The address of the page with the same words. Absent where there is none.
    page: Option<String>,
    /// Its size in bytes.
    size: u64,
    /// When it was published, as receipts have it: `2026-01-05` or `2026-01-05T14:00`.
    published: String,
    /// When it was published, as feeds have it (RFC 3339).
    updated: String,
    /// How many pages it has.
    pages: usize,
}

impl FeedEntry {
    /// Returns its title.
    pub(super) fn title(&self) -> &str {
        &self.title
    }
}

/// Returns what feeds say of a publication in a folder.
pub(in super::super) fn feed_entries(folder: &str, receipt: &Receipt) -> Vec<FeedEntry> {
    let page = |document: &Document| {
        let mut pages = receipt.standing().filter(|page| page.form == Form::Html);
        let page = pages.find(|page| {
            page.original() == document.original()
                && page.language == document.language
                && page.published == document.published
        });
        page.map(|page| address(folder, &page.file))
    };
    let entry = |document: &Document| FeedEntry {
        id: identity(&[&receipt.council, &receipt.publication, &document.file]),
        title: document.title.clone(),
        publication: receipt.title.clone(),
        address: address(folder, &document.file),
        page: page(document),
        size: document.size,
        published: document.published.clone(),
        updated: moment(&document.published),
        pages: document.pages,
    };
    let is_told = |document: &&Document| document.form != Form::Html && document.part_of.is_none();
    receipt.standing().filter(is_told).map(entry).collect()
}

/// Returns the feed of publications, with the body where they are those of one, and the way to the top.
pub(super) fn feed<'a>(
    council: &str,
    body: Option<(&str, &str)>,
    up: &str,
    all: impl Iterator<Item = &'a Summary>,
) -> Feed {
    let mut entries: Vec<&FeedEntry> = all.flat_map(|summary| &summary.entries).collect();
    // A stable sort: what was published together stays in its order.
    entries.sort_by(|a, b| b.published.cmp(&a.published));
    entries.truncate(FEED);
    let updated = entries.first().map(|entry| entry.updated.clone()).unwrap_or_default();
    let id = match body {
        Some((id, _)) => identity(&[council, "bodies", id]),
        None => identity(&[council]),
    };
    Feed {
        council: council.to_owned(),
        body: body.map(|(_, name)| name.to_owned()),
        up: up.to_owned(),
        id,
        updated,
        entries: entries.into_iter().cloned().collect(),
    }
}
