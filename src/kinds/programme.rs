//! Programmes of change as they stand: the highlight report to a board or a committee, over the milestones, measures,
//! savings and risks of the same period.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::common::{self, CouncilView, PeriodView};
use super::performance::{self, MeasureLineView, Parts, RiskView, SavingsView};
use super::{Kind, Subject};
use crate::figures::hundred_days;
use crate::figures::money::Scale;
use crate::merge::{Amount, Markup, Period};
use crate::model::access::PublicDataset;
use crate::model::dataset::{Dataset, Performance};
use crate::model::performance::{Milestone, MilestoneState, Rag};
use crate::model::programmes::{Programme, Workstream};
use crate::model::record::Located;
use crate::model::value::names::is_same;
use crate::model::value::{Money, ReportingPeriod};

/// How programmes stand, once a period, and for each of the committees that look at them.
pub(super) struct ProgrammeReport;

/// How programmes stand at the end of a period.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council that the report is of, for the letterhead.
    council: CouncilView,
    /// The period that the report covers.
    period: PeriodView,
    /// The period before, with which measures and risks are compared.
    before: PeriodView,
    /// The period of the last report on programmes; absent where there was none.
    last_report: Option<Period>,
    /// The day to which it goes, an ISO date for `{{date}}`.
    as_at: String,
    /// The name of the committee that this edition is for; absent for all of them.
    committee: Option<String>,
    /// What blue stands for in this council; absent where the report's card doesn't say.
    blue_means: Option<String>,
    /// What grey stands for in this council; absent where the report's card doesn't say.
    grey_means: Option<String>,
    /// The programmes, in the order of the data.
    programmes: Vec<ReportedView>,
}

/// A programme.
#[derive(Serialize, JsonSchema)]
struct ReportedView {
    /// Its name.
    name: String,
    /// What it is for; absent where nothing is written.
    summary: Option<Markup>,
    /// Who leads it; absent where nobody is named.
    lead: Option<String>,
    /// The name of the board that it answers to; absent where none is given.
    board: Option<String>,
    /// How it stands: `green`, `amber`, `red`, `blue`, `grey` or `not-rated`.
    rating: &'static str,
    /// How it stood in the last report, in the same words; absent where that says nothing of it.
    rating_before: Option<&'static str>,
    /// What it may cost and has cost; absent where no budget is given.
    money: Option<CostView>,
    /// What it is to bring; absent where nothing is written.
    benefit: Option<Markup>,
    /// What was done since the last report; absent where nothing is written.
    last: Option<Markup>,
    /// What is to be done next; absent where nothing is written.
    next: Option<Markup>,
    /// The hundred days of the programme in which the report's day lies; absent where it has no first day, or has not
    /// begun.
    now: Option<HundredDaysView>,
    /// The milestones of each hundred days; empty where none says to which it belongs.
    hundreds: Vec<HundredCountView>,
    /// The workstreams, in the order of the data.
    workstreams: Vec<WorkstreamView>,
    /// The milestones; absent where there are none.
    milestones: Option<performance::ProgrammeView>,
    /// How many milestones there are in which state.
    counts: CountsView,
    /// The milestones whose date is another than in the last report, in the order of the data.
    moved: Vec<MovedView>,
    /// The measures that show what it brings.
    measures: Vec<MeasureLineView>,
    /// The savings that it makes, by account.
    savings: Vec<SavingsView>,
    /// Its risks.
    risks: Vec<RiskView>,
}

/// What something may cost and has cost.
#[derive(Serialize, JsonSchema)]
struct CostView {
    /// What it may cost.
    budget: Amount,
    /// What has been spent; absent where the data don't say.
    spent: Option<Amount>,
    /// The share of the budget that has been spent; absent where that is not known.
    percent: Option<Amount>,
}

/// A programme's hundred days.
#[derive(Serialize, JsonSchema)]
struct HundredDaysView {
    /// Their number, from 1.
    number: u32,
    /// Their first day, an ISO date for `{{date}}`.
    first_day: String,
    /// Their last day.
    last_day: String,
    /// Which of the hundred the report's day is, from 1.
    day: i64,
}

/// The milestones of a programme's hundred days.
#[derive(Serialize, JsonSchema)]
struct HundredCountView {
    /// The number of the hundred days, from 1.
    number: u32,
    /// Their first day, an ISO date for `{{date}}`; absent where the programme has no first day.
    first_day: Option<String>,
    /// Their last day; absent where the programme has no first day.
    last_day: Option<String>,
    /// Whether the report's day is one of them.
    is_now: bool,
    /// How many milestones of them are in which state.
    counts: CountsView,
}

/// How many milestones are in which state.
#[derive(Clone, Copy, Default, Serialize, JsonSchema)]
struct CountsView {
    /// All.
    total: usize,
    /// Those that are reached.
    done: usize,
    /// Those that will be reached in time.
    on_course: usize,
    /// Those that may not be reached in time.
    at_risk: usize,
    /// Those that were missed.
    missed: usize,
    /// Those that have not begun.
    not_started: usize,
}

