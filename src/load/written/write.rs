//! From the tree that JSON gives to a text that is read as the same.

use super::labels::{self, Label};
use super::lines;
use super::names::{escaped, literal};
use super::read::{FURTHER_SITTING, NOT_ON_AGENDA, REMOTE, item};
use crate::model::node::{Content, Node};
use crate::model::value::{Flag, Parse, Scalar};

/// Returns minutes as a text with this title.
pub fn write(book: &Node, title: &str) -> String {
    let mut writer = Writer { text: String::new(), is_after_line: false };
    writer.heading("#", title);
    for label in [Label::Meeting, Label::Status, Label::FirstNumber] {
        writer.value(label, book);
    }
    writer.attendance(book);
    let substitutes = list(book, "substitutes")
        .into_iter()
        .map(|entry| format!("{} for {}", plain(entry.get("name")), plain(entry.get("for"))));
    writer.points(Label::Substitutes, substitutes);
    for label in [Label::InAttendance, Label::Officers] {
        writer.names(label, book);
    }
    writer.points(Label::Interests, list(book, "interests").iter().map(interest));
    writer.value(Label::Ended, book);
    for sitting in list(book, "sittings") {
        writer.heading("##", &sentence(FURTHER_SITTING));
        for label in [Label::Date, Label::Time, Label::Venue, Label::FromItem] {
            writer.value(label, &sitting);
        }
        writer.attendance(&sitting);
        writer.value(Label::Ended, &sitting);
    }
    for minute in list(book, "items") {
        writer.minute(&minute);
    }
    writer.text
}

struct Writer {
    text: String,
    /// Whether the last line is a label with a short value, below which another may stand.
    is_after_line: bool,
}

