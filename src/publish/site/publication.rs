//! The page of a publication: a meeting, a month's plan, a period, an issue, a decision or the council.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::receipt::{Document, Paper, Receipt, Withdrawal, WithdrawnPaper};
use super::facts::Facts;
use super::lists::{DecisionLine, Link, MonthLink, decision_lines};
use super::{Frame, address, escaped};
use crate::export::rows::{ItemRow, MeetingRow, MotionRow};
use crate::model::form::Form;

/// The page of a meeting, a month's plan or a period.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Page {
    /// What all pages share.
    frame: Frame,
    /// Its name.
    title: String,
    /// The page of its month.
    month: MonthLink,
    /// The page of its body. Absent where it has none.
    body: Option<Link>,
    /// When and where a meeting is held. Absent where it is none, or not known.
    meeting: Option<MeetingFacts>,
    /// The business of a meeting, as its agenda has it; empty where no agenda is published.
    items: Vec<ItemLine>,
    /// The decisions that were taken; empty where none is published.
    decisions: Vec<DecisionLine>,
    /// What was resolved, as the minutes have it; empty where no minutes are published, and where decisions are.
    resolutions: Vec<ResolutionLine>,
    /// Its documents.
    documents: Vec<DocumentLine>,
    /// Versions whose place was taken.
    replaced: Vec<Version>,
    /// What was taken back.
    withdrawn: Vec<WithdrawnLine>,
    /// Until when it is open to inspection, as an ISO date, for the `date` helper.
    inspect_until: Option<String>,
}

/// When and where a meeting is held.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct MeetingFacts {
    /// The body's name.
    body: String,
    /// What sort of meeting it is. Absent where it is an ordinary one.
    kind: Option<String>,
    /// The day, as an ISO date, for the `date` helper.
    day: String,
    /// When it begins, as `18:30:00`, for the `time` helper. Absent where no clock tells it.
    time: Option<String>,
    /// When it begins, in words. Absent where none are given.
    time_text: Option<String>,
    /// Where it is held. Absent where it is not known.
    venue: Option<String>,
    /// `scheduled`, `held`, `adjourned`, `postponed` or `cancelled`.
    status: String,
    /// The day to which it moves, as an ISO date, for the `date` helper. Absent where it does not, or none is known.
    new_date: Option<String>,
    /// Why it is cancelled, postponed or adjourned. Absent where it is none of these.
    status_reason: Option<String>,
    /// Whether it is broadcast.
    webcast: bool,
    /// Whom to ask. Absent where nobody is named.
    contact: Option<String>,
    /// How to attend, paragraph by paragraph; empty where the council has no such text.
    attend: Vec<String>,
}

/// An item of business.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ItemLine {
    /// The number. Absent where it has none.
    number: Option<String>,
    /// The title. Absent where it has none.
    title: Option<String>,
    /// Whether it is a heading over the items below it.
    is_heading: bool,
    /// Its place in the agenda as a page. Absent where there is no such page.
    address: Option<String>,
    /// Whether it is exempt as a whole.
    exempt: bool,
    /// The paragraphs of Schedule 12A by which it is.
    exempt_paragraphs: Vec<String>,
    /// What may be said of it in public. Absent where nothing is written, or it is public.
    public_summary: Option<String>,
    /// Its papers.
    papers: Vec<PaperLine>,
}

/// A paper, with where it can be read.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct PaperLine {
    /// The number of the agenda item.
    item: String,
    /// Its title.
    title: String,
    /// Its first page in the pack.
    first: u32,
    /// Its last page in the pack.
    last: u32,
    /// The number of the supplement that has it. Absent where it came with the agenda.
    supplement: Option<u32>,
    /// It as a page of HTML. Absent where it is none of our own texts.
    page: Option<String>,
    /// Where the PDF of its item shows it. Absent where there is none.
    item_pdf: Option<String>,
    /// Where the pack shows it.
    address: String,
    /// How it came to be public, where it was exempt at its meeting. Absent otherwise.
    released: Option<ReleaseLine>,
}

/// That an exempt paper was released to the public.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct ReleaseLine {
    /// The day from which the public may read it, as an ISO date, for the `date` helper.
    on: String,
    /// Who released it.
    by: String,
}

/// What was resolved.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ResolutionLine {
    /// The number of the minute. Absent where it has none.
    minute: Option<String>,
    /// The minutes as a page. Absent where there is no such page.
    address: Option<String>,
    /// The title of the item. Absent where it is not known.
    title: Option<String>,
    /// The words.
    text: String,
}

