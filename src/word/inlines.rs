//! Reads what stands in paragraphs: runs of words, fields, links, notes and pictures.

use crate::blocks::{Reader, chosen};
use crate::fields::{self, Field};
use crate::package::MAX_PICTURE;
use crate::styles::{ParagraphFormat, RunFormat};
use crate::xml::{Element, Ns};
use crate::{BeyondKind, Block, Content, Inline, Label, Look, Picture, Refusal};

/// How many points are in 12,700 of the units in which drawings are measured.
const UNITS_PER_POINT: u64 = 12_700;

impl Reader<'_> {
    /// Reads a paragraph. A link whose field goes on in the next paragraph is closed and opened again there.
    pub(crate) fn inlines(
        &mut self,
        paragraph: &Element,
        format: &ParagraphFormat,
    ) -> Result<Vec<Inline>, Refusal> {
        for field in &mut self.fields {
            if let Some((start, _)) = &mut field.link {
                *start = 0;
            }
        }
        let mut inlines = Vec::new();
        self.add_inlines(&mut inlines, paragraph, format)?;
        for at in (0..self.fields.len()).rev() {
            let link = self.fields[at].link.clone();
            if let Some((start, url)) = link {
                wrap(&mut inlines, start, &url);
            }
        }
        Ok(join(inlines))
    }

    fn add_inlines(
        &mut self,
        inlines: &mut Vec<Inline>,
        element: &Element,
        format: &ParagraphFormat,
    ) -> Result<(), Refusal> {
        for child in element.elements() {
            match (child.ns, &*child.name) {
                (Ns::Word, "r") => self.run(inlines, child, format)?,
                (Ns::Word, "hyperlink") => {
                    let start = inlines.len();
                    self.add_inlines(inlines, child, format)?;
                    if let Some(url) = self.address(child) {
                        wrap(inlines, start, &url);
                    }
                }
                (Ns::Word, "fldSimple") => {
                    let instruction = child.attribute("instr").unwrap_or_default();
                    let start = inlines.len();
                    self.begin_field();
                    if let Some(field) = self.fields.last_mut() {
                        field.instruction = instruction.to_owned();
                    }
                    self.begin_result(start);
                    self.add_inlines(inlines, child, format)?;
                    self.end_field(inlines);
                }
                (Ns::Word, "sdt") => {
                    if let Some(content) = child.child("sdtContent") {
                        self.add_inlines(inlines, content, format)?;
                    }
                }
                (Ns::Word, "ins" | "moveTo" | "smartTag" | "customXml" | "dir" | "bdo") => {
                    self.add_inlines(inlines, child, format)?;
                }
                (Ns::Compatibility, "AlternateContent") => {
                    if let Some(chosen) = chosen(child) {
                        self.add_inlines(inlines, chosen, format)?;
                    }
                }
                (Ns::Math, _) => self.beyond(BeyondKind::Equation),
                (Ns::Word, "altChunk" | "subDoc") => return Err(Refusal::inserted_file()),
                (Ns::Word, "pPr" | "del" | "moveFrom") => {}
                _ if child.has(&|element| element.is("t")) => self.beyond(BeyondKind::Unknown),
                _ => {}
            }
        }
        Ok(())
    }

    fn run(
        &mut self,
        inlines: &mut Vec<Inline>,
        run: &Element,
        format: &ParagraphFormat,
    ) -> Result<(), Refusal> {
        let looks = self.styles.run(format, run.child("rPr"));
        // What begins and ends a field counts even where it is hidden.
        self.run_content(inlines, run, looks)
    }

    fn run_content(
        &mut self,
        inlines: &mut Vec<Inline>,
        run: &Element,
        looks: RunFormat,
    ) -> Result<(), Refusal> {
        for child in run.elements() {
            if child.is("fldChar") {
                self.field_char(inlines, child);
                continue;
            }
            if child.is("instrText") {
                if let Some(field) = self.fields.last_mut().filter(|field| !field.is_result) {
                    field.instruction.push_str(&child.text());
                }
                continue;
            }
            if looks.is_hidden() || !self.is_shown() {
                continue;
            }
            match (child.ns, &*child.name) {
                (Ns::Word, "t") => self.words(inlines, &child.text(), looks),
                (Ns::Word, "tab" | "ptab") => inlines.push(Inline::Tab),
                (Ns::Word, "cr") => inlines.push(Inline::LineBreak),
                (Ns::Word, "br") => inlines.push(match child.attribute("type") {
                    Some("page") => Inline::PageBreak,
                    _ => Inline::LineBreak,
                }),
                (Ns::Word, "noBreakHyphen") => self.words(inlines, "\u{2011}", looks),
                (Ns::Word, "sym") => self.sign(inlines, child, looks),
                (Ns::Word, "footnoteReference" | "endnoteReference") => {
                    let is_endnote = &*child.name == "endnoteReference";
                    if matches!(child.attribute("customMarkFollows"), Some("1" | "true" | "on")) {
                        let label = run.elements().filter(|element| element.is("t"));
                        let label: String = label.map(Element::text).collect();
                        self.note(inlines, child, is_endnote, Some(label))?;
                        return Ok(());
                    }
                    self.note(inlines, child, is_endnote, None)?;
                }
                (Ns::Word, "drawing") => self.drawing(inlines, child)?,
                (Ns::Word, "pict") => self.old_drawing(inlines, child)?,
                (Ns::Word, "object") => self.beyond(BeyondKind::EmbeddedFile),
                (Ns::Word, "ruby" | "pgNum" | "contentPart") => self.beyond(BeyondKind::Unknown),
                // The day on which somebody prints it.
                (Ns::Word, name)
                    if name.starts_with("day")
                        || name.starts_with("month")
                        || name.starts_with("year") =>
                {
                    self.beyond(BeyondKind::Unknown);
                }
                (Ns::Compatibility, "AlternateContent") => {
                    if let Some(chosen) = chosen(child) {
                        self.run_content(inlines, chosen, looks)?;
                    }
                }
                _ if child.has(&|element| element.is("t")) => self.beyond(BeyondKind::Unknown),
                _ => {}
            }
        }
        Ok(())
    }

    /// Adds words that look like this.
    fn words(&mut self, inlines: &mut Vec<Inline>, words: &str, looks: RunFormat) {
        // Word shows a line feed or a tab in words as a space, and a soft hyphen at the end of a line only.
        let words: String = words
            .chars()
            .filter(|char| *char != '\u{ad}')
            .map(|char| if char.is_control() { ' ' } else { char })
            .collect();
        if words.is_empty() {
            return;
        }
        let has_letters = !words.trim().is_empty();
        if has_letters && looks.white == Some(true) && looks.shaded != Some(true) && !self.in_shade
        {
            self.beyond(BeyondKind::WhiteWords);
        }
        if has_letters && looks.tiny == Some(true) {
            self.beyond(BeyondKind::TinyWords);
        }
        if words.chars().any(|char| ('\u{e000}'..='\u{f8ff}').contains(&char)) {
            self.beyond(BeyondKind::Sign);
        }
        inlines.push(Inline::Text { words, look: looks.look() });
    }

    /// Adds a sign of a typeface for signs, where there is a letter for it.
    fn sign(&mut self, inlines: &mut Vec<Inline>, element: &Element, looks: RunFormat) {
        let font = element.attribute("font").unwrap_or_default();
        let code = element.attribute("char").and_then(|code| u32::from_str_radix(code, 16).ok());
        // Signs of these typefaces stand at F000 to F0FF.
        match code.and_then(|code| sign(font, code & 0xFF)) {
            Some(sign) => self.words(inlines, sign, looks),
            None => self.beyond(BeyondKind::Sign),
        }
    }

    /// Returns whether what is read is shown, and no instruction of a field.
    fn is_shown(&self) -> bool {
        self.fields.iter().all(|field| field.is_result)
    }

    fn field_char(&mut self, inlines: &mut Vec<Inline>, element: &Element) {
        match element.attribute("fldCharType") {
            Some("begin") => {
                self.begin_field();
                let state = element.child("ffData").and_then(form_state);
                if let Some(words) = state {
                    inlines.push(Inline::Text { words, look: Look::default() });
                }
            }
            Some("separate") => self.begin_result(inlines.len()),
            Some("end") => self.end_field(inlines),
            _ => {}
        }
    }

    fn begin_field(&mut self) {
        self.fields.push(Field::default());
    }

    fn begin_result(&mut self, start: usize) {
        let Some(field) = self.fields.last_mut() else { return };
        field.is_result = true;
        field.link = fields::link_of(&field.instruction).map(|url| (start, url));
        let beyond = fields::beyond(&fields::name_of(&field.instruction));
        if let Some(kind) = beyond {
            self.beyond(kind);
        }
    }

    fn end_field(&mut self, inlines: &mut Vec<Inline>) {
        let Some(field) = self.fields.pop() else { return };
        if let Some((start, url)) = field.link {
            wrap(inlines, start, &url);
        } else if !field.is_result {
            // One without a saved value shows what it is made of.
            if let Some(kind) = fields::beyond(&fields::name_of(&field.instruction)) {
                self.beyond(kind);
            }
        }
    }

    /// Returns where a link leads.
    fn address(&self, link: &Element) -> Option<String> {
        let place = link.attribute("anchor");
        let id = link.attribute_in(Ns::Relation, "id");
        let target = id.and_then(|id| self.relationships.get(id)).map(|related| &*related.target);
        match (target, place) {
            (Some(target), Some(place)) => Some(format!("{target}#{place}")),
            (Some(target), None) => Some(target.to_owned()),
            (None, Some(place)) => Some(format!("#{place}")),
            (None, None) => None,
        }
    }

    /// Reads a note that is referred to.
    fn note(
        &mut self,
        inlines: &mut Vec<Inline>,
        reference: &Element,
        is_endnote: bool,
        label: Option<String>,
    ) -> Result<(), Refusal> {
        let id = reference.attribute("id").unwrap_or_default();
        let Some((note, label)) = self.notes.take(is_endnote, id, label) else {
            self.beyond(BeyondKind::Note);
            return Ok(());
        };
        let Some(label) = label else {
            self.beyond(BeyondKind::ListNumber);
            return Ok(());
        };
        let origin = self.origin.clone();
        let relationships = self.notes.relationships(is_endnote).clone();
        let outer = std::mem::replace(&mut self.relationships, relationships);
        let open = std::mem::take(&mut self.fields);
        self.in_cell += 1;
        let blocks = self.blocks(&note);
        self.in_cell -= 1;
        self.fields = open;
        self.relationships = outer;
        self.origin = origin;
        inlines.push(Inline::Note { label, is_endnote, blocks: blocks? });
        Ok(())
    }

    fn drawing(&mut self, inlines: &mut Vec<Inline>, element: &Element) -> Result<(), Refusal> {
        let frames = element.elements().filter(|frame| frame.ns == Ns::Anchor);
        for frame in frames {
            let properties = frame.elements().find(|child| child.is_in(Ns::Anchor, "docPr"));
            let alt = properties.and_then(|properties| {
                let words =
                    ["descr", "title"].into_iter().filter_map(|name| properties.attribute(name));
                words.map(str::trim).find(|words| !words.is_empty()).map(str::to_owned)
            });
            let extent = frame.elements().find(|child| child.is_in(Ns::Anchor, "extent"));
            let width = extent.and_then(|extent| extent.attribute("cx")?.parse::<u64>().ok());
            let data = find(frame, Ns::Drawing, "graphicData");
            let kind = data.and_then(|data| data.attribute("uri")).unwrap_or_default();
            let is = |ending: &str| kind.ends_with(ending);
            if is("/picture") {
                let blip = find(frame, Ns::Drawing, "blip");
                let name = |name| blip.and_then(|blip| blip.attribute_in(Ns::Relation, name));
                let part = name("embed").or(name("link")).map(str::to_owned);
                if frame.has(&is_turned) {
                    self.beyond(BeyondKind::TurnedPicture);
                }
                let cut = find(frame, Ns::Drawing, "srcRect").map(cut).unwrap_or_default();
                let width = width.unwrap_or_default() / UNITS_PER_POINT;
                self.picture(inlines, part.as_deref(), alt, width, cut)?;
            } else if is("/chart") || is("/chartex") {
                self.beyond(BeyondKind::Chart);
            } else if is("/diagram") {
                self.beyond(BeyondKind::Diagram);
            } else if frame.has(&|element| element.is("txbxContent")) {
                self.beyond(BeyondKind::TextBox);
            } else {
                self.beyond(BeyondKind::Drawing);
            }
        }
        Ok(())
    }

    /// Reads a drawing of Word 2007 and before.
    fn old_drawing(&mut self, inlines: &mut Vec<Inline>, element: &Element) -> Result<(), Refusal> {
        if element.has(&|element| element.is("txbxContent")) {
            self.beyond(BeyondKind::TextBox);
            return Ok(());
        }
        if element.has(&|element| element.attribute_in(Ns::Office, "hr").is_some()) {
            // A line across the page.
            return Ok(());
        }
        let Some(data) = find(element, Ns::Vml, "imagedata") else {
            self.beyond(BeyondKind::Drawing);
            return Ok(());
        };
        let id = data.attribute_in(Ns::Relation, "id").or(data.attribute_in(Ns::Relation, "href"));
        let shapes = element.elements().filter(|shape| shape.ns == Ns::Vml);
        let alt = shapes.filter_map(|shape| shape.attribute("alt")).map(str::trim);
        let alt = alt.filter(|words| !words.is_empty()).map(str::to_owned).next();
        let is_cut = ["cropleft", "croptop", "cropright", "cropbottom"]
            .into_iter()
            .any(|side| data.attribute(side).is_some());
        let is_turned = element
            .elements()
            .any(|shape| shape.attribute("style").is_some_and(|style| style.contains("rotation:")));
        if is_cut || is_turned {
            self.beyond(BeyondKind::TurnedPicture);
        }
        self.picture(inlines, id, alt, 0, [0; 4])
    }

    fn picture(
        &mut self,
        inlines: &mut Vec<Inline>,
        id: Option<&str>,
        alt: Option<String>,
        width: u64,
        cut: [u32; 4],
    ) -> Result<(), Refusal> {
        let related = id.and_then(|id| self.relationships.get(id)).cloned();
        let Some(related) = related else {
            self.beyond(BeyondKind::LinkedPicture);
            return Ok(());
        };
        if related.is_outside {
            self.beyond(BeyondKind::LinkedPicture);
            return Ok(());
        }
        if self.package.size(&related.target) > MAX_PICTURE {
            return Err(Refusal::part_too_large(&related.target, MAX_PICTURE / 1024 / 1024));
        }
        let Some(alt) = alt else {
            self.beyond(BeyondKind::PictureWithoutWords);
            return Ok(());
        };
        let picture =
            Picture { part: related.target, alt, width: u32::try_from(width).unwrap_or(0), cut };
        inlines.push(Inline::Picture(self.document.pictures.len()));
        self.document.pictures.push(picture);
        Ok(())
    }
}

