//! Marks of what is private, in rows that were read from any format: those that nobody can know are reported,
//! and the public sees no document with such a row.

use super::TableInfo;
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::model::columns::{
    MARKS_LAW, decides_access, is_blank, is_mistaken_mark, looks_like_mark,
};
use crate::model::node::{Content, Node};
use crate::model::record::Column;
use crate::model::value::{Scalar, is_error_value};

/// Of what nobody knows who may see it, because of the marks of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unclear {
    /// Of nothing: all marks can be read.
    Nothing,
    /// Of the row, a mark of which can't be read.
    Row,
    /// Of the whole table, since an unknown column of it looks like a mark.
    Table,
}

/// Reports marks of a row that hold nothing that can be read, and empties them; unknown columns are
/// reported as the row is read.
pub(super) fn check(diags: &mut Diagnostics, table: &TableInfo, row: &mut Node) -> Unclear {
    if table.has_marks { check_record(diags, &table.columns, row) } else { Unclear::Nothing }
}

/// Checks a row, or an object in it: there, too, what looks like a mark is read as none.
fn check_record(diags: &mut Diagnostics, columns: &[Column], node: &mut Node) -> Unclear {
    let mut unclear = Unclear::Nothing;
    let entries = match &mut node.content {
        Content::Record(entries) => entries,
        Content::List(nodes) => {
            for node in nodes {
                unclear = unclear.max(check_record(diags, columns, node));
            }
            return unclear;
        }
        Content::Missing | Content::Scalar(_) => return unclear,
    };
    for (key, node) in entries {
        let found = match columns.iter().find(|column| key.is(&column.name)) {
            Some(column) if decides_access(&column.name) => match unreadable(&column.name, node) {
                Some(fault) => {
                    diags.push(fault);
                    node.content = Content::Missing;
                    Unclear::Row
                }
                None => Unclear::Nothing,
            },
            Some(column) if column.inner.is_empty() => Unclear::Nothing,
            Some(column) => check_record(diags, &column.inner, node),
            None if looks_like_mark(&key.name) => {
                let names = columns.iter().map(|column| &*column.name);
                if !is_mistaken_mark(&key.name, names) {
                    diags.push(
                        Diagnostic::new(
                            Code::AccessUnknownMark,
                            format!(
                                "`{}` looks like a mark of what is private, but none is read here; nothing public is made of its table",
                                key.name
                            ),
                        )
                        .at(&key.origin)
                        .hint("mark the whole row, such as the minute, by `exempt-paragraphs`")
                        .law(MARKS_LAW),
                    );
                }
                Unclear::Table
            }
            None => Unclear::Nothing,
        };
        unclear = unclear.max(found);
    }
    unclear
}

/// Returns the error for a mark that holds an error value, or nothing but blanks.
fn unreadable(column: &str, mark: &Node) -> Option<Diagnostic> {
    let values = values(mark);
    let error = values.iter().find_map(|(origin, scalar)| match scalar {
        Scalar::Error(text) => Some((*origin, text)),
        Scalar::Text(text) => is_error_value(text).then_some((*origin, text)),
        Scalar::Number(_) | Scalar::Bool(_) | Scalar::DateTime(_) => None,
    });
    if let Some((origin, text)) = error {
        return Some(unknown_cell(column, &format!("holds the error value `{text}`"), origin));
    }
    let is_seen = |scalar: &Scalar| !matches!(scalar, Scalar::Text(text) if text.is_empty() || is_blank(text));
    let (origin, _) = values.iter().find(|(_, scalar)| is_blank(&scalar.text()))?;
    if values.iter().any(|(_, scalar)| is_seen(scalar)) {
        return None;
    }
    let message = format!(
        "`{column}` holds only blanks or invisible characters, so nobody knows who may see its row"
    );
    Some(
        Diagnostic::new(Code::AccessBlankMark, message)
            .at(origin)
            .hint("empty it with the Delete key if the row is public; if not, write the mark")
            .law(MARKS_LAW),
    )
}

/// Returns the values in a node, each with its place.
fn values(node: &Node) -> Vec<(&Origin, &Scalar)> {
    match &node.content {
        Content::Missing => Vec::new(),
        Content::Scalar(scalar) => vec![(&node.origin, scalar)],
        Content::List(nodes) => nodes.iter().flat_map(values).collect(),
        Content::Record(entries) => entries.iter().flat_map(|(_, node)| values(node)).collect(),
    }
}

/// Returns the error for a cell that decides who may see its row and can't be known; `why` goes on
/// from the column's name.
pub(super) fn unknown_cell(column: &str, why: &str, origin: &Origin) -> Diagnostic {
    let message = format!("`{column}` {why}, so nobody knows who may see its row");
    Diagnostic::new(Code::AccessUnknownCell, message)
        .at(origin)
        .hint("write the mark into the cell as plain text, in each row; if the row is public, clear the cell and its formatting")
        .law(MARKS_LAW)
}
