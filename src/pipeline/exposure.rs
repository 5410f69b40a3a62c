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
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::kinds;
use crate::kinds::Subject;
use crate::model::dataset::{Dataset, MINUTES_APPENDICES};
use crate::model::meeting::AgendaLine;
use crate::publish;
use crate::store::{self, Lock, Readers};

/// The file in the private folder.
const FILE: &str = "public-rows.json";

/// The version of its format.
const VERSION: u32 = 1;

/// What is remembered of earlier runs.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Memory {
    version: u32,
    /// Digests of rows that were public.
    public: BTreeSet<String>,
    /// Rows that became private while a published file showed them, by their digests.
    exposed: BTreeMap<String, Exposure>,
}

/// A row that became private, and the published files that may show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Exposure {
    /// What messages call the row.
    what: String,
    /// Paths below the output folder, with forward slashes.
    files: BTreeSet<String>,
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

/// What is reported of a row that became private.
struct Exposed {
    digest: String,
    /// The place of the row; `None` where it is no longer in the data.
    origin: Option<Origin>,
    /// Files in `public`, by their paths below the output folder.
    made: BTreeSet<String>,
    /// The published files.
    published: Exposure,
}

/// The rows that became private since documents that show them were made, as one run finds them.
pub(super) struct Exposures {
    memory: Memory,
    found: Vec<Exposed>,
    /// Digests of the rows that are public now, where it was needed to find these.
    public: Option<BTreeSet<String>>,
}

impl Exposures {
    /// Compares the records with what was public in earlier runs.
    ///
    /// # Errors
    /// When what is in the output folder can't be read.
    pub(super) fn find(session: &Session, output: &Path) -> anyhow::Result<Self> {
        let memory = Memory::read(output)?;
        if memory.public.is_empty() && memory.exposed.is_empty() {
            return Ok(Self { memory, found: Vec::new(), public: None });
        }
        let rows = rows(session);
        let public = public(&rows);
        // A row that looks the same to the memory as a public one can't be told from it.
        let private = rows.iter().filter(|row| row.is_private && !public.contains(&row.digest));
        let private: BTreeMap<&str, &RowState<'_>> =
            private.map(|row| (row.digest.as_str(), row)).collect();
        let mut found = Vec::new();
        for (digest, exposure) in &memory.exposed {
            let mut published = exposure.clone();
            published.files.retain(|file| store::is_file(&store::below(output, file)));
            let (digest, made) = (digest.clone(), BTreeSet::new());
            let origin = private.get(digest.as_str()).map(|row| row.origin.clone());
            if !published.files.is_empty() && !public.contains(&digest) {
                found.push(Exposed { digest, origin, made, published });
            }
        }
        let is_new = |row: &&&RowState<'_>| {
            memory.public.contains(&row.digest) && !memory.exposed.contains_key(&row.digest)
        };
        for row in private.values().filter(is_new) {
            let mut made = BTreeSet::new();
            let mut files = BTreeSet::new();
            for folder in &row.folders {
                made.extend(shown_in(output, folder, row.table)?);
                let published =
                    publish::published(output, folder, |document| shows(document, row.table))?;
                files.extend(published.iter().filter_map(|file| below(file, output)));
            }
            let (digest, origin) = (row.digest.clone(), Some(row.origin.clone()));
            let published = Exposure { what: row.what.clone(), files };
            found.push(Exposed { digest, origin, made, published });
        }
        found.retain(|exposed| !exposed.made.is_empty() || !exposed.published.files.is_empty());
        Ok(Self { memory, found, public: Some(public) })
    }

    /// Reports them, each with the files that may show it.
    pub(super) fn report(&self, diags: &mut Diagnostics, output: &Path) {
        for exposed in &self.found {
            let published = &exposed.published;
            let files = exposed.made.union(&published.files);
            let files: Vec<String> = files
                .map(|file| format!("`{}/{file}`", output.display()).replace('\\', "/"))
                .collect();
            let message = format!(
                "{} is private now, and the public could read it in {}",
                published.what,
                files.join(", ")
            );
            let hint = if published.files.is_empty() {
                "`build` and `publish` remove these files; find out whether anybody has copies"
            } else {
                "take the published files off the website now, and tell the monitoring officer; nothing can call back what was read"
            };
            let mut diagnostic = Diagnostic::new(Code::AccessExposed, message).hint(hint).urgent();
            diagnostic.origin.clone_from(&exposed.origin);
            diags.push(diagnostic);
        }
    }

    /// Removes the files that were not published; documents that are still called for are made again
    /// without what is private.
    ///
    /// # Errors
    /// When a file can't be removed.
    pub(super) fn remove_made(&self, state: &mut State, output: &Path) -> anyhow::Result<()> {
        for file in self.found.iter().flat_map(|exposed| &exposed.made) {
            store::remove(&store::below(output, file), output)?;
            state.forget(file);
        }
        Ok(())
    }

    /// Remembers which rows were public, and which are exposed in published files. A row that is not in
    /// the data, because it was refused or removed, stays remembered: it may come back as a private one.
    ///
    /// # Errors
    /// When the file can't be written.
    pub(super) fn remember(self, session: &Session, lock: &Lock) -> anyhow::Result<()> {
        let Self { memory, found, public } = self;
        let public = public.unwrap_or_else(|| self::public(&rows(session)));
        let mut next = Memory {
            version: VERSION,
            public: memory.public.union(&public).cloned().collect(),
            exposed: BTreeMap::new(),
        };
        for exposed in found {
            next.public.remove(&exposed.digest);
            if !exposed.published.files.is_empty() {
                next.exposed.insert(exposed.digest, exposed.published);
            }
        }
        if next == memory {
            return Ok(());
        }
        let text = serde_json::to_vec(&next).expect("digests and paths are JSON");
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
        anyhow::ensure!(
            memory.version == VERSION,
            "`{}` is that of another version of Order Paper; delete it once you have seen that nothing private is published",
            path.display()
        );
        Ok(memory)
    }
}