/// Returns the state of a field of a form: a tick, or what was chosen; `None` of one whose words are saved.
fn form_state(form: &Element) -> Option<String> {
    if let Some(tick) = form.child("checkBox") {
        let is_ticked = tick.switch("checked").or(tick.switch("default")) == Some(true);
        return Some(if is_ticked { "☒" } else { "☐" }.to_owned());
    }
    let list = form.child("ddList")?;
    let chosen = list.number_of("result").or(list.number_of("default")).unwrap_or(0);
    let entries = list.elements().filter(|entry| entry.is("listEntry"));
    let chosen =
        entries.skip(usize::try_from(chosen).ok()?).find_map(|entry| entry.attribute("val"));
    chosen.map(str::to_owned)
}

/// Returns the first element of a name below another.
fn find<'a>(element: &'a Element, ns: Ns, name: &str) -> Option<&'a Element> {
    if element.is_in(ns, name) {
        return Some(element);
    }
    element.elements().find_map(|child| find(child, ns, name))
}

/// Returns whether an element turns or mirrors a drawing.
fn is_turned(element: &Element) -> bool {
    let is_set = |name| !matches!(element.attribute(name), None | Some("0" | "false"));
    element.is_in(Ns::Drawing, "xfrm") && ["rot", "flipH", "flipV"].into_iter().any(is_set)
}

