//! Reads blocks: paragraphs, headings, lists, tables, quotes, and those that are refused.

use std::ops::Range;

use jotdown::{Alignment, Container, Event};

use super::super::pasted::LABEL;
use super::super::{Align, Block, Cell, Inline, Item, List, ListKind, Table, labels, plain_line};
use super::words::{Leaf, append, check_address};
use super::{Reader, source_blocks};
use diag::Code;

/// How many columns a table may have; short rows are filled up to the longest.
const MAX_COLUMNS: usize = 40;

/// The list that ended last, as long as nothing stands after it that would part it from another.
#[derive(Default)]
struct LastList {
    labels: Vec<(String, Range<usize>)>,
    blank_after: bool,
}

impl<'a> Reader<'a> {
    /// Reads blocks up to the end of what contains them, and returns where that is.
    pub(super) fn blocks(&mut self) -> (Vec<Block>, Range<usize>) {
        // Most have one, and a large council has a hundred thousand.
        let mut blocks = Vec::with_capacity(1);
        let mut last = LastList::default();
        let mut end = self.text.len()..self.text.len();
        while let Some((event, range)) = self.events.next() {
            match event {
                // These contain blocks and mean nothing to us.
                Event::Start(Container::Document, _) | Event::End(Container::Document) => {}
                Event::Start(Container::Section { .. }, _)
                | Event::End(Container::Section { .. }) => {}
                Event::End(_) => {
                    end = range;
                    break;
                }
                Event::Blankline => last.blank_after = true,
                Event::Start(container, attributes) => {
                    self.warn_block_attributes(&attributes, &range);
                    if let Container::List { kind, tight } = container {
                        self.list(&mut blocks, &mut last, kind, tight, range);
                    } else {
                        self.end_list(&mut last);
                        self.block(&mut blocks, container, range);
                    }
                }
                Event::ThematicBreak(_) => {
                    self.end_list(&mut last);
                    let message = "line across the page is left out".to_owned();
                    self.fault(
                        Code::TextThematicBreak,
                        message,
                        "remove it, or write a heading",
                        range,
                    );
                }
                Event::Attributes(attributes) => self.warn_attributes(&attributes, range),
                Event::Str(_)
                | Event::FootnoteReference(_)
                | Event::Symbol(_)
                | Event::LeftSingleQuote
                | Event::RightSingleQuote
                | Event::LeftDoubleQuote
                | Event::RightDoubleQuote
                | Event::Ellipsis
                | Event::EnDash
                | Event::EmDash
                | Event::NonBreakingSpace
                | Event::Softbreak
                | Event::Hardbreak
                | Event::Escape => {
                    // Words stand only in leaves; were it otherwise, they must not be lost.
                    blocks.push(Block::Paragraph(vec![Inline::Text(self.text[range].to_owned())]));
                }
            }
        }
        self.end_list(&mut last);
        (blocks, end)
    }

    /// Reads a block other than a list, from its start at `range`.
    fn block(&mut self, blocks: &mut Vec<Block>, container: Container<'a>, range: Range<usize>) {
        match container {
            Container::Paragraph => {
                let (content, _) = self.line(Leaf::Paragraph);
                if !content.is_empty() {
                    blocks.push(Block::Paragraph(content));
                }
            }
            Container::Heading { level, .. } => {
                let (content, _) = self.line(Leaf::Heading);
                if !content.is_empty() {
                    let level = u8::try_from(level).unwrap_or(u8::MAX);
                    blocks.push(Block::Heading { level, content });
                }
            }
            Container::Blockquote => {
                if !self.enter(&range) {
                    return self.keep_source(blocks, range);
                }
                self.quotes += 1;
                let (inner, _) = self.blocks();
                self.quotes -= 1;
                self.depth -= 1;
                if !inner.is_empty() {
                    blocks.push(Block::Quote(inner));
                }
            }
            Container::Table => {
                if !self.enter(&range) {
                    return self.keep_source(blocks, range);
                }
                self.table(blocks, range);
                self.depth -= 1;
            }
            Container::CodeBlock { .. } => self.code_block(blocks, range),
            Container::LinkDefinition { .. } => self.link_definition(blocks, range),
            Container::RawBlock { .. } => {
                let hint = "remove the fence, and write the words without code";
                self.refuse(blocks, Code::TextRawBlock, "raw code can't be used", hint, range);
            }
            Container::Footnote { .. } => self.footnote(blocks, range),
            Container::Div { .. } => {
                let hint = "remove the lines that begin with `:::`";
                self.refuse(blocks, Code::TextDivBlock, "`:::` blocks can't be used", hint, range);
            }
            Container::DescriptionList => {
                let hint =
                    "write a list with `- `; for a line that begins with a colon, write `\\:`";
                self.refuse(
                    blocks,
                    Code::TextDefinitionList,
                    "lists with `:` can't be used",
                    hint,
                    range,
                );
            }
            // Those that follow stand only inside others. Were it otherwise, their words are kept.
            Container::Document
            | Container::List { .. }
            | Container::ListItem
            | Container::TaskListItem { .. }
            | Container::DescriptionDetails
            | Container::DescriptionTerm
            | Container::TableRow { .. }
            | Container::TableCell { .. }
            | Container::Caption
            | Container::Section { .. }
            | Container::Span
            | Container::Link(..)
            | Container::Image(..)
            | Container::Verbatim
            | Container::Math { .. }
            | Container::RawInline { .. }
            | Container::Subscript
            | Container::Superscript
            | Container::Insert
            | Container::Delete
            | Container::Strong
            | Container::Emphasis
            | Container::Mark => self.keep_source(blocks, range),
        }
    }

