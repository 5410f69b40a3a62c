//! Tables as programs save them to text files.

use encoding_rs::{MACINTOSH, WINDOWS_1252};

use super::declared::{Cell, DeclaredTable};

/// A program that saves a table as CSV, with the settings of its machine.
pub(super) struct Program {
    pub(super) name: &'static str,
    separator: char,
    line_end: &'static str,
    /// How it shows days, and times of day.
    day: &'static str,
    time: &'static str,
    /// Whether it puts every text into quotation marks.
    quotes_all: bool,
    encode: fn(&str) -> Vec<u8>,
}

/// Excel in the United Kingdom, where lists are separated by semicolons, and as "Unicode text"; LibreOffice; and
/// Excel on a Mac, in its old encoding and in UTF-8.
pub(super) const PROGRAMS: [Program; 8] = [
    Program {
        name: "Excel, `CSV UTF-8`",
        separator: ',',
        line_end: "\r\n",
        day: "%d/%m/%Y",
        time: "%H:%M",
        quotes_all: false,
        encode: |text| format!("\u{feff}{text}").into_bytes(),
    },
    Program {
        name: "Excel, `CSV` with semicolons",
        separator: ';',
        line_end: "\r\n",
        day: "%d.%m.%Y",
        time: "%H:%M",
        quotes_all: false,
        encode: |text| coded(WINDOWS_1252, text),
    },
    Program {
        name: "Excel, `Unicode text`",
        separator: '\t',
        line_end: "\r\n",
        day: "%d %B %Y",
        time: "%H:%M:%S",
        quotes_all: false,
        encode: |text| {
            let units = std::iter::once('\u{feff}').chain(text.chars());
            units.collect::<String>().encode_utf16().flat_map(u16::to_le_bytes).collect()
        },
    },
    Program {
        name: "LibreOffice",
        separator: ',',
        line_end: "\n",
        day: "%d/%m/%y",
        time: "%H:%M:%S",
        quotes_all: true,
        encode: |text| text.as_bytes().to_vec(),
    },
    Program {
        name: "Excel on a Mac, `CSV (Macintosh)`",
        separator: ',',
        line_end: "\r",
        day: "%d/%m/%Y",
        time: "%-I:%M %p",
        quotes_all: false,
        encode: |text| coded(MACINTOSH, text),
    },
    Program {
        name: "Excel on a Mac, `CSV UTF-8`",
        separator: ',',
        line_end: "\r",
        day: "%d-%b-%y",
        time: "%H:%M",
        quotes_all: false,
        encode: |text| text.as_bytes().to_vec(),
    },
    Program {
        name: "UTF-8 read as Windows-1252 and saved again",
        separator: ',',
        line_end: "\r\n",
        day: "%d/%m/%Y",
        time: "%H:%M",
        quotes_all: false,
        encode: |text| WINDOWS_1252.decode(text.as_bytes()).0.into_owned().into_bytes(),
    },
    Program {
        name: "UTF-8 read as that of an old Mac and saved again",
        separator: ',',
        line_end: "\r\n",
        day: "%d/%m/%Y",
        time: "%H:%M",
        quotes_all: false,
        encode: |text| MACINTOSH.decode(text.as_bytes()).0.into_owned().into_bytes(),
    },
];

fn coded(encoding: &'static encoding_rs::Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, is_lossy) = encoding.encode(text);
    assert!(!is_lossy, "the texts are in letters of {}", encoding.name());
    bytes.into_owned()
}

impl Program {
    /// Returns the file of a table.
    pub(super) fn save(&self, table: &DeclaredTable) -> Vec<u8> {
        let headings = table.headings.iter().map(|name| self.quoted(name, true));
        let mut text = self.line(headings.collect());
        for row in &table.rows {
            text += &self.line(row.iter().map(|cell| self.shown(cell)).collect());
        }
        (self.encode)(&text)
    }

    /// Returns a text in the encoding of the program.
    pub(super) fn encoded(&self, text: &str) -> Vec<u8> {
        (self.encode)(text)
    }

    fn line(&self, cells: Vec<String>) -> String {
        cells.join(&self.separator.to_string()) + self.line_end
    }

    /// Returns a cell as the program shows it.
    fn shown(&self, cell: &Cell) -> String {
        match cell {
            Cell::Text(text) => self.quoted(text, true),
            Cell::Number { shown, .. } => self.quoted(shown, false),
            Cell::Day(day) => self.quoted(&day.format(self.day).to_string(), false),
            Cell::Moment(day, time) => {
                let form = format!("{} {}", self.day, self.time);
                self.quoted(&day.and_time(*time).format(&form).to_string(), false)
            }
            Cell::Time(time) => self.quoted(&time.format(self.time).to_string(), false),
            Cell::Tick(is_so) => if *is_so { "TRUE" } else { "FALSE" }.to_owned(),
        }
    }

    fn quoted(&self, text: &str, is_text: bool) -> String {
        let has_special = text.contains([self.separator, '"', '\n', '\r']);
        if has_special || is_text && self.quotes_all {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    }
}