/// A document on a page.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DocumentLine {
    /// The document itself.
    document: Version,
    /// The page with the same words. Absent where there is none.
    page: Option<String>,
    /// It in large print and other languages.
    versions: Vec<Version>,
    /// The papers in it.
    papers: Vec<PaperLine>,
}

/// A document in a form and a language.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Version {
    /// Its title.
    title: String,
    /// Its address.
    address: String,
    /// The form in which it is typeset: `pdf`, `html` or `large-print`.
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
}

/// A document or a paper on a page that was taken back.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct WithdrawnLine {
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

/// Returns the page of a publication; `body` is the page of its body, where it has one.
pub(super) fn page(frame: Frame, receipt: &Receipt, facts: &Facts, month: &str) -> Page {
    let meeting = facts.meeting();
    let up = frame.up.clone();
    let body = receipt.body.as_ref().zip(meeting.as_ref());
    let body = body.map(|(id, meeting)| Link {
        title: meeting.body_name.clone(),
        address: format!("{up}{}", address(&format!("bodies/{id}"), "index.html")),
    });
    let (mut documents, withdrawn) = documents(receipt);
    let mut papers: Vec<PaperLine> = Vec::new();
    for paper in documents.iter().flat_map(|document| &document.papers) {
        papers.push(paper.clone());
    }
    let items = items(receipt, facts, &papers);
    // Papers are listed once: below their items, or else below the document that has them.
    let listed = |paper: &PaperLine| {
        items.iter().flat_map(|item| &item.papers).any(|other| other.address == paper.address)
    };
    for document in &mut documents {
        document.papers.retain(|paper| !listed(paper));
    }
    let decisions = decision_lines(facts, None);
    let resolutions = match decisions.is_empty() {
        true => resolutions(receipt, facts),
        false => Vec::new(),
    };
    let current = receipt.current();
    let is_replaced =
        |document: &&Document| document.part_of.is_none() && !current.contains(document);
    let replaced = receipt.standing().filter(is_replaced);
    Page {
        frame,
        title: receipt.title.clone(),
        month: MonthLink {
            day: format!("{month}-01"),
            address: format!("{up}{}", address(&format!("months/{month}"), "index.html")),
        },
        body,
        meeting: meeting.map(MeetingFacts::new),
        items,
        decisions,
        resolutions,
        documents,
        replaced: replaced.map(version).collect(),
        withdrawn,
        inspect_until: receipt.inspect_until.map(|day| day.to_string()),
    }
}

impl MeetingFacts {
    fn new(meeting: MeetingRow) -> Self {
        let attend = meeting.attend.unwrap_or_default();
        Self {
            body: meeting.body_name,
            kind: meeting.title,
            day: meeting.date,
            time: meeting.time.map(|time| format!("{time}:00")),
            time_text: meeting.time_text,
            venue: meeting.venue,
            status: meeting.status,
            new_date: meeting.new_date,
            status_reason: meeting.status_reason,
            webcast: meeting.webcast,
            contact: meeting.contact,
            attend: attend
                .lines()
                .filter(|line| !line.trim().is_empty())
                .map(str::to_owned)
                .collect(),
        }
    }
}

/// Returns the address of a document as a page; `None` where it has none.
fn page_of(receipt: &Receipt, document: &str) -> Option<String> {
    let current = receipt.current();
    let mut pages =
        current.iter().filter(|page| page.form == Form::Html && page.language.is_default());
    pages.find(|page| page.original() == document).map(|page| escaped(&page.file))
}

/// Returns the id that the library for pages gives an item or a minute; `None` where nothing is left of its number.
fn anchor(prefix: &str, number: &str) -> Option<String> {
    let mut id = String::new();
    for char in number.to_lowercase().chars() {
        match char {
            'a'..='z' | '0'..='9' | '.' => id.push(char),
            _ if id.ends_with('-') => {}
            _ => id.push('-'),
        }
    }
    let id = id.trim_matches(['-', '.']);
    (!id.is_empty()).then(|| format!("#{prefix}-{id}"))
}

