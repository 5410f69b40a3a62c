//! Minutes that people write: a text with headings, lines that begin with words such as `Present:` or `Resolved`,
//! and paragraphs.
//!
//! A heading names the item; a line that begins with one of the words of [`labels`] says what it holds; everything
//! else is a paragraph. What is read is the same tree that JSON gives, and [`write()`] is the inverse. A paragraph goes on
//! in lists and tables after it, and in whatever is indented by two spaces.

pub mod labels;
mod lines;
mod names;
mod read;
mod record;
#[cfg(test)]
mod tests;
mod to_word;
mod word;
mod write;

pub(in crate::load) use self::read::read;
pub use self::to_word::{blocks, word};
pub(in crate::load) use self::word::source as word_source;
pub use self::write::write;

use crate::diag::Diagnostics;
use crate::load::{ReadContext, json};
use crate::model::glyphs::Coverage;

/// Returns minutes as JSON, of a file with this name, as a text with this title; `None` where the JSON can't be read, which
/// is in `diags`.
pub fn of_json(diags: &mut Diagnostics, name: &str, text: String, title: &str) -> Option<String> {
    // What the fonts lack is found where the text is read.
    let coverage = Coverage::new(0..=u32::from(char::MAX));
    let book = json::read(&mut ReadContext::new(diags, &coverage), name, text)?;
    Some(write(&book, title))
}
