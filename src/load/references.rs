//! References that are not like the others of their column: what a spreadsheet makes of `CR01`
//! typed as `1`, or of `0012`.

use super::{Reading, TableInfo};
use crate::diag::{Diagnostic, Origin};
use crate::model::node::{Content, Node};
use crate::model::value::Reference;

/// Warns of references that are bare numbers among others that have letters or leading zeros.
pub(super) fn check(reading: &mut Reading<'_>, table: &TableInfo, rows: &[Node]) {
    for column in table.columns.iter().filter(|column| table.holds::<Reference>(&column.name)) {
        let values: Vec<(String, &Origin)> = rows
            .iter()
            .filter_map(|row| row.get(&column.name))
            .filter(|node| matches!(node.content, Content::Scalar(_)))
            .filter(|node| !reading.broken.contains(&node.origin))
            .filter_map(|node| Some((node.text()?.trim().to_owned(), &node.origin)))
            .collect();
        let (bare, others): (Vec<_>, Vec<_>) =
            values.into_iter().partition(|(text, _)| is_bare(text));
        // Where most are bare numbers, numbers are what this council uses.
        let Some((like, place)) = others.first().filter(|_| bare.len() < others.len()) else {
            continue;
        };
        for (text, origin) in bare {
            let message = format!(
                "`{}`: `{text}` is a bare number among references such as `{like}`; letters or zeros before it may be lost",
                column.name
            );
            reading.diags.push(
                Diagnostic::warning("data/odd-reference", message)
                    .at(origin)
                    .label(place, "one of the others")
                    .hint("if so, format the column as text and type the whole reference again"),
            );
        }
    }
}

/// Returns whether a reference has digits only, and none of them a leading zero.
fn is_bare(text: &str) -> bool {
    !text.starts_with('0') && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
