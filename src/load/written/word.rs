//! Minutes in Word: their blocks as lines of a text, each with its place in the document.

use std::path::Path;
use std::sync::Arc;

use super::labels;
use super::to_word::MARKUP;
use crate::diag::{Code, Diagnostic, DocumentPlace, Form, Origin, Source, plural};
use crate::load::ReadContext;
use crate::word::write::{QUOTE, SPACED, continued_level};
use crate::word::{self, Block, Cell, Content, Inline, Label, Look, Table};

/// Returns a Word document as a text that is read as minutes; `None` where it can't be read, which is reported.
pub(in crate::load) fn source(
    context: &mut ReadContext<'_>,
    name: &str,
    path: &Path,
    bytes: &[u8],
) -> Option<Arc<Source>> {
    let read = match context.word {
        Some(read) => read(path, bytes),
        None => Ok(word::read(bytes)),
    };
    let mut refuse = |refusal: word::Refusal| {
        let message = format!("this document {}", refusal.cause);
        let diagnostic = Diagnostic::new(Code::MinutesUnreadable, message);
        context.diags.push(diagnostic.at(&Origin::file(name)).hint(refusal.hint));
        None
    };
    let document = match read {
        Ok(Ok(document)) => document,
        Ok(Err(refusal)) => return refuse(refusal),
        Err(error) => {
            let cause = format!("could not be read: {error:#}");
            return refuse(word::Refusal { cause, hint: "run the command again".to_owned() });
        }
    };
    if let Some(refusal) = document.unsettled() {
        return refuse(refusal);
    }
    let (text, places) = text(&document.blocks);
    let source = Source::new(name, text, Form::Document(places));
    let counted = [
        (document.comments.len(), "comment", "comments"),
        (document.hidden.len(), "hidden passage", "hidden passages"),
        (document.pictures.len() + document.linked.len(), "picture", "pictures"),
    ];
    for (count, one, many) in counted.into_iter().filter(|(count, ..)| *count > 0) {
        let message =
            format!("{} of this document are not in the minutes", plural(count, one, many));
        let diagnostic = Diagnostic::new(Code::MinutesNotRead, message).at(&Origin::whole(&source));
        context
            .diags
            .push(diagnostic.hint("take them out, or give pictures as appendices of the minutes"));
    }
    for beyond in &document.beyond {
        let message = format!("{}, {}, is not in the minutes", beyond.kind, beyond.origin);
        let diagnostic = Diagnostic::new(Code::MinutesNotRead, message).at(&Origin::whole(&source));
        context.diags.push(diagnostic.hint("write what it says as a paragraph, a list or a table"));
    }
    Some(source)
}

/// Returns blocks as a text, with the place of each.
pub(super) fn text(blocks: &[Block]) -> (String, Vec<(usize, DocumentPlace)>) {
    let mut writer = Writer {
        text: String::new(),
        places: Vec::new(),
        number: None,
        list: None,
        is_after_paragraph: false,
    };
    writer.blocks(blocks);
    (writer.text, writer.places)
}

struct Writer {
    text: String,
    /// Where each block begins in the text.
    places: Vec<(usize, DocumentPlace)>,
    /// The number of the last heading, such as `25`.
    number: Option<String>,
    /// How deep the last block is in a list; `None` where it is in none.
    list: Option<usize>,
    /// Whether there is a paragraph to which lists and tables belong; none directly below a heading.
    is_after_paragraph: bool,
}

