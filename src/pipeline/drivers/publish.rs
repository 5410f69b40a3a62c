//! `publish`: freezes the documents of a publication for good.

use std::fmt;
use std::sync::atomic::AtomicBool;

use super::{Making, Notify, OutputFolder, RunOptions};
use crate::check::Finding;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity, plural};
use crate::kinds;
use crate::merge::Pages;
use crate::model::form::Form;
use crate::model::value::Language;
use crate::pipeline::batch::Outcome;
use crate::pipeline::build::Built;
use crate::pipeline::exposure::Exposures;
use crate::pipeline::items;
use crate::pipeline::key::InputFingerprint;
use crate::pipeline::publish::{Publication, results};
use crate::pipeline::published_versions::report_differs;
use crate::pipeline::state::State;
use crate::pipeline::{Job, Selection, Session};
use crate::publish::{self, About, ActMoment, Content, Frozen, Publishing, Step};
use crate::store::{self, Lock};
use crate::templates::Templates;

/// The folder in which what is published beside packs is made, below the private folder.
const ITEMS: &str = "items";

/// What to publish, and when.
#[derive(Debug, Clone)]
pub struct PublishOptions {
    /// Where to read and write.
    pub run: RunOptions,
    /// The documents that belong together.
    pub publication: Publication,
    /// Of these, the kinds that are asked for, by name; all where it is empty.
    pub kinds: Vec<String>,
    /// Of these, the documents with these names in receipts; all where it is empty.
    pub documents: Vec<String>,
    /// Whether each is published in large print as well.
    pub large_print: bool,
    /// Whether each public one is published as a page of HTML as well.
    pub html: bool,
    /// Languages in which they are published besides English.
    pub languages: Vec<Language>,
    /// Who publishes, and when.
    pub moment: ActMoment,
    /// Why documents that have changed since they were published are published again, in a sentence for
    /// everybody; `None` leaves them as they were.
    pub reason: Option<String>,
    /// Whether it is agreed.
    pub consent: Consent,
}

/// Whether somebody agrees to what is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Consent {
    /// To whatever is due.
    Given,
    /// Not yet: what would be published is said, and nothing is.
    Asked,
    /// To what was shown, by its digest ([`Frozen::agreement`]); nothing is published if anything else is due.
    To(String),
}

/// What came of a publication.
#[derive(Debug)]
pub struct PublishReport {
    /// Everything that was found.
    pub diags: Diagnostics,
    /// How each document was made, before anything was published.
    pub documents: Vec<Built>,
    /// What was published; or why nothing was.
    pub result: Result<Frozen, NotPublished>,
}

/// Why nothing is published.
#[derive(Debug)]
pub enum NotPublished {
    /// The data calls for no such document, but rows of it were refused, which may do so.
    Unknown(anyhow::Error),
    /// Documents can't be made.
    Missing {
        /// How many.
        missing: usize,
        /// Of how many.
        documents: usize,
    },
    /// The records do not say clearly what is private.
    UnclearAccess,
    /// The records break a rule of law.
    Unlawful,
    /// Something that was published is missing or altered.
    Damaged,
    /// Documents say that they were published on another day.
    OtherDay,
    /// Nothing that is asked for may be published yet.
    NotYet,
    /// What is due is not what somebody agreed to.
    NotAgreed,
}

impl fmt::Display for NotPublished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(error) => write!(f, "{error:#}"),
            Self::Missing { missing, documents } => {
                let documents = plural(*documents, "document", "documents");
                write!(f, "{missing} of {documents} can't be made")
            }
            Self::UnclearAccess => {
                f.write_str("the records do not say clearly what is private; correct them")
            }
            Self::Unlawful => f.write_str(
                "the records break a rule of law; correct them, or give the reason in `overrides`",
            ),
            Self::Damaged => {
                f.write_str("what was published before is not as it was; put it back first")
            }
            Self::OtherDay => f.write_str("documents would show another day than that of today"),
            Self::NotYet => f.write_str("its time has not come"),
            Self::NotAgreed => f.write_str("what is due is not what was shown; look at it again"),
        }
    }
}

