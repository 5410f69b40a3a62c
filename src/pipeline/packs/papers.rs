//! Opens the papers of a pack: supplied files, and documents that this program makes.

use super::super::renderer::Renderer;
use super::append::append;
use super::inputs::copy_key;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::bundle::PageNumbers;
use crate::pack::words::HiddenKind;
use crate::pack::{Facts, Refusal};
use crate::packs::bind::{BindBundle, BindPaper, PaperContent};
use crate::packs::layout::{LayoutFault, PlacedPaper};
use crate::papers::{Opened, PaperSource, TypesetPaper};
use crate::parallel;
use crate::typeset::SharedWork;

/// Opens the papers of a bundle, and returns withheld ones last; `None` where one is refused, with the
/// reasons in `faults`.
pub(super) fn open(
    renderer: &Renderer,
    source: &PaperSource,
    faults: &mut Vec<LayoutFault>,
    bundle: &BindBundle,
) -> Option<Vec<PlacedPaper>> {
    let supplied = open_supplied(source, &bundle.papers);
    let mut papers = Vec::new();
    let mut is_complete = true;
    for (paper, supplied) in bundle.papers.iter().zip(supplied) {
        let mut diags = Diagnostics::default();
        let opened = match (&paper.content, supplied) {
            // What was refused before is reported where that was.
            (None, _) => None,
            (Some(_), Some(answer)) => opened_or_reported(&mut diags, &paper.file, answer),
            (Some(PaperContent::Typeset(work)), None) => {
                typeset(renderer, source, &mut diags, work)
            }
            (Some(PaperContent::Supplied(_)), None) => None,
        };
        let opened = opened.filter(|opened| {
            let hidden_text = paper.hidden_text.as_deref();
            paper.withheld.is_some()
                || may_show_hidden_words(&mut diags, &paper.file, hidden_text, &opened.facts)
        });
        faults.extend(diags.into_vec().into_iter().map(|diagnostic| LayoutFault {
            supplement: bundle.supplement,
            paper: Some(paper.id.clone()),
            diagnostic,
        }));
        match opened {
            Some(opened) => {
                let remarks = remarks(&paper.file, &opened.facts);
                papers.push(PlacedPaper::new(paper, opened, remarks));
            }
            None => is_complete = false,
        }
    }
    papers.sort_by_key(|paper| paper.withheld.is_some());
    is_complete.then_some(papers)
}

/// The result of opening a paper: an error where it can't be read, a refusal where it can't be bound.
type Answer = anyhow::Result<Result<Opened, Refusal>>;

/// Opens those of the papers that were supplied, each in a separate process; `None` for the others.
fn open_supplied(source: &PaperSource, papers: &[BindPaper]) -> Vec<Option<Answer>> {
    parallel::map(parallel::processors(), papers.len(), |at| match &papers[at].content {
        Some(PaperContent::Supplied(content)) => Some(source.open(content)),
        Some(PaperContent::Typeset(_)) | None => None,
    })
}

/// Returns a paper that was opened, or reports why it was not.
pub(super) fn opened_or_reported(
    diags: &mut Diagnostics,
    file: &str,
    answer: Answer,
) -> Option<Opened> {
    diags.push(match answer {
        Ok(Ok(opened)) => return Some(opened),
        Ok(Err(refusal)) => refused(file, refusal),
        Err(error) => Diagnostic::new(Code::PaperUnreadable, format!("{error:#}")),
    });
    None
}

/// Returns the error for a paper that can't be bound.
pub(super) fn refused(file: &str, refusal: Refusal) -> Diagnostic {
    Diagnostic::new(Code::PaperRefused, format!("`{file}` {}", refusal.cause)).hint(refusal.hint)
}

