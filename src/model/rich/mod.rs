//! What a person wrote in a long field of a record: paragraphs, headings, lists, tables, quotes.
//!
//! [`parse()`] reads Djot and gives a [`Rich`] with the [`Fault`]s found on the way. The tree holds
//! words exactly as they were written: no quote is curled, no dash is lengthened, and the label of
//! every list item is the author's, because minutes are cited by their numbers.
//!
//! This module does no I/O, does not depend on Typst and never fails: text that can't be used is
//! kept as plain words and reported. A tree made by [`parse()`] nests at most [`MAX_DEPTH`] blocks
//! and as many inlines, and none of its texts holds a line feed.

mod labels;
mod limits;
mod parse;
pub mod pasted;

use diag::Code;
use std::ops::Range;

pub use limits::MAX_DEPTH;
pub use parse::parse;

/// The content of one field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rich {
    /// Its blocks from top to bottom; none when nothing was written.
    pub blocks: Vec<Block>,
}

/// A part of a text that fills whole lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Running text.
    Paragraph(Vec<Inline>),
    /// A heading inside the text, below those that the document itself has.
    Heading {
        /// 1 for the highest.
        level: u8,
        /// Its words.
        content: Vec<Inline>,
    },
    /// A list with bullets or labels.
    List(List),
    /// A table.
    Table(Table),
    /// Words of another document.
    Quote(Vec<Block>),
    /// A picture that came with the text.
    Picture(Picture),
}

/// The folder in which a template finds the pictures of texts, each called by what it shows.
pub const PICTURES: &str = "pictures";

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The name of its file: the BLAKE3 digest of its content in hexadecimal, and `.png` or `.jpg`.
    pub file: String,
    /// What it says to those who can't see it.
    pub alt: String,
    /// Its width on the page, in points, unless the page is narrower.
    pub width: u32,
    /// The words below it.
    pub caption: Option<Vec<Inline>>,
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// What stands before its items.
    pub kind: ListKind,
    /// Whether its items follow each other without space between them.
    pub tight: bool,
    /// Its items in the order written.
    pub items: Vec<Item>,
}

/// What stands before the items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// The same mark before each.
    Bullet,
    /// Each item's [`label`](Item::label).
    Ordered,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its number exactly as the author wrote it: `ii.`, `(a)`, `1)`; `None` for bullets.
    pub label: Option<String>,
    /// What it says, including lists below it.
    pub blocks: Vec<Block>,
}

/// A table. Every row has as many cells as there are columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its title.
    pub caption: Option<Vec<Inline>>,
    /// How each column is aligned.
    pub columns: Vec<Align>,
    /// The rows that name the columns.
    pub head: Vec<Vec<Cell>>,
    /// All other rows.
    pub body: Vec<Vec<Cell>>,
    /// Its merged cells. The places that such a cell fills besides its first are empty.
    pub merged: Vec<Merged>,
}

/// A cell that fills several places of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// The row in which it begins, from 0, those of the head first.
    pub row: usize,
    /// The column in which it begins, from 0.
    pub column: usize,
    /// How many rows it fills.
    pub rows: usize,
    /// How many columns it fills.
    pub columns: usize,
}

/// A cell of a table.
pub type Cell = Vec<Inline>;

/// How a column of a table is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// As the document sees fit.
    Auto,
    /// To the left.
    Left,
    /// In the middle.
    Center,
    /// To the right, as amounts are.
    Right,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Words.
    Text(String),
    /// `*words*`.
    Strong(Vec<Inline>),
    /// `_words_`.
    Emphasis(Vec<Inline>),
    /// `{+words+}`: added by an amendment.
    Inserted(Vec<Inline>),
    /// `{-words-}`: struck out by an amendment.
    Deleted(Vec<Inline>),
    /// `{=words=}`.
    Marked(Vec<Inline>),
    /// `m^2^`.
    Superscript(Vec<Inline>),
    /// `CO~2~`.
    Subscript(Vec<Inline>),
    /// Words between backticks, set in a fixed width.
    Code(String),
    /// A link to a web page, an email address or a telephone.
    Link {
        /// Where it goes: `http:`, `https:`, `mailto:` or `tel:`.
        url: String,
        /// The words to click.
        content: Vec<Inline>,
    },
    /// A note, printed at the foot of the page.
    Note {
        /// Its number exactly as the author wrote it.
        label: String,
        /// What it says.
        blocks: Vec<Block>,
    },
    /// The end of a line that the author asked for.
    LineBreak,
}

/// Something about a text that its author should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What it is, such as `text/raw-block`; where that is an error, the text must not be published as it is.
    pub code: Code,
    /// What was found.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// Where, in bytes of the text.
    pub range: Range<usize>,
}

