//! The only place where the stages meet: loads the data, plans jobs, runs them, counts outcomes. `drivers/`
//! has what the program does, task by task.
//!
//! One bad document never stops the others: each job has its own diagnostics, joined in the order
//! of the plan, so that what is printed and made does not depend on how many jobs run at once.

mod batch;
mod build;
mod drivers;
mod exposure;
mod items;
mod job;
mod key;
mod keys;
mod logos;
mod open_data;
mod packs;
mod per_meeting;
mod publish;
mod published_packs;
mod published_versions;
mod renderer;
mod scope;
mod state;
mod watchdog;
mod word;

pub use batch::{Outcome, Output, Summary, run};
pub use build::Built;
pub use drivers::{
    ArchiveCounts, ArchiveSelection, Attendance, AttendingRole, BindOptions, BindReport,
    BuildOptions, BuildReport, BuildResult, Checked, ClerkAction, ClerkElection, ClerkEntry,
    ClerkFault, ClerkInterest, ClerkMember, ClerkMinute, ClerkMotion, ClerkMovement, ClerkOther,
    ClerkSheet, ClerkState, ClerkSubstitute, ClerkTally, ClerkVote, CompareOptions, Consent,
    DocumentOverview, DraftForm, DraftOptions, Drafted, DraftedNotice, DraftedReport, Event,
    Examined, ExportForm, ExportRefusal, Exported, Fault, Health, ImportOptions, ImportSource,
    IsSame, ItemOverview, Listing, MeetingOverview, MinutePart, MinutesChange, MinutesTaken,
    Misfit, NotPublished, NoticeKind, Notify, Overview, PaperPlace, PublicationOverview,
    PublishOptions, PublishReport, QuestionAt, QuestionTaken, Remark, RemarkKind, ReportRow,
    RunOptions, Side, Step, StepRefusal, UpToDate, UploadOptions, UploadResult, UploadedFile,
    VerifyOptions, VerifyReport, Votes, VotesTaken, WithdrawOptions, WithdrawReport, archive, bind,
    build, check, clerk_sheet, compare, doctor, draft_agenda, draft_minutes, draft_notice,
    draft_report, export, import, import_votes, list, overview, publish, take_minutes, upload,
    verify, watch, withdraw,
};
pub use job::{Job, Listed, Selection, plan};
pub use packs::{Joined, JoinedPart, Joining, Layout};
pub use publish::{Publication, shown_moment};
pub use renderer::Renderer;
pub use state::Written;

pub use crate::import::{ImportEvent, Imported};
pub use crate::load::MEGABYTE;
pub use crate::papers::{COMMAND as OPEN_PAPER, open_here as open_paper};
pub use crate::publish::{
    Access, ActMoment, Bagged, Due, Frozen, PublicKey, SecretKey, TakenBack, Verified, new_key,
};
pub use crate::rules::deadlines::Deadline;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use chrono::NaiveDate;
use serde_json::Value;

use self::keys::has_papers;
use self::packs::{ContentOf, PackInputs};
use self::per_meeting::PerMeeting;
use self::scope::Scope;
use crate::check::{self, Blocks, Checked as CheckedRecords, Finding};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::kinds::{self, AnyKind, PackContents};
use crate::load::WordReader;
use crate::model::access::{AudienceName, PublicDataset, Records};
use crate::model::bundle;
use crate::model::dataset::Dataset;
use crate::model::form::Form;
use crate::model::glyphs::Coverage;
use crate::model::value::Language;
use crate::packs::bind::Bind;
use crate::packs::receipt::Receipt;
use crate::papers::{self, Opener, PaperSource};
use crate::parallel;
use crate::rules::calendar::Calendar;
use crate::store;
use crate::typeset::{Conformance, Identity, SharedWork, ShownPages};
use crate::words::Words;

/// What a run reads, and the date that it takes for today.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// The data folder.
    pub data: PathBuf,
    /// The folder of a council's templates, which replace or add to those in the program.
    pub templates: Option<PathBuf>,
    /// The date from which deadlines are counted.
    pub today: NaiveDate,
    /// Opens the papers of packs; without it no pack can be made.
    pub opener: Option<Opener>,
    /// The size up to which a file of the records is read, in bytes: [`crate::load::MAX_FILE_BYTES`] unless
    /// more is allowed.
    pub max_file_bytes: u64,
    /// The published packs that give the numbers of their pages; none where `None`.
    pub published: Option<PublishedPacks>,
}

