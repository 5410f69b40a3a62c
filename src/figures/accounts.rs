//! The accounts that money belongs to, such as the general fund: nothing is added up across them.

use super::{Context, Faults, Scope};
use crate::diag::{Code, Diagnostic, Origin, plural};
use crate::model::dataset::Performance;
use crate::model::performance::{Account, InAccount, MoneyTable};
use crate::model::record::Located;

/// A row of money, as far as its account is concerned.
struct Row<'a> {
    account: Option<&'a Located<Account>>,
    portfolio: &'a str,
    title: &'a Located<String>,
}

fn row<'a>(
    row: &'a impl InAccount,
    portfolio: &'a Located<String>,
    title: &'a Located<String>,
) -> Row<'a> {
    Row { account: row.account(), portfolio: &portfolio.value, title }
}

/// Returns the rows of a table.
fn rows(figures: &Performance, table: MoneyTable) -> Vec<Row<'_>> {
    match table {
        MoneyTable::Finance => {
            figures.finance.iter().map(|line| row(line, &line.portfolio, &line.title)).collect()
        }
        MoneyTable::Savings => {
            let savings = figures.savings.iter();
            savings.map(|saving| row(saving, &saving.portfolio, &saving.title)).collect()
        }
        MoneyTable::Capital => {
            let schemes = figures.capital.iter();
            schemes.map(|scheme| row(scheme, &scheme.portfolio, &scheme.title)).collect()
        }
    }
}

/// Returns the accounts of a table's rows in a scope, each once, in the order of reports; rows without one have `None`,
/// and there is nothing where it has no rows.
pub fn of_table(scope: &Scope<'_>, table: MoneyTable) -> Vec<Option<Account>> {
    let rows = rows(scope.all, table).into_iter().filter(|row| scope.has(Some(row.portfolio)));
    let accounts = rows.map(|row| row.account.map(|account| account.value));
    let mut accounts: Vec<Option<Account>> =
        accounts.filter(|account| scope.account.is_none() || *account == scope.account).collect();
    accounts.sort_unstable();
    accounts.dedup();
    accounts
}

/// Returns the scope of each account of a table, in the order of reports.
pub fn scopes<'a>(scope: &Scope<'a>, table: MoneyTable) -> Vec<Scope<'a>> {
    let accounts = of_table(scope, table).into_iter();
    accounts.map(|account| Scope { account, ..scope.clone() }).collect()
}

pub(super) fn check(faults: &mut Faults, ctx: &Context<'_>) {
    for table in MoneyTable::ALL {
        let rows = rows(ctx.figures, table);
        let Some(given) = rows.iter().find_map(|row| row.account) else { continue };
        let without: Vec<&Row<'_>> = rows.iter().filter(|row| row.account.is_none()).collect();
        let Some(first) = without.first() else { continue };
        let message = format!(
            "{} of `{}` {} no `account`, such as `{}`, and others have one",
            plural(without.len(), "row", "rows"),
            table.table(),
            if without.len() == 1 { "has" } else { "have" },
            first.title.value,
        );
        push(faults, table, message, &first.title.origin, &given.origin, "an account");
    }
}

/// Reports rows whose account is not clear, or which are of several.
pub(super) fn push(
    faults: &mut Faults,
    table: MoneyTable,
    message: String,
    at: &Origin,
    beside: &Origin,
    what: &'static str,
) {
    let listed: Vec<String> =
        Account::ALL.iter().map(|account| format!("`{}`", account.word())).collect();
    faults.push(
        table.table(),
        Diagnostic::new(Code::FiguresAccount, message)
            .at(at)
            .label(beside, what)
            .hint(format!("write the account of each into `account`: {}", listed.join(", "))),
    );
}
