//! Turns what a Word document says into a text as others have it.

use crate::model::glyphs::Coverage;
use crate::model::rich::{self, Align, Inline as Rich, Item, List, ListKind, Merged};
use crate::model::value::Language;
use crate::papers::word::WordPaper;
use crate::word::write::{GUIDANCE, REPORT_HEAD};
use crate::word::{BeyondKind, Block, Cell, Content, Inline, Label, Look, Origin, Table};

/// The name of the style of captions in Word, in small letters.
const CAPTION: &str = "caption";

/// The deepest level of headings in a report.
const MAX_LEVEL: u8 = 5;

/// From this length on the paragraphs of a list have space between them, in characters.
const LONG_ITEM: usize = 120;

/// Returns the text of a document, below a paper's title; where a text can't carry it, returns what is in the way, and
/// where: words that follow "because".
pub(super) fn report(
    mut paper: WordPaper,
    title: &str,
    coverage: &Coverage,
) -> Result<rich::Rich, Vec<String>> {
    paper.document.blocks.retain(is_printed);
    let document = &paper.document;
    let mut reasons: Vec<String> = Vec::new();
    // A text has merged cells where the table is whole.
    for beyond in document.beyond.iter().filter(|beyond| beyond.kind != BeyondKind::MergedCells) {
        reasons.push(format!("it has {}, {}", beyond.kind, beyond.origin));
    }
    if let Some(language) = &document.language
        && !is_of_reports(language)
    {
        reasons.push(format!("its language is `{language}`"));
    }
    let printed = without_title(&document.blocks, title);
    let mut mapper =
        Mapper { paper: &paper, reasons, coverage, base: base_level(printed), last: None };
    let blocks = mapper.blocks(printed);
    match mapper.reasons.is_empty() {
        true => Ok(rich::Rich { blocks }),
        false => Err(mapper.reasons),
    }
}

/// Returns whether a block of a report is printed: not the head of a draft, in whose place papers have theirs, nor words to
/// its author.
fn is_printed(block: &Block) -> bool {
    match &block.content {
        Content::Table(table) => {
            let mut parts = table.rows.iter().flatten().flat_map(|cell| &cell.blocks).peekable();
            let is_head = |part: &Block| part.style.as_deref() == Some(REPORT_HEAD);
            parts.peek().is_none() || !parts.all(is_head)
        }
        _ => !matches!(block.style.as_deref(), Some(REPORT_HEAD | GUIDANCE)),
    }
}

/// Returns whether reports are in that language.
fn is_of_reports(language: &str) -> bool {
    let first = |language: &str| language.split('-').next().unwrap_or_default().to_lowercase();
    first(language) == first(&Language::default().to_string())
}

/// Returns the highest level of headings, from 1.
fn base_level(blocks: &[Block]) -> u8 {
    let levels = blocks.iter().filter_map(|block| match &block.content {
        Content::Heading { level, .. } => Some(*level),
        _ => None,
    });
    levels.min().unwrap_or(1)
}

/// Leaves out the title of the paper, which is printed above its text, where the document begins with it.
fn without_title<'a>(blocks: &'a [Block], title: &str) -> &'a [Block] {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    match blocks.split_first() {
        Some((first, rest)) => match &first.content {
            Content::Paragraph(inlines) | Content::Heading { inlines, label: None, .. }
                if words(&plain(inlines)) == words(title) =>
            {
                rest
            }
            _ => blocks,
        },
        None => blocks,
    }
}

/// Turns blocks, and notes what is in the way.
struct Mapper<'a> {
    paper: &'a WordPaper,
    reasons: Vec<String>,
    coverage: &'a Coverage,
    /// The level of the highest headings.
    base: u8,
    /// The level of the last heading, below the title, from 1.
    last: Option<u8>,
}

