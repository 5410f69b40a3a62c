//! File metadata (size, mtime, ctime): enough to tell that a file was changed without reading it.

use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};
use std::{fs, io};

use anyhow::Context;
use serde::{Deserialize, Serialize};

/// How old a file must be before its metadata are trusted: two changes within one tick of a disk's
/// clock have the same time, and FAT has the coarsest clock, with ticks of two seconds.
const SETTLE_TIME: Duration = Duration::from_secs(3);

/// The metadata of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct FileStat {
    /// Its size in bytes.
    pub size: u64,
    /// When its content was last changed (mtime): nanoseconds since 1970.
    pub modified: u64,
    /// When content or metadata were last changed (ctime), which no program can set: nanoseconds
    /// since 1970; 0 on systems other than Unix.
    pub changed: u64,
}

impl FileStat {
    /// Returns whether any later change will show in the metadata, seen from `now` (nanoseconds
    /// since 1970, by the clock of the same disk).
    pub fn is_settled(&self, now: u64) -> bool {
        self.modified.saturating_add(nanoseconds(SETTLE_TIME)) <= now
    }
}

/// Returns the metadata of a file; `None` where there is none.
///
/// # Errors
/// Names the path when its metadata can't be read.
pub fn stamp(path: &Path) -> anyhow::Result<Option<FileStat>> {
    let attributes = match fs::metadata(path) {
        Ok(attributes) => attributes,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound) => return Ok(None),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotADirectory) => return Ok(None),
        Err(error) => {
            return Err(error).with_context(|| format!("failed to read `{}`", path.display()));
        }
    };
    if !attributes.is_file() {
        return Ok(None);
    }
    let modified = attributes.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    Ok(Some(FileStat {
        size: attributes.len(),
        modified: modified.map_or(0, nanoseconds),
        changed: changed(&attributes),
    }))
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(unix)]
fn changed(attributes: &fs::Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    let (seconds, rest) = (attributes.ctime(), attributes.ctime_nsec());
    u64::try_from(seconds).unwrap_or(0) * 1_000_000_000 + u64::try_from(rest).unwrap_or(0)
}

#[cfg(not(unix))]
fn changed(_attributes: &fs::Metadata) -> u64 {
    0
}
