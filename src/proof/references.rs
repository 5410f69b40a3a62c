//! References that lead nowhere: to a minute, a table, a figure or a page that there is not.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::days::days;
use super::facts::{Facts, MinuteNumbers};
use super::{Document, Passage, Remark, after, before, pattern, quoted};
use crate::diag::Code;

static MINUTE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?-u:\b)(?i:minute)\s+(?i:no\.?\s*|number\s+)?(\d{1,4})(?:\.(\d{1,3}))?(?-u:\b)")
});
static TABLE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?-u:\b)(Table|Figure|table|figure)\s+(\d{1,2})(?-u:\b)"));
static PAGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?-u:\b)(?i:page)\s+(\d{1,4})(?-u:\b)"));

/// How few letters a page of a report has at least, on the average, in whatever form.
pub(super) const MIN_PAGE: usize = 150;

/// Adds the references in a passage that lead nowhere.
pub(super) fn find(found: &mut Vec<Remark>, passage: &Passage<'_>, facts: &Facts<'_>) {
    if passage.words.contains("inute ") {
        minutes(found, passage, facts);
    }
    let pack = || passage.meeting.and_then(|meeting| facts.pack_pages(meeting));
    match passage.document {
        Document::Report { tables } => {
            tables_and_figures(found, passage.words, passage.words, tables);
            let pages = passage.words.chars().count() / MIN_PAGE + 3;
            pages_beyond(found, passage.words, pages, pack());
        }
        // A field may speak of the page of any document but the pack.
        Document::Field if passage.words.contains("age ") && passage.words.contains("pack") => {
            pages_beyond(found, passage.words, usize::MAX, pack());
        }
        Document::Field | Document::Minutes | Document::Page => {}
    }
}

/// Adds the references on a page of a paper that lead nowhere: to a table or figure without a caption on any of its
/// pages (`all`, their words), or to a page that it does not have (`count`, where pages bear no numbers of their own).
pub(super) fn on_page(found: &mut Vec<Remark>, page: &str, all: &str, count: Option<usize>) {
    tables_and_figures(found, page, all, 0);
    if let Some(count) = count {
        pages_beyond(found, page, count, None);
    }
}

/// Returns the numbers of the tables or figures that have captions.
fn captions(words: &str, kind: &str) -> BTreeSet<u32> {
    let mut found = BTreeSet::new();
    for line in words.lines() {
        let Some(rest) = line.trim_start().strip_prefix(kind) else { continue };
        let rest = rest.trim_start();
        let digits = rest.len() - rest.trim_start_matches(|char: char| char.is_ascii_digit()).len();
        let next = rest[digits..].trim_start();
        let is_caption = next.is_empty()
            || next.starts_with([':', '.', '–', '—', '-', '(', '|'])
            || next.starts_with(char::is_uppercase);
        if let (true, Ok(number)) = (is_caption, rest[..digits].parse()) {
            found.insert(number);
        }
    }
    found
}

/// Adds references in `words` to tables and figures of the same document, whose words are `all`; there are `tables`
/// in it, with or without captions.
fn tables_and_figures(found: &mut Vec<Remark>, words: &str, all: &str, tables: usize) {
    for (whole, [kind, number]) in TABLE.captures_iter(words).map(|found| found.extract()) {
        let start = whole.as_ptr().addr() - words.as_ptr().addr();
        let end = start + whole.len();
        let Ok(number) = number.parse::<u32>() else { continue };
        let is_table = kind.eq_ignore_ascii_case("table");
        let name = if is_table { "Table" } else { "Figure" };
        let is_more = words[end..].starts_with('.')
            && words[end + 1..].starts_with(|char: char| char.is_ascii_digit());
        // In small letters it may be any table, and a figure is a number, unless something is said to be in it.
        let last = words[..start].split_whitespace().next_back().unwrap_or_default().to_lowercase();
        let is_name = kind.starts_with(char::is_uppercase)
            || ["see", "in", "from", "by", "at", "per"].contains(&last.trim_start_matches('('));
        if is_more || !is_name || is_elsewhere(words, start, end) {
            continue;
        }
        let captions = captions(all, name);
        let is_there = captions.contains(&number)
            || captions.is_empty() && is_table && number as usize <= tables;
        if is_there || number == 0 {
            continue;
        }
        let what = match captions.last() {
            Some(last) => format!("the last {} with a caption is {last}", name.to_lowercase()),
            None => format!("no {} has a caption", name.to_lowercase()),
        };
        found.push(Remark {
            code: Code::TextDeadReference,
            message: format!("{} leads nowhere: {what}", quoted(whole)),
            hint: "correct the number, or say which paper it is in",
            range: start..end,
        });
    }
}

