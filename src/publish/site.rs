//! Pages and a feed beside what is published, so that a web server can serve the folder as it is:
//! plain HTML, no scripts, every address relative.

use std::collections::BTreeMap;
use std::path::Path;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

use super::act::Draft;
use super::ledger::Known;
use super::receipt::{Document, Receipt, Withdrawal, WithdrawnPaper};
use super::summary::{Summary, summaries};
use super::{Access, FOLDER};
use crate::diag::Diagnostics;
use crate::merge;
use crate::store;

/// Documents that the feed tells of, the newest first.
const FEED: usize = 200;

/// The page of all that is published.
#[derive(Debug, Serialize, JsonSchema)]
struct Index {
    /// The council.
    council: String,
    /// What was published, the newest first.
    publications: Vec<Line>,
}

/// A line of the page of all that is published.
#[derive(Debug, Serialize, JsonSchema)]
struct Line {
    /// Its name.
    title: String,
    /// The day that it belongs to, as an ISO date such as `2026-01-13`, for the `date` helper.
    day: String,
    /// Its page.
    address: String,
    /// How many documents it has.
    documents: usize,
}

/// The page of a meeting, a month's plan or a period.
#[derive(Debug, Serialize, JsonSchema)]
struct Page {
    /// The council.
    council: String,
    /// Its name.
    title: String,
    /// The page of all that is published.
    all: String,
    /// Until when it is open to inspection, as an ISO date, for the `date` helper.
    inspect_until: Option<String>,
    /// Its documents.
    documents: Vec<Listed>,
    /// Versions whose place was taken.
    replaced: Vec<Listed>,
    /// What was taken back.
    withdrawn: Vec<WithdrawnLine>,
}

/// A document or a paper on a page that was taken back.
#[derive(Debug, Serialize, JsonSchema)]
struct WithdrawnLine {
    /// Its title. Absent where the public may not know it.
    title: Option<String>,
    /// The number of the agenda item of a paper. Absent for a document.
    item: Option<String>,
    /// The first page that a paper had. Absent for a document.
    first: Option<u32>,
    /// The last page that a paper had. Absent for a document.
    last: Option<u32>,
    /// The day on which it was taken back, as an ISO date, for the `date` helper.
    day: String,
    /// Why, in a sentence.
    reason: String,
}

/// A document on a page.
#[derive(Debug, Serialize, JsonSchema)]
struct Listed {
    /// Its title.
    title: String,
    /// Its address.
    address: String,
    /// The form in which it is typeset: `pdf` or `large-print`.
    form: &'static str,
    /// The tag of its language, such as `cy`. Absent where it is that of the page.
    language: Option<String>,
    /// How many pages it has.
    pages: usize,
    /// Its size in bytes, for the `bytes` helper.
    size: u64,
    /// The day on which it was published, as an ISO date, for the `date` helper.
    day: String,
    /// The time at which it was published, as `14:00:00`, for the `time` helper. Absent where only the day is
    /// known.
    time: Option<String>,
    /// Both together, as `2026-01-05` or `2026-01-05T14:00`.
    moment: String,
    /// Whether it was published elsewhere at that time, and only entered here later.
    recorded: bool,
    /// Why it takes the place of the version before.
    reason: Option<String>,
    /// Whether it claims to be accessible.
    accessible: bool,
    /// The papers in it.
    papers: Vec<PaperLine>,
}

/// A paper in a document.
#[derive(Debug, Serialize, JsonSchema)]
struct PaperLine {
    /// The number of the agenda item.
    item: String,
    /// Its title.
    title: String,
    /// Its first page.
    first: u32,
    /// Its last page.
    last: u32,
    /// How it came to be public, where it was exempt at its meeting. Absent otherwise.
    released: Option<ReleaseLine>,
}

/// That an exempt paper was released to the public.
#[derive(Debug, Serialize, JsonSchema)]
struct ReleaseLine {
    /// The day from which the public may read it, as an ISO date, for the `date` helper.
    on: String,
    /// Who released it.
    by: String,
}

