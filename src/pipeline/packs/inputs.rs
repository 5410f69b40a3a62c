//! Works out from the records what the packs of a meeting are made from; whatever happens to a pack after
//! that knows no records.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::key::{BUILD, DIGITS};
use super::super::{Job, Session};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, Severity};
use crate::kinds::{self, AnyKind, PackContents, Shown, report, withdrawn};
use crate::model::access::AudienceName;
use crate::model::bundle::{self, Bundle, PublishedBundle, WithdrawnPaper};
use crate::model::council::{PackSettings, SupplementNumbering};
use crate::model::form::Form;
use crate::model::meeting::{Meeting, Paper, PaperKind};
use crate::model::paper_id::PaperId;
use crate::model::value::Language;
use crate::packs::bind::{
    Bind, BindBundle, BindFront, BindPack, BindPaper, PaperContent, PaperEntry, Release,
};
use crate::packs::layout::LayoutFault;
use crate::store;
use crate::typeset::{Conformance, Identity, SharedWork, ShownPages};

/// Returns the digest of a supplied file's content.
pub(in crate::pipeline) type ContentOf<'a> = dyn Fn(&Path) -> anyhow::Result<String> + 'a;

/// What the packs of a meeting are made from, and what only this run and its messages need of it.
#[derive(Debug)]
pub(in crate::pipeline) struct PackInputs {
    /// What they are made from.
    pub(super) bind: Arc<Bind>,
    /// Supplied files by the digests of their content.
    pub(super) files: BTreeMap<String, PathBuf>,
    /// Where the records name the papers.
    pub(super) places: BTreeMap<PaperId, Origin>,
    /// What was found on the way.
    pub(super) faults: Vec<LayoutFault>,
    /// The size of all papers, in bytes; only for comparing one meeting with another.
    pub(in crate::pipeline) size: u64,
    /// The digest of [`Self::bind`]: empty where there are no papers, and `None` where one is missing.
    pub(in crate::pipeline) digest: Option<String>,
}

/// Works out what the packs of a meeting are made from.
pub(in crate::pipeline) fn inputs(
    session: &Session,
    meeting: &str,
    content_of: &ContentOf<'_>,
) -> PackInputs {
    let data = session.data();
    let settings = data.council.as_ref().and_then(|council| council.packs.as_ref());
    let duplex = settings.and_then(|settings| settings.duplex.as_ref()).is_some_and(|flag| flag.0);
    let numbering = settings.and_then(|settings| settings.supplement_numbering.as_ref());
    let continues =
        numbering.is_some_and(|numbering| numbering.value == SupplementNumbering::Continue);
    let mut bind = Bind::new(meeting, duplex, continues);
    let opener = session.inputs.opener.as_ref();
    let validator = opener.and_then(|opener| opener.validator.as_ref());
    bind.validator = validator.map(|validator| validator.name.clone());
    bind.removes_marks = settings.is_some_and(PackSettings::removes_marks);
    bind.of_pack = settings.and_then(PackSettings::of_pack);
    let mut collector = Collector {
        session,
        content_of,
        supplement: None,
        files: BTreeMap::new(),
        places: BTreeMap::new(),
        faults: Vec::new(),
        size: 0,
    };
    if let Some(meeting) = data.meeting(meeting) {
        for bundle in bundle::bundles(data, meeting) {
            collector.supplement = bundle.supplement;
            bind.bundles.push(collector.bundle(meeting, &bundle));
            bind.packs.extend(collector.packs(meeting, &bundle));
        }
    }
    let Collector { files, places, faults, size, .. } = collector;
    let digest = match bind.bundles.is_empty() {
        true => Some(String::new()),
        false => bind.is_complete().then(|| bind.digest().to_hex()[..DIGITS].to_owned()),
    };
    PackInputs { bind: Arc::new(bind), files, places, faults, size, digest }
}

