//! How a council's documents are divided: into bundles, which are publications, and these into batches, which
//! are what one message asks for.
//!
//! A bundle is what `orderpaper` publishes together, as `orderpaper list` says: a meeting, a month's plan, a
//! quarter, an issue, a decision. Every document belongs to exactly one, and no list of kinds is kept here.
//! Several small ones share a batch, because reading a council's records costs more than a notice does.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::tree::Content;

/// The version of the format.
const VERSION: u32 = 2;

/// How many documents a batch has at most, unless one bundle has more.
pub(crate) const DOCUMENTS_PER_BATCH: usize = 20;

/// What is to be made of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Plan {
    version: u32,
    /// The batches, by their numbers.
    batches: Vec<Vec<Bundle>>,
    /// The receipts of what is published, by their paths below the output folder.
    #[serde(default)]
    pub(crate) receipts: BTreeMap<String, Content>,
    /// Where the store has what is known of an earlier order, of which most may be as it was.
    #[serde(default)]
    pub(crate) known: Option<String>,
}

/// What is published together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Bundle {
    /// The folder of the publication, such as `forward-plan/2026-01`. It may quote a record, so it is in the
    /// private store only: messages and logs have numbers.
    pub(crate) publication: String,
    /// How many documents it has.
    pub(crate) documents: usize,
}

/// Names a bundle by its numbers: of the batch, and in it. It tells nothing of what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BundleNumber {
    /// The batch.
    pub(crate) batch: usize,
    /// The place in the batch.
    pub(crate) place: usize,
}

impl std::fmt::Display for BundleNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:06}-{:03}", self.batch, self.place)
    }
}

impl std::str::FromStr for BundleNumber {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (batch, place) = text.split_once('-').ok_or(())?;
        let number = |text: &str| text.parse().map_err(|_| ());
        Ok(Self { batch: number(batch)?, place: number(place)? })
    }
}

impl Plan {
    /// Divides documents, of which the publications are given one by one; the order does not matter.
    pub(crate) fn new(publications: impl IntoIterator<Item = String>) -> Self {
        let mut bundles: BTreeMap<String, usize> = BTreeMap::new();
        for publication in publications {
            *bundles.entry(publication).or_default() += 1;
        }
        let mut batches: Vec<Vec<Bundle>> = Vec::new();
        let mut filled = DOCUMENTS_PER_BATCH;
        for (publication, documents) in bundles {
            if filled + documents > DOCUMENTS_PER_BATCH {
                batches.push(Vec::new());
                filled = 0;
            }
            filled += documents;
            let batch = batches.last_mut().expect("one was begun");
            batch.push(Bundle { publication, documents });
        }
        Self { version: VERSION, batches, receipts: BTreeMap::new(), known: None }
    }

    /// Reads a plan.
    ///
    /// # Errors
    /// When it is none, or has another version.
    pub(crate) fn read(bytes: &[u8]) -> anyhow::Result<Self> {
        let plan: Self = serde_json::from_slice(bytes)?;
        if plan.version != VERSION {
            anyhow::bail!("has the format {}, and this program reads {VERSION}", plan.version);
        }
        Ok(plan)
    }

    /// Returns its text.
    pub(crate) fn text(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("text and numbers")
    }

    /// Returns how many batches there are.
    pub(crate) fn batches(&self) -> usize {
        self.batches.len()
    }

    /// Returns the bundles of a batch with their numbers; none where there is no such batch.
    pub(crate) fn batch(&self, batch: usize) -> impl Iterator<Item = (BundleNumber, &Bundle)> {
        let bundles = self.batches.get(batch).into_iter().flatten().enumerate();
        bundles.map(move |(place, bundle)| (BundleNumber { batch, place }, bundle))
    }

    /// Returns all bundles with their numbers.
    pub(crate) fn bundles(&self) -> impl Iterator<Item = (BundleNumber, &Bundle)> {
        (0..self.batches()).flat_map(|batch| self.batch(batch))
    }

    /// Returns the numbers of the batches, from `first` on, in which a bundle is left that is not in `ended`.
    pub(crate) fn left<'a>(
        &'a self,
        first: usize,
        ended: &'a std::collections::BTreeSet<BundleNumber>,
    ) -> impl Iterator<Item = usize> + 'a {
        (first..self.batches())
            .filter(move |batch| self.batch(*batch).any(|(number, _)| !ended.contains(&number)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn plan(sizes: &[(&str, usize)]) -> Plan {
        let names = sizes.iter().flat_map(|(name, count)| std::iter::repeat_n(*name, *count));
        Plan::new(names.map(str::to_owned))
    }

    #[test]
    fn every_document_is_in_one_bundle_and_every_bundle_in_one_batch() {
        let plan = plan(&[("c", 3), ("a", 19), ("b", 50), ("d", 17)]);
        let batches: Vec<Vec<&str>> = (0..plan.batches())
            .map(|batch| plan.batch(batch).map(|(_, bundle)| &*bundle.publication).collect())
            .collect();
        assert_eq!(batches, [vec!["a"], vec!["b"], vec!["c", "d"]]);
        assert_eq!(plan.bundles().map(|(_, bundle)| bundle.documents).sum::<usize>(), 89);
        assert_eq!(Plan::read(&plan.text()).unwrap(), plan);
    }

    #[test]
    fn the_order_of_documents_does_not_matter() {
        let forth = ["a", "b", "a", "c"].map(str::to_owned);
        let back = ["c", "a", "b", "a"].map(str::to_owned);
        assert_eq!(Plan::new(forth), Plan::new(back));
        assert_eq!(Plan::new([]).batches(), 0);
    }

    #[test]
    fn what_is_left_is_found() {
        let plan = plan(&[("a", 20), ("b", 10), ("c", 10), ("d", 20)]);
        let ended: BTreeSet<BundleNumber> =
            ["000000-000", "000001-000"].map(|name| name.parse().unwrap()).into();
        assert_eq!(
            plan.left(0, &ended).collect::<Vec<_>>(),
            [1, 2],
            "one of two is left of batch 1"
        );
        assert_eq!(plan.left(2, &ended).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        let number = BundleNumber { batch: 12, place: 3 };
        assert_eq!(number.to_string(), "000012-003");
        assert_eq!(number.to_string().parse(), Ok(number));
        assert_eq!("000012".parse::<BundleNumber>(), Err(()));
    }
}
