//! Reads the words of a block: emphasis, links, code, and what an author may have meant otherwise.

use std::borrow::Cow;
use std::ops::Range;

use jotdown::{Container, Event, LinkType, Parser, SpanLinkType};

use super::super::pasted::BREAK;
use super::super::{Inline, MAX_DEPTH};
use super::{Reader, attributes_code, one_line};
use diag::Code;

/// How long the address of a link may be.
const MAX_ADDRESS: usize = 2_000;

/// How many letters a line has at least where lines are broken by hand.
const MIN_WIDTH: usize = 60;

/// Which lines are being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaf {
    Paragraph,
    Heading,
    Cell,
    Caption,
}

/// Something in a line that has begun and not ended.
struct Open<'a> {
    kind: OpenKind<'a>,
    start: Range<usize>,
    attributes: Option<Code>,
    content: Vec<Inline>,
}

/// What an [`Open`] will be.
enum OpenKind<'a> {
    /// Its content and nothing else.
    Bare,
    /// Always what its delimiters say.
    Wrap(fn(Vec<Inline>) -> Inline),
    /// Emphasis, unless it begins or ends inside a word.
    Stress(fn(Vec<Inline>) -> Inline),
    Link(Cow<'a, str>, LinkType),
}

impl<'a> Reader<'a> {
    /// Reads the words of a paragraph, heading, cell or caption; returns where it ends.
    pub(super) fn line(&mut self, leaf: Leaf) -> (Vec<Inline>, Range<usize>) {
        let mut content = Vec::with_capacity(1);
        let mut open: Vec<Open<'a>> = Vec::new();
        let mut end = self.text.len()..self.text.len();
        let mut line_start = true;
        let mut first_line = true;
        // Lines that end as the author asked for.
        let mut line_starts = Vec::new();
        let mut escaped = false;
        while let Some((event, range)) = self.events.next() {
            if line_start && leaf == Leaf::Paragraph {
                self.note_markers(range.start, first_line);
                line_starts.push(range.start);
            }
            let new_line = std::mem::take(&mut line_start);
            let after_escape = std::mem::take(&mut escaped);
            let into = open.last_mut().map_or(&mut content, |open| &mut open.content);
            match event {
                Event::Str(_) => {
                    // An escaped line end, where lines end as on Windows.
                    escaped = after_escape && &self.text[range.clone()] == "\r";
                    let text = &self.text[range];
                    push_text(into, if new_line { text.trim_ascii_start() } else { text });
                }
                Event::Symbol(_)
                | Event::LeftSingleQuote
                | Event::RightSingleQuote
                | Event::LeftDoubleQuote
                | Event::RightDoubleQuote
                | Event::Ellipsis
                | Event::EnDash
                | Event::EmDash => push_text(into, &self.text[range]),
                Event::NonBreakingSpace => push_text(into, "\u{a0}"),
                Event::Softbreak | Event::Hardbreak => {
                    trim_end(into);
                    if event == Event::Hardbreak || after_escape {
                        self.note_joined(&std::mem::take(&mut line_starts));
                        into.push(Inline::LineBreak);
                    } else {
                        push_text(into, " ");
                    }
                    if leaf == Leaf::Heading && first_line {
                        let message = "this line is read as part of the heading above".to_owned();
                        let hint = "put a blank line after the heading";
                        let next = range.end..range.end + self.rest_of_line(range.end).len();
                        self.fault(Code::TextTextInHeading, message, hint, next);
                    }
                    (line_start, first_line) = (true, false);
                }
                Event::Escape => escaped = true,
                Event::FootnoteReference(_) => {
                    let name =
                        self.text[range.clone()].trim_start_matches("[^").trim_end_matches(']');
                    if !self.has_note(name) {
                        push_text(into, &self.text[range.clone()]);
                        let message = format!("no footnote has the name `{name}`");
                        let hint = "write `[^name]: ` and the note after a blank line, or `\\[` for a plain bracket";
                        self.fault(Code::TextFootnote, message, hint, range);
                        continue;
                    }
                    let at = self.note(name);
                    self.notes[at].is_referred_to = true;
                    into.push(Inline::Superscript(vec![Inline::Text(self.note_number(at))]));
                }
                Event::Attributes(attributes) => self.warn_attributes(&attributes, range),
                Event::Start(container, attributes) => {
                    let attributes = attributes_code(&attributes);
                    let new = |kind| {
                        Some(Open { kind, start: range.clone(), attributes, content: Vec::new() })
                    };
                    let refused = match container {
                        Container::Verbatim => {
                            self.code(into, range, attributes);
                            continue;
                        }
                        Container::RawInline { .. } => {
                            (Code::TextRawInline, "raw code can't be used")
                        }
                        Container::Math { .. } => (Code::TextMath, "formulas can't be used"),
                        Container::Image(..) => (Code::TextImage, "pictures can't be used"),
                        other => {
                            open.extend(match other {
                                Container::Link(url, link) => new(OpenKind::Link(url, link)),
                                Container::Strong => new(OpenKind::Stress(Inline::Strong)),
                                Container::Emphasis => new(OpenKind::Stress(Inline::Emphasis)),
                                Container::Insert => new(OpenKind::Wrap(Inline::Inserted)),
                                Container::Delete => new(OpenKind::Wrap(Inline::Deleted)),
                                Container::Mark => new(OpenKind::Wrap(Inline::Marked)),
                                Container::Superscript => new(OpenKind::Wrap(Inline::Superscript)),
                                Container::Subscript => new(OpenKind::Wrap(Inline::Subscript)),
                                _ => new(OpenKind::Bare),
                            });
                            if open.len() == MAX_DEPTH + 1 {
                                let message =
                                    format!("more than {MAX_DEPTH} marks inside each other");
                                self.fault(Code::TextTooDeep, message, "use fewer", range);
                            }
                            continue;
                        }
                    };
                    let end = self.skip();
                    push_text(into, &one_line(&self.text[range.start..end], self.quotes));
                    let hint = "remove it, or write its first character after a `\\`";
                    self.fault(refused.0, refused.1.to_owned(), hint, range.start..end);
                }
                Event::End(container) if container.is_block() => {
                    end = range;
                    break;
                }
                Event::End(_) => {
                    if let Some(closed) = open.pop() {
                        let deep = open.len() >= MAX_DEPTH;
                        let into = open.last_mut().map_or(&mut content, |open| &mut open.content);
                        self.close(into, closed, range, deep);
                    }
                }
                Event::Blankline | Event::ThematicBreak(_) => {}
            }
        }
        self.note_joined(&line_starts);
        // What is still open was never closed, so it is only words.
        while let Some(rest) = open.pop() {
            let into = open.last_mut().map_or(&mut content, |open| &mut open.content);
            append(into, rest.content);
        }
        trim_start(&mut content);
        trim_end(&mut content);
        (content, end)
    }