impl Mapper<'_> {
    fn blocks(&mut self, blocks: &[Block]) -> Vec<rich::Block> {
        let mut mapped = Vec::new();
        let mut rest = blocks;
        while let Some((block, after)) = rest.split_first() {
            rest = after;
            if let Content::Paragraph(inlines) = &block.content
                && has_only_pictures(inlines)
            {
                let caption = rest.split_first().filter(|(next, _)| is_caption(next));
                let words = caption.and_then(|(next, after)| {
                    rest = after;
                    self.caption(next)
                });
                mapped.extend(self.pictures(&block.origin, inlines, words));
                continue;
            }
            if is_caption(block)
                && let Some((Block { origin, content: Content::Table(table), .. }, after)) =
                    rest.split_first()
            {
                rest = after;
                let caption = self.caption(block);
                mapped.push(self.table(origin, table, caption));
                continue;
            }
            mapped.push(match &block.content {
                Content::Heading { level, label, inlines } => {
                    self.heading(&block.origin, *level, label.as_deref(), inlines)
                }
                Content::Paragraph(inlines) => {
                    rich::Block::Paragraph(self.inlines(&block.origin, inlines, true))
                }
                Content::Table(table) => self.table(&block.origin, table, None),
                Content::Item { .. } => {
                    let is_item = |block: &&Block| matches!(block.content, Content::Item { .. });
                    let count = 1 + rest.iter().take_while(is_item).count();
                    let start = blocks.len() - rest.len() - 1;
                    rest = &blocks[start + count..];
                    mapped.extend(self.lists(&blocks[start..start + count]));
                    continue;
                }
            });
        }
        mapped
    }

    fn heading(
        &mut self,
        origin: &Origin,
        level: u8,
        label: Option<&str>,
        inlines: &[Inline],
    ) -> rich::Block {
        let level = level - self.base + 1;
        if level > self.last.unwrap_or(0) + 1 {
            self.reasons.push(format!("headings leave out a level, {origin}"));
        } else if level > MAX_LEVEL {
            self.reasons.push(format!("headings are of more than {MAX_LEVEL} levels, {origin}"));
        }
        self.last = Some(level);
        let mut content = Vec::new();
        if let Some(label) = label {
            content.push(Rich::Text(format!("{label} ")));
        }
        content.extend(self.inlines(origin, inlines, false));
        rich::Block::Heading { level, content }
    }

    /// Returns the lists of paragraphs that follow each other. What is on a deeper level belongs to the paragraph
    /// before it.
    fn lists(&mut self, items: &[Block]) -> Vec<rich::Block> {
        let mut lists: Vec<rich::Block> = Vec::new();
        let mut rest = items;
        while let Some((first, after)) = rest.split_first() {
            rest = after;
            let Content::Item { level, label, inlines } = &first.content else { continue };
            let is_deeper = |block: &&Block| match &block.content {
                Content::Item { level: other, .. } => other > level,
                _ => false,
            };
            let below = rest.iter().take_while(is_deeper).count();
            let mut blocks =
                vec![rich::Block::Paragraph(self.inlines(&first.origin, inlines, true))];
            blocks.extend(self.lists(&rest[..below]));
            rest = &rest[below..];
            let (kind, label) = match label {
                Label::Bullet => (ListKind::Bullet, None),
                Label::Number(label) => (ListKind::Ordered, Some(label.clone())),
            };
            let is_long = plain(inlines).chars().count() > LONG_ITEM;
            let item = Item { label, blocks };
            match lists.last_mut() {
                Some(rich::Block::List(list)) if list.kind == kind => {
                    list.tight &= !is_long;
                    list.items.push(item);
                }
                _ => {
                    lists.push(rich::Block::List(List {
                        kind,
                        tight: !is_long,
                        items: vec![item],
                    }));
                }
            }
        }
        lists
    }

    /// Returns the words of a caption.
    fn caption(&mut self, block: &Block) -> Option<Vec<Rich>> {
        match &block.content {
            Content::Paragraph(inlines) => Some(self.inlines(&block.origin, inlines, false)),
            _ => None,
        }
    }

    /// Returns the pictures of a paragraph that has nothing else; the words are below the last of them.
    fn pictures(
        &mut self,
        origin: &Origin,
        inlines: &[Inline],
        words: Option<Vec<Rich>>,
    ) -> Vec<rich::Block> {
        let mut pictures = Vec::new();
        for inline in inlines {
            let Inline::Picture(at) = inline else { continue };
            let of_document = self.paper.document.pictures.get(*at);
            let drawn = self.paper.pictures.get(*at).and_then(Option::as_ref);
            let Some((of_document, drawn)) = of_document.zip(drawn) else {
                let reason =
                    format!("it has a picture of a format that is not read here, {origin}");
                self.reasons.push(reason);
                continue;
            };
            pictures.push(rich::Picture {
                file: drawn.file.clone(),
                alt: of_document.alt.clone(),
                width: drawn.width,
                caption: None,
            });
        }
        if let Some(last) = pictures.last_mut() {
            last.caption = words;
        }
        pictures.into_iter().map(rich::Block::Picture).collect()
    }

    fn table(&mut self, origin: &Origin, table: &Table, caption: Option<Vec<Rich>>) -> rich::Block {
        let column = |at| if table.is_right(at) { Align::Right } else { Align::Auto };
        let columns = (0..table.columns).map(column).collect();
        let Some(grid) = table.grid() else {
            self.reasons.push(format!("it has a table whose cells don't fill it, {origin}"));
            return rich::Block::Paragraph(Vec::new());
        };
        let (mut rows, mut merged) = (Vec::new(), Vec::new());
        for (row, places) in grid.iter().enumerate() {
            let mut line = Vec::new();
            for (column, place) in places.iter().enumerate() {
                let is_first = (place.row, place.column) == (row, column);
                line.push(if is_first { self.cell(origin, place.cell) } else { Vec::new() });
                let Cell { rows, columns, .. } = *place.cell;
                if is_first && (rows > 1 || columns > 1) {
                    merged.push(Merged { row, column, rows, columns });
                }
                if is_first && row < table.head && table.head < row + rows {
                    let reason = format!("a cell goes on from the header of a table, {origin}");
                    self.reasons.push(reason);
                }
            }
            rows.push(line);
        }
        let body = rows.split_off(table.head);
        let head = rows;
        rich::Block::Table(rich::Table { caption, columns, head, body, merged })
    }

    /// Returns what a cell says, a line for each paragraph.
    fn cell(&mut self, origin: &Origin, cell: &Cell) -> Vec<Rich> {
        let mut line = Vec::new();
        for block in &cell.blocks {
            if !line.is_empty() {
                line.push(Rich::LineBreak);
            }
            match &block.content {
                Content::Heading { inlines, .. } | Content::Paragraph(inlines) => {
                    line.extend(self.inlines(origin, inlines, true));
                }
                Content::Item { label, inlines, .. } => {
                    line.push(Rich::Text(match label {
                        Label::Bullet => "• ".to_owned(),
                        Label::Number(label) => format!("{label} "),
                    }));
                    line.extend(self.inlines(origin, inlines, true));
                }
                // A table in a table is among the reasons.
                Content::Table(_) => {}
            }
        }
        line
    }

    /// Returns parts of a line; bold is left out where all is, as in headings.
    fn inlines(&mut self, origin: &Origin, inlines: &[Inline], has_bold: bool) -> Vec<Rich> {
        let mut line = Vec::new();
        for inline in inlines {
            match inline {
                Inline::Text { words, look } => {
                    self.check(origin, words);
                    line.push(looking(words, *look, has_bold));
                }
                Inline::Link { url, inlines } => {
                    let content = self.inlines(origin, inlines, has_bold);
                    match is_printed_link(url) {
                        true => line.push(Rich::Link { url: url.clone(), content }),
                        false => line.extend(content),
                    }
                }
                Inline::Note { label, blocks, .. } => {
                    let outer = (self.base, self.last);
                    let blocks = self.blocks(blocks);
                    (self.base, self.last) = outer;
                    line.push(Rich::Note { label: label.clone(), blocks });
                }
                Inline::Picture(_) => {
                    self.reasons.push(format!("it has a picture in a line of words, {origin}"));
                }
                Inline::Tab => line.push(Rich::Text(" ".to_owned())),
                Inline::LineBreak if has_bold => line.push(Rich::LineBreak),
                Inline::LineBreak => line.push(Rich::Text(" ".to_owned())),
                // Pages are others in house style.
                Inline::PageBreak => {}
            }
        }
        line
    }

    /// Notes letters that no typeface has.
    fn check(&mut self, origin: &Origin, words: &str) {
        let is_lost =
            |char: &char| !self.coverage.has(*char) && self.coverage.equivalent(*char).is_none();
        if self.coverage.has_all(words) {
            return;
        }
        if let Some(char) = words.chars().find(is_lost) {
            let code = u32::from(char);
            self.reasons.push(format!("no typeface here has `{char}` (U+{code:04X}), {origin}"));
        }
    }
}

