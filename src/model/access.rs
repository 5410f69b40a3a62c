//! Access: what the public may see, as a type.
//!
//! Views of public documents are built from a [`PublicDataset`], and the only way to get one is
//! [`public`]. It copies what may be published, field by field as their declarations say (see
//! [`redact`](super::redact)), of rows that [`mark`] has found to be public or private. A row that was
//! not marked counts as private.

mod business;
mod decisions;
mod faults;
mod follow_ups;
mod items;
mod marks;
mod minutes;
mod numbers;
mod papers;
mod releases;
mod row_marks;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use self::business::{PaperRow, mark};
pub use self::marks::{Cause, Mark, Private};
pub use self::row_marks::{is_decision_marked, is_issue_marked};
use super::assurance::Assurance;
use super::dataset::{Agendas, Dataset, Performance};
use super::meeting::Paper;
use super::record::Text;
use super::redact::Redact;
use super::rows::Rows;

/// A dataset without exempt text.
pub struct PublicDataset(Dataset);

impl Deref for PublicDataset {
    type Target = Dataset;

    fn deref(&self) -> &Dataset {
        &self.0
    }
}

/// A council's records, in full and as the public may see them.
pub struct Records {
    /// All records, exempt text included.
    pub all: Dataset,
    /// The same records without exempt text.
    pub public: PublicDataset,
}

impl Records {
    /// Keeps `all`, and works out what the public may see of it.
    pub fn new(all: Dataset) -> Self {
        Self { public: public(&all), all }
    }
}

/// Who reads a document, as a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AudienceName {
    /// Everybody.
    Public,
    /// Members, and the officers who keep the records.
    Restricted,
}

impl AudienceName {
    /// Returns the folder of their documents, below the output folder.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Restricted => "restricted",
        }
    }
}

/// Who reads a document: what its view may be built from, and where it is written.
///
/// A document that is written where the public reads can be built from nothing but a
/// [`PublicDataset`]; the compiler enforces this.
pub trait Audience: Sized + 'static {
    /// Who they are, as a value.
    const NAME: AudienceName;

    /// Returns the records that these readers may see.
    fn of_records(records: &Records) -> &Self;

    /// Returns them as a dataset: what is made from it shows nothing else.
    fn records(&self) -> &Dataset;
}

impl Audience for PublicDataset {
    const NAME: AudienceName = AudienceName::Public;

    fn of_records(records: &Records) -> &Self {
        &records.public
    }

    fn records(&self) -> &Dataset {
        self
    }
}

impl Audience for Dataset {
    const NAME: AudienceName = AudienceName::Restricted;

    fn of_records(records: &Records) -> &Self {
        &records.all
    }

    fn records(&self) -> &Dataset {
        self
    }
}

/// Returns a copy of `data` without what the public may not see.
///
/// Rows that have nothing to remove are shared with `data`. The data are taken apart table by table,
/// so that a new table is not public before somebody has decided it here.
pub fn public(data: &Dataset) -> PublicDataset {
    let Dataset {
        council,
        bodies,
        members,
        officers,
        meetings,
        agenda,
        papers,
        reports,
        issues,
        decisions,
        minutes,
        follow_ups,
        // Why a fault was accepted is a matter for the officers who decided it.
        overrides: _,
        work_programme,
        assurance,
        governance,
        strategies,
        performance,
        holidays,
        closures,
        empty,
        lost,
        today,
        published,
    } = data;
    let papers: BTreeMap<_, _> =
        papers.iter().map(|(meeting, papers)| (meeting.clone(), shown(papers))).collect();
    PublicDataset(Dataset {
        council: council.as_ref().map(shown),
        bodies: shown(bodies),
        members: shown_rows(members),
        officers: shown_rows(officers),
        meetings: shown_rows(meetings),
        agenda: shown_agendas(data, agenda),
        reports: shown_reports(&papers, reports),
        papers,
        issues: shown_rows(issues),
        decisions: shown_rows(decisions),
        minutes: minutes.iter().map(|(meeting, book)| (meeting.clone(), shown(book))).collect(),
        follow_ups: {
            // Nothing is said of a private one, not even that there is one.
            let mut rows = shown_rows(follow_ups);
            if rows.iter().any(|row| row.mark.is_private()) {
                rows.retain(|row| !row.mark.is_private());
            }
            rows
        },
        overrides: Vec::new(),
        work_programme: shown(work_programme),
        assurance: assurance.public(),
        governance: governance.public(),
        strategies: strategies.open(),
        performance: performance
            .iter()
            .map(|(period, tables)| (*period, shown_performance(assurance, tables)))
            .collect(),
        holidays: shown(holidays),
        closures: shown(closures),
        empty: empty.clone(),
        lost: lost.clone(),
        today: *today,
        // Ids of papers and numbers of pages, which all readers share.
        published: published.clone(),
    })
}

