//! What is read of documents that are made part by part.

mod docx;
mod fill;
mod hostile;
mod loss;
mod numbers;
mod texts;
mod write;

use docx::Docx;

use crate::inlines::plain;
use crate::{Content, Document, Label, read};

#[track_caller]
fn document(docx: &Docx) -> Document {
    match read(&docx.bytes()) {
        Ok(document) => document,
        Err(refusal) => panic!("{refusal}"),
    }
}

/// Returns what a document says, a line for each block: `1 Heading`, `Words`, `(a) Words of a list`, `a | b`.
#[track_caller]
fn lines(docx: &Docx) -> Vec<String> {
    let document = document(docx);
    let line = |content: &Content, block| match content {
        Content::Heading { level, label, .. } => {
            let label = label.as_ref().map(|label| format!("{label} ")).unwrap_or_default();
            format!("h{level} {label}{}", plain(block))
        }
        Content::Paragraph(_) => plain(block),
        Content::Item { level, label: Label::Bullet, .. } => {
            format!("{}• {}", "  ".repeat(*level), plain(block))
        }
        Content::Item { level, .. } => format!("{}{}", "  ".repeat(*level), plain(block)),
        Content::Table(table) => {
            let row = |row: &Vec<crate::Cell>| {
                row.iter().map(|cell| plain(&cell.blocks)).collect::<Vec<_>>().join(" | ")
            };
            table.rows.iter().map(row).collect::<Vec<_>>().join(" / ")
        }
    };
    document.blocks.iter().map(|block| line(&block.content, std::slice::from_ref(block))).collect()
}
