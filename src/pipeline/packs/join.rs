//! Joins files by themselves, without a council's records.

use std::path::{Path, PathBuf};

use anyhow::Context;

use super::super::renderer::Renderer;
use super::judge::{self, Judge, Permitted};
use super::papers::{content_remarks, opened_or_reported};
use super::{PRODUCER, clean_part, link_words, stamp};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::kinds::{contents, stamps};
use crate::model::access::AudienceName;
use crate::model::bundle::PageNumbers;
use crate::model::form::Form;
use crate::model::value::Language;
use crate::pack::{self, Bound, Facts, Limits, PageLabels, Part, Plan, Reason, Source, file_name};
use crate::packs::pages::numbers_only;
use crate::papers::{Opened, Opener};
use crate::parallel;
use crate::typeset::{Conformance, Identity, ShownPages};

/// How files are joined.
#[derive(Debug, Clone)]
pub struct Joining {
    /// The title.
    pub title: String,
    /// Who publishes it: the author in its metadata.
    pub author: Option<String>,
    /// The language; that of the first file that states one unless set.
    pub language: Option<Language>,
    /// Whether pages with the contents come first.
    pub has_contents: bool,
    /// Whether each page is stamped with its number.
    pub stamps_numbers: bool,
    /// The number of the first page. Unless it is set, and where there are neither contents nor numbers on
    /// the pages, each file keeps its page labels.
    pub first_page: Option<u32>,
}

/// A file that was joined from others.
#[derive(Debug)]
pub struct Joined {
    /// The file.
    pub bound: Bound,
    /// What it was joined from, in order.
    pub parts: Vec<JoinedPart>,
    /// The validator that confirmed what it claims, where one was asked for.
    pub validator: Option<String>,
}

/// A file in a joined one.
#[derive(Debug, Clone)]
pub struct JoinedPart {
    /// The path, as it was given.
    pub file: PathBuf,
    /// Its title.
    pub title: String,
    /// The number of its first page, counted as those of the joined file are.
    pub first: u32,
    /// The number of its last page.
    pub last: u32,
    /// Why it keeps the joined file from claiming PDF/UA-1.
    pub against_accessible: Vec<Reason>,
    /// Why it keeps the joined file from claiming PDF/A-2.
    pub against_archival: Vec<Reason>,
}

/// Opens files, each in a separate process; `None` where one is refused, with the reasons in `diags`.
pub(in crate::pipeline) fn open_files(
    opener: &Opener,
    diags: &mut Diagnostics,
    files: &[PathBuf],
) -> Option<Vec<Opened>> {
    let answers = parallel::map(parallel::processors(), files.len(), |at| opener.open(&files[at]));
    let opened: Vec<Option<Opened>> = files
        .iter()
        .zip(answers)
        .map(|(file, answer)| opened_or_reported(diags, &file.display().to_string(), answer))
        .collect();
    opened.into_iter().collect()
}

/// Joins files that are opened; `None` where the contents or the stamps are refused, with the reasons in
/// `diags`, which call the joined file by the path `output`.
///
/// # Errors
/// When a clean copy can't be read, or the file can't be bound.
pub(in crate::pipeline) fn join(
    renderer: &Renderer,
    diags: &mut Diagnostics,
    joining: &Joining,
    opener: &Opener,
    files: &[(PathBuf, Opened)],
    output: &Path,
) -> anyhow::Result<Option<Joined>> {
    let (judge, mut parts) = (Judge::of(opener), Vec::new());
    let bound = judge.bind(|permitted| {
        let joined = join_permitted(renderer, diags, joining, &opener.limits, files, permitted)?;
        Ok(joined.map(|joined| {
            parts = joined.parts;
            joined.bound
        }))
    })?;
    let Some((bound, unconfirmed)) = bound else { return Ok(None) };
    judge::report(diags, &format!("`{}`", output.display()), &unconfirmed);
    Ok(Some(Joined { bound, parts, validator: judge.name().map(str::to_owned) }))
}

