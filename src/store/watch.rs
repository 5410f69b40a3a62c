//! Waits for files to change.
//!
//! The folders are polled. Notifications of the system would be cheaper, but they do not arrive
//! from the network drives on which councils keep their papers, nor for a folder that disappears
//! and comes back.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::{FileStat, is_folder, stamp, walk};

/// The shortest interval between two snapshots. A file that is being saved must be complete within it.
const MIN_INTERVAL: Duration = Duration::from_millis(100);

/// The longest interval between two snapshots.
const MAX_INTERVAL: Duration = Duration::from_secs(1);

/// How much longer the interval is for each file, so that large folders are no burden.
const INTERVAL_PER_FILE: Duration = Duration::from_micros(250);

/// Watches folders for changes.
#[derive(Debug)]
pub struct Watch {
    folders: Vec<PathBuf>,
    /// The output folder, whose files are ignored: the program writes them itself.
    output: PathBuf,
    /// The snapshot that the last wait returned for.
    seen: Snapshot,
}

/// The metadata of every file in the folders, by path; `None` for the folders themselves.
type Snapshot = BTreeMap<PathBuf, Option<FileStat>>;

impl Watch {
    /// Starts to watch folders and everything below them, except `output`.
    pub fn begin(folders: &[&Path], output: &Path) -> Self {
        let folders = folders.iter().map(|folder| (*folder).to_owned()).collect();
        let mut watch = Self { folders, output: output.to_owned(), seen: Snapshot::new() };
        watch.seen = watch.snapshot();
        watch
    }

    /// Waits until files differ from those at the last wait and two snapshots in a row are equal;
    /// returns the changed paths, or `None` once `stop` is set.
    pub fn wait(&mut self, stop: &AtomicBool) -> Option<BTreeSet<PathBuf>> {
        let mut last = self.seen.clone();
        loop {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            let now = self.snapshot();
            if now == last && now != self.seen {
                let changed = differing(&self.seen, &now);
                self.seen = now;
                return Some(changed);
            }
            let files = u32::try_from(now.len()).unwrap_or(u32::MAX);
            let interval = INTERVAL_PER_FILE.saturating_mul(files);
            last = now;
            thread::sleep(interval.clamp(MIN_INTERVAL, MAX_INTERVAL));
        }
    }

    fn snapshot(&self) -> Snapshot {
        let mut snapshot = Snapshot::new();
        for folder in &self.folders {
            // A folder that is missing (e.g. an unmounted share) has no entry, so that it counts as
            // the change.
            snapshot.insert(folder.clone(), None);
            let Ok(files) = walk(folder) else {
                snapshot.remove(folder);
                continue;
            };
            let paths = files.into_iter().map(|file| folder.join(file));
            let paths = paths.filter(|path| !path.starts_with(&self.output));
            snapshot.extend(paths.map(|path| (path.clone(), stamp(&path).ok().flatten())));
        }
        snapshot
    }
}

/// Returns the paths that are in one snapshot only, or whose metadata differ.
fn differing(before: &Snapshot, now: &Snapshot) -> BTreeSet<PathBuf> {
    let is_other = |path: &&PathBuf| before.get(*path) != now.get(*path);
    let paths: BTreeSet<&PathBuf> = before.keys().chain(now.keys()).collect();
    let changed: BTreeSet<PathBuf> = paths.into_iter().filter(is_other).cloned().collect();
    // Where a whole folder appeared or disappeared, its files are not listed as well.
    let folders: Vec<PathBuf> = changed
        .iter()
        .filter(|path| is_folder(path) || !now.contains_key(*path))
        .cloned()
        .collect();
    let is_below =
        |path: &PathBuf| folders.iter().any(|folder| folder != path && path.starts_with(folder));
    changed.into_iter().filter(|path| !is_below(path)).collect()
}
