//! What the public could read and may no longer: rows that became private after documents that show them
//! were made or published.
//!
//! Each build remembers which rows were public, as digests, in the private folder. A row of these that is
//! private now is reported before everything else, with the files that may show it; those that were not
//! published are removed. The report is repeated as long as a published file is there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::Session;
use super::state::State;
use crate::diag::{Diagnostic, Diagnostics, Origin};
use crate::kinds;
use crate::model::dataset::Dataset;
use crate::publish;
use crate::store::{self, Lock, Readers};

/// The file in the private folder.
const FILE: &str = "public-rows.json";

/// The version of its format; a file of another version is not read.
const VERSION: u32 = 1;

/// What is remembered of earlier runs.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Memory {
    version: u32,
    /// Digests of rows that were public.
    public: BTreeSet<String>,
    /// Digests of rows that became private while a published file showed them, with these files.
    exposed: BTreeMap<String, BTreeSet<PathBuf>>,
}

/// A row that can be private.
struct RowState<'a> {
    digest: String,
    /// What messages call it.
    what: String,
    origin: &'a Origin,
    is_private: bool,
    table: &'static str,
    /// The folders of its documents, below those of the public.
    folders: Vec<String>,
}

/// A row that became private, and the public files that may show it.
struct Exposed {
    digest: String,
    what: String,
    origin: Origin,
    /// Files below `output/public`.
    made: Vec<PathBuf>,
    /// Files below `output/published/public`.
    published: BTreeSet<PathBuf>,
}

/// The rows that became private since documents that show them were made, as one run finds them.
pub struct Exposures {
    memory: Memory,
    found: Vec<Exposed>,
    /// Digests of the rows that are public now.
    public: BTreeSet<String>,
}

impl Exposures {
    /// Compares the records with what was public in earlier runs.
    ///
    /// # Errors
    /// When what is in the output folder can't be read.
    pub fn find(session: &Session, output: &Path) -> anyhow::Result<Self> {
        let memory = Memory::read(output)?;
        let mut found = Vec::new();
        let mut public = BTreeSet::new();
        for row in rows(session) {
            if !row.is_private {
                public.insert(row.digest);
                continue;
            }
            let known = memory.exposed.get(&row.digest);
            if known.is_none() && !memory.public.contains(&row.digest) {
                continue;
            }
            let mut made = Vec::new();
            let mut published = BTreeSet::new();
            for folder in &row.folders {
                made.extend(shown_in(&output.join("public"), folder, row.table)?);
                match known {
                    Some(files) => {
                        published.extend(files.iter().filter(|file| store::is_file(file)).cloned());
                    }
                    None => published.extend(publish::published(output, folder, |document| {
                        shows(document, row.table)
                    })?),
                }
            }
            if known.is_some() {
                // What was made since does not show it.
                made.clear();
            }
            if !made.is_empty() || !published.is_empty() {
                let (digest, what, origin) = (row.digest, row.what, row.origin.clone());
                found.push(Exposed { digest, what, origin, made, published });
            }
        }
        Ok(Self { memory, found, public })
    }

    /// Returns whether there are any in published files that an earlier run reported.
    ///
    /// # Errors
    /// When what earlier runs remembered can't be read.
    pub fn are_known(output: &Path) -> anyhow::Result<bool> {
        let files = Memory::read(output)?.exposed.into_values().flatten();
        Ok(files.into_iter().any(|file| store::is_file(&file)))
    }

    /// Reports them, each with the files that may show it.
    pub fn report(&self, diags: &mut Diagnostics) {
        for exposed in &self.found {
            let files: BTreeSet<&PathBuf> = exposed.made.iter().chain(&exposed.published).collect();
            let files: Vec<String> = files
                .into_iter()
                .map(|file| format!("`{}`", file.display()).replace('\\', "/"))
                .collect();
            let message = format!(
                "{} is private now, and the public could read it in {}",
                exposed.what,
                files.join(", ")
            );
            let hint = if exposed.published.is_empty() {
                "`orderpaper build` removes these files; look whether anybody has copies"
            } else {
                "take the published files off the website now, and tell the monitoring officer; nothing can call back what was read"
            };
            diags.push(
                Diagnostic::error("access/exposed", message)
                    .at(&exposed.origin)
                    .hint(hint)
                    .urgent(),
            );
        }
    }

    /// Removes the files that were not published; documents that are still called for are made again
    /// without what is private.
    ///
    /// # Errors
    /// When a file can't be removed.
    pub fn remove_made(&self, state: &mut State, output: &Path) -> anyhow::Result<()> {
        for file in self.found.iter().flat_map(|exposed| &exposed.made) {
            store::remove(file, output)?;
            if let Ok(below) = file.strip_prefix(output) {
                let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
                state.forget(&parts.join("/"));
            }
        }
        Ok(())
    }

    /// Remembers which rows are public, and which are exposed in published files.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn remember(self, lock: &Lock) -> anyhow::Result<()> {
        let exposed: BTreeMap<_, _> = self
            .found
            .into_iter()
            .filter(|exposed| !exposed.published.is_empty())
            .map(|exposed| (exposed.digest, exposed.published))
            .collect();
        let memory = Memory { version: VERSION, public: self.public, exposed };
        if memory.public == self.memory.public && memory.exposed == self.memory.exposed {
            return Ok(());
        }
        let text = serde_json::to_vec(&memory).expect("digests and paths are JSON");
        store::write_for(Readers::Owner, &lock.folder().join(FILE), &text)
    }
}

