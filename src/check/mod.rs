//! The one place where records are checked: what is read is linked, marked and then checked as a whole, and
//! whoever makes or publishes documents reports the same findings.
//!
//! [`records`] goes through the steps: `load` reads, and reports only what can't be read; [`link`] drops what
//! can't stand beside other rows, and is the only step that changes records; marks of access follow; then
//! rows are checked against each other ([`references`], [`minutes`], [`performance`], `figures`). What kinds
//! of document need of their subjects ([`needs`]) and the law ([`law`]) are asked when documents are planned.
//! Each [`Finding`] says which documents it costs, and whom it concerns.

mod about;
mod assurance;
mod complaints;
mod consultation;
mod exempt;
mod governance;
mod identity;
mod indicators;
mod link;
mod minute_numbers;
mod minutes;
mod movements;
mod overrides;
mod people;
mod performance;
mod programmes;
mod references;
mod requests;
mod standing;
mod strategies;
mod tracker;
mod urgency;
mod work_programme;

use std::path::Path;

use chrono::NaiveDate;

use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::figures;
use crate::kinds::{AnyKind, Subject};
use crate::load::{self, WordReader};
use crate::model::access::{self, AudienceName, Records};
use crate::model::columns::MARKS_LAW;
use crate::model::dataset::{Dataset, Lost};
use crate::model::glyphs::Coverage;
use crate::model::paper_id;
use crate::model::value::{Reference, ReportingPeriod};
use crate::proof;
use crate::rules;
use crate::rules::calendar::Calendar;

/// Something that was found in the records.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What is reported.
    pub diagnostic: Diagnostic,
    /// Which documents can't be made because of it.
    pub blocks: Vec<Blocks>,
    /// Whom it concerns; everything where it is empty.
    pub about: Vec<About>,
    /// Who overrode it, when and why; `None` where nobody did.
    pub overridden: Option<String>,
}

/// Documents that can't be made because of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blocks {
    /// Whatever is made from a table.
    Rows {
        /// The table's name.
        table: &'static str,
        /// The meeting, body or period whose documents they are; those of all where it is not known.
        key: Option<String>,
        /// Whether only what the public sees is concerned, because nobody knows who may see a row.
        for_public_only: bool,
    },
    /// What is made from a table about one issue or decision.
    Record {
        /// The table's name.
        table: &'static str,
        /// The reference of the issue or decision, as written.
        reference: String,
    },
    /// One document.
    Document {
        /// The name of its kind.
        kind: &'static str,
        /// What it is about.
        subject: Subject,
    },
}

/// Whom a finding concerns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// A meeting, by its name.
    Meeting(String),
    /// A body, by its id.
    Body(String),
    /// A period.
    Period(ReportingPeriod),
    /// An issue or a decision, by the key of its reference.
    Reference(String),
}

/// Records, and what was found in them.
pub struct Checked {
    /// The records, linked and marked.
    pub data: Dataset,
    /// What was found, in no order.
    pub findings: Vec<Finding>,
}

impl Finding {
    fn new(diagnostic: Diagnostic) -> Self {
        Self { diagnostic, blocks: Vec::new(), about: Vec::new(), overridden: None }
    }
}

impl Blocks {
    /// Returns documents that are made from rows of a meeting, body or period.
    fn of(table: &'static str, key: impl Into<String>) -> Self {
        Self::Rows { table, key: Some(key.into()), for_public_only: false }
    }

    /// Returns documents that are made from any row of a table.
    fn all(table: &'static str) -> Self {
        Self::Rows { table, key: None, for_public_only: false }
    }

    /// Returns the one of these tables from which nothing can be made, and whether that is so only for the
    /// public; `None` where all can be shown.
    pub fn table(&self, tables: &[&str]) -> Option<(&'static str, bool)> {
        match self {
            Self::Rows { table, for_public_only, .. } if tables.contains(table) => {
                Some((*table, *for_public_only))
            }
            Self::Rows { .. } | Self::Record { .. } | Self::Document { .. } => None,
        }
    }