impl NotPublished {
    /// Returns that some of the documents were not made; `None` where all were.
    pub fn for_missing(documents: &[Built]) -> Option<Self> {
        let is_missing = |built: &&Built| {
            !matches!(built.outcome, Outcome::Made { .. } | Outcome::Unchanged { .. })
        };
        let missing = documents.iter().filter(is_missing).count();
        (missing > 0).then_some(Self::Missing { missing, documents: documents.len() })
    }

    /// Returns that documents are published on another day than they say, or too early.
    fn for_days(found: &[Diagnostic], jobs: &[Job]) -> Option<Self> {
        let is_other = found.iter().any(|diagnostic| diagnostic.code() == Code::PublishOtherDay);
        match (is_other, jobs.is_empty()) {
            (true, _) => Some(Self::OtherDay),
            (false, true) => Some(Self::NotYet),
            (false, false) => None,
        }
    }

    /// Returns that what was found is against the law; `None` where it is not.
    fn for_faults(diags: &Diagnostics) -> Option<Self> {
        let errors = || diags.iter().filter(|diagnostic| diagnostic.severity() == Severity::Error);
        let is_about_access = errors().any(|error| error.code().group() == "access");
        let is_against_law = errors().any(|error| error.law.is_some());
        is_against_law.then_some(if is_about_access { Self::UnclearAccess } else { Self::Unlawful })
    }
}

/// Makes the documents of a publication and freezes them, with a receipt, the web pages and the feed, unless
/// one can't be made or the records break the law. Once `stop` is set, no further document is begun, and
/// nothing is published.
///
/// # Errors
/// When the records can't be opened or call for none of the documents, when something can't be written or
/// another run writes to the output folder, or when `notify` fails.
pub fn publish(
    options: &PublishOptions,
    notify: &Notify<'_>,
    stop: &AtomicBool,
) -> anyhow::Result<PublishReport> {
    let PublishOptions { run, .. } = options;
    let inputs = run.inputs_for(&options.publication)?;
    let mut diags = Diagnostics::default();
    let mut session = Session::open(&mut diags, &inputs, kinds::ALL)?;
    session.check_languages(&options.languages)?;
    session.keep_views();
    let (publication, about, mut jobs) =
        match options.publication.plan(&session, &options.versions()) {
            Err(error) if session.has_faults() => {
                session.report_all(&mut diags);
                let result = Err(NotPublished::Unknown(error));
                return Ok(PublishReport { diags, documents: Vec::new(), result });
            }
            planned => planned?,
        };
    jobs.retain(|job| options.asks_for(&publication, job));
    let folder = OutputFolder::open(&run.output)?;
    let fingerprint = InputFingerprint::take(&inputs, "")?.unsettled();
    let (lock, mut context) = folder.into_context(fingerprint);
    let exposures = Exposures::find(&session, &run.output)?;
    exposures.report(&mut diags, &run.output);
    exposures.remove_made(&mut context.state, &run.output)?;
    exposures.remember(&session, &lock)?;
    let making =
        Making { run, keep_typ: false, is_kept_elsewhere: false, removed: 0, notify, stop };
    let found = publication.findings(&session, &jobs);
    found.iter().for_each(|finding| diags.push(finding.diagnostic.clone()));
    let trees = publish::Trees::read_whole(&mut diags, &run.output)?;
    let mut untimely = None;
    if let Some(trees) = &trees {
        let published = (&about, trees);
        let timely = publication.timely(&session, &jobs, published, &options.moment.now);
        jobs = timely.jobs;
        untimely = NotPublished::for_days(&timely.found, &jobs);
        timely.found.into_iter().for_each(|diagnostic| diags.push(diagnostic));
    }
    let documents = making.make(&mut diags, &session, &jobs, &mut context)?;
    if options.reason.is_some() {
        // Whoever publishes them again needs no advice to do so.
        let found = std::mem::take(&mut diags).into_vec().into_iter();
        let others = found.filter(|found| found.code() != Code::PublishDiffers);
        others.for_each(|diagnostic| diags.push(diagnostic));
    }
    let refusal = NotPublished::for_missing(&documents)
        .or_else(|| NotPublished::for_faults(&diags))
        .or(untimely);
    let result = match (refusal, trees) {
        (Some(refusal), _) => Err(refusal),
        (None, None) => Err(NotPublished::Damaged),
        (None, Some(trees)) => {
            let freezing = Freezing {
                session: &session,
                publication: &publication,
                about: &about,
                lock: &lock,
                trees,
            };
            options.freeze(&mut diags, freezing, &jobs, &found)?
        }
    };
    Ok(PublishReport { diags, documents, result })
}

