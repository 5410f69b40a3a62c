//! What came of a bundle, as the private store keeps it.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::manifest::{is_digest, is_plain};

/// The version of the format.
const VERSION: u32 = 1;

/// What came of a bundle. Data that is refused is a result, and no failure.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct BundleResult {
    version: u32,
    /// The folder of the publication.
    pub(crate) publication: String,
    /// The files that were made, sorted by path.
    pub(crate) files: Vec<MadeFile>,
    /// How many documents were made.
    pub(crate) made: usize,
    /// How messages name the documents that were refused.
    pub(crate) refused: Vec<String>,
    /// What was found while it and its neighbours were made, as `orderpaper --format json` prints it; only with
    /// the first of those that one process made.
    pub(crate) diagnostics: Vec<Box<RawValue>>,
    /// How long the process took that made it and its neighbours, in milliseconds; only with the first of them.
    pub(crate) millis: u64,
}

/// A file that was made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct MadeFile {
    /// Its path below the output folder, with forward slashes.
    pub(crate) path: String,
    /// Its size in bytes.
    pub(crate) size: u64,
    /// The BLAKE3 of its content, in hexadecimal.
    pub(crate) digest: String,
}

impl BundleResult {
    /// Returns the result of a bundle of which nothing is known yet.
    pub(crate) fn new(publication: String) -> Self {
        Self {
            version: VERSION,
            publication,
            files: Vec::new(),
            made: 0,
            refused: Vec::new(),
            diagnostics: Vec::new(),
            millis: 0,
        }
    }

    /// Reads a result.
    ///
    /// # Errors
    /// When it is none, has another version, or names a file outside the folders for documents.
    pub(crate) fn read(bytes: &[u8]) -> anyhow::Result<Self> {
        let result: Self = serde_json::from_slice(bytes)?;
        if result.version != VERSION {
            anyhow::bail!("has the format {}, and this program reads {VERSION}", result.version);
        }
        if let Some(file) = result.files.iter().find(|file| Readers::of(&file.path).is_none()) {
            anyhow::bail!("names `{}`, which is outside the folders for documents", file.path);
        }
        if let Some(file) = result.files.iter().find(|file| !is_digest(&file.digest)) {
            anyhow::bail!("has no digest of `{}`", file.path);
        }
        Ok(result)
    }

    /// Returns its text.
    pub(crate) fn text(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("text and numbers")
    }

    /// Returns whether another attempt made the same bytes.
    pub(crate) fn has_bytes_of(&self, other: &Self) -> bool {
        self.files == other.files && self.refused == other.refused
    }
}

/// Who may read a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Readers {
    /// Everybody: it is below `public/`.
    Everybody,
    /// The owner of the folder alone: it is below `restricted/`.
    Owner,
}

impl Readers {
    /// Returns who may read the file at a path below the output folder; `None` where it is no document.
    pub(crate) fn of(path: &str) -> Option<Self> {
        let (folder, rest) = path.split_once('/')?;
        let readers = match folder {
            "public" => Self::Everybody,
            "restricted" => Self::Owner,
            _ => return None,
        };
        // Hidden folders hold what a run needs for itself.
        let is_name = |part: &str| is_plain(part) && !part.starts_with('.');
        rest.split('/').all(is_name).then_some(readers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_documents_are_read_and_written() {
        assert_eq!(Readers::of("public/a/agenda.pdf"), Some(Readers::Everybody));
        assert_eq!(Readers::of("restricted/a/agenda.pdf"), Some(Readers::Owner));
        for bad in [
            "agenda.pdf",
            "public",
            "public/",
            "public/../x",
            "/public/x",
            "published/x",
            "public//x",
        ] {
            assert_eq!(Readers::of(bad), None, "{bad}");
        }
        assert_eq!(Readers::of("restricted/.papers/x"), None);
    }

    #[test]
    fn a_result_that_leads_elsewhere_is_refused() {
        let mut result = BundleResult::new("a".to_owned());
        let file = |path: &str| MadeFile { path: path.to_owned(), size: 1, digest: "0".repeat(64) };
        result.files.push(file("public/a/agenda.pdf"));
        assert!(BundleResult::read(&result.text()).is_ok());
        result.files.push(file("../../home/x"));
        assert!(BundleResult::read(&result.text()).is_err());
    }

    #[test]
    fn attempts_are_compared_by_their_bytes() {
        let one = BundleResult { millis: 5, ..BundleResult::new("a".to_owned()) };
        let mut other = BundleResult::new("a".to_owned());
        assert!(one.has_bytes_of(&other));
        other.refused.push("agenda of a".to_owned());
        assert!(!one.has_bytes_of(&other));
    }
}
