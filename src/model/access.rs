//! Access: what the public may see, as a type.
//!
//! Views of public documents are built from a [`PublicDataset`], and the only way to get one is
//! [`public`], which drops or summarises whatever is exempt (Local Government Act 1972, s. 100A
//! and Schedule 12A). It fails closed: a part II item, or anything with an exempt paragraph, valid
//! or not, has its text removed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::Arc;

use diag::Diagnostics;

use super::dataset::Dataset;
use super::issue::{Decision, FollowUp, Issue};
use super::meeting::AgendaLine;
use super::minutes::Minute;
use super::numbering;
use super::record::{Located, RichText};
use super::value::Slug;

/// A dataset without exempt text.
pub struct PublicDataset(Dataset);

impl Deref for PublicDataset {
    type Target = Dataset;

    fn deref(&self) -> &Dataset {
        &self.0
    }
}

/// A council's records, in full and as the public may see them.
pub struct Records {
    /// All records, exempt text included.
    pub all: Dataset,
    /// The same records without exempt text.
    pub public: PublicDataset,
}

impl Records {
    /// Keeps `all`, and works out what the public may see of it.
    pub fn new(all: Dataset) -> Self {
        Self { public: public(&all), all }
    }
}

/// Who reads a document: what its view may be built from, and where it is written.
///
/// A document that is written where the public reads can be built from nothing but a
/// [`PublicDataset`]; the compiler enforces this.
pub trait Audience: Sized + 'static {
    /// The folder of its documents, below the output folder.
    const FOLDER: &'static str;

    /// Returns the records that these readers may see.
    fn of_records(records: &Records) -> &Self;
}

impl Audience for PublicDataset {
    const FOLDER: &'static str = "public";

    fn of_records(records: &Records) -> &Self {
        &records.public
    }
}

impl Audience for Dataset {
    const FOLDER: &'static str = "restricted";

    fn of_records(records: &Records) -> &Self {
        &records.all
    }
}

/// Returns a copy of `data` without exempt text: titles, reasons and summaries that are written to
/// be published stay, all other words of exempt business are removed.
pub fn public(data: &Dataset) -> PublicDataset {
    let mut open = data.clone();
    let agendas =
        open.agenda.values_mut().filter(|agenda| agenda.iter().any(AgendaLine::is_exempt));
    let lines = agendas.flat_map(|agenda| Arc::make_mut(agenda).iter_mut());
    for line in lines.filter(|line| line.is_exempt()) {
        // The title, the paragraph, the reason and the summary are written to be published.
        line.text = None;
        line.ask = None;
        line.report_of = None;
        // That this issue would be taken in private was published, if it was to be.
        let is_known = line
            .issue
            .as_ref()
            .is_some_and(|issue| data.issue(&issue.value).is_some_and(Issue::is_private));
        if !is_known {
            line.issue = None;
        }
    }
    for (meeting, papers) in &mut open.papers {
        for paper in papers {
            let line = data.item(meeting, &paper.number);
            if paper.is_exempt() || line.is_none_or(AgendaLine::is_exempt) {
                String::new().clone_into(&mut paper.title.value);
                paper.file = None;
                paper.supersedes = None;
                paper.late_reason = None;
            }
        }
    }
    // A text is public where a public paper is made of it; a text that no such paper names is
    // dropped.
    let named: BTreeSet<String> = open
        .papers
        .values()
        .flatten()
        .filter_map(|paper| paper.file.as_ref())
        .map(|file| file.value.clone())
        .collect();
    open.reports.retain(|file, _| named.contains(file));
    let private = private_meetings(data);
    for (meeting, book) in &mut open.minutes {
        if !private.contains(meeting.as_str()) {
            continue;
        }
        let minutes = Arc::make_mut(book).items.iter_mut();
        for minute in minutes.filter(|minute| is_exempt(data, meeting, minute)) {
            minute.title = None;
            minute.movements.clear();
            minute.paragraphs.clear();
        }
    }
    open.decisions.change(
        |decision| is_withheld(data, &private, decision),
        |decision| withhold(data, decision),
    );
    open.issues.change(Issue::is_private, |issue| {
        issue.documents = std::mem::take(&mut issue.public_documents);
        issue.background_papers.clear();
        issue.custom.clear();
    });
    // Why a fault was overridden is a matter for the officers who decided it.
    open.overrides.clear();
    let mut minutes = BTreeMap::new();
    open.follow_ups.retain(|follow_up| {
        let name = follow_up.meeting.as_str();
        follow_up.exempt_paragraphs.is_empty()
            && (!private.contains(name)
                || is_traced(
                    minutes.entry(name.to_owned()).or_insert_with(|| numbered_minutes(data, name)),
                    follow_up,
                ))
    });
    PublicDataset(open)
}

