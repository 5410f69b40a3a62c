//! The proof-reader: reads what will be public as a careful colleague would before it goes out, and says where it
//! stumbles. Everything it finds is a warning, which a council may accept with a reason.
//!
//! [`read`] reads one [`Passage`] and knows nothing of tables; [`facts`] is all that it knows of the council. Which
//! passages there are is known to [`records`], which goes through the declarations of tables, and to whoever
//! has the words of supplied papers.
//!
//! A reader who cries wolf is soon not listened to. So each check reports only what can't be right as far as the
//! records tell, and stays silent where they do not.

mod days;
pub mod facts;
mod leftovers;
mod meetings;
pub mod papers;
mod people;
pub mod records;
mod references;

use std::ops::Range;

use crate::diag::{Code, Diagnostic};

use self::facts::Facts;

/// Words to be read, with what is known of where they stand.
#[derive(Debug, Clone, Copy)]
pub struct Passage<'a> {
    /// The words.
    pub words: &'a str,
    /// The meeting to which they belong, where they belong to one.
    pub meeting: Option<&'a str>,
    /// What they are a part of.
    pub document: Document,
}

/// What words are a part of, and so what "Table 4" in them can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Document {
    /// A field of a record, which may speak of any document.
    Field,
    /// The minutes of a meeting.
    Minutes,
    /// A whole report, which speaks of itself, with so many tables.
    Report {
        /// How many tables are in it, with or without numbers.
        tables: usize,
    },
    /// A page of a supplied paper, whose other pages say which tables there are.
    Page,
}

/// Something at which the reader stumbled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What it is.
    pub code: Code,
    /// What was found.
    pub message: String,
    /// What to do.
    pub hint: &'static str,
    /// Where, in bytes of the words.
    pub range: Range<usize>,
}

impl Remark {
    /// Returns it as a diagnostic without a place.
    pub fn diagnostic(self) -> Diagnostic {
        Diagnostic::new(self.code, self.message).hint(self.hint)
    }
}

/// Returns whether anything could be found in some words. Most have no figures and none of the signs and words without
/// which every check finds nothing; so they need not be looked at more closely.
fn may_stumble(words: &str) -> bool {
    words.bytes().any(|byte| byte.is_ascii_digit() || byte == b'@' || leftovers::is_sign(byte))
        || leftovers::has_word(words.as_bytes())
}

/// Reads a passage, and returns what it found in the order of the words.
pub fn read(passage: &Passage<'_>, facts: &Facts<'_>) -> Vec<Remark> {
    let mut found = Vec::new();
    if !may_stumble(passage.words) {
        return found;
    }
    leftovers::find(&mut found, passage.words);
    days::find(&mut found, passage, facts);
    meetings::find(&mut found, passage, facts);
    references::find(&mut found, passage, facts);
    people::find(&mut found, passage.words, facts);
    found.sort_by_key(|remark| remark.range.start);
    found
}

/// Returns words as a message quotes them: on one line, and not too long.
fn quoted(words: &str) -> String {
    let line: Vec<&str> = words.split_whitespace().collect();
    let line = line.join(" ");
    let mut short: String = line.chars().take(60).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    format!("`{short}`")
}

/// Returns what stands before a place, from the beginning of its sentence; of a long one only the end.
fn before(words: &str, at: usize) -> &str {
    let sentence = words[..at].rfind(['.', ';', '!', '\n']).map_or(0, |end| end + 1);
    &words[sentence..at]
}

/// Returns what stands after a place, to the end of its sentence. A full stop inside a number ends none.
fn after(words: &str, at: usize) -> &str {
    let rest = &words[at..];
    let end = rest.char_indices().find_map(|(end, char)| {
        let is_end = matches!(char, ';' | '!' | '?' | '\n')
            || char == '.' && !rest[end + 1..].starts_with(|next: char| next.is_ascii_digit());
        is_end.then_some(end)
    });
    &rest[..end.unwrap_or(rest.len())]
}

/// Returns a pattern, which is part of this program.
fn pattern(pattern: &str) -> regex::Regex {
    regex::Regex::new(pattern).expect("patterns of this program are tested")
}
