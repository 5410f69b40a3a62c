//! The accounts that money belongs to, such as the general fund: nothing is added up across them.

use super::money_rows::{Row, rows};
use super::{Context, Faults, Scope};
use crate::diag::{Code, Diagnostic, Origin, plural};
use crate::model::performance::{Account, MoneyTable};

/// Returns the accounts of a table's rows in a scope, each once, in the order of reports; rows without one have `None`,
/// and there is nothing where it has no rows.
pub fn of_table(scope: &Scope<'_>, table: MoneyTable) -> Vec<Option<Account>> {
    let rows = rows(scope.all, table).into_iter().filter(|row| scope.has(row.portfolio));
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