/// The feed.
#[derive(Debug, Serialize, JsonSchema)]
struct Feed {
    /// The council.
    council: String,
    /// What the feed is, for good.
    id: String,
    /// When something was published last.
    updated: String,
    /// The documents, the newest first.
    entries: Vec<FeedEntry>,
}

/// A document in the feed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(super) struct FeedEntry {
    /// What the entry is, for good.
    id: String,
    /// Its title.
    title: String,
    /// What it belongs to.
    publication: String,
    /// Its address.
    address: String,
    /// Its size in bytes.
    size: u64,
    /// When it was published, as receipts have it: `2026-01-05` or `2026-01-05T14:00`.
    published: String,
    /// When it was published, as feeds have it (RFC 3339).
    updated: String,
    /// How many pages it has.
    pages: usize,
}

/// Returns each template of `templates/site/` with what it makes and the schema of its view.
pub fn pages() -> [(&'static str, &'static str, Schema); 3] {
    [
        ("index", "the page of all that is published", merge::page_schema::<Index>()),
        ("page", "the page of a meeting, a month's plan or a period", merge::page_schema::<Page>()),
        ("feed", "the Atom feed", merge::page_schema::<Feed>()),
    ]
}

/// The pages that all publications share, at the top of the public tree.
pub(super) const SHARED: [&str; 2] = ["index.html", "feed.xml"];

/// Returns whether a file in the folder of a publication is its page.
pub(super) fn is_page(file: &str) -> bool {
    file == "index.html"
}

/// The web pages of all that is published for everybody.
pub(super) struct Site<'a> {
    /// The output folder.
    pub output: &'a Path,
    /// What the pages are made from.
    pub pages: &'a merge::Pages<'a>,
}

impl Site<'_> {
    /// Adds to an act those pages of a publication in a folder, and of all that share them, that are not as the ledger
    /// knows them; `receipt` is that of the publication, written or not.
    ///
    /// # Errors
    /// As [`Self::pages`], and when a page can't be written.
    pub(super) fn put_changed(
        &self,
        diags: &mut Diagnostics,
        draft: &mut Draft<'_>,
        known: &Known,
        (folder, receipt): (&str, &Receipt),
    ) -> anyhow::Result<()> {
        for (path, text) in self.pages(diags, known, folder, Some(receipt))? {
            let sha512 = store::sha512(text.as_bytes());
            if known.file(&path).is_none_or(|file| file.sha512 != sha512) {
                draft.put(&path, text.as_bytes())?;
            }
        }
        Ok(())
    }

    /// Returns the page of the publication in a folder, by its receipt where it has one, and those that all
    /// publications share, by their paths below the output folder. Pages whose template has a fault are left out, and
    /// so are those that all share where another receipt is not as it was published; either is in `diags`.
    ///
    /// # Errors
    /// When something can't be read or written.
    pub(super) fn pages(
        &self,
        diags: &mut Diagnostics,
        known: &Known,
        folder: &str,
        present: Option<&Receipt>,
    ) -> anyhow::Result<BTreeMap<String, String>> {
        let top = format!("{FOLDER}/{}/", Access::Open.folder());
        let folder = folder.strip_prefix(&top).unwrap_or(folder);
        let mut made = BTreeMap::new();
        if let Some(receipt) = present {
            let depth = folder.split('/').count();
            let view = page(receipt, &"../".repeat(depth));
            let path = format!("{top}{folder}/index.html");
            self.add(diags, &mut made, "page", &view, path)?;
        }
        let present = present.map(|receipt| (folder, receipt));
        let Some(all) = summaries(diags, self.output, known, present)? else { return Ok(made) };
        let mut all: Vec<(String, Summary)> = all.into_iter().collect();
        all.sort_by(|(_, a), (_, b)| {
            (b.date, &a.title, &a.publication).cmp(&(a.date, &b.title, &b.publication))
        });
        let Some((_, newest)) = all.first() else { return Ok(made) };
        let council = newest.council.clone();
        let publications = all.iter().map(|(folder, summary)| Line {
            title: summary.title.clone(),
            day: summary.date.to_string(),
            address: address(folder, "index.html"),
            documents: summary.documents,
        });
        let index = Index { council: council.clone(), publications: publications.collect() };
        self.add(diags, &mut made, "index", &index, format!("{top}index.html"))?;
        let feed = feed(council, all.into_iter().map(|(_, summary)| summary));
        self.add(diags, &mut made, "feed", &feed, format!("{top}feed.xml"))?;
        Ok(made)
    }

    /// Merges a page, unless its template has a fault.
    fn add<V: Serialize + JsonSchema>(
        &self,
        diags: &mut Diagnostics,
        made: &mut BTreeMap<String, String>,
        name: &str,
        view: &V,
        path: String,
    ) -> anyhow::Result<()> {
        made.extend(self.pages.render(diags, name, view)?.map(|text| (path, text)));
        Ok(())
    }
}

