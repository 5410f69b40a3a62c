//! Writes Word documents that [`read`](crate::read) reads as the same blocks: a draft that people go on with.
//!
//! Headings have the styles of Word, numbers of lists are Word's, header rows are repeated. There are no macros, nothing leads
//! outside, and the same blocks give the same bytes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::numbering;
use crate::{Block, Content, Inline, Label, Look, Table};

/// The name of the style of paragraphs that belong to the one above, in small letters. A number behind it says in how many
/// lists they are.
pub const CONTINUED: &str = "minute continued";

/// The name of the style of points of a list with space between them, in small letters.
pub const SPACED: &str = "spaced list";

/// The deepest list in which a paragraph goes on.
const DEEPEST: usize = 4;

/// Returns in how many lists the paragraphs of a style go on; `None` of another style.
pub fn continued_level(style: &str) -> Option<usize> {
    let number = style.strip_prefix(CONTINUED)?.trim();
    if number.is_empty() { Some(0) } else { number.parse().ok() }
}

/// The name of the style of words of others, in small letters.
pub const QUOTE: &str = "quote";

/// The name of the style of what whoever sets a report prints at its head anyway, in small letters.
pub const REPORT_HEAD: &str = "report head";

/// The name of the style of words to the author of a report, which are in none, in small letters.
pub const GUIDANCE: &str = "guidance";

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// What a document has besides its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Its title, as programs show it.
    pub title: String,
    /// What stands at the head of each page, such as `DRAFT`.
    pub header: String,
    /// The language of its words, such as `en-GB`.
    pub language: String,
}

