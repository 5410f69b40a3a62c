//! The files of papers: that each exists, is of a kind that can be bound, and is not public in
//! one place and exempt in another. Texts written in Djot are read; other files are read when they
//! are bound.

use std::collections::BTreeMap;

use super::{Loader, text};
use crate::diag::{Diagnostic, Origin, Source};
use crate::model::bundle;
use crate::model::meeting::PaperStatus;
use crate::model::nearest::nearest;
use crate::model::record::{Field, FromNode, Located, RichText};
use crate::model::value::Scalar;
use crate::model::value::encoding;
use crate::store;

/// The folder of papers, as messages and [`Dataset::lost`](crate::model::dataset::Dataset::lost)
/// name it.
pub(super) const FOLDER: &str = "documents/";

/// What a paper's file may be.
const ENDINGS: [&str; 3] = ["pdf", "dj", "docx"];

/// A file that a row names.
struct NamedFile {
    meeting: String,
    name: Located<String>,
    /// Whether the row withholds it from the public.
    exempt: bool,
}

impl Loader<'_> {
    /// Checks the files that papers name, and reads those that are texts.
    pub(super) fn papers(&mut self) {
        let mut files = Vec::new();
        for (meeting, papers) in &mut self.data.papers {
            for paper in papers {
                if let Some(file) = &mut paper.file {
                    file.value = file.value.replace('\\', "/");
                    if paper.status.as_ref().is_none_or(|status| status.value == PaperStatus::Final)
                    {
                        files.push((meeting.clone(), file.clone(), paper.clone()));
                    }
                }
            }
        }
        let files: Vec<NamedFile> = files
            .into_iter()
            .map(|(meeting, name, paper)| {
                let exempt = bundle::withheld(&self.data, &meeting, &paper).is_some();
                NamedFile { meeting, name, exempt }
            })
            .collect();
        let mut first: BTreeMap<&str, &NamedFile> = BTreeMap::new();
        for file in &files {
            let fault = match first.get(&*file.name.value) {
                Some(other) if other.exempt != file.exempt => Some(
                    Diagnostic::error(
                        "access/public-and-exempt",
                        format!("`{}` is public in one row and exempt in another", file.name),
                    )
                    .at(&file.name.origin)
                    .label(&other.name.origin, "named here too")
                    .hint("give both rows the same `exempt-paragraphs`, or move the exempt part to a separate file"),
                ),
                _ => self.fault(&file.name),
            };
            first.entry(&file.name.value).or_insert(file);
            if let Some(fault) = fault {
                self.context.diags.push(fault);
                self.data.lose(FOLDER, Some(file.meeting.clone()), &file.name.origin);
            } else if file.name.value.to_lowercase().ends_with(".dj") {
                self.text(file);
            }
        }
    }

    /// Returns the fault of a file's name or of the file that it names, where there is one.
    fn fault(&self, file: &Located<String>) -> Option<Diagnostic> {
        let name = &file.value;
        if bundle::generated_document(name).is_some() {
            return None;
        }
        let is_plain = name.split('/').all(|part| {
            !part.is_empty() && part != "." && part != ".." && !part.contains([':', '\0'])
        });
        let error = |code, message: String| Diagnostic::error(code, message).at(&file.origin);
        if !is_plain {
            return Some(
                error(
                    "file/outside",
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
                error("file/unknown", format!("`{name}` is neither PDF nor Djot nor DOCX"))
                    .hint("save the paper as PDF"),
            );
        }
        let path = self.path(name);
        if store::is_file(&path) {
            return None;
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
        Some(error("file/missing", format!("there is no `{FOLDER}{name}`")).hint(hint))
    }

    /// Returns the path of a paper's file.
    fn path(&self, name: &str) -> std::path::PathBuf {
        let folder = self.folder.join("documents");
        name.split('/').filter(|part| !part.is_empty()).fold(folder, |path, part| path.join(part))
    }

    /// Reads a paper that is a Djot text.
    fn text(&mut self, named: &NamedFile) {
        let file = &named.name.value;
        if self.data.reports.contains_key(file) {
            return;
        }
        let shown = self.shown("documents", file);
        let read = store::read(&self.path(file)).map_err(|error| format!("{error:#}"));
        let decoded = read.and_then(|bytes| {
            encoding::decode(&bytes).map(|decoded| decoded.text).map_err(|bad| bad.to_string())
        });
        let report = match decoded {
            Ok(words) => {
                let origin = Origin::new(&Source::plain(&*shown, &*words), 0..words.len());
                let node = text::node(&mut self.context, Scalar::Text(words), origin.clone());
                let field = Field { node: Some(&node), row: &origin, column: "report" };
                Located::<RichText>::from_node(self.context.diags, field)
            }
            Err(cause) => {
                let origin = Origin::file(shown);
                self.context.diags.push(
                    Diagnostic::error("file/unreadable", cause)
                        .at(&origin)
                        .hint("save it again as plain text in UTF-8"),
                );
                None
            }
        };
        match report {
            Some(report) => {
                self.data.reports.insert(file.clone(), report.value);
            }
            None => self.data.lose(FOLDER, Some(named.meeting.clone()), &named.name.origin),
        }
    }
}
