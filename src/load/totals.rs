//! Which rows are totals that somebody typed: told by where they stand and what they add up to, and not by a word
//! alone, since `Total headcount` may well be a record.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::TableInfo;
use crate::model::performance::{
    MoneyTable, TOTAL_NAMES, cause_word, is_name_of_everything, is_name_of_portfolios, total_words,
};
use crate::model::value::{Money, Parse, Scalar, Slug};

/// The filled cells of a row: each with its column.
pub(super) type Cells<'a> = Vec<(&'a str, &'a Scalar)>;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A record.
    Record,
    /// A total of others.
    Total,
    /// A total of what nobody knows: it is not the sum of the rows above, and left out all the same.
    OddTotal,
    /// A record whose words are those of a total.
    LikeTotal,
}

/// Returns what each row is.
///
/// A row with the words of a total is one where it lacks what every record has, where it adds up the rows above, or,
/// in a table of money, where it is called no more than `Total`, or after a group or portfolio of the table. A row of
/// nothing but numbers is one where these are the sums of two rows or more.
pub(super) fn roles(table: &TableInfo, rows: &[Cells<'_>]) -> Vec<Role> {
    let words: Vec<Option<(&str, String)>> = rows.iter().map(|row| words(table, row)).collect();
    if words.iter().all(Option::is_none) && !rows.iter().any(|row| is_all_numbers(row)) {
        return vec![Role::Record; rows.len()];
    }
    let is_by_cause = table.money_table == Some(MoneyTable::CapitalChanges);
    let is_named = |at: usize| words[at].as_ref().is_some_and(|(_, name)| !name.is_empty());
    let groups: BTreeSet<String> = rows
        .iter()
        .enumerate()
        .flat_map(|(at, row)| row.iter().map(move |cell| (at, cell)))
        .filter(|(at, (column, _))| {
            let is_own_words = words[*at].as_ref().is_some_and(|(named, _)| named == column);
            matches!(*column, "group" | "cause" | "portfolio" | "account") && !is_own_words
        })
        .map(|(_, (_, scalar))| scalar.text().trim().to_lowercase())
        .collect();
    let mut roles = Vec::with_capacity(rows.len());
    let mut last_total = 0;
    for (at, row) in rows.iter().enumerate() {
        let above = |from: usize| -> Vec<&Cells<'_>> {
            let is_record = |at: &usize| {
                roles.get(*at).is_some_and(|role| !matches!(role, Role::Total | Role::OddTotal))
            };
            (from..at).filter(is_record).map(|at| &rows[at]).filter(|row| !row.is_empty()).collect()
        };
        let adds_up = || is_sum(row, &above(last_total)) || is_sum(row, &above(0));
        let role = match &words[at] {
            None if is_all_numbers(row) && above(last_total).len() > 1 && adds_up() => Role::Total,
            None => Role::Record,
            Some((column, name)) => {
                // No record is called so where an id stands.
                let is_id = table.holds::<Slug>(column);
                let lacks = is_id
                    || table.columns.iter().any(|needed| {
                        needed.required
                            && needed.name != **column
                            && row.iter().all(|(filled, _)| *filled != needed.name)
                    });
                let name = name.to_lowercase();
                let is_of_money = table.money_table.is_some()
                    && (!is_named(at)
                        || lacks
                        || groups.contains(&name)
                        || is_name_of_everything(&name)
                        || is_by_cause && cause_word(&name).is_some()
                        || is_name_of_portfolios(&name).is_some()
                        || adds_up());
                let has_numbers = || row.iter().any(|(filled, _)| filled != column);
                if table.money_table.is_none()
                    && lacks
                    && !is_named(at)
                    && has_numbers()
                    && !adds_up()
                {
                    Role::OddTotal
                } else if is_of_money || lacks && (!is_named(at) || adds_up()) {
                    Role::Total
                } else {
                    Role::LikeTotal
                }
            }
        };
        if matches!(role, Role::Total | Role::OddTotal) {
            last_total = at + 1;
        }
        roles.push(role);
    }
    roles
}

/// Returns the column whose words are those of a total, and what they name.
fn words<'a>(table: &TableInfo, row: &Cells<'a>) -> Option<(&'a str, String)> {
    let of_cell = |(column, scalar): &(&'a str, &Scalar)| match scalar {
        Scalar::Text(text) => Some((*column, total_words(text)?.0)),
        _ => None,
    };
    if table.money_table.is_none() {
        return row.first().and_then(of_cell);
    }
    let mut cells =
        TOTAL_NAMES.iter().filter_map(|name| row.iter().find(|(column, _)| column == name));
    cells.find_map(of_cell)
}

