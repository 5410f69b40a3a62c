//! A text of minutes as a Word document, which is read as the same minutes.

use std::ops::Range;

use super::labels::{Label as Mark, Mark as Marked};
use super::lines::{self, Part, is_item};
use super::names;
use crate::model::rich::{self, Block as Rich, Inline as RichInline};
use crate::word::write::{CONTINUED, Frame, QUOTE, SPACED, write};
use crate::word::{Block, Cell, Content, Inline, Label, Look, Origin, Table};

/// Returns a text of minutes as a Word document.
pub fn word(frame: &Frame, text: &str) -> Vec<u8> {
    let mut blocks = Vec::new();
    for part in lines::parts(text) {
        match part {
            Part::Heading { level, title } => {
                let level = u8::try_from(level.clamp(1, 6)).expect("it is at most 6");
                let inlines = vec![plain(&text[title], Look::default())];
                blocks.push(block(Content::Heading { level, label: None, inlines }));
            }
            Part::Entry { mark, line, content } => {
                entry(&mut blocks, text, mark.as_ref(), &line, &content);
            }
        }
    }
    write(frame, &blocks)
}

/// Returns a text as blocks of a Word document, in which headings are headings.
pub fn blocks(text: &rich::Rich) -> Vec<Block> {
    let mut blocks = Vec::new();
    for one in &text.blocks {
        match one {
            Rich::Heading { level, content } => {
                let inlines = inlines(content);
                blocks.push(block(Content::Heading { level: *level, label: None, inlines }));
            }
            _ => {
                let before = blocks.len();
                continued(&mut blocks, one, 0);
                // What goes on below no paragraph is a paragraph.
                for one in &mut blocks[before..] {
                    one.style.take_if(|style| style == CONTINUED);
                }
            }
        }
    }
    blocks
}

fn block(content: Content) -> Block {
    Block { origin: Origin::default(), style: None, content }
}

fn styled(style: &str, inlines: Vec<Inline>) -> Block {
    Block { style: Some(style.to_owned()), ..block(Content::Paragraph(inlines)) }
}

/// Adds what a label holds, or a paragraph.
fn entry(
    blocks: &mut Vec<Block>,
    text: &str,
    mark: Option<&Marked>,
    line: &Range<usize>,
    content: &Range<usize>,
) {
    let start = line.start + mark.map_or(0, |mark| mark.content);
    let mut first = match mark {
        Some(mark) if mark.content > 0 => {
            let look = Look { is_bold: true, ..Look::default() };
            vec![plain(text[line.start..start].trim_end(), look)]
        }
        _ => Vec::new(),
    };
    let space = |first: &mut Vec<Inline>| {
        if !first.is_empty() {
            first.push(plain(" ", Look::default()));
        }
    };
    let mut words = content.clone();
    match mark.map(|mark| mark.label) {
        None
        | Some(
            Mark::Paragraph
            | Mark::Unnumbered
            | Mark::Motion
            | Mark::Amendment
            | Mark::Substantive
            | Mark::PublicSummary
            | Mark::Resolution
            | Mark::Resolved,
        ) => {}
        Some(Mark::Action | Mark::Correction) => {
            // What stands before the words has no markup.
            let line = content.start
                ..content.start + text[content.clone()].lines().next().map_or(0, str::len);
            if let Some((before, rest)) = names::split_once(text, &line, ':') {
                space(&mut first);
                first.push(plain(&format!("{}:", &text[before]), Look::default()));
                words.start = rest.start;
            }
        }
        Some(_) => {
            values(blocks, first, &text[content.clone()]);
            return;
        }
    }
    let pieces: Vec<String> =
        lines::pieces(text, &words).into_iter().map(|(piece, _)| piece).collect();
    let (read, _) = rich::parse(&pieces.join("\n\n"));
    let mut rest = read.blocks.iter();
    if let Some(Rich::Paragraph(content)) = read.blocks.first() {
        space(&mut first);
        first.extend(inlines(content));
        rest.next();
    }
    if !first.is_empty() {
        blocks.push(block(Content::Paragraph(first)));
    }
    rest.for_each(|one| continued(blocks, one, 0));
}

/// Adds a value, or a list of them.
fn values(blocks: &mut Vec<Block>, mut first: Vec<Inline>, content: &str) {
    if is_item(content).is_none() {
        let words = content.split_whitespace().collect::<Vec<_>>().join(" ");
        if !words.is_empty() {
            first.push(plain(&format!(" {words}"), Look::default()));
        }
        blocks.push(block(Content::Paragraph(first)));
        return;
    }
    blocks.push(block(Content::Paragraph(first)));
    for line in content.lines().filter(|line| !line.trim().is_empty()) {
        let words = plain(&line[is_item(line).unwrap_or(0)..], Look::default());
        blocks.push(block(Content::Item { level: 0, label: Label::Bullet, inlines: vec![words] }));
    }
}

