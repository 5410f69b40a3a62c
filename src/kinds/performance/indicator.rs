//! An indicator as its entry shows it: target, results, rating and commentary.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::figures::{Figures, Notes, ResultView, TargetView};
use super::trend::{self, TrendView};
use super::{common, summary};
use crate::figures::{Scope, is_agreed, names, texts};
use crate::merge::{Amount, Markup, Period};
use crate::model::dataset::Dataset;
use crate::model::performance::{Benchmark, Indicator, RatedBy};
use crate::model::rating;
use crate::model::record::{Located, Text};
use crate::model::value::{Reading, ReportingPeriod};

/// An indicator.
#[derive(Serialize, JsonSchema)]
pub(in crate::kinds) struct IndicatorView {
    /// The indicator's number, the same in every edition and period.
    number: u32,
    /// The indicator's code in the performance system, as written; absent where it has none.
    code: Option<String>,
    /// The indicator's title: what it measures.
    title: String,
    /// What the indicator counts in: `number`, `percent`, `pounds`, `days`, `weeks`, `minutes`,
    /// `per-1,000`, `per-10,000` or `per-100,000`.
    unit: &'static str,
    /// Which results are good: `high`, `low`, `band` (within a range), or `none` where the figure
    /// is for information.
    polarity: &'static str,
    /// How often the indicator is measured: `monthly`, `quarterly`, `half-yearly`, `yearly`, `every-other-year`,
    /// `termly`, `school-year` or `other`; absent where the data doesn't say.
    frequency: Option<&'static str>,
    /// Whether only members and officers may read it.
    internal: bool,
    /// The scrutiny committee that looks at the indicator; absent where the data doesn't say.
    committee: Option<String>,
    /// The rating: `green`, `amber`, `red`, `blue` (done); or why it has none: `for-information` (neither way is good),
    /// `no-target`, `not-comparable` (the target is that of the whole year, which is not over), `no-comparison` (it is red
    /// only if it is worse than before, of which nothing is known), `awaited`, `not-applicable`, `not-due`, `no-result`
    /// (no exact one) or `grey` (the council gives it none).
    rating: &'static str,
    /// Whether the rating is that of what is expected at the end of the year, not of the result.
    rated_by_forecast: bool,
    /// The period than which a result beyond the tolerance must be worse to be red; absent where it is red in any case.
    red_only_if_worse_than: Option<Period>,
    /// The rating by the result alone, by the words of `rating`; absent unless another rating was
    /// set in its place.
    computed: Option<&'static str>,
    /// The reason for setting another rating than the computed one; absent where none was set.
    override_reason: Option<String>,
    /// What a result covers: the period (`no`), the year so far (`year`), or twelve months (`rolling`).
    accumulates: &'static str,
    /// How performance moved since `compared_with`: `better`, `worse` or `same`; `up` or `down` for the number where
    /// neither way is good; `unknown` where there is nothing to compare with.
    direction: &'static str,
    /// The period whose result covers as much: the one before, or that of the year before where results accumulate
    /// over the year.
    compared_with: Period,
    /// The rating expected at the end of the year, `green`, `amber`, `red` or `blue`: by the
    /// expected result where that can be rated, otherwise as given. Absent where neither is given.
    forecast: Option<&'static str>,
    /// The result expected at the end of the year as printed, such as `90.0%`; absent where none is
    /// given.
    forecast_value: Option<Amount>,
    /// The target, and how far off it a result is still rated amber.
    target: TargetView,
    /// How the target was changed since the period before; absent where it was not.
    target_change: Option<TargetChangeView>,
    /// The results, one for each of the report's `periods`, in the same order.
    results: Vec<ResultView>,
    /// The heights of the target in the trend picture; absent where no result can be drawn, so that
    /// there is no picture.
    trend: Option<TrendView>,
    /// What lies behind the result; absent where nothing is written or it has not been agreed.
    narrative: Option<Markup>,
    /// What is being done about the result; absent where nothing is written or it has not been
    /// agreed.
    actions: Option<Markup>,
    /// Whether narrative and actions are short enough (under five lines) to keep the entry on one page. The first below a
    /// heading, which stays with it, may break before its narrative.
    pub(super) short: bool,
    /// Whether a narrative or actions are written but have not been agreed, so that they are left
    /// out.
    awaiting_agreement: bool,
    /// What others reached, in the order of the data; empty where nothing is compared.
    benchmarks: Vec<BenchmarkView>,
    /// Who agreed the narrative and actions, or is to; absent where the data doesn't say.
    agreed_by: Option<String>,
    /// The day on which the narrative and actions were agreed, an ISO date for `{{date}}`; absent
    /// where they have not been.
    agreed_on: Option<String>,
}

/// What others reached.
#[derive(Serialize, JsonSchema)]
pub(in crate::kinds) struct BenchmarkView {
    /// Whose result it is, such as `England`.
    label: String,
    /// The result as printed; absent where it is missing, and then `missing` says why.
    value: Option<Amount>,
    /// Why the result is missing, by the words of a result's `missing`; absent where there is one.
    missing: Option<&'static str>,
    /// The time that it covers, such as `2024/25`; absent where the data doesn't say.
    period: Option<Period>,
    /// The council's place among them, 1 for the best; absent where the data has none.
    place: Option<u32>,
    /// How many there are; absent where `place` is.
    of: Option<u32>,
}

/// A target that was changed since the period before.
#[derive(Serialize, JsonSchema)]
pub(in crate::kinds) struct TargetChangeView {
    /// The target before as printed, such as `85.0%`; absent where it had none, or a tolerance, a band or a part of the
    /// year's profile was changed.
    before: Option<Amount>,
    /// Who agreed the change; absent where the data doesn't say.
    agreed_by: Option<String>,
    /// The day on which it was agreed, an ISO date for `{{date}}`; absent where the data doesn't say.
    agreed_on: Option<String>,
}