    /// Reads a list, and joins it to the one before it if the reader parted what belongs together.
    fn list(
        &mut self,
        blocks: &mut Vec<Block>,
        last: &mut LastList,
        kind: jotdown::ListKind,
        tight: bool,
        range: Range<usize>,
    ) {
        if !self.enter(&range) {
            self.end_list(last);
            return self.keep_source(blocks, range);
        }
        let ordered = matches!(kind, jotdown::ListKind::Ordered { .. });
        let mut items = Vec::new();
        let mut found = Vec::new();
        let mut sign: Option<Range<usize>> = None;
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(Container::TaskListItem { .. }, _) => {
                    let message = "tick box is kept as words".to_owned();
                    self.fault(Code::TextTaskList, message, "write a plain list", range.clone());
                    let (mut inner, _) = self.blocks();
                    let tick = self.text[..range.end].rfind('[').unwrap_or(range.start);
                    prepend(&mut inner, &self.text[tick..range.end]);
                    items.push(Item { label: None, blocks: inner });
                }
                Event::Start(..) => {
                    let marker = self.marker(&range);
                    sign.get_or_insert(marker.clone());
                    let label = ordered.then(|| self.text[marker.clone()].to_owned());
                    let (mut blocks, _) = self.blocks();
                    let label = label.or_else(|| take_label(&mut blocks));
                    found.extend(label.clone().map(|label| (label, marker)));
                    items.push(Item { label, blocks });
                }
                Event::End(_) => break,
                Event::Attributes(attributes) => self.warn_attributes(&attributes, range),
                _ => {}
            }
        }
        self.depth -= 1;
        // An asterisk before a single sentence explains asterisks elsewhere: `* denotes a private item`; so does one
        // before each of several that say so.
        let has_asterisk = sign.as_ref().is_some_and(|sign| &self.text[sign.clone()] == "*");
        let is_single = matches!(items.as_slice(), [Item { label: None, .. }]);
        if has_asterisk && (is_single || items.iter().all(is_explanation)) {
            self.end_list(last);
            for mut item in items {
                prepend(&mut item.blocks, "*");
                blocks.append(&mut item.blocks);
            }
            return;
        }
        let ordered = ordered || items.iter().any(|item| item.label.is_some());
        // The reader calls a list tight whose last item has two paragraphs.
        let tight = tight && items.iter().all(|item| paragraphs(item) < 2);

        if let Some(Block::List(before)) = blocks.last_mut()
            && labels::continues(&texts(&last.labels), &texts(&found))
        {
            before.tight &= tight && !last.blank_after;
            before.items.append(&mut items);
            last.labels.append(&mut found);
        } else {
            self.end_list(last);
            let kind = if ordered { ListKind::Ordered } else { ListKind::Bullet };
            blocks.push(Block::List(List { kind, tight, items }));
            last.labels = found;
        }
        last.blank_after = false;
    }

    /// Reads a footnote, which is printed after the text; its name is what it is referred to by.
    fn footnote(&mut self, blocks: &mut Vec<Block>, range: Range<usize>) {
        if !self.enter(&range) {
            return self.keep_source(blocks, range);
        }
        let line = self.rest_of_line(range.start);
        let name = line.trim_start_matches("[^").split(']').next().unwrap_or_default();
        let place = range.start..range.start + line.len();
        let at = self.note(name);
        let (mut content, _) = self.blocks();
        self.depth -= 1;
        match &mut self.notes[at].content {
            Some((_, known)) => known.append(&mut content),
            empty => *empty = Some((place, content)),
        }
    }

    /// Checks the labels of the list that ended, to which nothing can be joined any more.
    fn end_list(&mut self, last: &mut LastList) {
        let found = std::mem::take(&mut last.labels);
        if let [(label, range)] = found.as_slice()
            && is_start_of_sentence(label)
        {
            let message =
                format!("`{label}` at the start of a paragraph is read as a list of one item");
            let hint =
                format!("write `{}\\.` if it is a name or a year", label.trim_end_matches('.'));
            self.fault(Code::TextListOfOne, message, &hint, range.clone());
        }
        let Some(at) = labels::first_break(&texts(&found)) else { return };
        let (label, range) = &found[at.item];
        let message = format!("list continues with `{label}`; expected `{}`", at.expected);
        let hint = "correct the number, or put a paragraph between two lists";
        self.fault(Code::TextListNumbersOutOfOrder, message, hint, range.clone());
    }

    /// Returns where in `range` the marker of a list item is, without attributes before it.
    fn marker(&self, range: &Range<usize>) -> Range<usize> {
        let text = self.text[range.clone()].trim_ascii_end();
        let start = text.rfind(|c: char| c.is_ascii_whitespace()).map_or(0, |at| at + 1);
        range.start + start..range.start + text.len()
    }

    /// Reads a table that starts at `range`.
    fn table(&mut self, blocks: &mut Vec<Block>, range: Range<usize>) {
        let mut caption = None;
        let mut columns: Vec<Align> = Vec::new();
        let mut rows: Vec<(bool, Vec<Cell>, Range<usize>)> = Vec::new();
        let mut end = self.text.len();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(Container::Caption, _) => caption = Some(self.line(Leaf::Caption).0),
                Event::Start(Container::TableRow { head }, _) => {
                    let (cells, end) = self.row(&mut columns, range.end);
                    rows.push((head, cells, range.start..end));
                }
                Event::End(_) => {
                    end = range.end;
                    break;
                }
                Event::Attributes(attributes) => self.warn_attributes(&attributes, range),
                _ => {}
            }
        }
        let caption = caption.filter(|caption| !caption.is_empty());
        if rows.is_empty() {
            blocks.extend(caption.map(Block::Paragraph));
            return;
        }
        if columns.len() > MAX_COLUMNS {
            let message = format!("table has {} columns; at most {MAX_COLUMNS} fit", columns.len());
            let line = range.start..range.start + self.rest_of_line(range.start).len();
            self.fault(Code::TextTableTooWide, message, "split it into several tables", line);
            blocks.extend(source_blocks(&self.text[range.start..end], self.quotes));
            return;
        }

        let (mut head, mut body) = (Vec::new(), Vec::new());
        for (is_head, mut cells, range) in rows {
            if cells.len() < columns.len() {
                let (found, wanted) = (cells.len(), columns.len());
                let message = format!("table row has {found} cells; others have {wanted}");
                self.fault(Code::TextTableRowShort, message, "add the missing `|`", range.clone());
                cells.resize(wanted, Vec::new());
            }
            if is_head && body.is_empty() {
                head.push(cells);
                continue;
            }
            if is_head {
                let message = "second heading inside a table is read as a row".to_owned();
                let hint = "remove the line of dashes below it, or make it two tables";
                self.fault(Code::TextTableSecondHeading, message, hint, range);
            }
            body.push(cells);
        }
        blocks.push(Block::Table(Table { caption, columns, head, body, merged: Vec::new() }));
    }

    /// Reads the cells of a table row from `start`, and returns where it ends.
    fn row(&mut self, columns: &mut Vec<Align>, start: usize) -> (Vec<Cell>, usize) {
        let mut cells = Vec::new();
        let mut read = start;
        let mut end = start;
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(Container::TableCell { alignment, .. }, _) => {
                    if columns.len() == cells.len() {
                        columns.push(align(alignment));
                    }
                    let (content, end) = self.line(Leaf::Cell);
                    cells.push(content);
                    read = end.end;
                }
                Event::End(_) => {
                    end = range.end;
                    break;
                }
                _ => {}
            }
        }
        // The reader forgets what stands after an open backtick.
        let rest = self.text.get(read..end).unwrap_or("").trim();
        if !rest.is_empty() {
            let message = "backtick in a table row is not closed".to_owned();
            let hint = "write `` \\` `` for a backtick that is part of the words";
            self.fault(Code::TextTableRowBroken, message, hint, start..end);
            if columns.len() == cells.len() {
                columns.push(Align::Auto);
            }
            cells.push(vec![Inline::Text(rest.to_owned())]);
        }
        (cells, end)
    }

    /// Reads a block of code; one without an end is not meant as such.
    fn code_block(&mut self, blocks: &mut Vec<Block>, range: Range<usize>) {
        let mut code = String::new();
        let mut end = range.end..range.end;
        for (event, range) in self.events.by_ref() {
            if let Event::End(_) = event {
                end = range;
                break;
            }
            code.push_str(&self.text[range]);
        }
        let (start, hint) = (range.start, "remove the lines of backticks or tildes around it");
        let line = start..start + self.rest_of_line(start).len();
        if end.is_empty() {
            let message = "block of code has no end and is kept as words".to_owned();
            self.fault(Code::TextCodeBlock, message, hint, line);
            blocks.extend(source_blocks(&self.text[start..end.end], self.quotes));
            return;
        }
        self.fault(
            Code::TextCodeBlock,
            "block of code is set as a paragraph".to_owned(),
            hint,
            line,
        );
        let mut content = Vec::new();
        for line in code.lines() {
            if !content.is_empty() {
                content.push(Inline::LineBreak);
            }
            content.push(Inline::Code(line.trim_end_matches('\r').to_owned()));
        }
        if !content.is_empty() {
            blocks.push(Block::Paragraph(content));
        }
    }

    /// Reads `[name]: address`, which is kept as words unless it is an address.
    fn link_definition(&mut self, blocks: &mut Vec<Block>, range: Range<usize>) {
        let mut url = String::new();
        let mut end = range.end;
        for (event, range) in self.events.by_ref() {
            if let Event::End(_) = event {
                break;
            }
            url.push_str(self.text[range.clone()].trim());
            end = range.end;
        }
        if check_address(&url).is_ok() {
            return;
        }
        let message = "`[name]:` at the start of a line would hide it; it is kept".to_owned();
        let hint = "write `\\[name]:`, or put a web address after it";
        self.fault(Code::TextLinkDefinition, message, hint, range.start..end);
        blocks.extend(source_blocks(&self.text[range.start..end], self.quotes));
    }
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::Unspecified => Align::Auto,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}

