//! From the parts of a text to the tree that JSON gives.

mod business;
mod election;
mod heading;
mod minute;
mod motion;
mod people;

use std::ops::Range;
use std::sync::Arc;

use self::minute::Minute;
use super::labels::{self, Label, Mark};
use super::lines::{self, Part};
use super::names;
use super::record::Record;
use crate::diag::{Code, Diagnostic, Origin, Source};
use crate::load::{ReadContext, text};
use crate::model::node::{Content, Node};
use crate::model::value::Scalar;

pub(super) use self::heading::{FURTHER_SITTING, NOT_ON_AGENDA, item};
pub(super) use self::people::REMOTE;

/// Reads minutes; what stands where nothing can be read is reported, and `check -v` shows how each line was read.
pub(in crate::load) fn read(context: &mut ReadContext<'_>, source: &Arc<Source>) -> Node {
    let book = Record::new(&Origin::new(source, 0..source.text.trim_end().len()));
    let mut reader =
        Reader { context, source, book, sitting: None, minute: None, heading: None, level: 0 };
    let parts = lines::parts(&source.text);
    for (at, part) in parts.iter().enumerate() {
        // A heading that was a label says what the next lines hold.
        let heading = reader.heading.take();
        match part {
            Part::Heading { level, title } => {
                let has_lines = matches!(parts.get(at + 1), Some(Part::Entry { mark: None, .. }));
                reader.heading(*level, title, at == 0, has_lines);
            }
            Part::Entry { mark, line, content } => {
                let of_heading = heading.map(|label| Mark::new(label, 0));
                match mark.as_ref().or(of_heading.as_ref()) {
                    Some(mark) => reader.labelled(Labelled { mark, line, content }),
                    None => reader.paragraph(line, content, true),
                }
            }
        }
    }
    reader.end_minute();
    reader.end_sitting();
    reader.book.node()
}

/// A label with what it holds.
#[derive(Clone, Copy)]
struct Labelled<'a> {
    mark: &'a Mark,
    /// Its first line.
    line: &'a Range<usize>,
    content: &'a Range<usize>,
}

impl Labelled<'_> {
    fn label(&self) -> Label {
        self.mark.label
    }

    /// Returns the column that it fills.
    fn column(&self) -> &'static str {
        self.mark.label.column()
    }
}

/// What is being read.
struct Reader<'c, 'd> {
    context: &'c mut ReadContext<'d>,
    source: &'c Arc<Source>,
    book: Record,
    /// The further sitting of which lines tell.
    sitting: Option<Record>,
    /// The minute to which lines belong.
    minute: Option<Minute>,
    /// The label that a heading was, of which the list is still to come.
    heading: Option<Label>,
    /// The level of the headings that name items; 0 before the first.
    level: usize,
}

/// The most words of a line of the title.
const MOST_OF_TITLE: usize = 12;

/// Why something before the first item is not in the minutes.
const BEFORE_ITEMS: &str = "it stands before the heading of the first item";

/// What to do about that.
const HEADING_FIRST: &str = "write it below the heading of an item, such as `## 1. Apologies`; who was there stands in lines \
                             such as `Present:`";