/// Returns a path below the output folder, with forward slashes; `None` where it is not UTF-8, which no
/// path that we write is.
fn below(file: &Path, output: &Path) -> Option<String> {
    let parts = file.strip_prefix(output).ok()?.iter();
    Some(parts.map(|part| part.to_str()).collect::<Option<Vec<_>>>()?.join("/"))
}

/// Returns whether documents of that name are made from a table.
fn shows(document: &str, table: &str) -> bool {
    let named = kinds::ALL.iter().filter(|kind| document.starts_with(kind.name()));
    let kind = named.max_by_key(|kind| kind.name().len());
    // A document of no known kind may show anything.
    kind.is_none_or(|kind| kind.needs().contains(&table))
}

/// Returns the files in a folder of public documents that are made from a table, with what stands beside
/// them, as paths below the output folder.
fn shown_in(output: &Path, folder: &str, table: &str) -> anyhow::Result<Vec<String>> {
    let folder = store::below(&output.join("public"), folder);
    if !store::is_folder(&folder) {
        return Ok(Vec::new());
    }
    let is_shown =
        |file: &PathBuf| file.file_name().is_some_and(|name| shows(&name.to_string_lossy(), table));
    let files = store::walk(&folder)?.into_iter().filter(is_shown);
    Ok(files.filter_map(|file| below(&folder.join(file), output)).collect())
}