/// Returns a Word document with these blocks. Notes and pictures are left out: no draft has any.
///
/// # Panics
/// Never: the archive is in memory.
pub fn write(frame: &Frame, blocks: &[Block]) -> Vec<u8> {
    let mut writer = Writer::default();
    blocks.iter().for_each(|block| writer.block(block));
    let Writer { body, definitions, .. } = writer;
    let mut numbering = String::new();
    for (id, definition) in definitions.iter().enumerate() {
        let id = id + 1;
        write!(numbering, r#"<w:abstractNum w:abstractNumId="{id}">{definition}</w:abstractNum>"#)
            .expect("a string can be written to");
    }
    for id in 1..=definitions.len() {
        write!(numbering, r#"<w:num w:numId="{id}"><w:abstractNumId w:val="{id}"/></w:num>"#)
            .expect("a string can be written to");
    }
    let Frame { title, header, language } = frame;
    let header = format!(
        r#"<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{}</w:p>"#,
        run(header, Look { is_bold: true, ..Look::default() })
    );
    let section = concat!(
        r#"<w:sectPr><w:headerReference w:type="default" r:id="rHeader"/>"#,
        r#"<w:pgSz w:w="11906" w:h="16838"/>"#,
        r#"<w:pgMar w:top="1304" w:right="1304" w:bottom="1304" w:left="1304" w:header="709" w:footer="709" w:gutter="0"/>"#,
        r#"</w:sectPr>"#
    );
    let kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let parts = [
        (
            "document",
            "officeDocument",
            "document.main",
            part("document", &format!("<w:body>{body}{section}</w:body>")),
        ),
        ("styles", "styles", "styles", part("styles", &styles(language))),
        ("numbering", "numbering", "numbering", part("numbering", &numbering)),
        (
            "settings",
            "settings",
            "settings",
            part("settings", r#"<w:defaultTabStop w:val="720"/>"#),
        ),
        ("header", "header", "header", part("hdr", &header)),
    ];
    let mut types = format!(
        r#"<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>"#
    );
    let mut related = format!(r#"<Relationships xmlns="{PACKAGE}/relationships">"#);
    for (name, kind, content, _) in &parts {
        types += &format!(
            r#"<Override PartName="/word/{name}.xml" ContentType="{kinds}.{content}+xml"/>"#
        );
        if *name != "document" {
            let id = if *name == "header" { "rHeader".to_owned() } else { format!("r-{name}") };
            related += &format!(
                r#"<Relationship Id="{id}" Type="{RELATIONS}/{kind}" Target="{name}.xml"/>"#
            );
        }
    }
    let root = format!(
        r#"<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rMain" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/><Relationship Id="rCore" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#
    );
    let core = format!(
        r#"<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title><dc:language>{language}</dc:language></cp:coreProperties>"#,
        escaped(title)
    );
    let mut files = vec![
        ("[Content_Types].xml".to_owned(), types + "</Types>"),
        ("_rels/.rels".to_owned(), root),
        ("docProps/core.xml".to_owned(), core),
        ("word/_rels/document.xml.rels".to_owned(), related + "</Relationships>"),
    ];
    files.extend(parts.map(|(name, _, _, content)| (format!("word/{name}.xml"), content)));
    archive(files)
}

/// Returns an archive of XML files, with no times in it.
fn archive(files: Vec<(String, String)>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
        zip.start_file(name, options).expect("the archive is in memory");
        let declared =
            format!(r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{content}"#);
        zip.write_all(declared.as_bytes()).expect("the archive is in memory");
    }
    zip.finish().expect("the archive is in memory").into_inner()
}

fn part(root: &str, content: &str) -> String {
    format!(r#"<w:{root} xmlns:w="{MAIN}" xmlns:r="{RELATIONS}">{content}</w:{root}>"#)
}

/// Returns the styles: text, headings as Word names them, and what continues a minute.
fn styles(language: &str) -> String {
    let mut styles = format!(
        r#"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="24"/><w:lang w:val="{language}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>"#
    );
    for level in 1..=6_u8 {
        let size = [36, 30, 26, 24, 24, 24][usize::from(level) - 1];
        styles += &format!(
            r#"<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="360" w:after="120"/><w:outlineLvl w:val="{}"/></w:pPr><w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>"#,
            level - 1
        );
    }
    for (id, name, more) in [
        ("Quote", "Quote", r#"<w:pPr><w:ind w:left="567" w:right="567"/></w:pPr>"#),
        ("ListParagraph", "List Paragraph", r#"<w:pPr><w:contextualSpacing/></w:pPr>"#),
        ("SpacedList", "Spaced list", ""),
        ("Header", "header", r#"<w:pPr><w:jc w:val="right"/></w:pPr>"#),
        ("ReportHead", "Report head", r#"<w:pPr><w:spacing w:after="60"/></w:pPr>"#),
        (
            "Guidance",
            "Guidance",
            r#"<w:pPr><w:ind w:left="284"/></w:pPr><w:rPr><w:i/><w:color w:val="595959"/></w:rPr>"#,
        ),
    ] {
        styles += &format!(
            r#"<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/>{more}</w:style>"#
        );
    }
    for level in 0..=DEEPEST {
        let number = if level == 0 { String::new() } else { level.to_string() };
        let indent = 567 * (level + 1);
        styles += &format!(
            r#"<w:style w:type="paragraph" w:styleId="MinuteContinued{number}"><w:name w:val="{}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:ind w:left="{indent}"/></w:pPr></w:style>"#,
            format!("Minute continued {number}").trim_end()
        );
    }
    styles
        + r#"<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="4"/><w:left w:val="single" w:sz="4"/><w:bottom w:val="single" w:sz="4"/><w:right w:val="single" w:sz="4"/><w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/></w:tblBorders></w:tblPr></w:style>"#
}

/// A list that may go on: its form, its last number and its id.
#[derive(Debug, Clone)]
struct Running {
    form: Form,
    last: u32,
    id: usize,
}

#[derive(Default)]
struct Writer {
    body: String,
    /// The levels of each list.
    definitions: Vec<String>,
    /// The list of each level that goes on, as long as no shallower point or other block comes between.
    running: BTreeMap<usize, Running>,
    /// The list of bullets of each level.
    bullets: BTreeMap<usize, usize>,
}

impl Writer {
    fn block(&mut self, block: &Block) {
        match &block.content {
            Content::Item { level, label, inlines } => {
                let id = match label {
                    Label::Bullet => self.bullet(*level),
                    Label::Number(label) => self.number(*level, label),
                };
                self.running.retain(|other, _| other <= level);
                let is_spaced = block.style.as_deref() == Some(SPACED);
                let style = if is_spaced { "SpacedList" } else { "ListParagraph" };
                self.paragraph(
                    &format!(
                        r#"<w:pStyle w:val="{style}"/><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{id}"/></w:numPr>"#
                    ),
                    inlines,
                );
                return;
            }
            Content::Heading { level, label, inlines } => {
                let style = format!(r#"<w:pStyle w:val="Heading{level}"/>"#);
                let label = label.as_ref().map(|label| Inline::Text {
                    words: format!("{label} "),
                    look: Look::default(),
                });
                let inlines: Vec<Inline> =
                    label.into_iter().chain(inlines.iter().cloned()).collect();
                self.paragraph(&style, &inlines);
            }
            Content::Paragraph(inlines) => self.paragraph(&style_of(block), inlines),
            Content::Table(table) => self.table(table),
        }
        self.running.clear();
    }

    fn bullet(&mut self, level: usize) -> usize {
        if let Some(id) = self.bullets.get(&level) {
            return *id;
        }
        let id = self.define(level, "bullet", 1, "•");
        self.bullets.insert(level, id);
        id
    }

    /// Returns the list in which a point of this level has that label.
    fn number(&mut self, level: usize, label: &str) -> usize {
        let forms = Form::all(label);
        if let Some(running) = self.running.get_mut(&level)
            && forms
                .iter()
                .any(|(form, number)| *form == running.form && *number == running.last + 1)
        {
            running.last += 1;
            return running.id;
        }
        let Some((form, number)) = forms.into_iter().next() else {
            // No number that Word counts: it stands as it is.
            return self.define(level, "decimal", 1, label);
        };
        let text = format!("{}%{}{}", form.before, level + 1, form.after);
        let id = self.define(level, form.format, number, &text);
        self.running.insert(level, Running { form, last: number, id });
        id
    }

    /// Defines a list, and returns its id.
    fn define(&mut self, level: usize, format: &str, start: u32, text: &str) -> usize {
        let indent = 567 * (level + 1);
        self.definitions.push(format!(
            r#"<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{indent}" w:hanging="567"/></w:pPr></w:lvl>"#,
            escaped(text)
        ));
        self.definitions.len()
    }

    fn paragraph(&mut self, properties: &str, inlines: &[Inline]) {
        let properties = match properties.is_empty() {
            true => String::new(),
            false => format!("<w:pPr>{properties}</w:pPr>"),
        };
        self.body += &format!("<w:p>{properties}{}</w:p>", runs(inlines));
    }

    fn table(&mut self, table: &Table) {
        let columns: String = widths(table)
            .into_iter()
            .map(|width| format!(r#"<w:gridCol w:w="{width}"/>"#))
            .collect();
        self.body += &format!(
            r#"<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>"#
        );
        for (at, row) in table.rows.iter().enumerate() {
            let head = if at < table.head { "<w:trPr><w:tblHeader/></w:trPr>" } else { "" };
            self.body += &format!("<w:tr>{head}");
            for cell in row {
                let span = match cell.columns {
                    0 | 1 => String::new(),
                    columns => format!(r#"<w:gridSpan w:val="{columns}"/>"#),
                };
                let side = if cell.is_right { r#"<w:jc w:val="right"/>"# } else { "" };
                self.body += &format!("<w:tc><w:tcPr>{span}</w:tcPr>");
                for block in &cell.blocks {
                    match &block.content {
                        Content::Paragraph(inlines)
                        | Content::Heading { inlines, .. }
                        | Content::Item { inlines, .. } => {
                            self.paragraph(&format!("{}{side}", style_of(block)), inlines);
                        }
                        Content::Table(inner) => self.table(inner),
                    }
                }
                if cell.blocks.is_empty() {
                    self.body += "<w:p/>";
                }
                self.body += "</w:tc>";
            }
            self.body += "</w:tr>";
        }
        self.body += "</w:tbl>";
    }
}

/// The width of the text on a page, in twentieths of a point.
const TEXT_WIDTH: usize = 9_298;

/// Returns the widths of a table's columns, as their longest words ask for, in twentieths of a point.
fn widths(table: &Table) -> Vec<usize> {
    let mut lengths = vec![8; table.columns];
    for row in &table.rows {
        let mut at = 0;
        for cell in row {
            let words = cell.blocks.iter().map(|block| match &block.content {
                Content::Paragraph(inlines)
                | Content::Heading { inlines, .. }
                | Content::Item { inlines, .. } => length(inlines),
                Content::Table(_) => 0,
            });
            // A cell over several columns says nothing of each.
            if let Some(longest) = words.max().filter(|_| cell.columns <= 1)
                && let Some(known) = lengths.get_mut(at)
            {
                *known = longest.min(40).max(*known);
            }
            at += cell.columns.max(1);
        }
    }
    let all: usize = lengths.iter().sum();
    lengths.into_iter().map(|length| TEXT_WIDTH * length / all.max(1)).collect()
}

/// Returns how many characters a line has.
fn length(inlines: &[Inline]) -> usize {
    let lengths = inlines.iter().map(|inline| match inline {
        Inline::Text { words, .. } => words.chars().count(),
        Inline::Link { inlines, .. } => length(inlines),
        _ => 0,
    });
    lengths.sum()
}

/// Returns the style of a paragraph, as its properties begin.
fn style_of(block: &Block) -> String {
    let style = match block.style.as_deref() {
        Some(QUOTE) => "Quote".to_owned(),
        Some(REPORT_HEAD) => "ReportHead".to_owned(),
        Some(GUIDANCE) => "Guidance".to_owned(),
        other => {
            let Some(level) = other.and_then(continued_level) else { return String::new() };
            let level = level.min(DEEPEST);
            let number = if level == 0 { String::new() } else { level.to_string() };
            format!("MinuteContinued{number}")
        }
    };
    format!(r#"<w:pStyle w:val="{style}"/>"#)
}

fn runs(inlines: &[Inline]) -> String {
    let mut runs = String::new();
    for inline in inlines {
        match inline {
            Inline::Text { words, look } => runs += &run(words, *look),
            // A field, since a relationship would lead outside.
            Inline::Link { url, inlines } => {
                let address = escaped(&url.replace('"', "%22"));
                runs += &format!(
                    r#"<w:fldSimple w:instr=" HYPERLINK &quot;{address}&quot; ">{}</w:fldSimple>"#,
                    self::runs(inlines)
                );
            }
            Inline::Tab => runs += "<w:r><w:tab/></w:r>",
            Inline::LineBreak => runs += "<w:r><w:br/></w:r>",
            Inline::PageBreak => runs += r#"<w:r><w:br w:type="page"/></w:r>"#,
            Inline::Note { .. } | Inline::Picture(_) => {}
        }
    }
    runs
}

fn run(words: &str, look: Look) -> String {
    let looks = [
        (look.is_bold, "<w:b/>"),
        (look.is_italic, "<w:i/>"),
        (look.is_struck, "<w:strike/>"),
        (look.is_marked, r#"<w:highlight w:val="yellow"/>"#),
        (look.is_raised, r#"<w:vertAlign w:val="superscript"/>"#),
        (look.is_lowered, r#"<w:vertAlign w:val="subscript"/>"#),
    ];
    let looks: String =
        looks.into_iter().filter(|(is_set, _)| *is_set).map(|(_, xml)| xml).collect();
    let looks = if looks.is_empty() { looks } else { format!("<w:rPr>{looks}</w:rPr>") };
    format!(r#"<w:r>{looks}<w:t xml:space="preserve">{}</w:t></w:r>"#, escaped(words))
}

/// Returns words as XML has them, without what XML can't have.
fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for char in words.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' => escaped.push(' '),
            char if char.is_control() || matches!(char, '\u{fffe}' | '\u{ffff}') => {}
            char => escaped.push(char),
        }
    }
    escaped
}

/// How the points of a list are numbered.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Form {
    before: String,
    format: &'static str,
    after: String,
}

impl Form {
    /// Returns each way in which a label can be a number, with that number.
    fn all(label: &str) -> Vec<(Self, u32)> {
        let start = label.find(char::is_alphanumeric).unwrap_or(label.len());
        let rest = &label[start..];
        let end = start + rest.find(|char: char| !char.is_alphanumeric()).unwrap_or(rest.len());
        let (before, core, after) = (&label[..start], &label[start..end], &label[end..]);
        // Word takes a `%` for the number of a level.
        if core.is_empty() || after.chars().any(char::is_alphanumeric) || label.contains('%') {
            return Vec::new();
        }
        let form = |format, number| {
            (Self { before: before.to_owned(), format, after: after.to_owned() }, number)
        };
        let is_zero = core.starts_with('0');
        let decimal =
            core.parse().ok().filter(|number: &u32| (1..10_000).contains(number) && !is_zero);
        let is_upper = core.chars().all(|char| char.is_ascii_uppercase());
        let is_lower = core.chars().all(|char| char.is_ascii_lowercase());
        let (roman_form, letter_form) = match (is_upper, is_lower) {
            (true, _) => ("upperRoman", "upperLetter"),
            (_, true) => ("lowerRoman", "lowerLetter"),
            _ => return decimal.map(|number| form("decimal", number)).into_iter().collect(),
        };
        let lower = core.to_ascii_lowercase();
        let letter = match lower.as_bytes() {
            [byte] => Some(u32::from(byte - b'a') + 1),
            _ => None,
        };
        let roman = roman(&lower).map(|number| form(roman_form, number));
        let letter = letter.map(|number| form(letter_form, number));
        // `i` is most often the first, and other letters are most often letters.
        match lower.as_str() {
            "i" => roman.into_iter().chain(letter).collect(),
            _ => letter.into_iter().chain(roman).collect(),
        }
    }
}

/// Returns the number that is written so in Roman figures, up to 100.
fn roman(lower: &str) -> Option<u32> {
    (1..=100).find(|number| numbering::roman(*number) == lower)
}