/// Returns how an indicator's target was changed since the period before; `earlier` is the indicator as that period's
/// report has it.
fn target_change(
    indicator: &Indicator,
    figures: &Figures<'_>,
    earlier: Option<&Indicator>,
) -> Option<TargetChangeView> {
    let reported = || earlier.and_then(|earlier| earlier.target.as_ref());
    let before = indicator.target_before.as_ref().or_else(reported);
    rating::is_target_changed_since(earlier, indicator).then(|| {
        let is_other = |before: &&Located<Reading>| {
            indicator.target.as_ref().is_none_or(|now| now.value != before.value)
        };
        let before = before.filter(is_other).and_then(|before| match &before.value {
            Reading::Value(measure) => Some(figures.printed_target(measure)),
            Reading::Missing(_) => None,
        });
        let agreed_on = indicator.target_agreed_on.as_ref();
        TargetChangeView {
            before,
            agreed_by: common::string(indicator.target_agreed_by.as_ref()),
            agreed_on: agreed_on.map(|on| common::iso(on.value)),
        }
    })
}

/// Returns the entry of an indicator, with its results of these periods, of which the report's is the last; marks beside its
/// figures go to `notes`.
pub(super) fn indicator_view(
    notes: &mut Notes,
    data: &Dataset,
    scope: &Scope<'_>,
    indicator: &Indicator,
    periods: &[ReportingPeriod],
) -> IndicatorView {
    let now = scope.period;
    let earlier = summary::reported(data, indicator, now.previous());
    let figures = Figures::of(indicator, periods);
    let trend = trend::scale(indicator, periods);
    IndicatorView {
        number: indicator.number.value,
        code: indicator.code.as_ref().map(ToString::to_string),
        title: indicator.title.to_string(),
        unit: indicator.unit.word(),
        polarity: indicator.polarity.word(),
        frequency: indicator.frequency.as_ref().map(|frequency| frequency.word()),
        committee: common::string(indicator.committee.as_ref()),
        internal: indicator.is_internal(),
        rating: rating::rate(indicator, now).word(),
        rated_by_forecast: indicator.rated_by() == RatedBy::Forecast,
        red_only_if_worse_than: indicator.red_is_worse_than(now).map(Period::from),
        computed: indicator.rag_override.as_ref().map(|_| rating::compute(indicator, now).word()),
        override_reason: indicator
            .rag_override
            .as_ref()
            .and_then(|_| common::string(indicator.rag_override_reason.as_ref())),
        accumulates: indicator.accumulation().word(),
        direction: rating::direction(indicator, now).word(),
        compared_with: indicator.compared_with(now).into(),
        forecast: rating::expected(indicator).map(|rag| rag.word()),
        forecast_value: indicator.forecast_value.as_ref().and_then(|forecast| {
            match &forecast.value {
                Reading::Value(measure) => Some(figures.printed(measure)),
                Reading::Missing(_) => None,
            }
        }),
        target: figures.target(notes),
        target_change: target_change(indicator, &figures, earlier),
        results: figures.results(notes, &trend),
        trend: trend.lines(),
        narrative: measure_text(data, indicator, now, indicator.narrative.as_ref()),
        actions: measure_text(data, indicator, now, indicator.actions.as_ref()),
        short: common::lines([indicator.narrative.as_ref(), indicator.actions.as_ref()]) < 5,
        awaiting_agreement: awaits_agreement(data, indicator),
        benchmarks: scope
            .all
            .benchmarks
            .iter()
            .filter(|benchmark| benchmark.indicator.value == indicator.number.value)
            .map(|benchmark| benchmark_view(notes, &figures, benchmark))
            .collect(),
        agreed_by: common::string(indicator.agreed_by.as_ref()),
        agreed_on: indicator.agreed_on.as_ref().map(|on| common::iso(on.value)),
    }
}

/// Returns what others reached, in the format of the indicator.
fn benchmark_view(
    notes: &mut Notes,
    figures: &Figures<'_>,
    benchmark: &Benchmark,
) -> BenchmarkView {
    let (value, missing) = match &benchmark.value.value {
        Reading::Value(measure) => {
            notes.add_measure(measure);
            (Some(figures.printed_target(measure)), None)
        }
        Reading::Missing(missing) => (None, Some(notes.add_missing(missing.reason))),
    };
    BenchmarkView {
        label: benchmark.label.to_string(),
        value,
        missing,
        period: benchmark.period.as_ref().map(|period| Period::from(&period.value)),
        place: benchmark.rank.as_ref().map(|rank| rank.place),
        of: benchmark.rank.as_ref().map(|rank| rank.of),
    }
}

/// Returns whether an indicator has a narrative or actions that have not been agreed.
pub(super) fn awaits_agreement(data: &Dataset, indicator: &Indicator) -> bool {
    (indicator.narrative.is_some() || indicator.actions.is_some()) && !is_agreed(data, indicator)
}

/// Returns a text of an indicator, with the figures that it names filled in; `None` until it is
/// agreed.
fn measure_text(
    data: &Dataset,
    indicator: &Indicator,
    now: ReportingPeriod,
    text: Option<&Text>,
) -> Option<Markup> {
    let value = |name: &str| names::measure_figure(indicator, now, name);
    let text = text.filter(|_| is_agreed(data, indicator))?;
    Some(Markup::from(&Arc::new(texts::fill(&text.value.0, &value))))
}
