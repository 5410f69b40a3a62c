//! Waiting for files to change.
//!
//! The folders are looked through again and again. Systems can tell of changes themselves, but not on
//! the network drives where councils keep their papers, and not of a folder that goes and comes back.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::{FileStat, is_folder, stamp, walk};

/// The interval at which files are looked at. A file that is being saved has as long to become whole.
const BETWEEN: Duration = Duration::from_millis(250);

/// A watch over folders.
#[derive(Debug)]
pub struct Watch {
    folders: Vec<PathBuf>,
    /// What the program writes itself.
    output: PathBuf,
    seen: Look,
}

/// How the files of the folders look.
type Look = BTreeMap<PathBuf, Option<FileStat>>;

impl Watch {
    /// Begins to watch folders with all below them, but for `output`.
    pub fn begin(folders: &[&Path], output: &Path) -> Self {
        let folders = folders.iter().map(|folder| (*folder).to_owned()).collect();
        let mut watch = Self { folders, output: output.to_owned(), seen: Look::new() };
        watch.seen = watch.look();
        watch
    }

    /// Waits until files have changed since the last wait and no more do; returns which, or `None`
    /// once `stop` is set.
    pub fn wait(&mut self, stop: &AtomicBool) -> Option<BTreeSet<PathBuf>> {
        let mut last = self.seen.clone();
        loop {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            let now = self.look();
            if now == last && now != self.seen {
                let changed = differing(&self.seen, &now);
                self.seen = now;
                return Some(changed);
            }
            last = now;
            thread::sleep(BETWEEN);
        }
    }

    fn look(&self) -> Look {
        let mut look = Look::new();
        for folder in &self.folders {
            // A folder that is away has no files, and is itself what has changed.
            look.insert(folder.clone(), None);
            let Ok(files) = walk(folder) else {
                look.remove(folder);
                continue;
            };
            let paths = files.into_iter().map(|file| folder.join(file));
            let paths = paths.filter(|path| !path.starts_with(&self.output));
            look.extend(paths.map(|path| (path.clone(), stamp(&path).ok().flatten())));
        }
        look
    }
}

/// Returns the files that are in one listing only, or whose metadata differ.
fn differing(before: &Look, now: &Look) -> BTreeSet<PathBuf> {
    let is_other = |path: &&PathBuf| before.get(*path) != now.get(*path);
    let paths: BTreeSet<&PathBuf> = before.keys().chain(now.keys()).collect();
    let changed: BTreeSet<PathBuf> = paths.into_iter().filter(is_other).cloned().collect();
    // Of a folder that went or came, its files need no mention.
    let folders: Vec<PathBuf> = changed
        .iter()
        .filter(|path| is_folder(path) || !now.contains_key(*path))
        .cloned()
        .collect();
    let is_below =
        |path: &PathBuf| folders.iter().any(|folder| folder != path && path.starts_with(folder));
    changed.into_iter().filter(|path| !is_below(path)).collect()
}
