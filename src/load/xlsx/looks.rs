//! What a sheet shows but its cells do not hold: hidden rows and columns, merged cells, comments,
//! formulas without a value, and text that is struck through in part.
//!
//! Read from the workbook's XML (ECMA-376, part 1), since the cell reader passes over it. A
//! part that is missing or damaged says nothing: the cells themselves are read, or refused, by the
//! cell reader.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Cursor, Read};
use std::ops::RangeInclusive;
use std::sync::Arc;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

/// The most bytes that the XML of a workbook may unpack to; more is an attack or a mistake.
const MAX_XML_BYTES: u64 = 400 * 1024 * 1024;

/// The most times smaller that deflate can make data.
const MAX_DEFLATE_RATIO: u64 = 1032;

/// The most merged regions, columns and comments that are read; no sheet made by hand has as many.
const MAX_MARKS: usize = 100_000;

/// A workbook's bytes, shared with the reader of its cells.
pub(super) type Bytes = Arc<[u8]>;

/// Cells merged into one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Region {
    /// Its name, such as `A4:A9`.
    pub name: Arc<str>,
    /// Its rows, counted from zero.
    pub rows: RangeInclusive<u32>,
    /// Its columns, counted from zero.
    pub columns: RangeInclusive<u32>,
}

/// What a sheet shows but its cells do not hold.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct SheetFormatting {
    /// Rows that are hidden, counted from zero.
    pub hidden_rows: BTreeSet<u32>,
    /// Columns that are hidden, counted from zero.
    pub hidden_columns: Vec<RangeInclusive<u32>>,
    /// Cells merged into one.
    pub merged: Vec<Region>,
    /// Cells with a comment: row and column.
    pub comments: BTreeSet<(u32, u32)>,
    /// Cells with a formula whose value was not saved.
    pub unsaved: BTreeSet<(u32, u32)>,
    /// Cells with text of which a part is struck through.
    pub struck: BTreeSet<(u32, u32)>,
}

/// The state of a pass over a sheet's XML.
#[derive(Default)]
struct SheetPass {
    /// Whether the workbook asks for all formulas to be worked out when it is opened: it was written by a program
    /// that did not, and put 0 in their place or nothing.
    is_uncalculated: bool,
    /// The row being read, counted from zero, once there is one.
    row: Option<u32>,
    /// The column of the next cell, where that does not say it.
    column: u32,
    /// The cell being read.
    cell: Option<CellPass>,
}

/// What has been read of a cell.
#[derive(Default)]
struct CellPass {
    place: (u32, u32),
    /// What its value is: `s` is the number of a shared text, `str` a text.
    kind: String,
    has_formula: bool,
    is_struck: bool,
    /// Its value as written; `None` where it has none.
    value: Option<String>,
    /// Whether what follows is part of the value.
    in_value: bool,
}

type Zip = ZipArchive<Cursor<Bytes>>;

/// Returns whether the XML of a workbook unpacks to more than [`MAX_XML_BYTES`].
pub(super) fn is_bomb(bytes: &Bytes) -> bool {
    let Ok(mut zip) = ZipArchive::new(Cursor::new(Arc::clone(bytes))) else { return false };
    let mut packed = 0;
    let mut parts = Vec::new();
    for at in 0..zip.len() {
        let Ok(part) = zip.by_index_raw(at) else { continue };
        packed = u64::saturating_add(packed, part.compressed_size());
        parts.push(at);
    }
    if packed.saturating_mul(MAX_DEFLATE_RATIO) <= MAX_XML_BYTES {
        return false;
    }
    // The sizes that a file states may be false, so the bytes are counted.
    let mut left = MAX_XML_BYTES;
    for at in parts {
        let Ok(part) = zip.by_index(at) else { continue };
        let is_text = part.name().is_ok_and(|name| {
            let name = name.to_lowercase();
            name.ends_with(".xml") || name.ends_with(".rels")
        });
        if !is_text {
            continue;
        }
        let size = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).unwrap_or(0);
        match left.checked_sub(size) {
            Some(rest) => left = rest,
            None => return true,
        }
    }
    false
}