impl CountsView {
    fn of<'a>(milestones: impl Iterator<Item = &'a Milestone>) -> Self {
        let mut counts = Self::default();
        for milestone in milestones {
            counts.total += 1;
            *match milestone.state.value {
                MilestoneState::Done => &mut counts.done,
                MilestoneState::OnCourse => &mut counts.on_course,
                MilestoneState::AtRisk => &mut counts.at_risk,
                MilestoneState::Missed => &mut counts.missed,
                MilestoneState::NotStarted => &mut counts.not_started,
            } += 1;
        }
        counts
    }
}

/// A workstream.
#[derive(Serialize, JsonSchema)]
struct WorkstreamView {
    /// Its name.
    name: String,
    /// Who leads it; absent where nobody is named.
    lead: Option<String>,
    /// How it stands, by the words of a programme's `rating`.
    rating: &'static str,
    /// How it stood in the last report; absent where that says nothing of it.
    rating_before: Option<&'static str>,
    /// What it may cost and has cost; absent where no budget is given.
    money: Option<CostView>,
    /// How many of its milestones are in which state.
    counts: CountsView,
    /// What it is to bring; absent where nothing is written.
    benefit: Option<Markup>,
    /// What was done since the last report; absent where nothing is written.
    last: Option<Markup>,
    /// What is to be done next; absent where nothing is written.
    next: Option<Markup>,
    /// Whether what is written of it is short enough to stay on one page.
    short: bool,
}

/// A milestone whose date was changed.
#[derive(Serialize, JsonSchema)]
struct MovedView {
    /// What is to be reached.
    title: String,
    /// By when, in the last report.
    before: Period,
    /// By when now.
    now: Period,
    /// Whether it is later than before; false where that can't be known.
    later: bool,
}

impl Kind for ProgrammeReport {
    const NAME: &'static str = "programme-report";
    const SUMMARY: &'static str =
        "how programmes stand: workstreams, milestones by hundred days, what they cost and bring";
    const NEEDS: &'static [&'static str] = &[
        "council",
        "bodies",
        "report",
        "programmes",
        "workstreams",
        "milestones",
        "indicators",
        "savings",
        "risks",
        "boards",
    ];
    type Audience = PublicDataset;
    type View = View;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        let periods = data.performance.iter();
        periods.flat_map(|(period, tables)| subjects(data, *period, tables)).collect()
    }

    fn stem(subject: &Subject) -> String {
        common::edition_stem(Self::NAME, subject)
    }

    fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<View> {
        let period = subject.period()?;
        let edition = subject.edition();
        let tables = data.performance.get(&period)?;
        let parts = Parts::of(data, period)?;
        let before =
            data.last_before(period, |tables| tables.programmes.reported().next().is_some());
        let scope = Scope {
            data,
            tables,
            parts: &parts,
            before: before.map(|(_, tables)| tables),
            as_at: tables.as_at(period),
        };
        let is_shown =
            |programme: &&Programme| common::is_for(edition, programme.committee.as_ref());
        let programmes = tables.programmes.reported().filter(is_shown);
        Some(View {
            council: common::council(data)?,
            period: PeriodView::of(period),
            before: PeriodView::of(period.previous()),
            last_report: before.map(|(earlier, _)| earlier.into()),
            as_at: common::iso(scope.as_at),
            committee: common::committee(data, subject),
            blue_means: common::string(tables.blue_means()),
            grey_means: common::string(tables.grey_means()),
            programmes: programmes.map(|programme| scope.programme(programme)).collect(),
        })
    }
}

/// Returns the reports that a period calls for: one on all programmes, and one for each committee where there are
/// several.
fn subjects(data: &Dataset, period: ReportingPeriod, tables: &Performance) -> Vec<Subject> {
    let has_lost =
        ["programmes", "workstreams"].iter().any(|table| data.has_lost(table, &period.key()));
    if tables.programmes.reported().next().is_none() && !has_lost {
        return Vec::new();
    }
    let committee = |programme: &Programme| programme.committee.as_ref().map(|id| id.to_string());
    let committees = tables.programmes.reported().map(committee).collect();
    common::with_editions(period, tables.as_at(period), committees)
}

/// The period that is reported on, and what the last report said.
struct Scope<'a> {
    data: &'a Dataset,
    tables: &'a Performance,
    parts: &'a Parts<'a>,
    before: Option<&'a Performance>,
    as_at: NaiveDate,
}