/// Returns the business of a meeting, each item with its papers.
fn items(receipt: &Receipt, facts: &Facts, papers: &[PaperLine]) -> Vec<ItemLine> {
    let agenda = page_of(receipt, "agenda");
    let same =
        |a: &str, b: &str| a.trim_end_matches('.').eq_ignore_ascii_case(b.trim_end_matches('.'));
    let rows = facts.rows::<ItemRow>().into_iter().filter(|row| row.kind != "comment");
    let line = |row: ItemRow| {
        let number = row.number.filter(|number| !number.trim().is_empty());
        let place = number.as_deref().and_then(|number| anchor("item", number));
        let of_item = papers
            .iter()
            .filter(|paper| number.as_ref().is_some_and(|number| same(number, &paper.item)));
        ItemLine {
            is_heading: row.kind == "heading",
            address: agenda
                .as_ref()
                .zip(place)
                .filter(|_| row.kind == "item")
                .map(|(page, place)| page.clone() + &place),
            papers: of_item.cloned().collect(),
            number,
            title: row.title,
            exempt: row.exempt,
            exempt_paragraphs: row.exempt_paragraphs.iter().map(ToString::to_string).collect(),
            public_summary: row.public_summary,
        }
    };
    rows.map(line).collect()
}

/// Returns what was resolved, by the minutes.
fn resolutions(receipt: &Receipt, facts: &Facts) -> Vec<ResolutionLine> {
    let page = page_of(receipt, "minutes");
    let items = facts.rows::<ItemRow>();
    let rows = facts.rows::<MotionRow>().into_iter().filter(|row| row.kind == "resolution");
    rows.filter_map(|row| {
        let item = items.iter().find(|item| item.number.is_some() && item.number == row.item);
        Some(ResolutionLine {
            address: page.clone(),
            minute: row.minute,
            title: item.and_then(|item| item.title.clone()),
            text: row.text?,
        })
    })
    .collect()
}

/// Returns the documents of a publication as pages list them, and what was taken back.
pub(super) fn documents(receipt: &Receipt) -> (Vec<DocumentLine>, Vec<WithdrawnLine>) {
    let current = receipt.current();
    let line = |document: &&Document| {
        let others = current.iter().filter(|other| {
            other.original() == document.original() && other.document != document.document
        });
        let is_page = |other: &&&Document| other.form == Form::Html && other.language.is_default();
        DocumentLine {
            document: version(document),
            page: others.clone().find(is_page).map(|page| escaped(&page.file)),
            versions: others.filter(|other| !is_page(other)).map(|other| version(other)).collect(),
            papers: papers(receipt, document),
        }
    };
    let documents = current.iter().filter(|document| document.is_whole()).map(line).collect();
    let withdrawn = receipt.documents.iter();
    let withdrawn = withdrawn.filter(|gone| gone.form != Form::Html && gone.part_of.is_none());
    let withdrawn = withdrawn.filter_map(withdrawn_document);
    let papers = receipt.withdrawn.iter().map(withdrawn_paper);
    (documents, withdrawn.chain(papers).collect())
}

fn papers(receipt: &Receipt, document: &Document) -> Vec<PaperLine> {
    let current = receipt.current();
    // The parts of the pack that have a paper.
    let part = |paper: &Paper, form: Form| {
        let is_of = |part: &&&Document| {
            part.form == form && part.part_of.as_deref() == Some(&*document.document)
        };
        let mut parts = current.iter().filter(is_of);
        parts
            .find(|part| part.papers.iter().any(|other| other.id.is_some() && other.id == paper.id))
    };
    let known = document.papers.iter().filter(|paper| !paper.title.is_empty());
    let line = |paper: &Paper| PaperLine {
        page: part(paper, Form::Html).map(|page| escaped(&page.file)),
        item_pdf: part(paper, Form::Pdf).map(|part| at_page(part, paper.first)),
        item: paper.item.clone(),
        title: paper.title.clone(),
        first: paper.first,
        last: paper.last,
        supplement: document
            .document
            .strip_prefix("supplement-")
            .and_then(|number| number.parse().ok()),
        address: at_page(document, paper.first),
        released: paper
            .released
            .as_ref()
            .map(|release| ReleaseLine { on: release.on.to_string(), by: release.by.clone() }),
    };
    known.map(line).collect()
}

/// Returns the address of a page of a PDF, by the number that is printed on it; readers of PDFs count from 1.
fn at_page(document: &Document, number: u32) -> String {
    let page = number.saturating_sub(document.first_page) + 1;
    format!("{}#page={page}", escaped(&document.file))
}

fn version(document: &Document) -> Version {
    let (day, time) = document.published.split_once('T').unwrap_or((&document.published, ""));
    Version {
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
        accessible: document.form == Form::Html || document.pdf_ua.is_some(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_those_of_the_library() {
        for (number, expected) in [
            ("5a", Some("#item-5a")),
            ("26/14", Some("#item-26-14")),
            ("7.", Some("#item-7")),
            ("(B) 2", Some("#item-b-2")),
            ("–", None),
        ] {
            assert_eq!(anchor("item", number).as_deref(), expected, "{number}");
        }
    }
}
