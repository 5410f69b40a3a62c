//! Access: what the public may see, as a type.
//!
//! Views of public documents are built from a [`PublicDataset`], and the only way to get one is
//! [`public`], which drops or summarises whatever is exempt (Local Government Act 1972, s. 100A
//! and Schedule 12A). It fails closed: a part II item, or anything with an exempt paragraph, valid
//! or not, loses its words here.

use std::collections::BTreeSet;
use std::ops::Deref;

use super::dataset::Dataset;
use super::meeting::AgendaLine;
use super::minutes::Minute;

/// A dataset without exempt text.
pub struct PublicDataset(Dataset);

impl Deref for PublicDataset {
    type Target = Dataset;

    fn deref(&self) -> &Dataset {
        &self.0
    }
}

/// Everything, and what the public may see of it.
pub struct Records {
    /// Everything.
    pub all: Dataset,
    /// What the public may see.
    pub public: PublicDataset,
}

impl Records {
    /// Works out what the public may see.
    pub fn of(all: Dataset) -> Self {
        Self { public: public(&all), all }
    }
}

/// Who reads a document: what its view may be built from, and where it is written.
///
/// A document that is written where the public reads can be built from nothing but a
/// [`PublicDataset`]; the compiler sees to it.
pub trait Audience: Sized + 'static {
    /// The folder below the output folder.
    const FOLDER: &'static str;

    /// Returns what these readers may see.
    fn of(records: &Records) -> &Self;
}

impl Audience for PublicDataset {
    const FOLDER: &'static str = "public";

    fn of(records: &Records) -> &Self {
        &records.public
    }
}

impl Audience for Dataset {
    const FOLDER: &'static str = "restricted";

    fn of(records: &Records) -> &Self {
        &records.all
    }
}

/// Returns what the public may see of `data`.
pub fn public(data: &Dataset) -> PublicDataset {
    let mut open = data.clone();
    for line in open.agenda.values_mut().flatten().filter(|line| line.is_exempt()) {
        // The title, the paragraph, the reason and the summary are written to be published.
        line.text = None;
        line.ask = None;
        line.report_of = None;
        line.issue = None;
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
    // A text is public where a public paper is made of it; a text that nothing names is nobody's.
    let named: BTreeSet<String> = open
        .papers
        .values()
        .flatten()
        .filter_map(|own| own.file.as_ref())
        .map(|own| own.value.clone())
        .collect();
    open.reports.retain(|file, _| named.contains(file));
    for (meeting, book) in &mut open.minutes {
        for minute in &mut book.items {
            if is_exempt(data, meeting, minute) {
                minute.title = None;
                minute.movements.clear();
                minute.paragraphs.clear();
            }
        }
    }
    for decision in &mut open.decisions {
        if !decision.exempt_paragraphs.is_empty() {
            decision.decision.value = super::record::RichText::default();
            decision.reasons = None;
            decision.alternatives = None;
            decision.interests = None;
            decision.urgency_basis = None;
            decision.consultees.clear();
            decision.background_papers.clear();
        }
    }
    for issue in open.issues.iter_mut().filter(|issue| !issue.private_paragraphs.is_empty()) {
        issue.documents.clear();
        issue.background_papers.clear();
    }
    open.follow_ups.retain(|follow_up| {
        let number = follow_up.minute.as_ref().map(|minute| &*minute.value);
        !data.minutes.get(follow_up.meeting.as_str()).is_some_and(|book| {
            book.items.iter().any(|minute| {
                is_exempt(data, follow_up.meeting.as_str(), minute)
                    && number.is_none_or(|number| {
                        minute.number.as_ref().is_none_or(|own| number.starts_with(&*own.value))
                    })
            })
        })
    });
    PublicDataset(open)
}

/// Returns whether a minute is withheld from the public.
pub fn is_exempt(data: &Dataset, meeting: &str, minute: &Minute) -> bool {
    if !minute.exempt_paragraphs.is_empty() {
        return true;
    }
    let Some(item) = &minute.item else { return false };
    // A minute whose item can't be found may be anybody's: it is withheld.
    data.item(meeting, item).is_none_or(AgendaLine::is_exempt)
}
