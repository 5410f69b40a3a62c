//! Workbooks as report generators write them: only what the standard (ECMA-376, part 1) asks for, or less.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use orderpaper::diag::column_letters;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::declared::{Cell, DeclaredTable};

const TRANSITIONAL: [&str; 2] = [
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
];
const STRICT: [&str; 2] = [
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
];

/// Formats of cells, in the order of the styles.
const FORMATS: [&str; 9] = [
    "General",
    "dd/mm/yyyy",
    "d mmm yyyy hh:mm",
    "h:mm AM/PM",
    "0.0%",
    "#,##0",
    "\"£\"#,##0",
    "0.00",
    "[$-F400]h:mm:ss\\ AM/PM",
];

/// A report generator.
#[derive(Clone, Copy)]
pub(super) struct Generator {
    pub(super) name: &'static str,
    /// What stands before the names of elements, such as `x:`.
    prefix: &'static str,
    namespaces: [&'static str; 2],
    /// Whether rows and cells say where they are.
    has_references: bool,
    /// Whether days are written as such, and not as numbers.
    has_iso_dates: bool,
    /// Whether each value is that of a formula.
    has_formulas: bool,
    /// Whether paths in relations begin at the root.
    has_absolute_paths: bool,
    /// The column of which every cell is a formula without a value.
    unsaved: Option<usize>,
}

pub(super) const GENERATORS: [Generator; 3] = [
    Generator {
        name: "texts in their cells, no references, absolute paths",
        prefix: "",
        namespaces: TRANSITIONAL,
        has_references: false,
        has_iso_dates: false,
        has_formulas: false,
        has_absolute_paths: true,
        unsaved: None,
    },
    Generator {
        name: "prefixed names, values of formulas",
        prefix: "x:",
        namespaces: TRANSITIONAL,
        has_references: true,
        has_iso_dates: false,
        has_formulas: true,
        has_absolute_paths: false,
        unsaved: None,
    },
    Generator {
        name: "the strict form, with ISO dates",
        prefix: "",
        namespaces: STRICT,
        has_references: false,
        has_iso_dates: true,
        has_formulas: false,
        has_absolute_paths: true,
        unsaved: None,
    },
];

impl Generator {
    /// Returns the same generator, with formulas that it did not work out in a column.
    pub(super) fn without_values(self, column: usize) -> Self {
        Self { unsaved: Some(column), ..self }
    }

    /// Returns a workbook with a sheet for each table.
    pub(super) fn workbook(&self, tables: &[&DeclaredTable]) -> Vec<u8> {
        let Self { prefix, namespaces: [main, relations], .. } = self;
        let base = if self.has_absolute_paths { "/xl/" } else { "" };
        let declared = match prefix.strip_suffix(':') {
            Some(name) => format!("xmlns:{name}=\"{main}\" xmlns:r=\"{relations}\""),
            None => format!("xmlns=\"{main}\" xmlns:r=\"{relations}\""),
        };
        let mut sheets = String::new();
        let mut targets = format!(
            "<Relationship Id=\"st\" Type=\"{relations}/styles\" Target=\"{base}styles.xml\"/>"
        );
        let mut types = String::new();
        let mut parts = Vec::new();
        for (at, table) in tables.iter().enumerate() {
            let name = table.info.name;
            let path = format!("worksheets/report_{at:03}.xml");
            write!(
                sheets,
                "<{prefix}sheet name=\"{name}\" sheetId=\"{}\" r:id=\"Rab{at}\"/>",
                at + 7
            )
            .unwrap();
            write!(
                targets,
                "<Relationship Id=\"Rab{at}\" Type=\"{relations}/worksheet\" Target=\"{base}{path}\"/>"
            )
            .unwrap();
            write!(types, "<Override PartName=\"/xl/{path}\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>").unwrap();
            parts.push((format!("xl/{path}"), self.sheet(table, &declared)));
        }
        let root = if self.has_absolute_paths { "/xl/workbook.xml" } else { "xl/workbook.xml" };
        parts.extend([
            (
                "[Content_Types].xml".to_owned(),
                format!("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>{types}</Types>"),
            ),
            (
                "_rels/.rels".to_owned(),
                format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r0\" Type=\"{relations}/officeDocument\" Target=\"{root}\"/></Relationships>"),
            ),
            (
                "xl/workbook.xml".to_owned(),
                format!("<{prefix}workbook {declared}><{prefix}sheets>{sheets}</{prefix}sheets></{prefix}workbook>"),
            ),
            (
                "xl/_rels/workbook.xml.rels".to_owned(),
                format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{targets}</Relationships>"),
            ),
            ("xl/styles.xml".to_owned(), self.styles(&declared)),
        ]);
        let mut file = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            file.start_file(name, SimpleFileOptions::default()).unwrap();
            file.write_all(format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>{text}").as_bytes())
                .unwrap();
        }
        file.finish().unwrap().into_inner()
    }

