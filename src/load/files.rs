//! Files of the data folder: which table each holds, what is in them, and those that are not read.

use std::collections::BTreeMap;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::{Loader, MAX_FILE_BYTES, MEGABYTE, Place, TableInfo, locked, tables, xlsx};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, Source};
use crate::model::glyphs::Coverage;
use crate::model::nearest::nearest;
use crate::model::node::column_name;
use crate::model::value::encoding::{self, Decoded, Encoding};
use crate::store::{self, Entry};

/// Endings of spreadsheets that people save and that are not read.
const OTHER_FORMATS: &[&str] =
    &["xls", "xlsm", "xlsb", "ods", "numbers", "tsv", "tab", "txt", "docx"];

/// Names of sheets that explain the others.
const FOR_PEOPLE: &[&str] = &["about", "notes", "readme", "read-me", "guidance", "help"];

/// Returns the table's name that a file's name stands for, and its ending in lower case.
pub(super) fn file_name(name: &str) -> (String, String) {
    match name.rsplit_once('.') {
        Some((stem, ending)) => (column_name(stem), ending.to_lowercase()),
        None => (column_name(name), String::new()),
    }
}

/// Returns whether an entry of a folder holds that table alone.
pub(super) fn is_source(entry: &Entry, table: &str) -> bool {
    let (stem, ending) = file_name(&entry.name);
    stem == table && matches!(&*ending, "csv" | "json" | "xlsx")
}

/// Returns the folder of that name, in capitals or not: not every system tells them apart.
pub(super) fn folder_named(name: &str, entries: &[Entry]) -> Option<String> {
    let mut folders = entries.iter().filter(|entry| entry.is_folder).map(|entry| &entry.name);
    let exact = folders.clone().find(|folder| *folder == name);
    exact.or_else(|| folders.find(|folder| folder.eq_ignore_ascii_case(name))).cloned()
}

/// Returns the place of a byte in a file that can't be decoded; the whole file where it is UTF-16.
fn byte_place(name: &str, bytes: &[u8], offset: usize) -> Origin {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Origin::file(name);
    }
    // Bytes that are not ASCII are shown as a mark each.
    let text: String = bytes
        .iter()
        .map(|&byte| if byte.is_ascii() { char::from(byte) } else { char::REPLACEMENT_CHARACTER })
        .collect();
    let at = text.char_indices().nth(offset).map_or(text.len(), |(at, _)| at);
    let end = text[at..].chars().next().map_or(at, |char| at + char.len_utf8());
    Origin::new(&Source::plain(name, text), at..end)
}

/// Returns the tables of a place that files and sheets in a folder hold, with or without rows, each with the name of
/// its file; none where there is no such folder.
///
/// # Errors
/// When the folder can't be listed, or has a workbook that can't be opened.
pub fn tables_in(folder: &Path, place: Place) -> anyhow::Result<BTreeMap<&'static str, String>> {
    if !store::is_folder(folder) {
        return Ok(BTreeMap::new());
    }
    let entries = store::list(folder)?;
    let (mut diags, coverage) = (Diagnostics::default(), Coverage::default());
    let mut loader =
        Loader::new(&mut diags, &coverage, folder, MAX_FILE_BYTES, BTreeMap::new(), false);
    loader.open_workbooks("", &entries);
    let books = std::mem::take(&mut loader.sheets);
    if let Some(fault) = diags.iter().next() {
        let file = fault.origin.as_ref().map(ToString::to_string).unwrap_or_default();
        anyhow::bail!(
            "`{file}` can't be opened, so which tables it has is not known: {}",
            fault.message
        );
    }
    let mut held = BTreeMap::new();
    let in_sheets = |book: &Arc<Mutex<xlsx::Workbook>>, name| locked(book).sheet(name).is_some();
    for table in tables::all().iter().filter(|table| table.is_in(place)) {
        let is_file = |entry: &&Entry| !entry.is_folder && file_name(&entry.name).0 == table.name;
        let file = entries.iter().find(is_file).map(|entry| &entry.name);
        let file = file.or_else(|| {
            let mut books = books.iter();
            Some(books.find(|(_, book)| in_sheets(book, table.name))?.0)
        });
        held.extend(file.map(|file| (table.name, file.clone())));
    }
    Ok(held)
}

