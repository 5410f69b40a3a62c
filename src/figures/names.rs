//! The figures that a text may name, `{red-count}`, and what they come to.
//!
//! The list is closed, and the values are put into the parsed text by [`super::texts::fill`]: neither
//! Handlebars nor Typst ever sees a name.

use super::print::Print;
use super::{Scope, is_outside, money};
use crate::model::performance::{CommitmentState, Indicator, MilestoneState};
use crate::model::rating;
use crate::model::value::{Measure, MeasureUnit, Money, Quarter, Reading};

/// Scores from here on are high.
pub const HIGH: u32 = 15;

/// Names that headlines and summaries may use, with what they come to. In a portfolio's summary,
/// and in an edition's, they count what belongs to it.
pub const OF_SUMMARIES: &[(&str, &str)] = &[
    ("measure-count", "how many measures there are"),
    ("rated-count", "how many of them are rated"),
    ("green-count", "how many are green"),
    ("amber-count", "how many are amber"),
    ("red-count", "how many are red"),
    ("done-count", "how many are blue, for done"),
    ("not-rated-count", "how many are not rated"),
    ("green-percent", "the share of all measures that is green; the five shares add up to 100"),
    ("amber-percent", "the share that is amber"),
    ("red-percent", "the share that is red"),
    ("done-percent", "the share that is done"),
    ("not-rated-percent", "the share that is not rated"),
    ("budget", "the revenue budget"),
    ("forecast", "the forecast of what will be spent"),
    ("variance", "forecast less budget; brackets for less than budget"),
    ("portfolio-variance", "the variance of portfolios alone"),
    ("non-portfolio-variance", "the variance of what is no portfolio"),
    ("pressures", "what adds to the budget"),
    ("mitigations", "what makes up for it"),
    ("savings-count", "how many savings there are"),
    ("savings-target", "what was to be saved"),
    ("savings-delivered", "what has been saved"),
    ("savings-left", "what is still to be saved"),
    ("scheme-count", "how many capital schemes there are"),
    ("capital-budget", "this year's capital budget"),
    ("capital-forecast", "this year's capital forecast"),
    ("slippage", "what moves to later years"),
    ("risk-count", "how many risks there are"),
    ("high-risk-count", "how many of them score 15 or more"),
    ("escalated-count", "how many were escalated"),
    ("commitment-count", "how many promises there are"),
    ("kept-count", "how many of them are delivered"),
    ("milestone-count", "how many milestones there are"),
    ("reached-count", "how many of them are reached"),
    ("missed-count", "how many were missed"),
    ("quarter", "the quarter, `Q3 2025/26`"),
    ("previous-quarter", "the quarter before"),
];

/// Names that an indicator's narrative and actions may use.
pub const OF_MEASURES: &[(&str, &str)] = &[
    ("value", "the result"),
    ("previous-value", "the result of the quarter before"),
    ("target", "the target"),
    ("change", "the result less that of the quarter before"),
    ("quarter", "the quarter, `Q3 2025/26`"),
    ("previous-quarter", "the quarter before"),
];

/// Returns what a name of [`OF_SUMMARIES`] comes to; `None` where there is nothing to count or add.
pub fn of_summary(scope: &Scope<'_>, name: &str) -> Option<String> {
    let ratings = scope.ratings();
    let percents = rating::percentages(&ratings);
    let percent = |at: usize| Some(format!("{}%", percents[at]));
    let count = |count: usize| Some(count.to_string());
    match name {
        "measure-count" => count(ratings.iter().sum()),
        "rated-count" => count(ratings[..4].iter().sum()),
        "green-count" => count(ratings[0]),
        "amber-count" => count(ratings[1]),
        "red-count" => count(ratings[2]),
        "done-count" => count(ratings[3]),
        "not-rated-count" => count(ratings[4]),
        "green-percent" => percent(0),
        "amber-percent" => percent(1),
        "red-percent" => percent(2),
        "done-percent" => percent(3),
        "not-rated-percent" => percent(4),
        "quarter" => Some(scope.quarter.to_string()),
        "previous-quarter" => Some(scope.quarter.previous().to_string()),
        _ => counted(scope, name).and_then(count).or_else(|| amount(scope, name)),
    }
}