impl Writer {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            let place = DocumentPlace {
                heading: block.origin.heading.clone(),
                paragraph: block.origin.paragraph,
                first_words: block.origin.first_words.clone(),
            };
            match &block.content {
                Content::Heading { level, label, inlines } => {
                    self.begin(place, None);
                    self.is_after_paragraph = false;
                    let label = label.as_ref().map(|label| format!("{label} ")).unwrap_or_default();
                    self.number = Some(label.trim().trim_end_matches(['.', ')']).to_owned())
                        .filter(|number| !number.is_empty());
                    let words = line(inlines).replace("\\\n", " ");
                    self.text += &format!("{} {label}{words}\n", "#".repeat(usize::from(*level)));
                }
                Content::Paragraph(inlines) => {
                    self.paragraph(place, block.style.as_deref(), inlines);
                }
                Content::Item { label: Label::Number(label), inlines, .. }
                    if self.is_number_of_paragraph(label) =>
                {
                    self.paragraph(place, None, inlines);
                }
                Content::Item { level, label, inlines } => {
                    let is_spaced = block.style.as_deref() == Some(SPACED);
                    self.begin(place, Some(*level).filter(|_| !is_spaced));
                    let indent = format!("{}{}", self.indent(), "   ".repeat(*level));
                    let label = match label {
                        Label::Bullet => "-",
                        Label::Number(number) => number,
                    };
                    let words = line(inlines).replace('\n', &format!("\n{indent}   "));
                    self.text += &format!("{indent}{label} {words}\n");
                }
                Content::Table(table) => {
                    self.begin(place, None);
                    self.table(table);
                }
            }
        }
    }

    /// Begins a block; a blank line stands before it, but for points of the same list.
    fn begin(&mut self, place: DocumentPlace, list: Option<usize>) {
        let is_same_list = list.is_some() && self.list == list;
        if !self.text.is_empty() && !is_same_list {
            self.text.push('\n');
        }
        self.list = list;
        self.places.push((self.text.len(), place));
    }

    /// Returns what stands before each line of what belongs to the paragraph above.
    fn indent(&self) -> &'static str {
        if self.is_after_paragraph { "  " } else { "" }
    }

    fn paragraph(&mut self, place: DocumentPlace, style: Option<&str>, inlines: &[Inline]) {
        let mut words = line(inlines);
        if words.trim().is_empty() {
            return;
        }
        self.begin(place, None);
        let is_part = self.is_after_paragraph;
        match style {
            Some(style) if is_part && continued_level(style).is_some() => {
                let level = continued_level(style).unwrap_or_default();
                words.insert_str(0, &format!("  {}", "   ".repeat(level)));
            }
            Some(QUOTE) => words.insert_str(0, if is_part { "  > " } else { "> " }),
            _ => {
                if words.starts_with(['#', '>', ':']) {
                    words.insert(0, '\\');
                }
                self.is_after_paragraph = true;
            }
        }
        // A line that was broken by hand goes on indented.
        self.text += &format!("{}\n", words.replace('\n', "\n  "));
    }

    /// Returns whether a label numbers the paragraphs of a minute, as `25.1` does below the heading `25.`; they are
    /// numbered anyway.
    fn is_number_of_paragraph(&self, label: &str) -> bool {
        let label = label.trim_end_matches(['.', ')']);
        let Some(number) = &self.number else { return false };
        let rest = label.strip_prefix(number.as_str()).and_then(|rest| rest.strip_prefix('.'));
        rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
    }

    fn table(&mut self, table: &Table) {
        let words = |cell: &Cell| cell.blocks.iter().map(block_line).collect::<Vec<_>>().join(" ");
        let rows: Vec<Vec<String>> = match table.grid() {
            // A merged cell is one with empty ones beside and below it.
            Some(grid) => {
                let rows = grid.iter().enumerate().map(|(row, places)| {
                    let cells = places.iter().enumerate().map(|(column, place)| {
                        let is_first = (place.row, place.column) == (row, column);
                        if is_first { words(place.cell) } else { String::new() }
                    });
                    cells.collect()
                });
                rows.collect()
            }
            None => table.rows.iter().map(|row| row.iter().map(words).collect()).collect(),
        };
        // A table whose first column says what the second holds is no table: `Present | Ann, Bob`.
        let is_labels = |row: &Vec<String>| match row.as_slice() {
            [label, _] => labels::mark(&format!("{}:", label.trim_end_matches(':'))).is_some(),
            _ => false,
        };
        if table.head == 0 && !rows.is_empty() && rows.iter().all(is_labels) {
            for row in rows {
                self.text += &format!("{}: {}\n", row[0].trim_end_matches(':'), row[1]);
            }
            return;
        }
        for (at, row) in rows.iter().enumerate() {
            let cells: Vec<String> =
                row.iter().map(|cell| cell.replace(['\n', '|'], " ")).collect();
            let indent = self.indent();
            self.text += &format!("{indent}| {} |\n", cells.join(" | "));
            if at + 1 == table.head {
                let rule = |at| if table.is_right(at) { "--:" } else { "---" };
                let rules: Vec<&str> = (0..row.len()).map(rule).collect();
                self.text += &format!("{indent}|{}|\n", rules.join("|"));
            }
        }
    }
}

