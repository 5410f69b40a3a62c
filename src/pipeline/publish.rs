//! Which documents are published together, and whether they still are as they were published.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::keys::has_papers;
use super::open_data;
use super::scope::Scope;
use super::state::State;
use super::{Job, Session};
use crate::check::Finding;
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, Severity};
use crate::kinds::{self, COUNCIL, RecordSubject, Subject};
use crate::load;
use crate::model::access::AudienceName;
use crate::model::bundle;
use crate::model::form::Form;
use crate::model::nearest::nearest;
use crate::model::value::{Moment, ReportingPeriod};
use crate::publish::{self, About, Access, Item, Receipt, RecordLink, RuleResult, Trees, Wording};
use crate::rules::calendar::{INSPECTION_YEARS, years_beginning_with};
use crate::store;

/// Documents that are published together. Every document belongs to one publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Publication {
    /// The documents of a meeting, by its name.
    Meeting(String),
    /// A forward plan, by its month, such as `2026-01`.
    Plan(String),
    /// The performance documents of a period.
    Period(ReportingPeriod),
    /// The notices of an issue, and its history.
    Issue(RecordSubject),
    /// The record of a decision that was not taken at a meeting.
    Decision(RecordSubject),
    /// What is published of a body from time to time, such as its work programme, by its id.
    Body(String),
    /// What is published of the council as a whole, such as how it is run.
    Council,
}

impl Publication {
    /// Returns the publication that a document belongs to.
    pub(super) fn of_job(job: &Job) -> Self {
        match &job.subject {
            Subject::Meeting(meeting)
            | Subject::Supplement { meeting, .. }
            | Subject::Minute { meeting, .. }
            | Subject::Decision { meeting: Some(meeting), .. } => {
                Self::Meeting(meeting.name.clone())
            }
            Subject::Month { .. } => Self::Plan(job.subject.key()),
            Subject::Period { period, .. } | Subject::Edition { period, .. } => {
                Self::Period(*period)
            }
            Subject::Decision { meeting: None, decision, .. } => Self::Decision(decision.clone()),
            Subject::Issue { issue, .. } => Self::Issue(issue.clone()),
            Subject::Body { body, .. } => Self::Body(body.clone()),
            Subject::Council { .. } => Self::Council,
        }
    }

    /// Returns the publication of an issue, by its reference as somebody typed it.
    pub fn of_issue(reference: &str) -> Self {
        Self::Issue(RecordSubject::typed(reference))
    }

    /// Returns the publication of a decision that was not taken at a meeting, by its reference as somebody typed
    /// it.
    pub fn of_decision(reference: &str) -> Self {
        Self::Decision(RecordSubject::typed(reference))
    }

    /// Returns whether it is the one that somebody asks for, who may have typed a reference otherwise.
    fn is_asked(&self, asked: &Self) -> bool {
        let is_same = |known: &RecordSubject, asked: &RecordSubject| {
            known.reference == asked.reference || known.folder == asked.folder
        };
        match (self, asked) {
            (Self::Issue(known), Self::Issue(asked))
            | (Self::Decision(known), Self::Decision(asked)) => is_same(known, asked),
            _ => self == asked,
        }
    }

