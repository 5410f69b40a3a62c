//! What an officer sees first: the days to come, the meetings with their documents, and what is wrong in which cell.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use serde::Deserialize;

use super::RunOptions;
use crate::check::About;
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::model::confirmation::is_draft;
use crate::model::form::Form;
use crate::model::meeting::{LineKind, PaperStatus, Status};
use crate::model::value::TimeOfDay;
use crate::pipeline::exposure::Exposures;
use crate::pipeline::packs::known_papers;
use crate::pipeline::publish::Publication;
use crate::pipeline::published_versions::PublishedVersions;
use crate::pipeline::scope::Scope;
use crate::pipeline::state::State;
use crate::pipeline::{Listed, Selection, Session, plan};
use crate::rules::calendar::Calendar;
use crate::rules::deadlines::{Deadline, deadlines};
use crate::store;

/// The records of a council at a glance.
#[derive(Debug)]
pub struct Overview {
    /// The council's name; empty where its file was lost.
    pub council: String,
    /// The day for which it is.
    pub today: NaiveDate,
    /// The days still to come, the earliest first.
    pub deadlines: Vec<Deadline>,
    /// The meetings, the latest first.
    pub meetings: Vec<MeetingOverview>,
    /// What is published besides the papers of meetings, such as forward plans and quarterly reports: the latest first.
    pub publications: Vec<PublicationOverview>,
    /// What was found, errors first.
    pub faults: Vec<Fault>,
}

impl Overview {
    /// Returns a meeting by its name in the records.
    pub fn meeting(&self, id: &str) -> Option<&MeetingOverview> {
        self.meetings.iter().find(|meeting| meeting.id == id)
    }

    /// Returns a publication by its path below the folder of all, such as `cabinet-2026-01-13` or `forward-plan/2026-01`.
    pub fn publication(&self, path: &str) -> Option<&PublicationOverview> {
        let of_meeting = self.meeting(path).map(|meeting| &meeting.publication);
        of_meeting.or_else(|| self.publications.iter().find(|found| found.path == path))
    }
}

/// What is published together at a glance.
#[derive(Debug)]
pub struct PublicationOverview {
    /// Which it is.
    pub publication: Publication,
    /// Its path below the folder of all publications, such as `forward-plan/2026-01`.
    pub path: String,
    /// What it is called for people.
    pub title: String,
    /// The latest day of its documents, where they have one.
    pub date: Option<NaiveDate>,
    /// The documents that the records call for.
    pub documents: Vec<DocumentOverview>,
}

impl PublicationOverview {
    /// Returns whether any of its documents is published.
    pub fn is_published(&self) -> bool {
        self.documents.iter().any(|document| document.published.is_some())
    }

    /// Returns whether any of its documents was made otherwise since it was published.
    pub fn is_changed(&self) -> bool {
        self.documents.iter().any(|document| document.is_changed)
    }
}

/// A meeting at a glance.
#[derive(Debug)]
pub struct MeetingOverview {
    /// Its name in the records, such as `cabinet-2026-01-13`.
    pub id: String,
    /// Its documents, and what they are called together.
    pub publication: PublicationOverview,
    /// The full name of its body.
    pub body: String,
    /// The day.
    pub date: NaiveDate,
    /// When it begins, where that is known.
    pub time: Option<TimeOfDay>,
    /// Where it is held.
    pub venue: Option<String>,
    /// Whether it will be, was, or won't be held.
    pub status: Status,
    /// Its items.
    pub items: Vec<ItemOverview>,
    /// Whether it was held, and its minutes are drafted and not yet confirmed.
    pub has_unconfirmed_minutes: bool,
    /// The day on which its body meets next, where that is known.
    pub next: Option<NaiveDate>,
    /// What was found that concerns it, by its places in [`Overview::faults`].
    pub faults: Vec<usize>,
}

/// An item of an agenda at a glance.
#[derive(Debug)]
pub struct ItemOverview {
    /// Its number, such as `5a`; empty where it has none.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Whether it is withheld from the public.
    pub is_private: bool,
    /// Its papers.
    pub papers: Vec<PaperOverview>,
}

