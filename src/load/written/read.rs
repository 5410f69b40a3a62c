//! From the parts of a text to the tree that JSON gives.

use std::ops::Range;
use std::sync::Arc;

use super::labels::{self, Label, Mark};
use super::lines::{self, Part, trimmed};
use super::names;
use super::record::Record;
use crate::diag::{Code, Diagnostic, Origin, Source};
use crate::load::{ReadContext, text};
use crate::model::node::{Content, Node};
use crate::model::value::Scalar;

/// Reads minutes; what stands where nothing can be read is reported, and `check -v` shows how each line was read.
pub(in crate::load) fn read(context: &mut ReadContext<'_>, source: &Arc<Source>) -> Node {
    let book = Record::new(&Origin::new(source, 0..source.text.trim_end().len()));
    let mut reader =
        Reader { context, source, book, sitting: None, minute: None, heading: None, level: 0 };
    let parts = lines::parts(&source.text);
    for (at, part) in parts.iter().enumerate() {
        match part {
            Part::Heading { level, title } => {
                let next = parts.get(at + 1);
                let is_empty = !matches!(next, Some(Part::Entry { mark: None, .. }));
                reader.heading(*level, title, at == 0, is_empty);
            }
            Part::Entry { mark, line, content } => {
                let mark = mark.clone().or_else(|| {
                    reader.heading.take().map(|label| Mark {
                        label,
                        with_it: false,
                        number: None,
                        owner: None,
                        content: 0,
                    })
                });
                reader.heading = None;
                reader.entry(mark.as_ref(), line, content);
            }
        }
    }
    reader.end_minute();
    reader.end_sitting();
    reader.book.node()
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

/// A minute, and the parts of it that are still open.
struct Minute {
    record: Record,
    paragraphs: Vec<Record>,
    motion: Option<Record>,
    /// The amendment, or the part of a motion, with the column that it goes to.
    piece: Option<(&'static str, Record)>,
    vote: Option<Record>,
    /// The election or choice.
    election: Option<(&'static str, Record)>,
    round: Option<Record>,
    action: Option<Record>,
    resolution: Option<Record>,
}

impl Minute {
    fn new(record: Record) -> Self {
        Self {
            record,
            paragraphs: Vec::new(),
            motion: None,
            piece: None,
            vote: None,
            election: None,
            round: None,
            action: None,
            resolution: None,
        }
    }

    /// Returns the paragraph to which things belong; the first begins at `origin`.
    fn paragraph(&mut self, origin: &Origin) -> &mut Record {
        if self.paragraphs.is_empty() {
            self.paragraphs.push(Record::new(origin));
        }
        self.paragraphs.last_mut().expect("there is one")
    }

    /// Begins a paragraph, unless what follows belongs to the last.
    fn begin(&mut self, origin: &Origin, with_it: bool) -> &mut Record {
        self.close();
        if !with_it {
            self.paragraphs.push(Record::new(origin));
        }
        self.paragraph(origin)
    }

    fn close_vote(&mut self, origin: &Origin) {
        let Some(vote) = self.vote.take() else { return };
        let vote = vote.node();
        let place = vote.origin.clone();
        match (&mut self.piece, &mut self.motion) {
            (Some((_, piece)), _) => piece.set("vote", &place, vote),
            (None, Some(motion)) => motion.set("vote", &place, vote),
            (None, None) => self.paragraph(origin).set("vote", &place, vote),
        }
    }

    /// Ends the amendment or part of the motion, and its vote.
    fn close_piece(&mut self, origin: &Origin) {
        self.close_vote(origin);
        if let Some((column, piece)) = self.piece.take()
            && let Some(motion) = &mut self.motion
        {
            motion.push(column, piece.node());
        }
    }

    fn close_round(&mut self) {
        if let Some(round) = self.round.take()
            && let Some((_, election)) = &mut self.election
        {
            election.push("rounds", round.node());
        }
    }

    /// Ends all that belongs to the last paragraph.
    fn close(&mut self) {
        let Some(origin) = self.open_at() else { return };
        self.close_piece(&origin);
        let motion = self.motion.take().map(|motion| ("motion", motion.node()));
        self.close_round();
        let election = self.election.take().map(|(column, election)| (column, election.node()));
        let resolution = self.resolution.take().map(|resolution| ("resolution", resolution.node()));
        for (column, node) in motion.into_iter().chain(election).chain(resolution) {
            let place = node.origin.clone();
            self.paragraph(&origin).set(column, &place, node);
        }
        if let Some(action) = self.action.take() {
            self.paragraph(&origin).push("actions", action.node());
        }
    }

    /// Returns where something begins that is still open.
    fn open_at(&self) -> Option<Origin> {
        let records = [&self.motion, &self.vote, &self.action, &self.resolution];
        let first = records.into_iter().flatten().next();
        first.or(self.election.as_ref().map(|(_, election)| election)).map(Record::origin)
    }
}

impl Reader<'_, '_> {
    fn origin(&self, range: &Range<usize>) -> Origin {
        Origin::new(self.source, range.clone())
    }

    fn words(&self, range: &Range<usize>) -> &str {
        &self.source.text[range.clone()]
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
        let pieces = lines::pieces(&self.source.text, range);
        let mut nodes: Vec<Node> = pieces
            .into_iter()
            .map(|(piece, place)| {
                let place = self.origin(&place);
                text::node(self.context, Scalar::Text(piece), place)
            })
            .collect();
        match nodes.len() {
            0 => Node { origin, content: Content::Missing },
            1 => nodes.remove(0),
            _ => Node { origin, content: Content::List(nodes) },
        }
    }

    /// Notes how something was read.
    fn note(&mut self, range: &Range<usize>, what: &str) {
        let message = format!("this was read as {what}");
        let origin = self.origin(range);
        self.context.diags.push(Diagnostic::new(Code::MinutesReadAs, message).at(&origin));
    }

    /// Reports something that is not in the minutes.
    fn left_out(&mut self, range: &Range<usize>, why: &str, hint: &str) {
        let diagnostic =
            Diagnostic::new(Code::MinutesNotRead, format!("this is not in the minutes: {why}"));
        let origin = self.origin(range);
        self.context.diags.push(diagnostic.at(&origin).hint(hint));
    }

    fn heading(&mut self, level: usize, title: &Range<usize>, is_first: bool, is_empty: bool) {
        let words = names::plain(self.words(title));
        let lower = words.to_lowercase();
        self.heading = None;
        if is_first && (level == 1 || lower.starts_with("minutes")) && item(&words).is_none() {
            self.note(title, "the title of the file, which is not printed");
            return;
        }
        if self.minute.is_none() || lower == FURTHER_SITTING {
            if lower == FURTHER_SITTING {
                self.end_minute();
                self.end_sitting();
                self.sitting = Some(Record::new(&self.origin(title)));
                self.note(title, "a further sitting");
                return;
            }
            if let Some(label) = labels::heading(&words) {
                self.note(title, &format!("`{}:`", label.words()));
                self.heading = (!is_empty).then_some(label);
                return;
            }
        }
        if self.minute.is_some() && level > self.level {
            // A heading inside the minute is part of what was said.
            let line = title.start - level - 1..title.end;
            self.paragraph(&line.clone(), &line, false);
            return;
        }
        self.end_minute();
        self.end_sitting();
        self.level = level;
        let mut record = Record::new(&self.origin(title));
        let whole = self.words(title).to_owned();
        let named = item(&whole);
        let name =
            named.as_ref().map(|(number, _)| title.start + number.start..title.start + number.end);
        let rest = named.map_or(0, |(_, rest)| rest);
        let rest = without_prefix(
            &self.source.text,
            trimmed(&self.source.text, &(title.start + rest..title.end)),
        );
        let mut what = "the minute of business not on the agenda".to_owned();
        if let Some(number) = &name {
            let node = self.plain(number);
            what = format!("the minute of item {}", names::plain(self.words(number)));
            record.set("item", &self.origin(number), node);
        }
        if !rest.is_empty() {
            let node = self.plain(&rest);
            record.set("title", &self.origin(&rest), node);
        }
        self.note(title, &what);
        self.minute = Some(Minute::new(record));
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

    fn end_minute(&mut self) {
        let Some(mut minute) = self.minute.take() else { return };
        minute.close();
        for paragraph in minute.paragraphs {
            minute.record.push("paragraphs", paragraph.only("text"));
        }
        self.book.push("items", minute.record.node());
    }

    fn end_sitting(&mut self) {
        if let Some(sitting) = self.sitting.take() {
            self.book.push("sittings", sitting.node());
        }
    }

    fn entry(&mut self, mark: Option<&Mark>, line: &Range<usize>, content: &Range<usize>) {
        let Some(mark) = mark else {
            self.paragraph(line, content, true);
            return;
        };
        if mark.label.is_of_meeting() {
            self.of_meeting(mark.label, line, content);
            return;
        }
        let Some(mut minute) = self.minute.take() else {
            self.left_out(line, BEFORE_ITEMS, HEADING_FIRST);
            return;
        };
        let is_read = self.of_minute(&mut minute, mark, line, content);
        self.minute = Some(minute);
        if is_read {
            self.note(line, &format!("`{}:`", mark.label.words()));
        }
    }

    /// Reads a paragraph: of a motion whose words are still to come, or of the minute.
    fn paragraph(&mut self, line: &Range<usize>, content: &Range<usize>, takes_number: bool) {
        let origin = self.origin(line);
        let Some(mut minute) = self.minute.take() else {
            match self.is_title(content) {
                true => self.note(line, "part of the title, which is not printed"),
                false => self.left_out(line, BEFORE_ITEMS, HEADING_FIRST),
            }
            return;
        };
        let node = self.rich(content);
        let motion = minute.piece.as_mut().map(|(_, piece)| piece).or(minute.motion.as_mut());
        match motion.filter(|motion| !motion.has("text") && !motion.has("part")) {
            Some(motion) => {
                motion.set("text", &origin, node);
                self.note(line, "the words of a motion");
            }
            None => {
                let outcome = labels::outcome(&names::plain(self.words(content)));
                if let (Some(outcome), Some(_)) = (outcome, &minute.motion) {
                    let node = Node {
                        origin: origin.clone(),
                        content: Content::Scalar(Scalar::Text(outcome.into())),
                    };
                    target(&mut minute).expect("there is a motion").set("outcome", &origin, node);
                    self.note(line, "`Outcome:`");
                } else {
                    let paragraph = minute.begin(&origin, false);
                    if !takes_number {
                        paragraph.set("numbered", &origin, flag(&origin, false));
                    }
                    paragraph.set("text", &origin, node);
                    self.note(line, "a paragraph");
                }
            }
        }
        self.minute = Some(minute);
    }

    /// Reads what is said of the meeting, or of a further sitting.
    fn of_meeting(&mut self, label: Label, line: &Range<usize>, content: &Range<usize>) {
        let origin = self.origin(line);
        let entries: Vec<(Option<&str>, Node)> = match label {
            Label::Present | Label::InTheChair => self
                .attendees(content, label == Label::InTheChair)
                .into_iter()
                .map(|node| (Some("present"), node))
                .collect(),
            Label::Apologies | Label::Absent | Label::InAttendance | Label::Officers => self
                .attendees(content, false)
                .into_iter()
                .map(|node| (Some(column(label)), node))
                .collect(),
            Label::Substitutes => self.each(content, Self::substitution, "substitutes"),
            Label::Interests => self.each(content, Self::interest, "interests"),
            _ => vec![(None, self.plain(content))],
        };
        let record = self.sitting.as_mut().unwrap_or(&mut self.book);
        for (list, node) in entries {
            match list {
                // Whoever is in the chair is the first.
                Some(list) if label == Label::InTheChair => record.push_first(list, node),
                Some(list) => record.push(list, node),
                None => record.set(column(label), &origin, node),
            }
        }
        self.note(line, &format!("`{}:`", label.words()));
    }

    fn each(
        &mut self,
        content: &Range<usize>,
        read: fn(&mut Self, &Range<usize>) -> Node,
        list: &'static str,
    ) -> Vec<(Option<&'static str>, Node)> {
        // An interest has commas in it: only lines, points and semicolons keep them apart.
        let (entries, _) = match list {
            "interests" => (names::lines(&self.source.text, content), true),
            _ => names::entries(&self.source.text, content),
        };
        entries.iter().map(|entry| (Some(list), read(self, entry))).collect()
    }

    fn attendees(&mut self, content: &Range<usize>, is_chair: bool) -> Vec<Node> {
        let (entries, are_points) = names::entries(&self.source.text, content);
        entries.iter().map(|entry| self.attendee(entry, are_points, is_chair)).collect()
    }

    /// Reads a name with a note: in brackets, or in a list after a comma or a dash.
    fn attendee(&mut self, entry: &Range<usize>, is_point: bool, is_chair: bool) -> Node {
        let source = Arc::clone(self.source);
        let text = &source.text;
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
        let node = self.plain(&name);
        record.set("name", &origin, node);
        let mut notes = note.map(|note| names::split(text, &note, ';')).unwrap_or_default();
        let is_remote = |part: &Range<usize>| names::plain(&text[part.clone()]) == REMOTE;
        let remote = notes.iter().position(is_remote).map(|at| notes.remove(at));
        if let (Some(first), Some(last)) = (notes.first(), notes.last()) {
            let node = self.plain(&(first.start..last.end));
            record.set("note", &self.origin(first), node);
        } else if is_chair {
            let node = Scalar::Text(IN_THE_CHAIR.to_owned());
            record.set(
                "note",
                &origin,
                Node { origin: origin.clone(), content: Content::Scalar(node) },
            );
        }
        if let Some(place) = remote {
            let place = self.origin(&place);
            record.set("remote", &place, flag(&place, true));
        }
        record.only("name")
    }

    fn substitution(&mut self, entry: &Range<usize>) -> Node {
        let origin = self.origin(entry);
        let words = self.words(entry);
        let mut record = Record::new(&origin);
        let (name, member) = match words.find(" for ") {
            Some(at) => {
                (entry.start..entry.start + at, Some(entry.start + at + " for ".len()..entry.end))
            }
            None => (entry.clone(), None),
        };
        let node = self.plain(&name);
        record.set("name", &origin, node);
        if let Some(member) = member {
            let node = self.plain(&member);
            record.set("for", &self.origin(&member), node);
        }
        record.node()
    }

    /// Reads an interest: `Member, item 4, Personal: what it is (left the room; dispensation)`.
    fn interest(&mut self, entry: &Range<usize>) -> Node {
        let source = Arc::clone(self.source);
        let text = &source.text;
        let origin = self.origin(entry);
        let mut record = Record::new(&origin);
        let (mut rest, brackets) = names::brackets(text, entry);
        let flags = brackets.map(|brackets| names::split(text, &brackets, ';')).unwrap_or_default();
        let known: Vec<_> =
            flags.iter().map(|part| interest_flag(&names::plain(&text[part.clone()]))).collect();
        if known.iter().any(Option::is_none) {
            rest = entry.clone();
        } else {
            for (part, (column, value)) in flags.iter().zip(known.into_iter().flatten()) {
                let place = self.origin(part);
                record.set(column, &place, flag(&place, value));
            }
        }
        let (before, nature) = match names::split_once(text, &rest, ':') {
            Some((before, nature)) => (before, Some(nature)),
            None => (rest, None),
        };
        let mut parts = names::split(text, &before, ',').into_iter();
        let set = |reader: &mut Self, record: &mut Record, column: &str, part: &Range<usize>| {
            let node = reader.plain(part);
            record.set(column, &reader.origin(part), node);
        };
        if let Some(member) = parts.next() {
            set(self, &mut record, "member", &member);
        }
        let mut parts = parts.peekable();
        if let Some(part) = parts.peek().cloned()
            && let Some(number) = after_item(&text[part.clone()])
        {
            parts.next();
            set(self, &mut record, "item", &(part.start + number..part.end));
        }
        if let Some(first) = parts.next() {
            let end = parts.last().map_or(first.end, |last| last.end);
            set(self, &mut record, "kind", &(first.start..end));
        }
        if let Some(nature) = nature {
            set(self, &mut record, "nature", &nature);
        }
        record.node()
    }

    /// Reads what a label says in a minute; returns whether it could stand there.
    fn of_minute(
        &mut self,
        minute: &mut Minute,
        mark: &Mark,
        line: &Range<usize>,
        content: &Range<usize>,
    ) -> bool {
        let origin = self.origin(line);
        match mark.label {
            Label::Number | Label::Confidential | Label::Exclusion => {
                let node = self.plain(content);
                minute.record.set(column(mark.label), &origin, node);
            }
            Label::Confirms | Label::Exempt => {
                for entry in names::entries(&self.source.text, content).0 {
                    let node = self.plain(&entry);
                    minute.record.push(column(mark.label), node);
                }
            }
            Label::PublicSummary => {
                let node = self.rich(content);
                minute.record.set("public-summary", &origin, node);
            }
            Label::Movement | Label::Arrived | Label::Left => {
                for entry in names::lines(&self.source.text, content) {
                    let node = self.movement(&entry, mark.label);
                    minute.record.push("movements", node);
                }
            }
            Label::Correction => {
                let node = self.correction(content);
                minute.record.push("corrections", node);
            }
            Label::Paragraph | Label::Unnumbered => {
                let node = self.rich(content);
                let paragraph = minute.begin(&origin, false);
                if mark.label == Label::Unnumbered {
                    paragraph.set("numbered", &origin, flag(&origin, false));
                }
                if !node.is_missing() {
                    paragraph.set("text", &origin, node);
                }
            }
            Label::Resolution | Label::Resolved | Label::Formula => {
                self.resolution(minute, mark, (line, content));
            }
            Label::Action => {
                minute.close();
                let action = self.action(mark, line, content);
                minute.action = Some(action);
            }
            Label::Due => {
                let Some(action) = &mut minute.action else {
                    self.left_out(
                        line,
                        "no action stands before it",
                        "write it below the action that it is of",
                    );
                    return false;
                };
                let node = self.plain(content);
                action.set("due", &origin, node);
            }
            Label::Election
            | Label::Choice
            | Label::Round
            | Label::Elected
            | Label::Chosen
            | Label::DecidedBy => return self.election(minute, mark, line, content),
            _ => return self.motion(minute, mark, line, content),
        }
        true
    }

    fn movement(&mut self, entry: &Range<usize>, label: Label) -> Node {
        let source = Arc::clone(self.source);
        let text = &source.text;
        let origin = self.origin(entry);
        let mut record = Record::new(&origin);
        let (name, note) = names::brackets(text, entry);
        let mut parts = names::split(text, &name, ',');
        parts.extend(note);
        let mut parts = parts.into_iter();
        let first = parts.next().unwrap_or_else(|| entry.clone());
        // `Left: Ann at 7 pm`.
        let at = match label {
            Label::Movement => None,
            _ => text[first.clone()].find(" at ").map(|at| first.start + at),
        };
        let member = trimmed(text, &(first.start..at.unwrap_or(first.end)));
        let node = self.plain(&member);
        record.set("member", &self.origin(&member), node);
        let time = at.map(|at| at + " at ".len()..first.end);
        for part in time.into_iter().chain(parts) {
            let words = text[part.clone()].to_lowercase();
            let mut column = if label == Label::Left { "left" } else { "arrived" };
            let mut start = part.start;
            for (first, other) in [
                ("arrived", "arrived"),
                ("returned", "arrived"),
                ("joined", "arrived"),
                ("left", "left"),
                ("at ", ""),
            ] {
                let rest = words.get(start - part.start..).unwrap_or_default();
                if rest.starts_with(first) {
                    column = if other.is_empty() { column } else { other };
                    start += first.len();
                    start = part.end - text[start..part.end].trim_start().len();
                }
            }
            let node = self.plain(&(start..part.end));
            record.set(column, &self.origin(&part), node);
        }
        record.node()
    }

    /// Reads a correction: `planning-2026-01-20, minute 31: for ‘1948’ read ‘1984’`.
    fn correction(&mut self, content: &Range<usize>) -> Node {
        let source = Arc::clone(self.source);
        let text = &source.text;
        let origin = self.origin(content);
        let mut record = Record::new(&origin);
        let (before, words) = match names::split_once(text, content, ':') {
            Some((before, words)) => (before, Some(words)),
            None => (content.clone(), None),
        };
        let mut parts = names::split(text, &before, ',').into_iter();
        if let Some(meeting) = parts.next() {
            let node = self.plain(&meeting);
            record.set("meeting", &self.origin(&meeting), node);
        }
        if let Some(minute) = parts.next() {
            let words = text[minute.clone()].to_lowercase();
            let start = if words.starts_with("minute ") { "minute ".len() } else { 0 };
            let node = self.plain(&(minute.start + start..minute.end));
            record.set("minute", &self.origin(&minute), node);
        }
        if let Some(words) = words {
            let node = self.rich(&words);
            record.set("text", &self.origin(&words), node);
        }
        record.node()
    }

    fn resolution(
        &mut self,
        minute: &mut Minute,
        mark: &Mark,
        (line, content): (&Range<usize>, &Range<usize>),
    ) {
        let origin = self.origin(line);
        let is_begun = minute
            .resolution
            .as_ref()
            .is_some_and(|begun| begun.has("formula") && !begun.has("text"));
        if !is_begun {
            minute.begin(&origin, mark.with_it);
            minute.resolution = Some(Record::new(&origin));
        }
        let (formula, words) = match mark.label {
            Label::Formula => (Some(content.clone()), None),
            Label::Resolution => (None, Some(content.clone())),
            _ => led_in(&self.source.text, line, content),
        };
        let formula = formula.map(|formula| (self.origin(&formula), self.plain(&formula)));
        let words = words.map(|words| (self.origin(&words), self.rich(&words)));
        let Some(resolution) = &mut minute.resolution else { return };
        if let Some((place, formula)) = formula {
            resolution.set("formula", &place, formula);
        }
        if let Some((place, words)) = words {
            resolution.set("text", &place, words);
        }
    }

    /// Reads an action: `Head of Streets: say what each bin has cost`.
    fn action(&mut self, mark: &Mark, line: &Range<usize>, content: &Range<usize>) -> Record {
        let source = Arc::clone(self.source);
        let text = &source.text;
        let mut record = Record::new(&self.origin(line));
        let first_line =
            content.start..content.start + self.words(content).lines().next().map_or(0, str::len);
        let (owner, words) = match &mark.owner {
            Some(owner) => {
                (Some(line.start + owner.start..line.start + owner.end), content.clone())
            }
            None => match names::split_once(text, &first_line, ':')
                .or_else(|| names::split_once(text, &first_line, '–'))
            {
                Some((owner, rest)) => (Some(owner), rest.start..content.end),
                None => (None, content.clone()),
            },
        };
        if let Some(owner) = owner {
            let node = self.plain(&owner);
            record.set("owner", &self.origin(&owner), node);
        }
        let node = self.rich(&trimmed(text, &words));
        record.set("text", &self.origin(&words), node);
        record
    }

    fn election(
        &mut self,
        minute: &mut Minute,
        mark: &Mark,
        line: &Range<usize>,
        content: &Range<usize>,
    ) -> bool {
        let origin = self.origin(line);
        if let Label::Election | Label::Choice = mark.label {
            let node = self.plain(content);
            minute.begin(&origin, mark.with_it);
            let column = if mark.label == Label::Election { "election" } else { "choice" };
            let mut election = Record::new(&origin);
            election.set("title", &origin, node);
            minute.election = Some((column, election));
            return true;
        }
        minute.close_round();
        let Some((_, election)) = &mut minute.election else {
            self.left_out(
                line,
                "no election stands before it",
                "begin with `Election:` and what it was for",
            );
            return false;
        };
        match mark.label {
            Label::Round => {
                let mut round = Record::new(&origin);
                for entry in names::lines(&self.source.text, content) {
                    let node = self.nominee(&entry);
                    round.push("nominees", node);
                }
                minute.round = Some(round);
            }
            Label::DecidedBy => {
                let words = names::plain(self.words(content)).to_lowercase();
                let not = words.starts_with("not ");
                let column = match words.trim_start_matches("not by ").trim_start_matches("the ") {
                    "lot" | "lots" | "drawing lots" => "lot",
                    "casting vote" | "chair's casting vote" | "chair’s casting vote" => "casting",
                    _ => {
                        self.left_out(
                            line,
                            "it is neither `lot` nor `casting vote`",
                            "write one of the two",
                        );
                        return false;
                    }
                };
                election.set(column, &origin, flag(&origin, !not));
            }
            _ => {
                let node = self.plain(content);
                let Some((_, election)) = &mut minute.election else { return false };
                election.set("winner", &origin, node);
            }
        }
        true
    }

    fn nominee(&mut self, entry: &Range<usize>) -> Node {
        let source = Arc::clone(self.source);
        let text = &source.text;
        let mut record = Record::new(&self.origin(entry));
        let (name, votes) = match names::split_once(text, entry, ':') {
            Some((name, votes)) => (name, Some(votes)),
            None => (entry.clone(), None),
        };
        let node = self.plain(&name);
        record.set("name", &self.origin(&name), node);
        if let Some(votes) = votes {
            let node = self.tally(&votes);
            record.set("votes", &self.origin(&votes), node);
        }
        record.node()
    }

    /// Reads one side of a vote: how many, or who.
    fn tally(&mut self, content: &Range<usize>) -> Node {
        let origin = self.origin(content);
        let words = names::plain(self.words(content));
        if let Some(number) = count(&words) {
            return Node { origin, content: Content::Scalar(Scalar::Number(number.to_string())) };
        }
        let (entries, _) = names::entries(&self.source.text, content);
        let names = entries.iter().map(|entry| self.plain(entry)).collect();
        Node { origin, content: Content::List(names) }
    }

    fn motion(
        &mut self,
        minute: &mut Minute,
        mark: &Mark,
        line: &Range<usize>,
        content: &Range<usize>,
    ) -> bool {
        let origin = self.origin(line);
        match mark.label {
            Label::Motion => {
                let node = self.rich(content);
                // Whoever moved it may stand before its words.
                let is_begun = minute.motion.as_ref().is_some_and(|motion| !motion.has("text"));
                if !is_begun {
                    minute.begin(&origin, mark.with_it);
                    minute.motion = Some(Record::new(&origin));
                }
                if let Some(motion) = &mut minute.motion
                    && !node.is_missing()
                {
                    motion.set("text", &origin, node);
                }
                return true;
            }
            Label::Moved => {
                let is_open = target(minute).is_some_and(|record| !record.has("mover"));
                if !is_open {
                    minute.begin(&origin, mark.with_it);
                    minute.motion = Some(Record::new(&origin));
                }
                let (mover, seconder, words) = moved(&self.source.text, content);
                let nodes = [("mover", Some(mover)), ("seconder", seconder)];
                for (column, range) in
                    nodes.into_iter().filter_map(|(column, range)| Some((column, range?)))
                {
                    let node = self.plain(&range);
                    let place = self.origin(&range);
                    target(minute).expect("it was begun").set(column, &place, node);
                }
                if let Some(words) = words {
                    let node = self.rich(&words);
                    let place = self.origin(&words);
                    target(minute).expect("it was begun").set("text", &place, node);
                }
                return true;
            }
            Label::For | Label::Against | Label::Abstained | Label::NotVoting => {
                return self.side(minute, mark, line, content);
            }
            Label::Vote => {
                minute.close_vote(&origin);
                vote(minute, &origin);
                return content.is_empty() || self.sides(minute, line, content);
            }
            Label::CastingVote => {
                let node = self.plain(content);
                vote(minute, &origin).set("casting", &origin, node);
                return true;
            }
            _ => {}
        }
        if minute.motion.is_none() {
            self.left_out(line, "no motion stands before it", "begin with `Motion:` and its words");
            return false;
        }
        match mark.label {
            Label::Amendment | Label::Part => {
                minute.close_piece(&origin);
                let mut piece = Record::new(&origin);
                let (list, column) = match mark.label {
                    Label::Amendment => ("amendments", "text"),
                    _ => ("parts", "part"),
                };
                let node = if column == "text" { self.rich(content) } else { self.plain(content) };
                if !node.is_missing() {
                    piece.set(column, &origin, node);
                }
                minute.piece = Some((list, piece));
            }
            Label::Substantive => {
                minute.close_piece(&origin);
                let node = self.rich(content);
                minute.motion.as_mut().expect("there is one").set("substantive", &origin, node);
            }
            Label::OnTheMotion => {
                minute.close_piece(&origin);
                return content.is_empty() || self.sides(minute, line, content);
            }
            label => {
                let node = self.plain(content);
                target(minute).expect("there is a motion").set(column(label), &origin, node);
            }
        }
        true
    }

    fn side(
        &mut self,
        minute: &mut Minute,
        mark: &Mark,
        line: &Range<usize>,
        content: &Range<usize>,
    ) -> bool {
        let origin = self.origin(line);
        let mut node = match (content.is_empty(), mark.number) {
            (true, Some(number)) => {
                let content = Content::Scalar(Scalar::Number(number.to_string()));
                Node { origin: origin.clone(), content }
            }
            _ => self.tally(content),
        };
        if let (Some(number), Content::List(names)) = (mark.number, &node.content)
            && names.len() != number as usize
        {
            let message = format!(
                "`{}` says {number} in its brackets, and {} after them",
                mark.label.words(),
                crate::diag::plural(names.len(), "name stands", "names stand"),
            );
            let diagnostic = Diagnostic::new(Code::DataContradiction, message).at(&origin);
            self.context.diags.push(diagnostic.hint("correct the number, or the names"));
            self.context.broken.push(origin.clone());
            node.content = Content::Missing;
        }
        let is_of_round =
            minute.election.is_some() && matches!(mark.label, Label::Abstained | Label::NotVoting);
        match &mut minute.round {
            Some(round) if is_of_round => round.set(column(mark.label), &origin, node),
            _ => vote(minute, &origin).set(column(mark.label), &origin, node),
        }
        true
    }

    /// Reads a vote in one line, such as `8 for, 2 against, 1 abstained`.
    fn sides(&mut self, minute: &mut Minute, line: &Range<usize>, content: &Range<usize>) -> bool {
        let parts = names::split(&self.source.text, content, ',');
        let parts: Vec<_> =
            parts.iter().flat_map(|part| names::split(&self.source.text, part, ';')).collect();
        let sides: Option<Vec<_>> =
            parts.iter().map(|part| side(&names::plain(self.words(part)))).collect();
        let Some(sides) = sides else {
            self.left_out(
                line,
                "it is no count of votes",
                "write it such as `Vote: 8 for, 2 against`, or a line for each side: `For: 8`",
            );
            return false;
        };
        let origin = self.origin(line);
        for (part, (label, number)) in parts.iter().zip(sides) {
            let origin = self.origin(part);
            let content = Content::Scalar(Scalar::Number(number.to_string()));
            vote(minute, &origin).set(
                column(label),
                &origin,
                Node { origin: origin.clone(), content },
            );
        }
        vote(minute, &origin);
        true
    }
}

/// The most words of a line of the title.
const MOST_OF_TITLE: usize = 12;

/// The heading of a further sitting, in lower case.
pub(super) const FURTHER_SITTING: &str = "further sitting";

/// What stands before the title of business that is on no agenda, where the title alone would be read as the number of
/// an item.
pub(super) const NOT_ON_AGENDA: &str = "Not on the agenda:";

/// The note of the member in the chair.
pub(super) const IN_THE_CHAIR: &str = "in the chair";

/// The note of whoever attended from elsewhere.
pub(super) const REMOTE: &str = "remote";

/// Why something before the first item is not in the minutes.
const BEFORE_ITEMS: &str = "it stands before the heading of the first item";

/// What to do about that.
const HEADING_FIRST: &str = "write it below the heading of an item, such as `## 1. Apologies`; who was there stands in lines \
                             such as `Present:`";

/// Returns the column that a label stands for.
pub(super) fn column(label: Label) -> &'static str {
    match label {
        Label::Meeting => "meeting",
        Label::Status => "status",
        Label::FirstNumber => "first-number",
        Label::Present | Label::InTheChair => "present",
        Label::Apologies => "apologies",
        Label::Absent => "absent",
        Label::Substitutes => "substitutes",
        Label::InAttendance => "in-attendance",
        Label::Officers => "officers",
        Label::Interests => "interests",
        Label::Ended => "end-time",
        Label::Date => "date",
        Label::Time => "time",
        Label::Venue => "venue",
        Label::FromItem => "from",
        Label::Number => "number",
        Label::Movement | Label::Arrived | Label::Left => "movements",
        Label::Confirms => "confirms",
        Label::Correction => "corrections",
        Label::Exempt => "exempt-paragraphs",
        Label::Confidential => "confidential",
        Label::Exclusion => "exclusion",
        Label::PublicSummary => "public-summary",
        Label::Paragraph | Label::Unnumbered | Label::Motion | Label::Amendment => "text",
        Label::Moved => "mover",
        Label::Seconded => "seconder",
        Label::Substantive => "substantive",
        Label::Part => "part",
        Label::OnTheMotion | Label::Vote => "vote",
        Label::For => "for",
        Label::Against => "against",
        Label::Abstained => "abstain",
        Label::NotVoting => "not-voting",
        Label::CastingVote => "casting",
        Label::Outcome => "outcome",
        Label::Election => "election",
        Label::Choice => "choice",
        Label::Round => "rounds",
        Label::Elected | Label::Chosen => "winner",
        Label::DecidedBy => "lot",
        Label::Formula => "formula",
        Label::Resolution | Label::Resolved => "resolution",
        Label::Action => "actions",
        Label::Due => "due",
    }
}

fn flag(origin: &Origin, value: bool) -> Node {
    Node { origin: origin.clone(), content: Content::Scalar(Scalar::Bool(value)) }
}

/// Returns the motion, or the amendment or part of it, that lines are about.
fn target(minute: &mut Minute) -> Option<&mut Record> {
    match (&mut minute.piece, &mut minute.motion) {
        (Some((_, piece)), _) => Some(piece),
        (None, motion) => motion.as_mut(),
    }
}

/// Returns the vote that lines are about.
fn vote<'a>(minute: &'a mut Minute, origin: &Origin) -> &'a mut Record {
    // A vote without a motion belongs to the paragraph above.
    if minute.motion.is_none() && minute.vote.is_none() {
        minute.close();
    }
    minute.vote.get_or_insert_with(|| Record::new(origin))
}

/// Returns where the number of an item stands in a heading, and where its title begins.
pub(super) fn item(title: &str) -> Option<(Range<usize>, usize)> {
    if let Some(start) = after_item(title) {
        let whole = start..title.len();
        let parts =
            names::split_once(title, &whole, ':').or_else(|| names::split_once(title, &whole, '–'));
        let (number, rest) = parts.unwrap_or((whole.clone(), title.len()..title.len()));
        return (!number.is_empty()).then_some((number, rest.start));
    }
    let digits = title.bytes().take_while(u8::is_ascii_digit).count();
    let letter = title[digits..].bytes().next().filter(u8::is_ascii_alphabetic).map_or(0, |_| 1);
    let end = digits + letter;
    if digits == 0 || digits > 3 {
        return None;
    }
    let rest = &title[end..];
    let sign = rest.chars().next();
    let is_number = match sign {
        None => true,
        Some('.' | ')' | ':') => rest[1..].is_empty() || rest[1..].starts_with([' ', '\t']),
        // `3 Litter bins`, and not `20 mph limits`.
        Some(' ' | '\t') => rest.trim_start().starts_with(|char: char| char.is_uppercase()),
        Some(_) => false,
    };
    let after = end + sign.filter(|sign| !sign.is_whitespace()).map_or(0, char::len_utf8);
    is_number.then_some((0..end, after))
}

/// Returns where what follows `item` begins.
fn after_item(words: &str) -> Option<usize> {
    let first = words.get(.."item ".len())?;
    first
        .eq_ignore_ascii_case("item ")
        .then(|| words.len() - words["item ".len()..].trim_start().len())
}

fn without_prefix(text: &str, title: Range<usize>) -> Range<usize> {
    match text[title.clone()].strip_prefix(NOT_ON_AGENDA) {
        Some(rest) => title.end - rest.trim_start().len()..title.end,
        None => title,
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

/// Returns who moved something, who seconded it where the line says so too, and its words where they follow.
fn moved(
    text: &str,
    content: &Range<usize>,
) -> (Range<usize>, Option<Range<usize>>, Option<Range<usize>>) {
    let line =
        content.start..content.start + text[content.clone()].lines().next().map_or(0, str::len);
    let lower = text[line.clone()].to_lowercase();
    let second = lower.len() == line.len();
    let seconded = ["seconded by ", "seconded: ", "seconded "];
    let found = seconded.into_iter().find_map(|words| Some((lower.find(words)?, words.len())));
    let Some((at, length)) = found.filter(|_| second) else {
        return (content.clone(), None, None);
    };
    let mover = text[line.start..line.start + at].trim_end();
    let mover = mover.strip_suffix("and").unwrap_or(mover).trim_end().trim_end_matches([',', ';']);
    let mover = line.start..line.start + mover.len();
    let rest = line.start + at + length..line.end;
    // The words begin after a colon or a dash, or with `that`.
    let signs = [(":", 1), ("–", "–".len()), (" that ", 1)];
    let end = signs
        .into_iter()
        .filter_map(|(sign, length)| Some((text[rest.clone()].to_lowercase().find(sign)?, length)))
        .min();
    let (seconder, words) = match end {
        Some((end, length)) => {
            (rest.start..rest.start + end, Some(rest.start + end + length..content.end))
        }
        None if content.end > line.end => (rest.clone(), Some(line.end..content.end)),
        None => (rest.clone(), None),
    };
    let seconder = trimmed(text, &seconder);
    let seconder =
        seconder.start..seconder.end - usize::from(text[seconder.clone()].ends_with([',', '.']));
    let words = words.map(|words| trimmed(text, &words)).filter(|words| !words.is_empty());
    (trimmed(text, &mover), Some(seconder), words)
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
    let is_led = text[first.clone()].trim_end_matches(['*', '_']).ends_with([':', '–', '—', '-'])
        || names::plain(&text[first.clone()]).to_lowercase().ends_with(" that")
        || lines::is_item(&text[rest.clone()]).is_some();
    if !rest.is_empty() && is_led {
        let colon = first.end - usize::from(text[first.clone()].ends_with(':'));
        return (Some(first.start..colon), Some(rest));
    }
    // The words before a colon, a dash or `that`.
    let words = &text[first.clone()];
    let lower = words.to_lowercase();
    let signs = [(":", 1), ("–", "–".len()), ("—", "—".len()), (" - ", " - ".len()), (" that ", 1)];
    let found =
        signs.into_iter().filter_map(|(sign, length)| Some((lower.find(sign)?, length))).min();
    match found.filter(|_| lower.len() == words.len()) {
        Some((at, length)) => {
            let marks = ['*', '_', ',', ' '];
            let start = first.start + at + length;
            let start = content.end - text[start..content.end].trim_start_matches(marks).len();
            let formula = trimmed(text, &(first.start..first.start + at));
            (Some(formula), Some(start..content.end).filter(|words| !words.is_empty()))
        }
        None if rest.is_empty() => (Some(first), None),
        None => (Some(first), Some(rest)),
    }
}