/// Joins files as [`join`] does, with what the joined file may claim.
fn join_permitted(
    renderer: &Renderer,
    diags: &mut Diagnostics,
    joining: &Joining,
    limits: &Limits,
    files: &[(PathBuf, Opened)],
    permitted: Permitted,
) -> anyhow::Result<Option<Joined>> {
    let names: Vec<String> = files.iter().map(|(file, _)| title_of(file)).collect();
    let sources = files.iter().map(|(_, opened)| Source::Stored(opened));
    let sources = names.iter().map(String::as_str).zip(sources).collect();
    let words = link_words(renderer.words());
    let mut plan = Plan::of_files(&joining.title, PRODUCER, words, sources);
    plan.author.clone_from(&joining.author);
    (plan.accessible, plan.archival) = (permitted.accessible, permitted.archival);
    if let Some(language) = &joining.language {
        plan.language = Some(language.to_string());
    }
    let first = joining.first_page.unwrap_or(1);
    if joining.has_contents || joining.stamps_numbers || joining.first_page.is_some() {
        plan.labels = PageLabels::Numbered(first);
    }
    if joining.has_contents {
        let Some(part) = contents_part(renderer, diags, joining, limits, &plan)? else {
            return Ok(None);
        };
        plan.parts.insert(0, part);
    }
    let mut parts = placed(&plan, first, files, usize::from(joining.has_contents))?;
    let stamped = if joining.stamps_numbers {
        let view = stamps::view(AudienceName::Public, "", None, numbers_only(&plan.parts, first));
        let date = plan.date.unwrap_or_default();
        let Some(document) = stamp(renderer, diags, &joining.title, TEMPLATE_IDENT, date, view)
        else {
            return Ok(None);
        };
        Some(document.pdf)
    } else {
        None
    };
    plan.stamps = stamped.as_deref();
    let bound = pack::bind(plan)?;
    for (at, part) in parts.iter_mut().enumerate() {
        part.against_accessible.extend(reasons_of(&bound.against_accessible, at));
        let colours = reasons_of(&bound.against_archival, at);
        if bound.level.is_some() {
            // The validator confirmed it.
            part.against_archival.clear();
        } else if !colours.is_empty() {
            part.against_archival = colours;
        }
    }
    Ok(Some(Joined { bound, parts, validator: None }))
}

/// Returns the reasons that were found for a file, counted from 0, as its part is bound.
fn reasons_of(found: &[(String, Reason)], at: usize) -> Vec<Reason> {
    let name = file_name(at);
    found.iter().filter(|(part, _)| *part == name).map(|(_, reason)| reason.clone()).collect()
}

/// The identifier of what is typeset for a joined file; nothing of it gets into the file.
const TEMPLATE_IDENT: &str = "bind";

/// Returns what a file without a title is called: its name without the ending.
pub(in crate::pipeline) fn title_of(file: &Path) -> String {
    file.file_stem().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}

/// Typesets the contents, whose own length moves the pages that they list.
fn contents_part(
    renderer: &Renderer,
    diags: &mut Diagnostics,
    joining: &Joining,
    limits: &Limits,
    plan: &Plan<'_>,
) -> anyhow::Result<Option<Part<'static>>> {
    let mut length = 1;
    loop {
        let mut page = joining.first_page.unwrap_or(1) + u32::try_from(length)?;
        let mut entries = Vec::new();
        for (at, part) in plan.parts.iter().enumerate() {
            let (title, link) = (part.title.clone(), format!("pack:{}", file_name(at)));
            entries.push(contents::ContentsEntry { title, link, page });
            page += u32::try_from(part.source.facts().pages.len())?;
        }
        let (title, author) = (joining.title.clone(), joining.author.clone());
        let view = contents::shown(contents::View { title, author, files: entries });
        let identity = Identity {
            ident: TEMPLATE_IDENT.to_owned(),
            date: plan.date.unwrap_or_default(),
            form: Form::Pdf,
            language: Language::default(),
            conformance: Conformance::Document,
            shows_pages: ShownPages::None,
            appended: None,
            record: None,
        };
        let work = renderer.merge(diags, contents::TEMPLATE, &joining.title, view, identity);
        let Some(work) = work else { return Ok(None) };
        let Some(document) = renderer.typeset(diags, &work, &PageNumbers::new()) else {
            return Ok(None);
        };
        if document.pages > length {
            length = document.pages;
            continue;
        }
        let blanks_after = length - document.pages;
        let clean = clean_part(document, limits)?;
        let title = renderer.words().contents.clone();
        let (source, name) = (Source::InMemory(Box::new(clean)), contents::TEMPLATE.to_owned());
        return Ok(Some(Part { source, title, below: Vec::new(), name, blanks_after }));
    }
}

