//! The figures that a text may name in braces, such as `{red-count}`, and their values.
//!
//! The list is closed, and the values are put into the parsed text by [`super::texts::fill`]:
//! neither Handlebars nor Typst ever sees a name.

use super::money::{self, Rows};
use super::print::NumberFormat;
use super::{Scope, is_outside};
use crate::model::performance::{CommitmentState, Indicator, MilestoneState};
use crate::model::rating;
use crate::model::value::{Measure, MeasureUnit, Money, Reading, ReportingPeriod};

/// Risks with this score or more are high.
pub const HIGH_SCORE: u32 = 15;

/// Figures that headlines and summaries may name, each with its meaning. In the summary of a
/// portfolio or an edition they count only what belongs to it.
pub const SUMMARY_FIGURES: &[(&str, &str)] = &[
    ("measure-count", "how many measures there are"),
    ("rated-count", "how many of them are rated"),
    ("green-count", "how many are green"),
    ("amber-count", "how many are amber"),
    ("red-count", "how many are red"),
    ("done-count", "how many are blue, which means done"),
    ("not-rated-count", "how many are not rated"),
    (
        "green-percent",
        "the share of all measures that is green, rounded by itself, with the decimals of `percent-decimals`",
    ),
    ("amber-percent", "the share that is amber"),
    ("red-percent", "the share that is red"),
    ("done-percent", "the share that is done"),
    ("not-rated-percent", "the share that is not rated"),
    ("green-and-amber-count", "how many are green or amber"),
    ("green-and-amber-percent", "the share that is green or amber"),
    ("amber-and-red-count", "how many are amber or red"),
    ("amber-and-red-percent", "the share that is amber or red"),
    ("budget", "the revenue budget"),
    ("forecast", "the forecast of spending for the year"),
    ("variance", "forecast less budget; in brackets where less is spent"),
    ("portfolio-variance", "the variance of the portfolios alone"),
    ("non-portfolio-variance", "the variance of budgets outside the portfolios"),
    ("pressures", "the sum of the pressures, which add to spending"),
    ("mitigations", "the sum of the mitigations, which offset pressures; in brackets"),
    ("savings-count", "how many savings there are"),
    ("savings-target", "what is to be saved in the year"),
    ("savings-delivered", "what has been saved"),
    ("savings-left", "what is still to be saved"),
    ("scheme-count", "how many capital schemes there are"),
    ("capital-budget", "this year's capital budget"),
    ("capital-forecast", "this year's capital forecast"),
    (
        "slippage",
        "this year's capital budget less its forecast: spending that moves to later years",
    ),
    ("risk-count", "how many risks there are"),
    ("high-risk-count", "how many of them score 15 or more"),
    ("escalated-count", "how many were escalated this period"),
    ("commitment-count", "how many commitments there are"),
    ("kept-count", "how many of them are delivered"),
    ("milestone-count", "how many milestones there are"),
    ("reached-count", "how many of them are reached"),
    ("missed-count", "how many of them were missed"),
    ("period", "the period of the report, `Q3 2025/26`"),
    ("previous-period", "the one before it"),
    ("quarter", "the same as `period`"),
    ("previous-quarter", "the same as `previous-period`"),
];

/// Figures that an indicator's narrative and actions may name, each with its meaning.
pub const MEASURE_FIGURES: &[(&str, &str)] = &[
    ("value", "the result"),
    ("previous-value", "the result of the period before"),
    ("target", "the target"),
    ("change", "the result less that of the period before"),
    ("period", "the period of the report, `Q3 2025/26`"),
    ("previous-period", "the one before it"),
    ("quarter", "the same as `period`"),
    ("previous-quarter", "the same as `previous-period`"),
];