/// Adds references to pages beyond the last: of a paper with at most `count` pages, or of its pack, where it is known
/// how many it has at most.
fn pages_beyond(found: &mut Vec<Remark>, words: &str, count: usize, pack: Option<usize>) {
    for (whole, [number]) in PAGE.captures_iter(words).map(|found| found.extract()) {
        let start = whole.as_ptr().addr() - words.as_ptr().addr();
        let end = start + whole.len();
        let Ok(number) = number.parse::<usize>() else { continue };
        // A number at the foot of a page is no reference.
        let line = words[..start].rfind('\n').map_or(0, |at| at + 1);
        let is_alone = words[line..start].trim().is_empty()
            && words[end..].lines().next().is_none_or(|rest| rest.trim().is_empty());
        let is_beyond = match named_document(words, end) {
            Some(NamedDocument::This) => number > count,
            Some(NamedDocument::Pack) => pack.is_some_and(|pages| number > pages),
            None => number > count && !is_elsewhere(words, start, end),
        };
        if !is_beyond || is_alone {
            continue;
        }
        found.push(Remark {
            code: Code::TextDeadReference,
            message: format!("{} leads nowhere: there are fewer pages", quoted(whole)),
            hint: "correct the number, or say which document's page it is",
            range: start..end,
        });
    }
}

/// The document that the words after a page name.
enum NamedDocument {
    /// The one in which they stand.
    This,
    /// The pack in which it is bound.
    Pack,
}

/// Returns the document of which words after a place say that it has the page: `page 47 of this report`.
fn named_document(words: &str, end: usize) -> Option<NamedDocument> {
    let rest = words[end..].trim_start().to_lowercase();
    let rest = ["of ", "in "].iter().find_map(|word| rest.strip_prefix(word))?;
    let is_named = |names: &[&str]| {
        names.iter().any(|name| {
            let after = rest.strip_prefix(name);
            after.is_some_and(|after| {
                !after.starts_with(|char: char| char.is_alphanumeric() || char == '-')
            })
        })
    };
    if is_named(&["this report", "this paper", "this document", "this appendix"]) {
        return Some(NamedDocument::This);
    }
    is_named(&["the pack", "this pack", "the agenda pack", "this agenda pack", "the reports pack"])
        .then_some(NamedDocument::Pack)
}

/// Returns whether a reference is to another document: `Table 4 of the strategy`, `Appendix B, page 12`.
fn is_elsewhere(words: &str, start: usize, end: usize) -> bool {
    let next = words[end..].split_whitespace().next().unwrap_or_default();
    let next = next.trim_matches(|char: char| !char.is_alphanumeric()).to_lowercase();
    let is_of = ["of", "in", "from", "within", "to", "at", "on"].contains(&&*next);
    let lead = before(words, start).to_lowercase();
    let papers = [
        "appendix",
        "annex",
        "schedule",
        "volume",
        "supplement",
        "pack",
        "act",
        "guidance",
        "strategy",
        "plan",
        "document",
    ];
    let mut lead = lead.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    is_of || lead.any(|word| papers.contains(&word))
}

/// Adds references to minutes of the body that there are not.
fn minutes(found: &mut Vec<Remark>, passage: &Passage<'_>, facts: &Facts<'_>) {
    let words = passage.words;
    let meeting = passage.meeting.and_then(|name| facts.meeting(name));
    let Some(known) = meeting.and_then(|meeting| facts.minutes_of(meeting.body)) else { return };
    for captures in MINUTE.captures_iter(words) {
        let (Some(whole), Some(number)) = (captures.get(0), captures.get(1)) else { continue };
        let Ok(number) = number.as_str().parse::<u32>() else { continue };
        let paragraph = captures.get(2).map(|paragraph| paragraph.as_str());
        let rest = after(words, whole.end());
        let lead = before(words, whole.start());
        // Numbers such as 12/26 and 12A are of another form, and minutes of another day of another book.
        let is_time = ["second", "minute"].iter().any(|unit| rest.trim_start().starts_with(unit));
        let is_other_form =
            is_time || rest.starts_with(|char: char| char.is_alphanumeric() || char == '/');
        let is_other_book = |part: &str| {
            let lower = part.to_lowercase();
            !days(part).is_empty()
                || ["meeting", "previous", "last year", "earlier", "council minute"]
                    .iter()
                    .any(|word| lower.contains(word))
        };
        if is_other_form || is_other_book(rest) || is_other_book(lead) {
            continue;
        }
        let Some(why) = why_nowhere(known, number, paragraph) else { continue };
        found.push(Remark {
            code: Code::TextDeadReference,
            message: format!("{} leads nowhere: {why}", quoted(whole.as_str())),
            hint: "correct the number, or say of which meeting the minute is",
            range: whole.range(),
        });
    }
}

/// Returns why there is no such minute; `None` where there is, or may be one that the records do not have.
fn why_nowhere(known: &MinuteNumbers, number: u32, paragraph: Option<&str>) -> Option<String> {
    let (first, _) = known.by_number.first_key_value()?;
    let (last, _) = known.by_number.last_key_value()?;
    if let Some(paragraphs) = known.by_number.get(&number) {
        let paragraph = format!("{number}.{}", paragraph?);
        // Where paragraphs have no numbers of this form, nobody can tell.
        let is_form = |known: &String| known.starts_with(&format!("{number}."));
        if paragraphs.contains(&paragraph)
            || !paragraphs.is_empty() && !paragraphs.iter().any(is_form)
        {
            return None;
        }
        return Some(match paragraphs.len() {
            0 => format!("minute {number} has no numbered paragraphs"),
            count => format!("minute {number} has {count} numbered paragraphs"),
        });
    }
    (number > *first).then(|| match number > *last {
        true => format!("the last minute in the records is {last}"),
        false => "the records have no such minute".to_owned(),
    })
}