    /// Returns whether a document is among them.
    pub fn has(&self, kind: &dyn AnyKind, subject: &Subject) -> bool {
        match self {
            Self::Rows { table, key, for_public_only } => {
                let is_seen = !for_public_only || kind.audience() == AudienceName::Public;
                let concerns = |key: &String| kind.spans_meetings() || subject.is_of(key);
                is_seen && kind.needs().contains(table) && key.as_ref().is_none_or(concerns)
            }
            Self::Record { table, reference } => {
                let is_record = matches!(subject, Subject::Issue { .. } | Subject::Decision { .. });
                is_record && kind.needs().contains(table) && subject.key() == *reference
            }
            Self::Document { kind: name, subject: other } => {
                kind.name() == *name && subject == other
            }
        }
    }
}

impl IntoIterator for Blocks {
    type Item = Self;
    type IntoIter = std::iter::Once<Self>;

    fn into_iter(self) -> Self::IntoIter {
        std::iter::once(self)
    }
}

impl From<&Lost> for Blocks {
    fn from(lost: &Lost) -> Self {
        let Lost { table, key, for_public_only, .. } = lost;
        Self::Rows { table, key: key.clone(), for_public_only: *for_public_only }
    }
}

/// What the checks of tables have found so far.
#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    /// Adds what was found in a row. Its errors block documents, other findings don't.
    fn add(&mut self, found: Diagnostics, blocks: impl Into<Option<Blocks>>) {
        let blocks = blocks.into();
        self.0.extend(found.into_vec().into_iter().map(|diagnostic| {
            let is_fault = diagnostic.is_fault();
            let blocks = blocks.iter().filter(|_| is_fault).cloned().collect();
            Finding { blocks, ..Finding::new(diagnostic) }
        }));
    }

    /// Adds one finding, with the documents that it blocks.
    fn push(&mut self, diagnostic: Diagnostic, blocks: impl IntoIterator<Item = Blocks>) {
        let blocks = blocks.into_iter().collect();
        self.0.push(Finding { blocks, ..Finding::new(diagnostic) });
    }

    /// Returns whether documents made from a table are blocked for a meeting.
    fn blocks(&self, wanted: &str, meeting: &str) -> bool {
        self.0.iter().flat_map(|finding| &finding.blocks).any(|blocks| match blocks {
            Blocks::Rows { table, key, .. } => {
                *table == wanted && key.as_ref().is_none_or(|key| key == meeting)
            }
            Blocks::Record { .. } | Blocks::Document { .. } => false,
        })
    }
}

/// Reads the records below `folder`, links and marks them, and checks them against each other; a file of more
/// than `max_bytes` is refused. Which papers are released, and what is
/// agreed, depends on `today`.
///
/// # Errors
/// Only when the folder itself can't be listed; all else is a finding.
pub fn records(
    folder: &Path,
    coverage: &Coverage,
    max_bytes: u64,
    today: NaiveDate,
    word: Option<&WordReader<'_>>,
) -> anyhow::Result<Checked> {
    let mut read = Diagnostics::default();
    let mut data = load::read(&mut read, folder, coverage, max_bytes, word)?;
    data.today = Some(today);
    let unread = data.lost.len();
    let mut found = Findings::default();
    link::link(&mut found, &mut data);
    let linked = data.lost.len();
    let same = load::papers_of_one_file(&mut data, folder);
    access::mark(&mut read, &mut data, &same, today);
    load::papers(&mut read, &mut data, folder, coverage, max_bytes);
    references::check(&mut found, &data);
    people::check(&mut found, &data);
    exempt::check(&mut found, &data);
    minutes::check(&mut found, &data);
    indicators::check(&mut found, &data);
    performance::check(&mut found, &data);
    assurance::check(&mut found, &data);
    governance::check(&mut found, &data);
    complaints::check(&mut found, &data);
    programmes::check(&mut found, &data);
    strategies::check(&mut found, &data);
    urgency::check(&mut found, &data);
    consultation::check(&mut found, &data);
    work_programme::check(&mut found, &data);
    requests::check(&mut found, &data);
    tracker::check(&mut found, &data);
    for (period, table, diagnostic) in figures::reconcile(&data) {
        let mut diags = Diagnostics::default();
        diags.push(diagnostic);
        found.add(diags, Blocks::of(table, period.key()));
    }
    for diagnostic in proof::records::check(&data) {
        found.push(diagnostic, None);
    }
    paper_id::fill_in(&mut data);
    let lost = data.lost[..unread].iter().chain(&data.lost[linked..]);
    let mut findings = of_reading(read, lost);
    join_lacking(&mut findings, found);
    cite_nation(&mut findings, &data);
    about::fill_in(&mut findings, &data);
    let of_overrides = overrides::of_records(&data, &mut findings);
    findings.extend(of_overrides);
    Ok(Checked { data, findings })
}

