//! What belongs together when it is published, and how that compares with what was published.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use chrono::NaiveDate;

use super::state::{Record, State};
use super::{Job, Session};
use crate::diag::{Diagnostic, Diagnostics, Origin, Severity};
use crate::model::access::Audience;
use crate::model::bundle::PageNumbers;
use crate::model::dataset::Dataset;
use crate::model::record::nearest;
use crate::model::value::{Quarter, long_date};
use crate::publish::{self, About, Access, Item, Receipt, RuleResult};
use crate::rules::Finding;
use crate::rules::calendar::{INSPECTION_YEARS, years_beginning_with};
use crate::store;

/// What may be published together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Publication {
    /// A meeting's documents, by its name.
    Meeting(String),
    /// A forward plan, by its month.
    Plan(String),
    /// A quarter's performance report.
    Period(Quarter),
}

impl Publication {
    /// Returns what a job is published with.
    fn of(job: &Job) -> Option<Self> {
        let subject = &job.subject;
        match (&subject.meeting, subject.quarter) {
            (Some(meeting), _) => Some(Self::Meeting(meeting.clone())),
            (None, Some(quarter)) => Some(Self::Period(quarter)),
            (None, None) if job.kind.name() == "forward-plan" => {
                Some(Self::Plan(subject.key.clone()))
            }
            (None, None) => None,
        }
    }

    /// Returns its name.
    fn name(&self) -> String {
        match self {
            Self::Meeting(name) | Self::Plan(name) => name.clone(),
            Self::Period(quarter) => quarter.key(),
        }
    }

    /// Returns what receipts and archives call it.
    pub fn publication(&self) -> String {
        self.folder().join("-")
    }

    /// Returns its folder, part by part.
    fn folder(&self) -> Vec<String> {
        let below = match self {
            Self::Meeting(_) => None,
            Self::Plan(_) => Some("forward-plan".to_owned()),
            Self::Period(_) => Some("performance".to_owned()),
        };
        below.into_iter().chain([self.name()]).collect()
    }

    /// Returns what is said of it, with the documents that the data calls for.
    ///
    /// # Errors
    /// When the data have no such thing.
    pub fn plan(&self, session: &Session) -> anyhow::Result<(About, Vec<Job>)> {
        let data = session.data();
        let all = super::plan(data, &super::Selection::default());
        let jobs: Vec<Job> =
            all.iter().filter(|job| Self::of(job).as_ref() == Some(self)).cloned().collect();
        let name = self.name();
        let Some(date) = jobs.iter().find_map(|job| job.subject.date) else {
            let known: Vec<String> = all
                .iter()
                .filter_map(Self::of)
                .filter(|publication| {
                    std::mem::discriminant(publication) == std::mem::discriminant(self)
                })
                .map(|publication| publication.name())
                .collect();
            let near = nearest(&name, known.iter().map(String::as_str));
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            anyhow::bail!("the data calls for no document of `{name}`{near}");
        };
        let (title, date, inspect_until) = match self {
            Self::Meeting(name) => {
                let meeting = data.meeting(name);
                let date = meeting.map_or(date, |meeting| meeting.date.value);
                let body = meeting.and_then(|meeting| data.body_of(meeting));
                let body = body.map_or_else(|| name.clone(), |body| body.name.to_string());
                let until = years_beginning_with(date, INSPECTION_YEARS).day;
                (format!("{body}, {}", long_date(date)), date, Some(until))
            }
            Self::Plan(month) => {
                let first = format!("{month}-01").parse::<NaiveDate>();
                let month =
                    first.map_or_else(|_| month.clone(), |first| first.format("%B %Y").to_string());
                (format!("Forward plan, {month}"), date, None)
            }
            Self::Period(quarter) => (format!("Performance, {quarter}"), date, None),
        };
        let council =
            data.council.as_ref().map(|council| council.name.to_string()).unwrap_or_default();
        let (publication, folder) = (self.publication(), self.folder());
        Ok((About { publication, folder, title, council, date, inspect_until }, jobs))
    }

