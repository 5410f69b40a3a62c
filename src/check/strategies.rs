//! Strategies and assessments: what rows name, achievements that stand below each other in a circle, what has to be
//! developed by nobody or by no day, and evidence that there is not, that the public may not see, or that says the
//! opposite.

use super::references::{body, doubles, measure, row, unknown};
use super::{Blocks, Findings};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::model::dataset::{Dataset, Performance};
use crate::model::numbering;
use crate::model::performance::{CommitmentState, Rag};
use crate::model::rating::{self, Rating};
use crate::model::record::Located;
use crate::model::strategy::{Achievement, Claim, Development, Evidence};
use crate::model::tables::Readership;
use crate::model::value::names::is_same;
use crate::model::value::{Reference, ReportingPeriod};

/// Checks strategies, assessments and their evidence.
pub(super) fn check(found: &mut Findings, data: &Dataset) {
    strategies(found, data);
    claims(found, data);
    let mut diags = Diagnostics::default();
    // Evidence must be in the tables of the latest report.
    let now = data.latest_reported();
    for row in &data.strategies.evidence {
        evidence(&mut diags, data, now, row);
    }
    found.add(diags, Blocks::all("evidence"));
}

/// Returns a reference as [`doubles`] takes it.
fn named(reference: &Located<Reference>) -> (&str, &str, &Origin) {
    (reference.key(), reference.written(), &reference.origin)
}

/// Checks strategies, their priorities and what was done, and the commitments that name them.
fn strategies(found: &mut Findings, data: &Dataset) {
    let rows = &data.strategies;
    let titles = || rows.strategies.iter().map(|row| row.strategy.value.as_str());
    let mut diags = Diagnostics::default();
    let all = rows.strategies.iter().map(|row| &row.strategy);
    doubles(&mut diags, "strategy", all.map(|title| (&*title.value, &*title.value, &title.origin)));
    for row in &rows.strategies {
        body(&mut diags, data, row.committee.as_ref());
    }
    found.add(diags, Blocks::all("strategies"));
    let is_read = data.unread("strategies").next().is_none();
    let check_title = |diags: &mut Diagnostics, title: &Located<String>| {
        if is_read && !titles().any(|known| known == title.value) {
            diags.push(unknown("strategy", title, &title.origin, titles()));
        }
    };
    let mut diags = Diagnostics::default();
    for (at, row) in rows.priorities.iter().enumerate() {
        check_title(&mut diags, &row.strategy);
        let earlier =
            rows.priorities[..at].iter().filter(|other| is_same(&other.strategy, &row.strategy));
        let twice = earlier
            .filter(|other| is_same(&other.priority, &row.priority))
            .map(|other| &other.priority);
        let both = twice.chain([&row.priority]).map(|name| ("", &*name.value, &name.origin));
        doubles(&mut diags, "priority", both);
    }
    found.add(diags, Blocks::all("priorities"));
    let mut diags = Diagnostics::default();
    for row in &rows.achievements {
        check_title(&mut diags, &row.strategy);
        priority(&mut diags, data, &row.strategy, row.priority.as_ref());
        below(&mut diags, &rows.achievements, row);
    }
    found.add(diags, Blocks::all("achievements"));
    for (period, tables) in &data.performance {
        let mut diags = Diagnostics::default();
        for row in &tables.commitments {
            let Some(strategy) = &row.strategy else { continue };
            if titles().any(|title| is_same(title, strategy)) {
                priority(&mut diags, data, strategy, row.priority.as_ref());
            }
        }
        found.add(diags, Blocks::of("commitments", period.key()));
    }
}

/// Reports a priority that its strategy does not have.
fn priority(
    diags: &mut Diagnostics,
    data: &Dataset,
    strategy: &Located<String>,
    name: Option<&Located<String>>,
) {
    let Some(name) = name else { return };
    let known = || {
        let rows = data.strategies.priorities.iter();
        rows.filter(|row| is_same(&row.strategy, strategy)).map(|row| row.priority.value.as_str())
    };
    if !known().any(|other| is_same(other, name)) && data.unread("priorities").next().is_none() {
        diags.push(unknown("priority of this strategy", name, &name.origin, known()));
    }
}