/// Returns the address of a file in a folder.
fn address(folder: &str, file: &str) -> String {
    folder.split('/').chain([file]).map(escaped).collect::<Vec<_>>().join("/")
}

/// Returns what the feed says of a publication in a folder.
pub(super) fn feed_entries(folder: &str, receipt: &Receipt) -> Vec<FeedEntry> {
    let entry = |document: &Document| FeedEntry {
        id: identity(&[&receipt.council, &receipt.publication, &document.file]),
        title: document.title.clone(),
        publication: receipt.title.clone(),
        address: address(folder, &document.file),
        size: document.size,
        published: document.published.clone(),
        updated: moment(&document.published),
        pages: document.pages,
    };
    receipt.standing().map(entry).collect()
}

/// Returns the feed of all that is published, of which the newest comes first.
fn feed(council: String, all: impl Iterator<Item = Summary>) -> Feed {
    let mut entries: Vec<FeedEntry> = all.flat_map(|summary| summary.entries).collect();
    // A stable sort: what was published together stays in its order.
    entries.sort_by(|a, b| b.published.cmp(&a.published));
    entries.truncate(FEED);
    let updated = entries.first().map(|entry| entry.updated.clone()).unwrap_or_default();
    Feed { id: identity(&[&council]), council, updated, entries }
}

fn page(receipt: &Receipt, up: &str) -> Page {
    let current = receipt.current();
    let replaced = receipt.standing().filter(|document| !current.contains(document));
    let withdrawn = receipt.documents.iter().filter_map(withdrawn_document);
    let papers = receipt.withdrawn.iter().map(withdrawn_paper);
    Page {
        council: receipt.council.clone(),
        title: receipt.title.clone(),
        all: format!("{up}index.html"),
        inspect_until: receipt.inspect_until.map(|day| day.to_string()),
        replaced: replaced.map(listed).collect(),
        withdrawn: withdrawn.chain(papers).collect(),
        documents: current.iter().map(|document| listed(document)).collect(),
    }
}

/// Returns a document that was taken back.
fn withdrawn_document(document: &Document) -> Option<WithdrawnLine> {
    let Withdrawal { withdrawn, reason } = document.withdrawn.as_ref()?;
    Some(WithdrawnLine {
        title: Some(document.title.clone()),
        item: None,
        first: None,
        last: None,
        day: day_of(withdrawn),
        reason: reason.clone(),
    })
}

/// Returns a paper that was taken back.
fn withdrawn_paper(paper: &WithdrawnPaper) -> WithdrawnLine {
    WithdrawnLine {
        title: paper.title.clone(),
        item: Some(paper.item.clone()),
        first: Some(paper.first),
        last: Some(paper.last),
        day: day_of(&paper.withdrawal.withdrawn),
        reason: paper.withdrawal.reason.clone(),
    }
}

