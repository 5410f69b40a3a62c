//! Opens the papers of a pack: supplied files, reports written as texts, and documents generated from
//! the same records.

use std::collections::BTreeMap;

use super::Session;
use crate::diag::{Diagnostic, Diagnostics, Origin};
use crate::kinds::{self, AnyKind, report};
use crate::model::access::AudienceName;
use crate::model::bundle::{self, Bundle, PageNumbers};
use crate::model::form::Form;
use crate::model::meeting::{Meeting, Paper};
use crate::model::value::Language;
use crate::pack::{Claims, Refusal};
use crate::papers::{Opened, Opener};
use crate::parallel;
use crate::store;
use crate::typeset::{self, Conformance, Identity};

/// A paper that was opened: its index among those of the meeting, its clean copy, and the paragraphs
/// under which it is withheld.
pub(super) type OpenedPaper = (usize, Opened, Option<Vec<u32>>);

/// Opens the papers of a bundle, and returns withheld ones last; `None` where one is refused, with the
/// reasons in `diags`.
pub(super) fn open(
    session: &Session,
    diags: &mut Diagnostics,
    meeting: &Meeting,
    bundle: &Bundle,
) -> Option<Vec<OpenedPaper>> {
    let opener = session.inputs.opener.as_ref()?;
    let name = meeting.meeting.as_str();
    let papers = session.data().papers_of(name);
    let mut supplied = open_supplied(session, opener, papers, &bundle.papers);
    let mut opened = Vec::new();
    let mut is_complete = true;
    for &at in &bundle.papers {
        let paper = &papers[at];
        let withheld = paper.withheld().map(<[u32]>::to_vec);
        let Some(file) = paper.file.known() else { continue };
        let found = if let Some((kind, key)) = bundle::generated_document(&file.value) {
            let named = (kind, key);
            generated_document(session, diags, named, &file.origin, withheld.is_some(), opener)
        } else if session.data().reports.contains_key(&file.value) {
            text_report(session, diags, meeting, at, withheld.is_some(), opener)
        } else {
            let answer = supplied.remove(&at).expect("every supplied paper was opened");
            opened_or_reported(diags, &file.value, &file.origin, answer)
        };
        match found {
            Some(found) => opened.push((at, found, withheld)),
            None => is_complete = false,
        }
    }
    opened.sort_by_key(|(_, _, withheld)| withheld.is_some());
    is_complete.then_some(opened)
}

/// The result of opening a paper: an error where it can't be read, a refusal where it can't be bound.
type Answer = anyhow::Result<Result<Opened, Refusal>>;

/// Opens the supplied papers of a bundle, each in a separate process, by their indexes.
fn open_supplied(
    session: &Session,
    opener: &Opener,
    papers: &[Paper],
    bundle: &[usize],
) -> BTreeMap<usize, Answer> {
    let is_supplied = |file: &str| {
        bundle::generated_document(file).is_none() && !session.data().reports.contains_key(file)
    };
    let files: Vec<(usize, &str)> = bundle
        .iter()
        .filter_map(|at| Some((*at, &*papers[*at].file.known()?.value)))
        .filter(|(_, file)| is_supplied(file))
        .collect();
    let answers = parallel::map(parallel::processors(), files.len(), |at| {
        let (at, file) = files[at];
        let folder = session.inputs.data.join("documents");
        (at, opener.open(&store::below(&folder, file)))
    });
    answers.into_iter().collect()
}

/// Returns a paper that was opened, or reports why it was not.
fn opened_or_reported(
    diags: &mut Diagnostics,
    file: &str,
    origin: &Origin,
    answer: Answer,
) -> Option<Opened> {
    let refused = match answer {
        Ok(Ok(opened)) => return Some(opened),
        Ok(Err(refusal)) => {
            Diagnostic::error("paper/refused", format!("`{file}` {}", refusal.cause))
                .hint(refusal.hint)
        }
        Err(error) => Diagnostic::error("paper/unreadable", format!("{error:#}")),
    };
    diags.push(refused.at(origin));
    None
}