impl<'c> Reader<'c, '_> {
    fn text(&self) -> &'c str {
        &self.source.text
    }

    fn words(&self, range: &Range<usize>) -> &'c str {
        &self.text()[range.clone()]
    }

    fn origin(&self, range: &Range<usize>) -> Origin {
        Origin::new(self.source, range.clone())
    }

    /// Returns a value without markup.
    fn plain(&mut self, range: &Range<usize>) -> Node {
        let origin = self.origin(range);
        let words = names::plain(self.words(range));
        if words.is_empty() {
            return Node { origin, content: Content::Missing };
        }
        text::node(self.context, Scalar::Text(words), origin)
    }

    /// Returns a text with light markup: one, or a list where blank lines part it.
    fn rich(&mut self, range: &Range<usize>) -> Node {
        let origin = self.origin(range);
        let mut nodes = Vec::new();
        for (piece, place) in lines::pieces(self.text(), range) {
            let place = self.origin(&place);
            nodes.push(text::node(self.context, Scalar::Text(piece), place));
        }
        match nodes.len() {
            0 => Node { origin, content: Content::Missing },
            1 => nodes.remove(0),
            _ => Node { origin, content: Content::List(nodes) },
        }
    }

    /// Gives a column a value without markup, at its place.
    fn put(&mut self, record: &mut Record, column: &str, range: &Range<usize>) {
        record.set(column, &self.origin(range), self.plain(range));
    }

    /// Gives a column a text with light markup, at its place.
    fn put_text(&mut self, record: &mut Record, column: &str, range: &Range<usize>) {
        record.set(column, &self.origin(range), self.rich(range));
    }

    /// Notes how something was read.
    fn note(&mut self, range: &Range<usize>, what: &str) {
        let message = format!("this was read as {what}");
        let origin = self.origin(range);
        self.context.diags.push(Diagnostic::new(Code::MinutesReadAs, message).at(&origin));
    }

    fn note_label(&mut self, range: &Range<usize>, label: Label) {
        self.note(range, &format!("`{}:`", label.words()));
    }

    /// Reports something that is not in the minutes.
    fn left_out(&mut self, range: &Range<usize>, why: &str, hint: &str) {
        let message = format!("this is not in the minutes: {why}");
        let diagnostic = Diagnostic::new(Code::MinutesNotRead, message).at(&self.origin(range));
        self.context.diags.push(diagnostic.hint(hint));
    }

    fn labelled(&mut self, entry: Labelled<'_>) {
        if entry.label().is_of_meeting() {
            self.of_meeting(entry);
            self.note_label(entry.line, entry.label());
            return;
        }
        let Some(mut minute) = self.minute.take() else {
            self.left_out(entry.line, BEFORE_ITEMS, HEADING_FIRST);
            return;
        };
        let is_read = self.of_minute(&mut minute, entry);
        self.minute = Some(minute);
        if is_read {
            self.note_label(entry.line, entry.label());
        }
    }

    /// Reads a paragraph: of a motion whose words are still to come, or of the minute.
    fn paragraph(&mut self, line: &Range<usize>, content: &Range<usize>, takes_number: bool) {
        let Some(mut minute) = self.minute.take() else {
            match self.is_title(content) {
                true => self.note(line, "part of the title, which is not printed"),
                false => self.left_out(line, BEFORE_ITEMS, HEADING_FIRST),
            }
            return;
        };
        let origin = self.origin(line);
        let outcome = labels::outcome(&names::plain(self.words(content)));
        let motion = minute.target();
        if let Some(motion) = motion.filter(|motion| !motion.has("text") && !motion.has("part")) {
            motion.set("text", &origin, self.rich(content));
            self.note(line, "the words of a motion");
        } else if let (Some(outcome), Some(motion)) = (outcome, minute.target()) {
            motion.set("outcome", &origin, scalar(&origin, Scalar::Text(outcome.to_owned())));
            self.note_label(line, Label::Outcome);
        } else {
            let paragraph = minute.begin(&origin, false);
            if !takes_number {
                paragraph.set("numbered", &origin, flag(&origin, false));
            }
            paragraph.set("text", &origin, self.rich(content));
            self.note(line, "a paragraph");
        }
        self.minute = Some(minute);
    }

    /// Returns whether a paragraph is one of the short lines with which minutes begin, such as the council, the day and the
    /// place: nothing that is read stands before it.
    fn is_title(&self, content: &Range<usize>) -> bool {
        let words = self.words(content);
        let is_short = words.split_whitespace().count() <= MOST_OF_TITLE;
        self.book.is_empty()
            && self.sitting.is_none()
            && (is_short || words.to_lowercase().contains("minutes of"))
    }

    /// Reads what a label says in a minute; returns whether it could stand there.
    fn of_minute(&mut self, minute: &mut Minute, entry: Labelled<'_>) -> bool {
        let Labelled { line, content, .. } = entry;
        let origin = self.origin(line);
        match entry.label() {
            Label::Number | Label::Confidential | Label::Exclusion => {
                minute.record.set(entry.column(), &origin, self.plain(content));
            }
            Label::Confirms | Label::Exempt => {
                for value in names::entries(self.text(), content).0 {
                    minute.record.push(entry.column(), self.plain(&value));
                }
            }
            Label::PublicSummary => {
                minute.record.set(entry.column(), &origin, self.rich(content));
            }
            Label::Movement | Label::Arrived | Label::Left => {
                for movement in names::lines(self.text(), content) {
                    let node = self.movement(&movement, entry.label());
                    minute.record.push(entry.column(), node);
                }
            }
            Label::Correction => {
                let node = self.correction(content);
                minute.record.push(entry.column(), node);
            }
            Label::Paragraph | Label::Unnumbered => {
                let node = self.rich(content);
                let paragraph = minute.begin(&origin, false);
                if entry.label() == Label::Unnumbered {
                    paragraph.set("numbered", &origin, flag(&origin, false));
                }
                if !node.is_missing() {
                    paragraph.set("text", &origin, node);
                }
            }
            Label::Resolution | Label::Resolved | Label::Formula => {
                self.resolution(minute, entry);
            }
            Label::Action => {
                minute.close();
                minute.action = Some(self.action(entry));
            }
            Label::Due => {
                let Some(action) = &mut minute.action else {
                    let hint = "write it below the action that it is of";
                    self.left_out(line, "no action stands before it", hint);
                    return false;
                };
                action.set(entry.column(), &origin, self.plain(content));
            }
            Label::Election
            | Label::Choice
            | Label::Round
            | Label::Elected
            | Label::Chosen
            | Label::DecidedBy => return self.election(minute, entry),
            Label::For | Label::Against | Label::Abstained | Label::NotVoting => {
                self.side(minute, entry);
            }
            Label::Vote => {
                minute.close_vote(&origin);
                minute.vote(&origin);
                return content.is_empty() || self.sides(minute, entry);
            }
            Label::CastingVote => {
                minute.vote(&origin).set(entry.column(), &origin, self.plain(content));
            }
            _ => return self.motion(minute, entry),
        }
        true
    }
}

fn scalar(origin: &Origin, scalar: Scalar) -> Node {
    Node { origin: origin.clone(), content: Content::Scalar(scalar) }
}

fn flag(origin: &Origin, value: bool) -> Node {
    scalar(origin, Scalar::Bool(value))
}

fn number(origin: &Origin, value: u32) -> Node {
    scalar(origin, Scalar::Number(value.to_string()))
}

/// Returns the first line of a range.
fn first_line(text: &str, range: &Range<usize>) -> Range<usize> {
    range.start..range.start + text[range.clone()].lines().next().map_or(0, str::len)
}
