//! Values that are not like the others of their column, where a spreadsheet has changed them:
//! `CR01` typed as `1`, day and month swapped by one with American settings, or points in the place of commas.

use std::collections::BTreeMap;

use super::{ReadContext, TableInfo};
use crate::diag::{Code, Diagnostic, Origin};
use crate::model::node::{Content, Node};
use crate::model::record::Column;
use crate::model::value::{DateOrPeriod, Moment, Money, Parse, Reading, Reference, Scalar};
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

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
    decimal_commas(context, table, rows);
}

/// A number as it is written, in a column of numbers.
struct WrittenNumber<'a> {
    column: &'a Column,
    text: &'a str,
    origin: &'a Origin,
}

/// Returns the numbers that are written as texts, also those inside records.
fn written_numbers<'a>(columns: &'a [Column], row: &'a Node, found: &mut Vec<WrittenNumber<'a>>) {
    for column in columns {
        let Some(node) = row.get(&column.name) else { continue };
        match &node.content {
            Content::Scalar(Scalar::Text(text)) => {
                let is_number = [Money::WHAT, Reading::WHAT, Decimal::WHAT, u32::WHAT];
                if is_number.contains(&&*column.holds) {
                    found.push(WrittenNumber { column, text, origin: &node.origin });
                }
            }
            Content::Record(_) => written_numbers(&column.inner, node, found),
            Content::List(parts) => {
                parts.iter().for_each(|part| written_numbers(&column.inner, part, found));
            }
            Content::Missing | Content::Scalar(_) => {}
        }
    }
}

/// Warns of numbers with three digits behind a point, where amounts in pounds or other numbers of the table tell that
/// it may mark thousands.
fn decimal_commas(context: &mut ReadContext<'_>, table: &TableInfo, rows: &[Node]) {
    let mut numbers = Vec::new();
    rows.iter().for_each(|row| written_numbers(&table.columns, row, &mut numbers));
    let has_commas = numbers.iter().any(|number| has_decimal_comma(number.text));
    let mut doubtful: BTreeMap<&str, Vec<&WrittenNumber<'_>>> = BTreeMap::new();
    for number in numbers.iter().filter(|number| has_point_before_three(number.text)) {
        // Pounds have pence, which are two digits.
        let is_pounds = number.column.holds == Money::WHAT && number.text.ends_with(is_digit);
        if has_commas || is_pounds {
            doubtful.entry(&number.column.name).or_default().push(number);
        }
    }
    for (column, numbers) in doubtful {
        let WrittenNumber { text, origin, .. } = numbers[0];
        let more = match numbers.len() - 1 {
            0 => String::new(),
            1 => ", and so has another of this column".to_owned(),
            count => format!(", and so have {count} others of this column"),
        };
        let message = format!(
            "`{column}`: `{text}` has three digits behind its point{more}; a point may mark thousands where decimals have a comma"
        );
        let hint = format!(
            "if {} is meant, save the file again with British settings; if not, nothing has to be done",
            text.replace('.', ",")
        );
        let diagnostic = Diagnostic::new(Code::DataDecimalComma, message);
        context.diags.push(diagnostic.at(origin).hint(hint));
    }
}

fn is_digit(char: char) -> bool {
    char.is_ascii_digit()
}

/// Returns whether a number has a comma before one or two last digits, as decimals do on the Continent.
fn has_decimal_comma(text: &str) -> bool {
    let Some((whole, decimals)) = text.rsplit_once(',') else { return false };
    let digits = decimals.trim_end_matches(|char| !is_digit(char));
    whole.ends_with(is_digit) && (1..=2).contains(&digits.len()) && digits.chars().all(is_digit)
}

/// Returns whether a number has one to three digits, not all noughts, before its point and three after it.
fn has_point_before_three(text: &str) -> bool {
    let number = text.trim_matches(|char| !is_digit(char));
    let Some((whole, decimals)) = number.split_once('.') else { return false };
    (1..=3).contains(&whole.len())
        && !whole.starts_with('0')
        && decimals.len() == 3
        && whole.chars().chain(decimals.chars()).all(is_digit)
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
