//! What the styles of a document say: levels of headings, numbers, and looks.

use std::collections::BTreeMap;

use crate::Look;
use crate::xml::Element;

/// How many styles may be based on each other.
const MAX_CHAIN: usize = 32;

/// The styles, by their ids.
#[derive(Debug, Default)]
pub(crate) struct Styles {
    styles: BTreeMap<String, Style>,
    /// The style of paragraphs that name none.
    default: Option<String>,
    /// The language of most words.
    pub(crate) language: Option<String>,
}

#[derive(Debug, Default, Clone)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<i64>,
    number: Option<String>,
    level: Option<usize>,
    is_right: Option<bool>,
    run: RunFormat,
    /// The cells of a table's style may have a background.
    pub(crate) is_shaded: bool,
}

/// What a style or a run says of the looks of words.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct RunFormat {
    bold: Option<bool>,
    italic: Option<bool>,
    struck: Option<bool>,
    marked: Option<bool>,
    raised: Option<Raised>,
    pub(crate) hidden: Option<bool>,
    pub(crate) white: Option<bool>,
    /// Whether the letters are less than 3 points high.
    pub(crate) tiny: Option<bool>,
    pub(crate) shaded: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Raised {
    No,
    Up,
    Down,
}

impl RunFormat {
    /// Reads `w:rPr`.
    pub(crate) fn read(properties: &Element) -> Self {
        let switch = |name| properties.switch(name);
        let color = properties.child("color");
        let white = color.map(|color| {
            matches!(color.attribute("val"), Some(value) if value.eq_ignore_ascii_case("ffffff"))
                || matches!(color.attribute("themeColor"), Some("background1" | "light1"))
        });
        Self {
            bold: switch("b"),
            italic: switch("i"),
            struck: match (switch("strike"), switch("dstrike")) {
                (None, None) => None,
                (one, other) => Some(one == Some(true) || other == Some(true)),
            },
            marked: properties.value_of("highlight").map(|color| color != "none"),
            raised: properties.value_of("vertAlign").map(|place| match place {
                "superscript" => Raised::Up,
                "subscript" => Raised::Down,
                _ => Raised::No,
            }),
            hidden: switch("vanish"),
            white,
            tiny: properties.number_of("sz").map(|half_points| half_points < 6),
            shaded: properties.child("shd").map(is_shaded),
        }
    }

    /// Returns what holds where this is said of words, in which `below` holds otherwise.
    pub(crate) fn over(self, below: Self) -> Self {
        Self {
            bold: self.bold.or(below.bold),
            italic: self.italic.or(below.italic),
            struck: self.struck.or(below.struck),
            marked: self.marked.or(below.marked),
            raised: self.raised.or(below.raised),
            hidden: self.hidden.or(below.hidden),
            white: self.white.or(below.white),
            tiny: self.tiny.or(below.tiny),
            shaded: self.shaded.or(below.shaded),
        }
    }

    /// Returns what holds where a style of characters says this and one of paragraphs `below`: switches that both
    /// have turn each other off (ISO 29500-1, 17.7.3).
    fn toggled(self, below: Self) -> Self {
        let toggle = |one: Option<bool>, other: Option<bool>| match (one, other) {
            (Some(one), Some(other)) => Some(one != other),
            (one, other) => one.or(other),
        };
        Self {
            bold: toggle(self.bold, below.bold),
            italic: toggle(self.italic, below.italic),
            struck: toggle(self.struck, below.struck),
            hidden: toggle(self.hidden, below.hidden),
            ..self.over(below)
        }
    }

    /// Returns what is left where the looks of words are those that all words of a heading have.
    pub(crate) fn without_look(self) -> Self {
        Self { bold: None, italic: None, marked: None, ..self }
    }

    pub(crate) fn is_hidden(self) -> bool {
        self.hidden == Some(true)
    }

