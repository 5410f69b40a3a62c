//! What came of the bundles that one process made, as the private store keeps it.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::manifest::{is_digest, is_plain};

/// The version of the format.
const VERSION: u32 = 2;

/// What one process made of the bundles of a batch that it was asked for. Its name in the store says which these are,
/// so that a list of names says what is made.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct BatchResult {
    version: u32,
    /// What came of each, sorted by place. The digests and sizes of files are filled in as these are kept.
    pub(crate) bundles: Vec<BundleResult>,
    /// What was found while they were made, as `orderpaper --format json` prints it.
    pub(crate) diagnostics: Vec<Box<RawValue>>,
    /// How long the process took, in milliseconds.
    pub(crate) millis: u64,
    /// The first line of the state file of `orderpaper`.
    #[serde(default)]
    pub(crate) state_head: Option<Box<RawValue>>,
}

/// What came of a bundle. Data that is refused is a result, and no failure.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct BundleResult {
    /// Its place in the batch.
    pub(crate) place: usize,
    /// The folder of the publication.
    pub(crate) publication: String,
    /// The files that were made, sorted by path.
    pub(crate) files: Vec<MadeFile>,
    /// How many documents were made, or are known from earlier.
    pub(crate) made: usize,
    /// How many of these are known from earlier, because nothing has changed in them.
    #[serde(default)]
    pub(crate) known: usize,
    /// How messages name the documents that were refused.
    pub(crate) refused: Vec<String>,
    /// The lines of the state file of `orderpaper` that say what the documents were made from.
    #[serde(default)]
    pub(crate) state: Vec<Box<RawValue>>,
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

impl BatchResult {
    /// Returns what a process made of bundles that did not fail, sorted by place.
    pub(crate) fn new(
        bundles: Vec<BundleResult>,
        diagnostics: Vec<Box<RawValue>>,
        millis: u64,
    ) -> Self {
        Self { version: VERSION, bundles, diagnostics, millis, state_head: None }
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
        for file in result.files() {
            if Readers::of(&file.path).is_none() {
                anyhow::bail!("names `{}`, which is outside the folders for documents", file.path);
            }
            if !is_digest(&file.digest) {
                anyhow::bail!("has no digest of `{}`", file.path);
            }
        }
        Ok(result)
    }

    /// Returns its text.
    pub(crate) fn text(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("text and numbers")
    }

    /// Returns the places of its bundles in the batch.
    pub(crate) fn places(&self) -> impl Iterator<Item = usize> {
        self.bundles.iter().map(|bundle| bundle.place)
    }

    /// Returns the files of all its bundles.
    pub(crate) fn files(&self) -> impl Iterator<Item = &MadeFile> {
        self.bundles.iter().flat_map(|bundle| &bundle.files)
    }

    /// Returns the places of the bundles that another attempt made with other bytes.
    pub(crate) fn conflicts<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = usize> + 'a {
        let made = self.bundles.iter();
        let differs = |one: &&BundleResult| {
            let twice = other.bundles.iter().find(|bundle| bundle.place == one.place);
            twice.is_some_and(|twice| one.files != twice.files || one.refused != twice.refused)
        };
        made.filter(differs).map(|bundle| bundle.place)
    }
}

impl BundleResult {
    /// Returns the result of a bundle of which nothing is known yet.
    pub(crate) fn new(place: usize, publication: String) -> Self {
        let (files, refused, state) = (Vec::new(), Vec::new(), Vec::new());
        Self { place, publication, files, made: 0, known: 0, refused, state }
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
        let file = |path: &str| MadeFile { path: path.to_owned(), size: 1, digest: "0".repeat(64) };
        let mut bundle = BundleResult::new(0, "a".to_owned());
        bundle.files.push(file("public/a/agenda.pdf"));
        let mut result = BatchResult::new(vec![bundle], Vec::new(), 5);
        assert!(BatchResult::read(&result.text()).is_ok());
        result.bundles[0].files.push(file("../../home/x"));
        assert!(BatchResult::read(&result.text()).is_err());
    }

    #[test]
    fn attempts_are_compared_by_the_bytes_of_each_bundle() {
        let result = |places: &[usize], refused: &[&str]| {
            let bundle = |place: &usize| {
                let refused = refused.iter().map(|name| (*name).to_owned()).collect();
                BundleResult { refused, ..BundleResult::new(*place, "a".to_owned()) }
            };
            BatchResult::new(places.iter().map(bundle).collect(), Vec::new(), 5)
        };
        let together = result(&[0, 1, 2], &[]);
        assert_eq!(together.conflicts(&result(&[1], &[])).count(), 0);
        let places: Vec<usize> = together.conflicts(&result(&[1, 4], &["agenda of a"])).collect();
        assert_eq!(places, [1], "one by one as together");
    }
}