impl Loader<'_> {
    /// Returns how messages name a file below the data folder: as the user named the folder, with forward
    /// slashes.
    pub(super) fn shown(&self, below: &str, name: &str) -> String {
        let folder: PathBuf = self.folder.components().collect();
        let folder = folder.to_string_lossy().replace(MAIN_SEPARATOR, "/");
        let parts = [folder.trim_end_matches('/'), below, name];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
    }

    /// Lists a folder below the data folder, where there is one.
    pub(super) fn list(&mut self, below: &str) -> Option<Vec<Entry>> {
        let folder = below.split('/').fold(self.folder.to_owned(), |path, part| path.join(part));
        if !store::is_folder(&folder) {
            return None;
        }
        match store::list(&folder) {
            Ok(entries) => Some(entries),
            Err(error) => {
                let origin = Origin::file(self.shown("", below));
                self.context.diags.push(
                    Diagnostic::new(Code::FileUnreadable, format!("{error:#}"))
                        .at(&origin)
                        .hint("check that you may open the folder"),
                );
                self.data.lose("minutes", None, &origin);
                self.data.lose("indicators", None, &origin);
                None
            }
        }
    }

    /// Opens the workbooks of a folder, for tables in sheets that are named after them.
    pub(super) fn open_workbooks(&mut self, below: &str, entries: &[Entry]) {
        self.sheets.clear();
        for entry in entries {
            if entry.is_folder || file_name(&entry.name).1 != "xlsx" {
                continue;
            }
            let name = self.shown(below, &entry.name);
            let opened = self
                .read_bytes(below, entry)
                .and_then(|bytes| xlsx::open(&mut self.context, &name, bytes));
            match opened {
                Some(workbook) => {
                    self.sheets.insert(entry.name.clone(), Arc::new(Mutex::new(workbook)));
                }
                None => {
                    let table = file_name(&entry.name).0;
                    match tables::all().iter().find(|info| info.name == table) {
                        Some(info) => self.data.lose(info.name, None, &Origin::file(name)),
                        // It may have held any table of this folder that no other file holds.
                        None => {
                            let place = if below.is_empty() { Place::Root } else { Place::Year };
                            let candidates = tables::all().iter().filter(|info| info.is_in(place));
                            let is_elsewhere = |info: &TableInfo| {
                                entries.iter().any(|entry| is_source(entry, info.name))
                            };
                            for info in candidates.filter(|info| !is_elsewhere(info)) {
                                self.data.lose(info.name, None, &Origin::file(name.clone()));
                            }
                        }
                    }
                }
            }
        }
    }

    /// Reads a file, unless it is larger than a run allows.
    pub(super) fn read_bytes(&mut self, below: &str, entry: &Entry) -> Option<Vec<u8>> {
        let folder = below
            .split('/')
            .filter(|part| !part.is_empty())
            .fold(self.folder.to_owned(), |path, part| path.join(part));
        let path = folder.join(&entry.name);
        if store::leads_out(&path, self.folder) {
            let origin = Origin::file(self.shown(below, &entry.name));
            let message = format!("`{}` is a link that leads out of the data folder", entry.name);
            self.context.diags.push(
                Diagnostic::new(Code::FileLink, message)
                    .at(&origin)
                    .hint("put a copy of what it leads to in its place"),
            );
            return None;
        }
        if let Some(fault) = self.too_large(&path) {
            let origin = Origin::file(self.shown(below, &entry.name));
            self.context.diags.push(fault.at(&origin));
            return None;
        }
        match store::read_large(&path, self.max_bytes) {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                let cause = error.root_cause().to_string();
                let message = if entry.is_folder {
                    "this is a folder; a file is needed".to_owned()
                } else {
                    cause
                };
                self.context.diags.push(
                    Diagnostic::new(Code::FileUnreadable, message)
                        .at(&Origin::file(self.shown(below, &entry.name)))
                        .hint("check that it is a file, that you may open it, and that no other program has it open"),
                );
                None
            }
        }
    }

    /// Returns the fault of a file that is larger than a run allows.
    pub(super) fn too_large(&self, path: &Path) -> Option<Diagnostic> {
        // What can't be read is reported when it is read.
        let size = store::size(path).ok().filter(|size| *size > self.max_bytes)?;
        let (found, limit) = (size.div_ceil(MEGABYTE), self.max_bytes / MEGABYTE);
        let message = format!("this file has {found} MB; up to {limit} MB are read");
        let hint = format!(
            "take out whatever does not belong in it, or allow it with `--max-megabytes {found}`; reading \
             it may take thirty times as much memory"
        );
        Some(Diagnostic::new(Code::FileTooLarge, message).hint(hint))
    }

    /// Reads a text file in whatever encoding it has, and notes an old one.
    pub(super) fn read_text(&mut self, below: &str, entry: &Entry) -> Option<(String, String)> {
        let bytes = self.read_bytes(below, entry)?;
        let name = self.shown(below, &entry.name);
        let hint = match file_name(&entry.name).1.as_str() {
            "json" => "save the file again in the encoding UTF-8",
            _ => "save the file again as `CSV UTF-8`",
        };
        match encoding::decode(&bytes) {
            Ok(decoded) => {
                self.note_encoding(&decoded, &Origin::file(name.clone()), hint);
                Some((name, decoded.text))
            }
            Err(bad) => {
                self.context.diags.push(
                    Diagnostic::new(Code::FileEncoding, bad.to_string())
                        .at(&byte_place(&name, &bytes, bad.offset))
                        .hint(hint),
                );
                None
            }
        }
    }

    /// Notes an encoding other than UTF-8, and warns where it is doubtful.
    pub(super) fn note_encoding(&mut self, decoded: &Decoded, origin: &Origin, hint: &str) {
        let Some(note) = encoding_note(decoded.encoding) else { return };
        let diagnostic = if decoded.is_doubtful {
            let message = format!(
                "{note}, but some of its letters are not such as people write, so they may be wrong"
            );
            Diagnostic::new(Code::FileDoubtfulEncoding, message).hint(hint)
        } else {
            Diagnostic::new(Code::FileOtherEncoding, note)
        };
        self.context.diags.push(diagnostic.at(origin));
    }

    /// Warns of files that do not hold a known table, and refuses tables in formats that are not
    /// read.
    pub(super) fn warn_unknown_files(&mut self, below: &str, entries: &[Entry], place: Place) {
        let names: Vec<&str> = tables::all()
            .iter()
            .filter(|table| table.is_in(place))
            .map(|table| table.name)
            .collect();
        let folders = ["minutes", "performance", "calendar", "documents"];
        for entry in entries {
            let (stem, ending) = file_name(&entry.name);
            let table = tables::all().iter().find(|table| table.is_in(place) && table.name == stem);
            if let Some(table) = table
                && OTHER_FORMATS.contains(&&*ending)
                && !entries.iter().any(|entry| is_source(entry, table.name))
            {
                let origin = Origin::file(self.shown(below, &entry.name));
                let message = format!("`{}` is in a format that is not read here", entry.name);
                self.context.diags.push(
                    Diagnostic::new(Code::FileOtherFormat, message)
                        .at(&origin)
                        .hint("save it as `CSV UTF-8` or as `Excel Workbook (*.xlsx)`"),
                );
                self.data.lose(table.name, None, &origin);
                continue;
            }
            let is_folder = |name| folder_named(name, entries).as_ref() == Some(&entry.name);
            let is_known = if entry.is_folder {
                (place == Place::Root && folders.into_iter().any(is_folder))
                    || names.contains(&&*stem) && matches!(&*ending, "csv" | "json" | "xlsx")
            } else {
                ending == "md"
                    || ending == "txt"
                    || (names.contains(&&*stem) && matches!(&*ending, "csv" | "json" | "xlsx"))
                    // A workbook that can't be opened has been reported.
                    || (ending == "xlsx" && !self.sheets.contains_key(&entry.name))
                    || self
                        .sheets
                        .get(&entry.name)
                        .is_some_and(|book| names.iter().any(|name| locked(book).sheet(name).is_some()))
            };
            if !is_known {
                let near = nearest(&stem, names.iter().copied().chain(folders));
                let elsewhere = tables::all().iter().find(|table| table.name == stem);
                let hint = match (elsewhere, near) {
                    (Some(table), _) => format!("this table is read from `{}`", table.path()),
                    (None, Some(near)) => format!("did you mean `{near}`?"),
                    (None, None) => format!("the tables here are {}", names.join(", ")),
                };
                self.warn_unknown_file(below, entry, &hint);
            } else if !entry.is_folder {
                self.warn_unused_sheets(below, entry, place);
            }
        }
    }

    /// Warns of the sheets of a workbook that hold something and no table that is read.
    fn warn_unused_sheets(&mut self, below: &str, entry: &Entry, place: Place) {
        let Some(book) = self.sheets.get(&entry.name).map(Arc::clone) else { return };
        let mut book = locked(&book);
        let stem = file_name(&entry.name).0;
        let is_table =
            |name: &str| tables::all().iter().any(|table| table.is_in(place) && table.name == name);
        // A workbook with the name of a table holds that table alone.
        let only = is_table(&stem).then(|| book.sheet_or_only(&stem));
        if only == Some(None) {
            // That it has no such sheet has been reported.
            return;
        }
        let only = only.flatten();
        for sheet in book.sheets() {
            let name = column_name(&sheet);
            let is_used = match &only {
                Some(only) => *only == sheet,
                None => is_table(&name),
            };
            // As text files beside the tables, which nobody is warned of.
            let is_for_people = FOR_PEOPLE.contains(&&*name);
            if is_used || is_for_people || !book.is_filled(&sheet) {
                continue;
            }
            let elsewhere = tables::all().iter().find(|table| table.name == name);
            let hint = match elsewhere {
                Some(_) if is_table(&name) => format!(
                    "a workbook called `{stem}` is read for that table alone; give it another name, such as `records.xlsx`"
                ),
                Some(table) => format!("this table is read from `{}`", table.path()),
                None => {
                    let names = tables::all().iter().filter(|table| table.is_in(place));
                    match nearest(&name, names.map(|table| table.name)) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => {
                            "delete the sheet, or put it into a workbook outside the data folder"
                                .to_owned()
                        }
                    }
                }
            };
            let message =
                format!("the sheet `{sheet}` is no table that is read here; it is ignored");
            let origin = Origin::file(self.shown(below, &entry.name));
            let diagnostic = Diagnostic::new(Code::FileUnknown, message).at(&origin).hint(hint);
            self.context.diags.push(diagnostic);
        }
    }

    /// Warns of a file that is not read; `hint` tells what may have been meant.
    pub(super) fn warn_unknown_file(&mut self, below: &str, entry: &Entry, hint: &str) {
        let message = format!("`{}` is not a table that is read here; it is ignored", entry.name);
        self.context.diags.push(
            Diagnostic::new(Code::FileUnknown, message)
                .at(&Origin::file(self.shown(below, &entry.name)))
                .hint(hint),
        );
    }
}

/// Returns the note on a file's encoding; `None` for UTF-8.
fn encoding_note(encoding: Encoding) -> Option<&'static str> {
    match encoding {
        Encoding::Utf8 | Encoding::Utf8Bom => None,
        Encoding::Utf16Le | Encoding::Utf16Be => Some("read as UTF-16"),
        Encoding::Windows1252 => Some("read as Windows-1252, since it is not UTF-8"),
        Encoding::Macintosh => Some("read as the encoding of old Macs, since it is not UTF-8"),
    }
}
