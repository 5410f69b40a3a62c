//! Motions, amendments and votes.

use std::ops::Range;

use super::minute::Minute;
use super::{Labelled, Reader, first_line, number};
use crate::diag::{Code, Diagnostic, plural};
use crate::load::written::labels::Label;
use crate::load::written::lines::trimmed;
use crate::load::written::names;
use crate::load::written::record::Record;
use crate::model::node::{Content, Node};

impl Reader<'_, '_> {
    pub(super) fn motion(&mut self, minute: &mut Minute, entry: Labelled<'_>) -> bool {
        let Labelled { mark, line, content } = entry;
        let origin = self.origin(line);
        match entry.label() {
            Label::Motion => {
                // Whoever moved it may stand before its words.
                let is_begun = minute.motion.as_ref().is_some_and(|motion| !motion.has("text"));
                if !is_begun {
                    minute.begin_motion(&origin, mark.with_it);
                }
                let node = self.rich(content);
                if let Some(motion) = &mut minute.motion
                    && !node.is_missing()
                {
                    motion.set(entry.column(), &origin, node);
                }
                return true;
            }
            Label::Moved => {
                let is_open = minute.target().is_some_and(|record| !record.has("mover"));
                if !is_open {
                    minute.begin_motion(&origin, mark.with_it);
                }
                let Moved { mover, seconder, words } = moved(self.text(), content);
                let motion = minute.target().expect("it was begun");
                self.put(motion, "mover", &mover);
                if let Some(seconder) = seconder {
                    self.put(motion, "seconder", &seconder);
                }
                if let Some(words) = words {
                    self.put_text(motion, "text", &words);
                }
                return true;
            }
            _ => {}
        }
        let Some(motion) = minute.target() else {
            self.left_out(line, "no motion stands before it", "begin with `Motion:` and its words");
            return false;
        };
        match entry.label() {
            Label::Amendment | Label::Part => {
                let (list, node) = match entry.label() {
                    Label::Amendment => ("amendments", self.rich(content)),
                    _ => ("parts", self.plain(content)),
                };
                minute.close_piece(&origin);
                let mut piece = Record::new(&origin);
                if !node.is_missing() {
                    piece.set(entry.column(), &origin, node);
                }
                minute.piece = Some((list, piece));
            }
            Label::Substantive => {
                minute.close_piece(&origin);
                let motion = minute.target().expect("only its amendment was ended");
                motion.set(entry.column(), &origin, self.rich(content));
            }
            Label::OnTheMotion => {
                minute.close_piece(&origin);
                return content.is_empty() || self.sides(minute, entry);
            }
            _ => motion.set(entry.column(), &origin, self.plain(content)),
        }
        true
    }

    /// Reads one side of a vote that has its own line.
    pub(super) fn side(&mut self, minute: &mut Minute, entry: Labelled<'_>) {
        let origin = self.origin(entry.line);
        let mut node = match entry.mark.number {
            Some(count) if entry.content.is_empty() => number(&origin, count),
            _ => self.tally(entry.content),
        };
        if let (Some(number), Content::List(names)) = (entry.mark.number, &node.content)
            && names.len() != number as usize
        {
            let message = format!(
                "`{}` says {number} in its brackets, and {} after them",
                entry.label().words(),
                plural(names.len(), "name stands", "names stand"),
            );
            let diagnostic = Diagnostic::new(Code::DataContradiction, message).at(&origin);
            self.context.diags.push(diagnostic.hint("correct the number, or the names"));
            self.context.broken.push(origin.clone());
            node.content = Content::Missing;
        }
        let may_be_of_round = matches!(entry.label(), Label::Abstained | Label::NotVoting);
        match &mut minute.round {
            Some(round) if may_be_of_round => round.set(entry.column(), &origin, node),
            _ => minute.vote(&origin).set(entry.column(), &origin, node),
        }
    }

