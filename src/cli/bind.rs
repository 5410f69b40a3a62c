//! `bind`: PDFs joined into one, without a council's records.

use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::Context;
use clap::Args;
use serde::Serialize;

use super::Exit;
use super::global::Global;
use super::interrupt;
use super::printer::Printer;
use crate::diag::plural;
use crate::model::value::Language;
use crate::pipeline::{self, BindOptions, BindReport, Joined, JoinedPart, Joining};

/// Join PDFs into one that is as accessible as they are; no records are needed
///
/// Keeps the tags of tagged PDFs with their alternative texts, table headers and languages, and
/// bookmarks, links, page labels, layers and pages of every size. Each file is a bookmark. Answers in
/// forms and marks are drawn as part of their pages; scripts, attachments and reviewers' notes are
/// left out. Claims PDF/UA-1 where every file does and nothing is found that speaks against it, and
/// says otherwise which file keeps it from that, and why. The same files give the same bytes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  orderpaper bind report.pdf annex.pdf -o both.pdf
  orderpaper bind *.pdf -o minutes-2026.pdf --title \"Minutes of 2026\" --contents --page-numbers
  orderpaper bind part-*.pdf -o all.pdf --format json    what became of each file, for programs")]
pub(super) struct BindArgs {
    /// The PDFs, in order; Word documents too where LibreOffice is installed
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The file to write
    #[arg(id = "output", long = "output", short = 'o', required = true, value_name = "FILE")]
    output: PathBuf,
    /// Title of the joined file; its name without the ending unless set
    #[arg(long, value_name = "WORDS")]
    title: Option<String>,
    /// Who publishes it
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// Its language, such as en-GB; that of the first file that states one unless set
    #[arg(long, value_name = "TAG")]
    language: Option<Language>,
    /// Begin with a list of the files and their pages
    #[arg(long)]
    contents: bool,
    /// Stamp each page with its number; without this and --contents, page labels stay those of the files,
    /// and pages of files without labels are numbered by their places
    #[arg(long)]
    page_numbers: bool,
    /// Number of the first page
    #[arg(long, value_name = "N")]
    first_page: Option<NonZeroU32>,
    /// Take highlights and other marks out, which are drawn as part of the page otherwise
    #[arg(long)]
    remove_marks: bool,
}

/// The joined file, for programs.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct BindEvent {
    outcome: &'static str,
    file: String,
    pages: usize,
    size: usize,
    pdf_ua: Option<u8>,
    pdf_a: Option<String>,
    validator: Option<String>,
    parts: Vec<PartEvent>,
}

/// A file that was joined, for programs.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct PartEvent {
    file: String,
    title: String,
    first: u32,
    last: u32,
    against_pdf_ua: Vec<String>,
    against_pdf_a: Vec<String>,
}

pub(super) fn run(args: &BindArgs, global: &Global, printer: &Printer) -> anyhow::Result<Exit> {
    let options = options(args, global)?;
    let stop = Arc::new(AtomicBool::new(false));
    interrupt::listen(&stop)?;
    let BindReport { diags, joined } = pipeline::bind(&options, &stop)?;
    printer.diagnostics(&diags)?;
    let counts = printer.counts(&diags);
    if !counts.is_empty() {
        printer.say(&counts.join(", "))?;
    }
    let Some(joined) = joined else {
        printer.say("nothing was written")?;
        return Ok(Exit::Refused);
    };
    print(printer, &options, &joined)?;
    Ok(Exit::Made)
}

fn options(args: &BindArgs, global: &Global) -> anyhow::Result<BindOptions> {
    let BindArgs { files, output, title, author, language, contents, page_numbers, .. } = args;
    let stem =
        output.file_stem().with_context(|| format!("`{}` names no file", output.display()))?;
    let title = title.clone().unwrap_or_else(|| stem.to_string_lossy().into_owned());
    anyhow::ensure!(!title.trim().is_empty(), "--title must not be empty");
    Ok(BindOptions {
        files: files.clone(),
        output: output.clone(),
        joining: Joining {
            title,
            author: author.clone(),
            language: language.clone(),
            has_contents: *contents,
            stamps_numbers: *page_numbers,
            first_page: args.first_page.map(NonZeroU32::get),
        },
        removes_marks: args.remove_marks,
        templates: global.templates.clone(),
        program: std::env::current_exe().context("failed to find this program")?,
        validator: global.validator.clone(),
        threads: global.threads(),
    })
}

/// Prints the joined file, and for programs what became of each part.
fn print(printer: &Printer, options: &BindOptions, joined: &Joined) -> anyhow::Result<()> {
    let bound = &joined.bound;
    let file = options.output.display().to_string();
    let pdf_a = bound.level.map(|level| format!("2{}", level.letter().to_lowercase()));
    let claims = bound.accessible.then(|| "PDF/UA-1".to_owned());
    let claims = claims.into_iter().chain(pdf_a.as_ref().map(|level| format!("PDF/A-{level}")));
    let facts: Vec<String> =
        std::iter::once(plural(bound.pages, "page", "pages")).chain(claims).collect();
    printer.line(&format!("{file} ({})", facts.join(", ")))?;
    let texts = |reasons: &[_]| reasons.iter().map(ToString::to_string).collect();
    let part = |part: &JoinedPart| PartEvent {
        file: part.file.display().to_string(),
        title: part.title.clone(),
        first: part.first,
        last: part.last,
        against_pdf_ua: texts(&part.against_accessible),
        against_pdf_a: texts(&part.against_archival),
    };
    printer.object(&BindEvent {
        outcome: "made",
        file,
        pages: bound.pages,
        size: bound.pdf.len(),
        pdf_ua: bound.accessible.then_some(1),
        pdf_a,
        validator: joined.validator.clone(),
        parts: joined.parts.iter().map(part).collect(),
    })
}