impl<'a> Scope<'a> {
    fn programme(&self, programme: &'a Programme) -> ReportedView {
        let name = programme.name.value.as_str();
        let workstreams: Vec<&Workstream> = self.tables.programmes.workstreams_of(name).collect();
        let budgets = workstreams.iter().flat_map(|row| [&row.budget, &row.spent]);
        let amounts = budgets.chain([&programme.budget, &programme.spent]).flatten();
        let scale = Scale::of(amounts.map(|amount| &amount.value));
        let milestones = || {
            self.tables.milestones.iter().filter(|milestone| is_same(&milestone.programme, name))
        };
        let earlier = self.before.and_then(|before| before.programmes.programme(name));
        let start = programme.start.as_ref().map(|start| start.value);
        let board = programme.board.as_ref().map(|id| id.as_str());
        let risk = |reference: &Located<_>| self.parts.risk(reference);
        ReportedView {
            name: name.to_owned(),
            summary: common::markup(programme.summary.as_ref()),
            lead: common::string(programme.lead.as_ref()),
            board: board.map(|id| super::governance::name_of(self.data, id)),
            rating: word(programme.rating.as_ref()),
            rating_before: earlier
                .and_then(|earlier| earlier.rating.as_ref())
                .map(|rating| rating.word()),
            money: cost(scale, programme.budget.as_ref(), programme.spent.as_ref()),
            benefit: common::markup(programme.benefit.as_ref()),
            last: common::markup(programme.last.as_ref()),
            next: common::markup(programme.next.as_ref()),
            now: start.and_then(|start| self.hundred_now(start)),
            hundreds: self.hundreds(start, milestones()),
            workstreams: workstreams.iter().map(|row| self.workstream(scale, row)).collect(),
            milestones: self.parts.programme(name, &|_| true),
            counts: CountsView::of(milestones()),
            moved: milestones().filter_map(|milestone| self.moved(milestone)).collect(),
            measures: programme
                .measures
                .iter()
                .filter_map(|number| self.parts.measure(number.value))
                .collect(),
            savings: self.parts.savings(&programme.savings),
            risks: programme.risks.iter().filter_map(risk).collect(),
        }
    }

    /// Returns the hundred days in which the report's day lies.
    fn hundred_now(&self, start: NaiveDate) -> Option<HundredDaysView> {
        let days = (self.as_at - start).num_days();
        let number = u32::try_from(days.checked_div(100)?).ok().filter(|_| 0 <= days)? + 1;
        let (first, last) = hundred_days(start, number)?;
        Some(HundredDaysView {
            number,
            first_day: common::iso(first),
            last_day: common::iso(last),
            day: (self.as_at - first).num_days() + 1,
        })
    }

    fn hundreds<'m>(
        &self,
        start: Option<NaiveDate>,
        milestones: impl Iterator<Item = &'m Milestone>,
    ) -> Vec<HundredCountView> {
        let mut by_number: BTreeMap<u32, Vec<&Milestone>> = BTreeMap::new();
        for milestone in milestones {
            let Some(number) = &milestone.hundred_days else { continue };
            by_number.entry(number.value).or_default().push(milestone);
        }
        let view = |(number, list): (u32, Vec<&Milestone>)| {
            let days = start.and_then(|start| hundred_days(start, number));
            HundredCountView {
                number,
                first_day: days.map(|(first, _)| common::iso(first)),
                last_day: days.map(|(_, last)| common::iso(last)),
                is_now: days.is_some_and(|(first, last)| (first..=last).contains(&self.as_at)),
                counts: CountsView::of(list.into_iter()),
            }
        };
        by_number.into_iter().map(view).collect()
    }

    fn workstream(&self, scale: Scale, row: &Workstream) -> WorkstreamView {
        let earlier = self.before.and_then(|before| {
            before
                .programmes
                .workstreams_of(&row.programme)
                .find(|old| is_same(&old.name, &row.name))
        });
        let milestones = self.tables.milestones.iter().filter(|milestone| {
            is_same(&milestone.programme, &row.programme)
                && milestone.workstream.as_ref().is_some_and(|name| is_same(name, &row.name))
        });
        WorkstreamView {
            name: row.name.to_string(),
            lead: common::string(row.lead.as_ref()),
            rating: word(row.rating.as_ref()),
            rating_before: earlier
                .and_then(|earlier| earlier.rating.as_ref())
                .map(|rating| rating.word()),
            money: cost(scale, row.budget.as_ref(), row.spent.as_ref()),
            counts: CountsView::of(milestones),
            benefit: common::markup(row.benefit.as_ref()),
            last: common::markup(row.last.as_ref()),
            next: common::markup(row.next.as_ref()),
            short: common::lines([row.benefit.as_ref(), row.last.as_ref(), row.next.as_ref()]) < 12,
        }
    }

    /// Returns how the date of a milestone was changed since the last report; `None` where it was not.
    fn moved(&self, milestone: &Milestone) -> Option<MovedView> {
        let earlier = self.before?.milestones.iter().find(|old| {
            is_same(&old.programme, &milestone.programme) && is_same(&old.title, &milestone.title)
        })?;
        (earlier.due.value != milestone.due.value).then(|| MovedView {
            title: milestone.title.to_string(),
            before: Period::from(&earlier.due.value),
            now: Period::from(&milestone.due.value),
            later: earlier.due.last_day() < milestone.due.last_day(),
        })
    }
}

fn word(rating: Option<&Located<Rag>>) -> &'static str {
    rating.map_or("not-rated", |rating| rating.word())
}

fn cost(
    scale: Scale,
    budget: Option<&Located<Money>>,
    spent: Option<&Located<Money>>,
) -> Option<CostView> {
    let budget = budget?.value;
    Some(CostView {
        budget: scale.shown(budget).into(),
        spent: spent.map(|spent| scale.shown(spent.value).into()),
        percent: spent.and_then(|spent| performance::percent(spent.value, budget)),
    })
}
