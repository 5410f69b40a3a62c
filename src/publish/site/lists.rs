//! The pages that list publications: the first page, those of months and bodies, and the map of the site.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::super::summary::Summary;
use super::facts::Facts;
use super::publication::{DocumentLine, WithdrawnLine, documents};
use super::{Address, Frame, address};
use crate::export::rows::{DecisionRow, MeetingRow, MemberRow};
use crate::export::{self};
use crate::publish::receipt::Receipt;

/// Meetings on the first page, the newest first.
const NEWEST: usize = 20;

/// Months of which the page of a body lists the meetings, counted back from the newest.
const MONTHS_OF_BODY: usize = 24;

/// The first page.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Index {
    /// What all pages share.
    frame: Frame,
    /// The newest meetings, the latest day first.
    meetings: Vec<MeetingLine>,
    /// The bodies, in order of their names.
    bodies: Vec<Link>,
    /// The years, the newest first.
    years: Vec<Year>,
    /// Forward plans, the newest first; at most twelve.
    plans: Vec<PublicationLine>,
    /// Performance reports, the newest first; at most twelve.
    periods: Vec<PublicationLine>,
    /// What is published of the council as a whole.
    council: Vec<PublicationLine>,
}

/// A link to another page of the site.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Link {
    /// What it is called.
    pub title: String,
    /// Its address.
    pub address: String,
}

/// The months of a year.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Year {
    /// The year, such as `2026`.
    year: String,
    /// Its months in which something was published, the first first.
    months: Vec<MonthLink>,
}

/// A link to the page of a month.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct MonthLink {
    /// Its first day, as an ISO date, for the `date` helper.
    pub day: String,
    /// Its address.
    pub address: String,
}

/// A meeting in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct MeetingLine {
    /// What it is called.
    title: String,
    /// Its day, as an ISO date, for the `date` helper.
    day: String,
    /// When it begins, as `18:30:00`, for the `time` helper. Absent where no clock tells it.
    time: Option<String>,
    /// When it begins, in words. Absent where none are given.
    time_text: Option<String>,
    /// Where it is held. Absent where it is not known.
    venue: Option<String>,
    /// `scheduled`, `held`, `adjourned`, `postponed` or `cancelled`.
    status: String,
    /// Its page.
    address: String,
    /// How many documents it has.
    documents: usize,
}

/// Another publication in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PublicationLine {
    /// What it is called.
    title: String,
    /// Its page.
    address: String,
    /// How many documents it has.
    documents: usize,
}

/// The page of a month.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Month {
    /// What all pages share.
    frame: Frame,
    /// The first day of the month, as an ISO date, for the `date` helper.
    day: String,
    /// Its meetings, in order.
    meetings: Vec<MeetingLine>,
    /// What else was published of it.
    others: Vec<PublicationLine>,
    /// The page of the decisions of the month. Absent where none is published.
    decisions: Option<String>,
    /// The open data of the month.
    tables: Vec<TableLine>,
}

/// A table of open data.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct TableLine {
    /// Its name, such as `agenda-items`.
    name: String,
    /// How many rows it has.
    rows: usize,
    /// Its address as CSV.
    csv: String,
    /// Its address as JSON.
    json: String,
}

/// The register of a month's decisions.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Decisions {
    /// What all pages share.
    frame: Frame,
    /// The first day of the month, as an ISO date, for the `date` helper.
    day: String,
    /// The page of the month.
    month: String,
    /// The decisions, those of one publication together.
    decisions: Vec<DecisionLine>,
}