/// Returns a value as the public may see it.
fn shown<T: Redact + Clone>(value: &T) -> T {
    value.redact(false).unwrap_or_else(|| value.clone())
}

/// Returns a table as the public may see it; rows with nothing to remove are shared.
fn shown_rows<T: Redact + Clone>(rows: &Rows<T>) -> Rows<T> {
    let mut open = rows.clone();
    open.replace(|row| row.redact(false));
    open
}

/// Returns the agendas as the public may see them.
fn shown_agendas(data: &Dataset, agenda: &Agendas) -> Agendas {
    let mut open = agenda.clone();
    for lines in open.values_mut() {
        let Some(mut shown) = lines.redact(false) else { continue };
        let originals = lines.iter();
        for (line, original) in Arc::make_mut(&mut shown).iter_mut().zip(originals) {
            // That this issue would be taken in private was published with its notice.
            let issue = original.issue.as_ref().and_then(|issue| data.issue(&issue.value));
            if issue.is_some_and(|issue| issue.is_private()) {
                line.issue.clone_from(&original.issue);
            }
        }
        *lines = shown;
    }
    open
}

/// Returns the texts of which public papers are made; a text that no such paper names is left out.
fn shown_reports(
    papers: &BTreeMap<String, Vec<Paper>>,
    reports: &BTreeMap<String, Text>,
) -> BTreeMap<String, Text> {
    let named: BTreeSet<&str> = papers
        .values()
        .flatten()
        .filter_map(|paper| paper.file.known())
        .map(|file| file.value.as_str())
        .collect();
    let named = reports.iter().filter(|(file, _)| named.contains(file.as_str()));
    named.map(|(file, text)| (file.clone(), text.clone())).collect()
}

/// Returns a period's data as the public may see them.
fn shown_performance(assurance: &Assurance, tables: &Performance) -> Performance {
    let open = tables.without_internal();
    let Performance {
        card,
        indicators,
        benchmarks,
        finance,
        savings,
        capital,
        risks,
        workforce,
        commitments,
        milestones,
        findings,
        complaints,
        programmes,
        council_tax,
        resources,
        totals,
        risk_matrix,
        risk_appetite,
    } = &*open;
    Performance {
        card: card.as_ref().map(shown),
        indicators: shown(indicators),
        benchmarks: shown(benchmarks),
        finance: shown(finance),
        savings: shown(savings),
        capital: shown(capital),
        risks: shown(risks),
        workforce: shown(workforce),
        commitments: shown(commitments),
        milestones: shown(milestones),
        findings: {
            let open = findings.iter().filter(|finding| assurance.is_public(finding));
            open.map(shown).collect()
        },
        complaints: shown(complaints),
        programmes: programmes.public(),
        council_tax: council_tax.public(),
        resources: resources.public(),
        // Typed totals are only compared with the sums; no document shows them.
        totals: totals.clone(),
        risk_matrix: risk_matrix.as_ref().map(shown),
        risk_appetite: shown(risk_appetite),
    }
}