    /// Ends `open`, whose closing delimiter is at `end`, and adds what it became to `into`.
    fn close(&mut self, into: &mut Vec<Inline>, open: Open<'a>, end: Range<usize>, deep: bool) {
        if let Some(code) = open.attributes {
            let at = self.text[end.clone()].rfind('{').map_or(end.start, |at| end.start + at);
            self.warn_left_out(code, at..end.end);
        }
        let content = open.content;
        match open.kind {
            OpenKind::Wrap(wrap) if !deep => into.push(wrap(content)),
            OpenKind::Stress(wrap) => {
                if let Some(range) = self.inside_word(&open.start, &end) {
                    self.warn_inside_word(range);
                    push_text(into, &self.text[open.start]);
                    append(into, content);
                    push_text(into, &self.text[end.start..end.start + 1]);
                } else if deep {
                    append(into, content);
                } else {
                    into.push(wrap(content));
                }
            }
            OpenKind::Link(url, link) if !deep => {
                self.link(into, content, (url, link), open.start, end);
            }
            OpenKind::Bare | OpenKind::Wrap(_) | OpenKind::Link(..) => append(into, content),
        }
    }

    fn link(
        &mut self,
        into: &mut Vec<Inline>,
        mut content: Vec<Inline>,
        (url, link): (Cow<'a, str>, LinkType),
        start: Range<usize>,
        end: Range<usize>,
    ) {
        let range = start.start..end.end;
        if link == LinkType::Span(SpanLinkType::Unresolved) {
            let message = "link to a name that this text does not define is kept as words";
            let hint = "write `[words](https://…)`, or `\\[` for a plain bracket";
            self.fault(Code::TextReferenceUnresolved, message.to_owned(), hint, range);
            push_text(into, &self.text[start]);
            append(into, content);
            push_text(into, &one_line(&self.text[end], self.quotes));
            return;
        }
        let address = match (self.original(&url), link) {
            (None, _) if url.starts_with('#') => Err("`#` leads nowhere in a paper"),
            (None, _) => Err("link address is broken over two lines"),
            (Some(address), LinkType::Email) if !address.contains(':') => {
                Ok(format!("mailto:{address}"))
            }
            (Some(address), _) => Ok(address.to_owned()),
        };
        match address.and_then(|url| check_address(&url).map(|()| url)) {
            Ok(url) => {
                if content.is_empty() {
                    push_text(&mut content, &url);
                }
                into.push(Inline::Link { url, content });
            }
            Err(message) => {
                let hint = "write the whole address, such as `https://www.example.gov.uk/page`; \
                            for a plain bracket write `\\[` or `\\<`";
                self.fault(Code::TextLinkAddress, message.to_owned(), hint, range);
                let automatic = matches!(link, LinkType::AutoLink | LinkType::Email);
                push_text(into, if automatic { "<" } else { "" });
                append(into, content);
                push_text(into, if automatic { ">" } else { "" });
            }
        }
    }

    /// Reads words between backticks that start at `start`.
    fn code(&mut self, into: &mut Vec<Inline>, start: Range<usize>, attributes: Option<Code>) {
        let mut code = String::new();
        let mut end = start.end..start.end;
        for (event, range) in self.events.by_ref() {
            if let Event::End(_) = event {
                end = range;
                break;
            }
            let text = &self.text[range];
            match text.strip_suffix('\n') {
                Some(text) => code.extend([text.trim_end_matches('\r'), " "]),
                None => code.push_str(text),
            }
        }
        let code = code.replace('\n', " ");
        if let Some(code) = attributes {
            let at = self.text[end.clone()].rfind('{').map_or(end.start, |at| end.start + at);
            self.warn_left_out(code, at..end.end);
        }
        if end.is_empty() {
            let message = "backtick is not closed and is kept as a character".to_owned();
            let hint = "use `'` for an apostrophe, or write `` \\` ``";
            self.fault(Code::TextCodeNotClosed, message, hint, start.clone());
            push_text(into, &self.text[start]);
            push_text(into, &code);
        } else {
            into.push(Inline::Code(code));
        }
    }

    /// Returns the words of the text that stand where `part` stands in the shadow, if it does.
    fn original(&self, part: &Cow<'a, str>) -> Option<&'a str> {
        let Cow::Borrowed(part) = part else { return None };
        let start = (part.as_ptr() as usize).checked_sub(self.shadow.as_ptr() as usize)?;
        self.text.get(start..start.checked_add(part.len())?)
    }

    /// Reports emphasis that `jotdown` would have read inside words, had we not hidden it.
    pub(super) fn note_hidden_emphasis(&mut self) {
        let mut starts = Vec::new();
        for (event, range) in Parser::new(self.text).into_offset_iter() {
            match event {
                Event::Start(Container::Strong | Container::Emphasis, _) => starts.push(range),
                Event::End(Container::Strong | Container::Emphasis) => {
                    let range = starts.pop().and_then(|start| self.inside_word(&start, &range));
                    range.into_iter().for_each(|range| self.warn_inside_word(range));
                }
                _ => {}
            }
        }
    }

    /// Returns which of two delimiters stands inside a word, unless they are `{_` and `_}`.
    fn inside_word(&self, start: &Range<usize>, end: &Range<usize>) -> Option<Range<usize>> {
        if start.len() != 1 {
            return None;
        }
        let before = self.text[..start.start].chars().next_back();
        let after = self.text[end.start + 1..].chars().next();
        if before.is_some_and(char::is_alphanumeric) {
            Some(start.clone())
        } else {
            after.is_some_and(char::is_alphanumeric).then(|| end.start..end.start + 1)
        }
    }

    fn warn_inside_word(&mut self, range: Range<usize>) {
        if self.inside_words.insert(range.start) {
            let mark = &self.text[range.clone()];
            let message = format!("`{mark}` inside a word is kept as a character");
            let hint = format!("write `\\{mark}`, or `{{{mark}…{mark}}}` to stress part of a word");
            self.fault(Code::TextEmphasisInsideWord, message, &hint, range);
        }
    }

    /// Reports the first of some lines, which are read as one, and how many others there are, that their author may have meant as a line or a
    /// paragraph of its own: its first word had room at the end of the line above, and it begins like a sentence or a
    /// title.
    fn note_joined(&mut self, starts: &[usize]) {
        if starts.len() < 2 {
            return;
        }
        let lines: Vec<&str> =
            starts.iter().map(|start| self.rest_of_line(*start).trim()).collect();
        let length = |line: &str| line.chars().count();
        // Nobody breaks lines by hand that are much shorter.
        let width = lines.iter().map(|line| length(line)).max().unwrap_or(0).max(MIN_WIDTH);
        let mut found = lines.windows(2).zip(&starts[1..]).filter(|(pair, _)| {
            let word = pair[1].split_whitespace().next().unwrap_or_default();
            let opens = pair[1].trim_start_matches(['“', '‘', '"', '\'', '(', '[', '*', '_']);
            let is_start = opens.starts_with(|char: char| char.is_uppercase());
            is_start && length(pair[0]) + 1 + length(word) <= width
        });
        let Some((pair, start)) = found.next() else { return };
        let others = found.count();
        let range = *start..start + pair[1].len();
        if self.faults.iter().any(|fault| fault.range.start == range.start) {
            return;
        }
        let message = match others {
            0 => "this line is read as a part of the line above".to_owned(),
            1 => "this line and one below it are read as parts of the lines above them".to_owned(),
            _ => {
                format!("this line and {others} below it are read as parts of the lines above them")
            }
        };
        let hint = "put a blank line before it if it is a paragraph or a title; where a line of a paragraph ends, \
                    write `\\` at its end";
        self.fault(Code::TextJoinedLines, message, hint, range);
    }

    /// Reports a line of a paragraph, at `start`, that its author may have meant as something else.
    fn note_markers(&mut self, start: usize, first_line: bool) {
        let line = self.rest_of_line(start);
        let range = start..start + line.len();
        if line.starts_with(['•', '·', '▪', '◦', '‣', '●']) {
            let message = "bullet is read as a character of the paragraph".to_owned();
            let hint = "begin each item with `- `, and put a blank line before the first";
            self.fault(Code::TextBulletNotRead, message, hint, range);
        } else if first_line {
            // Djot itself has looked at the first line of every paragraph.
        } else if let Some(marker) = list_marker(line, self.text[..start].trim_end()) {
            let message = format!("`{marker}` is read as part of the paragraph, not as a list");
            let hint = "put a blank line before the list, also before a list inside a list";
            self.fault(Code::TextListMarkerInParagraph, message, hint, range);
        } else if is_other_block(line) {
            let message = "this line is read as part of the paragraph above".to_owned();
            self.fault(Code::TextBlockInParagraph, message, "put a blank line before it", range);
        }
    }
}

/// Returns the marker if `line`, which goes on after `before`, looks like an item of a list.
fn list_marker<'a>(line: &'a str, before: &str) -> Option<&'a str> {
    let (marker, rest) = line.split_once([' ', '\t'])?;
    if rest.trim().is_empty() {
        return None;
    }
    if matches!(marker, "-" | "*" | "+") {
        return Some(marker);
    }
    let number = marker.strip_prefix('(').unwrap_or(marker);
    let dot = number.ends_with('.');
    let number = number.strip_suffix(')').or_else(|| number.strip_suffix('.'))?;
    let digits = (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    let is_roman = |set: &str| number.len() <= 5 && number.chars().all(|c| set.contains(c));
    let roman = number.len() > 1 && (is_roman("ivxlc") || is_roman("IVXLC"));
    let letter = number.len() == 1 && number.bytes().all(|b| b.is_ascii_alphabetic());
    // `A. Smith` at the start of a line is a name, unless the line before announces a list.
    let initial = letter && dot && number.bytes().all(|b| b.is_ascii_uppercase());
    let list = digits || roman || (letter && (!initial || before.ends_with([':', ';'])));
    list.then_some(marker)
}

/// Whether `line`, with a blank line before it, would be a heading, a table row or a quote.
fn is_other_block(line: &str) -> bool {
    let heading = line.trim_start_matches('#');
    (heading.len() < line.len() && heading.starts_with(' '))
        || (line.len() > 1 && line.starts_with('|') && line.ends_with('|'))
        || line.starts_with("> ")
}

/// Returns what is wrong with the address of a link, as an error.
pub(super) fn check_address(url: &str) -> Result<(), &'static str> {
    if url.len() > MAX_ADDRESS {
        return Err("link address is longer than 2000 bytes");
    }
    if url.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err("link address has a space in it");
    }
    let Some((scheme, rest)) = url.split_once(':') else {
        return Err("link address does not begin with `https://`");
    };
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => match rest.strip_prefix("//") {
            Some(host) if !host.is_empty() && !host.starts_with('/') => Ok(()),
            _ => Err("link address names no website"),
        },
        "mailto" | "tel" if rest.is_empty() => Err("link address ends too soon"),
        "mailto" | "tel" => Ok(()),
        _ => Err("link address does not begin with `https:`, `http:`, `mailto:` or `tel:`"),
    }
}

fn push_text(into: &mut Vec<Inline>, text: &str) {
    let mut lines = text.split(BREAK);
    push_words(into, lines.next().unwrap_or_default());
    for line in lines {
        trim_end(into);
        into.push(Inline::LineBreak);
        push_words(into, line);
    }
}

fn push_words(into: &mut Vec<Inline>, text: &str) {
    if text.is_empty() {
        return;
    }
    match into.last_mut() {
        Some(Inline::Text(last)) => last.push_str(text),
        _ => into.push(Inline::Text(text.to_owned())),
    }
}

pub(super) fn append(into: &mut Vec<Inline>, content: Vec<Inline>) {
    for inline in content {
        match inline {
            Inline::Text(text) => push_text(into, &text),
            other => into.push(other),
        }
    }
}

fn trim_start(content: &mut Vec<Inline>) {
    if let Some(Inline::Text(text)) = content.first_mut() {
        *text = text.trim_ascii_start().to_owned();
        if text.is_empty() {
            content.remove(0);
        }
    }
}

fn trim_end(content: &mut Vec<Inline>) {
    if let Some(Inline::Text(text)) = content.last_mut() {
        text.truncate(text.trim_ascii_end().len());
        if text.is_empty() {
            content.pop();
        }
    }
}