/// Returns the formatting of a sheet; none where the workbook does not tell. Texts shared between
/// sheets are read only where `with_texts` asks whether they are struck through.
pub(super) fn sheet_formatting(bytes: &Bytes, sheet: &str, with_texts: bool) -> SheetFormatting {
    read(bytes, sheet, with_texts).unwrap_or_default()
}

fn read(bytes: &Bytes, sheet: &str, with_texts: bool) -> Option<SheetFormatting> {
    let mut zip = ZipArchive::new(Cursor::new(Arc::clone(bytes))).ok()?;
    let root = relations(&mut zip, "");
    let book = root.values().find(|(kind, _)| kind.ends_with("/officeDocument"));
    let book = book.map_or_else(|| "xl/workbook.xml".to_owned(), |(_, path)| path.clone());
    let mut id = None;
    let mut pass = SheetPass::default();
    each(&mut zip, &book, |element| {
        if element.local_name().as_ref() == "calcPr" {
            let value = value(element, "fullCalcOnLoad");
            pass.is_uncalculated = value.is_some_and(|text| matches!(&*text, "1" | "true"));
        }
        if element.local_name().as_ref() == "sheet"
            && value(element, "name").as_deref() == Some(sheet)
        {
            id = value(element, "id");
        }
    });
    let mut related = relations(&mut zip, &book);
    let (_, path) = related.remove(&id?)?;
    let texts = related.into_values().find(|(kind, _)| kind.ends_with("/sharedStrings"));
    let struck = match texts.filter(|_| with_texts) {
        Some((_, texts)) => struck_texts(&mut zip, &texts),
        None => BTreeSet::new(),
    };
    let mut formatting = SheetFormatting::default();
    each_event(&mut zip, &path, |event| formatting.take(&mut pass, &struck, event));
    let notes: Vec<String> = relations(&mut zip, &path)
        .into_values()
        .filter(|(kind, _)| kind.ends_with("/comments") || kind.ends_with("/threadedComment"))
        .map(|(_, path)| path)
        .collect();
    for path in notes {
        each(&mut zip, &path, |element| {
            if matches!(element.local_name().as_ref(), "comment" | "threadedComment")
                && formatting.comments.len() < MAX_MARKS
                && let Some(cell) = value(element, "ref").as_deref().and_then(cell)
            {
                formatting.comments.insert(cell);
            }
        });
    }
    Some(formatting)
}

impl SheetFormatting {
    /// Adds what an event of a sheet's XML says; `struck` are the shared texts that are struck through.
    fn take(&mut self, pass: &mut SheetPass, struck: &BTreeSet<usize>, event: &Event<'_>) {
        match event {
            Event::Start(element) => self.take_element(pass, element),
            Event::Empty(element) => {
                self.take_element(pass, element);
                self.take_end(pass, struck, element.local_name().as_ref());
            }
            Event::End(element) => self.take_end(pass, struck, element.local_name().as_ref()),
            Event::Text(text) => {
                let cell = pass.cell.as_mut().filter(|cell| cell.in_value);
                if let Some(value) = cell.and_then(|cell| cell.value.as_mut()) {
                    value.push_str(text);
                }
            }
            _ => {}
        }
    }

