//! The pages of the desk: views of what is known, which the templates of `templates/desk/` put into words.

mod added;
mod clerk;
mod documents;
mod tasks;

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use chrono::TimeDelta;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

pub(super) use self::added::AddedPaper;
pub(super) use self::clerk::{ClerkAsked, ClerkRefusal, Typed};
use self::documents::{CodePage, DocumentPage, DocumentView, blocks, documents, view};
use self::tasks::{EndedView, Publishing, Verifying, WorkView};
use super::Known;
use super::rows::{RowCell, row_of};
use super::work::{Ended, Progress, Task};
use crate::diag::{Code, Diagnostics, Place, Severity, Style, render_human};
use crate::merge::{self, page_schema};
use crate::model::body::BodyType;
use crate::model::council::{Governance, Nation};
use crate::model::meeting::Status;
use crate::model::value::{Language, Parse};
use crate::pipeline::{Deadline, Fault, MeetingOverview, Overview, RunOptions};
use crate::start;
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

/// How many bodies there is room for where records are begun; more are added to the table.
pub(super) const MAX_NEW_BODIES: usize = 6;

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
    /// A document of a meeting, by its place, and the address from which the browser has it, where it may be shown.
    Document(&'a str, usize, Option<&'a str>),
    /// Publishing a meeting.
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
}

