//! What is found in a council's records as a whole, and what came of everything: the last step of an order.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::result::BatchResult;
use crate::store::Ended;

/// The version of the format.
const VERSION: u32 = 1;

/// What came of an order for one council.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Report {
    version: u32,
    /// How many documents were made.
    pub(crate) made: usize,
    /// How many of them are known from earlier, because nothing has changed in them.
    #[serde(default)]
    pub(crate) known: usize,
    /// How many files these are, with what is beside them.
    pub(crate) files: usize,
    /// How many bytes.
    pub(crate) bytes: u64,
    /// How messages name the documents that the records refuse.
    pub(crate) refused: Vec<String>,
    /// How many bundles were given up.
    pub(crate) dead: usize,
    /// How long the processes took that made the documents, in milliseconds.
    pub(crate) millis: u64,
    /// Why there are no diagnostics, where there should be.
    pub(crate) failed: Option<String>,
    /// What `orderpaper check` finds in the records, as `--format json` prints it.
    pub(crate) diagnostics: Vec<Box<RawValue>>,
    /// What was found beyond that while documents were made.
    pub(crate) found_in_making: Vec<Box<RawValue>>,
}

impl Report {
    /// Adds up what came of all bundles, and takes what is only in the report out of the results.
    pub(crate) fn gather(
        ended: &Ended,
        results: &mut [BatchResult],
        found: Result<Vec<Box<RawValue>>, String>,
    ) -> Self {
        let (diagnostics, failed) = match found {
            Ok(found) => (found, None),
            Err(why) => (Vec::new(), Some(why)),
        };
        let mut report = Self {
            version: VERSION,
            made: 0,
            known: 0,
            files: 0,
            bytes: 0,
            refused: Vec::new(),
            dead: ended.dead.len(),
            millis: 0,
            failed,
            diagnostics,
            found_in_making: Vec::new(),
        };
        let mut found = Vec::new();
        for result in results {
            report.files += result.files().count();
            report.bytes += result.files().map(|file| file.size).sum::<u64>();
            report.millis += result.millis;
            found.append(&mut result.diagnostics);
            for bundle in &mut result.bundles {
                report.made += bundle.made;
                report.known += bundle.known;
                report.refused.append(&mut bundle.refused);
            }
        }
        report.refused.sort();
        let known: std::collections::BTreeSet<&str> =
            report.diagnostics.iter().map(|diagnostic| diagnostic.get()).collect();
        found.retain(|diagnostic| !known.contains(diagnostic.get()));
        found.sort_by(|one, other| one.get().cmp(other.get()));
        found.dedup_by(|one, other| one.get() == other.get());
        report.found_in_making = found;
        report
    }

    /// Returns its text.
    pub(crate) fn text(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("text and numbers")
    }
}
