//! Goes through the records: every column that the public may read, by the declarations of the tables.

use std::borrow::Cow;

use super::facts::Facts;
use super::{Document, Passage, may_stumble, read};
use crate::diag::{Diagnostic, Origin};
use crate::model::dataset::Dataset;
use crate::model::passages::{self, Where, Words};
use crate::model::rich::{Block, Inline, Rich};
use crate::parallel;

/// A passage with its place.
struct Found<'a> {
    passage: passages::Passage<'a>,
    place: Where<'a>,
}

/// How many passages are read at a time by one thread.
const CHUNK: usize = 2_000;

/// Returns what the proof-reader says of all that the public may read, each remark at its place.
pub fn check(data: &Dataset) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    passages::of_public(data, &mut |place, passage| {
        let is_plain = match passage.words {
            Words::Line(line) => !may_stumble(line),
            Words::Text(rich) => one_run(rich).is_some_and(|text| !may_stumble(text)),
        };
        if !is_plain {
            all.push(Found { passage, place });
        }
    });
    let facts = Facts::of(data);
    let chunks: Vec<&[Found<'_>]> = all.chunks(CHUNK).collect();
    let threads = parallel::processors().min(chunks.len());
    let found = parallel::map(threads, chunks.len(), |at| {
        chunks[at].iter().flat_map(|found| remarks(found, &facts)).collect::<Vec<_>>()
    });
    found.into_iter().flatten().collect()
}

/// Returns what there is to say of a passage.
fn remarks(found: &Found<'_>, facts: &Facts<'_>) -> Vec<Diagnostic> {
    let Found { passage, place } = found;
    let words = match passage.words {
        Words::Line(line) => Cow::Borrowed(line),
        Words::Text(rich) => words_of(rich),
    };
    let (meeting, document) = match (*place, passage.words) {
        (Where::Meeting(meeting), _) => (Some(meeting), Document::Field),
        (Where::Minutes(meeting), _) => (Some(meeting), Document::Minutes),
        (Where::Report(meeting), Words::Text(rich)) => {
            (Some(meeting), Document::Report { tables: tables(&rich.blocks) })
        }
        (Where::Report(meeting), Words::Line(_)) => (Some(meeting), Document::Field),
        (Where::Elsewhere, _) => (None, Document::Field),
    };
    let is_contact = super::facts::is_contact(passage.field);
    let remarks = read(&Passage { words: &words, meeting, document }, facts).into_iter();
    let remarks = remarks
        .filter(|remark| !(is_contact && remark.code == crate::diag::Code::TextPersonalData));
    remarks
        .map(|remark| {
            let origin = place_of(passage.origin, &words, remark.range.clone());
            remark.diagnostic().at(&origin)
        })
        .collect()
}

/// Returns the place of some words of a value: where the same words stand in its file, the same time over.
fn place_of(origin: &Origin, words: &str, range: std::ops::Range<usize>) -> Origin {
    let part = &words[range.clone()];
    let before = words[..range.start].matches(part).count();
    origin.of_part(part, before)
}

/// Returns the words of a text; of most, which are one run of words, without copying them.
fn words_of(rich: &Rich) -> Cow<'_, str> {
    one_run(rich).map_or_else(|| rich.plain_text().into(), Cow::Borrowed)
}

/// Returns the words of a text that is one run of words.
fn one_run(rich: &Rich) -> Option<&str> {
    let [Block::Paragraph(content)] = rich.blocks.as_slice() else { return None };
    let [Inline::Text(text)] = content.as_slice() else { return None };
    Some(text)
}

/// Counts the tables in blocks.
fn tables(blocks: &[Block]) -> usize {
    let count = blocks.iter().map(|block| match block {
        Block::Table(_) => 1,
        Block::Quote(blocks) => tables(blocks),
        Block::List(list) => list.items.iter().map(|item| tables(&item.blocks)).sum(),
        Block::Paragraph(_) | Block::Heading { .. } | Block::Picture(_) => 0,
    });
    count.sum()
}
