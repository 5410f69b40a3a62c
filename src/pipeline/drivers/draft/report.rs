//! Reports to begin with: the council's template in Word, filled in from the agenda and the forward plan.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{DRAFT, RunOptions, Session, file_name, language, meeting_of, rows_of, write_new};
use crate::diag::Diagnostics;
use crate::kinds::draft;
use crate::load::written;
use crate::model::dataset::Dataset;
use crate::model::meeting::{AgendaLine, Meeting};
use crate::model::rich;
use crate::papers::word::is_word;
use crate::templates::Templates;
use crate::word::write::{Frame, GUIDANCE, QUOTE, REPORT_HEAD, write};
use crate::word::{self, Block, Content};

/// The template that a council may have in Word.
const IN_WORD: &str = "drafts/report.docx";

/// The template as a text, which the program has.
const AS_TEXT: &str = "drafts/report.dj";

/// A report that was drafted.
#[derive(Debug)]
pub struct DraftedReport {
    /// Where it is.
    pub path: PathBuf,
    /// Where it has to be put, once it is written, from the data folder: `documents/cabinet-2026-01-13/4.docx`.
    pub place: String,
    /// The row of `documents` that is to bind it.
    pub row: ReportRow,
}

/// What `documents` has of a report.
#[derive(Debug)]
pub enum ReportRow {
    /// A row that names the file.
    Names,
    /// A row that names another file.
    NamesOther(String),
    /// None yet: this one, below the names of its columns.
    Missing(String),
}

/// Drafts the report on an item of a meeting: the council's template, with what the records say of the item.
///
/// # Errors
/// When there is no such meeting or item, the template can't be read or has a name without a value, or the file is there
/// already.
pub fn draft_report(
    run: &RunOptions,
    meeting: &str,
    item: &str,
    to: Option<&Path>,
) -> anyhow::Result<DraftedReport> {
    let mut diags = Diagnostics::default();
    let session = Session::open(&mut diags, &run.inputs()?, &[])?;
    let data = &session.records.all;
    let meeting = meeting_of(data, meeting)?;
    let line = item_of(data, meeting, item)?;
    let values = draft::values(data, meeting, line);
    let bytes = filled(&Templates::new(run.templates.as_deref()), &values)?;
    let name = format!("{}.docx", file_name(item.trim_end_matches('.')));
    let id = meeting.meeting.as_str();
    let path = write_new(run, to, &["reports", id, &name], &bytes)?;
    let known = draft::paper(data, meeting, line).and_then(|paper| paper.file.known());
    let (file, row) = match known {
        Some(file) if is_word(file.as_ref()) => (file.value.clone(), ReportRow::Names),
        Some(other) => (format!("{id}/{name}"), ReportRow::NamesOther(other.value.clone())),
        None => {
            let file = format!("{id}/{name}");
            let cells = [id, &values["number"], &values["title"], "report", &file];
            let columns = ["meeting", "number", "title", "kind", "file"];
            let row = rows_of(&columns, [cells.map(str::to_owned).to_vec()]);
            (file, ReportRow::Missing(row))
        }
    };
    Ok(DraftedReport { path, place: format!("documents/{file}"), row })
}

/// Returns the line of a meeting's agenda with that number.
pub(super) fn item_of<'a>(
    data: &'a Dataset,
    meeting: &Meeting,
    number: &str,
) -> anyhow::Result<&'a AgendaLine> {
    let id = meeting.meeting.as_str();
    if let Some(line) = data.item(id, number) {
        return Ok(line);
    }
    let numbers = data.agenda_of(id).iter().filter_map(|line| line.number.as_ref());
    let numbers: Vec<&str> = numbers.map(|number| number.as_str()).collect();
    match numbers.is_empty() {
        true => anyhow::bail!("the agenda of `{id}` has no items yet"),
        false => anyhow::bail!(
            "the agenda of `{id}` has no item `{number}`; its items are {}",
            numbers.join(", ")
        ),
    }
}

/// Returns the council's template, filled in.
fn filled(templates: &Templates, values: &BTreeMap<String, String>) -> anyhow::Result<Vec<u8>> {
    let (name, template) = match templates.get(IN_WORD)? {
        Some(bytes) => (IN_WORD, bytes),
        None => {
            let text = templates.get(AS_TEXT)?.unwrap_or_default();
            (AS_TEXT, Cow::Owned(of_text(&String::from_utf8_lossy(&text))))
        }
    };
    let filled = word::fill(&template, values)
        .map_err(|refusal| anyhow::anyhow!("`{name}` {}; {}", refusal.cause, refusal.hint))?;
    if let Some(unknown) = filled.unknown.first() {
        let known: Vec<&str> = values.keys().map(String::as_str).collect();
        anyhow::bail!(
            "`{name}` has `{{{{{unknown}}}}}`, and there is no such value; the values are {}",
            known.join(", ")
        );
    }
    Ok(filled.bytes)
}

/// Returns a template that is a text as a Word document: what stands above its second heading is the head of the report,
/// and quotations are guidance to its author.
fn of_text(text: &str) -> Vec<u8> {
    let (text, _) = rich::parse(text);
    let mut blocks = written::blocks(&text);
    let is_heading = |block: &Block| matches!(block.content, Content::Heading { .. });
    let first = blocks.iter().skip(1).position(is_heading).map_or(blocks.len(), |at| at + 1);
    for (at, block) in blocks.iter_mut().enumerate() {
        if block.style.as_deref() == Some(QUOTE) {
            block.style = Some(GUIDANCE.to_owned());
        } else if at < first {
            make_head(block);
        }
    }
    let title = "{{title}}".to_owned();
    write(&Frame { title, header: DRAFT.to_owned(), language: language() }, &blocks)
}

/// Makes a block a part of the head of the report; headings stay what they are.
fn make_head(block: &mut Block) {
    match &mut block.content {
        Content::Table(table) => {
            let cells = table.rows.iter_mut().flatten();
            cells.flat_map(|cell| &mut cell.blocks).for_each(make_head);
        }
        Content::Heading { .. } => {}
        Content::Paragraph(_) | Content::Item { .. } => {
            block.style = Some(REPORT_HEAD.to_owned());
        }
    }
}