/// What documents are frozen with.
struct Freezing<'a> {
    session: &'a Session,
    publication: &'a Publication,
    about: &'a About,
    lock: &'a Lock,
    trees: publish::Trees,
}

impl PublishOptions {
    /// Returns the forms and languages in which documents are asked for.
    fn versions(&self) -> Selection {
        let (large_print, html) = (self.large_print, self.html);
        Selection { large_print, html, languages: self.languages.clone(), ..Selection::default() }
    }

    /// Returns whether a document is asked for.
    fn asks_for(&self, publication: &Publication, job: &Job) -> bool {
        let is_kind =
            self.kinds.is_empty() || self.kinds.iter().any(|kind| kind == job.kind.name());
        let is_named = |job: &Job| self.documents.contains(&publication.document(job));
        // A page comes with its PDF.
        let record = job.version(Form::Pdf, &job.language);
        let is_document = self.documents.is_empty()
            || is_named(job)
            || job.form == Form::Html && is_named(&record);
        is_kind && is_document
    }

    /// Freezes the documents as they were made, with the web pages and the feed, unless the state file lacks
    /// one, or says what would be.
    fn freeze(
        &self,
        diags: &mut Diagnostics,
        freezing: Freezing<'_>,
        jobs: &[Job],
        found: &[Finding],
    ) -> anyhow::Result<Result<Frozen, NotPublished>> {
        let Freezing { session, publication, about, lock, trees } = freezing;
        let Self { run, moment, reason, .. } = self;
        // The state that was read before the documents were made does not know of them.
        let mut items = publication.items(session, jobs, &State::open(lock), &run.output);
        anyhow::ensure!(
            items.len() == jobs.len(),
            "what was made could not be recorded in `{}`; nothing is published",
            lock.folder().display()
        );
        let folder = lock.folder().join(ITEMS);
        items.extend(items::items(session, diags, jobs, &folder, self.html)?);
        let results = results(diags, found, &moment.now);
        let sources = publication.sources(session)?;
        let step = Step { moment: moment.clone(), reason: reason.clone() };
        let templates = Templates::new(run.templates.as_deref());
        let pages = Pages { templates: &templates, words: session.words(), folder: publish::SITE };
        let publishing =
            Publishing { output: &run.output, lock, about, step: &step, pages: &pages };
        let content = Content { items: &items, sources: &sources, rules: &results };
        let frozen = self.freeze_agreed(publishing, diags, trees, content);
        items.iter().filter(|item| item.made.starts_with(&folder)).for_each(|item| {
            // What stays is written over by the next run.
            store::remove(&item.made, lock.folder()).ok();
            store::remove(&item.made.with_extension("json"), lock.folder()).ok();
        });
        let frozen = frozen?;
        for document in frozen.iter().flat_map(|frozen| &frozen.differs) {
            report_differs(diags, &document.file, &document.published, publication);
        }
        Ok(frozen)
    }

    /// Freezes documents as far as somebody agrees to it.
    fn freeze_agreed(
        &self,
        publishing: Publishing<'_>,
        diags: &mut Diagnostics,
        trees: publish::Trees,
        content: Content<'_>,
    ) -> anyhow::Result<Result<Frozen, NotPublished>> {
        if self.consent != Consent::Given {
            let Some(shown) = publish::preview(publishing, diags, &trees, content)? else {
                return Ok(Err(NotPublished::Damaged));
            };
            match &self.consent {
                Consent::To(digest) if *digest == shown.agreement() => {}
                // A second press finds that all is done.
                Consent::To(_) if shown.due.is_empty() => return Ok(Ok(shown)),
                Consent::To(_) => return Ok(Err(NotPublished::NotAgreed)),
                Consent::Asked | Consent::Given => return Ok(Ok(shown)),
            }
        }
        let frozen = publish::freeze(publishing, diags, trees, content)?;
        Ok(frozen.ok_or(NotPublished::Damaged))
    }
}