/// A decision.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DecisionLine {
    /// Its reference. Absent where it has none.
    reference: Option<String>,
    /// Its title. Absent where it has none.
    title: Option<String>,
    /// The day, as an ISO date, for the `date` helper. Absent where it is not known.
    day: Option<String>,
    /// Where it was taken, and the page of that. Absent on that page itself.
    taken_at: Option<Link>,
    /// Whether it is key.
    key: bool,
    /// Whether its words are withheld.
    exempt: bool,
    /// The paragraphs of Schedule 12A by which they are.
    exempt_paragraphs: Vec<String>,
    /// What may be said of it in public. Absent where nothing is written, or it is public.
    public_summary: Option<String>,
    /// What was decided. Absent where it is exempt.
    decision: Option<String>,
    /// Why. Absent where no reasons are given.
    reasons: Option<String>,
    /// The last day on which it can be called in, as an ISO date, for the `date` helper. Absent where it can't be.
    call_in_deadline: Option<String>,
    /// The day from which it has effect, as an ISO date, for the `date` helper. Absent where none is given.
    effective: Option<String>,
    /// The day on which it was called in, as an ISO date, for the `date` helper. Absent where it was not.
    called_in: Option<String>,
}

/// The page of a body.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Body {
    /// What all pages share.
    frame: Frame,
    /// Its name.
    title: String,
    /// Its members, as the latest agenda has them.
    members: Vec<MemberLine>,
    /// The day of the meeting of that agenda, as an ISO date, for the `date` helper. Absent where no members are known.
    members_as_of: Option<String>,
    /// What is published of it from time to time, such as its work programme.
    documents: Vec<DocumentLine>,
    /// What of that was taken back.
    withdrawn: Vec<WithdrawnLine>,
    /// Its meetings of the last two years, the latest day first.
    meetings: Vec<MeetingLine>,
    /// Months before these in which it met, the newest first.
    earlier: Vec<MonthLink>,
}

/// A member of a body.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct MemberLine {
    /// The name, or none of a vacancy.
    name: String,
    /// `chair`, `vice-chair`, `member`, `substitute`, `co-opted` or `vacancy`.
    role: String,
    /// An office. Absent where the member holds none.
    office: Option<String>,
    /// The council that appointed the member. Absent on bodies of one council.
    authority: Option<String>,
    /// The party. Absent where none is given.
    party: Option<String>,
    /// The ward or division. Absent where none is given.
    division: Option<String>,
    /// The e-mail address. Absent where none is given.
    email: Option<String>,
}

/// The map of the site, or of a part of it (the protocol of sitemaps.org).
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Sitemap {
    /// The maps of parts. Only that of all has some.
    parts: Vec<String>,
    /// The pages.
    pages: Vec<String>,
}

/// Publications by their folders, as pages list them.
pub(super) type All<'a> = BTreeMap<&'a str, &'a Summary>;

/// Returns the folders of a page's list in the order of the meetings, the earliest first.
fn in_order<'a>(
    all: &All<'a>,
    is_wanted: impl Fn(&Summary) -> bool,
) -> Vec<(&'a str, &'a Summary)> {
    let mut wanted: Vec<_> = all
        .iter()
        .map(|(folder, summary)| (*folder, *summary))
        .filter(|(_, summary)| is_wanted(summary))
        .collect();
    let time =
        |summary: &Summary| summary.meeting.as_ref().and_then(|meeting| meeting.time.clone());
    wanted.sort_by(|(_, a), (_, b)| {
        (a.date, time(a), &a.title, &a.publication).cmp(&(
            b.date,
            time(b),
            &b.title,
            &b.publication,
        ))
    });
    wanted
}

fn meeting_line(up: &str, folder: &str, summary: &Summary, meeting: &MeetingRow) -> MeetingLine {
    MeetingLine {
        title: match &meeting.title {
            Some(title) => format!("{}, {title}", meeting.body_name),
            None => meeting.body_name.clone(),
        },
        day: meeting.date.clone(),
        time: meeting.time.as_ref().map(|time| format!("{time}:00")),
        time_text: meeting.time_text.clone(),
        venue: meeting.venue.clone(),
        status: meeting.status.clone(),
        address: format!("{up}{}", address(folder, "index.html")),
        documents: summary.documents,
    }
}

/// Returns lines of those of the publications that are meetings of which more is known than their titles, and of the others.
fn lines(up: &str, all: Vec<(&str, &Summary)>) -> (Vec<MeetingLine>, Vec<PublicationLine>) {
    let (mut meetings, mut others) = (Vec::new(), Vec::new());
    for (folder, summary) in all {
        match &summary.meeting {
            Some(meeting) => meetings.push(meeting_line(up, folder, summary, meeting)),
            None => others.push(PublicationLine {
                title: summary.title.clone(),
                address: format!("{up}{}", address(folder, "index.html")),
                documents: summary.documents,
            }),
        }
    }
    (meetings, others)
}

