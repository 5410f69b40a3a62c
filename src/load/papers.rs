//! The files of papers: that each exists and is of a kind that can be bound, and which rows name the
//! same file. Texts written in Djot are read; other files are read when they are bound.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::{Loader, text};
use crate::diag::{Code, Diagnostic, Origin, Source};
use crate::model::access::PaperRow;
use crate::model::bundle;
use crate::model::dataset::Dataset;
use crate::model::meeting::PaperStatus;
use crate::model::nearest::nearest;
use crate::model::record::{Field, FromNode, Located, RichText};
use crate::model::value::Scalar;
use crate::model::value::encoding;
use crate::store;

/// The folder of papers, as messages and [`Dataset::lost`]
/// name it.
pub(super) const FOLDER: &str = "documents/";

/// What to do with a text whose letters can't be told.
const SAVE_AS_PLAIN: &str = "save it again as plain text in UTF-8";

/// What a paper's file may be.
const ENDINGS: [&str; 3] = ["pdf", "dj", "docx"];

/// A file that a row names.
struct NamedFile {
    meeting: String,
    name: Located<String>,
    /// Whether it is an appendix to minutes.
    is_of_minutes: bool,
}

/// Returns the groups of papers that name one file, or files that hold the same bytes; below `folder` are the
/// records.
///
/// Files are read only where their lengths are the same.
pub fn papers_of_one_file(data: &mut Dataset, folder: &Path) -> Vec<Vec<PaperRow>> {
    let mut rows: BTreeMap<String, Vec<PaperRow>> = BTreeMap::new();
    for (meeting, papers) in &mut data.papers {
        for (at, paper) in papers.iter_mut().enumerate() {
            let Some(file) = paper.file.known_mut() else { continue };
            file.value = file.value.replace('\\', "/");
            if is_plain(&file.value) {
                file.value = store::spelled(&folder.join("documents"), &file.value);
            }
            rows.entry(file.value.clone()).or_default().push((meeting.clone(), at));
        }
    }
    let mut by_length: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    for name in rows.keys().filter(|name| bundle::generated_document(name).is_none()) {
        let path = path_of(folder, name);
        if let Some(length) =
            (is_plain(name) && !store::is_link(&path)).then(|| store::size(&path).ok()).flatten()
        {
            by_length.entry(length).or_default().push(name.clone());
        }
    }
    let mut by_content: BTreeMap<String, Vec<PaperRow>> = BTreeMap::new();
    for names in by_length.into_values().filter(|names| names.len() > 1) {
        for name in names {
            // What can't be read is reported where it is to be bound.
            let Ok(content) = store::sha512_of(&path_of(folder, &name)) else { continue };
            by_content.entry(content).or_default().extend(rows[&name].iter().cloned());
        }
    }
    let groups = by_content.into_values().chain(rows.into_values());
    groups.filter(|group| group.len() > 1).collect()
}