/// Returns the meetings of which any item or minute is withheld from the public, as few are.
fn private_meetings(data: &Dataset) -> BTreeSet<&str> {
    let agendas = data.agenda.iter().filter(|(_, lines)| lines.iter().any(AgendaLine::is_exempt));
    let books = data
        .minutes
        .iter()
        .filter(|(meeting, book)| book.items.iter().any(|minute| is_exempt(data, meeting, minute)));
    agendas.map(|(meeting, _)| &**meeting).chain(books.map(|(meeting, _)| &**meeting)).collect()
}

/// Returns whether a decision is withheld from the public: by itself, or with the business in which
/// it was taken.
fn is_withheld(data: &Dataset, private: &BTreeSet<&str>, decision: &Decision) -> bool {
    let is_private = |meeting: &Located<Slug>| private.contains(meeting.as_str());
    decision.is_exempt()
        || decision.meeting.as_ref().is_some_and(is_private) && {
            let (lines, minutes) = private_business(data, decision);
            !lines.is_empty() || !minutes.is_empty()
        }
}

/// Takes from a decision what is not for the public.
fn withhold(data: &Dataset, decision: &mut Decision) {
    let (lines, minutes) = private_business(data, decision);
    if decision.exempt_paragraphs.is_empty() {
        let paragraphs = lines.iter().flat_map(|line| &line.exempt_paragraphs);
        let paragraphs =
            paragraphs.chain(minutes.iter().flat_map(|minute| &minute.exempt_paragraphs));
        decision.exempt_paragraphs = paragraphs.cloned().collect();
    }
    let reason = lines.iter().find_map(|line| line.exempt_reason.clone());
    decision.exempt_reason = decision.exempt_reason.take().or(reason);
    let summary = minutes.iter().find_map(|minute| minute.public_summary.clone());
    decision.public_summary = decision.public_summary.take().or(summary);
    decision.decision.value = RichText::default();
    decision.reasons = None;
    decision.alternatives = None;
    decision.interests = None;
    decision.dispensations = None;
    decision.urgency_basis = None;
    decision.call_in_outcome = None;
    decision.consultees.clear();
    decision.background_papers.clear();
}

/// Returns whether a minute is withheld from the public: by its paragraphs of Schedule 12A, because
/// its item is exempt, or because its item can't be found.
pub fn is_exempt(data: &Dataset, meeting: &str, minute: &Minute) -> bool {
    if !minute.exempt_paragraphs.is_empty() {
        return true;
    }
    let Some(item) = &minute.item else { return false };
    // An item that can't be found may be exempt, so its minute is withheld.
    data.item(meeting, item).is_none_or(AgendaLine::is_exempt)
}

/// Returns the exempt items and minutes of a decision's meeting in which its issue was taken.
///
/// Only the whole dataset can tell: what the public sees of an exempt item may not name its issue.
fn private_business<'a>(
    data: &'a Dataset,
    decision: &Decision,
) -> (Vec<&'a AgendaLine>, Vec<&'a Minute>) {
    let (Some(meeting), Some(issue)) = (&decision.meeting, &decision.issue) else {
        return (Vec::new(), Vec::new());
    };
    let meeting = meeting.as_str();
    let is_on_issue = |line: &AgendaLine| {
        line.issue.as_ref().is_some_and(|line_issue| line_issue.value == issue.value)
    };
    let lines = data.agenda_of(meeting).iter();
    let lines = lines.filter(|line| is_on_issue(line) && line.is_exempt()).collect();
    let minutes = data.minutes.get(meeting).into_iter().flat_map(|book| &book.items);
    let minutes = minutes.filter(|minute| {
        is_exempt(data, meeting, minute) && {
            let item = minute.item.as_ref().and_then(|item| data.item(meeting, item));
            item.is_some_and(is_on_issue)
        }
    });
    (lines, minutes.collect())
}

/// Returns the numbers of a meeting's minutes, each with whether the minute is exempt; none where the
/// minutes are not in, or their numbers can't be known.
fn numbered_minutes(data: &Dataset, name: &str) -> Vec<(String, bool)> {
    let (Some(book), Some(meeting)) = (data.minutes.get(name), data.meeting(name)) else {
        return Vec::new();
    };
    let Some(body) = data.body_of(meeting) else { return Vec::new() };
    // What can't be known is reported with the minutes.
    let ignored = &mut Diagnostics::default();
    let numbers = numbering::minute_numbers(ignored, data, meeting, body, book).unwrap_or_default();
    let minutes = numbers.into_iter().zip(&book.items);
    minutes.map(|(number, minute)| (number.plain, is_exempt(data, name, minute))).collect()
}

/// Returns whether a follow-up comes from one of these minutes, and from no exempt one: what can't be
/// traced to a public minute may come from an exempt one.
fn is_traced(minutes: &[(String, bool)], follow_up: &FollowUp) -> bool {
    let Some(number) = &follow_up.minute else { return false };
    let mut from = minutes.iter().filter(|(plain, _)| numbering::is_number_of(plain, number));
    let first = from.next();
    first.is_some() && first.into_iter().chain(from).all(|(_, exempt)| !exempt)
}
