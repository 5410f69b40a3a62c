//! The figures that a text may name in braces, such as `{red-count}`, and their values.
//!
//! The list is closed, and the values are put into the parsed text by [`super::texts::fill`]:
//! neither Handlebars nor Typst ever sees a name.

use super::money::{self, Rows};
use super::print::NumberFormat;
use super::savings::Savings;
use super::{Scope, accounts, is_outside, resources};
use crate::model::performance::{
    Account, CommitmentState, Indicator, MilestoneState, MoneyTable, Rag,
};
use crate::model::rating;
use crate::model::value::{Measure, MeasureUnit, Money, Reading, ReportingPeriod};

/// Figures that headlines and summaries may name, each with its meaning. In the summary of a
/// portfolio or an edition they count only what belongs to it. Where rows of money have accounts, figures of money have
/// the account before their names, `hra-budget`; nothing is added up across accounts.
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
    ("savings-count", "how many savings there are, pressures aside"),
    ("savings-target", "what is to be saved in the year"),
    ("savings-delivered", "what has been saved"),
    ("savings-pressures", "what takes away from it, in brackets"),
    (
        "savings-left",
        "what is still to be saved: the target less what is delivered and less the pressures",
    ),
    ("savings-green", "what is to be saved by savings, or parts of them, that are green"),
    ("savings-amber", "by those that are amber"),
    ("savings-red", "by those that are red"),
    ("savings-done", "by those that are blue, which means delivered"),
    ("savings-one-off", "by one-off savings"),
    ("scheme-count", "how many capital schemes there are"),
    ("capital-budget", "this year's capital budget"),
    ("capital-forecast", "this year's capital forecast"),
    ("reserves-opening", "what was in the reserves at the beginning of the year"),
    ("reserves-paid-in", "what is paid into the reserves in the year"),
    ("reserves-drawn", "what is drawn from the reserves in the year"),
    ("reserves-forecast", "what will be in the reserves at the end of the year"),
    (
        "slippage",
        "this year's capital budget less its forecast: spending that moves to later years",
    ),
    ("risk-count", "how many risks there are"),
    ("high-risk-count", "how many of them are high, by the matrix of the council"),
    ("over-appetite-count", "how many score above the council's appetite for their category"),
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
        "risk-count" => risks().count(),
        "high-risk-count" => {
            let high_from = all.matrix().high_from;
            risks().filter(|risk| high_from <= risk.current.value.score).count()
        }
        "over-appetite-count" => risks()
            .filter(|risk| {
                let appetite = risk.appetite(&all.risk_appetite);
                appetite.is_some_and(|appetite| appetite.highest.value < risk.current.value.score)
            })
            .count(),
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

/// Returns the table of money that a figure is of; `None` for other figures.
pub fn table_of(name: &str) -> Option<MoneyTable> {
    match name {
        "budget"
        | "forecast"
        | "variance"
        | "portfolio-variance"
        | "non-portfolio-variance"
        | "pressures"
        | "mitigations" => Some(MoneyTable::Finance),
        "savings-count" | "savings-target" | "savings-delivered" | "savings-pressures"
        | "savings-left" | "savings-green" | "savings-amber" | "savings-red" | "savings-done"
        | "savings-one-off" => Some(MoneyTable::Savings),
        "scheme-count" | "capital-budget" | "capital-forecast" | "slippage" => {
            Some(MoneyTable::Capital)
        }
        "reserves-opening" | "reserves-paid-in" | "reserves-drawn" | "reserves-forecast" => {
            Some(MoneyTable::Reserves)
        }
        _ => None,
    }
}

/// Splits the name of an account's figure, such as `hra-budget`.
pub fn of_account(name: &str) -> Option<(Account, &str)> {
    let split = |account: &Account| {
        let rest = name.strip_prefix(account.prefix())?.strip_prefix('-')?;
        table_of(rest).map(|_| (*account, rest))
    };
    // `capital-account-budget` is that of an account, and `capital-budget` is not.
    Account::ALL.iter().find_map(split)
}

/// Returns whether a text may name it: a figure of [`SUMMARY_FIGURES`], or one of an account.
pub fn is_summary_figure(name: &str) -> bool {
    SUMMARY_FIGURES.iter().any(|(listed, _)| *listed == name) || of_account(name).is_some()
}