    /// Returns what rules of law found that is about it: of a plan, about the entries that it was the
    /// first to give.
    pub fn findings(&self, session: &Session, found: Vec<Finding>) -> Vec<Finding> {
        let issues = &session.data().issues;
        let is_new = |key: &String, month: &str| {
            let issue = issues.iter().find(|issue| issue.r#ref.key() == key);
            let first = issue.and_then(|issue| issue.first_published.as_ref());
            first.is_some_and(|first| first.value.format("%Y-%m").to_string() == month)
        };
        let is_own = |finding: &Finding| match self {
            Self::Meeting(name) => finding.meeting.as_ref() == Some(name),
            Self::Plan(month) => {
                finding.diagnostic.code.starts_with("plan/")
                    && finding.references.iter().any(|key| is_new(key, month))
            }
            Self::Period(_) => false,
        };
        found.into_iter().filter(is_own).collect()
    }

    /// Returns the records that it was made from: all tables, and of minutes, performance data and
    /// papers its own. They may tell of what is exempt.
    ///
    /// # Errors
    /// When the data folder can't be listed.
    pub fn sources(&self, session: &Session) -> anyhow::Result<Vec<(String, PathBuf)>> {
        let folder = &session.inputs.data;
        let papers = session.data().papers_of(&self.name()).iter();
        let papers: Vec<&str> = match self {
            Self::Meeting(_) => {
                papers.filter_map(|paper| paper.file.as_ref()).map(|paper| &*paper.value).collect()
            }
            Self::Plan(_) | Self::Period(_) => Vec::new(),
        };
        let mut sources = Vec::new();
        for path in store::walk(folder)? {
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            let is_table = |file: &str| {
                let ending = file.rsplit('.').next().unwrap_or_default().to_lowercase();
                matches!(&*ending, "csv" | "json" | "xlsx" | "xlsm")
            };
            let is_own = match &parts[..] {
                [folder, rest @ ..] if folder == "documents" => papers.contains(&&*rest.join("/")),
                [folder, file] if folder == "minutes" => {
                    matches!(self, Self::Meeting(name) if file.strip_suffix(".json") == Some(name))
                }
                [folder, period, ..] if folder == "performance" => {
                    matches!(self, Self::Period(quarter) if *period == quarter.key())
                }
                [.., file] => is_table(file),
                [] => false,
            };
            if is_own {
                sources.push((parts.join("/"), folder.join(&path)));
            }
        }
        Ok(sources)
    }

    /// Returns the documents as they are published; `None` of one that was not made.
    pub fn items(
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
            let mut ignored = Diagnostics::default();
            let records = &session.records;
            let shows = match access {
                Access::Open => {
                    job.kind.view(&mut ignored, records, &job.subject, &PageNumbers::new())
                }
                Access::Closed => None,
            };
            Some(Item {
                document: self.document(job),
                made: job.path(output),
                pages: record.pages,
                sha512,
                access,
                shows,
            })
        };
        jobs.iter().filter_map(item).collect()
    }

    /// Returns what a document is called among those published with it.
    fn document(&self, job: &Job) -> String {
        let mut parts = job.file();
        parts.remove(0);
        let folder = self.folder();
        let rest = if parts.starts_with(&folder) { &parts[folder.len()..] } else { &parts[..] };
        rest.join("-").trim_end_matches(".pdf").to_owned()
    }
}

/// Returns who may read a document.
fn access(job: &Job) -> Access {
    if job.kind.folder() == Dataset::FOLDER { Access::Closed } else { Access::Open }
}

/// Returns what was found against rules, as receipts keep it: whatever names a law, and what rules of law
/// found that was overridden.
pub fn results(diags: &Diagnostics, found: &[Finding], now: &str) -> Vec<RuleResult> {
    let let_pass =
        found.iter().filter(|finding| finding.overridden.is_some()).map(|finding| RuleResult {
            rule: finding.diagnostic.code.to_owned(),
            published: now.to_owned(),
            message: Some(finding.diagnostic.message.clone()),
            law: finding.diagnostic.law.map(str::to_owned),
            overridden: finding.overridden.clone(),
        });
    let result = |diagnostic: &Diagnostic| {
        Some(RuleResult {
            rule: diagnostic.code.to_owned(),
            published: now.to_owned(),
            message: Some(diagnostic.message.clone()),
            law: Some(diagnostic.law?.to_owned()),
            overridden: None,
        })
    };
    let others =
        diags.iter().filter(|diagnostic| diagnostic.severity > Severity::Note).filter_map(result);
    others.chain(let_pass).collect()
}

