//! What is known of what earlier orders made, so that of a new snapshot only what has changed is made.
//!
//! `orderpaper` decides what has changed, by the lines of its state file, which are kept here as they are and read by
//! nobody else. Documents of which nothing has changed are those that the store has already.

use std::collections::BTreeMap;

use anyhow::Context;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::disk;
use crate::layout::{self, Making};
use crate::order::Order;
use crate::plan::Bundle;
use crate::result::{BatchResult, BundleResult, MadeFile, Readers};
use crate::run::Part;
use crate::scratch::SnapshotFolder;
use crate::store::Store;

/// The version of the format.
const VERSION: u32 = 1;

/// How many earlier snapshots are looked at for one of which something is known.
const LOOKED_AT: usize = 5;

/// What is known of what an order made of a snapshot.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Known {
    version: u32,
    /// The first line of the state file.
    head: Option<Box<RawValue>>,
    /// What is known of each bundle, by its publication.
    bundles: BTreeMap<String, KnownBundle>,
}

/// What is known of a bundle.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct KnownBundle {
    /// The lines of its documents in the state file.
    state: Vec<Box<RawValue>>,
    /// The files that were made.
    files: Vec<MadeFile>,
}

/// A line of the state file, as far as it is understood here.
#[derive(Deserialize)]
struct StateLine {
    made: Option<StateRecord>,
}

/// A document in the state file.
#[derive(Deserialize)]
struct StateRecord {
    file: String,
}

impl Default for Known {
    fn default() -> Self {
        Self { version: VERSION, head: None, bundles: BTreeMap::new() }
    }
}

impl Known {
    /// Returns what is known after an order: what came of all its bundles.
    pub(crate) fn of(results: Vec<BatchResult>) -> Self {
        let mut known = Self::default();
        for result in results {
            known.head = known.head.or(result.state_head);
            for BundleResult { publication, state, files, .. } in result.bundles {
                known.bundles.insert(publication, KnownBundle { state, files });
            }
        }
        known
    }

    /// Reads it; what can't be read, or has another version, is nothing.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let known = serde_json::from_slice(bytes).ok();
        known.filter(|known: &Self| known.version == VERSION).unwrap_or_default()
    }

    /// Returns its text.
    pub(crate) fn text(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("text and numbers")
    }

    /// Returns a file that was made for a bundle, by its path below the output folder.
    pub(crate) fn file(&self, publication: &str, path: &str) -> Option<&MadeFile> {
        self.bundles.get(publication)?.files.iter().find(|file| file.path == path)
    }

    /// Writes what is known of some bundles where `orderpaper` looks for it.
    ///
    /// # Errors
    /// When it can't be written.
    pub(crate) fn lay_out(
        &self,
        folder: &SnapshotFolder,
        bundles: &[&Bundle],
    ) -> anyhow::Result<()> {
        let known = bundles.iter().filter_map(|bundle| self.bundles.get(&bundle.publication));
        let lines = self.head.iter().chain(known.flat_map(|bundle| &bundle.state));
        let text: String = lines.map(|line| format!("{}\n", line.get())).collect();
        disk::write(&folder.state(), text.as_bytes(), Readers::Owner)
    }

    /// Returns where what is known of the newest order of a council is that was made like this one, of this snapshot
    /// or an earlier one.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn find(
        store: &Store,
        part: &Part,
        order: &Order,
    ) -> anyhow::Result<Option<String>> {
        let name = |path: &object_store::path::Path| path.filename().unwrap_or_default().to_owned();
        let mut snapshots = store.folders(&layout::all_made(&part.council)).await?;
        snapshots.retain(|path| *name(path) <= *part.snapshot.to_string());
        snapshots.sort();
        for snapshot in snapshots.iter().rev().take(LOOKED_AT) {
            let build = snapshot.clone().join(order.build.to_string());
            let mut orders = store.folders(&build).await?;
            let forms = order.forms();
            orders.retain(|path| {
                let name = name(path);
                let day = name.split('_').next().unwrap_or_default();
                name[day.len()..] == forms
            });
            orders.sort();
            for order in orders.iter().rev() {
                let known = layout::known_of(order);
                if store.has(&known).await? {
                    return Ok(Some(known.to_string()));
                }
            }
        }
        Ok(None)
    }
}

/// Returns what the plan says that is known.
///
/// # Errors
/// When the store fails.
pub(crate) async fn of_plan(store: &Store, known: Option<&str>) -> anyhow::Result<Known> {
    let Some(path) = known else { return Ok(Known::default()) };
    let content = store.find(&object_store::path::Path::from(path)).await?;
    Ok(content.map(|content| Known::read(&content)).unwrap_or_default())
}

/// Adds to a result what `orderpaper` would have to know to leave out what has not changed since.
///
/// # Errors
/// When the state file is there and can't be read.
pub(crate) fn add_state(folder: &SnapshotFolder, result: &mut BatchResult) -> anyhow::Result<()> {
    let path = folder.state();
    if !path.is_file() {
        return Ok(());
    }
    let text = disk::read_text(&path)?;
    let mut lines = text.lines();
    let raw = |line: &str| RawValue::from_string(line.to_owned()).ok();
    result.state_head = lines.next().and_then(raw);
    let mut by_file: BTreeMap<String, &str> = BTreeMap::new();
    for line in lines {
        // The last of a document counts; what is no line of one is of no use here.
        if let Ok(StateLine { made: Some(record) }) = serde_json::from_str(line) {
            by_file.insert(record.file, line);
        }
    }
    for bundle in &mut result.bundles {
        let lines = bundle.files.iter().filter_map(|file| by_file.get(&file.path));
        bundle.state = lines.filter_map(|line| raw(line)).collect();
    }
    Ok(())
}

/// Writes what the state of an order after all its bundles is, for later ones.
///
/// # Errors
/// When the store does not take it.
pub(crate) async fn keep(
    store: &Store,
    making: &Making,
    results: Vec<BatchResult>,
) -> anyhow::Result<()> {
    let known = Known::of(results);
    store.create(&making.known(), known.text()).await.context("what is made is not known later")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_and_found_by_publication() {
        let mut bundle = BundleResult::new(0, "a".to_owned());
        let path = "public/a/agenda.pdf".to_owned();
        bundle.files.push(MadeFile { path: path.clone(), size: 1, digest: "0".repeat(64) });
        let line = format!(r#"{{"made":{{"file":"{path}"}}}}"#);
        bundle.state.push(RawValue::from_string(line).unwrap());
        let known = Known::of(vec![BatchResult::new(vec![bundle], Vec::new(), 5)]);
        let known = Known::read(&known.text());
        assert_eq!(known.file("a", &path).map(|file| file.size), Some(1));
        assert!(known.file("b", &path).is_none());
        assert!(Known::read(b"{}").bundles.is_empty(), "what can't be read is nothing");
    }
}
