//! The site of all that is published: pages, feeds, calendars, a search index and open data, so that any web server
//! can serve the folder as it is. Every address is relative, and nothing but the search needs a script.
//!
//! Pages are made from receipts and from the rows that were frozen with documents, and from nothing else. An act
//! makes those anew that tell of its publication: its own page, those of its body and its month, and those at
//! the top. Documents themselves are never written again.

mod calendar;
mod facts;
mod feed;
mod lists;
mod page_list;
mod publication;
mod search;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::London;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use self::facts::Facts;
use self::lists::{All, BodyFacts};
use super::act::Draft;
use super::ledger::Known;
use super::receipt::Receipt;
use super::summary::{Summary, report_lost, report_unproved, summaries};
use super::{Access, FOLDER, RECEIPT};
use crate::diag::Diagnostics;
use crate::export;
use crate::export::rows::{MeetingRow, MemberRow};
use crate::merge;
use crate::model::form::Form;
use crate::{parallel, store};

pub use self::facts::Tables;
pub(super) use self::facts::{rows_file, text as rows_text};
pub(super) use self::feed::{FeedEntry, feed_entries};
pub(super) use self::page_list::{FoundList, PAGES, Page, PageList, is_list, list_of};

/// What all pages share.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Frame {
    /// The council.
    council: String,
    /// The way from the page to the top of the site: `../../`, or nothing at the top.
    up: String,
}

/// A page without content of its own.
#[derive(Debug, Serialize, JsonSchema)]
struct Plain {
    /// What all pages share.
    frame: Frame,
}

/// The page about open data.
#[derive(Debug, Serialize, JsonSchema)]
struct OpenData {
    /// What all pages share.
    frame: Frame,
    /// The tables.
    tables: Vec<TableDoc>,
}

/// A table of open data.
#[derive(Debug, Serialize, JsonSchema)]
struct TableDoc {
    /// Its name, such as `agenda-items`.
    name: String,
    /// What a row stands for.
    doc: String,
    /// Its columns.
    columns: Vec<ColumnDoc>,
}

/// A column of open data.
#[derive(Debug, Serialize, JsonSchema)]
struct ColumnDoc {
    /// Its name.
    name: String,
    /// What it holds.
    doc: String,
}

/// Returns each template of `templates/site/` with what it makes and the schema of its view.
pub fn pages() -> [(&'static str, &'static str, Schema); 10] {
    use merge::page_schema;
    [
        ("index", "the first page", page_schema::<lists::Index>()),
        (
            "page",
            "the page of a meeting, a month's plan or a period",
            page_schema::<publication::Page>(),
        ),
        ("body", "the page of a body", page_schema::<lists::Body>()),
        ("month", "the page of a month", page_schema::<lists::Month>()),
        ("decisions", "the register of a month's decisions", page_schema::<lists::Decisions>()),
        ("data", "the page about open data", page_schema::<OpenData>()),
        ("search", "the search page", page_schema::<Plain>()),
        ("404", "the page for addresses that lead nowhere", page_schema::<Plain>()),
        ("feed", "the Atom feeds", page_schema::<feed::Feed>()),
        ("sitemap", "the maps of the site", page_schema::<lists::Sitemap>()),
    ]
}

/// Files that pages need as they are, from the folder of their templates.
const FIXED: [&str; 2] = ["site.css", "search.js"];

/// Returns whether a file in the folder of a publication is made anew by acts, by its path below that.
pub(super) fn is_page(file: &str) -> bool {
    matches!(file, "index.html" | "feed.xml" | "calendar.ics" | PAGES)
}

/// Where an act is seen on the site besides the folder of its publication.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The month, such as `2026-01`.
    pub month: String,
    /// The id of the body.
    pub body: Option<String>,
}

impl Place {
    /// Returns the folders whose pages an act makes anew, with slashes at their ends, below that of all that is
    /// public.
    pub(super) fn folders(&self) -> Vec<String> {
        let body = self.body.as_ref().map(|body| format!("bodies/{body}/"));
        std::iter::once(format!("months/{}/", self.month)).chain(body).collect()
    }
}

/// The web address at which the site is served, such as `https://papers.example.gov.uk/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address(String);

impl Address {
    /// Returns the address that a council gives; `None` where it is none.
    fn new(website: &str) -> Option<Self> {
        let website = website.trim();
        let whole = match website.contains("://") {
            true => website.to_owned(),
            false => format!("https://{website}"),
        };
        let url = url::Url::parse(&whole).ok()?;
        let is_web =
            matches!(url.scheme(), "http" | "https") && url.has_host() && url.username().is_empty();
        is_web.then(|| Self(format!("{}/", url.as_str().trim_end_matches('/'))))
    }