/// Returns what of a picture is cut off on each side, in thousandths of a percent; what is added instead is nothing.
fn cut(sides: &Element) -> [u32; 4] {
    let cut = |side: &str| -> Option<u32> {
        let written = sides.attribute(side)?.trim();
        match written.strip_suffix('%') {
            // As strict documents have it: `12.5%`, in thousandths without rounding of fractions.
            Some(percent) => {
                let (whole, part) = percent.split_once('.').unwrap_or((percent, ""));
                let part: u32 = format!("{part:0<3.3}").parse().ok()?;
                whole.parse::<u32>().ok()?.checked_mul(1000)?.checked_add(part)
            }
            None => written.parse().ok(),
        }
    };
    ["l", "t", "r", "b"].map(|side| cut(side).unwrap_or_default())
}

/// Returns the letter for a sign of a typeface, by its place in it.
fn sign(font: &str, code: u32) -> Option<&'static str> {
    Some(match (font, code) {
        ("Wingdings", 0xFC) => "✓",
        ("Wingdings", 0xFB) => "✗",
        ("Wingdings", 0xFE) => "☑",
        ("Wingdings", 0xFD) => "☒",
        ("Wingdings", 0xA8 | 0x6F) => "☐",
        ("Wingdings", 0xE0) => "→",
        ("Wingdings", 0xDF) => "←",
        ("Wingdings 2", 0x50) => "✓",
        ("Wingdings 2", 0x4F) => "✗",
        ("Wingdings 2", 0xA3) => "☐",
        ("Wingdings 2", 0x52) => "☑",
        ("Symbol", 0xB0) => "°",
        ("Symbol", 0xB1) => "±",
        ("Symbol", 0xB4) => "×",
        ("Symbol", 0xB7) => "•",
        ("Symbol", 0xA3) => "≤",
        ("Symbol", 0xB3) => "≥",
        ("Symbol", 0x2D) => "−",
        _ => return None,
    })
}