/// A paper of an item at a glance.
#[derive(Debug)]
pub struct PaperOverview {
    /// Its title.
    pub title: String,
    /// Whether it is still to follow.
    pub is_to_follow: bool,
}

/// A document at a glance.
#[derive(Debug)]
pub struct DocumentOverview {
    /// The name of its kind, such as `agenda`.
    pub kind: &'static str,
    /// The form in which it is typeset.
    pub form: Form,
    /// Its path below the output folder, with forward slashes.
    pub file: String,
    /// Whether everybody may read it.
    pub is_public: bool,
    /// Whether it was made, and is in the output folder.
    pub is_made: bool,
    /// When it was published, as the receipt states it; `None` where it is not.
    pub published: Option<String>,
    /// Whether it was made otherwise since it was published.
    pub is_changed: bool,
    /// The papers in it, where it is a pack that was made.
    pub papers: Vec<PaperPlace>,
}

/// Where a pack that was made has a paper.
#[derive(Debug, Deserialize)]
pub struct PaperPlace {
    /// The number of its item.
    pub item: String,
    /// Its title.
    pub title: String,
    /// The number of its first page, as the pack numbers them.
    pub first: usize,
}

/// What is read of the receipt beside a pack.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Papers {
    first_page: usize,
    papers: Vec<PaperPlace>,
}

/// Something that was found.
#[derive(Debug)]
pub struct Fault {
    /// What it is.
    pub diagnostic: Diagnostic,
    /// The meetings that it concerns; none where it concerns no meeting, or everything.
    pub meetings: Vec<String>,
}