    /// Returns the address of a page, whose address from the top of the site is given.
    fn join(&self, page: &str) -> String {
        format!("{}{page}", self.0)
    }

    fn as_str(&self) -> &str {
        &self.0
    }
}

/// A publication that an act concerns, as it will be.
#[derive(Clone, Copy)]
pub(super) struct Present<'a> {
    /// Its folder, below the output folder or below that of all that is public.
    pub folder: &'a str,
    /// Its receipt, written or not.
    pub receipt: &'a Receipt,
    /// Files of rows that the act writes, by their paths below the folder.
    pub rows: &'a BTreeMap<String, String>,
}

/// The web pages of all that is published for everybody.
pub(super) struct Site<'a> {
    /// The output folder.
    pub output: &'a Path,
    /// What the pages are made from.
    pub pages: &'a merge::Pages<'a>,
}

/// Pages on their way, by their paths below the folder of all that is public.
type Made = BTreeMap<String, String>;

impl Site<'_> {
    /// Adds to an act those pages of a publication, and of all that share them, that are not as the ledger and the lists
    /// of pages know them.
    ///
    /// # Errors
    /// As [`Self::pages`], and when a page can't be written.
    pub(super) fn put_changed(
        &self,
        diags: &mut Diagnostics,
        draft: &mut Draft<'_>,
        known: &Known,
        present: Present<'_>,
    ) -> anyhow::Result<()> {
        let mut by_list: BTreeMap<Option<String>, Vec<(String, String)>> = BTreeMap::new();
        for (path, text) in self.pages(diags, known, Some(present))? {
            by_list.entry(list_of(&path)).or_default().push((path, text));
        }
        for (path, text) in by_list.remove(&None).unwrap_or_default() {
            let sha512 = store::sha512(text.as_bytes());
            if known.file(&path).is_none_or(|file| !file.sha512.is(&sha512)) {
                draft.put(&path, text.as_bytes())?;
            }
        }
        for (list, pages) in by_list {
            let list = list.unwrap_or_default();
            if !page_list::put_changed(draft, self.output, known, &list, &pages)? {
                report_unproved(diags, self.output, &list);
            }
        }
        Ok(())
    }

    /// Returns the pages that an act makes anew, by their paths below the output folder. Pages whose template has a
    /// fault are left out, and so are those that all share where another receipt is not as it was published;
    /// either is in `diags`.
    ///
    /// # Errors
    /// When something can't be read or written.
    pub(super) fn pages(
        &self,
        diags: &mut Diagnostics,
        known: &Known,
        present: Option<Present<'_>>,
    ) -> anyhow::Result<Made> {
        let top = format!("{FOLDER}/{}/", Access::Open.folder());
        let mut made = Made::new();
        let present = present.map(|present| Present {
            folder: present.folder.strip_prefix(&top).unwrap_or(present.folder),
            ..present
        });
        if let Some(present) = present {
            self.publication_page(diags, &mut made, present)?;
            let all = summaries(diags, self.output, known, Some(present))?;
            if let Some(all) = all {
                self.shared(diags, &mut made, known, present, &all)?;
            }
        }
        Ok(made.into_iter().map(|(path, text)| (top.clone() + &path, text)).collect())
    }

    /// Makes the page of a publication; that of what is published of a body is the page of the body.
    fn publication_page(
        &self,
        diags: &mut Diagnostics,
        made: &mut Made,
        present: Present<'_>,
    ) -> anyhow::Result<()> {
        let Present { folder, receipt, rows } = present;
        if folder.starts_with("bodies/") {
            return Ok(());
        }
        let Some(facts) = Facts::read(self.output, folder, receipt, rows)? else {
            report_lost(diags, self.output, &format!("{}/{RECEIPT}", public(folder)), 1);
            return Ok(());
        };
        let frame = frame(receipt, folder.split('/').count());
        let view = publication::page(frame, receipt, &facts, &receipt.month());
        self.add(diags, made, "page", &view, format!("{folder}/index.html"))
    }

    /// Makes the pages that a publication shares with others.
    fn shared(
        &self,
        diags: &mut Diagnostics,
        made: &mut Made,
        known: &Known,
        present: Present<'_>,
        all: &BTreeMap<String, Summary>,
    ) -> anyhow::Result<()> {
        let all: All<'_> = all.iter().map(|(folder, summary)| (folder.as_str(), summary)).collect();
        let address = present.receipt.website.as_deref().and_then(Address::new);
        let place = present.receipt.place();
        let is_whole = self.month(diags, made, known, present, &all, address.as_ref())?;
        let body = place.body.as_deref().filter(|_| is_whole);
        // Of thousands of publications, both take as long as anything else of an act.
        let parts = parallel::map(parallel::processors(), 2, |part| {
            let (mut found, mut made) = (Diagnostics::default(), Made::new());
            match (part, body) {
                (0, Some(body)) => self.body(&mut found, &mut made, present, &all, body)?,
                (0, None) => {}
                _ => self.top(&mut found, &mut made, present, &all, address.as_ref())?,
            }
            anyhow::Ok((found, made))
        });
        for part in parts {
            let (found, of_part) = part?;
            diags.append(found);
            made.extend(of_part);
        }
        Ok(())
    }

    /// Makes the pages and the data of the publication's month; returns whether all rows were as published.
    fn month(
        &self,
        diags: &mut Diagnostics,
        made: &mut Made,
        known: &Known,
        present: Present<'_>,
        all: &All<'_>,
        top: Option<&Address>,
    ) -> anyhow::Result<bool> {
        let month = present.receipt.month();
        let mut of_month: Vec<(&str, &Summary)> = all
            .iter()
            .map(|(folder, summary)| (*folder, *summary))
            .filter(|(_, summary)| summary.month == month)
            .collect();
        of_month.sort_by_key(|(_, summary)| summary.date);
        let mut by_folder = BTreeMap::new();
        let mut whole = Facts::default();
        for (folder, _) in &of_month {
            let Some(facts) = self.facts(folder, present)? else {
                report_lost(diags, self.output, &format!("{}/{RECEIPT}", public(folder)), 1);
                return Ok(false);
            };
            whole.extend(&facts);
            by_folder.insert((*folder).to_owned(), facts);
        }
        let folder = format!("months/{month}");
        let frame = frame(present.receipt, 2);
        let view = lists::month(frame.clone(), &month, all, &whole);
        self.add(diags, made, "month", &view, format!("{folder}/index.html"))?;
        let list = PageList::find(self.output, known, &public(&format!("{folder}/{PAGES}")))?;
        let had = |page: &str| matches!(&list, FoundList::Whole(list) if list.get(page).is_some());
        let has_decisions = !whole.raw("decisions").is_empty();
        if has_decisions || had("decisions.html") {
            let view = lists::register(frame, &month, all, &by_folder);
            self.add(diags, made, "decisions", &view, format!("{folder}/decisions.html"))?;
        }
        for table in export::ALL {
            let rows = whole.raw(table.name);
            let file = |ending: &str| format!("data/{}.{ending}", table.name);
            if !rows.is_empty() || had(&file("csv")) {
                made.insert(format!("{folder}/{}", file("csv")), export::csv(table, rows));
                made.insert(format!("{folder}/{}", file("json")), export::json(rows));
            }
        }
        let found = of_month
            .iter()
            .filter_map(|(folder, summary)| Some((*folder, *summary, by_folder.get(*folder)?)));
        made.insert(format!("{folder}/search.json"), search::index(found));
        if let Some(top) = top {
            let view = lists::month_map(top, &month, all, has_decisions);
            self.add(diags, made, "sitemap", &view, format!("{folder}/sitemap.xml"))?;
        }
        Ok(true)
    }

    /// Makes the page, the feed and the calendar of a body.
    fn body(
        &self,
        diags: &mut Diagnostics,
        made: &mut Made,
        present: Present<'_>,
        all: &All<'_>,
        id: &str,
    ) -> anyhow::Result<()> {
        let folder = format!("bodies/{id}");
        let name = lists::body_names(all).remove(id).unwrap_or_else(|| id.to_owned());
        let receipt = match present.folder == folder {
            true => Some(present.receipt.clone()),
            false => self.receipt(&folder)?.filter(|_| all.contains_key(folder.as_str())),
        };
        let of_body = || {
            let publications = all.iter().map(|(folder, summary)| (*folder, *summary));
            publications.filter(|(_, summary)| summary.body.as_deref() == Some(id))
        };
        let mut meetings: Vec<(&str, &Summary)> =
            of_body().filter(|(_, summary)| summary.meeting.is_some()).collect();
        meetings.sort_by(|(_, a), (_, b)| (b.date, &b.publication).cmp(&(a.date, &a.publication)));
        let mut members = None;
        for (folder, summary) in meetings.iter().take(8) {
            let rows = self.facts(folder, present)?.unwrap_or_default().rows::<MemberRow>();
            if !rows.is_empty() {
                members = Some((summary.date.to_string(), rows));
                break;
            }
        }
        let council = &present.receipt.council;
        let facts = BodyFacts { id, name: name.clone(), receipt: receipt.as_ref(), members };
        let view = lists::body(frame(present.receipt, 2), all, facts);
        self.add(diags, made, "body", &view, format!("{folder}/index.html"))?;
        let feed =
            feed::feed(council, Some((id, &name)), "../../", of_body().map(|(_, summary)| summary));
        self.add(diags, made, "feed", &feed, format!("{folder}/feed.xml"))?;
        let calendar = calendar_of(&format!("{name} – {council}"), present.receipt, of_body());
        made.insert(format!("{folder}/calendar.ics"), calendar);
        Ok(())
    }

    /// Makes the pages at the top of the site.
    fn top(
        &self,
        diags: &mut Diagnostics,
        made: &mut Made,
        present: Present<'_>,
        all: &All<'_>,
        address: Option<&Address>,
    ) -> anyhow::Result<()> {
        let council = &present.receipt.council;
        let top = frame(present.receipt, 0);
        self.add(diags, made, "index", &lists::index(top.clone(), all), "index.html".to_owned())?;
        let feed = feed::feed(council, None, "", all.values().copied());
        self.add(diags, made, "feed", &feed, "feed.xml".to_owned())?;
        let publications = all.iter().map(|(folder, summary)| (*folder, *summary));
        made.insert("calendar.ics".to_owned(), calendar_of(council, present.receipt, publications));
        let months: BTreeSet<&str> = all.values().map(|summary| &*summary.month).collect();
        made.insert("search.json".to_owned(), search::list(months.into_iter()));
        for name in ["search", "404"] {
            // A web server shows the page for addresses that lead nowhere at any depth.
            let mut frame = top.clone();
            if name == "404" {
                frame.up =
                    address.map_or_else(|| "/".to_owned(), |address| address.as_str().to_owned());
            }
            self.add(diags, made, name, &Plain { frame }, format!("{name}.html"))?;
        }
        let column = |(name, doc): &(&str, &str)| ColumnDoc {
            name: (*name).to_owned(),
            doc: (*doc).to_owned(),
        };
        let tables = export::ALL.iter().map(|table| TableDoc {
            name: table.name.to_owned(),
            doc: table.doc.to_owned(),
            columns: table.columns.iter().map(column).collect(),
        });
        let data = OpenData { frame: top, tables: tables.collect() };
        self.add(diags, made, "data", &data, "data.html".to_owned())?;
        if let Some(address) = address {
            let (map, pages) =
                lists::site_map(address, all, &["index.html", "search.html", "data.html"]);
            self.add(diags, made, "sitemap", &map, "sitemap.xml".to_owned())?;
            self.add(diags, made, "sitemap", &pages, "sitemap-pages.xml".to_owned())?;
        }
        for file in FIXED {
            let bytes = self.pages.templates.get(&format!("site/{file}"))?.unwrap_or_default();
            made.insert(file.to_owned(), String::from_utf8_lossy(&bytes).into_owned());
        }
        Ok(())
    }

    /// Reads the receipt of a publication, by its folder below that of all public ones.
    fn receipt(&self, folder: &str) -> anyhow::Result<Option<Receipt>> {
        Receipt::read(&store::below(self.output, &public(folder)))
    }

    /// Reads what the documents of a publication tell of; `None` where something is not as it was published.
    fn facts(&self, folder: &str, present: Present<'_>) -> anyhow::Result<Option<Facts>> {
        if folder == present.folder {
            return Facts::read(self.output, folder, present.receipt, present.rows);
        }
        match self.receipt(folder)? {
            Some(receipt) => Facts::read(self.output, folder, &receipt, &BTreeMap::new()),
            None => Ok(None),
        }
    }

    /// Merges a page, unless its template has a fault.
    fn add<V: Serialize + JsonSchema>(
        &self,
        diags: &mut Diagnostics,
        made: &mut Made,
        name: &str,
        view: &V,
        path: String,
    ) -> anyhow::Result<()> {
        made.extend(self.pages.render(diags, name, view)?.map(|text| (path, text)));
        Ok(())
    }
}