/// Whether `label` may be an initial, as in `A. Smith`, or a year.
fn is_start_of_sentence(label: &str) -> bool {
    label.strip_suffix('.').is_some_and(|text| match text.as_bytes() {
        [initial] => initial.is_ascii_uppercase(),
        digits => digits.len() > 3 && digits.iter().all(u8::is_ascii_digit),
    })
}

/// Whether an item goes on with its sign as a sentence that explains it: `* denotes a private item`.
fn is_explanation(item: &Item) -> bool {
    const VERBS: [&str; 11] = [
        "denotes",
        "indicates",
        "means",
        "marks",
        "shows",
        "signifies",
        "represents",
        "identifies",
        "refers",
        "=",
        ":",
    ];
    let Some(Block::Paragraph(content)) = item.blocks.first() else { return false };
    let words = plain_line(content);
    item.label.is_none()
        && words.split_whitespace().next().is_some_and(|word| VERBS.contains(&word))
}

fn paragraphs(item: &Item) -> usize {
    item.blocks.iter().filter(|block| matches!(block, Block::Paragraph(_))).count()
}

fn texts(labels: &[(String, Range<usize>)]) -> Vec<&str> {
    labels.iter().map(|(label, _)| label.as_str()).collect()
}

/// Takes the label of an item that was pasted from the beginning of its words.
fn take_label(blocks: &mut [Block]) -> Option<String> {
    let Some(Block::Paragraph(content)) = blocks.first_mut() else { return None };
    let Some(Inline::Text(text)) = content.first_mut() else { return None };
    let (label, words) = text.strip_prefix(LABEL[0])?.split_once(LABEL[1])?;
    let label = label.to_owned();
    *text = words.to_owned();
    if text.is_empty() {
        content.remove(0);
    }
    Some(label)
}

/// Puts `words` before the first paragraph of `blocks`.
fn prepend(blocks: &mut Vec<Block>, words: &str) {
    if let Some(Block::Paragraph(content)) = blocks.first_mut() {
        let rest = std::mem::replace(content, vec![Inline::Text(format!("{words} "))]);
        append(content, rest);
    } else {
        blocks.insert(0, Block::Paragraph(vec![Inline::Text(words.to_owned())]));
    }
}
