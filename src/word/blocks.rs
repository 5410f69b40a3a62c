//! Reads the blocks of a document.

use crate::fields::Field;
use crate::inlines::plain;
use crate::notes::Notes;
use crate::numbering::{Labelled, Numbering};
use crate::package::{Package, Relationships};
use crate::scan::Scanner;
use crate::styles::{ParagraphFormat, Styles};
use crate::xml::{Element, Ns};
use crate::{Beyond, BeyondKind, Block, Content, Document, Inline, Label, Origin, Refusal};

/// How many letters of a paragraph a place shows.
const MAX_FIRST_WORDS: usize = 40;

/// Reads a document from the bytes of its file.
///
/// # Errors
/// When the file is no Word document, is damaged, exceeds a limit, or holds macros or another file that is inserted
/// when it is opened.
pub fn read(bytes: &[u8]) -> Result<Document, Refusal> {
    let mut package = Package::open(bytes)?;
    let name = package.document.clone();
    let Some(root) = package.xml(&name)? else { return Err(Refusal::no_document()) };
    let Some(body) = root.child("body") else { return Err(Refusal::no_document()) };
    let part = |package: &mut Package<'_>, kind: &str| match package.related(kind)? {
        Some(name) => package.xml(&name),
        None => Ok(None),
    };
    let styles = Styles::read(part(&mut package, "styles")?.as_ref());
    let numbering = Numbering::read(part(&mut package, "numbering")?.as_ref());
    let relationships = package.relationships(&name)?;
    let notes = Notes::read(&mut package, body)?;
    let title = match package
        .relationships("")?
        .into_values()
        .find(|root| root.kind == "core-properties")
    {
        Some(core) => package.xml(&core.target)?.and_then(|core| {
            let mut titles = core.elements().filter(|element| element.is_in(Ns::Metadata, "title"));
            titles.next().map(|title| title.text().trim().to_owned())
        }),
        None => None,
    };
    let mut reader = Reader {
        document: Document {
            title: title.filter(|title| !title.is_empty()),
            language: styles.language.clone(),
            ..Document::default()
        },
        scanner: Scanner::default(),
        package,
        styles,
        numbering,
        relationships,
        notes,
        heading: None,
        paragraphs: 0,
        origin: Origin::default(),
        fields: Vec::new(),
        in_cell: 0,
        in_shade: false,
    };
    let blocks = reader.blocks(body)?;
    reader.document.blocks = blocks;
    reader.margins()?;
    reader.comments()?;
    Ok(reader.document)
}

/// Reads blocks, with all that is known of the document.
pub(crate) struct Reader<'a> {
    pub(crate) document: Document,
    pub(crate) scanner: Scanner,
    pub(crate) package: Package<'a>,
    pub(crate) styles: Styles,
    pub(crate) numbering: Numbering,
    /// What the part names that is being read.
    pub(crate) relationships: Relationships,
    pub(crate) notes: Notes,
    /// The nearest heading above.
    heading: Option<String>,
    /// How many paragraphs and tables there were below it.
    paragraphs: usize,
    /// Where what is being read stands.
    pub(crate) origin: Origin,
    /// The fields that are open, the outermost first.
    pub(crate) fields: Vec<Field>,
    /// How many tables are open.
    pub(crate) in_cell: usize,
    /// Whether a colour is behind the words of the cell.
    pub(crate) in_shade: bool,
}

