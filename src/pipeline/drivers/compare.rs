//! `compare`: what reviewers did to a Word document.

use std::path::PathBuf;

use anyhow::Context;

use crate::pack::Refusal;
use crate::papers::Opener;
use crate::store;
use crate::word::{ChangeKind, Origin};

/// What is to be compared.
#[derive(Debug, Clone)]
pub struct CompareOptions {
    /// The Word document.
    pub file: PathBuf,
    /// The executable of this program, which reads the document in a process of its own.
    pub program: PathBuf,
}

/// A tracked change or a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The heading above it, such as that of an item; `None` before the first.
    pub heading: Option<String>,
    /// The number of the paragraph below the heading, from 1; 0 is the heading itself.
    pub paragraph: usize,
    /// The first words of the paragraph.
    pub first_words: String,
    /// Whose it is.
    pub author: String,
    /// When it was made, as the file says it.
    pub date: Option<String>,
    /// What was done.
    pub kind: RemarkKind,
    /// The words that were inserted, deleted or moved, or those of the comment.
    pub words: String,
}

/// What a reviewer did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemarkKind {
    /// Words were inserted.
    Inserted,
    /// Words were deleted.
    Deleted,
    /// Words were moved away.
    MovedFrom,
    /// Words were moved to here.
    MovedTo,
    /// Only the looks were changed.
    Formatted,
    /// A comment on these words.
    Commented(String),
}

/// Lists tracked changes and comments of a Word document, item by item, changes before comments. Nothing is written.
///
/// # Errors
/// When the file can't be read, or the process that reads it can't be run.
pub fn compare(options: &CompareOptions) -> anyhow::Result<Result<Vec<Remark>, Refusal>> {
    let CompareOptions { file, program } = options;
    anyhow::ensure!(store::size(file).is_ok(), "there is no file `{}`", file.display());
    let scratch = store::temporary_folder()
        .context("there is no folder for what is needed until the document is read")?;
    let (cache, temporary) = (scratch.path().join("copies"), scratch.path().join("temporary"));
    let opener = Opener::new(program.clone(), cache, temporary, 1);
    let document = match opener.draft(file)? {
        Ok(document) => document,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let remark = |origin: Origin, author, date, kind, words| Remark {
        heading: origin.heading.filter(|_| !origin.is_in_margin),
        paragraph: origin.paragraph,
        first_words: origin.first_words,
        author,
        date,
        kind,
        words,
    };
    let mut remarks = Vec::new();
    for change in document.changes {
        let kind = match change.kind {
            ChangeKind::Insertion => RemarkKind::Inserted,
            ChangeKind::Deletion => RemarkKind::Deleted,
            ChangeKind::MovedFrom => RemarkKind::MovedFrom,
            ChangeKind::MovedTo => RemarkKind::MovedTo,
            ChangeKind::Formatting => RemarkKind::Formatted,
        };
        remarks.push(remark(change.origin, change.author, change.date, kind, change.words));
    }
    for comment in document.comments {
        let kind = RemarkKind::Commented(comment.about);
        remarks.push(remark(comment.origin, comment.author, comment.date, kind, comment.words));
    }
    // Items in the order of the document, as changes and comments name them.
    let mut items: Vec<Option<String>> = Vec::new();
    for block in &document.blocks {
        if !items.contains(&block.origin.heading) {
            items.push(block.origin.heading.clone());
        }
    }
    let place = |remark: &Remark| {
        let item = items.iter().position(|item| *item == remark.heading);
        (
            item.unwrap_or(items.len()),
            matches!(remark.kind, RemarkKind::Commented(_)),
            remark.paragraph,
        )
    };
    remarks.sort_by_key(place);
    Ok(Ok(remarks))
}
