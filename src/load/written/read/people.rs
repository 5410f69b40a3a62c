//! Who was there, who came and went, and interests.

use std::ops::Range;

use super::heading::after_item;
use super::{Labelled, Reader, flag, scalar};
use crate::load::written::labels::Label;
use crate::load::written::lines::trimmed;
use crate::load::written::names;
use crate::load::written::record::Record;
use crate::model::node::Node;
use crate::model::value::Scalar;

/// The note of the member in the chair.
const IN_THE_CHAIR: &str = "in the chair";

/// The note of whoever attended from elsewhere.
pub(in crate::load::written) const REMOTE: &str = "remote";

impl Reader<'_, '_> {
    /// Reads what a label says of the meeting, or of a further sitting.
    pub(super) fn of_meeting(&mut self, entry: Labelled<'_>) {
        let content = entry.content;
        let nodes: Vec<Node> = match entry.label() {
            Label::Present
            | Label::InTheChair
            | Label::Apologies
            | Label::Absent
            | Label::InAttendance
            | Label::Officers => {
                let (names, are_points) = names::entries(self.text(), content);
                let is_chair = entry.label() == Label::InTheChair;
                names.iter().map(|name| self.attendee(name, are_points, is_chair)).collect()
            }
            Label::Substitutes => {
                let (names, _) = names::entries(self.text(), content);
                names.iter().map(|names| self.substitution(names)).collect()
            }
            // Commas are in them.
            Label::Interests => {
                let interests = names::lines(self.text(), content);
                interests.iter().map(|interest| self.interest(interest)).collect()
            }
            _ => {
                let (origin, value) = (self.origin(entry.line), self.plain(content));
                self.sitting.as_mut().unwrap_or(&mut self.book).set(entry.column(), &origin, value);
                return;
            }
        };
        let record = self.sitting.as_mut().unwrap_or(&mut self.book);
        for node in nodes {
            match entry.label() {
                // Whoever is in the chair is the first.
                Label::InTheChair => record.push_first(entry.column(), node),
                _ => record.push(entry.column(), node),
            }
        }
    }

    /// Reads a name with a note: in brackets, or in a list after a comma or a dash.
    fn attendee(&mut self, entry: &Range<usize>, is_point: bool, is_chair: bool) -> Node {
        let text = self.text();
        let origin = self.origin(entry);
        let (mut name, mut note) = names::brackets(text, entry);
        if note.is_none()
            && is_point
            && let Some((first, rest)) =
                names::split_once(text, &name, ',').or_else(|| names::split_once(text, &name, '–'))
        {
            (name, note) = (first, Some(rest));
        }
        let mut record = Record::new(&origin);
        record.set("name", &origin, self.plain(&name));
        let mut notes = note.map(|note| names::split(text, &note, ';')).unwrap_or_default();
        let is_remote = |part: &Range<usize>| names::plain(&text[part.clone()]) == REMOTE;
        let remote = notes.iter().position(is_remote).map(|at| notes.remove(at));
        if let (Some(first), Some(last)) = (notes.first(), notes.last()) {
            self.put(&mut record, "note", &(first.start..last.end));
        } else if is_chair {
            let note = Scalar::Text(IN_THE_CHAIR.to_owned());
            record.set("note", &origin, scalar(&origin, note));
        }
        if let Some(place) = remote {
            let place = self.origin(&place);
            record.set("remote", &place, flag(&place, true));
        }
        record.only("name")
    }

    fn substitution(&mut self, entry: &Range<usize>) -> Node {
        let mut record = Record::new(&self.origin(entry));
        match self.words(entry).find(" for ") {
            Some(at) => {
                let at = entry.start + at;
                self.put(&mut record, "name", &(entry.start..at));
                self.put(&mut record, "for", &(at + " for ".len()..entry.end));
            }
            None => self.put(&mut record, "name", entry),
        }
        record.node()
    }

    /// Reads an interest: `Member, item 4, Personal: what it is (left the room; dispensation)`.
    fn interest(&mut self, entry: &Range<usize>) -> Node {
        let text = self.text();
        let mut record = Record::new(&self.origin(entry));
        let (mut rest, brackets) = names::brackets(text, entry);
        let flags = brackets.map(|brackets| names::split(text, &brackets, ';')).unwrap_or_default();
        let known: Option<Vec<_>> =
            flags.iter().map(|part| interest_flag(&names::plain(&text[part.clone()]))).collect();
        match known {
            Some(known) => {
                for (part, (column, value)) in flags.iter().zip(known) {
                    let place = self.origin(part);
                    record.set(column, &place, flag(&place, value));
                }
            }
            None => rest = entry.clone(),
        }
        let (before, nature) = names::before_and_after(text, &rest, ':');
        let mut parts = names::split(text, &before, ',').into_iter();
        if let Some(member) = parts.next() {
            self.put(&mut record, "member", &member);
        }
        let mut parts = parts.peekable();
        if let Some(part) = parts.peek().cloned()
            && let Some(number) = after_item(&text[part.clone()])
        {
            parts.next();
            self.put(&mut record, "item", &(part.start + number..part.end));
        }
        if let Some(first) = parts.next() {
            let end = parts.last().map_or(first.end, |last| last.end);
            self.put(&mut record, "kind", &(first.start..end));
        }
        if let Some(nature) = nature {
            self.put(&mut record, "nature", &nature);
        }
        record.node()
    }

    /// Reads a movement: `Ann, arrived 6.45 pm, left 7 pm`, or `Ann at 7 pm` where the label says which it was.
    pub(super) fn movement(&mut self, entry: &Range<usize>, label: Label) -> Node {
        let text = self.text();
        let mut record = Record::new(&self.origin(entry));
        let (name, note) = names::brackets(text, entry);
        let mut parts = names::split(text, &name, ',');
        parts.extend(note);
        let mut parts = parts.into_iter();
        let first = parts.next().unwrap_or_else(|| entry.clone());
        let at = match label {
            Label::Movement => None,
            _ => text[first.clone()].find(" at ").map(|at| first.start + at),
        };
        self.put(&mut record, "member", &trimmed(text, &(first.start..at.unwrap_or(first.end))));
        let time = at.map(|at| at + " at ".len()..first.end);
        for part in time.into_iter().chain(parts) {
            let mut column = if label == Label::Left { "left" } else { "arrived" };
            let mut time = &text[part.clone()];
            for (words, other) in [
                ("arrived", Some("arrived")),
                ("returned", Some("arrived")),
                ("joined", Some("arrived")),
                ("left", Some("left")),
                ("at ", None),
            ] {
                let first = time.get(..words.len());
                if first.is_some_and(|first| first.eq_ignore_ascii_case(words)) {
                    column = other.unwrap_or(column);
                    time = time[words.len()..].trim_start();
                }
            }
            let place = self.origin(&part);
            record.set(column, &place, self.plain(&(part.end - time.len()..part.end)));
        }
        record.node()
    }
}

/// Returns the flag of an interest that some words set.
fn interest_flag(words: &str) -> Option<(&'static str, bool)> {
    Some(match words.to_lowercase().as_str() {
        "left the room" | "left the meeting" => ("left-room", true),
        "stayed" | "did not leave" | "stayed in the room" => ("left-room", false),
        "dispensation" => ("dispensation", true),
        "no dispensation" => ("dispensation", false),
        "sensitive" => ("sensitive", true),
        "not sensitive" => ("sensitive", false),
        _ => return None,
    })
}
