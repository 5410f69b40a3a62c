//! Whom findings concern that do not say so themselves: the row in which their place is tells it.

use std::collections::BTreeMap;

use super::{About, Finding};
use crate::diag::Origin;
use crate::kinds::Subject;
use crate::model::dataset::{Dataset, Performance};
use crate::model::value::{Reference, ReportingPeriod};

/// Fills in whom findings concern, where they don't say it. What is in no row of anybody concerns everything.
pub(super) fn fill_in(findings: &mut [Finding], data: &Dataset) {
    if findings.iter().all(|finding| !finding.about.is_empty()) {
        return;
    }
    let rows = Rows::of(data);
    for finding in findings.iter_mut().filter(|finding| finding.about.is_empty()) {
        let origin = finding.diagnostic.origin.as_ref();
        finding.about = origin.map(|origin| rows.about(origin)).unwrap_or_default();
        // What nothing else in the data knows can't be selected.
        finding.about.retain(|about| is_known(data, about));
    }
}

fn is_known(data: &Dataset, about: &About) -> bool {
    match about {
        About::Meeting(name) => data.meeting(name).is_some() || data.agenda.contains_key(name),
        About::Body(id) => {
            data.body(id).is_some()
                || data.meetings.iter().any(|meeting| meeting.body.as_str() == id)
        }
        About::Period(_) | About::Reference(_) => true,
    }
}

impl About {
    /// Returns an issue or a decision, by its reference.
    pub fn reference(reference: &Reference) -> Self {
        Self::Reference(reference.key().to_owned())
    }

