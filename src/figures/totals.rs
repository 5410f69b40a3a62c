//! Checks of totals that somebody typed, against the sums of their rows.

use super::money_rows::{Row, rows};
use super::{Context, Faults, accounts, is_outside, money};
use crate::diag::{Code, Diagnostic};
use crate::model::performance::{
    Account, TypedTotal, cause_word, is_name_of_everything, is_name_of_portfolios,
};
use crate::model::record::Located;
use crate::model::value::{Money, Parse, Scalar};

pub(super) fn check(faults: &mut Faults, ctx: &Context<'_>) {
    for total in &ctx.figures.totals {
        let all = rows(ctx.figures, total.table);
        let Some(counted) = members(ctx, total, &all) else {
            let message = format!(
                "`{}` matches no group or portfolio, so this total is not checked",
                total.name
            );
            faults.push(
                total.table.table(),
                Diagnostic::new(Code::FiguresUnknownTotal, message)
                    .at(&total.name.origin)
                    .hint("name the group or portfolio as its rows do, or delete the row: totals are computed"),
            );
            continue;
        };
        let mut names: Vec<&str> =
            counted.iter().filter_map(|row| row.account).map(|account| account.word()).collect();
        names.sort_unstable();
        names.dedup();
        if let (true, Some(first)) = (1 < names.len(), counted.first()) {
            let message = format!(
                "this total adds up several accounts, {}; each account is added up by itself",
                names.join(", ")
            );
            let place = &total.name.origin;
            accounts::push(
                faults,
                total.table,
                message,
                place,
                first.origin,
                "the first of its rows",
            );
            continue;
        }
        for (column, typed) in &total.amounts {
            let sum = |takes: &dyn Fn(&&Row<'_>) -> bool| {
                let rows = counted.iter().copied().filter(takes);
                money::sum(rows.map(|row| row.amount(column))).unwrap_or(money::zero(typed.value))
            };
            let (exact, with_pressures) = (sum(&|row| !row.is_pressure), sum(&|_| true));
            if !money::agrees(typed.value, exact) && !money::agrees(typed.value, with_pressures) {
                faults.push(total.table.table(), wrong(ctx, total, &counted, column, typed, exact));
            }
        }
    }
}

/// Returns the rows that a total adds up; `None` where its name matches no group or portfolio.
fn members<'a, 'r>(
    ctx: &Context<'_>,
    total: &TypedTotal,
    all: &'r [Row<'a>],
) -> Option<Vec<&'r Row<'a>>> {
    let same = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
    let is_in =
        |row: &Row<'a>, account: Account| row.account.is_some_and(|given| given.value == account);
    let is_of_account = |row: &&Row<'a>| total.account.is_none_or(|account| is_in(row, account));
    let is_counted = |row: &&Row<'a>| !row.amounts.is_empty();
    let matching = |keep: &dyn Fn(&Row<'a>) -> bool| {
        let rows = all.iter().filter(is_counted).filter(is_of_account);
        Some(rows.filter(|row| keep(row)).collect::<Vec<_>>()).filter(|found| !found.is_empty())
    };
    let is_portfolio =
        |row: &Row<'a>, name: &str| row.portfolio.is_some_and(|given| same(given, name));
    let in_portfolio = |row: &Row<'a>| {
        total.portfolio.as_ref().is_none_or(|portfolio| is_portfolio(row, portfolio))
    };
    let of_group = |name: &str| {
        let cause = cause_word(name);
        matching(&|row| {
            let is_named = |group: &str| same(group, name) || cause == Some(group);
            in_portfolio(row) && row.group.is_some_and(is_named)
        })
    };
    let name = total.name.value.as_str();
    if name.is_empty() {
        return match (&total.group, &total.portfolio) {
            (Some(group), _) => of_group(group),
            (None, Some(portfolio)) => matching(&|row| is_portfolio(row, portfolio)),
            (None, None) if total.is_part => {
                all.get(total.above.clone()).map(|rows| rows.iter().filter(is_counted).collect())
            }
            (None, None) => matching(&|_| true),
        };
    }
    let listed = ctx.figures.card.as_ref().map_or(&[][..], |card| &card.portfolios);
    let named = Account::parse(&Scalar::Text(name.to_owned())).ok().map(|parsed| parsed.value);
    let of_account = || matching(&|row| named.is_some_and(|account| is_in(row, account)));
    let of_portfolio = || matching(&|row| is_portfolio(row, name));
    of_group(name).or_else(of_portfolio).or_else(of_account).or_else(|| {
        let name = name.to_lowercase();
        match is_name_of_portfolios(&name) {
            Some(is_inside) => matching(&|row| {
                row.portfolio.is_some_and(|name| is_outside(listed, name) != is_inside)
            }),
            None if is_name_of_everything(&name) => matching(&|_| true),
            None => None,
        }
    })
}

/// Returns the diagnostic for a total that its rows contradict. Where the difference is the amount
/// of a row or of another total, the hint says which was counted twice or left out.
fn wrong(
    ctx: &Context<'_>,
    total: &TypedTotal,
    rows: &[&Row<'_>],
    column: &str,
    typed: &Located<Money>,
    exact: Money,
) -> Diagnostic {
    let difference = typed.value - exact;
    let shown = |amount| money::shown_like(typed.value, amount);
    let name = match total.name.value.as_str() {
        "" => "the total".to_owned(),
        name => format!("the total of `{name}`"),
    };
    let message = format!(
        "`{column}`: {name} is given as {}; its {} rows add up to {}",
        typed.value,
        rows.len(),
        shown(exact)
    );
    let diagnostic = Diagnostic::new(Code::FiguresTotal, message).at(&typed.origin);
    let is_difference = |amount: Money| amount.pounds == difference.pounds;
    let others = ctx.figures.totals.iter().filter(|other| other.table == total.table);
    let twice = others.filter(|other| other.name.origin != total.name.origin).find_map(|other| {
        let (_, amount) = other.amounts.iter().find(|(name, _)| *name == column)?;
        is_difference(amount.value).then_some(amount)
    });
    if let Some(twice) = twice {
        return diagnostic.label(&twice.origin, "this total is counted as well as its rows").hint(
            format!(
                "leave out {}, which is the sum of rows that are counted already",
                shown(difference)
            ),
        );
    }
    let row = rows.iter().find(|row| {
        row.amount(column).is_some_and(|amount| {
            !amount.pounds.is_zero() && (is_difference(amount) || is_difference(-amount))
        })
    });
    match row {
        Some(row) => diagnostic.label(row.origin, "the difference is the amount of this row").hint(format!(
            "check whether `{}` is {}; or delete the typed total, since totals are computed",
            row.title,
            if row.amount(column).is_some_and(is_difference) { "counted twice" } else { "left out" }
        )),
        None => diagnostic
            .label(
                rows.first().map_or(&total.name.origin, |row| row.origin),
                "the first of its rows",
            )
            .hint(format!(
                "the difference is {}; correct a row, or delete the typed total, since totals are computed",
                shown(difference)
            )),
    }
}
