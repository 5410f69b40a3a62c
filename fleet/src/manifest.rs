//! What is in a snapshot of a council's data: its files, by path and digest.

use serde::{Deserialize, Serialize};

/// The version of the format.
const VERSION: u32 = 1;

/// The files of a snapshot, sorted by path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Manifest {
    version: u32,
    files: Vec<SnapshotFile>,
}

/// A file of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct SnapshotFile {
    /// Its path, with forward slashes: below `data/` or `templates/`.
    pub(crate) path: String,
    /// Its size in bytes.
    pub(crate) size: u64,
    /// The BLAKE3 of its content, in hexadecimal.
    pub(crate) digest: String,
}

/// The folder of a snapshot that has the council's records.
pub(crate) const DATA: &str = "data";

/// The folder of a snapshot that has the council's templates.
pub(crate) const TEMPLATES: &str = "templates";

impl Manifest {
    /// Returns the manifest of these files.
    pub(crate) fn new(mut files: Vec<SnapshotFile>) -> Self {
        files.sort();
        Self { version: VERSION, files }
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// When it is none, has another version, or names a file outside the folders of a snapshot.
    pub(crate) fn read(bytes: &[u8]) -> anyhow::Result<Self> {
        let manifest: Self = serde_json::from_slice(bytes)?;
        if manifest.version != VERSION {
            anyhow::bail!("has the format {}, and this program reads {VERSION}", manifest.version);
        }
        if let Some(file) = manifest.files.iter().find(|file| !is_inside(&file.path)) {
            anyhow::bail!("names `{}`, which is outside the snapshot", file.path);
        }
        if let Some(file) = manifest.files.iter().find(|file| !is_digest(&file.digest)) {
            anyhow::bail!("has no digest of `{}`", file.path);
        }
        Ok(manifest)
    }

    /// Returns its text.
    pub(crate) fn text(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("text and numbers")
    }

    /// Returns its files, sorted by path.
    pub(crate) fn files(&self) -> &[SnapshotFile] {
        &self.files
    }

    /// Returns whether it has templates of the council's.
    pub(crate) fn has_templates(&self) -> bool {
        self.files.iter().any(|file| file.path.starts_with("templates/"))
    }
}

/// Returns whether a path leads into one of the two folders and nowhere else.
fn is_inside(path: &str) -> bool {
    let mut parts = path.split('/');
    let is_folder = parts.next().is_some_and(|first| first == DATA || first == TEMPLATES);
    let mut rest = parts.peekable();
    is_folder && rest.peek().is_some() && rest.all(is_plain)
}

/// Returns whether a part of a path names a file or folder, and not the folder itself or that around it.
pub(crate) fn is_plain(part: &str) -> bool {
    !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', '\0'])
}

/// Returns whether a text is a BLAKE3 in hexadecimal.
pub(crate) fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|letter| matches!(letter, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str) -> SnapshotFile {
        SnapshotFile { path: path.to_owned(), size: 1, digest: "a".repeat(64) }
    }

    #[test]
    fn what_is_written_is_read() {
        let manifest = Manifest::new(vec![file("templates/x.svg"), file("data/meetings.csv")]);
        assert_eq!(manifest.files()[0].path, "data/meetings.csv");
        assert!(manifest.has_templates());
        assert_eq!(Manifest::read(&manifest.text()).unwrap(), manifest);
    }

    #[test]
    fn nothing_leads_out_of_the_snapshot() {
        for bad in
            ["data", "data/", "data/../x", "/etc/passwd", "other/x", "data//x", "data/a\\..\\b", ""]
        {
            assert!(Manifest::read(&Manifest::new(vec![file(bad)]).text()).is_err(), "{bad}");
        }
        let bad = SnapshotFile { digest: "../../x".to_owned(), ..file("data/x") };
        assert!(Manifest::read(&Manifest::new(vec![bad]).text()).is_err());
    }

    #[test]
    fn another_version_is_refused() {
        let other = Manifest { version: 2, files: Vec::new() };
        assert!(Manifest::read(&other.text()).unwrap_err().to_string().contains("format 2"));
    }
}