    fn take_element(&mut self, pass: &mut SheetPass, element: &BytesStart<'_>) {
        let number = |name| value(element, name).and_then(|text| text.parse::<u32>().ok());
        let is_hidden =
            || value(element, "hidden").is_some_and(|text| matches!(&*text, "1" | "true"));
        match element.local_name().as_ref() {
            "row" => {
                // Rows and cells without a reference follow the ones before them.
                let next = pass.row.map_or(0, |row| row.saturating_add(1));
                let row = number("r").and_then(|row| row.checked_sub(1)).unwrap_or(next);
                (pass.row, pass.column) = (Some(row), 0);
                if is_hidden() {
                    self.hidden_rows.insert(row);
                }
            }
            "c" => {
                let next = (pass.row.unwrap_or(0), pass.column);
                let place = value(element, "r").as_deref().and_then(cell).unwrap_or(next);
                pass.column = place.1.saturating_add(1);
                let kind = value(element, "t").unwrap_or_default();
                pass.cell = Some(CellPass { place, kind, ..CellPass::default() });
            }
            "f" => pass.cell.iter_mut().for_each(|cell| cell.has_formula = true),
            "v" | "is" => {
                if let Some(cell) = &mut pass.cell {
                    cell.value.get_or_insert_default();
                    cell.in_value = true;
                }
            }
            "strike" if is_on(element) => {
                pass.cell.iter_mut().for_each(|cell| cell.is_struck = true);
            }
            "col" if is_hidden() && self.hidden_columns.len() < MAX_MARKS => {
                if let (Some(first), Some(last)) = (number("min"), number("max")) {
                    self.hidden_columns.push(first.saturating_sub(1)..=last.saturating_sub(1));
                }
            }
            "mergeCell" if self.merged.len() < MAX_MARKS => {
                self.merged.extend(value(element, "ref").as_deref().and_then(region));
            }
            _ => {}
        }
    }

    fn take_end(&mut self, pass: &mut SheetPass, struck: &BTreeSet<usize>, name: &str) {
        if name != "c" {
            let cell = pass.cell.as_mut().filter(|_| matches!(name, "v" | "is"));
            cell.into_iter().for_each(|cell| cell.in_value = false);
            return;
        }
        let Some(cell) = pass.cell.take() else { return };
        // A formula whose value is an empty text has an empty value of that kind.
        let is_saved = match &cell.value {
            Some(value) if pass.is_uncalculated && value.trim() == "0" => false,
            Some(value) => !value.trim().is_empty() || cell.kind == "str",
            None => false,
        };
        if cell.has_formula && !is_saved {
            self.unsaved.insert(cell.place);
        }
        let text = cell.value.filter(|_| cell.kind == "s");
        let number = text.and_then(|text| text.trim().parse::<usize>().ok());
        if cell.is_struck || number.is_some_and(|number| struck.contains(&number)) {
            self.struck.insert(cell.place);
        }
    }
}

/// Returns which of the texts shared between sheets are struck through, all of them or in part.
fn struck_texts(zip: &mut Zip, path: &str) -> BTreeSet<usize> {
    let mut struck = BTreeSet::new();
    let mut texts = 0_usize;
    each(zip, path, |element| match element.local_name().as_ref() {
        "si" => texts += 1,
        "strike" if is_on(element) => drop(struck.insert(texts.saturating_sub(1))),
        _ => {}
    });
    struck
}

/// Returns whether an element such as `<strike/>` turns its property on.
fn is_on(element: &BytesStart<'_>) -> bool {
    value(element, "val").is_none_or(|text| !matches!(&*text, "0" | "false"))
}

/// Returns what a part is related to: by id, the kind of relation and the path of the other part.
fn relations(zip: &mut Zip, path: &str) -> BTreeMap<String, (String, String)> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let file = if folder.is_empty() {
        format!("_rels/{name}.rels")
    } else {
        format!("{folder}/_rels/{name}.rels")
    };
    let mut found = BTreeMap::new();
    each(zip, &file, |element| {
        if element.local_name().as_ref() != "Relationship" || found.len() >= MAX_MARKS {
            return;
        }
        let [id, kind, target] = ["Id", "Type", "Target"].map(|name| value(element, name));
        if let (Some(id), Some(kind), Some(target)) = (id, kind, target) {
            found.insert(id, (kind, resolve(folder, &target)));
        }
    });
    found
}