/// Returns the names of a figure by account, where the scope has rows of several accounts, across which nothing is
/// added up; empty where not.
pub fn by_account(scope: &Scope<'_>, name: &str) -> Vec<String> {
    let Some(table) = table_of(name) else { return Vec::new() };
    let accounts = accounts::of_table(scope, table);
    if accounts.len() < 2 {
        return Vec::new();
    }
    accounts.iter().flatten().map(|account| format!("{}-{name}", account.prefix())).collect()
}

/// Returns a figure of money, or a count of its rows, as texts show it, in the scale of its table.
fn amount(scope: &Scope<'_>, name: &str) -> Option<String> {
    if let Some((account, name)) = of_account(name) {
        let of_account = Scope { account: Some(account), ..scope.clone() };
        return amount(&of_account, name);
    }
    let table = table_of(name)?;
    if 1 < accounts::of_table(scope, table).len() {
        return None;
    }
    match name {
        "savings-count" => return Some(Savings::of(scope).rows.len().to_string()),
        "scheme-count" => return Some(scope.capital().count().to_string()),
        _ => {}
    }
    let scale = match table {
        MoneyTable::Finance => money::finance_scale(scope.all),
        MoneyTable::Savings => money::savings_scale(scope.all),
        MoneyTable::Capital => money::capital_scale(scope.all),
        table => resources::scale(scope.all, table),
    };
    Some(scale.shown(exact_sum(scope, name)?).to_string())
}

/// Returns the net budget of the scope's account: the sum of its lines; `None` where it is not known.
pub fn net_budget(scope: &Scope<'_>) -> Option<Money> {
    exact_sum(scope, "budget")
}

/// Returns a sum of money; `None` where the name is not that of a sum, where no row gives an amount, and where the
/// amounts are of several accounts.
pub(super) fn exact_sum(scope: &Scope<'_>, name: &str) -> Option<Money> {
    if 1 < accounts::of_table(scope, table_of(name)?).len() {
        return None;
    }
    let listed = scope.all.card.as_ref().map_or(&[][..], |card| &card.portfolios);
    let value = money::value;
    let (lines, schemes) = (Rows::of(&scope.all.finance), Rows::of(&scope.all.capital));
    let savings = Savings::of(scope);
    let reserves = |column: &str| {
        let all = scope.all.resources.reserves.iter();
        let rows = all.filter(|row| scope.has(None) && scope.has_account(*row));
        let amounts = rows.flat_map(resources::of_reserve);
        money::sum(amounts.filter(|(name, _)| *name == column).map(|(_, amount)| amount))
    };
    let rated = |rag| savings.rated(Some(rag)).map(|rated| rated.target);
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
        "savings-target" => savings.target(),
        "savings-delivered" => savings.delivered(),
        "savings-pressures" => savings.pressure(),
        "savings-left" => savings.left(),
        "savings-one-off" => savings.one_off(),
        "savings-green" => rated(Rag::Green),
        "savings-amber" => rated(Rag::Amber),
        "savings-red" => rated(Rag::Red),
        "savings-done" => rated(Rag::Blue),
        "reserves-opening" => reserves("opening"),
        "reserves-paid-in" => reserves("paid-in"),
        "reserves-drawn" => reserves("drawn"),
        "reserves-forecast" => reserves("forecast"),
        "capital-budget" => schemes.total(scope.capital(), |scheme| value(&scheme.year_budget)),
        "capital-forecast" => schemes.total(scope.capital(), |scheme| value(&scheme.forecast)),
        "slippage" => schemes.total(scope.capital(), |scheme| schemes.slippage(scheme)),
        _ => None,
    }
}

/// Returns the scope of the account that a sentence names; the scope itself where it names none or several.
pub(super) fn of_sentence<'a>(scope: &Scope<'a>, sentence: &str) -> Scope<'a> {
    const NAMED: [(&str, Account); 7] = [
        ("general fund", Account::GeneralFund),
        ("housing revenue account", Account::Housing),
        ("hra", Account::Housing),
        ("dedicated schools grant", Account::Schools),
        ("schools grant", Account::Schools),
        ("dsg", Account::Schools),
        ("collection fund", Account::Collection),
    ];
    let words = sentence.to_lowercase();
    let words: Vec<&str> =
        words.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let text = format!(" {} ", words.join(" "));
    let named = NAMED.iter().filter(|(name, _)| text.contains(&format!(" {name} ")));
    let mut accounts: Vec<Account> = named.map(|(_, account)| *account).collect();
    accounts.dedup();
    let account = if let [one] = accounts[..] { Some(one) } else { scope.account };
    Scope { account, ..scope.clone() }
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