/// Returns the digests of the rows that are public.
fn public(rows: &[RowState<'_>]) -> BTreeSet<String> {
    rows.iter().filter(|row| !row.is_private).map(|row| row.digest.clone()).collect()
}

/// Returns every row that can be private.
fn rows(session: &Session) -> Vec<RowState<'_>> {
    let data = session.data();
    // The folders of documents about a decision or an issue, by its reference.
    let mut folders: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for job in session
        .all_jobs()
        .filter(|job| !matches!(job.subject, Subject::Meeting(_) | Subject::Supplement { .. }))
    {
        let file = job.file();
        let folder = file.get(1..file.len() - 1).unwrap_or_default().join("/");
        folders.entry(job.subject.key()).or_default().insert(folder);
    }
    let of_reference =
        |reference: &str| folders.get(reference).into_iter().flatten().cloned().collect::<Vec<_>>();
    // What was considered of an issue stands in its history.
    let history = |line: Option<&AgendaLine>| {
        let issue = line.and_then(|line| line.issue.as_ref());
        issue.map(|issue| of_reference(issue.written())).unwrap_or_default()
    };
    let mut rows = rows_of_meetings(data, history);
    for decision in &data.decisions {
        let reference = decision.r#ref.written();
        let mut folders = of_reference(reference);
        folders.extend(decision.meeting.as_ref().map(ToString::to_string));
        let issue = decision.issue.as_ref();
        folders.extend(issue.into_iter().flat_map(|issue| of_reference(issue.written())));
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

/// Returns the items, papers, minutes, interests and follow-ups of all meetings; `history` gives the folders
/// of the history of a line's issue.
fn rows_of_meetings(
    data: &Dataset,
    history: impl Fn(Option<&AgendaLine>) -> Vec<String>,
) -> Vec<RowState<'_>> {
    let mut rows = Vec::new();
    for (meeting, lines) in data.agenda.iter() {
        for line in lines.iter() {
            let number = line.number.as_ref().or(line.title.as_ref());
            let number = number.map_or("", |number| &number.value);
            rows.push(RowState {
                digest: digest(&["item", meeting, number]),
                what: format!("item {number} of {meeting}"),
                origin: &line.origin,
                is_private: line.is_exempt(),
                table: "agenda",
                folders: [meeting.clone()].into_iter().chain(history(Some(line))).collect(),
            });
        }
    }
    for (meeting, papers) in &data.papers {
        for paper in papers {
            let file = paper.file.known().map_or(paper.name(), |file| &file.value);
            rows.push(RowState {
                digest: digest(&["paper", meeting, &paper.number, file]),
                what: format!(
                    "`{}`, a paper for item {} of {meeting},",
                    paper.name(),
                    paper.number
                ),
                origin: &paper.origin,
                is_private: paper.mark.is_private(),
                table: if paper.is_of_minutes() { MINUTES_APPENDICES } else { "documents" },
                folders: vec![meeting.clone()],
            });
        }
    }
    for (meeting, book) in &data.minutes {
        for minute in &book.items {
            let line = minute.item.as_ref().and_then(|item| data.item(meeting, item));
            let place = minute.item.as_ref().or(minute.title.as_ref());
            let place = place.map_or("", |place| &place.value);
            rows.push(RowState {
                digest: digest(&["minute", meeting, place]),
                what: format!("the minute of item {place} of {meeting}"),
                origin: &minute.origin,
                is_private: minute.is_exempt(),
                table: "minutes",
                folders: [meeting.clone()].into_iter().chain(history(line)).collect(),
            });
        }
        for interest in &book.interests {
            let item = interest.item.as_ref().map_or("", |item| &item.value);
            rows.push(RowState {
                digest: digest(&["interest", meeting, &interest.member, item, &interest.kind]),
                what: format!("an interest of {} at {meeting}", interest.member),
                origin: &interest.origin,
                is_private: interest.mark.is_private(),
                table: "minutes",
                folders: vec![meeting.clone()],
            });
        }
    }
    for follow_up in &data.follow_ups {
        let meeting = follow_up.meeting.as_str();
        let text = follow_up.text.known().map(|text| text.0.plain_text()).unwrap_or_default();
        let minute = follow_up.minute.as_ref().or(follow_up.item.as_ref());
        let minute = minute.map_or("", |minute| &minute.value);
        let body = data.meeting(meeting).map(|meeting| format!("bodies/{}", meeting.body.value));
        rows.push(RowState {
            digest: digest(&["follow-up", meeting, minute, &text]),
            what: format!("a follow-up of {meeting}"),
            origin: &follow_up.origin,
            is_private: follow_up.mark.is_private(),
            table: "resolutions",
            folders: body.into_iter().chain([meeting.to_owned()]).collect(),
        });
    }
    rows
}

/// Returns what a row is remembered by: a digest, so that the file holds no words of it.
fn digest(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    hasher.finalize().to_hex()[..32].to_owned()
}
