//! Risks, the workforce, promises and milestones.

use schemars::JsonSchema;
use serde::Serialize;

use super::figures::Notes;
use super::money::string;
use super::pictures::{self, MatrixView, TimelineView};
use crate::figures::Scope;
use crate::merge::Markup;
use crate::model::performance::{Commitment, CommitmentState, Milestone, Risk};
use crate::model::rating;
use crate::model::record::Located;
use crate::model::value::Reading;

/// The risks.
#[derive(Serialize, JsonSchema)]
pub(super) struct RisksView {
    /// The picture of the corporate register; none where no risk says how likely it is.
    matrix: Option<MatrixView>,
    /// The corporate register, the highest score first.
    corporate: Vec<RiskView>,
    /// The directorates' registers.
    directorate: Vec<RiskView>,
}

/// A risk.
#[derive(Serialize, JsonSchema)]
pub(super) struct RiskView {
    /// Its reference.
    reference: String,
    /// What might happen.
    title: String,
    /// What brings it about.
    cause: Option<Markup>,
    /// What follows from it.
    consequence: Option<Markup>,
    /// Who owns it.
    owner: Option<String>,
    /// The score before anything was done.
    initial: Option<u32>,
    /// The score last quarter.
    previous: Option<u32>,
    /// The score now.
    current: u32,
    /// How high it is: `low` to 5, `medium` to 14, `high` from 15.
    level: &'static str,
    /// The score aimed at.
    target: Option<u32>,
    /// How the score moved: `up`, `down`, `same`, or `new`.
    movement: &'static str,
    /// Earlier scores, the oldest first.
    history: Vec<ScoreView>,
    /// What is being done.
    actions: Option<Markup>,
    /// Whether it is short enough to stay on one page.
    short: bool,
    /// Whether it was escalated this quarter.
    escalated: bool,
    /// Whether it was handed back to its directorate this quarter.
    handed_back: bool,
}

/// An earlier score.
#[derive(Serialize, JsonSchema)]
pub(super) struct ScoreView {
    /// The quarter.
    quarter: String,
    /// The score.
    score: u32,
}

/// Returns the risks; `None` where there are none. Those of no portfolio are the whole Council's, and
/// stand in the whole report only.
pub(super) fn risks(scope: &Scope<'_>, portfolio: Option<&str>) -> Option<RisksView> {
    let mut all: Vec<&Risk> = scope
        .all
        .risks
        .iter()
        .filter(|own| match (own.portfolio.as_ref().map(|own| own.value.as_str()), portfolio) {
            (own, Some(wanted)) => own == Some(wanted),
            (own, None) => scope.has(own),
        })
        .collect();
    if all.is_empty() {
        return None;
    }
    all.sort_by_key(|own| std::cmp::Reverse(own.current.value));
    let (corporate, directorate): (Vec<&Risk>, Vec<&Risk>) =
        all.into_iter().partition(|own| own.is_corporate());
    let views = |list: &[&Risk]| list.iter().map(|own| risk(scope, own)).collect();
    Some(RisksView {
        matrix: pictures::matrix(&corporate),
        directorate: views(&directorate),
        corporate: views(&corporate),
    })
}

fn risk(scope: &Scope<'_>, own: &Risk) -> RiskView {
    let number = |own: &Option<Located<u32>>| own.as_ref().map(|own| own.value);
    let movement = match number(&own.previous) {
        None => "new",
        Some(before) if before < own.current.value => "up",
        Some(before) if own.current.value < before => "down",
        Some(_) => "same",
    };
    let flag =
        |own: &Option<Located<crate::model::value::Flag>>| own.as_ref().is_some_and(|own| own.0);
    let mut history: Vec<_> = own.periods.iter().collect();
    history.sort_by_key(|own| own.label.value);
    RiskView {
        reference: own.r#ref.written().to_owned(),
        title: own.title.to_string(),
        cause: super::text(scope, own.cause.as_ref()),
        consequence: super::text(scope, own.consequence.as_ref()),
        owner: string(own.owner.as_ref()),
        initial: number(&own.initial),
        previous: number(&own.previous),
        current: own.current.value,
        level: pictures::level(own.current.value),
        target: number(&own.target),
        movement,
        history: history
            .into_iter()
            .map(|own| ScoreView { quarter: own.label.to_string(), score: own.value.value })
            .collect(),
        actions: super::text(scope, own.actions.as_ref()),
        short: super::lines([&own.cause, &own.consequence, &own.actions].map(Option::as_ref)) < 12,
        escalated: flag(&own.escalated),
        handed_back: flag(&own.de_escalated),
    }
}

