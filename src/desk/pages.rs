//! The pages of the desk: views of what is known, which the templates of `templates/desk/` put into words.

mod added;
mod begin;
mod clerk;
mod documents;
mod faults;
mod tasks;
mod typed;

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use chrono::TimeDelta;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

pub(super) use self::added::AddedPaper;
pub(super) use self::begin::MAX_NEW_BODIES;
pub(super) use self::clerk::{ClerkAsked, ClerkRefusal};
pub(super) use self::documents::address_of;
use self::documents::{
    CodePage, DocumentPage, DocumentView, PublicationPage, Publications, blocks, documents,
    publication_row, view,
};
use self::faults::{FaultPage, FaultRow, Faults, fault, fault_row};
use self::tasks::{EndedView, Publishing, Verifying, WorkView};
pub(super) use self::typed::Typed;
use super::Known;
use super::work::{Ended, Progress, Task};
use crate::diag::{Code, Diagnostics, Severity, Style, render_human};
use crate::merge::{self, page_schema};
use crate::model::meeting::Status;
use crate::model::value::Language;
use crate::pipeline::{Deadline, Fault, MeetingOverview, Overview, RunOptions};
use crate::templates::Templates;
use crate::words::Words;

/// The folder of the templates.
const FOLDER: &str = "desk";

/// How far ahead the first page looks.
const AHEAD: TimeDelta = TimeDelta::weeks(6);

/// Deadlines nearer than this are alarms.
const SOON: TimeDelta = TimeDelta::days(3);

/// How many weeks after a meeting the first page still shows it.
const BEHIND: TimeDelta = TimeDelta::weeks(5);

/// Makes pages.
pub(super) struct Pages {
    data: PathBuf,
    templates: Templates,
    words: Arc<Words>,
}