/// Returns what was found in the words of papers as notes where the council accepted it. Each must have its place in
/// the row of its paper.
pub fn of_papers(data: &Dataset, found: Diagnostics) -> Diagnostics {
    let mut findings: Vec<Finding> = found.into_vec().into_iter().map(Finding::new).collect();
    about::fill_in(&mut findings, data);
    overrides::of_papers(data, &mut findings);
    let mut found = Diagnostics::default();
    findings.into_iter().for_each(|finding| found.push(finding.diagnostic));
    found
}

/// Returns what was found as records were read, with the documents that each error costs: those of the rows
/// that were lost at its place.
fn of_reading<'a>(read: Diagnostics, lost: impl Iterator<Item = &'a Lost>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = read.into_vec().into_iter().map(Finding::new).collect();
    let errors: Vec<usize> =
        (0..findings.len()).filter(|at| findings[*at].diagnostic.is_fault()).collect();
    for lost in lost {
        let place = |at: &&usize| findings[**at].diagnostic.origin.as_ref();
        let is_in_row = |origin: &Origin| {
            origin.is_within(&lost.origin)
                || lost.origin.is_within(origin)
                || *origin == lost.origin
        };
        let is_in_file = |origin: &Origin| origin.source().name == lost.origin.source().name;
        let in_row = errors.iter().filter(|at| place(at).is_some_and(is_in_row));
        let mut causes: Vec<usize> = in_row.copied().collect();
        if causes.is_empty() {
            let in_file = errors.iter().filter(|at| place(at).is_some_and(is_in_file));
            causes.extend(in_file);
        }
        if causes.is_empty() {
            causes.extend(errors.first());
        }
        for at in causes {
            let blocks = &mut findings[at].blocks;
            let new = Blocks::from(lost);
            if !blocks.contains(&new) {
                blocks.push(new);
            }
        }
    }
    findings
}

/// Has messages about marks cite the law of the council's nation, which is not known while tables are read.
fn cite_nation(findings: &mut [Finding], data: &Dataset) {
    let Some(nation) = exempt::nation(data) else { return };
    let of_marks = findings.iter_mut().map(|finding| &mut finding.diagnostic.law);
    for law in of_marks.filter(|law| **law == Some(MARKS_LAW)) {
        *law = Some(nation.exemption_law().marks);
    }
}

/// Adds what checks have found. That a row lacks a value is left out where something in the row could not be read,
/// since that is why: what it costs is added to that.
fn join_lacking(findings: &mut Vec<Finding>, Findings(found): Findings) {
    let read = findings.len();
    for mut finding in found {
        let is_lacking = finding.diagnostic.code() == Code::DataMissingValue;
        let row = finding.diagnostic.origin.as_ref().filter(|_| is_lacking);
        let is_in = |read: &&mut Finding, row: &Origin| {
            let place = read.diagnostic.origin.as_ref();
            read.diagnostic.is_fault() && place.is_some_and(|place| place.is_within(row))
        };
        let unclear = row.and_then(|row| findings[..read].iter_mut().find(|read| is_in(read, row)));
        match unclear {
            Some(unclear) => unclear.blocks.append(&mut finding.blocks),
            None => findings.push(finding),
        }
    }
}