    pub(crate) fn look(self) -> Look {
        Look {
            is_bold: self.bold == Some(true),
            is_italic: self.italic == Some(true),
            is_struck: self.struck == Some(true),
            is_marked: self.marked == Some(true),
            is_raised: self.raised == Some(Raised::Up),
            is_lowered: self.raised == Some(Raised::Down),
        }
    }
}

/// Returns whether a shading (`w:shd`) colours what is behind words.
pub(crate) fn is_shaded(shading: &Element) -> bool {
    let has_fill = shading.attribute("fill").is_some_and(|fill| {
        !fill.eq_ignore_ascii_case("auto") && !fill.eq_ignore_ascii_case("ffffff")
    });
    let theme = shading.attribute("themeFill");
    let has_theme = theme.is_some_and(|theme| !matches!(theme, "background1" | "light1"));
    let has_pattern = !matches!(shading.attribute("val"), None | Some("clear" | "nil"));
    has_theme || theme.is_none() && has_fill || has_pattern
}

/// What a paragraph's style says of it.
#[derive(Debug, Default, Clone)]
pub(crate) struct ParagraphFormat {
    /// The level of a heading, 1 to 9.
    pub(crate) heading: Option<u8>,
    /// The id of its list.
    pub(crate) number: Option<String>,
    /// The level in its list, where the style says it.
    pub(crate) level: Option<usize>,
    /// Whether its text stands at the right.
    pub(crate) is_right: bool,
    /// The style that the list may name for one of its levels.
    pub(crate) style: Option<String>,
    /// How its words look.
    pub(crate) run: RunFormat,
}

impl Styles {
    pub(crate) fn read(part: Option<&Element>) -> Self {
        let mut styles = Self::default();
        let Some(part) = part else { return styles };
        let defaults = part.at(&["docDefaults", "rPrDefault", "rPr", "lang"]);
        styles.language = defaults.and_then(|lang| lang.attribute("val")).map(str::to_owned);
        for element in part.elements().filter(|element| element.is("style")) {
            let Some(id) = element.attribute("styleId") else { continue };
            let is_default = matches!(element.attribute("default"), Some("1" | "true" | "on"));
            if is_default && element.attribute("type") == Some("paragraph") {
                styles.default = Some(id.to_owned());
            }
            styles.styles.insert(id.to_owned(), read_style(element));
        }
        if let Some(language) = styles.default.as_ref().and_then(|id| {
            let default = part.elements().find(|style| style.attribute("styleId") == Some(id))?;
            default.at(&["rPr", "lang"])?.attribute("val").map(str::to_owned)
        }) {
            styles.language = Some(language);
        }
        styles
    }