/// Returns the first page.
pub(super) fn index(frame: Frame, all: &All<'_>) -> Index {
    let mut meetings = in_order(all, |summary| summary.meeting.is_some());
    meetings.reverse();
    meetings.truncate(NEWEST);
    let group = |prefix: &str| {
        let mut group = in_order(all, |summary| summary.meeting.is_none());
        group.retain(|(folder, _)| folder.starts_with(prefix));
        group.reverse();
        group.truncate(12);
        lines("", group).1
    };
    let mut years: BTreeMap<String, Vec<MonthLink>> = BTreeMap::new();
    let months: BTreeSet<&str> = all.values().map(|summary| &*summary.month).collect();
    for month in months {
        let year = month.split('-').next().unwrap_or(month).to_owned();
        years.entry(year).or_default().push(month_link("", month));
    }
    let years = years.into_iter().rev().map(|(year, months)| Year { year, months });
    let mut bodies: Vec<Link> = body_names(all)
        .into_iter()
        .map(|(id, title)| Link { title, address: address(&format!("bodies/{id}"), "index.html") })
        .collect();
    bodies.sort_by(|a, b| a.title.cmp(&b.title));
    Index {
        frame,
        meetings: lines("", meetings).0,
        bodies,
        years: years.collect(),
        plans: group("forward-plan/"),
        periods: group("performance/"),
        council: group("council"),
    }
}

/// Returns the names of all bodies by their ids, each as the newest of its publications has it.
pub(super) fn body_names(all: &All<'_>) -> BTreeMap<String, String> {
    let mut names: BTreeMap<String, (chrono::NaiveDate, String)> = BTreeMap::new();
    for summary in all.values() {
        let Some(id) = &summary.body else { continue };
        let name = summary.meeting.as_ref().map_or(&summary.title, |meeting| &meeting.body_name);
        let known = names.get(id);
        if known.is_none_or(|(date, _)| *date <= summary.date) {
            names.insert(id.clone(), (summary.date, name.clone()));
        }
    }
    names.into_iter().map(|(id, (_, name))| (id, name)).collect()
}

fn month_link(up: &str, month: &str) -> MonthLink {
    let folder = format!("months/{month}");
    MonthLink {
        day: format!("{month}-01"),
        address: format!("{up}{}", address(&folder, "index.html")),
    }
}

/// Returns the page of a month.
pub(super) fn month(frame: Frame, month: &str, all: &All<'_>, facts: &Facts) -> Month {
    let up = frame.up.clone();
    let (meetings, others) = lines(&up, in_order(all, |summary| summary.month == month));
    let tables = export::ALL.iter().filter_map(|table| {
        let rows = facts.raw(table.name).len();
        let file = |ending: &str| address("data", &format!("{}.{ending}", table.name));
        (rows > 0).then(|| TableLine {
            name: table.name.to_owned(),
            rows,
            csv: file("csv"),
            json: file("json"),
        })
    });
    let has_decisions = !facts.raw("decisions").is_empty();
    Month {
        frame,
        day: format!("{month}-01"),
        meetings,
        others,
        decisions: has_decisions.then(|| "decisions.html".to_owned()),
        tables: tables.collect(),
    }
}

/// Returns the register of a month's decisions; the facts are those of each publication by its folder.
pub(super) fn register(
    frame: Frame,
    month: &str,
    all: &All<'_>,
    facts: &BTreeMap<String, Facts>,
) -> Decisions {
    let mut decisions = Vec::new();
    for (folder, summary) in in_order(all, |summary| summary.month == month) {
        let Some(facts) = facts.get(folder) else { continue };
        let place = || Link {
            title: summary.title.clone(),
            address: format!("{}{}", frame.up, address(folder, "index.html")),
        };
        decisions.extend(decision_lines(facts, Some(&place)));
    }
    Decisions { frame, day: format!("{month}-01"), month: "index.html".to_owned(), decisions }
}