/// Returns on which pages each file is, and what it has against claims; `skipped` parts come before the files.
fn placed(
    plan: &Plan<'_>,
    first: u32,
    files: &[(PathBuf, Opened)],
    skipped: usize,
) -> anyhow::Result<Vec<JoinedPart>> {
    let mut next = first;
    let mut placed = Vec::new();
    for (at, part) in plan.parts.iter().enumerate() {
        let facts = part.source.facts();
        let (page, pages) = (next, facts.pages.len() + part.blanks_after);
        next = u32::try_from(pages)
            .ok()
            .and_then(|pages| next.checked_add(pages))
            .context("the numbers of the pages are too large; begin with a smaller one")?;
        if let Some((file, _)) = at.checked_sub(skipped).and_then(|at| files.get(at)) {
            placed.push(JoinedPart {
                file: file.clone(),
                title: part.title.clone(),
                first: page,
                last: next - 1,
                against_accessible: facts.claims.why_not_accessible(),
                against_archival: facts.claims.why_not_archival(),
            });
        }
    }
    Ok(placed)
}

/// Reports what was found in a file that is joined: hidden words, damage, and what was removed.
pub(in crate::pipeline) fn report_content(diags: &mut Diagnostics, file: &Path, facts: &Facts) {
    let remarks = content_remarks(&file.display().to_string(), facts);
    remarks.into_iter().for_each(|remark| diags.push(remark));
}

/// Reports why a joined file does not claim what it might, by each of its parts; `output` is its name. Of PDF/A
/// only where one of the parts claims it.
pub(in crate::pipeline) fn report_claims(
    diags: &mut Diagnostics,
    output: &Path,
    files: &[(PathBuf, Opened)],
    joined: &Joined,
) {
    let (parts, output) = (&joined.parts, output.display());
    let mut report = |code: Code, claim: &str, file: &Path, reasons: &[Reason], hint: &str| {
        if !reasons.is_empty() {
            let reasons: Vec<String> = reasons.iter().map(ToString::to_string).collect();
            let (file, reasons) = (file.display(), reasons.join("; "));
            let message =
                format!("`{output}` does not claim {claim} because of `{file}`: {reasons}");
            diags.push(Diagnostic::new(code, message).hint(hint));
        }
    };
    let is_archival = files.iter().any(|(_, opened)| opened.facts.claims.archival.is_some());
    let mut unvalidated = Vec::new();
    for (at, ((file, opened), part)) in files.iter().zip(parts).enumerate() {
        let claims = &opened.facts.claims;
        let hint = "save it again as an accessible (tagged) PDF in the program that made it";
        report(Code::PackNoPdfUa, "PDF/UA-1", file, &part.against_accessible, hint);
        if claims.claimed_level().is_some() {
            unvalidated.push(format!("`{}`", file.display()));
            let colours = reasons_of(&joined.bound.against_archival, at);
            let hint = "add --page-numbers, whose stamps say what all colours mean";
            if joined.validator.is_some() {
                report(Code::PackNoPdfA, "PDF/A", file, &colours, hint);
            }
        } else if is_archival {
            let hint = "save it again as PDF/A-2 in the program that made it";
            report(Code::PackNoPdfA, "PDF/A", file, &claims.why_not_archival(), hint);
        }
    }
    let is_undecided = joined.bound.level.is_none() && joined.validator.is_none();
    if is_undecided && !unvalidated.is_empty() && unvalidated.len() == files.len() {
        let more = unvalidated.len().saturating_sub(MAX_NAMED);
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        let names = unvalidated[..unvalidated.len() - more].join(", ");
        let message = format!(
            "`{output}` does not claim PDF/A: only a validator can tell whether the claims of {names}{rest} are \
             true"
        );
        diags.push(
            Diagnostic::new(Code::PackNoPdfA, message)
                .hint("name one with --validator, such as veraPDF"),
        );
    }
}

/// How many files a message names.
const MAX_NAMED: usize = 5;