    /// Returns a style and those that it is based on, from the most special one.
    fn chain<'a>(&'a self, id: Option<&str>) -> impl Iterator<Item = &'a Style> {
        let first = id.and_then(|id| self.styles.get(id));
        let next = |style: &&'a Style| self.styles.get(style.based_on.as_ref()?);
        std::iter::successors(first, next).take(MAX_CHAIN)
    }

    /// Returns what the properties of a paragraph (`w:pPr`) and its style say.
    pub(crate) fn paragraph(&self, properties: Option<&Element>) -> ParagraphFormat {
        let id = properties.and_then(|properties| properties.value_of("pStyle"));
        let id = id.filter(|id| self.styles.contains_key(*id)).or_else(|| {
            // Word knows its own styles without a definition.
            id.filter(|id| level_of_name(id).is_some()).or(self.default.as_deref())
        });
        let mut format = ParagraphFormat { style: id.map(str::to_owned), ..Default::default() };
        let outline = properties.and_then(|properties| properties.number_of("outlineLvl"));
        let outline = outline.or_else(|| {
            self.chain(id).find_map(|style| style.outline.or_else(|| heading_level(&style.name)))
        });
        let outline = outline
            .or_else(|| id.filter(|id| !self.styles.contains_key(*id)).and_then(level_of_name));
        format.heading = outline
            .filter(|level| (0..9).contains(level))
            .and_then(|level| u8::try_from(level + 1).ok());
        format.number = self.chain(id).find_map(|style| style.number.clone());
        format.level = self.chain(id).find_map(|style| style.level);
        let justified = properties.and_then(|properties| properties.value_of("jc"));
        format.is_right = match justified {
            Some(place) => is_at_right(place),
            None => self.chain(id).find_map(|style| style.is_right) == Some(true),
        };
        format.run = self.run_of(id);
        if let Some(shading) = properties.and_then(|properties| properties.child("shd")) {
            format.run.shaded = Some(is_shaded(shading));
        }
        if let Some(numbering) = properties.and_then(|properties| properties.child("numPr")) {
            format.number = numbering.value_of("numId").map(str::to_owned).or(format.number);
            let level = numbering.number_of("ilvl").and_then(|level| usize::try_from(level).ok());
            format.level = level.or(format.level);
        }
        format
    }

    /// Returns the looks of a run with these properties (`w:rPr`) in a paragraph.
    pub(crate) fn run(
        &self,
        paragraph: &ParagraphFormat,
        properties: Option<&Element>,
    ) -> RunFormat {
        let Some(properties) = properties else { return paragraph.run };
        let style = self.run_of(properties.value_of("rStyle"));
        RunFormat::read(properties).over(style.toggled(paragraph.run))
    }

    /// Returns the name of a style that is not the one of all other paragraphs.
    pub(crate) fn name_of(&self, style: &str) -> Option<&str> {
        let is_default = self.default.as_deref() == Some(style);
        self.styles.get(style).map(|style| style.name.as_str()).filter(|_| !is_default)
    }

    /// Returns the list that a style stands for, as a list may name a style that stands for another list.
    pub(crate) fn list_of(&self, style: &str) -> Option<&str> {
        self.chain(Some(style)).find_map(|style| style.number.as_deref())
    }

    /// Returns whether the style of a table shades cells.
    pub(crate) fn shades(&self, table: Option<&str>) -> bool {
        self.chain(table).any(|style| style.is_shaded)
    }

    fn run_of(&self, id: Option<&str>) -> RunFormat {
        self.chain(id).fold(RunFormat::default(), |format, style| format.over(style.run))
    }
}

fn read_style(element: &Element) -> Style {
    let paragraph = element.child("pPr");
    let numbering = paragraph.and_then(|paragraph| paragraph.child("numPr"));
    let level = numbering.and_then(|numbering| numbering.number_of("ilvl"));
    let run = element.child("rPr").map(RunFormat::read).unwrap_or_default();
    Style {
        name: element.value_of("name").unwrap_or_default().to_lowercase(),
        based_on: element.value_of("basedOn").map(str::to_owned),
        outline: paragraph.and_then(|paragraph| paragraph.number_of("outlineLvl")),
        number: numbering.and_then(|numbering| numbering.value_of("numId")).map(str::to_owned),
        level: level.and_then(|level| usize::try_from(level).ok()),
        is_right: paragraph.and_then(|paragraph| paragraph.value_of("jc")).map(is_at_right),
        run,
        is_shaded: element.has(&|part| part.is("shd") && is_shaded(part)),
    }
}

fn is_at_right(place: &str) -> bool {
    matches!(place, "right" | "end")
}

/// Returns the outline level, from 0, of a style with a name in small letters that Word itself has.
fn heading_level(name: &str) -> Option<i64> {
    let level: i64 = name.strip_prefix("heading ")?.parse().ok()?;
    (1..=9).contains(&level).then_some(level - 1)
}

/// Returns the outline level, from 0, of the id of a style that Word itself has.
fn level_of_name(id: &str) -> Option<i64> {
    let level: i64 = id.strip_prefix("Heading")?.parse().ok()?;
    (1..=9).contains(&level).then_some(level - 1)
}