impl Reader<'_> {
    pub(crate) fn beyond(&mut self, kind: BeyondKind) {
        let beyond = Beyond { kind, origin: self.origin.clone() };
        if !self.document.beyond.contains(&beyond) {
            self.document.beyond.push(beyond);
        }
    }

    /// Reads all blocks in an element.
    pub(crate) fn blocks(&mut self, element: &Element) -> Result<Vec<Block>, Refusal> {
        let mut blocks = Vec::new();
        self.add_blocks(&mut blocks, element)?;
        Ok(blocks)
    }

    fn add_blocks(&mut self, blocks: &mut Vec<Block>, element: &Element) -> Result<(), Refusal> {
        for child in element.elements() {
            match (child.ns, &*child.name) {
                (Ns::Word, "p") => self.paragraph(blocks, child)?,
                (Ns::Word, "tbl") => self.table(blocks, child)?,
                (Ns::Word, "sdt") => {
                    let gallery = child.at(&["sdtPr", "docPartObj", "docPartGallery"]);
                    let gallery = gallery.and_then(|gallery| gallery.attribute("val"));
                    if gallery.is_some_and(|gallery| gallery.contains("Contents")) {
                        self.beyond(BeyondKind::Contents);
                    }
                    if let Some(content) = child.child("sdtContent") {
                        self.add_blocks(blocks, content)?;
                    }
                }
                (Ns::Word, "ins" | "moveTo" | "customXml" | "smartTag" | "sdtContent") => {
                    self.add_blocks(blocks, child)?;
                }
                (Ns::Word, "altChunk" | "subDoc") => return Err(Refusal::inserted_file()),
                (Ns::Compatibility, "AlternateContent") => {
                    if let Some(chosen) = chosen(child) {
                        self.add_blocks(blocks, chosen)?;
                    }
                }
                (Ns::Math, "oMathPara" | "oMath") => self.beyond(BeyondKind::Equation),
                (Ns::Word, "del" | "moveFrom") => {}
                _ if child.has(&|element| element.is("t")) => self.beyond(BeyondKind::Unknown),
                _ => {}
            }
        }
        Ok(())
    }

    fn paragraph(&mut self, blocks: &mut Vec<Block>, element: &Element) -> Result<(), Refusal> {
        let properties = element.child("pPr");
        let mut format = self.styles.paragraph(properties);
        if self.in_cell > 0 {
            // Word lists no heading of a table.
            format.heading = None;
        }
        if format.heading.is_some() {
            format.run = format.run.without_look();
        }
        let words = self.first_words(element);
        let is_heading = format.heading.is_some() && !words.is_empty();
        if is_heading {
            (self.heading, self.paragraphs) = (Some(shorten(&words, 2 * MAX_FIRST_WORDS)), 0);
        } else if self.in_cell == 0 && !words.is_empty() {
            self.paragraphs += 1;
        }
        if self.in_cell == 0 {
            self.origin = self.place(&words);
        }
        self.scan(element);
        if properties.is_some_and(|properties| properties.child("framePr").is_some()) {
            self.beyond(BeyondKind::TextBox);
        }
        let mut inlines = self.inlines(element, &format)?;
        trim(&mut inlines);
        let mark = properties.and_then(|properties| properties.child("rPr"));
        let is_hidden = mark.is_some_and(|mark| self.styles.run(&format, Some(mark)).is_hidden());
        let labelled = match &format.number {
            Some(number) if !(is_hidden && inlines.is_empty()) => {
                self.numbering.count(&self.styles, number, format.level, format.style.as_deref())
            }
            _ => Labelled::No,
        };
        if matches!(labelled, Labelled::Unknown(_)) {
            self.beyond(BeyondKind::ListNumber);
        }
        let Some(content) = content(&format, labelled, inlines) else { return Ok(()) };
        if let Content::Heading { label: Some(label), .. } = &content {
            self.heading = self.heading.take().map(|heading| format!("{label} {heading}"));
            self.origin = self.place(&words);
        }
        let style = format.style.as_deref().and_then(|style| self.styles.name_of(style));
        let style = style.map(str::to_owned);
        blocks.push(Block { origin: self.origin.clone(), style, content });
        Ok(())
    }

    /// Returns the place of what is being read.
    pub(crate) fn place(&self, words: &str) -> Origin {
        Origin {
            heading: self.heading.clone(),
            paragraph: self.paragraphs,
            first_words: shorten(words, MAX_FIRST_WORDS),
            is_in_margin: false,
        }
    }

    /// Returns the words at the beginning of an element that are shown, at least as many as a place shows.
    fn first_words(&self, element: &Element) -> String {
        let mut words = String::new();
        self.collect_words(&mut words, element, &ParagraphFormat::default());
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn collect_words(&self, words: &mut String, element: &Element, format: &ParagraphFormat) {
        let is_left_out =
            element.ns == Ns::Word && matches!(&*element.name, "pPr" | "del" | "moveFrom");
        let is_hidden =
            element.is("r") && self.styles.run(format, element.child("rPr")).is_hidden();
        if words.len() > 6 * MAX_FIRST_WORDS || is_left_out || is_hidden {
            return;
        }
        if element.is("t") {
            words.push_str(&element.text());
        } else if element.is("tab") || element.is("br") || element.is("p") {
            words.push(' ');
        }
        let of_paragraph = element.is("p").then(|| self.styles.paragraph(element.child("pPr")));
        let format = of_paragraph.as_ref().unwrap_or(format);
        element.elements().for_each(|child| self.collect_words(words, child, format));
    }

    /// Counts a table, and notes where it stands.
    pub(crate) fn enter_table(&mut self, element: &Element) {
        if self.in_cell == 0 {
            self.paragraphs += 1;
            self.origin = self.place(&self.first_words(element));
        }
    }

    /// Reads the words of headers and footers.
    fn margins(&mut self) -> Result<(), Refusal> {
        let all = self.relationships.clone();
        let margins = all.values().filter(|related| matches!(&*related.kind, "header" | "footer"));
        for margin in margins.filter(|margin| !margin.is_outside) {
            let Some(part) = self.package.xml(&margin.target)? else { continue };
            self.origin = Origin { is_in_margin: true, ..Origin::default() };
            self.relationships = self.package.relationships(&margin.target)?;
            let beyond = self.document.beyond.len();
            self.in_cell += 1;
            let read = self.blocks(&part)?;
            self.in_cell -= 1;
            // What is in a header is not printed, so that it does not matter what it is.
            self.document.beyond.truncate(beyond);
            for words in read.iter().map(|block| plain(std::slice::from_ref(block))) {
                let is_counted = |word: &str| {
                    let word = word.trim_matches(|char: char| !char.is_alphanumeric());
                    let is_number = word.chars().all(|char| char.is_ascii_digit());
                    is_number || matches!(&*word.to_lowercase(), "page" | "of")
                };
                if !words.split_whitespace().all(is_counted)
                    && !self.document.margins.contains(&words)
                {
                    self.document.margins.push(words);
                }
            }
            part.walk(&mut |element| {
                // A watermark.
                let words =
                    element.attribute("string").filter(|_| element.is_in(Ns::Vml, "textpath"));
                let words = words.map(str::to_owned);
                self.document
                    .margins
                    .extend(words.filter(|words| !self.document.margins.contains(words)));
            });
        }
        Ok(())
    }
}

