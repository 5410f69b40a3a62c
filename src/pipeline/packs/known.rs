//! What is known of supplied papers before their packs are made, because they were opened for an earlier pack.

use std::collections::BTreeSet;
use std::path::Path;

use super::super::state::KnownContents;
use super::super::{Job, Session};
use super::papers::{may_show_hidden_words, refused, remarks};
use crate::check;
use crate::diag::Diagnostics;
use crate::model::bundle;
use crate::model::council::PackSettings;
use crate::model::meeting::Paper;
use crate::pack::words::PageWords;
use crate::papers::Opener;
use crate::proof;
use crate::proof::facts::Facts;
use crate::proof::papers::PageRemark;
use crate::store;

/// Supplied papers of some packs.
#[derive(Debug, Default)]
pub(in crate::pipeline) struct KnownPapers {
    /// What was found in those that were opened before.
    pub(in crate::pipeline) diags: Diagnostics,
    /// The files of those that were not, as their rows name them.
    pub(in crate::pipeline) unopened: Vec<String>,
}

/// Returns what is known of the supplied papers that the packs and minutes among `jobs` are bound from. No paper is opened;
/// its content is read only where its size or times have changed since a run that made documents.
///
/// # Errors
/// When the folder of clean copies can't be read.
pub(in crate::pipeline) fn known_papers(
    session: &Session,
    output: &Path,
    jobs: &[Job],
) -> anyhow::Result<KnownPapers> {
    let mut known = KnownPapers::default();
    let papers = supplied(session, jobs);
    let (Some(opener), false) = (&session.inputs.opener, papers.is_empty()) else {
        return Ok(known);
    };
    let settings = session.data().council.as_ref().and_then(|council| council.packs.as_ref());
    let opener = opener.with_marks(settings.is_some_and(PackSettings::removes_marks));
    let contents = KnownContents::read(output);
    for supplied in papers {
        let SuppliedPaper { paper, file, .. } = supplied;
        let path = store::below(&session.inputs.data.join("documents"), file);
        if store::size(&path).is_err() {
            // That the file is missing or can't be read is found when its row is checked.
            continue;
        }
        match known_paper(&opener, &contents, &path, &supplied)? {
            Some(found) => {
                for diagnostic in found.into_vec() {
                    let origin = paper.file.known().map(|file| &file.origin);
                    known.diags.push(match origin {
                        Some(origin) => diagnostic.at(origin),
                        None => diagnostic,
                    });
                }
            }
            None => known.unopened.push(file.to_owned()),
        }
    }
    known.diags.append(proof_read_papers(session, output, jobs)?);
    Ok(known)
}

/// Returns what the proof-reader says of the supplied papers that the public packs among `jobs` are bound from, as far
/// as they were opened.
///
/// # Errors
/// When the folder of clean copies can't be read.
pub(in crate::pipeline) fn proof_read_papers(
    session: &Session,
    output: &Path,
    jobs: &[Job],
) -> anyhow::Result<Diagnostics> {
    let papers: Vec<_> =
        supplied(session, jobs).into_iter().filter(|paper| !paper.is_withheld).collect();
    let mut found = Diagnostics::default();
    let (Some(opener), false) = (&session.inputs.opener, papers.is_empty()) else {
        return Ok(found);
    };
    let settings = session.data().council.as_ref().and_then(|council| council.packs.as_ref());
    let opener = opener.with_marks(settings.is_some_and(PackSettings::removes_marks));
    let (contents, facts) = (KnownContents::read(output), Facts::of(session.data()));
    for SuppliedPaper { paper, file, .. } in papers {
        let path = store::below(&session.inputs.data.join("documents"), file);
        if store::size(&path).is_ok() {
            let words = opener.known_words(&contents.of(&path)?)?;
            proof_read(&mut found, paper, file, &words, &facts);
        }
    }
    Ok(check::of_papers(session.data(), found))
}