/// Returns whether a row has numbers and nothing else.
fn is_all_numbers(row: &Cells<'_>) -> bool {
    !row.is_empty() && row.iter().all(|(_, scalar)| number(scalar).is_some())
}

fn number(scalar: &Scalar) -> Option<Money> {
    match scalar {
        Scalar::Text(_) | Scalar::Number(_) => Some(Money::parse(scalar).ok()?.value),
        Scalar::Bool(_) | Scalar::DateTime(_) | Scalar::Error(_) => None,
    }
}

/// Returns whether each number of a row is the sum of those of others, but for what rounding takes.
fn is_sum(total: &Cells<'_>, rows: &[&Cells<'_>]) -> bool {
    let mut numbers = total.iter().filter_map(|(column, scalar)| Some((*column, number(scalar)?)));
    let is_right = |(wanted, total): (&str, Money)| {
        let cells = rows.iter().filter_map(|row| row.iter().find(|(column, _)| *column == wanted));
        let amounts: Vec<Money> = cells.filter_map(|(_, scalar)| number(scalar)).collect();
        let step =
            |money: &Money| money.unit.pounds() / Decimal::from(10_u64.pow(money.decimals.min(10)));
        let sum: Decimal = amounts.iter().map(|money| money.pounds).sum();
        let coarsest = amounts.iter().chain([&total]).map(step).max().unwrap_or_default();
        let is_exact = sum == total.pounds;
        let tolerance = coarsest * Decimal::from(amounts.len()) / Decimal::TWO;
        // Whole pounds are not rounded.
        !amounts.is_empty()
            && (is_exact || coarsest > Decimal::ONE && (sum - total.pounds).abs() <= tolerance)
    };
    let Some(first) = numbers.next() else { return false };
    !rows.is_empty() && is_right(first) && numbers.all(is_right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::tables;

    /// Compares the roles of rows of a table, of which each cell is `column=value`.
    #[track_caller]
    fn check(table: &str, rows: &[&[&str]], expected: &[Role]) {
        let cells: Vec<Vec<(&str, Scalar)>> = rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.split_once('=').unwrap()))
            .map(|row| row.map(|(name, text)| (name, Scalar::Text(text.into()))).collect())
            .collect();
        let cells: Vec<Cells<'_>> = cells
            .iter()
            .map(|row| row.iter().map(|(column, scalar)| (*column, scalar)).collect())
            .collect();
        assert_eq!(roles(tables::named(table), &cells), expected);
    }

    #[test]
    fn a_measure_called_total_is_no_total() {
        use Role::{LikeTotal, OddTotal, Record, Total};
        let parts: [&[&str]; 2] =
            [&["title=Full time", "value=300"], &["title=Part time", "value=150"]];
        let rows = [parts[0], parts[1], &["title=Total headcount", "value=450"]];
        check("workforce", &rows, &[Record, Record, LikeTotal]);
        let rows = [parts[0], parts[1], &["title=Total", "previous=450"]];
        check("workforce", &rows, &[Record, Record, OddTotal]);
        let rows = [parts[0], parts[1], &["title=Total", "value=99"]];
        check("workforce", &rows, &[Record, Record, LikeTotal]);
        let rows = [parts[0], parts[1], &["value=450"]];
        check("workforce", &rows, &[Record, Record, Total]);
        check("agenda", &[&["meeting=Sub-total", "number=5"]], &[OddTotal]);
        check("agenda", &[&["meeting=Sub-total"]], &[Total]);
        let rows = [parts[0], parts[1], &["value=451"]];
        check("workforce", &rows, &[Record, Record, Record]);
    }

    #[test]
    fn lines_of_money_called_total() {
        use Role::{LikeTotal, Record, Total};
        const WASTE: &[&str] = &["portfolio=Place", "title=Waste", "budget=£1.2m"];
        const PARKS: &[&str] = &["portfolio=Place", "title=Parks", "budget=£0.5m"];
        #[track_caller]
        fn of(row: &[&str], expected: Role) {
            check("finance", &[WASTE, PARKS, row], &[Record, Record, expected]);
        }
        of(&["portfolio=Place", "title=Total Place review", "budget=£0.3m"], LikeTotal);
        of(&["portfolio=Place", "title=Total Place review", "budget=£1.7m"], Total);
        of(&["title=Total Place review", "budget=£0.3m"], Total);
        of(&["portfolio=Place", "title=Total", "budget=£1.8m"], Total);
        of(&["portfolio=Corporate", "title=Total Place", "budget=£1.8m"], Total);
        of(&["portfolio=Place", "title=Place - Total", "budget=£1.8m"], Total);
        of(&["portfolio=All", "title=Total revenue budget", "budget=£1.8m"], Total);
        of(&["budget=£1.7m"], Total);
    }
}