impl Writer {
    /// Begins a new block: a blank line stands before it.
    fn block(&mut self) {
        self.is_after_line = false;
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn heading(&mut self, marks: &str, title: &str) {
        self.block();
        self.text += &format!("{marks} {title}\n");
    }

    /// Writes a label with words that stand as they are.
    fn line(&mut self, label: Label, words: &str) {
        if !self.is_after_line {
            self.block();
        }
        self.text += &format!("{}: {words}\n", label.words());
        self.is_after_line = true;
    }

    /// Writes a value without markup, where there is one.
    fn value(&mut self, label: Label, record: &Node) {
        if let Some(value) = record.get(label.column()) {
            self.line(label, &literal(&text(value)));
        }
    }

    /// Writes the values of a column that holds several, in a line.
    fn values(&mut self, label: Label, record: &Node) {
        let values: Vec<String> =
            list(record, label.column()).iter().map(|node| plain(Some(node))).collect();
        match values.as_slice() {
            [] => {}
            [value] if !value.contains(' ') => self.line(label, value),
            values => self.line(label, &format!("{};", values.join("; "))),
        }
    }

    fn attendance(&mut self, record: &Node) {
        for label in [Label::Present, Label::Apologies, Label::Absent] {
            self.names(label, record);
        }
    }

    fn names(&mut self, label: Label, record: &Node) {
        self.points(label, list(record, label.column()).iter().map(attendee));
    }

    /// Writes a label with a list, where that has points.
    fn points(&mut self, label: Label, points: impl Iterator<Item = String>) {
        let mut points = points.peekable();
        if points.peek().is_none() {
            return;
        }
        self.block();
        self.text += &format!("{}:\n\n", label.words());
        for point in points {
            self.text += &format!("- {point}\n");
        }
    }

    fn minute(&mut self, minute: &Node) {
        let number = minute.get("item").map(text);
        let title = minute.get("title").map(|title| literal(&text(title))).unwrap_or_default();
        let heading = match &number {
            Some(number) => {
                let short = format!("{number}. {title}");
                match item(&short) {
                    Some((found, _)) if &short[found.clone()] == number => {
                        short.trim_end().to_owned()
                    }
                    _ => format!("Item {}: {title}", escaped(number)),
                }
            }
            None if title.is_empty() => NOT_ON_AGENDA.to_owned(),
            None if item(&title).is_some()
                || labels::heading(&title).is_some()
                || title.starts_with(NOT_ON_AGENDA) =>
            {
                format!("{NOT_ON_AGENDA} {title}")
            }
            None if title.to_lowercase() == FURTHER_SITTING => format!("{NOT_ON_AGENDA} {title}"),
            None => title,
        };
        self.heading("##", heading.trim());
        for label in [Label::Number, Label::Exclusion, Label::Confidential] {
            self.value(label, minute);
        }
        self.values(Label::Exempt, minute);
        if let Some(summary) = minute.get("public-summary") {
            self.rich(Label::PublicSummary.words(), summary);
        }
        for movement in list(minute, "movements") {
            let mut words = plain(movement.get("member"));
            for column in ["arrived", "left"] {
                if let Some(time) = movement.get(column) {
                    words += &format!(", {column} {}", plain(Some(time)));
                }
            }
            self.line(Label::Movement, &words);
        }
        self.values(Label::Confirms, minute);
        for correction in list(minute, "corrections") {
            let mut words =
                format!("{}: {}", Label::Correction.words(), plain(correction.get("meeting")));
            if let Some(minute) = correction.get("minute") {
                words += &format!(", minute {}", plain(Some(minute)));
            }
            if let Some(text) = correction.get("text") {
                self.rich(&words, text);
            }
        }
        for paragraph in list(minute, "paragraphs") {
            self.paragraph(&paragraph);
        }
    }

    fn paragraph(&mut self, paragraph: &Node) {
        if !matches!(paragraph.content, Content::Record(_)) {
            self.words(paragraph);
            return;
        }
        let is_unnumbered = paragraph.get("numbered").is_some_and(|node| !is_yes(node));
        // Whatever comes first begins the paragraph; the rest belongs to it.
        let mut is_begun = false;
        match (paragraph.get("text"), is_unnumbered) {
            (Some(words), false) => {
                self.words(words);
                is_begun = true;
            }
            (words, true) => {
                self.rich_or_empty(Label::Unnumbered.words(), words);
                is_begun = true;
            }
            (None, false) => {}
        }
        if let Some(vote) = paragraph.get("vote") {
            if !is_begun {
                self.rich_or_empty(Label::Paragraph.words(), None);
                is_begun = true;
            }
            self.vote(vote);
        }
        if let Some(motion) = paragraph.get("motion") {
            self.motion(motion, is_begun);
            is_begun = true;
        }
        for label in [Label::Election, Label::Choice] {
            if let Some(election) = paragraph.get(label.column()) {
                self.election(label, election, is_begun);
                is_begun = true;
            }
        }
        if let Some(resolution) = paragraph.get("resolution") {
            let words = resolution.get("text");
            match resolution.get("formula") {
                Some(formula) => {
                    self.rich_or_empty(&begun(Label::Formula, is_begun), None);
                    self.text.truncate(self.text.trim_end().len());
                    self.text += &format!(" {}\n", literal(&text(formula)));
                    self.rich_or_empty(Label::Resolution.words(), words);
                }
                None => self.rich_or_empty(&begun(Label::Resolution, is_begun), words),
            }
            is_begun = true;
        }
        let actions = list(paragraph, "actions");
        if !actions.is_empty() && !is_begun {
            self.rich_or_empty(Label::Paragraph.words(), None);
        }
        for action in actions {
            let owner = plain(action.get("owner"));
            self.rich_or_empty(&format!("{}: {owner}", Label::Action.words()), action.get("text"));
            self.value(Label::Due, &action);
        }
    }

    fn motion(&mut self, motion: &Node, with_it: bool) {
        self.rich_or_empty(&begun(Label::Motion, with_it), motion.get("text"));
        self.movers(motion);
        let (amendments, parts) = (list(motion, "amendments"), list(motion, "parts"));
        for amendment in &amendments {
            self.rich_or_empty(Label::Amendment.words(), amendment.get("text"));
            self.movers(amendment);
            self.ended(amendment);
        }
        if let Some(words) = motion.get("substantive") {
            self.rich(Label::Substantive.words(), words);
        }
        for part in &parts {
            self.value(Label::Part, part);
            self.ended(part);
        }
        let is_ended = motion.get("outcome").is_some() || motion.get("vote").is_some();
        if is_ended && !(amendments.is_empty() && parts.is_empty()) {
            self.rich_or_empty(Label::OnTheMotion.words(), None);
        }
        self.ended(motion);
    }

    fn movers(&mut self, motion: &Node) {
        self.value(Label::Moved, motion);
        self.value(Label::Seconded, motion);
    }

    fn ended(&mut self, motion: &Node) {
        self.value(Label::Outcome, motion);
        if let Some(vote) = motion.get("vote") {
            self.vote(vote);
        }
    }

    fn vote(&mut self, vote: &Node) {
        self.rich_or_empty(Label::Vote.words(), None);
        for label in [Label::For, Label::Against, Label::Abstained, Label::NotVoting] {
            self.side(label, vote);
        }
        self.value(Label::CastingVote, vote);
    }

    fn side(&mut self, label: Label, votes: &Node) {
        let Some(tally) = votes.get(label.column()) else { return };
        match &tally.content {
            Content::List(names) => {
                self.points(label, names.iter().map(|name| literal(&text(name))));
            }
            _ => self.line(label, &literal(&text(tally))),
        }
    }

    fn election(&mut self, label: Label, election: &Node, with_it: bool) {
        self.block();
        self.text += &format!(
            "{}: {}\n",
            begun(label, with_it),
            election.get("title").map(|title| literal(&text(title))).unwrap_or_default()
        );
        for round in list(election, "rounds") {
            self.block();
            self.text += &format!("{}:\n\n", Label::Round.words());
            for nominee in list(&round, "nominees") {
                let votes = match nominee.get("votes").map(|votes| &votes.content) {
                    Some(Content::List(names)) => {
                        let names: Vec<String> =
                            names.iter().map(|name| plain(Some(name))).collect();
                        // A semicolon, so that no comma or `and` in a name parts it.
                        format!(": {};", names.join("; "))
                    }
                    Some(_) => format!(": {}", plain(nominee.get("votes"))),
                    None => String::new(),
                };
                self.text += &format!("- {}{votes}\n", plain(nominee.get("name")));
            }
            for label in [Label::Abstained, Label::NotVoting] {
                self.side(label, &round);
            }
        }
        let won = if label == Label::Election { Label::Elected } else { Label::Chosen };
        self.value(won, election);
        for (column, words) in [("lot", "lot"), ("casting", "casting vote")] {
            if let Some(flag) = election.get(column) {
                let not = if is_yes(flag) { "" } else { "not by " };
                self.line(Label::DecidedBy, &format!("{not}{words}"));
            }
        }
    }

    /// Writes a text as a paragraph; with a label where it would be read as anything else.
    fn words(&mut self, node: &Node) {
        let whole = text(node);
        let first = whole.lines().next().unwrap_or_default();
        let is_plain = is_paragraph(first) && labels::mark(first).is_none();
        let label = if is_plain { "" } else { Label::Paragraph.words() };
        self.rich(label, node);
    }

    fn rich_or_empty(&mut self, label: &str, node: Option<&Node>) {
        match node {
            Some(node) => self.rich(label, node),
            None => {
                self.block();
                self.text += &format!("{label}:\n");
            }
        }
    }

    /// Writes a text with light markup after a label; whatever follows its first line is indented.
    fn rich(&mut self, label: &str, node: &Node) {
        self.block();
        let whole = text(node);
        let mut lines = whole.lines();
        if !label.is_empty() {
            self.text += label;
            self.text.push(':');
        }
        let first = lines.clone().next().unwrap_or_default();
        if is_paragraph(first) {
            let space = if label.is_empty() { "" } else { " " };
            self.text += &format!("{space}{first}\n");
            lines.next();
        } else {
            self.text += "\n\n";
        }
        for line in lines {
            match line.trim().is_empty() {
                true => self.text.push('\n'),
                false => self.text += &format!("  {line}\n"),
            }
        }
    }
}

/// Returns whether a line begins a plain paragraph, and no list, table, heading or quotation.
fn is_paragraph(line: &str) -> bool {
    !line.starts_with(['|', '>', '^', '#', ' ', '\t', ':', '`', '{'])
        && lines::is_item(line).is_none()
}

/// Returns the words of a label that begins a paragraph, or that belongs to the one above.
fn begun(label: Label, with_it: bool) -> String {
    if with_it { label.words_with_it() } else { label.words().to_owned() }
}

fn attendee(entry: &Node) -> String {
    if !matches!(entry.content, Content::Record(_)) {
        return plain(Some(entry));
    }
    let note = entry.get("note").map(|note| plain(Some(note)));
    let remote = entry.get("remote").filter(|remote| is_yes(remote)).map(|_| REMOTE.to_owned());
    let notes: Vec<String> = note.into_iter().chain(remote).collect();
    let name = plain(entry.get("name"));
    match notes.is_empty() {
        true => name,
        false => format!("{name} ({})", notes.join("; ")),
    }
}

fn interest(entry: &Node) -> String {
    let mut words = plain(entry.get("member"));
    if let Some(item) = entry.get("item") {
        words += &format!(", item {}", plain(Some(item)));
    }
    words += &format!(", {}", plain(entry.get("kind")));
    if let Some(nature) = entry.get("nature") {
        // Only brackets at its end could be taken for what else is said of the interest.
        let mut nature = literal(&text(nature));
        if nature.ends_with(')') {
            nature.insert(nature.len() - 1, '\\');
        }
        words += &format!(": {nature}");
    }
    let flags = [
        ("left-room", ["left the room", "stayed"]),
        ("dispensation", ["dispensation", "no dispensation"]),
        ("sensitive", ["sensitive", "not sensitive"]),
    ];
    let flags: Vec<&str> = flags
        .into_iter()
        .filter_map(|(column, [yes, no])| Some(if is_yes(entry.get(column)?) { yes } else { no }))
        .collect();
    match flags.is_empty() {
        true => words,
        false => format!("{words} ({})", flags.join("; ")),
    }
}

fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Returns the entries of a column that holds a list; a text may have several, with semicolons between.
fn list(record: &Node, column: &str) -> Vec<Node> {
    match record.get(column).map(|node| (node, &node.content)) {
        Some((_, Content::List(list))) => list.clone(),
        Some((node, Content::Scalar(Scalar::Text(words)))) if column != "paragraphs" => words
            .split(';')
            .filter(|part| !part.trim().is_empty())
            .map(|part| Node {
                origin: node.origin.clone(),
                content: Content::Scalar(Scalar::Text(part.trim().to_owned())),
            })
            .collect(),
        Some((node, _)) => vec![node.clone()],
        None => Vec::new(),
    }
}

/// Returns a text, which may be a list of paragraphs.
fn text(node: &Node) -> String {
    match &node.content {
        Content::List(parts) => {
            parts.iter().filter_map(Node::text).collect::<Vec<_>>().join("\n\n")
        }
        _ => node.text().unwrap_or_default(),
    }
}

/// Returns a value without markup, with its signs kept from being read as those of the text.
fn plain(node: Option<&Node>) -> String {
    node.map(|node| escaped(&text(node))).unwrap_or_default()
}

fn is_yes(node: &Node) -> bool {
    match &node.content {
        Content::Scalar(scalar) => Flag::parse(scalar).is_ok_and(|flag| flag.value.0),
        Content::Missing | Content::List(_) | Content::Record(_) => false,
    }
}