/// Returns the clean copy of a document that this program makes: an earlier one, or that of the document,
/// which is typeset. It is trusted, so no separate process is needed.
fn typeset(
    renderer: &Renderer,
    source: &PaperSource,
    diags: &mut Diagnostics,
    work: &SharedWork,
) -> Option<Opened> {
    let mut failure = None;
    let make = || {
        let mut found = Diagnostics::default();
        let mut document = renderer.typeset(&mut found, work, &PageNumbers::new());
        if let (Some(front), Some(appended)) =
            (document.take_if(|_| work.appended.is_some()), &work.appended)
        {
            document = append(renderer, &mut found, source, work, appended, front).unwrap_or_else(
                |error| {
                    failure = Some(error);
                    None
                },
            );
        }
        let is_kept = found.iter().next().is_none();
        diags.append(found);
        Some(TypesetPaper { pdf: document?.pdf, is_kept })
    };
    let opened = source.opener.typeset(&copy_key(work), make);
    match failure.map_or(opened, Err) {
        Ok(opened) => opened,
        Err(error) => {
            diags.push(Diagnostic::new(Code::PackFailed, format!("{error:#}")));
            None
        }
    }
}

/// Returns whether a paper may go into a public pack with the words in it that nobody sees, of which its row says
/// `hidden_text`; reports where it may not.
pub(super) fn may_show_hidden_words(
    diags: &mut Diagnostics,
    file: &str,
    hidden_text: Option<&str>,
    facts: &Facts,
) -> bool {
    let hidden = facts.hidden.iter().filter(|(kind, _)| *kind != HiddenKind::Recognised);
    let found: Vec<&str> = hidden.map(|(_, words)| &**words).collect();
    if found.is_empty() {
        return true;
    }
    let reason = hidden_text.and_then(|text| text.trim().strip_prefix("accept"));
    if reason.is_some_and(|reason| reason.chars().any(char::is_alphanumeric)) {
        return true;
    }
    let message = format!("`{file}` {}", found.join("; "));
    diags.push(Diagnostic::new(Code::PaperHiddenText, message).hint(
        "have its author take the words out, or write `accept:` and the reason why the public may have them in \
         its column `hidden-text`",
    ));
    false
}

/// Returns warnings about damage to a paper, words in it that nobody sees, and a note about what was removed
/// from it.
pub(super) fn content_remarks(file: &str, facts: &Facts) -> Vec<Diagnostic> {
    let mut remarks = Vec::new();
    for (kind, words) in &facts.hidden {
        let code = if *kind == HiddenKind::Recognised {
            Code::PackRecognisedText
        } else {
            Code::PackHiddenText
        };
        remarks.push(
            Diagnostic::new(code, format!("`{file}` {words}"))
                .hint("see to it that the words are those that people see"),
        );
    }
    for damage in &facts.damage {
        remarks.push(
            Diagnostic::new(Code::PackDamaged, format!("`{file}` {damage}"))
                .hint("compare it with the pack, or print it to a new PDF"),
        );
    }
    if !facts.removed.is_empty() {
        let message = format!("removed from `{file}`: {}", facts.removed.join("; "));
        remarks.push(Diagnostic::new(Code::PackTakenOut, message));
    }
    remarks
}

/// Returns what is to be said of a paper in a pack: of its content, and of the claims that it takes from its
/// packs.
pub(super) fn remarks(file: &str, facts: &Facts) -> Vec<Diagnostic> {
    remarks_of(file, facts, "no pack with")
}

/// Returns the same of a paper behind a document, as an appendix is behind minutes.
pub(super) fn behind_remarks(file: &str, facts: &Facts) -> Vec<Diagnostic> {
    remarks_of(file, facts, "no document with")
}

fn remarks_of(file: &str, facts: &Facts, none_with: &str) -> Vec<Diagnostic> {
    let mut remarks = content_remarks(file, facts);
    let claims = &facts.claims;
    if let Some(reason) = claims.why_not_accessible().first() {
        remarks.push(
            Diagnostic::new(
                Code::PackNoPdfUa,
                format!("{none_with} `{file}` claims PDF/UA-1: {reason}"),
            )
            .hint("ask its author to save it again as an accessible (tagged) PDF"),
        );
    }
    // That nobody has validated its claim is in the receipt; its author can do nothing about it.
    if claims.claimed_level().is_none()
        && let Some(reason) = claims.why_not_archival().first()
    {
        remarks.push(
            Diagnostic::new(
                Code::PackNoPdfA,
                format!("{none_with} `{file}` claims PDF/A: {reason}"),
            )
            .hint("ask its author to save it again as PDF/A-2"),
        );
    }
    remarks
}
