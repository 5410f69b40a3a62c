//! Risks, the workforce, commitments and milestones.

use schemars::JsonSchema;
use serde::Serialize;

use super::figures::Notes;
use super::matrix::{self, MatrixView};
use super::money::string;
use super::pictures::{self, TimelineView};
use crate::figures::Scope;
use crate::kinds::common;
use crate::merge::{Amount, Markup, Period};
use crate::model::performance::{Commitment, CommitmentState, Milestone, Risk};
use crate::model::record::Located;
use crate::model::value::{Reading, RiskScore};

/// Risks by register.
#[derive(Serialize, JsonSchema)]
pub(super) struct RisksView {
    /// How many levels of likelihood there are, 3 to 6.
    likelihood_levels: u32,
    /// How many levels of impact there are, 3 to 6.
    impact_levels: u32,
    /// The highest score that is low.
    low_to: u32,
    /// The highest score that is medium; those above it are high.
    medium_to: u32,
    /// The highest score that there is.
    highest: u32,
    /// The picture of the corporate register; absent where none of its risks has both a likelihood
    /// and an impact.
    matrix: Option<MatrixView>,
    /// Whether the council gives an appetite for risks of any category.
    has_appetite: bool,
    /// The risks that score above the council's appetite for their category, the highest score first.
    over_appetite: Vec<OverAppetiteView>,
    /// The risks of the corporate register, the highest score first.
    corporate: Vec<RiskView>,
    /// The risks of the other registers, those of directorates, the highest score first.
    directorate: Vec<RiskView>,
}

/// A risk that scores above the council's appetite for its category.
#[derive(Serialize, JsonSchema)]
pub(super) struct OverAppetiteView {
    /// The risk's reference as written.
    reference: String,
    /// The risk's title.
    title: String,
    /// The category, as the council's appetite names it.
    category: String,
    /// The score now.
    current: u32,
    /// The highest score that the council accepts.
    appetite: u32,
}

/// A risk.
#[derive(Serialize, JsonSchema)]
pub(in crate::kinds) struct RiskView {
    /// The risk's reference as written, such as `CR1`.
    reference: String,
    /// The risk's title: what might happen.
    title: String,
    /// What brings the risk about; absent where nothing is written.
    cause: Option<Markup>,
    /// What follows if the risk comes about; absent where nothing is written.
    consequence: Option<Markup>,
    /// Who owns the risk, a name or a post; absent where the data doesn't say.
    owner: Option<String>,
    /// The category of risk; absent where the data doesn't say.
    category: Option<String>,
    /// The highest score that the council accepts of the category; absent where it gives none.
    appetite: Option<u32>,
    /// The score before anything was done; absent where none is given.
    initial: Option<u32>,
    /// The score the period before; absent where none is given.
    previous: Option<u32>,
    /// The score now: likelihood times impact.
    current: u32,
    /// How high the score is, by the matrix of the council: `low`, `medium` or `high`.
    level: &'static str,
    /// The score aimed at; absent where none is given.
    target: Option<u32>,
    /// How the score moved since the period before: `up`, `down` or `same`; `new` where no score of last
    /// period is given.
    movement: &'static str,
    /// The scores of earlier periods, the oldest first.
    history: Vec<ScoreView>,
    /// What is being done about the risk; absent where nothing is written.
    actions: Option<Markup>,
    /// Whether cause, consequence and actions are short enough (under eight lines) to keep the
    /// entry on one page.
    short: bool,
    /// Whether the risk was escalated to the corporate register this period.
    escalated: bool,
    /// Whether the risk was handed back to its directorate's register this period.
    handed_back: bool,
}

/// A risk's score of an earlier period.
#[derive(Serialize, JsonSchema)]
pub(in crate::kinds) struct ScoreView {
    /// The period, such as `Q2 2025/26`.
    period: Period,
    /// The score of that period.
    score: u32,
}