/// Adds what the proof-reader says of a paper, of which these words were found on its pages.
fn proof_read(
    diags: &mut Diagnostics,
    paper: &Paper,
    file: &str,
    words: &[PageWords],
    facts: &Facts<'_>,
) {
    let pages: Vec<&str> = words.iter().map(|page| page.text.as_str()).collect();
    let numbers = words.iter().flat_map(|page| &page.edges).flat_map(|run| {
        run.text.split(|char: char| !char.is_ascii_digit()).filter_map(|digits| digits.parse().ok())
    });
    let is_numbered =
        numbers.into_iter().any(|number: usize| number > pages.len() && number < 2_000);
    for found in proof::papers::check(&pages, paper.meeting.as_str(), is_numbered, facts) {
        let PageRemark { page, remark } = found;
        let mut diagnostic = remark.diagnostic();
        diagnostic.message = format!("`{file}`, page {page}: {}", diagnostic.message);
        diags.push(match paper.file.known() {
            Some(file) => diagnostic.at(&file.origin),
            None => diagnostic,
        });
    }
}

/// A paper whose file was supplied, in a pack.
struct SuppliedPaper<'a> {
    paper: &'a Paper,
    /// The file, as the paper's row names it.
    file: &'a str,
    /// Whether the public may not see it in that pack.
    is_withheld: bool,
}

/// Returns the papers whose files were supplied, of the packs among `jobs`; each file once.
fn supplied<'a>(session: &'a Session, jobs: &[Job]) -> Vec<SuppliedPaper<'a>> {
    let data = session.data();
    let mut papers = Vec::new();
    let mut seen = BTreeSet::new();
    for job in jobs.iter().filter(|job| job.is_original()) {
        papers.extend(appendices(session, job, &mut seen));
        let Some(contents) = job.kind.pack_contents() else { continue };
        let Some(meeting) = data.meeting(&job.subject.key()) else { continue };
        let all = data.papers_of(meeting.meeting.as_str());
        let bundles = bundle::bundles(data, meeting).into_iter();
        let is_bundle = |bundle: &bundle::Bundle| bundle.supplement == job.subject.number();
        let bound = bundles.filter(is_bundle).flat_map(|bundle| {
            let papers = bundle.papers.iter().map(|at| &all[*at]);
            papers.map(|paper| (paper, bundle.withheld(paper).is_some())).collect::<Vec<_>>()
        });
        for (paper, is_withheld) in bound {
            let Some(file) = paper.file.known().map(|file| file.value.as_str()) else { continue };
            let is_text = file.to_lowercase().ends_with(".dj") || data.reports.contains_key(file);
            if contents.has(is_withheld)
                && !is_text
                && bundle::generated_document(file).is_none()
                && seen.insert((file, is_withheld))
            {
                papers.push(SuppliedPaper { paper, file, is_withheld });
            }
        }
    }
    papers
}

/// Returns the papers whose files were supplied that are bound behind a document; each file once.
fn appendices<'a>(
    session: &'a Session,
    job: &Job,
    seen: &mut BTreeSet<(&'a str, bool)>,
) -> Vec<SuppliedPaper<'a>> {
    let appended = job.kind.appended(&session.records, &job.subject);
    let all = session.data().papers_of(&job.subject.key()).iter();
    let named = all.filter(|paper| paper.is_of_minutes()).filter_map(|paper| {
        let file = paper.file.known()?.value.as_str();
        let is_bound = appended.iter().any(|appended| appended.file.value == file);
        (is_bound && seen.insert((file, false))).then_some((paper, file))
    });
    named.map(|(paper, file)| SuppliedPaper { paper, file, is_withheld: false }).collect()
}

/// Returns what was found in a paper when it was opened; `None` where it was not.
fn known_paper(
    opener: &Opener,
    contents: &KnownContents,
    path: &Path,
    supplied: &SuppliedPaper<'_>,
) -> anyhow::Result<Option<Diagnostics>> {
    let SuppliedPaper { paper, file, is_withheld } = *supplied;
    let mut diags = Diagnostics::default();
    match opener.known(path, &contents.of(path)?)? {
        None => return Ok(None),
        Some(Err(refusal)) => diags.push(refused(file, refusal)),
        Some(Ok(facts)) => {
            let hidden_text = paper.hidden_text.as_ref().map(|text| text.value.as_str());
            let may_show =
                is_withheld || may_show_hidden_words(&mut diags, file, hidden_text, &facts);
            if may_show {
                remarks(file, &facts).into_iter().for_each(|remark| diags.push(remark));
            }
        }
    }
    Ok(Some(diags))
}