/// Checks all records, as [`check`](super::check()) does, and returns them at a glance. Nothing is opened or written.
///
/// # Errors
/// When the data or the templates can't be opened.
pub fn overview(run: &RunOptions) -> anyhow::Result<Overview> {
    let selection = Selection { html: true, ..Selection::default() };
    let mut diags = Diagnostics::default();
    let session = Session::open(&mut diags, &run.inputs()?, &[])?;
    let jobs = plan(&session, &selection);
    Exposures::find(&session, &run.output)?.report(&mut diags, &run.output);
    diags.append(known_papers(&session, &run.output, &jobs)?.diags);
    let of_records = session.findings(&Scope::of_selection(&session, &selection, &jobs), &jobs);
    let mut faults: Vec<Fault> = diags
        .into_vec()
        .into_iter()
        .map(|diagnostic| Fault { diagnostic, meetings: Vec::new() })
        .collect();
    faults.extend(of_records.into_iter().map(|finding| {
        Fault {
            meetings: finding
                .about
                .into_iter()
                .filter_map(|about| match about {
                    About::Meeting(name) => Some(name),
                    _ => None,
                })
                .collect(),
            diagnostic: finding.diagnostic,
        }
    }));
    faults.retain(|fault| fault.diagnostic.severity() != Severity::Note);
    faults.sort_by(|a, b| {
        let rank = |fault: &Fault| fault.diagnostic.severity() != Severity::Error;
        rank(a).cmp(&rank(b)).then_with(|| a.diagnostic.by_place(&b.diagnostic))
    });
    let published = PublishedVersions::find(&jobs, &run.output);
    // Only of what is published it matters how it was made.
    let made = match published.is_empty() {
        true => BTreeMap::new(),
        false => State::digests(&run.output),
    };
    let mut documents_of: BTreeMap<
        String,
        (Publication, Option<NaiveDate>, Vec<DocumentOverview>),
    > = BTreeMap::new();
    for (at, job) in jobs.iter().enumerate() {
        let publication = Publication::of_job(job);
        let of_it = documents_of
            .entry(publication.path())
            .or_insert_with(|| (publication, None, Vec::new()));
        let listed = job.listed();
        let differs = |digest: &String| published.differs(at, digest);
        let is_changed = made.get(&listed.file).is_some_and(differs);
        let published = published.moment(at).map(str::to_owned);
        let publishing = Publishing { published, is_changed };
        of_it.1 = of_it.1.max(job.subject.date());
        of_it.2.push(document(listed, job.form, &run.output, publishing));
    }
    let mut faults_of: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, fault) in faults.iter().enumerate() {
        for meeting in &fault.meetings {
            let of_meeting = faults_of.entry(meeting).or_default();
            // A meeting may be named twice.
            if of_meeting.last() != Some(&at) {
                of_meeting.push(at);
            }
        }
    }
    let data = session.data();
    let of_publication = |publication: Publication, date: Option<NaiveDate>, documents| {
        let title = publication.title(&session, date.unwrap_or(run.today));
        PublicationOverview { path: publication.path(), publication, title, date, documents }
    };
    let mut meetings: Vec<MeetingOverview> = data
        .meetings
        .iter()
        .map(|meeting| {
            let id = meeting.meeting.as_str();
            let items = data.agenda_of(id).iter().filter(|line| line.kind() == LineKind::Item);
            let papers = data.papers_of(id);
            let documents = documents_of.remove(id).map(|of_it| of_it.2).unwrap_or_default();
            let publication = Publication::Meeting(id.to_owned());
            MeetingOverview {
                id: id.to_owned(),
                publication: of_publication(publication, Some(meeting.date.value), documents),
                body: data.body_of(meeting).map(|body| body.name.to_string()).unwrap_or_default(),
                date: meeting.date.value,
                time: meeting.time.as_ref().map(|time| time.value),
                venue: meeting.venue.as_ref().map(ToString::to_string),
                status: meeting.status(),
                items: items
                    .map(|line| ItemOverview {
                        number: line.number.as_ref().map(ToString::to_string).unwrap_or_default(),
                        title: line.title.as_ref().map(ToString::to_string).unwrap_or_default(),
                        is_private: line.is_exempt(),
                        papers: papers
                            .iter()
                            .filter(|paper| line.has_number(&paper.number))
                            .filter_map(|paper| {
                                Some(PaperOverview {
                                    title: paper.title.known()?.to_string(),
                                    is_to_follow: paper.status() == PaperStatus::ToFollow,
                                })
                            })
                            .collect(),
                    })
                    .collect(),
                has_unconfirmed_minutes: meeting.date.value < run.today
                    && data.minutes.get(id).is_some_and(|book| is_draft(data, meeting, book)),
                next: data.next_meeting(meeting).map(|next| next.date.value),
                faults: faults_of.get(id).cloned().unwrap_or_default(),
            }
        })
        .collect();
    meetings.sort_by(|a, b| (b.date, &b.id).cmp(&(a.date, &a.id)));
    let publications = documents_of.into_values();
    let mut publications: Vec<PublicationOverview> = publications
        .map(|(publication, date, documents)| of_publication(publication, date, documents))
        .collect();
    publications.sort_by_key(|found| std::cmp::Reverse(found.date));
    let calendar = Calendar::from_data(data);
    Ok(Overview {
        council: data.council.as_ref().map(|council| council.name.to_string()).unwrap_or_default(),
        today: run.today,
        deadlines: deadlines(data, &calendar, run.today),
        meetings,
        publications,
        faults,
    })
}

/// Whether a document is published, and has changed since.
struct Publishing {
    published: Option<String>,
    is_changed: bool,
}

fn document(listed: Listed, form: Form, output: &Path, publishing: Publishing) -> DocumentOverview {
    let path = store::below(output, &listed.file);
    DocumentOverview {
        kind: listed.kind,
        form,
        papers: papers(&path).unwrap_or_default(),
        is_public: listed.file.starts_with("public/"),
        is_made: store::is_file(&path),
        file: listed.file,
        published: publishing.published,
        is_changed: publishing.is_changed,
    }
}

/// Returns the papers of a pack, with their pages counted from 1; `None` where nothing beside it tells of any.
fn papers(pack: &Path) -> Option<Vec<PaperPlace>> {
    let bytes = store::read_if_there(&pack.with_extension("json")).ok()??;
    let Papers { first_page, mut papers } = serde_json::from_slice(&bytes).ok()?;
    papers.iter_mut().for_each(|paper| paper.first = (paper.first + 1).saturating_sub(first_page));
    Some(papers)
}