/// Returns the risks of a portfolio, or of all that the scope covers; `None` where there are none.
/// Risks without a portfolio are the whole council's, and appear in the whole report only.
pub(super) fn risks(scope: &Scope<'_>, portfolio: Option<&str>) -> Option<RisksView> {
    let mut all: Vec<&Risk> = scope
        .all
        .risks
        .iter()
        .filter(|risk| match (risk.portfolio.as_ref().map(|name| name.value.as_str()), portfolio) {
            (name, Some(wanted)) => name == Some(wanted),
            (name, None) => scope.has(name),
        })
        .collect();
    if all.is_empty() {
        return None;
    }
    all.sort_by_key(|risk| std::cmp::Reverse(risk.current.value.score));
    let appetites = &scope.all.risk_appetite;
    let over_appetite = all.iter().filter_map(|risk| {
        let appetite = risk.appetite(appetites)?;
        let current = risk.current.value.score;
        (appetite.highest.value < current).then(|| OverAppetiteView {
            reference: risk.r#ref.written().to_owned(),
            title: risk.title.to_string(),
            category: appetite.category.to_string(),
            current,
            appetite: appetite.highest.value,
        })
    });
    let over_appetite = over_appetite.collect();
    let settings = scope.all.matrix();
    let (corporate, directorate): (Vec<&Risk>, Vec<&Risk>) =
        all.into_iter().partition(|risk| risk.is_corporate());
    let views = |list: &[&Risk]| list.iter().map(|risk| risk_view(scope, risk)).collect();
    Some(RisksView {
        likelihood_levels: settings.likelihood,
        impact_levels: settings.impact,
        low_to: settings.medium_from.saturating_sub(1),
        medium_to: settings.high_from.saturating_sub(1),
        highest: settings.highest(),
        matrix: matrix::matrix(settings, &corporate),
        has_appetite: !appetites.is_empty(),
        over_appetite,
        directorate: views(&directorate),
        corporate: views(&corporate),
    })
}

pub(super) fn risk_view(scope: &Scope<'_>, risk: &Risk) -> RiskView {
    let number = |score: &Option<Located<RiskScore>>| score.as_ref().map(|score| score.value.score);
    let current = risk.current.value.score;
    let movement = match number(&risk.previous) {
        None => "new",
        Some(before) if before < current => "up",
        Some(before) if current < before => "down",
        Some(_) => "same",
    };
    let is_set = |flag: &Option<Located<crate::model::value::Flag>>| {
        flag.as_ref().is_some_and(|flag| flag.0)
    };
    let mut history: Vec<_> = risk.periods.iter().collect();
    history.sort_by_key(|past| past.label.value);
    RiskView {
        reference: risk.r#ref.written().to_owned(),
        title: risk.title.to_string(),
        cause: super::text(scope, risk.cause.as_ref()),
        consequence: super::text(scope, risk.consequence.as_ref()),
        owner: string(risk.owner.as_ref()),
        category: string(risk.category.as_ref()),
        appetite: risk.appetite(&scope.all.risk_appetite).map(|appetite| appetite.highest.value),
        initial: number(&risk.initial),
        previous: number(&risk.previous),
        current,
        level: matrix::level(scope.all.matrix(), current),
        target: number(&risk.target),
        movement,
        history: history
            .into_iter()
            .map(|past| ScoreView {
                period: past.label.value.into(),
                score: past.value.value.score,
            })
            .collect(),
        actions: super::text(scope, risk.actions.as_ref()),
        short: common::lines([&risk.cause, &risk.consequence, &risk.actions].map(Option::as_ref))
            < 8,
        escalated: is_set(&risk.escalated),
        handed_back: is_set(&risk.de_escalated),
    }
}

/// A measure of the workforce.
#[derive(Serialize, JsonSchema)]
pub(super) struct WorkforceView {
    /// The measure's title: what it measures.
    title: String,
    /// Whether the measure is a part or a share of another, so that it is indented below it.
    part: bool,
    /// The whole that the result is a percentage of, such as `Employees by age`; absent where it is
    /// not a share.
    share_of: Option<String>,
    /// The result of the report's period.
    now: ReadingView,
    /// The result of the period before; absent where the data gives none.
    previous: Option<ReadingView>,
    /// The target; absent where the data gives none.
    target: Option<ReadingView>,
    /// What lies behind the result; absent where nothing is written.
    narrative: Option<Markup>,
}

/// A result, or why there is none.
#[derive(Serialize, JsonSchema)]
pub(super) struct ReadingView {
    /// The result as printed; absent where it is missing, and then `missing` says why.
    text: Option<Amount>,
    /// Why the result is missing, by the words of an indicator's `results[].missing`; absent where
    /// there is one.
    missing: Option<&'static str>,
    /// Whether the result has been revised since it was first published.
    revised: bool,
    /// Whether the result is provisional, and so may still change.
    provisional: bool,
}

fn reading_view(notes: &mut Notes, reading: &Located<Reading>) -> ReadingView {
    match &reading.value {
        Reading::Value(measure) => {
            notes.add_measure(measure);
            ReadingView {
                text: Some((*measure).into()),
                missing: None,
                revised: measure.revised,
                provisional: measure.provisional,
            }
        }
        Reading::Missing(missing) => ReadingView {
            text: None,
            missing: Some(notes.add_missing(missing.reason)),
            revised: false,
            provisional: false,
        },
    }
}