/// Returns what a document's kind needs of its subject and the records lack; it can't be made then.
pub fn needs(records: &Records, kind: &dyn AnyKind, subject: &Subject) -> Vec<Finding> {
    let blocks = || Blocks::Document { kind: kind.name(), subject: subject.clone() };
    let lacking = kind.unmet(records, subject).into_iter();
    let findings = lacking.map(|diagnostic| Finding {
        blocks: vec![blocks()],
        about: About::of_subject(&records.all, subject),
        ..Finding::new(diagnostic)
    });
    findings.collect()
}

/// Returns what rules of law find, overridden findings included. They block no document. Of records that were
/// refused the law can't be judged: what follows from that is left out, since the refusal is in `found`.
pub fn law(
    data: &Dataset,
    found: &[Finding],
    calendar: &Calendar,
    today: NaiveDate,
) -> Vec<Finding> {
    if data.council.is_none() {
        return Vec::new();
    }
    let mut notes = Diagnostics::default();
    let findings = rules::check(&mut notes, data, calendar, today);
    let findings = findings.into_iter().map(|finding| {
        let rules::Finding { meeting, references, diagnostic, .. } = finding;
        let references = references.into_iter().map(About::Reference);
        let about = meeting.map(About::Meeting).into_iter().chain(references).collect();
        Finding { about, ..Finding::new(diagnostic) }
    });
    let mut findings: Vec<Finding> = findings.collect();
    let unused = overrides::of_law(data, &mut findings);
    findings.extend(unused);
    let gaps = Gaps::of(data, found);
    findings.retain(|finding| !finding.about.iter().any(|about| gaps.has(about)));
    let notes = notes.into_vec().into_iter().filter(|note| !gaps.explain(note));
    findings.extend(notes.map(Finding::new));
    about::fill_in(&mut findings, data);
    findings
}

/// Tables with rows of meetings.
const OF_MEETINGS: &[&str] =
    &["bodies", "members", "meetings", "agenda", "documents", "minutes", "decisions"];

/// Rows that were refused.
struct Gaps<'a> {
    data: &'a Dataset,
    /// Tables with refused rows, and the meetings or bodies of these where they are known.
    rows: Vec<(&'static str, Option<&'a str>)>,
}

impl<'a> Gaps<'a> {
    fn of(data: &'a Dataset, found: &'a [Finding]) -> Self {
        let blocks = found.iter().flat_map(|finding| &finding.blocks);
        let rows = blocks.filter_map(|blocks| match blocks {
            Blocks::Rows { table, key, .. } => Some((*table, key.as_deref())),
            Blocks::Record { .. } | Blocks::Document { .. } => None,
        });
        let lost = data.lost.iter().map(|lost| (lost.table, lost.key.as_deref()));
        let mut rows: Vec<_> = rows.chain(lost).collect();
        rows.sort_unstable();
        rows.dedup();
        Self { data, rows }
    }

    fn in_table(&self, table: &str) -> bool {
        self.rows.iter().any(|(other, _)| *other == table)
    }

    /// Returns whether records of a meeting, or of an issue or decision, were refused.
    fn has(&self, about: &About) -> bool {
        let data = self.data;
        let is_missing = |issue: &Reference| self.in_table("issues") && data.issue(issue).is_none();
        match about {
            About::Meeting(name) => {
                let body = data.meeting(name).map(|meeting| meeting.body.as_str());
                let is_of = |key: &str| key == name || body == Some(key);
                let is_row = |(table, key): &(&str, Option<&str>)| {
                    OF_MEETINGS.contains(table) && key.is_none_or(is_of)
                };
                let mut lines = data.agenda_of(name).iter();
                self.rows.iter().any(is_row)
                    || lines.any(|line| line.issue.as_ref().is_some_and(|issue| is_missing(issue)))
            }
            About::Reference(key) => {
                let mut decisions =
                    data.decisions.iter().filter(|decision| decision.r#ref.key() == key);
                self.in_table("issues")
                    && decisions.any(|decision| {
                        decision.issue.as_ref().is_some_and(|issue| is_missing(issue))
                    })
            }
            About::Body(_) | About::Period(_) => false,
        }
    }

    /// Returns whether a note says no more than that a file could not be read.
    fn explain(&self, note: &Diagnostic) -> bool {
        note.code() == Code::RulesNoBankHolidays && self.in_table("bank-holidays")
    }
}
