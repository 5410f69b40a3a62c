//! Goes through the pages of a supplied paper, by the words that were found on them.

use super::facts::Facts;
use super::{Document, Passage, Remark, read, references};

/// What was found on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRemark {
    /// The page, counted from 1.
    pub page: usize,
    /// What was found on it.
    pub remark: Remark,
}

/// Returns what the proof-reader says of a paper of a meeting. `is_numbered` is whether its pages bear numbers beyond
/// their count, so that it may speak of any page.
pub fn check(
    pages: &[&str],
    meeting: &str,
    is_numbered: bool,
    facts: &Facts<'_>,
) -> Vec<PageRemark> {
    let all = pages.join("\n");
    let count = (!is_numbered).then_some(pages.len());
    let mut found = Vec::new();
    for (words, page) in pages.iter().zip(1..) {
        let passage = Passage { words, meeting: Some(meeting), document: Document::Page };
        let mut remarks = read(&passage, facts);
        references::on_page(&mut remarks, words, &all, count);
        found.extend(remarks.into_iter().map(|remark| PageRemark { page, remark }));
    }
    found
}