    /// Returns the meeting, month, period, reference or body, as the options of `publish` take it.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Meeting(name) | Self::Plan(name) | Self::Body(name) => name.clone(),
            Self::Period(period) => period.key(),
            Self::Issue(record) | Self::Decision(record) => record.reference.clone(),
            Self::Council => COUNCIL.to_owned(),
        }
    }

    /// Returns the option of `publish` that names it.
    pub(super) fn option(&self) -> &'static str {
        match self {
            Self::Meeting(_) => "meeting",
            Self::Plan(_) => "plan",
            Self::Period(_) => "period",
            Self::Issue(_) => "issue",
            Self::Decision(_) => "decision",
            Self::Body(_) => "body",
            Self::Council => "council",
        }
    }

    /// Returns its name in receipts and archives, such as `forward-plan-2026-01`.
    pub(super) fn publication(&self) -> String {
        self.folder().join("-")
    }

    /// Returns the parts of its path below the folder of all publications.
    pub(super) fn folder(&self) -> Vec<String> {
        let (below, folder) = match self {
            Self::Meeting(name) => return vec![name.clone()],
            Self::Council => return vec![COUNCIL.to_owned()],
            Self::Plan(month) => ("forward-plan", month.clone()),
            Self::Period(period) => ("performance", period.key()),
            Self::Issue(issue) => ("issues", issue.folder.clone()),
            Self::Decision(decision) => ("decisions", decision.folder.clone()),
            Self::Body(body) => ("bodies", body.clone()),
        };
        vec![below.to_owned(), folder]
    }

    /// Returns its description, with the documents that the data calls for, in the forms and languages that
    /// `versions` asks for.
    ///
    /// # Errors
    /// When the data calls for no document of it.
    pub(super) fn plan(
        &self,
        session: &Session,
        versions: &super::Selection,
    ) -> anyhow::Result<(Self, About, Vec<Job>)> {
        let data = session.data();
        let asked = session.all_jobs().filter(|job| Self::of_job(job).is_asked(self));
        let mut asked: Vec<&Job> = asked.collect();
        // Kind by kind, as everywhere.
        asked.sort_by_key(|job| kinds::ALL.iter().position(|kind| kind.name() == job.kind.name()));
        let jobs: Vec<Job> =
            asked.into_iter().flat_map(|job| versions.versions_of(session, job)).collect();
        let name = self.name();
        let Some(date) = jobs.iter().find_map(|job| job.subject.date()) else {
            let known: Vec<String> = session
                .all_jobs()
                .map(Self::of_job)
                .filter(|publication| {
                    std::mem::discriminant(publication) == std::mem::discriminant(self)
                })
                .map(|publication| publication.name())
                .collect();
            let near = nearest(&name, known.iter().map(String::as_str));
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            anyhow::bail!("the data calls for no document of `{name}`{near}");
        };
        let publication = jobs.first().map_or_else(|| self.clone(), Self::of_job);
        let words = session.words();
        let meeting = match &publication {
            Self::Meeting(name) => data.meeting(name),
            _ => None,
        };
        let date = meeting.map_or(date, |meeting| meeting.date.value);
        let inspect_until = matches!(publication, Self::Meeting(_))
            .then(|| years_beginning_with(date, INSPECTION_YEARS).day);
        let title = publication.title(session, date);
        let council =
            data.council.as_ref().map(|council| council.name.to_string()).unwrap_or_default();
        let folder = publication.folder();
        let wording = Wording {
            open_rights: words.published_by(&council),
            closed_rights: words.not_for_publication(&council),
            reason_on_record: words.reason_on_record.clone(),
        };
        let website = data.council.as_ref().and_then(|council| council.website.as_ref());
        let about = About {
            publication: publication.publication(),
            folder,
            title,
            council,
            website: website.map(ToString::to_string),
            body: match &publication {
                Self::Meeting(name) => {
                    data.meeting(name).map(|meeting| meeting.body.value.as_str().to_owned())
                }
                Self::Body(id) => Some(id.clone()),
                _ => None,
            },
            date,
            inspect_until,
            wording,
        };
        Ok((publication, about, jobs))
    }

    /// Returns what it is called for people; `date` is that of its documents.
    pub(super) fn title(&self, session: &Session, date: NaiveDate) -> String {
        let (data, words) = (session.data(), session.words());
        match self {
            Self::Meeting(name) => {
                let body = data.meeting(name).and_then(|meeting| data.body_of(meeting));
                let body = body.map_or_else(|| name.clone(), |body| body.name.to_string());
                words.meeting(&body, date)
            }
            Self::Plan(month) => {
                let first = format!("{month}-01").parse::<NaiveDate>();
                words.forward_plan(first.unwrap_or(date))
            }
            Self::Period(period) => words.performance(*period),
            Self::Issue(RecordSubject { reference, .. }) => {
                let mut issues = session.public().issues.iter();
                let issue = issues.find(|issue| issue.r#ref.written() == reference);
                let title = issue.map(|issue| issue.title.as_str());
                let issue = issue.and_then(|issue| issue.r#ref.reference());
                titled(issue.map(|reference| reference.written()), title, reference)
            }
            Self::Decision(RecordSubject { reference, .. }) => {
                let mut decisions = session.public().decisions.iter();
                let decision = decisions.find(|decision| decision.r#ref.written() == reference);
                let title = decision.and_then(|decision| decision.title.as_ref());
                let title = title.map(|title| title.as_str());
                let decision = decision.and_then(|decision| decision.r#ref.reference());
                let written = decision.map(|reference| reference.written());
                titled(written, title, reference)
            }
            Self::Body(id) => {
                let body = data.bodies.iter().find(|body| body.id.as_str() == id);
                body.map_or_else(|| id.clone(), |body| body.name.to_string())
            }
            Self::Council => {
                let council = data.council.as_ref();
                council.map(|council| council.name.to_string()).unwrap_or_default()
            }
        }
    }

    /// Returns its path below the folder of all publications, with forward slashes: `forward-plan/2026-01`.
    pub fn path(&self) -> String {
        self.folder().join("/")
    }

    /// Returns what is found in the records that concerns it; of what the law asks for a forward plan, only what
    /// is about entries that first appeared in it.
    pub(super) fn findings(&self, session: &Session, jobs: &[Job]) -> Vec<Finding> {
        let scope = match self {
            Self::Meeting(_)
            | Self::Period(_)
            | Self::Issue(_)
            | Self::Decision(_)
            | Self::Body(_)
            | Self::Council => Scope::of_documents(session, jobs),
            Self::Plan(month) => Scope::of_issues(session.data().issues.iter().filter(|issue| {
                let first = issue.first_published.as_ref();
                first.is_some_and(|first| first.value.format("%Y-%m").to_string() == *month)
            })),
        };
        let mut findings = session.findings(&scope, jobs);
        if let Self::Plan(_) = self {
            findings.retain(|finding| {
                let code = finding.diagnostic.code();
                !code.is_rule() || code.group() == "plan"
            });
        }
        findings
    }

    /// Returns those of the documents whose time has come, and what is found about the days that documents say
    /// they were published on. A document that says a later moment is not published before it, and one that is
    /// published for the first time must say the day on which that happens.
    pub(super) fn timely(
        &self,
        session: &Session,
        jobs: &[Job],
        published: (&About, &Trees),
        now: &str,
    ) -> Timely {
        let (about, trees) = published;
        // A page comes with its PDF, and says the same.
        let (pages, jobs): (Vec<&Job>, Vec<&Job>) =
            jobs.iter().partition(|job| job.form == Form::Html);
        let is_published = |job: &Job| {
            let access = access(job);
            let first = format!("{}/{}.pdf", about.folder_in(access), self.document(job));
            trees.ever_had(access, &first)
        };
        let mut timely = Timely { jobs: Vec::new(), found: Vec::new() };
        for job in &jobs {
            let moment = says_published(session, job);
            match moment {
                Some(at) if publish::is_before(now, &at.shown) => {
                    let message = format!(
                        "{} is to be published on {}, and not before",
                        job.name(),
                        at.shown
                    );
                    let hint = "run `publish` again then; or correct `published-at`";
                    let mut found = Diagnostic::new(Code::PublishNotYet, message).hint(hint);
                    found.origin = at.origin;
                    timely.found.push(found);
                    continue;
                }
                Some(at) if !is_published(job) && now.get(..10) != at.shown.get(..10) => {
                    let message = format!(
                        "{} says that it was published on {}, and it would be published on {}",
                        job.name(),
                        &at.shown[..10],
                        now.get(..10).unwrap_or(now)
                    );
                    let hint = "correct `published-at`; what was published elsewhere on that day is entered \
                                with `--recorded --now` and the day";
                    let mut found = Diagnostic::new(Code::PublishOtherDay, message).hint(hint);
                    found.origin = at.origin;
                    timely.found.push(found);
                }
                _ => {}
            }
            timely.jobs.push((*job).clone());
        }
        let is_timely = |page: &&Job| {
            let pdf = page.version(Form::Pdf, &page.language).file();
            // One that is not asked for was published before.
            !jobs.iter().any(|job| job.file() == pdf)
                || timely.jobs.iter().any(|job| job.file() == pdf)
        };
        let pages: Vec<Job> = pages.into_iter().filter(is_timely).cloned().collect();
        timely.jobs.extend(pages);
        timely
    }

    /// Returns the records that it was made from, as names and paths: all tables, and those minutes,
    /// performance data and papers that belong to it. They may contain exempt information.
    ///
    /// # Errors
    /// When the data folder can't be listed.
    pub(super) fn sources(&self, session: &Session) -> anyhow::Result<Vec<(String, PathBuf)>> {
        let folder = &session.inputs.data;
        let papers = session.data().papers_of(&self.name()).iter();
        let papers: Vec<&str> = match self {
            Self::Meeting(_) => {
                papers.filter_map(|paper| paper.file.known()).map(|file| &*file.value).collect()
            }
            Self::Plan(_)
            | Self::Period(_)
            | Self::Issue(_)
            | Self::Decision(_)
            | Self::Body(_)
            | Self::Council => Vec::new(),
        };
        let mut sources = Vec::new();
        for path in store::walk(folder)? {
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            let is_table = |file: &str| {
                let ending = file.rsplit('.').next().unwrap_or_default().to_lowercase();
                matches!(&*ending, "csv" | "json" | "xlsx" | "xlsm")
            };
            let is_source = match &parts[..] {
                [folder, rest @ ..] if folder == "documents" => papers.contains(&&*rest.join("/")),
                [folder, file] if folder == "minutes" => {
                    let is_minutes = |name: &str| {
                        let ending =
                            file.strip_prefix(name).and_then(|rest| rest.strip_prefix('.'));
                        ending.is_some_and(|ending| load::MINUTES_ENDINGS.contains(&ending))
                    };
                    matches!(self, Self::Meeting(name) if is_minutes(name))
                }
                [folder, period, ..] if folder == "performance" => {
                    matches!(self, Self::Period(published) if *period == published.key())
                }
                [.., file] => is_table(file),
                [] => false,
            };
            if is_source {
                sources.push((parts.join("/"), folder.join(&path)));
            }
        }
        Ok(sources)
    }

    /// Returns the documents in the form in which they are published; those that were not made are left
    /// out.
    pub(super) fn items(
        &self,
        session: &Session,
        jobs: &[Job],
        state: &State,
        output: &Path,
    ) -> Vec<Item> {
        let item = |job: &Job| {
            let name = job.file().join("/");
            let record = state.record(&name)?;
            let sha512 = record.digest()?.to_owned();
            let access = access(job);
            let shows = match access {
                Access::Open if job.is_original() => Some(session.kept_view(job)?),
                Access::Open | Access::Closed => None,
            };
            Some(Item {
                document: self.document(job),
                part_of: None,
                title: None,
                paper: None,
                record: job.record().map(|file| RecordLink {
                    document: self.document(&job.version(Form::Pdf, &job.language)),
                    file,
                }),
                form: job.form,
                language: job.language.clone(),
                made: job.path(output),
                pages: record.pages,
                sha512,
                access,
                rows: shows
                    .is_some()
                    .then(|| open_data::rows(session.public(), job))
                    .filter(|rows| !rows.is_empty()),
                shows,
            })
        };
        jobs.iter().filter_map(item).collect()
    }

    /// Returns the name of a document within its publication: its path, without the folders that all of
    /// them share, as one word; that of a page keeps its ending, so that it is not that of its PDF.
    pub(super) fn document(&self, job: &Job) -> String {
        let mut parts = job.file();
        parts.remove(0);
        let folder = self.folder();
        let rest = if parts.starts_with(&folder) { &parts[folder.len()..] } else { &parts[..] };
        rest.join("-").trim_end_matches(".pdf").to_owned()
    }
}

impl Publication {
    /// Returns what the receipt for everybody says of it; `None` where nothing is published of it.
    ///
    /// # Errors
    /// When the receipt can't be read.
    pub(super) fn published(&self, output: &Path) -> anyhow::Result<Option<(About, Receipt)>> {
        let root = output.join(publish::FOLDER).join(Access::Open.folder());
        let folder = self.folder();
        let path = folder.iter().fold(root, |path, part| path.join(part));
        let Some(receipt) = Receipt::read(&path)? else { return Ok(None) };
        let about = About {
            publication: receipt.publication.clone(),
            folder,
            title: receipt.title.clone(),
            council: receipt.council.clone(),
            website: receipt.website.clone(),
            body: receipt.body.clone(),
            date: receipt.date,
            inspect_until: receipt.inspect_until,
            wording: Wording {
                open_rights: receipt.rights.clone(),
                closed_rights: String::new(),
                reason_on_record: String::new(),
            },
        };
        Ok(Some((about, receipt)))
    }

    /// Returns the names in receipts of those documents that `is_wanted` accepts.
    pub(super) fn documents(
        &self,
        session: &Session,
        is_wanted: impl Fn(&Job) -> bool,
    ) -> Vec<String> {
        let jobs = session.all_jobs().filter(|job| Self::of_job(job).is_asked(self));
        jobs.filter(|job| is_wanted(job)).map(|job| Self::of_job(job).document(job)).collect()
    }
}

/// Documents whose time has come, and what is found about the others.
pub(super) struct Timely {
    /// The documents.
    pub(super) jobs: Vec<Job>,
    /// What is found.
    pub(super) found: Vec<Diagnostic>,
}

/// The moment at which a document says that it was published.
struct StatedMoment {
    /// As receipts have it.
    shown: String,
    /// Where the records say so.
    origin: Option<Origin>,
}

/// Returns the moment at which a document says that it was published; `None` where it says none.
fn says_published(session: &Session, job: &Job) -> Option<StatedMoment> {
    let data = session.data();
    let meeting = data.meeting(&job.subject.meeting()?.name)?;
    if job.kind.announces_change() {
        let at = meeting.status_at.as_ref()?;
        return Some(StatedMoment { shown: shown_moment(at), origin: Some(at.origin.clone()) });
    }
    if !has_papers(job) {
        return None;
    }
    let Subject::Supplement { number, .. } = &job.subject else {
        let at = meeting.published_at.as_ref()?;
        return Some(StatedMoment { shown: shown_moment(at), origin: Some(at.origin.clone()) });
    };
    let papers = data.papers_of(meeting.meeting.as_str());
    let bundle = bundle::bundles(data, meeting).into_iter();
    let bundle = bundle.into_iter().find(|bundle| bundle.supplement == Some(*number))?;
    let latest = bundle.papers.iter().filter_map(|at| papers[*at].published_at.as_ref());
    // A day without a time counts from its beginning.
    let latest = latest.max_by_key(|at| (at.date, at.time))?;
    Some(StatedMoment { shown: shown_moment(latest), origin: Some(latest.origin.clone()) })
}

/// Returns a moment as receipts have it: `2026-01-05`, or `2026-01-05T14:00`.
pub fn shown_moment(moment: &Moment) -> String {
    let time = moment.time.map(|time| time.format("T%H:%M").to_string()).unwrap_or_default();
    format!("{}{time}", moment.date)
}

/// Returns what a record is called for people: its reference, and its title where the public may know it.
fn titled(reference: Option<&str>, title: Option<&str>, name: &str) -> String {
    match (reference, title) {
        (Some(reference), Some(title)) => format!("{reference}: {title}"),
        (None, Some(title)) => title.to_owned(),
        (_, None) => name.to_owned(),
    }
}

/// Returns who may read a document: what goes into the private folder is closed.
pub(super) fn access(job: &Job) -> Access {
    match job.kind.audience() {
        AudienceName::Public => Access::Open,
        AudienceName::Restricted => Access::Closed,
    }
}

/// Returns the results of rules as receipts record them: every error and warning that names a law, and
/// every finding that was overridden.
pub(super) fn results(diags: &Diagnostics, found: &[Finding], now: &str) -> Vec<RuleResult> {
    let overridden =
        found.iter().filter(|finding| finding.overridden.is_some()).map(|finding| RuleResult {
            rule: finding.diagnostic.code().name().to_owned(),
            published: now.to_owned(),
            message: Some(finding.diagnostic.message.clone()),
            law: finding.diagnostic.law.map(str::to_owned),
            overridden: finding.overridden.clone(),
        });
    let result = |diagnostic: &Diagnostic| {
        Some(RuleResult {
            rule: diagnostic.code().name().to_owned(),
            published: now.to_owned(),
            message: Some(diagnostic.message.clone()),
            law: Some(diagnostic.law?.to_owned()),
            overridden: None,
        })
    };
    let others =
        diags.iter().filter(|diagnostic| diagnostic.severity() > Severity::Note).filter_map(result);
    others.chain(overridden).collect()
}
