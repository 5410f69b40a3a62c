#![doc = include_str!("README.md")]

mod blocks;
mod fields;
mod fill;
mod inlines;
mod notes;
mod numbering;
mod package;
mod rewrite;
mod scan;
mod styles;
mod tables;
#[cfg(test)]
mod tests;
pub mod write;
mod xml;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use blocks::read;
pub use fill::{Filled, fill, fill_text};
pub use package::picture;
pub use rewrite::{Printable, printable};

/// What a Word document says, from its first block to its last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Document {
    /// The title in its properties.
    pub title: Option<String>,
    /// The language of most of its words, such as `en-GB`.
    pub language: Option<String>,
    /// Its text without headers and footers.
    pub blocks: Vec<Block>,
    /// Its pictures, which [`Inline::Picture`] names by their places here.
    pub pictures: Vec<Picture>,
    /// Comments of reviewers, which are not part of the text.
    pub comments: Vec<Comment>,
    /// Tracked changes that nobody has accepted or rejected; blocks hold the words that are inserted, and not those
    /// that are deleted.
    pub changes: Vec<Change>,
    /// Words that are formatted as hidden; no block holds them.
    pub hidden: Vec<Found>,
    /// Pictures that are not in the file, with their addresses.
    pub linked: Vec<Found>,
    /// The words in its headers and footers, each once; no block holds them.
    pub margins: Vec<String>,
    /// What [`Self::blocks`] does not say as Word shows it.
    pub beyond: Vec<Beyond>,
}

impl Document {
    /// Returns why it can't be printed, where nobody has settled its words: it has open tracked changes.
    pub fn unsettled(&self) -> Option<Refusal> {
        let mut open = self.changes.iter().filter(|change| change.kind.is_of_words());
        let first = open.next()?;
        let count = 1 + open.count();
        let what = match first.kind {
            ChangeKind::Insertion => "an insertion",
            ChangeKind::Deletion => "a deletion",
            ChangeKind::MovedFrom | ChangeKind::MovedTo => "moved text",
            ChangeKind::Formatting => "a format",
        };
        let cause = match count {
            1 => format!("has an open tracked change: {what}, {}", first.origin),
            _ => {
                format!(
                    "has {count} open tracked changes, the first of them {what}, {}",
                    first.origin
                )
            }
        };
        Some(Refusal::new(cause, "accept or reject the changes in Word and save it again"))
    }
}

/// Where something stands. A Word document has no pages: each program lays them out anew.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Origin {
    /// The words of the nearest heading above; `None` before the first.
    pub heading: Option<String>,
    /// The number of the paragraph or table below that heading, from 1; 0 is the heading itself.
    pub paragraph: usize,
    /// The first words of the paragraph; empty where it has none.
    pub first_words: String,
    /// Whether it is in a header or footer, which are not part of the text.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_in_margin: bool,
}

/// Something that was found, in a few words, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Found {
    /// What it says.
    pub words: String,
    /// Where it stands.
    pub origin: Origin,
}

/// A part of the text that fills whole lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Block {
    /// Where it stands.
    pub origin: Origin,
    /// The name of its style in small letters, where it is not the usual one: `quote`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<String>,
    /// What it is.
    pub content: Content,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// A heading, by its style or its outline level and never by its looks.
    Heading {
        /// 1 for the highest of nine.
        level: u8,
        /// Its number, as Word shows it; `None` where it has none.
        label: Option<String>,
        /// Its words.
        inlines: Vec<Inline>,
    },
    /// Running text.
    Paragraph(Vec<Inline>),
    /// A paragraph of a list.
    Item {
        /// How deep the list is in others: 0 for one that is in none.
        level: usize,
        /// What stands before it.
        label: Label,
        /// Its words.
        inlines: Vec<Inline>,
    },
    /// A table.
    Table(Table),
}

/// What stands before a paragraph of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Label {
    /// A mark, the same before each.
    Bullet,
    /// Its number, as Word shows it: `1.2`, `(a)`.
    Number(String),
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Table {
    /// How many columns it has.
    pub columns: usize,
    /// How many of its rows, from the first, are marked as headers.
    pub head: usize,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A place in a table, by row and column.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The cell that fills it.
    pub cell: &'a Cell,
    /// The row in which that cell begins.
    pub row: usize,
    /// The column in which that cell begins.
    pub column: usize,
}