impl PackInputs {
    /// Returns the keys by which the clean copies of those papers are kept that this program makes.
    pub(in crate::pipeline) fn copy_keys(&self) -> impl Iterator<Item = String> {
        let papers = self.bind.bundles.iter().flat_map(|bundle| &bundle.papers);
        papers.filter_map(|paper| match &paper.content {
            Some(PaperContent::Typeset(work)) => Some(copy_key(work)),
            Some(PaperContent::Supplied(_)) | None => None,
        })
    }
}

/// Returns the key by which the clean copy of a document that this program makes is kept.
pub(super) fn copy_key(work: &SharedWork) -> String {
    format!("{BUILD} {}", work.digest().to_hex())
}

/// Merges a report that was written as a text, by its meeting and its id; as a page of HTML where it names the PDF of
/// record, `record`.
pub(in crate::pipeline) fn merge_report(
    session: &Session,
    diags: &mut Diagnostics,
    (meeting, id): (&Meeting, &PaperId),
    view: Shown,
    record: Option<String>,
) -> Option<SharedWork> {
    let name = meeting.meeting.as_str();
    let identity = Identity {
        ident: format!("{}/{name}/{id}", report::TEMPLATE),
        date: meeting.date.value,
        form: if record.is_some() { Form::Html } else { Form::Pdf },
        language: Language::default(),
        conformance: Conformance::Document,
        shows_pages: ShownPages::None,
        appended: None,
        record,
    };
    session.renderer.merge(diags, report::TEMPLATE, name, view, identity)
}

/// Collects what packs are made from, bundle by bundle.
struct Collector<'a> {
    session: &'a Session,
    content_of: &'a ContentOf<'a>,
    /// The bundle that is being collected.
    supplement: Option<u32>,
    files: BTreeMap<String, PathBuf>,
    places: BTreeMap<PaperId, Origin>,
    faults: Vec<LayoutFault>,
    size: u64,
}