/// Packs that are published.
#[derive(Debug, Clone)]
pub struct PublishedPacks {
    /// The output folder.
    pub output: PathBuf,
    /// The name of the one meeting whose packs matter; all where `None`. A run that makes documents of one
    /// meeting need not read the receipts of thousands.
    pub meeting: Option<String>,
}

/// Everything that jobs share: records, templates, fonts, and the layouts of packs.
pub struct Session {
    renderer: Arc<Renderer>,
    records: Records,
    /// What was found in the records, but for the law and the needs of documents.
    found: Vec<Finding>,
    inputs: Inputs,
    /// What the packs of each meeting are made from, worked out when first asked for.
    pack_inputs: PerMeeting<PackInputs>,
    /// The keys of the clean copies of papers that this program makes, of all meetings so far.
    copies: Mutex<BTreeSet<String>>,
    /// How the packs of each meeting are laid out, worked out when first asked for.
    layouts: PerMeeting<Layout>,
    /// What was merged for several documents, by the files: agendas and fronts, and documents that are papers
    /// of a meeting.
    works: Mutex<BTreeMap<String, Merging>>,
    /// Every document that the data calls for, by the meeting, period or matter that it is about; worked
    /// out when a pack first asks.
    jobs: OnceLock<BTreeMap<String, Vec<Job>>>,
    /// The documents that are papers of a meeting, as the records name them; worked out when first asked for.
    generated: OnceLock<BTreeSet<String>>,
    /// The views of public documents, by their files, where they are kept for what publishes them.
    views: Option<Mutex<BTreeMap<String, Value>>>,
}

/// What came of merging a document, and what was found meanwhile.
type Merging = (Option<SharedWork>, Diagnostics);

/// A finished document, in memory.
#[derive(Debug)]
pub struct Product {
    /// The bytes of the PDF, or of the page of HTML.
    pub bytes: Vec<u8>,
    /// The number of its pages; none of HTML.
    pub pages: usize,
    /// For a pack: its papers, and the standards it claims to meet.
    pub receipt: Option<Receipt>,
    /// Those whose records it was made from, and who alone may read it.
    pub audience: AudienceName,
}