/// Returns a count of rows other than indicators.
fn counted(scope: &Scope<'_>, name: &str) -> Option<usize> {
    let all = scope.all;
    let risks = || {
        let portfolio = |own: &crate::model::performance::Risk| {
            own.portfolio.as_ref().map(|own| own.value.clone())
        };
        all.risks.iter().filter(move |own| scope.has(portfolio(own).as_deref()))
    };
    let commitments = || {
        all.commitments
            .iter()
            .filter(|own| scope.has(own.portfolio.as_ref().map(|own| own.value.as_str())))
    };
    let milestones = || {
        all.milestones
            .iter()
            .filter(|own| scope.has(own.portfolio.as_ref().map(|own| own.value.as_str())))
    };
    let reached =
        |state: MilestoneState| milestones().filter(|own| own.state.value == state).count();
    Some(match name {
        "savings-count" => all.savings.iter().filter(|own| scope.has(Some(&own.portfolio))).count(),
        "scheme-count" => all.capital.iter().filter(|own| scope.has(Some(&own.portfolio))).count(),
        "risk-count" => risks().count(),
        "high-risk-count" => risks().filter(|own| HIGH <= own.current.value).count(),
        "escalated-count" => {
            risks().filter(|own| own.escalated.as_ref().is_some_and(|flag| flag.0)).count()
        }
        "commitment-count" => commitments().count(),
        "kept-count" => {
            commitments().filter(|own| own.state.value == CommitmentState::Delivered).count()
        }
        "milestone-count" => milestones().count(),
        "reached-count" => reached(MilestoneState::Done),
        "missed-count" => reached(MilestoneState::Missed),
        _ => return None,
    })
}

/// Returns a sum of money in the words of a text.
fn amount(scope: &Scope<'_>, name: &str) -> Option<String> {
    let sum = exact(scope, name)?;
    let scale = match name {
        "savings-target" | "savings-delivered" | "savings-left" => {
            money::Scale::of(scope.all.savings.iter().map(|own| &own.target.value))
        }
        "capital-budget" | "capital-forecast" | "slippage" => money::Scale::of(
            scope
                .all
                .capital
                .iter()
                .filter_map(|own| own.year_budget.as_ref())
                .map(|own| &own.value),
        ),
        _ => money::Scale::of(
            scope
                .all
                .finance
                .iter()
                .flat_map(|own| [&own.budget, &own.forecast])
                .flatten()
                .map(|own| &own.value),
        ),
    };
    Some(scale.show(sum))
}

/// Returns a sum of money.
pub(super) fn exact(scope: &Scope<'_>, name: &str) -> Option<Money> {
    let listed = scope.all.card.as_ref().map_or(&[][..], |card| &card.portfolios);
    let savings = || scope.all.savings.iter().filter(|own| scope.has(Some(&own.portfolio)));
    let capital = || scope.all.capital.iter().filter(|own| scope.has(Some(&own.portfolio)));
    let value =
        |own: &Option<crate::model::record::Located<Money>>| own.as_ref().map(|own| own.value);
    match name {
        "budget" => money::sum(scope.finance().map(|own| value(&own.budget))),
        "forecast" => money::sum(scope.finance().map(|own| value(&own.forecast))),
        "variance" => money::sum(scope.finance().map(money::variance)),
        "portfolio-variance" => money::sum(
            scope.finance().filter(|own| !is_outside(listed, &own.portfolio)).map(money::variance),
        ),
        "non-portfolio-variance" => money::sum(
            scope.finance().filter(|own| is_outside(listed, &own.portfolio)).map(money::variance),
        ),
        "pressures" => money::sum(scope.finance().map(|own| value(&own.pressure))),
        "mitigations" => money::sum(scope.finance().map(|own| value(&own.mitigation))),
        "savings-target" => money::sum(savings().map(|own| Some(own.target.value))),
        "savings-delivered" => money::sum(savings().map(|own| own.so_far().map(|own| own.value))),
        "savings-left" => {
            let target = exact(scope, "savings-target")?;
            Some(exact(scope, "savings-delivered").map_or(target, |done| target - done))
        }
        "capital-budget" => money::sum(capital().map(|own| value(&own.year_budget))),
        "capital-forecast" => money::sum(capital().map(|own| value(&own.forecast))),
        "slippage" => money::sum(capital().map(money::slippage)),
        _ => None,
    }
}

/// Returns what a name of [`OF_MEASURES`] comes to; `None` where there is no such figure.
pub fn of_measure(indicator: &Indicator, quarter: Quarter, name: &str) -> Option<String> {
    let print = Print::of(indicator, &[quarter, quarter.previous()]);
    let result = |quarter: Quarter| rating::result(indicator, quarter).map(|own| &own.value.value);
    let shown = |reading: Option<&Reading>| match reading {
        Some(Reading::Value(measure)) => Some(print.measure(measure).to_string()),
        Some(Reading::Missing(_)) | None => None,
    };
    match name {
        "value" => shown(result(quarter)),
        "previous-value" => shown(result(quarter.previous())),
        "target" => match &indicator.target.as_ref()?.value {
            Reading::Value(measure) => Some(print.target(measure).to_string()),
            Reading::Missing(_) => None,
        },
        "change" => {
            let now = rating::number(result(quarter)?)?;
            let before = rating::number(result(quarter.previous())?)?;
            let change = print.number(now.checked_sub(before)?, print.decimals);
            let unit = match change.unit {
                MeasureUnit::Percent => MeasureUnit::Points,
                MeasureUnit::Number | MeasureUnit::Points | MeasureUnit::Money(_) => change.unit,
            };
            Some(Measure { unit, ..change }.to_string())
        }
        "quarter" => Some(quarter.to_string()),
        "previous-quarter" => Some(quarter.previous().to_string()),
        _ => None,
    }
}
