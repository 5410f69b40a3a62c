//! `compare`: the changes and comments of a Word document that came back.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use serde::Serialize;

use super::Exit;
use super::printer::Printer;
use crate::diag::plural;
use crate::pipeline::{self, CompareOptions, Remark, RemarkKind};

/// List the tracked changes and comments of a Word document that came back
///
/// They are listed item by item, by the headings of the document, each with its author and the first words of its
/// paragraph. Nothing is written, and the records stay as they are: whoever keeps them decides what becomes of each.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  orderpaper compare hours-returned.docx
  orderpaper compare hours-returned.docx --format json    each change and comment, for programs")]
pub(super) struct CompareArgs {
    /// The Word document
    #[arg(value_name = "FILE.docx")]
    file: PathBuf,
}

/// A change or a comment, for programs.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct RemarkEvent<'a> {
    kind: &'static str,
    heading: Option<&'a str>,
    paragraph: usize,
    first_words: &'a str,
    author: &'a str,
    date: Option<&'a str>,
    words: &'a str,
    about: Option<&'a str>,
}

pub(super) fn run(args: &CompareArgs, printer: &Printer) -> anyhow::Result<Exit> {
    let options = CompareOptions {
        file: args.file.clone(),
        program: std::env::current_exe().context("failed to find this program")?,
    };
    let remarks = match pipeline::compare(&options)? {
        Ok(remarks) => remarks,
        Err(refusal) => {
            printer.failure(&format!(
                "`{}` {}; {}",
                args.file.display(),
                refusal.cause,
                refusal.hint
            ))?;
            return Ok(Exit::Refused);
        }
    };
    let mut heading = None;
    for remark in &remarks {
        if heading.as_ref() != Some(&remark.heading) {
            heading = Some(remark.heading.clone());
            printer.line(remark.heading.as_deref().unwrap_or("Before the first heading"))?;
        }
        printer.line(&format!("  {}", line(remark)))?;
        printer.object(&event(remark))?;
    }
    let is_comment = |remark: &&Remark| matches!(remark.kind, RemarkKind::Commented(_));
    let comments = remarks.iter().filter(is_comment).count();
    printer.say(&format!(
        "{} and {}",
        plural(remarks.len() - comments, "tracked change", "tracked changes"),
        plural(comments, "comment", "comments")
    ))?;
    Ok(Exit::Made)
}

/// Returns what a reviewer did, and where.
fn line(remark: &Remark) -> String {
    let author = if remark.author.is_empty() { "Somebody" } else { &remark.author };
    let words = &remark.words;
    let act = match (&remark.kind, words.is_empty()) {
        (RemarkKind::Inserted, false) => format!("inserted “{words}”"),
        (RemarkKind::Inserted, true) => {
            "inserted the end of a paragraph, a row or a cell".to_owned()
        }
        (RemarkKind::Deleted, false) => format!("deleted “{words}”"),
        (RemarkKind::Deleted, true) => "deleted the end of a paragraph, a row or a cell".to_owned(),
        (RemarkKind::MovedFrom, _) => format!("moved “{words}” away"),
        (RemarkKind::MovedTo, _) => format!("moved “{words}” here"),
        (RemarkKind::Formatted, _) => "changed a format".to_owned(),
        (RemarkKind::Commented(about), _) if about.is_empty() => format!("comments: “{words}”"),
        (RemarkKind::Commented(about), _) => format!("comments on “{about}”: “{words}”"),
    };
    match (remark.paragraph, &*remark.first_words) {
        (0, _) => format!("{author} {act}"),
        (paragraph, "") => format!("{author} {act}, paragraph {paragraph}"),
        (paragraph, first) => format!("{author} {act}, paragraph {paragraph} (“{first}”)"),
    }
}

fn event(remark: &Remark) -> RemarkEvent<'_> {
    let (kind, about) = match &remark.kind {
        RemarkKind::Inserted => ("insertion", None),
        RemarkKind::Deleted => ("deletion", None),
        RemarkKind::MovedFrom => ("moved-from", None),
        RemarkKind::MovedTo => ("moved-to", None),
        RemarkKind::Formatted => ("format", None),
        RemarkKind::Commented(about) => ("comment", Some(&**about)),
    };
    RemarkEvent {
        kind,
        heading: remark.heading.as_deref(),
        paragraph: remark.paragraph,
        first_words: &remark.first_words,
        author: &remark.author,
        date: remark.date.as_deref(),
        words: &remark.words,
        about,
    }
}