/// Typesets a report that was written as a text.
fn text_report(
    session: &Session,
    diags: &mut Diagnostics,
    meeting: &Meeting,
    at: usize,
    withheld: bool,
    opener: &Opener,
) -> Option<Opened> {
    let name = meeting.meeting.as_str();
    let view = if withheld {
        report::view(&session.records.all, name, at)
    } else {
        report::view(&session.records.public, name, at)
    };
    let identity = Identity {
        ident: format!("{}/{name}/{}", report::TEMPLATE, session.data().papers_of(name)[at].id()),
        date: meeting.date.value,
        form: Form::Pdf,
        language: Language::default(),
        conformance: Conformance::Document,
        shows_pages: false,
    };
    let work = session.work(diags, report::TEMPLATE, name, view?, identity)?;
    let document = session.typeset(diags, report::TEMPLATE, &work, &PageNumbers::new())?;
    keep(diags, opener, document)
}

/// Makes a document that is a paper of another meeting: minutes to be approved, a quarter's report. One for
/// members can only be a paper that is withheld.
fn generated_document(
    session: &Session,
    diags: &mut Diagnostics,
    (kind, key): (&str, &str),
    origin: &Origin,
    withheld: bool,
    opener: &Opener,
) -> Option<Opened> {
    let can_be_paper = |kind: &&&dyn AnyKind| {
        kind.pack_contents().is_none()
            && !kind.shows_page_numbers()
            && (withheld || kind.audience() == AudienceName::Public)
    };
    let mut jobs = session.jobs_about(key).iter();
    let Some(job) = jobs.find(|job| job.kind.name() == kind && can_be_paper(&&job.kind)) else {
        let known: Vec<&str> =
            kinds::ALL.iter().filter(can_be_paper).map(|kind| kind.name()).collect();
        diags.push(
            Diagnostic::error("paper/unknown", format!("the records call for no `{kind}:{key}`"))
                .at(origin)
                .hint(format!(
                    "write `{}`, then `:` and a meeting or quarter that has one",
                    known.join("` or `")
                )),
        );
        return None;
    };
    let work = session.merge(diags, job)?;
    let document = session.typeset(diags, job.kind.template(), &work, &PageNumbers::new())?;
    keep(diags, opener, document)
}

/// Stores the clean copy of a document that this program made.
fn keep(diags: &mut Diagnostics, opener: &Opener, document: typeset::Document) -> Option<Opened> {
    match opener.keep(document.pdf) {
        Ok(opened) => Some(opened),
        Err(error) => {
            diags.push(Diagnostic::error("pack/failed", format!("{error:#}")));
            None
        }
    }
}

/// Returns warnings about the claims that a paper takes from its packs, and a note about what was
/// removed from it.
pub(super) fn remarks(paper: &Paper, claims: &Claims, removed: &[String]) -> Vec<Diagnostic> {
    let mut remarks = Vec::new();
    let Some(file) = paper.file.known() else { return remarks };
    if let Some(reason) = claims.why_not_accessible().first() {
        remarks.push(
            Diagnostic::warning(
                "pack/no-pdf-ua",
                format!("no pack with `{file}` claims PDF/UA-1: {reason}"),
            )
            .at(&file.origin)
            .hint("ask its author to save it again as an accessible (tagged) PDF"),
        );
    }
    if let Some(reason) = claims.why_not_archival().first() {
        remarks.push(
            Diagnostic::warning(
                "pack/no-pdf-a",
                format!("no pack with `{file}` claims PDF/A: {reason}"),
            )
            .at(&file.origin)
            .hint("ask its author to save it again as PDF/A-2"),
        );
    }
    if !removed.is_empty() {
        let message = format!("removed from `{file}`: {}", removed.join("; "));
        remarks.push(Diagnostic::note("pack/taken-out", message).at(&file.origin));
    }
    remarks
}