/// Returns the value of a figure of [`SUMMARY_FIGURES`] as text; `None` for an unknown name, and where
/// there is no amount to add up.
pub fn summary_figure(scope: &Scope<'_>, name: &str) -> Option<String> {
    let ratings = scope.ratings();
    let decimals = scope.percent_decimals();
    let percent = |count: usize| {
        let share = rating::percentage(count, ratings.iter().sum(), decimals);
        Some(format!("{}%", share.unwrap_or_default()))
    };
    let count = |count: usize| Some(count.to_string());
    match name {
        "measure-count" => count(ratings.iter().sum()),
        "rated-count" => count(ratings[..4].iter().sum()),
        "green-count" => count(ratings[0]),
        "amber-count" => count(ratings[1]),
        "red-count" => count(ratings[2]),
        "done-count" => count(ratings[3]),
        "not-rated-count" => count(ratings[4]),
        "green-percent" => percent(ratings[0]),
        "amber-percent" => percent(ratings[1]),
        "red-percent" => percent(ratings[2]),
        "done-percent" => percent(ratings[3]),
        "not-rated-percent" => percent(ratings[4]),
        "green-and-amber-count" => count(ratings[0] + ratings[1]),
        "green-and-amber-percent" => percent(ratings[0] + ratings[1]),
        "amber-and-red-count" => count(ratings[1] + ratings[2]),
        "amber-and-red-percent" => percent(ratings[1] + ratings[2]),
        "period" | "quarter" => Some(scope.period.to_string()),
        "previous-period" | "previous-quarter" => Some(scope.period.previous().to_string()),
        _ => counted(scope, name).and_then(count).or_else(|| amount(scope, name)),
    }
}

/// Returns a count of rows other than indicators; `None` where the name is not that of such a
/// count.
fn counted(scope: &Scope<'_>, name: &str) -> Option<usize> {
    let all = scope.all;
    let risks = || {
        let portfolio = |risk: &crate::model::performance::Risk| {
            risk.portfolio.as_ref().map(|name| name.value.clone())
        };
        all.risks.iter().filter(move |risk| scope.has(portfolio(risk).as_deref()))
    };
    let commitments = || {
        all.commitments.iter().filter(|commitment| {
            scope.has(commitment.portfolio.as_ref().map(|name| name.value.as_str()))
        })
    };
    let milestones = || {
        all.milestones.iter().filter(|milestone| {
            scope.has(milestone.portfolio.as_ref().map(|name| name.value.as_str()))
        })
    };
    let count_in = |state: MilestoneState| {
        milestones().filter(|milestone| milestone.state.value == state).count()
    };
    Some(match name {
        "savings-count" => {
            all.savings.iter().filter(|saving| scope.has(Some(&saving.portfolio))).count()
        }
        "scheme-count" => {
            all.capital.iter().filter(|scheme| scope.has(Some(&scheme.portfolio))).count()
        }
        "risk-count" => risks().count(),
        "high-risk-count" => risks().filter(|risk| HIGH_SCORE <= risk.current.value).count(),
        "escalated-count" => {
            risks().filter(|risk| risk.escalated.as_ref().is_some_and(|flag| flag.0)).count()
        }
        "commitment-count" => commitments().count(),
        "kept-count" => commitments()
            .filter(|commitment| commitment.state.value == CommitmentState::Delivered)
            .count(),
        "milestone-count" => milestones().count(),
        "reached-count" => count_in(MilestoneState::Done),
        "missed-count" => count_in(MilestoneState::Missed),
        _ => return None,
    })
}

/// Returns a sum of money as texts show it, in the scale of its table.
fn amount(scope: &Scope<'_>, name: &str) -> Option<String> {
    let sum = exact_sum(scope, name)?;
    let scale = match name {
        "savings-target" | "savings-delivered" | "savings-left" => {
            money::Scale::of(scope.all.savings.iter().map(|saving| &saving.target.value))
        }
        "capital-budget" | "capital-forecast" | "slippage" => money::Scale::of(
            scope
                .all
                .capital
                .iter()
                .filter_map(|scheme| scheme.year_budget.as_ref())
                .map(|budget| &budget.value),
        ),
        _ => money::Scale::of(
            scope
                .all
                .finance
                .iter()
                .flat_map(|line| [&line.budget, &line.forecast])
                .flatten()
                .map(|amount| &amount.value),
        ),
    };
    Some(scale.shown(sum).to_string())
}

