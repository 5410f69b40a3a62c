//! Checks within a row of money: a column that the other columns of its row determine, such as
//! variance.

use super::{Context, Faults, money, parts};
use crate::diag::{Code, Diagnostic, Origin};
use crate::model::performance::{CapitalScheme, FinanceLine};
use crate::model::record::Located;
use crate::model::value::Money;

pub(super) fn check(faults: &mut Faults, ctx: &Context<'_>) {
    let figures = ctx.figures;
    let rows = money::Rows::of(&figures.finance);
    for line in &figures.finance {
        finance(faults, line);
        if let Some(lacks) = rows.lacks(line) {
            incomplete(faults, "finance", lacks, &line.title);
        }
    }
    let rows = money::Rows::of(&figures.savings);
    for saving in &figures.savings {
        parts::check(faults, saving);
        if let Some(lacks) = rows.lacks(saving) {
            incomplete(faults, "savings", lacks, &saving.title);
        }
    }
    let rows = money::Rows::of(&figures.capital);
    for scheme in &figures.capital {
        self::scheme(faults, scheme);
        if let Some(lacks) = rows.lacks(scheme) {
            incomplete(faults, "capital", lacks, &scheme.title);
        }
    }
    for scheme in money::without_budget(&figures.capital) {
        incomplete(faults, "capital", "budget", &scheme.title);
    }
}

/// Warns of a row that lacks a column which totals need.
fn incomplete(faults: &mut Faults, table: &'static str, lacks: &str, title: &Located<String>) {
    let message = format!(
        "`{}` has no `{lacks}`, so totals that need it are left out of the report, with the reason",
        title.value
    );
    faults.push(
        table,
        Diagnostic::new(Code::FiguresIncomplete, message)
            .at(&title.origin)
            .hint(format!("fill in `{lacks}`, with `£0` where there is none")),
    );
}

/// A typed amount, with the amount that the rest of its row gives.
pub(super) struct Claim<'a> {
    pub table: &'static str,
    pub column: &'static str,
    pub typed: &'a Located<Money>,
    pub exact: Money,
    /// How the exact amount is worked out, for the message: `forecast £1m less budget £2m`.
    pub because: String,
    /// Where one of the amounts that it is worked out from is written.
    pub from: &'a Origin,
}

/// Reports a typed amount that the rest of its row contradicts.
pub(super) fn compare(faults: &mut Faults, claim: &Claim<'_>) {
    let typed = claim.typed.value;
    if money::agrees(typed, claim.exact) {
        return;
    }
    let shown = money::shown_like(typed, claim.exact);
    let message = format!("`{}` is {typed}; {} is {shown}", claim.column, claim.because);
    let is_turned = money::agrees(-typed, claim.exact);
    let (code, hint) = if is_turned {
        (
            Code::FiguresSign,
            format!("reverse the sign: write `{shown}`; an amount in brackets is negative"),
        )
    } else {
        (
            Code::FiguresVariance,
            format!("correct one of the two; leave `{}` empty to have it computed", claim.column),
        )
    };
    faults.push(
        claim.table,
        Diagnostic::new(code, message)
            .at(&claim.typed.origin)
            .label(claim.from, "computed from this")
            .hint(hint),
    );
}

fn finance(faults: &mut Faults, line: &FinanceLine) {
    let mut is_turned = false;
    for (column, amount, is_wrong) in
        [("mitigation", &line.mitigation, false), ("pressure", &line.pressure, true)]
    {
        let Some(amount) = amount.as_ref().filter(|amount| !amount.pounds.is_zero()) else {
            continue;
        };
        if amount.is_negative() == is_wrong {
            is_turned = true;
            let hint = match is_wrong {
                true => {
                    "reverse the sign, or move a mitigation to its column `mitigation`, in brackets"
                }
                false => "reverse the sign: mitigations are written in brackets",
            };
            let message = format!(
                "`{column}` is {}; a {column} is written as {}",
                amount.value,
                money::shown_like(amount.value, -amount.value)
            );
            faults.push(
                "finance",
                Diagnostic::new(Code::FiguresSign, message).at(&amount.origin).hint(hint),
            );
        }
    }
    if let (Some(budget), Some(forecast), Some(typed)) =
        (&line.budget, &line.forecast, &line.variance)
    {
        let because = format!("forecast {} less budget {}", forecast.value, budget.value);
        let exact = forecast.value - budget.value;
        compare(
            faults,
            &Claim {
                table: "finance",
                column: "variance",
                typed,
                exact,
                because,
                from: &forecast.origin,
            },
        );
    }
    if let (Some(net), Some(variance), false) =
        (money::net_pressure(line), money::variance(line), is_turned)
        && !money::agrees(net, variance)
    {
        let place = line.mitigation.as_ref().or(line.pressure.as_ref());
        let place = place.map_or(&line.origin, |amount| &amount.origin);
        let from = line.forecast.as_ref().or(line.variance.as_ref());
        let message = format!(
            "pressure and mitigation come to {net}; the variance of this line is {}",
            money::shown_like(net, variance)
        );
        faults.push(
            "finance",
            Diagnostic::new(Code::FiguresVariance, message)
                .at(place)
                .label(from.map_or(&line.origin, |amount| &amount.origin), "computed from this")
                .hint("correct one of them, so that all of the variance is explained"),
        );
    }
}

fn scheme(faults: &mut Faults, scheme: &CapitalScheme) {
    if let (Some(budget), Some(forecast), Some(typed)) =
        (&scheme.year_budget, &scheme.forecast, &scheme.slippage)
    {
        let because = format!("year-budget {} less forecast {}", budget.value, forecast.value);
        let exact = budget.value - forecast.value;
        compare(
            faults,
            &Claim {
                table: "capital",
                column: "slippage",
                typed,
                exact,
                because,
                from: &forecast.origin,
            },
        );
    }
    if let (Some(whole), Some(year)) = (&scheme.budget, &scheme.year_budget)
        && whole.pounds < year.pounds
    {
        let message = format!(
            "`year-budget` is {}, more than the whole budget of {}",
            year.value, whole.value
        );
        faults.push(
            "capital",
            Diagnostic::new(Code::FiguresPart, message)
                .at(&year.origin)
                .label(&whole.origin, "the whole budget")
                .hint("correct one of the two"),
        );
    }
    if let (Some(start), Some(finish)) = (&scheme.start, &scheme.finish)
        && let (Some(first), Some(last)) = (start.first_day(), finish.last_day())
        && last < first
    {
        let message =
            format!("`finish` is {}, which is before `start`, {}", finish.value, start.value);
        faults.push(
            "capital",
            Diagnostic::new(Code::FiguresDates, message)
                .at(&finish.origin)
                .label(&start.origin, "its start")
                .hint("correct one of the two"),
        );
    }
}
