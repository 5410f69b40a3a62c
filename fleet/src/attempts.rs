//! How often something was tried, and when it is given up.
//!
//! It is counted in the store, because a server that is killed forgets how often it delivered a message. What
//! fails because the queue or the store does is not counted: nothing is wrong with what was asked for.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::plan::BundleNumber;

/// How often a bundle may fail.
pub(crate) const MAX_FAILURES: u32 = 3;

/// How often a worker may be lost while it makes a batch. More than failures, because a worker is also lost
/// where its machine is.
pub(crate) const MAX_LOST: u32 = 6;

/// How often the bundles of one batch were tried without success.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Attempts {
    /// How often it was begun.
    begun: u32,
    /// How often an attempt came to its end; where it is less, workers were lost.
    ended: u32,
    /// The failures of each bundle, by its place in the batch.
    failures: BTreeMap<usize, Failures>,
}

/// How often a bundle failed, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Failures {
    count: u32,
    /// What happened last. It is about the process, and never quotes what that printed, as it may quote records.
    last: String,
}

impl Attempts {
    /// Counts that an attempt begins.
    pub(crate) fn begin(&mut self) {
        self.begun += 1;
    }

    /// Counts that an attempt has ended, and which bundles failed in it.
    pub(crate) fn end(&mut self, failed: &[(BundleNumber, String)]) {
        self.ended += 1;
        for (bundle, why) in failed {
            let failures = self.failures.entry(bundle.place).or_default();
            failures.count += 1;
            failures.last.clone_from(why);
        }
    }

    /// Returns whether bundles are made one in a process: when something went wrong with several in one, so
    /// that the one that breaks it is found and the others are made.
    pub(crate) fn is_one_by_one(&self) -> bool {
        !self.failures.is_empty() || self.lost() > 1
    }

    /// Returns how many workers were lost, the one included that is at work now.
    fn lost(&self) -> u32 {
        self.begun.saturating_sub(self.ended)
    }

    /// Returns why a bundle is to be given up; `None` where it is tried again.
    pub(crate) fn given_up(&self, bundle: BundleNumber) -> Option<String> {
        if let Some(failures) = self.failures.get(&bundle.place)
            && failures.count >= MAX_FAILURES
        {
            return Some(format!("failed {} times, last: {}", failures.count, failures.last));
        }
        let lost = self.lost().saturating_sub(1);
        (lost >= MAX_LOST).then(|| format!("{lost} workers were lost while they made its batch"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: BundleNumber = BundleNumber { batch: 4, place: 0 };
    const SECOND: BundleNumber = BundleNumber { batch: 4, place: 1 };

    #[test]
    fn the_third_failure_gives_a_bundle_up_and_no_other() {
        let mut attempts = Attempts::default();
        attempts.begin();
        assert!(!attempts.is_one_by_one());
        attempts.end(&[(FIRST, "it crashed".to_owned()), (SECOND, "it crashed".to_owned())]);
        for _ in 0..2 {
            attempts.begin();
            assert!(attempts.is_one_by_one());
            assert_eq!(attempts.given_up(FIRST), None);
            attempts.end(&[(FIRST, "it took too long".to_owned())]);
        }
        let why = attempts.given_up(FIRST);
        assert_eq!(why.as_deref(), Some("failed 3 times, last: it took too long"));
        assert_eq!(attempts.given_up(SECOND), None);
    }

    #[test]
    fn lost_workers_count_otherwise() {
        let mut attempts = Attempts::default();
        (0..MAX_LOST).for_each(|_| attempts.begin());
        assert!(attempts.is_one_by_one());
        assert_eq!(attempts.given_up(FIRST), None, "the last is still at work");
        attempts.begin();
        assert!(attempts.given_up(FIRST).is_some());
    }

    #[test]
    fn what_queue_or_store_break_off_counts_as_nothing() {
        let mut attempts = Attempts::default();
        for _ in 0..20 {
            attempts.begin();
            attempts.end(&[]);
        }
        attempts.begin();
        assert!(!attempts.is_one_by_one());
        assert_eq!(attempts.given_up(FIRST), None);
    }

    #[test]
    fn attempts_are_kept_as_text() {
        let mut attempts = Attempts::default();
        attempts.begin();
        attempts.end(&[(SECOND, "it crashed".to_owned())]);
        let text = serde_json::to_vec(&attempts).unwrap();
        assert_eq!(serde_json::from_slice::<Attempts>(&text).unwrap(), attempts);
    }
}