impl Rich {
    /// Makes one paragraph of `text`, in which nothing is markup; lines stay lines.
    ///
    /// ```
    /// # use orderpaper_model::rich::Rich;
    /// assert_eq!(Rich::plain("*Not* strong").plain_text(), "*Not* strong");
    /// assert!(Rich::plain(" ").is_empty());
    /// ```
    pub fn plain(text: &str) -> Self {
        if text.trim().is_empty() {
            return Self::default();
        }
        Self { blocks: vec![Block::Paragraph(lines(text.lines()))] }
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Returns the words alone, without markup or list labels. Those of notes follow the block that refers to them.
    ///
    /// Blocks, table cells and lines are separated by a line feed; there is none elsewhere.
    pub fn plain_text(&self) -> String {
        let mut pieces = Vec::new();
        plain_blocks(&mut pieces, &self.blocks);
        pieces.join("\n")
    }

    /// Returns the words without markup, with the labels of lists, each item and block on a line: what a reader
    /// without the document needs to tell `(a)` from `(b)`.
    pub fn labelled_text(&self) -> String {
        let mut lines = Vec::new();
        labelled_blocks(&mut lines, &self.blocks);
        lines.join("\n")
    }
}

fn labelled_blocks(lines: &mut Vec<String>, blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::List(list) => {
                for item in &list.items {
                    let first = lines.len();
                    labelled_blocks(lines, &item.blocks);
                    let label = item.label.as_deref().unwrap_or("•");
                    match lines.get_mut(first) {
                        Some(line) => *line = format!("{label} {line}"),
                        None => lines.push(label.to_owned()),
                    }
                }
            }
            Block::Table(table) => {
                lines.extend(table.caption.as_deref().map(plain_line));
                for row in table.head.iter().chain(&table.body) {
                    let cells: Vec<String> = row.iter().map(|cell| plain_line(cell)).collect();
                    lines.push(cells.join("; "));
                    row.iter().for_each(|cell| labelled_notes(lines, cell));
                }
            }
            Block::Quote(blocks) => labelled_blocks(lines, blocks),
            Block::Picture(picture) => lines.extend(picture.caption.as_deref().map(plain_line)),
            Block::Paragraph(content) | Block::Heading { content, .. } => {
                lines.push(plain_line(content));
                labelled_notes(lines, content);
            }
        }
    }
}

/// Adds the notes to which a line refers, with their numbers.
fn labelled_notes(lines: &mut Vec<String>, inlines: &[Inline]) {
    each_note(inlines, &mut |label, blocks| {
        let first = lines.len();
        labelled_blocks(lines, blocks);
        if let Some(line) = lines.get_mut(first) {
            *line = format!("{label} {line}");
        }
    });
}

/// Calls `visit` with the number and the blocks of each note to which a line refers.
fn each_note<'a>(inlines: &'a [Inline], visit: &mut dyn FnMut(&'a str, &'a [Block])) {
    for inline in inlines {
        match inline {
            Inline::Note { label, blocks } => visit(label, blocks),
            Inline::Strong(content)
            | Inline::Emphasis(content)
            | Inline::Inserted(content)
            | Inline::Deleted(content)
            | Inline::Marked(content)
            | Inline::Superscript(content)
            | Inline::Subscript(content)
            | Inline::Link { content, .. } => each_note(content, visit),
            Inline::Text(_) | Inline::Code(_) | Inline::LineBreak => {}
        }
    }
}

/// Sets `texts` below each other.
fn lines<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<Inline> {
    let mut inlines = Vec::new();
    for text in texts {
        if !inlines.is_empty() {
            inlines.push(Inline::LineBreak);
        }
        inlines.push(Inline::Text(text.to_owned()));
    }
    inlines
}

fn plain_blocks(pieces: &mut Vec<String>, blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => {
                pieces.push(plain_line(content));
                each_note(content, &mut |_, blocks| plain_blocks(pieces, blocks));
            }
            Block::List(list) => {
                for item in &list.items {
                    plain_blocks(pieces, &item.blocks);
                }
            }
            Block::Table(table) => {
                pieces.extend(table.caption.as_deref().map(plain_line));
                let cells = table.head.iter().chain(&table.body).flatten();
                for cell in cells {
                    pieces.push(plain_line(cell));
                    each_note(cell, &mut |_, blocks| plain_blocks(pieces, blocks));
                }
            }
            Block::Quote(blocks) => plain_blocks(pieces, blocks),
            Block::Picture(picture) => pieces.extend(picture.caption.as_deref().map(plain_line)),
        }
    }
}

/// Returns the words of a line alone, such as of the cell of a table.
pub fn plain_line(inlines: &[Inline]) -> String {
    let mut line = String::new();
    plain_inlines(&mut line, inlines);
    line
}

fn plain_inlines(line: &mut String, inlines: &[Inline]) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => line.push_str(text),
            Inline::Strong(content)
            | Inline::Emphasis(content)
            | Inline::Inserted(content)
            | Inline::Deleted(content)
            | Inline::Marked(content)
            | Inline::Superscript(content)
            | Inline::Subscript(content)
            | Inline::Link { content, .. } => plain_inlines(line, content),
            Inline::Note { .. } => {}
            Inline::LineBreak => line.push('\n'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_notes_follow_their_block() {
        let note = |label: &str, words: &str| Inline::Note {
            label: label.to_owned(),
            blocks: Rich::plain(words).blocks,
        };
        let line = vec![
            Inline::Text("One".to_owned()),
            Inline::Strong(vec![note("1", "First.")]),
            Inline::Text(" and two".to_owned()),
            note("i", "Second."),
        ];
        let rich = Rich { blocks: vec![Block::Paragraph(line)] };
        assert_eq!(rich.plain_text(), "One and two\nFirst.\nSecond.");
        assert_eq!(rich.labelled_text(), "One and two\n1 First.\ni Second.");
    }

    #[track_caller]
    fn check(text: &str, blocks: usize, words: &str) {
        let rich = Rich::plain(text);
        assert_eq!(rich.blocks.len(), blocks);
        assert_eq!(rich.plain_text(), words);
    }

    #[test]
    fn plain_text_is_one_paragraph() {
        check("", 0, "");
        check(" \r\n\t", 0, "");
        check("- a *b* `c`", 1, "- a *b* `c`");
        check("a\r\n\nb", 1, "a\n\nb");
    }
}