/// What was published of the documents of a run, by their place in it, and what the run makes of them.
pub(super) struct Frozen {
    published: BTreeMap<usize, Published>,
    /// The SHA-512 of those that the run makes.
    made: Mutex<BTreeMap<usize, String>>,
    /// Receipts that can't be read.
    diags: Diagnostics,
}

/// A document that was published.
struct Published {
    publication: Publication,
    file: PathBuf,
    /// When, as the receipt has it.
    moment: String,
    sha512: String,
}

impl Frozen {
    /// Looks for what was published of the documents.
    pub(super) fn of(jobs: &[Job], output: &Path) -> Self {
        let (mut published, mut diags) = (BTreeMap::new(), Diagnostics::default());
        let root = output.join(publish::FOLDER);
        let jobs = if store::is_folder(&root) { jobs } else { &[] };
        let mut receipts: BTreeMap<PathBuf, Option<Receipt>> = BTreeMap::new();
        for (at, job) in jobs.iter().enumerate() {
            let Some(publication) = Publication::of(job) else { continue };
            let below = root.join(access(job).folder());
            let folder = publication.folder().iter().fold(below, |path, part| path.join(part));
            let read = || match Receipt::read(&folder) {
                Ok(receipt) => receipt,
                Err(error) => {
                    diags.push(Diagnostic::error("publish/receipt", format!("{error:#}")).hint(
                        "run `orderpaper verify` to see what else is not as it was published",
                    ));
                    None
                }
            };
            let receipt = receipts.entry(folder.clone()).or_insert_with(read);
            let document = publication.document(job);
            let mut current = receipt.iter().flat_map(Receipt::current);
            if let Some(entry) = current.find(|entry| entry.document == document) {
                let (file, moment) = (folder.join(&entry.file), entry.published.clone());
                let sha512 = entry.sha512.clone();
                published.insert(at, Published { publication, file, moment, sha512 });
            }
        }
        Self { published, made: Mutex::default(), diags }
    }

    /// Takes note of a document that was made, from any thread.
    pub(super) fn made(&self, at: usize, record: &Record) {
        if self.published.contains_key(&at)
            && let Some(digest) = record.digest()
        {
            let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            made.insert(at, digest.to_owned());
        }
    }

    /// Reports documents that were published otherwise than they are made now, by this run or, where it
    /// did not make them, by those before it.
    pub(super) fn report(self, diags: &mut Diagnostics, jobs: &[Job], earlier: &State) {
        diags.append(self.diags);
        let made = self.made.into_inner().unwrap_or_else(PoisonError::into_inner);
        for (at, published) in self.published {
            let before = || earlier.record(&jobs[at].file().join("/"))?.digest();
            let is_other = |made: &str| made != published.sha512;
            if made.get(&at).map(String::as_str).or_else(before).is_some_and(is_other) {
                report_differs(diags, &published.file, &published.moment, &published.publication);
            }
        }
    }
}

/// Reports a document that was published otherwise than it is made now.
pub fn report_differs(
    diags: &mut Diagnostics,
    file: &Path,
    published: &str,
    publication: &Publication,
) {
    let (option, name) = match publication {
        Publication::Meeting(name) => ("meeting", name.clone()),
        Publication::Plan(month) => ("plan", month.clone()),
        Publication::Period(quarter) => ("period", quarter.key()),
    };
    let message = format!("the data has changed since this was published on {published}");
    let hint = format!(
        "what is published is kept; `orderpaper publish --{option} {name} --reissue --reason …` \
         publishes a new version beside it"
    );
    diags.push(
        Diagnostic::warning("publish/differs", message)
            .at(&Origin::file(file.display().to_string().replace('\\', "/")))
            .hint(hint),
    );
}