impl Frame {
    /// Returns what pages share that are about no council.
    fn empty() -> Self {
        Self { council: String::new(), errors: 0, warnings: 0, work: None, token: String::new() }
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

/// The page of a desk without records.
#[derive(Debug, Serialize, JsonSchema)]
struct Begin {
    /// What all pages share.
    frame: Frame,
    /// The data folder.
    folder: String,
    /// The folder of the user's councils. Absent where they have no such place.
    place: Option<String>,
    /// What the folders of councils in it are called.
    councils: Vec<String>,
    /// The places for bodies, each with its number.
    bodies: Vec<usize>,
    /// The types of bodies.
    types: Vec<&'static str>,
    /// The nations under whose law councils work.
    nations: Vec<&'static str>,
    /// The ways in which councils take their decisions.
    governances: Vec<&'static str>,
    /// What is wrong with what was typed. Absent where nothing is.
    message: Option<String>,
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
    /// The titles of its papers.
    papers: Vec<String>,
}

/// Something that was found, in a list.
#[derive(Debug, Serialize, JsonSchema)]
struct FaultRow {
    /// Its place among all that was found.
    number: usize,
    /// Whether it keeps a document from being made.
    error: bool,
    /// What it is.
    message: String,
    /// The file. Absent where it is in none.
    file: Option<String>,
    /// The place in the file: a cell such as `Sheet1!D12`, or a line. Absent where it is the whole file.
    place: Option<String>,
}

/// All that was found.
#[derive(Debug, Serialize, JsonSchema)]
struct Faults {
    /// What all pages share.
    frame: Frame,
    /// What was found, errors first.
    faults: Vec<FaultRow>,
}

/// Something that was found.
#[derive(Debug, Serialize, JsonSchema)]
struct FaultPage {
    /// What all pages share.
    frame: Frame,
    /// What lists show of it.
    fault: FaultRow,
    /// Its code, such as `data/bad-value`.
    code: String,
    /// What to do, a sentence each.
    hints: Vec<String>,
    /// The law that asks for it. Absent where none does.
    law: Option<String>,
    /// The documents that can't be made because of it.
    costs: Vec<String>,
    /// The cells of its row that are filled in; none where it is in no table.
    row: Vec<CellView>,
    /// The place with the lines around it, as the command line prints it.
    excerpt: String,
}

/// A cell of a row.
#[derive(Debug, Serialize, JsonSchema)]
struct CellView {
    /// The heading of its column; empty where it has none.
    heading: String,
    /// What it holds.
    text: String,
    /// Whether it is where something was found.
    marked: bool,
}

/// Returns each template of the desk with what it makes and the schema of its view.
pub fn templates() -> [(&'static str, &'static str, Schema); 13] {
    [
        ("today", "the first page of the desk", page_schema::<Today>()),
        ("begin", "the page on which records are begun", page_schema::<Begin>()),
        ("meetings", "the list of all meetings", page_schema::<Meetings>()),
        ("meeting", "the page of a meeting", page_schema::<Meeting>()),
        ("document", "the page that shows a document", page_schema::<DocumentPage>()),
        ("added", "the page of a paper that was added", page_schema::<added::Added>()),
        ("publish", "the page of publishing a meeting", page_schema::<Publishing>()),
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
            Known::Empty => return self.begin(seen.token, seen.councils, None).map(Some),
        };
        let Seen { progress, ended, token, .. } = seen;
        let frame = frame(overview, progress, token);
        let ended_for = |id: &str| {
            let ended = ended.clone().filter(|ended| ended.task.meeting() == Some(id));
            ended.map(EndedView::from)
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
            Page::Document(id, number, address) => {
                let Some(found) = overview.meeting(id) else { return Ok(None) };
                let Some(document) = found.documents.get(number) else { return Ok(None) };
                let document = view(number, document);
                let address = address.map(str::to_owned);
                let meeting = row(overview, found);
                self.render("document", &DocumentPage { frame, meeting, document, address })?
            }
            Page::Publish(id) => match overview.meeting(id) {
                Some(found) => {
                    let (meeting, ended) = (row(overview, found), ended_for(id));
                    self.render("publish", &Publishing { frame, meeting, ended })?
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
    /// Returns the page on which the records of a council are begun.
    ///
    /// # Errors
    /// When its template has a fault.
    pub(super) fn begin(
        &self,
        token: String,
        place: Option<&Path>,
        message: Option<String>,
    ) -> anyhow::Result<String> {
        let frame = Frame { token, ..Frame::empty() };
        let councils = place.into_iter().flat_map(start::councils);
        let name = |council: PathBuf| Some(council.file_name()?.to_string_lossy().into_owned());
        let view = Begin {
            frame,
            folder: self.data.display().to_string(),
            place: place.map(|place| place.display().to_string()),
            councils: councils.filter_map(name).collect(),
            bodies: (1..=MAX_NEW_BODIES).collect(),
            types: BodyType::CHOICES.to_vec(),
            nations: Nation::CHOICES.to_vec(),
            governances: Governance::CHOICES.to_vec(),
            message,
        };
        self.render("begin", &view)
    }

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
    Frame { council: overview.council.clone(), errors, warnings, work, token }
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
        published: meeting.documents.iter().any(|document| document.published.is_some()),
        changed: meeting.documents.iter().any(|document| document.is_changed),
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
                papers: item.papers.clone(),
            })
            .collect(),
        documents: documents(meeting),
        faults: faults.map(fault_row).collect(),
        deadlines: overview.deadlines.iter().filter(is_of).map(deadline).collect(),
        ended,
    }
}

fn fault_row((number, fault): (usize, &Fault)) -> FaultRow {
    let origin = fault.diagnostic.origin.as_ref();
    FaultRow {
        number,
        error: fault.diagnostic.severity() == Severity::Error,
        message: fault.diagnostic.message.clone(),
        file: origin.map(|origin| origin.source().name.clone()),
        place: origin.and_then(|origin| match origin.place() {
            Place::Whole => None,
            Place::Text { line, .. } => Some(line.to_string()),
            Place::Cell { sheet, cell, .. } => Some(format!("{sheet}!{cell}")),
            Place::Paragraph { place } => Some(place.to_string()),
            Place::Pointer { line, .. } => Some(line.to_string()),
        }),
    }
}

fn fault(frame: Frame, number: usize, fault: &Fault) -> FaultPage {
    let diagnostic = &fault.diagnostic;
    FaultPage {
        frame,
        fault: fault_row((number, fault)),
        code: diagnostic.code().name().to_owned(),
        hints: diagnostic.hints.clone(),
        law: diagnostic.law.map(str::to_owned),
        costs: diagnostic.costs.clone(),
        row: diagnostic.origin.iter().flat_map(row_of).map(cell).collect(),
        excerpt: render_human(diagnostic, Style::Plain),
    }
}

fn cell(cell: RowCell) -> CellView {
    CellView { heading: cell.heading, text: cell.text, marked: cell.is_marked }
}
