//! Diagnostics for people: the message, its place, an excerpt of the source, and what to do.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin as PathLine, Renderer, Snippet};
use anstream::adapter;

use super::{Diagnostic, Origin, Place, Severity};

/// How many characters of a long line are shown on each side of the fault.
const CONTEXT_CHARS: usize = 60;

/// How many characters of the fault itself are shown.
const MAX_FAULT_CHARS: usize = 100;

/// Whether the text may contain escape codes for colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// With colour.
    Coloured,
    /// Without escape codes; no information is lost, since colour only emphasises.
    Plain,
}

/// Returns the diagnostic as text for a terminal, without a final line break.
pub fn render(diagnostic: &Diagnostic, style: Style) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = level
        .primary_title(&*diagnostic.message)
        .id(diagnostic.code.name())
        .elements(std::iter::empty::<PathLine<'_>>());
    if let Some(origin) = &diagnostic.origin {
        group = show(group, origin, None);
    }
    for label in &diagnostic.labels {
        group = show(group, &label.origin, Some(&label.text));
    }
    if let Some(subject) = &diagnostic.subject {
        group = group.element(Level::NOTE.with_name("for").message(&**subject));
    }
    if let Some(documents) = super::name_documents(&diagnostic.costs) {
        group = group.element(Level::NOTE.with_name("not made").message(documents));
    }
    for hint in &diagnostic.hints {
        group = group.element(Level::HELP.with_name("hint").message(&**hint));
    }
    if let Some(law) = diagnostic.law {
        group = group.element(Level::NOTE.with_name("law").message(law));
    }
    let renderer = match style {
        Style::Coloured => Renderer::styled(),
        Style::Plain => Renderer::plain(),
    };
    let rendered = renderer.decor_style(DecorStyle::Ascii).render(&[group]);
    // Our places include cells and pointers, so they are separate lines; the library then announces
    // each excerpt as that of another, nameless file.
    let is_nameless = |line: &&str| adapter::strip_str(line).to_string().trim() == ":::";
    rendered.lines().filter(|line| !is_nameless(line)).collect::<Vec<_>>().join("\n")
}

/// Adds the place and, where the source has text at it, the line.
fn show<'a>(group: Group<'a>, origin: &'a Origin, label: Option<&'a str>) -> Group<'a> {
    let mut group = group.element(PathLine::path(origin.to_string()));
    if let Some(excerpt) = Excerpt::around(origin) {
        let kind = if label.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
        let mut annotation = kind.span(excerpt.start..excerpt.end);
        if let Some(label) = label {
            annotation = annotation.label(label);
        }
        let snippet = Snippet::source(excerpt.text).line_start(excerpt.line).annotation(annotation);
        group = group.element(snippet);
    }
    group
}

/// The part of a line that is shown, and the byte range of the fault in it.
struct Excerpt {
    /// The number of the line, or of the row in a workbook, counted from one.
    line: usize,
    text: String,
    start: usize,
    end: usize,
}

impl Excerpt {
    /// Returns the excerpt around a place; `None` for a whole file and for a blank line.
    fn around(origin: &Origin) -> Option<Self> {
        let range = origin.range()?;
        let text = &origin.source().text;
        let start = (0..=range.start).rev().find(|&at| text.is_char_boundary(at))?;
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let end = (range.start.max(range.end).min(line_end)..=line_end)
            .find(|&at| text.is_char_boundary(at))?
            .max(start);
        if text[line_start..line_end].trim().is_empty() {
            return None;
        }
        let line = match origin.place() {
            Place::Whole => return None,
            Place::Cell { row, .. } => row,
            Place::Paragraph { place } => u32::try_from(place.paragraph).unwrap_or(u32::MAX),
            Place::Text { line, .. } | Place::Pointer { line, .. } => line,
        } as usize;
        let fault: String = text[start..end].chars().take(MAX_FAULT_CHARS).collect();
        let cut = start + fault.len() < end;
        let mut before: String =
            text[line_start..start].chars().rev().take(CONTEXT_CHARS).collect();
        before = before.chars().rev().collect();
        if before.len() < start - line_start {
            before.insert(0, '…');
        }
        let mut after: String = if cut { "…".into() } else { String::new() };
        if !cut {
            after.extend(text[end..line_end].chars().take(CONTEXT_CHARS));
            if after.len() < line_end - end {
                after.push('…');
            }
        }
        let shown_end = before.len() + fault.len();
        let shown = format!("{before}{fault}{after}").replace('\r', " ");
        Some(Self { line, text: shown, start: before.len(), end: shown_end })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Code, Source};
    use super::*;

    #[test]
    fn a_diagnostic_shows_place_line_and_hint() {
        let source = Source::plain("data/meetings.csv", "meeting,date\nx,31/02/2026\n");
        let diagnostic = Diagnostic::new(Code::DataBadValue, "`31/02/2026` is not a date")
            .at(&Origin::new(&source, 15..25))
            .hint("write the date as 2026-02-28");
        snapbox::assert_data_eq!(
            render(&diagnostic, Style::Plain),
            snapbox::str![[r#"
error[data/bad-value]: `31/02/2026` is not a date
 --> data/meetings.csv:2:3
  |
2 | x,31/02/2026
  |   ^^^^^^^^^^
  |
  = hint: write the date as 2026-02-28
"#]]
        );
    }

    #[test]
    fn a_huge_line_is_cut_around_the_fault() {
        let text = format!("{}BAD{}", "é".repeat(100_000), "x".repeat(100_000));
        let source = Source::plain("a.csv", text);
        let diagnostic =
            Diagnostic::new(Code::DataBadValue, "no").at(&Origin::new(&source, 200_000..200_003));
        assert!(render(&diagnostic, Style::Plain).chars().count() < 600);
    }
}