/// A measure of the workforce.
#[derive(Serialize, JsonSchema)]
pub(super) struct WorkforceView {
    /// What it measures.
    title: String,
    /// Whether it is a part of the measure above.
    part: bool,
    /// What it is a percentage of.
    share_of: Option<String>,
    /// The result.
    now: ReadingView,
    /// The result last quarter; none where none is given.
    previous: Option<ReadingView>,
    /// The target; none where none is given.
    target: Option<ReadingView>,
    /// What lies behind it.
    narrative: Option<Markup>,
}

/// A result, or why there is none.
#[derive(Serialize, JsonSchema)]
pub(super) struct ReadingView {
    /// The result as printed; none where it is missing.
    text: Option<String>,
    /// Why it is missing, by the words for results.
    missing: Option<&'static str>,
    /// Whether it changed since it was first published.
    revised: bool,
    /// Whether it is open to change.
    provisional: bool,
}

fn reading(notes: &mut Notes, own: &Located<Reading>) -> ReadingView {
    match &own.value {
        Reading::Value(measure) => {
            notes.of_measure(measure);
            ReadingView {
                text: Some(measure.to_string()),
                missing: None,
                revised: measure.revised,
                provisional: measure.provisional,
            }
        }
        Reading::Missing(missing) => ReadingView {
            text: None,
            missing: Some(notes.of_missing(missing.reason)),
            revised: false,
            provisional: false,
        },
    }
}

/// Returns the workforce.
pub(super) fn workforce(notes: &mut Notes, scope: &Scope<'_>) -> Vec<WorkforceView> {
    let all = scope.all.workforce.iter();
    all.map(|own| WorkforceView {
        title: own.title.to_string(),
        part: own.part_of.is_some() || own.share_of.is_some(),
        share_of: string(own.share_of.as_ref()),
        now: reading(notes, &own.value),
        previous: own.previous.as_ref().map(|own| reading(notes, own)),
        target: own.target.as_ref().map(|own| reading(notes, own)),
        narrative: super::text(scope, own.narrative.as_ref()),
    })
    .collect()
}

/// The promises of strategies.
#[derive(Serialize, JsonSchema)]
pub(super) struct CommitmentsView {
    /// How many there are.
    total: usize,
    /// How many stand how, all states that any has.
    states: Vec<StateView>,
    /// The picture of the states in words.
    alt: String,
    /// The strategies.
    strategies: Vec<StrategyView>,
}

/// How many promises stand so.
#[derive(Serialize, JsonSchema)]
pub(super) struct StateView {
    /// `delivered`, `on-course`, `behind`, `not-started` or `dropped`.
    state: &'static str,
    /// How many.
    count: usize,
    /// How many in a hundred; the states add up to 100.
    percent: usize,
}

/// A strategy's promises.
#[derive(Serialize, JsonSchema)]
pub(super) struct StrategyView {
    /// The strategy; none where promises name none.
    name: Option<String>,
    /// Whether they are few enough to stay on one page.
    short: bool,
    /// The promises.
    rows: Vec<CommitmentView>,
}

/// A promise.
#[derive(Serialize, JsonSchema)]
pub(super) struct CommitmentView {
    /// Its reference.
    reference: String,
    /// What was promised.
    text: String,
    /// `delivered`, `on-course`, `behind`, `not-started` or `dropped`.
    state: &'static str,
    /// Who answers for it.
    owner: Option<String>,
    /// The numbers of the measures that show it.
    measures: Vec<MeasureView>,
    /// What shows that it was kept.
    evidence: Option<Markup>,
}

/// A measure that a promise names.
#[derive(Serialize, JsonSchema)]
pub(super) struct MeasureView {
    /// Its number.
    number: u32,
    /// Whether this edition shows it, so that it can be linked to.
    shown: bool,
}