impl Table {
    /// Returns what fills each place, row by row; `None` where cells leave places empty, reach out of the table or over each
    /// other.
    pub fn grid(&self) -> Option<Vec<Vec<Place<'_>>>> {
        let mut grid = vec![vec![None; self.columns]; self.rows.len()];
        for (row, cells) in self.rows.iter().enumerate() {
            let mut column = 0;
            for cell in cells {
                column += grid[row].iter().skip(column).take_while(|place| place.is_some()).count();
                for below in row..row + cell.rows.max(1) {
                    for beside in column..column + cell.columns.max(1) {
                        let place = grid.get_mut(below)?.get_mut(beside)?;
                        if place.replace(Place { cell, row, column }).is_some() {
                            return None;
                        }
                    }
                }
                column += cell.columns.max(1);
            }
        }
        grid.into_iter().map(|row| row.into_iter().collect()).collect()
    }

    /// Returns whether all that a column says below the header rows stands at the right.
    pub fn is_right(&self, column: usize) -> bool {
        let body = self.rows.iter().skip(self.head);
        let mut cells = body
            .filter_map(|row| row.get(column))
            .filter(|cell| !cell.blocks.is_empty())
            .peekable();
        cells.peek().is_some() && cells.all(|cell| cell.is_right)
    }
}

/// A cell of a table. Of merged cells there is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Cell {
    /// How many columns it fills.
    pub columns: usize,
    /// How many rows it fills.
    pub rows: usize,
    /// Whether all that it says stands at the right, as amounts do.
    pub is_right: bool,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Inline {
    /// Words of one look.
    Text {
        /// The words; none of them is a line feed or a tab.
        words: String,
        /// How they look.
        #[serde(default, skip_serializing_if = "Look::is_plain")]
        look: Look,
    },
    /// A link to an address outside, or to a place in the document, which begins with `#`.
    Link {
        /// Where it leads.
        url: String,
        /// The words to click.
        inlines: Vec<Inline>,
    },
    /// A footnote or endnote.
    Note {
        /// Its number, as Word shows it.
        label: String,
        /// Whether it stands at the end of the document.
        is_endnote: bool,
        /// What it says.
        blocks: Vec<Block>,
    },
    /// A picture, by its place in [`Document::pictures`].
    Picture(usize),
    /// A tab.
    Tab,
    /// The end of a line that the author asked for.
    LineBreak,
    /// The end of a page that the author asked for.
    PageBreak,
}

/// How words look, in so far as it can mean something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Look {
    /// Bold.
    pub is_bold: bool,
    /// Italic.
    pub is_italic: bool,
    /// Struck through.
    pub is_struck: bool,
    /// Highlighted.
    pub is_marked: bool,
    /// Raised, as in m².
    pub is_raised: bool,
    /// Lowered, as in CO₂.
    pub is_lowered: bool,
}

impl Look {
    /// Returns whether words look like any others.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

/// A picture that is in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Picture {
    /// The name of its part in the zip, such as `word/media/image1.png`.
    pub part: String,
    /// What it says to those who can't see it.
    pub alt: String,
    /// Its width on the page, in points; 0 where the file does not say.
    pub width: u32,
    /// What is cut off at the left, the top, the right and the bottom, in thousandths of a percent of its width or height.
    #[serde(default, skip_serializing_if = "is_uncut")]
    pub cut: [u32; 4],
}

/// Returns whether nothing is cut off.
fn is_uncut(cut: &[u32; 4]) -> bool {
    *cut == [0; 4]
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Comment {
    /// Who wrote it.
    pub author: String,
    /// The moment at which it was written, as the file says it.
    pub date: Option<String>,
    /// What it says.
    pub words: String,
    /// The words that it is about.
    pub about: String,
    /// Where it stands.
    pub origin: Origin,
}

/// A tracked change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Change {
    /// What was done.
    pub kind: ChangeKind,
    /// Who did it.
    pub author: String,
    /// The moment at which it was done, as the file says it.
    pub date: Option<String>,
    /// The words that are inserted, deleted or moved; empty where it is the end of a paragraph or a row, or a format.
    pub words: String,
    /// Where it stands.
    pub origin: Origin,
}

/// What was done in a tracked change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// Words were inserted.
    Insertion,
    /// Words were deleted.
    Deletion,
    /// Words were moved away.
    MovedFrom,
    /// Words were moved to here.
    MovedTo,
    /// Only the looks were changed.
    Formatting,
}

impl ChangeKind {
    /// Returns whether it decides which words the document has.
    pub fn is_of_words(self) -> bool {
        self != Self::Formatting
    }
}

/// Something that [`Document::blocks`] can't say, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Beyond {
    /// What it is.
    pub kind: BeyondKind,
    /// Where it stands.
    pub origin: Origin,
}