impl Loader<'_> {
    /// Checks the files that papers name, and reads those that are texts.
    pub(super) fn papers(&mut self) {
        let mut files = Vec::new();
        for (meeting, papers) in &self.data.papers {
            let named = papers.iter().filter(|paper| paper.status() == PaperStatus::Final);
            files.extend(named.filter_map(|paper| {
                let (name, is_of_minutes) = (paper.file.known()?.clone(), paper.is_of_minutes());
                Some(NamedFile { meeting: meeting.clone(), name, is_of_minutes })
            }));
        }
        for file in &files {
            if let Some(fault) = self.fault(&file.name) {
                self.context.diags.push(fault);
                self.lose(file, &file.name.origin);
            } else if file.name.value.to_lowercase().ends_with(".dj") {
                self.text(file);
            }
        }
        self.warn_unused_papers();
    }

    /// Warns of papers that no row names.
    fn warn_unused_papers(&mut self) {
        let folder = self.folder.join(FOLDER);
        if !store::is_folder(&folder) {
            return;
        }
        let papers = self.data.papers.values().flatten();
        let named: BTreeSet<&str> =
            papers.filter_map(|paper| Some(paper.file.known()?.as_str())).collect();
        let is_lost = self.data.lost.iter().any(|lost| lost.table == "documents");
        for path in store::walk(&folder).unwrap_or_default() {
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            let name = parts.join("/");
            let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
            let is_paper = ending.is_some_and(|ending| ENDINGS.contains(&&*ending));
            if !is_paper || is_lost || named.contains(&*name) {
                continue;
            }
            let message = format!("no row of `documents` names `{FOLDER}{name}`; it is in no pack");
            self.context.diags.push(
                Diagnostic::new(Code::FileUnknown, message)
                    .at(&Origin::file(self.shown("documents", &name)))
                    .hint("add a row for it, or move it out of the data folder"),
            );
        }
    }

    /// Returns the fault of a file's name or of the file that it names, where there is one.
    fn fault(&self, file: &Located<String>) -> Option<Diagnostic> {
        let name = &file.value;
        if bundle::generated_document(name).is_some() {
            return None;
        }
        let error = |code, message: String| Diagnostic::new(code, message).at(&file.origin);
        if !is_plain(name) {
            return Some(
                error(
                    Code::FileOutside,
                    format!("`{name}` is not the name of a file below `documents/`"),
                )
                .hint(
                    "put the file into the folder `documents` beside this table and give its name",
                ),
            );
        }
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        if !ending.is_some_and(|ending| ENDINGS.contains(&&*ending)) {
            return Some(
                error(Code::FileNotAPaper, format!("`{name}` is neither PDF nor Djot nor DOCX"))
                    .hint("save the paper as PDF"),
            );
        }
        let ends = name.match_indices('/').map(|(at, _)| at).chain([name.len()]);
        if let Some(end) = ends.into_iter().find(|&end| store::is_link(&self.path(&name[..end]))) {
            let message =
                format!("`{FOLDER}{}` is a link, and links are not followed", &name[..end]);
            return Some(
                error(Code::FileLink, message).hint("put a copy of what it leads to in its place"),
            );
        }
        if store::is_file(&self.path(name)) {
            return None;
        }
        if store::is_folder(&self.path(name)) {
            let message = format!("`{FOLDER}{name}` is a folder; a paper is one file");
            return Some(error(Code::FileMissing, message).hint(format!(
                "name the file in it, such as `{name}/report.pdf`, or put the paper in its place"
            )));
        }
        let below = name.rsplit_once('/').map_or("", |(below, _)| below);
        let entries = store::list(&self.path(below)).unwrap_or_default();
        let near = nearest(
            name.rsplit('/').next().unwrap_or(name),
            entries.iter().map(|entry| &*entry.name),
        );
        let hint = near.map_or_else(
            || "put the file there, or set `status` to `to-follow`".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        Some(error(Code::FileMissing, format!("there is no `{FOLDER}{name}`")).hint(hint))
    }

    /// Records that the file of a paper can't be had.
    fn lose(&mut self, file: &NamedFile, origin: &Origin) {
        self.data.lose(FOLDER, Some(file.meeting.clone()), origin);
        if !file.is_of_minutes {
            self.data.spare_minutes(origin);
        }
    }

    /// Returns the path of a paper's file.
    fn path(&self, name: &str) -> PathBuf {
        path_of(self.folder, name)
    }

    /// Reads a paper that is a Djot text.
    fn text(&mut self, named: &NamedFile) {
        let file = &named.name.value;
        if self.data.reports.contains_key(file) {
            return;
        }
        let shown = self.shown("documents", file);
        let path = self.path(file);
        // The fault is reported at the text, and so is what it costs.
        let whole = Origin::file(&*shown);
        if let Some(fault) = self.too_large(&path) {
            self.context.diags.push(fault.at(&whole));
            self.lose(named, &whole);
            return;
        }
        let read = store::read_large(&path, self.max_bytes).map_err(|error| format!("{error:#}"));
        let decoded = read
            .and_then(|bytes| encoding::decode(&bytes).map_err(|bad| bad.to_string()))
            .inspect(|decoded| self.note_encoding(decoded, &whole, SAVE_AS_PLAIN));
        let report = match decoded.map(|decoded| decoded.text) {
            Ok(words) => {
                let origin = Origin::new(&Source::plain(&*shown, &*words), 0..words.len());
                let node = text::node(&mut self.context, Scalar::Text(words), origin.clone());
                let field = Field { node: Some(&node), row: &origin, column: "report" };
                Located::<RichText>::from_node(self.context.diags, field)
            }
            Err(cause) => {
                self.context.diags.push(
                    Diagnostic::new(Code::FileUnreadable, cause).at(&whole).hint(SAVE_AS_PLAIN),
                );
                None
            }
        };
        match report {
            Some(report) => {
                self.data.reports.insert(file.clone(), report);
            }
            None => self.lose(named, &whole),
        }
    }
}

/// Returns the path of a paper's file; below `folder` are the records.
fn path_of(folder: &Path, name: &str) -> PathBuf {
    let folder = folder.join("documents");
    name.split('/').filter(|part| !part.is_empty()).fold(folder, |path, part| path.join(part))
}

/// Returns whether this is the name of a file below a folder.
fn is_plain(name: &str) -> bool {
    name.split('/')
        .all(|part| !part.is_empty() && part != "." && part != ".." && !part.contains([':', '\0']))
}