    /// Reads a vote in one line, such as `8 for, 2 against, 1 abstained`.
    pub(super) fn sides(&mut self, minute: &mut Minute, entry: Labelled<'_>) -> bool {
        let text = self.text();
        let parts = names::split(text, entry.content, ',').into_iter();
        let parts: Vec<_> = parts.flat_map(|part| names::split(text, &part, ';')).collect();
        let sides: Option<Vec<_>> =
            parts.iter().map(|part| side(&names::plain(self.words(part)))).collect();
        let Some(sides) = sides else {
            let hint =
                "write it such as `Vote: 8 for, 2 against`, or a line for each side: `For: 8`";
            self.left_out(entry.line, "it is no count of votes", hint);
            return false;
        };
        let vote = minute.vote(&self.origin(entry.line));
        for (part, (label, count)) in parts.iter().zip(sides) {
            let origin = self.origin(part);
            vote.set(label.column(), &origin, number(&origin, count));
        }
        true
    }

    /// Reads one side of a vote: how many, or who.
    pub(super) fn tally(&mut self, content: &Range<usize>) -> Node {
        let origin = self.origin(content);
        if let Some(count) = count(&names::plain(self.words(content))) {
            return number(&origin, count);
        }
        let (entries, _) = names::entries(self.text(), content);
        let names = entries.iter().map(|entry| self.plain(entry)).collect();
        Node { origin, content: Content::List(names) }
    }
}

/// Returns a number of votes, such as `8` or `8 members`.
fn count(words: &str) -> Option<u32> {
    let mut words = words.split(' ');
    let number = words.next()?;
    let number = match number.to_lowercase().as_str() {
        "none" | "nil" | "nobody" => 0,
        _ => number.parse().ok()?,
    };
    let unit = words.next().unwrap_or("votes");
    let is_unit = ["votes", "vote", "members", "councillors", "member"].contains(&unit);
    (is_unit && words.next().is_none()).then_some(number)
}

/// Returns a side of a vote with its number, such as `8 for` or `Against 2`.
fn side(words: &str) -> Option<(Label, u32)> {
    let lower = words.to_lowercase();
    let lower = lower.replace([':', '-', '–'], " ");
    let words: Vec<&str> = lower.split_whitespace().collect();
    let (number, rest) = match words.as_slice() {
        [first, rest @ ..] if count(first).is_some() => (count(first)?, rest),
        [rest @ .., last] => (count(last)?, rest),
        [] => return None,
    };
    let label = match rest {
        ["for" | "favour"] | ["in", "favour"] => Label::For,
        ["against"] => Label::Against,
        ["abstained" | "abstentions" | "abstention" | "abstaining" | "abstain"] => Label::Abstained,
        ["not", "voting"] | ["did", "not", "vote"] => Label::NotVoting,
        _ => return None,
    };
    Some((label, number))
}

/// What a line such as `Moved by Ann, seconded by Bob: That …` holds.
struct Moved {
    mover: Range<usize>,
    seconder: Option<Range<usize>>,
    /// The words of the motion, where they follow.
    words: Option<Range<usize>>,
}

fn moved(text: &str, content: &Range<usize>) -> Moved {
    let line = first_line(text, content);
    let seconded = ["seconded by ", "seconded: ", "seconded "];
    let Some((at, start)) = names::first_of(&text[line.clone()], &seconded) else {
        return Moved { mover: content.clone(), seconder: None, words: None };
    };
    let mover = text[line.start..line.start + at].trim_end();
    let mover = mover.strip_suffix("and").unwrap_or(mover).trim_end().trim_end_matches([',', ';']);
    let mover = trimmed(text, &(line.start..line.start + mover.len()));
    let rest = line.start + start..line.end;
    // The words begin after a colon or a dash, or with `that`.
    let (end, words) = match names::first_of(&text[rest.clone()], &[":", "–", " that "]) {
        // `that` is one of the words.
        Some((end, start)) if text[rest.start + end..].starts_with(' ') => {
            (rest.start + end, rest.start + start - "that ".len())
        }
        Some((end, start)) => (rest.start + end, rest.start + start),
        None => (line.end, line.end),
    };
    let seconder = trimmed(text, &(rest.start..end));
    let is_ended = text[seconder.clone()].ends_with([',', '.']);
    let seconder = seconder.start..seconder.end - usize::from(is_ended);
    let words = trimmed(text, &(words..content.end));
    Moved { mover, seconder: Some(seconder), words: Some(words).filter(|words| !words.is_empty()) }
}
