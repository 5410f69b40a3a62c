//! The units of amounts of money: that of a column's name, that of a cell, or the one that is set for all tables.
//!
//! An amount without any of these is never taken for pounds: nobody knows which of a thousand times less and a
//! million times more is meant.

use super::{ReadContext, TableInfo};
use crate::diag::{Code, Diagnostic, Origin, plural};
use crate::model::node::{Content, Key, Node};
use crate::model::value::{Money, MoneyUnit, Parse, Parsed, Scalar};

/// Writes its unit into each amount of a table. Returns the place of the first amount of a table of money that has
/// none, which is reported: the table can't be used then.
pub(super) fn give_units(
    context: &mut ReadContext<'_>,
    table: &TableInfo,
    rows: &mut [Node],
) -> Option<Origin> {
    let set = context.money_unit.filter(|_| table.asks_for_units);
    let mut unclear: Vec<(Key, String, Origin)> = Vec::new();
    for row in &mut *rows {
        let Content::Record(entries) = &mut row.content else { continue };
        for (key, node) in entries.iter_mut().filter(|(key, _)| table.holds::<Money>(&key.name)) {
            let Content::Scalar(scalar) = &mut node.content else { continue };
            let is_bare = Money::lacks_unit(scalar);
            // What is set is for cells that say nothing, and no contradiction to those that do.
            match key.unit.or(set.filter(|_| is_bare)) {
                // That is how amounts are read otherwise.
                Some(MoneyUnit::Pounds) => {}
                Some(unit) => amount(context, key, unit, scalar, &node.origin),
                None if table.asks_for_units && is_bare => {
                    unclear.push((key.clone(), scalar.text().into_owned(), node.origin.clone()));
                }
                None => {}
            }
        }
    }
    unclear.retain(|(key, text, origin)| {
        let is_clear = is_among_pounds(rows, &key.name);
        if is_clear {
            let message = format!("`{text}` read as pounds, as most of `{}` is shown", key.name);
            context.diags.push(Diagnostic::new(Code::DataReadAs, message).at(origin));
        }
        !is_clear
    });
    let (key, text, origin) = unclear.first()?;
    let column = &key.name;
    let message = format!(
        "`{}` has {} without a unit, such as `{text}` in `{column}`",
        table.name,
        plural(unclear.len(), "amount", "amounts"),
    );
    context.diags.push(Diagnostic::new(Code::DataNoUnit, message).at(origin).hint(format!(
        "write the unit into the column's name, as in `{column} (£000)`, or into each cell, as in `£4.220m`; or once \
         for all tables of money: `money-unit` in `report` or `council`, which is `pounds`, `thousands` or `millions`"
    )));
    Some(origin.clone())
}

/// Returns whether most amounts of a column are in pounds and say so, and none is in another unit. A bare number that is
/// held as a number, as in a workbook, is one of them then.
fn is_among_pounds(rows: &[Node], column: &str) -> bool {
    let (mut pounds, mut bare) = (0, 0);
    for row in rows {
        let Content::Record(entries) = &row.content else { continue };
        for (_, node) in entries.iter().filter(|(key, _)| *key.name == *column) {
            let Content::Scalar(scalar) = &node.content else { continue };
            match (Money::parse(scalar), scalar) {
                (Ok(_), _) if Money::lacks_unit(scalar) => match scalar {
                    Scalar::Number(_) => bare += 1,
                    _ => return false,
                },
                (Ok(amount), Scalar::Text(_)) if amount.value.unit == MoneyUnit::Pounds => {
                    pounds += 1;
                }
                (Ok(_), Scalar::Text(_)) => return false,
                _ => {}
            }
        }
    }
    bare < pounds
}

/// Writes into a cell the unit that its column's name or the setting gives, unless the cell gives one.
fn amount(
    context: &mut ReadContext<'_>,
    key: &Key,
    unit: MoneyUnit,
    scalar: &mut Scalar,
    origin: &Origin,
) {
    match Money::parse_in(scalar, unit) {
        Ok(Parsed { value, .. }) => {
            let shown = Scalar::Text(value.to_string());
            // In the unit of the column, unless that is too coarse to hold all of it.
            let is_exact =
                Money::parse(&shown).is_ok_and(|again| again.value.pounds == value.pounds);
            *scalar = if is_exact { shown } else { Scalar::Number(value.pounds.to_string()) };
        }
        Err(bad) => {
            let message = format!("`{}`: {}", key.name, bad.message);
            let mut diagnostic = Diagnostic::new(Code::DataBadValue, message).at(origin);
            diagnostic.hints.extend(bad.hint);
            context.diags.push(diagnostic);
            context.broken.push(origin.clone());
        }
    }
}
