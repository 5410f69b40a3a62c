//! Strategies: what was promised for each priority, what was done in which year, how anybody knows, and what is next.

use schemars::JsonSchema;
use serde::Serialize;

use super::common::{self, CouncilView, PeriodView};
use super::performance::{CommitmentView, MeasureLineView, Parts};
use super::{Kind, Subject};
use crate::merge::Markup;
use crate::model::access::PublicDataset;
use crate::model::dataset::{Dataset, Performance};
use crate::model::performance::Commitment;
use crate::model::strategy::{Achievement, Strategy, StrategyPriority};
use crate::model::value::ReportingPeriod;
use crate::model::value::names::is_same;

/// How strategies are getting on, once a period, and for each of the committees that look at them.
pub(super) struct StrategyReport;

/// How strategies are getting on.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council that the report is of, for the letterhead.
    council: CouncilView,
    /// The period whose measures and commitments it shows; absent where the data have none of any period.
    period: Option<PeriodView>,
    /// The period before, with which measures are compared; absent where `period` is.
    before: Option<PeriodView>,
    /// The day to which it goes, an ISO date for `{{date}}`; absent where `period` is.
    as_at: Option<String>,
    /// The name of the committee that this edition is for; absent for all of them.
    committee: Option<String>,
    /// What blue stands for in this council; absent where the report's card doesn't say.
    blue_means: Option<String>,
    /// What grey stands for in this council; absent where the report's card doesn't say.
    grey_means: Option<String>,
    /// The strategies, in the order of the data.
    strategies: Vec<StrategyView>,
}

/// A strategy.
#[derive(Serialize, JsonSchema)]
struct StrategyView {
    /// Its title.
    title: String,
    /// The years that it is for, as written; absent where the data don't say.
    years: Option<String>,
    /// Who answers for it; absent where nobody is named.
    owner: Option<String>,
    /// The day on which this account of it was last brought up to date, an ISO date for `{{date}}`; absent where the
    /// data don't say.
    updated: Option<String>,
    /// How it was made; absent where nothing is written.
    summary: Option<Markup>,
    /// What it is to come to; absent where nothing is written.
    ambition: Option<Markup>,
    /// What was done for the strategy as a whole, by year.
    done: Vec<YearView>,
    /// Its priorities, in their order.
    priorities: Vec<PriorityView>,
    /// Its commitments that serve no priority in particular, in the order of the data.
    commitments: Vec<CommitmentView>,
    /// How many commitments of the strategy there are, and how many of them are delivered.
    counts: KeptView,
}

/// How many commitments there are and are kept.
#[derive(Serialize, JsonSchema)]
struct KeptView {
    /// All.
    total: usize,
    /// Those that are delivered.
    delivered: usize,
}

/// A priority.
#[derive(Serialize, JsonSchema)]
struct PriorityView {
    /// Its name.
    name: String,
    /// What it means; absent where nothing is written.
    words: Option<Markup>,
    /// What was promised for it: its commitments, in the order of the data.
    promised: Vec<CommitmentView>,
    /// What was done for it, by year.
    done: Vec<YearView>,
    /// How anybody knows: its indicators, in the order of the data.
    measures: Vec<MeasureLineView>,
    /// What is next; absent where nothing is written.
    next: Option<Markup>,
}

/// What was done in a year.
#[derive(Serialize, JsonSchema)]
struct YearView {
    /// The year, as written.
    year: String,
    /// The words that stand before what was done, in the order of the data.
    words: Vec<Markup>,
    /// What was done; what is a part of something stands below it, one deeper.
    entries: Vec<EntryView>,
}

/// Something that was done.
#[derive(Serialize, JsonSchema)]
struct EntryView {
    /// How many it stands below: nought or more.
    depth: usize,
    /// What it is about; absent where it has no heading.
    heading: Option<String>,
    /// What was done; absent where nothing is written.
    text: Option<Markup>,
}

impl Kind for StrategyReport {
    const NAME: &'static str = "strategy-report";
    const SUMMARY: &'static str = "strategies: what was promised for each priority, what was done, how we know, and what is next";
    const NEEDS: &'static [&'static str] = &[
        "council",
        "bodies",
        "report",
        "strategies",
        "priorities",
        "achievements",
        "commitments",
        "indicators",
    ];
    const SPANS_MEETINGS: bool = true;
    type Audience = PublicDataset;
    type View = View;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        let strategies = &data.strategies.strategies;
        let lost = ["strategies", "priorities", "achievements"];
        let has_lost = lost.iter().any(|table| data.unread(table).next().is_some());
        if strategies.is_empty() && !has_lost {
            return Vec::new();
        }
        let updated = strategies.iter().filter_map(|row| row.updated.as_ref());
        let as_at = updated.map(|day| day.value).max();
        let committees =
            strategies.iter().map(|row| row.committee.as_ref().map(|id| id.to_string())).collect();
        common::of_periods_or_council(data, as_at, &committees)
    }

    fn stem(subject: &Subject) -> String {
        common::edition_stem(Self::NAME, subject)
    }

    fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<View> {
        let period = subject.period();
        let parts = period.and_then(|period| Parts::of(data, period));
        let tables = period.and_then(|period| data.performance.get(&period));
        let edition = subject.edition();
        let is_shown = |row: &&Strategy| common::is_for(edition, row.committee.as_ref());
        let strategies = data.strategies.strategies.iter().filter(is_shown);
        Some(View {
            council: common::council(data)?,
            period: period.map(PeriodView::of),
            before: period.map(|period| PeriodView::of(period.previous())),
            as_at: period.and(subject.date()).map(common::iso),
            committee: common::committee(data, subject),
            blue_means: common::string(tables.and_then(Performance::blue_means)),
            grey_means: common::string(tables.and_then(Performance::grey_means)),
            strategies: strategies
                .map(|row| strategy_view(data, period, parts.as_ref(), row))
                .collect(),
        })
    }
}