/// Returns the addresses of the documents of a publication that are pages of HTML, from the top of the site.
pub(super) fn pages_of(folder: &str, receipt: &Receipt) -> Vec<String> {
    let pages = receipt.current().into_iter().filter(|document| document.form == Form::Html);
    pages.map(|page| address(folder, &page.file)).collect()
}

/// Returns the meeting that a publication is of, as its documents have it, without what only its own page says.
///
/// # Errors
/// When a file can't be read.
pub(super) fn meeting_of(
    output: &Path,
    present: Present<'_>,
) -> anyhow::Result<Option<MeetingRow>> {
    let Present { folder, receipt, rows } = present;
    let facts = Facts::read(output, folder, receipt, rows)?.unwrap_or_default();
    Ok(facts.meeting().map(|meeting| MeetingRow { attend: None, contact: None, ..meeting }))
}

/// Returns the path below the output folder of a file that everybody may read.
fn public(path: &str) -> String {
    format!("{FOLDER}/{}/{path}", Access::Open.folder())
}

/// Returns what pages at some depth share.
fn frame(receipt: &Receipt, depth: usize) -> Frame {
    Frame { council: receipt.council.clone(), up: "../".repeat(depth) }
}

/// Returns the calendar of meetings, from a year before the newest on.
fn calendar_of<'a>(
    name: &str,
    present: &Receipt,
    all: impl Iterator<Item = (&'a str, &'a Summary)>,
) -> String {
    let mut meetings: Vec<(&str, &Summary)> =
        all.filter(|(_, summary)| summary.meeting.is_some()).collect();
    let newest = meetings.iter().map(|(_, summary)| summary.date).max();
    let first = newest.and_then(|newest| newest.checked_sub_months(chrono::Months::new(12)));
    meetings.retain(|(_, summary)| first.is_none_or(|first| first <= summary.date));
    meetings.sort_by(|(_, a), (_, b)| (a.date, &a.publication).cmp(&(b.date, &b.publication)));
    let top = present.website.as_deref().and_then(Address::new);
    let entries = meetings.iter().filter_map(|(folder, summary)| {
        Some(calendar::Entry {
            meeting: summary.meeting.as_ref()?,
            council: &summary.council,
            updated: &summary.updated,
            page: top.as_ref().map(|top| Address(top.join(&address(folder, "index.html")))),
        })
    });
    calendar::calendar(name, entries)
}