/// A page that is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Page<'a> {
    /// What is due and what is wrong.
    Today,
    /// All meetings.
    Meetings,
    /// A meeting, by its name.
    Meeting(&'a str),
    /// All that was found.
    Faults,
    /// Something that was found, by its place.
    Fault(usize),
    /// What is published besides the papers of meetings.
    Publications,
    /// What is published together, besides the papers of a meeting, by its path.
    Publication(&'a str),
    /// A document of a publication, by the path of that and its place there, and the address from which the browser has it,
    /// where it may be shown.
    Document(&'a str, usize, Option<&'a str>),
    /// Publishing a publication, by its path.
    Publish(&'a str),
    /// Whether what was published is whole.
    Verify,
    /// What a code means.
    Code(&'a str),
}

/// What pages are made of.
pub(super) struct Seen<'a> {
    /// What is known of the records.
    pub(super) known: &'a Known,
    /// The task that runs.
    pub(super) progress: Option<Progress>,
    /// What came of the last.
    pub(super) ended: Option<Ended>,
    /// What forms have that ask for a task.
    pub(super) token: String,
    /// The folder in which its user's councils are.
    pub(super) councils: Option<&'a Path>,
    /// How often something had changed before it was seen.
    pub(super) changes: u64,
}

/// What all pages share.
#[derive(Debug, Serialize, JsonSchema)]
struct Frame {
    /// The council's name; empty where it is not known yet.
    council: String,
    /// How many errors there are.
    errors: usize,
    /// How many warnings there are.
    warnings: usize,
    /// The task that runs. Absent where none does.
    work: Option<WorkView>,
    /// What forms have that ask for a task.
    token: String,
    /// How often something had changed when the page was made. Absent where it shows nothing that changes.
    changes: Option<u64>,
}

impl Frame {
    /// Returns what pages share that are about no council.
    fn empty() -> Self {
        Self {
            council: String::new(),
            errors: 0,
            warnings: 0,
            work: None,
            token: String::new(),
            changes: None,
        }
    }
}

/// A page without content of its own.
#[derive(Debug, Serialize, JsonSchema)]
struct Plain {
    /// What all pages share.
    frame: Frame,
    /// Which page it is: `looking`, `failed`, `welcome`, `onward`, `missing` or `refused`.
    state: String,
    /// What went wrong, or the folder of the council with which it goes on. Absent where that is not known.
    message: Option<String>,
}

/// The first page.
#[derive(Debug, Serialize, JsonSchema)]
struct Today {
    /// What all pages share.
    frame: Frame,
    /// The day, as an ISO date for the `date` helper.
    today: String,
    /// What is due within days.
    alarms: Vec<DeadlineView>,
    /// What is due in the weeks after that.
    deadlines: Vec<DeadlineView>,
    /// The meetings of these weeks and of the last ones, the latest first.
    meetings: Vec<MeetingRow>,
    /// What was found that concerns no meeting.
    faults: Vec<FaultRow>,
}

/// A day to come.
#[derive(Debug, Serialize, JsonSchema)]
struct DeadlineView {
    /// The day, as an ISO date for the `date` helper.
    date: String,
    /// What falls due.
    what: String,
    /// The meeting's name in the records. Absent where it is of no meeting.
    meeting: Option<String>,
    /// The reference of the issue or decision. Absent where it is of none.
    reference: Option<String>,
    /// How the day was worked out.
    sum: String,
}

/// A meeting in a list.
#[derive(Debug, Serialize, JsonSchema)]
struct MeetingRow {
    /// Its name in the records.
    id: String,
    /// The full name of its body.
    body: String,
    /// The day, as an ISO date for the `date` helper.
    date: String,
    /// Whether it will be, or was, held as planned.
    going_ahead: bool,
    /// `scheduled`, `held`, `adjourned`, `postponed` or `cancelled`.
    status: &'static str,
    /// How many errors concern it.
    errors: usize,
    /// How many warnings concern it.
    warnings: usize,
    /// Whether any of its documents is published.
    published: bool,
    /// Whether any of those was made otherwise since.
    changed: bool,
    /// Whether its minutes are drafted, and wait to be signed.
    unsigned: bool,
    /// The day of the meeting at which they can be signed, as an ISO date for the `date` helper. Absent where they need not
    /// be, or no such meeting is known.
    signing: Option<String>,
}

/// All meetings.
#[derive(Debug, Serialize, JsonSchema)]
struct Meetings {
    /// What all pages share.
    frame: Frame,
    /// The meetings, the latest first.
    meetings: Vec<MeetingRow>,
}

/// A meeting.
#[derive(Debug, Serialize, JsonSchema)]
struct Meeting {
    /// What all pages share.
    frame: Frame,
    /// What lists show of it.
    meeting: MeetingRow,
    /// When it begins, for the `time` helper. Absent where that is not known.
    time: Option<String>,
    /// Where it is held. Absent where that is not known.
    venue: Option<String>,
    /// Its items.
    items: Vec<ItemView>,
    /// Its documents.
    documents: Vec<DocumentView>,
    /// What was found that concerns it.
    faults: Vec<FaultRow>,
    /// The days to come.
    deadlines: Vec<DeadlineView>,
    /// What came of the last task about it. Absent before the first.
    ended: Option<EndedView>,
}

/// An item of an agenda.
#[derive(Debug, Serialize, JsonSchema)]
struct ItemView {
    /// Its number; empty where it has none.
    number: String,
    /// Its title.
    title: String,
    /// Whether it is withheld from the public.
    private: bool,
    /// Its papers.
    papers: Vec<ItemPaper>,
}

/// A paper of an item.
#[derive(Debug, Serialize, JsonSchema)]
struct ItemPaper {
    /// Its title.
    title: String,
    /// Whether it is still to follow.
    awaited: bool,
}

/// Returns each template of the desk with what it makes and the schema of its view.
pub fn templates() -> [(&'static str, &'static str, Schema); 15] {
    [
        ("today", "the first page of the desk", page_schema::<Today>()),
        ("begin", "the page on which records are begun", page_schema::<begin::Begin>()),
        ("meetings", "the list of all meetings", page_schema::<Meetings>()),
        ("meeting", "the page of a meeting", page_schema::<Meeting>()),
        ("document", "the page that shows a document", page_schema::<DocumentPage>()),
        ("added", "the page of a paper that was added", page_schema::<added::Added>()),
        (
            "publications",
            "the list of what is published besides the papers of meetings",
            page_schema::<Publications>(),
        ),
        (
            "publication",
            "the page of what is published together, besides the papers of a meeting",
            page_schema::<PublicationPage>(),
        ),
        ("publish", "the page of publishing", page_schema::<Publishing>()),
        ("verify", "the page of whether what was published is whole", page_schema::<Verifying>()),
        ("code", "the page of what a code means", page_schema::<CodePage>()),
        ("minutes", "the page of a clerk while a meeting runs", page_schema::<clerk::Clerk>()),
        ("faults", "the list of all that was found", page_schema::<Faults>()),
        ("fault", "the page of something that was found", page_schema::<FaultPage>()),
        (
            "plain",
            "pages without content: while it looks, and where there is nothing",
            page_schema::<Plain>(),
        ),
    ]
}

impl Pages {
    /// Prepares to make pages.
    ///
    /// # Errors
    /// When the words of pages can't be read.
    pub(super) fn new(run: &RunOptions) -> anyhow::Result<Self> {
        let templates = Templates::new(run.templates.as_deref());
        let mut diags = Diagnostics::default();
        let words = Words::read(&mut diags, &templates, &Language::default())?;
        let words = words.context("the words of pages can't be read")?;
        Ok(Self { data: run.data.clone(), templates, words: Arc::new(words) })
    }

    /// Returns a file that pages need as it is; empty where there is none.
    pub(super) fn file(&self, name: &str) -> Cow<'static, [u8]> {
        self.templates.built_in(&format!("{FOLDER}/{name}"))
    }

    /// Returns a page made of what is known; `None` where there is no such thing.
    ///
    /// # Errors
    /// When its template has a fault.
    pub(super) fn make(&self, seen: Seen<'_>, page: Page<'_>) -> anyhow::Result<Option<String>> {
        let overview = match seen.known {
            Known::Looking => return Ok(Some(self.plain("looking", None))),
            Known::Failed(message) => return Ok(Some(self.plain("failed", Some(message)))),
            Known::Found(overview) => overview,
            Known::Empty => {
                return self.begin(seen.token, seen.councils, &Typed::default(), None).map(Some);
            }
        };
        let Seen { progress, ended, token, changes, .. } = seen;
        let frame = Frame { changes: Some(changes), ..frame(overview, progress, token) };
        let ended_for = |path: &str| {
            let is_about = |ended: &Ended| {
                ended.task.publication().is_some_and(|publication| publication.path() == path)
            };
            ended.clone().filter(is_about).map(EndedView::from)
        };
        Ok(Some(match page {
            Page::Today => self.render("today", &today(frame, overview))?,
            Page::Meetings => {
                let meetings = overview.meetings.iter().map(|one| row(overview, one)).collect();
                self.render("meetings", &Meetings { frame, meetings })?
            }
            Page::Meeting(id) => match overview.meeting(id) {
                Some(found) => {
                    self.render("meeting", &meeting(frame, overview, found, ended_for(id)))?
                }
                None => return Ok(None),
            },
            Page::Publications => {
                let publications = &overview.publications;
                let rows = publications.iter().map(publication_row);
                self.render("publications", &Publications { frame, publications: rows.collect() })?
            }
            Page::Publication(path) => {
                let Some(found) = overview.publication(path) else { return Ok(None) };
                let (publication, documents) = (publication_row(found), documents(found));
                let ended = ended_for(path);
                self.render(
                    "publication",
                    &PublicationPage { frame, publication, documents, ended },
                )?
            }
            Page::Document(path, number, address) => {
                let Some(found) = overview.publication(path) else { return Ok(None) };
                let Some(document) = found.documents.get(number) else { return Ok(None) };
                let document = view(number, document);
                let address = address.map(str::to_owned);
                let publication = publication_row(found);
                self.render("document", &DocumentPage { frame, publication, document, address })?
            }
            Page::Publish(path) => match overview.publication(path) {
                Some(found) => {
                    let (publication, ended) = (publication_row(found), ended_for(path));
                    self.render("publish", &Publishing { frame, publication, ended })?
                }
                None => return Ok(None),
            },
            Page::Verify => {
                let ended = ended.filter(|ended| ended.task == Task::Verify).map(EndedView::from);
                self.render("verify", &Verifying { frame, ended })?
            }
            Page::Code(code) => match Code::by_name(code) {
                Some(found) => {
                    let blocks = blocks(&found.page());
                    self.render("code", &CodePage { frame, code: code.to_owned(), blocks })?
                }
                None => return Ok(None),
            },
            Page::Faults => {
                let faults = overview.faults.iter().enumerate().map(fault_row).collect();
                self.render("faults", &Faults { frame, faults })?
            }
            Page::Fault(number) => match overview.faults.get(number) {
                Some(found) => self.render("fault", &fault(frame, number, found))?,
                None => return Ok(None),
            },
        }))
    }

    fn render<V: Serialize + JsonSchema>(&self, name: &str, view: &V) -> anyhow::Result<String> {
        let mut diags = Diagnostics::default();
        let pages = merge::Pages { templates: &self.templates, words: &self.words, folder: FOLDER };
        let text = pages.render(&mut diags, name, view)?;
        text.with_context(|| {
            let first = diags.iter().next();
            first.map_or_else(String::new, |found| render_human(found, Style::Plain))
        })
    }
}

impl Pages {
    /// Returns the page that is shown while it looks, or where it could not.
    fn plain(&self, state: &str, message: Option<&str>) -> String {
        let frame = Frame::empty();
        let view = Plain { frame, state: state.to_owned(), message: message.map(str::to_owned) };
        // A council's template with a fault must not hide what it is about.
        self.render("plain", &view).unwrap_or_else(|_| message.unwrap_or_default().to_owned())
    }

    /// Returns the page for whoever just came in, which goes on to the first page.
    pub(super) fn welcome(&self) -> String {
        self.plain("welcome", None)
    }

    /// Returns the page of a desk that goes on with the council of another folder.
    pub(super) fn onward(&self, folder: &Path) -> String {
        self.plain("onward", Some(&folder.display().to_string()))
    }

    /// Returns the page for addresses that lead nowhere.
    pub(super) fn missing(&self) -> String {
        self.plain("missing", None)
    }

    /// Returns the page for those who may not come in.
    pub(super) fn refused(&self) -> String {
        self.plain("refused", None)
    }

    /// Returns the page for what could not be done.
    pub(super) fn failed(&self, message: &str) -> String {
        self.plain("failed", Some(message))
    }
}

/// Returns the page that brings a key to the desk; it is a file that only its user can read.
pub(super) fn way_in(templates: &Templates, address: &str, key: &str) -> String {
    let page = templates.built_in(&format!("{FOLDER}/open.html"));
    String::from_utf8_lossy(&page).replace("{address}", address).replace("{key}", key)
}

fn count(faults: impl Iterator<Item = Severity>) -> (usize, usize) {
    faults.fold((0, 0), |(errors, warnings), severity| match severity {
        Severity::Error => (errors + 1, warnings),
        Severity::Warning => (errors, warnings + 1),
        Severity::Note => (errors, warnings),
    })
}

fn frame(overview: &Overview, progress: Option<Progress>, token: String) -> Frame {
    let (errors, warnings) = count(overview.faults.iter().map(|fault| fault.diagnostic.severity()));
    let work = progress.map(WorkView::from);
    let council = overview.council.clone();
    Frame { council, errors, warnings, work, token, changes: None }
}

fn today(frame: Frame, overview: &Overview) -> Today {
    let today = overview.today;
    let near = overview.deadlines.iter().filter(|one| one.date - today <= AHEAD);
    let (alarms, later) = near.partition::<Vec<_>, _>(|one| one.date - today <= SOON);
    let is_near = |one: &&MeetingOverview| {
        let away = one.date - today;
        -BEHIND <= away && away <= AHEAD
    };
    let is_general = |(_, fault): &(usize, &Fault)| fault.meetings.is_empty();
    Today {
        today: today.to_string(),
        alarms: alarms.into_iter().map(deadline).collect(),
        deadlines: later.into_iter().map(deadline).collect(),
        meetings: overview.meetings.iter().filter(is_near).map(|one| row(overview, one)).collect(),
        faults: overview.faults.iter().enumerate().filter(is_general).map(fault_row).collect(),
        frame,
    }
}

fn deadline(deadline: &Deadline) -> DeadlineView {
    DeadlineView {
        date: deadline.date.to_string(),
        what: deadline.deadline.words().to_owned(),
        meeting: deadline.meeting.clone(),
        reference: deadline.reference.clone(),
        sum: deadline.sum.clone(),
    }
}

fn row(overview: &Overview, meeting: &MeetingOverview) -> MeetingRow {
    let faults = meeting.faults.iter().filter_map(|at| overview.faults.get(*at));
    let (errors, warnings) = count(faults.map(|fault| fault.diagnostic.severity()));
    MeetingRow {
        id: meeting.id.clone(),
        body: meeting.body.clone(),
        date: meeting.date.to_string(),
        going_ahead: !matches!(meeting.status, Status::Cancelled | Status::Postponed),
        status: meeting.status.word(),
        errors,
        warnings,
        published: meeting.publication.is_published(),
        changed: meeting.publication.is_changed(),
        unsigned: meeting.has_unconfirmed_minutes,
        signing: meeting
            .next
            .filter(|_| meeting.has_unconfirmed_minutes)
            .map(|day| day.to_string()),
    }
}

fn meeting(
    frame: Frame,
    overview: &Overview,
    meeting: &MeetingOverview,
    ended: Option<EndedView>,
) -> Meeting {
    let is_of = |deadline: &&Deadline| deadline.meeting.as_deref() == Some(meeting.id.as_str());
    let faults = meeting.faults.iter().filter_map(|at| Some((*at, overview.faults.get(*at)?)));
    Meeting {
        frame,
        meeting: row(overview, meeting),
        time: meeting.time.as_ref().map(|time| time.0.to_string()),
        venue: meeting.venue.clone(),
        items: meeting
            .items
            .iter()
            .map(|item| ItemView {
                number: item.number.clone(),
                title: item.title.clone(),
                private: item.is_private,
                papers: item
                    .papers
                    .iter()
                    .map(|paper| ItemPaper {
                        title: paper.title.clone(),
                        awaited: paper.is_to_follow,
                    })
                    .collect(),
            })
            .collect(),
        documents: documents(&meeting.publication),
        faults: faults.map(fault_row).collect(),
        deadlines: overview.deadlines.iter().filter(is_of).map(deadline).collect(),
        ended,
    }
}