    fn styles(&self, declared: &str) -> String {
        let prefix = self.prefix;
        let mut formats = String::new();
        let mut styles = String::new();
        for (at, format) in FORMATS.iter().enumerate() {
            let (number, code) = (200 + at, escaped(format));
            write!(formats, "<{prefix}numFmt numFmtId=\"{number}\" formatCode=\"{code}\"/>")
                .unwrap();
            write!(styles, "<{prefix}xf numFmtId=\"{number}\" applyNumberFormat=\"1\"/>").unwrap();
        }
        format!(
            "<{prefix}styleSheet {declared}><{prefix}numFmts>{formats}</{prefix}numFmts><{prefix}cellXfs>{styles}</{prefix}cellXfs></{prefix}styleSheet>"
        )
    }

    fn sheet(&self, table: &DeclaredTable, declared: &str) -> String {
        let prefix = self.prefix;
        let mut rows = String::new();
        let headings = table.headings.iter().map(|name| Cell::Text(name.clone())).collect();
        for (row, cells) in std::iter::once(&headings).chain(&table.rows).enumerate() {
            let place =
                if self.has_references { format!(" r=\"{}\"", row + 1) } else { String::new() };
            write!(rows, "<{prefix}row{place}>").unwrap();
            for (column, cell) in cells.iter().enumerate() {
                let place = if self.has_references {
                    format!(" r=\"{}{}\"", column_letters(column), row + 1)
                } else {
                    String::new()
                };
                if row > 0 && self.unsaved == Some(column) {
                    write!(rows, "<{prefix}c{place}><{prefix}f>A1</{prefix}f></{prefix}c>")
                        .unwrap();
                } else {
                    self.cell(&mut rows, &place, row > 0, cell);
                }
            }
            write!(rows, "</{prefix}row>").unwrap();
        }
        // The size that the sheet states is that of an empty one.
        format!(
            "<{prefix}worksheet {declared}><{prefix}dimension ref=\"A1\"/><{prefix}sheetData>{rows}</{prefix}sheetData></{prefix}worksheet>"
        )
    }

    fn cell(&self, rows: &mut String, place: &str, is_row: bool, cell: &Cell) {
        let prefix = self.prefix;
        let formula = if self.has_formulas && is_row {
            format!("<{prefix}f>A1&amp;\"\"</{prefix}f>")
        } else {
            String::new()
        };
        let (style, kind, value) = match cell {
            Cell::Text(text) if formula.is_empty() => {
                let text = escaped(text);
                write!(
                    rows,
                    "<{prefix}c{place} t=\"inlineStr\"><{prefix}is><{prefix}t xml:space=\"preserve\">{text}</{prefix}t></{prefix}is></{prefix}c>"
                )
                .unwrap();
                return;
            }
            Cell::Text(text) => ("General", "str", escaped(text)),
            Cell::Number { value, format, .. } => (*format, "n", value.to_string()),
            Cell::Tick(is_so) => ("General", "b", u8::from(*is_so).to_string()),
            Cell::Day(day) if self.has_iso_dates => ("dd/mm/yyyy", "d", day.to_string()),
            Cell::Moment(day, time) if self.has_iso_dates => {
                let moment = day.and_time(*time);
                ("d mmm yyyy hh:mm", "d", moment.format("%Y-%m-%dT%H:%M:%S").to_string())
            }
            Cell::Day(day) => ("dd/mm/yyyy", "n", serial(day.and_time(NaiveTime::MIN))),
            Cell::Moment(day, time) => ("d mmm yyyy hh:mm", "n", serial(day.and_time(*time))),
            Cell::Time(time) => ("h:mm AM/PM", "n", serial(epoch().and_time(*time))),
        };
        let style = FORMATS.iter().position(|format| *format == style).unwrap();
        write!(
            rows,
            "<{prefix}c{place} s=\"{style}\" t=\"{kind}\">{formula}<{prefix}v>{value}</{prefix}v></{prefix}c>"
        )
        .unwrap();
    }
}

/// The day that the numbers of days are counted from.
fn epoch() -> NaiveDate {
    NaiveDate::from_ymd_opt(1899, 12, 30).unwrap()
}

fn serial(moment: NaiveDateTime) -> String {
    let seconds = (moment - epoch().and_time(NaiveTime::MIN)).num_seconds();
    (seconds as f64 / 86_400.0).to_string()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