impl Session {
    /// Loads the data and the templates of the kinds asked for; faults of templates go to `diags`, those of the
    /// data are among [`Self::findings`].
    ///
    /// Where a council has templates, all are loaded whatever is asked for, so that every fault in
    /// them is reported.
    ///
    /// # Errors
    /// When a folder does not exist, the data folder can't be listed, or a council's template can't be
    /// read or is a link.
    pub fn open(
        diags: &mut Diagnostics,
        inputs: &Inputs,
        kinds: &[&'static dyn AnyKind],
    ) -> anyhow::Result<Self> {
        Self::open_with(diags, inputs, kinds, None)
    }

    /// The same, with a renderer that is open already for these kinds and inputs, where there is one.
    fn open_with(
        diags: &mut Diagnostics,
        inputs: &Inputs,
        kinds: &[&'static dyn AnyKind],
        renderer: Option<Arc<Renderer>>,
    ) -> anyhow::Result<Self> {
        if !store::is_folder(&inputs.data) {
            anyhow::bail!(
                "there is no data folder `{}`; name one with --data",
                inputs.data.display()
            );
        }
        let load = |coverage: &Coverage| {
            let opener = inputs.opener.as_ref();
            let word = opener.map(|opener| |path: &Path, bytes: &[u8]| opener.minutes(path, bytes));
            let word = word.as_ref().map(|word| word as &WordReader<'_>);
            check::records(&inputs.data, coverage, inputs.max_file_bytes, inputs.today, word)
        };
        let (renderer, checked) = match renderer {
            Some(renderer) => {
                let checked = load(renderer.coverage());
                (renderer, checked)
            }
            None => {
                let folder = inputs.templates.as_deref();
                let pictures = inputs.opener.as_ref().map(Opener::pictures);
                let (renderer, checked) =
                    Renderer::open_beside(folder, pictures, inputs.today, kinds, load)?;
                (Arc::new(renderer), checked)
            }
        };
        diags.append(renderer.found().clone());
        let mut checked = checked?;
        let coverage = renderer.coverage();
        word::add_reports(inputs, coverage, &mut checked.data, &mut checked.findings);
        if let Some(packs) = &inputs.published {
            checked.data.published = published_packs::published_packs(packs, &checked.data);
        }
        Ok(Self::new(renderer, checked, inputs))
    }

    fn new(renderer: Arc<Renderer>, checked: CheckedRecords, inputs: &Inputs) -> Self {
        let CheckedRecords { data, mut findings } = checked;
        // How each line of minutes was read is for whoever checks them.
        if inputs.opener.as_ref().is_some_and(|opener| opener.opens_word) {
            findings.retain(|finding| finding.diagnostic.code() != Code::MinutesReadAs);
        }
        findings.extend(logos::missing(&data, inputs.templates.as_deref()));
        Self {
            renderer,
            records: Records::new(data),
            found: findings,
            inputs: inputs.clone(),
            pack_inputs: PerMeeting::default(),
            copies: Mutex::default(),
            layouts: PerMeeting::default(),
            works: Mutex::default(),
            jobs: OnceLock::new(),
            generated: OnceLock::new(),
            views: None,
        }
    }

    /// Returns all records, those included that the public may not see.
    fn data(&self) -> &Dataset {
        &self.records.all
    }

    /// Returns the words of the language in which the templates of the program are written.
    fn words(&self) -> &Arc<Words> {
        self.renderer.words()
    }

    /// Returns what the readers of a kind of document may see of the records.
    fn seen_by(&self, kind: &dyn AnyKind) -> &Dataset {
        kind.seen(&self.records)
    }

    /// Returns the records that the public may see.
    fn public(&self) -> &PublicDataset {
        &self.records.public
    }

    /// Returns every document that the data calls for about a meeting, period or matter.
    fn jobs_about(&self, key: &str) -> &[Job] {
        self.jobs_by_key().get(key).map_or(&[], Vec::as_slice)
    }

    /// Returns every document that the data calls for, in no order of publication.
    fn all_jobs(&self) -> impl Iterator<Item = &Job> {
        self.jobs_by_key().values().flatten()
    }

    fn jobs_by_key(&self) -> &BTreeMap<String, Vec<Job>> {
        self.jobs.get_or_init(|| {
            let mut jobs: BTreeMap<String, Vec<Job>> = BTreeMap::new();
            for job in plan(self, &Selection::default()) {
                jobs.entry(job.subject.key()).or_default().push(job);
            }
            jobs
        })
    }

    /// Returns the characters that the fonts can print.
    pub fn coverage(&self) -> &Coverage {
        self.renderer.coverage()
    }

    /// Refuses languages that no template is written in.
    ///
    /// # Errors
    /// When there is one.
    fn check_languages(&self, languages: &[Language]) -> anyhow::Result<()> {
        let is_known = |language: &Language| {
            language.is_default() || self.renderer.translated().contains_key(language)
        };
        if let Some(unknown) = languages.iter().find(|language| !is_known(language)) {
            anyhow::bail!(
                "--language: no template is in `{unknown}`; put one into a folder of yours, such as \
                 `agenda/main.{unknown}.typ.hbs`, and name the folder with --templates"
            );
        }
        Ok(())
    }

    /// Returns a document in every form and language that it can be had in, itself first.
    fn versions(&self, job: &Job) -> Vec<Job> {
        let languages = self.renderer.translated().iter();
        let languages = languages
            .filter(|(_, templates)| templates.contains(job.kind.template()))
            .map(|(language, _)| language.clone());
        std::iter::once(Language::default())
            .chain(languages)
            .flat_map(|language| Form::ALL.map(|form| job.version(form, &language)))
            .filter(|version| version.form != Form::Html || kinds::has_page(version.kind))
            .collect()
    }

    /// Frees the layout of a meeting's packs, with the papers that it holds and what its documents are
    /// made from.
    fn release_layout(&self, meeting: &str) {
        self.layouts.retain(|other| other != meeting);
        self.pack_inputs.retain(|other| other != meeting);
    }

    /// Frees what was merged to find out which documents are to be made, but for what the packs of the
    /// meetings are made from that `keeps` accepts.
    fn release_planned(&self, keeps: impl Fn(&str) -> bool) {
        locked(&self.works).clear();
        self.pack_inputs.retain(keeps);
    }

    /// Keeps the views of public documents that are merged from now on, for what publishes them.
    fn keep_views(&mut self) {
        self.views = Some(Mutex::default());
    }

    /// Returns the view of a public document that was merged, where views are kept.
    fn kept_view(&self, job: &Job) -> Option<Value> {
        locked(self.views.as_ref()?).get(&job.file().join("/")).cloned()
    }

    /// Returns the pack of a meeting with some of its papers; `None` where the data does not call for it.
    fn pack_job(
        &self,
        meeting: &str,
        contents: PackContents,
        supplement: Option<u32>,
    ) -> Option<&Job> {
        let is_wanted = |job: &&Job| {
            job.kind.pack_contents() == Some(contents) && job.subject.number() == supplement
        };
        self.jobs_about(meeting).iter().find(is_wanted)
    }

    /// Returns what a document's packs are bound from, where it is one of these or shows the page numbers of
    /// papers.
    pub fn bind(&self, job: &Job) -> Option<Arc<Bind>> {
        let inputs =
            has_papers(job).then(|| self.pack_inputs(&job.subject.key(), &papers::content_of));
        inputs.filter(|inputs| inputs.has_papers()).map(|inputs| Arc::clone(inputs.bind()))
    }

    /// Returns what the packs of a meeting are made from.
    fn pack_inputs(&self, meeting: &str, content_of: &ContentOf<'_>) -> Arc<PackInputs> {
        self.pack_inputs.get_or_init(meeting, || {
            let inputs = packs::inputs(self, meeting, content_of);
            locked(&self.copies).extend(inputs.copy_keys());
            inputs
        })
    }

    /// Returns the layout of a meeting's packs; `None` where there is nothing to open their papers, or there
    /// are none.
    fn layout(&self, meeting: &str) -> Option<Arc<Layout>> {
        let opener = self.inputs.opener.as_ref()?;
        let inputs = self.pack_inputs(meeting, &papers::content_of);
        let source = PaperSource { opener: opener.clone(), files: BTreeMap::new() };
        let layout = || inputs.lay_out(&self.renderer, source);
        inputs.has_papers().then(|| self.layouts.get_or_init(meeting, layout))
    }

    /// Makes one document, in memory; `None` when it is refused, with the reason in `diags`.
    pub fn make(&self, diags: &mut Diagnostics, job: &Job) -> Option<Product> {
        let work = self.merge(diags, job)?;
        self.finish(diags, job, &work)
    }

    /// Makes a document of what was merged; `None` when it is refused, with the reason in `diags`.
    fn finish(&self, diags: &mut Diagnostics, job: &Job, work: &SharedWork) -> Option<Product> {
        let is_bound = job.kind.pack_contents().is_some();
        if is_bound && self.inputs.opener.is_none() {
            diags.push(Diagnostic::new(
                Code::PackNoOpener,
                "packs can't be made, because there is no program to open their papers",
            ));
            return None;
        }
        // Slow where it shows the page numbers of papers: these are opened and laid out first.
        let layout = match work.shows_pages {
            ShownPages::None => None,
            ShownPages::OfMeeting | ShownPages::OfVolume(_) => self.layout(&job.subject.key()),
        };
        let appended = work.appended.as_ref();
        let papers = appended.and_then(|appended| packs::appended_source(self, appended));
        if appended.is_some() && papers.is_none() {
            diags.push(Diagnostic::new(
                Code::PackNoOpener,
                "appendices can't be bound, because there is no program to open them",
            ));
            return None;
        }
        match self.renderer.make(diags, work, layout.as_deref(), papers.as_ref()) {
            Ok(product) => product,
            Err(error) => {
                diags.push(Diagnostic::new(Code::PackFailed, format!("{error:#}")));
                None
            }
        }
    }

    /// Returns whether anything in the records refuses documents, so that it is not known which are called for.
    fn has_faults(&self) -> bool {
        self.found.iter().any(|finding| finding.diagnostic.is_fault())
    }

    /// Returns what can't be made from the records, whatever is asked for.
    fn blocks(&self) -> impl Iterator<Item = &Blocks> {
        self.found.iter().flat_map(|finding| &finding.blocks)
    }

    /// Returns what is found in the records that concerns a selection: in the tables, of the law, and of what
    /// the documents in `jobs` need. Each finding names those of them that it costs.
    ///
    /// Whoever checks, makes or publishes a selection reports this, and so the same.
    fn findings(&self, scope: &Scope, jobs: &[Job]) -> Vec<Finding> {
        let originals: Vec<&Job> = jobs.iter().filter(|job| job.is_original()).collect();
        let mut findings = self.found.clone();
        let left = originals.iter().filter(|job| !self.is_blocked(job));
        let needs = left.flat_map(|job| check::needs(&self.records, job.kind, &job.subject));
        let needs: Vec<Finding> = needs.collect();
        let lacking = needs.iter().filter_map(|need| need.diagnostic.origin.clone());
        let mut lacking: Vec<Origin> = lacking.collect();
        lacking.sort();
        findings.extend(needs);
        for finding in findings.iter_mut().filter(|finding| !finding.blocks.is_empty()) {
            let Finding { diagnostic, blocks, .. } = finding;
            let is_cost =
                |job: &&&Job| blocks.iter().any(|blocks| blocks.has(job.kind, &job.subject));
            diagnostic.costs = originals.iter().filter(is_cost).map(|job| job.name()).collect();
        }
        let calendar = Calendar::from_data(self.data());
        let law = check::law(self.data(), &self.found, &calendar, self.inputs.today);
        // That a row lacks what its document needs is reported once.
        findings.extend(law.into_iter().filter(|finding| {
            let origin = finding.diagnostic.origin.as_ref();
            origin.is_none_or(|origin| lacking.binary_search(origin).is_err())
        }));
        findings.retain(|finding| !finding.diagnostic.costs.is_empty() || scope.concerns(finding));
        merge_same(findings)
    }

    /// Reports what is found in the records that concerns a selection, whose documents are in `jobs`.
    pub fn report(&self, diags: &mut Diagnostics, selection: &Selection, jobs: &[Job]) {
        let findings = self.findings(&Scope::of_selection(self, selection, jobs), jobs);
        findings.into_iter().for_each(|finding| diags.push(finding.diagnostic));
    }

    /// Reports everything that is found in the records.
    fn report_all(&self, diags: &mut Diagnostics) {
        let jobs: Vec<Job> = self.all_jobs().cloned().collect();
        self.report(diags, &Selection::default(), &jobs);
    }

    /// Reports what only merging can tell, where a council has changed its templates: the built-in ones can show
    /// every view (a test proves it). All forms of a document are merged alike, so that one is.
    fn try_merging(&self, diags: &mut Diagnostics, job: &Job) {
        if job.form == Form::Pdf && self.renderer.is_overridden(job.kind.template()) {
            self.merge(diags, job);
        }
    }

    /// Returns whether something in the tables keeps a document from being made.
    fn is_blocked(&self, job: &Job) -> bool {
        self.blocks().any(|blocks| blocks.has(job.kind, &job.subject))
    }

    /// Returns whether a document can't be made from the records; [`Self::findings`] say why.
    fn is_refused(&self, job: &Job) -> bool {
        self.is_blocked(job) || !job.kind.unmet(&self.records, &job.subject).is_empty()
    }

    /// Merges one document: returns all that it is typeset from, but for the page numbers of papers. `None`
    /// when the records refuse it, which [`Self::findings`] explain, or its template, with the reason in
    /// `diags`.
    pub fn merge(&self, diags: &mut Diagnostics, job: &Job) -> Option<SharedWork> {
        if self.is_refused(job) { None } else { self.merge_met(diags, job) }
    }

    /// The same, also where a record was refused that the document may need: the layout of packs for members
    /// depends on how long the public ones would be. What the document lacks itself goes to `diags`.
    fn merge_unchecked(&self, diags: &mut Diagnostics, job: &Job) -> Option<SharedWork> {
        let unmet = job.kind.unmet(&self.records, &job.subject);
        if !unmet.is_empty() {
            // What is laid out after it is refused as well, for the same reason.
            unmet.into_iter().for_each(|unmet| diags.push(unmet));
            return None;
        }
        self.merge_met(diags, job)
    }

    /// Merges a document whose kind has what it needs of its subject.
    fn merge_met(&self, diags: &mut Diagnostics, job: &Job) -> Option<SharedWork> {
        let is_shared = has_papers(job) || self.is_paper(job);
        if !is_shared {
            return self.merge_once(diags, job);
        }
        let file = job.file().join("/");
        let known = locked(&self.works).get(&file).cloned();
        let (work, found) = known.unwrap_or_else(|| {
            let mut found = Diagnostics::default();
            let work = self.merge_once(&mut found, job);
            locked(&self.works).insert(file, (work.clone(), found.clone()));
            (work, found)
        });
        diags.append(found);
        work
    }

    /// Returns whether a document is a paper of a meeting.
    fn is_paper(&self, job: &Job) -> bool {
        let generated = self.generated.get_or_init(|| {
            let data = self.data();
            let papers =
                data.meetings.iter().flat_map(|meeting| data.papers_of(meeting.meeting.as_str()));
            let files = papers.filter_map(|paper| paper.file.known()).map(|file| &file.value);
            files.filter(|file| bundle::generated_document(file).is_some()).cloned().collect()
        });
        job.form == Form::Pdf
            && !generated.is_empty()
            && generated.contains(&format!("{}:{}", job.kind.name(), job.subject.key()))
    }

    fn merge_once(&self, diags: &mut Diagnostics, job: &Job) -> Option<SharedWork> {
        let template = job.kind.template();
        let view = {
            let _step = self.renderer.watchdog.step(template);
            job.kind.view(&self.records, &job.subject)?
        };
        if let Some(views) = &self.views
            && view.audience() == AudienceName::Public
        {
            locked(views).insert(job.file().join("/"), view.view().clone());
        }
        let shows_pages = match (job.kind.pack_contents(), job.kind.shows_page_numbers()) {
            (Some(_), _) => ShownPages::OfVolume(job.subject.number()),
            (None, true) => ShownPages::OfMeeting,
            (None, false) => ShownPages::None,
        };
        let files = job.kind.appended(&self.records, &job.subject);
        let appended = match files.is_empty() {
            true => None,
            false => Some(packs::appended(self, diags, files)?),
        };
        let identity = Identity {
            form: job.form,
            language: job.language.clone(),
            conformance: Conformance::Document,
            ident: job.ident(),
            date: job.subject.date()?,
            shows_pages,
            appended,
            record: job.record(),
        };
        let name = job.subject.key();
        self.renderer.merge(diags, template, &name, view, identity)
    }
}

/// Returns findings without those that say the same of the same place; what they cost is joined.
fn merge_same(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| a.diagnostic.by_place(&b.diagnostic));
    findings.dedup_by(|next, first| {
        let is_same = first.diagnostic.by_place(&next.diagnostic).is_eq();
        if is_same {
            let Finding { diagnostic, blocks, about, .. } = next;
            let known = &mut first.diagnostic.costs;
            diagnostic.costs.retain(|name| !known.contains(name));
            known.append(&mut diagnostic.costs);
            first.blocks.append(blocks);
            first.about.append(about);
        }
        is_same
    });
    findings
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How many jobs a thread merges before it takes the next group.
const MERGED_TOGETHER: usize = 16;

/// Merges documents into a council's templates on `threads` threads, and reports what that tells; faults are in
/// the order of `jobs`.
fn try_merging(diags: &mut Diagnostics, session: &Session, jobs: &[Job], threads: usize) {
    let groups: Vec<&[Job]> = jobs.chunks(MERGED_TOGETHER).collect();
    let found = parallel::map(threads, groups.len(), |at| {
        let mut faults = Diagnostics::default();
        for job in groups[at] {
            session.try_merging(&mut faults, job);
        }
        faults
    });
    found.into_iter().for_each(|faults| diags.append(faults));
}