fn block_line(block: &Block) -> String {
    match &block.content {
        Content::Heading { inlines, .. } | Content::Paragraph(inlines) => line(inlines),
        Content::Item { label, inlines, .. } => match label {
            Label::Number(number) => format!("{number} {}", line(inlines)),
            Label::Bullet => line(inlines),
        },
        Content::Table(table) => {
            let cells = table.rows.iter().flatten().flat_map(|cell| &cell.blocks);
            cells.map(block_line).collect::<Vec<_>>().join(" ")
        }
    }
}

/// Returns a line with light markup. Bold words mean nothing where all of it is bold.
fn line(inlines: &[Inline]) -> String {
    let mut looks = Vec::new();
    collect_looks(inlines, &mut looks);
    let common = Look {
        is_bold: looks.iter().all(|look| look.is_bold),
        is_italic: looks.iter().all(|look| look.is_italic),
        ..Look::default()
    };
    let mut words = String::new();
    markup(&mut words, inlines, common);
    words.trim().to_owned()
}

fn collect_looks(inlines: &[Inline], looks: &mut Vec<Look>) {
    for inline in inlines {
        match inline {
            Inline::Text { words, look } if !words.trim().is_empty() => looks.push(*look),
            Inline::Link { inlines, .. } => collect_looks(inlines, looks),
            _ => {}
        }
    }
}

fn markup(text: &mut String, inlines: &[Inline], common: Look) {
    for inline in inlines {
        match inline {
            Inline::Text { words, look } => {
                let marks = [
                    (look.is_bold && !common.is_bold, "*", "*"),
                    (look.is_italic && !common.is_italic, "_", "_"),
                    (look.is_struck, "{-", "-}"),
                    (look.is_marked, "{=", "=}"),
                    (look.is_raised, "^", "^"),
                    (look.is_lowered, "~", "~"),
                ];
                let bare = words.trim();
                if bare.is_empty() {
                    text.push_str(words);
                    continue;
                }
                // Marks stand at words, not at blanks.
                let start = &words[..words.len() - words.trim_start().len()];
                let end = &words[words.trim_end().len()..];
                text.push_str(start);
                let set = marks.iter().filter(|(is_set, ..)| *is_set);
                set.clone().for_each(|(_, open, _)| text.push_str(open));
                text.push_str(&escaped(bare));
                set.rev().for_each(|(_, _, close)| text.push_str(close));
                text.push_str(end);
            }
            Inline::Link { url, inlines } => match url.starts_with('#') {
                true => markup(text, inlines, common),
                false => {
                    text.push('[');
                    markup(text, inlines, common);
                    text.push_str(&format!("]({url})"));
                }
            },
            Inline::Note { blocks, .. } => {
                let words: Vec<String> = blocks.iter().map(block_line).collect();
                text.push_str(&format!(" ({})", words.join(" ")));
            }
            Inline::Tab => text.push(' '),
            Inline::LineBreak => text.push_str("\\\n"),
            Inline::Picture(_) | Inline::PageBreak => {}
        }
    }
}

/// Returns words in which nothing is markup, but for `{+words+}`, for which Word has no looks.
fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    let mut before = ' ';
    let mut chars = words.chars().peekable();
    while let Some(char) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let is_inserted = (char == '{' && next == '+') || (char == '}' && before == '+');
        let is_markup = match char {
            // Before a sign that keeps values apart it takes that as it is.
            '\\' => !SIGNS.contains(next),
            _ => MARKUP.contains(char) && !is_inserted,
        };
        if is_markup {
            escaped.push('\\');
        }
        escaped.push(char);
        before = char;
    }
    escaped
}

/// Signs that keep values apart.
const SIGNS: &str = ",;:().–-+•";