impl Collector<'_> {
    /// Returns the papers of a bundle, and what stands before them in each of its packs.
    fn bundle(&mut self, meeting: &Meeting, bundle: &Bundle) -> BindBundle {
        let name = meeting.meeting.as_str();
        let mut papers: Vec<BindPaper> =
            bundle.papers.iter().filter_map(|at| self.paper(meeting, bundle, *at)).collect();
        let published = self.session.data().published.get(name).into_iter().flatten();
        let mut published = published.filter(|published| published.supplement == bundle.supplement);
        let published: Option<PublishedBundle> = published.next().cloned();
        if let Some(published) = &published {
            papers.extend(self.notices(meeting, published));
        }
        let has_withheld = papers.iter().any(|paper| paper.withheld.is_some());
        let for_members = has_withheld.then_some(PackContents::All);
        let cover = has_withheld.then_some(PackContents::Exempt);
        let contents = [Some(PackContents::Public), for_members, cover].into_iter().flatten();
        let fronts = contents.filter_map(|contents| {
            let job = self.session.pack_job(name, contents, bundle.supplement)?;
            let mut diags = Diagnostics::default();
            let work = self.session.merge_unchecked(&mut diags, job);
            if work.is_none() {
                self.report(None, diags);
            }
            Some(BindFront { contents, work })
        });
        let fronts = fronts.collect();
        BindBundle { supplement: bundle.supplement, fronts, papers, published }
    }

    /// Returns the notices that stand in place of papers that were taken back.
    fn notices(&mut self, meeting: &Meeting, published: &PublishedBundle) -> Vec<BindPaper> {
        let mut notices = Vec::new();
        for (id, paper) in &published.withdrawn {
            let Some(range) = published.pages.get(id) else { continue };
            let name = meeting.meeting.as_str();
            let mut diags = Diagnostics::default();
            let view = withdrawn::view(&self.session.records.public, meeting, paper, range);
            let identity = Identity {
                ident: format!("{}/{name}/{}", withdrawn::TEMPLATE, range.first),
                date: meeting.date.value,
                form: Form::Pdf,
                language: Language::default(),
                conformance: Conformance::Document,
                shows_pages: ShownPages::None,
                appended: None,
                record: None,
            };
            let work = view.and_then(|view| {
                self.session.renderer.merge(&mut diags, withdrawn::TEMPLATE, name, view, identity)
            });
            self.report(Some(id), diags);
            notices.push(BindPaper {
                id: id.clone(),
                file: String::new(),
                begins_right: false,
                withheld: None,
                content: work.map(PaperContent::Typeset),
                hidden_text: None,
            });
        }
        notices
    }

    /// Returns the entries of papers that were taken back, for packs that have what everybody may see.
    fn withdrawn_entries(&self, meeting: &str, bundle: &Bundle) -> Vec<PaperEntry> {
        let published = self.session.data().published.get(meeting).into_iter().flatten();
        let published = published.filter(|published| published.supplement == bundle.supplement);
        let entry = |(id, paper): (&PaperId, &WithdrawnPaper)| PaperEntry {
            id: id.clone(),
            number: paper.item.clone(),
            item: None,
            title: self.session.words().withdrawn_paper.clone(),
            file: String::new(),
            released: None,
        };
        published.flat_map(|published| &published.withdrawn).map(entry).collect()
    }

    /// Returns the packs of a bundle that the records call for, of what the readers of each may see.
    fn packs(&self, meeting: &Meeting, bundle: &Bundle) -> Vec<BindPack> {
        let name = meeting.meeting.as_str();
        let all = self.session.data().papers_of(name);
        let jobs = [PackContents::Public, PackContents::Exempt, PackContents::All]
            .into_iter()
            .filter_map(|contents| {
                Some((contents, self.session.pack_job(name, contents, bundle.supplement)?))
            });
        let withdrawn = self.withdrawn_entries(name, bundle);
        let pack = |(contents, job): (PackContents, &Job)| {
            let data = self.session.seen_by(job.kind);
            let is_bound = |at: &&usize| contents.has(bundle.withheld(&all[**at]).is_some());
            let entry = |at: &usize| {
                let paper = &data.papers_of(name)[*at];
                let item = data.item(name, &paper.number);
                PaperEntry {
                    id: paper.id().clone(),
                    number: paper.number.to_string(),
                    item: item.and_then(|item| item.title.as_ref()).map(ToString::to_string),
                    title: paper.name().to_owned(),
                    file: paper.file.known().map(ToString::to_string).unwrap_or_default(),
                    released: paper.release().filter(|_| bundle.is_release).map(Release::from),
                }
            };
            let council = data.council.as_ref();
            let body = data.body_of(data.meeting(name)?);
            Some(BindPack {
                ident: job.ident(),
                name: job.name(),
                audience: job.kind.audience(),
                supplement: bundle.supplement,
                contents,
                date: job.subject.date()?,
                council: council.map(|council| council.name.to_string()).unwrap_or_default(),
                body: body.map(|body| body.name.to_string()).unwrap_or_default(),
                papers: bundle
                    .papers
                    .iter()
                    .filter(is_bound)
                    .map(entry)
                    .chain(contents.has(false).then(|| withdrawn.clone()).into_iter().flatten())
                    .collect(),
            })
        };
        jobs.filter_map(pack).collect()
    }

    /// Returns a paper; `None` of one that has no file.
    fn paper(&mut self, meeting: &Meeting, bundle: &Bundle, at: usize) -> Option<BindPaper> {
        let paper = &self.session.data().papers_of(meeting.meeting.as_str())[at];
        let withheld = bundle.withheld(paper);
        let file = paper.file.known()?;
        self.places.insert(paper.id().clone(), file.origin.clone());
        Some(BindPaper {
            id: paper.id().clone(),
            file: file.value.clone(),
            begins_right: paper.kind() != PaperKind::Appendix,
            withheld: withheld.map(<[u32]>::to_vec),
            content: self.content(meeting, at, paper, withheld.is_some()),
            hidden_text: paper.hidden_text.as_ref().map(ToString::to_string),
        })
    }

    /// Returns what a paper consists of; `None` where it is missing or refused, which is reported.
    fn content(
        &mut self,
        meeting: &Meeting,
        at: usize,
        paper: &Paper,
        is_withheld: bool,
    ) -> Option<PaperContent> {
        let located = paper.file.known()?;
        let file = located.value.as_str();
        let mut diags = Diagnostics::default();
        let mut found = self.session.found.iter().map(|finding| &finding.diagnostic);
        let is_reported = found.any(|diagnostic| {
            let is_error = diagnostic.severity() == Severity::Error;
            is_error && diagnostic.origin.as_ref() == Some(&located.origin)
        });
        let content = if let Some((kind, key)) = bundle::generated_document(file) {
            self.generated_document(&mut diags, kind, key, is_withheld).map(PaperContent::Typeset)
        } else if self.session.data().reports.contains_key(file) {
            self.text_report(&mut diags, meeting, at, paper.id(), is_withheld)
                .map(PaperContent::Typeset)
        } else if file.to_lowercase().ends_with(".dj") {
            // A text that could not be read, which was reported.
            None
        } else if is_reported {
            // A name that leads out of the folder is not followed.
            None
        } else {
            self.supplied(&mut diags, file).map(PaperContent::Supplied)
        };
        if let Some(PaperContent::Typeset(work)) = &content {
            self.size += work.source.len() as u64;
        }
        self.report(Some(paper.id()), diags);
        content
    }

    /// Returns the digest of a supplied file's content.
    fn supplied(&mut self, diags: &mut Diagnostics, file: &str) -> Option<String> {
        let path = store::below(&self.session.inputs.data.join("documents"), file);
        let found = store::size(&path).and_then(|size| Ok((size, (self.content_of)(&path)?)));
        match found {
            Ok((size, content)) => {
                self.size += size;
                self.files.insert(content.clone(), path);
                Some(content)
            }
            Err(error) => {
                diags.push(Diagnostic::new(Code::PaperUnreadable, format!("{error:#}")));
                None
            }
        }
    }

    /// Merges a report that was written as a text.
    fn text_report(
        &self,
        diags: &mut Diagnostics,
        meeting: &Meeting,
        at: usize,
        id: &PaperId,
        is_withheld: bool,
    ) -> Option<SharedWork> {
        let (name, records) = (meeting.meeting.as_str(), &self.session.records);
        let view = if is_withheld {
            report::view(&records.all, name, at)
        } else {
            report::view(&records.public, name, at)
        };
        merge_report(self.session, diags, (meeting, id), view?, None)
    }

    /// Merges a document that is a paper of another meeting: minutes to be approved, a period's report. One
    /// for members can only be a paper that is withheld.
    fn generated_document(
        &mut self,
        diags: &mut Diagnostics,
        kind: &str,
        key: &str,
        is_withheld: bool,
    ) -> Option<SharedWork> {
        let can_be_paper = |kind: &&&dyn AnyKind| {
            kind.pack_contents().is_none()
                && !kind.shows_page_numbers()
                && (is_withheld || kind.audience() == AudienceName::Public)
        };
        let mut jobs = self.session.jobs_about(key).iter();
        let job = jobs.find(|job| job.kind.name() == kind && can_be_paper(&&job.kind));
        let Some(job) = job else {
            let known: Vec<&str> =
                kinds::ALL.iter().filter(can_be_paper).map(|kind| kind.name()).collect();
            let message = format!("the records call for no `{kind}:{key}`");
            diags.push(Diagnostic::new(Code::PaperUnknown, message).hint(format!(
                "write `{}`, then `:` and a meeting or period that has one",
                known.join("` or `")
            )));
            return None;
        };
        let work = self.session.merge(diags, job)?;
        let documents = self.session.inputs.data.join("documents");
        for paper in work.appended.iter().flat_map(|appended| &appended.papers) {
            self.files.insert(paper.content.clone(), store::below(&documents, &paper.file));
        }
        Some(work)
    }

    /// Adds what was found, about a paper or about the whole bundle.
    fn report(&mut self, paper: Option<&PaperId>, diags: Diagnostics) {
        self.faults.extend(diags.into_vec().into_iter().map(|diagnostic| LayoutFault {
            supplement: self.supplement,
            paper: paper.cloned(),
            diagnostic,
        }));
    }
}