/// Makes a link of all parts from `start` on, unless there are none.
fn wrap(inlines: &mut Vec<Inline>, start: usize, url: &str) {
    let content = inlines.split_off(start.min(inlines.len()));
    if content.is_empty() {
        return;
    }
    inlines.push(Inline::Link { url: url.to_owned(), inlines: content });
}

/// Joins words of one look that follow each other.
fn join(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut joined: Vec<Inline> = Vec::new();
    for inline in inlines {
        let inline = match inline {
            Inline::Link { url, inlines } => Inline::Link { url, inlines: join(inlines) },
            other => other,
        };
        match (joined.last_mut(), inline) {
            (Some(Inline::Text { words, look }), Inline::Text { words: more, look: same })
                if *look == same =>
            {
                words.push_str(&more);
            }
            (_, inline) => joined.push(inline),
        }
    }
    joined
}

/// Returns the words of blocks in one line, with the labels of lists, and without notes.
pub(crate) fn plain(blocks: &[Block]) -> String {
    let mut words = String::new();
    for block in blocks {
        if !words.is_empty() {
            words.push(' ');
        }
        match &block.content {
            Content::Heading { inlines, .. } | Content::Paragraph(inlines) => {
                plain_inlines(&mut words, inlines);
            }
            Content::Item { label, inlines, .. } => {
                if let Label::Number(label) = label {
                    words.push_str(label);
                    words.push(' ');
                }
                plain_inlines(&mut words, inlines);
            }
            Content::Table(table) => {
                let cells = table.rows.iter().flatten().map(|cell| plain(&cell.blocks));
                words.push_str(&cells.collect::<Vec<_>>().join(" "));
            }
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn plain_inlines(out: &mut String, inlines: &[Inline]) {
    for inline in inlines {
        match inline {
            Inline::Text { words, .. } => out.push_str(words),
            Inline::Link { inlines, .. } => plain_inlines(out, inlines),
            Inline::Tab | Inline::LineBreak | Inline::PageBreak => out.push(' '),
            Inline::Note { .. } | Inline::Picture(_) => {}
        }
    }
}