/// Returns the measures of the workforce, in the order of the data.
pub(super) fn workforce(notes: &mut Notes, scope: &Scope<'_>) -> Vec<WorkforceView> {
    let all = scope.all.workforce.iter();
    all.map(|measure| WorkforceView {
        title: measure.title.to_string(),
        part: measure.part_of.is_some() || measure.share_of.is_some(),
        share_of: string(measure.share_of.as_ref()),
        now: reading_view(notes, &measure.value),
        previous: measure.previous.as_ref().map(|previous| reading_view(notes, previous)),
        target: measure.target.as_ref().map(|target| reading_view(notes, target)),
        narrative: super::text(scope, measure.narrative.as_ref()),
    })
    .collect()
}

/// The commitments of strategies.
#[derive(Serialize, JsonSchema)]
pub(super) struct CommitmentsView {
    /// How many commitments there are.
    total: usize,
    /// How many commitments are in each state, from `delivered` to `dropped`; states that none is
    /// in are left out.
    states: Vec<StateView>,
    /// The commitments by strategy, in the order of the data.
    strategies: Vec<StrategyView>,
}

/// How many commitments are in one state.
#[derive(Serialize, JsonSchema)]
pub(super) struct StateView {
    /// The state: `delivered`, `on-course`, `behind`, `not-started` or `dropped`.
    state: &'static str,
    /// How many commitments are in this state.
    count: usize,
    /// The share of all commitments as a percentage, without the sign, rounded by itself: `26`, or `25.7` where the
    /// report's card asks for decimals.
    percent: String,
}

/// A strategy's commitments.
#[derive(Serialize, JsonSchema)]
pub(super) struct StrategyView {
    /// The strategy's name; absent for the commitments that name none.
    name: Option<String>,
    /// Whether the commitments are few enough for their table to stay on one page.
    short: bool,
    /// The strategy's commitments, in the order of the data.
    rows: Vec<CommitmentView>,
}

/// A commitment of a strategy.
#[derive(Serialize, JsonSchema)]
pub(in crate::kinds) struct CommitmentView {
    /// The commitment's reference as written.
    reference: String,
    /// The commitment itself: what the council will do, in the words of the strategy.
    text: String,
    /// The state of the commitment: `delivered`, `on-course`, `behind`, `not-started` or `dropped`.
    state: &'static str,
    /// Who is responsible for the commitment, a name or a post; absent where the data doesn't say.
    owner: Option<String>,
    /// The indicators that show how the commitment is going; empty where it names none.
    measures: Vec<MeasureView>,
    /// What shows that the commitment was kept, or why it was dropped; absent where nothing is
    /// written.
    evidence: Option<Markup>,
}

impl CommitmentView {
    /// Returns whether it is delivered.
    pub(in crate::kinds) fn is_delivered(&self) -> bool {
        self.state == CommitmentState::Delivered.word()
    }
}

/// An indicator that a commitment names.
#[derive(Serialize, JsonSchema)]
pub(in crate::kinds) struct MeasureView {
    /// The indicator's number, the same in every edition and period.
    number: u32,
    /// Whether this edition shows the indicator, so that its entry can be linked to.
    shown: bool,
}

