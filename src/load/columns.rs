//! Values that are not like the others of their column, where a spreadsheet has changed them:
//! `CR01` typed as `1`, or day and month swapped by one with American settings.

use super::{ReadContext, TableInfo};
use crate::diag::{Code, Diagnostic, Origin};
use crate::model::node::{Content, Node};
use crate::model::record::Column;
use crate::model::value::{DateOrPeriod, Moment, Reference, Scalar};
use chrono::{Datelike, NaiveDate};

/// The highest day that can be mistaken for a month.
const MONTHS: u32 = 12;

/// Warns of values that are not like the others of their column.
pub(super) fn check(context: &mut ReadContext<'_>, table: &TableInfo, rows: &[Node]) {
    for column in &table.columns {
        let name = &column.name;
        if table.holds::<Reference>(name) {
            references(context, column, rows);
        } else if table.holds::<NaiveDate>(name)
            || table.holds::<Moment>(name)
            || table.holds::<DateOrPeriod>(name)
        {
            dates(context, column, rows);
        }
    }
}

/// Returns the values of a column that have not been refused.
fn values<'a>(
    context: &ReadContext<'_>,
    column: &'a Column,
    rows: &'a [Node],
) -> Vec<(&'a Scalar, &'a Origin)> {
    let nodes = rows.iter().filter_map(|row| row.get(&column.name));
    let values = nodes.filter_map(|node| match &node.content {
        Content::Scalar(scalar) => Some((scalar, &node.origin)),
        Content::Missing | Content::List(_) | Content::Record(_) => None,
    });
    values.filter(|(_, origin)| !context.broken.contains(origin)).collect()
}

/// Warns of references that are bare numbers among others that have letters or leading zeros.
fn references(context: &mut ReadContext<'_>, column: &Column, rows: &[Node]) {
    let values = values(context, column, rows).into_iter();
    let (bare, others): (Vec<_>, Vec<_>) = values
        .map(|(scalar, origin)| (scalar.text().trim().to_owned(), origin))
        .partition(|(text, _)| is_bare(text));
    // Where most are bare numbers, numbers are what this council uses.
    let Some((like, place)) = others.first().filter(|_| bare.len() < others.len()) else { return };
    for (text, origin) in bare {
        let message = format!(
            "`{}`: `{text}` is a bare number among references such as `{like}`; letters or zeros before it may have been lost",
            column.name
        );
        context.diags.push(
            Diagnostic::new(Code::DataOddReference, message)
                .at(origin)
                .label(place, "one of the others")
                .hint("if so, format the column as text and type the whole reference again"),
        );
    }
}

/// Warns where all dates up to the 12th are date cells and all later ones are text: a spreadsheet
/// that puts the month first understood only the former, and exchanged their day and month.
fn dates(context: &mut ReadContext<'_>, column: &Column, rows: &[Node]) {
    let mut cells = Vec::new();
    let mut texts = Vec::new();
    for (scalar, origin) in values(context, column, rows) {
        match scalar {
            Scalar::DateTime(at) => cells.push((at.day(), origin)),
            Scalar::Text(text) => {
                let day =
                    text.split(['/', '.', '-']).next().and_then(|day| day.trim().parse().ok());
                texts.extend(day.map(|day: u32| (day, origin)));
            }
            Scalar::Number(_) | Scalar::Bool(_) | Scalar::Error(_) => {}
        }
    }
    let is_late = |(day, _): &(u32, &Origin)| (MONTHS + 1..=31).contains(day);
    let (Some((_, first)), Some((_, text))) = (cells.first(), texts.first()) else { return };
    if cells.iter().any(is_late) || !texts.iter().all(is_late) {
        return;
    }
    let message = format!(
        "`{}`: every date after the 12th is text and every other one is a date cell, so the day and month of these may have been swapped",
        column.name
    );
    context.diags.push(
        Diagnostic::new(Code::DataExchangedDates, message)
            .at(first)
            .label(text, "one of the dates that are text")
            .hint("compare the dates with their source; if they are right, make all of them date cells"),
    );
}

/// Returns whether a reference has digits only, and none of them a leading zero.
fn is_bare(text: &str) -> bool {
    !text.starts_with('0') && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