/// Returns a sum of money before rounding; `None` where the name is not that of a sum, or no row
/// gives an amount.
pub(super) fn exact_sum(scope: &Scope<'_>, name: &str) -> Option<Money> {
    let listed = scope.all.card.as_ref().map_or(&[][..], |card| &card.portfolios);
    let savings = || scope.all.savings.iter().filter(|saving| scope.has(Some(&saving.portfolio)));
    let capital = || scope.all.capital.iter().filter(|scheme| scope.has(Some(&scheme.portfolio)));
    let value = |amount: &Option<crate::model::record::Located<Money>>| {
        amount.as_ref().map(|amount| amount.value)
    };
    let (lines, schemes) = (Rows::of(&scope.all.finance), Rows::of(&scope.all.capital));
    match name {
        "budget" => lines.total(scope.finance(), |line| value(&line.budget)),
        "forecast" => lines.total(scope.finance(), |line| value(&line.forecast)),
        "variance" => lines.total(scope.finance(), |line| lines.variance(line)),
        "portfolio-variance" => {
            let inside = scope.finance().filter(|line| !is_outside(listed, &line.portfolio));
            lines.total(inside, |line| lines.variance(line))
        }
        "non-portfolio-variance" => {
            let outside = scope.finance().filter(|line| is_outside(listed, &line.portfolio));
            lines.total(outside, |line| lines.variance(line))
        }
        "pressures" => money::sum(scope.finance().map(|line| value(&line.pressure))),
        "mitigations" => money::sum(scope.finance().map(|line| value(&line.mitigation))),
        "savings-target" => money::sum(savings().map(|saving| Some(saving.target.value))),
        "savings-delivered" => {
            money::sum(savings().map(|saving| saving.so_far().map(|amount| amount.value)))
        }
        "savings-left" => {
            let target = exact_sum(scope, "savings-target")?;
            Some(exact_sum(scope, "savings-delivered").map_or(target, |done| target - done))
        }
        "capital-budget" => schemes.total(capital(), |scheme| value(&scheme.year_budget)),
        "capital-forecast" => schemes.total(capital(), |scheme| value(&scheme.forecast)),
        "slippage" => schemes.total(capital(), |scheme| schemes.slippage(scheme)),
        _ => None,
    }
}

/// Returns the value of a figure of [`MEASURE_FIGURES`] as text; `None` for an unknown name, and where
/// the indicator has no such figure, for instance no result.
pub fn measure_figure(
    indicator: &Indicator,
    period: ReportingPeriod,
    name: &str,
) -> Option<String> {
    let format = NumberFormat::of(indicator, &[period, period.previous()]);
    let result =
        |period: ReportingPeriod| indicator.result(period).map(|result| &result.value.value);
    let shown = |reading: Option<&Reading>| match reading {
        Some(Reading::Value(measure)) => {
            Some(indicator.worded(&format.measure(measure).to_string()))
        }
        Some(Reading::Missing(_)) | None => None,
    };
    match name {
        "value" => shown(result(period)),
        "previous-value" => shown(result(period.previous())),
        "target" => match &indicator.target.as_ref()?.value {
            Reading::Value(measure) => Some(indicator.worded(&format.target(measure).to_string())),
            Reading::Missing(_) => None,
        },
        "change" => {
            let now = rating::number(result(period)?)?;
            let before = rating::number(result(period.previous())?)?;
            let change = format.number(now.checked_sub(before)?, format.decimals);
            let unit = match change.unit {
                MeasureUnit::Percent => MeasureUnit::Points,
                MeasureUnit::Number | MeasureUnit::Points | MeasureUnit::Money(_) => change.unit,
            };
            Some(indicator.worded(&Measure { unit, ..change }.to_string()))
        }
        "period" | "quarter" => Some(period.to_string()),
        "previous-period" | "previous-quarter" => Some(period.previous().to_string()),
        _ => None,
    }
}