/// Returns the path that a target names, seen from a folder of the archive.
fn resolve(folder: &str, target: &str) -> String {
    let whole = match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut parts = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Calls `visit` with every element of a part that opens; stops where the part is damaged.
fn each(zip: &mut Zip, path: &str, mut visit: impl FnMut(&BytesStart<'_>)) {
    each_event(zip, path, |event| {
        if let Event::Start(element) | Event::Empty(element) = event {
            visit(element);
        }
    });
}

/// Calls `visit` with every event of a part; stops where the part is damaged.
fn each_event(zip: &mut Zip, path: &str, mut visit: impl FnMut(&Event<'_>)) {
    let exact = zip.index_for_name(path);
    // Some programs write names in other capitals than those that refer to them.
    let at = exact.or_else(|| {
        let names = zip.file_names().map(|name| name.map(|name| name.to_lowercase()));
        let wanted = path.to_lowercase();
        names.enumerate().find_map(|(at, name)| (name.ok()? == wanted).then_some(at))
    });
    let Some(part) = at.and_then(|at| zip.by_index(at).ok()) else { return };
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(part.take(MAX_XML_BYTES)));
    let config = reader.config_mut();
    config.check_end_names = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) | Err(_) => return,
            Ok(event) => visit(&event),
        }
    }
}