/// Returns the address of a file in a folder.
fn address(folder: &str, file: &str) -> String {
    folder.split('/').chain([file]).map(escaped).collect::<Vec<_>>().join("/")
}

/// Returns a name as an address has it (RFC 3986, 2.3).
fn escaped(name: &str) -> String {
    /// What is escaped in a part of an address: all but letters, digits and four marks.
    const ESCAPED: &AsciiSet =
        &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(name, ESCAPED).to_string()
}

/// Returns a moment of a receipt, whose clock is that of the United Kingdom; a day without a time counts from its
/// midnight.
fn instant(published: &str) -> Option<DateTime<Utc>> {
    Some(local(published)?.with_timezone(&Utc))
}

fn local(published: &str) -> Option<DateTime<FixedOffset>> {
    let moment = NaiveDateTime::parse_from_str(published, "%Y-%m-%dT%H:%M").ok();
    let day = published.parse::<NaiveDate>().ok().map(|day| day.and_time(NaiveTime::MIN));
    // An hour that the clocks go through twice is the first of the two.
    Some(London.from_local_datetime(&moment.or(day)?).earliest()?.fixed_offset())
}

/// Returns a moment as feeds have it (RFC 3339).
fn moment(published: &str) -> String {
    local(published).map_or_else(|| published.to_owned(), |moment| moment.to_rfc3339())
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
    fn names_in_addresses_are_escaped() {
        assert_eq!(escaped("agenda-v2.pdf"), "agenda-v2.pdf");
        assert_eq!(escaped("a b/é?.pdf"), "a%20b%2F%C3%A9%3F.pdf");
    }

    #[test]
    fn addresses_of_sites() {
        for (website, expected) in [
            ("https://papers.example.gov.uk", Some("https://papers.example.gov.uk/")),
            ("www.example.gov.uk/papers/", Some("https://www.example.gov.uk/papers/")),
            ("mailto:a@example.gov.uk", None),
            ("", None),
        ] {
            let address = Address::new(website);
            assert_eq!(address.as_ref().map(Address::as_str), expected, "{website}");
        }
    }
}
