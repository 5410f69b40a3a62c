//! An indicator as its entry shows it: target, results, rating and commentary.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::figures::{Figures, Notes, ResultView, TargetView};
use super::trend::{self, TrendView};
use super::{common, lines};
use crate::figures::print::NumberFormat;
use crate::figures::{is_agreed, names, texts};
use crate::merge::{Amount, Markup};
use crate::model::performance::Indicator;
use crate::model::rating;
use crate::model::record::Text;
use crate::model::value::{Quarter, Reading};

/// An indicator.
#[derive(Serialize, JsonSchema)]
pub(in crate::kinds) struct IndicatorView {
    /// The indicator's number, the same in every edition and quarter.
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
    /// How often the indicator is measured, such as `Quarterly`; absent where the data doesn't say.
    frequency: Option<String>,
    /// The scrutiny committee that looks at the indicator; absent where the data doesn't say.
    committee: Option<String>,
    /// The rating: `green`, `amber`, `red`, `blue` (done), `no-target` or `no-result`.
    rating: &'static str,
    /// The rating by the result alone, by the words of `rating`; absent unless another rating was
    /// set in its place.
    computed: Option<&'static str>,
    /// The reason for setting another rating than the computed one; absent where none was set.
    override_reason: Option<String>,
    /// How performance moved since the quarter before: `better`, `worse` or `same`; `up` or `down`
    /// for the number where neither way is good; `unknown` where there is nothing to compare with.
    direction: &'static str,
    /// The rating expected at the end of the year, `green`, `amber`, `red` or `blue`: by the
    /// expected result where that can be rated, otherwise as given. Absent where neither is given.
    forecast: Option<&'static str>,
    /// The result expected at the end of the year as printed, such as `90.0%`; absent where none is
    /// given.
    forecast_value: Option<Amount>,
    /// The target, and how far off it a result is still rated amber.
    target: TargetView,
    /// The results, one for each of the report's `quarters`, in the same order.
    results: Vec<ResultView>,
    /// The heights of the target in the trend picture; absent where no result can be drawn, so that
    /// there is no picture.
    trend: Option<TrendView>,
    /// What lies behind the result; absent where nothing is written or it has not been agreed.
    narrative: Option<Markup>,
    /// What is being done about the result; absent where nothing is written or it has not been
    /// agreed.
    actions: Option<Markup>,
    /// Whether narrative and actions are short enough (under eight lines) to keep the entry on one
    /// page.
    short: bool,
    /// Whether a narrative or actions are written but have not been agreed, so that they are left
    /// out.
    awaiting_agreement: bool,
    /// Who agreed the narrative and actions, or is to; absent where the data doesn't say.
    agreed_by: Option<String>,
    /// The day on which the narrative and actions were agreed, an ISO date for `{{date}}`; absent
    /// where they have not been.
    agreed_on: Option<String>,
}

/// Returns the entry of an indicator; marks beside its figures go to `notes`.
pub(super) fn indicator_view(
    notes: &mut Notes,
    indicator: &Indicator,
    quarters: &[Quarter],
) -> IndicatorView {
    let now = *quarters.last().expect("the report's quarter is always shown");
    let figures = Figures::of(indicator, quarters);
    let trend = trend::scale(indicator, quarters);
    IndicatorView {
        number: indicator.number.value,
        code: indicator.code.as_ref().map(ToString::to_string),
        title: indicator.title.to_string(),
        unit: indicator.unit.word(),
        polarity: indicator.polarity.word(),
        frequency: common::string(indicator.frequency.as_ref()),
        committee: common::string(indicator.committee.as_ref()),
        rating: rating::rate(indicator, now).word(),
        computed: indicator.rag_override.as_ref().map(|_| rating::compute(indicator, now).word()),
        override_reason: indicator
            .rag_override
            .as_ref()
            .and_then(|_| common::string(indicator.rag_override_reason.as_ref())),
        direction: rating::direction(indicator, now).word(),
        forecast: rating::expected(indicator).map(|rag| rag.word()),
        forecast_value: indicator.forecast_value.as_ref().and_then(|forecast| {
            match &forecast.value {
                Reading::Value(measure) => {
                    Some(NumberFormat::of(indicator, quarters).measure(measure).into())
                }
                Reading::Missing(_) => None,
            }
        }),
        target: figures.target(notes),
        results: figures.results(notes, &trend),
        trend: trend.lines(),
        narrative: measure_text(indicator, now, indicator.narrative.as_ref()),
        actions: measure_text(indicator, now, indicator.actions.as_ref()),
        short: lines([indicator.narrative.as_ref(), indicator.actions.as_ref()]) < 8,
        awaiting_agreement: awaits_agreement(indicator),
        agreed_by: common::string(indicator.agreed_by.as_ref()),
        agreed_on: indicator.agreed_on.as_ref().map(|on| common::iso(on.value)),
    }
}

/// Returns whether an indicator has a narrative or actions that have not been agreed.
pub(super) fn awaits_agreement(indicator: &Indicator) -> bool {
    (indicator.narrative.is_some() || indicator.actions.is_some()) && !is_agreed(indicator)
}

/// Returns a text of an indicator, with the figures that it names filled in; `None` until it is
/// agreed.
fn measure_text(indicator: &Indicator, now: Quarter, text: Option<&Text>) -> Option<Markup> {
    let value = |name: &str| names::measure_figure(indicator, now, name);
    let text = text.filter(|_| is_agreed(indicator))?;
    Some(Markup::from(&Arc::new(texts::fill(&text.value.0, &value))))
}