/// Returns an attribute's value, whatever its prefix.
fn value(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attributes = element.attributes().flatten();
    let mut named = attributes.filter(|attribute| attribute.key.local_name().as_ref() == name);
    Some(named.next()?.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// Returns the row and column of a cell's name, such as `B3`, counted from zero.
fn cell(name: &str) -> Option<(u32, u32)> {
    let split = name.find(|char: char| char.is_ascii_digit())?;
    let (letters, digits) = name.split_at(split);
    let row: u32 = digits.parse().ok()?;
    let mut column: u32 = 0;
    for letter in letters.bytes() {
        let digit = u32::from(letter.to_ascii_uppercase().checked_sub(b'A')?);
        column = column.checked_mul(26)?.checked_add(digit.min(25) + 1)?;
    }
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

/// Returns the region of a name such as `A4:A9`.
fn region(name: &str) -> Option<Region> {
    let (first, last) = name.split_once(':')?;
    let ((top, left), (bottom, right)) = (cell(first)?, cell(last)?);
    Some(Region { name: name.into(), rows: top..=bottom, columns: left..=right })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(parts: &[(&str, &str)]) -> Bytes {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner().into()
    }

    #[test]
    fn names_of_cells() {
        assert_eq!(cell("A1"), Some((0, 0)));
        assert_eq!(cell("AB12"), Some((11, 27)));
        for name in ["", "A", "1", "A0", "!1", "A1B"] {
            assert_eq!(cell(name), None, "{name}");
        }
        let merged = region("A4:B9").unwrap();
        assert_eq!((merged.rows, merged.columns), (3..=8, 0..=1));
    }

    #[test]
    fn targets_are_seen_from_their_folder() {
        assert_eq!(resolve("xl/worksheets", "../comments1.xml"), "xl/comments1.xml");
        assert_eq!(resolve("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("", "xl/workbook.xml"), "xl/workbook.xml");
        assert_eq!(resolve("", "../../etc"), "etc");
    }

    #[test]
    fn all_parts_of_a_sheet_are_found() {
        let bytes = archive(&[
            (
                "_rels/.rels",
                r#"<Relationships><Relationship Id="a" Type="x/officeDocument" Target="/book.xml"/></Relationships>"#,
            ),
            ("Book.xml", r#"<workbook><sheet name="A &amp; B" r:id="s1"/></workbook>"#),
            (
                "_rels/book.xml.rels",
                r#"<Relationships><Relationship Id="s1" Type="x/worksheet" Target="one.xml"/></Relationships>"#,
            ),
            (
                "one.xml",
                r#"<worksheet><cols><col min="3" max="4" hidden="1"/><col min="5" max="5"/></cols>
                <sheetData><row r="2" hidden="true"><c r="A2"/></row><row r="3"/></sheetData>
                <mergeCells><mergeCell ref="A2:A3"/><mergeCell ref="nonsense"/></mergeCells></worksheet>"#,
            ),
            (
                "_rels/one.xml.rels",
                r#"<Relationships><Relationship Id="c" Type="x/comments" Target="c.xml"/>
                <Relationship Id="t" Type="x/threadedComment" Target="t.xml"/></Relationships>"#,
            ),
            ("c.xml", r#"<comments><commentList><comment ref="B3"/></commentList></comments>"#),
            ("t.xml", r#"<ThreadedComments><threadedComment ref="C4"/>"#),
        ]);
        let formatting = sheet_formatting(&bytes, "A & B", true);
        assert_eq!(formatting.hidden_rows, BTreeSet::from([1]));
        assert_eq!(formatting.hidden_columns, [2..=3]);
        assert_eq!(formatting.merged, [region("A2:A3").unwrap()]);
        assert_eq!(formatting.comments, BTreeSet::from([(2, 1), (3, 2)]));
        assert_eq!(sheet_formatting(&bytes, "C", true), SheetFormatting::default());
        assert!(!is_bomb(&bytes));
    }

    #[test]
    fn rows_and_cells_without_references_are_counted() {
        let bytes = archive(&[
            ("xl/workbook.xml", r#"<workbook><sheet name="A" r:id="s1"/></workbook>"#),
            (
                "xl/_rels/workbook.xml.rels",
                r#"<Relationships><Relationship Id="s1" Type="x/worksheet" Target="one.xml"/>
                <Relationship Id="t" Type="x/sharedStrings" Target="texts.xml"/></Relationships>"#,
            ),
            (
                "xl/one.xml",
                r#"<worksheet><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>
                <row hidden="1"><c/><c><f>A1</f></c><c><f>A1</f><v/></c><c t="str"><f>A1</f><v></v></c></row>
                <row r="5"><c r="C5"><f>A1</f><v>3</v></c>
                <c t="inlineStr"><is><r><rPr><strike/></rPr><t>3</t></r></is></c></row>
                <row hidden="1"/></sheetData></worksheet>"#,
            ),
            (
                "xl/texts.xml",
                r#"<sst><si><t>3</t></si><si><r><t>3 </t></r><r><rPr><strike val="1"/></rPr><t>4</t></r></si>
                <si><r><rPr><strike val="0"/></rPr><t>5</t></r></si></sst>"#,
            ),
        ]);
        let formatting = sheet_formatting(&bytes, "A", true);
        assert_eq!(formatting.hidden_rows, BTreeSet::from([1, 5]));
        assert_eq!(formatting.unsaved, BTreeSet::from([(1, 1), (1, 2)]));
        assert_eq!(formatting.struck, BTreeSet::from([(0, 1), (4, 3)]));
        assert_eq!(sheet_formatting(&bytes, "A", false).struck, BTreeSet::from([(4, 3)]));
    }

    #[test]
    fn noughts_of_programs_that_work_nothing_out_are_no_values() {
        let book = |calculation: &str| {
            let book = format!(r#"<workbook><sheet name="A" r:id="s1"/>{calculation}</workbook>"#);
            archive(&[
                ("xl/workbook.xml", &book),
                (
                    "xl/_rels/workbook.xml.rels",
                    r#"<Relationships><Relationship Id="s1" Type="x/worksheet" Target="one.xml"/></Relationships>"#,
                ),
                (
                    "xl/one.xml",
                    r#"<worksheet><sheetData><row><c><v>0</v></c><c><f>A1</f><v>0</v></c><c><f>A1</f><v>7</v></c></row>
                    </sheetData></worksheet>"#,
                ),
            ])
        };
        let unsaved = |book: &Bytes| sheet_formatting(book, "A", false).unsaved;
        assert_eq!(unsaved(&book("")), BTreeSet::new());
        assert_eq!(unsaved(&book(r#"<calcPr fullCalcOnLoad="1"/>"#)), BTreeSet::from([(0, 1)]));
    }

    #[test]
    fn what_is_no_archive_has_no_formatting() {
        let bytes: Bytes = b"PK".as_slice().into();
        assert_eq!(sheet_formatting(&bytes, "Sheet1", true), SheetFormatting::default());
        assert!(!is_bomb(&bytes));
    }

    #[test]
    fn a_bomb_is_known_by_what_it_unpacks_to() {
        let spaces = " ".repeat(1 << 20);
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("xl/sharedStrings.xml", SimpleFileOptions::default()).unwrap();
        for _ in 0..=MAX_XML_BYTES >> 20 {
            zip.write_all(spaces.as_bytes()).unwrap();
        }
        assert!(is_bomb(&zip.finish().unwrap().into_inner().into()));
    }
}