fn strategy_view(
    data: &Dataset,
    period: Option<ReportingPeriod>,
    parts: Option<&Parts<'_>>,
    row: &Strategy,
) -> StrategyView {
    let title = row.strategy.value.as_str();
    let is_of_it = |commitment: &Commitment| {
        commitment.strategy.as_ref().is_some_and(|name| is_same(name, title))
    };
    let priorities = data.strategies.priorities_of(title);
    let serves = |commitment: &Commitment, priority: &StrategyPriority| {
        commitment.priority.as_ref().is_some_and(|name| is_same(name, &priority.priority))
    };
    let commitments = |keep: &dyn Fn(&Commitment) -> bool| -> Vec<CommitmentView> {
        parts.map_or_else(Vec::new, |parts| parts.commitments(|row| is_of_it(row) && keep(row)))
    };
    let serves_one =
        |commitment: &Commitment| priorities.iter().any(|priority| serves(commitment, priority));
    let known_until = period.and_then(|period| common::known_until(data, period));
    let all = commitments(&|_| true);
    let last_day = period.map(ReportingPeriod::last_day);
    let achievements: Vec<&Achievement> = data
        .strategies
        .achievements_of(title)
        .filter(|row| last_day.is_none_or(|day| !row.is_after(day)))
        .collect();
    let is_for = |row: &&&Achievement, priority: &StrategyPriority| {
        row.priority.as_ref().is_some_and(|name| is_same(name, &priority.priority))
    };
    let is_for_none =
        |row: &&&Achievement| !priorities.iter().any(|priority| is_for(row, priority));
    StrategyView {
        title: title.to_owned(),
        years: common::string(row.years.as_ref()),
        owner: common::string(row.owner.as_ref()),
        updated: row
            .updated
            .as_ref()
            .filter(|day| known_until.is_none_or(|until| day.value <= until))
            .map(|day| common::iso(day.value)),
        summary: common::markup(row.summary.as_ref()),
        ambition: common::markup(row.ambition.as_ref()),
        done: by_year(&achievements.iter().filter(is_for_none).copied().collect::<Vec<_>>()),
        commitments: commitments(&|commitment| !serves_one(commitment)),
        counts: KeptView {
            total: all.len(),
            delivered: all.iter().filter(|commitment| commitment.is_delivered()).count(),
        },
        priorities: priorities
            .iter()
            .map(|priority| PriorityView {
                name: priority.priority.to_string(),
                words: common::markup(priority.words.as_ref()),
                promised: commitments(&|commitment| serves(commitment, priority)),
                done: by_year(
                    &achievements
                        .iter()
                        .filter(|row| is_for(row, priority))
                        .copied()
                        .collect::<Vec<_>>(),
                ),
                measures: parts
                    .map_or_else(Vec::new, |parts| parts.measures_of(&priority.priority)),
                next: common::markup(priority.next.as_ref()),
            })
            .collect(),
    }
}

/// Groups what was done by year, in the order in which years first appear.
fn by_year(rows: &[&Achievement]) -> Vec<YearView> {
    let mut years: Vec<(String, Vec<&Achievement>)> = Vec::new();
    for row in rows {
        let year = row.year_key();
        match years.iter_mut().find(|(known, _)| *known == year) {
            Some((_, list)) => list.push(row),
            None => years.push((year, vec![row])),
        }
    }
    let view = |(_, rows): (String, Vec<&Achievement>)| year_view(rows[0].year.trim(), &rows);
    years.into_iter().map(view).collect()
}

fn year_view(year: &str, rows: &[&Achievement]) -> YearView {
    let is_intro = |row: &&&Achievement| row.heading.is_none() && row.below.is_none();
    let mut entries = Vec::new();
    let is_placed =
        |row: &Achievement| row.below.as_ref().is_some_and(|above| headed(rows, above).is_some());
    let heads = rows.iter().filter(|row| !is_intro(row) && !is_placed(row));
    for row in heads {
        add(&mut entries, rows, row, 0);
    }
    YearView {
        year: year.to_owned(),
        words: rows
            .iter()
            .filter(is_intro)
            .filter_map(|row| common::markup(row.text.as_ref()))
            .collect(),
        entries,
    }
}

/// Returns the achievement with a heading.
fn headed<'a>(rows: &[&'a Achievement], heading: &str) -> Option<&'a Achievement> {
    let is_it =
        |row: &&&Achievement| row.heading.as_ref().is_some_and(|known| is_same(known, heading));
    rows.iter().find(is_it).copied()
}

/// Adds an achievement and its parts. Parts that name each other in a circle, which is reported, have no head and are
/// never reached.
fn add(entries: &mut Vec<EntryView>, rows: &[&Achievement], row: &Achievement, depth: usize) {
    entries.push(EntryView {
        depth,
        heading: common::string(row.heading.as_ref()),
        text: common::markup(row.text.as_ref()),
    });
    let Some(heading) = &row.heading else { return };
    for part in rows {
        if part.below.as_ref().is_some_and(|above| is_same(above, heading)) {
            add(entries, rows, part, depth + 1);
        }
    }
}