/// What blocks can't say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BeyondKind {
    /// A text box.
    TextBox,
    /// A drawing of shapes and lines.
    Drawing,
    /// A chart.
    Chart,
    /// A diagram (`SmartArt`).
    Diagram,
    /// An equation.
    Equation,
    /// A file of another program, such as a spreadsheet.
    EmbeddedFile,
    /// A control of a form that works only in Word.
    Control,
    /// A picture without words for those who can't see it.
    PictureWithoutWords,
    /// A picture that is not in the file.
    LinkedPicture,
    /// A picture that is turned or mirrored.
    TurnedPicture,
    /// Merged cells.
    MergedCells,
    /// A table in a table.
    NestedTable,
    /// A table without cells, or with rows of different lengths.
    OddTable,
    /// A table of contents or an index, with the numbers of Word's pages.
    Contents,
    /// The number of a page of Word's.
    PageNumber,
    /// A sign of a typeface for signs.
    Sign,
    /// White words.
    WhiteWords,
    /// Words too small to be read.
    TinyWords,
    /// A number of a form that is not computed, or of a list that begins below its first level.
    ListNumber,
    /// A note whose text is missing, or that refers to another.
    Note,
    /// Something that no other kind is.
    Unknown,
}

impl fmt::Display for BeyondKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TextBox => "a text box",
            Self::Drawing => "a drawing",
            Self::Chart => "a chart",
            Self::Diagram => "a diagram",
            Self::Equation => "an equation",
            Self::EmbeddedFile => "a file of another program",
            Self::Control => "a control of a form",
            Self::PictureWithoutWords => "a picture without alternative text",
            Self::LinkedPicture => "a picture that is not in the file",
            Self::TurnedPicture => "a picture that is turned or mirrored",
            Self::MergedCells => "a table with merged cells",
            Self::NestedTable => "a table in a table",
            Self::OddTable => "a table whose rows differ in length",
            Self::Contents => "a table of contents or an index",
            Self::PageNumber => "a number of a page that Word works out",
            Self::Sign => "a sign of a special typeface",
            Self::WhiteWords => "white words",
            Self::TinyWords => "words too small to be read",
            Self::ListNumber => "a number that only Word works out",
            Self::Note => "a note that has no text or stands in another",
            Self::Unknown => "something that only Word shows",
        })
    }
}

impl fmt::Display for Origin {
    /// Writes the place in words that follow a name: `under “Finance”, paragraph 2 (“The costs are …”)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_in_margin {
            return f.write_str("in the header or footer of its pages");
        }
        match &self.heading {
            Some(heading) => write!(f, "under “{heading}”")?,
            None => f.write_str("before the first heading")?,
        }
        if self.paragraph > 0 {
            write!(f, ", paragraph {}", self.paragraph)?;
            if !self.first_words.is_empty() {
                write!(f, " (“{}”)", self.first_words)?;
            }
        }
        Ok(())
    }
}

/// Why a document can't be read, and what its author can do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{cause}")]
pub struct Refusal {
    /// The cause, in a few words that follow the file's name.
    pub cause: String,
    /// What to do, in the imperative.
    pub hint: String,
}

impl Refusal {
    fn new(cause: impl Into<String>, hint: &str) -> Self {
        Self { cause: cause.into(), hint: hint.to_owned() }
    }

    fn no_document() -> Self {
        Self::new(
            "is named as a Word document but is not one",
            "open it in Word and save it again, best of all as PDF",
        )
    }

    fn damaged() -> Self {
        Self::new(
            "is a damaged Word document",
            "open it in Word, have it repaired, and save it again",
        )
    }

    fn encrypted() -> Self {
        Self::new(
            "is protected by a password, or is a document of Word 2003 or before",
            "open it in Word and save it as a Word document without a password",
        )
    }

    fn macros() -> Self {
        Self::new("holds macros", "save it in Word as a document without macros (.docx)")
    }

    fn inserted_file() -> Self {
        Self::new(
            "inserts another file into its text when it is opened",
            "open it in Word and save it again, so that the text becomes a part of it",
        )
    }

    fn entities() -> Self {
        Self::new(
            "declares entities or a document type, which Word never writes",
            "copy its text into a new Word document",
        )
    }

    fn too_deep() -> Self {
        Self::new(
            "has more elements, or more of them inside each other, than Word writes",
            "copy its text into a new Word document",
        )
    }

    fn too_large(what: &str) -> Self {
        Self::new(format!("has {what}"), "copy its text into a new Word document")
    }

    fn part_too_large(part: &str, megabytes: u64) -> Self {
        Self::new(
            format!("has a part of more than {megabytes} MB, `{part}`"),
            "make its pictures smaller, or split it into several papers",
        )
    }

    fn bomb(part: &str) -> Self {
        Self::new(
            format!("grows to more than can be read when it is unpacked (`{part}`)"),
            "make its pictures smaller, or copy its text into a new Word document",
        )
    }
}
