//! Resolutions, actions and corrections.

use std::ops::Range;

use super::minute::Minute;
use super::{Labelled, Reader, first_line};
use crate::load::written::labels::Label;
use crate::load::written::lines::{self, trimmed};
use crate::load::written::names;
use crate::load::written::record::Record;
use crate::model::node::Node;

impl Reader<'_, '_> {
    /// Reads a correction: `planning-2026-01-20, minute 31: for ‘1948’ read ‘1984’`.
    pub(super) fn correction(&mut self, content: &Range<usize>) -> Node {
        let text = self.text();
        let mut record = Record::new(&self.origin(content));
        let (before, words) = names::before_and_after(text, content, ':');
        let mut parts = names::split(text, &before, ',').into_iter();
        if let Some(meeting) = parts.next() {
            self.put(&mut record, "meeting", &meeting);
        }
        if let Some(minute) = parts.next() {
            let first = text[minute.clone()].get(.."minute ".len());
            let is_named = first.is_some_and(|first| first.eq_ignore_ascii_case("minute "));
            let start = if is_named { "minute ".len() } else { 0 };
            let place = self.origin(&minute);
            record.set("minute", &place, self.plain(&(minute.start + start..minute.end)));
        }
        if let Some(words) = words {
            self.put_text(&mut record, "text", &words);
        }
        record.node()
    }

    pub(super) fn resolution(&mut self, minute: &mut Minute, entry: Labelled<'_>) {
        // The words that lead in may have a line of their own before it.
        let begun = minute.resolution.take_if(|begun| begun.has("formula") && !begun.has("text"));
        let mut resolution = begun.unwrap_or_else(|| {
            let origin = self.origin(entry.line);
            minute.begin(&origin, entry.mark.with_it);
            Record::new(&origin)
        });
        let (formula, words) = match entry.label() {
            Label::Formula => (Some(entry.content.clone()), None),
            Label::Resolution => (None, Some(entry.content.clone())),
            _ => led_in(self.text(), entry.line, entry.content),
        };
        if let Some(formula) = formula {
            self.put(&mut resolution, "formula", &formula);
        }
        if let Some(words) = words {
            self.put_text(&mut resolution, "text", &words);
        }
        minute.resolution = Some(resolution);
    }

    /// Reads an action: `Head of Streets: say what each bin has cost`.
    pub(super) fn action(&mut self, entry: Labelled<'_>) -> Record {
        let text = self.text();
        let Labelled { mark, line, content } = entry;
        let mut record = Record::new(&self.origin(line));
        let first = first_line(text, content);
        let (owner, words) = match &mark.owner {
            Some(owner) => {
                (Some(line.start + owner.start..line.start + owner.end), content.clone())
            }
            None => match names::split_once(text, &first, ':')
                .or_else(|| names::split_once(text, &first, '–'))
            {
                Some((owner, rest)) => (Some(owner), rest.start..content.end),
                None => (None, content.clone()),
            },
        };
        if let Some(owner) = owner {
            self.put(&mut record, "owner", &owner);
        }
        let place = self.origin(&words);
        record.set("text", &place, self.rich(&trimmed(text, &words)));
        record
    }
}

/// Returns the words that lead into a resolution, and what was resolved: a list after the line, or else what follows
/// `Resolved` in it.
fn led_in(
    text: &str,
    line: &Range<usize>,
    content: &Range<usize>,
) -> (Option<Range<usize>>, Option<Range<usize>>) {
    let first = trimmed(text, line);
    let rest = trimmed(text, &(line.end.min(content.end)..content.end));
    let words = &text[first.clone()];
    let is_led = words.trim_end_matches(['*', '_']).ends_with([':', '–', '—', '-'])
        || names::plain(words).to_lowercase().ends_with(" that")
        || lines::is_item(&text[rest.clone()]).is_some();
    if !rest.is_empty() && is_led {
        let colon = first.end - usize::from(words.ends_with(':'));
        return (Some(first.start..colon), Some(rest));
    }
    let signs = [":", "–", "—", " - ", " that "];
    if let Some((at, start)) = names::first_of(words, &signs) {
        let marks = ['*', '_', ',', ' '];
        let start = first.start + start;
        let start = content.end - text[start..content.end].trim_start_matches(marks).len();
        let formula = trimmed(text, &(first.start..first.start + at));
        return (Some(formula), Some(start..content.end).filter(|words| !words.is_empty()));
    }
    (Some(first), Some(rest).filter(|rest| !rest.is_empty()))
}