/// Returns what a paragraph is; `None` of an empty one.
fn content(format: &ParagraphFormat, labelled: Labelled, inlines: Vec<Inline>) -> Option<Content> {
    let is_empty = inlines.is_empty();
    match (format.heading, labelled) {
        (Some(_), _) if is_empty => None,
        (Some(level), labelled) => {
            let label = match labelled {
                Labelled::Yes(_, Label::Number(label)) => Some(label),
                _ => None,
            };
            Some(Content::Heading { level, label, inlines })
        }
        (None, Labelled::Yes(_, Label::Bullet)) if is_empty => None,
        (None, Labelled::Yes(level, label)) => Some(Content::Item { level, label, inlines }),
        (None, Labelled::No | Labelled::Unknown(_)) if is_empty => None,
        (None, Labelled::No | Labelled::Unknown(_)) => Some(Content::Paragraph(inlines)),
    }
}

/// Returns what stands for a reader of what most programs know, among the forms in which something is there.
pub(crate) fn chosen(alternatives: &Element) -> Option<&Element> {
    let named =
        |name: &str| alternatives.elements().find(|child| child.is_in(Ns::Compatibility, name));
    named("Fallback")
        .filter(|fallback| fallback.elements().next().is_some())
        .or_else(|| named("Choice"))
}

/// Returns the first words, with `…` where some are left out.
pub(crate) fn shorten(words: &str, max: usize) -> String {
    let Some((end, _)) = words.char_indices().nth(max) else { return words.to_owned() };
    let end = words[..end].rfind(' ').unwrap_or(end);
    format!("{} …", &words[..end])
}

/// Removes spaces and breaks before the first and behind the last words.
pub(crate) fn trim(inlines: &mut Vec<Inline>) {
    let is_space = |inline: &Inline| match inline {
        Inline::Text { words, .. } => words.trim().is_empty(),
        Inline::Tab | Inline::LineBreak | Inline::PageBreak => true,
        Inline::Link { .. } | Inline::Note { .. } | Inline::Picture(_) => false,
    };
    while inlines.last().is_some_and(is_space) {
        inlines.pop();
    }
    let spaces = inlines.iter().take_while(|inline| is_space(inline)).count();
    inlines.drain(..spaces);
    if let Some(Inline::Text { words, .. }) = inlines.first_mut() {
        words.drain(..words.len() - words.trim_start().len());
    }
    if let Some(Inline::Text { words, .. }) = inlines.last_mut() {
        words.truncate(words.trim_end().len());
    }
}