/// Returns the decisions of a publication, with the place where they were taken, if it is wanted.
pub(super) fn decision_lines(facts: &Facts, place: Option<&dyn Fn() -> Link>) -> Vec<DecisionLine> {
    let line = |row: DecisionRow| DecisionLine {
        reference: row.reference,
        title: row.title,
        day: row.date,
        taken_at: place.map(|place| place()),
        key: row.key.unwrap_or_default(),
        exempt: row.exempt,
        exempt_paragraphs: row.exempt_paragraphs.iter().map(ToString::to_string).collect(),
        public_summary: row.public_summary,
        decision: row.decision,
        reasons: row.reasons,
        call_in_deadline: row.call_in_deadline,
        effective: row.effective,
        called_in: row.called_in,
    };
    facts.rows::<DecisionRow>().into_iter().map(line).collect()
}

/// What the page of a body is made from besides its meetings.
pub(super) struct BodyFacts<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name.
    pub name: String,
    /// What is published of it from time to time.
    pub receipt: Option<&'a Receipt>,
    /// The members, with the day of the meeting whose agenda has them.
    pub members: Option<(String, Vec<MemberRow>)>,
}

/// Returns the page of a body.
pub(super) fn body(frame: Frame, all: &All<'_>, facts: BodyFacts<'_>) -> Body {
    let of_body = |summary: &Summary| summary.body.as_deref() == Some(facts.id);
    let mut meetings = in_order(all, |summary| of_body(summary) && summary.meeting.is_some());
    meetings.reverse();
    let mut months: Vec<&str> = meetings.iter().map(|(_, summary)| &*summary.month).collect();
    months.dedup();
    let earlier = months.split_off(months.len().min(MONTHS_OF_BODY));
    meetings.retain(|(_, summary)| months.contains(&&*summary.month));
    let up = frame.up.clone();
    let (members_as_of, members) = facts.members.unzip();
    let member = |row: MemberRow| MemberLine {
        name: row.name,
        role: row.role,
        office: row.office,
        authority: row.authority,
        party: row.party,
        division: row.division,
        email: row.email,
    };
    let (documents, withdrawn) = facts.receipt.map(documents).unwrap_or_default();
    Body {
        frame,
        title: facts.name,
        members: members.unwrap_or_default().into_iter().map(member).collect(),
        members_as_of,
        documents,
        withdrawn,
        meetings: lines(&up, meetings).0,
        earlier: earlier.into_iter().map(|month| month_link(&up, month)).collect(),
    }
}

/// Returns the map of a month: the page itself and those of its publications.
pub(super) fn month_map(top: &Address, month: &str, all: &All<'_>, has_decisions: bool) -> Sitemap {
    let folder = format!("months/{month}");
    let decisions = has_decisions.then_some("decisions.html");
    let first = std::iter::once("index.html")
        .chain(decisions)
        .map(|file| top.join(&address(&folder, file)));
    let others = in_order(all, |summary| summary.month == month).into_iter();
    let others = others.flat_map(|(folder, summary)| {
        std::iter::once(address(folder, "index.html")).chain(summary.pages.iter().cloned())
    });
    Sitemap { parts: Vec::new(), pages: first.chain(others.map(|page| top.join(&page))).collect() }
}

/// Returns the map of all parts, with the pages that belong to no month.
pub(super) fn site_map(top: &Address, all: &All<'_>, pages: &[&str]) -> (Sitemap, Sitemap) {
    let months: BTreeSet<&str> = all.values().map(|summary| &*summary.month).collect();
    let parts =
        months.iter().map(|month| top.join(&address(&format!("months/{month}"), "sitemap.xml")));
    let parts = std::iter::once(top.join("sitemap-pages.xml")).chain(parts).collect();
    let bodies = body_names(all).into_keys();
    let bodies = bodies.map(|id| top.join(&address(&format!("bodies/{id}"), "index.html")));
    let pages = pages.iter().map(|page| top.join(page)).chain(bodies).collect();
    (Sitemap { parts, pages: Vec::new() }, Sitemap { parts: Vec::new(), pages })
}