/// Reports an achievement that stands below one that there is not, or below itself by way of others.
fn below(diags: &mut Diagnostics, all: &[Achievement], row: &Achievement) {
    let Some(above) = &row.below else { return };
    let peers = || {
        all.iter().filter(|other| {
            is_same(&other.strategy, &row.strategy) && other.year_key() == row.year_key()
        })
    };
    let headed = |heading: &str| {
        peers().find(|other| other.heading.as_ref().is_some_and(|known| is_same(known, heading)))
    };
    if headed(above).is_none() {
        let known = peers().filter_map(|other| other.heading.as_ref());
        let known = known.map(|heading| heading.value.as_str());
        diags.push(unknown("achievement of the same year headed", above, &above.origin, known));
        return;
    }
    let mut next = Some(above);
    for _ in 0..=all.len() {
        let Some(heading) = next else { return };
        next = headed(heading).and_then(|above| above.below.as_ref());
    }
    let message = format!("`{}` stands below itself, by way of others or at once", above.value);
    diags.push(
        Diagnostic::new(Code::DataContradiction, message)
            .at(&above.origin)
            .hint("empty `below` of the one that stands at the top"),
    );
}

/// Checks statements, strengths and developments.
fn claims(found: &mut Findings, data: &Dataset) {
    let rows = &data.strategies;
    let mut diags = Diagnostics::default();
    let references = || {
        let statements = rows.statements.iter().filter_map(|row| row.r#ref.as_ref());
        let strengths = rows.strengths.iter().filter_map(|row| row.r#ref.as_ref());
        let developments = rows.developments.iter().filter_map(|row| row.r#ref.as_ref());
        statements.chain(strengths).chain(developments)
    };
    doubles(&mut diags, "statement, strength or development", references().map(named));
    for row in &rows.statements {
        body(&mut diags, data, row.committee.as_ref());
    }
    found.add(diags, Blocks::all("statements"));
    let mut diags = Diagnostics::default();
    for row in &rows.strengths {
        body(&mut diags, data, row.committee.as_ref());
    }
    found.add(diags, Blocks::all("strengths"));
    let mut diags = Diagnostics::default();
    for row in &rows.developments {
        body(&mut diags, data, row.committee.as_ref());
        unowned(&mut diags, row);
    }
    found.add(diags, Blocks::all("developments"));
}

/// Warns of something that is to be developed by nobody, or by no day.
fn unowned(diags: &mut Diagnostics, row: &Development) {
    let lacks = match (&row.owner, &row.due) {
        (Some(_), Some(_)) => return,
        (None, Some(_)) => "nobody who sees to it",
        (Some(_), None) => "no day by which it is to be done",
        (None, None) => "nobody who sees to it, and no day by which it is to be done",
    };
    let name = row.r#ref.as_ref().map_or(&*row.theme.value, |reference| reference.written());
    let message = format!("something of `{name}` is to be developed and has {lacks}");
    diags.push(
        Diagnostic::new(Code::AssessmentUnowned, message)
            .at(&row.text.origin)
            .hint("fill in `owner` and `due`"),
    );
}

/// Checks what shows something.
fn evidence(
    diags: &mut Diagnostics,
    data: &Dataset,
    now: Option<(ReportingPeriod, &Performance)>,
    row: &Evidence,
) {
    let claim = data.strategies.claim(&row.r#for);
    let lost = ["statements", "strengths", "developments"];
    if claim.is_none() && lost.iter().all(|table| data.unread(table).next().is_none()) {
        let rows = &data.strategies;
        let known = rows.statements.iter().filter_map(|row| row.r#ref.as_ref());
        let known = known.chain(rows.strengths.iter().filter_map(|row| row.r#ref.as_ref()));
        let known = known.chain(rows.developments.iter().filter_map(|row| row.r#ref.as_ref()));
        let known = known.map(|reference| reference.written());
        let what = "statement, strength or development";
        diags.push(unknown(what, row.r#for.written(), &row.r#for.origin, known));
    }
    let is_public = !row.is_internal() && claim.is_some_and(|claim| !claim.is_internal());
    let is_strength = matches!(claim, Some(Claim::Strength(_)));
    let place = Place { data, now, is_public, is_strength };
    place.measures(diags, &row.measures);
    place.commitments(diags, &row.commitments);
    place.risks(diags, &row.risks);
    place.decisions(diags, &row.decisions);
    place.minutes(diags, &row.minutes);
    place.reviews(diags, &row.reviews);
}

/// What messages say of what the public does not read.
const INTERNAL: &str = "is for members and officers only";

/// Where evidence is looked for, and what it is for.
struct Place<'a> {
    data: &'a Dataset,
    /// The latest period.
    now: Option<(ReportingPeriod, &'a Performance)>,
    /// Whether the public reads what it is for.
    is_public: bool,
    /// Whether it is for a strength.
    is_strength: bool,
}

impl Place<'_> {
    /// Returns whether a table of the latest period was read whole.
    fn is_read(&self, table: &str) -> bool {
        self.now.is_none_or(|(period, _)| !self.data.has_lost(table, &period.key()))
    }

    fn measures(&self, diags: &mut Diagnostics, numbers: &[Located<u32>]) {
        let all = self.now.map_or(&[][..], |(_, tables)| &tables.indicators);
        for number in numbers.iter().filter(|_| self.is_read("indicators")) {
            let Some(indicator) = measure(diags, number, all) else { continue };
            let what = format!("measure {}", number.value);
            if indicator.is_internal() {
                self.exempt(diags, &what, INTERNAL, &number.origin);
            }
            let red = Rating::Rated(Rag::Red);
            if self.now.is_some_and(|(period, _)| rating::rate(indicator, period) == red) {
                self.red(diags, &what, "rates red", &number.origin);
            }
        }
    }

    fn commitments(&self, diags: &mut Diagnostics, references: &[Located<Reference>]) {
        let all = self.now.map_or(&[][..], |(_, tables)| &tables.commitments);
        for reference in references.iter().filter(|_| self.is_read("commitments")) {
            let found = row(diags, "commitment", reference, all, |commitment| &commitment.r#ref);
            let Some(state) = found.map(|commitment| commitment.state.value) else { continue };
            if matches!(state, CommitmentState::Behind | CommitmentState::Dropped) {
                let what = format!("the commitment {}", reference.written());
                let is = format!("is {}", state.word().replace('-', " "));
                self.red(diags, &what, &is, &reference.origin);
            }
        }
    }

    fn risks(&self, diags: &mut Diagnostics, references: &[Located<Reference>]) {
        let all = self.now.map_or(&[][..], |(_, tables)| &tables.risks);
        let high_from = self.now.map_or(u32::MAX, |(_, tables)| tables.matrix().high_from);
        for reference in references.iter().filter(|_| self.is_read("risks")) {
            let found = row(diags, "risk", reference, all, |risk| &risk.r#ref);
            if found.is_some_and(|risk| high_from <= risk.current.value.score) {
                let what = format!("the risk {}", reference.written());
                self.red(diags, &what, "is high", &reference.origin);
            }
        }
    }

    fn decisions(&self, diags: &mut Diagnostics, references: &[Located<Reference>]) {
        let is_read = self.data.unread("decisions").next().is_none();
        for reference in references.iter().filter(|_| is_read) {
            match self.data.decision(reference) {
                None => {
                    let known = self.data.decisions.iter().filter_map(|row| row.r#ref.reference());
                    let known = known.map(|reference| reference.written());
                    diags.push(unknown("decision", reference.written(), &reference.origin, known));
                }
                Some(decision) if decision.is_exempt() => {
                    let what = format!("the decision {}", reference.written());
                    self.exempt(diags, &what, "is not for the public", &reference.origin);
                }
                Some(_) => {}
            }
        }
    }

    fn minutes(&self, diags: &mut Diagnostics, names: &[Located<String>]) {
        let is_read =
            self.data.unread("minutes").chain(self.data.unread("meetings")).next().is_none();
        for name in names.iter().filter(|_| is_read) {
            match numbering::minute_named(self.data, name) {
                None => {
                    let message = format!("there is no minute `{}`", name.value);
                    diags.push(
                        Diagnostic::new(Code::DataUnknownReference, message).at(&name.origin).hint(
                            "write the meeting, a stroke and the minute’s number, as in `cabinet-2026-01-13/25`",
                        ),
                    );
                }
                Some((_, minute, _)) if minute.is_exempt() => {
                    let what = format!("the minute `{}`", name.value);
                    self.exempt(diags, &what, "is not for the public", &name.origin);
                }
                Some(_) => {}
            }
        }
    }

    fn reviews(&self, diags: &mut Diagnostics, references: &[Located<Reference>]) {
        let is_read = self.data.unread("reviews").next().is_none();
        let all = &self.data.assurance.reviews;
        for reference in references.iter().filter(|_| is_read) {
            let found = row(diags, "review", reference, all, |review| &review.r#ref);
            if found.is_some_and(Readership::is_internal) {
                let what = format!("the review {}", reference.written());
                self.exempt(diags, &what, INTERNAL, &reference.origin);
            }
        }
    }

    /// Reports evidence that the public may not see, where the public reads what it is for.
    fn exempt(&self, diags: &mut Diagnostics, what: &str, why: &str, origin: &Origin) {
        if self.is_public {
            let message = format!("{what} {why}, and shows something that the public reads");
            diags.push(
                Diagnostic::new(Code::AssessmentExemptEvidence, message)
                    .at(origin)
                    .hint("name other evidence, or set `readers` of this row to `internal`"),
            );
        }
    }

    /// Warns of evidence for a strength that says the opposite.
    fn red(&self, diags: &mut Diagnostics, what: &str, is: &str, origin: &Origin) {
        if self.is_strength {
            let message = format!("{what} {is}, and is to show a strength");
            diags.push(
                Diagnostic::new(Code::AssessmentRedStrength, message)
                    .at(origin)
                    .hint("name other evidence, or make it something to develop"),
            );
        }
    }
}