/// Returns the promises; `None` where there are none.
pub(super) fn commitments(scope: &Scope<'_>, shows_measures: bool) -> Option<CommitmentsView> {
    let rows: Vec<&Commitment> = scope
        .all
        .commitments
        .iter()
        .filter(|own| scope.has(own.portfolio.as_ref().map(|own| own.value.as_str())))
        .collect();
    if rows.is_empty() {
        return None;
    }
    const STATES: [(CommitmentState, &str); 5] = [
        (CommitmentState::Delivered, "delivered"),
        (CommitmentState::OnCourse, "on course"),
        (CommitmentState::Behind, "behind"),
        (CommitmentState::NotStarted, "not started"),
        (CommitmentState::Dropped, "dropped"),
    ];
    let counts =
        STATES.map(|(state, _)| rows.iter().filter(|own| own.state.value == state).count());
    let percents = rating::percentages(&counts);
    let there = || (0..STATES.len()).filter(|at| 0 < counts[*at]);
    let words: Vec<String> = there().map(|at| format!("{} {}", counts[at], STATES[at].1)).collect();
    let mut strategies: Vec<(Option<&str>, Vec<&Commitment>)> = Vec::new();
    for row in &rows {
        let name = row.strategy.as_ref().map(|own| own.value.as_str());
        match strategies.iter_mut().find(|(own, _)| *own == name) {
            Some((_, list)) => list.push(row),
            None => strategies.push((name, vec![row])),
        }
    }
    Some(CommitmentsView {
        total: rows.len(),
        alt: format!("Bar of how the {} promises stand: {}.", rows.len(), words.join(", ")),
        states: there()
            .map(|at| StateView {
                state: STATES[at].0.word(),
                count: counts[at],
                percent: percents[at],
            })
            .collect(),
        strategies: strategies
            .into_iter()
            .map(|(name, rows)| StrategyView {
                name: name.map(str::to_owned),
                short: rows.len() * 2 + super::lines(rows.iter().map(|own| own.evidence.as_ref()))
                    < 18,
                rows: rows.into_iter().map(|own| commitment(scope, own, shows_measures)).collect(),
            })
            .collect(),
    })
}

fn commitment(scope: &Scope<'_>, own: &Commitment, shows_measures: bool) -> CommitmentView {
    let is_shown = |number: u32| {
        shows_measures && scope.indicators.iter().any(|own| own.number.value == number)
    };
    CommitmentView {
        reference: own.r#ref.written().to_owned(),
        text: own.text.to_string(),
        state: own.state.word(),
        owner: string(own.owner.as_ref()),
        measures: own
            .indicators
            .iter()
            .map(|own| MeasureView { number: own.value, shown: is_shown(own.value) })
            .collect(),
        evidence: super::text(scope, own.evidence.as_ref()),
    }
}

/// A programme with its milestones.
#[derive(Serialize, JsonSchema)]
pub(super) struct ProgrammeView {
    /// Its name.
    name: String,
    /// What it is for.
    summary: Option<Markup>,
    /// The picture; none where no milestone has a day.
    timeline: Option<TimelineView>,
    /// Whether milestones say to which hundred days they belong.
    has_periods: bool,
    /// The milestones in the order of their days.
    rows: Vec<MilestoneView>,
}

/// A milestone.
#[derive(Serialize, JsonSchema)]
pub(super) struct MilestoneView {
    /// Its number in the picture.
    number: usize,
    /// The workstream.
    workstream: Option<String>,
    /// What is to be reached.
    title: String,
    /// By when, in words.
    due: String,
    /// Which hundred days of the programme it belongs to.
    hundred_days: Option<u32>,
    /// Who answers for it.
    owner: Option<String>,
    /// `done`, `on-course`, `at-risk`, `missed` or `not-started`.
    state: &'static str,
}

/// Returns the programmes.
pub(super) fn programmes(scope: &Scope<'_>) -> Vec<ProgrammeView> {
    let card = scope.all.card.as_ref();
    let as_at = card.and_then(|card| card.as_at.as_ref());
    let as_at = as_at.map_or(scope.quarter.last_day(), |own| own.value);
    let mut programmes: Vec<(&str, Vec<&Milestone>)> = Vec::new();
    for own in &scope.all.milestones {
        if !scope.has(own.portfolio.as_ref().map(|own| own.value.as_str())) {
            continue;
        }
        match programmes.iter_mut().find(|(name, _)| *name == own.programme.value) {
            Some((_, list)) => list.push(own),
            None => programmes.push((&own.programme.value, vec![own])),
        }
    }
    programmes
        .into_iter()
        .map(|(name, mut list)| {
            list.sort_by_key(|own| own.due.last_day().or(own.due.first_day()));
            let mut known = card.iter().flat_map(|card| &card.programmes);
            let known = known.find(|own| own.name.value == name);
            let start = known.and_then(|own| own.start.as_ref()).map(|own| own.value);
            ProgrammeView {
                name: name.to_owned(),
                summary: known.and_then(|own| super::text(scope, own.summary.as_ref())),
                timeline: pictures::timeline(name, start, &list, as_at),
                has_periods: list.iter().any(|own| own.hundred_days.is_some()),
                rows: list
                    .into_iter()
                    .enumerate()
                    .map(|(at, own)| MilestoneView {
                        number: at + 1,
                        workstream: string(own.workstream.as_ref()),
                        title: own.title.to_string(),
                        due: own.due.to_string(),
                        hundred_days: own.hundred_days.as_ref().map(|own| own.value),
                        owner: string(own.owner.as_ref()),
                        state: own.state.word(),
                    })
                    .collect(),
            }
        })
        .collect()
}