/// Returns the day of a moment.
fn day_of(moment: &str) -> String {
    moment.split('T').next().unwrap_or_default().to_owned()
}

fn listed(document: &Document) -> Listed {
    let (day, time) = document.published.split_once('T').unwrap_or((&document.published, ""));
    let known = document.papers.iter().filter(|paper| !paper.title.is_empty());
    let papers = known.map(|paper| PaperLine {
        item: paper.item.clone(),
        title: paper.title.clone(),
        first: paper.first,
        last: paper.last,
        released: paper
            .released
            .as_ref()
            .map(|release| ReleaseLine { on: release.on.to_string(), by: release.by.clone() }),
    });
    Listed {
        title: document.title.clone(),
        address: escaped(&document.file),
        form: document.form.name(),
        language: (!document.language.is_default()).then(|| document.language.to_string()),
        pages: document.pages,
        size: document.size,
        day: day.to_owned(),
        time: (!time.is_empty()).then(|| format!("{time}:00")),
        moment: document.published.clone(),
        recorded: document.recorded,
        reason: document.reason.clone(),
        accessible: document.pdf_ua.is_some(),
        papers: papers.collect(),
    }
}

/// Returns a name as an address has it (RFC 3986, 2.3).
fn escaped(name: &str) -> String {
    /// What is escaped in a part of an address: all but letters, digits and four marks.
    const ESCAPED: &AsciiSet =
        &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(name, ESCAPED).to_string()
}

/// Returns a moment as feeds have it (RFC 3339). Councils' clocks are those of the United Kingdom; a
/// day without a time counts from its midnight.
fn moment(published: &str) -> String {
    use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
    let read = NaiveDateTime::parse_from_str(published, "%Y-%m-%dT%H:%M");
    let day = |text: &str| text.parse::<NaiveDate>().map(|date| date.and_time(NaiveTime::MIN));
    let Ok(at) = read.or_else(|_| day(published)) else { return published.to_owned() };
    // From one in the morning of the last Sunday of March to two in that of October.
    let change = |month: u32, hour: u32| {
        let last = NaiveDate::from_ymd_opt(at.year(), month, 31)?;
        let back = last.weekday().days_since(Weekday::Sun);
        (last - chrono::Days::new(u64::from(back))).and_hms_opt(hour, 0, 0)
    };
    let is_summer = change(3, 1).is_some_and(|changes| changes <= at)
        && change(10, 2).is_some_and(|changes| at < changes);
    format!("{}{}", at.format("%Y-%m-%dT%H:%M:%S"), if is_summer { "+01:00" } else { "+00:00" })
}

/// Returns a name that is nobody else's and always the same (RFC 9562, 5.8).
fn identity(parts: &[&str]) -> String {
    let hex = store::sha512(parts.join("\n").as_bytes());
    format!(
        "urn:uuid:{}-{}-8{}-8{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[13..16],
        &hex[17..20],
        &hex[20..32]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_those_of_the_united_kingdom() {
        for (published, expected) in [
            ("2026-01-05", "2026-01-05T00:00:00+00:00"),
            ("2026-07-01T14:30", "2026-07-01T14:30:00+01:00"),
            ("2026-03-29T00:59", "2026-03-29T00:59:00+00:00"),
            ("2026-03-29T02:00", "2026-03-29T02:00:00+01:00"),
            ("2026-10-25T00:30", "2026-10-25T00:30:00+01:00"),
            ("2026-10-25T02:00", "2026-10-25T02:00:00+00:00"),
        ] {
            assert_eq!(moment(published), expected);
        }
    }

    #[test]
    fn names_as_addresses() {
        assert_eq!(escaped("agenda-v2.pdf"), "agenda-v2.pdf");
        assert_eq!(escaped("a b/é"), "a%20b%2F%C3%A9");
    }
}