    /// Returns whom a document concerns.
    pub fn of_subject(data: &Dataset, subject: &Subject) -> Vec<Self> {
        let meeting = subject.meeting().map(|meeting| Self::Meeting(meeting.name.clone()));
        let other = match subject {
            Subject::Meeting(_)
            | Subject::Supplement { .. }
            | Subject::Minute { .. }
            | Subject::Month { .. }
            | Subject::Council { .. } => None,
            Subject::Period { period, .. } | Subject::Edition { period, .. } => {
                Some(Self::Period(*period))
            }
            Subject::Issue { issue, .. } => {
                data.issue_written(&issue.reference).map(|issue| Self::reference(&issue.r#ref))
            }
            Subject::Decision { decision, .. } => {
                let decision = data.decision_written(&decision.reference);
                decision.map(|decision| Self::reference(&decision.r#ref))
            }
            Subject::Body { body, .. } => Some(Self::Body(body.clone())),
        };
        meeting.into_iter().chain(other).collect()
    }
}

/// A row: where it begins and ends in its file, and whom it concerns.
type Row = (usize, usize, Vec<About>);

/// The rows of all files.
#[derive(Default)]
struct Rows {
    /// In order of their places, by the file or sheet.
    by_source: BTreeMap<usize, Vec<Row>>,
    /// By the name of the file, for places that are no part of it.
    by_file: BTreeMap<String, Vec<About>>,
}

impl Rows {
    fn of(data: &Dataset) -> Self {
        let mut rows = Self::default();
        let meeting = |name: &str| About::Meeting(name.to_owned());
        let body = |id: &str| About::Body(id.to_owned());
        for row in &data.bodies {
            rows.add(&row.origin, [body(row.id.as_str())]);
        }
        for row in &data.members {
            rows.add(&row.origin, [body(row.body.as_str())]);
        }
        for row in &data.work_programme {
            rows.add(&row.origin, [body(row.body.as_str())]);
        }
        for row in &data.assurance.reviews {
            rows.add(&row.origin, row.committee.iter().map(|id| body(id.as_str())));
        }
        for row in &data.meetings {
            rows.add(&row.origin, [meeting(row.meeting.as_str())]);
        }
        for row in data.agenda.values().flat_map(|lines| lines.iter()) {
            rows.add(&row.origin, [meeting(row.meeting.as_str())]);
        }
        for row in data.papers.values().flatten() {
            rows.add(&row.origin, [meeting(row.meeting.as_str())]);
            if let Some(file) = row.file.known() {
                let about = rows.by_file.entry(format!("documents/{}", file.value)).or_default();
                about.push(meeting(row.meeting.as_str()));
            }
        }
        for (name, book) in &data.minutes {
            rows.add(&book.origin, [meeting(name)]);
            rows.by_file.insert(book.origin.source().name.clone(), vec![meeting(name)]);
        }
        for row in &data.issues {
            rows.add(&row.origin, [About::reference(&row.r#ref)]);
        }
        for row in &data.decisions {
            let reference = About::reference(&row.r#ref);
            let at = row.meeting.as_ref().map(|name| meeting(name.as_str()));
            rows.add(&row.origin, [reference].into_iter().chain(at));
        }
        for row in &data.follow_ups {
            rows.add(&row.origin, [meeting(row.meeting.as_str())]);
        }
        for row in &data.overrides {
            let at = row.meeting.as_ref().map(|name| meeting(name.as_str()));
            let issue = row.issue.as_ref().map(|issue| About::reference(issue));
            rows.add(&row.origin, at.into_iter().chain(issue));
        }
        for (period, tables) in &data.performance {
            rows.period(*period, tables);
        }
        for lost in &data.lost {
            let Some(key) = &lost.key else { continue };
            let period = data.performance.keys().find(|period| period.key() == *key);
            let about = match (period, lost.table) {
                (Some(period), _) => About::Period(*period),
                (None, "bodies" | "members" | "work-programme") => body(key),
                (None, _) => meeting(key),
            };
            rows.add(&lost.origin, [about]);
        }
        for rows in rows.by_source.values_mut() {
            rows.sort_by_key(|(start, ..)| *start);
        }
        rows
    }

    /// Adds the rows of a period.
    fn period(&mut self, period: ReportingPeriod, tables: &Performance) {
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
            totals: _,
            risk_matrix: _,
            risk_appetite: _,
        } = tables;
        let rows = card.iter().map(|row| &row.origin);
        let rows = rows.chain(indicators.iter().map(|row| &row.origin));
        let rows = rows.chain(benchmarks.iter().map(|row| &row.origin));
        let rows = rows.chain(finance.iter().map(|row| &row.origin));
        let rows = rows.chain(savings.iter().map(|row| &row.origin));
        let rows = rows.chain(capital.iter().map(|row| &row.origin));
        let rows = rows.chain(risks.iter().map(|row| &row.origin));
        let rows = rows.chain(workforce.iter().map(|row| &row.origin));
        let rows = rows.chain(commitments.iter().map(|row| &row.origin));
        let rows = rows.chain(milestones.iter().map(|row| &row.origin));
        let rows = rows.chain(findings.iter().map(|row| &row.origin));
        let rows = rows.chain(complaints.iter().map(|row| &row.origin));
        let rows = rows
            .chain(programmes.origins())
            .chain(council_tax.origins())
            .chain(resources.origins());
        for origin in rows {
            // All that is in the file is about the period: totals, and rows that are left out.
            self.by_file
                .entry(origin.source().name.clone())
                .or_insert_with(|| vec![About::Period(period)]);
        }
    }

    fn add(&mut self, origin: &Origin, about: impl IntoIterator<Item = About>) {
        let about: Vec<About> = about.into_iter().collect();
        match origin.range() {
            Some(range) => {
                let rows = self.by_source.entry(source(origin)).or_default();
                rows.push((range.start, range.end, about));
            }
            None => self.by_file.entry(origin.source().name.clone()).or_default().extend(about),
        }
    }

    /// Returns whom the row at a place concerns; nobody where it is in none.
    fn about(&self, origin: &Origin) -> Vec<About> {
        if let Some((range, rows)) = origin.range().zip(self.by_source.get(&source(origin))) {
            let before = rows.partition_point(|(start, ..)| *start <= range.start);
            let row = before.checked_sub(1).map(|at| &rows[at]);
            if let Some((.., about)) = row.filter(|(_, end, _)| range.end <= *end) {
                return about.clone();
            }
        }
        let name = &origin.source().name;
        let below_documents = name.find("documents/").map(|at| &name[at..]);
        let names = [Some(name.as_str()), below_documents];
        let about = names.into_iter().flatten().find_map(|name| self.by_file.get(name));
        about.cloned().unwrap_or_default()
    }
}

/// Returns what tells a file or sheet from others.
fn source(origin: &Origin) -> usize {
    std::ptr::from_ref(origin.source()).addr()
}
