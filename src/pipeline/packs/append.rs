//! Binds supplied papers behind a document that this program makes, as appendices behind minutes.

use super::super::Session;
use super::super::renderer::Renderer;
use super::judge::{self, Judge};
use super::papers::{behind_remarks, may_show_hidden_words, opened_or_reported};
use super::{PRODUCER, clean_part, link_words, stamp};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::kinds::{AppendedFile, stamps};
use crate::model::access::AudienceName;
use crate::model::council::PackSettings;
use crate::pack::{self, PageLabels, Plan, Source};
use crate::packs::pages::PackPages;
use crate::papers::{self, Opened, PaperSource};
use crate::parallel;
use crate::store;
use crate::typeset::{Appended, AppendedPaper, Document, Work};

/// Returns what these files are behind a document; `None` where one can't be read, with the reason in `diags`.
pub(in crate::pipeline) fn appended(
    session: &Session,
    diags: &mut Diagnostics,
    files: Vec<AppendedFile>,
) -> Option<Appended> {
    let council = session.data().council.as_ref();
    let settings = council.and_then(|council| council.packs.as_ref());
    let opener = session.inputs.opener.as_ref();
    let validator = opener.and_then(|opener| opener.validator.as_ref());
    let papers: Vec<Option<AppendedPaper>> =
        files.into_iter().map(|file| paper(session, diags, file)).collect();
    Some(Appended {
        council: council.map(|council| council.name.to_string()).unwrap_or_default(),
        removes_marks: settings.is_some_and(PackSettings::removes_marks),
        validator: validator.map(|validator| validator.name.clone()),
        papers: papers.into_iter().collect::<Option<_>>()?,
    })
}

/// Returns a paper with the digest of its content; `None` where it can't be read.
fn paper(
    session: &Session,
    diags: &mut Diagnostics,
    appended: AppendedFile,
) -> Option<AppendedPaper> {
    let AppendedFile { number, name, label, title, file, hidden_text } = appended;
    let path = store::below(&session.inputs.data.join("documents"), &file.value);
    match papers::content_of(&path) {
        Ok(content) => {
            let file = file.value;
            Some(AppendedPaper { number, name, label, title, file, content, hidden_text })
        }
        Err(error) => {
            let message = format!("{error:#}");
            diags.push(Diagnostic::new(Code::PaperUnreadable, message).at(&file.origin));
            None
        }
    }
}

/// Returns where the papers behind a document are; `None` where there is nothing to open them.
pub(in crate::pipeline) fn appended_source(
    session: &Session,
    appended: &Appended,
) -> Option<PaperSource> {
    let documents = session.inputs.data.join("documents");
    let files = appended.papers.iter();
    let files = files.map(|paper| (paper.content.clone(), store::below(&documents, &paper.file)));
    Some(PaperSource { opener: session.inputs.opener.clone()?, files: files.collect() })
}

/// Binds papers behind a document; `None` where one is refused, with the reason in `diags`.
///
/// # Errors
/// When a clean copy can't be read, the whole can't be bound, or another validator than that of the document is to
/// confirm it.
pub(in crate::pipeline) fn append(
    renderer: &Renderer,
    diags: &mut Diagnostics,
    source: &PaperSource,
    work: &Work,
    appended: &Appended,
    document: Document,
) -> anyhow::Result<Option<Document>> {
    let opener = source.opener.with_marks(appended.removes_marks);
    let source = PaperSource { opener, files: source.files.clone() };
    let judge = Judge::of(&source.opener);
    anyhow::ensure!(
        appended.validator.as_deref() == judge.name(),
        "{} is to be confirmed by another validator than there is",
        work.ident
    );
    let Some(opened) = open(diags, &source, work, appended) else { return Ok(None) };
    let bound = judge.bind(|permitted| {
        let front = Document { pdf: document.pdf.clone(), pages: document.pages };
        let front = clean_part(front, &source.opener.limits)?;
        let title = front.facts.title.clone().unwrap_or_else(|| work.name.clone());
        let mut pages =
            PackPages { next: 1, parts: Vec::new(), stamps: Vec::new(), of_pack: Some(false) };
        pages.add(Source::InMemory(Box::new(front)), &title, &[], "front", |stamp| {
            stamp.plain = true;
        });
        for (paper, opened) in appended.papers.iter().zip(&opened) {
            let title = bookmark(renderer, paper);
            let mut page = 0;
            pages.add(Source::Stored(opened), &title, &[], &paper.name, |stamp| {
                page += 1;
                let (number, label) = (paper.number, paper.label.clone());
                stamp.appendix = Some(stamps::AppendixStamp { number, label, page });
            });
        }
        let PackPages { parts, stamps, .. } = pages;
        let view = stamps::view(work.audience, "", None, stamps);
        let Some(stamped) = stamp(renderer, diags, &work.name, &work.ident, work.date, view) else {
            return Ok(None);
        };
        let plan = Plan {
            title,
            author: Some(appended.council.clone()),
            ident: Some(work.ident.clone()),
            producer: PRODUCER.to_owned(),
            language: Some(work.language.to_string()),
            link_words: link_words(renderer.words()),
            date: Some(work.date),
            labels: PageLabels::Numbered(1),
            accessible: permitted.accessible,
            archival: permitted.archival,
            parts,
            stamps: Some(&stamped.pdf),
        };
        pack::bind(plan).map(Some)
    })?;
    let Some((bound, unconfirmed)) = bound else { return Ok(None) };
    judge::report(diags, &work.ident, &unconfirmed);
    Ok(Some(Document { pdf: bound.pdf, pages: bound.pages }))
}

/// Opens the papers behind a document; `None` where one is refused, with the reason in `diags`.
fn open(
    diags: &mut Diagnostics,
    source: &PaperSource,
    work: &Work,
    appended: &Appended,
) -> Option<Vec<Opened>> {
    let papers = &appended.papers;
    let answers =
        parallel::map(parallel::processors(), papers.len(), |at| source.open(&papers[at].content));
    let mut opened = Vec::new();
    for (paper, answer) in papers.iter().zip(answers) {
        let Some(found) = opened_or_reported(diags, &paper.file, answer) else { continue };
        let hidden_text = paper.hidden_text.as_deref();
        let may_show = work.audience == AudienceName::Restricted
            || may_show_hidden_words(diags, &paper.file, hidden_text, &found.facts);
        if may_show {
            behind_remarks(&paper.file, &found.facts)
                .into_iter()
                .for_each(|remark| diags.push(remark));
            opened.push(found);
        }
    }
    (opened.len() == papers.len()).then_some(opened)
}

/// Returns the bookmark of an appendix: its name and its title.
fn bookmark(renderer: &Renderer, paper: &AppendedPaper) -> String {
    let label = paper.label.clone();
    let label = label.unwrap_or_else(|| {
        renderer.words().appendix.replace("{number}", &paper.number.to_string())
    });
    match &paper.title {
        Some(title) => format!("{label}: {title}"),
        None => label,
    }
}