/// Returns whether a paragraph has pictures and nothing else.
fn has_only_pictures(inlines: &[Inline]) -> bool {
    let is_blank = |inline: &Inline| match inline {
        Inline::Text { words, .. } => words.trim().is_empty(),
        Inline::Picture(_) | Inline::Tab | Inline::LineBreak | Inline::PageBreak => true,
        Inline::Link { .. } | Inline::Note { .. } => false,
    };
    inlines.iter().any(|inline| matches!(inline, Inline::Picture(_)))
        && inlines.iter().all(is_blank)
}

/// Returns whether a paragraph is a caption, by its style.
fn is_caption(block: &Block) -> bool {
    block.style.as_deref() == Some(CAPTION)
}

/// What makes parts of a line look in one way.
type Wrap = fn(Vec<Rich>) -> Rich;

/// Returns words that look like this.
fn looking(words: &str, look: Look, has_bold: bool) -> Rich {
    let wraps: [(bool, Wrap); 6] = [
        (look.is_raised, Rich::Superscript),
        (look.is_lowered, Rich::Subscript),
        (look.is_struck, Rich::Deleted),
        (look.is_marked, Rich::Marked),
        (look.is_italic, Rich::Emphasis),
        (look.is_bold && has_bold, Rich::Strong),
    ];
    let text = Rich::Text(words.to_owned());
    let wraps = wraps.into_iter().filter(|(is_on, _)| *is_on && !words.trim().is_empty());
    wraps.fold(text, |inline, (_, wrap)| wrap(vec![inline]))
}

/// Returns whether a link to an address may be printed; others lead to files of the author's.
fn is_printed_link(url: &str) -> bool {
    let url = url.to_lowercase();
    ["http://", "https://", "mailto:", "tel:"].iter().any(|start| url.starts_with(start))
}

/// Returns the words of a line.
fn plain(inlines: &[Inline]) -> String {
    let mut words = String::new();
    for inline in inlines {
        match inline {
            Inline::Text { words: text, .. } => words.push_str(text),
            Inline::Link { inlines, .. } => words.push_str(&plain(inlines)),
            Inline::Tab | Inline::LineBreak | Inline::PageBreak => words.push(' '),
            Inline::Note { .. } | Inline::Picture(_) => {}
        }
    }
    words
}