/// Returns the name of the style of paragraphs that go on in so many lists.
fn continuing(level: usize) -> String {
    if level == 0 { CONTINUED.to_owned() } else { format!("{CONTINUED} {level}") }
}

/// Adds a block that belongs to the paragraph above, in so many lists.
fn continued(blocks: &mut Vec<Block>, rich: &Rich, level: usize) {
    match rich {
        Rich::Paragraph(content) => blocks.push(styled(&continuing(level), inlines(content))),
        Rich::Heading { level: depth, content } => {
            let marks = format!("{} ", "#".repeat(usize::from(*depth)));
            let mut words = vec![plain(&marks, Look::default())];
            words.extend(inlines(content));
            blocks.push(styled(&continuing(level), words));
        }
        Rich::List(list) => {
            for item in &list.items {
                let label = match &item.label {
                    Some(label) => Label::Number(label.clone()),
                    None => Label::Bullet,
                };
                let mut rest = item.blocks.iter();
                let words = match item.blocks.first() {
                    Some(Rich::Paragraph(content)) => {
                        rest.next();
                        inlines(content)
                    }
                    _ => Vec::new(),
                };
                let point = block(Content::Item { level: level.min(8), label, inlines: words });
                let style = (!list.tight).then(|| SPACED.to_owned());
                blocks.push(Block { style, ..point });
                rest.for_each(|one| continued(blocks, one, level + 1));
            }
        }
        Rich::Table(table) => {
            if let Some(caption) = &table.caption {
                blocks.push(styled(CONTINUED, inlines(caption)));
            }
            let row = |row: &Vec<rich::Cell>| {
                let cells = row.iter().zip(&table.columns).map(|(cell, align)| Cell {
                    columns: 1,
                    rows: 1,
                    is_right: *align == rich::Align::Right,
                    blocks: vec![block(Content::Paragraph(inlines(cell)))],
                });
                cells.collect()
            };
            let rows = table.head.iter().chain(&table.body).map(row).collect();
            let (columns, head) = (table.columns.len(), table.head.len());
            blocks.push(block(Content::Table(Table { columns, head, rows })));
        }
        // No text that is written has one.
        Rich::Picture(_) => {}
        Rich::Quote(quoted) => {
            let before = blocks.len();
            quoted.iter().for_each(|one| continued(blocks, one, level));
            for one in &mut blocks[before..] {
                if matches!(one.content, Content::Paragraph(_)) {
                    one.style = Some(QUOTE.to_owned());
                }
            }
        }
    }
}

/// Returns words in which nothing is markup; signs that keep values apart are kept with their backslashes.
fn plain(words: &str, look: Look) -> Inline {
    let mut bare = String::with_capacity(words.len());
    let mut chars = words.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\\' if chars.peek().is_some_and(|next| MARKUP.contains(*next)) => {}
            '\\' if chars.next_if_eq(&'\\').is_some() => bare.push('\\'),
            _ => bare.push(char),
        }
    }
    Inline::Text { words: bare, look }
}

/// Signs of light markup.
pub(super) const MARKUP: &str = "*_^~[]{}<>|$`";

fn inlines(content: &[RichInline]) -> Vec<Inline> {
    let mut all = Vec::new();
    add(&mut all, content, Look::default());
    all
}

fn add(all: &mut Vec<Inline>, content: &[RichInline], look: Look) {
    for inline in content {
        match inline {
            RichInline::Text(words) | RichInline::Code(words) => {
                all.push(Inline::Text { words: words.clone(), look });
            }
            RichInline::Strong(content) => add(all, content, Look { is_bold: true, ..look }),
            RichInline::Emphasis(content) => add(all, content, Look { is_italic: true, ..look }),
            RichInline::Deleted(content) => add(all, content, Look { is_struck: true, ..look }),
            RichInline::Marked(content) => add(all, content, Look { is_marked: true, ..look }),
            RichInline::Superscript(content) => add(all, content, Look { is_raised: true, ..look }),
            RichInline::Subscript(content) => add(all, content, Look { is_lowered: true, ..look }),
            // Word has no looks for this that are not a tracked change.
            RichInline::Inserted(content) => {
                all.push(Inline::Text { words: "{+".to_owned(), look });
                add(all, content, look);
                all.push(Inline::Text { words: "+}".to_owned(), look });
            }
            RichInline::Link { url, content } => {
                let mut inlines = Vec::new();
                add(&mut inlines, content, look);
                all.push(Inline::Link { url: url.clone(), inlines });
            }
            RichInline::Note { blocks, .. } => {
                let words = rich::Rich { blocks: blocks.clone() }.plain_text();
                all.push(Inline::Text { words: format!(" ({})", words.replace('\n', " ")), look });
            }
            RichInline::LineBreak => all.push(Inline::LineBreak),
        }
    }
}