impl Memory {
    fn read(output: &Path) -> anyhow::Result<Self> {
        let path = output.join(store::OWN_FOLDER).join(FILE);
        if !store::is_file(&path) {
            return Ok(Self::default());
        }
        let bytes = store::read(&path)?;
        let memory: Self = serde_json::from_slice(&bytes)
            .with_context(|| format!("`{}` is damaged; delete it", path.display()))?;
        Ok(if memory.version == VERSION { memory } else { Self::default() })
    }
}

/// Returns whether documents of that name are made from a table.
fn shows(document: &str, table: &str) -> bool {
    let named = kinds::ALL.iter().filter(|kind| document.starts_with(kind.name()));
    let kind = named.max_by_key(|kind| kind.name().len());
    // A document of no known kind may show anything.
    kind.is_none_or(|kind| kind.needs().contains(&table))
}

/// Returns the documents in a folder below `root` that are made from a table, with what stands beside them.
fn shown_in(root: &Path, folder: &str, table: &str) -> anyhow::Result<Vec<PathBuf>> {
    let folder = store::below(root, folder);
    if !store::is_folder(&folder) {
        return Ok(Vec::new());
    }
    let files = store::walk(&folder)?.into_iter();
    let is_shown =
        |file: &PathBuf| file.file_name().is_some_and(|name| shows(&name.to_string_lossy(), table));
    Ok(files.filter(is_shown).map(|file| folder.join(file)).collect())
}

/// Returns every row that can be private.
fn rows(session: &Session) -> Vec<RowState<'_>> {
    let data = session.data();
    // The folders of documents about a decision or an issue, by its reference.
    let mut folders: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for job in
        session.all_jobs().filter(|job| job.subject.meeting.as_ref() != Some(&job.subject.key))
    {
        let file = job.file();
        let folder = file.get(1..file.len() - 1).unwrap_or_default().join("/");
        folders.entry(&job.subject.key).or_default().insert(folder);
    }
    let of_reference =
        |reference: &str| folders.get(reference).into_iter().flatten().cloned().collect::<Vec<_>>();
    let mut rows = rows_of_meetings(data);
    for decision in &data.decisions {
        let reference = decision.r#ref.written();
        let mut folders = of_reference(reference);
        folders.extend(decision.meeting.as_ref().map(ToString::to_string));
        rows.push(RowState {
            digest: digest(&["decision", reference]),
            what: format!("the decision {reference}"),
            origin: &decision.origin,
            is_private: decision.is_exempt(),
            table: "decisions",
            folders,
        });
    }
    for issue in &data.issues {
        let reference = issue.r#ref.written();
        let mut folders = of_reference(reference);
        folders.push("forward-plan".to_owned());
        rows.push(RowState {
            digest: digest(&["issue", reference]),
            what: format!("the issue {reference}"),
            origin: &issue.origin,
            is_private: issue.is_private(),
            table: "issues",
            folders,
        });
    }
    rows
}

/// Returns the items, papers, minutes and follow-ups of all meetings.
fn rows_of_meetings(data: &Dataset) -> Vec<RowState<'_>> {
    let mut rows = Vec::new();
    for (meeting, lines) in data.agenda.iter() {
        for (line, at) in lines.iter().zip(1..) {
            let place = line.number.as_ref().map_or(format!("line {at}"), ToString::to_string);
            let title = line.title.as_ref().map_or("", |title| &title.value);
            rows.push(RowState {
                digest: digest(&["item", meeting, &place, title]),
                what: format!("item {place} of {meeting}"),
                origin: &line.origin,
                is_private: line.is_exempt(),
                table: "agenda",
                folders: vec![meeting.clone()],
            });
        }
    }
    for (meeting, papers) in &data.papers {
        for paper in papers {
            rows.push(RowState {
                digest: digest(&["paper", meeting, &paper.number, paper.name()]),
                what: format!(
                    "`{}`, a paper for item {} of {meeting},",
                    paper.name(),
                    paper.number
                ),
                origin: &paper.origin,
                is_private: paper.is_exempt(),
                table: "documents",
                folders: vec![meeting.clone()],
            });
        }
    }
    for (meeting, book) in &data.minutes {
        for (minute, at) in book.items.iter().zip(1..) {
            let place = minute.item.as_ref().map_or(format!("({at})"), ToString::to_string);
            let title = minute.title.as_ref().map_or("", |title| &title.value);
            rows.push(RowState {
                digest: digest(&["minute", meeting, &place, title]),
                what: format!("the minute of item {place} of {meeting}"),
                origin: &minute.origin,
                is_private: minute.is_exempt(),
                table: "minutes",
                folders: vec![meeting.clone()],
            });
        }
    }
    for follow_up in &data.follow_ups {
        let meeting = follow_up.meeting.as_str();
        let text = follow_up.text.known().map(|text| text.0.plain_text()).unwrap_or_default();
        let body = data.meeting(meeting).map(|meeting| format!("bodies/{}", meeting.body.value));
        rows.push(RowState {
            digest: digest(&["follow-up", meeting, &text]),
            what: format!("a follow-up of {meeting}"),
            origin: &follow_up.origin,
            is_private: follow_up.mark.is_private(),
            table: "resolutions",
            folders: body.into_iter().chain([meeting.to_owned()]).collect(),
        });
    }
    rows
}

/// Returns what a row is remembered by: nobody can read it out of this.
fn digest(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    hasher.finalize().to_hex()[..32].to_owned()
}