/// Returns the commitments that the scope covers; `None` where there are none.
pub(super) fn commitments(scope: &Scope<'_>, shows_measures: bool) -> Option<CommitmentsView> {
    let rows: Vec<&Commitment> = scope
        .all
        .commitments
        .iter()
        .filter(|commitment| {
            scope.has(commitment.portfolio.as_ref().map(|name| name.value.as_str()))
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    const STATES: [CommitmentState; 5] = [
        CommitmentState::Delivered,
        CommitmentState::OnCourse,
        CommitmentState::Behind,
        CommitmentState::NotStarted,
        CommitmentState::Dropped,
    ];
    let counts = STATES
        .map(|state| rows.iter().filter(|commitment| commitment.state.value == state).count());
    let decimals = scope.percent_decimals();
    let present = || (0..STATES.len()).filter(|at| 0 < counts[*at]);
    let mut strategies: Vec<(Option<&str>, Vec<&Commitment>)> = Vec::new();
    for row in &rows {
        let name = row.strategy.as_ref().map(|name| name.value.as_str());
        match strategies.iter_mut().find(|(known, _)| *known == name) {
            Some((_, list)) => list.push(row),
            None => strategies.push((name, vec![row])),
        }
    }
    Some(CommitmentsView {
        total: rows.len(),
        states: present()
            .map(|at| StateView {
                state: STATES[at].word(),
                count: counts[at],
                percent: super::summary::percent(counts[at], rows.len(), decimals),
            })
            .collect(),
        strategies: strategies
            .into_iter()
            .map(|(name, rows)| StrategyView {
                name: name.map(str::to_owned),
                short: rows.len() * 2
                    + common::lines(rows.iter().map(|commitment| commitment.evidence.as_ref()))
                    < super::money::SHORT,
                rows: rows
                    .into_iter()
                    .map(|commitment| commitment_view(scope, commitment, shows_measures))
                    .collect(),
            })
            .collect(),
    })
}

pub(super) fn commitment_view(
    scope: &Scope<'_>,
    commitment: &Commitment,
    shows_measures: bool,
) -> CommitmentView {
    let is_shown = |number: u32| {
        shows_measures && scope.indicators.iter().any(|indicator| indicator.number.value == number)
    };
    CommitmentView {
        reference: commitment.r#ref.written().to_owned(),
        text: commitment.text.to_string(),
        state: commitment.state.word(),
        owner: string(commitment.owner.as_ref()),
        measures: commitment
            .indicators
            .iter()
            .map(|number| MeasureView { number: number.value, shown: is_shown(number.value) })
            .collect(),
        evidence: super::text(scope, commitment.evidence.as_ref()),
    }
}

/// A programme with its milestones.
#[derive(Serialize, JsonSchema)]
pub(in crate::kinds) struct ProgrammeView {
    /// The programme's name.
    name: String,
    /// What the programme is for; absent where the report's card doesn't say.
    summary: Option<Markup>,
    /// The picture of the milestones along a line of months; absent where no milestone has a date.
    timeline: Option<TimelineView>,
    /// Whether any milestone says which hundred-day period of the programme it belongs to.
    has_periods: bool,
    /// The milestones, in the order of the dates they are due.
    rows: Vec<MilestoneView>,
}

/// A milestone.
#[derive(Serialize, JsonSchema)]
pub(in crate::kinds) struct MilestoneView {
    /// The milestone's number in the timeline and in its table, from 1.
    number: usize,
    /// The workstream that the milestone belongs to; absent where the data doesn't say.
    workstream: Option<String>,
    /// The milestone's title: what is to be reached.
    title: String,
    /// When the milestone is due: a date, a month or a period, such as `February 2026`.
    due: Period,
    /// The number of the programme's hundred-day period that the milestone belongs to, from 1;
    /// absent where the data doesn't say.
    hundred_days: Option<u32>,
    /// Who is responsible for the milestone, a name or a post; absent where the data doesn't say.
    owner: Option<String>,
    /// The state of the milestone: `done`, `on-course`, `at-risk`, `missed` or `not-started`.
    state: &'static str,
}

/// Returns the programmes that have milestones which the scope covers.
pub(super) fn programmes(scope: &Scope<'_>) -> Vec<ProgrammeView> {
    let mut programmes: Vec<(&str, Vec<&Milestone>)> = Vec::new();
    for milestone in &scope.all.milestones {
        if !scope.has(milestone.portfolio.as_ref().map(|name| name.value.as_str())) {
            continue;
        }
        match programmes.iter_mut().find(|(name, _)| *name == milestone.programme.value) {
            Some((_, list)) => list.push(milestone),
            None => programmes.push((&milestone.programme.value, vec![milestone])),
        }
    }
    programmes.into_iter().map(|(name, list)| programme_view(scope, name, list)).collect()
}

/// Returns a programme with some of its milestones.
pub(super) fn programme_view(
    scope: &Scope<'_>,
    name: &str,
    mut milestones: Vec<&Milestone>,
) -> ProgrammeView {
    milestones.sort_by_key(|milestone| milestone.due.last_day().or(milestone.due.first_day()));
    let known = scope.all.programmes.programme(name);
    let start = known.and_then(|programme| programme.start.as_ref()).map(|date| date.value);
    ProgrammeView {
        name: name.to_owned(),
        summary: known.and_then(|programme| super::text(scope, programme.summary.as_ref())),
        timeline: pictures::timeline(start, &milestones, scope.all.as_at(scope.period)),
        has_periods: milestones.iter().any(|milestone| milestone.hundred_days.is_some()),
        rows: milestones
            .into_iter()
            .enumerate()
            .map(|(at, milestone)| MilestoneView {
                number: at + 1,
                workstream: string(milestone.workstream.as_ref()),
                title: milestone.title.to_string(),
                due: Period::from(&milestone.due.value),
                hundred_days: milestone.hundred_days.as_ref().map(|number| number.value),
                owner: string(milestone.owner.as_ref()),
                state: milestone.state.word(),
            })
            .collect(),
    }
}
